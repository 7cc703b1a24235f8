/* Use cases of the ledger: every step through the gate in core, one transaction each. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "private.h"

static const struct bb_err *names_check(struct bb_app *app, const struct bb_issue *body)
{
    if (body->item && !bb_app_item(app, body->item))
        return bb_err(BB_ERR_NOT_FOUND, "item", body->item, NULL);
    if (body->lead_unit && !bb_app_unit(app, body->lead_unit))
        return bb_err(BB_ERR_NOT_FOUND, "unit", body->lead_unit, NULL);
    if (body->desk && !bb_app_desk_of(app, body->desk))
        return bb_err(BB_ERR_NOT_FOUND, "desk", body->desk, NULL);
    const char *const people[] = {body->person, body->leader, body->found_by, body->approver};
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        if (people[i] && !bb_app_person_of(app, people[i]))
            return bb_err(BB_ERR_NOT_FOUND, "person", people[i], NULL);
    return NULL;
}

static void time_check(const struct bb_app *app, int64_t at, const char *field,
                       struct bb_problems *problems)
{
    if (at > bb_app_now(app) + 600)
        bb_problem_add(problems, field, _("This time is in the future; state when it happened."));
}

/* A step inside the open transaction: gate, policy, event, fold. row is the line as it stands and
 * as it becomes. The event's causes are what its author saw (body->heads): who decides without
 * knowing another's decision contradicts it, and both stay. */
static const struct bb_err *step_do(struct bb_app *app, struct bb_issue *row,
                                    enum bb_event_kind kind, struct bb_issue *body,
                                    struct bb_problems *problems)
{
    struct bb_buf text = {0};
    int64_t at = body->acted_at ? body->acted_at : bb_app_now(app);
    BB_TRY(bb_issue_policy(app, row, kind, body, at, problems));
    bb_issue_check(row, kind, body, app->person.code, problems);
    BB_TRY(bb_problems_err(&bb_issue_record, problems));
    bb_record_body_format(&bb_issue_record, body, &text);
    char *id = bb_strdup(row->id);
    const struct bb_err *err = bb_act_event_knowing(app, kind, id, bb_buf_text(&text), body->heads);
    if (!err) {
        bb_issue_done(row);
        err = bb_act_fold(app, &bb_issue_record, id, row);
    }
    free(id);
    bb_buf_done(&text);
    return err;
}

static const struct bb_err *issue_insert(struct bb_app *app, struct bb_issue *issue, bool on_spot,
                                         int64_t at, struct bb_problems *problems)
{
    struct bb_issue row = {0}, spot = {0};
    char id[BB_UUID_BYTES];
    free(issue->no);
    issue->no = NULL;
    BB_TRY(bb_act_number(app, &bb_issue_record, "T", issue->happened_at, &issue->no));
    bb_uuid_make(id, bb_clock_now_ms(&app->clock));
    row.id = bb_strdup(id);
    if (on_spot) { /* evidence belongs to the second step */
        spot.evidence = issue->evidence;
        issue->evidence = NULL;
        spot.acted_at = at;
        spot.happened_at = issue->happened_at; /* says that it came with the registration: undo.c */
    }
    const struct bb_err *err = step_do(app, &row, BB_EVENT_ISSUE_ADD, issue, problems);
    if (!err && on_spot)
        err = step_do(app, &row, BB_EVENT_ISSUE_SPOT, &spot, problems);
    if (on_spot) {
        issue->evidence = spot.evidence;
        spot.evidence = NULL;
    }
    if (!err)
        bb_record_copy(&bb_issue_record, issue, &row);
    bb_issue_done(&row);
    bb_issue_done(&spot);
    return err;
}

const struct bb_err *bb_app_issue_add(struct bb_app *app, struct bb_issue *issue, bool on_spot,
                                      int64_t at, struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_ADD));
    issue->happened_at = at ? at : issue->happened_at ? issue->happened_at : bb_app_now(app);
    issue->late = at != 0;
    if (!issue->origin)
        issue->origin = app->person.role == BB_ROLE_LEADER ? BB_ORIGIN_LEADER : BB_ORIGIN_STAFF;
    if (!issue->found_by)
        bb_strset(&issue->found_by, app->person.code);
    if (!issue->desk)
        bb_strset(&issue->desk, app->desk.code);
    if (!issue->point)
        issue->point = BB_POINT_PAIN;
    if (!issue->due_rule && !issue->due_named)
        bb_strset(&issue->due_rule, bb_issue_rule(app, issue->point));
    struct bb_due_rule rule;
    if (issue->due_rule)
        BB_TRY(bb_due_rule_parse(&rule, issue->due_rule));
    time_check(app, issue->happened_at, "happened_at", problems);
    if (issue->due_named && issue->due_named < bb_day_of(issue->happened_at))
        bb_problem_add(problems, "due_named",
                       _("A deadline cannot lie before the day it was found; name a later day."));
    BB_TRY(bb_problems_err(&bb_issue_record, problems));
    BB_TRY(names_check(app, issue));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, issue_insert(app, issue, on_spot, at, problems));
}

/* Deciding (closing, voiding, extending, reopening) is the supervisor's; working on a line is the
 * staff's. */
enum bb_use bb_app_issue_use(enum bb_event_kind step)
{
    switch (step) {
    case BB_EVENT_ISSUE_PLAN:
    case BB_EVENT_ISSUE_ASSIGN:
    case BB_EVENT_ISSUE_EXTEND:
    case BB_EVENT_ISSUE_REFUSE:
    case BB_EVENT_ISSUE_PAUSE:
    case BB_EVENT_ISSUE_RESUME:
    case BB_EVENT_ISSUE_REMIND:
    case BB_EVENT_ISSUE_SETTLE:
    case BB_EVENT_ISSUE_CLOSE:
    case BB_EVENT_ISSUE_REOPEN:
    case BB_EVENT_ISSUE_VOID:
        return BB_USE_ISSUE_DECIDE;
    default:
        return BB_USE_ISSUE_STEP;
    }
}

struct bb_whose bb_issue_whose(const struct bb_issue *issue)
{
    return (struct bb_whose){issue->found_by, issue->person, issue->desk, issue->lead_unit};
}

const struct bb_err *bb_app_issue_do(struct bb_app *app, const char *id_or_no,
                                     enum bb_event_kind step, const struct bb_issue *body,
                                     int64_t at, struct bb_problems *problems, struct bb_issue *out)
{
    struct bb_issue row = {0}, stated = {0};
    struct bb_due_rule rule;
    BB_TRY(bb_act_may(app, bb_app_issue_use(step)));
    BB_TRY(names_check(app, body));
    if (body->due_rule)
        BB_TRY(bb_due_rule_parse(&rule, body->due_rule));
    time_check(app, at, "acted_at", problems);
    BB_TRY(bb_problems_err(&bb_issue_record, problems));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_app_issue_load(app, id_or_no, &row);
    struct bb_whose whose = bb_issue_whose(&row);
    if (!err)
        err = bb_act_may_on(app, bb_app_issue_use(step), &whose);
    bb_record_copy(&bb_issue_record, &stated, body);
    stated.acted_at = at;
    if (step == BB_EVENT_ISSUE_CLOSE || step == BB_EVENT_ISSUE_REFER || step == BB_EVENT_ISSUE_VOID)
        stated.due_day = row.due_day; /* frozen: later calendars leave ended lines alone */
    if (!err)
        err = step_do(app, &row, step, &stated, problems);
    err = bb_act_end(app, err);
    if (!err && out)
        bb_record_copy(&bb_issue_record, out, &row);
    bb_issue_done(&row);
    bb_issue_done(&stated);
    return err;
}

const struct bb_err *bb_app_issue_list(struct bb_app *app, const struct bb_issue_query *query,
                                       const struct bb_sink *sink)
{
    struct bb_issue_query now = *query;
    now.today = bb_app_today(app);
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    return bb_db_issue_list(app->db, &now, sink);
}

const struct bb_err *bb_app_issue_load(struct bb_app *app, const char *id_or_no,
                                       struct bb_issue *out)
{
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    BB_TRY(bb_db_load(app->db, &bb_issue_record, id_or_no, out, &found));
    if (!found)
        BB_TRY(bb_db_load_no(app->db, &bb_issue_record, id_or_no, out, &found));
    return found ? NULL : bb_err(BB_ERR_NOT_FOUND, "issue", id_or_no, NULL);
}

const struct bb_err *bb_app_issue_as_of(struct bb_app *app, const char *id, int64_t at,
                                        struct bb_issue *out, bool *found)
{
    const struct bb_calendar *cal;
    BB_TRY(bb_app_calendar(app, &cal));
    return bb_fold_as_of(app->db, &bb_issue_record, id, at, cal, out, found);
}

void bb_app_list_number(const struct bb_app *app, int64_t day, const char *text, size_t len,
                        struct bb_buf *out)
{
    char digest[BB_DIGEST_HEX_BYTES];
    bb_sm3_hex(digest, text, len);
    bb_list_number(app, day, digest, out);
}

void bb_list_number(const struct bb_app *app, int64_t day, const char *digest, struct bb_buf *out)
{
    struct bb_civil date = bb_day_civil(day);
    bb_buf_printf(out, "%s-Q%02d%02d%02d-%.6s", app->config->node, date.year % 100, date.month,
                  date.day, digest);
}

int bb_app_issue_light(struct bb_app *app, const struct bb_issue *issue, int64_t *left)
{
    const struct bb_calendar *cal;
    if (bb_app_calendar(app, &cal))
        return BB_LIGHT_NONE;
    return bb_issue_light(issue, cal, bb_app_today(app), (int)app->config->yellow_days, left);
}

const struct bb_err *bb_app_issue_why(struct bb_app *app, const struct bb_issue *issue,
                                      struct bb_why *out)
{
    const struct bb_calendar *cal;
    struct bb_due_rule rule = {.unit = BB_DUE_WORKDAY};
    struct bb_due due;
    struct bb_events events = {0};
    struct bb_pause pauses[BB_PAUSES_MAX];
    int64_t from = issue->due_from_at ? issue->due_from_at : issue->happened_at;
    BB_TRY(bb_app_calendar(app, &cal));
    if (issue->due_named || !issue->due_rule) { /* a named day: the working days up to it */
        int64_t days = 0;
        BB_TRY(bb_calendar_workdays_between(&days, cal, bb_day_of(from), issue->due_named));
        rule.amount = days > 0 ? days : 0;
    } else {
        BB_TRY(bb_due_rule_parse(&rule, issue->due_rule));
    }
    BB_TRY(bb_db_subject_events(app->db, issue->id, &events));
    size_t count = issue->due_named ? 0 : bb_issue_pauses(&events, issue->paused_at, pauses);
    bb_events_done(&events);
    return bb_calendar_due(&due, cal, &rule, from, pauses, count, out);
}
