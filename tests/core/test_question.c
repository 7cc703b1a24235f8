/* Questions in people's own words against a few entries. */
#include "bangban/core/question.h"

#include <check.h>
#include <stdlib.h>

#include "bangban/base/mem.h"
#include "suite.h"

static struct bb_questions *questions;

static void add(const char *question, const char *answer, const char *keywords, const char *item)
{
    struct bb_kb entry = {0};
    bb_strset(&entry.question, question);
    bb_strset(&entry.answer, answer);
    bb_strset(&entry.keywords, keywords);
    bb_questions_add(questions, &entry, item);
    bb_record_done(&bb_kb_record, &entry);
}

static void setup(void)
{
    questions = bb_questions_new();
    add("居住证可以让别人代领吗？", "可以。代领人带本人身份证件。", "代领;领取", "居住证办理");
    add("社保卡丢了怎么办？", "先挂失，再补办。", "挂失;补卡", "社会保障卡补领");
    add("营业执照怎么变更地址？", "可以网上提交变更申请。", "变更", "企业变更登记");
    add("搬家以后居住证要变更吗？", "要先做居住地址变更登记。", "搬家", "居住证签注");
}

static void teardown(void)
{
    bb_questions_free(questions);
}

static const struct {
    const char *question;
    int first, second; /* rows; -1: none */
} cases[] = {
    {"我的社保卡不见了，怎么办", 1, -1},
    {"别人能不能帮我领居住证", 0, 3},
    {"搬家了", 3, -1},
    {"企业的执照怎么变更", 2, -1},
    {"挂失", 1, -1},
    {"sbkdl", 1, -1},
    {"ｓｂｋｄｌ", 1, -1},
    {"juzhuzheng", 0, 3},
    {"", -1, -1},
    {"？？？", -1, -1},
    {"火星", -1, -1},
    {"证", 0, 3},
};

START_TEST(the_best_entry_comes_first)
{
    size_t rows[4];
    size_t count = bb_questions_ask(questions, cases[_i].question, rows, 4);
    if (cases[_i].first < 0)
        ck_assert_uint_eq(count, 0);
    else
        ck_assert_msg(count > 0 && rows[0] == (size_t)cases[_i].first, "%s: %zu found, first %zu",
                      cases[_i].question, count, count ? rows[0] : 0);
    if (cases[_i].second >= 0)
        ck_assert_msg(count > 1 && rows[1] == (size_t)cases[_i].second, "%s: second",
                      cases[_i].question);
}
END_TEST

START_TEST(no_more_than_asked_for)
{
    size_t rows[1];
    ck_assert_uint_eq(bb_questions_ask(questions, "居住证", rows, 1), 1);
    ck_assert_uint_eq(bb_questions_ask(questions, "居住证", rows, 0), 0);
}
END_TEST

Suite *suite_question(void);
Suite *suite_question(void)
{
    Suite *suite = suite_create("question");
    TCase *tc = tcase_create("ask");
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_loop_test(tc, the_best_entry_comes_first, 0, sizeof cases / sizeof *cases);
    tcase_add_test(tc, no_more_than_asked_for);
    suite_add_tcase(suite, tc);
    return suite;
}
