/* What a program asks of the machine, made to fail: this program's own calls of the C library that
 * change files stand here, before the library's, so that both SQLite and the plain files go through
 * them. The k-th call after arming answers an error, once or from then on, or the process is
 * killed there. For one process and one thread; include it in one file of a test program. */
#ifndef TESTS_APP_FAULTS_H
#define TESTS_APP_FAULTS_H

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FAULT_KILL = -1 }; /* instead of an errno */

static struct {
    long countdown; /* 0: nothing strikes */
    int what;       /* errno, or FAULT_KILL */
    bool for_good;
    long struck;
} fault;

static inline bool fault_strikes(void)
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
    if (fault.what == FAULT_KILL)
        raise(SIGKILL);
    errno = fault.what;
    return true;
}

/* What a power cut may take of plain files: a name is given to bytes that are on the disk, and what
 * is said to be done has its name there. */
enum { WATCHED = 256 };
static struct {
    bool on;
    ino_t synced[WATCHED], pending[WATCHED]; /* files; folders with a new name */
    int synced_count, pending_count;
    int renames, early; /* of a file that was not synced */
} watched;

static inline void watch_sync(int fd)
{
    struct stat st;
    if (!watched.on || fstat(fd, &st) != 0)
        return;
    for (int i = 0; i < watched.pending_count; i++)
        if (watched.pending[i] == st.st_ino)
            watched.pending[i--] = watched.pending[--watched.pending_count];
    if (S_ISREG(st.st_mode) && watched.synced_count < WATCHED)
        watched.synced[watched.synced_count++] = st.st_ino;
}

static inline void watch_rename(const char *from, const char *to)
{
    struct stat st;
    char folder[1024];
    bool synced = false;
    if (!watched.on || stat(from, &st) != 0 || !S_ISREG(st.st_mode))
        return;
    for (int i = 0; i < watched.synced_count; i++)
        synced = synced || watched.synced[i] == st.st_ino;
    size_t len = strlen(from);
    bool fresh = len > 5 && strcmp(from + len - 5, ".part") == 0; /* else it was there before */
    watched.renames++;
    watched.early += fresh && !synced;
    snprintf(folder, sizeof folder, "%s", to);
    char *slash = strrchr(folder, '/');
    if (slash)
        *slash = '\0';
    if (stat(slash ? folder : ".", &st) == 0 && watched.pending_count < WATCHED)
        watched.pending[watched.pending_count++] = st.st_ino;
}

#define FAULT_OR(call) (fault_strikes() ? -1 : (call))

ssize_t write(int fd, const void *bytes, size_t count)
{
    return FAULT_OR(syscall(SYS_write, fd, bytes, count));
}
ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at)
{
    return FAULT_OR(syscall(SYS_pwrite64, fd, bytes, count, at));
}
ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at)
{
    return FAULT_OR(syscall(SYS_pwrite64, fd, bytes, count, at));
}
int ftruncate(int fd, off_t size)
{
    return (int)FAULT_OR(syscall(SYS_ftruncate, fd, size));
}
int ftruncate64(int fd, off64_t size)
{
    return (int)FAULT_OR(syscall(SYS_ftruncate, fd, size));
}
/* The files of tests lie in memory: syncing them is the call alone. */
int fsync(int fd)
{
    watch_sync(fd);
    return FAULT_OR(0);
}
int fdatasync(int fd)
{
    watch_sync(fd);
    return FAULT_OR(0);
}
int rename(const char *from, const char *to)
{
    watch_rename(from, to);
    return (int)FAULT_OR(syscall(SYS_rename, from, to));
}
int unlink(const char *path)
{
    return (int)FAULT_OR(syscall(SYS_unlink, path));
}
int mkdir(const char *path, mode_t mode)
{
    return (int)FAULT_OR(syscall(SYS_mkdir, path, mode));
}
int fflush(FILE *stream)
{
    return FAULT_OR(fflush_unlocked(stream));
}

static inline int fault_open(const char *path, int flags, mode_t mode)
{
    if (flags & O_CREAT && fault_strikes())
        return -1;
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}
#define FAULT_OPEN(name)                       \
    int name(const char *path, int flags, ...) \
    {                                          \
        va_list list;                          \
        va_start(list, flags);                 \
        mode_t mode = va_arg(list, mode_t);    \
        va_end(list);                          \
        return fault_open(path, flags, mode);  \
    }
FAULT_OPEN(open)
FAULT_OPEN(open64)

#endif
