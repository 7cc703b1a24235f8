/* The fields of the session form: from a record into them and back, and what one field says about
 * another. Saves nothing and draws nothing. */
#include "session_form.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/core/idcode.h"
#include "bangban/core/mask.h"
#include "bangban/ui/show.h"

enum {
    NAME_CHARS = 40,
    ID_CHARS = 20,
    PHONE_CHARS = 14,
    NOTE_CHARS = 20000,
    QUANTITY_CHARS = 5,
    TICKET_CHARS = 12,
    CLOCK_CHARS = 5,
    PROGRAMME_CHARS = 30,
    UNLIMITED = 0
};

/* The modes of staff and volunteers: the first three of the code list (data.md). */
static const char *const modes[] = {N_("Window"), N_("Guiding"), N_("Acting for"), NULL};
_Static_assert(BB_MODE_WINDOW == 1 && BB_MODE_GUIDE == 2 && BB_MODE_ACT_FOR == 3, "order of modes");

static const struct bb_field_spec specs[] = {
    {"item", N_("Item"), BB_FIELD_PICKER, 0, UNLIMITED, BB_CODES_NONE, NULL},
    {"no_item", N_("Without item"), BB_FIELD_CHOICE, 0, 0, BB_CODES_NO_ITEM, NULL},
    {"mode", N_("Mode"), BB_FIELD_CHOICE, 1, 0, BB_CODES_NONE, modes},
    {"zone", N_("Place"), BB_FIELD_CHOICE, 1, 0, BB_CODES_ZONE, NULL},
    {"client_kind", N_("Client"), BB_FIELD_CHOICE, 1, 0, BB_CODES_CLIENT, NULL},
    {"channel", N_("Channel"), BB_FIELD_CHOICE, 1, 0, BB_CODES_CHANNEL, NULL},
    {"category", N_("Category"), BB_FIELD_CHOICE, 1, 0, BB_CODES_CATEGORY, NULL},
    {"outcome", N_("Outcome"), BB_FIELD_CHOICE, 2, 0, BB_CODES_OUTCOME, NULL},
    {"rating", N_("Rating"), BB_FIELD_READ, 2, 10, BB_CODES_NONE, NULL},
    {"note", N_("Note"), BB_FIELD_TEXT, 2, NOTE_CHARS, BB_CODES_NONE, NULL},
    {"client_name", N_("Client name"), BB_FIELD_TEXT, 3, NAME_CHARS, BB_CODES_NONE, NULL},
    {"client_id", N_("Id number"), BB_FIELD_TEXT, 3, ID_CHARS, BB_CODES_NONE, NULL},
    {"client_phone", N_("Phone"), BB_FIELD_TEXT, 3, PHONE_CHARS, BB_CODES_NONE, NULL},
    {"quantity", N_("Quantity"), BB_FIELD_TEXT, 4, QUANTITY_CHARS, BB_CODES_NONE, NULL},
    {"ticket", N_("Ticket"), BB_FIELD_TEXT, 4, TICKET_CHARS, BB_CODES_NONE, NULL},
    {"arrived_at", N_("Arrived"), BB_FIELD_TEXT, 4, CLOCK_CHARS, BB_CODES_NONE, NULL},
    {"programme", N_("Programme"), BB_FIELD_TEXT, 4, PROGRAMME_CHARS, BB_CODES_NONE, NULL},
    {"session", "", BB_FIELD_TEXT, 5, UNLIMITED, BB_CODES_NONE, NULL}, /* id of what is completed */
    {"seen", "", BB_FIELD_TEXT, 5, UNLIMITED, BB_CODES_NONE, NULL},    /* its fields as filled in */
    {"problems", "", BB_FIELD_TEXT, 5, UNLIMITED, BB_CODES_NONE, NULL}, /* see pending.h */
};
/* The fields of the record that the form states. */
static const char *const choices[] = {"no_item", "mode",     "zone",   "client_kind",
                                      "channel", "category", "outcome"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

void bb_session_form_fill(struct bb_ui *ui, struct bb_form *form, const struct bb_session *from)
{
    for (size_t i = 0; i < COUNT(choices); i++) {
        const struct bb_field *field = bb_record_field(&bb_session_record, choices[i]);
        bb_form_set_choice(form, choices[i],
                           (int)*(const int64_t *)((const char *)from + field->offset));
    }
    if (from->item)
        bb_form_set_picked(form, "item", from->item, bb_show_item(ui, from->item));
    bb_form_set_text(form, "rating",
                     from->rating ? bb_code_label(BB_CODES_RATING, from->rating) : "");
}

void bb_session_form_fill_arrival(struct bb_form *form, const struct bb_session *from)
{
    char text[BB_AT_BYTES] = "";
    if (from->quantity != 1) {
        snprintf(text, sizeof text, "%lld", (long long)from->quantity);
        bb_form_set_text(form, "quantity", text);
    }
    bb_form_set_text(form, "ticket", from->ticket);
    if (from->arrived_at)
        bb_form_set_text(form, "arrived_at", bb_at_format_clock(text, from->arrived_at));
    bb_form_set_text(form, "programme", from->programme);
}

/* -1: no number. Empty is one case. */
static int64_t quantity_of(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (!*text)
        return 1;
    return text[digits] || digits > QUANTITY_CHARS ? -1 : strtoll(text, NULL, 10);
}

const struct bb_err *bb_session_form_check(struct session_form *state, struct bb_problems *problems)
{
    const char *arrived = bb_form_text(state->form, "arrived_at");
    const char *quantity = bb_form_text(state->form, "quantity");
    int seconds;
    if (*arrived && bb_clock_parse(&seconds, arrived))
        bb_problem_add(problems, "arrived_at",
                       _("Write the time on the ticket as 09:30, or leave it empty."));
    if (quantity_of(quantity) < 1)
        bb_problem_add(problems, "quantity", _("Write how many cases were handled, 1 or more."));
    return problems->count ? bb_err(BB_ERR_RULE, problems->rows[0].sentence, NULL) : NULL;
}

static void set_text(char **slot, const char *text)
{
    bb_strset(slot, text && *text ? text : NULL);
}

const char *bb_session_form_unlisted(struct session_form *state)
{
    const char *typed = bb_form_text(state->form, "item");
    bool found = bb_form_picked(state->form, "item") || bb_picker_count(state->items) > 0;
    return *typed && !found ? typed : NULL;
}

/* The typed words of an unlisted item stand before the note. */
static void note_item(struct session_form *state, struct bb_session *out)
{
    const char *words = bb_session_form_unlisted(state);
    struct bb_buf note = {0};
    if (!words)
        return;
    bb_buf_printf(&note, _("Item: %s"), words);
    if (out->note)
        bb_buf_printf(&note, "; %s", out->note);
    bb_strset(&out->note, bb_buf_text(&note));
    bb_buf_done(&note);
    if (!out->no_item)
        out->no_item = BB_NO_ITEM_NOT_LISTED;
}

void bb_session_form_gather(struct session_form *state, struct bb_session *out, int64_t now)
{
    for (size_t i = 0; i < COUNT(choices); i++) {
        const struct bb_field *field = bb_record_field(&bb_session_record, choices[i]);
        *bb_field_int(field, out) = bb_form_choice(state->form, choices[i]);
    }
    set_text(&out->item, bb_form_picked(state->form, "item"));
    set_text(&out->note, bb_form_text(state->form, "note"));
    int seconds;
    const char *arrived = bb_form_text(state->form, "arrived_at");
    int64_t day = bb_day_of(out->happened_at ? out->happened_at : now);
    out->arrived_at = *arrived && !bb_clock_parse(&seconds, arrived) ? bb_at_make(day, seconds) : 0;
    out->quantity = quantity_of(bb_form_text(state->form, "quantity"));
    set_text(&out->ticket, bb_form_text(state->form, "ticket"));
    set_text(&out->programme, bb_form_text(state->form, "programme"));
    if (out->ticket && !out->source)
        out->source = BB_SOURCE_TICKET;
    if (out->item)
        out->no_item = BB_NO_ITEM_NONE;
    note_item(state, out);
}

bool bb_session_form_has_client(struct bb_ui *ui)
{
    return !bb_app_may(ui->app, BB_USE_CLIENT_DATA);
}

static void set_warning(struct bb_form *form, const char *key, const char *sentence)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, "! %s", sentence);
    bb_form_set_hint(form, key, *sentence ? bb_buf_text(&text) : NULL);
    bb_buf_done(&text);
}

/* Numbers that cannot be right are said, never refused: the person stands there. */
static void warn(struct bb_ui *ui, struct bb_form *form, bool client)
{
    const char *id = client ? bb_form_text(form, "client_id") : "";
    const char *phone = client ? bb_form_text(form, "client_phone") : "", *wrong = "";
    if (*id && bb_form_choice(form, "client_kind") == BB_CLIENT_ENTERPRISE)
        wrong = bb_idcode_sentence(bb_idcode_check_credit(id));
    else if (*id)
        wrong = bb_idcode_sentence(bb_idcode_check_resident(id, bb_app_today(ui->app)));
    set_warning(form, "client_id", wrong);
    bb_form_set_mask(form, "client_id", bb_mask_code);
    bb_form_set_mask(form, "client_phone", bb_mask_phone);
    bb_form_set_mask(form, "client_name",
                     bb_form_choice(form, "client_kind") == BB_CLIENT_ENTERPRISE ? NULL
                                                                                 : bb_mask_name);
    set_warning(form, "client_phone",
                strspn(phone, "0123456789-+ ") != strlen(phone)
                    ? _("A phone number has digits only. Please compare.")
                    : "");
}

void bb_session_form_words(struct session_form *state, struct bb_buf *out)
{
    bb_buf_printf(out, "%s %s", bb_form_text(state->form, "item"),
                  bb_form_text(state->form, "note"));
}

/* Asked once for each number that is whole. */
static void hint_same_person(struct bb_ui *ui, struct session_form *state)
{
    enum { WHOLE_CHARS = 18 };
    const char *typed = bb_form_text(state->form, "client_id");
    struct bb_buf number = {0}, text = {0};
    bb_idcode_normalise(&number, typed);
    if (strcmp(bb_buf_text(&number), state->asked) != 0) {
        snprintf(state->asked, sizeof state->asked, "%s", bb_buf_text(&number));
        bb_session_done(&state->same);
        if (number.len == WHOLE_CHARS)
            bb_ui_tell(ui, bb_app_same_person(ui->app, bb_buf_text(&number), &state->same));
    }
    bool again = state->same.id && (!state->row.id || strcmp(state->same.id, state->row.id) != 0);
    if (again) {
        char at[BB_AT_BYTES];
        bb_buf_printf(&text, _("! Here today already: %s %s %s. Ctrl-E goes on with that."),
                      bb_show_short_no(state->same.no),
                      bb_at_format_clock(at, state->same.happened_at),
                      bb_show_item(ui, state->same.item));
    }
    bb_form_set_hint(state->form, "client_kind", again ? bb_buf_text(&text) : NULL);
    if (number.len)
        memset(number.data, 0, number.len);
    bb_buf_done(&number);
    bb_buf_done(&text);
}

/* A word that sounds out of scope is said, never decided: Ctrl-O is the person's. */
static void hint_scope(struct bb_ui *ui, struct session_form *state)
{
    struct bb_scopes scopes;
    struct bb_buf words = {0}, text = {0};
    const char *word = NULL;
    bb_scopes_parse(&scopes, bb_app_config(ui->app)->scope_kinds);
    bb_session_form_words(state, &words);
    const struct bb_scope *kind = bb_scope_suggested(&scopes, bb_buf_text(&words), &word);
    if (kind)
        bb_buf_printf(&text, _("! \"%.*s\": %s? Then Ctrl-O sends it to: %s"),
                      (int)strcspn(word, " "), word, bb_scope_label(kind), kind->channel);
    bb_form_set_hint(state->form, "note", kind ? bb_buf_text(&text) : NULL);
    bb_scopes_done(&scopes);
    bb_buf_done(&words);
    bb_buf_done(&text);
}

void bb_session_form_settle(struct bb_ui *ui, struct session_form *state)
{
    struct bb_form *form = state->form;
    const char *picked = bb_form_picked(form, "item");
    bool client = bb_session_form_has_client(ui);
    bb_form_hide(form, "no_item", picked != NULL);
    bb_form_hide(form, "client_name", !client);
    bb_form_hide(form, "client_id", !client);
    bb_form_hide(form, "client_phone", !client);
    bb_form_hide(form, "session", true);
    bb_form_hide(form, "seen", true);
    bb_form_hide(form, "problems", true);
    const struct bb_item *item = picked ? bb_app_item(ui->app, picked) : NULL;
    struct bb_buf hint = {0};
    if (item)
        bb_buf_printf(&hint, "%s  %s  %s", item->code, bb_show_unit(ui, item->unit_code),
                      item->stages ? item->stages : "");
    bb_form_set_hint(
        form, "item",
        item ? bb_buf_text(&hint)
        : bb_session_form_unlisted(state)
            ? _("! No item matches. Tab: say why under \"Without item\"; Ctrl-S puts these "
                "words into the note.")
            : _("Initials, Chinese or code; may stay empty and follow later."));
    bb_buf_done(&hint);
    hint_scope(ui, state);
    warn(ui, form, client);
    if (client)
        hint_same_person(ui, state);
    if (client)
        bb_form_set_hint(form, "client_name",
                         _("May stay empty. Kept sealed; shown and sent only masked."));
}

struct bb_form *bb_session_form_new(void)
{
    return bb_form_new(specs, COUNT(specs));
}
