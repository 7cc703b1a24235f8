/* bangban visit: leaders' visits, their plans, and what is worth a visit. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/cli/cli.h"

static void show_leader(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const char *code = ((const struct bb_visit *)row)->person;
    const struct bb_person *person = code ? bb_app_person_of(cli->app, code) : NULL;
    (void)for_human;
    bb_buf_str(out, person ? person->name : code);
}

/* The tiers that the leader held on the day of the visit, for each of which it counts. */
static void show_tiers(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_visit *visit = row;
    const struct bb_post *posts;
    size_t count, before = out->len;
    int64_t day = bb_day_of(visit->happened_at);
    (void)for_human;
    if (!visit->person || bb_app_posts(cli->app, &posts, &count))
        return;
    for (size_t i = 0; i < count; i++)
        if (strcmp(posts[i].person, visit->person) == 0 &&
            (!posts[i].valid_from || posts[i].valid_from <= day) &&
            (!posts[i].valid_to || day <= posts[i].valid_to))
            bb_buf_printf(out, "%s%s", out->len > before ? " " : "",
                          bb_code_id(BB_CODES_TIER, posts[i].tier));
}

/* What a supervisor is to look at (R61). */
static void show_flags(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)for_human;
    bb_visit_flags_show(bb_visit_flags(row, bb_app_config(cli->app)->companions), out);
}

static const struct bb_column columns[] = {
    {.name = "no", .cols = 18},
    {.name = "happened_at", .cols = 16},
    {.name = "person", .cols = 12, .value = show_leader},
    {.name = "mode", .cols = 12},
    {.name = "item", .cols = 8},
    {.name = "place_kind", .cols = 16},
    {.name = "tiers", .label = N_("Tiers"), .machine = true, .value = show_tiers},
    {.name = "flags", .label = N_("To look at"), .cols = -1, .machine = true, .value = show_flags},
    {0}};

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_session session = {0};
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(cli->app, &session);
    bb_app_visit_defaults(cli->app, &visit);
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_visit_record, &visit, NULL);
    if (!err) {
        err = bb_app_visit_add(cli->app, &session, &visit, cli->at, &problems);
        if (err)
            bb_cli_problems(&bb_visit_record, &problems);
    }
    if (!err)
        err = bb_print_made(visit.id, visit.no);
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
    return err;
}

static const struct bb_err *list(struct bb_cli *cli)
{
    struct bb_print print;
    int64_t from_at, to_at;
    BB_TRY(bb_cli_range(cli, &from_at, &to_at));
    bb_print_begin(&print, cli, &bb_visit_record, columns, BB_FIELD_EXPORT);
    const struct bb_err *err =
        bb_app_visit_list(cli->app, from_at, to_at, &(struct bb_sink){bb_print_item, &print});
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

static const struct bb_err *show(struct bb_cli *cli)
{
    struct bb_visit visit = {0};
    const struct bb_err *err = bb_app_visit_load(cli->app, cli->words[0], &visit);
    if (!err)
        err = bb_print_one(cli, &bb_visit_record, columns, BB_FIELD_EXPORT, &visit);
    bb_record_done(&bb_visit_record, &visit);
    return err;
}

static const struct bb_err *edit(struct bb_cli *cli)
{
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    struct bb_buf fields = {0};
    BB_TRY(bb_app_visit_load(cli->app, cli->words[0], &visit));
    const struct bb_err *err = bb_cli_fields(cli, 1, &bb_visit_record, &visit, NULL);
    for (int i = 1; i < cli->count; i++)
        bb_buf_printf(&fields, "%.*s ", (int)strcspn(cli->words[i], "="), cli->words[i]);
    if (!err)
        err = bb_app_visit_edit(cli->app, visit.id, &visit, bb_buf_text(&fields), NULL, &problems);
    if (err)
        bb_cli_problems(&bb_visit_record, &problems);
    else
        err = bb_print_made(visit.id, visit.no);
    bb_buf_done(&fields);
    bb_record_done(&bb_visit_record, &visit);
    return err;
}

static const struct bb_err *take_back(struct bb_cli *cli)
{
    const char *reason = cli->option[BB_OPTION_REASON];
    struct bb_visit visit = {0};
    if (!reason || !*reason)
        return bb_err(BB_ERR_OPTION_MISSING, "reason", "TEXT", "visit", NULL);
    BB_TRY(bb_app_visit_load(cli->app, cli->words[0], &visit));
    const struct bb_err *err = bb_app_visit_void(cli->app, visit.id, reason);
    if (!err)
        err = bb_print_made(visit.id, visit.no);
    bb_record_done(&bb_visit_record, &visit);
    return err;
}

/* ---- plans ---- */

static void show_organiser(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const char *code = ((const struct bb_vplan *)row)->person;
    const struct bb_post *posts;
    size_t count;
    (void)for_human;
    if (bb_app_posts(cli->app, &posts, &count))
        return;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(posts[i].person, code) != 0)
            continue;
        const struct bb_unit *unit = posts[i].unit ? bb_app_unit(cli->app, posts[i].unit) : NULL;
        bb_buf_str(out, bb_organiser_label(bb_organiser_of(posts[i].tier, unit)));
        return;
    }
}

static const struct bb_column plan_columns[] = {{.name = "day", .cols = 10},
                                                {.name = "person", .cols = 12},
                                                {.name = "item", .cols = 8},
                                                {.name = "place", .cols = 20},
                                                {.name = "organiser",
                                                 .label = N_("Organised by"),
                                                 .cols = -1,
                                                 .machine = true,
                                                 .value = show_organiser},
                                                {0}};

static const struct bb_err *plan(struct bb_cli *cli)
{
    struct bb_vplan row = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_vplan_record, &row, NULL);
    if (!err) {
        err = bb_app_vplan_add(cli->app, &row, &problems);
        if (err)
            bb_cli_problems(&bb_vplan_record, &problems);
    }
    if (!err)
        err = bb_print_made(row.id, NULL);
    bb_record_done(&bb_vplan_record, &row);
    return err;
}

static const struct bb_err *plans(struct bb_cli *cli)
{
    struct bb_print print;
    bb_print_begin(&print, cli, &bb_vplan_record, plan_columns, BB_FIELD_EXPORT);
    const struct bb_err *err =
        bb_app_vplan_list(cli->app, &(struct bb_sink){bb_print_item, &print});
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

static const struct bb_err *drop(struct bb_cli *cli)
{
    const char *reason = cli->option[BB_OPTION_REASON];
    if (!reason || !*reason)
        return bb_err(BB_ERR_OPTION_MISSING, "reason", "TEXT", "visit", NULL);
    return bb_app_vplan_drop(cli->app, cli->words[0], reason);
}

static const struct bb_err *waive(struct bb_cli *cli)
{
    struct bb_waiver waiver = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 0, &bb_waiver_record, &waiver, NULL);
    if (!err) {
        err = bb_app_waiver_add(cli->app, &waiver, &problems);
        if (err)
            bb_cli_problems(&bb_waiver_record, &problems);
    }
    if (!err)
        err = bb_print_made(waiver.id, NULL);
    bb_record_done(&bb_waiver_record, &waiver);
    return err;
}

/* ---- what is worth a visit ---- */

#define SUGGESTION ((const struct bb_suggestion *)row)

static void show_code(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, SUGGESTION->item->code);
}

static void show_name(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, SUGGESTION->item->name);
}

static void show_volume(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)SUGGESTION->item->volume);
}

static void show_bad(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)SUGGESTION->bad_ratings);
}

static void show_last(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    char day[BB_DAY_BYTES];
    (void)cli, (void)for_human;
    if (SUGGESTION->last_visit_at)
        bb_buf_str(out, bb_day_format(day, bb_day_of(SUGGESTION->last_visit_at)));
}

static const struct bb_column suggestion_columns[] = {
    {.name = "item", .label = N_("Item"), .cols = 8, .machine = true, .value = show_code},
    {.name = "name", .label = N_("Name"), .cols = 40, .machine = true, .value = show_name},
    {.name = "volume",
     .label = N_("Cases a year"),
     .cols = 12,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_volume},
    {.name = "bad_ratings",
     .label = N_("Bad ratings"),
     .cols = 11,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_bad},
    {.name = "last_visit",
     .label = N_("Last visit"),
     .cols = 10,
     .machine = true,
     .value = show_last},
    {0}};

static const struct bb_err *suggest(struct bb_cli *cli)
{
    struct bb_suggestion *rows = NULL;
    struct bb_print print;
    size_t count = 0;
    int64_t limit;
    BB_TRY(bb_cli_number(cli, BB_OPTION_LIMIT, 1, INT_MAX, 20, &limit));
    BB_TRY(bb_app_suggest(cli->app, &rows, &count));
    bb_print_begin(&print, cli, NULL, suggestion_columns, 0);
    const struct bb_err *err = NULL;
    for (size_t i = 0; !err && i < count && (int64_t)i < limit; i++)
        err = bb_print_item(&print, &rows[i]);
    const struct bb_err *ended = bb_print_end(&print);
    free(rows);
    return err ? err : ended;
}

const struct bb_command bb_command_visit = {
    "visit",
    N_("Leaders' visits: sheets, plans, suggestions."),
    {{"add", "FIELD=VALUE…", 1, -1, BB_OPT(AT) | BB_OPT(MASK), BB_NEED_PERSON,
      N_("Record a visit with its session: person, mode, place_kind, the three ticks and opinions "
         "(or none_offered=1)."),
      add},
     {"list", "", 0, 0, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("List the visits that count, newest first."), list},
     {"show", "NUMBER", 1, 1, BB_OPT_LIST, BB_NEED_PERSON, N_("Show one with everything."), show},
     {"edit", "NUMBER FIELD=VALUE…", 2, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("Correct one: what is stated changes, the rest stays."), edit},
     {"void", "NUMBER", 1, 1, BB_OPT(REASON) | BB_OPT(MASK), BB_NEED_PERSON,
      N_("Take back a wrong one with its session; both stay, marked, with the reason."), take_back},
     {"suggest", "", 0, 0, BB_OPT_LIST | BB_OPT(LIMIT), BB_NEED_PERSON,
      N_("Items worth a visit: not visited yet first, then by bad ratings, then by volume."),
      suggest},
     {"plan", "FIELD=VALUE…", 2, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("Plan a visit: person and day, item and place."), plan},
     {"plans", "", 0, 0, BB_OPT_LIST, BB_NEED_PERSON, N_("List the plans and who organises them."),
      plans},
     {"drop", "ID", 1, 1, BB_OPT(REASON) | BB_OPT(MASK), BB_NEED_PERSON,
      N_("Drop a plan, with the reason."), drop},
     {"waive", "FIELD=VALUE…", 1, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("Waive a quota: person, tier, day (any of the period) and reason."), waive}},
    &bb_visit_record};
