/* Lists, paged by key, and the figures of a day. A page is two seeks: the rest of the key's own
 * value, then the values beyond it (quality.md: one comparison of both would read every row of a
 * day on which many fall due). */
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/pinyin.h"
#include "private.h"

/* [open only][backwards][0: the key's own value, 1: beyond] */

static const enum bb_sql session_queries[2][2][2] = {
    {{BB_SQL_SESSION_ON_SAME, BB_SQL_SESSION_ON_REST},
     {BB_SQL_SESSION_BACK_SAME, BB_SQL_SESSION_BACK_REST}},
    {{BB_SQL_SESSION_OPEN_ON_SAME, BB_SQL_SESSION_OPEN_ON_REST},
     {BB_SQL_SESSION_OPEN_BACK_SAME, BB_SQL_SESSION_OPEN_BACK_REST}},
};
/* [all, open, waiting][backwards][…] */
enum { ALL, OPEN, WAITING };
static const enum bb_sql issue_queries[3][2][2] = {
    {{BB_SQL_ISSUE_ON_SAME, BB_SQL_ISSUE_ON_REST},
     {BB_SQL_ISSUE_BACK_SAME, BB_SQL_ISSUE_BACK_REST}},
    {{BB_SQL_ISSUE_OPEN_ON_SAME, BB_SQL_ISSUE_OPEN_ON_REST},
     {BB_SQL_ISSUE_OPEN_BACK_SAME, BB_SQL_ISSUE_OPEN_BACK_REST}},
    {{BB_SQL_ISSUE_WAITS_ON_SAME, BB_SQL_ISSUE_WAITS_ON_REST},
     {BB_SQL_ISSUE_WAITS_BACK_SAME, BB_SQL_ISSUE_WAITS_BACK_REST}},
};

/* ---- sessions: newest first ---- */
static const struct bb_err *session_part(struct bb_db *db, const struct bb_session_query *query,
                                         bool rest, const struct bb_sink *sink, int64_t *rows)
{
    struct stmt *stmt;
    int64_t from = query->from_at ? query->from_at : INT64_MIN,
            to = query->to_at ? query->to_at : INT64_MAX;
    int64_t value = query->has_key     ? query->key.value
                    : query->backwards ? from - (from > INT64_MIN)
                                       : to;
    BB_TRY(bb_stmt_get(db, session_queries[query->open_only][query->backwards][rest], &stmt));
    bb_stmt_int(stmt, ":value", value);
    if (!rest)
        bb_stmt_text(stmt, ":id", query->key.id);
    else if (query->backwards)
        bb_stmt_int(stmt, ":to_at", to);
    else
        bb_stmt_int(stmt, ":from_at", from);
    if (!query->open_only)
        bb_stmt_int(stmt, ":with_void", query->with_void);
    bb_stmt_text(stmt, ":desk", query->desk);
    bb_stmt_text(stmt, ":helper", query->helper);
    bb_stmt_int(stmt, ":limit", query->limit ? query->limit - *rows : -1);
    return bb_stmt_send(db, stmt, &bb_session_record, sink, rows);
}

const struct bb_err *bb_db_session_list(struct bb_db *db, const struct bb_session_query *query,
                                        const struct bb_sink *sink)
{
    int64_t rows = 0;
    if (query->has_key)
        BB_TRY(session_part(db, query, false, sink, &rows));
    if (query->limit && rows >= query->limit)
        return NULL;
    return session_part(db, query, true, sink, &rows);
}

/* [backwards][the key's own deadline, its own value, the values beyond] */
enum { SORT_PARTS = 3 };
static const enum bb_sql sort_queries[2][SORT_PARTS] = {
    {BB_SQL_ISSUE_SORT_ON_ID, BB_SQL_ISSUE_SORT_ON_DUE, BB_SQL_ISSUE_SORT_ON_VALUE},
    {BB_SQL_ISSUE_SORT_BACK_ID, BB_SQL_ISSUE_SORT_BACK_DUE, BB_SQL_ISSUE_SORT_BACK_VALUE},
};

/* ---- issues ---- */
struct issue_ask {
    const struct bb_issue_query *query;
    int64_t from, to;   /* of due_order */
    const char *states; /* " found fixed ", NULL: all */
    const char *text;   /* folded, NULL: all */
    int among;          /* ALL, OPEN, WAITING */
};

static void bind_filter(struct stmt *stmt, const struct issue_ask *ask, int64_t rows)
{
    const struct bb_issue_query *query = ask->query;
    bb_stmt_text(stmt, ":states", ask->states);
    bb_stmt_text(stmt, ":lead_unit", query->lead_unit);
    bb_stmt_text(stmt, ":person", query->person);
    bb_stmt_text(stmt, ":point", query->by_point ? bb_code_id(BB_CODES_POINT, query->point) : NULL);
    bb_stmt_text(stmt, ":text", ask->text);
    bb_stmt_int(stmt, ":waits", query->waits);
    bb_stmt_int(stmt, ":today", query->today);
    bb_stmt_int(stmt, ":limit", query->limit ? query->limit - rows : -1);
}

static const struct bb_err *issue_part(struct bb_db *db, const struct issue_ask *ask, bool rest,
                                       const struct bb_sink *sink, int64_t *rows)
{
    const struct bb_issue_query *query = ask->query;
    struct stmt *stmt;
    int64_t value = query->backwards ? ask->to + 1 : ask->from - 1;
    if (query->has_key)
        value = query->key.value ? query->key.value : DUE_UNKNOWN;
    BB_TRY(bb_stmt_get(db, issue_queries[ask->among][query->backwards][rest], &stmt));
    bb_stmt_int(stmt, ":value", value);
    if (!rest)
        bb_stmt_text(stmt, ":id", query->key.id);
    else if (query->backwards)
        bb_stmt_int(stmt, ":due_from", ask->from);
    else
        bb_stmt_int(stmt, ":due_to", ask->to);
    bind_filter(stmt, ask, *rows);
    return bb_stmt_send(db, stmt, &bb_issue_record, sink, rows);
}

static const struct bb_err *by_deadline(struct bb_db *db, const struct issue_ask *ask,
                                        const struct bb_sink *sink)
{
    int64_t rows = 0;
    if (ask->query->has_key)
        BB_TRY(issue_part(db, ask, false, sink, &rows));
    if (ask->query->limit && rows >= ask->query->limit)
        return NULL;
    return issue_part(db, ask, true, sink, &rows);
}

/* The lines of one class, from the key on if it is of this class. */
static const struct bb_err *sorted_class(struct bb_db *db, const struct issue_ask *ask, int class,
                                         const struct bb_sink *sink, int64_t *rows)
{
    const struct bb_issue_query *query = ask->query;
    bool from_key = query->has_key && (class == BB_SORT_WAITING || class == query->key_ended);
    const char *beyond = query->backwards ? "~" : "";
    for (int part = from_key ? 0 : SORT_PARTS - 1; part < SORT_PARTS; part++) {
        struct stmt *stmt;
        if (query->limit && *rows >= query->limit)
            return NULL;
        BB_TRY(bb_stmt_get(db, sort_queries[query->backwards][part], &stmt));
        bb_stmt_int(stmt, ":sort", query->sort);
        bb_stmt_int(stmt, ":class", class);
        bb_stmt_text(stmt, ":group", from_key ? query->key_sort : beyond);
        if (part < SORT_PARTS - 1)
            bb_stmt_int(stmt, ":value", query->key.value ? query->key.value : DUE_UNKNOWN);
        if (part == 0)
            bb_stmt_text(stmt, ":id", query->key.id);
        if (part == SORT_PARTS - 1 || (part == 1 && query->backwards))
            bb_stmt_int(stmt, ":due_from", ask->from);
        if (part == SORT_PARTS - 1 || (part == 1 && !query->backwards))
            bb_stmt_int(stmt, ":due_to", ask->to);
        bind_filter(stmt, ask, *rows);
        BB_TRY(bb_stmt_send(db, stmt, &bb_issue_record, sink, rows));
    }
    return NULL;
}

/* Open lines before the others, unless only one class is asked for. */
static const struct bb_err *by_column(struct bb_db *db, const struct issue_ask *ask,
                                      const struct bb_sink *sink)
{
    const struct bb_issue_query *query = ask->query;
    int64_t rows = 0;
    if (ask->among == WAITING)
        return sorted_class(db, ask, BB_SORT_WAITING, sink, &rows);
    for (int i = 0; i <= BB_SORT_ENDED; i++) {
        int class = query->backwards ? BB_SORT_ENDED - i : i;
        bool passed = query->has_key &&
                      (query->backwards ? class > query->key_ended : class < query->key_ended);
        if (!passed && (class == BB_SORT_OPEN || ask->among == ALL))
            BB_TRY(sorted_class(db, ask, class, sink, &rows));
    }
    return NULL;
}

const struct bb_err *bb_db_issue_list(struct bb_db *db, const struct bb_issue_query *query,
                                      const struct bb_sink *sink)
{
    const unsigned open = BB_IN_OPEN;
    struct bb_buf states = {0}, text = {0};
    struct issue_ask ask = {.query = query,
                            .from = query->due_from ? query->due_from : INT32_MIN,
                            .to = query->due_to ? query->due_to : DUE_UNKNOWN,
                            .among = query->waits                                ? WAITING
                                     : query->states && !(query->states & ~open) ? OPEN
                                                                                 : ALL};
    if (query->states && query->states != open) {
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
        query->sort == BB_ISSUE_SORT_DUE ? by_deadline(db, &ask, sink) : by_column(db, &ask, sink);
    bb_buf_done(&states);
    bb_buf_done(&text);
    return err;
}

/* ---- visits ---- */
const struct bb_err *bb_db_visit_list(struct bb_db *db, int64_t from_at, int64_t to_at,
                                      const struct bb_sink *sink)
{
    struct stmt *stmt;
    int64_t rows = 0;
    BB_TRY(bb_stmt_get(db, BB_SQL_VISIT_LIST, &stmt));
    bb_stmt_int(stmt, ":from_at", from_at);
    bb_stmt_int(stmt, ":to_at", to_at);
    return bb_stmt_send(db, stmt, &bb_visit_record, sink, &rows);
}

const struct bb_err *bb_db_bad_ratings(struct bb_db *db, const char *item, int64_t *out)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_BAD_RATINGS, &stmt));
    bb_stmt_text(stmt, ":item", item);
    return bb_stmt_number(db, stmt, out);
}

/* ---- figures ---- */
const struct bb_err *bb_db_day_figures(struct bb_db *db, int64_t from_at, int64_t to_at,
                                       const char *desk, int64_t today, struct bb_day_figures *out)
{
    struct stmt *stmt;
    bool row;
    *out = (struct bb_day_figures){0};
    BB_TRY(bb_stmt_get(db, BB_SQL_DAY_FIGURES, &stmt));
    bb_stmt_int(stmt, ":from_at", from_at);
    bb_stmt_int(stmt, ":to_at", to_at);
    bb_stmt_text(stmt, ":desk", desk);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (row) {
        out->sessions = bb_stmt_column_int(stmt, 0);
        out->solved = bb_stmt_column_int(stmt, 1);
        out->debts = bb_stmt_column_int(stmt, 2);
        out->open = bb_stmt_column_int(stmt, 3);
        bb_stmt_reset(stmt);
    }
    BB_TRY(bb_stmt_get(db, BB_SQL_RED_COUNT, &stmt));
    bb_stmt_int(stmt, ":today", today);
    bb_stmt_int(stmt, ":limit", BB_RED_MAX + 1);
    BB_TRY(bb_stmt_number(db, stmt, &out->red));
    BB_TRY(bb_stmt_get(db, BB_SQL_UNSYNCED_COUNT, &stmt));
    return bb_stmt_number(db, stmt, &out->unsynced);
}
