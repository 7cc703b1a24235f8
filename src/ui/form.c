/* The session form (F2): from defaults and typed text to a saved session, with its draft. A session
 * that was saved before is completed in the same form. How fields look is formview's. */
#include "session_form.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/pending.h"
#include "bangban/ui/show.h"

/* The field that is asked for first: a completed session's debt, else the item. */
static void focus_on_missing(struct session_form *state)
{
    unsigned owed = state->row.id ? bb_session_debts(&state->row) : BB_DEBT_ITEM;
    bb_form_focus_on(state->form, owed & BB_DEBT_ITEM       ? "item"
                                  : owed & BB_DEBT_CATEGORY ? "category"
                                  : owed & BB_DEBT_OUTCOME  ? "outcome"
                                                            : "item");
}

/* A fresh form: defaults, or the session that is to be completed. */
static void begin(struct bb_ui *ui, struct session_form *state)
{
    struct bb_session defaults = {0};
    bb_form_free(state->form);
    state->form = bb_session_form_new();
    bb_form_set_picker(state->form, "item", state->items);
    if (state->row.id) {
        bb_session_form_fill(ui, state->form, &state->row);
        bb_form_set_text(state->form, "note", state->row.note);
        bb_session_form_fill_arrival(state->form, &state->row);
        bb_form_set_text(state->form, "session", state->row.id);
        bb_session_form_note_seen(state);
        if (state->phase_open && !state->row.outcome)
            bb_form_set_choice(state->form, "outcome", BB_OUTCOME_SOLVED);
    } else {
        bb_app_session_defaults(ui->app, &defaults);
        bb_session_form_fill(ui, state->form, &defaults);
        bb_session_done(&defaults);
    }
    bb_session_form_settle(ui, state);
    focus_on_missing(state);
}

/* The text of a completed session is a draft apart from that of the next new one. */
static void open_draft(struct bb_ui *ui, struct session_form *state)
{
    struct bb_buf name = {0};
    bb_buf_str(&name, state->row.id ? "edit " : "form");
    bb_buf_str(&name, state->row.id);
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->form);
    bb_buf_done(&name);
    const char *saved = bb_form_text(state->form, "session");
    if (!state->row.id && *saved) /* saved already, but a problem raised in it was refused */
        bb_ui_tell(ui, bb_app_session_load(ui->app, saved, &state->row));
    bb_session_form_settle(ui, state);
}

/* Service began with the first thing typed. */
static void note_begin(struct bb_ui *ui, struct session_form *state)
{
    if (!bb_form_is_changed(state->form))
        state->began = 0;
    else if (!state->began)
        state->began = bb_app_now(ui->app);
}

static void form_tick(struct bb_ui *ui, void *opaque)
{
    struct session_form *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->form);
}

/* ---- the screen ---- */

static const struct bb_err *form_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct session_form *state = opaque;
    if (arg) {
        BB_TRY(bb_app_session_load(ui->app, arg, &state->row));
        state->phase_open = bb_show_is_open(&state->row);
    }
    BB_TRY(bb_show_items(ui, &state->items));
    begin(ui, state);
    open_draft(ui, state);
    return NULL;
}

static void form_close(struct bb_ui *ui, void *opaque)
{
    struct session_form *state = opaque;
    bb_formdraft_close(ui, &state->draft, state->form,
                       state->row.id
                           ? _("What you typed is kept as a draft: e on the same session goes on.")
                           : _("What you typed is kept as a draft: F2 goes on."));
    bb_form_free(state->form);
    bb_picker_free(state->items);
    memset(state->asked, 0, sizeof state->asked);
    bb_session_done(&state->same);
    bb_session_done(&state->row);
    free(state->contested);
}

static const struct bb_err *form_reload(struct bb_ui *ui, void *opaque)
{
    bb_session_form_settle(ui, opaque);
    return NULL;
}

static void form_draw(struct bb_ui *ui, void *opaque)
{
    struct session_form *state = opaque;
    struct bb_rect area = ui->body, tail;
    struct bb_buf text = {0};
    const char *pending = bb_form_text(state->form, "problems");
    char *last = bb_pending_last(pending);
    tail = (struct bb_rect){area.y + area.rows - 2, area.x, 2, area.cols};
    area.y++;
    area.rows -= 3;
    if (last) {
        bb_buf_printf(&text, _("Problems raised here, saved with the session: %d. Last: %s"),
                      bb_pending_count(pending), last);
        bb_paint_some(tail.y, tail.x, tail.cols, bb_buf_text(&text), BB_LOOK_WARN);
    } else {
        bb_paint_some(tail.y, tail.x, tail.cols,
                      _("A problem came up? Ctrl-T adds a line to the ledger."), BB_LOOK_QUIET);
    }
    bb_paint_some(tail.y + 1, tail.x, tail.cols,
                  _("Out of scope (legal, litigation, complaint)? Ctrl-O sends it to its channel."),
                  BB_LOOK_QUIET);
    free(last);
    if (state->row.id) {
        bb_buf_clear(&text);
        bb_buf_printf(&text, "%s  ", state->row.no);
        bb_show_state(ui, &state->row, &text);
        if (state->row.client_name && bb_session_form_has_client(ui))
            bb_buf_printf(&text, "  %s", state->row.client_name);
        bb_paint_some(area.y - 1, area.x, area.cols, bb_buf_text(&text), BB_LOOK_TITLE);
    }
    bb_buf_done(&text);
    bb_formview_draw(ui, state->form, &area);
}

/* An item that was typed and found, but not chosen, would be lost: the one case that stops
 * saving. */
static bool item_is_settled(struct bb_ui *ui, struct session_form *state)
{
    if (bb_form_picked(state->form, "item") || !*bb_form_text(state->form, "item") ||
        bb_session_form_unlisted(state))
        return true;
    const char *wanted =
        _("Choose an item with Enter, or empty the field with Ctrl-U: it can follow later.");
    bb_form_set_error(state->form, "item", wanted);
    bb_ui_warn(ui, wanted); /* the candidates may stand over the field's own line */
    bb_form_first_error(state->form);
    return false;
}

static const struct bb_err *save_row(struct bb_ui *ui, struct session_form *state, int64_t phase,
                                     struct bb_session *out, struct bb_problems *problems)
{
    struct bb_form *form = state->form;
    const struct bb_client typed = {bb_form_text(form, "client_name"),
                                    bb_form_text(form, "client_id"),
                                    bb_form_text(form, "client_phone")};
    const struct bb_client *client = bb_session_form_has_client(ui) ? &typed : NULL;
    if (!state->row.id) {
        bb_app_session_defaults(ui->app, out);
        bb_session_form_gather(state, out, bb_app_now(ui->app));
        out->phase = phase;
        out->served_at = phase == BB_PHASE_WAITING ? 0 : state->began;
        return bb_app_session_add(ui->app, out, client, 0, problems);
    }
    bb_record_copy(&bb_session_record, out, &state->row);
    bb_session_form_gather(state, out, bb_app_now(ui->app));
    struct bb_buf fields = {0};
    struct bb_session seen = {0};
    const struct bb_err *err = bb_session_form_seen(state, &seen);
    bb_session_form_changed(&seen, out, &fields); /* the history then says what was completed */
    if (state->phase_open && phase != out->phase) {
        out->phase = phase;
        bb_buf_str(&fields, " phase");
    }
    if (!err && (fields.len || (client && (*client->name || *client->id || *client->phone))))
        err = bb_app_session_edit(ui->app, out->id, out, bb_buf_text(&fields), &seen, client,
                                  problems);
    if (err && err->code == BB_ERR_CHANGED) {
        const struct bb_err *why = bb_session_form_contest(ui, state, out, problems);
        err = why ? why : err;
    }
    bb_session_done(&seen);
    bb_buf_done(&fields);
    return err;
}

static void say_saved(struct bb_ui *ui, const struct bb_session *saved, int raised, bool unlisted)
{
    struct bb_buf text = {0}, debts = {0};
    unsigned owed = bb_session_debts(saved);
    bb_buf_printf(&text, _("Saved %s"), saved->no);
    if (raised)
        bb_buf_printf(&text, _(" with %d problem(s)"), raised);
    if (owed) {
        bb_session_debts_show(owed, &debts);
        bb_buf_printf(&text, _(", to follow: %s"), bb_buf_text(&debts));
    }
    if (unlisted)
        bb_buf_str(&text, _("; the item is not in the list, its words are in the note"));
    bb_buf_str(&text, _(". Ctrl-Z undoes."));
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
    bb_buf_done(&debts);
}

/* Saves the session, then the problems raised in it. When a problem is refused, the form stays with
 * it, now completing the saved session, and nothing is lost. */
static unsigned save(struct bb_ui *ui, struct session_form *state, int64_t phase)
{
    struct bb_session saved = {0};
    struct bb_problems problems = {0};
    char *rest = NULL;
    if (!item_is_settled(ui, state))
        return BB_REDRAW;
    bb_form_clear_errors(state->form);
    const struct bb_err *err = bb_session_form_check(state, &problems);
    if (!err)
        err = save_row(ui, state, phase, &saved, &problems);
    if (err) {
        if (err->code != BB_ERR_CHANGED) /* that is said at the fields already */
            bb_formview_refuse(ui, state->form, err, &problems);
        bb_session_done(&saved);
        return BB_REDRAW;
    }
    const char *pending = bb_form_text(state->form, "problems");
    int raised = bb_pending_count(pending);
    bool unlisted = bb_session_form_unlisted(state) != NULL;
    err = bb_pending_save(ui, pending, &saved, &rest);
    bool completing = state->row.id != NULL;
    bb_record_copy(&bb_session_record, &ui->last, &saved);
    ui->has_last = true;
    say_saved(ui, &saved, raised - bb_pending_count(rest), unlisted);
    if (err) {
        bb_record_copy(&bb_session_record, &state->row, &saved);
        bb_form_set_text(state->form, "problems", rest);
        bb_form_set_text(state->form, "session", saved.id);
        bb_session_form_note_seen(state);
        if (unlisted) { /* as it was saved, so that saving again adds nothing */
            bb_form_set_text(state->form, "item", "");
            bb_form_set_text(state->form, "note", saved.note);
            bb_form_set_choice(state->form, "no_item", (int)saved.no_item);
        }
        bb_session_form_settle(ui, state);
        bb_ui_tell(ui, err);
    } else {
        begin(ui, state);
        bb_formdraft_saved(&state->draft, state->form);
        state->announced = true;
    }
    free(rest);
    bb_session_done(&saved);
    return BB_RELOAD | (completing && !err ? BB_POP : 0);
}

static unsigned empty(struct bb_ui *ui, struct session_form *state)
{
    if (bb_formdraft_drop(&state->draft, state->form)) {
        begin(ui, state);
        bb_formdraft_saved(&state->draft, state->form);
        bb_ui_say(ui, _("The form is empty. Ctrl-Z brings the text back."));
    }
    return BB_REDRAW;
}

/* Undo goes from near to far: the act that was just announced (nothing is typed yet then), the
 * typing, the emptying. Never an earlier act: one is busy with this text. */
static unsigned undo(struct bb_ui *ui, struct session_form *state, bool announced)
{
    if (announced)
        return BB_UNUSED;
    bb_formdraft_undo(ui, &state->draft, state->form);
    bb_session_form_settle(ui, state);
    return BB_REDRAW;
}

static unsigned as_last(struct bb_ui *ui, struct session_form *state)
{
    if (!ui->has_last) {
        bb_ui_warn(ui, _("Nothing was saved yet since you logged in. Type the item instead."));
        return BB_REDRAW;
    }
    bb_session_form_fill(ui, state->form, &ui->last);
    bb_session_form_settle(ui, state);
    return BB_REDRAW;
}

/* The same person again: its item and answers, for what is done now. */
static unsigned as_before(struct bb_ui *ui, struct session_form *state)
{
    if (!state->same.id) {
        bb_ui_warn(ui, _("Type the whole id number first; who was here today is offered then."));
        return BB_REDRAW;
    }
    if (bb_show_is_open(&state->same)) {
        bb_ui_warn(ui, _("That session is still open: F3, then p takes it up."));
        return BB_REDRAW;
    }
    bb_session_form_fill(ui, state->form, &state->same);
    bb_form_touch(state->form);
    bb_session_form_settle(ui, state);
    return BB_REDRAW;
}

static unsigned form_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct session_form *state = opaque;
    bool announced = state->announced;
    state->announced = announced && action == BB_ACTION_PALETTE;
    switch ((int)action) {
    case BB_ACTION_LOG: /* the next one begins at the item, wherever one stood */
        if (state->row.id) {
            ui->queued = BB_ACTION_LOG;
            return BB_POP;
        }
        bb_form_focus_on(state->form, "item");
        return BB_REDRAW;
    case BB_ACTION_SAVE:
        return save(ui, state, BB_PHASE_CLOSED);
    case BB_ACTION_PARK:
        return save(ui, state, BB_PHASE_PARKED);
    case BB_ACTION_QUEUE:
        return save(ui, state, BB_PHASE_WAITING);
    case BB_ACTION_REFER: {
        struct bb_buf words = {0};
        bb_session_form_words(state, &words);
        bb_ui_push(ui, BB_SCREEN_REFER, bb_buf_text(&words));
        bb_buf_done(&words);
        return BB_REDRAW;
    }
    case BB_ACTION_EMPTY:
        return empty(ui, state);
    case BB_ACTION_SAME:
        return as_last(ui, state);
    case BB_ACTION_AGAIN:
        return as_before(ui, state);
    case BB_ACTION_THEIRS:
        bb_session_form_theirs(ui, state);
        return BB_REDRAW;
    case BB_ACTION_UNDO:
        return undo(ui, state, announced);
    case BB_ACTION_PROBLEM:
        bb_ui_push(ui, BB_SCREEN_RAISE,
                   &(struct bb_raise){.session = "", .item = bb_form_picked(state->form, "item")});
        return BB_REDRAW;
    }
    unsigned reaction = bb_formview_handle(state->form, action, input);
    if (!(reaction & BB_UNUSED)) {
        note_begin(ui, state);
        bb_session_form_settle(ui, state);
    }
    return reaction;
}

static bool form_typing(const void *state)
{
    (void)state;
    return true;
}

bool bb_session_form_attach(struct bb_ui *ui, const struct bb_issue *issue, bool on_spot)
{
    for (int i = ui->depth - 1; i >= 0; i--) {
        if (ui->open[i].id != BB_SCREEN_FORM)
            continue;
        struct session_form *state = ui->open[i].state;
        bb_pending_attach(ui, state->form, &state->draft, issue, on_spot);
        return true;
    }
    return false;
}

const struct bb_screen bb_screen_form = {
    .state_bytes = sizeof(struct session_form),
    .form_at = offsetof(struct session_form, form),
    .open = form_open,
    .close = form_close,
    .reload = form_reload,
    .draw = form_draw,
    .handle = form_handle,
    .typing = form_typing,
    .tick = form_tick,
};
