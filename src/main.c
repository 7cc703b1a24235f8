/* Start-up and dispatch: stages that are built in order and torn down in reverse, one table for
 * each kind of command. */
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/safety.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/base/process.h"
#include "bangban/cli/cli.h"
#include "bangban/ui/ui.h"
#include "bangban/view/action.h"

struct program {
    int argc;
    char **argv;
    struct bb_cli cli;
    struct bb_config config;
    struct as_of {
        bool stands;
        int64_t now_ms;
    } as_of;
};

struct stage {
    const struct bb_err *(*up)(struct program *program);
    void (*down)(struct program *program); /* NULL: leaves nothing behind */
};

/* ---- locale ---- */

static bool is_utf8(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Chinese needs a UTF-8 locale, not a Chinese one. A terminal that says UTF-8 by the name of a
 * locale that is not installed gets C.UTF-8; one that does not say so gets English, though cells
 * are still counted as in UTF-8. A login shell has nobody who could set one. */
static const struct bb_err *locale_up(struct program *program)
{
    if (!setlocale(LC_ALL, "")) {
        const char *names[] = {getenv("LC_ALL"), getenv("LC_CTYPE"), getenv("LANG")};
        const char *name = "";
        for (size_t i = 0; i < sizeof names / sizeof *names && !*name; i++)
            name = names[i] ? names[i] : "";
        if (strcasestr(name, "utf-8") || strcasestr(name, "utf8"))
            setlocale(LC_ALL, "C.UTF-8");
    }
    if (!is_utf8() && bb_cli_is_kiosk(program->argv[0]))
        setlocale(LC_ALL, "C.UTF-8");
    return NULL;
}

static void speak(const char *language)
{
    char *catalogues = bb_cli_share("locale");
    setenv("LANGUAGE", language, 1);
    bindtextdomain("bangban", catalogues);
    bind_textdomain_codeset("bangban", "UTF-8");
    textdomain("bangban");
    free(catalogues);
}

/* ---- arguments and configuration ---- */

/* Without --config: the user's file, else the machine's, else the defaults. Heap; NULL: none. */
static char *usual_config(void)
{
    const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    struct bb_buf path = {0};
    if (base && *base)
        bb_buf_printf(&path, "%s/bangban/bangban.conf", base);
    else if (home && *home)
        bb_buf_printf(&path, "%s/.config/bangban/bangban.conf", home);
    if (!path.len || !bb_file_exists(path.data)) {
        bb_buf_clear(&path);
        bb_buf_str(&path, "/etc/bangban/bangban.conf");
    }
    if (bb_file_exists(path.data))
        return bb_buf_take(&path);
    bb_buf_done(&path);
    return NULL;
}

static const struct bb_err *config_up(struct program *program)
{
    bb_config_init(&program->config);
    program->cli.config = &program->config;
    program->cli.put_keys = bb_action_table;
    return NULL;
}

static void config_down(struct program *program)
{
    bb_config_done(&program->config);
}

/* The line is read twice: first only for --config and --lang, whatever is wrong elsewhere; then,
 * when messages speak the user's language, for good. */
static const struct bb_err *arguments_up(struct program *program)
{
    struct bb_cli *cli = &program->cli;
    const struct bb_err *wrong = bb_cli_parse(cli, program->argc, program->argv);
    const char *language = cli->option[BB_OPTION_LANG];
    speak(language ? language : program->config.language);
    const char *given = cli->option[BB_OPTION_CONFIG];
    char *path = given ? bb_strdup(given) : usual_config();
    const struct bb_err *err = path ? bb_config_load(&program->config, path) : NULL;
    free(path);
    if (!err && !language)
        speak(program->config.language);
    if (err && !wrong && cli->verb->need == BB_NEED_NOTHING)
        err = NULL; /* help is there to mend it */
    return err ? err : bb_cli_parse(cli, program->argc, program->argv);
}

/* ---- database and person ---- */

static int64_t now_ms(void *ctx)
{
    const struct as_of *as_of = ctx;
    return as_of->stands ? as_of->now_ms : bb_clock_now_ms(&bb_clock_system);
}

static const struct bb_err *clock_up(struct program *program)
{
    program->cli.clock = (struct bb_clock){now_ms, &program->as_of};
    return NULL;
}

static const struct bb_err *database_up(struct program *program)
{
    return bb_cli_open(&program->cli);
}

static void database_down(struct program *program)
{
    const char *fault = program->cli.app ? bb_app_tail_fault(program->cli.app) : NULL;
    if (fault)
        fprintf(stderr, "bangban: %s\n", fault);
    bb_app_close(program->cli.app);
}

static const struct bb_err *person_up(struct program *program)
{
    BB_TRY(bb_cli_login(&program->cli));
    bb_cli_reason_look(&program->cli);
    return NULL;
}

/* After the login, whose event happens now whatever the list is as of. */
static const struct bb_err *as_of_up(struct program *program)
{
    bool lists = program->cli.verb->options & BB_OPT(FORMAT); /* what writes files acts now */
    if (strcmp(program->cli.command->name, "report") == 0)
        BB_TRY(bb_app_print_note(program->cli.app, program->cli.verb->name));
    program->as_of = (struct as_of){lists && program->cli.as_of, program->cli.as_of * 1000};
    return NULL;
}

/* ---- running ---- */

static const struct bb_err *cells_up(struct program *program)
{
    (void)program;
    if (!is_utf8())
        setlocale(LC_CTYPE, "C.UTF-8");
    return NULL;
}

static const struct bb_err *command_up(struct program *program)
{
    return program->cli.verb->run(&program->cli);
}

static const struct bb_err *screen_up(struct program *program)
{
    if (program->cli.option[BB_OPTION_AS])
        BB_TRY(bb_cli_login(&program->cli));
    return bb_ui_run(program->cli.app);
}

static const struct bb_err *kiosk_up(struct program *program)
{
    return bb_ui_run_kiosk(program->cli.app);
}

/* The desk of --desk, or of ui.desk. */
static const struct bb_err *rate_up(struct program *program)
{
    const char *desk = program->cli.option[BB_OPTION_DESK];
    desk = desk ? desk : program->cli.config->desk;
    if (!*desk)
        return bb_err(BB_ERR_OPTION_MISSING, "desk", "CODE", "rate", NULL);
    BB_TRY(bb_app_bind(program->cli.app, desk));
    return bb_ui_run_rate(program->cli.app);
}

static const struct stage start[] = {
    {locale_up, NULL}, {config_up, config_down}, {arguments_up, NULL}, {0}};
static const struct stage bare[] = {{cells_up, NULL}, {clock_up, NULL}, {command_up, NULL}, {0}};
static const struct stage with_database[] = {
    {cells_up, NULL}, {clock_up, NULL},   {database_up, database_down},
    {as_of_up, NULL}, {command_up, NULL}, {0}};
static const struct stage with_person[] = {{cells_up, NULL},
                                           {clock_up, NULL},
                                           {database_up, database_down},
                                           {person_up, NULL},
                                           {as_of_up, NULL},
                                           {command_up, NULL},
                                           {0}};
static const struct stage screen[] = {
    {clock_up, NULL}, {database_up, database_down}, {screen_up, NULL}, {0}};
static const struct stage kiosk[] = {
    {clock_up, NULL}, {database_up, database_down}, {kiosk_up, NULL}, {0}};
static const struct stage rate[] = {
    {clock_up, NULL}, {database_up, database_down}, {rate_up, NULL}, {0}};

static const struct stage *stages_of(const struct bb_cli *cli)
{
    static const struct stage *const by_need[] = {[BB_NEED_NOTHING] = bare,
                                                  [BB_NEED_CONFIG] = bare,
                                                  [BB_NEED_DATABASE] = with_database,
                                                  [BB_NEED_PERSON] = with_person};
    if (cli->verb->run)
        return by_need[cli->verb->need];
    return strcmp(cli->command->name, "kiosk") == 0  ? kiosk
           : strcmp(cli->command->name, "rate") == 0 ? rate
                                                     : screen;
}

/* Until one fails; returns how many stand. A stage that fails leaves nothing behind. */
static size_t up(struct program *program, const struct stage *stages, const struct bb_err **err)
{
    size_t standing = 0;
    while (stages[standing].up && !(*err = stages[standing].up(program)))
        standing++;
    return standing;
}

static void down(struct program *program, const struct stage *stages, size_t standing)
{
    while (standing-- > 0) {
        if (stages[standing].down)
            stages[standing].down(program);
    }
}

/* The words of the command line, for ourselves; in the process list, which everybody may read,
 * stars stand for what is said of a client. */
static char **words_take(int argc, char **argv)
{
    char **words = bb_alloc(((size_t)argc + 1) * sizeof *words);
    for (int i = 0; i < argc; i++) {
        char *value =
            strncmp(argv[i], "client_", strlen("client_")) == 0 ? strchr(argv[i], '=') : NULL;
        words[i] = bb_strdup(argv[i]);
        if (value)
            memset(value + 1, '*', strlen(value + 1));
    }
    return words;
}

int main(int argc, char **argv)
{
    struct program program = {.argc = argc, .argv = words_take(argc, argv)};
    const struct bb_err *err = NULL;
    const struct stage *command = NULL;
    bb_process_harden();
    size_t inner = 0, outer = up(&program, start, &err);
    if (!err) {
        command = stages_of(&program.cli);
        inner = up(&program, command, &err);
    }
    if (err)
        fprintf(stderr, "bangban: %s\n", err->text);
    int status = (int)bb_err_exit(err);
    down(&program, command, inner);
    down(&program, start, outer);
    for (int i = 0; i < argc; i++)
        free(program.argv[i]);
    free(program.argv);
    return status;
}
