/* bangban version. */
#include <stdio.h>

#include "bangban/cli/cli.h"

static const struct bb_err *run(struct bb_cli *cli)
{
    (void)cli;
    puts("bangban " BB_VERSION);
    return bb_print_flush();
}

const struct bb_command bb_command_version = {
    "version",
    N_("Which version this is."),
    {{"", "", 0, 0, 0, BB_NEED_NOTHING, N_("Print it."), run}},
    NULL};
