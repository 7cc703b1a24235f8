/*
 * A leader's visit (领导干部帮办): the sheet beside its session, the plan before it, the waiver
 * instead of it. Source: policy 三(一)1–2 and 四(三); R8, R36–R41, R57, R60, R61.
 */
#ifndef BANGBAN_CORE_VISIT_H
#define BANGBAN_CORE_VISIT_H

#include "bangban/core/quota.h"
#include "bangban/core/record.h"
#include "bangban/core/reference.h"
#include "bangban/core/session.h"

/* clang-format off */
#define BB_VISIT_FIELDS(X)                                                                         \
    X(TEXT, id,              NONE,   BB_FIELD_EXPORT,  N_("Id"))                                    \
    X(TEXT, no,              NONE,   BB_F_BODY,        N_("No."))                                   \
    X(TEXT, replica,         NONE,   BB_F_FOLD,        N_("Installation"))                          \
    X(TEXT, session,         NONE,   BB_F_BODY,        N_("Session"))                               \
    X(TEXT, person,          NONE,   BB_F_TYPED,       N_("Leader"))                                \
    X(TIME, happened_at,     NONE,   BB_F_BODY,        N_("Time"))                                  \
    X(TIME, recorded_at,     NONE,   BB_F_FOLD,        N_("Recorded"))                              \
    X(TEXT, recorded_by,     NONE,   BB_F_FOLD,        N_("Recorded by"))                           \
    X(CODE, mode,            MODE,   BB_F_TYPED,       N_("Mode"))                                  \
    X(TEXT, item,            NONE,   BB_F_TYPED,       N_("Item"))                                  \
    X(CODE, place_kind,      PLACE,  BB_F_TYPED,       N_("Kind of place"))                         \
    X(TEXT, place,           NONE,   BB_F_TYPED,       N_("Place"))                                 \
    X(CODE, focus,           FOCUS,  BB_F_TYPED,       N_("Focus"))                                 \
    X(CODE, source,          SOURCE, BB_F_TYPED,       N_("Came by"))                               \
    X(TEXT, ticket,          NONE,   BB_F_TYPED,       N_("Ticket"))                                \
    X(INT,  companions,      NONE,   BB_F_TYPED,       N_("Companions"))                            \
    X(TEXT, note_consult,    NONE,   BB_F_TYPED,       N_("Consult"))                               \
    X(TEXT, note_apply,      NONE,   BB_F_TYPED,       N_("Apply"))                                 \
    X(TEXT, note_accept,     NONE,   BB_F_TYPED,       N_("Accept"))                                \
    X(TEXT, note_review,     NONE,   BB_F_TYPED,       N_("Review"))                                \
    X(TEXT, note_conclude,   NONE,   BB_F_TYPED,       N_("Conclude"))                              \
    X(TEXT, note_feedback,   NONE,   BB_F_TYPED,       N_("Feedback"))                              \
    X(CODE, judge_standard,  JUDGE,  BB_F_TYPED,       N_("Standardised"))                          \
    X(CODE, judge_norm,      JUDGE,  BB_F_TYPED,       N_("By the rules"))                          \
    X(CODE, judge_ease,      JUDGE,  BB_F_TYPED,       N_("Convenient"))                            \
    X(CODE, sheet,           SHEET,  BB_F_TYPED,       N_("Sheet"))                                 \
    X(CODE, check_first,     JUDGE,  BB_F_TYPED,       N_("First check"))                           \
    X(CODE, check_second,    JUDGE,  BB_F_TYPED,       N_("Second check"))                          \
    X(CODE, check_third,     JUDGE,  BB_F_TYPED,       N_("Third check"))                           \
    X(BOOL, identity_shown,  NONE,   BB_F_TYPED,       N_("Identity shown"))                        \
    X(BOOL, opinions_asked,  NONE,   BB_F_TYPED,       N_("Opinions asked"))                        \
    X(TEXT, opinions,        NONE,   BB_F_TYPED,       N_("Opinions"))                              \
    X(BOOL, none_offered,    NONE,   BB_F_TYPED,       N_("None offered"))                          \
    X(BOOL, voided,          NONE,   BB_F_FOLD,        N_("Void"))                                  \
    X(TEXT, void_reason,     NONE,   BB_F_BODY,        N_("Why void"))
#define BB_WAIVER_FIELDS(X)                                                                        \
    X(TEXT, id,              NONE,   BB_FIELD_EXPORT,  N_("Id"))                                    \
    X(TEXT, replica,         NONE,   BB_F_FOLD,        N_("Installation"))                          \
    X(TEXT, person,          NONE,   BB_F_TYPED,       N_("Leader"))                                \
    X(CODE, tier,            TIER,   BB_F_TYPED,       N_("Tier"))                                  \
    X(DAY,  day,             NONE,   BB_F_TYPED,       N_("Day of the period"))                     \
    X(TEXT, reason,          NONE,   BB_F_TYPED,       N_("Reason"))                                \
    X(TIME, recorded_at,     NONE,   BB_F_FOLD,        N_("Recorded"))                              \
    X(TEXT, recorded_by,     NONE,   BB_F_FOLD,        N_("Recorded by"))                           \
    X(BOOL, voided,          NONE,   BB_F_FOLD,        N_("Void"))
#define BB_VPLAN_FIELDS(X)                                                                         \
    X(TEXT, id,              NONE,   BB_FIELD_EXPORT,  N_("Id"))                                    \
    X(TEXT, replica,         NONE,   BB_F_FOLD,        N_("Installation"))                          \
    X(TEXT, person,          NONE,   BB_F_TYPED,       N_("Leader"))                                \
    X(DAY,  day,             NONE,   BB_F_TYPED,       N_("Day"))                                   \
    X(TEXT, item,            NONE,   BB_F_TYPED,       N_("Item"))                                  \
    X(TEXT, place,           NONE,   BB_F_TYPED,       N_("Place"))                                 \
    X(TEXT, note,            NONE,   BB_F_TYPED,       N_("Note"))                                  \
    X(TIME, recorded_at,     NONE,   BB_F_FOLD,        N_("Recorded"))                              \
    X(TEXT, recorded_by,     NONE,   BB_F_FOLD,        N_("Recorded by"))                           \
    X(BOOL, voided,          NONE,   BB_F_FOLD,        N_("Dropped"))                               \
    X(TEXT, void_reason,     NONE,   BB_F_BODY,        N_("Why dropped"))
/* what a supervisor is to look at (R61): bits */
#define BB_VISIT_FLAG_LIST(X)                                                                      \
    X(ARRANGED,   N_("arranged beforehand"))                                                       \
    X(COMPANIONS, N_("too many companions"))                                                       \
    X(NO_OPINION, N_("no opinion asked"))
/* who organises a visit (R57) */
#define BB_ORGANISER_LIST(X)                                                                       \
    X(DISTRICT,   N_("District office and service office"))                                        \
    X(CENTRE,     N_("District service centre"))                                                   \
    X(ITSELF,     N_("The unit itself"))
/* clang-format on */

struct bb_visit {
    BB_VISIT_FIELDS(BB_RECORD_MEMBER)
};
struct bb_waiver {
    BB_WAIVER_FIELDS(BB_RECORD_MEMBER)
};
struct bb_vplan {
    BB_VPLAN_FIELDS(BB_RECORD_MEMBER)
};
extern const struct bb_record bb_visit_record;
extern const struct bb_record bb_waiver_record;
extern const struct bb_record bb_vplan_record;

enum bb_visit_flag {
#define BB_VISIT_FLAG_ENUM(name, label) BB_VISIT_FLAG_##name,
    BB_VISIT_FLAG_LIST(BB_VISIT_FLAG_ENUM)
#undef BB_VISIT_FLAG_ENUM
        BB_VISIT_FLAG__COUNT
};
unsigned bb_visit_flags(const struct bb_visit *visit,
                        int64_t companions_limit);            /* bits 1 << flag */
void bb_visit_flags_show(unsigned flags, struct bb_buf *out); /* appends words */

/* What must be mended before the visit can be saved: leader, mode, kind of place, the three ticks
 * of R60. */
void bb_visit_check(const struct bb_visit *visit, struct bb_problems *out);
/* What the three checks of a sheet ask, translated; "" without a sheet. n: 0 to 2. */
const char *bb_visit_check_label(int64_t sheet, int n);

enum bb_organiser {
#define BB_ORGANISER_ENUM(name, label) BB_ORGANISER_##name,
    BB_ORGANISER_LIST(BB_ORGANISER_ENUM)
#undef BB_ORGANISER_ENUM
        BB_ORGANISER__COUNT
};
/* unit may be NULL. */
enum bb_organiser bb_organiser_of(int64_t tier, const struct bb_unit *unit);
const char *bb_organiser_label(enum bb_organiser organiser); /* translated */

/* Gives a post without an id the one that follows from person, tier and beginning. */
void bb_post_name(struct bb_post *post);

/* "2022-02-21 district_leader 1 year; 2022-02-21 owt_lead 1 quarter; 2026-01-01 unit_head 1
 * 10-01..10-31 80%": rules separated by ';', each valid-from, tier, count, period, and if asked the
 * share of case volume. *out: heap. */
const struct bb_err *bb_quota_rules_parse(struct bb_quota_rule **out, size_t *count,
                                          const char *text);

#endif
