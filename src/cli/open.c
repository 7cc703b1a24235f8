/* From the command line to an open database with a person in front of it. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

char *bb_cli_share(const char *name)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path - 1);
    struct bb_buf out = {0};
    if (len > 0) {
        path[len] = '\0';
        for (int up = 0; up < 2; up++) { /* the file, then bin */
            char *slash = strrchr(path, '/');
            if (slash)
                *slash = '\0';
        }
        bb_buf_str(&out, path);
    }
    bb_buf_printf(&out, "/share/%s", name);
    return bb_buf_take(&out);
}

char *bb_cli_database(const struct bb_cli *cli)
{
    const char *given = cli->option[BB_OPTION_DB];
    const char *path = given ? given : cli->config->database;
    const char *home = getenv("HOME");
    if (!given && home && strncmp(path, "~/", 2) == 0)
        return bb_path_join(home, path + 2);
    return bb_strdup(path);
}

const struct bb_err *bb_cli_open(struct bb_cli *cli)
{
    char *path = bb_cli_database(cli);
    const struct bb_err *err = bb_app_open(&cli->app, cli->config, path, cli->clock);
    free(path);
    return err;
}

const char *bb_cli_who(const struct bb_cli *cli)
{
    return cli->option[BB_OPTION_AS] ? cli->option[BB_OPTION_AS] : BB_SERVICE_PERSON;
}

/* Asks for the secret of whoever it is, also of nobody known. */
static const struct bb_err *prove(struct bb_cli *cli, const char *code)
{
    char secret[BB_SECRET_BYTES] = "";
    struct bb_buf prompt = {0};
    if (strcmp(code, BB_SERVICE_PERSON) == 0 && !cli->option[BB_OPTION_SECRET_FILE] &&
        !cli->option[BB_OPTION_SECRET_FD])
        return bb_app_service_check(cli->app);
    bb_buf_printf(&prompt, _("Secret of %s: "), code);
    const struct bb_err *err = bb_cli_secret(cli, code, bb_buf_text(&prompt), false, secret);
    if (!err)
        err = bb_app_secret_check(cli->app, code, secret);
    bb_app_wipe(secret, sizeof secret);
    bb_buf_done(&prompt);
    return err;
}

const struct bb_err *bb_cli_login(struct bb_cli *cli)
{
    const char *who = bb_cli_who(cli);
    const struct bb_person *person;
    BB_TRY(bb_app_person_named(cli->app, who, &person));
    BB_TRY(prove(cli, person ? person->code : who));
    BB_TRY(bb_app_sit(cli->app, person ? person->code : who, cli->option[BB_OPTION_DESK]));
    bb_app_config_note(cli->app); /* where it cannot be written now, the next one writes it */
    return NULL;
}
