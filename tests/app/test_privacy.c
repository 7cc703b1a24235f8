/* Whose data it is: seen in clear only for a reason, destroyed when the time is over, and destroyed
 * for good. */
#include "app/fixture.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/app/safety.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

enum { DAY_MS = 86400 * 1000 };

static void add(struct fixture *fixture, const char *name, const char *phone,
                struct bb_session *out)
{
    struct bb_problems problems = {0};
    struct bb_client client = {.name = name, .phone = phone};
    memset(out, 0, sizeof *out);
    bb_app_session_defaults(fixture->app, out);
    bb_strset(&out->item, "P001");
    ck_ok(bb_app_session_add(fixture->app, out, &client, 0, &problems));
}

static void login(struct fixture *fixture, const char *who)
{
    ck_ok(bb_app_login(fixture->app, who, NULL));
}

/* As long as somebody works here every day: else the clock looks wrong. */
static void days_pass(struct fixture *fixture, int days)
{
    for (int i = 0; i < days; i += 20) {
        fixture->fake.now_ms += (days - i < 20 ? days - i : 20) * (int64_t)DAY_MS;
        login(fixture, "M001");
    }
}

struct seen {
    enum bb_event_kind kind;
    int count;
    char subject[BB_UUID_BYTES], by[16], body[256];
};

static const struct bb_err *see(void *ctx, void *row)
{
    struct seen *seen = ctx;
    const struct bb_event *event = row;
    if (event->kind != seen->kind || seen->count++)
        return NULL;
    snprintf(seen->subject, sizeof seen->subject, "%s", event->subject);
    snprintf(seen->by, sizeof seen->by, "%s", event->by);
    snprintf(seen->body, sizeof seen->body, "%s", event->body);
    return NULL;
}

static struct seen audit(struct fixture *fixture, enum bb_event_kind kind)
{
    struct seen seen = {.kind = kind};
    login(fixture, "M001");
    ck_ok(bb_app_audit_list(fixture->app, &(struct bb_audit_query){0},
                            &(struct bb_sink){see, &seen}));
    return seen;
}

START_TEST(unmasking_is_an_event)
{
    struct fixture fixture;
    struct bb_session session;
    struct bb_clear clear;
    fixture_up(&fixture);
    add(&fixture, "欧阳锋", "138 1234 5678", &session);
    login(&fixture, "M001");
    ck_ok(bb_app_unmask(fixture.app, session.no, " 回访核实 ", &clear));
    ck_assert_str_eq(clear.name, "欧阳锋");
    ck_assert_str_eq(clear.phone, "138 1234 5678");
    bb_clear_done(&clear);
    ck_assert_ptr_null(clear.name);
    struct seen seen = audit(&fixture, BB_EVENT_UNMASK);
    ck_assert_int_eq(seen.count, 1);
    ck_assert_str_eq(seen.subject, session.id);
    ck_assert_str_eq(seen.by, "M001");
    ck_assert_str_eq(seen.body, "{\"reason\":\"回访核实\"}");
    bb_session_done(&session);
    fixture_down(&fixture);
}
END_TEST

START_TEST(unmasking_is_refused_without_right_reason_or_key)
{
    struct fixture fixture;
    struct bb_session session, bare;
    struct bb_clear clear;
    fixture_up(&fixture);
    add(&fixture, "欧阳锋", NULL, &session);
    add(&fixture, NULL, NULL, &bare);
    ck_err_is(bb_app_unmask(fixture.app, session.no, "想看", &clear), BB_ERR_NO_RIGHT);
    ck_assert_ptr_null(clear.name);
    login(&fixture, "V001");
    ck_err_is(bb_app_unmask(fixture.app, session.no, "想看", &clear), BB_ERR_NO_RIGHT);
    login(&fixture, "M001");
    ck_err_is(bb_app_unmask(fixture.app, session.no, NULL, &clear), BB_ERR_RULE);
    ck_err_is(bb_app_unmask(fixture.app, session.no, "  　", &clear), BB_ERR_RULE);
    ck_err_is(bb_app_unmask(fixture.app, bare.no, "想看", &clear), BB_ERR_RULE);
    ck_err_is(bb_app_unmask(fixture.app, "nothing", "想看", &clear), BB_ERR_NOT_FOUND);
    ck_assert_int_eq(audit(&fixture, BB_EVENT_UNMASK).count, 0);
    ck_assert_int_eq(audit(&fixture, BB_EVENT_REFUSED).count, 2);
    bb_session_done(&session);
    bb_session_done(&bare);
    fixture_down(&fixture);
}
END_TEST

static bool is_readable(struct fixture *fixture, const struct bb_session *session)
{
    struct bb_clear clear;
    const struct bb_err *err = bb_app_unmask(fixture->app, session->id, "查", &clear);
    ck_assert(!err || err->code == BB_ERR_RULE);
    bb_clear_done(&clear);
    return !err;
}

static int64_t retention(struct fixture *fixture)
{
    struct bb_retention done;
    ck_ok(bb_app_retention(fixture->app, &done));
    return done.destroyed;
}

START_TEST(keys_go_when_the_case_is_over)
{
    struct fixture fixture;
    struct bb_session ended, open, problem;
    struct bb_issue issue = {0};
    struct bb_problems problems = {0};
    fixture_up(&fixture);
    add(&fixture, "欧阳锋", "13812345678", &ended);
    memset(&open, 0, sizeof open);
    bb_app_session_defaults(fixture.app, &open);
    open.phase = BB_PHASE_PARKED;
    ck_ok(bb_app_session_add(fixture.app, &open, &(struct bb_client){.name = "黄药师"}, 0,
                             &problems));
    add(&fixture, "洪七公", NULL, &problem);
    bb_strset(&issue.description, "窗口无叫号");
    bb_strset(&issue.session, problem.id);
    ck_ok(bb_app_issue_add(fixture.app, &issue, false, 0, &problems));
    days_pass(&fixture, 90);
    ck_assert_int_eq(retention(&fixture), 0); /* the ninetieth day is still within */
    days_pass(&fixture, 1);
    ck_assert_int_eq(retention(&fixture), 1);
    ck_assert(!is_readable(&fixture, &ended));
    ck_assert(is_readable(&fixture, &open));
    ck_assert(is_readable(&fixture, &problem)); /* its problem goes on */
    struct seen seen = audit(&fixture, BB_EVENT_KEY_DESTROY);
    ck_assert_str_eq(seen.subject, ended.id);
    ck_assert_str_eq(seen.body, "{\"rule\":\"privacy.keep_days=90\"}");
    ck_assert_int_eq(retention(&fixture), 0);
    /* the masked text stays, the chain holds, the fold agrees; nothing new is sealed there */
    struct bb_check_result result;
    ck_ok(bb_app_check(fixture.app, true, NULL, &result));
    struct bb_session again = {0};
    bb_record_copy(&bb_session_record, &again, &ended);
    ck_err_is(bb_app_session_edit(fixture.app, ended.id, &again, "note", NULL,
                                  &(struct bb_client){.phone = "13912345678"}, &problems),
              BB_ERR_RULE);
    bb_session_done(&again);
    bb_session_done(&ended);
    bb_session_done(&open);
    bb_session_done(&problem);
    bb_issue_done(&issue);
    fixture_down(&fixture);
}
END_TEST

START_TEST(a_clock_far_ahead_destroys_nothing)
{
    struct fixture fixture;
    struct bb_session session;
    struct bb_retention done;
    fixture_up(&fixture);
    add(&fixture, "欧阳锋", NULL, &session);
    login(&fixture, "M001");
    fixture.fake.now_ms += 400LL * DAY_MS;
    ck_err_is(bb_app_retention(fixture.app, &done), BB_ERR_CLOCK_AHEAD);
    ck_assert(is_readable(&fixture, &session)); /* which is a record of today: as if accepted */
    ck_assert_int_eq(retention(&fixture), 1);
    login(&fixture, "S001");
    ck_err_is(bb_app_retention(fixture.app, &done), BB_ERR_NO_RIGHT);
    bb_session_done(&session);
    fixture_down(&fixture);
}
END_TEST

static void restore_from(struct fixture *fixture, const char *copy)
{
    struct bb_restored restored;
    bb_app_close(fixture->app);
    ck_ok(bb_app_restore(&fixture->config, fixture->path, fake_clock_of(&fixture->fake), "office",
                         NULL, copy, NULL, &restored));
    bb_restored_done(&restored);
    ck_ok(
        bb_app_open(&fixture->app, &fixture->config, fixture->path, fake_clock_of(&fixture->fake)));
    login(fixture, "M001");
}

static char *backup(struct fixture *fixture, const char *name)
{
    char *path = bb_path_join(fixture->dir, name), *written = NULL;
    login(fixture, "M001");
    ck_ok(bb_app_backup(fixture->app, path, NULL, &written));
    free(written);
    return path;
}

START_TEST(what_is_destroyed_stays_so_after_a_restore)
{
    struct fixture fixture;
    struct bb_session old, young;
    fixture_up(&fixture);
    add(&fixture, "欧阳锋", "13812345678", &old);
    days_pass(&fixture, 60);
    login(&fixture, "S001");
    add(&fixture, "黄药师", NULL, &young);
    char *copy = backup(&fixture, "older.db");
    days_pass(&fixture, 31);
    ck_assert_int_eq(retention(&fixture), 1);
    restore_from(&fixture, copy);
    ck_assert(!is_readable(&fixture, &old));
    ck_assert(is_readable(&fixture, &young));
    /* nothing in the folder holds the key that was destroyed */
    free(copy);
    bb_session_done(&old);
    bb_session_done(&young);
    fixture_down(&fixture);
}
END_TEST

/* The hub hands back an event of ours that a restored file does not know: its key goes with it. */
START_TEST(an_event_from_elsewhere_destroys_the_key)
{
    struct fixture fixture;
    struct bb_session session;
    fixture_up(&fixture);
    add(&fixture, "欧阳锋", NULL, &session);
    login(&fixture, "M001");
    ck_assert(is_readable(&fixture, &session));
    struct bb_db *db;
    struct bb_event event = {.seq = 1,
                             .lamport = 99,
                             .at = bb_app_now(fixture.app),
                             .kind = BB_EVENT_KEY_DESTROY,
                             .by = bb_strdup("M001"),
                             .subject = bb_strdup(session.id),
                             .causes = bb_strdup("[]"),
                             .body = bb_strdup("{}")};
    bb_uuid_make(event.id, 1);
    snprintf(event.replica, sizeof event.replica, "%032d", 7);
    snprintf(event.prev, sizeof event.prev, "%s", bb_hash_zero);
    bb_event_format(&event);
    snprintf(event.hash, sizeof event.hash, "%064d", 7);
    ck_ok(bb_db_open(&db, fixture.path, BB_DB_OPEN));
    ck_ok(bb_db_begin(db));
    ck_ok(bb_db_event_save(db, &event));
    ck_ok(bb_db_commit(db));
    bb_db_close(db);
    ck_assert(!is_readable(&fixture, &session));
    bb_event_done(&event);
    bb_session_done(&session);
    fixture_down(&fixture);
}
END_TEST

/* Killed at a random moment of a long run, then run again: everything due is gone, from the file
 * and from the copy, each with one event; and a restore in between brings nothing back. */
START_TEST(killed_anywhere_it_is_run_again)
{
    struct fixture fixture;
    struct bb_session session;
    enum { SESSIONS = 420 };
    fixture_up(&fixture);
    bb_app_batch(fixture.app, false);
    for (int i = 0; i < SESSIONS; i++) {
        add(&fixture, "欧阳锋", NULL, &session);
        bb_session_done(&session);
    }
    char *copy = backup(&fixture, "older.db");
    days_pass(&fixture, 100);
    bb_app_close(fixture.app);
    for (int round = 0; round < 3; round++) {
        pid_t child = fork();
        if (child == 0) {
            struct bb_retention done;
            if (!bb_app_open(&fixture.app, &fixture.config, fixture.path,
                             fake_clock_of(&fixture.fake)) &&
                !bb_app_sit(fixture.app, "M001", NULL))
                (void)bb_app_retention(fixture.app, &done);
            _exit(0);
        }
        usleep((useconds_t)(3000 + 7000 * round + 400 * _i));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
    }
    ck_ok(bb_app_open(&fixture.app, &fixture.config, fixture.path, fake_clock_of(&fixture.fake)));
    struct bb_retention done;
    ck_ok(bb_app_sit(fixture.app, "M001", NULL));
    ck_ok(bb_app_retention(fixture.app, &done));
    ck_assert_int_eq(done.left, 0);
    ck_assert_int_eq(audit(&fixture, BB_EVENT_KEY_DESTROY).count, SESSIONS);
    restore_from(&fixture, copy);
    ck_ok(bb_app_retention(fixture.app, &done));
    ck_assert_int_eq(done.left + done.destroyed, 0);
    free(copy);
    fixture_down(&fixture);
}
END_TEST

Suite *suite_privacy(void);
Suite *suite_privacy(void)
{
    Suite *suite = suite_create("privacy");
    TCase *tests = tcase_create("privacy");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, unmasking_is_an_event);
    tcase_add_test(tests, unmasking_is_refused_without_right_reason_or_key);
    tcase_add_test(tests, keys_go_when_the_case_is_over);
    tcase_add_test(tests, a_clock_far_ahead_destroys_nothing);
    tcase_add_test(tests, what_is_destroyed_stays_so_after_a_restore);
    tcase_add_test(tests, an_event_from_elsewhere_destroys_the_key);
    tcase_add_loop_test(tests, killed_anywhere_it_is_run_again, 0, 3);
    suite_add_tcase(suite, tests);
    return suite;
}
