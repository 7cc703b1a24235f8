/*
 * Nights of a district through the real app, packet and hub code (trust.md §3): packets and
 * receipts lost, late, twice, out of order, changed; hand-overs and rounds that end after any of
 * their steps; windows and hub restored from old copies, disks copied, clocks off by months. One
 * seed is one run: BB_SIM_SEED, BB_SIM_RUNS, BB_SIM_WINDOWS, BB_SIM_NIGHTS say which. What must
 * hold afterwards, after quiet nights: I1 the hub has every event that is on a living disk      I2
 * and every acknowledged one I3 each window's cases are folded as the hub's            I5 every
 * hash and link holds I6 replaying the archive into an empty file gives the same state I7 what a
 * receipt calls `have` is there with all before it (the links of I5) I9 what fails a check changes
 * no event
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "hub/rig.h"

enum { WINDOWS_MAX = 64, LATE_MAX = 4, QUIET_NIGHTS = 8, DAY_MS = 86400000 };

struct sim {
    struct rig rig;
    struct node windows[WINDOWS_MAX];
    int count, nights, first; /* windows now; nights; windows before any was copied */
    uint64_t random;
    sqlite3 *truth; /* hashes that must be at the hub in the end */
    long lost, late, twice, changed, restored, copied, hub_restored, refused, killed;
};

static uint64_t next(struct sim *sim)
{
    sim->random ^= sim->random << 13;
    sim->random ^= sim->random >> 7;
    sim->random ^= sim->random << 17;
    return sim->random;
}

static bool chance(struct sim *sim, int per_mille)
{
    return (int)(next(sim) % 1000) < per_mille;
}

static long setting(const char *name, long preset)
{
    const char *text = getenv(name);
    return text ? atol(text) : preset;
}

static void sql_run(sqlite3 *raw, const char *format, const char *path)
{
    char *sql = sqlite3_mprintf(format, path);
    char *why = NULL;
    int rc = sqlite3_exec(raw, sql, NULL, NULL, &why);
    ck_assert_msg(rc == SQLITE_OK, "%s: %s", sql, why ? why : "");
    sqlite3_free(sql);
}

/* I2: what this file knows to be acknowledged must be at the hub for ever. */
static void acked_note(struct sim *sim, const struct node *node)
{
    sql_run(sim->truth, "ATTACH %Q AS w", node->path);
    sql_run(sim->truth,
            "INSERT OR IGNORE INTO must SELECT e.hash FROM w.event AS e, w.meta AS l, w.meta AS s "
            "WHERE l.key = 'replica' AND s.key = 'acked_seq' AND e.replica = l.value "
            "AND e.seq <= CAST(s.value AS INTEGER) AND %Q <> ''",
            "x");
    sql_run(sim->truth, "DETACH w%.0s", "");
}

/* Everything that is in the file, but for the trace of the hand-over just made: that goes with the
 * next one. */
static void all_note(struct sim *sim, const struct node *node)
{
    sql_run(sim->truth, "ATTACH %Q AS w", node->path);
    sql_run(sim->truth,
            "INSERT OR IGNORE INTO must SELECT hash FROM w.event WHERE kind <> 'export'%.0s", "");
    sql_run(sim->truth, "DETACH w%.0s", "");
}

static int64_t missing_at_hub(struct sim *sim)
{
    sqlite3_stmt *stmt;
    sql_run(sim->truth, "ATTACH %Q AS h", sim->rig.hub.path);
    ck_assert_int_eq(
        sqlite3_prepare_v2(sim->truth,
                           "SELECT count(*) FROM must WHERE hash NOT IN (SELECT hash FROM h.event)",
                           -1, &stmt, NULL),
        SQLITE_OK);
    sqlite3_step(stmt);
    int64_t missing = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sql_run(sim->truth, "DETACH h%.0s", "");
    return missing;
}

/* ---- a day ---- */

static void some_issue(struct sim *sim, struct node *node,
                       bool (*step)(struct node *, const char *))
{
    sqlite3 *raw;
    sqlite3_stmt *stmt;
    char no[64] = "";
    ck_assert_int_eq(sqlite3_open_v2(node->path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(raw, "SELECT id FROM issue ORDER BY id", -1, &stmt, NULL),
                     SQLITE_OK);
    for (uint64_t n = next(sim) % 8; sqlite3_step(stmt) == SQLITE_ROW; n--) {
        snprintf(no, sizeof no, "%s", (const char *)sqlite3_column_text(stmt, 0));
        if (n == 0)
            break;
    }
    sqlite3_finalize(stmt);
    sqlite3_close(raw);
    if (*no)
        step(node, no); /* a refusal of the rules is as good */
}

static void day(struct sim *sim, struct node *node)
{
    for (int acts = (int)(next(sim) % 3); acts > 0; acts--)
        session_add(node, "记录");
    if (chance(sim, 300))
        free(issue_add(node, "问题"));
    if (chance(sim, 200))
        some_issue(sim, node, issue_plan);
    if (chance(sim, 200))
        some_issue(sim, node, issue_fix);
}

/* ---- the way ---- */

static void damage(struct sim *sim, const char *path)
{
    struct bb_buf bytes = {0};
    ck_ok(bb_file_read(&bytes, path, 1 << 28));
    if (chance(sim, 300))
        bytes.len = next(sim) % bytes.len; /* cut */
    else
        bytes.data[next(sim) % bytes.len] ^= (char)(1 + next(sim) % 255);
    ck_ok(bb_file_write(path, 0600, bytes.data, bytes.len));
    bb_buf_done(&bytes);
}

/* From one folder to another, through the weather; late files wait in a folder of their own. */
static void carry_one(struct sim *sim, const char *from, const char *to, const char *name,
                      const char *waiting, bool storm)
{
    char *source = bb_path_join(from, name), *target = bb_path_join(to, name);
    if (storm && chance(sim, 200)) {
        sim->lost++;
    } else if (storm && chance(sim, 250)) {
        char *later = bb_path_join(waiting, name);
        file_copy(source, later);
        free(later);
        sim->late++;
    } else {
        file_copy(source, target);
        if (storm && chance(sim, 120)) {
            damage(sim, target);
            sim->changed++;
        }
        if (storm && chance(sim, 150)) {
            char *later = bb_path_join(waiting, name);
            file_copy(source, later);
            free(later);
            sim->twice++;
        }
    }
    free(source);
    free(target);
}

static void carry_all(struct sim *sim, const char *from, const char *to, const char *waiting,
                      const char *ending, bool storm)
{
    struct dirent **entries = NULL;
    ck_ok(bb_file_mkdir(to));
    ck_ok(bb_file_mkdir(waiting));
    char *done = bb_path_join(to, "done");
    int count = scandir(from, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        size_t len = strlen(entries[i]->d_name);
        char *known = bb_path_join(done, entries[i]->d_name);
        if (len > strlen(ending) && !bb_file_exists(known) &&
            strcmp(entries[i]->d_name + len - strlen(ending), ending) == 0)
            carry_one(sim, from, to, entries[i]->d_name, waiting, storm);
        free(known);
        free(entries[i]);
    }
    free(entries);
    free(done);
}

/* What was late arrives one of these nights, in any order. */
static void late_arrive(struct sim *sim, const char *waiting, const char *to, bool storm)
{
    struct dirent **entries = NULL;
    int count = scandir(waiting, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.' && (!storm || chance(sim, 1000 / LATE_MAX))) {
            char *source = bb_path_join(waiting, entries[i]->d_name);
            char *target = bb_path_join(to, entries[i]->d_name);
            file_copy(source, target);
            unlink(source);
            free(source);
            free(target);
        }
        free(entries[i]);
    }
    free(entries);
}

static void way(struct sim *sim, struct node *node, bool up, bool storm)
{
    const char *code = node->config.node;
    char *outbox = node_folder(node, "outbox"), *inbox = node_folder(node, "inbox");
    char *in = hub_way(&sim->rig, "in", code), *out = hub_way(&sim->rig, "out", code);
    char *waiting = node_folder(node, up ? "late-up" : "late-down");
    carry_all(sim, up ? outbox : out, up ? in : inbox, waiting, up ? ".zip" : ".receipt", storm);
    late_arrive(sim, waiting, up ? in : inbox, storm);
    free(outbox);
    free(inbox);
    free(in);
    free(out);
    free(waiting);
}

/* ---- misfortunes ---- */

static char *copy_of(const struct node *node)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.copy", node->path);
    return bb_buf_take(&path);
}

static void copy_make(struct node *node)
{
    char *copy = copy_of(node);
    unlink(copy);
    node_close(node);
    file_copy(node->path, copy);
    free(copy);
}

static void copy_back(struct node *node)
{
    char *copy = copy_of(node);
    node_close(node);
    if (bb_file_exists(copy))
        file_copy(copy, node->path);
    free(copy);
}

/* A second machine with the same disk: same code, same keys, same label. */
static void disk_copy(struct sim *sim, struct node *from)
{
    char name[32];
    if (sim->count == WINDOWS_MAX)
        return;
    struct node *to = &sim->windows[sim->count];
    memset(to, 0, sizeof *to);
    snprintf(name, sizeof name, "copy%d.db", sim->count++);
    to->path = bb_path_join(sim->rig.dir, name);
    to->clock = from->clock;
    bb_config_init(&to->config);
    bb_strset(&to->config.node, from->config.node);
    node_close(from);
    file_copy(from->path, to->path);
    char *source = node_folder(from, ""), *target = node_folder(to, "");
    folder_copy(source, target);
    free(source);
    free(target);
    sim->copied++;
}

static void misfortune(struct sim *sim, struct node *node)
{
    if (chance(sim, 80))
        copy_make(node);
    if (chance(sim, 25)) {
        node_close(node);
        acked_note(sim, node);
        copy_back(node);
        sim->restored++;
    }
    if (chance(sim, 8))
        disk_copy(sim, node);
}

/* ---- a night ---- */

/* The hand-over ends after some of its steps. */
static void sync_cut(struct sim *sim, struct node *node)
{
    struct bb_sync_run *run;
    struct bb_sync_report report;
    ck_ok(bb_sync_begin(node->app, &run));
    for (uint64_t steps = next(sim) % BB_SYNC_DONE; steps > 0; steps--)
        ck_ok(bb_sync_go(run, -1));
    ck_ok(bb_sync_end(run, &report));
    bb_sync_report_done(&report);
    sim->killed++;
}

static void window_sync(struct sim *sim, struct node *node, bool storm)
{
    if (storm && chance(sim, 100))
        sync_cut(sim, node);
    else
        node_sync(node);
}

static const struct bb_err *round_cut(void *ctx, const struct bb_hub_arrival *arrival)
{
    int *left = ctx;
    (void)arrival;
    return (*left)-- > 0 ? NULL : bb_err(BB_ERR_BUSY, "killed", NULL);
}

/* The round ends after some of the packets, their transactions and receipts. */
static void hub_cut(struct sim *sim)
{
    struct bb_hub_report report;
    int left = (int)(next(sim) % 4);
    const struct bb_err *err = bb_hub_ingest(sim->rig.hub.app, &report, round_cut, &left);
    if (err)
        ck_assert_int_eq(err->code, BB_ERR_BUSY);
    sim->refused += report.refused;
    sim->killed += err != NULL;
}

static void window_night(struct sim *sim, struct node *node, bool storm)
{
    if (storm)
        misfortune(sim, node);
    node_open(node);
    if (storm)
        day(sim, node);
    window_sync(sim, node, storm);
    way(sim, node, true, storm);
    node_close(node);
}

static void hub_night(struct sim *sim, bool storm)
{
    node_open(&sim->rig.hub);
    if (storm && chance(sim, 500))
        some_issue(sim, &sim->rig.hub, issue_plan);
    if (storm && chance(sim, 150)) {
        hub_cut(sim);
        node_close(&sim->rig.hub); /* and starts anew */
        node_open(&sim->rig.hub);
        if (chance(sim, 500)) { /* tonight nobody starts it again */
            node_close(&sim->rig.hub);
            return;
        }
    }
    struct bb_hub_report report = hub_round(&sim->rig);
    sim->refused += report.refused;
    if (storm && chance(sim, 100))
        copy_make(&sim->rig.hub);
    if (storm && chance(sim, 40)) {
        node_close(&sim->rig.hub);
        all_note(sim, &sim->rig.hub); /* all is in the archive: the round has just ended */
        copy_back(&sim->rig.hub);
        sim->hub_restored++;
    }
    node_close(&sim->rig.hub);
}

static void night(struct sim *sim, bool storm)
{
    int count = sim->count; /* who is copied tonight goes along from tomorrow on */
    for (int i = 0; i < count; i++)
        window_night(sim, &sim->windows[i], storm);
    hub_night(sim, storm);
    for (int i = 0; i < count; i++) {
        struct node *node = &sim->windows[i];
        way(sim, node, false, storm);
        node_open(node);
        window_sync(sim, node, storm);
        node_close(node);
    }
    for (int i = 0; i < sim->count; i++)
        sim->windows[i].clock.now_ms += DAY_MS;
    sim->rig.hub.clock.now_ms += DAY_MS;
}

/* ---- what must hold ---- */

static int64_t differing(const char *from, const char *at, const char *table)
{
    sqlite3 *raw;
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_open(from, &raw), SQLITE_OK);
    sql_run(raw, "ATTACH %Q AS h", at);
    char *sql = sqlite3_mprintf(
        "SELECT count(*) FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM h.%s)", table, table);
    if (strcmp(table, "event") == 0) {
        sqlite3_free(sql);
        sql = sqlite3_mprintf("SELECT count(*) FROM main.event WHERE kind <> 'export' AND hash NOT "
                              "IN (SELECT hash FROM h.event)");
    }
    ck_assert_int_eq(sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
    sqlite3_step(stmt);
    int64_t count = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_free(sql);
    sqlite3_close(raw);
    return count;
}

static void node_check(struct sim *sim, struct node *node)
{
    struct bb_check_result result;
    struct bb_sync_state state;
    node_open(node);
    ck_ok(bb_app_check(node->app, false, NULL, &result)); /* I5, I7 */
    ck_ok(bb_app_sync_state(node->app, &state));
    if (node != &sim->rig.hub)
        ck_assert_int_eq(state.unacked, 0);
    node_close(node);
    all_note(sim, node); /* I1 */
    if (node == &sim->rig.hub)
        return;
    static const char *const tables[] = {"issue", "session"};
    for (int t = 0; t < 2; t++) /* I3 */
        ck_assert_msg(differing(node->path, sim->rig.hub.path, tables[t]) == 0, "%s: %s differs",
                      node->path, tables[t]);
}

/* I6: an empty hub with the same keys and the same archive. */
static void replay_check(struct sim *sim)
{
    struct node again;
    struct bb_hub_report report;
    static const char *const tables[] = {"issue", "session", "event"};
    node_up(&sim->rig, &again, "again.db", sim->rig.hub.config.node);
    ck_ok(bb_hub_init(again.app));
    node_close(&again);
    sqlite3 *raw;
    ck_assert_int_eq(sqlite3_open(again.path, &raw), SQLITE_OK);
    sql_run(raw, "ATTACH %Q AS h", sim->rig.hub.path);
    sql_run(raw, "INSERT INTO main.node SELECT * FROM h.node%.0s", "");
    sqlite3_close(raw);
    char *from = node_folder(&sim->rig.hub, "hub/archive");
    char *to = node_folder(&again, "hub/archive");
    char *key = node_folder(&sim->rig.hub, "sign.pub"), *own = node_folder(&again, "sign.pub");
    folder_copy(from, to);
    file_copy(key, own);
    node_open(&again);
    ck_ok(bb_hub_ingest(again.app, &report, NULL, NULL));
    node_close(&again);
    for (int t = 0; t < 3; t++) /* the fresh file has its own few events beside */
        ck_assert_msg(differing(sim->rig.hub.path, again.path, tables[t]) == 0,
                      "replayed: %s differs", tables[t]);
    free(from);
    free(to);
    free(key);
    free(own);
    node_down(&again);
}

static void sim_run(uint64_t seed, int windows, int nights)
{
    struct sim *sim = bb_alloc(sizeof *sim);
    sim->random = seed * 0x9E3779B97F4A7C15u + 1;
    sim->nights = nights;
    sim->first = sim->count = windows;
    rig_up(&sim->rig, "JS");
    ck_assert_int_eq(sqlite3_open(":memory:", &sim->truth), SQLITE_OK);
    sql_run(sim->truth, "CREATE TABLE must (hash TEXT PRIMARY KEY)%.0s", "");
    for (int i = 0; i < windows; i++) {
        char file[32], code[16];
        snprintf(file, sizeof file, "w%02d.db", i);
        snprintf(code, sizeof code, "C1W%02d", i);
        node_up(&sim->rig, &sim->windows[i], file, code);
        node_join(&sim->rig, &sim->windows[i], NULL);
        if (chance(sim, 150)) /* a clock that is off by months, within the years of the calendar */
            sim->windows[i].clock.now_ms += (int64_t)(next(sim) % 500) * DAY_MS;
        node_close(&sim->windows[i]);
    }
    node_close(&sim->rig.hub);
    for (int i = 0; i < nights; i++)
        night(sim, true);
    for (int i = 0; i < QUIET_NIGHTS; i++)
        night(sim, false);
    for (int i = 0; i < sim->count; i++)
        node_check(sim, &sim->windows[i]);
    node_check(sim, &sim->rig.hub);
    int64_t missing = missing_at_hub(sim);
    ck_assert_msg(missing == 0, "seed %llu: %lld events are not at the hub",
                  (unsigned long long)seed, (long long)missing);
    replay_check(sim);
    if (getenv("BB_SIM_SEED") || getenv("BB_SIM_RUNS"))
        printf("seed %llu: %d windows x %d nights, lost %ld, late %ld, twice %ld, changed %ld, "
               "refused %ld, windows restored %ld, copied %ld, hub restored %ld, killed %ld\n",
               (unsigned long long)seed, sim->count, nights, sim->lost, sim->late, sim->twice,
               sim->changed, sim->refused, sim->restored, sim->copied, sim->hub_restored,
               sim->killed);
    for (int i = 0; i < sim->count; i++)
        node_down(&sim->windows[i]);
    sqlite3_close(sim->truth);
    rig_down(&sim->rig);
    free(sim);
}

START_TEST(nights_hold)
{
    long runs = setting("BB_SIM_RUNS", 1);
    for (long run = 0; run < runs; run++)
        sim_run((uint64_t)setting("BB_SIM_SEED", 1) + (uint64_t)(run + _i * runs),
                (int)setting("BB_SIM_WINDOWS", 6), (int)setting("BB_SIM_NIGHTS", 12));
}
END_TEST

Suite *suite_simulation(void)
{
    Suite *suite = suite_create("simulation");
    TCase *tcase = tcase_create("simulation");
    tcase_set_timeout(tcase, 36000);
    tcase_add_loop_test(tcase, nights_hold, 0, 3);
    suite_add_tcase(suite, tcase);
    return suite;
}
