/* The ledger's lines: which ones (a view, and the `/` line on top of it), in which order, and
 * fetching them by key. */
#ifndef BANGBAN_UI_LEDGER_H
#define BANGBAN_UI_LEDGER_H

#include "bangban/core/filter.h"
#include "bangban/ui/screen.h"
#include "bangban/view/list.h"

/* clang-format off */
/* What a supervisor looks at in the morning, one key each: enum, what the title line calls it. */
#define BB_LEDGER_VIEW_LIST(X)                                                                     \
    X(OPEN,     N_("open"))                                                                        \
    X(RED,      N_("red lights"))                                                                  \
    X(TODAY,    N_("due today"))                                                                   \
    X(WEEK,     N_("due this week"))                                                               \
    X(LOOKBACK, N_("look-backs due"))                                                              \
    X(APPROVAL, N_("waiting for approval"))                                                        \
    X(CHECK,    N_("to be checked"))
/* clang-format on */
#define BB_LEDGER_ENUM_VIEW(name, label) BB_LEDGER_##name,
enum bb_ledger_view { BB_LEDGER_VIEW_LIST(BB_LEDGER_ENUM_VIEW) BB_LEDGER__COUNT };

const char *bb_ledger_view_label(enum bb_ledger_view view); /* translated */
const char *bb_ledger_sort_label(enum bb_issue_sort sort);

struct bb_ledger_filter {
    struct bb_issue_query query; /* without key and limit */
    enum bb_ledger_view view;
    struct bb_filter terms;
    char *text, *person;
    bool in_memory; /* rows of the query must also pass bb_ledger_filter_passes() */
};

/* The view's lines, of which the text's words and terms leave some. In the view of the open lines a
 * text looks into lines of every state but void, unless a term names states (state:all). Red lights
 * are those of the person who sits here; who decides on problems answers for all. */
/* An error says what is wrong with a term of the text; the filter stands without it. */
const struct bb_err *bb_ledger_filter_set(struct bb_ui *ui, struct bb_ledger_filter *filter,
                                          enum bb_ledger_view view, const char *text);
bool bb_ledger_filter_passes(struct bb_ui *ui, const struct bb_ledger_filter *filter,
                             const struct bb_issue *issue);
void bb_ledger_filter_done(struct bb_ledger_filter *filter);

/* ---- what the open ledger shows (ledger.c), for the filters that a person keeps ---- */
struct bb_ledger_choice {
    enum bb_ledger_view view;
    enum bb_issue_sort sort;
    const char *text; /* of the `/` line */
};
bool bb_ledger_present(struct bb_ui *ui, struct bb_ledger_choice *out); /* false: not open */
void bb_ledger_show(struct bb_ui *ui, const struct bb_ledger_choice *choice);

/* ---- fetching (ledger_rows.c) ---- */
struct bb_ledger_rows {
    struct bb_ui *ui;
    const struct bb_ledger_filter *filter;
};
/* Rows of the list are struct bb_issue. `rows` must outlive the list. */
struct bb_list_source bb_ledger_source(struct bb_ledger_rows *rows);
/* The lines from the first on, in order, at most `limit`: the sink gets struct bb_issue. */
const struct bb_err *bb_ledger_each(struct bb_ledger_rows *rows, int limit,
                                    const struct bb_sink *sink);

#endif
