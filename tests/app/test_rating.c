/* Ratings come from the client alone; a bad one opens a case; shares know their denominators. */
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

/* An ended session; heap id. */
static char *session_add(int64_t outcome)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(fx.app, &session);
    session.outcome = outcome;
    ck_ok(bb_app_session_add(fx.app, &session, NULL, 0, &problems));
    char *id = bb_strdup(session.id);
    bb_session_done(&session);
    return id;
}

static void rate(const char *session, int64_t level, int64_t solved)
{
    struct bb_rating rating = {.medium = BB_MEDIUM_TERMINAL, .level = level, .solved = solved};
    if (bb_rating_is_bad(level))
        rating.cause = BB_DISLIKE_WAIT;
    ck_ok(bb_app_rating_add(fx.app, session, &rating));
    bb_record_done(&bb_rating_record, &rating);
}

START_TEST(nobody_of_the_staff_stands_in_a_rating)
{
    struct bb_rating rating = {0};
    struct bb_session session = {0};
    struct bb_events events = {0};
    char *id = session_add(BB_OUTCOME_SOLVED), *what;
    rate(id, BB_RATING_VERY_DISSATISFIED, BB_OUTCOME_UNSOLVED);
    ck_ok(bb_app_session_load(fx.app, id, &session));
    ck_assert_int_eq(session.rating, BB_RATING_VERY_DISSATISFIED);
    ck_assert_int_eq(session.outcome, BB_OUTCOME_SOLVED); /* what staff say stays beside it */
    ck_ok(bb_app_rating_load(fx.app, session.no, &rating));
    ck_assert_int_eq(rating.solved, BB_OUTCOME_UNSOLVED);
    ck_ok(bb_app_history(fx.app, rating.id, &events));
    ck_assert_uint_eq(events.count, 1);
    ck_assert_str_eq(events.rows[0].by, "");
    /* Ctrl-Z of the staff takes back their session, never the rating */
    ck_ok(bb_app_undo(fx.app, &what));
    free(what);
    bb_record_done(&bb_rating_record, &rating);
    ck_ok(bb_app_rating_load(fx.app, session.no, &rating));
    ck_assert_int_eq(rating.level, BB_RATING_VERY_DISSATISFIED);
    bb_events_done(&events);
    bb_record_done(&bb_rating_record, &rating);
    bb_session_done(&session);
    free(id);
}
END_TEST

START_TEST(one_session_is_rated_once)
{
    struct bb_rating rating = {.level = BB_RATING_SATISFIED};
    struct bb_session waiting = {0};
    bool found;
    char *id = session_add(BB_OUTCOME_SOLVED);
    ck_ok(bb_app_rating_waiting(fx.app, &waiting, &found));
    ck_assert(found);
    ck_assert_str_eq(waiting.id, id);
    bb_session_done(&waiting);
    rate(id, BB_RATING_NONE, BB_OUTCOME_NONE); /* not rated */
    ck_err_is(bb_app_rating_add(fx.app, id, &rating), BB_ERR_RULE);
    ck_err_is(bb_app_rating_may_ask(fx.app, id), BB_ERR_RULE);
    ck_ok(bb_app_rating_waiting(fx.app, &waiting, &found));
    ck_assert(!found);
    bb_record_done(&bb_rating_record, &rating);
    free(id);
}
END_TEST

START_TEST(a_session_long_over_is_not_asked_about)
{
    struct bb_session waiting = {0};
    bool found;
    free(session_add(BB_OUTCOME_SOLVED));
    fx.fake.now_ms += INT64_C(6) * 60 * 1000;
    ck_ok(bb_app_rating_waiting(fx.app, &waiting, &found));
    ck_assert(!found);
}
END_TEST

/* Monday 2026-11-23: contact by Tuesday, simple by the Monday after, complex by 2026-12-14. */
START_TEST(a_bad_rating_opens_a_case_with_its_deadlines)
{
    struct bb_rating stated = {0}, rating = {0};
    struct bb_problems problems = {0};
    char day[BB_DAY_BYTES];
    char *id = session_add(BB_OUTCOME_SOLVED);
    rate(id, BB_RATING_DISSATISFIED, BB_OUTCOME_PARTLY);
    struct bb_session session = {0};
    ck_ok(bb_app_session_load(fx.app, id, &session));
    ck_ok(bb_app_rating_load(fx.app, session.no, &rating));
    ck_assert_int_eq(bb_rating_case(&rating), BB_CASE_CONTACT);
    ck_assert_str_eq(bb_day_format(day, rating.contact_due), "2026-11-24");
    ck_assert_str_eq(bb_day_format(day, rating.settle_due), "2026-11-30");
    /* who was rated does not work on it */
    ck_err_is(bb_app_rating_step(fx.app, rating.id, BB_EVENT_RATING_CONTACT, &stated, &problems),
              BB_ERR_NO_RIGHT);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_err_is(bb_app_rating_step(fx.app, rating.id, BB_EVENT_RATING_CONTACT, &stated, &problems),
              BB_ERR_RULE);
    problems.count = 0;
    ck_err_is(bb_app_rating_step(fx.app, rating.id, BB_EVENT_RATING_SETTLE, &stated, &problems),
              BB_ERR_RULE); /* not yet */
    problems.count = 0;
    stated.complex = 1;
    bb_strset(&stated.contact_note, "等了四十分钟");
    bb_strset(&stated.measures, "加开一窗");
    stated.call_back = BB_CALLBACK_CONTENT;
    ck_ok(bb_app_rating_step(fx.app, rating.id, BB_EVENT_RATING_CONTACT, &stated, &problems));
    ck_ok(bb_app_rating_step(fx.app, rating.id, BB_EVENT_RATING_SETTLE, &stated, &problems));
    ck_ok(bb_app_rating_step(fx.app, rating.id, BB_EVENT_RATING_CALL, &stated, &problems));
    bb_record_done(&bb_rating_record, &rating);
    ck_ok(bb_app_rating_load(fx.app, session.no, &rating));
    ck_assert_int_eq(bb_rating_case(&rating), BB_CASE_DONE);
    ck_assert_str_eq(bb_day_format(day, rating.settle_due), "2026-12-14");
    bb_record_done(&bb_rating_record, &rating);
    bb_record_done(&bb_rating_record, &stated);
    bb_session_done(&session);
    free(id);
}
END_TEST

static const struct bb_err *rates_copy(void *ctx, void *row)
{
    *(struct bb_rates *)ctx = *(struct bb_rates *)row;
    return NULL;
}

static struct bb_rates_shares shares(void)
{
    struct bb_rates rates = {0};
    struct bb_rates_shares out;
    ck_ok(bb_app_rates(fx.app, "all", 0, 0, &(struct bb_sink){rates_copy, &rates}));
    bb_app_rates_shares(fx.app, &rates, &out);
    return out;
}

START_TEST(shares_follow_the_settings)
{
    static const int64_t outcomes[] = {BB_OUTCOME_SOLVED, BB_OUTCOME_PARTLY, BB_OUTCOME_REFERRED,
                                       BB_OUTCOME_NONE};
    for (size_t i = 0; i < 4; i++) {
        char *id = session_add(outcomes[i]);
        if (i < 3)
            rate(id, i ? BB_RATING_SATISFIED : BB_RATING_VERY_DISSATISFIED,
                 i ? BB_OUTCOME_SOLVED : BB_OUTCOME_UNSOLVED);
        free(id);
    }
    struct bb_rates_shares now = shares();
    ck_assert_int_eq(now.staff.part, 1);
    ck_assert_int_eq(now.staff.whole, 4);
    ck_assert_int_eq(now.client.part, 2);
    ck_assert_int_eq(now.client.whole, 3);
    ck_assert_int_eq(now.praise.part, 2);
    ck_assert_int_eq(now.praise.whole, 3);
    ck_assert(!now.staff_low && !now.praise_low); /* below the least number */
    fx.config.rating_least = 3;
    now = shares();
    ck_assert(now.staff_low && now.praise_low);
    bb_strset(&fx.config.solved_counts, "partly");
    bb_strset(&fx.config.solved_of, "own");
    now = shares();
    ck_assert_int_eq(now.staff.part, 2);
    ck_assert_int_eq(now.staff.whole, 3);
    bb_strset(&fx.config.solved_of, "stated");
    ck_assert_int_eq(shares().staff.whole, 3);
}
END_TEST

Suite *suite_rating(void);
Suite *suite_rating(void)
{
    Suite *suite = suite_create("rating");
    TCase *tcase = tcase_create("rating");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_add_test(tcase, nobody_of_the_staff_stands_in_a_rating);
    tcase_add_test(tcase, one_session_is_rated_once);
    tcase_add_test(tcase, a_session_long_over_is_not_asked_about);
    tcase_add_test(tcase, a_bad_rating_opens_a_case_with_its_deadlines);
    tcase_add_test(tcase, shares_follow_the_settings);
    suite_add_tcase(suite, tcase);
    return suite;
}
