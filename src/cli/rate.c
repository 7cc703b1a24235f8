/* bangban rate: the client's rating screen. Only its entry stands here; main.c starts it, because
 * this room knows no curses. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_rate = {
    "rate",
    N_("The rating screen of the client (好差评) beside a desk."),
    {{"", "", 0, 0, 0, BB_NEED_DATABASE,
      N_("Wait for the sessions of --desk to end and ask their clients; it reaches nothing else."),
      NULL}},
    NULL};
