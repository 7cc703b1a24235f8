/* Two people at two terminals on one file. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "pty/office.h"
#include "soak.h"

static struct office office;

static void setup(void)
{
    office_open(&office);
}

static void teardown(void)
{
    office_done(&office);
}

enum { SECOND_MS = 1000, SLACK_MS = 500 }; /* the tick, and a busy machine */

static void problem(struct pty *pty, const char *text)
{
    pty_keys(pty, "F4 n");
    office_focus(pty, "描述");
    pty_keys(pty, text);
    pty_keys(pty, "Ctrl-S");
    see(pty, "-T"); /* the number it was given: it is saved */
    see(pty, text);
}

START_TEST(each_sees_the_other_within_a_second)
{
    struct pty *one = office_sit(&office, "cyc"), *two = office_sit(&office, "wyn");
    pty_keys(two, "F4");
    see(two, "台账");
    problem(one, "取号机没有纸");
    see_within(two, "取号机没有纸", SECOND_MS + SLACK_MS);
    problem(two, "叫号屏不亮");
    see_within(one, "叫号屏不亮", SECOND_MS + SLACK_MS);
    pty_end(one);
    pty_end(two);
}
END_TEST

START_TEST(each_survives_the_others_kill)
{
    struct pty *one = office_sit(&office, "cyc"), *two = office_sit(&office, "wyn");
    problem(one, "取号机没有纸");
    pty_kill9(one);
    problem(two, "叫号屏不亮");
    pty_end(one);
    one = office_sit(&office, "cyc");
    pty_keys(one, "F4");
    see(one, "取号机没有纸");
    see(one, "叫号屏不亮");
    pty_kill9(two);
    problem(one, "空调太冷");
    pty_end(two);
    two = office_sit(&office, "wyn");
    pty_keys(two, "F4");
    see(two, "空调太冷");
    pty_end(one);
    pty_end(two);
    free(office_run(&office, 0, "check"));
}
END_TEST

#define TO_NOTE "Tab Tab Tab Tab Tab Tab Tab" /* from the item */
/* Both take the same session up; the one who saves later sees what the other wrote. */
START_TEST(neither_writes_over_the_other)
{
    free(office_run(&office, 0,
                    "session add --as S01 --secret-file S01.key item=P020 note=原来的备注"));
    struct pty *one = office_sit(&office, "cyc");
    see(one, "001");
    pty_keys(one, "e");
    see(one, "原来的备注");
    pty_keys(one, TO_NOTE " Ctrl-U 第一个人写的");
    see(one, "第一个人写的");
    struct pty *two = office_sit(&office, "zh");
    see(two, "001");
    pty_keys(two, "e");
    see(two, "原来的备注");
    pty_keys(two, TO_NOTE " Ctrl-U 第二个人写的 Ctrl-S");
    see(two, "已保存");
    pty_keys(one, "Ctrl-S");
    see(one, "写了“第二个人写的”");
    see(one, "第一个人写的");
    char *row = office_run(&office, 0, "session list --format tsv");
    ck_assert_ptr_nonnull(strstr(row, "第二个人写的"));
    free(row);
    pty_keys(one, "Ctrl-S");
    see(one, "已保存");
    row = office_run(&office, 0, "session list --format tsv");
    ck_assert_ptr_nonnull(strstr(row, "第一个人写的"));
    free(row);
    pty_end(one);
    pty_end(two);
    free(office_run(&office, 0, "check"));
}
END_TEST

enum { SCREENS = 6, SCREENS_MANY = 32, EACH = 2, WATCHING = 2 };

/* The selected line up to the state, which runs; heap. */
static char *chosen_line(struct pty *pty)
{
    int row, col;
    see(pty, "▸");
    ck_assert(pty_find(pty, "▸", &row, &col));
    char *line = pty_line(pty, row);
    ck_assert_ptr_nonnull(strstr(line, "C1") ? line : NULL);
    return line;
}

/* A supervisor on Today, and one on the ledger, each with a line chosen; they press nothing more.
 */
static void watch(struct pty **watching, char **chosen)
{
    watching[0] = office_sit(&office, "zh");
    pty_keys(watching[0], "End");
    see(watching[0], "001");
    watching[1] = office_sit(&office, "zh");
    problem(watching[1], "守望的一行");
    pty_keys(watching[1], "Esc Home");
    for (int i = 0; i < WATCHING; i++) {
        pty_settle(watching[i], 300, 50);
        chosen[i] = chosen_line(watching[i]);
    }
}

/* Many screens on one file, all saving and all looking: nobody is told that it is busy, nothing is
 * lost, and everybody's selected line stays. `make soak` plays thirty-two. */
START_TEST(many_screens_live)
{
    struct pty *screens[SCREENS_MANY], *watching[WATCHING];
    char *chosen[WATCHING];
    int count = soaking() ? SCREENS_MANY : SCREENS, each = soak_count(EACH);
    char text[80];
    free(office_run(&office, 0, "session add --as S01 --secret-file S01.key item=P020"));
    watch(watching, chosen);
    for (int i = 0; i < count; i++) {
        screens[i] = office_sit(&office, i % 2 ? "wyn" : "cyc");
        snprintf(text, sizeof text, "F4 n");
        pty_keys(screens[i], text);
        office_focus(screens[i], "描述");
        snprintf(text, sizeof text, "甲%d号 Ctrl-S", i);
        pty_keys(screens[i], text);
        snprintf(text, sizeof text, "甲%d号", i);
        see(screens[i], "-T");
    }
    for (int n = 0; n < each; n++) {
        for (int i = 0; i < count; i++) /* all at once; nobody waits for another */
            pty_keys(screens[i], "F2 sbjf Enter Ctrl-S");
        for (int i = 0; i < count; i++) {
            see(screens[i], "已保存");
            ck_assert_msg(!pty_find(screens[i], "没有改动任何内容", NULL, NULL), "%s",
                          pty_screen(screens[i]));
            pty_keys(screens[i], "F3 End");
            see(screens[i], "今日");
        }
    }
    see(watching[0], "▸"); /* what others added is there, and the chosen lines are chosen still */
    snprintf(text, sizeof text, "今日 %d 件", count * each + 1);
    for (int i = 0; i < WATCHING; i++) {
        see_within(watching[i], text, SECOND_MS + SLACK_MS);
        char *now = chosen_line(watching[i]);
        ck_assert_str_eq(now, chosen[i]);
        free(now);
        free(chosen[i]);
        pty_end(watching[i]);
    }
    soak_say("%d screens: %d sessions, %d problems\n", count, count * each, count);
    char *rows = office_run(&office, 0, "session list --format tsv");
    int found = 0;
    for (const char *at = rows; (at = strstr(at, "P020")); at++)
        found++;
    ck_assert_int_eq(found, count * each + 1);
    free(rows);
    rows = office_run(&office, 0, "issue list --format tsv");
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text, "甲%d号", i);
        ck_assert_ptr_nonnull(strstr(rows, text));
    }
    free(rows);
    for (int i = 0; i < count; i++)
        pty_end(screens[i]);
    free(office_run(&office, 0, "check"));
}
END_TEST

Suite *suite_two_screens(void);
Suite *suite_two_screens(void)
{
    Suite *suite = suite_create("two_screens");
    TCase *tc = tcase_create("one file");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, each_sees_the_other_within_a_second);
    tcase_add_test(tc, each_survives_the_others_kill);
    tcase_add_test(tc, neither_writes_over_the_other);
    TCase *many = tcase_create("many");
    tcase_set_timeout(many, soaking() ? 1800 : 120);
    tcase_add_checked_fixture(many, setup, teardown);
    tcase_add_test(many, many_screens_live);
    suite_add_tcase(suite, many);
    suite_add_tcase(suite, tc);
    return suite;
}
