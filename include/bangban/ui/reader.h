/* Lines to read and scroll: help, a record with its history, the days of a deadline. */
#ifndef BANGBAN_UI_READER_H
#define BANGBAN_UI_READER_H

#include "bangban/ui/screen.h"

struct bb_reader_line {
    char *label, *text; /* label may be NULL: the text takes the whole width */
    enum bb_look look;
    int indent; /* cells before a text without label */
};

struct bb_reader { /* zero-initialise */
    struct bb_reader_line *lines;
    size_t count, cap;
    int label_cols, first, page, total; /* first wrapped row shown */
};

void bb_reader_add(struct bb_reader *reader, const char *label, const char *text,
                   enum bb_look look);
void bb_reader_head(struct bb_reader *reader,
                    const char *title);         /* a blank line (unless first) and a title */
void bb_reader_clear(struct bb_reader *reader); /* keeps the place */
void bb_reader_done(struct bb_reader *reader);
void bb_reader_draw(struct bb_ui *ui, struct bb_reader *reader, const struct bb_rect *area);
unsigned bb_reader_handle(struct bb_reader *reader, enum bb_action_id action);

#endif
