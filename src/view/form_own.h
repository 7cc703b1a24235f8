/* What the form's two files share: form.c and form_draft.c. */
#ifndef SRC_VIEW_FORM_OWN_H
#define SRC_VIEW_FORM_OWN_H

#include "bangban/view/form.h"

struct bb_form {
    struct bb_form_field *fields;
    size_t count, focus; /* focus is count when no field can have it */
    unsigned changes, marked;
    const char *typed; /* key of the field that was changed last, NULL before */
};

/* The untranslated word of a choice of words; "" for 0 and out of range. */
const char *bb_field_word(const struct bb_form_field *field, int choice);

#endif
