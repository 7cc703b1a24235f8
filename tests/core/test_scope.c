/* The scope gate: its setting, and which words suggest what. */
#include "bangban/core/scope.h"

#include "suite.h"

static const char three[] = "legal | 涉法 | 司法局 | 律师 公证; own_kind | 信访件 | 信访办 | 上访;"
                            "complaint|投诉|12345|";

START_TEST(kinds_come_from_the_setting)
{
    struct bb_scopes scopes;
    const char *word = NULL;
    ck_assert(bb_scopes_parse(&scopes, three));
    ck_assert_uint_eq(scopes.count, 3);
    ck_assert_str_eq(scopes.rows[1].label, "信访件");
    ck_assert_str_eq(bb_scope_of(&scopes, "complaint")->channel, "12345");
    ck_assert_ptr_null(bb_scope_of(&scopes, "nothing"));
    ck_assert_str_eq(bb_scope_suggested(&scopes, "要找　公证处", &word)->id, "legal");
    ck_assert_str_eq(word, "公证");
    ck_assert_ptr_null(bb_scope_suggested(&scopes, "社保卡", NULL));
    ck_assert_ptr_null(bb_scope_suggested(&scopes, "", NULL));
    bb_scopes_done(&scopes);
}
END_TEST

START_TEST(another_form_is_refused)
{
    static const char *const bad[] = {
        "",
        "legal",
        "legal|涉法|司法局",
        "legal|涉法|司法局|a|b",
        "Legal|涉法|司法局|",
        "legal||司法局|",
        "legal|涉法||",
        "a|甲|乙|;a|甲|乙|",
        "a|甲|乙|;",
        "a|1|1|;b|1|1|;c|1|1|;d|1|1|;e|1|1|;f|1|1|;g|1|1|;h|1|1|;i|1|1|;j|1|1|"};
    struct bb_scopes scopes;
    ck_assert(!bb_scopes_parse(&scopes, bad[_i]));
    ck_assert_uint_eq(scopes.count, 0);
}
END_TEST

Suite *suite_scope(void);
Suite *suite_scope(void)
{
    Suite *suite = suite_create("scope");
    TCase *tests = tcase_create("scope");
    tcase_add_test(tests, kinds_come_from_the_setting);
    tcase_add_loop_test(tests, another_form_is_refused, 0, 10);
    suite_add_tcase(suite, tests);
    return suite;
}
