/* The fields of a leader's visit: from a record into them and back, and what one field says about
 * another. Saves nothing and draws nothing. */
#include "visit_form.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/show.h"

enum { COMPANIONS_CHARS = 3, TICKET_CHARS = 16 };

/* The modes of leaders: the last three of the code list (data.md). */
static const char *const modes[] = {N_("Do it oneself"), N_("Accompany"), N_("Walk through"), NULL};
_Static_assert(BB_MODE_ACCOMPANY == BB_MODE_DO_SELF + 1 && BB_MODE_WALK == BB_MODE_DO_SELF + 2,
               "order of modes");
static const char *const tick[] = {N_("Yes"), NULL};
_Static_assert(BB_SHEET_NONE == 0, "a choice that is not stated");

#define TEXT(key, label, row, chars)                               \
    {                                                              \
        key, label, BB_FIELD_TEXT, row, chars, BB_CODES_NONE, NULL \
    }
#define CODE(key, label, row, codes)                                \
    {                                                               \
        key, label, BB_FIELD_CHOICE, row, 0, BB_CODES_##codes, NULL \
    }
#define WORDS(key, label, row, words)                             \
    {                                                             \
        key, label, BB_FIELD_CHOICE, row, 0, BB_CODES_NONE, words \
    }
#define PICK(key, label, row)                                    \
    {                                                            \
        key, label, BB_FIELD_PICKER, row, 0, BB_CODES_NONE, NULL \
    }
/* clang-format off */
static const struct bb_field_spec specs[VISIT_FIELDS] = {
    PICK("person", N_("Leader"), 0),
    WORDS("mode", N_("Mode"), 0, modes),
    TEXT("companions", N_("Companions"), 0, COMPANIONS_CHARS),
    PICK("item", N_("Item"), 1),
    CODE("focus", N_("Focus"), 1, FOCUS),
    CODE("place_kind", N_("Kind of place"), 2, PLACE),
    TEXT("place", N_("Place"), 2, 0),
    CODE("source", N_("Came by"), 3, SOURCE),
    TEXT("ticket", N_("Ticket"), 3, TICKET_CHARS),
    TEXT("note_consult", N_("Consult"), 4, 0),
    TEXT("note_apply", N_("Apply"), 4, 0),
    TEXT("note_accept", N_("Accept"), 5, 0),
    TEXT("note_review", N_("Review"), 5, 0),
    TEXT("note_conclude", N_("Conclude"), 6, 0),
    TEXT("note_feedback", N_("Feedback"), 6, 0),
    CODE("judge_standard", N_("Standardised"), 7, JUDGE),
    CODE("judge_norm", N_("By the rules"), 7, JUDGE),
    CODE("judge_ease", N_("Convenient"), 7, JUDGE),
    CODE("sheet", N_("Sheet"), 8, SHEET),
    CODE("check_first", N_("First check"), 8, JUDGE),
    CODE("check_second", N_("Second check"), 8, JUDGE),
    CODE("check_third", N_("Third check"), 8, JUDGE),
    WORDS("identity_shown", N_("Identity shown"), 9, tick),
    WORDS("opinions_asked", N_("Opinions asked"), 9, tick),
    WORDS("none_offered", N_("None offered"), 9, tick),
    TEXT("opinions", N_("Opinions"), 10, 0),
    TEXT("session", "", 11, 0),  /* id, where the visit is saved but a problem was refused */
    TEXT("no", "", 11, 0),       /* and its number */
    TEXT("problems", "", 11, 0), /* see pending.h */
};
/* clang-format on */
static const char *const hidden[] = {"session", "no", "problems"};
static const char *const checks[] = {"check_first", "check_second", "check_third"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct bb_form *visit_form_new(struct visit_form *state)
{
    memcpy(state->specs, specs, sizeof specs);
    return bb_form_new(state->specs, VISIT_FIELDS);
}

/* The record's field of the same name; NULL for those that only the form has. */
static const struct bb_field *field_of(const struct bb_field_spec *spec)
{
    return strcmp(spec->key, "problems") == 0 || !*spec->label
               ? NULL
               : bb_record_field(&bb_visit_record, spec->key);
}

static int first_choice(const struct bb_field_spec *spec)
{
    return spec->words == modes ? BB_MODE_DO_SELF : 1;
}

static void set_number(struct bb_form *form, const char *key, int value)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, "%d", value);
    bb_form_set_text(form, key, bb_buf_text(&text));
    bb_buf_done(&text);
}

void visit_form_fill(struct bb_ui *ui, struct visit_form *state, const struct bb_visit *from)
{
    for (size_t i = 0; i < VISIT_FIELDS; i++) {
        const struct bb_field_spec *spec = &specs[i];
        const struct bb_field *field = field_of(spec);
        const void *at = field ? (const char *)from + field->offset : NULL;
        if (!field || spec->kind == BB_FIELD_PICKER)
            continue;
        if (field->type == BB_TYPE_TEXT) {
            bb_form_set_text(state->form, spec->key, *(char *const *)at);
            continue;
        }
        int value = (int)*(const int64_t *)at;
        if (spec->kind == BB_FIELD_CHOICE)
            bb_form_set_choice(state->form, spec->key, value ? value - first_choice(spec) + 1 : 0);
        else
            set_number(state->form, spec->key, value);
    }
    if (from->person)
        bb_form_set_picked(state->form, "person", from->person, bb_show_person(ui, from->person));
    if (from->item)
        bb_form_set_picked(state->form, "item", from->item, bb_show_item(ui, from->item));
}

static int64_t number_of(const char *text)
{
    return text[strspn(text, "0123456789")] ? -1 : atoll(text);
}

void visit_form_gather(struct visit_form *state, struct bb_visit *out)
{
    for (size_t i = 0; i < VISIT_FIELDS; i++) {
        const struct bb_field_spec *spec = &specs[i];
        const struct bb_field *field = field_of(spec);
        if (!field)
            continue;
        const char *text = bb_form_text(state->form, spec->key);
        if (spec->kind == BB_FIELD_PICKER) {
            bb_strset(bb_field_text(field, out), bb_form_picked(state->form, spec->key));
        } else if (spec->kind == BB_FIELD_CHOICE) {
            int choice = bb_form_choice(state->form, spec->key);
            *bb_field_int(field, out) = choice ? choice + first_choice(spec) - 1 : 0;
        } else if (field->type == BB_TYPE_INT) {
            *bb_field_int(field, out) = number_of(text);
        } else {
            bb_strset(bb_field_text(field, out), *text ? text : NULL);
        }
    }
    for (size_t i = 0; i < COUNT(checks) && !out->sheet; i++)
        *bb_field_int(bb_record_field(&bb_visit_record, checks[i]), out) = 0;
}

void visit_form_changes(const struct visit_form *state, const struct bb_visit *now,
                        struct bb_buf *out)
{
    for (size_t i = 0; i < VISIT_FIELDS; i++) {
        const struct bb_field *field = field_of(&specs[i]);
        if (field && !bb_field_same(field, &state->saved, now))
            bb_buf_printf(out, "%s%s", out->len ? " " : "", field->name);
    }
}

/* The three checks of the sheet that is chosen (R41). */
static void settle_sheet(struct visit_form *state)
{
    int sheet = bb_form_choice(state->form, "sheet");
    for (size_t i = 0; i < VISIT_FIELDS; i++) {
        for (size_t n = 0; n < COUNT(checks); n++) {
            if (strcmp(specs[i].key, checks[n]) == 0)
                state->specs[i].label = sheet ? bb_visit_check_label(sheet, (int)n) : "";
        }
    }
    for (size_t n = 0; n < COUNT(checks); n++)
        bb_form_hide(state->form, checks[n], !sheet);
}

/* What the supervisor will look at is said while it can still be mended. */
static void warn(struct bb_ui *ui, struct visit_form *state)
{
    struct bb_buf text = {0};
    int64_t limit = bb_app_config(ui->app)->companions;
    bool many = number_of(bb_form_text(state->form, "companions")) > limit;
    if (many)
        bb_buf_printf(&text, _("! More than %d companions: the supervisor will look at it."),
                      (int)limit);
    bb_form_set_hint(state->form, "companions", many ? bb_buf_text(&text) : NULL);
    bb_buf_done(&text);
    bb_form_set_hint(state->form, "source",
                     bb_form_choice(state->form, "source") == BB_SOURCE_ARRANGED
                         ? _("! Arranged beforehand: the supervisor will look at it.")
                         : NULL);
}

void visit_form_settle(struct bb_ui *ui, struct visit_form *state)
{
    struct bb_form *form = state->form;
    struct bb_buf hint = {0};
    const char *picked = bb_form_picked(form, "item");
    const struct bb_item *item = picked ? bb_app_item(ui->app, picked) : NULL;
    for (size_t i = 0; i < COUNT(hidden); i++)
        bb_form_hide(form, hidden[i], true);
    settle_sheet(state);
    warn(ui, state);
    bb_form_set_hint(form, "person", _("The leader: initials, Chinese or code."));
    if (item)
        bb_buf_printf(&hint, "%s  %s  %s", item->code, bb_show_unit(ui, item->unit_code),
                      item->stages ? item->stages : "");
    bb_form_set_hint(form, "item",
                     item ? bb_buf_text(&hint) : _("Initials, Chinese or code; may stay empty."));
    bb_buf_done(&hint);
    for (size_t i = 0; i < VISIT_FIELDS; i++) {
        if (strncmp(specs[i].key, "note_", 5) == 0)
            bb_form_set_hint(form, specs[i].key,
                             _("What was seen at this stage. Ctrl-T adds a problem of it."));
    }
    bb_form_set_hint(form, "opinions", _("What the visitors said about the service."));
}

int64_t visit_form_stage(struct visit_form *state)
{
    const struct bb_form_field *focus = bb_form_focus(state->form);
    const char *key = focus ? focus->spec->key : "";
    return strncmp(key, "note_", 5) == 0 ? bb_code_find(BB_CODES_STAGE, key + 5) : 0;
}

bool visit_form_is_settled(struct visit_form *state)
{
    if (!bb_form_picked(state->form, "person") && *bb_form_text(state->form, "person"))
        bb_form_set_error(state->form, "person", _("Choose the leader with Enter."));
    if (!bb_form_picked(state->form, "item") && *bb_form_text(state->form, "item"))
        bb_form_set_error(state->form, "item",
                          _("Choose an item with Enter, or empty the field with Ctrl-U."));
    return !bb_form_first_error(state->form);
}
