/* Reference rows into the file: initials, years replaced whole, open deadlines moved, the event
 * that says so. Reading and checking is import.c's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/account.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/core/pinyin.h"
#include "import.h"

/* The 助记码: as given, or from the pinyin table; an item's aliases have theirs, too. */
static void initials_fill(const struct import_kind *kind, void *row)
{
    const struct bb_field *initials = bb_record_field(kind->record, "initials");
    const struct bb_field *aliases = bb_record_field(kind->record, "aliases");
    if (!initials || bb_field_is_set(initials, row))
        return;
    struct bb_buf text = {0};
    const char *name = *bb_field_text(bb_record_field(kind->record, "name"), row);
    if (kind->record == &bb_person_record)
        bb_pinyin_name_initials(&text, name);
    else
        bb_pinyin_initials(&text, name);
    if (aliases && bb_field_is_set(aliases, row)) {
        char *copy = bb_strdup(*bb_field_text(aliases, row)), *rest = NULL;
        for (char *alias = strtok_r(copy, "/", &rest); alias; alias = strtok_r(NULL, "/", &rest)) {
            bb_buf_char(&text, '/');
            bb_pinyin_initials(&text, alias);
        }
        free(copy);
    }
    bb_strset(bb_field_text(initials, row), bb_buf_text(&text));
    bb_buf_done(&text);
}

/* Years named in the file are replaced whole: a notice is complete or it is wrong. */
static const struct bb_err *years_clear(struct import *import)
{
    int year = 0;
    for (size_t i = 0; i < import->count; i++) {
        struct bb_notice_day *day = (struct bb_notice_day *)(void *)import->rows + i;
        int this_year = bb_day_civil(day->date).year;
        if (this_year != year)
            BB_TRY(bb_db_calendar_clear(import->app->db, this_year));
        year = this_year;
    }
    return NULL;
}

struct moving {
    struct bb_app *app;
    const char *reason;
    long moved;
    struct bb_issue *rows; /* open lines, copied: no cursor stays open while we write */
    size_t count, cap;
};

static const struct bb_err *open_line(void *ctx, void *row)
{
    struct moving *moving = ctx;
    if (moving->count == moving->cap) {
        moving->cap = moving->cap ? moving->cap * 2 : 64;
        moving->rows = bb_realloc(moving->rows, moving->cap * sizeof *moving->rows);
    }
    struct bb_issue *slot = &moving->rows[moving->count++];
    memset(slot, 0, sizeof *slot);
    bb_record_copy(&bb_issue_record, slot, row);
    return NULL;
}

static const struct bb_err *line_move(struct moving *moving, const struct bb_issue *before)
{
    struct bb_issue after = {0};
    const struct bb_err *err = bb_act_fold(moving->app, &bb_issue_record, before->id, &after);
    if (!err && after.due_day != before->due_day) {
        struct bb_buf body = {0};
        bb_buf_char(&body, '{');
        bb_json_put_key(&body, "reason");
        bb_json_put_string(&body, moving->reason);
        bb_buf_char(&body, '}');
        err = bb_act_event(moving->app, BB_EVENT_ISSUE_MOVED, before->id, body.data);
        bb_issue_done(&after);
        if (!err) /* the line knows of this event, too */
            err = bb_act_fold(moving->app, &bb_issue_record, before->id, &after);
        bb_buf_done(&body);
        moving->moved++;
    }
    bb_issue_done(&after);
    return err;
}

/* A newer calendar moves open deadlines that follow from a rule (data.md); each move is in the
 * line's history. */
static const struct bb_err *deadlines_move(struct bb_app *app, const char *reason, long *moved)
{
    struct moving moving = {.app = app, .reason = reason};
    struct bb_issue_query open = {.states = BB_IN_OPEN};
    bb_calendar_free(app->lists.calendar);
    app->lists.calendar = NULL;
    const struct bb_err *err =
        bb_db_issue_list(app->db, &open, &(struct bb_sink){open_line, &moving});
    for (size_t i = 0; i < moving.count; i++) {
        if (!err)
            err = line_move(&moving, &moving.rows[i]);
        bb_issue_done(&moving.rows[i]);
    }
    free(moving.rows);
    *moved = moving.moved;
    return err;
}

/* Without the folder: where a file lay on some machine is nobody's business. */
static const char *file_name(const struct import *import)
{
    const char *slash = strrchr(import->path, '/');
    return slash ? slash + 1 : import->path;
}

static const struct bb_err *reference_event(struct import *import, const char *digest)
{
    struct bb_buf body = {0};
    char *version = NULL;
    BB_TRY(bb_db_meta_load(import->app->db, "reference", &version));
    bb_buf_char(&body, '{');
    bb_json_put_key(&body, "file");
    bb_json_put_string(&body, file_name(import));
    bb_json_put_key(&body, "rows");
    bb_json_put_int(&body, (int64_t)import->count);
    bb_json_put_key(&body, "sm3");
    bb_json_put_string(&body, digest);
    bb_buf_char(&body, '}');
    const struct bb_err *err =
        bb_act_event(import->app, BB_EVENT_REFERENCE, import->kind->word, body.data);
    bb_buf_clear(&body);
    bb_buf_printf(&body, "%lld", (version ? atoll(version) : 0LL) + 1);
    if (!err)
        err = bb_db_meta_save(import->app->db, "reference", body.data);
    free(version);
    bb_buf_done(&body);
    return err;
}

static bool is_stated(const struct import *import, const struct bb_field *field)
{
    for (size_t i = 0; i < import->column_count; i++)
        if (import->columns[i] == field)
            return true;
    return false;
}

/* What the file has no column for stays as it was. */
static const struct bb_err *known_keep(const struct import *import, void *row)
{
    const struct bb_record *record = import->kind->record;
    bool found = false, calendar = record == &bb_notice_day_record; /* years are replaced whole */
    if (calendar)
        return NULL;
    void *known = bb_alloc(record->bytes);
    const struct bb_err *err =
        bb_db_load(import->app->db, record, *bb_field_text(&record->fields[0], row), known, &found);
    for (size_t i = 0; !err && found && i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        bool computed = strcmp(field->name, "initials") == 0;
        if (!computed && !is_stated(import, field) && !bb_field_is_set(field, row))
            bb_field_copy(field, row, known);
    }
    bb_record_done(record, known);
    free(known);
    return err;
}

/* Nobody raises himself, or puts his watcher out of office: that is who keeps accounts, once there
 * is one. */
static const struct bb_err *person_check(struct import *import, const struct bb_person *row)
{
    struct bb_person known = {0};
    bool found, first;
    BB_TRY(bb_app_is_first(import->app, &first));
    if (first)
        return NULL;
    BB_TRY(bb_db_load(import->app->db, &bb_person_record, row->code, &known, &found));
    bool same = known.role == row->role && known.valid_from == row->valid_from &&
                known.valid_to == row->valid_to;
    bool high = bb_right_is_high(row->role) || bb_right_is_high(known.role);
    bb_record_done(&bb_person_record, &known);
    return high && !same ? bb_act_may(import->app, BB_USE_USER) : NULL;
}

const struct bb_err *bb_import_save(struct import *import, const char *digest, long *moved)
{
    const struct bb_record *record = import->kind->record;
    bool calendar = record == &bb_notice_day_record;
    if (calendar)
        BB_TRY(years_clear(import));
    for (size_t i = 0; i < import->count; i++) {
        void *row = import->rows + i * record->bytes;
        BB_TRY(known_keep(import, row));
        if (record == &bb_person_record)
            BB_TRY(person_check(import, row));
        initials_fill(import->kind, row);
        if (record == &bb_unit_record)
            BB_TRY(bb_db_unit_renamed(import->app->db, row, bb_app_now(import->app)));
        BB_TRY(bb_db_save(import->app->db, record, row));
    }
    BB_TRY(reference_event(import, digest));
    return calendar ? deadlines_move(import->app, file_name(import), moved) : NULL;
}
