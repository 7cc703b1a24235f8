/* The full-screen program: the one door for main and the command line. */
#ifndef BANGBAN_UI_UI_H
#define BANGBAN_UI_UI_H

#include "bangban/app/app.h"

/* Takes the terminal on stdin and stdout, asks who sits here unless somebody does (bb_app_sit(): he
 * is logged in then, behind the first picture and before the first key; refused, he is asked), runs
 * until the person leaves, the line drops or a signal ends it; typed text stays as drafts. The
 * language is the locale's and gettext's: the caller set them. */
const struct bb_err *bb_ui_run(struct bb_app *app);

/* The same for the self-service area: the question screen alone, nobody logged in, until the line
 * drops or a signal ends it. */
const struct bb_err *bb_ui_run_kiosk(struct bb_app *app);

/* The client's rating screen of the desk the app is bound to (bb_app_bind()), likewise alone. */
const struct bb_err *bb_ui_run_rate(struct bb_app *app);

#endif
