/* CSV in and out. Works line by line, so a file of any length passes through in little memory; what
 * the columns mean is the caller's business. */
#include "bangban/base/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum state { START, PLAIN, QUOTED, AFTER_QUOTE };

struct reader {
    const char *name;
    char separator;
    bb_csv_row *row;
    void *ctx;
    enum state state;
    long line, row_line;  /* of the file; of the row's beginning */
    const char *text;     /* the physical line being read */
    struct bb_buf values; /* the row's fields, each ended by NUL */
    size_t *starts;       /* where each field begins in values */
    size_t count, cap;
    char **fields; /* the row as handed over; as many as starts */
};

static const struct bb_err *fail(const struct reader *r, size_t at_bytes, const char *why)
{
    char line[24], column[24];
    long chars = 1;
    for (size_t i = 0; i < at_bytes; i++)
        chars += ((unsigned char)r->text[i] & 0xC0) != 0x80;
    snprintf(line, sizeof line, "%ld", r->line);
    snprintf(column, sizeof column, "%ld", chars);
    return bb_err(BB_ERR_BAD_LINE, r->name, line, column, why, NULL);
}

static void begin_field(struct reader *r)
{
    if (r->count == r->cap) {
        r->cap = r->cap ? r->cap * 2 : 16;
        r->starts = bb_realloc(r->starts, r->cap * sizeof *r->starts);
        r->fields = bb_realloc(r->fields, r->cap * sizeof *r->fields);
    }
    r->starts[r->count++] = r->values.len;
    r->state = START;
}

static const struct bb_err *end_row(struct reader *r)
{
    bb_buf_char(&r->values, '\0');
    for (size_t i = 0; i < r->count; i++)
        r->fields[i] = r->values.data + r->starts[i];
    const struct bb_err *err = r->row(r->ctx, r->row_line, r->count, r->fields);
    r->count = 0;
    bb_buf_clear(&r->values);
    r->state = START;
    return err;
}

static const struct bb_err *take_byte(struct reader *r, size_t at_bytes)
{
    char c = r->text[at_bytes];
    bool quoting = r->separator == ',';
    if (r->state == QUOTED) {
        if (c == '"')
            r->state = AFTER_QUOTE;
        else
            bb_buf_char(&r->values, c);
        return NULL;
    }
    if (c == r->separator) {
        bb_buf_char(&r->values, '\0');
        begin_field(r);
        return NULL;
    }
    if (r->state == AFTER_QUOTE && c != '"')
        return fail(r, at_bytes, _("text after the closing quote"));
    if (c == '"' && quoting) {
        if (r->state == PLAIN)
            return fail(r, at_bytes, _("a quote inside an unquoted field"));
        if (r->state == AFTER_QUOTE)
            bb_buf_char(&r->values, c); /* it was a doubled quote */
        r->state = QUOTED;
        return NULL;
    }
    if (c == '\r')
        return fail(r, at_bytes, _("a carriage return inside the line"));
    bb_buf_char(&r->values, c);
    r->state = PLAIN;
    return NULL;
}

static const struct bb_err *take_line(struct reader *r, char *text, size_t len)
{
    size_t bad;
    r->text = text;
    r->line++;
    if (memchr(text, '\0', len))
        return fail(r, strlen(text), _("a NUL byte"));
    if (!bb_text_is_utf8(text, len, &bad))
        return fail(r, bad, _("not UTF-8 text"));
    size_t at = r->line == 1 && len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    size_t content = len;
    if (content > at && text[content - 1] == '\n')
        content--;
    if (content > at && content < len && text[content - 1] == '\r')
        content--;
    if (r->state != QUOTED) {
        if (content == at)
            return NULL; /* an empty line is no row */
        r->row_line = r->line;
        begin_field(r);
    }
    for (; at < content; at++)
        BB_TRY(take_byte(r, at));
    if (r->state == QUOTED) { /* the line end belongs to the field */
        bb_buf_add(&r->values, text + content, len - content);
        return NULL;
    }
    return end_row(r);
}

const struct bb_err *bb_csv_read(FILE *in, const char *name, char separator, bb_csv_row *row,
                                 void *ctx)
{
    struct reader r = {.name = name, .separator = separator, .row = row, .ctx = ctx};
    const struct bb_err *err = NULL;
    char *line = NULL;
    size_t cap = 0;
    ssize_t len;
    errno = 0;
    while (!err && (len = getline(&line, &cap, in)) >= 0)
        err = take_line(&r, line, (size_t)len);
    if (!err && ferror(in))
        err = bb_err(BB_ERR_FILE_OPEN, name, strerror(errno), NULL);
    if (!err && r.state == QUOTED) {
        r.line = r.row_line;
        err = fail(&r, 0, _("a quote that is opened in this row is never closed"));
    }
    free(line);
    free(r.starts);
    free(r.fields);
    bb_buf_done(&r.values);
    return err;
}

void bb_csv_put(struct bb_buf *out, const char *field)
{
    bool first = out->len == 0 || out->data[out->len - 1] == '\n';
    if (!field)
        field = "";
    if (!first)
        bb_buf_char(out, ',');
    if (first && !*field) {
        bb_buf_str(out, "\"\""); /* or the line would seem to have no field yet */
    } else if (field[strcspn(field, ",\"\r\n")]) {
        bb_buf_char(out, '"');
        for (; *field; field++) {
            if (*field == '"')
                bb_buf_char(out, '"');
            bb_buf_char(out, *field);
        }
        bb_buf_char(out, '"');
    } else {
        bb_buf_str(out, field);
    }
}

void bb_csv_end(struct bb_buf *out)
{
    bb_buf_str(out, "\r\n");
}
