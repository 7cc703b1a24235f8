/* Search over all days: a query of words and field terms over items, people, sessions, problems.
 * What has a pair of ideographs the store looks up; other words it reads texts for, newest first,
 * and where `look` ends that, words of ASCII are looked up in what is older. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/core/filter.h"
#include "private.h"

enum { NAMES_MAX = 5 }; /* items, and people, that stand before the rest */

struct searching {
    struct bb_app *app;
    struct bb_filter filter;
    bool as_text; /* words of ASCII were looked up by the store: initials are not asked again */
};

static bool is_ascii(const char *word)
{
    for (; *word; word++)
        if ((unsigned char)*word >= 0x80)
            return false;
    return true;
}

/* ---- items and people ---- */

static bool words_match(const struct bb_filter *filter, const char *text)
{
    for (size_t i = 0; i < filter->count; i++)
        if (!bb_filter_word_matches(filter->terms[i].value, text))
            return false;
    return true;
}

static const char *unit_name(struct bb_app *app, const char *code)
{
    const struct bb_unit *unit = code ? bb_app_unit(app, code) : NULL;
    return unit ? unit->name : "";
}

struct name { /* of an item or a person */
    const char *record, *code, *name, *aliases, *unit;
    struct bb_hit hit; /* as it is sent */
};

static const struct bb_err *name_send(const struct searching *state, struct name *name, int *sent,
                                      const struct bb_sink *sink)
{
    struct bb_buf text = {0};
    const struct bb_err *err = NULL;
    bb_buf_printf(&text, "%s %s %s %s", name->name, name->unit, name->aliases ? name->aliases : "",
                  name->code);
    if (words_match(&state->filter, bb_buf_text(&text))) {
        bb_buf_clear(&text);
        bb_buf_printf(&text, "%s%s%s", name->name, *name->unit ? " · " : "", name->unit);
        name->hit = (struct bb_hit){name->record, name->name, name->code, bb_buf_text(&text), 0};
        err = sink->item(sink->ctx, &name->hit);
        ++*sent;
    }
    bb_buf_done(&text);
    return err;
}

static const struct bb_err *names_send(const struct searching *state, int limit, int *sent,
                                       const struct bb_sink *sink)
{
    const struct bb_item *items;
    const struct bb_person *people;
    size_t item_count, person_count;
    int most = limit && limit < NAMES_MAX ? limit : NAMES_MAX;
    BB_TRY(bb_app_items(state->app, &items, &item_count));
    BB_TRY(bb_app_people(state->app, &people, &person_count));
    for (size_t i = 0; i < item_count && *sent < most; i++)
        BB_TRY(name_send(state,
                         &(struct name){"item",
                                        items[i].code,
                                        items[i].name,
                                        items[i].aliases,
                                        unit_name(state->app, items[i].unit_code),
                                        {0}},
                         sent, sink));
    most += *sent;
    most = limit && limit < most ? limit : most;
    for (size_t i = 0; i < person_count && *sent < most; i++)
        BB_TRY(name_send(state,
                         &(struct name){"person",
                                        people[i].code,
                                        people[i].name,
                                        NULL,
                                        unit_name(state->app, people[i].unit),
                                        {0}},
                         sent, sink));
    return NULL;
}

/* ---- sessions and problems ---- */

static void add(struct bb_buf *out, const char *text)
{
    bb_buf_printf(out, "%s ", text ? text : "");
}

static void add_code(struct bb_buf *out, enum bb_code_list list, int64_t code)
{
    if (code)
        bb_buf_printf(out, "%s %s ", bb_code_label(list, (int)code), bb_code_id(list, (int)code));
}

static void add_item(struct bb_app *app, struct bb_buf *out, const char *code)
{
    const struct bb_item *item = code ? bb_app_item(app, code) : NULL;
    add(out, code);
    add(out, item ? item->name : NULL);
}

static void add_unit(struct bb_app *app, struct bb_buf *out, const char *code)
{
    const struct bb_unit *unit = code ? bb_app_unit(app, code) : NULL;
    add(out, code);
    add(out, unit ? unit->name : NULL);
    add(out, unit ? unit->short_name : NULL);
}

static void add_person(struct bb_app *app, struct bb_buf *out, const char *code)
{
    const struct bb_person *person = code ? bb_app_person_of(app, code) : NULL;
    add(out, code);
    add(out, person ? person->name : NULL);
}

static void session_field(struct bb_app *app, const struct bb_session *session,
                          enum bb_filter_field field, struct bb_buf *out)
{
    const struct bb_item *item = session->item ? bb_app_item(app, session->item) : NULL;
    const struct bb_desk *desk = session->desk ? bb_app_desk_of(app, session->desk) : NULL;
    switch (field) {
    case BB_FILTER_STATE:
        if (session->voided)
            bb_buf_printf(out, "%s void", _("Void"));
        else if (session->outcome)
            add_code(out, BB_CODES_OUTCOME, session->outcome);
        else
            add_code(out, BB_CODES_PHASE, session->phase);
        break;
    case BB_FILTER_UNIT:
        add_unit(app, out, item ? item->unit_code : NULL);
        break;
    case BB_FILTER_ITEM:
        add_item(app, out, session->item);
        break;
    case BB_FILTER_PERSON:
        add_person(app, out, session->helper);
        break;
    case BB_FILTER_DESK:
        add(out, session->desk);
        add(out, desk ? desk->name : NULL);
        break;
    default:
        add(out, session->no);
        break;
    }
}

static void issue_field(struct bb_app *app, const struct bb_issue *issue,
                        enum bb_filter_field field, struct bb_buf *out)
{
    switch (field) {
    case BB_FILTER_STATE:
        add_code(out, BB_CODES_STATE, issue->state);
        break;
    case BB_FILTER_UNIT:
        add_unit(app, out, issue->lead_unit);
        break;
    case BB_FILTER_ITEM:
        add_item(app, out, issue->item);
        break;
    case BB_FILTER_PERSON:
        add_person(app, out, issue->person);
        add_person(app, out, issue->found_by);
        break;
    case BB_FILTER_DESK:
        break;
    default:
        add(out, issue->no);
        break;
    }
}

/* A hit against one term that only its record can answer. */
static bool record_matches(struct bb_app *app, const struct bb_hit *hit,
                           const struct bb_filter_term *term)
{
    struct bb_buf text = {0};
    union {
        struct bb_session session;
        struct bb_issue issue;
    } row;
    bool found = false, is_issue = strcmp(hit->record, "issue") == 0;
    const struct bb_record *record = is_issue ? &bb_issue_record : &bb_session_record;
    if (bb_db_load(app->db, record, hit->id, &row, &found))
        return false;
    if (found && is_issue)
        issue_field(app, &row.issue, term->field, &text);
    else if (found)
        session_field(app, &row.session, term->field, &text);
    bool yes = bb_filter_word_matches(term->value, bb_buf_text(&text));
    bb_record_done(record, &row);
    bb_buf_done(&text);
    return yes;
}

static bool passes(void *ctx, const struct bb_hit *hit)
{
    const struct searching *state = ctx;
    bool yes = true;
    for (size_t i = 0; yes && i < state->filter.count; i++) {
        const struct bb_filter_term *term = &state->filter.terms[i];
        if (term->field == BB_FILTER_DATE)
            yes = bb_filter_day_matches(term, bb_day_of(hit->happened_at));
        else if (term->field == BB_FILTER_ANY)
            yes = !is_ascii(term->value) || state->as_text ||
                  bb_filter_word_matches(term->value, hit->text);
        else
            yes = record_matches(state->app, hit, term);
    }
    return yes;
}

/* The days that the store is asked for; false: none is in all terms. */
static bool days_narrow(const struct bb_filter *filter, struct bb_search *ask)
{
    for (size_t i = 0; i < filter->count; i++) {
        const struct bb_filter_term *term = &filter->terms[i];
        if (term->field != BB_FILTER_DATE)
            continue;
        int64_t from = term->from_day ? bb_at_make(term->from_day, 0) : 0;
        int64_t to = term->to_day ? bb_at_make(term->to_day + 1, 0) : 0;
        ask->from_at = from > ask->from_at ? from : ask->from_at;
        ask->to_at = to && (!ask->to_at || to < ask->to_at) ? to : ask->to_at;
    }
    return !ask->to_at || ask->from_at < ask->to_at;
}

/* The words that the store looks for itself. */
static void words_put(const struct bb_filter *filter, bool ascii, struct bb_buf *out)
{
    for (size_t i = 0; i < filter->count; i++) {
        const struct bb_filter_term *term = &filter->terms[i];
        if (term->field == BB_FILTER_ANY && (ascii || !is_ascii(term->value)))
            add(out, term->value);
    }
}

struct counting {
    const struct bb_sink *sink;
    int sent;
};

static const struct bb_err *count_item(void *ctx, void *row)
{
    struct counting *to = ctx;
    to->sent++;
    return to->sink->item(to->sink->ctx, row);
}

static const struct bb_err *texts_send(struct searching *state, int limit, long look, int64_t *left,
                                       const struct bb_sink *sink)
{
    struct bb_buf words = {0};
    struct counting counting = {sink, 0};
    struct bb_search ask = {.passes = passes, .ctx = state, .limit = limit, .look = look};
    if (!days_narrow(&state->filter, &ask))
        return NULL;
    words_put(&state->filter, false, &words);
    ask.words = bb_buf_text(&words);
    const struct bb_err *err =
        bb_db_search(state->app->db, &ask, left, &(struct bb_sink){count_item, &counting});
    size_t before = words.len;
    bb_buf_clear(&words);
    words_put(&state->filter, true, &words);
    if (!err && *left && words.len > before) {
        state->as_text = true;
        ask.words = bb_buf_text(&words);
        ask.to_at = *left;
        ask.limit = limit ? limit - counting.sent : 0;
        int64_t deeper;
        err = bb_db_search(state->app->db, &ask, &deeper, sink);
    }
    bb_buf_done(&words);
    return err;
}

const struct bb_err *bb_app_search(struct bb_app *app, const char *query, int limit, long look,
                                   int64_t *left, const struct bb_sink *sink)
{
    struct searching state = {.app = app};
    int64_t unasked = 0;
    int sent = 0;
    bool plain = true;
    BB_TRY(bb_act_may(app, BB_USE_SEARCH)); /* R49: volunteers see no other people's visitors */
    const struct bb_err *err =
        bb_filter_parse(&state.filter, query, BB_SEARCH_FIELDS, bb_app_today(app));
    for (size_t i = 0; i < state.filter.count; i++)
        plain = plain && state.filter.terms[i].field == BB_FILTER_ANY;
    if (!err && plain && state.filter.count)
        err = names_send(&state, limit, &sent, sink);
    if (!err && state.filter.count && (!limit || sent < limit))
        err = texts_send(&state, limit ? limit - sent : 0, look, left ? left : &unasked, sink);
    bb_filter_done(&state.filter);
    return err;
}
