#include "bangban/core/mask.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "suite.h"

typedef void mask(struct bb_buf *out, const char *text);

static void check(mask *mask_it, const char *text, const char *expected)
{
    struct bb_buf out = {0};
    mask_it(&out, text);
    ck_assert_msg(!strcmp(bb_buf_text(&out), expected), "%s: %s", text, bb_buf_text(&out));
    bb_buf_done(&out);
}

START_TEST(names)
{
    check(bb_mask_name, "张三", "张*");
    check(bb_mask_name, "张小明", "张*");
    check(bb_mask_name, "欧阳锋", "欧阳*");
    check(bb_mask_name, "欧阳", "欧*");
    check(bb_mask_name, "欧小明", "欧*");
    check(bb_mask_name, "司马相如", "司马*");
    check(bb_mask_name, "  张三 ", "张*");
    check(bb_mask_name, "张", "*");
    check(bb_mask_name, "𠮷野家", "𠮷*");
    check(bb_mask_name, "阿依古丽·买买提", "阿*");
    check(bb_mask_name, "John Smith", "J*");
    check(bb_mask_name, "13812341234", "*");
    check(bb_mask_name, "\xe2\x80\x8b张三", "*"); /* a zero-width character first */
    check(bb_mask_name, "\xff\xfe", "*");
    check(bb_mask_name, "", "");
    check(bb_mask_name, NULL, "");
}
END_TEST

START_TEST(codes)
{
    check(bb_mask_code, "310116200002291234", "310***********1234");
    check(bb_mask_code, "31011620000229991Y", "310***********991Y");
    check(bb_mask_code, "310116 20000229 1234", "310***********1234");
    check(bb_mask_code, "３１０１１６２００００２２９１２３４", "310***********1234");
    check(bb_mask_code, "91310101MA000ABC2U", "913***********BC2U");
    check(bb_mask_code, "91310101-MA000ABC2U", "913***********BC2U");
    check(bb_mask_code, "310116121122991", "310********2991");
    /* anything else shows nothing */
    check(bb_mask_code, "31011620000229123", "*****************");
    check(bb_mask_code, "3101162000022912345", "******************");
    check(bb_mask_code, "1234567", "*******");
    check(bb_mask_code, "1", "*");
    check(bb_mask_code, "张三310116200002291", "*****************");
    check(bb_mask_code, "3101162000022912三四", "******************");
    check(bb_mask_code,
          "31011620000229\xff"
          "123",
          "******************");
    check(bb_mask_code, "", "");
    check(bb_mask_code, NULL, "");
}
END_TEST

START_TEST(phones)
{
    check(bb_mask_phone, "13812341234", "138****1234");
    check(bb_mask_phone, "138-1234-1234", "138****1234");
    check(bb_mask_phone, "１３８ １２３４ １２３４", "138****1234");
    check(bb_mask_phone, "021-57921234", "021****1234");
    check(bb_mask_phone, "8613812341234", "861******1234");
    check(bb_mask_phone, "57921234", "********");
    check(bb_mask_phone, "12345", "*****");
    check(bb_mask_phone, "1381234123x", "***********");
    check(bb_mask_phone, "138123412341234123412341234", "******************");
    check(bb_mask_phone, NULL, "");
}
END_TEST

/* No shape of input shows more than seven characters of a code, or more than a surname of a name.
 */
static const struct bb_err *name_row(void *ctx, long line, size_t count, char *const *fields)
{
    (void)ctx;
    if (line == 1)
        return NULL;
    ck_assert_uint_ge(count, 4);
    struct bb_buf out = {0};
    bb_mask_code(&out, fields[3]);
    size_t shown = 0;
    for (size_t i = 0; i < out.len; i++)
        shown += out.data[i] != '*';
    ck_assert(shown == 0 || shown == 7);
    bb_buf_clear(&out);
    bb_mask_name(&out, fields[2]);
    ck_assert_uint_le(out.len, 7);
    ck_assert(out.data[out.len - 1] == '*');
    bb_buf_done(&out);
    return NULL;
}

START_TEST(every_name_and_code_of_the_data)
{
    FILE *in = fopen("data/names.csv", "r");
    ck_assert_ptr_nonnull(in);
    ck_ok(bb_csv_read(in, "names.csv", ',', name_row, NULL));
    fclose(in);
}
END_TEST

Suite *suite_mask(void);

Suite *suite_mask(void)
{
    Suite *suite = suite_create("mask");
    TCase *tcase = tcase_create("mask");
    tcase_add_test(tcase, names);
    tcase_add_test(tcase, codes);
    tcase_add_test(tcase, phones);
    tcase_add_test(tcase, every_name_and_code_of_the_data);
    suite_add_tcase(suite, tcase);
    return suite;
}
