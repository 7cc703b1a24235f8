/* bangban quota: who owes visits and how it stands; waivers; plans. */
#include <stdio.h>
#include <string.h>

#include "bangban/cli/cli.h"

#define ROW ((const struct bb_quota_row *)row)

static void put_day(struct bb_buf *out, int64_t day)
{
    char text[BB_DAY_BYTES];
    bb_buf_str(out, bb_day_format(text, day));
}

static void show_person(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_person *person = for_human ? bb_app_person_of(cli->app, ROW->person) : NULL;
    bb_buf_str(out, person ? person->name : ROW->person);
}

static void show_tier(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    bb_buf_str(out, for_human ? bb_code_label(BB_CODES_TIER, ROW->tier)
                              : bb_code_id(BB_CODES_TIER, ROW->tier));
}

static void show_period(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ROW->period);
}

static void show_start(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    put_day(out, ROW->start);
}

static void show_end(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    put_day(out, ROW->end);
}

static void show_wanted(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%d", ROW->wanted);
}

static void show_done(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%d", ROW->done);
}

static void show_state(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    bb_buf_str(out, for_human ? bb_code_label(BB_CODES_QUOTA, ROW->state)
                              : bb_code_id(BB_CODES_QUOTA, ROW->state));
    if (for_human && ROW->will_miss)
        bb_buf_str(out, _(", will miss"));
}

static void show_left(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    if (ROW->days_left >= 0)
        bb_buf_printf(out, "%lld", (long long)ROW->days_left);
}

/* Cut, never rounded up: 79.99 is not 80. */
static void show_coverage(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    if (ROW->coverage_bp >= 0)
        bb_buf_printf(out, "%d.%02d", ROW->coverage_bp / 100, ROW->coverage_bp % 100);
}

static void show_organiser(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_unit *unit = ROW->unit ? bb_app_unit(cli->app, ROW->unit) : NULL;
    (void)for_human;
    bb_buf_str(out, bb_organiser_label(bb_organiser_of(ROW->tier, unit)));
}

static const struct bb_column columns[] = {
    {.name = "person", .label = N_("Leader"), .cols = 12, .machine = true, .value = show_person},
    {.name = "tier", .label = N_("Tier"), .cols = 20, .machine = true, .value = show_tier},
    {.name = "period", .label = N_("Period"), .cols = 10, .machine = true, .value = show_period},
    {.name = "period_start", .machine = true, .label = N_("From"), .value = show_start},
    {.name = "period_end", .label = N_("Until"), .cols = 10, .machine = true, .value = show_end},
    {.name = "wanted",
     .label = N_("Wanted"),
     .cols = 6,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_wanted},
    {.name = "done",
     .label = N_("Done"),
     .cols = 5,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_done},
    {.name = "state", .label = N_("State"), .cols = 16, .machine = true, .value = show_state},
    {.name = "days_left",
     .label = N_("Days left"),
     .cols = 9,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_left},
    {.name = "coverage",
     .label = N_("Coverage %"),
     .cols = 10,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_coverage},
    {.name = "organiser", .label = N_("Organised by"), .cols = -1, .value = show_organiser},
    {0}};

struct filter {
    struct bb_print print;
    const char *person; /* NULL: all */
    int tier;           /* 0: all */
};

static const struct bb_err *print_row(void *ctx, const struct bb_quota_row *row)
{
    struct filter *filter = ctx;
    if ((filter->tier && row->tier != filter->tier) ||
        (filter->person && strcmp(row->person, filter->person) != 0))
        return NULL;
    struct bb_quota_row copy = *row;
    return bb_print_item(&filter->print, &copy);
}

static const struct bb_err *list(struct bb_cli *cli)
{
    struct filter filter = {.person = cli->option[BB_OPTION_PERSON]};
    const char *tier = cli->option[BB_OPTION_TIER];
    if (tier && !(filter.tier = bb_code_find(BB_CODES_TIER, tier)))
        return bb_err(
            BB_ERR_OPTION_VALUE, "tier", tier,
            "district_leader, town_leader, unit_head, team_member, owt_lead, section_head", NULL);
    if (filter.person && !bb_app_person_of(cli->app, filter.person))
        return bb_err(BB_ERR_NOT_FOUND, "person", filter.person, NULL);
    bb_print_begin(&filter.print, cli, NULL, columns, 0);
    const struct bb_err *err = bb_app_quota(cli->app, bb_app_today(cli->app), print_row, &filter);
    if (err) {
        bb_buf_done(&filter.print.line);
        return err;
    }
    return bb_print_end(&filter.print);
}

const struct bb_command bb_command_quota = {
    "quota",
    N_("Quotas of leader assistance (领导干部帮办)."),
    {{"", "", 0, 0, BB_OPT_LIST | BB_OPT(TIER) | BB_OPT(PERSON), BB_NEED_PERSON,
      N_("Person, tier and period: visits wanted and done, met, open, short or none, and who "
         "organises."),
      list}},
    NULL};
