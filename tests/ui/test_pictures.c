/* Pictures of every screen: a key script goes in, the text of the screen is compared with a
 * committed file. */
#include "ui/rig.h"

#include <stdio.h>
#include <string.h>

struct picture {
    const char *name, *keys; /* from the log-in of 程亦诚 on */
};

static const struct picture staff[] = {
    {"today", ""},
    {"today-find", "/ 状态:挂起"},
    {"session", "Down Enter"},
    {"void", "Down V 登错了 Tab 作废"},
    {"form", "F2"},
    {"form-candidates", "F2 s b"},
    {"form-picked", "F2 s b j f Enter"},
    {"form-choice", "F2 s b j f Enter Tab Tab Tab d"},
    {"form-warning", "F2 s b j f Enter Tab Tab Tab Tab Tab Tab Tab 王 Tab 310116199001010011 Tab"},
    {"form-refused", "F2 C-t C-s"},
    {"form-saved", "F2 s b j f Enter C-s"},
    {"form-edit", "Down Down e"},
    {"form-parked", "e"},
    {"hand", "h"},
    {"hand-refused", "h C-s"},
    {"form-arrival", "F2 s b j f Enter S-Tab S-Tab 便民日 S-Tab 9点 S-Tab A017 S-Tab 0 C-s"},
    {"raise-in-session", "F2 s b j f Enter C-t 自助机无纸 C-s"},
    {"raise", "F4 n 窗口无叫号"},
    {"raise-on-spot", "F4 n 无提示牌 Tab Tab Tab Right C-s"},
    {"ledger", "F4"},
    {"ledger-find", "F4 / 状态:整改到位"},
    {"ledger-none", "F4 / zzzz"},
    {"issue", "F4 Enter"},
    {"why", "F4 w"},
    {"refer", "C-o Down"},
    {"refer-slip", "C-o Down Enter"},
    {"form-again", "F2 s b j f Enter Tab Tab Tab Tab Tab Tab Tab Tab 110101199003070134 C-s F2 Tab "
                   "Tab Tab Tab Tab Tab Tab Tab Tab Tab 110101199003070134"},
    {"search", "C-f 居住"},
    {"palette", "C-p t z"},
    {"help", "F1"},
    {"leave", "F10"},
    {"debts", "d"},
};

static const struct {
    const char *suffix, *lang;
    int rows, cols;
    const char *type;
} views[] = {
    {"zh-80x24", "zh_CN", 24, 80, NULL},   {"en-80x24", "en", 24, 80, NULL},
    {"zh-120x40", "zh_CN", 40, 120, NULL}, {"en-120x40", "en", 40, 120, NULL},
    {"zh-60x16", "zh_CN", 16, 60, NULL},   {"zh-mono", "zh_CN", 24, 80, "vt220"},
};
enum { VIEWS = sizeof views / sizeof *views, PICTURES = sizeof staff / sizeof *staff };

START_TEST(pictures)
{
    const struct picture *picture = &staff[_i % PICTURES];
    struct rig rig;
    char name[80];
    rig_up(&rig, views[_i / PICTURES].lang, views[_i / PICTURES].rows, views[_i / PICTURES].cols,
           views[_i / PICTURES].type);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter");
    rig_keys(&rig, picture->keys);
    snprintf(name, sizeof name, "%s.%s", picture->name, views[_i / PICTURES].suffix);
    rig_picture(&rig, name);
    rig_down(&rig);
}
END_TEST

/* The supervisor's morning: from the log-in of 丁彤 on, over a ledger half-way. */
static const struct picture supervisor[] = {
    {"ledger-red", "F4 r"},
    {"ledger-week", "F4 k"},
    {"ledger-lookback", "F4 l"},
    {"ledger-approval", "F4 p"},
    {"ledger-check", "F4 h"},
    {"ledger-by-kind", "F4 o o"},
    {"ledger-marked", "F4 Space Space"},
    {"issue-contested", "F4 h Enter"},
    {"steps", "F4 r s"},
    {"step-plan", "F4 r s p"},
    {"step-assign", "F4 r a C-u r s j"},
    {"step-extend", "F4 p x"},
    {"step-refused", "F4 r x +0 Tab C-s"},
    {"step-lookback", "F4 l b"},
    {"step-close", "F4 l b 1 Tab 抽查 C-s 0 / 取件柜 Enter g C-s c"},
    {"step-done", "F4 r x +5 Tab 等接口 C-s"},
    {"batch-assign", "F4 Space Space a r s j Enter c y c Enter C-s"},
    {"batch-remind", "F4 * u r e m i n d C-s"},
    {"batch-print", "F4 r P"},
    {"kept-filters", "F4 k / 公租房 Enter S 本周公租房 C-s S"},
};
enum { MORNING = sizeof supervisor / sizeof *supervisor, MORNING_VIEWS = 4 };

START_TEST(morning)
{
    const struct picture *picture = &supervisor[_i % MORNING];
    struct rig rig;
    char name[80];
    rig_up(&rig, views[_i / MORNING].lang, views[_i / MORNING].rows, views[_i / MORNING].cols,
           NULL);
    rig_fill_ledger(&rig);
    rig_keys(&rig, "d t Enter Down Enter");
    rig_keys(&rig, picture->keys);
    snprintf(name, sizeof name, "%s.%s", picture->name, views[_i / MORNING].suffix);
    rig_picture(&rig, name);
    rig_down(&rig);
}
END_TEST

START_TEST(others)
{
    static const struct picture shots[] = {
        {"login", ""},
        {"login-typed", "w y"},
        {"login-nobody", "q q"},
        {"desk", "d t Enter"},
        {"supervisor-today", "d t Enter Down Enter"},
        {"volunteer-form", "w y n Enter F2"},
        {"volunteer-today", "w y n Enter"},
    };
    struct rig rig;
    ck_assert_int_lt(_i, (int)(sizeof shots / sizeof *shots));
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, shots[_i].keys);
    rig_picture(&rig, shots[_i].name);
    rig_down(&rig);
}
END_TEST

START_TEST(resized)
{
    static const int sizes[][2] = {{10, 40}, {1, 1}, {16, 60}, {50, 200}, {24, 80}};
    struct rig rig;
    char name[40];
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F2 居住");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        rig_resize(&rig, sizes[i][0], sizes[i][1]);
        snprintf(name, sizeof name, "resized-%dx%d", sizes[i][1], sizes[i][0]);
        rig_picture(&rig, name);
    }
    rig_down(&rig);
}
END_TEST

Suite *suite_pictures(void)
{
    Suite *suite = suite_create("pictures");
    TCase *tests = tcase_create("pictures");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, pictures, 0, VIEWS * PICTURES);
    tcase_add_loop_test(tests, morning, 0, MORNING * MORNING_VIEWS);
    tcase_add_loop_test(tests, others, 0, 7);
    tcase_add_test(tests, resized);
    suite_add_tcase(suite, tests);
    return suite;
}
