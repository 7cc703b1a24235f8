/* Keys of sealed fields, one a session. When they are destroyed is app's to say; that the event of
 * it does it, is the schema's. */
#include <string.h>

#include "private.h"

const struct bb_err *bb_db_session_key_save(struct bb_db *db, const char *session,
                                            const unsigned char key[BB_SESSION_KEY_BYTES])
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_KEY_SAVE, &stmt));
    bb_stmt_text(stmt, ":session", session);
    bb_stmt_blob(stmt, ":key", key, BB_SESSION_KEY_BYTES);
    return bb_stmt_run(db, stmt);
}

const struct bb_err *bb_db_session_key_load(struct bb_db *db, const char *session,
                                            unsigned char key[BB_SESSION_KEY_BYTES], bool *found)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_KEY_LOAD, &stmt));
    bb_stmt_text(stmt, ":session", session);
    BB_TRY(bb_stmt_step(db, stmt, found));
    if (*found) {
        memcpy(key, sqlite3_column_blob(stmt->handle, 0),
               BB_SESSION_KEY_BYTES); /* CHECK in 001.sql */
        bb_stmt_reset(stmt);
    }
    return NULL;
}

const struct bb_err *bb_db_session_keys(struct bb_db *db, int64_t before_at,
                                        const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_KEYS_KEPT, &stmt));
    bb_stmt_int(stmt, ":before_at", before_at);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        struct bb_session_key key = {bb_stmt_column_text(stmt, 0),
                                     sqlite3_column_blob(stmt->handle, 1)};
        err = sink->item(sink->ctx, &key);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_session_keys_due(struct bb_db *db, int64_t before_at, int limit,
                                            const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool row;
    const struct bb_err *err;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_KEYS_DUE, &stmt));
    bb_stmt_int(stmt, ":before_at", before_at);
    bb_stmt_int(stmt, ":limit", limit);
    while (!(err = bb_stmt_step(db, stmt, &row)) && row) {
        char session[BB_UUID_BYTES];
        sqlite3_snprintf(sizeof session, session, "%s", bb_stmt_column_text(stmt, 0));
        err = sink->item(sink->ctx, session);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_session_key_back(struct bb_db *db, const struct bb_session_key *key)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_KEY_BACK, &stmt));
    bb_stmt_text(stmt, ":session", key->session);
    bb_stmt_blob(stmt, ":key", key->key, BB_SESSION_KEY_BYTES);
    return bb_stmt_run(db, stmt);
}

const struct bb_err *bb_db_session_key_destroyed(struct bb_db *db, const char *session, bool *out)
{
    struct stmt *stmt;
    int64_t count;
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_KEY_DESTROYED, &stmt));
    bb_stmt_text(stmt, ":session", session);
    BB_TRY(bb_stmt_number(db, stmt, &count));
    *out = count > 0;
    return NULL;
}
