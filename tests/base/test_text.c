/* Text in cells: widths, marks, cutting, wrapping, folding; and a property over random bytes. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "bangban/base/text.h"

START_TEST(decode_and_step_back)
{
    static const struct {
        const char *text;
        size_t len;
        uint32_t c;
        size_t bytes;
    } cases[] = {
        {"a", 1, 'a', 1},
        {"", 0, 0, 0},
        {"é", 2, 0xE9, 2},
        {"社", 3, 0x793E, 3},
        {"𠮷", 4, 0x20BB7, 4},
        {"\x80", 1, 0xFFFD, 1},
        {"\xC0\x80", 2, 0xFFFD, 1},
        {"\xE0\x80\x80", 3, 0xFFFD, 1},
        {"\xED\xA0\x80", 3, 0xFFFD, 1},
        {"\xF4\x90\x80\x80", 4, 0xFFFD, 1},
        {"\xE7\xA4", 2, 0xFFFD, 1},
        {"\xFF", 1, 0xFFFD, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t c;
        ck_assert_uint_eq(bb_text_next(cases[i].text, cases[i].text + cases[i].len, &c),
                          cases[i].bytes);
        ck_assert_uint_eq(c, cases[i].c);
        char back[4];
        if (c && c != 0xFFFD) {
            ck_assert_uint_eq(bb_text_encode(c, back), cases[i].bytes);
            ck_assert_int_eq(memcmp(back, cases[i].text, cases[i].bytes), 0);
        }
        ck_assert_uint_eq(bb_text_prev_bytes(cases[i].text, cases[i].bytes), cases[i].bytes);
    }
    size_t bad = 99;
    ck_assert(bb_text_is_utf8("社保", 6, &bad));
    ck_assert(!bb_text_is_utf8("社\xE4保", 7, &bad));
    ck_assert_uint_eq(bad, 3);
    ck_assert(bb_text_is_utf8("\xEF\xBF\xBD", 3, NULL)); /* a real U+FFFD is not broken */
    ck_assert_uint_eq(bb_text_grapheme_end("e\xCC\x81x", 4, 0), 3);
    ck_assert_uint_eq(bb_text_grapheme_end("社x", 4, 0), 3);
}
END_TEST

START_TEST(marks_and_widths)
{
    static const struct {
        const char *text, *shown;
        int cols;
    } cases[] = {
        {"社保 ab", "社保 ab", 7},
        {"\x1b[2J", "␛[2J", 4},
        {"a\nb\tc", "a␊b␉c", 5},
        {"\x7f", "␡", 1},
        {"\xC2\x9B", "‹9B›", 4},
        {"\xE2\x80\xAE", "‹202E›", 6},
        {"x\xE2\x80\x8Dy", "x‹200D›y", 8},
        {"\xF3\xA0\x81\x81", "‹E0041›", 7},
        {"\xFF", "␦", 1},
        {"e\xCC\x81", "e\xCC\x81", 1},
        {"", "", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        bb_text_show(&out, cases[i].text);
        ck_assert_str_eq(bb_buf_text(&out), cases[i].shown);
        ck_assert_int_eq(bb_text_cols(cases[i].text), cases[i].cols);
        ck_assert_int_eq(bb_text_cols(bb_buf_text(&out)), cases[i].cols);
        bb_buf_done(&out);
    }
}
END_TEST

/* Unicode's own lists (Cc, bidi controls, Default_Ignorable), written down apart from the module's.
 */
START_TEST(every_hostile_character_has_a_mark)
{
    static const uint32_t ranges[][2] = {
        {0x01, 0x1F},       {0x7F, 0x9F},         {0xAD, 0xAD},     {0x34F, 0x34F},
        {0x61C, 0x61C},     {0x115F, 0x1160},     {0x180E, 0x180E}, {0x200B, 0x200F},
        {0x2028, 0x202E},   {0x2060, 0x206F},     {0x3164, 0x3164}, {0xFEFF, 0xFEFF},
        {0xFFA0, 0xFFA0},   {0xFFF9, 0xFFFB},     {0xFFFE, 0xFFFF}, {0xD800, 0xDFFF},
        {0xE0000, 0xE007F}, {0x10FFFF, 0x10FFFF},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        for (uint32_t c = ranges[i][0]; c <= ranges[i][1]; c++) {
            ck_assert_msg(bb_text_is_hostile(c), "U+%04X is let through", (unsigned)c);
            ck_assert_int_ge(bb_text_char_cols(c), 1);
        }
    }
    static const uint32_t harmless[] = {' ',    '~',    0xA0,   0xE9,   0x301,   0x2026,
                                        0x3000, 0x4E00, 0x9FFF, 0xFF01, 0x20BB7, 0x1F600};
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
        ck_assert_msg(!bb_text_is_hostile(harmless[i]), "U+%04X is marked", (unsigned)harmless[i]);
}
END_TEST

START_TEST(fit_cuts_and_pads)
{
    static const struct {
        const char *text;
        int cols;
        enum bb_align align;
        const char *shown;
    } cases[] = {
        {"社保", 6, BB_ALIGN_LEFT, "社保  "},
        {"社保", 6, BB_ALIGN_RIGHT, "  社保"},
        {"社保", 4, BB_ALIGN_LEFT, "社保"},
        {"社保卡", 4, BB_ALIGN_LEFT, "社… "},
        {"社保卡", 5, BB_ALIGN_LEFT, "社保…"},
        {"社保卡", 4, BB_ALIGN_RIGHT, " 社…"},
        {"社", 1, BB_ALIGN_LEFT, "…"},
        {"社", 0, BB_ALIGN_LEFT, ""},
        {"", 3, BB_ALIGN_LEFT, "   "},
        {"abc", -1, BB_ALIGN_LEFT, ""},
        {"ab\x1b", 3, BB_ALIGN_LEFT, "ab␛"},
        {"a\xE2\x80\xAE"
         "b",
         5, BB_ALIGN_LEFT, "a…   "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        bb_text_fit(&out, cases[i].text, cases[i].cols, cases[i].align);
        ck_assert_str_eq(bb_buf_text(&out), cases[i].shown);
        bb_buf_done(&out);
    }
    ck_assert_uint_eq(bb_text_cut_bytes("社保e\xCC\x81", 5), 9);
    ck_assert_uint_eq(bb_text_cut_bytes("社保e\xCC\x81", 4), 6);
    ck_assert_uint_eq(bb_text_cut_bytes("社保", 1), 0);
}
END_TEST

static uint32_t roll(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Random mixes of wide, combining, hostile and broken pieces. */
static size_t random_text(uint32_t *seed, char *out)
{
    static const char *const pieces[] = {"社",
                                         "，",
                                         "e\xCC\x81",
                                         "\xCC\x81",
                                         "\xE2\x80\xAE",
                                         "\xC2\x85",
                                         "\xE2\x80\x8B",
                                         "\xF0\xA0\xAE\xB7",
                                         "😀",
                                         "a",
                                         "…",
                                         " ",
                                         "\xE7\xA4",
                                         "\xFF",
                                         "\xED\xA0\x80",
                                         "\x1b",
                                         "\n",
                                         "가"};
    size_t len = 0;
    for (uint32_t n = roll(seed) % 14; n > 0; n--) {
        if (roll(seed) % 4 == 0) {
            out[len++] = (char)(roll(seed) % 255 + 1);
            continue;
        }
        const char *piece = pieces[roll(seed) % (sizeof pieces / sizeof *pieces)];
        memcpy(out + len, piece, strlen(piece));
        len += strlen(piece);
    }
    out[len] = '\0';
    return len;
}

/* The terminal's view: wcswidth of what is sent, independent of the module's own counting. */
static int terminal_cols(const char *text)
{
    wchar_t wide[512];
    size_t count = mbstowcs(wide, text, 512);
    return count == (size_t)-1 ? -1 : wcswidth(wide, count);
}

START_TEST(fit_is_exact_for_any_bytes)
{
    uint32_t seed = 20261123;
    for (int round = 0; round < 20000; round++) {
        char text[128];
        random_text(&seed, text);
        int cols = (int)(roll(&seed) % 24);
        struct bb_buf out = {0};
        bb_text_fit(&out, text, cols, roll(&seed) % 2 ? BB_ALIGN_LEFT : BB_ALIGN_RIGHT);
        ck_assert_int_eq(terminal_cols(bb_buf_text(&out)), cols);
        bb_buf_clear(&out);
        bb_text_show(&out, text);
        ck_assert_int_eq(terminal_cols(bb_buf_text(&out)), bb_text_cols(text));
        bb_buf_done(&out);
    }
}
END_TEST

START_TEST(steps_agree_both_ways)
{
    uint32_t seed = 7;
    for (int round = 0; round < 5000; round++) {
        char text[128];
        size_t len = random_text(&seed, text);
        size_t starts[130], count = 0;
        uint32_t c;
        for (size_t at = 0; at < len; at += bb_text_next(text + at, text + len, &c))
            starts[count++] = at;
        for (size_t at = len; at > 0;) {
            at -= bb_text_prev_bytes(text, at);
            ck_assert_uint_gt(count, 0);
            ck_assert_uint_eq(at, starts[--count]);
        }
        ck_assert_uint_eq(count, 0);
    }
}
END_TEST

static void collect(void *ctx, const char *start, size_t len_bytes)
{
    struct bb_buf *out = ctx;
    bb_buf_add(out, start, len_bytes);
    bb_buf_char(out, '|');
}

START_TEST(wraps)
{
    static const struct {
        const char *text;
        int cols;
        const char *lines;
    } cases[] = {
        {"", 10, ""},
        {"a\n\nb\r\nc\n", 10, "a||b|c|"},
        {"one two three", 7, "one two|three|"},
        {"one two three", 6, "one|two|three|"},
        {"社保缴费，请到三号窗口。", 8, "社保缴|费，请到|三号窗|口。|"},
        {"办理（个人）社保", 6, "办理|（个|人）社|保|"},
        {"abcdefghij", 4, "abcd|efgh|ij|"},
        {"社保", 1, "社|保|"},
        {"社保card中心", 6, "社保|card中|心|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        int count = bb_text_wrap(cases[i].text, cases[i].cols, collect, &out);
        ck_assert_str_eq(bb_buf_text(&out), cases[i].lines);
        ck_assert_int_eq(bb_text_wrap(cases[i].text, cases[i].cols, NULL, NULL), count);
        bb_buf_done(&out);
    }
}
END_TEST

START_TEST(folds)
{
    static const char *const cases[][2] = {
        {"　ＡＢｃ１２３：　", "ABc123:"},
        {"  a b \r\n", "a b"},
        {"", ""},
        {" \t ", ""},
        {"社保，", "社保,"},
        {"\xFFx", "\xFFx"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_buf out = {0};
        bb_buf_str(&out, "> ");
        bb_text_fold(&out, cases[i][0]);
        ck_assert_str_eq(bb_buf_text(&out) + 2, cases[i][1]);
        bb_buf_done(&out);
    }
}
END_TEST

Suite *suite_text(void);
Suite *suite_text(void)
{
    Suite *suite = suite_create("text");
    TCase *tcase = tcase_create("text");
    tcase_add_test(tcase, decode_and_step_back);
    tcase_add_test(tcase, marks_and_widths);
    tcase_add_test(tcase, every_hostile_character_has_a_mark);
    tcase_add_test(tcase, fit_cuts_and_pads);
    tcase_add_test(tcase, fit_is_exact_for_any_bytes);
    tcase_add_test(tcase, steps_agree_both_ways);
    tcase_add_test(tcase, wraps);
    tcase_add_test(tcase, folds);
    suite_add_tcase(suite, tcase);
    return suite;
}
