/* bangban sync: hand over to the district, and take in what it answered. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/cli/cli.h"

static void report_print(const struct bb_sync_report *report)
{
    printf(_("%" PRId64 " packets written, %" PRId64 " receipts read, %" PRId64
             " events came down.\n"),
           report->packets, report->receipts, report->fresh);
    if (report->reference)
        puts(_("Reference data of the district was taken over."));
    if (report->relabelled)
        puts(_("This installation turned out to be a copy, or restored; it goes on under a new "
               "label, and nothing is lost."));
    if (report->behind_s > 0)
        printf(_("This clock is %" PRId64 " minutes behind the district's. Set it.\n"),
               report->behind_s / 60);
    if (report->behind_s < 0)
        printf(_("This clock is %" PRId64 " minutes ahead of the district's. Set it.\n"),
               -report->behind_s / 60);
    if (report->refused)
        printf(_("%" PRId64 " packets were refused; the reasons: bangban sync receipts\n"),
               report->refused);
    if (report->bad)
        printf(_("%" PRId64 " receipts were put aside: %s\n"), report->bad,
               report->sentence ? report->sentence : "");
    else if (report->sentence)
        puts(report->sentence);
    printf(_("%" PRId64 " events are not acknowledged yet.\n"), report->unacked);
}

/* ---- how it stands ---- */

static void nights_value(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_sync_state *state = row;
    (void)cli;
    if (state->nights >= 0 || !for_human)
        bb_buf_printf(out, "%" PRId64, state->nights);
    else
        bb_buf_str(out, _("none yet"));
}

static void unacked_value(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    (void)for_human;
    bb_buf_printf(out, "%" PRId64, ((const struct bb_sync_state *)row)->unacked);
}

static void reference_value(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    (void)for_human;
    bb_buf_printf(out, "%" PRId64, ((const struct bb_sync_state *)row)->seen_reference);
}

static const struct bb_column state_columns[] = {
    {"nights", N_("Nights since the last receipt"), 30, true, true, true, nights_value},
    {"unacked", N_("Not acknowledged"), 18, true, true, true, unacked_value},
    {"reference", N_("Reference data"), 16, true, true, true, reference_value},
    {0}};

static const struct bb_err *state_print(struct bb_cli *cli)
{
    struct bb_sync_state state;
    BB_TRY(bb_app_sync_state(cli->app, &state));
    return bb_print_one(cli, NULL, state_columns, 0, &state);
}

static void reason_value(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const char *reason = ((const struct bb_answer *)row)->reason;
    (void)cli;
    if (reason && for_human)
        bb_refusal_show(out, reason);
    else if (reason)
        bb_buf_str(out, reason);
}

static const struct bb_column answer_columns[] = {
    {.name = "read_at", .cols = 16},
    {.name = "status", .cols = 8},
    {.name = "packet", .cols = 30},
    {"reason", N_("Reason"), -1, false, true, false, reason_value},
    {0}};

static const struct bb_err *answers_print(struct bb_cli *cli)
{
    struct bb_print print;
    bb_print_begin(&print, cli, &bb_answer_record, answer_columns, BB_FIELD_EXPORT);
    const struct bb_err *err = bb_app_answers(cli->app, &(struct bb_sink){bb_print_item, &print});
    const struct bb_err *ended = bb_print_end(&print);
    return err ? err : ended;
}

static void event_at(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    char text[BB_AT_BYTES];
    int64_t at = ((const struct bb_event *)row)->at;
    (void)cli;
    bb_buf_str(out, for_human ? bb_at_format_minute(text, at) : bb_at_format_utc(text, at));
}

static void event_kind(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_event *event = row;
    (void)cli;
    bb_buf_str(out, for_human ? bb_event_label(event->kind) : bb_event_word(event->kind));
}

static void event_subject(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    (void)for_human;
    bb_buf_str(out, ((const struct bb_event *)row)->subject);
}

static void event_by(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli;
    (void)for_human;
    bb_buf_str(out, ((const struct bb_event *)row)->by);
}

static const struct bb_column event_columns[] = {
    {"at", N_("Time"), 16, false, true, false, event_at},
    {"by", N_("By"), 8, false, true, false, event_by},
    {"kind", N_("What"), 24, false, true, false, event_kind},
    {"subject", N_("Record"), -1, false, true, false, event_subject},
    {0}};

static const struct bb_err *waiting_print(struct bb_cli *cli)
{
    struct bb_print print;
    bb_print_begin(&print, cli, NULL, event_columns, 0);
    const struct bb_err *err = bb_app_unacked(cli->app, &(struct bb_sink){bb_print_item, &print});
    const struct bb_err *ended = bb_print_end(&print);
    return err ? err : ended;
}

static const struct bb_err *run(struct bb_cli *cli)
{
    static const struct {
        const char *word;
        const struct bb_err *(*print)(struct bb_cli *cli);
    } shows[] = {{"status", state_print}, {"receipts", answers_print}, {"waiting", waiting_print}};
    for (size_t i = 0; cli->count && i < sizeof shows / sizeof *shows; i++)
        if (strcmp(cli->words[0], shows[i].word) == 0)
            return shows[i].print(cli);
    if (cli->count)
        return bb_err(BB_ERR_NO_VERB, "sync", cli->words[0], "status, receipts, waiting", NULL);
    struct bb_sync_report report;
    struct bb_progress progress = bb_progress_begin();
    const struct bb_err *err = bb_app_sync(cli->app, &progress, &report);
    bb_progress_end();
    if (!err || report.packets || report.receipts) /* what was done before a fault is done */
        report_print(&report);
    bb_sync_report_done(&report);
    const struct bb_err *flushed = bb_print_flush();
    return err ? err : flushed;
}

const struct bb_command bb_command_sync = {
    "sync",
    N_("Hand over to the district and take in its answers."),
    {{"", "[status | receipts | waiting]", 0, 1, BB_OPT(FORMAT), BB_NEED_PERSON,
      N_("Read receipts, write the packet of everything not acknowledged, move files, read what "
         "came back. Or show how it stands, what was answered, or what waits."),
      run}},
    NULL};
