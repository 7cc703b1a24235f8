/*
 * The edit line: one line of text being typed, without a screen. The text is always valid UTF-8 and
 * one line: LF, TAB and other C0/C1 controls that are typed or pasted become a space, broken bytes
 * U+FFFD. Other hostile characters stay in the data and are shown as marks (base/text.h). The caret
 * steps by graphemes.
 */
#ifndef BANGBAN_VIEW_EDIT_H
#define BANGBAN_VIEW_EDIT_H

#include <stdbool.h>
#include <stddef.h>

#include "bangban/base/buf.h"

enum { BB_EDIT_MAX_CHARS = 4000, BB_EDIT_UNDO_STEPS = 100 };

enum bb_edit_move {
    BB_EDIT_LEFT,
    BB_EDIT_RIGHT,
    BB_EDIT_WORD_LEFT, /* words: runs of hanzi, of other letters and digits, of the rest */
    BB_EDIT_WORD_RIGHT,
    BB_EDIT_HOME,
    BB_EDIT_END
};

enum bb_edit_erase {
    BB_EDIT_BACK,      /* Backspace */
    BB_EDIT_FORWARD,   /* Delete */
    BB_EDIT_WORD_BACK, /* Ctrl-W */
    BB_EDIT_TO_START,  /* Ctrl-U */
    BB_EDIT_TO_END,    /* Ctrl-K */
    BB_EDIT_ALL
};

struct bb_edit_state { /* what undo brings back */
    char *text;
    size_t caret_bytes;
};

struct bb_edit { /* read the first three, leave the rest */
    struct bb_buf text;
    size_t caret_bytes;
    unsigned changes; /* grows with every change of the text, also by undo */
    size_t max_chars;
    bool full; /* the limit refused something of the last input */
    size_t
        first_bytes; /* first grapheme in view, kept between draws so that the line does not jump */
    int last;        /* kind of the last change, for grouping */
    size_t run_chars; /* how many were typed in this group */
    struct bb_edit_state past[BB_EDIT_UNDO_STEPS], future[BB_EDIT_UNDO_STEPS];
    size_t past_count, future_count;
};

/* max_chars 0 means BB_EDIT_MAX_CHARS. */
void bb_edit_init(struct bb_edit *edit, size_t max_chars);
void bb_edit_done(struct bb_edit *edit);

const char *
bb_edit_text(const struct bb_edit *edit); /* "" when empty; valid until the next change */
/* Puts a text there (NULL is ""), caret at its end, and forgets the undo history. A text beyond the
 * limit is kept whole: the limit only stops further input. */
void bb_edit_set(struct bb_edit *edit, const char *text);
/* The same as one change that undo takes back: a candidate put in the place of what was typed. */
void bb_edit_replace(struct bb_edit *edit, const char *text);

/* Typed or pasted bytes. Takes what fits; false when the limit refused something. One call is one
 * paste; calls with one character each group into one undo step up to a word's end. */
bool bb_edit_insert(struct bb_edit *edit, const char *bytes, size_t len_bytes);

/* Appends the sentence for an input that was refused so: how many fit, and what to do. */
void bb_edit_show_full(const struct bb_edit *edit, struct bb_buf *out);

/* These return whether anything happened. */
bool bb_edit_move(struct bb_edit *edit, enum bb_edit_move move);
bool bb_edit_erase(struct bb_edit *edit, enum bb_edit_erase what);
bool bb_edit_undo(struct bb_edit *edit);
bool bb_edit_redo(struct bb_edit *edit);

/* Appends exactly cols (≥ 1) cells: the part of the line around the caret, marks for hostile
 * characters, spaces where a wide character would hang over an edge. *caret_col is the caret's
 * cell, 0 to cols-1. */
void bb_edit_draw(struct bb_edit *edit, int cols, struct bb_buf *out, int *caret_col);

#endif
