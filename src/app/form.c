/*
 * A form filled in: rows by its map, as they stood at a moment, first into an exact CSV of our own
 * whose digest is the list number, then from there into the file that people get: CSV in their
 * encoding, or a workbook by the helper. Knows no form by name; a kind of record is a row in lists.
 */
#include "bangban/app/form.h"

#include <errno.h>
#include <iconv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/csv.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/mask.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/helper.h"
#include "private.h"

struct filling {
    struct bb_app *app;
    struct bb_db *snapshot;
    const struct bb_form *form;
    const struct bb_form_query *query;
    const struct bb_calendar *cal;
    int64_t as_of;
    bool past; /* rows are folded up to as_of, not taken as they are */
    FILE *out;
    struct bb_digest digest;
    struct bb_buf line;
    long rows;
};

/* ---- which records there are, and how all of one kind are listed ---- */

static const struct bb_err *sessions(const struct filling *filling, const struct bb_sink *sink)
{
    const struct bb_session_query query = {.from_at = filling->query->from_at,
                                           .to_at = filling->query->to_at,
                                           .with_void = true,
                                           .has_key = true, /* from the oldest on */
                                           .backwards = true};
    return bb_db_session_list(filling->snapshot, &query, sink);
}

static const struct bb_err *issues(const struct filling *filling, const struct bb_sink *sink)
{
    const struct bb_issue_query every = {0};
    return bb_db_issue_list(filling->snapshot, &every, sink);
}

static const struct bb_err *visits(const struct filling *filling, const struct bb_sink *sink)
{
    int64_t to_at = filling->query->to_at;
    return bb_db_visit_list(filling->snapshot, filling->query->from_at, to_at ? to_at : INT64_MAX,
                            sink);
}

static const struct bb_err *vplans(const struct filling *filling, const struct bb_sink *sink)
{
    return bb_db_all(filling->snapshot, &bb_vplan_record, sink);
}

static const struct bb_err *projects(const struct filling *filling, const struct bb_sink *sink)
{
    return bb_db_all(filling->snapshot, &bb_project_record, sink);
}

static const struct bb_err *kb_duties(const struct filling *filling, const struct bb_sink *sink)
{
    return bb_db_all(filling->snapshot, &bb_kb_duty_record, sink);
}

static const struct {
    const struct bb_record *record;
    const struct bb_err *(*list)(const struct filling *filling, const struct bb_sink *sink);
} lists[] = {
    {&bb_session_record, sessions}, {&bb_issue_record, issues},     {&bb_visit_record, visits},
    {&bb_vplan_record, vplans},     {&bb_project_record, projects}, {&bb_kb_duty_record, kb_duties},
};
enum { LISTS = sizeof lists / sizeof *lists };

bool bb_form_can(const struct bb_record *record)
{
    for (size_t i = 0; i < LISTS; i++)
        if (lists[i].record == record)
            return true;
    return false;
}

/* ---- cells ---- */

static void put_name(struct bb_app *app, enum bb_form_name kind, const char *code,
                     struct bb_buf *out)
{
    const char *name = NULL;
    const struct bb_unit *unit;
    const struct bb_person *person;
    const struct bb_item *item;
    const struct bb_desk *desk;
    if (kind == BB_FORM_NAME_UNIT && (unit = bb_app_unit(app, code)))
        name = unit->name;
    else if (kind == BB_FORM_NAME_PERSON && (person = bb_app_person_of(app, code)))
        name = person->name;
    else if (kind == BB_FORM_NAME_ITEM && (item = bb_app_item(app, code)))
        name = item->name;
    else if (kind == BB_FORM_NAME_DESK && (desk = bb_app_desk_of(app, code)))
        name = desk->name;
    bb_buf_str(out, name ? name : code);
}

/* One code, or several with spaces between; a word that is no code stays as it is. */
static void put_names(struct bb_app *app, enum bb_form_name kind, const char *codes,
                      struct bb_buf *out)
{
    char *copy = bb_strdup(codes), *rest = copy;
    for (char *code; (code = strtok_r(rest, " ", &rest));) {
        if (out->len)
            bb_buf_str(out, "、");
        put_name(app, kind, code, out);
    }
    free(copy);
}

static void put_field(struct filling *filling, const struct bb_form_column *column, void *row,
                      struct bb_buf *out)
{
    const struct bb_field *field = column->field;
    char day[BB_DAY_BYTES];
    if (field->type == BB_TYPE_TEXT) {
        const char *text = *bb_field_text(field, row);
        if (text && column->name)
            put_names(filling->app, column->name, text, out);
        else
            bb_buf_str(out, text);
        return;
    }
    int64_t value = *bb_field_int(field, row);
    const char *word =
        value >= 0 && (size_t)value < column->word_count ? column->words[value] : NULL;
    if (word)
        bb_buf_str(out, word);
    else if (field->type == BB_TYPE_TIME && column->day)
        bb_buf_str(out, value ? bb_day_format(day, bb_day_of(value)) : "");
    else
        bb_field_show(field, row, out);
}

static const struct bb_person *leader_of(struct filling *filling, void *row)
{
    const struct bb_field *field = filling->form->leader;
    const char *code = field ? *bb_field_text(field, row) : NULL;
    return code ? bb_app_person_of(filling->app, code) : NULL;
}

/* Who organises (R57), by the post that the leader holds on that day. */
static const struct bb_err *put_organiser(struct filling *filling, void *row, struct bb_buf *out)
{
    const struct bb_post *posts;
    size_t count;
    const struct bb_person *leader = leader_of(filling, row);
    const struct bb_field *period = filling->form->period;
    int64_t day = period ? *bb_field_int(period, row) : 0;
    if (period && period->type == BB_TYPE_TIME)
        day = bb_day_of(day);
    BB_TRY(bb_app_posts(filling->app, &posts, &count));
    for (size_t i = 0; leader && i < count; i++) {
        const struct bb_post *post = &posts[i];
        if (strcmp(post->person, leader->code) != 0 ||
            (post->valid_from && day < post->valid_from) ||
            (post->valid_to && day > post->valid_to))
            continue;
        const struct bb_unit *unit = post->unit ? bb_app_unit(filling->app, post->unit) : NULL;
        bb_buf_str(out, bb_organiser_label(bb_organiser_of(post->tier, unit)));
        break;
    }
    return NULL;
}

static const struct bb_err *put_value(struct filling *filling, enum bb_form_value value, void *row,
                                      struct bb_buf *out)
{
    bool issue = filling->form->record == &bb_issue_record;
    int64_t left = BB_LEFT_UNKNOWN, yellow = filling->app->config->yellow_days;
    int light =
        issue ? bb_issue_light(row, filling->cal, bb_day_of(filling->as_of), (int)yellow, &left)
              : BB_LIGHT_NONE;
    const struct bb_person *leader;
    switch (value) {
    case BB_FORM_VALUE_COUNT:
        bb_buf_printf(out, "%ld", filling->rows + 1);
        break;
    case BB_FORM_VALUE_LIGHT:
        bb_buf_str(out, bb_code_label(BB_CODES_LIGHT, light));
        break;
    case BB_FORM_VALUE_LEFT:
        if (light && left != BB_LEFT_UNKNOWN)
            bb_buf_printf(out, "%lld", (long long)left);
        break;
    case BB_FORM_VALUE_ORGANISER:
        return put_organiser(filling, row, out);
    case BB_FORM_VALUE_UNIT:
        leader = leader_of(filling, row);
        if (leader && leader->unit)
            put_name(filling->app, BB_FORM_NAME_UNIT, leader->unit, out);
        break;
    default:
        break;
    }
    return NULL;
}

static void put_masked(enum bb_form_mask mask, const char *text, struct bb_buf *out)
{
    if (mask == BB_FORM_MASK_NAME)
        bb_mask_name(out, text);
    else if (mask == BB_FORM_MASK_CODE)
        bb_mask_code(out, text);
    else
        bb_mask_phone(out, text);
}

static const struct bb_err *cell_put(struct filling *filling, const struct bb_form_column *column,
                                     void *row)
{
    struct bb_buf text = {0}, masked = {0};
    const struct bb_err *err = NULL;
    if (column->field)
        put_field(filling, column, row, &text);
    else
        err = put_value(filling, column->value, row, &text);
    if (column->mask)
        put_masked(column->mask, bb_buf_text(&text), &masked);
    bb_csv_put(&filling->line, bb_buf_text(column->mask ? &masked : &text));
    bb_buf_done(&text);
    bb_buf_done(&masked);
    return err;
}

/* ---- rows ---- */

static const struct bb_err *line_write(struct filling *filling)
{
    bb_csv_end(&filling->line);
    bb_digest_add(&filling->digest, filling->line.data, filling->line.len);
    size_t took = fwrite(filling->line.data, 1, filling->line.len, filling->out);
    bool whole = took == filling->line.len;
    bb_buf_clear(&filling->line);
    return whole ? NULL : bb_err(BB_ERR_FILE_WRITE, filling->app->folder, strerror(errno), NULL);
}

static bool is_void(const struct bb_record *record, void *row)
{
    const struct bb_field *voided = bb_record_field(record, "voided");
    if (voided)
        return *bb_field_int(voided, row) != 0;
    return record == &bb_issue_record && ((struct bb_issue *)row)->state == BB_STATE_VOID;
}

static bool text_is(const struct bb_field *field, void *row, const char *wanted)
{
    const char *text = *bb_field_text(field, row);
    return text && strcmp(text, wanted) == 0;
}

static bool passes(const struct filling *filling, void *row)
{
    const struct bb_form *form = filling->form;
    const struct bb_form_query *query = filling->query;
    int64_t at = form->period ? *bb_field_int(form->period, row) : 0;
    if (form->period && form->period->type == BB_TYPE_DAY && at)
        at = bb_at_make(at, 0);
    return !is_void(form->record, row) && (!query->from_at || at >= query->from_at) &&
           (!query->to_at || at < query->to_at) &&
           (!query->unit || text_is(form->unit, row, query->unit)) &&
           (!query->leader || text_is(form->leader, row, query->leader));
}

static const struct bb_err *row_put(struct filling *filling, void *row)
{
    if (!passes(filling, row))
        return NULL;
    for (size_t i = 0; i < filling->form->count; i++)
        BB_TRY(cell_put(filling, &filling->form->columns[i], row));
    BB_TRY(line_write(filling));
    filling->rows++;
    return NULL;
}

/* The row as its events up to then say. */
static const struct bb_err *past_put(struct filling *filling, void *row)
{
    const struct bb_record *record = filling->form->record;
    void *then = bb_alloc(record->bytes);
    bool found = false;
    const char *id = *bb_field_text(bb_record_field(record, "id"), row);
    const struct bb_err *err =
        bb_fold_as_of(filling->snapshot, record, id, filling->as_of, filling->cal, then, &found);
    if (!err && found)
        err = row_put(filling, then);
    bb_record_done(record, then);
    free(then);
    return err;
}

static const struct bb_err *row_seen(void *ctx, void *row)
{
    struct filling *filling = ctx;
    return filling->past ? past_put(filling, row) : row_put(filling, row);
}

static const struct bb_err *rows_write(struct filling *filling)
{
    for (size_t i = 0; i < filling->form->count; i++)
        bb_csv_put(&filling->line, filling->form->columns[i].header);
    BB_TRY(line_write(filling));
    for (size_t i = 0; i < LISTS; i++)
        if (lists[i].record == filling->form->record)
            return lists[i].list(filling, &(struct bb_sink){row_seen, filling});
    return NULL;
}

/* ---- what stands beside the rows: what it is, and what its words mean ---- */

static void note(struct bb_buf *out, const char *what, const char *value)
{
    bb_csv_put(out, what);
    bb_csv_put(out, value);
    bb_csv_end(out);
}

static void codes_note(const struct bb_form *form, struct bb_buf *out)
{
    bb_csv_put(out, "");
    bb_csv_end(out);
    bb_csv_put(out, _("Column"));
    bb_csv_put(out, _("Code"));
    bb_csv_put(out, _("Word in the form"));
    bb_csv_end(out);
    for (size_t i = 0; i < form->count; i++) {
        const struct bb_form_column *column = &form->columns[i];
        if (!column->field || column->field->type != BB_TYPE_CODE)
            continue;
        for (int code = 1; code <= bb_code_count(column->field->codes); code++) {
            const char *word = column->words ? column->words[code] : NULL;
            bb_csv_put(out, column->header);
            bb_csv_put(out, bb_code_id(column->field->codes, code));
            bb_csv_put(out, word ? word : bb_code_label(column->field->codes, code));
            bb_csv_end(out);
        }
    }
}

static const struct bb_err *notes_write(const struct filling *filling, const char *number,
                                        const char *path)
{
    const struct bb_form_query *query = filling->query;
    struct bb_buf out = {0};
    char at[BB_AT_BYTES], *rules = NULL, rows[24];
    BB_TRY(bb_rules_version(filling->app, &rules));
    snprintf(rows, sizeof rows, "%ld", filling->rows);
    note(&out, _("Name of the form"), filling->form->title);
    note(&out, _("List number"), number);
    note(&out, _("As of"), bb_at_format_minute(at, filling->as_of));
    note(&out, _("From this moment"),
         query->from_at ? bb_at_format_minute(at, query->from_at) : "");
    note(&out, _("Until before"), query->to_at ? bb_at_format_minute(at, query->to_at) : "");
    note(&out, _("Unit asked for"), query->unit);
    note(&out, _("Leader asked for"), query->leader);
    note(&out, _("Rows"), rows);
    note(&out, _("Rules version"), rules);
    note(&out, _("Program"), "bangban " BB_VERSION);
    codes_note(filling->form, &out);
    const struct bb_err *err = bb_file_write(path, 0600, out.data, out.len);
    bb_buf_done(&out);
    free(rules);
    return err;
}

/* ---- CSV for people ---- */

struct people { /* the file being written */
    FILE *out;
    iconv_t convert;
    bool converts;
    struct bb_buf line, cell;
};

/* Programs that open a CSV run what begins like a formula (trust.md §5): an apostrophe before it
 * makes it text. */
static bool begins_formula(const char *text)
{
    static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (strncmp(text, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

static bool converted(struct people *people)
{
    char chunk[4096], *in = people->line.data;
    size_t left = people->line.len;
    bool good = true;
    while (left && good) {
        char *out = chunk;
        size_t room = sizeof chunk;
        good = iconv(people->convert, &in, &left, &out, &room) != (size_t)-1 || errno == E2BIG;
        good =
            good && fwrite(chunk, 1, (size_t)(out - chunk), people->out) == (size_t)(out - chunk);
    }
    return good;
}

static const struct bb_err *people_row(void *ctx, long line, size_t count, char *const *fields)
{
    struct people *people = ctx;
    (void)line;
    bb_buf_clear(&people->line);
    for (size_t i = 0; i < count; i++) {
        bb_buf_clear(&people->cell);
        bb_buf_str(&people->cell, begins_formula(fields[i]) ? "'" : "");
        bb_buf_str(&people->cell, fields[i]);
        bb_csv_put(&people->line, bb_buf_text(&people->cell));
    }
    bb_csv_end(&people->line);
    bool good = people->converts ? converted(people)
                                 : fwrite(people->line.data, 1, people->line.len, people->out) ==
                                       people->line.len;
    return good ? NULL : bb_err(BB_ERR_FILE_WRITE, "CSV", strerror(errno), NULL);
}

static const struct bb_err *csv_write(const struct filling *filling, const char *rows,
                                      const char *path)
{
    struct bb_file file;
    struct people people = {.converts = filling->form->encoding == BB_FORM_ENCODING_GB18030};
    FILE *in = fopen(rows, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, rows, strerror(errno), NULL);
    const struct bb_err *err = bb_file_begin(&file, path, 0600);
    if (!err) {
        people.out = file.stream;
        if (people.converts)
            people.convert = iconv_open("GB18030", "UTF-8");
        if (people.converts &&
            people.convert == (iconv_t)-1) /* NOLINT: iconv's own way to say no */
            err = bb_err(BB_ERR_FILE_WRITE, path, "GB18030", NULL);
        else if (filling->form->encoding == BB_FORM_ENCODING_UTF8_BOM)
            fputs("\xEF\xBB\xBF", people.out);
        if (!err) {
            err = bb_csv_read(in, rows, ',', people_row, &people);
            if (people.converts)
                iconv_close(people.convert);
        }
        if (err)
            bb_file_drop(&file);
        else
            err = bb_file_end(&file);
    }
    bb_buf_done(&people.line);
    bb_buf_done(&people.cell);
    fclose(in);
    return err;
}

/* ---- workbook ---- */

static const struct bb_err *workbook_write(const struct filling *filling, const char *number,
                                           const char *rows, const char *path)
{
    struct bb_buf notes = {0}, part = {0};
    bb_buf_printf(&notes, "%s.notes", rows);
    bb_buf_printf(&part, "%s.part", path);
    const char *const args[] = {part.data,  filling->form->title, rows,
                                _("Notes"), notes.data,           NULL};
    const struct bb_err *err = notes_write(filling, number, notes.data);
    unlink(part.data); /* left over from a crash */
    if (!err)
        err = bb_helper_run("workbook", args);
    if (!err)
        err = bb_file_settle(part.data, path);
    if (err)
        unlink(part.data);
    unlink(notes.data);
    bb_buf_done(&notes);
    bb_buf_done(&part);
    return err;
}

/* ---- the whole ---- */

static const struct bb_err *filters_check(const struct bb_form *form,
                                          const struct bb_form_query *query)
{
    const char *lacks = (query->from_at || query->to_at) && !form->period ? "period"
                        : query->unit && !form->unit                      ? "unit"
                        : query->leader && !form->leader                  ? "leader"
                                                                          : NULL;
    return lacks ? bb_err(BB_ERR_FORM_FILTER, form->title, lacks, NULL) : NULL;
}

static const struct bb_err *file_make(struct filling *filling, const char *rows, const char *dir,
                                      char **path)
{
    char digest[BB_DIGEST_HEX_BYTES];
    struct bb_buf number = {0}, name = {0};
    filling->out = fopen(rows, "wxe");
    if (!filling->out)
        return bb_err(BB_ERR_FILE_WRITE, rows, strerror(errno), NULL);
    bb_digest_begin(&filling->digest, BB_DIGEST_SM3);
    const struct bb_err *err = rows_write(filling);
    if (fclose(filling->out) != 0 && !err)
        err = bb_err(BB_ERR_FILE_WRITE, rows, strerror(errno), NULL);
    bb_digest_end(&filling->digest, digest);
    if (!err) {
        bool csv = filling->form->kind == BB_FORM_KIND_CSV;
        bb_list_number(filling->app, bb_day_of(filling->as_of), digest, &number);
        bb_buf_printf(&name, "%s/%s-%s.%s", dir, filling->form->title, number.data,
                      csv ? "csv" : "xlsx");
        err = csv ? csv_write(filling, rows, name.data)
                  : workbook_write(filling, number.data, rows, name.data);
    }
    if (!err)
        *path = bb_buf_take(&name);
    bb_buf_done(&name);
    bb_buf_done(&number);
    bb_buf_done(&filling->line);
    return err;
}

const struct bb_err *bb_app_form(struct bb_app *app, const char *map_path,
                                 const struct bb_form_query *query, const char *dir, char **path)
{
    struct bb_form form = {0};
    struct filling filling = {.app = app,
                              .form = &form,
                              .query = query,
                              .as_of = query->as_of ? query->as_of : bb_app_now(app),
                              .past = query->as_of != 0};
    char *copy = NULL;
    struct bb_buf rows = {0};
    BB_TRY(bb_act_may(app, BB_USE_EXPORT));
    BB_TRY(bb_form_load(&form, map_path));
    const struct bb_err *err = filters_check(&form, query);
    if (!err)
        err = bb_app_calendar(app, &filling.cal);
    if (!err)
        err = bb_export_note(app, form.title);
    if (!err)
        err = bb_snapshot_open(app, &filling.snapshot, &copy);
    if (!err) {
        bb_buf_printf(&rows, "%s.rows", copy);
        err = file_make(&filling, rows.data, dir, path);
        unlink(rows.data);
        bb_snapshot_close(filling.snapshot, copy);
    }
    bb_buf_done(&rows);
    bb_form_done(&form);
    return err;
}
