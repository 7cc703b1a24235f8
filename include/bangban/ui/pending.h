/* Problems that were raised in a session that is not saved yet. They wait in a hidden field of the
 * session form, as a JSON array, so that the form's draft carries them. */
#ifndef BANGBAN_UI_PENDING_H
#define BANGBAN_UI_PENDING_H

#include "bangban/ui/formdraft.h"
#include "bangban/ui/screen.h"

/* Adds one problem to those that wait in the form (its field "problems") and writes the draft. */
void bb_pending_attach(struct bb_ui *ui, struct bb_form *form, struct bb_formdraft *draft,
                       const struct bb_issue *issue, bool on_spot);
int bb_pending_count(const char *text);
/* The description of the last one, heap; NULL when there is none. */
char *bb_pending_last(const char *text);
/* Saves them with the session's id, in order; what could not be saved is left in *rest (heap, ""
 * when all went). */
const struct bb_err *bb_pending_save(struct bb_ui *ui, const char *text,
                                     const struct bb_session *session, char **rest);

/* What the problem form is opened for. */
struct bb_raise {
    const char *session; /* id of a saved session; "" for the one in the form beneath; NULL: none */
    const char *item;    /* prefilled; may be NULL */
    int64_t origin;      /* BB_ORIGIN_LEADER: in the visit form; 0: by the person's role */
    int64_t stage;       /* prefilled; 0: none */
};
/* The session form that is open takes the problem over; false when none is open. */
bool bb_session_form_attach(struct bb_ui *ui, const struct bb_issue *issue, bool on_spot);
/* The same of the form of a leader's visit. */
bool bb_visit_form_attach(struct bb_ui *ui, const struct bb_issue *issue, bool on_spot);

#endif
