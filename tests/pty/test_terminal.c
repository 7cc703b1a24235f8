/* The harness itself: what the other tests believe about keys, screen and time is shown here on
 * `cat` and `sh`. */
#include "suite.h"

#include <signal.h>
#include <sys/wait.h>

#include "pty/pty.h"

static const char *const echo_argv[] = {"/bin/cat", NULL};

START_TEST(chinese_text_keeps_its_cells)
{
    struct pty *pty = pty_start(echo_argv, NULL, 24, 80);
    int row, col;
    bool visible;
    ck_assert_int_eq(pty_keys(pty, "登记 Space sbjf"), 7);
    ck_assert_int_eq(pty_strokes(pty), 7);
    ck_assert(pty_see(pty, "登记 sbjf"));
    ck_assert(pty_find(pty, "sbjf", &row, &col));
    ck_assert_int_eq(row, 0);
    ck_assert_int_eq(col, 5);
    pty_cursor(pty, &row, &col, &visible);
    ck_assert_int_eq(col, 9);
    ck_assert(visible);
    pty_end(pty);
}
END_TEST

START_TEST(keys_have_their_bytes)
{
    static const char *const argv[] = {
        "/bin/sh", "-c", "stty raw -echo opost; echo ready; exec od -An -c -N 24", NULL};
    struct pty *pty = pty_start(argv, NULL, 24, 80);
    ck_assert(pty_see(pty, "ready"));
    ck_assert_int_eq(pty_keys(pty, "F1 F10 Esc Enter Ctrl-T Alt-3 Up PageDown Tab Ctrl-S 好"), 11);
    ck_assert(pty_see(pty, "033   O   P 033   [   2   1   ~ 033  \\r 024 033   3 033   O   A"));
    ck_assert(pty_see(pty, "033   [   6   ~  \\t 023 345 245"));
    int status;
    ck_assert(pty_wait_exit(pty, &status));
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    pty_end(pty);
}
END_TEST

START_TEST(size_and_environment_arrive)
{
    static const char *const argv[] = {"/bin/sh", "-c",
                                       "echo $TERM $LANG $EXTRA; trap 'stty size; exit 3' WINCH; "
                                       "stty size; while :; do read x; done",
                                       NULL};
    static const char *const env[] = {"EXTRA=一", NULL};
    struct pty *pty = pty_start(argv, env, 24, 80);
    ck_assert(pty_see(pty, "xterm-256color C.UTF-8 一"));
    ck_assert(pty_see(pty, "24 80"));
    pty_resize(pty, 40, 120);
    ck_assert(pty_see(pty, "40 120"));
    int status;
    ck_assert(pty_wait_exit(pty, &status));
    ck_assert_int_eq(WEXITSTATUS(status), 3);
    pty_end(pty);
}
END_TEST

START_TEST(waiting_ends_and_killing_kills)
{
    struct pty *pty = pty_start(echo_argv, NULL, 24, 80);
    pty_keys(pty, "a");
    ck_assert(pty_see(pty, "a"));
    ck_assert(!pty_see_within(pty, "never", 30));
    pid_t pid = pty_pid(pty);
    ck_assert_int_eq(kill(pid, 0), 0);
    pty_kill9(pty);
    ck_assert_int_eq(kill(pid, 0), -1);
    ck_assert(pty_find(pty, "a", NULL, NULL)); /* the last screen stays readable */
    ck_assert(!pty_see(pty, "never"));         /* at once: nobody is there to write it */
    pty_end(pty);
}
END_TEST

START_TEST(bytes_and_times_are_counted)
{
    struct pty *pty = pty_start(echo_argv, NULL, 24, 80);
    pty_keys(pty, "abc");
    ck_assert(pty_see(pty, "abc"));
    ck_assert_uint_eq(pty_bytes(pty), 3);
    ck_assert_int_ge(pty_times(pty).last_byte_ns, pty_times(pty).sent_ns);
    ck_assert_int_ge(pty_times(pty).sent_ns, pty_times(pty).started_ns);
    ck_assert_int_ge(pty_now_ns(), pty_times(pty).last_byte_ns);
    pty_end(pty);
}
END_TEST

Suite *suite_terminal(void);
Suite *suite_terminal(void)
{
    Suite *suite = suite_create("terminal");
    TCase *tc = tcase_create("harness");
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, chinese_text_keeps_its_cells);
    tcase_add_test(tc, keys_have_their_bytes);
    tcase_add_test(tc, size_and_environment_arrive);
    tcase_add_test(tc, waiting_ends_and_killing_kills);
    tcase_add_test(tc, bytes_and_times_are_counted);
    suite_add_tcase(suite, tc);
    return suite;
}
