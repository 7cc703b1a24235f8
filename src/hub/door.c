/* What passed the checks goes into the tables: one transaction for one packet. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { PAGE = 1000 };

struct taking {
    struct bb_app *app;
    const char *file;
    struct bb_merge *merge;
    bool attached; /* what is before the first event is here */
    int64_t clashes;
};

/* One id, two contents: the packet is not taken at all, and somebody must look. */
static const struct bb_err *clash(const struct taking *taking, const struct bb_event *event)
{
    return bb_err(BB_ERR_HUB_CLASH, taking->file, event->id, NULL);
}

static const struct bb_err *event_take(void *ctx, struct bb_event *event)
{
    struct taking *taking = ctx;
    bool other = false;
    if (!taking->attached)
        return bb_db_parked_save(bb_app_db(taking->app), event);
    BB_TRY(bb_merge_event(taking->merge, event, &other));
    return other ? clash(taking, event) : NULL;
}

struct ready {
    struct bb_events events;
};

static const struct bb_err *ready_note(void *ctx, void *row)
{
    struct ready *ready = ctx;
    bb_events_add(&ready->events, row);
    return NULL;
}

/* Chains that waited for what has come now, a page at a time until none is left. What clashes stays
 * parked. */
static const struct bb_err *parked_attach(struct taking *taking)
{
    struct bb_db *db = bb_app_db(taking->app);
    const struct bb_err *err = NULL;
    bool moved = true;
    while (!err && moved) {
        struct ready ready = {0};
        moved = false;
        err = bb_db_parked_ready(db, PAGE, &(struct bb_sink){ready_note, &ready});
        for (size_t i = 0; !err && i < ready.events.count; i++) {
            bool other = false;
            err = bb_merge_event(taking->merge, &ready.events.rows[i], &other);
            if (!err && !other)
                err = bb_db_parked_drop(db, ready.events.rows[i].hash);
            moved |= !other;
        }
        bb_events_done(&ready.events);
    }
    return err;
}

static const struct bb_err *is_known(struct bb_app *app, const char *hash, bool *out)
{
    struct bb_place place;
    *out = strcmp(hash, bb_hash_zero) == 0;
    if (*out)
        return NULL;
    BB_TRY(bb_db_event_place(bb_app_db(app), hash, &place));
    *out = place.found;
    return NULL;
}

static void arrival_fill(struct bb_arrival *arrival, const struct bb_packet_info *info)
{
    bb_strset(&arrival->manifest, info->manifest);
    bb_strset(&arrival->node, info->window);
    bb_strset(&arrival->replica, info->replica);
    bb_strset(&arrival->base, info->base);
    bb_strset(&arrival->head, info->head);
    bb_strset(&arrival->seen, info->seen);
    arrival->reference = info->reference;
    arrival->events = (int64_t)info->events;
    arrival->made_at = info->made_at;
}

/* A restored hub gives its next reference data a number above any that it gave before. */
static const struct bb_err *reference_rise(struct bb_app *app, int64_t seen)
{
    char digits[24], *text = NULL;
    BB_TRY(bb_db_meta_load(bb_app_db(app), "reference", &text));
    int64_t own = text ? strtoll(text, NULL, 10) : 0;
    free(text);
    if (seen <= own)
        return NULL;
    snprintf(digits, sizeof digits, "%lld", (long long)seen + 1);
    return bb_db_meta_save(bb_app_db(app), "reference", digits);
}

static const struct bb_err *packet_take(struct taking *taking, struct bb_packet_in *packet,
                                        struct bb_arrival *arrival, int64_t *fresh)
{
    struct bb_app *app = taking->app;
    struct bb_db *db = bb_app_db(app);
    struct bb_merge_result merged = {0};
    bool have = false;
    const struct bb_packet_info *info = bb_packet_in_info(packet);
    const struct bb_err *err = is_known(app, info->base, &taking->attached);
    if (!err)
        err = bb_merge_begin(app, &taking->merge);
    if (!err)
        err = bb_packet_in_events(packet, event_take, taking);
    if (!err && taking->attached)
        err = parked_attach(taking);
    if (err)
        bb_merge_drop(taking->merge);
    else
        err = bb_merge_end(taking->merge, &merged);
    BB_TRY(err);
    BB_TRY(is_known(app, info->head, &have));
    bb_strset(&arrival->status, have ? "have" : "gap");
    BB_TRY(bb_db_node_replica_save(db, info->replica, info->window));
    BB_TRY(reference_rise(app, info->reference));
    BB_TRY(bb_db_save(db, &bb_arrival_record, arrival));
    *fresh += merged.fresh;
    return NULL;
}

const struct bb_err *hub_merge(struct bb_app *app, struct bb_packet_in *packet,
                               struct bb_arrival *arrival, int64_t *fresh)
{
    struct taking taking = {.app = app, .file = arrival->file};
    struct bb_db *db = bb_app_db(app);
    arrival_fill(arrival, bb_packet_in_info(packet));
    BB_TRY(bb_db_begin(db));
    const struct bb_err *err = packet_take(&taking, packet, arrival, fresh);
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    return err;
}
