/* One row at a time, of any record; the small tables beside them. The records' tables are core's.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/core/account.h"
#include "bangban/core/pinyin.h"
#include "bangban/core/sync.h"
#include "private.h"

/* Which statements serve a record; BB_SQL__COUNT: there is none. */
static const struct table {
    const struct bb_record *record;
    enum bb_sql save, load, load_no, last_number, all, clear;
} tables[] = {
#define CASE_TABLE(name, NAME)                                                                    \
    {                                                                                             \
        &bb_##name##_record, BB_SQL_##NAME##_SAVE, BB_SQL_##NAME##_LOAD, BB_SQL_##NAME##_LOAD_NO, \
            BB_SQL_##NAME##_LAST_NUMBER, BB_SQL__COUNT, BB_SQL_##NAME##_CLEAR                     \
    }
#define REFERENCE_TABLE(name, NAME)                                                     \
    {                                                                                   \
        &bb_##name##_record, BB_SQL_##NAME##_SAVE, BB_SQL_##NAME##_LOAD, BB_SQL__COUNT, \
            BB_SQL__COUNT, BB_SQL_##NAME##_ALL, BB_SQL_##NAME##_CLEAR                   \
    }
#define KEPT_TABLE(name, NAME)                                                          \
    {                                                                                   \
        &bb_##name##_record, BB_SQL_##NAME##_SAVE, BB_SQL_##NAME##_LOAD, BB_SQL__COUNT, \
            BB_SQL__COUNT, BB_SQL_##NAME##_ALL, BB_SQL__COUNT                           \
    }
    CASE_TABLE(session, SESSION),
    CASE_TABLE(issue, ISSUE),
    CASE_TABLE(referral, REFERRAL),
    CASE_TABLE(visit, VISIT),
    REFERENCE_TABLE(waiver, WAIVER),
    REFERENCE_TABLE(vplan, VPLAN),
    REFERENCE_TABLE(rating, RATING),
    REFERENCE_TABLE(shift, SHIFT),
    REFERENCE_TABLE(duty, DUTY),
    REFERENCE_TABLE(phone, PHONE),
    REFERENCE_TABLE(phone_count, PHONE_COUNT),
    REFERENCE_TABLE(phone_call, PHONE_CALL),
    REFERENCE_TABLE(project, PROJECT),
    REFERENCE_TABLE(kb_duty, KB_DUTY),
    REFERENCE_TABLE(unit, UNIT),
    REFERENCE_TABLE(item, ITEM),
    REFERENCE_TABLE(desk, DESK),
    REFERENCE_TABLE(person, PERSON),
    REFERENCE_TABLE(post, POST),
    REFERENCE_TABLE(kb, KB),
    REFERENCE_TABLE(notice_day, CALENDAR_DAY),
    KEPT_TABLE(account, ACCOUNT),
    KEPT_TABLE(node, NODE),
    KEPT_TABLE(arrival, ARRIVAL),
    KEPT_TABLE(answer, ANSWER),
    KEPT_TABLE(branch, BRANCH),
};

static const struct table *table_of(const struct bb_record *record)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (tables[i].record == record)
            return &tables[i];
    assert(!"a record with a table");
    return NULL;
}

/* ---- saving ---- */
static const struct bb_err *session_save(struct bb_db *db, const struct bb_session *session,
                                         struct bb_db_text *text)
{
    struct stmt *stmt;
    BB_TRY(bb_db_session_text(db, session, text));
    BB_TRY(bb_stmt_get(db, BB_SQL_SESSION_SAVE, &stmt));
    bb_stmt_record(stmt, &bb_session_record, session);
    BB_TRY(bb_stmt_run(db, stmt));
    return bb_db_search_save(db, "session", session->id, session->no, session->happened_at,
                             bb_buf_text(&text->shown));
}

static const struct bb_err *issue_save(struct bb_db *db, const struct bb_issue *issue,
                                       struct bb_db_text *text)
{
    struct stmt *stmt;
    struct bb_buf haystack = {0};
    struct bb_issue was;
    bool replaces;
    BB_TRY(bb_db_load(db, &bb_issue_record, issue->id, &was, &replaces));
    const struct bb_err *placed = bb_db_issue_sort(db, replaces ? &was : NULL, issue);
    bb_issue_done(&was);
    BB_TRY(placed);
    text->with_initials = true;
    BB_TRY(bb_db_issue_text(db, issue, text));
    BB_TRY(bb_stmt_get(db, BB_SQL_ISSUE_SAVE, &stmt));
    bb_pinyin_fold(&haystack, bb_buf_text(&text->shown));
    bb_stmt_record(stmt, &bb_issue_record, issue);
    bb_stmt_text(stmt, ":haystack", bb_buf_text(&haystack));
    bb_stmt_text(stmt, ":initials", bb_buf_text(&text->initials));
    const struct bb_err *err = bb_stmt_run(db, stmt);
    bb_buf_done(&haystack);
    BB_TRY(err);
    bb_db_issue_more(issue, text);
    return bb_db_search_save(db, "issue", issue->id, issue->no, issue->happened_at,
                             bb_buf_text(&text->shown));
}

const struct bb_err *bb_db_save(struct bb_db *db, const struct bb_record *record, const void *row)
{
    struct bb_db_text text = {0};
    const struct bb_err *err;
    if (record == &bb_session_record) {
        err = session_save(db, row, &text);
    } else if (record == &bb_issue_record) {
        err = issue_save(db, row, &text);
    } else {
        struct stmt *stmt;
        err = bb_stmt_get(db, table_of(record)->save, &stmt);
        if (!err) {
            bb_stmt_record(stmt, record, row);
            err = bb_stmt_run(db, stmt);
        }
        for (int t = 0; t < BB_REFERENCE_TABLES; t++)
            db->reference |= bb_reference_tables[t] == record;
    }
    bb_db_text_done(&text);
    return err;
}

/* ---- loading ---- */
static const struct bb_err *load(struct bb_db *db, enum bb_sql query, const char *param,
                                 const char *key, const struct bb_record *record, void *out,
                                 bool *found)
{
    struct stmt *stmt;
    int64_t day;
    memset(out, 0, record->bytes);
    *found = false;
    BB_TRY(bb_stmt_get(db, query, &stmt));
    if (record == &bb_notice_day_record) {
        BB_TRY(bb_day_parse(&day, key));
        bb_stmt_int(stmt, param, day);
    } else {
        bb_stmt_text(stmt, param, key);
    }
    return bb_stmt_one(db, stmt, record, out, found);
}

const struct bb_err *bb_db_load(struct bb_db *db, const struct bb_record *record, const char *id,
                                void *out, bool *found)
{
    return load(db, table_of(record)->load, ":key", id, record, out, found);
}

const struct bb_err *bb_db_load_no(struct bb_db *db, const struct bb_record *record, const char *no,
                                   void *out, bool *found)
{
    return load(db, table_of(record)->load_no, ":no", no, record, out, found);
}

const struct bb_err *bb_db_all(struct bb_db *db, const struct bb_record *record,
                               const struct bb_sink *sink)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, table_of(record)->all, &stmt));
    return bb_stmt_send(db, stmt, record, sink, NULL);
}

const struct bb_err *bb_db_by_id(struct bb_db *db, const struct bb_record *record,
                                 const struct bb_sink *sink)
{
    struct stmt stmt = {0};
    struct bb_buf text = {0};
    bb_buf_printf(&text, "SELECT * FROM %s ORDER BY id",
                  record->name); /* a name of a table of ours */
    int rc = sqlite3_prepare_v2(db->handle, text.data, -1, &stmt.handle, NULL);
    const struct bb_err *err =
        rc == SQLITE_OK ? bb_stmt_send(db, &stmt, record, sink, NULL) : bb_db_fail(db, rc);
    sqlite3_finalize(stmt.handle);
    free(stmt.param_field);
    free(stmt.column_field);
    bb_buf_done(&text);
    return err;
}

/* ---- emptying ---- */
const struct bb_err *bb_db_clear(struct bb_db *db, const struct bb_record *record)
{
    struct stmt *stmt;
    const struct table *table = table_of(record);
    assert(table->all != BB_SQL__COUNT &&
           table->clear != BB_SQL__COUNT); /* reference records only */
    db->reference = true;
    BB_TRY(bb_stmt_get(db, table->clear, &stmt));
    return bb_stmt_run(db, stmt);
}

const struct bb_err *bb_db_calendar_clear(struct bb_db *db, int year)
{
    struct stmt *stmt;
    db->reference = true;
    BB_TRY(bb_stmt_get(db, BB_SQL_CALENDAR_YEAR_CLEAR, &stmt));
    bb_stmt_int(stmt, ":from_day", bb_day_make(year, 1, 1));
    bb_stmt_int(stmt, ":to_day", bb_day_make(year + 1, 1, 1));
    return bb_stmt_run(db, stmt);
}

const struct bb_err *bb_db_unit_renamed(struct bb_db *db, const struct bb_unit *newer, int64_t at)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_UNIT_RENAMED, &stmt));
    bb_stmt_text(stmt, ":code", newer->code);
    bb_stmt_text(stmt, ":name", newer->name);
    bb_stmt_text(stmt, ":short_name", newer->short_name);
    bb_stmt_int(stmt, ":until_at", at);
    return bb_stmt_run(db, stmt);
}

const struct bb_err *bb_db_unit_names(struct bb_db *db, int64_t at, const struct bb_sink *sink)
{
    struct stmt *stmt;
    bool found;
    BB_TRY(bb_stmt_get(db, BB_SQL_UNIT_NAMES, &stmt));
    bb_stmt_int(stmt, ":at", at);
    const struct bb_err *err;
    while (!(err = bb_stmt_step(db, stmt, &found)) && found) {
        struct bb_unit row = {0};
        bb_strset(&row.code, bb_stmt_column_text(stmt, 0));
        bb_strset(&row.name, bb_stmt_column_text(stmt, 1));
        bb_strset(&row.short_name, bb_stmt_column_text(stmt, 2));
        err = sink->item(sink->ctx, &row);
        bb_record_done(&bb_unit_record, &row);
        if (err) {
            bb_stmt_reset(stmt);
            break;
        }
    }
    return err;
}

const struct bb_err *bb_db_projections_clear(struct bb_db *db)
{
    struct stmt *stmt;
    for (size_t i = 0; bb_folded_records[i]; i++) {
        BB_TRY(bb_stmt_get(db, table_of(bb_folded_records[i])->clear, &stmt));
        BB_TRY(bb_stmt_run(db, stmt));
    }
    BB_TRY(bb_stmt_get(db, BB_SQL_ISSUE_SORT_CLEAR, &stmt));
    BB_TRY(bb_stmt_run(db, stmt));
    return bb_db_search_clear(db);
}

const struct bb_err *bb_db_last_number(struct bb_db *db, const struct bb_record *record,
                                       const char *prefix, int64_t *out)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, table_of(record)->last_number, &stmt));
    bb_stmt_text(stmt, ":prefix", prefix);
    return bb_stmt_number(db, stmt, out);
}

/* ---- meta ---- */
const struct bb_err *bb_db_meta_load(struct bb_db *db, const char *key, char **out)
{
    struct stmt *stmt;
    bool row;
    *out = NULL;
    BB_TRY(bb_stmt_get(db, BB_SQL_META_LOAD, &stmt));
    bb_stmt_text(stmt, ":key", key);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (row) {
        *out = bb_strdup(bb_stmt_column_text(stmt, 0));
        bb_stmt_reset(stmt);
    }
    return NULL;
}

const struct bb_err *bb_db_meta_save(struct bb_db *db, const char *key, const char *value)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, value ? BB_SQL_META_SAVE : BB_SQL_META_DROP, &stmt));
    bb_stmt_text(stmt, ":key", key);
    if (value)
        bb_stmt_text(stmt, ":value", value);
    return bb_stmt_run(db, stmt);
}
