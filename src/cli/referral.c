/* bangban referral: what was sent back to its own channel (R3), and the slips. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/cli/cli.h"
#include "bangban/core/scope.h"

static const struct bb_err *add(struct bb_cli *cli)
{
    struct bb_referral referral = {0};
    const struct bb_err *err = bb_app_referral_add(cli->app, cli->words[0], &referral);
    if (!err)
        err = bb_print_made(referral.id, referral.no);
    bb_record_done(&bb_referral_record, &referral);
    return err;
}

static const struct bb_err *slip(struct bb_cli *cli)
{
    struct bb_referral referral = {0};
    struct bb_buf text = {0};
    char *path = NULL;
    BB_TRY(bb_app_referral_load(cli->app, cli->words[0], &referral));
    bb_app_referral_slip(cli->app, &referral, &text);
    const struct bb_err *err = NULL;
    if (cli->option[BB_OPTION_PRINT]) {
        err = bb_app_print(cli->app, referral.no, bb_buf_text(&text), true, &path);
    } else {
        fputs(bb_buf_text(&text), stdout);
        err = bb_print_flush();
    }
    free(path);
    bb_buf_done(&text);
    bb_record_done(&bb_referral_record, &referral);
    return err;
}

static const struct bb_err *kinds(struct bb_cli *cli)
{
    struct bb_scopes scopes;
    bb_scopes_parse(&scopes, cli->config->scope_kinds);
    for (size_t i = 0; i < scopes.count; i++)
        printf("%s\t%s\t%s\t%s\n", scopes.rows[i].id, bb_scope_label(&scopes.rows[i]),
               scopes.rows[i].channel, scopes.rows[i].words);
    bb_scopes_done(&scopes);
    return bb_print_flush();
}

const struct bb_command bb_command_referral = {
    "referral",
    N_("Out of scope (涉法、涉诉、投诉): sent back to its own channel, without a word about the "
       "visitor."),
    {{"add", "KIND", 1, 1, 0, BB_NEED_PERSON,
      N_("Record that one was sent to its channel; the kinds are the setting scope.kinds."), add},
     {"slip", "NUMBER", 1, 1, BB_OPT(PRINT), BB_NEED_PERSON,
      N_("Show the slip for the visitor, or print it."), slip},
     {"kinds", "", 0, 0, 0, BB_NEED_CONFIG,
      N_("List the kinds: id, label, channel, words that suggest it, TAB between."), kinds}},
    NULL};
