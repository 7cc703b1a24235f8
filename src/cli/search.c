/* bangban search: items, people, sessions and problems that contain some words. */
#include <string.h>

#include "bangban/cli/cli.h"

enum { USUAL_LIMIT = 50 };

static void show_record(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    const char *record = ((const struct bb_hit *)row)->record;
    bb_buf_str(out, !for_human                       ? record
                    : strcmp(record, "session") == 0 ? _("Session")
                    : strcmp(record, "item") == 0    ? _("Item")
                    : strcmp(record, "person") == 0  ? _("Person")
                                                     : _("Problem"));
}

static void show_id(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_hit *)row)->id);
}

static void show_no(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_hit *)row)->no);
}

static void show_when(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    char at[BB_AT_BYTES];
    int64_t when = ((const struct bb_hit *)row)->happened_at;
    if (when)
        bb_buf_str(out, for_human ? bb_at_format_minute(at, when) : bb_at_format_utc(at, when));
}

static void show_text(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_hit *)row)->text);
}

static const struct bb_column columns[] = {
    {"record", N_("Record"), 8, false, true, false, show_record},
    {"id", N_("Id"), 0, false, true, false, show_id},
    {"no", N_("No."), 20, false, true, false, show_no},
    {"happened_at", N_("Time"), 16, false, true, false, show_when},
    {"text", N_("Text"), -1, false, true, false, show_text},
    {0}};

static const struct bb_err *run(struct bb_cli *cli)
{
    int64_t limit;
    BB_TRY(bb_cli_number(cli, BB_OPTION_LIMIT, 1, INT32_MAX, USUAL_LIMIT, &limit));
    struct bb_print print;
    bb_print_begin(&print, cli, NULL, columns, 0);
    struct bb_sink sink = {bb_print_item, &print};
    struct bb_buf query = {0};
    for (int i = 0; i < cli->count; i++)
        bb_buf_printf(&query, "%s ", cli->words[i]);
    const struct bb_err *err =
        bb_app_search(cli->app, bb_buf_text(&query), (int)limit, 0, NULL, &sink);
    bb_buf_done(&query);
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

const struct bb_command bb_command_search = {
    "search",
    N_("Find items, people, sessions and problems by any words in them."),
    {{"", "TEXT...", 1, -1, BB_OPT(FORMAT) | BB_OPT(LIMIT), BB_NEED_PERSON,
      N_("List those that every word fits, also by initials, newest first. A word can name a "
         "field: "
         "state:solved unit:人社 date:11-20..11-23."),
      run}},
    NULL};
