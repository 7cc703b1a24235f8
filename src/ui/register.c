/* The registers beside the counter (Ctrl-B): bad ratings, volunteers' shifts, the duty roster,
 * consult phones and their calls. One screen, one row of a table for each; Tab shows the next. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/register.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/shelf.h"
#include "bangban/ui/show.h"
#include "bangban/view/filter.h"

/* ---- the table ---- */

enum { COLUMNS_MAX = 7 };

static const struct bb_err *bad_ratings(struct bb_app *app, const struct bb_sink *sink)
{
    return bb_app_rating_list(app, 0, 0, sink);
}

struct reg {
    const char *title; /* N_() */
    const struct bb_record *record;
    enum bb_use list_use, new_use;
    const struct bb_err *(*list)(struct bb_app *app, const struct bb_sink *sink);
    const struct bb_err *(*drop)(struct bb_app *app, const char *id); /* NULL: nothing is dropped */
    enum bb_entry_kind entry; /* of `n`; BB_ENTRY__COUNT: none */
    const char *empty;        /* N_() */
    size_t count;
    struct bb_column columns[COLUMNS_MAX];
    const char *cells[COLUMNS_MAX]; /* a field's name, or one of computed() */
};

#define LEFT(title, least, most, grow)             \
    {                                              \
        title, least, most, grow, 0, BB_ALIGN_LEFT \
    }
#define RIGHT(title, cols)                      \
    {                                           \
        title, cols, cols, 0, 0, BB_ALIGN_RIGHT \
    }
static const struct reg regs[] = {
    {N_("Bad ratings"),
     &bb_rating_record,
     BB_USE_RATING_LIST,
     BB_USE__COUNT,
     bad_ratings,
     NULL,
     BB_ENTRY__COUNT,
     N_("No bad rating."),
     6,
     {LEFT(N_("No."), 17, 18, 0), LEFT(N_("Rating"), 12, 18, 0), LEFT(N_("Item"), 10, 24, 1),
      LEFT(N_("Why bad"), 10, 22, 0), LEFT(N_("Case"), 8, 12, 0), LEFT(N_("Due"), 5, 10, 0)},
     {"session_no", "level", "item", "cause", "case", "due"}},
    {N_("Volunteers' shifts"),
     &bb_shift_record,
     BB_USE_SHIFT_LIST,
     BB_USE_SHIFT_SIGN,
     bb_app_shift_list,
     NULL,
     BB_ENTRY_SIGN_IN,
     N_("No shift yet. A volunteer signs in with n, and out with Enter."),
     6,
     {LEFT(N_("Volunteer"), 8, 12, 0), LEFT(N_("Signed in"), 16, 16, 0),
      LEFT(N_("Signed out"), 16, 16, 0), RIGHT(N_("Hours"), 6), LEFT(N_("Supervised by"), 8, 13, 0),
      LEFT(N_("Note"), 6, 30, 1)},
     {"person", "from_at", "to_at", "hours", "supervisor", "note"}},
    {N_("Duty roster"),
     &bb_duty_record,
     BB_USE_ROSTER_LIST,
     BB_USE_ROSTER,
     bb_app_duty_list,
     bb_app_duty_drop,
     BB_ENTRY_DUTY,
     N_("Nobody is on the roster. n puts somebody on duty."),
     5,
     {LEFT(N_("Day"), 10, 10, 0), LEFT(N_("Desk"), 8, 16, 0), LEFT(N_("On duty"), 8, 12, 0),
      LEFT(N_("From where"), 16, 24, 0), LEFT(N_("Note"), 6, 30, 1)},
     {"day", "desk", "person", "staffing", "note"}},
    {N_("Consult phones"),
     &bb_phone_record,
     BB_USE_ROSTER_LIST,
     BB_USE_ROSTER,
     bb_app_phone_list,
     bb_app_phone_drop,
     BB_ENTRY_PHONE,
     N_("No consult phone yet. n registers one."),
     5,
     {LEFT(N_("Consult phone"), 14, 18, 0), LEFT(N_("Unit"), 10, 16, 0),
      LEFT(N_("Item"), 10, 30, 1), LEFT(N_("Valid from"), 10, 10, 0),
      LEFT(N_("Valid to"), 10, 10, 0)},
     {"number", "unit", "item", "valid_from", "valid_to"}},
    {N_("Calls by month"),
     &bb_phone_count_record,
     BB_USE_ROSTER_LIST,
     BB_USE_PHONE_COUNT,
     bb_app_phone_count_list,
     NULL,
     BB_ENTRY_CALLS,
     N_("No calls counted yet. n counts a month; bangban phone import loads them."),
     6,
     {LEFT(N_("Month"), 7, 8, 0), LEFT(N_("Consult phone"), 14, 18, 1), RIGHT(N_("Calls"), 7),
      RIGHT(N_("Missed"), 7), LEFT(N_("Connect rate"), 17, 18, 0),
      LEFT(N_("Solved rate"), 17, 18, 0)},
     {"month", "number", "offered", "missed", "connect", "solve"}},
};
enum { REGS = sizeof regs / sizeof *regs };

struct reg_state {
    struct bb_ui *ui;
    const struct reg *reg;
    struct bb_rows rows;
    struct bb_shelf shelf;
    struct bb_filter filter;
    size_t cap;
};

/* ---- cells ---- */

static void share_cell(struct bb_ui *ui, int64_t part, int64_t whole, int64_t percent,
                       struct bb_buf *cell, enum bb_look *look)
{
    struct bb_share share = {part, whole};
    bb_share_show(share, cell);
    if (bb_share_is_low(share, percent, bb_app_config(ui->app)->rating_least))
        *look = BB_LOOK_RED;
}

/* false: it is a field of the record. */
static bool computed(struct bb_ui *ui, const char *name, const void *row, struct bb_buf *cell,
                     enum bb_look *look)
{
    const struct bb_phone_count *calls = row;
    const struct bb_config *config = bb_app_config(ui->app);
    if (strcmp(name, "case") == 0) {
        bb_buf_str(cell, bb_rating_case_label(bb_rating_case(row)));
    } else if (strcmp(name, "due") == 0) {
        int64_t due = bb_rating_case_due(row);
        bb_show_day(ui, cell, due);
        if (due && due < bb_app_today(ui->app))
            *look = BB_LOOK_RED;
    } else if (strcmp(name, "hours") == 0) {
        bb_shift_hours(row, bb_app_now(ui->app), cell);
    } else if (strcmp(name, "missed") == 0) {
        bb_buf_printf(cell, "%lld", (long long)(calls->offered - calls->answered));
    } else if (strcmp(name, "connect") == 0) {
        share_cell(ui, calls->answered, calls->offered, config->connect_percent, cell, look);
    } else if (strcmp(name, "solve") == 0) {
        share_cell(ui, calls->solved, calls->answered, config->solved_percent, cell, look);
    } else if (strcmp(name, "supervisor") == 0) {
        bb_buf_str(cell, bb_show_person(ui, ((const struct bb_shift *)row)->supervisor));
    } else {
        return false;
    }
    return true;
}

static const struct reg *reg_of(const struct bb_ui *ui);

static void reg_cells(struct bb_ui *ui, const void *row, struct bb_buf *cells, enum bb_look *looks)
{
    const struct reg *reg = reg_of(ui);
    for (size_t i = 0; i < reg->count; i++)
        if (!computed(ui, reg->cells[i], row, &cells[i], &looks[i]))
            bb_show_field(ui, bb_record_field(reg->record, reg->cells[i]), row, &cells[i]);
}

static const char *filter_text(const void *row, int field)
{
    (void)field;
    return row;
}

static bool passes(void *ctx, const void *row)
{
    struct reg_state *state = ctx;
    struct bb_buf text = {0};
    enum bb_look look = BB_LOOK_PLAIN;
    for (size_t i = 0; i < state->reg->count; i++) {
        const char *name = state->reg->cells[i];
        if (!computed(state->ui, name, row, &text, &look))
            bb_show_field(state->ui, bb_record_field(state->reg->record, name), row, &text);
        bb_buf_char(&text, ' ');
    }
    bool yes = bb_filter_matches(&state->filter, filter_text, bb_buf_text(&text));
    bb_buf_done(&text);
    return yes;
}

/* ---- rows in memory ---- */

static const char *row_id(const void *row)
{
    return *(char *const *)row; /* every record here begins with its id */
}

static void rows_free(const struct reg *reg, void *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bb_record_done(reg->record, (char *)rows + i * reg->record->bytes);
    free(rows);
}

struct gathering {
    const struct reg *reg;
    char *rows;
    size_t count, cap;
};

static const struct bb_err *take_row(void *ctx, void *row)
{
    struct gathering *to = ctx;
    size_t bytes = to->reg->record->bytes;
    if (to->reg->record == &bb_rating_record && bb_rating_case(row) == BB_CASE_NONE)
        return NULL;
    if (to->count == to->cap) {
        to->cap = to->cap ? to->cap * 2 : 64;
        to->rows = bb_realloc(to->rows, to->cap * bytes);
    }
    memcpy(to->rows + to->count++ * bytes, row, bytes);
    memset(row, 0, bytes); /* its texts are ours now */
    return NULL;
}

static const struct bb_err *reg_reload(struct bb_ui *ui, void *opaque)
{
    struct reg_state *state = opaque;
    struct gathering found = {.reg = state->reg};
    void *before = state->shelf.rows;
    size_t before_count = state->shelf.count;
    const struct bb_err *err = state->reg->list(ui->app, &(struct bb_sink){take_row, &found});
    if (err) {
        rows_free(state->reg, found.rows, found.count);
        return err;
    }
    state->shelf.rows = found.rows;
    state->shelf.count = found.count;
    err = bb_list_reload(state->rows.list);
    rows_free(state->reg, before, before_count);
    return err;
}

/* ---- the screen ---- */

static struct bb_rect list_area(const struct bb_ui *ui)
{
    struct bb_rect area = ui->body;
    area.y += 2;
    area.rows -= 2;
    return area;
}

static void reg_resize(struct bb_ui *ui, void *opaque)
{
    struct bb_rect area = list_area(ui);
    bb_rows_resize(ui, &((struct reg_state *)opaque)->rows, &area);
}

static void show_reg(struct reg_state *state, const struct reg *reg)
{
    state->reg = reg;
    state->shelf = (struct bb_shelf){
        .row_bytes = reg->record->bytes, .id = row_id, .passes = passes, .ctx = state};
    state->rows =
        (struct bb_rows){.columns = reg->columns, .column_count = reg->count, .cells = reg_cells};
    bb_rows_open(&state->rows,
                 (struct bb_list_source){.fetch = bb_shelf_fetch, .ctx = &state->shelf});
    bb_filter_parse(&state->filter, NULL, NULL, 0);
}

static void hide_reg(struct reg_state *state)
{
    bb_rows_done(&state->rows);
    bb_filter_done(&state->filter);
    rows_free(state->reg, state->shelf.rows, state->shelf.count);
    state->shelf.rows = NULL;
}

/* The next one, from there on, that this person may see; NULL: none. */
static const struct reg *allowed(const struct bb_ui *ui, size_t from)
{
    for (size_t i = 0; i < REGS; i++) {
        const struct reg *reg = &regs[(from + i) % REGS];
        if (!bb_app_may(ui->app, reg->list_use))
            return reg;
    }
    return NULL;
}

static const struct bb_err *reg_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct reg_state *state = opaque;
    const struct reg *reg = allowed(ui, 0);
    (void)arg;
    if (!reg)
        return bb_app_may(ui->app, BB_USE_ROSTER_LIST);
    state->ui = ui;
    show_reg(state, reg);
    return NULL;
}

static void reg_close(struct bb_ui *ui, void *opaque)
{
    (void)ui;
    hide_reg(opaque);
}

static const struct reg *reg_of(const struct bb_ui *ui)
{
    for (int i = ui->depth - 1; i >= 0; i--)
        if (ui->open[i].id == BB_SCREEN_REGISTER)
            return ((const struct reg_state *)ui->open[i].state)->reg;
    return &regs[0];
}

static void reg_draw(struct bb_ui *ui, void *opaque)
{
    struct reg_state *state = opaque;
    struct bb_rect area = list_area(ui);
    int x = ui->body.x;
    for (size_t i = 0; i < REGS; i++) {
        if (bb_app_may(ui->app, regs[i].list_use))
            continue;
        x += bb_paint_some(ui->body.y, x, ui->body.x + ui->body.cols - x, _(regs[i].title),
                           &regs[i] == state->reg ? BB_LOOK_FOCUS : BB_LOOK_QUIET);
        x += 2;
    }
    bb_rows_draw(ui, &state->rows, &area, _(state->reg->empty));
}

/* What Enter does with a row: the next step of a case, the end of a shift. */
static unsigned step(struct bb_ui *ui, struct reg_state *state)
{
    const void *row = bb_rows_selected(&state->rows);
    struct bb_entry_for entry = {BB_ENTRY__COUNT, row_id(row)};
    if (state->reg->record == &bb_rating_record) {
        enum bb_case waits = bb_rating_case(row);
        entry.kind = waits == BB_CASE_CONTACT  ? BB_ENTRY_CONTACT
                     : waits == BB_CASE_SETTLE ? BB_ENTRY_SETTLE
                     : waits == BB_CASE_CALL   ? BB_ENTRY_CALL
                                               : BB_ENTRY__COUNT;
    } else if (state->reg->record == &bb_shift_record && !((const struct bb_shift *)row)->to_at) {
        entry.kind = BB_ENTRY_SIGN_OUT;
    }
    if (entry.kind == BB_ENTRY__COUNT)
        bb_ui_say(ui, _("Nothing is left to be done with this entry."));
    else
        bb_ui_push(ui, BB_SCREEN_ENTRY, &entry);
    return BB_REDRAW;
}

static unsigned drop(struct bb_ui *ui, struct reg_state *state)
{
    if (!state->reg->drop) {
        bb_ui_warn(ui, _("Entries of this register stay; nothing of it is dropped."));
        return BB_REDRAW;
    }
    const struct bb_err *err = state->reg->drop(ui->app, bb_rows_selected_id(&state->rows));
    if (err) {
        bb_ui_tell(ui, err);
        return BB_REDRAW;
    }
    bb_ui_say(ui, _("Dropped. Ctrl-Z undoes."));
    return BB_RELOAD;
}

static unsigned enter_new(struct bb_ui *ui, struct reg_state *state)
{
    if (state->reg->entry == BB_ENTRY__COUNT) {
        bb_ui_tell(ui, bb_app_rating_type(ui->app));
        return BB_REDRAW;
    }
    const struct bb_err *err = bb_app_may(ui->app, state->reg->new_use);
    if (err)
        bb_ui_tell(ui, err);
    else
        bb_ui_push(ui, BB_SCREEN_ENTRY, &(struct bb_entry_for){state->reg->entry, NULL});
    return BB_REDRAW;
}

static unsigned reg_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                           const struct bb_input *input)
{
    struct reg_state *state = opaque;
    bool refilter;
    unsigned reaction = bb_rows_handle(ui, &state->rows, action, input, &refilter);
    if (refilter) {
        bb_rows_refilter(&state->rows, &state->filter, NULL, 0);
        reg_resize(ui, state);
        bb_ui_tell(ui, bb_list_reload(state->rows.list));
    }
    if (!(reaction & BB_UNUSED))
        return reaction;
    switch ((int)action) {
    case BB_ACTION_OPEN:
        return step(ui, state);
    case BB_ACTION_NEW_ENTRY:
        return enter_new(ui, state);
    case BB_ACTION_DROP_ENTRY:
        return drop(ui, state);
    case BB_ACTION_NEXT_REGISTER: {
        const struct reg *next = allowed(ui, (size_t)(state->reg - regs) + 1);
        hide_reg(state);
        show_reg(state, next);
        reg_resize(ui, state);
        bb_ui_tell(ui, reg_reload(ui, state));
        return BB_REDRAW;
    }
    }
    return BB_UNUSED;
}

static bool reg_typing(const void *opaque)
{
    return ((const struct reg_state *)opaque)->rows.finding;
}

static const char *reg_selected(void *opaque)
{
    return bb_rows_selected_id(&((struct reg_state *)opaque)->rows);
}

const struct bb_screen bb_screen_register = {
    .state_bytes = sizeof(struct reg_state),
    .open = reg_open,
    .close = reg_close,
    .reload = reg_reload,
    .resize = reg_resize,
    .draw = reg_draw,
    .handle = reg_handle,
    .typing = reg_typing,
    .selected = reg_selected,
};
