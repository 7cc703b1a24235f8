/* A form on the screen: where its fields stand, how they look, which keys act on them. The model is
 * view/form.h. */
#ifndef BANGBAN_UI_FORMVIEW_H
#define BANGBAN_UI_FORMVIEW_H

#include "bangban/ui/screen.h"
#include "bangban/view/form.h"

/* Draws the fields from the top of the area, their hints and errors under them, and the candidates
 * of the field that is typed into over what stands below; parks the caret (when the form is the top
 * screen's). Returns the rows used. */
int bb_formview_draw(struct bb_ui *ui, struct bb_form *form, const struct bb_rect *area);

/* The rows it would use. */
int bb_formview_rows(struct bb_form *form, const struct bb_rect *area);

/* The field shows candidates that Enter and the arrows are about. */
bool bb_formview_is_choosing(const struct bb_form_field *field);

/* Typing, moving, picking. BB_UNUSED when the input is none of that. */
unsigned bb_formview_handle(struct bb_form *form, enum bb_action_id action,
                            const struct bb_input *input);

/* Puts the problems at their fields and the cursor on the first of them; problems of other fields,
 * and a refusal without any, go to the message line. */
void bb_formview_refuse(struct bb_ui *ui, struct bb_form *form, const struct bb_err *err,
                        const struct bb_problems *problems);

#endif
