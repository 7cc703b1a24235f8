/* bangban check: integrity, chains, and that the tables are what the events say. */
#include "bangban/app/safety.h"
#include "bangban/cli/cli.h"

#define NUMBER(member)                                                                        \
    static void show_##member(struct bb_cli *cli, const void *row, bool for_human,            \
                              struct bb_buf *out)                                             \
    {                                                                                         \
        (void)cli, (void)for_human;                                                           \
        bb_buf_printf(out, "%lld", (long long)((const struct bb_check_result *)row)->member); \
    }
NUMBER(events)
NUMBER(replicas)
NUMBER(sessions)
NUMBER(issues)
NUMBER(rebuilt)

static const struct bb_column columns[] = {
    {"events", N_("Events"), 10, true, true, true, show_events},
    {"replicas", N_("Installations"), 13, true, true, true, show_replicas},
    {"sessions", N_("Sessions"), 10, true, true, true, show_sessions},
    {"issues", N_("Problems"), 10, true, true, true, show_issues},
    {"rebuilt", N_("Rebuilt"), 10, true, true, true, show_rebuilt},
    {0}};

static const struct bb_err *run(struct bb_cli *cli)
{
    struct bb_check_result result = {0};
    if (cli->option[BB_OPTION_START])
        return bb_app_check_start(cli->app, cli->option[BB_OPTION_ALL] != NULL);
    struct bb_progress progress = bb_progress_begin();
    const struct bb_err *err =
        bb_app_check(cli->app, cli->option[BB_OPTION_REBUILD] != NULL, &progress, &result);
    bb_progress_end();
    return err ? err : bb_print_one(cli, NULL, columns, 0, &result);
}

const struct bb_command bb_command_check = {
    "check",
    N_("Verify the database: every chain, every table."),
    {{"", "", 0, 0, BB_OPT(REBUILD) | BB_OPT(START) | BB_OPT(ALL) | BB_OPT(FORMAT),
      BB_NEED_DATABASE, N_("Name the first place that is wrong, or print what was checked."), run}},
    NULL};
