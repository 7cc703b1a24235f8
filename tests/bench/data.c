/* The generated databases in the data folder: made when missing or of another schema, copied for
 * whoever writes. */
#include <dirent.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/base/buf.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bench/bench.h"
#include "bench/fill.h"

static const struct {
    const char *name;
    long sessions, per_issue;
    int due_dates;
} sizes[BENCH__SIZES] = {[BENCH_1K] = {"1k", 1000, 10, 0},
                         [BENCH_10K] = {"10k", 10000, 10, 0},
                         [BENCH_1M] = {"1m", 1000000, 10, 0},
                         [BENCH_DATES] = {"dates", 100000, 1, 30}};

static sqlite3 *newest; /* the last connection that was opened */

static int on_open(sqlite3 *db, char **err, const struct sqlite3_api_routines *api)
{
    (void)err, (void)api;
    newest = db;
    return SQLITE_OK;
}

static char *text_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
static char *text_of(const char *format, ...)
{
    char text[1000];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    return bb_strdup(text);
}

static void shell(char *command) /* takes over */
{
    if (system(command) != 0)
        bench_ok(bb_err(BB_ERR_HELPER, command, NULL));
    free(command);
}

const char *bench_size_name(enum bench_size size)
{
    return sizes[size].name;
}

long bench_sessions(enum bench_size size)
{
    return sizes[size].sessions;
}

char *bench_db(const struct bench *bench, enum bench_size size)
{
    return text_of("%s/%s.db", bench->data_dir, sizes[size].name);
}

char *bench_floor_db(const struct bench *bench)
{
    return text_of("%s/floor.db", bench->data_dir);
}

static void copy_make(const struct bench *bench, enum bench_size size, const char *to)
{
    struct bb_db *db;
    struct bb_day_figures figures;
    char *from = bench_db(bench, size);
    int64_t midnight = bb_at_make(bench->today, 0);
    shell(text_of("rm -rf '%s' '%s.d' '%s-journal' && cp -a '%s' '%s' && cp -a '%s.d' '%s.d'", to,
                  to, to, from, to, from, to));
    bench_ok(bb_db_open(&db, to, BB_DB_OPEN));
    bench_ok(bb_db_day_figures(db, midnight, midnight + BB_DAY_SECONDS, BENCH_DESK, bench->today,
                               &figures));
    if (figures.sessions == 0) /* the data are of an earlier day */
        fill_sessions(db, bench->today, FILL_PER_DAY, 10, 0, bb_clock_now(&bb_clock_system));
    bb_db_close(db);
    free(from);
}

char *bench_db_copy(const struct bench *bench, enum bench_size size)
{
    static bool made[BENCH__SIZES]; /* in this run */
    char *path = text_of("%s/%s-copy.db", bench->data_dir, sizes[size].name);
    if (!made[size])
        copy_make(bench, size, path);
    made[size] = true;
    return path;
}

/* One process, nothing to lose: the whole file is made again when this fails. */
static void make_fast(void)
{
    if (newest)
        sqlite3_exec(
            newest,
            "PRAGMA synchronous=OFF; PRAGMA journal_mode=MEMORY; PRAGMA cache_size=-4000000;", NULL,
            NULL, NULL);
}

static void database_make(struct bench *bench, enum bench_size size)
{
    char *part = text_of("%s/part.db", bench->data_dir), *path = bench_db(bench, size);
    fprintf(stderr, "bench: generating %s\n", path);
    shell(text_of("rm -rf '%s' '%s.d' '%s' '%s.d' '%s-journal'", part, part, path, path, part));
    struct bb_config config;
    bb_config_init(&config);
    bench_ok(bb_app_init(&config, part, "data", bb_clock_system));
    struct bb_db *db;
    newest = NULL;
    sqlite3_auto_extension((void (*)(void))on_open);
    bench_ok(bb_db_open(&db, part, BB_DB_OPEN));
    sqlite3_cancel_auto_extension((void (*)(void))on_open);
    make_fast();
    fill_people(db);
    fill_sessions(db, bench->today + 1 - sizes[size].sessions / FILL_PER_DAY, sizes[size].sessions,
                  sizes[size].per_issue, sizes[size].due_dates, bb_clock_now(&bb_clock_system));
    bb_db_close(db);
    shell(text_of("mv '%s.d' '%s.d' && mv '%s' '%s' && sync '%s'", part, path, part, path, path));
    bb_config_done(&config);
    free(part);
    free(path);
}

/* The generator's memory must not stay: starting a program from a process of gigabytes takes long.
 */
static void in_child(struct bench *bench, enum bench_size size)
{
    int status;
    pid_t pid = fork();
    if (pid == 0) {
        database_make(bench, size);
        exit(EXIT_SUCCESS);
    }
    if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0)
        exit(EXIT_FAILURE);
}

static const char floor_sql[] =
    "CREATE TABLE row (due INTEGER NOT NULL, id TEXT NOT NULL PRIMARY KEY, no TEXT, text TEXT);"
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 999999)"
    "INSERT INTO row SELECT 19000 + i / 1000, printf('0190%08x-7000-%04x', i * 1000, i * 7919 % "
    "65536),"
    " printf('C1W%02d-T%06d-%03d', i % 7 + 1, 240101 + i / 1000, i % 1000),"
    " '社会保险缴费：' || substr('网上申报页面打不开材料齐全当场受理已告知需补居住证明', i % 13 + "
    "1, 12) ||"
    " '，后台每日核对一次 整改中' FROM n;"
    "CREATE INDEX row_due ON row (due, id);";

static void floor_make(const struct bench *bench)
{
    char *part = text_of("%s/part.db", bench->data_dir), *path = bench_floor_db(bench);
    sqlite3 *db;
    char *err = NULL;
    unlink(part);
    if (sqlite3_open(part, &db) || sqlite3_exec(db, floor_sql, NULL, NULL, &err))
        bench_ok(bb_err(BB_ERR_HELPER, err ? err : "floor.db", NULL));
    sqlite3_close(db);
    rename(part, path);
    free(part);
    free(path);
}

/* Changes when the schema, the items or what is generated change: then the files are made anew. */
static char *stamp_of(void)
{
    static const char *const folder = "data/sql/migrations";
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    struct bb_digest digest;
    char hex[BB_DIGEST_HEX_BYTES];
    bb_digest_begin(&digest, BB_DIGEST_SM3);
    bb_digest_add(&digest, "fill 2", 6);
    for (int i = 0; i < count; i++) {
        char *path = bb_path_join(folder, names[i]->d_name);
        struct bb_buf text = {0};
        if (names[i]->d_name[0] != '.')
            bench_ok(bb_file_read(&text, path, 1 << 20));
        bb_digest_add(&digest, bb_buf_text(&text), text.len);
        bb_buf_done(&text);
        free(path);
        free(names[i]);
    }
    free(names);
    bb_digest_end(&digest, hex);
    return bb_strdup(hex);
}

void bench_data(struct bench *bench)
{
    char *stamp = stamp_of(), *stamp_path = bb_path_join(bench->data_dir, "stamp");
    struct bb_buf had = {0};
    shell(text_of("mkdir -p '%s'", bench->data_dir));
    bool fresh = !bb_file_read(&had, stamp_path, 1000) && strcmp(bb_buf_text(&had), stamp) == 0;
    if (!fresh)
        shell(text_of("rm -rf '%s'/*", bench->data_dir));
    for (int size = 0; size < BENCH__SIZES; size++) {
        char *path = bench_db(bench, (enum bench_size)size);
        if ((bench->sizes >> size & 1) && !bb_file_exists(path))
            in_child(bench, (enum bench_size)size);
        free(path);
    }
    char *floor = bench_floor_db(bench);
    if (!bb_file_exists(floor))
        floor_make(bench);
    bench_ok(bb_file_write(stamp_path, 0644, stamp, strlen(stamp)));
    free(floor);
    bb_buf_done(&had);
    free(stamp);
    free(stamp_path);
}
