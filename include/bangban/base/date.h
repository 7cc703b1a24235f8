/*
 * Civil days and times.
 *
 * A day (`_day`) is an int64_t: days since 1970-01-01 of the civil calendar in Shanghai; 0 is
 * "none". A moment (`_at`) is an int64_t: whole seconds UTC since 1970; 0 is "none". Local time is
 * UTC+8 all year: China keeps one zone and has had no summer time since 1991, and no record is
 * older.
 */
#ifndef BANGBAN_BASE_DATE_H
#define BANGBAN_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "bangban/base/err.h"

enum { BB_ZONE_SECONDS = 8 * 3600, BB_DAY_SECONDS = 86400 };
enum { BB_DAY_BYTES = 16, BB_AT_BYTES = 32 }; /* room for the formatters below */

struct bb_civil {
    int year, month, day; /* month 1-12, day 1-31 */
};

int64_t bb_day_make(int year, int month, int day);
bool bb_civil_is_valid(int year, int month, int day);
struct bb_civil bb_day_civil(int64_t day);
int bb_day_weekday(int64_t day);              /* 1 Monday … 7 Sunday */
int64_t bb_day_of(int64_t at);                /* local day of a moment */
int bb_seconds_of(int64_t at);                /* local seconds since midnight */
int64_t bb_at_make(int64_t day, int seconds); /* local clock → UTC */

/* "2026-11-23" only, year 1900–2199. */
const struct bb_err *bb_day_parse(int64_t *out, const char *text);
/* "2026-11-23 09:30[:15]", "2026-11-23T09:30…" local, with Z suffix UTC; a bare date is 00:00
 * local. */
const struct bb_err *bb_at_parse(int64_t *out, const char *text);
/* "9:30" or "09:30" → seconds since midnight. */
const struct bb_err *bb_clock_parse(int *out_seconds, const char *text);
/* The same as one types them: also "930"; a day also as "11-20", "1120" or "20", which is the
 * latest such day up to today. */
const struct bb_err *bb_clock_parse_typed(int *out_seconds, const char *text);
const struct bb_err *bb_day_parse_typed(int64_t *out, const char *text, int64_t today);

/* All return out. */
char *bb_day_format(char out[BB_DAY_BYTES], int64_t day);     /* 2026-11-23, "" for none */
char *bb_at_format_utc(char out[BB_AT_BYTES], int64_t at);    /* 2026-11-23T01:30:00Z */
char *bb_at_format_minute(char out[BB_AT_BYTES], int64_t at); /* local 2026-11-23 09:30 */
char *bb_at_format_clock(char out[BB_AT_BYTES], int64_t at);  /* local 09:30 */

#endif
