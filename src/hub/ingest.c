/*
 * The hub's round: own events into the archive, the archive into the tables where they are older,
 * then every packet that lies in the transfer folder through the door (trust.md, appendix B):
 * checks → archive, fsync → one transaction → receipt → the file goes. Killed anywhere, the next
 * round goes on from there.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/store/sync.h"
#include "private.h"

struct round {
    struct bb_app *app;
    struct bb_hub_report *report;
    bb_hub_item *item;
    void *ctx;
};

/* ---- being a hub ---- */

const struct bb_err *bb_hub_init(struct bb_app *app)
{
    static const char *const folders[] = {"", "archive", "quarantine", "own"};
    struct bb_db *db = bb_app_db(app);
    BB_TRY(bb_app_may(app, BB_USE_REFERENCE));
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        char *folder = hub_folder(app, folders[i]);
        const struct bb_err *err = bb_file_mkdir(folder);
        free(folder);
        BB_TRY(err);
    }
    char *transfer = hub_transfer(app, "", "");
    const struct bb_err *err = bb_file_mkdir(transfer);
    free(transfer);
    BB_TRY(err);
    BB_TRY(bb_db_begin(db));
    err = bb_db_meta_save(db, "hub", "1");
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    return err;
}

const struct bb_err *bb_hub_check(struct bb_app *app)
{
    char *hub = NULL;
    BB_TRY(bb_db_meta_load(bb_app_db(app), "hub", &hub));
    bool is = hub != NULL;
    free(hub);
    if (!is) {
        char *folder = bb_strdup(bb_app_folder(app));
        folder[strlen(folder) - 2] = '\0'; /* F.d → F */
        const struct bb_err *err = bb_err(BB_ERR_HUB_NONE, folder, NULL);
        free(folder);
        return err;
    }
    return bb_app_may(app, BB_USE_REFERENCE);
}

/* ---- one file ---- */

static const struct bb_err *tell(const struct round *round, const struct bb_arrival *arrival,
                                 const char *outcome)
{
    if (!round->item)
        return NULL;
    struct bb_hub_arrival line = {.node = arrival->node,
                                  .file = arrival->file,
                                  .outcome = outcome,
                                  .reason = arrival->reason ? arrival->reason : "",
                                  .events = arrival->events};
    /* cppcheck-suppress returnDanglingLifetime */
    return round->item(round->ctx, &line); /* the sink's error, never the line */
}

static enum bb_refusal refusal_of(const struct bb_err *why)
{
    return why->code == BB_ERR_SIGNATURE   ? BB_REFUSAL_SIGNATURE
           : why->code == BB_ERR_HUB_DOOR  ? BB_REFUSAL_FOLDER
           : why->code == BB_ERR_HUB_CLASH ? BB_REFUSAL_CLASH
                                           : BB_REFUSAL_PACKET;
}

/* Refused: into the quarantine, noted, and the sender is told. No table of records changes. */
static const struct bb_err *refuse(const struct round *round, const char *path,
                                   struct bb_arrival *arrival, const struct bb_err *why, bool known)
{
    struct bb_db *db = bb_app_db(round->app);
    struct bb_buf text = {0};
    bb_refusal_put(&text, refusal_of(why), why->text);
    bb_strset(&arrival->status, "refused");
    bb_strset(&arrival->reason, bb_buf_text(&text));
    bb_strset(&arrival->node, arrival->via);
    bb_buf_done(&text);
    BB_TRY(bb_db_begin(db));
    const struct bb_err *err = bb_db_save(db, &bb_arrival_record, arrival);
    if (!err)
        err = bb_db_commit(db);
    if (err) {
        bb_db_rollback(db);
        return err;
    }
    if (known)
        BB_TRY(hub_reply(round->app, arrival));
    BB_TRY(hub_quarantine(round->app, path));
    round->report->refused++;
    return tell(round, arrival, "refused");
}

/* Archived, merged, answered; then the file may go. */
static const struct bb_err *accept(const struct round *round, const char *path,
                                   struct bb_packet_in *packet, struct bb_arrival *arrival)
{
    BB_TRY(hub_archive_put(round->app, path, &arrival->serial));
    BB_TRY(hub_merge(round->app, packet, arrival, &round->report->fresh));
    BB_TRY(hub_reply(round->app, arrival));
    if (unlink(path) != 0)
        return bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    round->report->taken++;
    return tell(round, arrival, arrival->status);
}

static const struct bb_err *window_check(const struct round *round,
                                         const struct bb_arrival *arrival, const char *window)
{
    bool fits = false;
    BB_TRY(hub_comes_through(round->app, window, arrival->via, &fits));
    if (fits)
        return NULL;
    struct bb_buf why = {0};
    bb_buf_printf(&why, _("%s does not come through the folder of %s"), window, arrival->via);
    const struct bb_err *err = bb_err(BB_ERR_HUB_DOOR, arrival->file, why.data, NULL);
    bb_buf_done(&why);
    return err;
}

static const struct bb_err *fresh_file(const struct round *round, const char *path,
                                       struct bb_arrival *arrival, bool node_known)
{
    struct hub_keys keys = {.app = round->app};
    struct bb_packet_in *packet = NULL;
    const struct bb_err *err = node_known ? NULL : bb_err(BB_ERR_HUB_NODE, arrival->via, NULL);
    if (!err)
        err = bb_packet_open(&packet, path, NULL, hub_key_next, &keys);
    if (!err)
        err = window_check(round, arrival, bb_packet_in_info(packet)->window);
    if (!err)
        err = accept(round, path, packet, arrival);
    bb_packet_close(packet);
    hub_keys_done(&keys);
    if (err && bb_err_exit(err) == BB_EXIT_INPUT)
        return refuse(round, path, arrival, err, node_known);
    return err;
}

/* A packet that came before: the receipt was lost, or the file was sent twice. */
static const struct bb_err *again(const struct round *round, const char *path,
                                  struct bb_arrival *arrival)
{
    BB_TRY(hub_reply(round->app, arrival));
    if (unlink(path) != 0)
        return bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    round->report->again++;
    return tell(round, arrival, "again");
}

static const struct bb_err *file_take(const struct round *round, const char *path, const char *name,
                                      const char *node, bool node_known)
{
    struct bb_arrival arrival = {0};
    char digest[BB_HASH_BYTES];
    struct stat st;
    bool found = false;
    if (lstat(path, &st) == 0 && !S_ISREG(st.st_mode)) { /* a link, a pipe: nobody's packet */
        round->report->refused++;
        return remove(path) == 0 ? NULL : bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    }
    BB_TRY(hub_file_digest(path, digest));
    const struct bb_err *err = NULL;
    BB_TRY(bb_db_load(bb_app_db(round->app), &bb_arrival_record, digest, &arrival, &found));
    if (found && strcmp(arrival.status, "refused") != 0) {
        bb_strset(&arrival.via, node);
        err = again(round, path, &arrival);
    } else {
        bb_record_done(&bb_arrival_record, &arrival);
        arrival.id = bb_strdup(digest);
        arrival.file = bb_strdup(name);
        arrival.via = bb_strdup(node);
        arrival.arrived_at = bb_app_now(round->app);
        err = fresh_file(round, path, &arrival, node_known);
    }
    bb_record_done(&bb_arrival_record, &arrival);
    return err;
}

/* ---- all files ---- */

static const struct bb_err *node_round(const struct round *round, const char *in, const char *node)
{
    struct dirent **entries = NULL;
    bool known = false;
    char *folder = bb_path_join(in, node);
    const struct bb_err *err = bb_db_node_is_known(bb_app_db(round->app), node, &known);
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (!err && hub_is_packet_name(entries[i]->d_name)) {
            char *path = bb_path_join(folder, entries[i]->d_name);
            err = file_take(round, path, entries[i]->d_name, node, known);
            free(path);
        }
        free(entries[i]);
    }
    free(entries);
    free(folder);
    return err;
}

static const struct bb_err *files_round(const struct round *round)
{
    struct dirent **entries = NULL;
    const struct bb_err *err = NULL;
    char *in = hub_transfer(round->app, "in", "");
    int count = scandir(in, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (!err && entries[i]->d_name[0] != '.')
            err = node_round(round, in, entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    free(in);
    return err;
}

static const struct bb_err *whole_round(const struct round *round)
{
    BB_TRY(hub_replay_begin(round->app));
    BB_TRY(hub_archive_own(round->app));
    BB_TRY(hub_archive_replay(round->app, &round->report->replayed));
    BB_TRY(hub_replay_end(round->app));
    BB_TRY(files_round(round));
    return hub_relay(round->app, &round->report->relayed);
}

const struct bb_err *bb_hub_ingest(struct bb_app *app, struct bb_hub_report *out, bb_hub_item *item,
                                   void *ctx)
{
    *out = (struct bb_hub_report){0};
    struct round round = {app, out, item, ctx};
    BB_TRY(bb_hub_check(app));
    char *path = hub_folder(app, "lock");
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    const struct bb_err *err = fd < 0 ? bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL)
                               : flock(fd, LOCK_EX | LOCK_NB) != 0 ? bb_err(BB_ERR_BUSY, path, NULL)
                                                                   : whole_round(&round);
    if (fd >= 0)
        close(fd);
    free(path);
    return err;
}
