/* The ledger line after all its events: every step through the same gate, then the deadline. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/issue.h"

static void text_clear(char **slot)
{
    bb_strset(slot, NULL);
}

/* A line goes back to rectifying: what must be shown anew is taken off; counts and first dates
 * stay. */
static void reopen(struct bb_issue *issue)
{
    issue->fixed_at = issue->feedback_at = issue->closed_at = 0;
    text_clear(&issue->fixed_by);
    text_clear(&issue->closed_by);
    issue->ending = 0;
}

static void effects_of_closing(struct bb_issue *issue, const struct bb_event *event, int64_t at)
{
    issue->closed_at = at;
    bb_strset(&issue->closed_by, event->by);
    if (!issue->first_closed_at)
        issue->first_closed_at = at;
}

/* What a step does beyond the fields of its body and the new state. */
static void effects(struct bb_issue *issue, const struct bb_event *event,
                    const struct bb_issue *body)
{
    int64_t at = body->acted_at ? body->acted_at : event->at;
    issue->acted_at = at;
    switch (event->kind) {
    case BB_EVENT_ISSUE_ADD:
        bb_strset(&issue->id, event->subject);
        bb_strset(&issue->replica, event->replica);
        bb_strset(&issue->recorded_by, event->by);
        issue->recorded_at = event->at;
        issue->due_from_at = issue->happened_at;
        break;
    case BB_EVENT_ISSUE_SPOT:
        issue->on_spot = 1;
        issue->fixed_at = at;
        bb_strset(&issue->fixed_by, event->by);
        break;
    case BB_EVENT_ISSUE_PLAN:
        if (body->due_rule && !body->due_named)
            issue->due_named = 0; /* the newer word on the deadline counts */
        if (body->due_rule)
            issue->due_from_at = at;
        break;
    case BB_EVENT_ISSUE_EXTEND:
        issue->extensions++;
        break;
    case BB_EVENT_ISSUE_FIX:
        issue->fixed_at = at;
        bb_strset(&issue->fixed_by, event->by);
        issue->feedback_at = issue->lookback = 0;
        break;
    case BB_EVENT_ISSUE_FEEDBACK:
        issue->feedback_at = at;
        break;
    case BB_EVENT_ISSUE_LOOKBACK:
        issue->lookback_at = at;
        bb_strset(&issue->lookback_by, event->by);
        if (issue->lookback == BB_LOOKBACK_RELAPSED) {
            issue->relapse_count++;
            issue->state = BB_STATE_RECTIFYING;
            reopen(issue);
        }
        break;
    case BB_EVENT_ISSUE_CLOSE:
        effects_of_closing(issue, event, at);
        break;
    case BB_EVENT_ISSUE_REOPEN:
        issue->lookback = 0;
        reopen(issue);
        break;
    default:
        break;
    }
}

/* The deadline in force. A rule is counted with the calendar given; while a year is missing there
 * is none. */
static int64_t deadline(const struct bb_issue *issue, const struct bb_calendar *cal)
{
    struct bb_due_rule rule;
    struct bb_due due;
    if (issue->due_named)
        return issue->due_named;
    if (!issue->due_rule || !cal || bb_due_rule_parse(&rule, issue->due_rule) ||
        bb_calendar_due(&due, cal, &rule, issue->due_from_at, NULL, 0, NULL))
        return 0;
    return due.day;
}

static const struct bb_err *event_fold(struct bb_issue *out, const struct bb_event *event,
                                       const struct bb_calendar *cal)
{
    struct bb_json_doc *doc = NULL;
    struct bb_issue body = {0};
    struct bb_problems problems = {0};
    BB_TRY(bb_json_parse(&doc, event->body, strlen(event->body)));
    const struct bb_err *err = bb_record_body_apply(&bb_issue_record, &body, bb_json_root(doc));
    if (!err)
        bb_issue_check(out, event->kind, &body, event->by, &problems);
    if (!err && problems.count) {
        out->contested =
            1; /* illegal in the merged order: kept in the journal, for a person to settle */
    } else if (!err) {
        err = bb_record_body_apply(&bb_issue_record, out, bb_json_root(doc));
        const struct bb_step *step = bb_issue_step(event->kind);
        if (step->to)
            out->state = step->to;
        effects(out, event, &body);
        bool ended = !bb_issue_is_open(out);
        if (!ended ||
            !body.due_day) /* closing carries the deadline of its day: later calendars leave it */
            out->due_day = deadline(out, cal);
        if (!out->extensions)
            out->first_due_day = out->due_day;
    }
    bb_issue_done(&body);
    bb_json_free(doc);
    return err;
}

const struct bb_err *bb_issue_fold(struct bb_issue *out, const struct bb_events *events,
                                   const struct bb_calendar *cal)
{
    for (size_t i = 0; i < events->count; i++) {
        const struct bb_event *event = &events->rows[i];
        if (!bb_issue_step(event->kind))
            continue;
        bool undone = bb_events_is_undone(events, i);
        if (undone && event->kind != BB_EVENT_ISSUE_ADD)
            continue;
        BB_TRY(event_fold(out, event, cal));
        if (undone) { /* undoing the birth of a line voids it */
            out->state = BB_STATE_VOID;
            bb_strset(&out->reason, "undo");
        }
    }
    return NULL;
}

const struct bb_err *bb_due_rule_parse(struct bb_due_rule *out, const char *text)
{
    char *end, word[16] = "";
    errno = 0;
    long amount = strtol(text, &end, 10);
    size_t len = strcspn(end, "+");
    if (len < sizeof word)
        memcpy(word, end, len);
    int unit = bb_due_unit_find(word);
    bool tail = strcmp(end + len, "") == 0 || strcmp(end + len, "+") == 0;
    memset(out, 0, sizeof *out);
    if (errno || end == text || amount < 0 || amount > BB_DUE_AMOUNT_MAX || unit < 0 || !tail)
        return bb_err(BB_ERR_BAD_FIELD, "due_rule", text,
                      _("Write an amount and wd, day, hour or minute: 10wd."), NULL);
    out->amount = amount;
    out->unit = (enum bb_due_unit)unit;
    out->count_start = end[len] == '+';
    return NULL;
}
