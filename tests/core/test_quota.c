#include "bangban/core/quota.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/mem.h"
#include "suite.h"

static int64_t day_of(const char *text)
{
    int64_t day;
    if (!strcmp(text, "-"))
        return 0;
    ck_ok(bb_day_parse(&day, text));
    return day;
}

static int tier_of(const char *id)
{
    int tier = bb_code_find(BB_CODES_TIER, id);
    ck_assert_int_ne(tier, 0);
    return tier;
}

/* ---- periods ---- */

START_TEST(periods_are_parsed)
{
    static const struct {
        const char *text;
        enum bb_period period;
        int from_month, from_day, to_month, to_day;
    } good[] = {
        {"month", BB_PERIOD_MONTH, 0, 0, 0, 0},
        {"quarter", BB_PERIOD_QUARTER, 0, 0, 0, 0},
        {"half_year", BB_PERIOD_HALF_YEAR, 0, 0, 0, 0},
        {"year", BB_PERIOD_YEAR, 0, 0, 0, 0},
        {"10-01..10-31", BB_PERIOD_WINDOW, 10, 1, 10, 31},
        {"12-15..01-15", BB_PERIOD_WINDOW, 12, 15, 1, 15},
        {"02-01..02-29", BB_PERIOD_WINDOW, 2, 1, 2, 29},
        {"05-04..05-04", BB_PERIOD_WINDOW, 5, 4, 5, 4},
    };
    static const char *const bad[] = {
        "",
        "Month",
        "months",
        "half-year",
        "window",
        "10-01",
        "10-01..",
        "10-01..10-32",
        "13-01..13-02",
        "00-01..01-01",
        "02-30..03",
        "02-30..03-01",
        "10-01..10-31 ",
        " 0-01..10-31",
        "10-1..10-31",
        "10-01.10-31",
        "10-01...10-31",
        "2026-10-01..31",
        "+1-01..10-31",
        "10/01..10/31",
        "04-31..05-01",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct bb_quota_rule rule = {.tier = 3, .count = 7, .from_day = 9, .coverage_percent = 5};
        ck_ok(bb_period_parse(&rule, good[i].text));
        ck_assert_int_eq(rule.period, good[i].period);
        ck_assert_int_eq(rule.from_month, good[i].from_month);
        ck_assert_int_eq(rule.from_day, good[i].from_day);
        ck_assert_int_eq(rule.to_month, good[i].to_month);
        ck_assert_int_eq(rule.to_day, good[i].to_day);
        ck_assert(rule.tier == 3 && rule.count == 7 && rule.coverage_percent == 5);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct bb_quota_rule rule = {.period = BB_PERIOD_YEAR, .from_month = 4};
        ck_err_is(bb_period_parse(&rule, bad[i]), BB_ERR_BAD_FIELD);
        ck_assert(rule.period == BB_PERIOD_YEAR && rule.from_month == 4);
    }
}
END_TEST

/* ---- scenes: facts as words, rows as words ---- */

enum { WORDS_MAX = 8, TEXT_BYTES = 32 };

struct scene {
    const char *what;
    const char *rules[WORDS_MAX];   /* tier count period valid_from coverage */
    const char *posts[WORDS_MAX];   /* person unit tier from to */
    const char *visits[WORDS_MAX];  /* person day item */
    const char *waivers[WORDS_MAX]; /* person tier day reason */
    const char *volumes[WORDS_MAX]; /* unit item volume */
    struct {
        const char *as_of;
        /* person tier period start end done/wanted state left=… cov=… miss waived=… */
        const char *rows;
    } asked[WORDS_MAX];
};

/* Owns the words that its facts point at. */
struct facts {
    struct bb_quota_rule rules[WORDS_MAX];
    struct bb_quota_post posts[WORDS_MAX];
    struct bb_quota_visit visits[WORDS_MAX];
    struct bb_quota_waiver waivers[WORDS_MAX];
    struct bb_quota_volume volumes[WORDS_MAX];
    struct bb_quota_facts of;
    char *words[WORDS_MAX * 20];
    size_t word_count;
};

/* - is NULL, '' is empty */
static const char *keep(struct facts *f, const char *word)
{
    if (!strcmp(word, "-"))
        return NULL;
    return f->words[f->word_count++] = bb_strdup(strcmp(word, "''") ? word : "");
}

static void facts_init(struct facts *f, const struct scene *scene)
{
    char a[TEXT_BYTES], b[TEXT_BYTES], c[TEXT_BYTES], d[TEXT_BYTES], e[TEXT_BYTES];
    *f = (struct facts){.of = {.rules = f->rules,
                               .posts = f->posts,
                               .visits = f->visits,
                               .waivers = f->waivers,
                               .volumes = f->volumes}};
    for (size_t i = 0; scene->rules[i]; f->of.rule_count = ++i) {
        struct bb_quota_rule *rule = &f->rules[i];
        ck_assert_int_eq(sscanf(scene->rules[i], "%31s %d %31s %31s %d", a, &rule->count, b, c,
                                &rule->coverage_percent),
                         5);
        rule->tier = tier_of(a);
        ck_ok(bb_period_parse(rule, b));
        rule->valid_from = day_of(c);
    }
    for (size_t i = 0; scene->posts[i]; f->of.post_count = ++i) {
        ck_assert_int_eq(sscanf(scene->posts[i], "%31s %31s %31s %31s %31s", a, b, c, d, e), 5);
        f->posts[i] =
            (struct bb_quota_post){keep(f, a), keep(f, b), tier_of(c), day_of(d), day_of(e)};
    }
    for (size_t i = 0; scene->visits[i]; f->of.visit_count = ++i) {
        ck_assert_int_eq(sscanf(scene->visits[i], "%31s %31s %31s", a, b, c), 3);
        f->visits[i] = (struct bb_quota_visit){keep(f, a), keep(f, c), day_of(b)};
    }
    for (size_t i = 0; scene->waivers[i]; f->of.waiver_count = ++i) {
        ck_assert_int_eq(sscanf(scene->waivers[i], "%31s %31s %31s %31s", a, b, c, d), 4);
        f->waivers[i] = (struct bb_quota_waiver){keep(f, a), tier_of(b), day_of(c), keep(f, d)};
    }
    for (size_t i = 0; scene->volumes[i]; f->of.volume_count = ++i) {
        int volume;
        ck_assert_int_eq(sscanf(scene->volumes[i], "%31s %31s %d", a, b, &volume), 3);
        f->volumes[i] = (struct bb_quota_volume){keep(f, a), keep(f, b), volume};
    }
}

static void facts_done(struct facts *f)
{
    for (size_t i = 0; i < f->word_count; i++)
        free(f->words[i]);
}

static const struct bb_err *row_write(void *ctx, const struct bb_quota_row *row)
{
    struct bb_buf *out = ctx;
    char start[BB_DAY_BYTES], end[BB_DAY_BYTES];
    bb_buf_printf(out, "%s%s %s %s %s %s %d/%d %s", out->len ? "\n" : "", row->person,
                  bb_code_id(BB_CODES_TIER, row->tier), row->period,
                  bb_day_format(start, row->start), bb_day_format(end, row->end), row->done,
                  row->wanted, bb_code_id(BB_CODES_QUOTA, row->state));
    if (row->days_left >= 0)
        bb_buf_printf(out, " left=%lld", (long long)row->days_left);
    if (row->coverage_bp >= 0)
        bb_buf_printf(out, " cov=%d", row->coverage_bp);
    if (row->will_miss)
        bb_buf_str(out, " miss");
    if (row->waived)
        bb_buf_printf(out, " waived=%s", row->waived);
    return NULL;
}

#define POLICY                                                                        \
    {                                                                                 \
        "district_leader 1 year 2022-02-21 0", "unit_head 1 half_year 2022-02-21 0",  \
            "team_member 1 half_year 2022-02-21 0", "owt_lead 1 quarter 2022-02-21 0" \
    }

/* clang-format off */
static const struct scene scenes[] = {
    {"the policy's rules, one leader of each tier", POLICY,
     {"qu D district_leader - -", "wang U unit_head - -", "ban U team_member - -", "fen U owt_lead - -",
      "jie T town_leader - -"},
     {"qu 2025-12-31 -", "qu 2026-01-01 -", "wang 2026-06-30 -", "ban 2026-07-01 -", "fen 2026-10-01 -", "jie 2026-10-01 -"},
     {0}, {0},
     {{"2026-11-23", "qu district_leader 2026 2026-01-01 2026-12-31 1/1 met\n"
                     "wang unit_head 2026H2 2026-07-01 2026-12-31 0/1 open miss\n"
                     "ban team_member 2026H2 2026-07-01 2026-12-31 1/1 met\n"
                     "fen owt_lead 2026Q4 2026-10-01 2026-12-31 1/1 met"},
      {"2026-06-30", "qu district_leader 2026 2026-01-01 2026-12-31 1/1 met\n"
                     "wang unit_head 2026H1 2026-01-01 2026-06-30 1/1 met\n"
                     "ban team_member 2026H1 2026-01-01 2026-06-30 0/1 short\n"
                     "fen owt_lead 2026Q2 2026-04-01 2026-06-30 0/1 short"}}},
    {"periods that the policy's date cuts", POLICY,
     {"qu D district_leader - -", "wang U unit_head - -", "fen U owt_lead - -"}, {"fen 2022-02-20 -"}, {0}, {0},
     {{"2022-02-20", ""},
      {"2022-02-21", "qu district_leader 2022 2022-02-21 2022-12-31 0/1 open\n"
                     "wang unit_head 2022H1 2022-02-21 2022-06-30 0/1 open\n"
                     "fen owt_lead 2022Q1 2022-02-21 2022-03-31 0/0 none"},
      {"2022-03-31", "qu district_leader 2022 2022-02-21 2022-12-31 0/1 open\n"
                     "wang unit_head 2022H1 2022-02-21 2022-06-30 0/1 open\n"
                     "fen owt_lead 2022Q1 2022-02-21 2022-03-31 0/0 none"},
      {"2022-04-01", "qu district_leader 2022 2022-02-21 2022-12-31 0/1 open\n"
                     "wang unit_head 2022H1 2022-02-21 2022-06-30 0/1 open\n"
                     "fen owt_lead 2022Q2 2022-04-01 2022-06-30 0/1 open"}}},
    {"a person in two tiers: one visit counts for both", POLICY,
     {"fen U team_member - -", "fen U owt_lead - -"}, {"fen 2026-10-08 -"}, {0}, {0},
     {{"2026-10-07", "fen team_member 2026H2 2026-07-01 2026-12-31 0/1 open miss\n"
                     "fen owt_lead 2026Q4 2026-10-01 2026-12-31 0/1 open"},
      {"2026-10-08", "fen team_member 2026H2 2026-07-01 2026-12-31 1/1 met\n"
                     "fen owt_lead 2026Q4 2026-10-01 2026-12-31 1/1 met"}}},
    /* 184 days: 92 are half of them */
    {"entering: half of the days, and one less", POLICY,
     {"a U unit_head 2026-10-01 -", "b U unit_head 2026-10-02 -"}, {"a 2026-09-30 -", "b 2026-12-01 -"}, {0}, {0},
     {{"2026-09-30", ""},
      {"2026-12-31", "a unit_head 2026H2 2026-10-01 2026-12-31 0/1 short\n"
                     "b unit_head 2026H2 2026-10-02 2026-12-31 1/0 none"}}},
    /* 181 days: 91 are more than half, 90 less */
    {"leaving: half of the days, and one less", POLICY,
     {"a U unit_head 2020-01-01 2026-04-01", "b U unit_head 2020-01-01 2026-03-31", "c U unit_head 2026-05-02 2026-05-01"},
     {"a 2026-04-02 -"}, {0}, {0},
     {{"2026-03-31", "a unit_head 2026H1 2026-01-01 2026-04-01 0/1 open miss\n"
                     "b unit_head 2026H1 2026-01-01 2026-03-31 0/0 none"},
      {"2026-04-01", "a unit_head 2026H1 2026-01-01 2026-04-01 0/1 short"},
      {"2026-05-01", ""}}},
    {"two posts of one tier that follow each other are one row", POLICY,
     {"a NEW unit_head 2026-09-15 -", "z U unit_head - -", "a OLD unit_head 2020-01-01 2026-09-14"}, {"a 2026-08-01 -"}, {0}, {0},
     {{"2026-09-14", "z unit_head 2026H2 2026-07-01 2026-12-31 0/1 open\n"
                     "a unit_head 2026H2 2026-07-01 2026-12-31 1/1 met"},
      {"2026-09-15", "a unit_head 2026H2 2026-07-01 2026-12-31 1/1 met\n"
                     "z unit_head 2026H2 2026-07-01 2026-12-31 0/1 open"}}},
    {"posts that overlap are one row, too", POLICY,
     {"a X unit_head 2026-01-01 2026-10-31", "z X unit_head - -", "a Y unit_head 2026-08-01 2026-12-31"}, {"a 2026-08-01 -", "a 2026-08-01 -"}, {0}, {0},
     {{"2026-09-01", "a unit_head 2026H2 2026-07-01 2026-12-31 2/1 met\n"
                     "z unit_head 2026H2 2026-07-01 2026-12-31 0/1 open"}}},
    /* 31 + 61 of 184 days; visits between the posts do not count */
    {"posts with a gap are one row without the days between", POLICY,
     {"a X unit_head 2020-01-01 2026-07-31", "a X unit_head 2026-11-01 -", "b X unit_head 2020-01-01 2026-07-30",
      "b X unit_head 2026-11-01 -"},
     {"a 2026-09-01 -"}, {0}, {0},
     {{"2026-07-30", "a unit_head 2026H2 2026-07-01 2026-12-31 0/1 open\n"
                     "b unit_head 2026H2 2026-07-01 2026-12-31 0/0 none"},
      {"2026-09-01", ""},
      {"2026-11-14", "a unit_head 2026H2 2026-07-01 2026-12-31 0/1 open\n"
                     "b unit_head 2026H2 2026-07-01 2026-12-31 0/0 none"},
      {"2026-11-15", "a unit_head 2026H2 2026-07-01 2026-12-31 0/1 open miss\n"
                     "b unit_head 2026H2 2026-07-01 2026-12-31 0/0 none"}}},
    {"a rule that changes inside a year, rules in any order",
     {"unit_head 2 quarter 2026-08-15 0", "unit_head 1 half_year 2022-02-21 0", "unit_head 0 month 2027-01-01 0"},
     {"a U unit_head - -"}, {"a 2026-07-02 -", "a 2026-10-02 -"}, {0}, {0},
     {{"2026-06-30", "a unit_head 2026H1 2026-01-01 2026-06-30 0/1 short"},
      {"2026-08-14", "a unit_head 2026H2 2026-07-01 2026-08-14 1/0 none"},
      {"2026-08-15", "a unit_head 2026Q3 2026-08-15 2026-09-30 0/2 open"},
      {"2026-12-31", "a unit_head 2026Q4 2026-10-01 2026-12-31 1/2 short"},
      {"2027-01-01", "a unit_head 2027-01 2027-01-01 2027-01-31 0/0 none"}}},
    {"of two rules of one day the later holds",
     {"unit_head 1 year 2026-01-01 0", "unit_head 3 year 2026-01-01 0"}, {"a U unit_head - -"}, {0}, {0}, {0},
     {{"2026-02-01", "a unit_head 2026 2026-01-01 2026-12-31 0/3 open"}}},
    {"a window; what lies outside does not count", {"unit_head 1 10-01..10-31 2020-01-01 0"},
     {"a U unit_head - -", "b U unit_head - -", "c U unit_head 2026-10-17 -"},
     {"a 2026-09-30 -", "a 2026-11-01 -", "b 2026-10-31 -", "b 2025-10-31 -"}, {0}, {0},
     {{"2026-09-30", ""},
      {"2026-10-15", "a unit_head 2026-10-01..10-31 2026-10-01 2026-10-31 0/1 open\n"
                     "b unit_head 2026-10-01..10-31 2026-10-01 2026-10-31 0/1 open"},
      {"2026-10-31", "a unit_head 2026-10-01..10-31 2026-10-01 2026-10-31 0/1 short\n"
                     "b unit_head 2026-10-01..10-31 2026-10-01 2026-10-31 1/1 met\n"
                     "c unit_head 2026-10-01..10-31 2026-10-17 2026-10-31 0/0 none"},
      {"2026-11-01", ""}}},
    {"a window over New Year", {"unit_head 1 12-15..01-15 2020-01-01 0"}, {"a U unit_head - -"},
     {"a 2026-12-14 -", "a 2027-01-02 -", "a 2027-01-16 -"}, {"a unit_head 2028-01-15 illness"}, {0},
     {{"2026-12-14", ""},
      {"2026-12-15", "a unit_head 2026-12-15..01-15 2026-12-15 2027-01-15 0/1 open"},
      {"2027-01-01", "a unit_head 2026-12-15..01-15 2026-12-15 2027-01-15 0/1 open miss"},
      {"2027-01-15", "a unit_head 2026-12-15..01-15 2026-12-15 2027-01-15 1/1 met"},
      {"2027-01-16", ""},
      {"2027-12-15", "a unit_head 2027-12-15..01-15 2027-12-15 2028-01-15 0/0 none waived=illness"}}},
    {"a window up to 29 February", {"unit_head 1 02-15..02-29 2020-01-01 0"}, {"a U unit_head - -"}, {"a 2028-02-29 -"}, {0}, {0},
     {{"2027-02-28", "a unit_head 2027-02-15..02-28 2027-02-15 2027-02-28 0/1 short"}, {"2027-03-01", ""},
      {"2028-02-29", "a unit_head 2028-02-15..02-29 2028-02-15 2028-02-29 1/1 met"}}},
    {"a window of 29 February alone", {"unit_head 1 02-29..02-29 2020-01-01 0"}, {"a U unit_head - -"}, {0}, {0}, {0},
     {{"2027-02-28", ""}, {"2027-03-01", ""},
      {"2028-02-29", "a unit_head 2028-02-29..02-29 2028-02-29 2028-02-29 0/1 short"}}},
    {"waivers: their person, tier and period, with a reason", POLICY,
     {"a U unit_head - -", "a U owt_lead - -", "b U unit_head - -", "c U unit_head - -", "d U unit_head - -", "e U unit_head - -"},
     {"a 2026-08-01 -"},
     {"a unit_head 2026-07-01 illness", "b owt_lead 2026-07-01 wrong-tier", "c unit_head 2026-06-30 other-period",
      "d unit_head 2026-07-01 -", "e unit_head 2026-07-01 ''"}, {0},
     {{"2026-12-31", "a unit_head 2026H2 2026-07-01 2026-12-31 1/0 none waived=illness\n"
                     "a owt_lead 2026Q4 2026-10-01 2026-12-31 0/1 short\n"
                     "b unit_head 2026H2 2026-07-01 2026-12-31 0/1 short\n"
                     "c unit_head 2026H2 2026-07-01 2026-12-31 0/1 short\n"
                     "d unit_head 2026H2 2026-07-01 2026-12-31 0/1 short\n"
                     "e unit_head 2026H2 2026-07-01 2026-12-31 0/1 short"}}},
    {"coverage, one under what is asked, and exactly it", {"unit_head 1 year 2020-01-01 80"},
     {"under U unit_head - -", "exact V unit_head - -", "empty W unit_head - -", "nowhere - unit_head - -"},
     {"under 2026-02-01 big", "exact 2026-02-01 big", "exact 2026-02-02 big", "empty 2026-02-01 big", "nowhere 2026-02-01 big"},
     {0}, {"U big 79999999", "U small 20000001", "V big 80000000", "V small 20000000", "W big 0"},
     {{"2026-12-31", "under unit_head 2026 2026-01-01 2026-12-31 1/1 short cov=7999\n"
                     "exact unit_head 2026 2026-01-01 2026-12-31 2/1 met cov=8000\n"
                     "empty unit_head 2026 2026-01-01 2026-12-31 1/1 short cov=0\n"
                     "nowhere unit_head 2026 2026-01-01 2026-12-31 1/1 short cov=0"}}},
    {"99.99 percent of all is not all", {"unit_head 1 year 2020-01-01 100"},
     {"a U unit_head - -", "b V unit_head - -"}, {"a 2026-02-01 big", "b 2026-02-01 big", "b 2026-02-01 small"}, {0},
     {"U big 999999999", "U small 1", "V big 999999999", "V small 1"},
     {{"2026-12-31", "a unit_head 2026 2026-01-01 2026-12-31 1/1 short cov=9999\n"
                     "b unit_head 2026 2026-01-01 2026-12-31 2/1 met cov=10000"}}},
    {"another district: leaders by quarter, section heads by month",
     {"district_leader 1 quarter 2023-01-01 0", "town_leader 1 quarter 2023-01-01 0", "unit_head 1 quarter 2023-01-01 0",
      "team_member 1 quarter 2023-01-01 0", "section_head 1 month 2023-01-01 0"},
     {"qu D district_leader - -", "jie T town_leader - -", "wang U unit_head - -", "ban U team_member - -", "ke U section_head - -"},
     {"qu 2026-10-09 -", "ke 2026-10-31 -", "jie 2026-11-02 -"}, {0}, {0},
     {{"2026-11-23", "qu district_leader 2026Q4 2026-10-01 2026-12-31 1/1 met\n"
                     "jie town_leader 2026Q4 2026-10-01 2026-12-31 1/1 met\n"
                     "wang unit_head 2026Q4 2026-10-01 2026-12-31 0/1 open miss\n"
                     "ban team_member 2026Q4 2026-10-01 2026-12-31 0/1 open miss\n"
                     "ke section_head 2026-11 2026-11-01 2026-11-30 0/1 open miss"}}},
    {"another district: yearly in one month, with 80 percent covered; the pace of the coverage",
     {"unit_head 1 09-01..09-30 2023-01-01 80"}, {"wang U unit_head - -"},
     {"wang 2026-08-31 c", "wang 2026-09-02 a", "wang 2026-09-03 x", "wang 2026-09-29 b"}, {0},
     {"U a 40", "U b 40", "U c 20", "V x 900"},
     {{"2026-09-15", "wang unit_head 2026-09-01..09-30 2026-09-01 2026-09-30 2/1 open cov=4000"},
      {"2026-09-16", "wang unit_head 2026-09-01..09-30 2026-09-01 2026-09-30 2/1 open cov=4000 miss"},
      {"2026-09-29", "wang unit_head 2026-09-01..09-30 2026-09-01 2026-09-30 3/1 met cov=8000"}}},
    {"will miss: from half of the days on, below the pace", {"section_head 4 month 2023-01-01 0"},
     {"a U section_head - -", "b U section_head - -"}, {"a 2026-11-02 -", "a 2026-11-03 -", "b 2026-11-02 -"}, {0}, {0},
     {{"2026-11-14", "a section_head 2026-11 2026-11-01 2026-11-30 2/4 open\nb section_head 2026-11 2026-11-01 2026-11-30 1/4 open"},
      {"2026-11-15", "a section_head 2026-11 2026-11-01 2026-11-30 2/4 open\nb section_head 2026-11 2026-11-01 2026-11-30 1/4 open miss"},
      {"2026-11-16", "a section_head 2026-11 2026-11-01 2026-11-30 2/4 open miss\nb section_head 2026-11 2026-11-01 2026-11-30 1/4 open miss"},
      {"2026-11-30", "a section_head 2026-11 2026-11-01 2026-11-30 2/4 short\nb section_head 2026-11 2026-11-01 2026-11-30 1/4 short"}}},
    {"nobody, and nothing asked", {0}, {"a U unit_head - -"}, {"a 2026-11-02 -"}, {"a unit_head 2026-11-02 x"}, {0}, {{"2026-11-14", ""}}},
    {"no posts", POLICY, {0}, {"a 2026-11-02 -"}, {0}, {0}, {{"2026-11-14", ""}}},
};
/* clang-format on */

static void check_scene(const struct scene *scene, const struct bb_calendar *cal)
{
    struct facts f;
    facts_init(&f, scene);
    f.of.cal = cal;
    for (size_t i = 0; scene->asked[i].as_of; i++) {
        struct bb_buf rows = {0};
        ck_ok(bb_quota_rows(&f.of, day_of(scene->asked[i].as_of), row_write, &rows));
        /* without a calendar only a last day knows what is left: nothing */
        char *text = bb_strdup(bb_buf_text(&rows)), *mark;
        while (!cal && (mark = strstr(text, " left=0")))
            memmove(mark, mark + 7, strlen(mark + 7) + 1);
        ck_assert_msg(!strcmp(text, scene->asked[i].rows), "%s, %s:\n%s\nexpected:\n%s",
                      scene->what, scene->asked[i].as_of, text, scene->asked[i].rows);
        free(text);
        bb_buf_done(&rows);
    }
    facts_done(&f);
}

START_TEST(rows_are_as_the_scene_says)
{
    check_scene(&scenes[_i], NULL);
}
END_TEST

/* The facts of no kind may be NULL. */
START_TEST(no_facts_no_rows)
{
    struct bb_buf rows = {0};
    ck_ok(bb_quota_rows(&(struct bb_quota_facts){0}, day_of("2026-11-23"), row_write, &rows));
    ck_assert_uint_eq(rows.len, 0);
    bb_buf_done(&rows);
}
END_TEST

START_TEST(days_left_are_working_days)
{
    static const struct scene scene = {
        "working days left",
        {"unit_head 1 month 2020-01-01 0", "owt_lead 1 12-15..01-15 2020-01-01 0"},
        {"a U unit_head - -", "b U unit_head - 2026-10-12", "c U unit_head - 2026-10-05",
         "c U unit_head 2026-10-29 -", "d U owt_lead - -"},
        {0},
        {0},
        {0},
        {{"2026-09-30", "a unit_head 2026-09 2026-09-01 2026-09-30 0/1 short left=0\n"
                        "b unit_head 2026-09 2026-09-01 2026-09-30 0/1 short left=0\n"
                        "c unit_head 2026-09 2026-09-01 2026-09-30 0/1 short left=0"},
         /* holiday to the 7th, Saturday the 10th is worked */
         {"2026-10-01", "a unit_head 2026-10 2026-10-01 2026-10-31 0/1 open left=18\n"
                        "b unit_head 2026-10 2026-10-01 2026-10-12 0/0 none left=4\n"
                        "c unit_head 2026-10 2026-10-01 2026-10-31 0/0 none left=2"},
         {"2026-10-30", "a unit_head 2026-10 2026-10-01 2026-10-31 0/1 open left=0 miss\n"
                        "c unit_head 2026-10 2026-10-01 2026-10-31 0/0 none left=0"},
         /* the calendar ends with 2026 */
         {"2026-12-31", "a unit_head 2026-12 2026-12-01 2026-12-31 0/1 short left=0\n"
                        "c unit_head 2026-12 2026-12-01 2026-12-31 0/1 short left=0\n"
                        "d owt_lead 2026-12-15..01-15 2026-12-15 2027-01-15 0/1 open miss"},
         {"2027-01-01", "a unit_head 2027-01 2027-01-01 2027-01-31 0/1 open\n"
                        "c unit_head 2027-01 2027-01-01 2027-01-31 0/1 open\n"
                        "d owt_lead 2026-12-15..01-15 2026-12-15 2027-01-15 0/1 open miss"}}};
    struct bb_calendar *cal = bb_calendar_new();
    bb_calendar_add_year(cal, 2026);
    for (int day = 1; day <= 7; day++)
        bb_calendar_add(cal, bb_day_make(2026, 10, day), BB_DAY_HOLIDAY, NULL, NULL);
    bb_calendar_add(cal, day_of("2026-10-10"), BB_DAY_WORKDAY, NULL, NULL);
    check_scene(&scene, cal);
    bb_calendar_free(cal);

    static const struct scene later = {
        "an unknown year before a known one",
        {"owt_lead 1 12-15..01-15 2020-01-01 0"},
        {"d U owt_lead - -"},
        {0},
        {0},
        {0},
        {{"2026-12-20", "d owt_lead 2026-12-15..01-15 2026-12-15 2027-01-15 0/1 open"},
         {"2026-12-31",
          "d owt_lead 2026-12-15..01-15 2026-12-15 2027-01-15 0/1 open left=11 miss"}}};
    cal = bb_calendar_new();
    bb_calendar_add_year(cal, 2027);
    check_scene(&later, cal);
    bb_calendar_free(cal);
}
END_TEST

static const struct bb_err *refuse_second(void *ctx, const struct bb_quota_row *row)
{
    (void)row;
    return ++*(int *)ctx == 2 ? bb_err(BB_ERR_NOBODY, NULL) : NULL;
}

START_TEST(an_error_of_the_item_ends_the_walk)
{
    int calls = 0;
    struct facts f;
    facts_init(&f, &scenes[0]);
    ck_err_is(bb_quota_rows(&f.of, day_of("2026-11-23"), refuse_second, &calls), BB_ERR_NOBODY);
    ck_assert_int_eq(calls, 2);
    facts_done(&f);
}
END_TEST

Suite *suite_quota(void);

Suite *suite_quota(void)
{
    Suite *suite = suite_create("quota");
    TCase *tcase = tcase_create("quota");
    tcase_add_test(tcase, periods_are_parsed);
    tcase_add_loop_test(tcase, rows_are_as_the_scene_says, 0, sizeof scenes / sizeof *scenes);
    tcase_add_test(tcase, no_facts_no_rows);
    tcase_add_test(tcase, days_left_are_working_days);
    tcase_add_test(tcase, an_error_of_the_item_ends_the_walk);
    suite_add_tcase(suite, tcase);
    return suite;
}
