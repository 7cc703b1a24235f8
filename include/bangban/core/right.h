/* Who may do what, and with whose records: one table, use case x role. Asked in one place,
 * bb_app_may_on(). */
#ifndef BANGBAN_CORE_RIGHT_H
#define BANGBAN_CORE_RIGHT_H

#include <stdbool.h>

#include "bangban/core/code.h"

/* How far a right reaches; each reaches what the ones before it do. */
enum bb_reach {
    BB_REACH_NONE,
    BB_REACH_OWN,    /* o: what one did or answers for oneself */
    BB_REACH_DESK,   /* d: what is at one's own desk */
    BB_REACH_UNIT,   /* u: what is one's own unit's */
    BB_REACH_CENTRE, /* c: what is at a desk of one's own centre, or at none; for people of the
                        district's offices (unit kind "office"), of any centre */
    BB_REACH_ALL     /* *: whatever is in the file */
};

/* clang-format off */
/* One letter for each role, in the order of BB_ROLE_LIST: staff, volunteer, supervisor, leader,
 * administrator, auditor, agent, leaders' recorder, kiosk. */
#define BB_USE_LIST(X)                                                                             \
    /*               SVMLAUGRK */                                                                  \
    X(SESSION_ADD,  "coc---o--", N_("log a session"))                                              \
    X(SESSION_LIST, "*o**--oo-", N_("see sessions"))                                               \
    X(SESSION_VOID, "doc---o--", N_("void a session"))                                             \
    X(SEARCH,       "*-**-----", N_("search all days"))                                            \
    X(REFERRAL_ADD, "***------", N_("record a referral"))                                          \
    X(ISSUE_ADD,    "****--**-", N_("register a problem"))                                         \
    X(ISSUE_LIST,   "****--**-", N_("see the ledger"))                                             \
    X(ISSUE_STEP,   "u-c---o--", N_("work on a problem"))                                          \
    X(ISSUE_DECIDE, "--c------", N_("decide on a problem"))                                        \
    X(CLIENT_DATA,  "*-*------", N_("see client data"))                                            \
    X(VISIT_ADD,    "*-*o---u-", N_("record a leader's visit"))                                    \
    X(VISIT_VOID,   "*-*----u-", N_("void a leader's visit"))                                      \
    X(QUOTA_DECIDE, "--*------", N_("plan visits and waive quotas"))                               \
    X(EXPORT,       "*-*------", N_("export the day"))                                             \
    X(REFERENCE,    "--*-*----", N_("load reference data"))                                        \
    X(CLOCK,        "--*-*----", N_("accept the clock"))                                           \
    X(RATING_LIST,  "*-**-----", N_("see ratings"))                                                \
    X(RATING_WORK,  "--c------", N_("work on a bad rating"))                                       \
    X(SHIFT_SIGN,   "-o-------", N_("sign in to a volunteer's shift"))                             \
    X(SHIFT_LIST,   "-o**-----", N_("see shifts"))                                                 \
    X(ROSTER_LIST,  "*-***----", N_("see duty and phones"))                                        \
    X(ROSTER,       "--*-*----", N_("keep duty and phones"))                                       \
    X(PHONE_COUNT,  "*-*------", N_("count calls"))                                                \
    X(TASK_LIST,    "*-**--*--", N_("see projects and knowledge tasks"))                           \
    X(TASK,         "*-*---o--", N_("keep projects and knowledge tasks"))                          \
    X(REPORT,       "*-**-----", N_("see reports"))                                                \
    X(BACKUP,       "--*-*----", N_("make a backup"))                                              \
    X(AUDIT,        "--*-**---", N_("read the audit"))                                             \
    X(RATING_TYPE,  "---------", N_("rate for the client"))                                        \
    X(USER,         "----*----", N_("keep accounts"))                                              \
    X(USER_FREE,    "--*-*----", N_("lift a lock or log somebody out"))                            \
    X(UNMASK,       "--c------", N_("see client data in clear"))                                   \
    X(RETENTION,    "--*-*----", N_("destroy client data by rule"))                                \
    X(SESSION_EDIT, "doc---o--", N_("complete a session"))                                         \
    X(ASK,          "*********", N_("ask questions"))
/* clang-format on */

enum bb_use {
#define BB_USE_ENUM(name, reach, label) BB_USE_##name,
    BB_USE_LIST(BB_USE_ENUM)
#undef BB_USE_ENUM
        BB_USE__COUNT
};

enum bb_reach bb_right_reach(int64_t role, enum bb_use use);
/* Who watches over others: only who keeps accounts makes one of these. */
bool bb_right_is_high(int64_t role);
const char *bb_right_word(enum bb_use use);  /* as in the table, for events */
const char *bb_right_label(enum bb_use use); /* translated, completes "may not …" */

#endif
