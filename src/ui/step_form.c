/* The form of a step, made from what the step table says it needs. Saves nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/show.h"
#include "bangban/ui/step.h"

/* Worth asking beyond what a step needs. */
static const struct {
    enum bb_event_kind kind;
    const char *fields;
} extras[] = {
    {BB_EVENT_ISSUE_EDIT, "description point stage item"},
    {BB_EVENT_ISSUE_PLAN, "support_units leader"},
    {BB_EVENT_ISSUE_ASSIGN, "due"},
    {BB_EVENT_ISSUE_RESUME, "reason"},
    {BB_EVENT_ISSUE_FIX, "progress"},
    {BB_EVENT_ISSUE_CLOSE, "cause approver"},
};
/* What the line has already is prefilled; the rest is stated anew each time. */
static const char kept[] =
    "description point stage item plan measures lead_unit support_units leader person progress";
static const char people_fields[] = "leader person approver";

enum { SHOWN = 24, SHORT_TEXT = 16, NAME_BYTES = 64 };

/* ---- the fields ---- */

static void add_field(struct bb_step_form *step, const char *name)
{
    struct bb_field_spec *spec = &step->specs[step->count];
    const struct bb_field *field;
    for (size_t i = 0; i < step->count; i++)
        if (strcmp(step->specs[i].key, name) == 0)
            return;
    *spec = (struct bb_field_spec){.row = (int)step->count++, .kind = BB_FIELD_TEXT};
    if (strcmp(name, "due") == 0) {
        spec->key = "due";
        spec->label = N_("Deadline");
        spec->max_chars = SHORT_TEXT;
        return;
    }
    field = bb_record_field(&bb_issue_record, name);
    spec->key = field->name;
    spec->label = field->label;
    if (field->type == BB_TYPE_CODE) {
        spec->kind = BB_FIELD_CHOICE;
        spec->codes = field->codes;
    } else if (field->type == BB_TYPE_DAY) {
        spec->max_chars = SHORT_TEXT;
    } else if (bb_word_in(name, people_fields) || bb_word_in(name, "lead_unit item")) {
        spec->kind = BB_FIELD_PICKER;
    }
}

/* "a b c|d": each a field, but a choice between two is that of the deadline. */
static void add_fields(struct bb_step_form *step, const char *names)
{
    char name[NAME_BYTES];
    for (const char *at = names; *at;) {
        size_t len = strcspn(at, " ");
        snprintf(name, sizeof name, "%.*s", (int)len, at);
        add_field(step, strchr(name, '|') ? "due" : name);
        at += len + (at[len] == ' ');
    }
}

/* ---- who can be chosen ---- */

static const struct bb_err *make_units(struct bb_ui *ui, struct bb_picker **out)
{
    const struct bb_unit *units;
    size_t count;
    BB_TRY(bb_app_units(ui->app, &units, &count));
    *out = bb_picker_new(SHOWN);
    for (size_t i = 0; i < count; i++) {
        const char *aliases[] = {units[i].short_name, NULL};
        bb_picker_add(*out, &(struct bb_picker_entry){.id = units[i].code,
                                                      .title = units[i].name,
                                                      .hint = units[i].short_name,
                                                      .code = units[i].code,
                                                      .aliases = aliases});
    }
    return NULL;
}

static const struct bb_err *make_people(struct bb_ui *ui, struct bb_picker **out)
{
    const struct bb_person *people;
    size_t count;
    int64_t today = bb_app_today(ui->app);
    BB_TRY(bb_app_people(ui->app, &people, &count));
    *out = bb_picker_new(SHOWN);
    for (size_t i = 0; i < count; i++) {
        if ((people[i].valid_from && today < people[i].valid_from) ||
            (people[i].valid_to && people[i].valid_to < today))
            continue;
        bb_picker_add(*out, &(struct bb_picker_entry){.id = people[i].code,
                                                      .title = people[i].name,
                                                      .hint = bb_show_unit(ui, people[i].unit),
                                                      .code = people[i].code});
    }
    return NULL;
}

static const struct bb_err *give_picker(struct bb_ui *ui, struct bb_step_form *step,
                                        const char *key)
{
    struct bb_picker **picker = bb_word_in(key, people_fields)  ? &step->people
                                : strcmp(key, "lead_unit") == 0 ? &step->units
                                                                : &step->items;
    if (!*picker)
        BB_TRY(picker == &step->people  ? make_people(ui, picker)
               : picker == &step->units ? make_units(ui, picker)
                                        : bb_show_items(ui, picker));
    bb_form_set_picker(step->form, key, *picker);
    return NULL;
}

const struct bb_err *bb_step_form_open(struct bb_ui *ui, struct bb_step_form *step,
                                       enum bb_event_kind kind, bool with_word)
{
    step->kind = kind;
    add_fields(step, bb_issue_step(kind)->needs);
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++)
        if (extras[i].kind == kind)
            add_fields(step, extras[i].fields);
    if (with_word) /* each line gets the stage that is next for it */
        step->count -= kind == BB_EVENT_ISSUE_REMIND;
    if (with_word) {
        step->specs[step->count] =
            (struct bb_field_spec){"word",         N_("Word"),    BB_FIELD_TEXT, (int)step->count,
                                   SHORT_TEXT + 4, BB_CODES_NONE, NULL};
        step->count++;
    }
    step->form = bb_form_new(step->specs, step->count);
    for (size_t i = 0; i < step->count; i++)
        if (step->specs[i].kind == BB_FIELD_PICKER)
            BB_TRY(give_picker(ui, step, step->specs[i].key));
    return NULL;
}

void bb_step_form_done(struct bb_step_form *step)
{
    bb_form_free(step->form);
    bb_picker_free(step->units);
    bb_picker_free(step->people);
    bb_picker_free(step->items);
}

/* ---- what stands in it at first ---- */

static bool has(const struct bb_step_form *step, const char *key)
{
    for (size_t i = 0; i < step->count; i++)
        if (strcmp(step->specs[i].key, key) == 0)
            return true;
    return false;
}

static void fill_field(struct bb_ui *ui, struct bb_step_form *step,
                       const struct bb_field_spec *spec, const struct bb_issue *issue)
{
    const struct bb_field *field = bb_record_field(&bb_issue_record, spec->key);
    struct bb_buf text = {0};
    if (!field || !bb_word_in(spec->key, kept) || !bb_field_is_set(field, issue))
        return;
    bb_show_field(ui, field, issue, &text);
    if (spec->kind == BB_FIELD_CHOICE) {
        struct bb_issue copy = *issue;
        bb_form_set_choice(step->form, spec->key, (int)*bb_field_int(field, &copy));
    } else if (spec->kind == BB_FIELD_PICKER) {
        struct bb_issue copy = *issue;
        bb_form_set_picked(step->form, spec->key, *bb_field_text(field, &copy), bb_buf_text(&text));
    } else {
        bb_form_set_text(step->form, spec->key, bb_buf_text(&text));
    }
    bb_buf_done(&text);
}

static void fill_day(struct bb_step_form *step, const char *key, int64_t day)
{
    char text[BB_DAY_BYTES];
    if (day)
        bb_form_set_text(step->form, key, bb_day_format(text, day));
}

static void fill_due(struct bb_step_form *step, const struct bb_issue *issue)
{
    if (step->kind == BB_EVENT_ISSUE_ASSIGN) {
        if (issue->state != BB_STATE_RECTIFYING)
            bb_form_set_text(step->form, "due", "5wd");
    } else if (issue->due_named) {
        fill_day(step, "due", issue->due_named);
    } else {
        bb_form_set_text(step->form, "due", issue->due_rule);
    }
}

void bb_step_form_fill(struct bb_ui *ui, struct bb_step_form *step, const struct bb_issue *issue)
{
    const struct bb_person *me = bb_app_person(ui->app);
    for (size_t i = 0; i < step->count; i++)
        fill_field(ui, step, &step->specs[i], issue);
    if (has(step, "due"))
        fill_due(step, issue);
    if (has(step, "approver") && !bb_app_may(ui->app, BB_USE_ISSUE_DECIDE))
        bb_form_set_picked(step->form, "approver", me->code, me->name);
    if (step->kind == BB_EVENT_ISSUE_EXTEND)
        fill_day(step, "due_named", issue->asked_due);
    if (step->kind == BB_EVENT_ISSUE_CLOSE)
        bb_form_set_choice(step->form, "ending", BB_ENDING_SOLVED);
    if (has(step, "reminder"))
        bb_form_set_choice(step->form, "reminder", (int)issue->reminder + 1);
    if (has(step, "feedback_to"))
        bb_form_set_text(step->form, "feedback_to", bb_show_person(ui, issue->found_by));
    bb_step_form_settle(ui, step);
}

/* ---- days as people type them ---- */

static const struct bb_err *workdays_ahead(struct bb_ui *ui, long amount, int64_t *out)
{
    const struct bb_calendar *cal;
    struct bb_due due;
    struct bb_due_rule rule = {.amount = amount, .unit = BB_DUE_WORKDAY};
    BB_TRY(bb_app_calendar(ui->app, &cal));
    BB_TRY(bb_calendar_due(&due, cal, &rule, bb_app_now(ui->app), NULL, 0, NULL));
    *out = due.day;
    return NULL;
}

/* "2026-12-10", "12-10" (the next one there is), "+5" working days from today. */
static const struct bb_err *read_day(struct bb_ui *ui, const char *text, int64_t *out)
{
    int month, day, end = 0, year = bb_day_civil(bb_app_today(ui->app)).year;
    if (*text == '+') {
        char *rest;
        long amount = strtol(text + 1, &rest, 10);
        if (rest > text + 1 && !*rest && amount > 0 && amount < BB_DUE_AMOUNT_MAX)
            return workdays_ahead(ui, amount, out);
    } else if (sscanf(text, "%2d-%2d%n", &month, &day, &end) == 2 && !text[end]) {
        if (bb_civil_is_valid(year, month, day) &&
            bb_day_make(year, month, day) < bb_app_today(ui->app))
            year++;
        if (bb_civil_is_valid(year, month, day)) {
            *out = bb_day_make(year, month, day);
            return NULL;
        }
    }
    return bb_day_parse(out, text);
}

/* A rule, or a bare number of working days, or a day. */
static const struct bb_err *read_due(struct bb_ui *ui, const char *text, struct bb_issue *body)
{
    struct bb_due_rule rule;
    struct bb_buf full = {0};
    size_t digits = strspn(text, "0123456789");
    bb_buf_printf(&full, "%s%s", text, digits && !text[digits] ? "wd" : "");
    bool is_rule = digits && !bb_due_rule_parse(&rule, bb_buf_text(&full));
    if (is_rule)
        bb_strset(&body->due_rule, bb_buf_text(&full));
    bb_buf_done(&full);
    return is_rule ? NULL : read_day(ui, text, &body->due_named);
}

/* Reads a deadline's or a day's field; "" gives nothing. */
static const struct bb_err *read_field(struct bb_ui *ui, struct bb_step_form *step, const char *key,
                                       struct bb_issue *body)
{
    struct bb_buf text = {0};
    const struct bb_err *err = NULL;
    bb_text_fold(&text, bb_form_text(step->form, key));
    if (text.len && strcmp(key, "due") == 0)
        err = read_due(ui, text.data, body);
    else if (text.len)
        err = read_day(ui, text.data, bb_field_int(bb_record_field(&bb_issue_record, key), body));
    bb_buf_done(&text);
    return err;
}

static bool is_day(const struct bb_field_spec *spec)
{
    const struct bb_field *field = bb_record_field(&bb_issue_record, spec->key);
    return strcmp(spec->key, "due") == 0 || (field && field->type == BB_TYPE_DAY);
}

/* What the typed text means, or how it can be written. */
static void hint_day(struct bb_ui *ui, struct bb_step_form *step, const char *key)
{
    static const char *const weekdays[] = {"",        N_("Mon"), N_("Tue"), N_("Wed"),
                                           N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun")};
    struct bb_issue body = {0};
    struct bb_buf hint = {0};
    bool due = strcmp(key, "due") == 0;
    const struct bb_err *err = read_field(ui, step, key, &body);
    int64_t day = due ? body.due_named : body.due_named + body.asked_due;
    if (!err && body.due_rule) {
        bb_buf_str(&hint, "= ");
        bb_show_field(ui, bb_record_field(&bb_issue_record, "due_rule"), &body, &hint);
        bb_buf_str(&hint, _("; or a day: 12-10, +5"));
    } else if (!err && day) {
        char text[BB_DAY_BYTES];
        bb_buf_printf(&hint, "= %s %s", bb_day_format(text, day), _(weekdays[bb_day_weekday(day)]));
    } else {
        bb_buf_str(&hint, due ? _("5wd (working days), 12-10, 2026-12-10, or +5 from today.")
                              : _("12-10, 2026-12-10, or +5 working days from today."));
    }
    bb_form_set_hint(step->form, key, bb_buf_text(&hint));
    bb_buf_done(&hint);
    bb_issue_done(&body);
}

void bb_step_form_settle(struct bb_ui *ui, struct bb_step_form *step)
{
    for (size_t i = 0; i < step->count; i++) {
        const struct bb_field_spec *spec = &step->specs[i];
        if (is_day(spec))
            hint_day(ui, step, spec->key);
        else if (spec->kind == BB_FIELD_PICKER)
            bb_form_set_hint(step->form, spec->key, _("Initials, Chinese or code."));
    }
}

/* ---- into a body ---- */

static bool gather_field(struct bb_ui *ui, struct bb_step_form *step,
                         const struct bb_field_spec *spec, struct bb_issue *body)
{
    const struct bb_field *field = bb_record_field(&bb_issue_record, spec->key);
    const char *text = bb_form_text(step->form, spec->key);
    if (is_day(spec)) {
        const struct bb_err *err = read_field(ui, step, spec->key, body);
        if (err)
            bb_form_set_error(step->form, spec->key,
                              err->code == BB_ERR_CALENDAR_YEAR
                                  ? err->text
                                  : _("Write a day as 2026-12-10, 12-10 or +5."));
        return !err;
    }
    if (spec->kind == BB_FIELD_CHOICE) {
        *bb_field_int(field, body) = bb_form_choice(step->form, spec->key);
    } else if (spec->kind == BB_FIELD_PICKER) {
        const char *id = bb_form_picked(step->form, spec->key);
        if (!id && *text) {
            bb_form_set_error(step->form, spec->key,
                              _("Choose one with Enter, or empty the field with Ctrl-U."));
            return false;
        }
        bb_strset(bb_field_text(field, body), id);
    } else {
        bb_strset(bb_field_text(field, body), *text ? text : NULL);
    }
    return true;
}

bool bb_step_form_gather(struct bb_ui *ui, struct bb_step_form *step, struct bb_issue *body)
{
    bool good = true;
    bb_form_clear_errors(step->form);
    for (size_t i = 0; i < step->count; i++)
        if (strcmp(step->specs[i].key, "word") != 0)
            good &= gather_field(ui, step, &step->specs[i], body);
    return good;
}

void bb_step_form_refuse(struct bb_ui *ui, struct bb_step_form *step, const struct bb_err *err,
                         struct bb_problems *problems)
{
    for (size_t i = 0; i < problems->count; i++)
        if (has(step, "due") && bb_word_in(problems->rows[i].field, "due_named due_rule"))
            problems->rows[i].field = "due";
    bb_formview_refuse(ui, step->form, err, problems);
}
