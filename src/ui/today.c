/* Today (F3): open sessions on top with running times, then the day's closed ones; the debts of the
 * shift below. The day is small and read as a whole; the `/` line filters it in memory. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/core/filter.h"
#include "bangban/ui/owing.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/show.h"
#include "bangban/ui/voiding.h"

enum { ROWS_MAX = 2000, DEBT_ROWS = 2 };

enum { TIME, NO, STATE, ITEM, CLIENT, HELPER, OWING, COLUMNS };
static const struct bb_column one_desk[] = {
    {N_("Time"), 5, 5, 0, 0, BB_ALIGN_LEFT},    {N_("No."), 4, 4, 0, 0, BB_ALIGN_LEFT},
    {N_("State"), 14, 15, 0, 0, BB_ALIGN_LEFT}, {N_("Item"), 16, 24, 1, 0, BB_ALIGN_LEFT},
    {N_("Client"), 6, 6, 0, 3, BB_ALIGN_LEFT},  {N_("By"), 6, 6, 0, 2, BB_ALIGN_LEFT},
    {N_("Owing"), 8, 14, 0, 1, BB_ALIGN_LEFT},
};

_Static_assert(sizeof one_desk / sizeof *one_desk == COLUMNS, "one row per column");
enum { DESK_NO_COLS = 9 }; /* "C1W03-042", where several desks are listed */

struct today {
    struct bb_rows rows;
    struct bb_column columns[COLUMNS];
    struct bb_session *sessions; /* of the day, in the order shown */
    size_t count;
    struct bb_filter filter;
    struct bb_owing owing;
    struct bb_ui *ui; /* for names in the filter */
};

/* Whose sessions: those of the desk; a supervisor sees every desk. The app narrows it further by
 * right. */
static const char *own_desk(struct bb_ui *ui)
{
    const struct bb_person *person = bb_app_person(ui->app);
    const struct bb_desk *desk = bb_app_desk(ui->app);
    bool all = person && (person->role == BB_ROLE_SUPERVISOR || person->role == BB_ROLE_LEADER);
    return all || !desk ? NULL : desk->code;
}

static void show_no(struct bb_ui *ui, const struct bb_session *session, struct bb_buf *out)
{
    if (!own_desk(ui) && session->desk)
        bb_buf_printf(out, "%s-", session->desk);
    bb_buf_str(out, bb_show_short_no(session->no));
}

static const char *item_text(struct bb_ui *ui, const struct bb_session *session)
{
    if (session->item)
        return bb_show_item(ui, session->item);
    return session->no_item ? bb_code_label(BB_CODES_NO_ITEM, session->no_item)
           : session->note  ? session->note
                            : "";
}

static void today_cells(struct bb_ui *ui, const void *data, struct bb_buf *cells,
                        enum bb_look *looks)
{
    const struct bb_session *session = data;
    char clock[BB_AT_BYTES];
    bb_buf_str(&cells[TIME], bb_at_format_clock(clock, session->happened_at));
    show_no(ui, session, &cells[NO]);
    bb_show_state(ui, session, &cells[STATE]);
    bb_buf_str(&cells[ITEM], item_text(ui, session));
    bb_buf_str(&cells[CLIENT], session->client_name);
    bb_buf_str(&cells[HELPER], bb_show_person(ui, session->helper));
    if (session->voided)
        looks[STATE] = looks[ITEM] = BB_LOOK_GREY;
    else if (bb_show_is_open(session))
        looks[STATE] = BB_LOOK_TITLE;
    else
        bb_session_debts_show(bb_session_debts(session), &cells[OWING]);
    looks[OWING] = BB_LOOK_WARN;
}

/* ---- the rows: read whole, filtered, handed to the list by id ---- */

static const unsigned fields = BB_BY(STATE) | BB_BY(UNIT) | BB_BY(DATE) | BB_BY(ITEM) |
                               BB_BY(PERSON) | BB_BY(NO) | BB_BY(DESK) | BB_BY(NOTE);

struct filtered { /* what the filter is held against */
    struct bb_ui *ui;
    const struct bb_session *session;
    struct bb_buf *text;
};

/* What of a session stands in one field, but the client and what is owing. */
static void field_show(struct bb_ui *ui, const struct bb_session *session,
                       enum bb_filter_field field, struct bb_buf *out)
{
    const struct bb_item *item = session->item ? bb_app_item(ui->app, session->item) : NULL;
    char day[BB_DAY_BYTES];
    switch (field) {
    case BB_FILTER_STATE:
        bb_show_state(ui, session, out);
        break;
    case BB_FILTER_UNIT:
        bb_buf_str(out, bb_show_unit(ui, item ? item->unit_code : NULL));
        break;
    case BB_FILTER_DATE:
        bb_buf_str(out, bb_day_format(day, bb_day_of(session->happened_at)));
        break;
    case BB_FILTER_ITEM:
        bb_buf_printf(out, "%s %s", session->item ? session->item : "", item_text(ui, session));
        break;
    case BB_FILTER_PERSON:
        bb_buf_str(out, bb_show_person(ui, session->helper));
        break;
    case BB_FILTER_NO:
        bb_buf_str(out, session->no);
        break;
    case BB_FILTER_DESK:
        bb_buf_printf(out, "%s %s", session->desk ? session->desk : "",
                      bb_show_desk(ui, session->desk));
        break;
    default:
        bb_buf_str(out, session->note ? session->note : "");
        break;
    }
}

static const char *filter_text(const void *row, enum bb_filter_field field)
{
    const struct filtered *at = row;
    bb_buf_clear(at->text);
    for (int each = BB_FILTER_ANY + 1; each < BB_FILTER__COUNT; each++) {
        if (!(fields >> each & 1) || (field != BB_FILTER_ANY && (int)field != each))
            continue;
        bb_buf_str(at->text, at->text->len ? " " : "");
        field_show(at->ui, at->session, (enum bb_filter_field)each, at->text);
    }
    if (field == BB_FILTER_ANY) {
        const char *client = at->session->client_name;
        bb_buf_printf(at->text, " %s ", client ? client : "");
        bb_session_debts_show(bb_session_debts(at->session), at->text);
    }
    return bb_buf_text(at->text);
}

static bool passes(struct today *state, const struct bb_session *session)
{
    struct bb_buf text = {0};
    struct filtered at = {state->ui, session, &text};
    bool yes = bb_filter_matches(&state->filter, filter_text, &at);
    bb_buf_done(&text);
    return yes;
}

static size_t place_of(const struct today *state, const char *id)
{
    for (size_t i = 0; i < state->count; i++) {
        if (strcmp(state->sessions[i].id, id) == 0)
            return i;
    }
    return state->count;
}

/* Gives rows [from, …) that pass, going on or back, at most count, always top to bottom. */
static void give(struct today *state, size_t from, int count, bool backwards,
                 struct bb_list_rows *into)
{
    size_t at = from, end = from;
    if (backwards) {
        for (int found = 0; at > 0 && found < count;)
            found += passes(state, &state->sessions[--at]);
    } else {
        end = state->count;
    }
    for (int given = 0; at < end && given < count; at++) {
        if (passes(state, &state->sessions[at])) {
            bb_list_add(into, state->sessions[at].id, &state->sessions[at]);
            given++;
        }
    }
}

static const struct bb_err *fetch(void *ctx, enum bb_list_ask ask, const char *id, int count,
                                  struct bb_list_rows *into)
{
    struct today *state = ctx;
    size_t place = id ? place_of(state, id) : 0;
    switch (ask) {
    case BB_LIST_FIRST:
        give(state, 0, count, false, into);
        break;
    case BB_LIST_LAST:
        give(state, state->count, count, true, into);
        break;
    case BB_LIST_AFTER:
        give(state, place + 1, count, false, into);
        break;
    case BB_LIST_BEFORE:
        give(state, place, count, true, into);
        break;
    case BB_LIST_AT:
        if (place < state->count && passes(state, &state->sessions[place]))
            give(state, place, 1, false, into);
        break;
    }
    return NULL;
}

struct collector {
    struct today *state;
    bool open; /* collect open ones, or the others */
};

static const struct bb_err *collect(void *ctx, void *row)
{
    struct collector *into = ctx;
    struct today *state = into->state;
    if (bb_show_is_open(row) != into->open)
        return NULL;
    state->sessions = bb_realloc(state->sessions, (state->count + 1) * sizeof *state->sessions);
    memset(&state->sessions[state->count], 0, sizeof *state->sessions);
    bb_record_copy(&bb_session_record, &state->sessions[state->count++], row);
    return NULL;
}

static void forget(struct bb_session *sessions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bb_session_done(&sessions[i]);
    free(sessions);
}

/* One's own of any day, as `d` goes through them; of all desks today for who sees all. */
static const struct bb_err *owing_reload(struct bb_ui *ui, struct today *state)
{
    if (own_desk(ui))
        return bb_owing_load(ui, &state->owing);
    bb_owing_done(&state->owing);
    for (size_t i = 0; i < state->count; i++)
        bb_owing_add(ui, &state->owing, &state->sessions[i]);
    return NULL;
}

static const struct bb_err *today_reload(struct bb_ui *ui, void *opaque)
{
    struct today *state = opaque;
    struct bb_session *before = state->sessions;
    size_t before_count = state->count;
    struct collector into = {state, true};
    const struct bb_sink sink = {collect, &into};
    struct bb_session_query query = {
        .desk = own_desk(ui), .open_only = true, .with_void = true, .limit = ROWS_MAX};
    state->sessions = NULL;
    state->count = 0;
    const struct bb_err *err = bb_app_session_list(ui->app, &query, &sink);
    if (!err) {
        into.open = query.open_only = false;
        query.from_at = bb_at_make(bb_app_today(ui->app), 0);
        err = bb_app_session_list(ui->app, &query, &sink);
    }
    if (err) { /* what was seen stays */
        forget(state->sessions, state->count);
        state->sessions = before;
        state->count = before_count;
        return err;
    }
    err = bb_list_reload(state->rows.list);
    forget(before, before_count);
    return err ? err : owing_reload(ui, state);
}

/* ---- the screen ---- */

static struct bb_rect list_area(const struct bb_ui *ui)
{
    struct bb_rect area = ui->body;
    area.rows -= DEBT_ROWS + 1;
    return area;
}

static const struct bb_err *today_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct today *state = opaque;
    (void)arg;
    state->ui = ui;
    memcpy(state->columns, one_desk, sizeof one_desk);
    if (!own_desk(ui))
        state->columns[NO].min_cols = state->columns[NO].ideal_cols = DESK_NO_COLS;
    state->rows.columns = state->columns;
    state->rows.column_count = COLUMNS;
    state->rows.key_column = TIME;
    state->rows.cells = today_cells;
    bb_rows_open(&state->rows, (struct bb_list_source){.fetch = fetch, .ctx = state});
    return NULL;
}

static void today_close(struct bb_ui *ui, void *opaque)
{
    struct today *state = opaque;
    (void)ui;
    bb_rows_done(&state->rows);
    bb_filter_done(&state->filter);
    bb_owing_done(&state->owing);
    forget(state->sessions, state->count);
}

static void today_resize(struct bb_ui *ui, void *opaque)
{
    struct today *state = opaque;
    struct bb_rect area = list_area(ui);
    bb_rows_resize(ui, &state->rows, &area);
}

static void draw_debts(struct bb_ui *ui, const struct today *state)
{
    const struct bb_owing *owing = &state->owing;
    bool all = !own_desk(ui);
    struct bb_buf line = {0};
    int y = ui->body.y + ui->body.rows - DEBT_ROWS;
    if (owing->missing)
        bb_buf_printf(&line,
                      all ? _("Debts of the shift (%d): %s") : _("You still owe (%d, with d): %s"),
                      owing->missing, bb_buf_text(&owing->missing_text));
    else
        bb_buf_str(&line, _("No debts in this shift."));
    if (owing->open) {
        bb_buf_str(&line, "  ");
        bb_buf_printf(&line, _("Still open (%d): %s"), owing->open, bb_buf_text(&owing->open_text));
    }
    bb_paint_rule(y - 1, ui->body.x, ui->body.cols);
    bb_paint_wrapped(y, ui->body.x, DEBT_ROWS, ui->body.cols, 0, bb_buf_text(&line),
                     owing->missing ? BB_LOOK_WARN : BB_LOOK_QUIET);
    bb_buf_done(&line);
}

static void today_draw(struct bb_ui *ui, void *opaque)
{
    struct today *state = opaque;
    struct bb_rect area = list_area(ui);
    bb_rows_draw(ui, &state->rows, &area, _("No session yet today. F2 logs the first one."));
    draw_debts(ui, state);
}

static unsigned today_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct today *state = opaque;
    bool refilter;
    unsigned reaction = bb_rows_handle(ui, &state->rows, action, input, &refilter);
    if (refilter) {
        bb_rows_refilter(ui, &state->rows, &state->filter, fields);
        today_resize(ui, state);
        bb_ui_tell(ui, bb_list_reload(state->rows.list));
    }
    if (!(reaction & BB_UNUSED))
        return reaction;
    if (action == BB_ACTION_DEBTS) {
        bb_session_debt_next(ui);
        return BB_REDRAW;
    }
    if (action == BB_ACTION_LATE) {
        bb_ui_push(ui, BB_SCREEN_LATE, NULL);
        return BB_REDRAW;
    }
    const struct bb_session *row = bb_rows_selected(&state->rows);
    switch ((int)action) {
    case BB_ACTION_OPEN:
        bb_ui_push(ui, BB_SCREEN_SESSION, row->id);
        return BB_REDRAW;
    case BB_ACTION_EDIT:
        bb_session_take_up(ui, row);
        return BB_RELOAD;
    case BB_ACTION_RATE:
        bb_ui_push(ui, BB_SCREEN_RATE, row->id);
        return BB_REDRAW;
    case BB_ACTION_SLIP:
        bb_ui_push(ui, BB_SCREEN_SLIP, NULL);
        return BB_REDRAW;
    case BB_ACTION_TURN:
        bb_session_turn(ui, row);
        return BB_RELOAD;
    case BB_ACTION_HAND:
        bb_session_hand_over(ui, row);
        return BB_REDRAW;
    case BB_ACTION_VOID:
        bb_ui_push(
            ui, BB_SCREEN_VOID,
            &(struct bb_voiding){BB_VOIDING_SESSION, row->id, row->no, item_text(ui, row), NULL});
        return BB_REDRAW;
    }
    return BB_UNUSED;
}

static bool today_typing(const void *opaque)
{
    return ((const struct today *)opaque)->rows.finding;
}

static const char *today_selected(void *opaque)
{
    return bb_rows_selected_id(&((struct today *)opaque)->rows);
}

const struct bb_screen bb_screen_today = {
    .state_bytes = sizeof(struct today),
    .open = today_open,
    .close = today_close,
    .reload = today_reload,
    .resize = today_resize,
    .draw = today_draw,
    .handle = today_handle,
    .typing = today_typing,
    .selected = today_selected,
};
