/* Leader assistance (F6): who owes visits in the periods of today, the pressing ones on top. The
 * rows are few and computed on every reload; the `/` line filters them in memory. */
#include "bangban/ui/leaders.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/filter.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/shelf.h"
#include "bangban/ui/show.h"

enum { LEADER, TIER, UNIT, PERIOD, DONE, STATE, LEFT, PACE, PLAN, ORGANISER, COLUMNS };
static const struct bb_column narrow[] = {
    {N_("Leader"), 6, 8, 0, 0, BB_ALIGN_LEFT},      {N_("Tier"), 8, 8, 1, 0, BB_ALIGN_LEFT},
    {N_("Unit"), 10, 12, 0, 4, BB_ALIGN_LEFT},      {N_("Period"), 0, 0, 0, 0, BB_ALIGN_LEFT},
    {N_("Done"), 5, 5, 0, 0, BB_ALIGN_RIGHT},       {N_("State"), 0, 0, 0, 0, BB_ALIGN_LEFT},
    {N_("Left"), 4, 4, 0, 0, BB_ALIGN_RIGHT},       {N_("Pace"), 0, 0, 0, 0, BB_ALIGN_LEFT},
    {N_("Planned for"), 5, 5, 0, 0, BB_ALIGN_LEFT}, {N_("Organised by"), 0, 0, 0, 5, BB_ALIGN_LEFT},
};
_Static_assert(sizeof narrow / sizeof *narrow == COLUMNS, "one row per column");
_Static_assert(COLUMNS <= (int)BB_ROWS_COLUMNS, "the table has room");

struct owed { /* a copy of a quota row; its pointers are owned */
    struct bb_quota_row row;
    char *id, *person, *unit;
    int64_t plan_day; /* the next planned; 0: none */
    size_t place;     /* in the order of the posts */
};

struct leaders {
    struct bb_ui *ui;
    struct bb_rows rows;
    struct bb_column columns[COLUMNS];
    struct bb_shelf shelf; /* of struct owed */
    struct bb_filter filter;
};

static void widen(struct bb_column *column, const char *text, bool needed)
{
    int cols = bb_text_cols(text);
    column->ideal_cols = cols > column->ideal_cols ? cols : column->ideal_cols;
    if (needed)
        column->min_cols = column->ideal_cols;
}

/* Words of states and periods are never cut: their columns are as wide as they need. */
static void measure(struct bb_ui *ui, struct bb_column *columns, const struct bb_shelf *shelf)
{
    const struct owed *owed = shelf->rows;
    memcpy(columns, narrow, sizeof narrow);
    for (int state = 1; state <= bb_code_count(BB_CODES_QUOTA); state++)
        widen(&columns[STATE], bb_show_quota(state), true);
    for (int tier = 1; tier <= bb_code_count(BB_CODES_TIER); tier++)
        widen(&columns[TIER], bb_code_label(BB_CODES_TIER, tier), false);
    for (int i = 0; i < BB_ORGANISER__COUNT; i++)
        widen(&columns[ORGANISER], bb_organiser_label((enum bb_organiser)i), true);
    widen(&columns[PACE], _("will miss"), true);
    for (size_t i = 0; i < shelf->count; i++) {
        struct bb_buf text = {0};
        bb_show_period(owed[i].row.period, &text);
        widen(&columns[PERIOD], bb_buf_text(&text), true);
        bb_buf_clear(&text);
        bb_show_day(ui, &text, owed[i].plan_day);
        widen(&columns[PLAN], bb_buf_text(&text), true);
        bb_buf_done(&text);
    }
}

static const char *organiser_of(struct bb_ui *ui, const struct owed *owed)
{
    const struct bb_unit *unit = owed->unit ? bb_app_unit(ui->app, owed->unit) : NULL;
    return bb_organiser_label(bb_organiser_of(owed->row.tier, unit));
}

static void leaders_cells(struct bb_ui *ui, const void *data, struct bb_buf *cells,
                          enum bb_look *looks)
{
    const struct owed *owed = data;
    const struct bb_quota_row *row = &owed->row;
    bb_buf_str(&cells[LEADER], bb_show_person(ui, owed->person));
    bb_buf_str(&cells[TIER], bb_code_label(BB_CODES_TIER, row->tier));
    bb_buf_str(&cells[UNIT], bb_show_unit(ui, owed->unit));
    bb_show_period(row->period, &cells[PERIOD]);
    bb_buf_printf(&cells[DONE], "%d/%d", row->done, row->wanted);
    bb_buf_str(&cells[STATE], bb_show_quota(row->state));
    if (row->state == BB_QUOTA_OPEN && row->days_left < 0)
        bb_buf_char(&cells[LEFT], '?');
    else if (row->state == BB_QUOTA_OPEN)
        bb_buf_printf(&cells[LEFT], "%d", (int)row->days_left);
    if (row->will_miss)
        bb_buf_str(&cells[PACE], _("will miss"));
    bb_show_day(ui, &cells[PLAN], owed->plan_day);
    bb_buf_str(&cells[ORGANISER], organiser_of(ui, owed));
    looks[STATE] = bb_quota_look(row);
    looks[PACE] = BB_LOOK_WARN;
}

/* ---- the rows ---- */

/* What presses comes first. */
static int rank_of(const struct bb_quota_row *row)
{
    return row->state == BB_QUOTA_SHORT  ? 0
           : row->will_miss              ? 1
           : row->state == BB_QUOTA_OPEN ? 2
           : row->state == BB_QUOTA_MET  ? 3
                                         : 4;
}

static int compare(const void *a, const void *b)
{
    const struct owed *left = a, *right = b;
    int order = rank_of(&left->row) - rank_of(&right->row);
    return order ? order : left->place < right->place ? -1 : left->place > right->place;
}

static const char *owed_id(const void *row)
{
    return ((const struct owed *)row)->id;
}

static const struct bb_err *take_row(void *ctx, const struct bb_quota_row *row)
{
    struct bb_shelf *shelf = ctx;
    struct bb_buf id = {0};
    shelf->rows = bb_realloc(shelf->rows, (shelf->count + 1) * sizeof(struct owed));
    struct owed *owed = &((struct owed *)shelf->rows)[shelf->count];
    bb_buf_printf(&id, "%s/%d/%s", row->person, row->tier, row->period);
    *owed = (struct owed){.row = *row,
                          .person = bb_strdup(row->person),
                          .unit = bb_strdup(row->unit),
                          .place = shelf->count++};
    owed->row.person = owed->row.unit = owed->row.waived = NULL; /* the call's */
    owed->id = bb_buf_take(&id);
    return NULL;
}

struct planning {
    struct bb_shelf *shelf;
    int64_t today;
};

static const struct bb_err *take_plan(void *ctx, void *row)
{
    const struct planning *planning = ctx;
    const struct bb_vplan *plan = row;
    struct owed *owed = planning->shelf->rows;
    for (size_t i = 0; i < planning->shelf->count && plan->day >= planning->today; i++) {
        if (strcmp(owed[i].person, plan->person) == 0 &&
            (!owed[i].plan_day || plan->day < owed[i].plan_day))
            owed[i].plan_day = plan->day;
    }
    return NULL;
}

static void forget(struct bb_shelf *shelf)
{
    struct owed *owed = shelf->rows;
    for (size_t i = 0; i < shelf->count; i++) {
        free(owed[i].id);
        free(owed[i].person);
        free(owed[i].unit);
    }
    free(owed);
}

static const struct bb_err *leaders_reload(struct bb_ui *ui, void *opaque)
{
    struct leaders *state = opaque;
    struct bb_shelf before = state->shelf;
    struct planning planning = {&state->shelf, bb_app_today(ui->app)};
    state->shelf.rows = NULL;
    state->shelf.count = 0;
    const struct bb_err *err = bb_app_quota(ui->app, planning.today, take_row, &state->shelf);
    if (!err)
        err = bb_app_vplan_list(ui->app, &(struct bb_sink){take_plan, &planning});
    if (err) { /* what was seen stays */
        forget(&state->shelf);
        state->shelf = before;
        return err;
    }
    if (state->shelf.count)
        qsort(state->shelf.rows, state->shelf.count, sizeof(struct owed), compare);
    measure(ui, state->columns, &state->shelf);
    err = bb_list_reload(state->rows.list);
    forget(&before);
    return err;
}

/* ---- the `/` line ---- */

static const unsigned fields = BB_BY(PERSON) | BB_BY(TIER) | BB_BY(UNIT) | BB_BY(STATE);

struct filtered { /* what the filter is held against */
    struct bb_ui *ui;
    const struct owed *owed;
    struct bb_buf *text;
};

static const char *filter_text(const void *row, enum bb_filter_field field)
{
    const struct filtered *at = row;
    const struct owed *owed = at->owed;
    const struct bb_unit *unit = owed->unit ? bb_app_unit(at->ui->app, owed->unit) : NULL;
    bool any = field == BB_FILTER_ANY;
    bb_buf_clear(at->text);
    if (any || field == BB_FILTER_PERSON)
        bb_buf_printf(at->text, "%s %s", bb_show_person(at->ui, owed->person), owed->person);
    if (any || field == BB_FILTER_TIER)
        bb_buf_printf(at->text, " %s", bb_code_label(BB_CODES_TIER, owed->row.tier));
    if (any || field == BB_FILTER_UNIT)
        bb_buf_printf(at->text, " %s %s", bb_show_unit(at->ui, owed->unit), unit ? unit->name : "");
    if (any || field == BB_FILTER_STATE)
        bb_buf_printf(at->text, " %s %s", bb_code_label(BB_CODES_QUOTA, owed->row.state),
                      owed->row.will_miss ? _("will miss") : "");
    return bb_buf_text(at->text);
}

static bool passes(void *ctx, const void *row)
{
    struct leaders *state = ctx;
    struct bb_buf text = {0};
    struct filtered at = {state->ui, row, &text};
    bool yes = bb_filter_matches(&state->filter, filter_text, &at);
    bb_buf_done(&text);
    return yes;
}

/* ---- the screen ---- */

static const struct bb_err *leaders_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct leaders *state = opaque;
    (void)arg;
    state->ui = ui;
    state->shelf = (struct bb_shelf){
        .row_bytes = sizeof(struct owed), .id = owed_id, .passes = passes, .ctx = state};
    measure(ui, state->columns, &state->shelf);
    state->rows.columns = state->columns;
    state->rows.column_count = COLUMNS;
    state->rows.key_column = LEADER;
    state->rows.cells = leaders_cells;
    bb_rows_open(&state->rows,
                 (struct bb_list_source){.fetch = bb_shelf_fetch, .ctx = &state->shelf});
    return NULL;
}

static void leaders_close(struct bb_ui *ui, void *opaque)
{
    struct leaders *state = opaque;
    (void)ui;
    bb_rows_done(&state->rows);
    bb_filter_done(&state->filter);
    forget(&state->shelf);
}

static void leaders_resize(struct bb_ui *ui, void *opaque)
{
    bb_rows_resize(ui, &((struct leaders *)opaque)->rows, &ui->body);
}

static void leaders_draw(struct bb_ui *ui, void *opaque)
{
    bb_rows_draw(ui, &((struct leaders *)opaque)->rows, &ui->body,
                 _("Nobody holds a post yet. Enter the posts with: bangban person post"));
}

static unsigned leaders_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                               const struct bb_input *input)
{
    struct leaders *state = opaque;
    bool refilter;
    unsigned reaction = bb_rows_handle(ui, &state->rows, action, input, &refilter);
    if (refilter) {
        bb_rows_refilter(ui, &state->rows, &state->filter, fields);
        leaders_resize(ui, state);
        bb_ui_tell(ui, bb_list_reload(state->rows.list));
    }
    if (!(reaction & BB_UNUSED))
        return reaction;
    const struct owed *row = bb_rows_selected(&state->rows);
    struct bb_visit_for what = {.person = row ? row->person : NULL,
                                .tier = row ? row->row.tier : 0};
    if (action == BB_ACTION_OPEN) {
        bb_ui_push(ui, BB_SCREEN_LEADER, what.person);
        return BB_REDRAW;
    }
    return bb_leader_act(ui, action, &what) ? BB_REDRAW : BB_UNUSED;
}

static bool leaders_typing(const void *opaque)
{
    return ((const struct leaders *)opaque)->rows.finding;
}

static const char *leaders_selected(void *opaque)
{
    return bb_rows_selected_id(&((struct leaders *)opaque)->rows);
}

const struct bb_screen bb_screen_leaders = {
    .state_bytes = sizeof(struct leaders),
    .open = leaders_open,
    .close = leaders_close,
    .reload = leaders_reload,
    .resize = leaders_resize,
    .draw = leaders_draw,
    .handle = leaders_handle,
    .typing = leaders_typing,
    .selected = leaders_selected,
};
