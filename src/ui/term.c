/* Starts and ends curses; takes signals; reads bytes. Draws nothing and knows no key's meaning. */
#include "bangban/ui/term.h"

#include <curses.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

#include "bangban/base/mem.h"

/* What the way back needs when nothing else may be trusted any more. */
static struct {
    bool armed;
    int in_fd, out_fd;
    struct termios modes;
    char leave[64]; /* bytes that show the ordinary screen again */
    size_t leave_len;
} rescue;

static volatile sig_atomic_t hung_up, resized;
static struct sigaction before[NSIG];
static sigset_t outside; /* the signal mask while waiting */

static void on_signal(int number)
{
    if (number == SIGWINCH)
        resized = 1;
    else
        hung_up = 1;
}

/* Only calls that are safe in a signal handler. */
static void put_terminal_back(void)
{
    if (!rescue.armed)
        return;
    rescue.armed = false;
    ssize_t ignored = write(rescue.out_fd, rescue.leave, rescue.leave_len);
    (void)ignored;
    tcsetattr(rescue.in_fd, TCSANOW, &rescue.modes);
}

static void on_crash(int number)
{
    put_terminal_back();
    signal(number, SIG_DFL);
    raise(number);
}

static const int quiet_signals[] = {SIGWINCH, SIGHUP, SIGTERM};
static const int fatal_signals[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
static const int ignored_signals[] = {SIGINT,  SIGQUIT, SIGPIPE, SIGTSTP,
                                      SIGTTIN, SIGTTOU, SIGUSR1, SIGUSR2};
#define COUNT(array) (sizeof(array) / sizeof *(array))

static void take(const int *signals, size_t count, void (*handler)(int))
{
    for (size_t i = 0; i < count; i++) {
        struct sigaction action = {.sa_handler = handler};
        sigaction(signals[i], &action, NULL);
    }
}

static void signals_open(void)
{
    for (int i = 1; i < NSIG; i++)
        sigaction(i, NULL, &before[i]);
    hung_up = resized = 0;
    take(quiet_signals, COUNT(quiet_signals), on_signal);
    take(fatal_signals, COUNT(fatal_signals), on_crash);
    take(ignored_signals, COUNT(ignored_signals), SIG_IGN);
    sigset_t blocked;
    sigemptyset(&blocked);
    for (size_t i = 0; i < COUNT(quiet_signals); i++)
        sigaddset(&blocked, quiet_signals[i]);
    sigprocmask(SIG_BLOCK, &blocked, &outside);
}

static void signals_close(void)
{
    const struct {
        const int *list;
        size_t count;
    } taken[] = {{quiet_signals, COUNT(quiet_signals)},
                 {fatal_signals, COUNT(fatal_signals)},
                 {ignored_signals, COUNT(ignored_signals)}};
    for (size_t i = 0; i < COUNT(taken); i++) {
        for (size_t k = 0; k < taken[i].count; k++)
            sigaction(taken[i].list[k], &before[taken[i].list[k]], NULL);
    }
    sigprocmask(SIG_SETMASK, &outside, NULL);
}

static const struct bb_err *check_terminal(const char *type, int fd)
{
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        return bb_err(BB_ERR_LOCALE, NULL);
    int status = 0;
    if (!type || !*type)
        return bb_err(BB_ERR_TERMINAL, "TERM", NULL);
    if (setupterm(type, fd, &status) != OK || !cursor_address || !clear_screen)
        return bb_err(BB_ERR_TERMINAL, type, NULL);
    del_curterm(cur_term); /* newterm makes its own */
    return NULL;
}

static const char paste_on[] = "\033[?2004h", paste_off[] = "\033[?2004l";

static void arm_rescue(const struct bb_term *term)
{
    rescue.in_fd = term->in_fd;
    rescue.out_fd = fileno(term->out);
    if (tcgetattr(term->in_fd, &rescue.modes) != 0)
        return;
    const char *parts[] = {paste_off, exit_attribute_mode, cursor_normal, exit_ca_mode, "\r\n"};
    rescue.leave_len = 0;
    for (size_t i = 0; i < COUNT(parts); i++) {
        size_t len = parts[i] ? strlen(parts[i]) : 0;
        if (rescue.leave_len + len <= sizeof rescue.leave) {
            memcpy(rescue.leave + rescue.leave_len, parts[i] ? parts[i] : "", len);
            rescue.leave_len += len;
        }
    }
    rescue.armed = true;
}

static void put_string(const struct bb_term *term, const char *bytes)
{
    fputs(bytes, term->out);
    fflush(term->out);
}

const struct bb_err *bb_term_open(struct bb_term *term, int in_fd, FILE *out, const char *type)
{
    if (!type)
        type = getenv("TERM");
    *term = (struct bb_term){.in_fd = in_fd, .watch_fd = -1, .out = out};
    BB_TRY(check_terminal(type, fileno(out)));
    struct termios modes;
    bool has_modes = tcgetattr(in_fd, &modes) == 0;
    signals_open();
    set_escdelay(BB_KEYS_WAIT_MS);
    term->screen = newterm(type, out, stdin);
    if (!term->screen) {
        signals_close();
        return bb_err(BB_ERR_TERMINAL, type, NULL);
    }
    endwin(); /* curses writes at every jump of the cursor until it has come back from a pause */
    raw();
    noecho();
    nonl();
    typeahead(-1); /* keys are drained before drawing; curses must not stop half-way */
    leaveok(stdscr, FALSE);
    term->color = has_colors() && !(getenv("NO_COLOR") && *getenv("NO_COLOR"));
    if (term->color) {
        start_color();
        use_default_colors();
    }
    /* curses has taken over signals of its own: ours come after */
    take(quiet_signals, COUNT(quiet_signals), on_signal);
    take(ignored_signals, COUNT(ignored_signals), SIG_IGN);
    arm_rescue(term);
    if (has_modes)
        rescue.modes = modes;
    bb_mem_on_failure(put_terminal_back);
    if (isatty(fileno(out)))
        put_string(term, paste_on);
    return NULL;
}

void bb_term_close(struct bb_term *term)
{
    if (!term->screen)
        return;
    if (isatty(fileno(term->out)))
        put_string(term, paste_off);
    endwin();
    delscreen(term->screen);
    term->screen = NULL;
    bb_keys_done(&term->keys);
    bb_mem_on_failure(NULL);
    rescue.armed = false;
    signals_close();
}

void bb_term_resize(struct bb_term *term, int rows, int cols)
{
    struct winsize size;
    if (rows == 0 && ioctl(fileno(term->out), TIOCGWINSZ, &size) == 0) {
        rows = size.ws_row;
        cols = size.ws_col;
    }
    if (rows > 0 && cols > 0)
        resizeterm(rows, cols);
    clearok(curscr, TRUE);
}

enum bb_term_signal bb_term_wait(struct bb_term *term, int timeout_ms)
{
    char bytes[4096];
    struct pollfd watched[] = {{.fd = term->in_fd, .events = POLLIN},
                               {.fd = term->watch_fd, .events = POLLIN}};
    struct timespec timeout = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};
    int ready = ppoll(watched, 2, &timeout, &outside);
    if (hung_up)
        return BB_TERM_HUNG_UP;
    if (resized) {
        resized = 0;
        return BB_TERM_RESIZED;
    }
    if (ready <= 0)
        return BB_TERM_QUIET;
    if (!watched[0].revents) {
        while (read(term->watch_fd, bytes, sizeof bytes) > 0)
            ; /* what was written where is not asked: the store knows */
        return BB_TERM_CHANGED;
    }
    ssize_t got = read(term->in_fd, bytes, sizeof bytes);
    if (got > 0) {
        bb_keys_feed(&term->keys, bytes, (size_t)got);
        return BB_TERM_KEYS;
    }
    return got < 0 && (errno == EINTR || errno == EAGAIN) ? BB_TERM_QUIET : BB_TERM_HUNG_UP;
}
