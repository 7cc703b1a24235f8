/* Named statements: prepared on first use, bound and read by the names of fields. Holds no SQL and
 * knows no table. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "private.h"

const struct bb_err *bb_db_fail(struct bb_db *db, int rc)
{
    const char *words = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(rc);
    if (rc == SQLITE_IOERR_NOMEM)
        return bb_err(BB_ERR_MEMORY, NULL);
    switch (rc & 0xff) {
    case SQLITE_NOMEM:
        return bb_err(BB_ERR_MEMORY, NULL);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return bb_err(BB_ERR_BUSY, db->path, NULL);
    case SQLITE_FULL:
        return bb_err(BB_ERR_DISK_FULL, db->path, NULL);
    case SQLITE_IOERR:
        return bb_err(BB_ERR_DISK_FAULT, db->path, words, NULL);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return bb_err(BB_ERR_DB_DAMAGED, db->path, words, NULL);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
        return bb_err(BB_ERR_DB_READONLY, db->path, NULL);
    default:
        return bb_err(BB_ERR_DB_REFUSED, db->path, words, NULL);
    }
}

const struct bb_err *bb_stmt_get(struct bb_db *db, enum bb_sql query, struct stmt **out)
{
    struct stmt *stmt = &db->stmts[query];
    if (!db->handle) /* lost after a fault: perhaps the disk is back */
        BB_TRY(bb_db_connect(db, NULL));
    if (!stmt->handle) {
        int rc = sqlite3_prepare_v3(db->handle, bb_sql_queries[query].text, -1,
                                    SQLITE_PREPARE_PERSISTENT, &stmt->handle, NULL);
        if (rc != SQLITE_OK)
            return bb_db_fail(db, rc);
    }
    assert(!sqlite3_stmt_busy(stmt->handle));
    *out = stmt;
    return NULL;
}

static int param_of(const struct stmt *stmt, const char *name)
{
    int place = sqlite3_bind_parameter_index(stmt->handle, name);
    assert(place > 0);
    return place;
}

void bb_stmt_text(struct stmt *stmt, const char *name, const char *text)
{
    sqlite3_bind_text(stmt->handle, param_of(stmt, name), text, -1, SQLITE_STATIC);
}

void bb_stmt_int(struct stmt *stmt, const char *name, int64_t number)
{
    sqlite3_bind_int64(stmt->handle, param_of(stmt, name), number);
}

void bb_stmt_blob(struct stmt *stmt, const char *name, const void *bytes, int count)
{
    sqlite3_bind_blob(stmt->handle, param_of(stmt, name), bytes, count, SQLITE_STATIC);
}

static void map_params(struct stmt *stmt, const struct bb_record *record)
{
    free(stmt->param_field);
    stmt->param_field = bb_alloc(record->count * sizeof *stmt->param_field);
    stmt->bound = record;
    for (int i = 1; i <= sqlite3_bind_parameter_count(stmt->handle); i++) {
        const struct bb_field *field =
            bb_record_field(record, sqlite3_bind_parameter_name(stmt->handle, i) + 1);
        if (field)
            stmt->param_field[field - record->fields] = (short)i;
    }
}

void bb_stmt_record(struct stmt *stmt, const struct bb_record *record, const void *row)
{
    if (stmt->bound != record)
        map_params(stmt, record);
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        const void *member = (const char *)row + field->offset;
        int param = stmt->param_field[i];
        if (!param)
            continue;
        if (field->type == BB_TYPE_TEXT) {
            const char *text = *(char *const *)member;
            if (text && *text) /* "" is not stated, as NULL is */
                sqlite3_bind_text(stmt->handle, param, text, -1, SQLITE_STATIC);
            continue;
        }
        int64_t number = *(const int64_t *)member;
        if (field->type != BB_TYPE_CODE)
            sqlite3_bind_int64(stmt->handle, param, number);
        else if (number)
            sqlite3_bind_text(stmt->handle, param, bb_code_id(field->codes, number), -1,
                              SQLITE_STATIC);
    }
}

const struct bb_err *bb_stmt_step(struct bb_db *db, struct stmt *stmt, bool *row)
{
    int rc = sqlite3_step(stmt->handle);
    *row = rc == SQLITE_ROW;
    if (*row)
        return NULL;
    const struct bb_err *err = rc == SQLITE_DONE ? NULL : bb_db_fail(db, rc);
    bb_stmt_reset(stmt);
    return err;
}

static void map_columns(struct stmt *stmt, const struct bb_record *record)
{
    int count = sqlite3_column_count(stmt->handle);
    free(stmt->column_field);
    stmt->column_field = bb_alloc((size_t)count * sizeof *stmt->column_field);
    stmt->read = record;
    for (int i = 0; i < count; i++) {
        const struct bb_field *field =
            bb_record_field(record, sqlite3_column_name(stmt->handle, i));
        stmt->column_field[i] = field ? (short)(field - record->fields) : -1;
    }
}

/* Not bb_code_find(): labels mean nothing in a file. An id of a newer program reads as not stated.
 */
static int64_t code_of(enum bb_code_list list, const char *id)
{
    for (int code = id ? bb_code_count(list) : 0; code > 0; code--)
        if (strcmp(bb_code_id(list, code), id) == 0)
            return code;
    return 0;
}

void bb_stmt_read(struct stmt *stmt, const struct bb_record *record, void *out)
{
    if (stmt->read != record)
        map_columns(stmt, record);
    int count = sqlite3_data_count(stmt->handle);
    for (int i = 0; i < count; i++) {
        if (stmt->column_field[i] < 0)
            continue;
        const struct bb_field *field = &record->fields[stmt->column_field[i]];
        if (field->type == BB_TYPE_TEXT) {
            char **text = bb_field_text(field, out);
            free(*text);
            const char *found = bb_stmt_column_text(stmt, i);
            *text = found ? bb_strndup(found, (size_t)sqlite3_column_bytes(stmt->handle, i)) : NULL;
        } else if (field->type == BB_TYPE_CODE) {
            *bb_field_int(field, out) = code_of(field->codes, bb_stmt_column_text(stmt, i));
        } else {
            *bb_field_int(field, out) = bb_stmt_column_int(stmt, i);
        }
    }
}

const char *bb_stmt_column_text(struct stmt *stmt, int column)
{
    const char *text = (const char *)sqlite3_column_text(stmt->handle, column);
    if (!text && sqlite3_column_type(stmt->handle, column) != SQLITE_NULL)
        bb_mem_fail();
    return text;
}

int64_t bb_stmt_column_int(struct stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

void bb_stmt_reset(struct stmt *stmt)
{
    sqlite3_reset(stmt->handle);
    sqlite3_clear_bindings(stmt->handle);
}

const struct bb_err *bb_stmt_run(struct bb_db *db, struct stmt *stmt)
{
    bool row;
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (row)
        bb_stmt_reset(stmt);
    return NULL;
}

const struct bb_err *bb_stmt_number(struct bb_db *db, struct stmt *stmt, int64_t *out)
{
    bool row;
    *out = 0;
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (!row)
        return NULL;
    *out = bb_stmt_column_int(stmt, 0);
    bb_stmt_reset(stmt);
    return NULL;
}

const struct bb_err *bb_stmt_one(struct bb_db *db, struct stmt *stmt,
                                 const struct bb_record *record, void *out, bool *found)
{
    memset(out, 0, record->bytes);
    BB_TRY(bb_stmt_step(db, stmt, found));
    if (*found) {
        bb_stmt_read(stmt, record, out);
        bb_stmt_reset(stmt);
    }
    return NULL;
}

const struct bb_err *bb_stmt_send(struct bb_db *db, struct stmt *stmt,
                                  const struct bb_record *record, const struct bb_sink *sink,
                                  int64_t *rows)
{
    const struct bb_err *err = NULL;
    void *row = bb_alloc(record->bytes);
    for (;;) {
        bool found;
        err = bb_stmt_step(db, stmt, &found);
        if (err || !found)
            break;
        bb_stmt_read(stmt, record, row);
        if (rows)
            ++*rows;
        err = sink->item(sink->ctx, row);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    bb_record_done(record, row);
    free(row);
    return err;
}
