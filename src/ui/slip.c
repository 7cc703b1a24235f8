/* The shift slip on the screen; P prints it, F writes it into a file. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/reader.h"
#include "bangban/ui/show.h"

struct slip {
    struct bb_reader reader;
    char *text;
};

static const struct bb_err *slip_reload(struct bb_ui *ui, void *opaque)
{
    struct slip *state = opaque;
    struct bb_buf text = {0};
    const struct bb_err *err = bb_app_slip(ui->app, &text);
    if (err) {
        bb_buf_done(&text);
        return err;
    }
    free(state->text);
    state->text = bb_buf_take(&text);
    bb_reader_clear(&state->reader);
    char *copy = bb_strdup(state->text), *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        bb_reader_add(&state->reader, NULL, line, BB_LOOK_PLAIN);
    free(copy);
    return NULL;
}

static const struct bb_err *slip_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)opaque, (void)arg;
    return bb_app_may(ui->app, BB_USE_SESSION_LIST);
}

static void slip_close(struct bb_ui *ui, void *opaque)
{
    struct slip *state = opaque;
    (void)ui;
    bb_reader_done(&state->reader);
    free(state->text);
}

static void slip_draw(struct bb_ui *ui, void *opaque)
{
    bb_reader_draw(ui, &((struct slip *)opaque)->reader, &ui->body);
}

/* Day and minute, so that an earlier one stays as it was signed. */
static void slip_out(struct bb_ui *ui, const struct slip *state, bool to_printer)
{
    struct bb_buf name = {0};
    char at[BB_AT_BYTES], day[BB_DAY_BYTES];
    const struct bb_desk *desk = bb_app_desk(ui->app);
    bb_at_format_clock(at, bb_app_now(ui->app));
    bb_buf_printf(&name, "slip-%s-%s-%.2s%.2s", desk ? desk->code : "all",
                  bb_day_format(day, bb_app_today(ui->app)), at, at + 3);
    const struct bb_err *err = bb_app_print_note(ui->app, "slip");
    if (err)
        bb_ui_tell(ui, err);
    else
        bb_show_print(ui, bb_buf_text(&name), state->text, to_printer);
    bb_buf_done(&name);
}

static unsigned slip_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct slip *state = opaque;
    (void)input;
    if (action != BB_ACTION_REFER_SLIP && action != BB_ACTION_REFER_FILE)
        return bb_reader_handle(&state->reader, action);
    slip_out(ui, state, action == BB_ACTION_REFER_SLIP);
    return BB_REDRAW;
}

const struct bb_screen bb_screen_slip = {
    .state_bytes = sizeof(struct slip),
    .open = slip_open,
    .close = slip_close,
    .reload = slip_reload,
    .draw = slip_draw,
    .handle = slip_handle,
};
