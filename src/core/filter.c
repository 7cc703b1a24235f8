/* Takes a query apart, and tells whether a row in memory passes. Rows in the store are the store's.
 */
#include "bangban/core/filter.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bangban/base/buf.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/pinyin.h"

static const struct {
    enum bb_filter_field field;
    const char *english, *chinese;
} words[] = {
#define ROW(field, english, chinese) {BB_FILTER_##field, english, chinese},
    BB_FILTER_WORDS(ROW)
#undef ROW
};
enum { WORDS = sizeof words / sizeof *words };

static bool is_word(const char *known, const char *word, size_t len)
{
    return strlen(known) == len && strncasecmp(known, word, len) == 0;
}

static enum bb_filter_field field_named(const char *word, size_t len, unsigned fields)
{
    for (size_t i = 0; i < WORDS; i++)
        if ((fields >> words[i].field & 1) &&
            (is_word(words[i].chinese, word, len) || is_word(words[i].english, word, len)))
            return words[i].field;
    return BB_FILTER_ANY;
}

static const struct bb_err *unknown(const char *word, size_t len, unsigned fields)
{
    struct bb_buf names = {0};
    char *name = bb_strndup(word, len);
    for (size_t i = 0; i < WORDS; i++) {
        if (!(fields >> words[i].field & 1))
            continue;
        fields &= ~(1u << words[i].field);
        bb_buf_printf(&names, "%s%s %s", names.len ? ", " : "", words[i].chinese, words[i].english);
    }
    const struct bb_err *err = bb_err(BB_ERR_NO_FIELD, name, bb_buf_text(&names), NULL);
    free(name);
    bb_buf_done(&names);
    return err;
}

/* ---- dates ---- */

static bool day_read(int64_t *out, const char *text, int64_t today)
{
    if (is_word(text, "today", 5) || strcmp(text, "今天") == 0)
        *out = today;
    else if (is_word(text, "yesterday", 9) || strcmp(text, "昨天") == 0)
        *out = today - 1;
    else
        return !bb_day_parse_typed(out, text, today);
    return true;
}

/* "2026-11" */
static bool month_read(struct bb_filter_term *term, const char *text)
{
    struct bb_buf first = {0};
    bb_buf_printf(&first, "%s-01", text);
    bool yes =
        strlen(text) == sizeof "2026-11" - 1 && !bb_day_parse(&term->from_day, bb_buf_text(&first));
    if (yes) {
        struct bb_civil civil = bb_day_civil(term->from_day);
        term->to_day = civil.month == 12 ? bb_day_make(civil.year + 1, 1, 1) - 1
                                         : bb_day_make(civil.year, civil.month + 1, 1) - 1;
    }
    bb_buf_done(&first);
    return yes;
}

static const struct bb_err *days_read(struct bb_filter_term *term, int64_t today)
{
    char *text = bb_strdup(term->value), *dots = strstr(text, "..");
    bool good;
    if (dots) {
        *dots = '\0';
        good = (!*text || day_read(&term->from_day, text, today)) &&
               (!dots[2] || day_read(&term->to_day, dots + 2, today));
    } else {
        good = month_read(term, text) || day_read(&term->from_day, text, today);
        term->to_day = term->to_day ? term->to_day : term->from_day;
    }
    free(text);
    return good ? NULL
                : bb_err(BB_ERR_BAD_FIELD, term->field == BB_FILTER_DUE ? _("Due") : _("Date"),
                         term->value,
                         _("Write a day such as 11-23, or two with .. between, such as "
                           "11-20..11-23."),
                         NULL);
}

/* ---- the query ---- */

static const struct bb_err *add_term(struct bb_filter *filter, enum bb_filter_field field,
                                     const char *value, size_t len, int64_t today)
{
    if (len == 0)
        return NULL;
    struct bb_filter_term term = {.field = field, .value = bb_strndup(value, len)};
    const struct bb_err *err = NULL;
    if (field == BB_FILTER_DATE || field == BB_FILTER_DUE)
        err = days_read(&term, today);
    if (err) {
        free(term.value);
        return err;
    }
    filter->terms = bb_realloc(filter->terms, (filter->count + 1) * sizeof *filter->terms);
    filter->terms[filter->count++] = term;
    return NULL;
}

const struct bb_err *bb_filter_parse(struct bb_filter *filter, const char *query, unsigned fields,
                                     int64_t today)
{
    struct bb_buf folded = {0};
    const struct bb_err *first = NULL;
    *filter = (struct bb_filter){0};
    bb_text_fold(&folded, query ? query : "");
    const char *at = bb_buf_text(&folded);
    while (*at) {
        size_t len = strcspn(at, " "), name = strcspn(at, ": ");
        const struct bb_err *err = NULL;
        if (name == 0 || name == len || (*at >= '0' && *at <= '9')) {
            err = add_term(filter, BB_FILTER_ANY, at, len, today);
        } else {
            enum bb_filter_field field = field_named(at, name, fields);
            err = field == BB_FILTER_ANY
                      ? unknown(at, name, fields)
                      : add_term(filter, field, at + name + 1, len - name - 1, today);
        }
        first = first ? first : err;
        at += len + strspn(at + len, " ");
    }
    bb_buf_done(&folded);
    return first;
}

void bb_filter_done(struct bb_filter *filter)
{
    for (size_t i = 0; i < filter->count; i++)
        free(filter->terms[i].value);
    free(filter->terms);
    *filter = (struct bb_filter){0};
}

bool bb_filter_word_matches(const char *word, const char *text)
{
    return bb_pinyin_match(word, text);
}

bool bb_filter_day_matches(const struct bb_filter_term *term, int64_t day)
{
    return day && day >= term->from_day && (!term->to_day || day <= term->to_day);
}

static bool text_matches(const struct bb_filter_term *term, const char *text)
{
    char day[sizeof "2026-11-23"];
    int64_t civil;
    if (term->field != BB_FILTER_DATE && term->field != BB_FILTER_DUE)
        return bb_filter_word_matches(term->value, text);
    strncpy(day, text ? text : "", sizeof day - 1);
    day[sizeof day - 1] = '\0';
    return !bb_day_parse(&civil, day) && bb_filter_day_matches(term, civil);
}

bool bb_filter_matches(const struct bb_filter *filter,
                       const char *(*text)(const void *row, enum bb_filter_field field),
                       const void *row)
{
    for (size_t i = 0; i < filter->count; i++)
        if (!text_matches(&filter->terms[i], text(row, filter->terms[i].field)))
            return false;
    return true;
}
