/*
 * Helpers: the executables in libexec that carry a heavy library each, so that the program at the
 * counter links none. Found beside the running program: <its
 * folder>/../libexec/bangban/bangban-<name>.
 */
#ifndef BANGBAN_PACKET_HELPER_H
#define BANGBAN_PACKET_HELPER_H

#include <sys/types.h>

#include "bangban/base/err.h"

/* Runs the helper with these arguments (NULL-ended, without argv[0]) and an almost empty
 * environment, and waits. Its failure comes back as its own sentence, with the exit status it had:
 * BB_ERR_HELPER_INPUT for what it read, BB_ERR_HELPER for everything else. */
const struct bb_err *bb_helper_run(const char *name, const char *const *args);

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

/* ---- for the main function of a helper ---- */
/* umask, locale and the words of its sentence, from the layout of the installation. */
void bb_helper_begin(void);
/* Says the error, if there is one, on stderr; returns the exit status. */
int bb_helper_end(const struct bb_err *err);

#endif
