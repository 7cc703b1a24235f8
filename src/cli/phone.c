/* bangban phone: consult phones and their calls by month. */
#include <stdio.h>
#include <string.h>

#include "bangban/cli/cli.h"

static const struct bb_column columns[] = {{.name = "number", .cols = 16},
                                           {.name = "unit", .cols = 12},
                                           {.name = "item", .cols = 8},
                                           {.name = "valid_from", .cols = 10},
                                           {.name = "valid_to", .cols = 10},
                                           {.name = "note", .cols = -1},
                                           {0}};

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_phone phone = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_phone_record, &phone, NULL);
    if (!err) {
        err = bb_app_phone_add(cli->app, &phone, &problems);
        if (err)
            bb_cli_problems(&bb_phone_record, &problems);
    }
    if (!err)
        err = bb_print_made(phone.id, NULL);
    bb_record_done(&bb_phone_record, &phone);
    return err;
}

static const struct bb_err *drop(struct bb_cli *cli)
{
    return bb_app_phone_drop(cli->app, cli->words[0]);
}

static const struct bb_err *list(struct bb_cli *cli)
{
    return bb_print_all(cli, &bb_phone_record, columns, bb_app_phone_list);
}

/* ---- calls ---- */

static const struct bb_column call_columns[] = {{.name = "happened_at", .cols = 16},
                                                {.name = "number", .cols = 16},
                                                {.name = "result", .cols = 20},
                                                {.name = "item", .cols = 8},
                                                {.name = "session_no", .cols = 18},
                                                {.name = "note", .cols = -1},
                                                {0}};

static const struct bb_err *call(struct bb_cli *cli)
{
    struct bb_phone_call row = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_phone_call_record, &row, NULL);
    if (!err) {
        err = bb_app_call_add(cli->app, &row, cli->at, &problems);
        if (err)
            bb_cli_problems(&bb_phone_call_record, &problems);
    }
    if (!err)
        err = bb_print_made(row.id, row.session_no);
    bb_record_done(&bb_phone_call_record, &row);
    return err;
}

static const struct bb_err *uncall(struct bb_cli *cli)
{
    return bb_app_call_drop(cli->app, cli->words[0]);
}

static const struct bb_err *calls(struct bb_cli *cli)
{
    struct bb_print print;
    int64_t from_at, to_at;
    BB_TRY(bb_cli_range(cli, &from_at, &to_at));
    bb_print_begin(&print, cli, &bb_phone_call_record, call_columns, BB_FIELD_EXPORT);
    const struct bb_err *err =
        bb_app_call_list(cli->app, from_at, to_at, &(struct bb_sink){bb_print_item, &print});
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

/* ---- calls by month ---- */

static const struct bb_err *count(struct bb_cli *cli)
{
    struct bb_phone_count row = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_phone_count_record, &row, NULL);
    if (!err) {
        err = bb_app_phone_count_add(cli->app, &row, &problems);
        if (err)
            bb_cli_problems(&bb_phone_count_record, &problems);
    }
    if (!err)
        err = bb_print_made(row.id, NULL);
    bb_record_done(&bb_phone_count_record, &row);
    return err;
}

static const struct bb_err *import(struct bb_cli *cli)
{
    long rows;
    BB_TRY(bb_app_phone_import(cli->app, cli->words[0], &rows));
    printf("%ld\n", rows);
    return bb_print_flush();
}

static void show_share(struct bb_cli *cli, int64_t part, int64_t whole, int64_t percent,
                       bool for_human, struct bb_buf *out)
{
    struct bb_share share = {part, whole};
    bb_share_show(share, out);
    if (for_human && bb_share_is_low(share, percent, bb_app_config(cli->app)->rating_least))
        bb_buf_str(out, " ↓");
}

static void show_missed(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_phone_count *calls = row;
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)(calls->offered - calls->answered));
}

static void show_connect(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_phone_count *calls = row;
    show_share(cli, calls->answered, calls->offered, bb_app_config(cli->app)->connect_percent,
               for_human, out);
}

static void show_solved(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_phone_count *calls = row;
    show_share(cli, calls->solved, calls->answered, bb_app_config(cli->app)->solved_percent,
               for_human, out);
}

static const struct bb_column count_columns[] = {{.name = "month", .cols = 8},
                                                 {.name = "number", .cols = 16},
                                                 {.name = "offered", .cols = 6, .right = true},
                                                 {.name = "answered", .cols = 9, .right = true},
                                                 {.name = "missed",
                                                  .label = N_("Missed"),
                                                  .cols = 7,
                                                  .right = true,
                                                  .machine = true,
                                                  .number = true,
                                                  .value = show_missed},
                                                 {.name = "connect_rate",
                                                  .label = N_("Connect rate"),
                                                  .cols = 18,
                                                  .machine = true,
                                                  .value = show_connect},
                                                 {.name = "solved_rate",
                                                  .label = N_("Solved rate"),
                                                  .cols = 18,
                                                  .machine = true,
                                                  .value = show_solved},
                                                 {0}};

static const struct bb_err *counts(struct bb_cli *cli)
{
    return bb_print_all(cli, &bb_phone_count_record, count_columns, bb_app_phone_count_list);
}

const struct bb_command bb_command_phone = {
    "phone",
    N_("Consult phones by item and unit, and their calls by month."),
    {{"add", "FIELD=VALUE…", 1, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("Register a phone: number, unit, and if it is for one item alone item; valid_from, "
         "valid_to."),
      add},
     {"list", "", 0, 0, BB_OPT_LIST, BB_NEED_PERSON, N_("List the phones."), list},
     {"drop", "ID", 1, 1, 0, BB_NEED_PERSON, N_("Drop a phone from the registry."), drop},
     {"call", "FIELD=VALUE…", 1, -1, BB_OPT(AT), BB_NEED_PERSON,
      N_("Log a call at the desk: number, result (solved, answered, missed), item, note. An "
         "answered one is a session of the channel phone too."),
      call},
     {"calls", "", 0, 0, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("List the calls, newest first."), calls},
     {"uncall", "ID", 1, 1, 0, BB_NEED_PERSON,
      N_("Drop a call that was logged by mistake; its session stays."), uncall},
     {"count", "FIELD=VALUE…", 1, -1, 0, BB_NEED_PERSON,
      N_("Count the calls of a month: number, month (2026-11), offered, answered, solved. A second "
         "count takes the place of the first."),
      count},
     {"counts", "", 0, 0, BB_OPT_LIST, BB_NEED_PERSON,
      N_("Calls by phone and month with connect rate and solved rate; what was logged, where "
         "nobody "
         "counted."),
      counts},
     {"import", "FILE", 1, 1, 0, BB_NEED_PERSON,
      N_("Load the hotline's monthly counts from a CSV file, by the map phone.columns; whole or "
         "not at all."),
      import}},
    &bb_phone_count_record};
