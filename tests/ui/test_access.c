/* The door as its people see it: secrets that do not show, the lock that keeps what was typed,
 * changing the person with few keys. */
#include "ui/rig.h"

#include <string.h>

#include "bangban/app/account.h"
#include "bangban/base/mem.h"

static void password(struct rig *rig, const char *code, const char *secret)
{
    ck_ok(bb_app_login(rig->app, code, NULL));
    ck_ok(bb_app_own_secret(rig->app, "given2026", secret));
}

/* 程亦诚 and 丁彤 have passwords of their own, 韦远娜 one that was given; nobody sits there. */
static void up(struct rig *rig)
{
    rig_up(rig, "zh_CN", 24, 80, NULL);
    ck_ok(bb_app_user_add(rig->app, "admin", "管理员", "office2026"));
    ck_ok(bb_app_user_add(rig->app, "S001", NULL, "given2026"));
    ck_ok(bb_app_user_add(rig->app, "M001", NULL, "given2026"));
    ck_ok(bb_app_user_add(rig->app, "V001", NULL, "given2026"));
    password(rig, "S001", "window2026");
    password(rig, "M001", "centre2026");
    bb_app_stand_up(rig->app);
    rig->asks = true;
    rig->config.lock_minutes = 5;
}

START_TEST(a_secret_is_asked_and_not_shown)
{
    struct rig rig;
    up(&rig);
    rig_keys(&rig, "c y c Enter wrong2026");
    ck_assert(rig_sees(&rig, "*********"));
    ck_assert(!rig_sees(&rig, "wrong"));
    rig_keys(&rig, "Enter");
    ck_assert(rig_sees(&rig, "这不是 S001 的密码"));
    ck_assert_ptr_null(bb_app_person(rig.app));
    rig_keys(&rig, "F1 F2"); /* the help at the door leads nowhere else */
    ck_assert(!rig_sees(&rig, "事项"));
    rig_keys(&rig, "Esc window2026 Enter");
    ck_assert(rig_sees(&rig, "今日"));
    ck_assert_str_eq(bb_app_person(rig.app)->code, "S001");
    rig_down(&rig);
}
END_TEST

/* Who was given a password chooses his own before anything else. */
START_TEST(a_given_password_is_changed_first)
{
    struct rig rig;
    up(&rig);
    rig_keys(&rig, "w y n Enter given2026 Enter");
    ck_assert(rig_sees(&rig, "该密码由他人设置"));
    ck_assert_ptr_null(bb_app_person(rig.app));
    rig_keys(&rig, "short Enter short Enter");
    ck_assert_ptr_null(bb_app_person(rig.app));
    rig_keys(&rig, "given2026 Enter given2026 Enter given2026 Enter"); /* the same is no change */
    ck_assert_ptr_null(bb_app_person(rig.app));
    rig_keys(&rig, "given2026 Enter desk2026 Enter desk2026 Enter");
    ck_assert_str_eq(bb_app_person(rig.app)->code, "V001");
    bb_app_stand_up(rig.app);
    ck_ok(bb_app_secret_check(rig.app, "V001", "desk2026"));
    ck_err_is(bb_app_secret_check(rig.app, "V001", "given2026"), BB_ERR_LOGIN_WRONG);
    rig_down(&rig);
}
END_TEST

/* What a volunteer may not do is there, dimmed, with the reason. */
START_TEST(what_is_barred_says_why)
{
    struct rig rig;
    up(&rig);
    password(&rig, "V001", "desk2026");
    bb_app_stand_up(rig.app);
    rig_keys(&rig, "w y n Enter desk2026 Enter C-p leaders");
    ck_assert(rig_sees(&rig, "领导帮办"));
    rig_keys(&rig, "C-u search");
    ck_assert(rig_sees(&rig, "无权"));
    rig_keys(&rig, "Enter"); /* and leads nowhere */
    ck_assert(rig_sees(&rig, "今日"));
    rig_keys(&rig, "F1");
    ck_assert(rig_sees(&rig, "无权"));
    rig_down(&rig);
}
END_TEST

START_TEST(the_lock_keeps_everything_and_opens_by_secret)
{
    struct rig rig;
    up(&rig);
    rig_keys(&rig, "c y c Enter window2026 Enter F2 居住");
    rig_tick(&rig, 5 * 60);
    ck_assert(rig_sees(&rig, "已由 程亦诚 锁定"));
    ck_assert(!rig_sees(&rig, "居住"));
    rig_keys(&rig, "F2 F3 F4 F9 C-p C-f F1 Esc"); /* nothing leads away */
    ck_assert(rig_sees(&rig, "已由 程亦诚 锁定"));
    rig_keys(&rig, "C-u window2026 Enter");
    ck_assert(rig_sees(&rig, "居住"));
    ck_assert(rig_sees(&rig, "登记"));
    rig_down(&rig);
}
END_TEST

START_TEST(a_supervisor_logs_the_person_out_and_the_draft_stays)
{
    struct rig rig;
    up(&rig);
    rig_keys(&rig, "c y c Enter window2026 Enter F2 居住");
    rig_tick(&rig, 1);
    rig_keys(&rig, "F10 l F10 S001 Enter window2026 Enter"); /* not a colleague */
    ck_assert(rig_sees(&rig, "锁定"));
    rig_keys(&rig, "F10 M001 Enter centre2026 Enter");
    ck_assert(!rig_sees(&rig, "锁定"));
    ck_assert_ptr_null(bb_app_person(rig.app));
    rig_keys(&rig, "c y c Enter window2026 Enter F2");
    ck_assert(rig_sees(&rig, "居住"));
    rig_down(&rig);
}
END_TEST

/* Two people take turns at a desk: four keys beside the secret. */
START_TEST(changing_the_person_takes_four_keys)
{
    struct rig rig;
    int strokes;
    up(&rig);
    bb_strset(&rig.config.desk, "C1W03"); /* where this terminal stands */
    rig_keys(&rig, "d t Enter centre2026 Enter");
    rig_tick(&rig, 60);
    rig_keys(&rig, "F10 c c y c Enter window2026 Enter");
    rig_tick(&rig, 60);
    strokes = rig_keys(&rig, "F10 c Enter");
    rig_keys(&rig, "centre2026");
    strokes += rig_keys(&rig, "Enter");
    ck_assert_int_le(strokes, 4);
    ck_assert_str_eq(bb_app_person(rig.app)->code, "M001");
    ck_assert(rig_sees(&rig, "今日"));
    rig_down(&rig);
}
END_TEST

START_TEST(the_first_account_is_made_at_the_door)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig.asks = true;
    rig_keys(&rig, "Enter");
    ck_assert(rig_sees(&rig, "这里还没有账户"));
    rig_keys(&rig, "Enter");
    ck_assert(rig_sees(&rig, "请先键入姓名"));
    rig_keys(&rig, "王管理 Tab office2026 Enter office2027 Enter");
    ck_assert(rig_sees(&rig, "两次输入不一致"));
    ck_assert(rig_sees(&rig, "王管理")); /* the name stays, the passwords come again */
    rig_keys(&rig, "office2026 Tab wrong S-Tab C-u office2027 Tab C-u office2027 Enter");
    ck_assert_str_eq(bb_app_person(rig.app)->name, "王管理");
    rig_keys(&rig, "Enter F10"); /* he sees no sessions, so he leaves without a refusal */
    ck_assert(rig_sees(&rig, "锁屏"));
    ck_assert(!rig_sees(&rig, "无权"));
    rig_down(&rig);
}
END_TEST

Suite *suite_access(void)
{
    Suite *suite = suite_create("access");
    TCase *tests = tcase_create("access");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_secret_is_asked_and_not_shown);
    tcase_add_test(tests, a_given_password_is_changed_first);
    tcase_add_test(tests, what_is_barred_says_why);
    tcase_add_test(tests, the_lock_keeps_everything_and_opens_by_secret);
    tcase_add_test(tests, a_supervisor_logs_the_person_out_and_the_draft_stays);
    tcase_add_test(tests, changing_the_person_takes_four_keys);
    tcase_add_test(tests, the_first_account_is_made_at_the_door);
    suite_add_tcase(suite, tests);
    return suite;
}
