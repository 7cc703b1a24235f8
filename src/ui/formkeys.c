/* Gives keys to a form, and refusals to its fields. Draws nothing. */
#include <string.h>

#include "bangban/base/text.h"
#include "bangban/ui/formview.h"

/* What was picked is one thing: typing begins anew instead of behind its name. Ctrl-Z brings it
 * back. */
static void empty_picked(struct bb_form *form, const struct bb_form_field *field)
{
    if (field && field->spec->kind == BB_FIELD_PICKER && field->picked)
        bb_form_erase(form, BB_EDIT_ALL);
}

/* What does not fit is said at the field; what is there stays. */
static void insert(struct bb_form *form, const char *bytes, size_t len_bytes)
{
    struct bb_form_field *field = bb_form_focus(form);
    bool all = bb_form_insert(form, bytes, len_bytes);
    if (all || !field || field->spec->kind == BB_FIELD_CHOICE)
        return;
    struct bb_buf text = {0};
    bb_edit_show_full(&field->edit, &text);
    bb_form_set_error(form, field->spec->key, bb_buf_text(&text));
    bb_buf_done(&text);
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
    insert(form, bytes, bb_text_encode(key, bytes));
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
        if (field && bb_formview_is_choosing(field))
            bb_picker_move(field->picker, -1);
        else
            bb_form_move(form, BB_FORM_UP);
        break;
    case BB_KEY_DOWN:
        if (field && bb_formview_is_choosing(field))
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
        if (field && bb_formview_is_choosing(field))
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
        insert(form, input->text, strlen(input->text));
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
