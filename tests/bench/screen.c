/* Starting the two programs, and what the system knows of a running one. */
#include "bench/screen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"

/* Waits for the first screen, told by a text that comes last. */
static bool first_screen(struct pty *pty, const char *text, double *start_ms)
{
    if (!pty_see(pty, text))
        return false;
    while (pty_pump(pty, SCREEN_QUIET_MS)) {
    }
    *start_ms = (double)(pty_times(pty).last_byte_ns - pty_times(pty).started_ns) / 1e6;
    return true;
}

struct pty *screen_program(const struct bench *bench, const char *db, double *start_ms, char **why)
{
    char home[600], key[700];
    snprintf(key, sizeof key, "%s.d/office.key", db);
    const char *const argv[] = {bench->program, "--db",          db,  "--as",
                                BENCH_PERSON,   "--secret-file", key, NULL};
    snprintf(home, sizeof home, "HOME=%s", bench->data_dir);
    const char *const env[] = {home, "LANGUAGE=zh_CN", NULL};
    struct pty *pty = pty_start(argv, env, SCREEN_ROWS, SCREEN_COLS);
    if (first_screen(pty, "┘", start_ms)) /* the frame's last corner */
        return pty;
    if (why)
        *why = pty_screen(pty);
    pty_end(pty);
    return NULL;
}

struct pty *screen_floor(const struct bench *bench, double *start_ms)
{
    char *db = bench_floor_db(bench);
    const char *const argv[] = {bench->floor, db, NULL};
    struct pty *pty = pty_start(argv, NULL, SCREEN_ROWS, SCREEN_COLS);
    free(db);
    if (first_screen(pty, "F4 ", start_ms))
        return pty;
    fprintf(stderr, "bench: the floor shows no screen\n%s", pty_screen(pty));
    exit(EXIT_FAILURE);
}

double screen_keys(struct pty *pty, const char *keys, uint64_t *bytes)
{
    while (pty_pump(pty, 0)) { /* the clock's bytes, if it was just then */
    }
    uint64_t before = pty_bytes(pty);
    pty_keys(pty, keys);
    pty_settle(pty, 1000, SCREEN_QUIET_MS);
    *bytes = pty_bytes(pty) - before;
    return *bytes ? (double)(pty_times(pty).last_byte_ns - pty_times(pty).sent_ns) / 1e3 : -1;
}

void screen_missing(const char *what, const char *why, struct pty *pty)
{
    char *screen = pty_screen(pty);
    fprintf(stderr, "\nbench: %s: %s; the screen was\n%s", what, why, screen);
    free(screen);
    bench_missing(what, why);
}

double screen_rss_mib(const struct pty *pty)
{
    char path[64], line[256];
    long kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)pty_pid(pty));
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %ld kB", &kib) == 1)
            break;
    if (file)
        fclose(file);
    return (double)kib / 1024;
}

double screen_cpu_ms(const struct pty *pty)
{
    char path[64];
    long long ns = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pty_pid(pty));
    FILE *file = fopen(path, "r");
    if (file) {
        if (fscanf(file, "%lld", &ns) != 1)
            ns = 0;
        fclose(file);
    }
    return (double)ns / 1e6;
}

uint64_t screen_body_bytes(const struct pty *pty)
{
    uint64_t bytes = 0;
    for (int row = 1; row < SCREEN_ROWS - 2; row++) {
        char *line = pty_line(pty, row);
        bytes += strlen(line);
        free(line);
    }
    return bytes;
}
