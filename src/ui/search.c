/* Search over all days: items and people, then sessions and problems, newest first. Enter opens a
 * record; of an item or a person it looks for the name, so that what was done with it follows. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/typelist.h"

enum { HITS_MAX = 60, LOOK_MAX = 10000 };

struct hit {
    enum bb_screen_id opens; /* BB_SCREEN_SEARCH: a name to look for */
    char *id, *no, *text;
    int64_t happened_at;
};

struct search {
    struct bb_edit line;
    struct hit hits[HITS_MAX];
    int count, cursor;
    int64_t left; /* nothing before was looked at; 0: everything was */
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

static enum bb_screen_id opens(const char *record)
{
    return strcmp(record, "issue") == 0     ? BB_SCREEN_ISSUE
           : strcmp(record, "session") == 0 ? BB_SCREEN_SESSION
                                            : BB_SCREEN_SEARCH;
}

static const struct bb_err *take(void *ctx, void *row)
{
    struct search *state = ctx;
    const struct bb_hit *hit = row;
    state->hits[state->count++] =
        (struct hit){opens(hit->record), bb_strdup(hit->id), bb_strdup(hit->no),
                     bb_strdup(after_no(hit)), hit->happened_at};
    return NULL;
}

/* Names stand above; 0 when there are only those. */
static int first_record(const struct search *state)
{
    for (int i = 0; i < state->count; i++)
        if (state->hits[i].opens != BB_SCREEN_SEARCH)
            return i;
    return 0;
}

/* The same record stays selected when the list is read again. */
static const struct bb_err *search_reload(struct bb_ui *ui, void *opaque)
{
    struct search *state = opaque;
    char *before = state->cursor < state->count ? bb_strdup(state->hits[state->cursor].id) : NULL;
    forget(state);
    state->left = 0;
    const struct bb_err *err =
        bb_app_search(ui->app, bb_edit_text(&state->line), HITS_MAX, LOOK_MAX, &state->left,
                      &(struct bb_sink){take, state});
    state->cursor = first_record(state);
    for (int i = 0; before && i < state->count; i++) {
        if (strcmp(state->hits[i].id, before) == 0)
            state->cursor = i;
    }
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

/* What is under the list, or in its place: how far was looked, what can be typed. */
static void draw_about(struct bb_ui *ui, const struct search *state)
{
    struct bb_rect area = ui->body;
    char day[BB_DAY_BYTES];
    struct bb_buf text = {0};
    if (state->left)
        bb_buf_printf(&text,
                      _("Looked back to %s. Two Chinese characters together, or a date: such as "
                        "date:11-20, look further."),
                      bb_day_format(day, bb_day_of(state->left)));
    else if (state->count == 0)
        bb_buf_str(&text,
                   *bb_edit_text(&state->line)
                       ? _("Nothing has this word. Try a shorter one.")
                       : _("Type words of an item, a note or a description, a name, initials or a "
                           "number; or fields: state: unit: item: person: desk: no: date:11-20.."));
    bb_paint_wrapped(state->count ? area.y + 1 : area.y + 2, area.x + 2, state->count ? 1 : 3,
                     area.cols - 2, 0, bb_buf_text(&text), BB_LOOK_QUIET);
    bb_buf_done(&text);
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
        bb_day_format(day, hit->happened_at ? bb_day_of(hit->happened_at) : 0);
        bb_paint(y, x, MARK_COLS, i == state->cursor ? "▸" : " ", BB_LOOK_TITLE);
        bb_paint(y, x += MARK_COLS, DAY_COLS, day, BB_LOOK_PLAIN);
        bb_paint(y, x += DAY_COLS + 1, NO_COLS, hit->no,
                 i == state->cursor ? BB_LOOK_FOCUS : BB_LOOK_PLAIN);
        x += NO_COLS + 1;
        bb_paint(y, x, area.x + area.cols - x, hit->text,
                 hit->opens == BB_SCREEN_ISSUE    ? BB_LOOK_WARN
                 : hit->opens == BB_SCREEN_SEARCH ? BB_LOOK_TITLE
                                                  : BB_LOOK_PLAIN);
    }
    draw_about(ui, state);
}

/* A record is opened; a name is looked for, and the newest record under it selected. */
static void open_hit(struct bb_ui *ui, struct search *state)
{
    const struct hit *hit = &state->hits[state->cursor];
    if (hit->opens != BB_SCREEN_SEARCH) {
        bb_ui_push(ui, hit->opens, hit->id);
        return;
    }
    char *name = bb_strdup(hit->id);
    bb_edit_set(&state->line, name);
    free(name);
    bb_ui_tell(ui, search_reload(ui, state));
    state->cursor = first_record(state);
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
        open_hit(ui, state);
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
