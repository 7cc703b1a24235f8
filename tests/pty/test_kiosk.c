/* The question screen of the self-service area: it answers, and nothing leads away from it. */
#include "suite.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

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

static struct pty *kiosk_start(void)
{
    const char *const argv[] = {office.program, "--db", office.db, "kiosk", NULL};
    const char *const env[] = {"LANGUAGE=zh_CN", NULL};
    struct pty *pty = pty_start(argv, env, 24, 80);
    see(pty, "自助咨询");
    return pty;
}

START_TEST(a_question_finds_its_answer)
{
    struct pty *pty = kiosk_start();
    pty_keys(pty, "居住证能不能请别人代领");
    see(pty, "▸ 居住证可以让别人代领吗？");
    see_not(pty, "缺日历"); /* workday or not is no secret */
    pty_keys(pty, "Enter");
    see(pty, "代领人带本人身份证件");
    see(pty, "咨询台");
    pty_keys(pty, "Esc");
    see(pty, "▸ 居住证可以让别人代领吗？");
    pty_keys(pty, "Esc");
    see_not(pty, "代领");
    pty_keys(pty, "火星车票");
    see(pty, "换个说法");
    pty_resize(pty, 40, 120);
    see(pty, "火星车票");
    pty_end(pty);
}
END_TEST

/* Everything a keyboard can send, from both states of the screen. What a key of the keyboard means
 * elsewhere shows in the words that must not appear. */
static void try_all_keys(struct pty *pty)
{
    static const char *const named[] = {
        "F1",     "F2",    "F3",     "F4",        "F5",       "F6",    "F7",
        "F8",     "F9",    "F10",    "F11",       "F12",      "Tab",   "Shift-Tab",
        "Insert", "Home",  "End",    "PageUp",    "PageDown", "Up",    "Down",
        "Left",   "Right", "Delete", "Backspace", "Alt-0",    "Alt-1", "Alt-2",
        "Alt-3",  "Alt-4", "Alt-5",  "Alt-6",     "Alt-7",    "Alt-8", "Alt-9"};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        pty_keys(pty, named[i]);
    for (char control = 1; control < 32; control++)
        pty_send(pty, &control, 1);
    static const char bytes_in_a_row[] = "\033:\0337\033[200~:q!\n\033[201~\033";
    pty_send(pty, bytes_in_a_row, sizeof bytes_in_a_row - 1);
    for (char letter = 33; letter < 127; letter++)
        pty_send(pty, &letter, 1);
    for (char letter = 33; letter < 127; letter++) { /* each with Alt */
        char bytes[2] = {'\033', letter};
        pty_send(pty, bytes, 2);
    }
}

static void still_shut(struct pty *pty)
{
    static const char *const elsewhere[] = {"今日", "台账", "登录", "锁屏", "命令", "导出"};
    see(pty, "自助咨询");
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        ck_assert_msg(!pty_find(pty, elsewhere[i], NULL, NULL), "\"%s\" can be reached:\n%s",
                      elsewhere[i], pty_screen(pty));
}

/* The last key that was sent has been taken when a question typed after it is answered. */
static void asks_again(struct pty *pty)
{
    pty_keys(pty, "Esc Esc Esc");
    pty_keys(pty, "居住证能不能请别人代领");
    see(pty, "▸ 居住证可以让别人代领吗？");
    still_shut(pty);
}

START_TEST(no_key_leads_away)
{
    struct pty *pty = kiosk_start();
    try_all_keys(pty);
    asks_again(pty);
    pty_keys(pty, "Enter");
    see(pty, "代领人带本人身份证件");
    try_all_keys(pty);
    asks_again(pty);
    pty_end(pty);
}
END_TEST

START_TEST(no_signal_but_an_end_ends_it)
{
    static const int harmless[] = {SIGINT,  SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU,
                                   SIGPIPE, SIGUSR1, SIGUSR2, SIGCONT, SIGWINCH};
    struct pty *pty = kiosk_start();
    int status;
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        kill(pty_pid(pty), harmless[i]);
        asks_again(pty);
    }
    kill(pty_pid(pty), SIGTERM);
    ck_assert(pty_wait_exit(pty, &status));
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    pty_end(pty);
}
END_TEST

START_TEST(as_a_login_shell_it_takes_no_command)
{
    char shell[700], config[700], home[700];
    int status;
    snprintf(shell, sizeof shell, "%s/bangban-kiosk", office.dir);
    snprintf(config, sizeof config, "%s/kiosk.conf", office.dir);
    snprintf(home, sizeof home, "XDG_CONFIG_HOME=%s", office.dir);
    const char *const env[] = {home, "LANGUAGE=zh_CN", NULL};
    ck_assert_int_eq(symlink(office.program, shell), 0);
    snprintf(config, sizeof config,
             "mkdir '%s/bangban' && echo 'database = \"%s\";' > '%s/bangban/bangban.conf'",
             office.dir, office.db, office.dir);
    ck_assert_int_eq(system(config), 0);
    struct pty *pty = pty_start((const char *const[]){shell, NULL}, env, 24, 80);
    asks_again(pty);
    pty_end(pty);
    pty = pty_start((const char *const[]){shell, NULL}, /* as a login without a locale begins it */
                    (const char *const[]){home, "LANG=C", "LC_ALL=C", NULL}, 24, 80);
    asks_again(pty);
    pty_end(pty);
    pty = pty_start((const char *const[]){shell, "session", "list", NULL}, env, 24, 80);
    asks_again(pty);
    pty_end(pty);
    pty = pty_start((const char *const[]){shell, "-c", "id", NULL}, env, 24, 80);
    ck_assert(pty_wait_exit(pty, &status));
    ck_assert_int_eq(WEXITSTATUS(status), 2);
    pty_end(pty);
}
END_TEST

Suite *suite_kiosk(void);
Suite *suite_kiosk(void)
{
    Suite *suite = suite_create("kiosk");
    TCase *tc = tcase_create("self-service");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_question_finds_its_answer);
    tcase_add_test(tc, no_key_leads_away);
    tcase_add_test(tc, no_signal_but_an_end_ends_it);
    tcase_add_test(tc, as_a_login_shell_it_takes_no_command);
    suite_add_tcase(suite, tc);
    return suite;
}
