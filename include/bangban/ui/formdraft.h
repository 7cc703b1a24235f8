/* The draft of a form that is open: written as one types, kept when the form is left, taken up
 * again when it is opened. Also what Ctrl-X emptied, for Ctrl-Z. */
#ifndef BANGBAN_UI_FORMDRAFT_H
#define BANGBAN_UI_FORMDRAFT_H

#include "bangban/ui/screen.h"
#include "bangban/view/form.h"

struct bb_formdraft {
    struct bb_kept *kept;
    unsigned written; /* changes of the form that are on the disk */
    char *dropped;
};

/* Lays a kept draft of this name over the fresh form and says so. */
void bb_formdraft_open(struct bb_ui *ui, struct bb_formdraft *draft, const char *name,
                       struct bb_form *form);
void bb_formdraft_write(struct bb_ui *ui, struct bb_formdraft *draft,
                        struct bb_form *form); /* when something is new */
/* Leaves the form: what was typed is kept and `said` is said; an untouched form leaves nothing. */
void bb_formdraft_close(struct bb_ui *ui, struct bb_formdraft *draft, struct bb_form *form,
                        const char *said);
/* The text was saved: the draft goes. fresh: the form that follows, NULL when it closes. */
void bb_formdraft_saved(struct bb_formdraft *draft, struct bb_form *fresh);
/* Remembers the text before the form is emptied; false when there is nothing to empty. */
bool bb_formdraft_drop(struct bb_formdraft *draft, struct bb_form *form);
/* The field's typing, else what was emptied; false: there is nothing to undo in the form, which is
 * said. What was saved is never undone from here: one is busy with the text. */
bool bb_formdraft_undo(struct bb_ui *ui, struct bb_formdraft *draft, struct bb_form *form);

#endif
