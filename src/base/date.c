/* Civil days by the proleptic Gregorian calendar and Shanghai's fixed UTC+8. Working days are
 * core's. */
#include "bangban/base/date.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { MIN_YEAR = 1900, MAX_YEAR = 2199, DAYS_400_YEARS = 146097, DAYS_TO_1970 = 719468 };

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The year is taken to begin in March, so that the leap day is its last. */
int64_t bb_day_make(int year, int month, int day)
{
    int64_t y = (int64_t)year - (month <= 2);
    int64_t era = floor_div(y, 400);
    int64_t of_era = y - era * 400;
    int64_t of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * DAYS_400_YEARS + of_era * 365 + of_era / 4 - of_era / 100 + of_year - DAYS_TO_1970;
}

struct bb_civil bb_day_civil(int64_t day)
{
    int64_t shifted = day + DAYS_TO_1970;
    int64_t era = floor_div(shifted, DAYS_400_YEARS);
    int64_t of_era = shifted - era * DAYS_400_YEARS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t march = (5 * of_year + 2) / 153;
    struct bb_civil civil = {.day = (int)(of_year - (153 * march + 2) / 5 + 1),
                             .month = (int)(march < 10 ? march + 3 : march - 9)};
    civil.year = (int)(year + era * 400 + (civil.month <= 2));
    return civil;
}

bool bb_civil_is_valid(int year, int month, int day)
{
    if (year < MIN_YEAR || year > MAX_YEAR || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    struct bb_civil back = bb_day_civil(bb_day_make(year, month, day));
    return back.month == month && back.day == day;
}

int bb_day_weekday(int64_t day)
{
    int64_t since_monday = day + 3; /* 1970-01-01 was a Thursday */
    return (int)(since_monday - floor_div(since_monday, 7) * 7) + 1;
}

int64_t bb_day_of(int64_t at)
{
    return floor_div(at + BB_ZONE_SECONDS, BB_DAY_SECONDS);
}

int bb_seconds_of(int64_t at)
{
    return (int)(at + BB_ZONE_SECONDS - bb_day_of(at) * BB_DAY_SECONDS);
}

int64_t bb_at_make(int64_t day, int seconds)
{
    return day * BB_DAY_SECONDS + seconds - BB_ZONE_SECONDS;
}

/* Reads min to max digits at *at and steps over them; -1 when they are not there. */
static int take_digits(const char **at, int min, int max)
{
    int value = 0, count = 0;
    while (count < max && isdigit((unsigned char)**at)) {
        value = value * 10 + (*(*at)++ - '0');
        count++;
    }
    return count < min ? -1 : value;
}

static bool take_char(const char **at, char c)
{
    if (**at != c)
        return false;
    (*at)++;
    return true;
}

static bool take_day(const char **at, int64_t *out)
{
    int year = take_digits(at, 4, 4);
    if (!take_char(at, '-'))
        return false;
    int month = take_digits(at, 2, 2);
    if (!take_char(at, '-'))
        return false;
    int day = take_digits(at, 2, 2);
    if (!bb_civil_is_valid(year, month, day))
        return false;
    *out = bb_day_make(year, month, day);
    return true;
}

static bool take_clock(const char **at, int min_hour_digits, int *out_seconds)
{
    int hour = take_digits(at, min_hour_digits, 2);
    if (!take_char(at, ':'))
        return false;
    int minute = take_digits(at, 2, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
        return false;
    *out_seconds = hour * 3600 + minute * 60;
    return true;
}

const struct bb_err *bb_day_parse(int64_t *out, const char *text)
{
    const char *at = text ? text : "";
    int64_t day;
    if (!take_day(&at, &day) || *at)
        return bb_err(BB_ERR_BAD_DATE, text ? text : "", NULL);
    *out = day;
    return NULL;
}

static bool parse_at(int64_t *out, const char *at)
{
    int64_t day;
    int seconds = 0;
    if (!take_day(&at, &day))
        return false;
    bool utc = false;
    if (*at) {
        if (!take_char(&at, ' ') && !take_char(&at, 'T'))
            return false;
        if (!take_clock(&at, 2, &seconds))
            return false;
        if (take_char(&at, ':')) {
            int rest = take_digits(&at, 2, 2);
            if (rest < 0 || rest > 59)
                return false;
            seconds += rest;
        }
        utc = take_char(&at, 'Z');
        if (*at)
            return false;
    }
    *out = bb_at_make(day, seconds) + (utc ? BB_ZONE_SECONDS : 0);
    return true;
}

const struct bb_err *bb_at_parse(int64_t *out, const char *text)
{
    if (!parse_at(out, text ? text : ""))
        return bb_err(BB_ERR_BAD_TIME, text ? text : "", NULL);
    return NULL;
}

const struct bb_err *bb_clock_parse(int *out_seconds, const char *text)
{
    const char *at = text ? text : "";
    int seconds;
    if (!take_clock(&at, 1, &seconds) || *at)
        return bb_err(BB_ERR_BAD_CLOCK, text ? text : "", NULL);
    *out_seconds = seconds;
    return NULL;
}

const struct bb_err *bb_clock_parse_typed(int *out_seconds, const char *text)
{
    size_t len = text ? strlen(text) : 0;
    char with_colon[8] = "";
    if (len < 3 || len > 4 || strspn(text, "0123456789") != len)
        return bb_clock_parse(out_seconds, text);
    snprintf(with_colon, sizeof with_colon, "%.*s:%s", (int)len - 2, text, text + len - 2);
    return bb_clock_parse(out_seconds, with_colon);
}

/* The latest day up to today with this month and day; false: no year has it. */
static bool latest(int64_t *out, int64_t today, int month, int day)
{
    enum { LEAP_CYCLE = 8 };
    int year = bb_day_civil(today).year;
    for (int i = 0; i <= LEAP_CYCLE; i++) {
        if (!bb_civil_is_valid(year - i, month, day))
            continue;
        *out = bb_day_make(year - i, month, day);
        if (*out <= today)
            return true;
    }
    return false;
}

const struct bb_err *bb_day_parse_typed(int64_t *out, const char *text, int64_t today)
{
    enum { DAY_DIGITS = 2, MONTH_DAY_DIGITS = 4 };
    const char *at = text ? text : "";
    size_t digits = strspn(at, "0123456789");
    struct bb_civil now = bb_day_civil(today);
    if (digits > DAY_DIGITS && (digits != MONTH_DAY_DIGITS || at[digits]))
        return bb_day_parse(out, text);
    int first = take_digits(&at, 1, DAY_DIGITS);
    if (first >= 0 && !*at && digits <= DAY_DIGITS) { /* "20": of this month, or of the last */
        int month = first <= now.day ? now.month : now.month == 1 ? 12 : now.month - 1;
        if (latest(out, today, month, first))
            return NULL;
    } else if (first >= 0) {
        take_char(&at, '-');
        int day = take_digits(&at, 1, DAY_DIGITS);
        if (day >= 0 && !*at && latest(out, today, first, day))
            return NULL;
    }
    return bb_err(BB_ERR_BAD_DATE, text ? text : "", NULL);
}

/* Years outside 0–9999 cannot come from the parsers; they show as four digits at most, never
 * overflow. */
static int shown_year(struct bb_civil civil)
{
    return civil.year < 0 ? 0 : civil.year > 9999 ? 9999 : civil.year;
}

char *bb_day_format(char out[BB_DAY_BYTES], int64_t day)
{
    struct bb_civil c = bb_day_civil(day);
    out[0] = '\0';
    if (day)
        snprintf(out, BB_DAY_BYTES, "%04d-%02d-%02d", shown_year(c) % 10000, c.month % 100,
                 c.day % 100);
    return out;
}

/* The moment is given in the zone to show; none stays none. */
static char *format_at(char out[BB_AT_BYTES], const char *format, bool none, int64_t day,
                       int seconds)
{
    struct bb_civil c = bb_day_civil(day);
    out[0] = '\0';
    if (none)
        return out;
    for (size_t len = 0; *format && len < BB_AT_BYTES - 5; format++) {
        char *at = out + len;
        size_t room = BB_AT_BYTES - len;
        switch (*format) {
        case 'Y':
            snprintf(at, room, "%04d", shown_year(c));
            break;
        case 'm':
            snprintf(at, room, "%02d", c.month);
            break;
        case 'd':
            snprintf(at, room, "%02d", c.day);
            break;
        case 'H':
            snprintf(at, room, "%02d", seconds / 3600);
            break;
        case 'M':
            snprintf(at, room, "%02d", seconds / 60 % 60);
            break;
        case 'S':
            snprintf(at, room, "%02d", seconds % 60);
            break;
        default:
            at[0] = *format;
            at[1] = '\0';
        }
        len += strlen(at);
    }
    return out;
}

char *bb_at_format_utc(char out[BB_AT_BYTES], int64_t at)
{
    int64_t day = floor_div(at, BB_DAY_SECONDS);
    return format_at(out, "Y-m-dTH:M:SZ", at == 0, day, (int)(at - day * BB_DAY_SECONDS));
}

char *bb_at_format_minute(char out[BB_AT_BYTES], int64_t at)
{
    return format_at(out, "Y-m-d H:M", at == 0, bb_day_of(at), bb_seconds_of(at));
}

char *bb_at_format_clock(char out[BB_AT_BYTES], int64_t at)
{
    return format_at(out, "H:M", at == 0, bb_day_of(at), bb_seconds_of(at));
}
