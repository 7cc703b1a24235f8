/* Late entry from paper (补录): rows typed with the keyboard alone, checked at the field, saved
 * whole or one by one, and never lost. */
#include "ui/rig.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/mem.h"

static void up(struct rig *rig, const char *lang, int rows, int cols)
{
    rig_up(rig, lang, rows, cols, NULL);
    rig_keys(rig, "c y c Enter F3 b"); /* 2026-11-23 */
}

static bool is_there(struct rig *rig, const char *no)
{
    struct bb_session row = {0};
    bool found = !bb_app_session_load(rig->app, no, &row);
    bb_session_done(&row);
    return found;
}

START_TEST(a_sheet_of_paper)
{
    struct rig rig;
    struct bb_session row;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, "20 Enter 915 Enter s b j f Enter C-n");
    /* A row takes at most seven strokes and the digits of its time (quality.md: ten where four
     * initials decide). */
    int strokes = rig_keys(&rig, "930 Enter s b j f Enter C-n");
    ck_assert_int_le(strokes - 3, 7);
    ck_assert_int_le(strokes, 10);
    rig_keys(&rig, "0945 Enter s b j f Enter 12 Enter 2 Enter 4 Enter 2 Enter Enter Enter Enter "
                   "w y n Enter 纸上第三行 Enter");
    ck_assert(rig_sees(&rig, "新行；已录 3 行未保存"));
    ck_assert(!is_there(&rig, "C1W03-261120-001"));
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "已补录 3 件，C1W03-261120-001 至 C1W03-261120-003"));
    rig_session(&rig, "C1W03-261120-002", &row);
    ck_assert_str_eq(row.item, "P020");
    ck_assert_int_eq(row.late, 1);
    ck_assert_int_eq(row.kind, BB_KIND_STAFF);
    ck_assert_int_eq(row.outcome, BB_OUTCOME_SOLVED);
    ck_assert_str_eq(row.recorded_by, "S001");
    bb_session_done(&row);
    rig_session(&rig, "C1W03-261120-003", &row);
    ck_assert_int_eq(row.kind, BB_KIND_VOLUNTEER); /* as who helped is */
    ck_assert_str_eq(row.helper, "V001");
    ck_assert_str_eq(row.recorded_by, "S001");
    ck_assert_int_eq(row.closed_at - row.happened_at, 12 * 60);
    ck_assert_int_eq(row.outcome, BB_OUTCOME_PARTLY);
    ck_assert_int_eq(row.category, BB_CATEGORY_PROCESS);
    ck_assert_int_eq(row.channel, BB_CHANNEL_PHONE);
    ck_assert_str_eq(row.note, "纸上第三行");
    bb_session_done(&row);
    rig_keys(&rig, "C-z"); /* all of them */
    for (int i = 1; i <= 3; i++) {
        char no[32];
        snprintf(no, sizeof no, "C1W03-261120-%03d", i);
        rig_session(&rig, no, &row);
        ck_assert_int_eq(row.voided, 1);
        bb_session_done(&row);
    }
    rig_down(&rig);
}
END_TEST

static const struct {
    const char *keys, *sees;
} refused[] = {
    {"C-s", "还没有录入。请写第一行的日期、时间和事项。"},
    {"C-n", "日期请按 11-20、1120 或 20 写，或写全年月日。"},
    {"20 C-n", "请写开始时间，如 930 或 09:30。"},
    {"20 Enter 25 C-s", "请写开始时间，如 930 或 09:30。"},
    {"31 Enter 930 Enter 社保 C-n", "请用 Enter 选定，或用 Ctrl-U 清空。"},
    {"23 Enter 2359 C-n", "时间在将来；请写实际发生的时间。"},
    {"23 Enter 858 Enter Enter 5 C-n", "按这么多分钟算现在还没办完；请作为未办结的登记（F2）。"},
    {"20 Enter 930 Enter Enter 999 C-k", "请写用了几分钟（0 到 720），或空着。"},
    {"20 Enter 930 Enter Enter 5x C-k", "请写用了几分钟（0 到 720），或空着。"},
    {"20 Enter 930 S-Tab S-Tab S-Tab S-Tab 0 C-k", "请写办理件数，至少为 1。"},
    {"20 Enter 930 S-Tab S-Tab S-Tab C-u 程 C-k", "请用 Enter 选定，或用 Ctrl-U 清空。"},
};

START_TEST(every_refusal_is_at_its_field)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, refused[_i].keys);
    ck_assert_msg(rig_sees(&rig, refused[_i].sees), "%s:\n%s", refused[_i].keys, rig_screen(&rig));
    ck_assert(!is_there(&rig, "C1W03-261120-001"));
    ck_assert(!is_there(&rig, "C1W03-261123-001"));
    rig_keys(&rig, "F3"); /* nothing keeps one there */
    ck_assert(rig_sees(&rig, "今日"));
    rig_down(&rig);
}
END_TEST

START_TEST(one_row_alone_and_going_back)
{
    struct rig rig;
    struct bb_session row;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, "20 Enter 915 Enter s b j f Enter C-n 930 C-n 945 Enter Enter 7 C-n");
    rig_keys(&rig, "PgUp PgUp"); /* the second */
    ck_assert(rig_sees(&rig, "第 2 行，共 3 行"));
    rig_keys(&rig, "C-k");
    ck_assert(rig_sees(&rig, "已保存 C1W03-261120-001"));
    ck_assert(rig_sees(&rig, "新行；已录 2 行未保存"));
    rig_keys(&rig, "PgUp PgUp C-u 1005 PgDn PgDn"); /* the first is changed */
    ck_assert(rig_sees(&rig, "10:05"));
    rig_keys(&rig, "PgUp C-x"); /* the last is taken out, and comes back */
    ck_assert(rig_sees(&rig, "本行已移出"));
    ck_assert(rig_sees(&rig, "新行；已录 1 行未保存"));
    rig_keys(&rig, "C-z C-s");
    ck_assert(rig_sees(&rig, "已补录 2 件，C1W03-261120-002 至 C1W03-261120-003"));
    rig_session(&rig, "C1W03-261120-002", &row);
    ck_assert_int_eq(row.happened_at % 86400, (10 * 60 + 5 - 8 * 60) * 60);
    bb_session_done(&row);
    rig_session(&rig, "C1W03-261120-003", &row);
    ck_assert_int_eq(row.closed_at - row.happened_at, 7 * 60);
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

START_TEST(rows_survive_a_kill)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_crash(&rig, "c y c Enter F3 b",
              "20 Enter 915 Enter s b j f Enter C-n 930 C-n 945 Enter Enter 7");
    rig_keys(&rig, "c y c Enter");
    ck_assert(rig_sees(&rig, "已恢复未保存的草稿"));
    rig_keys(&rig, "F3 b");
    ck_assert(rig_sees(&rig, "新行；已录 2 行未保存"));
    ck_assert(rig_sees(&rig, "灵活就业人员"));
    rig_keys(&rig, "C-s");
    ck_assert(rig_sees(&rig, "已补录 3 件"));
    rig_keys(&rig, "F3 b"); /* saved is no draft any more */
    ck_assert(rig_sees(&rig, "新行；已录 0 行未保存"));
    rig_down(&rig);
}
END_TEST

static const struct {
    const char *name, *keys;
} shots[] = {
    {"late", "20 Enter 915 Enter s b j f Enter C-n 930 Enter s b j f Enter 12 C-n 945 Enter j z z"},
    {"late-refused", "20 Enter 915 Enter s b j f Enter C-n 930 Enter 社保 C-n"},
};
static const struct {
    const char *suffix, *lang;
    int rows, cols;
} views[] = {
    {"zh-80x24", "zh_CN", 24, 80}, {"zh-120x40", "zh_CN", 40, 120}, {"zh-60x16", "zh_CN", 16, 60},
    {"en-80x24", "en", 24, 80},    {"en-120x40", "en", 40, 120},
};
enum { SHOTS = sizeof shots / sizeof *shots, VIEWS = sizeof views / sizeof *views };

START_TEST(pictures)
{
    struct rig rig;
    char name[60];
    up(&rig, views[_i / SHOTS].lang, views[_i / SHOTS].rows, views[_i / SHOTS].cols);
    rig_keys(&rig, shots[_i % SHOTS].keys);
    snprintf(name, sizeof name, "%s.%s", shots[_i % SHOTS].name, views[_i / SHOTS].suffix);
    rig_picture(&rig, name);
    rig_down(&rig);
}
END_TEST

Suite *suite_late(void);
Suite *suite_late(void)
{
    Suite *suite = suite_create("late");
    TCase *tests = tcase_create("late entry");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, a_sheet_of_paper);
    tcase_add_loop_test(tests, every_refusal_is_at_its_field, 0, sizeof refused / sizeof *refused);
    tcase_add_test(tests, one_row_alone_and_going_back);
    tcase_add_test(tests, rows_survive_a_kill);
    tcase_add_loop_test(tests, pictures, 0, SHOTS * VIEWS);
    suite_add_tcase(suite, tests);
    return suite;
}
