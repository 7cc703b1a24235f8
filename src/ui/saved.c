/* Views of the ledger that a person keeps under a name: one line each, view, order, name, text. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/ledger.h"
#include "bangban/ui/typelist.h"

/* In the file: by name, so that the lists may grow. */
static const char *const view_words[] = {
#define WORD(name, label) #name,
    BB_LEDGER_VIEW_LIST(WORD)};
static const char *const sort_words[] = {BB_ISSUE_SORT_LIST(WORD)};
#undef WORD

struct saved {
    struct bb_typelist list;
    char *lines; /* as in the file */
};

static size_t find_word(const char *const *words, size_t count, const char *word, size_t len)
{
    size_t i = 0;
    while (i < count && !(strlen(words[i]) == len && strncmp(words[i], word, len) == 0))
        i++;
    return i < count ? i : 0;
}

/* Takes a line apart; *text is its rest. false: no such line. */
static bool read_line(const char *line, size_t len, struct bb_ledger_choice *choice, char **name,
                      char **text)
{
    const char *at[3] = {NULL}, *from = line, *end = line + len;
    for (int i = 0; i < 3; i++) {
        at[i] = memchr(from, '\t', (size_t)(end - from));
        if (!at[i])
            return false;
        from = at[i] + 1;
    }
    choice->view =
        (enum bb_ledger_view)find_word(view_words, BB_LEDGER__COUNT, line, (size_t)(at[0] - line));
    choice->sort = (enum bb_issue_sort)find_word(sort_words, BB_ISSUE_SORT__COUNT, at[0] + 1,
                                                 (size_t)(at[1] - at[0] - 1));
    *name = bb_strndup(at[1] + 1, (size_t)(at[2] - at[1] - 1));
    *text = bb_strndup(at[2] + 1, (size_t)(end - at[2] - 1));
    return true;
}

/* Calls for each line; its number in the file is the entry's id. */
static void add_lines(struct saved *state)
{
    int number = 0;
    for (const char *at = state->lines; at && *at; number++) {
        size_t len = strcspn(at, "\n");
        struct bb_ledger_choice choice;
        char *name, *text;
        if (read_line(at, len, &choice, &name, &text)) {
            struct bb_buf id = {0}, hint = {0};
            bb_buf_printf(&id, "%d", number);
            bb_buf_printf(&hint, "%s · %s%s%s", bb_ledger_view_label(choice.view),
                          bb_ledger_sort_label(choice.sort), *text ? " · / " : "", text);
            bb_picker_add(state->list.picker, &(struct bb_picker_entry){.id = bb_buf_text(&id),
                                                                        .title = name,
                                                                        .hint = hint.data});
            bb_buf_done(&id);
            bb_buf_done(&hint);
            free(name);
            free(text);
        }
        at += len + (at[len] == '\n');
    }
}

static const struct bb_err *saved_reload(struct bb_ui *ui, void *opaque)
{
    struct saved *state = opaque;
    char *lines = NULL;
    BB_TRY(bb_app_filters_load(ui->app, &lines));
    free(state->lines);
    state->lines = lines;
    bb_picker_free(state->list.picker);
    state->list.picker = bb_picker_new(BB_PICKER_MAX_SHOWN);
    add_lines(state);
    bb_picker_type(state->list.picker, bb_edit_text(&state->list.line));
    return NULL;
}

static const struct bb_err *saved_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)ui, (void)arg;
    bb_typelist_open(&((struct saved *)opaque)->list);
    return NULL;
}

static void saved_close(struct bb_ui *ui, void *opaque)
{
    struct saved *state = opaque;
    (void)ui;
    bb_typelist_done(&state->list);
    free(state->lines);
}

static void saved_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 14, COLS_MAX = 68, HELP_ROWS = 2 };
    struct saved *state = opaque;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_SAVED));
    bb_paint_wrapped(area.y + area.rows - HELP_ROWS, area.x, HELP_ROWS, area.cols, 0,
                     _("Enter shows the selected one. A name and Ctrl-S keep the present view, "
                       "also over an old one of that name."),
                     BB_LOOK_QUIET);
    area.rows -= HELP_ROWS + 1;
    if (!state->lines && !*bb_edit_text(&state->list.line)) {
        bb_typeline_draw(ui, &state->list.line, area.y, area.x, area.cols, _("Name"), true);
        bb_paint_some(area.y + 2, area.x + 2, area.cols - 2, _("Nothing is kept yet."),
                      BB_LOOK_QUIET);
    } else {
        bb_typelist_draw(ui, &state->list, &area, _("Name"));
    }
}

/* The present view under the typed name; a line of the same name goes. */
static unsigned keep(struct bb_ui *ui, struct saved *state)
{
    struct bb_ledger_choice now, other;
    struct bb_buf lines = {0};
    const char *typed = bb_edit_text(&state->list.line);
    if (!*typed) {
        bb_ui_warn(ui, _("Type a name first."));
        return BB_REDRAW;
    }
    if (!bb_ledger_present(ui, &now))
        return BB_POP;
    bb_buf_printf(&lines, "%s\t%s\t%s\t%s\n", view_words[now.view], sort_words[now.sort], typed,
                  now.text);
    for (const char *at = state->lines; at && *at;) {
        size_t len = strcspn(at, "\n");
        char *name, *text;
        if (read_line(at, len, &other, &name, &text)) {
            if (strcmp(name, typed) != 0)
                bb_buf_printf(&lines, "%.*s\n", (int)len, at);
            free(name);
            free(text);
        }
        at += len + (at[len] == '\n');
    }
    const struct bb_err *err = bb_app_filters_save(ui->app, bb_buf_text(&lines));
    bb_buf_clear(&lines);
    bb_buf_printf(&lines, _("Kept as \"%s\"; S lists what is kept."), typed);
    if (!err)
        bb_ui_say(ui, bb_buf_text(&lines));
    bb_ui_tell(ui, err);
    bb_buf_done(&lines);
    return err ? BB_REDRAW : BB_POP;
}

static unsigned take(struct bb_ui *ui, struct saved *state)
{
    int number = atoi(bb_picker_selected(state->list.picker)->id);
    const char *at = state->lines;
    struct bb_ledger_choice choice;
    char *name, *text;
    while (number-- > 0)
        at += strcspn(at, "\n") + 1;
    if (read_line(at, strcspn(at, "\n"), &choice, &name, &text)) {
        choice.text = text;
        bb_ledger_show(ui, &choice);
        free(name);
        free(text);
    }
    return BB_POP;
}

static unsigned saved_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct saved *state = opaque;
    switch ((int)action) {
    case BB_ACTION_SAVE:
        return keep(ui, state);
    case BB_ACTION_TAKE:
        return take(ui, state);
    }
    return bb_typelist_handle(&state->list, action, input);
}

static bool saved_typing(const void *state)
{
    (void)state;
    return true;
}

static const char *saved_selected(void *opaque)
{
    const struct bb_picker_entry *entry = bb_picker_selected(((struct saved *)opaque)->list.picker);
    return entry ? entry->id : NULL;
}

const struct bb_screen bb_screen_saved = {
    .state_bytes = sizeof(struct saved),
    .overlay = true,
    .open = saved_open,
    .close = saved_close,
    .reload = saved_reload,
    .draw = saved_draw,
    .handle = saved_handle,
    .typing = saved_typing,
    .selected = saved_selected,
};
