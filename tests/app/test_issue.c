/* The ledger through the use cases: a line's whole life, refusals, deadlines that a newer calendar
 * moves. */
#include <string.h>

#include "app/fixture.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"

static struct fixture fx;

static void up(void)
{
    fixture_up(&fx);
}

static void down(void)
{
    fixture_down(&fx);
}

static void issue_add(struct bb_issue *out, int64_t point, const char *description)
{
    struct bb_problems problems = {0};
    out->point = point;
    bb_strset(&out->description, description);
    ck_ok(bb_app_issue_add(fx.app, out, false, 0, &problems));
}

/* Does a step whose body is given as JSON, as on the command line. */
static const struct bb_err *step(const char *id, enum bb_event_kind kind, const char *json,
                                 struct bb_issue *out)
{
    struct bb_issue body = {0};
    struct bb_problems problems = {0};
    struct bb_json_doc *doc;
    ck_ok(bb_json_parse(&doc, json, strlen(json)));
    ck_ok(bb_record_body_apply(&bb_issue_record, &body, bb_json_root(doc)));
    bb_json_free(doc);
    const struct bb_err *err = bb_app_issue_do(fx.app, id, kind, &body, 0, &problems, out);
    bb_issue_done(&body);
    return err;
}

static int64_t day(const char *text)
{
    int64_t out;
    ck_ok(bb_day_parse(&out, text));
    return out;
}

static const char plan[] = "{\"plan\":\"更新指南\",\"measures\":\"补充样表\",\"lead_unit\":"
                           "\"310116D15\",\"person\":\"S001\","
                           "\"due_rule\":\"5wd\"}";

START_TEST(a_found_line_has_its_kinds_deadline)
{
    static const struct {
        int64_t point;
        const char *due;
    } cases[] = {{BB_POINT_HARD, "2026-12-14"},
                 {BB_POINT_BLOCK, "2026-12-07"},
                 {BB_POINT_PAIN, "2026-11-30"}};
    for (size_t i = 0; i < 3; i++) {
        struct bb_issue issue = {0};
        issue_add(&issue, cases[i].point, "窗口叫号屏看不清");
        ck_assert_int_eq(issue.due_day, day(cases[i].due));
        ck_assert_int_eq(issue.state, BB_STATE_FOUND);
        bb_issue_done(&issue);
    }
}
END_TEST

START_TEST(a_line_goes_round_the_whole_loop)
{
    struct bb_issue issue = {0}, now = {0};
    issue_add(&issue, BB_POINT_BLOCK, "系统间数据不通，材料要交两次");
    const char *id = issue.id;
    ck_err_is(step(id, BB_EVENT_ISSUE_PLAN, plan, NULL), BB_ERR_NO_RIGHT); /* staff do not decide */
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_err_is(step(id, BB_EVENT_ISSUE_PLAN, "{\"plan\":\"更新\"}", NULL),
              BB_ERR_RULE); /* R43: four parts */
    ck_ok(step(id, BB_EVENT_ISSUE_PLAN, plan, &now));
    ck_assert_int_eq(now.due_day, day("2026-11-30"));
    ck_err_is(step(id, BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}", NULL), BB_ERR_RULE);
    ck_ok(step(id, BB_EVENT_ISSUE_EXTEND,
               "{\"due_named\":\"2026-12-11\",\"reason\":\"等市级接口\",\"approver\":\"M001\"}",
               &now));
    ck_assert_int_eq(now.extensions, 1);
    ck_assert_int_eq(now.first_due_day, day("2026-11-30"));
    ck_assert_int_eq(now.due_day, day("2026-12-11"));
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    ck_ok(step(id, BB_EVENT_ISSUE_FIX, "{\"evidence\":\"接口已通\"}", &now));
    ck_err_is(
        step(id, BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"holds\",\"evidence\":\"抽查\"}", NULL),
        BB_ERR_RULE); /* fixer = checker */
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(step(id, BB_EVENT_ISSUE_LOOKBACK,
               "{\"lookback\":\"relapsed\",\"evidence\":\"又要交两次\"}", &now));
    ck_assert_int_eq(now.state, BB_STATE_RECTIFYING);
    ck_assert_int_eq(now.relapse_count, 1);
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    ck_ok(step(id, BB_EVENT_ISSUE_FIX, "{\"evidence\":\"二次整改\"}", NULL));
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(step(id, BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"holds\",\"evidence\":\"抽查三件\"}",
               NULL));
    ck_err_is(step(id, BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}", NULL),
              BB_ERR_RULE); /* R17: feedback first */
    ck_ok(step(id, BB_EVENT_ISSUE_FEEDBACK, "{\"feedback_to\":\"发现人\"}", NULL));
    ck_ok(step(id, BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}", &now));
    ck_assert_int_eq(now.state, BB_STATE_CLOSED);
    ck_assert_int_eq(now.first_closed_at, now.closed_at);
    ck_ok(step(id, BB_EVENT_ISSUE_REOPEN, "{\"reason\":\"群众再次反映\"}", &now));
    ck_assert_int_eq(now.state, BB_STATE_RECTIFYING);
    ck_assert_int_ne(now.first_closed_at, 0);
    bb_issue_done(&issue);
    bb_issue_done(&now);
}
END_TEST

START_TEST(fixed_on_the_spot_still_has_a_line)
{
    struct bb_issue issue = {0};
    struct bb_problems problems = {0};
    bb_strset(&issue.description, "填表示例缺页");
    ck_err_is(bb_app_issue_add(fx.app, &issue, true, 0, &problems),
              BB_ERR_RULE); /* evidence is asked */
    ck_assert_str_eq(problems.rows[0].field, "evidence");
    problems.count = 0;
    bb_strset(&issue.evidence, "当场补放示例");
    ck_ok(bb_app_issue_add(fx.app, &issue, true, 0, &problems));
    ck_assert_int_eq(issue.state, BB_STATE_FIXED);
    ck_assert_int_eq(issue.on_spot, 1);
    ck_assert_int_eq(bb_app_issue_light(fx.app, &issue, NULL), BB_LIGHT_GREY);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(lights_follow_the_day_and_are_not_stored)
{
    static const struct {
        const char *now;
        int light;
        int64_t left;
    } cases[] = {{"2026-11-23 10:00", BB_LIGHT_GREEN, 5},
                 {"2026-11-25 10:00", BB_LIGHT_YELLOW, 3},
                 {"2026-11-30 10:00", BB_LIGHT_YELLOW, 0},
                 {"2026-12-01 10:00", BB_LIGHT_RED, -1}};
    struct bb_issue issue = {0};
    issue_add(&issue, BB_POINT_PAIN, "排队久");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t at, left;
        ck_ok(bb_at_parse(&at, cases[i].now));
        fx.fake.now_ms = at * 1000;
        ck_assert_int_eq(bb_app_issue_light(fx.app, &issue, &left), cases[i].light);
        ck_assert_int_eq(left, cases[i].left);
    }
    bb_issue_done(&issue);
}
END_TEST

START_TEST(why_counts_every_day)
{
    struct bb_issue issue = {0};
    struct bb_why why = {0};
    size_t counted = 0;
    issue_add(&issue, BB_POINT_PAIN, "排队久");
    ck_ok(bb_app_issue_why(fx.app, &issue, &why));
    for (size_t i = 0; i < why.count; i++)
        counted += why.days[i].counted;
    ck_assert_uint_eq(counted, 5);
    ck_assert_uint_eq(why.count, 8); /* Monday to Monday, with the start and a weekend */
    bb_why_done(&why);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(a_newer_calendar_moves_open_lines_and_says_so)
{
    struct bb_issue open = {0}, ended = {0}, named = {0}, now = {0};
    struct bb_problems problems = {0};
    struct bb_import_result result;
    struct bb_events history = {0};
    issue_add(&open, BB_POINT_PAIN, "排队久");
    issue_add(&ended, BB_POINT_PAIN, "误报");
    bb_strset(&named.description, "主管定了日子");
    named.due_named = day("2026-11-27");
    ck_ok(bb_app_issue_add(fx.app, &named, false, 0, &problems));
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(step(ended.id, BB_EVENT_ISSUE_VOID, "{\"reason\":\"误报\"}", NULL));
    char *path = fixture_file(&fx, "2026b.csv",
                              "date,kind,name\n2026-01-01,holiday,元旦\n2026-11-26,holiday,"
                              "临时\n2026-11-29,workday,临时\n");
    ck_ok(bb_app_import(fx.app, "calendar", path, &result));
    free(path);
    ck_assert_int_eq(result.moved, 0); /* one more rest day, one more workday before it: same day */
    path = fixture_file(&fx, "2026c.csv",
                        "date,kind,name\n2026-01-01,holiday,元旦\n2026-11-26,holiday,临时\n");
    ck_ok(bb_app_import(fx.app, "calendar", path, &result));
    free(path);
    ck_assert_int_eq(result.moved, 1);
    ck_ok(bb_app_issue_load(fx.app, open.no, &now));
    ck_assert_int_eq(now.due_day, day("2026-12-01"));
    ck_ok(bb_app_history(fx.app, open.id, &history));
    ck_assert_int_eq(history.rows[history.count - 1].kind, BB_EVENT_ISSUE_MOVED);
    ck_assert_ptr_nonnull(strstr(history.rows[history.count - 1].body, "2026c.csv"));
    bb_issue_done(&now);
    ck_ok(bb_app_issue_load(fx.app, ended.no, &now));
    ck_assert_int_eq(now.due_day, day("2026-11-30"));
    bb_issue_done(&now);
    ck_ok(bb_app_issue_load(fx.app, named.no, &now));
    ck_assert_int_eq(now.due_day, day("2026-11-27"));
    bb_issue_done(&now);
    bb_events_done(&history);
    bb_issue_done(&open);
    bb_issue_done(&ended);
    bb_issue_done(&named);
}
END_TEST

START_TEST(a_deadline_in_an_unknown_year_is_shown_missing_not_guessed)
{
    struct bb_issue issue = {0};
    struct bb_import_result result;
    int64_t at;
    ck_ok(bb_at_parse(&at, "2026-12-30 10:00"));
    fx.fake.now_ms = at * 1000;
    issue_add(&issue, BB_POINT_PAIN, "跨年");
    ck_assert_int_eq(issue.due_day, 0);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    char *path = fixture_file(&fx, "2027.csv", "date,kind,name\n2027-01-01,holiday,元旦\n");
    ck_ok(bb_app_import(fx.app, "calendar", path, &result));
    free(path);
    ck_assert_int_eq(result.moved, 1);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(refusals_of_a_new_line)
{
    struct bb_issue issue = {0};
    struct bb_problems problems = {0};
    ck_err_is(bb_app_issue_add(fx.app, &issue, false, 0, &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "description");
    problems.count = 0;
    bb_strset(&issue.description, "有截止日");
    issue.due_named = day("2026-11-20");
    ck_err_is(bb_app_issue_add(fx.app, &issue, false, 0, &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "due_named");
    issue.due_named = 0;
    problems.count = 0;
    bb_strset(&issue.due_rule, "10 weeks");
    ck_err_is(bb_app_issue_add(fx.app, &issue, false, 0, &problems), BB_ERR_BAD_FIELD);
    bb_issue_done(&issue);
}
END_TEST

Suite *suite_issue(void)
{
    Suite *suite = suite_create("issue");
    TCase *tcase = tcase_create("issue");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, a_found_line_has_its_kinds_deadline);
    tcase_add_test(tcase, a_line_goes_round_the_whole_loop);
    tcase_add_test(tcase, fixed_on_the_spot_still_has_a_line);
    tcase_add_test(tcase, lights_follow_the_day_and_are_not_stored);
    tcase_add_test(tcase, why_counts_every_day);
    tcase_add_test(tcase, a_newer_calendar_moves_open_lines_and_says_so);
    tcase_add_test(tcase, a_deadline_in_an_unknown_year_is_shown_missing_not_guessed);
    tcase_add_test(tcase, refusals_of_a_new_line);
    suite_add_tcase(suite, tcase);
    return suite;
}
