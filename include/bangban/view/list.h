/*
 * A list with a cursor over rows that are fetched by key, a screenful at a time: 100,000 rows are
 * never in memory. The selected record stays selected, by id, through reload, filter, and other
 * people's writes (product.md, law 6); when it is gone a neighbour is selected, and it comes back
 * when a later reload finds it again before the user has moved.
 */
#ifndef BANGBAN_VIEW_LIST_H
#define BANGBAN_VIEW_LIST_H

#include <stdbool.h>

#include "bangban/base/err.h"

struct bb_list;

struct bb_list_row {
    char *id;   /* owned by the list */
    void *data; /* the source's; freed by its free_row */
};

enum bb_list_ask {
    BB_LIST_FIRST,  /* the first count rows */
    BB_LIST_LAST,   /* the last count rows */
    BB_LIST_AFTER,  /* count rows after id (exclusive) */
    BB_LIST_BEFORE, /* the count rows just before id (exclusive) */
    BB_LIST_AT      /* the row id itself, if it is in the list (filter included) */
};

struct bb_list_rows; /* where fetch puts rows */

struct bb_list_source {
    /* Adds up to count rows with bb_list_add(), always from top to bottom, also for LAST and
     * BEFORE. id is that of a row that was in the list at the last fetch. */
    const struct bb_err *(*fetch)(void *ctx, enum bb_list_ask ask, const char *id, int count,
                                  struct bb_list_rows *into);
    void (*free_row)(void *data); /* may be NULL */
    void *ctx;
};

enum bb_list_move {
    BB_LIST_UP,
    BB_LIST_DOWN,
    BB_LIST_PAGE_UP,
    BB_LIST_PAGE_DOWN,
    BB_LIST_HOME,
    BB_LIST_END
};

struct bb_list *bb_list_new(struct bb_list_source source); /* empty until the first reload */
void bb_list_free(struct bb_list *list);
void bb_list_add(struct bb_list_rows *into, const char *id, void *data); /* copies id, takes data */

/* On an error the list stays as it was. All but bb_list_resize() before the first reload fetch. */
const struct bb_err *bb_list_resize(struct bb_list *list, int rows); /* visible rows, at least 1 */
const struct bb_err *bb_list_reload(struct bb_list *list);
const struct bb_err *bb_list_move(struct bb_list *list, enum bb_list_move move);
/* Goes to a record, wherever it is; when it is not in the list, nothing moves. */
const struct bb_err *bb_list_select(struct bb_list *list, const char *id);

/* Another number whenever the rows in view may be other ones, or the same with other data. */
unsigned bb_list_version(const struct bb_list *list);
int bb_list_count(const struct bb_list *list); /* rows to draw, at most the visible ones */
const struct bb_list_row *bb_list_row(const struct bb_list *list, int index); /* NULL outside */
int bb_list_cursor(const struct bb_list *list);                               /* -1 when empty */
const struct bb_list_row *bb_list_selected(const struct bb_list *list);       /* NULL when empty */

#endif
