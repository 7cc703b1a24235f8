/* The check at start (trust.md, section 2): quick as a rule, of every event after an end without
 * leaving; what it finds is said in one sentence, and nobody writes until somebody restored. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/buf.h"
#include "pty/office.h"

static bool comes(struct pty *pty, const char *path)
{
    int64_t end_ns = pty_now_ns() + (int64_t)PTY_LIMIT_MS * 1000000;
    while (access(path, F_OK) != 0) {
        if (pty_now_ns() > end_ns)
            return false;
        pty_pump(pty, 20);
    }
    return true;
}

/* One letter of one event, which no check of the file's structure can see. */
static void letter_change(const struct office *office)
{
    char command[2000];
    snprintf(command, sizeof command,
             "sqlite3 '%s' \"DROP TRIGGER event_no_update; UPDATE event SET line = "
             "replace(line, '记事', '记亊') WHERE line LIKE '%%记事%%'\"",
             office->db);
    ck_assert_int_eq(system(command), 0);
}

START_TEST(an_end_without_leaving_is_followed_by_the_full_check)
{
    struct office office;
    office_open(&office);
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.d/checked", office.db);
    char *checked = bb_buf_take(&path);
    bb_buf_printf(&path, "%s.d/damaged", office.db);
    char *damaged = bb_buf_take(&path);
    free(office_run(&office, 0,
                    "--as S01 --secret-file S01.key session add item=P020 note=记事 >/dev/null"));
    free(office_run(&office, 0, "backup >/dev/null"));
    struct pty *pty = office_sit(&office, "cyc");
    ck_assert(comes(pty, checked)); /* the first start of the day checks all */
    pty_kill9(pty);
    pty_end(pty);
    letter_change(&office);
    free(office_run(&office, 0, "check --start")); /* quick, for today is checked: sees nothing */
    ck_assert_int_ne(access(damaged, F_OK), 0);
    pty = office_start(&office);
    ck_assert(comes(pty, damaged));
    pty_end(pty);
    free(office_run(&office, 4,
                    "--as S01 --secret-file S01.key session add item=P020 2>refused >/dev/null"));
    free(office_run(&office, 0, "restore >restored"));
    free(office_run(&office, 0, "check >/dev/null"));
    char *list = office_run(&office, 0, "session list --format tsv");
    ck_assert_msg(strstr(list, "记事") != NULL, "%s", list);
    free(list);
    free(office_run(&office, 0, "--as S01 --secret-file S01.key session add item=P020 >/dev/null"));
    bb_buf_printf(&path, "%s.d/quarantine", office.db);
    ck_assert_int_eq(access(path.data, F_OK), 0);
    bb_buf_done(&path);
    free(checked);
    free(damaged);
    office_done(&office);
}
END_TEST

Suite *suite_start(void);
Suite *suite_start(void)
{
    Suite *suite = suite_create("start");
    TCase *tc = tcase_create("check");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, an_end_without_leaving_is_followed_by_the_full_check);
    suite_add_tcase(suite, tc);
    return suite;
}
