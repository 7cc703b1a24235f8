/* Finding by words: what is written beside each session and problem, and the question. The pairs
 * are core's. */
#include "bangban/core/bigram.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/pinyin.h"
#include "private.h"

enum { PLACE_BITS = 20 }; /* place = happened_at · 2^20 + n: the newest is the highest */

void bb_db_text_done(struct bb_db_text *text)
{
    bb_buf_done(&text->shown);
    bb_buf_done(&text->initials);
}

static void add(struct bb_db_text *text, const char *part)
{
    if (!part || !*part)
        return;
    bb_buf_str(&text->shown, text->shown.len ? " · " : "");
    bb_text_fold(&text->shown, part);
    if (text->with_initials) {
        bb_buf_str(&text->initials, text->initials.len ? " " : "");
        bb_pinyin_initials(&text->initials, part);
    }
}

/* The names behind a code, one a column; the code itself when it is not known. */
static const struct bb_err *add_name(struct bb_db *db, struct bb_db_text *text, enum bb_sql query,
                                     const char *code)
{
    struct stmt *stmt;
    bool row;
    if (!code || !*code)
        return NULL;
    BB_TRY(bb_stmt_get(db, query, &stmt));
    bb_stmt_text(stmt, ":code", code);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (!row) {
        add(text, code);
        return NULL;
    }
    for (int i = 0; i < sqlite3_data_count(stmt->handle); i++)
        add(text, bb_stmt_column_text(stmt, i));
    bb_stmt_reset(stmt);
    return NULL;
}

/* Codes with spaces, commas, semicolons or slashes between. */
static const struct bb_err *add_names(struct bb_db *db, struct bb_db_text *text, enum bb_sql query,
                                      const char *codes)
{
    const struct bb_err *err = NULL;
    char *list = bb_strdup(codes ? codes : ""), *rest = NULL;
    for (char *code = strtok_r(list, " ,;/", &rest); code && !err;
         code = strtok_r(NULL, " ,;/", &rest))
        err = add_name(db, text, query, code);
    free(list);
    return err;
}

const struct bb_err *bb_db_session_text(struct bb_db *db, const struct bb_session *session,
                                        struct bb_db_text *out)
{
    add(out, session->no);
    BB_TRY(add_name(db, out, BB_SQL_ITEM_NAMES, session->item));
    add(out, session->note);
    BB_TRY(add_name(db, out, BB_SQL_PERSON_NAME, session->helper));
    add(out, session->ticket);
    add(out, session->programme);
    return NULL;
}

const struct bb_err *bb_db_issue_text(struct bb_db *db, const struct bb_issue *issue,
                                      struct bb_db_text *out)
{
    add(out, issue->no);
    add(out, issue->description);
    BB_TRY(add_name(db, out, BB_SQL_ITEM_NAMES, issue->item));
    BB_TRY(add_names(db, out, BB_SQL_UNIT_NAME, issue->lead_unit));
    return add_names(db, out, BB_SQL_UNIT_NAME, issue->support_units);
}

void bb_db_issue_more(const struct bb_issue *issue, struct bb_db_text *out)
{
    const char *const parts[] = {issue->plan,  issue->measures, issue->progress,   issue->evidence,
                                 issue->cause, issue->reason,   issue->referred_to};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add(out, parts[i]);
}

/* ---- writing ---- */
static const struct bb_err *pairs_run(struct bb_db *db, enum bb_sql query, int64_t place,
                                      const char *text)
{
    struct bb_buf pairs = {0};
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, query, &stmt));
    bb_bigram_tokens(&pairs, text);
    bb_stmt_int(stmt, ":place", place);
    bb_stmt_text(stmt, ":pairs", bb_buf_text(&pairs));
    const struct bb_err *err = bb_stmt_run(db, stmt);
    bb_buf_done(&pairs);
    return err;
}

static const struct bb_err *entry_drop(struct bb_db *db, int64_t place, const char *text)
{
    struct stmt *stmt;
    BB_TRY(pairs_run(db, BB_SQL_SEARCH_PAIRS_DROP, place, text));
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_DROP, &stmt));
    bb_stmt_int(stmt, ":place", place);
    return bb_stmt_run(db, stmt);
}

static const struct bb_err *entry_add(struct bb_db *db, const char *record, const char *subject,
                                      const char *no, int64_t happened_at, const char *text)
{
    struct stmt *stmt;
    int64_t place, first = happened_at * ((int64_t)1 << PLACE_BITS);
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_LAST_PLACE, &stmt));
    bb_stmt_int(stmt, ":first", first);
    bb_stmt_int(stmt, ":last", first + ((int64_t)1 << PLACE_BITS) - 1);
    BB_TRY(bb_stmt_number(db, stmt, &place));
    place = place ? place + 1 : first;
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_SAVE, &stmt));
    bb_stmt_int(stmt, ":place", place);
    bb_stmt_text(stmt, ":record", record);
    bb_stmt_text(stmt, ":subject", subject);
    bb_stmt_text(stmt, ":no", no ? no : "");
    bb_stmt_text(stmt, ":text", text);
    BB_TRY(bb_stmt_run(db, stmt));
    return pairs_run(db, BB_SQL_SEARCH_PAIRS_SAVE, place, text);
}

const struct bb_err *bb_db_search_save(struct bb_db *db, const char *record, const char *subject,
                                       const char *no, int64_t happened_at, const char *text)
{
    struct stmt *stmt;
    bool row;
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_PLACE, &stmt));
    bb_stmt_text(stmt, ":subject", subject);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (row) {
        int64_t place = bb_stmt_column_int(stmt, 0);
        char *old = bb_strdup(bb_stmt_column_text(stmt, 1));
        bb_stmt_reset(stmt);
        bool same = strcmp(old, text) == 0 && place >> PLACE_BITS == happened_at;
        const struct bb_err *err = same ? NULL : entry_drop(db, place, old);
        free(old);
        if (same || err)
            return err;
    }
    return entry_add(db, record, subject, no, happened_at, text);
}

int64_t bb_db_search_place_at(int64_t place)
{
    return place >> PLACE_BITS;
}

const struct bb_err *bb_db_search_clear(struct bb_db *db)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_PAIRS_CLEAR, &stmt));
    BB_TRY(bb_stmt_run(db, stmt));
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_CLEAR, &stmt));
    return bb_stmt_run(db, stmt);
}

/* ---- asking ---- */
struct asking {
    const struct bb_search *ask;
    const struct bb_sink *sink;
    const char **words; /* they point into `folded`, which is cut */
    size_t count;
    struct bb_buf folded, scratch;
    struct bb_hit hit; /* as read */
    int sent;
    long looked;
    int64_t last_at; /* of the text read last */
};

static void words_split(struct asking *asking)
{
    char *rest = NULL;
    for (char *word = strtok_r(asking->folded.data, " ", &rest); word;
         word = strtok_r(NULL, " ", &rest)) {
        asking->words = bb_realloc(asking->words, (asking->count + 1) * sizeof *asking->words);
        asking->words[asking->count++] = word;
    }
}

/* Pairs are necessary, not sufficient: here the text itself is asked. */
static bool is_hit(struct asking *asking)
{
    const struct bb_hit *hit = &asking->hit;
    bb_buf_clear(&asking->scratch);
    if (asking->count)
        bb_pinyin_fold(&asking->scratch, hit->text);
    for (size_t i = 0; i < asking->count; i++)
        if (!strstr(bb_buf_text(&asking->scratch), asking->words[i]))
            return false;
    return !asking->ask->passes || asking->ask->passes(asking->ask->ctx, hit);
}

/* *on: more is to be read. */
static const struct bb_err *text_take(struct asking *asking, struct stmt *stmt, bool *on)
{
    const struct bb_search *ask = asking->ask;
    struct bb_hit *hit = &asking->hit;
    const char *record = bb_stmt_column_text(stmt, 1);
    *hit = (struct bb_hit){.record = strcmp(record, "issue") == 0 ? "issue" : "session",
                           .id = bb_stmt_column_text(stmt, 2),
                           .no = bb_stmt_column_text(stmt, 3),
                           .text = bb_stmt_column_text(stmt, 4),
                           .happened_at = bb_stmt_column_int(stmt, 0) >> PLACE_BITS};
    *on = !ask->look || asking->looked < ask->look || hit->happened_at == asking->last_at;
    if (!*on)
        return NULL;
    asking->looked++;
    asking->last_at = hit->happened_at;
    if (!is_hit(asking))
        return NULL;
    BB_TRY(asking->sink->item(asking->sink->ctx, hit));
    *on = ++asking->sent != ask->limit;
    return NULL;
}

const struct bb_err *bb_db_search(struct bb_db *db, const struct bb_search *ask, int64_t *left,
                                  const struct bb_sink *sink)
{
    struct asking asking = {.ask = ask, .sink = sink};
    struct bb_buf match = {0};
    struct stmt *stmt;
    bool row = false, on = true;
    bb_pinyin_fold(&asking.folded, ask->words ? ask->words : "");
    bool paired = bb_bigram_query(&match, bb_buf_text(&asking.folded));
    if (asking.folded.len)
        words_split(&asking);
    const struct bb_err *err =
        bb_stmt_get(db, paired ? BB_SQL_SEARCH_FIND : BB_SQL_SEARCH_SCAN, &stmt);
    if (!err) {
        if (paired)
            bb_stmt_text(stmt, ":pairs", match.data);
        bb_stmt_int(stmt, ":first", ask->from_at * ((int64_t)1 << PLACE_BITS));
        bb_stmt_int(stmt, ":end", ask->to_at ? ask->to_at * ((int64_t)1 << PLACE_BITS) : INT64_MAX);
        while (!err && on && !(err = bb_stmt_step(db, stmt, &row)) && row)
            err = text_take(&asking, stmt, &on);
        if (row)
            bb_stmt_reset(stmt);
    }
    bool full = ask->limit && asking.sent == ask->limit;
    if (left)
        *left = on || full ? 0 : asking.last_at;
    free(asking.words);
    bb_buf_done(&asking.folded);
    bb_buf_done(&asking.scratch);
    bb_buf_done(&match);
    return err;
}
