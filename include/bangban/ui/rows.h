/* A table of records with a cursor and a `/` line: what Today and the ledger share. The models are
 * view/list.h and view/table.h; what a cell says, the screen knows. */
#ifndef BANGBAN_UI_ROWS_H
#define BANGBAN_UI_ROWS_H

#include "bangban/core/filter.h"
#include "bangban/ui/screen.h"
#include "bangban/ui/typelist.h"
#include "bangban/view/list.h"
#include "bangban/view/table.h"

enum { BB_ROWS_COLUMNS = 10 };

/* The table as it was painted last, for as long as nothing of this changes. Times run by the
 * minute, as the clock does. What moves with the cursor is painted over it. */
struct bb_rows_painted {
    struct bb_column columns[BB_ROWS_COLUMNS];
    struct bb_rect area;
    int widths[BB_ROWS_COLUMNS];
    struct bb_buf head;
    unsigned version; /* of the list */
    int64_t minute;
    struct bb_painted_row {
        struct bb_buf pieces, key; /* key: the column that is in reverse under the cursor */
    } * rows;
    int count;
};

struct bb_rows {
    struct bb_list *list; /* owned */
    const struct bb_column *columns;
    size_t column_count;
    size_t key_column; /* shown in reverse on the selected line */
    /* Fills cells (cleared before) and, where they are not plain, looks. */
    void (*cells)(struct bb_ui *ui, const void *data, struct bb_buf *cells, enum bb_look *looks);
    /* Whether a line is marked, shown by a star; NULL: nothing ever is. */
    bool (*is_marked)(const void *ctx, const char *id);
    const void *marks;
    struct bb_edit find;
    struct bb_rows_painted painted;
    bool finding; /* the `/` line is being typed */
};

void bb_rows_open(struct bb_rows *rows, struct bb_list_source source);
void bb_rows_done(struct bb_rows *rows);
void bb_rows_resize(struct bb_ui *ui, struct bb_rows *rows, const struct bb_rect *area);
/* empty: what to say when there is no row. */
void bb_rows_draw(struct bb_ui *ui, struct bb_rows *rows, const struct bb_rect *area,
                  const char *empty);
/* *refilter: the `/` text changed, so the screen sets its filter and reloads the list. */
unsigned bb_rows_handle(struct bb_ui *ui, struct bb_rows *rows, enum bb_action_id action,
                        const struct bb_input *input, bool *refilter);
const void *bb_rows_selected(const struct bb_rows *rows); /* the row's data; NULL when empty */
const char *bb_rows_selected_id(const struct bb_rows *rows);

/* Reads the typed `/` query anew into filter, of a list that has these fields (BB_BY()); says what
 * is wrong with it. */
void bb_rows_refilter(struct bb_ui *ui, struct bb_rows *rows, struct bb_filter *filter,
                      unsigned fields);

#endif
