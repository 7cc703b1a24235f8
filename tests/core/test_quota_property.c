/* Quotas against every day of a century, and against counting day by day in random worlds. */
#include <string.h>

#include "bangban/core/quota.h"
#include "suite.h"

/* ---- every month, every period ---- */

static const struct bb_err *row_copy(void *ctx, const struct bb_quota_row *row)
{
    *(struct bb_quota_row *)ctx = *row;
    return NULL;
}

/* Each day of many years lies in the row of its own period, and a period has the days that the
 * calendar gives it. */
START_TEST(periods_have_their_days)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    static const int months[] = {1, 3, 6, 12};
    for (int period = BB_PERIOD_MONTH; period < BB_PERIOD_WINDOW; period++)
        for (int year = 1999; year <= 2101; year++)
            for (int month = 1; month <= 12; month++) {
                struct bb_quota_rule rule = {
                    .tier = 1, .count = 1, .period = (enum bb_period)period};
                rule.valid_from = bb_day_make(1990, 1, 1);
                struct bb_quota_post post = {.person = "a", .tier = 1};
                struct bb_quota_facts facts = {
                    .rules = &rule, .rule_count = 1, .posts = &post, .post_count = 1};
                post.valid_from = rule.valid_from;
                bool leap = year % 4 == 0 && (year % 100 || year % 400 == 0);
                int first = (month - 1) / months[period] * months[period], length = 0;
                for (int i = first; i < first + months[period]; i++)
                    length += month_days[i] + (i == 1 && leap);
                int last_day = month_days[month - 1] + (month == 2 && leap);
                for (int day = 1; day <= last_day; day += last_day - 1) {
                    struct bb_quota_row row = {0};
                    ck_ok(bb_quota_rows(&facts, bb_day_make(year, month, day), row_copy, &row));
                    ck_assert_int_eq(row.start, bb_day_make(year, first + 1, 1));
                    ck_assert_int_eq(row.end - row.start + 1, length);
                    ck_assert_int_eq(row.wanted, 1);
                }
            }
}
END_TEST

/* ---- property: against counting day by day ---- */

enum { PEOPLE = 2, TIERS = 2, RULES = 6, POSTS = 8, VISITS = 24, SPAN_DAYS = 1100, ROUNDS = 60 };
static const char *const people[PEOPLE] = {"a", "b"};

static unsigned random_below(uint64_t *seed, unsigned n)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*seed >> 33) % n;
}

/* A number that is the same for two days of one period and for no others; -1 outside of all. */
static int period_key(const struct bb_quota_rule *rule, int64_t day)
{
    struct bb_civil c = bb_day_civil(day);
    int from = rule->from_month * 100 + rule->from_day, to = rule->to_month * 100 + rule->to_day;
    int at = c.month * 100 + c.day;
    switch (rule->period) {
    case BB_PERIOD_MONTH:
        return c.year * 12 + c.month - 1;
    case BB_PERIOD_QUARTER:
        return c.year * 4 + (c.month > 3) + (c.month > 6) + (c.month > 9);
    case BB_PERIOD_HALF_YEAR:
        return c.year * 2 + (c.month > 6);
    case BB_PERIOD_YEAR:
        return c.year;
    case BB_PERIOD_WINDOW:
        break;
    }
    if (from <= to)
        return at >= from && at <= to ? c.year : -1;
    return at >= from ? c.year : at <= to ? c.year - 1 : -1;
}

struct world {
    int64_t base;
    struct bb_quota_rule rules[RULES];
    struct bb_quota_post posts[POSTS];
    struct bb_quota_visit visits[VISITS];
    struct bb_quota_facts of;
};

static void world_make(struct world *w, uint64_t *seed)
{
    static const char *const kinds[] = {"month",        "quarter",      "half_year",   "year",
                                        "10-01..10-31", "12-15..01-15", "02-10..02-29"};
    *w = (struct world){.base = bb_day_make(2023, 1, 1)};
    for (int i = 0; i < RULES; i++) {
        struct bb_quota_rule *rule = &w->rules[i];
        ck_ok(bb_period_parse(rule, kinds[random_below(seed, sizeof kinds / sizeof *kinds)]));
        rule->tier = 1 + (int)random_below(seed, TIERS);
        rule->count = 1 + (int)random_below(seed, 3);
        /* days of their own, so that none hides another */
        rule->valid_from = w->base + random_below(seed, SPAN_DAYS / RULES) * RULES + i;
    }
    for (int i = 0; i < POSTS; i++) {
        struct bb_quota_post *post = &w->posts[i];
        post->person = people[random_below(seed, PEOPLE)];
        post->tier = 1 + (int)random_below(seed, TIERS);
        post->valid_from = w->base + random_below(seed, SPAN_DAYS);
        if (random_below(seed, 4))
            post->valid_to = post->valid_from + random_below(seed, 300);
    }
    for (int i = 0; i < VISITS; i++)
        w->visits[i] = (struct bb_quota_visit){.person = people[random_below(seed, PEOPLE)],
                                               .day = w->base + random_below(seed, SPAN_DAYS)};
    w->of = (struct bb_quota_facts){.rules = w->rules,
                                    .rule_count = RULES,
                                    .posts = w->posts,
                                    .post_count = POSTS,
                                    .visits = w->visits,
                                    .visit_count = VISITS};
}

static const struct bb_quota_rule *rule_on(const struct world *w, int tier, int64_t day)
{
    const struct bb_quota_rule *found = NULL;
    for (int i = 0; i < RULES; i++)
        if (w->rules[i].tier == tier && w->rules[i].valid_from <= day &&
            (!found || w->rules[i].valid_from > found->valid_from))
            found = &w->rules[i];
    return found;
}

static bool has_post(const struct world *w, const char *person, int tier, int64_t day)
{
    bool held = false;
    for (int i = 0; i < POSTS; i++)
        held |= w->posts[i].person == person && w->posts[i].tier == tier &&
                w->posts[i].valid_from <= day &&
                (w->posts[i].valid_to == 0 || w->posts[i].valid_to >= day);
    return held;
}

/* What the row of that day must be; person NULL: there is none. */
static struct bb_quota_row brute(const struct world *w, const char *person, int tier, int64_t as_of)
{
    struct bb_quota_row row = {0};
    const struct bb_quota_rule *rule = rule_on(w, tier, as_of);
    int key = rule ? period_key(rule, as_of) : -1, whole = 0, mine = 0;
    if (key < 0 || !has_post(w, person, tier, as_of))
        return row;
    row.person = person;
    for (int64_t day = as_of - 400; day <= as_of + 400; day++) {
        if (period_key(rule, day) != key)
            continue;
        whole++;
        if (rule_on(w, tier, day) != rule || !has_post(w, person, tier, day))
            continue;
        row.start = mine++ ? row.start : day;
        row.end = day;
        for (int i = 0; i < VISITS && day <= as_of; i++)
            row.done += w->visits[i].person == person && w->visits[i].day == day;
    }
    row.wanted = mine + mine >= whole ? rule->count : 0;
    row.state = !row.wanted              ? BB_QUOTA_NOTHING
                : row.done >= row.wanted ? BB_QUOTA_MET
                : row.end > as_of        ? BB_QUOTA_OPEN
                                         : BB_QUOTA_SHORT;
    return row;
}

struct seen {
    struct bb_quota_row rows[PEOPLE][TIERS]; /* of this day */
    int64_t last_start[PEOPLE][TIERS], last_end[PEOPLE][TIERS];
    int count;
};

static const struct bb_err *row_seen(void *ctx, const struct bb_quota_row *row)
{
    struct seen *seen = ctx;
    int person = row->person == people[1], tier = row->tier - 1;
    ck_assert_ptr_null(seen->rows[person][tier].person); /* once */
    seen->rows[person][tier] = *row;
    seen->count++;
    /* the row of an earlier day, or one that begins after it */
    int64_t *start = &seen->last_start[person][tier], *end = &seen->last_end[person][tier];
    ck_assert((row->start == *start && row->end == *end) || row->start > *end);
    *start = row->start;
    *end = row->end;
    return NULL;
}

START_TEST(rows_agree_with_counting_day_by_day)
{
    uint64_t seed = 20220221;
    int total = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct world w;
        world_make(&w, &seed);
        struct seen seen = {0};
        for (int64_t as_of = w.base; as_of < w.base + SPAN_DAYS; as_of++) {
            memset(seen.rows, 0, sizeof seen.rows);
            ck_ok(bb_quota_rows(&w.of, as_of, row_seen, &seen));
            for (int i = 0; i < PEOPLE * TIERS && (as_of + round) % 17 == 0; i++) {
                const struct bb_quota_row *row = &seen.rows[i / TIERS][i % TIERS];
                struct bb_quota_row right = brute(&w, people[i / TIERS], 1 + i % TIERS, as_of);
                ck_assert_ptr_eq(row->person, right.person);
                ck_assert_int_eq(row->start, right.start);
                ck_assert_int_eq(row->end, right.end);
                ck_assert_int_eq(row->done, right.done);
                ck_assert_int_eq(row->wanted, right.wanted);
                ck_assert_int_eq(row->state, right.state);
            }
        }
        total += seen.count;
    }
    ck_assert_int_gt(total, ROUNDS * 100); /* it looked at something */
}
END_TEST

Suite *suite_quota_property(void);

Suite *suite_quota_property(void)
{
    Suite *suite = suite_create("quota_property");
    TCase *tcase = tcase_create("quota_property");
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, periods_have_their_days);
    tcase_add_test(tcase, rows_agree_with_counting_day_by_day);
    suite_add_tcase(suite, tcase);
    return suite;
}
