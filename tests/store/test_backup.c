/* Copies: whole, checked, cancelled without a trace, made while others write. */
#include "fixture.h"

static void fill(struct store *s, int count)
{
    ck_ok(bb_db_begin(s->db));
    for (int i = 1; i <= count; i++) {
        struct bb_session session = made_session(i, 1000 + i);
        bb_strset(&session.note,
                  "一段不短的备注文字，用来占满页面，一段不短的备注文字，用来占满页面");
        session_put(s->db, &session);
        ck_ok(event_put(s->db, i, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(i), "{}"));
    }
    ck_ok(bb_db_commit(s->db));
}

START_TEST(copy_is_whole)
{
    struct store s;
    struct bb_db *copy;
    struct stat st;
    store_up(&s);
    fill(&s, 50);
    char *path = bb_path_join(s.dir, "copy.db"), *part = bb_path_join(s.dir, "copy.db.part");
    ck_ok(bb_file_write(part, 0600, "left over", 9));
    ck_ok(bb_db_backup(s.db, path, NULL));
    ck_assert(!bb_file_exists(part));
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_mode & 07777, 0600);
    ck_ok(bb_db_open(&copy, path, BB_DB_OPEN));
    ck_assert_int_eq(raw_number(copy->handle, "SELECT count(*) FROM event"), 50);
    ck_assert_int_eq(raw_number(copy->handle, "SELECT count(*) FROM search_text"), 50);
    bb_db_close(copy);
    ck_ok(bb_db_backup(s.db, path, NULL)); /* over the older one */
    free(path);
    free(part);
    store_down(&s);
}
END_TEST

struct watch {
    struct store *store;
    int64_t done, total;
    int calls, stop_at, write_at;
};

static bool watch_step(void *ctx, int64_t done, int64_t total)
{
    struct watch *watch = ctx;
    watch->calls++;
    watch->done = done;
    watch->total = total;
    if (watch->calls <= watch->write_at) {
        char sql[96];
        snprintf(sql, sizeof sql, "INSERT INTO meta VALUES ('n%d', 'x')", watch->calls);
        raw_run(watch->store->path, sql);
    }
    return watch->calls != watch->stop_at;
}

START_TEST(cancelled_leaves_nothing)
{
    struct store s;
    struct watch watch = {.stop_at = 1};
    store_up(&s);
    fill(&s, 3000);
    char *path = bb_path_join(s.dir, "copy.db"), *part = bb_path_join(s.dir, "copy.db.part");
    const struct bb_progress progress = {watch_step, &watch};
    ck_err_is(bb_db_backup(s.db, path, &progress), BB_ERR_CANCELLED);
    ck_assert(!bb_file_exists(path));
    ck_assert(!bb_file_exists(part));
    raw_run(s.path, "INSERT INTO meta VALUES ('a', 'b')"); /* and lets the file go */
    free(path);
    free(part);
    store_down(&s);
}
END_TEST

START_TEST(
    others_write_meanwhile) /* a few times, and again and again: it ends, and the copy is whole */
{
    static const int writes[] = {0, 2, 1000};
    struct store s;
    struct bb_db *copy;
    struct watch watch = {.store = &s, .write_at = writes[_i]};
    store_up(&s);
    fill(&s, 6000);
    char *path = bb_path_join(s.dir, "copy.db");
    const struct bb_progress progress = {watch_step, &watch};
    ck_ok(bb_db_backup(s.db, path, &progress));
    ck_assert_int_gt(watch.calls, 1);
    ck_assert_int_lt(watch.calls, 50);
    ck_assert_int_eq(watch.done, watch.total);
    ck_ok(bb_db_open(&copy, path, BB_DB_READ));
    ck_assert_int_eq(raw_number(copy->handle, "SELECT count(*) FROM event"), 6000);
    ck_ok(bb_db_integrity(copy, true));
    bb_db_close(copy);
    free(path);
    store_down(&s);
}
END_TEST

/* What would not pass as a copy does not get the name of one. */
START_TEST(a_damaged_file_gives_no_copy)
{
    struct store s;
    store_up(&s);
    fill(&s, 5);
    char *path = bb_path_join(s.dir, "copy.db"), *part = bb_path_join(s.dir, "copy.db.part");
    raw_run(s.path, "DROP TRIGGER event_no_update; UPDATE event SET lamport = lamport + 1");
    ck_err_is(bb_db_backup(s.db, path, NULL), BB_ERR_DB_DAMAGED);
    ck_assert(!bb_file_exists(path));
    ck_assert(!bb_file_exists(part));
    free(path);
    free(part);
    store_down(&s);
}
END_TEST

START_TEST(no_place_for_it)
{
    struct store s;
    store_up(&s);
    char *path = bb_path_join(s.dir, "none/copy.db");
    ck_err_is(bb_db_backup(s.db, path, NULL), BB_ERR_FILE_WRITE);
    free(path);
    store_down(&s);
}
END_TEST

Suite *suite_backup(void);
Suite *suite_backup(void)
{
    Suite *suite = suite_create("backup");
    TCase *tcase = tcase_create("backup");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, copy_is_whole);
    tcase_add_test(tcase, cancelled_leaves_nothing);
    tcase_add_loop_test(tcase, others_write_meanwhile, 0, 3);
    tcase_add_test(tcase, a_damaged_file_gives_no_copy);
    tcase_add_test(tcase, no_place_for_it);
    suite_add_tcase(suite, tcase);
    return suite;
}
