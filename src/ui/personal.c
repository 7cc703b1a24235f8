/* Personal data in free text, found when it is saved: one key masks them or leaves them. */
#include "bangban/ui/personal.h"

#include <string.h>

#include "bangban/core/personal.h"
#include "bangban/ui/screen.h"

struct offer {
    struct bb_form *form; /* of the screen beneath */
    enum bb_action_id then;
};

/* Client fields have their own way (they are sealed), and a register of phones holds phones. */
static bool is_free_text(const struct bb_form_field *field)
{
    return field->spec->kind == BB_FIELD_TEXT && !field->mask &&
           strncmp(field->spec->key, "client_", strlen("client_")) != 0 &&
           strcmp(field->spec->key, "number") != 0;
}

bool bb_personal_in_form(struct bb_ui *ui, struct bb_form *form)
{
    struct bb_personal one;
    for (size_t i = 0; i < bb_form_count(form); i++) {
        const struct bb_form_field *field = bb_form_at(form, i);
        if (is_free_text(field) &&
            bb_personal_find(bb_edit_text(&field->edit), 0, bb_app_today(ui->app), &one))
            return true;
    }
    return false;
}

static const struct bb_err *personal_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    const struct bb_personal_offer *asked = arg;
    (void)ui;
    *(struct offer *)opaque = (struct offer){asked->form, asked->then};
    return NULL;
}

/* "Note: phone number 138****5678" */
static void draw_found(struct bb_ui *ui, const struct bb_form_field *field, struct bb_rect *area)
{
    const char *text = bb_edit_text(&field->edit);
    struct bb_personal one;
    for (size_t at = 0; bb_personal_find(text, at, bb_app_today(ui->app), &one); at = one.to) {
        struct bb_buf line = {0}, span = {0};
        if (area->rows < 3)
            return;
        bb_buf_add(&span, text + one.from, one.to - one.from);
        bb_buf_printf(&line, "%s%s%s ", _(field->spec->label), _(": "),
                      bb_personal_label(one.kind));
        bb_personal_mask(&line, bb_buf_text(&span), bb_app_today(ui->app));
        bb_paint_some(area->y++, area->x, area->cols, bb_buf_text(&line), BB_LOOK_WARN);
        area->rows--;
        bb_buf_wipe(&span);
        bb_buf_done(&line);
    }
}

static void personal_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 10, COLS_MAX = 66 };
    struct offer *state = opaque;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, bb_screen_title(BB_SCREEN_PERSONAL));
    for (size_t i = 0; i < bb_form_count(state->form); i++) {
        const struct bb_form_field *field = bb_form_at(state->form, i);
        if (is_free_text(field))
            draw_found(ui, field, &area);
    }
    bb_paint_some(area.y + 1, area.x, area.cols,
                  _("y masks it and saves, n saves as it is, Esc goes back to the text."),
                  BB_LOOK_TITLE);
    bb_ui_caret(ui, area.y + 1, area.x);
}

/* As if it had been typed so: Ctrl-Z brings it back, the draft follows. */
static void mask_all(struct bb_ui *ui, struct bb_form *form)
{
    for (size_t i = 0; i < bb_form_count(form); i++) {
        const struct bb_form_field *field = bb_form_at(form, i);
        struct bb_buf masked = {0};
        if (is_free_text(field) &&
            bb_personal_mask(&masked, bb_edit_text(&field->edit), bb_app_today(ui->app)) &&
            bb_form_focus_on(form, field->spec->key)) {
            bb_form_erase(form, BB_EDIT_ALL);
            bb_form_insert(form, bb_buf_text(&masked), masked.len);
        }
        bb_buf_done(&masked);
    }
}

static unsigned personal_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                                const struct bb_input *input)
{
    struct offer *state = opaque;
    (void)input;
    if (action != BB_ACTION_MASK && action != BB_ACTION_AS_IT_IS)
        return BB_UNUSED;
    if (action == BB_ACTION_MASK)
        mask_all(ui, state->form);
    ui->offered = true; /* this once */
    ui->queued = state->then;
    return BB_POP;
}

const struct bb_screen bb_screen_personal = {
    .state_bytes = sizeof(struct offer),
    .overlay = true,
    .open = personal_open,
    .draw = personal_draw,
    .handle = personal_handle,
};
