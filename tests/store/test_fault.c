/* Every function of the store against a disk that fails at its first, second, third … access: an
 * error is handed up or the answer is the right one; nothing is left behind, nothing stays locked,
 * and the connection works again. */
#include "fixture.h"

#include "fault.h"

/* What a flow saw, to be compared with what it sees on a good disk. */
static struct noted seen;

static const struct bb_err *see_id(void *ctx, void *row)
{
    (void)ctx;
    note(&seen, *(char **)row);
    return NULL;
}
static const struct bb_err *see_text(void *ctx, void *row)
{
    (void)ctx;
    note(&seen, row);
    return NULL;
}
static const struct bb_err *see_hit(void *ctx, void *row)
{
    (void)ctx;
    note(&seen, ((struct bb_hit *)row)->id);
    return NULL;
}
static const struct bb_err *see_event(void *ctx, void *row)
{
    (void)ctx;
    note(&seen, ((struct bb_event *)row)->id);
    return NULL;
}
static const struct bb_sink ids = {see_id, NULL}, texts = {see_text, NULL}, hits = {see_hit, NULL},
                            events_sink = {see_event, NULL};

static void see_number(int64_t number)
{
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)number);
    note(&seen, text);
}

/* ---- flows ---- */
static const struct bb_err *lists(struct bb_db *db)
{
    const struct bb_session_query sessions = {.limit = 5, .has_key = true, .key.value = 1010};
    const struct bb_issue_query issues = {.states = BB_IN_OPEN | BB_IN(CLOSED), .text = "社保"};
    BB_TRY(bb_db_session_list(db, &sessions, &ids));
    return bb_db_issue_list(db, &issues, &ids);
}

static const struct bb_err *figures(struct bb_db *db)
{
    struct bb_day_figures got;
    int64_t last;
    BB_TRY(bb_db_day_figures(db, 0, 2000, NULL, 30000, &got));
    see_number(got.sessions + got.red * 100 + got.unsynced * 10000);
    BB_TRY(bb_db_last_number(db, &bb_session_record, "N-", &last));
    see_number(last);
    return NULL;
}

static const struct bb_err *searches(struct bb_db *db)
{
    BB_TRY(bb_db_search(db, &(struct bb_search){.words = "社保卡", .limit = 5}, NULL, &hits));
    return bb_db_search(db, &(struct bb_search){.words = "卡"}, NULL, &hits);
}

static const struct bb_err *events(struct bb_db *db)
{
    struct bb_events got = {0};
    struct bb_event last = {0};
    struct bb_chain chain;
    const struct bb_err *err = bb_db_subject_events(db, made_id(3), &got);
    see_number((int64_t)got.count);
    bb_events_done(&got);
    BB_TRY(err);
    BB_TRY(bb_db_replica_events(db, REPLICA_A, 2, 0, &events_sink));
    BB_TRY(bb_db_replicas(db, &texts));
    BB_TRY(bb_db_touched(db, REPLICA_A, 0, 0, "session", &texts));
    err = bb_db_last_act(db, REPLICA_A, "P1", 0, &last);
    note(&seen, last.id);
    bb_event_done(&last);
    BB_TRY(err);
    BB_TRY(bb_db_chain_load(db, REPLICA_A, &chain));
    see_number(chain.seq + chain.lamport);
    return NULL;
}

static const struct bb_err *rows(struct bb_db *db)
{
    struct bb_session session;
    unsigned char key[BB_SESSION_KEY_BYTES];
    char *value = NULL;
    bool found, changed;
    const struct bb_err *err = bb_db_load(db, &bb_session_record, made_id(3), &session, &found);
    note(&seen, session.id ? session.id : "-");
    bb_session_done(&session);
    BB_TRY(err);
    err = bb_db_load_no(db, &bb_session_record, "N-004", &session, &found);
    note(&seen, session.id ? session.id : "-");
    bb_session_done(&session);
    BB_TRY(err);
    BB_TRY(bb_db_all(db, &bb_unit_record, &ids));
    BB_TRY(bb_db_session_key_load(db, made_id(1), key, &found));
    see_number(found);
    err = bb_db_meta_load(db, "replica", &value);
    note(&seen, value ? value : "-");
    free(value);
    BB_TRY(err);
    return bb_db_changed(db, &changed);
}

static const struct bb_err *check(struct bb_db *db)
{
    BB_TRY(bb_db_integrity(db, false));
    return bb_db_integrity(db, true);
}

static const struct bb_err *write_steps(struct bb_db *db)
{
    static const unsigned char key[BB_SESSION_KEY_BYTES] = {7};
    struct bb_session session =
        made_session(3, 1003); /* another text: its search entry is renewed */
    bb_strset(&session.note, "医保备案");
    bb_strset(&session.item, "P001");
    const struct bb_err *err = bb_db_save(db, &bb_session_record, &session);
    bb_session_done(&session);
    BB_TRY(err);
    struct bb_issue issue = made_issue(103, 20001, BB_STATE_FOUND);
    bb_strset(&issue.description, "医保系统登不上");
    bb_strset(&issue.lead_unit, "D1");
    err = bb_db_save(db, &bb_issue_record, &issue);
    bb_issue_done(&issue);
    BB_TRY(err);
    BB_TRY(bb_db_meta_save(db, "a", "b"));
    BB_TRY(bb_db_session_key_save(db, made_id(9), key));
    BB_TRY(bb_db_clear(db, &bb_unit_record));
    return bb_db_calendar_clear(db, 2026);
}

static const struct bb_err *save_all(struct bb_db *db)
{
    const struct bb_err *err = bb_db_begin(db);
    if (!err)
        err = write_steps(db);
    if (!err)
        err = event_put(db, 900, REPLICA_A, BB_EVENT_SESSION_EDIT, made_id(3), "{}");
    if (!err)
        err = bb_db_commit(db);
    bb_db_rollback(db);
    return err;
}

static const struct bb_err *rebuild(struct bb_db *db)
{
    const struct bb_err *err = bb_db_begin(db);
    if (!err)
        err = bb_db_projections_clear(db);
    if (!err)
        err = event_put(db, 901, REPLICA_A, BB_EVENT_LOGIN, "P1", "{}");
    if (!err)
        err = bb_db_commit(db);
    bb_db_rollback(db);
    return err;
}

static const struct bb_err *backup(struct bb_db *db)
{
    char path[512], part[520];
    snprintf(path, sizeof path, "%s.copy", db->path);
    snprintf(part, sizeof part, "%s.part", path);
    const struct bb_err *err = bb_db_backup(db, path, NULL);
    ck_assert(!bb_file_exists(part));
    ck_assert(bb_file_exists(path) == !err);
    unlink(path);
    return err;
}

static const struct {
    const char *name;
    const struct bb_err *(*run)(struct bb_db *db);
} flows[] = {{"open", NULL},       {"lists", lists},  {"figures", figures}, {"searches", searches},
             {"events", events},   {"rows", rows},    {"check", check},     {"write", save_all},
             {"rebuild", rebuild}, {"backup", backup}};
enum { FLOWS = sizeof flows / sizeof *flows };

static void fill(struct bb_db *db)
{
    static const unsigned char key[BB_SESSION_KEY_BYTES] = {1};
    struct bb_unit unit = {0};
    struct bb_notice_day day = {.date = bb_day_make(2026, 10, 1)};
    ck_ok(bb_db_begin(db));
    for (int n = 1; n <= 40; n++) {
        struct bb_session session = made_session(n, 1000 + n / 4);
        char no[16];
        snprintf(no, sizeof no, "N-%03d", n);
        bb_strset(&session.no, no);
        bb_strset(&session.note, "社保卡补办，材料不齐");
        session_put(db, &session);
        struct bb_issue issue = made_issue(100 + n, n % 3 ? 20000 : 0, 1 + n % BB_STATE_VOID);
        bb_strset(&issue.description, "社保卡窗口排队");
        issue_put(db, &issue);
        ck_ok(event_put(db, n, n % 5 ? REPLICA_A : REPLICA_B, BB_EVENT_SESSION_ADD, made_id(n),
                        "{}"));
    }
    bb_strset(&unit.code, "D1");
    bb_strset(&unit.name, "区医保局");
    ck_ok(bb_db_save(db, &bb_unit_record, &unit));
    bb_record_done(&bb_unit_record, &unit);
    ck_ok(bb_db_save(db, &bb_notice_day_record, &day));
    ck_ok(bb_db_meta_save(db, "replica", REPLICA_A));
    ck_ok(bb_db_session_key_save(db, made_id(1), key));
    ck_ok(bb_db_commit(db));
}

/* A copy of the prepared file, so that every point begins alike; not synced, the disk is not asked
 * here. */
static void renew(const struct bb_buf *prepared, const char *to)
{
    char journal[512];
    snprintf(journal, sizeof journal, "%s-journal", to);
    unlink(journal);
    FILE *file = fopen(to, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(prepared->data, 1, prepared->len, file), prepared->len);
    ck_assert_int_eq(fclose(file), 0);
    chmod(to, 0600);
}

/* Opens and runs; the answer is in `seen`. */
static const struct bb_err *run(struct store *s, const char *path, int flow)
{
    seen = (struct noted){0};
    const struct bb_err *err = bb_db_open(&s->db, path, BB_DB_OPEN);
    if (!err && flows[flow].run)
        err = flows[flow].run(s->db);
    return err;
}

static void every_point(int flow, bool reads, bool for_good)
{
    struct store s;
    store_up(&s);
    fill(s.db);
    bb_db_close(s.db);
    char *path = bb_path_join(s.dir, "point.db");
    struct bb_buf prepared = {0};
    ck_ok(bb_file_read(&prepared, s.path, 1 << 24));
    renew(&prepared, path);
    ck_ok(run(&s, path, flow));
    struct noted expected = seen;
    bb_db_close(s.db);
    fault_install();
    for (int k = 1;; k++) {
        renew(&prepared, path);
        fault = (struct fault){.countdown = k,
                               .rc = reads ? SQLITE_IOERR_READ : SQLITE_FULL,
                               .for_good = for_good,
                               .reads = reads};
        const struct bb_err *err = run(&s, path, flow);
        bool struck = fault.struck > 0;
        fault = (struct fault){0};
        if (!err)
            ck_assert_msg(strcmp(seen.text, expected.text) == 0, "%s, point %d: a wrong answer",
                          flows[flow].name, k);
        else
            ck_assert_msg(bb_err_exit(err) == BB_EXIT_STORAGE, "%s, point %d: %s", flows[flow].name,
                          k, err->text);
        if (s.db) /* the disk is back: the same connection works */
            ck_ok(bb_db_meta_save(s.db, "after", "1"));
        raw_run(path, "INSERT INTO meta VALUES ('raw', '1')"); /* and locks nobody out */
        bb_db_close(s.db);
        ck_ok(bb_db_open(&s.db, path, BB_DB_OPEN));
        ck_ok(bb_db_integrity(s.db, true));
        bb_db_close(s.db);
        if (!struck)
            break;
    }
    bb_buf_done(&prepared);
    free(path);
    s.db = NULL;
    store_down(&s);
}

START_TEST(reads_fail)
{
    every_point(_i, true, false);
}
END_TEST

START_TEST(reads_fail_for_good)
{
    every_point(_i, true, true);
}
END_TEST

START_TEST(writes_fail)
{
    every_point(_i, false, _i % 2);
}
END_TEST

Suite *suite_fault(void);
Suite *suite_fault(void)
{
    Suite *suite = suite_create("fault");
    TCase *tcase = tcase_create("fault");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, reads_fail, 0, FLOWS);
    tcase_add_loop_test(tcase, reads_fail_for_good, 0, FLOWS);
    tcase_add_loop_test(tcase, writes_fail, 0, FLOWS);
    suite_add_tcase(suite, tcase);
    return suite;
}
