/* Bytes to keys, keys to names. Understands what xterm, the Linux console, rxvt, screen and tmux
 * send; does not ask terminfo, because every sequence that differs there is in the table below.
 * Knows no action. */
#include "bangban/view/keymap.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/text.h"

bool bb_key_is_text(uint32_t key)
{
    return key >= 0x20 && key != BB_KEY_BACKSPACE && key < BB_KEY_SPECIAL;
}

void bb_keys_feed(struct bb_keys *keys, const void *bytes, size_t len)
{
    if (keys->at == keys->bytes.len) {
        bb_buf_clear(&keys->bytes);
        keys->at = 0;
    }
    bb_buf_add(&keys->bytes, bytes, len);
}

bool bb_keys_pending(const struct bb_keys *keys)
{
    return keys->pasting || keys->at < keys->bytes.len;
}

void bb_keys_done(struct bb_keys *keys)
{
    bb_buf_done(&keys->bytes);
    bb_buf_done(&keys->paste);
}

/* Final letter of ESC [ … and ESC O …: the unshifted key and, with Ctrl or Alt, another. */
static const struct {
    char final;
    uint32_t key, with_ctrl;
} by_final[] = {
    {'A', BB_KEY_UP, BB_KEY_UP},
    {'B', BB_KEY_DOWN, BB_KEY_DOWN},
    {'C', BB_KEY_RIGHT, BB_KEY_WORD_RIGHT},
    {'D', BB_KEY_LEFT, BB_KEY_WORD_LEFT},
    {'F', BB_KEY_END, BB_KEY_END},
    {'H', BB_KEY_HOME, BB_KEY_HOME},
    {'M', BB_KEY_ENTER, BB_KEY_ENTER}, /* the keypad's */
    {'P', BB_KEY_F(1), BB_KEY_F(1)},
    {'Q', BB_KEY_F(2), BB_KEY_F(2)},
    {'R', BB_KEY_F(3), BB_KEY_F(3)},
    {'S', BB_KEY_F(4), BB_KEY_F(4)},
    {'Z', BB_KEY_SHIFT_TAB, BB_KEY_SHIFT_TAB},
};

/* Number of ESC [ number ~. */
static const struct {
    int number;
    uint32_t key;
} by_number[] = {
    {1, BB_KEY_HOME},    {2, BB_KEY_INSERT},    {3, BB_KEY_DELETE}, {4, BB_KEY_END},
    {5, BB_KEY_PAGE_UP}, {6, BB_KEY_PAGE_DOWN}, {7, BB_KEY_HOME},   {8, BB_KEY_END},
    {11, BB_KEY_F(1)},   {12, BB_KEY_F(2)},     {13, BB_KEY_F(3)},  {14, BB_KEY_F(4)},
    {15, BB_KEY_F(5)},   {17, BB_KEY_F(6)},     {18, BB_KEY_F(7)},  {19, BB_KEY_F(8)},
    {20, BB_KEY_F(9)},   {21, BB_KEY_F(10)},    {23, BB_KEY_F(11)}, {24, BB_KEY_F(12)},
};

enum { PASTE_BEGIN = 200, MODIFIER_CTRL_OR_ALT = 4 | 2 };
static const char paste_end[] = "\033[201~";

static uint32_t key_of_csi(const char *parameters, char final)
{
    int number = atoi(parameters);
    const char *semicolon = strchr(parameters, ';');
    bool ctrl = semicolon && ((atoi(semicolon + 1) - 1) & MODIFIER_CTRL_OR_ALT) != 0;
    if (final == '~') {
        for (size_t i = 0; i < sizeof by_number / sizeof *by_number; i++) {
            if (by_number[i].number == number)
                return by_number[i].key;
        }
        return BB_KEY_NONE;
    }
    for (size_t i = 0; i < sizeof by_final / sizeof *by_final; i++) {
        if (by_final[i].final == final)
            return ctrl ? by_final[i].with_ctrl : by_final[i].key;
    }
    return BB_KEY_NONE;
}

#define INCOMPLETE UINT32_MAX

/* ESC [ …: at is behind the bracket. *used counts from there. */
static uint32_t read_csi(struct bb_keys *keys, const char *at, size_t len, size_t *used)
{
    char parameters[16];
    size_t n = 0;
    if (len > 1 && at[0] == '[') { /* the Linux console's F1 … F5: ESC [ [ A */
        *used = 2;
        return at[1] >= 'A' && at[1] <= 'E' ? BB_KEY_F(1 + at[1] - 'A') : BB_KEY_NONE;
    }
    for (*used = 0; *used < len; (*used)++) {
        char c = at[*used];
        if (c >= 0x40 && c <= 0x7E && c != '[') {
            (*used)++;
            parameters[n] = '\0';
            if (c == '~' && atoi(parameters) == PASTE_BEGIN) {
                keys->pasting = true;
                keys->silent = 0;
                bb_buf_clear(&keys->paste);
                return BB_KEY_NONE;
            }
            return key_of_csi(parameters, c);
        }
        if (c < 0x20) /* cut short by something else */
            return BB_KEY_NONE;
        if (n < sizeof parameters - 1)
            parameters[n++] = c;
    }
    return INCOMPLETE;
}

/* at[0] is ESC. Only Alt-digit is a key of its own: any other character after Esc was typed after
 * it. */
static uint32_t read_escape(struct bb_keys *keys, const char *at, size_t len, bool idle,
                            size_t *used)
{
    *used = 1;
    if (len == 1)
        return idle ? BB_KEY_ESC : INCOMPLETE;
    if (at[1] >= '0' && at[1] <= '9') {
        *used = 2;
        return (uint32_t)(BB_KEY_ALT_0 + at[1] - '0');
    }
    if (at[1] == '[') {
        if (len == 2 && idle)
            return BB_KEY_ESC;
        uint32_t key = read_csi(keys, at + 2, len - 2, used);
        *used += 2;
        if (key == INCOMPLETE && idle)
            return BB_KEY_NONE;
        return key;
    }
    if (at[1] == 'O') {
        if (len == 2)
            return idle ? BB_KEY_ESC : INCOMPLETE;
        uint32_t key = key_of_csi("", at[2]);
        if (key != BB_KEY_NONE)
            *used = 3;
        return key != BB_KEY_NONE ? key : BB_KEY_ESC;
    }
    return BB_KEY_ESC;
}

static uint32_t read_character(const char *at, size_t len, bool idle, size_t *used)
{
    uint32_t c;
    size_t whole = (unsigned char)at[0] >= 0xF0   ? 4
                   : (unsigned char)at[0] >= 0xE0 ? 3
                   : (unsigned char)at[0] >= 0xC2 ? 2
                                                  : 1;
    *used = bb_text_next(at, at + len, &c);
    if (*used < whole && len < whole && !idle)
        return INCOMPLETE;
    if (*used == 1 && c >= 0x80) /* a broken byte is no key */
        return BB_KEY_NONE;
    return c == '\n' ? BB_KEY_ENTER : c == '\b' ? BB_KEY_BACKSPACE : c;
}

/* Moves bytes into the paste until its end mark, or until that is given up; true when it is whole.
 */
static bool read_paste(struct bb_keys *keys, bool idle)
{
    const char *at = keys->bytes.data + keys->at;
    size_t len = keys->bytes.len - keys->at;
    const char *end = memmem(at, len, paste_end, sizeof paste_end - 1);
    size_t take = end ? (size_t)(end - at) : len;
    keys->silent = idle ? keys->silent + 1 : 0;
    bool given_up = keys->silent >= BB_KEYS_PASTE_WAITS;
    if (!end) /* part of the end mark may be here already */
        for (size_t part = 1; !given_up && part < sizeof paste_end - 1 && part <= len; part++)
            if (memcmp(at + len - part, paste_end, part) == 0)
                take = len - part;
    bb_buf_add(&keys->paste, at, take);
    keys->at += take + (end ? sizeof paste_end - 1 : 0);
    if (end || given_up)
        keys->pasting = false;
    return !keys->pasting;
}

uint32_t bb_keys_next(struct bb_keys *keys, bool idle)
{
    while (keys->pasting || keys->at < keys->bytes.len) {
        if (keys->pasting) {
            if (read_paste(keys, idle))
                return BB_KEY_PASTE;
            return BB_KEY_NONE;
        }
        const char *at = keys->bytes.data + keys->at;
        size_t len = keys->bytes.len - keys->at, used = 0;
        uint32_t key = at[0] == '\033' ? read_escape(keys, at, len, idle, &used)
                                       : read_character(at, len, idle, &used);
        if (key == INCOMPLETE)
            return BB_KEY_NONE;
        keys->at += used ? used : 1;
        if (key != BB_KEY_NONE)
            return key;
    }
    return BB_KEY_NONE;
}

/* Names of keys that are not characters; the first name of a key is the one shown. */
static const struct {
    const char *name;
    uint32_t key;
} names[] = {
    {"Enter", BB_KEY_ENTER},
    {"Esc", BB_KEY_ESC},
    {"Tab", BB_KEY_TAB},
    {"S-Tab", BB_KEY_SHIFT_TAB},
    {"Up", BB_KEY_UP},
    {"Down", BB_KEY_DOWN},
    {"Left", BB_KEY_LEFT},
    {"Right", BB_KEY_RIGHT},
    {"Home", BB_KEY_HOME},
    {"End", BB_KEY_END},
    {"PgUp", BB_KEY_PAGE_UP},
    {"PgDn", BB_KEY_PAGE_DOWN},
    {"Ins", BB_KEY_INSERT},
    {"Del", BB_KEY_DELETE},
    {"Backspace", BB_KEY_BACKSPACE},
    {"Space", ' '},
};

uint32_t bb_key_parse(const char **text)
{
    const char *at = *text;
    while (*at == ' ')
        at++;
    size_t len = strcspn(at, " ");
    *text = at + len;
    if (len == 0)
        return BB_KEY_NONE;
    if (len == 1)
        return (unsigned char)*at;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i].name) == len && memcmp(names[i].name, at, len) == 0)
            return names[i].key;
    }
    if (at[0] == 'F' && atoi(at + 1) >= 1 && atoi(at + 1) <= 12)
        return BB_KEY_F(atoi(at + 1));
    if (len == 3 && at[0] == 'M' && at[1] == '-' && at[2] >= '0' && at[2] <= '9')
        return (uint32_t)(BB_KEY_ALT_0 + at[2] - '0');
    if (len == 3 && at[0] == 'C' && at[1] == '-')
        return BB_KEY_CTRL(at[2]);
    return BB_KEY_NONE;
}

void bb_key_show(struct bb_buf *out, uint32_t key)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (names[i].key == key) {
            bb_buf_str(out, key == BB_KEY_SHIFT_TAB ? "Shift-Tab" : names[i].name);
            return;
        }
    }
    if (key >= BB_KEY_ALT_0 && key <= BB_KEY_ALT_0 + 9)
        bb_buf_printf(out, "Alt-%d", (int)(key - BB_KEY_ALT_0));
    else if (key > BB_KEY_F0 && key <= BB_KEY_F(12))
        bb_buf_printf(out, "F%d", (int)(key - BB_KEY_F0));
    else if (key < 0x20)
        bb_buf_printf(out, "Ctrl-%c", (int)(key + 0x40));
    else if (key < BB_KEY_SPECIAL) {
        char bytes[4];
        bb_buf_add(out, bytes, bb_text_encode(key, bytes));
    }
}
