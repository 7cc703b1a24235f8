/* Handing an open session over to another desk, with the reason: it waits there until somebody
 * takes it up. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/show.h"

enum { DESKS_SHOWN = 32 };

static const struct bb_field_spec specs[] = {
    {"desk", N_("Desk"), BB_FIELD_PICKER, 0, 0, BB_CODES_NONE, NULL},
    {"handed_why", N_("Reason"), BB_FIELD_TEXT, 1, 0, BB_CODES_NONE, NULL},
};

struct hand {
    struct bb_form *form;
    struct bb_picker *desks;
    struct bb_formdraft draft;
    struct bb_session row;
};

static const struct bb_err *add_desks(struct bb_ui *ui, struct hand *state)
{
    const struct bb_desk *desks;
    size_t count;
    BB_TRY(bb_app_desks(ui->app, &desks, &count));
    state->desks = bb_picker_new(DESKS_SHOWN);
    for (size_t i = 0; i < count; i++)
        if (!state->row.desk || strcmp(desks[i].code, state->row.desk) != 0)
            bb_picker_add(state->desks, &(struct bb_picker_entry){
                                            .id = desks[i].code,
                                            .code = desks[i].code,
                                            .title = desks[i].name,
                                            .hint = bb_code_label(BB_CODES_ZONE, desks[i].zone)});
    bb_picker_type(state->desks, "");
    return NULL;
}

static void begin(struct hand *state)
{
    bb_form_free(state->form);
    state->form = bb_form_new(specs, sizeof specs / sizeof *specs);
    bb_form_set_picker(state->form, "desk", state->desks);
    bb_form_set_hint(state->form, "desk", _("Name, initials or code of the desk that goes on."));
    bb_form_set_hint(state->form, "handed_why",
                     _("One sentence: what is done, what is left. No name of the visitor."));
}

static const struct bb_err *hand_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct hand *state = opaque;
    struct bb_buf name = {0};
    BB_TRY(bb_app_session_load(ui->app, arg, &state->row));
    BB_TRY(add_desks(ui, state));
    begin(state);
    bb_buf_printf(&name, "hand %s", state->row.id);
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->form);
    bb_buf_done(&name);
    return NULL;
}

static void hand_tick(struct bb_ui *ui, void *opaque)
{
    struct hand *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->form);
}

static void hand_close(struct bb_ui *ui, void *opaque)
{
    struct hand *state = opaque;
    bb_formdraft_close(ui, &state->draft, state->form,
                       _("Nothing was handed over. What you typed is kept as a draft."));
    bb_form_free(state->form);
    bb_picker_free(state->desks);
    bb_session_done(&state->row);
}

static void hand_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 12, COLS_MAX = 72 };
    struct hand *state = opaque;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_HAND));
    struct bb_buf text = {0};
    bb_buf_printf(&text, "%s  %s", state->row.no, bb_show_item(ui, state->row.item));
    bb_paint_some(area.y, area.x, area.cols, bb_buf_text(&text), BB_LOOK_TITLE);
    bb_buf_done(&text);
    area.y += 2;
    area.rows -= 2;
    bb_formview_draw(ui, state->form, &area);
}

static unsigned save(struct bb_ui *ui, struct hand *state)
{
    struct bb_problems problems = {0};
    struct bb_buf said = {0};
    const char *desk = bb_form_picked(state->form, "desk");
    bb_form_clear_errors(state->form);
    const struct bb_err *err = bb_app_session_hand(
        ui->app, state->row.id, desk, bb_form_text(state->form, "handed_why"), &problems);
    if (err) {
        bb_formview_refuse(ui, state->form, err, &problems);
        return BB_REDRAW;
    }
    bb_form_mark(state->form);
    bb_buf_printf(&said, _("%s waits at %s now. Ctrl-Z undoes."), state->row.no,
                  bb_show_desk(ui, desk));
    bb_ui_say(ui, bb_buf_text(&said));
    bb_buf_done(&said);
    return BB_POP | BB_RELOAD;
}

static unsigned hand_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct hand *state = opaque;
    switch ((int)action) {
    case BB_ACTION_SAVE:
        return save(ui, state);
    case BB_ACTION_EMPTY:
        if (bb_formdraft_drop(&state->draft, state->form)) {
            begin(state);
            bb_formdraft_saved(&state->draft, state->form);
            bb_ui_say(ui, _("The form is empty. Ctrl-Z brings the text back."));
        }
        return BB_REDRAW;
    case BB_ACTION_UNDO: /* never the last act: one is busy with this one */
        bb_formdraft_undo(ui, &state->draft, state->form);
        return BB_REDRAW;
    }
    return bb_formview_handle(state->form, action, input);
}

static bool hand_typing(const void *state)
{
    (void)state;
    return true;
}

const struct bb_screen bb_screen_hand = {
    .state_bytes = sizeof(struct hand),
    .form_at = offsetof(struct hand, form),
    .overlay = true,
    .open = hand_open,
    .close = hand_close,
    .draw = hand_draw,
    .handle = hand_handle,
    .typing = hand_typing,
    .tick = hand_tick,
};
