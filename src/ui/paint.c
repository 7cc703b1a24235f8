/* Puts text into cells with the attributes of its look. Decides nothing about what is shown. */
#include "bangban/ui/paint.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/code.h"

static const struct {
    attr_t mono, with_color;
    short pair;
} looks[BB_LOOK__COUNT] = {
    [BB_LOOK_LINE] = {A_NORMAL, A_DIM, 0},
    [BB_LOOK_TITLE] = {A_BOLD, A_BOLD, 0},
    [BB_LOOK_LABEL] = {A_NORMAL, A_NORMAL, COLOR_CYAN},
    [BB_LOOK_QUIET] = {A_NORMAL, A_DIM, 0},
    [BB_LOOK_KEY] = {A_BOLD, A_BOLD, COLOR_CYAN},
    [BB_LOOK_FIELD] = {A_UNDERLINE, A_UNDERLINE, 0},
    [BB_LOOK_FOCUS] = {A_REVERSE, A_REVERSE, 0},
    [BB_LOOK_WARN] = {A_BOLD, A_BOLD, COLOR_YELLOW},
    [BB_LOOK_ERROR] = {A_BOLD, A_BOLD, COLOR_RED},
    [BB_LOOK_RED] = {A_BOLD, A_BOLD, COLOR_RED},
    [BB_LOOK_YELLOW] = {A_NORMAL, A_BOLD, COLOR_YELLOW},
    [BB_LOOK_GREEN] = {A_NORMAL, A_NORMAL, COLOR_GREEN},
    [BB_LOOK_GREY] = {A_NORMAL, A_DIM, 0},
};
static bool in_color;

/* A line is its pieces one after the other: a head, the text, NUL. */
struct piece {
    int x;
    enum bb_look look;
};
struct line {
    struct bb_buf now, shown;
    bool boxed, was_boxed; /* a box stands over a part of it */
};
static struct line *lines;
static int line_count, line_cols; /* of the last picture; 0: there is none on this terminal */

static void forget_lines(void)
{
    for (int y = 0; y < line_count; y++) {
        bb_buf_done(&lines[y].now);
        bb_buf_done(&lines[y].shown);
    }
    free(lines);
    lines = NULL;
    line_count = 0;
}

void bb_paint_open(bool color)
{
    in_color = color;
    forget_lines();
    for (short pair = 1; color && pair < 8; pair++)
        init_pair(pair, pair, -1);
}

void bb_paint_ready(int y, int x, const char *text, enum bb_look look)
{
    struct piece piece = {x, look};
    if (y < 0 || y >= line_count)
        return;
    bb_buf_add(&lines[y].now, &piece, sizeof piece);
    bb_buf_add(&lines[y].now, text, strlen(text) + 1);
}

size_t bb_paint_len(int y)
{
    return y >= 0 && y < line_count ? lines[y].now.len : 0;
}

void bb_paint_take(int y, size_t since, struct bb_buf *pieces)
{
    bb_buf_clear(pieces);
    if (bb_paint_len(y) <= since)
        return;
    bb_buf_add(pieces, lines[y].now.data + since, lines[y].now.len - since);
    lines[y].now.len = since;
}

void bb_paint_again(int y, const struct bb_buf *pieces)
{
    if (y >= 0 && y < line_count && pieces->len > 0)
        bb_buf_add(&lines[y].now, pieces->data, pieces->len);
}

void bb_paint_begin(void)
{
    if (line_count != LINES || line_cols != COLS) {
        forget_lines();
        line_count = LINES;
        line_cols = COLS;
        lines = bb_alloc((size_t)line_count * sizeof *lines);
        erase();
    }
    for (int y = 0; y < line_count; y++) {
        bb_buf_clear(&lines[y].now);
        lines[y].boxed = false;
    }
}

/* A line as cells. The second cell of a wide character is EXTENDS; nothing is ever half there: what
 * is painted over one half blanks the other. */
enum { EXTENDS = L'\0' };

static void put_cell(cchar_t *cells, int x, const cchar_t *cell, int cols)
{
    cchar_t blank = *cell;
    blank.chars[0] = L' ';
    blank.chars[1] = L'\0';
    if (x > 0 && cells[x].chars[0] == EXTENDS)
        cells[x - 1] = blank;
    if (x + cols < line_cols && cells[x + cols].chars[0] == EXTENDS)
        cells[x + cols] = blank;
    cells[x] = *cell;
    if (cols == 2)
        cells[x + 1].chars[0] = EXTENDS;
}

/* Only what begins left of `end`. */
static void put_piece(cchar_t *cells, const struct piece *piece, const char *text, int end_col)
{
    cchar_t cell;
    const char *end = text + strlen(text);
    if (piece->x >= end_col)
        return;
    setcchar(&cell, L" ", in_color ? looks[piece->look].with_color : looks[piece->look].mono,
             in_color ? looks[piece->look].pair : 0, NULL);
    for (int x = piece->x, last = -1; text < end;) {
        uint32_t c;
        text += bb_text_next(text, end, &c);
        int cols = c >= 0x20 && c < 0x7F        ? 1
                   : c >= 0x4E00 && c <= 0x9FFF ? 2
                                                : bb_text_char_cols(c);
        if (cols <= 0) { /* combines with the one before */
            size_t marks = last < 0 ? CCHARW_MAX : wcslen(cells[last].chars);
            if (marks < CCHARW_MAX - 1) {
                cells[last].chars[marks] = (wchar_t)c;
                cells[last].chars[marks + 1] = L'\0';
            }
            continue;
        }
        if (x < 0 || x + cols > line_cols || x >= end_col)
            return;
        cell.chars[0] = (wchar_t)c;
        put_cell(cells, x, &cell, cols);
        last = x;
        x += cols;
    }
}

/* The cells of a line from `from` up to, not including, `to`. */
struct span {
    int from, to;
};

/* Whole cells go to curses at once: letter by letter it would ask the locale about each byte. */
static void put_span(int y, const struct bb_buf *line, struct span span)
{
    /* one more on either side: a piece blanks the half that it leaves of a wide character */
    int from = span.from > 0 ? span.from - 1 : 0,
        to = span.to < line_cols ? span.to + 1 : line_cols;
    cchar_t *cells = bb_alloc((size_t)line_cols * sizeof *cells);
    int count = 0;
    struct piece piece;
    setcchar(&cells[0], L" ", A_NORMAL, 0, NULL);
    for (int x = 1; x < line_cols && x <= to + 1; x++)
        cells[x] = cells[0];
    for (size_t at = 0; at < line->len; at += strlen(line->data + at) + 1) {
        memcpy(&piece, line->data + at, sizeof piece);
        at += sizeof piece;
        put_piece(cells, &piece, line->data + at, to + 1);
    }
    while (from > 0 && cells[from].chars[0] == EXTENDS)
        from--;
    while (to < line_cols && cells[to].chars[0] == EXTENDS)
        to++;
    for (int x = from; x < to; x++) {
        if (cells[x].chars[0] != EXTENDS)
            cells[count++] = cells[x];
    }
    mvadd_wchnstr(y, from, cells, count);
    if (count < to - from) /* curses counts a wide character as one cell */
        touchline(stdscr, y, 1);
    free(cells);
}

enum { PIECES_MAX = 32 };

static size_t piece_bytes(const struct bb_buf *line, size_t at)
{
    return sizeof(struct piece) + strlen(line->data + at + sizeof(struct piece)) + 1;
}

/* Where each piece begins, then the end; -1 when there are more than one compares. */
static int pieces_of(const struct bb_buf *line, size_t *starts)
{
    int count = 0;
    size_t at = 0;
    for (; at < line->len; at += piece_bytes(line, at)) {
        if (count == PIECES_MAX)
            return -1;
        starts[count++] = at;
    }
    starts[count] = at;
    return count;
}

static bool same_piece(const struct line *line, const size_t *now, const size_t *shown)
{
    size_t bytes = now[1] - now[0];
    return bytes == shown[1] - shown[0] &&
           memcmp(line->now.data + now[0], line->shown.data + shown[0], bytes) == 0;
}

/* A text takes no more cells than bytes; counting them would take longer than to put a few more. */
static void widen(struct span *span, const struct bb_buf *line, const size_t *piece_at)
{
    struct piece piece;
    memcpy(&piece, line->data + piece_at[0], sizeof piece);
    int to = piece.x + (int)(piece_at[1] - piece_at[0] - sizeof piece - 1);
    span->from = piece.x < span->from ? piece.x : span->from;
    span->to = to > span->to ? to : span->to;
}

/* Where a line may look otherwise than it is shown: what the pieces cover that are neither the
 * same at its beginning nor the same at its end. */
static struct span changed_span(const struct line *line)
{
    size_t now[PIECES_MAX + 1], shown[PIECES_MAX + 1];
    struct span span = {line_cols, 0};
    int head = 0, now_end = pieces_of(&line->now, now), shown_end = pieces_of(&line->shown, shown);
    if (now_end < 0 || shown_end < 0 || line->boxed || line->was_boxed)
        return (struct span){0, line_cols};
    while (head < now_end && head < shown_end && same_piece(line, now + head, shown + head))
        head++;
    for (; now_end > head && shown_end > head; now_end--, shown_end--)
        if (!same_piece(line, now + now_end - 1, shown + shown_end - 1))
            break;
    for (int i = head; i < now_end; i++)
        widen(&span, &line->now, now + i);
    for (int i = head; i < shown_end; i++)
        widen(&span, &line->shown, shown + i);
    span.from = span.from > 0 ? span.from : 0;
    span.to = span.to < line_cols ? span.to : line_cols;
    return span;
}

void bb_paint_end(void)
{
    for (int y = 0; y < line_count; y++) {
        struct line *line = &lines[y];
        if (line->now.len == line->shown.len &&
            (line->now.len == 0 || memcmp(line->now.data, line->shown.data, line->now.len) == 0))
            continue;
        struct span span = changed_span(line);
        if (span.from < span.to)
            put_span(y, &line->now, span);
        /* A border may have cut a wide character in half, and curses then takes the other half for
         * still there: such a line is sent whole. */
        if (line->boxed || line->was_boxed)
            wredrawln(stdscr, y, 1);
        line->was_boxed = line->boxed;
        struct bb_buf swap = line->shown;
        line->shown = line->now;
        line->now = swap;
    }
}

static void paint_aligned(int y, int x, int cols, const char *text, enum bb_look look,
                          enum bb_align align)
{
    if (cols <= 0)
        return;
    struct bb_buf fitted = {0};
    bb_text_fit(&fitted, text ? text : "", cols, align);
    bb_paint_ready(y, x, bb_buf_text(&fitted), look);
    bb_buf_done(&fitted);
}

void bb_paint(int y, int x, int cols, const char *text, enum bb_look look)
{
    paint_aligned(y, x, cols, text, look, BB_ALIGN_LEFT);
}

void bb_paint_right(int y, int x, int cols, const char *text, enum bb_look look)
{
    paint_aligned(y, x, cols, text, look, BB_ALIGN_RIGHT);
}

int bb_paint_some(int y, int x, int cols, const char *text, enum bb_look look)
{
    int need = bb_text_cols(text);
    if (need > cols)
        need = cols;
    if (need > 0)
        bb_paint(y, x, need, text, look);
    return need > 0 ? need : 0;
}

static void across(struct bb_buf *out, const char *left, int cols, const char *right)
{
    static const char dashes[] = "────────────────────────────────";
    enum { DASH_BYTES = sizeof "─" - 1, DASHES = (sizeof dashes - 1) / DASH_BYTES };
    bb_buf_str(out, left);
    for (int some; cols > 0; cols -= some) {
        some = cols < DASHES ? cols : DASHES;
        bb_buf_add(out, dashes, (size_t)some * DASH_BYTES);
    }
    bb_buf_str(out, right);
}

void bb_paint_rule(int y, int x, int cols)
{
    struct bb_buf line = {0};
    across(&line, "", cols, "");
    bb_paint_ready(y, x, bb_buf_text(&line), BB_LOOK_LINE);
    bb_buf_done(&line);
}

void bb_paint_box(const struct bb_rect *area, const char *title)
{
    struct bb_buf line = {0};
    for (int y = area->y; y < area->y + area->rows; y++) {
        if (y >= 0 && y < line_count)
            lines[y].boxed = true;
    }
    across(&line, "┌", area->cols - 2, "┐");
    bb_paint_ready(area->y, area->x, bb_buf_text(&line), BB_LOOK_LINE);
    bb_buf_clear(&line);
    for (int y = 1; y < area->rows - 1; y++) {
        bb_paint_ready(area->y + y, area->x, "│", BB_LOOK_LINE);
        bb_paint(area->y + y, area->x + 1, area->cols - 2, "", BB_LOOK_PLAIN);
        bb_paint_ready(area->y + y, area->x + area->cols - 1, "│", BB_LOOK_LINE);
    }
    across(&line, "└", area->cols - 2, "┘");
    bb_paint_ready(area->y + area->rows - 1, area->x, bb_buf_text(&line), BB_LOOK_LINE);
    bb_buf_clear(&line);
    bb_buf_printf(&line, " %s ", title);
    bb_paint_some(area->y, area->x + 1, area->cols - 2, bb_buf_text(&line), BB_LOOK_TITLE);
    bb_buf_done(&line);
}

struct wrapped {
    int y, x, rows, cols, skip, seen;
    enum bb_look look;
};

static void paint_line(void *ctx, const char *start, size_t len_bytes)
{
    struct wrapped *to = ctx;
    int row = to->seen++ - to->skip;
    if (row < 0 || row >= to->rows)
        return;
    struct bb_buf line = {0};
    bb_buf_add(&line, start, len_bytes);
    bb_paint(to->y + row, to->x, to->cols, bb_buf_text(&line), to->look);
    bb_buf_done(&line);
}

int bb_paint_wrapped(int y, int x, int rows, int cols, int skip, const char *text,
                     enum bb_look look)
{
    struct wrapped to = {y, x, rows, cols, skip, 0, look};
    return bb_text_wrap(text, cols, paint_line, &to);
}

enum bb_look bb_paint_light(int64_t light)
{
    static const enum bb_look of[BB_LIGHT__COUNT] = {
        [BB_LIGHT_RED] = BB_LOOK_RED,
        [BB_LIGHT_YELLOW] = BB_LOOK_YELLOW,
        [BB_LIGHT_GREEN] = BB_LOOK_GREEN,
        [BB_LIGHT_GREY] = BB_LOOK_GREY,
    };
    return light > 0 && light < BB_LIGHT__COUNT ? of[light] : BB_LOOK_PLAIN;
}
