/* What the store's tests share: a fresh database in a folder of its own, raw SQL, rows and events
 * made up. */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../../src/store/private.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "suite.h"

#define REPLICA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define REPLICA_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

struct store {
    char *dir, *path;
    struct bb_db *db;
};

static inline void store_up(struct store *s)
{
    s->dir = fixture_dir();
    s->path = bb_path_join(s->dir, "bangban.db");
    ck_ok(bb_db_open(&s->db, s->path, BB_DB_CREATE));
}

static inline void store_down(struct store *s)
{
    bb_db_close(s->db);
    fixture_dir_done(s->dir);
    free(s->path);
}

/* A connection that knows none of our rules. */
static inline sqlite3 *raw_open(const char *path)
{
    sqlite3 *raw;
    ck_assert_int_eq(sqlite3_open(path, &raw), SQLITE_OK);
    sqlite3_busy_timeout(raw, 2000);
    sqlite3_exec(raw, "PRAGMA synchronous = OFF", NULL, NULL, NULL);
    return raw;
}

static inline int raw_try(sqlite3 *raw, const char *sql)
{
    return sqlite3_exec(raw, sql, NULL, NULL, NULL);
}

static inline void raw_run(const char *path, const char *sql)
{
    sqlite3 *raw = raw_open(path);
    int rc = raw_try(raw, sql);
    ck_assert_msg(rc == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(raw));
    sqlite3_close(raw);
}

static inline int64_t raw_number(sqlite3 *raw, const char *sql)
{
    sqlite3_stmt *stmt;
    int rc = sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL);
    ck_assert_msg(rc == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(raw));
    int64_t number = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return number;
}

/* Repeatable numbers. */
static inline uint32_t chance(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static inline char *made_id(int n)
{
    static char ids[8][BB_UUID_BYTES];
    static unsigned next;
    char *id = ids[next++ % 8];
    snprintf(id, BB_UUID_BYTES, "0198f000-%04x-7000-8000-%012x", (unsigned)n & 0xffff, (unsigned)n);
    return id;
}

/* Every field set, to something that depends on n. */
static inline void row_fill(const struct bb_record *record, void *row, int n)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (field->type == BB_TYPE_TEXT) {
            char text[128];
            snprintf(text, sizeof text, "%s 字段，%d", field->name, n);
            bb_strset(bb_field_text(field, row), text);
        } else if (field->type == BB_TYPE_CODE) {
            *bb_field_int(field, row) = 1 + n % bb_code_count(field->codes);
        } else if (field->type == BB_TYPE_BOOL) {
            *bb_field_int(field, row) = 1;
        } else {
            *bb_field_int(field, row) = 1000 + n + (int64_t)i;
        }
    }
    bb_strset(bb_field_text(&record->fields[0], row), made_id(n));
}

static inline struct bb_session made_session(int n, int64_t happened_at)
{
    struct bb_session session = {.happened_at = happened_at, .phase = BB_PHASE_CLOSED};
    bb_strset(&session.id, made_id(n));
    return session;
}

static inline struct bb_issue made_issue(int n, int64_t due_day, int state)
{
    struct bb_issue issue = {.due_day = due_day, .state = state, .happened_at = 1000 + n};
    bb_strset(&issue.id, made_id(n));
    return issue;
}

static inline void session_put(struct bb_db *db, struct bb_session *session)
{
    ck_ok(bb_db_save(db, &bb_session_record, session));
    bb_record_done(&bb_session_record, session);
}

static inline void issue_put(struct bb_db *db, struct bb_issue *issue)
{
    ck_ok(bb_db_save(db, &bb_issue_record, issue));
    bb_record_done(&bb_issue_record, issue);
}

/* hash and prev are made up: the store does not judge them. */
static inline void event_fill(struct bb_event *event, int n, const char *replica,
                              enum bb_event_kind kind, const char *subject, const char *body)
{
    *event = (struct bb_event){.seq = n, .lamport = n, .at = 1000 + n, .kind = kind};
    memcpy(event->id, made_id(n), BB_UUID_BYTES);
    snprintf(event->replica, sizeof event->replica, "%s", replica);
    snprintf(event->hash, sizeof event->hash, "%064x", (unsigned)n);
    snprintf(event->prev, sizeof event->prev, "%064x", (unsigned)n - 1);
    event->by = bb_strdup("P1");
    event->subject = bb_strdup(subject);
    event->causes = bb_strdup("[]");
    event->body = bb_strdup(body);
    bb_event_format(event);
}

static inline const struct bb_err *event_put(struct bb_db *db, int n, const char *replica,
                                             enum bb_event_kind kind, const char *subject,
                                             const char *body)
{
    struct bb_event event;
    event_fill(&event, n, replica, kind, subject, body);
    const struct bb_err *err = bb_db_event_save(db, &event);
    bb_event_done(&event);
    return err;
}

/* A sink that writes down the ids (or labels) that it gets, one a line. */
struct noted {
    char text[65536];
    size_t len;
    int count;
};
static inline void note(struct noted *noted, const char *word)
{
    noted->len +=
        (size_t)snprintf(noted->text + noted->len, sizeof noted->text - noted->len, "%s\n", word);
    noted->count++;
}
static inline const struct bb_err *note_text(void *ctx, void *row)
{
    note(ctx, row);
    return NULL;
}
static inline const struct bb_err *note_id(void *ctx, void *row)
{
    note(ctx, *(char **)row); /* every record begins with its id */
    return NULL;
}

#endif
