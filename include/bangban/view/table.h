/* Column layout in cells: how wide each column is on a screen of this width, and rows put into it
 * so that they line up with Chinese. Columns are separated by one blank cell. */
#ifndef BANGBAN_VIEW_TABLE_H
#define BANGBAN_VIEW_TABLE_H

#include <stddef.h>

#include "bangban/base/buf.h"
#include "bangban/base/text.h"

struct bb_column {
    const char *title; /* N_() */
    int min_cols;      /* narrower than this it is dropped */
    int ideal_cols;    /* wide enough for nearly everything; at least min_cols */
    int weight;        /* share of what is left over when all are ideal; 0 does not grow further */
    int priority;      /* the highest is dropped first; 0 is never dropped */
    enum bb_align align;
};

/* Fills widths[count]; 0 is a dropped column. Widths and gaps together never exceed cols. */
void bb_table_layout(const struct bb_column *columns, size_t count, int cols, int *widths);

/* Append exactly cols cells. cells[count] are the texts, NULL is empty; titles are translated. */
void bb_table_row(struct bb_buf *out, const struct bb_column *columns, size_t count,
                  const int *widths, int cols, const char *const *cells);
void bb_table_head(struct bb_buf *out, const struct bb_column *columns, size_t count,
                   const int *widths, int cols);

#endif
