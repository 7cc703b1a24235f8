/* bangban audit: who came in, was refused, handed over, printed, changed the settings; and the
 * chain itself for stock tools. */
#include <stdio.h>

#include "bangban/base/date.h"
#include "bangban/cli/cli.h"

enum { USUAL_LIMIT = 200 };

static void show_at(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    char at[BB_AT_BYTES];
    int64_t when = ((const struct bb_event *)row)->at;
    (void)cli;
    bb_buf_str(out, for_human ? bb_at_format_minute(at, when) : bb_at_format_utc(at, when));
}

static void show_kind(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    enum bb_event_kind kind = ((const struct bb_event *)row)->kind;
    (void)cli;
    bb_buf_str(out, for_human ? bb_event_label(kind) : bb_event_word(kind));
}

static void show_by(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_event *)row)->by);
}

static void show_subject(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    if (for_human)
        bb_app_audit_on(cli->app, row, out);
    else
        bb_buf_str(out, ((const struct bb_event *)row)->subject);
}

static void show_body(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    if (for_human)
        bb_app_audit_with(row, out);
    else
        bb_buf_str(out, ((const struct bb_event *)row)->body);
}

static const struct bb_column columns[] = {
    {"at", N_("Time"), 16, false, true, false, show_at},
    {"by", N_("By"), 8, false, true, false, show_by},
    {"kind", N_("What"), 20, false, true, false, show_kind},
    {"subject", N_("On"), 18, false, true, false, show_subject},
    {"body", N_("With"), -1, false, true, false, show_body},
    {0}};

static const struct bb_err *list(struct bb_cli *cli)
{
    int64_t limit;
    struct bb_audit_query query = {.by = cli->option[BB_OPTION_PERSON]};
    BB_TRY(bb_cli_number(cli, BB_OPTION_LIMIT, 1, INT32_MAX, USUAL_LIMIT, &limit));
    BB_TRY(bb_cli_range(cli, &query.from_at, &query.to_at));
    query.limit = (int)limit;
    struct bb_print print;
    bb_print_begin(&print, cli, NULL, columns, 0);
    const struct bb_err *err =
        bb_app_audit_list(cli->app, &query, &(struct bb_sink){bb_print_item, &print});
    if (!err)
        return bb_print_end(&print);
    bb_buf_done(&print.line);
    return err;
}

/* The bytes that are hashed, so unlike everything else not shown as marks. */
static const struct bb_err *line_print(void *ctx, void *row)
{
    const struct bb_event *event = row;
    (void)ctx;
    printf("%s %s\n", event->hash, event->line);
    return NULL;
}

static const struct bb_err *chain(struct bb_cli *cli)
{
    BB_TRY(bb_app_audit_chain(cli->app, cli->count ? cli->words[0] : NULL,
                              &(struct bb_sink){line_print, NULL}));
    return bb_print_flush();
}

const struct bb_command bb_command_audit = {
    "audit",
    N_("Who came in, was refused, handed over, printed or changed what."),
    {{"list", "", 0, 0, BB_OPT(FORMAT) | BB_OPT(LIMIT) | BB_OPT(FROM) | BB_OPT(TO) | BB_OPT(PERSON),
      BB_NEED_PERSON, N_("List the audit, newest first."), list},
     {"chain", "[LABEL]", 0, 1, 0, BB_NEED_PERSON,
      N_("Print every event of this installation, or of the one with this label: its hash and the "
         "line that was hashed."),
      chain}},
    NULL};
