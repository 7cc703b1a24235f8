/* bangban help: everything from the tables. */
#include <stdio.h>
#include <string.h>

#include "bangban/base/text.h"
#include "bangban/cli/cli.h"

enum { NAME_COLS = 26 };

static void put_row(struct bb_buf *out, const char *left, const char *right)
{
    bb_buf_str(out, "  ");
    if (bb_text_cols(left) > NAME_COLS) {
        bb_buf_printf(out, "%s\n  ", left);
        left = "";
    }
    bb_text_fit(out, left, NAME_COLS, BB_ALIGN_LEFT);
    bb_buf_printf(out, "  %s\n", right);
}

static void put_options(struct bb_buf *out, uint64_t mask)
{
    for (int i = 0; i < BB_OPTION__COUNT; i++) {
        if (!(mask >> i & 1) || !*bb_options[i].help)
            continue;
        struct bb_buf left = {0};
        bb_buf_printf(&left, "--%s %s", bb_options[i].word, bb_options[i].value);
        put_row(out, bb_buf_text(&left), _(bb_options[i].help));
        bb_buf_done(&left);
    }
}

static void put_commands(struct bb_buf *out)
{
    bb_buf_printf(out, "%s\n\n",
                  _("bangban [OPTIONS] [COMMAND] …: records help given at the windows, keeps the "
                    "problem ledger."));
    for (size_t i = 0; bb_commands[i]; i++)
        put_row(out, bb_commands[i]->name, _(bb_commands[i]->help));
    bb_buf_printf(out, "\n%s\n", _("Options of every command:"));
    put_options(out, BB_OPT_GLOBAL);
    bb_buf_printf(out, "\n%s\n", _("More on one of them: bangban help COMMAND"));
}

/* "solved|partly_solved|…" for code lists, else what kind of value it is. */
static void put_values(struct bb_buf *out, const struct bb_field *field)
{
    static const char *const words[] = {[BB_TYPE_TEXT] = N_("text"),
                                        [BB_TYPE_INT] = N_("number"),
                                        [BB_TYPE_BOOL] = N_("0 or 1"),
                                        [BB_TYPE_TIME] = N_("time"),
                                        [BB_TYPE_DAY] = N_("day")};
    if (field->type != BB_TYPE_CODE) {
        bb_buf_str(out, _(words[field->type]));
        return;
    }
    for (int code = 1; code <= bb_code_count(field->codes); code++)
        bb_buf_printf(out, "%s%s", code > 1 ? "|" : "", bb_code_id(field->codes, code));
}

static void put_fields(struct bb_buf *out, const struct bb_record *record)
{
    bb_buf_printf(out, "\n%s\n", _("Fields:"));
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (!(field->flags & BB_FIELD_INPUT))
            continue;
        struct bb_buf right = {0};
        bb_buf_printf(&right, "%s: ", _(field->label));
        put_values(&right, field);
        put_row(out, field->name, bb_buf_text(&right));
        bb_buf_done(&right);
    }
}

static void put_command(struct bb_buf *out, const struct bb_command *command)
{
    bool pairs = false;
    bb_buf_printf(out, "bangban %s: %s\n", command->name, _(command->help));
    for (const struct bb_verb *verb = command->verbs; verb->name; verb++) {
        bb_buf_printf(out, "\nbangban %s%s%s%s%s\n", command->name, *verb->name ? " " : "",
                      verb->name, *verb->words ? " " : "", verb->words);
        bb_buf_printf(out, "  %s\n", _(verb->help));
        put_options(out, verb->options);
        pairs = pairs || strchr(verb->words, '=');
    }
    if (pairs)
        put_fields(out, command->record);
}

static const struct bb_err *put_part(const struct bb_cli *cli, struct bb_buf *out, const char *part)
{
    static const struct {
        const char *name;
        void (*put)(struct bb_buf *out);
    } parts[] = {{"commands", bb_man_commands},
                 {"settings", bb_man_settings},
                 {"completion", bb_completion}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strcmp(parts[i].name, part) == 0) {
            parts[i].put(out);
            return NULL;
        }
    }
    if (strcmp(part, "keys") == 0) {
        struct bb_buf table = {0};
        cli->put_keys(&table);
        bb_man_keys(out, bb_buf_text(&table));
        bb_buf_done(&table);
        return NULL;
    }
    return bb_err(BB_ERR_OPTION_VALUE, "part", part, "commands, keys, settings, completion", NULL);
}

static const struct bb_err *run(struct bb_cli *cli)
{
    struct bb_buf out = {0};
    const struct bb_err *err = NULL;
    const char *part = cli->option[BB_OPTION_PART];
    const struct bb_command *command = cli->count ? bb_command_find(cli->words[0]) : NULL;
    if (part)
        err = put_part(cli, &out, part);
    else if (command)
        put_command(&out, command);
    else if (cli->count)
        err = bb_command_unknown(cli->words[0]);
    else
        put_commands(&out);
    if (!err)
        fputs(bb_buf_text(&out), stdout);
    bb_buf_done(&out);
    return err ? err : bb_print_flush();
}

const struct bb_command bb_command_help = {
    "help",
    N_("Show how commands go."),
    {{"", "[COMMAND]", 0, 1, BB_OPT(PART), BB_NEED_NOTHING,
      N_("List the commands, or show one with its options and fields."), run}},
    NULL};
