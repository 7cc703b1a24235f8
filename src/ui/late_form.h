/* What the files of late entry share: late.c (the screen), late_fields.c (one row) and late_rows.c
 * (the table). */
#ifndef BANGBAN_UI_LATE_FORM_H
#define BANGBAN_UI_LATE_FORM_H

#include "bangban/ui/screen.h"
#include "bangban/view/form.h"

struct late_pickers {
    struct bb_picker *items, *people;
};

const struct bb_err *bb_late_pickers(struct bb_ui *ui, struct late_pickers *out);
/* A fresh row; what the row before said of day, place and people stays (before may be NULL). */
struct bb_form *bb_late_form_new(struct bb_ui *ui, const struct late_pickers *pickers,
                                 struct bb_form *before);
/* The row as typed, checked. Refusals come as problems under the names of the form's fields. out:
 * zeroed; done by the caller, also on error. */
const struct bb_err *bb_late_form_read(struct bb_ui *ui, struct bb_form *form, struct bb_late *out,
                                       struct bb_problems *problems);
/* Hints: to be kept right after every change. */
void bb_late_form_settle(struct bb_ui *ui, struct bb_form *form);

struct late_row {
    char *text; /* the form as typed (bb_form_save) */
    struct bb_late late;
};

/* The newest on top, next to what is typed; at: the one in the form. */
void bb_late_rows_draw(struct bb_ui *ui, const struct late_row *rows, size_t count, size_t at,
                       const struct bb_rect *area);

#endif
