/*
 * Every packet as it came, numbered, on the disk before the database sees anything of it. What the
 * archive holds and the database does not know goes through the door again: after a crash, and
 * after the hub's file was restored.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { BUCKET = 1000 };

static char *bucket_path(struct bb_app *app, int64_t bucket)
{
    struct bb_buf path = {0};
    char *folder = hub_folder(app, "archive");
    bb_buf_printf(&path, "%s/%06lld", folder, (long long)bucket);
    free(folder);
    return bb_buf_take(&path);
}

char *hub_archive_path(struct bb_app *app, int64_t serial, const char *file)
{
    struct bb_buf path = {0};
    char *bucket = bucket_path(app, serial / BUCKET);
    bb_buf_printf(&path, "%s/%09lld-%s", bucket, (long long)serial, file);
    free(bucket);
    return bb_buf_take(&path);
}

/* The highest number that begins a name in the folder; -1 when there is none. Parts do not count.
 */
static int64_t highest_in(const char *folder, bool files)
{
    int64_t highest = -1;
    struct dirent *entry;
    DIR *dir = opendir(folder);
    while (dir && (entry = readdir(dir))) {
        char *end;
        long long number = strtoll(entry->d_name, &end, 10);
        if (end == entry->d_name || (files ? *end != '-' || !hub_is_packet_name(end + 1) : *end))
            continue;
        if (number > highest)
            highest = number;
    }
    if (dir)
        closedir(dir);
    return highest;
}

static int64_t last_on_disk(struct bb_app *app)
{
    char *archive = hub_folder(app, "archive");
    int64_t last = 0;
    for (int64_t bucket = highest_in(archive, false); bucket >= 0 && !last; bucket--) {
        char *folder = bucket_path(app, bucket);
        int64_t highest = highest_in(folder, true);
        free(folder);
        if (highest > 0)
            last = highest;
    }
    free(archive);
    return last;
}

const struct bb_err *hub_archive_put(struct bb_app *app, const char *path, int64_t *serial)
{
    const char *slash = strrchr(path, '/');
    int64_t known, last = last_on_disk(app);
    BB_TRY(bb_db_arrival_last_serial(bb_app_db(app), &known));
    *serial = (known > last ? known : last) + 1;
    char *bucket = bucket_path(app, *serial / BUCKET);
    char *to = hub_archive_path(app, *serial, slash ? slash + 1 : path);
    const struct bb_err *err = bb_file_mkdir(bucket);
    if (!err)
        err = hub_file_copy(path, to);
    free(bucket);
    free(to);
    return err;
}

const struct bb_err *hub_quarantine(struct bb_app *app, const char *path)
{
    struct bb_buf to = {0};
    const char *slash = strrchr(path, '/');
    char *folder = hub_folder(app, "quarantine");
    bb_buf_printf(&to, "%s/%lld-%s", folder, (long long)bb_app_now(app), slash ? slash + 1 : path);
    const struct bb_err *err = hub_file_copy(path, to.data);
    if (!err && unlink(path) != 0)
        err = bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    bb_buf_done(&to);
    free(folder);
    return err;
}

/* ---- one's own events: a hub is a node of its archive ---- */

static const struct bb_err *archived_save(struct bb_app *app, const char *head)
{
    struct bb_db *db = bb_app_db(app);
    BB_TRY(bb_db_begin(db));
    const struct bb_err *err = bb_db_meta_save(db, "archived", head);
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    return err;
}

const struct bb_err *hub_archive_own(struct bb_app *app)
{
    char head[BB_HASH_BYTES], *base = NULL, *path = NULL;
    int64_t serial;
    char *folder = hub_folder(app, "own");
    const struct bb_err *err = bb_db_meta_load(bb_app_db(app), "archived", &base);
    if (!err)
        err = bb_file_mkdir(folder);
    if (!err)
        err = bb_chain_export(app, base ? base : bb_hash_zero, folder, true, head, &path);
    if (!err && path)
        err = hub_archive_put(app, path, &serial);
    if (!err && path) { /* the replay writes the arrival; here only where the next one begins */
        unlink(path);
        err = archived_save(app, head);
    }
    free(base);
    free(path);
    free(folder);
    return err;
}

/* ---- replay ---- */

static const struct bb_err *refused_note(struct bb_app *app, struct bb_arrival *arrival,
                                         const struct bb_err *why)
{
    struct bb_db *db = bb_app_db(app);
    bb_strset(&arrival->status, "refused");
    bb_strset(&arrival->reason, why->text);
    BB_TRY(bb_db_begin(db));
    const struct bb_err *err = bb_db_save(db, &bb_arrival_record, arrival);
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    return err;
}

static const struct bb_err *file_replay(struct bb_app *app, const char *path, const char *file,
                                        int64_t serial, int64_t *count)
{
    struct hub_keys keys = {.app = app, .any = true};
    struct bb_arrival arrival = {.serial = serial, .arrived_at = bb_app_now(app)};
    struct bb_packet_in *packet = NULL;
    char digest[BB_HASH_BYTES];
    int64_t fresh = 0;
    BB_TRY(hub_file_digest(path, digest));
    arrival.id = bb_strdup(digest);
    arrival.file = bb_strdup(file);
    const struct bb_err *err = bb_packet_open(&packet, path, file, hub_key_next, &keys);
    if (!err)
        err = hub_merge(app, packet, &arrival, &fresh);
    if (!err && strcmp(arrival.node, bb_app_config(app)->node) != 0)
        ++*count;                                 /* one's own take this way always */
    if (err && bb_err_exit(err) == BB_EXIT_INPUT) /* rotten: the others must not wait for it */
        err = refused_note(app, &arrival, err);
    bb_packet_close(packet);
    bb_record_done(&bb_arrival_record, &arrival);
    hub_keys_done(&keys);
    return err;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static const struct bb_err *bucket_replay(struct bb_app *app, const char *folder, int64_t after,
                                          int64_t *count)
{
    struct dirent **entries = NULL;
    const struct bb_err *err = NULL;
    int found = scandir(folder, &entries, NULL, compare_names);
    for (int i = 0; i < found; i++) {
        char *end;
        long long serial = strtoll(entries[i]->d_name, &end, 10);
        if (!err && *end == '-' && hub_is_packet_name(end + 1) && serial > after) {
            char *path = bb_path_join(folder, entries[i]->d_name);
            err = file_replay(app, path, end + 1, serial, count);
            free(path);
        }
        free(entries[i]);
    }
    free(entries);
    return err;
}

const struct bb_err *hub_archive_replay(struct bb_app *app, int64_t *count)
{
    int64_t known, last = last_on_disk(app);
    BB_TRY(bb_db_arrival_last_serial(bb_app_db(app), &known));
    const struct bb_err *err = NULL;
    for (int64_t bucket = known / BUCKET; !err && bucket <= last / BUCKET && last > known;
         bucket++) {
        char *folder = bucket_path(app, bucket);
        err = bucket_replay(app, folder, known, count);
        free(folder);
    }
    return err;
}

/* ---- where the order may be another than nodes saw: after down_from, up to down_to ---- */

static const struct bb_err *number_get(struct bb_app *app, const char *key, int64_t none,
                                       int64_t *out)
{
    char *text = NULL;
    BB_TRY(bb_db_meta_load(bb_app_db(app), key, &text));
    *out = text ? strtoll(text, NULL, 10) : none;
    free(text);
    return NULL;
}

static const struct bb_err *range_save(struct bb_app *app, int64_t from, int64_t to)
{
    char digits[24];
    struct bb_db *db = bb_app_db(app);
    BB_TRY(bb_db_begin(db));
    snprintf(digits, sizeof digits, "%lld", (long long)from);
    const struct bb_err *err = bb_db_meta_save(db, "down_from", digits);
    snprintf(digits, sizeof digits, "%lld", (long long)to);
    if (!err)
        err = bb_db_meta_save(db, "down_to", digits);
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    return err;
}

/* Until the end it is open: a round that dies within it leaves it so, for the next one. */
const struct bb_err *hub_replay_begin(struct bb_app *app)
{
    int64_t known, from;
    char *archived = NULL;
    struct bb_place place;
    BB_TRY(bb_db_arrival_last_serial(bb_app_db(app), &known));
    if (last_on_disk(app) <= known)
        return NULL;
    BB_TRY(bb_db_meta_load(bb_app_db(app), "archived", &archived));
    const struct bb_err *err =
        bb_db_event_place(bb_app_db(app), archived ? archived : bb_hash_zero, &place);
    free(archived);
    BB_TRY(err);
    BB_TRY(number_get(app, "down_from", INT64_MAX, &from));
    int64_t start = place.found ? place.arrival : 0;
    return range_save(app, start < from ? start : from, INT64_MAX);
}

const struct bb_err *hub_replay_end(struct bb_app *app)
{
    int64_t from, to;
    char newest[BB_HASH_BYTES];
    struct bb_place place;
    BB_TRY(number_get(app, "down_from", 0, &from));
    BB_TRY(number_get(app, "down_to", 0, &to));
    if (to != INT64_MAX)
        return NULL;
    BB_TRY(bb_db_event_newest(bb_app_db(app), newest));
    BB_TRY(bb_db_event_place(bb_app_db(app), newest, &place));
    return range_save(app, from, place.arrival);
}

const struct bb_err *hub_down_after(struct bb_app *app, const struct bb_place *seen, int64_t *out)
{
    int64_t from, to;
    BB_TRY(number_get(app, "down_from", 0, &from));
    BB_TRY(number_get(app, "down_to", 0, &to));
    *out = !seen->found ? 0 : seen->arrival > from && seen->arrival <= to ? from : seen->arrival;
    return NULL;
}
