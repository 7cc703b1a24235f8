/* bangban issue: register, list, show the lines of the problem ledger. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/cli/cli.h"

enum { OPEN_STATES = BB_IN_OPEN };

/* ---- computed columns ---- */

static void show_light(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    int light = bb_app_issue_light(cli->app, row, NULL);
    bb_buf_str(out, for_human ? bb_code_label(BB_CODES_LIGHT, light)
                              : bb_code_id(BB_CODES_LIGHT, light));
}

static void show_left(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    int64_t left = 0;
    int light = bb_app_issue_light(cli->app, row, &left);
    (void)for_human;
    if (light && light != BB_LIGHT_GREY && left != BB_LEFT_UNKNOWN)
        bb_buf_printf(out, "%lld", (long long)left);
}

static void show_lead(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const char *code = ((const struct bb_issue *)row)->lead_unit;
    const struct bb_unit *unit = code ? bb_app_unit(cli->app, code) : NULL;
    (void)for_human;
    bb_buf_str(out, !unit ? code : unit->short_name ? unit->short_name : unit->name);
}

static const struct bb_column columns[] = {
    {.name = "no", .cols = 18},
    {.name = "state", .cols = 12},
    {.name = "light", .label = N_("Light"), .cols = 6, .machine = true, .value = show_light},
    {.name = "left",
     .label = N_("Days left"),
     .cols = 10,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_left},
    {.name = "due_day", .cols = 10},
    {.name = "lead_unit", .cols = 16, .value = show_lead},
    {.name = "description", .cols = -1},
    {0}};

/* ---- verbs ---- */

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_issue issue = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_issue_record, &issue, NULL);
    if (!err) {
        err = bb_app_issue_add(cli->app, &issue, cli->option[BB_OPTION_ON_SPOT] != NULL, cli->at,
                               &problems);
        if (err)
            bb_cli_problems(&bb_issue_record, &problems);
    }
    if (!err && !issue.due_day)
        fprintf(stderr, "bangban: %s\n",
                _("Its deadline is not known yet: the calendar of that year is missing. Load it "
                  "with: bangban calendar import YEAR.csv"));
    if (!err)
        err = bb_print_made(issue.id, issue.no);
    bb_issue_done(&issue);
    return err;
}

static const struct bb_err *states_of(const struct bb_cli *cli, unsigned *out)
{
    const char *word = cli->option[BB_OPTION_STATE];
    *out = cli->option[BB_OPTION_ALL] ? 0 : OPEN_STATES;
    if (!word)
        return NULL;
    int state = bb_code_find(BB_CODES_STATE, word);
    if (state) {
        *out = 1u << state;
        return NULL;
    }
    struct bb_buf ids = {0};
    for (int code = 1; code <= bb_code_count(BB_CODES_STATE); code++) {
        bb_buf_str(&ids, code > 1 ? ", " : "");
        bb_buf_str(&ids, bb_code_id(BB_CODES_STATE, code));
    }
    const struct bb_err *err = bb_err(BB_ERR_OPTION_VALUE, "state", word, bb_buf_text(&ids), NULL);
    bb_buf_done(&ids);
    return err;
}

static const struct bb_err *waits_of(const struct bb_cli *cli, struct bb_issue_query *query)
{
    static const char *const words[] = {"lookback", "approval", "check"};
    const char *word = cli->option[BB_OPTION_WAITS];
    if (!word)
        return NULL;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0)
            query->waits = (enum bb_issue_waits)(i + 1);
    if (query->waits == BB_WAITS_ANY)
        return bb_err(BB_ERR_OPTION_VALUE, "waits", word, "lookback, approval, check", NULL);
    if (!cli->option[BB_OPTION_STATE])
        query->states = 0; /* a closed line may still wait for a look-back */
    return NULL;
}

static const struct bb_err *list(struct bb_cli *cli)
{
    struct bb_issue_query query = {.lead_unit = cli->option[BB_OPTION_LEAD],
                                   .text = cli->option[BB_OPTION_TEXT]};
    int64_t limit, from_at, to_at;
    BB_TRY(states_of(cli, &query.states));
    BB_TRY(waits_of(cli, &query));
    BB_TRY(bb_cli_number(cli, BB_OPTION_LIMIT, 1, INT_MAX, 0, &limit));
    BB_TRY(bb_cli_range(cli, &from_at, &to_at));
    query.due_from = from_at ? bb_day_of(from_at) : 0;
    query.due_to = to_at ? bb_day_of(to_at - 1) : 0;
    query.limit = (int)limit;
    if (query.lead_unit && !bb_app_unit(cli->app, query.lead_unit))
        return bb_err(BB_ERR_NOT_FOUND, "unit", query.lead_unit, NULL);
    struct bb_print print;
    bb_print_begin(&print, cli, &bb_issue_record, columns, BB_FIELD_EXPORT);
    struct bb_sink sink = {bb_print_item, &print};
    const struct bb_err *err = bb_app_issue_list(cli->app, &query, &sink);
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

/* Text only: what happened to the line, one event a line. */
static const struct bb_err *history(struct bb_cli *cli, const char *id)
{
    struct bb_events events = {0};
    BB_TRY(bb_app_history(cli->app, id, &events));
    puts("");
    for (size_t i = 0; i < events.count; i++) {
        const struct bb_event *event = &events.rows[i];
        const struct bb_person *person = bb_app_person_of(cli->app, event->by);
        char at[BB_AT_BYTES];
        printf("%s  %s  %s%s\n", bb_at_format_minute(at, event->at), bb_event_label(event->kind),
               person ? person->name : event->by,
               event->clock_suspect ? _(" (clock in doubt)") : "");
    }
    bb_events_done(&events);
    return bb_print_flush();
}

static const struct bb_err *show(struct bb_cli *cli)
{
    struct bb_issue issue = {0};
    struct bb_why why = {0};
    const struct bb_err *err = bb_app_issue_load(cli->app, cli->words[0], &issue);
    if (!err && cli->option[BB_OPTION_WHY]) {
        err = bb_app_issue_why(cli->app, &issue, &why);
        if (!err)
            err = bb_print_why(cli, &why);
    } else if (!err) {
        err = bb_print_one(cli, &bb_issue_record, columns, BB_FIELD_EXPORT, &issue);
        if (!err && cli->format == BB_FORMAT_TEXT)
            err = history(cli, issue.id);
    }
    bb_why_done(&why);
    bb_issue_done(&issue);
    return err;
}

/* Every step of the ledger: the verb is the second half of the event's word. */
static const struct bb_err *step(struct bb_cli *cli)
{
    struct bb_issue body = {0}, after = {0};
    struct bb_problems problems = {0};
    struct bb_buf word = {0};
    bb_buf_printf(&word, "issue.%s", cli->verb->name);
    enum bb_event_kind kind = bb_event_find(word.data);
    bb_buf_done(&word);
    const struct bb_err *err = bb_cli_fields(cli, 1, &bb_issue_record, &body, NULL);
    if (!err) {
        err = bb_app_issue_do(cli->app, cli->words[0], kind, &body, cli->at, &problems, &after);
        if (err)
            bb_cli_problems(&bb_issue_record, &problems);
    }
    if (!err)
        err = bb_print_made(after.id, after.no);
    bb_issue_done(&body);
    bb_issue_done(&after);
    return err;
}

static const struct bb_err *remind(struct bb_cli *cli)
{
    long sent, overdue;
    if (!cli->option[BB_OPTION_DUE])
        return cli->count ? step(cli)
                          : bb_err(BB_ERR_USAGE, _("Name a line, or say --due"), "issue", NULL);
    BB_TRY(bb_app_remind_due(cli->app, &sent, &overdue));
    printf("{\"sent\":%ld,\"overdue\":%ld}\n", sent, overdue);
    return bb_print_flush();
}

#define STEP(name, help)                                                                          \
    {                                                                                             \
        name, "NUMBER FIELD=VALUE…", 1, -1, BB_OPT(AT) | BB_OPT(MASK), BB_NEED_PERSON, help, step \
    }

const struct bb_command bb_command_issue = {
    "issue",
    N_("The problem ledger (问题台账)."),
    {{"add", "FIELD=VALUE…", 1, -1, BB_OPT(AT) | BB_OPT(MASK) | BB_OPT(ON_SPOT), BB_NEED_PERSON,
      N_("Register a problem; a description is enough. Prints its id and number."), add},
     {"list", "", 0, 0,
      BB_OPT_LIST | BB_OPT(STATE) | BB_OPT(LEAD) | BB_OPT(TEXT) | BB_OPT(FROM) | BB_OPT(TO) |
          BB_OPT(ALL) | BB_OPT(LIMIT) | BB_OPT(WAITS),
      BB_NEED_PERSON,
      N_("List the open lines by deadline; --from and --to are days of the deadline."), list},
     {"show", "NUMBER", 1, 1, BB_OPT_LIST | BB_OPT(WHY), BB_NEED_PERSON,
      N_("Show one with its history, or with --why how its deadline was counted."), show},
     STEP("edit", N_("Correct what a line says.")),
     STEP("assign", N_("Name lead unit and responsible person, and a deadline if wanted.")),
     STEP("plan", N_("Plan: plan, measures, lead_unit, person and due_named or due_rule; the line "
                     "is rectifying.")),
     STEP("ask", N_("Ask for an extension: asked_due and reason.")),
     STEP("extend", N_("Grant an extension: due_named, reason, approver.")),
     STEP("refuse", N_("Refuse the extension that was asked for: reason.")),
     STEP("pause", N_("Stop the deadline's clock: reason.")),
     STEP("resume", N_("Let it run again.")),
     STEP("escalate", N_("A technical problem goes up: escalated centre, then city.")),
     STEP("fix", N_("Rectified: evidence; look-backs are planned.")),
     STEP("spot", N_("Fixed on the spot: evidence.")),
     STEP("feedback", N_("Feedback was given to the finder or the client: feedback_to.")),
     STEP("lookback",
          N_("Looked back: lookback holds or relapsed, and evidence; not by who rectified it.")),
     STEP("close", N_("Close out: ending; after feedback and a look-back that holds.")),
     STEP("reopen", N_("Reopen a closed line: reason.")),
     STEP("refer", N_("Back to its own channel: referred_to.")),
     STEP("void", N_("Take a wrong line back: reason.")),
     STEP("settle", N_("Settle a contradiction (待核对) after looking at both decisions: reason.")),
     {"remind", "[NUMBER] FIELD=VALUE…", 0, -1, BB_OPT(AT) | BB_OPT(MASK) | BB_OPT(DUE),
      BB_NEED_PERSON,
      N_("Send the next reminder (提醒, 督办, 告诫, 通报) in opening hours; with --due to every "
         "line whose next is due."),
      remind}},
    &bb_issue_record};
