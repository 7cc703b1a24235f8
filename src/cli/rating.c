/* bangban rating: what clients said, and the cases of bad ratings. No verb gives a rating: only the
 * client does, on the rating screen; who tries here is refused. */
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/cli/cli.h"

static void show_case(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, bb_rating_case_label(bb_rating_case(row)));
}

static void show_due(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    char day[BB_DAY_BYTES];
    int64_t due = bb_rating_case_due(row);
    (void)cli, (void)for_human;
    if (due)
        bb_buf_str(out, bb_day_format(day, due));
}

static void show_level(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    int64_t level = ((const struct bb_rating *)row)->level;
    (void)cli, (void)for_human;
    bb_buf_str(out, level ? bb_code_label(BB_CODES_RATING, level) : _("Not rated"));
}

static const struct bb_column columns[] = {
    {.name = "session_no", .cols = 18},
    {.name = "recorded_at", .cols = 16},
    {.name = "level", .cols = 20, .value = show_level},
    {.name = "solved", .cols = 13},
    {.name = "cause", .cols = 26},
    {.name = "case", .label = N_("Case"), .cols = 12, .machine = true, .value = show_case},
    {.name = "due", .label = N_("Due"), .cols = 10, .machine = true, .value = show_due},
    {0}};

struct listing {
    struct bb_print print;
    bool cases_only;
};

static const struct bb_err *list_item(void *ctx, void *row)
{
    struct listing *listing = ctx;
    enum bb_case waits = bb_rating_case(row);
    if (listing->cases_only && (waits == BB_CASE_NONE || waits == BB_CASE_DONE))
        return NULL;
    return bb_print_item(&listing->print, row);
}

static const struct bb_err *list_some(struct bb_cli *cli, bool cases_only)
{
    struct listing listing = {.cases_only = cases_only};
    int64_t from_at, to_at;
    BB_TRY(bb_cli_range(cli, &from_at, &to_at));
    bb_print_begin(&listing.print, cli, &bb_rating_record, columns, BB_FIELD_EXPORT);
    const struct bb_err *err =
        bb_app_rating_list(cli->app, from_at, to_at, &(struct bb_sink){list_item, &listing});
    if (err) {
        bb_buf_done(&listing.print.line);
        return err;
    }
    return bb_print_end(&listing.print);
}

static const struct bb_err *list(struct bb_cli *cli)
{
    return list_some(cli, false);
}

static const struct bb_err *cases(struct bb_cli *cli)
{
    return list_some(cli, true);
}

static const struct bb_err *show(struct bb_cli *cli)
{
    struct bb_rating rating = {0};
    const struct bb_err *err = bb_app_rating_load(cli->app, cli->words[0], &rating);
    if (!err)
        err = bb_print_one(cli, &bb_rating_record, columns, BB_FIELD_EXPORT, &rating);
    bb_record_done(&bb_rating_record, &rating);
    return err;
}

static const struct bb_err *step(struct bb_cli *cli)
{
    const char *verb = cli->verb->name;
    enum bb_event_kind kind = strcmp(verb, "contact") == 0  ? BB_EVENT_RATING_CONTACT
                              : strcmp(verb, "settle") == 0 ? BB_EVENT_RATING_SETTLE
                                                            : BB_EVENT_RATING_CALL;
    struct bb_rating stated = {0};
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_cli_fields(cli, 1, &bb_rating_record, &stated, NULL);
    if (!err) {
        err = bb_app_rating_step(cli->app, cli->words[0], kind, &stated, &problems);
        if (err)
            bb_cli_problems(&bb_rating_record, &problems);
    }
    bb_record_done(&bb_rating_record, &stated);
    return err;
}

static const struct bb_err *add(struct bb_cli *cli)
{
    return bb_app_rating_type(cli->app);
}

const struct bb_command bb_command_rating = {
    "rating",
    N_("Ratings (好差评) as clients gave them, and the cases of bad ones."),
    {{"list", "", 0, 0, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("List them, newest first; not rated ones too."), list},
     {"cases", "", 0, 0, BB_OPT_LIST | BB_OPT(FROM) | BB_OPT(TO), BB_NEED_PERSON,
      N_("List the bad ones that are not done with, and until when."), cases},
     {"add", "[WORD…]", 0, -1, 0, BB_NEED_PERSON,
      N_("Refused, and the attempt recorded: only the client rates, on the rating screen."), add},
     {"show", "NUMBER", 1, 1, BB_OPT_LIST, BB_NEED_PERSON,
      N_("Show one by the number of its session."), show},
     {"contact", "NUMBER FIELD=VALUE…", 2, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("The client was contacted: contact_note, and complex=1 for more time."), step},
     {"settle", "NUMBER FIELD=VALUE…", 2, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("It is settled: measures."), step},
     {"call", "NUMBER FIELD=VALUE…", 2, -1, BB_OPT(MASK), BB_NEED_PERSON,
      N_("The client was called back (回访): call_back and call_note."), step}},
    &bb_rating_record};
