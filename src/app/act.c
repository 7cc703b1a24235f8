/* One act = one transaction: event appended to this installation's chain, subject folded, row
 * saved. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "private.h"

static const struct bb_err *clock_check(const struct bb_app *app)
{
    char now[BB_AT_BYTES], last[BB_AT_BYTES];
    if (bb_app_now(app) >= app->chain.at - BB_CLOCK_GRACE_SECONDS)
        return NULL;
    return bb_err(BB_ERR_CLOCK, bb_at_format_minute(now, bb_app_now(app)),
                  bb_at_format_minute(last, app->chain.at), NULL);
}

const struct bb_err *bb_clock_doubt_load(struct bb_app *app)
{
    BB_TRY(bb_number_load(app, "clock_off", &app->clock_off));
    return bb_number_load(app, "clock_until", &app->clock_until);
}

const struct bb_err *bb_clock_doubt_save(struct bb_app *app, const char *key, int64_t seconds)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)seconds);
    return bb_db_meta_save(app->db, key, seconds ? digits : NULL);
}

const struct bb_err *bb_act_begin(struct bb_app *app)
{
    BB_TRY(bb_mark_check(app->path));
    BB_TRY(bb_db_begin(app->db));
    app->batch.kept = app->batch.count;
    const struct bb_err *err = bb_replica_load(app);
    if (!err)
        err = bb_db_chain_load(app->db, app->replica, &app->chain);
    if (!err)
        err = bb_clock_doubt_load(app);
    if (!err)
        err = clock_check(app);
    if (err)
        bb_db_rollback(app->db);
    return err;
}

const struct bb_err *bb_act_end(struct bb_app *app, const struct bb_err *err)
{
    if (!err && bb_db_reference_changed(app->db))
        err = bb_reference_seal(app);
    if (!err)
        err = bb_db_commit(app->db);
    else
        bb_db_rollback(app->db);
    if (err)
        app->batch.count = app->batch.kept;
    else
        bb_tail_bring(app);
    enum bb_use refused = app->refused;
    app->refused = BB_USE__COUNT;
    if (refused != BB_USE__COUNT)
        bb_audit_note(app, BB_EVENT_REFUSED, "right", "use", bb_right_word(refused));
    return err;
}

static void batch_note(struct bb_batch *batch, const struct bb_event *event)
{
    if (!batch->open)
        return;
    if (batch->count == batch->cap) {
        batch->cap = batch->cap ? batch->cap * 2 : 32;
        batch->rows = bb_realloc(batch->rows, batch->cap * sizeof *batch->rows);
    }
    struct bb_batch_event *row = &batch->rows[batch->count++];
    snprintf(row->id, sizeof row->id, "%s", event->id);
    snprintf(row->subject, sizeof row->subject, "%s", event->subject);
}

/* What is known of the subject now. */
static const struct bb_err *causes_of(struct bb_app *app, const char *subject, struct bb_buf *out)
{
    struct bb_events events = {0};
    const struct bb_err *err = bb_db_subject_events(app->db, subject, &events);
    if (!err)
        bb_events_heads(&events, out);
    bb_events_done(&events);
    return err;
}

const struct bb_err *bb_act_event(struct bb_app *app, enum bb_event_kind kind, const char *subject,
                                  const char *body)
{
    return bb_act_event_knowing(app, kind, subject, body, NULL);
}

const struct bb_err *bb_act_event_knowing(struct bb_app *app, enum bb_event_kind kind,
                                          const char *subject, const char *body, const char *heads)
{
    struct bb_buf causes = {0};
    if (heads)
        bb_buf_str(&causes, heads);
    else
        BB_TRY(causes_of(app, subject, &causes));
    struct bb_event event = {
        .seq = app->chain.seq + 1,
        .lamport = app->chain.lamport + 1,
        .at = bb_app_now(app),
        .kind = kind,
        .by = bb_strdup(app->person.code ? app->person.code : ""),
        .subject = bb_strdup(subject),
        .causes = bb_buf_take(&causes),
        .body = bb_strdup(body),
    };
    event.clock_suspect = app->clock_off != 0 || event.at < app->clock_until;
    bb_uuid_make(event.id, bb_clock_now_ms(&app->clock));
    memcpy(event.replica, app->replica, sizeof event.replica);
    memcpy(event.prev, app->chain.hash, sizeof event.prev);
    bb_event_format(&event);
    bb_event_hash(event.hash, event.prev, event.line, strlen(event.line));
    const struct bb_err *err = bb_db_event_save(app->db, &event);
    if (!err) {
        app->chain.seq = event.seq;
        app->chain.lamport = event.lamport;
        app->chain.at = event.at;
        memcpy(app->chain.hash, event.hash, sizeof event.hash);
        batch_note(&app->batch, &event);
    }
    bb_event_done(&event);
    return err;
}

const struct bb_err *bb_act_fold(struct bb_app *app, const struct bb_record *record,
                                 const char *subject, void *out)
{
    struct bb_events events = {0};
    const struct bb_calendar *cal = NULL;
    if (record == &bb_issue_record)
        BB_TRY(bb_app_calendar(app, &cal));
    BB_TRY(bb_db_subject_events(app->db, subject, &events));
    const struct bb_err *err = bb_fold(record, &events, cal, out);
    if (!err)
        err = bb_db_save(app->db, record, out);
    bb_events_done(&events);
    return err;
}

const struct bb_err *bb_act_add(struct bb_app *app, const struct bb_record *record,
                                enum bb_event_kind kind, void *row)
{
    struct bb_buf body = {0};
    char id[BB_UUID_BYTES];
    bb_uuid_make(id, bb_clock_now_ms(&app->clock));
    bb_record_body_format(record, row, &body);
    const struct bb_err *err = bb_act_event(app, kind, id, bb_buf_text(&body));
    bb_buf_done(&body);
    BB_TRY(err);
    bb_record_done(record, row);
    return bb_act_fold(app, record, id, row);
}

const struct bb_err *bb_act_change(struct bb_app *app, const struct bb_record *record,
                                   enum bb_event_kind kind, const char *fields, void *row)
{
    struct bb_buf body = {0};
    char *id = bb_strdup(*bb_field_text(bb_record_field(record, "id"), row));
    bb_record_body_fields(record, row, fields, &body);
    const struct bb_err *err = bb_act_event(app, kind, id, bb_buf_text(&body));
    bb_record_done(record, row);
    if (!err)
        err = bb_act_fold(app, record, id, row);
    bb_buf_done(&body);
    free(id);
    return err;
}

const struct bb_err *bb_fold_as_of(struct bb_db *db, const struct bb_record *record, const char *id,
                                   int64_t at, const struct bb_calendar *cal, void *out,
                                   bool *found)
{
    struct bb_events events = {0};
    BB_TRY(bb_db_subject_events(db, id, &events));
    size_t kept = 0;
    for (size_t i = 0; i < events.count; i++) {
        if (events.rows[i].at > at)
            bb_event_done(&events.rows[i]);
        else
            events.rows[kept++] = events.rows[i];
    }
    events.count = kept;
    *found = kept > 0;
    const struct bb_err *err = bb_fold(record, &events, cal, out);
    bb_events_done(&events);
    return err;
}

const struct bb_err *bb_act_number(struct bb_app *app, const struct bb_record *record,
                                   const char *infix, int64_t at, char **out)
{
    struct bb_civil date = bb_day_civil(bb_day_of(at));
    struct bb_buf text = {0};
    int64_t last = 0;
    bb_buf_printf(&text, "%s-%s%02d%02d%02d-", app->desk.code ? app->desk.code : app->config->node,
                  infix, date.year % 100, date.month, date.day);
    const struct bb_err *err = bb_db_last_number(app->db, record, bb_buf_text(&text), &last);
    if (!err)
        bb_buf_printf(&text, "%03lld", (long long)last + 1);
    if (err)
        bb_buf_done(&text);
    else
        *out = bb_buf_take(&text);
    return err;
}

const struct bb_err *bb_act_seen_check(const struct bb_record *record, const void *row,
                                       const void *seen, const void *stated, const char *fields,
                                       const char *blind, struct bb_problems *problems)
{
    const struct bb_field *first = NULL;
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        bool typed = blind && bb_word_in(field->name, blind);
        if ((!typed && !bb_word_in(field->name, fields)) || bb_field_same(field, row, seen) ||
            (!typed && bb_field_same(field, row, stated)))
            continue;
        bb_problem_add(problems, field->name, _("Somebody else wrote here meanwhile."));
        first = first ? first : field;
    }
    return first ? bb_err(BB_ERR_CHANGED, _(first->label), NULL) : NULL;
}

const struct bb_err *bb_problems_err(const struct bb_record *record,
                                     const struct bb_problems *problems)
{
    if (!problems->count)
        return NULL;
    const struct bb_field *field = bb_record_field(record, problems->rows[0].field);
    struct bb_buf text = {0};
    bb_buf_str(&text, _(field->label));
    bb_buf_str(&text, _(": "));
    bb_buf_str(&text, problems->rows[0].sentence);
    const struct bb_err *err = bb_err(BB_ERR_RULE, bb_buf_text(&text), NULL);
    bb_buf_done(&text);
    return err;
}
