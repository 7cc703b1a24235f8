/* Puts text into cells with the attributes of its look. Decides nothing about what is shown. */
#include "bangban/ui/paint.h"

#include <curses.h>
#include <string.h>

#include "bangban/base/buf.h"
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

void bb_paint_open(bool color)
{
    in_color = color;
    for (short pair = 1; color && pair < 8; pair++)
        init_pair(pair, pair, -1);
}

void bb_paint_ready(int y, int x, const char *text, enum bb_look look)
{
    attr_t attributes = in_color ? looks[look].with_color : looks[look].mono;
    attr_set(attributes, in_color ? looks[look].pair : 0, NULL);
    mvaddstr(y, x, text);
    attr_set(A_NORMAL, 0, NULL);
}

static void paint_aligned(int y, int x, int cols, const char *text, enum bb_look look,
                          enum bb_align align)
{
    if (cols <= 0)
        return;
    struct bb_buf shown = {0};
    bb_text_fit(&shown, text ? text : "", cols, align);
    bb_paint_ready(y, x, bb_buf_text(&shown), look);
    bb_buf_done(&shown);
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
    bb_buf_str(out, left);
    for (int i = 0; i < cols; i++)
        bb_buf_str(out, "─");
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
