/* What a fresh user stumbled over: popups that left broken characters, undo that went too far, text
 * that was dropped, walls and misleading hints. */
#include "ui/rig.h"

#include <string.h>
#include <vterm.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"

static int64_t count_rows(struct rig *rig)
{
    struct bb_day_figures figures;
    ck_ok(bb_app_day_figures(rig->app, &figures));
    return figures.sessions;
}

static void up(struct rig *rig, const char *login)
{
    rig_up(rig, "zh_CN", 24, 80, NULL);
    rig_fill(rig);
    rig_keys(rig, login);
}

/* The screen without its message line; heap. */
static char *picture(struct rig *rig)
{
    char *screen = rig_screen(rig), *message = screen;
    for (int y = 0; y < rig->rows - 2; y++)
        message = strchr(message, '\n') + 1;
    char *bar = strchr(message, '\n');
    memmove(message, bar, strlen(bar) + 1);
    return screen;
}

/* The popup opens, is used, closes: the screen is what it was. */
START_TEST(popups_leave_nothing_behind)
{
    static const char *const popups[][3] = {
        {"F2", "C-o", "Esc"},     {"F2", "C-o Down Down", "Esc"},
        {"F3 Enter", "V", "Esc"}, {"F3 Enter", "V 重复", "C-u Esc"},
        {"F3", "C-p", "Esc"},     {"F3", "C-p 台 账", "Esc"},
        {"F4", "C-p", "Esc"},     {"F4 Enter", "C-p", "Esc"},
        {"F2", "s b j f", "C-u"}, {"F2 Tab Tab Tab Tab Tab Tab Tab Tab 明天再来", "C-p", "Esc"},
        {"F1", "C-p", "Esc"},     {"F2 居", "C-p", "Esc"},
    };
    static const int cols[] = {80, 81, 82, 83, 100, 120};
    static const char *const types[] = {"xterm-256color", "xterm", "tmux-256color", "screen"};
    struct rig rig;
    const char *const *popup = popups[_i / 4];
    for (size_t i = 0; i < sizeof cols / sizeof *cols; i++) {
        rig_up(&rig, "zh_CN", 24, cols[i], types[_i % 4]);
        rig_fill(&rig);
        rig_keys(&rig, "c y c Enter");
        rig_keys(&rig, popup[0]);
        char *before = picture(&rig);
        rig_keys(&rig, popup[1]);
        rig_keys(&rig, popup[2]);
        char *after = picture(&rig);
        if (strcmp(after, before) != 0)
            printf("%s %s:\n%s\nwas:\n%s\n", popup[0], popup[1], after, before);
        ck_assert(strcmp(after, before) == 0);
        free(after);
        free(before);
        rig_down(&rig);
    }
}
END_TEST

START_TEST(undo_in_a_form_stays_near)
{
    struct rig rig;
    up(&rig, "c y c Enter");
    int64_t before = count_rows(&rig);
    rig_keys(&rig, "F2 s b j f Enter C-s");
    rig_keys(&rig, "F2 s b j f Enter C-s");
    ck_assert_int_eq(count_rows(&rig), before + 2);
    rig_keys(&rig, "C-z"); /* as announced */
    ck_assert_int_eq(count_rows(&rig), before + 1);
    ck_assert(rig_sees(&rig, "已撤销"));
    rig_keys(&rig, "C-z C-z"); /* once */
    ck_assert_int_eq(count_rows(&rig), before + 1);
    ck_assert(rig_sees(&rig, "F3"));
    rig_keys(&rig, "F2 s b j f Enter C-s");
    rig_keys(&rig, "居 C-z C-z C-z"); /* typed since: the typing, then nothing */
    ck_assert_int_eq(count_rows(&rig), before + 2);
    rig_keys(&rig, "居住 Esc F2 C-z C-z C-z C-z"); /* a draft that was taken up */
    ck_assert_int_eq(count_rows(&rig), before + 2);
    rig_keys(&rig, "Esc F4 n C-z C-z");
    ck_assert_int_eq(count_rows(&rig), before + 2);
    ck_assert(rig_sees(&rig, "可撤销"));
    rig_keys(&rig, "F3 C-z"); /* on Today it is the last act */
    ck_assert_int_eq(count_rows(&rig), before + 1);
    rig_down(&rig);
}
END_TEST

static void paste(struct rig *rig, int chars)
{
    struct bb_buf text = {0};
    bb_buf_str(&text, "\033[200~");
    for (int i = 0; i < chars; i++)
        bb_buf_str(&text, "办");
    bb_buf_str(&text, "\033[201~");
    rig_bytes(rig, text.data, text.len);
    bb_buf_done(&text);
}

START_TEST(what_does_not_fit_is_said)
{
    struct rig rig;
    struct bb_session row;
    up(&rig, "c y c Enter F2 s b j f Enter Tab Tab Tab Tab Tab Tab");
    paste(&rig, 10000);
    ck_assert(!rig_sees(&rig, "最多"));
    paste(&rig, 10001);
    ck_assert(rig_sees(&rig, "最多"));
    ck_assert(rig_sees(&rig, "20000"));
    rig_bytes(&rig, "\177", 1);
    ck_assert(!rig_sees(&rig, "最多"));
    rig_keys(&rig, "C-s");
    rig_session(&rig, "C1W03-261123-005", &row);
    ck_assert_uint_eq(strlen(row.note), 19999 * strlen("办"));
    bb_session_done(&row);
    rig_keys(&rig, "F3 C-f"); /* a line above a list */
    paste(&rig, 4001);
    ck_assert(rig_sees(&rig, "最多"));
    rig_down(&rig);
}
END_TEST

START_TEST(an_unlisted_item_is_no_wall)
{
    struct rig rig;
    struct bb_session row;
    up(&rig, "c y c Enter F2 养 猫 证 件");
    ck_assert(rig_sees(&rig, "无事项"));
    ck_assert(rig_sees(&rig, "没有匹配"));
    rig_keys(&rig, "Tab Tab Tab Tab Tab Tab Tab Tab 明天再来 C-s");
    ck_assert(rig_sees(&rig, "已写入备注"));
    rig_session(&rig, "C1W03-261123-005", &row);
    ck_assert_ptr_null(row.item);
    ck_assert_int_eq(row.no_item, BB_NO_ITEM_NOT_LISTED);
    ck_assert_ptr_nonnull(strstr(row.note, "养猫证件"));
    ck_assert_ptr_nonnull(strstr(row.note, "明天再来"));
    bb_session_done(&row);
    rig_keys(&rig, "居住 C-s"); /* what is in the list still has to be chosen */
    ck_assert(rig_sees(&rig, "Ctrl-U"));
    ck_assert_int_eq(count_rows(&rig), 5);
    rig_down(&rig);
}
END_TEST

START_TEST(hints_stand_at_their_own_field)
{
    struct rig rig;
    up(&rig, "c y c Enter F2");
    for (int i = 0; i < 14; i++) {
        rig_keys(&rig, "Tab");
        ck_assert(!rig_sees(&rig, "只由办事人评价"));
    }
    rig_down(&rig);
}
END_TEST

/* Whether the key's name on the bar stands out. */
static bool key_stands_out(struct rig *rig, const char *bar)
{
    char *screen = rig_screen(rig), *line = screen, *at;
    for (int y = 0; y < rig->rows - 1; y++)
        line = strchr(line, '\n') + 1;
    at = strstr(line, bar);
    ck_assert_msg(at != NULL, "%s is not in %s", bar, line);
    *at = '\0';
    VTermScreenCell cell;
    VTermPos pos = {rig->rows - 1, 0};
    for (const char *p = line; p < at;) { /* cells before it */
        vterm_screen_get_cell(rig->screen, pos, &cell);
        for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
            p += cell.chars[i] < 0x80      ? 1
                 : cell.chars[i] < 0x800   ? 2
                 : cell.chars[i] < 0x10000 ? 3
                                           : 4;
        if (!cell.chars[0])
            p++;
        pos.col += cell.width ? cell.width : 1;
    }
    free(screen);
    vterm_screen_get_cell(rig->screen, pos, &cell);
    return cell.attrs.bold;
}

START_TEST(what_one_may_not_do_says_why)
{
    struct rig rig;
    up(&rig, "c y c Enter F3");
    ck_assert(key_stands_out(&rig, "F2 "));
    rig_keys(&rig, "C-p 作 废");
    ck_assert(rig_sees(&rig, "▸ 作废"));
    rig_keys(&rig, "Esc F4 C-p 作 废"); /* a problem is the supervisor's to void */
    ck_assert(rig_sees(&rig, "▸ 作废"));
    ck_assert(rig_sees(&rig, "无权")); /* it is there, dimmed, with the reason */
    rig_keys(&rig, "Enter");
    ck_assert(rig_sees(&rig, "无权"));
    rig_down(&rig);
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    static const char leader[] = "code,name,role,unit,post,desk\n"
                                 "L001,顾承,leader,310116G03,,\n";
    struct bb_import_result result;
    char *path = bb_path_join(rig.dir, "leader.csv");
    ck_ok(bb_file_write(path, 0600, leader, strlen(leader)));
    ck_ok(bb_app_login(rig.app, "office", NULL));
    ck_ok(bb_app_import(rig.app, "person", path, &result));
    free(path);
    ck_ok(bb_app_login(rig.app, "L001", NULL));
    bb_ui_enter(rig.ui);
    rig_keys(&rig, "C-l");
    ck_assert(!key_stands_out(&rig, "F2 "));
    ck_assert(key_stands_out(&rig, "F4 "));
    rig_keys(&rig, "V");
    ck_assert(rig_sees(&rig, "请找主管办理"));
    rig_keys(&rig, "C-p 登 记");
    ck_assert(rig_sees(&rig, "▸ 登记"));
    ck_assert(rig_sees(&rig, "无权"));
    rig_down(&rig);
}
END_TEST

START_TEST(volunteers_are_told_at_once_that_search_is_not_theirs)
{
    struct rig rig;
    up(&rig, "w y n Enter C-f");
    ck_assert(rig_sees(&rig, "请找主管办理"));
    ck_assert_int_eq(bb_ui_top(rig.ui), BB_SCREEN_TODAY);
    rig_down(&rig);
}
END_TEST

START_TEST(supervisors_need_no_window)
{
    struct rig rig;
    up(&rig, "d t Enter");
    ck_assert(rig_sees(&rig, "▸ 不在窗口"));
    rig_keys(&rig, "Enter");
    ck_assert_int_eq(bb_ui_top(rig.ui), BB_SCREEN_TODAY);
    ck_assert_ptr_null(bb_app_desk(rig.app));
    rig_down(&rig);
}
END_TEST

START_TEST(a_draft_brings_the_caret_back)
{
    struct rig rig;
    up(&rig, "c y c Enter F2 s b j f Enter Tab Tab Tab Tab Tab Tab 明天 Tab Esc F2 再来");
    ck_assert(rig_sees(&rig, "明天再来"));
    rig_keys(&rig, "Esc F4 n 无提示牌");
    rig_restart(&rig);
    rig_keys(&rig, "c y c Enter");
    ck_assert(rig_sees(&rig, "2 份"));
    rig_keys(&rig, "F2 。");
    ck_assert(rig_sees(&rig, "明天再来。"));
    rig_down(&rig);
}
END_TEST

START_TEST(a_window_too_small_loses_no_text)
{
    struct rig rig;
    up(&rig, "c y c Enter F2 s b j f Enter Tab Tab Tab Tab Tab Tab 明天");
    int64_t before = count_rows(&rig);
    rig_resize(&rig, 10, 40);
    rig_keys(&rig, "再来 C-s");
    rig_resize(&rig, 24, 80);
    ck_assert(rig_sees(&rig, "明天再来"));
    ck_assert_int_eq(count_rows(&rig), before); /* unseen, nothing is done */
    rig_down(&rig);
}
END_TEST

START_TEST(a_parked_session_is_offered_as_solved)
{
    struct rig rig;
    struct bb_session row;
    struct bb_problems problems = {0};
    up(&rig, "c y c Enter");
    rig_session(&rig, "C1W03-261123-003", &row);
    row.outcome = 0;
    ck_ok(bb_app_session_edit(rig.app, row.id, &row, "outcome", NULL, NULL, &problems));
    bb_session_done(&row);
    rig_keys(&rig, "C-l e C-s");
    rig_session(&rig, "C1W03-261123-003", &row);
    ck_assert_int_eq(row.outcome, BB_OUTCOME_SOLVED);
    ck_assert_int_eq(row.phase, BB_PHASE_CLOSED);
    bb_session_done(&row);
    rig_down(&rig);
}
END_TEST

Suite *suite_trial(void)
{
    Suite *suite = suite_create("trial");
    TCase *tests = tcase_create("trial");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, popups_leave_nothing_behind, 0, 48);
    tcase_add_test(tests, undo_in_a_form_stays_near);
    tcase_add_test(tests, what_does_not_fit_is_said);
    tcase_add_test(tests, an_unlisted_item_is_no_wall);
    tcase_add_test(tests, hints_stand_at_their_own_field);
    tcase_add_test(tests, what_one_may_not_do_says_why);
    tcase_add_test(tests, volunteers_are_told_at_once_that_search_is_not_theirs);
    tcase_add_test(tests, supervisors_need_no_window);
    tcase_add_test(tests, a_draft_brings_the_caret_back);
    tcase_add_test(tests, a_window_too_small_loses_no_text);
    tcase_add_test(tests, a_parked_session_is_offered_as_solved);
    suite_add_tcase(suite, tests);
    return suite;
}
