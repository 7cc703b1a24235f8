/* bangban backup: a verified copy. */
#include <stdio.h>
#include <stdlib.h>

#include "bangban/app/safety.h"
#include "bangban/cli/cli.h"

static const struct bb_err *run(struct bb_cli *cli)
{
    char *written = NULL;
    struct bb_progress progress = bb_progress_begin();
    const struct bb_err *err =
        bb_app_backup(cli->app, cli->count ? cli->words[0] : NULL, &progress, &written);
    bb_progress_end();
    if (!err) {
        puts(written);
        err = bb_print_flush();
    }
    free(written);
    return err;
}

const struct bb_command bb_command_backup = {
    "backup",
    N_("Make a verified copy of the database."),
    {{"", "[FILE]", 0, 1, 0, BB_NEED_PERSON,
      N_("Copy to FILE, or under the day's name into the folder beside the database; print where."),
      run}},
    NULL};
