/* Counts deadlines on the calendar, day by day, and says why. Backwards is the same walk on a
 * mirrored time line: there u = -at, so every span and pause is turned once and the arithmetic
 * stands once. */
#include "bangban/core/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/i18n.h"
#include "bangban/base/mem.h"

enum { LAST_SECOND = BB_DAY_SECONDS - 1 };

struct span {
    int64_t from, to; /* on the walk's time line */
};

struct walk {
    const struct bb_calendar *cal;
    const struct bb_due_rule *rule;
    int64_t from_at, start_day;
    const struct bb_pause *pauses;
    size_t pause_count;
    struct bb_why *why; /* or NULL */
    int sign;           /* 1, or -1 on the mirrored line */
    struct bb_due *out;
};

static const char *const unit_ids[] = {
    [BB_DUE_WORKDAY] = "wd",
    [BB_DUE_DAY] = "day",
    [BB_DUE_HOUR] = "hour",
    [BB_DUE_MINUTE] = "minute",
};
_Static_assert(sizeof unit_ids / sizeof *unit_ids == BB_DUE__COUNT, "one id for each unit");

static const char *const why_labels[] = {
#define WHY_LABEL(name, label) label,
    BB_WHY_LIST(WHY_LABEL)
#undef WHY_LABEL
};

int bb_due_unit_find(const char *id)
{
    for (int unit = 0; id && unit < BB_DUE__COUNT; unit++)
        if (!strcmp(id, unit_ids[unit]))
            return unit;
    return -1;
}

const char *bb_due_unit_id(enum bb_due_unit unit)
{
    return unit_ids[unit];
}

const char *bb_why_label(enum bb_why_reason reason)
{
    return _(why_labels[reason]);
}

void bb_why_done(struct bb_why *why)
{
    free(why->days);
    *why = (struct bb_why){0};
}

static void note(const struct walk *w, int64_t day, const struct bb_calendar_day *known,
                 enum bb_why_reason reason, bool counted, int64_t seconds)
{
    struct bb_why *why = w->why;
    if (!why)
        return;
    if (why->count == why->cap) {
        why->cap = why->cap ? why->cap * 2 : 16;
        why->days = bb_realloc(why->days, why->cap * sizeof *why->days);
    }
    why->days[why->count++] = (struct bb_why_day){
        .day = day,
        .counted = counted,
        .seconds = (int)seconds,
        .reason = reason,
        .name = known->name,
        .notice = known->notice,
    };
}

static struct span turned(const struct walk *w, int64_t from_at, int64_t to_at)
{
    return w->sign > 0 ? (struct span){from_at, to_at} : (struct span){-to_at, -from_at};
}

/* Finds the first piece of [from, to) that no pause covers. Pauses are few and in no order: each
 * is looked at again until none moves the beginning. */
static bool next_piece(const struct walk *w, struct span within, struct span *piece)
{
    *piece = within;
    for (size_t i = 0; i < w->pause_count; i++) {
        struct span pause = turned(w, w->pauses[i].from_at, w->pauses[i].to_at);
        if (pause.from <= piece->from && piece->from < pause.to) {
            piece->from = pause.to;
            i = (size_t)-1; /* from the first pause again */
        }
    }
    for (size_t i = 0; i < w->pause_count; i++) {
        struct span pause = turned(w, w->pauses[i].from_at, w->pauses[i].to_at);
        if (pause.from < pause.to && pause.from > piece->from && pause.from < piece->to)
            piece->to = pause.from;
    }
    return piece->from < piece->to;
}

/* Uses up to `want` running seconds of the span; returns how many there were; *end is where the
 * last of them ends. */
static int64_t use(const struct walk *w, struct span span, int64_t want, int64_t *end)
{
    int64_t used = 0;
    struct span piece;
    while (used < want && next_piece(w, span, &piece)) {
        int64_t take = piece.to - piece.from;
        if (take > want - used)
            take = want - used;
        used += take;
        *end = piece.from + take;
        span.from = piece.to;
    }
    return used;
}

/* True when pauses cover all opening hours of the day, or the whole day where there are none to
 * cover. */
static bool is_paused(const struct walk *w, int64_t day, const struct bb_calendar_day *known)
{
    struct span piece;
    if (!w->pause_count)
        return false;
    if (w->rule->unit == BB_DUE_DAY || !known->hour_count)
        return !next_piece(w, turned(w, bb_at_make(day, 0), bb_at_make(day + 1, 0)), &piece);
    for (size_t i = 0; i < known->hour_count; i++)
        if (next_piece(w,
                       turned(w, bb_at_make(day, known->hours[i].from),
                              bb_at_make(day, known->hours[i].to)),
                       &piece))
            return false;
    return true;
}

static enum bb_why_reason rest_reason(const struct bb_calendar_day *known)
{
    return known->kind == BB_DAY_HOLIDAY                     ? BB_WHY_HOLIDAY
           : known->kind == BB_DAY_CLOSURE || known->workday ? BB_WHY_CLOSURE
                                                             : BB_WHY_WEEKEND;
}

static enum bb_why_reason count_reason(const struct walk *w, const struct bb_calendar_day *known)
{
    return w->rule->unit == BB_DUE_DAY     ? BB_WHY_NATURAL
           : known->kind == BB_DAY_WORKDAY ? BB_WHY_MAKEUP
           : known->workday                ? BB_WHY_WORKDAY
                                           : BB_WHY_OPEN;
}

static void end_on(const struct walk *w, int64_t day, const struct bb_calendar_day *known)
{
    int close = known->hour_count ? known->hours[known->hour_count - 1].to : LAST_SECOND;
    w->out->day = day;
    w->out->at = bb_at_make(day, w->rule->same_clock ? bb_seconds_of(w->from_at) : close);
}

static const struct bb_err *count_days(const struct walk *w)
{
    int64_t left = w->rule->amount;
    for (int64_t day = w->start_day;; day += w->sign) {
        struct bb_calendar_day known;
        BB_TRY(bb_calendar_day(&known, w->cal, day));
        if (w->rule->unit == BB_DUE_WORKDAY && !known.workday) {
            note(w, day, &known, rest_reason(&known), false, 0);
        } else if (left && day == w->start_day && !w->rule->count_start) {
            note(w, day, &known, BB_WHY_START, false, 0);
        } else if (is_paused(w, day, &known)) {
            note(w, day, &known, BB_WHY_PAUSED, false, 0);
        } else {
            bool counted =
                left > 0; /* none at all for an amount of 0: the day is only where it falls */
            note(w, day, &known, counted ? count_reason(w, &known) : BB_WHY_START, counted, 0);
            left -= counted;
            if (!left) {
                end_on(w, day, &known);
                return NULL;
            }
        }
    }
}

static const struct bb_err *count_seconds(const struct walk *w, int64_t left)
{
    int64_t start = w->sign * w->from_at, end = start;
    for (int64_t day = w->start_day;; day += w->sign) {
        struct bb_calendar_day known;
        BB_TRY(bb_calendar_day(&known, w->cal, day));
        int64_t used = 0, open = 0;
        for (size_t i = 0; i < known.hour_count && used < left; i++) {
            const struct bb_hours *hours = &known.hours[w->sign > 0 ? i : known.hour_count - 1 - i];
            struct span span = turned(w, bb_at_make(day, hours->from), bb_at_make(day, hours->to));
            if (span.from < start)
                span.from = start;
            if (span.from >= span.to)
                continue;
            open += span.to - span.from;
            used += use(w, span, left - used, &end);
        }
        left -= used;
        note(w, day, &known,
             used               ? count_reason(w, &known)
             : !left            ? BB_WHY_START
             : open             ? BB_WHY_PAUSED
             : known.hour_count ? BB_WHY_OVER
                                : rest_reason(&known),
             used > 0, used);
        if (!left) {
            w->out->at = w->sign * end;
            w->out->day = day;
            return NULL;
        }
    }
}

static const struct bb_err *bad_amount(int64_t amount)
{
    struct bb_buf given = {0}, advice = {0};
    bb_buf_printf(&given, "%lld", (long long)amount);
    bb_buf_printf(&advice, _("Give a number from 0 to %d."), BB_DUE_AMOUNT_MAX);
    const struct bb_err *err =
        bb_err(BB_ERR_BAD_FIELD, _("Time limit"), bb_buf_text(&given), bb_buf_text(&advice), NULL);
    bb_buf_done(&given);
    bb_buf_done(&advice);
    return err;
}

const struct bb_err *bb_calendar_due(struct bb_due *out, const struct bb_calendar *cal,
                                     const struct bb_due_rule *rule, int64_t from_at,
                                     const struct bb_pause *pauses, size_t pause_count,
                                     struct bb_why *why)
{
    if (why)
        bb_why_done(why);
    if (rule->amount < 0 || rule->amount > BB_DUE_AMOUNT_MAX)
        return bad_amount(rule->amount);
    struct walk walk = {
        .cal = cal,
        .rule = rule,
        .from_at = from_at,
        .start_day = bb_day_of(from_at),
        .pauses = pauses,
        .pause_count = pause_count,
        .why = why,
        .sign = rule->backwards ? -1 : 1,
        .out = out,
    };
    const struct bb_err *err = NULL;
    if (rule->unit == BB_DUE_HOUR)
        err = count_seconds(&walk, rule->amount * 3600);
    else if (rule->unit == BB_DUE_MINUTE)
        err = count_seconds(&walk, rule->amount * 60);
    else
        err = count_days(&walk);
    if (err && why)
        bb_why_done(why);
    return err;
}
