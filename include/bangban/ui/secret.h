/* Screens on which one proves who one is. What is typed is not shown and not kept. */
#ifndef BANGBAN_UI_SECRET_H
#define BANGBAN_UI_SECRET_H

#include "bangban/ui/screen.h"

enum bb_secret_mode {
    BB_SECRET_LOGIN,    /* a person chosen at the login */
    BB_SECRET_FIRST,    /* nobody has an account: the administrator's is made */
    BB_SECRET_CHOOSE,   /* the first of one's own, at the login */
    BB_SECRET_PASSWORD, /* another one of one's own */
    BB_SECRET_PIN
};
struct bb_secret_arg {
    enum bb_secret_mode mode;
    const char *person; /* LOGIN */
};

/* The step after the secret: logs the person in, or asks for a desk where none is known. */
void bb_login_seat(struct bb_ui *ui, const char *person);

#endif
