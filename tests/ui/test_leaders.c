/* Leader assistance (F6): the list of what is owed, one leader, the visit form, plans, waivers,
 * suggestions; how they look and what they save. */
#include "ui/rig.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"

static void post_add(struct rig *rig, const char *person, int64_t tier, const char *unit,
                     const char *title)
{
    struct bb_post post = {.tier = tier};
    post.person = bb_strdup(person);
    post.unit = bb_strdup(unit);
    post.title = bb_strdup(title);
    ck_ok(bb_day_parse(&post.valid_from, "2022-03-01"));
    ck_ok(bb_app_reference_add(rig->app, "post", &post));
    bb_record_done(&bb_post_record, &post);
}

static void visit_add(struct rig *rig, const char *person, const char *item, int64_t source,
                      const char *at)
{
    struct bb_session session = {0};
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    int64_t moment;
    bb_app_session_defaults(rig->app, &session);
    bb_app_visit_defaults(rig->app, &visit);
    bb_strset(&visit.person, person);
    bb_strset(&visit.item, item);
    visit.source = source;
    visit.identity_shown = visit.opinions_asked = 1;
    bb_strset(&visit.opinions, "希望增加自助机");
    ck_ok(bb_at_parse(&moment, at));
    ck_ok(bb_app_visit_add(rig->app, &session, &visit, moment, &problems));
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
}

/* Three leaders of different tiers (one with two), two visits, a plan; 丁彤, the supervisor, sits
 * there. */
static void up(struct rig *rig, const char *lang, int rows, int cols, const char *type)
{
    struct bb_vplan plan = {0};
    struct bb_problems problems = {0};
    rig_up(rig, lang, rows, cols, type);
    rig_fill(rig);
    ck_ok(bb_app_login(rig->app, "M001", NULL));
    rig_leader(rig, "L001", "许文辉");
    rig_leader(rig, "L002", "石言茜");
    rig_leader(rig, "L003", "欧阳建国");
    post_add(rig, "L001", BB_TIER_HEAD, "310116D15", "局长");
    post_add(rig, "L001", BB_TIER_OWT, "310116D15", NULL);
    post_add(rig, "L002", BB_TIER_DISTRICT, NULL, "副区长");
    post_add(rig, "L003", BB_TIER_MEMBER, "310116D23", "副主任");
    visit_add(rig, "L001", "P001", BB_SOURCE_ARRANGED, "2026-09-10 10:00");
    bb_strset(&plan.person, "L002");
    bb_strset(&plan.item, "P020");
    ck_ok(bb_day_parse(&plan.day, "2026-12-03"));
    ck_ok(bb_app_vplan_add(rig->app, &plan, &problems));
    bb_record_done(&bb_vplan_record, &plan);
    rig_keys(rig, "d t Enter Enter");
}

static const struct {
    const char *name, *keys;
} shots[] = {
    {"leaders", "F6"},
    {"leaders-find", "F6 / s y q"},
    {"leader", "F6 / x w h Enter Enter"},
    {"visit-correct", "F6 / x w h Enter Enter e"},
    {"visit-void", "F6 / x w h Enter Enter V"},
    {"plan-drop", "F6 / s y q Enter Enter V 改期 Tab x C-s"},
    {"visit", "F6 n"},
    {"visit-person", "F6 n S-Tab S-Tab S-Tab o y"},
    {"visit-note", "F6 n s b j f Enter Tab Tab Tab Tab Tab Tab 材料清单不清 Tab"},
    {"visit-refused", "F6 n C-s"},
    {"visit-online", "F6 n Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Left"},
    {"plan", "F6 p 12-10 Tab s b"},
    {"waive", "F6 x C-s"},
    {"suggest", "F6 s Down"},
};
static const struct {
    const char *suffix, *lang;
    int rows, cols;
    const char *type;
} views[] = {
    {"zh-80x24", "zh_CN", 24, 80, NULL},   {"en-80x24", "en", 24, 80, NULL},
    {"zh-120x40", "zh_CN", 40, 120, NULL}, {"zh-60x16", "zh_CN", 16, 60, NULL},
    {"en-120x40", "en", 40, 120, NULL},
};
enum { SHOTS = sizeof shots / sizeof *shots, VIEWS = sizeof views / sizeof *views };

START_TEST(looks)
{
    struct rig rig;
    char name[80];
    up(&rig, views[_i / SHOTS].lang, views[_i / SHOTS].rows, views[_i / SHOTS].cols,
       views[_i / SHOTS].type);
    rig_keys(&rig, shots[_i % SHOTS].keys);
    snprintf(name, sizeof name, "%s.%s", shots[_i % SHOTS].name, views[_i / SHOTS].suffix);
    rig_picture(&rig, name);
    rig_down(&rig);
}
END_TEST

/* ---- what they do ---- */

/* From the list: a visit of the selected leader with everything that must be said. */
static const char filled[] = "n s b j f Enter Tab Tab Tab Tab Tab Tab 材料清单不清";
/* from the note of 申请 to the ticks and the opinions */
static const char ticked[] = "Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Space Tab Space Tab "
                             "Tab 希望延长服务时间";

static bool load_visit(struct rig *rig, const char *no, struct bb_visit *out)
{
    memset(out, 0, sizeof *out);
    return !bb_app_visit_load(rig->app, no, out);
}

START_TEST(a_visit_is_saved_with_its_problem)
{
    struct rig rig;
    struct bb_visit visit;
    struct bb_issue issue;
    struct bb_session session = {0};
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6");
    ck_assert(rig_sees(&rig, "▸ 许文辉   分管“一网…  区公安分局  2026Q4   0/1 ○ 未到期"));
    rig_keys(&rig, filled);
    rig_keys(&rig, "C-t 申请材料清单不一致 C-s");
    ck_assert(rig_sees(&rig, "本次发现的问题 1 条"));
    ck_assert(!rig_issue(&rig, "申请材料清单不一致", &issue)); /* not before its visit */
    rig_keys(&rig, ticked);
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "已保存"));
    ck_assert(rig_sees(&rig, "许文辉   分管“一网…  区公安分局  2026Q4   1/1 ✓ 已完成"));
    ck_assert(load_visit(&rig, "C1-L261123-001", &visit));
    ck_assert_str_eq(visit.person, "L001");
    ck_assert_str_eq(visit.item, "P020");
    ck_assert_int_eq(visit.mode, BB_MODE_ACCOMPANY);
    ck_assert_int_eq(visit.sheet, BB_SHEET_OFFLINE);
    ck_assert_int_eq(visit.identity_shown, 1);
    ck_assert_int_eq(visit.none_offered, 0);
    ck_assert_str_eq(visit.note_apply, "材料清单不清");
    ck_assert_str_eq(visit.opinions, "希望延长服务时间");
    ck_ok(bb_app_session_load(rig.app, visit.session, &session));
    ck_assert_int_eq(session.kind, BB_KIND_LEADER);
    ck_assert(rig_issue(&rig, "申请材料清单不一致", &issue));
    ck_assert_str_eq(issue.session, visit.session);
    ck_assert_int_eq(issue.origin, BB_ORIGIN_LEADER);
    ck_assert_int_eq(issue.stage, BB_STAGE_APPLY);
    ck_assert_str_eq(issue.item, "P020");
    bb_session_done(&session);
    bb_issue_done(&issue);
    bb_record_done(&bb_visit_record, &visit);
    rig_keys(&rig, "C-z C-z"); /* the problem, then the visit */
    ck_assert(rig_sees(&rig, "已撤销"));
    ck_assert(rig_sees(&rig, "▸ 许文辉   分管“一网…  区公安分局  2026Q4   0/1 ○ 未到期"));
    rig_down(&rig);
}
END_TEST

START_TEST(what_is_missing_is_said_at_its_field)
{
    struct rig rig;
    struct bb_visit visit;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6 n C-s");
    ck_assert(rig_sees(&rig, "领导应主动亮明身份"));
    rig_keys(&rig, "Space C-s");
    ck_assert(rig_sees(&rig, "应征求群众意见"));
    rig_keys(&rig, "Space C-s");
    ck_assert(rig_sees(&rig, "请写下意见建议，或勾选“未提意见”"));
    rig_keys(&rig, "S-Tab Space Down 窗口偏少 C-s"); /* both said */
    ck_assert(rig_sees(&rig, "已写有意见建议，请取消此项勾选"));
    ck_assert(!load_visit(&rig, "C1-L261123-001", &visit));
    rig_keys(&rig, "Space S-Tab S-Tab S-Tab S-Tab S-Tab z z C-s"); /* the sheet knows no z */
    ck_assert(load_visit(&rig, "C1-L261123-001", &visit));
    bb_record_done(&bb_visit_record, &visit);
    rig_down(&rig);
}
END_TEST

START_TEST(a_leader_records_his_own)
{
    struct rig rig;
    struct bb_visit visit;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F10 c x w h Enter Enter F6 p");
    ck_assert(rig_sees(&rig, "请找主管办理"));
    rig_keys(&rig, filled);
    rig_keys(&rig, ticked);
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "已保存"));
    ck_assert(load_visit(&rig, "C1-L261123-001", &visit));
    ck_assert_str_eq(visit.recorded_by, "L001");
    bb_record_done(&bb_visit_record, &visit);
    rig_down(&rig);
}
END_TEST

START_TEST(flags_are_said_before_and_after)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6 n S-Tab C-u 9");
    ck_assert(rig_sees(&rig, "将提示主管关注"));
    rig_keys(&rig, "S-Tab S-Tab C-u z z z z C-s");
    ck_assert(rig_sees(&rig, "请按 Enter 选定领导"));
    rig_keys(&rig, "C-u x w h Enter C-s Space Tab Space Tab Space C-s");
    ck_assert(rig_sees(&rig, "需关注：随行人员过多"));
    rig_keys(&rig, "Enter End");
    ck_assert(rig_sees(&rig, "需关注：随行人员过多"));
    ck_assert(rig_sees(&rig, "需关注：事先安排"));
    rig_down(&rig);
}
END_TEST

START_TEST(checks_follow_the_sheet)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6 n Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab");
    ck_assert(rig_sees(&rig, "业务精通"));
    rig_keys(&rig, "1");
    ck_assert(rig_sees(&rig, "登录顺畅"));
    ck_assert(!rig_sees(&rig, "业务精通"));
    rig_keys(&rig, "Right Right"); /* offline, not stated */
    ck_assert(!rig_sees(&rig, "业务精通"));
    rig_down(&rig);
}
END_TEST

START_TEST(drafts_of_a_visit_survive)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6");
    rig_keys(&rig, filled);
    if (_i == 0) {
        rig_keys(&rig, "C-t 缺清单 C-s"); /* with a problem that waits */
        rig_restart(&rig);
        rig_keys(&rig, "d t Enter Enter");
        ck_assert(rig_sees(&rig, "已恢复未保存的草稿"));
    } else {
        rig_keys(&rig, "Esc");
        ck_assert(rig_sees(&rig, "F6，在同一领导上按 n"));
    }
    rig_keys(&rig, "F6 Down n"); /* another leader's is another's */
    ck_assert(!rig_sees(&rig, "材料清单不清"));
    rig_keys(&rig, "Esc Up n");
    ck_assert(rig_sees(&rig, "材料清单不清"));
    ck_assert(_i || rig_sees(&rig, "缺清单"));
    rig_keys(&rig, "C-x");
    ck_assert(!rig_sees(&rig, "材料清单不清"));
    rig_keys(&rig, "C-z");
    ck_assert(rig_sees(&rig, "材料清单不清"));
    rig_down(&rig);
}
END_TEST

START_TEST(a_plan_takes_short_days)
{
    static const struct {
        const char *typed, *shown; /* NULL: refused */
    } days[] = {
        {"12-10", "12-10"},   {"2026-12-10", "12-10"}, {"1-5", "27-01-05"},
        {"2026-11-20", NULL}, {"13-01", NULL},         {"x", NULL},
    };
    struct rig rig;
    char keys[80], row[80];
    up(&rig, "zh_CN", 24, 80, NULL);
    snprintf(keys, sizeof keys, "F6 p %s Tab s b j f Enter 二楼综窗 C-s", days[_i].typed);
    rig_keys(&rig, keys);
    if (!days[_i].shown) {
        ck_assert(rig_sees(&rig, "请写帮办的日期，今天或以后"));
    } else {
        snprintf(row, sizeof row, "0/1 ○ 未到期     28 难完成 %s", days[_i].shown);
        ck_assert(rig_sees(&rig, "已安排 20"));
        ck_assert_msg(rig_sees(&rig, row), "%s", row);
        rig_keys(&rig, "Enter");
        ck_assert(rig_sees(&rig, "灵活就业人员社会保险缴费  二楼综窗"));
        rig_keys(&rig, "Esc C-z");
        ck_assert(!rig_sees(&rig, row));
    }
    rig_down(&rig);
}
END_TEST

START_TEST(a_waiver_asks_for_the_reason)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6 x C-s");
    ck_assert(rig_sees(&rig, "请写明免除的理由"));
    rig_keys(&rig, "脱产学习 C-s");
    ck_assert(rig_sees(&rig, "· 不作要求"));
    ck_assert(rig_sees(&rig, "▸ 许文辉   分管")); /* the selected one still is */
    rig_keys(&rig, "Enter");
    ck_assert(rig_sees(&rig, "已免除：脱产学习"));
    rig_keys(&rig, "Esc C-z");
    ck_assert(!rig_sees(&rig, "不作要求"));
    rig_keys(&rig, "F10 c c y c Enter F6 x"); /* not for staff */
    ck_assert(rig_sees(&rig, "请找主管办理"));
    ck_assert(!rig_sees(&rig, "┌ 免除帮办次数"));
    rig_keys(&rig, "p");
    ck_assert(!rig_sees(&rig, "┌ 安排领导帮办"));
    rig_keys(&rig, "n");
    ck_assert(rig_sees(&rig, "领导帮办登记"));
    rig_down(&rig);
}
END_TEST

START_TEST(a_suggestion_goes_into_the_form)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6 s / j z z Enter");
    ck_assert(rig_sees(&rig, "未体验"));
    rig_keys(&rig, "Esc / s b j f Enter Enter");
    ck_assert(rig_sees(&rig, "领导帮办登记"));
    ck_assert(rig_sees(&rig, "灵活就业人员社会保险缴费"));
    ck_assert(rig_sees(&rig, "许文辉"));
    rig_keys(&rig, "Esc");
    ck_assert(rig_sees(&rig, "▸ 许文辉   分管"));
    rig_down(&rig);
}
END_TEST

START_TEST(the_list_is_found_by_every_way)
{
    static const char *const lines[] = {"/ s y q", "/ 层级:区政府", "/ 领导:石", "/ q z f"};
    struct rig rig;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, _i % 2 ? "M-6" : "C-p l d b b Enter F6");
    ck_assert(rig_sees(&rig, "▸ 许文辉   分管"));
    rig_keys(&rig, lines[_i]);
    ck_assert(rig_sees(&rig, "▸ 石言茜"));
    ck_assert(!rig_sees(&rig, "许文辉"));
    rig_keys(&rig, "Enter Enter");
    ck_assert(rig_sees(&rig, "石言茜  L002"));
    ck_assert(rig_sees(&rig, "组织单位：区政府办公室、区政务服务办"));
    ck_assert(rig_sees(&rig, "2026-12-03"));
    rig_down(&rig);
}
END_TEST

/* The leader's screen with the visit of September under the cursor, and a second one of today. */
static void on_a_leader(struct rig *rig)
{
    up(rig, "zh_CN", 24, 80, NULL);
    visit_add(rig, "L001", "P020", BB_SOURCE_TICKET, "2026-11-23 08:40");
    rig_keys(rig, "F6 / x w h Enter Enter");
    ck_assert(rig_sees(rig, "2026-11-23         ▸C1-L261123-001"));
    rig_keys(rig, "Down");
    ck_assert(rig_sees(rig, "2026-09-10         ▸C1-L260910-001"));
}

START_TEST(a_saved_visit_is_corrected)
{
    struct rig rig;
    struct bb_visit visit;
    struct bb_session session = {0};
    struct bb_issue issue;
    on_a_leader(&rig);
    rig_keys(&rig, "e");
    ck_assert(rig_sees(&rig, "领导帮办登记 C1-L260910-001"));
    ck_assert(rig_sees(&rig, "许文辉"));
    ck_assert(rig_sees(&rig, "希望增加自助机")); /* texts come filled, too */
    rig_keys(&rig, "C-s");                       /* nothing typed, nothing written */
    ck_assert(load_visit(&rig, "C1-L260910-001", &visit));
    struct bb_events events = {0};
    ck_ok(bb_app_history(rig.app, visit.id, &events));
    ck_assert_uint_eq(events.count, 1);
    bb_events_done(&events);
    bb_record_done(&bb_visit_record, &visit);
    rig_keys(&rig, "e 3 Tab C-u 1 Tab C-u s b j f Enter C-t 更正时发现 C-s C-s");
    ck_assert(rig_sees(&rig, "已更正 C1-L260910-001"));
    ck_assert(
        rig_sees(&rig, "▸C1-L260910-001  走流程  灵活就业人员社会保险缴费")); /* still selected */
    ck_assert(load_visit(&rig, "C1-L260910-001", &visit));
    ck_assert_int_eq(visit.mode, BB_MODE_WALK);
    ck_assert_int_eq(visit.companions, 1);
    ck_assert_str_eq(visit.item, "P020");
    ck_assert_str_eq(visit.opinions, "希望增加自助机");
    ck_ok(bb_app_session_load(rig.app, visit.session, &session));
    ck_assert_int_eq(session.mode, BB_MODE_WALK);
    ck_assert_str_eq(session.item, "P020");
    ck_assert(rig_issue(&rig, "更正时发现", &issue));
    ck_assert_str_eq(issue.session, visit.session);
    bb_session_done(&session);
    bb_issue_done(&issue);
    bb_record_done(&bb_visit_record, &visit);
    rig_keys(&rig, "C-z C-z"); /* the problem; then sheet and session in one */
    ck_assert(rig_sees(&rig, "▸C1-L260910-001  陪同办  《上海市居住证》"));
    ck_assert(load_visit(&rig, "C1-L260910-001", &visit));
    ck_ok(bb_app_session_load(rig.app, visit.session, &session));
    ck_assert_int_eq(session.mode, BB_MODE_ACCOMPANY);
    ck_assert_str_eq(session.item, "P001");
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
    rig_down(&rig);
}
END_TEST

/* Another program corrects the visit that is being corrected here. */
START_TEST(what_another_corrected_is_shown_first)
{
    struct rig rig;
    struct bb_visit visit;
    struct bb_problems problems = {0};
    on_a_leader(&rig);
    rig_keys(&rig, "e 3 Tab C-u 1"); /* mode and companions */
    ck_assert(load_visit(&rig, "C1-L260910-001", &visit));
    visit.mode = BB_MODE_DO_SELF;
    bb_strset(&visit.opinions, "别人写的意见");
    ck_ok(bb_app_visit_edit(rig.app, visit.id, &visit, "mode opinions", NULL, &problems));
    bb_record_done(&bb_visit_record, &visit);
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "别人在此期间写了“亲自办”。再按 Ctrl-S 以您的为准。"));
    ck_assert(load_visit(&rig, "C1-L260910-001", &visit)); /* nothing was written over it */
    ck_assert_int_eq(visit.mode, BB_MODE_DO_SELF);
    bb_record_done(&bb_visit_record, &visit);
    rig_keys(&rig, "C-s");
    ck_assert(load_visit(&rig, "C1-L260910-001", &visit));
    ck_assert_int_eq(visit.mode, BB_MODE_WALK);
    ck_assert_int_eq(visit.companions, 1);
    ck_assert_str_eq(visit.opinions, "别人写的意见"); /* not touched here: it stays */
    bb_record_done(&bb_visit_record, &visit);
    rig_down(&rig);
}
END_TEST

START_TEST(another_leaders_visit_is_refused_before_the_form)
{
    struct rig rig;
    on_a_leader(&rig);
    ck_ok(bb_app_login(rig.app, "L002", NULL));
    rig_keys(&rig, "e");
    ck_assert(rig_sees(&rig, "石言茜在此无权"));
    ck_assert(!rig_sees(&rig, "领导帮办登记 C1-L260910-001"));
    ck_ok(bb_app_login(rig.app, "L001", NULL));
    rig_keys(&rig, "e");
    ck_assert(rig_sees(&rig, "领导帮办登记 C1-L260910-001"));
    rig_down(&rig);
}
END_TEST

START_TEST(a_correction_that_is_wrong_or_left_loses_nothing)
{
    struct rig rig;
    struct bb_visit visit;
    on_a_leader(&rig);
    rig_keys(&rig, "e S-Tab S-Tab C-u C-s"); /* opinions emptied */
    ck_assert(rig_sees(&rig, "请写下意见建议，或勾选“未提意见”"));
    rig_keys(&rig, "窗口偏少 Esc");
    ck_assert(rig_sees(&rig, "在同一次帮办上按 e 继续"));
    rig_keys(&rig, "Up e"); /* another visit's form is its own */
    ck_assert(!rig_sees(&rig, "窗口偏少"));
    rig_keys(&rig, "Esc Down");
    rig_restart(&rig);
    rig_keys(&rig, "d t Enter Enter F6 / x w h Enter Enter Down e");
    ck_assert(rig_sees(&rig, "窗口偏少"));
    rig_keys(&rig, "C-x");
    ck_assert(rig_sees(&rig, "表单已恢复为保存时的内容"));
    ck_assert(rig_sees(&rig, "希望增加自助机"));
    rig_keys(&rig, "C-z C-s");
    ck_assert(rig_sees(&rig, "已更正 C1-L260910-001"));
    ck_assert(load_visit(&rig, "C1-L260910-001", &visit));
    ck_assert_str_eq(visit.opinions, "窗口偏少");
    ck_assert_int_eq(visit.mode, BB_MODE_ACCOMPANY);
    bb_record_done(&bb_visit_record, &visit);
    rig_down(&rig);
}
END_TEST

START_TEST(a_visit_taken_back_counts_no_more)
{
    struct rig rig;
    struct bb_visit visit;
    struct bb_session session = {0};
    on_a_leader(&rig);
    ck_assert(!rig_sees(&rig, "○ 未到期  0/1"));
    rig_keys(&rig, "Up V");
    ck_assert(rig_sees(&rig, "帮办 C1-L261123-001 连同其帮办记录将作废"));
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "请写明作废理由"));
    rig_keys(&rig, "登记重复 Tab 作废 C-s");
    ck_assert(rig_sees(&rig, "C1-L261123-001 已作废"));
    ck_assert(!rig_sees(&rig, "▸C1-L261123-001"));
    ck_assert(rig_sees(&rig, "▸C1-L260910-001")); /* the next one is under the cursor */
    ck_assert(rig_sees(&rig, "○ 未到期  0/1"));
    ck_assert(load_visit(&rig, "C1-L261123-001", &visit));
    ck_assert_str_eq(visit.void_reason, "登记重复");
    ck_ok(bb_app_session_load(rig.app, visit.session, &session));
    ck_assert_int_eq(session.voided, 1);
    bb_session_done(&session);
    rig_keys(&rig, "C-z"); /* one stroke brings both back */
    ck_assert(!rig_sees(&rig, "○ 未到期  0/1"));
    ck_ok(bb_app_session_load(rig.app, visit.session, &session));
    ck_assert_int_eq(session.voided, 0);
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
    rig_down(&rig);
}
END_TEST

START_TEST(a_plan_is_dropped)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80, NULL);
    rig_keys(&rig, "F6 / s y q Enter Enter e");
    ck_assert(rig_sees(&rig, "安排不作更正"));
    rig_keys(&rig, "V 出差 Tab v o i d C-s");
    ck_assert(rig_sees(&rig, "2026-12-03 的安排已取消"));
    ck_assert(!rig_sees(&rig, "▸"));
    rig_keys(&rig, "V"); /* nothing is left to act on */
    ck_assert(rig_sees(&rig, "未选中帮办或安排"));
    rig_keys(&rig, "C-z");
    ck_assert(rig_sees(&rig, "2026-12-03 ▸"));
    rig_keys(&rig, "F10 c c y c Enter F6 / s y q Enter Enter V"); /* staff do not plan */
    ck_assert(rig_sees(&rig, "请找主管办理"));
    ck_assert(!rig_sees(&rig, "┌ 作废"));
    rig_keys(&rig, "F10 c x w h Enter Enter F6 Enter V"); /* a leader takes nothing back */
    ck_assert(rig_sees(&rig, "请找"));
    ck_assert(!rig_sees(&rig, "┌ 作废"));
    rig_down(&rig);
}
END_TEST

/* More visits than a page: the cursor stays in sight, however one moves. */
START_TEST(the_cursor_goes_from_visit_to_visit)
{
    static const struct {
        const char *keys, *seen;
    } moves[] = {
        {"", "▸C1-L261123-016"},          {"Up", "▸C1-L261123-016"},
        {"Down Down", "▸C1-L261123-014"}, {"End", "▸C1-L260910-001"},
        {"End Down", "▸C1-L260910-001"},  {"Home Down", "▸C1-L261123-015"},
        {"End Up", "▸C1-L261123-001"},
    };
    struct rig rig;
    char at[BB_AT_BYTES];
    up(&rig, "zh_CN", 24, 80, NULL);
    for (int i = 0; i < 16; i++) {
        snprintf(at, sizeof at, "2026-11-23 08:%02d", 10 + i);
        visit_add(&rig, "L001", "P020", BB_SOURCE_TICKET, at);
    }
    rig_keys(&rig, "F6 / x w h Enter Enter");
    rig_keys(&rig, moves[_i].keys);
    ck_assert(rig_sees(&rig, moves[_i].seen));
    rig_resize(&rig, 16, 60);
    ck_assert(rig_sees(&rig, moves[_i].seen));
    rig_down(&rig);
}
END_TEST

Suite *suite_leaders(void)
{
    Suite *suite = suite_create("leaders");
    TCase *tests = tcase_create("leaders");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, looks, 0, SHOTS * VIEWS);
    tcase_add_test(tests, a_visit_is_saved_with_its_problem);
    tcase_add_test(tests, what_is_missing_is_said_at_its_field);
    tcase_add_test(tests, a_leader_records_his_own);
    tcase_add_test(tests, flags_are_said_before_and_after);
    tcase_add_test(tests, checks_follow_the_sheet);
    tcase_add_loop_test(tests, drafts_of_a_visit_survive, 0, 2);
    tcase_add_loop_test(tests, a_plan_takes_short_days, 0, 6);
    tcase_add_test(tests, a_saved_visit_is_corrected);
    tcase_add_test(tests, what_another_corrected_is_shown_first);
    tcase_add_test(tests, another_leaders_visit_is_refused_before_the_form);
    tcase_add_test(tests, a_correction_that_is_wrong_or_left_loses_nothing);
    tcase_add_test(tests, a_visit_taken_back_counts_no_more);
    tcase_add_test(tests, a_plan_is_dropped);
    tcase_add_loop_test(tests, the_cursor_goes_from_visit_to_visit, 0, 7);
    tcase_add_test(tests, a_waiver_asks_for_the_reason);
    tcase_add_test(tests, a_suggestion_goes_into_the_form);
    tcase_add_loop_test(tests, the_list_is_found_by_every_way, 0, 4);
    suite_add_tcase(suite, tests);
    return suite;
}
