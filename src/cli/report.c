/* bangban report: lists for people. issues: the problem list (问题清单) by leader, unit and period,
 * as of a moment. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

/* Lines that pass, as they stood. */
struct listing {
    struct bb_cli *cli;
    const char *leader;            /* NULL: all */
    const char *unit;              /* NULL: all */
    int64_t from_at, to_at, as_of; /* found in [from, to); as it stood at as_of */
    char **ids;
    size_t count, cap;
};

static const struct bb_err *id_note(void *ctx, void *row)
{
    struct listing *listing = ctx;
    if (listing->count == listing->cap) {
        listing->cap = listing->cap ? listing->cap * 2 : 64;
        listing->ids = bb_realloc(listing->ids, listing->cap * sizeof *listing->ids);
    }
    listing->ids[listing->count++] = bb_strdup(((const struct bb_issue *)row)->id);
    return NULL;
}

static bool passes(const struct listing *listing, const struct bb_issue *issue)
{
    return issue->state != BB_STATE_VOID &&
           (!listing->from_at || issue->happened_at >= listing->from_at) &&
           (!listing->to_at || issue->happened_at < listing->to_at) &&
           (!listing->leader || (issue->leader && strcmp(issue->leader, listing->leader) == 0)) &&
           (!listing->unit || (issue->lead_unit && strcmp(issue->lead_unit, listing->unit) == 0));
}

static const struct bb_column columns[] = {{.name = "no", .cols = 18},
                                           {.name = "happened_at", .cols = 16},
                                           {.name = "point", .cols = 12},
                                           {.name = "state", .cols = 12},
                                           {.name = "lead_unit", .cols = 12},
                                           {.name = "person", .cols = 8},
                                           {.name = "due_day", .cols = 10},
                                           {.name = "description", .cols = -1},
                                           {0}};

/* Number and moment of the list, in text alone: files carry the rows. */
static void head_print(const struct listing *listing, const struct bb_buf *said, long rows)
{
    char at[BB_AT_BYTES];
    struct bb_buf number = {0};
    if (listing->cli->format != BB_FORMAT_TEXT)
        return;
    bb_app_list_number(listing->cli->app, bb_day_of(listing->as_of), bb_buf_text(said), said->len,
                       &number);
    printf(_("Problem list %s, as of %s, %ld lines\n"), bb_buf_text(&number),
           bb_at_format_minute(at, listing->as_of), rows);
    bb_buf_done(&number);
}

static const struct bb_err *lines_print(struct listing *listing)
{
    struct bb_issue *rows = bb_alloc((listing->count + 1) * sizeof *rows);
    struct bb_buf said = {0};
    size_t kept = 0;
    const struct bb_err *err = NULL;
    for (size_t i = 0; !err && i < listing->count; i++) {
        bool found = false;
        err = bb_app_issue_as_of(listing->cli->app, listing->ids[i], listing->as_of, &rows[kept],
                                 &found);
        if (!err && found && passes(listing, &rows[kept]))
            bb_record_json(&bb_issue_record, &rows[kept++], BB_FIELD_EXPORT, &said);
        else
            bb_issue_done(&rows[kept]);
    }
    if (!err) {
        struct bb_print print;
        head_print(listing, &said, (long)kept);
        bb_print_begin(&print, listing->cli, &bb_issue_record, columns, BB_FIELD_EXPORT);
        for (size_t i = 0; !err && i < kept; i++)
            err = bb_print_item(&print, &rows[i]);
        const struct bb_err *ended = bb_print_end(&print);
        err = err ? err : ended;
    }
    for (size_t i = 0; i < kept; i++)
        bb_issue_done(&rows[i]);
    free(rows);
    bb_buf_done(&said);
    return err;
}

static const struct bb_err *issues(struct bb_cli *cli)
{
    struct listing listing = {.cli = cli,
                              .leader = cli->option[BB_OPTION_PERSON],
                              .unit = cli->option[BB_OPTION_LEAD],
                              .as_of = bb_app_now(cli->app)};
    const struct bb_issue_query every = {0};
    BB_TRY(bb_cli_range(cli, &listing.from_at, &listing.to_at));
    if (listing.leader && !bb_app_person_of(cli->app, listing.leader))
        return bb_err(BB_ERR_NOT_FOUND, "person", listing.leader, NULL);
    if (listing.unit && !bb_app_unit(cli->app, listing.unit))
        return bb_err(BB_ERR_NOT_FOUND, "unit", listing.unit, NULL);
    const struct bb_err *err =
        bb_app_issue_list(cli->app, &every, &(struct bb_sink){id_note, &listing});
    if (!err)
        err = lines_print(&listing);
    for (size_t i = 0; i < listing.count; i++)
        free(listing.ids[i]);
    free(listing.ids);
    return err;
}

/* ---- rates ---- */
#define RATES ((const struct bb_rates *)row)

static struct bb_rates_shares shares_of(struct bb_cli *cli, const struct bb_rates *rates)
{
    struct bb_rates_shares shares;
    bb_app_rates_shares(cli->app, rates, &shares);
    return shares;
}

static void show_share(struct bb_share share, bool low, bool for_human, struct bb_buf *out)
{
    bb_share_show(share, out);
    if (low && for_human)
        bb_buf_str(out, " ↓");
}

/* The name behind the code, whatever was grouped by. */
static void show_key(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const char *key = RATES->key, *by = cli->count ? cli->words[0] : "all";
    int channel = key ? bb_code_find(BB_CODES_CHANNEL, key) : 0;
    const struct bb_item *item = key && strcmp(by, "item") == 0 ? bb_app_item(cli->app, key) : NULL;
    const struct bb_unit *unit = key && strcmp(by, "unit") == 0 ? bb_app_unit(cli->app, key) : NULL;
    const struct bb_person *person =
        key && strcmp(by, "helper") == 0 ? bb_app_person_of(cli->app, key) : NULL;
    const char *name = item ? item->name : unit ? unit->name : person ? person->name : key;
    if (for_human && strcmp(by, "channel") == 0 && channel)
        name = bb_code_label(BB_CODES_CHANNEL, channel);
    if (for_human && !key)
        name = strcmp(by, "all") == 0 ? _("all") : _("not stated");
    bb_buf_str(out, for_human ? name : key);
}

static void show_closed(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)RATES->closed);
}

static void show_staff(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    struct bb_rates_shares shares = shares_of(cli, row);
    show_share(shares.staff, shares.staff_low, for_human, out);
}

static void show_client(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    struct bb_rates_shares shares = shares_of(cli, row);
    show_share(shares.client, shares.client_low, for_human, out);
}

static void show_rated(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    show_share(shares_of(cli, row).rated, false, for_human, out);
}

static void show_praise(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    struct bb_rates_shares shares = shares_of(cli, row);
    show_share(shares.praise, shares.praise_low, for_human, out);
}

static void show_bad(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)RATES->bad);
}

#define KEY_COLUMN                                                                       \
    {                                                                                    \
        .name = "key", .label = N_("Of"), .cols = 26, .machine = true, .value = show_key \
    }
#define CLOSED_COLUMN                                                                        \
    {                                                                                        \
        .name = "sessions", .label = N_("Ended"), .cols = 8, .right = true, .machine = true, \
        .number = true, .value = show_closed                                                 \
    }
static const struct bb_column solved_columns[] = {KEY_COLUMN,
                                                  CLOSED_COLUMN,
                                                  {.name = "staff",
                                                   .label = N_("Solved, staff say"),
                                                   .cols = 20,
                                                   .machine = true,
                                                   .value = show_staff},
                                                  {.name = "client",
                                                   .label = N_("Solved, clients say"),
                                                   .cols = 20,
                                                   .machine = true,
                                                   .value = show_client},
                                                  {0}};
static const struct bb_column rating_columns[] = {
    KEY_COLUMN,
    CLOSED_COLUMN,
    {.name = "rated", .label = N_("Rated"), .cols = 18, .machine = true, .value = show_rated},
    {.name = "praise",
     .label = N_("Praise rate"),
     .cols = 18,
     .machine = true,
     .value = show_praise},
    {.name = "bad",
     .label = N_("Bad"),
     .cols = 5,
     .right = true,
     .machine = true,
     .number = true,
     .value = show_bad},
    {0}};

static void show_first(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    show_share(shares_of(cli, row).first, false, for_human, out);
}

static const struct bb_column first_columns[] = {KEY_COLUMN,
                                                 CLOSED_COLUMN,
                                                 {.name = "in_time",
                                                  .label = N_("First reply in time"),
                                                  .cols = 20,
                                                  .machine = true,
                                                  .value = show_first},
                                                 {0}};

/* What the shares mean, in text alone. */
static void definition_print(const struct bb_cli *cli)
{
    const struct bb_config *config = bb_app_config(cli->app);
    const char *verb = cli->verb->name;
    if (cli->format != BB_FORMAT_TEXT)
        return;
    if (strcmp(verb, "solved") == 0)
        printf(_("Counts as solved: %s; of: %s; ↓ below %lld%%, from n=%lld on\n"),
               config->solved_counts, config->solved_of, (long long)config->solved_percent,
               (long long)config->rating_least);
    else if (strcmp(verb, "ratings") == 0)
        printf(_("Praise: levels 3 to 5 of all that were rated; ↓ below %lld%%, from n=%lld on\n"),
               (long long)config->rating_praise, (long long)config->rating_least);
    else
        printf(_("In time: served within %lld seconds after coming, of those whose coming is "
                 "known\n"),
               (long long)config->first_seconds);
}

static const struct bb_err *rates(struct bb_cli *cli)
{
    const struct bb_column *shown = strcmp(cli->verb->name, "solved") == 0    ? solved_columns
                                    : strcmp(cli->verb->name, "ratings") == 0 ? rating_columns
                                                                              : first_columns;
    struct bb_print print;
    int64_t from_at, to_at;
    BB_TRY(bb_cli_range(cli, &from_at, &to_at));
    if (cli->as_of && (!to_at || to_at > cli->as_of + 1))
        to_at = cli->as_of + 1;
    bb_print_begin(&print, cli, NULL, shown, 0);
    const struct bb_err *err = bb_app_rates(cli->app, cli->count ? cli->words[0] : "all", from_at,
                                            to_at, &(struct bb_sink){bb_print_item, &print});
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    err = bb_print_end(&print);
    if (!err)
        definition_print(cli);
    return err ? err : bb_print_flush();
}

/* ---- the slip ---- */
static const struct bb_err *slip(struct bb_cli *cli)
{
    struct bb_buf text = {0};
    const char *path = cli->count ? cli->words[0] : NULL;
    if (path && bb_file_exists(path))
        return bb_err(BB_ERR_RULE, _("This file exists already; choose another name."), NULL);
    const struct bb_err *err = bb_app_slip(cli->app, &text);
    if (!err && path)
        err = bb_file_write(path, 0600, bb_buf_text(&text), text.len);
    else if (!err)
        printf("%s", bb_buf_text(&text));
    bb_buf_done(&text);
    return err ? err : bb_print_flush();
}

const struct bb_command bb_command_report = {
    "report",
    N_("Lists for people."),
    {{"issues", "", 0, 0, BB_OPT_LIST | BB_OPT(PERSON) | BB_OPT(LEAD) | BB_OPT(FROM) | BB_OPT(TO),
      BB_NEED_PERSON,
      N_("The problem list (问题清单) with its number: by responsible leader (--person), lead "
         "unit, and the days on which problems were found, as they stood at --as-of."),
      issues},
     {"solved", "[BY]", 0, 1, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("The solved rate (解决率) as staff say and as clients say, by channel, unit, item, "
         "helper, "
         "desk, or all; its definition stands in the settings solved.*."),
      rates},
     {"ratings", "[BY]", 0, 1, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("The praise rate (好评率), likewise."), rates},
     {"first-reply", "[BY]", 0, 1, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("The share of first replies in time (首次响应), likewise."), rates},
     {"slip", "[FILE]", 0, 1, BB_OPT(AS_OF), BB_NEED_PERSON,
      N_("The shift slip: figures, debts, head of the journal; into a file, or to be piped to lp."),
      slip}},
    NULL};
