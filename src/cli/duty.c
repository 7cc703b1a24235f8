/* bangban duty: who is on duty where, and how much came to each. */
#include <stdio.h>

#include "bangban/base/date.h"
#include "bangban/cli/cli.h"

static const struct bb_column columns[] = {
    {.name = "day", .cols = 10},      {.name = "desk", .cols = 8},  {.name = "person", .cols = 10},
    {.name = "staffing", .cols = 24}, {.name = "note", .cols = -1}, {0}};

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_duty duty = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_duty_record, &duty, NULL);
    if (!err) {
        err = bb_app_duty_add(cli->app, &duty, &problems);
        if (err)
            bb_cli_problems(&bb_duty_record, &problems);
    }
    if (!err)
        err = bb_print_made(duty.id, NULL);
    bb_record_done(&bb_duty_record, &duty);
    return err;
}

static const struct bb_err *drop(struct bb_cli *cli)
{
    return bb_app_duty_drop(cli->app, cli->words[0]);
}

static const struct bb_err *list(struct bb_cli *cli)
{
    return bb_print_all(cli, &bb_duty_record, columns, bb_app_duty_list);
}

/* ---- load ---- */
#define LOAD ((const struct bb_duty_load *)row)

static void show_day(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    char day[BB_DAY_BYTES];
    (void)cli, (void)for_human;
    bb_buf_str(out, bb_day_format(day, LOAD->day));
}

static void show_desk(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, LOAD->desk);
}

static void show_heads(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)LOAD->heads);
}

static void show_entrusted(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)LOAD->entrusted);
}

static void show_sessions(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)LOAD->sessions);
}

static void show_each(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%.1f", (double)LOAD->sessions / (double)LOAD->heads);
}

#define FIGURE(id, title, width, show)                                                             \
    {                                                                                              \
        .name = id, .label = title, .cols = width, .right = true, .machine = true, .number = true, \
        .value = show                                                                              \
    }
static const struct bb_column load_columns[] = {
    {.name = "day", .label = N_("Day"), .cols = 10, .machine = true, .value = show_day},
    {.name = "desk", .label = N_("Desk"), .cols = 8, .machine = true, .value = show_desk},
    FIGURE("heads", N_("Heads"), 6, show_heads),
    FIGURE("entrusted", N_("Entrusted"), 10, show_entrusted),
    FIGURE("sessions", N_("Sessions"), 9, show_sessions),
    FIGURE("per_head", N_("Per head"), 9, show_each),
    {0}};

static const struct bb_err *load(struct bb_cli *cli)
{
    struct bb_print print;
    int64_t from_at, to_at;
    BB_TRY(bb_cli_range(cli, &from_at, &to_at));
    bb_print_begin(&print, cli, NULL, load_columns, 0);
    const struct bb_err *err = bb_app_duty_load(cli->app, from_at ? bb_day_of(from_at) : 0,
                                                to_at ? bb_day_of(to_at - 1) : 0,
                                                &(struct bb_sink){bb_print_item, &print});
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

const struct bb_command bb_command_duty = {
    "duty",
    N_("The duty roster: who, where, from where; load per head."),
    {{"add", "FIELD=VALUE…", 1, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("Put somebody on duty: day, desk, person, staffing (competent_unit or entrusted_centre)."),
      add},
     {"list", "", 0, 0, BB_OPT_LIST, BB_NEED_PERSON, N_("List the roster, newest day first."),
      list},
     {"load", "", 0, 0, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("Heads, sessions and sessions per head of each day and desk."), load},
     {"drop", "ID", 1, 1, 0, BB_NEED_PERSON, N_("Take an entry off the roster."), drop}},
    &bb_duty_record};
