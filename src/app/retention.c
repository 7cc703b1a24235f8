/*
 * Retention (trust.md §5): keys of client data are destroyed when their time is over, and F.d
 * keeps them apart from the backups.
 *
 * The order makes it safe: first the copy is written without the keys that go, then their events
 * destroy them. Killed between, a restore brings back less than it might, never more.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { AT_ONCE = 200, QUIET_DAYS_MOST = 30, COPY_MAX_BYTES = 1 << 30 };

/* ---- the copy ---- */

const struct bb_err *bb_session_keys_lock(struct bb_app *app, int *out)
{
    char *path = bb_path_join(app->folder, "session.keys.lock");
    const struct bb_err *err = NULL;
    *out = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*out < 0)
        err = bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    else
        while (flock(*out, LOCK_EX) != 0 && errno == EINTR)
            ;
    free(path);
    return err;
}

struct keys {
    struct bb_buf text; /* "session hex LF" */
    int64_t count;
};

static const struct bb_err *key_put(void *ctx, void *row)
{
    static const char hex[] = "0123456789abcdef";
    struct keys *keys = ctx;
    const struct bb_session_key *key = row;
    bb_buf_printf(&keys->text, "%s ", key->session);
    for (int i = 0; i < BB_SESSION_KEY_BYTES; i++) {
        bb_buf_char(&keys->text, hex[key->key[i] >> 4]);
        bb_buf_char(&keys->text, hex[key->key[i] & 15]);
    }
    bb_buf_char(&keys->text, '\n');
    keys->count++;
    return NULL;
}

static const struct bb_err *copy_write(struct bb_app *app, int64_t before_at, int64_t *left)
{
    struct keys keys = {0};
    char *path = bb_path_join(app->folder, "session.keys");
    const struct bb_err *err =
        bb_db_session_keys(app->db, before_at, &(struct bb_sink){key_put, &keys});
    if (!err)
        err = bb_file_write(path, 0600, bb_buf_text(&keys.text), keys.text.len);
    *left = keys.count;
    bb_buf_wipe(&keys.text);
    free(path);
    return err;
}

const struct bb_err *bb_session_keys_copy(struct bb_app *app, int64_t before_at)
{
    int lock;
    int64_t left;
    BB_TRY(bb_session_keys_lock(app, &lock));
    const struct bb_err *err = copy_write(app, before_at, &left);
    close(lock);
    return err;
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "session hex"; false: no such line. */
static bool key_parse(char *line, size_t len, unsigned char key[BB_SESSION_KEY_BYTES])
{
    enum { ID = BB_UUID_BYTES - 1 };
    if (len != ID + 1 + 2 * BB_SESSION_KEY_BYTES || line[ID] != ' ')
        return false;
    line[ID] = '\0';
    for (int i = 0; i < BB_SESSION_KEY_BYTES; i++) {
        int high = hex_digit(line[ID + 1 + 2 * i]), low = hex_digit(line[ID + 2 + 2 * i]);
        if (high < 0 || low < 0)
            return false;
        key[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

const struct bb_err *bb_session_keys_back(struct bb_app *app)
{
    unsigned char key[BB_SESSION_KEY_BYTES];
    struct bb_buf text = {0};
    char *path = bb_path_join(app->folder, "session.keys");
    const struct bb_err *err =
        bb_file_exists(path) ? bb_file_read(&text, path, COPY_MAX_BYTES) : NULL;
    for (char *at = text.data, *end = at + text.len, *stop; !err && at && at < end; at = stop + 1) {
        stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        if (key_parse(at, (size_t)(stop - at), key))
            err = bb_db_session_key_back(app->db, &(struct bb_session_key){at, key});
    }
    bb_seal_wipe(key, sizeof key);
    bb_buf_wipe(&text);
    free(path);
    return err;
}

/* ---- destroying ---- */

/* What is destroyed does not come back: a clock that is far ahead must not do it. */
static const struct bb_err *clock_check(struct bb_app *app)
{
    struct bb_chain chain;
    char last[BB_AT_BYTES];
    BB_TRY(bb_db_chain_load(app->db, app->replica, &chain));
    if (!chain.seq || bb_app_now(app) - chain.at < QUIET_DAYS_MOST * (int64_t)BB_DAY_SECONDS)
        return NULL;
    return bb_err(BB_ERR_CLOCK_AHEAD, bb_at_format_minute(last, chain.at), NULL);
}

struct due {
    char ids[AT_ONCE][BB_UUID_BYTES];
    size_t count;
};

static const struct bb_err *due_add(void *ctx, void *row)
{
    struct due *due = ctx;
    memcpy(due->ids[due->count++], row, BB_UUID_BYTES);
    return NULL;
}

/* Some of those that are due, as one act; *count: how many. */
static const struct bb_err *some_destroy(struct bb_app *app, int64_t before_at, size_t *count)
{
    struct due due = {.count = 0};
    struct bb_buf body = {0};
    BB_TRY(bb_act_begin(app));
    bb_buf_str(&body, "{\"rule\":");
    bb_buf_printf(&body, "\"privacy.keep_days=%lld\"}", (long long)app->config->keep_days);
    const struct bb_err *err =
        bb_db_session_keys_due(app->db, before_at, AT_ONCE, &(struct bb_sink){due_add, &due});
    for (size_t i = 0; !err && i < due.count; i++)
        err = bb_act_event(app, BB_EVENT_KEY_DESTROY, due.ids[i], body.data);
    bb_buf_done(&body);
    *count = due.count;
    return bb_act_end(app, err);
}

/* Folders of the quarantine, named by their day, that are older than the rule. */
static int64_t quarantined(const struct bb_app *app, int64_t before_day)
{
    char *path = bb_path_join(app->folder, "quarantine");
    DIR *dir = opendir(path);
    int64_t count = 0;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char text[BB_DAY_BYTES] = {0};
        int64_t day;
        memcpy(text, entry->d_name, strnlen(entry->d_name, strlen("2026-11-24")));
        count += !bb_day_parse(&day, text) && day < before_day;
    }
    if (dir)
        closedir(dir);
    free(path);
    return count;
}

const struct bb_err *bb_app_retention(struct bb_app *app, struct bb_retention *out)
{
    int64_t before_day = bb_app_today(app) - app->config->keep_days;
    int64_t before_at = bb_at_make(before_day, 0);
    int lock;
    *out = (struct bb_retention){0};
    BB_TRY(bb_act_may(app, BB_USE_RETENTION));
    BB_TRY(clock_check(app));
    BB_TRY(bb_session_keys_lock(app, &lock));
    const struct bb_err *err = copy_write(app, before_at, &out->left);
    for (size_t count = AT_ONCE; !err && count == AT_ONCE; out->destroyed += (int64_t)count)
        err = some_destroy(app, before_at, &count);
    close(lock);
    out->quarantined = quarantined(app, before_day);
    return err;
}
