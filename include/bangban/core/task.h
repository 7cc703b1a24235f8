/*
 * What is carried on for months: projects of the agency service (全程代办: R10, R52, R53), and what
 * is owed to the knowledge base (R22). Plain records: born, changed step by step, perhaps dropped;
 * their events are their log.
 */
#ifndef BANGBAN_CORE_TASK_H
#define BANGBAN_CORE_TASK_H

#include "bangban/core/session.h"

/* clang-format off */
#define BB_PROJECT_FIELDS(X)                                                                       \
    X(TEXT, id,           NONE,   BB_FIELD_EXPORT, N_("Id"))                                       \
    X(TEXT, replica,      NONE,   BB_F_FOLD,       N_("Installation"))                             \
    X(TEXT, enterprise,   NONE,   BB_F_TYPED,      N_("Enterprise"))                               \
    X(TEXT, credit_code,  NONE,   BB_F_TYPED,      N_("Credit code"))                              \
    X(TEXT, name,         NONE,   BB_F_TYPED,      N_("Project"))                                  \
    X(CODE, station,      STATION, BB_F_TYPED,     N_("Station"))                                  \
    X(TEXT, park,         NONE,   BB_F_TYPED,      N_("Industrial park"))                          \
    X(TEXT, agent,        NONE,   BB_F_TYPED,      N_("Agent"))                                    \
    X(CODE, service,      SERVICE, BB_F_TYPED,     N_("Kind of service"))                          \
    X(DAY,  entrusted_on, NONE,   BB_F_TYPED,      N_("Entrusted on"))                             \
    X(TEXT, entrustment,  NONE,   BB_F_TYPED,      N_("Entrustment"))                              \
    X(CODE, milestone,    MILESTONE, BB_F_TYPED,   N_("Milestone"))                                \
    X(DAY,  milestone_on, NONE,   BB_F_TYPED,      N_("Reached on"))                               \
    X(DAY,  land_on,      NONE,   BB_F_TYPED,      N_("Land on"))                                  \
    X(DAY,  start_on,     NONE,   BB_F_TYPED,      N_("Building began"))                           \
    X(CODE, state,        PROJECT, BB_F_TYPED,     N_("State"))                                    \
    X(TEXT, why,          NONE,   BB_F_TYPED,      N_("Why"))                                      \
    X(TEXT, plan,         NONE,   BB_F_TYPED,      N_("Plan"))                                     \
    X(TEXT, note,         NONE,   BB_F_TYPED,      N_("Note"))                                     \
    X(TIME, recorded_at,  NONE,   BB_F_FOLD,       N_("Recorded"))                                 \
    X(TEXT, recorded_by,  NONE,   BB_F_FOLD,       N_("Recorded by"))                              \
    X(BOOL, voided,       NONE,   BB_F_FOLD,       N_("Dropped"))
#define BB_KB_DUTY_FIELDS(X)                                                                       \
    X(TEXT, id,           NONE,   BB_FIELD_EXPORT, N_("Id"))                                       \
    X(TEXT, replica,      NONE,   BB_F_FOLD,       N_("Installation"))                             \
    X(CODE, duty,         KB_DUTY, BB_F_TYPED,     N_("What is owed"))                             \
    X(TEXT, topic,        NONE,   BB_F_TYPED,      N_("About"))                                    \
    X(TEXT, kb,           NONE,   BB_F_TYPED,      N_("Knowledge entry"))                                  \
    X(TEXT, item,         NONE,   BB_F_TYPED,      N_("Item"))                                     \
    X(TEXT, unit,         NONE,   BB_F_TYPED,      N_("Unit"))                                     \
    X(TEXT, owner,        NONE,   BB_F_TYPED,      N_("Owner"))                                    \
    X(DAY,  due_on,       NONE,   BB_F_TYPED,      N_("Due"))                                      \
    X(DAY,  done_on,      NONE,   BB_F_BODY,       N_("Done on"))                                  \
    X(TEXT, result,       NONE,   BB_F_TYPED,      N_("What was done"))                            \
    X(TIME, recorded_at,  NONE,   BB_F_FOLD,       N_("Recorded"))                                 \
    X(TEXT, recorded_by,  NONE,   BB_F_FOLD,       N_("Recorded by"))                              \
    X(BOOL, voided,       NONE,   BB_F_FOLD,       N_("Dropped"))
/* clang-format on */

struct bb_project {
    BB_PROJECT_FIELDS(BB_RECORD_MEMBER)
};
struct bb_kb_duty {
    BB_KB_DUTY_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_project_record, bb_kb_duty_record;

/* What a step may change, as words. */
extern const char bb_project_step_fields[];
/* What must be mended before it can be saved; before: as it was, NULL when it is new. */
void bb_project_check(const struct bb_project *project, const struct bb_project *before,
                      struct bb_problems *out);
void bb_kb_duty_check(const struct bb_kb_duty *duty, struct bb_problems *out);

#endif
