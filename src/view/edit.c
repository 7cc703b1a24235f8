/* The edit line's model. Draws into a string; knows no keys and no screen. */
#include "bangban/view/edit.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/i18n.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum { NOTHING, TYPING, REMOVING }; /* kinds of change that go on in one undo step */
enum { RUN_CHARS = 20 }; /* Chinese has no spaces: a group of typing ends here at the latest */

void bb_edit_init(struct bb_edit *edit, size_t max_chars)
{
    *edit = (struct bb_edit){.max_chars = max_chars ? max_chars : BB_EDIT_MAX_CHARS};
}

static void forget(struct bb_edit_state *states, size_t *count)
{
    while (*count > 0)
        free(states[--*count].text);
}

void bb_edit_done(struct bb_edit *edit)
{
    forget(edit->past, &edit->past_count);
    forget(edit->future, &edit->future_count);
    bb_buf_done(&edit->text);
}

const char *bb_edit_text(const struct bb_edit *edit)
{
    return bb_buf_text(&edit->text);
}

/* Remembers the present state; the oldest gives way. */
static void push(struct bb_edit_state *states, size_t *count, const struct bb_edit *edit)
{
    if (*count == BB_EDIT_UNDO_STEPS) {
        free(states[0].text);
        memmove(states, states + 1, (BB_EDIT_UNDO_STEPS - 1) * sizeof *states);
        --*count;
    }
    states[(*count)++] = (struct bb_edit_state){bb_strdup(bb_edit_text(edit)), edit->caret_bytes};
}

/* Before a change. A change of the same kind as the last may go on in its undo step. */
static void begin_change(struct bb_edit *edit, int kind, bool goes_on)
{
    forget(edit->future, &edit->future_count);
    if (kind == NOTHING || kind != edit->last || !goes_on) {
        push(edit->past, &edit->past_count, edit);
        edit->run_chars = 0;
    }
    edit->last = kind;
    edit->full = false;
    edit->run_chars++;
    edit->changes++;
}

static size_t end_after(const struct bb_edit *edit, size_t at)
{
    return bb_text_grapheme_end(bb_edit_text(edit), edit->text.len, at);
}

static size_t start_before(const struct bb_edit *edit, size_t at)
{
    uint32_t c = 0;
    const char *text = bb_edit_text(edit);
    while (at > 0) {
        at -= bb_text_prev_bytes(text, at);
        bb_text_next(text + at, text + edit->text.len, &c);
        if (bb_text_char_cols(c) != 0)
            break;
    }
    return at;
}

/* The first border between graphemes that is not before at. */
static size_t border(const struct bb_edit *edit, size_t at)
{
    size_t found = 0;
    while (found < at && found < edit->text.len)
        found = end_after(edit, found);
    return found;
}

/* Replaces bytes from..to by what is given, and puts the caret after it. */
static void splice(struct bb_edit *edit, size_t from, size_t to, const char *bytes, size_t len)
{
    struct bb_buf text = {0};
    bb_buf_add(&text, bb_edit_text(edit), from);
    bb_buf_add(&text, bytes, len);
    bb_buf_str(&text, bb_edit_text(edit) + to);
    bb_buf_done(&edit->text);
    edit->text = text;
    edit->caret_bytes =
        border(edit, from + len); /* a mark may now cling to what was put before it */
}

static size_t count_chars(const char *text, size_t len)
{
    size_t count = 0;
    uint32_t c;
    for (const char *at = text, *end = text + len; at < end; count++)
        at += bb_text_next(at, end, &c);
    return count;
}

/* What may stand in a line, of what came in: at most room characters. Returns false when that was
 * not all. */
static bool clean(struct bb_buf *out, const char *bytes, size_t len, size_t room, size_t *chars)
{
    const char *end = bytes + len;
    *chars = 0;
    while (len > 1 && end > bytes && (end[-1] == '\n' || end[-1] == '\r'))
        end--; /* the line end that comes with a pasted line */
    for (const char *at = bytes; at < end;) {
        uint32_t c;
        char utf8[4];
        size_t step = bb_text_next(at, end, &c);
        if (*chars == room)
            return false;
        if (c == '\r' && at + 1 < end && at[1] == '\n')
            step = 2;
        if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029)
            c = ' ';
        bb_buf_add(out, utf8, bb_text_encode(c, utf8));
        ++*chars;
        at += step;
    }
    return true;
}

void bb_edit_set(struct bb_edit *edit, const char *text)
{
    struct bb_buf good = {0};
    size_t chars;
    if (text)
        clean(&good, text, strlen(text), SIZE_MAX, &chars);
    bb_buf_done(&edit->text);
    edit->text = good;
    edit->caret_bytes = good.len;
    edit->first_bytes = 0;
    edit->full = false;
    edit->last = NOTHING;
    edit->changes++;
    forget(edit->past, &edit->past_count);
    forget(edit->future, &edit->future_count);
}

void bb_edit_replace(struct bb_edit *edit, const char *text)
{
    struct bb_buf good = {0};
    size_t chars;
    clean(&good, text, strlen(text), SIZE_MAX, &chars);
    begin_change(edit, NOTHING, false);
    splice(edit, 0, edit->text.len, bb_buf_text(&good), good.len);
    bb_buf_done(&good);
}

bool bb_edit_insert(struct bb_edit *edit, const char *bytes, size_t len_bytes)
{
    struct bb_buf good = {0};
    size_t at = edit->caret_bytes, chars;
    size_t have = count_chars(bb_edit_text(edit), edit->text.len);
    size_t room = have < edit->max_chars ? edit->max_chars - have : 0;
    bool all = clean(&good, bytes, len_bytes, room, &chars);
    if (good.len) {
        bool new_word = at > 0 && edit->text.data[at - 1] == ' ' && good.data[0] != ' ';
        begin_change(edit, chars == 1 ? TYPING : NOTHING, !new_word && edit->run_chars < RUN_CHARS);
        splice(edit, at, at, good.data, good.len);
    }
    bb_buf_done(&good);
    edit->full = !all;
    return all;
}

void bb_edit_show_full(const struct bb_edit *edit, struct bb_buf *out)
{
    bb_buf_printf(out,
                  _("At most %d characters fit here: the rest was left out. Shorten the text."),
                  (int)edit->max_chars);
}

enum word_class { SPACE, WORD, HANZI, OTHER };

static enum word_class class_of(uint32_t c)
{
    if (c == ' ' || c == 0x3000)
        return SPACE;
    if (c < 0x80)
        return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_' ? WORD
                                                                                          : OTHER;
    if ((c >= 0xFF10 && c <= 0xFF19) || ((c | 32) >= 0xFF41 && (c | 32) <= 0xFF5A && c >= 0xFF21))
        return WORD; /* full-width digits and letters */
    if ((c >= 0x3001 && c <= 0x303F && c != 0x3005 && c != 0x3007) ||
        (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x2000 && c <= 0x2BFF) || c < 0xC0)
        return OTHER;
    return bb_text_char_cols(c) == 2 ? HANZI : WORD;
}

static enum word_class class_at(const struct bb_edit *edit, size_t at)
{
    uint32_t c;
    bb_text_next(bb_edit_text(edit) + at, bb_edit_text(edit) + edit->text.len, &c);
    return class_of(c);
}

static size_t word_left(const struct bb_edit *edit, size_t at)
{
    while (at > 0 && class_at(edit, start_before(edit, at)) == SPACE)
        at = start_before(edit, at);
    if (at == 0)
        return 0;
    enum word_class class = class_at(edit, start_before(edit, at));
    while (at > 0 && class_at(edit, start_before(edit, at)) == class)
        at = start_before(edit, at);
    return at;
}

static size_t word_right(const struct bb_edit *edit, size_t at)
{
    size_t len = edit->text.len;
    if (at < len) {
        enum word_class class = class_at(edit, at);
        while (at < len && class_at(edit, at) == class)
            at = end_after(edit, at);
    }
    while (at < len && class_at(edit, at) == SPACE)
        at = end_after(edit, at);
    return at;
}

bool bb_edit_move(struct bb_edit *edit, enum bb_edit_move move)
{
    size_t at = edit->caret_bytes, len = edit->text.len;
    switch (move) {
    case BB_EDIT_LEFT:
        at = start_before(edit, at);
        break;
    case BB_EDIT_RIGHT:
        at = at < len ? end_after(edit, at) : len;
        break;
    case BB_EDIT_WORD_LEFT:
        at = word_left(edit, at);
        break;
    case BB_EDIT_WORD_RIGHT:
        at = word_right(edit, at);
        break;
    case BB_EDIT_HOME:
        at = 0;
        break;
    case BB_EDIT_END:
        at = len;
        break;
    }
    edit->last = NOTHING;
    bool moved = at != edit->caret_bytes;
    edit->caret_bytes = at;
    return moved;
}

bool bb_edit_erase(struct bb_edit *edit, enum bb_edit_erase what)
{
    size_t from = edit->caret_bytes, to = from;
    int kind = NOTHING;
    switch (what) {
    case BB_EDIT_BACK:
        from = start_before(edit, from);
        kind = REMOVING;
        break;
    case BB_EDIT_FORWARD:
        to = to < edit->text.len ? end_after(edit, to) : to;
        kind = REMOVING;
        break;
    case BB_EDIT_WORD_BACK:
        from = word_left(edit, from);
        break;
    case BB_EDIT_TO_START:
        from = 0;
        break;
    case BB_EDIT_TO_END:
        to = edit->text.len;
        break;
    case BB_EDIT_ALL:
        from = 0;
        to = edit->text.len;
        break;
    }
    if (from == to)
        return false;
    begin_change(edit, kind, edit->run_chars < RUN_CHARS);
    splice(edit, from, to, "", 0);
    return true;
}

static bool step(struct bb_edit *edit, struct bb_edit_state *from, size_t *from_count,
                 struct bb_edit_state *to, size_t *to_count)
{
    if (*from_count == 0)
        return false;
    push(to, to_count, edit);
    struct bb_edit_state state = from[--*from_count];
    bb_buf_clear(&edit->text);
    bb_buf_str(&edit->text, state.text);
    free(state.text);
    edit->caret_bytes = state.caret_bytes;
    edit->full = false;
    edit->last = NOTHING;
    edit->changes++;
    return true;
}

bool bb_edit_undo(struct bb_edit *edit)
{
    return step(edit, edit->past, &edit->past_count, edit->future, &edit->future_count);
}

bool bb_edit_redo(struct bb_edit *edit)
{
    return step(edit, edit->future, &edit->future_count, edit->past, &edit->past_count);
}

static int cols_between(const struct bb_edit *edit, size_t from, size_t to)
{
    return bb_text_cols_n(bb_edit_text(edit) + from, to - from);
}

/* Chooses the first grapheme in view: as before if the caret is then in view, with nothing of the
 * line left out when all of it fits. */
static void scroll(struct bb_edit *edit, int cols)
{
    size_t caret = edit->caret_bytes, len = edit->text.len, first = border(edit, edit->first_bytes);
    if (first > 0 && first >= caret) {
        first = caret; /* show a little of what stands before the caret */
        while (first > 0 && cols_between(edit, start_before(edit, first), caret) <= cols / 4)
            first = start_before(edit, first);
    }
    int caret_cols = caret < len ? cols_between(edit, caret, end_after(edit, caret)) : 1;
    int used = cols_between(edit, first, caret) + caret_cols;
    while (used > cols && first < caret) {
        size_t next = end_after(edit, first);
        used -= cols_between(edit, first, next);
        first = next;
    }
    int shown = cols_between(edit, first, len) + 1;
    while (first > 0) {
        size_t before = start_before(edit, first);
        shown += cols_between(edit, before, first);
        if (shown > cols)
            break;
        first = before;
    }
    edit->first_bytes = first;
}

void bb_edit_draw(struct bb_edit *edit, int cols, struct bb_buf *out, int *caret_col)
{
    scroll(edit, cols);
    const char *text = bb_edit_text(edit) + edit->first_bytes;
    *caret_col = cols_between(edit, edit->first_bytes, edit->caret_bytes);
    uint32_t c;
    const char *end = text + strlen(text);
    for (size_t len; text < end && (len = bb_text_next(text, end, &c)) > 0; text += len) {
        if (bb_text_char_cols(c) != 0)
            break; /* a mark without its letter would cling to what stands left of the field */
    }
    char *shown = bb_strndup(text, bb_text_cut_bytes(text, cols));
    bb_text_fit(out, shown, cols, BB_ALIGN_LEFT);
    free(shown);
}
