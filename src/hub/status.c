/* How every node stands, and the archive handed out. Changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/store/sync.h"
#include "private.h"

struct lines {
    struct bb_app *app;
    struct bb_hub_line *rows;
    size_t count;
};

static struct bb_hub_line *line_of(struct lines *lines, const char *node)
{
    for (size_t i = 0; node && i < lines->count; i++)
        if (strcmp(lines->rows[i].node, node) == 0)
            return &lines->rows[i];
    return NULL;
}

static const struct bb_err *node_line(void *ctx, const struct bb_node *node)
{
    struct lines *lines = ctx;
    int64_t today = bb_app_today(lines->app);
    struct bb_hub_line *line = line_of(lines, node->node);
    if (!line) {
        lines->rows = bb_realloc(lines->rows, (lines->count + 1) * sizeof *lines->rows);
        line = &lines->rows[lines->count++];
        *line = (struct bb_hub_line){.node = bb_strdup(node->node),
                                     .via = bb_strdup(node->via ? node->via : ""),
                                     .nights = -1};
    }
    line->valid |= !node->revoked_at && (!node->valid_from || node->valid_from <= today) &&
                   (!node->valid_to || today <= node->valid_to);
    return NULL;
}

/* Newest first: the first of each kind is the one that counts. */
static const struct bb_err *arrival_line(void *ctx, void *row)
{
    struct lines *lines = ctx;
    const struct bb_arrival *arrival = row;
    struct bb_hub_line *line = line_of(lines, arrival->node);
    if (!line)
        return NULL;
    if (strcmp(arrival->status, "refused") == 0) {
        line->refused++;
        if (!line->packets && !line->reason)
            line->reason = bb_strdup(arrival->reason);
        return NULL;
    }
    if (!line->packets++) {
        line->last_at = arrival->arrived_at;
        line->nights = bb_app_today(lines->app) - bb_day_of(arrival->arrived_at);
        line->ahead_s = arrival->made_at - arrival->arrived_at;
    }
    return NULL;
}

static const struct bb_err *fork_line(void *ctx, void *row)
{
    struct lines *lines = ctx;
    const struct bb_fork *fork = row;
    char *node = NULL;
    BB_TRY(bb_db_node_replica_load(bb_app_db(lines->app), fork->replica, &node));
    struct bb_hub_line *line = line_of(lines, node);
    if (line)
        line->forks++;
    free(node);
    return NULL;
}

const struct bb_err *bb_hub_status(struct bb_app *app, bb_hub_line_item *item, void *ctx,
                                   int64_t *parked)
{
    struct lines lines = {.app = app};
    struct bb_db *db = bb_app_db(app);
    BB_TRY(bb_hub_check(app));
    BB_TRY(bb_db_parked_count(db, parked));
    const struct bb_err *err = hub_nodes(app, NULL, node_line, &lines);
    if (!err)
        err = bb_db_all(db, &bb_arrival_record, &(struct bb_sink){arrival_line, &lines});
    if (!err)
        err = bb_db_forks(db, &(struct bb_sink){fork_line, &lines});
    for (size_t i = 0; i < lines.count; i++) {
        if (!err)
            err = item(ctx, &lines.rows[i]);
        free(lines.rows[i].node);
        free(lines.rows[i].via);
        free(lines.rows[i].reason);
    }
    free(lines.rows);
    return err;
}

struct handing {
    struct bb_app *app;
    const char *dir;
    int64_t count;
};

static const struct bb_err *arrival_export(void *ctx, void *row)
{
    struct handing *handing = ctx;
    const struct bb_arrival *arrival = row;
    char *from = hub_archive_path(handing->app, arrival->serial, arrival->file);
    char *to = bb_path_join(handing->dir, arrival->file);
    const struct bb_err *err = bb_file_exists(to) ? NULL : hub_file_copy(from, to);
    handing->count++;
    free(from);
    free(to);
    return err;
}

static const struct bb_err *node_export(void *ctx, const struct bb_node *node)
{
    struct handing *handing = ctx;
    return bb_db_arrivals_of(bb_app_db(handing->app), node->node,
                             &(struct bb_sink){arrival_export, handing});
}

const struct bb_err *bb_hub_export(struct bb_app *app, const char *node, const char *dir,
                                   int64_t *count)
{
    struct handing handing = {.app = app, .dir = dir};
    bool known = true;
    BB_TRY(bb_hub_check(app));
    if (node)
        BB_TRY(bb_db_node_is_known(bb_app_db(app), node, &known));
    if (!known)
        return bb_err(BB_ERR_HUB_NODE, node, NULL);
    BB_TRY(bb_file_mkdir(dir));
    const struct bb_err *err = hub_nodes(app, node, node_export, &handing);
    *count = handing.count;
    return err;
}
