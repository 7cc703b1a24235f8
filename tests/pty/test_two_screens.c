/* Two people at two terminals on one file. */
#include "suite.h"

#include "pty/office.h"

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

Suite *suite_two_screens(void);
Suite *suite_two_screens(void)
{
    Suite *suite = suite_create("two_screens");
    TCase *tc = tcase_create("one file");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, each_sees_the_other_within_a_second);
    tcase_add_test(tc, each_survives_the_others_kill);
    suite_add_tcase(suite, tc);
    return suite;
}
