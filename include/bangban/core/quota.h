/*
 * Quotas of leader assistance: who owes how many visits in which period, and how it stands. Source:
 * policy 一(四)2, R18–R20; glossary.md §5. Pure: rules, posts, visits and waivers come from the
 * caller.
 *
 * A row is person × tier × period. One visit counts for every tier that the person holds on its
 * day. What a period is, and what is owed for a part of one:
 *  - month, quarter, half-year, year are the calendar's; a window is the same days every year
 * (10-01..10-31).
 *  - A rule holds from valid_from up to the day before the next rule of its tier begins (no rule:
 * nothing is owed). A period that a rule's beginning or end cuts, and a period in which a post is
 * entered or left, is a part period: its row runs over the days on which both rule and post hold.
 *  - A part period of less than half of the whole period's days owes nothing (wanted 0, state
 * none); one of half or more owes the full count. Nothing is rounded down to less than one visit.
 *  - A waiver (with a reason) makes wanted 0 for its person, tier and period.
 *  - Visits outside the row's days are kept and do not count.
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

/* "month", "quarter", "half_year", "year" or "10-01..10-31". */
const struct bb_err *bb_period_parse(struct bb_quota_rule *out, const char *text);

struct bb_quota_post { /* who holds which tier when */
    const char *person;
    const char *unit; /* for the case volume */
    int tier;
    int64_t valid_from, valid_to; /* 0: open; both ends count */
};
struct bb_quota_visit {
    const char *person;
    const char *item; /* NULL: none */
    int64_t day;
};
struct bb_quota_waiver {
    const char *person;
    int tier;
    int64_t day; /* any day of the period that is waived */
    const char *reason;
};
struct bb_quota_volume { /* cases a year of an item of a unit */
    const char *unit, *item;
    int64_t volume;
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
    const char *person, *unit; /* the facts' */
    int tier;
    char period[24];    /* 2026Q4, 2026-11, 2026H2, 2026, 2026-10-01..10-31 */
    int64_t start, end; /* days of the row, both count */
    int wanted, done;
    int state; /* BB_QUOTA_…: met, open (time left), short (over, not met), none (nothing owed) */
    int64_t
        days_left;   /* working days after as_of up to the end; -1 when the calendar is not known */
    int coverage_bp; /* hundredths of a percent covered, cut, never rounded up; -1: none asked */
    bool will_miss;  /* open, and at the present pace not met by the end */
    const char *waived; /* the waiver's reason; NULL */
};

/* The rows whose days hold as_of, in the order of the posts; each person, tier and period once,
 * also when two posts of one tier follow each other in it. A row is met when done >= wanted and,
 * where coverage is asked, it is reached. will_miss: at least half of the row's days have passed
 * and done × days < wanted × days passed. */
const struct bb_err *
bb_quota_rows(const struct bb_quota_facts *facts, int64_t as_of,
              const struct bb_err *(*item)(void *ctx, const struct bb_quota_row *row), void *ctx);

#endif
