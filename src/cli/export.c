/* bangban export: the packet for the district. */
#include <stdio.h>
#include <stdlib.h>

#include "bangban/cli/cli.h"

static const struct bb_err *run(struct bb_cli *cli)
{
    const char *out = cli->option[BB_OPTION_OUT] ? cli->option[BB_OPTION_OUT] : ".";
    char *path = NULL;
    struct bb_progress progress = bb_progress_begin();
    const struct bb_err *err = bb_app_export(cli->app, out, &progress, &path);
    bb_progress_end();
    if (!err) {
        puts(path);
        err = bb_print_flush();
    }
    free(path);
    return err;
}

const struct bb_command bb_command_export = {
    "export",
    N_("Write the packet for the district."),
    {{"", "", 0, 0, BB_OPT(OUT), BB_NEED_PERSON,
      N_("Write everything not yet acknowledged as a signed packet, and print its path."), run}},
    NULL};
