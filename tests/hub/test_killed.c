/* The hand-over that does not come to its end: killed at any call that changes a file, killed while
 * files are carried, stopped at each step. The next one makes it right. Files are carried by a
 * script in the transport's place. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/helper.h"
#include "hub/crash.h"
#include "hub/rig.h"
#include "soak.h"

struct way {
    struct rig rig;
    struct node window;
    char *folder; /* of the script, and of the file that says what befalls it */
    int64_t days; /* sessions written */
};

/* What befalls the carrying, word by word of the script. */
static const char *const mishaps[] = {"before", "between", "after"};

static void trouble(const struct way *way, const char *word)
{
    char *path = bb_path_join(way->folder, "trouble");
    ck_ok(bb_file_write(path, 0600, word, strlen(word)));
    free(path);
}

static void way_up(struct way *way)
{
    struct bb_buf text = {0};
    *way = (struct way){0};
    rig_up(&way->rig, "JS");
    node_up(&way->rig, &way->window, "w.db", "C1W03");
    node_join(&way->rig, &way->window, NULL);
    way->folder = bb_path_join(way->rig.dir, "libexec");
    char *in = hub_way(&way->rig, "in", "C1W03"), *out = hub_way(&way->rig, "out", "C1W03");
    char *script = bb_path_join(way->folder, "bangban-transport");
    ck_ok(bb_file_mkdir(way->folder));
    trouble(way, "none");
    bb_buf_printf(
        &text,
        "#!/bin/sh\n"
        "read trouble <%s/trouble || :\n"
        "befall() { [ \"$trouble\" != \"$1\" ] || { kill -9 $PPID; exit 1; }; }\n"
        "[ \"$trouble\" != hold ] || exec sleep 600\n"
        "befall before\n"
        "for file in \"$3\"/*.zip; do [ ! -e \"$file\" ] || cp \"$file\" %s/; done\n"
        "befall between\n"
        "for file in %s/*.receipt; do\n"
        "    [ ! -e \"$file\" ] || [ -e \"$4/done/${file##*/}\" ] || cp \"$file\" \"$4\"/\n"
        "done\n"
        "befall after\n",
        way->folder, in, out);
    ck_ok(bb_file_write(script, 0700, text.data, text.len));
    bb_strset(&way->window.config.transport_url, "https://hub");
    bb_helper_folder_set(way->folder);
    zip_in_process(true);
    bb_buf_done(&text);
    free(script);
    free(in);
    free(out);
}

static void way_down(struct way *way)
{
    zip_in_process(false);
    bb_helper_folder_set(NULL);
    free(way->folder);
    node_down(&way->window);
    rig_down(&way->rig);
}

static void day(struct way *way)
{
    node_open(&way->window);
    session_add(&way->window, "记");
    way->days++;
}

/* Whole nights until both sides rest: everything is there, once, and acknowledged. */
static void rests(struct way *way)
{
    struct bb_sync_state state;
    struct bb_check_result result;
    node_open(&way->window);
    for (int i = 0; i < 2; i++) {
        node_sync(&way->window);
        hub_round(&way->rig);
    }
    node_sync(&way->window);
    ck_ok(bb_app_sync_state(way->window.app, &state));
    ck_assert_int_eq(state.unacked, 0);
    ck_assert_int_eq(sql_number(way->rig.hub.path, "SELECT count(*) FROM session"), way->days);
    ck_ok(bb_app_check(way->window.app, false, NULL, &result));
    ck_ok(bb_app_check(way->rig.hub.app, false, NULL, &result));
}

/* In a process of its own, which dies at the k-th call that changes a file (0: at none by itself).
 * The step at which it died; BB_SYNC_DONE: it did not. */
static enum bb_sync_step sync_killed(struct way *way, long k)
{
    enum bb_sync_step *at =
        mmap(NULL, sizeof *at, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    int status;
    ck_assert_ptr_ne(at, MAP_FAILED);
    node_close(&way->window); /* no connection across a fork */
    pid_t pid = fork();
    if (pid == 0) {
        struct bb_sync_run *run;
        const struct bb_err *err;
        node_open(&way->window);
        if (k)
            crash_arm(k, -1); /* FAULT_KILL */
        err = bb_sync_begin(way->window.app, &run);
        while (!err && (*at = bb_sync_at(run)) < BB_SYNC_DONE)
            err = bb_sync_go(run, -1);
        _exit(err ? 1 : 0);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    enum bb_sync_step died = *at;
    munmap(at, sizeof *at);
    ck_assert_msg(died == BB_SYNC_DONE ? status == 0 : WIFSIGNALED(status), "at %ld: status %d", k,
                  status);
    return died;
}

START_TEST(killed_at_any_call)
{
    struct way way;
    bool died[BB_SYNC_DONE + 1] = {false};
    enum bb_sync_step reading = _i ? BB_SYNC_TAKE : BB_SYNC_READ;
    way_up(&way);
    for (long k = 1; !died[BB_SYNC_DONE]; k += soaking() ? 1 : 5) {
        day(&way);
        died[sync_killed(&way, k)] = true;
        node_open(&way.window);
        node_sync(&way.window);
        hub_round(&way.rig);
        if (reading == BB_SYNC_READ) /* else the next one carries the answer itself */
            carry_down(&way.rig, &way.window, "C1W03");
    }
    ck_assert(died[reading]);
    ck_assert(died[BB_SYNC_WRITE]);
    rests(&way);
    way_down(&way);
}
END_TEST

START_TEST(killed_while_files_are_carried)
{
    struct way way;
    way_up(&way);
    for (int night = 0; night < 2; night++) { /* in the second there is something to fetch */
        day(&way);
        trouble(&way, mishaps[_i]);
        ck_assert_int_eq(sync_killed(&way, 0), BB_SYNC_CARRY);
        trouble(&way, "none");
        hub_round(&way.rig);
    }
    rests(&way);
    way_down(&way);
}
END_TEST

/* Esc at the screen or ^C: what is done counts, what is being carried is given up. */
START_TEST(stopped_at_each_step)
{
    struct way way;
    struct bb_sync_run *run;
    struct bb_sync_report report;
    way_up(&way);
    day(&way);
    node_sync(&way.window);
    hub_round(&way.rig);
    carry_down(&way.rig, &way.window, "C1W03");
    day(&way);
    ck_ok(bb_sync_begin(way.window.app, &run));
    while (bb_sync_at(run) < (enum bb_sync_step)_i)
        ck_ok(bb_sync_go(run, -1));
    if (_i == BB_SYNC_CARRY) {
        trouble(&way, "hold");
        ck_ok(bb_sync_go(run, 0));
        ck_assert_int_eq(bb_sync_at(run), BB_SYNC_CARRY);
    }
    ck_ok(bb_sync_end(run, &report)); /* does not wait for the carrier */
    ck_assert_int_eq(report.packets, _i > BB_SYNC_WRITE);
    ck_assert_int_eq(report.receipts, _i > BB_SYNC_READ);
    bb_sync_report_done(&report);
    trouble(&way, "none");
    rests(&way);
    way_down(&way);
}
END_TEST

Suite *suite_killed(void);
Suite *suite_killed(void)
{
    Suite *suite = suite_create("killed");
    TCase *tcase = tcase_create("killed");
    tcase_set_timeout(tcase, 300);
    tcase_add_loop_test(tcase, killed_at_any_call, 0, 2);
    tcase_add_loop_test(tcase, killed_while_files_are_carried, 0, 3);
    tcase_add_loop_test(tcase, stopped_at_each_step, BB_SYNC_READ, BB_SYNC_DONE);
    suite_add_tcase(suite, tcase);
    return suite;
}
