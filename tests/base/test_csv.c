/* CSV: rows as read, refusals with their place, and writing that reads back. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/csv.h"

/* Rows as "line:field|field;" */
static const struct bb_err *collect(void *ctx, long line, size_t count, char *const *fields)
{
    struct bb_buf *out = ctx;
    bb_buf_printf(out, "%ld:", line);
    for (size_t i = 0; i < count; i++)
        bb_buf_printf(out, "%s%s", i ? "|" : "", fields[i]);
    bb_buf_char(out, ';');
    return NULL;
}

static const struct bb_err *read_text(const char *text, size_t len, char separator,
                                      struct bb_buf *out)
{
    FILE *in = tmpfile();
    ck_assert_ptr_nonnull(in);
    fwrite(text, 1, len, in);
    rewind(in);
    const struct bb_err *err = bb_csv_read(in, "x.csv", separator, collect, out);
    fclose(in);
    return err;
}

START_TEST(reads_rows)
{
    static const struct {
        const char *text;
        char separator;
        const char *rows;
    } cases[] = {
        {"", ',', ""},
        {"a,b\n1,2\n", ',', "1:a|b;2:1|2;"},
        {"a,b\r\n1,2", ',', "1:a|b;2:1|2;"},
        {"\xEF\xBB\xBF代码,名\r\n", ',', "1:代码|名;"},
        {"\xEF\xBB\xBF\"代码\",名\r\n", ',', "1:代码|名;"},
        {",,\n", ',', "1:||;"},
        {"\"a\"\"b\",\"c,d\"\n\"\"\n", ',', "1:a\"b|c,d;2:;"},
        {"\"a\nb\r\nc\",d\nz,\n", ',', "1:a\nb\r\nc|d;4:z|;"},
        {"a\n\n\r\nb\n", ',', "1:a;4:b;"},
        {"a\t\"b\nc\t\n", '\t', "1:a|\"b;2:c|;"},
        {"a\tb\"c,d\r\n", '\t', "1:a|b\"c,d;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        ck_ok(read_text(cases[i].text, strlen(cases[i].text), cases[i].separator, &out));
        ck_assert_str_eq(bb_buf_text(&out), cases[i].rows);
        bb_buf_done(&out);
    }
}
END_TEST

START_TEST(refuses_with_the_place)
{
    static const struct {
        const char *text;
        size_t len;
        const char *place;
    } cases[] = {
        {"a\n社\"b\n", 9, "line 2, column 2"},    {"\"a\"b\n", 5, "line 1, column 4"},
        {"a,\"b\nc\n", 7, "line 1, column 1"},    {"a\nb\0c\n", 6, "line 2, column 2"},
        {"a\n社\xFF\n", 7, "line 2, column 2"},   {"a\rb\n", 4, "line 1, column 2"},
        {"\"a\n\xC0\"\n", 6, "line 2, column 1"}, {"\"a\" ,b\n", 7, "line 1, column 4"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        const struct bb_err *err = read_text(cases[i].text, cases[i].len, ',', &out);
        ck_assert_msg(err && err->code == BB_ERR_BAD_LINE, "case %zu was taken", i);
        ck_assert_msg(strstr(err->text, cases[i].place) != NULL, "case %zu: %s", i, err->text);
        bb_buf_done(&out);
    }
}
END_TEST

static const struct bb_err *stop(void *ctx, long line, size_t count, char *const *fields)
{
    (void)line, (void)count;
    ++*(int *)ctx;
    return strcmp(fields[0], "b") == 0 ? bb_err(BB_ERR_RULE, "stop", NULL) : NULL;
}

START_TEST(the_rows_error_ends_the_reading)
{
    FILE *in = tmpfile();
    int rows = 0;
    fputs("a\nb\nc\n", in);
    rewind(in);
    ck_err_is(bb_csv_read(in, "x", ',', stop, &rows), BB_ERR_RULE);
    ck_assert_int_eq(rows, 2);
    fclose(in);
}
END_TEST

START_TEST(writing_reads_back)
{
    static const char *const rows[][3] = {
        {"社保", "a,b", "he said \"x\""},
        {"", "", ""},
        {NULL, "x", NULL},
        {"l1\nl2", "cr\r", "\r\n"},
        {" lead", "trail ", "'"},
        {"x", "", ""},
        {"\n", "a", "b"},
    };
    struct bb_buf out = {0}, got = {0}, want = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        for (size_t k = 0; k < 3; k++)
            bb_csv_put(&out, rows[i][k]);
        bb_csv_end(&out);
    }
    FILE *in = tmpfile();
    fwrite(out.data, 1, out.len, in);
    rewind(in);
    ck_ok(bb_csv_read(in, "x", ',', collect, &got));
    fclose(in);
    static const int lines[] = {1, 2, 3, 4, 7, 8, 9};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bb_buf_printf(&want, "%d:", lines[i]);
        for (size_t k = 0; k < 3; k++)
            bb_buf_printf(&want, "%s%s", k ? "|" : "", rows[i][k] ? rows[i][k] : "");
        bb_buf_char(&want, ';');
    }
    ck_assert_str_eq(bb_buf_text(&got), bb_buf_text(&want));
    static const char first[] = "社保,\"a,b\",\"he said \"\"x\"\"\"\r\n";
    ck_assert_int_eq(strncmp(out.data, first, sizeof first - 1), 0);
    bb_buf_done(&out);
    bb_buf_done(&got);
    bb_buf_done(&want);
}
END_TEST

Suite *suite_csv(void);
Suite *suite_csv(void)
{
    Suite *suite = suite_create("csv");
    TCase *tcase = tcase_create("csv");
    tcase_add_test(tcase, reads_rows);
    tcase_add_test(tcase, refuses_with_the_place);
    tcase_add_test(tcase, the_rows_error_ends_the_reading);
    tcase_add_test(tcase, writing_reads_back);
    suite_add_tcase(suite, tcase);
    return suite;
}
