/* The form of a leader's visit: from defaults and typed text to a saved visit with its session and
 * the problems raised in it, with its draft; the same form corrects a saved visit. The fields are
 * visit_fields.c's. */
#include "visit_form.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/leaders.h"
#include "bangban/ui/pending.h"
#include "bangban/ui/show.h"

static void begin(struct bb_ui *ui, struct visit_form *state)
{
    struct bb_visit visit = {0};
    bb_form_free(state->form);
    state->form = visit_form_new(state);
    bb_form_set_picker(state->form, "person", state->leaders);
    bb_form_set_picker(state->form, "item", state->items);
    if (state->saved.id) {
        bb_record_copy(&bb_visit_record, &visit, &state->saved);
    } else {
        bb_app_visit_defaults(ui->app, &visit);
        if (state->person)
            bb_strset(&visit.person, state->person);
        bb_strset(&visit.item, state->item);
    }
    bb_form_set_text(state->form, "session", state->saved.session);
    bb_form_set_text(state->form, "no", state->saved.no);
    visit_form_fill(ui, state, &visit);
    bb_form_focus_on(state->form, !visit.person ? "person" : !visit.item ? "item" : "mode");
    bb_record_done(&bb_visit_record, &visit);
    visit_form_settle(ui, state);
}

static const struct bb_err *visit_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct visit_form *state = opaque;
    const struct bb_visit_for *what = arg;
    struct bb_buf name = {0};
    BB_TRY(bb_show_leaders(ui, &state->leaders));
    const struct bb_err *err = bb_show_items(ui, &state->items);
    if (!err && what->visit)
        err = bb_app_visit_load(ui->app, what->visit, &state->saved);
    if (!err && what->visit)
        err = bb_app_visit_may_edit(ui->app, &state->saved);
    if (!err)
        bb_record_copy(&bb_visit_record, &state->seen, &state->saved);
    if (err) {
        bb_record_done(&bb_visit_record, &state->saved);
        bb_picker_free(state->leaders);
        bb_picker_free(state->items);
        return err;
    }
    state->person = bb_strdup(what->person);
    state->item = bb_strdup(what->item);
    begin(ui, state);
    if (what->visit)
        bb_buf_printf(&name, "visit edit %s", what->visit);
    else
        bb_buf_printf(&name, "visit %s", what->person ? what->person : "");
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->form);
    bb_buf_done(&name);
    if (what->item && !*bb_form_text(state->form, "item")) { /* a draft without one takes it */
        bb_form_set_picked(state->form, "item", what->item, bb_show_item(ui, what->item));
        bb_form_touch(state->form);
    }
    visit_form_settle(ui, state);
    return NULL;
}

static void visit_tick(struct bb_ui *ui, void *opaque)
{
    struct visit_form *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->form);
}

static void visit_close(struct bb_ui *ui, void *opaque)
{
    struct visit_form *state = opaque;
    bb_formdraft_close(
        ui, &state->draft, state->form,
        state->saved.id
            ? _("Nothing was corrected. What you typed is kept as a draft: e on the same visit "
                "goes on.")
            : _("What you typed is kept as a draft: F6, then n on the same leader goes on."));
    bb_form_free(state->form);
    bb_picker_free(state->leaders);
    bb_picker_free(state->items);
    free(state->person);
    free(state->item);
    bb_record_done(&bb_visit_record, &state->saved);
    bb_record_done(&bb_visit_record, &state->seen);
}

static const struct bb_err *visit_reload(struct bb_ui *ui, void *opaque)
{
    visit_form_settle(ui, opaque);
    return NULL;
}

static void visit_draw(struct bb_ui *ui, void *opaque)
{
    struct visit_form *state = opaque;
    struct bb_rect area = ui->body;
    struct bb_buf text = {0};
    const char *pending = bb_form_text(state->form, "problems");
    char *last = bb_pending_last(pending);
    int y = area.y + area.rows - 1;
    if (last)
        bb_buf_printf(&text, _("Problems raised here, saved with the visit: %d. Last: %s"),
                      bb_pending_count(pending), last);
    else
        bb_buf_str(&text, _("A problem came up? Ctrl-T adds it to the ledger, with its stage."));
    bb_paint_some(y, area.x, area.cols, bb_buf_text(&text), last ? BB_LOOK_WARN : BB_LOOK_QUIET);
    bb_buf_done(&text);
    free(last);
    area.rows -= 2;
    bb_formview_draw(ui, state->form, &area);
}

static void say_saved(struct bb_ui *ui, struct visit_form *state, int raised, unsigned flags)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, state->saved.id ? _("Corrected %s") : _("Saved %s"),
                  bb_form_text(state->form, "no"));
    if (raised)
        bb_buf_printf(&text, _(" with %d problem(s)"), raised);
    if (flags) {
        bb_buf_str(&text, _(", for the supervisor to look at: "));
        bb_visit_flags_show(flags, &text);
    }
    bb_buf_str(&text, _(". Ctrl-Z undoes."));
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
}

/* As it stands in the file now; what was known stays when it cannot be read. */
static const struct bb_err *saved_anew(struct bb_ui *ui, struct visit_form *state)
{
    struct bb_visit now = {0};
    const struct bb_err *err = bb_app_visit_load(ui->app, state->saved.no, &now);
    if (err) {
        bb_record_done(&bb_visit_record, &now);
        return err;
    }
    bb_record_done(&bb_visit_record, &state->saved);
    state->saved = now;
    return NULL;
}

/* Only what differs from the visit as it stands goes into the journal. */
static const struct bb_err *correct_visit(struct bb_ui *ui, struct visit_form *state,
                                          unsigned *flags, struct bb_problems *problems)
{
    struct bb_visit visit = {0};
    struct bb_buf fields = {0};
    const struct bb_err *err = NULL;
    visit_form_gather(state, &visit);
    visit_form_changes(state, &visit, &fields);
    if (fields.len)
        err = bb_app_visit_edit(ui->app, state->saved.id, &visit, fields.data, &state->seen,
                                problems);
    if (!err)
        err = saved_anew(ui, state);
    if (!err)
        *flags = bb_visit_flags(&state->saved, bb_app_config(ui->app)->companions);
    bb_record_done(&bb_visit_record, &visit);
    bb_buf_done(&fields);
    return err;
}

/* Saves the visit unless it was saved before; the form then knows its session and number. */
static const struct bb_err *save_visit(struct bb_ui *ui, struct visit_form *state, unsigned *flags,
                                       struct bb_problems *problems)
{
    struct bb_session session = {0};
    struct bb_visit visit = {0};
    if (state->saved.id)
        return correct_visit(ui, state, flags, problems);
    if (*bb_form_text(state->form, "session"))
        return NULL;
    bb_app_session_defaults(ui->app, &session);
    visit_form_gather(state, &visit);
    const struct bb_err *err = bb_app_visit_add(ui->app, &session, &visit, 0, problems);
    if (!err) {
        bb_form_set_text(state->form, "session", session.id);
        bb_form_set_text(state->form, "no", visit.no);
        *flags = bb_visit_flags(&visit, bb_app_config(ui->app)->companions);
    }
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
    return err;
}

/* What the other wrote stands at the field; from here on it is seen, and who saves again means it.
 */
static void say_theirs(struct bb_ui *ui, struct visit_form *state,
                       const struct bb_problems *problems)
{
    struct bb_visit now = {0};
    if (bb_app_visit_load(ui->app, state->saved.id, &now))
        return;
    for (size_t i = 0; i < problems->count; i++) {
        struct bb_buf value = {0}, text = {0};
        const struct bb_field *field = bb_record_field(&bb_visit_record, problems->rows[i].field);
        bb_show_field(ui, field, &now, &value);
        bb_buf_printf(&text,
                      _("Somebody else wrote \"%s\" here meanwhile. Ctrl-S again saves yours."),
                      value.len ? bb_buf_text(&value) : _("nothing"));
        bb_form_set_error(state->form, field->name, bb_buf_text(&text));
        bb_buf_done(&value);
        bb_buf_done(&text);
    }
    bb_record_done(&bb_visit_record, &state->seen);
    state->seen = now;
}

/* Saves the visit, then the problems raised in it. When a problem is refused, the form stays with
 * it and nothing is lost: saving again is about the problems only. */
static unsigned save(struct bb_ui *ui, struct visit_form *state)
{
    struct bb_problems problems = {0};
    unsigned flags = 0;
    char *rest = NULL;
    bb_form_clear_errors(state->form);
    if (!visit_form_is_settled(state))
        return BB_REDRAW;
    const struct bb_err *err = save_visit(ui, state, &flags, &problems);
    if (err) {
        bool contested = err->code == BB_ERR_CHANGED;
        bb_formview_refuse(ui, state->form, err, &problems);
        if (contested)
            say_theirs(ui, state, &problems);
        return BB_REDRAW;
    }
    const struct bb_session session = {
        .id = (char *)bb_form_text(state->form, "session"),
        .item = (char *)bb_form_picked(state->form, "item"),
    };
    const char *pending = bb_form_text(state->form, "problems");
    int raised = bb_pending_count(pending);
    err = bb_pending_save(ui, pending, &session, &rest);
    say_saved(ui, state, raised - bb_pending_count(rest), flags);
    if (err) {
        bb_form_set_text(state->form, "problems", rest);
        bb_form_touch(state->form);
        bb_ui_tell(ui, err);
    } else {
        bb_form_mark(state->form);
    }
    free(rest);
    return BB_RELOAD | (err ? 0 : BB_POP);
}

static unsigned empty(struct bb_ui *ui, struct visit_form *state)
{
    if (bb_formdraft_drop(&state->draft, state->form)) {
        begin(ui, state);
        bb_formdraft_saved(&state->draft, state->form);
        bb_ui_say(ui, state->saved.id
                          ? _("The form is as the visit was saved. Ctrl-Z brings the text back.")
                          : _("The form is empty. Ctrl-Z brings the text back."));
    }
    return BB_REDRAW;
}

static unsigned visit_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct visit_form *state = opaque;
    switch ((int)action) {
    case BB_ACTION_SAVE:
        return save(ui, state);
    case BB_ACTION_EMPTY:
        return empty(ui, state);
    case BB_ACTION_UNDO: /* the typing, the emptying, the last act */
        if (!bb_formdraft_undo(ui, &state->draft, state->form))
            return BB_UNUSED;
        visit_form_settle(ui, state);
        return BB_REDRAW;
    case BB_ACTION_PROBLEM:
        bb_ui_push(ui, BB_SCREEN_RAISE,
                   &(struct bb_raise){.session = "",
                                      .item = bb_form_picked(state->form, "item"),
                                      .origin = BB_ORIGIN_LEADER,
                                      .stage = visit_form_stage(state)});
        return BB_REDRAW;
    }
    unsigned reaction = bb_formview_handle(state->form, action, input);
    if (!(reaction & BB_UNUSED))
        visit_form_settle(ui, state);
    return reaction;
}

static void visit_title(const void *opaque, struct bb_buf *out)
{
    const struct visit_form *state = opaque;
    if (state->saved.no)
        bb_buf_printf(out, " %s", state->saved.no);
}

static bool visit_typing(const void *state)
{
    (void)state;
    return true;
}

bool bb_visit_form_attach(struct bb_ui *ui, const struct bb_issue *issue, bool on_spot)
{
    for (int i = ui->depth - 1; i >= 0; i--) {
        if (ui->open[i].id != BB_SCREEN_VISIT)
            continue;
        struct visit_form *state = ui->open[i].state;
        bb_pending_attach(ui, state->form, &state->draft, issue, on_spot);
        return true;
    }
    return false;
}

const struct bb_screen bb_screen_visit = {
    .state_bytes = sizeof(struct visit_form),
    .form_at = offsetof(struct visit_form, form),
    .open = visit_open,
    .close = visit_close,
    .reload = visit_reload,
    .draw = visit_draw,
    .handle = visit_handle,
    .typing = visit_typing,
    .title = visit_title,
    .tick = visit_tick,
};
