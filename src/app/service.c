/* Volunteers' shifts and the duty roster; how registers add and drop their entries. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

const struct bb_err *bb_entry_add(struct bb_app *app, const struct bb_record *record,
                                  enum bb_event_kind kind, void *row,
                                  const struct bb_problems *problems)
{
    BB_TRY(bb_problems_err(record, problems));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, bb_act_add(app, record, kind, row));
}

const struct bb_err *bb_entry_drop(struct bb_app *app, enum bb_use use,
                                   const struct bb_record *record, enum bb_event_kind kind,
                                   const char *id)
{
    void *row = bb_alloc(record->bytes);
    bool found;
    const struct bb_err *err = bb_act_may(app, use);
    if (!err)
        err = bb_act_begin(app);
    if (err) {
        free(row);
        return err;
    }
    err = bb_db_load(app->db, record, id, row, &found);
    if (!err && (!found || *bb_field_int(bb_record_field(record, "voided"), row)))
        err = bb_err(BB_ERR_NOT_FOUND, record->name, id, NULL);
    if (!err)
        err = bb_act_change(app, record, kind, "", row);
    bb_record_done(record, row);
    free(row);
    return bb_act_end(app, err);
}

/* ---- shifts ---- */

const struct bb_err *bb_app_shift_in(struct bb_app *app, struct bb_shift *shift,
                                     struct bb_problems *problems)
{
    struct bb_shift open = {0};
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_SHIFT_SIGN));
    BB_TRY(bb_db_shift_open(app->db, app->person.code, &open, &found));
    bb_record_done(&bb_shift_record, &open);
    if (found)
        return bb_err(BB_ERR_RULE, _("You are signed in already; sign out first."), NULL);
    const struct bb_person *supervisor =
        shift->supervisor ? bb_app_person_of(app, shift->supervisor) : NULL;
    if (!supervisor || supervisor->role == BB_ROLE_VOLUNTEER)
        bb_problem_add(problems, "supervisor",
                       _("Name who supervises the shift: the code of a member of the staff."));
    bb_strset(&shift->person, app->person.code);
    bb_strset(&shift->desk, app->desk.code);
    shift->from_at = bb_app_now(app);
    shift->to_at = 0;
    return bb_entry_add(app, &bb_shift_record, BB_EVENT_SHIFT_ADD, shift, problems);
}

const struct bb_err *bb_app_shift_out(struct bb_app *app, const char *note, struct bb_shift *out)
{
    bool found;
    BB_TRY(bb_act_may(app, BB_USE_SHIFT_SIGN));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_db_shift_open(app->db, app->person.code, out, &found);
    if (!err && !found)
        err = bb_err(BB_ERR_RULE, _("You are not signed in; sign in first."), NULL);
    if (!err) {
        out->to_at = bb_app_now(app);
        if (note)
            bb_strset(&out->note, note);
        err = bb_act_change(app, &bb_shift_record, BB_EVENT_SHIFT_END, "to_at note", out);
    }
    return bb_act_end(app, err);
}

struct own {
    const char *person; /* NULL: everybody */
    const struct bb_sink *sink;
};

static const struct bb_err *own_item(void *ctx, void *row)
{
    const struct own *own = ctx;
    const struct bb_shift *shift = row;
    if (own->person && strcmp(shift->person, own->person) != 0)
        return NULL;
    return own->sink->item(own->sink->ctx, row);
}

const struct bb_err *bb_app_shift_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_SHIFT_LIST));
    bool narrow = bb_right_reach(app->person.role, BB_USE_SHIFT_LIST) == BB_REACH_OWN;
    struct own own = {narrow ? app->person.code : NULL, sink};
    return bb_db_all(app->db, &bb_shift_record, &(struct bb_sink){own_item, &own});
}

/* ---- duty ---- */

const struct bb_err *bb_app_duty_add(struct bb_app *app, struct bb_duty *duty,
                                     struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_ROSTER));
    bb_duty_check(duty, problems);
    if (duty->desk && !bb_app_desk_of(app, duty->desk))
        bb_problem_add(problems, "desk", _("There is no such desk; see: bangban desk list"));
    if (duty->person && !bb_app_person_of(app, duty->person))
        bb_problem_add(problems, "person", _("There is no such person; see: bangban person list"));
    return bb_entry_add(app, &bb_duty_record, BB_EVENT_DUTY_ADD, duty, problems);
}

const struct bb_err *bb_app_duty_drop(struct bb_app *app, const char *id)
{
    return bb_entry_drop(app, BB_USE_ROSTER, &bb_duty_record, BB_EVENT_DUTY_DROP, id);
}

const struct bb_err *bb_app_duty_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ROSTER_LIST));
    return bb_db_all(app->db, &bb_duty_record, sink);
}

const struct bb_err *bb_app_duty_load(struct bb_app *app, int64_t from_day, int64_t to_day,
                                      const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ROSTER_LIST));
    return bb_db_duty_load(app->db, from_day, to_day ? to_day : INT32_MAX, sink);
}
