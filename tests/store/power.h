/* Power cuts (trust.md, appendix A). A VFS writes down what a database and its journal are asked to
 * do; afterwards the disk is built as it may be found after a cut behind any of these acts: what
 * was synced is there; of the rest nothing, everything or a part, sectors of 512 bytes torn; names
 * are apart from contents, and what happened to names is there as far as some act. For one process
 * and one thread; the file must exist before. */
#ifndef TESTS_STORE_POWER_H
#define TESTS_STORE_POWER_H

#include <check.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/buf.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/store/db.h"
#include "soak.h"

enum { POWER_MAIN, POWER_JOURNAL, POWER_NAMES };
enum { POWER_SECTOR = 512 };

struct power_op {
    enum { POWER_CREATE, POWER_WRITE, POWER_TRUNC, POWER_SYNC, POWER_DELETE, POWER_ACK } type;
    int name;
    bool dir; /* the folder is synced with it */
    int64_t at;
    size_t len;
    unsigned char *bytes;
};

struct power_disk {
    bool there[POWER_NAMES];
    struct bb_buf bytes[POWER_NAMES];
};

/* The content behind each commit: the journal's end is the commit. */
struct power_state {
    size_t op; /* the act that commits it */
    struct bb_buf bytes;
};

struct power_log {
    struct power_disk base;
    struct power_op *ops;
    size_t count, room;
    struct power_state states[512]; /* [0]: before the first act */
    size_t state_count;
};

static struct power {
    struct power_log *log; /* NULL: nothing is written down */
    char path[POWER_NAMES][512];
    bool folder_lost; /* control: the folder is never synced */
} power;

struct power_file {
    sqlite3_file base;
    sqlite3_file *real;
    int name; /* -1: not watched */
};

static sqlite3_vfs power_vfs, *power_real;

static inline struct power_op *power_note(int type, int name)
{
    struct power_log *log = power.log;
    if (log->count == log->room) {
        log->room = log->room ? 2 * log->room : 256;
        log->ops = bb_realloc(log->ops, log->room * sizeof *log->ops);
    }
    struct power_op *op = &log->ops[log->count++];
    *op = (struct power_op){.type = type, .name = name};
    return op;
}

static inline void power_state_note(void)
{
    struct power_log *log = power.log;
    ck_assert_uint_lt(log->state_count, sizeof log->states / sizeof *log->states);
    struct power_state *state = &log->states[log->state_count++];
    *state = (struct power_state){.op = log->count ? log->count - 1 : 0};
    ck_assert_ptr_null(bb_file_read(&state->bytes, power.path[POWER_MAIN], 1 << 26));
}

#define POWER_OF(f)              ((struct power_file *)(f))
#define POWER_DOWN(f, call, ...) POWER_OF(f)->real->pMethods->call(POWER_OF(f)->real, __VA_ARGS__)

static inline bool power_watches(sqlite3_file *f)
{
    return power.log && POWER_OF(f)->name >= 0;
}
static inline int power_close(sqlite3_file *f)
{
    return POWER_OF(f)->real->pMethods->xClose(POWER_OF(f)->real);
}
static inline int power_read(sqlite3_file *f, void *to, int count, sqlite3_int64 at)
{
    return POWER_DOWN(f, xRead, to, count, at);
}
static inline int power_write(sqlite3_file *f, const void *from, int count, sqlite3_int64 at)
{
    if (power_watches(f)) {
        struct power_op *op = power_note(POWER_WRITE, POWER_OF(f)->name);
        op->at = at;
        op->len = (size_t)count;
        op->bytes = bb_alloc(op->len);
        memcpy(op->bytes, from, op->len);
    }
    return POWER_DOWN(f, xWrite, from, count, at);
}
static inline int power_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    int rc = POWER_DOWN(f, xTruncate, size);
    if (power_watches(f)) {
        power_note(POWER_TRUNC, POWER_OF(f)->name)->at = size;
        if (POWER_OF(f)->name == POWER_JOURNAL && size == 0)
            power_state_note();
    }
    return rc;
}
static inline int power_sync(sqlite3_file *f, int flags)
{
    (void)flags;
    if (power_watches(f)) /* the disk itself is not asked: its part is played later */
        power_note(POWER_SYNC, POWER_OF(f)->name);
    return SQLITE_OK;
}
static inline int power_size(sqlite3_file *f, sqlite3_int64 *out)
{
    return POWER_DOWN(f, xFileSize, out);
}
static inline int power_lock(sqlite3_file *f, int level)
{
    return POWER_DOWN(f, xLock, level);
}
static inline int power_unlock(sqlite3_file *f, int level)
{
    return POWER_DOWN(f, xUnlock, level);
}
static inline int power_reserved(sqlite3_file *f, int *out)
{
    return POWER_DOWN(f, xCheckReservedLock, out);
}
static inline int power_ctl(sqlite3_file *f, int op, void *arg)
{
    return POWER_DOWN(f, xFileControl, op, arg);
}
static inline int power_sector(sqlite3_file *f)
{
    (void)f;
    return POWER_SECTOR;
}
static inline int power_character(sqlite3_file *f)
{
    (void)f;
    return 0; /* the worst disk that is allowed */
}

static inline int power_name(const char *path)
{
    for (int i = 0; path && i < POWER_NAMES; i++)
        if (strcmp(path, power.path[i]) == 0)
            return i;
    return -1;
}

static inline int power_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *f, int flags,
                             int *out_flags)
{
    static const sqlite3_io_methods methods = {1,
                                               power_close,
                                               power_read,
                                               power_write,
                                               power_truncate,
                                               power_sync,
                                               power_size,
                                               power_lock,
                                               power_unlock,
                                               power_reserved,
                                               power_ctl,
                                               power_sector,
                                               power_character,
                                               NULL,
                                               NULL,
                                               NULL,
                                               NULL,
                                               NULL,
                                               NULL};
    (void)vfs;
    struct power_file *file = POWER_OF(f);
    file->real = (sqlite3_file *)(void *)(file + 1);
    file->name = power_name(path);
    bool fresh = file->name >= 0 && access(path, F_OK) != 0;
    int rc = power_real->xOpen(power_real, path, file->real, flags, out_flags);
    f->pMethods = rc == SQLITE_OK ? &methods : NULL;
    if (rc == SQLITE_OK && fresh && power_watches(f))
        power_note(POWER_CREATE, file->name);
    return rc;
}

static inline int power_delete(sqlite3_vfs *vfs, const char *path, int dir)
{
    (void)vfs;
    int rc = power_real->xDelete(power_real, path, 0), name = power_name(path);
    if (rc == SQLITE_OK && power.log && name >= 0) {
        power_note(POWER_DELETE, name)->dir = dir;
        if (name == POWER_JOURNAL)
            power_state_note();
    }
    return rc;
}

/* From now on every connection of this process goes through it. */
static inline void power_install(void)
{
    if (power_real)
        return;
    power_real = sqlite3_vfs_find(NULL);
    power_vfs = *power_real;
    power_vfs.zName = "power";
    power_vfs.szOsFile = (int)sizeof(struct power_file) + power_real->szOsFile;
    power_vfs.xOpen = power_open;
    power_vfs.xDelete = power_delete;
    sqlite3_vfs_register(&power_vfs, 1);
}

/* The acts on this file are written down from here on. path: as the store names it. */
static inline void power_record(struct power_log *log, const char *path)
{
    char *real = realpath(path, NULL);
    power_install();
    *log = (struct power_log){0};
    snprintf(power.path[POWER_MAIN], sizeof power.path[0], "%s", real);
    snprintf(power.path[POWER_JOURNAL], sizeof power.path[0], "%s-journal", real);
    free(real);
    for (int i = 0; i < POWER_NAMES; i++) {
        log->base.there[i] = access(power.path[i], F_OK) == 0;
        if (log->base.there[i])
            ck_assert_ptr_null(bb_file_read(&log->base.bytes[i], power.path[i], 1 << 26));
    }
    power.log = log;
    power_state_note();
}

/* The program has said "saved". */
static inline void power_ack(void)
{
    power_note(POWER_ACK, 0)->at = (int64_t)power.log->state_count - 1;
}

static inline void power_disk_done(struct power_disk *disk)
{
    for (int i = 0; i < POWER_NAMES; i++)
        bb_buf_done(&disk->bytes[i]);
    *disk = (struct power_disk){0};
}

static inline void power_log_done(struct power_log *log)
{
    for (size_t i = 0; i < log->count; i++)
        free(log->ops[i].bytes);
    for (size_t i = 0; i < log->state_count; i++)
        bb_buf_done(&log->states[i].bytes);
    free(log->ops);
    power_disk_done(&log->base);
    *log = (struct power_log){0};
}

/* ---- what a cut leaves ---- */
enum { POWER_INODES = 512, POWER_NOTHING = 0, POWER_ALL = 1 }; /* seeds; the others: by chance */

struct power_pending {
    const struct power_op *op;
    int inode;
};
struct power_model {
    struct bb_buf inodes[POWER_INODES]; /* what is safe of each */
    int inode_count;
    int live[POWER_NAMES], durable[POWER_NAMES]; /* inode, -1: no such name */
    bool fresh[POWER_NAMES];                     /* made since the folder was synced */
    struct power_pending *data;                  /* not yet synced, in order */
    size_t data_count;
    struct {
        int name, inode;
    } names[POWER_INODES];
    size_t name_count;
    uint32_t seed;
};

static inline uint32_t power_chance(struct power_model *m, uint32_t of)
{
    m->seed = m->seed * 1664525u + 1013904223u;
    return (m->seed >> 8) % of;
}

static inline void power_size_to(struct bb_buf *bytes, size_t len)
{
    static const char zero[4096];
    if (len < bytes->len)
        bytes->len = len;
    while (bytes->len < len)
        bb_buf_add(bytes, zero, len - bytes->len < sizeof zero ? len - bytes->len : sizeof zero);
}

static inline void power_apply(struct power_model *m, const struct power_pending *pending,
                               bool torn)
{
    struct bb_buf *bytes = &m->inodes[pending->inode];
    const struct power_op *op = pending->op;
    if (op->type == POWER_TRUNC) {
        power_size_to(bytes, (size_t)op->at);
        return;
    }
    if (bytes->len < (size_t)op->at + op->len)
        power_size_to(bytes, (size_t)op->at + op->len);
    unsigned char *to = (unsigned char *)bytes->data + op->at;
    for (size_t at = 0; at < op->len;) {
        size_t len = POWER_SECTOR - ((size_t)op->at + at) % POWER_SECTOR;
        if (len > op->len - at)
            len = op->len - at;
        uint32_t what = torn ? power_chance(m, 8) : 7;
        if (what == 0)
            for (size_t i = 0; i < len; i++)
                to[at + i] = (unsigned char)power_chance(m, 256);
        else if (what != 1)
            memcpy(to + at, op->bytes + at, len);
        at += len;
    }
}

static inline void power_folder_synced(struct power_model *m)
{
    if (power.folder_lost)
        return;
    for (size_t i = 0; i < m->name_count; i++)
        m->durable[m->names[i].name] = m->names[i].inode;
    m->name_count = 0;
    memset(m->fresh, 0, sizeof m->fresh);
}

static inline void power_rename(struct power_model *m, int name, int inode)
{
    m->live[name] = inode;
    ck_assert_uint_lt(m->name_count, POWER_INODES);
    m->names[m->name_count].name = name;
    m->names[m->name_count++].inode = inode;
}

static inline void power_play(struct power_model *m, const struct power_op *op)
{
    size_t kept = 0;
    switch (op->type) {
    case POWER_CREATE:
        ck_assert_int_lt(m->inode_count, POWER_INODES);
        m->fresh[op->name] = true;
        power_rename(m, op->name, m->inode_count++);
        return;
    case POWER_DELETE:
        power_rename(m, op->name, -1);
        if (op->dir)
            power_folder_synced(m);
        return;
    case POWER_WRITE:
    case POWER_TRUNC:
        m->data[m->data_count++] = (struct power_pending){op, m->live[op->name]};
        return;
    case POWER_SYNC:
        for (size_t i = 0; i < m->data_count; i++)
            if (m->data[i].inode == m->live[op->name])
                power_apply(m, &m->data[i], false);
            else
                m->data[kept++] = m->data[i];
        m->data_count = kept;
        if (m->fresh[op->name])
            power_folder_synced(m);
        return;
    case POWER_ACK:
        return;
    }
}

/* The disk after a cut behind the first `count` acts. */
static inline void power_cut(const struct power_log *log, size_t count, uint32_t seed,
                             struct power_disk *out)
{
    struct power_model *m = bb_alloc(sizeof *m);
    *m = (struct power_model){.inode_count = POWER_NAMES, .seed = seed * 2654435761u + 12345u};
    m->data = bb_alloc((count + 1) * sizeof *m->data);
    for (int i = 0; i < POWER_NAMES; i++) {
        m->live[i] = m->durable[i] = log->base.there[i] ? i : -1;
        bb_buf_add(&m->inodes[i], log->base.bytes[i].data, log->base.bytes[i].len);
    }
    for (size_t i = 0; i < count; i++)
        power_play(m, &log->ops[i]);
    size_t names = seed == POWER_NOTHING ? 0
                   : seed == POWER_ALL   ? m->name_count
                                         : power_chance(m, (uint32_t)m->name_count + 1);
    for (size_t i = 0; i < names; i++)
        m->durable[m->names[i].name] = m->names[i].inode;
    for (size_t i = 0; seed != POWER_NOTHING && i < m->data_count; i++)
        if (seed == POWER_ALL || power_chance(m, 2))
            power_apply(m, &m->data[i], seed != POWER_ALL);
    *out = (struct power_disk){0};
    for (int i = 0; i < POWER_NAMES; i++)
        if ((out->there[i] = m->durable[i] >= 0)) {
            out->bytes[i] = m->inodes[m->durable[i]];
            m->inodes[m->durable[i]] = (struct bb_buf){0};
        }
    for (int i = 0; i < m->inode_count; i++)
        bb_buf_done(&m->inodes[i]);
    free(m->data);
    free(m);
}

static inline void power_lay(const struct power_disk *disk, const char *path)
{
    char names[POWER_NAMES][560];
    snprintf(names[POWER_MAIN], sizeof names[0], "%s", path);
    snprintf(names[POWER_JOURNAL], sizeof names[0], "%s-journal", path);
    for (int i = 0; i < POWER_NAMES; i++) {
        unlink(names[i]);
        if (!disk->there[i])
            continue;
        FILE *file = fopen(names[i], "w");
        ck_assert_ptr_nonnull(file);
        if (disk->bytes[i].len) /* an empty file may have no bytes at all */
            ck_assert_uint_eq(fwrite(disk->bytes[i].data, 1, disk->bytes[i].len, file),
                              disk->bytes[i].len);
        ck_assert_int_eq(fclose(file), 0);
        chmod(names[i], 0600);
    }
}

/* Whether the file holds, byte for byte, a state that is allowed after the first `count` acts: one
 * not older than the last that was said to be saved, and none that was not committed yet. */
static inline bool power_holds(const struct power_log *log, size_t count, const char *path)
{
    size_t from = 0;
    bool found = false;
    struct bb_buf got = {0};
    for (size_t i = 0; i < count; i++)
        if (log->ops[i].type == POWER_ACK)
            from = (size_t)log->ops[i].at;
    if (bb_file_read(&got, path, 1 << 26))
        return false;
    for (size_t i = from; !found && i < log->state_count && (!i || log->states[i].op < count); i++)
        found = got.len == log->states[i].bytes.len &&
                memcmp(got.data, log->states[i].bytes.data, got.len) == 0;
    bb_buf_done(&got);
    return found;
}

/* Whether the store opens what the cut left and finds an allowed state. */
static inline bool power_stands(const struct power_log *log, size_t count, const char *path)
{
    struct bb_db *db;
    if (bb_db_open(&db, path, BB_DB_OPEN))
        return false;
    bb_db_close(db);
    return power_holds(log, count, path);
}

/* How many of so many cuts break the promise. */
static inline int power_broken(const struct power_log *log, const char *path, int cuts, int *made)
{
    int lost = 0;
    *made = 0;
    for (uint32_t seed = 0; *made < cuts; seed++)
        for (size_t count = 0; count <= log->count; count++, ++*made) {
            struct power_disk disk;
            power_cut(log, count, seed, &disk);
            power_lay(&disk, path);
            power_disk_done(&disk);
            lost += !power_stands(log, count, path);
        }
    return lost;
}

#endif
