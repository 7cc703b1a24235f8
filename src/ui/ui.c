/* The stack of open screens: which one gets an event, what its reaction means, the actions that
 * mean the same everywhere. Waits for nothing and draws nothing. */
#include "bangban/ui/screen.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/sync.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/personal.h"
#include "bangban/ui/show.h"
#include "bangban/ui/system.h"

/* ---- what is said ---- */

static void say(struct bb_ui *ui, const char *sentence, enum bb_look look)
{
    bb_strset(&ui->message, sentence);
    ui->message_look = look;
}

void bb_ui_say(struct bb_ui *ui, const char *sentence)
{
    say(ui, sentence, BB_LOOK_TITLE);
}

void bb_ui_warn(struct bb_ui *ui, const char *sentence)
{
    say(ui, sentence, BB_LOOK_WARN);
}

void bb_ui_tell(struct bb_ui *ui, const struct bb_err *err)
{
    if (err)
        say(ui, err->text, BB_LOOK_ERROR);
}

void bb_ui_caret(struct bb_ui *ui, int y, int x)
{
    ui->caret_y = y;
    ui->caret_x = x;
}

/* ---- the stack ---- */

static struct bb_open_screen *top(struct bb_ui *ui)
{
    return &ui->open[ui->depth - 1];
}

enum bb_screen_id bb_ui_top(const struct bb_ui *ui)
{
    return ui->open[ui->depth - 1].id;
}

enum bb_screen_id bb_ui_beneath(const struct bb_ui *ui)
{
    return ui->open[ui->depth > 1 ? ui->depth - 2 : 0].id;
}

static void resize_screen(struct bb_ui *ui, struct bb_open_screen *open)
{
    const struct bb_screen *screen = bb_screens[open->id];
    if (screen->resize && ui->body.rows > 0)
        screen->resize(ui, open->state);
}

static void reload_screen(struct bb_ui *ui, struct bb_open_screen *open)
{
    const struct bb_screen *screen = bb_screens[open->id];
    if (screen->reload)
        bb_ui_tell(ui, screen->reload(ui, open->state));
}

void bb_ui_push(struct bb_ui *ui, enum bb_screen_id id, const void *arg)
{
    const struct bb_screen *screen = bb_screens[id];
    if (ui->depth >= BB_UI_DEPTH - (id != BB_SCREEN_LOCK))
        return;
    struct bb_open_screen *open = &ui->open[ui->depth++];
    *open = (struct bb_open_screen){id, bb_alloc(screen->state_bytes)};
    const struct bb_err *err = screen->open(ui, open->state, arg);
    if (err) {
        bb_ui_tell(ui, err);
        free(open->state);
        ui->depth--;
        return;
    }
    resize_screen(ui, open);
    reload_screen(ui, open);
}

static void close_at(struct bb_ui *ui, int index)
{
    struct bb_open_screen gone = ui->open[index];
    ui->depth--;
    for (int i = index; i < ui->depth; i++)
        ui->open[i] = ui->open[i + 1];
    if (bb_screens[gone.id]->close)
        bb_screens[gone.id]->close(ui, gone.state);
    free(gone.state);
}

void bb_ui_close_to(struct bb_ui *ui, int depth)
{
    while (ui->depth > depth)
        close_at(ui, ui->depth - 1);
}

static void reload_all(struct bb_ui *ui)
{
    ui->figures_stale = ui->frame_stale = true;
    for (int i = 0; i < ui->depth; i++)
        reload_screen(ui, &ui->open[i]);
}

void bb_ui_go(struct bb_ui *ui, enum bb_screen_id id)
{
    if (ui->depth == 2 && top(ui)->id == id)
        return;
    bb_ui_close_to(ui, 1);
    if (ui->open[0].id != id)
        bb_ui_push(ui, id, NULL);
}

static struct bb_ui *ui_new(struct bb_app *app, struct bb_term *term)
{
    struct bb_ui *ui = bb_alloc(sizeof *ui);
    ui->app = app;
    ui->term = term;
    ui->touched_at = bb_app_now(app);
    bb_ui_measure(ui);
    return ui;
}

struct bb_ui *bb_ui_new_kiosk(struct bb_app *app, struct bb_term *term)
{
    struct bb_ui *ui = ui_new(app, term);
    bb_ui_push(ui, BB_SCREEN_KIOSK, NULL);
    return ui;
}

struct bb_ui *bb_ui_new_rate(struct bb_app *app, struct bb_term *term)
{
    struct bb_ui *ui = ui_new(app, term);
    bb_ui_push(ui, BB_SCREEN_RATE, NULL);
    return ui;
}

struct bb_ui *bb_ui_new(struct bb_app *app, struct bb_term *term)
{
    struct bb_ui *ui = ui_new(app, term);
    if (bb_app_person(app))
        bb_ui_enter(ui);
    else
        bb_ui_push(ui, BB_SCREEN_LOGIN, NULL);
    return ui;
}

void bb_ui_free(struct bb_ui *ui)
{
    bb_ui_close_to(ui, 0);
    bb_ui_leave_drafts(ui);
    bb_record_done(&bb_session_record, &ui->last);
    bb_buf_done(&ui->title.about);
    bb_buf_done(&ui->title.pieces);
    bb_buf_done(&ui->bar.pieces);
    bb_buf_done(&ui->shown.pieces);
    free(ui->before);
    free(ui->message);
    free(ui);
}

/* ---- events ---- */

static void say_undone(struct bb_ui *ui, const char *what)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, _("Undone: %s."), what);
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
}

static void undo(struct bb_ui *ui)
{
    char *what = NULL;
    const struct bb_err *err = bb_app_undo(ui->app, &what);
    if (!err)
        say_undone(ui, what);
    bb_ui_tell(ui, err);
    free(what);
    reload_all(ui);
}

static void redraw(struct bb_ui *ui)
{
    clearok(curscr, TRUE);
    reload_all(ui);
}

/* Actions that a screen leaves to the house. */
static void general(struct bb_ui *ui, enum bb_action_id action)
{
    switch ((int)action) {
    case BB_ACTION_LOG:
        bb_ui_go(ui, BB_SCREEN_FORM);
        break;
    case BB_ACTION_TODAY:
        bb_ui_go(ui, BB_SCREEN_TODAY);
        break;
    case BB_ACTION_LEDGER:
        bb_ui_go(ui, BB_SCREEN_LEDGER);
        break;
    case BB_ACTION_RED:
        bb_ui_go(ui, BB_SCREEN_LEDGER);
        if (top(ui)->id == BB_SCREEN_LEDGER)
            ui->queued = BB_ACTION_RED;
        break;
    case BB_ACTION_LEADERS:
        bb_ui_go(ui, BB_SCREEN_LEADERS);
        break;
    case BB_ACTION_BOARD:
        bb_ui_go(ui, BB_SCREEN_BOARD);
        break;
    case BB_ACTION_SYSTEM:
        bb_system_open(ui);
        break;
    case BB_ACTION_NEXT_PAGE:
        bb_system_next(ui);
        break;
    case BB_ACTION_REGISTERS:
        bb_ui_go(ui, BB_SCREEN_REGISTER);
        break;
    case BB_ACTION_SEARCH:
        if (top(ui)->id != BB_SCREEN_SEARCH)
            bb_ui_push(ui, BB_SCREEN_SEARCH, NULL);
        break;
    case BB_ACTION_REFER:
        bb_ui_push(ui, BB_SCREEN_REFER, NULL);
        break;
    case BB_ACTION_HELP:
        bb_ui_push(ui, BB_SCREEN_HELP, NULL);
        break;
    case BB_ACTION_PALETTE:
        bb_ui_push(ui, BB_SCREEN_PALETTE, NULL);
        break;
    case BB_ACTION_LEAVE:
        if (ui->open[0].id == BB_SCREEN_LOGIN)
            ui->quit = true;
        else
            bb_ui_push(ui, BB_SCREEN_LEAVE, NULL);
        break;
    case BB_ACTION_UNDO:
        undo(ui);
        break;
    case BB_ACTION_REDRAW:
        redraw(ui);
        break;
    case BB_ACTION_QUIT:
        ui->quit = true;
        break;
    case BB_ACTION_BACK:
        if (ui->depth > 1)
            close_at(ui, ui->depth - 1);
        break;
    }
}

const struct bb_err *bb_ui_may(struct bb_ui *ui, enum bb_action_id id, enum bb_screen_id screen)
{
    int use = bb_action(id)->use;
    if (id == BB_ACTION_VOID && (screen == BB_SCREEN_LEDGER || screen == BB_SCREEN_ISSUE))
        use = BB_USE_ISSUE_DECIDE; /* the key is the same, the record is not */
    if (id == BB_ACTION_VOID && screen == BB_SCREEN_LEADER)
        use = BB_USE_VISIT_VOID; /* the form asks again, about a plan too */
    if (id == BB_ACTION_SEARCH)
        use = BB_USE_SEARCH;
    return use != BB_USE_ANYBODY && bb_app_person(ui->app) ? bb_app_may(ui->app, (enum bb_use)use)
                                                           : NULL;
}

/* What only somebody who is logged in can do; the help at the door has keys, too. */
static bool is_inside(const struct bb_action *action)
{
    return (action->on & BB_ON(FORM)) && !(action->on & BB_ON_DOOR);
}

/* Whether the action may begin here at all; says why not. */
static bool is_ready(struct bb_ui *ui, enum bb_action_id id)
{
    const struct bb_action *action = bb_action(id);
    const struct bb_open_screen *open = top(ui);
    const struct bb_screen *screen = bb_screens[open->id];
    const struct bb_err *err = NULL;
    if (!action)
        return true;
    if (ui->open[0].id == BB_SCREEN_LOGIN && is_inside(action))
        err = bb_err(BB_ERR_NOBODY, NULL);
    else if (action->need == BB_NEEDS_ROW && screen->selected && !screen->selected(open->state))
        err = bb_err(BB_ERR_NOTHING_SELECTED, NULL);
    else
        err = bb_ui_may(ui, id, open->id);
    bb_ui_tell(ui, err);
    return !err;
}

/* Before free text is saved: whether what is personal in it is to be masked. */
static bool is_offered(struct bb_ui *ui, enum bb_action_id action)
{
    const struct bb_open_screen *open = top(ui);
    bool saves = action == BB_ACTION_SAVE || action == BB_ACTION_PARK || action == BB_ACTION_QUEUE;
    bool asked = ui->offered;
    ui->offered = false;
    if (!saves || asked || !(BB_ON_FIELDS >> open->id & 1))
        return false;
    const char *at = (const char *)open->state + bb_screens[open->id]->form_at;
    struct bb_form *form = *(struct bb_form *const *)(const void *)at;
    if (!form || !bb_personal_in_form(ui, form))
        return false;
    bb_ui_push(ui, BB_SCREEN_PERSONAL, &(struct bb_personal_offer){form, action});
    return true;
}

static void perform(struct bb_ui *ui, enum bb_action_id action, const struct bb_input *input)
{
    if (action == BB_ACTION_PAGE_ON)
        action = BB_ACTION_PAGE_DOWN;
    if (!is_ready(ui, action) || is_offered(ui, action))
        return;
    struct bb_open_screen *open = top(ui);
    const void *state = open->state;
    unsigned reaction = bb_screens[open->id]->handle(ui, open->state, action, input);
    if (reaction & BB_UNUSED)
        general(ui, action);
    for (int i = ui->depth - 1; (reaction & BB_POP) && i >= 0; i--) {
        if (ui->open[i].state == state) {
            close_at(ui, i);
            break;
        }
    }
    if (reaction & BB_RELOAD)
        reload_all(ui);
    if (ui->queued) {
        enum bb_action_id next = ui->queued;
        ui->queued = BB_ACTION_NONE;
        perform(ui, next, &(struct bb_input){.kind = BB_INPUT_KEY});
    }
}

/* While the window is too small nothing is seen, so nothing may happen but typing into a form:
 * text is never lost. */
static bool is_blind_typing(enum bb_screen_id screen, const struct bb_input *input)
{
    return (BB_ON_FIELDS >> screen & 1) &&
           (input->kind == BB_INPUT_PASTE || bb_key_is_text(input->key) ||
            input->key == BB_KEY_BACKSPACE);
}

static void on_key(struct bb_ui *ui, const struct bb_input *input)
{
    const struct bb_open_screen *open = top(ui);
    const struct bb_screen *screen = bb_screens[open->id];
    bool typing = screen->typing && screen->typing(open->state);
    bb_strset(&ui->message, NULL);
    if (ui->body.rows == 0 && !is_blind_typing(open->id, input))
        return;
    perform(ui,
            input->kind == BB_INPUT_KEY ? bb_action_of_key(open->id, input->key, typing)
                                        : BB_ACTION_NONE,
            input);
}

void bb_ui_input(struct bb_ui *ui, const struct bb_input *input)
{
    switch (input->kind) {
    case BB_INPUT_KEY:
    case BB_INPUT_PASTE:
        if (!bb_ui_lock_idle(ui)) /* a key that comes too late only shows the lock */
            on_key(ui, input);
        ui->touched_at = bb_app_now(ui->app);
        break;
    case BB_INPUT_RESIZE:
        bb_term_resize(ui->term, input->rows, input->cols);
        bb_ui_measure(ui);
        for (int i = 0; i < ui->depth; i++)
            resize_screen(ui, &ui->open[i]);
        break;
    case BB_INPUT_TICK:
        bb_ui_tick(ui);
        break;
    case BB_INPUT_HANGUP:
        ui->quit = true;
        break;
    }
}

void bb_ui_keys(struct bb_ui *ui, bool idle)
{
    for (uint32_t key; !ui->quit && (key = bb_keys_next(&ui->term->keys, idle)) != BB_KEY_NONE;) {
        struct bb_input input = {.kind = BB_INPUT_KEY, .key = key};
        if (key == BB_KEY_PASTE)
            input = (struct bb_input){.kind = BB_INPUT_PASTE,
                                      .text = bb_buf_text(&ui->term->keys.paste)};
        bb_ui_input(ui, &input);
    }
}

/* A session that was handed over to this desk is said aloud, once. */
static void announce(struct bb_ui *ui)
{
    struct bb_session row = {0};
    if (bb_ui_top(ui) == BB_SCREEN_LOCK) /* said to whoever unlocks */
        return;
    const struct bb_err *err = bb_app_handed(ui->app, ui->handed_at, ui->handed, &row);
    struct bb_buf text = {0};
    bb_ui_tell(ui, err);
    if (err || !row.id)
        return;
    ui->handed_at = row.handed_at;
    memcpy(ui->handed, row.id, sizeof ui->handed);
    bb_buf_printf(&text, _("Handed over by %s: %s, %s. F3, then p takes it up."),
                  bb_show_desk(ui, row.handed_from), row.no, row.handed_why);
    bb_ui_say(ui, bb_buf_text(&text));
    if (bb_app_config(ui->app)->bell)
        beep();
    bb_buf_done(&text);
    bb_session_done(&row);
}

bool bb_ui_runs_out(const struct bb_ui *ui)
{
    const struct bb_open_screen *top = &ui->open[ui->depth - 1];
    const struct bb_screen *screen = bb_screens[top->id];
    return screen->runs_out && screen->runs_out(top->state);
}

bool bb_ui_tick(struct bb_ui *ui)
{
    bool changed = false, ran_out = bb_ui_runs_out(ui), ticked = ui->ticking;
    ui->ticking = false;
    for (int i = 0; i < ui->depth; i++) {
        const struct bb_screen *screen = bb_screens[ui->open[i].id];
        if (screen->tick)
            screen->tick(ui, ui->open[i].state);
    }
    const struct bb_err *err = bb_app_refresh(ui->app, &changed);
    bb_ui_tell(ui, err);
    bool gone = changed && bb_ui_check_in(ui);
    if ((changed && !gone) || ui->stale)
        reload_all(ui);
    if (changed && !gone)
        announce(ui);
    bool locked = bb_ui_lock_idle(ui);
    changed |= ui->stale || ui->working;
    ui->stale = false;
    return changed || ran_out || ticked || locked || err || ui->figures_stale ||
           bb_app_now(ui->app) / 60 != ui->minute;
}
