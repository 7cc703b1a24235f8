/* What a process gives up at once: asked of a child that gave it up. */
#include "suite.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/base/process.h"

static int in_child(int (*ask)(void))
{
    int status;
    pid_t pid = fork();
    if (pid == 0)
        _exit(ask());
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int what_is_left(void)
{
    static const char *const hostile[] = {"PATH=/usr/bin",      "LD_PRELOAD=/tmp/x.so",
                                          "TERMINFO=/tmp",      "NCURSES_TRACE=99",
                                          "LC_ALL=C.UTF-8",     "LD_LIBRARY_PATH=/tmp",
                                          "BASH_ENV=/tmp/x",    "HOME=/",
                                          "TERMINFO_DIRS=/tmp", "LINES=1",
                                          "TERM=xterm",         NULL};
    struct rlimit core;
    char *given[sizeof hostile / sizeof *hostile];
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++)
        given[i] = (char *)(size_t)hostile[i];
    environ = given;
    bb_process_harden();
    if (umask(0) != 077)
        return 1;
    if (getrlimit(RLIMIT_CORE, &core) != 0 || core.rlim_cur != 0 || core.rlim_max != 0)
        return 2;
    if (prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0)
        return 3;
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
        return 4;
    static const char *const left[] = {"PATH=/usr/bin", "LC_ALL=C.UTF-8", "HOME=/", "TERM=xterm"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        if (!environ[i] || strcmp(environ[i], left[i]) != 0)
            return 5;
    return environ[sizeof left / sizeof *left] ? 6 : 0;
}

START_TEST(little_is_left)
{
    ck_assert_int_eq(in_child(what_is_left), 0);
}
END_TEST

static int starts_nothing(void)
{
    char word[] = "true", *const argv[] = {word, NULL}, *const none[] = {NULL};
    bb_process_harden();
    bb_process_no_exec();
    if (execve("/bin/true", argv, none) == 0 || errno != EPERM)
        return 1;
    return system("true") == 0 ? 2 : 0;
}

START_TEST(no_program_is_started)
{
    ck_assert_int_eq(in_child(starts_nothing), 0);
}
END_TEST

Suite *suite_process(void)
{
    Suite *suite = suite_create("process");
    TCase *tests = tcase_create("process");
    tcase_add_test(tests, little_is_left);
    tcase_add_test(tests, no_program_is_started);
    suite_add_tcase(suite, tests);
    return suite;
}
