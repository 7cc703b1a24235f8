/*
 * What a packet is made of: the whitelist of members, the tables and their Chinese titles, the
 * limits of the door. One list, read by the writer, the checker and the zip helper.
 */
#ifndef BANGBAN_PACKET_MEMBER_H
#define BANGBAN_PACKET_MEMBER_H

#include <stdbool.h>
#include <stddef.h>

#include "bangban/core/record.h"

#define BB_PACKET_FORMAT "bangban-district/1"

/* The door's limits. The sum unpacked is larger than a window fills in ten years without any
 * receipt (60 sessions a day, about 1 KiB each: 150 MiB), and small enough for any disk. */
enum {
    BB_PACKET_MEMBERS_MAX = 32,
    BB_PACKET_UNPACKED_MAX_BYTES = 512 * 1024 * 1024,
    BB_PACKET_RATIO_MAX = 100,
    BB_PACKET_LINE_MAX_BYTES = 1024 * 1024, /* one event */
    BB_PACKET_SMALL_MAX_BYTES = 1024 * 1024 /* manifest, signature, datapackage.json */
};

/* clang-format off */
/* Members in the order of the zip: enum, name, record of a table, Chinese title. */
#define BB_MEMBER_LIST(X)                                                                          \
    X(JOURNAL,   "journal.jsonl",    NULL,                "事件日志")                              \
    X(SESSIONS,  "sessions.csv",     &bb_session_record,  "帮办记录")                              \
    X(ISSUES,    "issues.csv",       &bb_issue_record,    "问题台账")                              \
    X(REFERRALS, "referrals.csv",    &bb_referral_record, "不属于帮办范围的转送")                  \
    X(VISITS,    "visits.csv",       &bb_visit_record, "领导干部帮办")                              \
    X(WAIVERS,   "waivers.csv",      &bb_waiver_record, "领导帮办免除")                             \
    X(VPLANS,    "visit_plans.csv",  &bb_vplan_record, "领导帮办计划")                              \
    X(RATINGS,   "ratings.csv",      &bb_rating_record, "好差评")                                   \
    X(SHIFTS,    "shifts.csv",       &bb_shift_record, "志愿服务")                                  \
    X(DUTIES,    "duties.csv",       &bb_duty_record, "值班排班")                                   \
    X(PHONES,    "phones.csv",       &bb_phone_record, "咨询电话")                                  \
    X(CALLS,     "phone_counts.csv", &bb_phone_count_record, "咨询电话月话务量")                    \
    X(CODES,     "codes.csv",        NULL,                "代码表")                                \
    X(PACKAGE,   "datapackage.json", NULL,                "数据包说明")                            \
    X(MANIFEST,  "manifest.sm3",     NULL,                "清单")                                  \
    X(SIGNATURE, "manifest.sm3.sig", NULL,                "签名")
/* clang-format on */

enum bb_member {
#define BB_MEMBER_ENUM(name, file, record, title) BB_MEMBER_##name,
    BB_MEMBER_LIST(BB_MEMBER_ENUM)
#undef BB_MEMBER_ENUM
        BB_MEMBER__COUNT
};

const char *bb_member_file(enum bb_member member);
const struct bb_record *bb_member_record(enum bb_member member); /* NULL: not a table of records */
bool bb_member_has(const struct bb_record *record); /* whether the packet has a table of it */
enum bb_member bb_member_find(const char *file);    /* BB_MEMBER__COUNT when it may not be there */

/* Chinese, the same in every language of the screen, because packets are. NULL when missing (a test
 * sees to it). */
const char *bb_member_title(enum bb_member member);
const char *bb_field_title(const struct bb_record *record, const char *field);

#endif
