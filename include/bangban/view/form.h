/*
 * A form without a screen: fields in order, the focus, what was typed, what is wrong with it, and
 * its draft. The screen decides where fields stand (`row` helps) and hands keys on to the functions
 * that act on the focused field.
 */
#ifndef BANGBAN_VIEW_FORM_H
#define BANGBAN_VIEW_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "bangban/base/err.h"
#include "bangban/core/code.h"
#include "bangban/view/edit.h"
#include "bangban/view/picker.h"

enum bb_field_kind {
    BB_FIELD_TEXT,
    BB_FIELD_CHOICE, /* one of a code list, or of words */
    BB_FIELD_PICKER, /* typed text that finds an entry of a picker */
    BB_FIELD_READ    /* shown, never focused */
};

struct bb_field_spec { /* the screen's const table, one row per field; must outlive the form */
    const char *key;   /* in the draft, and how the screen names it */
    const char *label; /* N_() */
    enum bb_field_kind kind;
    int row;                  /* fields of one row stand side by side; rows ascend */
    size_t max_chars;         /* TEXT, PICKER; 0: the edit's own limit */
    enum bb_code_list codes;  /* CHOICE: its list; BB_CODES_NONE: words */
    const char *const *words; /* CHOICE: N_() texts, NULL-terminated; the first is choice 1 */
};

typedef void bb_field_mask(struct bb_buf *out, const char *text);

struct bb_form_field {
    const struct bb_field_spec *spec;
    struct bb_edit edit;      /* TEXT, PICKER, and READ's text */
    int choice;               /* CHOICE: 0 is not stated, else the code or the word's place */
    char *picked;             /* PICKER: id of the chosen entry, NULL while only typed */
    struct bb_picker *picker; /* PICKER: given by the screen, not owned */
    char *error;              /* shown at the field; goes away when the field changes */
    char *hint;               /* quiet help at the field */
    bb_field_mask *mask;      /* TEXT: how it is shown while not typed into; NULL: as it is */
    bool hidden;              /* not for this role: never drawn, never focused; its text is kept */
};

enum bb_form_move {
    BB_FORM_NEXT, /* Tab, Enter: goes round */
    BB_FORM_PREV, /* Shift-Tab: goes round */
    BB_FORM_UP,   /* to the row above, keeping the place in the row */
    BB_FORM_DOWN
};

struct bb_form;

struct bb_form *bb_form_new(const struct bb_field_spec *specs, size_t count);
void bb_form_free(struct bb_form *form);

/* Fields by place or by key; a key that the table lacks is a programming error. */
size_t bb_form_count(const struct bb_form *form);
struct bb_form_field *bb_form_at(struct bb_form *form, size_t index);
struct bb_form_field *bb_form_field(struct bb_form *form, const char *key);

/* Values set by the program: no undo, no change counted. */
void bb_form_set_text(struct bb_form *form, const char *key, const char *text);
void bb_form_set_choice(struct bb_form *form, const char *key, int choice);
void bb_form_set_picked(struct bb_form *form, const char *key, const char *id, const char *title);
void bb_form_set_picker(struct bb_form *form, const char *key, struct bb_picker *picker);
void bb_form_hide(struct bb_form *form, const char *key, bool hidden); /* moves the focus on */

void bb_form_set_mask(struct bb_form *form, const char *key, bb_field_mask *mask);

const char *bb_form_text(struct bb_form *form,
                         const char *key); /* never NULL; the choice's label */
int bb_form_choice(struct bb_form *form, const char *key);
const char *bb_form_picked(struct bb_form *form, const char *key); /* NULL: none chosen */
int bb_field_choices(const struct bb_form_field *field); /* how many, without "not stated" */
const char *bb_field_label(const struct bb_form_field *field,
                           int choice); /* translated; "" for 0 */

/* NULL only when every field is hidden or read-only. */
struct bb_form_field *bb_form_focus(struct bb_form *form);
bool bb_form_focus_on(struct bb_form *form, const char *key); /* false: it cannot be focused */
bool bb_form_move(struct bb_form *form, enum bb_form_move move);

/* What the user does to the focused field; they clear its error. False: nothing changed (insert:
 * refused). Typing into a choice takes its number, or letters that its label's pinyin or text
 * begins with, the next such choice after the present one. Typing into a picker field unpicks and
 * asks the picker again. */
bool bb_form_insert(struct bb_form *form, const char *bytes, size_t len_bytes);
bool bb_form_erase(struct bb_form *form, enum bb_edit_erase what);
bool bb_form_caret(struct bb_form *form, enum bb_edit_move move);
bool bb_form_cycle(struct bb_form *form,
                   int by);              /* CHOICE: next, previous; goes round past "not stated" */
bool bb_form_pick(struct bb_form *form); /* PICKER: takes the picker's selected entry */
bool bb_form_undo(struct bb_form *form);
bool bb_form_redo(struct bb_form *form);

/* Errors: text NULL clears. bb_form_first_error() puts the focus on the first field that has one.
 */
void bb_form_set_error(struct bb_form *form, const char *key, const char *text);
void bb_form_set_hint(struct bb_form *form, const char *key, const char *text);
void bb_form_clear_errors(struct bb_form *form);
bool bb_form_first_error(struct bb_form *form);

/* Grows with everything the user changes; a draft is due when it differs from the last one written.
 */
unsigned bb_form_changes(const struct bb_form *form);
bool bb_form_is_changed(const struct bb_form *form); /* since new or the last mark */
void bb_form_mark(struct bb_form *form);
/* Counts as a change by the user: for what the screen itself puts into a field on his behalf. */
void bb_form_touch(struct bb_form *form);

/* The draft: one JSON object of strings; code ids for choices, "<key>.id" for what was picked,
 * "@caret" for the field typed into last, which a restore focuses.
 * Unknown keys are passed over, missing ones leave the field alone. After a restore the form counts
 * as changed. */
void bb_form_save(const struct bb_form *form, struct bb_buf *out);
const struct bb_err *bb_form_restore(struct bb_form *form, const char *text, size_t len_bytes);

#endif
