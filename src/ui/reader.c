/* Wraps and scrolls lines. Knows nothing of what they say. */
#include "bangban/ui/reader.h"

#include <stdlib.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum { GAP = 2 };

void bb_reader_add(struct bb_reader *reader, const char *label, const char *text, enum bb_look look)
{
    if (reader->count == reader->cap) {
        reader->cap = reader->cap ? reader->cap * 2 : 32;
        reader->lines = bb_realloc(reader->lines, reader->cap * sizeof *reader->lines);
    }
    int cols = label ? bb_text_cols(label) : 0;
    if (cols > reader->label_cols)
        reader->label_cols = cols;
    reader->lines[reader->count++] =
        (struct bb_reader_line){bb_strdup(label), bb_strdup(text), look, 0};
}

void bb_reader_head(struct bb_reader *reader, const char *title)
{
    if (reader->count)
        bb_reader_add(reader, NULL, "", BB_LOOK_PLAIN);
    bb_reader_add(reader, NULL, title, BB_LOOK_TITLE);
}

void bb_reader_clear(struct bb_reader *reader)
{
    for (size_t i = 0; i < reader->count; i++) {
        free(reader->lines[i].label);
        free(reader->lines[i].text);
    }
    reader->count = 0;
    reader->label_cols = 0;
}

void bb_reader_done(struct bb_reader *reader)
{
    bb_reader_clear(reader);
    free(reader->lines);
    *reader = (struct bb_reader){0};
}

static int rows_of(const struct bb_reader *reader, const struct bb_reader_line *line, int cols)
{
    int indent = line->label ? reader->label_cols + GAP : 0;
    int rows = bb_text_wrap(line->text ? line->text : "", cols - indent, NULL, NULL);
    return rows > 0 ? rows : 1;
}

void bb_reader_draw(struct bb_ui *ui, struct bb_reader *reader, const struct bb_rect *area)
{
    int at = 0, last = 0;
    for (size_t i = 0; i < reader->count; i++)
        last += rows_of(reader, &reader->lines[i], area->cols);
    reader->page = area->rows;
    reader->total = last;
    if (reader->first > last - area->rows)
        reader->first = last > area->rows ? last - area->rows : 0;
    for (size_t i = 0; i < reader->count; i++) {
        const struct bb_reader_line *line = &reader->lines[i];
        int rows = rows_of(reader, line, area->cols), y = at - reader->first;
        int indent = line->label ? reader->label_cols + GAP : 0;
        at += rows;
        if (y + rows <= 0)
            continue;
        if (y >= area->rows)
            break;
        if (line->label && y >= 0)
            bb_paint_some(area->y + y, area->x, reader->label_cols, line->label, BB_LOOK_LABEL);
        int skip = y < 0 ? -y : 0;
        bb_paint_wrapped(area->y + y + skip, area->x + indent, area->rows - y - skip,
                         area->cols - indent, skip, line->text ? line->text : "", line->look);
    }
    if (reader->first + area->rows < last)
        bb_paint_right(area->y + area->rows - 1, area->x + area->cols - 2, 2, "↓", BB_LOOK_KEY);
    if (reader->first > 0)
        bb_paint_right(area->y, area->x + area->cols - 2, 2, "↑", BB_LOOK_KEY);
    bb_ui_caret(ui, area->y, area->x);
}

unsigned bb_reader_handle(struct bb_reader *reader, enum bb_action_id action)
{
    switch ((int)action) {
    case BB_ACTION_UP:
        reader->first--;
        break;
    case BB_ACTION_DOWN:
        reader->first++;
        break;
    case BB_ACTION_PAGE_UP:
        reader->first -= reader->page - 1;
        break;
    case BB_ACTION_PAGE_DOWN:
        reader->first += reader->page - 1;
        break;
    case BB_ACTION_FIRST:
        reader->first = 0;
        break;
    case BB_ACTION_LAST:
        reader->first = reader->total;
        break;
    default:
        return BB_UNUSED;
    }
    int limit = reader->total - reader->page;
    if (reader->first > limit)
        reader->first = limit;
    if (reader->first < 0)
        reader->first = 0;
    return BB_REDRAW;
}
