/* Leader assistance (F6): what its screens share. */
#ifndef BANGBAN_UI_LEADERS_H
#define BANGBAN_UI_LEADERS_H

#include "bangban/ui/screen.h"
#include "bangban/view/picker.h"

/* Whom and what a visit, a plan, a waiver or a suggestion is for: the arg of those screens. */
struct bb_visit_for {
    const char *person; /* NULL: nobody yet */
    const char *item;   /* NULL: none yet */
    const char *visit;  /* a saved one, to be corrected; NULL: a new one */
    int64_t tier;       /* of the quota; 0: none */
};

/* A new picker over the people who hold or held a post. */
const struct bb_err *bb_show_leaders(struct bb_ui *ui, struct bb_picker **out);
/* "● Short": mark and word of a quota's state. */
const char *bb_show_quota(int64_t state);
enum bb_look bb_quota_look(const struct bb_quota_row *row);
/* "2026Q4", "10-01..10-31" (the year of a window is this one's): appends. */
void bb_show_period(const char *period, struct bb_buf *out);
/* Who organises a visit of this person, by his first post: appends. */
const struct bb_err *bb_show_organiser(struct bb_ui *ui, const char *person, struct bb_buf *out);
/* Opens the screen that the action is for. false: it is none of these. */
bool bb_leader_act(struct bb_ui *ui, enum bb_action_id action, const struct bb_visit_for *what);

#endif
