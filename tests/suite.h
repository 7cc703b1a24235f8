/* What every room's test program shares: the runner, and a fake clock. */
#ifndef TESTS_SUITE_H
#define TESTS_SUITE_H

#include <check.h>
#include <stdlib.h>

#include "bangban/base/clock.h"
#include "bangban/base/err.h"

typedef Suite *bb_suite(void);

/* Runs the suites (only those named on the command line, if any), prints what failed and a last
 * line
 * "<room>: N passed, N failed"; returns the exit status. Sets the locale to UTF-8 Chinese first. */
int bb_suites_run(const char *room, bb_suite *const *suites, size_t count, int argc, char **argv);

/* A clock that shows what the test says. */
struct fake_clock {
    int64_t now_ms;
};
struct bb_clock fake_clock_of(struct fake_clock *fake);

/* A new empty folder under TMPDIR, removed with all that is in it by fixture_dir_done(). */
char *fixture_dir(void);
void fixture_dir_done(char *dir);

/* Fails the test with the error's sentence. */
#define ck_ok(expr)                                      \
    do {                                                 \
        const struct bb_err *ck_err = (expr);            \
        if (ck_err)                                      \
            ck_abort_msg("%s: %s", #expr, ck_err->text); \
    } while (0)
#define ck_err_is(expr, expected)                                                 \
    do {                                                                          \
        const struct bb_err *ck_err = (expr);                                     \
        if (!ck_err)                                                              \
            ck_abort_msg("%s: no error", #expr);                                  \
        ck_assert_msg(ck_err->code == (expected), "%s: %s", #expr, ck_err->text); \
    } while (0)

#endif
