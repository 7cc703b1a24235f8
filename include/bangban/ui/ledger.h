/* The `/` line of the ledger: from words and terms to a query of the store, and what memory must
 * check after it. */
#ifndef BANGBAN_UI_LEDGER_H
#define BANGBAN_UI_LEDGER_H

#include "bangban/ui/screen.h"
#include "bangban/view/filter.h"

struct bb_ledger_filter {
    struct bb_issue_query query; /* without key and limit */
    struct bb_filter terms;
    char *text;
    bool in_memory; /* rows of the query must also pass bb_ledger_filter_passes() */
};

/* No text: the open lines. With text: lines of every state but void, unless a term names states
 * (state:all). */
void bb_ledger_filter_set(struct bb_ui *ui, struct bb_ledger_filter *filter, const char *text);
bool bb_ledger_filter_passes(struct bb_ui *ui, const struct bb_ledger_filter *filter,
                             const struct bb_issue *issue);
void bb_ledger_filter_done(struct bb_ledger_filter *filter);

#endif
