/* The event table: written once, read in order. Hashes and folds are other rooms' work. */
#include <string.h>

#include "private.h"

static const struct bb_err *chain_read(struct bb_db *db, enum bb_sql query, const char *replica,
                                       struct bb_chain *out)
{
    struct stmt *stmt;
    bool row;
    *out = (struct bb_chain){0};
    memcpy(out->hash, bb_hash_zero, BB_HASH_BYTES);
    BB_TRY(bb_stmt_get(db, query, &stmt));
    bb_stmt_text(stmt, ":replica", replica);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (row) {
        out->seq = bb_stmt_column_int(stmt, 0);
        memcpy(out->hash, bb_stmt_column_text(stmt, 1), BB_HASH_BYTES - 1);
        out->at = bb_stmt_column_int(stmt, 2);
        bb_stmt_reset(stmt);
    }
    BB_TRY(bb_stmt_get(db, BB_SQL_LAMPORT_MAX, &stmt));
    return bb_stmt_number(db, stmt, &out->lamport);
}

const struct bb_err *bb_db_chain_load(struct bb_db *db, const char *replica, struct bb_chain *out)
{
    return chain_read(db, BB_SQL_CHAIN_END, replica, out);
}

const struct bb_err *bb_db_chain_work_load(struct bb_db *db, const char *replica,
                                           struct bb_chain *out)
{
    return chain_read(db, BB_SQL_CHAIN_WORK, replica, out);
}

const struct bb_err *bb_db_event_save(struct bb_db *db, const struct bb_event *event)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_EVENT_SAVE, &stmt));
    bb_stmt_text(stmt, ":hash", event->hash);
    bb_stmt_text(stmt, ":id", event->id);
    bb_stmt_text(stmt, ":replica", event->replica);
    bb_stmt_int(stmt, ":seq", event->seq);
    bb_stmt_text(stmt, ":prev", event->prev);
    bb_stmt_int(stmt, ":lamport", event->lamport);
    bb_stmt_int(stmt, ":at", event->at);
    bb_stmt_text(stmt, ":by", event->by);
    bb_stmt_text(stmt, ":kind", bb_event_word(event->kind));
    bb_stmt_text(stmt, ":subject", event->subject);
    bb_stmt_text(stmt, ":line", event->line);
    BB_TRY(bb_stmt_run(db, stmt));
    memcpy(db->last_event, event->id, sizeof db->last_event);
    return NULL;
}

/* The row (hash, line) as an event; out is zeroed before. */
static const struct bb_err *event_read(struct stmt *stmt, struct bb_event *out)
{
    const char *line = bb_stmt_column_text(stmt, 1);
    const struct bb_err *err =
        bb_event_parse(out, line, (size_t)sqlite3_column_bytes(stmt->handle, 1));
    if (!err)
        memcpy(out->hash, bb_stmt_column_text(stmt, 0), BB_HASH_BYTES - 1);
    return err;
}

const struct bb_err *bb_db_subject_events(struct bb_db *db, const char *subject,
                                          struct bb_events *out)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SUBJECT_EVENTS, &stmt));
    bb_stmt_text(stmt, ":subject", subject);
    for (;;) {
        struct bb_event event = {0};
        bool row;
        BB_TRY(bb_stmt_step(db, stmt, &row));
        if (!row)
            return NULL;
        const struct bb_err *err = event_read(stmt, &event);
        if (err) {
            bb_event_done(&event);
            bb_stmt_reset(stmt);
            return err;
        }
        bb_events_add(out, &event);
    }
}

static void bind_range(struct stmt *stmt, const char *replica, int64_t after_seq, int64_t until_seq)
{
    bb_stmt_text(stmt, ":replica", replica);
    bb_stmt_int(stmt, ":after_seq", after_seq);
    bb_stmt_int(stmt, ":until_seq", until_seq ? until_seq : INT64_MAX);
}

const struct bb_err *bb_db_replica_events(struct bb_db *db, const char *replica, int64_t after_seq,
                                          int64_t until_seq, const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, BB_SQL_REPLICA_EVENTS, &stmt));
    bind_range(stmt, replica, after_seq, until_seq);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_event event = {0};
        err = event_read(stmt, &event);
        if (err) /* a line that is none any more still has its place */
            err =
                bb_err(BB_ERR_CHAIN_BROKEN, bb_stmt_column_text(stmt, 2), replica, err->text, NULL);
        else
            err = sink->item(sink->ctx, &event);
        bb_event_done(&event);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_audit_list(struct bb_db *db, const struct bb_audit_query *query,
                                      const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, BB_SQL_AUDIT_LIST, &stmt));
    bb_stmt_int(stmt, ":from_at", query->from_at);
    bb_stmt_int(stmt, ":to_at", query->to_at ? query->to_at : INT64_MAX);
    bb_stmt_text(stmt, ":by", query->by);
    bb_stmt_int(stmt, ":limit", query->limit ? query->limit : -1);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_event event = {0};
        err = event_read(stmt, &event);
        if (!err)
            err = sink->item(sink->ctx, &event);
        bb_event_done(&event);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_replicas(struct bb_db *db, const struct bb_sink *sink)
{
    char label[BB_REPLICA_BYTES] = "";
    struct stmt *stmt;
    bool row;
    for (;;) {
        BB_TRY(bb_stmt_get(db, BB_SQL_REPLICA_NEXT, &stmt));
        bb_stmt_text(stmt, ":replica", label);
        BB_TRY(bb_stmt_step(db, stmt, &row));
        if (!row)
            return NULL;
        sqlite3_snprintf(sizeof label, label, "%s", bb_stmt_column_text(stmt, 0));
        bb_stmt_reset(stmt);
        BB_TRY(sink->item(sink->ctx, label));
    }
}

const struct bb_err *bb_db_act_load(struct bb_db *db, const char *id, const char *subject,
                                    struct bb_event *out)
{
    *out = (struct bb_event){0};
    struct bb_events events = {0};
    const struct bb_err *err = bb_db_subject_events(db, subject, &events);
    for (size_t i = 0; !err && i < events.count; i++) {
        struct bb_event *event = &events.rows[i];
        if (strcmp(event->id, id) == 0 && !bb_events_is_undone(&events, i)) {
            *out = *event;
            *event = (struct bb_event){0};
            break;
        }
    }
    bb_events_done(&events);
    return err;
}

const struct bb_err *bb_db_last_act(struct bb_db *db, const char *replica, const char *by,
                                    int64_t since_at, struct bb_event *out)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    *out = (struct bb_event){0};
    BB_TRY(bb_stmt_get(db, BB_SQL_ACTS, &stmt));
    bb_stmt_text(stmt, ":replica", replica);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        bool today = bb_stmt_column_int(stmt, 3) >= since_at;
        if (today && strcmp(bb_stmt_column_text(stmt, 2), by) == 0)
            err =
                bb_db_act_load(db, bb_stmt_column_text(stmt, 0), bb_stmt_column_text(stmt, 1), out);
        if (err || !today || out->kind != BB_EVENT_NONE) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

static const struct bb_err *subjects_send(struct bb_db *db, enum bb_sql query, const char *replica,
                                          int64_t after_seq, int64_t until_seq, const char *record,
                                          const struct bb_sink *sink)
{
    char birth[32];
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, query, &stmt));
    sqlite3_snprintf(sizeof birth, birth, "%s.add", record);
    bb_stmt_text(stmt, ":birth", birth);
    bind_range(stmt, replica, after_seq, until_seq);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        char subject[BB_UUID_BYTES];
        sqlite3_snprintf(sizeof subject, subject, "%s", bb_stmt_column_text(stmt, 0));
        err = sink->item(sink->ctx, subject);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_touched(struct bb_db *db, const char *replica, int64_t after_seq,
                                   int64_t until_seq, const char *record,
                                   const struct bb_sink *sink)
{
    return subjects_send(db, BB_SQL_TOUCHED, replica, after_seq, until_seq, record, sink);
}

const struct bb_err *bb_db_subjects(struct bb_db *db, const char *replica, int64_t after_seq,
                                    int64_t until_seq, const char *record,
                                    const struct bb_sink *sink)
{
    return subjects_send(db, BB_SQL_SUBJECTS, replica, after_seq, until_seq, record, sink);
}
