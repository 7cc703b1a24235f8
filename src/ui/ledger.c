/* The ledger (F4): what is due first on top, fetched by key a screenful at a time; the `/` line
 * narrows it. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/batch.h"
#include "bangban/ui/pending.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/show.h"
#include "bangban/ui/step.h"
#include "bangban/ui/voiding.h"

enum { WIDE_COLS = 100 }; /* from here on the whole number is shown */

enum { LIGHT, NO, KIND, DESCRIPTION, UNIT, DUE, LEFT, STATE, COLUMNS };
static const struct bb_column narrow[] = {
    {N_("Light"), 0, 0, 0, 0, BB_ALIGN_LEFT},     {N_("No."), 11, 11, 0, 0, BB_ALIGN_LEFT},
    {N_("Kind"), 0, 0, 0, 3, BB_ALIGN_LEFT},      {N_("Description"), 12, 20, 1, 0, BB_ALIGN_LEFT},
    {N_("Lead unit"), 8, 8, 0, 2, BB_ALIGN_LEFT}, {N_("Due"), 8, 8, 0, 0, BB_ALIGN_LEFT},
    {N_("Left"), 4, 4, 0, 0, BB_ALIGN_RIGHT},     {N_("State"), 0, 0, 0, 1, BB_ALIGN_LEFT},
};
_Static_assert(sizeof narrow / sizeof *narrow == COLUMNS, "one row per column");

static void widen(struct bb_column *column, const char *text)
{
    int cols = bb_text_cols(text);
    column->min_cols = cols > column->min_cols ? cols : column->min_cols;
    column->ideal_cols = column->min_cols;
}

/* Words of lights, kinds and states are never cut: their columns are as wide as the language needs.
 */
static void measure(struct bb_ui *ui, struct bb_column *columns)
{
    memcpy(columns, narrow, sizeof narrow);
    for (int light = 1; light <= bb_code_count(BB_CODES_LIGHT); light++)
        widen(&columns[LIGHT], bb_show_light(light));
    for (int point = 1; point <= bb_code_count(BB_CODES_POINT); point++)
        widen(&columns[KIND], bb_code_label(BB_CODES_POINT, point));
    for (int state = 1; state <= BB_STATE_CLOSED; state++)
        widen(&columns[STATE], bb_code_label(BB_CODES_STATE, state));
    if (ui->body.cols >= WIDE_COLS) {
        columns[NO].min_cols = columns[NO].ideal_cols = 18;
        columns[UNIT].ideal_cols = 14;
    }
}

struct ledger {
    struct bb_rows rows;
    struct bb_column columns[COLUMNS];
    enum bb_ledger_view view;
    struct bb_ledger_filter filter;
    struct bb_ledger_rows source;
    struct bb_marks marks;
    int count; /* lines of the view, up to COUNT_MAX */
};

static struct ledger *open_ledger(struct bb_ui *ui)
{
    for (int i = ui->depth - 1; i >= 0; i--)
        if (ui->open[i].id == BB_SCREEN_LEDGER)
            return ui->open[i].state;
    return NULL;
}

static void ledger_cells(struct bb_ui *ui, const void *data, struct bb_buf *cells,
                         enum bb_look *looks)
{
    const struct bb_issue *issue = data;
    const struct ledger *ledger = open_ledger(ui);
    int64_t left = 0, light = bb_app_issue_light(ui->app, issue, &left);
    const char *dash = strchr(issue->no, '-');
    bool open = bb_issue_is_open(issue);
    bb_buf_str(&cells[LIGHT], bb_show_light(light));
    looks[LIGHT] = bb_paint_light(light);
    bb_buf_str(&cells[NO], dash && ui->body.cols < WIDE_COLS ? dash + 1 : issue->no);
    bb_buf_str(&cells[KIND], bb_code_label(BB_CODES_POINT, issue->point));
    bb_buf_str(&cells[DESCRIPTION], issue->description);
    bb_buf_str(&cells[UNIT], bb_show_unit(ui, issue->lead_unit));
    int64_t due = bb_issue_query_day(&ledger->filter.query, issue);
    bb_show_day(ui, &cells[DUE], due);
    if (open && !due)
        bb_buf_str(&cells[DUE], "?");
    else if (open && left == BB_LEFT_UNKNOWN)
        bb_buf_str(&cells[LEFT], "?"); /* no calendar says */
    else if (open && light != BB_LIGHT_GREY)
        bb_buf_printf(&cells[LEFT], left < 0 ? _("-%d") : "%d", (int)(left < 0 ? -left : left));
    bb_buf_str(&cells[STATE], issue->contested ? _("To be checked")
                              : issue->paused_at && open
                                  ? _("Paused")
                                  : bb_code_label(BB_CODES_STATE, issue->state));
    if (issue->contested)
        looks[STATE] = BB_LOOK_ERROR;
    else if (!open)
        looks[STATE] = BB_LOOK_GREY;
}

/* ---- which lines ---- */

/* The day's column says which day it shows. */
static void name_day(struct ledger *state)
{
    bool lookback = state->filter.query.waits == BB_WAITS_LOOKBACK;
    state->columns[DUE].title = lookback ? N_("Look-back") : narrow[DUE].title;
    widen(&state->columns[DUE], _(state->columns[DUE].title));
}

enum { COUNT_MAX = 199 }; /* counted by reading them: a few pages, not the whole ledger */

static const struct bb_err *count_one(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

/* The lines change: another view, another text, or what others wrote. */
static const struct bb_err *reread(struct ledger *state)
{
    BB_TRY(bb_list_reload(state->rows.list));
    state->count = 0;
    return bb_ledger_each(&state->source, COUNT_MAX, &(struct bb_sink){count_one, &state->count});
}

static void refilter(struct bb_ui *ui, struct ledger *state)
{
    enum bb_issue_sort sort = state->filter.query.sort;
    bool same = state->filter.view == state->view;
    bb_ledger_filter_done(&state->filter);
    bb_ui_tell(
        ui, bb_ledger_filter_set(ui, &state->filter, state->view, bb_edit_text(&state->rows.find)));
    name_day(state);
    if (same) /* the order stays while one types */
        state->filter.query.sort = sort;
    bb_rows_resize(ui, &state->rows, &ui->body);
    bb_ui_tell(ui, reread(state));
}

/* " · red lights 3 · by unit" */
static void ledger_title(const void *opaque, struct bb_buf *out)
{
    const struct ledger *state = opaque;
    bool searched = state->view == BB_LEDGER_OPEN && state->filter.terms.count;
    bb_buf_printf(out, " · %s %d%s", searched ? _("matching") : bb_ledger_view_label(state->view),
                  state->count, state->count == COUNT_MAX ? "+" : "");
    if (state->marks.count)
        bb_buf_printf(out, _(" · %d marked"), (int)state->marks.count);
    if (state->filter.query.sort != BB_ISSUE_SORT_DUE)
        bb_buf_printf(out, " · %s", bb_ledger_sort_label(state->filter.query.sort));
}

/* ---- several lines ---- */

static bool is_marked(const void *marks, const char *id)
{
    return bb_marks_has(marks, id);
}

static const struct bb_err *mark_one(void *ctx, void *row)
{
    bb_marks_put(ctx, ((const struct bb_issue *)row)->id, true);
    return NULL;
}

/* Marks all in view; when that changes nothing, unmarks everything. */
static void mark_all(struct bb_ui *ui, struct ledger *state)
{
    size_t before = state->marks.count;
    bb_ui_tell(ui, bb_ledger_each(&state->source, BB_BATCH_MAX,
                                  &(struct bb_sink){mark_one, &state->marks}));
    if (state->marks.count == before)
        bb_marks_done(&state->marks);
    else if (state->marks.count >= BB_BATCH_MAX)
        bb_ui_warn(ui,
                   _("That is as many as can be marked at once; narrow the list with / first."));
}

/* What works on several lines; false: the action is about the one line. */
static bool do_several(struct bb_ui *ui, struct ledger *state, enum bb_action_id action)
{
    struct bb_batch_ask ask = {BB_EVENT_NONE, &state->marks, &state->source};
    const char *id = bb_rows_selected_id(&state->rows);
    switch ((int)action) {
    case BB_ACTION_MARK:
        bb_marks_put(&state->marks, id, !bb_marks_has(&state->marks, id));
        bb_ui_tell(ui, bb_list_move(state->rows.list, BB_LIST_DOWN));
        return true;
    case BB_ACTION_MARK_ALL:
        mark_all(ui, state);
        return true;
    case BB_ACTION_PRINT:
        bb_ui_push(ui, BB_SCREEN_BATCH, &ask);
        return true;
    case BB_ACTION_BACK:
        if (state->marks.count == 0)
            return false;
        bb_marks_done(&state->marks);
        return true;
    case BB_ACTION_ASSIGN:
        ask.kind = BB_EVENT_ISSUE_ASSIGN;
        break;
    case BB_ACTION_REMIND:
        ask.kind = BB_EVENT_ISSUE_REMIND;
        break;
    }
    if (!state->marks.count)
        return false;
    if (ask.kind != BB_EVENT_NONE)
        bb_ui_push(ui, BB_SCREEN_BATCH, &ask);
    else if (bb_step_of_action(action) != BB_EVENT_NONE || action == BB_ACTION_STEPS)
        bb_ui_warn(ui, _("Lines are marked: a assigns, u reminds, P prints them all; Esc unmarks "
                         "them."));
    else
        return false;
    return true;
}

static const struct {
    enum bb_action_id action;
    enum bb_ledger_view view;
} views[] = {
    {BB_ACTION_ALL_OPEN, BB_LEDGER_OPEN},   {BB_ACTION_RED, BB_LEDGER_RED},
    {BB_ACTION_DUE_TODAY, BB_LEDGER_TODAY}, {BB_ACTION_DUE_WEEK, BB_LEDGER_WEEK},
    {BB_ACTION_CHECKS, BB_LEDGER_LOOKBACK}, {BB_ACTION_APPROVALS, BB_LEDGER_APPROVAL},
    {BB_ACTION_TO_CHECK, BB_LEDGER_CHECK},
};

/* A view begins at its top, without a text. */
static void take_view(struct bb_ui *ui, struct ledger *state, enum bb_ledger_view view)
{
    bool other = view != state->view;
    state->view = view;
    state->rows.finding = false;
    bb_edit_set(&state->rows.find, NULL);
    refilter(ui, state);
    if (other)
        bb_ui_tell(ui, bb_list_move(state->rows.list, BB_LIST_HOME));
}

bool bb_ledger_present(struct bb_ui *ui, struct bb_ledger_choice *out)
{
    const struct ledger *state = open_ledger(ui);
    if (state)
        *out = (struct bb_ledger_choice){state->view, state->filter.query.sort,
                                         bb_edit_text(&state->rows.find)};
    return state != NULL;
}

void bb_ledger_show(struct bb_ui *ui, const struct bb_ledger_choice *choice)
{
    struct ledger *state = open_ledger(ui);
    if (!state)
        return;
    take_view(ui, state, choice->view);
    bb_edit_set(&state->rows.find, choice->text);
    state->filter.query.sort = choice->sort;
    refilter(ui, state);
}

static bool choose_view(struct bb_ui *ui, struct ledger *state, enum bb_action_id action)
{
    if (action == BB_ACTION_BACK && state->view != BB_LEDGER_OPEN) {
        take_view(ui, state, BB_LEDGER_OPEN);
        return true;
    }
    if (action == BB_ACTION_ORDER) {
        state->filter.query.sort = (state->filter.query.sort + 1) % BB_ISSUE_SORT__COUNT;
        bb_ui_tell(ui, reread(state));
        return true;
    }
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        if (views[i].action == action) {
            take_view(ui, state, views[i].view);
            return true;
        }
    }
    return false;
}

/* ---- the screen ---- */

static const struct bb_err *ledger_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct ledger *state = opaque;
    (void)arg;
    state->rows.columns = state->columns;
    state->rows.column_count = COLUMNS;
    measure(ui, state->columns);
    state->rows.key_column = NO;
    state->rows.cells = ledger_cells;
    state->rows.is_marked = is_marked;
    state->rows.marks = &state->marks;
    state->source = (struct bb_ledger_rows){ui, &state->filter};
    bb_rows_open(&state->rows, bb_ledger_source(&state->source));
    return bb_ledger_filter_set(ui, &state->filter, state->view, "");
}

static void ledger_close(struct bb_ui *ui, void *opaque)
{
    struct ledger *state = opaque;
    (void)ui;
    bb_rows_done(&state->rows);
    bb_ledger_filter_done(&state->filter);
    bb_marks_done(&state->marks);
}

static const struct bb_err *ledger_reload(struct bb_ui *ui, void *opaque)
{
    (void)ui;
    return reread(opaque);
}

static void ledger_resize(struct bb_ui *ui, void *opaque)
{
    struct ledger *state = opaque;
    measure(ui, state->columns);
    bb_rows_resize(ui, &state->rows, &ui->body);
}

static void ledger_draw(struct bb_ui *ui, void *opaque)
{
    struct ledger *state = opaque;
    bb_rows_draw(
        ui, &state->rows, &ui->body,
        state->view == BB_LEDGER_OPEN
            ? _("No open problem. n registers one; / with state:all also shows what is closed.")
            : _("Nothing here. 0 shows all open lines."));
}

static unsigned ledger_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                              const struct bb_input *input)
{
    struct ledger *state = opaque;
    bool changed;
    unsigned reaction = bb_rows_handle(ui, &state->rows, action, input, &changed);
    if (changed)
        refilter(ui, state);
    if ((reaction & BB_UNUSED) && (do_several(ui, state, action) || choose_view(ui, state, action)))
        return BB_REDRAW;
    if (!(reaction & BB_UNUSED))
        return reaction;
    const struct bb_issue *row = bb_rows_selected(&state->rows);
    enum bb_event_kind step = bb_step_of_action(action);
    if (step != BB_EVENT_NONE) {
        bb_step_begin(ui, row, step);
        return BB_REDRAW;
    }
    switch ((int)action) {
    case BB_ACTION_STEPS:
        bb_ui_push(ui, BB_SCREEN_STEPS, row->id);
        return BB_REDRAW;
    case BB_ACTION_SAVED:
        bb_ui_push(ui, BB_SCREEN_SAVED, NULL);
        return BB_REDRAW;
    case BB_ACTION_OPEN:
        bb_ui_push(ui, BB_SCREEN_ISSUE, row->id);
        return BB_REDRAW;
    case BB_ACTION_WHY:
        bb_ui_push(ui, BB_SCREEN_WHY, row->id);
        return BB_REDRAW;
    case BB_ACTION_NEW:
        bb_ui_push(ui, BB_SCREEN_RAISE, &(struct bb_raise){.session = NULL});
        return BB_REDRAW;
    case BB_ACTION_VOID:
        bb_ui_push(
            ui, BB_SCREEN_VOID,
            &(struct bb_voiding){BB_VOIDING_ISSUE, row->id, row->no, row->description, row->heads});
        return BB_REDRAW;
    }
    return BB_UNUSED;
}

static bool ledger_typing(const void *opaque)
{
    return ((const struct ledger *)opaque)->rows.finding;
}

static const char *ledger_selected(void *opaque)
{
    return bb_rows_selected_id(&((struct ledger *)opaque)->rows);
}

const struct bb_screen bb_screen_ledger = {
    .state_bytes = sizeof(struct ledger),
    .open = ledger_open,
    .close = ledger_close,
    .reload = ledger_reload,
    .resize = ledger_resize,
    .draw = ledger_draw,
    .handle = ledger_handle,
    .typing = ledger_typing,
    .selected = ledger_selected,
    .title = ledger_title,
};
