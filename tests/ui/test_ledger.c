/* The ledger at the screen: a supervisor's morning in counted strokes, steps and their refusals,
 * several lines at once, two supervisors on one line. */
#include "ui/rig.h"

#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

static void up(struct rig *rig, const char *who)
{
    rig_up(rig, "zh_CN", 24, 80, NULL);
    rig_fill_ledger(rig);
    rig_keys(rig, who);
}
static const char supervisor[] = "d t Enter Down Enter", staff[] = "c y c Enter";

static void load(struct rig *rig, const char *no, struct bb_issue *out)
{
    memset(out, 0, sizeof *out);
    ck_ok(bb_app_issue_load(rig->app, no, out));
}

static int64_t day(const char *text)
{
    int64_t out;
    ck_ok(bb_day_parse(&out, text));
    return out;
}

#define ck_sees(rig, text) ck_assert_msg(rig_sees(rig, text), "%s\n%s", text, rig_screen(rig))

START_TEST(a_paused_line_says_so)
{
    struct rig rig;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 / T261019 Enter");
    ck_sees(&rig, "整改中");
    rig_keys(&rig, "s z 等接口 C-s");
    ck_assert(!rig_sees(&rig, "整改中"));
    ck_sees(&rig, "暂停  ");
    rig_down(&rig);
}
END_TEST

START_TEST(assigning_takes_four_keys_and_initials)
{
    struct rig rig;
    struct bb_issue row;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 n 窗口无叫号 C-s / 无叫号 Enter");
    int strokes = rig_keys(&rig, "a r s j Enter c y c Enter C-s");
    ck_assert_int_le(strokes - 6, 10);
    ck_assert_int_eq(strokes - 6, 4);
    ck_sees(&rig, "C1D01-T261123-001：交办，时限 11-30");
    load(&rig, "C1D01-T261123-001", &row);
    ck_assert_str_eq(row.lead_unit, "310116D04");
    ck_assert_str_eq(row.person, "S001");
    ck_assert_str_eq(row.due_rule, "5wd");
    ck_assert_int_eq(row.due_day, day("2026-11-30"));
    bb_issue_done(&row);
    rig_keys(&rig, "C-z");
    load(&rig, "C1D01-T261123-001", &row);
    ck_assert_ptr_null(row.person);
    bb_issue_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(deciding_takes_four_keys_and_text)
{
    struct rig rig;
    struct bb_issue row;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 r");
    ck_assert_int_eq(rig_keys(&rig, "x +10 Tab 等接口 C-s"), 3 + 3 + 3);
    load(&rig, "C1W03-T261019-001", &row);
    ck_assert_int_eq(row.due_named, day("2026-12-07"));
    ck_assert_int_eq(row.extensions, 1);
    ck_assert_str_eq(row.approver, "M001");
    bb_issue_done(&row);
    ck_sees(&rig, "红灯 0"); /* it is not red any more */

    rig_keys(&rig, "l");
    ck_assert_int_le(rig_keys(&rig, "b 1 Tab 抽查两件 C-s"), 4 + 4);
    load(&rig, "C1W03-T261012-001", &row);
    ck_assert_int_eq(row.lookback, BB_LOOKBACK_HOLDS);
    ck_assert_str_eq(row.lookback_by, "M001");
    bb_issue_done(&row);
    ck_assert_int_eq(rig_keys(&rig, "0 / 取件柜 Enter g C-s") > 0, 1);
    load(&rig, "C1W03-T261012-001", &row);
    ck_assert_str_eq(row.feedback_to, "程亦诚"); /* the finder stood there already */
    bb_issue_done(&row);
    ck_assert_int_le(rig_keys(&rig, "c Tab 锁已换新 C-s"), 4 + 4);
    load(&rig, "C1W03-T261012-001", &row);
    ck_assert_int_eq(row.state, BB_STATE_CLOSED);
    ck_assert_int_eq(row.ending, BB_ENDING_SOLVED);
    ck_assert_str_eq(row.cause, "锁已换新");
    bb_issue_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(red_lights_are_one_key_away)
{
    struct rig rig;
    struct bb_issue body = {0};
    up(&rig, staff);
    ck_assert_int_eq(rig_keys(&rig, "r"), 1); /* from Today */
    ck_sees(&rig, "台账 · 红灯 1");
    ck_sees(&rig, "T261019-001");
    bb_strset(&body.lead_unit, "310116G03");
    bb_strset(&body.person, "M001");
    rig_step(&rig, "M001", "C1W03-T261019-001", BB_EVENT_ISSUE_ASSIGN, NULL, &body);
    rig_tick(&rig, 1);
    ck_sees(&rig, "台账 · 红灯 0"); /* somebody else answers for it now */
    rig_keys(&rig, "F10 c d t Enter Down Enter r");
    ck_sees(&rig, "台账 · 红灯 1");
    rig_down(&rig);
}
END_TEST

START_TEST(an_unknown_year_is_said_at_the_field)
{
    struct rig rig;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 / T261019 Enter Enter s x 2041-06-03 C-s");
    ck_sees(&rig, "! 没有该年的工作日历；请另填较早的日期，或先载入日历。");
    rig_down(&rig);
}
END_TEST

/* Several codes in one field, and somebody who has none. */
START_TEST(units_that_support_have_their_names)
{
    struct rig rig;
    struct bb_issue body = {0};
    up(&rig, supervisor);
    bb_strset(&body.plan, "统一口径");
    bb_strset(&body.measures, "更新指南");
    bb_strset(&body.lead_unit, "310116D15");
    bb_strset(&body.support_units, "310116D04 社区志愿队 310116D15");
    bb_strset(&body.person, "S001");
    ck_ok(bb_day_parse(&body.due_named, "2026-12-04"));
    rig_step(&rig, "M001", "C1W03-T261019-001", BB_EVENT_ISSUE_PLAN, NULL, &body);
    rig_keys(&rig, "F4 / T261019 Enter Enter");
    ck_sees(&rig, "牵头单位     区公安分局");
    ck_sees(&rig, "配合单位     区人社局、社区志愿队、区公安分局");
    rig_down(&rig);
}
END_TEST

START_TEST(views_and_the_filter_on_top)
{
    static const struct {
        const char *keys, *sees, *not ;
    } rows[] = {
        {"t", "今日到期 0", "T26"},
        {"k", "本周到期 2", "T261019"},
        {"l", "待回头看 1", "T261019"},
        {"p", "待审批 1", "T261019"},
        {"h", "待核对 1", "T261019"},
        {"k / 公租房", "本周到期 1", "T261117"},
        {"k / 状态:登记", "本周到期 0", "T261120"},
        {"h Esc", "未结 5", "zzz"},
        {"h 0", "未结 5", "zzz"},
        {"p F3 F4", "未结 5", "zzz"},
    };
    struct rig rig;
    up(&rig, supervisor);
    rig_keys(&rig, "F4");
    rig_keys(&rig, rows[_i].keys);
    ck_sees(&rig, rows[_i].sees);
    ck_assert(!rig_sees(&rig, rows[_i].not ));
    rig_down(&rig);
}
END_TEST

/* Lines of one view in the order of the screen, as the last digits of their days. */
static void ck_order(struct rig *rig, const char *first, const char *second)
{
    char *screen = rig_screen(rig);
    const char *one = strstr(screen, first), *other = strstr(screen, second);
    ck_assert_msg(one && other && one < other, "%s %s\n%s", first, second, screen);
    free(screen);
}

START_TEST(orders_keep_what_is_selected)
{
    struct rig rig;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 Down Down");
    ck_order(&rig, "T261012-001", "T261019-001");
    rig_keys(&rig, "o");
    ck_sees(&rig, "按单位");
    ck_order(&rig, "T261019-001", "T261012-001"); /* D15 before G03 */
    rig_keys(&rig, "o");
    ck_sees(&rig, "按类别");
    ck_order(&rig, "T261019-001", "T261012-001");
    rig_keys(&rig, "o");
    ck_sees(&rig, "按状态");
    ck_order(&rig, "T261019-001", "T261012-001");
    ck_sees(&rig, "▸ ◐ 黄 T261117-001");
    rig_keys(&rig, "o");
    ck_sees(&rig, "按责任人");
    rig_keys(&rig, "o");
    ck_sees(&rig, "按发现日期");
    ck_order(&rig, "T261019-001", "T261012-001"); /* the newest first */
    rig_keys(&rig, "o");
    ck_sees(&rig, "按编号");
    ck_order(&rig, "T261012-001", "T261019-001");
    rig_keys(&rig, "o");
    ck_sees(&rig, "按描述");
    ck_sees(&rig, "▸ ◐ 黄 T261117-001");
    rig_keys(&rig, "o");
    ck_order(&rig, "T261012-001", "T261019-001");
    ck_sees(&rig, "▸ ◐ 黄 T261117-001");
    rig_down(&rig);
}
END_TEST

START_TEST(refusals_stand_at_their_field)
{
    static const struct {
        const char *keys, *sees;
    } rows[] = {
        {"r x 12-99 Tab x C-s", "日期请写成"},
        {"r x 2026-11-10 Tab x C-s", "! 该日已过"},
        {"r x C-s", "! 此步骤需要填写"},
        {"r x +200 C-s", "没有 2027 年的工作日历"},
        {"r a C-u z z z z C-s", "请用 Enter 选定"},
        {"l c", "销号前请先反馈"},
        {"r b", "当前状态不能进行此步骤"},
        {"r s m", "未暂停"},
        {"r s h", "没有矛盾"},
    };
    struct rig rig;
    up(&rig, supervisor);
    rig_keys(&rig, "F4");
    rig_keys(&rig, rows[_i].keys);
    ck_sees(&rig, rows[_i].sees);
    rig_down(&rig);
}
END_TEST

START_TEST(rights_are_said_before_anything_is_typed)
{
    struct rig rig;
    up(&rig, staff);
    rig_keys(&rig, "F4 r x");
    ck_sees(&rig, "请找主管办理");
    rig_keys(&rig, "s x");
    ck_sees(&rig, "请找主管办理");
    ck_sees(&rig, "T261019-001  整改中"); /* the menu is still there */
    rig_keys(&rig, "f");
    ck_sees(&rig, "佐证");
    rig_down(&rig);
}
END_TEST

START_TEST(what_was_typed_into_a_step_comes_back)
{
    struct rig rig;
    up(&rig, supervisor);
    if (_i == 2) {
        rig_crash(&rig, supervisor, "F4 r x Tab 等三方接口");
        rig_keys(&rig, supervisor);
    } else {
        rig_keys(&rig, "F4 r x Tab 等三方接口");
        if (_i == 1) {
            rig_restart(&rig);
            rig_keys(&rig, supervisor);
        } else {
            rig_keys(&rig, "Esc");
            ck_sees(&rig, "尚未办理");
        }
    }
    rig_keys(&rig, "F4 r x");
    ck_sees(&rig, "等三方接口");
    rig_keys(&rig, "S-Tab +5 C-s"); /* the caret stood at the reason again */
    ck_sees(&rig, "延期，时限 11-30");
    rig_keys(&rig, "C-z F4 0 / 积分 Enter x"); /* what was saved is no draft any more */
    ck_assert(!rig_sees(&rig, "等三方接口"));
    rig_down(&rig);
}
END_TEST

START_TEST(two_supervisors_at_once_are_both_kept)
{
    struct rig rig;
    struct bb_issue row, body = {0};
    struct bb_events events = {0};
    up(&rig, supervisor);
    rig_keys(&rig, "F4 r x +5 Tab 等接口");
    bb_strset(&body.reason, "不再等");
    body.due_named = day("2026-12-01");
    bb_strset(&body.approver, "M001");
    rig_step(&rig, "M001", "C1W03-T261019-001", BB_EVENT_ISSUE_EXTEND, NULL, &body);
    rig_tick(&rig, 1);
    ck_sees(&rig, "其间有人办理过这一条");
    rig_keys(&rig, "C-u"); /* the reason is typed anew */
    rig_keys(&rig, "接口推迟 S-Tab C-u +9 C-s");
    ck_sees(&rig, "待核对");
    load(&rig, "C1W03-T261019-001", &row);
    ck_assert_int_eq(row.contested, 1);
    ck_ok(bb_app_history(rig.app, row.id, &events));
    int extended = 0;
    for (size_t i = 0; i < events.count; i++)
        extended += events.rows[i].kind == BB_EVENT_ISSUE_EXTEND;
    ck_assert_int_eq(extended, 2);
    bb_events_done(&events);
    bb_issue_done(&row);
    rig_keys(&rig, "h");
    ck_sees(&rig, "待核对 2");
    rig_keys(&rig, "/ 积分 Enter Enter");
    ck_sees(&rig, "两处");
    rig_keys(&rig, "s h 已电话商定 C-s");
    load(&rig, "C1W03-T261019-001", &row);
    ck_assert_int_eq(row.contested, 0);
    bb_issue_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(several_lines_ask_for_a_word)
{
    struct rig rig;
    struct bb_issue row;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 Space Space"); /* rectified, rectifying */
    ck_sees(&rig, "选中 2");
    rig_keys(&rig, "x");
    ck_sees(&rig, "Esc 取消选中");
    rig_keys(&rig, "a r s j Enter c y c Enter C-s");
    ck_sees(&rig, "交办 2 条");
    ck_sees(&rig, "键入");
    load(&rig, "C1W03-T261019-001", &row);
    ck_assert_str_eq(row.lead_unit, "310116D15");
    bb_issue_done(&row);
    rig_keys(&rig, "交办 C-s");
    ck_sees(&rig, "已办 1 条，未办 1 条");
    ck_sees(&rig, "C1W03-T261012-001  该问题当前状态不能进行此步骤");
    load(&rig, "C1W03-T261019-001", &row);
    ck_assert_str_ne(row.lead_unit, "310116D15");
    bb_issue_done(&row);
    rig_keys(&rig, "Enter");
    ck_sees(&rig, "选中 1"); /* what was refused */
    rig_keys(&rig, "Esc * a");
    ck_sees(&rig, "交办 5 条");
    ck_assert(!rig_sees(&rig, "确认词   交办")); /* the word is asked for anew */
    rig_keys(&rig, "Esc *");
    ck_assert(!rig_sees(&rig, "选中"));
    rig_down(&rig);
}
END_TEST

static const struct bb_err *count_with(void *ctx, void *row)
{
    const struct bb_issue *issue = row;
    *(int *)ctx += issue->person && strcmp(issue->person, "S001") == 0 && issue->lead_unit &&
                   strcmp(issue->lead_unit, "310116D04") == 0;
    return NULL;
}

static int with_person(struct rig *rig)
{
    struct bb_issue_query query = {.limit = 100};
    int count = 0;
    ck_ok(bb_app_issue_list(rig->app, &query, &(struct bb_sink){count_with, &count}));
    return count;
}

START_TEST(a_batch_is_taken_back_as_a_whole)
{
    struct rig rig;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 n 窗口无叫号 C-s"); /* an act before it */
    ck_assert_int_eq(with_person(&rig), 0);
    rig_keys(&rig, "F4 Down Space Space Space a r s j Enter c y c Enter Tab 交办 C-s");
    ck_sees(&rig, "已办 3 条，未办 0 条。Ctrl-Z 可撤销全部 3 条");
    ck_assert_int_eq(with_person(&rig), 3);
    if (_i == 1) { /* an act after it goes first, and alone */
        rig_keys(&rig, "Enter n 取号机无纸 C-s C-z");
        ck_assert_int_eq(with_person(&rig), 3);
    }
    rig_keys(&rig, "C-z");
    ck_sees(&rig, "已撤销：交办，3 条");
    ck_assert_int_eq(with_person(&rig), 0);
    rig_keys(&rig, "F4 / 无叫号 Enter");
    ck_sees(&rig, "窗口无叫号");
    rig_keys(&rig, "Esc C-z F4 / 无叫号 Enter"); /* the act before the batch */
    ck_assert(!rig_sees(&rig, "▸ "));
    rig_down(&rig);
}
END_TEST

START_TEST(a_batch_stops_between_lines)
{
    struct rig rig;
    struct bb_issue row;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 r * u 提醒");
    rig_bytes(&rig, "\023\033", 2); /* Ctrl-S and at once Esc */
    ck_sees(&rig, "已停下：其余 1 条未动");
    load(&rig, "C1W03-T261019-001", &row);
    ck_assert_int_eq(row.reminder, BB_REMINDER_NONE);
    bb_issue_done(&row);
    rig_keys(&rig, "Enter u 提醒 C-s");
    ck_sees(&rig, "已办 1 条，未办 0 条");
    load(&rig, "C1W03-T261019-001", &row);
    ck_assert_int_eq(row.reminder, BB_REMINDER_REMIND);
    bb_issue_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(the_list_goes_into_a_new_file)
{
    struct rig rig;
    struct bb_buf text = {0}, keys = {0};
    up(&rig, supervisor);
    char *path = bb_path_join(rig.dir, "list.txt");
    bb_buf_printf(&keys, "F4 k P C-u %s C-s", path);
    rig_keys(&rig, keys.data);
    ck_sees(&rig, "共 2 条");
    ck_ok(bb_file_read(&text, path, 1 << 16));
    ck_assert_ptr_nonnull(strstr(text.data, "问题清单"));
    ck_assert_ptr_nonnull(strstr(text.data, "清单编号 C1-Q261123-"));
    ck_assert_ptr_nonnull(strstr(text.data, "2026-11-23"));
    ck_assert_ptr_nonnull(strstr(text.data, "C1W03-T261120-001"));
    ck_assert_ptr_null(strstr(text.data, "T261019"));
    size_t before = text.len;
    rig_keys(&rig, keys.data);
    ck_sees(&rig, "该文件已存在");
    bb_buf_clear(&text);
    ck_ok(bb_file_read(&text, path, 1 << 16));
    ck_assert_uint_eq(text.len, before);
    free(path);
    bb_buf_done(&text);
    bb_buf_done(&keys);
    rig_down(&rig);
}
END_TEST

START_TEST(filters_are_kept_by_person)
{
    struct rig rig;
    up(&rig, supervisor);
    rig_keys(&rig, "F4 S");
    ck_sees(&rig, "还没有保存");
    rig_keys(&rig, "Esc k / 公租房 Enter o S 窗口本周 C-s");
    ck_sees(&rig, "本周到期 1 · 按类别");
    rig_keys(&rig, "0 p S 待批 C-s 0");
    ck_sees(&rig, "未结 5");
    rig_restart(&rig);
    rig_keys(&rig, supervisor);
    rig_keys(&rig, "F4 S c k b z Enter");
    ck_sees(&rig, "本周到期 1 · 按类别");
    ck_sees(&rig, "/ 公租房");
    rig_keys(&rig, "Esc 0 k S 待批 C-s 0 S d p"); /* over the old one */
    ck_sees(&rig, "本周到期 · 按单位");
    ck_assert(!rig_sees(&rig, "待审批"));
    rig_keys(&rig, "Esc F10 c c y c Enter F4 S");
    ck_sees(&rig, "还没有保存"); /* somebody else's */
    rig_down(&rig);
}
END_TEST

Suite *suite_ledger(void)
{
    Suite *suite = suite_create("ledger");
    TCase *tests = tcase_create("ledger");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_paused_line_says_so);
    tcase_add_test(tests, assigning_takes_four_keys_and_initials);
    tcase_add_test(tests, deciding_takes_four_keys_and_text);
    tcase_add_test(tests, red_lights_are_one_key_away);
    tcase_add_test(tests, an_unknown_year_is_said_at_the_field);
    tcase_add_test(tests, units_that_support_have_their_names);
    tcase_add_loop_test(tests, views_and_the_filter_on_top, 0, 10);
    tcase_add_test(tests, orders_keep_what_is_selected);
    tcase_add_loop_test(tests, refusals_stand_at_their_field, 0, 9);
    tcase_add_test(tests, rights_are_said_before_anything_is_typed);
    tcase_add_loop_test(tests, what_was_typed_into_a_step_comes_back, 0, 3);
    tcase_add_test(tests, two_supervisors_at_once_are_both_kept);
    tcase_add_test(tests, several_lines_ask_for_a_word);
    tcase_add_loop_test(tests, a_batch_is_taken_back_as_a_whole, 0, 2);
    tcase_add_test(tests, a_batch_stops_between_lines);
    tcase_add_test(tests, the_list_goes_into_a_new_file);
    tcase_add_test(tests, filters_are_kept_by_person);
    suite_add_tcase(suite, tests);
    return suite;
}
