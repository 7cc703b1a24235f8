/* What can be done to a line now: the menu behind s. The rules are core's and app's. */
#include <stdlib.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/show.h"
#include "bangban/ui/step.h"
#include "bangban/ui/voiding.h"

/* The menu in the order of the step table. Letters are those of the ledger where it has one. */
static const struct {
    enum bb_event_kind kind;
    char key;
    enum bb_action_id action; /* of the ledger that does the same */
} menu[] = {
    {BB_EVENT_ISSUE_EDIT, 'e', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_SPOT, 'o', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_PLAN, 'p', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_ASSIGN, 'a', BB_ACTION_ASSIGN},
    {BB_EVENT_ISSUE_ASK, 'k', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_EXTEND, 'x', BB_ACTION_EXTEND},
    {BB_EVENT_ISSUE_REFUSE, 'n', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_PAUSE, 'z', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_RESUME, 'm', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_REMIND, 'u', BB_ACTION_REMIND},
    {BB_EVENT_ISSUE_FIX, 'f', BB_ACTION_FIXED},
    {BB_EVENT_ISSUE_FEEDBACK, 'g', BB_ACTION_FEEDBACK},
    {BB_EVENT_ISSUE_LOOKBACK, 'b', BB_ACTION_LOOKBACK},
    {BB_EVENT_ISSUE_CLOSE, 'c', BB_ACTION_CLOSE},
    {BB_EVENT_ISSUE_REOPEN, 'y', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_REFER, 't', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_VOID, 'V', BB_ACTION_NONE},
    {BB_EVENT_ISSUE_SETTLE, 'h', BB_ACTION_NONE},
};
enum { STEPS = sizeof menu / sizeof *menu };

enum bb_event_kind bb_step_of_action(enum bb_action_id action)
{
    for (size_t i = 0; i < STEPS; i++)
        if (action != BB_ACTION_NONE && menu[i].action == action)
            return menu[i].kind;
    return BB_EVENT_NONE;
}

/* A body in which everything that the form will ask for is answered. */
static void probe_fill(const struct bb_issue *issue, struct bb_issue *body)
{
    static const char *const texts[] = {"description", "plan",     "measures",    "lead_unit",
                                        "person",      "reason",   "approver",    "evidence",
                                        "feedback_to", "due_rule", "referred_to", "cause"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        bb_strset(bb_field_text(bb_record_field(&bb_issue_record, texts[i]), body), "-");
    body->due_named = body->asked_due = issue->due_day + 1;
    body->reminder = issue->reminder + 1;
    body->lookback = BB_LOOKBACK_HOLDS;
    body->ending = BB_ENDING_SOLVED;
}

const char *bb_step_refusal(struct bb_ui *ui, const struct bb_issue *issue, enum bb_event_kind kind)
{
    struct bb_issue body = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_app_may(ui->app, bb_app_issue_use(kind));
    probe_fill(issue, &body);
    bb_issue_check(issue, kind, &body, bb_app_person(ui->app)->code, &problems);
    bb_issue_done(&body);
    if (problems.count)
        return problems.rows[0].sentence;
    if (err)
        return err->text;
    if (kind == BB_EVENT_ISSUE_REMIND) {
        if (issue->reminder == BB_REMINDER_CIRCULATE)
            return _("All reminders have been sent; decide how it goes on.");
        if (bb_app_issue_light(ui->app, issue, NULL) != BB_LIGHT_RED)
            return _("The line is not overdue; there is nothing to remind of.");
    }
    return NULL;
}

void bb_step_begin(struct bb_ui *ui, const struct bb_issue *issue, enum bb_event_kind kind)
{
    const char *refusal = bb_step_refusal(ui, issue, kind);
    if (refusal)
        bb_ui_warn(ui, refusal);
    else if (kind == BB_EVENT_ISSUE_VOID)
        bb_ui_push(ui, BB_SCREEN_VOID,
                   &(struct bb_voiding){BB_VOIDING_ISSUE, issue->id, issue->no, issue->description,
                                        issue->heads});
    else
        bb_ui_push(ui, BB_SCREEN_STEP, &(struct bb_step_ask){kind, issue->id});
}

/* ---- the menu ---- */

struct steps {
    char *id;
    struct bb_issue row;
    bool possible[STEPS], shown[STEPS];
    char *why[STEPS];
    size_t cursor;
    bool placed; /* the cursor */
};

static const struct bb_err *steps_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)ui;
    ((struct steps *)opaque)->id = bb_strdup(arg);
    return NULL;
}

static void steps_close(struct bb_ui *ui, void *opaque)
{
    struct steps *state = opaque;
    (void)ui;
    for (size_t i = 0; i < STEPS; i++)
        free(state->why[i]);
    bb_issue_done(&state->row);
    free(state->id);
}

static const struct bb_err *steps_reload(struct bb_ui *ui, void *opaque)
{
    struct steps *state = opaque;
    struct bb_issue row = {0};
    BB_TRY(bb_app_issue_load(ui->app, state->id, &row));
    bb_issue_done(&state->row);
    state->row = row;
    for (size_t i = 0; i < STEPS; i++) {
        const char *why = bb_step_refusal(ui, &row, menu[i].kind);
        bb_strset(&state->why[i], why);
        state->possible[i] = !why;
        /* what the state rules out is not on the menu at all */
        state->shown[i] = (bb_issue_step(menu[i].kind)->from & (1u << row.state)) != 0;
        if (!state->placed && state->possible[i]) {
            state->cursor = i;
            state->placed = menu[i].kind != BB_EVENT_ISSUE_EDIT;
        }
    }
    return NULL;
}

static void steps_draw(struct bb_ui *ui, void *opaque)
{
    enum { COLS_MAX = 72, BEFORE_COLS = 4, HEAD = 3 };
    struct steps *state = opaque;
    struct bb_buf head = {0};
    int rows = HEAD, label_cols = 0;
    for (size_t i = 0; i < STEPS; i++) {
        int cols = bb_text_cols(_(bb_issue_step(menu[i].kind)->label)) + BEFORE_COLS;
        rows += state->shown[i];
        label_cols = state->shown[i] && cols > label_cols ? cols : label_cols;
    }
    struct bb_rect area = bb_ui_box(ui, rows, COLS_MAX, bb_screen_title(BB_SCREEN_STEPS));
    bb_show_standing(ui, &state->row, &head);
    bb_paint_some(area.y, area.x, area.cols, bb_buf_text(&head), BB_LOOK_TITLE);
    bb_paint_some(area.y + 1, area.x, area.cols, state->row.description, BB_LOOK_PLAIN);
    bb_buf_done(&head);
    int y = area.y + (area.rows >= rows ? HEAD : 2), end = area.y + area.rows, passed = 0;
    for (size_t i = 0; i < state->cursor; i++)
        passed += state->shown[i];
    int skip = passed - (end - y) + 1; /* a low screen: so that the cursor is seen */
    for (size_t i = 0; i < STEPS; i++) {
        struct bb_buf text = {0};
        bool here = i == state->cursor;
        if (!state->shown[i] || skip-- > 0 || y >= end)
            continue;
        bb_buf_printf(&text, "%s %c %s", here ? "▸" : " ", menu[i].key,
                      _(bb_issue_step(menu[i].kind)->label));
        bb_paint(y, area.x, label_cols, bb_buf_text(&text),
                 here                 ? BB_LOOK_FOCUS
                 : state->possible[i] ? BB_LOOK_PLAIN
                                      : BB_LOOK_QUIET);
        if (state->why[i])
            bb_paint(y, area.x + label_cols + 2, area.cols - label_cols - 2, state->why[i],
                     BB_LOOK_QUIET);
        if (here)
            bb_ui_caret(ui, y, area.x);
        bb_buf_done(&text);
        y++;
    }
}

static void steps_move(struct steps *state, int by)
{
    for (size_t i = state->cursor; (by > 0 && i + 1 < STEPS) || (by < 0 && i > 0);) {
        i += by > 0 ? 1 : (size_t)-1;
        if (state->shown[i]) {
            state->cursor = i;
            return;
        }
    }
}

/* The menu closes when its step's form opens; a refusal leaves it. */
static unsigned steps_take(struct bb_ui *ui, struct steps *state)
{
    bool possible = state->possible[state->cursor];
    bb_step_begin(ui, &state->row, menu[state->cursor].kind);
    return possible ? BB_POP : BB_REDRAW;
}

static unsigned steps_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct steps *state = opaque;
    switch ((int)action) {
    case BB_ACTION_UP:
    case BB_ACTION_DOWN:
        steps_move(state, action == BB_ACTION_UP ? -1 : 1);
        return BB_REDRAW;
    case BB_ACTION_TAKE:
        return steps_take(ui, state);
    }
    if (action != BB_ACTION_NONE || input->kind != BB_INPUT_KEY)
        return BB_UNUSED;
    for (size_t i = 0; i < STEPS; i++) {
        if (state->shown[i] && input->key == (uint32_t)menu[i].key) {
            state->cursor = i;
            return steps_take(ui, state);
        }
    }
    return BB_UNUSED;
}

const struct bb_screen bb_screen_steps = {
    .state_bytes = sizeof(struct steps),
    .overlay = true,
    .open = steps_open,
    .close = steps_close,
    .reload = steps_reload,
    .draw = steps_draw,
    .handle = steps_handle,
};
