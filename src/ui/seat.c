/* Who sits here: coming in with his drafts and debts, going, the locked screen. How he proves it is
 * secret.c's. */
#include <stdlib.h>

#include "bangban/app/account.h"
#include "bangban/app/sync.h"
#include "bangban/base/mem.h"
#include "bangban/ui/owing.h"
#include "bangban/ui/screen.h"

/* Drafts of this person whose program is gone. */
static void adopt_drafts(struct bb_ui *ui)
{
    struct bb_draft *draft = NULL;
    int count = 0;
    for (;;) {
        struct bb_kept *kept = bb_alloc(sizeof *kept);
        const struct bb_err *err = bb_app_draft_adopt(ui->app, &draft, &kept->form, &kept->text);
        if (err || !draft) {
            bb_ui_tell(ui, err);
            free(kept);
            break;
        }
        kept->draft = draft;
        bb_kept_put(ui, kept);
        count++;
    }
    if (count > 1) {
        struct bb_buf text = {0};
        bb_buf_printf(&text,
                      _("%d drafts that were not saved have been restored: F2 goes on with one "
                        "(a problem: F4, then n), after saving it F2 again with the next."),
                      count);
        bb_ui_say(ui, bb_buf_text(&text));
        bb_buf_done(&text);
    } else if (count)
        bb_ui_say(ui, _("A draft that was not saved has been restored: F2 goes on with it "
                        "(a problem: F4, then n; a visit: F6, then n; late entry: F3, then b)."));
}

/* What was left over, today or before, is said on the next start. */
static void say_debts(struct bb_ui *ui)
{
    struct bb_owing owing = {0};
    struct bb_buf text = {0};
    const struct bb_err *err = bb_owing_load(ui, &owing);
    bb_buf_printf(&text, _("You still owe: %d; still open: %d. d goes through them."),
                  owing.missing, owing.open);
    if (!err && owing.missing + owing.open && !ui->message)
        bb_ui_warn(ui, bb_buf_text(&text));
    bb_buf_done(&text);
    bb_owing_done(&owing);
}

static const struct bb_err *news_line(void *ctx, const struct bb_news *news)
{
    struct bb_buf *text = ctx;
    bb_buf_printf(text, _(" %s %lld new, %lld changed (%s);"), news->label, (long long)news->added,
                  (long long)news->changed, news->names);
    return NULL;
}

/* What the district changed in the reference data, once to everybody. */
static void say_news(struct bb_ui *ui)
{
    struct bb_buf text = {0};
    bb_buf_str(&text, _("The district changed its reference data:"));
    size_t before = text.len;
    bb_ui_tell(ui, bb_app_news(ui->app, true, news_line, &text));
    if (text.len > before)
        bb_ui_say(ui, text.data);
    bb_buf_done(&text);
}

void bb_ui_enter(struct bb_ui *ui)
{
    bb_ui_close_to(ui, 0);
    bb_ui_push(ui, bb_app_may(ui->app, BB_USE_SESSION_LIST) ? BB_SCREEN_AUDIT : BB_SCREEN_TODAY,
               NULL);                    /* who sees no cases begins with what he watches over */
    ui->handed_at = bb_app_now(ui->app); /* what waits already stands on top of Today */
    ui->touched_at = bb_app_now(ui->app);
    ui->figures_stale = ui->frame_stale = true;
    adopt_drafts(ui);
    if (!ui->message) /* else at the next login; F9 has it always */
        say_news(ui);
    say_debts(ui);
}

void bb_ui_leave_drafts(struct bb_ui *ui)
{
    while (ui->kept) {
        struct bb_kept *kept = ui->kept;
        ui->kept = kept->next;
        bb_kept_free(kept, false);
    }
}

void bb_ui_out(struct bb_ui *ui)
{
    const struct bb_person *person = bb_app_person(ui->app);
    if (person)
        bb_strset(&ui->before, person->code);
    bb_ui_close_to(ui, 0);
    bb_ui_leave_drafts(ui);
    ui->has_last = false;
    bb_record_done(&bb_session_record, &ui->last);
    bb_app_stand_up(ui->app);
    bb_ui_push(ui, BB_SCREEN_LOGIN, NULL);
}

/* ---- locking ---- */

void bb_ui_lock(struct bb_ui *ui)
{
    for (int i = 0; i < ui->depth; i++) { /* what was typed is on the disk before nobody looks */
        const struct bb_screen *screen = bb_screens[ui->open[i].id];
        if (screen->tick)
            screen->tick(ui, ui->open[i].state);
    }
    bb_ui_push(ui, BB_SCREEN_LOCK, NULL);
}

bool bb_ui_lock_idle(struct bb_ui *ui)
{
    int64_t now = bb_app_now(ui->app), most = bb_app_config(ui->app)->lock_minutes * 60;
    enum bb_screen_id top = bb_ui_top(ui);
    if (now < ui->touched_at) /* the clock was set */
        ui->touched_at = now;
    bool outside = !bb_app_person(ui->app) || ui->open[0].id == BB_SCREEN_LOGIN;
    if (outside || top == BB_SCREEN_LOCK || now - ui->touched_at < most)
        return false;
    ui->touched_at = now;
    bb_strset(&ui->message, NULL);
    bb_ui_lock(ui);
    return true;
}

bool bb_ui_check_in(struct bb_ui *ui)
{
    const struct bb_err *err = bb_app_still_in(ui->app);
    if (!err || err->code != BB_ERR_LOGGED_OUT)
        return false;
    bb_ui_out(ui);
    bb_ui_tell(ui, err);
    return true;
}

bool bb_ui_arrive(struct bb_ui *ui)
{
    const struct bb_person *person = bb_app_person(ui->app);
    const struct bb_desk *desk = bb_app_desk(ui->app);
    if (!person)
        return true;
    char *code = bb_strdup(person->code), *desk_code = desk ? bb_strdup(desk->code) : NULL;
    const struct bb_err *err = bb_app_login(ui->app, code, desk_code);
    if (err) {
        bb_ui_out(ui);
        bb_ui_tell(ui, err);
    }
    ui->figures_stale = true; /* one event more: shown with the next picture */
    free(code);
    free(desk_code);
    return !err;
}
