/* A record's row as COPY writes and reads it, and the day it lies under in PostgreSQL. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/uuid.h"
#include "private.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2199, MS_DIGITS = 12 };

void hub_text(struct bb_buf *out, const char *text)
{
    static const char marked[] = "\\\b\f\n\r\t\v", letters[] = "\\bfnrtv";
    if (!text) {
        bb_buf_str(out, "\\N");
        return;
    }
    for (size_t plain; *text; text += plain) {
        plain = strcspn(text, marked);
        bb_buf_add(out, text, plain);
        if (!text[plain])
            return;
        bb_buf_char(out, '\\');
        bb_buf_char(out, letters[strchr(marked, text[plain]) - marked]);
        plain++;
    }
}

void hub_row(struct bb_buf *out, const struct bb_record *record, const void *row)
{
    void *readable = (void *)(size_t)row; /* bb_field_text() serves writers too */
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (i)
            bb_buf_char(out, '\t');
        if (field->type == BB_TYPE_TEXT)
            hub_text(out, *bb_field_text(field, readable));
        else
            bb_buf_printf(out, "%" PRId64, *bb_field_int(field, readable));
    }
    bb_buf_char(out, '\n');
}

void hub_names(struct bb_buf *out, const struct bb_record *record, enum hub_columns which)
{
    bool first = true;
    bb_buf_char(out, '{');
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        if (which != HUB_ALL && (which == HUB_TEXTS) != (field->type == BB_TYPE_TEXT))
            continue;
        bb_buf_printf(out, "%s%s", first ? "" : ",", field->name);
        first = false;
    }
    bb_buf_char(out, '}');
}

int hub_day_of(struct bb_buf *out, const char *id)
{
    char digits[MS_DIGITS + 1], text[BB_DAY_BYTES];
    int64_t day = 0;
    if (bb_uuid_is_valid(id)) {
        memcpy(digits, id, 8); /* 48 bits of milliseconds: eight digits, a dash, four */
        memcpy(digits + 8, id + 9, 4);
        digits[MS_DIGITS] = '\0';
        day = bb_day_of((int64_t)(strtoull(digits, NULL, 16) / 1000));
    }
    int year = bb_day_civil(day).year;
    if (year < FIRST_YEAR || year > LAST_YEAR)
        day = 0;
    bb_buf_str(out, bb_day_format(text, day));
    if (!day)
        bb_buf_str(out, *text ? "" : "1970-01-01");
    return day ? year : 0;
}
