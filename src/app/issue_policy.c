/* The district's settings on the steps of the ledger. What holds everywhere is the gate in core. */
#include <stdlib.h>
#include <string.h>

#include "bangban/app/admin.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

const char *bb_issue_rule(const struct bb_app *app, int64_t point)
{
    switch (point) {
    case BB_POINT_HARD:
        return app->config->due_hard;
    case BB_POINT_BLOCK:
        return app->config->due_block;
    default:
        return app->config->due_pain;
    }
}

/* A day that a person names must lie ahead and in a year whose calendar is known. */
static const struct bb_err *day_check(const struct bb_calendar *cal, int64_t day, int64_t today,
                                      const char *field, struct bb_problems *out)
{
    bool workday;
    if (!day)
        return NULL;
    const struct bb_err *err = bb_calendar_is_workday(&workday, cal, day);
    if (err && err->code == BB_ERR_CALENDAR_YEAR)
        bb_problem_add(out, field,
                       _("The working days of that year are not known; name an earlier day, or "
                         "load its calendar."));
    BB_TRY(err);
    if (day < today)
        bb_problem_add(out, field, _("This day has passed; name a later one."));
    return NULL;
}

static const struct bb_err *extension_check(struct bb_app *app, const struct bb_calendar *cal,
                                            const struct bb_issue *issue,
                                            const struct bb_issue *body, struct bb_problems *out)
{
    struct bb_due_rule most;
    struct bb_due last;
    const struct bb_person *approver =
        body->approver ? bb_app_person_of(app, body->approver) : NULL;
    bool leaders_only = strcmp(app->config->extension_approver, "leader") == 0;
    if (approver && approver->role != BB_ROLE_LEADER &&
        (leaders_only || approver->role != BB_ROLE_SUPERVISOR))
        bb_problem_add(out, "approver",
                       _("This person may not approve an extension; name one of higher rank."));
    if (!issue->due_day || !body->due_named)
        return NULL;
    BB_TRY(bb_due_rule_parse(&most, app->config->extension_most));
    const struct bb_err *err =
        bb_calendar_due(&last, cal, &most, bb_at_make(issue->due_day, 0), NULL, 0, NULL);
    if (err && err->code == BB_ERR_CALENDAR_YEAR)
        return NULL; /* the limit lies beyond the known years, the day that was named does not */
    BB_TRY(err);
    if (body->due_named > last.day)
        bb_problem_add(
            out, "due_named",
            _("An extension may not be that long (extension.most); name an earlier day."));
    return NULL;
}

/* Working days overdue from which each stage is due. */
static int64_t stage_after(const struct bb_config *config, int64_t stage)
{
    const int64_t after[] = {0, config->remind_after, config->urge_after, config->admonish_after,
                             config->circulate_after};
    return stage > 0 && stage < BB_REMINDER__COUNT ? after[stage] : INT64_MAX;
}

static const struct bb_err *is_open_at(bool *out, const struct bb_calendar *cal, int64_t at)
{
    struct bb_calendar_day day;
    *out = false;
    BB_TRY(bb_calendar_day(&day, cal, bb_day_of(at)));
    for (size_t i = 0; i < day.hour_count; i++)
        *out |= day.hours[i].from <= bb_seconds_of(at) && bb_seconds_of(at) < day.hours[i].to;
    return NULL;
}

static const struct bb_err *reminder_check(const struct bb_app *app, const struct bb_calendar *cal,
                                           const struct bb_issue *issue, struct bb_issue *body,
                                           int64_t at, struct bb_problems *out)
{
    int64_t overdue = 0;
    bool open;
    BB_TRY(is_open_at(&open, cal, at));
    if (!open)
        bb_problem_add(out, "reminder", _("Reminders go out in opening hours only; do it then."));
    if (!body->reminder)
        body->reminder = issue->reminder + 1;
    if (!issue->due_day || issue->paused_at || bb_day_of(at) <= issue->due_day) {
        bb_problem_add(out, "reminder",
                       _("The line is not overdue; there is nothing to remind of."));
        return NULL;
    }
    BB_TRY(bb_calendar_workdays_between(&overdue, cal, issue->due_day, bb_day_of(at)));
    if (body->reminder == issue->reminder + 1 && overdue < stage_after(app->config, body->reminder))
        bb_problem_add(out, "reminder",
                       _("The next stage is not due yet; the settings say after how many days."));
    return NULL;
}

/* Whether a line fixed on the spot is in the sample: by the random end of its id, the same on every
 * machine. */
static bool is_sampled(const struct bb_app *app, const char *id)
{
    return (int64_t)(strtoul(id + strlen(id) - 4, NULL, 16) % 100) < app->config->lookback_sample;
}

/* Look-backs are due on natural days after rectification. */
static void lookbacks_plan(const struct bb_app *app, struct bb_issue *body, int64_t at)
{
    struct bb_buf plan = {0};
    char day[BB_DAY_BYTES];
    for (const char *word = app->config->lookback_days; *word;) {
        char *end;
        long days = strtol(word, &end, 10);
        if (end == word)
            break;
        bb_buf_printf(&plan, "%s%s", plan.len ? " " : "", bb_day_format(day, bb_day_of(at) + days));
        word = end + strspn(end, " ");
    }
    bb_strset(&body->lookback_plan, bb_buf_text(&plan));
    bb_buf_done(&plan);
}

const struct bb_err *bb_issue_policy(struct bb_app *app, const struct bb_issue *issue,
                                     enum bb_event_kind step, struct bb_issue *body, int64_t at,
                                     struct bb_problems *out)
{
    const struct bb_calendar *cal;
    BB_TRY(bb_app_calendar(app, &cal));
    /* A late entry may carry a deadline that has passed since. */
    int64_t first = step == BB_EVENT_ISSUE_ADD ? 0 : bb_day_of(at);
    BB_TRY(day_check(cal, body->due_named, first, "due_named", out));
    BB_TRY(day_check(cal, body->asked_due, first, "asked_due", out));
    switch (step) {
    case BB_EVENT_ISSUE_EXTEND:
        return extension_check(app, cal, issue, body, out);
    case BB_EVENT_ISSUE_REMIND:
        return reminder_check(app, cal, issue, body, at, out);
    case BB_EVENT_ISSUE_SPOT:
        if (!is_sampled(app, issue->id))
            return NULL;
        lookbacks_plan(app, body, at);
        return NULL;
    case BB_EVENT_ISSUE_FIX:
        lookbacks_plan(app, body, at);
        return NULL;
    case BB_EVENT_ISSUE_LOOKBACK:
    case BB_EVENT_ISSUE_REOPEN: /* in work again: a line of a named day gets its kind's rule */
        if ((step == BB_EVENT_ISSUE_REOPEN || body->lookback == BB_LOOKBACK_RELAPSED) &&
            !issue->due_rule && !body->due_rule && !body->due_named)
            bb_strset(&body->due_rule, bb_issue_rule(app, issue->point));
        return NULL;
    default:
        return NULL;
    }
}

/* ---- reminders that are due, all at once ---- */

struct overdue {
    char **ids;
    size_t count, cap;
};

static const struct bb_err *overdue_note(void *ctx, void *row)
{
    struct overdue *overdue = ctx;
    if (overdue->count == overdue->cap) {
        overdue->cap = overdue->cap ? overdue->cap * 2 : 64;
        overdue->ids = bb_realloc(overdue->ids, overdue->cap * sizeof *overdue->ids);
    }
    overdue->ids[overdue->count++] = bb_strdup(((const struct bb_issue *)row)->id);
    return NULL;
}

const struct bb_err *bb_app_remind_due(struct bb_app *app, long *sent, long *overdue_lines)
{
    struct overdue overdue = {0};
    struct bb_issue_query query = {.states = BB_IN(FOUND) | BB_IN(RECTIFYING),
                                   .due_to = bb_app_today(app) - 1};
    *sent = 0;
    const struct bb_err *err = bb_app_may(app, BB_USE_ISSUE_DECIDE);
    if (!err)
        err = bb_db_issue_list(app->db, &query, &(struct bb_sink){overdue_note, &overdue});
    *overdue_lines = (long)overdue.count;
    for (size_t i = 0; i < overdue.count; i++) {
        const struct bb_issue body = {0};
        struct bb_problems problems = {0};
        if (!err) {
            err = bb_app_issue_do(app, overdue.ids[i], BB_EVENT_ISSUE_REMIND, &body, 0, &problems,
                                  NULL);
            *sent += !err;
            if (err && err->code == BB_ERR_RULE) /* not due yet, or paused: the next line */
                err = NULL;
        }
        free(overdue.ids[i]);
    }
    free(overdue.ids);
    return err;
}
