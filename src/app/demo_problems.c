/* The demo's ledger: every line of data/demo/problems.csv with the steps that its path names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "demo.h"

/* Columns of data/demo/problems.csv. found: working days ago. due: a rule, or @N: N working days
 * from today. path: steps as word:day[:relapsed], the day counted in working days from the finding;
 * "spot" was fixed at once. */
enum {
    ROW_FOUND,
    ROW_POINT,
    ROW_ORIGIN,
    ROW_ITEM,
    ROW_STAGE,
    ROW_DESK,
    ROW_DESCRIPTION,
    ROW_PLAN,
    ROW_MEASURES,
    ROW_LEAD,
    ROW_SUPPORT,
    ROW_PERSON,
    ROW_LEADER,
    ROW_DUE,
    ROW_PATH,
    ROW_EVIDENCE,
    ROW_REASON
};

enum { FLAG_ON_SPOT = 1, FLAG_RELAPSED = 2, EXTENDED_BY = 5 };

static void set(char **slot, const struct demo *demo, size_t row, int column)
{
    const char *text = bb_demo_cell(&demo->problems, row, (size_t)column);
    bb_strset(slot, *text ? text : NULL);
}

static void due_fill(const struct demo *demo, size_t row, struct bb_issue *out)
{
    const char *due = bb_demo_cell(&demo->problems, row, ROW_DUE);
    if (*due == '@')
        out->due_named = bb_demo_day(demo, -atoi(due + 1));
    else if (*due)
        bb_strset(&out->due_rule, due);
}

static const struct bb_err *found_play(struct demo *demo, const struct demo_act *act)
{
    const struct demo_table *table = &demo->problems;
    struct bb_app *app;
    struct bb_issue issue = {0};
    struct bb_problems problems = {0};
    BB_TRY(bb_demo_person(demo, act->who, &app));
    issue.point = bb_code_find(BB_CODES_POINT, bb_demo_cell(table, act->row, ROW_POINT));
    issue.origin = bb_code_find(BB_CODES_ORIGIN, bb_demo_cell(table, act->row, ROW_ORIGIN));
    issue.stage = bb_code_find(BB_CODES_STAGE, bb_demo_cell(table, act->row, ROW_STAGE));
    set(&issue.item, demo, act->row, ROW_ITEM);
    set(&issue.desk, demo, act->row, ROW_DESK);
    set(&issue.description, demo, act->row, ROW_DESCRIPTION);
    if (act->flags & FLAG_ON_SPOT) {
        set(&issue.evidence, demo, act->row, ROW_EVIDENCE);
        set(&issue.lead_unit, demo, act->row, ROW_LEAD);
    }
    const struct bb_err *err =
        bb_app_issue_add(app, &issue, act->flags & FLAG_ON_SPOT, 0, &problems);
    if (!err)
        demo->line_ids[act->row] = bb_strdup(issue.id);
    bb_issue_done(&issue);
    return err;
}

/* What each step states, out of the same row. */
static void step_fill(const struct demo *demo, const struct demo_act *act, struct bb_issue *body)
{
    switch (act->number) {
    case BB_EVENT_ISSUE_PLAN:
        set(&body->plan, demo, act->row, ROW_PLAN);
        set(&body->measures, demo, act->row, ROW_MEASURES);
        set(&body->lead_unit, demo, act->row, ROW_LEAD);
        set(&body->support_units, demo, act->row, ROW_SUPPORT);
        set(&body->person, demo, act->row, ROW_PERSON);
        set(&body->leader, demo, act->row, ROW_LEADER);
        due_fill(demo, act->row, body);
        break;
    case BB_EVENT_ISSUE_EXTEND:
        set(&body->reason, demo, act->row, ROW_REASON);
        bb_strset(&body->approver, "L003");
        break;
    case BB_EVENT_ISSUE_FIX:
        set(&body->evidence, demo, act->row, ROW_EVIDENCE);
        break;
    case BB_EVENT_ISSUE_FEEDBACK:
        bb_strset(&body->feedback_to, "已电话告知反映人");
        break;
    case BB_EVENT_ISSUE_LOOKBACK:
        body->lookback = act->flags & FLAG_RELAPSED ? BB_LOOKBACK_RELAPSED : BB_LOOKBACK_HOLDS;
        bb_strset(&body->evidence,
                  act->flags & FLAG_RELAPSED ? "现场查看，问题又出现" : "现场查看，未再出现");
        break;
    case BB_EVENT_ISSUE_CLOSE:
        body->ending = BB_ENDING_SOLVED;
        break;
    case BB_EVENT_ISSUE_REFER:
        set(&body->referred_to, demo, act->row, ROW_REASON);
        break;
    default:
        set(&body->reason, demo, act->row, ROW_REASON);
    }
}

static const struct bb_err *step_play(struct demo *demo, const struct demo_act *act)
{
    struct bb_app *app;
    struct bb_issue body = {0}, line = {0};
    struct bb_problems problems = {0};
    const char *id = demo->line_ids[act->row];
    BB_TRY(bb_demo_person(demo, act->who, &app));
    step_fill(demo, act, &body);
    const struct bb_err *err = NULL;
    if (act->number == BB_EVENT_ISSUE_EXTEND || act->number == BB_EVENT_ISSUE_ASK) {
        err = bb_app_issue_load(app, id, &line);
        int64_t *later = act->number == BB_EVENT_ISSUE_ASK ? &body.asked_due : &body.due_named;
        *later = line.due_day ? line.due_day : bb_day_of(act->at);
        for (int left = EXTENDED_BY; left > 0;)
            left -= bb_demo_is_workday(demo, ++*later);
    }
    if (!err)
        err = bb_app_issue_do(app, id, (enum bb_event_kind)act->number, &body, 0, &problems, NULL);
    bb_issue_done(&body);
    bb_issue_done(&line);
    if (err &&
        err->code == BB_ERR_CALENDAR_YEAR) /* near the end of the known years: not extended */
        err = NULL;
    return err;
}

/* ---- planning ---- */

/* Who does a step: the responsible person rectifies, another looks back, a supervisor decides. */
static const char *who_does(const struct demo *demo, size_t row, enum bb_event_kind step)
{
    const char *person = bb_demo_cell(&demo->problems, row, ROW_PERSON);
    switch (step) {
    case BB_EVENT_ISSUE_ASK:
    case BB_EVENT_ISSUE_FIX:
    case BB_EVENT_ISSUE_FEEDBACK:
        return *person ? person : "S006";
    case BB_EVENT_ISSUE_LOOKBACK:
        return "M002";
    default:
        return "M001";
    }
}

/* Who finds it: the desk's own staff; the leader where a leader came by. */
static const char *finder_of(const struct demo *demo, size_t row)
{
    static const char *const desks[][2] = {{"C1W01", "S001"}, {"C1W02", "S002"}, {"C1W03", "S003"},
                                           {"C1W04", "S004"}, {"C1W05", "S005"}, {"C1D01", "V001"}};
    const char *desk = bb_demo_cell(&demo->problems, row, ROW_DESK);
    if (strcmp(bb_demo_cell(&demo->problems, row, ROW_ORIGIN), "leader_assist") == 0)
        return "L001";
    for (size_t i = 0; i < sizeof desks / sizeof *desks; i++) {
        if (strcmp(desks[i][0], desk) == 0)
            return desks[i][1];
    }
    return "S006";
}

static void step_plan(struct demo *demo, size_t row, int found, const char *word, int *minute)
{
    char name[24], kind[32];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(word, ":"), word);
    snprintf(kind, sizeof kind, "issue.%s", name);
    const char *colon = strchr(word, ':');
    int after = colon ? atoi(colon + 1) : 0;
    enum bb_event_kind step = bb_event_find(kind);
    if (!colon || step == BB_EVENT_NONE || found - after < 0)
        return; /* "spot" is part of the finding */
    *minute += 7;
    struct demo_act *act =
        bb_demo_act(demo, bb_demo_moment(demo, found - after, *minute), step_play);
    act->row = row;
    act->who = who_does(demo, row, step);
    act->number = step;
    act->flags = strstr(word, ":relapsed") ? FLAG_RELAPSED : 0;
}

void bb_demo_plan_problems(struct demo *demo)
{
    demo->line_ids = bb_alloc((demo->problems.rows + 1) * sizeof *demo->line_ids);
    for (size_t row = 0; row < demo->problems.rows; row++) {
        int found = atoi(bb_demo_cell(&demo->problems, row, ROW_FOUND));
        int minute = DEMO_OPEN + 20 + (int)(row * 37 % 120);
        struct demo_act *act = bb_demo_act(demo, bb_demo_moment(demo, found, minute), found_play);
        char *path = bb_strdup(bb_demo_cell(&demo->problems, row, ROW_PATH)), *rest = NULL;
        act->row = row;
        act->who = finder_of(demo, row);
        act->flags = strstr(path, "spot") ? FLAG_ON_SPOT : 0;
        for (char *word = strtok_r(path, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
            step_plan(demo, row, found, word, &minute);
        free(path);
    }
}
