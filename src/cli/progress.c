/* The bar of long work on stderr, and Ctrl-C as a wish to stop, not as a kill: what was begun is
 * undone by the use case. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/clock.h"
#include "bangban/cli/cli.h"

enum { BAR_COLS = 30, REDRAW_MS = 100 };

static volatile sig_atomic_t stop_wanted;
static struct sigaction before;
static int64_t started_ms, drawn_ms;

static void on_interrupt(int signal_number)
{
    (void)signal_number;
    stop_wanted = 1;
}

static void draw(int64_t done, int64_t total, int64_t now_ms)
{
    char bar[BAR_COLS + 1];
    int64_t fill = total > 0 ? done * BAR_COLS / total : 0;
    for (int i = 0; i < BAR_COLS; i++)
        bar[i] = i < fill ? '#' : '.';
    bar[BAR_COLS] = '\0';
    int64_t left_s = done > 0 ? (now_ms - started_ms) * (total - done) / done / 1000 : 0;
    fprintf(stderr, "\r[%s] %lld/%lld  ", bar, (long long)done, (long long)total);
    fprintf(stderr, _("%lld s left"), (long long)left_s);
    fputs("  \r", stderr);
}

static bool step(void *ctx, int64_t done, int64_t total)
{
    (void)ctx;
    int64_t now_ms = bb_clock_now_ms(&bb_clock_system);
    if (isatty(STDERR_FILENO) && (done >= total || now_ms - drawn_ms >= REDRAW_MS)) {
        draw(done, total, now_ms);
        drawn_ms = now_ms;
    }
    return !stop_wanted;
}

struct bb_progress bb_progress_begin(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_interrupt;
    stop_wanted = 0;
    sigaction(SIGINT, &action, &before);
    started_ms = bb_clock_now_ms(&bb_clock_system);
    drawn_ms = 0;
    return (struct bb_progress){step, NULL};
}

void bb_progress_end(void)
{
    if (drawn_ms)
        fputs("\r\033[K", stderr);
    sigaction(SIGINT, &before, NULL);
}
