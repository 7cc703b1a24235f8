/*
 * What stands around a counter: shifts of volunteers (R49), the duty roster (R23), the consult
 * phones (R5) and their calls by month (R35). Plain records: born, perhaps corrected, perhaps
 * dropped.
 */
#ifndef BANGBAN_CORE_SERVICE_H
#define BANGBAN_CORE_SERVICE_H

#include "bangban/core/session.h"

/* clang-format off */
#define BB_SHIFT_FIELDS(X)                                                                         \
    X(TEXT, id,           NONE,   BB_FIELD_EXPORT, N_("Id"))                                       \
    X(TEXT, replica,      NONE,   BB_F_FOLD,       N_("Installation"))                             \
    X(TEXT, person,       NONE,   BB_F_BODY,       N_("Volunteer"))                                \
    X(TEXT, desk,         NONE,   BB_F_BODY,       N_("Desk"))                                     \
    X(TEXT, supervisor,   NONE,   BB_F_TYPED,      N_("Supervised by"))                            \
    X(TIME, from_at,      NONE,   BB_F_BODY,       N_("Signed in"))                                \
    X(TIME, to_at,        NONE,   BB_F_BODY,       N_("Signed out"))                               \
    X(TEXT, note,         NONE,   BB_F_TYPED,      N_("Note"))                                     \
    X(TIME, recorded_at,  NONE,   BB_F_FOLD,       N_("Recorded"))                                 \
    X(TEXT, recorded_by,  NONE,   BB_F_FOLD,       N_("Recorded by"))                              \
    X(BOOL, voided,       NONE,   BB_F_FOLD,       N_("Dropped"))
#define BB_DUTY_FIELDS(X)                                                                          \
    X(TEXT, id,           NONE,   BB_FIELD_EXPORT, N_("Id"))                                       \
    X(TEXT, replica,      NONE,   BB_F_FOLD,       N_("Installation"))                             \
    X(DAY,  day,          NONE,   BB_F_TYPED,      N_("Day"))                                      \
    X(TEXT, desk,         NONE,   BB_F_TYPED,      N_("Desk"))                                     \
    X(TEXT, person,       NONE,   BB_F_TYPED,      N_("On duty"))                                  \
    X(CODE, staffing,     STAFFING, BB_F_TYPED,    N_("From where"))                               \
    X(TEXT, note,         NONE,   BB_F_TYPED,      N_("Note"))                                     \
    X(TIME, recorded_at,  NONE,   BB_F_FOLD,       N_("Recorded"))                                 \
    X(TEXT, recorded_by,  NONE,   BB_F_FOLD,       N_("Recorded by"))                              \
    X(BOOL, voided,       NONE,   BB_F_FOLD,       N_("Dropped"))
#define BB_PHONE_FIELDS(X)                                                                         \
    X(TEXT, id,           NONE,   BB_FIELD_EXPORT, N_("Id"))                                       \
    X(TEXT, replica,      NONE,   BB_F_FOLD,       N_("Installation"))                             \
    X(TEXT, number,       NONE,   BB_F_TYPED,      N_("Consult phone"))                                    \
    X(TEXT, unit,         NONE,   BB_F_TYPED,      N_("Unit"))                                     \
    X(TEXT, item,         NONE,   BB_F_TYPED,      N_("Item"))                                     \
    X(DAY,  valid_from,   NONE,   BB_F_TYPED,      N_("Valid from"))                               \
    X(DAY,  valid_to,     NONE,   BB_F_TYPED,      N_("Valid to"))                                 \
    X(TEXT, note,         NONE,   BB_F_TYPED,      N_("Note"))                                     \
    X(TIME, recorded_at,  NONE,   BB_F_FOLD,       N_("Recorded"))                                 \
    X(TEXT, recorded_by,  NONE,   BB_F_FOLD,       N_("Recorded by"))                              \
    X(BOOL, voided,       NONE,   BB_F_FOLD,       N_("Dropped"))
/* calls of one phone in one month; a later count of the same month takes the place of the earlier */
#define BB_PHONE_COUNT_FIELDS(X)                                                                   \
    X(TEXT, id,           NONE,   BB_FIELD_EXPORT, N_("Id"))                                       \
    X(TEXT, replica,      NONE,   BB_F_FOLD,       N_("Installation"))                             \
    X(TEXT, number,       NONE,   BB_F_TYPED,      N_("Consult phone"))                                    \
    X(TEXT, month,        NONE,   BB_F_TYPED,      N_("Month"))                                    \
    X(INT,  offered,      NONE,   BB_F_TYPED,      N_("Calls"))                                    \
    X(INT,  answered,     NONE,   BB_F_TYPED,      N_("Answered"))                                 \
    X(INT,  solved,       NONE,   BB_F_TYPED,      N_("Of these solved"))                                   \
    X(TIME, recorded_at,  NONE,   BB_F_FOLD,       N_("Recorded"))                                 \
    X(TEXT, recorded_by,  NONE,   BB_F_FOLD,       N_("Recorded by"))                              \
    X(BOOL, voided,       NONE,   BB_F_FOLD,       N_("Dropped"))
/* one call at the phone desk; an answered one is also a session of the channel "phone" */
#define BB_PHONE_CALL_FIELDS(X)                                                                    \
    X(TEXT, id,           NONE,   BB_FIELD_EXPORT, N_("Id"))                                       \
    X(TEXT, replica,      NONE,   BB_F_FOLD,       N_("Installation"))                             \
    X(TEXT, number,       NONE,   BB_F_TYPED,      N_("Consult phone"))                            \
    X(CODE, result,       CALL,   BB_F_TYPED,      N_("Call"))                                     \
    X(TEXT, item,         NONE,   BB_F_TYPED,      N_("Item"))                                     \
    X(TEXT, session,      NONE,   BB_F_BODY,       N_("Session"))                                  \
    X(TEXT, session_no,   NONE,   BB_F_BODY,       N_("No."))                                      \
    X(TEXT, desk,         NONE,   BB_F_BODY,       N_("Desk"))                                     \
    X(TIME, happened_at,  NONE,   BB_F_BODY,       N_("Time"))                                     \
    X(TEXT, note,         NONE,   BB_F_TYPED,      N_("Note"))                                     \
    X(TIME, recorded_at,  NONE,   BB_F_FOLD,       N_("Recorded"))                                 \
    X(TEXT, recorded_by,  NONE,   BB_F_FOLD,       N_("Recorded by"))                              \
    X(BOOL, voided,       NONE,   BB_F_FOLD,       N_("Dropped"))
/* clang-format on */

struct bb_shift {
    BB_SHIFT_FIELDS(BB_RECORD_MEMBER)
};
struct bb_duty {
    BB_DUTY_FIELDS(BB_RECORD_MEMBER)
};
struct bb_phone {
    BB_PHONE_FIELDS(BB_RECORD_MEMBER)
};
struct bb_phone_count {
    BB_PHONE_COUNT_FIELDS(BB_RECORD_MEMBER)
};
struct bb_phone_call {
    BB_PHONE_CALL_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_shift_record, bb_duty_record, bb_phone_record,
    bb_phone_count_record, bb_phone_call_record;

/* What must be mended before it can be saved. */
void bb_phone_check(const struct bb_phone *phone, struct bb_problems *out);
void bb_phone_count_check(const struct bb_phone_count *count, struct bb_problems *out);
void bb_phone_call_check(const struct bb_phone_call *call, struct bb_problems *out);
void bb_duty_check(const struct bb_duty *duty, struct bb_problems *out);

/* The days of a month that is valid: [*from_day, *to_day]. */
void bb_month_days(const char *month, int64_t *from_day, int64_t *to_day);
/* Days [from, to] have one on which the phone is valid. */
bool bb_phone_is_valid(const struct bb_phone *phone, int64_t from_day, int64_t to_day);

/* "2026-11". */
bool bb_month_is_valid(const char *month);
/* Which column of a file holds what: "number=电话 month=月份 …", each of the five once. */
enum bb_phone_column {
    BB_PHONE_NUMBER,
    BB_PHONE_MONTH,
    BB_PHONE_OFFERED,
    BB_PHONE_ANSWERED,
    BB_PHONE_SOLVED,
    BB_PHONE__COUNT
};
enum { BB_PHONE_TITLE_BYTES = 64 };
struct bb_phone_map {
    char title[BB_PHONE__COUNT][BB_PHONE_TITLE_BYTES];
};
extern const char *const bb_phone_column_names[BB_PHONE__COUNT];
const struct bb_err *bb_phone_map_parse(struct bb_phone_map *out, const char *text);

/* "3:05", hours and minutes of a shift that ended, or until now. Appends. */
void bb_shift_hours(const struct bb_shift *shift, int64_t now, struct bb_buf *out);

#endif
