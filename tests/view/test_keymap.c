/* Bytes to keys: what terminals send, cut anywhere; names of keys. */
#include "bangban/view/keymap.h"

#include <string.h>

#include "suite.h"

static const struct {
    const char *bytes;
    uint32_t keys[6];
} cases[] = {
    {"a", {'a'}},
    {"居", {0x5C45}},
    {"\r", {BB_KEY_ENTER}},
    {"\n", {BB_KEY_ENTER}},
    {"\b", {BB_KEY_BACKSPACE}},
    {"\x7f", {BB_KEY_BACKSPACE}},
    {"\t", {BB_KEY_TAB}},
    {"\033", {BB_KEY_ESC}},
    {"\033\033", {BB_KEY_ESC, BB_KEY_ESC}},
    {"\033n", {BB_KEY_ESC, 'n'}}, /* typed fast one after the other */
    {"\0332", {BB_KEY_ALT_0 + 2}},
    {"\033[A", {BB_KEY_UP}},
    {"\033OA", {BB_KEY_UP}},
    {"\033[1;5C", {BB_KEY_WORD_RIGHT}},
    {"\033[1;2C", {BB_KEY_RIGHT}},
    {"\033[3~", {BB_KEY_DELETE}},
    {"\033[H", {BB_KEY_HOME}},
    {"\033[7~", {BB_KEY_HOME}}, /* rxvt */
    {"\033OP", {BB_KEY_F(1)}},
    {"\033[[A", {BB_KEY_F(1)}}, /* Linux console */
    {"\033[11~", {BB_KEY_F(1)}},
    {"\033[21~", {BB_KEY_F(10)}},
    {"\033[Z", {BB_KEY_SHIFT_TAB}},
    {"\033[?1;2c", {0}}, /* an answer of the terminal is no typing */
    {"\033[99~x", {'x'}},
    {"\033[<0;12;3Mx", {BB_KEY_ENTER, 'x'}},
    {"\xff\xfe"
     "a",
     {'a'}},
    {"\xE5\xB1", {0}}, /* a broken character is given up */
    {"\x13\x10", {BB_KEY_CTRL('s'), BB_KEY_CTRL('p')}},
    {"\033[200~x\033[A y\033[201~z", {BB_KEY_PASTE, 'z'}},
};
enum { CASES = sizeof cases / sizeof *cases };

static void expect(struct bb_keys *keys, bool idle, const uint32_t *expected, size_t *at)
{
    for (uint32_t key; (key = bb_keys_next(keys, idle)) != BB_KEY_NONE; (*at)++)
        ck_assert_uint_eq(key, expected[*at]);
}

START_TEST(bytes_become_keys)
{
    struct bb_keys keys = {0};
    size_t at = 0;
    bb_keys_feed(&keys, cases[_i].bytes, strlen(cases[_i].bytes));
    expect(&keys, false, cases[_i].keys, &at);
    expect(&keys, true, cases[_i].keys, &at);
    ck_assert_uint_eq(cases[_i].keys[at], 0); /* all came */
    ck_assert(!bb_keys_pending(&keys));
    bb_keys_done(&keys);
}
END_TEST

/* A key that arrives in pieces is the same key, unless the pieces are apart in time. */
START_TEST(bytes_may_come_one_by_one)
{
    struct bb_keys keys = {0};
    size_t at = 0;
    for (const char *byte = cases[_i].bytes; *byte; byte++) {
        bb_keys_feed(&keys, byte, 1);
        expect(&keys, false, cases[_i].keys, &at);
    }
    expect(&keys, true, cases[_i].keys, &at);
    ck_assert_uint_eq(cases[_i].keys[at], 0);
    bb_keys_done(&keys);
}
END_TEST

START_TEST(paste_is_one_text)
{
    struct bb_keys keys = {0};
    static const char bytes[] = "\033[200~甲\033[A\n乙\033[201~";
    bb_keys_feed(&keys, bytes, sizeof bytes - 1);
    ck_assert_uint_eq(bb_keys_next(&keys, false), BB_KEY_PASTE);
    ck_assert_str_eq(bb_buf_text(&keys.paste), "甲\033[A\n乙");
    bb_keys_done(&keys);
}
END_TEST

/* A lost end mark swallows no keys: what came is the paste, what comes later are keys again. */
START_TEST(paste_without_its_end)
{
    struct bb_keys keys = {0};
    bb_keys_feed(&keys, "\033[200~abc\033[20", 13);
    ck_assert_uint_eq(bb_keys_next(&keys, false), BB_KEY_NONE);
    for (int i = 1; i < BB_KEYS_PASTE_WAITS; i++) {
        ck_assert(bb_keys_pending(&keys));
        ck_assert_uint_eq(bb_keys_next(&keys, true), BB_KEY_NONE);
    }
    bb_keys_feed(&keys, "d", 1); /* it goes on after all, and that was no end */
    ck_assert_uint_eq(bb_keys_next(&keys, false), BB_KEY_NONE);
    for (int i = 1; i < BB_KEYS_PASTE_WAITS; i++)
        ck_assert_uint_eq(bb_keys_next(&keys, true), BB_KEY_NONE);
    ck_assert_uint_eq(bb_keys_next(&keys, true), BB_KEY_PASTE);
    ck_assert_str_eq(bb_buf_text(&keys.paste), "abc\033[20d");
    ck_assert(!bb_keys_pending(&keys));
    bb_keys_feed(&keys, "z\033[200~e\033[2", 11);
    ck_assert_uint_eq(bb_keys_next(&keys, false), 'z');
    ck_assert_uint_eq(bb_keys_next(&keys, true), BB_KEY_NONE);
    bb_keys_feed(&keys, "01~", 3); /* an end in two parts, apart in time */
    ck_assert_uint_eq(bb_keys_next(&keys, false), BB_KEY_PASTE);
    ck_assert_str_eq(bb_buf_text(&keys.paste), "e");
    bb_keys_done(&keys);
}
END_TEST

START_TEST(names)
{
    static const struct {
        const char *name, *shown;
        uint32_t key;
    } rows[] = {
        {"F2", "F2", BB_KEY_F(2)},
        {"M-2", "Alt-2", BB_KEY_ALT_0 + 2},
        {"C-s", "Ctrl-S", 0x13},
        {"Enter", "Enter", BB_KEY_ENTER},
        {"S-Tab", "Shift-Tab", BB_KEY_SHIFT_TAB},
        {"n", "n", 'n'},
        {"Space", "Space", ' '},
        {"nonsense", "", BB_KEY_NONE},
        {"F13", "", BB_KEY_NONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *at = rows[i].name;
        struct bb_buf shown = {0};
        ck_assert_uint_eq(bb_key_parse(&at), rows[i].key);
        if (rows[i].key)
            bb_key_show(&shown, rows[i].key);
        ck_assert_str_eq(bb_buf_text(&shown), rows[i].shown);
        bb_buf_done(&shown);
    }
}
END_TEST

Suite *suite_keymap(void)
{
    Suite *suite = suite_create("keymap");
    TCase *tests = tcase_create("keymap");
    tcase_add_loop_test(tests, bytes_become_keys, 0, CASES);
    tcase_add_loop_test(tests, bytes_may_come_one_by_one, 0, CASES);
    tcase_add_test(tests, paste_is_one_text);
    tcase_add_test(tests, paste_without_its_end);
    tcase_add_test(tests, names);
    suite_add_tcase(suite, tests);
    return suite;
}
