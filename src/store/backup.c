/* A copy made while others write, checked before it gets its name. Keeps no generations: that is
 * the caller's. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "private.h"

enum { PAGES_A_STEP = 1024, RESTARTS_MAX = 3 };

/* Copies until done. Another process's commit makes the copy begin anew; when that happens too
 * often the rest is taken in one step, during which the others wait to commit. */
static const struct bb_err *copy_pages(struct bb_db *db, sqlite3_backup *backup,
                                       const struct bb_progress *progress)
{
    int rc, restarts = 0, left = 0;
    do {
        rc = sqlite3_backup_step(backup, restarts > RESTARTS_MAX ? -1 : PAGES_A_STEP);
        int now = sqlite3_backup_remaining(backup), total = sqlite3_backup_pagecount(backup);
        if (left && now >= left)
            restarts++;
        left = now;
        if (rc != SQLITE_OK && rc != SQLITE_DONE)
            return bb_db_fail(db, rc);
        if (progress && progress->step && !progress->step(progress->ctx, total - now, total))
            return bb_err(BB_ERR_CANCELLED, NULL);
    } while (rc != SQLITE_DONE);
    return NULL;
}

static const struct bb_err *part_write(struct bb_db *db, const char *part,
                                       const struct bb_progress *progress)
{
    sqlite3 *copy = NULL;
    unlink(part); /* left over from a crash */
    int fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0)
        return bb_err(BB_ERR_FILE_WRITE, part, strerror(errno), NULL);
    fchmod(fd, 0600);
    close(fd);
    const struct bb_err *err = NULL;
    int rc = sqlite3_open_v2(part, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
    if (rc == SQLITE_OK) /* thrown away unless whole: needs no journal of its own */
        rc = sqlite3_exec(copy, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;", NULL, NULL,
                          NULL);
    sqlite3_backup *backup =
        rc == SQLITE_OK ? sqlite3_backup_init(copy, "main", db->handle, "main") : NULL;
    if (backup) {
        err = copy_pages(db, backup, progress);
        rc = sqlite3_backup_finish(backup);
        if (!err && rc == SQLITE_OK) /* keys are kept apart from what they seal (trust.md §5) */
            rc = sqlite3_exec(copy, "PRAGMA secure_delete = ON; DELETE FROM session_key;", NULL,
                              NULL, NULL);
    } else if (rc == SQLITE_OK) {
        rc = sqlite3_errcode(copy);
    }
    if (!err && rc != SQLITE_OK)
        err = bb_err(BB_ERR_FILE_WRITE, part, sqlite3_errmsg(copy), NULL);
    sqlite3_close(copy);
    return err;
}

static const struct bb_err *part_check(const char *part, const struct migrations *migrations)
{
    struct bb_db *copy;
    BB_TRY(bb_db_open_with(&copy, part, BB_DB_READ, migrations));
    const struct bb_err *err = bb_db_integrity(copy, true);
    bb_db_close(copy);
    return err;
}

const struct bb_err *bb_db_backup(struct bb_db *db, const char *path,
                                  const struct bb_progress *progress)
{
    struct bb_buf part = {0};
    struct stmt *stmt;
    int64_t version; /* the copy of a file that is about to be migrated is of the older version */
    BB_TRY(bb_stmt_get(db, BB_SQL_USER_VERSION, &stmt));
    BB_TRY(bb_stmt_number(db, stmt, &version));
    const struct migrations migrations = {bb_sql_migrations, (int)version};
    bb_buf_printf(&part, "%s.part", path);
    const struct bb_err *err = part_write(db, part.data, progress);
    if (!err)
        err = part_check(part.data, &migrations);
    if (!err)
        err = bb_file_settle(part.data, path);
    if (err)
        unlink(part.data);
    bb_buf_done(&part);
    return err;
}
