/*
 * Restoring (trust.md §2): under the exclusive lock the bad file and its journal go into quarantine
 * together, the newest good copy takes their place, the tail is replayed, a new label is taken.
 * Each step leaves a state from which the whole can be run again; nothing is deleted.
 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account.h"
#include "bangban/app/admin.h"
#include "bangban/app/safety.h"
#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/json.h"
#include "bangban/base/mem.h"

struct restoring {
    const struct bb_config *config;
    const char *path; /* of the database */
    char *folder;     /* PATH.d */
    char *fresh;      /* PATH.restored, the copy that will take its place */
    struct bb_clock clock;
    const char *who;
    const char *secret; /* of who; NULL: the service person's, in F.d */
    const struct bb_progress *progress;
    struct bb_restored *out;
};

void bb_restored_done(struct bb_restored *restored)
{
    free(restored->from);
    free(restored->quarantine);
    free(restored->tail_fault);
    memset(restored, 0, sizeof *restored);
}

/* Whether the present file is sound. Opened for writing, because a hot journal is SQLite's to roll
 * back. */
static bool present_is_whole(const struct restoring *restoring)
{
    struct bb_db *db;
    struct bb_check_result result = {0};
    if (bb_db_open(&db, restoring->path, BB_DB_OPEN))
        return false;
    const struct bb_err *err = bb_db_integrity(db, true);
    if (!err)
        err = bb_chains_check(db, restoring->progress, &result);
    bb_db_close(db);
    return !err;
}

/* ---- choosing a copy ---- */

/* Whether who restores proved it, by the accounts of this file. A copy of before there were
 * accounts knows none: then only the service person may, whom the owner of the files is. Tries are
 * not counted: there may be nothing sound to count them in. */
static const struct bb_err *proof_check(const struct restoring *restoring, struct bb_db *db)
{
    struct bb_account account = {0};
    unsigned char pepper[BB_SEAL_KEY_BYTES];
    struct bb_buf key = {0};
    char *key_path = bb_path_join(restoring->folder, ACCOUNT_SERVICE_KEY);
    bool service = strcmp(restoring->who, BB_SERVICE_PERSON) == 0, found = false, fits;
    const char *secret = restoring->secret;
    if (bb_db_load(db, &bb_account_record, restoring->who, &account, &found))
        found = false;
    if (!secret && !bb_file_read(&key, key_path, BB_SECRET_BYTES))
        secret = bb_buf_text(&key);
    if (!found)
        fits = service;
    else
        fits = secret && !account.disabled && account.secret &&
               !bb_key_load_from(restoring->folder, "pepper.key", pepper) &&
               password_fits(account.secret, secret, pepper);
    bb_seal_wipe(pepper, sizeof pepper);
    if (key.data)
        bb_seal_wipe(key.data, key.len);
    bb_buf_done(&key);
    free(key_path);
    bb_record_done(&bb_account_record, &account);
    return fits ? NULL : bb_err(BB_ERR_LOGIN_WRONG, restoring->who, NULL);
}

/* The right is asked in the copy: the present file can no longer answer. */
static const struct bb_err *right_check(const struct restoring *restoring, struct bb_db *copy)
{
    struct bb_person person = {0};
    bool found;
    BB_TRY(bb_db_load(copy, &bb_person_record, restoring->who, &person, &found));
    const struct bb_err *err =
        !found ? bb_err(BB_ERR_NOT_FOUND, "person", restoring->who, NULL)
        : !bb_right_reach(person.role, BB_USE_BACKUP)
            ? bb_err(BB_ERR_NO_RIGHT, person.name, bb_right_label(BB_USE_BACKUP), NULL)
            : NULL;
    bb_record_done(&bb_person_record, &person);
    return err ? err : proof_check(restoring, copy);
}

/* Checks the copy and lays it ready beside the database. */
static const struct bb_err *copy_take(const struct restoring *restoring, const char *copy)
{
    struct bb_db *db;
    BB_TRY(bb_copy_check(copy, restoring->progress));
    BB_TRY(bb_db_open(&db, copy, BB_DB_LOOK));
    const struct bb_err *err = right_check(restoring, db);
    if (!err)
        err = bb_db_backup(db, restoring->fresh, restoring->progress);
    bb_db_close(db);
    return err;
}

static const struct bb_err *newest_take(const struct restoring *restoring)
{
    struct dirent **entries;
    char *folder = bb_path_join(restoring->folder, "backup");
    int count = bb_copies_list(folder, &entries);
    const struct bb_err *err = NULL;
    bool taken = false;
    for (int i = 0; i < count; i++) {
        char *copy = bb_path_join(folder, entries[i]->d_name);
        if (!taken && !err && bb_copy_has_its_digest(copy)) {
            const struct bb_err *bad = copy_take(restoring, copy);
            taken = !bad;
            if (taken)
                restoring->out->from = bb_strdup(entries[i]->d_name);
            else if (bad->code != BB_ERR_DB_DAMAGED && bad->code != BB_ERR_CHAIN_BROKEN)
                err = bad; /* a right, a full disk: the next copy would not do better */
        }
        free(copy);
        free(entries[i]);
    }
    free(entries);
    if (!err && !taken)
        err = bb_err(BB_ERR_NO_COPY, folder, NULL);
    free(folder);
    return err;
}

static const struct bb_err *named_take(const struct restoring *restoring, const char *file)
{
    const char *slash = strrchr(file, '/');
    struct bb_buf digest = {0};
    bb_buf_printf(&digest, "%s.sm3", file);
    bool altered = bb_file_exists(digest.data) && !bb_copy_has_its_digest(file);
    bb_buf_done(&digest);
    if (altered)
        return bb_err(BB_ERR_COPY_BAD, file, _("its digest does not fit"), NULL);
    if (!bb_file_exists(file))
        return bb_err(BB_ERR_FILE_OPEN, file, strerror(ENOENT), NULL);
    const struct bb_err *err = copy_take(restoring, file);
    if (err && (err->code == BB_ERR_DB_DAMAGED || err->code == BB_ERR_CHAIN_BROKEN))
        return bb_err(BB_ERR_COPY_BAD, file, err->text, NULL);
    if (!err)
        restoring->out->from = bb_strdup(slash ? slash + 1 : file);
    return err;
}

/* ---- exchanging the files ---- */

static const struct bb_err *move_aside(const struct restoring *restoring, const char *suffix,
                                       const char *folder)
{
    struct bb_buf from = {0}, to = {0};
    const char *slash = strrchr(restoring->path, '/');
    bb_buf_printf(&from, "%s%s", restoring->path, suffix);
    bb_buf_printf(&to, "%s/%s%s", folder, slash ? slash + 1 : restoring->path, suffix);
    const struct bb_err *err = bb_file_exists(from.data) ? bb_file_move(from.data, to.data) : NULL;
    bb_buf_done(&from);
    bb_buf_done(&to);
    return err;
}

/* The file first: a journal without its file is played into nothing, and the next file may only
 * come when it is gone, too. */
static const struct bb_err *quarantine(const struct restoring *restoring)
{
    static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
    int64_t now = bb_clock_now(&restoring->clock);
    char day[BB_DAY_BYTES];
    struct bb_buf folder = {0};
    bb_buf_printf(&folder, "%s/quarantine", restoring->folder);
    const struct bb_err *err = bb_file_mkdir(folder.data);
    if (err) {
        bb_buf_done(&folder);
        return err;
    }
    do { /* a folder of its own: nothing that lies there is written over */
        bb_buf_clear(&folder);
        bb_buf_printf(&folder, "%s/quarantine/%s-%06d", restoring->folder,
                      bb_day_format(day, bb_day_of(now)), bb_seconds_of(now));
        now++;
    } while (bb_file_exists(folder.data));
    err = bb_file_mkdir(folder.data);
    for (size_t i = 0; !err && i < sizeof suffixes / sizeof *suffixes; i++)
        err = move_aside(restoring, suffixes[i], folder.data);
    restoring->out->quarantine = bb_buf_take(&folder);
    return err;
}

/* ---- afterwards ---- */

/* What was written under the old label after the copy may still come back from elsewhere: two
 * chains under one label would be a fork. */
static const struct bb_err *label_take(struct bb_app *app)
{
    struct bb_chain chain;
    BB_TRY(bb_db_chain_load(app->db, app->replica, &chain));
    return bb_relabel(app, chain.hash); /* what is not acknowledged still goes up, as a branch */
}

static const struct bb_err *event_write(struct bb_app *app, const struct bb_restored *restored)
{
    struct bb_buf body = {0};
    const char *slash = restored->quarantine ? strrchr(restored->quarantine, '/') : NULL;
    bb_buf_char(&body, '{');
    bb_json_put_key(&body, "from");
    bb_json_put_string(&body, restored->from ? restored->from : "");
    bb_json_put_key(&body, "quarantine");
    bb_json_put_string(&body, slash ? slash + 1 : "");
    bb_buf_char(&body, '}');
    const struct bb_err *err = bb_act_begin(app);
    if (!err)
        err = bb_act_end(app, bb_act_event(app, BB_EVENT_RESTORE, "database", bb_buf_text(&body)));
    bb_buf_done(&body);
    return err;
}

static const struct bb_err *count_write(struct bb_app *app, struct bb_restored *out)
{
    struct bb_check_result result = {0};
    struct bb_chain chain;
    BB_TRY(bb_chains_check(app->db, NULL, &result));
    BB_TRY(bb_db_chain_load(app->db, app->replica, &chain));
    out->events = result.events;
    out->last_at = chain.at;
    return NULL;
}

/* In the file that now stands: the tail, the label and the event. */
static const struct bb_err *settle(const struct restoring *restoring, struct bb_app *app,
                                   bool marked)
{
    struct bb_restored *out = restoring->out;
    BB_TRY(bb_app_sit(app, restoring->who, NULL));
    BB_TRY(bb_app_may(app, BB_USE_BACKUP));
    if (out->whole) /* else asked in the copy */
        BB_TRY(proof_check(restoring, app->db));
    BB_TRY(bb_db_begin(app->db));
    const struct bb_err *err = bb_tail_replay(app, &out->tail);
    out->whole &= !out->tail;
    if (!err)
        err = count_write(app, out);
    bool settles = !err && !(out->whole && !marked);
    if (settles)
        err = bb_session_keys_back(app); /* after the tail: its sessions have theirs, too */
    if (settles && !err)
        err = label_take(app);
    if (!err)
        err = bb_db_commit(app->db);
    else
        bb_db_rollback(app->db);
    if (err || (out->whole && !marked))
        return err;
    if (!err)
        bb_mark_clear(restoring->folder); /* else nothing could be written */
    return err ? err : event_write(app, out);
}

/* The mark stands until all is done: whoever finds it finishes this first. */
static const struct bb_err *exchange(const struct restoring *restoring)
{
    BB_TRY(bb_mark_set(
        restoring->folder,
        _("A restore was not finished. Close bangban at every window, then run: bangban restore")));
    BB_TRY(quarantine(restoring));
    return bb_file_settle(restoring->fresh, restoring->path);
}

static const struct bb_err *restore_locked(const struct restoring *restoring, const char *file,
                                           int lock)
{
    struct bb_app *app = NULL;
    const struct bb_err *err = NULL;
    restoring->out->whole = !file && present_is_whole(restoring);
    if (!restoring->out->whole) {
        err = file ? named_take(restoring, file) : newest_take(restoring);
        if (!err)
            err = exchange(restoring);
    }
    if (err) {
        close(lock);
        return err;
    }
    BB_TRY(bb_app_open_locked(&app, restoring->config, restoring->path, restoring->clock, lock));
    err = settle(restoring, app, bb_mark_is_set(restoring->folder));
    char *hub = bb_path_join(restoring->folder, "hub.pub");
    restoring->out->joined = bb_file_exists(hub);
    free(hub);
    bb_strset(&restoring->out->tail_fault, bb_app_tail_fault(app));
    bb_app_close(app);
    return err;
}

const struct bb_err *bb_app_restore(const struct bb_config *config, const char *db_path,
                                    struct bb_clock clock, const char *who, const char *secret,
                                    const char *file, const struct bb_progress *progress,
                                    struct bb_restored *out)
{
    int lock;
    struct bb_buf fresh = {0};
    memset(out, 0, sizeof *out);
    bb_buf_printf(&fresh, "%s.restored", db_path);
    struct restoring restoring = {.config = config,
                                  .path = db_path,
                                  .folder = bb_folder_of(db_path),
                                  .fresh = bb_buf_take(&fresh),
                                  .clock = clock,
                                  .who = who,
                                  .secret = secret,
                                  .progress = progress,
                                  .out = out};
    const struct bb_err *err = bb_file_exists(restoring.folder)
                                   ? bb_lock_take(&lock, db_path, true)
                                   : bb_err(BB_ERR_DB_MISSING, db_path, NULL);
    if (!err)
        err = restore_locked(&restoring, file, lock);
    unlink(restoring.fresh); /* where it was not used */
    free(restoring.folder);
    free(restoring.fresh);
    return err;
}
