/* bangban retention: destroys client data whose time is over. */
#include <stdio.h>

#include "bangban/base/json.h"
#include "bangban/cli/cli.h"

static const struct bb_err *run(struct bb_cli *cli)
{
    struct bb_retention done;
    struct bb_buf line = {0};
    BB_TRY(bb_app_retention(cli->app, &done));
    bb_buf_char(&line, '{');
    bb_json_put_key(&line, "destroyed");
    bb_json_put_int(&line, done.destroyed);
    bb_json_put_key(&line, "left");
    bb_json_put_int(&line, done.left);
    bb_json_put_key(&line, "quarantined");
    bb_json_put_int(&line, done.quarantined);
    bb_buf_str(&line, "}\n");
    fputs(bb_buf_text(&line), stdout);
    bb_buf_done(&line);
    if (done.quarantined)
        fprintf(stderr,
                _("bangban: damaged files put aside longer ago than that may still hold keys (%d). "
                  "Remove their folders in the quarantine when nothing more is to be recovered.\n"),
                (int)done.quarantined);
    return bb_print_flush();
}

const struct bb_command bb_command_retention = {
    "retention",
    N_("Destroy the client data whose time is over (privacy.keep_days)."),
    {{"", "", 0, 0, 0, BB_NEED_PERSON,
      N_("Destroy the keys of clients' names and phones whose case ended long enough ago, each by "
         "an event; print how many were destroyed and how many are left. The night's run does it."),
      run}},
    NULL};
