/* What a connection may not do, whatever the rooms above ask of it: SQLite's authorizer, told while
 * a statement is prepared, so it costs nothing when one runs. */
#include <string.h>

#include "private.h"

/* Where whoever only reads may still write: that he was here. */
static const char *const traces[] = {"event", "meta", "account", NULL};
/* What volunteers write nothing into. */
static const char *const not_theirs[] = {
    "unit",         "item",       "desk",         "person", "post",    "kb",
    "calendar_day", "waiver",     "vplan",        "visit",  "duty",    "phone",
    "phone_count",  "phone_call", "node",         "parked", "arrival", "answer",
    "branch",       "unit_name",  "node_replica", NULL};
/* Keys of sealed fields: for nobody but who sees client data. */
static const char *const keys[] = {"session_key", NULL};
/* Every event that is written brings this trigger along, which takes away the key that one kind of
 * event destroys. */
static const char destroyer[] = "event_destroys_key";

/* Where a volunteer's acts take rows away: orders and search entries that are written anew. */
static const char *const rewritten[] = {"meta", "issue_sort", "search_text", NULL};

/* What answers questions, and whether the hall is open today. */
static const char *const asked[] = {"kb", "item", "unit", "meta", "calendar_day", NULL};

/* The acts of each; the engine itself lets no other event in. */
static const enum bb_event_kind traces_kinds[] = {
    BB_EVENT_LOGIN, BB_EVENT_LOGIN_FAIL, BB_EVENT_LOGOUT, BB_EVENT_UNLOCK,
    BB_EVENT_USER,  BB_EVENT_REFUSED,    BB_EVENT_PRINT,  BB_EVENT_CONFIG};
static const enum bb_event_kind helper_kinds[] = {
    BB_EVENT_SESSION_ADD,  BB_EVENT_SESSION_EDIT, BB_EVENT_SESSION_VOID, BB_EVENT_SESSION_HAND,
    BB_EVENT_SESSION_RATE, BB_EVENT_RATING_ADD,   BB_EVENT_REFERRAL_ADD, BB_EVENT_ISSUE_ADD,
    BB_EVENT_ISSUE_SPOT,   BB_EVENT_SHIFT_ADD,    BB_EVENT_SHIFT_END,    BB_EVENT_UNDO};

static bool is_one_of(const char *const *names, const char *name)
{
    while (*names && strcmp(*names, name) != 0)
        names++;
    return *names;
}

static int judge(void *ctx, int act, const char *a, const char *b, const char *file,
                 const char *trigger)
{
    enum bb_db_limit limit = ((const struct bb_db *)ctx)->limit;
    (void)file;
    if (limit == BB_DB_ASKS &&
        (act == SQLITE_INSERT || act == SQLITE_UPDATE || act == SQLITE_DELETE ||
         (act == SQLITE_READ && !is_one_of(asked, a))))
        return SQLITE_DENY;
    if (trigger && strcmp(trigger, destroyer) == 0)
        return SQLITE_OK;
    switch (act) {
    case SQLITE_READ:
        return is_one_of(keys, a) ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA: /* asking is free, setting is not */
        return b ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
        if (is_one_of(keys, a) || strncmp(a, "sqlite_", strlen("sqlite_")) == 0)
            return SQLITE_DENY;
        if (act == SQLITE_DELETE && !is_one_of(rewritten, a) && strncmp(a, "search_", 7) != 0)
            return SQLITE_DENY;
        return (limit == BB_DB_READS ? is_one_of(traces, a) : !is_one_of(not_theirs, a))
                   ? SQLITE_OK
                   : SQLITE_DENY;
    case SQLITE_SELECT:
    case SQLITE_TRANSACTION:
    case SQLITE_FUNCTION:
    case SQLITE_RECURSIVE:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    default: /* tables, indexes, triggers, other files */
        return SQLITE_DENY;
    }
}

static void kinds_put(struct bb_buf *out, const enum bb_event_kind *kinds, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bb_buf_printf(out, "%s'%s'", bb_buf_text(out)[out->len - 1] == '(' ? "" : ",",
                      bb_event_word(kinds[i]));
}

/* The authorizer sees tables and columns; which events are let in is a trigger of this connection
 * alone. */
static int gate_make(struct bb_db *db)
{
    struct bb_buf sql = {0};
    bb_buf_str(&sql, "DROP TRIGGER IF EXISTS temp.gate;");
    if (db->limit == BB_DB_READS || db->limit == BB_DB_HELPS) {
        bb_buf_str(&sql,
                   "CREATE TEMP TRIGGER gate BEFORE INSERT ON main.event WHEN new.kind NOT IN (");
        kinds_put(&sql, traces_kinds, sizeof traces_kinds / sizeof *traces_kinds);
        if (db->limit == BB_DB_HELPS)
            kinds_put(&sql, helper_kinds, sizeof helper_kinds / sizeof *helper_kinds);
        bb_buf_str(&sql, ") BEGIN SELECT RAISE(ABORT, 'not an act of this person'); END");
    }
    int rc = sqlite3_exec(db->handle, sql.data, NULL, NULL, NULL);
    bb_buf_done(&sql);
    return rc;
}

static int deny_all(void *ctx, int act, const char *a, const char *b, const char *file,
                    const char *trigger)
{
    (void)ctx, (void)act, (void)a, (void)b, (void)file, (void)trigger;
    return SQLITE_DENY;
}

void bb_db_limit_apply(struct bb_db *db)
{
    if (!db->handle)
        return;
    sqlite3_set_authorizer(db->handle, NULL, NULL);
    if (db->limit != BB_DB_FREE) /* the search index makes its table when it is first named */
        sqlite3_exec(db->handle, "SELECT 1 FROM search LIMIT 0", NULL, NULL, NULL);
    bool made = gate_make(db) == SQLITE_OK; /* without its gate a connection may nothing */
    if (db->limit != BB_DB_FREE || !made)
        sqlite3_set_authorizer(db->handle, made ? judge : deny_all, db);
}

void bb_db_limit(struct bb_db *db, enum bb_db_limit limit)
{
    if (db->limit == limit)
        return;
    db->limit = limit;
    bb_db_limit_apply(db);
}
