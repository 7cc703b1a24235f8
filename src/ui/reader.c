/* Wraps and scrolls lines. Knows nothing of what they say. */
#include "bangban/ui/reader.h"

#include <stdlib.h>
#include <string.h>

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
        (struct bb_reader_line){bb_strdup(label), bb_strdup(text), look, 0, NULL};
}

void bb_reader_tag(struct bb_reader *reader, const char *id)
{
    bb_strset(&reader->lines[reader->count - 1].id, id);
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
        free(reader->lines[i].id);
    }
    reader->count = 0;
    reader->label_cols = 0;
}

void bb_reader_done(struct bb_reader *reader)
{
    bb_reader_clear(reader);
    free(reader->lines);
    free(reader->selected);
    *reader = (struct bb_reader){0};
}

static int rows_of(const struct bb_reader *reader, const struct bb_reader_line *line, int cols)
{
    int indent = line->label ? reader->label_cols + GAP : 0;
    int rows = bb_text_wrap(line->text ? line->text : "", cols - indent, NULL, NULL);
    return rows > 0 ? rows : 1;
}

/* ---- the cursor ---- */

static void select_line(struct bb_reader *reader, size_t index, size_t place)
{
    bb_strset(&reader->selected, reader->lines[index].id);
    reader->place = place;
}

/* The line under the cursor: the one with the selected id; when it is gone, the one in its place,
 * else the last. reader->count: no line has an id. */
static size_t cursor_line(struct bb_reader *reader)
{
    size_t place = 0, line = reader->count, near = 0;
    for (size_t i = 0; i < reader->count; i++) {
        if (!reader->lines[i].id)
            continue;
        if (reader->selected && strcmp(reader->lines[i].id, reader->selected) == 0) {
            reader->place = place;
            return i;
        }
        if (place <= reader->place) {
            line = i;
            near = place;
        }
        place++;
    }
    if (line < reader->count)
        select_line(reader, line, near);
    return line;
}

const char *bb_reader_selected(struct bb_reader *reader)
{
    size_t line = reader->away ? reader->count : cursor_line(reader);
    return line < reader->count ? reader->lines[line].id : NULL;
}

/* To the next or the last line before with an id; false: there is none, or the cursor is not seen.
 */
static bool cursor_move(struct bb_reader *reader, int by)
{
    size_t line = cursor_line(reader);
    if (reader->away || line == reader->count)
        return false;
    for (size_t i = line + (size_t)by; i < reader->count; i += (size_t)by) { /* wraps below 0 */
        if (reader->lines[i].id) {
            select_line(reader, i, reader->place + (size_t)by);
            reader->follow = true;
            return true;
        }
    }
    return false;
}

/* To the first or last line with an id. */
static void cursor_end(struct bb_reader *reader, bool last)
{
    size_t place = 0;
    for (size_t i = 0; i < reader->count; i++) {
        if (!reader->lines[i].id)
            continue;
        if (last || place == 0)
            select_line(reader, i, place);
        place++;
    }
}

/* Scrolls to the cursor after it was moved; after scrolling takes the cursor along. */
static void cursor_settle(struct bb_reader *reader, const struct bb_rect *area)
{
    size_t cursor = cursor_line(reader), place = 0, seen = reader->count, seen_place = 0;
    int at = 0;
    for (size_t i = 0; i < reader->count; i++) {
        const struct bb_reader_line *line = &reader->lines[i];
        int rows = rows_of(reader, line, area->cols);
        if (i == cursor && reader->follow && at < reader->first)
            reader->first = at;
        if (i == cursor && reader->follow && at + rows > reader->first + area->rows)
            reader->first = at + rows - area->rows;
        bool shown = line->id && at >= reader->first && at < reader->first + area->rows;
        if (shown && (i == cursor || seen == reader->count)) {
            seen = i;
            seen_place = place;
        }
        place += line->id != NULL;
        at += rows;
    }
    reader->follow = false;
    reader->away = seen == reader->count;
    if (!reader->away)
        select_line(reader, seen, seen_place);
}

void bb_reader_draw(struct bb_ui *ui, struct bb_reader *reader, const struct bb_rect *area)
{
    int at = 0, last = 0;
    for (size_t i = 0; i < reader->count; i++)
        last += rows_of(reader, &reader->lines[i], area->cols);
    if (reader->page && (reader->page != area->rows || reader->cols != area->cols))
        reader->follow = !reader->away; /* another size: what was selected stays in sight */
    reader->page = area->rows;
    reader->cols = area->cols;
    reader->total = last;
    if (reader->first > last - area->rows)
        reader->first = last > area->rows ? last - area->rows : 0;
    bb_ui_caret(ui, area->y, area->x);
    cursor_settle(reader, area);
    const char *selected = bb_reader_selected(reader);
    for (size_t i = 0; i < reader->count; i++) {
        const struct bb_reader_line *line = &reader->lines[i];
        int rows = rows_of(reader, line, area->cols), y = at - reader->first;
        int indent = line->label ? reader->label_cols + GAP : 0;
        at += rows;
        if (y + rows <= 0)
            continue;
        if (y >= area->rows)
            break;
        bool here = selected && line->id && strcmp(selected, line->id) == 0;
        if (line->label && y >= 0)
            bb_paint_some(area->y + y, area->x, reader->label_cols, line->label,
                          here ? BB_LOOK_FOCUS : BB_LOOK_LABEL);
        if (here) {
            bb_paint_ready(area->y + y, area->x + indent - 1, "▸", BB_LOOK_TITLE);
            bb_ui_caret(ui, area->y + y, area->x + indent - 1);
        }
        int skip = y < 0 ? -y : 0;
        bb_paint_wrapped(area->y + y + skip, area->x + indent, area->rows - y - skip,
                         area->cols - indent, skip, line->text ? line->text : "", line->look);
    }
    if (reader->first + area->rows < last)
        bb_paint_right(area->y + area->rows - 1, area->x + area->cols - 2, 2, "↓", BB_LOOK_KEY);
    if (reader->first > 0)
        bb_paint_right(area->y, area->x + area->cols - 2, 2, "↑", BB_LOOK_KEY);
}

unsigned bb_reader_handle(struct bb_reader *reader, enum bb_action_id action)
{
    switch ((int)action) {
    case BB_ACTION_UP:
        if (cursor_move(reader, -1))
            return BB_REDRAW;
        reader->first--;
        break;
    case BB_ACTION_DOWN:
        if (cursor_move(reader, 1))
            return BB_REDRAW;
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
        cursor_end(reader, false);
        break;
    case BB_ACTION_LAST:
        reader->first = reader->total;
        cursor_end(reader, true);
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
