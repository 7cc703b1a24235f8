/* Who proves what, below the screen: tries counted across processes, locks, costs. */
#include "app/fixture.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/app/account.h"

#define GIVEN    "counter2026"
#define PASSWORD "window2026"
#define PIN      "730519"

/* S001 with a password and a PIN; M001 sits there. */
static void accounts(struct fixture *fixture)
{
    bool first;
    fixture_up(fixture);
    ck_ok(bb_app_is_first(fixture->app, &first));
    ck_assert(first);
    bb_app_stand_up(fixture->app);
    ck_ok(bb_app_user_add(fixture->app, "admin", "管理员", "office2026"));
    ck_ok(bb_app_user_add(fixture->app, "S001", NULL, GIVEN));
    ck_ok(bb_app_login(fixture->app, "S001", NULL));
    ck_err_is(bb_app_secret_check(fixture->app, "S001", GIVEN), BB_ERR_SECRET_GIVEN);
    ck_ok(bb_app_own_secret(fixture->app, GIVEN, PASSWORD));
    ck_ok(bb_app_secret_check(fixture->app, "S001", PASSWORD));
    ck_ok(bb_app_own_pin(fixture->app, PASSWORD, PIN));
}

static struct bb_app *another(struct fixture *fixture)
{
    struct bb_app *app;
    ck_ok(bb_app_open(&app, &fixture->config, fixture->path, fake_clock_of(&fixture->fake)));
    ck_ok(bb_app_sit(app, "S001", NULL));
    return app;
}

/* Four programs with three guesses each at the PIN of one person's locked screen. */
START_TEST(a_pin_has_five_tries_in_all_processes)
{
    enum { PROGRAMS = 4, GUESSES = 3, TRIES = 5 };
    struct fixture fixture;
    int wrong = 0;
    accounts(&fixture);
    bb_app_close(fixture.app);
    for (int i = 0; i < PROGRAMS; i++) {
        if (fork() == 0) {
            int mine = 0;
            struct bb_app *app = another(&fixture);
            for (int guess = 0; guess < GUESSES; guess++) {
                const struct bb_err *err = bb_app_unlock(app, "918273");
                mine += err && err->code == BB_ERR_LOGIN_WRONG;
            }
            bb_app_close(app);
            _exit(mine);
        }
    }
    for (int i = 0; i < PROGRAMS; i++) {
        int status;
        ck_assert_int_gt(wait(&status), 0);
        ck_assert(WIFEXITED(status));
        wrong += WEXITSTATUS(status);
    }
    ck_assert_int_eq(wrong, TRIES);
    fixture.app = another(&fixture);
    ck_err_is(bb_app_unlock(fixture.app, PIN), BB_ERR_PIN_SPENT); /* the right one, too late */
    ck_ok(bb_app_unlock(fixture.app, PASSWORD));
    ck_ok(bb_app_unlock(fixture.app, PIN)); /* and counted anew */
    fixture_down(&fixture);
}
END_TEST

START_TEST(a_pin_opens_no_door)
{
    struct fixture fixture;
    accounts(&fixture);
    ck_err_is(bb_app_secret_check(fixture.app, "S001", PIN), BB_ERR_LOGIN_WRONG);
    ck_err_is(bb_app_own_pin(fixture.app, PASSWORD, "123456"), BB_ERR_PIN_FORM);
    ck_err_is(bb_app_own_pin(fixture.app, PASSWORD, "777777"), BB_ERR_PIN_FORM);
    ck_err_is(bb_app_own_secret(fixture.app, PASSWORD, PASSWORD), BB_ERR_SECRET_WEAK);
    fixture_down(&fixture);
}
END_TEST

/* 15 minutes, then twice as long; the clock that is set back gains nothing. */
START_TEST(locks_double)
{
    enum { TRIES = 5, MINUTE_MS = 60000 };
    struct fixture fixture;
    accounts(&fixture);
    for (int i = 0; i < TRIES; i++)
        ck_err_is(bb_app_secret_check(fixture.app, "S001", "wrong2026"), BB_ERR_LOGIN_WRONG);
    ck_err_is(bb_app_secret_check(fixture.app, "S001", PASSWORD), BB_ERR_LOCKED_OUT);
    fixture.fake.now_ms += 14 * MINUTE_MS;
    ck_err_is(bb_app_secret_check(fixture.app, "S001", PASSWORD), BB_ERR_LOCKED_OUT);
    fixture.fake.now_ms += 1 * MINUTE_MS;
    for (int i = 0; i < TRIES; i++)
        ck_err_is(bb_app_secret_check(fixture.app, "S001", "wrong2026"), BB_ERR_LOGIN_WRONG);
    fixture.fake.now_ms += 29 * MINUTE_MS;
    ck_err_is(bb_app_secret_check(fixture.app, "S001", PASSWORD), BB_ERR_LOCKED_OUT);
    fixture.fake.now_ms += 1 * MINUTE_MS;
    ck_ok(bb_app_secret_check(fixture.app, "S001", PASSWORD));
    fixture_down(&fixture);
}
END_TEST

START_TEST(somebody_else_logs_out)
{
    struct fixture fixture;
    accounts(&fixture);
    ck_ok(bb_app_still_in(fixture.app));
    ck_err_is(bb_app_user_logout(fixture.app, "S001"), BB_ERR_NO_RIGHT);
    struct bb_app *supervisor = another(&fixture);
    ck_ok(bb_app_sit(supervisor, "M001", NULL));
    ck_ok(bb_app_user_logout(supervisor, "S001"));
    ck_err_is(bb_app_still_in(fixture.app), BB_ERR_LOGGED_OUT);
    ck_ok(bb_app_login(fixture.app, "S001", NULL));
    ck_ok(bb_app_still_in(fixture.app));
    bb_app_close(supervisor);
    fixture_down(&fixture);
}
END_TEST

Suite *suite_account(void)
{
    Suite *suite = suite_create("account");
    TCase *tests = tcase_create("account");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_pin_has_five_tries_in_all_processes);
    tcase_add_test(tests, a_pin_opens_no_door);
    tcase_add_test(tests, locks_double);
    tcase_add_test(tests, somebody_else_logs_out);
    suite_add_tcase(suite, tests);
    return suite;
}
