/* The registers beside the counter: what their list and their entry form share. */
#ifndef BANGBAN_UI_REGISTER_H
#define BANGBAN_UI_REGISTER_H

#include "bangban/ui/screen.h"

/* What one entry form does: the arg of BB_SCREEN_ENTRY. */
enum bb_entry_kind {
    BB_ENTRY_CONTACT, /* a bad rating */
    BB_ENTRY_SETTLE,
    BB_ENTRY_CALL,
    BB_ENTRY_SIGN_IN,
    BB_ENTRY_SIGN_OUT,
    BB_ENTRY_DUTY,
    BB_ENTRY_PHONE,
    BB_ENTRY_CALLS,
    BB_ENTRY_PROJECT,
    BB_ENTRY_PROJECT_STEP,
    BB_ENTRY_KB_DUTY,
    BB_ENTRY_KB_DONE,
    BB_ENTRY__COUNT
};
struct bb_entry_for {
    enum bb_entry_kind kind;
    const char *id; /* of the row it is about; NULL: a new one */
};

#endif
