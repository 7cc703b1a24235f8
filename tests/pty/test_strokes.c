/* The strokes of quality.md: each task is done on the real screen, its keys counted. Text that is
 * typed counts apart. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

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

static int count_of(const char *words, const char *text)
{
    int count = 0;
    char *out = office_run(&office, 0, words);
    for (const char *at = out; (at = strstr(at, text)); at++)
        count++;
    free(out);
    return count;
}

START_TEST(the_commonest_session)
{
    struct pty *pty = office_sit(&office, "cyc");
    pty_keys(pty, "F4"); /* from any screen */
    see(pty, "台账");
    long before = pty_strokes(pty);
    pty_keys(pty, "F2 sbjf Enter Ctrl-S"); /* four initials decide the item */
    ck_assert_int_le(pty_strokes(pty) - before, 7);
    see(pty, "C1W03-");
    char *row = office_run(&office, 0, "session list --format tsv");
    ck_assert_msg(strstr(row, "P020") != NULL, "the item is not the one that sbjf names:\n%s", row);
    ck_assert_ptr_nonnull(strstr(row, "solved"));
    free(row);

    before = pty_strokes(pty);
    pty_keys(pty, "F2 Ctrl-R Ctrl-S"); /* the same once more, next person */
    ck_assert_int_le(pty_strokes(pty) - before, 3);
    see(pty, "-002");
    ck_assert_int_eq(count_of("session list --format tsv", "P020"), 2);
    pty_end(pty);
}
END_TEST

START_TEST(a_problem_inside_a_session)
{
    struct pty *pty = office_sit(&office, "cyc");
    pty_keys(pty, "F2 sbjf Enter");
    see(pty, "社会保险");
    long before = pty_strokes(pty);
    pty_keys(pty, "Ctrl-T");
    see(pty, "描述");
    int text = pty_keys(pty, "取号机没有纸");
    pty_keys(pty, "Ctrl-S");
    ck_assert_int_le(pty_strokes(pty) - before - text, 4);
    see(pty, "问题 1 条"); /* back on the session, which carries it */
    pty_keys(pty, "Ctrl-S");
    see(pty, "-001");
    ck_assert_int_eq(count_of("issue list --format tsv", "取号机没有纸"), 1);
    pty_end(pty);
}
END_TEST

START_TEST(a_session_of_last_week_by_two_words)
{
    char words[200];
    const char *const notes[] = {"稳岗返还的材料不齐", "稳岗返还打不开", "签注到期材料齐全"};
    for (size_t i = 0; i < 3; i++) {
        snprintf(words, sizeof words,
                 "session add --as S02 --secret-file S02.key --at '2026-03-02 "
                 "10:%02d' item=P020 note=%s",
                 (int)i, notes[i]);
        free(office_run(&office, 0, words));
    }
    struct pty *pty = office_sit(&office, "cyc");
    long before = pty_strokes(pty);
    pty_keys(pty, "Ctrl-F");
    int text = pty_keys(pty, "稳岗") + pty_keys(pty, "Space") + pty_keys(pty, "材料");
    see(pty, "-001");
    see_not(pty, "-002");
    pty_keys(pty, "Enter");
    ck_assert_int_le(pty_strokes(pty) - before - text, 4);
    see(pty, "稳岗返还的材料不齐");
    pty_end(pty);
}
END_TEST

START_TEST(why_then_and_red_lights)
{
    free(office_run(&office, 0,
                    "issue add --as S01 --secret-file S01.key --at 2026-03-02 "
                    "point=pain_point 'description=取号机没有纸'"));
    struct pty *pty = office_sit(&office, "cyc");
    see(pty, "红灯 1"); /* what red lights are there: on every screen, and the first line of the
                           ledger */
    long before = pty_strokes(pty);
    pty_keys(pty, "F4");
    see(pty, "取号机没有纸");
    ck_assert_int_le(pty_strokes(pty) - before, 1);
    before = pty_strokes(pty);
    pty_keys(pty, "w");
    ck_assert_int_le(pty_strokes(pty) - before, 2);
    see(pty, "起算日");
    pty_end(pty);
}
END_TEST

Suite *suite_strokes(void);
Suite *suite_strokes(void)
{
    Suite *suite = suite_create("strokes");
    TCase *tc = tcase_create("quality.md");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_commonest_session);
    tcase_add_test(tc, a_problem_inside_a_session);
    tcase_add_test(tc, a_session_of_last_week_by_two_words);
    tcase_add_test(tc, why_then_and_red_lights);
    suite_add_tcase(suite, tc);
    return suite;
}
