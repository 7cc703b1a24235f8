/* Transactions: others who write, others who hold, disks that fail at every step. */
#include "fixture.h"

#include "fault.h"

START_TEST(rollback_is_harmless)
{
    struct store s;
    char *value;
    store_up(&s);
    bb_db_rollback(s.db);
    ck_ok(bb_db_begin(s.db));
    ck_ok(bb_db_meta_save(s.db, "a", "b"));
    bb_db_rollback(s.db);
    bb_db_rollback(s.db);
    ck_ok(bb_db_meta_load(s.db, "a", &value));
    ck_assert_ptr_null(value);
    ck_ok(bb_db_begin(s.db));
    ck_ok(bb_db_meta_save(s.db, "a", "c"));
    ck_ok(bb_db_commit(s.db));
    ck_ok(bb_db_meta_load(s.db, "a", &value));
    ck_assert_str_eq(value, "c");
    free(value);
    store_down(&s);
}
END_TEST

START_TEST(sees_others)
{
    struct store s;
    struct bb_db *other;
    bool changed;
    store_up(&s);
    ck_ok(bb_db_open(&other, s.path, BB_DB_OPEN));
    ck_ok(bb_db_changed(s.db, &changed));
    ck_assert(!changed);
    ck_ok(bb_db_meta_save(s.db, "own", "1")); /* one's own writes are no news */
    ck_ok(bb_db_changed(s.db, &changed));
    ck_assert(!changed);
    ck_ok(bb_db_meta_save(other, "other", "1"));
    ck_ok(bb_db_changed(s.db, &changed));
    ck_assert(changed);
    ck_ok(bb_db_changed(s.db, &changed));
    ck_assert(!changed);
    bb_db_close(other);
    store_down(&s);
}
END_TEST

START_TEST(busy_writer)
{
    struct store s;
    struct bb_db *other;
    char *value;
    store_up(&s);
    ck_ok(bb_db_open(&other, s.path, BB_DB_OPEN));
    bb_db_busy_ms(other, 20);
    ck_ok(bb_db_begin(s.db));
    const struct bb_err *err = bb_db_begin(other);
    ck_assert_ptr_nonnull(err);
    ck_assert_int_eq(err->code, BB_ERR_BUSY);
    ck_assert_int_eq(bb_err_exit(err), BB_EXIT_BUSY);
    ck_err_is(bb_db_meta_save(other, "a", "b"), BB_ERR_BUSY);
    ck_ok(bb_db_meta_load(other, "a", &value)); /* reading goes on */
    ck_ok(bb_db_commit(s.db));
    ck_ok(bb_db_begin(other));
    ck_ok(bb_db_commit(other));
    bb_db_close(other);
    store_down(&s);
}
END_TEST

START_TEST(busy_commit_can_be_retried)
{
    struct store s;
    sqlite3_stmt *reader;
    store_up(&s);
    bb_db_busy_ms(s.db, 20);
    ck_ok(bb_db_meta_save(s.db, "a", "b"));
    sqlite3 *raw = raw_open(s.path);
    sqlite3_prepare_v2(raw, "SELECT * FROM meta", -1, &reader, NULL);
    ck_assert_int_eq(sqlite3_step(reader), SQLITE_ROW); /* half read: blocks every commit */
    ck_ok(bb_db_begin(s.db));
    ck_ok(event_put(s.db, 1, REPLICA_A, BB_EVENT_LOGIN, "P1", "{}"));
    ck_err_is(bb_db_commit(s.db), BB_ERR_BUSY);
    sqlite3_finalize(reader);
    ck_ok(bb_db_commit(s.db));
    ck_assert_int_eq(raw_number(raw, "SELECT count(*) FROM event"), 1);
    sqlite3_close(raw);
    store_down(&s);
}
END_TEST

/* One event with its session, as app saves them. */
static const struct bb_err *save(struct bb_db *db, int n)
{
    struct bb_session session = made_session(n, 1000 + n);
    bb_strset(&session.note, "社保卡补办，材料已交");
    const struct bb_err *err = bb_db_begin(db);
    if (!err)
        err = event_put(db, n, REPLICA_A, BB_EVENT_SESSION_ADD, session.id, "{}");
    if (!err)
        err = bb_db_save(db, &bb_session_record, &session);
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    bb_session_done(&session);
    return err;
}

/* What the file itself says, asked by a connection of its own: both rows or none. */
static bool is_saved(const char *path, int n)
{
    char sql[256];
    sqlite3 *raw = raw_open(path);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM event WHERE id = '%s'", made_id(n));
    int64_t events = raw_number(raw, sql);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM session WHERE id = '%s'", made_id(n));
    int64_t sessions = raw_number(raw, sql);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM search_text WHERE subject = '%s'", made_id(n));
    ck_assert_int_eq(sessions, events);
    ck_assert_int_eq(raw_number(raw, sql), events);
    sqlite3_close(raw);
    return events == 1;
}

/* Every write, sync and truncation of a save fails in turn: "saved" is said only when it is, and
 * what is said not to be saved is not. */
static const struct {
    int rc;
    bool for_good;
} faults[] = {{SQLITE_IOERR_WRITE, false},
              {SQLITE_IOERR_FSYNC, false},
              {SQLITE_FULL, false},
              {SQLITE_IOERR_FSYNC, true},
              {SQLITE_FULL, true}};

START_TEST(disk_faults)
{
    struct store s;
    int n = 0, points = 0, saved_after_all = 0, not_saved = 0, unknown = 0;
    fault_install();
    store_up(&s);
    ck_ok(save(s.db, ++n));
    for (int k = 1;; k++) {
        fault =
            (struct fault){.countdown = k, .rc = faults[_i].rc, .for_good = faults[_i].for_good};
        const struct bb_err *err = save(s.db, ++n);
        enum bb_err_code code = err ? err->code : BB_ERR__COUNT;
        bool struck = fault.struck > 0;
        fault = (struct fault){0};
        bool there = is_saved(s.path, n);
        if (!err)
            ck_assert_msg(there, "point %d: said to be saved, is not", k);
        else if (code != BB_ERR_DB_UNKNOWN)
            ck_assert_msg(!there, "point %d: said not to be saved (%s), is", k, err->text);
        saved_after_all += struck && !err;
        not_saved += struck && err && code != BB_ERR_DB_UNKNOWN;
        unknown += code == BB_ERR_DB_UNKNOWN;
        if (!struck)
            break;
        points++;
        ck_ok(save(s.db, ++n)); /* the disk is back: so are we */
        ck_ok(bb_db_integrity(s.db, true));
    }
    ck_assert_int_gt(points, 10);
    ck_assert_int_gt(not_saved, 0);
    if (faults[_i].for_good)
        ck_assert_int_gt(unknown, 0);
    else
        ck_assert_int_gt(saved_after_all,
                         0); /* the case of trust.md §1: COMMIT failed and the rows are there */
    store_down(&s);
}
END_TEST

START_TEST(disk_fault_without_event)
{
    struct store s;
    bool changed;
    fault_install();
    store_up(&s);
    ck_ok(bb_db_begin(s.db));
    ck_ok(bb_db_meta_save(s.db, "a", "b"));
    fault = (struct fault){.countdown = 3, .rc = SQLITE_IOERR_FSYNC};
    ck_err_is(bb_db_commit(s.db), BB_ERR_DB_UNKNOWN); /* nothing to look up */
    bb_db_rollback(s.db);
    ck_ok(bb_db_changed(s.db, &changed));
    ck_assert(changed); /* opened anew: everything on the screen is read again */
    store_down(&s);
}
END_TEST

Suite *suite_transaction(void);
Suite *suite_transaction(void)
{
    Suite *suite = suite_create("transaction");
    TCase *tcase = tcase_create("transaction");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, rollback_is_harmless);
    tcase_add_test(tcase, sees_others);
    tcase_add_test(tcase, busy_writer);
    tcase_add_test(tcase, busy_commit_can_be_retried);
    tcase_add_loop_test(tcase, disk_faults, 0, sizeof faults / sizeof *faults);
    tcase_add_test(tcase, disk_fault_without_event);
    suite_add_tcase(suite, tcase);
    return suite;
}
