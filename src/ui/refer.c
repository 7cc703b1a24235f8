/* Out of scope (R3): which of the three, and the channel it is sent to. Opens no problem. */
#include <string.h>

#include "bangban/ui/screen.h"

struct refer {
    int cursor; /* BB_SCOPE_… - 1 */
};

static const char *channel_of(const struct bb_config *config, int scope)
{
    return scope == BB_SCOPE_LEGAL        ? config->scope_legal
           : scope == BB_SCOPE_LITIGATION ? config->scope_litigation
                                          : config->scope_complaint;
}

static const struct bb_err *refer_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)ui, (void)opaque, (void)arg;
    return NULL;
}

static void refer_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 9, COLS_MAX = 66, LABEL_COLS = 16 };
    const struct refer *state = opaque;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_REFER));
    bb_paint_wrapped(area.y, area.x, 2, area.cols, 0,
                     _("This is no assistance: it goes back to its own channel and opens no "
                       "problem. Which is it?"),
                     BB_LOOK_PLAIN);
    for (int scope = 1; scope <= bb_code_count(BB_CODES_SCOPE); scope++) {
        struct bb_buf text = {0};
        int y = area.y + 2 + scope;
        bool here = scope == state->cursor + 1;
        bb_buf_printf(&text, "%s %d %s", here ? "▸" : " ", scope,
                      bb_code_label(BB_CODES_SCOPE, scope));
        bb_paint(y, area.x, LABEL_COLS, bb_buf_text(&text), here ? BB_LOOK_FOCUS : BB_LOOK_PLAIN);
        bb_buf_done(&text);
        bb_paint_some(y, area.x + LABEL_COLS + 1, area.cols - LABEL_COLS - 1,
                      channel_of(bb_app_config(ui->app), scope), BB_LOOK_PLAIN);
        if (here)
            bb_ui_caret(ui, y, area.x);
    }
    bb_paint_some(area.y + 7, area.x, area.cols,
                  _("No name and no number of the visitor is recorded."), BB_LOOK_QUIET);
}

static unsigned record(struct bb_ui *ui, int scope)
{
    struct bb_referral referral = {0};
    const struct bb_err *err = bb_app_referral_add(ui->app, scope, &referral);
    if (err) {
        bb_ui_tell(ui, err);
        return BB_REDRAW;
    }
    struct bb_buf text = {0};
    bb_buf_printf(&text, _("Recorded %s. Send the visitor to: %s"), referral.no,
                  referral.referred_to);
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
    bb_record_done(&bb_referral_record, &referral);
    return BB_POP | BB_RELOAD;
}

static unsigned refer_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct refer *state = opaque;
    int count = bb_code_count(BB_CODES_SCOPE);
    switch ((int)action) {
    case BB_ACTION_UP:
        state->cursor -= state->cursor > 0;
        return BB_REDRAW;
    case BB_ACTION_DOWN:
        state->cursor += state->cursor < count - 1;
        return BB_REDRAW;
    case BB_ACTION_TAKE:
        return record(ui, state->cursor + 1);
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
    .draw = refer_draw,
    .handle = refer_handle,
};
