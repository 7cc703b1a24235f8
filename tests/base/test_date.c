/* Civil days, local moments, their texts. */
#include "suite.h"

#include <time.h>

#include "bangban/base/date.h"

START_TEST(days_agree_with_libc)
{
    for (int64_t day = -25567; day <= 84000; day += 13) { /* 1900 … 2199 */
        time_t at = (time_t)(day * BB_DAY_SECONDS);
        struct tm tm;
        gmtime_r(&at, &tm);
        struct bb_civil c = bb_day_civil(day);
        ck_assert_int_eq(c.year, tm.tm_year + 1900);
        ck_assert_int_eq(c.month, tm.tm_mon + 1);
        ck_assert_int_eq(c.day, tm.tm_mday);
        ck_assert_int_eq(bb_day_make(c.year, c.month, c.day), day);
        ck_assert_int_eq(bb_day_weekday(day), tm.tm_wday ? tm.tm_wday : 7);
    }
    ck_assert_int_eq(bb_day_make(2026, 11, 23), 20780);
    ck_assert_int_eq(bb_day_weekday(20780), 1);
}
END_TEST

START_TEST(day_texts)
{
    static const struct {
        const char *text;
        bool good;
    } cases[] = {{"2026-11-23", true},   {"2024-02-29", true},  {"2026-02-29", false},
                 {"2100-02-29", false},  {"2026-13-01", false}, {"2026-00-01", false},
                 {"2026-1-1", false},    {"1899-12-31", false}, {"2200-01-01", false},
                 {"2026-11-23 ", false}, {"", false},           {"二〇二六", false},
                 {"1900-01-01", true},   {"2199-12-31", true},  {" 2026-11-23", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t day = 0;
        char text[BB_DAY_BYTES];
        if (cases[i].good) {
            ck_ok(bb_day_parse(&day, cases[i].text));
            ck_assert_str_eq(bb_day_format(text, day), cases[i].text);
        } else {
            ck_err_is(bb_day_parse(&day, cases[i].text), BB_ERR_BAD_DATE);
        }
    }
    char text[BB_DAY_BYTES];
    int64_t day;
    ck_assert_str_eq(bb_day_format(text, 0), "");
    ck_err_is(bb_day_parse(&day, NULL), BB_ERR_BAD_DATE);
}
END_TEST

START_TEST(moment_texts)
{
    static const struct {
        const char *text, *utc;
    } cases[] = {
        {"2026-11-23 09:30", "2026-11-23T01:30:00Z"},
        {"2026-11-23T09:30:05", "2026-11-23T01:30:05Z"},
        {"2026-11-23T01:30:00Z", "2026-11-23T01:30:00Z"},
        {"2026-11-23", "2026-11-22T16:00:00Z"},
        {"2026-01-01 00:00", "2025-12-31T16:00:00Z"},
        {"2026-11-23 24:00", NULL},
        {"2026-11-23 9:30", NULL},
        {"2026-11-23 09:60", NULL},
        {"2026-11-23 09:30:60", NULL},
        {"2026-11-23Z", NULL},
        {"2026-11-23 09:30 ", NULL},
        {"2026-11-23T", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t at = 0;
        char text[BB_AT_BYTES];
        if (!cases[i].utc) {
            ck_err_is(bb_at_parse(&at, cases[i].text), BB_ERR_BAD_TIME);
            continue;
        }
        ck_ok(bb_at_parse(&at, cases[i].text));
        ck_assert_str_eq(bb_at_format_utc(text, at), cases[i].utc);
    }
    int64_t at;
    char text[BB_AT_BYTES];
    ck_ok(bb_at_parse(&at, "2026-11-23T16:05:59Z"));
    ck_assert_str_eq(bb_at_format_minute(text, at), "2026-11-24 00:05");
    ck_assert_str_eq(bb_at_format_clock(text, at), "00:05");
    ck_assert_int_eq(bb_day_of(at), bb_day_make(2026, 11, 24));
    ck_assert_int_eq(bb_seconds_of(at), 359);
    ck_assert_int_eq(bb_at_make(bb_day_of(at), bb_seconds_of(at)), at);
    ck_assert_int_eq(bb_day_of(-BB_ZONE_SECONDS - 1), -1);
    ck_assert_str_eq(bb_at_format_utc(text, 0), "");
    ck_assert_str_eq(bb_at_format_minute(text, 0), "");
    ck_assert_str_eq(bb_at_format_clock(text, 0), "");
}
END_TEST

START_TEST(clock_texts)
{
    int seconds = 0;
    ck_ok(bb_clock_parse(&seconds, "9:30"));
    ck_assert_int_eq(seconds, 34200);
    ck_ok(bb_clock_parse(&seconds, "00:00"));
    ck_assert_int_eq(seconds, 0);
    static const char *const bad[] = {"24:00", "9:5", "9", "930", "09:30:00", "", "-1:30", "9:60"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_err_is(bb_clock_parse(&seconds, bad[i]), BB_ERR_BAD_CLOCK);
}
END_TEST

START_TEST(typed_texts)
{
    static const struct {
        const char *text, *day; /* NULL: refused */
    } days[] = {
        {"2026-11-20", "2026-11-20"},
        {"11-20", "2026-11-20"},
        {"1120", "2026-11-20"},
        {"20", "2026-11-20"},
        {"23", "2026-11-23"},
        {"24", "2026-10-24"},
        {"31", "2026-10-31"},
        {"12-30", "2025-12-30"},
        {"1-5", "2026-01-05"},
        {"2-29", "2024-02-29"},
        {"2-30", NULL},
        {"13-01", NULL},
        {"", NULL},
        {"0", NULL},
        {"32", NULL},
        {"11-", NULL},
        {"20x", NULL},
        {"昨天", NULL},
        {"112", NULL},
    };
    int64_t today = bb_day_make(2026, 11, 23), day;
    char text[BB_DAY_BYTES];
    int seconds;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const struct bb_err *err = bb_day_parse_typed(&day, days[i].text, today);
        ck_assert_msg(!err == (days[i].day != NULL), "%s", days[i].text);
        if (!err)
            ck_assert_str_eq(bb_day_format(text, day), days[i].day);
    }
    ck_ok(bb_clock_parse_typed(&seconds, "930"));
    ck_assert_int_eq(seconds, 34200);
    ck_ok(bb_clock_parse_typed(&seconds, "1615"));
    ck_assert_int_eq(seconds, 58500);
    ck_ok(bb_clock_parse_typed(&seconds, "9:30"));
    ck_err_is(bb_clock_parse_typed(&seconds, "2460"), BB_ERR_BAD_CLOCK);
    ck_err_is(bb_clock_parse_typed(&seconds, "93"), BB_ERR_BAD_CLOCK);
}
END_TEST

Suite *suite_date(void);
Suite *suite_date(void)
{
    Suite *suite = suite_create("date");
    TCase *tcase = tcase_create("date");
    tcase_add_test(tcase, days_agree_with_libc);
    tcase_add_test(tcase, day_texts);
    tcase_add_test(tcase, moment_texts);
    tcase_add_test(tcase, clock_texts);
    tcase_add_test(tcase, typed_texts);
    suite_add_tcase(suite, tcase);
    return suite;
}
