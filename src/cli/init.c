/* bangban init: a new database. */
#include <stdio.h>
#include <stdlib.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

static const struct bb_err *run(struct bb_cli *cli)
{
    const char *given = cli->option[BB_OPTION_DATA];
    char *data = given ? bb_strdup(given) : bb_cli_share("bangban");
    char *path = bb_cli_database(cli);
    struct bb_progress progress = bb_progress_begin();
    /* The usual place may not be there yet; one that was typed may be mistyped. */
    const struct bb_err *err = cli->option[BB_OPTION_DB] ? NULL : bb_file_mkdir_above(path);
    if (!err)
        err = cli->option[BB_OPTION_DEMO]
                  ? bb_app_init_demo(cli->config, path, data, cli->clock, &progress)
                  : bb_app_init(cli->config, path, data, cli->clock);
    bb_progress_end();
    if (!err) {
        puts(path);
        err = bb_print_flush();
    }
    free(path);
    free(data);
    return err;
}

const struct bb_command bb_command_init = {
    "init",
    N_("Make a new database with its keys and the reference data."),
    {{"", "", 0, 0, BB_OPT(DATA) | BB_OPT(DEMO), BB_NEED_CONFIG,
      N_("Make it, and print where it is. A file that exists is never touched."), run}},
    NULL};
