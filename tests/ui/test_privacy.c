/* Client data in clear for a while and a reason; personal data in free text masked by one key. */
#include "ui/rig.h"

#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/view/form.h"

/* 丁彤 in front of a session whose client is 欧阳兰, 13800001234. */
static void up(struct rig *rig, const char *lang, int rows, int cols)
{
    rig_up(rig, lang, rows, cols, NULL);
    rig_fill(rig);
    rig_keys(rig, "d t Enter Down Enter");
    rig_keys(rig, "Home Enter");
}

static const struct {
    const char *suffix, *lang;
    int rows, cols;
} views[] = {{"zh-80x24", "zh_CN", 24, 80},
             {"en-80x24", "en", 24, 80},
             {"zh-120x40", "zh_CN", 40, 120},
             {"zh-60x16", "zh_CN", 16, 60},
             {"en-120x40", "en", 40, 120}};
enum { VIEWS = sizeof views / sizeof *views };

static void picture(struct rig *rig, const char *name, int view)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.%s", name, views[view].suffix);
    rig_picture(rig, bb_buf_text(&path));
    bb_buf_done(&path);
}

START_TEST(looks)
{
    struct rig rig;
    up(&rig, views[_i].lang, views[_i].rows, views[_i].cols);
    rig_keys(&rig, "u 回访核实");
    picture(&rig, "unmask", _i);
    rig_keys(&rig, "C-s");
    picture(&rig, "unmask-shown", _i);
    rig_down(&rig);
    rig_up(&rig, views[_i].lang, views[_i].rows, views[_i].cols, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F4 n 来人310101188001010019要求回电13812345678 C-s");
    picture(&rig, "personal", _i);
    rig_down(&rig);
}
END_TEST

START_TEST(clear_for_a_reason_and_a_while)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    ck_assert(rig_sees(&rig, "欧阳*"));
    ck_assert(!rig_sees(&rig, "欧阳兰"));
    rig_keys(&rig, "u C-s");
    ck_assert(rig_sees(&rig, "理由将留痕")); /* without one nothing is shown */
    ck_assert(!rig_sees(&rig, "13800001234"));
    rig_keys(&rig, "回访核实 C-s");
    ck_assert(rig_sees(&rig, "欧阳兰"));
    ck_assert(rig_sees(&rig, "13800001234"));
    ck_assert(rig.ui->ticking);
    rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "59 秒"));
    rig_tick(&rig, 58);
    ck_assert(rig_sees(&rig, "13800001234"));
    rig_tick(&rig, 1);
    ck_assert(!rig_sees(&rig, "欧阳兰"));
    ck_assert(!rig_sees(&rig, "13800001234"));
    ck_assert(rig_sees(&rig, "已重新遮盖"));
    rig_tick(&rig, 1);
    ck_assert(!rig.ui->ticking);
    rig_keys(&rig, "Esc End");
    ck_assert(rig_sees(&rig, "调阅明文：回访核实")); /* in the history of the session */
    rig_down(&rig);
}
END_TEST

START_TEST(nobody_else_and_not_behind_the_back)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, "u 回访 C-s");
    ck_assert(rig_sees(&rig, "欧阳兰"));
    rig_keys(&rig, "Esc");
    ck_assert(!rig_sees(&rig, "欧阳兰"));
    rig_keys(&rig, "u 回访 C-s F10 l"); /* away: locked, and gone */
    ck_assert(!rig_sees(&rig, "欧阳兰"));
    rig_down(&rig);
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter Home Enter u");
    ck_assert(rig_sees(&rig, "无权"));
    ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_SESSION);
    rig_down(&rig);
}
END_TEST

static const struct {
    const char *keys, *note; /* after the log-in of 程亦诚: the note that is saved; NULL: nothing */
    int64_t phase;
} saves[] = {
    {"C-s y", "来电138****5678", BB_PHASE_CLOSED},
    {"C-s n", "来电１３８１２３４５６７８", BB_PHASE_CLOSED},
    {"C-k y", "来电138****5678", BB_PHASE_PARKED},
    {"C-n y", "来电138****5678", BB_PHASE_WAITING},
    {"C-s Esc", NULL, 0},
};

START_TEST(one_key_masks_before_it_is_saved)
{
    struct rig rig;
    struct bb_session before, row;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter");
    rig_newest(&rig, &before);
    rig_keys(&rig, "F2 s b j f Enter");
    ck_assert(bb_form_focus_on(*(struct bb_form **)rig.ui->open[rig.ui->depth - 1].state, "note"));
    rig_keys(&rig, "来电１３８１２３４５６７８");
    rig_keys(&rig, saves[_i].keys);
    rig_newest(&rig, &row);
    if (saves[_i].note) {
        ck_assert_str_ne(row.id, before.id);
        ck_assert_int_eq(row.phase, saves[_i].phase);
        ck_assert_str_eq(row.note, saves[_i].note);
    } else {
        ck_assert_str_eq(row.id, before.id);
        ck_assert(rig_sees(&rig, "来电"));
    }
    bb_session_done(&before);
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

/* What is asked about is asked again when the text is another one; what is clean is not asked. */
START_TEST(asked_only_for_a_reason)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F4 n 窗口无叫号 C-s");
    ck_assert(bb_ui_top(rig.ui) != BB_SCREEN_PERSONAL);
    rig_keys(&rig, "n 致电13812345678 C-s Esc");
    ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_RAISE);
    rig_keys(&rig, "C-s");
    ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_PERSONAL);
    rig_keys(&rig, "y");
    ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_LEDGER);
    ck_assert(rig_sees(&rig, "138****5678"));
    ck_assert(!rig_sees(&rig, "13812345678"));
    rig_down(&rig);
}
END_TEST

Suite *suite_privacy(void);
Suite *suite_privacy(void)
{
    Suite *suite = suite_create("privacy");
    TCase *tests = tcase_create("privacy");
    tcase_add_loop_test(tests, looks, 0, VIEWS);
    tcase_add_test(tests, clear_for_a_reason_and_a_while);
    tcase_add_test(tests, nobody_else_and_not_behind_the_back);
    tcase_add_loop_test(tests, one_key_masks_before_it_is_saved, 0,
                        (int)(sizeof saves / sizeof *saves));
    tcase_add_test(tests, asked_only_for_a_reason);
    suite_add_tcase(suite, tests);
    return suite;
}
