/*
 * The benchmark: program and reference run in turn, medians, one table. It judges nothing.
 *
 * Every group adds its lines to the table; a line that could not be measured says why and the rest
 * goes on.
 */
#ifndef TESTS_BENCH_H
#define TESTS_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/err.h"

struct bench {
    const char *data_dir; /* generated databases, kept between runs */
    const char *results;  /* file that gets the table too; NULL: none */
    const char *only;     /* run the groups whose name contains this; NULL: all */
    char program[512], floor[512];
    int pairs;      /* least number of A B pairs */
    int64_t today;  /* civil day */
    unsigned sizes; /* bits of the databases that the groups which run need */
};

/* ---- samples ---- */
struct bench_samples {
    double *values;
    size_t count, cap;
};
void bench_add(struct bench_samples *samples, double value);
double bench_median(const struct bench_samples *samples);
double bench_quantile(const struct bench_samples *samples, double q);
void bench_drop(struct bench_samples *samples);

/* ---- the table ---- */
enum bench_goal {
    BENCH_NO_GOAL,
    BENCH_RATIO_AT_MOST,  /* figure ÷ reference ≤ goal */
    BENCH_RATIO_AT_LEAST, /* figure ÷ reference ≥ goal */
    BENCH_AT_MOST         /* figure itself ≤ goal */
};
struct bench_line {
    const char *what, *unit;
    double figure;
    double reference; /* 0: none */
    enum bench_goal goal;
    double must, reach; /* 0: not stated */
    const char *note;   /* NULL: none */
};
void bench_line(const struct bench_line *line); /* copies; shows progress on stderr */
void bench_missing(const char *what, const char *why);
void bench_print(const struct bench *bench);

/* ---- groups ---- */
/* Generates what is missing. */
void bench_data(struct bench *bench);
void bench_start(struct bench *bench);  /* start, memory, idle */
void bench_keys(struct bench *bench);   /* moves, pages, typing, queued moves */
void bench_store(struct bench *bench);  /* ledger page, search */
void bench_ledger(struct bench *bench); /* every view and order of F4 */
void bench_save(struct bench *bench);   /* durable save against a bare commit */
void bench_export(struct bench *bench); /* packet and list against least loops */

/* ---- databases (data.c) ---- */
enum bench_size { BENCH_1K, BENCH_10K, BENCH_1M, BENCH_DATES, BENCH__SIZES };
const char *bench_size_name(enum bench_size size);
long bench_sessions(enum bench_size size);
/* The pristine database, heap; readers that change nothing. */
char *bench_db(const struct bench *bench, enum bench_size size);
/* A copy with sessions of today in it, for whoever writes: fresh once in a run. Heap. */
char *bench_db_copy(const struct bench *bench, enum bench_size size);
char *bench_floor_db(const struct bench *bench); /* the floor's own, of 1,000,000 rows */

/* Ends the program with the sentence: the bench itself is broken. */
void bench_ok(const struct bb_err *err);
#define BENCH_PERSON "B01" /* staff at BENCH_DESK, who logs in */
#define BENCH_DESK   "C1W01"

#endif
