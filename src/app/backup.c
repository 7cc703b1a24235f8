/* Verified copies in generations: made, checked, digested, and the old ones thinned out. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/app/safety.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/packet/digest.h"
#include "private.h"

enum { KEEP_DAYS = 7, KEEP_WEEKS = 4, KEEP_MONTHS = 12, CHUNK_BYTES = 65536 };

/* ---- the digest beside a copy ---- */

const struct bb_err *bb_file_sm3(const char *path, char out[BB_DIGEST_HEX_BYTES])
{
    static char chunk[CHUNK_BYTES];
    struct bb_digest digest;
    FILE *in = fopen(path, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    bb_digest_begin(&digest, BB_DIGEST_SM3);
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, in)) > 0;)
        bb_digest_add(&digest, chunk, got);
    bool bad = ferror(in);
    fclose(in);
    bb_digest_end(&digest, out);
    return bad ? bb_err(BB_ERR_FILE_OPEN, path, strerror(EIO), NULL) : NULL;
}

static const struct bb_err *digest_write(const char *path)
{
    char hex[BB_DIGEST_HEX_BYTES];
    struct bb_buf name = {0}, line = {0};
    const char *slash = strrchr(path, '/');
    BB_TRY(bb_file_sm3(path, hex));
    bb_buf_printf(&name, "%s.sm3", path);
    bb_buf_printf(&line, "%s *%s\n", hex, slash ? slash + 1 : path);
    const struct bb_err *err = bb_file_write(name.data, 0600, line.data, line.len);
    bb_buf_done(&name);
    bb_buf_done(&line);
    return err;
}

bool bb_copy_has_its_digest(const char *path)
{
    char hex[BB_DIGEST_HEX_BYTES];
    struct bb_buf name = {0}, line = {0};
    bb_buf_printf(&name, "%s.sm3", path);
    bool good = !bb_file_read(&line, name.data, 1024) && line.len > sizeof hex &&
                !bb_file_sm3(path, hex) && strncmp(line.data, hex, sizeof hex - 1) == 0;
    bb_buf_done(&name);
    bb_buf_done(&line);
    return good;
}

/* ---- generations ---- */

static int is_copy(const struct dirent *entry)
{
    return fnmatch("[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9].db",
                   entry->d_name, 0) == 0;
}

static int newest_first(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*b)->d_name, (*a)->d_name);
}

int bb_copies_list(const char *folder, struct dirent ***out)
{
    *out = NULL;
    return scandir(folder, out, is_copy, newest_first);
}

struct generation {
    int64_t last; /* its day, week or month */
    int left;
};

/* Whether this copy is the newest of one more day, week or month that is kept. */
static bool takes(struct generation *generation, int64_t at)
{
    if (generation->last == at || generation->left == 0)
        return false;
    generation->last = at;
    generation->left--;
    return true;
}

static const struct bb_err *copy_remove(const char *folder, const char *name)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s/%s", folder, name);
    const struct bb_err *err =
        unlink(path.data) == 0 ? NULL : bb_err(BB_ERR_FILE_WRITE, path.data, strerror(errno), NULL);
    bb_buf_str(&path, ".sm3");
    unlink(path.data);
    bb_buf_done(&path);
    return err;
}

static const struct bb_err *thin_out(const char *folder)
{
    struct dirent **entries;
    struct generation days = {-1, KEEP_DAYS}, weeks = {-1, KEEP_WEEKS}, months = {-1, KEEP_MONTHS};
    int count = bb_copies_list(folder, &entries);
    const struct bb_err *err = NULL;
    for (int i = 0; i < count; i++) {
        char text[BB_DAY_BYTES] = {0};
        int64_t day = 0;
        memcpy(text, entries[i]->d_name, strlen("2026-11-24"));
        if (!bb_day_parse(&day, text)) {
            struct bb_civil date = bb_day_civil(day);
            bool kept = takes(&days, day);
            kept |= takes(&weeks, (day + 3) / 7); /* weeks begin on Monday */
            kept |= takes(&months, (int64_t)date.year * 12 + date.month);
            if (!kept && !err)
                err = copy_remove(folder, entries[i]->d_name);
        }
        free(entries[i]);
    }
    free(entries);
    return err;
}

/* ---- making one ---- */

const struct bb_err *bb_copy_check(const char *path, const struct bb_progress *progress)
{
    struct bb_db *copy;
    struct bb_check_result result = {0};
    BB_TRY(bb_db_open(&copy, path, BB_DB_LOOK));
    const struct bb_err *err = bb_db_integrity(copy, true);
    if (!err)
        err = bb_chains_check(copy, progress, &result);
    bb_db_close(copy);
    return err;
}

static const struct bb_err *copy_make(struct bb_app *app, const char *path,
                                      const struct bb_progress *progress)
{
    if (bb_file_exists(path))
        return bb_err(BB_ERR_EXISTS, path, NULL);
    BB_TRY(bb_db_backup(app->db, path, progress));
    const struct bb_err *err = bb_copy_check(path, NULL);
    if (!err)
        err = digest_write(path);
    if (err)
        unlink(path);
    return err;
}

/* Of this second, or of the next one that has none. */
static void copy_name(const char *folder, int64_t at, struct bb_buf *out)
{
    char day[BB_DAY_BYTES];
    do {
        bb_buf_clear(out);
        bb_buf_printf(out, "%s/%s-%06d.db", folder, bb_day_format(day, bb_day_of(at)),
                      bb_seconds_of(at));
        at++;
    } while (bb_file_exists(out->data));
}

const struct bb_err *bb_app_backup(struct bb_app *app, const char *path,
                                   const struct bb_progress *progress, char **written)
{
    struct bb_buf name = {0};
    BB_TRY(bb_act_may(app, BB_USE_BACKUP));
    char *folder = bb_path_join(app->folder, "backup");
    const struct bb_err *err = path ? NULL : bb_file_mkdir(folder);
    if (path)
        bb_buf_str(&name, path);
    else
        copy_name(folder, bb_app_now(app), &name);
    if (!err)
        err = bb_session_keys_copy(app, 0); /* the copy has none */
    if (!err)
        err = copy_make(app, name.data, progress);
    if (!err) {
        const char *slash = strrchr(name.data, '/');
        err =
            bb_audit_note(app, BB_EVENT_BACKUP, "database", "copy", slash ? slash + 1 : name.data);
    }
    if (!err && !path)
        err = thin_out(folder);
    free(folder);
    if (err)
        bb_buf_done(&name);
    else
        *written = bb_buf_take(&name);
    return err;
}
