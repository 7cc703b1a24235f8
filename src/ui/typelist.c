/* The typed line and its candidates. What is chosen, the screens know. */
#include "bangban/ui/typelist.h"

#include <string.h>

#include "bangban/base/text.h"

bool bb_typeline_handle(struct bb_edit *line, const struct bb_input *input, bool *changed)
{
    unsigned before = line->changes;
    bool used = true;
    char bytes[4];
    if (input->kind == BB_INPUT_PASTE) {
        bb_edit_insert(line, input->text, strlen(input->text));
    } else if (input->kind != BB_INPUT_KEY) {
        used = false;
    } else if (bb_key_is_text(input->key)) {
        bb_edit_insert(line, bytes, bb_text_encode(input->key, bytes));
    } else {
        switch (input->key) {
        case BB_KEY_BACKSPACE:
            bb_edit_erase(line, BB_EDIT_BACK);
            break;
        case BB_KEY_DELETE:
            bb_edit_erase(line, BB_EDIT_FORWARD);
            break;
        case BB_KEY_CTRL('w'):
            bb_edit_erase(line, BB_EDIT_WORD_BACK);
            break;
        case BB_KEY_CTRL('u'):
            bb_edit_erase(line, BB_EDIT_ALL);
            break;
        case BB_KEY_LEFT:
            bb_edit_move(line, BB_EDIT_LEFT);
            break;
        case BB_KEY_RIGHT:
            bb_edit_move(line, BB_EDIT_RIGHT);
            break;
        case BB_KEY_HOME:
            bb_edit_move(line, BB_EDIT_HOME);
            break;
        case BB_KEY_END:
            bb_edit_move(line, BB_EDIT_END);
            break;
        default:
            used = false;
        }
    }
    *changed = line->changes != before;
    return used;
}

void bb_typeline_draw(struct bb_ui *ui, struct bb_edit *line, int y, int x, int cols,
                      const char *prompt, bool focused)
{
    struct bb_buf shown = {0};
    int caret = 0, used = bb_paint_some(y, x, cols / 2, prompt, BB_LOOK_LABEL) + 1;
    if (line->full) {
        bb_edit_show_full(line, &shown);
        bb_ui_warn(ui, bb_buf_text(&shown));
        bb_buf_clear(&shown);
    }
    bb_edit_draw(line, cols - used, &shown, &caret);
    bb_paint_ready(y, x + used, bb_buf_text(&shown), BB_LOOK_PLAIN);
    bb_buf_done(&shown);
    int text = bb_text_cols(bb_edit_text(line));
    for (int i = text > caret ? text : caret; focused && i < cols - used; i++)
        bb_buf_char(&shown, '_');
    if (shown.len)
        bb_paint_ready(y, x + cols - (int)shown.len, bb_buf_text(&shown), BB_LOOK_QUIET);
    bb_buf_done(&shown);
    if (focused)
        bb_ui_caret(ui, y, x + used + caret);
}

void bb_typelist_open(struct bb_typelist *list)
{
    bb_edit_init(&list->line, 0);
    list->picker = bb_picker_new(BB_PICKER_MAX_SHOWN);
    list->page = 1;
}

void bb_typelist_done(struct bb_typelist *list)
{
    bb_edit_done(&list->line);
    bb_picker_free(list->picker);
}

/* As wide as the widest hint, at most half. */
static int widest_hint(const struct bb_typelist *list, int most)
{
    int widest = 0;
    for (size_t i = 0; i < bb_picker_count(list->picker); i++) {
        const char *hint = bb_picker_at(list->picker, i)->hint;
        int cols = hint ? bb_text_cols(hint) : 0;
        widest = cols > widest ? cols : widest;
    }
    return widest < most ? widest : most;
}

void bb_typelist_draw(struct bb_ui *ui, struct bb_typelist *list, const struct bb_rect *area,
                      const char *prompt)
{
    int count = (int)bb_picker_count(list->picker), cursor = (int)bb_picker_cursor(list->picker);
    int rows = area->rows - 2, hint_cols = widest_hint(list, area->cols / 2);
    bb_typeline_draw(ui, &list->line, area->y, area->x, area->cols, prompt, true);
    list->page = rows > 1 ? rows : 1;
    int first = cursor >= rows ? cursor - rows + 1 : 0;
    for (int i = first; i < count && i < first + rows; i++) {
        const struct bb_picker_entry *entry = bb_picker_at(list->picker, (size_t)i);
        const char *alias = bb_picker_alias(list->picker, (size_t)i);
        struct bb_buf text = {0};
        bool here = i == cursor;
        int y = area->y + 2 + i - first;
        bb_buf_printf(&text, "%s ", here ? "▸" : " ");
        if (entry->code)
            bb_buf_printf(&text, "%s  ", entry->code);
        bb_buf_str(&text, entry->title);
        if (alias)
            bb_buf_printf(&text, "（%s）", alias);
        bb_paint(y, area->x, area->cols - hint_cols, bb_buf_text(&text),
                 entry->barred ? BB_LOOK_GREY
                 : here        ? BB_LOOK_TITLE
                               : BB_LOOK_PLAIN);
        bb_paint_right(y, area->x + area->cols - hint_cols, hint_cols,
                       entry->hint ? entry->hint : "", BB_LOOK_QUIET);
        bb_buf_done(&text);
    }
    if (count == 0)
        bb_paint_some(area->y + 2, area->x + 2, area->cols - 2,
                      _("Nothing matches. Shorten what you typed, or empty it with Ctrl-U."),
                      BB_LOOK_QUIET);
}

unsigned bb_typelist_handle(struct bb_typelist *list, enum bb_action_id action,
                            const struct bb_input *input)
{
    bool changed;
    switch ((int)action) {
    case BB_ACTION_UP:
        bb_picker_move(list->picker, -1);
        return BB_REDRAW;
    case BB_ACTION_DOWN:
        bb_picker_move(list->picker, 1);
        return BB_REDRAW;
    case BB_ACTION_PAGE_UP:
        bb_picker_move(list->picker, -list->page);
        return BB_REDRAW;
    case BB_ACTION_PAGE_DOWN:
        bb_picker_move(list->picker, list->page);
        return BB_REDRAW;
    case BB_ACTION_NONE:
        break;
    default:
        return BB_UNUSED;
    }
    if (!bb_typeline_handle(&list->line, input, &changed))
        return BB_UNUSED;
    if (changed)
        bb_picker_type(list->picker, bb_edit_text(&list->line));
    return BB_REDRAW;
}
