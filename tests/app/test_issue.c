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

static const struct bb_err *count_one(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

static int listed(const struct bb_issue_query *query)
{
    int count = 0;
    ck_ok(bb_app_issue_list(fx.app, query, &(struct bb_sink){count_one, &count}));
    return count;
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

/* Registered and fixed in one act: one undo. Fixed by an act of its own: the line stays. */
START_TEST(one_undo_takes_back_what_was_registered_as_fixed)
{
    bool apart = _i & 1;
    char *what;
    struct bb_issue issue = {0}, now = {0}, spot = {0};
    struct bb_problems problems = {0};
    bb_strset(&issue.description, "填表示例缺页");
    bb_strset(apart ? &spot.evidence : &issue.evidence, "当场补放示例");
    ck_ok(bb_app_issue_add(fx.app, &issue, !apart, 0, &problems));
    if (apart)
        ck_ok(bb_app_issue_do(fx.app, issue.id, BB_EVENT_ISSUE_SPOT, &spot, 0, &problems, NULL));
    if (_i & 2) {
        fixture_reopen(&fx);
        ck_ok(bb_app_login(fx.app, "S001", NULL));
    }
    ck_ok(bb_app_undo(fx.app, &what));
    free(what);
    ck_ok(bb_app_issue_load(fx.app, issue.id, &now));
    ck_assert_int_eq(now.state, apart ? BB_STATE_FOUND : BB_STATE_VOID);
    bb_issue_done(&issue);
    bb_issue_done(&now);
    bb_issue_done(&spot);
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
    struct bb_check_result checked;
    ck_ok(bb_app_check(fx.app, false, NULL, &checked));
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

static void clock_set(const char *text)
{
    int64_t at;
    ck_ok(bb_at_parse(&at, text));
    fx.fake.now_ms = at * 1000;
}

/* A planned line of five working days, found on Monday 2026-11-23; M001 is logged in. */
static void planned(struct bb_issue *out)
{
    issue_add(out, BB_POINT_BLOCK, "材料要交两次");
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(step(out->id, BB_EVENT_ISSUE_PLAN, plan, out));
    ck_assert_int_eq(out->due_day, day("2026-11-30"));
}

/* A line that is in work again has as long as the first time; the first deadline stays. */
START_TEST(an_opened_line_has_a_new_deadline)
{
    static const struct {
        const char *named, *again, *due; /* at birth; how it is opened; what is due then */
        bool relapse;
    } cases[] = {
        {NULL, "{\"reason\":\"再次反映\"}", "2026-12-17", false}, /* 5wd as planned */
        {NULL, "{\"lookback\":\"relapsed\",\"evidence\":\"又坏\"}", "2026-12-17", true},
        {NULL, "{\"reason\":\"r\",\"due_named\":\"2026-12-31\"}", "2026-12-31", false},
        {"2026-11-30", "{\"reason\":\"r\"}", "2026-12-24", false}, /* a blocking point's 10wd */
        {"2026-11-30", "{\"reason\":\"r\",\"due_rule\":\"1wd\"}", "2026-12-11", false},
    };
    static const char spare[] =
        "{\"due_named\":\"2026-12-04\",\"reason\":\"r\",\"approver\":\"M001\"}";
    struct bb_issue issue = {0}, now = {0};
    if (cases[_i].named)
        issue.due_named = day(cases[_i].named);
    issue_add(&issue, BB_POINT_BLOCK, "材料要交两次");
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_PLAN,
               cases[_i].named ? "{\"plan\":\"p\",\"measures\":\"m\",\"lead_unit\":"
                                 "\"310116D15\",\"person\":\"S001\"}"
                               : plan,
               &now));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_EXTEND, spare, &now));
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_FIX, "{\"evidence\":\"e\"}", &now));
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    if (!cases[_i].relapse) {
        ck_ok(step(issue.id, BB_EVENT_ISSUE_FEEDBACK, "{\"feedback_to\":\"发现人\"}", &now));
        ck_ok(step(issue.id, BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"holds\",\"evidence\":\"e\"}",
                   &now));
        ck_ok(step(issue.id, BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}", &now));
        ck_assert_int_eq(now.due_day, day("2026-12-04"));
    }
    clock_set("2026-12-10 10:00");
    ck_ok(step(issue.id, cases[_i].relapse ? BB_EVENT_ISSUE_LOOKBACK : BB_EVENT_ISSUE_REOPEN,
               cases[_i].again, &now));
    char due[BB_DAY_BYTES];
    ck_assert_str_eq(bb_day_format(due, now.due_day), cases[_i].due);
    ck_assert_int_eq(now.first_due_day, day("2026-11-30"));
    ck_assert_int_eq(now.extensions, 1);
    ck_assert_int_ne(bb_app_issue_light(fx.app, &now, NULL), BB_LIGHT_RED);
    bb_issue_done(&issue);
    bb_issue_done(&now);
}
END_TEST

START_TEST(an_extension_has_a_rank_and_a_length)
{
    static const struct {
        const char *body;
        bool good;
    } cases[] = {
        {"{\"due_named\":\"2026-12-10\",\"reason\":\"r\"}", false}, /* nobody approved */
        {"{\"due_named\":\"2026-12-10\",\"reason\":\"r\",\"approver\":\"S001\"}", false},
        {"{\"due_named\":\"2026-12-10\",\"reason\":\"r\",\"approver\":\"V001\"}", false},
        {"{\"due_named\":\"2026-11-27\",\"reason\":\"r\",\"approver\":\"M001\"}",
         false}, /* earlier */
        {"{\"due_named\":\"2026-12-29\",\"reason\":\"r\",\"approver\":\"M001\"}",
         false},                                                                         /* 21 wd */
        {"{\"due_named\":\"2026-12-28\",\"reason\":\"r\",\"approver\":\"M001\"}", true}, /* 20 wd */
    };
    struct bb_issue issue = {0};
    planned(&issue);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct bb_err *err = step(issue.id, BB_EVENT_ISSUE_EXTEND, cases[i].body, NULL);
        ck_assert_msg((err == NULL) == cases[i].good, "case %zu: %s", i,
                      err ? err->text : "granted");
    }
    ck_err_is(
        step(issue.id, BB_EVENT_ISSUE_ASK, "{\"asked_due\":\"2027-02-01\",\"reason\":\"r\"}", NULL),
        BB_ERR_CALENDAR_YEAR);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(an_extension_is_asked_granted_or_refused)
{
    struct bb_issue issue = {0};
    struct bb_issue_query waiting = {.waits = BB_WAITS_APPROVAL};
    planned(&issue);
    ck_err_is(step(issue.id, BB_EVENT_ISSUE_REFUSE, "{\"reason\":\"r\"}", NULL), BB_ERR_RULE);
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_ASK, "{\"asked_due\":\"2026-12-10\",\"reason\":\"等接口\"}",
               NULL));
    ck_err_is(step(issue.id, BB_EVENT_ISSUE_REFUSE, "{\"reason\":\"r\"}", NULL), BB_ERR_NO_RIGHT);
    ck_assert_int_eq(listed(&waiting), 1);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_REFUSE, "{\"reason\":\"不同意\"}", &issue));
    ck_assert_int_eq(issue.asked_due, 0);
    ck_assert_int_eq(issue.due_day, day("2026-11-30"));
    ck_assert_int_eq(listed(&waiting), 0);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(a_pause_moves_the_deadline_and_holds_the_light)
{
    struct bb_issue issue = {0};
    struct bb_why why = {0};
    size_t paused = 0;
    planned(&issue);
    clock_set("2026-11-24 09:00");
    ck_ok(step(issue.id, BB_EVENT_ISSUE_PAUSE, "{\"reason\":\"等上级答复\"}", &issue));
    ck_err_is(step(issue.id, BB_EVENT_ISSUE_PAUSE, "{\"reason\":\"r\"}", NULL), BB_ERR_RULE);
    clock_set("2026-12-15 10:00");
    ck_assert_int_eq(bb_app_issue_light(fx.app, &issue, NULL), BB_LIGHT_GREEN); /* stands still */
    clock_set("2026-11-27 08:00");
    ck_ok(step(issue.id, BB_EVENT_ISSUE_RESUME, "{}", &issue));
    ck_assert_int_eq(issue.due_day, day("2026-12-03")); /* 24, 25 and 26 did not run */
    ck_ok(bb_app_issue_why(fx.app, &issue, &why));
    for (size_t i = 0; i < why.count; i++)
        paused += why.days[i].reason == BB_WHY_PAUSED;
    ck_assert_uint_eq(paused, 3);
    bb_why_done(&why);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(reminders_go_in_order_when_due_in_opening_hours)
{
    static const struct {
        const char *now;
        long sent;
    } days[] = {{"2026-11-30 10:00", 0}, {"2026-12-01 12:00", 0}, {"2026-12-01 10:00", 1},
                {"2026-12-01 10:30", 0}, {"2026-12-03 10:00", 1}, {"2026-12-05 10:00", 0},
                {"2026-12-07 10:00", 1}, {"2026-12-14 10:00", 1}, {"2026-12-21 10:00", 0}};
    struct bb_issue issue = {0};
    planned(&issue);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        long sent, overdue;
        clock_set(days[i].now);
        ck_ok(bb_app_remind_due(fx.app, &sent, &overdue));
        ck_assert_msg(sent == days[i].sent, "%s: %ld", days[i].now, sent);
    }
    bb_issue_done(&issue);
    memset(&issue, 0, sizeof issue);
    ck_ok(bb_app_issue_load(fx.app, "C1W03-T261123-001", &issue));
    ck_assert_int_eq(issue.reminder, BB_REMINDER_CIRCULATE);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(lookbacks_are_planned_held_and_outlive_the_closing)
{
    struct bb_issue issue = {0};
    struct bb_issue_query waiting = {.waits = BB_WAITS_LOOKBACK};
    planned(&issue);
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_FIX, "{\"evidence\":\"接口已通\"}", &issue));
    ck_assert_str_eq(issue.lookback_plan, "2026-12-23 2027-02-21");
    ck_assert_int_eq(issue.lookback_due, day("2026-12-23"));
    ck_assert_int_eq(listed(&waiting), 0);
    clock_set("2026-12-23 10:00");
    ck_assert_int_eq(listed(&waiting), 1);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"holds\",\"evidence\":\"抽查\"}",
               NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_FEEDBACK, "{\"feedback_to\":\"发现人\"}", NULL));
    ck_ok(step(issue.id, BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}", &issue));
    ck_assert_int_eq(issue.lookback_due, day("2027-02-21"));
    clock_set("2027-02-22 10:00");
    ck_assert_int_eq(listed(&waiting), 1); /* closed, and still looked back at */
    ck_ok(step(issue.id, BB_EVENT_ISSUE_LOOKBACK,
               "{\"lookback\":\"relapsed\",\"evidence\":\"又来\"}", &issue));
    ck_assert_int_eq(issue.state, BB_STATE_RECTIFYING);
    ck_assert_int_eq(issue.relapse_count, 1);
    ck_assert_int_ne(issue.first_closed_at, 0);
    bb_issue_done(&issue);
}
END_TEST

START_TEST(two_decisions_that_did_not_know_each_other_both_stay)
{
    struct bb_issue issue = {0}, body = {0}, now = {0};
    struct bb_problems problems = {0};
    struct bb_issue_query waiting = {.waits = BB_WAITS_CHECK};
    planned(&issue); /* what both supervisors look at */
    ck_ok(step(issue.id, BB_EVENT_ISSUE_EXTEND,
               "{\"due_named\":\"2026-12-10\",\"reason\":\"甲\",\"approver\":\"M001\"}", &now));
    ck_assert_int_eq(now.contested, 0);
    body.due_named = day("2026-12-11");
    bb_strset(&body.reason, "乙");
    bb_strset(&body.approver, "M001");
    bb_strset(&body.heads, issue.heads); /* the second one still sees the line as it was */
    ck_ok(bb_app_issue_do(fx.app, issue.id, BB_EVENT_ISSUE_EXTEND, &body, 0, &problems, &now));
    ck_assert_int_eq(now.contested, 1);
    ck_assert_int_eq(now.extensions, 2);
    ck_assert_int_eq(listed(&waiting), 1);
    ck_ok(step(issue.id, BB_EVENT_ISSUE_SETTLE, "{\"reason\":\"以乙为准\"}", &now));
    ck_assert_int_eq(now.contested, 0);
    ck_err_is(step(issue.id, BB_EVENT_ISSUE_SETTLE, "{\"reason\":\"r\"}", NULL), BB_ERR_RULE);
    bb_issue_done(&issue);
    bb_issue_done(&body);
    bb_issue_done(&now);
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
    tcase_add_loop_test(tcase, one_undo_takes_back_what_was_registered_as_fixed, 0, 4);
    tcase_add_test(tcase, lights_follow_the_day_and_are_not_stored);
    tcase_add_test(tcase, why_counts_every_day);
    tcase_add_test(tcase, a_newer_calendar_moves_open_lines_and_says_so);
    tcase_add_test(tcase, a_deadline_in_an_unknown_year_is_shown_missing_not_guessed);
    tcase_add_test(tcase, refusals_of_a_new_line);
    tcase_add_loop_test(tcase, an_opened_line_has_a_new_deadline, 0, 5);
    tcase_add_test(tcase, an_extension_has_a_rank_and_a_length);
    tcase_add_test(tcase, an_extension_is_asked_granted_or_refused);
    tcase_add_test(tcase, a_pause_moves_the_deadline_and_holds_the_light);
    tcase_add_test(tcase, reminders_go_in_order_when_due_in_opening_hours);
    tcase_add_test(tcase, lookbacks_are_planned_held_and_outlive_the_closing);
    tcase_add_test(tcase, two_decisions_that_did_not_know_each_other_both_stay);
    suite_add_tcase(suite, tcase);
    return suite;
}
