/* The pseudo-terminal and the terminal behind it. It judges nothing: tests and benchmarks do. */
#include "pty/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "bangban/base/buf.h"
#include "bangban/base/mem.h"

struct pty {
    pid_t pid; /* 0 once it was waited for */
    int status;
    int fd;
    int rows, cols;
    VTerm *vt;
    VTermScreen *screen;
    bool cursor_visible;
    bool ended; /* the other side is closed */
    uint64_t bytes;
    long strokes, bells;
    unsigned char before[3]; /* the last bytes, for what is cut between two reads */
    long hostile, escapes;
    struct pty_times times;
};

/* What an xterm sends after the program asked for application mode, as ncurses' keypad() does. */
static const struct {
    const char *name, *bytes;
} key_table[] = {
    {"F1", "\033OP"},      {"F2", "\033OQ"},      {"F3", "\033OR"},      {"F4", "\033OS"},
    {"F5", "\033[15~"},    {"F6", "\033[17~"},    {"F7", "\033[18~"},    {"F8", "\033[19~"},
    {"F9", "\033[20~"},    {"F10", "\033[21~"},   {"F11", "\033[23~"},   {"F12", "\033[24~"},
    {"Esc", "\033"},       {"Enter", "\r"},       {"Tab", "\t"},         {"Shift-Tab", "\033[Z"},
    {"Backspace", "\177"}, {"Space", " "},        {"Up", "\033OA"},      {"Down", "\033OB"},
    {"Right", "\033OC"},   {"Left", "\033OD"},    {"Home", "\033OH"},    {"End", "\033OF"},
    {"Insert", "\033[2~"}, {"Delete", "\033[3~"}, {"PageUp", "\033[5~"}, {"PageDown", "\033[6~"},
};

int64_t pty_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static void die(const char *what)
{
    perror(what);
    abort();
}

static int on_termprop(VTermProp prop, VTermValue *value, void *user)
{
    if (prop == VTERM_PROP_CURSORVISIBLE)
        ((struct pty *)user)->cursor_visible = value->boolean;
    return 1;
}

static int on_bell(void *user)
{
    ((struct pty *)user)->bells++;
    return 1;
}

/* The terminal's own answers (to "who are you") go back as if typed. */
static void on_output(const char *bytes, size_t len, void *user)
{
    pty_send(user, bytes, len);
}

static void terminal_open(struct pty *pty)
{
    static const VTermScreenCallbacks callbacks = {.settermprop = on_termprop, .bell = on_bell};
    pty->vt = vterm_new(pty->rows, pty->cols);
    vterm_set_utf8(pty->vt, 1);
    vterm_output_set_callback(pty->vt, on_output, pty);
    pty->screen = vterm_obtain_screen(pty->vt);
    vterm_screen_set_callbacks(pty->screen, &callbacks, pty);
    vterm_screen_enable_altscreen(pty->screen, 1);
    vterm_screen_reset(pty->screen, 1);
    pty->cursor_visible = true;
}

static _Noreturn void child_run(const char *const argv[], const char *const env[])
{
    static const char *const passed_on[] = {"PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS",
                                            "LSAN_OPTIONS"};
    enum { PASSED_ON = sizeof passed_on / sizeof *passed_on };
    char *values[PASSED_ON];
    for (int i = 0; i < PASSED_ON; i++)
        values[i] = bb_strdup(getenv(passed_on[i]));
    clearenv();
    for (int i = 0; i < PASSED_ON; i++)
        if (values[i])
            setenv(passed_on[i], values[i], 1);
    setenv("LANG", "C.UTF-8", 1);
    setenv("TERM", "xterm-256color", 1);
    for (; env && *env; env++)
        putenv((char *)(uintptr_t)*env);
    for (int fd = 3; fd < 256; fd++)
        close(fd);
    execv(argv[0], (char *const *)(uintptr_t)argv);
    perror(argv[0]);
    _exit(127);
}

struct pty *pty_start(const char *const argv[], const char *const env[], int rows, int cols)
{
    struct pty *pty = bb_alloc(sizeof *pty);
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    pty->rows = rows;
    pty->cols = cols;
    terminal_open(pty);
    pty->times.started_ns = pty->times.sent_ns = pty->times.last_byte_ns = pty_now_ns();
    pty->pid = forkpty(&pty->fd, NULL, NULL, &size);
    if (pty->pid < 0)
        die("forkpty");
    if (pty->pid == 0)
        child_run(argv, env);
    fcntl(pty->fd, F_SETFL, O_NONBLOCK);
    fcntl(pty->fd, F_SETFD, FD_CLOEXEC);
    return pty;
}

void pty_end(struct pty *pty)
{
    if (!pty)
        return;
    pty_kill9(pty);
    close(pty->fd);
    vterm_free(pty->vt);
    free(pty);
}

/* C1 controls, zero-width and bidirectional marks, the byte order mark, tags: as UTF-8. */
static bool is_hostile(const unsigned char *at)
{
    return (at[2] == 0xc2 && at[3] >= 0x80 && at[3] <= 0x9f) ||
           (at[1] == 0xe2 && at[2] == 0x80 &&
            ((at[3] >= 0x8b && at[3] <= 0x8f) || (at[3] >= 0xaa && at[3] <= 0xae))) ||
           (at[1] == 0xe2 && at[2] == 0x81 && at[3] >= 0xa0 && at[3] <= 0xaf) ||
           (at[1] == 0xef && at[2] == 0xbb && at[3] == 0xbf) ||
           (at[0] == 0xf3 && at[1] == 0xa0 && (at[2] == 0x80 || at[2] == 0x81));
}

static void hostile_count(struct pty *pty, const char *chunk, size_t len)
{
    unsigned char window[4] = {pty->before[0], pty->before[1], pty->before[2], 0};
    for (size_t i = 0; i < len; i++) {
        window[3] = (unsigned char)chunk[i];
        pty->hostile += is_hostile(window);
        pty->escapes += window[3] < 0x20 && !strchr("\t\n\r", window[3]);
        memmove(window, window + 1, 3);
    }
    memcpy(pty->before, window, 3);
}

bool pty_pump(struct pty *pty, int timeout_ms)
{
    char chunk[65536];
    struct pollfd ready = {.fd = pty->fd, .events = POLLIN};
    if (pty->ended || poll(&ready, 1, timeout_ms) <= 0)
        return false;
    ssize_t got = read(pty->fd, chunk, sizeof chunk);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return true;
    if (got <= 0) { /* EIO: nobody has the terminal open any more */
        pty->ended = true;
        return false;
    }
    pty->times.last_byte_ns = pty_now_ns();
    pty->bytes += (uint64_t)got;
    hostile_count(pty, chunk, (size_t)got);
    vterm_input_write(pty->vt, chunk, (size_t)got);
    return true;
}

void pty_send(struct pty *pty, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = write(pty->fd, bytes, len);
        if (sent > 0) {
            bytes += sent;
            len -= (size_t)sent;
        } else if (errno == EAGAIN) { /* the program does not read: let it write first */
            if (!pty_pump(pty, PTY_LIMIT_MS))
                die("the program reads no keys");
        } else if (errno != EINTR) {
            return; /* gone: the next wait says so */
        }
    }
}

static size_t char_bytes(const char *text)
{
    size_t bytes = 1;
    while ((text[bytes] & 0xc0) == 0x80)
        bytes++;
    return bytes;
}

/* One word of a key script: appends its bytes, returns its strokes. */
static int key_bytes(const char *word, size_t len, struct bb_buf *out)
{
    for (size_t i = 0; i < sizeof key_table / sizeof *key_table; i++)
        if (strlen(key_table[i].name) == len && memcmp(key_table[i].name, word, len) == 0) {
            bb_buf_str(out, key_table[i].bytes);
            return 1;
        }
    if (len == 6 && memcmp(word, "Ctrl-", 5) == 0) {
        bb_buf_char(out, (char)(word[5] & 0x1f));
        return 1;
    }
    if (len == 5 && memcmp(word, "Alt-", 4) == 0) {
        bb_buf_char(out, '\033');
        bb_buf_char(out, word[4]);
        return 1;
    }
    int strokes = 0;
    bb_buf_add(out, word, len);
    for (size_t at = 0; at < len; at += char_bytes(word + at))
        strokes++;
    return strokes;
}

int pty_keys(struct pty *pty, const char *keys)
{
    struct bb_buf bytes = {0};
    int strokes = 0;
    for (;;) {
        keys += strspn(keys, " ");
        size_t len = strcspn(keys, " ");
        if (len == 0)
            break;
        strokes += key_bytes(keys, len, &bytes);
        keys += len;
    }
    pty->strokes += strokes;
    pty->times.sent_ns = pty_now_ns();
    pty_send(pty, bb_buf_text(&bytes), bytes.len);
    bb_buf_done(&bytes);
    return strokes;
}

long pty_hostile(const struct pty *pty)
{
    return pty->hostile;
}

long pty_escapes(const struct pty *pty)
{
    return pty->escapes;
}

long pty_bells(const struct pty *pty)
{
    return pty->bells;
}

long pty_strokes(const struct pty *pty)
{
    return pty->strokes;
}

static void cell_utf8(uint32_t c, struct bb_buf *out)
{
    if (c < 0x80) {
        bb_buf_char(out, (char)c);
        return;
    }
    int tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    static const unsigned char head[] = {0, 0xc0, 0xe0, 0xf0};
    bb_buf_char(out, (char)(head[tail] | c >> (6 * tail)));
    while (tail-- > 0)
        bb_buf_char(out, (char)(0x80 | (c >> (6 * tail) & 0x3f)));
}

char *pty_line(const struct pty *pty, int row)
{
    struct bb_buf line = {0};
    for (int col = 0; col < pty->cols; col++) {
        VTermScreenCell cell;
        if (!vterm_screen_get_cell(pty->screen, (VTermPos){row, col}, &cell))
            continue;
        if (cell.chars[0] == UINT32_MAX) /* right half of a wide character */
            continue;
        if (cell.chars[0] == 0)
            bb_buf_char(&line, ' ');
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            cell_utf8(cell.chars[i], &line);
        if (cell.width > 1)
            col += cell.width - 1;
    }
    while (line.len > 0 && line.data[line.len - 1] == ' ')
        line.data[--line.len] = '\0';
    return bb_buf_take(&line);
}

char *pty_screen(const struct pty *pty)
{
    struct bb_buf all = {0};
    for (int row = 0; row < pty->rows; row++) {
        char *line = pty_line(pty, row);
        bb_buf_str(&all, line);
        bb_buf_char(&all, '\n');
        free(line);
    }
    return bb_buf_take(&all);
}

/* Cells of a part of a line: every character above U+1100 that a test looks for is wide. */
static int cells_before(const char *line, const char *end)
{
    int cells = 0;
    for (; line < end; line += char_bytes(line))
        cells += (unsigned char)*line >= 0xe3 ? 2 : 1;
    return cells;
}

bool pty_find(const struct pty *pty, const char *text, int *row, int *col)
{
    for (int r = 0; r < pty->rows; r++) {
        char *line = pty_line(pty, r);
        const char *hit = strstr(line, text);
        int cells = hit ? cells_before(line, hit) : 0;
        free(line);
        if (!hit)
            continue;
        if (row)
            *row = r;
        if (col)
            *col = cells;
        return true;
    }
    return false;
}

static bool wait_until(struct pty *pty, const char *text, bool shown, int limit_ms)
{
    int64_t end_ns = pty_now_ns() + (int64_t)limit_ms * 1000000;
    for (;;) {
        while (pty_pump(pty, 0)) {
        }
        if (pty_find(pty, text, NULL, NULL) == shown)
            return true;
        int64_t left_ns = end_ns - pty_now_ns();
        if (pty->ended || left_ns <= 0)
            return false;
        pty_pump(pty, (int)(left_ns / 1000000) + 1);
    }
}

bool pty_see_within(struct pty *pty, const char *text, int limit_ms)
{
    return wait_until(pty, text, true, limit_ms);
}

bool pty_see(struct pty *pty, const char *text)
{
    return wait_until(pty, text, true, PTY_LIMIT_MS);
}

bool pty_lose(struct pty *pty, const char *text)
{
    return wait_until(pty, text, false, PTY_LIMIT_MS);
}

void pty_settle(struct pty *pty, int first_ms, int quiet_ms)
{
    if (pty->times.last_byte_ns > pty->times.sent_ns || pty_pump(pty, first_ms))
        while (pty_pump(pty, quiet_ms)) {
        }
}

void pty_cursor(const struct pty *pty, int *row, int *col, bool *visible)
{
    VTermPos at;
    vterm_state_get_cursorpos(vterm_obtain_state(pty->vt), &at);
    *row = at.row;
    *col = at.col;
    *visible = pty->cursor_visible;
}

void pty_resize(struct pty *pty, int rows, int cols)
{
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    pty->rows = rows;
    pty->cols = cols;
    vterm_set_size(pty->vt, rows, cols);
    pty->times.sent_ns = pty_now_ns();
    ioctl(pty->fd, TIOCSWINSZ, &size);
}

pid_t pty_pid(const struct pty *pty)
{
    return pty->pid;
}

void pty_kill9(struct pty *pty)
{
    if (pty->pid == 0)
        return;
    kill(pty->pid, SIGKILL);
    waitpid(pty->pid, &pty->status, 0);
    pty->pid = 0;
    while (pty_pump(pty, 0)) {
    }
}

bool pty_wait_exit(struct pty *pty, int *status)
{
    int64_t end_ns = pty_now_ns() + (int64_t)PTY_LIMIT_MS * 1000000;
    while (pty->pid != 0) {
        pid_t gone = waitpid(pty->pid, &pty->status, WNOHANG);
        if (gone == pty->pid)
            pty->pid = 0;
        else if (pty_now_ns() > end_ns)
            return false;
        else if (!pty_pump(pty, 20) && pty->ended) /* closed its terminal: about to end */
            poll(NULL, 0, 1);
    }
    while (pty_pump(pty, 0)) {
    }
    *status = pty->status;
    return true;
}

uint64_t pty_bytes(const struct pty *pty)
{
    return pty->bytes;
}

struct pty_times pty_times(const struct pty *pty)
{
    return pty->times;
}
