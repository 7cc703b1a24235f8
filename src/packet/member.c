/* The members of a packet and the Chinese titles of its tables. Titles are not gettext's: a packet
 * has the same bytes whatever language the screen has. */
#include "bangban/packet/member.h"

#include <string.h>

#include "bangban/core/issue.h"
#include "bangban/core/rating.h"
#include "bangban/core/reference.h"
#include "bangban/core/service.h"
#include "bangban/core/session.h"
#include "bangban/core/visit.h"

struct member {
    const char *file;
    const struct bb_record *record;
    const char *title;
};

static const struct member members[] = {
#define MEMBER_ROW(name, file, record, title) [BB_MEMBER_##name] = {file, record, title},
    BB_MEMBER_LIST(MEMBER_ROW)
#undef MEMBER_ROW
};
_Static_assert(sizeof members / sizeof *members == BB_MEMBER__COUNT, "one row per member");

struct title {
    const char *record; /* NULL: in every record that has no row of its own */
    const char *field;
    const char *title;
};

/* clang-format off */
static const struct title titles[] = {
    {"session",  "happened_at", "开始时间"},
    {"session",  "source",      "来源"},
    {"session",  "closed_at",   "结束时间"},
    {"issue",    "happened_at", "发现时间"},
    {"issue",    "closed_at",   "销号时间"},
    {"referral", "happened_at", "时间"},
    {"visit",    "happened_at", "帮办时间"},
    {"visit",    "person",      "领导"},
    {"visit",    "source",      "办事人来源"},
    {"waiver",   "person",      "领导"},
    {"vplan",    "person",      "领导"},
    {"vplan",    "day",         "计划日期"},
    {"rating",   "session_no",  "帮办记录编号"},
    {"rating",   "level",       "评价等级"},
    {"rating",   "cause",       "差评原因"},
    {"rating",   "solved",      "群众认为"},
    {"rating",   "measures",    "整改措施"},
    {"shift",    "person",      "志愿者"},
    {"shift",    "from_at",     "签到时间"},
    {"shift",    "to_at",       "签退时间"},
    {"duty",     "person",      "值班人员"},
    {NULL, "id",               "标识"},
    {NULL, "no",               "编号"},
    {NULL, "replica",          "安装标签"},
    {NULL, "kind",             "帮办形式"},
    {NULL, "recorded_at",      "录入时间"},
    {NULL, "recorded_by",      "录入人"},
    {NULL, "late",             "补录"},
    {NULL, "helper",           "帮办人员"},
    {NULL, "desk",             "窗口"},
    {NULL, "zone",             "服务区域"},
    {NULL, "channel",          "渠道"},
    {NULL, "mode",             "帮办方式"},
    {NULL, "item",             "事项代码"},
    {NULL, "no_item",          "无事项原因"},
    {NULL, "client_kind",      "服务对象"},
    {NULL, "client_name",      "姓名（脱敏）"},
    {NULL, "client_id",        "证件号码（脱敏）"},
    {NULL, "client_pseudonym", "服务对象假名"},
    {NULL, "client_phone",     "联系电话（脱敏）"},
    {NULL, "ticket",           "取号"},
    {NULL, "quantity",         "件数"},
    {NULL, "category",         "问题类别"},
    {NULL, "outcome",          "办理结果"},
    {NULL, "rating",           "好差评"},
    {NULL, "note",             "备注"},
    {NULL, "programme",        "专项"},
    {NULL, "phase",            "环节状态"},
    {NULL, "phase_at",         "环节开始时间"},
    {NULL, "voided",           "作废"},
    {NULL, "place_kind",       "场所类型"},
    {NULL, "place",            "场所"},
    {NULL, "focus",            "聚焦重点"},
    {NULL, "companions",       "陪同人数"},
    {NULL, "note_consult",     "咨询环节记录"},
    {NULL, "note_apply",       "申请环节记录"},
    {NULL, "note_accept",      "受理环节记录"},
    {NULL, "note_review",      "审核环节记录"},
    {NULL, "note_conclude",    "办结环节记录"},
    {NULL, "note_feedback",    "反馈环节记录"},
    {NULL, "judge_standard",   "标准化"},
    {NULL, "judge_norm",       "规范化"},
    {NULL, "judge_ease",       "便捷化"},
    {NULL, "sheet",            "体验方式"},
    {NULL, "check_first",      "检查一"},
    {NULL, "check_second",     "检查二"},
    {NULL, "check_third",      "检查三"},
    {NULL, "identity_shown",   "亮明身份"},
    {NULL, "opinions_asked",   "已征求意见"},
    {NULL, "opinions",         "意见建议"},
    {NULL, "none_offered",     "无意见"},
    {NULL, "tier",             "层级"},
    {NULL, "day",              "日期"},
    {NULL, "arrived_at",       "到达时间"},
    {NULL, "served_at",        "首次服务时间"},
    {NULL, "handed_from",      "移交自"},
    {NULL, "handed_at",        "移交时间"},
    {NULL, "handed_why",       "移交原因"},
    {NULL, "void_reason",      "作废原因"},
    {NULL, "origin",           "问题来源"},
    {NULL, "session",          "帮办记录标识"},
    {NULL, "found_by",         "发现人"},
    {NULL, "stage",            "服务环节"},
    {NULL, "point",            "问题类型"},
    {NULL, "description",      "问题描述"},
    {NULL, "plan",             "整改计划"},
    {NULL, "measures",         "具体措施"},
    {NULL, "lead_unit",        "牵头单位"},
    {NULL, "support_units",    "配合单位"},
    {NULL, "leader",           "责任领导"},
    {NULL, "person",           "责任人"},
    {NULL, "due_rule",         "时限规则"},
    {NULL, "due_from_at",      "时限起算时间"},
    {NULL, "due_named",        "指定时限"},
    {NULL, "asked_due",        "申请延期至"},
    {NULL, "due_day",          "整改时限"},
    {NULL, "first_due_day",    "首次时限"},
    {NULL, "extensions",       "延期次数"},
    {NULL, "paused_at",        "暂停时间"},
    {NULL, "reminder",         "督办层级"},
    {NULL, "reminded_at",      "最近督办时间"},
    {NULL, "escalated",        "上报至"},
    {NULL, "to_centre_at",     "报区行政服务中心时间"},
    {NULL, "to_city_at",       "报市大数据中心时间"},
    {NULL, "acted_at",         "最近办理时间"},
    {NULL, "progress",         "整改进展"},
    {NULL, "on_spot",          "即查即改"},
    {NULL, "fixed_at",         "整改到位时间"},
    {NULL, "fixed_by",         "整改人"},
    {NULL, "evidence",         "佐证材料"},
    {NULL, "feedback_to",      "反馈对象"},
    {NULL, "feedback_at",      "反馈时间"},
    {NULL, "lookback",         "回头看结果"},
    {NULL, "lookback_by",      "回头看人员"},
    {NULL, "lookback_at",      "回头看时间"},
    {NULL, "lookback_plan",    "回头看计划"},
    {NULL, "lookback_round",   "已回头看次数"},
    {NULL, "lookback_due",     "下次回头看"},
    {NULL, "reopen_count",     "重新整改次数"},
    {NULL, "ending",           "办结情形"},
    {NULL, "cause",            "无法解决原因"},
    {NULL, "approver",         "批准人"},
    {NULL, "reason",           "理由"},
    {NULL, "closed_by",        "销号人"},
    {NULL, "first_closed_at",  "首次销号时间"},
    {NULL, "relapse_count",    "反弹次数"},
    {NULL, "referred_to",      "转送渠道"},
    {NULL, "state",            "台账状态"},
    {NULL, "contested",        "待核对"},
    {NULL, "scope",            "不属于帮办范围"},
    {NULL, "medium",           "评价渠道"},
    {NULL, "solved",           "其中已解决"},
    {NULL, "contact_due",      "回访时限"},
    {NULL, "settle_due",       "办结时限"},
    {NULL, "complex",          "情况复杂"},
    {NULL, "contact_note",     "回访情况"},
    {NULL, "contacted_at",     "回访时间"},
    {NULL, "settled_at",       "整改时间"},
    {NULL, "call_back",        "回拨结果"},
    {NULL, "call_note",        "回拨情况"},
    {NULL, "called_at",        "回拨时间"},
    {NULL, "supervisor",       "督导人员"},
    {NULL, "staffing",         "人员来源"},
    {NULL, "number",           "电话号码"},
    {NULL, "unit",             "单位代码"},
    {NULL, "valid_from",       "启用日期"},
    {NULL, "valid_to",         "停用日期"},
    {NULL, "month",            "月份"},
    {NULL, "offered",          "来电数"},
    {NULL, "answered",         "接通数"},
};
/* clang-format on */

const char *bb_member_file(enum bb_member member)
{
    return members[member].file;
}

const struct bb_record *bb_member_record(enum bb_member member)
{
    return members[member].record;
}

const char *bb_member_title(enum bb_member member)
{
    return members[member].title;
}

bool bb_member_has(const struct bb_record *record)
{
    for (int member = 0; member < BB_MEMBER__COUNT; member++)
        if (bb_member_record((enum bb_member)member) == record)
            return true;
    return false;
}

enum bb_member bb_member_find(const char *file)
{
    int member = 0;
    while (member < BB_MEMBER__COUNT && strcmp(members[member].file, file) != 0)
        member++;
    return (enum bb_member)member;
}

const char *bb_field_title(const struct bb_record *record, const char *field)
{
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
        if ((!titles[i].record || strcmp(titles[i].record, record->name) == 0) &&
            strcmp(titles[i].field, field) == 0)
            return titles[i].title;
    return NULL;
}
