/* bangban project: the agency service, from approval to completion acceptance. */
#include "bangban/cli/cli.h"

static const struct bb_column columns[] = {{.name = "id", .cols = 37},
                                           {.name = "name", .cols = 20},
                                           {.name = "enterprise", .cols = 20},
                                           {.name = "agent", .cols = 8},
                                           {.name = "service", .cols = 14},
                                           {.name = "milestone", .cols = 22},
                                           {.name = "milestone_on", .cols = 10},
                                           {.name = "state", .cols = -1},
                                           {0}};

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_project project = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_project_record, &project, NULL);
    if (!err) {
        err = bb_app_project_add(cli->app, &project, &problems);
        if (err)
            bb_cli_problems(&bb_project_record, &problems);
    }
    if (!err)
        err = bb_print_made(project.id, NULL);
    bb_record_done(&bb_project_record, &project);
    return err;
}

static const struct bb_err *step(struct bb_cli *cli)
{
    struct bb_project row = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 1, &bb_project_record, &row, NULL);
    if (!err) {
        err = bb_app_project_step(cli->app, cli->words[0], &row, &problems);
        if (err)
            bb_cli_problems(&bb_project_record, &problems);
    }
    bb_record_done(&bb_project_record, &row);
    return err;
}

static const struct bb_err *drop(struct bb_cli *cli)
{
    return bb_app_project_drop(cli->app, cli->words[0]);
}

static const struct bb_err *list(struct bb_cli *cli)
{
    return bb_print_all(cli, &bb_project_record, columns, bb_app_project_list);
}

const struct bb_command bb_command_project = {
    "project",
    N_("Projects of the agency service (全程代办)."),
    {{"add", "FIELD=VALUE…", 1, -1, 0, BB_NEED_PERSON,
      N_("Take a project in: enterprise, name, station, park, agent, service, credit_code, plan."),
      add},
     {"step", "ID FIELD=VALUE…", 2, -1, 0, BB_NEED_PERSON,
      N_("Go on with it: milestone and milestone_on, state with why, entrusted_on with "
         "entrustment, land_on, start_on, plan, or correct what was said."),
      step},
     {"list", "", 0, 0, BB_OPT_LIST, BB_NEED_PERSON, N_("List the projects."), list},
     {"drop", "ID", 1, 1, 0, BB_NEED_PERSON, N_("Drop a project that was taken in by mistake."),
      drop}},
    &bb_project_record};
