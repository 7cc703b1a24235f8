/* The ledger, paged by key: by the day of the deadline or of the look-back, or by a column. Each
 * view has its own index and its own class of places, so that a page reads the lines it shows. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/pinyin.h"
#include "private.h"

/* Which lines a query is among. */
enum among { ALL, OPEN, PERSON, LOOKBACK, APPROVAL, CHECK, AMONG };
/* [among][backwards][0: the key's own day, 1: beyond] */
static const enum bb_sql day_queries[AMONG][2][2] = {
    [ALL] = {{BB_SQL_ISSUE_ON_SAME, BB_SQL_ISSUE_ON_REST},
             {BB_SQL_ISSUE_BACK_SAME, BB_SQL_ISSUE_BACK_REST}},
    [OPEN] = {{BB_SQL_ISSUE_OPEN_ON_SAME, BB_SQL_ISSUE_OPEN_ON_REST},
              {BB_SQL_ISSUE_OPEN_BACK_SAME, BB_SQL_ISSUE_OPEN_BACK_REST}},
    [PERSON] = {{BB_SQL_ISSUE_PERSON_ON_SAME, BB_SQL_ISSUE_PERSON_ON_REST},
                {BB_SQL_ISSUE_PERSON_BACK_SAME, BB_SQL_ISSUE_PERSON_BACK_REST}},
    [LOOKBACK] = {{BB_SQL_ISSUE_LOOKBACK_ON_SAME, BB_SQL_ISSUE_LOOKBACK_ON_REST},
                  {BB_SQL_ISSUE_LOOKBACK_BACK_SAME, BB_SQL_ISSUE_LOOKBACK_BACK_REST}},
    [APPROVAL] = {{BB_SQL_ISSUE_ASKED_ON_SAME, BB_SQL_ISSUE_ASKED_ON_REST},
                  {BB_SQL_ISSUE_ASKED_BACK_SAME, BB_SQL_ISSUE_ASKED_BACK_REST}},
    [CHECK] = {{BB_SQL_ISSUE_CONTESTED_ON_SAME, BB_SQL_ISSUE_CONTESTED_ON_REST},
               {BB_SQL_ISSUE_CONTESTED_BACK_SAME, BB_SQL_ISSUE_CONTESTED_BACK_REST}},
};
/* [backwards][the key's own day, its own value, the values beyond] */
enum { SORT_PARTS = 3 };
static const enum bb_sql sort_queries[2][SORT_PARTS] = {
    {BB_SQL_ISSUE_SORT_ON_ID, BB_SQL_ISSUE_SORT_ON_DUE, BB_SQL_ISSUE_SORT_ON_VALUE},
    {BB_SQL_ISSUE_SORT_BACK_ID, BB_SQL_ISSUE_SORT_BACK_DUE, BB_SQL_ISSUE_SORT_BACK_VALUE},
};

struct issue_ask {
    const struct bb_issue_query *query;
    int64_t from, to;   /* days */
    const char *states; /* " found fixed ", NULL: all */
    const char *text;   /* folded, NULL: all */
    enum among among;
};

int64_t bb_issue_query_day(const struct bb_issue_query *query, const struct bb_issue *issue)
{
    return query->waits == BB_WAITS_LOOKBACK ? issue->lookback_due : issue->due_day;
}

static int64_t key_day(const struct bb_issue_query *query)
{
    return query->key.value ? query->key.value : DUE_UNKNOWN;
}

static bool key_is_inside(const struct issue_ask *ask)
{
    return ask->query->has_key && key_day(ask->query) >= ask->from &&
           key_day(ask->query) <= ask->to;
}

/* The page begins beyond this day: the key's, or, where the line has left the days asked for (an
 * extension took it out of the red ones), their edge. */
static int64_t start_day(const struct issue_ask *ask)
{
    bool backwards = ask->query->backwards;
    int64_t edge = backwards ? ask->to + 1 : ask->from - 1;
    int64_t key = ask->query->has_key ? key_day(ask->query) : edge;
    return (backwards ? key > edge : key < edge) ? edge : key;
}

static void bind_filter(struct stmt *stmt, const struct issue_ask *ask, int64_t limit)
{
    const struct bb_issue_query *query = ask->query;
    bb_stmt_text(stmt, ":states", ask->states);
    bb_stmt_text(stmt, ":lead_unit", query->lead_unit);
    bb_stmt_text(stmt, ":person", query->person);
    bb_stmt_text(stmt, ":point", query->by_point ? bb_code_id(BB_CODES_POINT, query->point) : NULL);
    bb_stmt_text(stmt, ":text", ask->text);
    bb_stmt_int(stmt, ":limit", limit);
}

static int64_t limit_after(const struct bb_issue_query *query, int64_t rows)
{
    return query->limit ? query->limit - rows : -1;
}

/* ---- by day ---- */

/* The lines from `value` on, without it (rest), or those of that day behind the key. */
static const struct bb_err *day_part(struct bb_db *db, const struct issue_ask *ask, int64_t value,
                                     bool rest, const struct bb_sink *sink, int64_t *rows)
{
    const struct bb_issue_query *query = ask->query;
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, day_queries[ask->among][query->backwards][rest], &stmt));
    bb_stmt_int(stmt, ":value", value);
    if (!rest)
        bb_stmt_text(stmt, ":id", query->key.id);
    else if (query->backwards)
        bb_stmt_int(stmt, ":due_from", ask->from);
    else
        bb_stmt_int(stmt, ":due_to", ask->to);
    bind_filter(stmt, ask, limit_after(query, *rows));
    return bb_stmt_send(db, stmt, &bb_issue_record, sink, rows);
}

static const struct bb_err *by_day(struct bb_db *db, const struct issue_ask *ask,
                                   const struct bb_sink *sink)
{
    const struct bb_issue_query *query = ask->query;
    int64_t rows = 0;
    if (key_is_inside(ask))
        BB_TRY(day_part(db, ask, key_day(query), false, sink, &rows));
    if (query->limit && rows >= query->limit)
        return NULL;
    return day_part(db, ask, start_day(ask), true, sink, &rows);
}

/* ---- by a column, of few lines: put in order here ---- */

/* Above, the order's own index is as fast: so many lines lie in it close together. A person's lines
 * do not, there each one that is passed is read. */
enum { FEW = 200, FEW_OF_PERSON = 1000 };

struct few {
    struct bb_issue issue;
    struct bb_buf value;
    int64_t day;
    const char *id;
};
struct gathering {
    const struct bb_issue_query *query;
    struct few *rows;
    size_t count;
};

static const struct bb_err *few_add(void *ctx, void *row)
{
    struct gathering *into = ctx;
    into->rows = bb_realloc(into->rows, (into->count + 1) * sizeof *into->rows);
    struct few *few = &into->rows[into->count++];
    *few = (struct few){.day = bb_issue_query_day(into->query, row)};
    bb_record_copy(&bb_issue_record, &few->issue, row);
    bb_issue_sort_value(&few->value, row, into->query->sort);
    few->day = few->day ? few->day : DUE_UNKNOWN;
    few->id = few->issue.id;
    return NULL;
}

static int few_compare(const void *x, const void *y)
{
    const struct few *a = x, *b = y;
    int order = strcmp(bb_buf_text(&a->value), bb_buf_text(&b->value));
    if (!order)
        order = (a->day > b->day) - (a->day < b->day);
    return order ? order : strcmp(a->id, b->id);
}

static const struct bb_err *few_send(struct gathering *all, const struct few *key,
                                     const struct bb_sink *sink)
{
    const struct bb_issue_query *query = all->query;
    const struct bb_err *err = NULL;
    int sent = 0;
    for (size_t i = 0; i < all->count && !err; i++) {
        struct few *few = &all->rows[query->backwards ? all->count - 1 - i : i];
        int order = key ? few_compare(few, key) : 0;
        if (key && (query->backwards ? order >= 0 : order <= 0))
            continue;
        if (query->limit && sent == query->limit)
            break;
        err = sink->item(sink->ctx, &few->issue);
        sent++;
    }
    return err;
}

static const struct bb_err *by_column_few(struct bb_db *db, const struct issue_ask *ask,
                                          const struct bb_sink *sink)
{
    const struct bb_issue_query *query = ask->query;
    struct bb_issue_query every = *query;
    struct issue_ask all = *ask;
    struct gathering gathering = {.query = query};
    struct few key = {.day = key_day(query), .id = query->key.id};
    every.has_key = every.backwards = false;
    every.limit = 0;
    all.query = &every;
    const struct bb_err *err = by_day(db, &all, &(struct bb_sink){few_add, &gathering});
    if (!err && gathering.count)
        qsort(gathering.rows, gathering.count, sizeof *gathering.rows, few_compare);
    bb_buf_str(&key.value, query->has_key ? query->key_sort : "");
    if (!err)
        err = few_send(&gathering, query->has_key ? &key : NULL, sink);
    for (size_t i = 0; i < gathering.count; i++) {
        bb_issue_done(&gathering.rows[i].issue);
        bb_buf_done(&gathering.rows[i].value);
    }
    free(gathering.rows);
    bb_buf_done(&key.value);
    return err;
}

static const struct bb_err *are_few(struct bb_db *db, const struct issue_ask *ask, bool *out)
{
    int64_t limit = ask->among == PERSON ? FEW_OF_PERSON : FEW, count;
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db,
                       ask->among == PERSON     ? BB_SQL_ISSUE_PERSON_COUNT
                       : ask->among == LOOKBACK ? BB_SQL_ISSUE_LOOKBACK_COUNT
                                                : BB_SQL_ISSUE_OPEN_COUNT,
                       &stmt));
    if (ask->among == PERSON)
        bb_stmt_text(stmt, ":person", ask->query->person);
    bb_stmt_int(stmt, ":due_from", ask->from);
    bb_stmt_int(stmt, ":due_to", ask->to);
    bb_stmt_text(stmt, ":states", ask->states);
    bb_stmt_int(stmt, ":limit", limit + 1);
    BB_TRY(bb_stmt_number(db, stmt, &count));
    *out = count <= limit;
    return NULL;
}

/* ---- by a column ---- */

static bool has_days(const struct bb_issue_query *query)
{
    return query->due_from || query->due_to || query->waits == BB_WAITS_LOOKBACK;
}

/* Many lines have the same value. */
static bool is_shared(enum bb_issue_sort sort)
{
    return sort == BB_ISSUE_SORT_UNIT || sort == BB_ISSUE_SORT_KIND ||
           sort == BB_ISSUE_SORT_STATE || sort == BB_ISSUE_SORT_PERSON;
}

struct sorted {
    struct bb_db *db;
    const struct issue_ask *ask;
    enum bb_sort_class class;
    const struct bb_sink *sink;
    int64_t *rows;
};

static bool is_full(const struct sorted *on)
{
    return on->ask->query->limit && *on->rows >= on->ask->query->limit;
}

static const struct bb_err *sort_part(const struct sorted *on, int part, const char *group,
                                      int64_t day)
{
    const struct issue_ask *ask = on->ask;
    bool backwards = ask->query->backwards;
    struct stmt *stmt;
    if (is_full(on))
        return NULL;
    BB_TRY(bb_stmt_get(on->db, sort_queries[backwards][part], &stmt));
    bb_stmt_int(stmt, ":sort", ask->query->sort);
    bb_stmt_int(stmt, ":class", on->class);
    bb_stmt_text(stmt, ":group", group);
    if (part < SORT_PARTS - 1)
        bb_stmt_int(stmt, ":value", day);
    if (part == 0)
        bb_stmt_text(stmt, ":id", ask->query->key.id);
    if (part == SORT_PARTS - 1 || (part == 1 && backwards))
        bb_stmt_int(stmt, ":due_from", ask->from);
    if (part == SORT_PARTS - 1 || (part == 1 && !backwards))
        bb_stmt_int(stmt, ":due_to", ask->to);
    bind_filter(stmt, ask, limit_after(ask->query, *on->rows));
    return bb_stmt_send(on->db, stmt, &bb_issue_record, on->sink, on->rows);
}

/* Of every value beyond the group only the lines between the days: where many lines share a value
 * all others of it are never looked at. */
static const struct bb_err *sort_leaps(const struct sorted *on, const char *group)
{
    const struct issue_ask *ask = on->ask;
    bool backwards = ask->query->backwards, row = true;
    int64_t before = backwards ? ask->to + 1 : ask->from - 1;
    const struct bb_err *err = NULL;
    struct bb_buf value = {0};
    bb_buf_str(&value, group);
    while (!err && row && !is_full(on)) {
        struct stmt *stmt;
        err = bb_stmt_get(
            on->db, backwards ? BB_SQL_ISSUE_SORT_BACK_NEXT : BB_SQL_ISSUE_SORT_ON_NEXT, &stmt);
        if (err)
            break;
        bb_stmt_int(stmt, ":sort", ask->query->sort);
        bb_stmt_int(stmt, ":class", on->class);
        bb_stmt_text(stmt, ":group", bb_buf_text(&value));
        err = bb_stmt_step(on->db, stmt, &row);
        if (err || !row)
            break;
        bb_buf_clear(&value);
        bb_buf_str(&value, bb_stmt_column_text(stmt, 0));
        bb_stmt_reset(stmt);
        err = sort_part(on, 1, bb_buf_text(&value), before);
    }
    bb_buf_done(&value);
    return err;
}

/* The lines of one class, from the key on if it is of this class. */
static const struct bb_err *sorted_class(struct bb_db *db, const struct issue_ask *ask,
                                         enum bb_sort_class class, const struct bb_sink *sink,
                                         int64_t *rows)
{
    const struct bb_issue_query *query = ask->query;
    const struct sorted on = {db, ask, class, sink, rows};
    bool from_key =
        query->has_key && (class > BB_SORT_ENDED || query->key_ended == (class == BB_SORT_ENDED));
    const char *group = from_key ? query->key_sort : query->backwards ? "~" : "";
    if (from_key && key_is_inside(ask))
        BB_TRY(sort_part(&on, 0, group, key_day(query)));
    if (from_key)
        BB_TRY(sort_part(&on, 1, group, start_day(ask)));
    return has_days(query) && is_shared(query->sort) ? sort_leaps(&on, group)
                                                     : sort_part(&on, SORT_PARTS - 1, group, 0);
}

/* Open lines before the others, unless only one class is asked for. */
static const struct bb_err *by_column(struct bb_db *db, const struct issue_ask *ask,
                                      const struct bb_sink *sink)
{
    const unsigned pending = BB_IN(FOUND) | BB_IN(RECTIFYING);
    const struct bb_issue_query *query = ask->query;
    bool few = false;
    int64_t rows = 0;
    if (ask->among == PERSON || (has_days(query) && (ask->among == OPEN || ask->among == LOOKBACK)))
        BB_TRY(are_few(db, ask, &few));
    if (few)
        return by_column_few(db, ask, sink);
    if (query->waits)
        return sorted_class(db, ask, BB_SORT_LOOKBACK + query->waits - BB_WAITS_LOOKBACK, sink,
                            &rows);
    if (query->states && !(query->states & ~pending))
        return sorted_class(db, ask, BB_SORT_PENDING, sink, &rows);
    for (int i = 0; i <= BB_SORT_ENDED; i++) {
        bool ended = query->backwards ? !i : i;
        bool passed = query->has_key && ended != query->key_ended && i == 0;
        if (!passed && (!ended || ask->among == ALL))
            BB_TRY(sorted_class(db, ask, ended ? BB_SORT_ENDED : BB_SORT_OPEN, sink, &rows));
    }
    return NULL;
}

/* ---- both ---- */

static enum among among_of(const struct bb_issue_query *query)
{
    if (query->waits)
        return LOOKBACK + (int)query->waits - BB_WAITS_LOOKBACK;
    if (!query->states || query->states & ~(unsigned)BB_IN_OPEN)
        return ALL;
    return query->person ? PERSON : OPEN;
}

const struct bb_err *bb_db_issue_list(struct bb_db *db, const struct bb_issue_query *query,
                                      const struct bb_sink *sink)
{
    const unsigned open = BB_IN_OPEN;
    struct bb_buf states = {0}, text = {0};
    struct issue_ask ask = {.query = query,
                            .from = query->due_from ? query->due_from : INT32_MIN,
                            .to = query->due_to ? query->due_to : DUE_UNKNOWN,
                            .among = among_of(query)};
    if (query->waits == BB_WAITS_LOOKBACK && query->today < ask.to)
        ask.to = query->today;
    bool implied = query->states == open && (ask.among == OPEN || ask.among == PERSON);
    if (query->states && !implied) {
        for (int state = 1; state < BB_STATE__COUNT; state++)
            if (query->states & (1u << state))
                bb_buf_printf(&states, " %s ", bb_code_id(BB_CODES_STATE, state));
        ask.states = bb_buf_text(&states);
    }
    if (query->text && *query->text) {
        bb_pinyin_fold(&text, query->text);
        ask.text = bb_buf_text(&text);
    }
    const struct bb_err *err =
        query->sort == BB_ISSUE_SORT_DUE ? by_day(db, &ask, sink) : by_column(db, &ask, sink);
    bb_buf_done(&states);
    bb_buf_done(&text);
    return err;
}
