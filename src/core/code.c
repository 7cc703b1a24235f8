/* The code lists of code.h as tables. */
#include "bangban/core/code.h"

#include <string.h>

struct code {
    const char *id;
    const char *label;
};

#define CODE_ROW(prefix, code, id, label) {id, label},
#define CODE_TABLE(prefix, name, list)    static const struct code codes_##prefix[] = {list(CODE_ROW)};
BB_CODE_LISTS(CODE_TABLE)

static const struct {
    const char *name;
    const struct code *codes;
    int count;
} lists[BB_CODES__COUNT] = {[BB_CODES_NONE] = {"", NULL, 0},
#define LIST_ROW(prefix, name, list) \
    [BB_CODES_##prefix] = {name, codes_##prefix, sizeof codes_##prefix / sizeof *codes_##prefix},
                            BB_CODE_LISTS(LIST_ROW)};

static const struct code *code_at(enum bb_code_list list, int64_t code)
{
    if (code < 1 || code > lists[list].count)
        return NULL;
    return &lists[list].codes[code - 1];
}

const char *bb_code_list_name(enum bb_code_list list)
{
    return lists[list].name;
}

int bb_code_count(enum bb_code_list list)
{
    return lists[list].count;
}

const char *bb_code_id(enum bb_code_list list, int64_t code)
{
    const struct code *row = code_at(list, code);
    return row ? row->id : "";
}

const char *bb_code_source_label(enum bb_code_list list, int64_t code)
{
    const struct code *row = code_at(list, code);
    return row ? row->label : "";
}

const char *bb_code_label(enum bb_code_list list, int64_t code)
{
    const struct code *row = code_at(list, code);
    return row ? _(row->label) : "";
}

int bb_code_find(enum bb_code_list list, const char *word)
{
    for (int code = 1; code <= lists[list].count; code++)
        if (strcmp(word, bb_code_id(list, code)) == 0 ||
            strcmp(word, bb_code_label(list, code)) == 0)
            return code;
    return 0;
}
