/* The main use cases on a machine without memory. SQLite's k-th allocation fails, once or from then
 * on: the use case ends in one sentence or is done, and the file is sound. The program's own k-th
 * allocation fails: it ends there with its status, as if killed, and the file is sound. */
#include "app/flows.h"

#include <limits.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/base/mem.h"
#include "soak.h"

static struct office office;
static long countdown; /* 0: nothing strikes */
static bool for_good;

static bool strikes(void)
{
    if (!countdown)
        return false;
    if (countdown > 1) {
        countdown--;
        return false;
    }
    if (!for_good)
        countdown = 0;
    return true;
}

static sqlite3_mem_methods usual;
static void *scarce_malloc(int bytes)
{
    return strikes() ? NULL : usual.xMalloc(bytes);
}
static void *scarce_realloc(void *old, int bytes)
{
    return strikes() ? NULL : usual.xRealloc(old, bytes);
}

/* The program's own: linked with --wrap, so that the libraries have theirs. */
void *__real_calloc(size_t count, size_t bytes);
void *__real_realloc(void *old, size_t bytes);
void *__wrap_calloc(size_t count, size_t bytes);
void *__wrap_realloc(void *old, size_t bytes);
static bool own;
void *__wrap_calloc(size_t count, size_t bytes)
{
    return own && strikes() ? NULL : __real_calloc(count, bytes);
}
void *__wrap_realloc(void *old, size_t bytes)
{
    return own && strikes() ? NULL : __real_realloc(old, bytes);
}

static void up(void)
{
    sqlite3_shutdown();
    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &usual), SQLITE_OK);
    sqlite3_mem_methods scarce = usual;
    scarce.xMalloc = scarce_malloc;
    scarce.xRealloc = scarce_realloc;
    ck_assert_int_eq(sqlite3_config(SQLITE_CONFIG_MALLOC, &scarce), SQLITE_OK);
    office_up(&office);
}

static void down(void)
{
    office_down(&office);
}

static int64_t adds(const struct flow *flow, bool of_own, long *calls)
{
    office_renew(&office);
    own = of_own;
    countdown = LONG_MAX;
    ck_ok(flow->run(&office));
    *calls = LONG_MAX - countdown;
    countdown = 0;
    own = false;
    return office_events(&office, flow->name) - office.events;
}

/* In a process of its own: it may end anywhere. 0: done; 2: one sentence; 4: out of memory. */
static int ends(const struct flow *flow, long k, bool of_own, const char *words)
{
    int status;
    fflush(NULL);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        if (!freopen("/dev/null", "w", stderr)) /* its last word is not for this test */
            _exit(5);
        own = of_own;
        countdown = k;
        const struct bb_err *err = flow->run(&office);
        countdown = 0;
        if (!err)
            _exit(0);
        _exit(err->code == BB_ERR_DB_UNKNOWN || !strchr(err->text, '\n') ? 2 : 3);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status), "%s: killed by signal %d", words, WTERMSIG(status));
    ck_assert_msg(WEXITSTATUS(status) != 3, "%s: not one sentence", words);
    return WEXITSTATUS(status);
}

static void every_allocation(const struct flow *flow, bool of_own)
{
    long calls, points = 0, enough = 0;
    int64_t added = adds(flow, of_own, &calls);
    ck_assert_int_gt(calls, 0);
    long stride = soaking() ? 1 : calls / 8 + 1;
    for (int good = 0; good <= (soaking() && !of_own); good++)
        for (long k = 1 + (flow - flows) % stride; k <= calls; k += stride, points++) {
            char words[128];
            snprintf(words, sizeof words, "%s, allocation %ld of %ld", flow->name, k, calls);
            office_renew(&office);
            for_good = soaking() ? good : points % 2;
            int end = ends(flow, k, of_own, words);
            if (flow->again)
                ck_ok(flow->run(&office));
            int64_t there = office_events(&office, words) - office.events;
            ck_assert_msg(there == 0 || there == added ||
                              (flow->parts && there > 0 && there < added),
                          "%s: %ld events of %ld", words, (long)there, (long)added);
            ck_assert_msg(end != 0 || there == added, "%s: said to be done, and is not there",
                          words);
            office_outputs_whole(&office, words);
            enough += end == 0;
        }
    soak_say("out of memory (%s, %s): %ld allocations, %ld points, %ld did without\n", flow->name,
             of_own ? "own" : "SQLite", calls, points, enough);
}

START_TEST(every_allocation_of_sqlite)
{
    every_allocation(&flows[_i], false);
}
END_TEST

START_TEST(every_allocation_of_ours)
{
    every_allocation(&flows[_i], true);
}
END_TEST

Suite *suite_memory(void);
Suite *suite_memory(void)
{
    Suite *suite = suite_create("memory");
    TCase *tcase = tcase_create("memory");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, soak_count(1200));
    tcase_add_loop_test(tcase, every_allocation_of_sqlite, 0, flow_count);
    tcase_add_loop_test(tcase, every_allocation_of_ours, 0, flow_count);
    suite_add_tcase(suite, tcase);
    return suite;
}
