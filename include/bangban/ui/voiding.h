/* What several screens do with the selected record. */
#ifndef BANGBAN_UI_VOIDING_H
#define BANGBAN_UI_VOIDING_H

#include "bangban/ui/screen.h"

/* What can become void: enum, right, the line that names it (with its number), what is said after.
 */
/* clang-format off */
#define BB_VOIDING_LIST(X)                                                                         \
    X(SESSION, SESSION_VOID, N_("Session %s becomes void"), N_("%s is void. Ctrl-Z undoes."))      \
    X(ISSUE,   ISSUE_DECIDE, N_("Problem %s becomes void"), N_("%s is void. Ctrl-Z undoes."))      \
    X(VISIT,   VISIT_VOID,   N_("Visit %s and its session become void"),                           \
                                                            N_("%s is void. Ctrl-Z undoes."))      \
    X(VPLAN,   QUOTA_DECIDE, N_("The visit planned for %s is dropped"),                            \
                                              N_("The plan for %s is dropped. Ctrl-Z undoes."))
/* clang-format on */
enum bb_voiding_kind {
#define BB_VOIDING_ENUM(name, use, line, said) BB_VOIDING_##name,
    BB_VOIDING_LIST(BB_VOIDING_ENUM)
#undef BB_VOIDING_ENUM
        BB_VOIDING__COUNT
};

struct bb_voiding { /* what the void screen is opened for */
    enum bb_voiding_kind kind;
    const char *id, *no, *title;
    const char *heads; /* of a problem: the events that were shown */
};

/* Opens the form on a saved session; a parked or waiting one is in service from now on. */
void bb_session_take_up(struct bb_ui *ui, const struct bb_session *session);

/* The oldest session that the person still owes something of, in the form. */
void bb_session_debt_next(struct bb_ui *ui);
/* One key: in service → put aside; waiting or put aside → in service. */
void bb_session_turn(struct bb_ui *ui, const struct bb_session *session);
/* Opens the hand-over of a session that has not ended. */
void bb_session_hand_over(struct bb_ui *ui, const struct bb_session *session);

#endif
