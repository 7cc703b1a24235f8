/*
 * Handing over: the packet of everything not yet acknowledged, from a private snapshot, so that a
 * long export blocks nobody and sees one state. Tables hold each record as its events up to the
 * head say, not as the row is now: the same range gives the same bytes next year (under the same
 * rules version, which the manifest names).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/verify.h"
#include "bangban/packet/writer.h"
#include "private.h"

enum { PEM_MAX_BYTES = 4096 };

struct export
{
    struct bb_app *app;
    struct bb_db *snapshot;
    struct bb_packet *packet;
    const struct bb_progress *progress;
    const struct bb_calendar *cal;
    const struct bb_record *record;
    int64_t done, total;  /* events and rows written, of how many */
    int64_t after, until; /* range of this packet in the own chain */
};

const struct bb_err *bb_rules_version(struct bb_app *app, char **out)
{
    struct bb_buf text = {0};
    char hex[BB_DIGEST_HEX_BYTES];
    char *reference = NULL;
    BB_TRY(bb_db_meta_load(app->db, "reference", &reference));
    bb_config_rules(app->config, &text);
    bb_sm3_hex(hex, text.data, text.len);
    bb_buf_clear(&text);
    bb_buf_printf(&text, "%.16s-%s", hex, reference ? reference : "0");
    free(reference);
    *out = bb_buf_take(&text);
    return NULL;
}

static const struct bb_err *tell(struct export *export)
{
    const struct bb_progress *progress = export->progress;
    export->done++;
    if (progress && export->done % 1000 == 0 &&
        !progress->step(progress->ctx, export->done, export->total))
        return bb_err(BB_ERR_CANCELLED, NULL);
    return NULL;
}

static const struct bb_err *event_write(void *ctx, void *row)
{
    struct export *export = ctx;
    const struct bb_event *event = row;
    BB_TRY(bb_packet_event(export->packet, event->line, strlen(event->line)));
    return tell(export);
}

/* Drops events of this installation that came after the head of the packet. */
static void later_drop(const struct export *export, struct bb_events *events)
{
    size_t kept = 0;
    for (size_t i = 0; i < events->count; i++) {
        struct bb_event *event = &events->rows[i];
        if (strcmp(event->replica, export->app->replica) == 0 && event->seq > export->until)
            bb_event_done(event);
        else
            events->rows[kept++] = *event;
    }
    events->count = kept;
}

static const struct bb_err *subject_write(void *ctx, void *id)
{
    struct export *export = ctx;
    struct bb_events events = {0};
    void *record = bb_alloc(export->record->bytes);
    const struct bb_err *err = bb_db_subject_events(export->snapshot, id, &events);
    if (!err) {
        later_drop(export, &events);
        err = bb_fold(export->record, &events, export->cal, record);
    }
    if (!err)
        err = bb_packet_row(export->packet, record);
    bb_events_done(&events);
    bb_record_done(export->record, record);
    free(record);
    return err ? err : tell(export);
}

/* Rows stand in the order of their ids; births of several processes are not quite in that order. */
static const struct bb_err *table_write(struct export *export, const struct bb_record *record)
{
    export->record = record;
    BB_TRY(bb_packet_table(export->packet, record));
    return bb_db_subjects(export->snapshot, export->app->replica, export->after, export->until,
                          record->name, &(struct bb_sink){subject_write, export});
}

static const struct bb_err *packet_fill(struct export *export)
{
    const char *replica = export->app->replica;
    BB_TRY(bb_db_replica_events(export->snapshot, replica, export->after, export->until,
                                &(struct bb_sink){event_write, export}));
    for (size_t i = 0; bb_folded_records[i]; i++)
        BB_TRY(table_write(export, bb_folded_records[i]));
    return NULL;
}

static const struct bb_err *packet_write(struct export *export, const char *dir, char **path)
{
    struct bb_chain chain;
    char *rules = NULL;
    char *key = bb_path_join(export->app->folder, "sign.pem");
    const struct bb_err *err =
        bb_db_chain_work_load(export->snapshot, export->app->replica, &chain);
    if (!err)
        err = bb_rules_version(export->app, &rules);
    if (!err) {
        struct bb_packet_head head = {
            .window = export->app->config->node,
            .replica = export->app->replica,
            .base = bb_hash_zero, /* no receipt yet, so everything is unacknowledged */
            .head = chain.hash,
            .made_at = chain.at,
            .program = "bangban " BB_VERSION,
            .rules = rules};
        export->until = chain.seq;
        export->total = 2 * chain.seq;
        err = bb_packet_begin(&export->packet, dir, &head);
    }
    if (!err) {
        err = packet_fill(export);
        if (err)
            bb_packet_drop(export->packet);
        else
            err = bb_packet_end(export->packet, key, path);
    }
    free(rules);
    free(key);
    return err;
}

/* The event comes first: a hand-over that leaves no trace must not exist (trust.md §5, audit). */
const struct bb_err *bb_export_note(struct bb_app *app, const char *subject)
{
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, bb_act_event(app, BB_EVENT_EXPORT, subject, "{}"));
}

const struct bb_err *bb_snapshot_open(struct bb_app *app, struct bb_db **out, char **path)
{
    char id[BB_UUID_BYTES];
    struct bb_buf name = {0};
    bb_uuid_make(id, bb_clock_now_ms(&app->clock));
    bb_buf_printf(&name, "%s/snapshot-%s.db", app->folder, id);
    const struct bb_err *err = bb_db_backup(app->db, name.data, NULL);
    if (!err)
        err = bb_db_open(out, name.data, BB_DB_READ);
    if (err)
        unlink(name.data);
    *path = bb_buf_take(&name);
    if (err) {
        free(*path);
        *path = NULL;
    }
    return err;
}

void bb_snapshot_close(struct bb_db *snapshot, char *path)
{
    bb_db_close(snapshot);
    unlink(path);
    free(path);
}

const struct bb_err *bb_app_export(struct bb_app *app, const char *dir,
                                   const struct bb_progress *progress, char **path)
{
    struct export export = {.app = app, .progress = progress};
    char *copy = NULL;
    BB_TRY(bb_act_may(app, BB_USE_EXPORT));
    BB_TRY(bb_app_calendar(app, &export.cal));
    BB_TRY(bb_export_note(app, app->config->node));
    BB_TRY(bb_snapshot_open(app, &export.snapshot, &copy));
    const struct bb_err *err = packet_write(&export, dir, path);
    bb_snapshot_close(export.snapshot, copy);
    return err;
}

const struct bb_err *bb_app_verify(struct bb_app *app, const char *path, const char *key_path,
                                   struct bb_verify_result *out)
{
    struct bb_buf pem = {0};
    struct bb_packet_info info = {0};
    char *own = app ? bb_path_join(app->folder, "sign.pub") : NULL;
    const char *key = key_path ? key_path : own;
    const struct bb_err *err = key ? bb_file_read(&pem, key, PEM_MAX_BYTES) : NULL;
    if (!err)
        err = bb_packet_verify(&info, path, key ? bb_buf_text(&pem) : NULL);
    memset(out, 0, sizeof *out);
    if (!err) {
        out->events = (int64_t)info.events;
        out->members = (int64_t)info.members;
        out->signature_checked = info.signature_checked;
        memcpy(out->head, info.head, sizeof out->head);
        snprintf(out->window, sizeof out->window, "%s", info.window);
    }
    bb_packet_info_done(&info);
    bb_buf_done(&pem);
    free(own);
    return err;
}
