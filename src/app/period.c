/* The stretches of a session: who waits, is served, is put aside, goes on to another desk. */
#include <string.h>

#include "bangban/base/mem.h"
#include "private.h"

static bool is_given(const char *text)
{
    return text && *text;
}

static const struct bb_err *phase_refusal(struct bb_app *app, const struct bb_session *row,
                                          int64_t phase)
{
    if (row->phase == BB_PHASE_CLOSED)
        return bb_err(BB_ERR_RULE, _("This session has ended; log a new one (F2)."), NULL);
    if (row->phase != phase)
        return NULL;
    const struct bb_person *by = row->helper ? bb_app_person_of(app, row->helper) : NULL;
    return bb_err(phase == BB_PHASE_SERVING ? BB_ERR_SERVED_BY : BB_ERR_PARKED_BY,
                  by ? by->name : "", NULL);
}

const struct bb_err *bb_app_session_phase(struct bb_app *app, const char *id, int64_t phase)
{
    struct bb_session row = {0}, stated = {.phase = phase};
    struct bb_buf fields = {0}, body = {0};
    BB_TRY(bb_session_change_begin(app, id, &row));
    bb_buf_str(&fields, "phase");
    const struct bb_err *err = phase_refusal(app, &row, phase);
    if (!err)
        err = bb_session_phase_follow(app, &row, &stated, &fields);
    bool takes = phase == BB_PHASE_SERVING && row.phase == BB_PHASE_WAITING && row.handed_at;
    if (!err && takes) { /* who takes over is who helps now */
        bb_strset(&stated.helper, app->person.code);
        bb_strset(&stated.desk, app->desk.code ? app->desk.code : row.desk);
        bb_buf_str(&fields, " helper desk");
    }
    if (!err)
        bb_record_body_fields(&bb_session_record, &stated, bb_buf_text(&fields), &body);
    err = bb_session_change_end(app, err, BB_EVENT_SESSION_EDIT, id, bb_buf_text(&body));
    bb_session_done(&row);
    bb_session_done(&stated);
    bb_buf_done(&fields);
    bb_buf_done(&body);
    return err;
}

static const struct bb_err *hand_refusal(struct bb_app *app, const struct bb_session *row,
                                         const char *desk, const char *reason,
                                         struct bb_problems *problems)
{
    if (!is_given(desk))
        bb_problem_add(problems, "desk", _("Name the desk that goes on with it."));
    else if (!bb_app_desk_of(app, desk))
        bb_problem_add(problems, "desk", _("There is no such desk; choose one of the list."));
    else if (row->desk && strcmp(row->desk, desk) == 0)
        bb_problem_add(problems, "desk", _("It is at that desk already; choose another one."));
    if (!is_given(reason))
        bb_problem_add(problems, "handed_why", _("Say why it is handed over."));
    if (row->phase == BB_PHASE_CLOSED)
        return bb_err(BB_ERR_RULE, _("This session has ended; log a new one (F2)."), NULL);
    return bb_problems_err(&bb_session_record, problems);
}

const struct bb_err *bb_app_session_hand(struct bb_app *app, const char *id, const char *desk,
                                         const char *reason, struct bb_problems *problems)
{
    static const char fields[] = "phase phase_at desk handed_from handed_at handed_why";
    struct bb_session row = {0}, stated = {.phase = BB_PHASE_WAITING};
    struct bb_buf body = {0};
    BB_TRY(bb_session_change_begin(app, id, &row));
    const struct bb_err *err = hand_refusal(app, &row, desk, reason, problems);
    if (!err) {
        stated.phase_at = stated.handed_at = bb_app_now(app);
        bb_strset(&stated.desk, desk);
        bb_strset(&stated.handed_from, row.desk);
        bb_strset(&stated.handed_why, reason);
        bb_record_body_fields(&bb_session_record, &stated, fields, &body);
    }
    err = bb_session_change_end(app, err, BB_EVENT_SESSION_HAND, id, bb_buf_text(&body));
    bb_session_done(&row);
    bb_session_done(&stated);
    bb_buf_done(&body);
    return err;
}

struct newest_handed {
    struct bb_session *out;
    int64_t after_at;
    const char *after_id;
};

static const struct bb_err *handed_item(void *ctx, void *opaque)
{
    struct newest_handed *newest = ctx;
    struct bb_session *row = opaque;
    if (row->phase != BB_PHASE_WAITING || row->handed_at < newest->after_at ||
        (row->handed_at == newest->after_at && strcmp(row->id, newest->after_id) <= 0) ||
        (newest->out->id && row->handed_at < newest->out->handed_at))
        return NULL;
    bb_client_hide(row);
    bb_session_done(newest->out);
    bb_record_copy(&bb_session_record, newest->out, row);
    return NULL;
}

const struct bb_err *bb_app_handed(struct bb_app *app, int64_t after_at, const char *after_id,
                                   struct bb_session *out)
{
    struct newest_handed newest = {out, after_at, after_id};
    memset(out, 0, sizeof *out);
    if (!app->desk.code || app->person.role == BB_ROLE_VOLUNTEER ||
        bb_app_may(app, BB_USE_SESSION_ADD))
        return NULL;
    return bb_db_session_list(app->db,
                              &(struct bb_session_query){.desk = app->desk.code, .open_only = true},
                              &(struct bb_sink){handed_item, &newest});
}

const struct bb_err *bb_app_session_periods(struct bb_app *app, const char *id,
                                            struct bb_stretch **out, size_t *count)
{
    struct bb_events events = {0};
    *out = NULL;
    *count = 0;
    const struct bb_err *err = bb_app_history(app, id, &events);
    if (!err)
        err = bb_session_periods(&events, out, count);
    bb_events_done(&events);
    return err;
}
