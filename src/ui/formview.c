/* Draws a form and gives keys to it. What the fields mean, the screens know. */
#include "bangban/ui/formview.h"

#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum { GAP = 3, LINES_MAX = 16, CANDIDATE_ROWS = 8, TEXT_MIN_COLS = 12, FIELDS_MAX = 32 };

/* ---- where fields stand ---- */

struct place {
    struct bb_form_field *field;
    int line, x, label_cols, cols; /* x of the label, cells of the value */
};

struct layout {
    struct place places[FIELDS_MAX];
    size_t count;
    int lines;
    int group_of_line[LINES_MAX];
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
    bb_edit_draw(&field->edit, place->cols, &shown, &caret);
    bb_paint_ready(y, x, bb_buf_text(&shown), BB_LOOK_PLAIN);
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

/* What stands under a group of fields: an error of any of them, a warning ("! …"), else the hint or the choices of the one
 * that is typed into, else a hint of a neighbour that cannot be typed into. */
static const char *note_of(const struct layout *layout, int group,
                           const struct bb_form_field *focus, enum bb_look *look)
{
    const char *warning = NULL, *hint = NULL;
    bool here = focus && focus->spec->row == group;
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
        else if (field->hint && here && (field == focus || field->spec->kind == BB_FIELD_READ))
            hint = field == focus || !hint ? field->hint : hint;
    }
    *look = warning ? BB_LOOK_WARN : BB_LOOK_QUIET;
    return warning ? warning : hint;
}

static void draw_note(const struct layout *layout, int group, const struct bb_form_field *focus,
                      const struct bb_rect *area, int y)
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
    bb_buf_done(&text);
}

static bool is_choosing(const struct bb_form_field *field)
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

int bb_formview_draw(struct bb_ui *ui, struct bb_form *form, const struct bb_rect *area)
{
    struct layout layout;
    const struct bb_form_field *focus = bb_form_focus(form);
    const struct place *open = NULL;
    int y_of[LINES_MAX], y = area->y, groups = 1;
    lay_out(form, area->cols, &layout);
    for (int i = 1; i < layout.lines; i++)
        groups += layout.group_of_line[i] != layout.group_of_line[i - 1];
    bool airy = layout.lines + groups <= area->rows;
    for (int i = 0; i < layout.lines; i++) {
        y_of[i] = y++;
        if (i + 1 < layout.lines && layout.group_of_line[i + 1] == layout.group_of_line[i])
            continue;
        if (airy || (focus && focus->spec->row == layout.group_of_line[i]))
            draw_note(&layout, layout.group_of_line[i], focus, area, y++);
    }
    for (size_t i = 0; i < layout.count; i++) {
        const struct place *place = &layout.places[i];
        int at = y_of[place->line], x = area->x + place->x;
        if (at >= area->y + area->rows)
            break;
        bb_paint(at, x, place->label_cols, _(place->field->spec->label),
                 place->field->error ? BB_LOOK_ERROR : BB_LOOK_LABEL);
        draw_value(ui, place, at, x + place->label_cols + 1, place->field == focus);
        if (place->field == focus && is_choosing(focus))
            open = place;
    }
    if (open)
        draw_candidates(open->field->picker, area, y_of[open->line] + 1,
                        area->x + open->x + open->label_cols + 1);
    return y - area->y;
}

/* ---- keys ---- */

/* What was picked is one thing: typing begins anew instead of behind its name. Ctrl-Z brings it back. */
static void empty_picked(struct bb_form *form, const struct bb_form_field *field)
{
    if (field && field->spec->kind == BB_FIELD_PICKER && field->picked)
        bb_form_erase(form, BB_EDIT_ALL);
}

static bool type(struct bb_form *form, uint32_t key)
{
    struct bb_form_field *field = bb_form_focus(form);
    char bytes[4];
    if (!field)
        return false;
    if (field->spec->kind == BB_FIELD_CHOICE && key == ' ')
        return bb_form_cycle(form, 1);
    empty_picked(form, field);
    bb_form_insert(form, bytes, bb_text_encode(key, bytes));
    return true;
}

/* Arrow keys mean something else in each kind of field. */
static void arrow(struct bb_form *form, uint32_t key)
{
    struct bb_form_field *field = bb_form_focus(form);
    bool choice = field && field->spec->kind == BB_FIELD_CHOICE;
    switch (key) {
    case BB_KEY_LEFT:
        choice ? bb_form_cycle(form, -1) : bb_form_caret(form, BB_EDIT_LEFT);
        break;
    case BB_KEY_RIGHT:
        choice ? bb_form_cycle(form, 1) : bb_form_caret(form, BB_EDIT_RIGHT);
        break;
    case BB_KEY_UP:
        if (field && is_choosing(field))
            bb_picker_move(field->picker, -1);
        else
            bb_form_move(form, BB_FORM_UP);
        break;
    case BB_KEY_DOWN:
        if (field && is_choosing(field))
            bb_picker_move(field->picker, 1);
        else
            bb_form_move(form, BB_FORM_DOWN);
        break;
    }
}

static bool edit_key(struct bb_form *form, uint32_t key)
{
    switch (key) {
    case BB_KEY_BACKSPACE:
        empty_picked(form, bb_form_focus(form));
        bb_form_erase(form, BB_EDIT_BACK);
        return true;
    case BB_KEY_DELETE:
        bb_form_erase(form, BB_EDIT_FORWARD);
        return true;
    case BB_KEY_CTRL('w'):
        bb_form_erase(form, BB_EDIT_WORD_BACK);
        return true;
    case BB_KEY_CTRL('u'):
        bb_form_erase(form, BB_EDIT_ALL);
        return true;
    case BB_KEY_CTRL('y'):
        bb_form_redo(form);
        return true;
    case BB_KEY_HOME:
        bb_form_caret(form, BB_EDIT_HOME);
        return true;
    case BB_KEY_END:
        bb_form_caret(form, BB_EDIT_END);
        return true;
    case BB_KEY_WORD_LEFT:
        bb_form_caret(form, BB_EDIT_WORD_LEFT);
        return true;
    case BB_KEY_WORD_RIGHT:
        bb_form_caret(form, BB_EDIT_WORD_RIGHT);
        return true;
    case BB_KEY_UP:
    case BB_KEY_DOWN:
    case BB_KEY_LEFT:
    case BB_KEY_RIGHT:
        arrow(form, key);
        return true;
    case BB_KEY_ENTER: {
        struct bb_form_field *field = bb_form_focus(form);
        if (field && is_choosing(field))
            bb_form_pick(form);
        bb_form_move(form, BB_FORM_NEXT);
        return true;
    }
    }
    return false;
}

unsigned bb_formview_handle(struct bb_form *form, enum bb_action_id action,
                            const struct bb_input *input)
{
    switch ((int)action) {
    case BB_ACTION_NEXT:
        bb_form_move(form, BB_FORM_NEXT);
        return BB_REDRAW;
    case BB_ACTION_PREV:
        bb_form_move(form, BB_FORM_PREV);
        return BB_REDRAW;
    case BB_ACTION_UNDO:
        return bb_form_undo(form) ? BB_REDRAW : BB_UNUSED;
    case BB_ACTION_NONE:
        break;
    default:
        return BB_UNUSED;
    }
    if (input->kind == BB_INPUT_PASTE) {
        bb_form_insert(form, input->text, strlen(input->text));
        return BB_REDRAW;
    }
    if (input->kind != BB_INPUT_KEY)
        return BB_UNUSED;
    if (bb_key_is_text(input->key) && type(form, input->key))
        return BB_REDRAW;
    return edit_key(form, input->key) ? BB_REDRAW : BB_UNUSED;
}

static bool has_field(struct bb_form *form, const char *key)
{
    for (size_t i = 0; i < bb_form_count(form); i++) {
        const struct bb_form_field *field = bb_form_at(form, i);
        if (strcmp(field->spec->key, key) == 0)
            return !field->hidden;
    }
    return false;
}

void bb_formview_refuse(struct bb_ui *ui, struct bb_form *form, const struct bb_err *err,
                        const struct bb_problems *problems)
{
    if (!err)
        return;
    bool placed = false;
    for (size_t i = 0; i < problems->count; i++) {
        const struct bb_problem *problem = &problems->rows[i];
        if (problem->field && has_field(form, problem->field)) {
            bb_form_set_error(form, problem->field, problem->sentence);
            placed = true;
        } else {
            bb_ui_warn(ui, problem->sentence);
        }
    }
    if (placed)
        bb_form_first_error(form);
    else if (problems->count == 0)
        bb_ui_tell(ui, err);
}
