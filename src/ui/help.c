/* Help: the keys of the screen beneath, out of the action table. */
#include "bangban/ui/reader.h"

static void add_actions(struct bb_ui *ui, struct bb_reader *reader, enum bb_screen_id screen,
                        bool motion)
{
    for (int id = 1; id < BB_ACTION__COUNT; id++) {
        const struct bb_action *action = bb_action((enum bb_action_id)id);
        struct bb_buf keys = {0}, text = {0};
        if (!bb_action_is_on((enum bb_action_id)id, screen) ||
            bb_action_is_motion((enum bb_action_id)id) != motion)
            continue;
        bb_action_keys_show((enum bb_action_id)id, &keys);
        if (motion)
            bb_buf_str(&text, _(action->help));
        else
            bb_buf_printf(&text, "%s — %s", _(action->label), _(action->help));
        const struct bb_err *barred = bb_ui_may(ui, (enum bb_action_id)id, screen);
        if (barred)
            bb_buf_printf(&text, " %s", barred->text);
        bb_reader_add(reader, bb_buf_text(&keys), bb_buf_text(&text),
                      barred ? BB_LOOK_GREY : BB_LOOK_PLAIN);
        bb_buf_done(&keys);
        bb_buf_done(&text);
    }
}

/* Keys of the typed line: the edit model's, not commands. */
static const struct {
    const char *keys, *what;
} typing[] = {
    {"← → Home End", N_("Move in the field; Ctrl with an arrow goes by words.")},
    {"← → Space 1…9",
     N_("In a field with choices: change the choice; so do the initials of its words.")},
    {"↑ ↓",
     N_("To the row above or below; in a list of candidates, the candidate above or below.")},
    {"Ctrl-U Ctrl-W", N_("Empty the field; erase the last word.")},
    {"Ctrl-Y", N_("Redo what Ctrl-Z undid in the field.")},
};

static const struct bb_err *help_open(struct bb_ui *ui, void *state, const void *arg)
{
    struct bb_reader *reader = state;
    enum bb_screen_id screen = bb_ui_beneath(ui);
    struct bb_buf title = {0};
    (void)arg;
    bb_buf_printf(&title, _("Keys here: %s"), bb_screen_title(screen));
    bb_reader_head(reader, bb_buf_text(&title));
    bb_buf_done(&title);
    add_actions(ui, reader, screen, false);
    if ((BB_ON_FORMS | BB_ON_TYPED | BB_ON(VOID)) >> screen & 1) {
        bb_reader_head(reader, _("While typing"));
        for (size_t i = 0; i < sizeof typing / sizeof *typing; i++)
            bb_reader_add(reader, typing[i].keys, _(typing[i].what), BB_LOOK_PLAIN);
    }
    if (BB_ON_MOVING >> screen & 1) {
        bb_reader_head(reader, _("Moving"));
        add_actions(ui, reader, screen, true);
    }
    bb_reader_head(reader, _("The whole manual: man bangban"));
    return NULL;
}

static void help_close(struct bb_ui *ui, void *state)
{
    (void)ui;
    bb_reader_done(state);
}

static void help_draw(struct bb_ui *ui, void *state)
{
    bb_reader_draw(ui, state, &ui->body);
}

static unsigned help_handle(struct bb_ui *ui, void *state, enum bb_action_id action,
                            const struct bb_input *input)
{
    (void)ui, (void)input;
    return bb_reader_handle(state, action);
}

const struct bb_screen bb_screen_help = {
    .state_bytes = sizeof(struct bb_reader),
    .open = help_open,
    .close = help_close,
    .draw = help_draw,
    .handle = help_handle,
};
