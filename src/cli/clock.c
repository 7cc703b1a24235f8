/* bangban clock: saying that a clock which went back is right. */
#include <stdio.h>

#include "bangban/cli/cli.h"

static const struct bb_err *accept(struct bb_cli *cli)
{
    char at[BB_AT_BYTES];
    BB_TRY(bb_app_clock_accept(cli->app));
    puts(bb_at_format_minute(at, bb_app_now(cli->app)));
    return bb_print_flush();
}

const struct bb_command bb_command_clock = {
    "clock",
    N_("The clock of this machine."),
    {{"accept", "", 0, 0, 0, BB_NEED_PERSON,
      N_("Say that the clock is right although it is before the last record; a supervisor's word, "
         "kept in the journal."),
      accept}},
    NULL};
