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
    (void)fd;
    return FAULT_OR(0);
}
int fdatasync(int fd)
{
    (void)fd;
    return FAULT_OR(0);
}
int rename(const char *from, const char *to)
{
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
