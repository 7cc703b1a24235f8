/* The two programs in their terminals, for the groups that measure screens. */
#ifndef TESTS_BENCH_SCREEN_H
#define TESTS_BENCH_SCREEN_H

#include "bench/bench.h"
#include "pty/pty.h"

enum { SCREEN_ROWS = 24, SCREEN_COLS = 80, SCREEN_QUIET_MS = 25 };

/* Starts the program for BENCH_PERSON, or the floor, and waits for its first full screen;
 * *start_ms: from the fork to its last byte. NULL when it does not come: *why then is its screen
 * (heap). */
struct pty *screen_program(const struct bench *bench, const char *db, double *start_ms, char **why);
struct pty *screen_floor(const struct bench *bench, double *start_ms);

/* Sends keys and waits until nothing more comes. Returns microseconds from the first byte sent to
 * the last one received, -1 when nothing came; *bytes gets how many. */
double screen_keys(struct pty *pty, const char *keys, uint64_t *bytes);
/* bench_missing() with the screen as it stands on stderr. */
void screen_missing(const char *what, const char *why, struct pty *pty);

double screen_rss_mib(const struct pty *pty); /* resident memory */
double screen_cpu_ms(const struct pty *pty);  /* used on the processor so far */
/* Bytes of the text in the body of the screen: all but the first line and the last two, without
 * blanks at line ends. */
uint64_t screen_body_bytes(const struct pty *pty);

#endif
