/* Agency projects and duties to the knowledge base: their fields and what they must say. */
#include "bangban/core/task.h"

#define TABLE(struct_name, table, list)                                          \
    static const struct bb_field struct_name##_fields[] = {list(BB_RECORD_ROW)}; \
    const struct bb_record struct_name##_record = {                              \
        table, sizeof(struct struct_name),                                       \
        sizeof struct_name##_fields / sizeof *struct_name##_fields, struct_name##_fields};

#define BB_RECORD_STRUCT bb_project
TABLE(bb_project, "project", BB_PROJECT_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_kb_duty
TABLE(bb_kb_duty, "kb_duty", BB_KB_DUTY_FIELDS)
#undef BB_RECORD_STRUCT

const char bb_project_step_fields[] =
    "enterprise credit_code name station park agent service entrusted_on entrustment milestone "
    "milestone_on land_on start_on state why plan note";

/* Which states may follow which (data.md, "Records"). */
static const unsigned next_states[] = {
    [BB_PROJECT_ACCEPTED] = 1U << BB_PROJECT_IN_FORCE | 1U << BB_PROJECT_PAUSED |
                            1U << BB_PROJECT_DONE | 1U << BB_PROJECT_ENDED,
    [BB_PROJECT_IN_FORCE] =
        1U << BB_PROJECT_PAUSED | 1U << BB_PROJECT_DONE | 1U << BB_PROJECT_ENDED,
    [BB_PROJECT_PAUSED] = 1U << BB_PROJECT_RESUMED | 1U << BB_PROJECT_ENDED,
    [BB_PROJECT_RESUMED] = 1U << BB_PROJECT_PAUSED | 1U << BB_PROJECT_DONE | 1U << BB_PROJECT_ENDED,
    [BB_PROJECT_DONE] = 0,
    [BB_PROJECT_ENDED] = 0,
};

static void state_check(const struct bb_project *project, const struct bb_project *before,
                        struct bb_problems *out)
{
    bool stops = project->state == BB_PROJECT_PAUSED || project->state == BB_PROJECT_ENDED;
    bool acts = project->state == BB_PROJECT_IN_FORCE || project->state == BB_PROJECT_RESUMED ||
                project->state == BB_PROJECT_DONE;
    if (before && before->state != project->state &&
        !(next_states[before->state] & 1U << project->state))
        bb_problem_add(out, "state", _("This state does not follow the one it is in."));
    if (stops && !project->why)
        bb_problem_add(out, "why", _("Say why it is paused or ended."));
    if (project->state == BB_PROJECT_DONE && project->milestone != BB_MILESTONE_ACCEPTANCE)
        bb_problem_add(out, "milestone",
                       _("It is done with the completion acceptance; otherwise it is ended."));
    if (project->service == BB_SERVICE_ACT_FOR && acts && !project->entrusted_on)
        bb_problem_add(out, "entrusted_on", _("Acting for somebody needs the day of entrustment."));
    if (project->service == BB_SERVICE_ACT_FOR && acts && !project->entrustment)
        bb_problem_add(out, "entrustment", _("Name the paper by which it was entrusted."));
}

void bb_project_check(const struct bb_project *project, const struct bb_project *before,
                      struct bb_problems *out)
{
    if (!project->enterprise)
        bb_problem_add(out, "enterprise", _("Name the enterprise."));
    if (!project->name)
        bb_problem_add(out, "name", _("Name the project."));
    if (!project->station)
        bb_problem_add(out, "station", _("Choose the station."));
    if (project->station == BB_STATION_SUB && !project->park)
        bb_problem_add(out, "park", _("Name the industrial park of the sub-station."));
    if (!project->agent)
        bb_problem_add(out, "agent", _("Name the agent."));
    if (!project->service)
        bb_problem_add(out, "service", _("Choose the kind of service."));
    if (project->start_on && project->land_on && project->start_on < project->land_on)
        bb_problem_add(out, "start_on", _("This is before the land came; write a later day."));
    state_check(project, before, out);
}

void bb_kb_duty_check(const struct bb_kb_duty *duty, struct bb_problems *out)
{
    if (!duty->duty)
        bb_problem_add(out, "duty", _("Choose what is owed."));
    if (!duty->topic)
        bb_problem_add(out, "topic", _("Say what it is about."));
    if (!duty->owner)
        bb_problem_add(out, "owner", _("Name the owner: somebody has to do it."));
    if (!duty->due_on)
        bb_problem_add(out, "due_on", _("Write the day on which it is due."));
}
