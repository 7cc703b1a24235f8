/* The rows of late entry that are typed and not saved, as a table. */
#include <stdio.h>

#include "bangban/base/date.h"
#include "bangban/ui/show.h"
#include "bangban/view/table.h"
#include "late_form.h"

enum { NUMBER, DAY, TIME, ITEM, MINUTES, OUTCOME, HELPER, NOTE, COLUMNS };
static const struct bb_column columns[] = {
    {N_("Row"), 4, 4, 0, 0, BB_ALIGN_RIGHT},     {N_("Day"), 10, 10, 0, 0, BB_ALIGN_LEFT},
    {N_("Time"), 5, 5, 0, 0, BB_ALIGN_LEFT},     {N_("Item"), 14, 24, 1, 0, BB_ALIGN_LEFT},
    {N_("Minutes"), 7, 7, 0, 2, BB_ALIGN_RIGHT}, {N_("Outcome"), 8, 13, 0, 1, BB_ALIGN_LEFT},
    {N_("Helper"), 8, 8, 0, 2, BB_ALIGN_LEFT},   {N_("Note"), 8, 20, 1, 3, BB_ALIGN_LEFT},
};
_Static_assert(sizeof columns / sizeof *columns == COLUMNS, "one row per column");

static void draw_row(struct bb_ui *ui, const struct late_row *row, size_t index, bool here,
                     const int *widths, int y, const struct bb_rect *area)
{
    enum { NUMBER_BYTES = 24 };
    const struct bb_session *session = &row->late.session;
    char number[NUMBER_BYTES], day[BB_DAY_BYTES], at[BB_AT_BYTES], minutes[NUMBER_BYTES] = "";
    struct bb_buf line = {0};
    snprintf(number, sizeof number, "%zu", index + 1);
    if (row->late.minutes)
        snprintf(minutes, sizeof minutes, "%lld", (long long)row->late.minutes);
    const char *cells[COLUMNS] = {
        [NUMBER] = number,
        [DAY] = bb_day_format(day, bb_day_of(session->happened_at)),
        [TIME] = bb_at_format_clock(at, session->happened_at),
        [ITEM] = session->item ? bb_show_item(ui, session->item)
                               : bb_code_label(BB_CODES_NO_ITEM, session->no_item),
        [MINUTES] = minutes,
        [OUTCOME] = bb_code_label(BB_CODES_OUTCOME, session->outcome),
        [HELPER] = bb_show_person(ui, session->helper),
        [NOTE] = session->note,
    };
    bb_table_row(&line, columns, COLUMNS, widths, area->cols - 2, cells);
    bb_paint_ready(y, area->x, here ? "▸ " : "  ", BB_LOOK_TITLE);
    bb_paint_ready(y, area->x + 2, bb_buf_text(&line), here ? BB_LOOK_TITLE : BB_LOOK_PLAIN);
    bb_buf_done(&line);
}

void bb_late_rows_draw(struct bb_ui *ui, const struct late_row *rows, size_t count, size_t at,
                       const struct bb_rect *area)
{
    int widths[COLUMNS], visible = area->rows - 1;
    struct bb_buf head = {0};
    if (visible < 1)
        return;
    bb_table_layout(columns, COLUMNS, area->cols - 2, widths);
    bb_table_head(&head, columns, COLUMNS, widths, area->cols - 2);
    bb_paint_ready(area->y, area->x + 2, bb_buf_text(&head), BB_LOOK_LABEL);
    bb_buf_done(&head);
    /* The newest stand on top, next to what is typed. */
    size_t top = count;
    if (at < count && count - at > (size_t)visible)
        top = at + (size_t)visible;
    for (int i = 0; i < visible && (size_t)i < top; i++) {
        size_t index = top - 1 - (size_t)i;
        draw_row(ui, &rows[index], index, index == at, widths, area->y + 1 + i, area);
    }
}
