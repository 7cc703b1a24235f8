/* The question screen of the self-service area: a question, the entries that fit, an answer, and
 * back to the start when nobody touches it. It stands alone at the bottom of the stack: no key of
 * it leads anywhere else (view/action.h says which keys it has). */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/question.h"
#include "bangban/ui/reader.h"
#include "bangban/ui/typelist.h"

enum { FITTING_MAX = 40, QUESTION_MAX = 200 };

struct kiosk {
    struct bb_edit line;
    struct bb_questions *questions;
    struct bb_kb *entries; /* copies: the app drops its own when somebody loads newer ones */
    size_t total;
    size_t fitting[FITTING_MAX], count, cursor;
    bool reading; /* an answer is shown */
    struct bb_reader answer;
    int64_t touched_at;
};

static void ask(struct kiosk *state)
{
    state->cursor = 0;
    state->count =
        bb_questions_ask(state->questions, bb_edit_text(&state->line), state->fitting, FITTING_MAX);
}

static void start_over(struct kiosk *state)
{
    bb_edit_done(&state->line);
    bb_edit_init(&state->line, QUESTION_MAX);
    state->reading = false;
    ask(state);
}

static const struct bb_kb *selected(const struct kiosk *state)
{
    return state->count ? &state->entries[state->fitting[state->cursor]] : NULL;
}

static void forget(struct kiosk *state)
{
    for (size_t i = 0; i < state->total; i++)
        bb_record_done(&bb_kb_record, &state->entries[i]);
    free(state->entries);
    bb_questions_free(state->questions);
    state->entries = NULL;
    state->questions = NULL;
    state->total = state->count = 0;
}

static void learn(struct bb_ui *ui, struct kiosk *state, const struct bb_kb *entries, size_t count)
{
    state->questions = bb_questions_new();
    state->entries = bb_alloc((count + 1) * sizeof *entries);
    state->total = count;
    for (size_t i = 0; i < count; i++) {
        const struct bb_item *item = bb_app_item(ui->app, entries[i].item_code);
        bb_record_copy(&bb_kb_record, &state->entries[i], &entries[i]);
        bb_questions_add(state->questions, &entries[i], item ? item->name : NULL);
    }
}

/* The same entry stays selected. */
static const struct bb_err *kiosk_reload(struct bb_ui *ui, void *opaque)
{
    struct kiosk *state = opaque;
    const struct bb_kb *entries;
    size_t count;
    BB_TRY(bb_app_kb(ui->app, &entries, &count));
    char *before = state->count ? bb_strdup(selected(state)->id) : NULL;
    forget(state);
    learn(ui, state, entries, count);
    ask(state);
    for (size_t i = 0; before && i < state->count; i++)
        if (strcmp(state->entries[state->fitting[i]].id, before) == 0)
            state->cursor = i;
    free(before);
    return NULL;
}

static const struct bb_err *kiosk_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct kiosk *state = opaque;
    (void)arg;
    bb_edit_init(&state->line, QUESTION_MAX);
    state->touched_at = bb_app_now(ui->app);
    return bb_app_may(ui->app, BB_USE_ASK);
}

static void kiosk_close(struct bb_ui *ui, void *opaque)
{
    struct kiosk *state = opaque;
    (void)ui;
    bb_edit_done(&state->line);
    forget(state);
    bb_reader_done(&state->answer);
}

static void show_answer(struct bb_ui *ui, struct kiosk *state)
{
    const struct bb_kb *entry = selected(state);
    const struct bb_item *item = bb_app_item(ui->app, entry->item_code);
    bb_reader_done(&state->answer);
    state->answer = (struct bb_reader){0};
    bb_reader_head(&state->answer, entry->question);
    bb_reader_add(&state->answer, NULL, entry->answer, BB_LOOK_PLAIN);
    if (item) {
        bb_reader_add(&state->answer, NULL, "", BB_LOOK_PLAIN);
        bb_reader_add(&state->answer, _("Item"), item->name, BB_LOOK_PLAIN);
    }
    bb_reader_add(&state->answer, NULL, "", BB_LOOK_PLAIN);
    bb_reader_add(&state->answer, NULL,
                  _("What the window says is binding. If this does not help you, ask at the help "
                    "desk: somebody will be glad to."),
                  BB_LOOK_QUIET);
    state->reading = true;
}

static void draw_list(const struct kiosk *state, struct bb_rect area)
{
    enum { MARK_COLS = 2 };
    size_t first = state->cursor >= (size_t)area.rows ? state->cursor - (size_t)area.rows + 1 : 0;
    for (size_t i = first; i < state->count && i < first + (size_t)area.rows; i++) {
        const struct bb_kb *entry = &state->entries[state->fitting[i]];
        int y = area.y + (int)(i - first);
        bb_paint(y, area.x, MARK_COLS, i == state->cursor ? "▸" : " ", BB_LOOK_TITLE);
        bb_paint(y, area.x + MARK_COLS, area.cols - MARK_COLS, entry->question,
                 i == state->cursor ? BB_LOOK_FOCUS : BB_LOOK_PLAIN);
    }
    if (!state->count)
        bb_paint_wrapped(area.y, area.x + MARK_COLS, area.rows, area.cols - MARK_COLS, 0,
                         *bb_edit_text(&state->line)
                             ? _("No entry fits this. Say it in other words, or ask at the help "
                                 "desk: somebody will be glad to answer.")
                             : _("Type what you would like to know, in Chinese or by the initials "
                                 "of the pinyin: 居住证 or jzz."),
                         BB_LOOK_QUIET);
}

static void kiosk_draw(struct bb_ui *ui, void *opaque)
{
    struct kiosk *state = opaque;
    struct bb_rect area = ui->body;
    if (state->reading) {
        bb_reader_draw(ui, &state->answer, &area);
        return;
    }
    bb_typeline_draw(ui, &state->line, area.y, area.x, area.cols, _("Your question"), true);
    draw_list(state, (struct bb_rect){area.y + 2, area.x, area.rows - 2, area.cols});
}

static void move(struct kiosk *state, int by)
{
    long to = (long)state->cursor + by;
    long last = state->count ? (long)state->count - 1 : 0;
    state->cursor = (size_t)(to < 0 ? 0 : to > last ? last : to);
}

static unsigned handle_list(struct bb_ui *ui, struct kiosk *state, enum bb_action_id action,
                            const struct bb_input *input)
{
    int page = ui->body.rows - 2;
    bool changed = false;
    switch ((int)action) {
    case BB_ACTION_UP:
        move(state, -1);
        break;
    case BB_ACTION_DOWN:
        move(state, 1);
        break;
    case BB_ACTION_PAGE_UP:
        move(state, -page);
        break;
    case BB_ACTION_PAGE_DOWN:
        move(state, page);
        break;
    case BB_ACTION_TAKE:
        show_answer(ui, state);
        break;
    case BB_ACTION_BACK:
        start_over(state);
        break;
    case BB_ACTION_NONE:
        bb_typeline_handle(&state->line, input, &changed);
        if (changed)
            ask(state);
        break;
    }
    return BB_REDRAW;
}

static unsigned kiosk_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct kiosk *state = opaque;
    state->touched_at = bb_app_now(ui->app);
    if (!state->reading)
        return handle_list(ui, state, action, input);
    if (action == BB_ACTION_BACK || action == BB_ACTION_TAKE)
        state->reading = false;
    else
        bb_reader_handle(&state->answer, action);
    return BB_REDRAW;
}

static bool kiosk_typing(const void *state)
{
    return !((const struct kiosk *)state)->reading;
}

static const char *kiosk_selected(void *opaque)
{
    const struct bb_kb *entry = selected(opaque);
    return entry ? entry->id : NULL;
}

/* The next person finds nothing of the one before. */
static void kiosk_tick(struct bb_ui *ui, void *opaque)
{
    struct kiosk *state = opaque;
    if (bb_app_now(ui->app) - state->touched_at >= bb_app_config(ui->app)->kiosk_idle)
        start_over(state);
}

const struct bb_screen bb_screen_kiosk = {
    .state_bytes = sizeof(struct kiosk),
    .open = kiosk_open,
    .close = kiosk_close,
    .reload = kiosk_reload,
    .draw = kiosk_draw,
    .handle = kiosk_handle,
    .typing = kiosk_typing,
    .selected = kiosk_selected,
    .tick = kiosk_tick,
};
