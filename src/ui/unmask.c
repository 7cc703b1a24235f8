/* Client data in clear: asks for the reason, shows them for a bounded time, takes them away. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"

static const struct bb_field_spec specs[] = {
    {"reason", N_("Reason"), BB_FIELD_TEXT, 0, 0, BB_CODES_NONE, NULL},
};

struct unmask {
    struct bb_form *form;
    struct bb_formdraft draft;
    char *id, *no;
    struct bb_clear clear;
    int64_t until_at; /* 0: the reason is asked; else shown, or over */
};

static bool is_shown(const struct unmask *state)
{
    return state->clear.name || state->clear.phone;
}

static const struct bb_err *unmask_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct unmask *state = opaque;
    struct bb_session row = {0};
    struct bb_buf name = {0};
    BB_TRY(bb_app_may(ui->app, BB_USE_UNMASK));
    BB_TRY(bb_app_session_load(ui->app, arg, &row));
    state->id = bb_strdup(row.id);
    state->no = bb_strdup(row.no);
    bb_session_done(&row);
    state->form = bb_form_new(specs, sizeof specs / sizeof *specs);
    bb_form_set_hint(state->form, "reason",
                     _("Why it must be seen, for example to call back; it stands in the history."));
    bb_buf_printf(&name, "unmask %s", state->id);
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->form);
    bb_buf_done(&name);
    return NULL;
}

static void unmask_close(struct bb_ui *ui, void *opaque)
{
    struct unmask *state = opaque;
    bb_clear_done(&state->clear);
    bb_formdraft_close(ui, &state->draft, state->form,
                       _("Nothing was shown. The reason is kept as a draft."));
    bb_form_free(state->form);
    free(state->id);
    free(state->no);
}

static void unmask_tick(struct bb_ui *ui, void *opaque)
{
    struct unmask *state = opaque;
    if (!state->until_at)
        bb_formdraft_write(ui, &state->draft, state->form);
    else if (is_shown(state) && bb_app_now(ui->app) >= state->until_at)
        bb_clear_done(&state->clear);
    else
        ui->ticking = ui->ticking || is_shown(state);
}

static void draw_line(struct bb_rect *area, const char *label, const char *value)
{
    enum { LABEL_COLS = 12 };
    bb_paint_some(area->y, area->x, LABEL_COLS, label, BB_LOOK_LABEL);
    bb_paint_some(area->y, area->x + LABEL_COLS + 1, area->cols - LABEL_COLS - 1,
                  value ? value : "—", BB_LOOK_PLAIN);
    area->y++;
}

static void draw_clear(struct bb_ui *ui, const struct unmask *state, struct bb_rect area)
{
    struct bb_buf text = {0};
    if (is_shown(state)) {
        draw_line(&area, _("Client name"), state->clear.name);
        draw_line(&area, _("Phone"), state->clear.phone);
        bb_buf_printf(&text, _("Masked again in %d seconds, or with Esc."),
                      (int)(state->until_at - bb_app_now(ui->app)));
    } else {
        bb_buf_str(&text, _("Masked again. Esc goes back."));
    }
    bb_paint_some(area.y + 1, area.x, area.cols, bb_buf_text(&text), BB_LOOK_TITLE);
    bb_ui_caret(ui, area.y + 1, area.x);
    bb_buf_done(&text);
}

static void unmask_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 8, COLS_MAX = 66 };
    struct unmask *state = opaque;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_UNMASK));
    struct bb_buf text = {0};
    bb_buf_printf(&text, _("Client of session %s"), state->no);
    bb_paint_some(area.y, area.x, area.cols, bb_buf_text(&text), BB_LOOK_TITLE);
    bb_buf_done(&text);
    area.y += 2;
    area.rows -= 2;
    if (state->until_at)
        draw_clear(ui, state, area);
    else
        bb_formview_draw(ui, state->form, &area);
}

static unsigned show(struct bb_ui *ui, struct unmask *state)
{
    if (state->until_at)
        return BB_REDRAW;
    bb_form_clear_errors(state->form);
    const struct bb_err *err =
        bb_app_unmask(ui->app, state->id, bb_form_text(state->form, "reason"), &state->clear);
    if (err) {
        bb_ui_tell(ui, err);
        return BB_REDRAW;
    }
    bb_form_mark(state->form);
    state->until_at = bb_app_now(ui->app) + bb_app_config(ui->app)->unmask_seconds;
    ui->ticking = true;
    return BB_RELOAD;
}

static unsigned unmask_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                              const struct bb_input *input)
{
    struct unmask *state = opaque;
    if (action == BB_ACTION_SAVE)
        return show(ui, state);
    if (action == BB_ACTION_UNDO) { /* never the last act: one is busy with this one */
        bb_formdraft_undo(ui, &state->draft, state->form);
        return BB_REDRAW;
    }
    return state->until_at ? BB_UNUSED : bb_formview_handle(state->form, action, input);
}

static bool unmask_typing(const void *state)
{
    return ((const struct unmask *)state)->until_at == 0;
}

const struct bb_screen bb_screen_unmask = {
    .state_bytes = sizeof(struct unmask),
    .form_at = offsetof(struct unmask, form),
    .overlay = true,
    .open = unmask_open,
    .close = unmask_close,
    .draw = unmask_draw,
    .handle = unmask_handle,
    .typing = unmask_typing,
    .tick = unmask_tick,
};
