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

/* The newer word on the deadline counts; a rule counts from now on. */
static void deadline_state(struct bb_issue *issue, const struct bb_issue *body, int64_t at)
{
    if (body->due_rule && !body->due_named)
        issue->due_named = 0;
    if (body->due_rule)
        issue->due_from_at = at;
}

/* A line goes back to rectifying: what must be shown anew is taken off; counts and first dates
 * stay. The deadline of the time before says nothing about this time: unless a day is named now,
 * the line's rule counts anew. */
static void reopen(struct bb_issue *issue, const struct bb_issue *body, int64_t at)
{
    if (issue->due_rule) {
        issue->due_named = body->due_named;
        issue->due_from_at = at;
    }
    issue->fixed_at = issue->feedback_at = issue->closed_at = 0;
    issue->lookback_due = issue->lookback_round = issue->reminder = 0;
    issue->on_spot = 0; /* what comes next is an ordinary rectification */
    text_clear(&issue->lookback_plan);
    text_clear(&issue->fixed_by);
    text_clear(&issue->closed_by);
    issue->ending = 0;
}

/* The look-back that is owed next: the first planned day after those held. 0: none any more. */
static int64_t lookback_next(const struct bb_issue *issue)
{
    const char *at = issue->lookback_plan ? issue->lookback_plan : "";
    char word[BB_DAY_BYTES];
    int64_t day = 0;
    for (int64_t round = 0; round < issue->lookback_round && *at; round++) {
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    size_t len = strcspn(at, " ");
    if (!len || len >= sizeof word)
        return 0;
    memcpy(word, at, len);
    word[len] = '\0';
    return bb_day_parse(&day, word) ? 0 : day;
}

static void fixed(struct bb_issue *issue, const struct bb_event *event, int64_t at)
{
    issue->fixed_at = at;
    bb_strset(&issue->fixed_by, event->by);
    issue->feedback_at = issue->lookback = issue->lookback_round = 0;
    issue->paused_at = issue->asked_due = 0;
    issue->lookback_due = lookback_next(issue);
}

static void looked_back(struct bb_issue *issue, const struct bb_event *event,
                        const struct bb_issue *body, int64_t at)
{
    issue->lookback_at = at;
    bb_strset(&issue->lookback_by, event->by);
    if (issue->lookback == BB_LOOKBACK_RELAPSED) {
        issue->relapse_count++;
        issue->state = BB_STATE_RECTIFYING;
        reopen(issue, body, at);
        return;
    }
    issue->lookback_round++;
    issue->lookback_due = lookback_next(issue);
}

static void closed(struct bb_issue *issue, const struct bb_event *event, int64_t at)
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
        fixed(issue, event, at);
        break;
    case BB_EVENT_ISSUE_PLAN:
    case BB_EVENT_ISSUE_ASSIGN:
        deadline_state(issue, body, at);
        break;
    case BB_EVENT_ISSUE_EXTEND:
        issue->extensions++;
        issue->asked_due = 0;
        break;
    case BB_EVENT_ISSUE_REFUSE:
        issue->asked_due = 0;
        break;
    case BB_EVENT_ISSUE_PAUSE:
        issue->paused_at = at;
        break;
    case BB_EVENT_ISSUE_RESUME:
        issue->paused_at = 0;
        break;
    case BB_EVENT_ISSUE_REMIND:
        issue->reminded_at = at;
        break;
    case BB_EVENT_ISSUE_ESCALATE:
        *(issue->escalated == BB_ESCALATION_CITY ? &issue->to_city_at : &issue->to_centre_at) = at;
        break;
    case BB_EVENT_ISSUE_FIX:
        fixed(issue, event, at);
        break;
    case BB_EVENT_ISSUE_FEEDBACK:
        issue->feedback_at = at;
        break;
    case BB_EVENT_ISSUE_LOOKBACK:
        looked_back(issue, event, body, at);
        break;
    case BB_EVENT_ISSUE_CLOSE:
        closed(issue, event, at);
        break;
    case BB_EVENT_ISSUE_REOPEN:
        issue->lookback = 0;
        issue->reopen_count++;
        reopen(issue, body, at);
        break;
    case BB_EVENT_ISSUE_SETTLE:
        issue->contested = 0;
        break;
    default:
        break;
    }
}

/* A line being folded. Pauses grow on the way. */
struct fold {
    struct bb_issue *issue;
    const struct bb_calendar *cal;
    struct bb_pause pauses[BB_PAUSES_MAX];
    size_t pause_count;
};

static void pause_note(struct fold *fold, int64_t paused_before)
{
    if (paused_before && !fold->issue->paused_at && fold->pause_count < BB_PAUSES_MAX)
        fold->pauses[fold->pause_count++] = (struct bb_pause){paused_before, fold->issue->acted_at};
}

/* The deadline in force. A rule is counted with the calendar given; while a year is missing there
 * is none. */
static int64_t deadline(const struct fold *fold)
{
    const struct bb_issue *issue = fold->issue;
    struct bb_due_rule rule;
    struct bb_due due;
    if (issue->due_named)
        return issue->due_named;
    if (!issue->due_rule || !fold->cal || bb_due_rule_parse(&rule, issue->due_rule) ||
        bb_calendar_due(&due, fold->cal, &rule, issue->due_from_at, fold->pauses, fold->pause_count,
                        NULL))
        return 0;
    return due.day;
}

static const struct bb_err *step_fold(struct fold *fold, const struct bb_event *event,
                                      const struct bb_issue *body, const struct bb_json *json)
{
    struct bb_issue *issue = fold->issue;
    int64_t paused_before = issue->paused_at;
    BB_TRY(bb_record_body_apply(&bb_issue_record, issue, json));
    const struct bb_step *step = bb_issue_step(event->kind);
    if (step->to)
        issue->state = step->to;
    effects(issue, event, body);
    pause_note(fold, paused_before);
    bool ended = !bb_issue_is_open(issue);
    if (!ended || !body->due_day) /* closing carries its deadline: later calendars leave it */
        issue->due_day = deadline(fold);
    if (!issue->extensions && !issue->relapse_count && !issue->reopen_count)
        issue->first_due_day = issue->due_day;
    return NULL;
}

static const struct bb_err *event_fold(struct fold *fold, const struct bb_event *event)
{
    struct bb_json_doc *doc = NULL;
    struct bb_issue body = {0};
    struct bb_problems problems = {0};
    BB_TRY(bb_json_parse(&doc, event->body, strlen(event->body)));
    const struct bb_err *err = bb_record_body_apply(&bb_issue_record, &body, bb_json_root(doc));
    if (!err)
        bb_issue_check(fold->issue, event->kind, &body, event->by, &problems);
    if (!err && problems.count)
        fold->issue->contested = 1; /* illegal in the merged order: kept, for a person to settle */
    else if (!err)
        err = step_fold(fold, event, &body, bb_json_root(doc));
    bb_issue_done(&body);
    bb_json_free(doc);
    return err;
}

/* A correction of words or a reminder contradicts nobody. */
static bool is_decision(enum bb_event_kind kind)
{
    return bb_issue_step(kind) && kind != BB_EVENT_ISSUE_EDIT && kind != BB_EVENT_ISSUE_REMIND &&
           kind != BB_EVENT_ISSUE_SETTLE;
}

/* Whether this decision was made without knowing an earlier one that counts. */
static bool is_concurrent(const struct bb_events *events, const bool *known, size_t index)
{
    for (size_t j = 0; j < index; j++)
        if (is_decision(events->rows[j].kind) && !known[index * events->count + j] &&
            !bb_events_is_undone(events, j))
            return true;
    return false;
}

static bool says(const struct bb_event *event, const char *field)
{
    struct bb_json_doc *doc = NULL;
    if (bb_json_parse(&doc, event->body, strlen(event->body)))
        return false;
    bool found = bb_json_get(bb_json_root(doc), field) != NULL;
    bb_json_free(doc);
    return found;
}

/* Whether an earlier decision that the correction did not know says something of this field. */
static bool is_decided(const struct bb_events *events, const bool *known, size_t index,
                       const char *field)
{
    for (size_t j = 0; j < index; j++)
        if (is_decision(events->rows[j].kind) && !known[index * events->count + j] &&
            !bb_events_is_undone(events, j) && says(&events->rows[j], field))
            return true;
    return false;
}

/* A supervisor's decision beats a window's correction of the same field, whichever comes first in
 * the order: what the correction says of other fields holds. Heap. */
static char *undecided_body(const struct bb_events *events, const bool *known, size_t index)
{
    const char *body = events->rows[index].body;
    struct bb_json_doc *doc = NULL;
    struct bb_buf out = {0};
    if (bb_json_parse(&doc, body, strlen(body)))
        return bb_strdup(body);
    bb_buf_char(&out, '{');
    for (const struct bb_json *member = bb_json_root(doc)->child; member; member = member->next)
        if (!is_decided(events, known, index, member->key)) {
            bb_json_put_key(&out, member->key);
            bb_buf_add(&out, member->source, member->source_bytes);
        }
    bb_buf_char(&out, '}');
    bb_json_free(doc);
    return bb_buf_take(&out);
}

static const struct bb_err *edit_fold(struct fold *fold, const struct bb_events *events,
                                      const bool *known, size_t index)
{
    struct bb_event event = events->rows[index];
    event.body = undecided_body(events, known, index);
    const struct bb_err *err = event_fold(fold, &event);
    free(event.body);
    return err;
}

static const struct bb_err *events_fold(struct fold *fold, const struct bb_events *events)
{
    const struct bb_err *err = NULL;
    bool *known = bb_events_known(events);
    for (size_t i = 0; !err && i < events->count; i++) {
        const struct bb_event *event = &events->rows[i];
        bool undone = bb_events_is_undone(events, i);
        if (!bb_issue_step(event->kind) || (undone && event->kind != BB_EVENT_ISSUE_ADD))
            continue;
        err = event->kind == BB_EVENT_ISSUE_EDIT ? edit_fold(fold, events, known, i)
                                                 : event_fold(fold, event);
        if (is_decision(event->kind) && is_concurrent(events, known, i))
            fold->issue->contested = 1;
        if (undone) { /* undoing the birth of a line voids it */
            fold->issue->state = BB_STATE_VOID;
            bb_strset(&fold->issue->reason, "undo");
        }
    }
    free(known);
    return err;
}

const struct bb_err *bb_issue_fold(struct bb_issue *out, const struct bb_events *events,
                                   const struct bb_calendar *cal)
{
    struct fold fold = {.issue = out, .cal = cal};
    struct bb_buf heads = {0};
    bb_events_heads(events, &heads);
    bb_strset(&out->heads, bb_buf_text(&heads));
    bb_buf_done(&heads);
    return events_fold(&fold, events);
}

size_t bb_issue_pauses(const struct bb_events *events, int64_t now,
                       struct bb_pause out[BB_PAUSES_MAX])
{
    struct bb_issue issue = {0};
    struct fold fold = {.issue = &issue};
    if (events_fold(&fold, events))
        fold.pause_count = 0;
    if (issue.paused_at && issue.paused_at < now && fold.pause_count < BB_PAUSES_MAX)
        fold.pauses[fold.pause_count++] = (struct bb_pause){issue.paused_at, now};
    memcpy(out, fold.pauses, fold.pause_count * sizeof *out);
    bb_issue_done(&issue);
    return fold.pause_count;
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
