/*
 * Full text search over overlapping pairs of characters: what goes into the FTS5 table, and what is
 * asked of it (quality.md: any Chinese word of two characters, exact, newest first). Ideographs,
 * kana and hangul are cut into pairs, ASCII letters and digits into lower-case words; everything
 * else ends a run, so no pair reaches over punctuation. Every token stays one token for
 * tokenize="unicode61 remove_diacritics 0" (tried over all ranges that bigram.c lists), as
 * `detail=none` needs.
 */
#ifndef BANGBAN_CORE_BIGRAM_H
#define BANGBAN_CORE_BIGRAM_H

#include <stdbool.h>

#include "bangban/base/buf.h"

/* The folded text as tokens with a space between: 社保卡，A4纸 → "社保 保卡 a4 纸". Appends; NULL
 * is empty. */
void bb_bigram_tokens(struct bb_buf *out, const char *text);

/*
 * Appends a MATCH expression that every text holds in which each of the words (with spaces between)
 * occurs: "社保" AND "保卡". It is necessary, not sufficient: compare the texts themselves (instr)
 * to drop the few others. False, and nothing appended, when pairs cannot answer: nothing to ask, or
 * a single ideograph. One thing is narrower than "occurs": a word of ASCII alone is found at the
 * beginning of words ("bc" finds bcd, not abc).
 */
bool bb_bigram_query(struct bb_buf *out, const char *words);

#endif
