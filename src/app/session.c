/* Use cases of the counter: sessions. What is known of the client is client.c's. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

void bb_app_session_defaults(const struct bb_app *app, struct bb_session *out)
{
    bool volunteer = app->person.role == BB_ROLE_VOLUNTEER;
    int64_t zone = app->desk.code ? app->desk.zone : BB_ZONE_OTHER;
    out->kind = volunteer ? BB_KIND_VOLUNTEER : BB_KIND_STAFF;
    out->zone = zone;
    out->mode = zone == BB_ZONE_WINDOW ? BB_MODE_WINDOW : BB_MODE_GUIDE;
    out->channel = BB_CHANNEL_ON_SITE;
    out->client_kind = BB_CLIENT_PERSONAL;
    out->category = BB_CATEGORY_MATERIAL;
    out->outcome = BB_OUTCOME_SOLVED;
    out->quantity = 1;
    out->phase = BB_PHASE_CLOSED;
    bb_strset(&out->helper, app->person.code);
    bb_strset(&out->desk, app->desk.code);
}

/* What the program knows better than the person: times, number, phase. */
static void times_fill(const struct bb_app *app, struct bb_session *session, int64_t at)
{
    int64_t now = bb_app_now(app);
    if (at)
        session->happened_at = at;
    if (!session->happened_at)
        session->happened_at = now;
    session->late = at != 0;
    if (session->phase == BB_PHASE_NONE)
        session->phase = BB_PHASE_CLOSED;
    if (session->phase != BB_PHASE_CLOSED)
        session->outcome = BB_OUTCOME_NONE; /* how it ends is known when it ends */
    if (session->phase != BB_PHASE_WAITING && !session->served_at)
        session->served_at = session->happened_at;
    int64_t until = at || now < session->happened_at ? session->happened_at : now;
    if (!session->phase_at)
        session->phase_at = until;
    if (session->phase == BB_PHASE_CLOSED && !session->closed_at)
        session->closed_at = until;
}

const struct bb_field *bb_session_unknown(struct bb_app *app, const struct bb_session *session)
{
    const char *name = session->item && !bb_app_item(app, session->item)            ? "item"
                       : session->helper && !bb_app_person_of(app, session->helper) ? "helper"
                       : session->desk && !bb_app_desk_of(app, session->desk)       ? "desk"
                                                                                    : NULL;
    return name ? bb_record_field(&bb_session_record, name) : NULL;
}

/* Codes must exist: a record that names what nobody knows is no record. */
static const struct bb_err *names_check(struct bb_app *app, const struct bb_session *session)
{
    const struct bb_field *field = bb_session_unknown(app, session);
    if (!field)
        return NULL;
    const char *code = *(char *const *)((const char *)session + field->offset);
    bool person = strcmp(field->name, "helper") == 0;
    return bb_err(BB_ERR_NOT_FOUND, person ? "person" : field->name, code, NULL);
}

const struct bb_err *bb_session_insert(struct bb_app *app, struct bb_session *session,
                                       const struct bb_client *client)
{
    char id[BB_UUID_BYTES];
    struct bb_buf body = {0};
    struct bb_session saved = {0};
    bb_uuid_make(id, bb_clock_now_ms(&app->clock));
    bb_strset(&session->id, id);
    free(session->no);
    session->no = NULL;
    BB_TRY(bb_act_number(app, &bb_session_record, "", session->happened_at, &session->no));
    BB_TRY(bb_client_keep(app, session, client));
    bb_record_body_format(&bb_session_record, session, &body);
    const struct bb_err *err = bb_act_event(app, BB_EVENT_SESSION_ADD, id, bb_buf_text(&body));
    if (!err)
        err = bb_act_fold(app, &bb_session_record, id, &saved);
    if (!err)
        bb_record_copy(&bb_session_record, session, &saved);
    bb_session_done(&saved);
    bb_buf_done(&body);
    return err;
}

const struct bb_err *bb_session_prepare(struct bb_app *app, struct bb_session *session,
                                        const struct bb_client *client, int64_t at,
                                        struct bb_problems *problems)
{
    times_fill(app, session, at);
    bb_client_check(session, client, problems);
    bb_session_check(session, bb_app_now(app), problems);
    if (bb_right_reach(app->person.role, BB_USE_SESSION_ADD) == BB_REACH_OWN && session->helper &&
        strcmp(session->helper, app->person.code) != 0)
        bb_problem_add(problems, "helper",
                       _("You log what you did yourself; leave your own name here."));
    BB_TRY(bb_problems_err(&bb_session_record, problems));
    return names_check(app, session);
}

const struct bb_err *bb_app_session_add(struct bb_app *app, struct bb_session *session,
                                        const struct bb_client *client, int64_t at,
                                        struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_SESSION_ADD));
    BB_TRY(bb_session_prepare(app, session, client, at, problems));
    struct bb_whose whose = bb_session_whose(session);
    BB_TRY(bb_act_may_on(app, BB_USE_SESSION_ADD, &whose));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, bb_session_insert(app, session, client));
}

struct bb_whose bb_session_whose(const struct bb_session *session)
{
    return (struct bb_whose){.person = session->helper, .desk = session->desk};
}

static const struct bb_err *whose_check(struct bb_app *app, const struct bb_session *session,
                                        enum bb_use use)
{
    struct bb_whose whose = bb_session_whose(session);
    return bb_act_may_on(app, use, &whose);
}

const struct bb_err *bb_session_phase_follow(struct bb_app *app, const struct bb_session *row,
                                             struct bb_session *stated, struct bb_buf *changed)
{
    int64_t now = bb_app_now(app);
    if (row->phase == BB_PHASE_CLOSED && stated->phase != BB_PHASE_CLOSED)
        return bb_err(BB_ERR_RULE, _("This session has ended; log a new one (F2)."), NULL);
    stated->phase_at = now;
    bb_buf_str(changed, " phase_at");
    if (stated->phase == BB_PHASE_SERVING && !row->served_at) {
        stated->served_at = now;
        bb_buf_str(changed, " served_at");
    }
    if (stated->phase == BB_PHASE_CLOSED) {
        stated->closed_at = now;
        bb_buf_str(changed, " closed_at");
    }
    return NULL;
}

/* The row with the changes laid over it, checked; body: what changes, for the event. */
static const struct bb_err *edit_prepare(struct bb_app *app, struct bb_session *row,
                                         const struct bb_session *stated, const char *changed,
                                         const struct bb_client *client,
                                         struct bb_problems *problems, struct bb_buf *body)
{
    static const char client_fields[] = " client_name client_name_sealed client_id "
                                        "client_pseudonym client_phone client_phone_sealed";
    struct bb_json_doc *doc = NULL;
    struct bb_buf fields = {0};
    bb_record_body_fields(&bb_session_record, stated, changed, body);
    const struct bb_err *err = bb_json_parse(&doc, body->data, body->len);
    if (!err)
        err = bb_record_body_apply(&bb_session_record, row, bb_json_root(doc));
    bb_json_free(doc);
    bb_client_check(row, client, problems);
    bb_session_check(row, bb_app_now(app), problems);
    if (!err)
        err = bb_problems_err(&bb_session_record, problems);
    if (!err)
        err = names_check(app, row);
    if (!err && bb_client_is_given(client)) {
        err = bb_client_keep(app, row, client);
        bb_buf_str(&fields, changed);
        bb_buf_str(&fields, client_fields);
        bb_buf_clear(body);
        bb_record_body_fields(&bb_session_record, row, bb_buf_text(&fields), body);
    }
    bb_buf_done(&fields);
    return err;
}

const struct bb_err *bb_session_change_begin(struct bb_app *app, const char *id,
                                             struct bb_session *row)
{
    bool found;
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_db_load(app->db, &bb_session_record, id, row, &found);
    if (!err && !found)
        err = bb_err(BB_ERR_NOT_FOUND, "session", id, NULL);
    if (!err)
        err = whose_check(app, row, BB_USE_SESSION_EDIT);
    if (!err && row->voided)
        err = bb_err(BB_ERR_RULE,
                     _("This session was voided meanwhile; log what you typed as a new one (F2)."),
                     NULL);
    if (err) {
        bb_session_done(row);
        return bb_act_end(app, err);
    }
    return NULL;
}

const struct bb_err *bb_session_change_end(struct bb_app *app, const struct bb_err *err,
                                           enum bb_event_kind kind, const char *id,
                                           const char *body)
{
    struct bb_session row = {0};
    if (!err)
        err = bb_act_event(app, kind, id, body);
    if (!err)
        err = bb_act_fold(app, &bb_session_record, id, &row);
    bb_session_done(&row);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_session_edit(struct bb_app *app, const char *id,
                                         const struct bb_session *session, const char *changed,
                                         const struct bb_session *seen,
                                         const struct bb_client *client,
                                         struct bb_problems *problems)
{
    struct bb_session row = {0}, stated = {0};
    struct bb_buf body = {0}, fields = {0};
    const struct bb_err *err = NULL;
    BB_TRY(bb_session_change_begin(app, id, &row));
    bb_record_copy(&bb_session_record, &stated, session);
    bb_buf_str(&fields, changed);
    if (seen)
        err = bb_act_seen_check(&bb_session_record, &row, seen, &stated, changed,
                                client ? bb_client_given(client) : NULL, problems);
    if (!err && bb_word_in("phase", changed) && row.phase != stated.phase)
        err = bb_session_phase_follow(app, &row, &stated, &fields);
    if (!err)
        err = edit_prepare(app, &row, &stated, bb_buf_text(&fields), client, problems, &body);
    err = bb_session_change_end(app, err, BB_EVENT_SESSION_EDIT, id, bb_buf_text(&body));
    bb_session_done(&row);
    bb_session_done(&stated);
    bb_buf_done(&body);
    bb_buf_done(&fields);
    return err;
}

const struct bb_err *bb_app_session_void(struct bb_app *app, const char *id_or_no,
                                         const char *reason)
{
    struct bb_session row = {0}, saved = {0};
    struct bb_buf body = {0};
    BB_TRY(bb_app_session_load(app, id_or_no, &row));
    const struct bb_err *err = whose_check(app, &row, BB_USE_SESSION_VOID);
    if (!err && (!reason || !*reason))
        err = bb_err(BB_ERR_RULE, _("Say why this session is void."), NULL);
    if (!err && row.voided)
        err = bb_err(BB_ERR_RULE, _("This session is void already."), NULL);
    if (!err)
        err = bb_act_begin(app);
    if (!err) {
        bb_buf_char(&body, '{');
        bb_json_put_key(&body, "void_reason");
        bb_json_put_string(&body, reason);
        bb_buf_char(&body, '}');
        err = bb_act_event(app, BB_EVENT_SESSION_VOID, row.id, body.data);
        if (!err)
            err = bb_act_fold(app, &bb_session_record, row.id, &saved);
        err = bb_act_end(app, err);
    }
    bb_session_done(&row);
    bb_session_done(&saved);
    bb_buf_done(&body);
    return err;
}

/* ---- reading: client data only for who may see it ---- */

struct veil {
    const struct bb_sink *sink;
    bool open;
};

static const struct bb_err *veiled_item(void *ctx, void *row)
{
    const struct veil *veil = ctx;
    if (!veil->open)
        bb_client_hide(row);
    return veil->sink->item(veil->sink->ctx, row);
}

const struct bb_err *bb_app_session_list(struct bb_app *app, const struct bb_session_query *query,
                                         const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_SESSION_LIST));
    struct bb_session_query own = *query;
    if (bb_right_reach(app->person.role, BB_USE_SESSION_LIST) == BB_REACH_OWN) { /* R49: of today */
        own.helper = app->person.code;
        if (own.from_at < bb_at_make(bb_app_today(app), 0))
            own.from_at = bb_at_make(bb_app_today(app), 0);
    }
    struct veil veil = {sink, !bb_app_may(app, BB_USE_CLIENT_DATA)};
    return bb_db_session_list(app->db, &own, &(struct bb_sink){veiled_item, &veil});
}

const struct bb_err *bb_app_debts(struct bb_app *app, int limit, const struct bb_sink *sink)
{
    struct veil veil = {sink, !bb_app_may(app, BB_USE_CLIENT_DATA)};
    BB_TRY(bb_app_may(app, BB_USE_SESSION_LIST));
    return app->person.code ? bb_db_session_debts(app->db, app->person.code, limit,
                                                  &(struct bb_sink){veiled_item, &veil})
                            : NULL;
}

const struct bb_err *bb_app_session_load(struct bb_app *app, const char *id_or_no,
                                         struct bb_session *out)
{
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_SESSION_LIST));
    BB_TRY(bb_db_load(app->db, &bb_session_record, id_or_no, out, &found));
    if (!found)
        BB_TRY(bb_db_load_no(app->db, &bb_session_record, id_or_no, out, &found));
    const struct bb_err *err = found ? whose_check(app, out, BB_USE_SESSION_LIST)
                                     : bb_err(BB_ERR_NOT_FOUND, "session", id_or_no, NULL);
    if (err)
        bb_session_done(out);
    else if (bb_app_may(app, BB_USE_CLIENT_DATA))
        bb_client_hide(out);
    return err;
}

const struct bb_err *bb_app_day_figures(struct bb_app *app, struct bb_day_figures *out)
{
    int64_t today = bb_app_today(app);
    bool at_desk = app->person.role == BB_ROLE_STAFF || app->person.role == BB_ROLE_VOLUNTEER;
    return bb_db_day_figures(app->db, bb_at_make(today, 0), bb_at_make(today + 1, 0),
                             at_desk ? app->desk.code : NULL, today, out);
}
