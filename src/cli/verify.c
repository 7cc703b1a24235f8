/* bangban verify: a packet against its own manifest, chain and signature; without one the chains of
 * the database. With --db the key is that
 * database's own. */
#include "bangban/cli/cli.h"

struct chains {
    struct bb_check_result result;
    char head[BB_HASH_BYTES];
};

static void show_window(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_verify_result *)row)->window);
}

static void show_events(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)((const struct bb_verify_result *)row)->events);
}

static void show_members(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)((const struct bb_verify_result *)row)->members);
}

static void show_head(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct bb_verify_result *)row)->head);
}

static void show_signature(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    bool checked = ((const struct bb_verify_result *)row)->signature_checked;
    (void)cli;
    if (for_human)
        bb_buf_str(out, checked ? _("holds") : _("not checked: name the sender's key with --key"));
    else
        bb_buf_str(out, checked ? "true" : "false");
}

static const struct bb_column columns[] = {
    {"window", N_("Window"), 10, false, true, false, show_window},
    {"events", N_("Events"), 10, true, true, true, show_events},
    {"members", N_("Files"), 8, true, true, true, show_members},
    {"head", N_("Head of the chain"), -1, false, true, false, show_head},
    {"signature_checked", N_("Signature"), 12, false, true, true, show_signature},
    {0}};

static void show_chain_events(struct bb_cli *cli, const void *row, bool for_human,
                              struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)((const struct chains *)row)->result.events);
}

static void show_chains(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_printf(out, "%lld", (long long)((const struct chains *)row)->result.replicas);
}

static void show_chain_head(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    (void)cli, (void)for_human;
    bb_buf_str(out, ((const struct chains *)row)->head);
}

static const struct bb_column chain_columns[] = {
    {"events", N_("Events"), 10, true, true, true, show_chain_events},
    {"replicas", N_("Installations"), 13, true, true, true, show_chains},
    {"head", N_("Head of the chain"), -1, false, true, false, show_chain_head},
    {0}};

/* The database's own chains. */
static const struct bb_err *own(struct bb_cli *cli)
{
    struct chains chains;
    BB_TRY(bb_cli_open(cli));
    struct bb_progress progress = bb_progress_begin();
    const struct bb_err *err =
        bb_app_chains_verify(cli->app, &progress, &chains.result, chains.head);
    bb_progress_end();
    bb_app_close(cli->app);
    cli->app = NULL;
    return err ? err : bb_print_one(cli, NULL, chain_columns, 0, &chains);
}

static const struct bb_err *run(struct bb_cli *cli)
{
    struct bb_verify_result result = {0};
    if (!cli->count)
        return own(cli);
    if (cli->option[BB_OPTION_DB]) /* its own packets are checked against its own key */
        BB_TRY(bb_cli_open(cli));
    const struct bb_err *err =
        bb_app_verify(cli->app, cli->words[0], cli->option[BB_OPTION_KEY], &result);
    bb_app_close(cli->app);
    cli->app = NULL;
    return err ? err : bb_print_one(cli, NULL, columns, 0, &result);
}

const struct bb_command bb_command_verify = {
    "verify",
    N_("Verify a packet, or the database's own chains."),
    {{"", "[FILE]", 0, 1, BB_OPT(KEY) | BB_OPT(FORMAT), BB_NEED_CONFIG,
      N_("Check digests, chain and signature of a packet (zip or unpacked folder); say what is "
         "wrong with which member. Without FILE: every chain of the database; the first bad event "
         "is named."),
      run}},
    NULL};
