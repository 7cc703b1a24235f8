/* Answers a list's questions from an array. Reads nothing and frees nothing. */
#include "bangban/ui/shelf.h"

#include <string.h>

static void *row_at(const struct bb_shelf *shelf, size_t index)
{
    return (char *)shelf->rows + index * shelf->row_bytes;
}

static bool passes(const struct bb_shelf *shelf, size_t index)
{
    return !shelf->passes || shelf->passes(shelf->ctx, row_at(shelf, index));
}

static size_t place_of(const struct bb_shelf *shelf, const char *id)
{
    size_t at = 0;
    while (at < shelf->count && strcmp(shelf->id(row_at(shelf, at)), id) != 0)
        at++;
    return at;
}

/* Gives at most count rows of [from, to) that pass, from the top. */
static void give(const struct bb_shelf *shelf, size_t from, size_t to, int count,
                 struct bb_list_rows *into)
{
    for (int given = 0; from < to && given < count; from++) {
        if (passes(shelf, from)) {
            void *row = row_at(shelf, from);
            bb_list_add(into, shelf->id(row), row);
            given++;
        }
    }
}

/* Where the last count rows before `end` that pass begin. */
static size_t back(const struct bb_shelf *shelf, size_t end, int count)
{
    for (int found = 0; end > 0 && found < count;)
        found += passes(shelf, --end);
    return end;
}

const struct bb_err *bb_shelf_fetch(void *ctx, enum bb_list_ask ask, const char *id, int count,
                                    struct bb_list_rows *into)
{
    const struct bb_shelf *shelf = ctx;
    size_t place = id ? place_of(shelf, id) : 0;
    switch (ask) {
    case BB_LIST_FIRST:
        give(shelf, 0, shelf->count, count, into);
        break;
    case BB_LIST_LAST:
        give(shelf, back(shelf, shelf->count, count), shelf->count, count, into);
        break;
    case BB_LIST_AFTER:
        give(shelf, place + 1, shelf->count, count, into);
        break;
    case BB_LIST_BEFORE:
        give(shelf, back(shelf, place, count), place, count, into);
        break;
    case BB_LIST_AT:
        give(shelf, place, place < shelf->count ? place + 1 : place, 1, into);
        break;
    }
    return NULL;
}
