/* Thousands of texts with escape sequences, bidirectional, zero-width and other marks lie in the
 * file, whoever put them there: neither the screen nor a command writes one of them out. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "bangban/base/buf.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "pty/office.h"

enum { TEXTS = 2000 };

static const uint32_t marks[] = {0x1b,    0x07,   0x9b,   0x85,   0x200b, 0x200d, 0x200f,
                                 0x202a,  0x202e, 0x2066, 0x2069, 0x2060, 0xfeff, 0xe0041,
                                 0xe007f, 0x0e,   0x7f,   0x90,   '[',    ']',    ';'};

/* Rows as nobody could type them, made beneath the program out of one that was. */
static void texts_plant(const struct office *office)
{
    struct bb_buf sql = {0};
    char *path = bb_path_join(office->dir, "plant.sql"), command[2000];
    unsigned seed = 20261124;
    free(office_run(office, 0, "--as S01 --secret-file S01.key session add item=P020 >/dev/null"));
    bb_buf_str(&sql, "BEGIN; CREATE TEMP TABLE one AS SELECT * FROM session;"
                     "UPDATE one SET item = NULL, no_item = NULL;\n");
    for (int i = 0; i < TEXTS; i++) {
        bb_buf_printf(&sql, "UPDATE one SET id = 'h%d', no = 'C1W03-261124-9%04d', note = '甲", i,
                      i);
        for (int k = 0; k < 6; k++) {
            char bytes[4];
            seed = seed * 1103515245 + 12345;
            uint32_t c = marks[(seed >> 16) % (sizeof marks / sizeof *marks)];
            bb_buf_add(&sql, bytes, bb_text_encode(c, bytes));
        }
        bb_buf_str(&sql, "乙'; INSERT INTO session SELECT * FROM one;\n");
    }
    bb_buf_str(&sql, "COMMIT;\n");
    ck_ok(bb_file_write(path, 0600, sql.data, sql.len));
    snprintf(command, sizeof command, "sqlite3 '%s' < '%s'", office->db, path);
    ck_assert_int_eq(system(command), 0);
    bb_buf_done(&sql);
    free(path);
}

START_TEST(no_raw_byte_comes_out)
{
    struct office office;
    int status;
    office_open(&office);
    texts_plant(&office);
    struct pty *pty = office_sit(&office, "cyc");
    see(pty, "‹");
    for (int i = 0; i < TEXTS / 10; i++)
        pty_keys(pty, "PageDown");
    see(pty, "9000"); /* the end of the list: all have been on the screen */
    ck_assert_int_eq(pty_hostile(pty), 0);
    pty_end(pty);
    char key[700];
    snprintf(key, sizeof key, "%s/S01.key", office.dir);
    const char *const argv[] = {office.program,  "--db", office.db, "--as", "S01",
                                "--secret-file", key,    "session", "list", NULL};
    pty = pty_start(argv, (const char *const[]){"LANGUAGE=zh_CN", NULL}, 24, 80);
    ck_assert(pty_wait_exit(pty, &status));
    ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    ck_assert(pty_find(pty, "‹", NULL, NULL));
    ck_assert_int_eq(pty_hostile(pty), 0);
    ck_assert_int_eq(pty_escapes(pty), 0);
    pty_end(pty);
    const char *const others[] = {"/usr/bin/sqlite3", office.db, "SELECT note FROM session", NULL};
    pty = pty_start(others, NULL, 24, 80); /* the control: a program that filters nothing */
    ck_assert(pty_wait_exit(pty, &status));
    ck_assert_int_gt(pty_hostile(pty), TEXTS / 2);
    ck_assert_int_gt(pty_escapes(pty), TEXTS / 10);
    pty_end(pty);
    printf("# hostile texts shown: %d on the screen, %d by command, raw bytes out: 0, trust.md row "
           "25\n",
           TEXTS, TEXTS);
    office_done(&office);
}
END_TEST

Suite *suite_hostile(void);
Suite *suite_hostile(void)
{
    Suite *suite = suite_create("hostile");
    TCase *tc = tcase_create("marks");
    tcase_set_timeout(tc, 120);
    tcase_add_test(tc, no_raw_byte_comes_out);
    suite_add_tcase(suite, tc);
    return suite;
}
