/* Set union by hash, then one fold of each subject that was touched. The same code at the hub and
 * at a window. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/sync.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/store/sync.h"
#include "private.h"

struct bb_merge {
    struct bb_app *app;
    struct bb_merge_result result;
    char head[BB_HASH_BYTES]; /* of the own chain, before anything was merged */
    char **subjects;          /* touched, with repetitions */
    size_t count, cap;
};

struct bb_db *bb_app_db(struct bb_app *app)
{
    return app->db;
}

const char *bb_app_folder(const struct bb_app *app)
{
    return app->folder;
}

const char *bb_app_replica(const struct bb_app *app)
{
    return app->replica;
}

const struct bb_err *bb_merge_begin(struct bb_app *app, struct bb_merge **out)
{
    struct bb_chain chain;
    BB_TRY(bb_replica_load(app)); /* another process may have taken a new label */
    BB_TRY(bb_db_chain_load(app->db, app->replica, &chain));
    struct bb_merge *merge = bb_alloc(sizeof *merge);
    merge->app = app;
    memcpy(merge->head, chain.hash, sizeof merge->head);
    *out = merge;
    return NULL;
}

static void subject_note(struct bb_merge *merge, const char *subject)
{
    if (merge->count && strcmp(merge->subjects[merge->count - 1], subject) == 0)
        return;
    if (merge->count == merge->cap) {
        merge->cap = merge->cap ? merge->cap * 2 : 256;
        merge->subjects = bb_realloc(merge->subjects, merge->cap * sizeof *merge->subjects);
    }
    merge->subjects[merge->count++] = bb_strdup(subject);
}

const struct bb_err *bb_merge_event(struct bb_merge *merge, struct bb_event *event, bool *clash)
{
    enum bb_merged merged;
    BB_TRY(bb_db_event_merge(merge->app->db, event, &merged));
    if (clash)
        *clash = merged == BB_MERGED_CLASH;
    merge->result.known += merged == BB_MERGED_KNOWN;
    if (merged != BB_MERGED_NEW)
        return NULL;
    merge->result.fresh++;
    merge->result.copy |= strcmp(event->replica, merge->app->replica) == 0;
    subject_note(merge, event->subject);
    return NULL;
}

const struct bb_err *bb_merge_line(struct bb_merge *merge, const char *line, size_t len_bytes,
                                   bool *clash)
{
    struct bb_event event;
    BB_TRY(bb_event_parse(&event, line, len_bytes));
    bb_event_hash(event.hash, event.prev, line, len_bytes);
    const struct bb_err *err = bb_merge_event(merge, &event, clash);
    bb_event_done(&event);
    return err;
}

static const struct bb_record *record_of(const struct bb_events *events)
{
    for (size_t i = 0; i < events->count; i++) {
        enum bb_event_kind kind = events->rows[i].kind;
        if (kind != BB_EVENT_NONE && strstr(bb_event_word(kind), ".add"))
            return bb_record_named(bb_event_subject(kind));
    }
    return NULL;
}

const struct bb_err *bb_events_fold(const struct bb_events *events, const struct bb_calendar *cal,
                                    const struct bb_record **record, void **row)
{
    *row = NULL;
    *record = record_of(events);
    if (!*record)
        return NULL;
    *row = bb_alloc((*record)->bytes);
    const struct bb_err *err = bb_fold(*record, events, cal, *row);
    if (err) {
        bb_record_done(*record, *row);
        free(*row);
        *row = NULL;
    }
    return err;
}

const struct bb_err *bb_subject_fold(struct bb_app *app, const char *subject)
{
    struct bb_events events = {0};
    const struct bb_calendar *cal = NULL;
    const struct bb_record *record;
    void *row = NULL;
    BB_TRY(bb_app_calendar(app, &cal));
    const struct bb_err *err = bb_db_subject_events(app->db, subject, &events);
    if (!err)
        err = bb_events_fold(&events, cal, &record, &row);
    if (row) {
        err = bb_db_save(app->db, record, row);
        bb_record_done(record, row);
        free(row);
    }
    bb_events_done(&events);
    return err;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static const struct bb_err *subjects_fold(struct bb_merge *merge)
{
    if (merge->count)
        qsort(merge->subjects, merge->count, sizeof *merge->subjects, compare_texts);
    for (size_t i = 0; i < merge->count; i++)
        if (i == 0 || strcmp(merge->subjects[i], merge->subjects[i - 1]) != 0)
            BB_TRY(bb_subject_fold(merge->app, merge->subjects[i]));
    return NULL;
}

const struct bb_err *bb_merge_end(struct bb_merge *merge, struct bb_merge_result *out)
{
    const struct bb_err *err = subjects_fold(merge);
    if (!err && merge->result.copy)
        err = bb_relabel(merge->app, merge->head);
    if (out)
        *out = merge->result;
    bb_merge_drop(merge);
    return err;
}

void bb_merge_drop(struct bb_merge *merge)
{
    if (!merge)
        return;
    for (size_t i = 0; i < merge->count; i++)
        free(merge->subjects[i]);
    free(merge->subjects);
    free(merge);
}

/* ---- labels ---- */

const struct bb_err *bb_replica_load(struct bb_app *app)
{
    char *replica = NULL;
    BB_TRY(bb_db_meta_load(app->db, "replica", &replica));
    if (!replica || strlen(replica) != sizeof app->replica - 1) {
        free(replica);
        return bb_err(BB_ERR_NO_KEY, "replica", NULL);
    }
    memcpy(app->replica, replica, sizeof app->replica);
    free(replica);
    return NULL;
}

const struct bb_err *bb_acked_load(struct bb_app *app, char out[BB_HASH_BYTES])
{
    char *text = NULL;
    BB_TRY(bb_db_meta_load(app->db, "acked", &text));
    memcpy(out, text && strlen(text) == BB_HASH_BYTES - 1 ? text : bb_hash_zero, BB_HASH_BYTES);
    free(text);
    return NULL;
}

const struct bb_err *bb_acked_save(struct bb_app *app, const char *hash, int64_t seq)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)seq);
    BB_TRY(bb_db_meta_save(app->db, "acked", hash));
    return bb_db_meta_save(app->db, "acked_seq", digits);
}

const struct bb_err *bb_relabel(struct bb_app *app, const char *head)
{
    char fresh[BB_REPLICA_BYTES], acked[BB_HASH_BYTES];
    BB_TRY(bb_acked_load(app, acked));
    if (strcmp(head, acked) != 0 && strcmp(head, bb_hash_zero) != 0) {
        char head_copy[BB_HASH_BYTES];
        memcpy(head_copy, head, sizeof head_copy);
        struct bb_branch branch = {.id = app->replica, .head = head_copy, .acked = acked};
        BB_TRY(bb_db_save(app->db, &bb_branch_record, &branch));
    }
    bb_replica_make(fresh);
    BB_TRY(bb_db_meta_save(app->db, "replica", fresh));
    BB_TRY(bb_acked_save(app, bb_hash_zero, 0));
    BB_TRY(bb_db_meta_save(app->db, "archived", NULL)); /* of a hub: its own archived chain */
    memcpy(app->replica, fresh, sizeof app->replica);
    return NULL;
}
