/* The ledger (F4): what is due first on top, fetched by key a screenful at a time; the `/` line
 * narrows it. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/ledger.h"
#include "bangban/ui/pending.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/show.h"
#include "bangban/ui/voiding.h"

enum { WIDE_COLS = 100 }; /* from here on the whole number is shown */

enum { LIGHT, NO, KIND, DESCRIPTION, UNIT, DUE, LEFT, STATE, COLUMNS };
static const struct bb_column narrow[] = {
    {N_("Light"), 0, 0, 0, 0, BB_ALIGN_LEFT},     {N_("No."), 11, 11, 0, 0, BB_ALIGN_LEFT},
    {N_("Kind"), 0, 0, 0, 3, BB_ALIGN_LEFT},      {N_("Description"), 12, 20, 1, 0, BB_ALIGN_LEFT},
    {N_("Lead unit"), 8, 8, 0, 2, BB_ALIGN_LEFT}, {N_("Due"), 5, 5, 0, 0, BB_ALIGN_LEFT},
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
        columns[DUE].ideal_cols = 8;
    }
}

struct ledger {
    struct bb_ui *ui;
    struct bb_rows rows;
    struct bb_column columns[COLUMNS];
    struct bb_ledger_filter filter;
};

static void ledger_cells(struct bb_ui *ui, const void *data, struct bb_buf *cells,
                         enum bb_look *looks)
{
    const struct bb_issue *issue = data;
    int64_t left = 0, light = bb_app_issue_light(ui->app, issue, &left);
    const char *dash = strchr(issue->no, '-');
    bool open = bb_issue_is_open(issue);
    bb_buf_str(&cells[LIGHT], bb_show_light(light));
    looks[LIGHT] = bb_paint_light(light);
    bb_buf_str(&cells[NO], dash && ui->body.cols < WIDE_COLS ? dash + 1 : issue->no);
    bb_buf_str(&cells[KIND], bb_code_label(BB_CODES_POINT, issue->point));
    bb_buf_str(&cells[DESCRIPTION], issue->description);
    bb_buf_str(&cells[UNIT], bb_show_unit(ui, issue->lead_unit));
    bb_show_day(ui, &cells[DUE], issue->due_day);
    if (open && !issue->due_day)
        bb_buf_str(&cells[DUE], "?");
    else if (open && light != BB_LIGHT_GREY)
        bb_buf_printf(&cells[LEFT], left < 0 ? _("-%d") : "%d", (int)(left < 0 ? -left : left));
    bb_buf_str(&cells[STATE], bb_code_label(BB_CODES_STATE, issue->state));
    if (!open)
        looks[STATE] = BB_LOOK_GREY;
}

/* ---- rows by key ---- */

struct gathering {
    struct ledger *ledger;
    struct bb_issue *rows; /* in the order of the query */
    int count, want, seen;
    struct bb_key last; /* of the last row seen, passing or not */
};

static const struct bb_err *gather(void *ctx, void *row)
{
    struct gathering *into = ctx;
    const struct bb_issue *issue = row;
    into->seen++;
    into->last.value = issue->due_day;
    memcpy(into->last.id, issue->id, strlen(issue->id) + 1);
    if (into->count == into->want ||
        !bb_ledger_filter_passes(into->ledger->ui, &into->ledger->filter, issue))
        return NULL;
    into->rows = bb_realloc(into->rows, ((size_t)into->count + 1) * sizeof *into->rows);
    memset(&into->rows[into->count], 0, sizeof *into->rows);
    bb_record_copy(&bb_issue_record, &into->rows[into->count++], issue);
    return NULL;
}

/* Asks the store until enough rows pass what only memory can check. */
static const struct bb_err *gather_all(struct gathering *into, struct bb_issue_query *query)
{
    for (;;) {
        into->seen = 0;
        query->limit = into->want - into->count;
        if (into->ledger->filter.in_memory && query->limit < 64)
            query->limit = 64;
        BB_TRY(bb_app_issue_list(into->ledger->ui->app, query, &(struct bb_sink){gather, into}));
        if (into->seen < query->limit || into->count >= into->want)
            return NULL;
        query->has_key = true;
        query->key = into->last;
    }
}

static void free_issue(void *data)
{
    bb_issue_done(data);
    free(data);
}

static void hand_over(struct gathering *from, bool reversed, const char *only_id,
                      struct bb_list_rows *into)
{
    for (int i = 0; i < from->count; i++) {
        struct bb_issue *row = &from->rows[reversed ? from->count - 1 - i : i];
        if (only_id && strcmp(row->id, only_id) != 0) {
            bb_issue_done(row);
            continue;
        }
        struct bb_issue *kept = bb_alloc(sizeof *kept);
        *kept = *row;
        bb_list_add(into, kept->id, kept);
    }
    free(from->rows);
}

/* The place of a record in the order; AT begins just before it. */
static const struct bb_err *key_of(struct ledger *state, const char *id, bool before,
                                   struct bb_issue_query *query)
{
    struct bb_issue issue = {0};
    BB_TRY(bb_app_issue_load(state->ui->app, id, &issue));
    query->has_key = true;
    query->key.value = issue.due_day;
    snprintf(query->key.id, sizeof query->key.id, "%s", id);
    if (before) /* no id lies between this and the one asked for, but for the last digit */
        query->key.id[strlen(query->key.id) - 1]--;
    bb_issue_done(&issue);
    return NULL;
}

static const struct bb_err *fetch(void *ctx, enum bb_list_ask ask, const char *id, int count,
                                  struct bb_list_rows *into)
{
    struct ledger *state = ctx;
    struct bb_issue_query query = state->filter.query;
    struct gathering gathering = {.ledger = state, .want = ask == BB_LIST_AT ? 1 : count};
    query.backwards = ask == BB_LIST_LAST || ask == BB_LIST_BEFORE;
    if (ask == BB_LIST_AFTER || ask == BB_LIST_BEFORE || ask == BB_LIST_AT)
        BB_TRY(key_of(state, id, ask == BB_LIST_AT, &query));
    const struct bb_err *err = gather_all(&gathering, &query);
    if (err) {
        for (int i = 0; i < gathering.count; i++)
            bb_issue_done(&gathering.rows[i]);
        free(gathering.rows);
        return err;
    }
    hand_over(&gathering, query.backwards, ask == BB_LIST_AT ? id : NULL, into);
    return NULL;
}

/* ---- the screen ---- */

static const struct bb_err *ledger_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct ledger *state = opaque;
    (void)arg;
    state->ui = ui;
    state->rows.columns = state->columns;
    state->rows.column_count = COLUMNS;
    measure(ui, state->columns);
    state->rows.key_column = NO;
    state->rows.cells = ledger_cells;
    bb_rows_open(&state->rows,
                 (struct bb_list_source){.fetch = fetch, .free_row = free_issue, .ctx = state});
    bb_ledger_filter_set(ui, &state->filter, "");
    return NULL;
}

static void ledger_close(struct bb_ui *ui, void *opaque)
{
    struct ledger *state = opaque;
    (void)ui;
    bb_rows_done(&state->rows);
    bb_ledger_filter_done(&state->filter);
}

static const struct bb_err *ledger_reload(struct bb_ui *ui, void *opaque)
{
    (void)ui;
    return bb_list_reload(((struct ledger *)opaque)->rows.list);
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
        _("No open problem. n registers one; / with state:all also shows what is closed."));
}

static unsigned ledger_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                              const struct bb_input *input)
{
    struct ledger *state = opaque;
    bool refilter;
    unsigned reaction = bb_rows_handle(ui, &state->rows, action, input, &refilter);
    if (refilter) {
        bb_ledger_filter_done(&state->filter);
        bb_ledger_filter_set(ui, &state->filter, bb_edit_text(&state->rows.find));
        ledger_resize(ui, state);
        bb_ui_tell(ui, bb_list_reload(state->rows.list));
    }
    if (!(reaction & BB_UNUSED))
        return reaction;
    const struct bb_issue *row = bb_rows_selected(&state->rows);
    switch ((int)action) {
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
        bb_ui_push(ui, BB_SCREEN_VOID,
                   &(struct bb_voiding){true, row->id, row->no, row->description});
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
};
