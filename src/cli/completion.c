/* The bash completion, written from the tables into data/completion/bangban. */
#include <string.h>

#include "bangban/cli/cli.h"

static void put_options(struct bb_buf *out, uint64_t mask)
{
    for (int i = 0; i < BB_OPTION__COUNT; i++) {
        if ((mask >> i & 1) && *bb_options[i].help)
            bb_buf_printf(out, " --%s", bb_options[i].word);
    }
}

static void put_fields(struct bb_buf *out, const struct bb_record *record)
{
    for (size_t i = 0; i < record->count; i++) {
        if (record->fields[i].flags & BB_FIELD_INPUT)
            bb_buf_printf(out, " %s=", record->fields[i].name);
    }
}

static void put_names(struct bb_buf *out)
{
    for (size_t i = 0; bb_commands[i]; i++)
        bb_buf_printf(out, " %s", bb_commands[i]->name);
}

static void put_verb(struct bb_buf *out, const struct bb_command *command,
                     const struct bb_verb *verb)
{
    bb_buf_printf(out, "    \"%s%s%s\") words=\"$globals", command->name, *verb->name ? " " : "",
                  verb->name);
    put_options(out, verb->options);
    if (strchr(verb->words, '=') && command->record)
        put_fields(out, command->record);
    if (strcmp(verb->words, "[COMMAND]") == 0)
        put_names(out);
    bb_buf_str(out, "\"");
    if (strstr(verb->words, "FILE"))
        bb_buf_str(out, " files=1");
    bb_buf_str(out, " ;;\n");
}

static void put_cases(struct bb_buf *out)
{
    for (size_t i = 0; bb_commands[i]; i++) {
        const struct bb_command *command = bb_commands[i];
        if (*command->verbs->name) {
            bb_buf_printf(out, "    \"%s\") words=\"$globals", command->name);
            for (const struct bb_verb *verb = command->verbs; verb->name; verb++)
                bb_buf_printf(out, " %s", verb->name);
            bb_buf_str(out, "\" ;;\n");
        }
        for (const struct bb_verb *verb = command->verbs; verb->name; verb++)
            put_verb(out, command, verb);
    }
}

/* Which options are followed by a value: by a file, by one of a few words, by anything. */
static void put_values(struct bb_buf *out)
{
    struct bb_buf files = {0}, others = {0};
    for (int i = 0; i < BB_OPTION__COUNT; i++) {
        const char *value = bb_options[i].value;
        if (!*value || !*bb_options[i].help)
            continue;
        struct bb_buf *list =
            strcmp(value, "FILE") == 0 || strcmp(value, "DIR") == 0 ? &files : &others;
        bb_buf_printf(list, "%s--%s", list->len ? "|" : "", bb_options[i].word);
    }
    bb_buf_str(out, "    --format) COMPREPLY=($(compgen -W \"");
    for (int i = 0; i < BB_FORMAT__COUNT; i++)
        bb_buf_printf(out, "%s%s", i ? " " : "", bb_format_words[i]);
    bb_buf_str(out, "\" -- \"$cur\")); return ;;\n");
    bb_buf_str(out, "    --unit) COMPREPLY=($(compgen -W \"");
    for (int i = 0; i < BB_DUE__COUNT; i++)
        bb_buf_printf(out, "%s%s", i ? " " : "", bb_due_unit_id((enum bb_due_unit)i));
    bb_buf_str(out, "\" -- \"$cur\")); return ;;\n");
    bb_buf_str(out, "    --state) COMPREPLY=($(compgen -W \"");
    for (int code = 1; code <= bb_code_count(BB_CODES_STATE); code++)
        bb_buf_printf(out, "%s%s", code > 1 ? " " : "", bb_code_id(BB_CODES_STATE, code));
    bb_buf_str(out, "\" -- \"$cur\")); return ;;\n");
    bb_buf_printf(out, "    %s) COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n",
                  bb_buf_text(&files));
    bb_buf_printf(out, "    %s) return ;;\n", bb_buf_text(&others));
    bb_buf_done(&files);
    bb_buf_done(&others);
}

/* A word of the line that is the value of an option is not a command. */
static void put_skips(struct bb_buf *out)
{
    const char *bar = "";
    bb_buf_str(out, "        ");
    for (int i = 0; i < BB_OPTION__COUNT; i++) {
        if (!*bb_options[i].value || !*bb_options[i].help)
            continue;
        bb_buf_printf(out, "%s--%s", bar, bb_options[i].word);
        bar = "|";
    }
    bb_buf_str(out, ") ((i++)) ;;\n");
}

void bb_completion(struct bb_buf *out)
{
    bb_buf_str(out, "# bash completion for bangban, written by: bangban help --part completion\n"
                    "_bangban()\n{\n"
                    "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                    "    local command= verb= words= files= i globals=\"");
    put_options(out, BB_OPT_GLOBAL);
    bb_buf_str(out, "\"\n    case $prev in\n");
    put_values(out);
    bb_buf_str(out, "    esac\n"
                    "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
                    "        case ${COMP_WORDS[i]} in\n");
    put_skips(out);
    bb_buf_str(out, "        -*) ;;\n"
                    "        *) if [ -z \"$command\" ]; then command=${COMP_WORDS[i]}\n"
                    "           elif [ -z \"$verb\" ]; then verb=\" ${COMP_WORDS[i]}\"; fi ;;\n"
                    "        esac\n"
                    "    done\n"
                    "    case \"$command$verb\" in\n"
                    "    \"\") words=\"$globals");
    put_names(out);
    bb_buf_str(out, "\" ;;\n");
    put_cases(out);
    bb_buf_str(
        out,
        "    esac\n"
        "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
        "    [ -n \"$files\" ] && compopt -o filenames && COMPREPLY+=($(compgen -f -- \"$cur\"))\n"
        "    [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
        "    return 0\n"
        "}\n"
        "complete -F _bangban bangban\n");
}
