/*
 * The working-day calendar and every deadline that is counted on it. Pure: the days come from the
 * caller (the State Council's yearly notices, data/holidays), the moment from the caller, nothing
 * is read or guessed.
 *
 * A day is a *working day* when its notice says so, or when no notice names it and it is Monday to
 * Friday; a closure day never is. Years without a notice are refused (BB_ERR_CALENDAR_YEAR), by
 * every function. *Opening hours* are weekly; holidays and closure days have none, a make-up
 * workday has those of one chosen weekday. A weekend day may have hours: it then counts for hours
 * and minutes, never as a working day.
 */
#ifndef BANGBAN_CORE_CALENDAR_H
#define BANGBAN_CORE_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/date.h"
#include "bangban/base/err.h"

struct bb_calendar;

enum bb_day_kind {
    BB_DAY_PLAIN,   /* no notice names it */
    BB_DAY_HOLIDAY, /* rest day by notice */
    BB_DAY_WORKDAY, /* 调休: a weekend day on which work is done */
    BB_DAY_CLOSURE, /* this centre is closed */
    BB_DAY__COUNT
};

struct bb_hours {
    int from, to; /* local seconds since midnight, [from, to) */
};

enum { BB_HOURS_MAX = 4 }; /* spans in a day */

/* Monday to Friday 09:00–11:30 and 13:00–16:30, make-up workdays as Monday, no known year. */
struct bb_calendar *bb_calendar_new(void);
void bb_calendar_free(struct bb_calendar *cal); /* NULL is fine */

/* Says that the year's notice is loaded, even if it names no day. Years 1900 to 2199. */
void bb_calendar_add_year(struct bb_calendar *cal, int year);
/* Replaces what was known of that day (a closure stands beside what the notice says). Copies the
 * texts, which may be NULL: name of the festival, source notice. Does not make the year known. */
void bb_calendar_add(struct bb_calendar *cal, int64_t day, enum bb_day_kind kind, const char *name,
                     const char *notice);
/* Opening hours of a weekday (1 Monday … 7 Sunday): up to BB_HOURS_MAX spans, in order, apart; none
 * closes it. */
void bb_calendar_set_hours(struct bb_calendar *cal, int weekday, const struct bb_hours *spans,
                           size_t count);
void bb_calendar_set_makeup(struct bb_calendar *cal, int weekday);

bool bb_calendar_has_year(const struct bb_calendar *cal, int year);
/* One day of a known year. The pointers are the calendar's. */
struct bb_calendar_day {
    enum bb_day_kind kind; /* a closure shows only where the day would be a working day */
    bool workday;
    const struct bb_hours *hours; /* hour_count opening spans */
    size_t hour_count;
    const char *name, *notice; /* NULL when no notice names the day */
};

const struct bb_err *bb_calendar_day(struct bb_calendar_day *out, const struct bb_calendar *cal,
                                     int64_t day);
const struct bb_err *bb_calendar_is_workday(bool *out, const struct bb_calendar *cal, int64_t day);
/* Remaining working days: those after `from` up to and with `to`. When `to` is earlier the working
 * days since, negative (0 while only a weekend has passed). It undoes counting: between(d, due(d, n
 * wd)) == n. */
const struct bb_err *bb_calendar_workdays_between(int64_t *out, const struct bb_calendar *cal,
                                                  int64_t from_day, int64_t to_day);

/* "holiday", "workday", "closure" as in the files; BB_DAY_PLAIN for any other word. */
enum bb_day_kind bb_day_kind_find(const char *id);

/* ---- deadlines ---- */

enum bb_due_unit {
    BB_DUE_WORKDAY, /* wd */
    BB_DUE_DAY,     /* natural days, holidays too */
    BB_DUE_HOUR,    /* opening hours, the lunch break and closed days do not run */
    BB_DUE_MINUTE,
    BB_DUE__COUNT
};

enum { BB_DUE_AMOUNT_MAX = 100000 };

struct bb_due_rule {
    int64_t amount; /* 0 to BB_DUE_AMOUNT_MAX */
    enum bb_due_unit unit;
    bool count_start; /* wd, day: the starting day is day 1 (wd: when it is a working day) */
    bool backwards;   /* counts into the past */
    bool same_clock;  /* wd, day: due at the clock time of the start, else at the end of the day */
};

/* Time that does not run, [from_at, to_at). May overlap, in any order; empty and turned ones have
 * no effect. A pause that still runs ends, for the caller, at the moment of asking. */
struct bb_pause {
    int64_t from_at, to_at;
};

struct bb_due {
    int64_t day;
    int64_t at; /* end of day: close of the opening hours, 23:59:59 where there are none */
};

/* Why a day was counted or not; labels by bb_why_label(). */
/* clang-format off */
#define BB_WHY_LIST(X)                                                                             \
    X(WORKDAY, N_("Working day"))                                                                  \
    X(MAKEUP,  N_("Make-up workday"))                                                              \
    X(NATURAL, N_("Natural day"))                                                                  \
    X(OPEN,    N_("Open to visitors"))     /* hours on a day that is no working day */             \
    X(WEEKEND, N_("Weekend"))                                                                      \
    X(HOLIDAY, N_("Holiday"))                                                                      \
    X(CLOSURE, N_("Closure day"))          /* closure day, or no opening hours */                  \
    X(START,   N_("Start, not counted"))                                                           \
    X(PAUSED,  N_("Clock paused"))                                                                 \
    X(OVER,    N_("No opening time left")) /* the start is after closing (backwards: before opening) */
/* clang-format on */

enum bb_why_reason {
#define BB_WHY_ENUM(name, label) BB_WHY_##name,
    BB_WHY_LIST(BB_WHY_ENUM)
#undef BB_WHY_ENUM
        BB_WHY__COUNT
};

struct bb_why_day {
    int64_t day;
    bool counted;
    int seconds; /* hour, minute: opening time that was counted on this day */
    enum bb_why_reason reason;
    const char *name;   /* what the calendar says of the day; NULL when no notice names it */
    const char *notice; /* both are the calendar's */
};

/* Every day from the start to the due day, in the order of counting (backwards: falling).
 * Zero-initialise; valid as long as the calendar stays as it is; bb_why_done() frees. */
struct bb_why {
    struct bb_why_day *days;
    size_t count, cap;
};

void bb_why_done(struct bb_why *why);
const char *bb_why_label(enum bb_why_reason reason); /* translated */

/*
 * Units wd and day. Counting begins on the day after the start (before it, when backwards), with
 * count_start on the start itself. A start that is no working day is passed over either way. The
 * hour of the start plays no part: after closing it is still that day. n = 0 is the first day that
 * count_start could count. A day is skipped as paused when the pauses cover all its opening hours
 * (natural days, and working days without hours: the whole day); shorter pauses skip nothing and do
 * not add up.
 *
 * Units hour and minute. Opening time after the start (before it) is used up, less the pauses.
 * count_start and same_clock have no meaning; n = 0 is the start itself. What ends with a span ends
 * there, not at the next opening.
 *
 * why may be NULL; what it held is dropped; it is empty after an error.
 * Errors: BB_ERR_CALENDAR_YEAR; BB_ERR_BAD_FIELD when the amount is outside its limits.
 */
const struct bb_err *bb_calendar_due(struct bb_due *out, const struct bb_calendar *cal,
                                     const struct bb_due_rule *rule, int64_t from_at,
                                     const struct bb_pause *pauses, size_t pause_count,
                                     struct bb_why *why);

/* "wd", "day", "hour", "minute"; -1 for any other word. */
int bb_due_unit_find(const char *id);
const char *bb_due_unit_id(enum bb_due_unit unit);

#endif
