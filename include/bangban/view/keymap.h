/*
 * Keys: what bytes from a terminal mean, how a key is named and shown.
 *
 * A key is a uint32_t: a Unicode character for text, 0x01–0x1F and 0x7F for what Ctrl and the
 * editing keys send, or one of the values below, which lie above Unicode. The decoder is our own
 * because curses, asked for a character, splits UTF-8 when a timer runs out in the middle and types
 * unknown sequences as text.
 */
#ifndef BANGBAN_VIEW_KEYMAP_H
#define BANGBAN_VIEW_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/buf.h"

enum {
    BB_KEY_NONE = 0,
    BB_KEY_TAB = 0x09,
    BB_KEY_ENTER = 0x0D, /* LF is turned into it */
    BB_KEY_ESC = 0x1B,
    BB_KEY_BACKSPACE = 0x7F, /* BS is turned into it */
    BB_KEY_SPECIAL = 0x200000,
    BB_KEY_UP,
    BB_KEY_DOWN,
    BB_KEY_LEFT,
    BB_KEY_RIGHT,
    BB_KEY_WORD_LEFT, /* Ctrl or Alt with the arrow */
    BB_KEY_WORD_RIGHT,
    BB_KEY_HOME,
    BB_KEY_END,
    BB_KEY_PAGE_UP,
    BB_KEY_PAGE_DOWN,
    BB_KEY_INSERT,
    BB_KEY_DELETE,
    BB_KEY_SHIFT_TAB,
    BB_KEY_PASTE,                 /* the pasted text stands in the decoder */
    BB_KEY_F0,                    /* F1 is BB_KEY_F0 + 1 … F12 */
    BB_KEY_ALT_0 = BB_KEY_F0 + 16 /* Alt-1 is BB_KEY_ALT_0 + 1 … Alt-9; Alt-0 itself */
};
#define BB_KEY_CTRL(letter) ((uint32_t)((letter)&0x1F))
#define BB_KEY_F(n)         ((uint32_t)(BB_KEY_F0 + (n)))

/* A character that a text field takes. */
bool bb_key_is_text(uint32_t key);

/* ---- bytes → keys ---- */
struct bb_keys { /* zero-initialise; bb_keys_done() */
    struct bb_buf bytes;
    size_t at;
    bool pasting;
    int silent;          /* how often in a row nothing came while pasting */
    struct bb_buf paste; /* what the last BB_KEY_PASTE brought */
};

void bb_keys_feed(struct bb_keys *keys, const void *bytes, size_t len);
/* The next key, or BB_KEY_NONE when the bytes so far are used up or make no whole key. idle: no
 * byte came for a while, so a lone ESC is the Esc key and a broken character is given up. Unknown
 * sequences are swallowed. */
uint32_t bb_keys_next(struct bb_keys *keys, bool idle);
/* Bytes wait that may become a key: come back with idle after BB_KEYS_WAIT_MS. */
bool bb_keys_pending(const struct bb_keys *keys);
void bb_keys_done(struct bb_keys *keys);
/* A paste whose end mark does not come ends after so many waits in which nothing came. */
enum { BB_KEYS_WAIT_MS = 25, BB_KEYS_PASTE_WAITS = 80 };

/* ---- names, as the action table spells them ("F2", "M-2", "C-s", "Enter", "n") ---- */
/* Reads one name at *names, moves *names behind it; BB_KEY_NONE at the end or when it is no name.
 */
uint32_t bb_key_parse(const char **names);
/* As a person reads it: "F2", "Alt-2", "Ctrl-S", "Enter", "n". Appends. */
void bb_key_show(struct bb_buf *out, uint32_t key);

#endif
