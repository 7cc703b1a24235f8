/*
 * What is typed to find something again, in a `/` line, a search or a command: words separated by
 * spaces, all of which must match. `field:value` names a field by one of the words below, in
 * Chinese or English (half-width or full-width colon); each list says which fields it has. A word
 * before a colon that begins with a digit is text, so 09:30 can be looked for. Words match as text
 * or as pinyin (core/pinyin.h). Dates are a day (as one types it, also today, yesterday), a month
 * (2026-11) or two days with .. between, either of which may be left out.
 */
#ifndef BANGBAN_CORE_FILTER_H
#define BANGBAN_CORE_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/err.h"

/* The words of fields, the same in every list: enum, English, Chinese. A field may have several
 * rows; the first is the one that sentences name. */
#define BB_FILTER_WORDS(X)        \
    X(STATE, "state", "状态")     \
    X(UNIT, "unit", "单位")       \
    X(DATE, "date", "日期")       \
    X(ITEM, "item", "事项")       \
    X(PERSON, "person", "人员")   \
    X(PERSON, "leader", "领导")   \
    X(PERSON, "helper", "帮办人") \
    X(NO, "no", "编号")           \
    X(DESK, "desk", "窗口")       \
    X(LIGHT, "light", "灯")       \
    X(KIND, "kind", "类别")       \
    X(DUE, "due", "期限")         \
    X(TIER, "tier", "层级")       \
    X(PHONE, "phone", "电话")     \
    X(NOTE, "note", "备注")

enum bb_filter_field {
    BB_FILTER_ANY, /* the field of a plain word */
    BB_FILTER_STATE,
    BB_FILTER_UNIT,
    BB_FILTER_DATE,
    BB_FILTER_ITEM,
    BB_FILTER_PERSON,
    BB_FILTER_NO,
    BB_FILTER_DESK,
    BB_FILTER_LIGHT,
    BB_FILTER_KIND,
    BB_FILTER_DUE,
    BB_FILTER_TIER,
    BB_FILTER_PHONE,
    BB_FILTER_NOTE,
    BB_FILTER__COUNT
};
/* Sets of fields. */
#define BB_BY(name) (1u << BB_FILTER_##name)

struct bb_filter_term {
    enum bb_filter_field field;
    char *value; /* folded, never empty: `field:` alone, still being typed, filters nothing */
    int64_t from_day, to_day; /* of a DATE or DUE; 0: open */
};

struct bb_filter {
    struct bb_filter_term *terms;
    size_t count;
};

/* filter needs no preparation; bb_filter_done() frees it, also after an error. query may be NULL.
 * fields: those that this list has. NO_FIELD names a word that is none of them and those there are;
 * BAD_FIELD a date that is none. The other terms stand all the same. */
const struct bb_err *bb_filter_parse(struct bb_filter *filter, const char *query, unsigned fields,
                                     int64_t today);
void bb_filter_done(struct bb_filter *filter);

bool bb_filter_word_matches(const char *word, const char *text);            /* text may be NULL */
bool bb_filter_day_matches(const struct bb_filter_term *term, int64_t day); /* day 0: none */
/* Whether a row that is in memory passes: text() gives the row's text of a field, or for
 * BB_FILTER_ANY all that plain words are looked for in; NULL is empty. Of DATE and DUE it begins
 * with the day as 2026-11-23. */
bool bb_filter_matches(const struct bb_filter *filter,
                       const char *(*text)(const void *row, enum bb_filter_field field),
                       const void *row);

#endif
