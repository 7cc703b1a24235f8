/* bangban ui: the screen. Only its entry stands here; main.c starts it, because this room knows no
 * curses. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_ui = {
    "ui",
    N_("The full screen; also what runs when no command is named."),
    {{"", "", 0, 0, 0, BB_NEED_DATABASE, N_("Open the screen."), NULL}},
    NULL};
