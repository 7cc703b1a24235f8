/* A morning at window 3, played on the real screen; strokes are counted in test_strokes.c. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

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

static int lines_of(char *text) /* frees */
{
    int lines = 0;
    for (const char *at = text; (at = strchr(at, '\n')); at++)
        lines++;
    free(text);
    return lines;
}

/* Rows of a list, without the head. */
static int rows_of(const char *words)
{
    return lines_of(office_run(&office, 0, words)) - 1;
}

/* What stays in sight of a long text in its field. */
static const char *tail(const char *text)
{
    enum { CHARS = 8 };
    const char *at = text + strlen(text);
    for (int chars = 0; at > text && chars < CHARS; chars++)
        do
            at--;
        while (((unsigned char)*at & 0xc0) == 0x80);
    return at;
}

static void session_with_note(struct pty *pty, const char *initials, const char *item,
                              const char *note, const char *no)
{
    pty_keys(pty, "F2");
    see(pty, "登记");
    pty_keys(pty, initials);
    see(pty, item);
    pty_keys(pty, "Enter");
    office_focus(pty, "备注");
    pty_keys(pty, note);
    see(pty, tail(note));
    pty_keys(pty, "Ctrl-S");
    see(pty, no);
    ck_assert_msg(!pty_find(pty, tail(note), NULL, NULL), "the form was not emptied:\n%s",
                  pty_screen(pty));
}

START_TEST(a_morning)
{
    int status;
    struct pty *pty = office_sit(&office, "cyc");

    /* five sessions, four of them with a note */
    pty_keys(pty, "F2 sbjf Enter Ctrl-S");
    see(pty, "-001");
    session_with_note(pty, "gjjtq", "住房公积金提取", "银行卡与姓名不符，已告知补办", "-002");
    session_with_note(pty, "jzz", "居住证", "材料齐全，当场受理（含照片3张）", "-003");
    session_with_note(pty, "cs", "出生", "新生儿落户：缺出生医学证明", "-004");

    /* the fifth with a problem that came up in it */
    pty_keys(pty, "F2 gjjtq Enter Ctrl-T");
    office_focus(pty, "描述");
    pty_keys(pty, "网上申报页面打不开，老人重复跑两次 Ctrl-S");
    see(pty, "问题 1 条");
    pty_keys(pty, "Ctrl-S");
    see(pty, "-005");

    /* one out of scope: the first channel on offer */
    pty_keys(pty, "F3");
    see(pty, "今日");
    pty_keys(pty, "Ctrl-O");
    see(pty, "涉法");
    pty_keys(pty, "Enter");
    see(pty, "12348");

    /* a second problem, alone */
    pty_keys(pty, "F4 n");
    office_focus(pty, "描述");
    pty_keys(pty, "窗口指引牌与办事指南不一致 Ctrl-S");
    see(pty, "窗口指引牌与办事");
    see(pty, "网上申报页面打不开");

    /* the light goes out in the middle of the sixth */
    pty_keys(pty, "F2 jzz Enter");
    office_focus(pty, "备注");
    office_type_draft(&office, pty, "签注到期，正在核对居住登记");
    see(pty, "正在核对居住登记");
    pty_kill9(pty);
    pty_end(pty);

    pty = office_sit(&office, "cyc");
    pty_keys(pty, "F2");
    see(pty, "正在核对居住登记");
    see(pty, "居住证");
    pty_keys(pty, "Ctrl-S");
    see(pty, "-006");

    /* all of it is there, and goes out */
    pty_keys(pty, "F3");
    see(pty, "006");
    char *rows = office_run(&office, 0, "session list --format tsv");
    ck_assert_msg(strstr(rows, "签注到期，正在核对居住登记") != NULL, "the draft lost text:\n%s",
                  rows);
    free(rows);
    ck_assert_int_eq(rows_of("session list --format tsv"), 6);
    ck_assert_int_eq(rows_of("issue list --format tsv"), 2);
    pty_keys(pty, "F10 q");
    ck_assert(pty_wait_exit(pty, &status));
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    pty_end(pty);

    char words[1200];
    snprintf(words, sizeof words, "export --out '%s'", office.dir);
    char *packet = office_run(&office, 0, words);
    packet[strcspn(packet, "\n")] = '\0';
    snprintf(words, sizeof words, "verify '%s'", packet);
    free(office_run(&office, 0, words));
    free(packet);
    free(office_run(&office, 0, "check"));
}
END_TEST

Suite *suite_morning(void);
Suite *suite_morning(void)
{
    Suite *suite = suite_create("morning");
    TCase *tc = tcase_create("window 3");
    tcase_set_timeout(tc, 180);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_morning);
    suite_add_tcase(suite, tc);
    return suite;
}
