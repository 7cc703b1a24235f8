/* Dispatch to the records' folds, and the plain fold of those without rules of their own. */
#include "bangban/core/fold.h"

#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/issue.h"
#include "bangban/core/rating.h"
#include "bangban/core/reference.h"
#include "bangban/core/service.h"
#include "bangban/core/session.h"
#include "bangban/core/visit.h"

const struct bb_record *const bb_folded_records[] = {&bb_session_record,
                                                     &bb_issue_record,
                                                     &bb_referral_record,
                                                     &bb_visit_record,
                                                     &bb_waiver_record,
                                                     &bb_vplan_record,
                                                     &bb_rating_record,
                                                     &bb_shift_record,
                                                     &bb_duty_record,
                                                     &bb_phone_record,
                                                     &bb_phone_count_record,
                                                     &bb_phone_call_record,
                                                     NULL};

const struct bb_record *bb_record_named(const char *name)
{
    for (size_t i = 0; bb_folded_records[i]; i++)
        if (strcmp(bb_folded_records[i]->name, name) == 0)
            return bb_folded_records[i];
    return NULL;
}

static void text_set(const struct bb_record *record, void *row, const char *field, const char *text)
{
    bb_strset(bb_field_text(bb_record_field(record, field), row), text);
}

static void int_set(const struct bb_record *record, void *row, const char *field, int64_t value)
{
    *bb_field_int(bb_record_field(record, field), row) = value;
}

/* "visit.add" bears; "….void" takes back; whatever else is of this record corrects. */
static const struct bb_err *plain_fold(const struct bb_record *record,
                                       const struct bb_events *events, void *out)
{
    for (size_t i = 0; i < events->count; i++) {
        const struct bb_event *event = &events->rows[i];
        const char *word = bb_event_word(event->kind);
        bool birth = strstr(word, ".add") != NULL, undone = bb_events_is_undone(events, i);
        if (strcmp(bb_event_subject(event->kind), record->name) != 0 || (undone && !birth))
            continue;
        struct bb_json_doc *doc = NULL;
        BB_TRY(bb_json_parse(&doc, event->body, strlen(event->body)));
        const struct bb_err *err = bb_record_body_apply(record, out, bb_json_root(doc));
        bb_json_free(doc);
        BB_TRY(err);
        if (birth) {
            text_set(record, out, "id", event->subject);
            text_set(record, out, "replica", event->replica);
            text_set(record, out, "recorded_by", event->by);
            int_set(record, out, "recorded_at", event->at);
        }
        if (strstr(word, ".void") || (birth && undone)) /* undoing a birth voids */
            int_set(record, out, "voided", 1);
    }
    return NULL;
}

const struct bb_err *bb_fold(const struct bb_record *record, const struct bb_events *events,
                             const struct bb_calendar *cal, void *out)
{
    if (record == &bb_session_record)
        return bb_session_fold(out, events);
    if (record == &bb_issue_record)
        return bb_issue_fold(out, events, cal);
    return plain_fold(record, events, out);
}
