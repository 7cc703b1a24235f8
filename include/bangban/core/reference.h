/*
 * Reference data: units, items, desks, people, knowledge, each a record whose fields are the
 * columns of its CSV file (data/, README there). The hub is its only writer once there is one
 * (data.md, "The protocol" 5).
 */
#ifndef BANGBAN_CORE_REFERENCE_H
#define BANGBAN_CORE_REFERENCE_H

#include "bangban/core/record.h"

/* clang-format off */
#define BB_UNIT_FIELDS(X)                                                                          \
    X(TEXT, code,            NONE,   BB_FIELD_INPUT,   N_("Code"))                                  \
    X(TEXT, name,            NONE,   BB_FIELD_INPUT,   N_("Name"))                                  \
    X(TEXT, short_name,      NONE,   BB_FIELD_INPUT,   N_("Short name"))                            \
    X(TEXT, kind,            NONE,   BB_FIELD_INPUT,   N_("Kind"))                                  \
    X(TEXT, parent,          NONE,   BB_FIELD_INPUT,   N_("Parent"))                                \
    X(TEXT, division_code,   NONE,   BB_FIELD_INPUT,   N_("Division"))                              \
    X(TEXT, named_in_policy, NONE,   BB_FIELD_INPUT,   N_("Named in the policy"))                   \
    X(TEXT, source_kind,     NONE,   BB_FIELD_INPUT,   N_("Data source"))                           \
    X(TEXT, note,            NONE,   BB_FIELD_INPUT,   N_("Note"))                                  \
    X(TEXT, initials,        NONE,   BB_FIELD_INPUT,   N_("Initials"))                              \
    X(BOOL, resident,        NONE,   BB_FIELD_INPUT,   N_("In the centre"))                         \
    X(TEXT, main_leader,     NONE,   BB_FIELD_INPUT,   N_("Main leader"))                           \
    X(TEXT, in_charge,       NONE,   BB_FIELD_INPUT,   N_("Leader in charge"))                      \
    X(TEXT, office,          NONE,   BB_FIELD_INPUT,   N_("Lead section"))                          \
    X(TEXT, contact,         NONE,   BB_FIELD_INPUT,   N_("Contact"))
#define BB_ITEM_FIELDS(X)                                                                          \
    X(TEXT, code,            NONE,   BB_FIELD_INPUT,   N_("Code"))                                  \
    X(TEXT, name,            NONE,   BB_FIELD_INPUT,   N_("Name"))                                  \
    X(CODE, audience,        CLIENT, BB_FIELD_INPUT,   N_("Audience"))                              \
    X(TEXT, unit_code,       NONE,   BB_FIELD_INPUT,   N_("Unit code"))                             \
    X(TEXT, unit_name,       NONE,   BB_FIELD_INPUT,   N_("Unit"))                                  \
    X(TEXT, stages,          NONE,   BB_FIELD_INPUT,   N_("Stages"))                                \
    X(TEXT, source_kind,     NONE,   BB_FIELD_INPUT,   N_("Data source"))                           \
    X(TEXT, official_code,   NONE,   BB_FIELD_INPUT,   N_("Official code"))                         \
    X(TEXT, aliases,         NONE,   BB_FIELD_INPUT,   N_("Aliases"))                               \
    X(TEXT, initials,        NONE,   BB_FIELD_INPUT,   N_("Initials"))                              \
    X(INT,  volume_rank,     NONE,   BB_FIELD_INPUT,   N_("Volume rank"))                           \
    X(INT,  volume,          NONE,   BB_FIELD_INPUT,   N_("Cases a year"))
#define BB_DESK_FIELDS(X)                                                                          \
    X(TEXT, code,            NONE,   BB_FIELD_INPUT,   N_("Code"))                                  \
    X(TEXT, name,            NONE,   BB_FIELD_INPUT,   N_("Name"))                                  \
    X(TEXT, centre,          NONE,   BB_FIELD_INPUT,   N_("Centre"))                                \
    X(CODE, zone,            ZONE,   BB_FIELD_INPUT,   N_("Place"))                                 \
    X(TEXT, unit,            NONE,   BB_FIELD_INPUT,   N_("Unit"))
#define BB_PERSON_FIELDS(X)                                                                        \
    X(TEXT, code,            NONE,   BB_FIELD_INPUT,   N_("Code"))                                  \
    X(TEXT, name,            NONE,   BB_FIELD_INPUT,   N_("Full name"))                                  \
    X(CODE, role,            ROLE,   BB_FIELD_INPUT,   N_("Role"))                                  \
    X(TEXT, unit,            NONE,   BB_FIELD_INPUT,   N_("Unit"))                                  \
    X(TEXT, post,            NONE,   BB_FIELD_INPUT,   N_("Post"))                                  \
    X(TEXT, desk,            NONE,   BB_FIELD_INPUT,   N_("Desk"))                                  \
    X(DAY,  valid_from,      NONE,   BB_FIELD_INPUT,   N_("Valid from"))                            \
    X(DAY,  valid_to,        NONE,   BB_FIELD_INPUT,   N_("Valid to"))                              \
    X(TEXT, initials,        NONE,   BB_FIELD_INPUT,   N_("Initials"))
/* who holds which post when; a person may hold several (R20) */
#define BB_POST_FIELDS(X)                                                                          \
    X(TEXT, id,              NONE,   BB_FIELD_INPUT,   N_("Id"))                                    \
    X(TEXT, person,          NONE,   BB_FIELD_INPUT,   N_("Person"))                                \
    X(TEXT, unit,            NONE,   BB_FIELD_INPUT,   N_("Unit"))                                  \
    X(TEXT, title,           NONE,   BB_FIELD_INPUT,   N_("Title"))                                 \
    X(CODE, tier,            TIER,   BB_FIELD_INPUT,   N_("Tier"))                                  \
    X(DAY,  valid_from,      NONE,   BB_FIELD_INPUT,   N_("Valid from"))                            \
    X(DAY,  valid_to,        NONE,   BB_FIELD_INPUT,   N_("Valid to"))
#define BB_KB_FIELDS(X)                                                                            \
    X(TEXT, id,              NONE,   BB_FIELD_INPUT,   N_("Id"))                                    \
    X(TEXT, item_code,       NONE,   BB_FIELD_INPUT,   N_("Item"))                                  \
    X(TEXT, question,        NONE,   BB_FIELD_INPUT,   N_("Question"))                              \
    X(TEXT, answer,          NONE,   BB_FIELD_INPUT,   N_("Answer"))                                \
    X(TEXT, keywords,        NONE,   BB_FIELD_INPUT,   N_("Keywords"))                              \
    X(TEXT, owner_unit_code, NONE,   BB_FIELD_INPUT,   N_("Owner"))
/* holidays/YYYY.csv: date, kind holiday|workday, name, and the notice that says so (optional) */
#define BB_NOTICE_DAY_FIELDS(X)                                                                    \
    X(DAY,  date,            NONE,   BB_FIELD_INPUT,   N_("Date"))                                  \
    X(TEXT, kind,            NONE,   BB_FIELD_INPUT,   N_("Kind"))                                  \
    X(TEXT, name,            NONE,   BB_FIELD_INPUT,   N_("Name"))                                  \
    X(TEXT, notice,          NONE,   BB_FIELD_INPUT,   N_("Notice"))
/* out of scope (R3): no client data */
#define BB_REFERRAL_FIELDS(X)                                                                      \
    X(TEXT, id,              NONE,   BB_FIELD_EXPORT,  N_("Id"))                                    \
    X(TEXT, no,              NONE,   BB_F_BODY,        N_("No."))                                   \
    X(TEXT, replica,         NONE,   BB_F_FOLD,        N_("Installation"))                          \
    X(TEXT, scope,           NONE,   BB_F_TYPED,       N_("Out of scope"))                          \
    X(TEXT, referred_to,     NONE,   BB_F_TYPED,       N_("Referred to"))                           \
    X(TIME, happened_at,     NONE,   BB_F_BODY,        N_("Time"))                                  \
    X(TEXT, desk,            NONE,   BB_F_TYPED,       N_("Desk"))                                  \
    X(TEXT, recorded_by,     NONE,   BB_F_FOLD,        N_("Recorded by"))                           \
    X(TIME, recorded_at,     NONE,   BB_F_FOLD,        N_("Recorded"))                              \
    X(BOOL, voided,          NONE,   BB_F_FOLD,        N_("Void"))
/* clang-format on */

struct bb_unit {
    BB_UNIT_FIELDS(BB_RECORD_MEMBER)
};
struct bb_item {
    BB_ITEM_FIELDS(BB_RECORD_MEMBER)
};
struct bb_desk {
    BB_DESK_FIELDS(BB_RECORD_MEMBER)
};
struct bb_person {
    BB_PERSON_FIELDS(BB_RECORD_MEMBER)
};
struct bb_post {
    BB_POST_FIELDS(BB_RECORD_MEMBER)
};
struct bb_kb {
    BB_KB_FIELDS(BB_RECORD_MEMBER)
};
struct bb_notice_day {
    BB_NOTICE_DAY_FIELDS(BB_RECORD_MEMBER)
};
struct bb_referral {
    BB_REFERRAL_FIELDS(BB_RECORD_MEMBER)
};

extern const struct bb_record bb_unit_record;
extern const struct bb_record bb_item_record;
extern const struct bb_record bb_desk_record;
extern const struct bb_record bb_person_record;
extern const struct bb_record bb_post_record;
extern const struct bb_record bb_kb_record;
extern const struct bb_record bb_notice_day_record;
extern const struct bb_record bb_referral_record;

/* What comes from the office or the hub and not from acts, in the order in which it goes down. */
enum { BB_REFERENCE_TABLES = 7 };
extern const struct bb_record *const bb_reference_tables[BB_REFERENCE_TABLES];

#endif
