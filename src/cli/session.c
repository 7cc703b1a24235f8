/* bangban session: log, list, show, void. */
#include <limits.h>
#include <stdio.h>

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
            bb_cli_problems(&problems);
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

const struct bb_command bb_command_session = {
    "session",
    N_("Sessions: each time somebody was helped (帮办)."),
    {{"add", "FIELD=VALUE…", 0, -1, BB_OPT(AT), BB_NEED_PERSON,
      N_("Log one; what is not stated is as on the form. Prints its id and number."), add},
     {"list", "", 0, 0, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO) | BB_OPT(ALL) | BB_OPT(LIMIT),
      BB_NEED_PERSON, N_("List those of today, or from one day to another, newest first."), list},
     {"show", "NUMBER", 1, 1, BB_OPT(FORMAT), BB_NEED_PERSON, N_("Show one by its number or id."),
      show},
     {"void", "NUMBER", 1, 1, BB_OPT(REASON), BB_NEED_PERSON,
      N_("Take back a wrong one; it stays, marked, with the reason."), take_back}},
    &bb_session_record};
