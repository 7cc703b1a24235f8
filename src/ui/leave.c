/* Leaving: the person's debts of the shift are shown first; then lock, quit, or back. */
#include "bangban/ui/reader.h"
#include "bangban/ui/secret.h"
#include "bangban/ui/show.h"
#include "bangban/ui/voiding.h"

struct leave {
    struct bb_reader reader;
    struct bb_ui *ui;
    int debts;
};

static const struct bb_err *add_debt(void *ctx, void *row)
{
    struct leave *state = ctx;
    const struct bb_session *session = row;
    unsigned owed = session->voided ? 0 : bb_session_debts(session);
    struct bb_buf text = {0};
    if (!owed)
        return NULL;
    state->debts++;
    bb_buf_str(&text, bb_show_item(state->ui, session->item));
    if (text.len)
        bb_buf_str(&text, "  ");
    bb_session_debts_show(owed, &text);
    bb_reader_add(&state->reader, session->no, bb_buf_text(&text), BB_LOOK_WARN);
    bb_buf_done(&text);
    return NULL;
}

static const struct bb_err *leave_reload(struct bb_ui *ui, void *opaque)
{
    enum { ROWS_MAX = 2000 };
    struct leave *state = opaque;
    state->ui = ui;
    state->debts = 0;
    bb_reader_clear(&state->reader);
    bb_reader_head(&state->reader, _("What you still owe"));
    if (!bb_app_may(ui->app, BB_USE_SESSION_LIST)) /* who sees no sessions owes none */
        BB_TRY(bb_app_debts(ui->app, ROWS_MAX, &(struct bb_sink){add_debt, state}));
    if (!state->debts)
        bb_reader_add(&state->reader, NULL, _("Nothing. Thank you."), BB_LOOK_PLAIN);
    if (ui->kept) {
        bb_reader_head(&state->reader, _("Drafts"));
        bb_reader_add(
            &state->reader, NULL,
            _("Typed text that was not saved stays as a draft and comes back when you log in."),
            BB_LOOK_PLAIN);
    }
    bb_reader_head(
        &state->reader,
        state->debts
            ? _("d fills in the oldest, again for the next; l locks the screen, c changes the "
                "person, q ends the program, Esc goes back.")
            : _("l locks the screen, c changes the person, q ends the program, Esc goes back."));
    return NULL;
}

static const struct bb_err *leave_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)ui, (void)opaque, (void)arg;
    return NULL;
}

static void leave_close(struct bb_ui *ui, void *opaque)
{
    (void)ui;
    bb_reader_done(&((struct leave *)opaque)->reader);
}

static void leave_draw(struct bb_ui *ui, void *opaque)
{
    bb_reader_draw(ui, &((struct leave *)opaque)->reader, &ui->body);
}

static unsigned leave_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    (void)input;
    if (action == BB_ACTION_DEBTS) {
        bb_session_debt_next(ui);
        return BB_REDRAW;
    }
    switch ((int)action) {
    case BB_ACTION_LOCK:
        bb_ui_lock(ui);
        return BB_POP;
    case BB_ACTION_SWITCH:
        bb_ui_out(ui); /* frees this screen */
        return BB_REDRAW;
    case BB_ACTION_PASSWORD:
        bb_ui_push(ui, BB_SCREEN_SECRET, &(struct bb_secret_arg){BB_SECRET_PASSWORD, NULL});
        return BB_REDRAW;
    case BB_ACTION_PIN:
        bb_ui_push(ui, BB_SCREEN_SECRET, &(struct bb_secret_arg){BB_SECRET_PIN, NULL});
        return BB_REDRAW;
    }
    return bb_reader_handle(&((struct leave *)opaque)->reader, action);
}

const struct bb_screen bb_screen_leave = {
    .state_bytes = sizeof(struct leave),
    .open = leave_open,
    .close = leave_close,
    .reload = leave_reload,
    .draw = leave_draw,
    .handle = leave_handle,
};
