/* What a session is: its fields, what it must have, what it still owes, its fold. */
#include "bangban/core/session.h"

#include <string.h>

#include "bangban/base/mem.h"

#define BB_RECORD_STRUCT bb_session
static const struct bb_field fields[] = {BB_SESSION_FIELDS(BB_RECORD_ROW)};
const struct bb_record bb_session_record = {"session", sizeof(struct bb_session),
                                            sizeof fields / sizeof *fields, fields};

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
