/* Leaders: their visits, what they owe, plans and waivers, what is worth a visit. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

void bb_app_visit_defaults(const struct bb_app *app, struct bb_visit *out)
{
    out->mode = BB_MODE_ACCOMPANY;
    out->place_kind = BB_PLACE_CENTRE;
    out->source = BB_SOURCE_TICKET;
    out->sheet = BB_SHEET_OFFLINE;
    if (app->person.role == BB_ROLE_LEADER)
        bb_strset(&out->person, app->person.code);
}

/* Session and sheet say the same where both have a word for it. */
static void session_from_visit(struct bb_session *session, const struct bb_visit *visit)
{
    session->kind = BB_KIND_LEADER;
    session->mode = visit->mode;
    session->source = visit->source;
    bb_strset(&session->helper, visit->person);
    bb_strset(&session->item, visit->item);
    bb_strset(&session->ticket, visit->ticket);
    if (!visit->item && !session->no_item)
        session->no_item = BB_NO_ITEM_GENERAL;
}

static const struct bb_err *visit_insert(struct bb_app *app, struct bb_session *session,
                                         struct bb_visit *visit)
{
    BB_TRY(bb_session_insert(app, session, NULL));
    bb_strset(&visit->session, session->id);
    visit->happened_at = session->happened_at;
    bb_strset(&visit->no, NULL);
    BB_TRY(bb_act_number(app, &bb_visit_record, "L", visit->happened_at, &visit->no));
    return bb_act_add(app, &bb_visit_record, BB_EVENT_VISIT_ADD, visit);
}

static bool is_leader_on(struct bb_app *app, const char *person, int64_t day)
{
    const struct bb_post *posts;
    size_t count;
    if (bb_app_posts(app, &posts, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(posts[i].person, person) == 0 &&
            (!posts[i].valid_from || posts[i].valid_from <= day) &&
            (!posts[i].valid_to || day <= posts[i].valid_to))
            return true;
    return false;
}

const struct bb_err *bb_app_visit_add(struct bb_app *app, struct bb_session *session,
                                      struct bb_visit *visit, int64_t at,
                                      struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_VISIT_ADD));
    bb_visit_check(visit, problems);
    BB_TRY(bb_problems_err(&bb_visit_record, problems));
    session_from_visit(session, visit);
    BB_TRY(bb_session_prepare(app, session, NULL, at, problems));
    if (!is_leader_on(app, visit->person, bb_day_of(session->happened_at)))
        bb_problem_add(problems, "person",
                       _("This person held no post on that day; add it with: bangban person post"));
    BB_TRY(bb_problems_err(&bb_visit_record, problems));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, visit_insert(app, session, visit));
}

const struct bb_err *bb_app_visit_list(struct bb_app *app, int64_t from_at, int64_t to_at,
                                       const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    return bb_db_visit_list(app->db, from_at, to_at ? to_at : INT64_MAX, sink);
}

const struct bb_err *bb_app_visit_load(struct bb_app *app, const char *id_or_no,
                                       struct bb_visit *out)
{
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    BB_TRY(bb_db_load(app->db, &bb_visit_record, id_or_no, out, &found));
    if (!found)
        BB_TRY(bb_db_load_no(app->db, &bb_visit_record, id_or_no, out, &found));
    return found ? NULL : bb_err(BB_ERR_NOT_FOUND, "visit", id_or_no, NULL);
}

/* ---- waivers and plans ---- */

static const struct bb_err *decision_add(struct bb_app *app, const struct bb_record *record,
                                         enum bb_event_kind kind, const char *person, void *row,
                                         struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_QUOTA_DECIDE));
    BB_TRY(bb_problems_err(record, problems));
    if (!bb_app_person_of(app, person))
        return bb_err(BB_ERR_NOT_FOUND, "person", person, NULL);
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, bb_act_add(app, record, kind, row));
}

const struct bb_err *bb_app_waiver_add(struct bb_app *app, struct bb_waiver *waiver,
                                       struct bb_problems *problems)
{
    if (!waiver->person)
        bb_problem_add(problems, "person", _("Name the leader."));
    if (!waiver->tier)
        bb_problem_add(problems, "tier", _("Name the tier whose quota is waived."));
    if (!waiver->day)
        bb_problem_add(problems, "day", _("Name a day of the period."));
    if (!waiver->reason)
        bb_problem_add(problems, "reason", _("Say why the quota is waived."));
    return decision_add(app, &bb_waiver_record, BB_EVENT_WAIVER_ADD, waiver->person, waiver,
                        problems);
}

const struct bb_err *bb_app_vplan_add(struct bb_app *app, struct bb_vplan *plan,
                                      struct bb_problems *problems)
{
    if (!plan->person)
        bb_problem_add(problems, "person", _("Name the leader."));
    if (!plan->day || plan->day < bb_app_today(app))
        bb_problem_add(problems, "day", _("Name the day of the visit, today or later."));
    if (plan->item && !bb_app_item(app, plan->item))
        return bb_err(BB_ERR_NOT_FOUND, "item", plan->item, NULL);
    return decision_add(app, &bb_vplan_record, BB_EVENT_VPLAN_ADD, plan->person, plan, problems);
}

const struct bb_err *bb_app_vplan_drop(struct bb_app *app, const char *id, const char *reason)
{
    struct bb_vplan plan = {0};
    struct bb_buf body = {0};
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_QUOTA_DECIDE));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_db_load(app->db, &bb_vplan_record, id, &plan, &found);
    if (!err && (!found || plan.voided))
        err = bb_err(BB_ERR_NOT_FOUND, "visit", id, NULL);
    bb_record_done(&bb_vplan_record, &plan);
    if (!err) {
        bb_buf_char(&body, '{');
        bb_json_put_key(&body, "note");
        bb_json_put_string(&body, reason);
        bb_buf_char(&body, '}');
        err = bb_act_event(app, BB_EVENT_VPLAN_DROP, id, body.data);
    }
    if (!err)
        err = bb_act_fold(app, &bb_vplan_record, id, &plan);
    bb_record_done(&bb_vplan_record, &plan);
    bb_buf_done(&body);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_vplan_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    return bb_db_all(app->db, &bb_vplan_record, sink);
}
