/* One row of late entry: its fields, from defaults and typed text to a past session that is
 * checked.
 */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/show.h"
#include "late_form.h"

enum { DAY_CHARS = 10, CLOCK_CHARS = 5, MINUTES_CHARS = 3, QUANTITY_CHARS = 5, NOTE_CHARS = 20000 };

/* Keys are names of the record's fields where there is one, so that refusals find them. */
static const struct bb_field_spec specs[] = {
    {"day", N_("Day"), BB_FIELD_TEXT, 0, DAY_CHARS, BB_CODES_NONE, NULL},
    {"happened_at", N_("Time"), BB_FIELD_TEXT, 0, CLOCK_CHARS, BB_CODES_NONE, NULL},
    {"item", N_("Item"), BB_FIELD_PICKER, 0, 0, BB_CODES_NONE, NULL},
    {"closed_at", N_("Minutes"), BB_FIELD_TEXT, 1, MINUTES_CHARS, BB_CODES_NONE, NULL},
    {"outcome", N_("Outcome"), BB_FIELD_CHOICE, 1, 0, BB_CODES_OUTCOME, NULL},
    {"category", N_("Category"), BB_FIELD_CHOICE, 1, 0, BB_CODES_CATEGORY, NULL},
    {"no_item", N_("Without item"), BB_FIELD_CHOICE, 1, 0, BB_CODES_NO_ITEM, NULL},
    {"channel", N_("Channel"), BB_FIELD_CHOICE, 2, 0, BB_CODES_CHANNEL, NULL},
    {"zone", N_("Place"), BB_FIELD_CHOICE, 2, 0, BB_CODES_ZONE, NULL},
    {"client_kind", N_("Client"), BB_FIELD_CHOICE, 2, 0, BB_CODES_CLIENT, NULL},
    {"quantity", N_("Quantity"), BB_FIELD_TEXT, 2, QUANTITY_CHARS, BB_CODES_NONE, NULL},
    {"helper", N_("Helper"), BB_FIELD_PICKER, 3, 0, BB_CODES_NONE, NULL},
    {"note", N_("Note"), BB_FIELD_TEXT, 3, NOTE_CHARS, BB_CODES_NONE, NULL},
};
static const char *const choices[] = {"outcome", "category", "no_item",
                                      "channel", "zone",     "client_kind"};
/* What one sheet of paper has in common. */
static const char *const kept_choices[] = {"channel", "zone", "client_kind"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

const struct bb_err *bb_late_pickers(struct bb_ui *ui, struct late_pickers *out)
{
    enum { SHOWN = 24 };
    const struct bb_person *people;
    size_t count;
    BB_TRY(bb_app_people(ui->app, &people, &count));
    BB_TRY(bb_show_items(ui, &out->items));
    out->people = bb_picker_new(SHOWN);
    for (size_t i = 0; i < count; i++)
        if (people[i].role == BB_ROLE_STAFF || people[i].role == BB_ROLE_VOLUNTEER ||
            people[i].role == BB_ROLE_SUPERVISOR)
            bb_picker_add(out->people,
                          &(struct bb_picker_entry){people[i].code, people[i].name,
                                                    bb_code_label(BB_CODES_ROLE, people[i].role),
                                                    people[i].code, NULL, NULL, NULL});
    return NULL;
}

struct bb_form *bb_late_form_new(struct bb_ui *ui, const struct late_pickers *pickers,
                                 struct bb_form *before)
{
    struct bb_form *form = bb_form_new(specs, COUNT(specs));
    struct bb_session defaults = {0};
    bb_app_session_defaults(ui->app, &defaults);
    bb_form_set_picker(form, "item", pickers->items);
    bb_form_set_picker(form, "helper", pickers->people);
    for (size_t i = 0; i < COUNT(choices); i++) {
        const struct bb_field *field = bb_record_field(&bb_session_record, choices[i]);
        bb_form_set_choice(form, choices[i], (int)*bb_field_int(field, &defaults));
    }
    bb_form_set_picked(form, "helper", defaults.helper, bb_show_person(ui, defaults.helper));
    if (before) {
        bb_form_set_text(form, "day", bb_form_text(before, "day"));
        for (size_t i = 0; i < COUNT(kept_choices); i++)
            bb_form_set_choice(form, kept_choices[i], bb_form_choice(before, kept_choices[i]));
        if (bb_form_picked(before, "helper"))
            bb_form_set_picked(form, "helper", bb_form_picked(before, "helper"),
                               bb_form_text(before, "helper"));
        bb_form_focus_on(form, "happened_at");
    }
    bb_form_hide(form, "helper",
                 bb_app_person(ui->app)->role == BB_ROLE_VOLUNTEER); /* R49: their own */
    bb_session_done(&defaults);
    bb_late_form_settle(ui, form);
    return form;
}

static void set_text(char **slot, const char *text)
{
    bb_strset(slot, text && *text ? text : NULL);
}

/* -1: no number. */
static int64_t number_of(const char *text, int64_t empty)
{
    if (!*text)
        return empty;
    return text[strspn(text, "0123456789")] ? -1 : strtoll(text, NULL, 10);
}

/* Typed and found but not chosen would be lost. */
static void picked_check(struct bb_form *form, const char *key, struct bb_problems *problems)
{
    if (!bb_form_picked(form, key) && *bb_form_text(form, key))
        bb_problem_add(problems, key, _("Choose one with Enter, or empty the field with Ctrl-U."));
}

static void moment_read(struct bb_ui *ui, struct bb_form *form, struct bb_session *out,
                        struct bb_problems *problems)
{
    struct bb_buf day_text = {0}, clock_text = {0};
    int64_t day = 0;
    int seconds = 0;
    bb_text_fold(&day_text, bb_form_text(form, "day"));
    bb_text_fold(&clock_text, bb_form_text(form, "happened_at"));
    if (bb_day_parse_typed(&day, bb_buf_text(&day_text), bb_app_today(ui->app)))
        bb_problem_add(problems, "day",
                       _("Write the day as 11-20, 1120 or 20, or in full with its year."));
    if (bb_clock_parse_typed(&seconds, bb_buf_text(&clock_text)))
        bb_problem_add(problems, "happened_at", _("Write when it began, as 930 or 09:30."));
    out->happened_at = problems->count ? 0 : bb_at_make(day, seconds);
    bb_buf_done(&day_text);
    bb_buf_done(&clock_text);
}

const struct bb_err *bb_late_form_read(struct bb_ui *ui, struct bb_form *form, struct bb_late *out,
                                       struct bb_problems *problems)
{
    struct bb_session *session = &out->session;
    bb_app_session_defaults(ui->app, session);
    session->kind = BB_KIND_NONE;
    for (size_t i = 0; i < COUNT(choices); i++) {
        const struct bb_field *field = bb_record_field(&bb_session_record, choices[i]);
        *bb_field_int(field, session) = bb_form_choice(form, choices[i]);
    }
    session->mode = session->zone == BB_ZONE_WINDOW ? BB_MODE_WINDOW : BB_MODE_GUIDE;
    moment_read(ui, form, session, problems);
    picked_check(form, "item", problems);
    picked_check(form, "helper", problems);
    set_text(&session->item, bb_form_picked(form, "item"));
    if (bb_form_picked(form, "helper"))
        set_text(&session->helper, bb_form_picked(form, "helper"));
    set_text(&session->note, bb_form_text(form, "note"));
    session->quantity = number_of(bb_form_text(form, "quantity"), 1);
    out->minutes = number_of(bb_form_text(form, "closed_at"), 0);
    if (problems->count)
        return bb_err(BB_ERR_RULE, problems->rows[0].sentence, NULL);
    return bb_app_late_check(ui->app, out, problems);
}

void bb_late_form_settle(struct bb_ui *ui, struct bb_form *form)
{
    const char *picked = bb_form_picked(form, "item"), *helper = bb_form_picked(form, "helper");
    const struct bb_item *item = picked ? bb_app_item(ui->app, picked) : NULL;
    const struct bb_person *person = helper ? bb_app_person_of(ui->app, helper) : NULL;
    struct bb_buf hint = {0};
    bb_form_set_hint(form, "day", _("11-20, 1120 or 20; the next row keeps it."));
    bb_form_set_hint(form, "happened_at", _("When it began: 930 or 09:30."));
    bb_form_set_hint(form, "closed_at", _("Minutes it took; may stay empty."));
    if (item)
        bb_buf_printf(&hint, "%s  %s", item->code, bb_show_unit(ui, item->unit_code));
    bb_form_set_hint(form, "item",
                     item ? bb_buf_text(&hint) : _("Initials, Chinese or code; may stay empty."));
    bb_buf_clear(&hint);
    if (person)
        bb_buf_str(&hint, bb_code_label(BB_CODES_KIND, person->role == BB_ROLE_VOLUNTEER
                                                           ? BB_KIND_VOLUNTEER
                                                           : BB_KIND_STAFF));
    bb_form_set_hint(form, "helper",
                     person ? bb_buf_text(&hint) : _("Who helped: initials, Chinese or code."));
    bb_form_hide(form, "no_item", picked != NULL);
    bb_buf_done(&hint);
}
