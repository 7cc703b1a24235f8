/* A line that is typed into above the list of what matches: choosing a person, a desk, a command, a
 * search hit. The candidates are a view/picker.h. */
#ifndef BANGBAN_UI_TYPELIST_H
#define BANGBAN_UI_TYPELIST_H

#include "bangban/ui/screen.h"
#include "bangban/view/edit.h"
#include "bangban/view/picker.h"

struct bb_typelist {
    struct bb_edit line;
    struct bb_picker *picker; /* owned */
    int page;                 /* rows of the list */
};

void bb_typelist_open(struct bb_typelist *list);
void bb_typelist_done(struct bb_typelist *list);
/* prompt: what is to be typed. Parks the caret. */
void bb_typelist_draw(struct bb_ui *ui, struct bb_typelist *list, const struct bb_rect *area,
                      const char *prompt);
/* Typing, moving. BB_UNUSED for anything else. */
unsigned bb_typelist_handle(struct bb_typelist *list, enum bb_action_id action,
                            const struct bb_input *input);

/* A typed line alone: the same keys; whether the text changed goes to *changed. false: no key for
 * it. */
bool bb_typeline_handle(struct bb_edit *line, const struct bb_input *input, bool *changed);
void bb_typeline_draw(struct bb_ui *ui, struct bb_edit *line, int y, int x, int cols,
                      const char *prompt, bool focused);

#endif
