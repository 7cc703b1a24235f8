/* What is still owed: sessions that lack something, and sessions that have not ended; counted
 * apart, named in one line. Today's last lines and the greeting say the same of them. */
#ifndef BANGBAN_UI_OWING_H
#define BANGBAN_UI_OWING_H

#include "bangban/ui/screen.h"

struct bb_owing {
    int missing, open;
    struct bb_buf missing_text, open_text;
};

/* What the person here owes of any day: what `d` goes through. Replaces what stood there. */
const struct bb_err *bb_owing_load(struct bb_ui *ui, struct bb_owing *out);
/* One session, of whatever desk. */
void bb_owing_add(struct bb_ui *ui, struct bb_owing *owing, const struct bb_session *session);
void bb_owing_done(struct bb_owing *owing);

#endif
