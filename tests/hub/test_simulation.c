/*
 * Nights of a district through the real app, packet and hub code (trust.md §3): packets and
 * receipts lost, late, twice, out of order, changed, forged; windows and hub that die at any call
 * that changes a file; restored from old copies; disks copied; clocks off by years. One seed is one
 * run: BB_SIM_SEED, BB_SIM_RUNS, BB_SIM_WINDOWS, BB_SIM_NIGHTS say which. What must hold: see
 * sim_check.c.
 */
#include <stdio.h>
#include <stdlib.h>

#include "hub/sim.h"

enum { RUNS = 10 };

static long setting(const char *name, long preset)
{
    const char *text = getenv(name);
    return text ? atol(text) : preset;
}

START_TEST(nights_hold)
{
    static struct sim sum;
    long runs = setting("BB_SIM_RUNS", 1), seed = setting("BB_SIM_SEED", 1);
    bool asked = getenv("BB_SIM_SEED") || getenv("BB_SIM_RUNS");
    zip_in_process(true);
    for (long run = 0; run < runs; run++)
        sim_run((uint64_t)(seed + run + _i * runs), (int)setting("BB_SIM_WINDOWS", 30),
                (int)setting("BB_SIM_NIGHTS", 26), &sum);
    zip_in_process(false);
    if (asked)
        printf("seeds %ld-%ld: %ld window-nights; files lost %ld, late %ld, twice %ld, changed "
               "%ld, forged %ld, refused %ld; died %ld, clocks moved %ld, windows restored %ld, "
               "copied %ld, hub restored %ld\n",
               seed + _i * runs, seed + (_i + 1) * runs - 1, sum.nights, sum.lost, sum.late,
               sum.twice, sum.changed, sum.forged, sum.refused, sum.died, sum.clocks, sum.restored,
               sum.copied, sum.hub_restored);
}
END_TEST

Suite *suite_simulation(void)
{
    Suite *suite = suite_create("simulation");
    TCase *tcase = tcase_create("simulation");
    tcase_set_timeout(tcase, 36000);
    tcase_add_loop_test(tcase, nights_hold, 0, getenv("BB_SIM_SEED") ? 1 : RUNS);
    suite_add_tcase(suite, tcase);
    return suite;
}
