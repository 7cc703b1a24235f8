/* The hotline's monthly counts out of a CSV file of its own columns, by a map; read and checked to
 * the end first, then written in one transaction. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "bangban/base/mem.h"
#include "private.h"

struct import {
    struct bb_app *app;
    const char *path;
    struct bb_phone_map map;
    bool head_read;
    size_t column[BB_PHONE__COUNT]; /* in the file */
    struct bb_phone_count *rows;
    size_t count, cap;
};

static const struct bb_err *head_read(struct import *import, long line, size_t count,
                                      char *const *fields)
{
    for (int i = 0; i < BB_PHONE__COUNT; i++) {
        size_t at = 0;
        while (at < count && strcmp(fields[at], import->map.title[i]) != 0)
            at++;
        if (at == count)
            return bb_line_err(import->path, line, import->map.title[i],
                               _("the file has no such column; see the setting phone.columns"));
        import->column[i] = at;
    }
    import->head_read = true;
    return NULL;
}

static struct bb_phone_count *row_new(struct import *import)
{
    if (import->count == import->cap) {
        import->cap = import->cap ? import->cap * 2 : 64;
        import->rows = bb_realloc(import->rows, import->cap * sizeof *import->rows);
    }
    struct bb_phone_count *row = &import->rows[import->count++];
    memset(row, 0, sizeof *row);
    return row;
}

static bool stands_already(const struct import *import, const struct bb_phone_count *row)
{
    for (size_t i = 0; i + 1 < import->count; i++)
        if (strcmp(import->rows[i].number, row->number) == 0 &&
            strcmp(import->rows[i].month, row->month) == 0)
            return true;
    return false;
}

static const char *title_of(const struct import *import, const char *field)
{
    for (int i = 0; i < BB_PHONE__COUNT; i++)
        if (strcmp(bb_phone_column_names[i], field) == 0)
            return import->map.title[i];
    return field;
}

static const struct bb_err *bad_sentence(const struct import *import, long line,
                                         const struct bb_problem *problem)
{
    return bb_line_problem(import->path, line, title_of(import, problem->field), problem->sentence);
}

static const struct bb_err *row_read(void *ctx, long line, size_t count, char *const *fields)
{
    struct import *import = ctx;
    struct bb_problems problems = {0};
    if (!import->head_read)
        return head_read(import, line, count, fields);
    struct bb_phone_count *row = row_new(import);
    for (int i = 0; i < BB_PHONE__COUNT; i++) {
        const char *title = import->map.title[i];
        if (import->column[i] >= count || !*fields[import->column[i]])
            return bb_line_err(import->path, line, title, _("this field may not be empty"));
        const struct bb_field *field =
            bb_record_field(&bb_phone_count_record, bb_phone_column_names[i]);
        const struct bb_err *err = bb_field_parse(field, row, fields[import->column[i]]);
        if (err)
            return bb_line_err(import->path, line, title, err->text);
    }
    bb_phone_count_check(row, &problems);
    BB_TRY(bb_phone_count_known(import->app, row, &problems));
    if (problems.count)
        return bad_sentence(import, line, &problems.rows[0]);
    if (stands_already(import, row))
        return bb_line_err(import->path, line, import->map.title[BB_PHONE_MONTH],
                           _("this phone and month stand twice in the file"));
    return NULL;
}

const struct bb_err *bb_app_phone_import(struct bb_app *app, const char *path, long *rows)
{
    struct import import = {.app = app, .path = path};
    BB_TRY(bb_act_may(app, BB_USE_PHONE_COUNT));
    BB_TRY(bb_phone_map_parse(&import.map, app->config->phone_columns));
    FILE *in = fopen(path, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    const struct bb_err *err = bb_csv_read(in, path, ',', row_read, &import);
    fclose(in);
    if (!err && !import.head_read)
        err = bb_line_err(import.path, 1, import.map.title[0], _("the file is empty"));
    if (!err)
        err = bb_phone_counts_keep(app, import.rows, import.count);
    *rows = (long)import.count;
    for (size_t i = 0; i < import.count; i++)
        bb_record_done(&bb_phone_count_record, &import.rows[i]);
    free(import.rows);
    return err;
}
