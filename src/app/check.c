/* Is the file what it says: integrity, every chain, projections = fold. Reads in pages, so nobody
 * waits for it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/admin.h"
#include "bangban/app/sync.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { PAGE_EVENTS = 2000 };

struct check {
    struct bb_app *app; /* NULL: only chains are asked */
    struct bb_db *db;
    const struct bb_progress *progress;
    struct bb_check_result *result;
    const struct bb_calendar *cal;
    bool rebuild;
    int64_t seq, total; /* of the replica being read */
    bool whole;         /* its chain is here without gaps; of others come only parts */
    char hash[BB_HASH_BYTES];
    char **names; /* a page of replicas or subjects, copied out of their cursor */
    size_t count, cap;
};

static const struct bb_err *name_add(void *ctx, void *row)
{
    struct check *check = ctx;
    if (check->count == check->cap) {
        check->cap = check->cap ? check->cap * 2 : 256;
        check->names = bb_realloc(check->names, check->cap * sizeof *check->names);
    }
    check->names[check->count++] = bb_strdup(row);
    return NULL;
}

static char **names_take(struct check *check, size_t *count)
{
    char **names = check->names;
    *count = check->count;
    check->names = NULL;
    check->count = check->cap = 0;
    return names;
}

static void names_done(char **names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
}

static const struct bb_err *tell(const struct check *check)
{
    const struct bb_progress *progress = check->progress;
    if (progress && !progress->step(progress->ctx, check->seq, check->total))
        return bb_err(BB_ERR_CANCELLED, NULL);
    return NULL;
}

static const struct bb_err *broken(const struct bb_event *event, const char *why)
{
    char seq[24];
    snprintf(seq, sizeof seq, "%lld", (long long)event->seq);
    return bb_err(BB_ERR_CHAIN_BROKEN, seq, event->replica, why, NULL);
}

/* To the event read before; or, where two installations wrote under one label, to another that is
 * here. */
static const struct bb_err *link_check(const struct check *check, const struct bb_event *event)
{
    struct bb_place place;
    bool first = strcmp(event->prev, bb_hash_zero) == 0;
    if (strcmp(event->prev, check->hash) == 0 && event->seq == check->seq + 1)
        return NULL;
    if (first && event->seq == 1)
        return NULL;
    BB_TRY(bb_db_event_place(check->db, event->prev, &place));
    bool links =
        place.found && place.seq == event->seq - 1 && strcmp(place.replica, event->replica) == 0;
    return links || (!place.found && !check->whole && !first)
               ? NULL
               : broken(event, _("it does not link to the event before it"));
}

static const struct bb_err *event_check(void *ctx, void *row)
{
    struct check *check = ctx;
    const struct bb_event *event = row;
    struct bb_event parsed;
    char hash[BB_HASH_BYTES];
    bb_event_hash(hash, event->prev, event->line, strlen(event->line));
    BB_TRY(link_check(check, event));
    if (strcmp(hash, event->hash) != 0)
        return broken(event, _("its line was changed"));
    const struct bb_err *err = bb_event_parse(&parsed, event->line, strlen(event->line));
    if (err)
        return broken(event, err->text);
    bool same = strcmp(parsed.id, event->id) == 0 && strcmp(parsed.replica, event->replica) == 0 &&
                strcmp(parsed.prev, event->prev) == 0 &&
                strcmp(parsed.subject, event->subject) == 0 && parsed.seq == event->seq &&
                parsed.lamport == event->lamport && parsed.kind == event->kind;
    bb_event_done(&parsed);
    if (!same)
        return broken(event, _("its columns differ from its line"));
    check->seq = event->seq;
    memcpy(check->hash, hash, sizeof hash);
    check->result->events++;
    return NULL;
}

static const struct bb_err *chain_check(struct check *check, const char *replica)
{
    struct bb_chain chain;
    BB_TRY(bb_db_chain_load(check->db, replica, &chain));
    BB_TRY(bb_db_replica_is_whole(check->db, replica, &check->whole));
    check->seq = 0;
    check->total = chain.seq;
    memcpy(check->hash, bb_hash_zero, sizeof check->hash);
    while (check->seq < chain.seq) {
        int64_t before = check->seq;
        BB_TRY(bb_db_replica_events(check->db, replica, before, before + PAGE_EVENTS,
                                    &(struct bb_sink){event_check, check}));
        BB_TRY(tell(check));
        if (check->seq == before && !check->whole) {
            check->seq = before + PAGE_EVENTS;
        } else if (check->seq == before) {
            struct bb_event gap = {.seq = before + 1};
            snprintf(gap.replica, sizeof gap.replica, "%s", replica);
            return broken(&gap, _("it is missing"));
        }
    }
    return NULL;
}

static const struct bb_err *differs(const struct bb_record *record, const char *id,
                                    const struct bb_field *field)
{
    return bb_err(BB_ERR_PROJECTION, record->name, id, field ? field->name : "id", NULL);
}

/* One subject: its row must equal the fold of its events; with rebuild it is written so. */
static const struct bb_err *subject_check(struct check *check, const struct bb_record *record,
                                          const char *id)
{
    struct bb_events events = {0};
    void *row = bb_alloc(record->bytes), *folded = bb_alloc(record->bytes);
    const struct bb_field *field = NULL;
    bool found = false;
    const struct bb_err *err = bb_db_load(check->db, record, id, row, &found);
    if (!err && !(check->rebuild &&
                  found)) { /* rebuild begins empty: a row that is there was just written */
        err = bb_db_subject_events(check->db, id, &events);
        if (!err)
            err = bb_fold(record, &events, check->cal, folded);
        if (!err && check->rebuild) {
            err = bb_db_save(check->db, record, folded);
            check->result->rebuilt++;
        } else if (!err && (!found || !bb_record_equal(record, row, folded, &field))) {
            err = differs(record, id, field);
        }
    }
    bb_events_done(&events);
    bb_record_done(record, row);
    bb_record_done(record, folded);
    free(row);
    free(folded);
    return err;
}

static const struct bb_err *touched_check(struct check *check, const char *replica,
                                          const struct bb_record *record, int64_t after)
{
    size_t count;
    const struct bb_err *err = bb_db_touched(check->db, replica, after, after + PAGE_EVENTS,
                                             record->name, &(struct bb_sink){name_add, check});
    char **names = names_take(check, &count);
    for (size_t i = 0; !err && i < count; i++)
        err = subject_check(check, record, names[i]);
    names_done(names, count);
    return err;
}

static const struct bb_err *projections_check(struct check *check, const char *replica)
{
    struct bb_chain chain;
    BB_TRY(bb_db_chain_load(check->db, replica, &chain));
    check->total = chain.seq;
    for (check->seq = 0; check->seq < chain.seq; check->seq += PAGE_EVENTS) {
        for (size_t i = 0; bb_folded_records[i]; i++)
            BB_TRY(touched_check(check, replica, bb_folded_records[i], check->seq));
        BB_TRY(tell(check));
    }
    return NULL;
}

/* Rows that no event knows: every row of the page must have events. */
struct orphans {
    struct check *check;
    const struct bb_record *record;
    struct bb_key last;
    size_t rows;
    int64_t places; /* of the lines so far, in the ledger's orders */
};

/* What it is found by follows from its row. */
static const struct bb_err *found_check(struct check *check, const struct bb_record *record,
                                        const void *row, const char *id)
{
    bool good;
    BB_TRY(bb_db_search_check(check->db, record, row, &good));
    return good ? NULL : bb_err(BB_ERR_PROJECTION, record->name, id, "search", NULL);
}

static const struct bb_err *session_seen(void *ctx, void *row)
{
    struct orphans *orphans = ctx;
    const struct bb_session *session = row;
    orphans->last.value = session->happened_at;
    snprintf(orphans->last.id, sizeof orphans->last.id, "%s", session->id);
    orphans->rows++;
    orphans->check->result->sessions++;
    BB_TRY(found_check(orphans->check, &bb_session_record, session, session->id));
    return name_add(orphans->check, session->id);
}

static const struct bb_err *issue_seen(void *ctx, void *row)
{
    struct orphans *orphans = ctx;
    const struct bb_issue *issue = row;
    orphans->last.value = issue->due_day;
    snprintf(orphans->last.id, sizeof orphans->last.id, "%s", issue->id);
    orphans->rows++;
    orphans->check->result->issues++;
    int64_t due = orphans->places; /* every one of its places is there */
    BB_TRY(bb_db_issue_places(orphans->check->db, issue, &orphans->places, &due));
    if (orphans->places != due)
        return bb_err(BB_ERR_PROJECTION, "issue", issue->id, "order", NULL);
    BB_TRY(found_check(orphans->check, &bb_issue_record, issue, issue->id));
    return name_add(orphans->check, issue->id);
}

static const struct bb_err *page_read(struct orphans *orphans, bool first)
{
    struct bb_db *db = orphans->check->db;
    if (orphans->record == &bb_session_record) {
        struct bb_session_query query = {
            .limit = PAGE_EVENTS, .with_void = true, .has_key = !first, .key = orphans->last};
        return bb_db_session_list(db, &query, &(struct bb_sink){session_seen, orphans});
    }
    struct bb_issue_query query = {.limit = PAGE_EVENTS, .has_key = !first, .key = orphans->last};
    return bb_db_issue_list(db, &query, &(struct bb_sink){issue_seen, orphans});
}

static const struct bb_err *orphans_check(struct check *check, const struct bb_record *record)
{
    struct orphans orphans = {check, record, {0}, 1, 0};
    int64_t places;
    for (bool first = true; orphans.rows; first = false) {
        orphans.rows = 0;
        const struct bb_err *err = page_read(&orphans, first);
        size_t count;
        char **names = names_take(check, &count);
        for (size_t i = 0; !err && i < count; i++) {
            struct bb_events events = {0};
            err = bb_db_subject_events(check->db, names[i], &events);
            if (!err && !events.count)
                err = differs(record, names[i], NULL);
            bb_events_done(&events);
        }
        names_done(names, count);
        BB_TRY(err);
    }
    BB_TRY(bb_db_issue_places_count(check->db, &places));
    return record == &bb_issue_record && places != orphans.places
               ? bb_err(BB_ERR_PROJECTION, "issue_sort", "", "order", NULL)
               : NULL;
}

static const struct bb_err *projections_all(struct check *check, char *const *replicas,
                                            size_t count)
{
    if (check->rebuild)
        BB_TRY(bb_db_projections_clear(check->db));
    for (size_t i = 0; i < count; i++)
        BB_TRY(projections_check(check, replicas[i]));
    int64_t found;
    BB_TRY(orphans_check(check, &bb_session_record));
    BB_TRY(orphans_check(check, &bb_issue_record));
    BB_TRY(bb_db_search_count(check->db, &found));
    return found == check->result->sessions + check->result->issues
               ? NULL
               : bb_err(BB_ERR_PROJECTION, "search_text", "", "search", NULL);
}

const struct bb_err *bb_chains_check(struct bb_db *db, const struct bb_progress *progress,
                                     struct bb_check_result *out)
{
    struct check check = {.db = db, .progress = progress, .result = out};
    size_t count = 0;
    const struct bb_err *err = bb_db_replicas(db, &(struct bb_sink){name_add, &check});
    char **replicas = names_take(&check, &count);
    for (size_t i = 0; !err && i < count; i++)
        err = chain_check(&check, replicas[i]);
    out->replicas = (int64_t)count;
    names_done(replicas, count);
    return err;
}

const struct bb_err *bb_app_check(struct bb_app *app, bool rebuild,
                                  const struct bb_progress *progress, struct bb_check_result *out)
{
    struct check check = {
        .app = app, .db = app->db, .progress = progress, .result = out, .rebuild = rebuild};
    size_t count = 0;
    memset(out, 0, sizeof *out);
    BB_TRY(bb_db_integrity(app->db, true));
    BB_TRY(bb_reference_check(app));
    BB_TRY(bb_app_calendar(app, &check.cal));
    BB_TRY(bb_chains_check(app->db, progress, out));
    const struct bb_err *err = bb_db_replicas(app->db, &(struct bb_sink){name_add, &check});
    char **replicas = names_take(&check, &count);
    if (!err && rebuild)
        err = bb_db_begin(app->db);
    if (!err) {
        err = projections_all(&check, replicas, count);
        if (rebuild)
            err = bb_act_end(app, err);
    }
    names_done(replicas, count);
    return err;
}
