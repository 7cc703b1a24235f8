/* F8, the board: what the district's figures say, by unit, centre or channel, with bars. Nothing is
 * kept: every picture is counted anew from the tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/reader.h"
#include "bangban/ui/register.h"
#include "bangban/ui/show.h"

enum { DAYS_SHOWN = 14, NAME_COLS = 14, BAR_LEAST = 8, BAR_MOST = 40, BAR_SHARE = 6 };

/* How it is grouped: the sessions, and the lines of the ledger, which know no channel. */
static const struct {
    const char *by, *lights_by, *label;
} groups[] = {{"unit", "unit", N_("by unit")},
              {"centre", "centre", N_("by centre")},
              {"channel", "all", N_("by channel")}};
enum { GROUPS = sizeof groups / sizeof *groups };

struct board {
    struct bb_ui *ui;
    struct bb_reader reader;
    struct bb_figures_of of; /* of.by counts in `groups` here */
    int cols;                /* that the bars were made for; 0: none were yet */
};

/* Figures of one section, kept until the largest is known. */
struct figure {
    char *name;
    struct bb_rates rates;
};
struct section {
    struct board *board;
    const char *by;
    struct figure *rows;
    size_t count, cap;
    int64_t most;
};

static const struct bb_err *figure_keep(void *ctx, void *row)
{
    struct section *section = ctx;
    const struct bb_rates *rates = row;
    struct bb_buf name = {0};
    if (section->count == section->cap) {
        section->cap = section->cap ? section->cap * 2 : 32;
        section->rows = bb_realloc(section->rows, section->cap * sizeof *section->rows);
    }
    bb_show_figures_key(section->board->ui, section->by, rates->key ? rates->key : "", &name);
    section->rows[section->count++] = (struct figure){bb_buf_take(&name), *rates};
    return NULL;
}

static void section_done(struct section *section)
{
    for (size_t i = 0; i < section->count; i++)
        free(section->rows[i].name);
    free(section->rows);
}

static int bar_cols(const struct bb_ui *ui)
{
    int cols = ui->body.cols / BAR_SHARE;
    return cols < BAR_LEAST ? BAR_LEAST : cols > BAR_MOST ? BAR_MOST : cols;
}

/* A bar of its length and blanks up to the longest; whatever is not nothing is seen. */
static void bar_put(const struct bb_ui *ui, int64_t part, int64_t most, struct bb_buf *out)
{
    int cols = bar_cols(ui);
    int length = most > 0 ? (int)(part * cols / most) : 0;
    if (part > 0 && length == 0)
        length = 1;
    for (int i = 0; i < cols; i++)
        bb_buf_str(out, i < length ? "━" : " ");
}

static void name_cut(const char *name, struct bb_buf *out)
{
    bb_text_fit(out, name, NAME_COLS, BB_ALIGN_LEFT);
}

static void line_put(struct board *board, const char *name, const struct bb_buf *text,
                     enum bb_look look)
{
    struct bb_buf label = {0};
    name_cut(name, &label);
    bb_reader_add(&board->reader, bb_buf_text(&label), bb_buf_text(text), look);
    bb_buf_done(&label);
}

static const struct bb_err *rates_of(struct section *section)
{
    const struct bb_figures_of *of = &section->board->of;
    const struct bb_err *err =
        bb_app_rates(section->board->ui->app, section->by, bb_at_make(of->from_day, 0),
                     bb_at_make(of->to_day + 1, 0), &(struct bb_sink){figure_keep, section});
    for (size_t i = 0; i < section->count; i++)
        if (section->rows[i].rates.closed > section->most)
            section->most = section->rows[i].rates.closed;
    return err;
}

/* ---- the sections ---- */

/* The newest days of the period that saw anybody, oldest first. */
static const struct bb_err *days_put(struct board *board)
{
    struct section section = {.board = board, .by = "day"};
    const struct bb_err *err = rates_of(&section);
    bb_reader_head(&board->reader, _("Sessions a day"));
    if (!section.count)
        bb_reader_add(&board->reader, NULL,
                      _("No session ended in these days. t shows other days."), BB_LOOK_GREY);
    for (size_t i = section.count > DAYS_SHOWN ? section.count - DAYS_SHOWN : 0; i < section.count;
         i++) {
        struct bb_buf text = {0};
        bar_put(board->ui, section.rows[i].rates.closed, section.most, &text);
        bb_buf_printf(&text, " %5lld", (long long)section.rows[i].rates.closed);
        line_put(board, section.rows[i].name, &text, BB_LOOK_PLAIN);
        bb_buf_done(&text);
    }
    section_done(&section);
    return err;
}

static void share_put(const char *label, struct bb_share share, bool low, struct bb_buf *out)
{
    bb_buf_printf(out, "  %s ", label);
    bb_share_show(share, out);
    bb_buf_str(out, low ? "↓" : "");
}

static const struct bb_err *groups_put(struct board *board)
{
    struct section section = {.board = board, .by = groups[board->of.by].by};
    const struct bb_err *err = rates_of(&section);
    bb_reader_head(&board->reader, _("Ended sessions, solved as staff say, praise of clients"));
    for (size_t i = 0; i < section.count; i++) {
        struct bb_rates_shares shares;
        struct bb_buf text = {0};
        const struct bb_rates *rates = &section.rows[i].rates;
        bb_app_rates_shares(board->ui->app, rates, &shares);
        bar_put(board->ui, rates->closed, section.most, &text);
        bb_buf_printf(&text, " %5lld", (long long)rates->closed);
        share_put(_("solved"), shares.staff, shares.staff_low, &text);
        share_put(_("praise"), shares.praise, shares.praise_low, &text);
        line_put(board, section.rows[i].name, &text,
                 shares.staff_low || shares.praise_low ? BB_LOOK_RED : BB_LOOK_PLAIN);
        bb_buf_done(&text);
    }
    section_done(&section);
    return err;
}

static const struct bb_err *lights_put(void *ctx, void *row)
{
    struct board *board = ctx;
    const struct bb_lights *lights = row;
    struct bb_buf name = {0}, text = {0};
    bb_show_figures_key(board->ui, groups[board->of.by].lights_by, lights->key ? lights->key : "",
                        &name);
    for (int light = 1; light < BB_LIGHT__COUNT; light++)
        bb_buf_printf(&text, "%s %-5lld", bb_show_light(light), (long long)lights->of[light]);
    if (lights->of[BB_LIGHT_NONE])
        bb_buf_printf(&text, _("no deadline %lld"), (long long)lights->of[BB_LIGHT_NONE]);
    line_put(board, bb_buf_text(&name), &text,
             lights->of[BB_LIGHT_RED] ? BB_LOOK_RED : BB_LOOK_PLAIN);
    bb_buf_done(&name);
    bb_buf_done(&text);
    return NULL;
}

struct owed {
    int64_t of[BB_QUOTA__COUNT], late;
};

static const struct bb_err *owed_count(void *ctx, const struct bb_quota_row *row)
{
    struct owed *owed = ctx;
    owed->of[row->state]++;
    owed->late += row->will_miss;
    return NULL;
}

static const struct bb_err *quotas_put(struct board *board)
{
    struct owed owed = {0};
    struct bb_buf text = {0};
    const struct bb_err *err =
        bb_app_quota(board->ui->app, bb_app_today(board->ui->app), owed_count, &owed);
    bb_reader_head(&board->reader, _("Leaders: the periods that run today"));
    for (int state = 1; state < BB_QUOTA__COUNT; state++)
        bb_buf_printf(&text, "%s%s %lld", state > 1 ? " · " : "",
                      bb_code_label(BB_CODES_QUOTA, state), (long long)owed.of[state]);
    bb_buf_printf(&text, _(" · will miss %lld"), (long long)owed.late);
    bb_reader_add(&board->reader, NULL, bb_buf_text(&text),
                  owed.late ? BB_LOOK_RED : BB_LOOK_PLAIN);
    bb_buf_done(&text);
    return err;
}

static void head_put(struct board *board)
{
    char from[BB_DAY_BYTES], to[BB_DAY_BYTES];
    struct bb_buf text = {0};
    const char *period = bb_figures_period(bb_app_today(board->ui->app), &board->of);
    bb_buf_printf(&text, "%s  %s – %s  ·  %s", period, bb_day_format(from, board->of.from_day),
                  bb_day_format(to, board->of.to_day), _(groups[board->of.by].label));
    bb_reader_add(&board->reader, NULL, bb_buf_text(&text), BB_LOOK_PLAIN);
    bb_buf_done(&text);
}

static const struct bb_err *board_reload(struct bb_ui *ui, void *opaque)
{
    struct board *board = opaque;
    board->ui = ui;
    board->cols = ui->body.cols;
    bb_reader_clear(&board->reader);
    head_put(board);
    BB_TRY(days_put(board));
    BB_TRY(groups_put(board));
    bb_reader_head(&board->reader, _("Lights of the ledger"));
    BB_TRY(bb_app_lights(ui->app, groups[board->of.by].lights_by,
                         &(struct bb_sink){lights_put, board}));
    return quotas_put(board);
}

/* ---- the screen ---- */

static const struct bb_err *board_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)opaque, (void)arg;
    return bb_app_may(ui->app, BB_USE_REPORT);
}

static void board_close(struct bb_ui *ui, void *opaque)
{
    (void)ui;
    bb_reader_done(&((struct board *)opaque)->reader);
}

/* Bars are as long as the screen is wide; the first ones are made by the reload that follows. */
static void board_resize(struct bb_ui *ui, void *opaque)
{
    const struct board *board = opaque;
    if (board->cols && board->cols != ui->body.cols)
        bb_ui_tell(ui, board_reload(ui, opaque));
}

static void board_draw(struct bb_ui *ui, void *opaque)
{
    bb_reader_draw(ui, &((struct board *)opaque)->reader, &ui->body);
}

static unsigned board_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct board *board = opaque;
    (void)input;
    if (action == BB_ACTION_GROUP)
        board->of.by = (board->of.by + 1) % GROUPS;
    else if (action == BB_ACTION_DAYS)
        board->of.period = (board->of.period + 1) % BB_FIGURES_PERIODS;
    else
        return bb_reader_handle(&board->reader, action);
    bb_ui_tell(ui, board_reload(ui, board));
    return BB_REDRAW;
}

const struct bb_screen bb_screen_board = {
    .state_bytes = sizeof(struct board),
    .open = board_open,
    .close = board_close,
    .reload = board_reload,
    .resize = board_resize,
    .draw = board_draw,
    .handle = board_handle,
};
