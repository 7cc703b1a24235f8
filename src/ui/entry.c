/* The entry forms of the registers: one shape, a table of fields for each, saved by one use case
 * each. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/register.h"
#include "bangban/ui/show.h"
#include "bangban/view/picker.h"

enum { SPECS_MAX = 8, DAY_CHARS = 12, NUMBER_CHARS = 8 };

static const char *const complexity[] = {N_("Simple"), N_("Complex"), NULL};

#define TEXT_SPEC(key, label, row, chars)                          \
    {                                                              \
        key, label, BB_FIELD_TEXT, row, chars, BB_CODES_NONE, NULL \
    }
#define PICK_SPEC(key, label, row)                               \
    {                                                            \
        key, label, BB_FIELD_PICKER, row, 0, BB_CODES_NONE, NULL \
    }
#define CODE_SPEC(key, label, row, codes)                \
    {                                                    \
        key, label, BB_FIELD_CHOICE, row, 0, codes, NULL \
    }
static const struct {
    const char *title, *name; /* name: of its draft */
    const struct bb_record *record;
    size_t count;
    struct bb_field_spec specs[SPECS_MAX];
} kinds[] = {
    [BB_ENTRY_CONTACT] = {N_("The client was contacted"),
                          "contact",
                          &bb_rating_record,
                          2,
                          {TEXT_SPEC("contact_note", N_("What the client said"), 0, 0),
                           {"complex", N_("Complex"), BB_FIELD_CHOICE, 1, 0, BB_CODES_NONE,
                            complexity}}},
    [BB_ENTRY_SETTLE] = {N_("The bad rating is settled"),
                         "settle",
                         &bb_rating_record,
                         1,
                         {TEXT_SPEC("measures", N_("What was done"), 0, 0)}},
    [BB_ENTRY_CALL_BACK] = {N_("The client was called back"),
                            "call-back",
                            &bb_rating_record,
                            2,
                            {CODE_SPEC("call_back", N_("Call-back"), 0, BB_CODES_CALLBACK),
                             TEXT_SPEC("call_note", N_("Said on the call-back"), 1, 0)}},
    [BB_ENTRY_SIGN_IN] = {N_("Sign in to a shift"),
                          "sign-in",
                          &bb_shift_record,
                          2,
                          {PICK_SPEC("supervisor", N_("Supervised by"), 0),
                           TEXT_SPEC("note", N_("Note"), 1, 0)}},
    [BB_ENTRY_SIGN_OUT] = {N_("Sign out of the shift"),
                           "sign-out",
                           &bb_shift_record,
                           1,
                           {TEXT_SPEC("note", N_("Note"), 0, 0)}},
    [BB_ENTRY_DUTY] = {N_("Put on duty"),
                       "duty",
                       &bb_duty_record,
                       5,
                       {TEXT_SPEC("day", N_("Day"), 0, DAY_CHARS), PICK_SPEC("desk", N_("Desk"), 1),
                        PICK_SPEC("person", N_("On duty"), 2),
                        CODE_SPEC("staffing", N_("From where"), 3, BB_CODES_STAFFING),
                        TEXT_SPEC("note", N_("Note"), 4, 0)}},
    [BB_ENTRY_PHONE] = {N_("Register a consult phone"),
                        "phone",
                        &bb_phone_record,
                        5,
                        {TEXT_SPEC("number", N_("Consult phone"), 0, 20),
                         PICK_SPEC("unit", N_("Unit"), 1), PICK_SPEC("item", N_("Item"), 2),
                         TEXT_SPEC("valid_from", N_("Valid from"), 3, DAY_CHARS),
                         TEXT_SPEC("valid_to", N_("Valid to"), 4, DAY_CHARS)}},
    [BB_ENTRY_CALL] = {N_("Log a call"),
                       "call",
                       &bb_phone_call_record,
                       4,
                       {PICK_SPEC("number", N_("Consult phone"), 0),
                        CODE_SPEC("result", N_("Call"), 1, BB_CODES_CALL),
                        PICK_SPEC("item", N_("Item"), 2), TEXT_SPEC("note", N_("Note"), 3, 0)}},
    [BB_ENTRY_CALLS] = {N_("Count the calls of a month"),
                        "calls",
                        &bb_phone_count_record,
                        5,
                        {TEXT_SPEC("number", N_("Consult phone"), 0, 20),
                         TEXT_SPEC("month", N_("Month"), 1, NUMBER_CHARS),
                         TEXT_SPEC("offered", N_("Calls"), 2, NUMBER_CHARS),
                         TEXT_SPEC("answered", N_("Answered"), 3, NUMBER_CHARS),
                         TEXT_SPEC("solved", N_("Of these solved"), 4, NUMBER_CHARS)}},
    [BB_ENTRY_PROJECT] = {N_("Take a project in"),
                          "project",
                          &bb_project_record,
                          7,
                          {TEXT_SPEC("enterprise", N_("Enterprise"), 0, 0),
                           TEXT_SPEC("name", N_("Project"), 1, 0),
                           TEXT_SPEC("credit_code", N_("Credit code"), 2, 18),
                           CODE_SPEC("station", N_("Station"), 3, BB_CODES_STATION),
                           TEXT_SPEC("park", N_("Industrial park"), 4, 0),
                           PICK_SPEC("agent", N_("Agent"), 5),
                           CODE_SPEC("service", N_("Kind of service"), 6, BB_CODES_SERVICE)}},
    [BB_ENTRY_PROJECT_STEP] = {N_("Carry the project on"),
                               "project-step",
                               &bb_project_record,
                               8,
                               {CODE_SPEC("state", N_("State"), 0, BB_CODES_PROJECT),
                                TEXT_SPEC("why", N_("Why"), 1, 0),
                                CODE_SPEC("milestone", N_("Milestone"), 2, BB_CODES_MILESTONE),
                                TEXT_SPEC("milestone_on", N_("Reached on"), 3, DAY_CHARS),
                                TEXT_SPEC("entrusted_on", N_("Entrusted on"), 4, DAY_CHARS),
                                TEXT_SPEC("entrustment", N_("Entrustment"), 5, 0),
                                TEXT_SPEC("land_on", N_("Land on"), 6, DAY_CHARS),
                                TEXT_SPEC("start_on", N_("Building began"), 7, DAY_CHARS)}},
    [BB_ENTRY_KB_DUTY] = {N_("Owe something to the knowledge base"),
                          "kb-duty",
                          &bb_kb_duty_record,
                          6,
                          {CODE_SPEC("duty", N_("What is owed"), 0, BB_CODES_KB_DUTY),
                           TEXT_SPEC("topic", N_("About"), 1, 0), PICK_SPEC("item", N_("Item"), 2),
                           PICK_SPEC("unit", N_("Unit"), 3), PICK_SPEC("owner", N_("Owner"), 4),
                           TEXT_SPEC("due_on", N_("Due"), 5, DAY_CHARS)}},
    [BB_ENTRY_KB_DONE] = {N_("The knowledge was delivered"),
                          "kb-done",
                          &bb_kb_duty_record,
                          1,
                          {TEXT_SPEC("result", N_("What was done"), 0, 0)}},
};
_Static_assert(sizeof kinds / sizeof *kinds == BB_ENTRY__COUNT, "one row per entry form");

struct entry {
    enum bb_entry_kind kind;
    char *id;
    struct bb_form *form;
    struct bb_picker *pickers[SPECS_MAX];
    struct bb_formdraft draft;
};

/* ---- candidates ---- */

static const struct bb_err *people(struct bb_ui *ui, struct bb_picker *out)
{
    const struct bb_person *rows;
    size_t count;
    BB_TRY(bb_app_people(ui->app, &rows, &count));
    for (size_t i = 0; i < count; i++)
        bb_picker_add(out, &(struct bb_picker_entry){rows[i].code, rows[i].name,
                                                     bb_code_label(BB_CODES_ROLE, rows[i].role),
                                                     rows[i].code, NULL, NULL, NULL});
    return NULL;
}

static const struct bb_err *desks(struct bb_ui *ui, struct bb_picker *out)
{
    const struct bb_desk *rows;
    size_t count;
    BB_TRY(bb_app_desks(ui->app, &rows, &count));
    for (size_t i = 0; i < count; i++)
        bb_picker_add(out, &(struct bb_picker_entry){rows[i].code, rows[i].name, rows[i].code,
                                                     rows[i].code, NULL, NULL, NULL});
    return NULL;
}

static const struct bb_err *units(struct bb_ui *ui, struct bb_picker *out)
{
    const struct bb_unit *rows;
    size_t count;
    BB_TRY(bb_app_units(ui->app, &rows, &count));
    for (size_t i = 0; i < count; i++)
        bb_picker_add(out, &(struct bb_picker_entry){rows[i].code, rows[i].name, rows[i].code,
                                                     rows[i].code, NULL, NULL, NULL});
    return NULL;
}

static const struct bb_err *add_phone(void *ctx, void *row)
{
    const struct bb_phone *phone = row;
    bb_picker_add(ctx, &(struct bb_picker_entry){phone->number, phone->number, phone->unit,
                                                 phone->number, NULL, NULL, NULL});
    return NULL;
}

static const struct bb_err *picker_for(struct bb_ui *ui, const char *key, struct bb_picker **out)
{
    enum { SHOWN = 24 };
    if (strcmp(key, "item") == 0)
        return bb_show_items(ui, out);
    *out = bb_picker_new(SHOWN);
    if (strcmp(key, "number") == 0)
        return bb_app_phones_today(ui->app, &(struct bb_sink){add_phone, *out});
    return strcmp(key, "desk") == 0   ? desks(ui, *out)
           : strcmp(key, "unit") == 0 ? units(ui, *out)
                                      : people(ui, *out);
}

/* ---- the form ---- */

/* What a call most often is: solved, on the phone of this desk; what is left is the item. */
static void begin_call(struct bb_ui *ui, struct bb_form *form)
{
    char *number = NULL;
    bb_ui_tell(ui, bb_app_desk_phone(ui->app, &number));
    bb_form_set_choice(form, "result", BB_CALL_SOLVED);
    if (number) {
        bb_form_set_picked(form, "number", number, number);
        bb_form_focus_on(form, "item");
    }
    free(number);
}

static void begin(struct bb_ui *ui, struct entry *state)
{
    char day[BB_DAY_BYTES];
    bb_form_free(state->form);
    state->form = bb_form_new(kinds[state->kind].specs, kinds[state->kind].count);
    for (size_t i = 0; i < kinds[state->kind].count; i++) {
        const struct bb_field_spec *spec = &kinds[state->kind].specs[i];
        if (spec->kind == BB_FIELD_PICKER) {
            bb_form_set_picker(state->form, spec->key, state->pickers[i]);
            bb_form_set_hint(state->form, spec->key,
                             strcmp(spec->key, "item") == 0
                                 ? _("Initials, Chinese or code; may stay empty.")
                                 : _("Initials, Chinese or code."));
        }
        if (spec->max_chars == DAY_CHARS)
            bb_form_set_hint(state->form, spec->key, _("A day: 2026-12-10."));
        if (strcmp(spec->key, "month") == 0)
            bb_form_set_hint(state->form, spec->key, _("A month: 2026-11."));
    }
    bb_day_format(day, bb_app_today(ui->app));
    if (state->kind == BB_ENTRY_DUTY)
        bb_form_set_text(state->form, "day", day);
    if (state->kind == BB_ENTRY_PHONE)
        bb_form_set_text(state->form, "valid_from", day);
    if (state->kind == BB_ENTRY_CALL)
        begin_call(ui, state->form);
    if (state->kind == BB_ENTRY_CONTACT)
        bb_form_set_choice(state->form, "complex", 1);
}

static const struct bb_err *entry_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct entry *state = opaque;
    const struct bb_entry_for *what = arg;
    struct bb_buf name = {0};
    state->kind = what->kind;
    for (size_t i = 0; i < kinds[state->kind].count; i++)
        if (kinds[state->kind].specs[i].kind == BB_FIELD_PICKER)
            BB_TRY(picker_for(ui, kinds[state->kind].specs[i].key, &state->pickers[i]));
    state->id = what->id ? bb_strdup(what->id) : NULL;
    begin(ui, state);
    bb_buf_printf(&name, "entry %s %s", kinds[state->kind].name, state->id ? state->id : "");
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&name), state->form);
    bb_buf_done(&name);
    return NULL;
}

static void entry_tick(struct bb_ui *ui, void *opaque)
{
    struct entry *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->form);
}

static void entry_close(struct bb_ui *ui, void *opaque)
{
    struct entry *state = opaque;
    bb_formdraft_close(ui, &state->draft, state->form,
                       _("Nothing was entered. What you typed is kept as a draft."));
    bb_form_free(state->form);
    for (size_t i = 0; i < SPECS_MAX; i++)
        bb_picker_free(state->pickers[i]);
    free(state->id);
}

static void entry_draw(struct bb_ui *ui, void *opaque)
{
    enum { ROWS = 14, COLS_MAX = 72 };
    struct entry *state = opaque;
    struct bb_rect area = bb_ui_box(ui, ROWS, COLS_MAX, _(kinds[state->kind].title));
    bb_formview_draw(ui, state->form, &area);
}

/* ---- saving ---- */

/* One field of the form into the row; false: its error is at the field. */
static bool field_read(struct bb_form *form, const struct bb_field_spec *spec,
                       const struct bb_record *record, void *row)
{
    const struct bb_field *field = bb_record_field(record, spec->key);
    const char *text = bb_form_text(form, spec->key);
    const struct bb_err *err = NULL;
    if (spec->kind == BB_FIELD_CHOICE) {
        int choice = bb_form_choice(form, spec->key);
        *bb_field_int(field, row) = field->type == BB_TYPE_BOOL ? choice == 2 : choice;
    } else if (spec->kind == BB_FIELD_PICKER) {
        const char *picked = bb_form_picked(form, spec->key);
        if (!picked && *text) {
            bb_form_set_error(form, spec->key,
                              _("Choose one with Enter, or empty the field with Ctrl-U."));
            return false;
        }
        bb_strset(bb_field_text(field, row), picked);
    } else {
        err = bb_field_parse(field, row, text);
    }
    if (err)
        bb_form_set_error(form, spec->key, err->text);
    return !err;
}

static const struct bb_err *keep(struct bb_ui *ui, const struct entry *state, void *row,
                                 struct bb_problems *problems)
{
    struct bb_shift out = {0};
    const struct bb_err *err;
    switch (state->kind) {
    case BB_ENTRY_CONTACT:
        return bb_app_rating_step(ui->app, state->id, BB_EVENT_RATING_CONTACT, row, problems);
    case BB_ENTRY_SETTLE:
        return bb_app_rating_step(ui->app, state->id, BB_EVENT_RATING_SETTLE, row, problems);
    case BB_ENTRY_CALL_BACK:
        return bb_app_rating_step(ui->app, state->id, BB_EVENT_RATING_CALL, row, problems);
    case BB_ENTRY_SIGN_IN:
        return bb_app_shift_in(ui->app, row, problems);
    case BB_ENTRY_SIGN_OUT:
        err = bb_app_shift_out(ui->app, ((struct bb_shift *)row)->note, &out);
        bb_record_done(&bb_shift_record, &out);
        return err;
    case BB_ENTRY_DUTY:
        return bb_app_duty_add(ui->app, row, problems);
    case BB_ENTRY_CALL:
        return bb_app_call_add(ui->app, row, 0, problems);
    case BB_ENTRY_PHONE:
        return bb_app_phone_add(ui->app, row, problems);
    case BB_ENTRY_PROJECT:
        return bb_app_project_add(ui->app, row, problems);
    case BB_ENTRY_PROJECT_STEP:
        return bb_app_project_step(ui->app, state->id, row, problems);
    case BB_ENTRY_KB_DUTY:
        return bb_app_kb_duty_add(ui->app, row, problems);
    case BB_ENTRY_KB_DONE:
        return bb_app_kb_duty_done(ui->app, state->id, ((struct bb_kb_duty *)row)->result,
                                   problems);
    default:
        return bb_app_phone_count_add(ui->app, row, problems);
    }
}

static unsigned save(struct bb_ui *ui, struct entry *state)
{
    const struct bb_record *record = kinds[state->kind].record;
    struct bb_problems problems = {0};
    void *row = bb_alloc(record->bytes);
    bool read = true;
    const struct bb_err *err = NULL;
    bb_form_clear_errors(state->form);
    for (size_t i = 0; i < kinds[state->kind].count; i++)
        read = field_read(state->form, &kinds[state->kind].specs[i], record, row) && read;
    if (read)
        err = keep(ui, state, row, &problems);
    bb_record_done(record, row);
    free(row);
    if (!read) {
        bb_form_first_error(state->form);
        return BB_REDRAW;
    }
    if (err) {
        bb_formview_refuse(ui, state->form, err, &problems);
        return BB_REDRAW;
    }
    bb_form_mark(state->form);
    bb_ui_say(ui, _("Saved. Ctrl-Z undoes."));
    return BB_POP | BB_RELOAD;
}

static unsigned entry_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct entry *state = opaque;
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
    case BB_ACTION_UNDO:
        bb_formdraft_undo(ui, &state->draft, state->form);
        return BB_REDRAW;
    }
    return bb_formview_handle(state->form, action, input);
}

static bool entry_typing(const void *opaque)
{
    (void)opaque;
    return true;
}

const struct bb_screen bb_screen_entry = {
    .state_bytes = sizeof(struct entry),
    .form_at = offsetof(struct entry, form),
    .overlay = true,
    .open = entry_open,
    .close = entry_close,
    .draw = entry_draw,
    .handle = entry_handle,
    .typing = entry_typing,
    .tick = entry_tick,
};
