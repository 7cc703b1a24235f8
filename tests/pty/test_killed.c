/* The program killed while somebody types (trust.md, row 7): what is back at the next start begins
 * as what was typed begins, holds all that had been written as a draft, and is saved whole. How
 * much of the typing is missing is measured in time. */
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

/* No character twice, so that the last one that is back says how many are. */
static const char *const typed[] = {"赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈",
                                    "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许"};
enum { TYPED = sizeof typed / sizeof *typed, SURE = 6, ROUNDS = 3, SOAK_ROUNDS = 10 };

static unsigned chance = 20261124;

static int up_to(int most)
{
    chance = chance * 1664525u + 1013904223u;
    return (int)((chance >> 8) % (unsigned)most);
}

static void beginning(char *out, int count)
{
    *out = '\0';
    for (int i = 0; i < count; i++)
        strcat(out, typed[i]);
}

/* How many characters stand on the screen, all of the beginning of what was typed. */
static int back_of(struct pty *pty, int sent)
{
    char text[4 * TYPED + 1];
    for (int count = sent; count > 0; count--) {
        beginning(text, count);
        if (pty_find(pty, text, NULL, NULL))
            return count;
    }
    return 0;
}

/* Types until it is killed somewhere; at_ns[i]: when the i-th character went out. */
static int type_until_killed(struct pty *pty, int64_t *at_ns)
{
    char text[4 * TYPED + 1];
    int sent = SURE, last = SURE + up_to(TYPED - SURE + 1);
    beginning(text, SURE);
    office_type_draft(&office, pty, text);
    for (int i = 0; i < SURE; i++)
        at_ns[i] = 0; /* the draft has it */
    for (; sent < last; sent++) {
        int64_t next_ns = pty_now_ns() + (int64_t)(30 + up_to(270)) * 1000000;
        at_ns[sent] = pty_now_ns();
        pty_keys(pty, typed[sent]);
        while (pty_now_ns() < next_ns)
            pty_pump(pty, 10);
    }
    pty_kill9(pty);
    return sent;
}

START_TEST(typing_comes_back_after_a_kill)
{
    int rounds = soaking() ? SOAK_ROUNDS * soaking() : ROUNDS, late = 0;
    int64_t at_ns[TYPED], worst_ns = 0;
    for (int round = 0; round < rounds; round++) {
        struct pty *pty = office_sit(&office, "cyc");
        pty_keys(pty, "F2 jzz Enter");
        office_focus(pty, "备注");
        int sent = type_until_killed(pty, at_ns);
        int64_t killed_ns = pty_now_ns();
        pty_end(pty);

        char text[4 * TYPED + 1], no[16];
        beginning(text, SURE);
        pty = office_sit(&office, "cyc");
        pty_keys(pty, "F2");
        see(pty, text);
        int back = back_of(pty, sent);
        if (back < sent) {
            int64_t lost_ns = killed_ns - at_ns[back];
            worst_ns = lost_ns > worst_ns ? lost_ns : worst_ns;
            late += lost_ns > 1000000000;
        }
        for (int i = back; i < TYPED; i++)
            ck_assert_msg(!pty_find(pty, typed[i], NULL, NULL), "%s stands apart:\n%s", typed[i],
                          pty_screen(pty));
        snprintf(no, sizeof no, "-%03d", round + 1);
        pty_keys(pty, "Ctrl-S");
        see(pty, no);
        beginning(text, back);
        pty_end(pty);
        char *rows = office_run(&office, 0, "session list --format tsv");
        ck_assert_msg(strstr(rows, text) != NULL, "round %d: %s is not in\n%s", round, text, rows);
        free(rows);
    }
    soak_say("killed while typing: %d times, at most %ld ms of typing missing, %d times over 1 s\n",
             rounds, (long)(worst_ns / 1000000), late);
}
END_TEST

Suite *suite_killed(void);
Suite *suite_killed(void)
{
    Suite *suite = suite_create("killed");
    TCase *tc = tcase_create("typing");
    tcase_set_timeout(tc, soaking() ? 3600 : 180);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, typing_comes_back_after_a_kill);
    suite_add_tcase(suite, tc);
    return suite;
}
