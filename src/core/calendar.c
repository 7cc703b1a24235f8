/* What is known of each day: notices, closures, opening hours. Counting deadlines is in
 * calendar_due.c. */
#include "bangban/core/calendar.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2199, SATURDAY = 6 };

struct entry {
    int64_t day;
    enum bb_day_kind kind;
    char *name, *notice;
};

struct week_day {
    struct bb_hours spans[BB_HOURS_MAX];
    size_t count;
};

struct bb_calendar {
    bool years[LAST_YEAR - FIRST_YEAR + 1];
    struct entry *entries; /* by day; the notice before the closure */
    size_t count, cap;
    struct week_day week[8]; /* 1 Monday … 7 Sunday */
    int makeup;              /* weekday whose hours a make-up workday has */
};

static const char *const kind_ids[] = {
    [BB_DAY_PLAIN] = "",
    [BB_DAY_HOLIDAY] = "holiday",
    [BB_DAY_WORKDAY] = "workday",
    [BB_DAY_CLOSURE] = "closure",
};
_Static_assert(sizeof kind_ids / sizeof *kind_ids == BB_DAY__COUNT, "one id for each kind of day");

struct bb_calendar *bb_calendar_new(void)
{
    static const struct bb_hours usual[] = {{9 * 3600, 11 * 3600 + 1800},
                                            {13 * 3600, 16 * 3600 + 1800}};
    struct bb_calendar *cal = bb_alloc(sizeof *cal);
    cal->makeup = 1;
    for (int weekday = 1; weekday < SATURDAY; weekday++)
        bb_calendar_set_hours(cal, weekday, usual, 2);
    return cal;
}

void bb_calendar_free(struct bb_calendar *cal)
{
    if (!cal)
        return;
    for (size_t i = 0; i < cal->count; i++) {
        free(cal->entries[i].name);
        free(cal->entries[i].notice);
    }
    free(cal->entries);
    free(cal);
}

void bb_calendar_add_year(struct bb_calendar *cal, int year)
{
    if (year >= FIRST_YEAR && year <= LAST_YEAR)
        cal->years[year - FIRST_YEAR] = true;
}

bool bb_calendar_has_year(const struct bb_calendar *cal, int year)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR && cal->years[year - FIRST_YEAR];
}

/* The place of the first entry of the day, or where it would stand. */
static size_t place_of(const struct bb_calendar *cal, int64_t day)
{
    size_t low = 0, high = cal->count;
    while (low < high) {
        size_t mid = (low + high) / 2;
        if (cal->entries[mid].day < day)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

void bb_calendar_add(struct bb_calendar *cal, int64_t day, enum bb_day_kind kind, const char *name,
                     const char *notice)
{
    assert(kind > BB_DAY_PLAIN && kind < BB_DAY__COUNT);
    size_t at = place_of(cal, day);
    bool closure = kind == BB_DAY_CLOSURE;
    if (closure && at < cal->count && cal->entries[at].day == day &&
        cal->entries[at].kind != BB_DAY_CLOSURE)
        at++;
    bool replaces = at < cal->count && cal->entries[at].day == day &&
                    (cal->entries[at].kind == BB_DAY_CLOSURE) == closure;
    if (!replaces) {
        if (cal->count == cal->cap) {
            cal->cap = cal->cap ? cal->cap * 2 : 64;
            cal->entries = bb_realloc(cal->entries, cal->cap * sizeof *cal->entries);
        }
        memmove(cal->entries + at + 1, cal->entries + at, (cal->count - at) * sizeof *cal->entries);
        cal->entries[at] = (struct entry){.day = day};
        cal->count++;
    }
    cal->entries[at].kind = kind;
    bb_strset(&cal->entries[at].name, name);
    bb_strset(&cal->entries[at].notice, notice);
}

void bb_calendar_set_hours(struct bb_calendar *cal, int weekday, const struct bb_hours *spans,
                           size_t count)
{
    assert(weekday >= 1 && weekday <= 7 && count <= BB_HOURS_MAX);
    for (size_t i = 0; i < count; i++) {
        assert(spans[i].from < spans[i].to && spans[i].to <= BB_DAY_SECONDS);
        assert(spans[i].from >= (i ? spans[i - 1].to : 0));
        cal->week[weekday].spans[i] = spans[i];
    }
    cal->week[weekday].count = count;
}

void bb_calendar_set_makeup(struct bb_calendar *cal, int weekday)
{
    assert(weekday >= 1 && weekday <= 7);
    cal->makeup = weekday;
}

static const struct bb_err *year_unknown(int year)
{
    char text[16];
    snprintf(text, sizeof text, "%d", year);
    return bb_err(BB_ERR_CALENDAR_YEAR, text, NULL);
}

const struct bb_err *bb_calendar_day(struct bb_calendar_day *out, const struct bb_calendar *cal,
                                     int64_t day)
{
    int year = bb_day_civil(day).year, weekday = bb_day_weekday(day);
    if (!bb_calendar_has_year(cal, year))
        return year_unknown(year);
    *out = (struct bb_calendar_day){.workday = weekday < SATURDAY};
    for (size_t i = place_of(cal, day); i < cal->count && cal->entries[i].day == day; i++) {
        const struct entry *entry = &cal->entries[i];
        if (out->kind == BB_DAY_HOLIDAY)
            break; /* closed on a holiday: the holiday is the reason */
        if (out->kind == BB_DAY_PLAIN && entry->kind == BB_DAY_CLOSURE && !out->workday &&
            !cal->week[weekday].count)
            break; /* closed on a weekend day without hours: likewise */
        out->kind = entry->kind;
        out->workday = entry->kind == BB_DAY_WORKDAY;
        out->name = entry->name;
        out->notice = entry->notice;
    }
    if (out->kind == BB_DAY_PLAIN || out->kind == BB_DAY_WORKDAY) {
        const struct week_day *hours =
            &cal->week[out->kind == BB_DAY_WORKDAY ? cal->makeup : weekday];
        out->hours = hours->spans;
        out->hour_count = hours->count;
    }
    return NULL;
}

const struct bb_err *bb_calendar_is_workday(bool *out, const struct bb_calendar *cal, int64_t day)
{
    struct bb_calendar_day known;
    BB_TRY(bb_calendar_day(&known, cal, day));
    *out = known.workday;
    return NULL;
}

/* Mondays to Fridays up to and with the day, as counted from Thursday 1970-01-01, which is day 0
 * and has weekday 4. */
static int64_t weekdays_until(int64_t day)
{
    int weekday = bb_day_weekday(day);
    return (day - weekday + 4) / 7 * 5 + (weekday < SATURDAY ? weekday : SATURDAY - 1);
}

const struct bb_err *bb_calendar_workdays_between(int64_t *out, const struct bb_calendar *cal,
                                                  int64_t from_day, int64_t to_day)
{
    int64_t low = from_day < to_day ? from_day : to_day;
    int64_t high = from_day < to_day ? to_day : from_day;
    for (int year = bb_day_civil(low).year, last = bb_day_civil(high).year; year <= last; year++)
        if (!bb_calendar_has_year(cal, year))
            return year_unknown(year);
    int64_t count = weekdays_until(high) - weekdays_until(low);
    for (size_t i = place_of(cal, low + 1); i < cal->count && cal->entries[i].day <= high; i++) {
        int64_t day = cal->entries[i].day;
        if (i + 1 < cal->count && cal->entries[i + 1].day == day)
            continue; /* the closure beside it decides */
        count += (cal->entries[i].kind == BB_DAY_WORKDAY) - (bb_day_weekday(day) < SATURDAY);
    }
    *out = from_day <= to_day ? count : -count;
    return NULL;
}

enum bb_day_kind bb_day_kind_find(const char *id)
{
    for (int kind = BB_DAY_PLAIN + 1; id && kind < BB_DAY__COUNT; kind++)
        if (!strcmp(id, kind_ids[kind]))
            return (enum bb_day_kind)kind;
    return BB_DAY_PLAIN;
}
