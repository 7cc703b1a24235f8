/* bangban hub: the district's side of the protocol. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/cli/cli.h"
#include "bangban/hub/hub.h"

static const struct bb_err *init(struct bb_cli *cli)
{
    BB_TRY(bb_hub_init(cli->app));
    puts(_("This database is a hub now. Register its windows with: bangban hub add-node"));
    return bb_print_flush();
}

static const struct bb_err *add_node(struct bb_cli *cli)
{
    struct bb_node node = {.node = NULL};
    const struct bb_err *err = bb_cli_fields(cli, 2, &bb_node_record, &node, NULL);
    if (!err) {
        *bb_field_text(bb_record_field(&bb_node_record, "node"), &node) = NULL;
        err = bb_field_parse(bb_record_field(&bb_node_record, "node"), &node, cli->words[0]);
    }
    if (!err)
        err = bb_hub_node_add(cli->app, &node, cli->words[1]);
    if (!err) {
        puts(node.id);
        err = bb_print_flush();
    }
    bb_record_done(&bb_node_record, &node);
    return err;
}

static const struct bb_err *revoke(struct bb_cli *cli)
{
    int64_t count = 0;
    BB_TRY(bb_hub_revoke(cli->app, cli->words[0], cli->count > 1 ? cli->words[1] : NULL, &count));
    printf(_("%" PRId64 " keys revoked.\n"), count);
    return bb_print_flush();
}

/* ---- ingest ---- */

static const struct bb_err *arrival_print(void *ctx, const struct bb_hub_arrival *arrival)
{
    struct bb_buf line = {0};
    (void)ctx;
    bb_buf_printf(&line, "%-8s %-16s %s %" PRId64, arrival->outcome, arrival->node, arrival->file,
                  arrival->events);
    if (*arrival->reason)
        bb_buf_printf(&line, " %s", arrival->reason);
    puts(line.data);
    bb_buf_done(&line);
    return NULL;
}

/* --to: the archive into PostgreSQL; the door is not opened. */
static const struct bb_err *fill(struct bb_cli *cli, const char *url)
{
    struct bb_hub_filled filled;
    BB_TRY(bb_hub_fill(cli->app, url, &filled));
    printf(_("%" PRId64 " packets merged into PostgreSQL; %" PRId64 " new events.\n"),
           filled.packets, filled.fresh);
    if (filled.refused)
        printf(_("%" PRId64 " packets of the archive were refused; bangban.packet says why.\n"),
               filled.refused);
    if (filled.parked)
        printf(_("%" PRId64 " events wait for what comes before them.\n"), filled.parked);
    return bb_print_flush();
}

static const struct bb_err *ingest(struct bb_cli *cli)
{
    struct bb_hub_report report;
    if (cli->option[BB_OPTION_TO])
        return fill(cli, cli->option[BB_OPTION_TO]);
    const struct bb_err *err = bb_hub_ingest(cli->app, &report, arrival_print, NULL);
    if (err && !report.taken && !report.refused)
        return err;
    printf(_("%" PRId64 " packets taken, %" PRId64 " known already, %" PRId64 " refused; %" PRId64
             " new events.\n"),
           report.taken, report.again, report.refused, report.fresh);
    if (report.replayed)
        printf(_("%" PRId64 " packets came back from the archive.\n"), report.replayed);
    if (report.relayed)
        printf(_("%" PRId64 " packets wait for the hub above.\n"), report.relayed);
    const struct bb_err *flushed = bb_print_flush();
    return err ? err : flushed;
}

static const struct bb_err *reply(struct bb_cli *cli)
{
    int64_t count = 0;
    BB_TRY(bb_hub_reply(cli->app, cli->count ? cli->words[0] : NULL, &count));
    printf(_("%" PRId64 " receipts written.\n"), count);
    return bb_print_flush();
}

/* ---- status ---- */

#define LINE(function, expr)                                                                      \
    static void function(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out) \
    {                                                                                             \
        const struct bb_hub_line *line = row;                                                     \
        (void)cli;                                                                                \
        (void)for_human;                                                                          \
        expr;                                                                                     \
    }

LINE(node_value, bb_buf_str(out, line->node))
LINE(via_value, bb_buf_str(out, line->via))
LINE(nights_value,
     if (line->nights >= 0 || !for_human) bb_buf_printf(out, "%" PRId64, line->nights);
     else bb_buf_str(out, _("none yet")))
LINE(packets_value, bb_buf_printf(out, "%" PRId64, line->packets))
LINE(refused_value, bb_buf_printf(out, "%" PRId64, line->refused))
LINE(forks_value, bb_buf_printf(out, "%" PRId64, line->forks))

enum { CLOCK_GRACE_SECONDS = 600, SILENT_NIGHTS = 2 };

/* What somebody must look at, in words. */
static void remark_value(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_hub_line *line = row;
    (void)cli;
    (void)for_human;
    if (!line->valid)
        bb_buf_printf(out, "%s ", _("no valid key;"));
    if (line->nights < 0 || line->nights >= SILENT_NIGHTS)
        bb_buf_printf(out, "%s ", _("silent;"));
    if (line->ahead_s > CLOCK_GRACE_SECONDS)
        bb_buf_printf(out, _("its clock is %" PRId64 " minutes ahead; "), line->ahead_s / 60);
    if (line->forks)
        bb_buf_printf(out, "%s ", _("two installations wrote under one label;"));
    if (line->reason)
        bb_buf_str(out, line->reason);
    while (out->len && out->data[out->len - 1] == ' ')
        out->data[--out->len] = '\0';
}

static const struct bb_column line_columns[] = {
    {"node", N_("Node"), 16, false, true, false, node_value},
    {"via", N_("Comes through"), 13, false, true, false, via_value},
    {"nights", N_("Nights"), 8, true, true, true, nights_value},
    {"packets", N_("Packets"), 8, true, true, true, packets_value},
    {"refused", N_("Refused"), 8, true, true, true, refused_value},
    {"forks", N_("Forks"), 6, true, true, true, forks_value},
    {"remark", N_("Remark"), -1, false, true, false, remark_value},
    {0}};

static const struct bb_err *line_print(void *ctx, struct bb_hub_line *line)
{
    return bb_print_item(ctx, line);
}

static const struct bb_err *status(struct bb_cli *cli)
{
    struct bb_print print;
    int64_t parked = 0;
    bb_print_begin(&print, cli, NULL, line_columns, 0);
    const struct bb_err *err = bb_hub_status(cli->app, line_print, &print, &parked);
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    BB_TRY(bb_print_end(&print));
    if (parked && cli->format == BB_FORMAT_TEXT)
        printf(_("%" PRId64 " events wait for what comes before them.\n"), parked);
    return bb_print_flush();
}

static const struct bb_err *export(struct bb_cli *cli)
{
    int64_t count = 0;
    const char *dir = cli->option[BB_OPTION_OUT] ? cli->option[BB_OPTION_OUT] : ".";
    BB_TRY(bb_hub_export(cli->app, cli->count ? cli->words[0] : NULL, dir, &count));
    printf(_("%" PRId64 " packets copied.\n"), count);
    return bb_print_flush();
}

/* ---- digest ---- */

static const struct bb_err *sum_print(void *ctx, struct bb_hub_sum *sum)
{
    (void)ctx;
    printf("%-12s %8" PRId64 " %s\n", sum->table, sum->rows, sum->digest);
    return NULL;
}

static const struct bb_err *digest(struct bb_cli *cli)
{
    BB_TRY(bb_hub_digest(cli->app, cli->option[BB_OPTION_TO], sum_print, NULL));
    return bb_print_flush();
}

const struct bb_command bb_command_hub = {
    "hub",
    N_("Be the district's side: take packets in, answer them."),
    {{"init", "", 0, 0, 0, BB_NEED_PERSON, N_("Make this database a hub."), init},
     {"add-node", "NODE KEY [FIELD=VALUE…]", 2, -1, 0, BB_NEED_PERSON,
      N_("Register a public key (PEM file) of a window or centre: via (the node whose folder its "
         "packets come through), valid_from, valid_to. Prints the key's name."),
      add_node},
     {"ingest", "", 0, 0, BB_OPT(TO), BB_NEED_PERSON,
      N_("Take in every packet that lies in the transfer folder, and answer it. With "
         "--to postgresql://…: bring what the archive has into that database instead."),
      ingest},
     {"reply", "[NODE]", 0, 1, 0, BB_NEED_PERSON,
      N_("Answer the last packet of the node, or of all, again, with what came since."), reply},
     {"status", "", 0, 0, BB_OPT(FORMAT), BB_NEED_PERSON,
      N_("List the nodes: silent ones, refused packets, clocks, labels used twice."), status},
     {"revoke", "NODE [KEY]", 1, 2, 0, BB_NEED_PERSON,
      N_("Refuse from now on what is signed with that key, or any, of the node."), revoke},
     {"export", "[NODE]", 0, 1, BB_OPT(OUT), BB_NEED_PERSON,
      N_("Copy the packets of the node, or of all, as they came."), export},
     {"digest", "", 0, 0, BB_OPT(TO), BB_NEED_PERSON,
      N_("Print the rows and the SM3 of every table of the district's state, of this file or of "
         "--to postgresql://…: equal state, equal digests."),
      digest}},
    &bb_node_record};
