/* Lines of the ledger by key, a screenful at a time, in the store's orders. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/ledger.h"

enum { CHUNK = 64 }; /* rows asked for at once where memory drops some */

/* ---- walking ---- */

/* The place of a line in the order, in the form the store asks for. */
struct place {
    struct bb_key key;
    struct bb_buf sort;
    bool ended;
};

static void place_take(struct place *place, const struct bb_issue *issue,
                       const struct bb_issue_query *query)
{
    place->key.value = bb_issue_query_day(query, issue);
    snprintf(place->key.id, sizeof place->key.id, "%s", issue->id);
    place->ended = !bb_issue_is_open(issue);
    bb_buf_clear(&place->sort);
    bb_issue_sort_value(&place->sort, issue, query->sort);
}

static void place_ask(const struct place *place, struct bb_issue_query *query)
{
    query->has_key = true;
    query->key = place->key;
    query->key_sort = bb_buf_text(&place->sort);
    query->key_ended = place->ended;
}

struct walk {
    struct bb_ledger_rows *rows;
    int want, seen, passed;
    struct place last; /* of the last row seen, passing or not */
    const struct bb_sink *sink;
};

static const struct bb_err *walk_item(void *ctx, void *row)
{
    struct walk *walk = ctx;
    const struct bb_issue *issue = row;
    walk->seen++;
    place_take(&walk->last, issue, &walk->rows->filter->query);
    if (walk->passed == walk->want ||
        !bb_ledger_filter_passes(walk->rows->ui, walk->rows->filter, issue))
        return NULL;
    walk->passed++;
    return walk->sink->item(walk->sink->ctx, row);
}

/* Asks the store until enough rows pass what only memory can check. from: NULL, from the end of the
 * order. */
static const struct bb_err *walk_all(struct walk *walk, bool backwards, const struct place *from)
{
    struct bb_issue_query query = walk->rows->filter->query;
    const struct bb_err *err = NULL;
    query.backwards = backwards;
    if (from)
        place_ask(from, &query);
    do {
        walk->seen = 0;
        query.limit = walk->want - walk->passed;
        if (walk->rows->filter->in_memory && query.limit < CHUNK)
            query.limit = CHUNK;
        struct place before = walk->last; /* what the query holds stays until it was asked */
        walk->last = (struct place){0};
        err = bb_app_issue_list(walk->rows->ui->app, &query, &(struct bb_sink){walk_item, walk});
        bb_buf_done(&before.sort);
        place_ask(&walk->last, &query);
    } while (!err && walk->seen == query.limit && walk->passed < walk->want);
    bb_buf_done(&walk->last.sort);
    return err;
}

const struct bb_err *bb_ledger_each(struct bb_ledger_rows *rows, int limit,
                                    const struct bb_sink *sink)
{
    struct walk walk = {.rows = rows, .want = limit, .sink = sink};
    return walk_all(&walk, false, NULL);
}

/* ---- as the list asks ---- */

struct gathering {
    struct bb_issue *rows; /* in the order of the walk */
    int count;
};

static const struct bb_err *gather(void *ctx, void *row)
{
    struct gathering *into = ctx;
    into->rows = bb_realloc(into->rows, ((size_t)into->count + 1) * sizeof *into->rows);
    memcpy(&into->rows[into->count++], row, sizeof *into->rows); /* taken over: see bb_sink */
    memset(row, 0, sizeof *into->rows);
    return NULL;
}

static void free_issue(void *data)
{
    bb_issue_done(data);
    free(data);
}

static void hand_over(struct gathering *from, bool reversed, const char *only_id,
                      struct bb_list_rows *into)
{
    for (int i = 0; i < from->count; i++) {
        struct bb_issue *row = &from->rows[reversed ? from->count - 1 - i : i];
        if (only_id && strcmp(row->id, only_id) != 0) {
            bb_issue_done(row);
            continue;
        }
        struct bb_issue *kept = bb_alloc(sizeof *kept);
        *kept = *row;
        bb_list_add(into, kept->id, kept);
    }
    free(from->rows);
}

/* AT begins just before the record. */
static const struct bb_err *place_load(const struct walk *walk, const char *id, bool before,
                                       struct place *out)
{
    struct bb_issue issue = {0};
    BB_TRY(bb_app_issue_load(walk->rows->ui->app, id, &issue));
    place_take(out, &issue, &walk->rows->filter->query);
    if (before) /* no id lies between this and the one asked for, but for the last digit */
        out->key.id[strlen(out->key.id) - 1]--;
    bb_issue_done(&issue);
    return NULL;
}

static const struct bb_err *fetch(void *ctx, enum bb_list_ask ask, const char *id, int count,
                                  struct bb_list_rows *into)
{
    struct gathering gathering = {0};
    struct place from = {0};
    struct walk walk = {.rows = ctx,
                        .want = ask == BB_LIST_AT ? 1 : count,
                        .sink = &(struct bb_sink){gather, &gathering}};
    bool backwards = ask == BB_LIST_LAST || ask == BB_LIST_BEFORE;
    bool keyed = ask == BB_LIST_AFTER || ask == BB_LIST_BEFORE || ask == BB_LIST_AT;
    if (keyed)
        BB_TRY(place_load(&walk, id, ask == BB_LIST_AT, &from));
    const struct bb_err *err = walk_all(&walk, backwards, keyed ? &from : NULL);
    bb_buf_done(&from.sort);
    if (err) {
        for (int i = 0; i < gathering.count; i++)
            bb_issue_done(&gathering.rows[i]);
        free(gathering.rows);
        return err;
    }
    hand_over(&gathering, backwards, ask == BB_LIST_AT ? id : NULL, into);
    return NULL;
}

struct bb_list_source bb_ledger_source(struct bb_ledger_rows *rows)
{
    return (struct bb_list_source){.fetch = fetch, .free_row = free_issue, .ctx = rows};
}
