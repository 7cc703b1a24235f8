/* The form of one step: made by step_form.c, kept as a draft, saved through the app. */
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/show.h"
#include "bangban/ui/step.h"

struct step_state {
    struct bb_step_form step;
    struct bb_formdraft draft;
    struct bb_issue row; /* as shown: its heads are what this decision knows */
};

static const struct bb_err *step_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct step_state *state = opaque;
    const struct bb_step_ask *ask = arg;
    struct bb_buf name = {0};
    const struct bb_err *err = bb_app_issue_load(ui->app, ask->id, &state->row);
    if (!err)
        err = bb_step_form_open(ui, &state->step, ask->kind, false);
    if (err) {
        bb_step_form_done(&state->step);
        bb_issue_done(&state->row);
        return err;
    }
    bb_step_form_fill(ui, &state->step, &state->row);
    bb_buf_printf(&name, "%s %s", bb_event_word(ask->kind), ask->id);
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->step.form);
    bb_buf_done(&name);
    bb_step_form_settle(ui, &state->step);
    return NULL;
}

static void step_close(struct bb_ui *ui, void *opaque)
{
    struct step_state *state = opaque;
    bb_formdraft_close(ui, &state->draft, state->step.form,
                       _("Nothing was decided. What you typed is kept: the same step goes on."));
    bb_step_form_done(&state->step);
    bb_issue_done(&state->row);
}

static const struct bb_err *step_reload(struct bb_ui *ui, void *opaque)
{
    struct step_state *state = opaque;
    struct bb_issue now = {0};
    BB_TRY(bb_app_issue_load(ui->app, state->row.id, &now));
    if (now.heads && state->row.heads && strcmp(now.heads, state->row.heads) != 0)
        bb_ui_warn(ui, _("Somebody else has worked on this line meanwhile. Esc shows it; saving "
                         "now keeps both, to be checked."));
    bb_issue_done(&now);
    return NULL;
}

static void step_tick(struct bb_ui *ui, void *opaque)
{
    struct step_state *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->step.form);
}

/* What one wants to see of the line while deciding, under the form. */
static void draw_line(struct bb_ui *ui, const struct step_state *state, int y,
                      const struct bb_rect *area)
{
    const struct bb_issue *issue = &state->row;
    static const char *const names[] = {"due_day",   "person",      "plan",     "measures",
                                        "asked_due", "reason",      "evidence", "fixed_by",
                                        "progress",  "feedback_to", "lookback", "extensions"};
    enum { LABEL_COLS = 20 };
    int end = area->y + area->rows;
    if (y + 2 >= end)
        return;
    bb_paint_rule(y++, area->x, area->cols);
    for (size_t i = 0; i < sizeof names / sizeof *names && y < end; i++) {
        const struct bb_field *field = bb_record_field(&bb_issue_record, names[i]);
        struct bb_buf text = {0};
        bool typed = false;
        for (size_t k = 0; k < state->step.count; k++)
            typed = typed || strcmp(state->step.specs[k].key, names[i]) == 0;
        if (typed || !bb_field_is_set(field, issue))
            continue;
        bb_show_field(ui, field, issue, &text);
        bb_paint(y, area->x, LABEL_COLS, _(field->label), BB_LOOK_QUIET);
        bb_paint_some(y++, area->x + LABEL_COLS, area->cols - LABEL_COLS, bb_buf_text(&text),
                      BB_LOOK_PLAIN);
        bb_buf_done(&text);
    }
}

static void step_draw(struct bb_ui *ui, void *opaque)
{
    struct step_state *state = opaque;
    struct bb_rect area = ui->body;
    struct bb_buf head = {0};
    const struct bb_form_field *focus = bb_form_focus(state->step.form);
    bb_buf_printf(&head, "%s  ", _(bb_issue_step(state->step.kind)->label));
    bb_show_standing(ui, &state->row, &head);
    bb_paint_some(area.y, area.x, area.cols, bb_buf_text(&head), BB_LOOK_TITLE);
    bb_paint_some(area.y + 1, area.x, area.cols, state->row.description, BB_LOOK_PLAIN);
    bb_buf_done(&head);
    area.y += 3;
    area.rows -= 3;
    int used = bb_formview_draw(ui, state->step.form, &area);
    if (!focus || !bb_formview_is_choosing(focus))
        draw_line(ui, state, area.y + used, &area);
}

static void say_done(struct bb_ui *ui, enum bb_event_kind kind, const struct bb_issue *after)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, _("%s: %s"), after->no, bb_event_label(kind));
    if (after->due_day && bb_issue_is_open(after) && after->state != BB_STATE_FIXED) {
        bb_buf_str(&text, _(", due "));
        bb_show_day(ui, &text, after->due_day);
    }
    if (after->contested)
        bb_buf_str(&text, _("; somebody decided otherwise meanwhile: to be checked"));
    bb_buf_str(&text, _(". Ctrl-Z undoes."));
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
}

static unsigned step_save(struct bb_ui *ui, struct step_state *state)
{
    struct bb_issue body = {0}, after = {0};
    struct bb_problems problems = {0};
    unsigned reaction = BB_REDRAW;
    if (!bb_step_form_gather(ui, &state->step, &body)) {
        bb_form_first_error(state->step.form);
        bb_issue_done(&body);
        return reaction;
    }
    bb_strset(&body.heads, state->row.heads);
    const struct bb_err *err =
        bb_app_issue_do(ui->app, state->row.id, state->step.kind, &body, 0, &problems, &after);
    if (err) {
        bb_step_form_refuse(ui, &state->step, err, &problems);
    } else {
        reaction = BB_POP | BB_RELOAD;
        bb_form_mark(state->step.form);
        say_done(ui, state->step.kind, &after);
    }
    bb_issue_done(&body);
    bb_issue_done(&after);
    return reaction;
}

static unsigned step_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct step_state *state = opaque;
    unsigned reaction;
    switch ((int)action) {
    case BB_ACTION_SAVE:
        return step_save(ui, state);
    case BB_ACTION_EMPTY:
        if (bb_formdraft_drop(&state->draft, state->step.form)) {
            struct bb_form *old = state->step.form;
            state->step.form = bb_form_new(state->step.specs, state->step.count);
            for (size_t i = 0; i < state->step.count; i++)
                bb_form_set_picker(state->step.form, state->step.specs[i].key,
                                   bb_form_at(old, i)->picker);
            bb_form_free(old);
            bb_step_form_fill(ui, &state->step, &state->row);
            bb_formdraft_saved(&state->draft, state->step.form);
            bb_ui_say(ui, _("The form is empty. Ctrl-Z brings the text back."));
        }
        return BB_REDRAW;
    case BB_ACTION_UNDO:
        /* never the last act: one is busy with this one */
        bb_formdraft_undo(ui, &state->draft, state->step.form);
        reaction = BB_REDRAW;
        break;
    default:
        reaction = bb_formview_handle(state->step.form, action, input);
    }
    bb_step_form_settle(ui, &state->step);
    return reaction;
}

static bool step_typing(const void *state)
{
    (void)state;
    return true;
}

const struct bb_screen bb_screen_step = {
    .state_bytes = sizeof(struct step_state),
    .form_at = offsetof(struct step_state, step.form),
    .open = step_open,
    .close = step_close,
    .reload = step_reload,
    .draw = step_draw,
    .handle = step_handle,
    .typing = step_typing,
    .tick = step_tick,
};
