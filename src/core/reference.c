/* The field tables of the reference records. */
#include "bangban/core/reference.h"

#define RECORD(struct_name, variable, table, list)                                               \
    static const struct bb_field variable##_fields[] = {list(BB_RECORD_ROW)};                    \
    const struct bb_record variable##_record = {                                                 \
        table, sizeof(struct struct_name), sizeof variable##_fields / sizeof *variable##_fields, \
        variable##_fields};

#define BB_RECORD_STRUCT bb_unit
RECORD(bb_unit, bb_unit, "unit", BB_UNIT_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_item
RECORD(bb_item, bb_item, "item", BB_ITEM_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_desk
RECORD(bb_desk, bb_desk, "desk", BB_DESK_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_person
RECORD(bb_person, bb_person, "person", BB_PERSON_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_post
RECORD(bb_post, bb_post, "post", BB_POST_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_kb
RECORD(bb_kb, bb_kb, "kb", BB_KB_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_notice_day
RECORD(bb_notice_day, bb_notice_day, "calendar_day", BB_NOTICE_DAY_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_referral
RECORD(bb_referral, bb_referral, "referral", BB_REFERRAL_FIELDS)
#undef BB_RECORD_STRUCT

const struct bb_record *const bb_reference_tables[BB_REFERENCE_TABLES] = {
    &bb_unit_record, &bb_item_record, &bb_desk_record,      &bb_person_record,
    &bb_post_record, &bb_kb_record,   &bb_notice_day_record};
