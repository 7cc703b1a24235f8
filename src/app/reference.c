/* Reference data as this process holds it: read on first use, dropped when another process loaded
 * newer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

/* An array of rows of one record, filled through a sink. */
struct rows {
    const struct bb_record *record;
    char *bytes;
    size_t count, cap;
};

static const struct bb_err *row_add(void *ctx, void *row)
{
    struct rows *rows = ctx;
    size_t size = rows->record->bytes;
    if (rows->count == rows->cap) {
        rows->cap = rows->cap ? rows->cap * 2 : 64;
        rows->bytes = bb_realloc(rows->bytes, rows->cap * size);
    }
    char *slot = rows->bytes + rows->count * size;
    memset(slot, 0, size);
    bb_record_copy(rows->record, slot, row);
    rows->count++;
    return NULL;
}

static void rows_done(const struct bb_record *record, void *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        bb_record_done(record, (char *)rows + i * record->bytes);
    free(rows);
}

void bb_lists_drop(struct bb_lists *lists)
{
    rows_done(&bb_item_record, lists->items, lists->item_count);
    rows_done(&bb_person_record, lists->people, lists->person_count);
    rows_done(&bb_desk_record, lists->desks, lists->desk_count);
    rows_done(&bb_unit_record, lists->units, lists->unit_count);
    rows_done(&bb_post_record, lists->posts, lists->post_count);
    rows_done(&bb_kb_record, lists->kb, lists->kb_count);
    bb_calendar_free(lists->calendar);
    free(lists->version);
    memset(lists, 0, sizeof *lists);
}

/* Notes which version is about to be read, so that a change meanwhile is seen at the next refresh.
 */
static const struct bb_err *version_note(struct bb_app *app)
{
    if (app->lists.version)
        return NULL;
    BB_TRY(bb_db_meta_load(app->db, "reference", &app->lists.version));
    if (!app->lists.version)
        app->lists.version = bb_strdup("0");
    return NULL;
}

/* Reads a list once. */
static const struct bb_err *list_load(struct bb_app *app, const struct bb_record *record,
                                      void **out, size_t *count)
{
    if (*out)
        return NULL;
    BB_TRY(version_note(app));
    struct rows rows = {.record = record};
    const struct bb_err *err = bb_db_all(app->db, record, &(struct bb_sink){row_add, &rows});
    if (err) {
        rows_done(record, rows.bytes, rows.count);
        return err;
    }
    *out = rows.bytes ? rows.bytes : bb_alloc(1);
    *count = rows.count;
    return NULL;
}

#define LIST(function, type, rows_member, count_member, record)                                \
    const struct bb_err *function(struct bb_app *app, const struct type **rows, size_t *count) \
    {                                                                                          \
        void *list = app->lists.rows_member;                                                   \
        BB_TRY(list_load(app, &record, &list, &app->lists.count_member));                      \
        *rows = app->lists.rows_member = list;                                                 \
        *count = app->lists.count_member;                                                      \
        return NULL;                                                                           \
    }

LIST(bb_app_items, bb_item, items, item_count, bb_item_record)
LIST(bb_app_people, bb_person, people, person_count, bb_person_record)
LIST(bb_app_desks, bb_desk, desks, desk_count, bb_desk_record)
LIST(bb_app_posts, bb_post, posts, post_count, bb_post_record)
LIST(bb_app_kb, bb_kb, kb, kb_count, bb_kb_record)

/* Rows come in code order, so a code is found by halving. The code is the first field of each. */
static const void *row_find(const void *rows, size_t count, size_t size, const char *code)
{
    size_t low = 0, high = count;
    while (code && low < high) {
        size_t middle = (low + high) / 2;
        const void *row = (const char *)rows + middle * size;
        int order = strcmp(code, *(char *const *)row);
        if (order == 0)
            return row;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static const struct bb_err *unit_rename(void *ctx, void *row)
{
    struct bb_lists *lists = ctx;
    const struct bb_unit *then = row;
    struct bb_unit *unit =
        (void *)row_find(lists->units, lists->unit_count, sizeof *unit, then->code);
    if (unit) {
        bb_strset(&unit->name, then->name);
        bb_strset(&unit->short_name, then->short_name);
    }
    return NULL;
}

/* Under the names of the app's present moment, which --as-of may set back. */
const struct bb_err *bb_app_units(struct bb_app *app, const struct bb_unit **rows, size_t *count)
{
    struct bb_lists *lists = &app->lists;
    void *list = lists->units;
    bool known = list != NULL;
    BB_TRY(list_load(app, &bb_unit_record, &list, &lists->unit_count));
    lists->units = list;
    const struct bb_err *err =
        known ? NULL
              : bb_db_unit_names(app->db, bb_app_now(app), &(struct bb_sink){unit_rename, lists});
    if (err) { /* never half of the names */
        rows_done(&bb_unit_record, lists->units, lists->unit_count);
        lists->units = NULL;
        return err;
    }
    *rows = lists->units;
    *count = lists->unit_count;
    return NULL;
}

#define FIND(function, list_function, type)                           \
    const struct type *function(struct bb_app *app, const char *code) \
    {                                                                 \
        const struct type *rows;                                      \
        size_t count;                                                 \
        if (list_function(app, &rows, &count))                        \
            return NULL;                                              \
        return row_find(rows, count, sizeof *rows, code);             \
    }

FIND(bb_app_item, bb_app_items, bb_item)
FIND(bb_app_person_of, bb_app_people, bb_person)
FIND(bb_app_desk_of, bb_app_desks, bb_desk)
FIND(bb_app_unit, bb_app_units, bb_unit)

/* ---- the calendar ---- */

static const struct bb_err *hours_parse(const char *text, struct bb_hours *out)
{
    char from[16] = "", to[16] = "";
    if (sscanf(text, "%15[0-9:]-%15[0-9:]", from, to) != 2)
        return bb_err(BB_ERR_BAD_TIME, text, NULL);
    BB_TRY(bb_clock_parse(&out->from, from));
    return bb_clock_parse(&out->to, to);
}

static const struct bb_err *calendar_row(void *ctx, void *row)
{
    struct bb_calendar *cal = ctx;
    const struct bb_notice_day *day = row;
    bb_calendar_add_year(cal, bb_day_civil(day->date).year);
    bb_calendar_add(cal, day->date, bb_day_kind_find(day->kind), day->name, day->notice);
    return NULL;
}

const struct bb_err *bb_calendar_load(struct bb_db *db, const struct bb_config *config,
                                      struct bb_calendar **out)
{
    struct bb_calendar *cal = bb_calendar_new();
    struct bb_hours spans[2];
    const struct bb_err *err = hours_parse(config->hours_morning, &spans[0]);
    if (!err)
        err = hours_parse(config->hours_afternoon, &spans[1]);
    for (int weekday = 1; !err && weekday <= 5; weekday++)
        bb_calendar_set_hours(cal, weekday, spans, 2);
    if (!err)
        err = bb_db_all(db, &bb_notice_day_record, &(struct bb_sink){calendar_row, cal});
    if (err)
        bb_calendar_free(cal);
    else
        *out = cal;
    return err;
}

const struct bb_err *bb_app_calendar(struct bb_app *app, const struct bb_calendar **out)
{
    if (!app->lists.calendar) {
        BB_TRY(version_note(app));
        BB_TRY(bb_calendar_load(app->db, app->config, &app->lists.calendar));
    }
    *out = app->lists.calendar;
    return NULL;
}
