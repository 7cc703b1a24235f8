/*
 * What the files of the store share: the connection, named statements, and the way from a
 * statement's parameters and columns to a record's fields. Nobody else includes this (the store's
 * tests do).
 */
#ifndef BANGBAN_STORE_PRIVATE_H
#define BANGBAN_STORE_PRIVATE_H

#include <sqlite3.h>
#include <sys/types.h>

#include "bangban/base/buf.h"
#include "bangban/store/db.h"
#include "sql.h"

/* A prepared statement and, for one record, which parameter and which column is which field (-1:
 * none). */
struct stmt {
    sqlite3_stmt *handle; /* NULL until first used */
    const struct bb_record *bound, *read;
    short *param_field;  /* [field] = parameter, 0: none */
    short *column_field; /* [column] = field, -1: none */
};

struct bb_db {
    sqlite3 *handle; /* NULL after the file was lost and could not be opened again */
    char *path;
    enum bb_db_mode mode;
    enum bb_db_limit limit;
    int busy_ms;
    int64_t data_version;
    bool reopened;                  /* data_version means nothing: say "changed" once */
    bool reference;                 /* the open transaction changed reference data, unsealed */
    char last_event[BB_UUID_BYTES]; /* saved in the transaction that is open; "" when none */
    struct stmt stmts[BB_SQL__COUNT];
};

/* ---- open.c, path.c ---- */
struct migrations {
    const char *const *const *rows; /* [version - 1] = lines, ended by NULL */
    int count;
};
const struct bb_err *bb_db_open_with(struct bb_db **out, const char *path, enum bb_db_mode mode,
                                     const struct migrations *migrations);
/* Opens db->path into db->handle by all the rules but migration. */
const struct bb_err *bb_db_connect(struct bb_db *db, const struct migrations *migrations);
void bb_db_disconnect(struct bb_db *db); /* finalizes and closes */
const struct bb_err *bb_db_path_check(const char *path);
bool bb_db_is_network(uint32_t filesystem); /* statfs f_type */
const struct bb_err *bb_db_migrate(struct bb_db *db, const struct migrations *migrations);
void bb_db_limit_apply(struct bb_db *db);     /* to a connection that was made anew (limit.c) */
void bb_db_busy_ms(struct bb_db *db, int ms); /* 10,000 unless a test says less */

/* ---- statement.c ---- */
/* The error that sqlite3's result stands for, with the path and, where it helps, sqlite3's own
 * words. */
const struct bb_err *bb_db_fail(struct bb_db *db, int rc);
/* Prepared, reset, without bindings. A statement that is being read must not be asked for again
 * (asserted). */
const struct bb_err *bb_stmt_get(struct bb_db *db, enum bb_sql query, struct stmt **out);
/* Texts are not copied: they must live until the statement is reset. NULL binds NULL. A name that
 * the statement does not have is a programming error (asserted). */
void bb_stmt_text(struct stmt *stmt, const char *name, const char *text);
void bb_stmt_int(struct stmt *stmt, const char *name, int64_t number);
void bb_stmt_blob(struct stmt *stmt, const char *name, const void *bytes, int count);
/* Binds every field of the row that has a parameter. */
void bb_stmt_record(struct stmt *stmt, const struct bb_record *record, const void *row);
/* *row: whether there is one. After the last row, and after an error, the statement is reset. */
const struct bb_err *bb_stmt_step(struct bb_db *db, struct stmt *stmt, bool *row);
/* Lays the present row over `out`, whose texts are freed before. Fields without a column are left
 * alone. */
void bb_stmt_read(struct stmt *stmt, const struct bb_record *record, void *out);
const char *bb_stmt_column_text(struct stmt *stmt,
                                int column); /* NULL for NULL; valid until the next step */
int64_t bb_stmt_column_int(struct stmt *stmt, int column);
void bb_stmt_reset(struct stmt *stmt);
/* For statements that return nothing: step once, reset. */
const struct bb_err *bb_stmt_run(struct bb_db *db, struct stmt *stmt);
/* For statements that return one number: it, or 0 when there is no row or it is NULL. */
const struct bb_err *bb_stmt_number(struct bb_db *db, struct stmt *stmt, int64_t *out);
/* The one row of a record, if there is one; out is zeroed first. */
const struct bb_err *bb_stmt_one(struct bb_db *db, struct stmt *stmt,
                                 const struct bb_record *record, void *out, bool *found);
/* Hands every row to the sink as a record; counts them in *rows when it is not NULL. */
const struct bb_err *bb_stmt_send(struct bb_db *db, struct stmt *stmt,
                                  const struct bb_record *record, const struct bb_sink *sink,
                                  int64_t *rows);

/* ---- search.c ---- */
struct bb_db_text {
    struct bb_buf shown;    /* parts with " · " between, folded */
    struct bb_buf initials; /* of each part, a space between */
    bool with_initials;     /* else none are made */
};
void bb_db_text_done(struct bb_db_text *text);
/* What a session or issue says, names instead of codes; appends. `more` adds what search looks into
 * and the ledger's filter does not. */
const struct bb_err *bb_db_session_text(struct bb_db *db, const struct bb_session *session,
                                        struct bb_db_text *out);
const struct bb_err *bb_db_issue_text(struct bb_db *db, const struct bb_issue *issue,
                                      struct bb_db_text *out);
void bb_db_issue_more(const struct bb_issue *issue, struct bb_db_text *out);
/* Renews the search entry of a record; does nothing when it is as it was. */
const struct bb_err *bb_db_search_save(struct bb_db *db, const char *record, const char *subject,
                                       const char *no, int64_t happened_at, const char *text);
const struct bb_err *bb_db_search_clear(struct bb_db *db);
int64_t bb_db_search_place_at(int64_t place); /* the second that the record happened at */

/* ---- the ledger's orders ---- */
enum { DUE_UNKNOWN = 9999999 }; /* due_order in 001.sql */
/* class in 014.sql: which lines an order is of */
enum bb_sort_class {
    BB_SORT_OPEN,
    BB_SORT_ENDED,
    BB_SORT_PENDING, /* found, rectifying */
    BB_SORT_LOOKBACK,
    BB_SORT_APPROVAL,
    BB_SORT_CHECK,
    BB_SORT__CLASSES
};
/* Puts the line in its place of every order. was: the row it replaces, NULL when there is none. */
const struct bb_err *bb_db_issue_sort(struct bb_db *db, const struct bb_issue *was,
                                      const struct bb_issue *issue);

#endif
