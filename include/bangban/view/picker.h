/*
 * Candidates for what is being typed, over entries in memory (service items, units, people,
 * actions). Best first: the exact code; the whole of a name or alias (also by initials); text at
 * its start; initials or pinyin at its start, or a code's start; anywhere. Equal ones keep the
 * order they were added in. Keys are computed once, on adding: a query over 5,000 entries takes
 * well under 2 ms.
 */
#ifndef BANGBAN_VIEW_PICKER_H
#define BANGBAN_VIEW_PICKER_H

#include <stddef.h>

enum { BB_PICKER_MAX_SHOWN = 64 };

struct bb_picker_entry {
    const char *id;             /* what is stored when it is chosen */
    const char *title;          /* what is shown */
    const char *hint;           /* right-hand side: unit, key; may be NULL */
    const char *code;           /* P031; may be NULL */
    const char *name;           /* what is searched; NULL: the title */
    const char *const *aliases; /* NULL-terminated; NULL: none */
    const char *barred;         /* why it cannot be taken now; NULL: it can */
};

struct bb_picker;

/* Shows at most max_shown candidates (1 to BB_PICKER_MAX_SHOWN). */
struct bb_picker *bb_picker_new(size_t max_shown);
void bb_picker_free(struct bb_picker *picker);
void bb_picker_add(struct bb_picker *picker, const struct bb_picker_entry *entry); /* copies */

/* Looks for the query and puts the cursor on the first candidate. NULL or "" shows the first
 * entries. */
void bb_picker_type(struct bb_picker *picker, const char *query);

size_t bb_picker_count(const struct bb_picker *picker); /* candidates shown */
size_t bb_picker_total(const struct bb_picker *picker); /* candidates that match */
/* NULL outside. The entry is the picker's copy. */
const struct bb_picker_entry *bb_picker_at(const struct bb_picker *picker, size_t index);
/* The alias by which a candidate was found, to show beside its title; NULL: by its name or code. */
const char *bb_picker_alias(const struct bb_picker *picker, size_t index);

size_t bb_picker_cursor(const struct bb_picker *picker);
void bb_picker_move(struct bb_picker *picker, int by); /* stops at the ends */
const struct bb_picker_entry *bb_picker_selected(const struct bb_picker *picker); /* NULL: none */
/* Any entry by its id, shown or not; NULL: none. */
const struct bb_picker_entry *bb_picker_by_id(const struct bb_picker *picker, const char *id);

#endif
