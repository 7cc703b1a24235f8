/* bangban person: see reference.c; beside it single people and their posts. */
#include "bangban/cli/cli.h"

/* valid_from: the row's; without one it holds from the day of --at. */
static const struct bb_err *row_add(struct bb_cli *cli, const struct bb_record *record, void *row,
                                    int64_t *valid_from, const char *what)
{
    const struct bb_err *err = bb_cli_fields(cli, 0, record, row, NULL);
    if (cli->option[BB_OPTION_AT] && !*valid_from)
        *valid_from = bb_day_of(cli->at);
    if (!err)
        err = bb_app_reference_add(cli->app, what, row);
    if (!err)
        err = bb_print_made(*bb_field_text(&record->fields[0], row), NULL);
    bb_record_done(record, row);
    return err;
}

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_person person = {0};
    return row_add(cli, &bb_person_record, &person, &person.valid_from, "person");
}

static const struct bb_err *post(struct bb_cli *cli)
{
    struct bb_post row = {0};
    return row_add(cli, &bb_post_record, &row, &row.valid_from, "post");
}

static const struct bb_column post_columns[] = {{.name = "person", .cols = 8},
                                                {.name = "tier", .cols = 24},
                                                {.name = "unit", .cols = 12},
                                                {.name = "valid_from", .cols = 10},
                                                {.name = "valid_to", .cols = 10},
                                                {.name = "title", .cols = -1},
                                                {0}};

static const struct bb_err *posts(struct bb_cli *cli)
{
    const struct bb_post *rows;
    struct bb_print print;
    size_t count;
    BB_TRY(bb_app_posts(cli->app, &rows, &count));
    bb_print_begin(&print, cli, &bb_post_record, post_columns, BB_FIELD_INPUT);
    const struct bb_err *err = NULL;
    for (size_t i = 0; !err && i < count; i++) {
        struct bb_post row = rows[i];
        err = bb_print_item(&print, &row);
    }
    const struct bb_err *ended = bb_print_end(&print);
    return err ? err : ended;
}

static const struct bb_err *posts_import(struct bb_cli *cli)
{
    return bb_reference_load(cli, "post");
}

const struct bb_command bb_command_person = {
    "person",
    N_("People who help, lead and decide."),
    {BB_REFERENCE_VERBS,
     {"add", "FIELD=VALUE…", 3, -1, BB_OPT(AT), BB_NEED_PERSON,
      N_("Add or change a person: code, name, role and what else is known; without valid_from it "
         "holds from the day of --at."),
      add},
     {"post", "FIELD=VALUE…", 2, -1, BB_OPT(AT), BB_NEED_PERSON,
      N_("Give a person a post: person, tier (district_leader, town_leader, unit_head, "
         "team_member, owt_lead, section_head), unit, valid_from (else the day of --at), "
         "valid_to."),
      post},
     {"posts", "", 0, 0, BB_OPT(FORMAT), BB_NEED_PERSON, N_("List the posts."), posts},
     {"import-posts", "FILE", 1, 1, 0, BB_NEED_PERSON,
      N_("Load a CSV file of posts, whole or not at all."), posts_import}},
    &bb_person_record};
