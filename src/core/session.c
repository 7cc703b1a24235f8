/* What a session is: its fields, what it must have, what it still owes, its fold. */
#include "bangban/core/session.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"

#define BB_RECORD_STRUCT bb_session
static const struct bb_field fields[] = {BB_SESSION_FIELDS(BB_RECORD_ROW)};
const struct bb_record bb_session_record = {"session", sizeof(struct bb_session),
                                            sizeof fields / sizeof *fields, fields};

#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_stretch
static const struct bb_field period_fields[] = {BB_STRETCH_FIELDS(BB_RECORD_ROW)};
const struct bb_record bb_stretch_record = {"stretch", sizeof(struct bb_stretch),
                                            sizeof period_fields / sizeof *period_fields,
                                            period_fields};

enum { FUTURE_GRACE_SECONDS = 600 }; /* data.md: a clock may be 10 minutes off */

void bb_session_done(struct bb_session *session)
{
    bb_record_done(&bb_session_record, session);
}

void bb_problem_add(struct bb_problems *problems, const char *field, const char *sentence)
{
    if (problems->count < BB_PROBLEMS_MAX)
        problems->rows[problems->count++] = (struct bb_problem){field, sentence};
}

void bb_session_check(const struct bb_session *session, int64_t now, struct bb_problems *out)
{
    if (session->kind == BB_KIND_NONE)
        bb_problem_add(out, "kind", _("State who helped: staff or volunteer."));
    if (session->happened_at > now + FUTURE_GRACE_SECONDS)
        bb_problem_add(out, "happened_at",
                       _("This time is in the future; state when it happened."));
    if (session->arrived_at > now + FUTURE_GRACE_SECONDS ||
        (session->served_at && session->arrived_at > session->served_at))
        bb_problem_add(out, "arrived_at",
                       _("Nobody is served before he arrives; write the time on the ticket."));
    if (session->item && session->no_item)
        bb_problem_add(out, "no_item", _("Name the item or a reason for none, not both."));
    if (session->quantity < 1)
        bb_problem_add(out, "quantity", _("Write how many cases were handled, 1 or more."));
    if (session->kind == BB_KIND_VOLUNTEER &&
        (session->client_name || session->client_id || session->client_phone))
        bb_problem_add(out, "client_name",
                       _("Volunteers record no client data; leave these fields empty."));
}

unsigned bb_session_debts(const struct bb_session *session)
{
    unsigned debts = 0;
    if (session->voided)
        return 0;
    if (!session->item && !session->no_item)
        debts |= BB_DEBT_ITEM;
    if (!session->outcome && session->phase == BB_PHASE_CLOSED)
        debts |= BB_DEBT_OUTCOME;
    if (!session->category)
        debts |= BB_DEBT_CATEGORY;
    if (session->phase != BB_PHASE_CLOSED)
        debts |= BB_DEBT_OPEN;
    return debts;
}

void bb_session_debts_show(unsigned debts, struct bb_buf *out)
{
    static const struct {
        unsigned debt;
        const char *word;
    } words[] = {{BB_DEBT_ITEM, N_("item")},
                 {BB_DEBT_OUTCOME, N_("outcome")},
                 {BB_DEBT_CATEGORY, N_("category")},
                 {BB_DEBT_OPEN, N_("not ended")}};
    const char *comma = "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!(debts & words[i].debt))
            continue;
        bb_buf_str(out, comma);
        bb_buf_str(out, _(words[i].word));
        comma = _(", ");
    }
}

static const struct bb_err *event_apply(struct bb_session *out, const struct bb_event *event)
{
    struct bb_json_doc *doc = NULL;
    BB_TRY(bb_json_parse(&doc, event->body, strlen(event->body)));
    const struct bb_err *err = bb_record_body_apply(&bb_session_record, out, bb_json_root(doc));
    bb_json_free(doc);
    return err;
}

const struct bb_err *bb_session_fold(struct bb_session *out, const struct bb_events *events)
{
    for (size_t i = 0; i < events->count; i++) {
        const struct bb_event *event = &events->rows[i];
        bool undone = bb_events_is_undone(events, i);
        switch (event->kind) {
        case BB_EVENT_SESSION_ADD:
            BB_TRY(event_apply(out, event));
            bb_strset(&out->id, event->subject);
            bb_strset(&out->replica, event->replica);
            bb_strset(&out->recorded_by, event->by);
            out->recorded_at = event->at;
            if (undone) { /* a record is never gone: undoing its birth voids it */
                out->voided = 1;
                bb_strset(&out->void_reason, "undo");
            }
            break;
        case BB_EVENT_SESSION_EDIT:
        case BB_EVENT_SESSION_RATE:
        case BB_EVENT_SESSION_HAND:
            if (!undone)
                BB_TRY(event_apply(out, event));
            break;
        case BB_EVENT_SESSION_VOID:
            if (!undone) {
                BB_TRY(event_apply(out, event));
                out->voided = 1;
            }
            break;
        default:
            break;
        }
    }
    return NULL;
}

/* ---- periods ---- */

struct periods {
    struct bb_stretch *rows;
    size_t count;
};

static void period_begin(struct periods *periods, int64_t phase, int64_t at, const char *by)
{
    if (periods->count && !periods->rows[periods->count - 1].until_at)
        periods->rows[periods->count - 1].until_at = at;
    if (phase == BB_PHASE_CLOSED)
        return;
    periods->rows = bb_realloc(periods->rows, (periods->count + 1) * sizeof *periods->rows);
    periods->rows[periods->count++] =
        (struct bb_stretch){.phase = phase, .from_at = at, .by = bb_strdup(by)};
}

/* A session may be born in any phase; what came before it is known from its times. */
static void periods_of_birth(struct periods *periods, const struct bb_session *stated,
                             const char *by)
{
    int64_t served = stated->served_at ? stated->served_at : stated->happened_at;
    if (stated->arrived_at || stated->phase == BB_PHASE_WAITING)
        period_begin(periods, BB_PHASE_WAITING,
                     stated->arrived_at ? stated->arrived_at : stated->happened_at, by);
    if (stated->phase != BB_PHASE_WAITING)
        period_begin(periods, BB_PHASE_SERVING, served, by);
    if (stated->phase == BB_PHASE_PARKED || stated->phase == BB_PHASE_CLOSED)
        period_begin(periods, stated->phase,
                     stated->closed_at ? stated->closed_at : stated->phase_at, by);
}

const struct bb_err *bb_session_periods(const struct bb_events *events, struct bb_stretch **out,
                                        size_t *count)
{
    struct periods periods = {0};
    const struct bb_err *err = NULL;
    for (size_t i = 0; i < events->count && !err; i++) {
        const struct bb_event *event = &events->rows[i];
        struct bb_session stated = {0};
        bool birth = event->kind == BB_EVENT_SESSION_ADD;
        bool moves = event->kind == BB_EVENT_SESSION_EDIT || event->kind == BB_EVENT_SESSION_HAND;
        if (!birth && (!moves || bb_events_is_undone(events, i)))
            continue;
        err = event_apply(&stated, event);
        if (birth)
            periods_of_birth(&periods, &stated, event->by);
        else if (stated.phase)
            period_begin(&periods, stated.phase, stated.phase_at, event->by);
        bb_session_done(&stated);
    }
    *out = periods.rows;
    *count = periods.count;
    if (err)
        bb_session_periods_free(periods.rows, periods.count);
    return err;
}

void bb_session_periods_free(struct bb_stretch *periods, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bb_record_done(&bb_stretch_record, &periods[i]);
    free(periods);
}

int64_t bb_session_first_response(const struct bb_session *session)
{
    return session->arrived_at && session->served_at ? session->served_at - session->arrived_at
                                                     : -1;
}
