/* Text onto the screen. Everything that is shown goes through here, and so through bb_text_fit. */
#ifndef BANGBAN_UI_PAINT_H
#define BANGBAN_UI_PAINT_H

#include <stdbool.h>
#include <stdint.h>

#include "bangban/base/buf.h"

/* What a text is, not how it looks; the terminal decides the rest. */
enum bb_look {
    BB_LOOK_PLAIN,
    BB_LOOK_LINE, /* the frame */
    BB_LOOK_TITLE,
    BB_LOOK_LABEL, /* the name of a field, the head of a table */
    BB_LOOK_QUIET, /* hints */
    BB_LOOK_KEY,
    BB_LOOK_FIELD, /* where one types */
    BB_LOOK_FOCUS, /* the field that is typed into, the selected line */
    BB_LOOK_WARN,
    BB_LOOK_ERROR,
    BB_LOOK_RED,
    BB_LOOK_YELLOW,
    BB_LOOK_GREEN,
    BB_LOOK_GREY,
    BB_LOOK__COUNT
};

struct bb_rect {
    int y, x, rows, cols;
};

void bb_paint_open(bool color); /* after the terminal */
/* A picture is painted between these two. It is kept line by line, and only lines that differ from
 * the last picture reach curses: turning text into cells is what a picture costs. */
void bb_paint_begin(void);
void bb_paint_end(void); /* curses still has to refresh */
/* Exactly cols cells: cut or padded. */
void bb_paint(int y, int x, int cols, const char *text, enum bb_look look);
void bb_paint_right(int y, int x, int cols, const char *text, enum bb_look look);
/* At most cols cells, not padded; returns how many. */
int bb_paint_some(int y, int x, int cols, const char *text, enum bb_look look);
/* Text that bb_text_fit, bb_table_row or bb_edit_draw made already. */
void bb_paint_ready(int y, int x, const char *text, enum bb_look look);
/* Takes what was painted on a line since an earlier length of it off the line again, to be painted
 * there as often as it is wanted: for what is dear to format. The pieces are bytes of this module.
 */
size_t bb_paint_len(int y);
void bb_paint_take(int y, size_t since, struct bb_buf *pieces);
void bb_paint_again(int y, const struct bb_buf *pieces);
/* A frame around the area, with a title on it; the inside is blanked. */
void bb_paint_box(const struct bb_rect *area, const char *title);
void bb_paint_rule(int y, int x, int cols); /* a line across */
/* Several lines: wraps at cols, at most rows of them from `skip` on; returns the number of lines
 * the whole text has. */
int bb_paint_wrapped(int y, int x, int rows, int cols, int skip, const char *text,
                     enum bb_look look);

enum bb_look bb_paint_light(int64_t light); /* of a BB_LIGHT_… */

#endif
