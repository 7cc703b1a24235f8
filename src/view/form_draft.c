/* The form's draft: its values as one JSON object of strings, and back. Where it is kept is app's.
 */
#include <string.h>

#include "bangban/base/i18n.h"
#include "bangban/base/json.h"
#include "bangban/base/mem.h"
#include "form_own.h"

static const char caret_key[] = "@caret"; /* the field that was typed into last */

/* How a choice is written in a draft: the code's id, the word as it stands in the source. */
static const char *choice_id(const struct bb_form_field *field)
{
    return field->spec->codes != BB_CODES_NONE ? bb_code_id(field->spec->codes, field->choice)
                                               : bb_field_word(field, field->choice);
}

static int choice_of_id(const struct bb_form_field *field, const char *id)
{
    if (field->spec->codes != BB_CODES_NONE)
        return bb_code_find(field->spec->codes, id);
    int choice = bb_field_choices(field);
    while (choice > 0 && strcmp(bb_field_word(field, choice), id) != 0)
        choice--;
    return choice;
}

/* "<key>.id", valid until the next call on the same buffer. */
static const char *picked_key(struct bb_buf *buf, const struct bb_form_field *field)
{
    bb_buf_clear(buf);
    bb_buf_printf(buf, "%s.id", field->spec->key);
    return buf->data;
}

void bb_form_save(const struct bb_form *form, struct bb_buf *out)
{
    struct bb_buf key = {0};
    bb_buf_char(out, '{');
    for (size_t i = 0; i < form->count; i++) {
        const struct bb_form_field *field = &form->fields[i];
        bool is_choice = field->spec->kind == BB_FIELD_CHOICE;
        if (field->spec->kind == BB_FIELD_READ)
            continue;
        bb_json_put_key(out, field->spec->key);
        bb_json_put_string(out, is_choice ? choice_id(field) : bb_edit_text(&field->edit));
        if (field->picked) {
            bb_json_put_key(out, picked_key(&key, field));
            bb_json_put_string(out, field->picked);
        }
    }
    if (form->typed) {
        bb_json_put_key(out, caret_key);
        bb_json_put_string(out, form->typed);
    }
    bb_buf_char(out, '}');
    bb_buf_done(&key);
}

static void restore_field(struct bb_form *form, struct bb_form_field *field,
                          const struct bb_json *draft)
{
    const char *text = bb_json_text(draft, field->spec->key);
    if (!text || field->spec->kind == BB_FIELD_READ)
        return;
    if (field->spec->kind == BB_FIELD_CHOICE) {
        field->choice = choice_of_id(field, text);
        return;
    }
    struct bb_buf key = {0};
    bb_form_set_text(form, field->spec->key, text);
    if (field->spec->kind == BB_FIELD_PICKER)
        bb_strset(&field->picked, bb_json_text(draft, picked_key(&key, field)));
    bb_buf_done(&key);
}

const struct bb_err *bb_form_restore(struct bb_form *form, const char *text, size_t len_bytes)
{
    struct bb_json_doc *doc;
    BB_TRY(bb_json_parse(&doc, text, len_bytes));
    if (bb_json_root(doc)->type != BB_JSON_OBJECT) {
        bb_json_free(doc);
        return bb_err(BB_ERR_BAD_JSON, "0", _("an object was expected"), NULL);
    }
    for (size_t i = 0; i < form->count; i++)
        restore_field(form, &form->fields[i], bb_json_root(doc));
    const char *typed = bb_json_text(bb_json_root(doc), caret_key);
    for (size_t i = 0; typed && i < form->count; i++) {
        if (strcmp(form->fields[i].spec->key, typed) == 0 && bb_form_focus_on(form, typed))
            form->typed = form->fields[i].spec->key;
    }
    bb_json_free(doc);
    form->changes++;
    return NULL;
}
