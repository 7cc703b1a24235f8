/* Out of scope (R3): which kind, the channel it is sent to, and the slip for the visitor. Opens no
 * problem. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/scope.h"
#include "bangban/ui/screen.h"
#include "bangban/ui/show.h"

struct refer {
    struct bb_scopes scopes;
    int cursor;
    struct bb_referral referral; /* no: it is recorded, the slip is shown */
};

/* arg: the text that was typed; its words may name the kind. */
static const struct bb_err *refer_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct refer *state = opaque;
    bb_scopes_parse(&state->scopes, bb_app_config(ui->app)->scope_kinds);
    const struct bb_scope *kind = arg ? bb_scope_suggested(&state->scopes, arg, NULL) : NULL;
    state->cursor = kind ? (int)(kind - state->scopes.rows) : 0;
    return NULL;
}

static void refer_close(struct bb_ui *ui, void *opaque)
{
    struct refer *state = opaque;
    (void)ui;
    bb_scopes_done(&state->scopes);
    bb_record_done(&bb_referral_record, &state->referral);
}

static void draw_kinds(struct bb_ui *ui, const struct refer *state)
{
    enum { COLS_MAX = 66, LABEL_COLS = 16, FRAME_ROWS = 6 };
    int count = (int)state->scopes.count;
    struct bb_rect area =
        bb_ui_box(ui, FRAME_ROWS + count, COLS_MAX, bb_screen_title(BB_SCREEN_REFER));
    bb_paint_wrapped(area.y, area.x, 2, area.cols, 0,
                     _("This is no assistance: it goes back to its own channel and opens no "
                       "problem. Which is it?"),
                     BB_LOOK_PLAIN);
    for (int i = 0; i < count; i++) {
        const struct bb_scope *scope = &state->scopes.rows[i];
        struct bb_buf text = {0};
        int y = area.y + 3 + i;
        bool here = i == state->cursor;
        bb_buf_printf(&text, "%s %d %s", here ? "▸" : " ", i + 1, bb_scope_label(scope));
        bb_paint(y, area.x, LABEL_COLS, bb_buf_text(&text), here ? BB_LOOK_FOCUS : BB_LOOK_PLAIN);
        bb_buf_done(&text);
        bb_paint_some(y, area.x + LABEL_COLS + 1, area.cols - LABEL_COLS - 1, scope->channel,
                      BB_LOOK_PLAIN);
        if (here)
            bb_ui_caret(ui, y, area.x);
    }
    bb_paint_some(area.y + 4 + count, area.x, area.cols,
                  _("No name and no number of the visitor is recorded."), BB_LOOK_QUIET);
}

static void draw_slip(struct bb_ui *ui, const struct refer *state)
{
    enum { ROWS = 8, COLS_MAX = 66 };
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_REFER));
    struct bb_buf text = {0};
    char *rest = NULL;
    int y = area.y;
    bb_app_referral_slip(ui->app, &state->referral, &text);
    for (char *line = strtok_r(text.data, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        bb_paint_some(y++, area.x, area.cols, line, BB_LOOK_PLAIN);
    bb_paint_some(area.y + area.rows - 1, area.x, area.cols,
                  _("P prints the slip, F writes it into a file, Enter goes on."), BB_LOOK_QUIET);
    bb_ui_caret(ui, area.y + area.rows - 1, area.x);
    bb_buf_done(&text);
}

static void refer_draw(struct bb_ui *ui, void *opaque)
{
    const struct refer *state = opaque;
    if (state->referral.no)
        draw_slip(ui, state);
    else
        draw_kinds(ui, state);
}

static unsigned record(struct bb_ui *ui, struct refer *state)
{
    const struct bb_err *err =
        bb_app_referral_add(ui->app, state->scopes.rows[state->cursor].id, &state->referral);
    if (err) {
        bb_ui_tell(ui, err);
        return BB_REDRAW;
    }
    struct bb_buf text = {0};
    bb_buf_printf(&text, _("Recorded %s. Send the visitor to: %s"), state->referral.no,
                  state->referral.referred_to);
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
    return BB_RELOAD;
}

static unsigned print(struct bb_ui *ui, const struct refer *state, bool to_printer)
{
    struct bb_buf text = {0};
    bb_app_referral_slip(ui->app, &state->referral, &text);
    bb_show_print(ui, state->referral.no, bb_buf_text(&text), to_printer);
    bb_buf_done(&text);
    return BB_REDRAW;
}

static unsigned slip_handle(struct bb_ui *ui, const struct refer *state, enum bb_action_id action)
{
    switch ((int)action) {
    case BB_ACTION_REFER_SLIP:
        return print(ui, state, true);
    case BB_ACTION_REFER_FILE:
        return print(ui, state, false);
    case BB_ACTION_TAKE:
        return BB_POP;
    }
    return BB_UNUSED;
}

static unsigned refer_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct refer *state = opaque;
    int count = (int)state->scopes.count;
    if (state->referral.no)
        return slip_handle(ui, state, action);
    switch ((int)action) {
    case BB_ACTION_UP:
        state->cursor -= state->cursor > 0;
        return BB_REDRAW;
    case BB_ACTION_DOWN:
        state->cursor += state->cursor < count - 1;
        return BB_REDRAW;
    case BB_ACTION_TAKE:
        return record(ui, state);
    }
    if (input->kind == BB_INPUT_KEY && input->key >= '1' && input->key < '1' + (uint32_t)count) {
        state->cursor = (int)(input->key - '1');
        return BB_REDRAW;
    }
    return BB_UNUSED;
}

const struct bb_screen bb_screen_refer = {
    .state_bytes = sizeof(struct refer),
    .overlay = true,
    .open = refer_open,
    .close = refer_close,
    .draw = refer_draw,
    .handle = refer_handle,
};
