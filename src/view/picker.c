/* Ranks entries against a query. Where the entries come from, and what choosing one does, is the
 * screen's. */
#include "bangban/view/picker.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/pinyin.h"

/* How well an entry fits: the better, the greater. */
enum rank { NONE, ANYWHERE, START, TEXT_START, WHOLE, CODE, RANK__COUNT };

struct item {
    struct bb_picker_entry entry; /* its strings are ours */
    char *code;                   /* folded */
    struct bb_pinyin_key *keys;   /* the name, then the aliases */
    size_t key_count;
    enum rank rank; /* against the present query */
    size_t matched; /* which key gave it */
};

struct bb_picker {
    struct item *items;
    size_t count, cap;
    size_t shown[BB_PICKER_MAX_SHOWN]; /* indices of items */
    size_t shown_count, max_shown, total, cursor;
};

struct bb_picker *bb_picker_new(size_t max_shown)
{
    struct bb_picker *picker = bb_alloc(sizeof *picker);
    picker->max_shown = max_shown < 1                     ? 1
                        : max_shown > BB_PICKER_MAX_SHOWN ? BB_PICKER_MAX_SHOWN
                                                          : max_shown;
    return picker;
}

/* The entry's members are const for its readers; the memory is ours to free. */
static void free_const(const void *memory)
{
    free((void *)memory);
}

void bb_picker_free(struct bb_picker *picker)
{
    if (!picker)
        return;
    for (size_t i = 0; i < picker->count; i++) {
        struct item *item = &picker->items[i];
        const struct bb_picker_entry *entry = &item->entry;
        for (size_t k = 0; k < item->key_count; k++)
            bb_pinyin_key_done(&item->keys[k]);
        for (const char *const *alias = entry->aliases; *alias; alias++)
            free_const(*alias);
        free_const(entry->aliases);
        free_const(entry->id);
        free_const(entry->title);
        free_const(entry->hint);
        free_const(entry->code);
        free_const(entry->name);
        free_const(entry->barred);
        free(item->code);
        free(item->keys);
    }
    free(picker->items);
    free(picker);
}

static char *folded(const char *text)
{
    struct bb_buf out = {0};
    bb_pinyin_fold(&out, text ? text : "");
    return bb_buf_take(&out);
}

void bb_picker_add(struct bb_picker *picker, const struct bb_picker_entry *entry)
{
    size_t alias_count = 0;
    while (entry->aliases && entry->aliases[alias_count])
        alias_count++;
    if (picker->count == picker->cap) {
        picker->cap = picker->cap ? picker->cap * 2 : 64;
        picker->items = bb_realloc(picker->items, picker->cap * sizeof *picker->items);
    }
    const char **aliases = bb_alloc((alias_count + 1) * sizeof *aliases);
    struct item *item = &picker->items[picker->count++];
    *item = (struct item){.code = folded(entry->code), .key_count = alias_count + 1};
    item->keys = bb_alloc(item->key_count * sizeof *item->keys);
    bb_pinyin_key_init(&item->keys[0], entry->name ? entry->name : entry->title);
    for (size_t i = 0; i < alias_count; i++) {
        aliases[i] = bb_strdup(entry->aliases[i]);
        bb_pinyin_key_init(&item->keys[i + 1], entry->aliases[i]);
    }
    item->entry = (struct bb_picker_entry){.id = bb_strdup(entry->id),
                                           .title = bb_strdup(entry->title),
                                           .hint = bb_strdup(entry->hint),
                                           .code = bb_strdup(entry->code),
                                           .name = bb_strdup(entry->name),
                                           .aliases = aliases,
                                           .barred = bb_strdup(entry->barred)};
}

static enum rank rank_of_key(const struct bb_pinyin_key *key, const char *query, size_t len)
{
    switch (bb_pinyin_key_match(key, query)) {
    case BB_PINYIN_WHOLE:
        return WHOLE;
    case BB_PINYIN_START:
        return strncmp(key->text, query, len) == 0 ? TEXT_START : START;
    case BB_PINYIN_ANYWHERE:
        return ANYWHERE;
    case BB_PINYIN_NONE:
        break;
    }
    return NONE;
}

static void rank_item(struct item *item, const char *query, size_t len)
{
    item->matched = 0;
    item->rank = NONE;
    if (*item->code && strncmp(item->code, query, len) == 0)
        item->rank = item->code[len] ? START : CODE;
    for (size_t i = 0; i < item->key_count && item->rank < WHOLE; i++) {
        enum rank rank = rank_of_key(&item->keys[i], query, len);
        if (rank > item->rank) {
            item->rank = rank;
            item->matched = i;
        }
    }
}

void bb_picker_type(struct bb_picker *picker, const char *query)
{
    char *wanted = folded(query);
    size_t len = strlen(wanted), found[RANK__COUNT] = {0};
    for (size_t i = 0; i < picker->count; i++) {
        struct item *item = &picker->items[i];
        item->rank = START;
        item->matched = 0;
        if (len)
            rank_item(item, wanted, len);
        found[item->rank]++;
    }
    free(wanted);
    picker->total = picker->count - found[NONE];
    picker->shown_count = picker->cursor = 0;
    for (int rank = RANK__COUNT - 1; rank > NONE; rank--) {
        for (size_t i = 0; i < picker->count && found[rank] > 0; i++) {
            if ((int)picker->items[i].rank != rank)
                continue;
            found[rank]--;
            if (picker->shown_count == picker->max_shown)
                return;
            picker->shown[picker->shown_count++] = i;
        }
    }
}

size_t bb_picker_count(const struct bb_picker *picker)
{
    return picker->shown_count;
}

size_t bb_picker_total(const struct bb_picker *picker)
{
    return picker->total;
}

const struct bb_picker_entry *bb_picker_at(const struct bb_picker *picker, size_t index)
{
    return index < picker->shown_count ? &picker->items[picker->shown[index]].entry : NULL;
}

const char *bb_picker_alias(const struct bb_picker *picker, size_t index)
{
    if (index >= picker->shown_count)
        return NULL;
    const struct item *item = &picker->items[picker->shown[index]];
    return item->matched > 0 ? item->entry.aliases[item->matched - 1] : NULL;
}

size_t bb_picker_cursor(const struct bb_picker *picker)
{
    return picker->cursor;
}

void bb_picker_move(struct bb_picker *picker, int by)
{
    size_t last = picker->shown_count ? picker->shown_count - 1 : 0;
    size_t step = (size_t)(by < 0 ? -by : by);
    if (by < 0)
        picker->cursor -= step < picker->cursor ? step : picker->cursor;
    else
        picker->cursor = step < last - picker->cursor ? picker->cursor + step : last;
}

const struct bb_picker_entry *bb_picker_selected(const struct bb_picker *picker)
{
    return bb_picker_at(picker, picker->cursor);
}

const struct bb_picker_entry *bb_picker_by_id(const struct bb_picker *picker, const char *id)
{
    for (size_t i = 0; i < picker->count; i++) {
        if (strcmp(picker->items[i].entry.id, id) == 0)
            return &picker->items[i].entry;
    }
    return NULL;
}
