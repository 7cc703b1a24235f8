/* What volunteers, auditors and the public cannot do to the file even by SQL of their own. */
#include "fixture.h"

static const struct {
    const char *sql;
    bool reader, helper; /* may */
} tries[] = {
    {"SELECT id FROM session", true, true},
    {"SELECT id FROM issue", true, true},
    {"SELECT key FROM session_key", false, false},
    {"SELECT count(*) FROM session WHERE id IN (SELECT session FROM session_key)", false, false},
    {"INSERT INTO session_key (session, key) VALUES ('x', x'00')", false, false},
    {"DELETE FROM session_key", false, false},
    {"SELECT key FROM session_key_case", false, false},
    {"INSERT INTO event SELECT * FROM event", true, true}, /* with its triggers */
    {"UPDATE phone_call SET note = 'x'", false, false},
    {"UPDATE session SET note = 'x'", false, true},
    {"DELETE FROM session", false, false},
    {"UPDATE issue SET state = 'closed'", false, true},
    {"UPDATE person SET role = 'admin'", false, false},
    {"DELETE FROM person", false, false},
    {"UPDATE unit SET name = 'x'", false, false},
    {"UPDATE node SET pem = 'x'", false, false},
    {"DELETE FROM calendar_day", false, false},
    {"UPDATE meta SET value = value", true, true},
    {"UPDATE account SET fails = fails", true, true},
    {"DROP TABLE event", false, false},
    {"DROP TRIGGER event_no_update", false, false},
    {"CREATE TABLE x (a)", false, false},
    {"CREATE TEMP TABLE x (a)", false, false},
    {"ATTACH ':memory:' AS other", false, false},
    {"UPDATE sqlite_schema SET sql = ''", false, false},
};

START_TEST(sql_beneath_the_program_is_refused)
{
    static const enum bb_db_limit limits[] = {BB_DB_READS, BB_DB_HELPS};
    struct store s;
    store_up(&s);
    bb_db_limit(s.db, limits[_i]);
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        sqlite3_stmt *stmt = NULL; /* preparing is where it is judged; nothing runs */
        int rc = sqlite3_prepare_v2(s.db->handle, tries[i].sql, -1, &stmt, NULL);
        bool may = limits[_i] == BB_DB_READS ? tries[i].reader : tries[i].helper;
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
    tcase_add_loop_test(tests, sql_beneath_the_program_is_refused, 0, 2);
    tcase_add_test(tests, a_limit_outlives_its_connection);
    suite_add_tcase(suite, tests);
    return suite;
}
