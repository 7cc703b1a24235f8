/* The counter with a queue in front of it: periods, hand-overs, what belongs to the visitor. */
#include "ui/rig.h"

#include <string.h>

#include "bangban/base/mem.h"

/* Another program at the help desk, in the chair of 丁彤. */
static struct bb_app *help_desk(struct rig *rig)
{
    struct bb_app *other;
    ck_ok(bb_app_open(&other, &rig->config, rig->path, fake_clock_of(&rig->fake)));
    ck_ok(bb_app_login(other, "M001", "C1D01"));
    return other;
}

static void hand_here(struct bb_app *other, const char *note, const char *why)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(other, &session);
    session.phase = BB_PHASE_SERVING;
    bb_strset(&session.item, "P020");
    bb_strset(&session.note, note);
    ck_ok(bb_app_session_add(other, &session, NULL, 0, &problems));
    ck_ok(bb_app_session_hand(other, session.id, "C1W03", why, &problems));
    bb_session_done(&session);
}

START_TEST(a_hand_over_appears_and_rings)
{
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 居住"); /* busy with something else */
    struct bb_app *other = help_desk(&rig);
    rig_tick(&rig, 5);
    int before = rig.bells;
    hand_here(other, "", "凭证打不出");
    rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "咨询台移交过来：C1D01-261123-001，凭证打不出"));
    ck_assert(rig_sees(&rig, "居住"));
    ck_assert_int_eq(rig.bells, before + 1);
    rig_tick(&rig, 1);
    ck_assert_int_eq(rig.bells, before + 1); /* once */
    rig.config.bell = 0;
    hand_here(other, "", "缺表");
    rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "缺表"));
    ck_assert_int_eq(rig.bells, before + 1);
    bb_app_close(other);
    ck_assert_int_eq(rig_keys(&rig, "F3 Home p"), 3); /* the newest waits on top */
    rig_session(&rig, "C1D01-261123-002", &row);
    ck_assert_int_eq(row.phase, BB_PHASE_SERVING);
    ck_assert_str_eq(row.helper, "S001");
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(one_key_parks_and_takes_up)
{
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter p"); /* 003 is parked */
    rig_session(&rig, "C1W03-261123-003", &row);
    ck_assert_int_eq(row.phase, BB_PHASE_SERVING);
    bb_session_done(&row);
    rig_keys(&rig, "p");
    rig_session(&rig, "C1W03-261123-003", &row);
    ck_assert_int_eq(row.phase, BB_PHASE_PARKED);
    bb_session_done(&row);
    rig_keys(&rig, "Down p");
    ck_assert(rig_sees(&rig, "这件已经结束；请另登记一件（F2）。"));
    rig_keys(&rig, "h");
    ck_assert(rig_sees(&rig, "这件已经结束；请另登记一件（F2）。"));
    rig_keys(&rig, "Up h C-s"); /* every refusal at its field */
    ck_assert(rig_sees(&rig, "请选接着办的窗口。"));
    ck_assert(rig_sees(&rig, "请写明为什么移交。"));
    rig_keys(&rig, "咨询台 Enter 要打印凭证 C-s");
    ck_assert(rig_sees(&rig, "C1W03-261123-003 已转到咨询台等候"));
    ck_assert(!rig_sees(&rig, "挂起 ")); /* it stands at the other desk now */
    rig_session(&rig, "C1W03-261123-003", &row);
    ck_assert_str_eq(row.desk, "C1D01");
    ck_assert_int_eq(row.phase, BB_PHASE_WAITING);
    bb_session_done(&row);
    rig_keys(&rig, "C-z");
    rig_session(&rig, "C1W03-261123-003", &row);
    ck_assert_str_eq(row.desk, "C1W03");
    ck_assert_int_eq(row.phase, BB_PHASE_PARKED);
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(a_visitor_waits_and_is_measured_from_his_ticket)
{
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig,
             "c y c Enter F2 s b j f Enter S-Tab S-Tab 便民日 S-Tab 9点 S-Tab A017 S-Tab 0 C-s");
    ck_assert(rig_sees(&rig, "请写办理件数，至少为 1。"));
    rig_keys(&rig, "C-u 3 C-n");
    ck_assert(rig_sees(&rig, "请按 09:30 写号票上的时间，或空着。"));
    rig_keys(&rig, "C-u 09:38 C-n"); /* a group of three waits */
    ck_assert(rig_sees(&rig, "已保存 C1W03-261123-005"));
    rig_session(&rig, "C1W03-261123-005", &row);
    ck_assert_int_eq(row.phase, BB_PHASE_WAITING);
    ck_assert_int_eq(row.quantity, 3);
    ck_assert_str_eq(row.ticket, "A017");
    ck_assert_str_eq(row.programme, "便民日");
    ck_assert_int_eq(row.source, BB_SOURCE_TICKET);
    ck_assert_int_eq(bb_session_first_response(&row), -1);
    bb_session_done(&row);
    rig_tick(&rig, 60);
    rig_keys(&rig, "F3 Home p");
    rig_session(&rig, "C1W03-261123-005", &row);
    ck_assert_int_eq(bb_session_first_response(&row), 5 * 60);
    bb_session_done(&row);
    rig_keys(&rig, "Enter");
    rig_keys(&rig, "End");
    ck_assert(rig_sees(&rig, "首次响应"));
    ck_assert(rig_sees(&rig, "09:38 – 09:43  等候  程亦诚"));
    rig_down(&rig);
}
END_TEST

START_TEST(words_suggest_the_channel_and_the_slip_is_written)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 s b j f Enter Tab Tab Tab Tab Tab Tab 想起诉邻居");
    ck_assert(rig_sees(&rig, "“起诉”：是否涉诉？按 Ctrl-O 转：区人民法院诉讼服务中心"));
    rig_keys(&rig, "C-o");
    ck_assert(rig_sees(&rig, "▸ 2 涉诉"));
    rig_keys(&rig, "Enter");
    ck_assert(rig_sees(&rig, "C1W03-Z261123-001"));
    ck_assert(rig_sees(&rig, "请到：区人民法院诉讼服务中心"));
    rig_keys(&rig, "F");
    ck_assert(rig_sees(&rig, "C1W03-Z261123-001.txt"));
    bb_strset(&rig.config.print_command, "/nowhere/lp");
    rig_keys(&rig, "P");
    ck_assert(rig_sees(&rig, "没有打印"));
    rig_keys(&rig, "Enter");
    ck_assert(rig_sees(&rig, "想起诉邻居")); /* what was typed stays */
    rig_down(&rig);
}
END_TEST

START_TEST(the_same_person_is_offered_and_masked_at_once)
{
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 s b j f Enter Tab Tab Tab Tab Tab Tab Tab 欧阳明 Tab "
                   "１１０１０５１９４９１２３１００２ｘ Tab 13812345678 Tab");
    ck_assert(rig_sees(&rig, "欧阳*"));
    ck_assert(rig_sees(&rig, "138****5678"));
    ck_assert(!rig_sees(&rig, "欧阳明"));
    ck_assert(!rig_sees(&rig, "9491231"));
    rig_keys(&rig, "C-s F2 Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab 110105194912310021");
    ck_assert(!rig_sees(&rig, "今天来过"));
    ck_assert(rig_sees(&rig, "校验")); /* warned, never refused */
    rig_keys(&rig, "Backspace X");
    ck_assert(rig_sees(&rig, "今天来过：005 09:42 灵活就业人员社会保险缴费"));
    rig_keys(&rig, "C-e C-s");
    rig_session(&rig, "C1W03-261123-006", &row);
    ck_assert_str_eq(row.item, "P020");
    ck_assert_ptr_nonnull(row.client_pseudonym);
    bb_session_done(&row);
    rig_keys(&rig, "C-e");
    ck_assert(rig_sees(&rig, "请先输完证件号"));
    rig_down(&rig);
}
END_TEST

START_TEST(debts_are_worked_off_one_key_each)
{
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig.fake.now_ms += 86400000; /* the next morning */
    rig_keys(&rig, "c y c Enter");
    ck_assert(rig_sees(&rig, "您还欠 1 件，未结束 1 件。按 d 逐件补。"));
    ck_assert(
        rig_sees(&rig, "您还欠 1 件（按 d 补）：11-23 002 事项、类别  未结束 1 件：11-23 003"));
    rig_keys(&rig, "F10");
    ck_assert(rig_sees(&rig, "C1W03-261123-002"));
    rig_keys(&rig, "d s b j f Enter Tab Tab Tab Tab 1 C-s");
    rig_session(&rig, "C1W03-261123-002", &row);
    ck_assert_uint_eq(bb_session_debts(&row), 0);
    bb_session_done(&row);
    rig_keys(&rig, "F3 d C-s"); /* the parked one ends */
    rig_session(&rig, "C1W03-261123-003", &row);
    ck_assert_uint_eq(bb_session_debts(&row), 0);
    bb_session_done(&row);
    rig_keys(&rig, "d");
    ck_assert(rig_sees(&rig, "本班没有欠账"));
    rig_down(&rig);
}
END_TEST

/* 丁彤 completes C1W03-261123-001, on which 程亦诚 is working. */
static void complete_behind(struct rig *rig, const char *note, int64_t outcome)
{
    struct bb_session row = {0};
    struct bb_problems problems = {0};
    struct bb_app *other = help_desk(rig);
    ck_ok(bb_app_session_load(other, "C1W03-261123-001", &row));
    bb_strset(&row.note, note);
    row.outcome = outcome;
    ck_ok(bb_app_session_edit(other, row.id, &row, "note outcome", NULL, NULL, &problems));
    bb_session_done(&row);
    bb_app_close(other);
}

static void take_up(struct rig *rig, const char *keys)
{
    rig_up(rig, "zh_CN", 24, 80, NULL);
    rig_fill(rig);
    rig_keys(rig, "c y c Enter End e");
    rig_keys(rig, keys);
}

#define TO_NOTE "Tab Tab Tab Tab Tab Tab Tab C-u"
START_TEST(what_the_other_wrote_is_shown_and_one_chooses)
{
    struct rig rig;
    struct bb_session row;
    static const struct {
        const char *key, *note;
    } ways[] = {{"C-s", "我写的备注"}, {"C-g C-s", "对方的备注"}};
    take_up(&rig, TO_NOTE " 我写的备注");
    complete_behind(&rig, "对方的备注", BB_OUTCOME_UNSOLVED);
    rig_tick(&rig, 1);
    rig_keys(&rig, "C-s");
    ck_assert(
        rig_sees(&rig, "丁彤 09:42 写了“对方的备注”。再按 Ctrl-S 以您的为准，Ctrl-G 改用对方的。"));
    ck_assert(rig_sees(&rig, "我写的备注")); /* what was typed stays */
    ck_assert(rig_sees(&rig, "未解决"));     /* what was not touched is as the other left it */
    rig_picture(&rig, "form-contested.zh-80x24");
    rig_keys(&rig, ways[_i].key);
    rig_session(&rig, "C1W03-261123-001", &row);
    ck_assert_str_eq(row.note, ways[_i].note);
    ck_assert_int_eq(row.outcome, BB_OUTCOME_UNSOLVED);
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

/* A draft of yesterday's knowledge writes over nothing either. */
START_TEST(a_draft_knows_what_it_was_typed_over)
{
    struct rig rig;
    struct bb_session row;
    take_up(&rig, TO_NOTE " 我写的备注");
    rig_tick(&rig, 1);
    rig_keys(&rig, "Esc");
    complete_behind(&rig, "对方的备注", BB_OUTCOME_UNSOLVED);
    rig_keys(&rig, "e");
    ck_assert(rig_sees(&rig, "我写的备注"));
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "写了“对方的备注”"));
    rig_session(&rig, "C1W03-261123-001", &row);
    ck_assert_str_eq(row.note, "对方的备注");
    bb_session_done(&row);
    rig_keys(&rig, "C-s");
    rig_session(&rig, "C1W03-261123-001", &row);
    ck_assert_str_eq(row.note, "我写的备注");
    ck_assert_int_eq(row.outcome, BB_OUTCOME_UNSOLVED);
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

/* What is pasted is kept whole where it fits and said where it does not; nothing hostile reaches
 * the terminal. */
START_TEST(pasted_text_is_kept_or_refused_at_the_field)
{
    enum { CHARS = 10000 };
    struct rig rig;
    struct bb_session row;
    struct bb_buf paste = {0};
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 s b j f Enter Tab Tab Tab Tab Tab Tab");
    bb_buf_str(&paste, "\033[200~");
    for (int i = 0; i < CHARS; i++)
        bb_buf_str(&paste, "长");
    bb_buf_str(&paste, "\033[201~");
    rig_bytes(&rig, paste.data, paste.len);
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "已保存 C1W03-261123-005"));
    rig_session(&rig, "C1W03-261123-005", &row);
    ck_assert_uint_eq(strlen(row.note), (size_t)CHARS * strlen("长"));
    bb_session_done(&row);
    rig_keys(&rig, "F2 S-Tab");
    rig_bytes(&rig, paste.data, paste.len); /* the programme takes thirty characters */
    ck_assert(rig_sees(&rig, "此栏最多 30 个字"));
    rig_keys(&rig, "C-x Tab Tab Tab Tab Tab Tab Tab Tab");
    static const char hostile[] = "\033[200~甲\033]0;x\007乙\342\200\256丙\342\200\213丁\033[201~";
    rig_bytes(&rig, hostile, sizeof hostile - 1);
    ck_assert(!rig_sees(&rig, "甲乙")); /* marks stand where they were */
    ck_assert(rig_sees(&rig, "丁"));
    bb_buf_done(&paste);
    rig_down(&rig);
}
END_TEST

START_TEST(a_clock_that_jumps_back_keeps_the_text)
{
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 s b j f Enter");
    rig.fake.now_ms -= 3600000;
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "时钟"));
    ck_assert(rig_sees(&rig, "灵活就业人员社会保险缴费"));
    ck_assert(bb_app_session_load(rig.app, "C1W03-261123-005", &row) != NULL);
    struct bb_app *other; /* a supervisor says that the clock is right */
    ck_ok(bb_app_open(&other, &rig.config, rig.path, fake_clock_of(&rig.fake)));
    ck_ok(bb_app_sit(other, "M001", NULL));
    ck_ok(bb_app_clock_accept(other));
    bb_app_close(other);
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "已保存 C1W03-261123-005"));
    rig_down(&rig);
}
END_TEST

START_TEST(a_desk_that_is_not_there_is_no_place_to_hand_over_to)
{
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter Home h 9号窗口 Tab 排错了 C-s");
    ck_assert(rig_sees(&rig, "请选接着办的窗口。"));
    rig_session(&rig, "C1W03-261123-003", &row);
    ck_assert_str_eq(row.desk, "C1W03");
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

Suite *suite_counter(void);
Suite *suite_counter(void)
{
    Suite *suite = suite_create("counter");
    TCase *tests = tcase_create("counter");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_hand_over_appears_and_rings);
    tcase_add_test(tests, one_key_parks_and_takes_up);
    tcase_add_test(tests, a_visitor_waits_and_is_measured_from_his_ticket);
    tcase_add_test(tests, words_suggest_the_channel_and_the_slip_is_written);
    tcase_add_test(tests, the_same_person_is_offered_and_masked_at_once);
    tcase_add_test(tests, debts_are_worked_off_one_key_each);
    tcase_add_loop_test(tests, what_the_other_wrote_is_shown_and_one_chooses, 0, 2);
    tcase_add_test(tests, pasted_text_is_kept_or_refused_at_the_field);
    tcase_add_test(tests, a_clock_that_jumps_back_keeps_the_text);
    tcase_add_test(tests, a_desk_that_is_not_there_is_no_place_to_hand_over_to);
    tcase_add_test(tests, a_draft_knows_what_it_was_typed_over);
    suite_add_tcase(suite, tests);
    return suite;
}
