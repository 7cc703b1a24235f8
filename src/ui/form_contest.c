/* Two people complete one session: what the other wrote is shown where it was written, and the one
 * who saves later chooses. What a form was filled from goes along with it, also in its draft. */
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/show.h"
#include "session_form.h"

/* The fields that completing a session may change. */
static const char edited[] = "item no_item mode zone client_kind channel category outcome note "
                             "quantity ticket source arrived_at programme";

void bb_session_form_changed(const struct bb_session *before, const struct bb_session *after,
                             struct bb_buf *out)
{
    for (size_t i = 0; i < bb_session_record.count; i++) {
        const struct bb_field *field = &bb_session_record.fields[i];
        if (bb_word_in(field->name, edited) && !bb_field_same(field, before, after))
            bb_buf_printf(out, "%s%s", out->len ? " " : "", field->name);
    }
}

void bb_session_form_note_seen(struct session_form *state)
{
    struct bb_buf body = {0};
    bb_record_body_fields(&bb_session_record, &state->row, edited, &body);
    bb_form_set_text(state->form, "seen", bb_buf_text(&body));
    bb_buf_done(&body);
}

const struct bb_err *bb_session_form_seen(struct session_form *state, struct bb_session *out)
{
    const char *text = bb_form_text(state->form, "seen");
    struct bb_json_doc *doc = NULL;
    bb_record_copy(&bb_session_record, out, &state->row);
    if (!*text)
        return NULL;
    const struct bb_err *err = bb_json_parse(&doc, text, strlen(text));
    if (!err)
        err = bb_record_body_apply(&bb_session_record, out, bb_json_root(doc));
    bb_json_free(doc);
    return err;
}

/* ---- who wrote what ---- */

static bool states(const struct bb_event *event, const char *field)
{
    struct bb_json_doc *doc = NULL;
    if (bb_json_parse(&doc, event->body, strlen(event->body)))
        return false;
    bool yes = bb_json_get(bb_json_root(doc), field) != NULL;
    bb_json_free(doc);
    return yes;
}

/* "赵亦峰 09:41": appends. */
static void who_wrote(struct bb_ui *ui, const char *id, const char *field, struct bb_buf *out)
{
    struct bb_events events = {0};
    char at[BB_AT_BYTES];
    if (bb_app_history(ui->app, id, &events))
        return;
    for (size_t i = events.count; i-- > 0;) {
        const struct bb_event *event = &events.rows[i];
        if (bb_events_is_undone(&events, i) || !states(event, field))
            continue;
        bb_buf_printf(out, "%s %s", bb_show_person(ui, event->by),
                      bb_at_format_clock(at, event->at));
        break;
    }
    bb_events_done(&events);
}

/* The refusal at the field: whose text stands there, and both ways on. */
static void say_theirs(struct bb_ui *ui, struct session_form *state, const char *name)
{
    const struct bb_field *field = bb_record_field(&bb_session_record, name);
    struct bb_buf who = {0}, value = {0}, text = {0};
    who_wrote(ui, state->row.id, name, &who);
    bb_show_field(ui, field, &state->row, &value);
    bb_buf_printf(&text, _("%s wrote \"%s\". Ctrl-S again saves yours, Ctrl-G takes that over."),
                  bb_buf_text(&who), value.len ? bb_buf_text(&value) : _("nothing"));
    bb_form_set_error(state->form, name, bb_buf_text(&text));
    bb_buf_done(&who);
    bb_buf_done(&value);
    bb_buf_done(&text);
}

/* ---- choosing ---- */

/* The form shows that row, but what is typed of client and problems stays. */
static void fill(struct bb_ui *ui, struct session_form *state, const struct bb_session *row)
{
    bb_form_set_text(state->form, "item", "");
    bb_session_form_fill(ui, state->form, row);
    bb_form_set_text(state->form, "note", row->note);
    bb_form_set_text(state->form, "quantity", "");
    bb_form_set_text(state->form, "arrived_at", "");
    bb_session_form_fill_arrival(state->form, row);
    bb_form_touch(state->form);
    bb_session_form_settle(ui, state);
}

/* Lays the named fields of one row over another. */
static void lay_over(struct bb_session *row, const struct bb_session *from, const char *fields)
{
    for (size_t i = 0; i < bb_session_record.count; i++)
        if (bb_word_in(bb_session_record.fields[i].name, fields))
            bb_field_copy(&bb_session_record.fields[i], row, from);
}

const struct bb_err *bb_session_form_contest(struct bb_ui *ui, struct session_form *state,
                                             const struct bb_session *mine,
                                             const struct bb_problems *problems)
{
    struct bb_session now = {0}, seen = {0}, shown = {0};
    struct bb_buf touched = {0}, contested = {0};
    const struct bb_err *err = bb_session_form_seen(state, &seen);
    if (!err)
        err = bb_app_session_load(ui->app, state->row.id, &now);
    if (!err) {
        bb_session_form_changed(&seen, mine, &touched);
        bb_record_copy(&bb_session_record, &shown, &now);
        lay_over(&shown, mine, bb_buf_text(&touched));
        bb_record_copy(&bb_session_record, &state->row, &now);
        fill(ui, state, &shown);
        bb_session_form_note_seen(state); /* from here on it is seen */
        for (size_t i = 0; i < problems->count; i++) {
            say_theirs(ui, state, problems->rows[i].field);
            bb_buf_printf(&contested, " %s", problems->rows[i].field);
        }
        bb_strset(&state->contested, bb_buf_text(&contested));
        bb_form_first_error(state->form);
    }
    bb_session_done(&now);
    bb_session_done(&seen);
    bb_session_done(&shown);
    bb_buf_done(&touched);
    bb_buf_done(&contested);
    return err;
}

void bb_session_form_theirs(struct bb_ui *ui, struct session_form *state)
{
    struct bb_session mine = {0};
    if (!state->contested) {
        bb_ui_say(ui, _("Nobody else wrote here meanwhile."));
        return;
    }
    bb_record_copy(&bb_session_record, &mine, &state->row);
    bb_session_form_gather(state, &mine, bb_app_now(ui->app));
    lay_over(&mine, &state->row, state->contested);
    bb_form_clear_errors(state->form);
    fill(ui, state, &mine);
    bb_strset(&state->contested, NULL);
    bb_ui_say(ui, _("What the other wrote is taken over. Ctrl-S saves the rest."));
    bb_session_done(&mine);
}
