/* What a supervisor decides about a leader: a visit is planned, a quota waived. Two small forms of
 * one shape. */
#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/leaders.h"
#include "bangban/ui/show.h"

enum { DAY_CHARS = 12 };

static const struct bb_field_spec plan_specs[] = {
    {"day", N_("Day"), BB_FIELD_TEXT, 0, DAY_CHARS, BB_CODES_NONE, NULL},
    {"item", N_("Item"), BB_FIELD_PICKER, 1, 0, BB_CODES_NONE, NULL},
    {"place", N_("Place"), BB_FIELD_TEXT, 2, 0, BB_CODES_NONE, NULL},
    {"note", N_("Note"), BB_FIELD_TEXT, 3, 0, BB_CODES_NONE, NULL},
};
static const struct bb_field_spec waive_specs[] = {
    {"tier", N_("Tier"), BB_FIELD_CHOICE, 0, 0, BB_CODES_TIER, NULL},
    {"day", N_("Day of the period"), BB_FIELD_TEXT, 1, DAY_CHARS, BB_CODES_NONE, NULL},
    {"reason", N_("Reason"), BB_FIELD_TEXT, 2, 0, BB_CODES_NONE, NULL},
};

struct decide {
    bool waive; /* else a plan */
    struct bb_form *form;
    struct bb_picker *items; /* plan */
    struct bb_formdraft draft;
    char *person;
    int64_t tier;
};

static void begin(struct bb_ui *ui, struct decide *state)
{
    char day[BB_DAY_BYTES];
    bb_form_free(state->form);
    state->form = state->waive ? bb_form_new(waive_specs, sizeof waive_specs / sizeof *waive_specs)
                               : bb_form_new(plan_specs, sizeof plan_specs / sizeof *plan_specs);
    if (state->waive) {
        bb_form_set_choice(state->form, "tier", (int)state->tier);
        bb_form_set_text(state->form, "day", bb_day_format(day, bb_app_today(ui->app)));
        bb_form_set_hint(state->form, "day", _("Any day of the period that is waived: 12-10."));
        bb_form_set_hint(state->form, "reason",
                         _("Why nothing is owed for the period; it stands in the list."));
        bb_form_focus_on(state->form, "reason");
    } else {
        bb_form_set_picker(state->form, "item", state->items);
        bb_form_set_hint(state->form, "day", _("12-10, or 2026-12-10."));
        bb_form_set_hint(state->form, "item", _("Initials, Chinese or code; may stay empty."));
        bb_form_set_hint(state->form, "place", _("May stay empty."));
        bb_form_set_hint(state->form, "note", _("May stay empty."));
    }
}

static const struct bb_err *decide_open(struct bb_ui *ui, struct decide *state, const char *form,
                                        const struct bb_visit_for *what)
{
    struct bb_buf name = {0};
    if (!what->person)
        return bb_err(BB_ERR_NOTHING_SELECTED, NULL);
    BB_TRY(bb_show_items(ui, &state->items));
    state->person = bb_strdup(what->person);
    state->tier = what->tier;
    begin(ui, state);
    bb_buf_printf(&name, "%s %s", form, what->person);
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->form);
    bb_buf_done(&name);
    return NULL;
}

static const struct bb_err *plan_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    return decide_open(ui, opaque, "vplan", arg);
}

static const struct bb_err *waive_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct decide *state = opaque;
    state->waive = true;
    return decide_open(ui, state, "waive", arg);
}

static void decide_tick(struct bb_ui *ui, void *opaque)
{
    struct decide *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->form);
}

static void decide_close(struct bb_ui *ui, void *opaque)
{
    struct decide *state = opaque;
    bb_formdraft_close(ui, &state->draft, state->form,
                       state->waive ? _("Nothing was waived. What you typed is kept as a draft.")
                                    : _("Nothing was planned. What you typed is kept as a draft."));
    bb_form_free(state->form);
    bb_picker_free(state->items);
    free(state->person);
}

static void decide_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 14, COLS_MAX = 72 };
    struct decide *state = opaque;
    struct bb_rect area = bb_ui_box(
        ui, ROWS, COLS_MAX, bb_screen_title(state->waive ? BB_SCREEN_WAIVE : BB_SCREEN_VPLAN));
    struct bb_buf text = {0}, organiser = {0};
    bb_ui_tell(ui, bb_show_organiser(ui, state->person, &organiser));
    bb_buf_str(&text, bb_show_person(ui, state->person));
    if (!state->waive) {
        bb_buf_str(&text, "  ");
        bb_buf_printf(&text, _("organised by: %s"), bb_buf_text(&organiser));
    }
    bb_paint_some(area.y, area.x, area.cols, bb_buf_text(&text), BB_LOOK_TITLE);
    bb_buf_done(&text);
    bb_buf_done(&organiser);
    area.y += 2;
    area.rows -= 2;
    bb_formview_draw(ui, state->form, &area);
}

/* "2026-12-10", or "12-10" of this year; ahead: the next such day. 0: neither. */
static int64_t day_of(struct bb_ui *ui, const char *text, bool ahead)
{
    int64_t day = 0, today = bb_app_today(ui->app);
    int month, number, end = 0, year = bb_day_civil(today).year;
    if (!bb_day_parse(&day, text))
        return day;
    if (!isdigit((unsigned char)*text) || sscanf(text, "%2d-%2d%n", &month, &number, &end) != 2 ||
        text[end])
        return 0;
    day = bb_civil_is_valid(year, month, number) ? bb_day_make(year, month, number) : 0;
    if (ahead && day < today)
        day = bb_civil_is_valid(year + 1, month, number) ? bb_day_make(year + 1, month, number) : 0;
    return day;
}

static void set_text(char **slot, const char *text)
{
    bb_strset(slot, *text ? text : NULL);
}

static const struct bb_err *save_plan(struct bb_ui *ui, struct decide *state,
                                      struct bb_problems *problems, struct bb_buf *said)
{
    struct bb_vplan plan = {.day = day_of(ui, bb_form_text(state->form, "day"), true)};
    bb_strset(&plan.person, state->person);
    bb_strset(&plan.item, bb_form_picked(state->form, "item"));
    set_text(&plan.place, bb_form_text(state->form, "place"));
    set_text(&plan.note, bb_form_text(state->form, "note"));
    const struct bb_err *err = bb_app_vplan_add(ui->app, &plan, problems);
    if (!err) {
        char day[BB_DAY_BYTES];
        bb_buf_printf(said, _("Planned for %s: %s. Ctrl-Z undoes."), bb_day_format(day, plan.day),
                      bb_show_person(ui, state->person));
    }
    bb_record_done(&bb_vplan_record, &plan);
    return err;
}

static const struct bb_err *save_waiver(struct bb_ui *ui, struct decide *state,
                                        struct bb_problems *problems, struct bb_buf *said)
{
    struct bb_waiver waiver = {.tier = bb_form_choice(state->form, "tier"),
                               .day = day_of(ui, bb_form_text(state->form, "day"), false)};
    bb_strset(&waiver.person, state->person);
    set_text(&waiver.reason, bb_form_text(state->form, "reason"));
    const struct bb_err *err = bb_app_waiver_add(ui->app, &waiver, problems);
    if (!err)
        bb_buf_printf(said, _("Waived for %s: %s. Ctrl-Z undoes."),
                      bb_show_person(ui, state->person), bb_code_label(BB_CODES_TIER, waiver.tier));
    bb_record_done(&bb_waiver_record, &waiver);
    return err;
}

static unsigned save(struct bb_ui *ui, struct decide *state)
{
    struct bb_problems problems = {0};
    struct bb_buf said = {0};
    bb_form_clear_errors(state->form);
    if (!state->waive && !bb_form_picked(state->form, "item") &&
        *bb_form_text(state->form, "item")) {
        bb_form_set_error(state->form, "item",
                          _("Choose an item with Enter, or empty the field with Ctrl-U."));
        bb_form_first_error(state->form);
        return BB_REDRAW;
    }
    const struct bb_err *err = state->waive ? save_waiver(ui, state, &problems, &said)
                                            : save_plan(ui, state, &problems, &said);
    if (err) {
        bb_formview_refuse(ui, state->form, err, &problems);
    } else {
        bb_form_mark(state->form);
        bb_ui_say(ui, bb_buf_text(&said));
    }
    bb_buf_done(&said);
    return err ? BB_REDRAW : BB_POP | BB_RELOAD;
}

static unsigned decide_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                              const struct bb_input *input)
{
    struct decide *state = opaque;
    switch ((int)action) {
    case BB_ACTION_SAVE:
        return save(ui, state);
    case BB_ACTION_EMPTY:
        if (bb_formdraft_drop(&state->draft, state->form)) {
            begin(ui, state);
            bb_formdraft_saved(&state->draft, state->form);
            bb_ui_say(ui, _("The form is empty. Ctrl-Z brings the text back."));
        }
        return BB_REDRAW;
    case BB_ACTION_UNDO: /* never the last act: one is busy with this one */
        bb_formdraft_undo(ui, &state->draft, state->form);
        return BB_REDRAW;
    }
    return bb_formview_handle(state->form, action, input);
}

static bool decide_typing(const void *state)
{
    (void)state;
    return true;
}

const struct bb_screen bb_screen_vplan = {
    .state_bytes = sizeof(struct decide),
    .form_at = offsetof(struct decide, form),
    .overlay = true,
    .open = plan_open,
    .close = decide_close,
    .draw = decide_draw,
    .handle = decide_handle,
    .typing = decide_typing,
    .tick = decide_tick,
};
const struct bb_screen bb_screen_waive = {
    .state_bytes = sizeof(struct decide),
    .form_at = offsetof(struct decide, form),
    .overlay = true,
    .open = waive_open,
    .close = decide_close,
    .draw = decide_draw,
    .handle = decide_handle,
    .typing = decide_typing,
    .tick = decide_tick,
};
