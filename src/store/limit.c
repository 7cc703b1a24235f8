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
    (void)b, (void)file;
    if (trigger && strcmp(trigger, destroyer) == 0)
        return SQLITE_OK;
    switch (act) {
    case SQLITE_READ:
        return is_one_of(keys, a) ? SQLITE_DENY : SQLITE_OK;
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
    case SQLITE_PRAGMA:
    case SQLITE_SAVEPOINT:
        return SQLITE_OK;
    default: /* tables, indexes, triggers, other files */
        return SQLITE_DENY;
    }
}

void bb_db_limit_apply(struct bb_db *db)
{
    if (!db->handle)
        return;
    if (db->limit != BB_DB_FREE) /* the search index makes its table when it is first named */
        sqlite3_exec(db->handle, "SELECT 1 FROM search LIMIT 0", NULL, NULL, NULL);
    sqlite3_set_authorizer(db->handle, db->limit == BB_DB_FREE ? NULL : judge, db);
}

void bb_db_limit(struct bb_db *db, enum bb_db_limit limit)
{
    if (db->limit == limit)
        return;
    db->limit = limit;
    bb_db_limit_apply(db);
}
