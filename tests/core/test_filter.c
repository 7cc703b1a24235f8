/* The `/` query taken apart, and rows held against it. */
#include "suite.h"

#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/date.h"
#include "bangban/core/filter.h"

static const unsigned fields = BB_BY(STATE) | BB_BY(UNIT) | BB_BY(DATE) | BB_BY(PERSON);

static int64_t today(void)
{
    return bb_day_make(2026, 11, 23);
}

static void terms_put(const struct bb_filter *filter, struct bb_buf *text)
{
    static const char *const names[BB_FILTER__COUNT] = {[BB_FILTER_ANY] = "-",
                                                        [BB_FILTER_STATE] = "state",
                                                        [BB_FILTER_UNIT] = "unit",
                                                        [BB_FILTER_DATE] = "date",
                                                        [BB_FILTER_PERSON] = "person"};
    for (size_t i = 0; i < filter->count; i++) {
        const struct bb_filter_term *term = &filter->terms[i];
        char from[BB_DAY_BYTES], to[BB_DAY_BYTES];
        if (term->field == BB_FILTER_DATE)
            bb_buf_printf(text, "date=%s..%s;", bb_day_format(from, term->from_day),
                          bb_day_format(to, term->to_day));
        else
            bb_buf_printf(text, "%s=%s;", names[term->field], term->value);
    }
}

START_TEST(parses)
{
    static const struct {
        const char *query, *terms; /* field=value; */
    } cases[] = {
        {NULL, ""},
        {"", ""},
        {"  　 ", ""},
        {"sbjf", "-=sbjf;"},
        {"状态:整改中 单位:人社", "state=整改中;unit=人社;"},
        {"状态：整改中　单位：人社 社保", "state=整改中;unit=人社;-=社保;"},
        {"STATE:found Unit:rs", "state=found;unit=rs;"},
        {"人员:张 领导:李 帮办人:王 leader:x", "person=张;person=李;person=王;person=x;"},
        {"09:30", "-=09:30;"},
        {"状态: x", "-=x;"},
        {":x", "-=:x;"},
        {"ＡＢ", "-=AB;"},
        {"日期:2026-11-20", "date=2026-11-20..2026-11-20;"},
        {"日期:11-20..11-22", "date=2026-11-20..2026-11-22;"},
        {"日期:20..", "date=2026-11-20..;"},
        {"date:..1120", "date=..2026-11-20;"},
        {"date:2026-02", "date=2026-02-01..2026-02-28;"},
        {"date:2025-12", "date=2025-12-01..2025-12-31;"},
        {"date:today 日期:昨天", "date=2026-11-23..2026-11-23;date=2026-11-22..2026-11-22;"},
        {"date:", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_filter filter;
        struct bb_buf text = {0};
        ck_ok(bb_filter_parse(&filter, cases[i].query, fields, today()));
        terms_put(&filter, &text);
        ck_assert_str_eq(bb_buf_text(&text), cases[i].terms);
        bb_buf_done(&text);
        bb_filter_done(&filter);
    }
}
END_TEST

/* One sentence with the word, and what can be said in its place; the other terms stand. */
START_TEST(bad_terms_are_said)
{
    static const struct {
        const char *query, *sentence, *terms;
    } cases[] = {
        {"没有:x 社保",
         "There is no field \"没有\". The fields are: 状态 state, 单位 unit, 日期 date, 人员 "
         "person.",
         "-=社保;"},
        {"灯:红", /* another list's */
         "There is no field \"灯\". The fields are: 状态 state, 单位 unit, 日期 date, 人员 person.",
         ""},
        {"state:x http://x",
         "There is no field \"http\". The fields are: 状态 state, 单位 unit, 日期 date, 人员 "
         "person.",
         "state=x;"},
        {"日期:2026-13-01",
         "Date: \"2026-13-01\" is not possible. Write a day such as 11-23, or two with .. between, "
         "such as 11-20..11-23.",
         ""},
        {"date:11-20..x 社",
         "Date: \"11-20..x\" is not possible. Write a day such as 11-23, or two with .. between, "
         "such as 11-20..11-23.",
         "-=社;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_filter filter;
        struct bb_buf text = {0};
        const struct bb_err *err = bb_filter_parse(&filter, cases[i].query, fields, today());
        ck_assert_ptr_nonnull(err);
        ck_assert_str_eq(err->text, cases[i].sentence);
        terms_put(&filter, &text);
        ck_assert_str_eq(bb_buf_text(&text), cases[i].terms);
        bb_buf_done(&text);
        bb_filter_done(&filter);
    }
}
END_TEST

START_TEST(words_match)
{
    static const struct {
        const char *word, *text;
        bool matches;
    } cases[] = {
        {"保缴", "社保缴费", true}, {"sbjf", "社保缴费", true},  {"bj", "社保缴费", true},
        {"SBJF", "社保缴费", true}, {"ｓｂ", "社保缴费", true},  {"shebao", "社保缴费", true},
        {"bs", "社保缴费", false},  {"card", "社保 CARD", true}, {"x", NULL, false},
        {"x", "", false},           {"", "社保", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(bb_filter_word_matches(cases[i].word, cases[i].text) == cases[i].matches,
                      "%s in %s", cases[i].word, cases[i].text ? cases[i].text : "nothing");
}
END_TEST

struct row {
    const char *state, *unit, *day, *all;
};

static const char *text_of(const void *row, enum bb_filter_field field)
{
    const struct row *r = row;
    return field == BB_FILTER_STATE  ? r->state
           : field == BB_FILTER_UNIT ? r->unit
           : field == BB_FILTER_DATE ? r->day
                                     : r->all;
}

START_TEST(rows_pass)
{
    static const struct row row = {"整改中", "区人社局", "2026-11-20 09:30",
                                   "社保缴费 整改中 区人社局"};
    static const struct {
        const char *query;
        bool passes;
    } cases[] = {
        {"", true},
        {"状态:整改中 单位:人社", true},
        {"状态:zgz sbjf", true},
        {"状态:已整改", false},
        {"单位:人社 医保", false},
        {"日期:11-20", true},
        {"日期:11-19..", true},
        {"日期:..11-19", false},
        {"日期:11-21..11-30", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_filter filter;
        ck_ok(bb_filter_parse(&filter, cases[i].query, fields, today()));
        ck_assert_msg(bb_filter_matches(&filter, text_of, &row) == cases[i].passes, "%s",
                      cases[i].query);
        bb_filter_done(&filter);
    }
}
END_TEST

Suite *suite_filter(void);
Suite *suite_filter(void)
{
    Suite *suite = suite_create("filter");
    TCase *tcase = tcase_create("filter");
    tcase_add_test(tcase, parses);
    tcase_add_test(tcase, bad_terms_are_said);
    tcase_add_test(tcase, words_match);
    tcase_add_test(tcase, rows_pass);
    suite_add_tcase(suite, tcase);
    return suite;
}
