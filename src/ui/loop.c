/* The loop: waits, hands on what came, draws once when nothing more waits. The only place where
 * time is spent. */
#include "bangban/ui/ui.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "bangban/ui/screen.h"

enum { TICK_MS = 1000 };

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Takes everything that waits; true when something happened that shows. */
static bool take_input(struct bb_ui *ui, int timeout_ms)
{
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
    int64_t tick_at = monotonic_ms() + TICK_MS;
    bb_ui_draw(ui);
    while (!ui->quit) {
        int64_t left = tick_at - monotonic_ms();
        bool redraw = take_input(ui, left > 0 ? (int)left : 0);
        if (!ui->quit && monotonic_ms() >= tick_at) {
            redraw |= bb_ui_tick(ui);
            tick_at = monotonic_ms() + TICK_MS;
        }
        if (redraw && !ui->quit)
            bb_ui_draw(ui);
    }
}

const struct bb_err *bb_ui_run(struct bb_app *app)
{
    struct bb_term term;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return bb_err(BB_ERR_NO_TERMINAL, NULL);
    BB_TRY(bb_term_open(&term, STDIN_FILENO, stdout, NULL));
    bb_paint_open(term.color);
    struct bb_ui *ui = bb_ui_new(app, &term);
    run(ui);
    bb_ui_free(ui);
    bb_term_close(&term);
    return NULL;
}
