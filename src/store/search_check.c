/* Whether what stands beside a record for finding it is what was written with its row. Names of
 * units, items and persons stand there as they were then: of them nothing is asked. */
#include <string.h>

#include "bangban/base/text.h"
#include "bangban/core/bigram.h"
#include "bangban/core/pinyin.h"
#include "private.h"

enum { PAIRS_AT_ONCE = 50 }; /* terms in one MATCH */

static const char *const session_own[] = {"no", "note", "ticket", "programme", NULL};
static const char *const issue_own[] = {"no",          "description", "plan",  "measures",
                                        "progress",    "evidence",    "cause", "reason",
                                        "referred_to", NULL};

/* Whether the text holds the record's own words, each made as make() makes them. */
static bool holds_own(const struct bb_record *record, const void *row, const char *const *names,
                      const char *text, void (*make)(struct bb_buf *out, const char *part))
{
    bool all = true;
    for (; all && *names; names++) {
        const char *part = *bb_field_text(bb_record_field(record, *names), (void *)(uintptr_t)row);
        struct bb_buf made = {0};
        make(&made, part ? part : "");
        all = strstr(text, bb_buf_text(&made)) != NULL;
        bb_buf_done(&made);
    }
    return all;
}

/* Whether the index knows every pair of the text at this place. */
static const struct bb_err *pairs_check(struct bb_db *db, int64_t place, const char *text,
                                        bool *good)
{
    struct bb_buf tokens = {0}, match = {0};
    const struct bb_err *err = NULL;
    char *rest = NULL;
    bb_bigram_tokens(&tokens, text);
    char *token = tokens.len ? strtok_r(tokens.data, " ", &rest) : NULL;
    while (token && *good && !err) {
        struct stmt *stmt;
        int64_t found = 0;
        bb_buf_clear(&match);
        for (int i = 0; token && i < PAIRS_AT_ONCE; i++, token = strtok_r(NULL, " ", &rest))
            bb_buf_printf(&match, "%s\"%s\"", i ? " AND " : "", token);
        err = bb_stmt_get(db, BB_SQL_SEARCH_HOLDS, &stmt);
        if (err)
            break;
        bb_stmt_text(stmt, ":pairs", bb_buf_text(&match));
        bb_stmt_int(stmt, ":place", place);
        err = bb_stmt_number(db, stmt, &found);
        *good = found == 1;
    }
    bb_buf_done(&tokens);
    bb_buf_done(&match);
    return err;
}

/* The text that the ledger's filter looks into is the beginning of what search looks into. */
static const struct bb_err *filter_check(struct bb_db *db, const struct bb_issue *issue,
                                         const char *text, bool *good)
{
    static const char *const own[] = {"no", "description", NULL};
    struct bb_buf folded = {0};
    struct stmt *stmt;
    bool row;
    BB_TRY(bb_stmt_get(db, BB_SQL_ISSUE_FILTERED_BY, &stmt));
    bb_stmt_text(stmt, ":id", issue->id);
    BB_TRY(bb_stmt_step(db, stmt, &row));
    if (!row) {
        *good = false;
        return NULL;
    }
    const char *haystack = bb_stmt_column_text(stmt, 0), *initials = bb_stmt_column_text(stmt, 1);
    bb_pinyin_fold(&folded, text);
    *good = strncmp(bb_buf_text(&folded), haystack, strlen(haystack)) == 0 &&
            holds_own(&bb_issue_record, issue, own, haystack, bb_pinyin_fold) &&
            holds_own(&bb_issue_record, issue, own, initials, bb_pinyin_initials);
    bb_buf_done(&folded);
    bb_stmt_reset(stmt);
    return NULL;
}

const struct bb_err *bb_db_search_check(struct bb_db *db, const struct bb_record *record,
                                        const void *row, bool *good)
{
    bool session = record == &bb_session_record, found;
    const struct bb_session *as_session = row;
    const struct bb_issue *as_issue = row;
    int64_t at = session ? as_session->happened_at : as_issue->happened_at;
    struct stmt *stmt;
    *good = false;
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_PLACE, &stmt));
    bb_stmt_text(stmt, ":subject", session ? as_session->id : as_issue->id);
    BB_TRY(bb_stmt_step(db, stmt, &found));
    if (!found)
        return NULL;
    int64_t place = bb_stmt_column_int(stmt, 0);
    struct bb_buf text = {0};
    bb_buf_str(&text, bb_stmt_column_text(stmt, 1));
    bb_stmt_reset(stmt);
    *good =
        bb_db_search_place_at(place) == at &&
        holds_own(record, row, session ? session_own : issue_own, bb_buf_text(&text), bb_text_fold);
    const struct bb_err *err = *good ? pairs_check(db, place, bb_buf_text(&text), good) : NULL;
    if (!err && *good && !session)
        err = filter_check(db, as_issue, bb_buf_text(&text), good);
    bb_buf_done(&text);
    return err;
}

const struct bb_err *bb_db_search_count(struct bb_db *db, int64_t *out)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_SEARCH_COUNT, &stmt));
    return bb_stmt_number(db, stmt, out);
}
