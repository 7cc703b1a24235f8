/* Attempts below the screen: lines of the chain changed, cut, swapped and added, thousands of
 * times; a clock rolled back to beat a deadline; a secret of an older cost. What is tried by
 * command is tests/cli/attempts.sh. */
#include "app/fixture.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../src/app/account.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"

static void run(sqlite3 *raw, const char *sql)
{
    ck_assert_msg(sqlite3_exec(raw, sql, NULL, NULL, NULL) == SQLITE_OK, "%s: %s", sql,
                  sqlite3_errmsg(raw));
}

/* What an intruder does who can write the file; ?1 is a line, ?2 the one after it, ?3 a byte. */
static const char *const damages[] = {
    "UPDATE event SET line = substr(line, 1, ?3) || char(48 + (unicode(substr(line, ?3 + 1, 1)) "
    "+ 1) % 64) || substr(line, ?3 + 2) WHERE seq = ?1",
    "DELETE FROM event WHERE seq = ?1",
    "UPDATE event SET seq = ?1 + ?2 - seq WHERE seq IN (?1, ?2)",
    "UPDATE event SET line = (SELECT line FROM kept WHERE seq = ?1 + ?2 - event.seq) "
    "WHERE seq IN (?1, ?2)",
    "INSERT INTO event SELECT '0000' || substr(hash, 5), 'x', replica, seq, prev, lamport, at, "
    "by_person, kind, subject, line FROM kept WHERE seq = ?1",
};
enum { DAMAGES = sizeof damages / sizeof *damages, ROUNDS = 2000, LINES = 40 };

static void damage(sqlite3 *raw, const char *sql, int at, int byte)
{
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
    const int values[] = {at, at + 1, byte};
    for (int i = 0; i < sqlite3_bind_parameter_count(stmt); i++)
        sqlite3_bind_int(stmt, i + 1, values[i]);
    ck_assert_int_eq(sqlite3_step(stmt), SQLITE_DONE);
    sqlite3_finalize(stmt);
}

static int place_of(const struct bb_err *err)
{
    const char *at = strstr(err->text, "Event ");
    return at ? atoi(at + strlen("Event ")) : -1;
}

START_TEST(any_line_that_is_not_as_it_was_is_found)
{
    struct fixture fixture;
    struct bb_check_result result;
    char head[BB_HASH_BYTES];
    unsigned seed = 20261124;
    int placed = 0;
    fixture_up(&fixture);
    while (!bb_app_chains_verify(fixture.app, NULL, &result, head) && result.events < LINES)
        ck_ok(bb_app_login(fixture.app, "S001", NULL));
    sqlite3 *raw;
    ck_assert_int_eq(sqlite3_open(fixture.path, &raw), SQLITE_OK);
    run(raw, "PRAGMA synchronous = OFF; DROP TRIGGER event_no_update; DROP TRIGGER event_no_delete;"
             "DROP TRIGGER event_no_replace; CREATE TEMP TABLE kept AS SELECT * FROM event");
    for (int i = 0; i < ROUNDS; i++) {
        seed = seed * 1103515245 + 12345;
        int at = 1 + (int)(seed >> 8) % (LINES - 2), byte = (int)(seed >> 16) % 200;
        damage(raw, damages[i % DAMAGES], at, byte);
        const struct bb_err *err = bb_app_chains_verify(fixture.app, NULL, &result, head);
        ck_assert_msg(err && err->code == BB_ERR_CHAIN_BROKEN, "%d not found: %s, line %d, byte %d",
                      i, damages[i % DAMAGES], at, byte);
        placed += place_of(err) == at || place_of(err) == at + 1;
        run(raw, "DELETE FROM event; INSERT INTO event SELECT * FROM kept");
    }
    ck_assert_int_eq(placed, ROUNDS);
    ck_ok(bb_app_chains_verify(fixture.app, NULL, &result, head));
    sqlite3_close(raw);
    printf("# lines damaged: %d, found and named: %d, trust.md row 21\n", ROUNDS, placed);
    fixture_down(&fixture);
}
END_TEST

/* A line is overdue; its person sets the clock back to before the deadline and says it was done. */
START_TEST(a_clock_rolled_back_beats_no_deadline)
{
    enum { DAY_MS = 86400 * 1000 };
    struct fixture fixture;
    struct bb_issue issue = {.point = BB_POINT_PAIN}, done = {0};
    struct bb_problems problems = {0};
    int64_t left;
    fixture_up(&fixture);
    bb_strset(&issue.description, "窗口无叫号");
    bb_strset(&issue.person, "S001");
    issue.due_named = bb_app_today(fixture.app) + 2;
    ck_ok(bb_app_issue_add(fixture.app, &issue, false, 0, &problems));
    fixture.fake.now_ms += 5LL * DAY_MS;
    ck_ok(bb_app_login(fixture.app, "S001", NULL));
    ck_assert_int_eq(bb_app_issue_light(fixture.app, &issue, &left), BB_LIGHT_RED);
    fixture.fake.now_ms -= 4LL * DAY_MS;
    bb_strset(&done.evidence, "已装好");
    ck_err_is(
        bb_app_issue_do(fixture.app, issue.id, BB_EVENT_ISSUE_FEEDBACK, &done, 0, &problems, NULL),
        BB_ERR_CLOCK);
    problems.count = 0;
    ck_err_is(bb_app_clock_accept(fixture.app), BB_ERR_NO_RIGHT); /* nor does he accept it */
    fixture.fake.now_ms += 4LL * DAY_MS;
    ck_ok(bb_app_login(fixture.app, "S001", NULL));
    ck_assert_int_eq(bb_app_issue_light(fixture.app, &issue, &left), BB_LIGHT_RED);
    bb_issue_done(&issue);
    bb_issue_done(&done);
    fixture_down(&fixture);
}
END_TEST

/* A password stored at a lower cost opens once more, and is stored at today's from then on. */
START_TEST(an_old_cost_is_raised_at_the_login)
{
    enum { CHEAP = 1000, SALT = 16, DIGEST = 32 };
    struct fixture fixture;
    unsigned char pepper[BB_SEAL_KEY_BYTES], start[DIGEST], digest[DIGEST], salt[SALT] = {7};
    struct bb_buf stored = {0};
    struct bb_account account = {0};
    unsigned len = 0;
    bool found;
    fixture_up(&fixture);
    bb_app_stand_up(fixture.app);
    ck_ok(bb_app_user_add(fixture.app, "admin", "管理员", "office2026"));
    ck_ok(account_pepper(fixture.app, pepper));
    ck_assert_ptr_nonnull(HMAC(EVP_sm3(), pepper, sizeof pepper,
                               (const unsigned char *)"window2026", 10, start, &len));
    ck_assert_int_eq(PKCS5_PBKDF2_HMAC((const char *)start, DIGEST, salt, SALT, CHEAP, EVP_sm3(),
                                       DIGEST, digest),
                     1);
    bb_buf_printf(&stored, "pbkdf2-sm3$%d$", CHEAP);
    for (int i = 0; i < SALT; i++)
        bb_buf_printf(&stored, "%02x", salt[i]);
    bb_buf_char(&stored, '$');
    for (int i = 0; i < DIGEST; i++)
        bb_buf_printf(&stored, "%02x", digest[i]);
    bb_strset(&account.person, "S001");
    bb_strset(&account.secret, stored.data);
    ck_ok(bb_db_save(fixture.app->db, &bb_account_record, &account));
    bb_record_done(&bb_account_record, &account);
    ck_err_is(bb_app_secret_check(fixture.app, "S001", "window2027"), BB_ERR_LOGIN_WRONG);
    ck_ok(bb_app_secret_check(fixture.app, "S001", "window2026"));
    ck_ok(bb_db_load(fixture.app->db, &bb_account_record, "S001", &account, &found));
    ck_assert(found && strstr(account.secret, "pbkdf2-sm3$300000$") == account.secret);
    bb_record_done(&bb_account_record, &account);
    ck_ok(bb_app_secret_check(fixture.app, "S001", "window2026"));
    bb_buf_done(&stored);
    fixture_down(&fixture);
}
END_TEST

Suite *suite_attempts(void)
{
    Suite *suite = suite_create("attempts");
    TCase *tests = tcase_create("attempts");
    tcase_set_timeout(tests, 180);
    tcase_add_test(tests, any_line_that_is_not_as_it_was_is_found);
    tcase_add_test(tests, a_clock_rolled_back_beats_no_deadline);
    tcase_add_test(tests, an_old_cost_is_raised_at_the_login);
    suite_add_tcase(suite, tests);
    return suite;
}
