/* Start to the first full screen, resident memory, and what an idle program costs. */
#include <stdio.h>
#include <stdlib.h>

#include "bench/screen.h"

enum { PAGES = 1000, IDLE_MS = 10000 };

static void idle(const struct bench *bench, const char *db)
{
    double ms;
    char *why = NULL;
    struct pty *program = screen_program(bench, db, &ms, &why), *floor = screen_floor(bench, &ms);
    if (!program) {
        free(why);
        pty_end(floor);
        return;
    }
    pty_settle(program, 2500, 1500); /* past what is done just after the start */
    double cpu = screen_cpu_ms(program), floor_cpu = screen_cpu_ms(floor);
    uint64_t bytes = pty_bytes(program);
    int64_t end_ns = pty_now_ns() + (int64_t)IDLE_MS * 1000000;
    while (pty_now_ns() < end_ns)
        pty_pump(program, (int)((end_ns - pty_now_ns()) / 1000000) + 1);
    bench_line(&(struct bench_line){.what = "idle 10 s: processor",
                                    .unit = "ms",
                                    .figure = screen_cpu_ms(program) - cpu,
                                    .reference = screen_cpu_ms(floor) - floor_cpu,
                                    .goal = BENCH_AT_MOST,
                                    .must = 1});
    bench_line(&(struct bench_line){.what = "idle 10 s: bytes (the clock's at the full minute)",
                                    .unit = "B",
                                    .figure = (double)(pty_bytes(program) - bytes),
                                    .goal = BENCH_AT_MOST,
                                    .must = 40});
    pty_end(program);
    pty_end(floor);
}

static double grown_mib(struct pty *pty)
{
    uint64_t bytes;
    double before = screen_rss_mib(pty);
    for (int i = 0; i < PAGES; i++) { /* only that every page is drawn counts here, not its time */
        pty_keys(pty, "PageDown");
        pty_settle(pty, 200, 2);
    }
    screen_keys(pty, "Up", &bytes);
    return screen_rss_mib(pty) - before;
}

static void memory(const struct bench *bench, const char *db)
{
    double ms;
    char *why = NULL;
    struct pty *program = screen_program(bench, db, &ms, &why), *floor = screen_floor(bench, &ms);
    free(why);
    if (program) {
        bench_line(&(struct bench_line){.what = "resident memory at the first screen",
                                        .unit = "MiB",
                                        .figure = screen_rss_mib(program),
                                        .reference = screen_rss_mib(floor),
                                        .goal = BENCH_AT_MOST,
                                        .must = 10,
                                        .reach = 7});
        uint64_t bytes;
        screen_keys(program, "F4", &bytes);
        bench_line(&(struct bench_line){.what = "resident memory, more after 1,000 ledger pages",
                                        .unit = "MiB",
                                        .figure = grown_mib(program),
                                        .reference = grown_mib(floor),
                                        .goal = BENCH_AT_MOST,
                                        .must = 2.5,
                                        .reach = 1.9});
    }
    pty_end(program);
    pty_end(floor);
}

void bench_start(struct bench *bench)
{
    struct bench_samples big = {0}, small = {0}, floor = {0};
    char *big_db = bench_db_copy(bench, BENCH_1M), *small_db = bench_db_copy(bench, BENCH_1K),
         *why = NULL;
    for (int i = 0; i < bench->pairs && !why; i++) {
        double ms;
        pty_end(screen_floor(bench, &ms));
        bench_add(&floor, ms);
        struct pty *pty = screen_program(bench, big_db, &ms, &why);
        bench_add(&big, ms);
        pty_end(pty);
        if (why)
            break;
        pty = screen_program(bench, small_db, &ms, &why);
        bench_add(&small, ms);
        pty_end(pty);
    }
    if (why) {
        fprintf(stderr, "\nbench: no first screen; it was\n%s", why);
        bench_missing("start to first full screen", "the program shows none");
    } else {
        bench_line(&(struct bench_line){.what = "start to first full screen, 1 M sessions (floor)",
                                        .unit = "ms",
                                        .figure = bench_median(&big),
                                        .reference = bench_median(&floor),
                                        .goal = BENCH_RATIO_AT_MOST,
                                        .must = 2.5,
                                        .reach = 1.5});
        bench_line(&(struct bench_line){.what = "the same, 1 M against 1,000 sessions",
                                        .unit = "ms",
                                        .figure = bench_median(&big),
                                        .reference = bench_median(&small),
                                        .goal = BENCH_RATIO_AT_MOST,
                                        .must = 1.15,
                                        .reach = 1.05});
        memory(bench, big_db);
        idle(bench, big_db);
    }
    bench_drop(&big);
    bench_drop(&small);
    bench_drop(&floor);
    free(why);
    free(big_db);
    free(small_db);
}
