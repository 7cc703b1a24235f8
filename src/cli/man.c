/* The parts of bangban(1) and bangban.conf(5) that follow from tables, as mdoc in English. The
 * pages in man/ hold them between markers; man/renew.sh puts them there, a test compares. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

/* Text of a table into mdoc: a macro argument or a line of text; backslash, quotes and a leading
 * dot are escaped. */
static void put_text(struct bb_buf *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        bb_buf_str(out, "\\&");
    for (char was = 0; *text; was = *text++) {
        if (*text == '\\')
            bb_buf_str(out, "\\e");
        else if (*text == '"')
            bb_buf_str(out, "\\(dq");
        else if (*text == '-')
            bb_buf_str(out, "\\-");
        else if (text[0] == ' ' && was == '.')
            bb_buf_char(out, '\n'); /* mdoc: a sentence begins a line */
        else
            bb_buf_char(out, *text);
    }
}

static void put_line(struct bb_buf *out, const char *text)
{
    put_text(out, text);
    bb_buf_char(out, '\n');
}

/* "FIELD=VALUE…", "[FILE]" */
static void put_words(struct bb_buf *out, const char *words)
{
    size_t optional = *words == '[' ? strcspn(words, "]") : 0;
    if (optional) {
        bb_buf_printf(out, " Op Ar %.*s", (int)optional - 1, words + 1);
        words += optional + 1;
        words += strspn(words, " ");
    }
    if (*words)
        bb_buf_printf(out, " Ar %s", words);
}

static void put_option(struct bb_buf *out, int i)
{
    bb_buf_str(out, " Fl \\-");
    put_text(out, bb_options[i].word);
    if (*bb_options[i].value)
        bb_buf_printf(out, " Ar %s", bb_options[i].value);
}

static void put_verb(struct bb_buf *out, const struct bb_command *command,
                     const struct bb_verb *verb)
{
    bb_buf_printf(out, ".It Xo Nm bangban Cm %s", command->name);
    if (*verb->name)
        bb_buf_printf(out, " Cm %s", verb->name);
    put_words(out, verb->words);
    bb_buf_char(out, '\n');
    for (int i = 0; i < BB_OPTION__COUNT; i++) {
        if (!(verb->options >> i & 1) || !*bb_options[i].help)
            continue;
        bb_buf_str(out, ".Op");
        put_option(out, i);
        bb_buf_char(out, '\n');
    }
    bb_buf_str(out, ".Xc\n");
    put_line(out, verb->help);
}

static void put_commands(struct bb_buf *out)
{
    bb_buf_str(out, ".Sh COMMANDS\n");
    for (size_t i = 0; bb_commands[i]; i++) {
        bb_buf_printf(out, ".Ss %s\n", bb_commands[i]->name);
        put_line(out, bb_commands[i]->help);
        bb_buf_str(out, ".Bl -tag -width Ds\n");
        for (const struct bb_verb *verb = bb_commands[i]->verbs; verb->name; verb++)
            put_verb(out, bb_commands[i], verb);
        bb_buf_str(out, ".El\n");
    }
}

static void put_options(struct bb_buf *out)
{
    bb_buf_str(
        out,
        ".Sh OPTIONS\nOptions stand before or after the command.\nThese go with every command:\n"
        ".Bl -tag -width Ds\n");
    for (int pass = 0; pass < 2; pass++) {
        if (pass)
            bb_buf_str(
                out,
                ".El\n.Pp\nThese go with the commands that name them above:\n.Bl -tag -width Ds\n");
        for (int i = 0; i < BB_OPTION__COUNT; i++) {
            if ((BB_OPT_GLOBAL >> i & 1) == (uint64_t)pass || !*bb_options[i].help)
                continue;
            bb_buf_str(out, ".It");
            put_option(out, i);
            bb_buf_char(out, '\n');
            put_line(out, bb_options[i].help);
        }
    }
    bb_buf_str(out, ".El\n");
}

static void put_value(struct bb_buf *out, const struct bb_field *field)
{
    static const char *const words[] = {[BB_TYPE_TEXT] = "text",
                                        [BB_TYPE_INT] = "a number",
                                        [BB_TYPE_BOOL] = "0 or 1",
                                        [BB_TYPE_TIME] = "a time",
                                        [BB_TYPE_DAY] = "a day"};
    if (field->type != BB_TYPE_CODE) {
        bb_buf_str(out, words[field->type]);
        return;
    }
    for (int code = 1; code <= bb_code_count(field->codes); code++)
        bb_buf_printf(out, "%s%s", code > 1 ? ", " : "", bb_code_id(field->codes, code));
}

static void put_fields(struct bb_buf *out)
{
    static const struct bb_record *const records[] = {&bb_session_record, &bb_issue_record};
    bb_buf_str(out, ".Sh FIELDS\n");
    for (size_t r = 0; r < sizeof records / sizeof *records; r++) {
        bb_buf_printf(out, ".Ss %s add\n.Bl -tag -width Ds\n", records[r]->name);
        for (size_t i = 0; i < records[r]->count; i++) {
            const struct bb_field *field = &records[r]->fields[i];
            if (!(field->flags & BB_FIELD_INPUT))
                continue;
            bb_buf_printf(out, ".It Cm %s\n", field->name);
            put_text(out, field->label);
            bb_buf_str(out, ": ");
            put_value(out, field);
            bb_buf_str(out, ".\n");
        }
        bb_buf_str(out, ".El\n");
    }
}

/* The ledger's states, from the step table: which step leads from where to where and what it must
 * state. */
static void put_steps(struct bb_buf *out)
{
    bb_buf_str(out, ".Sh THE LEDGER\n.Bd -literal\n");
    for (int kind = 1; kind < BB_EVENT__COUNT; kind++) {
        const struct bb_step *step = bb_issue_step((enum bb_event_kind)kind);
        if (!step)
            continue;
        struct bb_buf from = {0};
        for (int state = 1; state <= bb_code_count(BB_CODES_STATE); state++) {
            if (step->from >> state & 1)
                bb_buf_printf(&from, "%s%s", from.len ? "|" : "",
                              bb_code_id(BB_CODES_STATE, state));
        }
        const char *to = step->to ? bb_code_id(BB_CODES_STATE, step->to) : "(stays)";
        bb_buf_printf(out, "%-14s %-32s \\-> %s", bb_event_word(step->kind), bb_buf_text(&from),
                      to);
        if (*step->needs)
            bb_buf_printf(out, "%*s%s", 12 - (int)strlen(to), "", step->needs);
        bb_buf_char(out, '\n');
        bb_buf_done(&from);
    }
    bb_buf_str(out, ".Ed\n");
}

void bb_man_commands(struct bb_buf *out)
{
    put_commands(out);
    put_options(out);
    put_fields(out);
    put_steps(out);
}

void bb_man_keys(struct bb_buf *out, const char *table)
{
    char *copy = bb_strdup(table), *rest = NULL;
    bb_buf_str(out, ".Bl -tag -width Ds\n");
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        char *cells = NULL, *keys = strtok_r(line, "\t", &cells);
        const char *command = strtok_r(NULL, "\t", &cells), *label = strtok_r(NULL, "\t", &cells);
        const char *sentence = strtok_r(NULL, "\t", &cells);
        if (!sentence)
            continue; /* a row without keys is in the palette alone */
        bb_buf_str(out, ".It ");
        put_text(out, keys);
        bb_buf_str(out, " : ");
        put_text(out, label);
        bb_buf_str(out, " (");
        put_text(out, command);
        bb_buf_str(out, ")\n");
        put_line(out, sentence);
    }
    bb_buf_str(out, ".El\n");
    free(copy);
}

void bb_man_settings(struct bb_buf *out)
{
    int count;
    const struct bb_setting *settings = bb_config_settings(&count);
    bb_buf_str(out, ".Sh SETTINGS\n.Bl -tag -width Ds\n");
    for (int i = 0; i < count; i++) {
        bb_buf_printf(out, ".It Cm %s\n", settings[i].path);
        put_line(out, settings[i].help);
        bb_buf_str(out, "Default: ");
        put_text(out, *settings[i].preset ? settings[i].preset : "empty");
        bb_buf_str(out, ".\n");
    }
    bb_buf_str(out, ".El\n");
}
