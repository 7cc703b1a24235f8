/*
 * The tail: every own event a second time, on another disk, as a line of tail-<day>.jsonl, durable
 * right after the commit that it follows. It closes the one hole that handing over cannot: what a
 * disk takes with it before anything was sent. A stick that is not there stops nobody; the next
 * start brings the tail up.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/safety.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { TAIL_MAX_BYTES = 512 * 1024 * 1024 };

static bool is_on(const struct bb_app *app)
{
    return *app->config->tail != '\0';
}

void bb_tail_note(struct bb_app *app, const struct bb_event *event)
{
    if (!is_on(app))
        return;
    bb_buf_str(&app->tail, event->line);
    bb_buf_char(&app->tail, '\n');
}

void bb_tail_forget(struct bb_app *app)
{
    bb_buf_clear(&app->tail);
}

void bb_tail_done(struct bb_app *app)
{
    bb_buf_done(&app->tail);
    free(app->tail_fault);
}

const char *bb_app_tail_fault(const struct bb_app *app)
{
    return app->tail_fault;
}

/* One write, so that lines of several processes stand side by side. */
void bb_tail_write(struct bb_app *app)
{
    char day[BB_DAY_BYTES];
    struct bb_buf path = {0};
    if (!app->tail.len)
        return;
    bb_buf_printf(&path, "%s/tail-%s.jsonl", app->config->tail,
                  bb_day_format(day, bb_app_today(app)));
    bool fresh = !bb_file_exists(path.data);
    int fd = open(path.data, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool good = fd >= 0 && write(fd, app->tail.data, app->tail.len) == (ssize_t)app->tail.len &&
                fsync(fd) == 0;
    int fault = good ? 0 : errno ? errno : EIO;
    if (fd >= 0)
        close(fd);
    int dir = good && fresh ? open(app->config->tail, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (dir >= 0) {
        fsync(dir);
        close(dir);
    }
    const struct bb_err *err = good ? NULL : bb_err(BB_ERR_TAIL, path.data, strerror(fault), NULL);
    free(app->tail_fault);
    app->tail_fault = err ? bb_strdup(err->text) : NULL;
    bb_buf_done(&path);
}

/* ---- reading ---- */

static int is_tail(const struct dirent *entry)
{
    return fnmatch("tail-[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9].jsonl", entry->d_name, 0) == 0;
}

struct lines {
    struct bb_event *rows;
    size_t count, cap;
};

static void line_keep(struct lines *lines, const char *line, size_t len)
{
    struct bb_event event;
    if (bb_event_parse(&event, line, len))
        return; /* torn by a power cut, or foreign */
    bb_event_hash(event.hash, event.prev, line, len);
    if (lines->count == lines->cap) {
        lines->cap = lines->cap ? lines->cap * 2 : 256;
        lines->rows = bb_realloc(lines->rows, lines->cap * sizeof *lines->rows);
    }
    lines->rows[lines->count++] = event;
}

static void lines_done(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        bb_event_done(&lines->rows[i]);
    free(lines->rows);
}

/* Whole lines of a file; only_last: the last of them. */
static const struct bb_err *file_read(struct lines *lines, const char *name,
                                      const struct bb_app *app, bool only_last)
{
    struct bb_buf text = {0};
    char *path = bb_path_join(app->config->tail, name);
    const struct bb_err *err = bb_file_read(&text, path, TAIL_MAX_BYTES);
    free(path);
    if (!err) {
        char *line = text.data, *last = NULL, *end;
        for (; (end = strchr(line, '\n')); line = end + 1) {
            if (!only_last)
                line_keep(lines, line, (size_t)(end - line));
            last = line;
        }
        if (only_last && last)
            line_keep(lines, last, strcspn(last, "\n"));
    }
    bb_buf_done(&text);
    return err;
}

/* The files, oldest first; the last alone when only_last. */
static const struct bb_err *tail_read(struct lines *lines, const struct bb_app *app, bool only_last)
{
    struct dirent **entries = NULL;
    int count = scandir(app->config->tail, &entries, is_tail, alphasort);
    const struct bb_err *err =
        count < 0 ? bb_err(BB_ERR_FILE_OPEN, app->config->tail, strerror(errno), NULL) : NULL;
    for (int i = 0; i < count; i++) {
        if (!err && (!only_last || i == count - 1))
            err = file_read(lines, entries[i]->d_name, app, only_last);
        free(entries[i]);
    }
    free(entries);
    return err;
}

/* ---- comparing, at start ---- */

static const struct bb_err *event_note(void *ctx, void *row)
{
    bb_tail_note(ctx, row);
    return NULL;
}

const struct bb_err *bb_app_tail_compare(struct bb_app *app)
{
    struct lines lines = {0};
    struct bb_place place = {0};
    struct bb_chain chain;
    if (!is_on(app))
        return NULL;
    const struct bb_err *err = tail_read(&lines, app, true);
    if (!err && lines.count)
        err = bb_db_event_place(app->db, lines.rows[0].hash, &place);
    if (!err && lines.count && !place.found)
        err = bb_err(BB_ERR_TAIL_AHEAD, app->config->tail, NULL);
    bool own = place.found && strcmp(place.replica, app->replica) == 0;
    lines_done(&lines);
    if (!err && own)
        err = bb_db_chain_load(app->db, app->replica, &chain);
    if (err || !own || chain.seq <= place.seq)
        return err;
    err = bb_db_replica_events(app->db, app->replica, place.seq, 0,
                               &(struct bb_sink){event_note, app});
    if (!err)
        bb_tail_write(app);
    bb_tail_forget(app);
    return err;
}

/* ---- replaying, after a restore ---- */

static const struct bb_err *line_merge(struct bb_app *app, const struct bb_event *event,
                                       int64_t *fresh)
{
    enum bb_merged merged;
    BB_TRY(bb_db_event_merge(app->db, event, &merged));
    if (merged != BB_MERGED_NEW)
        return NULL;
    ++*fresh;
    return bb_subject_fold(app, event->subject);
}

/* Merges the lines whose predecessor is here; *more: there were any. Writers of one machine may
 * have come in another order than their events, so it is called until nothing more fits. */
static const struct bb_err *fitting_merge(struct bb_app *app, struct lines *lines, bool *more,
                                          int64_t *fresh)
{
    size_t kept = 0;
    const struct bb_err *err = NULL;
    *more = false;
    for (size_t i = 0; i < lines->count; i++) {
        struct bb_event *event = &lines->rows[i];
        struct bb_place place = {0};
        bool first = strcmp(event->prev, bb_hash_zero) == 0;
        if (!err && !first)
            err = bb_db_event_place(app->db, event->prev, &place);
        if (err || (!first && !place.found)) {
            lines->rows[kept++] = *event;
            continue;
        }
        err = line_merge(app, event, fresh);
        bb_event_done(event);
        *more = true;
    }
    lines->count = kept;
    return err;
}

const struct bb_err *bb_tail_replay(struct bb_app *app, int64_t *out)
{
    struct lines lines = {0};
    *out = 0;
    if (!is_on(app))
        return NULL;
    const struct bb_err *err = tail_read(&lines, app, false);
    for (bool more = true; !err && more;)
        err = fitting_merge(app, &lines, &more, out);
    lines_done(&lines);
    return err;
}
