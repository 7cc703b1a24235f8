/* Column widths, and rows of cells. Draws nothing. */
#include "bangban/view/table.h"

#include "bangban/base/i18n.h"

static int sum_of(const int *widths, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++)
        sum +=
            widths[i] > 0 ? widths[i] + (sum > 0) : 0; /* each but the first has a gap before it */
    return sum;
}

/* The column to give up next: highest priority, of equals the rightmost; count when none may go. */
static size_t next_to_drop(const struct bb_column *columns, size_t count, const int *widths)
{
    size_t found = count;
    for (size_t i = 0; i < count; i++) {
        if (widths[i] > 0 && columns[i].priority > 0 &&
            (found == count || columns[i].priority >= columns[found].priority))
            found = i;
    }
    return found;
}

/* Shares spare cells out by part_of(): what rounding leaves goes to the later columns. */
static void share(int *widths, const struct bb_column *columns, size_t count, int spare,
                  int (*part_of)(const struct bb_column *))
{
    int parts = 0;
    for (size_t i = 0; i < count; i++)
        parts += widths[i] > 0 ? part_of(&columns[i]) : 0;
    for (size_t i = 0; i < count && parts > 0; i++) {
        int part = widths[i] > 0 ? part_of(&columns[i]) : 0;
        int cells = spare * part / parts;
        widths[i] += cells;
        spare -= cells;
        parts -= part;
    }
}

static int room_of(const struct bb_column *column)
{
    return column->ideal_cols > column->min_cols ? column->ideal_cols - column->min_cols : 0;
}

static int weight_of(const struct bb_column *column)
{
    return column->weight;
}

void bb_table_layout(const struct bb_column *columns, size_t count, int cols, int *widths)
{
    int room = 0;
    for (size_t i = 0; i < count; i++)
        widths[i] = columns[i].min_cols;
    for (size_t i;
         sum_of(widths, count) > cols && (i = next_to_drop(columns, count, widths)) < count;)
        widths[i] = 0;
    for (size_t i = count;
         i-- > 0 && sum_of(widths, count) > cols;) { /* far too narrow: the left part */
        int over = sum_of(widths, count) - cols;
        widths[i] = widths[i] > over ? widths[i] - over : 0;
    }
    for (size_t i = 0; i < count; i++)
        room += widths[i] > 0 ? room_of(&columns[i]) : 0;
    int spare = cols - sum_of(widths, count);
    share(widths, columns, count, spare < room ? spare : room, room_of);
    if (spare > room)
        share(widths, columns, count, spare - room, weight_of);
}

static void put_row(struct bb_buf *out, const struct bb_column *columns, size_t count,
                    const int *widths, int cols, const char *const *cells)
{
    int used = 0;
    for (size_t i = 0; i < count; i++) {
        if (widths[i] <= 0)
            continue;
        if (used > 0) {
            bb_buf_char(out, ' ');
            used++;
        }
        const char *text = cells ? cells[i] : _(columns[i].title);
        bb_text_fit(out, text ? text : "", widths[i], columns[i].align);
        used += widths[i];
    }
    bb_text_fit(out, "", cols - used, BB_ALIGN_LEFT);
}

void bb_table_row(struct bb_buf *out, const struct bb_column *columns, size_t count,
                  const int *widths, int cols, const char *const *cells)
{
    put_row(out, columns, count, widths, cols, cells);
}

void bb_table_head(struct bb_buf *out, const struct bb_column *columns, size_t count,
                   const int *widths, int cols)
{
    put_row(out, columns, count, widths, cols, NULL);
}
