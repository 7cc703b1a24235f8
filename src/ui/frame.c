/* Drawing in its order: the open screens, and around them the frame: title line, message line, key
 * bar, all from tables and the app. What a screen shows is the screen's matter. */
#include <curses.h>
#include <string.h>

#include "bangban/app/safety.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/calendar.h"
#include "bangban/ui/screen.h"

enum { MARGIN = 2, MESSAGE_ROWS_MAX = 3 };

void bb_ui_measure(struct bb_ui *ui)
{
    bool small = LINES < BB_TERM_MIN_ROWS || COLS < BB_TERM_MIN_COLS;
    ui->body = (struct bb_rect){1, MARGIN, small ? 0 : LINES - BB_CHROME_ROWS, COLS - 2 * MARGIN};
}

/* ---- the title line ---- */

/* "11-23 Mon workday 09:42"; short drops weekday and kind of day. */
static void show_moment(struct bb_ui *ui, bool brief, struct bb_buf *out)
{
    static const char *const weekdays[] = {"",        N_("Mon"), N_("Tue"), N_("Wed"),
                                           N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")};
    const struct bb_calendar *calendar;
    int64_t today = bb_app_today(ui->app);
    struct bb_civil civil = bb_day_civil(today);
    bool workday;
    char clock[BB_AT_BYTES];
    bb_buf_printf(out, "%02d-%02d ", civil.month, civil.day);
    if (!brief) {
        bb_buf_printf(out, "%s ", _(weekdays[bb_day_weekday(today)]));
        const char *kind = _("calendar missing");
        if (!bb_app_calendar(ui->app, &calendar) &&
            !bb_calendar_is_workday(&workday, calendar, today))
            kind = workday ? _("working day") : _("rest day");
        bb_buf_printf(out, "%s ", kind);
    }
    bb_buf_str(out, bb_at_format_clock(clock, bb_app_now(ui->app)));
}

static void show_main_title(const struct bb_ui *ui, struct bb_buf *out)
{
    int at = ui->depth - 1;
    while (at > 0 && bb_screens[ui->open[at].id]->overlay)
        at--;
    bb_buf_str(out, bb_screen_title(ui->open[at].id));
    if (bb_screens[ui->open[at].id]->title)
        bb_screens[ui->open[at].id]->title(ui->open[at].state, out);
}

/* From the fullest title (0) to the shortest; the last is taken in any case. */
enum { SHORTEST = 3 };
static void show_title(struct bb_ui *ui, int brevity, struct bb_buf *left, struct bb_buf *right)
{
    const struct bb_person *person = bb_app_person(ui->app);
    const struct bb_desk *desk = bb_app_desk(ui->app);
    bool inside = ui->title.inside;
    if (brevity < 2 && *bb_app_centre_name(ui->app))
        bb_buf_printf(left, "%s · ", bb_app_centre_name(ui->app));
    if (inside && desk && desk->name)
        bb_buf_printf(left, "%s · ", desk->name);
    bb_buf_str(left, bb_buf_text(&ui->title.about));
    if (inside) {
        bb_buf_str(right, person->name);
        if (brevity < 1)
            bb_buf_printf(right, " %s", bb_code_label(BB_CODES_ROLE, person->role));
        bb_buf_str(right, " · ");
    }
    show_moment(ui, brevity >= SHORTEST, right);
}

static void format_title(struct bb_ui *ui)
{
    struct bb_buf left = {0}, right = {0};
    enum { BORDERS = 8 }; /* "┌ " " ─" "─ " " ┐" */
    for (int brevity = 0; brevity <= SHORTEST; brevity++) {
        bb_buf_clear(&left);
        bb_buf_clear(&right);
        show_title(ui, brevity, &left, &right);
        if (bb_text_cols(bb_buf_text(&left)) + bb_text_cols(bb_buf_text(&right)) + BORDERS <= COLS)
            break;
    }
    int right_cols = bb_text_cols(bb_buf_text(&right));
    bb_paint_rule(0, 0, COLS);
    bb_paint_ready(0, 0, "┌ ", BB_LOOK_LINE);
    bb_paint_ready(0, COLS - 2, " ┐", BB_LOOK_LINE);
    int used = bb_paint_some(0, 2, COLS - right_cols - BORDERS, bb_buf_text(&left), BB_LOOK_TITLE);
    bb_paint_ready(0, 2 + used, " ", BB_LOOK_LINE);
    bb_paint_ready(0, COLS - right_cols - 3, " ", BB_LOOK_LINE);
    bb_paint_some(0, COLS - right_cols - 2, right_cols, bb_buf_text(&right), BB_LOOK_PLAIN);
    bb_buf_done(&left);
    bb_buf_done(&right);
}

static void draw_title(struct bb_ui *ui)
{
    struct bb_painted_title *as = &ui->title;
    struct bb_buf about = {0};
    bool inside = bb_app_person(ui->app) && ui->open[0].id != BB_SCREEN_LOGIN;
    show_main_title(ui, &about);
    bool same = as->pieces.len > 0 && !ui->frame_stale && as->cols == COLS &&
                as->minute == ui->minute && as->inside == inside &&
                strcmp(bb_buf_text(&as->about), bb_buf_text(&about)) == 0;
    bb_buf_done(&as->about);
    *as = (struct bb_painted_title){COLS, ui->minute, inside, about, as->pieces};
    if (!same) {
        size_t before = bb_paint_len(0);
        format_title(ui);
        bb_paint_take(0, before, &as->pieces);
    }
    bb_paint_again(0, &as->pieces);
}

/* ---- message line and key bar ---- */

static void format_figures(const struct bb_ui *ui, int y, bool tail_fault)
{
    struct bb_buf line = {0};
    const struct bb_day_figures *now = &ui->figures;
    int red = (int)(now->red > BB_RED_MAX ? BB_RED_MAX : now->red);
    if (ui->figures_known)
        bb_buf_printf(&line, _("Today %d · solved %d · debts %d · not synced %d · red lights %d"),
                      (int)now->sessions, (int)now->solved, (int)now->debts, (int)now->unsynced,
                      red);
    if (ui->figures_known && now->red > red) /* the rest is not counted */
        bb_buf_char(&line, '+');
    if (tail_fault)
        bb_buf_printf(&line, " · %s", _("second copy is not written"));
    bb_paint(y, ui->body.x, ui->body.cols, bb_buf_text(&line), BB_LOOK_PLAIN);
    bb_buf_done(&line);
}

static void draw_figures(struct bb_ui *ui, int y)
{
    struct bb_painted_figures *as = &ui->shown;
    bool fault = bb_app_tail_fault(ui->app) != NULL;
    size_t before = bb_paint_len(y);
    if (!ui->figures_known) {
        format_figures(ui, y, fault);
        return;
    }
    if (as->pieces.len == 0 || as->cols != ui->body.cols || as->tail_fault != fault ||
        memcmp(&as->of, &ui->figures, sizeof as->of) != 0) {
        format_figures(ui, y, fault);
        bb_paint_take(y, before, &as->pieces);
        *as = (struct bb_painted_figures){ui->body.cols, fault, ui->figures, as->pieces};
    }
    bb_paint_again(y, &as->pieces);
}

/* A long sentence takes more rows, upwards over the body: a refusal is never cut off. */
static int message_rows(const struct bb_ui *ui)
{
    int rows = ui->message ? bb_text_wrap(ui->message, ui->body.cols, NULL, NULL) : 1;
    return rows < 1 ? 1 : rows > MESSAGE_ROWS_MAX ? MESSAGE_ROWS_MAX : rows;
}

static void draw_message(struct bb_ui *ui, int y, int rows)
{
    for (int i = 0; i < rows; i++)
        bb_paint(y + i, 1, COLS - 2, "", BB_LOOK_PLAIN);
    if (ui->message)
        bb_paint_wrapped(y, ui->body.x, rows, ui->body.cols, 0, ui->message, ui->message_look);
    else if (bb_ui_top(ui) != BB_SCREEN_LOCK &&
             !(BB_ON_CLIENTS >> bb_ui_top(ui) & 1)) /* the public need not see how we stand */
        draw_figures(ui, y);
}

/* Whether the person may do what the bar shows under this key's name. */
static bool may_key(struct bb_ui *ui, enum bb_screen_id screen, const char *shown, bool typing)
{
    bool may = true;
    for (int id = 1; may && id < BB_ACTION__COUNT; id++) {
        struct bb_buf name = {0};
        if (!bb_action_is_on((enum bb_action_id)id, screen) ||
            !bb_ui_may(ui, (enum bb_action_id)id, screen))
            continue;
        bb_key_show(&name, bb_action_key((enum bb_action_id)id, typing));
        may = strcmp(bb_buf_text(&name), shown) != 0;
        bb_buf_done(&name);
    }
    return may;
}

static void draw_bar(struct bb_ui *ui, int y)
{
    const struct bb_open_screen *top = &ui->open[ui->depth - 1];
    const struct bb_screen *screen = bb_screens[top->id];
    struct bb_bar_key keys[BB_BAR_MAX];
    struct bb_buf bar = {0};
    bool typing = screen->typing && screen->typing(top->state);
    struct bb_painted_bar *as = &ui->bar;
    if (as->pieces.len > 0 && !ui->frame_stale && as->y == y && as->cols == COLS &&
        as->screen == top->id && as->typing == typing) {
        bb_paint_again(y, &as->pieces);
        return;
    }
    size_t before = bb_paint_len(y);
    bb_action_bar(&bar, top->id, typing, COLS - 4, keys);
    bb_paint_rule(y, 0, COLS);
    bb_paint_ready(y, 0, "└ ", BB_LOOK_LINE);
    bb_paint_ready(y, 2, bb_buf_text(&bar), BB_LOOK_PLAIN);
    int used = bb_text_cols(bb_buf_text(&bar));
    bb_paint_ready(y, 2 + used, " ", BB_LOOK_LINE);
    for (int i = 0; keys[i].cols; i++) {
        const char *from = bb_buf_text(&bar) + bb_text_cut_bytes(bb_buf_text(&bar), keys[i].col);
        struct bb_buf key = {0};
        bb_buf_add(&key, from, bb_text_cut_bytes(from, keys[i].cols));
        if (!may_key(ui, top->id, bb_buf_text(&key), typing)) { /* there, but not for this role */
            int next = keys[i + 1].cols ? keys[i + 1].col : used;
            bb_buf_clear(&key);
            bb_buf_add(&key, from, bb_text_cut_bytes(from, next - keys[i].col));
            bb_paint_ready(y, 2 + keys[i].col, bb_buf_text(&key), BB_LOOK_QUIET);
        } else {
            bb_paint_ready(y, 2 + keys[i].col, bb_buf_text(&key), BB_LOOK_KEY);
        }
        bb_buf_done(&key);
    }
    bb_paint_ready(y, COLS - 1, "┘", BB_LOOK_LINE);
    bb_paint_take(y, before, &as->pieces);
    bb_paint_again(y, &as->pieces);
    *as = (struct bb_painted_bar){y, COLS, top->id, typing, as->pieces};
    bb_buf_done(&bar);
}

static void draw_frame(struct bb_ui *ui)
{
    int bar = LINES - 1, rows = message_rows(ui), rule = bar - rows - 1;
    draw_title(ui);
    for (int y = 1; y < bar; y++) {
        bb_paint_ready(y, 0, y == rule ? "├" : "│", BB_LOOK_LINE);
        bb_paint_ready(y, COLS - 1, y == rule ? "┤" : "│", BB_LOOK_LINE);
    }
    bb_paint_rule(rule, 1, COLS - 2);
    draw_message(ui, rule + 1, rows);
    draw_bar(ui, bar);
    ui->frame_stale = false;
}

struct bb_rect bb_ui_box(struct bb_ui *ui, int rows, int cols, const char *title)
{
    struct bb_rect box = {0, 0, rows + 2, cols + 4};
    if (box.rows > ui->body.rows)
        box.rows = ui->body.rows;
    if (box.cols > ui->body.cols)
        box.cols = ui->body.cols;
    box.y = ui->body.y + (ui->body.rows - box.rows) / 2;
    box.x = ui->body.x + (ui->body.cols - box.cols) / 2;
    bb_paint_box(&box, title);
    return (struct bb_rect){box.y + 1, box.x + 2, box.rows - 2, box.cols - 4};
}

/* ---- the whole screen ---- */

static void draw_too_small(void)
{
    struct bb_buf text = {0};
    bb_buf_printf(
        &text,
        _("The window is %d×%d; bangban needs at least %d×%d. Make it larger: nothing is lost."),
        COLS, LINES, BB_TERM_MIN_COLS, BB_TERM_MIN_ROWS);
    bb_paint_wrapped(0, 0, LINES, COLS, 0, bb_buf_text(&text), BB_LOOK_PLAIN);
    bb_buf_done(&text);
}

static void draw_screens(struct bb_ui *ui)
{
    int first = ui->depth - 1;
    while (first > 0 && bb_screens[ui->open[first].id]->overlay)
        first--;
    ui->caret_y = LINES - 1;
    ui->caret_x = 0;
    for (int i = first; i < ui->depth; i++)
        bb_screens[ui->open[i].id]->draw(ui, ui->open[i].state);
}

void bb_ui_draw(struct bb_ui *ui)
{
    if (ui->figures_stale && ui->figures_known && ui->body.rows > 0) {
        ui->figures_stale = false;
        bb_ui_tell(ui, bb_app_day_figures(ui->app, &ui->figures));
    }
    bb_paint_begin();
    ui->minute = bb_app_now(ui->app) / 60;
    ui->caret_y = ui->caret_x = 0;
    if (ui->body.rows == 0) {
        draw_too_small();
    } else {
        draw_screens(ui);
        draw_frame(ui);
    }
    bb_paint_end();
    move(ui->caret_y, ui->caret_x);
    refresh();
    if (ui->figures_stale && ui->body.rows > 0) { /* the first page comes before its figures */
        ui->figures_known = true;
        bb_ui_draw(ui);
    }
}
