/* bangban session: log, enter late, list, show, change, void. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "bangban/cli/cli.h"

/* ---- computed columns ---- */

static void show_item(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_session *session = row;
    const struct bb_item *item = session->item ? bb_app_item(cli->app, session->item) : NULL;
    (void)for_human;
    bb_buf_str(out, item               ? item->name
                    : session->item    ? session->item
                    : session->no_item ? bb_code_label(BB_CODES_NO_ITEM, session->no_item)
                                       : "");
}

static void show_helper(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const char *helper = ((const struct bb_session *)row)->helper;
    const struct bb_person *person = helper ? bb_app_person_of(cli->app, helper) : NULL;
    (void)for_human;
    bb_buf_str(out, person ? person->name : helper);
}

/* The state, in one word: void before everything. */
static void show_phase(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_session *session = row;
    (void)cli, (void)for_human;
    bb_buf_str(out, session->voided ? _("Void") : bb_code_label(BB_CODES_PHASE, session->phase));
}

static const struct bb_column columns[] = {{.name = "no", .cols = 18},
                                           {.name = "happened_at", .cols = 16},
                                           {.name = "helper", .cols = 8, .value = show_helper},
                                           {.name = "item", .cols = 34, .value = show_item},
                                           {.name = "outcome", .cols = 13},
                                           {.name = "phase", .cols = 10, .value = show_phase},
                                           {.name = "note", .cols = -1},
                                           {0}};
static const struct bb_column no_columns[] = {{0}};

/* ---- verbs ---- */

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_session session = {0};
    struct bb_client client = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(cli->app, &session);
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_session_record, &session, &client);
    if (!err) {
        err = bb_app_session_add(cli->app, &session, &client, cli->at, &problems);
        if (err)
            bb_cli_problems(&bb_session_record, &problems);
    }
    if (!err)
        err = bb_print_made(session.id, session.no);
    bb_session_done(&session);
    return err;
}

static const struct bb_err *list(struct bb_cli *cli)
{
    struct bb_session_query query = {.with_void = cli->option[BB_OPTION_ALL] != NULL};
    int64_t limit;
    BB_TRY(bb_cli_number(cli, BB_OPTION_LIMIT, 1, INT_MAX, 0, &limit));
    BB_TRY(bb_cli_range(cli, &query.from_at, &query.to_at));
    if (!query.from_at && !query.to_at) {
        int64_t today = bb_app_today(cli->app);
        query.from_at = bb_at_make(today, 0);
        query.to_at = cli->as_of ? cli->as_of + 1 : bb_at_make(today + 1, 0);
    }
    query.limit = (int)limit;
    struct bb_print print;
    bb_print_begin(&print, cli, &bb_session_record, columns, BB_FIELD_EXPORT);
    struct bb_sink sink = {bb_print_item, &print};
    const struct bb_err *err = bb_app_session_list(cli->app, &query, &sink);
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

static const struct bb_err *show(struct bb_cli *cli)
{
    struct bb_session session = {0};
    const struct bb_err *err = bb_app_session_load(cli->app, cli->words[0], &session);
    if (!err)
        err = bb_print_one(cli, &bb_session_record, no_columns, BB_FIELD_EXPORT, &session);
    bb_session_done(&session);
    return err;
}

static const struct bb_err *take_back(struct bb_cli *cli)
{
    const char *reason = cli->option[BB_OPTION_REASON];
    if (!reason || !*reason)
        return bb_err(BB_ERR_OPTION_MISSING, "reason", "TEXT", "session", NULL);
    struct bb_session session = {0};
    const struct bb_err *err = bb_app_session_load(cli->app, cli->words[0], &session);
    if (!err)
        err = bb_app_session_void(cli->app, session.id, reason);
    if (!err)
        err = bb_print_made(session.id, session.no);
    bb_session_done(&session);
    return err;
}

/* The session the first word names; volunteers only their own. */
static const struct bb_err *named(struct bb_cli *cli, struct bb_session *out)
{
    return bb_app_session_load(cli->app, cli->words[0], out);
}

/* What the words after the number state, closed with it when close is set. */
static const struct bb_err *change(struct bb_cli *cli, bool close)
{
    struct bb_session row = {0};
    struct bb_client client = {0};
    struct bb_problems problems = {0};
    struct bb_buf fields = {0};
    BB_TRY(named(cli, &row));
    const struct bb_err *err =
        close && row.phase == BB_PHASE_CLOSED
            ? bb_err(BB_ERR_RULE, _("This session has ended; log a new one (F2)."), NULL)
            : bb_cli_fields(cli, 1, &bb_session_record, &row, &client);
    for (int i = 1; i < cli->count; i++)
        if (strncmp(cli->words[i], "client_", 7) != 0 ||
            strncmp(cli->words[i], "client_kind", 11) == 0)
            bb_buf_printf(&fields, "%.*s ", (int)strcspn(cli->words[i], "="), cli->words[i]);
    if (close) {
        row.phase = BB_PHASE_CLOSED;
        bb_buf_str(&fields, "phase");
    }
    if (!err)
        err = bb_app_session_edit(cli->app, row.id, &row, bb_buf_text(&fields), NULL, &client,
                                  &problems);
    if (err)
        bb_cli_problems(&bb_session_record, &problems);
    else
        err = bb_print_made(row.id, row.no);
    bb_buf_done(&fields);
    bb_session_done(&row);
    return err;
}

static const struct bb_err *edit(struct bb_cli *cli)
{
    return change(cli, false);
}

static const struct bb_err *end(struct bb_cli *cli)
{
    return change(cli, true);
}

static const struct bb_err *turn(struct bb_cli *cli, int64_t phase)
{
    struct bb_session row = {0};
    BB_TRY(named(cli, &row));
    const struct bb_err *err = bb_app_session_phase(cli->app, row.id, phase);
    if (!err)
        err = bb_print_made(row.id, row.no);
    bb_session_done(&row);
    return err;
}

static const struct bb_err *serve(struct bb_cli *cli)
{
    return turn(cli, BB_PHASE_SERVING);
}

static const struct bb_err *park(struct bb_cli *cli)
{
    return turn(cli, BB_PHASE_PARKED);
}

static const struct bb_err *hand(struct bb_cli *cli)
{
    struct bb_session row = {0};
    struct bb_problems problems = {0};
    BB_TRY(named(cli, &row));
    const struct bb_err *err = bb_app_session_hand(cli->app, row.id, cli->words[1],
                                                   cli->option[BB_OPTION_REASON], &problems);
    if (err)
        bb_cli_problems(&bb_session_record, &problems);
    else
        err = bb_print_made(row.id, row.no);
    bb_session_done(&row);
    return err;
}

static void show_seconds(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_stretch *period = row;
    (void)cli, (void)for_human;
    if (period->until_at)
        bb_buf_printf(out, "%lld", (long long)(period->until_at - period->from_at));
}

static const struct bb_err *periods(struct bb_cli *cli)
{
    static const struct bb_column shown[] = {{.name = "phase", .cols = 12},
                                             {.name = "from_at", .cols = 16},
                                             {.name = "until_at", .cols = 16},
                                             {.name = "seconds",
                                              .label = N_("Seconds"),
                                              .cols = 8,
                                              .right = true,
                                              .machine = true,
                                              .number = true,
                                              .value = show_seconds},
                                             {.name = "by", .cols = -1},
                                             {0}};
    struct bb_session row = {0};
    struct bb_stretch *rows;
    size_t count;
    struct bb_print print;
    BB_TRY(named(cli, &row));
    const struct bb_err *err = bb_app_session_periods(cli->app, row.id, &rows, &count);
    bb_session_done(&row);
    BB_TRY(err);
    bb_print_begin(&print, cli, &bb_stretch_record, shown, BB_FIELD_EXPORT);
    for (size_t i = 0; !err && i < count; i++)
        err = bb_print_item(&print, &rows[i]);
    bb_session_periods_free(rows, count);
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

static const struct bb_err *import(struct bb_cli *cli)
{
    long rows = 0;
    struct bb_progress progress = bb_progress_begin();
    const struct bb_err *err = bb_app_late_import(cli->app, cli->words[0], &progress, &rows);
    bb_progress_end();
    BB_TRY(err);
    printf("%ld\n", rows);
    return bb_print_flush();
}

const struct bb_command bb_command_session = {
    "session",
    N_("Sessions: each time somebody was helped (帮办)."),
    {{"add", "FIELD=VALUE…", 0, -1, BB_OPT(AT) | BB_OPT(MASK), BB_NEED_PERSON,
      N_("Log one; what is not stated is as on the form. Prints its id and number."), add},
     {"import", "FILE", 1, 1, 0, BB_NEED_PERSON,
      N_("Enter past ones from a CSV file (补录): columns are field names or labels, happened_at "
         "among them, and minutes; whole or not at all."),
      import},
     {"list", "", 0, 0, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO) | BB_OPT(ALL) | BB_OPT(LIMIT),
      BB_NEED_PERSON, N_("List those of today, or from one day to another, newest first."), list},
     {"show", "NUMBER", 1, 1, BB_OPT(FORMAT), BB_NEED_PERSON, N_("Show one by its number or id."),
      show},
     {"edit", "NUMBER FIELD=VALUE…", 2, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("Complete or correct one: what is stated changes, the rest stays."), edit},
     {"close", "NUMBER [FIELD=VALUE…]", 1, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("End an open one, with what is still to be said (outcome=solved)."), end},
     {"serve", "NUMBER", 1, 1, 0, BB_NEED_PERSON, N_("Take one up that waits or is parked."),
      serve},
     {"park", "NUMBER", 1, 1, 0, BB_NEED_PERSON, N_("Put one in service aside."), park},
     {"hand", "NUMBER DESK", 2, 2, BB_OPT(REASON) | BB_OPT(MASK), BB_NEED_PERSON,
      N_("Hand an open one over to another desk, with the reason."), hand},
     {"periods", "NUMBER", 1, 1, BB_OPT(FORMAT), BB_NEED_PERSON,
      N_("List its periods: waiting, in service, parked; from when to when, and who began each."),
      periods},
     {"unmask", "NUMBER", 1, 1, BB_OPT(REASON) | BB_OPT(MASK) | BB_OPT(FORMAT), BB_NEED_PERSON,
      N_("Show the client's name and phone in clear, with the reason, which is kept. On a terminal "
         "they are taken away again after a while."),
      bb_cli_unmask},
     {"void", "NUMBER", 1, 1, BB_OPT(REASON) | BB_OPT(MASK), BB_NEED_PERSON,
      N_("Take back a wrong one; it stays, marked, with the reason."), take_back}},
    &bb_session_record};
