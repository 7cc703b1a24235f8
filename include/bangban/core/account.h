/*
 * An account: how a person proves who he is at this file. Not a projection: it belongs to the file
 * as the keys do, follows from no event and leaves with no packet; its changes are events.
 */
#ifndef BANGBAN_CORE_ACCOUNT_H
#define BANGBAN_CORE_ACCOUNT_H

#include "bangban/core/record.h"

/* clang-format off */
/* secret, pin: algorithm, cost, salt and digest in one string (src/app/password.h), NULL: none */
#define BB_ACCOUNT_FIELDS(X)                                                                       \
    X(TEXT, person,          NONE,   0,                N_("Code"))                                  \
    X(TEXT, secret,          NONE,   0,                "")                                          \
    X(TEXT, pin,             NONE,   0,                "")                                          \
    X(INT,  fails,           NONE,   BB_FIELD_EXPORT,  N_("Failed tries"))                          \
    X(INT,  pin_fails,       NONE,   0,                "")                                          \
    X(TIME, locked_until,    NONE,   BB_FIELD_EXPORT,  N_("Locked until"))                          \
    X(TIME, login_at,        NONE,   BB_FIELD_EXPORT,  N_("Last login"))                            \
    X(TEXT, login_desk,      NONE,   BB_FIELD_EXPORT,  N_("Desk"))                                  \
    X(INT,  outs,            NONE,   0,                "")                                          \
    X(BOOL, disabled,        NONE,   BB_FIELD_EXPORT,  N_("Disabled"))                             \
    X(BOOL, given,           NONE,   BB_FIELD_EXPORT,  N_("Password given by somebody else"))
/* clang-format on */

struct bb_account {
    BB_ACCOUNT_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_account_record;

#endif
