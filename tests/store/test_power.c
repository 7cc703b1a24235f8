/* The store on a disk whose power fails: after a cut behind any act what was said to be saved is
 * there, a transaction is whole or absent, and a cut while the store mends it changes nothing of
 * that. The same question finds the losses of weaker settings: it can be answered with no. */
#include "fixture.h"

#include "power.h"

enum { STEPS = 12 };

static void step(struct bb_db *db, int n)
{
    struct bb_session session = made_session(n, 1000 + n);
    struct bb_issue issue = made_issue(200 + n / 2, 20000 + n, BB_STATE_FOUND);
    bb_strset(&session.note, n % 2 ? "社保卡补办，材料不齐" : "医保备案");
    bb_strset(&issue.description, n % 3 ? "窗口叫号屏看不清" : "排队");
    ck_ok(bb_db_begin(db));
    ck_ok(event_put(db, n, REPLICA_A, BB_EVENT_SESSION_ADD, made_id(n), "{}"));
    session_put(db, &session);
    issue_put(db, &issue);
    if (n % 5 == 0)
        ck_ok(bb_db_clear(db, &bb_unit_record));
    if (n % 7 == 0) /* not every transaction is kept */
        bb_db_rollback(db);
    else
        ck_ok(bb_db_commit(db));
}

/* STEPS transactions, written down; `weaker` may take strength from the connection before. */
static char *record(struct store *s, struct power_log *log, const char *weaker)
{
    store_up(s);
    struct bb_unit unit = {0};
    for (int n = 0; n < 40; n++) {
        char code[16];
        snprintf(code, sizeof code, "D%d", n);
        bb_strset(&unit.code, code);
        bb_strset(&unit.name, "区医保局");
        ck_ok(bb_db_save(s->db, &bb_unit_record, &unit));
    }
    bb_record_done(&bb_unit_record, &unit);
    bb_db_close(s->db);
    char *journal = bb_path_join(s->dir, "bangban.db-journal");
    unlink(journal); /* as restored from a copy: the journal's name is not yet on the disk */
    free(journal);
    power_record(log, s->path);
    ck_ok(bb_db_open(&s->db, s->path, BB_DB_OPEN));
    if (weaker)
        ck_assert_int_eq(raw_try(s->db->handle, weaker), SQLITE_OK);
    for (int n = 1; n <= STEPS; n++) {
        step(s->db, n);
        power_ack();
    }
    power.log = NULL;
    bb_db_close(s->db);
    s->db = NULL;
    return bb_path_join(s->dir, "cut.db");
}

START_TEST(a_power_cut_loses_nothing)
{
    struct store s;
    struct power_log log;
    int made;
    char *path = record(&s, &log, NULL);
    for (size_t i = 0; i < log.state_count; i++) { /* what the others are compared with is whole */
        struct power_disk disk = {{true, false}, {log.states[i].bytes, {0}}};
        power_lay(&disk, path);
        ck_ok(bb_db_open(&s.db, path, BB_DB_OPEN));
        ck_ok(bb_db_integrity(s.db, true));
        bb_db_close(s.db);
    }
    s.db = NULL;
    int lost = power_broken(&log, path, soak_count(20000), &made);
    soak_say("power cuts (store): %d of %zu acts, %d lost or damaged\n", made, log.count, lost);
    ck_assert_msg(lost == 0, "%d of %d cuts", lost, made);
    free(path);
    power_log_done(&log);
    store_down(&s);
}
END_TEST

START_TEST(a_cut_while_mending_loses_nothing)
{
    struct store s;
    struct power_log log;
    int made = 0, lost = 0, recoveries = 0, goal = soak_count(2500);
    char *path = record(&s, &log, NULL), *inner_path = bb_path_join(s.dir, "inner.db");
    for (uint32_t seed = 2; made < goal; seed++)
        for (size_t count = 0; count <= log.count && made < goal; count++) {
            struct power_disk disk;
            struct power_log mending;
            struct bb_db *db;
            power_cut(&log, count, seed, &disk);
            power_lay(&disk, path);
            power_disk_done(&disk);
            power_record(&mending, path);
            ck_ok(bb_db_open(&db, path, BB_DB_OPEN));
            power.log = NULL;
            bb_db_close(db);
            recoveries += mending.count > 0;
            for (size_t inner = 0; mending.count && inner <= mending.count; inner++, made++) {
                power_cut(&mending, inner, seed + (uint32_t)inner % 3, &disk);
                power_lay(&disk, inner_path);
                power_disk_done(&disk);
                lost += !power_stands(&log, count, inner_path);
            }
            power_log_done(&mending);
        }
    soak_say("cuts while mending: %d in %d recoveries, %d lost or damaged\n", made, recoveries,
             lost);
    ck_assert_msg(lost == 0, "%d of %d inner cuts", lost, made);
    ck_assert_int_gt(recoveries, 20);
    free(path);
    free(inner_path);
    power_log_done(&log);
    store_down(&s);
}
END_TEST

/* What the store's settings are for: with less, the same question is answered with no. */
static const struct {
    const char *name, *weaker;
    bool folder_lost;
} controls[] = {
    {"synchronous = NORMAL", "PRAGMA synchronous = NORMAL", false},
    {"DELETE and FULL", "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", false},
    {"the folder is not synced", NULL, true},
};

START_TEST(weaker_settings_are_found_out)
{
    struct store s;
    struct power_log log;
    int made;
    char *path = record(&s, &log, controls[_i].weaker);
    power.folder_lost = controls[_i].folder_lost;
    int lost = power_broken(&log, path, 1500, &made);
    power.folder_lost = false;
    soak_say("control, %s: %d of %d cuts lose something\n", controls[_i].name, lost, made);
    ck_assert_msg(lost > 0, "%s: nothing is lost in %d cuts", controls[_i].name, made);
    free(path);
    power_log_done(&log);
    store_down(&s);
}
END_TEST

Suite *suite_power(void);
Suite *suite_power(void)
{
    Suite *suite = suite_create("power");
    TCase *tcase = tcase_create("power");
    tcase_set_timeout(tcase, soak_count(900)); /* a machine may be busy */
    tcase_add_test(tcase, a_power_cut_loses_nothing);
    tcase_add_test(tcase, a_cut_while_mending_loses_nothing);
    tcase_add_loop_test(tcase, weaker_settings_are_found_out, 0,
                        sizeof controls / sizeof *controls);
    suite_add_tcase(suite, tcase);
    return suite;
}
