/* bangban kiosk: the question screen. Only its entry stands here; main.c starts it, because this
 * room knows no curses. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_kiosk = {
    "kiosk",
    N_("The question screen of the self-service area (自助咨询)."),
    {{"", "", 0, 0, 0, BB_NEED_DATABASE, N_("Open the question screen; it reaches nothing else."),
      NULL}},
    NULL};
