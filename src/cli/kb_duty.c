/* bangban kb-duty: what is owed to the knowledge base, by whom and until when. */
#include "bangban/cli/cli.h"

static const struct bb_column columns[] = {
    {.name = "id", .cols = 37},     {.name = "due_on", .cols = 10},
    {.name = "duty", .cols = 16},   {.name = "topic", .cols = 24},
    {.name = "owner", .cols = 8},   {.name = "done_on", .cols = 10},
    {.name = "result", .cols = -1}, {0}};

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_kb_duty duty = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_kb_duty_record, &duty, NULL);
    if (!err) {
        err = bb_app_kb_duty_add(cli->app, &duty, &problems);
        if (err)
            bb_cli_problems(&bb_kb_duty_record, &problems);
    }
    if (!err)
        err = bb_print_made(duty.id, NULL);
    bb_record_done(&bb_kb_duty_record, &duty);
    return err;
}

static const struct bb_err *done(struct bb_cli *cli)
{
    struct bb_problems problems = {0};
    return bb_app_kb_duty_done(cli->app, cli->words[0], cli->words[1], &problems);
}

static const struct bb_err *drop(struct bb_cli *cli)
{
    return bb_app_kb_duty_drop(cli->app, cli->words[0]);
}

static const struct bb_err *list(struct bb_cli *cli)
{
    return bb_print_all(cli, &bb_kb_duty_record, columns, bb_app_kb_duty_list);
}

const struct bb_command bb_command_kb_duty = {
    "kb-duty",
    N_("What is owed to the knowledge base (知识库任务)."),
    {{"add", "FIELD=VALUE…", 1, -1, 0, BB_NEED_PERSON,
      N_("Owe something: duty, topic, owner, due_on; kb (an entry's id), item, unit."), add},
     {"done", "ID RESULT", 2, 2, 0, BB_NEED_PERSON, N_("Say what was done about it."), done},
     {"list", "", 0, 0, BB_OPT_LIST, BB_NEED_PERSON,
      N_("List them, what is not done first, by the day it is due."), list},
     {"drop", "ID", 1, 1, 0, BB_NEED_PERSON, N_("Drop one that was entered by mistake."), drop}},
    &bb_kb_duty_record};
