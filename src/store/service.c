/* What is asked about ratings, shifts, phones and the roster. */
#include <string.h>

#include "private.h"

const struct bb_err *bb_db_rating_of(struct bb_db *db, const char *session, struct bb_rating *out,
                                     bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_RATING_OF, &stmt));
    bb_stmt_text(stmt, ":key", session);
    return bb_stmt_one(db, stmt, &bb_rating_record, out, found);
}

const struct bb_err *bb_db_rating_waiting(struct bb_db *db, const char *desk, int64_t from_at,
                                          int64_t since, struct bb_session *out, bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_RATING_WAITING, &stmt));
    bb_stmt_text(stmt, ":desk", desk);
    bb_stmt_int(stmt, ":from_at", from_at);
    bb_stmt_int(stmt, ":since", since);
    return bb_stmt_one(db, stmt, &bb_session_record, out, found);
}

const struct bb_err *bb_db_rating_list(struct bb_db *db, int64_t from_at, int64_t to_at,
                                       const struct bb_sink *sink)
{
    struct stmt *stmt;
    int64_t rows = 0;
    BB_TRY(bb_stmt_get(db, BB_SQL_RATING_LIST, &stmt));
    bb_stmt_int(stmt, ":from_at", from_at);
    bb_stmt_int(stmt, ":to_at", to_at);
    return bb_stmt_send(db, stmt, &bb_rating_record, sink, &rows);
}

const struct bb_err *bb_db_rates(struct bb_db *db, const char *by, int64_t seconds, int64_t from_at,
                                 int64_t to_at, const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, BB_SQL_RATES, &stmt));
    bb_stmt_text(stmt, ":by", by);
    bb_stmt_int(stmt, ":seconds", seconds);
    bb_stmt_int(stmt, ":from_at", from_at);
    bb_stmt_int(stmt, ":to_at", to_at);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_rates rates = {.key = bb_stmt_column_text(stmt, 0)};
        int64_t *const figures[] = {
            &rates.closed,      &rates.stated,        &rates.handed_on,     &rates.solved,
            &rates.partly,      &rates.client_stated, &rates.client_solved, &rates.client_partly,
            &rates.asked,       &rates.rated,         &rates.bad,           &rates.first_known,
            &rates.first_within};
        for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
            *figures[i] = bb_stmt_column_int(stmt, (int)i + 1);
        err = sink->item(sink->ctx, &rates);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_shift_open(struct bb_db *db, const char *person, struct bb_shift *out,
                                      bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SHIFT_OPEN, &stmt));
    bb_stmt_text(stmt, ":key", person);
    return bb_stmt_one(db, stmt, &bb_shift_record, out, found);
}

const struct bb_err *bb_db_phone_count_of(struct bb_db *db, const char *number, const char *month,
                                          struct bb_phone_count *out, bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_PHONE_COUNT_OF, &stmt));
    bb_stmt_text(stmt, ":number", number);
    bb_stmt_text(stmt, ":month", month);
    return bb_stmt_one(db, stmt, &bb_phone_count_record, out, found);
}

const struct bb_err *bb_db_phone_call_list(struct bb_db *db, int64_t from_at, int64_t to_at,
                                           const struct bb_sink *sink)
{
    struct stmt *stmt;
    int64_t rows = 0;
    BB_TRY(bb_stmt_get(db, BB_SQL_PHONE_CALL_LIST, &stmt));
    bb_stmt_int(stmt, ":from_at", from_at);
    bb_stmt_int(stmt, ":to_at", to_at);
    return bb_stmt_send(db, stmt, &bb_phone_call_record, sink, &rows);
}

const struct bb_err *bb_db_phone_call_last(struct bb_db *db, const char *desk,
                                           struct bb_phone_call *out, bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_PHONE_CALL_LAST, &stmt));
    bb_stmt_text(stmt, ":desk", desk);
    return bb_stmt_one(db, stmt, &bb_phone_call_record, out, found);
}

const struct bb_err *bb_db_phone_months(struct bb_db *db, const struct bb_sink *sink)
{
    struct stmt *stmt;
    int64_t rows = 0;
    BB_TRY(bb_stmt_get(db, BB_SQL_PHONE_MONTHS, &stmt));
    return bb_stmt_send(db, stmt, &bb_phone_count_record, sink, &rows);
}

const struct bb_err *bb_db_duty_load(struct bb_db *db, int64_t from_day, int64_t to_day,
                                     const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, BB_SQL_DUTY_HEADS, &stmt));
    bb_stmt_int(stmt, ":from_day", from_day);
    bb_stmt_int(stmt, ":to_day", to_day);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_duty_load load = {bb_stmt_column_int(stmt, 0), bb_stmt_column_text(stmt, 1),
                                    bb_stmt_column_int(stmt, 2), bb_stmt_column_int(stmt, 3),
                                    bb_stmt_column_int(stmt, 4)};
        err = sink->item(sink->ctx, &load);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}
