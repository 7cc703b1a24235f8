/* Reference files in, whole or not at all: read and checked to the end first, then written in one
 * transaction. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/admin.h"
#include "bangban/base/csv.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "import.h"

/* What can be imported: word on the command line, record, columns that must be there and filled. */
static const struct import_kind kinds[] = {
    {"calendar", &bb_notice_day_record, "date kind name"},
    {"unit", &bb_unit_record, "code name kind"},
    {"item", &bb_item_record, "code name audience unit_code"},
    {"desk", &bb_desk_record, "code name zone"},
    {"person", &bb_person_record, "code name role"},
    {"post", &bb_post_record, "person tier"},
    {"kb", &bb_kb_record, "id question answer"},
};

static const struct bb_err *bad_line(const struct import *import, long line, size_t column,
                                     const char *why)
{
    char line_text[24], column_text[24];
    snprintf(line_text, sizeof line_text, "%ld", line);
    snprintf(column_text, sizeof column_text, "%zu", column + 1);
    return bb_err(BB_ERR_BAD_LINE, import->path, line_text, column_text, why, NULL);
}

static const struct bb_err *header_read(struct import *import, long line, size_t count,
                                        char *const *fields)
{
    const struct bb_record *record = import->kind->record;
    struct bb_buf known = {0}, found = {0};
    const struct bb_err *err = NULL;
    for (size_t i = 0; i < record->count; i++)
        bb_buf_printf(&known, " %s", record->fields[i].name);
    for (size_t i = 0; !err && i < count; i++) {
        const struct bb_field *field = bb_record_field(record, fields[i]);
        if (!field || i >= COLUMNS_MAX || bb_word_in(fields[i], bb_buf_text(&found))) {
            struct bb_buf why = {0};
            bb_buf_printf(&why, _("no column \"%s\" is expected here; the columns are:%s"),
                          fields[i], known.data);
            err = bad_line(import, line, i, why.data);
            bb_buf_done(&why);
            break;
        }
        import->columns[import->column_count++] = field;
        bb_buf_printf(&found, " %s", fields[i]);
    }
    for (size_t i = 0; !err && i < record->count; i++) {
        const char *name = record->fields[i].name;
        if (!bb_word_in(name, import->kind->needs) || bb_word_in(name, bb_buf_text(&found)))
            continue;
        struct bb_buf why = {0};
        bb_buf_printf(&why, _("the column \"%s\" is missing"), name);
        err = bad_line(import, line, count, why.data);
        bb_buf_done(&why);
    }
    bb_buf_done(&known);
    bb_buf_done(&found);
    return err;
}

static char *key_of(const struct import *import, size_t row)
{
    return *(char **)(void *)(import->rows + row * import->kind->record->bytes);
}

static void *row_new(struct import *import, long line)
{
    size_t size = import->kind->record->bytes;
    if (import->count == import->cap) {
        import->cap = import->cap ? import->cap * 2 : 64;
        import->rows = bb_realloc(import->rows, import->cap * size);
        import->lines = bb_realloc(import->lines, import->cap * sizeof *import->lines);
    }
    void *row = import->rows + import->count * size;
    memset(row, 0, size);
    import->lines[import->count++] = line;
    return row;
}

/* What a row of each kind must agree with beyond its columns; NULL: nothing wrong. *column names
 * the culprit. */
static const char *row_problem(struct import *import, void *row, const char **column)
{
    if (import->kind->record == &bb_notice_day_record) {
        const struct bb_notice_day *day = row;
        *column = "kind";
        if (strcmp(day->kind, "holiday") != 0 && strcmp(day->kind, "workday") != 0)
            return _("kind must be holiday or workday");
        *column = "date";
        if (strcmp(day->kind, "workday") == 0 && bb_day_weekday(day->date) <= 5)
            return _("a make-up workday must be a Saturday or Sunday");
    }
    if (import->kind->record == &bb_item_record) {
        *column = "unit_code";
        if (!bb_app_unit(import->app, ((struct bb_item *)row)->unit_code))
            return _("there is no such unit; import the units first");
    }
    if (import->kind->record == &bb_post_record) {
        *column = "person";
        if (!bb_app_person_of(import->app, ((struct bb_post *)row)->person))
            return _("there is no such person; import the people first");
        bb_post_name(row);
    }
    if (import->kind->record == &bb_desk_record) {
        const char *centre = ((struct bb_desk *)row)->centre;
        *column = "centre";
        if (centre && !bb_app_unit(import->app, centre))
            return _("there is no such unit; import the units first");
    }
    return NULL;
}

static size_t column_named(const struct import *import, const char *name)
{
    size_t i = 0;
    while (i < import->column_count && strcmp(import->columns[i]->name, name) != 0)
        i++;
    return i;
}

static const struct bb_err *row_read(void *ctx, long line, size_t count, char *const *fields)
{
    struct import *import = ctx;
    if (!import->column_count)
        return header_read(import, line, count, fields);
    if (count != import->column_count)
        return bad_line(import, line, count, _("the line has not as many fields as the header"));
    void *row = row_new(import, line);
    for (size_t i = 0; i < count; i++) {
        const struct bb_err *err = bb_field_parse(import->columns[i], row, fields[i]);
        if (err)
            return bad_line(import, line, i, err->text);
        if (!*fields[i] && bb_word_in(import->columns[i]->name, import->kind->needs))
            return bad_line(import, line, i, _("this field may not be empty"));
    }
    const char *column = "";
    const char *problem = row_problem(import, row, &column);
    return problem ? bad_line(import, line, column_named(import, column), problem) : NULL;
}

/* ---- no code twice: rows are compared in key order ---- */

static const struct import *sorting; /* qsort has no context argument in C11 */

static int compare_keys(const void *a, const void *b)
{
    size_t left = *(const size_t *)a, right = *(const size_t *)b;
    if (sorting->kind->record == &bb_notice_day_record) {
        int64_t first = ((const struct bb_notice_day *)(const void *)sorting->rows)[left].date;
        int64_t second = ((const struct bb_notice_day *)(const void *)sorting->rows)[right].date;
        return first < second ? -1 : first > second;
    }
    return strcmp(key_of(sorting, left), key_of(sorting, right));
}

static const struct bb_err *doubles_check(const struct import *import)
{
    const struct bb_err *err = NULL;
    size_t *order = bb_alloc(import->count * sizeof *order);
    for (size_t i = 0; i < import->count; i++)
        order[i] = i;
    sorting = import;
    if (import->count)
        qsort(order, import->count, sizeof *order, compare_keys);
    for (size_t i = 1; !err && i < import->count; i++)
        if (compare_keys(&order[i - 1], &order[i]) == 0) {
            size_t later = order[i] > order[i - 1] ? order[i] : order[i - 1];
            err = bad_line(import, import->lines[later], 0, _("this key stands twice in the file"));
        }
    free(order);
    return err;
}

static const struct bb_err *file_read(struct import *import, char digest[BB_DIGEST_HEX_BYTES])
{
    char bytes[8192];
    size_t got;
    struct bb_digest sum;
    FILE *in = fopen(import->path, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, import->path, strerror(errno), NULL);
    const struct bb_err *err = bb_csv_read(in, import->path, ',', row_read, import);
    if (!err && !import->column_count)
        err = bad_line(import, 1, 0, _("the file is empty"));
    rewind(in);
    bb_digest_begin(&sum, BB_DIGEST_SM3);
    while ((got = fread(bytes, 1, sizeof bytes, in)) > 0)
        bb_digest_add(&sum, bytes, got);
    bb_digest_end(&sum, digest);
    fclose(in);
    return err ? err : doubles_check(import);
}

static const struct import_kind *kind_of(const char *what)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].word, what) == 0)
            return &kinds[i];
    return NULL;
}

const struct bb_err *bb_import_file(struct bb_app *app, const char *what, const char *path,
                                    struct bb_import_result *out)
{
    struct import import = {.app = app, .path = path, .kind = kind_of(what)};
    char digest[BB_DIGEST_HEX_BYTES];
    if (!import.kind)
        return bb_err(BB_ERR_NO_FIELD, what, "calendar, unit, item, desk, person, post, kb", NULL);
    memset(out, 0, sizeof *out);
    const struct bb_err *err = file_read(&import, digest);
    if (!err)
        err = bb_act_begin(app);
    if (!err)
        err = bb_act_end(app, bb_import_save(&import, digest, &out->moved));
    out->rows = (long)import.count;
    for (size_t i = 0; i < import.count; i++)
        bb_record_done(import.kind->record, import.rows + i * import.kind->record->bytes);
    free(import.rows);
    free(import.lines);
    bb_lists_drop(&app->lists);
    return err;
}

/* Once the district's data came down, the hub is its only writer. */
static const struct bb_err *writer_check(struct bb_app *app)
{
    int64_t version;
    char digits[24];
    BB_TRY(bb_act_may(app, BB_USE_REFERENCE));
    BB_TRY(bb_number_load(app, "hub_reference", &version));
    snprintf(digits, sizeof digits, "%lld", (long long)version);
    return version ? bb_err(BB_ERR_REFERENCE_DOWN, digits, NULL) : NULL;
}

const struct bb_err *bb_app_import(struct bb_app *app, const char *what, const char *path,
                                   struct bb_import_result *out)
{
    BB_TRY(writer_check(app));
    return bb_import_file(app, what, path, out);
}

/* What a single row lacks or contradicts, as an error of a rule that names the field. */
static const struct bb_err *row_check(struct import *import, void *row)
{
    const struct bb_record *record = import->kind->record;
    struct bb_problems problems = {0};
    const char *column = "", *problem = NULL;
    for (size_t i = 0; i < record->count; i++)
        if (bb_word_in(record->fields[i].name, import->kind->needs) &&
            !bb_field_is_set(&record->fields[i], row))
            bb_problem_add(&problems, record->fields[i].name, _("this field may not be empty"));
    if (!problems.count && (problem = row_problem(import, row, &column)))
        bb_problem_add(&problems, column, problem);
    return bb_problems_err(record, &problems);
}

const struct bb_err *bb_app_reference_add(struct bb_app *app, const char *what, void *row)
{
    struct import import = {
        .app = app, .path = what, .kind = kind_of(what), .rows = row, .count = 1};
    struct bb_buf text = {0};
    char digest[BB_DIGEST_HEX_BYTES];
    long moved;
    BB_TRY(writer_check(app));
    BB_TRY(row_check(&import, row));
    bb_record_json(import.kind->record, row, 0, &text);
    bb_sm3_hex(digest, text.data, text.len);
    bb_buf_done(&text);
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_act_end(app, bb_import_save(&import, digest, &moved));
    bb_lists_drop(&app->lists);
    return err;
}
