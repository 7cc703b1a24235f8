/*
 * Nights of a district through the real app, packet and hub code (trust.md §3): packets and
 * receipts lost, late, twice, out of order, changed, forged; windows and hub that die at any call
 * that changes a file; restored from old copies; disks copied; clocks off by years. One seed is one
 * run, in a process of its own: BB_SIM_SEED plays one, BB_SIM_RUNS says how many, BB_SIM_WINDOWS
 * and BB_SIM_NIGHTS how large. What must hold: see sim_check.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hub/sim.h"

enum { RUNS = 5, AT_ONCE = 2, WINDOWS = 30, NIGHTS = 48, LEAST = 10000 };

static long setting(const char *name, long preset)
{
    const char *text = getenv(name);
    return text ? atol(text) : preset;
}

static void one_run(long seed)
{
    struct sim sum = {0};
    zip_in_process(true);
    chance_seed((uint64_t)seed);
    setenv("TZ", "UTC0", 1);                                /* else libzip asks the disk for it */
    sqlite3_vfs_register(sqlite3_vfs_find("unix-none"), 1); /* nobody else has these files open */
    sim_run((uint64_t)seed, (int)setting("BB_SIM_WINDOWS", WINDOWS),
            (int)setting("BB_SIM_NIGHTS", NIGHTS), &sum);
    zip_in_process(false);
    printf("seed %ld: %ld window-nights; files lost %ld, late %ld, twice %ld, changed %ld, forged "
           "%ld, refused %ld; died %ld, clocks moved %ld, windows restored %ld, copied %ld, hub "
           "restored %ld, decided %ld\n",
           seed, sum.nights, sum.lost, sum.late, sum.twice, sum.changed, sum.forged, sum.refused,
           sum.died, sum.clocks, sum.restored, sum.copied, sum.hub_restored, sum.decided);
    fflush(stdout);
    if (getenv("BB_SIM_TELL"))
        ck_assert_int_gt(write(atoi(getenv("BB_SIM_TELL")), &sum.nights, sizeof sum.nights), 0);
}

/* This program once more, for one seed; it says at `tell` how many nights it lived. */
static pid_t run_start(long seed, int tell)
{
    char text[24];
    fflush(stdout);
    pid_t pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        snprintf(text, sizeof text, "%ld", seed);
        setenv("BB_SIM_SEED", text, 1);
        setenv("CK_RUN_SUITE", "simulation", 1);
        snprintf(text, sizeof text, "%d", tell);
        setenv("BB_SIM_TELL", text, 1);
        execl("/proc/self/exe", "simulation", (char *)NULL);
        _exit(127);
    }
    return pid;
}

START_TEST(nights_hold)
{
    if (getenv("BB_SIM_SEED")) {
        one_run(setting("BB_SIM_SEED", 1));
        return;
    }
    long runs = setting("BB_SIM_RUNS", RUNS), next = 1, running = 0;
    bool good = true, preset = !getenv("BB_SIM_WINDOWS") && !getenv("BB_SIM_NIGHTS");
    int tell[2];
    ck_assert_int_eq(pipe(tell), 0);
    while (running || (good && next <= runs)) {
        while (good && running < AT_ONCE && next <= runs) {
            run_start(next++, tell[1]);
            running++;
        }
        int status = 0;
        ck_assert_int_gt(wait(&status), 0);
        good = good && status == 0;
        running--;
    }
    ck_assert_msg(good, "a seed failed: it says so above");
    close(tell[1]);
    long nights = 0;
    for (long lived; read(tell[0], &lived, sizeof lived) == sizeof lived;)
        nights += lived;
    close(tell[0]);
    printf("%ld window-nights of %ld seeds\n", nights, runs);
    ck_assert_int_ge(nights, preset && runs >= RUNS ? LEAST : 1);
}
END_TEST

Suite *suite_simulation(void)
{
    Suite *suite = suite_create("simulation");
    TCase *tcase = tcase_create("simulation");
    tcase_set_timeout(tcase, 360000);
    tcase_add_test(tcase, nights_hold);
    suite_add_tcase(suite, tcase);
    return suite;
}
