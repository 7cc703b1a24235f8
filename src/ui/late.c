/* Late entry (补录): past sessions from paper, row by row. The row that is typed stands on top, the
 * rows typed so far under it; nothing is saved before it is asked for, and all is a draft. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formview.h"
#include "late_form.h"

struct late {
    struct late_pickers pickers;
    struct bb_form *form; /* of rows[at], or of a new row when at == count */
    struct late_row *rows;
    size_t count, at;
    struct bb_kept *kept;
    unsigned changes, written; /* rows taken, moved, dropped; what of it is on the disk */
    unsigned form_written;
    char *dropped;  /* a row that Ctrl-X took out */
    bool announced; /* "Ctrl-Z undoes" was just said: it holds for the next key */
};

static const char draft_name[] = "late";

/* ---- rows ---- */

static void row_done(struct late_row *row)
{
    free(row->text);
    bb_session_done(&row->late.session);
    *row = (struct late_row){0};
}

static void row_remove(struct late *state, size_t at)
{
    row_done(&state->rows[at]);
    memmove(&state->rows[at], &state->rows[at + 1], (--state->count - at) * sizeof *state->rows);
    state->changes++;
}

static void form_new(struct bb_ui *ui, struct late *state, bool carry)
{
    struct bb_form *before = state->form;
    state->form = bb_late_form_new(ui, &state->pickers, carry ? before : NULL);
    bb_form_free(before);
    state->form_written = bb_form_changes(state->form);
}

/* The form shows that row; a new one behind the last. */
static void go_to(struct bb_ui *ui, struct late *state, size_t at)
{
    form_new(ui, state, !bb_form_is_changed(state->form)); /* only what was right is carried on */
    state->at = at;
    if (at < state->count) {
        bb_ui_tell(
            ui, bb_form_restore(state->form, state->rows[at].text, strlen(state->rows[at].text)));
        bb_form_focus_on(state->form, "happened_at");
        bb_form_mark(state->form);
        state->form_written = bb_form_changes(state->form);
    }
    bb_late_form_settle(ui, state->form);
    state->changes++;
}

/* Puts what is typed into its row; false: something must be mended first, at its field. */
static bool take(struct bb_ui *ui, struct late *state)
{
    struct bb_late late = {0};
    struct bb_problems problems = {0};
    struct bb_buf text = {0};
    bb_form_clear_errors(state->form);
    const struct bb_err *err = bb_late_form_read(ui, state->form, &late, &problems);
    if (err) {
        bb_formview_refuse(ui, state->form, err, &problems);
        if (problems.count && bb_formview_is_choosing(bb_form_focus(state->form)))
            bb_ui_warn(ui, problems.rows[0].sentence); /* candidates stand over the field's line */
        bb_session_done(&late.session);
        return false;
    }
    if (state->at == state->count) {
        state->rows = bb_realloc(state->rows, (state->count + 1) * sizeof *state->rows);
        state->rows[state->count++] = (struct late_row){0};
    }
    row_done(&state->rows[state->at]);
    bb_form_save(state->form, &text);
    state->rows[state->at] = (struct late_row){bb_buf_take(&text), late};
    bb_form_mark(state->form);
    state->changes++;
    return true;
}

/* What is typed and not yet in its row; an untouched new row is nothing. */
static bool take_changes(struct bb_ui *ui, struct late *state)
{
    return !bb_form_is_changed(state->form) || take(ui, state);
}

/* ---- the draft: the place, a line for each row, then the form when it is changed ---- */

static void draft_write(struct bb_ui *ui, struct late *state)
{
    struct bb_buf text = {0};
    bool changed = bb_form_is_changed(state->form);
    unsigned form = bb_form_changes(state->form);
    if (state->changes == state->written && form == state->form_written)
        return;
    bb_buf_printf(&text, "%zu", state->at);
    for (size_t i = 0; i < state->count; i++)
        bb_buf_printf(&text, "\n%s", state->rows[i].text);
    if (changed) {
        bb_buf_str(&text, "\n");
        bb_form_save(state->form, &text);
    }
    const struct bb_err *err = NULL;
    if (state->count || changed || state->kept->draft)
        err = bb_kept_write(ui, state->kept, bb_buf_text(&text));
    bb_ui_tell(ui, err);
    if (!err) {
        state->written = state->changes;
        state->form_written = form;
    }
    bb_buf_done(&text);
}

/* Rows that were checked when they were typed; what cannot be read now stays typed in the form. */
static void draft_read(struct bb_ui *ui, struct late *state)
{
    char *rest = NULL, *line = strtok_r(state->kept->text, "\n", &rest);
    size_t at = line ? strtoul(line, NULL, 10) : 0;
    while ((line = strtok_r(NULL, "\n", &rest))) {
        go_to(ui, state, state->count);
        bb_ui_tell(ui, bb_form_restore(state->form, line, strlen(line)));
        bb_late_form_settle(ui, state->form);
        if (!rest || !*rest || !take(ui, state))
            break;
    }
    if (!bb_form_is_changed(state->form) && at < state->count)
        go_to(ui, state, at);
}

static void draft_open(struct bb_ui *ui, struct late *state)
{
    state->kept = bb_kept_take(ui, draft_name);
    if (!state->kept) {
        state->kept = bb_kept_new(draft_name);
        return;
    }
    draft_read(ui, state);
    bb_ui_say(ui, _("Going on with the rows that were not saved."));
}

/* Everything is saved: the draft goes. */
static void draft_saved(struct late *state)
{
    bb_kept_free(state->kept, true);
    state->kept = bb_kept_new(draft_name);
    state->written = state->changes;
}

/* ---- the screen ---- */

static const struct bb_err *late_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct late *state = opaque;
    (void)arg;
    BB_TRY(bb_late_pickers(ui, &state->pickers));
    form_new(ui, state, false);
    draft_open(ui, state);
    return NULL;
}

static void late_close(struct bb_ui *ui, void *opaque)
{
    struct late *state = opaque;
    draft_write(ui, state);
    if (state->count || bb_form_is_changed(state->form)) {
        bb_kept_put(ui, state->kept);
        bb_ui_say(ui, _("The rows are kept as a draft: Late entry goes on with them."));
    } else {
        bb_kept_free(state->kept, true);
    }
    for (size_t i = 0; i < state->count; i++)
        row_done(&state->rows[i]);
    free(state->rows);
    free(state->dropped);
    bb_form_free(state->form);
    bb_picker_free(state->pickers.items);
    bb_picker_free(state->pickers.people);
}

static void late_tick(struct bb_ui *ui, void *opaque)
{
    draft_write(ui, opaque);
}

static void late_draw(struct bb_ui *ui, void *opaque)
{
    enum { LIST_ROWS = 4 };
    struct late *state = opaque;
    struct bb_rect form = ui->body, list = ui->body;
    struct bb_buf head = {0};
    if (state->at < state->count)
        bb_buf_printf(&head, _("Row %d of %d"), (int)state->at + 1, (int)state->count);
    else
        bb_buf_printf(&head, _("New row; %d typed and not saved"), (int)state->count);
    bb_paint(form.y, form.x, form.cols, bb_buf_text(&head), BB_LOOK_TITLE);
    bb_buf_done(&head);
    form.y++;
    form.rows--;
    int used = bb_formview_rows(state->form, &form);
    list.y = form.y + used + 1;
    list.rows = form.rows - used - 1;
    if (list.rows >= LIST_ROWS) {
        bb_paint_rule(list.y - 1, list.x, list.cols);
        bb_late_rows_draw(ui, state->rows, state->count, state->at, &list);
    }
    bb_formview_draw(ui, state->form, &form); /* candidates may stand over the rows */
}

/* ---- keys ---- */

static unsigned next_row(struct bb_ui *ui, struct late *state)
{
    if (take(ui, state))
        go_to(ui, state, state->count);
    return BB_REDRAW;
}

static unsigned move_row(struct bb_ui *ui, struct late *state, bool back)
{
    size_t to = back ? state->at - 1 : state->at + 1;
    if (back ? state->at == 0 : state->at == state->count) {
        bb_ui_say(ui, back ? _("This is the first row.") : _("This is the new row."));
        return BB_REDRAW;
    }
    if (take_changes(ui, state))
        go_to(ui, state, to);
    return BB_REDRAW;
}

static void say_saved(struct bb_ui *ui, const struct late_row *rows, size_t count)
{
    struct bb_buf text = {0};
    if (count == 1)
        bb_buf_printf(&text, _("Saved %s"), rows[0].late.session.no);
    else
        bb_buf_printf(&text, _("Saved %d past sessions, %s to %s"), (int)count,
                      rows[0].late.session.no, rows[count - 1].late.session.no);
    bb_buf_str(&text, _(". Ctrl-Z undoes."));
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
}

/* Saves rows [first, first + count), in one act. A row that is refused now (its item went out of
 * the list) comes back into the form. */
static bool save(struct bb_ui *ui, struct late *state, size_t first, size_t count)
{
    struct bb_late *all = bb_alloc(count * sizeof *all);
    struct bb_problems problems = {0};
    size_t at = 0;
    for (size_t i = 0; i < count; i++)
        all[i] = state->rows[first + i].late;
    const struct bb_err *err = bb_app_late_add(ui->app, all, count, NULL, &at, &problems);
    for (size_t i = 0; i < count; i++) /* texts may be others now */
        state->rows[first + i].late = all[i];
    free(all);
    if (err) {
        if (at < count && problems.count)
            go_to(ui, state, first + at);
        bb_formview_refuse(ui, state->form, err, &problems);
        return false;
    }
    say_saved(ui, &state->rows[first], count);
    for (size_t i = first + count; i-- > first;)
        row_remove(state, i);
    state->announced = true;
    return true;
}

static unsigned save_all(struct bb_ui *ui, struct late *state)
{
    if (!take_changes(ui, state))
        return BB_REDRAW;
    if (!state->count) {
        bb_ui_warn(ui, _("Nothing is typed yet. Write day, time and item of the first row."));
        return BB_REDRAW;
    }
    if (!save(ui, state, 0, state->count))
        return BB_REDRAW;
    go_to(ui, state, 0);
    draft_saved(state);
    return BB_RELOAD;
}

static unsigned save_row(struct bb_ui *ui, struct late *state)
{
    if (!take(ui, state))
        return BB_REDRAW;
    if (!save(ui, state, state->at, 1))
        return BB_REDRAW;
    go_to(ui, state, state->count);
    if (state->count)
        draft_write(ui, state);
    else
        draft_saved(state);
    return BB_RELOAD;
}

static unsigned drop_row(struct bb_ui *ui, struct late *state)
{
    struct bb_buf text = {0};
    if (state->at == state->count && !bb_form_is_changed(state->form)) {
        bb_ui_say(ui, _("This row is empty."));
        return BB_REDRAW;
    }
    bb_form_save(state->form, &text);
    free(state->dropped);
    state->dropped = bb_buf_take(&text);
    if (state->at < state->count)
        row_remove(state, state->at);
    go_to(ui, state, state->count);
    bb_ui_say(ui, _("The row is taken out. Ctrl-Z brings it back."));
    return BB_REDRAW;
}

/* From near to far: what was just saved, the typing, a row that was taken out. */
static unsigned undo(struct bb_ui *ui, struct late *state, bool announced)
{
    if (announced)
        return BB_UNUSED;
    if (bb_form_undo(state->form))
        return BB_REDRAW;
    if (!state->dropped || bb_form_is_changed(state->form)) {
        bb_ui_warn(ui, _("Nothing typed in this field to undo."));
        return BB_REDRAW;
    }
    bb_ui_tell(ui, bb_form_restore(state->form, state->dropped, strlen(state->dropped)));
    bb_strset(&state->dropped, NULL);
    return BB_REDRAW;
}

/* Enter behind the last field ends the row. */
static bool ends_row(struct late *state, const struct bb_input *input)
{
    const struct bb_form_field *field = bb_form_focus(state->form);
    return input->kind == BB_INPUT_KEY && input->key == BB_KEY_ENTER && field &&
           strcmp(field->spec->key, "note") == 0;
}

static unsigned late_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct late *state = opaque;
    bool announced = state->announced;
    unsigned reaction = BB_REDRAW;
    state->announced = announced && action == BB_ACTION_PALETTE;
    switch ((int)action) {
    case BB_ACTION_SAVE:
        return save_all(ui, state);
    case BB_ACTION_SAVE_ROW:
        return save_row(ui, state);
    case BB_ACTION_NEXT_ROW:
        return next_row(ui, state);
    case BB_ACTION_ROW_UP:
        return move_row(ui, state, true);
    case BB_ACTION_ROW_DOWN:
        return move_row(ui, state, false);
    case BB_ACTION_EMPTY:
        return drop_row(ui, state);
    case BB_ACTION_UNDO:
        reaction = undo(ui, state, announced);
        break;
    default:
        if (action == BB_ACTION_NONE && ends_row(state, input))
            return next_row(ui, state);
        reaction = bb_formview_handle(state->form, action, input);
    }
    if (!(reaction & BB_UNUSED))
        bb_late_form_settle(ui, state->form);
    return reaction;
}

static bool late_typing(const void *opaque)
{
    (void)opaque;
    return true;
}

const struct bb_screen bb_screen_late = {
    .state_bytes = sizeof(struct late),
    .form_at = offsetof(struct late, form),
    .open = late_open,
    .close = late_close,
    .draw = late_draw,
    .handle = late_handle,
    .typing = late_typing,
    .tick = late_tick,
};
