/* A VFS that passes everything on to the default one and fails the k-th write, sync or truncation,
 * once or for good. For one process and one thread. */
#ifndef TESTS_STORE_FAULT_H
#define TESTS_STORE_FAULT_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

static struct fault {
    int countdown; /* 0: no fault armed */
    int rc;        /* what is answered */
    bool for_good;
    bool reads; /* reads fail, too */
    int struck; /* faults so far */
} fault;

struct fault_file {
    sqlite3_file base;
    sqlite3_file *real;
};

static inline sqlite3_file *real_of(sqlite3_file *file)
{
    return ((struct fault_file *)file)->real;
}

static inline bool strikes(void)
{
    if (!fault.countdown)
        return false;
    if (fault.countdown > 1) {
        fault.countdown--;
        return false;
    }
    fault.struck++;
    if (!fault.for_good)
        fault.countdown = 0;
    return true;
}

static inline int f_close(sqlite3_file *f)
{
    return real_of(f)->pMethods->xClose(real_of(f));
}
static inline int f_read(sqlite3_file *f, void *to, int count, sqlite3_int64 at)
{
    return fault.reads && strikes() ? SQLITE_IOERR_READ
                                    : real_of(f)->pMethods->xRead(real_of(f), to, count, at);
}
static inline int f_write(sqlite3_file *f, const void *from, int count, sqlite3_int64 at)
{
    return strikes() ? fault.rc : real_of(f)->pMethods->xWrite(real_of(f), from, count, at);
}
static inline int f_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return strikes() ? fault.rc : real_of(f)->pMethods->xTruncate(real_of(f), size);
}
static inline int f_sync(sqlite3_file *f, int flags)
{
    /* As a disk does: what was to be synced may have arrived. */
    int rc = real_of(f)->pMethods->xSync(real_of(f), flags);
    return strikes() ? fault.rc : rc;
}
static inline int f_size(sqlite3_file *f, sqlite3_int64 *out)
{
    return real_of(f)->pMethods->xFileSize(real_of(f), out);
}
static inline int f_lock(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xLock(real_of(f), level);
}
static inline int f_unlock(sqlite3_file *f, int level)
{
    return real_of(f)->pMethods->xUnlock(real_of(f), level);
}
static inline int f_reserved(sqlite3_file *f, int *out)
{
    return real_of(f)->pMethods->xCheckReservedLock(real_of(f), out);
}
static inline int f_control(sqlite3_file *f, int op, void *arg)
{
    return real_of(f)->pMethods->xFileControl(real_of(f), op, arg);
}
static inline int f_sector(sqlite3_file *f)
{
    (void)f;
    return 512;
}
static inline int f_character(sqlite3_file *f)
{
    (void)f;
    return 0;
}

static sqlite3_vfs fault_vfs, *fault_real;

static inline int f_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
                         int *out_flags)
{
    static const sqlite3_io_methods methods = {
        .iVersion = 1,
        .xClose = f_close,
        .xRead = f_read,
        .xWrite = f_write,
        .xTruncate = f_truncate,
        .xSync = f_sync,
        .xFileSize = f_size,
        .xLock = f_lock,
        .xUnlock = f_unlock,
        .xCheckReservedLock = f_reserved,
        .xFileControl = f_control,
        .xSectorSize = f_sector,
        .xDeviceCharacteristics = f_character,
    };
    struct fault_file *file = (struct fault_file *)f;
    (void)vfs;
    file->real = (sqlite3_file *)(void *)(file + 1);
    int rc = fault_real->xOpen(fault_real, name, file->real, flags, out_flags);
    f->pMethods = rc == SQLITE_OK ? &methods : NULL;
    return rc;
}

/* From now on every connection of this process goes through it. */
static inline void fault_install(void)
{
    fault_real = sqlite3_vfs_find(NULL);
    fault_vfs = *fault_real;
    fault_vfs.zName = "fault";
    fault_vfs.szOsFile = (int)sizeof(struct fault_file) + fault_real->szOsFile;
    fault_vfs.xOpen = f_open;
    sqlite3_vfs_register(&fault_vfs, 1);
}

#endif
