/* Several programs on one file, killed at any moment: whatever one said to be saved is there
 * afterwards, nothing is there by half, and nobody was told to wait. */
#include "app/flows.h"

#include <poll.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bangban/base/mem.h"
#include "soak.h"

enum { ID = BB_UUID_BYTES - 1, MOST = 64 };

/* What a child says on its pipe: the id of what is saved, or a refusal; how long it took. */
struct word {
    char id[ID];
    char refused;
    int32_t us;
};

static struct office office;

static void up(void)
{
    office_up(&office);
}

static void down(void)
{
    office_down(&office);
}

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* pace_us 0: flat out; otherwise a save in each such stretch, at a moment of its own. */
static void work(int to, long times, int64_t pace_us)
{
    struct fixture *fx = &office.fx;
    if (office_open(&office, "S001"))
        _exit(2);
    unsigned chance = (unsigned)getpid() * 2654435761u;
    for (long i = 0; i < times; i++) {
        struct word word = {0};
        chance = chance * 1664525u + 1013904223u;
        if (pace_us) {
            int64_t wait_us = pace_us / 2 + (int64_t)((double)pace_us * (chance >> 8) / (1 << 24));
            nanosleep(&(struct timespec){wait_us / 1000000, wait_us % 1000000 * 1000}, NULL);
        }
        struct bb_session row = {0};
        struct bb_problems problems = {0};
        bb_app_session_defaults(fx->app, &row);
        bb_strset(&row.item, "P031");
        bb_strset(&row.note, "社保卡补办");
        int64_t since = now_us();
        const struct bb_err *err = bb_app_session_add(fx->app, &row, NULL, 0, &problems);
        word.us = (int32_t)(now_us() - since);
        word.refused = err != NULL;
        if (!err)
            memcpy(word.id, row.id, ID);
        bb_session_done(&row);
        if (write(to, &word, sizeof word) != sizeof word)
            _exit(3);
    }
    _exit(0);
}

static pid_t start(int to, long times, int64_t pace_us)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0)
        work(to, times, pace_us);
    return child;
}

static struct words {
    char (*ids)[BB_UUID_BYTES];
    int32_t *us;
    size_t count, room;
    long refused;
} said;

static void listen_to(int from)
{
    struct word word;
    struct pollfd poll_fd = {.fd = from, .events = POLLIN};
    while (poll(&poll_fd, 1, 0) == 1 && poll_fd.revents & POLLIN &&
           read(from, &word, sizeof word) == sizeof word) {
        said.refused += word.refused;
        if (word.refused)
            continue;
        if (said.count == said.room) {
            said.room = said.room ? 2 * said.room : 1024;
            said.ids = bb_realloc(said.ids, said.room * sizeof *said.ids);
            said.us = bb_realloc(said.us, said.room * sizeof *said.us);
        }
        said.us[said.count] = word.us;
        memcpy(said.ids[said.count], word.id, ID);
        said.ids[said.count++][ID] = '\0';
    }
}

/* Every id that was said is a row with an event. */
static void all_there(void)
{
    sqlite3 *raw;
    sqlite3_stmt *stmt;
    office_events(&office, "after the kills"); /* sound; rows equal the fold of their events */
    ck_assert_int_eq(sqlite3_open(office.fx.path, &raw), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(raw, "SELECT 1 FROM session WHERE id = ?", -1, &stmt, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < said.count; i++) {
        sqlite3_bind_text(stmt, 1, said.ids[i], -1, SQLITE_STATIC);
        ck_assert_msg(sqlite3_step(stmt) == SQLITE_ROW, "%s was said to be saved", said.ids[i]);
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
    sqlite3_close(raw);
    free(said.ids);
    free(said.us);
}

START_TEST(killed_at_any_moment)
{
    int ends[2], count = 6, kills = soaking() ? 5000 * soaking() : 60;
    pid_t children[MOST];
    unsigned chance = 20261123;
    ck_assert_int_eq(pipe(ends), 0);
    office_renew(&office);
    for (int i = 0; i < count; i++)
        children[i] = start(ends[1], 1 << 20, 0);
    for (int kill_no = 0; kill_no < kills; kill_no++) {
        chance = chance * 1664525u + 1013904223u;
        nanosleep(&(struct timespec){0, 1000000 + (long)(chance >> 8) % 25000000}, NULL);
        int victim = (int)((chance >> 4) % (unsigned)count);
        kill(children[victim], SIGKILL);
        ck_assert_int_eq(waitpid(children[victim], NULL, 0), children[victim]);
        children[victim] = start(ends[1], 1 << 20, 0);
        listen_to(ends[0]);
    }
    for (int i = 0; i < count; i++) {
        kill(children[i], SIGKILL);
        waitpid(children[i], NULL, 0);
    }
    listen_to(ends[0]);
    soak_say("kill -9: %d kills of %d processes, %zu saves said, %ld refused\n", kills, count,
             said.count, said.refused);
    ck_assert_int_eq(said.refused, 0);
    ck_assert_uint_gt(said.count, 0);
    all_there();
}
END_TEST

static int by_time(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Starts them all and listens until the last has ended: everything that each saved is there. */
static void all_save(int count, long each, int64_t pace_us)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    office_renew(&office);
    for (int i = 0; i < count; i++)
        start(ends[1], each, pace_us);
    for (int left = count; left > 0;) {
        listen_to(ends[0]);
        pid_t ended = waitpid(-1, NULL, WNOHANG);
        ck_assert_int_ge(ended, 0);
        left -= ended > 0;
        if (!ended)
            poll(&(struct pollfd){.fd = ends[0], .events = POLLIN}, 1, 100);
    }
    listen_to(ends[0]);
    ck_assert_int_eq(said.refused, 0);
    ck_assert_uint_eq(said.count, (size_t)(each * count));
    qsort(said.us, said.count, sizeof *said.us, by_time);
    soak_say("%d processes, %s: %zu saves, %ld refused, p50 %.1f ms, p99 %.1f ms, at most %.1f\n",
             count, pace_us ? "human pace" : "flat out", said.count, said.refused,
             said.us[said.count / 2] / 1e3, said.us[said.count * 99 / 100] / 1e3,
             said.us[said.count - 1] / 1e3);
    all_there();
}

START_TEST(many_flat_out)
{
    all_save(soaking() ? MOST : 8, soaking() ? 10L * soaking() : 6, 0);
}
END_TEST

/* A save each five seconds at each of them is more than a counter sees. */
START_TEST(many_at_human_pace)
{
    all_save(soaking() ? MOST : 8, soaking() ? soaking() : 3, soaking() ? 5000000 : 200000);
}
END_TEST

Suite *suite_processes(void);
Suite *suite_processes(void)
{
    Suite *suite = suite_create("processes");
    TCase *tcase = tcase_create("processes");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, soak_count(600));
    tcase_add_test(tcase, killed_at_any_moment);
    tcase_add_test(tcase, many_flat_out);
    tcase_add_test(tcase, many_at_human_pace);
    suite_add_tcase(suite, tcase);
    return suite;
}
