/* The places of a line in the ledger's orders: written with its row, and only those that change. */
#include <string.h>

#include "private.h"

struct place {
    struct bb_buf value;
    int64_t due;
    bool in_class;
};

static bool is_in_class(const struct bb_issue *issue, int class)
{
    switch ((enum bb_sort_class) class) {
    case BB_SORT_PENDING:
        return issue->state == BB_STATE_FOUND || issue->state == BB_STATE_RECTIFYING;
    case BB_SORT_LOOKBACK:
        return issue->lookback_due > 0;
    case BB_SORT_APPROVAL:
        return issue->asked_due > 0;
    case BB_SORT_CHECK:
        return issue->contested;
    case BB_SORT_OPEN:
    case BB_SORT_ENDED:
    case BB_SORT__CLASSES:
        break;
    }
    return bb_issue_is_open(issue) == (class == BB_SORT_OPEN);
}

static void place_of(struct place *place, const struct bb_issue *issue, enum bb_issue_sort sort,
                     int class)
{
    bb_buf_clear(&place->value);
    place->in_class = issue && is_in_class(issue, class);
    if (!place->in_class)
        return;
    bb_issue_sort_value(&place->value, issue, sort);
    place->due = class == BB_SORT_LOOKBACK ? issue->lookback_due
                 : issue->due_day          ? issue->due_day
                                           : DUE_UNKNOWN;
}

static const struct bb_err *place_bind(struct bb_db *db, enum bb_sql query,
                                       const struct place *place, const char *id,
                                       enum bb_issue_sort sort, int class, struct stmt **out)
{
    BB_TRY(bb_stmt_get(db, query, out));
    bb_stmt_int(*out, ":sort", sort);
    bb_stmt_int(*out, ":class", class);
    bb_stmt_text(*out, ":value", bb_buf_text(&place->value));
    bb_stmt_int(*out, ":due_order", place->due);
    bb_stmt_text(*out, ":id", id);
    return NULL;
}

static const struct bb_err *put(struct bb_db *db, enum bb_sql query, const struct place *place,
                                const char *id, enum bb_issue_sort sort, int class)
{
    struct stmt *stmt;
    BB_TRY(place_bind(db, query, place, id, sort, class, &stmt));
    return bb_stmt_run(db, stmt);
}

static bool is_same(const struct place *a, const struct place *b)
{
    return a->in_class == b->in_class &&
           (!a->in_class ||
            (a->due == b->due && strcmp(bb_buf_text(&a->value), bb_buf_text(&b->value)) == 0));
}

const struct bb_err *bb_db_issue_sort(struct bb_db *db, const struct bb_issue *was,
                                      const struct bb_issue *issue)
{
    struct place before = {0}, after = {0};
    const struct bb_err *err = NULL;
    for (int i = 0; i < (BB_ISSUE_SORT__COUNT - 1) * BB_SORT__CLASSES && !err; i++) {
        enum bb_issue_sort sort = (enum bb_issue_sort)(i / BB_SORT__CLASSES + 1);
        int class = i % BB_SORT__CLASSES;
        place_of(&before, was, sort, class);
        place_of(&after, issue, sort, class);
        if (is_same(&before, &after))
            continue;
        if (before.in_class)
            err = put(db, BB_SQL_ISSUE_SORT_DROP, &before, issue->id, sort, class);
        if (!err && after.in_class)
            err = put(db, BB_SQL_ISSUE_SORT_SAVE, &after, issue->id, sort, class);
    }
    bb_buf_done(&before.value);
    bb_buf_done(&after.value);
    return err;
}

const struct bb_err *bb_db_issue_places(struct bb_db *db, const struct bb_issue *issue,
                                        int64_t *there, int64_t *due)
{
    struct place place = {0};
    const struct bb_err *err = NULL;
    for (int i = 0; i < (BB_ISSUE_SORT__COUNT - 1) * BB_SORT__CLASSES && !err; i++) {
        enum bb_issue_sort sort = (enum bb_issue_sort)(i / BB_SORT__CLASSES + 1);
        int class = i % BB_SORT__CLASSES;
        struct stmt *stmt;
        int64_t found = 0;
        place_of(&place, issue, sort, class);
        if (!place.in_class)
            continue;
        err = place_bind(db, BB_SQL_ISSUE_SORT_HAS, &place, issue->id, sort, class, &stmt);
        if (!err)
            err = bb_stmt_number(db, stmt, &found);
        *there += found;
        ++*due;
    }
    bb_buf_done(&place.value);
    return err;
}

const struct bb_err *bb_db_issue_places_count(struct bb_db *db, int64_t *out)
{
    struct stmt *stmt;
    BB_TRY(bb_stmt_get(db, BB_SQL_ISSUE_SORT_COUNT, &stmt));
    return bb_stmt_number(db, stmt, out);
}
