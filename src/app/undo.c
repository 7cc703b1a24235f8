/* History, undo: what concerns any record. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

const struct bb_err *bb_app_history(struct bb_app *app, const char *id, struct bb_events *out)
{
    struct bb_session row = {0};
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_SESSION_LIST));
    BB_TRY(bb_db_load(app->db, &bb_session_record, id, &row, &found));
    struct bb_whose whose = bb_session_whose(&row);
    const struct bb_err *err = found ? bb_act_may_on(app, BB_USE_SESSION_LIST, &whose) : NULL;
    bb_session_done(&row);
    return err ? err : bb_db_subject_events(app->db, id, out);
}

static const struct bb_err *undo_act(struct bb_app *app, const struct bb_event *act, char **what)
{
    const struct bb_record *record = bb_record_named(bb_event_subject(act->kind));
    void *row = bb_alloc(record->bytes);
    struct bb_buf text = {0};
    bb_buf_char(&text, '{');
    bb_json_put_key(&text, "undoes");
    bb_json_put_string(&text, act->id);
    bb_buf_char(&text, '}');
    const struct bb_err *err = bb_act_event(app, BB_EVENT_UNDO, act->subject, text.data);
    if (!err)
        err = bb_act_fold(app, record, act->subject, row);
    if (!err) {
        bb_buf_clear(&text);
        bb_buf_str(&text, bb_event_label(act->kind));
        const struct bb_field *no = bb_record_field(record, "no");
        bb_buf_str(&text, no ? " " : "");
        if (no)
            bb_field_show(no, row, &text);
        *what = bb_buf_take(&text);
    }
    bb_record_done(record, row);
    free(row);
    bb_buf_done(&text);
    return err;
}

/* The subject whose event was written in the same act, just before this one: the session of a visit
 * (visit.c), the registration of a line that was fixed on the spot (issue.c). NULL: none. */
static const char *partner_subject(const struct bb_event *act, const struct bb_json *body)
{
    if (strcmp(bb_event_subject(act->kind), bb_visit_record.name) == 0)
        return bb_json_text(body, "session");
    return act->kind == BB_EVENT_ISSUE_SPOT && bb_json_get(body, "happened_at") ? act->subject
                                                                                : NULL;
}

/* That event; kind NONE: there is none. */
static const struct bb_err *partner_load(struct bb_app *app, const struct bb_event *act,
                                         struct bb_event *out)
{
    struct bb_json_doc *doc = NULL;
    struct bb_events events = {0};
    *out = (struct bb_event){0};
    BB_TRY(bb_json_parse(&doc, act->body, strlen(act->body)));
    const char *subject = partner_subject(act, bb_json_root(doc));
    const struct bb_err *err = subject ? bb_db_subject_events(app->db, subject, &events) : NULL;
    for (size_t i = 0; !err && i < events.count; i++)
        if (strcmp(events.rows[i].hash, act->prev) == 0)
            err = bb_db_act_load(app->db, events.rows[i].id, subject, out);
    bb_events_done(&events);
    bb_json_free(doc);
    return err;
}

/* One act, with what belongs to it. */
static const struct bb_err *undo_whole(struct bb_app *app, const struct bb_event *act, char **what)
{
    struct bb_event partner;
    char *also = NULL;
    BB_TRY(partner_load(app, act, &partner));
    const struct bb_err *err = undo_act(app, act, what);
    if (!err && partner.kind != BB_EVENT_NONE)
        err = undo_act(app, &partner, &also);
    bb_event_done(&partner);
    free(also);
    return err;
}

void bb_app_batch(struct bb_app *app, bool open)
{
    app->batch.open = open;
    if (open)
        app->batch.count = 0;
}

/* From the last to the first, those that still stand. */
static const struct bb_err *undo_batch(struct bb_app *app, char **what)
{
    struct bb_buf text = {0};
    const struct bb_err *err = NULL;
    int undone = 0;
    for (size_t i = app->batch.count; !err && i-- > 0;) {
        const struct bb_batch_event *row = &app->batch.rows[i];
        struct bb_event act = {0};
        char *one = NULL;
        err = bb_db_act_load(app->db, row->id, row->subject, &act);
        if (!err && act.kind != BB_EVENT_NONE) {
            bb_buf_clear(&text);
            bb_buf_printf(&text, _("%s, lines: %d"), bb_event_label(act.kind), ++undone);
            err = undo_act(app, &act, &one);
        }
        bb_event_done(&act);
        free(one);
    }
    if (err)
        bb_buf_done(&text);
    else
        *what = bb_buf_take(&text);
    return err;
}

static bool ends_batch(const struct bb_batch *batch, const struct bb_event *act)
{
    return batch->count > 1 && strcmp(batch->rows[batch->count - 1].id, act->id) == 0;
}

const struct bb_err *bb_app_undo(struct bb_app *app, char **what)
{
    struct bb_event act = {0};
    BB_TRY(bb_act_may(app, BB_USE_SESSION_LIST));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_db_last_act(app->db, app->replica, app->person.code,
                                              bb_at_make(bb_app_today(app), 0), &act);
    if (!err && act.kind == BB_EVENT_NONE)
        err = bb_err(BB_ERR_NOTHING_TO_UNDO, NULL);
    bool whole = !err && ends_batch(&app->batch, &act);
    if (!err)
        err = whole ? undo_batch(app, what) : undo_whole(app, &act, what);
    bb_event_done(&act);
    err = bb_act_end(app, err);
    if (!err && whole)
        app->batch.count = 0;
    return err;
}
