/* Packets into the outbox: everything that is not acknowledged, of this installation's label and of
 * those it had before. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/sync.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/store/sync.h"
#include "private.h"

static const struct bb_err *branch_note(void *ctx, void *row)
{
    struct bb_branches *branches = ctx;
    branches->rows = bb_realloc(branches->rows, (branches->count + 1) * sizeof *branches->rows);
    struct bb_branch *slot = &branches->rows[branches->count++];
    *slot = (struct bb_branch){0};
    bb_record_copy(&bb_branch_record, slot, row);
    return NULL;
}

const struct bb_err *bb_branches_load(struct bb_app *app, struct bb_branches *out)
{
    *out = (struct bb_branches){0};
    return bb_db_all(app->db, &bb_branch_record, &(struct bb_sink){branch_note, out});
}

void bb_branches_done(struct bb_branches *branches)
{
    for (size_t i = 0; i < branches->count; i++)
        bb_record_done(&bb_branch_record, &branches->rows[i]);
    free(branches->rows);
}

static void path_note(struct bb_names *written, char *path, struct bb_sync_report *report)
{
    if (!path)
        return;
    const char *slash = strrchr(path, '/');
    bb_names_add(written, slash ? slash + 1 : path);
    report->packets++;
    free(path);
}

static const struct bb_err *branches_write(struct bb_app *app, const char *outbox,
                                           struct bb_names *written, struct bb_sync_report *report)
{
    struct bb_branches branches;
    const struct bb_err *err = bb_branches_load(app, &branches);
    for (size_t i = 0; i < branches.count; i++) {
        char *path = NULL;
        if (!err)
            err = bb_branch_export(app, &branches.rows[i], outbox, &path);
        path_note(written, path, report);
    }
    bb_branches_done(&branches);
    return err;
}

/* The new packets hold everything that the older ones held. */
static const struct bb_err *older_remove(struct bb_app *app, const char *outbox,
                                         const struct bb_names *written)
{
    struct bb_names names = {0};
    const struct bb_err *err = bb_names_read(&names, outbox, app->config->node, ".zip");
    for (size_t i = 0; !err && i < names.count; i++) {
        bool fresh = false;
        for (size_t j = 0; j < written->count; j++)
            fresh |= strcmp(written->rows[j], names.rows[i]) == 0;
        char *path = bb_path_join(outbox, names.rows[i]);
        if (!fresh)
            unlink(path);
        free(path);
    }
    bb_names_done(&names);
    return err;
}

const struct bb_err *bb_sync_write(struct bb_app *app, struct bb_sync_report *out)
{
    char acked[BB_HASH_BYTES], head[BB_HASH_BYTES];
    struct bb_names written = {0};
    char *outbox = bb_path_join(app->folder, "outbox"), *path = NULL;
    BB_TRY(bb_act_may(app, BB_USE_EXPORT));
    const struct bb_err *err = bb_file_mkdir(outbox);
    if (!err)
        err = bb_replica_load(app);
    if (!err)
        err = bb_acked_load(app, acked);
    if (!err)
        err = bb_chain_export(app, acked, outbox, false, head, &path);
    path_note(&written, path, out);
    if (!err)
        err = branches_write(app, outbox, &written, out);
    if (!err)
        err = older_remove(app, outbox, &written);
    bb_names_done(&written);
    free(outbox);
    return err;
}
