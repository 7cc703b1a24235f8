/*
 * The archive into PostgreSQL. SQLite keeps the door: what it took into the archive is checked
 * again here, copied into staging tables by COPY and merged by statements, one transaction a
 * packet. The queue is a table whose rows are locked one by one, so any number of processes may be
 * at it, and whoever is killed leaves its packet to the next. A subject is folded by the program's
 * own fold, under a lock on its row, from all its events that are there.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/store/sync.h"
#include "line.h"
#include "private.h"

enum { FLUSH_BYTES = 4 << 20, NUMBER_BYTES = 24, YEARS_MAX = 256, TRIES = 100 };

struct filling {
    struct bb_app *app;
    struct pg_line line;
    struct bb_hub_filled *out;
    const char *district;
    const struct bb_calendar *cal;
    char key[BB_HASH_BYTES]; /* what rows are folded with */
    int years[YEARS_MAX];    /* whose partitions are there */
    int year_count;
    struct bb_buf *rows; /* of each folded record: rows on their way into staging */
    bool *used;          /* which have some in staging */
    size_t records;
};

static char *number(char out[NUMBER_BYTES], int64_t value)
{
    snprintf(out, NUMBER_BYTES, "%" PRId64, value);
    return out;
}

/* ---- schema ---- */

/* What decides what a row is: program, settings, columns, calendar. */
static const struct bb_err *calendar_add(void *ctx, void *row)
{
    hub_row(ctx, &bb_notice_day_record, row);
    return NULL;
}

static void columns_add(struct bb_buf *out)
{
    for (size_t i = 0; bb_folded_records[i]; i++) {
        bb_buf_str(out, bb_folded_records[i]->name);
        hub_names(out, bb_folded_records[i], HUB_ALL);
    }
}

static const struct bb_err *key_make(struct filling *filling)
{
    struct bb_buf text = {0};
    bool changed;
    BB_TRY(bb_app_refresh(filling->app, &changed));
    BB_TRY(bb_app_calendar(filling->app, &filling->cal));
    bb_buf_str(&text, BB_VERSION "\n");
    bb_config_rules(bb_app_config(filling->app), &text);
    columns_add(&text);
    const struct bb_err *err = bb_db_all(bb_app_db(filling->app), &bb_notice_day_record,
                                         &(struct bb_sink){calendar_add, &text});
    bb_sm3_hex(filling->key, bb_buf_text(&text), text.len);
    bb_buf_done(&text);
    return err;
}

static const struct bb_err *tables_keep(struct pg_line *line)
{
    struct bb_buf texts = {0}, numbers = {0};
    const struct bb_err *err = NULL;
    for (size_t i = 0; !err && bb_folded_records[i]; i++) {
        bb_buf_clear(&texts);
        bb_buf_clear(&numbers);
        hub_names(&texts, bb_folded_records[i], HUB_TEXTS);
        hub_names(&numbers, bb_folded_records[i], HUB_NUMBERS);
        err = pg_run(line, BB_PG_TABLE_KEEP, bb_folded_records[i]->name, texts.data, numbers.data,
                     NULL);
    }
    bb_buf_done(&texts);
    bb_buf_done(&numbers);
    return err;
}

static const struct bb_err *schema_steps(struct filling *filling)
{
    struct pg_line *line = &filling->line;
    int64_t version;
    const char *have = NULL;
    char columns[BB_HASH_BYTES];
    struct bb_buf text = {0};
    columns_add(&text);
    bb_sm3_hex(columns, text.data, text.len);
    bb_buf_done(&text);
    BB_TRY(pg_run(line, BB_PG_SCHEMA_LOCK, NULL));
    BB_TRY(pg_number(line, &version, BB_PG_SCHEMA_VERSION, NULL));
    if (!version)
        for (int i = 0; i < BB_PG_MIGRATIONS; i++)
            BB_TRY(pg_script(line, bb_pg_migrations[i]));
    BB_TRY(pg_run(line, BB_PG_META_LOAD, "records", NULL));
    if (pg_value(line, &have, NULL) && have && strcmp(have, columns) == 0)
        return NULL;
    BB_TRY(tables_keep(line));
    return pg_run(line, BB_PG_META_SAVE, "records", columns, NULL);
}

/* After an error the line is closed, which rolls back. */
static const struct bb_err *transaction(struct filling *filling,
                                        const struct bb_err *(*steps)(struct filling *filling))
{
    BB_TRY(pg_run(&filling->line, BB_PG_BEGIN, NULL));
    BB_TRY(steps(filling));
    return pg_run(&filling->line, BB_PG_COMMIT, NULL);
}

static const struct bb_err *staging_make(struct filling *filling)
{
    struct bb_buf names = {0};
    const struct bb_err *err = pg_run(&filling->line, BB_PG_STAGING_EVENT, NULL);
    if (!err)
        err = pg_run(&filling->line, BB_PG_STAGING_SUBJECT, NULL);
    if (!err)
        err = pg_run(&filling->line, BB_PG_STAGING_PACKET, NULL);
    for (size_t i = 0; !err && i < filling->records; i++) {
        bb_buf_clear(&names);
        hub_names(&names, bb_folded_records[i], HUB_ALL);
        err = pg_run(&filling->line, BB_PG_STAGING_KEEP, bb_folded_records[i]->name, names.data,
                     NULL);
    }
    bb_buf_done(&names);
    return err ? err : pg_run(&filling->line, BB_PG_DISTRICT_KEEP, filling->district, NULL);
}

/* ---- folding what staging_subject names ---- */

static const struct bb_err *rows_flush(struct filling *filling, size_t least)
{
    for (size_t i = 0; i < filling->records; i++) {
        struct bb_buf *rows = &filling->rows[i], copy = {0};
        if (rows->len <= least)
            continue;
        bb_buf_printf(&copy, "COPY staging_%s FROM STDIN", bb_folded_records[i]->name);
        const struct bb_err *err = pg_copy_in(&filling->line, copy.data, rows);
        bb_buf_done(&copy);
        BB_TRY(err);
        bb_buf_clear(rows);
        filling->used[i] = true;
    }
    return NULL;
}

static const struct bb_err *subject_fold(struct filling *filling, struct bb_events *events)
{
    const struct bb_record *record;
    void *row;
    if (!events->count)
        return NULL;
    const char *subject = events->rows[0].subject;
    BB_TRY(bb_events_fold(events, filling->cal, &record, &row));
    for (size_t i = 0; row && i < filling->records; i++) {
        if (bb_folded_records[i] != record)
            continue;
        bb_buf_printf(&filling->rows[i], "%s\t", filling->district);
        hub_day_of(&filling->rows[i], subject);
        bb_buf_char(&filling->rows[i], '\t');
        hub_row(&filling->rows[i], record, row);
    }
    if (row) {
        bb_record_done(record, row);
        free(row);
    }
    bb_events_done(events);
    return NULL;
}

/* The rows of one fetch: subject, hash, line. *some: there were any. */
static const struct bb_err *fetch_fold(struct filling *filling, struct bb_events *events,
                                       bool *some)
{
    const char *subject, *hash, *line;
    size_t len;
    BB_TRY(pg_run(&filling->line, BB_PG_FOLD_FETCH, NULL));
    for (*some = false; pg_value(&filling->line, &subject, NULL); *some = true) {
        struct bb_event event;
        if (!pg_value(&filling->line, &hash, NULL) || !pg_value(&filling->line, &line, &len))
            break;
        if (events->count && strcmp(events->rows[0].subject, subject) != 0)
            BB_TRY(subject_fold(filling, events));
        BB_TRY(bb_event_parse(&event, line, len));
        snprintf(event.hash, sizeof event.hash, "%s", hash);
        bb_events_add(events, &event);
    }
    return NULL;
}

static const struct bb_err *rows_merge(struct filling *filling)
{
    struct bb_buf names = {0};
    const struct bb_err *err = rows_flush(filling, 0);
    for (size_t i = 0; !err && i < filling->records; i++) {
        if (!filling->used[i])
            continue;
        bb_buf_clear(&names);
        hub_names(&names, bb_folded_records[i], HUB_ALL);
        err =
            pg_run(&filling->line, BB_PG_ROWS_MERGE, bb_folded_records[i]->name, names.data, NULL);
    }
    bb_buf_done(&names);
    return err;
}

static const struct bb_err *subjects_fold(struct filling *filling)
{
    struct pg_line *line = &filling->line;
    struct bb_events events = {0};
    bool some = true;
    for (size_t i = 0; i < filling->records; i++) {
        bb_buf_clear(&filling->rows[i]);
        filling->used[i] = false;
    }
    BB_TRY(pg_run(line, BB_PG_SUBJECT_KEEP, NULL));
    BB_TRY(pg_run(line, BB_PG_SUBJECT_LOCK, NULL));
    BB_TRY(pg_run(line, BB_PG_FOLD_OPEN, NULL));
    const struct bb_err *err = NULL;
    while (!err && some) {
        err = fetch_fold(filling, &events, &some);
        if (!err)
            err = rows_flush(filling, FLUSH_BYTES);
    }
    if (!err)
        err = subject_fold(filling, &events);
    bb_events_done(&events);
    BB_TRY(err);
    BB_TRY(pg_run(line, BB_PG_FOLD_CLOSE, NULL));
    return rows_merge(filling);
}

/* After another program, calendar or setting: every row anew, alone. */
static const struct bb_err *fold_keep(struct filling *filling)
{
    struct pg_line *line = &filling->line;
    const char *have = NULL;
    BB_TRY(key_make(filling));
    BB_TRY(pg_run(line, BB_PG_DISTRICT_SHARE, filling->district, NULL));
    if (pg_value(line, &have, NULL) && have && strcmp(have, filling->key) == 0)
        return NULL;
    BB_TRY(pg_run(line, BB_PG_COMMIT, NULL)); /* a share is not raised: two would wait for ever */
    BB_TRY(pg_run(line, BB_PG_BEGIN, NULL));
    BB_TRY(pg_run(line, BB_PG_DISTRICT_ALONE, filling->district, NULL));
    BB_TRY(pg_run(line, BB_PG_SUBJECTS_ALL, filling->district, NULL));
    BB_TRY(subjects_fold(filling));
    return pg_run(line, BB_PG_DISTRICT_SAVE, filling->district, filling->key, NULL);
}

/* ---- the queue ---- */

static const struct bb_err *packet_add(void *ctx, void *row)
{
    struct filling *filling = ctx;
    const struct bb_arrival *arrival = row;
    struct bb_buf *out = filling->rows;
    bb_buf_printf(out, "%s\t%" PRId64 "\t", filling->district, arrival->serial);
    hub_text(out, arrival->file);
    bb_buf_char(out, '\t');
    hub_text(out, arrival->node);
    bb_buf_char(out, '\n');
    return NULL;
}

static const struct bb_err *packets_register(struct filling *filling)
{
    int64_t last;
    bb_buf_clear(filling->rows);
    BB_TRY(pg_number(&filling->line, &last, BB_PG_PACKET_LAST, filling->district, NULL));
    BB_TRY(bb_db_arrivals_after(bb_app_db(filling->app), last,
                                &(struct bb_sink){packet_add, filling}));
    BB_TRY(pg_copy_in(&filling->line, bb_pg_queries[BB_PG_PACKET_COPY].text, filling->rows));
    return pg_run(&filling->line, BB_PG_PACKET_REGISTER, NULL);
}

/* ---- one packet ---- */

static const struct bb_err *year_keep(struct filling *filling, int year)
{
    char text[NUMBER_BYTES];
    for (int i = 0; i < filling->year_count; i++)
        if (filling->years[i] == year)
            return NULL;
    if (!year || filling->year_count == YEARS_MAX)
        return NULL; /* the partition for everything else takes it */
    filling->years[filling->year_count++] = year;
    return pg_run(&filling->line, BB_PG_YEAR_KEEP, filling->district, number(text, year), NULL);
}

static const struct bb_err *event_add(void *ctx, struct bb_event *event)
{
    struct filling *filling = ctx;
    struct bb_buf *out = filling->rows, day = {0};
    int year = hub_day_of(&day, event->subject);
    const struct bb_err *err = year_keep(filling, year);
    bb_buf_clear(&day);
    year = hub_day_of(&day, event->id);
    if (!err)
        err = year_keep(filling, year);
    bb_buf_printf(out, "%s\t%s\t%s\t%s\t%s\t%s\t%" PRId64 "\t%" PRId64 "\t%" PRId64 "\t",
                  filling->district, day.data, event->hash, event->prev, event->id, event->replica,
                  event->seq, event->lamport, event->at);
    hub_text(out, event->by);
    bb_buf_char(out, '\t');
    hub_text(out, bb_event_word(event->kind));
    bb_buf_char(out, '\t');
    hub_text(out, event->subject);
    bb_buf_char(out, '\t');
    hub_text(out, event->line);
    bb_buf_char(out, '\n');
    bb_buf_done(&day);
    return err;
}

/* What stands in staging_event, and what waited for it. */
static const struct bb_err *events_merge(struct filling *filling, const char *file, int64_t *fresh)
{
    struct pg_line *line = &filling->line;
    int64_t clashes;
    BB_TRY(pg_run(line, BB_PG_PARKED_READY, filling->district, NULL));
    BB_TRY(pg_number(line, fresh, BB_PG_EVENT_MERGE, NULL));
    BB_TRY(pg_number(line, &clashes, BB_PG_EVENT_CLASH, NULL));
    if (clashes)
        return bb_err(BB_ERR_HUB_DOOR, file, _("one of its events is known with other content"),
                      NULL);
    return *fresh ? subjects_fold(filling) : NULL;
}

static const struct bb_err *packet_merge(struct filling *filling, struct bb_packet_in *packet,
                                         const char *serial, const char *file, int64_t *fresh)
{
    struct pg_line *line = &filling->line;
    const struct bb_packet_info *info = bb_packet_in_info(packet);
    int64_t known = strcmp(info->base, bb_hash_zero) == 0;
    char text[NUMBER_BYTES];
    bb_buf_clear(filling->rows);
    BB_TRY(bb_packet_in_events(packet, event_add, filling));
    BB_TRY(pg_copy_in(line, bb_pg_queries[BB_PG_EVENT_COPY].text, filling->rows));
    if (!known)
        BB_TRY(pg_number(line, &known, BB_PG_EVENT_KNOWN, filling->district, info->base, NULL));
    if (known)
        BB_TRY(events_merge(filling, file, fresh));
    else
        BB_TRY(pg_run(line, BB_PG_EVENT_PARK, NULL));
    return pg_run(line, BB_PG_PACKET_DONE, filling->district, serial, known ? "have" : "gap", "",
                  number(text, (int64_t)info->events), NULL);
}

/* Rotten on the disk, or at odds with what is there: said, and the others do not wait for it. */
static const struct bb_err *packet_refuse(struct filling *filling, const char *serial,
                                          const char *reason)
{
    struct bb_buf text = {0};
    bb_buf_str(&text, reason);
    const struct bb_err *err = pg_run(&filling->line, BB_PG_ROLLBACK, NULL);
    filling->year_count = 0;
    if (!err)
        err = pg_run(&filling->line, BB_PG_BEGIN, NULL);
    if (!err)
        err = pg_run(&filling->line, BB_PG_PACKET_DONE, filling->district, serial, "refused",
                     bb_buf_text(&text), "0", NULL);
    bb_buf_done(&text);
    filling->out->refused++;
    return err;
}

static const struct bb_err *archived_merge(struct filling *filling, const char *serial,
                                           const char *file)
{
    struct hub_keys keys = {.app = filling->app, .any = true};
    struct bb_packet_in *packet = NULL;
    int64_t fresh = 0;
    char *path = hub_archive_path(filling->app, strtoll(serial, NULL, 10), file);
    const struct bb_err *err = bb_packet_open(&packet, path, file, hub_key_next, &keys);
    if (!err)
        err = packet_merge(filling, packet, serial, file, &fresh);
    bb_packet_close(packet);
    hub_keys_done(&keys);
    free(path);
    if (!err) {
        filling->out->packets++;
        filling->out->fresh += fresh;
        return NULL;
    }
    return bb_err_exit(err) == BB_EXIT_INPUT ? packet_refuse(filling, serial, err->text) : err;
}

/* Rows are folded with what this process has, or not at all; *same: they are. */
static const struct bb_err *district_share(struct filling *filling, bool *same)
{
    const char *have = NULL;
    BB_TRY(pg_run(&filling->line, BB_PG_DISTRICT_SHARE, filling->district, NULL));
    *same = pg_value(&filling->line, &have, NULL) && have && strcmp(have, filling->key) == 0;
    return NULL;
}

/* *more: there was a packet, or rows have to be folded anew first. */
static const struct bb_err *next_steps(struct filling *filling, bool *more)
{
    struct pg_line *line = &filling->line;
    const char *serial = NULL, *file = NULL;
    bool same;
    int64_t fresh = 0;
    BB_TRY(district_share(filling, &same));
    *more = true;
    if (!same)
        return fold_keep(filling);
    BB_TRY(pg_run(line, BB_PG_PACKET_CLAIM, filling->district, NULL));
    *more = pg_value(line, &serial, NULL) && pg_value(line, &file, NULL);
    if (!*more) { /* what another process parked while this one merged what it waits for */
        BB_TRY(events_merge(filling, "", &fresh));
        filling->out->fresh += fresh;
        return NULL;
    }
    char *own_serial = bb_strdup(serial), *own_file = bb_strdup(file);
    const struct bb_err *err = archived_merge(filling, own_serial, own_file);
    free(own_serial);
    free(own_file);
    return err;
}

static const struct bb_err *next(struct filling *filling, bool *more)
{
    const struct bb_err *err = NULL;
    for (int tries = 0; tries < TRIES; tries++) {
        struct bb_hub_filled was = *filling->out;
        filling->line.again = false;
        BB_TRY(pg_run(&filling->line, BB_PG_BEGIN, NULL));
        err = next_steps(filling, more);
        if (!err)
            err = pg_run(&filling->line, BB_PG_COMMIT, NULL);
        if (!err)
            return NULL;
        *filling->out = was;
        filling->year_count = 0;
        if (!filling->line.again)
            break;
        BB_TRY(pg_run(&filling->line, BB_PG_ROLLBACK, NULL));
    }
    return err;
}

static const struct bb_err *fill(struct filling *filling)
{
    bool more = true;
    BB_TRY(transaction(filling, schema_steps));
    BB_TRY(staging_make(filling));
    BB_TRY(transaction(filling, fold_keep));
    BB_TRY(transaction(filling, packets_register));
    while (more)
        BB_TRY(next(filling, &more));
    return pg_number(&filling->line, &filling->out->parked, BB_PG_PARKED_COUNT, filling->district,
                     NULL);
}

const struct bb_err *bb_hub_fill(struct bb_app *app, const char *url, struct bb_hub_filled *out)
{
    struct filling filling = {.app = app, .out = out, .district = bb_app_config(app)->node};
    *out = (struct bb_hub_filled){0};
    BB_TRY(bb_hub_check(app));
    BB_TRY(pg_open(&filling.line, url));
    while (bb_folded_records[filling.records])
        filling.records++;
    filling.rows = bb_alloc(filling.records * sizeof *filling.rows);
    filling.used = bb_alloc(filling.records * sizeof *filling.used);
    const struct bb_err *err = fill(&filling);
    pg_close(&filling.line);
    for (size_t i = 0; i < filling.records; i++)
        bb_buf_done(&filling.rows[i]);
    free(filling.rows);
    free(filling.used);
    return err;
}
