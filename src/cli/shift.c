/* bangban shift: volunteers sign in and out. */
#include "bangban/cli/cli.h"

static void show_hours(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)for_human;
    bb_shift_hours(row, bb_app_now(cli->app), out);
}

static void show_person(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const char *code = ((const struct bb_shift *)row)->person;
    const struct bb_person *person = bb_app_person_of(cli->app, code);
    (void)for_human;
    bb_buf_str(out, person ? person->name : code);
}

static const struct bb_column columns[] = {{.name = "person", .cols = 10, .value = show_person},
                                           {.name = "desk", .cols = 8},
                                           {.name = "from_at", .cols = 16},
                                           {.name = "to_at", .cols = 16},
                                           {.name = "hours",
                                            .label = N_("Hours"),
                                            .cols = 6,
                                            .right = true,
                                            .machine = true,
                                            .value = show_hours},
                                           {.name = "supervisor", .cols = 13},
                                           {.name = "note", .cols = -1},
                                           {0}};

static const struct bb_err *in(struct bb_cli *cli)
{
    struct bb_shift shift = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_shift_record, &shift, NULL);
    if (!err)
        err = bb_app_shift_in(cli->app, &shift, &problems);
    if (!err)
        err = bb_print_made(shift.id, NULL);
    bb_record_done(&bb_shift_record, &shift);
    return err;
}

static const struct bb_err *out(struct bb_cli *cli)
{
    struct bb_shift stated = {0}, shift = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_shift_record, &stated, NULL);
    if (!err)
        err = bb_app_shift_out(cli->app, stated.note, &shift);
    if (!err)
        err = bb_print_made(shift.id, NULL);
    bb_record_done(&bb_shift_record, &stated);
    bb_record_done(&bb_shift_record, &shift);
    return err;
}

static const struct bb_err *list(struct bb_cli *cli)
{
    return bb_print_all(cli, &bb_shift_record, columns, bb_app_shift_list);
}

const struct bb_command bb_command_shift = {
    "shift",
    N_("Volunteers' shifts: signing in and out, hours."),
    {{"in", "FIELD=VALUE…", 1, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("Sign in: supervisor, the code of who supervises the shift, and a note."), in},
     {"out", "FIELD=VALUE…", 0, -1, BB_OPT(MASK), BB_NEED_PERSON, N_("Sign out; note=… says more."),
      out},
     {"list", "", 0, 0, BB_OPT_LIST, BB_NEED_PERSON,
      N_("List shifts with their hours: a volunteer his own, a supervisor all."), list}},
    &bb_shift_record};
