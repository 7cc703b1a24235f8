/* Export maps as read: every key is known, every field exists, every word has its code; else file
 * and line. What a form says of a database is form.c's. */
#include <errno.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/form.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "private.h"

enum { TITLE_MAX_CHARS = 31 }; /* the name of a sheet holds no more */

#define WORD(name, word) word,
static const char *const kinds[] = {BB_FORM_KIND_LIST(WORD) NULL};
static const char *const encodings[] = {BB_FORM_ENCODING_LIST(WORD) NULL};
static const char *const names[] = {BB_FORM_NAME_LIST(WORD) NULL};
static const char *const masks[] = {BB_FORM_MASK_LIST(WORD) NULL};
static const char *const values[] = {BB_FORM_VALUE_LIST(WORD) NULL};
#undef WORD

struct map { /* being read */
    const char *path;
    struct bb_form *form;
};

static const struct bb_err *refuse(const struct map *map, const config_setting_t *setting,
                                   const char *key, const char *why)
{
    char line[16];
    struct bb_buf what = {0};
    snprintf(line, sizeof line, "%u", config_setting_source_line(setting));
    bb_buf_printf(&what, "%s: %s", key, why);
    const struct bb_err *err = bb_err(BB_ERR_FORM, map->path, line, bb_buf_text(&what), NULL);
    bb_buf_done(&what);
    return err;
}

/* "Possible are: a b c." */
static const struct bb_err *refuse_word(const struct map *map, const config_setting_t *setting,
                                        const char *key, const char *const *words)
{
    struct bb_buf why = {0};
    bb_buf_str(&why, _("Possible are:"));
    for (; *words; words++)
        if (**words)
            bb_buf_printf(&why, " %s", *words);
    bb_buf_char(&why, '.');
    const struct bb_err *err = refuse(map, setting, key, bb_buf_text(&why));
    bb_buf_done(&why);
    return err;
}

static const struct bb_err *refuse_field(const struct map *map, const config_setting_t *setting,
                                         const char *key)
{
    const struct bb_record *record = map->form->record;
    const char **list = bb_alloc((record->count + 1) * sizeof *list);
    size_t count = 0;
    for (size_t i = 0; i < record->count; i++)
        if (record->fields[i].flags & BB_FIELD_EXPORT)
            list[count++] = record->fields[i].name;
    const struct bb_err *err = refuse_word(map, setting, key, list);
    free(list);
    return err;
}

/* Only what the district format shows may stand in a form: nothing that is sealed. */
static const struct bb_err *field_get(const struct map *map, const config_setting_t *setting,
                                      const char *key, const char *name,
                                      const struct bb_field **out)
{
    *out = bb_record_field(map->form->record, name);
    return *out && ((*out)->flags & BB_FIELD_EXPORT) ? NULL : refuse_field(map, setting, key);
}

/* The text of a member that may be left out; a member that is no text, or empty, is refused. */
static const struct bb_err *text_get(const struct map *map, const config_setting_t *group,
                                     const char *key, const config_setting_t **setting,
                                     const char **out)
{
    size_t at;
    *out = NULL;
    *setting = config_setting_get_member(group, key);
    if (!*setting)
        return NULL;
    *out = config_setting_get_string(*setting);
    if (!*out || !**out || !bb_text_is_utf8(*out, strlen(*out), &at))
        return refuse(map, *setting, key, _("Write a text in quotation marks."));
    return NULL;
}

static const struct bb_err *word_get(const struct map *map, const config_setting_t *group,
                                     const char *key, const char *const *words, int *out)
{
    const config_setting_t *setting;
    const char *text;
    BB_TRY(text_get(map, group, key, &setting, &text));
    if (!text)
        return NULL;
    for (int i = 0; words[i]; i++)
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return NULL;
        }
    return refuse_word(map, setting, key, words);
}

static const struct bb_err *keys_check(const struct map *map, const config_setting_t *group,
                                       const char *const *known)
{
    for (int i = 0; i < config_setting_length(group); i++) {
        const config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);
        const char *name = config_setting_name(setting);
        size_t at = 0;
        while (known[at] && strcmp(known[at], name) != 0)
            at++;
        if (!known[at])
            return refuse_word(map, setting, name, known);
    }
    return NULL;
}

/* ---- columns ---- */

static int code_of(const struct bb_field *field, const char *id)
{
    if (field->type == BB_TYPE_BOOL)
        return strcmp(id, "no") == 0 ? 0 : strcmp(id, "yes") == 0 ? 1 : -1;
    for (int code = 1; code <= bb_code_count(field->codes); code++)
        if (strcmp(bb_code_id(field->codes, code), id) == 0)
            return code;
    return -1;
}

static const struct bb_err *refuse_code(const struct map *map, const config_setting_t *setting,
                                        const struct bb_field *field)
{
    if (field->type == BB_TYPE_BOOL)
        return refuse(map, setting, config_setting_name(setting), _("Possible are: no yes."));
    int count = bb_code_count(field->codes);
    const char **list = bb_alloc((size_t)(count + 1) * sizeof *list);
    for (int code = 1; code <= count; code++)
        list[code - 1] = bb_code_id(field->codes, code);
    const struct bb_err *err = refuse_word(map, setting, config_setting_name(setting), list);
    free(list);
    return err;
}

static const struct bb_err *words_get(const struct map *map, const config_setting_t *group,
                                      struct bb_form_column *column)
{
    const config_setting_t *words = config_setting_get_member(group, "words");
    const struct bb_field *field = column->field;
    if (!words)
        return NULL;
    if (!config_setting_is_group(words) || !field ||
        (field->type != BB_TYPE_CODE && field->type != BB_TYPE_BOOL))
        return refuse(map, words, "words", _("Only a field with codes has words."));
    column->word_count = field->type == BB_TYPE_BOOL ? 2 : (size_t)bb_code_count(field->codes) + 1;
    column->words = bb_alloc(column->word_count * sizeof *column->words);
    for (int i = 0; i < config_setting_length(words); i++) {
        const config_setting_t *setting = config_setting_get_elem(words, (unsigned)i);
        int code = code_of(field, config_setting_name(setting));
        const char *text = config_setting_get_string(setting);
        if (code < 0)
            return refuse_code(map, setting, field);
        if (!text)
            return refuse(map, setting, config_setting_name(setting),
                          _("Write a text in quotation marks."));
        bb_strset(&column->words[code], text);
    }
    return NULL;
}

static const struct bb_err *column_get(const struct map *map, const config_setting_t *group,
                                       struct bb_form_column *column)
{
    static const char *const known[] = {"header", "field", "value", "name",
                                        "mask",   "show",  "words", NULL};
    static const char *const shows[] = {"", "day", NULL};
    const config_setting_t *setting;
    const char *text, *field;
    int value = 0, name = 0, mask = 0, day = 0;
    if (!config_setting_is_group(group))
        return refuse(map, group, "columns", _("Write each column as { header = …; field = …; }."));
    BB_TRY(keys_check(map, group, known));
    BB_TRY(text_get(map, group, "header", &setting, &text));
    if (!text)
        return refuse(map, group, "header", _("Each column needs one."));
    column->header = bb_strdup(text);
    BB_TRY(text_get(map, group, "field", &setting, &field));
    if (field)
        BB_TRY(field_get(map, setting, "field", field, &column->field));
    BB_TRY(word_get(map, group, "value", values, &value));
    BB_TRY(word_get(map, group, "name", names, &name));
    BB_TRY(word_get(map, group, "mask", masks, &mask));
    BB_TRY(word_get(map, group, "show", shows, &day));
    if (!field == !value)
        return refuse(map, group, "columns", _("Each column needs a field or a value, not both."));
    column->value = (enum bb_form_value)value;
    column->name = (enum bb_form_name)name;
    column->mask = (enum bb_form_mask)mask;
    column->day = day == 1;
    return words_get(map, group, column);
}

static const struct bb_err *columns_get(const struct map *map, const config_setting_t *root)
{
    struct bb_form *form = map->form;
    const config_setting_t *list = config_setting_get_member(root, "columns");
    int count = list && config_setting_is_list(list) ? config_setting_length(list) : 0;
    if (!count)
        return refuse(map, list ? list : root, "columns",
                      _("Write them as ( { header = …; field = …; }, … )."));
    form->columns = bb_alloc((size_t)count * sizeof *form->columns);
    for (int i = 0; i < count; i++) {
        form->count++;
        BB_TRY(column_get(map, config_setting_get_elem(list, (unsigned)i), &form->columns[i]));
    }
    return NULL;
}

/* ---- the whole ---- */

static const struct bb_err *title_get(const struct map *map, const config_setting_t *root)
{
    const config_setting_t *setting;
    const char *text;
    uint32_t c;
    size_t chars = 0;
    BB_TRY(text_get(map, root, "title", &setting, &text));
    if (!text)
        return refuse(map, root, "title", _("It is missing."));
    const char *end = text + strlen(text);
    for (const char *at = text; at < end; chars++) {
        at += bb_text_next(at, end, &c);
        if (bb_text_is_hostile(c) || (c < 128 && strchr("/\\[]:*?'.", (int)c)))
            chars = TITLE_MAX_CHARS;
    }
    if (chars > TITLE_MAX_CHARS)
        return refuse(map, setting, "title",
                      _("Write at most 31 characters, none of / \\ [ ] : * ? ' and no full stop."));
    map->form->title = bb_strdup(text);
    return NULL;
}

static const struct bb_err *record_get(const struct map *map, const config_setting_t *root)
{
    const config_setting_t *setting;
    const char *text, *list[32];
    size_t count = 0;
    BB_TRY(text_get(map, root, "record", &setting, &text));
    if (!text)
        return refuse(map, root, "record", _("It is missing."));
    for (size_t i = 0; bb_folded_records[i] && count < 31; i++)
        if (bb_form_can(bb_folded_records[i]))
            list[count++] = bb_folded_records[i]->name;
    list[count] = NULL;
    map->form->record = bb_record_named(text);
    return map->form->record && bb_form_can(map->form->record)
               ? NULL
               : refuse_word(map, setting, "record", list);
}

static const struct bb_err *filter_get(const struct map *map, const config_setting_t *root,
                                       const char *key, const struct bb_field **out)
{
    const config_setting_t *setting;
    const char *text;
    BB_TRY(text_get(map, root, key, &setting, &text));
    if (!text)
        return NULL;
    BB_TRY(field_get(map, setting, key, text, out));
    bool fits = out == &map->form->period
                    ? (*out)->type == BB_TYPE_TIME || (*out)->type == BB_TYPE_DAY
                    : (*out)->type == BB_TYPE_TEXT;
    return fits ? NULL : refuse_field(map, setting, key);
}

static const struct bb_err *map_read(const struct map *map, const config_setting_t *root)
{
    static const char *const known[] = {"title", "record", "file",    "encoding", "period",
                                        "unit",  "leader", "columns", NULL};
    struct bb_form *form = map->form;
    int kind = BB_FORM_KIND_XLSX, encoding = BB_FORM_ENCODING_UTF8_BOM;
    BB_TRY(keys_check(map, root, known));
    BB_TRY(title_get(map, root));
    BB_TRY(record_get(map, root));
    BB_TRY(word_get(map, root, "file", kinds, &kind));
    BB_TRY(word_get(map, root, "encoding", encodings, &encoding));
    form->kind = (enum bb_form_kind)kind;
    form->encoding = (enum bb_form_encoding)encoding;
    BB_TRY(filter_get(map, root, "period", &form->period));
    BB_TRY(filter_get(map, root, "unit", &form->unit));
    BB_TRY(filter_get(map, root, "leader", &form->leader));
    return columns_get(map, root);
}

void bb_form_done(struct bb_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        struct bb_form_column *column = &form->columns[i];
        for (size_t word = 0; word < column->word_count; word++)
            free(column->words[word]);
        free(column->words);
        free(column->header);
    }
    free(form->columns);
    free(form->title);
    memset(form, 0, sizeof *form);
}

const struct bb_err *bb_form_load(struct bb_form *out, const char *path)
{
    config_t parsed;
    struct map map = {path, out};
    memset(out, 0, sizeof *out);
    FILE *in = fopen(path, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    const struct bb_err *err = NULL;
    config_init(&parsed);
    if (config_read(&parsed, in) != CONFIG_TRUE) {
        char line[16];
        snprintf(line, sizeof line, "%d", config_error_line(&parsed));
        err = bb_err(BB_ERR_CONFIG_SYNTAX, path, line, config_error_text(&parsed), NULL);
    } else {
        err = map_read(&map, config_root_setting(&parsed));
    }
    fclose(in);
    config_destroy(&parsed);
    if (err)
        bb_form_done(out);
    return err;
}
