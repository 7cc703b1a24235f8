/* Text into terminal cells, and the marks that stand for what must not reach a terminal. Knows no
 * screen; wcwidth() is the only authority on widths, with shortcuts for ASCII and the common hanzi.
 */
#include "bangban/base/text.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { BROKEN = 0xFFFD, MARK_BYTES = 16, ELLIPSIS_COLS = 1 };

static const char ellipsis[] = "…";

size_t bb_text_next(const char *text, const char *end, uint32_t *out)
{
    const unsigned char *s = (const unsigned char *)text;
    if (text >= end) {
        *out = 0;
        return 0;
    }
    if (s[0] < 0x80) {
        *out = s[0];
        return 1;
    }
    if (end - text >= 3 && s[0] > 0xE0 && s[0] < 0xED && (s[1] & 0xC0) == 0x80 &&
        (s[2] & 0xC0) == 0x80) { /* a hanzi: most of what there is */
        *out = (s[0] & 0xFu) << 12 | (s[1] & 0x3Fu) << 6 | (s[2] & 0x3Fu);
        return 3;
    }
    *out = BROKEN;
    size_t len = s[0] >= 0xF0 ? 4 : s[0] >= 0xE0 ? 3 : 2;
    if (s[0] < 0xC2 || s[0] > 0xF4 || (size_t)(end - text) < len)
        return 1;
    uint32_t c = s[0] & (0x7Fu >> len);
    for (size_t i = 1; i < len; i++) {
        if ((s[i] & 0xC0) != 0x80)
            return 1;
        c = c << 6 | (s[i] & 0x3Fu);
    }
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (c < smallest[len] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 1;
    *out = c;
    return len;
}

size_t bb_text_prev_bytes(const char *text, size_t at_bytes)
{
    uint32_t c;
    for (size_t len = 4; len > 1; len--) {
        if (len <= at_bytes && bb_text_next(text + at_bytes - len, text + at_bytes, &c) == len)
            return len;
    }
    return at_bytes > 0;
}

size_t bb_text_encode(uint32_t c, char *out)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = BROKEN;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = len; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> len & 0xFF) | c);
    return len;
}

bool bb_text_is_utf8(const char *text, size_t len_bytes, size_t *bad_at_bytes)
{
    const char *end = text + len_bytes;
    uint32_t c;
    for (const char *at = text; at < end;) {
        size_t len = bb_text_next(at, end, &c);
        if (len == 1 && c == BROKEN) {
            if (bad_at_bytes)
                *bad_at_bytes = (size_t)(at - text);
            return false;
        }
        at += len;
    }
    return true;
}

static const struct {
    uint32_t first, last;
} hostile[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F}, {0x00AD, 0x00AD}, /* C0, DEL, C1, soft hyphen */
    {0x034F, 0x034F},   {0x061C, 0x061C}, {0x180E, 0x180E}, /* joiners, bidi mark, invisible */
    {0x200B, 0x200F},   {0x2028, 0x202E}, {0x2060, 0x206F}, /* zero width, separators, bidi */
    {0xFEFF, 0xFEFF},   {0xFFF9, 0xFFFB}, {0xFFFD, 0xFFFD}, /* BOM, annotations, broken */
    {0x115F, 0x1160},   {0x3164, 0x3164}, {0xFFA0, 0xFFA0}, /* fillers: wide and unseen */
    {0xE0000, 0xE007F},                                     /* tags */
};

/* The width a terminal would give, before marks are thought of. */
static int raw_cols(uint32_t c)
{
    if (c >= 0x20 && c < 0x7F)
        return 1;
    if (c >= 0x4E00 && c <= 0x9FFF)
        return 2;
    return wcwidth((wchar_t)c);
}

bool bb_text_is_hostile(uint32_t c)
{
    if ((c >= 0x20 && c < 0x7F) || (c >= 0x3000 && c <= 0x9FFF && c != 0x3164))
        return raw_cols(c) < 0;
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        if (c >= hostile[i].first && c <= hostile[i].last)
            return true;
    }
    return raw_cols(c) < 0; /* unassigned: no terminal agrees on it */
}

/* Writes the mark of a hostile character, returns its cells. Marks are control pictures or hex in ‹
 * ›: none of them is of ambiguous width, so they are narrow on a Chinese terminal too. */
static int mark_of(uint32_t c, char out[MARK_BYTES])
{
    uint32_t picture = c < 0x20 ? 0x2400 + c : c == 0x7F ? 0x2421 : c == BROKEN ? 0x2426 : 0;
    if (picture) {
        out[bb_text_encode(picture, out)] = '\0';
        return 1;
    }
    int bytes = snprintf(out, MARK_BYTES, "‹%X›", (unsigned)c);
    return bytes - 4; /* each bracket is three bytes and one cell */
}

int bb_text_char_cols(uint32_t c)
{
    char mark[MARK_BYTES];
    return bb_text_is_hostile(c) ? mark_of(c, mark) : raw_cols(c);
}

int bb_text_cols_n(const char *text, size_t len_bytes)
{
    const char *end = text + len_bytes;
    int cols = 0;
    uint32_t c;
    for (const char *at = text; at < end;) {
        at += bb_text_next(at, end, &c);
        cols += c >= 0x4E00 && c <= 0x9FFF ? 2 : c >= 0x20 && c < 0x7F ? 1 : bb_text_char_cols(c);
    }
    return cols;
}

int bb_text_cols(const char *text)
{
    return bb_text_cols_n(text, strlen(text));
}

size_t bb_text_grapheme_end(const char *text, size_t len_bytes, size_t at_bytes)
{
    const char *end = text + len_bytes;
    uint32_t c;
    size_t at = at_bytes + bb_text_next(text + at_bytes, end, &c);
    while (at < len_bytes) {
        size_t len = bb_text_next(text + at, end, &c);
        if (bb_text_char_cols(c) != 0)
            break;
        at += len;
    }
    return at;
}

static void show_n(struct bb_buf *out, const char *text, size_t len_bytes)
{
    const char *end = text + len_bytes;
    for (const char *at = text; at < end;) {
        uint32_t c;
        size_t len = bb_text_next(at, end, &c);
        if (bb_text_is_hostile(c)) {
            char mark[MARK_BYTES];
            mark_of(c, mark);
            bb_buf_str(out, mark);
        } else {
            bb_buf_add(out, at, len);
        }
        at += len;
    }
}

void bb_text_show(struct bb_buf *out, const char *text)
{
    show_n(out, text, strlen(text));
}

/* How much of a text fits into cells: whole characters with what combines with them. */
struct cut {
    size_t bytes;
    int cols;
    bool hostile; /* something in it is shown as a mark */
};

/* One pass; *shorter (or NULL) is the cut one ellipsis before the edge. */
static struct cut cut_at(const char *text, const char *end, int cols, struct cut *shorter)
{
    struct cut cut = {0}, before = {0};
    for (const char *at = text; at < end;) {
        uint32_t c;
        size_t len = bb_text_next(at, end, &c);
        bool marked = bb_text_is_hostile(c);
        int wide = marked ? bb_text_char_cols(c) : raw_cols(c);
        if (wide > 0 && cut.cols <= cols - ELLIPSIS_COLS)
            before = cut; /* what combines with its last character is in it */
        if (cut.cols + wide > cols)
            break;
        at += len;
        cut = (struct cut){(size_t)(at - text), cut.cols + wide, cut.hostile || marked};
    }
    if (shorter)
        *shorter = cut.cols <= cols - ELLIPSIS_COLS ? cut : before;
    return cut;
}

size_t bb_text_cut_bytes(const char *text, int cols)
{
    return cut_at(text, text + strlen(text), cols, NULL).bytes;
}

static void pad(struct bb_buf *out, int cols)
{
    static const char spaces[] = "                                ";
    for (int some; cols > 0; cols -= some) {
        some = cols < (int)sizeof spaces - 1 ? cols : (int)sizeof spaces - 1;
        bb_buf_add(out, spaces, (size_t)some);
    }
}

void bb_text_fit(struct bb_buf *out, const char *text, int cols, enum bb_align align)
{
    if (cols <= 0)
        return;
    size_t len = strlen(text);
    struct cut shorter, keep = cut_at(text, text + len, cols, &shorter);
    bool cut = keep.bytes < len;
    if (cut)
        keep = shorter;
    int rest = cols - keep.cols - (cut ? ELLIPSIS_COLS : 0);
    if (align == BB_ALIGN_RIGHT)
        pad(out, rest);
    if (keep.hostile)
        show_n(out, text, keep.bytes);
    else
        bb_buf_add(out, text, keep.bytes);
    if (cut)
        bb_buf_str(out, ellipsis);
    if (align == BB_ALIGN_LEFT)
        pad(out, rest);
}

static bool is_in(uint32_t c, const wchar_t *set)
{
    return c != 0 && wcschr(set, (wchar_t)c) != NULL;
}

static bool may_break_between(uint32_t before, uint32_t after)
{
    if (before == ' ')
        return after != ' ';
    if (is_in(after, L"、。，；：？！）》」』】〉”’…,.;:?!)]}%") ||
        is_in(before, L"（《「『【〈“‘([{"))
        return false;
    return bb_text_char_cols(before) == 2 || bb_text_char_cols(after) == 2;
}

/* One line of the paragraph [text, end) that begins at text: where it ends, and in *next where the
 * next one begins. */
static const char *wrap_line(const char *text, const char *end, int cols, const char **next)
{
    const char *at = text, *broken = NULL;
    uint32_t before = 0;
    for (int used = 0; at < end;) {
        uint32_t c;
        const char *after =
            text + bb_text_grapheme_end(text, (size_t)(end - text), (size_t)(at - text));
        bb_text_next(at, end, &c);
        if (at > text && may_break_between(before, c))
            broken = at;
        used += bb_text_cols_n(at, (size_t)(after - at));
        if (used > cols && c != ' ') /* spaces hang over the edge unseen */
            break;
        before = c;
        at = after;
    }
    if (at >= end) {
        *next = end;
    } else if (broken) {
        *next = at = broken;
    } else {
        if (at == text) /* not even one character fits: show it all the same */
            at += bb_text_grapheme_end(text, (size_t)(end - text), 0);
        *next = at;
    }
    while (at > text && at[-1] == ' ')
        at--;
    return at;
}

int bb_text_wrap(const char *text, int cols,
                 void (*line)(void *ctx, const char *start, size_t len_bytes), void *ctx)
{
    int count = 0;
    while (*text) {
        const char *feed = strchr(text, '\n');
        const char *end = feed ? feed : text + strlen(text);
        const char *stop = feed && feed > text && feed[-1] == '\r' ? feed - 1 : end;
        const char *next = text;
        do {
            const char *start = next;
            const char *cut = wrap_line(start, stop, cols, &next);
            if (line)
                line(ctx, start, (size_t)(cut - start));
            count++;
        } while (next < stop);
        text = feed ? feed + 1 : end;
    }
    return count;
}

void bb_text_fold(struct bb_buf *out, const char *text)
{
    const char *end = text + strlen(text);
    size_t first = out->len,
           solid = out->len; /* solid: end of the last thing that is not a space */
    bb_buf_str(out, "");
    while (text < end) {
        uint32_t c;
        char folded[4];
        size_t len = bb_text_next(text, end, &c);
        bool broken = len == 1 && c == BROKEN;
        if (c == 0x3000)
            c = ' ';
        else if (c >= 0xFF01 && c <= 0xFF5E)
            c -= 0xFF01 - 0x21;
        bool space = c <= ' ';
        if (!space || out->len > first)
            broken ? bb_buf_add(out, text, 1) : bb_buf_add(out, folded, bb_text_encode(c, folded));
        if (!space)
            solid = out->len;
        text += len;
    }
    out->len = solid;
    out->data[solid] = '\0';
}
