/* What the commands of reference data share: one list, one search, one import. Each command has its
 * own file. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bangban/cli/cli.h"
#include "bangban/core/pinyin.h"

static const struct bb_column item_columns[] = {
    {.name = "code", .cols = 6},      {.name = "name", .cols = 44},
    {.name = "audience", .cols = 10}, {.name = "unit_name", .cols = 24},
    {.name = "aliases", .cols = -1},  {0}};
static const struct bb_column unit_columns[] = {{.name = "code", .cols = 12},
                                                {.name = "short_name", .cols = 30},
                                                {.name = "name", .cols = -1},
                                                {0}};
static const struct bb_column desk_columns[] = {{.name = "code", .cols = 8},
                                                {.name = "name", .cols = 20},
                                                {.name = "zone", .cols = 18},
                                                {.name = "unit", .cols = -1},
                                                {0}};
static const struct bb_column person_columns[] = {{.name = "code", .cols = 8},
                                                  {.name = "name", .cols = 14},
                                                  {.name = "role", .cols = 14},
                                                  {.name = "unit", .cols = 12},
                                                  {.name = "desk", .cols = 8},
                                                  {.name = "post", .cols = -1},
                                                  {0}};

/* One array of rows behind four functions of the same shape. */
static const struct bb_err *rows_of(struct bb_cli *cli, const struct bb_column **columns,
                                    char **rows, size_t *count)
{
    const struct bb_record *record = cli->command->record;
    const void *list = NULL;
    const struct bb_err *err;
    if (record == &bb_item_record) {
        *columns = item_columns;
        const struct bb_item *items = NULL;
        err = bb_app_items(cli->app, &items, count);
        list = items;
    } else if (record == &bb_unit_record) {
        *columns = unit_columns;
        const struct bb_unit *units = NULL;
        err = bb_app_units(cli->app, &units, count);
        list = units;
    } else if (record == &bb_desk_record) {
        *columns = desk_columns;
        const struct bb_desk *desks = NULL;
        err = bb_app_desks(cli->app, &desks, count);
        list = desks;
    } else {
        *columns = person_columns;
        const struct bb_person *people = NULL;
        err = bb_app_people(cli->app, &people, count);
        list = people;
    }
    *rows = (char *)list;
    return err;
}

/* Any text column that holds the word, by text, pinyin or initials; codes by their beginning. */
static bool matches(const struct bb_record *record, void *row, const char *word)
{
    static const char *const searched[] = {"name", "short_name", "aliases", "initials"};
    const char *code = *bb_field_text(&record->fields[0], row);
    if (code && strncasecmp(code, word, strlen(word)) == 0)
        return true;
    for (size_t i = 0; i < sizeof searched / sizeof *searched; i++) {
        const struct bb_field *field = bb_record_field(record, searched[i]);
        if (field && bb_pinyin_match(word, *bb_field_text(field, row)))
            return true;
    }
    return false;
}

/* R56: every unit names its main leader, the leader in charge and the lead section. */
static bool has_gap(const struct bb_unit *unit)
{
    static const char owing[] = "office bureau subdistrict town zone";
    return unit->kind && bb_word_in(unit->kind, owing) &&
           (!unit->main_leader || !unit->in_charge || !unit->office);
}

const struct bb_err *bb_reference_list(struct bb_cli *cli)
{
    const struct bb_record *record = cli->command->record;
    const struct bb_column *columns = NULL;
    char *rows = NULL;
    size_t count = 0;
    int64_t limit;
    BB_TRY(bb_cli_number(cli, BB_OPTION_LIMIT, 1, INT32_MAX, INT32_MAX, &limit));
    BB_TRY(rows_of(cli, &columns, &rows, &count));
    struct bb_print print;
    bb_print_begin(&print, cli, record, columns, BB_FIELD_INPUT);
    const struct bb_err *err = NULL;
    for (size_t i = 0; i < count && !err && limit > 0; i++) {
        void *row = rows + i * record->bytes;
        if (cli->count && !matches(record, row, cli->words[0]))
            continue;
        if (cli->verb->run == bb_reference_gaps && !has_gap(row))
            continue;
        err = bb_print_item(&print, row);
        limit--;
    }
    const struct bb_err *ended = bb_print_end(&print);
    return err ? err : ended;
}

const struct bb_err *bb_reference_gaps(struct bb_cli *cli)
{
    return bb_reference_list(cli);
}

const struct bb_err *bb_reference_import(struct bb_cli *cli)
{
    return bb_reference_load(cli, cli->command->name);
}

const struct bb_err *bb_reference_load(struct bb_cli *cli, const char *what)
{
    struct bb_import_result result = {0};
    BB_TRY(bb_app_import(cli->app, what, cli->words[0], &result));
    printf(_("%ld rows loaded from %s.\n"), result.rows, cli->words[0]);
    if (result.moved)
        printf(_("%ld open deadlines moved.\n"), result.moved);
    return bb_print_flush();
}
