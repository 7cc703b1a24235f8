/* Checks numbers by their own rules. Whether a person or a firm of that number exists is nobody's
 * business here. */
#include "bangban/core/idcode.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/text.h"

enum { CODE_CHARS = 18, OLD_CHARS = 15, OLDEST_BIRTH_YEAR = 1800 };

static const char credit_alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
static const char digits[] = "0123456789";

/* First two digits of GB/T 2260, and the residence permits 81 to 83. */
static const char known_provinces[] =
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 "
    "51 52 53 54 61 62 63 64 65 71 81 82 83";

static const char *const sentences[] = {
#define IDCODE_SENTENCE(name, sentence) sentence,
    BB_IDCODE_LIST(IDCODE_SENTENCE)
#undef IDCODE_SENTENCE
};

const char *bb_idcode_sentence(enum bb_idcode_problem problem)
{
    return *sentences[problem] ? _(sentences[problem])
                               : ""; /* gettext("") is the catalogue's head */
}

void bb_idcode_normalise(struct bb_buf *out, const char *text)
{
    struct bb_buf folded = {0};
    bb_text_fold(&folded, text ? text : "");
    for (const char *c = bb_buf_text(&folded); *c; c++)
        if (!isspace((unsigned char)*c))
            bb_buf_char(out, (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c));
    bb_buf_done(&folded);
}

static bool is_known_province(const char *area)
{
    for (const char *known = known_provinces; *known; known += known[2] ? 3 : 2)
        if (!strncmp(known, area, 2))
            return true;
    return false;
}

/* What is wrong with the outer shape; OK when there are 18 characters. */
static enum bb_idcode_problem check_shape(const char *code, size_t len)
{
    if (len == 0)
        return BB_IDCODE_EMPTY;
    if (len == OLD_CHARS && strspn(code, digits) == OLD_CHARS)
        return BB_IDCODE_OLD;
    return len == CODE_CHARS ? BB_IDCODE_OK : BB_IDCODE_LENGTH;
}

static int number(const char *at, int count)
{
    int value = 0;
    while (count--)
        value = value * 10 + (*at++ - '0');
    return value;
}

/* ISO 7064 MOD 11-2 over the first 17 digits. */
static char resident_check(const char *code)
{
    static const int weights[CODE_CHARS - 1] = {7, 9, 10, 5,  8, 4, 2, 1, 6,
                                                3, 7, 9,  10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < CODE_CHARS - 1; i++)
        sum += weights[i] * (code[i] - '0');
    return "10X98765432"[sum % 11];
}

static enum bb_idcode_problem check_resident(const char *code, size_t len, int64_t today_day)
{
    enum bb_idcode_problem shape = check_shape(code, len);
    if (shape)
        return shape;
    size_t good = strspn(code, digits);
    if (good < CODE_CHARS - 1 || (good == CODE_CHARS - 1 && code[good] != 'X'))
        return BB_IDCODE_CHARACTER;
    if (!is_known_province(code))
        return BB_IDCODE_AREA;
    int year = number(code + 6, 4), month = number(code + 10, 2), day = number(code + 12, 2);
    if (year < OLDEST_BIRTH_YEAR || month < 1 || month > 12 || day < 1 || day > 31)
        return BB_IDCODE_BIRTH;
    int64_t birth_day = bb_day_make(year, month, day);
    if (bb_day_civil(birth_day).day != day) /* 31 April is 1 May */
        return BB_IDCODE_BIRTH;
    if (today_day && birth_day > today_day)
        return BB_IDCODE_FUTURE;
    if (number(code + 14, 3) == 0)
        return BB_IDCODE_ORDER;
    return code[CODE_CHARS - 1] == resident_check(code) ? BB_IDCODE_OK : BB_IDCODE_CHECK;
}

/* GB 11714 over the eight characters before it; letters count 10 to 35. */
static char subject_check(const char *subject)
{
    static const int weights[] = {3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (int i = 0; i < 8; i++)
        sum += weights[i] * (subject[i] <= '9' ? subject[i] - '0' : subject[i] - 'A' + 10);
    return "0X987654321"[sum % 11];
}

static char credit_check(const char *code)
{
    int sum = 0, weight = 1;
    for (int i = 0; i < CODE_CHARS - 1; i++) {
        sum += weight * (int)(strchr(credit_alphabet, code[i]) - credit_alphabet);
        weight = weight * 3 % 31;
    }
    return credit_alphabet[(31 - sum % 31) % 31];
}

/* 100000 is the State's own organs, 9999xx no area at all. */
static bool is_credit_area(const char *area)
{
    return strspn(area, digits) >= 6 &&
           (is_known_province(area) || !strncmp(area, "10", 2) || !strncmp(area, "9999", 4));
}

static enum bb_idcode_problem check_credit(const char *code, size_t len)
{
    enum bb_idcode_problem shape = check_shape(code, len);
    if (shape)
        return shape;
    if (!check_resident(code, len, 0))
        return BB_IDCODE_RESIDENT;
    if (strspn(code, credit_alphabet) != CODE_CHARS)
        return BB_IDCODE_CHARACTER;
    if (!strchr("123456789ANY", code[0]))
        return BB_IDCODE_REGISTRY;
    if (!is_credit_area(code + 2))
        return BB_IDCODE_AREA;
    if (code[16] != subject_check(code + 8))
        return BB_IDCODE_SUBJECT;
    return code[CODE_CHARS - 1] == credit_check(code) ? BB_IDCODE_OK : BB_IDCODE_CHECK;
}

enum bb_idcode_problem bb_idcode_check_resident(const char *text, int64_t today_day)
{
    struct bb_buf code = {0};
    bb_idcode_normalise(&code, text);
    enum bb_idcode_problem problem = check_resident(bb_buf_text(&code), code.len, today_day);
    bb_buf_done(&code);
    return problem;
}

enum bb_idcode_problem bb_idcode_check_credit(const char *text)
{
    struct bb_buf code = {0};
    bb_idcode_normalise(&code, text);
    enum bb_idcode_problem problem = check_credit(bb_buf_text(&code), code.len);
    bb_buf_done(&code);
    return problem;
}
