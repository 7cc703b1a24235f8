/* What the two files of the visit form share: visit.c (the screen) and visit_fields.c. */
#ifndef BANGBAN_UI_VISIT_FORM_H
#define BANGBAN_UI_VISIT_FORM_H

#include "bangban/ui/formdraft.h"

enum { VISIT_FIELDS = 29 };

struct visit_form {
    struct bb_form *form;
    struct bb_field_spec specs[VISIT_FIELDS]; /* the labels of the checks follow the sheet */
    struct bb_picker *leaders, *items;
    struct bb_formdraft draft;
    char *person, *item; /* the visit was begun for */
    struct bb_visit
        saved; /* the one that is corrected, as the form was filled; id NULL: a new one */
    struct bb_visit seen; /* the same, as it was shown last to who types */
};

struct bb_form *visit_form_new(struct visit_form *state);
void visit_form_fill(struct bb_ui *ui, struct visit_form *state, const struct bb_visit *from);
void visit_form_gather(struct visit_form *state, struct bb_visit *out);
/* The fields in which the form differs from the saved visit, space separated; "": none. */
void visit_form_changes(const struct visit_form *state, const struct bb_visit *now,
                        struct bb_buf *out);
/* What depends on other fields, hints and warnings: to be kept right after every change. */
void visit_form_settle(struct bb_ui *ui, struct visit_form *state);
/* The stage of the note that is being typed; 0: no note. */
int64_t visit_form_stage(struct visit_form *state);
/* What was typed but not chosen would be lost. */
bool visit_form_is_settled(struct visit_form *state);

#endif
