/* Lists, paged by key, and the figures of a day; the ledger's are in ledger.c. A page is two seeks:
 * the rest of the key's own value, then the values beyond it (quality.md: one comparison of both
 * would read every row of a day on which many fall due). */
#include <string.h>

#include "private.h"

/* [open only][backwards][0: the key's own value, 1: beyond] */

static const enum bb_sql session_queries[2][2][2] = {
    {{BB_SQL_SESSION_ON_SAME, BB_SQL_SESSION_ON_REST},
     {BB_SQL_SESSION_BACK_SAME, BB_SQL_SESSION_BACK_REST}},
    {{BB_SQL_SESSION_OPEN_ON_SAME, BB_SQL_SESSION_OPEN_ON_REST},
     {BB_SQL_SESSION_OPEN_BACK_SAME, BB_SQL_SESSION_OPEN_BACK_REST}},
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

const struct bb_err *bb_db_same_person(struct bb_db *db, const char *pseudonym, int64_t from_at,
                                       const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_SAME_PERSON, &stmt));
    bb_stmt_text(stmt, ":pseudonym", pseudonym);
    bb_stmt_int(stmt, ":from_at", from_at);
    return bb_stmt_send(db, stmt, &bb_session_record, sink, NULL);
}

const struct bb_err *bb_db_session_debts(struct bb_db *db, const char *helper, int limit,
                                         const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_DEBTS, &stmt));
    bb_stmt_text(stmt, ":helper", helper);
    bb_stmt_int(stmt, ":limit", limit);
    return bb_stmt_send(db, stmt, &bb_session_record, sink, NULL);
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
