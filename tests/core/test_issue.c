/* The ledger's state machine against random histories: no order of events breaks its laws. */
#include <stdio.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/issue.h"
#include "suite.h"

enum { HISTORIES = 3000, EVENTS = 14 };

static unsigned long long seed;

static unsigned random_below(unsigned limit)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % limit;
}

static const struct {
    enum bb_event_kind kind;
    const char *body;
} acts[] = {
    {BB_EVENT_ISSUE_SPOT, "{\"evidence\":\"当场\"}"},
    {BB_EVENT_ISSUE_PLAN, "{\"plan\":\"p\",\"measures\":\"m\",\"lead_unit\":\"U\",\"person\":\"P\","
                          "\"due_rule\":\"5wd\"}"},
    {BB_EVENT_ISSUE_PLAN, "{\"plan\":\"p\"}"},
    {BB_EVENT_ISSUE_EXTEND, "{\"due_named\":\"2026-12-31\",\"reason\":\"r\",\"approver\":\"M\"}"},
    {BB_EVENT_ISSUE_FIX, "{\"evidence\":\"e\"}"},
    {BB_EVENT_ISSUE_FEEDBACK, "{\"feedback_to\":\"发现人\"}"},
    {BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"holds\",\"evidence\":\"e\"}"},
    {BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"relapsed\",\"evidence\":\"e\"}"},
    {BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}"},
    {BB_EVENT_ISSUE_REOPEN, "{\"reason\":\"r\"}"},
    {BB_EVENT_ISSUE_REFER, "{\"referred_to\":\"12345\"}"},
    {BB_EVENT_ISSUE_VOID, "{\"reason\":\"r\"}"},
};

static void event_add(struct bb_events *events, enum bb_event_kind kind, const char *body,
                      const char *by, int64_t lamport)
{
    struct bb_event event = {.kind = kind, .lamport = lamport, .at = 1795400000 + lamport * 60};
    snprintf(event.id, sizeof event.id, "e%lld", (long long)events->count);
    snprintf(event.hash, sizeof event.hash, "%064u", random_below(1000000));
    event.by = bb_strdup(by);
    event.subject = bb_strdup("s");
    event.causes = bb_strdup("[]");
    event.body = bb_strdup(body);
    bb_events_add(events, &event);
}

static void history_make(struct bb_events *events)
{
    static const char *const people[] = {"A", "B", "C"};
    event_add(
        events, BB_EVENT_ISSUE_ADD,
        "{\"description\":\"d\",\"due_rule\":\"3wd\",\"happened_at\":\"2026-11-23T01:00:00Z\"}",
        "A", 1);
    for (int i = 0; i < EVENTS; i++) {
        size_t act = random_below(sizeof acts / sizeof *acts);
        event_add(events, acts[act].kind, acts[act].body, people[random_below(3)],
                  2 + random_below(10));
    }
}

static struct bb_calendar *calendar_make(void)
{
    struct bb_calendar *cal = bb_calendar_new();
    bb_calendar_add_year(cal, 2026);
    return cal;
}

/* The same events in another order of arrival. */
static void shuffle(struct bb_events *events)
{
    for (size_t i = events->count; i > 1; i--) {
        size_t j = random_below((unsigned)i);
        struct bb_event other = events->rows[i - 1];
        events->rows[i - 1] = events->rows[j];
        events->rows[j] = other;
    }
}

START_TEST(any_order_of_arrival_folds_to_the_same_line)
{
    struct bb_calendar *cal = calendar_make();
    seed = 2026;
    for (int i = 0; i < HISTORIES; i++) {
        struct bb_events events = {0};
        struct bb_issue first = {0}, second = {0};
        const struct bb_field *differs = NULL;
        history_make(&events);
        bb_events_sort(&events);
        ck_ok(bb_issue_fold(&first, &events, cal));
        shuffle(&events);
        bb_events_sort(&events);
        ck_ok(bb_issue_fold(&second, &events, cal));
        ck_assert_msg(bb_record_equal(&bb_issue_record, &first, &second, &differs), "%s",
                      differs ? differs->name : "");
        bb_issue_done(&first);
        bb_issue_done(&second);
        bb_events_done(&events);
    }
    bb_calendar_free(cal);
}
END_TEST

START_TEST(nothing_closes_without_feedback_and_another_persons_look)
{
    struct bb_calendar *cal = calendar_make();
    int closed = 0, relapsed = 0, contested = 0;
    seed = 7;
    for (int i = 0; i < HISTORIES; i++) {
        struct bb_events events = {0};
        struct bb_issue line = {0};
        history_make(&events);
        bb_events_sort(&events);
        ck_ok(bb_issue_fold(&line, &events, cal));
        contested += line.contested != 0;
        relapsed += line.relapse_count > 0;
        if (line.state == BB_STATE_CLOSED) {
            closed++;
            ck_assert_int_ne(line.feedback_at, 0);
            ck_assert(line.on_spot || line.lookback == BB_LOOKBACK_HOLDS);
            if (!line.on_spot)
                ck_assert_str_ne(line.lookback_by, line.fixed_by);
            ck_assert_int_ne(line.first_closed_at, 0);
        }
        bb_issue_done(&line);
        bb_events_done(&events);
    }
    ck_assert_int_gt(closed, 10); /* the histories reach what they are to test */
    ck_assert_int_gt(relapsed, 100);
    ck_assert_int_gt(contested, 1000);
    bb_calendar_free(cal);
}
END_TEST

START_TEST(undone_events_do_not_count)
{
    struct bb_calendar *cal = calendar_make();
    struct bb_events events = {0};
    struct bb_issue line = {0};
    event_add(&events, BB_EVENT_ISSUE_ADD, "{\"description\":\"d\"}", "A", 1);
    event_add(&events, BB_EVENT_ISSUE_SPOT, "{\"evidence\":\"e\"}", "A", 2);
    event_add(&events, BB_EVENT_UNDO, "{\"undoes\":\"e1\"}", "A", 3);
    ck_ok(bb_issue_fold(&line, &events, cal));
    ck_assert_int_eq(line.state, BB_STATE_FOUND);
    bb_issue_done(&line);
    event_add(&events, BB_EVENT_UNDO, "{\"undoes\":\"e2\"}", "A", 4); /* undo of the undo */
    ck_ok(bb_issue_fold(&line, &events, cal));
    ck_assert_int_eq(line.state, BB_STATE_FIXED);
    bb_issue_done(&line);
    event_add(&events, BB_EVENT_UNDO, "{\"undoes\":\"e0\"}", "A", 5);
    ck_ok(bb_issue_fold(&line, &events, cal));
    ck_assert_int_eq(line.state, BB_STATE_VOID);
    ck_assert_str_eq(line.reason, "undo");
    bb_issue_done(&line);
    bb_events_done(&events);
    bb_calendar_free(cal);
}
END_TEST

/* Only a line that stands as it was fixed on the spot may close without a look-back: once it was
 * opened again, the new rectification is looked at like any other. */
START_TEST(a_line_fixed_on_the_spot_and_opened_again_is_looked_at)
{
    static const struct {
        enum bb_event_kind kind;
        const char *body;
        int state; /* after it */
        bool legal;
    } story[] = {
        {BB_EVENT_ISSUE_ADD, "{\"description\":\"d\"}", BB_STATE_FOUND, true},
        {BB_EVENT_ISSUE_SPOT, "{\"evidence\":\"e\"}", BB_STATE_FIXED, true},
        {BB_EVENT_ISSUE_FEEDBACK, "{\"feedback_to\":\"f\"}", BB_STATE_FIXED, true},
        {BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}", BB_STATE_CLOSED, true},
        {BB_EVENT_ISSUE_REOPEN, "{\"reason\":\"r\"}", BB_STATE_RECTIFYING, true},
        {BB_EVENT_ISSUE_FIX, "{\"evidence\":\"e\"}", BB_STATE_FIXED, true},
        {BB_EVENT_ISSUE_FEEDBACK, "{\"feedback_to\":\"f\"}", BB_STATE_FIXED, true},
        {BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}", BB_STATE_FIXED, false},
    };
    struct bb_calendar *cal = calendar_make();
    struct bb_events events = {0};
    for (size_t i = 0; i < sizeof story / sizeof *story; i++) {
        struct bb_issue line = {0};
        struct bb_problems problems = {0};
        struct bb_issue body = {.ending = BB_ENDING_SOLVED};
        if (!story[i].legal) {
            ck_ok(bb_issue_fold(&line, &events, cal));
            bb_issue_check(&line, story[i].kind, &body, "A", &problems);
            ck_assert_uint_eq(problems.count, 1);
            ck_assert_str_eq(problems.rows[0].field, "lookback");
            bb_issue_done(&line);
            memset(&line, 0, sizeof line);
        }
        event_add(&events, story[i].kind, story[i].body, "A", (int64_t)i + 1);
        ck_ok(bb_issue_fold(&line, &events, cal));
        ck_assert_int_eq(line.state, story[i].state);
        bb_issue_done(&line);
    }
    bb_events_done(&events);
    bb_calendar_free(cal);
}
END_TEST

START_TEST(rules_of_deadlines_are_read_strictly)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {{"10wd", true},   {"0day", true},    {"90minute", true}, {"5wd+", true},
                 {"", false},      {"wd", false},     {"10", false},      {"-1wd", false},
                 {"10 wd", false}, {"10wd++", false}, {"10week", false},  {"99999999999wd", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_due_rule rule;
        ck_assert_msg((bb_due_rule_parse(&rule, cases[i].text) == NULL) == cases[i].good, "%s",
                      cases[i].text);
    }
}
END_TEST

Suite *suite_issue(void)
{
    Suite *suite = suite_create("issue");
    TCase *tcase = tcase_create("issue");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, any_order_of_arrival_folds_to_the_same_line);
    tcase_add_test(tcase, nothing_closes_without_feedback_and_another_persons_look);
    tcase_add_test(tcase, undone_events_do_not_count);
    tcase_add_test(tcase, a_line_fixed_on_the_spot_and_opened_again_is_looked_at);
    tcase_add_test(tcase, rules_of_deadlines_are_read_strictly);
    suite_add_tcase(suite, tcase);
    return suite;
}
