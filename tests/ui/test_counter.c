/* The counter with a queue in front of it: periods, hand-overs, what belongs to the visitor. */
#include "ui/rig.h"

#include <string.h>

#include "bangban/base/mem.h"

static void load(struct rig *rig, const char *no, struct bb_session *out)
{
    memset(out, 0, sizeof *out);
    ck_ok(bb_app_session_load(rig->app, no, out));
}

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
    load(&rig, "C1D01-261123-002", &row);
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
    load(&rig, "C1W03-261123-003", &row);
    ck_assert_int_eq(row.phase, BB_PHASE_SERVING);
    bb_session_done(&row);
    rig_keys(&rig, "p");
    load(&rig, "C1W03-261123-003", &row);
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
    load(&rig, "C1W03-261123-003", &row);
    ck_assert_str_eq(row.desk, "C1D01");
    ck_assert_int_eq(row.phase, BB_PHASE_WAITING);
    bb_session_done(&row);
    rig_keys(&rig, "C-z");
    load(&rig, "C1W03-261123-003", &row);
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
    rig_keys(&rig, "c y c Enter F2 s b j f Enter S-Tab S-Tab S-Tab 9点 S-Tab A017 S-Tab 0 C-s");
    ck_assert(rig_sees(&rig, "请写办理件数，至少为 1。"));
    rig_keys(&rig, "C-u 3 C-n");
    ck_assert(rig_sees(&rig, "请按 09:30 写号票上的时间，或空着。"));
    rig_keys(&rig, "C-u 09:38 C-n"); /* a group of three waits */
    ck_assert(rig_sees(&rig, "已保存 C1W03-261123-005"));
    load(&rig, "C1W03-261123-005", &row);
    ck_assert_int_eq(row.phase, BB_PHASE_WAITING);
    ck_assert_int_eq(row.quantity, 3);
    ck_assert_str_eq(row.ticket, "A017");
    ck_assert_int_eq(row.source, BB_SOURCE_TICKET);
    ck_assert_int_eq(bb_session_first_response(&row), -1);
    bb_session_done(&row);
    rig_tick(&rig, 60);
    rig_keys(&rig, "F3 Home p");
    load(&rig, "C1W03-261123-005", &row);
    ck_assert_int_eq(bb_session_first_response(&row), 5 * 60);
    bb_session_done(&row);
    rig_keys(&rig, "Enter");
    rig_keys(&rig, "End");
    ck_assert(rig_sees(&rig, "首次响应"));
    ck_assert(rig_sees(&rig, "09:38 – 09:43  等候  程亦诚"));
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
    suite_add_tcase(suite, tests);
    return suite;
}
