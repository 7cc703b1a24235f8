/* The edit line: caret, words, limits, undo, and what is drawn of it. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "bangban/base/text.h"
#include "bangban/view/edit.h"

static bool type(struct bb_edit *edit, const char *text)
{
    return bb_edit_insert(edit, text, strlen(text));
}

/* The text with a bar at the caret. */
static const char *shown(const struct bb_edit *edit)
{
    static char out[512];
    const char *text = bb_edit_text(edit);
    snprintf(out, sizeof out, "%.*s|%s", (int)edit->caret_bytes, text, text + edit->caret_bytes);
    return out;
}

START_TEST(typing_and_erasing)
{
    struct bb_edit edit;
    bb_edit_init(&edit, 0);
    ck_assert_str_eq(bb_edit_text(&edit), "");
    ck_assert(!bb_edit_erase(&edit, BB_EDIT_BACK));
    ck_assert(!bb_edit_erase(&edit, BB_EDIT_FORWARD));
    ck_assert(!bb_edit_move(&edit, BB_EDIT_LEFT) && !bb_edit_move(&edit, BB_EDIT_RIGHT));
    ck_assert(type(&edit, "社保e\xCC\x81x"));
    ck_assert(bb_edit_move(&edit, BB_EDIT_LEFT));
    ck_assert(bb_edit_move(&edit, BB_EDIT_LEFT)); /* over letter and accent at once */
    ck_assert_str_eq(shown(&edit), "社保|e\xCC\x81x");
    ck_assert(bb_edit_erase(&edit, BB_EDIT_FORWARD));
    ck_assert_str_eq(shown(&edit), "社保|x");
    ck_assert(bb_edit_erase(&edit, BB_EDIT_BACK));
    ck_assert_str_eq(shown(&edit), "社|x");
    ck_assert(bb_edit_move(&edit, BB_EDIT_HOME) && type(&edit, "a"));
    ck_assert_str_eq(shown(&edit), "a|社x");
    ck_assert(bb_edit_move(&edit, BB_EDIT_RIGHT) && bb_edit_erase(&edit, BB_EDIT_TO_START));
    ck_assert_str_eq(shown(&edit), "|x");
    ck_assert(bb_edit_erase(&edit, BB_EDIT_TO_END) && !bb_edit_erase(&edit, BB_EDIT_ALL));
    bb_edit_set(&edit, "set\nbefore");
    ck_assert_str_eq(shown(&edit), "set before|");
    ck_assert(bb_edit_erase(&edit, BB_EDIT_ALL));
    ck_assert_str_eq(shown(&edit), "|");
    bb_edit_done(&edit);
}
END_TEST

START_TEST(what_comes_in_becomes_one_line)
{
    static const char *const cases[][2] = {
        {"a\nb\r\nc\td", "a b c d"},
        {"line\r\n", "line"},
        {"\n", " "},
        {"a\x1b[2J\x7f\xC2\x9B", "a [2J  "},
        {"a\xE2\x80\xA8"
         "b",
         "a b"},
        {"x\xFFy\xE7\xA4", "x\xEF\xBF\xBDy\xEF\xBF\xBD\xEF\xBF\xBD"},
        {"a\xE2\x80\xAE"
         "b",
         "a\xE2\x80\xAE"
         "b"}, /* stays in the data */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_edit edit;
        bb_edit_init(&edit, 0);
        ck_assert(type(&edit, cases[i][0]));
        ck_assert_str_eq(bb_edit_text(&edit), cases[i][1]);
        bb_edit_done(&edit);
    }
    struct bb_edit edit;
    bb_edit_init(&edit, 0);
    ck_assert(bb_edit_insert(&edit, "a\0b", 3));
    ck_assert_str_eq(bb_edit_text(&edit), "a b");
    bb_edit_done(&edit);
}
END_TEST

START_TEST(words)
{
    struct bb_edit edit;
    bb_edit_init(&edit, 0);
    bb_edit_set(&edit, "foo_1 社保缴费，abc  é！");
    static const char *const left[] = {"foo_1 社保缴费，abc  é|！", "foo_1 社保缴费，abc  |é！",
                                       "foo_1 社保缴费，|abc  é！", "foo_1 社保缴费|，abc  é！",
                                       "foo_1 |社保缴费，abc  é！", "|foo_1 社保缴费，abc  é！"};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        ck_assert(bb_edit_move(&edit, BB_EDIT_WORD_LEFT));
        ck_assert_str_eq(shown(&edit), left[i]);
    }
    ck_assert(!bb_edit_move(&edit, BB_EDIT_WORD_LEFT));
    static const char *const right[] = {"foo_1 |社保缴费，abc  é！", "foo_1 社保缴费|，abc  é！",
                                        "foo_1 社保缴费，|abc  é！", "foo_1 社保缴费，abc  |é！",
                                        "foo_1 社保缴费，abc  é|！", "foo_1 社保缴费，abc  é！|"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        ck_assert(bb_edit_move(&edit, BB_EDIT_WORD_RIGHT));
        ck_assert_str_eq(shown(&edit), right[i]);
    }
    ck_assert(!bb_edit_move(&edit, BB_EDIT_WORD_RIGHT));
    ck_assert(bb_edit_erase(&edit, BB_EDIT_WORD_BACK) && bb_edit_erase(&edit, BB_EDIT_WORD_BACK));
    ck_assert_str_eq(shown(&edit), "foo_1 社保缴费，abc  |");
    bb_edit_done(&edit);
}
END_TEST

START_TEST(limits_refuse_and_lose_nothing)
{
    struct bb_edit edit;
    bb_edit_init(&edit, 4);
    ck_assert(type(&edit, "社保"));
    ck_assert(!type(&edit, "缴费了"));
    ck_assert_str_eq(bb_edit_text(&edit), "社保缴费");
    unsigned changes = edit.changes;
    ck_assert(!type(&edit, "x"));
    ck_assert_uint_eq(edit.changes, changes);
    ck_assert_str_eq(bb_edit_text(&edit), "社保缴费");
    bb_edit_set(&edit, "比限制更长的文字");
    ck_assert_str_eq(bb_edit_text(&edit), "比限制更长的文字");
    ck_assert(!type(&edit, "x"));
    ck_assert_str_eq(bb_edit_text(&edit), "比限制更长的文字");
    ck_assert(bb_edit_erase(&edit, BB_EDIT_BACK));
    bb_edit_done(&edit);
}
END_TEST

static void keys(struct bb_edit *edit, const char *text)
{
    uint32_t c;
    for (const char *end = text + strlen(text); text < end;) {
        size_t len = bb_text_next(text, end, &c);
        bb_edit_insert(edit, text, len);
        text += len;
    }
}

START_TEST(undo_goes_by_words_and_pastes)
{
    struct bb_edit edit;
    bb_edit_init(&edit, 0);
    keys(&edit, "hello big");
    type(&edit, "粘贴");
    keys(&edit, "末");
    static const char *const back[] = {"hello big粘贴", "hello big", "hello ", ""};
    for (size_t i = 0; i < 4; i++) {
        ck_assert(bb_edit_undo(&edit));
        ck_assert_str_eq(bb_edit_text(&edit), back[i]);
    }
    ck_assert(!bb_edit_undo(&edit));
    for (size_t i = 3; i-- > 0;) {
        ck_assert(bb_edit_redo(&edit));
        ck_assert_str_eq(bb_edit_text(&edit), back[i]);
    }
    ck_assert(bb_edit_redo(&edit) && !bb_edit_redo(&edit));
    ck_assert_str_eq(shown(&edit), "hello big粘贴末|");
    bb_edit_erase(&edit, BB_EDIT_BACK);
    bb_edit_erase(&edit, BB_EDIT_BACK);
    ck_assert(bb_edit_undo(&edit)); /* one step for the run of Backspace */
    ck_assert_str_eq(shown(&edit), "hello big粘贴末|");
    keys(&edit, "x");
    ck_assert(!bb_edit_redo(&edit)); /* a change ends what could be redone */
    bb_edit_move(&edit, BB_EDIT_LEFT);
    keys(&edit, "y");
    bb_edit_undo(&edit);
    ck_assert_str_eq(shown(&edit),
                     "hello big粘贴末|x"); /* a move ends a group; the caret comes back too */
    bb_edit_replace(&edit, "new");
    ck_assert_str_eq(shown(&edit), "new|");
    bb_edit_undo(&edit);
    ck_assert_str_eq(bb_edit_text(&edit), "hello big粘贴末x");
    bb_edit_set(&edit, "");
    ck_assert(!bb_edit_undo(&edit));
    for (int i = 0; i < BB_EDIT_UNDO_STEPS + 50; i++)
        type(&edit, "ab");
    int steps = 0;
    while (bb_edit_undo(&edit))
        steps++;
    ck_assert_int_eq(steps, BB_EDIT_UNDO_STEPS);
    ck_assert_uint_eq(strlen(bb_edit_text(&edit)), 100);
    bb_edit_done(&edit);
}
END_TEST

START_TEST(draws_around_the_caret)
{
    struct bb_edit edit;
    struct bb_buf out = {0};
    int col;
    bb_edit_init(&edit, 0);
    static const struct {
        const char *text;
        int lefts, cols;
        const char *drawn;
        int col;
    } cases[] = {
        {"", 0, 4, "    ", 0},
        {"社保", 0, 6, "社保  ", 4},
        {"社保", 0, 4, "保  ", 2},
        {"社保", 1, 4, "社保", 2},
        {"社保缴费", 0, 6, "缴费  ", 4},
        {"社保缴费", 0, 5, "缴费 ", 4},
        {"社保缴费", 4, 5, "社保 ", 0},
        {"abcdef", 0, 4, "def ", 3},
        {"a\xE2\x80\xAE", 0, 8, "a‹202E›", 7},
        {"社", 1, 1, " ", 0},
        {"\xCC\x81x", 0, 3, "x  ", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bb_edit_set(&edit, cases[i].text);
        for (int n = 0; n < cases[i].lefts; n++)
            bb_edit_move(&edit, BB_EDIT_LEFT);
        bb_buf_clear(&out);
        bb_edit_draw(&edit, cases[i].cols, &out, &col);
        if (strcmp(cases[i].drawn, "a‹202E›") == 0)
            ck_assert_str_eq(bb_buf_text(&out), "a‹202E› ");
        else
            ck_assert_str_eq(bb_buf_text(&out), cases[i].drawn);
        ck_assert_int_eq(col, cases[i].col);
    }
    bb_edit_set(&edit, "abcdefgh");
    bb_edit_draw(&edit, 5, &out, &col);
    for (int n = 0; n < 5; n++)
        bb_edit_move(&edit, BB_EDIT_LEFT);
    bb_buf_clear(&out);
    bb_edit_draw(&edit, 5, &out, &col);
    ck_assert_str_eq(bb_buf_text(&out), "cdefg"); /* the letter before the caret is in view */
    ck_assert_int_eq(col, 1);
    bb_buf_done(&out);
    bb_edit_done(&edit);
}
END_TEST

static uint32_t roll(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static int terminal_cols(const char *text, size_t len)
{
    wchar_t wide[256];
    char copy[1024];
    snprintf(copy, sizeof copy, "%.*s", (int)len, text);
    size_t count = mbstowcs(wide, copy, 256);
    return count == (size_t)-1 ? -1 : wcswidth(wide, count);
}

/* Random keys: the line is always valid, exactly as wide as asked, and the caret's cell begins a
 * character. */
START_TEST(any_keys_keep_the_laws)
{
    static const char *const pieces[] = {"社",           "a",    " ",  "e\xCC\x81", "\xCC\x81",
                                         "\xE2\x80\xAE", "\xFF", "，", "\n",        "😀",
                                         "粘贴 paste"};
    struct bb_edit edit;
    struct bb_buf out = {0};
    uint32_t seed = 42;
    bb_edit_init(&edit, 60);
    for (int round = 0; round < 20000; round++) {
        uint32_t what = roll(&seed) % 10;
        if (what < 5)
            type(&edit, pieces[roll(&seed) % (sizeof pieces / sizeof *pieces)]);
        else if (what < 7)
            bb_edit_move(&edit, (enum bb_edit_move)(roll(&seed) % 6));
        else if (what < 8)
            bb_edit_erase(&edit, (enum bb_edit_erase)(roll(&seed) % 5));
        else
            what == 8 ? bb_edit_undo(&edit) : bb_edit_redo(&edit);
        int col, cols = (int)(roll(&seed) % 20) + 1;
        bb_buf_clear(&out);
        bb_edit_draw(&edit, cols, &out, &col);
        ck_assert_int_eq(terminal_cols(out.data, out.len), cols);
        ck_assert_int_ge(col, 0);
        ck_assert_int_lt(col, cols);
        size_t at = bb_text_cut_bytes(out.data, col);
        ck_assert_int_eq(terminal_cols(out.data, at), col);
        ck_assert(bb_text_is_utf8(bb_edit_text(&edit), edit.text.len, NULL));
    }
    bb_buf_done(&out);
    bb_edit_done(&edit);
}
END_TEST

Suite *suite_edit(void);
Suite *suite_edit(void)
{
    Suite *suite = suite_create("edit");
    TCase *tcase = tcase_create("edit");
    tcase_add_test(tcase, typing_and_erasing);
    tcase_add_test(tcase, what_comes_in_becomes_one_line);
    tcase_add_test(tcase, words);
    tcase_add_test(tcase, limits_refuse_and_lose_nothing);
    tcase_add_test(tcase, undo_goes_by_words_and_pastes);
    tcase_add_test(tcase, draws_around_the_caret);
    tcase_add_test(tcase, any_keys_keep_the_laws);
    suite_add_tcase(suite, tcase);
    return suite;
}
