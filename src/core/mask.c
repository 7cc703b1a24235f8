/* Masks names, numbers and phones. Finding such things in free text is not done here. */
#include "bangban/core/mask.h"

#include <stdbool.h>
#include <string.h>

#include "bangban/base/text.h"

enum { SHOWN_FIRST = 3, SHOWN_LAST = 4, STARS_MAX = 18 };

/* Compound surnames in use: the one list of them. */
static const char *const compound_surnames[] = {
    "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文",
    "长孙", "夏侯", "轩辕", "端木", "百里", "东郭", "南宫", "西门", "独孤", "澹台", "单于", "万俟",
    "太史", "申屠", "公羊", "赫连", "钟离", "闾丘", "濮阳", "淳于", "仲孙", "公冶", "宗政", "太叔",
    "鲜于", "呼延", "纳兰", "完颜", "拓跋", "第五", "梁丘", "左丘", "东野", "公西", "漆雕", "乐正",
    "宰父", "谷梁", "拓拔", "夹谷", "段干", "司空", "司寇", "巫马", "公良", "颛孙", "壤驷", "欧陽",
};

static size_t count_chars(const char *text, size_t len)
{
    size_t count = 0;
    uint32_t c;
    for (const char *at = text; at < text + len; count++)
        at += bb_text_next(at, text + len, &c);
    return count;
}

void bb_mask_name(struct bb_buf *out, const char *name)
{
    struct bb_buf folded = {0};
    bb_text_fold(&folded, name ? name : "");
    const char *text = bb_buf_text(&folded), *end = text + folded.len;
    uint32_t first;
    size_t shown = bb_text_next(text, end, &first);
    if (shown) {
        for (size_t i = 0; i < sizeof compound_surnames / sizeof *compound_surnames; i++)
            if (folded.len > strlen(compound_surnames[i]) &&
                !strncmp(text, compound_surnames[i], strlen(compound_surnames[i])))
                shown = strlen(compound_surnames[i]);
        /* only letters may show: no mark, no broken byte, and nothing that is the whole name */
        bool letter = first > 0x7F ? first != 0xFFFD && !bb_text_is_hostile(first)
                                   : (first | 0x20) >= 'a' && (first | 0x20) <= 'z';
        if (letter && shown < folded.len)
            bb_buf_add(out, text, shown);
        bb_buf_char(out, '*');
    }
    bb_buf_done(&folded);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_code_char(char c)
{
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Shows the ends when every character is of the wanted kind and `fits` their number, else nothing.
 */
static void mask_middle(struct bb_buf *out, const char *source, bool (*is_wanted)(char),
                        bool (*fits)(size_t))
{
    struct bb_buf folded = {0}, text = {0};
    bb_text_fold(&folded, source ? source : "");
    bool wanted = true;
    for (size_t i = 0; i < folded.len; i++) {
        char c = folded.data[i];
        if (c == ' ' || c == '-')
            continue;
        wanted = wanted && is_wanted(c);
        bb_buf_char(&text, c);
    }
    size_t count = count_chars(bb_buf_text(&text), text.len);
    bool shows = wanted && fits(count);
    size_t stars = shows ? count - SHOWN_FIRST - SHOWN_LAST : count;
    if (shows)
        bb_buf_add(out, text.data, SHOWN_FIRST);
    for (size_t i = 0; i < stars && i < STARS_MAX; i++)
        bb_buf_char(out, '*');
    if (shows)
        bb_buf_add(out, text.data + text.len - SHOWN_LAST, SHOWN_LAST);
    bb_buf_done(&folded);
    bb_buf_done(&text);
}

static bool fits_code(size_t count)
{
    return count == 15 || count == 18;
}

static bool fits_phone(size_t count)
{
    return count >= 11 && count <= 13;
}

void bb_mask_code(struct bb_buf *out, const char *code)
{
    mask_middle(out, code, is_code_char, fits_code);
}

void bb_mask_phone(struct bb_buf *out, const char *phone)
{
    mask_middle(out, phone, is_digit, fits_phone);
}
