/* Generic work on table-described records: access, text, JSON. Knows no particular record. */
#include "bangban/core/record.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"

const struct bb_field *bb_record_field(const struct bb_record *record, const char *name)
{
    for (size_t i = 0; i < record->count; i++)
        if (strcmp(record->fields[i].name, name) == 0)
            return &record->fields[i];
    return NULL;
}

char **bb_field_text(const struct bb_field *field, void *row)
{
    assert(field->type == BB_TYPE_TEXT);
    return (char **)(void *)((char *)row + field->offset);
}

int64_t *bb_field_int(const struct bb_field *field, void *row)
{
    assert(field->type != BB_TYPE_TEXT);
    return (int64_t *)(void *)((char *)row + field->offset);
}

static const char *text_of(const struct bb_field *field, const void *row)
{
    const char *text = *(char *const *)(const void *)((const char *)row + field->offset);
    return text ? text : "";
}

static int64_t int_of(const struct bb_field *field, const void *row)
{
    return *(const int64_t *)(const void *)((const char *)row + field->offset);
}

bool bb_field_same(const struct bb_field *field, const void *a, const void *b)
{
    return field->type == BB_TYPE_TEXT ? strcmp(text_of(field, a), text_of(field, b)) == 0
                                       : int_of(field, a) == int_of(field, b);
}

bool bb_field_is_set(const struct bb_field *field, const void *row)
{
    return field->type == BB_TYPE_TEXT ? text_of(field, row)[0] != '\0' : int_of(field, row) != 0;
}

void bb_record_done(const struct bb_record *record, void *row)
{
    for (size_t i = 0; i < record->count; i++)
        if (record->fields[i].type == BB_TYPE_TEXT)
            free(*bb_field_text(&record->fields[i], row));
    memset(row, 0, record->bytes);
}

void bb_field_copy(const struct bb_field *field, void *to, const void *from)
{
    if (field->type == BB_TYPE_TEXT) {
        const char *text = text_of(field, from);
        bb_strset(bb_field_text(field, to), *text ? text : NULL);
    } else {
        *bb_field_int(field, to) = int_of(field, from);
    }
}

void bb_record_copy(const struct bb_record *record, void *to, const void *from)
{
    for (size_t i = 0; i < record->count; i++)
        bb_field_copy(&record->fields[i], to, from);
}

bool bb_record_equal(const struct bb_record *record, const void *a, const void *b,
                     const struct bb_field **differs)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (!bb_field_same(field, a, b)) {
            if (differs)
                *differs = field;
            return false;
        }
    }
    return true;
}

void bb_field_format(const struct bb_field *field, const void *row, struct bb_buf *out)
{
    if (field->type == BB_TYPE_TEXT) {
        bb_buf_str(out, text_of(field, row));
        return;
    }
    int64_t value = int_of(field, row);
    char day[BB_DAY_BYTES], at[BB_AT_BYTES];
    switch (field->type) {
    case BB_TYPE_CODE:
        bb_buf_str(out, bb_code_id(field->codes, value));
        break;
    case BB_TYPE_TIME:
        bb_buf_str(out, bb_at_format_utc(at, value));
        break;
    case BB_TYPE_DAY:
        bb_buf_str(out, bb_day_format(day, value));
        break;
    default:
        bb_buf_printf(out, "%lld", (long long)value);
    }
}

void bb_field_show(const struct bb_field *field, const void *row, struct bb_buf *out)
{
    char at[BB_AT_BYTES];
    if (field->type == BB_TYPE_CODE)
        bb_buf_str(out, bb_code_label(field->codes, int_of(field, row)));
    else if (field->type == BB_TYPE_TIME)
        bb_buf_str(out, bb_at_format_minute(at, int_of(field, row)));
    else if (field->type == BB_TYPE_BOOL)
        bb_buf_str(out, int_of(field, row) ? _("yes") : _("no"));
    else
        bb_field_format(field, row, out);
}

static const struct bb_err *code_parse(const struct bb_field *field, int64_t *out, const char *text)
{
    *out = bb_code_find(field->codes, text);
    if (*out)
        return NULL;
    struct bb_buf words = {0};
    bb_buf_str(&words, _("Possible are:"));
    for (int code = 1; code <= bb_code_count(field->codes); code++)
        bb_buf_printf(&words, " %s", bb_code_id(field->codes, code));
    const struct bb_err *err =
        bb_err(BB_ERR_BAD_FIELD, field->name, text, bb_buf_text(&words), NULL);
    bb_buf_done(&words);
    return err;
}

static const struct bb_err *int_parse(const struct bb_field *field, int64_t *out, const char *text)
{
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    bool fits =
        !errno && !*end && end != text && (field->type != BB_TYPE_BOOL || value == 0 || value == 1);
    if (!fits)
        return bb_err(BB_ERR_BAD_FIELD, field->name, text,
                      field->type == BB_TYPE_BOOL ? _("Write 0 or 1.") : _("Write a whole number."),
                      NULL);
    *out = value;
    return NULL;
}

const struct bb_err *bb_field_parse(const struct bb_field *field, void *row, const char *text)
{
    if (field->type == BB_TYPE_TEXT) {
        bb_strset(bb_field_text(field, row), *text ? text : NULL);
        return NULL;
    }
    int64_t value = 0;
    if (*text) {
        switch (field->type) {
        case BB_TYPE_CODE:
            BB_TRY(code_parse(field, &value, text));
            break;
        case BB_TYPE_TIME:
            BB_TRY(bb_at_parse(&value, text));
            break;
        case BB_TYPE_DAY:
            BB_TRY(bb_day_parse(&value, text));
            break;
        default:
            BB_TRY(int_parse(field, &value, text));
        }
    }
    *bb_field_int(field, row) = value;
    return NULL;
}

static void field_json(const struct bb_field *field, const void *row, struct bb_buf *out)
{
    if (field->type == BB_TYPE_INT || field->type == BB_TYPE_BOOL) {
        bb_json_put_int(out, int_of(field, row));
    } else if (!bb_field_is_set(field, row)) {
        bb_buf_str(out, "null");
    } else {
        struct bb_buf text = {0};
        bb_field_format(field, row, &text);
        bb_json_put_string(out, bb_buf_text(&text));
        bb_buf_done(&text);
    }
}

void bb_record_body_format(const struct bb_record *record, const void *row, struct bb_buf *out)
{
    bb_buf_char(out, '{');
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (!(field->flags & BB_FIELD_BODY) || !bb_field_is_set(field, row))
            continue;
        bb_json_put_key(out, field->name);
        field_json(field, row, out);
    }
    bb_buf_char(out, '}');
}

void bb_record_body_fields(const struct bb_record *record, const void *row, const char *fields,
                           struct bb_buf *out)
{
    bb_buf_char(out, '{');
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (!(field->flags & BB_FIELD_BODY) || !bb_word_in(field->name, fields))
            continue;
        bb_json_put_key(out, field->name);
        field_json(field, row, out);
    }
    bb_buf_char(out, '}');
}

bool bb_word_in(const char *word, const char *words)
{
    size_t len = strlen(word);
    for (const char *at = words; (at = strstr(at, word)); at += len) {
        bool begins = at == words || at[-1] == ' ' || at[-1] == '|';
        bool ends = !at[len] || at[len] == ' ' || at[len] == '|';
        if (begins && ends)
            return true;
    }
    return false;
}

const struct bb_err *bb_record_body_apply(const struct bb_record *record, void *row,
                                          const struct bb_json *body)
{
    if (!body || body->type != BB_JSON_OBJECT)
        return bb_err(BB_ERR_BAD_EVENT, _("the body is not an object"), NULL);
    for (const struct bb_json *member = body->child; member; member = member->next) {
        const struct bb_field *field = bb_record_field(record, member->key);
        if (!field || !(field->flags & BB_FIELD_BODY))
            return bb_err(BB_ERR_BAD_EVENT, member->key, NULL);
        bool number = field->type == BB_TYPE_INT || field->type == BB_TYPE_BOOL;
        if (member->type == BB_JSON_NULL)
            BB_TRY(bb_field_parse(field, row, ""));
        else if (number && member->type == BB_JSON_INT)
            *bb_field_int(field, row) = member->number;
        else if (!number && member->type == BB_JSON_STRING)
            BB_TRY(bb_field_parse(field, row, member->text));
        else
            return bb_err(BB_ERR_BAD_EVENT, member->key, NULL);
    }
    return NULL;
}

void bb_record_json(const struct bb_record *record, const void *row, unsigned flags,
                    struct bb_buf *out)
{
    bb_buf_char(out, '{');
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (flags && !(field->flags & flags))
            continue;
        bb_json_put_key(out, field->name);
        field_json(field, row, out);
    }
    bb_buf_char(out, '}');
}
