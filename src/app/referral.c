/* Out of scope (R3): recorded without a word about the visitor, and the slip that he takes along.
 * Printing text. */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

const struct bb_err *bb_app_referral_add(struct bb_app *app, const char *scope,
                                         struct bb_referral *out)
{
    struct bb_buf body = {0};
    char id[BB_UUID_BYTES];
    BB_TRY(bb_act_may(app, BB_USE_REFERRAL_ADD));
    struct bb_scopes scopes;
    bb_scopes_parse(&scopes, app->config->scope_kinds);
    const struct bb_scope *kind = bb_scope_of(&scopes, scope);
    const struct bb_err *err =
        kind ? bb_act_begin(app)
             : bb_err(BB_ERR_RULE, _("There is no such kind; see: bangban referral kinds"), NULL);
    if (err) {
        bb_scopes_done(&scopes);
        return err;
    }
    out->happened_at = bb_app_now(app);
    bb_strset(&out->scope, scope);
    bb_strset(&out->referred_to, kind->channel);
    bb_strset(&out->desk, app->desk.code);
    bb_uuid_make(id, bb_clock_now_ms(&app->clock));
    err = bb_act_number(app, &bb_referral_record, "Z", out->happened_at, &out->no);
    if (!err) {
        bb_record_body_format(&bb_referral_record, out, &body);
        err = bb_act_event(app, BB_EVENT_REFERRAL_ADD, id, body.data);
    }
    if (!err) {
        bb_record_done(&bb_referral_record, out);
        err = bb_act_fold(app, &bb_referral_record, id, out);
    }
    bb_buf_done(&body);
    bb_scopes_done(&scopes);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_referral_load(struct bb_app *app, const char *no,
                                          struct bb_referral *out)
{
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_REFERRAL_ADD));
    BB_TRY(bb_db_load_no(app->db, &bb_referral_record, no, out, &found));
    return found ? NULL
                 : bb_err(BB_ERR_RULE, _("There is no such referral; compare the number."), NULL);
}

void bb_app_referral_slip(struct bb_app *app, const struct bb_referral *referral,
                          struct bb_buf *out)
{
    char at[BB_AT_BYTES];
    struct bb_scopes scopes;
    bb_scopes_parse(&scopes, app->config->scope_kinds);
    const struct bb_scope *kind = bb_scope_of(&scopes, referral->scope);
    const struct bb_desk *desk = referral->desk ? bb_app_desk_of(app, referral->desk) : NULL;
    bb_buf_printf(out, "%s\n%s  %s\n", bb_app_centre_name(app), _("Referral slip"), referral->no);
    bb_buf_printf(out, "%s  %s\n", bb_at_format_minute(at, referral->happened_at),
                  desk ? desk->name : "");
    bb_buf_printf(out, _("Your matter (%s) is not handled at this window.\n"),
                  kind ? bb_scope_label(kind) : referral->scope);
    bb_buf_printf(out, _("Please turn to: %s\n"), referral->referred_to);
    bb_scopes_done(&scopes);
}

/* command: words with spaces between, the path behind them. */
static const struct bb_err *print_run(const char *command, const char *path)
{
    enum { WORDS_MAX = 16 };
    char *words = bb_strdup(command), *rest = NULL, *argv[WORDS_MAX + 2] = {NULL};
    int count = 0, status = 0;
    pid_t pid;
    for (char *word = strtok_r(words, " ", &rest); word && count < WORDS_MAX;
         word = strtok_r(NULL, " ", &rest))
        argv[count++] = word;
    argv[count] = (char *)(size_t)path; /* posix_spawn() only reads it */
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    int fault = posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    while (!fault && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    const struct bb_err *err = NULL;
    if (fault || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
        err = bb_err(BB_ERR_PRINT, command, path, NULL);
    free(words);
    return err;
}

const struct bb_err *bb_app_print(struct bb_app *app, const char *name, const char *text,
                                  bool to_printer, char **path)
{
    struct bb_buf file = {0};
    char *folder = bb_path_join(app->folder, "print");
    const struct bb_err *err = bb_file_mkdir(folder);
    bb_buf_printf(&file, "%s.txt", name);
    *path = bb_path_join(folder, file.data);
    if (!err)
        err = bb_file_write(*path, 0600, text, strlen(text));
    if (!err && to_printer)
        err = *app->config->print_command
                  ? print_run(app->config->print_command, *path)
                  : bb_err(BB_ERR_PRINT, _("no command (print.command)"), *path, NULL);
    bb_buf_done(&file);
    free(folder);
    return err;
}
