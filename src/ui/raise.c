/* Registering a problem: alone, in a session that is being logged (saved with it), or in one that
 * was saved. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/pending.h"
#include "bangban/ui/show.h"

static const char *const no_yes[] = {N_("No"), N_("Yes"), NULL};
enum { NO = 1, YES = 2, LONG_CHARS = 20000 };

static const struct bb_field_spec specs[] = {
    {"description", N_("Description"), BB_FIELD_TEXT, 0, LONG_CHARS, BB_CODES_NONE, NULL},
    {"point", N_("Kind"), BB_FIELD_CHOICE, 1, 0, BB_CODES_POINT, NULL},
    {"stage", N_("Stage"), BB_FIELD_CHOICE, 1, 0, BB_CODES_STAGE, NULL},
    {"on_spot", N_("Fixed on the spot"), BB_FIELD_CHOICE, 1, 0, BB_CODES_NONE, no_yes},
    {"evidence", N_("Evidence"), BB_FIELD_TEXT, 2, LONG_CHARS, BB_CODES_NONE, NULL},
    {"item", N_("Item"), BB_FIELD_PICKER, 3, 0, BB_CODES_NONE, NULL},
    {"session", "", BB_FIELD_TEXT, 4, 0, BB_CODES_NONE,
     NULL}, /* id; "" where it is not saved yet */
};

struct raise {
    struct bb_form *form;
    struct bb_picker *items;
    struct bb_formdraft draft;
    bool pending; /* belongs to the session form beneath */
    char *session, *item;
    int64_t origin, stage;
};

static void settle(struct raise *state)
{
    bool spot = bb_form_choice(state->form, "on_spot") == YES;
    bb_form_hide(state->form, "evidence", !spot);
    bb_form_hide(state->form, "session", true);
    bb_form_set_hint(state->form, "description",
                     _("What goes wrong, for whom, where. This alone is enough."));
    bb_form_set_hint(state->form, "evidence",
                     spot ? _("What was done at once, and how one sees it.") : NULL);
    bb_form_set_hint(state->form, "item",
                     _("Initials, Chinese or code; may stay empty and follow later."));
}

static void begin(struct bb_ui *ui, struct raise *state)
{
    bb_form_free(state->form);
    state->form = bb_form_new(specs, sizeof specs / sizeof *specs);
    bb_form_set_picker(state->form, "item", state->items);
    bb_form_set_choice(state->form, "point", BB_POINT_PAIN);
    bb_form_set_choice(state->form, "on_spot", NO);
    bb_form_set_text(state->form, "session", state->session);
    bb_form_set_choice(state->form, "stage", (int)state->stage);
    if (state->item)
        bb_form_set_picked(state->form, "item", state->item, bb_show_item(ui, state->item));
    settle(state);
    bb_form_focus_on(state->form, "description");
}

static const struct bb_err *raise_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct raise *state = opaque;
    const struct bb_raise *raise = arg;
    state->pending = raise->session && !*raise->session;
    state->session = bb_strdup(raise->session);
    state->item = bb_strdup(raise->item);
    state->origin = raise->origin;
    state->stage = raise->stage;
    BB_TRY(bb_show_items(ui, &state->items));
    begin(ui, state);
    struct bb_buf name = {0};
    bb_buf_str(&name, raise->session ? "problem " : "problem");
    bb_buf_str(&name, raise->session);
    bb_buf_str(&name, raise->origin ? bb_code_id(BB_CODES_ORIGIN, raise->origin) : NULL);
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->form);
    bb_buf_done(&name);
    settle(state);
    return NULL;
}

static void raise_tick(struct bb_ui *ui, void *opaque)
{
    struct raise *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->form);
}

static void raise_close(struct bb_ui *ui, void *opaque)
{
    struct raise *state = opaque;
    bb_formdraft_close(
        ui, &state->draft, state->form,
        _("What you typed is kept as a draft: opening the problem form again goes on."));
    bb_form_free(state->form);
    bb_picker_free(state->items);
    free(state->session);
    free(state->item);
}

static void raise_draw(struct bb_ui *ui, void *opaque)
{
    struct raise *state = opaque;
    struct bb_rect area = ui->body;
    const char *where =
        state->pending   ? _("A problem in the session that is being logged: Ctrl-S puts it there.")
        : state->session ? _("A problem in the session: it is linked to it.")
                         : _("A problem that belongs to no session.");
    bb_paint_some(area.y, area.x, area.cols, where, BB_LOOK_QUIET);
    area.y += 2;
    area.rows -= 2;
    bb_formview_draw(ui, state->form, &area);
}

static void gather(struct raise *state, struct bb_issue *out)
{
    static const char *const texts[] = {"description", "evidence"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *text = bb_form_text(state->form, texts[i]);
        bb_strset(bb_field_text(bb_record_field(&bb_issue_record, texts[i]), out),
                  *text ? text : NULL);
    }
    out->origin = state->origin;
    out->point = bb_form_choice(state->form, "point");
    out->stage = bb_form_choice(state->form, "stage");
    bb_strset(&out->item, bb_form_picked(state->form, "item"));
    bb_strset(&out->session, state->session && *state->session ? state->session : NULL);
}

static void say_saved(struct bb_ui *ui, const struct bb_issue *issue)
{
    struct bb_buf text = {0};
    char day[BB_DAY_BYTES];
    if (issue->due_day)
        bb_buf_printf(&text, _("Registered %s, due %s. Ctrl-Z undoes."), issue->no,
                      bb_day_format(day, issue->due_day));
    else
        bb_buf_printf(&text,
                      _("Registered %s. Its deadline waits for the calendar of that year; a "
                        "supervisor loads it with: bangban calendar import"),
                      issue->no);
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
}

static bool is_complete(struct raise *state, const struct bb_issue *issue, bool spot)
{
    bb_form_clear_errors(state->form);
    if (!issue->description)
        bb_form_set_error(state->form, "description",
                          _("Describe the problem in a few words; the rest can follow."));
    if (spot && !issue->evidence)
        bb_form_set_error(state->form, "evidence",
                          _("Say what was done on the spot, or set \"fixed on the spot\" to No."));
    if (!issue->item && *bb_form_text(state->form, "item"))
        bb_form_set_error(
            state->form, "item",
            _("Choose an item with Enter, or empty the field with Ctrl-U: it can follow later."));
    return !bb_form_first_error(state->form);
}

static unsigned save(struct bb_ui *ui, struct raise *state)
{
    struct bb_issue issue = {0};
    struct bb_problems problems = {0};
    bool spot = bb_form_choice(state->form, "on_spot") == YES;
    unsigned reaction = BB_REDRAW;
    gather(state, &issue);
    if (!is_complete(state, &issue, spot)) {
        bb_issue_done(&issue);
        return reaction;
    }
    const struct bb_err *err = NULL;
    bool attached = state->pending &&
                    (state->origin == BB_ORIGIN_LEADER ? bb_visit_form_attach(ui, &issue, spot)
                                                       : bb_session_form_attach(ui, &issue, spot));
    if (!attached)
        err = bb_app_issue_add(ui->app, &issue, spot, 0, &problems);
    if (err) {
        bb_formview_refuse(ui, state->form, err, &problems);
    } else {
        reaction = BB_POP | (attached ? 0 : BB_RELOAD);
        bb_form_mark(state->form);
        if (attached)
            bb_ui_say(ui, _("The problem is noted; Ctrl-S saves it with the session."));
        else
            say_saved(ui, &issue);
    }
    bb_issue_done(&issue);
    return reaction;
}

static unsigned empty(struct bb_ui *ui, struct raise *state)
{
    if (bb_formdraft_drop(&state->draft, state->form)) {
        begin(ui, state);
        bb_formdraft_saved(&state->draft, state->form);
        bb_ui_say(ui, _("The form is empty. Ctrl-Z brings the text back."));
    }
    return BB_REDRAW;
}

static unsigned undo(struct bb_ui *ui, struct raise *state)
{
    bb_formdraft_undo(ui, &state->draft, state->form);
    settle(state);
    return BB_REDRAW;
}

static unsigned raise_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct raise *state = opaque;
    switch ((int)action) {
    case BB_ACTION_SAVE:
        return save(ui, state);
    case BB_ACTION_EMPTY:
        return empty(ui, state);
    case BB_ACTION_UNDO:
        return undo(ui, state);
    }
    unsigned reaction = bb_formview_handle(state->form, action, input);
    settle(state);
    return reaction;
}

static bool raise_typing(const void *state)
{
    (void)state;
    return true;
}

const struct bb_screen bb_screen_raise = {
    .state_bytes = sizeof(struct raise),
    .form_at = offsetof(struct raise, form),
    .open = raise_open,
    .close = raise_close,
    .draw = raise_draw,
    .handle = raise_handle,
    .typing = raise_typing,
    .tick = raise_tick,
};
