/* The form's model: values, focus, errors; the draft is in form_draft.c. What the values mean is
 * checked by core, through app. */
#include "bangban/view/form.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/i18n.h"
#include "bangban/base/mem.h"
#include "bangban/core/pinyin.h"
#include "form_own.h"

static bool can_focus(const struct bb_form_field *field)
{
    return !field->hidden && field->spec->kind != BB_FIELD_READ;
}

static void set_focus(struct bb_form *form, size_t index)
{
    form->focus = index;
    struct bb_form_field *field = bb_form_focus(form);
    if (field && field->picker) /* fields may share a picker */
        bb_picker_type(field->picker, bb_edit_text(&field->edit));
}

/* The next field that can be focused, from a place on and round; count when there is none. */
static size_t next_from(const struct bb_form *form, size_t from, size_t step)
{
    for (size_t n = 0, i = from % (form->count ? form->count : 1); n < form->count; n++) {
        if (can_focus(&form->fields[i]))
            return i;
        i = (i + step) % form->count;
    }
    return form->count;
}

struct bb_form *bb_form_new(const struct bb_field_spec *specs, size_t count)
{
    struct bb_form *form = bb_alloc(sizeof *form);
    form->fields = bb_alloc(count * sizeof *form->fields);
    form->count = count;
    for (size_t i = 0; i < count; i++) {
        form->fields[i].spec = &specs[i];
        bb_edit_init(&form->fields[i].edit, specs[i].max_chars);
    }
    set_focus(form, next_from(form, 0, 1));
    return form;
}

void bb_form_free(struct bb_form *form)
{
    if (!form)
        return;
    for (size_t i = 0; i < form->count; i++) {
        struct bb_form_field *field = &form->fields[i];
        bb_edit_done(&field->edit);
        free(field->picked);
        free(field->error);
        free(field->hint);
    }
    free(form->fields);
    free(form);
}

size_t bb_form_count(const struct bb_form *form)
{
    return form->count;
}

struct bb_form_field *bb_form_at(struct bb_form *form, size_t index)
{
    assert(index < form->count);
    return &form->fields[index];
}

struct bb_form_field *bb_form_field(struct bb_form *form, const char *key)
{
    size_t i = 0;
    while (i < form->count && strcmp(form->fields[i].spec->key, key) != 0)
        i++;
    return bb_form_at(form, i);
}

int bb_field_choices(const struct bb_form_field *field)
{
    if (field->spec->codes != BB_CODES_NONE)
        return bb_code_count(field->spec->codes);
    int count = 0;
    while (field->spec->words && field->spec->words[count])
        count++;
    return count;
}

const char *bb_field_word(const struct bb_form_field *field, int choice)
{
    return choice > 0 && choice <= bb_field_choices(field) ? field->spec->words[choice - 1] : "";
}

const char *bb_field_label(const struct bb_form_field *field, int choice)
{
    if (field->spec->codes != BB_CODES_NONE)
        return bb_code_label(field->spec->codes, choice);
    const char *word = bb_field_word(field, choice);
    return *word ? _(word) : "";
}

/* A picker field's text changed: what was picked is not meant any more. */
static void unpick(struct bb_form *form, struct bb_form_field *field)
{
    bb_strset(&field->picked, NULL);
    if (field->picker && field == bb_form_focus(form))
        bb_picker_type(field->picker, bb_edit_text(&field->edit));
}

void bb_form_set_text(struct bb_form *form, const char *key, const char *text)
{
    struct bb_form_field *field = bb_form_field(form, key);
    bb_edit_set(&field->edit, text);
    unpick(form, field);
}

void bb_form_set_choice(struct bb_form *form, const char *key, int choice)
{
    struct bb_form_field *field = bb_form_field(form, key);
    field->choice = choice >= 0 && choice <= bb_field_choices(field) ? choice : 0;
}

void bb_form_set_picked(struct bb_form *form, const char *key, const char *id, const char *title)
{
    bb_form_set_text(form, key, title);
    bb_strset(&bb_form_field(form, key)->picked, id);
}

void bb_form_set_picker(struct bb_form *form, const char *key, struct bb_picker *picker)
{
    struct bb_form_field *field = bb_form_field(form, key);
    field->picker = picker;
    if (picker && field == bb_form_focus(form))
        bb_picker_type(picker, bb_edit_text(&field->edit));
}

void bb_form_hide(struct bb_form *form, const char *key, bool hidden)
{
    bb_form_field(form, key)->hidden = hidden;
    struct bb_form_field *focused = bb_form_focus(form);
    if (!focused || !can_focus(focused))
        set_focus(form, next_from(form, form->focus, 1));
}

void bb_form_set_mask(struct bb_form *form, const char *key, bb_field_mask *mask)
{
    bb_form_field(form, key)->mask = mask;
}

const char *bb_form_text(struct bb_form *form, const char *key)
{
    const struct bb_form_field *field = bb_form_field(form, key);
    return field->spec->kind == BB_FIELD_CHOICE ? bb_field_label(field, field->choice)
                                                : bb_edit_text(&field->edit);
}

int bb_form_choice(struct bb_form *form, const char *key)
{
    return bb_form_field(form, key)->choice;
}

const char *bb_form_picked(struct bb_form *form, const char *key)
{
    return bb_form_field(form, key)->picked;
}

struct bb_form_field *bb_form_focus(struct bb_form *form)
{
    return form->focus < form->count ? &form->fields[form->focus] : NULL;
}

bool bb_form_focus_on(struct bb_form *form, const char *key)
{
    struct bb_form_field *field = bb_form_field(form, key);
    if (!can_focus(field))
        return false;
    set_focus(form, (size_t)(field - form->fields));
    return true;
}

/* The nth field of a row that can be focused, or its last one; count when it has none. */
static size_t nth_of_row(const struct bb_form *form, int row, size_t nth)
{
    size_t found = form->count;
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].spec->row != row || !can_focus(&form->fields[i]))
            continue;
        found = i;
        if (nth-- == 0)
            break;
    }
    return found;
}

static size_t row_target(const struct bb_form *form, enum bb_form_move move)
{
    int row = form->fields[form->focus].spec->row, best = row;
    size_t nth = 0;
    for (size_t i = 0; i < form->count; i++) {
        const struct bb_form_field *field = &form->fields[i];
        int other = field->spec->row;
        if (!can_focus(field))
            continue;
        if (other == row && i < form->focus)
            nth++;
        bool beyond = move == BB_FORM_UP ? other < row : other > row;
        bool nearer = best == row || (move == BB_FORM_UP ? other > best : other < best);
        if (beyond && nearer)
            best = other;
    }
    return best == row ? form->focus : nth_of_row(form, best, nth);
}

bool bb_form_move(struct bb_form *form, enum bb_form_move move)
{
    size_t old = form->focus, to = old;
    if (old >= form->count)
        return false;
    if (move == BB_FORM_NEXT)
        to = next_from(form, old + 1, 1);
    else if (move == BB_FORM_PREV)
        to = next_from(form, old + form->count - 1, form->count - 1);
    else
        to = row_target(form, move);
    set_focus(form, to);
    return to != old;
}

static void touched(struct bb_form *form, struct bb_form_field *field)
{
    form->changes++;
    form->typed = field->spec->key;
    bb_strset(&field->error, NULL);
    if (field->spec->kind == BB_FIELD_PICKER)
        unpick(form, field);
}

static bool choose(struct bb_form *form, struct bb_form_field *field, int choice)
{
    if (choice == field->choice)
        return false;
    field->choice = choice;
    touched(form, field);
    return true;
}

/* By number, or the next label after the present one that begins with what was typed. */
static bool choose_typed(struct bb_form *form, struct bb_form_field *field, const char *bytes,
                         size_t len)
{
    int count = bb_field_choices(field), found = 0;
    if (len == 1 && bytes[0] >= '1' && bytes[0] <= '9')
        return bytes[0] - '0' <= count && choose(form, field, bytes[0] - '0');
    char *typed = bb_strndup(bytes, len);
    struct bb_buf query = {0};
    bb_pinyin_fold(&query, typed);
    for (int n = 1; n <= count && query.len > 0 && !found; n++) {
        int choice = (field->choice - 1 + n + count) % count + 1;
        struct bb_pinyin_key key;
        bb_pinyin_key_init(&key, bb_field_label(field, choice));
        if (bb_pinyin_key_match(&key, query.data) >= BB_PINYIN_START)
            found = choice;
        bb_pinyin_key_done(&key);
    }
    free(typed);
    bb_buf_done(&query);
    return found && choose(form, field, found);
}

bool bb_form_insert(struct bb_form *form, const char *bytes, size_t len_bytes)
{
    struct bb_form_field *field = bb_form_focus(form);
    if (!field)
        return false;
    if (field->spec->kind == BB_FIELD_CHOICE)
        return choose_typed(form, field, bytes, len_bytes);
    unsigned before = field->edit.changes;
    bool all = bb_edit_insert(&field->edit, bytes, len_bytes);
    if (field->edit.changes != before)
        touched(form, field);
    return all;
}

bool bb_form_erase(struct bb_form *form, enum bb_edit_erase what)
{
    struct bb_form_field *field = bb_form_focus(form);
    if (!field)
        return false;
    if (field->spec->kind == BB_FIELD_CHOICE)
        return choose(form, field, 0);
    if (!bb_edit_erase(&field->edit, what))
        return false;
    touched(form, field);
    return true;
}

bool bb_form_caret(struct bb_form *form, enum bb_edit_move move)
{
    struct bb_form_field *field = bb_form_focus(form);
    return field && field->spec->kind != BB_FIELD_CHOICE && bb_edit_move(&field->edit, move);
}

bool bb_form_cycle(struct bb_form *form, int by)
{
    struct bb_form_field *field = bb_form_focus(form);
    if (!field || field->spec->kind != BB_FIELD_CHOICE)
        return false;
    int places = bb_field_choices(field) + 1; /* with "not stated" */
    return choose(form, field, ((field->choice + by) % places + places) % places);
}

bool bb_form_pick(struct bb_form *form)
{
    struct bb_form_field *field = bb_form_focus(form);
    const struct bb_picker_entry *entry =
        field && field->picker && !field->picked ? bb_picker_selected(field->picker) : NULL;
    if (!entry)
        return false;
    bb_edit_replace(&field->edit, entry->title);
    char *id = bb_strdup(entry->id);
    touched(form, field);
    field->picked = id; /* touched() left it empty */
    return true;
}

static bool step(struct bb_form *form, bool (*edit_step)(struct bb_edit *))
{
    struct bb_form_field *field = bb_form_focus(form);
    if (!field || field->spec->kind == BB_FIELD_CHOICE || !edit_step(&field->edit))
        return false;
    touched(form, field);
    return true;
}

bool bb_form_undo(struct bb_form *form)
{
    return step(form, bb_edit_undo);
}

bool bb_form_redo(struct bb_form *form)
{
    return step(form, bb_edit_redo);
}

void bb_form_set_error(struct bb_form *form, const char *key, const char *text)
{
    bb_strset(&bb_form_field(form, key)->error, text);
}

void bb_form_set_hint(struct bb_form *form, const char *key, const char *text)
{
    bb_strset(&bb_form_field(form, key)->hint, text);
}

void bb_form_clear_errors(struct bb_form *form)
{
    for (size_t i = 0; i < form->count; i++)
        bb_strset(&form->fields[i].error, NULL);
}

bool bb_form_first_error(struct bb_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        if (form->fields[i].error && can_focus(&form->fields[i])) {
            set_focus(form, i);
            return true;
        }
    }
    return false;
}

unsigned bb_form_changes(const struct bb_form *form)
{
    return form->changes;
}

bool bb_form_is_changed(const struct bb_form *form)
{
    return form->changes != form->marked;
}

void bb_form_mark(struct bb_form *form)
{
    form->marked = form->changes;
}

void bb_form_touch(struct bb_form *form)
{
    form->changes++;
}
