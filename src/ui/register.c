/* The registers beside the counter (Ctrl-B): ratings, shifts, roster, phones, calls, and the
 * figures that follow. One screen, one row of the table for each; Tab shows the next, its number
 * any. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/filter.h"
#include "bangban/ui/register.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/shelf.h"
#include "bangban/ui/show.h"

struct reg_state {
    struct bb_ui *ui;
    const struct bb_reg *reg;
    struct bb_rows rows;
    struct bb_shelf shelf;
    struct bb_filter filter;
    struct bb_figures_of of;
    const char *period; /* of it, in words */
};

enum { YEAR_CHARS = 5 /* "2026-" */ };

/* ---- cells ---- */

static const struct reg_state *state_of(const struct bb_ui *ui);

static void reg_cells(struct bb_ui *ui, const void *row, struct bb_buf *cells, enum bb_look *looks)
{
    const struct reg_state *state = state_of(ui);
    for (size_t i = 0; i < state->reg->count; i++)
        bb_reg_cell(ui, state->reg, &state->of, i, row, &cells[i], &looks[i]);
}

static bool passes(void *ctx, const void *row)
{
    const struct reg_state *state = ctx;
    return bb_reg_passes(state->ui, state->reg, &state->of, &state->filter, row);
}

/* ---- rows in memory ---- */

static const char *row_id(const void *row)
{
    return *(char *const *)row; /* every record here begins with its id */
}

static void rows_free(const struct bb_reg *reg, void *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bb_reg_row_done(reg, (char *)rows + i * reg->row_bytes);
    free(rows);
}

struct gathering {
    const struct bb_reg *reg;
    char *rows;
    size_t count, cap;
};

static const struct bb_err *take_row(void *ctx, void *row)
{
    struct gathering *to = ctx;
    size_t bytes = to->reg->row_bytes;
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
    state->period = bb_figures_period(bb_app_today(ui->app), &state->of);
    const struct bb_err *err =
        state->reg->list(ui->app, &state->of, &(struct bb_sink){take_row, &found});
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

static void show_reg(struct reg_state *state, const struct bb_reg *reg)
{
    state->reg = reg;
    state->shelf = (struct bb_shelf){
        .row_bytes = reg->row_bytes, .id = row_id, .passes = passes, .ctx = state};
    state->rows =
        (struct bb_rows){.columns = reg->columns, .column_count = reg->count, .cells = reg_cells};
    bb_rows_open(&state->rows,
                 (struct bb_list_source){.fetch = bb_shelf_fetch, .ctx = &state->shelf});
}

static void hide_reg(struct reg_state *state)
{
    bb_rows_done(&state->rows);
    bb_filter_done(&state->filter);
    rows_free(state->reg, state->shelf.rows, state->shelf.count);
    state->shelf.rows = NULL;
}

/* The next one, from there on, that this person may see; NULL: none. */
static const struct bb_reg *allowed(const struct bb_ui *ui, size_t from)
{
    for (size_t i = 0; i < BB_REGS; i++) {
        const struct bb_reg *reg = &bb_regs[(from + i) % BB_REGS];
        if (!bb_app_may(ui->app, reg->list_use))
            return reg;
    }
    return NULL;
}

static const struct bb_err *reg_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct reg_state *state = opaque;
    const struct bb_reg *reg = allowed(ui, 0);
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

static const struct reg_state *state_of(const struct bb_ui *ui)
{
    int i = ui->depth - 1;
    while (ui->open[i].id != BB_SCREEN_REGISTER)
        i--;
    return ui->open[i].state;
}

/* 1 to 8, those that this person may see. */
/* Cells of the titles from one register up to the present one. */
static int tabs_cols(struct bb_ui *ui, const struct reg_state *state, size_t from)
{
    int cols = 0;
    for (size_t i = from; &bb_regs[i] <= state->reg; i++)
        if (!bb_app_may(ui->app, bb_regs[i].list_use))
            cols += bb_text_cols(_(bb_regs[i].title)) + (i < 9 ? 4 : 5);
    return cols;
}

static void draw_tabs(struct bb_ui *ui, const struct reg_state *state)
{
    int x = ui->body.x;
    size_t first = 0; /* the present one is always to be seen */
    while (&bb_regs[first] < state->reg && tabs_cols(ui, state, first) > ui->body.cols)
        first++;
    for (size_t i = first; i < BB_REGS; i++) {
        struct bb_buf tab = {0};
        if (bb_app_may(ui->app, bb_regs[i].list_use))
            continue;
        bb_buf_printf(&tab, "%zu %s", i + 1, _(bb_regs[i].title));
        x += bb_paint_some(ui->body.y, x, ui->body.x + ui->body.cols - x, bb_buf_text(&tab),
                           &bb_regs[i] == state->reg ? BB_LOOK_FOCUS : BB_LOOK_QUIET);
        x += 2;
        bb_buf_done(&tab);
    }
}

/* What is shown, and from which number of cases on a low share is marked. */
static void draw_about(struct bb_ui *ui, const struct reg_state *state)
{
    char from[BB_DAY_BYTES], to[BB_DAY_BYTES];
    const struct bb_config *config = bb_app_config(ui->app);
    struct bb_buf text = {0};
    if (state->reg->grouped)
        bb_buf_printf(&text, "%s · ", _(bb_figures_label[state->of.by]));
    if (state->reg->dated)
        bb_buf_printf(&text, "%s %s–%s", state->period, bb_day_format(from, state->of.from_day),
                      bb_day_format(to, state->of.to_day) + YEAR_CHARS);
    if (state->reg->grouped) {
        bb_buf_str(&text, " · ");
        bb_buf_printf(&text, _("↓ below %lld%%, from n=%lld on"), (long long)config->solved_percent,
                      (long long)config->rating_least);
    }
    if (state->reg->dated)
        bb_buf_str(&text, state->reg->grouped ? _(" · o: by what, t: days") : _(" · t: days"));
    bb_paint_some(ui->body.y + 1, ui->body.x, ui->body.cols, bb_buf_text(&text), BB_LOOK_QUIET);
    bb_buf_done(&text);
}

static void reg_draw(struct bb_ui *ui, void *opaque)
{
    struct reg_state *state = opaque;
    struct bb_rect area = list_area(ui);
    draw_tabs(ui, state);
    draw_about(ui, state);
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
                     : waits == BB_CASE_CALL   ? BB_ENTRY_CALL_BACK
                                               : BB_ENTRY__COUNT;
    } else if (state->reg->record == &bb_shift_record && !((const struct bb_shift *)row)->to_at) {
        entry.kind = BB_ENTRY_SIGN_OUT;
    } else if (state->reg->record == &bb_project_record) {
        entry.kind = BB_ENTRY_PROJECT_STEP;
    } else if (state->reg->record == &bb_kb_duty_record &&
               !((const struct bb_kb_duty *)row)->done_on) {
        entry.kind = BB_ENTRY_KB_DONE;
    }
    if (state->reg->record == &bb_phone_call_record && ((const struct bb_phone_call *)row)->session)
        bb_ui_push(ui, BB_SCREEN_SESSION, ((const struct bb_phone_call *)row)->session);
    else if (entry.kind == BB_ENTRY__COUNT)
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
    if (!state->reg->record) {
        bb_ui_warn(ui, _("These figures follow from what was logged; nothing is entered here."));
        return BB_REDRAW;
    }
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

/* One key: somebody rang and nobody answered, on the phone of this desk. */
static unsigned log_missed(struct bb_ui *ui)
{
    struct bb_phone_call call = {.result = BB_CALL_MISSED};
    struct bb_problems problems = {0};
    struct bb_buf said = {0};
    const struct bb_err *err = bb_app_desk_phone(ui->app, &call.number);
    if (!err && !call.number)
        err = bb_err(BB_ERR_RULE, _("Which phone rang? Log the first call of this desk with n."),
                     NULL);
    if (!err)
        err = bb_app_call_add(ui->app, &call, 0, &problems);
    bb_buf_printf(&said, _("Missed call on %s. Ctrl-Z undoes."), call.number ? call.number : "");
    if (err)
        bb_ui_tell(ui, err);
    else
        bb_ui_say(ui, bb_buf_text(&said));
    bb_buf_done(&said);
    bb_record_done(&bb_phone_call_record, &call);
    return err ? BB_REDRAW : BB_RELOAD;
}

static unsigned turn_to(struct bb_ui *ui, struct reg_state *state, const struct bb_reg *reg)
{
    hide_reg(state);
    show_reg(state, reg);
    reg_resize(ui, state);
    bb_ui_tell(ui, reg_reload(ui, state));
    return BB_REDRAW;
}

/* The one with the number that was pressed. */
static unsigned pick(struct bb_ui *ui, struct reg_state *state, uint32_t key)
{
    const struct bb_reg *reg = &bb_regs[key - '1'];
    const struct bb_err *err = bb_app_may(ui->app, reg->list_use);
    if (!err)
        return turn_to(ui, state, reg);
    bb_ui_tell(ui, err);
    return BB_REDRAW;
}

/* Other days, or another grouping, of what is shown by them. */
static unsigned other_figures(struct bb_ui *ui, struct reg_state *state, bool days)
{
    if (days ? !state->reg->dated : !state->reg->grouped)
        bb_ui_say(ui, _("This register is shown whole; / finds in it."));
    else if (days)
        state->of.period = (state->of.period + 1) % BB_FIGURES_PERIODS;
    else if (!bb_figures_by[++state->of.by])
        state->of.by = 0;
    bb_ui_tell(ui, reg_reload(ui, state));
    return BB_REDRAW;
}

static unsigned reg_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                           const struct bb_input *input)
{
    struct reg_state *state = opaque;
    bool refilter;
    unsigned reaction = bb_rows_handle(ui, &state->rows, action, input, &refilter);
    if (refilter) {
        bb_rows_refilter(ui, &state->rows, &state->filter, bb_reg_fields(state->reg));
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
    case BB_ACTION_NEXT_REGISTER:
        return turn_to(ui, state, allowed(ui, (size_t)(state->reg - bb_regs) + 1));
    case BB_ACTION_PICK_REGISTER:
        return pick(ui, state, input->key);
    case BB_ACTION_MISSED_CALL:
        return log_missed(ui);
    case BB_ACTION_GROUP:
        return other_figures(ui, state, false);
    case BB_ACTION_DAYS:
        return other_figures(ui, state, true);
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
