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

/* A visit is the leader's, and of his unit. */
static const struct bb_err *whose_check(struct bb_app *app, enum bb_use use,
                                        const struct bb_visit *visit)
{
    const struct bb_person *leader = visit->person ? bb_app_person_of(app, visit->person) : NULL;
    struct bb_whose whose = {.person = visit->person, .unit = leader ? leader->unit : NULL};
    return bb_act_may_on(app, use, &whose);
}

const struct bb_err *bb_app_visit_add(struct bb_app *app, struct bb_session *session,
                                      struct bb_visit *visit, int64_t at,
                                      struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_VISIT_ADD));
    bb_visit_check(visit, problems);
    BB_TRY(bb_problems_err(&bb_visit_record, problems));
    BB_TRY(whose_check(app, BB_USE_VISIT_ADD, visit));
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

/* ---- a saved visit is corrected or taken back ---- */
/* The event of the visit that follows one of its session in the same act names the session, as that
 * of a new visit does: undo.c takes both back, today and after a restart. */

/* {"session":"…","void_reason":"…"}; session NULL: without it */
static void reason_body(struct bb_buf *out, const char *session, const char *reason)
{
    bb_buf_char(out, '{');
    if (session) {
        bb_json_put_key(out, "session");
        bb_json_put_string(out, session);
    }
    bb_json_put_key(out, "void_reason");
    bb_json_put_string(out, reason);
    bb_buf_char(out, '}');
}

/* An event of a row that is there, folded at once. */
static const struct bb_err *row_change(struct bb_app *app, const struct bb_record *record,
                                       enum bb_event_kind kind, const char *id, const char *body)
{
    void *row = bb_alloc(record->bytes);
    const struct bb_err *err = bb_act_event(app, kind, id, body);
    if (!err)
        err = bb_act_fold(app, record, id, row);
    bb_record_done(record, row);
    free(row);
    return err;
}

const struct bb_err *bb_app_visit_may_edit(struct bb_app *app, const struct bb_visit *visit)
{
    return whose_check(app, BB_USE_VISIT_ADD, visit);
}

/* Begins the act and reads the visit and its session as they are now; both must stand. After an
 * error there is nothing to end and nothing to free. */
static const struct bb_err *change_begin(struct bb_app *app, const char *id_or_no, enum bb_use use,
                                         struct bb_visit *row, struct bb_session *session)
{
    bool found = false;
    BB_TRY(bb_act_may(app, use));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_app_visit_load(app, id_or_no, row);
    if (!err)
        err = bb_db_load(app->db, &bb_session_record, row->session, session, &found);
    if (!err)
        err = whose_check(app, use, row);
    if (!err && (row->voided || session->voided))
        err = bb_err(BB_ERR_RULE, _("This visit is void; record what took place as a new one."),
                     NULL);
    if (!err)
        return NULL;
    bb_record_done(&bb_visit_record, row);
    bb_session_done(session);
    return bb_act_end(app, err);
}

/* The row with the changes laid over it, checked. */
static const struct bb_err *edit_prepare(struct bb_app *app, struct bb_visit *row,
                                         const struct bb_visit *stated, const char *changed,
                                         struct bb_problems *problems)
{
    struct bb_json_doc *doc = NULL;
    struct bb_buf body = {0};
    bb_record_body_fields(&bb_visit_record, stated, changed, &body);
    const struct bb_err *err = bb_json_parse(&doc, body.data, body.len);
    if (!err)
        err = bb_record_body_apply(&bb_visit_record, row, bb_json_root(doc));
    bb_json_free(doc);
    bb_buf_done(&body);
    BB_TRY(err);
    bb_visit_check(row, problems);
    if (row->person && bb_word_in("person", changed) &&
        !is_leader_on(app, row->person, bb_day_of(row->happened_at)))
        bb_problem_add(problems, "person",
                       _("This person held no post on that day; add it with: bangban person post"));
    BB_TRY(bb_problems_err(&bb_visit_record, problems));
    if (row->item && !bb_app_item(app, row->item))
        return bb_err(BB_ERR_NOT_FOUND, "item", row->item, NULL);
    return NULL;
}

/* Where session and sheet say the same, the session says the new; *follows: it said otherwise. */
static const struct bb_err *session_follow(struct bb_app *app, struct bb_session *session,
                                           const struct bb_visit *visit, bool *follows)
{
    static const char same[] = "mode source helper item no_item ticket";
    struct bb_buf before = {0}, after = {0};
    const struct bb_err *err = NULL;
    bb_record_body_fields(&bb_session_record, session, same, &before);
    session->no_item = 0;
    session_from_visit(session, visit);
    bb_record_body_fields(&bb_session_record, session, same, &after);
    *follows = strcmp(before.data, after.data) != 0;
    if (*follows)
        err = row_change(app, &bb_session_record, BB_EVENT_SESSION_EDIT, session->id, after.data);
    bb_buf_done(&before);
    bb_buf_done(&after);
    return err;
}

const struct bb_err *bb_app_visit_edit(struct bb_app *app, const char *id_or_no,
                                       const struct bb_visit *visit, const char *fields,
                                       const struct bb_visit *seen, struct bb_problems *problems)
{
    struct bb_visit row = {0};
    struct bb_session session = {0};
    struct bb_buf body = {0}, names = {0};
    bool follows = false;
    BB_TRY(change_begin(app, id_or_no, BB_USE_VISIT_ADD, &row, &session));
    const struct bb_err *err =
        seen ? bb_act_seen_check(&bb_visit_record, &row, seen, visit, fields, NULL, problems)
             : NULL;
    if (!err)
        err = edit_prepare(app, &row, visit, fields, problems);
    if (!err)
        err = session_follow(app, &session, &row, &follows);
    bb_buf_printf(&names, "%s%s", fields, follows ? " session" : "");
    bb_record_body_fields(&bb_visit_record, &row, names.data, &body);
    if (!err)
        err = row_change(app, &bb_visit_record, BB_EVENT_VISIT_EDIT, row.id, body.data);
    bb_record_done(&bb_visit_record, &row);
    bb_session_done(&session);
    bb_buf_done(&body);
    bb_buf_done(&names);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_visit_void(struct bb_app *app, const char *id_or_no, const char *reason)
{
    struct bb_visit row = {0};
    struct bb_session session = {0};
    struct bb_buf body = {0};
    if (!reason || !*reason)
        return bb_err(BB_ERR_RULE, _("Say why this visit is void."), NULL);
    BB_TRY(change_begin(app, id_or_no, BB_USE_VISIT_VOID, &row, &session));
    reason_body(&body, NULL, reason);
    const struct bb_err *err =
        row_change(app, &bb_session_record, BB_EVENT_SESSION_VOID, session.id, body.data);
    bb_buf_clear(&body);
    reason_body(&body, session.id, reason);
    if (!err)
        err = row_change(app, &bb_visit_record, BB_EVENT_VISIT_VOID, row.id, body.data);
    bb_record_done(&bb_visit_record, &row);
    bb_session_done(&session);
    bb_buf_done(&body);
    return bb_act_end(app, err);
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
    if (!reason || !*reason)
        return bb_err(BB_ERR_RULE, _("Say why the plan is dropped."), NULL);
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_db_load(app->db, &bb_vplan_record, id, &plan, &found);
    if (!err && (!found || plan.voided))
        err = bb_err(BB_ERR_NOT_FOUND, "visit", id, NULL);
    reason_body(&body, NULL, reason);
    if (!err)
        err = row_change(app, &bb_vplan_record, BB_EVENT_VPLAN_DROP, id, body.data);
    bb_record_done(&bb_vplan_record, &plan);
    bb_buf_done(&body);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_vplan_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    return bb_db_all(app->db, &bb_vplan_record, sink);
}
