/* What several screens do with the selected record. */
#ifndef BANGBAN_UI_VOIDING_H
#define BANGBAN_UI_VOIDING_H

#include "bangban/ui/screen.h"

struct bb_voiding { /* what the void screen is opened for */
    bool issue;     /* else a session */
    const char *id, *no, *title;
    const char *heads; /* of a problem: the events that were shown */
};

/* Opens the form on a saved session; a parked or waiting one is in service from now on. */
void bb_session_take_up(struct bb_ui *ui, const struct bb_session *session);

/* One key: in service → put aside; waiting or put aside → in service. */
void bb_session_turn(struct bb_ui *ui, const struct bb_session *session);
/* Opens the hand-over of a session that has not ended. */
void bb_session_hand_over(struct bb_ui *ui, const struct bb_session *session);

#endif
