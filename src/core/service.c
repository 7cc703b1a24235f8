/* Shifts, duty, consult phones and their counts: their fields and what they must say. */
#include "bangban/core/service.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"

enum { NUMBER_CHARS = 20 };

#define TABLE(struct_name, table, list)                                          \
    static const struct bb_field struct_name##_fields[] = {list(BB_RECORD_ROW)}; \
    const struct bb_record struct_name##_record = {                              \
        table, sizeof(struct struct_name),                                       \
        sizeof struct_name##_fields / sizeof *struct_name##_fields, struct_name##_fields};

#define BB_RECORD_STRUCT bb_shift
TABLE(bb_shift, "shift", BB_SHIFT_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_duty
TABLE(bb_duty, "duty", BB_DUTY_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_phone
TABLE(bb_phone, "phone", BB_PHONE_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_phone_count
TABLE(bb_phone_count, "phone_count", BB_PHONE_COUNT_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_phone_call
TABLE(bb_phone_call, "phone_call", BB_PHONE_CALL_FIELDS)
#undef BB_RECORD_STRUCT

void bb_phone_check(const struct bb_phone *phone, struct bb_problems *out)
{
    if (!phone->number || phone->number[strspn(phone->number, "0123456789-+ ")] ||
        strlen(phone->number) > NUMBER_CHARS)
        bb_problem_add(out, "number", _("Write the number: digits, spaces, + and -, 20 at most."));
    if (!phone->unit)
        bb_problem_add(out, "unit", _("Name the unit that answers it."));
    if (phone->valid_to && phone->valid_to < phone->valid_from)
        bb_problem_add(out, "valid_to", _("This is before it begins; write a later day."));
}

bool bb_phone_is_valid(const struct bb_phone *phone, int64_t from_day, int64_t to_day)
{
    return phone->valid_from <= to_day && (!phone->valid_to || phone->valid_to >= from_day);
}

void bb_phone_call_check(const struct bb_phone_call *call, struct bb_problems *out)
{
    if (!call->number)
        bb_problem_add(out, "number", _("Name the phone."));
    if (!call->result)
        bb_problem_add(out, "result", _("Say how the call ended: solved, answered or missed."));
}

void bb_month_days(const char *month, int64_t *from_day, int64_t *to_day)
{
    int year = atoi(month), number = atoi(month + sizeof "2026-" - 1);
    *from_day = bb_day_make(year, number, 1);
    *to_day = (number == 12 ? bb_day_make(year + 1, 1, 1) : bb_day_make(year, number + 1, 1)) - 1;
}

bool bb_month_is_valid(const char *month)
{
    static const char shape[] = "dddd-dd";
    if (!month || strlen(month) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i]; i++)
        if (shape[i] == 'd' ? !isdigit((unsigned char)month[i]) : month[i] != shape[i])
            return false;
    int number = (month[5] - '0') * 10 + month[6] - '0';
    return number >= 1 && number <= 12;
}

void bb_phone_count_check(const struct bb_phone_count *count, struct bb_problems *out)
{
    if (!count->number)
        bb_problem_add(out, "number", _("Name the phone."));
    if (!bb_month_is_valid(count->month))
        bb_problem_add(out, "month", _("Write the month as 2026-11."));
    if (count->offered < 0)
        bb_problem_add(out, "offered", _("Write how many calls came, 0 or more."));
    if (count->answered < 0 || count->answered > count->offered)
        bb_problem_add(out, "answered", _("Write how many were answered, at most all that came."));
    if (count->solved < 0 || count->solved > count->answered)
        bb_problem_add(out, "solved", _("Write how many were solved, at most all answered."));
}

void bb_duty_check(const struct bb_duty *duty, struct bb_problems *out)
{
    if (!duty->day)
        bb_problem_add(out, "day", _("Name the day: 2026-12-10."));
    if (!duty->desk)
        bb_problem_add(out, "desk", _("Name the desk."));
    if (!duty->person)
        bb_problem_add(out, "person", _("Name who is on duty."));
    if (!duty->staffing)
        bb_problem_add(out, "staffing",
                       _("Say from where: the competent unit, or entrusted to the centre."));
}

void bb_shift_hours(const struct bb_shift *shift, int64_t now, struct bb_buf *out)
{
    enum { MINUTE = 60 };
    int64_t minutes = ((shift->to_at ? shift->to_at : now) - shift->from_at) / MINUTE;
    minutes = minutes < 0 ? 0 : minutes;
    bb_buf_printf(out, "%lld:%02d", (long long)(minutes / 60), (int)(minutes % 60));
}

const char *const bb_phone_column_names[BB_PHONE__COUNT] = {"number", "month", "offered",
                                                            "answered", "solved"};

static int column_find(const char *word, size_t len)
{
    for (int i = 0; i < BB_PHONE__COUNT; i++)
        if (strlen(bb_phone_column_names[i]) == len &&
            strncmp(word, bb_phone_column_names[i], len) == 0)
            return i;
    return -1;
}

const struct bb_err *bb_phone_map_parse(struct bb_phone_map *out, const char *text)
{
    memset(out, 0, sizeof *out);
    for (const char *word = text; *(word += strspn(word, " "));) {
        size_t len = strcspn(word, " "), name = strcspn(word, "=");
        int column = name < len ? column_find(word, name) : -1;
        if (column < 0 || len - name - 1 == 0 || len - name - 1 >= BB_PHONE_TITLE_BYTES ||
            *out->title[column])
            return bb_err(BB_ERR_BAD_FIELD, "phone.columns", text, "number=电话 …", NULL);
        memcpy(out->title[column], word + name + 1, len - name - 1);
        word += len;
    }
    for (int i = 0; i < BB_PHONE__COUNT; i++)
        if (!*out->title[i])
            return bb_err(BB_ERR_BAD_FIELD, "phone.columns", text, bb_phone_column_names[i], NULL);
    return NULL;
}
