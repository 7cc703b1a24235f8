/* Late entry: past sessions, from the grid row by row or from a CSV file; whole or not at all. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { MINUTE_SECONDS = 60, COLUMNS_MAX = 32, PROGRESS_ROWS = 100 };

/* ---- rows ---- */

/* When it ended follows from the minutes; an end that is not known is the beginning. */
static const struct bb_err *prepare(struct bb_app *app, struct bb_session *session,
                                    const struct bb_late *row, struct bb_problems *problems)
{
    const struct bb_person *helper =
        session->helper ? bb_app_person_of(app, session->helper) : NULL;
    int64_t end = session->happened_at + row->minutes * MINUTE_SECONDS;
    if (helper && !session->kind)
        session->kind = helper->role == BB_ROLE_VOLUNTEER ? BB_KIND_VOLUNTEER : BB_KIND_STAFF;
    if (!session->happened_at)
        bb_problem_add(problems, "happened_at", _("Write when it happened, day and time."));
    if (row->minutes < 0 || row->minutes > BB_LATE_MINUTES_MAX)
        bb_problem_add(problems, "closed_at",
                       _("Write the minutes it took, 0 to 720, or leave it empty."));
    else if (session->happened_at <= bb_app_now(app) && end > bb_app_now(app))
        bb_problem_add(problems, "closed_at",
                       _("It would still go on with so many minutes; log it as an open one (F2)."));
    session->phase = BB_PHASE_CLOSED;
    session->closed_at = session->phase_at = end;
    return bb_session_prepare(app, session, &row->client, session->happened_at, problems);
}

const struct bb_err *bb_app_late_check(struct bb_app *app, const struct bb_late *row,
                                       struct bb_problems *problems)
{
    struct bb_session session = {0};
    bb_record_copy(&bb_session_record, &session, &row->session);
    const struct bb_err *err = prepare(app, &session, row, problems);
    bb_session_done(&session);
    return err;
}

static const struct bb_err *insert_all(struct bb_app *app, struct bb_late *rows, size_t count,
                                       const struct bb_progress *progress, size_t *at)
{
    const struct bb_err *err = NULL;
    for (*at = 0; !err && *at < count; ++*at) {
        if (progress && *at % PROGRESS_ROWS == 0 &&
            !progress->step(progress->ctx, (int64_t)*at, (int64_t)count))
            return bb_err(BB_ERR_CANCELLED, NULL);
        err = bb_session_insert(app, &rows[*at].session, &rows[*at].client);
    }
    return err;
}

const struct bb_err *bb_app_late_add(struct bb_app *app, struct bb_late *rows, size_t count,
                                     const struct bb_progress *progress, size_t *at,
                                     struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_SESSION_ADD));
    for (*at = 0; *at < count; ++*at) {
        BB_TRY(prepare(app, &rows[*at].session, &rows[*at], problems));
        struct bb_whose whose = bb_session_whose(&rows[*at].session);
        BB_TRY(bb_act_may_on(app, BB_USE_SESSION_ADD, &whose));
    }
    bb_app_batch(app, true);
    const struct bb_err *err = bb_act_begin(app);
    if (!err)
        err = bb_act_end(app, insert_all(app, rows, count, progress, at));
    bb_app_batch(app, false);
    return err;
}

/* ---- a CSV file ---- */

struct import {
    struct bb_app *app;
    const char *path;
    const struct bb_field *columns[COLUMNS_MAX]; /* NULL: the minutes */
    char *titles[COLUMNS_MAX];                   /* as the file has them */
    size_t column_count;
    struct bb_late *rows;
    size_t count, cap;
    bool with_kind, with_mode;
};

static const char minutes_name[] = "minutes";

static bool is_titled(const struct bb_field *field, const char *title)
{
    return strcmp(field->name, title) == 0 || strcmp(_(field->label), title) == 0;
}

/* What a person may state of a session that is over, and when it was. */
static const struct bb_field *field_titled(const char *title)
{
    for (size_t i = 0; i < bb_session_record.count; i++) {
        const struct bb_field *field = &bb_session_record.fields[i];
        bool stated = (field->flags & BB_FIELD_INPUT) && strcmp(field->name, "phase") != 0;
        if ((stated || strcmp(field->name, "happened_at") == 0) && is_titled(field, title))
            return field;
    }
    return NULL;
}

static const struct bb_err *title_unknown(const struct import *import, long line, const char *title)
{
    struct bb_buf why = {0};
    bb_buf_printf(&why, _("no column \"%s\" is expected here; the columns are:%s"), title, "");
    for (size_t i = 0; i < bb_session_record.count; i++)
        if (field_titled(bb_session_record.fields[i].name) == &bb_session_record.fields[i])
            bb_buf_printf(&why, " %s", bb_session_record.fields[i].name);
    bb_buf_printf(&why, " %s", minutes_name);
    const struct bb_err *err = bb_line_err(import->path, line, title, bb_buf_text(&why));
    bb_buf_done(&why);
    return err;
}

static bool has_column(const struct import *import, const struct bb_field *field)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i] == field)
            return true;
    return false;
}

static const struct bb_err *head_read(struct import *import, long line, size_t count,
                                      char *const *fields)
{
    for (size_t i = 0; i < count; i++) {
        bool minutes = strcmp(fields[i], minutes_name) == 0 || strcmp(fields[i], _("Minutes")) == 0;
        const struct bb_field *field = minutes ? NULL : field_titled(fields[i]);
        if (i == COLUMNS_MAX || (!minutes && !field) || has_column(import, field))
            return title_unknown(import, line, fields[i]);
        import->columns[i] = field;
        import->titles[i] = bb_strdup(fields[i]);
        import->column_count++;
        import->with_kind |= field && strcmp(field->name, "kind") == 0;
        import->with_mode |= field && strcmp(field->name, "mode") == 0;
    }
    if (has_column(import, bb_record_field(&bb_session_record, "happened_at")))
        return NULL;
    struct bb_buf why = {0};
    bb_buf_printf(&why, _("the column \"%s\" is missing"), "happened_at");
    const struct bb_err *err = bb_line_err(import->path, line, "1", bb_buf_text(&why));
    bb_buf_done(&why);
    return err;
}

/* ---- names for codes: a person of the centre writes 程亦诚, not S001 ---- */

/* *code: NULL when no name, or more than one, is this. */
static const struct bb_err *code_named(struct bb_app *app, const char *field, const char *name,
                                       const char **code)
{
    const struct bb_item *items;
    const struct bb_person *people;
    const struct bb_desk *desks;
    size_t item_count, person_count, desk_count;
    int found = 0;
    BB_TRY(bb_app_items(app, &items, &item_count));
    BB_TRY(bb_app_people(app, &people, &person_count));
    BB_TRY(bb_app_desks(app, &desks, &desk_count));
    for (size_t i = 0; strcmp(field, "item") == 0 && i < item_count; i++)
        if (strcmp(items[i].name, name) == 0 && ++found)
            *code = items[i].code;
    for (size_t i = 0; strcmp(field, "helper") == 0 && i < person_count; i++)
        if (strcmp(people[i].name, name) == 0 && ++found)
            *code = people[i].code;
    for (size_t i = 0; strcmp(field, "desk") == 0 && i < desk_count; i++)
        if (strcmp(desks[i].name, name) == 0 && ++found)
            *code = desks[i].code;
    if (found != 1)
        *code = NULL;
    return NULL;
}

static const struct bb_err *names_settle(struct import *import, long line,
                                         struct bb_session *session)
{
    const struct bb_field *field;
    while ((field = bb_session_unknown(import->app, session))) {
        char **slot = bb_field_text(field, session);
        const char *code = NULL;
        BB_TRY(code_named(import->app, field->name, *slot, &code));
        if (!code) {
            struct bb_buf why = {0};
            bb_buf_printf(&why, _("\"%s\" is nobody's code and not one name alone"), *slot);
            const struct bb_err *err =
                bb_line_err(import->path, line, field->name, bb_buf_text(&why));
            bb_buf_done(&why);
            return err;
        }
        bb_strset(slot, code);
    }
    return NULL;
}

/* ---- one line ---- */

static struct bb_late *row_new(struct import *import)
{
    if (import->count == import->cap) {
        import->cap = import->cap ? import->cap * 2 : 64;
        import->rows = bb_realloc(import->rows, import->cap * sizeof *import->rows);
    }
    struct bb_late *row = &import->rows[import->count++];
    memset(row, 0, sizeof *row);
    bb_app_session_defaults(import->app, &row->session);
    if (!import->with_kind)
        row->session.kind = BB_KIND_NONE;
    return row;
}

static const struct bb_err *minutes_read(struct bb_late *row, const char *text)
{
    enum { DIGITS_MAX = 6 };
    size_t digits = strspn(text, "0123456789");
    if (text[digits] || digits > DIGITS_MAX)
        return bb_err(BB_ERR_BAD_FIELD, minutes_name, text, _("Write a whole number."), NULL);
    row->minutes = atol(text);
    return NULL;
}

/* Clear text has its own place; it never enters the record. */
static const char **client_slot(struct bb_late *row, const char *name)
{
    return strcmp(name, "client_name") == 0    ? &row->client.name
           : strcmp(name, "client_id") == 0    ? &row->client.id
           : strcmp(name, "client_phone") == 0 ? &row->client.phone
                                               : NULL;
}

static const struct bb_err *cell_read(struct bb_late *row, const struct bb_field *field,
                                      const char *text)
{
    const char **slot = field ? client_slot(row, field->name) : NULL;
    if (!field)
        return minutes_read(row, text);
    if (!slot)
        return bb_field_parse(field, &row->session, text);
    *slot = bb_strdup(text);
    return NULL;
}

/* Where it was says which place, unless the file does. */
static void follow(struct import *import, struct bb_session *session)
{
    const struct bb_desk *desk = session->desk ? bb_app_desk_of(import->app, session->desk) : NULL;
    if (desk && !has_column(import, bb_record_field(&bb_session_record, "zone")))
        session->zone = desk->zone;
    if (desk && !import->with_mode)
        session->mode = session->zone == BB_ZONE_WINDOW ? BB_MODE_WINDOW : BB_MODE_GUIDE;
}

static const char *title_of(const struct import *import, const char *name)
{
    for (size_t i = 0; i < import->column_count; i++) {
        const struct bb_field *field = import->columns[i];
        if (strcmp(field ? field->name : "closed_at", name) == 0)
            return import->titles[i];
    }
    return name;
}

static const struct bb_err *row_read(void *ctx, long line, size_t count, char *const *fields)
{
    struct import *import = ctx;
    struct bb_problems problems = {0};
    if (!import->column_count)
        return head_read(import, line, count, fields);
    if (count != import->column_count)
        return bb_line_err(import->path, line, "1",
                           _("the line has not as many fields as the header"));
    struct bb_late *row = row_new(import);
    for (size_t i = 0; i < count; i++) {
        const struct bb_err *err = cell_read(row, import->columns[i], fields[i]);
        if (err)
            return bb_line_problem(import->path, line, import->titles[i], err->text);
    }
    BB_TRY(names_settle(import, line, &row->session));
    follow(import, &row->session);
    if (bb_app_late_check(import->app, row, &problems))
        return bb_line_problem(import->path, line, title_of(import, problems.rows[0].field),
                               problems.rows[0].sentence);
    return NULL;
}

static void wipe(const char *text)
{
    char *heap = (char *)text;
    if (heap)
        bb_seal_wipe(heap, strlen(heap));
    free(heap);
}

static void import_done(struct import *import)
{
    for (size_t i = 0; i < import->count; i++) {
        bb_session_done(&import->rows[i].session);
        wipe(import->rows[i].client.name);
        wipe(import->rows[i].client.id);
        wipe(import->rows[i].client.phone);
    }
    for (size_t i = 0; i < import->column_count; i++)
        free(import->titles[i]);
    free(import->rows);
}

const struct bb_err *bb_app_late_import(struct bb_app *app, const char *path,
                                        const struct bb_progress *progress, long *rows)
{
    struct import import = {.app = app, .path = path};
    struct bb_problems problems = {0};
    size_t at = 0;
    BB_TRY(bb_act_may(app, BB_USE_SESSION_ADD));
    FILE *in = fopen(path, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    const struct bb_err *err = bb_csv_read(in, path, ',', row_read, &import);
    fclose(in);
    if (!err && !import.column_count)
        err = bb_line_err(path, 1, "1", _("the file is empty"));
    if (!err)
        err = bb_app_late_add(app, import.rows, import.count, progress, &at, &problems);
    *rows = (long)import.count;
    import_done(&import);
    return err;
}
