/* Signatures: ours among themselves, and with the stock `openssl` tool both ways. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "bangban/base/file.h"
#include "bangban/packet/sign.h"

static char *dir, *private_path, *public_path;
static struct bb_buf public_pem;

static void make_keys(void)
{
    dir = fixture_dir();
    private_path = bb_path_join(dir, "window.key");
    public_path = bb_path_join(dir, "window.pem");
    ck_ok(bb_sign_make(private_path, public_path));
    ck_ok(bb_file_read(&public_pem, public_path, 4096));
}

static void drop_keys(void)
{
    free(private_path);
    free(public_path);
    bb_buf_done(&public_pem);
    fixture_dir_done(dir);
}

static void shell(const char *format, const char *a, const char *b, const char *c)
{
    char command[2048];
    snprintf(command, sizeof command, "cd '%s' && %s %s %s %s >/dev/null 2>&1", dir, format, a, b,
             c);
    ck_assert_msg(system(command) == 0, "%s", command);
}

static mode_t mode_of(const char *path)
{
    struct stat st;
    ck_assert_int_eq(stat(path, &st), 0);
    return st.st_mode & 07777;
}

START_TEST(keys_are_files_with_the_right_modes)
{
    struct bb_buf again = {0};
    ck_assert_uint_eq(mode_of(private_path), 0400);
    ck_assert_uint_eq(mode_of(public_path), 0644);
    ck_ok(bb_sign_public(&again, private_path));
    ck_assert_str_eq(again.data, public_pem.data);
    ck_err_is(bb_sign_make(private_path, public_path), BB_ERR_KEY_EXISTS);
    bb_buf_done(&again);
}
END_TEST

START_TEST(any_changed_byte_is_refused)
{
    const char text[] = "bangban-district/1\nwindow: C1W03\n";
    struct bb_buf der = {0};
    ck_ok(bb_sign(&der, private_path, text, strlen(text)));
    ck_ok(bb_sign_check(public_pem.data, text, strlen(text), der.data, der.len));
    char copy[sizeof text];
    for (size_t i = 0; i < strlen(text); i++) {
        memcpy(copy, text, sizeof text);
        copy[i] ^= 1;
        ck_err_is(bb_sign_check(public_pem.data, copy, strlen(text), der.data, der.len),
                  BB_ERR_SIGNATURE);
    }
    for (size_t i = 0; i < der.len; i++) {
        der.data[i] ^= 1;
        ck_err_is(bb_sign_check(public_pem.data, text, strlen(text), der.data, der.len),
                  BB_ERR_SIGNATURE);
        der.data[i] ^= 1;
    }
    for (size_t len = 0; len < der.len; len++)
        ck_err_is(bb_sign_check(public_pem.data, text, strlen(text), der.data, len),
                  BB_ERR_SIGNATURE);
    bb_buf_char(&der, 0);
    ck_err_is(bb_sign_check(public_pem.data, text, strlen(text), der.data, der.len),
              BB_ERR_SIGNATURE);
    bb_buf_done(&der);
}
END_TEST

/* The nonce is made of key and text: the same signature for the same text, another nonce (so
 * another r, the first number) for another text and for another key. */
START_TEST(a_signature_is_a_function_of_key_and_text)
{
    struct bb_buf one = {0}, two = {0}, other = {0};
    char *other_key = bb_path_join(dir, "other.key"), *other_pem = bb_path_join(dir, "other.pem");
    ck_ok(bb_sign_make(other_key, other_pem));
    for (int i = 0; i < 64; i++) {
        char text[32], changed[32];
        snprintf(text, sizeof text, "text %d", i);
        snprintf(changed, sizeof changed, "text %d.", i);
        bb_buf_clear(&one), bb_buf_clear(&two), bb_buf_clear(&other);
        ck_ok(bb_sign(&one, private_path, text, strlen(text)));
        ck_ok(bb_sign(&two, private_path, text, strlen(text)));
        ck_assert_uint_eq(one.len, two.len);
        ck_assert_mem_eq(one.data, two.data, one.len);
        ck_ok(bb_sign(&other, private_path, changed, strlen(changed)));
        ck_assert_mem_ne(one.data + 5, other.data + 5, 24);
        bb_buf_clear(&other);
        ck_ok(bb_sign(&other, other_key, text, strlen(text)));
        ck_assert_mem_ne(one.data + 5, other.data + 5, 24);
        ck_err_is(bb_sign_check(public_pem.data, text, strlen(text), other.data, other.len),
                  BB_ERR_SIGNATURE);
    }
    bb_buf_done(&one), bb_buf_done(&two), bb_buf_done(&other);
    free(other_key), free(other_pem);
}
END_TEST

START_TEST(the_openssl_tool_agrees_both_ways)
{
    const char text[] = "帮办\n";
    struct bb_buf der = {0}, theirs = {0};
    char *text_path = bb_path_join(dir, "text"), *sig_path = bb_path_join(dir, "sig");
    ck_ok(bb_sign(&der, private_path, text, strlen(text)));
    ck_ok(bb_file_write(text_path, 0600, text, strlen(text)));
    ck_ok(bb_file_write(sig_path, 0600, der.data, der.len));
    shell("openssl dgst -sm3 -sigopt distid:1234567812345678", "-verify window.pem",
          "-signature sig", "text");
    shell("openssl dgst -sm3 -sigopt distid:1234567812345678", "-sign window.key", "-out theirs",
          "text");
    char *theirs_path = bb_path_join(dir, "theirs");
    ck_ok(bb_file_read(&theirs, theirs_path, 4096));
    ck_ok(bb_sign_check(public_pem.data, text, strlen(text), theirs.data, theirs.len));
    shell("openssl dgst -sm3", "-sign window.key", "-out theirs",
          "text"); /* the empty id does not cross */
    bb_buf_clear(&theirs);
    ck_ok(bb_file_read(&theirs, theirs_path, 4096));
    ck_err_is(bb_sign_check(public_pem.data, text, strlen(text), theirs.data, theirs.len),
              BB_ERR_SIGNATURE);
    free(text_path), free(sig_path), free(theirs_path);
    bb_buf_done(&der), bb_buf_done(&theirs);
}
END_TEST

START_TEST(wrong_keys_are_refused_in_words)
{
    struct bb_buf der = {0};
    char *path = bb_path_join(dir, "wrong.key");
    ck_err_is(bb_sign(&der, path, "x", 1), BB_ERR_FILE_OPEN);
    ck_ok(bb_file_write(path, 0400, "no key", 6));
    ck_err_is(bb_sign(&der, path, "x", 1), BB_ERR_KEY_FILE);
    shell("rm -f wrong.key;", "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256",
          "-out", "wrong.key");
    ck_err_is(bb_sign(&der, path, "x", 1), BB_ERR_KEY_FILE);
    shell("rm -f wrong.key;", "openssl pkcs8 -topk8 -v2 sm4-cbc -passout pass:x", "-in window.key",
          "-out wrong.key");
    ck_err_is(bb_sign(&der, path, "x", 1), BB_ERR_KEY_FILE); /* and asks nobody */
    shell("cp window.key readable.key;", "chmod 644", "", "readable.key");
    free(path);
    path = bb_path_join(dir, "readable.key");
    ck_err_is(bb_sign(&der, path, "x", 1), BB_ERR_KEY_FILE);
    ck_err_is(bb_sign_check("no key", "x", 1, "x", 1), BB_ERR_KEY_FILE);
    free(path);
    bb_buf_done(&der);
}
END_TEST

Suite *suite_sign(void);
Suite *suite_sign(void)
{
    Suite *suite = suite_create("sign");
    TCase *tcase = tcase_create("sign");
    tcase_add_checked_fixture(tcase, make_keys, drop_keys);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, keys_are_files_with_the_right_modes);
    tcase_add_test(tcase, any_changed_byte_is_refused);
    tcase_add_test(tcase, a_signature_is_a_function_of_key_and_text);
    tcase_add_test(tcase, the_openssl_tool_agrees_both_ways);
    tcase_add_test(tcase, wrong_keys_are_refused_in_words);
    suite_add_tcase(suite, tcase);
    return suite;
}
