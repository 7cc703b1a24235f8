/* Declaring a record void: names it, asks for the reason and for a word. The only dangerous act so
 * far. What can become void stands in voiding.h. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/voiding.h"

static const struct bb_field_spec specs[] = {
    {"reason", N_("Reason"), BB_FIELD_TEXT, 0, 0, BB_CODES_NONE, NULL},
    {"word", N_("Word"), BB_FIELD_TEXT, 1, 20, BB_CODES_NONE, NULL},
};

static enum bb_use use_of(enum bb_voiding_kind kind)
{
    static const enum bb_use uses[] = {
#define USE_OF(name, use, line, said) BB_USE_##use,
        BB_VOIDING_LIST(USE_OF)};
    return uses[kind];
}

/* What becomes void, before; what did, after. */
static void name_it(enum bb_voiding_kind kind, bool after, const char *no, struct bb_buf *out)
{
    switch (kind) {
#define NAME_IT(name, use, line, said)                     \
    case BB_VOIDING_##name:                                \
        bb_buf_printf(out, after ? _(said) : _(line), no); \
        break;
        BB_VOIDING_LIST(NAME_IT)
    case BB_VOIDING__COUNT:
        break;
    }
}

struct void_state {
    struct bb_form *form;
    struct bb_formdraft draft;
    enum bb_voiding_kind kind;
    char *id, *no, *title, *heads;
};

static const char *word(void)
{
    return _("void");
}

static const struct bb_err *void_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct void_state *state = opaque;
    const struct bb_voiding *voiding = arg;
    struct bb_buf hint = {0};
    BB_TRY(bb_app_may(ui->app, use_of(voiding->kind)));
    state->form = bb_form_new(specs, sizeof specs / sizeof *specs);
    state->kind = voiding->kind;
    state->id = bb_strdup(voiding->id);
    state->no = bb_strdup(voiding->no);
    state->title = bb_strdup(voiding->title);
    state->heads = bb_strdup(voiding->heads);
    bb_buf_printf(&hint, _("Type \"%s\" here, then Ctrl-S."), word());
    bb_form_set_hint(state->form, "word", bb_buf_text(&hint));
    bb_form_set_hint(state->form, "reason",
                     _("Why the record is wrong; it stands in the history."));
    bb_buf_clear(&hint);
    bb_buf_printf(&hint, "void %s", state->id);
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&hint), state->form);
    bb_buf_done(&hint);
    return NULL;
}

static void void_tick(struct bb_ui *ui, void *opaque)
{
    struct void_state *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->form);
}

static void void_close(struct bb_ui *ui, void *opaque)
{
    struct void_state *state = opaque;
    bb_formdraft_close(ui, &state->draft, state->form,
                       _("Nothing became void. The reason is kept as a draft."));
    bb_form_free(state->form);
    free(state->id);
    free(state->no);
    free(state->title);
    free(state->heads);
}

static void void_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 8, COLS_MAX = 66 };
    struct void_state *state = opaque;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_VOID));
    struct bb_buf text = {0};
    name_it(state->kind, false, state->no, &text);
    bb_paint_some(area.y, area.x, area.cols, bb_buf_text(&text), BB_LOOK_ERROR);
    bb_paint_some(area.y + 1, area.x, area.cols, state->title, BB_LOOK_PLAIN);
    bb_buf_done(&text);
    area.y += 3;
    area.rows -= 3;
    bb_formview_draw(ui, state->form, &area);
}

static const struct bb_err *issue_void(struct bb_ui *ui, const struct void_state *state,
                                       const char *reason, struct bb_problems *problems)
{
    struct bb_issue body = {0};
    bb_strset(&body.reason, reason);
    bb_strset(&body.heads, state->heads);
    const struct bb_err *err =
        bb_app_issue_do(ui->app, state->id, BB_EVENT_ISSUE_VOID, &body, 0, problems, NULL);
    bb_issue_done(&body);
    return err;
}

static const struct bb_err *void_it(struct bb_ui *ui, const struct void_state *state,
                                    const char *reason, struct bb_problems *problems)
{
    switch (state->kind) {
    case BB_VOIDING_ISSUE:
        return issue_void(ui, state, reason, problems);
    case BB_VOIDING_VISIT:
        return bb_app_visit_void(ui->app, state->id, reason);
    case BB_VOIDING_VPLAN:
        return bb_app_vplan_drop(ui->app, state->id, reason);
    default:
        return bb_app_session_void(ui->app, state->id, reason);
    }
}

static unsigned void_save(struct bb_ui *ui, struct void_state *state)
{
    struct bb_problems problems = {0};
    const char *reason = bb_form_text(state->form, "reason");
    const char *typed = bb_form_text(state->form, "word");
    bb_form_clear_errors(state->form);
    if (!*reason)
        bb_form_set_error(state->form, "reason", _("Say why the record is void."));
    if (strcmp(typed, word()) != 0 && strcmp(typed, "void") != 0)
        bb_form_set_error(state->form, "word", bb_err(BB_ERR_VOID_WORD, word(), NULL)->text);
    if (bb_form_first_error(state->form))
        return BB_REDRAW;
    const struct bb_err *err = void_it(ui, state, reason, &problems);
    if (err) {
        bb_formview_refuse(ui, state->form, err, &problems);
        return BB_REDRAW;
    }
    bb_form_mark(state->form);
    struct bb_buf text = {0};
    name_it(state->kind, true, state->no, &text);
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
    return BB_POP | BB_RELOAD;
}

static unsigned void_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct void_state *state = opaque;
    if (action == BB_ACTION_SAVE)
        return void_save(ui, state);
    if (action == BB_ACTION_UNDO) { /* never the last act: one is busy with this one */
        bb_formdraft_undo(ui, &state->draft, state->form);
        return BB_REDRAW;
    }
    return bb_formview_handle(state->form, action, input);
}

static bool void_typing(const void *state)
{
    (void)state;
    return true;
}

const struct bb_screen bb_screen_void = {
    .state_bytes = sizeof(struct void_state),
    .form_at = offsetof(struct void_state, form),
    .overlay = true,
    .open = void_open,
    .close = void_close,
    .draw = void_draw,
    .handle = void_handle,
    .typing = void_typing,
    .tick = void_tick,
};
