/*
 * The tail: every own event a second time, on another disk, as a line of tail-<node>-<day>.jsonl,
 * durable right after the commit that it follows. It closes the one hole that handing over cannot:
 * what a disk takes with it before anything was sent. Whoever writes looks how far the tail has
 * come and adds what is missing, so a stick that was away, a full disk, or a program killed between
 * commit and tail is made good by the next act or start. It stops nobody: a fault is only told.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/app/safety.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { FILE_MAX_BYTES = 1 << 30, LOOK_BACK_BYTES = 4 << 20 };

const char *bb_app_tail_fault(const struct bb_app *app)
{
    return app->tail_fault;
}

/* ---- the files, oldest first ---- */

struct files {
    const char *folder;
    char *prefix; /* tail-C1W03- */
    char **names;
    size_t count;
};

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_tail(const struct files *files, const char *name)
{
    size_t len = strlen(files->prefix);
    int64_t day;
    char text[BB_DAY_BYTES];
    if (strncmp(name, files->prefix, len) != 0 || strlen(name) != len + 16)
        return false;
    snprintf(text, sizeof text, "%.10s", name + len);
    return strcmp(name + len + 10, ".jsonl") == 0 && !bb_day_parse(&day, text);
}

static const struct bb_err *files_list(struct files *out, const struct bb_app *app)
{
    struct bb_buf prefix = {0};
    bb_buf_printf(&prefix, "tail-%s-", app->config->node);
    *out = (struct files){.folder = app->config->tail, .prefix = bb_buf_take(&prefix)};
    DIR *dir = opendir(out->folder);
    if (!dir)
        return bb_err(BB_ERR_TAIL, out->folder, strerror(errno), NULL);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!is_tail(out, entry->d_name))
            continue;
        out->names = bb_realloc(out->names, (out->count + 1) * sizeof *out->names);
        out->names[out->count++] = bb_strdup(entry->d_name);
    }
    closedir(dir);
    if (out->count)
        qsort(out->names, out->count, sizeof *out->names, compare_names);
    return NULL;
}

static void files_done(struct files *files)
{
    for (size_t i = 0; i < files->count; i++)
        free(files->names[i]);
    free(files->names);
    free(files->prefix);
}

/* ---- how far it has come ---- */

static bool event_of(struct bb_event *out, const char *line, size_t len)
{
    if (!len || bb_event_parse(out, line, len))
        return false; /* torn by a power cut, or foreign */
    bb_event_hash(out->hash, out->prev, line, len);
    return true;
}

/* The last whole event of a file's end. */
static bool last_in(const char *path, struct bb_event *out)
{
    struct stat st;
    bool found = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 || fstat(fd, &st) != 0 || st.st_size == 0) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    off_t from = st.st_size > LOOK_BACK_BYTES ? st.st_size - LOOK_BACK_BYTES : 0;
    char *text = bb_alloc((size_t)(st.st_size - from));
    ssize_t len = pread(fd, text, (size_t)(st.st_size - from), from);
    close(fd);
    while (len > 0 && !found) {
        while (len > 0 && text[len - 1] != '\n')
            len--; /* what has no LF is not whole */
        ssize_t end = len > 0 ? len - 1 : 0, begin = end;
        while (begin > 0 && text[begin - 1] != '\n')
            begin--;
        found = len > 0 && event_of(out, text + begin, (size_t)(end - begin));
        len = begin;
    }
    free(text);
    return found;
}

/* The seq of the present label up to which the tail has everything. */
static const struct bb_err *place_of(const struct bb_app *app, const struct files *files,
                                     int64_t *after)
{
    struct bb_event last = {0};
    struct bb_place place = {0};
    bool found = false;
    *after = 0;
    for (size_t i = files->count; !found && i-- > 0;) {
        char *path = bb_path_join(files->folder, files->names[i]);
        found = last_in(path, &last);
        free(path);
    }
    if (!found)
        return NULL;
    const struct bb_err *err = bb_db_event_place(app->db, last.hash, &place);
    bb_event_done(&last);
    if (!err && !place.found)
        return bb_err(BB_ERR_TAIL_AHEAD, files->folder, NULL);
    if (!err && strcmp(place.replica, app->replica) == 0)
        *after = place.seq;
    return err;
}

/* ---- writing ---- */

static const struct bb_err *line_add(void *ctx, void *row)
{
    const struct bb_event *event = row;
    bb_buf_str(ctx, event->line);
    bb_buf_char(ctx, '\n');
    return NULL;
}

/* An LF first where the file ends in a torn line, which so stays alone. One write, so that lines of
 * several processes stand side by side. */
static const struct bb_err *lines_append(const struct files *files, const char *name,
                                         const struct bb_buf *lines)
{
    struct stat st;
    char end = '\n';
    char *path = bb_path_join(files->folder, name);
    bool fresh = !bb_file_exists(path);
    int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    bool good = fd >= 0 && fstat(fd, &st) == 0 &&
                (st.st_size == 0 || pread(fd, &end, 1, st.st_size - 1) == 1);
    if (good && end != '\n')
        good = write(fd, "\n", 1) == 1;
    ssize_t put = good ? write(fd, lines->data, lines->len) : 0;
    if (good && put >= 0 && put < (ssize_t)lines->len)
        errno = ENOSPC; /* the rest did not go in */
    good = good && put == (ssize_t)lines->len && fsync(fd) == 0;
    const struct bb_err *err = good ? NULL : bb_err(BB_ERR_TAIL, path, strerror(errno), NULL);
    if (fd >= 0)
        close(fd);
    int dir = good && fresh ? open(files->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (dir >= 0) {
        fsync(dir);
        close(dir);
    }
    free(path);
    return err;
}

static const struct bb_err *bring(struct bb_app *app, struct files *files)
{
    struct bb_buf lines = {0}, name = {0};
    char day[BB_DAY_BYTES];
    int64_t after;
    BB_TRY(files_list(files, app));
    BB_TRY(place_of(app, files, &after));
    const struct bb_err *err =
        bb_db_replica_events(app->db, app->replica, after, 0, &(struct bb_sink){line_add, &lines});
    bb_buf_printf(&name, "%s%s.jsonl", files->prefix, bb_day_format(day, bb_app_today(app)));
    /* never behind the newest: a clock that was ahead must not hide what comes now */
    const char *newest = files->count ? files->names[files->count - 1] : "";
    if (!err && lines.len)
        err = lines_append(files, strcmp(newest, name.data) > 0 ? newest : name.data, &lines);
    bb_buf_done(&lines);
    bb_buf_done(&name);
    return err;
}

void bb_tail_bring(struct bb_app *app)
{
    struct files files = {0};
    if (!*app->config->tail)
        return;
    const struct bb_err *err = bring(app, &files);
    files_done(&files);
    bb_strset(&app->tail_fault, err ? err->text : NULL);
}

/* ---- replaying, in a restored file ---- */

/* Events whose predecessor is there, in the order of the file; the rest waits in `left`. */
static const struct bb_err *event_replay(struct bb_app *app, struct bb_event *event,
                                         struct bb_events *left, int64_t *fresh)
{
    struct bb_place place = {0};
    enum bb_merged merged;
    bool first = strcmp(event->prev, bb_hash_zero) == 0;
    if (!first)
        BB_TRY(bb_db_event_place(app->db, event->prev, &place));
    if (!first && !place.found) {
        bb_events_add(left, event);
        return NULL;
    }
    BB_TRY(bb_db_event_merge(app->db, event, &merged));
    if (merged != BB_MERGED_NEW)
        return NULL;
    ++*fresh;
    return bb_subject_fold(app, event->subject);
}

static const struct bb_err *file_replay(struct bb_app *app, const char *path,
                                        struct bb_events *left, int64_t *fresh)
{
    struct bb_buf text = {0};
    const struct bb_err *err = bb_file_read(&text, path, FILE_MAX_BYTES);
    const char *line = bb_buf_text(&text), *end;
    for (; !err && (end = strchr(line, '\n')); line = end + 1) {
        struct bb_event event = {0};
        if (event_of(&event, line, (size_t)(end - line)))
            err = event_replay(app, &event, left, fresh);
        bb_event_done(&event);
    }
    bb_buf_done(&text);
    return err;
}

/* Two processes may have written in another order than their events: until nothing more fits. */
static const struct bb_err *left_replay(struct bb_app *app, struct bb_events *left, int64_t *fresh)
{
    size_t before;
    const struct bb_err *err = NULL;
    do {
        struct bb_events again = {0};
        before = left->count;
        for (size_t i = 0; i < left->count; i++) {
            if (!err)
                err = event_replay(app, &left->rows[i], &again, fresh);
        }
        bb_events_done(left);
        *left = again;
    } while (!err && left->count && left->count < before);
    return err;
}

const struct bb_err *bb_tail_replay(struct bb_app *app, int64_t *fresh)
{
    struct files files = {0};
    struct bb_events left = {0};
    *fresh = 0;
    if (!*app->config->tail)
        return NULL;
    const struct bb_err *err = files_list(&files, app);
    bb_strset(&app->tail_fault, err ? err->text : NULL);
    if (err) { /* the second disk is gone: the copy has to do */
        files_done(&files);
        return NULL;
    }
    for (size_t i = 0; !err && i < files.count; i++) {
        char *path = bb_path_join(files.folder, files.names[i]);
        err = file_replay(app, path, &left, fresh);
        free(path);
    }
    if (!err)
        err = left_replay(app, &left, fresh);
    bb_events_done(&left);
    files_done(&files);
    return err;
}
