/* The palette: every command of the screen beneath, found by Chinese, initials or English word. */
#include "bangban/ui/typelist.h"

static const struct bb_err *palette_open(struct bb_ui *ui, void *state, const void *arg)
{
    struct bb_typelist *list = state;
    enum bb_screen_id beneath = bb_ui_beneath(ui);
    (void)arg;
    bb_typelist_open(list);
    for (int id = 1; id < BB_ACTION__COUNT; id++) {
        const struct bb_action *action = bb_action((enum bb_action_id)id);
        if (!bb_action_is_on((enum bb_action_id)id, beneath) ||
            bb_action_is_motion((enum bb_action_id)id) || id == BB_ACTION_PALETTE)
            continue;
        const struct bb_err *barred = bb_ui_may(ui, (enum bb_action_id)id, beneath);
        const char *aliases[] = {action->word, NULL};
        struct bb_buf keys = {0};
        bb_action_keys_show((enum bb_action_id)id, &keys);
        bb_picker_add(list->picker,
                      &(struct bb_picker_entry){.id = action->word,
                                                .title = _(action->label),
                                                .hint = bb_buf_text(&keys),
                                                .aliases = aliases,
                                                .barred = barred ? barred->text : NULL});
        bb_buf_done(&keys);
    }
    bb_picker_type(list->picker, "");
    return NULL;
}

static void palette_close(struct bb_ui *ui, void *state)
{
    (void)ui;
    bb_typelist_done(state);
}

static void palette_draw(struct bb_ui *ui, void *state)
{
    enum { ROWS = 16, COLS_MAX = 64, HELP_ROWS = 2 };
    struct bb_typelist *list = state;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_PALETTE));
    const struct bb_picker_entry *entry = bb_picker_selected(list->picker);
    if (entry)
        bb_paint_wrapped(area.y + area.rows - HELP_ROWS, area.x, HELP_ROWS, area.cols, 0,
                         entry->barred ? entry->barred
                                       : _(bb_action(bb_action_find(entry->id))->help),
                         entry->barred ? BB_LOOK_WARN : BB_LOOK_QUIET);
    area.rows -= HELP_ROWS + 1;
    bb_typelist_draw(ui, list, &area, _("Command"));
}

static unsigned palette_handle(struct bb_ui *ui, void *state, enum bb_action_id action,
                               const struct bb_input *input)
{
    struct bb_typelist *list = state;
    if (action == BB_ACTION_TAKE) {
        ui->queued = bb_action_find(bb_picker_selected(list->picker)->id);
        return BB_POP;
    }
    return bb_typelist_handle(list, action, input);
}

static bool palette_typing(const void *state)
{
    (void)state;
    return true;
}

static const char *palette_selected(void *state)
{
    const struct bb_picker_entry *entry = bb_picker_selected(((struct bb_typelist *)state)->picker);
    return entry ? entry->id : NULL;
}

const struct bb_screen bb_screen_palette = {
    .state_bytes = sizeof(struct bb_typelist),
    .overlay = true,
    .open = palette_open,
    .close = palette_close,
    .draw = palette_draw,
    .handle = palette_handle,
    .typing = palette_typing,
    .selected = palette_selected,
};
