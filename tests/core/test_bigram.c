#include "bangban/core/bigram.h"

#include <stdint.h>
#include <string.h>

#include "bangban/base/text.h"
#include "suite.h"

START_TEST(tokens_as_the_table_says)
{
    static const struct {
        const char *text, *tokens;
    } cases[] = {
        {"社保卡", "社保 保卡"},
        {"社保卡，A4纸", "社保 保卡 a4 纸"},
        {"社", "社"},
        {"Hello World 2026", "hello world 2026"},
        {"ＡＢＣ１２３　医保", "abc123 医保"},
        {"社 保", "社 保"},
        {"（社保）（医保）", "社保 医保"},
        {"𠮷野", "𠮷野"},
        {"〇八", "〇八"},
        {"カード", "カ ド"}, /* the long mark is punctuation to us */
        {"社\xff保", "社 保"},
        {"社\xe2\x80\x8b保", "社 保"},
        {"it's", "it s"},
        {"，。！", ""},
        {"", ""},
        {NULL, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        bb_bigram_tokens(&out, cases[i].text);
        ck_assert_str_eq(bb_buf_text(&out), cases[i].tokens);
        bb_buf_done(&out);
    }
}
END_TEST

START_TEST(queries_as_the_table_says)
{
    static const struct {
        const char *word, *query; /* NULL: cannot be answered */
    } cases[] = {
        {"社保", "\"社保\""},
        {"社保卡", "\"社保\" AND \"保卡\""},
        {"社保，医保", "\"社保\" AND \"医保\""},
        {"ABC", "\"abc\"*"},
        {"abc def", "\"def\"*"}, /* abc may end a longer word */
        {"abc ", "\"abc\"*"},
        {"(abc)", "\"abc\""},
        {"5G网络", "\"网络\""},
        {"网络5g", "\"网络\" AND \"5g\"*"},
        {"第3号", "\"3\" AND \"号\"*"},
        {"，社，", "\"社\""},
        {"社", NULL},
        {"社，", NULL},
        {"社，保", "\"保\"*"},
        {"居住 证", "\"居住\""}, /* each word by itself: 证 may end a pair */
        {"b 社保", "\"社保\""},
        {"\" OR \"", "\"or\"*"},
        {"，", NULL},
        {"", NULL},
        {NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        bool answered = bb_bigram_query(&out, cases[i].word);
        ck_assert_msg(answered == (cases[i].query != NULL), "%s", cases[i].word);
        ck_assert_str_eq(bb_buf_text(&out), cases[i].query ? cases[i].query : "");
        bb_buf_done(&out);
    }
    struct bb_buf word = {0}, out = {0};
    for (int i = 0; i < 1000; i++)
        bb_buf_str(&word, "社保");
    ck_assert(bb_bigram_query(&out, bb_buf_text(&word)));
    ck_assert_uint_lt(out.len, 1000); /* a pasted page makes no endless expression */
    bb_buf_done(&word);
    bb_buf_done(&out);
}
END_TEST

/* What FTS5 does with such an expression: every quoted token is there, or begins one that is. */
static bool holds(const char *tokens, const char *query)
{
    struct bb_buf text = {0}, wanted = {0};
    bb_buf_printf(&text, " %s ", tokens);
    bool all = true;
    for (const char *quote = strchr(query, '"'); quote && all; quote = strchr(quote, '"')) {
        const char *close = strchr(quote + 1, '"');
        bb_buf_clear(&wanted);
        bb_buf_char(&wanted, ' ');
        bb_buf_add(&wanted, quote + 1, (size_t)(close - quote) - 1);
        if (close[1] != '*')
            bb_buf_char(&wanted, ' ');
        all = strstr(bb_buf_text(&text), bb_buf_text(&wanted)) != NULL;
        quote = close + 1;
    }
    bb_buf_done(&text);
    bb_buf_done(&wanted);
    return all;
}

static uint32_t seed = 7;

static unsigned below(unsigned n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % n;
}

/* Every piece of a text, as a word, finds the text; a word of ASCII alone where it begins a word.
 */
START_TEST(no_text_is_missed)
{
    static const char *const alphabet[] = {"社", "保", "卡", "医", "A",  "b",
                                           "4",  "，", " ",  "Ｃ", "𠮷", "\xff"};
    int asked = 0;
    for (int round = 0; round < 20000; round++) {
        struct bb_buf text = {0}, tokens = {0}, query = {0}, word = {0};
        size_t starts[33], count = 1 + below(32);
        for (size_t i = 0; i < count; i++) {
            starts[i] = text.len;
            bb_buf_str(&text, alphabet[below(sizeof alphabet / sizeof *alphabet)]);
        }
        starts[count] = text.len;
        size_t from = below((unsigned)count), to = from + 1 + below((unsigned)(count - from));
        bb_buf_add(&word, text.data + starts[from], starts[to] - starts[from]);
        bb_bigram_tokens(&tokens, text.data);
        if (bb_bigram_query(&query, word.data)) {
            bool ascii_only = true;
            for (size_t i = 0; i < query.len; i++)
                ascii_only = ascii_only && (unsigned char)query.data[i] < 0x80;
            if (!ascii_only) {
                ck_assert_msg(holds(bb_buf_text(&tokens), query.data), "%s in %s: %s", word.data,
                              text.data, query.data);
                asked++;
            } else if (from == 0) {
                ck_assert(holds(bb_buf_text(&tokens), query.data));
            }
        }
        bb_buf_done(&text), bb_buf_done(&tokens), bb_buf_done(&query), bb_buf_done(&word);
    }
    ck_assert_int_gt(asked, 5000);
}
END_TEST

Suite *suite_bigram(void);

Suite *suite_bigram(void)
{
    Suite *suite = suite_create("bigram");
    TCase *tcase = tcase_create("bigram");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, tokens_as_the_table_says);
    tcase_add_test(tcase, queries_as_the_table_says);
    tcase_add_test(tcase, no_text_is_missed);
    suite_add_tcase(suite, tcase);
    return suite;
}
