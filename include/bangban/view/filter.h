/*
 * The `/` query: words separated by spaces, all of which must match. `field:value` names a field in
 * Chinese or English (half-width or full-width colon); a word before a colon that is no field's
 * name is text, so 09:30 can be looked for. Words match as text or as pinyin (core/pinyin.h).
 */
#ifndef BANGBAN_VIEW_FILTER_H
#define BANGBAN_VIEW_FILTER_H

#include <stdbool.h>
#include <stddef.h>

enum { BB_FILTER_ANY = -1 }; /* the field of a plain word */

struct bb_filter_name { /* a field may have several names, one row each */
    const char *name;   /* matched without regard to ASCII case */
    int field;          /* the caller's number, ≥ 0 */
};

struct bb_filter_term {
    int field;   /* or BB_FILTER_ANY */
    char *value; /* folded, never empty: `field:` alone, still being typed, filters nothing */
};

struct bb_filter {
    struct bb_filter_term *terms;
    size_t count;
};

/* filter needs no preparation; bb_filter_done() frees it. query may be NULL. */
void bb_filter_parse(struct bb_filter *filter, const char *query,
                     const struct bb_filter_name *names, size_t count);
void bb_filter_done(struct bb_filter *filter);

bool bb_filter_word_matches(const char *word, const char *text); /* text may be NULL */
/* Whether a row that is in memory passes: text() gives the row's text of a field, or for
 * BB_FILTER_ANY all that plain words are looked for in; NULL is empty. */
bool bb_filter_matches(const struct bb_filter *filter,
                       const char *(*text)(const void *row, int field), const void *row);

#endif
