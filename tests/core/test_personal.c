/* What is found in free text, and what is not. Numbers are made up; ids are of people who would be
 * long dead, or of no district. */
#include "bangban/core/personal.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/date.h"
#include "suite.h"

static const struct {
    const char *text, *masked; /* NULL: nothing is found */
} table[] = {
    /* ids */
    {"办事人310101188001010019来过", "办事人310***********0019来过"},
    {"身份证：110101189912310028，女", "身份证：110***********0028，女"},
    {"11010519491231002X", "110***********002X"},
    {"11010519491231002x要补材料", "110***********002X要补材料"},
    {"４４０５２４１８８００１０１００１４", "440***********0014"},
    {"440524 18800101 0014", "440***********0014"},
    {"４４０５２４１８８００１０１００１４和13812345678", "440***********0014和138****5678"},
    {"4405\xe2\x80\x8b"
     "24188001010014",
     "440***********0014"},                       /* a zero-width space between */
    {"310116198801010011", "310***********0011"}, /* mistyped: the last digit does not fit */
    {"两个：310101188001010019、440524188001010014",
     "两个：310***********0019、440***********0014"},
    /* phones */
    {"手机13812345678", "手机138****5678"},
    {"138-1234-5678回电", "138****5678回电"},
    {"138 1234 5678", "138****5678"},
    {"+86 13812345678", "+86 138****5678"},
    {"+8613812345678", "+86138****5678"},
    {"008613812345678", "0086138****5678"},
    {"１３８１２３４５６７８", "138****5678"},
    {"13812345678/19912345678", "138****5678/199****5678"},
    {"13812345678-19912345678", "138****5678-199****5678"},
    {"请拨13812345678。", "请拨138****5678。"},
    {"家里021-57312345", "家里021****2345"},
    {"(021)57312345", "(021****2345"},
    {"（0571）87654321", "（057*****4321"},
    {"02157312345", "021****2345"},
    {"021-5731-2345", "021****2345"},
    {"0573-8765432", "057****5432"},
    /* cards */
    {"退款到6222021001123456789", "退款到***************6789"},
    {"6222 0210 0112 3456 789", "***************6789"},
    {"卡号6225881212345671（招行）", "卡号************5671（招行）"},
    {"9558801001123456789", "***************6789"},
    {"4111-1111-1111-1111", "************1111"},
    {"６２２５８８１２１２３４５６７１", "************5671"},
    /* none of these */
    {"", NULL},
    {"窗口无叫号", NULL},
    {"请拨12345或962288", NULL},
    {"57312345", NULL},
    {"统一社会信用代码91310101MA000ABC2U", NULL},
    {"113100000000000191", NULL},  /* a credit code of digits alone */
    {"310116202611230001", NULL},  /* a case number: region, day, running */
    {"2026112300123456", NULL},    /* a running number of 16 digits */
    {"6222021001123456788", NULL}, /* its Luhn digit does not fit */
    {"C1W03-261123-042", NULL},    /* ours */
    {"C1W03-13812345678", NULL},   /* part of a code */
    {"A13812345678", NULL},
    {"13812345678901", NULL}, /* longer than a phone */
    {"1381234567", NULL},
    {"12812345678", NULL}, /* no such mobile number */
    {"金额13812345678.50元", NULL},
    {"2026-11-23 09:30", NULL},
    {"018f2b7c-1234-7abc-8def-1234567890ab", NULL},
    {"1-2-3-4-5-6-7-8-9-10-11-12", NULL},
    {"310116121122991", NULL}, /* 15 digits: no longer valid */
    {"00000000000000000000", NULL},
    {"第138号，1234人，5678元", NULL},
    {"138****5678", NULL}, /* masked already */
    {"310***********0019", NULL},
};

static int64_t today(void)
{
    return bb_day_make(2026, 11, 23);
}

START_TEST(found_and_masked)
{
    const char *expected = table[_i].masked ? table[_i].masked : table[_i].text;
    struct bb_buf out = {0}, again = {0};
    struct bb_personal one;
    int count = bb_personal_mask(&out, table[_i].text, today());
    ck_assert_msg(strcmp(bb_buf_text(&out), expected) == 0, "%s: %s", table[_i].text,
                  bb_buf_text(&out));
    ck_assert_int_eq(count > 0, table[_i].masked != NULL);
    ck_assert_int_eq(bb_personal_find(table[_i].text, 0, today(), &one), count > 0);
    ck_assert_int_eq(bb_personal_mask(&again, bb_buf_text(&out), today()), 0);
    bb_buf_done(&out);
    bb_buf_done(&again);
}
END_TEST

/* How many of random numbers of each length are taken for something: what "few" means. */
START_TEST(few_false_ones)
{
    uint64_t state = 20261123;
    int found = 0;
    enum { NUMBERS = 20000 };
    for (int i = 0; i < NUMBERS; i++) {
        char text[24];
        int len = 6 + (int)(state >> 33) % 14;
        for (int k = 0; k < len; k++) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            text[k] = (char)('0' + (state >> 40) % 10);
        }
        text[len] = '\0';
        struct bb_personal one;
        found += bb_personal_find(text, 0, today(), &one);
    }
    printf("personal: %d of %d random numbers taken for something\n", found, NUMBERS);
    ck_assert_int_lt(found, NUMBERS * 3 / 100);
    ck_assert_int_gt(found, 0); /* mobile numbers among them */
}
END_TEST

START_TEST(null_and_broken_text)
{
    struct bb_buf out = {0};
    struct bb_personal one;
    ck_assert(!bb_personal_find(NULL, 0, 0, &one));
    ck_assert_int_eq(bb_personal_mask(&out, NULL, 0), 0);
    ck_assert_int_eq(bb_personal_mask(&out, "\xff\xfe 13812345678 \xe5", 0), 1);
    ck_assert_str_eq(bb_buf_text(&out), "\xff\xfe 138****5678 \xe5");
    bb_buf_done(&out);
}
END_TEST

Suite *suite_personal(void);
Suite *suite_personal(void)
{
    Suite *suite = suite_create("personal");
    TCase *tests = tcase_create("personal");
    tcase_add_loop_test(tests, found_and_masked, 0, (int)(sizeof table / sizeof *table));
    tcase_add_test(tests, few_false_ones);
    tcase_add_test(tests, null_and_broken_text);
    suite_add_tcase(suite, tests);
    return suite;
}
