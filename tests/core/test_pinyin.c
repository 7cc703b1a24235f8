#include "bangban/core/pinyin.h"

#include <stdio.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "bangban/base/mem.h"
#include "suite.h"

static enum bb_pinyin_rank rank_of(const char *query, const char *text)
{
    struct bb_pinyin_key key;
    struct bb_buf folded = {0};
    bb_pinyin_fold(&folded, query);
    bb_pinyin_key_init(&key, text);
    enum bb_pinyin_rank rank = bb_pinyin_key_match(&key, bb_buf_text(&folded));
    bb_pinyin_key_done(&key);
    bb_buf_done(&folded);
    return rank;
}

static const struct {
    const char *query, *text;
    enum bb_pinyin_rank rank;
} match_cases[] = {
    {"", "社保缴费", BB_PINYIN_START},
    {"", "", BB_PINYIN_START},
    {NULL, NULL, BB_PINYIN_START},
    {"x", NULL, BB_PINYIN_NONE},
    /* the text itself */
    {"社保", "社保缴费", BB_PINYIN_START},
    {"社保缴费", "社保缴费", BB_PINYIN_WHOLE},
    {"缴费", "社保缴费", BB_PINYIN_ANYWHERE},
    {"缴社", "社保缴费", BB_PINYIN_NONE},
    {"P001", "p001", BB_PINYIN_WHOLE},
    {"ｐ００１", "P001 居住证", BB_PINYIN_START},
    /* initials */
    {"sbjf", "社保缴费", BB_PINYIN_WHOLE},
    {"SBJF", "社保缴费", BB_PINYIN_WHOLE},
    {"sb", "社保缴费", BB_PINYIN_START},
    {"bj", "社保缴费", BB_PINYIN_ANYWHERE},
    {"sbjfx", "社保缴费", BB_PINYIN_NONE},
    {"sf", "社保缴费", BB_PINYIN_NONE},
    {"sbjf", "社保（缴费）", BB_PINYIN_WHOLE},
    {"5gjz", "5G基站", BB_PINYIN_WHOLE},
    {"gjz", "5Ｇ基站", BB_PINYIN_ANYWHERE},
    {"cnqsb", "长宁区社保", BB_PINYIN_WHOLE}, /* the phrase's reading … */
    {"znqsb", "长宁区社保", BB_PINYIN_WHOLE}, /* … and any other */
    {"yh", "银行", BB_PINYIN_WHOLE},
    {"yx", "银行", BB_PINYIN_WHOLE},
    {"xyl", "解玉莲", BB_PINYIN_WHOLE}, /* surname */
    {"jyl", "解玉莲", BB_PINYIN_WHOLE},
    {"mqh", "万俟禾军", BB_PINYIN_START},
    {"rlz", "𠮷人力资源", BB_PINYIN_START}, /* no reading: passed over */
    {"lb", "〇八", BB_PINYIN_WHOLE},
    /* full pinyin */
    {"shebaojiaofei", "社保缴费", BB_PINYIN_WHOLE},
    {"sheb", "社保缴费", BB_PINYIN_START},
    {"shebaoj", "社保缴费", BB_PINYIN_START},
    {"baojiao", "社保缴费", BB_PINYIN_ANYWHERE},
    {"jiaofei", "社保缴费", BB_PINYIN_ANYWHERE},
    {"hebao", "社保缴费", BB_PINYIN_NONE}, /* not at a syllable border */
    {"aojiao", "社保缴费", BB_PINYIN_NONE},
    {"yinhang", "银行", BB_PINYIN_WHOLE},
    {"xian", "西安", BB_PINYIN_WHOLE},
    {"xian", "县", BB_PINYIN_WHOLE},
    {"lvdi", "绿地", BB_PINYIN_WHOLE},
    {"5gji", "5G基站", BB_PINYIN_START},
    {"chongqing", "重庆", BB_PINYIN_WHOLE},
    {"zhongqing", "重庆", BB_PINYIN_WHOLE},
};

START_TEST(matches_as_the_table_says)
{
    const char *query = match_cases[_i].query, *text = match_cases[_i].text;
    enum bb_pinyin_rank rank = rank_of(query, text);
    ck_assert_msg(rank == match_cases[_i].rank, "%s in %s: %d", query, text, (int)rank);
    ck_assert(bb_pinyin_match(query, text) == (rank > BB_PINYIN_NONE));
}
END_TEST

START_TEST(bad_text_is_survived)
{
    char query[400];
    memset(query, 'a', sizeof query - 1);
    query[sizeof query - 1] = '\0';
    char text[800];
    for (size_t i = 0; i + 3 < sizeof text; i += 3) /* many places, many readings */
        memcpy(text + i, "阿", 4);
    text[sizeof text - 1] = '\0';
    ck_assert(!bb_pinyin_match(query, text)); /* too long for pinyin */
    query[63] = '\0';
    ck_assert(bb_pinyin_match(query, text));
    query[62] = 'b';
    ck_assert(!bb_pinyin_match(query, text));
    ck_assert(bb_pinyin_match("b", "\xe7\xa4 b"));
    ck_assert(!bb_pinyin_match("z", "\xff\xfe\x80"));
    ck_assert(bb_pinyin_match("\xff", "\xff"));
}
END_TEST

START_TEST(initials_are_stored_so)
{
    static const struct {
        const char *text, *initials, *of_a_name;
    } cases[] = {
        {"社保缴费", "sbjf", "sbjf"},
        {"长宁区", "cnq", "cnq"},
        {"重庆银行卡", "cqyhk", "cqyhk"},
        {"调整地址的士", "tzdzds", "tzdzds"},
        {"查询单位", "cxdw", "zxdw"}, /* a surname only in a person's name */
        {"查一凡", "cyf", "zyf"},
        {"尉迟恭", "wcg", "ycg"},
        {"王单", "wd", "wd"}, /* and only at its start */
        {"5G 基站（新建）-A类", "5gjzxjal", "5gjzxjal"},
        {"ＡＢｃ１", "abc1", "abc1"},
        {"", "", ""},
        {NULL, "", ""},
        {"，。…", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        bb_pinyin_initials(&out, cases[i].text);
        ck_assert_str_eq(bb_buf_text(&out), cases[i].initials);
        bb_buf_clear(&out);
        bb_pinyin_name_initials(&out, cases[i].text);
        ck_assert_str_eq(bb_buf_text(&out), cases[i].of_a_name);
        bb_buf_done(&out);
    }
}
END_TEST

/* Every line of the data files against the built-in table. */
static const struct bb_err *character_row(void *ctx, long line, size_t count, char *const *fields)
{
    (void)ctx;
    ck_assert_uint_eq(count, 4);
    ck_assert_msg(rank_of(fields[1], fields[0]) == BB_PINYIN_WHOLE, "line %ld: %s %s", line,
                  fields[0], fields[1]);
    ck_assert_int_eq(rank_of(fields[2], fields[0]), BB_PINYIN_WHOLE);
    char *others = bb_strdup(fields[3]);
    for (char *other = strtok(others, ","); other; other = strtok(NULL, ","))
        ck_assert_msg(rank_of(other, fields[0]) == BB_PINYIN_WHOLE, "%s %s", fields[0], other);
    free(others);
    return NULL;
}

static const struct bb_err *phrase_row(void *ctx, long line, size_t count, char *const *fields)
{
    (void)ctx, (void)line;
    ck_assert_uint_eq(count, 4);
    struct bb_buf out = {0};
    bb_pinyin_name_initials(&out, fields[0]);
    ck_assert_str_eq(bb_buf_text(&out), fields[2]);
    bb_buf_clear(&out);
    for (const char *c = fields[1]; *c; c++)
        if (*c != ' ')
            bb_buf_char(&out, *c);
    ck_assert_int_eq(rank_of(bb_buf_text(&out), fields[0]), BB_PINYIN_WHOLE);
    bb_buf_done(&out);
    return NULL;
}

START_TEST(the_table_is_the_data)
{
    FILE *in = fopen("data/pinyin.tsv", "r");
    ck_assert_ptr_nonnull(in);
    ck_ok(bb_csv_read(in, "pinyin.tsv", '\t', character_row, NULL));
    fclose(in);
    in = fopen("data/pinyin_phrases.tsv", "r");
    ck_assert_ptr_nonnull(in);
    ck_ok(bb_csv_read(in, "pinyin_phrases.tsv", '\t', phrase_row, NULL));
    fclose(in);
}
END_TEST

/* The stored code and every piece of it find the item again, in its place. */
static const struct bb_err *item_row(void *ctx, long line, size_t count, char *const *fields)
{
    int *items = ctx;
    if (line == 1)
        return NULL;
    ck_assert_uint_ge(count, 2);
    struct bb_buf out = {0};
    bb_pinyin_initials(&out, fields[1]);
    ck_assert_uint_ge(out.len, 2);
    for (size_t from = 0; from < out.len; from++) {
        for (size_t len = 1; from + len <= out.len; len++) {
            char *piece = bb_strndup(out.data + from, len);
            enum bb_pinyin_rank rank = rank_of(piece, fields[1]);
            ck_assert_msg(rank >= (from ? BB_PINYIN_ANYWHERE : BB_PINYIN_START), "%s in %s", piece,
                          fields[1]);
            free(piece);
        }
    }
    ck_assert_int_eq(rank_of(out.data, fields[1]), BB_PINYIN_WHOLE);
    bb_buf_done(&out);
    ++*items;
    return NULL;
}

START_TEST(items_are_found_by_their_code)
{
    int items = 0;
    FILE *in = fopen("data/items.csv", "r");
    ck_assert_ptr_nonnull(in);
    ck_ok(bb_csv_read(in, "items.csv", ',', item_row, &items));
    fclose(in);
    ck_assert_int_eq(items, 145);
}
END_TEST

Suite *suite_pinyin(void);

Suite *suite_pinyin(void)
{
    Suite *suite = suite_create("pinyin");
    TCase *tcase = tcase_create("pinyin");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, matches_as_the_table_says, 0,
                        sizeof match_cases / sizeof *match_cases);
    tcase_add_test(tcase, bad_text_is_survived);
    tcase_add_test(tcase, initials_are_stored_so);
    tcase_add_test(tcase, the_table_is_the_data);
    tcase_add_test(tcase, items_are_found_by_their_code);
    suite_add_tcase(suite, tcase);
    return suite;
}
