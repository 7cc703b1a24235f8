/* Errors as values, growing buffers and the allocation helpers. */
#include "suite.h"

#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"

START_TEST(sentences)
{
    const struct bb_err *err = bb_err(BB_ERR_BAD_DATE, "昨天", NULL);
    ck_assert_int_eq(err->code, BB_ERR_BAD_DATE);
    ck_assert_str_eq(err->text, "\"昨天\" is not a date. Write it as 2026-11-23.");
    ck_assert_int_eq(bb_err_exit(err), BB_EXIT_INPUT);
    ck_assert_int_eq(bb_err_exit(NULL), BB_EXIT_DONE);
    const struct bb_err *kept = err;
    for (int i = 0; i < BB_ERR_RING - 1; i++)
        bb_err(BB_ERR_RULE, "another", NULL);
    ck_assert_int_eq(kept->code, BB_ERR_BAD_DATE);
    ck_assert_str_eq(bb_err(BB_ERR_RULE, "{2} stays", NULL)->text, "{2} stays");
}
END_TEST

START_TEST(long_sentences_are_cut_at_a_character)
{
    struct bb_buf text = {0};
    for (int i = 0; i < 1000; i++)
        bb_buf_str(&text, i ? "社" : "ab");
    const struct bb_err *err = bb_err(BB_ERR_RULE, text.data, NULL);
    ck_assert_uint_lt(strlen(err->text), BB_ERR_TEXT_BYTES);
    ck_assert_uint_gt(strlen(err->text), BB_ERR_TEXT_BYTES - 5);
    ck_assert(bb_text_is_utf8(err->text, strlen(err->text), NULL));
    bb_buf_done(&text);
}
END_TEST

START_TEST(buffers)
{
    struct bb_buf buf = {0};
    ck_assert_str_eq(bb_buf_text(&buf), "");
    bb_buf_str(&buf, NULL);
    bb_buf_add(&buf, "a\0b", 3);
    ck_assert_uint_eq(buf.len, 3);
    for (int i = 0; i < 1000; i++)
        bb_buf_printf(&buf, "%d,", i);
    ck_assert_uint_eq(buf.len, 3 + 10 * 2 + 90 * 3 + 900 * 4);
    ck_assert_uint_eq(strlen(buf.data + 3), buf.len - 3);
    bb_buf_clear(&buf);
    ck_assert_str_eq(bb_buf_text(&buf), "");
    bb_buf_char(&buf, 'x');
    char *taken = bb_buf_take(&buf);
    ck_assert_str_eq(taken, "x");
    free(taken);
    taken = bb_buf_take(&buf);
    ck_assert_str_eq(taken, "");
    free(taken);
}
END_TEST

START_TEST(strings)
{
    char *slot = NULL;
    bb_strset(&slot, "abc");
    bb_strset(&slot, slot + 1); /* out of itself */
    ck_assert_str_eq(slot, "bc");
    bb_strset(&slot, NULL);
    ck_assert_ptr_null(slot);
    ck_assert_ptr_null(bb_strdup(NULL));
    char *cut = bb_strndup("abcdef", 3);
    ck_assert_str_eq(cut, "abc");
    free(cut);
    unsigned char *zero = bb_alloc(100);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(zero[i], 0);
    free(zero);
}
END_TEST

Suite *suite_err(void);
Suite *suite_err(void)
{
    Suite *suite = suite_create("err");
    TCase *tcase = tcase_create("err");
    tcase_add_test(tcase, sentences);
    tcase_add_test(tcase, long_sentences_are_cut_at_a_character);
    tcase_add_test(tcase, buffers);
    tcase_add_test(tcase, strings);
    suite_add_tcase(suite, tcase);
    return suite;
}
