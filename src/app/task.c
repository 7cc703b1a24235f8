/* Agency projects, and what is owed to the knowledge base. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "private.h"

static void person_check(struct bb_app *app, const char *field, const char *code,
                         struct bb_problems *problems)
{
    if (code && !bb_app_person_of(app, code))
        bb_problem_add(problems, field, _("There is no such person; see: bangban person list"));
}

/* The row as it is; one that was dropped is there no more. */
static const struct bb_err *row_load(struct bb_app *app, const struct bb_record *record,
                                     const char *id, void *out)
{
    bool found;
    BB_TRY(bb_db_load(app->db, record, id, out, &found));
    if (found && !*bb_field_int(bb_record_field(record, "voided"), out))
        return NULL;
    return bb_err(BB_ERR_NOT_FOUND, record == &bb_project_record ? "project" : "kb-duty", id, NULL);
}

/* A task is whose it is to carry on. */
static const struct bb_err *whose_check(struct bb_app *app, const char *person)
{
    struct bb_whose whose = {.person = person};
    return bb_act_may_on(app, BB_USE_TASK, &whose);
}

static const struct bb_err *drop(struct bb_app *app, const struct bb_record *record,
                                 enum bb_event_kind kind, const char *id)
{
    BB_TRY(bb_act_may(app, BB_USE_TASK));
    BB_TRY(bb_act_begin(app));
    void *row = bb_alloc(record->bytes);
    const struct bb_err *err = row_load(app, record, id, row);
    const char *owner = record == &bb_project_record ? "agent" : "owner";
    if (!err)
        err = whose_check(app, *bb_field_text(bb_record_field(record, owner), row));
    if (!err)
        err = bb_act_change(app, record, kind, "", row);
    bb_record_done(record, row);
    free(row);
    return bb_act_end(app, err);
}

/* ---- projects ---- */

const struct bb_err *bb_app_project_add(struct bb_app *app, struct bb_project *project,
                                        struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_TASK));
    if (!project->state)
        project->state = BB_PROJECT_ACCEPTED;
    bb_project_check(project, NULL, problems);
    person_check(app, "agent", project->agent, problems);
    BB_TRY(bb_problems_err(&bb_project_record, problems));
    BB_TRY(whose_check(app, project->agent));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, bb_act_add(app, &bb_project_record, BB_EVENT_PROJECT_ADD, project));
}

/* The fields that the step states, over the row as it is. */
static void step_lay(struct bb_project *row, const struct bb_project *step, struct bb_buf *fields)
{
    for (size_t i = 0; i < bb_project_record.count; i++) {
        const struct bb_field *field = &bb_project_record.fields[i];
        if (!bb_word_in(field->name, bb_project_step_fields) || !bb_field_is_set(field, step))
            continue;
        bb_field_copy(field, row, step);
        bb_buf_printf(fields, "%s%s", fields->len ? " " : "", field->name);
    }
}

const struct bb_err *bb_app_project_step(struct bb_app *app, const char *id,
                                         const struct bb_project *step,
                                         struct bb_problems *problems)
{
    struct bb_project row = {0}, before = {0};
    struct bb_buf fields = {0};
    BB_TRY(bb_act_may(app, BB_USE_TASK));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = row_load(app, &bb_project_record, id, &row);
    if (!err)
        err = whose_check(app, row.agent);
    if (!err) {
        bb_record_copy(&bb_project_record, &before, &row);
        step_lay(&row, step, &fields);
        if (step->state && !step->why && fields.len) { /* the reason was of the state before */
            bb_strset(&row.why, NULL);
            bb_buf_str(&fields, " why");
        }
        if (step->milestone && !step->milestone_on) {
            row.milestone_on = bb_app_today(app);
            bb_buf_str(&fields, " milestone_on");
        }
        bb_project_check(&row, &before, problems);
        person_check(app, "agent", step->agent, problems);
        err = bb_problems_err(&bb_project_record, problems);
    }
    if (!err && !fields.len)
        err = bb_err(BB_ERR_RULE, _("Say what changed: at least one field."), NULL);
    if (!err)
        err = bb_act_change(app, &bb_project_record, BB_EVENT_PROJECT_STEP, fields.data, &row);
    bb_record_done(&bb_project_record, &row);
    bb_record_done(&bb_project_record, &before);
    bb_buf_done(&fields);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_project_drop(struct bb_app *app, const char *id)
{
    return drop(app, &bb_project_record, BB_EVENT_PROJECT_DROP, id);
}

const struct bb_err *bb_app_project_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_TASK_LIST));
    return bb_db_all(app->db, &bb_project_record, sink);
}

/* ---- knowledge ---- */

static void places_check(struct bb_app *app, const struct bb_kb_duty *duty,
                         struct bb_problems *problems)
{
    const struct bb_kb *rows;
    size_t count = 0;
    bool known = !duty->kb;
    if (duty->unit && !bb_app_unit(app, duty->unit))
        bb_problem_add(problems, "unit", _("There is no such unit; see: bangban unit list"));
    if (duty->item && !bb_app_item(app, duty->item))
        bb_problem_add(problems, "item", _("There is no such item; see: bangban item search"));
    if (!known && !bb_app_kb(app, &rows, &count))
        for (size_t i = 0; i < count && !known; i++)
            known = strcmp(rows[i].id, duty->kb) == 0;
    if (!known)
        bb_problem_add(problems, "kb", _("There is no such entry; see: bangban kb list"));
}

const struct bb_err *bb_app_kb_duty_add(struct bb_app *app, struct bb_kb_duty *duty,
                                        struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_TASK));
    bb_kb_duty_check(duty, problems);
    person_check(app, "owner", duty->owner, problems);
    places_check(app, duty, problems);
    BB_TRY(bb_problems_err(&bb_kb_duty_record, problems));
    BB_TRY(whose_check(app, duty->owner));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, bb_act_add(app, &bb_kb_duty_record, BB_EVENT_KB_DUTY_ADD, duty));
}

const struct bb_err *bb_app_kb_duty_done(struct bb_app *app, const char *id, const char *result,
                                         struct bb_problems *problems)
{
    struct bb_kb_duty row = {0};
    BB_TRY(bb_act_may(app, BB_USE_TASK));
    if (!result || !*result)
        bb_problem_add(problems, "result", _("Say what was done."));
    BB_TRY(bb_problems_err(&bb_kb_duty_record, problems));
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = row_load(app, &bb_kb_duty_record, id, &row);
    if (!err)
        err = whose_check(app, row.owner);
    if (!err && row.done_on)
        err = bb_err(BB_ERR_RULE, _("This is done already."), NULL);
    if (!err) {
        row.done_on = bb_app_today(app);
        bb_strset(&row.result, result);
        err = bb_act_change(app, &bb_kb_duty_record, BB_EVENT_KB_DUTY_DONE, "done_on result", &row);
    }
    bb_record_done(&bb_kb_duty_record, &row);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_kb_duty_drop(struct bb_app *app, const char *id)
{
    return drop(app, &bb_kb_duty_record, BB_EVENT_KB_DUTY_DROP, id);
}

const struct bb_err *bb_app_kb_duty_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_TASK_LIST));
    return bb_db_all(app->db, &bb_kb_duty_record, sink);
}
