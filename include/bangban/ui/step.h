/* The steps of a ledger line at the screen: which are possible, the form that a step's needs give,
 * and from the form to the step's body. The gate itself is core/issue.h. */
#ifndef BANGBAN_UI_STEP_H
#define BANGBAN_UI_STEP_H

#include "bangban/ui/screen.h"
#include "bangban/view/form.h"
#include "bangban/view/picker.h"

struct bb_step_ask { /* what the step's form is opened for */
    enum bb_event_kind kind;
    const char *id;
};

/* The step behind an action of the ledger; NONE when there is none. */
enum bb_event_kind bb_step_of_action(enum bb_action_id action);
/* Why the step is not possible now, for this line and this person; NULL when it is. What the form
 * will ask for does not count. */
const char *bb_step_refusal(struct bb_ui *ui, const struct bb_issue *issue,
                            enum bb_event_kind kind);
/* Opens the step's form, or says why not. Voiding has its own screen. */
void bb_step_begin(struct bb_ui *ui, const struct bb_issue *issue, enum bb_event_kind kind);

enum { BB_STEP_FIELDS_MAX = 10 };
struct bb_step_form { /* zero-initialise */
    struct bb_form *form;
    enum bb_event_kind kind;
    struct bb_field_spec specs[BB_STEP_FIELDS_MAX];
    size_t count;
    struct bb_picker *units, *people, *items;
};

/* with_word: a last field in which a batch asks for a word. Deadline by rule or by day is one
 * field, "due". */
const struct bb_err *bb_step_form_open(struct bb_ui *ui, struct bb_step_form *step,
                                       enum bb_event_kind kind, bool with_word);
void bb_step_form_done(struct bb_step_form *step);
/* What the line has already, and the commonest answers. A line without id: several lines. */
void bb_step_form_fill(struct bb_ui *ui, struct bb_step_form *step, const struct bb_issue *issue);
/* Hints that follow what was typed. */
void bb_step_form_settle(struct bb_ui *ui, struct bb_step_form *step);
/* Into a body (zeroed). false: what cannot be read stands as an error at its field. */
bool bb_step_form_gather(struct bb_ui *ui, struct bb_step_form *step, struct bb_issue *body);
/* Problems of the gate under the names that the form's fields have. */
void bb_step_form_refuse(struct bb_ui *ui, struct bb_step_form *step, const struct bb_err *err,
                         struct bb_problems *problems);

#endif
