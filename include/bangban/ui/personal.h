/* Personal data in the free text of a form that is about to be saved (trust.md §5). */
#ifndef BANGBAN_UI_PERSONAL_H
#define BANGBAN_UI_PERSONAL_H

#include "bangban/ui/screen.h"
#include "bangban/view/form.h"

/* Whether a free text of the form holds an id, a phone or a card. */
bool bb_personal_in_form(struct bb_ui *ui, struct bb_form *form);

/* What the screen PERSONAL is opened with: the form of the screen beneath, and what is done once
 * the person has chosen. */
struct bb_personal_offer {
    struct bb_form *form;
    enum bb_action_id then;
};

#endif
