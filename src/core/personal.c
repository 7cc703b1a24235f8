/* Finds what identifies somebody in free text. Decides nothing: who typed it is asked. */
#include "bangban/core/personal.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/idcode.h"
#include "bangban/core/mask.h"

enum {
    ID_CHARS = 18,
    DIGITS_MAX = 20,
    CARD_SHOWN = 4,
    MISTYPED_YEARS = 10, /* a number that tells a later date is a case number, not an id */
    GROUPS_MAX = 6
};

/* One character as it counts: ASCII, or OTHER. Zero-width ones are left out. */
struct glyph {
    char c;
    size_t at, end; /* bytes of the text */
};
#define OTHER '\x01'

struct scan {
    struct glyph *glyphs;
    size_t count;
    int64_t today_day;
};

static char folded(uint32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    if (c == 0x3000 || c == 0xA0)
        c = ' ';
    if (c >= 0x2010 && c <= 0x2015)
        c = '-';
    return c > 0 && c < 0x7F ? (char)c : OTHER;
}

static void scan_begin(struct scan *scan, const char *text, size_t from, int64_t today_day)
{
    size_t len = strlen(text);
    *scan =
        (struct scan){.glyphs = bb_alloc((len + 1) * sizeof *scan->glyphs), .today_day = today_day};
    for (size_t at = from, step; at < len; at += step) {
        uint32_t c;
        step = bb_text_next(text + at, text + len, &c);
        if (c > 0x7F && bb_text_is_hostile(c))
            continue;
        scan->glyphs[scan->count++] = (struct glyph){folded(c), at, at + step};
    }
}

static char glyph(const struct scan *scan, size_t at)
{
    return at < scan->count ? scan->glyphs[at].c : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
}

/* Inside a longer word, code or amount: C1W03-261123-042, 2.13812345678. */
static bool begins_inside(const struct scan *scan, size_t at)
{
    if (at == 0)
        return false;
    char before = glyph(scan, at - 1);
    return is_word(before) ||
           (at > 1 && (before == '-' || before == '.') && is_word(glyph(scan, at - 2)));
}

static bool ends_inside(const struct scan *scan, size_t at)
{
    return is_word(glyph(scan, at)) || (glyph(scan, at) == '.' && is_digit(glyph(scan, at + 1)));
}

/* Digits in groups of these sizes, either all run together or with one space, hyphen or bracket
 * between them; the last may be X where `x`. Returns the place behind them, 0 when they are not
 * there; digits: as they are, run together. */
static size_t take(const struct scan *scan, size_t at, const char *groups, bool x,
                   char digits[DIGITS_MAX + 1])
{
    size_t count = 0;
    bool apart = false;
    for (size_t group = 0; groups[group]; group++) {
        char between = glyph(scan, at);
        if (group == 1)
            apart = !is_digit(between);
        if (group && apart && (between == ' ' || between == '-' || between == ')'))
            at++;
        for (int i = groups[group] - '0'; i > 0; i--, at++) {
            char c = glyph(scan, at);
            bool last = i == 1 && !groups[group + 1];
            if (!is_digit(c) && !(x && last && (c | 0x20) == 'x'))
                return 0;
            digits[count++] = c == 'x' ? 'X' : c;
        }
    }
    digits[count] = '\0';
    return ends_inside(scan, at) ? 0 : at;
}

/* ---- the three kinds ---- */

static bool is_id(const char *digits, int64_t today_day)
{
    int year = atoi((const char[]){digits[6], digits[7], digits[8], digits[9], '\0'});
    switch (bb_idcode_check_resident(digits, today_day)) {
    case BB_IDCODE_OK:
        return true;
    case BB_IDCODE_CHECK:
        return today_day && year + MISTYPED_YEARS < bb_day_civil(today_day).year && year >= 1900;
    default:
        return false;
    }
}

static bool luhn_fits(const char *digits, size_t count)
{
    int sum = 0;
    for (size_t i = 0; i < count; i++) {
        int digit = digits[count - 1 - i] - '0';
        if (i % 2)
            digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

static bool is_card(const char *digits, int64_t today_day)
{
    /* UnionPay 6, its elder 9558 and 9559; Visa 4, MasterCard 51 to 55, JCB 35: 16 digits */
    size_t count = strlen(digits);
    bool domestic = digits[0] == '6' || strncmp(digits, "955", 3) == 0;
    bool foreign = count == 16 && (digits[0] == '4' || strncmp(digits, "35", 2) == 0 ||
                                   (digits[0] == '5' && digits[1] >= '1' && digits[1] <= '5'));
    (void)today_day;
    return (domestic || foreign) && luhn_fits(digits, count);
}

static bool is_mobile(const char *digits, int64_t today_day)
{
    (void)today_day;
    return digits[0] == '1' && digits[1] >= '3';
}

/* 010 and 02x have three digits and numbers of eight; the others four, and seven or eight. */
static bool is_land_line(const char *digits, int64_t today_day)
{
    bool three = digits[1] == '2' || (digits[1] == '1' && digits[2] == '0');
    size_t count = strlen(digits);
    (void)today_day;
    if (digits[0] != '0' || digits[1] == '0')
        return false;
    return three ? count == 11 && digits[3] >= '2' : digits[1] >= '3' && digits[4] >= '2';
}

static const struct {
    enum bb_personal_kind kind;
    const char *groups; /* their sizes */
    bool (*fits)(const char *digits, int64_t today_day);
} shapes[] = {
    {BB_PERSONAL_ID, "684", is_id},           {BB_PERSONAL_CARD, "44443", is_card},
    {BB_PERSONAL_CARD, "4444", is_card},      {BB_PERSONAL_CARD, "44441", is_card},
    {BB_PERSONAL_CARD, "44442", is_card},     {BB_PERSONAL_CARD, "676", is_card},
    {BB_PERSONAL_PHONE, "344", is_mobile},    {BB_PERSONAL_PHONE, "38", is_land_line},
    {BB_PERSONAL_PHONE, "344", is_land_line}, {BB_PERSONAL_PHONE, "48", is_land_line},
    {BB_PERSONAL_PHONE, "47", is_land_line},  {BB_PERSONAL_PHONE, "444", is_land_line},
    {BB_PERSONAL_PHONE, "434", is_land_line},
};

/* Digits of the country before a mobile number: +86, 0086, 86. */
static size_t country(const struct scan *scan, size_t at)
{
    static const char *const codes[] = {"+86", "0086", "86"};
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        size_t k = 0;
        while (codes[i][k] && glyph(scan, at + k) == codes[i][k])
            k++;
        if (codes[i][k])
            continue;
        at += k;
        return glyph(scan, at) == ' ' || glyph(scan, at) == '-' ? at + 1 : at;
    }
    return at;
}

static bool match(const struct scan *scan, size_t at, struct bb_personal *out,
                  char digits[DIGITS_MAX + 1])
{
    if (begins_inside(scan, at))
        return false;
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        size_t from = shapes[i].fits == is_mobile ? country(scan, at) : at;
        size_t end = take(scan, from, shapes[i].groups, shapes[i].kind == BB_PERSONAL_ID, digits);
        if (!end || !shapes[i].fits(digits, scan->today_day))
            continue;
        *out =
            (struct bb_personal){shapes[i].kind, scan->glyphs[from].at, scan->glyphs[end - 1].end};
        return true;
    }
    return false;
}

static bool find(const char *text, size_t from, int64_t today_day, struct bb_personal *out,
                 char digits[DIGITS_MAX + 1])
{
    struct scan scan;
    bool found = false;
    scan_begin(&scan, text, from, today_day);
    for (size_t at = 0; at < scan.count && !found; at++)
        if (is_digit(scan.glyphs[at].c) || scan.glyphs[at].c == '+')
            found = match(&scan, at, out, digits);
    free(scan.glyphs);
    return found;
}

bool bb_personal_find(const char *text, size_t from, int64_t today_day, struct bb_personal *out)
{
    char digits[DIGITS_MAX + 1];
    return text && find(text, from, today_day, out, digits);
}

static void card_mask(struct bb_buf *out, const char *digits)
{
    size_t count = strlen(digits);
    for (size_t i = CARD_SHOWN; i < count; i++)
        bb_buf_char(out, '*');
    bb_buf_str(out, digits + count - CARD_SHOWN);
}

int bb_personal_mask(struct bb_buf *out, const char *text, int64_t today_day)
{
    struct bb_personal one;
    char digits[DIGITS_MAX + 1];
    size_t at = 0;
    int count = 0;
    for (; text && find(text, at, today_day, &one, digits); at = one.to, count++) {
        bb_buf_add(out, text + at, one.from - at);
        if (one.kind == BB_PERSONAL_ID)
            bb_mask_code(out, digits);
        else if (one.kind == BB_PERSONAL_PHONE)
            bb_mask_phone(out, digits);
        else
            card_mask(out, digits);
    }
    bb_buf_str(out, text ? text + at : "");
    return count;
}

const char *bb_personal_label(enum bb_personal_kind kind)
{
    static const char *const labels[] = {
#define PERSONAL_LABEL(name, label) label,
        BB_PERSONAL_LIST(PERSONAL_LABEL)
#undef PERSONAL_LABEL
    };
    return _(labels[kind]);
}
