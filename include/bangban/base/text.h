/*
 * Text in terminal cells. Strings are UTF-8; `_bytes` counts bytes, `_cols` counts cells as
 * wcwidth() does (ncurses counts the same way). The locale must be UTF-8 when cells are asked for.
 *
 * Characters that must never reach a terminal (C0, DEL, C1, bidi overrides and isolates,
 * zero-width characters, tag characters, line separators, broken bytes) are *shown as marks*: a
 * visible stand-in of known width. bb_text_* functions measure the text as shown, so a column that
 * holds hostile text still lines up.
 */
#ifndef BANGBAN_BASE_TEXT_H
#define BANGBAN_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"

enum bb_align { BB_ALIGN_LEFT, BB_ALIGN_RIGHT };

/* Reads one character at text (not past end); stores it; returns its length in bytes, at least 1.
 * A broken byte gives U+FFFD and length 1. At the end: 0. */
size_t bb_text_next(const char *text, const char *end, uint32_t *out);
/* Length in bytes of the character that ends just before text[at_bytes]; 0 at the start. */
size_t bb_text_prev_bytes(const char *text, size_t at_bytes);
/* End of the grapheme (base character and the combining marks after it) that starts at at_bytes. */
size_t bb_text_grapheme_end(const char *text, size_t len_bytes, size_t at_bytes);
/* Encodes; returns bytes written (1 to 4). out has room for 4. */
size_t bb_text_encode(uint32_t c, char *out);

bool bb_text_is_utf8(const char *text, size_t len_bytes, size_t *bad_at_bytes);

bool bb_text_is_hostile(uint32_t c); /* shown as a mark */
int bb_text_char_cols(uint32_t c);   /* as shown: marks count, combining characters are 0 */
int bb_text_cols(const char *text);
int bb_text_cols_n(const char *text, size_t len_bytes);

/* Appends text as shown: hostile characters become marks, LF and TAB a mark too. */
void bb_text_show(struct bb_buf *out, const char *text);

/* Appends exactly `cols` cells: text as shown, cut at a character with "…" when it is too long,
 * padded with spaces. A wide character that would hang over the edge is replaced by a space. */
void bb_text_fit(struct bb_buf *out, const char *text, int cols, enum bb_align align);

/* Bytes of text that fit in `cols` cells, never splitting a grapheme. */
size_t bb_text_cut_bytes(const char *text, int cols);

/* Calls line() for each wrapped line (bytes of the source, not terminated). Breaks at LF, at
 * spaces, or between wide characters, never before closing punctuation 、。，；：？！）》」 .
 * Returns the number of lines. */
int bb_text_wrap(const char *text, int cols,
                 void (*line)(void *ctx, const char *start, size_t len_bytes), void *ctx);

/* Folds what input methods and scanners produce: full-width ASCII to half-width, ideographic space
 * to space, trims both ends. Appends. */
void bb_text_fold(struct bb_buf *out, const char *text);

#endif
