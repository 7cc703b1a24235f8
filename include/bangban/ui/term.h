/*
 * The terminal: curses started and put back, on every way out; bytes in, whole keys out. One is
 * open at a time, because curses is one.
 */
#ifndef BANGBAN_UI_TERM_H
#define BANGBAN_UI_TERM_H

#include <stdbool.h>
#include <stdio.h>

#include "bangban/base/err.h"
#include "bangban/view/keymap.h"

/* Below this size the screen says so and waits. */
enum { BB_TERM_MIN_ROWS = 16, BB_TERM_MIN_COLS = 60 };

struct bb_term {
    int in_fd;
    int watch_fd; /* becomes readable when the file changed; -1: none */
    FILE *out;
    void *screen; /* curses' */
    bool color;
    struct bb_keys keys;
};

/* type NULL: $TERM. Refuses a locale that is not UTF-8 and a terminal that cannot place the cursor.
 * in_fd need not be a terminal (tests). */
const struct bb_err *bb_term_open(struct bb_term *term, int in_fd, FILE *out, const char *type);
void bb_term_close(struct bb_term *term);

/* rows 0: asks the terminal. */
void bb_term_resize(struct bb_term *term, int rows, int cols);

/* What happened while waiting. */
enum bb_term_signal {
    BB_TERM_QUIET,
    BB_TERM_KEYS,
    BB_TERM_CHANGED,
    BB_TERM_RESIZED,
    BB_TERM_HUNG_UP
};
/* Waits for bytes (which are then in term->keys), a signal, or the end of the time. */
enum bb_term_signal bb_term_wait(struct bb_term *term, int timeout_ms);

#endif
