/*
 * Helpers: the executables in libexec that carry a heavy library each, so that the program at the
 * counter links none. Found beside the running program: <its
 * folder>/../libexec/bangban/bangban-<name>.
 */
#ifndef BANGBAN_PACKET_HELPER_H
#define BANGBAN_PACKET_HELPER_H

#include <stdbool.h>
#include <sys/types.h>

#include "bangban/base/err.h"

/* Runs the helper with these arguments (NULL-ended, without argv[0]) and an almost empty
 * environment, and waits. Its failure comes back as its own sentence, with the exit status it had:
 * BB_ERR_HELPER_INPUT for what it read, BB_ERR_HELPER for everything else. */
const struct bb_err *bb_helper_run(const char *name, const char *const *args);

/* The same without waiting for its end: one that runs, to be waited for or stopped. */
struct bb_helper_job;
const struct bb_err *bb_helper_job_start(struct bb_helper_job **out, const char *name,
                                         const char *const *args);
/* Waits at most so long (-1: to its end). *ended: it has ended, helper is freed, and what is
 * returned is its failure. */
const struct bb_err *bb_helper_job_wait(struct bb_helper_job *helper, int wait_ms, bool *ended);
void bb_helper_job_stop(struct bb_helper_job *helper); /* kills and frees; NULL is fine */

/* One that is asked and answers until it is stopped, over one descriptor in both directions. */
struct bb_helper {
    char *path; /* NULL: not running */
    pid_t pid;
    int fd;
};
const struct bb_err *bb_helper_start(struct bb_helper *out, const char *name, const char *arg);
void bb_helper_stop(struct bb_helper *helper); /* waits for its end; zeroed is fine */

/* Where to look instead; kept, not copied; NULL: beside the program. For tests, whose programs lie
 * elsewhere. */
void bb_helper_folder_set(const char *folder);
/* What bb_helper_run() calls instead of starting the helper of that name (its arguments, and the
 * error it would have said); NULL: start it. For tests that run a helper thousands of times. */
typedef const struct bb_err *bb_helper_body(const char *const *args);
void bb_helper_body_set(const char *name, bb_helper_body *body);

/* ---- for the main function of a helper ---- */
/* umask, locale and the words of its sentence, from the layout of the installation. */
void bb_helper_begin(void);
/* Says the error, if there is one, on stderr; returns the exit status. */
int bb_helper_end(const struct bb_err *err);

#endif
