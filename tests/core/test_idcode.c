#include "bangban/core/idcode.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "bangban/base/date.h"
#include "suite.h"

static const char resident_good[][64] = {
    /* published */
    "11010519491231002X", "440524188001010014", "34052419800101001X",
    /* synthetic, born before 1900 */
    "310101188001010019", "110101189912310028", "650100188511150064", "810000188002290012",
    "830000188808088888",
    /* as hands and scanners give them */
    "11010519491231002x", " 110105 19491231 002X ", "１１０１０５１９４９１２３１００２Ｘ"};

static const char credit_good[][64] = {
    "91350100M000100Y43", "113100000000000191",  "91310101MA000ABC2U",
    "52440300TEQT00006X", "9365010000000YYY8A",  "12999900123456788F",
    "91310101ma000abc2u", "91310101 MA000ABC2U", "９１３１０１０１ＭＡ０００ＡＢＣ２Ｕ"};

static int64_t today(void)
{
    return bb_day_make(2026, 11, 23);
}

START_TEST(good_numbers_pass)
{
    for (size_t i = 0; i < sizeof resident_good / sizeof *resident_good; i++)
        ck_assert_msg(!bb_idcode_check_resident(resident_good[i], today()), "%s", resident_good[i]);
    for (size_t i = 0; i < sizeof credit_good / sizeof *credit_good; i++)
        ck_assert_msg(!bb_idcode_check_credit(credit_good[i]), "%s", credit_good[i]);
}
END_TEST

START_TEST(faults_are_named)
{
    static const struct {
        const char *text;
        enum bb_idcode_problem problem;
    } residents[] = {
        {NULL, BB_IDCODE_EMPTY},
        {"", BB_IDCODE_EMPTY},
        {" \t ", BB_IDCODE_EMPTY},
        {"310116121122991", BB_IDCODE_OLD},
        {"1101051949123100X", BB_IDCODE_LENGTH},
        {"11010519491231002XX", BB_IDCODE_LENGTH},
        {"11010519491231002Y", BB_IDCODE_CHARACTER},
        {"1101051949123X002X", BB_IDCODE_CHARACTER},
        {"X10105194912310021", BB_IDCODE_CHARACTER},
        {"金山区张", BB_IDCODE_LENGTH},
        {"\xff\xfe\x80", BB_IDCODE_LENGTH},
        {"160105194912310021", BB_IDCODE_AREA},
        {"310116198513019918", BB_IDCODE_BIRTH},
        {"310116190002299915", BB_IDCODE_BIRTH},
        {"310116198500019919", BB_IDCODE_BIRTH},
        {"111111111111111111", BB_IDCODE_BIRTH},
        {"310116209901019902", BB_IDCODE_FUTURE},
        {"310116198504120002", BB_IDCODE_ORDER},
        {"110105194912310021", BB_IDCODE_CHECK},
    };
    static const struct {
        const char *text;
        enum bb_idcode_problem problem;
    } credits[] = {
        {NULL, BB_IDCODE_EMPTY},
        {"310228000000001", BB_IDCODE_OLD},
        {"91350100M000100Y4", BB_IDCODE_LENGTH},
        {"91350100M000100Y4Z", BB_IDCODE_CHARACTER},
        {"91310116MAXXI0074C", BB_IDCODE_CHARACTER},
        {"91310116-MAXX00322", BB_IDCODE_CHARACTER},
        {"91310116MAXX00015A", BB_IDCODE_CHECK},
        {"91310116MAXX00190P", BB_IDCODE_SUBJECT},
        {"91990116MAXX00250J", BB_IDCODE_AREA},
        {"9131011AMAXX002690", BB_IDCODE_AREA},
        {"B1310116MAXX00285R", BB_IDCODE_REGISTRY},
        {"310116200002299911", BB_IDCODE_RESIDENT},
    };
    for (size_t i = 0; i < sizeof residents / sizeof *residents; i++)
        ck_assert_int_eq(bb_idcode_check_resident(residents[i].text, today()),
                         residents[i].problem);
    for (size_t i = 0; i < sizeof credits / sizeof *credits; i++)
        ck_assert_int_eq(bb_idcode_check_credit(credits[i].text), credits[i].problem);
    ck_assert_int_eq(bb_idcode_check_resident("310116209901019902", 0), BB_IDCODE_OK);
    ck_assert_str_eq(bb_idcode_sentence(BB_IDCODE_OK), "");
    for (int problem = 1; problem < BB_IDCODE__COUNT; problem++)
        ck_assert_uint_gt(strlen(bb_idcode_sentence((enum bb_idcode_problem)problem)), 10);
}
END_TEST

/* trust.md §5: of all changes of one character and all swaps of neighbours, none passes. */
static void count_faults(const char *good, const char *alphabet, const char *last_alphabet,
                         enum bb_idcode_problem (*check)(const char *), int *changes, int *swaps)
{
    char code[19];
    for (int at = 0; at < 18; at++) {
        for (const char *c = at == 17 ? last_alphabet : alphabet; *c; c++) {
            strcpy(code, good);
            if (*c == code[at])
                continue;
            code[at] = *c;
            ck_assert_msg(check(code) != BB_IDCODE_OK, "%s for %s", code, good);
            ++*changes;
        }
        strcpy(code, good);
        if (at == 17 || code[at] == code[at + 1])
            continue;
        code[at] = good[at + 1];
        code[at + 1] = good[at];
        ck_assert_msg(check(code) != BB_IDCODE_OK, "%s for %s", code, good);
        ++*swaps;
    }
}

static enum bb_idcode_problem check_resident(const char *text)
{
    return bb_idcode_check_resident(text, 0);
}

START_TEST(every_slip_is_caught)
{
    int changes = 0, swaps = 0;
    count_faults(resident_good[0], "0123456789", "0123456789X", check_resident, &changes, &swaps);
    ck_assert_int_eq(changes, 163);
    ck_assert_int_eq(swaps, 15);
    for (int i = 1; i < 8; i++)
        count_faults(resident_good[i], "0123456789", "0123456789X", check_resident, &changes,
                     &swaps);
    const char *alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    int faults = changes + swaps;
    changes = swaps = 0;
    count_faults(credit_good[0], alphabet, alphabet, bb_idcode_check_credit, &changes, &swaps);
    ck_assert_int_eq(changes, 540);
    ck_assert_int_eq(swaps, 13);
    for (int i = 1; i < 6; i++)
        count_faults(credit_good[i], alphabet, alphabet, bb_idcode_check_credit, &changes, &swaps);
    printf("# digits changed and swapped: %d, all caught, trust.md row 24\n",
           faults + changes + swaps);
}
END_TEST

static const struct bb_err *name_row(void *ctx, long line, size_t count, char *const *fields)
{
    int *rows = ctx;
    if (line == 1)
        return NULL;
    ck_assert_uint_ge(count, 6);
    bool person = !strcmp(fields[1], "person");
    enum bb_idcode_problem problem =
        person ? bb_idcode_check_resident(fields[3], today()) : bb_idcode_check_credit(fields[3]);
    /* normalising makes these two sorts right */
    bool mended = !strcmp(fields[5], "full-width") || !strcmp(fields[5], "inner-space");
    ck_assert_msg((problem == BB_IDCODE_OK) == (*fields[4] == 'Y' || mended), "row %s: %s",
                  fields[0], fields[5]);
    ++rows[*fields[4] == 'Y'];
    return NULL;
}

START_TEST(names_are_as_marked)
{
    int rows[2] = {0};
    FILE *in = fopen("data/names.csv", "r");
    ck_assert_ptr_nonnull(in);
    ck_ok(bb_csv_read(in, "names.csv", ',', name_row, rows));
    fclose(in);
    ck_assert_int_eq(rows[0], 100);
    ck_assert_int_eq(rows[1], 700);
}
END_TEST

START_TEST(the_normal_form_is_stored)
{
    struct bb_buf out = {0};
    bb_idcode_normalise(&out, "　１１０１０５ 19491231\t００２ｘ ");
    ck_assert_str_eq(bb_buf_text(&out), "11010519491231002X");
    bb_buf_clear(&out);
    bb_idcode_normalise(&out, NULL);
    ck_assert_str_eq(bb_buf_text(&out), "");
    bb_buf_done(&out);
}
END_TEST

Suite *suite_idcode(void);

Suite *suite_idcode(void)
{
    Suite *suite = suite_create("idcode");
    TCase *tcase = tcase_create("idcode");
    tcase_add_test(tcase, good_numbers_pass);
    tcase_add_test(tcase, faults_are_named);
    tcase_add_test(tcase, every_slip_is_caught);
    tcase_add_test(tcase, names_are_as_marked);
    tcase_add_test(tcase, the_normal_form_is_stored);
    suite_add_tcase(suite, tcase);
    return suite;
}
