/*
 * A program in a pseudo-terminal, with libvterm as the terminal. Used by the end-to-end tests and
 * by the benchmark.
 *
 * Nothing here sleeps: waiting reads what the program writes until a condition holds or the limit
 * is over. The terminal is an xterm with 256 colours in C.UTF-8; the program sees only the
 * environment that pty_start() gives it.
 */
#ifndef TESTS_PTY_H
#define TESTS_PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { PTY_LIMIT_MS = 10000 }; /* longest wait for something that must come */

struct pty;

/* Starts argv[0] (a path). env: further NAME=value strings, NULL at the end, may be NULL. Never
 * returns NULL: aborts when the machine gives no terminal. */
struct pty *pty_start(const char *const argv[], const char *const env[], int rows, int cols);
/* Kills the program if it still runs, and frees. NULL is fine. */
void pty_end(struct pty *pty);

/* Sends keys, separated by blanks: F1 … F12, Esc, Enter, Tab, Shift-Tab, Backspace, Delete, Insert,
 * Space, Up, Down, Left, Right, Home, End, PageUp, PageDown, Ctrl-x, Alt-x; anything else is text,
 * one stroke a character. Returns the strokes. */
int pty_keys(struct pty *pty, const char *keys);
/* Sends these bytes as they are (a paste, a split character); counts nothing. */
void pty_send(struct pty *pty, const char *bytes, size_t len);
/* Of what the program wrote: C1, zero-width and bidirectional marks; C0 controls but TAB, CR, LF.
 */
long pty_hostile(const struct pty *pty);
long pty_escapes(const struct pty *pty);
long pty_bells(const struct pty *pty);   /* rung so far */
long pty_strokes(const struct pty *pty); /* all sent so far */

/* Reads once what has been written, waiting at most timeout_ms; false when nothing came or the
 * program is gone. */
bool pty_pump(struct pty *pty, int timeout_ms);
/* Waits until text is on one line of the screen, or on none; false when the limit is over or the
 * program is gone. */
bool pty_see(struct pty *pty, const char *text);
bool pty_see_within(struct pty *pty, const char *text, int limit_ms);
bool pty_lose(struct pty *pty, const char *text);
/* Whether text is on the screen as it stands; row and col (from 0, in cells) may be NULL. */
bool pty_find(const struct pty *pty, const char *text, int *row, int *col);
/* Waits for the first byte after the last key (at most first_ms), then until nothing came for
 * quiet_ms. */
void pty_settle(struct pty *pty, int first_ms, int quiet_ms);

char *pty_line(const struct pty *pty, int row); /* heap; without blanks at the end */
char *pty_screen(const struct pty *pty);        /* heap; all lines, each ends with LF */
void pty_cursor(const struct pty *pty, int *row, int *col, bool *visible);
void pty_resize(struct pty *pty, int rows, int cols);

pid_t pty_pid(const struct pty *pty);
void pty_kill9(struct pty *pty); /* and waits until it is gone */
/* Waits until the program ends by itself; *status as from waitpid(). False when the limit is over.
 */
bool pty_wait_exit(struct pty *pty, int *status);

/* For measuring: monotonic nanoseconds. */
int64_t pty_now_ns(void);
uint64_t pty_bytes(const struct pty *pty); /* written by the program so far */
struct pty_times {
    int64_t started_ns;   /* just before the fork */
    int64_t sent_ns;      /* just before the last keys were sent */
    int64_t last_byte_ns; /* when the last byte came */
};
struct pty_times pty_times(const struct pty *pty);

#endif
