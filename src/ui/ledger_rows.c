/* Lines of the ledger by key, a screenful at a time. The store's order is that of deadlines; other
 * orders walk through groups (units, kinds, states) and keep it inside them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/ledger.h"

enum { CHUNK = 64 }; /* rows asked for at once where memory drops some */

/* ---- groups ---- */

struct groups {
    enum bb_ledger_order order;
    const struct bb_unit *units;
    size_t count;
};

static const struct bb_err *groups_of(const struct bb_ledger_rows *rows, struct groups *out)
{
    *out = (struct groups){.order = rows->filter->order, .count = 1};
    if (out->order == BB_ORDER_UNIT) { /* lines without a unit come first: they wait for one */
        BB_TRY(bb_app_units(rows->ui->app, &out->units, &out->count));
        out->count++;
    } else if (out->order == BB_ORDER_KIND) {
        out->count = BB_POINT__COUNT;
    } else if (out->order == BB_ORDER_STATE) {
        out->count = BB_STATE__COUNT - 1;
    }
    return NULL;
}

/* false: the group has no line of this query. */
static bool group_narrow(const struct groups *groups, size_t group, struct bb_issue_query *query)
{
    switch (groups->order) {
    case BB_ORDER_UNIT:
        query->lead_unit = group ? groups->units[group - 1].code : "";
        return true;
    case BB_ORDER_KIND:
        query->by_point = true;
        query->point = (int64_t)group;
        return true;
    case BB_ORDER_STATE:
        query->states = (query->states ? query->states : ~0u) & (1u << (group + 1));
        return query->states != 0;
    default:
        return true;
    }
}

static size_t group_of(const struct groups *groups, const struct bb_issue *issue)
{
    size_t group = 0;
    if (groups->order == BB_ORDER_UNIT && issue->lead_unit) {
        while (group < groups->count - 1 &&
               strcmp(groups->units[group].code, issue->lead_unit) != 0)
            group++;
        return group < groups->count - 1 ? group + 1 : 0;
    }
    if (groups->order == BB_ORDER_KIND)
        group = (size_t)issue->point;
    else if (groups->order == BB_ORDER_STATE && issue->state)
        group = (size_t)issue->state - 1;
    return group < groups->count ? group : 0;
}

/* ---- walking ---- */

struct walk {
    struct bb_ledger_rows *rows;
    int want, seen, passed;
    struct bb_key last; /* of the last row seen, passing or not */
    const struct bb_sink *sink;
};

static const struct bb_err *walk_item(void *ctx, void *row)
{
    struct walk *walk = ctx;
    const struct bb_issue *issue = row;
    walk->seen++;
    walk->last.value = issue->due_day;
    snprintf(walk->last.id, sizeof walk->last.id, "%s", issue->id);
    if (walk->passed == walk->want ||
        !bb_ledger_filter_passes(walk->rows->ui, walk->rows->filter, issue))
        return NULL;
    walk->passed++;
    return walk->sink->item(walk->sink->ctx, row);
}

/* Asks the store until enough rows of one group pass what only memory can check. */
static const struct bb_err *walk_group(struct walk *walk, struct bb_issue_query *query)
{
    for (;;) {
        walk->seen = 0;
        query->limit = walk->want - walk->passed;
        if (walk->rows->filter->in_memory && query->limit < CHUNK)
            query->limit = CHUNK;
        BB_TRY(bb_app_issue_list(walk->rows->ui->app, query, &(struct bb_sink){walk_item, walk}));
        if (walk->seen < query->limit || walk->passed >= walk->want)
            return NULL;
        query->has_key = true;
        query->key = walk->last;
    }
}

/* From the key's line on (from: NULL, from the end of the order). */
static const struct bb_err *walk_all(struct walk *walk, bool backwards, const struct bb_issue *from,
                                     const struct bb_key *key)
{
    struct groups groups;
    BB_TRY(groups_of(walk->rows, &groups));
    size_t first = from ? group_of(&groups, from) : backwards ? groups.count - 1 : 0;
    for (size_t group = first; group < groups.count && walk->passed < walk->want;
         group += backwards ? (size_t)-1 : 1) {
        struct bb_issue_query query = walk->rows->filter->query;
        query.backwards = backwards;
        if (from && group == first) {
            query.has_key = true;
            query.key = *key;
        }
        if (group_narrow(&groups, group, &query))
            BB_TRY(walk_group(walk, &query));
    }
    return NULL;
}

const struct bb_err *bb_ledger_each(struct bb_ledger_rows *rows, int limit,
                                    const struct bb_sink *sink)
{
    struct walk walk = {.rows = rows, .want = limit, .sink = sink};
    return walk_all(&walk, false, NULL, NULL);
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
    memset(&into->rows[into->count], 0, sizeof *into->rows);
    bb_record_copy(&bb_issue_record, &into->rows[into->count++], row);
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

/* The place of a record in the order; AT begins just before it. */
static void key_of(const struct bb_issue *issue, bool before, struct bb_key *out)
{
    out->value = issue->due_day;
    snprintf(out->id, sizeof out->id, "%s", issue->id);
    if (before) /* no id lies between this and the one asked for, but for the last digit */
        out->id[strlen(out->id) - 1]--;
}

static const struct bb_err *fetch(void *ctx, enum bb_list_ask ask, const char *id, int count,
                                  struct bb_list_rows *into)
{
    struct gathering gathering = {0};
    struct bb_issue from = {0};
    struct bb_key key = {0};
    struct walk walk = {.rows = ctx,
                        .want = ask == BB_LIST_AT ? 1 : count,
                        .sink = &(struct bb_sink){gather, &gathering}};
    bool backwards = ask == BB_LIST_LAST || ask == BB_LIST_BEFORE;
    bool keyed = ask == BB_LIST_AFTER || ask == BB_LIST_BEFORE || ask == BB_LIST_AT;
    if (keyed) {
        BB_TRY(bb_app_issue_load(walk.rows->ui->app, id, &from));
        key_of(&from, ask == BB_LIST_AT, &key);
    }
    const struct bb_err *err = walk_all(&walk, backwards, keyed ? &from : NULL, &key);
    bb_issue_done(&from);
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
