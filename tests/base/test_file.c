/* Plain files: whole or not there, with the mode asked for, and nothing left lying about. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"

static char *dir;

static void up(void)
{
    dir = fixture_dir();
}

static void down(void)
{
    fixture_dir_done(dir);
}

static void content_is(const char *path, const char *expected)
{
    struct bb_buf got = {0};
    ck_ok(bb_file_read(&got, path, 1000));
    ck_assert_str_eq(bb_buf_text(&got), expected);
    bb_buf_done(&got);
}

START_TEST(writes_and_replaces)
{
    char *path = bb_path_join(dir, "a.txt"), *part = bb_path_join(dir, "a.txt.part");
    ck_assert(!bb_file_exists(path));
    umask(077);
    ck_ok(bb_file_write(path, 0644, "one", 3));
    struct stat st;
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0644);
    FILE *left = fopen(part, "w"); /* of an earlier crash */
    fputs("left over, and longer than what comes", left);
    fclose(left);
    ck_ok(bb_file_write(path, 0600, "二", 3));
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0600);
    content_is(path, "二");
    ck_assert(!bb_file_exists(part));
    ck_ok(bb_file_write(path, 0600, NULL, 0));
    content_is(path, "");
    free(path);
    free(part);
}
END_TEST

START_TEST(drop_leaves_the_old_file)
{
    char *path = bb_path_join(dir, "a.txt"), *part = bb_path_join(dir, "a.txt.part");
    ck_ok(bb_file_write(path, 0600, "old", 3));
    struct bb_file file;
    ck_ok(bb_file_begin(&file, path, 0600));
    fputs("new", file.stream);
    content_is(path, "old");
    bb_file_drop(&file);
    content_is(path, "old");
    ck_assert(!bb_file_exists(part));
    bb_file_drop(&file); /* twice is harmless */
    free(path);
    free(part);
}
END_TEST

START_TEST(failures_are_told)
{
    char *path = bb_path_join(dir, "none/a.txt"), *folder = bb_path_join(dir, "folder");
    struct bb_buf got = {0};
    ck_err_is(bb_file_write(path, 0600, "x", 1), BB_ERR_FILE_WRITE);
    ck_err_is(bb_file_read(&got, path, 10), BB_ERR_FILE_OPEN);
    ck_err_is(bb_file_read(&got, dir, 10), BB_ERR_FILE_OPEN);
    ck_err_is(bb_file_settle(path, folder), BB_ERR_FILE_WRITE);
    ck_ok(bb_file_mkdir(folder));
    ck_ok(bb_file_mkdir(folder));
    ck_err_is(bb_file_mkdir(path), BB_ERR_FILE_WRITE); /* its parent is missing */
    ck_ok(bb_file_mkdir_above(path));
    ck_ok(bb_file_mkdir_above(path));
    ck_assert(!bb_file_exists(path));
    ck_ok(bb_file_mkdir(path));
    struct stat st;
    ck_assert_int_eq(stat(folder, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0700);
    ck_err_is(bb_file_write(folder, 0600, "x", 1),
              BB_ERR_FILE_WRITE); /* a folder stands in the way */
    char *part = bb_path_join(dir, "folder.part");
    ck_assert(!bb_file_exists(part));
    struct bb_file file;
    if (access("/dev/full", W_OK) == 0) {
        ck_ok(bb_file_begin(&file, part, 0600));
        ck_assert_ptr_nonnull(freopen("/dev/full", "w", file.stream));
        fputs("does not fit", file.stream);
        ck_err_is(bb_file_end(&file), BB_ERR_FILE_WRITE);
        ck_assert(!bb_file_exists(part));
    }
    bb_buf_done(&got);
    free(part);
    free(path);
    free(folder);
}
END_TEST

START_TEST(settles_and_limits)
{
    char *path = bb_path_join(dir, "b"), *part = bb_path_join(dir, "b.part");
    FILE *out = fopen(part, "w");
    fputs("12345", out);
    fclose(out);
    ck_ok(bb_file_settle(part, path));
    ck_assert(!bb_file_exists(part));
    content_is(path, "12345");
    struct bb_buf got = {0};
    bb_buf_str(&got, "x");
    ck_err_is(bb_file_read(&got, path, 4), BB_ERR_FILE_OPEN);
    ck_assert_str_eq(bb_buf_text(&got), "x");
    ck_ok(bb_file_read(&got, path, 5));
    ck_assert_str_eq(bb_buf_text(&got), "x12345");
    bb_buf_done(&got);
    free(path);
    free(part);
}
END_TEST

START_TEST(paths)
{
    static const char *const cases[][3] = {
        {"a", "b", "a/b"}, {"a/", "b", "a/b"}, {"/", "b", "/b"}, {"", "b", "b"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = bb_path_join(cases[i][0], cases[i][1]);
        ck_assert_str_eq(path, cases[i][2]);
        free(path);
    }
}
END_TEST

Suite *suite_file(void);
Suite *suite_file(void)
{
    Suite *suite = suite_create("file");
    TCase *tcase = tcase_create("file");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_add_test(tcase, writes_and_replaces);
    tcase_add_test(tcase, drop_leaves_the_old_file);
    tcase_add_test(tcase, failures_are_told);
    tcase_add_test(tcase, settles_and_limits);
    tcase_add_test(tcase, paths);
    suite_add_tcase(suite, tcase);
    return suite;
}
