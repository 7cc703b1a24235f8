/* The demo centre on the days that are hard: a Monday evening, a minute after midnight, a weekend
 * in a year without calendar; and cancelled in the middle. */
#include "suite.h"

#include <string.h>

#include "bangban/app/admin.h"
#include "bangban/base/buf.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

enum { SECONDS_ALLOWED = 120 };

static char *dir, *path;
static struct bb_config config;
static struct fake_clock fake;

static void setup(void)
{
    dir = fixture_dir();
    path = bb_path_join(dir, "demo.db");
    bb_config_init(&config);
}

static void teardown(void)
{
    bb_config_done(&config);
    free(path);
    fixture_dir_done(dir);
}

static void clock_set(const char *text)
{
    int64_t at;
    ck_ok(bb_at_parse(&at, text));
    fake.now_ms = at * 1000;
}

/* What a screen would show, summed up; without ids and times, which may differ. */
struct tally {
    struct bb_app *app;
    struct bb_buf text;
    int64_t sessions, today, open, last_at;
    int states[BB_STATE__COUNT], lights[BB_LIGHT__COUNT];
};

static const struct bb_err *session_item(void *ctx, void *row)
{
    struct tally *tally = ctx;
    const struct bb_session *session = row;
    tally->sessions++;
    tally->today += bb_day_of(session->happened_at) == bb_app_today(tally->app);
    tally->open += session->phase != BB_PHASE_CLOSED;
    if (session->recorded_at > tally->last_at)
        tally->last_at = session->recorded_at;
    bb_buf_printf(&tally->text, "%s %s %lld %lld %s\n", session->helper,
                  session->item ? session->item : "-", (long long)session->outcome,
                  (long long)session->phase, session->note ? session->note : "");
    return NULL;
}

static const struct bb_err *issue_item(void *ctx, void *row)
{
    struct tally *tally = ctx;
    const struct bb_issue *issue = row;
    int light = bb_app_issue_light(tally->app, issue, NULL);
    tally->states[issue->state]++;
    tally->lights[light]++;
    ck_assert_int_eq(issue->contested, 0);
    bb_buf_printf(&tally->text, "%s %lld %d\n", issue->description, (long long)issue->state, light);
    return NULL;
}

/* Makes the demo at this moment and reads all of it. */
static void demo_read(const char *when, struct tally *out)
{
    struct bb_session_query sessions = {.with_void = true};
    struct bb_issue_query issues = {0};
    memset(out, 0, sizeof *out);
    clock_set(when);
    ck_ok(bb_app_init_demo(&config, path, "data", fake_clock_of(&fake), NULL));
    ck_ok(bb_app_open(&out->app, &config, path, fake_clock_of(&fake)));
    ck_ok(bb_app_login(out->app, "M001", NULL));
    ck_ok(bb_app_session_list(out->app, &sessions, &(struct bb_sink){session_item, out}));
    ck_ok(bb_app_issue_list(out->app, &issues, &(struct bb_sink){issue_item, out}));
    struct bb_check_result result;
    ck_ok(bb_app_check(out->app, false, NULL, &result));
    bb_app_close(out->app);
    ck_assert_int_le(out->last_at, fake.now_ms / 1000);
}

START_TEST(same_on_every_run_of_a_day)
{
    struct tally evening, night;
    demo_read("2026-11-23 17:00", &evening);
    ck_assert_int_ge(evening.sessions, 30 * 25);
    ck_assert_int_le(evening.sessions, 30 * 40);
    ck_assert_int_eq(evening.today, 14);
    ck_assert_int_eq(evening.open, 3);
    for (int state = 1; state < BB_STATE__COUNT; state++)
        ck_assert_msg(evening.states[state] > 0, "no line is %s",
                      bb_code_id(BB_CODES_STATE, state));
    for (int light = 1; light < BB_LIGHT__COUNT; light++)
        ck_assert_msg(evening.lights[light] > 0, "no line is %s",
                      bb_code_id(BB_CODES_LIGHT, light));
    free(path);
    path = bb_path_join(dir, "night.db");
    demo_read("2026-11-23 00:01", &night);
    ck_assert_str_eq(bb_buf_text(&evening.text), bb_buf_text(&night.text));
    bb_buf_done(&evening.text);
    bb_buf_done(&night.text);
}
END_TEST

START_TEST(opens_in_a_year_without_calendar)
{
    struct tally tally;
    demo_read("2027-01-02 10:00", &tally); /* a Saturday */
    ck_assert_int_eq(tally.today, 14);
    ck_assert_int_gt(tally.states[BB_STATE_CLOSED], 5);
    bb_buf_done(&tally.text);
}
END_TEST

static bool stop_at_ten(void *ctx, int64_t done, int64_t total)
{
    int64_t *most = ctx;
    ck_assert_int_le(done, total);
    *most = done;
    return done < 10;
}

START_TEST(cancelled_leaves_no_trace)
{
    int64_t most = 0;
    struct bb_progress progress = {stop_at_ten, &most};
    clock_set("2026-11-23 17:00");
    ck_err_is(bb_app_init_demo(&config, path, "data", fake_clock_of(&fake), &progress),
              BB_ERR_CANCELLED);
    ck_assert_int_eq(most, 10);
    ck_assert(!bb_file_exists(path));
    char *folder = bb_path_join(dir, "demo.db.d");
    ck_assert(!bb_file_exists(folder));
    free(folder);
    char *journal = bb_path_join(dir, "demo.db-journal");
    ck_assert(!bb_file_exists(journal));
    free(journal);
}
END_TEST

Suite *suite_demo(void)
{
    Suite *suite = suite_create("demo");
    TCase *tcase = tcase_create("demo");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_set_timeout(tcase, SECONDS_ALLOWED);
    tcase_add_test(tcase, same_on_every_run_of_a_day);
    tcase_add_test(tcase, opens_in_a_year_without_calendar);
    tcase_add_test(tcase, cancelled_leaves_no_trace);
    suite_add_tcase(suite, tcase);
    return suite;
}
