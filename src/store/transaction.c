/* Transactions, also those whose end is not known, and what other connections did meanwhile. */
#include <stdlib.h>
#include <string.h>

#include "private.h"

const struct bb_err *bb_db_begin(struct bb_db *db)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_BEGIN, &stmt));
    BB_TRY(bb_stmt_run(db, stmt));
    db->last_event[0] = '\0';
    db->reference = false;
    return NULL;
}

static const struct bb_err *event_known(struct bb_db *db, const char *id, bool *out)
{
    struct stmt *stmt;
    int64_t number;
    BB_TRY(bb_stmt_get(db, BB_SQL_EVENT_KNOWN, &stmt));
    bb_stmt_text(stmt, ":id", id);
    BB_TRY(bb_stmt_number(db, stmt, &number));
    *out = number == 1;
    return NULL;
}

/* The event is there, but perhaps a sync of the journal's end failed: a second commit, which syncs
 * the same files again, makes sure that a power cut does not take it back. */
static const struct bb_err *settle(struct bb_db *db, const char *id)
{
    BB_TRY(bb_db_begin(db));
    const struct bb_err *err = bb_db_meta_save(db, "settled_event", id);
    struct stmt *stmt;
    if (!err)
        err = bb_stmt_get(db, BB_SQL_COMMIT, &stmt);
    if (!err)
        err = bb_stmt_run(db, stmt);
    if (err)
        bb_db_rollback(db);
    return err;
}

/* After a fault at COMMIT nobody knows: the connection is thrown away, the file opened anew and
 * asked. */
static const struct bb_err *find_out(struct bb_db *db)
{
    char id[BB_UUID_BYTES], words[128];
    bool known = false;
    memcpy(id, db->last_event, sizeof id);
    sqlite3_snprintf(sizeof words, words, "%s", sqlite3_errmsg(db->handle));
    bb_db_disconnect(db);
    db->reopened = true;
    db->last_event[0] = '\0';
    const struct bb_err *err = bb_db_connect(db, NULL);
    if (!err && *id)
        err = event_known(db, id, &known);
    if (!err && *id && !known)
        return bb_err(BB_ERR_DB_NOT_SAVED, db->path, words, NULL);
    if (!err && known)
        err = settle(db, id);
    return err || !*id ? bb_err(BB_ERR_DB_UNKNOWN, db->path, words, NULL) : NULL;
}

/* What the reference data come to, for the version of the tables that it is of: a newer one has
 * other columns, and nothing to compare until it is sealed anew. */
static const char seal_key[] = "reference_sm3";

bool bb_db_reference_changed(const struct bb_db *db)
{
    return db->reference;
}

const struct bb_err *bb_db_reference_seal(struct bb_db *db, const char *digest)
{
    char text[128];
    sqlite3_snprintf(sizeof text, text, "%d %s", BB_SQL_MIGRATIONS, digest);
    BB_TRY(bb_db_meta_save(db, seal_key, text));
    db->reference = false;
    return NULL;
}

const struct bb_err *bb_db_reference_sealed(struct bb_db *db, char **digest)
{
    char version[16];
    *digest = NULL;
    BB_TRY(bb_db_meta_load(db, seal_key, digest));
    sqlite3_snprintf(sizeof version, version, "%d ", BB_SQL_MIGRATIONS);
    if (*digest && strncmp(*digest, version, strlen(version)) == 0) {
        memmove(*digest, *digest + strlen(version), strlen(*digest) - strlen(version) + 1);
    } else {
        free(*digest);
        *digest = NULL;
    }
    return NULL;
}

const struct bb_err *bb_db_commit(struct bb_db *db)
{
    struct stmt *stmt;
    if (db->reference) /* nobody sealed it: then it has no seal */
        BB_TRY(bb_db_meta_save(db, seal_key, NULL));
    db->reference = false;
    BB_TRY(bb_stmt_get(db, BB_SQL_COMMIT, &stmt));
    const struct bb_err *err = bb_stmt_run(db, stmt);
    if (!err || err->code == BB_ERR_BUSY) /* busy: the transaction is still open */
        return err;
    return find_out(db);
}

void bb_db_rollback(struct bb_db *db)
{
    struct stmt *stmt;
    if (!db->handle || sqlite3_get_autocommit(db->handle))
        return;
    db->last_event[0] = '\0';
    if (bb_stmt_get(db, BB_SQL_ROLLBACK, &stmt) || bb_stmt_run(db, stmt))
        bb_db_disconnect(db); /* closing rolls back; the next statement opens it again */
}

const struct bb_err *bb_db_changed(struct bb_db *db, bool *out)
{
    struct stmt *stmt;
    int64_t version;
    BB_TRY(bb_stmt_get(db, BB_SQL_DATA_VERSION, &stmt));
    BB_TRY(bb_stmt_number(db, stmt, &version));
    *out = db->reopened || version != db->data_version;
    db->data_version = version;
    db->reopened = false;
    return NULL;
}

/* SQLite knows nothing of the line; a column changed by hand would change the order of folding
 * unseen. */
static const struct bb_err *columns_check(struct bb_db *db)
{
    struct stmt *stmt;
    bool row;
    BB_TRY(bb_stmt_get(db, BB_SQL_EVENT_CROOKED, &stmt));
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (!row)
        return NULL;
    const struct bb_err *err =
        bb_err(BB_ERR_DB_DAMAGED, db->path, bb_stmt_column_text(stmt, 0), NULL);
    bb_stmt_reset(stmt);
    return err;
}

/* One run of a check: its first row is "ok" or the first fault. */
static const struct bb_err *verdict(struct bb_db *db, struct stmt *stmt)
{
    bool row;
    BB_TRY(bb_stmt_step(db, stmt, &row));
    const char *words = row ? bb_stmt_column_text(stmt, 0) : "?";
    const char *last = strrchr(words, '\n'); /* the line before it only names the database */
    words = last ? last + 1 : words;
    const struct bb_err *err =
        strcmp(words, "ok") == 0 ? NULL : bb_err(BB_ERR_DB_DAMAGED, db->path, words, NULL);
    if (row)
        bb_stmt_reset(stmt);
    return err;
}

const struct bb_err *bb_db_integrity(struct bb_db *db, bool full)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, full ? BB_SQL_INTEGRITY_CHECK : BB_SQL_QUICK_CHECK, &stmt));
    BB_TRY(verdict(db, stmt));
    return full ? columns_check(db) : NULL;
}

const struct bb_err *bb_db_integrity_by_table(struct bb_db *db, bool full)
{
    struct stmt *stmt;
    struct bb_buf name = {0};
    const struct bb_err *err = NULL;
    for (bool row = true; row && !err;) {
        err = bb_stmt_get(db, BB_SQL_TABLE_NEXT, &stmt);
        if (err)
            break;
        bb_stmt_text(stmt, ":name", bb_buf_text(&name));
        err = bb_stmt_step(db, stmt, &row);
        if (err || !row)
            break;
        bb_buf_clear(&name);
        bb_buf_str(&name, bb_stmt_column_text(stmt, 0));
        bb_stmt_reset(stmt);
        err =
            bb_stmt_get(db, full ? BB_SQL_INTEGRITY_CHECK_TABLE : BB_SQL_QUICK_CHECK_TABLE, &stmt);
        if (!err) {
            bb_stmt_text(stmt, ":name", bb_buf_text(&name));
            err = verdict(db, stmt);
        }
    }
    bb_buf_done(&name);
    return err || !full ? err : columns_check(db);
}

bool bb_db_is_open_act(const struct bb_db *db)
{
    return !sqlite3_get_autocommit(db->handle);
}
