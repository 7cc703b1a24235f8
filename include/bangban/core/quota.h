/*
 * Quotas of leader assistance: who owes how many visits in which period, and how it stands. Source:
 * policy 一(四)2, R18–R20; glossary.md §5. Pure: rules, posts, visits and waivers come from the
 * caller.
 *
 * A row is person × tier × period. One visit counts for every tier that the person holds on its
 * day. What a period is, and what is owed for a part of one:
 *  - month, quarter, half-year, year are the calendar's; a window is the same days every year
 * (10-01..10-31); where it names 29 February, other years have the days of it that they have.
 *  - A rule holds from valid_from up to the day before the next rule of its tier begins (of two
 * that begin on one day, the later in the list). No rule, or a count of 0: nothing is owed. A
 * period that a rule's beginning or end cuts, and a period in which a post is entered or left, is a
 * part period: its row runs over the days on which both rule and post hold. Days between two posts
 * of one tier in it are not the row's.
 *  - A part period of less than half of the whole period's days owes nothing (wanted 0, state
 * none); one of half or more owes the full count. Nothing is rounded down to less than one visit.
 *  - A waiver makes wanted 0 for its person, tier and period; one without a reason has no effect.
 *  - Visits outside the row's days are kept and do not count.
 *  - A row shows how it stands when as_of is over: visits of that day count, it has passed, later
 * ones are not seen. So on its last day a row is met or short, never open.
 *  - Coverage: of the cases a year of the row's unit, the share of those items that the person's
 * counted visits named, each once. A unit without volumes has 0 covered, and does not reach it.
 */
#ifndef BANGBAN_CORE_QUOTA_H
#define BANGBAN_CORE_QUOTA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/err.h"
#include "bangban/core/calendar.h"
#include "bangban/core/code.h"

enum bb_period {
    BB_PERIOD_MONTH,
    BB_PERIOD_QUARTER,
    BB_PERIOD_HALF_YEAR,
    BB_PERIOD_YEAR,
    BB_PERIOD_WINDOW
};

struct bb_quota_rule {
    int tier; /* BB_TIER_… */
    int count;
    enum bb_period period;
    int from_month, from_day, to_month,
        to_day;           /* WINDOW only; both ends count; may run over New Year */
    int coverage_percent; /* share of case volume that visits must cover; 0: none asked */
    int64_t valid_from;
};

/* "month", "quarter", "half_year", "year" or "10-01..10-31". Sets period and the window's days (0
 * for the others), nothing else; BB_ERR_BAD_FIELD leaves *out as it was. */
const struct bb_err *bb_period_parse(struct bb_quota_rule *out, const char *text);

struct bb_quota_post { /* who holds which tier when */
    const char *person;
    const char *unit; /* for the case volume */
    int tier;
    int64_t valid_from, valid_to; /* 0: open; both ends count; a turned one holds no day */
};
struct bb_quota_visit {
    const char *person;
    const char *item; /* NULL: none */
    int64_t day;
};
struct bb_quota_waiver {
    const char *person;
    int tier;
    int64_t day;        /* any day of the period that is waived */
    const char *reason; /* not empty */
};
struct bb_quota_volume { /* cases a year of an item of a unit; each item of a unit once */
    const char *unit, *item;
    int64_t volume; /* 0 to 10^9 */
};

/* Everything that is known, borrowed during the call. Rules in any order. */
struct bb_quota_facts {
    const struct bb_quota_rule *rules;
    size_t rule_count;
    const struct bb_quota_post *posts;
    size_t post_count;
    const struct bb_quota_visit *visits;
    size_t visit_count;
    const struct bb_quota_waiver *waivers;
    size_t waiver_count;
    const struct bb_quota_volume *volumes;
    size_t volume_count;
    const struct bb_calendar *cal;
};

struct bb_quota_row {
    const char *person, *unit; /* the facts'; of posts that follow each other, the one of as_of */
    int tier;
    char period[24];    /* 2026Q4, 2026-11, 2026H2, 2026, 2026-10-01..10-31 */
    int64_t start, end; /* days of the row, both count */
    int wanted, done;
    int state; /* BB_QUOTA_…: met, open (time left), short (over, not met), none (nothing owed) */
    /* working days of the row after as_of; -1 when the calendar lacks the year of one of them */
    int64_t days_left;
    int coverage_bp;    /* hundredths of a percent covered, cut, never rounded up; -1: none asked */
    bool will_miss;     /* open, and at the present pace not met by the end */
    const char *waived; /* the waiver's reason; NULL */
};

/* The rows whose days hold as_of, in the order of the posts; each person, tier and period once,
 * also when two posts of one tier follow each other in it. A row is met when done >= wanted and,
 * where coverage is asked, it is reached. will_miss: at least half of the row's days have passed
 * and done × days < wanted × days passed, or the same of the coverage that is asked. No errors but
 * the item's, which ends the walk. The row is valid during the call; what it points at is the
 * facts'. */
const struct bb_err *
bb_quota_rows(const struct bb_quota_facts *facts, int64_t as_of,
              const struct bb_err *(*item)(void *ctx, const struct bb_quota_row *row), void *ctx);

#endif
