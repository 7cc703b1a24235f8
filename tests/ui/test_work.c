/* What the screen does, beyond how it looks: strokes, drafts, undo, selection, other people's
 * writes, bytes. */
#include "ui/rig.h"

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "bangban/base/mem.h"

static int count_rows(struct rig *rig)
{
    struct bb_day_figures figures;
    ck_ok(bb_app_day_figures(rig->app, &figures));
    return (int)figures.sessions;
}

START_TEST(commonest_session_takes_seven_keys)
{
    static const char *const from[] = {"F3", "F4", "F4 Enter", "F1", "C-p", "F10", "F2"};
    struct rig rig;
    struct bb_session row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter");
    rig_keys(&rig, from[_i]);
    int before = count_rows(&rig);
    ck_assert_int_eq(rig_keys(&rig, "F2 s b j f Enter C-s"), 7);
    ck_assert_int_eq(count_rows(&rig), before + 1);
    rig_newest(&rig, &row);
    ck_assert_str_eq(row.item, "P020");
    ck_assert_int_eq(row.phase, BB_PHASE_CLOSED);
    ck_assert_int_eq(row.outcome, BB_OUTCOME_SOLVED);
    bb_session_done(&row);
    ck_assert_int_eq(rig_keys(&rig, "F2 C-r C-s"), 3); /* the same for the next person */
    rig_newest(&rig, &row);
    ck_assert_str_eq(row.item, "P020");
    ck_assert_int_eq(count_rows(&rig), before + 2);
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(problem_in_a_session_is_linked)
{
    struct rig rig;
    struct bb_session session;
    struct bb_issue issue;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 s b j f Enter C-t 取号机缺纸 C-s");
    ck_assert(!rig_issue(&rig, "取号机缺纸", &issue)); /* not before its session */
    rig_keys(&rig, "C-s");
    rig_newest(&rig, &session);
    ck_assert(rig_issue(&rig, "取号机缺纸", &issue));
    ck_assert_str_eq(issue.session, session.id);
    ck_assert_str_eq(issue.item, "P020");
    ck_assert_int_eq(issue.state, BB_STATE_FOUND);
    bb_session_done(&session);
    bb_issue_done(&issue);
    rig_keys(&rig, "F3 Enter C-t 无提示牌 Tab Tab Tab Right Tab 已加装 C-s"); /* in a saved one,
                                                                                 fixed at once */
    ck_assert(rig_issue(&rig, "无提示牌", &issue));
    ck_assert_int_eq(issue.state, BB_STATE_FIXED);
    ck_assert_ptr_nonnull(issue.session);
    bb_issue_done(&issue);
    rig_down(&rig);
}
END_TEST

START_TEST(draft_survives)
{
    static const char *const forms[][3] = {
        /* typed, how to come back, what must be there again */
        {"F2 s b j f Enter Tab Tab Tab Tab Tab Tab 带全材料再来", "F2", "带全材料再来"},
        {"F2 s b j f Enter C-t 缺凭证 C-s", "F2", "缺凭证"},
        {"F2 居住", "F2", "居住"},
        {"F4 n 叫号错误", "F4 n", "叫号错误"},
        {"Down V 重复登记", "V", "重复登记"},
    };
    struct rig rig;
    const char *const *form = forms[_i / 2];
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    if (_i % 2) {
        rig_crash(&rig, "c y c Enter", form[0]);
    } else {
        rig_keys(&rig, "c y c Enter");
        rig_keys(&rig, form[0]);
        rig_restart(&rig);
    }
    ck_assert(rig_sees(&rig, "登录"));
    rig_keys(&rig, "c y c Enter");
    ck_assert(rig_sees(&rig, "已恢复未保存的草稿"));
    rig_keys(&rig, "Down");
    rig_keys(&rig, form[1]);
    ck_assert_msg(rig_sees(&rig, form[2]), "%s is gone", form[2]);
    rig_down(&rig);
}
END_TEST

START_TEST(leaving_a_form_keeps_its_text)
{
    static const char *const ways[] = {"Esc", "F3", "F4", "C-p t z Enter", "F10 c"};
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 居住 Tab Tab Tab Tab Tab Tab Tab Tab 明天再来");
    rig_keys(&rig, ways[_i]);
    if (rig_sees(&rig, "欢迎使用"))
        rig_keys(&rig, "c y c Enter");
    rig_keys(&rig, "F2 Tab");
    ck_assert(rig_sees(&rig, "明天再来"));
    ck_assert(rig_sees(&rig, "居住"));
    rig_keys(&rig, "C-x");
    ck_assert(!rig_sees(&rig, "明天再来"));
    rig_keys(&rig, "C-z Tab");
    ck_assert(rig_sees(&rig, "明天再来"));
    rig_down(&rig);
}
END_TEST

START_TEST(drafts_belong_to_their_person)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 居住 F10 c w y n Enter");
    ck_assert(!rig_sees(&rig, "草稿"));
    rig_keys(&rig, "F2");
    ck_assert(!rig_sees(&rig, "居住"));
    rig_down(&rig);
}
END_TEST

START_TEST(undo_goes_from_near_to_far)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter");
    int before = count_rows(&rig);
    rig_keys(&rig, "F2 s b j f Enter C-s 居住");
    ck_assert_int_eq(count_rows(&rig), before + 1);
    rig_keys(&rig, "C-z"); /* the typing */
    ck_assert(!rig_sees(&rig, "P001"));
    ck_assert_int_eq(count_rows(&rig), before + 1);
    rig_keys(&rig, "F3 C-z"); /* the act */
    ck_assert(rig_sees(&rig, "已撤销"));
    ck_assert_int_eq(count_rows(&rig), before);
    rig_down(&rig);
}
END_TEST

START_TEST(void_asks_for_reason_and_word)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter");
    int before = count_rows(&rig);
    rig_keys(&rig, "V Enter Enter C-s");
    ck_assert_int_eq(count_rows(&rig), before);
    rig_keys(&rig, "重复 Tab C-s");
    ck_assert(rig_sees(&rig, "将作废"));
    ck_assert_int_eq(count_rows(&rig), before);
    rig_keys(&rig, "作废 C-s");
    ck_assert_int_eq(count_rows(&rig), before - 1);
    ck_assert(rig_sees(&rig, "已作废"));
    rig_keys(&rig, "F4 V"); /* a problem is the supervisor's to void */
    ck_assert(rig_sees(&rig, "请找主管办理"));
    rig_down(&rig);
}
END_TEST

START_TEST(parked_session_is_taken_up_and_ended)
{
    struct rig rig;
    struct bb_session row = {0};
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter");
    ck_assert(rig_sees(&rig, "挂起 18分"));
    rig_tick(&rig, 60);
    ck_assert(rig_sees(&rig, "挂起 19分")); /* without a key */
    rig_keys(&rig, "e");
    ck_ok(bb_app_session_load(rig.app, "C1W03-261123-003", &row));
    ck_assert_int_eq(row.phase, BB_PHASE_SERVING);
    rig_keys(&rig, "C-s");
    bb_session_done(&row);
    ck_ok(bb_app_session_load(rig.app, "C1W03-261123-003", &row));
    ck_assert_int_eq(row.phase, BB_PHASE_CLOSED);
    ck_assert_int_ne(row.closed_at, 0);
    ck_assert_str_eq(row.item, "P002");
    ck_assert(rig_sees(&rig, "今日"));
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(out_of_scope_opens_no_problem)
{
    struct rig rig;
    struct bb_issue issue;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter");
    int before = count_rows(&rig);
    rig_keys(&rig, "F2 C-o 3 Enter");
    ck_assert(rig_sees(&rig, "12345"));
    ck_assert_int_eq(count_rows(&rig), before);
    ck_assert(!rig_issue(&rig, "12345", &issue));
    rig_down(&rig);
}
END_TEST

START_TEST(other_programs_writes_appear)
{
    struct rig rig;
    struct bb_app *other;
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter Down Down");
    ck_ok(bb_app_open(&other, &rig.config, rig.path, fake_clock_of(&rig.fake)));
    ck_ok(bb_app_login(other, "S001", NULL));
    bb_app_session_defaults(other, &session);
    bb_strset(&session.item, "P004");
    ck_ok(bb_app_session_add(other, &session, NULL, 0, &problems));
    bb_session_done(&session);
    bb_app_close(other);
    ck_assert(!rig_sees(&rig, "居住证签注"));
    rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "居住证签注"));
    ck_assert(rig_sees(&rig, "▸ 09:17 002")); /* what was selected still is */
    rig_down(&rig);
}
END_TEST

START_TEST(keys_cost_few_bytes_and_one_write)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F4");
    rig_count(&rig);
    rig_keys(&rig, "Down");
    ck_assert_int_le(rig.written, 160);
    ck_assert_int_eq(rig.writes, 1);
    rig_keys(&rig, "F2 Tab Tab Tab Tab Tab Tab Tab Tab a");
    rig_count(&rig);
    rig_keys(&rig, "b");
    ck_assert_int_le(rig.written, 12);
    rig_count(&rig);
    rig_tick(&rig, 1);
    ck_assert_int_eq(rig.written, 0); /* nothing to see, nothing sent */
    rig_tick(&rig, 60);
    ck_assert_int_le(rig.written, 40); /* the clock's minute */
    rig_down(&rig);
}
END_TEST

/* Started for somebody (--as): the picture first, then the login, then keys. */
START_TEST(arriving_is_recorded_behind_the_first_picture)
{
    bool refused = _i;
    struct rig rig;
    struct bb_day_figures before, after;
    struct rlimit usual, none;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    bb_ui_free(rig.ui);
    bb_app_close(rig.app);
    ck_ok(bb_app_open(&rig.app, &rig.config, rig.path, fake_clock_of(&rig.fake)));
    ck_ok(bb_app_sit(rig.app, "S001", NULL));
    ck_ok(bb_app_day_figures(rig.app, &before));
    rig.ui = bb_ui_new(rig.app, &rig.term);
    rig_keys(&rig, "");
    ck_assert(rig_sees(&rig, "程亦诚"));
    ck_ok(bb_app_day_figures(rig.app, &after));
    ck_assert_int_eq(after.unsynced, before.unsynced); /* nothing is written so far */
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &usual), 0);
    none = (struct rlimit){0, usual.rlim_max};
    signal(SIGXFSZ, SIG_IGN);
    if (refused) /* as if the disk were full */
        ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &none), 0);
    ck_assert(bb_ui_arrive(rig.ui) == !refused);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &usual), 0);
    rig_keys(&rig, "");
    ck_assert_int_eq(bb_ui_top(rig.ui), refused ? BB_SCREEN_LOGIN : BB_SCREEN_TODAY);
    if (refused) {
        ck_assert_ptr_null(bb_app_person(rig.app));
        ck_assert_ptr_nonnull(rig.ui->message);
    } else {
        ck_ok(bb_app_day_figures(rig.app, &after));
        ck_assert_int_eq(after.unsynced, before.unsynced + 1);
        ck_assert_int_eq(rig.ui->figures.unsynced, after.unsynced);
    }
    rig_down(&rig);
}
END_TEST

START_TEST(a_key_is_one_write)
{
    static const char *const keys[] = {"Down", "Down", "Up", "F3", "Down", "Up"};
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F4");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        rig_count(&rig);
        rig_keys(&rig, keys[i]);
        ck_assert_msg(rig.writes == 1, "%s: %d writes", keys[i], rig.writes);
    }
    rig_down(&rig);
}
END_TEST

START_TEST(hostile_bytes_are_harmless)
{
    static const char bytes[] =
        "\033[200~居住\033]0;x\007证\xE2\x80\xAE\xff\n\t\033[201~\033[999;9~\033[?99zq";
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 Tab Tab Tab Tab Tab Tab Tab Tab");
    rig_bytes(&rig, bytes, sizeof bytes - 1);
    char *screen = rig_screen(&rig);
    ck_assert_msg(strstr(screen, "‹202E›"), "%s", screen);
    free(screen);
    ck_assert(rig_sees(&rig, "居住"));
    ck_assert(!rig.ui->quit);
    rig_down(&rig);
}
END_TEST

START_TEST(every_command_has_a_second_way)
{
    struct rig rig;
    rig_up(&rig, "en", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter C-p l e d g e r Enter");
    ck_assert(rig_sees(&rig, "Lead unit"));
    rig_keys(&rig, "M-3");
    ck_assert(rig_sees(&rig, "You still owe"));
    rig_keys(&rig, ": l o g Enter");
    ck_assert(rig_sees(&rig, "Log a session"));
    rig_keys(&rig, "F10 q");
    ck_assert(rig.ui->quit);
    rig_down(&rig);
}
END_TEST

START_TEST(search_finds_by_two_words)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter C-f 登记 Space 居住证");
    ck_assert(rig_sees(&rig, "C1W03-261123-001"));
    rig_keys(&rig, "Space 牡丹");
    ck_assert(!rig_sees(&rig, "C1W03-261123-001"));
    rig_keys(&rig, "C-u 居住证 Enter");
    ck_assert(rig_sees(&rig, "C1W03-261123-001  已解决"));
    rig_down(&rig);
}
END_TEST

/* Completing states what changed and nothing else; nothing changed is no event. */
START_TEST(completing_says_what_was_completed)
{
    struct rig rig;
    struct bb_events events = {0};
    struct bb_session row = {0};
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter Down Down e Tab 1 C-s"); /* 002 has no item: a reason for none */
    ck_assert(rig_sees(&rig, "已保存"));
    rig_keys(&rig, "e C-s");
    ck_ok(bb_app_session_load(rig.app, "C1W03-261123-002", &row));
    ck_assert_int_eq(row.no_item, BB_NO_ITEM_GENERAL);
    ck_ok(bb_app_history(rig.app, row.id, &events));
    ck_assert_uint_eq(events.count, 2);
    ck_assert_str_eq(events.rows[1].body, "{\"no_item\":\"general\"}");
    bb_events_done(&events);
    bb_session_done(&row);
    rig_keys(&rig, "e F2 s b j f Enter C-s"); /* from completing one to a new one */
    ck_assert(rig_sees(&rig, "C1W03-261123-005"));
    rig_down(&rig);
}
END_TEST

START_TEST(wrong_surroundings_are_refused)
{
    struct bb_term term;
    setlocale(LC_ALL, "C");
    ck_err_is(bb_term_open(&term, STDIN_FILENO, stdout, "xterm"), BB_ERR_LOCALE);
    setlocale(LC_ALL, "C.UTF-8");
    ck_err_is(bb_term_open(&term, STDIN_FILENO, stdout, "dumb"), BB_ERR_TERMINAL);
    ck_err_is(bb_term_open(&term, STDIN_FILENO, stdout, "no-such-terminal"), BB_ERR_TERMINAL);
    ck_assert_int_eq(bb_err_exit(bb_err(BB_ERR_LOCALE, NULL)), 3);
}
END_TEST

Suite *suite_work(void)
{
    Suite *suite = suite_create("work");
    TCase *tests = tcase_create("work");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, commonest_session_takes_seven_keys, 0, 7);
    tcase_add_test(tests, problem_in_a_session_is_linked);
    tcase_add_loop_test(tests, draft_survives, 0, 10);
    tcase_add_loop_test(tests, leaving_a_form_keeps_its_text, 0, 5);
    tcase_add_test(tests, drafts_belong_to_their_person);
    tcase_add_test(tests, undo_goes_from_near_to_far);
    tcase_add_test(tests, void_asks_for_reason_and_word);
    tcase_add_test(tests, parked_session_is_taken_up_and_ended);
    tcase_add_test(tests, out_of_scope_opens_no_problem);
    tcase_add_test(tests, other_programs_writes_appear);
    tcase_add_test(tests, keys_cost_few_bytes_and_one_write);
    tcase_add_test(tests, a_key_is_one_write);
    tcase_add_loop_test(tests, arriving_is_recorded_behind_the_first_picture, 0, 2);
    tcase_add_test(tests, hostile_bytes_are_harmless);
    tcase_add_test(tests, every_command_has_a_second_way);
    tcase_add_test(tests, search_finds_by_two_words);
    tcase_add_test(tests, completing_says_what_was_completed);
    tcase_add_test(tests, wrong_surroundings_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
