/* JSON: what is read, what is refused, and that writing and reading agree. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/json.h"

START_TEST(reads_a_tree)
{
    static const char text[] =
        " {\"a\":-12, \"b\" : "
        "[1,2.5,true,false,null,\"x\"],\"c\":{\"键\":\"值\\n\\u0041\\ud83d\\ude00\"},"
        "\"big\":92233720368547758080, \"e\":[], \"o\":{}} ";
    struct bb_json_doc *doc;
    ck_ok(bb_json_parse(&doc, text, strlen(text)));
    const struct bb_json *root = bb_json_root(doc);
    ck_assert_int_eq(root->type, BB_JSON_OBJECT);
    ck_assert_ptr_null(root->key);
    ck_assert_int_eq(bb_json_int(root, "a", 0), -12);
    const struct bb_json *b = bb_json_get(root, "b");
    static const enum bb_json_type types[] = {BB_JSON_INT,  BB_JSON_REAL, BB_JSON_BOOL,
                                              BB_JSON_BOOL, BB_JSON_NULL, BB_JSON_STRING};
    const struct bb_json *at = b->child;
    for (size_t i = 0; i < 6; i++, at = at->next)
        ck_assert_int_eq(at->type, types[i]);
    ck_assert_ptr_null(at);
    ck_assert_str_eq(b->child->next->text, "2.5");
    ck_assert_int_eq(b->child->next->next->number, 1);
    ck_assert_str_eq(bb_json_text(bb_json_get(root, "c"), "键"), "值\nA😀");
    ck_assert_int_eq(bb_json_get(root, "big")->type, BB_JSON_REAL);
    ck_assert_str_eq(bb_json_get(root, "big")->text, "92233720368547758080");
    ck_assert_int_eq(bb_json_int(root, "big", 7), 7);
    ck_assert_ptr_null(bb_json_get(root, "e")->child);
    ck_assert_ptr_null(bb_json_get(root, "none"));
    ck_assert_ptr_null(bb_json_get(b, "a"));
    ck_assert_ptr_null(bb_json_get(NULL, "a"));
    ck_assert_ptr_null(bb_json_text(root, "a"));
    ck_assert_int_eq(bb_json_int(NULL, "a", 3), 3);
    ck_assert_uint_eq(b->source_bytes, strlen("[1,2.5,true,false,null,\"x\"]"));
    ck_assert_int_eq(strncmp(b->source, "[1,2.5,", 7), 0);
    bb_json_free(doc);
    bb_json_free(NULL);
}
END_TEST

START_TEST(refuses)
{
    static const char *const cases[] = {
        "",
        " ",
        "{",
        "}",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{\"a\":1 \"b\":2}",
        "[1 2]",
        "1 2",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "NaN",
        "truE",
        "nul",
        "\"",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u00g0\"",
        "\"\\u+123\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\ud800x\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"a\nb\"",
        "\"\t\"",
        "\"\xFF\"",
        "\xEF\xBB\xBF{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"b\":2,\"\\u0061\":3}",
        "'a'",
        "[1]x",
        "\"\\",
        "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_json_doc *doc = (struct bb_json_doc *)&doc;
        const struct bb_err *err = bb_json_parse(&doc, cases[i], strlen(cases[i]));
        ck_assert_msg(err && err->code == BB_ERR_BAD_JSON, "taken: %s", cases[i]);
        ck_assert_ptr_null(doc);
    }
    struct bb_json_doc *doc;
    ck_err_is(bb_json_parse(&doc, "\"a\0b\"", 5), BB_ERR_BAD_JSON);
    ck_err_is(bb_json_parse(&doc, "1\0", 2), BB_ERR_BAD_JSON);
    ck_assert_ptr_nonnull(strstr(bb_json_parse(&doc, "{\"a\":1,\"a\":2}", 13)->text, "byte 11"));
}
END_TEST

START_TEST(depth_and_length_limits)
{
    struct bb_json_doc *doc;
    static const char deep[] = "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]"; /* 16 */
    ck_ok(bb_json_parse(&doc, deep, strlen(deep)));
    bb_json_free(doc);
    ck_ok(bb_json_parse(&doc, "[1]garbage", 3)); /* the length rules, not a NUL */
    bb_json_free(doc);
}
END_TEST

START_TEST(writes_canonically)
{
    struct bb_buf out = {0};
    bb_buf_char(&out, '{');
    bb_json_put_key(&out, "b");
    bb_json_put_string(&out, "引\"\\/\b\f\n\r\t\v\x01\x7f\xFF");
    bb_json_put_key(&out, "a");
    bb_json_put_int(&out, INT64_MIN);
    bb_json_put_key(&out, "n");
    bb_json_put_string(&out, NULL);
    bb_json_put_key(&out, "l");
    bb_buf_str(&out, "[{");
    bb_json_put_key(&out, "");
    bb_json_put_string(&out, "");
    bb_buf_str(&out, "}]}");
    ck_assert_str_eq(bb_buf_text(&out),
                     "{\"b\":\"引\\\"\\\\/\\b\\f\\n\\r\\t\\u000b\\u0001\x7f\xEF\xBF\xBD\","
                     "\"a\":-9223372036854775808,\"n\":null,\"l\":[{\"\":\"\"}]}");
    struct bb_json_doc *doc;
    ck_ok(bb_json_parse(&doc, out.data, out.len));
    ck_assert_str_eq(bb_json_text(bb_json_root(doc), "b"),
                     "引\"\\/\b\f\n\r\t\v\x01\x7f\xEF\xBF\xBD");
    ck_assert_int_eq(bb_json_int(bb_json_root(doc), "a", 0), INT64_MIN);
    bb_json_free(doc);
    bb_buf_done(&out);
}
END_TEST

START_TEST(large_objects_are_quick)
{
    struct bb_buf out = {0};
    bb_buf_char(&out, '{');
    for (int i = 0; i < 50000; i++) {
        char key[16];
        snprintf(key, sizeof key, "k%d", i);
        bb_json_put_key(&out, key);
        bb_json_put_int(&out, i);
    }
    bb_buf_char(&out, '}');
    struct bb_json_doc *doc;
    ck_ok(bb_json_parse(&doc, out.data, out.len)); /* Check's time limit catches a square law */
    ck_assert_int_eq(bb_json_int(bb_json_root(doc), "k49999", 0), 49999);
    bb_json_free(doc);
    bb_buf_done(&out);
}
END_TEST

Suite *suite_json(void);
Suite *suite_json(void)
{
    Suite *suite = suite_create("json");
    TCase *tcase = tcase_create("json");
    tcase_add_test(tcase, reads_a_tree);
    tcase_add_test(tcase, refuses);
    tcase_add_test(tcase, depth_and_length_limits);
    tcase_add_test(tcase, writes_canonically);
    tcase_add_test(tcase, large_objects_are_quick);
    suite_add_tcase(suite, tcase);
    return suite;
}
