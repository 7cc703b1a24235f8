/* Plain files, written so that a power cut leaves the old one or the new one. Locks nothing. */
#include "bangban/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/mem.h"

/* The folder that holds path, heap. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return bb_strdup(".");
    return slash == path ? bb_strdup("/") : bb_strndup(path, (size_t)(slash - path));
}

/* Makes the names in path's folder durable. Returns 0 or an errno. */
static int sync_folder(const char *path)
{
    char *folder = folder_of(path);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return errno;
    int fault = fsync(fd) == 0 || errno == EINVAL ? 0 : errno; /* EINVAL: has nothing to sync */
    close(fd);
    return fault;
}

static const struct bb_err *fail_write(const char *path, int fault)
{
    return bb_err(BB_ERR_FILE_WRITE, path, strerror(fault), NULL);
}

/* The last step of every write: the part is on the disk, now its name. */
static const struct bb_err *take_name(const char *part, const char *path)
{
    if (rename(part, path) != 0) {
        int fault = errno;
        unlink(part);
        return fail_write(path, fault);
    }
    int fault = sync_folder(path);
    return fault ? bb_err(BB_ERR_FILE_SETTLE, path, strerror(fault), NULL) : NULL;
}

const struct bb_err *bb_file_begin(struct bb_file *file, const char *path, mode_t mode)
{
    struct bb_buf part = {0};
    bb_buf_str(&part, path);
    bb_buf_str(&part, ".part");
    *file = (struct bb_file){.path = bb_strdup(path), .part = bb_buf_take(&part)};
    unlink(file->part); /* left over from a crash */
    int fd = open(file->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (fd >= 0)
        file->stream = fdopen(fd, "w");
    if (!file->stream) {
        const struct bb_err *err = fail_write(path, errno);
        if (fd >= 0)
            close(fd);
        bb_file_drop(file);
        return err;
    }
    fchmod(fd, mode); /* whatever the umask says */
    return NULL;
}

const struct bb_err *bb_file_end(struct bb_file *file)
{
    errno = 0;
    bool good =
        !ferror(file->stream) && fflush(file->stream) == 0 && fsync(fileno(file->stream)) == 0;
    int fault = good ? 0 : errno ? errno : EIO;
    if (fclose(file->stream) != 0 && good)
        fault = errno ? errno : EIO;
    file->stream = NULL;
    const struct bb_err *err =
        fault ? fail_write(file->path, fault) : take_name(file->part, file->path);
    if (!fault)
        bb_strset(&file->part, NULL); /* it has its name, or take_name() removed it */
    bb_file_drop(file);
    return err;
}

void bb_file_drop(struct bb_file *file)
{
    if (file->stream)
        fclose(file->stream);
    if (file->part)
        unlink(file->part);
    free(file->path);
    free(file->part);
    *file = (struct bb_file){0};
}

const struct bb_err *bb_file_write(const char *path, mode_t mode, const void *bytes, size_t len)
{
    struct bb_file file;
    BB_TRY(bb_file_begin(&file, path, mode));
    if (len)
        fwrite(bytes, 1, len, file.stream); /* bb_file_end() reports a failure */
    return bb_file_end(&file);
}

const struct bb_err *bb_file_settle(const char *part, const char *path)
{
    int fd = open(part, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail_write(path, errno);
    int fault = fsync(fd) == 0 ? 0 : errno;
    close(fd);
    if (fault) {
        unlink(part);
        return fail_write(path, fault);
    }
    return take_name(part, path);
}

const struct bb_err *bb_file_move(const char *from, const char *to)
{
    if (rename(from, to) != 0)
        return fail_write(to, errno);
    int fault = sync_folder(to);
    if (!fault)
        fault = sync_folder(from);
    return fault ? bb_err(BB_ERR_FILE_SETTLE, to, strerror(fault), NULL) : NULL;
}

const struct bb_err *bb_file_read(struct bb_buf *out, const char *path, size_t max_bytes)
{
    size_t first = out->len;
    int fault = 0;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    bb_buf_str(out, "");
    for (;;) {
        char chunk[16384];
        ssize_t got = read(fd, chunk, sizeof chunk);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            fault = errno;
        else if ((size_t)got > max_bytes - (out->len - first))
            fault = EFBIG;
        if (got <= 0 || fault)
            break;
        bb_buf_add(out, chunk, (size_t)got);
    }
    close(fd);
    if (!fault)
        return NULL;
    out->len = first;
    out->data[first] = '\0';
    return bb_err(BB_ERR_FILE_OPEN, path, strerror(fault), NULL);
}

const struct bb_err *bb_file_mkdir(const char *path)
{
    struct stat st;
    if (mkdir(path, 0700) == 0) {
        int fault = sync_folder(path);
        return fault ? bb_err(BB_ERR_FILE_SETTLE, path, strerror(fault), NULL) : NULL;
    }
    int fault = errno;
    if (fault == EEXIST && stat(path, &st) == 0)
        return S_ISDIR(st.st_mode) ? NULL : fail_write(path, ENOTDIR);
    return fail_write(path, fault);
}

const struct bb_err *bb_file_mkdir_above(const char *path)
{
    const struct bb_err *err = NULL;
    char *folder = bb_strdup(path);
    for (char *slash = strchr(folder + 1, '/'); slash && !err; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        err = bb_file_mkdir(folder);
        *slash = '/';
    }
    free(folder);
    return err;
}

bool bb_file_exists(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0;
}

char *bb_path_join(const char *dir, const char *name)
{
    struct bb_buf path = {0};
    bb_buf_str(&path, dir);
    if (path.len && path.data[path.len - 1] != '/')
        bb_buf_char(&path, '/');
    bb_buf_str(&path, name);
    return bb_buf_take(&path);
}
