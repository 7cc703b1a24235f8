/* Rows out of the database: a list as CSV and the packet, beside the least loop in C that writes
 * the same rows. */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/base/buf.h"
#include "bangban/base/mem.h"
#include "bangban/core/issue.h"
#include "bangban/core/session.h"
#include "bench/bench.h"
#include "pty/pty.h"

struct run {
    double seconds, rss_mib;
    bool ok;
};

/* Runs the program with its output in a file of the data folder. */
static struct run run_program(const struct bench *bench, const char *const argv[])
{
    struct run run = {0};
    struct rusage usage;
    int status;
    char out[600];
    snprintf(out, sizeof out, "%s/export.out", bench->data_dir);
    int64_t start = pty_now_ns();
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        dup2(fd, STDOUT_FILENO);
        execv(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
        return run;
    run.seconds = (double)(pty_now_ns() - start) / 1e9;
    run.rss_mib = (double)usage.ru_maxrss / 1024;
    run.ok = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return run;
}

static void csv_put(FILE *out, const char *text)
{
    if (!text)
        return;
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, out);
        return;
    }
    putc('"', out);
    for (; *text; text++) {
        if (*text == '"')
            putc('"', out);
        putc(*text, out);
    }
    putc('"', out);
}

/* The least loop: every column of the record that is exported, straight from the table. Returns the
 * rows. */
static long loop_rows(sqlite3 *db, const struct bb_record *record, const char *order, FILE *out)
{
    struct bb_buf sql = {0};
    sqlite3_stmt *stmt;
    long rows = 0;
    for (size_t i = 0; i < record->count; i++)
        if (record->fields[i].flags & BB_FIELD_EXPORT)
            bb_buf_printf(&sql, "%s%s", sql.len ? "," : "SELECT ", record->fields[i].name);
    bb_buf_printf(&sql, " FROM %s ORDER BY %s", record->name, order);
    if (sqlite3_prepare_v2(db, bb_buf_text(&sql), -1, &stmt, NULL))
        bench_ok(bb_err(BB_ERR_HELPER, sqlite3_errmsg(db), NULL));
    for (; sqlite3_step(stmt) == SQLITE_ROW; rows++)
        for (int c = 0, count = sqlite3_column_count(stmt); c < count; c++) {
            csv_put(out, (const char *)sqlite3_column_text(stmt, c));
            putc(c + 1 < count ? ',' : '\n', out);
        }
    sqlite3_finalize(stmt);
    bb_buf_done(&sql);
    return rows;
}

static long loop_events(sqlite3 *db, FILE *out)
{
    sqlite3_stmt *stmt;
    long rows = 0;
    sqlite3_prepare_v2(db, "SELECT line FROM event ORDER BY replica, seq", -1, &stmt, NULL);
    for (; sqlite3_step(stmt) == SQLITE_ROW; rows++) {
        fputs((const char *)sqlite3_column_text(stmt, 0), out);
        putc('\n', out);
    }
    sqlite3_finalize(stmt);
    return rows;
}

/* packet: everything a packet holds; else the sessions, newest first. */
static double loop_seconds(const struct bench *bench, const char *path, bool packet, long *rows)
{
    sqlite3 *db;
    char out_path[600];
    snprintf(out_path, sizeof out_path, "%s/loop.out", bench->data_dir);
    int64_t start = pty_now_ns();
    FILE *out = fopen(out_path, "w");
    if (!out || sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL))
        bench_ok(bb_err(BB_ERR_HELPER, path, NULL));
    if (packet)
        *rows = loop_events(db, out) + loop_rows(db, &bb_session_record, "id", out) +
                loop_rows(db, &bb_issue_record, "id", out);
    else
        *rows = loop_rows(db, &bb_session_record, "happened_at DESC, id DESC", out);
    fclose(out);
    sqlite3_close(db);
    unlink(out_path);
    return (double)(pty_now_ns() - start) / 1e9;
}

static void lists(const struct bench *bench, const char *db)
{
    const char *const argv[] = {bench->program, "--db",       db,      "--as",       "B08",
                                "session",      "list",       "--all", "--format",   "csv",
                                "--from",       "2000-01-01", "--to",  "2099-01-01", NULL};
    struct bench_samples program = {0}, loop = {0};
    struct run run = {.ok = true};
    for (int i = 0; i < 3 && run.ok; i++) {
        long rows;
        run = run_program(bench, argv);
        bench_add(&program, (double)bench_sessions(BENCH_1M) / run.seconds);
        bench_add(&loop, loop_seconds(bench, db, false, &rows));
        loop.values[loop.count - 1] = (double)rows / loop.values[loop.count - 1];
    }
    if (run.ok)
        bench_line(
            &(struct bench_line){.what = "list of 1 M sessions as CSV against the least C loop",
                                 .unit = "rows/s",
                                 .figure = bench_median(&program),
                                 .reference = bench_median(&loop),
                                 .goal = BENCH_RATIO_AT_LEAST,
                                 .must = 1});
    else
        bench_missing("list of 1 M sessions as CSV", "session list failed");
    bench_drop(&program);
    bench_drop(&loop);
}

static struct run packet(const struct bench *bench, enum bench_size size)
{
    char *db = bench_db_copy(bench, size), out[600];
    snprintf(out, sizeof out, "%s/packets", bench->data_dir);
    const char *const argv[] = {bench->program, "--db",  db,  "--as", "B08",
                                "export",       "--out", out, NULL};
    struct run run = run_program(bench, argv);
    free(db);
    return run;
}

static void packets(const struct bench *bench, const char *db)
{
    long rows;
    struct run day = packet(bench, BENCH_1K), small = packet(bench, BENCH_10K),
               big = packet(bench, BENCH_1M);
    double loop = loop_seconds(bench, db, true, &rows);
    if (!day.ok || !small.ok || !big.ok) {
        bench_missing("export as a packet", "export failed");
        return;
    }
    bench_line(&(struct bench_line){.what = "packet of a day (1,000 sessions, 100 ledger lines)",
                                    .unit = "s",
                                    .figure = day.seconds,
                                    .goal = BENCH_AT_MOST,
                                    .must = 1});
    bench_line(&(struct bench_line){
        .what = "packet of 1 M sessions, events and rows, zipped and signed, against the "
                "least C loop",
        .unit = "rows/s",
        .figure = (double)rows / big.seconds,
        .reference = (double)rows / loop,
        .goal = BENCH_RATIO_AT_LEAST,
        .must = 1});
    bench_line(
        &(struct bench_line){.what = "resident memory of that export (against 10,000 sessions)",
                             .unit = "MiB",
                             .figure = big.rss_mib,
                             .reference = small.rss_mib,
                             .goal = BENCH_AT_MOST,
                             .must = 12});
}

void bench_export(struct bench *bench)
{
    char *db = bench_db(bench, BENCH_1M), folder[600];
    char *copy = bench_db_copy(bench, BENCH_1M);
    snprintf(folder, sizeof folder, "rm -rf '%s/packets'; mkdir -p '%s/packets'", bench->data_dir,
             bench->data_dir);
    if (system(folder) == 0) {
        lists(bench, copy);
        packets(bench, db);
    }
    snprintf(folder, sizeof folder, "rm -rf '%s/packets' '%s/export.out'", bench->data_dir,
             bench->data_dir);
    if (system(folder) != 0)
        fprintf(stderr, "bench: %s/packets stays\n", bench->data_dir);
    free(copy);
    free(db);
}
