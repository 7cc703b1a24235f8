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
#include "bangban/packet/digest.h"
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

/* Where a loop writes; digest.ctx NULL: only to the file. */
struct drain {
    FILE *file;
    struct bb_digest digest;
    struct bb_buf line;
};

/* The least loop: a character at a time. */
static void cell_least(struct drain *out, const char *text)
{
    putc('"', out->file);
    for (; text && *text; text++) {
        if (*text == '"')
            putc('"', out->file);
        putc(*text, out->file);
    }
    putc('"', out->file);
}

/* The careful one: whole runs, quotes only where needed, a line at a time. */
static void cell_careful(struct drain *out, const char *text)
{
    if (!text)
        return;
    size_t len = strlen(text), plain = strcspn(text, ",\"\r\n");
    if (plain == len) {
        bb_buf_add(&out->line, text, len);
        return;
    }
    bb_buf_char(&out->line, '"');
    for (; *text; text++) {
        if (*text == '"')
            bb_buf_char(&out->line, '"');
        bb_buf_char(&out->line, *text);
    }
    bb_buf_char(&out->line, '"');
}

/* The end of a cell or, with an LF, of a line. */
static void cell_end(struct drain *out, bool careful, char mark)
{
    if (!careful) {
        putc(mark, out->file);
        return;
    }
    bb_buf_char(&out->line, mark);
    if (mark != '\n')
        return;
    fwrite(out->line.data, 1, out->line.len, out->file);
    if (out->digest.ctx)
        bb_digest_add(&out->digest, out->line.data, out->line.len);
    bb_buf_clear(&out->line);
}

/* Every column of the record that is exported, straight from the table. Returns the rows. */
static long loop_rows(sqlite3 *db, const struct bb_record *record, const char *order, bool careful,
                      struct drain *out)
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
            const char *text = (const char *)sqlite3_column_text(stmt, c);
            if (careful)
                cell_careful(out, text);
            else
                cell_least(out, text);
            cell_end(out, careful, c + 1 < count ? ',' : '\n');
        }
    sqlite3_finalize(stmt);
    bb_buf_done(&sql);
    return rows;
}

static long loop_events(sqlite3 *db, struct drain *out)
{
    sqlite3_stmt *stmt;
    long rows = 0;
    sqlite3_prepare_v2(db, "SELECT line FROM event ORDER BY replica, seq", -1, &stmt, NULL);
    for (; sqlite3_step(stmt) == SQLITE_ROW; rows++) {
        fputs((const char *)sqlite3_column_text(stmt, 0), out->file);
        putc('\n', out->file);
    }
    sqlite3_finalize(stmt);
    return rows;
}

enum loop { LOOP_LIST, LOOP_LIST_CAREFUL, LOOP_PACKET };

/* Rows a second of a loop that writes the sessions, newest first (careful: with SHA-256 on the
 * way), or, the least way, everything that a packet holds. */
static double loop_rate(const struct bench *bench, const char *path, enum loop kind, long *rows)
{
    sqlite3 *db;
    char out_path[600], hex[BB_DIGEST_HEX_BYTES];
    snprintf(out_path, sizeof out_path, "%s/loop.out", bench->data_dir);
    int64_t start = pty_now_ns();
    struct drain out = {.file = fopen(out_path, "w")};
    if (!out.file || sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL))
        bench_ok(bb_err(BB_ERR_HELPER, path, NULL));
    if (kind == LOOP_LIST_CAREFUL)
        bb_digest_begin(&out.digest, BB_DIGEST_SHA256);
    if (kind == LOOP_PACKET)
        *rows = loop_events(db, &out) + loop_rows(db, &bb_session_record, "id", false, &out) +
                loop_rows(db, &bb_issue_record, "id", false, &out);
    else
        *rows = loop_rows(db, &bb_session_record, "happened_at DESC, id DESC",
                          kind == LOOP_LIST_CAREFUL, &out);
    if (kind == LOOP_LIST_CAREFUL)
        bb_digest_end(&out.digest, hex);
    bb_buf_done(&out.line);
    fclose(out.file);
    sqlite3_close(db);
    unlink(out_path);
    return (double)*rows / ((double)(pty_now_ns() - start) / 1e9);
}

static void lists(const struct bench *bench, const char *db)
{
    char key[700];
    snprintf(key, sizeof key, "%s.d/office.key", db);
    const char *const argv[] = {bench->program,  "--db", db,        "--as",       "B08",
                                "--secret-file", key,    "session", "list",       "--all",
                                "--format",      "csv",  "--from",  "2000-01-01", "--to",
                                "2099-01-01",    NULL};
    struct bench_samples program = {0}, least = {0}, careful = {0};
    struct run run = {.ok = true};
    for (int i = 0; i < 3 && run.ok; i++) {
        long rows;
        bench_add(&least, loop_rate(bench, db, LOOP_LIST, &rows));
        bench_add(&careful, loop_rate(bench, db, LOOP_LIST_CAREFUL, &rows));
        run = run_program(bench, argv);
        bench_add(&program, (double)rows / run.seconds);
    }
    if (run.ok) {
        bench_line(
            &(struct bench_line){.what = "list of 1 M sessions as CSV against the least C loop",
                                 .unit = "rows/s",
                                 .figure = bench_median(&program),
                                 .reference = bench_median(&least),
                                 .goal = BENCH_RATIO_AT_LEAST,
                                 .must = 1});
        bench_line(
            &(struct bench_line){.what = "the same against a careful loop with SHA-256 on the way",
                                 .unit = "rows/s",
                                 .figure = bench_median(&program),
                                 .reference = bench_median(&careful),
                                 .goal = BENCH_RATIO_AT_LEAST,
                                 .reach = 0.75});
    } else {
        bench_missing("list of 1 M sessions as CSV", "session list failed");
    }
    bench_drop(&program);
    bench_drop(&least);
    bench_drop(&careful);
}

static struct run packet(const struct bench *bench, enum bench_size size)
{
    char *db = bench_db_copy(bench, size), out[600], key[700];
    snprintf(key, sizeof key, "%s.d/office.key", db);
    snprintf(out, sizeof out, "%s/packets", bench->data_dir);
    const char *const argv[] = {bench->program, "--db",  db,  "--as", "B08", "--secret-file", key,
                                "export",       "--out", out, NULL};
    struct run run = run_program(bench, argv);
    free(db);
    return run;
}

/* A packet holds what was not acknowledged, at most 512 MiB: the big one is of 100,000 sessions and
 * as many ledger lines, a year of a busy centre. */
static void packets(const struct bench *bench)
{
    long rows;
    char *db = bench_db(bench, BENCH_DATES);
    struct run day = packet(bench, BENCH_1K), small = packet(bench, BENCH_10K),
               big = packet(bench, BENCH_DATES);
    double loop = loop_rate(bench, db, LOOP_PACKET, &rows);
    free(db);
    if (!day.ok || !small.ok || !big.ok) {
        bench_missing("export as a packet", "export failed");
        return;
    }
    bench_line(&(struct bench_line){.what = "packet of a day (1,000 sessions, 100 ledger lines)",
                                    .unit = "s",
                                    .figure = day.seconds,
                                    .goal = BENCH_AT_MOST,
                                    .must = 1});
    bench_line(&(struct bench_line){.what = "packet of 100,000 sessions and ledger lines, zipped "
                                            "and signed, against the least C loop",
                                    .unit = "rows/s",
                                    .figure = (double)rows / big.seconds,
                                    .reference = loop,
                                    .goal = BENCH_RATIO_AT_LEAST,
                                    .must = 1});
    bench_line(&(struct bench_line){
        .what = "resident memory of that export (beside one of 10,000 sessions)",
        .unit = "MiB",
        .figure = big.rss_mib,
        .reference = small.rss_mib,
        .goal = BENCH_AT_MOST,
        .must = 12});
}

void bench_export(struct bench *bench)
{
    char *copy = bench_db_copy(bench, BENCH_1M), folder[600];
    snprintf(folder, sizeof folder, "rm -rf '%s/packets'; mkdir -p '%s/packets'", bench->data_dir,
             bench->data_dir);
    if (system(folder) == 0) {
        lists(bench, copy);
        packets(bench);
    }
    snprintf(folder, sizeof folder, "rm -rf '%s/packets' '%s/export.out'", bench->data_dir,
             bench->data_dir);
    if (system(folder) != 0)
        fprintf(stderr, "bench: %s/packets stays\n", bench->data_dir);
    free(copy);
}
