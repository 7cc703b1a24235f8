/*
 * A session: one time somebody was helped (帮办). Source: policy 三(二), R2–R5, R9, R14, R24;
 * data.md, "Records".
 *
 * Client data: name, id and phone are kept masked (client_name …) and, name and phone, also sealed
 * under a key of this session (…_sealed, hex); clear text never reaches an event or a table.
 */
#ifndef BANGBAN_CORE_SESSION_H
#define BANGBAN_CORE_SESSION_H

#include "bangban/core/event.h"
#include "bangban/core/record.h"

/* clang-format off */
#define BB_SESSION_FIELDS(X)                                                                       \
    X(TEXT, id,           NONE,     BB_FIELD_EXPORT, N_("Id"))                                     \
    X(TEXT, no,           NONE,     BB_F_BODY,   N_("No."))                                        \
    X(TEXT, replica,      NONE,     BB_F_FOLD,   N_("Installation"))                               \
    X(CODE, kind,         KIND,     BB_F_TYPED,  N_("Form"))                                       \
    X(TIME, happened_at,  NONE,     BB_F_BODY,   N_("Started"))                                    \
    X(TIME, recorded_at,  NONE,     BB_F_FOLD,   N_("Recorded"))                                   \
    X(TEXT, recorded_by,  NONE,     BB_F_FOLD,   N_("Recorded by"))                                \
    X(BOOL, late,         NONE,     BB_F_BODY,   N_("Late entry"))                                 \
    X(TEXT, helper,       NONE,     BB_F_TYPED,  N_("Helper"))                                     \
    X(TEXT, desk,         NONE,     BB_F_TYPED,  N_("Desk"))                                       \
    X(CODE, zone,         ZONE,     BB_F_TYPED,  N_("Place"))                                      \
    X(CODE, channel,      CHANNEL,  BB_F_TYPED,  N_("Channel"))                                    \
    X(CODE, mode,         MODE,     BB_F_TYPED,  N_("Mode"))                                       \
    X(TEXT, item,         NONE,     BB_F_TYPED,  N_("Item"))                                       \
    X(CODE, no_item,      NO_ITEM,  BB_F_TYPED,  N_("Without item"))                               \
    X(CODE, client_kind,  CLIENT,   BB_F_TYPED,  N_("Client"))                                     \
    X(TEXT, client_name,  NONE,     BB_F_CLIENT, N_("Client name"))                                    \
    X(TEXT, client_name_sealed,  NONE, BB_F_SEALED, N_("Name, sealed"))                            \
    X(TEXT, client_id,    NONE,     BB_F_CLIENT, N_("Id number"))                                  \
    X(TEXT, client_pseudonym, NONE, BB_F_BODY | BB_FIELD_CLIENT, N_("Pseudonym"))                  \
    X(TEXT, client_phone, NONE,     BB_F_CLIENT, N_("Phone"))                                      \
    X(TEXT, client_phone_sealed, NONE, BB_F_SEALED, N_("Phone, sealed"))                           \
    X(CODE, source,       SOURCE,   BB_F_TYPED,  N_("Came by"))                                    \
    X(TEXT, ticket,       NONE,     BB_F_TYPED,  N_("Ticket"))                                     \
    X(INT,  quantity,     NONE,     BB_F_TYPED,  N_("Quantity"))                                   \
    X(CODE, category,     CATEGORY, BB_F_TYPED,  N_("Category"))                                   \
    X(CODE, outcome,      OUTCOME,  BB_F_TYPED,  N_("Outcome"))                                    \
    X(CODE, rating,       RATING,   BB_F_BODY,   N_("Rating"))                                     \
    X(TEXT, note,         NONE,     BB_F_TYPED,  N_("Note"))                                       \
    X(TEXT, programme,    NONE,     BB_F_TYPED,  N_("Programme"))                                  \
    X(CODE, phase,        PHASE,    BB_F_TYPED,  N_("Phase"))                                      \
    X(TIME, phase_at,     NONE,     BB_F_BODY,   N_("Phase since"))                                \
    X(TIME, closed_at,    NONE,     BB_F_BODY,   N_("Ended"))                                      \
    X(BOOL, voided,       NONE,     BB_F_FOLD,   N_("Void"))                                       \
    X(TEXT, void_reason,  NONE,     BB_F_BODY,   N_("Why void"))                                   \
    X(TIME, arrived_at,   NONE,     BB_F_TYPED,  N_("Arrived"))                                    \
    X(TIME, served_at,    NONE,     BB_F_BODY,   N_("First served"))                               \
    X(TEXT, handed_from,  NONE,     BB_F_BODY,   N_("Handed over by"))                             \
    X(TIME, handed_at,    NONE,     BB_F_BODY,   N_("Handed over"))                                \
    X(TEXT, handed_why,   NONE,     BB_F_BODY,   N_("Why handed over"))
/* clang-format on */

struct bb_session {
    BB_SESSION_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_session_record;

void bb_session_done(struct bb_session *session);

/* One reason why a record cannot be saved, or a warning beside it. */
struct bb_problem {
    const char *field;    /* name of the field concerned */
    const char *sentence; /* translated: what is wrong and what to do */
};
enum { BB_PROBLEMS_MAX = 8 };
struct bb_problems {
    size_t count;
    struct bb_problem rows[BB_PROBLEMS_MAX];
};
void bb_problem_add(struct bb_problems *problems, const char *field, const char *sentence);

/* What must be mended before this can be saved. Nothing that may be filled in later stands here. */
void bb_session_check(const struct bb_session *session, int64_t now, struct bb_problems *out);

/* Debts: what may be missing while somebody waits, but not when the shift ends (product.md). Bits.
 */
enum bb_debt { BB_DEBT_ITEM = 1, BB_DEBT_OUTCOME = 2, BB_DEBT_CATEGORY = 4, BB_DEBT_OPEN = 8 };
unsigned bb_session_debts(const struct bb_session *session);
/* Appends the debts as words, "item, outcome". */
void bb_session_debts_show(unsigned debts, struct bb_buf *out);

/* State of the session after all its events, in order. out is zeroed or done before. */
const struct bb_err *bb_session_fold(struct bb_session *out, const struct bb_events *events);

/* One stretch of a session: waiting, in service or parked, from when to when (0: still), and who
 * began it. Follows from the events; stored nowhere. */
/* clang-format off */
#define BB_STRETCH_FIELDS(X)                                                                        \
    X(CODE, phase,        PHASE,    BB_FIELD_EXPORT, N_("Phase"))                                  \
    X(TIME, from_at,      NONE,     BB_FIELD_EXPORT, N_("From"))                                   \
    X(TIME, until_at,     NONE,     BB_FIELD_EXPORT, N_("Until"))                                  \
    X(TEXT, by,           NONE,     BB_FIELD_EXPORT, N_("By"))
/* clang-format on */
struct bb_stretch {
    BB_STRETCH_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_stretch_record;

/* *out: heap, freed by bb_session_periods_free(). */
const struct bb_err *bb_session_periods(const struct bb_events *events, struct bb_stretch **out,
                                        size_t *count);
void bb_session_periods_free(struct bb_stretch *periods, size_t count);
/* Seconds from arrival to first service; -1 when one of them is not known. */
int64_t bb_session_first_response(const struct bb_session *session);

#endif
