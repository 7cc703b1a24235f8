/* bangban user: accounts and their secrets. */
#include <stdio.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/cli/cli.h"

/* ---- list ---- */

#define TEXT(member, text)                                                         \
    static void show_##member(struct bb_cli *cli, const void *row, bool for_human, \
                              struct bb_buf *out)                                  \
    {                                                                              \
        const struct bb_account *account = row;                                    \
        (void)cli, (void)for_human;                                                \
        bb_buf_str(out, text);                                                     \
    }
TEXT(secret, account->secret ? account->secret : "")
TEXT(pin, account->pin ? account->pin : "")

static void show_name(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_person *person =
        bb_app_person_of(cli->app, ((const struct bb_account *)row)->person);
    (void)for_human;
    bb_buf_str(out, person && person->name ? person->name : "");
}

static void show_role(struct bb_cli *cli, const void *row, bool for_human, struct bb_buf *out)
{
    const struct bb_person *person =
        bb_app_person_of(cli->app, ((const struct bb_account *)row)->person);
    if (person)
        bb_buf_str(out, for_human ? bb_code_label(BB_CODES_ROLE, person->role)
                                  : bb_code_id(BB_CODES_ROLE, person->role));
}

static const struct bb_column columns[] = {
    {"person", N_("Code"), 8, false, false, false, NULL},
    {"name", N_("Full name"), 10, false, true, false, show_name},
    {"role", N_("Role"), 12, false, true, false, show_role},
    {"proves_by", N_("Proves by"), 9, false, true, false, show_secret},
    {"pin_set", N_("PIN"), 4, false, true, false, show_pin},
    {.name = "locked_until", .cols = 16},
    {.name = "login_at", .cols = 16},
    {.name = "disabled", .cols = -1},
    {0}};

static const struct bb_err *list_rows(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_app_may(app, BB_USE_USER_FREE));
    return bb_app_accounts(app, sink);
}

static const struct bb_err *list(struct bb_cli *cli)
{
    return bb_print_all(cli, &bb_account_record, columns, list_rows);
}

/* ---- giving secrets ---- */

/* Whoever makes the first account is nobody yet. */
static const struct bb_err *sit_unless_first(struct bb_cli *cli)
{
    bool first;
    BB_TRY(bb_app_is_first(cli->app, &first));
    return first && !cli->option[BB_OPTION_AS] ? NULL : bb_cli_login(cli);
}

/* The word name=NAME; NULL: not given. */
static const struct bb_err *name_of(const struct bb_cli *cli, int at, const char **out)
{
    *out = cli->count > at ? cli->words[at] : NULL;
    if (*out && strncmp(*out, "name=", 5) != 0)
        return bb_err(BB_ERR_NO_FIELD, *out, "name", NULL);
    *out += *out ? 5 : 0;
    return NULL;
}

static const struct bb_err *add(struct bb_cli *cli)
{
    char secret[BB_SECRET_BYTES] = "";
    struct bb_buf prompt = {0};
    const char *name;
    BB_TRY(name_of(cli, 1, &name));
    BB_TRY(sit_unless_first(cli));
    bb_buf_printf(&prompt, _("New password of %s: "), cli->words[0]);
    const struct bb_err *err =
        bb_cli_secret(cli, cli->words[0], bb_buf_text(&prompt), true, secret);
    if (!err)
        err = bb_app_user_add(cli->app, cli->words[0], name, secret);
    bb_app_wipe(secret, sizeof secret);
    bb_buf_done(&prompt);
    return err;
}

static const struct bb_err *key(struct bb_cli *cli)
{
    const char *name;
    BB_TRY(name_of(cli, 2, &name));
    BB_TRY(sit_unless_first(cli));
    return bb_app_user_key(cli->app, cli->words[0], name, cli->words[1]);
}

/* ---- one's own ---- */

static const struct bb_err *own(struct bb_cli *cli, const char *prompt,
                                const struct bb_err *(*change)(struct bb_app *app, const char *now,
                                                               const char *fresh))
{
    char now[BB_SECRET_BYTES] = "", fresh[BB_SECRET_BYTES] = "";
    const struct bb_person *person;
    const char *who = bb_cli_who(cli);
    BB_TRY(bb_app_person_named(cli->app, who, &person));
    BB_TRY(bb_app_sit(cli->app, person ? person->code : who, NULL)); /* the present one is asked */
    const struct bb_err *err = bb_cli_secret(cli, who, _("Present password: "), false, now);
    if (!err)
        err = bb_cli_secret(cli, who, prompt, true, fresh);
    if (!err)
        err = change(cli->app, now, fresh);
    bb_app_wipe(now, sizeof now);
    bb_app_wipe(fresh, sizeof fresh);
    return err;
}

static const struct bb_err *passwd(struct bb_cli *cli)
{
    return own(cli, _("New password: "), bb_app_own_secret);
}

static const struct bb_err *pin(struct bb_cli *cli)
{
    return own(cli, _("New PIN: "), bb_app_own_pin);
}

/* ---- others ---- */

static const struct bb_err *unlock(struct bb_cli *cli)
{
    return bb_app_user_unlock(cli->app, cli->words[0]);
}

static const struct bb_err *logout(struct bb_cli *cli)
{
    return bb_app_user_logout(cli->app, cli->words[0]);
}

static const struct bb_err *disable(struct bb_cli *cli)
{
    return bb_app_user_disable(cli->app, cli->words[0]);
}

const struct bb_command bb_command_user = {
    "user",
    N_("Accounts: who proves by which secret that it is he."),
    {{"list", "", 0, 0, BB_OPT(FORMAT), BB_NEED_PERSON,
      N_("List the accounts, who came last first; no secret is shown."), list},
     {"add", "PERSON [name=NAME]", 1, 2, 0, BB_NEED_DATABASE,
      N_("Give a person a password, the first or a new one. The first account is an "
         "administrator's; name= makes the person, too."),
      add},
     {"key", "PERSON FILE [name=NAME]", 2, 3, 0, BB_NEED_DATABASE,
      N_("The same with a key that nobody can guess, made here into FILE (mode 0400), for timers "
         "and scripts: --secret-file FILE."),
      key},
     {"passwd", "", 0, 0, 0, BB_NEED_DATABASE, N_("Change one's own password."), passwd},
     {"pin", "", 0, 0, 0, BB_NEED_DATABASE,
      N_("Set one's own PIN, which unlocks one's own locked screen and nothing else."), pin},
     {"unlock", "PERSON", 1, 1, 0, BB_NEED_PERSON, N_("Lift the lock after too many failed tries."),
      unlock},
     {"logout", "PERSON", 1, 1, 0, BB_NEED_PERSON,
      N_("Log the person out at every screen; what was typed stays as drafts."), logout},
     {"disable", "PERSON", 1, 1, 0, BB_NEED_PERSON,
      N_("Close the account and log the person out; user add opens it again."), disable}},
    NULL};
