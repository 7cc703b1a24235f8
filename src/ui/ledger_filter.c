/* The ledger's views and the terms of its `/` line. The first plain word goes to the store; terms
 * that the store has no answer to are checked row by row. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/ledger.h"
#include "bangban/ui/show.h"

static const unsigned fields = BB_BY(STATE) | BB_BY(UNIT) | BB_BY(DATE) | BB_BY(ITEM) |
                               BB_BY(PERSON) | BB_BY(NO) | BB_BY(LIGHT) | BB_BY(KIND) | BB_BY(DUE);
static const char *const view_labels[] = {
#define LABEL(name, label) label,
    BB_LEDGER_VIEW_LIST(LABEL)};
static const char *const sort_labels[] = {BB_ISSUE_SORT_LIST(LABEL)};
#undef LABEL
enum { ALL_STATES = ((1u << BB_STATE__COUNT) - 1) & ~1u };
static const unsigned open_states = BB_IN_OPEN;

/* States, or lights, whose label or English id the value matches; "all" gives every one. */
static unsigned codes_of(enum bb_code_list list, const char *value)
{
    unsigned bits = 0;
    if (strcmp(value, "all") == 0 || bb_filter_word_matches(value, _("all")))
        return ALL_STATES;
    for (int code = 1; code <= bb_code_count(list); code++) {
        if (bb_filter_word_matches(value, bb_code_label(list, code)) ||
            bb_filter_word_matches(value, bb_code_id(list, code)))
            bits |= 1u << code;
    }
    return bits;
}

const char *bb_ledger_view_label(enum bb_ledger_view view)
{
    return _(view_labels[view]);
}

const char *bb_ledger_sort_label(enum bb_issue_sort sort)
{
    return _(sort_labels[sort]);
}

/* The states a view is about, and what else the store is asked. */
static unsigned view_set(struct bb_ui *ui, struct bb_ledger_filter *filter,
                         enum bb_ledger_view view)
{
    struct bb_issue_query *query = &filter->query;
    const unsigned pending = BB_IN(FOUND) | BB_IN(RECTIFYING);
    int64_t today = bb_app_today(ui->app);
    switch (view) {
    case BB_LEDGER_RED:
        query->due_to = today - 1;
        filter->in_memory = true; /* a pause holds the light */
        if (bb_app_may(ui->app, BB_USE_ISSUE_DECIDE))
            query->person = filter->person = bb_strdup(bb_app_person(ui->app)->code);
        return pending;
    case BB_LEDGER_TODAY:
        query->due_from = query->due_to = today;
        return pending;
    case BB_LEDGER_WEEK: /* to Sunday */
        query->due_from = today;
        query->due_to = today + 7 - bb_day_weekday(today);
        query->sort = BB_ISSUE_SORT_UNIT;
        return pending;
    case BB_LEDGER_LOOKBACK:
        query->waits = BB_WAITS_LOOKBACK;
        return BB_IN(FIXED) | BB_IN(CLOSED);
    case BB_LEDGER_APPROVAL:
        query->waits = BB_WAITS_APPROVAL;
        return open_states;
    case BB_LEDGER_CHECK:
        query->waits = BB_WAITS_CHECK;
        return ALL_STATES;
    default:
        return filter->terms.count ? ALL_STATES & ~(1u << BB_STATE_VOID) : open_states;
    }
}

const struct bb_err *bb_ledger_filter_set(struct bb_ui *ui, struct bb_ledger_filter *filter,
                                          enum bb_ledger_view view, const char *text)
{
    unsigned states = 0;
    bool stated = false; /* a word that names no state leaves no line */
    *filter = (struct bb_ledger_filter){.view = view};
    const struct bb_err *err = bb_filter_parse(&filter->terms, text, fields, bb_app_today(ui->app));
    unsigned of_view = view_set(ui, filter, view);
    for (size_t i = 0; i < filter->terms.count; i++) {
        const struct bb_filter_term *term = &filter->terms.terms[i];
        if (term->field == BB_FILTER_STATE) {
            states |= codes_of(BB_CODES_STATE, term->value);
            stated = true;
        } else if (term->field == BB_FILTER_LIGHT) {
            filter->in_memory = true;
            states |= open_states;
            if (!filter->query.due_to &&
                codes_of(BB_CODES_LIGHT, term->value) == 1u << BB_LIGHT_RED)
                filter->query.due_to = bb_app_today(ui->app) - 1;
        } else if (term->field == BB_FILTER_ANY && !filter->text) {
            filter->text = bb_strdup(term->value);
        } else {
            filter->in_memory = true;
        }
    }
    if (states && view != BB_LEDGER_OPEN) /* of the view's lines a term leaves some, or none */
        states = states & of_view ? states & of_view : BB_IN(NONE);
    filter->query.states = states ? states : stated ? BB_IN(NONE) : of_view;
    filter->query.text = filter->text;
    return err;
}

static bool word_is_in(struct bb_ui *ui, const char *word, const struct bb_issue *issue)
{
    return bb_filter_word_matches(word, issue->no) ||
           bb_filter_word_matches(word, issue->description) ||
           bb_filter_word_matches(word, bb_show_item(ui, issue->item)) ||
           bb_filter_word_matches(word, bb_show_unit(ui, issue->lead_unit));
}

bool bb_ledger_filter_passes(struct bb_ui *ui, const struct bb_ledger_filter *filter,
                             const struct bb_issue *issue)
{
    bool first = true, yes = true;
    if (filter->view == BB_LEDGER_RED)
        yes = bb_app_issue_light(ui->app, issue, NULL) == BB_LIGHT_RED;
    for (size_t i = 0; yes && i < filter->terms.count; i++) {
        const struct bb_filter_term *term = &filter->terms.terms[i];
        const char *value = term->value;
        switch (term->field) {
        case BB_FILTER_UNIT:
            yes = bb_filter_word_matches(value, bb_show_unit(ui, issue->lead_unit));
            break;
        case BB_FILTER_LIGHT:
            yes = codes_of(BB_CODES_LIGHT, value) >> bb_app_issue_light(ui->app, issue, NULL) & 1;
            break;
        case BB_FILTER_ITEM:
            yes = bb_filter_word_matches(value, bb_show_item(ui, issue->item)) ||
                  bb_filter_word_matches(value, issue->item);
            break;
        case BB_FILTER_KIND:
            yes = bb_filter_word_matches(value, bb_code_label(BB_CODES_POINT, issue->point));
            break;
        case BB_FILTER_DATE:
            yes = bb_filter_day_matches(term, bb_day_of(issue->happened_at));
            break;
        case BB_FILTER_DUE:
            yes = bb_filter_day_matches(term, issue->due_day);
            break;
        case BB_FILTER_NO:
            yes = bb_filter_word_matches(value, issue->no);
            break;
        case BB_FILTER_PERSON:
            yes = bb_filter_word_matches(value, bb_show_person(ui, issue->person)) ||
                  bb_filter_word_matches(value, bb_show_person(ui, issue->found_by));
            break;
        case BB_FILTER_ANY: /* the store has checked the first word */
            yes = first || word_is_in(ui, value, issue);
            first = false;
            break;
        default: /* STATE: the query's */
            break;
        }
    }
    return yes;
}

void bb_ledger_filter_done(struct bb_ledger_filter *filter)
{
    bb_filter_done(&filter->terms);
    free(filter->text);
    free(filter->person);
}
