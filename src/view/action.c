/* Look-ups in the table of actions. What an action does is the screens' business. */
#include "bangban/view/action.h"

#include <assert.h>
#include <string.h>

#include "bangban/base/text.h"
#include "bangban/view/keymap.h"

/* clang-format off */
#define ROW(name, word, keys, on, need, use, bar, label, help)                                     \
    [BB_ACTION_##name] = {word, keys, on, BB_NEEDS_##need, BB_USE_##use, bar, label, help},
/* clang-format on */
static const struct bb_action actions[] = {BB_ACTION_LIST(ROW)};
#undef ROW
_Static_assert(sizeof actions / sizeof *actions == BB_ACTION__COUNT, "one row per action");

static const struct {
    const char *word, *title;
} screens[] = {
#define ROW(name, word, title) [BB_SCREEN_##name] = {word, title},
    BB_SCREEN_LIST(ROW)
#undef ROW
};

const struct bb_action *bb_action(enum bb_action_id id)
{
    return id > BB_ACTION_NONE && id < BB_ACTION__COUNT ? &actions[id] : NULL;
}

enum bb_action_id bb_action_find(const char *word)
{
    for (int id = 1; id < BB_ACTION__COUNT; id++) {
        if (strcmp(actions[id].word, word) == 0)
            return (enum bb_action_id)id;
    }
    return BB_ACTION_NONE;
}

/* The keys of an action, ended by BB_KEY_NONE: the names of the table are read once. */
static const uint32_t *keys_of(enum bb_action_id id)
{
    enum { KEYS_MAX = 12 };
    static uint32_t keys[BB_ACTION__COUNT][KEYS_MAX];
    static bool known;
    for (int i = 1; !known && i < BB_ACTION__COUNT; i++) {
        const char *names = actions[i].keys;
        uint32_t key;
        for (size_t n = 0; (key = bb_key_parse(&names)) != BB_KEY_NONE; n++) {
            assert(n + 1 < KEYS_MAX);
            keys[i][n] = key;
        }
    }
    known = true;
    return keys[id];
}

bool bb_action_is_on(enum bb_action_id id, enum bb_screen_id screen)
{
    return id != BB_ACTION_NONE && (actions[id].on >> screen & 1) != 0;
}

enum bb_action_id bb_action_of_key(enum bb_screen_id screen, uint32_t key, bool typing)
{
    if (key == BB_KEY_NONE || (typing && bb_key_is_text(key)))
        return BB_ACTION_NONE;
    for (int id = 1; id < BB_ACTION__COUNT; id++) {
        if (!bb_action_is_on((enum bb_action_id)id, screen))
            continue;
        for (const uint32_t *own = keys_of((enum bb_action_id)id); *own != BB_KEY_NONE; own++) {
            if (*own == key)
                return (enum bb_action_id)id;
        }
    }
    return BB_ACTION_NONE;
}

bool bb_action_is_motion(enum bb_action_id id)
{
    return id >= BB_ACTION_UP && id <= BB_ACTION_LAST;
}

uint32_t bb_action_key(enum bb_action_id id, bool typing)
{
    for (const uint32_t *key = keys_of(id); *key != BB_KEY_NONE; key++) {
        if (!typing || !bb_key_is_text(*key))
            return *key;
    }
    return BB_KEY_NONE;
}

void bb_action_keys_show(enum bb_action_id id, struct bb_buf *out)
{
    const char *between = "";
    for (const uint32_t *key = keys_of(id); *key != BB_KEY_NONE; key++, between = " ") {
        bb_buf_str(out, between);
        bb_key_show(out, *key);
    }
}

const char *bb_screen_word(enum bb_screen_id screen)
{
    return screens[screen].word;
}

const char *bb_screen_title(enum bb_screen_id screen)
{
    return _(screens[screen].title);
}

/* Going where one is: the key works, but the bar has better use for its room. */
static bool leads_nowhere(enum bb_action_id id, enum bb_screen_id screen)
{
    return (id == BB_ACTION_LOG && screen == BB_SCREEN_FORM) ||
           (id == BB_ACTION_LEDGER && screen == BB_SCREEN_LEDGER) ||
           (id == BB_ACTION_LEADERS && screen == BB_SCREEN_LEADERS) ||
           ((id == BB_ACTION_TODAY || id == BB_ACTION_BACK) && screen == BB_SCREEN_TODAY);
}

/* The action of the bar with the least place above `after`. */
static enum bb_action_id bar_next(enum bb_screen_id screen, bool typing, int after)
{
    enum bb_action_id best = BB_ACTION_NONE;
    for (int id = 1; id < BB_ACTION__COUNT; id++) {
        const struct bb_action *action = &actions[id];
        if (action->bar > after && bb_action_is_on((enum bb_action_id)id, screen) &&
            bb_action_key((enum bb_action_id)id, typing) != BB_KEY_NONE &&
            !leads_nowhere((enum bb_action_id)id, screen) &&
            (best == BB_ACTION_NONE || action->bar < actions[best].bar))
            best = (enum bb_action_id)id;
    }
    return best;
}

/* Cells that "Ctrl-S Save" takes. */
static int bar_cols(enum bb_action_id id, bool typing, struct bb_buf *name)
{
    bb_buf_clear(name);
    bb_key_show(name, bb_action_key(id, typing));
    return bb_text_cols(bb_buf_text(name)) + 1 + bb_text_cols(_(actions[id].label));
}

void bb_action_bar(struct bb_buf *out, enum bb_screen_id screen, bool typing, int cols,
                   struct bb_bar_key keys[BB_BAR_MAX])
{
    enum { GAP = 2 };
    struct bb_buf name = {0};
    int used = 0, count = 0;
    bool help = bb_action_is_on(BB_ACTION_HELP, screen); /* always has its place, at the end */
    int help_cols = help ? bar_cols(BB_ACTION_HELP, typing, &name) + GAP : 0;
    for (int after = 0; count < BB_BAR_MAX - 2;) {
        enum bb_action_id id = bar_next(screen, typing, after);
        bool last = id == BB_ACTION_NONE;
        if (last && !help)
            break;
        after = last ? 0 : actions[id].bar;
        id = last ? BB_ACTION_HELP : id;
        int gap = used ? GAP : 0, need = bar_cols(id, typing, &name) + gap;
        if ((last || id != BB_ACTION_HELP) && used + need <= cols - (last ? 0 : help_cols)) {
            bb_buf_printf(out, "%s%s %s", gap ? "  " : "", bb_buf_text(&name),
                          _(actions[id].label));
            keys[count++] = (struct bb_bar_key){used + gap, bb_text_cols(bb_buf_text(&name))};
            used += need;
        }
        if (last)
            break;
    }
    keys[count] = (struct bb_bar_key){0, 0};
    bb_buf_done(&name);
}

void bb_action_table(struct bb_buf *out)
{
    for (int id = 1; id < BB_ACTION__COUNT; id++) {
        bb_action_keys_show((enum bb_action_id)id, out);
        bb_buf_printf(out, "\t%s\t%s\t%s\n", actions[id].word, _(actions[id].label),
                      _(actions[id].help));
    }
}
