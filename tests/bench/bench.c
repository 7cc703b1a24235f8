/* The table, the samples and the main function of the benchmark. */
#include "bench/bench.h"

#include <limits.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/buf.h"
#include "bangban/base/clock.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum { LINES_MAX = 100, PAIRS = 15 };

static struct {
    struct bench_line line;
    char *what, *note;
    bool missing;
} table[LINES_MAX];
static int table_count;

void bench_ok(const struct bb_err *err)
{
    if (!err)
        return;
    fprintf(stderr, "bench: %s\n", err->text);
    exit(EXIT_FAILURE);
}

void bench_add(struct bench_samples *samples, double value)
{
    if (samples->count == samples->cap) {
        samples->cap = samples->cap ? samples->cap * 2 : 64;
        samples->values = bb_realloc(samples->values, samples->cap * sizeof *samples->values);
    }
    samples->values[samples->count++] = value;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

double bench_quantile(const struct bench_samples *samples, double q)
{
    if (samples->count == 0)
        return 0;
    double *sorted = bb_alloc(samples->count * sizeof *sorted);
    memcpy(sorted, samples->values, samples->count * sizeof *sorted);
    qsort(sorted, samples->count, sizeof *sorted, by_value);
    double value = sorted[(size_t)(q * (double)(samples->count - 1) + 0.5)];
    free(sorted);
    return value;
}

double bench_median(const struct bench_samples *samples)
{
    return bench_quantile(samples, 0.5);
}

void bench_drop(struct bench_samples *samples)
{
    free(samples->values);
    *samples = (struct bench_samples){0};
}

static void keep(const struct bench_line *line, bool missing)
{
    if (table_count == LINES_MAX)
        return;
    table[table_count].line = *line;
    table[table_count].what = bb_strdup(line->what);
    table[table_count].note = bb_strdup(line->note ? line->note : "");
    table[table_count++].missing = missing;
    fprintf(stderr, "\r\033[K  %s\r", line->what);
}

void bench_line(const struct bench_line *line)
{
    keep(line, false);
}

void bench_missing(const char *what, const char *why)
{
    keep(&(struct bench_line){.what = what, .unit = "", .note = why}, true);
}

static bool reached(const struct bench_line *line, double goal)
{
    double ratio = line->reference > 0 ? line->figure / line->reference : NAN;
    switch (line->goal) {
    case BENCH_RATIO_AT_MOST:
        return ratio <= goal;
    case BENCH_RATIO_AT_LEAST:
        return ratio >= goal;
    case BENCH_AT_MOST:
        return line->figure <= goal;
    default:
        return false;
    }
}

static void number(struct bb_buf *out, double value)
{
    bb_buf_printf(out, "%.*f", value >= 1000 ? 0 : value >= 100 ? 1 : value >= 1 ? 2 : 3, value);
}

static void goal_text(struct bb_buf *out, const struct bench_line *line, double goal)
{
    if (line->goal == BENCH_NO_GOAL || goal == 0)
        return;
    bb_buf_printf(out, "%s %g%s", line->goal == BENCH_RATIO_AT_LEAST ? "≥" : "≤", goal,
                  line->goal == BENCH_AT_MOST ? "" : " ×");
}

static const char *verdict(const struct bench_line *line)
{
    bool must = line->must == 0 || reached(line, line->must);
    bool reach = line->reach > 0 && reached(line, line->reach);
    if (!must || (line->must == 0 && !reach))
        return "NO";
    return reach ? "reach" : line->reach == 0 ? "yes" : "must";
}

enum { COLUMNS = 7 };

static void cells_fill(int at, struct bb_buf cells[COLUMNS])
{
    const struct bench_line *line = &table[at].line;
    bb_buf_str(&cells[0], table[at].what);
    if (!table[at].missing) {
        number(&cells[1], line->figure);
        bb_buf_printf(&cells[1], " %s", line->unit);
        if (line->reference > 0) {
            number(&cells[2], line->reference);
            bb_buf_printf(&cells[3], "%.2f", line->figure / line->reference);
        }
        goal_text(&cells[4], line, line->must);
        goal_text(&cells[5], line, line->reach);
        if (line->goal != BENCH_NO_GOAL)
            bb_buf_str(&cells[6], verdict(line));
    }
    if (*table[at].note)
        bb_buf_printf(&cells[6], "%s%s", cells[6].len ? "; " : "", table[at].note);
}

static void row_print(struct bb_buf *out, struct bb_buf cells[COLUMNS], const int widths[COLUMNS])
{
    for (int c = 0; c < COLUMNS; c++) {
        bb_buf_str(out, c ? " | " : "| ");
        bb_buf_str(out, bb_buf_text(&cells[c]));
        for (int w = bb_text_cols(bb_buf_text(&cells[c])); w < widths[c]; w++)
            bb_buf_char(out, ' ');
    }
    bb_buf_str(out, " |\n");
}

static void table_text(struct bb_buf *out)
{
    static const char *const heads[COLUMNS] = {"figure", "program", "reference", "ratio",
                                               "must",   "reach",   "reached"};
    static struct bb_buf cells[LINES_MAX + 1][COLUMNS];
    int widths[COLUMNS] = {0};
    for (int r = 0; r <= table_count; r++) {
        if (r > 0)
            cells_fill(r - 1, cells[r]);
        for (int c = 0; c < COLUMNS; c++) {
            if (r == 0)
                bb_buf_str(&cells[r][c], heads[c]);
            int cols = bb_text_cols(bb_buf_text(&cells[r][c]));
            widths[c] = cols > widths[c] ? cols : widths[c];
        }
    }
    for (int r = 0; r <= table_count; r++) {
        row_print(out, cells[r], widths);
        for (int c = 0; r == 0 && c < COLUMNS; c++) {
            bb_buf_str(out, c ? "-|-" : "|-");
            for (int w = 0; w < widths[c]; w++)
                bb_buf_char(out, '-');
        }
        if (r == 0)
            bb_buf_str(out, "-|\n");
        for (int c = 0; c < COLUMNS; c++)
            bb_buf_done(&cells[r][c]);
    }
}

void bench_print(const struct bench *bench)
{
    struct bb_buf text = {0};
    table_text(&text);
    fprintf(stderr, "\r\033[K");
    fputs(bb_buf_text(&text), stdout);
    FILE *file = bench->results ? fopen(bench->results, "w") : NULL;
    if (file) {
        char day[BB_DAY_BYTES];
        fprintf(file,
                "# Figures of `make bench`\n\nMeasured on %s, %ld cores. Medians of program and "
                "reference run in turn; "
                "goals are those of quality.md.\nTimes of a shared machine: only the ratio means "
                "something, ±25 %% of a "
                "latency is no difference.\n\n%s",
                bb_day_format(day, bench->today), sysconf(_SC_NPROCESSORS_ONLN),
                bb_buf_text(&text));
        fclose(file);
    }
    bb_buf_done(&text);
}

#define LEDGERS (1U << BENCH_10K | 1U << BENCH_DATES)
static const struct {
    const char *name;
    void (*run)(struct bench *bench);
    unsigned sizes; /* bits of the databases it needs */
} groups[] = {{"start", bench_start, ~0U}, {"keys", bench_keys, ~0U},
              {"store", bench_store, ~0U}, {"ledger", bench_ledger, LEDGERS},
              {"save", bench_save, ~0U},   {"export", bench_export, ~0U}};

static bool is_wanted(const struct bench *bench, size_t group)
{
    return !bench->only || strstr(bench->only, groups[group].name);
}

/* Beside this program ($(B)/bench/bench) stand the floor and, in ../bin, what is measured. */
static void paths_find(struct bench *bench)
{
    char self[PATH_MAX] = "";
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len <= 0)
        exit(EXIT_FAILURE);
    *strrchr(self, '/') = '\0';
    snprintf(bench->floor, sizeof bench->floor, "%.480s/floor", self);
    *strrchr(self, '/') = '\0';
    snprintf(bench->program, sizeof bench->program, "%.480s/bin/bangban", self);
}

int main(int argc, char **argv)
{
    struct bench bench = {.data_dir = "build/bench", .pairs = PAIRS};
    setlocale(LC_ALL, "C.UTF-8");
    for (int i = 1; i + 1 < argc; i += 2) {
        if (strcmp(argv[i], "--data") == 0)
            bench.data_dir = argv[i + 1];
        else if (strcmp(argv[i], "--results") == 0)
            bench.results = argv[i + 1];
        else if (strcmp(argv[i], "--only") == 0)
            bench.only = argv[i + 1];
        else if (strcmp(argv[i], "--pairs") == 0)
            bench.pairs = atoi(argv[i + 1]);
    }
    paths_find(&bench);
    bench.today = bb_day_of(bb_clock_now(&bb_clock_system));
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        bench.sizes |= is_wanted(&bench, i) ? groups[i].sizes : 0;
    bench_data(&bench);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (is_wanted(&bench, i))
            groups[i].run(&bench);
    bench_print(&bench);
    return EXIT_SUCCESS;
}
