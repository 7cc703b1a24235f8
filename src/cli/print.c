/* Rows on standard output in four formats, from the record tables. Row by row: memory does not grow
 * with the list. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "bangban/base/text.h"
#include "bangban/cli/cli.h"

enum { GAP_COLS = 2, LABEL_COLS = 22 };

const struct bb_err *bb_print_flush(void)
{
    if (fflush(stdout) != 0 || ferror(stdout))
        return bb_err(BB_ERR_FILE_WRITE, _("standard output"), strerror(errno), NULL);
    return NULL;
}

/* Writes the line and empties it. */
static const struct bb_err *put_line(struct bb_buf *line)
{
    fwrite(bb_buf_text(line), 1, line->len, stdout);
    bb_buf_clear(line);
    return ferror(stdout) ? bb_print_flush() : NULL;
}

/* ---- which fields a machine gets ---- */

static bool shows(const struct bb_print *print, const struct bb_field *field)
{
    if (!(field->flags & print->flags))
        return false;
    return !(field->flags & BB_FIELD_CLIENT) || !bb_app_may(print->cli->app, BB_USE_CLIENT_DATA);
}

/* TAB separated: TAB, LF, CR and the backslash itself are written \t \n \r \\. */
static void put_tsv(struct bb_buf *out, const char *text)
{
    for (const char *c = text; *c; c++) {
        const char *escape = *c == '\t'   ? "\\t"
                             : *c == '\n' ? "\\n"
                             : *c == '\r' ? "\\r"
                             : *c == '\\' ? "\\\\"
                                          : NULL;
        if (escape)
            bb_buf_str(out, escape);
        else
            bb_buf_char(out, *c);
    }
}

/* One value of a line in tsv or csv. */
static void put_cell(struct bb_print *print, const char *text)
{
    if (print->cli->format == BB_FORMAT_CSV) {
        bb_csv_put(&print->line, text);
        return;
    }
    if (print->line.len)
        bb_buf_char(&print->line, '\t');
    put_tsv(&print->line, text);
}

static void end_cells(struct bb_print *print)
{
    if (print->cli->format == BB_FORMAT_CSV)
        bb_csv_end(&print->line);
    else
        bb_buf_char(&print->line, '\n');
}

/* Header (row NULL) or values. A line of tsv never begins with an empty value: keys come first in
 * every record. */
static void cells(struct bb_print *print, const void *row)
{
    struct bb_buf value = {0};
    for (size_t i = 0; print->record && i < print->record->count; i++) {
        const struct bb_field *field = &print->record->fields[i];
        if (!shows(print, field))
            continue;
        bb_buf_clear(&value);
        if (row)
            bb_field_format(field, row, &value);
        put_cell(print, row ? bb_buf_text(&value) : field->name);
    }
    for (const struct bb_column *column = print->columns; column->name; column++) {
        if (!column->machine)
            continue;
        bb_buf_clear(&value);
        if (row)
            column->value(print->cli, row, false, &value);
        put_cell(print, row ? bb_buf_text(&value) : column->name);
    }
    end_cells(print);
    bb_buf_done(&value);
}

/* ---- json ---- */

static void put_json(struct bb_buf *out, const char *text, bool number)
{
    if (!*text)
        bb_buf_str(out, "null");
    else if (number)
        bb_buf_str(out, text);
    else
        bb_json_put_string(out, text);
}

/* An object of all fields shown and all computed values, as bb_record_json() writes them: null is
 * "not stated". */
static void object(struct bb_print *print, const void *row)
{
    struct bb_buf value = {0};
    bb_buf_char(&print->line, '{');
    for (size_t i = 0; print->record && i < print->record->count; i++) {
        const struct bb_field *field = &print->record->fields[i];
        if (!shows(print, field))
            continue;
        bb_buf_clear(&value);
        bb_field_format(field, row, &value);
        bb_json_put_key(&print->line, field->name);
        put_json(&print->line, bb_buf_text(&value),
                 field->type == BB_TYPE_INT || field->type == BB_TYPE_BOOL);
    }
    for (const struct bb_column *column = print->columns; column->name; column++) {
        if (!column->machine)
            continue;
        bb_buf_clear(&value);
        column->value(print->cli, row, false, &value);
        bb_json_put_key(&print->line, column->name);
        put_json(&print->line, bb_buf_text(&value), column->number);
    }
    bb_buf_char(&print->line, '}');
    bb_buf_done(&value);
}

/* ---- text ---- */

static const struct bb_field *field_of(const struct bb_print *print, const struct bb_column *column)
{
    return print->record ? bb_record_field(print->record, column->name) : NULL;
}

static const char *label_of(const struct bb_print *print, const struct bb_column *column)
{
    const struct bb_field *field = field_of(print, column);
    const char *label = column->label ? column->label : field ? field->label : "";
    return *label ? _(label) : "";
}

static void show_value(struct bb_print *print, const struct bb_column *column, const void *row,
                       struct bb_buf *out)
{
    if (column->value)
        column->value(print->cli, row, true, out);
    else
        bb_field_show(field_of(print, column), row, out);
}

/* Header (row NULL) or a row, in aligned columns. */
static void text_line(struct bb_print *print, const void *row)
{
    struct bb_buf value = {0};
    for (const struct bb_column *column = print->columns; column->name; column++) {
        if (!column->cols)
            continue;
        bb_buf_clear(&value);
        if (row)
            show_value(print, column, row, &value);
        const char *text = row ? bb_buf_text(&value) : label_of(print, column);
        if (column->cols < 0) {
            bb_text_show(&print->line, text);
            break;
        }
        bb_text_fit(&print->line, text, column->cols,
                    column->right ? BB_ALIGN_RIGHT : BB_ALIGN_LEFT);
        bb_buf_add(&print->line, "  ", GAP_COLS);
    }
    while (print->line.len && print->line.data[print->line.len - 1] == ' ')
        print->line.data[--print->line.len] = '\0';
    bb_buf_char(&print->line, '\n');
    bb_buf_done(&value);
}

/* ---- lists ---- */

void bb_print_begin(struct bb_print *print, struct bb_cli *cli, const struct bb_record *record,
                    const struct bb_column *columns, unsigned flags)
{
    *print = (struct bb_print){.cli = cli, .record = record, .columns = columns, .flags = flags};
}

/* The header waits for the first row or the end, so that a refusal prints nothing on standard
 * output. */
static const struct bb_err *head(struct bb_print *print)
{
    if (print->rows++)
        return NULL;
    switch (print->cli->format) {
    case BB_FORMAT_JSON:
        bb_buf_char(&print->line, '[');
        break;
    case BB_FORMAT_TEXT:
        text_line(print, NULL);
        break;
    default:
        cells(print, NULL);
    }
    return put_line(&print->line);
}

const struct bb_err *bb_print_item(void *ctx, void *row)
{
    struct bb_print *print = ctx;
    bool first = print->rows == 0;
    BB_TRY(head(print));
    switch (print->cli->format) {
    case BB_FORMAT_JSON:
        bb_buf_str(&print->line, first ? "\n" : ",\n");
        object(print, row);
        break;
    case BB_FORMAT_TEXT:
        text_line(print, row);
        break;
    default:
        cells(print, row);
    }
    return put_line(&print->line);
}

const struct bb_err *bb_print_end(struct bb_print *print)
{
    const struct bb_err *err = head(print);
    if (!err && print->cli->format == BB_FORMAT_JSON) {
        bb_buf_str(&print->line, print->rows > 1 ? "\n]\n" : "]\n");
        err = put_line(&print->line);
    }
    bb_buf_done(&print->line);
    return err ? err : bb_print_flush();
}

/* ---- one record ---- */

static void put_pair(struct bb_buf *out, const char *label, const char *value)
{
    bb_text_fit(out, label, LABEL_COLS, BB_ALIGN_LEFT);
    bb_buf_add(out, "  ", GAP_COLS);
    bb_text_show(out, value);
    bb_buf_char(out, '\n');
}

static void pairs(struct bb_print *print, const void *row)
{
    struct bb_buf value = {0};
    for (size_t i = 0; print->record && i < print->record->count; i++) {
        const struct bb_field *field = &print->record->fields[i];
        if (!shows(print, field) || !bb_field_is_set(field, row))
            continue;
        bb_buf_clear(&value);
        bb_field_show(field, row, &value);
        put_pair(&print->line, _(field->label), bb_buf_text(&value));
    }
    for (const struct bb_column *column = print->columns; column->name; column++) {
        if (!column->value || !column->machine)
            continue;
        bb_buf_clear(&value);
        column->value(print->cli, row, true, &value);
        if (value.len)
            put_pair(&print->line, label_of(print, column), value.data);
    }
    bb_buf_done(&value);
}

const struct bb_err *
bb_print_all(struct bb_cli *cli, const struct bb_record *record, const struct bb_column *columns,
             const struct bb_err *(*list)(struct bb_app *app, const struct bb_sink *sink))
{
    struct bb_print print;
    bb_print_begin(&print, cli, record, columns, BB_FIELD_EXPORT);
    const struct bb_err *err = list(cli->app, &(struct bb_sink){bb_print_item, &print});
    if (err) {
        bb_buf_done(&print.line);
        return err;
    }
    return bb_print_end(&print);
}

const struct bb_err *bb_print_one(struct bb_cli *cli, const struct bb_record *record,
                                  const struct bb_column *columns, unsigned flags, void *row)
{
    struct bb_print print;
    bb_print_begin(&print, cli, record, columns, flags);
    switch (cli->format) {
    case BB_FORMAT_JSON:
        object(&print, row);
        bb_buf_char(&print.line, '\n');
        break;
    case BB_FORMAT_TEXT:
        pairs(&print, row);
        break;
    default:
        cells(&print, NULL);
        cells(&print, row);
    }
    const struct bb_err *err = put_line(&print.line);
    bb_buf_done(&print.line);
    return err ? err : bb_print_flush();
}

const struct bb_err *bb_print_made(const char *id, const char *no)
{
    struct bb_buf line = {0};
    bb_buf_char(&line, '{');
    bb_json_put_key(&line, "id");
    bb_json_put_string(&line, id);
    bb_json_put_key(&line, "no");
    bb_json_put_string(&line, no);
    bb_buf_str(&line, "}\n");
    const struct bb_err *err = put_line(&line);
    bb_buf_done(&line);
    return err ? err : bb_print_flush();
}
