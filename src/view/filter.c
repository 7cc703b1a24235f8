/* Takes a `/` query apart, and tells whether a row in memory passes. Rows in the store are the
 * store's. */
#include "bangban/view/filter.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bangban/base/buf.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/pinyin.h"

static int field_named(const char *word, size_t len, const struct bb_filter_name *names,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(names[i].name) == len && strncasecmp(names[i].name, word, len) == 0)
            return names[i].field;
    }
    return BB_FILTER_ANY;
}

static void add_term(struct bb_filter *filter, int field, const char *value, size_t len)
{
    if (len == 0)
        return;
    filter->terms = bb_realloc(filter->terms, (filter->count + 1) * sizeof *filter->terms);
    filter->terms[filter->count++] = (struct bb_filter_term){field, bb_strndup(value, len)};
}

void bb_filter_parse(struct bb_filter *filter, const char *query,
                     const struct bb_filter_name *names, size_t count)
{
    struct bb_buf folded = {0};
    *filter = (struct bb_filter){0};
    bb_text_fold(&folded, query ? query : "");
    const char *at = bb_buf_text(&folded);
    while (*at) {
        size_t len = strcspn(at, " "), name = strcspn(at, ": ");
        int field = name < len ? field_named(at, name, names, count) : BB_FILTER_ANY;
        size_t skip = field == BB_FILTER_ANY ? 0 : name + 1;
        add_term(filter, field, at + skip, len - skip);
        at += len + strspn(at + len, " ");
    }
    bb_buf_done(&folded);
}

void bb_filter_done(struct bb_filter *filter)
{
    for (size_t i = 0; i < filter->count; i++)
        free(filter->terms[i].value);
    free(filter->terms);
    *filter = (struct bb_filter){0};
}

bool bb_filter_word_matches(const char *word, const char *text)
{
    return bb_pinyin_match(word, text);
}

bool bb_filter_matches(const struct bb_filter *filter,
                       const char *(*text)(const void *row, int field), const void *row)
{
    for (size_t i = 0; i < filter->count; i++) {
        if (!bb_filter_word_matches(filter->terms[i].value, text(row, filter->terms[i].field)))
            return false;
    }
    return true;
}
