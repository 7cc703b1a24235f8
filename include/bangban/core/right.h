/* Who may do what: one table, use case × role. Asked in one place, bb_app_may(). */
#ifndef BANGBAN_CORE_RIGHT_H
#define BANGBAN_CORE_RIGHT_H

#include <stdbool.h>

#include "bangban/core/code.h"

#define BB_FOR(role)   (1u << BB_ROLE_##role)
#define BB_FOR_HELPERS (BB_FOR(STAFF) | BB_FOR(VOLUNTEER) | BB_FOR(SUPERVISOR))
#define BB_FOR_STAFF   (BB_FOR(STAFF) | BB_FOR(SUPERVISOR))
#define BB_FOR_ALL     (BB_FOR_HELPERS | BB_FOR(LEADER) | BB_FOR(ADMIN))

/* clang-format off */
#define BB_USE_LIST(X)                                                                             \
    X(SESSION_ADD,   BB_FOR_HELPERS,                     N_("log a session"))                      \
    X(SESSION_LIST,  BB_FOR_ALL,                         N_("see sessions"))                       \
    X(SESSION_VOID,  BB_FOR_HELPERS,                     N_("void a session"))                     \
    X(SEARCH,        BB_FOR_ALL & ~BB_FOR(VOLUNTEER),    N_("search all days"))                    \
    X(REFERRAL_ADD,  BB_FOR_HELPERS,                     N_("record a referral"))                  \
    X(ISSUE_ADD,     BB_FOR_HELPERS | BB_FOR(LEADER),    N_("register a problem"))                 \
    X(ISSUE_LIST,    BB_FOR_ALL,                         N_("see the ledger"))                     \
    X(ISSUE_STEP,    BB_FOR_STAFF,                       N_("work on a problem"))                  \
    X(ISSUE_DECIDE,  BB_FOR(SUPERVISOR),                 N_("decide on a problem"))                \
    X(CLIENT_DATA,   BB_FOR_STAFF,                       N_("see client data"))                    \
    X(VISIT_ADD,     BB_FOR_STAFF | BB_FOR(LEADER),      N_("record a leader's visit"))            \
    X(VISIT_VOID,    BB_FOR_STAFF,                       N_("void a leader's visit"))              \
    X(QUOTA_DECIDE,  BB_FOR(SUPERVISOR),                 N_("plan visits and waive quotas"))       \
    X(EXPORT,        BB_FOR(STAFF) | BB_FOR(SUPERVISOR) | BB_FOR(ADMIN), N_("export the day"))     \
    X(REFERENCE,     BB_FOR(SUPERVISOR) | BB_FOR(ADMIN), N_("load reference data"))                \
    X(CLOCK,         BB_FOR(SUPERVISOR) | BB_FOR(ADMIN), N_("accept the clock"))                   \
    X(RATING_LIST,   BB_FOR_STAFF | BB_FOR(LEADER),      N_("see ratings"))                        \
    X(RATING_WORK,   BB_FOR(SUPERVISOR),                 N_("work on a bad rating"))               \
    X(SHIFT_SIGN,    BB_FOR(VOLUNTEER),                  N_("sign in to a volunteer's shift"))     \
    X(SHIFT_LIST,    BB_FOR(VOLUNTEER) | BB_FOR(SUPERVISOR) | BB_FOR(LEADER), N_("see shifts"))    \
    X(ROSTER_LIST,   BB_FOR_STAFF | BB_FOR(LEADER) | BB_FOR(ADMIN), N_("see duty and phones"))     \
    X(ROSTER,        BB_FOR(SUPERVISOR) | BB_FOR(ADMIN), N_("keep duty and phones"))               \
    X(PHONE_COUNT,   BB_FOR_STAFF,                       N_("count calls"))                        \
    X(REPORT,        BB_FOR_STAFF | BB_FOR(LEADER),      N_("see reports"))                        \
    X(BACKUP,        BB_FOR(SUPERVISOR) | BB_FOR(ADMIN), N_("make a backup"))                    \
    X(AUDIT, BB_FOR(SUPERVISOR) | BB_FOR(ADMIN) | BB_FOR(AUDITOR), N_("read the audit"))           \
    X(RATING_TYPE, 0, /* nobody of the staff: only the client */ N_("rate for the client"))      \
    X(USER,          BB_FOR(ADMIN),                      N_("keep accounts"))                      \
    X(USER_FREE,     BB_FOR(SUPERVISOR) | BB_FOR(ADMIN), N_("lift a lock or log somebody out")) \
    X(UNMASK,        BB_FOR(SUPERVISOR),                 N_("see client data in clear"))           \
    X(RETENTION,     BB_FOR(SUPERVISOR) | BB_FOR(ADMIN), N_("destroy client data by rule"))
/* clang-format on */

enum bb_use {
#define BB_USE_ENUM(name, roles, label) BB_USE_##name,
    BB_USE_LIST(BB_USE_ENUM)
#undef BB_USE_ENUM
        BB_USE__COUNT
};

bool bb_right_has(int64_t role, enum bb_use use);
const char *bb_right_word(enum bb_use use);  /* as in the table, for events */
const char *bb_right_label(enum bb_use use); /* translated, completes "may not …" */

#endif
