/* What is worth a visit (R37): items not visited yet first. Enter takes one into a new visit form.
 */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/core/filter.h"
#include "bangban/ui/leaders.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/shelf.h"
#include "bangban/ui/show.h"

enum { CODE, NAME, UNIT, VOLUME, BAD, LAST, COLUMNS };
static const struct bb_column columns[] = {
    {N_("No."), 6, 6, 0, 0, BB_ALIGN_LEFT},
    {N_("Item"), 16, 30, 1, 0, BB_ALIGN_LEFT},
    {N_("Unit"), 8, 14, 0, 1, BB_ALIGN_LEFT},
    {N_("Cases a year"), 8, 8, 0, 0, BB_ALIGN_RIGHT},
    {N_("Bad ratings"), 4, 4, 0, 0, BB_ALIGN_RIGHT},
    {N_("Last visit"), 10, 10, 0, 0, BB_ALIGN_LEFT},
};
_Static_assert(sizeof columns / sizeof *columns == COLUMNS, "one row per column");

struct suggest {
    struct bb_ui *ui;
    char *person;
    struct bb_rows rows;
    struct bb_shelf shelf; /* of struct bb_suggestion */
    struct bb_filter filter;
};

static void suggest_cells(struct bb_ui *ui, const void *data, struct bb_buf *cells,
                          enum bb_look *looks)
{
    const struct bb_suggestion *row = data;
    char day[BB_DAY_BYTES];
    (void)looks;
    bb_buf_str(&cells[CODE], row->item->code);
    bb_buf_str(&cells[NAME], row->item->name);
    bb_buf_str(&cells[UNIT], bb_show_unit(ui, row->item->unit_code));
    if (row->item->volume)
        bb_buf_printf(&cells[VOLUME], "%lld", (long long)row->item->volume);
    if (row->bad_ratings)
        bb_buf_printf(&cells[BAD], "%lld", (long long)row->bad_ratings);
    bb_buf_str(&cells[LAST], row->last_visit_at ? bb_day_format(day, bb_day_of(row->last_visit_at))
                                                : _("not yet"));
}

static const char *suggestion_id(const void *row)
{
    return ((const struct bb_suggestion *)row)->item->code;
}

struct filtered { /* what the filter is held against */
    struct bb_ui *ui;
    const struct bb_item *item;
    struct bb_buf *text;
};

static const unsigned fields = BB_BY(ITEM) | BB_BY(UNIT);

static const char *filter_text(const void *row, enum bb_filter_field field)
{
    const struct filtered *at = row;
    const struct bb_item *item = at->item;
    bb_buf_clear(at->text);
    if (field != BB_FILTER_UNIT)
        bb_buf_printf(at->text, "%s %s %s ", item->code, item->name,
                      item->aliases ? item->aliases : "");
    if (field != BB_FILTER_ITEM)
        bb_buf_str(at->text, bb_show_unit(at->ui, item->unit_code));
    return bb_buf_text(at->text);
}

static bool passes(void *ctx, const void *row)
{
    struct suggest *state = ctx;
    struct bb_buf text = {0};
    struct filtered at = {state->ui, ((const struct bb_suggestion *)row)->item, &text};
    bool yes = bb_filter_matches(&state->filter, filter_text, &at);
    bb_buf_done(&text);
    return yes;
}

static const struct bb_err *suggest_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct suggest *state = opaque;
    const struct bb_visit_for *what = arg;
    state->ui = ui;
    state->person = bb_strdup(what->person);
    state->shelf = (struct bb_shelf){.row_bytes = sizeof(struct bb_suggestion),
                                     .id = suggestion_id,
                                     .passes = passes,
                                     .ctx = state};
    state->rows.columns = columns;
    state->rows.column_count = COLUMNS;
    state->rows.key_column = CODE;
    state->rows.cells = suggest_cells;
    bb_rows_open(&state->rows,
                 (struct bb_list_source){.fetch = bb_shelf_fetch, .ctx = &state->shelf});
    return NULL;
}

static void suggest_close(struct bb_ui *ui, void *opaque)
{
    struct suggest *state = opaque;
    (void)ui;
    bb_rows_done(&state->rows);
    bb_filter_done(&state->filter);
    free(state->shelf.rows);
    free(state->person);
}

static const struct bb_err *suggest_reload(struct bb_ui *ui, void *opaque)
{
    struct suggest *state = opaque;
    struct bb_suggestion *rows = NULL;
    void *before = state->shelf.rows;
    size_t count;
    BB_TRY(bb_app_suggest(ui->app, &rows, &count));
    state->shelf.rows = rows;
    state->shelf.count = count;
    const struct bb_err *err = bb_list_reload(state->rows.list);
    free(before);
    return err;
}

static struct bb_rect list_area(const struct bb_ui *ui)
{
    struct bb_rect area = ui->body;
    area.y++;
    area.rows--;
    return area;
}

static void suggest_resize(struct bb_ui *ui, void *opaque)
{
    struct bb_rect area = list_area(ui);
    bb_rows_resize(ui, &((struct suggest *)opaque)->rows, &area);
}

static void suggest_draw(struct bb_ui *ui, void *opaque)
{
    struct suggest *state = opaque;
    struct bb_rect area = list_area(ui);
    struct bb_buf text = {0};
    if (state->person)
        bb_buf_printf(&text, _("Enter takes the item into a visit of %s."),
                      bb_show_person(ui, state->person));
    else
        bb_buf_str(&text, _("Enter takes the item into a new visit."));
    bb_paint_some(ui->body.y, ui->body.x, ui->body.cols, bb_buf_text(&text), BB_LOOK_QUIET);
    bb_buf_done(&text);
    bb_rows_draw(ui, &state->rows, &area, _("No items are loaded. Load them with: bangban item"));
}

static unsigned suggest_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                               const struct bb_input *input)
{
    struct suggest *state = opaque;
    bool refilter;
    /* while one types, Enter ends the typing, as in every list */
    enum bb_action_id heard =
        action == BB_ACTION_TAKE && state->rows.finding ? BB_ACTION_OPEN : action;
    unsigned reaction = bb_rows_handle(ui, &state->rows, heard, input, &refilter);
    if (refilter) {
        bb_rows_refilter(ui, &state->rows, &state->filter, fields);
        suggest_resize(ui, state);
        bb_ui_tell(ui, bb_list_reload(state->rows.list));
    }
    if (!(reaction & BB_UNUSED))
        return reaction;
    if (action != BB_ACTION_TAKE)
        return BB_UNUSED;
    const struct bb_err *err = bb_app_may(ui->app, BB_USE_VISIT_ADD);
    if (err) {
        bb_ui_tell(ui, err);
        return BB_REDRAW;
    }
    bb_ui_push(
        ui, BB_SCREEN_VISIT,
        &(struct bb_visit_for){.person = state->person, .item = bb_rows_selected_id(&state->rows)});
    return BB_POP;
}

static bool suggest_typing(const void *opaque)
{
    return ((const struct suggest *)opaque)->rows.finding;
}

static const char *suggest_selected(void *opaque)
{
    return bb_rows_selected_id(&((struct suggest *)opaque)->rows);
}

const struct bb_screen bb_screen_suggest = {
    .state_bytes = sizeof(struct suggest),
    .open = suggest_open,
    .close = suggest_close,
    .reload = suggest_reload,
    .resize = suggest_resize,
    .draw = suggest_draw,
    .handle = suggest_handle,
    .typing = suggest_typing,
    .selected = suggest_selected,
};
