/* A process that dies: from the k-th call on that would change a file, every one fails, in SQLite
 * as in plain files, so that what the program does afterwards leaves no trace. Also a disk that is
 * full: the same with another errno. One process, one thread. */
#ifndef TESTS_HUB_CRASH_H
#define TESTS_HUB_CRASH_H

#include <stdbool.h>

void crash_arm(long calls, int what); /* EIO, ENOSPC; from the calls-th on */
bool crash_over(void);                /* everything works again; whether it had struck */

#endif
