/* Draws a list as a table and moves in it. Fetches nothing itself. */
#include "bangban/ui/rows.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum { MARK_COLS = 2 };

void bb_rows_open(struct bb_rows *rows, struct bb_list_source source)
{
    rows->list = bb_list_new(source);
    bb_edit_init(&rows->find, 0);
}

static void forget_rows(struct bb_rows_painted *painted)
{
    for (int i = 0; i < painted->count; i++) {
        bb_buf_done(&painted->rows[i].pieces);
        bb_buf_done(&painted->rows[i].key);
    }
    free(painted->rows);
    painted->rows = NULL;
    painted->count = 0;
}

void bb_rows_done(struct bb_rows *rows)
{
    forget_rows(&rows->painted);
    bb_buf_done(&rows->painted.head);
    bb_list_free(rows->list);
    bb_edit_done(&rows->find);
}

static bool has_find_line(const struct bb_rows *rows)
{
    return rows->finding || *bb_edit_text(&rows->find);
}

void bb_rows_resize(struct bb_ui *ui, struct bb_rows *rows, const struct bb_rect *area)
{
    int visible = area->rows - 1 - has_find_line(rows);
    bb_ui_tell(ui, bb_list_resize(rows->list, visible > 1 ? visible : 1));
}

/* A column is never narrower than its title, in whatever language. */
static void measure(const struct bb_rows *rows, struct bb_column *out)
{
    for (size_t i = 0; i < rows->column_count; i++) {
        int cols = bb_text_cols(_(rows->columns[i].title));
        out[i] = rows->columns[i];
        out[i].min_cols = cols > out[i].min_cols ? cols : out[i].min_cols;
        out[i].ideal_cols = cols > out[i].ideal_cols ? cols : out[i].ideal_cols;
    }
}

static bool is_marked(const struct bb_rows *rows, int index)
{
    return rows->is_marked && rows->is_marked(rows->marks, bb_list_row(rows->list, index)->id);
}

/* Lays out the columns and their head anew if they may look otherwise now. */
static void check_columns(struct bb_rows *rows, const struct bb_rect *area)
{
    struct bb_rows_painted *painted = &rows->painted;
    size_t bytes = rows->column_count * sizeof *rows->columns;
    if (painted->head.len > 0 && memcmp(&painted->area, area, sizeof *area) == 0 &&
        memcmp(painted->columns, rows->columns, bytes) == 0)
        return;
    struct bb_column columns[BB_ROWS_COLUMNS];
    struct bb_buf head = {0};
    int cols = area->cols - MARK_COLS;
    forget_rows(painted);
    painted->area = *area;
    memcpy(painted->columns, rows->columns, bytes);
    measure(rows, columns);
    bb_table_layout(columns, rows->column_count, cols, painted->widths);
    bb_table_head(&head, rows->columns, rows->column_count, painted->widths, cols);
    size_t before = bb_paint_len(area->y);
    bb_paint_ready(area->y, area->x + MARK_COLS, bb_buf_text(&head), BB_LOOK_LABEL);
    bb_paint_take(area->y, before, &painted->head);
    bb_buf_done(&head);
}

/* Drops the rows that were painted if they may look otherwise now. */
static void check_rows(struct bb_ui *ui, struct bb_rows *rows)
{
    struct bb_rows_painted *painted = &rows->painted;
    unsigned version = bb_list_version(rows->list);
    int64_t minute = bb_app_now(ui->app) / 60;
    if (painted->count > 0 && painted->version == version && painted->minute == minute)
        return;
    forget_rows(painted);
    painted->version = version;
    painted->minute = minute;
    painted->count = bb_list_count(rows->list);
    painted->rows = bb_alloc((size_t)painted->count * sizeof *painted->rows);
}

static void paint_cell(const struct bb_column *column, int y, int x, int cols, const char *text,
                       enum bb_look look)
{
    if (column->align == BB_ALIGN_RIGHT)
        bb_paint_right(y, x, cols, text, look);
    else
        bb_paint(y, x, cols, text, look);
}

static void format_row(struct bb_ui *ui, struct bb_rows *rows, int index, int y)
{
    struct bb_buf cells[BB_ROWS_COLUMNS] = {{0}}, line = {0};
    enum bb_look looks[BB_ROWS_COLUMNS] = {BB_LOOK_PLAIN};
    const char *texts[BB_ROWS_COLUMNS];
    const struct bb_rows_painted *as = &rows->painted;
    struct bb_painted_row *painted = &as->rows[index];
    size_t before = bb_paint_len(y), key = rows->key_column;
    int left = as->area.x + MARK_COLS, x = left, key_x = left;
    rows->cells(ui, bb_list_row(rows->list, index)->data, cells, looks);
    for (size_t i = 0; i < rows->column_count; i++)
        texts[i] = bb_buf_text(&cells[i]);
    bb_table_row(&line, rows->columns, rows->column_count, as->widths, as->area.cols - MARK_COLS,
                 texts);
    bb_paint_ready(y, left, bb_buf_text(&line), BB_LOOK_PLAIN);
    for (size_t i = 0; i < rows->column_count; i++) {
        if (as->widths[i] && looks[i] != BB_LOOK_PLAIN)
            paint_cell(&rows->columns[i], y, x, as->widths[i], texts[i], looks[i]);
        if (i == key)
            key_x = x;
        x += as->widths[i] ? as->widths[i] + 1 : 0;
    }
    bb_paint_take(y, before, &painted->pieces);
    if (as->widths[key])
        paint_cell(&rows->columns[key], y, key_x, as->widths[key], texts[key], BB_LOOK_FOCUS);
    bb_paint_take(y, before, &painted->key);
    for (size_t i = 0; i < rows->column_count; i++)
        bb_buf_done(&cells[i]);
    bb_buf_done(&line);
}

static void draw_row(struct bb_ui *ui, struct bb_rows *rows, int index)
{
    const struct bb_rect *area = &rows->painted.area;
    struct bb_painted_row *painted = &rows->painted.rows[index];
    bool here = index == bb_list_cursor(rows->list);
    int y = area->y + 1 + index;
    if (painted->pieces.len == 0)
        format_row(ui, rows, index, y);
    /* what a move changes comes last: the rest of the line is not looked at again */
    bb_paint_again(y, &painted->pieces);
    bb_paint_ready(y, area->x + 1, is_marked(rows, index) ? "*" : " ", BB_LOOK_KEY);
    bb_paint_ready(y, area->x, here ? "▸" : " ", BB_LOOK_PLAIN);
    if (here)
        bb_paint_again(y, &painted->key);
    if (here && !rows->finding)
        bb_ui_caret(ui, y, area->x);
}

void bb_rows_draw(struct bb_ui *ui, struct bb_rows *rows, const struct bb_rect *area,
                  const char *empty)
{
    int count = bb_list_count(rows->list);
    check_columns(rows, area);
    check_rows(ui, rows);
    bb_paint_again(area->y, &rows->painted.head);
    bb_ui_caret(ui, area->y, area->x);
    for (int i = 0; i < count && i + 1 < area->rows; i++)
        draw_row(ui, rows, i);
    if (count == 0)
        bb_paint_wrapped(area->y + 2, area->x + MARK_COLS, area->rows - 2, area->cols - MARK_COLS,
                         0,
                         has_find_line(rows) ? _("No line matches. Esc shows all again.") : empty,
                         BB_LOOK_QUIET);
    if (has_find_line(rows))
        bb_typeline_draw(ui, &rows->find, area->y + area->rows - 1, area->x, area->cols,
                         _("Find /"), rows->finding);
}

static const struct {
    enum bb_action_id action;
    enum bb_list_move move;
} moves[] = {
    {BB_ACTION_UP, BB_LIST_UP},           {BB_ACTION_DOWN, BB_LIST_DOWN},
    {BB_ACTION_PAGE_UP, BB_LIST_PAGE_UP}, {BB_ACTION_PAGE_DOWN, BB_LIST_PAGE_DOWN},
    {BB_ACTION_FIRST, BB_LIST_HOME},      {BB_ACTION_LAST, BB_LIST_END},
};

unsigned bb_rows_handle(struct bb_ui *ui, struct bb_rows *rows, enum bb_action_id action,
                        const struct bb_input *input, bool *refilter)
{
    *refilter = false;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (moves[i].action == action) {
            bb_ui_tell(ui, bb_list_move(rows->list, moves[i].move));
            return BB_REDRAW;
        }
    }
    if (action == BB_ACTION_FIND) {
        rows->finding = true;
        *refilter = true;
        return BB_REDRAW;
    }
    if (action == BB_ACTION_BACK && has_find_line(rows)) {
        rows->finding = false;
        bb_edit_set(&rows->find, NULL);
        *refilter = true;
        return BB_REDRAW;
    }
    if (!rows->finding)
        return BB_UNUSED;
    if (action == BB_ACTION_OPEN) { /* Enter ends the typing; the next one opens */
        rows->finding = false;
        *refilter = true; /* the line may be gone: the list is one row longer */
        return BB_REDRAW;
    }
    if (action == BB_ACTION_NONE)
        return bb_typeline_handle(&rows->find, input, refilter) ? BB_REDRAW : BB_UNUSED;
    return BB_UNUSED;
}

const void *bb_rows_selected(const struct bb_rows *rows)
{
    const struct bb_list_row *row = bb_list_selected(rows->list);
    return row ? row->data : NULL;
}

const char *bb_rows_selected_id(const struct bb_rows *rows)
{
    const struct bb_list_row *row = bb_list_selected(rows->list);
    return row ? row->id : NULL;
}

void bb_rows_refilter(struct bb_ui *ui, struct bb_rows *rows, struct bb_filter *filter,
                      unsigned fields)
{
    bb_filter_done(filter);
    bb_ui_tell(ui,
               bb_filter_parse(filter, bb_edit_text(&rows->find), fields, bb_app_today(ui->app)));
}
