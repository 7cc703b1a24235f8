/* Turns records into words. Reads names from the app's reference data; draws nothing. */
#include "bangban/ui/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"

const char *bb_show_item(struct bb_ui *ui, const char *code)
{
    const struct bb_item *item = code ? bb_app_item(ui->app, code) : NULL;
    return item ? item->name : code ? code : "";
}

const char *bb_show_person(struct bb_ui *ui, const char *code)
{
    const struct bb_person *person = code ? bb_app_person_of(ui->app, code) : NULL;
    return person ? person->name : code ? code : "";
}

const char *bb_show_unit(struct bb_ui *ui, const char *code)
{
    const struct bb_unit *unit = code ? bb_app_unit(ui->app, code) : NULL;
    return !unit ? (code ? code : "") : unit->short_name ? unit->short_name : unit->name;
}

const char *bb_show_desk(struct bb_ui *ui, const char *code)
{
    const struct bb_desk *desk = code ? bb_app_desk_of(ui->app, code) : NULL;
    return desk ? desk->name : code ? code : "";
}

/* Aliases stand in one field, separated by "/" (data/items.csv). */
static void add_item(struct bb_ui *ui, struct bb_picker *picker, const struct bb_item *item)
{
    enum { ALIASES_MAX = 8 };
    const char *aliases[ALIASES_MAX + 1] = {NULL};
    char *list = bb_strdup(item->aliases ? item->aliases : ""), *at = NULL;
    size_t count = 0;
    for (char *one = strtok_r(list, "/", &at); one && count < ALIASES_MAX;
         one = strtok_r(NULL, "/", &at))
        aliases[count++] = one;
    bb_picker_add(picker, &(struct bb_picker_entry){.id = item->code,
                                                    .title = item->name,
                                                    .code = item->code,
                                                    .hint = bb_show_unit(ui, item->unit_code),
                                                    .aliases = aliases});
    free(list);
}

const struct bb_err *bb_show_items(struct bb_ui *ui, struct bb_picker **out)
{
    enum { SHOWN = 24 };
    const struct bb_item *items;
    size_t count;
    BB_TRY(bb_app_items(ui->app, &items, &count));
    *out = bb_picker_new(SHOWN);
    for (size_t i = 0; i < count; i++)
        add_item(ui, *out, &items[i]);
    return NULL;
}

const char *bb_show_short_no(const char *no)
{
    const char *dash = no ? strrchr(no, '-') : NULL;
    return dash ? dash + 1 : no ? no : "";
}

void bb_show_age(struct bb_buf *out, int64_t seconds)
{
    int minutes = seconds > 0 ? (int)(seconds / 60) : 0;
    if (minutes < 60)
        bb_buf_printf(out, _("%dm"), minutes);
    else if (minutes < 24 * 60)
        bb_buf_printf(out, _("%dh%02d"), minutes / 60, minutes % 60);
    else
        bb_buf_printf(out, _("%dd"), minutes / (24 * 60));
}

void bb_show_day(struct bb_ui *ui, struct bb_buf *out, int64_t day)
{
    if (!day)
        return;
    struct bb_civil civil = bb_day_civil(day), today = bb_day_civil(bb_app_today(ui->app));
    if (civil.year != today.year)
        bb_buf_printf(out, "%02d-", civil.year % 100);
    bb_buf_printf(out, "%02d-%02d", civil.month, civil.day);
}

const char *bb_show_light(int64_t light)
{
    static const char *const marked[BB_LIGHT__COUNT] = {"", N_("● Red"), N_("◐ Yellow"),
                                                        N_("○ Green"), N_("· Grey")};
    return light > 0 && light < BB_LIGHT__COUNT ? _(marked[light]) : "";
}

bool bb_show_is_open(const struct bb_session *session)
{
    return !session->voided && session->phase != BB_PHASE_NONE && session->phase != BB_PHASE_CLOSED;
}

void bb_show_state(struct bb_ui *ui, const struct bb_session *session, struct bb_buf *out)
{
    if (session->voided) {
        bb_buf_str(out, _("Void"));
    } else if (bb_show_is_open(session)) {
        int64_t since = session->phase_at ? session->phase_at : session->happened_at;
        bb_buf_printf(out, "%s ", bb_code_label(BB_CODES_PHASE, session->phase));
        bb_show_age(out, bb_app_now(ui->app) - since);
    } else if (session->outcome) {
        bb_buf_str(out, bb_code_label(BB_CODES_OUTCOME, session->outcome));
    } else {
        bb_buf_str(out, bb_code_label(BB_CODES_PHASE, BB_PHASE_CLOSED));
    }
}

void bb_show_standing(struct bb_ui *ui, const struct bb_issue *issue, struct bb_buf *out)
{
    int64_t left = 0;
    int light = bb_app_issue_light(ui->app, issue, &left);
    bb_buf_printf(out, "%s  %s", issue->no, bb_code_label(BB_CODES_STATE, issue->state));
    if (!light)
        return;
    bb_buf_printf(out, "  %s", bb_show_light(light));
    if (light != BB_LIGHT_GREY && left != BB_LEFT_UNKNOWN) {
        bb_buf_str(out, "  ");
        bb_buf_printf(out, left < 0 ? _("%d working days over") : _("%d working days left"),
                      (int)(left < 0 ? -left : left));
    }
}

/* ---- fields ---- */

/* Fields that hold codes of reference data, with spaces between, and what gives a code its name. */
static const struct {
    const char *fields;
    const char *(*name)(struct bb_ui *ui, const char *code);
} named[] = {
    {"item", bb_show_item},
    {"helper recorded_by found_by person leader approver fixed_by lookback_by closed_by "
     "feedback_to",
     bb_show_person},
    {"desk", bb_show_desk},
    {"lead_unit support_units", bb_show_unit},
};
/* What only machines read. */
static const char machine_fields[] = "id no replica client_name_sealed client_phone_sealed "
                                     "client_pseudonym phase_at late session acted_at state heads";

/* "10wd" in words. */
static void show_rule(const char *text, struct bb_buf *out)
{
    static const char *const units[BB_DUE__COUNT] = {
        [BB_DUE_WORKDAY] = N_("%d working days"),
        [BB_DUE_DAY] = N_("%d natural days"),
        [BB_DUE_HOUR] = N_("%d opening hours"),
        [BB_DUE_MINUTE] = N_("%d opening minutes"),
    };
    struct bb_due_rule rule;
    char amount[16];
    if (!text || bb_due_rule_parse(&rule, text)) {
        bb_buf_str(out, text);
        return;
    }
    snprintf(amount, sizeof amount, "%d", (int)rule.amount);
    for (const char *at = _(units[rule.unit]); *at; at++) {
        if (at[0] == '%' && at[1] == 'd') {
            bb_buf_str(out, amount);
            at++;
        } else {
            bb_buf_char(out, *at);
        }
    }
}

/* A word that is no code stays as it is. */
static void show_names(struct bb_ui *ui, const char *(*name)(struct bb_ui *ui, const char *code),
                       const char *codes, struct bb_buf *out)
{
    char *copy = bb_strdup(codes), *rest = copy;
    bool first = true;
    for (char *code; (code = strtok_r(rest, " ", &rest)); first = false) {
        bb_buf_str(out, first ? "" : "、");
        bb_buf_str(out, name(ui, code));
    }
    free(copy);
}

void bb_show_field(struct bb_ui *ui, const struct bb_field *field, const void *row,
                   struct bb_buf *out)
{
    if (field->type == BB_TYPE_TEXT) {
        const char *text = *(char *const *)((const char *)row + field->offset);
        for (size_t i = 0; text && i < sizeof named / sizeof *named; i++) {
            if (bb_word_in(field->name, named[i].fields)) {
                show_names(ui, named[i].name, text, out);
                return;
            }
        }
    }
    if (strcmp(field->name, "due_rule") == 0)
        show_rule(*(char *const *)((const char *)row + field->offset), out);
    else
        bb_field_show(field, row, out);
}

/* The first deadline says something only after an extension. */
static bool is_told_already(const struct bb_record *record, const struct bb_field *field,
                            const void *row)
{
    if (record != &bb_issue_record || strcmp(field->name, "first_due_day") != 0)
        return false;
    const struct bb_issue *issue = row;
    return issue->first_due_day == issue->due_day;
}

void bb_show_record(struct bb_ui *ui, struct bb_reader *reader, const struct bb_record *record,
                    const void *row)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        struct bb_buf text = {0};
        if (bb_word_in(field->name, machine_fields) || !bb_field_is_set(field, row) ||
            is_told_already(record, field, row))
            continue;
        bb_show_field(ui, field, row, &text);
        bb_reader_add(reader, _(field->label), bb_buf_text(&text), BB_LOOK_PLAIN);
        bb_buf_done(&text);
    }
}

/* ---- history ---- */

/* "outcome Solved, note …": what a step stated. */
static void show_body(struct bb_ui *ui, const struct bb_record *record,
                      const struct bb_event *event, struct bb_buf *out)
{
    struct bb_json_doc *doc = NULL;
    const char *between = _(": ");
    union {
        struct bb_session session;
        struct bb_issue issue;
    } row;
    memset(&row, 0, sizeof row);
    if (bb_json_parse(&doc, event->body, strlen(event->body)))
        return;
    if (!bb_record_body_apply(record, &row, bb_json_root(doc))) {
        for (size_t i = 0; i < record->count; i++) {
            const struct bb_field *field = &record->fields[i];
            if (!(field->flags & BB_FIELD_INPUT) || (field->flags & BB_FIELD_CLIENT) ||
                !bb_field_is_set(field, &row))
                continue;
            bb_buf_printf(out, "%s%s ", between, _(field->label));
            bb_show_field(ui, field, &row, out);
            between = _(", ");
        }
    }
    bb_record_done(record, &row);
    bb_json_free(doc);
}

const struct bb_err *bb_show_history(struct bb_ui *ui, struct bb_reader *reader,
                                     const struct bb_record *record, const char *id)
{
    struct bb_events events = {0};
    BB_TRY(bb_app_history(ui->app, id, &events));
    bb_reader_head(reader, _("History"));
    for (size_t i = 0; i < events.count; i++) {
        const struct bb_event *event = &events.rows[i];
        struct bb_buf text = {0};
        char at[BB_AT_BYTES];
        bb_buf_printf(&text, "%s  %s", bb_show_person(ui, event->by), bb_event_label(event->kind));
        if (event->kind == BB_EVENT_UNMASK || event->kind == BB_EVENT_KEY_DESTROY) {
            bb_buf_str(&text, _(": "));
            bb_app_audit_with(event, &text);
        } else if (event->kind != BB_EVENT_SESSION_ADD && event->kind != BB_EVENT_ISSUE_ADD &&
                   event->kind != BB_EVENT_UNDO)
            show_body(ui, record, event, &text);
        bool undone = bb_events_is_undone(&events, i);
        if (undone)
            bb_buf_str(&text, _(" (undone)"));
        if (event->clock_suspect)
            bb_buf_str(&text, _(" (clock in doubt)"));
        bb_reader_add(reader, bb_at_format_minute(at, event->at) + sizeof "2026-" - 1,
                      bb_buf_text(&text), undone ? BB_LOOK_QUIET : BB_LOOK_PLAIN);
        bb_buf_done(&text);
    }
    bb_events_done(&events);
    return NULL;
}

void bb_show_print(struct bb_ui *ui, const char *name, const char *text, bool to_printer)
{
    struct bb_buf said = {0};
    char *path = NULL;
    const struct bb_err *err = bb_app_print(ui->app, name, text, to_printer, &path);
    bb_buf_printf(&said, to_printer ? _("Sent to the printer: %s") : _("Written: %s"),
                  to_printer ? name : path);
    bb_ui_say(ui, bb_buf_text(&said));
    bb_ui_tell(ui, err);
    bb_buf_done(&said);
    free(path);
}
