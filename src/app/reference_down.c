/* Reference data from the hub to its windows: every table whole, as lines of a receipt; at the
 * window laid over its own, what changed counted for the first login. The hub is the only writer.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/sync.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "private.h"

static const struct table {
    const struct bb_record *record;
    const char *label; /* N_() */
} tables[] = {{&bb_unit_record, N_("Units")},         {&bb_item_record, N_("Items")},
              {&bb_desk_record, N_("Desks")},         {&bb_person_record, N_("People")},
              {&bb_post_record, N_("Posts")},         {&bb_kb_record, N_("Knowledge")},
              {&bb_notice_day_record, N_("Calendar")}};
enum { TABLES = sizeof tables / sizeof *tables };
_Static_assert((int)TABLES == (int)BB_REFERENCE_TABLES, "what is sealed goes down");

const char *bb_reference_label(const char *table)
{
    for (size_t t = 0; t < TABLES; t++)
        if (strcmp(tables[t].record->name, table) == 0)
            return _(tables[t].label);
    return NULL;
}

/* ---- out ---- */

struct putting {
    const struct bb_record *record;
    struct bb_buf *out, value;
};

static void text_put(struct putting *putting, const char *text)
{
    bb_buf_char(putting->out, ',');
    bb_json_put_string(putting->out, text);
}

static void line_begin(struct putting *putting, const char *name)
{
    bb_buf_char(putting->out, '[');
    bb_json_put_string(putting->out, name);
}

static const struct bb_err *row_put(void *ctx, void *row)
{
    struct putting *putting = ctx;
    line_begin(putting, putting->record->name);
    for (size_t i = 0; i < putting->record->count; i++) {
        bb_buf_clear(&putting->value);
        bb_field_format(&putting->record->fields[i], row, &putting->value);
        text_put(putting, bb_buf_text(&putting->value));
    }
    bb_buf_str(putting->out, "]\n");
    return NULL;
}

const struct bb_err *bb_reference_put(struct bb_app *app, struct bb_buf *out)
{
    struct putting putting = {.out = out};
    const struct bb_err *err = NULL;
    for (size_t t = 0; !err && t < TABLES; t++) {
        putting.record = tables[t].record;
        line_begin(&putting, "columns");
        text_put(&putting, tables[t].record->name);
        for (size_t i = 0; i < tables[t].record->count; i++)
            text_put(&putting, tables[t].record->fields[i].name);
        bb_buf_str(out, "]\n");
        err = bb_db_all(app->db, tables[t].record, &(struct bb_sink){row_put, &putting});
    }
    bb_buf_done(&putting.value);
    return err;
}

/* ---- the seal ---- */

static const struct bb_err *digest_make(struct bb_app *app, char out[BB_DIGEST_HEX_BYTES])
{
    struct bb_buf text = {0};
    const struct bb_err *err = bb_reference_put(app, &text);
    if (!err)
        bb_sm3_hex(out, bb_buf_text(&text), text.len);
    bb_buf_done(&text);
    return err;
}

const struct bb_err *bb_reference_seal(struct bb_app *app)
{
    char digest[BB_DIGEST_HEX_BYTES];
    BB_TRY(digest_make(app, digest));
    return bb_db_reference_seal(app->db, digest);
}

const struct bb_err *bb_reference_check(struct bb_app *app)
{
    char digest[BB_DIGEST_HEX_BYTES] = "", *sealed = NULL;
    const struct bb_err *err = bb_db_reference_sealed(app->db, &sealed);
    if (!err && sealed)
        err = digest_make(app, digest);
    if (!err && sealed && strcmp(digest, sealed) != 0)
        err = bb_err(BB_ERR_DB_DAMAGED, app->path,
                     _("the reference data are not as they were loaded"), NULL);
    free(sealed);
    return err;
}

/* ---- in ---- */

struct rows { /* of one table */
    char *bytes;
    size_t count, cap;
};

struct bb_reference_in {
    struct bb_app *app;
    int table; /* being read; -1: none yet */
    const struct bb_field *columns[64];
    size_t column_count;
    bool there[TABLES];
    struct rows rows[TABLES];
};

static void *rows_add(struct rows *rows, size_t size)
{
    if (rows->count == rows->cap) {
        rows->cap = rows->cap ? rows->cap * 2 : 64;
        rows->bytes = bb_realloc(rows->bytes, rows->cap * size);
    }
    void *row = rows->bytes + rows->count++ * size;
    memset(row, 0, size);
    return row;
}

const struct bb_err *bb_reference_begin(struct bb_app *app, struct bb_reference_in **out)
{
    *out = bb_alloc(sizeof **out);
    (*out)->app = app;
    (*out)->table = -1;
    return NULL;
}

void bb_reference_drop(struct bb_reference_in *in)
{
    if (!in)
        return;
    for (int t = 0; t < TABLES; t++) {
        for (size_t i = 0; i < in->rows[t].count; i++)
            bb_record_done(tables[t].record, in->rows[t].bytes + i * tables[t].record->bytes);
        free(in->rows[t].bytes);
    }
    free(in);
}

/* The head of a table: its columns. What a newer hub has more is passed over. */
static const struct bb_err *columns_read(struct bb_reference_in *in, const struct bb_json *name)
{
    in->column_count = 0;
    in->table = -1;
    if (!name)
        return NULL;
    for (in->table = TABLES - 1; in->table >= 0; in->table--)
        if (name->text && strcmp(tables[in->table].record->name, name->text) == 0)
            break;
    if (in->table < 0)
        return NULL; /* a table of a newer hub */
    in->there[in->table] = true;
    for (const struct bb_json *word = name->next; word; word = word->next)
        if (word->text && in->column_count < sizeof in->columns / sizeof *in->columns)
            in->columns[in->column_count++] = bb_record_field(tables[in->table].record, word->text);
    return NULL;
}

static const struct bb_err *row_read(struct bb_reference_in *in, const struct bb_json *value)
{
    const struct bb_record *record = tables[in->table].record;
    void *row = rows_add(&in->rows[in->table], record->bytes);
    for (size_t i = 0; i < in->column_count && value; i++, value = value->next)
        if (in->columns[i] && value->text)
            BB_TRY(bb_field_parse(in->columns[i], row, value->text));
    return NULL;
}

const struct bb_err *bb_reference_line(struct bb_reference_in *in, const char *line, size_t len)
{
    struct bb_json_doc *doc = NULL;
    BB_TRY(bb_json_parse(&doc, line, len));
    const struct bb_json *word = bb_json_root(doc)->child;
    const struct bb_err *err = NULL;
    if (word && word->text && strcmp(word->text, "columns") == 0)
        err = columns_read(in, word->next);
    else if (in->table >= 0 && word)
        err = row_read(in, word->next);
    bb_json_free(doc);
    return err;
}

/* The key as the store asks for it. */
static char *key_of(const struct bb_record *record, const void *row)
{
    struct bb_buf key = {0};
    bb_field_format(&record->fields[0], row, &key);
    return bb_buf_take(&key);
}

struct change { /* of one table */
    struct bb_news news;
    struct bb_buf names; /* of the first rows */
};

static void change_note(struct change *change, const struct bb_record *record, const void *row,
                        bool found)
{
    enum { NAMES_MAX = 5 };
    const struct bb_field *name = bb_record_field(record, "name");
    struct bb_buf text = {0};
    int64_t before = change->news.added + change->news.changed;
    change->news.added += !found;
    change->news.changed += found;
    if (before >= NAMES_MAX)
        return;
    bb_field_format(name ? name : &record->fields[0], row, &text);
    for (char *c = text.data; c && *c; c++) /* a line's members are apart by tabs */
        if ((unsigned char)*c < ' ')
            *c = ' ';
    bb_buf_printf(&change->names, "%s%s", before ? "、" : "", bb_buf_text(&text));
    bb_buf_done(&text);
}

/* One table: what is new or other is written and counted. What only this file has stays: rows end
 * by valid_to, not by vanishing. A calendar is complete or wrong, so it is written anew. */
static const struct bb_err *table_write(struct bb_reference_in *in, int t, struct change *change)
{
    const struct bb_record *record = tables[t].record;
    struct bb_db *db = in->app->db;
    void *known = bb_alloc(record->bytes);
    const struct bb_err *err = NULL;
    change->news.label = _(tables[t].label);
    change->news.table = record->name;
    for (size_t i = 0; !err && i < in->rows[t].count; i++) {
        const void *row = in->rows[t].bytes + i * record->bytes;
        const struct bb_field *differs;
        bool found;
        char *key = key_of(record, row);
        err = bb_db_load(db, record, key, known, &found);
        free(key);
        bool same = !err && found && bb_record_equal(record, known, row, &differs);
        bb_record_done(record, known);
        if (err || same)
            continue;
        change_note(change, record, row, found);
        if (record != &bb_notice_day_record)
            err = bb_db_save(db, record, row);
    }
    free(known);
    if (!err && record == &bb_notice_day_record && in->rows[t].count) {
        err = bb_db_clear(db, record);
        for (size_t i = 0; !err && i < in->rows[t].count; i++)
            err = bb_db_save(db, record, in->rows[t].bytes + i * record->bytes);
    }
    return err;
}

static const struct bb_err *tables_write(struct bb_reference_in *in)
{
    struct bb_news news[TABLES];
    struct change changes[TABLES] = {0};
    const struct bb_err *err = NULL;
    size_t count = 0;
    for (int t = 0; !err && t < TABLES; t++) {
        if (in->there[t])
            err = table_write(in, t, &changes[t]);
        changes[t].news.names = bb_buf_text(&changes[t].names);
        if (changes[t].news.added || changes[t].news.changed)
            news[count++] = changes[t].news;
    }
    if (!err && count)
        err = bb_news_add(in->app, news, count);
    for (int t = 0; t < TABLES; t++)
        bb_buf_done(&changes[t].names);
    return err;
}

struct lines { /* ids of open lines: no cursor stays open while they are written */
    char **ids;
    size_t count, cap;
};

static const struct bb_err *line_note(void *ctx, void *row)
{
    struct lines *lines = ctx;
    if (lines->count == lines->cap) {
        lines->cap = lines->cap ? lines->cap * 2 : 64;
        lines->ids = bb_realloc(lines->ids, lines->cap * sizeof *lines->ids);
    }
    lines->ids[lines->count++] = bb_strdup(((struct bb_issue *)row)->id);
    return NULL;
}

/* Deadlines follow the new calendar. The hub's own events say so in the history. */
static const struct bb_err *open_lines_fold(struct bb_app *app)
{
    struct lines lines = {0};
    struct bb_issue_query open = {.states = BB_IN_OPEN};
    const struct bb_err *err =
        bb_db_issue_list(app->db, &open, &(struct bb_sink){line_note, &lines});
    for (size_t i = 0; i < lines.count; i++) {
        if (!err)
            err = bb_subject_fold(app, lines.ids[i]);
        free(lines.ids[i]);
    }
    free(lines.ids);
    return err;
}

static const struct bb_err *number_save(struct bb_app *app, const char *key, int64_t number)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)number);
    return bb_db_meta_save(app->db, key, digits);
}

const struct bb_err *bb_number_load(struct bb_app *app, const char *key, int64_t *out)
{
    char *text = NULL;
    BB_TRY(bb_db_meta_load(app->db, key, &text));
    *out = text ? strtoll(text, NULL, 10) : 0;
    free(text);
    return NULL;
}

const struct bb_err *bb_reference_end(struct bb_reference_in *in, int64_t version)
{
    struct bb_app *app = in->app;
    int64_t own = 0;
    const struct bb_err *err = tables_write(in);
    bb_reference_drop(in);
    if (!err)
        err = bb_number_load(app, "reference", &own);
    if (!err) /* other processes read their lists again */
        err = number_save(app, "reference", own + 1);
    if (!err)
        err = number_save(app, "hub_reference", version);
    bb_lists_drop(&app->lists);
    return err ? err : open_lines_fold(app);
}
