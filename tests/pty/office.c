/* Sets the office up with the program itself: nothing here knows the store. */
#include "suite.h"

#include "pty/office.h"

#include <dirent.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bangban/base/buf.h"

static const char desks_csv[] = "code,name,centre,zone,unit\n"
                                "C1W03,3号窗口,310116G03,window,\n"
                                "C1W04,4号窗口,310116G03,window,\n"
                                "C1H01,咨询台,310116G03,help_desk,\n"
                                "C1P01,咨询电话,310116G03,other,\n";
static const char people_csv[] = "code,name,role,unit,post,desk,valid_from,valid_to\n"
                                 "S01,程亦诚,staff,310116G03,,C1W03,,\n"
                                 "S02,韦远娜,staff,310116G03,,C1W04,,\n"
                                 "V01,丁彤,volunteer,310116G03,,C1H01,,\n"
                                 "S03,江苇,staff,310116G03,,C1P01,,\n"
                                 "S09,周海,supervisor,310116G03,,C1W03,,\n";

/* Beside the test program ($(B)/tests/pty) stand bin/bangban and share/bangban. */
static void paths_find(struct office *office)
{
    char self[PATH_MAX] = "";
    ck_assert_int_gt(readlink("/proc/self/exe", self, sizeof self - 1), 0);
    for (int up = 0; up < 2; up++)
        *strrchr(self, '/') = '\0';
    snprintf(office->program, sizeof office->program, "%.550s/bin/bangban", self);
    snprintf(office->share, sizeof office->share, "%.550s/share/bangban", self);
}

static void file_put(const char *dir, const char *name, const char *text)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

static const struct {
    const char *initials, *code;
} people[] = {{"cyc", "S01"}, {"wyn", "S02"}, {"dt", "V01"}, {"jw", "S03"}, {"zh", "S09"}};

/* Everybody has a key of his own, as a timer would: the real thing, and quick. */
static void accounts_make(const struct office *office)
{
    char words[2 * PATH_MAX];
    snprintf(words, sizeof words, "user key admin '%s/admin.key' name=管理员", office->dir);
    free(office_run(office, 0, words));
    for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
        snprintf(words, sizeof words,
                 "--as admin --secret-file '%s/admin.key' user key %s '%s/%s.key'", office->dir,
                 people[i].code, office->dir, people[i].code);
        free(office_run(office, 0, words));
    }
}

void office_secret(const struct office *office, struct pty *pty, const char *initials)
{
    char path[PATH_MAX], key[200] = "";
    const char *code = initials;
    for (size_t i = 0; i < sizeof people / sizeof *people; i++)
        code = strcmp(people[i].initials, initials) == 0 ? people[i].code : code;
    snprintf(path, sizeof path, "%s/%s.key", office->dir, code);
    FILE *file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_ptr_nonnull(fgets(key, sizeof key, file));
    fclose(file);
    see(pty, "密码");
    pty_keys(pty, key);
    pty_keys(pty, "Enter");
}

void office_open(struct office *office)
{
    char data[PATH_MAX], command[2 * PATH_MAX], db[PATH_MAX];
    *office = (struct office){.dir = fixture_dir()};
    paths_find(office);
    snprintf(data, sizeof data, "%s/data", office->dir);
    snprintf(db, sizeof db, "%s/office.db", office->dir);
    office->db = strdup(db);
    snprintf(command, sizeof command, "cp -r '%s' '%s'", office->share, data);
    ck_assert_int_eq(system(command), 0);
    file_put(data, "desks.csv", desks_csv);
    file_put(data, "people.csv", people_csv);
    snprintf(command, sizeof command, "init --data '%s'", data);
    free(office_run(office, 0, command));
    accounts_make(office);
}

void office_done(struct office *office)
{
    free(office->db);
    fixture_dir_done(office->dir);
}

char *office_run(const struct office *office, int status, const char *words)
{
    struct bb_buf command = {0}, out = {0};
    char chunk[4096];
    size_t got;
    bb_buf_printf(&command, "cd '%s' && HOME='%s' LANGUAGE=en '%s' --db '%s' %s", office->dir,
                  office->dir, office->program, office->db, words);
    FILE *pipe = popen(bb_buf_text(&command), "r");
    ck_assert_ptr_nonnull(pipe);
    while ((got = fread(chunk, 1, sizeof chunk, pipe)) > 0)
        bb_buf_add(&out, chunk, got);
    int ended = pclose(pipe);
    ck_assert_msg(WIFEXITED(ended) && WEXITSTATUS(ended) == status,
                  "%s: status %d, expected %d: %s", words,
                  WIFEXITED(ended) ? WEXITSTATUS(ended) : -1, status, bb_buf_text(&out));
    bb_buf_done(&command);
    return bb_buf_take(&out);
}

struct pty *office_start(const struct office *office)
{
    const char *const argv[] = {office->program, "--db",
                                office->db,      office->config ? "--config" : NULL,
                                office->config,  NULL};
    char home[PATH_MAX];
    snprintf(home, sizeof home, "HOME=%s", office->dir);
    const char *const env[] = {home, "LANGUAGE=zh_CN", NULL};
    struct pty *pty = pty_start(argv, env, 24, 80);
    see(pty, "程亦诚");
    return pty;
}

struct pty *office_sit(const struct office *office, const char *initials)
{
    struct pty *pty = office_start(office);
    pty_keys(pty, initials);
    pty_keys(pty, "Enter");
    office_secret(office, pty, initials);
    see(pty, "今日");
    return pty;
}

/* Whether a draft was written at or after this moment of the wall clock. */
static bool draft_is_newer(const char *folder, struct timespec since)
{
    struct dirent *entry;
    struct stat st;
    bool found = false;
    DIR *dir = opendir(folder);
    while (dir && !found && (entry = readdir(dir)))
        found = fnmatch("*.draft", entry->d_name, 0) == 0 &&
                fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 &&
                (st.st_mtim.tv_sec > since.tv_sec ||
                 (st.st_mtim.tv_sec == since.tv_sec && st.st_mtim.tv_nsec >= since.tv_nsec));
    if (dir)
        closedir(dir);
    return found;
}

void office_type_draft(const struct office *office, struct pty *pty, const char *text)
{
    char folder[PATH_MAX];
    struct timespec since;
    int64_t end_ns = pty_now_ns() + (int64_t)PTY_LIMIT_MS * 1000000;
    snprintf(folder, sizeof folder, "%s.d/drafts", office->db);
    clock_gettime(CLOCK_REALTIME_COARSE, &since); /* the clock of file times */
    pty_keys(pty, text);
    while (pty_now_ns() < end_ns) {
        if (draft_is_newer(folder, since))
            return;
        pty_pump(pty, 20);
    }
    ck_abort_msg("no draft was written:\n%s", pty_screen(pty));
}

void office_focus(struct pty *pty, const char *label)
{
    enum { FIELDS_MAX = 40 };
    for (int i = 0; i < FIELDS_MAX; i++) {
        int row, col, label_row, label_col;
        bool visible;
        pty_cursor(pty, &row, &col, &visible);
        if (pty_find(pty, label, &label_row, &label_col) && row == label_row && col > label_col &&
            col <= label_col + 12)
            return;
        pty_keys(pty, "Tab");
        pty_settle(pty, 1000, 20);
    }
    ck_abort_msg("no field \"%s\" to be reached:\n%s", label, pty_screen(pty));
}
