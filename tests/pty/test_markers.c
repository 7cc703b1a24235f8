/* Planted markers: a name, an id number and a phone that are typed on the screen and on the command
 * line stand afterwards in no file in clear: not in the database, a draft, the second copy, a copy,
 * a packet, what was printed, or a core file of a program that was made to crash. */
#include "suite.h"

#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
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

static const char *const markers[] = {
    "钮祜禄记号",  "11010519491231002", "13987654321", /* saved on the screen */
    "完颜记号",    "13876543210",                      /* saved by command */
    "赫舍里记号",  "13765432109",                      /* typed and not saved: a draft */
    "13654321098",                                     /* in free text, masked when asked */
};
enum { MARKERS = sizeof markers / sizeof *markers, PLANTED = 50 };

/* Further clients, saved by command: a name and a phone each, which nothing else holds. */
static void planted_name(int i, char *out, size_t room)
{
    snprintf(out, room, "叶赫那拉%04d", 7000 + 37 * i);
}
static void planted_phone(int i, char *out, size_t room)
{
    snprintf(out, room, "1370%07d", 1234567 + 7919 * i);
}

static bool has(const struct bb_buf *text, const char *marker)
{
    return text->len && memmem(text->data, text->len, marker, strlen(marker));
}

static struct {
    int files, readable; /* not ours to others */
    bool has_control;    /* the control was found: the search works */
    char found[1000], open[1000];
} scan;

static int scan_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    struct bb_buf text = {0};
    (void)at;
    bool private = !strstr(path, ".pub") && !strstr(path, ".zip.folder"); /* public; unzip's */
    if (strstr(path, ".db") && private && (st->st_mode & 077))
        scan.readable++, snprintf(scan.open, sizeof scan.open, "%.800s is open to others (%o)",
                                  path, st->st_mode & 0777);
    if (kind != FTW_F || bb_file_read(&text, path, 256 << 20))
        return 0;
    scan.files++;
    for (int i = 0; i < MARKERS && text.len; i++)
        if (has(&text, markers[i]))
            snprintf(scan.found, sizeof scan.found, "%s in %.800s", markers[i], path);
    for (int i = 0; i < PLANTED; i++) {
        char name[40], phone[40];
        planted_name(i, name, sizeof name);
        planted_phone(i, phone, sizeof phone);
        if (has(&text, name) || has(&text, phone))
            snprintf(scan.found, sizeof scan.found, "%s or %s in %.800s", name, phone, path);
    }
    if (has(&text, "139****4321"))
        scan.has_control = true;
    bb_buf_done(&text);
    return 0;
}

static void config_write(void)
{
    char text[1500], path[1200];
    snprintf(path, sizeof path, "%s/stick", office.dir);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/.config", office.dir);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/.config/bangban", office.dir);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/.config/bangban/bangban.conf", office.dir);
    snprintf(text, sizeof text, "backup = { tail = \"%s/stick\"; };", office.dir);
    ck_ok(bb_file_write(path, 0600, text, strlen(text)));
}

static void type_and_save(struct pty *pty)
{
    pty_keys(pty, "F2 sbjf Enter");
    office_focus(pty, "姓名");
    pty_keys(pty, "钮祜禄记号");
    office_focus(pty, "证件");
    pty_keys(pty, "11010519491231002X");
    office_focus(pty, "电话");
    pty_keys(pty, "13987654321");
    office_focus(pty, "备注");
    pty_keys(pty, "来电13654321098要回复 Ctrl-S");
    see(pty, "备注");
    pty_keys(pty, "y");
    see(pty, "-001");
}

static void plant(void)
{
    for (int i = 0; i < PLANTED; i++) {
        char words[400], name[40], phone[40];
        planted_name(i, name, sizeof name);
        planted_phone(i, phone, sizeof phone);
        snprintf(words, sizeof words,
                 "--as S01 --secret-file S01.key session add item=P020 client_name=%s "
                 "client_phone=%s >/dev/null",
                 name, phone);
        free(office_run(&office, 0, words));
    }
}

START_TEST(what_is_typed_stands_nowhere_in_clear)
{
    const struct rlimit core = {RLIM_INFINITY, RLIM_INFINITY};
    setrlimit(RLIMIT_CORE, &core); /* the program must say no to it by itself */
    config_write();
    struct pty *pty = office_sit(&office, "cyc");
    type_and_save(pty);
    pty_keys(pty, "F2 sbjf Enter");
    office_focus(pty, "姓名");
    pty_keys(pty, "赫舍里记号");
    office_focus(pty, "电话");
    office_type_draft(&office, pty, "13765432109");
    kill(pty_pid(pty), SIGSEGV); /* as a crash would; it would leave a core file here */
    pty_end(pty);
    free(office_run(&office, 0,
                    "--as S01 --secret-file S01.key session add item=P020 client_name=完颜记号 "
                    "client_phone=13876543210 >/dev/null"));
    plant();
    free(office_run(
        &office, 0,
        "--as S09 --secret-file S09.key session unmask C1W03-$(TZ=CST-8 date +%y%m%d)-001 "
        "--reason 核对 >/dev/null"));
    free(office_run(&office, 0, "backup >/dev/null"));
    free(office_run(&office, 0, "backup copy.db >/dev/null"));
    free(office_run(&office, 0, "session list --format csv > list.csv"));
    free(office_run(&office, 0,
                    "export --out . >/dev/null && cp office.db.d/sign.pub office.db.d/hub.pub"));
    free(office_run(&office, 0, "sync >/dev/null")); /* a hub there is none: it lies in outbox */
    free(office_run(&office, 0,
                    "session list > list.txt && for zip in *.zip office.db.d/outbox/*.zip; do "
                    "unzip -q -o -d \"$zip.folder\" \"$zip\"; done"));
    ck_assert_int_eq(nftw(office.dir, scan_file, 16, FTW_PHYS), 0);
    ck_assert_msg(!*scan.found, "%s", scan.found);
    ck_assert(scan.has_control);
    ck_assert_int_gt(scan.files, 20);
    ck_assert_msg(!scan.readable, "%s", scan.open);
    printf("# markers planted: %d, files searched: %d, found: 0, trust.md row 23\n",
           MARKERS + 2 * PLANTED, scan.files);
}
END_TEST

Suite *suite_markers(void);
Suite *suite_markers(void)
{
    Suite *suite = suite_create("markers");
    TCase *tc = tcase_create("planted");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, what_is_typed_stands_nowhere_in_clear);
    suite_add_tcase(suite, tc);
    return suite;
}
