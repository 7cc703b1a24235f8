/* The loop: waits, hands on what came, draws once when nothing more waits. The only place where
 * time is spent. */
#include "bangban/ui/ui.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "bangban/app/safety.h"
#include "bangban/base/process.h"
#include "bangban/ui/screen.h"

/* A tick writes drafts, looks for what others wrote, and turns the clock. While one types it comes
 * once a second; when all is quiet, only with the minute, because the watch tells when the file
 * changed; several writes in a row are one. */
enum { TICK_MS = 1000, SETTLE_MS = 50, WORK_MS = 100 };

struct loop {
    struct bb_ui *ui;
    int64_t tick_at; /* monotonic */
    bool busy;       /* something came in since the last tick */
};

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void tick_soon(struct loop *loop, int ms)
{
    int64_t at = monotonic_ms() + ms;
    if (at < loop->tick_at)
        loop->tick_at = at;
}

/* When the next tick is due if nothing happens. */
static int quiet_ms(const struct loop *loop)
{
    if (loop->ui->working)
        return WORK_MS;
    if (loop->busy || loop->ui->ticking || loop->ui->term->watch_fd < 0 || bb_ui_runs_out(loop->ui))
        return TICK_MS;
    int64_t now = bb_app_now(loop->ui->app),
            lock = loop->ui->touched_at - now + bb_app_config(loop->ui->app)->lock_minutes * 60;
    int64_t minute = 60 - now % 60;
    return (int)(bb_app_person(loop->ui->app) && lock > 0 && lock < minute ? lock : minute) * 1000;
}

/* Takes everything that waits; true when something happened that shows. */
static bool take_input(struct loop *loop, int timeout_ms)
{
    struct bb_ui *ui = loop->ui;
    bool happened = false;
    for (;; timeout_ms = 0) {
        if (bb_keys_pending(&ui->term->keys))
            timeout_ms = BB_KEYS_WAIT_MS;
        switch (bb_term_wait(ui->term, timeout_ms)) {
        case BB_TERM_QUIET:
            if (!bb_keys_pending(&ui->term->keys))
                return happened;
            bb_ui_keys(ui, true);
            return true;
        case BB_TERM_KEYS:
            bb_ui_keys(ui, false);
            break;
        case BB_TERM_CHANGED:
            tick_soon(loop, SETTLE_MS);
            return happened;
        case BB_TERM_RESIZED:
            bb_ui_input(ui, &(struct bb_input){.kind = BB_INPUT_RESIZE});
            break;
        case BB_TERM_HUNG_UP:
            bb_ui_input(ui, &(struct bb_input){.kind = BB_INPUT_HANGUP});
            break;
        }
        if (ui->quit)
            return true;
        happened = true;
    }
}

static void run(struct bb_ui *ui)
{
    struct loop loop = {.ui = ui, .tick_at = monotonic_ms() + TICK_MS};
    bb_ui_draw(ui);
    if (!bb_ui_arrive(ui)) /* after the picture: writing takes as long as the rest of the start */
        bb_ui_draw(ui);
    bb_ui_tell(ui, bb_app_start_checking(ui->app));
    while (!ui->quit) {
        int64_t left = loop.tick_at - monotonic_ms();
        bool redraw = take_input(&loop, left > 0 ? (int)left : 0);
        if (redraw) {
            loop.busy = true;
            tick_soon(&loop, TICK_MS);
        }
        if (!ui->quit && monotonic_ms() >= loop.tick_at) {
            redraw |= bb_ui_tick(ui);
            loop.busy = false;
            loop.tick_at = monotonic_ms() + quiet_ms(&loop);
        }
        if (redraw && !ui->quit)
            bb_ui_draw(ui);
    }
}

static const struct bb_err *
run_from(struct bb_app *app, struct bb_ui *(*begin)(struct bb_app *app, struct bb_term *term))
{
    struct bb_term term;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return bb_err(BB_ERR_NO_TERMINAL, NULL);
    BB_TRY(bb_term_open(&term, STDIN_FILENO, stdout, NULL));
    term.watch_fd = bb_app_watch(app);
    bb_paint_open(term.color);
    struct bb_ui *ui = begin(app, &term);
    run(ui);
    bb_ui_free(ui);
    bb_term_close(&term);
    return NULL;
}

const struct bb_err *bb_ui_run(struct bb_app *app)
{
    return run_from(app, bb_ui_new);
}

const struct bb_err *bb_ui_run_kiosk(struct bb_app *app)
{
    bb_app_sit_public(app);
    bb_process_no_exec();
    return run_from(app, bb_ui_new_kiosk);
}

const struct bb_err *bb_ui_run_rate(struct bb_app *app)
{
    bb_process_no_exec();
    return run_from(app, bb_ui_new_rate);
}
