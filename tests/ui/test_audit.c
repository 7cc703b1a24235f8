/* F9: what an auditor reads, in words; and who is refused it. */
#include "ui/rig.h"

#include <stdio.h>

static const struct {
    const char *name, *lang;
    int rows, cols;
} views[] = {
    {"audit.zh-80x24", "zh_CN", 24, 80},
    {"audit.en-80x24", "en", 24, 80},
    {"audit.zh-120x40", "zh_CN", 40, 120},
    {"audit.zh-60x16", "zh_CN", 16, 60},
};

/* Somebody unknown, somebody who may not, a list on paper, other settings. */
static void day(struct rig *rig)
{
    ck_err_is(bb_app_login(rig->app, "nobody", NULL), BB_ERR_NOT_FOUND);
    ck_ok(bb_app_login(rig->app, "V001", NULL));
    ck_err_is(bb_app_clock_accept(rig->app), BB_ERR_NO_RIGHT);
    rig->fake.now_ms += 60000;
    ck_ok(bb_app_login(rig->app, "M001", NULL));
    ck_ok(bb_app_print_note(rig->app, "C1-261123-9f3a61c2"));
    rig->config.yellow_days++;
    ck_ok(bb_app_config_note(rig->app));
    rig->fake.now_ms += 60000;
}

START_TEST(shown_in_words)
{
    struct rig rig;
    rig_up(&rig, views[_i].lang, views[_i].rows, views[_i].cols, NULL);
    rig_fill(&rig);
    day(&rig);
    rig_keys(&rig, "d t Enter Down Enter F9 Tab");
    rig_picture(&rig, views[_i].name);
    ck_assert(!rig_sees(&rig, "{")); /* no body as the machine writes it */
    rig_keys(&rig, "Tab Esc Esc");
    rig_down(&rig);
}
END_TEST

START_TEST(refused_in_a_sentence)
{
    static const char *const people[] = {"c y c Enter", "w y n Enter"};
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, people[_i]);
    rig_keys(&rig, _i == 0 ? "F9 Tab" : "F9"); /* staff: the district's page alone */
    ck_assert(
        rig_sees(&rig, _i == 0 ? "┌ 区行政服务中心 · 3号窗口 · 区级交接" : "无权查看审计记录"));
    ck_assert(!rig_sees(&rig, "┌ 审计"));
    rig_down(&rig);
}
END_TEST

Suite *suite_audit(void);
Suite *suite_audit(void)
{
    Suite *suite = suite_create("audit");
    TCase *tcase = tcase_create("audit");
    tcase_add_loop_test(tcase, shown_in_words, 0, (int)(sizeof views / sizeof *views));
    tcase_add_loop_test(tcase, refused_in_a_sentence, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}
