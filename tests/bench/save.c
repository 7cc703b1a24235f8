/* A session saved through the application, durable, beside one bare commit of one row in the same
 * mode. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/app.h"
#include "bangban/base/mem.h"
#include "bench/bench.h"
#include "pty/pty.h"

enum { SAVES_FACTOR = 10 };

struct bare {
    sqlite3 *db;
    sqlite3_stmt *begin, *insert, *commit;
};

static void bare_open(struct bare *bare, const char *path)
{
    unlink(path);
    if (sqlite3_open(path, &bare->db) ||
        sqlite3_exec(bare->db,
                     "PRAGMA journal_mode=TRUNCATE; PRAGMA synchronous=EXTRA;"
                     "CREATE TABLE t (id INTEGER PRIMARY KEY, text TEXT) STRICT",
                     NULL, NULL, NULL) ||
        sqlite3_prepare_v2(bare->db, "BEGIN IMMEDIATE", -1, &bare->begin, NULL) ||
        sqlite3_prepare_v2(bare->db, "INSERT INTO t (text) VALUES (?)", -1, &bare->insert, NULL) ||
        sqlite3_prepare_v2(bare->db, "COMMIT", -1, &bare->commit, NULL))
        bench_ok(bb_err(BB_ERR_HELPER, sqlite3_errmsg(bare->db), NULL));
}

static double bare_save(struct bare *bare, const char *text)
{
    int64_t start = pty_now_ns();
    sqlite3_stmt *const steps[] = {bare->begin, bare->insert, bare->commit};
    sqlite3_bind_text(bare->insert, 1, text, -1, SQLITE_STATIC);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        if (sqlite3_step(steps[i]) != SQLITE_DONE)
            bench_ok(bb_err(BB_ERR_HELPER, sqlite3_errmsg(bare->db), NULL));
        sqlite3_reset(steps[i]);
    }
    return (double)(pty_now_ns() - start) / 1e6;
}

static double app_save(struct bb_app *app, const char *item, const char *note)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(app, &session);
    bb_strset(&session.item, item);
    bb_strset(&session.note, note);
    int64_t start = pty_now_ns();
    bench_ok(bb_app_session_add(app, &session, NULL, 0, &problems));
    double ms = (double)(pty_now_ns() - start) / 1e6;
    bb_session_done(&session);
    return ms;
}

static void saves(const struct bench *bench, struct bb_app *app, const char *bare_path)
{
    struct bare bare;
    struct bench_samples program = {0}, reference = {0};
    const struct bb_item *items;
    size_t count;
    const char *note =
        "身份证复印件缺一份，已告知需补居住证明；帮助上传了三张照片，材料齐全当场受理。";
    bare_open(&bare, bare_path);
    bench_ok(bb_app_login(app, BENCH_PERSON, NULL));
    bench_ok(bb_app_items(app, &items, &count));
    for (int i = 0; i < bench->pairs * SAVES_FACTOR; i++) {
        bench_add(&program, app_save(app, items[(size_t)i % count].code, note));
        bench_add(&reference, bare_save(&bare, note));
    }
    bench_line(
        &(struct bench_line){.what = "save a session, durable, among 1 M, against a bare commit",
                             .unit = "ms",
                             .figure = bench_median(&program),
                             .reference = bench_median(&reference),
                             .goal = BENCH_RATIO_AT_MOST,
                             .must = 1.3,
                             .reach = 1.15});
    bench_line(&(struct bench_line){.what = "the same, slowest of a hundred",
                                    .unit = "ms",
                                    .figure = bench_quantile(&program, 0.99),
                                    .reference = bench_quantile(&reference, 0.99)});
    bench_drop(&program);
    bench_drop(&reference);
    sqlite3_finalize(bare.begin);
    sqlite3_finalize(bare.insert);
    sqlite3_finalize(bare.commit);
    sqlite3_close(bare.db);
}

void bench_save(struct bench *bench)
{
    struct bb_config config;
    struct bb_app *app;
    char bare_path[600];
    char *db = bench_db_copy(bench, BENCH_1M);
    snprintf(bare_path, sizeof bare_path, "%s/bare.db", bench->data_dir);
    bb_config_init(&config);
    bench_ok(bb_app_open(&app, &config, db, bb_clock_system));
    saves(bench, app, bare_path);
    bb_app_close(app);
    bb_config_done(&config);
    free(db);
}
