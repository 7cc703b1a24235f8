/* Candidates: their order, the real list of items, and a long list. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/csv.h"
#include "bangban/base/mem.h"
#include "bangban/view/picker.h"

static void add(struct bb_picker *picker, const char *code, const char *name, const char *alias)
{
    const char *const aliases[] = {alias, NULL};
    bb_picker_add(picker,
                  &(struct bb_picker_entry){
                      .id = code, .title = name, .code = code, .aliases = alias ? aliases : NULL});
}

/* The ids shown, in order. */
static const char *shown(const struct bb_picker *picker)
{
    static char out[512];
    out[0] = '\0';
    for (size_t i = 0; i < bb_picker_count(picker); i++) {
        const char *mark = bb_picker_alias(picker, i) ? "*" : "";
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s%s ", bb_picker_at(picker, i)->id,
                 mark);
    }
    return out;
}

START_TEST(order)
{
    struct bb_picker *picker = bb_picker_new(5);
    add(picker, "A1", "居民社保卡", NULL);
    add(picker, "A12", "社保卡挂失", NULL);
    add(picker, "A2", "上班证明", "社保");
    add(picker, "SB", "医保", NULL);
    add(picker, "A3", "社会保险", NULL);
    add(picker, "A4", "社保", NULL);
    static const struct {
        const char *query, *ids;
        size_t total;
    } cases[] = {
        {"", "A1 A12 A2 SB A3 ", 6},
        {NULL, "A1 A12 A2 SB A3 ", 6},
        {"社保", "A2* A4 A12 A1 ", 4},        /* whole, alias too; at the start; inside */
        {"sb", "SB A2* A4 A12 A1 ", 4 + 1},   /* the code; whole by initials; start; inside */
        {"ＳＢ", "SB A2* A4 A12 A1 ", 4 + 1}, /* as an input method gives it */
        {"a1", "A1 A12 ", 2},                 /* exact code before its longer sisters */
        {"shbx", "A3 ", 1},
        {"wu", "", 0},
        {"zzzz", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bb_picker_type(picker, cases[i].query);
        ck_assert_msg(strcmp(shown(picker), cases[i].ids) == 0, "%s: %s", cases[i].query,
                      shown(picker));
        ck_assert_uint_eq(bb_picker_total(picker), cases[i].total);
    }
    bb_picker_free(picker);
    bb_picker_free(NULL);
}
END_TEST

START_TEST(cursor)
{
    struct bb_picker *picker = bb_picker_new(0); /* at least one is shown */
    bb_picker_type(picker, "x");
    ck_assert_ptr_null(bb_picker_selected(picker));
    bb_picker_move(picker, 1);
    bb_picker_move(picker, -1);
    ck_assert_ptr_null(bb_picker_by_id(picker, "B"));
    bb_picker_free(picker);
    picker = bb_picker_new(3);
    add(picker, "A", "一", NULL), add(picker, "B", "二", NULL), add(picker, "C", "三", NULL),
        add(picker, "D", "四", NULL);
    bb_picker_type(picker, "");
    bb_picker_move(picker, 2);
    ck_assert_str_eq(bb_picker_selected(picker)->id, "C");
    bb_picker_move(picker, 1);
    ck_assert_uint_eq(bb_picker_cursor(picker), 2);
    bb_picker_move(picker, -9);
    ck_assert_str_eq(bb_picker_selected(picker)->id, "A");
    ck_assert_str_eq(bb_picker_by_id(picker, "D")->title, "四");
    bb_picker_type(picker, "三");
    ck_assert_uint_eq(bb_picker_cursor(picker), 0);
    ck_assert_str_eq(bb_picker_selected(picker)->id, "C");
    ck_assert_ptr_null(bb_picker_at(picker, 1));
    ck_assert_ptr_null(bb_picker_alias(picker, 1));
    bb_picker_free(picker);
}
END_TEST

/* code,name,audience,unit_code,unit_name,stages,source_kind,official_code,aliases (by /) */
static const struct bb_err *add_item(void *ctx, long line, size_t count, char *const *fields)
{
    if (line == 1)
        return NULL;
    ck_assert_uint_eq(count, 9);
    const char *aliases[16] = {0};
    size_t n = 0;
    for (char *part = strtok(fields[8], "/"); part && n < 15; part = strtok(NULL, "/"))
        aliases[n++] = part;
    bb_picker_add(ctx, &(struct bb_picker_entry){.id = fields[0],
                                                 .title = fields[1],
                                                 .hint = fields[4],
                                                 .code = fields[0],
                                                 .aliases = aliases});
    return NULL;
}

START_TEST(the_real_items)
{
    struct bb_picker *picker = bb_picker_new(8);
    FILE *in = fopen("data/items.csv", "r");
    ck_assert_msg(in != NULL, "run the tests in the repository's folder");
    ck_ok(bb_csv_read(in, "items.csv", ',', add_item, picker));
    fclose(in);
    bb_picker_type(picker, "sbjf");
    ck_assert_uint_eq(bb_picker_total(picker), 1);
    ck_assert_str_eq(bb_picker_selected(picker)->title, "灵活就业人员社会保险缴费");
    ck_assert_str_eq(bb_picker_alias(picker, 0), "社保缴费");
    static const char *const first[][2] = {
        {"P031", "职业技能提升补贴申领"}, {"p031", "职业技能提升补贴申领"},
        {"gjjtq", "住房公积金提取"},      {"居住证签注", "居住证签注"},
        {"jzzqz", "居住证签注"},
    };
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        bb_picker_type(picker, first[i][0]);
        ck_assert_msg(bb_picker_count(picker) > 0, "%s finds nothing", first[i][0]);
        ck_assert_str_eq(bb_picker_selected(picker)->title, first[i][1]);
    }
    bb_picker_free(picker);
}
END_TEST

START_TEST(a_long_list_keeps_its_order)
{
    struct bb_picker *picker = bb_picker_new(BB_PICKER_MAX_SHOWN + 1000);
    for (int i = 0; i < 5000; i++) {
        char code[16], name[64];
        snprintf(code, sizeof code, "N%04d", i);
        snprintf(name, sizeof name, "第%d号%s事项", i, i % 7 ? "普通" : "社保缴费");
        add(picker, code, name, NULL);
    }
    bb_picker_type(picker, "sbjf");
    ck_assert_uint_eq(bb_picker_total(picker), 715);
    ck_assert_uint_eq(bb_picker_count(picker), BB_PICKER_MAX_SHOWN);
    for (size_t i = 0; i < BB_PICKER_MAX_SHOWN; i++) {
        char code[24];
        snprintf(code, sizeof code, "N%04zu", i * 7);
        ck_assert_str_eq(bb_picker_at(picker, i)->id, code);
    }
    bb_picker_type(picker, "n4999");
    ck_assert_str_eq(shown(picker), "N4999 ");
    bb_picker_free(picker);
}
END_TEST

Suite *suite_picker(void);
Suite *suite_picker(void)
{
    Suite *suite = suite_create("picker");
    TCase *tcase = tcase_create("picker");
    tcase_add_test(tcase, order);
    tcase_add_test(tcase, cursor);
    tcase_add_test(tcase, the_real_items);
    tcase_add_test(tcase, a_long_list_keeps_its_order);
    suite_add_tcase(suite, tcase);
    return suite;
}
