/* Lines to read and scroll: help, a record with its history, the days of a deadline. Lines that are
 * about a record may carry its id: the cursor goes from one of those to the next. */
#ifndef BANGBAN_UI_READER_H
#define BANGBAN_UI_READER_H

#include "bangban/ui/screen.h"

struct bb_reader_line {
    char *label, *text; /* label may be NULL: the text takes the whole width */
    enum bb_look look;
    int indent; /* cells before a text without label */
    char *id;   /* NULL: the cursor passes over it */
};

struct bb_reader { /* zero-initialise */
    struct bb_reader_line *lines;
    size_t count, cap;
    int label_cols, first, page, cols, total; /* first wrapped row shown */
    char *selected;                           /* id; kept through clearing */
    size_t place;                             /* of it among the lines with an id */
    bool follow; /* the cursor was moved: the next picture shows its line */
    bool away;   /* the last picture showed no line with an id */
};

void bb_reader_add(struct bb_reader *reader, const char *label, const char *text,
                   enum bb_look look);
/* Gives the line added last an id. */
void bb_reader_tag(struct bb_reader *reader, const char *id);
/* The id under the cursor, which stays on it when lines are added anew, else goes to the next;
 * NULL: none is seen. */
const char *bb_reader_selected(struct bb_reader *reader);
void bb_reader_head(struct bb_reader *reader,
                    const char *title);         /* a blank line (unless first) and a title */
void bb_reader_clear(struct bb_reader *reader); /* keeps the place */
void bb_reader_done(struct bb_reader *reader);
void bb_reader_draw(struct bb_ui *ui, struct bb_reader *reader, const struct bb_rect *area);
unsigned bb_reader_handle(struct bb_reader *reader, enum bb_action_id action);

#endif
