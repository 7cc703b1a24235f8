/* The ledger's rules: the step table, the gate that every path passes, lights. The fold is in
 * issue_fold.c. */
#include "bangban/core/issue.h"

#include <string.h>

#define BB_RECORD_STRUCT bb_issue
static const struct bb_field fields[] = {BB_ISSUE_FIELDS(BB_RECORD_ROW)};
const struct bb_record bb_issue_record = {"issue", sizeof(struct bb_issue),
                                          sizeof fields / sizeof *fields, fields};

static const struct bb_step steps[] = {
#define STEP_ROW(kind, from, to, needs, label) {BB_EVENT_##kind, from, BB_STATE_##to, needs, label},
    BB_STEP_LIST(STEP_ROW)};

enum { NEED_BYTES = 64 };
#define FAR_AT 999999999999LL /* seconds; beyond every moment a record can have */

void bb_issue_done(struct bb_issue *issue)
{
    bb_record_done(&bb_issue_record, issue);
}

const struct bb_step *bb_issue_step(enum bb_event_kind kind)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i].kind == kind)
            return &steps[i];
    return NULL;
}

bool bb_issue_is_open(const struct bb_issue *issue)
{
    return issue->state > BB_STATE_NONE && (BB_IN_OPEN & (1u << issue->state));
}

void bb_issue_sort_value(struct bb_buf *out, const struct bb_issue *issue, enum bb_issue_sort sort)
{
    const char *text = NULL;
    bb_buf_char(out, '=');
    switch (sort) {
    case BB_ISSUE_SORT_UNIT:
        text = issue->lead_unit;
        break;
    case BB_ISSUE_SORT_PERSON:
        text = issue->person;
        break;
    case BB_ISSUE_SORT_NO:
        text = issue->no;
        break;
    case BB_ISSUE_SORT_DESCRIPTION:
        text = issue->description;
        break;
    case BB_ISSUE_SORT_KIND:
        bb_buf_printf(out, "%02d", (int)issue->point);
        break;
    case BB_ISSUE_SORT_STATE:
        bb_buf_printf(out, "%02d", (int)issue->state);
        break;
    case BB_ISSUE_SORT_FOUND:
        bb_buf_printf(out, "%012lld", FAR_AT - (long long)issue->happened_at); /* newest first */
        break;
    case BB_ISSUE_SORT_DUE:
    case BB_ISSUE_SORT__COUNT:
        break;
    }
    if (text)
        bb_buf_str(out, text);
}

/* One need, "a" or "a|b": met when one of the fields is set. A plan may rest on what the line has
 * already. */
static bool need_is_met(const char *need, const struct bb_issue *issue, enum bb_event_kind step,
                        const struct bb_issue *body)
{
    for (size_t i = 0; i < bb_issue_record.count; i++) {
        const struct bb_field *field = &fields[i];
        if (!bb_word_in(field->name, need))
            continue;
        if (bb_field_is_set(field, body))
            return true;
        if (step == BB_EVENT_ISSUE_PLAN && bb_field_is_set(field, issue))
            return true;
    }
    return false;
}

static const struct bb_field *need_field(const char *need)
{
    char first[NEED_BYTES];
    size_t len = strcspn(need, "|");
    memcpy(first, need, len);
    first[len] = '\0';
    return bb_record_field(&bb_issue_record, first);
}

static void needs_check(const struct bb_step *step, const struct bb_issue *issue,
                        const struct bb_issue *body, struct bb_problems *out)
{
    char need[NEED_BYTES];
    for (const char *at = step->needs; *at;) {
        size_t len = strcspn(at, " ");
        memcpy(need, at, len);
        need[len] = '\0';
        if (!need_is_met(need, issue, step->kind, body))
            bb_problem_add(out, need_field(need)->name, _("This step needs it; fill it in."));
        at += len + (at[len] == ' ');
    }
}

static void close_check(const struct bb_issue *issue, const struct bb_issue *body,
                        struct bb_problems *out)
{
    if (!issue->feedback_at)
        bb_problem_add(out, "feedback_to",
                       _("Give feedback to the finder or the client before closing out."));
    if (!issue->lookback_round && (issue->lookback_due || !issue->on_spot))
        bb_problem_add(out, "lookback", _("Look back first; only what holds can be closed out."));
    if (body->ending == BB_ENDING_IMPOSSIBLE && (!body->cause || !body->approver))
        bb_problem_add(out, "cause", _("Say why it cannot be solved and who approved that."));
}

/* A day that is asked for or granted must give more time than there is. */
static void later_check(const struct bb_issue *issue, int64_t day, const char *field,
                        struct bb_problems *out)
{
    if (day && day <= issue->due_day)
        bb_problem_add(out, field, _("An extension must be later than the present deadline."));
}

/* What single steps ask beyond their needs. */
static void step_check(const struct bb_issue *issue, enum bb_event_kind step,
                       const struct bb_issue *body, const char *by, struct bb_problems *out)
{
    switch (step) {
    case BB_EVENT_ISSUE_LOOKBACK:
        if (issue->fixed_by && strcmp(issue->fixed_by, by) == 0)
            bb_problem_add(out, "lookback",
                           _("Who rectified it may not look back; let another person check."));
        if (issue->state == BB_STATE_CLOSED && !issue->lookback_due)
            bb_problem_add(out, "lookback",
                           _("No look-back is planned any more; reopen the line instead."));
        break;
    case BB_EVENT_ISSUE_EXTEND:
        later_check(issue, body->due_named, "due_named", out);
        break;
    case BB_EVENT_ISSUE_ASK:
        later_check(issue, body->asked_due, "asked_due", out);
        break;
    case BB_EVENT_ISSUE_REFUSE:
        if (!issue->asked_due)
            bb_problem_add(out, "asked_due",
                           _("No extension was asked for; there is nothing to refuse."));
        break;
    case BB_EVENT_ISSUE_PAUSE:
        if (issue->paused_at)
            bb_problem_add(out, "paused_at", _("The line is paused already; resume it first."));
        break;
    case BB_EVENT_ISSUE_RESUME:
        if (!issue->paused_at)
            bb_problem_add(out, "paused_at",
                           _("The line is not paused; there is nothing to resume."));
        break;
    case BB_EVENT_ISSUE_REMIND:
        if (body->reminder && body->reminder != issue->reminder + 1)
            bb_problem_add(out, "reminder",
                           _("Reminders go in order: reminder, urging, admonition, circular."));
        break;
    case BB_EVENT_ISSUE_ESCALATE:
        if (body->escalated && body->escalated != issue->escalated + 1)
            bb_problem_add(
                out, "escalated",
                _("Technical problems go up in order: first the centre, then the city."));
        break;
    case BB_EVENT_ISSUE_CLOSE:
        close_check(issue, body, out);
        break;
    case BB_EVENT_ISSUE_SETTLE:
        if (!issue->contested)
            bb_problem_add(out, "contested",
                           _("Nothing is contradictory here; there is nothing to settle."));
        break;
    default:
        break;
    }
}

void bb_issue_check(const struct bb_issue *issue, enum bb_event_kind kind,
                    const struct bb_issue *body, const char *by, struct bb_problems *out)
{
    const struct bb_step *step = bb_issue_step(kind);
    if (!step || !(step->from & (1u << issue->state))) {
        bb_problem_add(
            out, "state",
            _("This step is not possible in the line's present state; open it to see what is."));
        return;
    }
    needs_check(step, issue, body, out);
    step_check(issue, kind, body, by, out);
}

int bb_issue_light(const struct bb_issue *issue, const struct bb_calendar *cal, int64_t today,
                   int yellow_days, int64_t *left)
{
    int64_t days = 0;
    if (issue->paused_at && bb_day_of(issue->paused_at) < today)
        today = bb_day_of(issue->paused_at); /* paused: the light stands still */
    bool known = issue->due_day && !bb_calendar_workdays_between(&days, cal, today, issue->due_day);
    if (left)
        *left = known ? days : BB_LEFT_UNKNOWN;
    if (issue->state == BB_STATE_FIXED)
        return BB_LIGHT_GREY;
    if (!bb_issue_is_open(issue) || !issue->due_day)
        return BB_LIGHT_NONE;
    if (today > issue->due_day)
        return BB_LIGHT_RED;
    if (!known)
        return BB_LIGHT_NONE;
    return days <= yellow_days ? BB_LIGHT_YELLOW : BB_LIGHT_GREEN;
}
