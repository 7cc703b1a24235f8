/* What the files of the session form share: form.c (the screen), form_fields.c, form_contest.c. */
#ifndef BANGBAN_UI_SESSION_FORM_H
#define BANGBAN_UI_SESSION_FORM_H

#include "bangban/ui/formdraft.h"

struct session_form {
    struct bb_form *form;
    struct bb_picker *items;
    struct bb_formdraft draft;
    struct bb_session row;  /* what is completed; id NULL for a new session */
    struct bb_session same; /* of the person whose number was typed, today; id NULL: none */
    char asked[32];         /* the number that was asked for */
    char *contested;        /* fields that somebody else wrote meanwhile; NULL: none */
    int64_t began;          /* when the first thing was typed; 0: nothing is */
    bool phase_open;        /* the completed session is still open: saving ends it */
    bool announced;         /* "Ctrl-Z undoes" was just said: it holds for the next key */
};

struct bb_form *bb_session_form_new(void);
void bb_session_form_fill(struct bb_ui *ui, struct bb_form *form, const struct bb_session *from);
/* Ticket, arrival, quantity and programme: of this visitor, so never taken over from the last. */
void bb_session_form_fill_arrival(struct bb_form *form, const struct bb_session *from);
/* What is typed in a form of its own and does not read: time and quantity. */
const struct bb_err *bb_session_form_check(struct session_form *state,
                                           struct bb_problems *problems);
/* The record's fields that the form states; others are left as they are. */
void bb_session_form_gather(struct session_form *state, struct bb_session *out, int64_t now);
/* The words of an item that is not in the list, else NULL: they go to the note. */
const char *bb_session_form_unlisted(struct session_form *state);
/* What was typed of the matter, for the scope gate. Appends. */
void bb_session_form_words(struct session_form *state, struct bb_buf *out);
/* What depends on other fields, hints and warnings: to be kept right after every change. */
void bb_session_form_settle(struct bb_ui *ui, struct session_form *state);
bool bb_session_form_has_client(struct bb_ui *ui); /* by right */

/* ---- somebody else completes the same session (form_contest.c) ---- */
/* Names of the fields that differ, with spaces between. Appends. */
void bb_session_form_changed(const struct bb_session *before, const struct bb_session *after,
                             struct bb_buf *out);
/* state->row is what the form was filled from; what it was then, also out of a draft. */
void bb_session_form_note_seen(struct session_form *state);
const struct bb_err *bb_session_form_seen(struct session_form *state, struct bb_session *out);
/* After BB_ERR_CHANGED: untouched fields show what is there now, each contested one says whose text
 * stands there; what is typed stays, and saving again saves it. */
const struct bb_err *bb_session_form_contest(struct bb_ui *ui, struct session_form *state,
                                             const struct bb_session *mine,
                                             const struct bb_problems *problems);
/* Takes over what the other wrote in the contested fields. */
void bb_session_form_theirs(struct bb_ui *ui, struct session_form *state);

#endif
