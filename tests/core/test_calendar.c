#include "bangban/core/calendar.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "bangban/base/mem.h"
#include "suite.h"

enum { FIRST_YEAR = 2022, LAST_YEAR = 2026 };

static int64_t day_of(const char *text)
{
    int64_t day;
    ck_ok(bb_day_parse(&day, text));
    return day;
}

static int64_t at_of(const char *text)
{
    int64_t at;
    ck_ok(bb_at_parse(&at, text));
    return at;
}

static const struct bb_err *holiday_row(void *ctx, long line, size_t count, char *const *fields)
{
    if (line == 1)
        return NULL;
    ck_assert_uint_eq(count, 4);
    enum bb_day_kind kind = bb_day_kind_find(fields[1]);
    ck_assert(kind == BB_DAY_HOLIDAY || kind == BB_DAY_WORKDAY);
    bb_calendar_add(ctx, day_of(fields[0]), kind, fields[2], fields[3]);
    return NULL;
}

static struct bb_calendar *real_calendar(void)
{
    struct bb_calendar *cal = bb_calendar_new();
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        char path[64];
        snprintf(path, sizeof path, "data/holidays/%d.csv", year);
        FILE *in = fopen(path, "r");
        ck_assert_ptr_nonnull(in);
        ck_ok(bb_csv_read(in, path, ',', holiday_row, cal));
        fclose(in);
        bb_calendar_add_year(cal, year);
    }
    return cal;
}

/* ---- days ---- */

START_TEST(years_have_their_working_days)
{
    static const int64_t expected[] = {249, 249, 251, 248, 248};
    struct bb_calendar *cal = real_calendar();
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        int64_t count = 0;
        for (int64_t day = bb_day_make(year, 1, 1); day <= bb_day_make(year, 12, 31); day++) {
            bool workday;
            ck_ok(bb_calendar_is_workday(&workday, cal, day));
            count += workday;
        }
        ck_assert_int_eq(count, expected[year - FIRST_YEAR]);
    }
    bb_calendar_free(cal);
}
END_TEST

START_TEST(days_are_as_noticed)
{
    static const struct {
        const char *day;
        bool workday;
        enum bb_day_kind kind;
    } cases[] = {
        {"2024-02-09", true, BB_DAY_PLAIN}, /* Friday before the Spring Festival */
        {"2024-02-10", false, BB_DAY_HOLIDAY}, {"2024-02-17", false, BB_DAY_HOLIDAY},
        {"2024-02-18", true, BB_DAY_WORKDAY}, /* a Sunday */
        {"2025-10-06", false, BB_DAY_HOLIDAY}, {"2025-10-08", false, BB_DAY_HOLIDAY},
        {"2025-09-28", true, BB_DAY_WORKDAY},  {"2025-10-11", true, BB_DAY_WORKDAY},
        {"2022-12-31", false, BB_DAY_HOLIDAY}, /* by the notice for 2023, a Saturday */
        {"2023-01-02", false, BB_DAY_HOLIDAY}, {"2023-01-03", true, BB_DAY_PLAIN},
        {"2026-11-21", false, BB_DAY_PLAIN},   {"2026-11-23", true, BB_DAY_PLAIN},
    };
    struct bb_calendar *cal = real_calendar();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_calendar_day known;
        ck_ok(bb_calendar_day(&known, cal, day_of(cases[i].day)));
        ck_assert_msg(known.workday == cases[i].workday, "%s", cases[i].day);
        ck_assert_msg(known.kind == cases[i].kind, "%s", cases[i].day);
        ck_assert((known.notice != NULL) == (known.kind != BB_DAY_PLAIN));
        ck_assert((known.hour_count > 0) == known.workday);
    }
    bb_calendar_free(cal);
}
END_TEST

START_TEST(unknown_years_are_refused)
{
    struct bb_calendar *cal = real_calendar();
    bool workday;
    int64_t count;
    ck_err_is(bb_calendar_is_workday(&workday, cal, day_of("2021-12-31")), BB_ERR_CALENDAR_YEAR);
    const struct bb_err *err = bb_calendar_is_workday(&workday, cal, day_of("2027-01-01"));
    ck_assert(err && strstr(err->text, "2027"));
    ck_err_is(bb_calendar_workdays_between(&count, cal, day_of("2026-12-30"), day_of("2027-01-01")),
              BB_ERR_CALENDAR_YEAR);
    ck_err_is(bb_calendar_workdays_between(&count, cal, day_of("2021-12-31"), day_of("2021-12-31")),
              BB_ERR_CALENDAR_YEAR);
    for (int unit = 0; unit < BB_DUE__COUNT; unit++) {
        struct bb_due due;
        struct bb_why why = {0};
        struct bb_due_rule rule = {.amount = BB_DUE_AMOUNT_MAX, .unit = (enum bb_due_unit)unit};
        ck_err_is(bb_calendar_due(&due, cal, &rule, at_of("2026-12-01 10:00"), NULL, 0, &why),
                  BB_ERR_CALENDAR_YEAR);
        ck_assert_uint_eq(why.count, 0);
        rule.backwards = true;
        ck_err_is(bb_calendar_due(&due, cal, &rule, at_of("2022-02-01 10:00"), NULL, 0, &why),
                  BB_ERR_CALENDAR_YEAR);
        rule.amount = BB_DUE_AMOUNT_MAX + 1;
        ck_err_is(bb_calendar_due(&due, cal, &rule, at_of("2022-02-01 10:00"), NULL, 0, NULL),
                  BB_ERR_BAD_FIELD);
        rule.amount = -1;
        ck_err_is(bb_calendar_due(&due, cal, &rule, at_of("2022-02-01 10:00"), NULL, 0, NULL),
                  BB_ERR_BAD_FIELD);
    }
    /* a year that nobody loaded between two that were */
    struct bb_calendar *gap = bb_calendar_new();
    bb_calendar_add_year(gap, 2022);
    bb_calendar_add_year(gap, 2024);
    bb_calendar_add_year(gap, 1);
    ck_assert(!bb_calendar_has_year(gap, 2023) && bb_calendar_has_year(gap, 2024));
    ck_assert(!bb_calendar_has_year(gap, 1) && !bb_calendar_has_year(gap, 99999));
    ck_err_is(bb_calendar_workdays_between(&count, gap, day_of("2022-12-30"), day_of("2024-01-04")),
              BB_ERR_CALENDAR_YEAR);
    bb_calendar_free(gap);
    bb_calendar_free(cal);
}
END_TEST

START_TEST(remaining_days_carry_a_sign)
{
    static const struct {
        const char *from, *to;
        int64_t days;
    } cases[] = {
        {"2024-09-13", "2024-09-13", 0},  {"2024-09-13", "2024-09-14", 1},
        {"2024-09-13", "2024-09-17", 1},  {"2024-09-13", "2024-09-23", 5},
        {"2024-09-23", "2024-09-13", -5}, {"2024-09-21", "2024-09-20", 0},
        {"2024-09-23", "2024-09-20", -1}, {"2023-12-29", "2024-01-02", 1},
        {"2026-11-20", "2026-11-23", 1},
    };
    struct bb_calendar *cal = real_calendar();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t days;
        ck_ok(bb_calendar_workdays_between(&days, cal, day_of(cases[i].from), day_of(cases[i].to)));
        ck_assert_msg(days == cases[i].days, "%s %s: %d", cases[i].from, cases[i].to, (int)days);
    }
    bb_calendar_free(cal);
}
END_TEST

START_TEST(closures_stand_beside_notices)
{
    struct bb_calendar *cal = real_calendar();
    struct bb_calendar_day known;
    int64_t plain = day_of("2026-11-24"), makeup = day_of("2025-10-11"),
            rest = day_of("2025-10-01");
    bb_calendar_add(cal, plain, BB_DAY_CLOSURE, "moving", "our own");
    bb_calendar_add(cal, makeup, BB_DAY_CLOSURE, "moving", NULL);
    bb_calendar_add(cal, rest, BB_DAY_CLOSURE, "moving", NULL);
    ck_ok(bb_calendar_day(&known, cal, plain));
    ck_assert(!known.workday && known.kind == BB_DAY_CLOSURE && known.hour_count == 0);
    ck_assert_str_eq(known.name, "moving");
    ck_assert_str_eq(known.notice, "our own");
    ck_ok(bb_calendar_day(&known, cal, makeup));
    ck_assert(!known.workday && known.kind == BB_DAY_CLOSURE);
    ck_ok(bb_calendar_day(&known, cal, rest));
    ck_assert(!known.workday && known.kind == BB_DAY_HOLIDAY);
    /* the same again and a newer notice replace, they do not pile up */
    bb_calendar_add(cal, plain, BB_DAY_CLOSURE, "moved", NULL);
    bb_calendar_add(cal, plain, BB_DAY_WORKDAY, "odd", "notice");
    ck_ok(bb_calendar_day(&known, cal, plain));
    ck_assert(known.kind == BB_DAY_CLOSURE && known.notice == NULL);
    ck_assert_str_eq(known.name, "moved");
    bb_calendar_add(cal, rest, BB_DAY_WORKDAY, NULL, NULL);
    ck_ok(bb_calendar_day(&known, cal, rest));
    ck_assert(known.kind == BB_DAY_CLOSURE);
    bb_calendar_free(cal);
}
END_TEST

/* ---- deadlines ---- */

struct due_case {
    const char *from;
    int amount;
    const char *unit;
    const char *flags; /* s count_start, b backwards, c same clock */
    const char *due;   /* local minute */
};

static const struct due_case due_cases[] = {
    /* the contract */
    {"2024-09-13 10:00", 5, "wd", "", "2024-09-23 16:30"},
    {"2024-09-13 10:00", 5, "wd", "s", "2024-09-20 16:30"},
    {"2024-09-23 10:00", 5, "wd", "b", "2024-09-13 16:30"},
    {"2024-09-23 10:00", 5, "wd", "bs", "2024-09-14 16:30"},
    {"2024-09-13 10:00", 5, "wd", "c", "2024-09-23 10:00"},
    {"2024-09-13 22:15", 1, "wd", "", "2024-09-14 16:30"},
    /* Spring Festival 2024: rest 10 to 17, work on Sunday 18 and on 4 (Sunday) */
    {"2024-02-09 09:00", 1, "wd", "", "2024-02-18 16:30"},
    {"2024-02-09 09:00", 2, "wd", "", "2024-02-19 16:30"},
    {"2024-02-02 09:00", 1, "wd", "", "2024-02-04 16:30"},
    {"2024-02-18 09:00", 1, "wd", "b", "2024-02-09 16:30"},
    /* National Day and Mid-Autumn 2025: rest 1 to 8 October, work on 28 September and 11 October */
    {"2025-09-26 09:00", 3, "wd", "", "2025-09-30 16:30"},
    {"2025-09-30 09:00", 3, "wd", "", "2025-10-11 16:30"},
    {"2025-10-09 09:00", 1, "wd", "b", "2025-09-30 16:30"},
    /* the turn of 2022, Saturday 31 is a holiday of the notice for 2023 */
    {"2022-12-30 09:00", 1, "wd", "", "2023-01-03 16:30"},
    {"2023-01-03 09:00", 1, "wd", "b", "2022-12-30 16:30"},
    /* a start on a rest day: the next working day is day 1 either way */
    {"2024-09-15 10:00", 1, "wd", "", "2024-09-18 16:30"},
    {"2024-09-15 10:00", 1, "wd", "s", "2024-09-18 16:30"},
    {"2024-09-15 10:00", 1, "wd", "bs", "2024-09-14 16:30"},
    /* 0: where counting would stand before the first day */
    {"2024-09-13 10:00", 0, "wd", "", "2024-09-13 16:30"},
    {"2024-09-15 10:00", 0, "wd", "", "2024-09-18 16:30"},
    {"2024-09-15 10:00", 0, "wd", "b", "2024-09-14 16:30"},
    {"2024-09-15 10:00", 0, "day", "", "2024-09-15 23:59"},
    /* natural days */
    {"2024-09-13 10:00", 30, "day", "", "2024-10-13 23:59"},
    {"2024-09-13 10:00", 30, "day", "s", "2024-10-12 16:30"},
    {"2024-09-13 10:00", 30, "day", "c", "2024-10-13 10:00"},
    {"2024-03-01 10:00", 1, "day", "b", "2024-02-29 16:30"},
    /* opening hours 09:00–11:30, 13:00–16:30 */
    {"2024-09-13 10:00", 1, "hour", "", "2024-09-13 11:00"},
    {"2024-09-13 10:30", 1, "hour", "", "2024-09-13 11:30"},
    {"2024-09-13 11:00", 1, "hour", "", "2024-09-13 13:30"},
    {"2024-09-13 12:00", 1, "hour", "", "2024-09-13 14:00"},
    {"2024-09-13 06:00", 6, "hour", "", "2024-09-13 16:30"},
    {"2024-09-14 15:45", 1, "hour", "", "2024-09-18 09:15"},
    {"2024-09-14 20:00", 1, "minute", "", "2024-09-18 09:01"},
    {"2024-09-13 11:29", 2, "minute", "", "2024-09-13 13:01"},
    {"2024-09-13 12:00", 0, "minute", "", "2024-09-13 12:00"},
    {"2024-09-18 09:15", 1, "hour", "b", "2024-09-14 15:45"},
    {"2024-09-13 14:00", 1, "hour", "b", "2024-09-13 13:00"},
    {"2024-09-13 13:30", 1, "hour", "b", "2024-09-13 11:00"},
};

static struct bb_due_rule rule_of(const struct due_case *c)
{
    int unit = bb_due_unit_find(c->unit);
    ck_assert_int_ge(unit, 0);
    ck_assert_str_eq(bb_due_unit_id((enum bb_due_unit)unit), c->unit);
    return (struct bb_due_rule){.amount = c->amount,
                                .unit = (enum bb_due_unit)unit,
                                .count_start = strchr(c->flags, 's') != NULL,
                                .backwards = strchr(c->flags, 'b') != NULL,
                                .same_clock = strchr(c->flags, 'c') != NULL};
}

START_TEST(due_as_the_table_says)
{
    const struct due_case *c = &due_cases[_i];
    struct bb_calendar *cal = real_calendar();
    struct bb_due_rule rule = rule_of(c);
    struct bb_due due;
    char minute[BB_AT_BYTES];
    ck_ok(bb_calendar_due(&due, cal, &rule, at_of(c->from), NULL, 0, NULL));
    ck_assert_str_eq(bb_at_format_minute(minute, due.at), c->due);
    ck_assert_int_eq(due.day, bb_day_of(due.at));
    bb_calendar_free(cal);
}
END_TEST

START_TEST(why_names_every_day)
{
    static const struct {
        const char *day;
        bool counted;
        enum bb_why_reason reason;
        const char *name;
    } expected[] = {
        {"2024-09-13", false, BB_WHY_START, NULL},
        {"2024-09-14", true, BB_WHY_MAKEUP, "中秋节"},
        {"2024-09-15", false, BB_WHY_HOLIDAY, "中秋节"},
        {"2024-09-16", false, BB_WHY_HOLIDAY, "中秋节"},
        {"2024-09-17", false, BB_WHY_HOLIDAY, "中秋节"},
        {"2024-09-18", true, BB_WHY_WORKDAY, NULL},
        {"2024-09-19", false, BB_WHY_CLOSURE, "moving"},
        {"2024-09-20", false, BB_WHY_PAUSED, NULL},
        {"2024-09-21", false, BB_WHY_WEEKEND, NULL},
        {"2024-09-22", false, BB_WHY_WEEKEND, NULL},
        {"2024-09-23", true, BB_WHY_WORKDAY, NULL},
    };
    struct bb_calendar *cal = real_calendar();
    bb_calendar_add(cal, day_of("2024-09-19"), BB_DAY_CLOSURE, "moving", NULL);
    struct bb_pause pause = {at_of("2024-09-20 09:00"), at_of("2024-09-20 16:30")};
    struct bb_due_rule rule = {.amount = 3, .unit = BB_DUE_WORKDAY};
    struct bb_due due;
    struct bb_why why = {0};
    for (int round = 0; round < 2; round++) { /* the second drops what the first left */
        ck_ok(bb_calendar_due(&due, cal, &rule, at_of("2024-09-13 10:00"), &pause, 1, &why));
        ck_assert_int_eq(due.day, day_of("2024-09-23"));
        ck_assert_uint_eq(why.count, sizeof expected / sizeof *expected);
        for (size_t i = 0; i < why.count; i++) {
            ck_assert_int_eq(why.days[i].day, day_of(expected[i].day));
            ck_assert_msg(why.days[i].reason == expected[i].reason, "%s", expected[i].day);
            ck_assert(why.days[i].counted == expected[i].counted);
            ck_assert_pstr_eq(why.days[i].name, expected[i].name);
        }
        ck_assert_str_eq(why.days[1].notice, "国办发明电〔2023〕7号");
    }
    bb_why_done(&why);
    for (int reason = 0; reason < BB_WHY__COUNT; reason++)
        ck_assert_uint_gt(strlen(bb_why_label((enum bb_why_reason)reason)), 2);
    bb_calendar_free(cal);
}
END_TEST

START_TEST(pauses_do_not_run)
{
    static const struct {
        const char *unit, *flags;
        int amount;
        const char *pauses[3][2], *due;
    } cases[] = {
        /* from Monday 2026-11-23 10:00 */
        {"wd", "", 2, {{"2026-11-24 09:00", "2026-11-24 16:30"}}, "2026-11-26 16:30"},
        {"wd", "", 2, {{"2026-11-24 09:00", "2026-11-24 16:29"}}, "2026-11-25 16:30"},
        {"wd", "", 2, {{"2026-11-23 12:00", "2026-11-24 12:00"}}, "2026-11-25 16:30"},
        {"wd",
         "",
         2,
         {{"2026-11-24 13:00", "2026-11-24 17:00"}, {"2026-11-24 08:00", "2026-11-24 11:30"}},
         "2026-11-26 16:30"}, /* together they cover the day, lunch does not matter */
        {"wd", "s", 1, {{"2026-11-23 00:00", "2026-11-26 00:00"}}, "2026-11-26 16:30"},
        {"wd", "", 2, {{"2026-11-25 16:30", "2026-11-24 09:00"}}, "2026-11-25 16:30"}, /* turned */
        {"wd", "b", 1, {{"2026-11-20 00:00", "2026-11-21 00:00"}}, "2026-11-19 16:30"},
        {"day", "", 2, {{"2026-11-24 00:00", "2026-11-25 00:00"}}, "2026-11-26 16:30"},
        {"day", "", 2, {{"2026-11-24 09:00", "2026-11-25 00:00"}}, "2026-11-25 16:30"},
        {"hour", "", 2, {{"2026-11-23 10:30", "2026-11-23 14:00"}}, "2026-11-23 15:30"},
        {"hour",
         "",
         2,
         {{"2026-11-23 10:30", "2026-11-23 11:00"}, {"2026-11-23 10:00", "2026-11-23 10:45"}},
         "2026-11-23 14:30"}, /* overlapping */
        {"hour", "", 1, {{"2026-11-23 00:00", "2026-11-25 00:00"}}, "2026-11-25 10:00"},
        {"hour", "b", 1, {{"2026-11-23 09:00", "2026-11-23 09:30"}}, "2026-11-20 16:00"},
    };
    struct bb_calendar *cal = real_calendar();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct due_case c = {
            .amount = cases[i].amount, .unit = cases[i].unit, .flags = cases[i].flags};
        struct bb_due_rule rule = rule_of(&c);
        struct bb_pause pauses[3];
        size_t count = 0;
        for (; count < 3 && cases[i].pauses[count][0]; count++)
            pauses[count] = (struct bb_pause){at_of(cases[i].pauses[count][0]),
                                              at_of(cases[i].pauses[count][1])};
        struct bb_due due;
        char minute[BB_AT_BYTES];
        ck_ok(bb_calendar_due(&due, cal, &rule, at_of("2026-11-23 10:00"), pauses, count, NULL));
        bb_at_format_minute(minute, due.at);
        ck_assert_msg(!strcmp(minute, cases[i].due), "case %d: %s", (int)i, minute);
    }
    bb_calendar_free(cal);
}
END_TEST

START_TEST(hours_are_configured)
{
    static const struct bb_hours long_day[] = {{8 * 3600, 20 * 3600}},
                                 short_day[] = {{9 * 3600, 10 * 3600}};
    struct bb_calendar *cal = real_calendar();
    struct bb_due due;
    struct bb_why why = {0};
    char minute[BB_AT_BYTES];
    bb_calendar_set_hours(cal, 6, short_day, 1); /* open on Saturdays */
    bb_calendar_set_hours(cal, 1, NULL, 0);      /* closed to the public on Mondays */
    bb_calendar_set_hours(cal, 3, long_day, 1);
    bb_calendar_set_makeup(cal, 3);
    struct bb_due_rule rule = {.amount = 2, .unit = BB_DUE_HOUR};
    ck_ok(bb_calendar_due(&due, cal, &rule, at_of("2026-11-20 16:00"), NULL, 0, &why));
    ck_assert_str_eq(bb_at_format_minute(minute, due.at), "2026-11-24 09:30");
    ck_assert_uint_eq(why.count, 5);
    ck_assert(why.days[0].reason == BB_WHY_WORKDAY && why.days[0].seconds == 1800);
    ck_assert(why.days[1].reason == BB_WHY_OPEN && why.days[1].seconds == 3600);
    ck_assert(why.days[2].reason == BB_WHY_WEEKEND && !why.days[2].counted);
    ck_assert(why.days[3].reason == BB_WHY_CLOSURE && !why.days[3].counted);
    ck_assert(why.days[4].reason == BB_WHY_WORKDAY && why.days[4].seconds == 1800);
    /* an open Saturday is no working day; a closed Monday stays one and ends at midnight */
    rule = (struct bb_due_rule){.amount = 1, .unit = BB_DUE_WORKDAY};
    ck_ok(bb_calendar_due(&due, cal, &rule, at_of("2026-11-20 16:00"), NULL, 0, &why));
    ck_assert_str_eq(bb_at_format_minute(minute, due.at), "2026-11-23 23:59");
    /* a make-up workday has the hours of the chosen weekday */
    ck_ok(bb_calendar_due(&due, cal, &rule, at_of("2024-09-13 16:00"), NULL, 0, &why));
    ck_assert_str_eq(bb_at_format_minute(minute, due.at), "2024-09-14 20:00");
    /* no hours at all: refused at the end of what is known, not searched for ever */
    for (int weekday = 1; weekday <= 7; weekday++)
        bb_calendar_set_hours(cal, weekday, NULL, 0);
    rule.unit = BB_DUE_MINUTE;
    ck_err_is(bb_calendar_due(&due, cal, &rule, at_of("2026-11-20 16:00"), NULL, 0, &why),
              BB_ERR_CALENDAR_YEAR);
    bb_why_done(&why);
    bb_calendar_free(cal);
}
END_TEST

/* ---- properties ---- */

static uint64_t seed = 20241123;

static int64_t below(int64_t n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((seed >> 33) % (uint64_t)n);
}

static int64_t due_day(const struct bb_calendar *cal, struct bb_due_rule rule, int64_t from_at)
{
    struct bb_due due;
    ck_ok(bb_calendar_due(&due, cal, &rule, from_at, NULL, 0, NULL));
    return due.day;
}

START_TEST(counting_there_and_back)
{
    struct bb_calendar *cal = real_calendar();
    for (int round = 0; round < 3000; round++) {
        int64_t from_at = at_of("2022-06-01 00:00") + below(3 * 365 * (int64_t)BB_DAY_SECONDS);
        int64_t day = bb_day_of(from_at), n = below(60), between;
        struct bb_due_rule rule = {.amount = n, .unit = BB_DUE_WORKDAY};
        struct bb_due due, back;
        struct bb_why why = {0};
        ck_ok(bb_calendar_due(&due, cal, &rule, from_at, NULL, 0, &why));
        int64_t counted = 0;
        for (size_t i = 0; i < why.count; i++) {
            ck_assert_int_eq(why.days[i].day, day + (int64_t)i);
            counted += why.days[i].counted;
        }
        ck_assert_int_eq(counted, n);
        ck_assert_int_eq(why.days[why.count - 1].day, due.day);
        bb_why_done(&why);
        bool workday;
        ck_ok(bb_calendar_is_workday(&workday, cal, due.day));
        ck_assert(workday);
        ck_ok(bb_calendar_is_workday(&workday, cal, day));
        if (workday) {
            ck_ok(bb_calendar_workdays_between(&between, cal, day, due.day));
            ck_assert_int_eq(between, n);
            ck_ok(bb_calendar_workdays_between(&between, cal, due.day, day));
            ck_assert_int_eq(between, -n);
            rule.backwards = true;
            ck_assert_int_eq(due_day(cal, rule, due.at), day);
            /* the start as day 1 is one day less */
            struct bb_due_rule with = {
                .amount = n + 1, .unit = BB_DUE_WORKDAY, .count_start = true};
            ck_assert_int_eq(due_day(cal, with, from_at), due.day);
        }
        /* opening time: forwards from an open second, backwards, the same second */
        rule = (struct bb_due_rule){.amount = 1 + below(3000), .unit = BB_DUE_MINUTE};
        from_at = bb_at_make(due.day, 13 * 3600 + (int)below(3 * 3600));
        ck_ok(bb_calendar_due(&due, cal, &rule, from_at, NULL, 0, &why));
        int64_t seconds = 0;
        for (size_t i = 0; i < why.count; i++)
            seconds += why.days[i].seconds;
        ck_assert_int_eq(seconds, rule.amount * 60);
        bb_why_done(&why);
        rule.backwards = true;
        ck_ok(bb_calendar_due(&back, cal, &rule, due.at, NULL, 0, NULL));
        if (bb_seconds_of(from_at) > 13 * 3600) /* 13:00 is also 11:30 */
            ck_assert_int_eq(back.at, from_at);
    }
    bb_calendar_free(cal);
}
END_TEST

/* The count is computed, not walked; this is the walk. */
START_TEST(remaining_days_are_those_of_the_walk)
{
    struct bb_calendar *cal = real_calendar();
    int64_t first = bb_day_make(FIRST_YEAR, 1, 1), last = bb_day_make(LAST_YEAR, 12, 31);
    for (int i = 0; i < 60; i++) /* on holidays, weekends and make-up workdays too */
        bb_calendar_add(cal, first + below(last - first + 1), BB_DAY_CLOSURE, "停电", NULL);
    for (int i = 0; i < 2000; i++) {
        int64_t from = first + below(last - first + 1), to = first + below(last - first + 1);
        int64_t low = from < to ? from : to, high = from < to ? to : from, count = 0, between;
        for (int64_t day = low + 1; day <= high; day++) {
            bool workday;
            ck_ok(bb_calendar_is_workday(&workday, cal, day));
            count += workday;
        }
        ck_ok(bb_calendar_workdays_between(&between, cal, from, to));
        ck_assert_int_eq(between, from <= to ? count : -count);
    }
    /* before 1970 days are negative */
    for (int year = 1968; year <= 1971; year++)
        bb_calendar_add_year(cal, year);
    for (int64_t low = -15; low < 8; low++) {
        int64_t count = 0, between;
        for (int64_t day = low; day < 15; day++) {
            bool workday;
            ck_ok(bb_calendar_workdays_between(&between, cal, low, day));
            ck_ok(bb_calendar_is_workday(&workday, cal, day));
            ck_assert_int_eq(between, count += day > low && workday);
        }
    }
    bb_calendar_free(cal);
}
END_TEST

START_TEST(more_is_never_earlier)
{
    struct bb_calendar *cal = real_calendar();
    for (int unit = 0; unit < BB_DUE__COUNT; unit++) {
        for (int flags = 0; flags < 4; flags++) {
            int64_t from_at = at_of("2025-01-20 00:00") + below(3 * BB_DAY_SECONDS),
                    before = from_at;
            for (int64_t n = 1; n < 80; n++) {
                struct bb_due_rule rule = {.amount = n,
                                           .unit = (enum bb_due_unit)unit,
                                           .count_start = flags & 1,
                                           .same_clock = flags & 2};
                struct bb_due due;
                ck_ok(bb_calendar_due(&due, cal, &rule, from_at, NULL, 0, NULL));
                if (n > 1)
                    ck_assert_int_gt(due.at, before);
                before = due.at;
            }
        }
    }
    bb_calendar_free(cal);
}
END_TEST

START_TEST(a_holiday_or_a_pause_more_is_never_earlier)
{
    for (int round = 0; round < 60; round++) {
        struct bb_calendar *cal = real_calendar();
        int64_t from_at = at_of("2024-01-01 00:00") + below(365 * (int64_t)BB_DAY_SECONDS);
        struct bb_due_rule rule = {.amount = 1 + below(20),
                                   .unit = (enum bb_due_unit)below(BB_DUE__COUNT)};
        struct bb_due before, after;
        ck_ok(bb_calendar_due(&before, cal, &rule, from_at, NULL, 0, NULL));
        int64_t pause_from = from_at + below(20 * BB_DAY_SECONDS);
        struct bb_pause pause = {pause_from, pause_from + below(10 * BB_DAY_SECONDS)};
        ck_ok(bb_calendar_due(&after, cal, &rule, from_at, &pause, 1, NULL));
        ck_assert_int_ge(after.day, before.day);
        for (int more = 0; more < 10; more++) {
            int64_t day = bb_day_of(from_at) + below(40);
            bb_calendar_add(cal, day, more & 1 ? BB_DAY_CLOSURE : BB_DAY_HOLIDAY, "more", NULL);
            ck_ok(bb_calendar_due(&after, cal, &rule, from_at, NULL, 0, NULL));
            ck_assert_int_ge(after.day, before.day);
            before = after;
        }
        bb_calendar_free(cal);
    }
}
END_TEST

Suite *suite_calendar(void);

Suite *suite_calendar(void)
{
    Suite *suite = suite_create("calendar");
    TCase *tcase = tcase_create("calendar");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, years_have_their_working_days);
    tcase_add_test(tcase, days_are_as_noticed);
    tcase_add_test(tcase, unknown_years_are_refused);
    tcase_add_test(tcase, remaining_days_carry_a_sign);
    tcase_add_test(tcase, closures_stand_beside_notices);
    tcase_add_loop_test(tcase, due_as_the_table_says, 0, sizeof due_cases / sizeof *due_cases);
    tcase_add_test(tcase, why_names_every_day);
    tcase_add_test(tcase, pauses_do_not_run);
    tcase_add_test(tcase, hours_are_configured);
    tcase_add_test(tcase, counting_there_and_back);
    tcase_add_test(tcase, remaining_days_are_those_of_the_walk);
    tcase_add_test(tcase, more_is_never_earlier);
    tcase_add_test(tcase, a_holiday_or_a_pause_more_is_never_earlier);
    suite_add_tcase(suite, tcase);
    return suite;
}
