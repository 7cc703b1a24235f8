/* From the command line to an open database with a person in front of it. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

static const char service_person[] = "office";

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
    return cli->option[BB_OPTION_AS] ? cli->option[BB_OPTION_AS] : service_person;
}

const struct bb_err *bb_cli_login(struct bb_cli *cli)
{
    const char *who = bb_cli_who(cli);
    const struct bb_person *rows, *person = bb_app_person_of(cli->app, who);
    size_t count = 0;
    if (!person) {
        BB_TRY(bb_app_people(cli->app, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            if (!rows[i].name || strcmp(rows[i].name, who) != 0)
                continue;
            if (person)
                return bb_err(BB_ERR_NAME_SHARED, who, NULL);
            person = &rows[i];
        }
    }
    if (!person) {
        bb_app_login_failed(cli->app, who);
        return bb_err(BB_ERR_NOT_FOUND, "person", who, NULL);
    }
    BB_TRY(bb_app_sit(cli->app, person->code, cli->option[BB_OPTION_DESK]));
    bb_app_config_note(cli->app); /* where it cannot be written now, the next one writes it */
    return NULL;
}
