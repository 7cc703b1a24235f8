/* Reading in the store, without a screen: a page of the ledger, a search. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/store/db.h"
#include "bench/bench.h"
#include "pty/pty.h"

enum { PAGE = 20, KEYS = 64, ROUNDS = 20, HITS = 22 };

/* One database, open, and places in its ledger to page from. */
struct ledger {
    struct bb_db *db;
    struct bb_key keys[KEYS];
    int count, row;
    long spread; /* every how many rows a key is taken */
    struct bench_samples us;
};

static const struct bb_err *key_keep(void *ctx, void *row)
{
    struct ledger *ledger = ctx;
    const struct bb_issue *issue = row;
    if (ledger->row++ % ledger->spread == 0 && ledger->count < KEYS && issue->due_day) {
        struct bb_key *key = &ledger->keys[ledger->count++];
        key->value = issue->due_day;
        snprintf(key->id, sizeof key->id, "%s", issue->id);
    }
    return NULL;
}

static void ledger_open(const struct bench *bench, enum bench_size size, long lines,
                        struct ledger *out)
{
    char *path = bench_db(bench, size);
    struct bb_issue_query all = {.states = BB_IN_OPEN};
    *out = (struct ledger){.spread = lines / 2 / KEYS};
    bench_ok(bb_db_open(&out->db, path, BB_DB_READ));
    bench_ok(bb_db_issue_list(out->db, &all, &(struct bb_sink){key_keep, out}));
    free(path);
}

static const struct bb_err *row_count(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

static void ledger_page(struct ledger *ledger, int i)
{
    int rows = 0;
    struct bb_issue_query page = {.states = BB_IN_OPEN, .has_key = true, .limit = PAGE};
    page.key = ledger->keys[i * 7 % ledger->count];
    int64_t start = pty_now_ns();
    bench_ok(bb_db_issue_list(ledger->db, &page, &(struct bb_sink){row_count, &rows}));
    bench_add(&ledger->us, (double)(pty_now_ns() - start) / 1e3);
}

static void ledger_pages(const struct bench *bench)
{
    struct ledger big, small, dates;
    ledger_open(bench, BENCH_1M, 100000, &big);
    ledger_open(bench, BENCH_10K, 1000, &small);
    ledger_open(bench, BENCH_DATES, 100000, &dates);
    for (int i = 0; i < KEYS * ROUNDS; i++) {
        ledger_page(&big, i);
        ledger_page(&small, i);
        ledger_page(&dates, i);
    }
    bench_line(&(struct bench_line){
        .what = "ledger page in the store, 1 M (100,000 lines) against 10 k (1,000)",
        .unit = "µs",
        .figure = bench_median(&big.us),
        .reference = bench_median(&small.us),
        .goal = BENCH_RATIO_AT_MOST,
        .must = 1.2,
        .reach = 1});
    bench_line(&(struct bench_line){.what = "the same, all due on 30 dates",
                                    .unit = "µs",
                                    .figure = bench_median(&dates.us),
                                    .reference = bench_median(&small.us),
                                    .goal = BENCH_RATIO_AT_MOST,
                                    .must = 1.2,
                                    .reach = 1});
    bench_drop(&big.us);
    bench_drop(&small.us);
    bench_drop(&dates.us);
    bb_db_close(big.db);
    bb_db_close(small.db);
    bb_db_close(dates.db);
}

/* Longest of several words' medians: the goal holds for any word. */
static void searches(const struct bench *bench)
{
    static const char *const words[] = {"材料", "社保", "船员", "轮椅",
                                        "古琴", "无此", "意见", "书没"};
    char *path = bench_db(bench, BENCH_1M);
    struct bb_db *db;
    struct bench_samples us[sizeof words / sizeof *words] = {0};
    size_t worst = 0;
    char note[100];
    bench_ok(bb_db_open(&db, path, BB_DB_READ));
    for (int round = 0; round < ROUNDS + 1; round++)
        for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
            int hits = 0;
            int64_t start = pty_now_ns();
            bench_ok(bb_db_search(db, &(struct bb_search){.words = words[w], .limit = HITS}, NULL,
                                  &(struct bb_sink){row_count, &hits}));
            if (round > 0) /* the first one prepares */
                bench_add(&us[w], (double)(pty_now_ns() - start) / 1e3);
        }
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        fprintf(stderr, "\nbench: search %s: %.0f µs", words[w], bench_median(&us[w]));
        if (bench_median(&us[w]) > bench_median(&us[worst]))
            worst = w;
    }
    snprintf(note, sizeof note, "slowest of %zu words: %s", sizeof words / sizeof *words,
             words[worst]);
    bench_line(&(struct bench_line){.what = "word of 2 characters in 1 M sessions, newest 22",
                                    .unit = "ms",
                                    .figure = bench_median(&us[worst]) / 1000,
                                    .goal = BENCH_AT_MOST,
                                    .must = 1,
                                    .reach = 0.45,
                                    .note = note});
    for (size_t w = 0; w < sizeof words / sizeof *words; w++)
        bench_drop(&us[w]);
    bb_db_close(db);
    free(path);
}

void bench_store(struct bench *bench)
{
    ledger_pages(bench);
    searches(bench);
}
