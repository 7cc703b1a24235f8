/*
 * The rating 好差评 (R34; glossary §6): what the client says of a session, entered on the client's
 * side of the desk, and the case that a bad one opens. No level: it was asked and nobody answered
 * (未评价); nothing is ever put in its place.
 */
#ifndef BANGBAN_CORE_RATING_H
#define BANGBAN_CORE_RATING_H

#include "bangban/core/record.h"

/* clang-format off */
#define BB_RATING_FIELDS(X)                                                                        \
    X(TEXT, id,           NONE,     BB_FIELD_EXPORT, N_("Id"))                                     \
    X(TEXT, replica,      NONE,     BB_F_FOLD,   N_("Installation"))                               \
    X(TEXT, session,      NONE,     BB_F_BODY,   N_("Session"))                                    \
    X(TEXT, session_no,   NONE,     BB_F_BODY,   N_("No."))                                        \
    X(TEXT, desk,         NONE,     BB_F_BODY,   N_("Desk"))                                       \
    X(TEXT, item,         NONE,     BB_F_BODY,   N_("Item"))                                       \
    X(CODE, medium,       MEDIUM,   BB_F_BODY,   N_("Given on"))                                   \
    X(CODE, level,        RATING,   BB_F_BODY,   N_("Rating"))                                     \
    X(CODE, cause,        DISLIKE,  BB_F_BODY,   N_("Why bad"))                                    \
    X(CODE, solved,       OUTCOME,  BB_F_BODY,   N_("Client says"))                                \
    X(DAY,  contact_due,  NONE,     BB_F_BODY,   N_("Contact by"))                                 \
    X(DAY,  settle_due,   NONE,     BB_F_BODY,   N_("Settle by"))                                  \
    X(BOOL, complex,      NONE,     BB_F_TYPED,  N_("Complex"))                                    \
    X(TEXT, contact_note, NONE,     BB_F_TYPED,  N_("What the client said"))                       \
    X(TIME, contacted_at, NONE,     BB_F_BODY,   N_("Contacted"))                                  \
    X(TEXT, measures,     NONE,     BB_F_TYPED,  N_("What was done"))                              \
    X(TIME, settled_at,   NONE,     BB_F_BODY,   N_("Settled"))                                    \
    X(CODE, call_back,    CALLBACK, BB_F_TYPED,  N_("Call-back"))                                  \
    X(TEXT, call_note,    NONE,     BB_F_TYPED,  N_("Said on the call-back"))                      \
    X(TIME, called_at,    NONE,     BB_F_BODY,   N_("Called back"))                                \
    X(TIME, recorded_at,  NONE,     BB_F_FOLD,   N_("Recorded"))                                   \
    X(TEXT, recorded_by,  NONE,     BB_F_FOLD,   N_("Recorded by"))                                \
    X(BOOL, voided,       NONE,     BB_F_FOLD,   N_("Void"))
/* clang-format on */

struct bb_rating {
    BB_RATING_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_rating_record;

bool bb_rating_is_bad(int64_t level); /* levels 1 and 2 */

/* What a case waits for. */
enum bb_case { BB_CASE_NONE, BB_CASE_CONTACT, BB_CASE_SETTLE, BB_CASE_CALL, BB_CASE_DONE };
enum bb_case bb_rating_case(const struct bb_rating *rating);
const char *bb_rating_case_label(enum bb_case waits);       /* translated */
int64_t bb_rating_case_due(const struct bb_rating *rating); /* 0: no deadline runs */

/*
 * A share and its denominator. Nothing is said of a share whose denominator is below the minimum.
 */
struct bb_share {
    int64_t part, whole;
};
/* "92.3% (n=13)", "— (n=0)". Appends. */
void bb_share_show(struct bb_share share, struct bb_buf *out);
/* The share is below the threshold, and its denominator large enough for that to mean something. */
bool bb_share_is_low(struct bb_share share, int64_t percent, int64_t least);

#endif
