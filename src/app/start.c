/*
 * Who has a database open, and its check at start. PATH.lock: shared by everybody, alone for
 * restoring. F.d/seats/: a file, locked, for each screen that runs; one that is left behind
 * unlocked tells of an end without leaving. F.d/checked: the day of the last full check.
 * F.d/damaged: what a check found; stops writing until somebody restores.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/app/safety.h"
#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { SENTENCE_BYTES = 512, NICE = 10 };

/* ---- the lock ---- */

const struct bb_err *bb_lock_take(int *out, const char *db_path, bool alone)
{
    struct bb_buf path = {0};
    const struct bb_err *err = NULL;
    bb_buf_printf(&path, "%s.lock", db_path);
    int fd = open(path.data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        err = bb_err(BB_ERR_FILE_OPEN, path.data, strerror(errno), NULL);
    else if (flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0)
        err = bb_err(alone ? BB_ERR_IN_USE : BB_ERR_RESTORING, db_path, NULL);
    bb_buf_done(&path);
    if (err && fd >= 0)
        close(fd);
    if (!err)
        *out = fd;
    return err;
}

void bb_lock_share(int lock)
{
    flock(lock, LOCK_SH | LOCK_NB);
}

/* ---- the mark ---- */

void bb_mark_clear(const char *folder)
{
    char *path = bb_path_join(folder, "damaged");
    unlink(path);
    free(path);
}

const struct bb_err *bb_mark_check(const char *db_path)
{
    struct bb_buf path = {0}, why = {0};
    const struct bb_err *err = NULL;
    bb_buf_printf(&path, "%s.d/damaged", db_path);
    if (access(path.data, F_OK) == 0) {
        if (bb_file_read(&why, path.data, SENTENCE_BYTES))
            bb_buf_str(&why, "?");
        err = bb_err(BB_ERR_DB_MARKED, db_path, bb_buf_text(&why), NULL);
    }
    bb_buf_done(&path);
    bb_buf_done(&why);
    return err;
}

/* Only what says that bytes are wrong; a busy or full disk says nothing about the file. */
static bool is_damage(const struct bb_err *err)
{
    return err->code == BB_ERR_DB_DAMAGED || err->code == BB_ERR_CHAIN_BROKEN;
}

const struct bb_err *bb_mark_set(const char *folder, const char *why)
{
    char *path = bb_path_join(folder, "damaged");
    size_t len = strlen(why);
    const struct bb_err *err =
        bb_file_write(path, 0600, why, len < SENTENCE_BYTES ? len : SENTENCE_BYTES);
    free(path);
    return err;
}

bool bb_mark_is_set(const char *folder)
{
    char *path = bb_path_join(folder, "damaged");
    bool set = access(path, F_OK) == 0;
    free(path);
    return set;
}

/* ---- the check ---- */

static bool checked_today(struct bb_app *app, const char *path)
{
    char day[BB_DAY_BYTES];
    struct bb_buf text = {0};
    bool same = !bb_file_read(&text, path, 64) &&
                strcmp(bb_buf_text(&text), bb_day_format(day, bb_app_today(app))) == 0;
    bb_buf_done(&text);
    return same;
}

const struct bb_err *bb_app_check_start(struct bb_app *app, bool full)
{
    char day[BB_DAY_BYTES];
    struct bb_check_result result = {0};
    char *lock_path = bb_path_join(app->folder, "check.lock");
    char *checked = bb_path_join(app->folder, "checked");
    int lock = open(lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    const struct bb_err *err = NULL;
    if (lock < 0)
        err = bb_err(BB_ERR_FILE_OPEN, lock_path, strerror(errno), NULL);
    else if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
        full = full || !checked_today(app, checked);
        err = bb_db_integrity_by_table(app->db, full);
        if (!err && full)
            err = bb_chains_check(app->db, NULL, &result);
        if (!err && full)
            err = bb_reference_check(app);
        if (!err && full) {
            bb_day_format(day, bb_app_today(app));
            err = bb_file_write(checked, 0600, day, strlen(day));
        } else if (err && is_damage(err)) {
            bb_mark_set(app->folder, err->text); /* the error itself is told anyhow */
        }
    }
    if (lock >= 0)
        close(lock);
    free(lock_path);
    free(checked);
    return err;
}

/* ---- seats ---- */

/* Removes those whose program is gone; true when there were any. */
static bool seats_sweep(const char *folder)
{
    bool unclean = false;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        char *path = bb_path_join(folder, entry->d_name);
        int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
            unlink(path);
            unclean = true;
        }
        if (fd >= 0)
            close(fd);
        free(path);
    }
    if (dir)
        closedir(dir);
    return unclean;
}

static const struct bb_err *seat_take(struct bb_app *app, const char *folder)
{
    char id[BB_UUID_BYTES];
    bb_uuid_make(id, bb_clock_now_ms(&app->clock));
    app->seat_path = bb_path_join(folder, id);
    app->seat = open(app->seat_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (app->seat < 0)
        return bb_err(BB_ERR_FILE_OPEN, app->seat_path, strerror(errno), NULL);
    flock(app->seat, LOCK_EX | LOCK_NB);
    return NULL;
}

void bb_seat_leave(struct bb_app *app)
{
    if (app->seat >= 0) {
        unlink(app->seat_path);
        close(app->seat);
    }
    free(app->seat_path);
}

/* `bangban check --start` by itself, with nobody's terminal. Its end is nobody's business: what it
 * finds it leaves in F.d. */
static void checker_spawn(const struct bb_app *app, bool full)
{
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    const char *name = strrchr(self, '/');
    if (!name || strcmp(name, "/bangban") != 0)
        return; /* a test program, which checks by itself */
    char *argv[] = {self,
                    (char *)(size_t) "--db",
                    app->path,
                    (char *)(size_t) "check",
                    (char *)(size_t) "--start",
                    full ? (char *)(size_t) "--all" : NULL,
                    NULL};
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    sigset_t none, all;
    pid_t pid;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&actions, 3);
    posix_spawnattr_init(&attr);
    posix_spawnattr_setflags(&attr,
                             POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    posix_spawnattr_setsigmask(&attr, &none);
    posix_spawnattr_setsigdefault(&attr, &all);
    posix_spawn(&pid, self, &actions, &attr, argv, environ); /* none: the next start checks */
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&actions);
}

const struct bb_err *bb_app_start_checking(struct bb_app *app)
{
    char *folder = bb_path_join(app->folder, "seats");
    const struct bb_err *err = bb_file_mkdir(folder);
    bool unclean = !err && seats_sweep(folder);
    if (!err)
        err = seat_take(app, folder);
    free(folder);
    checker_spawn(app, unclean);
    bb_tail_bring(app); /* a program that was killed between its commit and the tail */
    return err;
}
