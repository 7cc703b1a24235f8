/* Ratings: given by the client alone, so no person stands in their events; and what becomes of a
 * bad one. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { MINUTE = 60 };

/* The last day of a time that is counted from now; 0 when the calendar does not reach that far: a
 * client is never refused for it. */
static int64_t due_day(struct bb_app *app, const char *text, int64_t from_at)
{
    struct bb_due_rule rule;
    struct bb_due due;
    const struct bb_calendar *cal;
    if (bb_due_rule_parse(&rule, text) || bb_app_calendar(app, &cal) ||
        bb_calendar_due(&due, cal, &rule, from_at, NULL, 0, NULL))
        return 0;
    return due.day;
}

const struct bb_err *bb_app_rating_waiting(struct bb_app *app, struct bb_session *out, bool *found)
{
    int64_t now = bb_app_now(app);
    *found = false;
    if (!app->desk.code)
        return bb_err(BB_ERR_NOBODY, NULL);
    return bb_db_rating_waiting(app->db, app->desk.code, bb_at_make(bb_day_of(now), 0),
                                now - app->config->rating_ask * MINUTE, out, found);
}

static const struct bb_err *rate_check(struct bb_app *app, const struct bb_session *session)
{
    struct bb_rating before = {0};
    bool found;
    if (session->voided)
        return bb_err(BB_ERR_RULE, _("This session is void; there is nothing to rate."), NULL);
    BB_TRY(bb_db_rating_of(app->db, session->id, &before, &found));
    bb_record_done(&bb_rating_record, &before);
    return found ? bb_err(BB_ERR_RULE,
                          _("The client was asked about this session already; one session is rated "
                            "once."),
                          NULL)
                 : NULL;
}

static const struct bb_err *rate(struct bb_app *app, struct bb_session *session,
                                 struct bb_rating *rating)
{
    BB_TRY(rate_check(app, session));
    bb_strset(&rating->session, session->id);
    bb_strset(&rating->session_no, session->no);
    bb_strset(&rating->desk, session->desk);
    bb_strset(&rating->item, session->item);
    if (bb_rating_is_bad(rating->level)) {
        rating->contact_due = due_day(app, app->config->rating_contact, bb_app_now(app));
        rating->settle_due = due_day(app, app->config->rating_simple, bb_app_now(app));
    } else {
        rating->cause = BB_DISLIKE_NONE;
    }
    session->rating = rating->level;
    if (rating->level)
        BB_TRY(bb_act_change(app, &bb_session_record, BB_EVENT_SESSION_RATE, "rating", session));
    return bb_act_add(app, &bb_rating_record, BB_EVENT_RATING_ADD, rating);
}

const struct bb_err *bb_app_rating_add(struct bb_app *app, const char *session_id,
                                       struct bb_rating *rating)
{
    struct bb_session session = {0};
    struct bb_person staff = app->person;
    bool found;
    BB_TRY(bb_act_begin(app));
    app->person = (struct bb_person){0}; /* the client speaks: nobody of the staff */
    const struct bb_err *err =
        bb_db_load(app->db, &bb_session_record, session_id, &session, &found);
    if (!err)
        err = found ? rate(app, &session, rating)
                    : bb_err(BB_ERR_NOT_FOUND, "session", session_id, NULL);
    bb_session_done(&session);
    app->person = staff;
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_rating_may_ask(struct bb_app *app, const char *session_id)
{
    struct bb_session session = {0};
    BB_TRY(bb_app_may(app, BB_USE_SESSION_ADD));
    BB_TRY(bb_app_session_load(app, session_id, &session));
    const struct bb_err *err = rate_check(app, &session);
    if (!err && session.phase != BB_PHASE_CLOSED)
        err = bb_err(BB_ERR_RULE, _("End the session first; then ask the client."), NULL);
    bb_session_done(&session);
    return err;
}

const struct bb_err *bb_app_rating_type(struct bb_app *app)
{
    if (app->person.code)
        bb_act_refuse(app, BB_USE_RATING_TYPE);
    return bb_err(BB_ERR_RULE,
                  _("Only the client rates: hand the screen over (Today, then y), or start "
                    "bangban rate on a terminal beside the desk. This attempt is recorded."),
                  NULL);
}

/* ---- reading ---- */

const struct bb_err *bb_app_rating_list(struct bb_app *app, int64_t from_at, int64_t to_at,
                                        const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_RATING_LIST));
    return bb_db_rating_list(app->db, from_at, to_at ? to_at : INT64_MAX, sink);
}

const struct bb_err *bb_app_rating_load(struct bb_app *app, const char *id_or_no,
                                        struct bb_rating *out)
{
    struct bb_session session = {0};
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_RATING_LIST));
    BB_TRY(bb_db_load(app->db, &bb_rating_record, id_or_no, out, &found));
    if (!found) {
        BB_TRY(bb_db_load_no(app->db, &bb_session_record, id_or_no, &session, &found));
        const struct bb_err *err = found ? bb_db_rating_of(app->db, session.id, out, &found) : NULL;
        bb_session_done(&session);
        BB_TRY(err);
    }
    return found ? NULL : bb_err(BB_ERR_NOT_FOUND, "rating", id_or_no, NULL);
}

/* ---- the case ---- */

static const struct step {
    enum bb_event_kind kind;
    enum bb_case from; /* what the case waits for */
    const char *fields, *needed;
} steps[] = {
    {BB_EVENT_RATING_CONTACT, BB_CASE_CONTACT, "contact_note complex contacted_at settle_due",
     "contact_note"},
    {BB_EVENT_RATING_SETTLE, BB_CASE_SETTLE, "measures settled_at", "measures"},
    {BB_EVENT_RATING_CALL, BB_CASE_CALL, "call_back call_note called_at", "call_back"},
};

static const struct step *step_of(enum bb_event_kind kind)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i].kind == kind)
            return &steps[i];
    return NULL;
}

static void step_check(const struct bb_rating *now, const struct bb_rating *stated,
                       const struct step *step, struct bb_problems *problems)
{
    static const char *const sentences[] = {
        [BB_CASE_CONTACT] = N_("Write what the client said when asked."),
        [BB_CASE_SETTLE] = N_("Write what was done."),
        [BB_CASE_CALL] = N_("Say how the call-back ended: content, not_content or unreached.")};
    enum bb_case waits = bb_rating_case(now);
    if (waits == BB_CASE_NONE)
        bb_problem_add(problems, "level", _("This is no bad rating; nothing is to be done."));
    else if (waits != step->from)
        bb_problem_add(
            problems, step->needed,
            _("A case goes contact, settle, call back, each once; another step is next."));
    else if (!bb_field_is_set(bb_record_field(&bb_rating_record, step->needed), stated))
        bb_problem_add(problems, step->needed, _(sentences[step->from]));
}

static void step_fill(struct bb_app *app, struct bb_rating *row, const struct bb_rating *stated,
                      const struct step *step)
{
    int64_t now = bb_app_now(app);
    switch (step->from) {
    case BB_CASE_CONTACT:
        bb_strset(&row->contact_note, stated->contact_note);
        row->complex = stated->complex;
        row->contacted_at = now;
        if (row->complex)
            row->settle_due = due_day(app, app->config->rating_complex, row->recorded_at);
        break;
    case BB_CASE_SETTLE:
        bb_strset(&row->measures, stated->measures);
        row->settled_at = now;
        break;
    default:
        row->call_back = stated->call_back;
        bb_strset(&row->call_note, stated->call_note);
        row->called_at = now;
        break;
    }
}

const struct bb_err *bb_app_rating_step(struct bb_app *app, const char *id_or_no,
                                        enum bb_event_kind kind, const struct bb_rating *stated,
                                        struct bb_problems *problems)
{
    const struct step *step = step_of(kind);
    struct bb_rating row = {0};
    BB_TRY(bb_act_may(app, BB_USE_RATING_WORK));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_app_rating_load(app, id_or_no, &row);
    struct bb_whose whose = {.desk = row.desk};
    if (!err)
        err = bb_act_may_on(app, BB_USE_RATING_WORK, &whose);
    if (!err) {
        step_check(&row, stated, step, problems);
        err = bb_problems_err(&bb_rating_record, problems);
    }
    if (!err) {
        step_fill(app, &row, stated, step);
        err = bb_act_change(app, &bb_rating_record, kind, step->fields, &row);
    }
    bb_record_done(&bb_rating_record, &row);
    return bb_act_end(app, err);
}

/* ---- rates ---- */

void bb_app_rates_shares(const struct bb_app *app, const struct bb_rates *rates,
                         struct bb_rates_shares *out)
{
    const struct bb_config *config = app->config;
    bool partly = strcmp(config->solved_counts, "partly") == 0;
    out->staff = (struct bb_share){rates->solved + (partly ? rates->partly : 0), rates->closed};
    if (strcmp(config->solved_of, "stated") == 0)
        out->staff.whole = rates->stated;
    else if (strcmp(config->solved_of, "own") == 0)
        out->staff.whole = rates->closed - rates->handed_on;
    out->client = (struct bb_share){rates->client_solved + (partly ? rates->client_partly : 0),
                                    rates->client_stated};
    out->rated = (struct bb_share){rates->rated, rates->closed};
    out->first = (struct bb_share){rates->first_within, rates->first_known};
    out->praise = (struct bb_share){rates->rated - rates->bad, rates->rated};
    out->staff_low = bb_share_is_low(out->staff, config->solved_percent, config->rating_least);
    out->client_low = bb_share_is_low(out->client, config->solved_percent, config->rating_least);
    out->praise_low = bb_share_is_low(out->praise, config->rating_praise, config->rating_least);
}

const struct bb_err *bb_app_rates(struct bb_app *app, const char *by, int64_t from_at,
                                  int64_t to_at, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_REPORT));
    if (!bb_word_in(by, "channel unit item helper desk all"))
        return bb_err(BB_ERR_BAD_FIELD, "by", by,
                      _("Possible are: channel unit item helper desk all."), NULL);
    return bb_db_rates(app->db, by, app->config->first_seconds, from_at, to_at ? to_at : INT64_MAX,
                       sink);
}
