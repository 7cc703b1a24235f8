/* Says how each person's quota stands on a day: the rule that holds, its period, the days of it on
 * which the post is held, and the visits on those days. It does not say who organises a visit, nor
 * whether a visit was a good one. */
#include "bangban/core/quota.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/i18n.h"
#include "bangban/base/mem.h"

enum { LEAP_YEAR = 2024 }; /* has every day that a year can have */

/* ---- periods ---- */

static const struct {
    const char *id;
    int months; /* a divisor of 12 */
} periods[] = {
    [BB_PERIOD_MONTH] = {"month", 1},
    [BB_PERIOD_QUARTER] = {"quarter", 3},
    [BB_PERIOD_HALF_YEAR] = {"half_year", 6},
    [BB_PERIOD_YEAR] = {"year", 12},
};
_Static_assert(sizeof periods / sizeof *periods == BB_PERIOD_WINDOW, "one for each but the window");

static bool two_digits(int *out, const char *text)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
        return false;
    *out = (text[0] - '0') * 10 + text[1] - '0';
    return true;
}

/* "10-01" */
static bool month_day(int *month, int *day, const char *text)
{
    return two_digits(month, text) && text[2] == '-' && two_digits(day, text + 3) &&
           bb_civil_is_valid(LEAP_YEAR, *month, *day);
}

const struct bb_err *bb_period_parse(struct bb_quota_rule *out, const char *text)
{
    int from_month = 0, from_day = 0, to_month = 0, to_day = 0, period = 0;
    while (period < BB_PERIOD_WINDOW && strcmp(text, periods[period].id))
        period++;
    if (period == BB_PERIOD_WINDOW &&
        (strlen(text) != strlen("10-01..10-31") || strncmp(text + 5, "..", 2) ||
         !month_day(&from_month, &from_day, text) || !month_day(&to_month, &to_day, text + 7)))
        return bb_err(BB_ERR_BAD_FIELD, _("Period"), text,
                      _("Write month, quarter, half_year, year, or a window such as 10-01..10-31."),
                      NULL);
    out->period = (enum bb_period)period;
    out->from_month = from_month;
    out->from_day = from_day;
    out->to_month = to_month;
    out->to_day = to_day;
    return NULL;
}

struct span {
    int64_t start, end; /* days, both count; empty when end < start */
};

/* The window that begins in that year. In a year without 29 February a window from that day begins,
 * and one up to it ends, where February does: only its own days are left. */
static struct span window_of(const struct bb_quota_rule *rule, int year)
{
    int to_year = year + (rule->to_month < rule->from_month ||
                          (rule->to_month == rule->from_month && rule->to_day < rule->from_day));
    int64_t end = bb_day_make(to_year, rule->to_month, rule->to_day);
    if (!bb_civil_is_valid(to_year, rule->to_month, rule->to_day))
        end--;
    return (struct span){bb_day_make(year, rule->from_month, rule->from_day), end};
}

/* The rule's whole period that holds the day; false when none does. */
static bool period_at(struct span *out, char label[24], const struct bb_quota_rule *rule,
                      int64_t day)
{
    struct bb_civil civil = bb_day_civil(day);
    if (rule->period == BB_PERIOD_WINDOW) {
        *out = window_of(rule, civil.year);
        if (day < out->start)
            *out = window_of(rule, civil.year - 1);
        if (day < out->start || day > out->end)
            return false;
        char start[BB_DAY_BYTES], end[BB_DAY_BYTES];
        snprintf(label, 24, "%.10s..%.5s", bb_day_format(start, out->start),
                 bb_day_format(end, out->end) + strlen("2026-"));
        return true;
    }
    int months = periods[rule->period].months, part = (civil.month - 1) / months;
    int next = (part + 1) * months + 1; /* the month after it, 13 is January */
    out->start = bb_day_make(civil.year, part * months + 1, 1);
    out->end = bb_day_make(civil.year + next / 13, next == 13 ? 1 : next, 1) - 1;
    if (rule->period == BB_PERIOD_YEAR)
        snprintf(label, 24, "%d", civil.year);
    else if (rule->period == BB_PERIOD_MONTH)
        snprintf(label, 24, "%d-%02d", civil.year, civil.month);
    else
        snprintf(label, 24, "%d%c%d", civil.year, rule->period == BB_PERIOD_QUARTER ? 'Q' : 'H',
                 part + 1);
    return true;
}

/* The rule of a tier that holds on the day, and its last day. NULL: none. */
static const struct bb_quota_rule *rule_at(int64_t *out_last, const struct bb_quota_facts *facts,
                                           int tier, int64_t day)
{
    const struct bb_quota_rule *found = NULL;
    *out_last = INT64_MAX;
    for (size_t i = 0; i < facts->rule_count; i++) {
        const struct bb_quota_rule *rule = &facts->rules[i];
        if (rule->tier != tier)
            continue;
        if (rule->valid_from > day) {
            if (rule->valid_from - 1 < *out_last)
                *out_last = rule->valid_from - 1;
        } else if (!found || rule->valid_from >= found->valid_from) {
            found = rule;
        }
    }
    return found;
}

/* ---- finding one person's facts ---- */

typedef int compare(const void *, const void *);

/* Neighbours in an index: pointers to what a person has. */
struct run {
    const void **at;
    size_t count;
};

static int by_person(const void *a, const void *b)
{
    const struct bb_quota_visit *const *left = a, *const *right = b;
    return strcmp((*left)->person, (*right)->person);
}

static int by_person_and_tier(const void *a, const void *b)
{
    const struct bb_quota_post *const *left = a, *const *right = b;
    int order = strcmp((*left)->person, (*right)->person);
    return order ? order : ((*left)->tier > (*right)->tier) - ((*left)->tier < (*right)->tier);
}

/* free() what it points at */
static struct run index_of(const void *items, size_t count, size_t bytes, compare *order)
{
    struct run all = {bb_alloc((count + 1) * sizeof *all.at), count};
    for (size_t i = 0; i < count; i++)
        all.at[i] = (const char *)items + i * bytes;
    qsort(all.at, count, sizeof *all.at, order);
    return all;
}

static struct run run_of(struct run all, const void *key, compare *order)
{
    const void **end = all.at + all.count;
    const void **first = bsearch(&key, all.at, all.count, sizeof *all.at, order);
    if (!first)
        return (struct run){end, 0};
    while (first > all.at && !order(&first[-1], &key))
        first--;
    const void **last = first;
    while (last < end && !order(last, &key))
        last++;
    return (struct run){first, (size_t)(last - first)};
}

/* ---- rows ---- */

static bool holds(const struct bb_quota_post *post, int64_t day)
{
    return post->valid_from <= day && (!post->valid_to || day <= post->valid_to);
}

/* The first of a person's posts of a tier, in the order of the facts, that holds the day. */
static const struct bb_quota_post *holder(struct run posts, int64_t day)
{
    const struct bb_quota_post *found = NULL;
    for (size_t i = 0; i < posts.count; i++) {
        const struct bb_quota_post *post = posts.at[i];
        if (holds(post, day) && (!found || post < found))
            found = post;
    }
    return found;
}

struct count {
    const struct bb_quota_facts *facts;
    int64_t as_of;
    struct span days;         /* of the period, those on which the rule holds */
    struct run posts, visits; /* of the person; the posts are of the tier */
};

/* A visit counts from the day it happened, on a day on which rule and post hold. */
static bool counts(const struct count *c, const struct bb_quota_visit *visit)
{
    return visit->day >= c->days.start && visit->day <= c->days.end && visit->day <= c->as_of &&
           holder(c->posts, visit->day);
}

static bool is_visited(const struct count *c, const char *item)
{
    for (size_t i = 0; i < c->visits.count; i++) {
        const struct bb_quota_visit *visit = c->visits.at[i];
        if (visit->item && !strcmp(visit->item, item) && counts(c, visit))
            return true;
    }
    return false;
}

static int coverage_bp(const struct count *c, const char *unit)
{
    int64_t all = 0, covered = 0;
    for (size_t i = 0; unit && i < c->facts->volume_count; i++) {
        const struct bb_quota_volume *volume = &c->facts->volumes[i];
        if (strcmp(volume->unit, unit))
            continue;
        all += volume->volume;
        if (is_visited(c, volume->item))
            covered += volume->volume;
    }
    return all ? (int)(covered * 10000 / all) : 0;
}

/* Day by day: the row's bounds, how many days it has and how many of them have passed, and the
 * working days that are left. Days between two posts are not the row's. */
static void count_days(const struct count *c, struct bb_quota_row *row, int64_t *out_days,
                       int64_t *out_passed)
{
    *out_days = *out_passed = 0;
    for (int64_t day = c->days.start; day <= c->days.end; day++) {
        if (!holder(c->posts, day))
            continue;
        if (!*out_days)
            row->start = day;
        row->end = day;
        ++*out_days;
        if (day <= c->as_of) {
            ++*out_passed;
            continue;
        }
        bool workday = false;
        if (!c->facts->cal || !bb_calendar_has_year(c->facts->cal, bb_day_civil(day).year) ||
            bb_calendar_is_workday(&workday, c->facts->cal, day))
            row->days_left = -1;
        if (row->days_left >= 0)
            row->days_left += workday;
    }
}

static const char *waiver_of(const struct bb_quota_facts *facts, const struct bb_quota_row *row,
                             struct span period)
{
    for (size_t i = 0; i < facts->waiver_count; i++) {
        const struct bb_quota_waiver *waiver = &facts->waivers[i];
        if (waiver->tier == row->tier && waiver->day >= period.start && waiver->day <= period.end &&
            waiver->reason && *waiver->reason && !strcmp(waiver->person, row->person))
            return waiver->reason;
    }
    return NULL;
}

/* Everything of a row after whose it is. */
static void stand(const struct count *c, const struct bb_quota_rule *rule, struct span period,
                  struct bb_quota_row *row)
{
    int64_t days, passed;
    count_days(c, row, &days, &passed);
    for (size_t i = 0; i < c->visits.count; i++)
        row->done += counts(c, c->visits.at[i]);
    int asked_bp = rule->coverage_percent > 0 ? rule->coverage_percent * 100 : 0;
    row->coverage_bp = asked_bp ? coverage_bp(c, row->unit) : -1;
    row->waived = waiver_of(c->facts, row, period);
    if (row->waived || days * 2 < period.end - period.start + 1 || rule->count <= 0) {
        row->state = BB_QUOTA_NOTHING;
        return;
    }
    row->wanted = rule->count;
    bool covered = !asked_bp || row->coverage_bp >= asked_bp;
    if (row->done >= row->wanted && covered) {
        row->state = BB_QUOTA_MET;
        return;
    }
    row->state = passed < days ? BB_QUOTA_OPEN : BB_QUOTA_SHORT;
    row->will_miss = passed < days && passed * 2 >= days &&
                     (row->done * days < row->wanted * passed ||
                      (asked_bp && row->coverage_bp * days < asked_bp * passed));
}

const struct bb_err *
bb_quota_rows(const struct bb_quota_facts *facts, int64_t as_of,
              const struct bb_err *(*item)(void *ctx, const struct bb_quota_row *row), void *ctx)
{
    struct run posts =
        index_of(facts->posts, facts->post_count, sizeof *facts->posts, by_person_and_tier);
    struct run visits =
        index_of(facts->visits, facts->visit_count, sizeof *facts->visits, by_person);
    const struct bb_err *err = NULL;
    /* cppcheck-suppress invalidLifetime */ /* an error is never the row that was handed over */
    for (size_t i = 0; !err && i < facts->post_count; i++) {
        const struct bb_quota_post *post = &facts->posts[i];
        struct count c = {.facts = facts, .as_of = as_of};
        struct bb_quota_row row = {.person = post->person, .unit = post->unit, .tier = post->tier};
        struct span period;
        int64_t rule_last;
        const struct bb_quota_rule *rule = rule_at(&rule_last, facts, post->tier, as_of);
        if (!rule || !holds(post, as_of) || !period_at(&period, row.period, rule, as_of))
            continue;
        c.posts = run_of(posts, post, by_person_and_tier);
        if (holder(c.posts, as_of) != post)
            continue;
        c.visits = run_of(visits, &(struct bb_quota_visit){.person = post->person}, by_person);
        c.days = (struct span){rule->valid_from > period.start ? rule->valid_from : period.start,
                               rule_last < period.end ? rule_last : period.end};
        stand(&c, rule, period, &row);
        err = item(ctx, &row);
    }
    free(posts.at);
    free(visits.at);
    /* cppcheck-suppress returnDanglingLifetime */
    return err;
}
