/*
 * A problem: one line of the ledger (问题台账). Source: policy 三(一)3, R1, R17, R42–R45; data.md,
 * "The ledger's states".
 *
 * The step table below is the state machine: menus, refusals and the fold read it. Deadlines: a day
 * that a person named (due_named) stays; one that follows from a rule (due_rule, "10wd") is folded
 * with the calendar in force.
 */
#ifndef BANGBAN_CORE_ISSUE_H
#define BANGBAN_CORE_ISSUE_H

#include "bangban/core/calendar.h"
#include "bangban/core/event.h"
#include "bangban/core/record.h"
#include "bangban/core/session.h"

/* clang-format off */
#define BB_ISSUE_FIELDS(X)                                                                         \
    X(TEXT, id,           NONE,     BB_FIELD_EXPORT, N_("Id"))                                     \
    X(TEXT, no,           NONE,     BB_F_BODY,   N_("No."))                                        \
    X(TEXT, replica,      NONE,     BB_F_FOLD,   N_("Installation"))                               \
    X(CODE, origin,       ORIGIN,   BB_F_TYPED,  N_("Source"))                                     \
    X(TEXT, session,      NONE,     BB_F_TYPED,  N_("Session"))                                    \
    X(TIME, happened_at,  NONE,     BB_F_BODY,   N_("Found on"))                                   \
    X(TIME, recorded_at,  NONE,     BB_F_FOLD,   N_("Recorded"))                                   \
    X(TEXT, recorded_by,  NONE,     BB_F_FOLD,   N_("Recorded by"))                                \
    X(BOOL, late,         NONE,     BB_F_BODY,   N_("Late entry"))                                 \
    X(TEXT, found_by,     NONE,     BB_F_TYPED,  N_("Found by"))                                   \
    X(TEXT, desk,         NONE,     BB_F_TYPED,  N_("Desk"))                                       \
    X(TEXT, item,         NONE,     BB_F_TYPED,  N_("Item"))                                       \
    X(CODE, stage,        STAGE,    BB_F_TYPED,  N_("Stage"))                                      \
    X(CODE, point,        POINT,    BB_F_TYPED,  N_("Kind"))                                       \
    X(TEXT, description,  NONE,     BB_F_TYPED,  N_("Description"))                                \
    X(TEXT, plan,         NONE,     BB_F_TYPED,  N_("Rectification plan"))                         \
    X(TEXT, measures,     NONE,     BB_F_TYPED,  N_("Measures"))                                   \
    X(TEXT, lead_unit,    NONE,     BB_F_TYPED,  N_("Lead unit"))                                  \
    X(TEXT, support_units, NONE,    BB_F_TYPED,  N_("Supporting units"))                           \
    X(TEXT, leader,       NONE,     BB_F_TYPED,  N_("Responsible leader"))                         \
    X(TEXT, person,       NONE,     BB_F_TYPED,  N_("Responsible person"))                         \
    X(TEXT, due_rule,     NONE,     BB_F_TYPED,  N_("Deadline rule"))                              \
    X(TIME, due_from_at,  NONE,     BB_F_FOLD,   N_("Deadline counts from"))                       \
    X(DAY,  due_named,    NONE,     BB_F_TYPED,  N_("Deadline named"))                             \
    X(DAY,  asked_due,    NONE,     BB_F_TYPED,  N_("Extension asked to"))                         \
    X(DAY,  due_day,      NONE,     BB_F_BODY,   N_("Deadline"))                                   \
    X(DAY,  first_due_day, NONE,    BB_F_FOLD,   N_("First deadline"))                             \
    X(INT,  extensions,   NONE,     BB_F_FOLD,   N_("Extensions"))                                 \
    X(TIME, paused_at,    NONE,     BB_F_FOLD,   N_("Paused since"))                               \
    X(CODE, reminder,     REMINDER, BB_F_TYPED,  N_("Reminder stage"))                             \
    X(TIME, reminded_at,  NONE,     BB_F_FOLD,   N_("Reminded on"))                                \
    X(CODE, escalated,    ESCALATION, BB_F_TYPED, N_("Escalated to"))                              \
    X(TIME, to_centre_at, NONE,     BB_F_FOLD,   N_("To the centre on"))                           \
    X(TIME, to_city_at,   NONE,     BB_F_FOLD,   N_("To the city on"))                             \
    X(TEXT, progress,     NONE,     BB_F_TYPED,  N_("Progress"))                                   \
    X(BOOL, on_spot,      NONE,     BB_F_FOLD,   N_("Fixed on the spot"))                          \
    X(TIME, fixed_at,     NONE,     BB_F_FOLD,   N_("Rectified on"))                               \
    X(TEXT, fixed_by,     NONE,     BB_F_FOLD,   N_("Rectified by"))                               \
    X(TEXT, evidence,     NONE,     BB_F_TYPED,  N_("Evidence"))                                   \
    X(TEXT, feedback_to,  NONE,     BB_F_TYPED,  N_("Feedback to"))                                \
    X(TIME, feedback_at,  NONE,     BB_F_FOLD,   N_("Feedback on"))                                \
    X(CODE, lookback,     LOOKBACK, BB_F_TYPED,  N_("Look-back"))                                  \
    X(TEXT, lookback_by,  NONE,     BB_F_FOLD,   N_("Looked back by"))                             \
    X(TIME, lookback_at,  NONE,     BB_F_FOLD,   N_("Looked back on"))                             \
    X(TEXT, lookback_plan, NONE,    BB_F_BODY,   N_("Look-backs planned"))                         \
    X(INT,  lookback_round, NONE,   BB_F_FOLD,   N_("Look-backs held"))                            \
    X(DAY,  lookback_due, NONE,     BB_F_FOLD,   N_("Next look-back"))                             \
    X(CODE, ending,       ENDING,   BB_F_TYPED,  N_("Ending"))                                     \
    X(TEXT, cause,        NONE,     BB_F_TYPED,  N_("Cause"))                                      \
    X(TEXT, approver,     NONE,     BB_F_TYPED,  N_("Approved by"))                                \
    X(TEXT, reason,       NONE,     BB_F_TYPED,  N_("Reason"))                                     \
    X(TIME, closed_at,    NONE,     BB_F_FOLD,   N_("Closed out on"))                              \
    X(TEXT, closed_by,    NONE,     BB_F_FOLD,   N_("Closed out by"))                              \
    X(TIME, first_closed_at, NONE,  BB_F_FOLD,   N_("First closed out on"))                        \
    X(INT,  relapse_count, NONE,    BB_F_FOLD,   N_("Relapses"))                                   \
    X(INT,  reopen_count, NONE,     BB_F_FOLD,   N_("Reopenings"))                                 \
    X(TEXT, referred_to,  NONE,     BB_F_TYPED,  N_("Referred to"))                                \
    X(TIME, acted_at,     NONE,     BB_F_BODY,   N_("Last act on"))                                \
    X(CODE, state,        STATE,    BB_F_FOLD,   N_("State"))                                      \
    X(BOOL, contested,    NONE,     BB_F_FOLD,   N_("To be checked"))                              \
    X(TEXT, heads,        NONE,     0,           N_("Known events"))

/* The steps: enum = event kind, states it may start from (bits of BB_STATE_…), state it leads to
 * (0: stays), fields it must have ("a b c"; "x|y" means one of), what the menu calls it. */
#define BB_IN(state) (1u << BB_STATE_##state)
#define BB_IN_OPEN (BB_IN(FOUND) | BB_IN(RECTIFYING) | BB_IN(FIXED))
#define BB_STEP_LIST(X)                                                                            \
    X(ISSUE_ADD,      BB_IN(NONE),       FOUND,      "description",               N_("Register"))  \
    X(ISSUE_EDIT,     BB_IN_OPEN,        NONE,       "",                          N_("Correct"))   \
    X(ISSUE_SPOT,     BB_IN(FOUND),      FIXED,      "evidence",                  N_("Fixed on the spot")) \
    X(ISSUE_PLAN,     BB_IN(FOUND) | BB_IN(RECTIFYING), RECTIFYING,                                \
                      "plan measures lead_unit person due_named|due_rule",        N_("Plan"))      \
    X(ISSUE_ASSIGN,   BB_IN(FOUND) | BB_IN(RECTIFYING), NONE, "lead_unit person", N_("Assign"))    \
    X(ISSUE_ASK,      BB_IN(RECTIFYING), NONE,       "asked_due reason",          N_("Ask for an extension")) \
    X(ISSUE_EXTEND,   BB_IN(RECTIFYING), NONE,       "due_named reason approver", N_("Extend"))    \
    X(ISSUE_REFUSE,   BB_IN(RECTIFYING), NONE,       "reason",                    N_("Refuse the extension")) \
    X(ISSUE_PAUSE,    BB_IN(RECTIFYING), NONE,       "reason",                    N_("Pause"))     \
    X(ISSUE_RESUME,   BB_IN(RECTIFYING), NONE,       "",                          N_("Resume"))    \
    X(ISSUE_REMIND,   BB_IN(FOUND) | BB_IN(RECTIFYING), NONE, "reminder",         N_("Remind"))    \
    X(ISSUE_ESCALATE, BB_IN(FOUND) | BB_IN(RECTIFYING), NONE, "escalated",        N_("Escalate"))  \
    X(ISSUE_FIX,      BB_IN(RECTIFYING), FIXED,      "evidence",                  N_("Rectified")) \
    X(ISSUE_FEEDBACK, BB_IN(FIXED),      NONE,       "feedback_to",               N_("Give feedback")) \
    X(ISSUE_LOOKBACK, BB_IN(FIXED) | BB_IN(CLOSED), NONE, "lookback evidence",    N_("Look back")) \
    X(ISSUE_CLOSE,    BB_IN(FIXED),      CLOSED,     "ending",                    N_("Close out")) \
    X(ISSUE_REOPEN,   BB_IN(CLOSED),     RECTIFYING, "reason",                    N_("Reopen"))    \
    X(ISSUE_REFER,    BB_IN(FOUND),      REFERRED,   "referred_to",               N_("Refer"))     \
    X(ISSUE_VOID,     BB_IN_OPEN | BB_IN(REFERRED), VOID, "reason",               N_("Void"))      \
    X(ISSUE_SETTLE,   BB_IN_OPEN | BB_IN(CLOSED) | BB_IN(REFERRED) | BB_IN(VOID), NONE, "reason",  \
                                                                                  N_("Settle the contradiction"))
/* clang-format on */

/* What the ledger can be ordered by: enum, what the title line calls it. Within equal ones by
 * deadline. The store keeps the numbers: a change of the list needs a migration. */
/* clang-format off */
#define BB_ISSUE_SORT_LIST(X)                                                                      \
    X(DUE,         N_("by deadline"))                                                              \
    X(UNIT,        N_("by unit"))                                                                  \
    X(KIND,        N_("by kind"))                                                                  \
    X(STATE,       N_("by state"))                                                                 \
    X(PERSON,      N_("by responsible person"))                                                    \
    X(FOUND,       N_("by day found, newest first"))                                               \
    X(NO,          N_("by number"))                                                                \
    X(DESCRIPTION, N_("by description"))
/* clang-format on */
enum bb_issue_sort {
#define BB_ISSUE_SORT_ENUM(name, label) BB_ISSUE_SORT_##name,
    BB_ISSUE_SORT_LIST(BB_ISSUE_SORT_ENUM)
#undef BB_ISSUE_SORT_ENUM
        BB_ISSUE_SORT__COUNT
};

struct bb_issue {
    BB_ISSUE_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_issue_record;

struct bb_step {
    enum bb_event_kind kind;
    unsigned from; /* bits 1 << BB_STATE_… */
    int to;        /* BB_STATE_…, NONE: stays */
    const char *needs;
    const char *label; /* N_() */
};
const struct bb_step *bb_issue_step(enum bb_event_kind kind); /* NULL when not a step */

void bb_issue_done(struct bb_issue *issue);

/* Whether `step` may be done to the issue as it stands, with what the body says, by this person.
 * The gate of every path: screen, batch, command line, fold. Fills problems by field; empty means
 * yes. */
void bb_issue_check(const struct bb_issue *issue, enum bb_event_kind step,
                    const struct bb_issue *body, const char *by, struct bb_problems *out);

/* State after all events, in order. Events that the order makes illegal are skipped and set
 * `contested`, and so do two decisions that did not know of each other; settling clears it. cal
 * gives rule-made deadlines; a missing year leaves due_day 0 (shown as "calendar missing"), never a
 * guess. */
const struct bb_err *bb_issue_fold(struct bb_issue *out, const struct bb_events *events,
                                   const struct bb_calendar *cal);

/* Time in which the deadline did not run, a pause that still runs up to `now`. Returns how many. */
enum { BB_PAUSES_MAX = 16 };
size_t bb_issue_pauses(const struct bb_events *events, int64_t now,
                       struct bb_pause out[BB_PAUSES_MAX]);

/* "10wd", "3day", "4hour", "30minute", with "+" behind to count the start day. */
const struct bb_err *bb_due_rule_parse(struct bb_due_rule *out, const char *text);

bool bb_issue_is_open(const struct bb_issue *issue); /* found, rectifying, fixed */
/* Appends what the line is ordered by, to be compared as bytes; what is unknown comes first. Begins
 * with "=", so that "" lies before all and "~" behind. Not for DUE, whose key is the day itself. */
void bb_issue_sort_value(struct bb_buf *out, const struct bb_issue *issue, enum bb_issue_sort sort);
/* Days left when no calendar can say. */
#define BB_LEFT_UNKNOWN INT64_MIN
/* BB_LIGHT_…; 0 for ended lines or when the deadline is unknown. Working days left go to *left (may
 * be NULL); yellow_days from the configuration (default 3). */
int bb_issue_light(const struct bb_issue *issue, const struct bb_calendar *cal, int64_t today,
                   int yellow_days, int64_t *left);

#endif
