/* One problem: how it stands, its fields, its history; and why its deadline is that day. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/show.h"
#include "bangban/ui/step.h"
#include "bangban/ui/voiding.h"

struct issue_view {
    char *id;
    struct bb_issue row;
    struct bb_reader reader;
};

static const struct bb_err *view_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)ui;
    ((struct issue_view *)opaque)->id = bb_strdup(arg);
    return NULL;
}

static void view_close(struct bb_ui *ui, void *opaque)
{
    struct issue_view *state = opaque;
    (void)ui;
    bb_issue_done(&state->row);
    bb_reader_done(&state->reader);
    free(state->id);
}

static void view_draw(struct bb_ui *ui, void *opaque)
{
    bb_reader_draw(ui, &((struct issue_view *)opaque)->reader, &ui->body);
}

static const struct bb_err *view_load(struct bb_ui *ui, struct issue_view *state)
{
    struct bb_issue row = {0};
    BB_TRY(bb_app_issue_load(ui->app, state->id, &row));
    bb_issue_done(&state->row);
    state->row = row;
    bb_reader_clear(&state->reader);
    return NULL;
}

static const struct bb_err *issue_reload(struct bb_ui *ui, void *opaque)
{
    struct issue_view *state = opaque;
    struct bb_buf title = {0};
    BB_TRY(view_load(ui, state));
    bb_show_standing(ui, &state->row, &title);
    bb_reader_head(&state->reader, bb_buf_text(&title));
    bb_buf_done(&title);
    if (state->row.contested)
        bb_reader_add(&state->reader, NULL,
                      _("Decided in two places: a person must check this line."), BB_LOOK_ERROR);
    bb_show_record(ui, &state->reader, &bb_issue_record, &state->row);
    return bb_show_history(ui, &state->reader, &bb_issue_record, state->row.id);
}

static unsigned issue_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct issue_view *state = opaque;
    enum bb_event_kind step = bb_step_of_action(action);
    (void)input;
    if (step != BB_EVENT_NONE) {
        bb_step_begin(ui, &state->row, step);
        return BB_REDRAW;
    }
    switch ((int)action) {
    case BB_ACTION_STEPS:
        bb_ui_push(ui, BB_SCREEN_STEPS, state->id);
        return BB_REDRAW;
    case BB_ACTION_WHY:
        bb_ui_push(ui, BB_SCREEN_WHY, state->id);
        return BB_REDRAW;
    case BB_ACTION_VOID:
        bb_ui_push(ui, BB_SCREEN_VOID,
                   &(struct bb_voiding){BB_VOIDING_ISSUE, state->row.id, state->row.no,
                                        state->row.description, state->row.heads});
        return BB_REDRAW;
    }
    return bb_reader_handle(&state->reader, action);
}

static const char *issue_selected(void *opaque)
{
    return ((struct issue_view *)opaque)->id;
}

const struct bb_screen bb_screen_issue = {
    .state_bytes = sizeof(struct issue_view),
    .open = view_open,
    .close = view_close,
    .reload = issue_reload,
    .draw = view_draw,
    .handle = issue_handle,
    .selected = issue_selected,
};

/* ---- why ---- */

static void add_day(struct bb_ui *ui, struct bb_reader *reader, const struct bb_why_day *day,
                    int number)
{
    static const char *const weekdays[] = {"",        N_("Mon"), N_("Tue"), N_("Wed"),
                                           N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")};
    struct bb_buf label = {0}, text = {0};
    bb_show_day(ui, &label, day->day);
    bb_buf_printf(&label, " %s", _(weekdays[bb_day_weekday(day->day)]));
    if (day->counted)
        bb_buf_printf(&text, _("counted, day %d"), number);
    else
        bb_buf_str(&text, _("skipped"));
    bb_buf_printf(&text, "  %s", bb_why_label(day->reason));
    if (day->name)
        bb_buf_printf(&text, "  %s", day->name);
    if (day->notice)
        bb_buf_printf(&text, "（%s）", day->notice);
    bb_reader_add(reader, bb_buf_text(&label), bb_buf_text(&text),
                  day->counted ? BB_LOOK_PLAIN : BB_LOOK_QUIET);
    bb_buf_done(&label);
    bb_buf_done(&text);
}

static const struct bb_err *why_reload(struct bb_ui *ui, void *opaque)
{
    struct issue_view *state = opaque;
    struct bb_why why = {0};
    struct bb_buf title = {0};
    char due[BB_DAY_BYTES], from[BB_DAY_BYTES];
    BB_TRY(view_load(ui, state));
    const struct bb_issue *row = &state->row;
    const struct bb_err *err = bb_app_issue_why(ui->app, row, &why);
    if (err) { /* said where the days would stand: the screen itself can be read */
        bb_reader_head(&state->reader, err->text);
        return NULL;
    }
    bb_buf_printf(
        &title, _("%s  due %s, counted from %s"), row->no, bb_day_format(due, row->due_day),
        bb_day_format(from, bb_day_of(row->due_from_at ? row->due_from_at : row->happened_at)));
    bb_reader_head(&state->reader, bb_buf_text(&title));
    bb_buf_clear(&title);
    if (row->due_named)
        bb_buf_str(&title, _("A person named this day; the days are counted for information."));
    else
        bb_show_field(ui, bb_record_field(&bb_issue_record, "due_rule"), row, &title);
    bb_reader_add(&state->reader, NULL, bb_buf_text(&title), BB_LOOK_PLAIN);
    bb_buf_done(&title);
    int number = 0;
    for (size_t i = 0; i < why.count; i++)
        add_day(ui, &state->reader, &why.days[i], number += why.days[i].counted);
    bb_why_done(&why);
    return NULL;
}

static unsigned why_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                           const struct bb_input *input)
{
    (void)ui, (void)input;
    return bb_reader_handle(&((struct issue_view *)opaque)->reader, action);
}

const struct bb_screen bb_screen_why = {
    .state_bytes = sizeof(struct issue_view),
    .open = view_open,
    .close = view_close,
    .reload = why_reload,
    .draw = view_draw,
    .handle = why_handle,
};
