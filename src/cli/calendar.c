/* bangban calendar: a deadline with its reasons; loading a year. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "bangban/cli/cli.h"

/* "make-up" is MAKEUP in the table: the word that machines read is its name in small letters. */
static const char *reason_id(enum bb_why_reason reason)
{
    static char ids[BB_WHY__COUNT][16];
    static const char *const names[] = {
#define NAME(name, label) #name,
        BB_WHY_LIST(NAME)
#undef NAME
    };
    for (size_t i = 0; names[reason][i] && i < sizeof ids[0] - 1; i++)
        ids[reason][i] = (char)tolower((unsigned char)names[reason][i]);
    return ids[reason];
}

static void show_day(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    char day[BB_DAY_BYTES];
    bb_buf_str(out, bb_day_format(day, ((const struct bb_why_day *)row)->day));
}

static void show_weekday(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    static const char *const names[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                        N_("Fri"), N_("Sat"), N_("Sun")};
    int weekday = bb_day_weekday(((const struct bb_why_day *)row)->day);
    (void)cli, (void)for_human;
    bb_buf_str(out, _(names[weekday - 1]));
}

static void show_counted(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_why_day *day = row;
    (void)cli;
    if (!for_human)
        bb_buf_str(out, day->counted ? "true" : "false");
    else if (day->counted && day->seconds)
        bb_buf_printf(out, _("%d min"), day->seconds / 60);
    else
        bb_buf_str(out, day->counted ? _("counted") : _("skipped"));
}

static void show_seconds(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%d", ((const struct bb_why_day *)row)->seconds);
}

static void show_reason(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    enum bb_why_reason reason = ((const struct bb_why_day *)row)->reason;
    (void)cli;
    bb_buf_str(out, for_human ? bb_why_label(reason) : reason_id(reason));
}

static void show_name(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_why_day *)row)->name);
}

static void show_notice(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_why_day *)row)->notice);
}

static const struct bb_column columns[] = {
    {"day", N_("Day"), 10, false, true, false, show_day},
    {"weekday", "", 4, false, false, false, show_weekday},
    {"counted", N_("Counted"), 8, false, true, true, show_counted},
    {"seconds", N_("Seconds"), 0, false, true, true, show_seconds},
    {"reason", N_("Why"), 20, false, true, false, show_reason},
    {"name", N_("Name"), 12, false, true, false, show_name},
    {"notice", N_("Notice"), -1, false, true, false, show_notice},
    {0}};

const struct bb_err *bb_print_why(struct bb_cli *cli, const struct bb_why *why)
{
    struct bb_print print;
    bb_print_begin(&print, cli, NULL, columns, 0);
    for (size_t i = 0; i < why->count; i++)
        BB_TRY(bb_print_item(&print, &why->days[i]));
    return bb_print_end(&print);
}

static const struct bb_err *rule_of(const struct bb_cli *cli, struct bb_due_rule *rule)
{
    const char *unit = cli->option[BB_OPTION_UNIT] ? cli->option[BB_OPTION_UNIT] : "wd";
    int found = bb_due_unit_find(unit);
    if (found < 0)
        return bb_err(BB_ERR_OPTION_VALUE, "unit", unit, "wd, day, hour, minute", NULL);
    if (!cli->option[BB_OPTION_DAYS])
        return bb_err(BB_ERR_OPTION_MISSING, "days", "N", "calendar", NULL);
    rule->unit = (enum bb_due_unit)found;
    rule->count_start = cli->option[BB_OPTION_COUNT_START] != NULL;
    rule->backwards = cli->option[BB_OPTION_BEFORE] != NULL;
    rule->same_clock = cli->option[BB_OPTION_SAME_CLOCK] != NULL;
    return bb_cli_number(cli, BB_OPTION_DAYS, 0, BB_DUE_AMOUNT_MAX, 0, &rule->amount);
}

/* {"due":"2024-09-23","at":"2024-09-23T08:30:00Z"}; with --why also "days":[…] */
static const struct bb_err *print_json(struct bb_cli *cli, const struct bb_due *due,
                                       const struct bb_why *why)
{
    char day[BB_DAY_BYTES], at[BB_AT_BYTES];
    printf("{\"due\":\"%s\",\"at\":\"%s\"", bb_day_format(day, due->day),
           bb_at_format_utc(at, due->at));
    if (why) {
        fputs(",\"days\":", stdout);
        BB_TRY(bb_print_why(cli, why));
    }
    puts("}");
    return bb_print_flush();
}

static const struct bb_err *due(struct bb_cli *cli)
{
    struct bb_due_rule rule = {0};
    struct bb_due result = {0};
    struct bb_why why = {0};
    const struct bb_calendar *calendar;
    int64_t from_at;
    if (!cli->option[BB_OPTION_FROM])
        return bb_err(BB_ERR_OPTION_MISSING, "from", "TIME", "calendar", NULL);
    BB_TRY(bb_at_parse(&from_at, cli->option[BB_OPTION_FROM]));
    BB_TRY(rule_of(cli, &rule));
    BB_TRY(bb_app_calendar(cli->app, &calendar));
    bool with_why = cli->option[BB_OPTION_WHY] != NULL;
    const struct bb_err *err =
        bb_calendar_due(&result, calendar, &rule, from_at, NULL, 0, with_why ? &why : NULL);
    if (!err && cli->format == BB_FORMAT_JSON) {
        err = print_json(cli, &result, with_why ? &why : NULL);
    } else if (!err) {
        char day[BB_DAY_BYTES], at[BB_AT_BYTES];
        bool timed = rule.unit == BB_DUE_HOUR || rule.unit == BB_DUE_MINUTE || rule.same_clock;
        bool table = with_why && cli->format != BB_FORMAT_TEXT; /* then only the days */
        if (!table)
            puts(timed ? bb_at_format_minute(at, result.at) : bb_day_format(day, result.day));
        err = with_why ? bb_print_why(cli, &why) : bb_print_flush();
    }
    bb_why_done(&why);
    return err;
}

const struct bb_command bb_command_calendar = {
    "calendar",
    N_("Working days and deadlines."),
    {{"due", "", 0, 0,
      BB_OPT(FROM) | BB_OPT(DAYS) | BB_OPT(UNIT) | BB_OPT(COUNT_START) | BB_OPT(BEFORE) |
          BB_OPT(SAME_CLOCK) | BB_OPT(WHY) | BB_OPT(FORMAT),
      BB_NEED_DATABASE, N_("Print the day that is --days N after --from TIME."), due},
     BB_REFERENCE_IMPORT},
    NULL};
