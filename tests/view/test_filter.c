/* The `/` query taken apart, and rows held against it. */
#include "suite.h"

#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/view/filter.h"

enum { STATE, UNIT, DAY };

static const struct bb_filter_name names[] = {
    {"状态", STATE}, {"state", STATE}, {"单位", UNIT}, {"unit", UNIT}, {"日期", DAY},
};

START_TEST(parses)
{
    static const struct {
        const char *query, *terms; /* field=value; */
    } cases[] = {
        {NULL, ""},
        {"", ""},
        {"  　 ", ""},
        {"sbjf", "-1=sbjf;"},
        {"状态:整改中 单位:人社", "0=整改中;1=人社;"},
        {"状态：整改中　单位：人社 社保", "0=整改中;1=人社;-1=社保;"},
        {"STATE:found Unit:rs", "0=found;1=rs;"},
        {"09:30", "-1=09:30;"},
        {"状态: x", "-1=x;"},
        {":x", "-1=:x;"},
        {"日期:2026-11-23:x", "2=2026-11-23:x;"},
        {"ＡＢ", "-1=AB;"},
        {"没有:x", "-1=没有:x;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_filter filter;
        struct bb_buf text = {0};
        bb_filter_parse(&filter, cases[i].query, names, sizeof names / sizeof *names);
        for (size_t k = 0; k < filter.count; k++)
            bb_buf_printf(&text, "%d=%s;", filter.terms[k].field, filter.terms[k].value);
        ck_assert_str_eq(bb_buf_text(&text), cases[i].terms);
        bb_buf_done(&text);
        bb_filter_done(&filter);
    }
}
END_TEST

START_TEST(words_match)
{
    static const struct {
        const char *word, *text;
        bool matches;
    } cases[] = {
        {"保缴", "社保缴费", true}, {"sbjf", "社保缴费", true},  {"bj", "社保缴费", true},
        {"SBJF", "社保缴费", true}, {"ｓｂ", "社保缴费", true},  {"shebao", "社保缴费", true},
        {"bs", "社保缴费", false},  {"card", "社保 CARD", true}, {"x", NULL, false},
        {"x", "", false},           {"", "社保", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(bb_filter_word_matches(cases[i].word, cases[i].text) == cases[i].matches,
                      "%s in %s", cases[i].word, cases[i].text ? cases[i].text : "nothing");
}
END_TEST

struct row {
    const char *state, *unit, *all;
};

static const char *text_of(const void *row, int field)
{
    const struct row *r = row;
    return field == STATE ? r->state : field == UNIT ? r->unit : field == DAY ? NULL : r->all;
}

START_TEST(rows_pass)
{
    static const struct row row = {"整改中", "区人社局", "社保缴费 整改中 区人社局"};
    static const struct {
        const char *query;
        bool passes;
    } cases[] = {
        {"", true},
        {"状态:整改中 单位:人社", true},
        {"状态:zgz sbjf", true},
        {"状态:已整改", false},
        {"单位:人社 医保", false},
        {"日期:2026", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_filter filter;
        bb_filter_parse(&filter, cases[i].query, names, sizeof names / sizeof *names);
        ck_assert_msg(bb_filter_matches(&filter, text_of, &row) == cases[i].passes, "%s",
                      cases[i].query);
        bb_filter_done(&filter);
    }
}
END_TEST

Suite *suite_filter(void);
Suite *suite_filter(void)
{
    Suite *suite = suite_create("filter");
    TCase *tcase = tcase_create("filter");
    tcase_add_test(tcase, parses);
    tcase_add_test(tcase, words_match);
    tcase_add_test(tcase, rows_pass);
    suite_add_tcase(suite, tcase);
    return suite;
}
