/* Search over all days: sessions and problems whose text contains a word, newest first. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/typelist.h"
#include "bangban/view/filter.h"

enum { HITS_MAX = 60, WORDS_MAX = 6, LOOKED_AT = 500 };

struct hit {
    bool issue;
    char *id, *no, *text;
    int64_t happened_at;
};

struct search {
    struct bb_edit line;
    struct hit hits[HITS_MAX];
    int count, cursor;
    const char *words[WORDS_MAX]; /* while searching: all but the one the store looks for */
    int word_count;
};

static void forget(struct search *state)
{
    for (int i = 0; i < state->count; i++) {
        free(state->hits[i].id);
        free(state->hits[i].no);
        free(state->hits[i].text);
    }
    state->count = 0;
}

/* The text of a hit begins with its number, which has a column of its own. */
static const char *after_no(const struct bb_hit *hit)
{
    static const char between[] = " · ";
    size_t len = strlen(hit->no);
    if (strncmp(hit->text, hit->no, len) != 0)
        return hit->text;
    const char *rest = hit->text + len;
    return strncmp(rest, between, sizeof between - 1) == 0 ? rest + sizeof between - 1 : rest;
}

static const struct bb_err *take(void *ctx, void *row)
{
    struct search *state = ctx;
    const struct bb_hit *hit = row;
    for (int i = 0; i < state->word_count; i++) {
        if (!bb_filter_word_matches(state->words[i], hit->text))
            return NULL;
    }
    if (state->count < HITS_MAX)
        state->hits[state->count++] =
            (struct hit){strcmp(hit->record, "issue") == 0, bb_strdup(hit->id), bb_strdup(hit->no),
                         bb_strdup(after_no(hit)), hit->happened_at};
    return NULL;
}

/* The store looks for the longest word; the others are looked for in what it found. */
static const struct bb_err *look_up(struct bb_ui *ui, struct search *state, char *text)
{
    const char *longest = NULL;
    char *at = NULL;
    state->word_count = 0;
    for (char *word = strtok_r(text, " ", &at); word; word = strtok_r(NULL, " ", &at)) {
        const char *other = word;
        if (!longest || strlen(word) > strlen(longest)) {
            other = longest;
            longest = word;
        }
        if (other && state->word_count < WORDS_MAX)
            state->words[state->word_count++] = other;
    }
    if (!longest)
        return NULL;
    return bb_app_search(ui->app, longest, state->word_count ? LOOKED_AT : HITS_MAX,
                         &(struct bb_sink){take, state});
}

/* The same record stays selected when the list is read again. */
static const struct bb_err *search_reload(struct bb_ui *ui, void *opaque)
{
    struct search *state = opaque;
    char *before = state->cursor < state->count ? bb_strdup(state->hits[state->cursor].id) : NULL;
    struct bb_buf text = {0};
    forget(state);
    state->cursor = 0;
    bb_text_fold(&text, bb_edit_text(&state->line));
    const struct bb_err *err = text.len ? look_up(ui, state, text.data) : NULL;
    state->word_count = 0;
    for (int i = 0; before && i < state->count; i++) {
        if (strcmp(state->hits[i].id, before) == 0)
            state->cursor = i;
    }
    bb_buf_done(&text);
    free(before);
    return err;
}

static const struct bb_err *search_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)arg;
    BB_TRY(bb_app_may(ui->app, BB_USE_SEARCH));
    bb_edit_init(&((struct search *)opaque)->line, 0);
    return NULL;
}

static void search_close(struct bb_ui *ui, void *opaque)
{
    struct search *state = opaque;
    (void)ui;
    forget(state);
    bb_edit_done(&state->line);
}

static void search_draw(struct bb_ui *ui, void *opaque)
{
    enum { NO_COLS = 18, DAY_COLS = 10, MARK_COLS = 2 };
    struct search *state = opaque;
    struct bb_rect area = ui->body;
    int rows = area.rows - 2, first = state->cursor >= rows ? state->cursor - rows + 1 : 0;
    bb_typeline_draw(ui, &state->line, area.y, area.x, area.cols, _("Search all days"), true);
    for (int i = first; i < state->count && i < first + rows; i++) {
        const struct hit *hit = &state->hits[i];
        int y = area.y + 2 + i - first, x = area.x;
        char day[BB_DAY_BYTES];
        bb_paint(y, x, MARK_COLS, i == state->cursor ? "▸" : " ", BB_LOOK_TITLE);
        bb_paint(y, x += MARK_COLS, DAY_COLS, bb_day_format(day, bb_day_of(hit->happened_at)),
                 BB_LOOK_PLAIN);
        bb_paint(y, x += DAY_COLS + 1, NO_COLS, hit->no,
                 i == state->cursor ? BB_LOOK_FOCUS : BB_LOOK_PLAIN);
        x += NO_COLS + 1;
        bb_paint(y, x, area.x + area.cols - x, hit->text,
                 hit->issue ? BB_LOOK_WARN : BB_LOOK_PLAIN);
    }
    if (state->count == 0)
        bb_paint_wrapped(
            area.y + 2, area.x + MARK_COLS, 2, area.cols - MARK_COLS, 0,
            *bb_edit_text(&state->line)
                ? _("Nothing has this word. Try a shorter one.")
                : _("Type a Chinese word of an item, a note or a description, or a number."),
            BB_LOOK_QUIET);
}

static unsigned search_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                              const struct bb_input *input)
{
    struct search *state = opaque;
    int page = ui->body.rows - 2, cursor = state->cursor;
    bool changed;
    switch ((int)action) {
    case BB_ACTION_UP:
        cursor--;
        break;
    case BB_ACTION_DOWN:
        cursor++;
        break;
    case BB_ACTION_PAGE_UP:
        cursor -= page;
        break;
    case BB_ACTION_PAGE_DOWN:
        cursor += page;
        break;
    case BB_ACTION_OPEN:
        bb_ui_push(ui, state->hits[cursor].issue ? BB_SCREEN_ISSUE : BB_SCREEN_SESSION,
                   state->hits[cursor].id);
        return BB_REDRAW;
    case BB_ACTION_NONE:
        if (!bb_typeline_handle(&state->line, input, &changed))
            return BB_UNUSED;
        if (changed)
            bb_ui_tell(ui, search_reload(ui, state));
        return BB_REDRAW;
    default:
        return BB_UNUSED;
    }
    if (cursor >= state->count)
        cursor = state->count - 1;
    state->cursor = cursor > 0 ? cursor : 0;
    return BB_REDRAW;
}

static bool search_typing(const void *state)
{
    (void)state;
    return true;
}

static const char *search_selected(void *opaque)
{
    const struct search *state = opaque;
    return state->count ? state->hits[state->cursor].id : NULL;
}

const struct bb_screen bb_screen_search = {
    .state_bytes = sizeof(struct search),
    .open = search_open,
    .close = search_close,
    .reload = search_reload,
    .draw = search_draw,
    .handle = search_handle,
    .typing = search_typing,
    .selected = search_selected,
};
