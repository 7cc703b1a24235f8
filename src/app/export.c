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
#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/member.h"
#include "bangban/packet/verify.h"
#include "bangban/packet/writer.h"
#include "bangban/store/sync.h"
#include "private.h"

enum {
    PEM_MAX_BYTES = 4096,
    SHORT_EVENTS = 2000 /* a packet of so many is read within one transaction, which takes a
                           moment; a longer one from a snapshot, so that nobody waits */
};

struct export
{
    struct bb_app *app;
    struct bb_db *snapshot; /* or the app's own, inside a transaction */
    struct bb_packet *packet;
    const struct bb_progress *progress;
    const struct bb_calendar *cal;
    const struct bb_record *record;
    int64_t done, total; /* events and rows written, of how many */
    const char *label;   /* whose chain */
    const char *base;    /* hash before the first event */
    char head[BB_HASH_BYTES];
    int64_t at;           /* of the head */
    int64_t after, until; /* numbers of base and head */
    bool branch;          /* an earlier label: it may fork, so it is followed by its links */
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
        if (strcmp(event->replica, export->label) == 0 && event->seq > export->until)
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
    return bb_db_subjects(export->snapshot, export->label, export->after, export->until,
                          record->name, &(struct bb_sink){subject_write, export});
}

static const struct bb_err *packet_fill(struct export *export)
{
    struct bb_sink sink = {event_write, export};
    if (export->branch)
        BB_TRY(bb_db_branch_events(export->snapshot, export->base, export->head, &sink));
    else if (export->until > export->after)
        BB_TRY(bb_db_replica_events(export->snapshot, export->label, export->after, export->until,
                                    &sink));
    for (size_t i = 0; bb_folded_records[i]; i++)
        if (bb_member_has(bb_folded_records[i])) /* what has no table travels in the events alone */
            BB_TRY(table_write(export, bb_folded_records[i]));
    return NULL;
}

static const struct bb_err *packet_write(struct export *export, const char *dir, char **path)
{
    struct bb_app *app = export->app;
    char *rules = NULL, *seen = NULL;
    char *key = bb_path_join(app->folder, "sign.pem");
    int64_t reference = 0;
    const struct bb_err *err = bb_rules_version(app, &rules);
    if (!err)
        err = bb_db_meta_load(app->db, "hub_seen", &seen);
    if (!err)
        err = bb_number_load(app, "hub_reference", &reference);
    if (!err) {
        struct bb_packet_head head = {.window = app->config->node,
                                      .replica = export->label,
                                      .base = export->base,
                                      .head = export->head,
                                      .seen = seen ? seen : bb_hash_zero,
                                      .reference = reference,
                                      .made_at = export->at,
                                      .program = "bangban " BB_VERSION,
                                      .rules = rules};
        export->total = 2 * (export->until - export->after);
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
    free(seen);
    free(key);
    return err;
}

/* Nothing was written under this label yet: as old as the newest of what is here. */
static const struct bb_err *newest_at(struct export *export)
{
    char newest[BB_HASH_BYTES];
    struct bb_place place;
    BB_TRY(bb_db_event_newest(export->app->db, newest));
    BB_TRY(bb_db_event_place(export->app->db, newest, &place));
    export->at = place.at;
    return NULL;
}

/* A base that is not in this file (it was restored from before) means: from the beginning. */
static const struct bb_err *range_set(struct export *export, const char *base)
{
    struct bb_place place;
    BB_TRY(bb_db_event_place(export->app->db, base, &place));
    bool known = place.found && strcmp(place.replica, export->label) == 0;
    export->base = known ? base : bb_hash_zero;
    export->after = known ? place.seq : 0;
    if (export->branch) {
        BB_TRY(bb_db_event_place(export->app->db, export->head, &place));
        export->until = place.seq;
        export->at = place.at;
        return NULL;
    }
    struct bb_chain chain;
    BB_TRY(bb_db_chain_work_load(export->app->db, export->label, &chain));
    bool later = chain.seq > export->after;
    export->until = later ? chain.seq : export->after;
    export->at = later ? chain.at : known ? place.at : chain.at;
    memcpy(export->head, later ? chain.hash : export->base, BB_HASH_BYTES);
    return export->at ? NULL : newest_at(export);
}

/* A long chain is read from a private copy; the range is fixed before, and events never change. */
static const struct bb_err *from_snapshot(struct export *export, const char *dir, char **path)
{
    char *copy = NULL;
    BB_TRY(bb_snapshot_open(export->app, &export->snapshot, &copy));
    const struct bb_err *err = packet_write(export, dir, path);
    bb_snapshot_close(export->snapshot, copy);
    return err;
}

static const struct bb_err *range_write(struct export *export, const char *dir, char **path)
{
    struct bb_app *app = export->app;
    BB_TRY(bb_app_calendar(app, &export->cal));
    if (export->until - export->after > SHORT_EVENTS)
        return from_snapshot(export, dir, path);
    export->snapshot = app->db;
    BB_TRY(bb_db_begin(app->db));
    const struct bb_err *err = packet_write(export, dir, path);
    bb_db_rollback(app->db);
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
    struct export export = {.app = app, .progress = progress, .label = app->replica};
    char acked[BB_HASH_BYTES];
    BB_TRY(bb_act_may(app, BB_USE_EXPORT));
    BB_TRY(bb_export_note(app, app->config->node));
    BB_TRY(bb_acked_load(app, acked));
    BB_TRY(range_set(&export, acked));
    return range_write(&export, dir, path);
}

const struct bb_err *bb_chain_export(struct bb_app *app, const char *base, const char *dir,
                                     bool only_new, char head[BB_HASH_BYTES], char **path)
{
    struct export export = {.app = app, .label = app->replica};
    *path = NULL;
    BB_TRY(bb_replica_load(app));
    BB_TRY(range_set(&export, base));
    if (export.until > export.after) { /* a heartbeat that carries nothing leaves no trace */
        BB_TRY(bb_export_note(app, app->config->node));
        BB_TRY(range_set(&export, base));
    }
    memcpy(head, export.head, BB_HASH_BYTES);
    if (only_new && export.until == export.after)
        return NULL;
    return range_write(&export, dir, path);
}

const struct bb_err *bb_branch_export(struct bb_app *app, const struct bb_branch *branch,
                                      const char *dir, char **path)
{
    struct export export = {.app = app, .label = branch->id, .branch = true};
    memcpy(export.head, branch->head, BB_HASH_BYTES);
    BB_TRY(range_set(&export, branch->acked));
    return range_write(&export, dir, path);
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
