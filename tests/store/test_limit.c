/* What volunteers, auditors and the public cannot do to the file even by SQL of their own. */
#include "fixture.h"

static const struct {
    const char *sql;
    bool reader, helper, public; /* may */
} tries[] = {
    {"SELECT id FROM session", true, true, false},
    {"SELECT id FROM issue", true, true, false},
    {"SELECT key FROM session_key", false, false, false},
    {"SELECT count(*) FROM session WHERE id IN (SELECT session FROM session_key)", false, false,
     false},
    {"INSERT INTO session_key (session, key) VALUES ('x', x'00')", false, false, false},
    {"DELETE FROM session_key", false, false, false},
    {"SELECT key FROM session_key_case", false, false, false},
    {"INSERT INTO event SELECT * FROM event", true, true, false}, /* with its triggers */
    {"UPDATE phone_call SET note = 'x'", false, false, false},
    {"UPDATE session SET note = 'x'", false, true, false},
    {"DELETE FROM session", false, false, false},
    {"UPDATE issue SET state = 'closed'", false, true, false},
    {"UPDATE person SET role = 'admin'", false, false, false},
    {"DELETE FROM person", false, false, false},
    {"UPDATE unit SET name = 'x'", false, false, false},
    {"UPDATE node SET pem = 'x'", false, false, false},
    {"DELETE FROM calendar_day", false, false, false},
    {"UPDATE meta SET value = value", true, true, false},
    {"UPDATE account SET fails = fails", true, true, false},
    {"DROP TABLE event", false, false, false},
    {"DROP TRIGGER event_no_update", false, false, false},
    {"CREATE TABLE x (a)", false, false, false},
    {"CREATE TEMP TABLE x (a)", false, false, false},
    {"ATTACH ':memory:' AS other", false, false, false},
    {"UPDATE sqlite_schema SET sql = ''", false, false, false},
    {"SELECT answer FROM kb JOIN item ON item.code = kb.item_code", true, true, true},
    {"SELECT name FROM person", true, true, false},
    {"SELECT secret FROM account", true, true, false},
    {"SELECT count(*) FROM event", true, true, false},
    {"PRAGMA recursive_triggers = OFF", false, false, false},
    {"PRAGMA writable_schema = ON", false, false, false},
    {"PRAGMA data_version", true, true, true},
    {"SELECT 1 FROM calendar_day", true, true, true},
    {"DROP TRIGGER temp.gate", false, false, false},
};

START_TEST(sql_beneath_the_program_is_refused)
{
    static const enum bb_db_limit limits[] = {BB_DB_READS, BB_DB_HELPS, BB_DB_ASKS};
    struct store s;
    store_up(&s);
    bb_db_limit(s.db, limits[_i]);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        sqlite3_stmt *stmt = NULL; /* preparing is where it is judged; nothing runs */
        int rc = sqlite3_prepare_v2(s.db->handle, tries[i].sql, -1, &stmt, NULL);
        bool may = limits[_i] == BB_DB_READS   ? tries[i].reader
                   : limits[_i] == BB_DB_HELPS ? tries[i].helper
                                               : tries[i].public;
        sqlite3_finalize(stmt);
        ck_assert_msg((rc == SQLITE_OK) == may, "%s: %s", tries[i].sql,
                      sqlite3_errmsg(s.db->handle));
        ck_assert(may || (rc & 0xff) == SQLITE_AUTH || (rc & 0xff) == SQLITE_ERROR);
    }
    bb_db_limit(s.db, BB_DB_FREE);
    ck_assert_int_eq(raw_try(s.db->handle, "SELECT key FROM session_key"), SQLITE_OK);
    store_down(&s);
}
END_TEST

/* Which events are let in: the acts of whoever sits there, and no other. */
START_TEST(no_event_of_others_acts)
{
    static const struct {
        const char *kind;
        bool reader, helper;
    } kinds[] = {{"session.add", false, true},   {"issue.add", false, true},
                 {"login", true, true},          {"refused", true, true},
                 {"key.destroy", false, false},  {"issue.close", false, false},
                 {"unmask", false, false},       {"export", false, false},
                 {"clock.accept", false, false}, {"reference.import", false, false}};
    static const enum bb_db_limit limits[] = {BB_DB_READS, BB_DB_HELPS};
    struct store s;
    store_up(&s);
    ck_assert_int_eq(
        raw_try(s.db->handle,
                "INSERT INTO session_key (session, key) VALUES ('victim', zeroblob(32))"),
        SQLITE_OK);
    bb_db_limit(s.db, limits[_i]);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char sql[512];
        snprintf(sql, sizeof sql,
                 "INSERT INTO event (hash, id, replica, seq, prev, lamport, at, by_person, kind, "
                 "subject, line) VALUES ('%064zu', 'e%zu', 'r', %zu, '%064d', 1, 1, 'V001', '%s', "
                 "'victim', '{}')",
                 i + 1, i, i + 1, 0, kinds[i].kind);
        int rc = raw_try(s.db->handle, sql);
        ck_assert_msg((rc == SQLITE_OK) == (_i ? kinds[i].helper : kinds[i].reader), "%s: %s",
                      kinds[i].kind, sqlite3_errmsg(s.db->handle));
    }
    bb_db_limit(s.db, BB_DB_FREE);
    ck_assert_int_eq(raw_number(s.db->handle, "SELECT count(*) FROM session_key"), 1);
    store_down(&s);
}
END_TEST

/* The limit stays when the file had to be opened again, and what was prepared before obeys it. */
START_TEST(a_limit_outlives_its_connection)
{
    struct store s;
    struct bb_unit unit = {.code = bb_strdup("U1"), .name = bb_strdup("x")};
    store_up(&s);
    ck_ok(bb_db_save(s.db, &bb_unit_record, &unit));
    bb_db_limit(s.db, BB_DB_READS);
    ck_err_is(bb_db_save(s.db, &bb_unit_record, &unit), BB_ERR_DB_REFUSED);
    bb_db_disconnect(s.db);
    ck_err_is(bb_db_save(s.db, &bb_unit_record, &unit), BB_ERR_DB_REFUSED);
    ck_ok(bb_db_meta_save(s.db, "a", "b"));
    bb_record_done(&bb_unit_record, &unit);
    store_down(&s);
}
END_TEST

Suite *suite_limit(void)
{
    Suite *suite = suite_create("limit");
    TCase *tests = tcase_create("limit");
    tcase_add_loop_test(tests, sql_beneath_the_program_is_refused, 0, 3);
    tcase_add_loop_test(tests, no_event_of_others_acts, 0, 2);
    tcase_add_test(tests, a_limit_outlives_its_connection);
    suite_add_tcase(suite, tests);
    return suite;
}
