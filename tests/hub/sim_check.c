/*
 * What must hold after quiet nights (trust.md §3):
 * I1 the hub has every event that is on a living disk        I2 and every acknowledged one
 * I3 each window's cases are folded as the hub's             I4 each id once, in every file and in
 * the whole district                                         I5 every hash and link holds
 * I6 replaying the archive gives the same state              I7 what a receipt calls `have` is
 * there with all before it (the links of I5, and no gap is left)   I8 a decision of the hub is at
 * the window exactly once, and takes effect once (by a model)    I9 what fails a check changes
 * nothing (asked at each round, sim_hub_print())                     and causes stand before their
 * effects
 */
#include <stdio.h>
#include <string.h>

#include "bangban/base/file.h"
#include "bangban/core/event.h"
#include "hub/sim.h"

void sql_run(sqlite3 *raw, const char *format, const char *path)
{
    char *sql = sqlite3_mprintf(format, path);
    char *why = NULL;
    int rc = sqlite3_exec(raw, sql, NULL, NULL, &why);
    ck_assert_msg(rc == SQLITE_OK, "%s: %s", sql, why ? why : "");
    sqlite3_free(sql);
}

static int64_t number_of(sqlite3 *raw, const char *sql)
{
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL);
    ck_assert_msg(rc == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(raw));
    int64_t number = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return number;
}

/* I2: what this file knows to be acknowledged must be at the hub for ever. */
void sim_note_acked(struct sim *sim, const struct node *node)
{
    sql_run(sim->truth, "ATTACH %Q AS w", node->path);
    sql_run(sim->truth,
            "INSERT OR IGNORE INTO must SELECT e.hash, e.id FROM w.event AS e, w.meta AS l, "
            "w.meta AS s WHERE l.key = 'replica' AND s.key = 'acked_seq' AND e.replica = l.value "
            "AND e.seq <= CAST(s.value AS INTEGER)%.0s",
            "");
    sql_run(sim->truth, "DETACH w%.0s", "");
}

/* Everything that is in the file, but for the trace of the hand-over just made: that goes with the
 * next one. */
void sim_note_all(struct sim *sim, const struct node *node)
{
    sql_run(sim->truth, "ATTACH %Q AS w", node->path);
    sql_run(sim->truth,
            "INSERT OR IGNORE INTO must SELECT hash, id FROM w.event WHERE kind <> 'export'%.0s",
            "");
    sql_run(sim->truth, "DETACH w%.0s", "");
}

int64_t sim_hub_print(struct sim *sim)
{
    return sql_number(sim->rig.hub.path,
                      "SELECT (SELECT count(*) FROM event) * 1000003 + (SELECT count(*) FROM "
                      "parked) * 10007 + (SELECT count(*) FROM issue) * 101 + (SELECT count(*) "
                      "FROM session) * 31 + (SELECT total(length(heads)) FROM issue)");
}

/* ---- at the end ---- */

/* Rows of one file that the other has not, or has otherwise. */
static int64_t differing(const char *from, const char *at, const char *table)
{
    sqlite3 *raw;
    ck_assert_int_eq(sqlite3_open(from, &raw), SQLITE_OK);
    sql_run(raw, "ATTACH %Q AS h", at);
    char *sql = sqlite3_mprintf(
        strcmp(table, "event") == 0
            ? "SELECT count(*) FROM main.event WHERE kind <> 'export' AND hash NOT IN (SELECT "
              "hash FROM h.event)"
            : "SELECT count(*) FROM (SELECT * FROM main.%s EXCEPT SELECT * FROM h.%s)",
        table, table);
    int64_t count = number_of(raw, sql);
    sqlite3_free(sql);
    sqlite3_close(raw);
    return count;
}

static int64_t once_each(struct sim *sim, const struct node *node)
{
    return sql_number(node->path, "SELECT count(*) - count(DISTINCT id) FROM event") +
           sql_number(node->path, "SELECT count(*) - count(DISTINCT hash) FROM event") +
           number_of(sim->truth, "SELECT count(*) - count(DISTINCT id) FROM must");
}

/* What a line must come to, told apart from the program's own fold: the three steps that the
 * simulation takes, in the order of the fold. */
struct model {
    char subject[BB_UUID_BYTES];
    enum { FOUND, RECTIFYING, FIXED } state;
    char due[16]; /* a day as text */
    int64_t extensions;
};

static void model_step(struct model *model, const char *kind, const char *due)
{
    if (strcmp(kind, "issue.add") == 0) {
        model->state = FOUND;
        snprintf(model->due, sizeof model->due, "%s", due);
    } else if (strcmp(kind, "issue.plan") == 0 && model->state != FIXED) {
        model->state = RECTIFYING;
        snprintf(model->due, sizeof model->due, "%s", due);
    } else if (strcmp(kind, "issue.extend") == 0 && model->state == RECTIFYING &&
               strcmp(due, model->due) > 0) {
        model->extensions++;
        snprintf(model->due, sizeof model->due, "%s", due);
    } else if (strcmp(kind, "issue.fix") == 0 && model->state == RECTIFYING) {
        model->state = FIXED;
    }
}

static void model_check(struct sim *sim, sqlite3 *raw, const char *path, const struct model *model)
{
    char *sql = sqlite3_mprintf("SELECT count(*) FROM main.issue WHERE id = %Q AND extensions = "
                                "%lld AND date(due_named * 86400, 'unixepoch') = %Q",
                                model->subject, (long long)model->extensions, model->due);
    ck_assert_msg(!*model->subject || number_of(raw, sql) == 1,
                  "seed %llu: %s: decisions on %s did not take effect once: %lld extensions to %s",
                  (unsigned long long)sim->seed, path, model->subject, (long long)model->extensions,
                  model->due);
    sqlite3_free(sql);
}

/* I8: each decision of the hub on a problem that is here is here once, and took effect once. */
static void decisions_check(struct sim *sim, const struct node *node)
{
    sqlite3 *raw;
    sqlite3_stmt *stmt;
    struct model model = {0};
    ck_assert_int_eq(sqlite3_open(node->path, &raw), SQLITE_OK);
    sql_run(raw, "ATTACH %Q AS h", sim->rig.hub.path);
    int64_t wrong = number_of(
        raw, "SELECT count(*) FROM h.event AS e WHERE e.kind LIKE 'issue.%' AND e.replica NOT IN "
             "(SELECT replica FROM h.node_replica WHERE node LIKE 'C1W%') AND e.subject IN (SELECT "
             "id FROM main.issue) AND (SELECT count(*) FROM main.event AS w WHERE w.hash = e.hash) "
             "<> 1");
    ck_assert_msg(wrong == 0, "seed %llu: %s: %lld decisions not there once",
                  (unsigned long long)sim->seed, node->path, (long long)wrong);
    sqlite3_prepare_v2(raw,
                       "SELECT subject, kind, coalesce(line ->> '$.body.due_named', '') FROM "
                       "main.event WHERE kind LIKE 'issue.%' ORDER BY subject, lamport, hash",
                       -1, &stmt, NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *subject = (const char *)sqlite3_column_text(stmt, 0);
        if (strcmp(subject, model.subject) != 0) {
            model_check(sim, raw, node->path, &model);
            model = (struct model){0};
            snprintf(model.subject, sizeof model.subject, "%s", subject);
        }
        model_step(&model, (const char *)sqlite3_column_text(stmt, 1),
                   (const char *)sqlite3_column_text(stmt, 2));
    }
    model_check(sim, raw, node->path, &model);
    sqlite3_finalize(stmt);
    sqlite3_close(raw);
}

/* I8 at the hub: as many decisions as were taken, none lost with it, none twice. */
static void decided_check(struct sim *sim)
{
    int64_t there =
        sql_number(sim->rig.hub.path,
                   "SELECT count(*) FROM event WHERE kind LIKE 'issue.%' AND replica NOT IN "
                   "(SELECT replica FROM node_replica WHERE node LIKE 'C1W%')");
    ck_assert_msg(there == sim->decided, "seed %llu: %ld decisions were taken, %lld are there",
                  (unsigned long long)sim->seed, sim->decided, (long long)there);
}

/* What an event knew when it was written stands before it in the order of the fold. */
static void causes_check(struct sim *sim, struct bb_db *db, const char *subject)
{
    struct bb_events events = {0};
    ck_ok(bb_db_subject_events(db, subject, &events));
    for (size_t i = 0; i < events.count; i++)
        for (size_t j = i + 1; j < events.count; j++)
            ck_assert_msg(
                !events.rows[i].causes || !strstr(events.rows[i].causes, events.rows[j].hash),
                "seed %llu: effect before cause at %s", (unsigned long long)sim->seed, subject);
    bb_events_done(&events);
}

static void node_check(struct sim *sim, struct node *node)
{
    struct bb_check_result result;
    struct bb_sync_state state;
    const struct bb_err *err;
    node_open(node);
    err = bb_app_check(node->app, false, NULL, &result); /* I5, I7 */
    ck_assert_msg(!err, "seed %llu: %s: %s", (unsigned long long)sim->seed, node->path,
                  err ? err->text : "");
    ck_ok(bb_app_sync_state(node->app, &state));
    sim_note_all(sim, node);                                                  /* I1 */
    ck_assert_msg(once_each(sim, node) == 0, "seed %llu: %s: an event twice", /* I4 */
                  (unsigned long long)sim->seed, node->path);
    if (node == &sim->rig.hub)
        return;
    ck_assert_msg(state.unacked == 0, "seed %llu: %s: %lld not acknowledged",
                  (unsigned long long)sim->seed, node->path, (long long)state.unacked);
    static const char *const tables[] = {"issue", "session"};
    for (int t = 0; t < 2; t++) /* I3 */
        ck_assert_msg(differing(node->path, sim->rig.hub.path, tables[t]) == 0,
                      "seed %llu: %s: %s differs", (unsigned long long)sim->seed, node->path,
                      tables[t]);
    decisions_check(sim, node);
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
                      "seed %llu: replayed: %s differs", (unsigned long long)sim->seed, tables[t]);
    free(from);
    free(to);
    free(key);
    free(own);
    node_down(&again);
}

void sim_check(struct sim *sim)
{
    for (int i = 0; i < sim->count; i++)
        node_check(sim, &sim->windows[i].node);
    node_check(sim, &sim->rig.hub);
    decided_check(sim);
    for (int i = 0; i < sim->count; i++)
        for (int n = 0; n < SIM_ISSUES; n++)
            if (*sim->windows[i].issues[n])
                causes_check(sim, bb_app_db(sim->rig.hub.app), sim->windows[i].issues[n]);
    sql_run(sim->truth, "ATTACH %Q AS h", sim->rig.hub.path);
    int64_t missing = number_of(
        sim->truth, "SELECT count(*) FROM must WHERE hash NOT IN (SELECT hash FROM h.event)");
    sql_run(sim->truth, "DETACH h%.0s", "");
    ck_assert_msg(missing == 0, "seed %llu: %lld events are not at the hub",
                  (unsigned long long)sim->seed, (long long)missing);
    node_close(&sim->rig.hub);
    replay_check(sim);
}
