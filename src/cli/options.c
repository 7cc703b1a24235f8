/* Reads the command line against the tables. Prints nothing, opens nothing. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/cli/cli.h"

const struct bb_option bb_options[BB_OPTION__COUNT] = {
#define ROW(name, word, value, help) [BB_OPTION_##name] = {word, value, help},
    BB_OPTION_LIST(ROW)
#undef ROW
};
_Static_assert(BB_OPTION__COUNT <= 64, "options are bits of a mask");

const char *const bb_format_words[BB_FORMAT__COUNT] = {"text", "tsv", "csv", "json"};

/* getopt's own return values lie below; none may be '?' or ':'. */
enum { OPTION_BASE = 256 };

const struct bb_err *bb_command_unknown(const char *name)
{
    struct bb_buf list = {0};
    for (size_t i = 0; bb_commands[i]; i++) {
        bb_buf_str(&list, i ? ", " : "");
        bb_buf_str(&list, bb_commands[i]->name);
    }
    const struct bb_err *err = bb_err(BB_ERR_NO_COMMAND, name, bb_buf_text(&list), NULL);
    bb_buf_done(&list);
    return err;
}

static const struct bb_err *verb_unknown(const struct bb_command *command, const char *name)
{
    struct bb_buf list = {0};
    for (const struct bb_verb *verb = command->verbs; verb->name; verb++) {
        bb_buf_str(&list, list.len ? ", " : "");
        bb_buf_str(&list, verb->name);
    }
    const struct bb_err *err =
        name ? bb_err(BB_ERR_NO_VERB, command->name, name, bb_buf_text(&list), NULL)
             : bb_err(BB_ERR_VERB_MISSING, command->name, bb_buf_text(&list), NULL);
    bb_buf_done(&list);
    return err;
}

/* "bangban session void NO" */
static char *usage_of(const struct bb_cli *cli)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, "bangban %s", cli->command->name);
    if (*cli->verb->name)
        bb_buf_printf(&text, " %s", cli->verb->name);
    if (*cli->verb->words)
        bb_buf_printf(&text, " %s", cli->verb->words);
    return bb_buf_take(&text);
}

bool bb_cli_is_kiosk(const char *program)
{
    static const char name[] = "bangban-kiosk";
    size_t len = strlen(program);
    return len >= sizeof name - 1 && strcmp(program + len - (sizeof name - 1), name) == 0;
}

/* Finds command and verb at the head of the words and steps over them. */
static const struct bb_err *find_verb(struct bb_cli *cli, const char *program)
{
    if (bb_cli_is_kiosk(program))
        cli->count = 0; /* whatever words a line from outside brings */
    if (cli->count == 0) {
        cli->command = bb_command_find(bb_cli_is_kiosk(program)      ? "kiosk"
                                       : cli->option[BB_OPTION_HELP] ? "help"
                                                                     : "ui");
        cli->verb = cli->command->verbs;
        return NULL;
    }
    cli->command = bb_command_find(cli->words[0]);
    if (!cli->command)
        return bb_command_unknown(cli->words[0]);
    cli->words++;
    cli->count--;
    const struct bb_verb *verb = cli->command->verbs;
    if (*verb->name) {
        if (cli->count == 0 && !cli->option[BB_OPTION_HELP])
            return verb_unknown(cli->command, NULL);
        while (cli->count && verb->name && strcmp(verb->name, cli->words[0]) != 0)
            verb++;
        if (!verb->name)
            return verb_unknown(cli->command, cli->words[0]);
        cli->words += cli->count > 0;
        cli->count -= cli->count > 0;
    }
    cli->verb = verb;
    return NULL;
}

static const struct bb_err *check_words(const struct bb_cli *cli)
{
    const struct bb_verb *verb = cli->verb;
    for (int i = 0; i < cli->count; i++) {
        size_t at;
        if (!bb_text_is_utf8(cli->words[i], strlen(cli->words[i]), &at)) {
            char number[24];
            snprintf(number, sizeof number, "%zu", at);
            return bb_err(BB_ERR_BAD_UTF8, _("An argument"), number, NULL);
        }
    }
    if (cli->count >= verb->least && (verb->most < 0 || cli->count <= verb->most))
        return NULL;
    char *usage = usage_of(cli);
    const struct bb_err *err = cli->count < verb->least
                                   ? bb_err(BB_ERR_WORDS_FEW, usage, NULL)
                                   : bb_err(BB_ERR_WORDS_MANY, cli->words[verb->most], usage, NULL);
    free(usage);
    return err;
}

static const struct bb_err *check_options(struct bb_cli *cli)
{
    uint64_t known = BB_OPT_GLOBAL | cli->verb->options;
    bool records = (known & BB_OPT(AT)) && !(known & BB_OPT(FORMAT));
    if (records) /* what was recorded is printed as JSON and no other way */
        known |= BB_OPT(FORMAT);
    for (int i = 0; i < BB_OPTION__COUNT; i++) {
        const char *value = cli->option[i];
        size_t at;
        char number[24];
        if (value && !(known >> i & 1))
            return bb_err(BB_ERR_NO_OPTION, cli->command->name, bb_options[i].word, NULL);
        if (value && !bb_text_is_utf8(value, strlen(value), &at)) {
            struct bb_buf name = {0};
            snprintf(number, sizeof number, "%zu", at);
            bb_buf_printf(&name, "--%s", bb_options[i].word);
            const struct bb_err *err = bb_err(BB_ERR_BAD_UTF8, name.data, number, NULL);
            bb_buf_done(&name);
            return err;
        }
    }
    const char *format = cli->option[BB_OPTION_FORMAT];
    if (records && format && strcmp(format, "json") != 0)
        return bb_err(BB_ERR_OPTION_VALUE, "format", format, "json", NULL);
    cli->format = BB_FORMAT_TEXT;
    while (format && cli->format < BB_FORMAT__COUNT &&
           strcmp(format, bb_format_words[cli->format]) != 0)
        cli->format++;
    if (cli->format == BB_FORMAT__COUNT)
        return bb_err(BB_ERR_OPTION_VALUE, "format", format, "text, tsv, csv, json", NULL);
    if (cli->option[BB_OPTION_AT])
        BB_TRY(bb_at_parse(&cli->at, cli->option[BB_OPTION_AT]));
    const char *as_of = cli->option[BB_OPTION_AS_OF];
    if (as_of) {
        BB_TRY(bb_at_parse(&cli->as_of, as_of));
        if (strlen(as_of) <= strlen("2026-11-23")) /* a day: how it stood when the day was over */
            cli->as_of += BB_DAY_SECONDS - 1;
    }
    return NULL;
}

const struct bb_err *bb_cli_parse(struct bb_cli *cli, int argc, char **argv)
{
    static struct option table[BB_OPTION__COUNT + 1];
    for (int i = 0; i < BB_OPTION__COUNT; i++)
        table[i] = (struct option){bb_options[i].word,
                                   *bb_options[i].value ? required_argument : no_argument, NULL,
                                   OPTION_BASE + i};
    memset(cli->option, 0, sizeof cli->option);
    cli->command = NULL;
    cli->verb = NULL;
    optind = 0; /* start again, also the second time */
    opterr = 0;
    const struct bb_err *err = NULL;
    for (int got; (got = getopt_long(argc, argv, ":h", table, NULL)) != -1;) {
        if (got == 'h') {
            cli->option[BB_OPTION_HELP] = "";
        } else if (got >= OPTION_BASE) {
            cli->option[got - OPTION_BASE] = optarg ? optarg : "";
        } else if (!err && got == ':' && optopt >= OPTION_BASE) {
            const struct bb_option *option = &bb_options[optopt - OPTION_BASE];
            err = bb_err(BB_ERR_OPTION_BARE, option->word, option->value, NULL);
        } else if (!err) {
            char letter[3] = {'-', (char)optopt, '\0'};
            err = bb_err(BB_ERR_OPTION_UNKNOWN, optopt ? letter : argv[optind - 1], NULL);
        }
    }
    if (err)
        return err;
    cli->words = argv + optind;
    cli->count = argc - optind;
    BB_TRY(find_verb(cli, argv[0]));
    if (cli->option[BB_OPTION_HELP]) { /* `x --help` is `help x` */
        cli->words = argv + optind;
        cli->count = optind < argc;
        cli->command = bb_command_find("help");
        cli->verb = cli->command->verbs;
        return NULL;
    }
    BB_TRY(check_options(cli));
    return check_words(cli);
}

const struct bb_err *bb_cli_number(const struct bb_cli *cli, enum bb_option_id option,
                                   int64_t least, int64_t most, int64_t fallback, int64_t *out)
{
    const char *text = cli->option[option];
    *out = fallback;
    if (!text)
        return NULL;
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno || end == text || *end || number < least || number > most) {
        char range[64];
        snprintf(range, sizeof range, "%lld – %lld", (long long)least, (long long)most);
        return bb_err(BB_ERR_OPTION_VALUE, bb_options[option].word, text, range, NULL);
    }
    *out = number;
    return NULL;
}

const struct bb_err *bb_cli_range(const struct bb_cli *cli, int64_t *from_at, int64_t *to_at)
{
    const char *from = cli->option[BB_OPTION_FROM], *to = cli->option[BB_OPTION_TO];
    int64_t day;
    *from_at = *to_at = 0;
    if (from)
        BB_TRY(bb_at_parse(from_at, from));
    if (to) {
        BB_TRY(bb_day_parse(&day, to));
        *to_at = bb_at_make(day + 1, 0);
    }
    return NULL;
}
