/* Who proves what, below the screen: tries counted across processes, locks, costs; the table of
 * rights, every role against every use case. */
#include "app/fixture.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/app/account.h"

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
    ck_ok(bb_app_user_add(fixture->app, "S001", NULL, PASSWORD));
    ck_ok(bb_app_login(fixture->app, "S001", NULL));
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

/* The table again, written down by hand: who may what, by the first letters of the roles (s staff,
 * v volunteer, m supervisor, l leader, a administrator, u auditor). */
static const struct {
    enum bb_use use;
    const char *who;
} rights[] = {
    {BB_USE_SESSION_ADD, "svm"},  {BB_USE_SESSION_LIST, "svmla"}, {BB_USE_SESSION_VOID, "svm"},
    {BB_USE_SEARCH, "smla"},      {BB_USE_REFERRAL_ADD, "svm"},   {BB_USE_ISSUE_ADD, "svml"},
    {BB_USE_ISSUE_LIST, "svmla"}, {BB_USE_ISSUE_STEP, "sm"},      {BB_USE_ISSUE_DECIDE, "m"},
    {BB_USE_CLIENT_DATA, "sm"},   {BB_USE_VISIT_ADD, "sml"},      {BB_USE_VISIT_VOID, "sm"},
    {BB_USE_QUOTA_DECIDE, "m"},   {BB_USE_EXPORT, "sma"},         {BB_USE_REFERENCE, "ma"},
    {BB_USE_CLOCK, "ma"},         {BB_USE_RATING_LIST, "sml"},    {BB_USE_RATING_WORK, "m"},
    {BB_USE_SHIFT_SIGN, "v"},     {BB_USE_SHIFT_LIST, "vml"},     {BB_USE_ROSTER_LIST, "smla"},
    {BB_USE_ROSTER, "ma"},        {BB_USE_PHONE_COUNT, "sm"},     {BB_USE_REPORT, "sml"},
    {BB_USE_BACKUP, "ma"},        {BB_USE_AUDIT, "mau"},          {BB_USE_RATING_TYPE, ""},
    {BB_USE_USER, "a"},           {BB_USE_USER_FREE, "ma"},       {BB_USE_UNMASK, "m"},
    {BB_USE_RETENTION, "ma"},     {BB_USE_TASK_LIST, "smla"},     {BB_USE_TASK, "sm"},
};

START_TEST(every_role_against_every_use_case)
{
    static const struct {
        int64_t role;
        char letter;
    } roles[] = {{BB_ROLE_STAFF, 's'},  {BB_ROLE_VOLUNTEER, 'v'}, {BB_ROLE_SUPERVISOR, 'm'},
                 {BB_ROLE_LEADER, 'l'}, {BB_ROLE_ADMIN, 'a'},     {BB_ROLE_AUDITOR, 'u'}};
    struct fixture fixture;
    fixture_up(&fixture);
    ck_assert_int_eq(sizeof rights / sizeof *rights, BB_USE__COUNT);
    ck_assert_int_eq(sizeof roles / sizeof *roles, BB_ROLE__COUNT - 1);
    for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
        char code[] = {'X', roles[r].letter, '\0'};
        struct bb_person person = {.code = code, .name = code, .role = roles[r].role};
        ck_ok(bb_app_sit(fixture.app, "M001", NULL));
        struct bb_person row = {0};
        bb_record_copy(&bb_person_record, &row, &person);
        ck_ok(bb_app_reference_add(fixture.app, "person", &row));
        bb_record_done(&bb_person_record, &row);
        ck_ok(bb_app_sit(fixture.app, code, NULL));
        for (size_t i = 0; i < BB_USE__COUNT; i++) {
            bool may = strchr(rights[i].who, roles[r].letter) != NULL;
            const struct bb_err *err = bb_app_may(fixture.app, rights[i].use);
            ck_assert_msg(!err == may, "role %s, use case %s", code, bb_right_word(rights[i].use));
            ck_assert(may || err->code == BB_ERR_NO_RIGHT);
        }
    }
    bb_app_stand_up(fixture.app); /* nobody may anything */
    for (size_t i = 0; i < BB_USE__COUNT; i++)
        ck_err_is(bb_app_may(fixture.app, rights[i].use), BB_ERR_NOBODY);
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
    tcase_add_test(tests, every_role_against_every_use_case);
    suite_add_tcase(suite, tests);
    return suite;
}
