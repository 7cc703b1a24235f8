/* One session: its fields and history; from here it is completed, taken up, made void, or a problem
 * is raised in it. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/pending.h"
#include "bangban/ui/show.h"
#include "bangban/ui/voiding.h"

struct session_view {
    char *id;
    struct bb_session row;
    struct bb_reader reader;
};

static const struct bb_err *session_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct session_view *state = opaque;
    (void)ui;
    state->id = bb_strdup(arg);
    return NULL;
}

static void session_close(struct bb_ui *ui, void *opaque)
{
    struct session_view *state = opaque;
    (void)ui;
    bb_session_done(&state->row);
    bb_reader_done(&state->reader);
    free(state->id);
}

/* "09:31 – 09:40  In service  程亦诚" */
static const struct bb_err *show_periods(struct bb_ui *ui, struct session_view *state)
{
    struct bb_stretch *periods;
    size_t count;
    int64_t response = bb_session_first_response(&state->row);
    struct bb_buf text = {0};
    BB_TRY(bb_app_session_periods(ui->app, state->id, &periods, &count));
    bb_reader_head(&state->reader, _("Periods"));
    for (size_t i = 0; i < count; i++) {
        char from[BB_AT_BYTES], until[BB_AT_BYTES] = "";
        bb_buf_clear(&text);
        if (periods[i].until_at)
            bb_at_format_clock(until, periods[i].until_at);
        bb_buf_printf(&text, "%s – %-5s  %s  %s", bb_at_format_clock(from, periods[i].from_at),
                      until, bb_code_label(BB_CODES_PHASE, periods[i].phase),
                      bb_show_person(ui, periods[i].by));
        bb_reader_add(&state->reader, NULL, bb_buf_text(&text), BB_LOOK_PLAIN);
    }
    if (response >= 0) {
        bb_buf_clear(&text);
        bb_show_age(&text, response);
        bb_reader_add(&state->reader, _("First response"), bb_buf_text(&text), BB_LOOK_PLAIN);
    }
    bb_buf_done(&text);
    bb_session_periods_free(periods, count);
    return NULL;
}

static const struct bb_err *session_reload(struct bb_ui *ui, void *opaque)
{
    struct session_view *state = opaque;
    struct bb_session row = {0};
    struct bb_buf title = {0};
    BB_TRY(bb_app_session_load(ui->app, state->id, &row));
    bb_session_done(&state->row);
    state->row = row;
    bb_reader_clear(&state->reader);
    bb_buf_printf(&title, "%s  ", row.no);
    bb_show_state(ui, &row, &title);
    if (!row.voided && bb_session_debts(&row)) {
        bb_buf_str(&title, _("  to follow: "));
        bb_session_debts_show(bb_session_debts(&row), &title);
    }
    bb_reader_head(&state->reader, bb_buf_text(&title));
    bb_buf_done(&title);
    bb_show_record(ui, &state->reader, &bb_session_record, &row);
    BB_TRY(show_periods(ui, state));
    return bb_show_history(ui, &state->reader, &bb_session_record, row.id);
}

static void session_draw(struct bb_ui *ui, void *opaque)
{
    bb_reader_draw(ui, &((struct session_view *)opaque)->reader, &ui->body);
}

void bb_session_take_up(struct bb_ui *ui, const struct bb_session *session)
{
    const struct bb_err *err = NULL;
    if (session->voided) {
        bb_ui_warn(ui, _("A void session cannot be completed. Log a new one with F2."));
        return;
    }
    if (bb_show_is_open(session) && session->phase != BB_PHASE_SERVING)
        err = bb_app_session_phase(ui->app, session->id, BB_PHASE_SERVING);
    bb_ui_tell(ui, err);
    if (!err)
        bb_ui_push(ui, BB_SCREEN_FORM, session->id);
}

static const struct bb_err *keep_first(void *ctx, void *row)
{
    struct bb_session *first = ctx;
    if (!first->id)
        bb_record_copy(&bb_session_record, first, row);
    return NULL;
}

void bb_session_debt_next(struct bb_ui *ui)
{
    struct bb_session row = {0};
    const struct bb_err *err = bb_app_debts(ui->app, 1, &(struct bb_sink){keep_first, &row});
    bb_ui_tell(ui, err);
    if (!err && !row.id)
        bb_ui_say(ui, _("No debts in this shift."));
    else if (!err)
        bb_ui_push(ui, BB_SCREEN_FORM, row.id);
    bb_session_done(&row);
}

static bool is_over(struct bb_ui *ui, const struct bb_session *session)
{
    if (!bb_show_is_open(session))
        bb_ui_warn(ui, _("This session has ended; log a new one (F2)."));
    return !bb_show_is_open(session);
}

void bb_session_turn(struct bb_ui *ui, const struct bb_session *session)
{
    bool park = session->phase == BB_PHASE_SERVING;
    struct bb_buf text = {0};
    if (is_over(ui, session))
        return;
    const struct bb_err *err =
        bb_app_session_phase(ui->app, session->id, park ? BB_PHASE_PARKED : BB_PHASE_SERVING);
    bb_buf_printf(&text,
                  park ? _("%s is parked. p takes it up again.") : _("%s is in service now."),
                  session->no);
    bb_ui_say(ui, bb_buf_text(&text));
    bb_ui_tell(ui, err);
    bb_buf_done(&text);
}

void bb_session_hand_over(struct bb_ui *ui, const struct bb_session *session)
{
    if (!is_over(ui, session))
        bb_ui_push(ui, BB_SCREEN_HAND, session->id);
}

static unsigned session_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                               const struct bb_input *input)
{
    struct session_view *state = opaque;
    (void)input;
    switch ((int)action) {
    case BB_ACTION_EDIT:
        bb_session_take_up(ui, &state->row);
        return BB_RELOAD;
    case BB_ACTION_RATE:
        bb_ui_push(ui, BB_SCREEN_RATE, state->row.id);
        return BB_REDRAW;
    case BB_ACTION_TURN:
        bb_session_turn(ui, &state->row);
        return BB_RELOAD;
    case BB_ACTION_HAND:
        bb_session_hand_over(ui, &state->row);
        return BB_REDRAW;
    case BB_ACTION_VOID:
        bb_ui_push(ui, BB_SCREEN_VOID,
                   &(struct bb_voiding){BB_VOIDING_SESSION, state->row.id, state->row.no,
                                        bb_show_item(ui, state->row.item), NULL});
        return BB_REDRAW;
    case BB_ACTION_UNMASK:
        bb_ui_push(ui, BB_SCREEN_UNMASK, state->row.id);
        return BB_REDRAW;
    case BB_ACTION_PROBLEM:
        bb_ui_push(ui, BB_SCREEN_RAISE,
                   &(struct bb_raise){.session = state->row.id, .item = state->row.item});
        return BB_REDRAW;
    }
    return bb_reader_handle(&state->reader, action);
}

static const char *session_selected(void *opaque)
{
    return ((struct session_view *)opaque)->id;
}

const struct bb_screen bb_screen_session = {
    .state_bytes = sizeof(struct session_view),
    .open = session_open,
    .close = session_close,
    .reload = session_reload,
    .draw = session_draw,
    .handle = session_handle,
    .selected = session_selected,
};
