/*
 * The window's three steps, one after the other, and how it stands. Each can be killed anywhere and
 * run again: what counts is in the database.
 */
#include <stdlib.h>

#include "bangban/app/admin.h"
#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/helper.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { LOOK_MS = 200 };

void bb_sync_report_done(struct bb_sync_report *report)
{
    free(report->sentence);
    *report = (struct bb_sync_report){0};
}

/* ---- step by step ---- */

struct bb_sync_run {
    struct bb_app *app;
    enum bb_sync_step step;
    struct bb_helper_job *helper; /* carrying files; NULL: not begun */
    struct bb_sync_report report;
};

const struct bb_err *bb_sync_begin(struct bb_app *app, struct bb_sync_run **out)
{
    struct bb_buf key = {0};
    BB_TRY(bb_act_may(app, BB_USE_EXPORT));
    const struct bb_err *err = bb_hub_key_load(app, &key); /* without it no answer is believed */
    bb_buf_done(&key);
    BB_TRY(err);
    *out = bb_alloc(sizeof **out);
    (*out)->app = app;
    return NULL;
}

/* Looks how far the files are. *done: they are there, or there is nothing to carry them. */
static const struct bb_err *carry(struct bb_sync_run *run, int wait_ms, bool *done)
{
    *done = true;
    if (!run->helper)
        BB_TRY(bb_transport_start(run->app, &run->helper));
    if (!run->helper)
        return NULL;
    const struct bb_err *err = bb_helper_job_wait(run->helper, wait_ms, done);
    if (*done)
        run->helper = NULL;
    return err;
}

const struct bb_err *bb_sync_go(struct bb_sync_run *run, int wait_ms)
{
    bool done = true;
    const struct bb_err *err = run->step == BB_SYNC_WRITE   ? bb_sync_write(run->app, &run->report)
                               : run->step == BB_SYNC_CARRY ? carry(run, wait_ms, &done)
                                                            : bb_sync_read(run->app, &run->report);
    if (!err && done)
        run->step++;
    return err;
}

enum bb_sync_step bb_sync_at(const struct bb_sync_run *run)
{
    return run->step;
}

const struct bb_err *bb_sync_end(struct bb_sync_run *run, struct bb_sync_report *out)
{
    struct bb_sync_state state = {0};
    const struct bb_err *err = bb_app_sync_state(run->app, &state);
    bb_helper_job_stop(run->helper);
    *out = run->report;
    out->unacked = state.unacked;
    free(run);
    return err;
}

const struct bb_err *bb_app_sync(struct bb_app *app, const struct bb_progress *progress,
                                 struct bb_sync_report *out)
{
    struct bb_sync_run *run;
    *out = (struct bb_sync_report){0};
    BB_TRY(bb_sync_begin(app, &run));
    const struct bb_err *err = NULL;
    while (!err && run->step < BB_SYNC_DONE) {
        if (progress && !progress->step(progress->ctx, run->step, BB_SYNC_DONE))
            err = bb_err(BB_ERR_SYNC_CANCELLED, NULL);
        else
            err = bb_sync_go(run, progress ? LOOK_MS : -1);
    }
    const struct bb_err *ended = bb_sync_end(run, out);
    return err ? err : ended;
}

/* ---- how it stands ---- */

static const struct bb_err *event_count(void *ctx, void *row)
{
    (void)row;
    ++*(int64_t *)ctx;
    return NULL;
}

const struct bb_err *bb_app_unacked(struct bb_app *app, const struct bb_sink *sink)
{
    struct bb_chain chain;
    struct bb_branches branches;
    int64_t acked = 0;
    BB_TRY(bb_replica_load(app));
    BB_TRY(bb_number_load(app, "acked_seq", &acked));
    BB_TRY(bb_db_chain_work_load(app->db, app->replica, &chain));
    const struct bb_err *err = bb_branches_load(app, &branches);
    for (size_t i = 0; !err && i < branches.count; i++)
        err = bb_db_branch_events(app->db, branches.rows[i].acked, branches.rows[i].head, sink);
    bb_branches_done(&branches);
    if (!err && chain.seq > acked)
        err = bb_db_replica_events(app->db, app->replica, acked, chain.seq, sink);
    return err;
}

const struct bb_err *bb_app_answers(struct bb_app *app, const struct bb_sink *sink)
{
    return bb_db_all(app->db, &bb_answer_record, sink);
}

const struct bb_err *bb_app_sync_state(struct bb_app *app, struct bb_sync_state *out)
{
    struct bb_answer last = {0};
    bool found;
    char *path = bb_path_join(app->folder, "hub.pub");
    *out = (struct bb_sync_state){.joined = bb_file_exists(path), .nights = -1};
    free(path);
    BB_TRY(bb_app_unacked(app, &(struct bb_sink){event_count, &out->unacked}));
    BB_TRY(bb_number_load(app, "hub_reference", &out->seen_reference));
    BB_TRY(bb_number_load(app, "clock_off", &out->behind_s));
    BB_TRY(bb_db_answer_last(app->db, &last, &found));
    if (found) {
        int64_t nights = bb_app_today(app) - bb_day_of(last.at);
        out->last_at = last.at;
        out->nights = nights > 0 ? nights : 0;
        if (!out->behind_s && last.at - last.read_at > BB_CLOCK_GRACE_SECONDS)
            out->behind_s = last.at - last.read_at;
    }
    bb_record_done(&bb_answer_record, &last);
    return NULL;
}
