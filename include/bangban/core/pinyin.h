/*
 * Finding Chinese text by what a keyboard types: a piece of the text itself, the initials of its
 * characters (助记码: 社保缴费 by `sbjf`, also `bj`), or full toneless pinyin (`shebao`, `baojiao`,
 * `sheb`; ü is v).
 *
 * A letter is held against every reading of a character, and the reading that the phrase table
 * gives it, so a wrong polyphone costs nothing. Full pinyin starts at a syllable border; its last
 * syllable may be unfinished. Punctuation and characters without a reading are passed over; ASCII
 * letters and digits stand for themselves. Initials and full pinyin are not mixed in one query.
 * Sources: data/pinyin.tsv and data/pinyin_phrases.tsv, built into the program; glossary.md §9.
 */
#ifndef BANGBAN_CORE_PINYIN_H
#define BANGBAN_CORE_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/buf.h"

/* How well a query fits: the better, the greater. */
enum bb_pinyin_rank {
    BB_PINYIN_NONE,
    BB_PINYIN_ANYWHERE, /* inside the text */
    BB_PINYIN_START,    /* at its beginning */
    BB_PINYIN_WHOLE     /* the whole of it */
};

/* A text made ready for many queries (a list to filter: 5,000 keys take well under 2 ms). */
struct bb_pinyin_key {
    struct bb_pinyin_unit *units; /* owns the memory of both */
    const char *text;             /* folded */
    size_t count;                 /* units */
    uint64_t chars, initials,
        letters; /* what occurs in text, as initials, in full pinyin: cheap reject */
};

/* text may be NULL. key needs no preparation; bb_pinyin_key_done() frees what it holds. */
void bb_pinyin_key_init(struct bb_pinyin_key *key, const char *text);
void bb_pinyin_key_done(struct bb_pinyin_key *key);

/* What bb_pinyin_key_match() wants: half-width, trimmed, ASCII in lower case. Appends. */
void bb_pinyin_fold(struct bb_buf *out, const char *query);
/* An empty query matches everything (START). Pinyin is tried for queries of up to 63 letters and
 * digits. */
enum bb_pinyin_rank bb_pinyin_key_match(const struct bb_pinyin_key *key, const char *folded_query);

/* One query, one text; both may be NULL. */
bool bb_pinyin_match(const char *query, const char *text);

/* The stored code: one letter a character, first reading unless a phrase says better; ASCII letters
 * and digits in lower case, all else dropped. Appends. The second is for names of persons, where
 * the surname table holds too (查 zha, 单 shan; but 查询 cha, 单位 dan). */
void bb_pinyin_initials(struct bb_buf *out, const char *text);
void bb_pinyin_name_initials(struct bb_buf *out, const char *name);

#endif
