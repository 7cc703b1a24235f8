/* Late entry: several past sessions in one act, taken back in one. */
#include <stdlib.h>

#include "app/fixture.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"

enum { ROWS = 3 };
static struct fixture fx;

static void up(void)
{
    fixture_up(&fx);
}

static void down(void)
{
    fixture_down(&fx);
}

static void rows_make(struct bb_late rows[ROWS])
{
    for (int i = 0; i < ROWS; i++) {
        rows[i] = (struct bb_late){.minutes = 5 * i};
        bb_app_session_defaults(fx.app, &rows[i].session);
        bb_strset(&rows[i].session.item, "P031");
        ck_ok(bb_at_parse(&rows[i].session.happened_at, "2026-11-20 10:00"));
        rows[i].session.happened_at += (int64_t)60 * i;
    }
}

static void rows_done(struct bb_late rows[ROWS])
{
    for (int i = 0; i < ROWS; i++)
        bb_session_done(&rows[i].session);
}

START_TEST(rows_are_one_act)
{
    struct bb_late rows[ROWS];
    struct bb_problems problems = {0};
    struct bb_events history = {0};
    struct bb_session seen = {0};
    size_t at;
    char *what = NULL;
    rows_make(rows);
    rows[2].minutes = BB_LATE_MINUTES_MAX + 1; /* the last is wrong: nothing is kept */
    ck_err_is(bb_app_late_add(fx.app, rows, ROWS, NULL, &at, &problems), BB_ERR_RULE);
    ck_assert_uint_eq(at, 2);
    ck_assert_str_eq(problems.rows[0].field, "closed_at");
    ck_err_is(bb_app_session_load(fx.app, "C1W03-261120-001", &seen), BB_ERR_NOT_FOUND);
    rows[2].minutes = 10;
    problems.count = 0;
    ck_ok(bb_app_late_add(fx.app, rows, ROWS, NULL, &at, &problems));
    ck_assert_str_eq(rows[2].session.no, "C1W03-261120-003");
    ck_assert_int_eq(rows[2].session.closed_at - rows[2].session.happened_at, 600);
    ck_assert_int_eq(rows[2].session.late, 1);
    /* Who wrote it and when stands in the event, apart from when it happened. */
    ck_ok(bb_app_history(fx.app, rows[0].session.id, &history));
    ck_assert_str_eq(history.rows[0].by, "S001");
    ck_assert_int_eq(history.rows[0].at, bb_app_now(fx.app));
    ck_assert_int_eq(rows[0].session.recorded_at, bb_app_now(fx.app));
    ck_assert_int_lt(rows[0].session.happened_at, rows[0].session.recorded_at);
    ck_ok(bb_app_undo(fx.app, &what));
    for (int i = 0; i < ROWS; i++) {
        ck_ok(bb_app_session_load(fx.app, rows[i].session.id, &seen));
        ck_assert_int_eq(seen.voided, 1);
        bb_session_done(&seen);
    }
    free(what);
    bb_events_done(&history);
    rows_done(rows);
}
END_TEST

static bool stop(void *ctx, int64_t done, int64_t total)
{
    (void)ctx, (void)done, (void)total;
    return false;
}

START_TEST(cancelled_nothing_is_kept)
{
    struct bb_late rows[ROWS];
    struct bb_problems problems = {0};
    struct bb_session seen = {0};
    size_t at;
    rows_make(rows);
    ck_err_is(
        bb_app_late_add(fx.app, rows, ROWS, &(struct bb_progress){stop, NULL}, &at, &problems),
        BB_ERR_CANCELLED);
    ck_err_is(bb_app_session_load(fx.app, "C1W03-261120-001", &seen), BB_ERR_NOT_FOUND);
    rows_done(rows);
}
END_TEST

START_TEST(what_is_not_over_is_refused)
{
    struct bb_late rows[ROWS];
    struct bb_problems problems = {0};
    rows_make(rows);
    rows[0].session.happened_at = bb_app_now(fx.app) - 60;
    rows[0].minutes = 2;
    ck_err_is(bb_app_late_check(fx.app, &rows[0], &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "closed_at");
    problems.count = 0;
    rows[0].minutes = 1;
    ck_ok(bb_app_late_check(fx.app, &rows[0], &problems));
    rows[0].session.happened_at = 0;
    ck_err_is(bb_app_late_check(fx.app, &rows[0], &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "happened_at");
    rows_done(rows);
}
END_TEST

START_TEST(volunteers_enter_their_own)
{
    struct bb_late rows[ROWS];
    struct bb_problems problems = {0};
    ck_ok(bb_app_login(fx.app, "V001", NULL));
    rows_make(rows);
    ck_ok(bb_app_late_check(fx.app, &rows[0], &problems));
    bb_strset(&rows[0].session.helper, "S001");
    ck_err_is(bb_app_late_check(fx.app, &rows[0], &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "helper");
    rows_done(rows);
}
END_TEST

Suite *suite_late(void);
Suite *suite_late(void)
{
    Suite *suite = suite_create("late");
    TCase *tcase = tcase_create("late entry");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_add_test(tcase, rows_are_one_act);
    tcase_add_test(tcase, cancelled_nothing_is_kept);
    tcase_add_test(tcase, what_is_not_over_is_refused);
    tcase_add_test(tcase, volunteers_enter_their_own);
    suite_add_tcase(suite, tcase);
    return suite;
}
