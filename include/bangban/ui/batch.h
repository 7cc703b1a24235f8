/* Several lines of the ledger at once: which are marked, what is done to them, their printed list.
 */
#ifndef BANGBAN_UI_BATCH_H
#define BANGBAN_UI_BATCH_H

#include "bangban/ui/ledger.h"

struct bb_marks { /* ids in order; zero-initialise */
    char **ids;
    size_t count, cap;
};
bool bb_marks_has(const struct bb_marks *marks, const char *id);
void bb_marks_put(struct bb_marks *marks, const char *id, bool marked);
void bb_marks_done(struct bb_marks *marks); /* none is marked then */

struct bb_batch_ask {            /* what the batch screen is opened for */
    enum bb_event_kind kind;     /* ISSUE_ASSIGN, ISSUE_REMIND; NONE: print */
    struct bb_marks *marks;      /* done lines are unmarked; must outlive the screen */
    struct bb_ledger_rows *view; /* printed when nothing is marked, and names the order */
};
enum { BB_BATCH_MAX = 2000 }; /* lines at once */

/* The problem list (问题清单) as text in columns. rows[count] are the lines; range says which they
 * are. Appends. */
void bb_issue_print(struct bb_ui *ui, const struct bb_issue *rows, size_t count, const char *range,
                    struct bb_buf *out);

#endif
