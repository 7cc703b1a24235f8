/* Draws a form. Its keys are formkeys.c's; what the fields mean, the screens know. */
#include "bangban/ui/formview.h"

#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum {
    GAP = 3,
    LINES_MAX = 16,
    CANDIDATE_ROWS = 8,
    CANDIDATES_SEEN = 5,
    TEXT_MIN_COLS = 12,
    FIELDS_MAX = 32
};

/* ---- where fields stand ---- */

struct place {
    struct bb_form_field *field;
    int line, x, label_cols, cols; /* x of the label, cells of the value */
};

struct layout {
    struct place places[FIELDS_MAX];
    size_t count;
    int lines;
    int group_of_line[LINES_MAX], y_of_line[LINES_MAX];
    int head_cols; /* labels that begin a line are as wide as the widest of them */
};

static int value_cols(const struct bb_form_field *field)
{
    int widest = TEXT_MIN_COLS;
    if (field->spec->kind == BB_FIELD_CHOICE) {
        widest = 4;
        for (int i = 1; i <= bb_field_choices(field); i++) {
            int cols = bb_text_cols(bb_field_label(field, i));
            widest = cols > widest ? cols : widest;
        }
    } else if (field->spec->max_chars && field->spec->max_chars < 24) {
        widest = (int)field->spec->max_chars;
    }
    return widest;
}

static bool grows(const struct bb_form_field *field)
{
    return field->spec->kind == BB_FIELD_PICKER ||
           (field->spec->kind == BB_FIELD_TEXT &&
            (field->spec->max_chars == 0 || field->spec->max_chars >= 24));
}

/* The label of a field that begins a line is aligned with the others that do. */
static int head_cols(struct bb_form *form)
{
    int widest = 0, row = -1;
    for (size_t i = 0; i < bb_form_count(form); i++) {
        const struct bb_form_field *field = bb_form_at(form, i);
        if (field->hidden || field->spec->row == row)
            continue;
        row = field->spec->row;
        int cols = bb_text_cols(_(field->spec->label));
        widest = cols > widest ? cols : widest;
    }
    return widest;
}

/* Fields that may grow share what is left of a line. */
static void stretch(struct layout *layout, size_t first, int cols)
{
    int growing = 0;
    for (size_t i = first; i < layout->count; i++)
        growing += grows(layout->places[i].field);
    if (growing == 0)
        return;
    const struct place *last = &layout->places[layout->count - 1];
    int spare = cols - (last->x + last->label_cols + 1 + last->cols), shift = 0;
    for (size_t i = first; i < layout->count; i++) {
        struct place *place = &layout->places[i];
        place->x += shift;
        if (grows(place->field)) {
            int more = spare / growing--;
            place->cols += more;
            spare -= more;
            shift += more;
        }
    }
}

static void lay_out(struct bb_form *form, int cols, struct layout *layout)
{
    int x = 0, row = -1;
    size_t first = 0;
    *layout = (struct layout){.head_cols = head_cols(form)};
    for (size_t i = 0; i < bb_form_count(form) && layout->count < FIELDS_MAX; i++) {
        struct bb_form_field *field = bb_form_at(form, i);
        if (field->hidden)
            continue;
        int label = bb_text_cols(_(field->spec->label)), value = value_cols(field);
        bool fits = x + GAP + label + 1 + value <= cols;
        if (field->spec->row != row || !fits) {
            if (layout->count)
                stretch(layout, first, cols);
            if (layout->lines == LINES_MAX)
                return;
            row = field->spec->row;
            layout->group_of_line[layout->lines++] = row;
            first = layout->count;
            x = 0;
            label = label > layout->head_cols ? label : layout->head_cols;
        } else {
            x += GAP;
        }
        if (label + 1 + value > cols - x)
            value = cols - x - label - 1;
        layout->places[layout->count++] = (struct place){field, layout->lines - 1, x, label, value};
        x += label + 1 + value;
    }
    if (layout->count)
        stretch(layout, first, cols);
}

/* ---- how they look ---- */

/* Unused cells of a field are drawn as underscores: visible on every terminal. */
static void draw_value(struct bb_ui *ui, const struct place *place, int y, int x, bool focused)
{
    struct bb_form_field *field = place->field;
    struct bb_buf shown = {0};
    int caret = 0, text_cols;
    if (field->spec->kind == BB_FIELD_CHOICE) {
        const char *label = field->choice ? bb_field_label(field, field->choice) : "____";
        bb_paint(y, x, place->cols, label, focused ? BB_LOOK_FOCUS : BB_LOOK_PLAIN);
        if (focused)
            bb_ui_caret(ui, y, x);
        return;
    }
    if (field->mask && !focused) {
        field->mask(&shown, bb_edit_text(&field->edit));
        bb_paint(y, x, place->cols, bb_buf_text(&shown), BB_LOOK_PLAIN);
    } else if (!focused) { /* one reads it from its beginning */
        bb_text_fit(&shown, bb_edit_text(&field->edit), place->cols, BB_ALIGN_LEFT);
        bb_paint_ready(y, x, bb_buf_text(&shown), BB_LOOK_PLAIN);
    } else {
        bb_edit_draw(&field->edit, place->cols, &shown, &caret);
        bb_paint_ready(y, x, bb_buf_text(&shown), BB_LOOK_PLAIN);
    }
    while (shown.len && shown.data[shown.len - 1] == ' ')
        shown.data[--shown.len] = '\0';
    text_cols = bb_text_cols(bb_buf_text(&shown));
    if (focused && caret > text_cols)
        text_cols = caret;
    bb_buf_clear(&shown);
    for (int i = text_cols; i < place->cols; i++)
        bb_buf_char(&shown, '_');
    if (field->spec->kind != BB_FIELD_READ)
        bb_paint_ready(y, x + text_cols, bb_buf_text(&shown), BB_LOOK_QUIET);
    bb_buf_done(&shown);
    if (focused)
        bb_ui_caret(ui, y, x + caret);
}

/* The choices of a field as a hint: "1 On site  2 Phone". */
static void choices_hint(const struct bb_form_field *field, struct bb_buf *out)
{
    for (int i = 1; i <= bb_field_choices(field); i++)
        bb_buf_printf(out, "%s%d %s", i > 1 ? "  " : "", i, bb_field_label(field, i));
}

/* What stands under a group of fields: an error of any of them, a warning ("! …"), else the hint or
 * the choices of the one that is typed into: never those of a neighbour. */
static const char *note_of(const struct layout *layout, int group,
                           const struct bb_form_field *focus, enum bb_look *look)
{
    const char *warning = NULL, *hint = NULL;
    for (size_t i = 0; i < layout->count; i++) {
        const struct bb_form_field *field = layout->places[i].field;
        if (field->spec->row != group)
            continue;
        if (field->error) {
            *look = BB_LOOK_ERROR;
            return field->error;
        }
        if (field->hint && *field->hint == '!')
            warning = field->hint;
        else if (field == focus)
            hint = field->hint;
    }
    *look = warning ? BB_LOOK_WARN : BB_LOOK_QUIET;
    return warning ? warning : hint;
}

static void draw_note(struct bb_ui *ui, const struct layout *layout, int group,
                      const struct bb_form_field *focus, const struct bb_rect *area, int y)
{
    int indent = layout->head_cols + 1;
    enum bb_look look;
    const char *note = note_of(layout, group, focus, &look);
    bool choosing = focus && focus->spec->row == group && focus->spec->kind == BB_FIELD_CHOICE;
    struct bb_buf text = {0};
    if (choosing && look == BB_LOOK_QUIET)
        choices_hint(focus, &text);
    else if (note)
        bb_buf_printf(&text, "%s%s", look == BB_LOOK_ERROR ? "! " : "", note);
    if (text.len)
        bb_paint_some(y, area->x + indent, area->cols - indent, bb_buf_text(&text), look);
    if (look == BB_LOOK_ERROR && bb_text_cols(bb_buf_text(&text)) > area->cols - indent)
        bb_ui_warn(ui, note); /* never cut: the message line takes as many rows as it needs */
    bb_buf_done(&text);
}

bool bb_formview_is_choosing(const struct bb_form_field *field)
{
    return field->spec->kind == BB_FIELD_PICKER && !field->picked && field->picker &&
           *bb_edit_text(&field->edit) && bb_picker_count(field->picker) > 0;
}

static void draw_candidates(struct bb_picker *picker, const struct bb_rect *area, int y, int x)
{
    int rows = area->y + area->rows - y, count = (int)bb_picker_count(picker);
    int cursor = (int)bb_picker_cursor(picker);
    rows = rows > CANDIDATE_ROWS ? CANDIDATE_ROWS : rows;
    int first = cursor >= rows ? cursor - rows + 1 : 0, cols = area->x + area->cols - x;
    enum { UNIT_COLS = 18 };
    int unit_cols = cols > 3 * UNIT_COLS ? UNIT_COLS : 0;
    for (int i = first; i < count && i < first + rows; i++, y++) {
        const struct bb_picker_entry *entry = bb_picker_at(picker, (size_t)i);
        const char *alias = bb_picker_alias(picker, (size_t)i);
        struct bb_buf text = {0};
        bb_buf_printf(&text, "%s ", i == cursor ? "▸" : " ");
        if (entry->code)
            bb_buf_printf(&text, "%s ", entry->code);
        bb_buf_str(&text, entry->title);
        if (alias)
            bb_buf_printf(&text, "（%s）", alias);
        bb_paint(y, area->x, x - area->x, "", BB_LOOK_PLAIN);
        bb_paint(y, x, cols - unit_cols, bb_buf_text(&text),
                 i == cursor ? BB_LOOK_TITLE : BB_LOOK_PLAIN);
        if (unit_cols)
            bb_paint_right(y, x + cols - unit_cols, unit_cols, entry->hint ? entry->hint : "",
                           BB_LOOK_QUIET);
        bb_buf_done(&text);
    }
    if (rows > 0 && count < rows)
        bb_paint(y, area->x, area->cols, "", BB_LOOK_PLAIN);
}

/* Where the lines stand, a note under the group one is in or, with room for all, under every group.
 * Returns the rows that all take. */
static int stack_lines(struct layout *layout, int focus_group, int rows, int *note_rows)
{
    int y = 0, groups = 1;
    for (int i = 1; i < layout->lines; i++)
        groups += layout->group_of_line[i] != layout->group_of_line[i - 1];
    bool airy = layout->lines + groups <= rows;
    for (int i = 0; i < layout->lines; i++) {
        int group = layout->group_of_line[i];
        layout->y_of_line[i] = y++;
        note_rows[i] = -1;
        if (i + 1 < layout->lines && layout->group_of_line[i + 1] == group)
            continue;
        if (airy || group == focus_group)
            note_rows[i] = y++;
    }
    return y;
}

/* How many rows are above the area: none unless the line one is at, with the note or the candidates
 * under it, would be below. */
static int scroll_of(const struct layout *layout, const struct bb_form_field *focus,
                     const int *note_rows, int rows)
{
    int needed = 0;
    for (int i = 0; i < layout->lines; i++) {
        if (layout->group_of_line[i] == focus->spec->row && note_rows[i] >= 0)
            needed = note_rows[i] + 1;
    }
    for (size_t i = 0; i < layout->count; i++) {
        int seen = layout->y_of_line[layout->places[i].line] + CANDIDATES_SEEN;
        if (layout->places[i].field == focus && bb_formview_is_choosing(focus) && seen > needed)
            needed = seen;
    }
    return needed > rows ? needed - rows : 0;
}

int bb_formview_rows(struct bb_form *form, const struct bb_rect *area)
{
    struct layout layout;
    const struct bb_form_field *focus = bb_form_focus(form);
    int note_rows[LINES_MAX];
    lay_out(form, area->cols, &layout);
    return stack_lines(&layout, focus ? focus->spec->row : -1, area->rows, note_rows);
}

int bb_formview_draw(struct bb_ui *ui, struct bb_form *form, const struct bb_rect *area)
{
    struct layout layout;
    const struct bb_form_field *focus = bb_form_focus(form);
    const struct place *open = NULL;
    int note_rows[LINES_MAX];
    lay_out(form, area->cols, &layout);
    int total = stack_lines(&layout, focus ? focus->spec->row : -1, area->rows, note_rows);
    int top = area->y - (focus ? scroll_of(&layout, focus, note_rows, area->rows) : 0);
    int end = area->y + area->rows;
    for (int i = 0; i < layout.lines; i++) {
        int y = top + note_rows[i];
        if (note_rows[i] >= 0 && y >= area->y && y < end)
            draw_note(ui, &layout, layout.group_of_line[i], focus, area, y);
    }
    for (size_t i = 0; i < layout.count; i++) {
        const struct place *place = &layout.places[i];
        int at = top + layout.y_of_line[place->line], x = area->x + place->x;
        if (at < area->y || at >= end)
            continue;
        bb_paint(at, x, place->label_cols, _(place->field->spec->label),
                 place->field->error ? BB_LOOK_ERROR : BB_LOOK_LABEL);
        draw_value(ui, place, at, x + place->label_cols + 1, place->field == focus);
        if (place->field == focus && bb_formview_is_choosing(focus))
            open = place;
    }
    if (open && open->field->error) /* the candidates stand where the note would */
        bb_ui_warn(ui, open->field->error);
    if (open)
        draw_candidates(open->field->picker, area, top + layout.y_of_line[open->line] + 1,
                        area->x + open->x + open->label_cols + 1);
    return total;
}
