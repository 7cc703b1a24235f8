/* Merging, parking and what goes down. Decides nothing: that is the hub's and the merge's. */
#include "bangban/store/sync.h"

#include <string.h>

#include "bangban/base/mem.h"
#include "private.h"

const struct bb_err *bb_db_event_merge(struct bb_db *db, const struct bb_event *event,
                                       enum bb_merged *out)
{
    struct stmt *stmt;
    bool row;
    BB_TRY(bb_stmt_get(db, BB_SQL_EVENT_HASH_OF, &stmt));
    bb_stmt_text(stmt, ":id", event->id);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (!row) {
        *out = BB_MERGED_NEW;
        return bb_db_event_save(db, event);
    }
    *out =
        strcmp(bb_stmt_column_text(stmt, 0), event->hash) == 0 ? BB_MERGED_KNOWN : BB_MERGED_CLASH;
    bb_stmt_reset(stmt);
    return NULL;
}

const struct bb_err *bb_db_event_place(struct bb_db *db, const char *hash, struct bb_place *out)
{
    struct stmt *stmt;
    memset(out, 0, sizeof *out);
    BB_TRY(bb_stmt_get(db, BB_SQL_EVENT_PLACE, &stmt));
    bb_stmt_text(stmt, ":hash", hash);
    BB_TRY(bb_stmt_step(db, stmt, &out->found));
    if (!out->found)
        return NULL;
    out->arrival = bb_stmt_column_int(stmt, 0);
    sqlite3_snprintf(sizeof out->replica, out->replica, "%s", bb_stmt_column_text(stmt, 1));
    out->seq = bb_stmt_column_int(stmt, 2);
    out->at = bb_stmt_column_int(stmt, 3);
    sqlite3_snprintf(sizeof out->prev, out->prev, "%s", bb_stmt_column_text(stmt, 4));
    bb_stmt_reset(stmt);
    return NULL;
}

const struct bb_err *bb_db_event_newest(struct bb_db *db, char out[BB_HASH_BYTES])
{
    struct stmt *stmt;
    bool row;
    memcpy(out, bb_hash_zero, BB_HASH_BYTES);
    BB_TRY(bb_stmt_get(db, BB_SQL_EVENT_LAST_PLACE, &stmt));
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (row) {
        memcpy(out, bb_stmt_column_text(stmt, 1), BB_HASH_BYTES - 1);
        bb_stmt_reset(stmt);
    }
    return NULL;
}

/* Rows (hash, line) as events. */
static const struct bb_err *events_send(struct bb_db *db, struct stmt *stmt,
                                        const struct bb_sink *sink)
{
    bool row;
    const struct bb_err *err;
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_event event = {0};
        err = bb_event_parse(&event, bb_stmt_column_text(stmt, 1),
                             (size_t)sqlite3_column_bytes(stmt->handle, 1));
        if (!err) {
            memcpy(event.hash, bb_stmt_column_text(stmt, 0), BB_HASH_BYTES - 1);
            err = sink->item(sink->ctx, &event);
        }
        bb_event_done(&event);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_branch_events(struct bb_db *db, const char *base, const char *head,
                                         const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_BRANCH_EVENTS, &stmt));
    bb_stmt_text(stmt, ":base", base);
    bb_stmt_text(stmt, ":head", head);
    return events_send(db, stmt, sink);
}

/* A statement with one text parameter that returns nothing. */
static const struct bb_err *run_text(struct bb_db *db, enum bb_sql query, const char *name,
                                     const char *text)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, query, &stmt));
    bb_stmt_text(stmt, name, text);
    return bb_stmt_run(db, stmt);
}

/* Rows (…, hash, line), the hash in that column: as they are, unread. */
static const struct bb_err *lines_send(struct bb_db *db, struct stmt *stmt, int column,
                                       const struct bb_sink *sink)
{
    bool row;
    const struct bb_err *err;
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_event event = {.line = bb_strdup(bb_stmt_column_text(stmt, column + 1))};
        memcpy(event.hash, bb_stmt_column_text(stmt, column), BB_HASH_BYTES - 1);
        err = sink->item(sink->ctx, &event);
        bb_event_done(&event);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_events_by_hash(struct bb_db *db, const char *replica, int64_t until_seq,
                                          const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_EVENTS_BY_HASH, &stmt));
    bb_stmt_text(stmt, ":replica", replica);
    bb_stmt_int(stmt, ":until_seq", until_seq);
    return lines_send(db, stmt, 0, sink);
}

const struct bb_err *bb_db_arrivals_after(struct bb_db *db, int64_t serial,
                                          const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_ARRIVALS_AFTER, &stmt));
    bb_stmt_int(stmt, ":serial", serial);
    return bb_stmt_send(db, stmt, &bb_arrival_record, sink, NULL);
}

const struct bb_err *bb_db_branch_drop(struct bb_db *db, const char *label)
{
    return run_text(db, BB_SQL_BRANCH_DROP, ":id", label);
}

const struct bb_err *bb_db_replica_is_whole(struct bb_db *db, const char *replica, bool *out)
{
    struct stmt *stmt;
    int64_t number;
    BB_TRY(bb_stmt_get(db, BB_SQL_REPLICA_WHOLE, &stmt));
    bb_stmt_text(stmt, ":replica", replica);
    BB_TRY(bb_stmt_number(db, stmt, &number));
    *out = number != 0;
    return NULL;
}

const struct bb_err *bb_db_node_replica_save(struct bb_db *db, const char *replica,
                                             const char *node)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_NODE_REPLICA_SAVE, &stmt));
    bb_stmt_text(stmt, ":replica", replica);
    bb_stmt_text(stmt, ":node", node);
    return bb_stmt_run(db, stmt);
}

const struct bb_err *bb_db_node_replica_load(struct bb_db *db, const char *replica, char **out)
{
    struct stmt *stmt;
    bool row;
    *out = NULL;
    BB_TRY(bb_stmt_get(db, BB_SQL_NODE_REPLICA_LOAD, &stmt));
    bb_stmt_text(stmt, ":replica", replica);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (row) {
        *out = bb_strdup(bb_stmt_column_text(stmt, 0));
        bb_stmt_reset(stmt);
    }
    return NULL;
}

const struct bb_err *bb_db_parked_save(struct bb_db *db, const struct bb_event *event)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_PARKED_SAVE, &stmt));
    bb_stmt_text(stmt, ":hash", event->hash);
    bb_stmt_text(stmt, ":prev", event->prev);
    bb_stmt_text(stmt, ":line", event->line);
    return bb_stmt_run(db, stmt);
}

const struct bb_err *bb_db_parked_drop(struct bb_db *db, const char *hash)
{
    return run_text(db, BB_SQL_PARKED_DROP, ":hash", hash);
}

const struct bb_err *bb_db_parked_count(struct bb_db *db, int64_t *out)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_PARKED_COUNT, &stmt));
    return bb_stmt_number(db, stmt, out);
}

const struct bb_err *bb_db_parked_ready(struct bb_db *db, int limit, const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_PARKED_READY, &stmt));
    bb_stmt_int(stmt, ":limit", limit);
    return events_send(db, stmt, sink);
}

const struct bb_err *bb_db_down_events(struct bb_db *db, const char *node, const char *head,
                                       int64_t after, int limit, const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_DOWN_EVENTS, &stmt));
    bb_stmt_text(stmt, ":node", node);
    bb_stmt_text(stmt, ":head", head);
    bb_stmt_int(stmt, ":after", after);
    bb_stmt_int(stmt, ":limit", limit);
    return lines_send(db, stmt, 1, sink);
}

const struct bb_err *bb_db_node_is_known(struct bb_db *db, const char *node, bool *out)
{
    struct stmt *stmt;
    int64_t number;
    BB_TRY(bb_stmt_get(db, BB_SQL_NODE_KNOWN, &stmt));
    bb_stmt_text(stmt, ":node", node);
    BB_TRY(bb_stmt_number(db, stmt, &number));
    *out = number != 0;
    return NULL;
}

const struct bb_err *bb_db_arrival_last_serial(struct bb_db *db, int64_t *out)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_ARRIVAL_LAST_SERIAL, &stmt));
    return bb_stmt_number(db, stmt, out);
}

const struct bb_err *bb_db_arrival_last(struct bb_db *db, const char *node, struct bb_arrival *out,
                                        bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_ARRIVAL_LAST, &stmt));
    bb_stmt_text(stmt, ":node", node);
    return bb_stmt_one(db, stmt, &bb_arrival_record, out, found);
}

const struct bb_err *bb_db_arrivals_of(struct bb_db *db, const char *node,
                                       const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_ARRIVAL_OF_NODE, &stmt));
    bb_stmt_text(stmt, ":node", node);
    return bb_stmt_send(db, stmt, &bb_arrival_record, sink, NULL);
}

const struct bb_err *bb_db_relay_due(struct bb_db *db, const char *own_node,
                                     const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_RELAY_DUE, &stmt));
    bb_stmt_text(stmt, ":node", own_node);
    return bb_stmt_send(db, stmt, &bb_arrival_record, sink, NULL);
}

const struct bb_err *bb_db_forks(struct bb_db *db, const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, BB_SQL_FORKS, &stmt));
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_fork fork = {.seq = bb_stmt_column_int(stmt, 1),
                               .branches = bb_stmt_column_int(stmt, 2)};
        sqlite3_snprintf(sizeof fork.replica, fork.replica, "%s", bb_stmt_column_text(stmt, 0));
        err = sink->item(sink->ctx, &fork);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_answer_last(struct bb_db *db, struct bb_answer *out, bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_ANSWER_LAST, &stmt));
    return bb_stmt_one(db, stmt, &bb_answer_record, out, found);
}
