/* The event table: append-only below the code, order, chains, the last act, what was touched. */
#include "fixture.h"

START_TEST(append_only)
{
    static const struct {
        const char *sql;
        bool recursive;
    } rows[] = {
        {"UPDATE event SET line = '{}'", false},
        {"UPDATE event SET seq = seq + 1 WHERE seq = 1", false},
        {"DELETE FROM event", false},
        {"DELETE FROM event WHERE seq = 2", false},
        {"INSERT OR REPLACE INTO event SELECT * FROM event WHERE seq = 1", true},
        {"REPLACE INTO event (rowid, hash, id, replica, seq, prev, lamport, at, by_person, kind, "
         "subject, line) "
         "SELECT rowid, replace(hash, '1', 'f'), 'other', replica, seq, prev, lamport, at, "
         "by_person, kind, subject, line "
         "FROM event WHERE seq = 1",
         true},
        {"INSERT OR REPLACE INTO event SELECT replace(hash, '1', 'f'), id, replica, seq, prev, "
         "lamport, at, by_person, "
         "kind, subject, line FROM event WHERE seq = 1",
         true},
        {"INSERT OR IGNORE INTO event SELECT * FROM event WHERE seq = 1", true},
    };
    struct store s;
    store_up(&s);
    for (int i = 1; i <= 3; i++)
        ck_ok(event_put(s.db, i, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(100 + i), "{}"));
    sqlite3 *raw = raw_open(s.path);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int recursive = 0; recursive < 2;
             recursive++) { /* the guard on insert holds either way */
            raw_try(raw, recursive ? "PRAGMA recursive_triggers = ON"
                                   : "PRAGMA recursive_triggers = OFF");
            int rc = raw_try(raw, rows[i].sql);
            ck_assert_msg(rc == SQLITE_CONSTRAINT, "%s: %s", rows[i].sql, sqlite3_errmsg(raw));
            ck_assert_int_eq(raw_number(raw, "SELECT count(*) * 100 + sum(seq) FROM event"), 306);
        }
    sqlite3_close(raw);
    ck_err_is(event_put(s.db, 2, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(102), "{}"),
              BB_ERR_DB_REFUSED);
    store_down(&s);
}
END_TEST

START_TEST(roundtrip)
{
    struct store s;
    struct bb_event event;
    struct bb_events events = {0};
    store_up(&s);
    event_fill(&event, 7, REPLICA_A, BB_EVENT_ISSUE_ADD, made_id(1),
               "{\"description\":\"排队太久，“两头跑”\"}");
    ck_ok(bb_db_event_save(s.db, &event));
    ck_ok(bb_db_subject_events(s.db, made_id(1), &events));
    ck_assert_uint_eq(events.count, 1);
    ck_assert_str_eq(events.rows[0].line, event.line);
    ck_assert_str_eq(events.rows[0].hash, event.hash);
    ck_assert_str_eq(events.rows[0].body, event.body);
    ck_assert_int_eq(events.rows[0].kind, BB_EVENT_ISSUE_ADD);
    bb_events_done(&events);
    bb_event_done(&event);
    store_down(&s);
}
END_TEST

/* SQLite's own check knows nothing of the line. */
START_TEST(columns_differ_from_the_line)
{
    static const char *const columns[] = {"seq = seq + 5", "lamport = lamport + 1",
                                          "by_person = 'X999'", "subject = id",
                                          "kind = 'issue.void'"};
    struct store s;
    store_up(&s);
    ck_ok(event_put(s.db, 1, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(101), "{}"));
    ck_ok(bb_db_integrity(s.db, true));
    raw_run(s.path, "DROP TRIGGER event_no_update");
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        char sql[96];
        raw_run(s.path, "CREATE TABLE kept AS SELECT * FROM event");
        snprintf(sql, sizeof sql, "UPDATE event SET %s", columns[i]);
        raw_run(s.path, sql);
        ck_err_is(bb_db_integrity(s.db, true), BB_ERR_DB_DAMAGED);
        raw_run(s.path, "UPDATE event SET (seq, lamport, by_person, subject, kind) = (SELECT seq, "
                        "lamport, by_person, subject, kind FROM kept); DROP TABLE kept");
        ck_ok(bb_db_integrity(s.db, true));
    }
    store_down(&s);
}
END_TEST

START_TEST(fold_order) /* lamport, then hash, never the order of arrival */
{
    static const int lamports[] = {5, 2, 9, 2, 1, 9};
    struct store s;
    struct bb_events events = {0};
    store_up(&s);
    for (int i = 0; i < 6; i++) {
        struct bb_event event;
        event_fill(&event, 10 - i, i % 2 ? REPLICA_A : REPLICA_B, BB_EVENT_ISSUE_EDIT, made_id(1),
                   "{}");
        event.lamport = lamports[i];
        bb_event_format(&event);
        ck_ok(bb_db_event_save(s.db, &event));
        bb_event_done(&event);
    }
    ck_ok(event_put(s.db, 50, REPLICA_A, BB_EVENT_ISSUE_EDIT, made_id(2), "{}"));
    ck_ok(bb_db_subject_events(s.db, made_id(1), &events));
    ck_assert_uint_eq(events.count, 6);
    for (size_t i = 1; i < events.count; i++)
        ck_assert_int_lt(bb_event_compare(&events.rows[i - 1], &events.rows[i]), 0);
    bb_events_done(&events);
    store_down(&s);
}
END_TEST

static const struct bb_err *note_event(void *ctx, void *row)
{
    char text[96];
    const struct bb_event *event = row;
    snprintf(text, sizeof text, "%.1s%d", event->replica, (int)event->seq);
    note(ctx, text);
    return NULL;
}

START_TEST(chains)
{
    struct store s;
    struct bb_chain chain;
    struct noted noted = {0};
    store_up(&s);
    ck_ok(bb_db_chain_load(s.db, REPLICA_A, &chain));
    ck_assert_int_eq(chain.seq, 0);
    ck_assert_int_eq(chain.lamport, 0);
    ck_assert_str_eq(chain.hash, bb_hash_zero);
    for (int i = 1; i <= 12; i++)
        ck_ok(event_put(s.db, i, i % 3 ? REPLICA_A : REPLICA_B, BB_EVENT_LOGIN, "P1", "{}"));
    ck_ok(bb_db_chain_load(s.db, REPLICA_A, &chain));
    ck_assert_int_eq(chain.seq, 11);
    ck_assert_int_eq(chain.lamport, 12);
    ck_assert_int_eq(chain.at, 1011);
    ck_assert_str_eq(chain.hash,
                     "000000000000000000000000000000000000000000000000000000000000000b");
    ck_ok(bb_db_replica_events(s.db, REPLICA_A, 2, 10, &(struct bb_sink){note_event, &noted}));
    ck_assert_str_eq(noted.text, "a4\na5\na7\na8\na10\n");
    noted = (struct noted){0};
    ck_ok(bb_db_replica_events(s.db, REPLICA_B, 3, 0, &(struct bb_sink){note_event, &noted}));
    ck_assert_str_eq(noted.text, "b6\nb9\nb12\n");
    noted = (struct noted){0};
    ck_ok(bb_db_replicas(s.db, &(struct bb_sink){note_text, &noted}));
    ck_assert_str_eq(noted.text, REPLICA_A "\n" REPLICA_B "\n");
    store_down(&s);
}
END_TEST

static void last_is_since(struct bb_db *db, const char *replica, const char *by, int64_t since,
                          int n)
{
    struct bb_event event;
    ck_ok(bb_db_last_act(db, replica, by, since, &event));
    if (n)
        ck_assert_str_eq(event.id, made_id(n));
    else
        ck_assert_int_eq(event.kind, BB_EVENT_NONE);
    bb_event_done(&event);
}

static void last_is(struct bb_db *db, const char *replica, const char *by, int n)
{
    last_is_since(db, replica, by, 0, n);
}

static void undo_put(struct bb_db *db, int n, int undone, const char *subject)
{
    char body[96];
    snprintf(body, sizeof body, "{\"undoes\":\"%s\"}", made_id(undone));
    ck_ok(event_put(db, n, REPLICA_A, BB_EVENT_UNDO, subject, body));
}

START_TEST(last_act)
{
    struct store s;
    store_up(&s);
    last_is(s.db, REPLICA_A, "P1", 0);
    ck_ok(event_put(s.db, 1, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(101), "{}"));
    ck_ok(event_put(s.db, 2, REPLICA_A, BB_EVENT_SESSION_EDIT, made_id(101), "{}"));
    ck_ok(event_put(s.db, 3, REPLICA_A, BB_EVENT_ISSUE_ADD, made_id(201), "{}"));
    ck_ok(event_put(s.db, 4, REPLICA_A, BB_EVENT_LOGIN, "P1",
                    "{}")); /* cannot be undone: passed over */
    ck_ok(event_put(s.db, 5, REPLICA_B, BB_EVENT_ISSUE_ADD, made_id(202), "{}"));
    last_is(s.db, REPLICA_A, "P1", 3);
    last_is(s.db, REPLICA_B, "P1", 5);
    last_is(s.db, REPLICA_A, "P2", 0);
    struct bb_event third;
    ck_ok(bb_db_act_load(s.db, made_id(3), made_id(201), &third));
    last_is_since(s.db, REPLICA_A, "P1", third.at, 3);
    last_is_since(s.db, REPLICA_A, "P1", third.at + 1, 0);
    bb_event_done(&third);
    undo_put(s.db, 6, 3, made_id(201));
    last_is(s.db, REPLICA_A, "P1", 2);
    undo_put(s.db, 7, 2, made_id(101));
    last_is(s.db, REPLICA_A, "P1", 1);
    undo_put(s.db, 8, 1, made_id(101));
    last_is(s.db, REPLICA_A, "P1", 0);
    store_down(&s);
}
END_TEST

START_TEST(touched)
{
    struct store s;
    struct noted noted = {0};
    store_up(&s);
    for (int i = 1; i <= 4; i++) {
        struct bb_session session = made_session(100 + i, 1000);
        session_put(s.db, &session);
    }
    struct bb_issue issue = made_issue(201, 0, BB_STATE_FOUND);
    issue_put(s.db, &issue);
    ck_ok(event_put(s.db, 1, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(103), "{}"));
    ck_ok(event_put(s.db, 2, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(101), "{}"));
    ck_ok(event_put(s.db, 3, REPLICA_A, BB_EVENT_ISSUE_ADD, made_id(201), "{}"));
    ck_ok(event_put(s.db, 4, REPLICA_A, BB_EVENT_SESSION_EDIT, made_id(101), "{}"));
    ck_ok(event_put(s.db, 5, REPLICA_B, BB_EVENT_SESSION_ADD, made_id(104), "{}"));
    ck_ok(event_put(s.db, 6, REPLICA_A, BB_EVENT_LOGIN, "P1", "{}"));
    undo_put(s.db, 7, 1, made_id(103));
    static const struct {
        int64_t after, until;
        const char *record;
        int ids[3];
    } rows[] = {{0, 0, "session", {103, 101, 0}}, {1, 0, "session", {101, 103, 0}},
                {2, 6, "session", {101, 0, 0}},   {0, 0, "issue", {201, 0, 0}},
                {3, 0, "issue", {0, 0, 0}},       {0, 0, "referral", {0, 0, 0}},
                {4, 0, "session", {103, 0, 0}},   {0, 2, "session", {103, 101, 0}}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct noted expected = {0};
        for (int k = 0; rows[i].ids[k]; k++)
            note(&expected, made_id(rows[i].ids[k]));
        noted = (struct noted){0};
        ck_ok(bb_db_touched(s.db, REPLICA_A, rows[i].after, rows[i].until, rows[i].record,
                            &(struct bb_sink){note_text, &noted}));
        ck_assert_str_eq(noted.text, expected.text);
    }
    store_down(&s);
}
END_TEST

static const struct bb_err *stop(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return bb_err(BB_ERR_CANCELLED, NULL);
}

START_TEST(a_stopped_reader_lets_go)
{
    struct store s;
    int seen = 0;
    store_up(&s);
    for (int i = 1; i <= 3; i++)
        ck_ok(event_put(s.db, i, REPLICA_A, BB_EVENT_LOGIN, "P1", "{}"));
    ck_err_is(bb_db_replica_events(s.db, REPLICA_A, 0, 0, &(struct bb_sink){stop, &seen}),
              BB_ERR_CANCELLED);
    ck_assert_int_eq(seen, 1);
    raw_run(s.path, "INSERT INTO meta VALUES ('a', 'b')"); /* nobody holds the file */
    store_down(&s);
}
END_TEST

Suite *suite_event(void);
Suite *suite_event(void)
{
    Suite *suite = suite_create("event");
    TCase *tcase = tcase_create("event");
    tcase_set_timeout(tcase, 30);
    tcase_add_test(tcase, append_only);
    tcase_add_test(tcase, roundtrip);
    tcase_add_test(tcase, columns_differ_from_the_line);
    tcase_add_test(tcase, fold_order);
    tcase_add_test(tcase, chains);
    tcase_add_test(tcase, last_act);
    tcase_add_test(tcase, touched);
    tcase_add_test(tcase, a_stopped_reader_lets_go);
    suite_add_tcase(suite, tcase);
    return suite;
}
