/* bangban restore: the newest good copy in the place of a bad file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/safety.h"
#include "bangban/base/date.h"
#include "bangban/cli/cli.h"

/* One sentence: what came back, and what did not. */
static void result_print(const struct bb_restored *restored)
{
    char at[BB_AT_BYTES];
    bb_at_format_minute(at, restored->last_at);
    if (restored->whole)
        puts(_("The database is sound; nothing was restored."));
    else if (!restored->from)
        printf(_("%lld records came from the second copy; the last of %s.\n"),
               (long long)restored->tail, at);
    else if (restored->tail)
        printf(_("Restored from %s and %lld records of the second copy: %lld records, the last of "
                 "%s.\n"),
               restored->from, (long long)restored->tail, (long long)restored->events, at);
    else
        printf(_("Restored from %s: %lld records, the last of %s. What was recorded after that did "
                 "not "
                 "come "
                 "back; enter it again.\n"),
               restored->from, (long long)restored->events, at);
    if (restored->joined && !restored->whole)
        puts(_("What was handed over to the hub comes back with: bangban sync"));
    if (restored->tail_fault)
        fprintf(stderr, "bangban: %s\n", restored->tail_fault);
    if (restored->quarantine)
        printf(_("What stood there before lies in %s; keep it.\n"), restored->quarantine);
}

static const struct bb_err *run(struct bb_cli *cli)
{
    struct bb_restored restored;
    char secret[BB_SECRET_BYTES] = "";
    const char *who = bb_cli_who(cli);
    bool service = strcmp(who, BB_SERVICE_PERSON) == 0;
    if (!service)
        BB_TRY(bb_cli_secret(cli, who, _("Password: "), false, secret));
    struct bb_progress progress = bb_progress_begin();
    char *path = bb_cli_database(cli);
    const struct bb_err *err =
        bb_app_restore(cli->config, path, cli->clock, who, service ? NULL : secret,
                       cli->count ? cli->words[0] : NULL, &progress, &restored);
    bb_app_wipe(secret, sizeof secret);
    bb_progress_end();
    if (!err) {
        result_print(&restored);
        err = bb_print_flush();
    }
    bb_restored_done(&restored);
    free(path);
    return err;
}

const struct bb_command bb_command_restore = {
    "restore",
    N_("Put the newest good copy in the place of a damaged database."),
    {{"", "[FILE]", 0, 1, 0, BB_NEED_CONFIG,
      N_("Check the database; where it is not sound, or FILE is named, put it aside with its "
         "journal and put the newest good copy (or FILE) in its place. Nobody may have it open."),
      run}},
    NULL};
