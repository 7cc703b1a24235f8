/* bangban export: the packet for the district, and its forms. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/form.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

static const char suffix[] = ".form";

static int is_map(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);
    return len >= sizeof suffix && strcmp(entry->d_name + len + 1 - sizeof suffix, suffix) == 0;
}

static const struct bb_err *no_form(const char *name, const char *folder)
{
    struct dirent **entries = NULL;
    struct bb_buf list = {0};
    int count = scandir(folder, &entries, is_map, alphasort);
    for (int i = 0; i < count; i++) {
        bb_buf_str(&list, i ? ", " : "");
        bb_buf_add(&list, entries[i]->d_name, strlen(entries[i]->d_name) + 1 - sizeof suffix);
        free(entries[i]);
    }
    free(entries);
    const struct bb_err *err = bb_err(BB_ERR_NO_FORM, name, bb_buf_text(&list), NULL);
    bb_buf_done(&list);
    return err;
}

/* A path holds a slash; else it is a name among the maps that came with the program. Heap. */
static const struct bb_err *map_path(const char *name, char **out)
{
    if (strchr(name, '/')) {
        *out = bb_strdup(name);
        return NULL;
    }
    char *folder = bb_cli_share("bangban/forms");
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s/%s%s", folder, name, suffix);
    const struct bb_err *err = bb_file_exists(path.data) ? NULL : no_form(name, folder);
    free(folder);
    *out = bb_buf_take(&path);
    return err;
}

static const struct bb_err *form(struct bb_cli *cli, const char *dir, char **path)
{
    char *map = NULL;
    struct bb_form_query query = {.unit = cli->option[BB_OPTION_LEAD],
                                  .leader = cli->option[BB_OPTION_PERSON],
                                  .as_of = cli->as_of};
    BB_TRY(bb_cli_range(cli, &query.from_at, &query.to_at));
    const struct bb_err *err = map_path(cli->option[BB_OPTION_FORM], &map);
    if (!err)
        err = bb_app_form(cli->app, map, &query, dir, path);
    free(map);
    return err;
}

static const struct bb_err *packet(struct bb_cli *cli, const char *dir, char **path)
{
    static const enum bb_option_id of_forms[] = {BB_OPTION_FROM, BB_OPTION_TO, BB_OPTION_LEAD,
                                                 BB_OPTION_PERSON, BB_OPTION_AS_OF};
    for (size_t i = 0; i < sizeof of_forms / sizeof *of_forms; i++)
        if (cli->option[of_forms[i]])
            return bb_err(BB_ERR_OPTION_MISSING, "form", "NAME", "export", NULL);
    struct bb_progress progress = bb_progress_begin();
    const struct bb_err *err = bb_app_export(cli->app, dir, &progress, path);
    bb_progress_end();
    return err;
}

static const struct bb_err *run(struct bb_cli *cli)
{
    const char *dir = cli->option[BB_OPTION_OUT] ? cli->option[BB_OPTION_OUT] : ".";
    char *path = NULL;
    const struct bb_err *err =
        cli->option[BB_OPTION_FORM] ? form(cli, dir, &path) : packet(cli, dir, &path);
    if (!err) {
        puts(path);
        err = bb_print_flush();
    }
    free(path);
    return err;
}

const struct bb_command bb_command_export = {
    "export",
    N_("Write the packet for the district, or one of its forms."),
    {{"", "", 0, 0,
      BB_OPT(OUT) | BB_OPT(FORM) | BB_OPT(FROM) | BB_OPT(TO) | BB_OPT(LEAD) | BB_OPT(PERSON) |
          BB_OPT(AS_OF),
      BB_NEED_PERSON,
      N_("Write everything not yet acknowledged as a signed packet, or with --form a form "
         "(bangban-form(5)), and print its path."),
      run}},
    NULL};
