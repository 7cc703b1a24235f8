/* The folder behind a packet. Flat: it holds files only. What the files mean is the writer's and
 * checker's business. */
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"

#define PREFIX ".packet."

enum { TRIES = 16, CHUNK_BYTES = 65536 };

/* Opens and locks a folder that nobody is using; -1 otherwise. */
static int lock_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static void empty_folder(int fd, const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(fd, entry->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(path);
}

static void sweep(const char *parent)
{
    DIR *dir = opendir(parent);
    struct dirent *entry;
    while (dir && (entry = readdir(dir))) {
        if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
            continue;
        char *path = bb_path_join(parent, entry->d_name);
        int fd = lock_folder(path);
        if (fd >= 0) {
            empty_folder(fd, path);
            close(fd);
        }
        free(path);
    }
    if (dir)
        closedir(dir);
}

/* Between mkdtemp() and the lock another process may sweep the new folder away; then it is made
 * again. */
static bool is_still_there(const char *path, int fd)
{
    struct stat by_name, by_fd;
    return stat(path, &by_name) == 0 && fstat(fd, &by_fd) == 0 && by_name.st_ino == by_fd.st_ino;
}

const struct bb_err *folder_make(struct folder *out, const char *parent)
{
    int fault = 0;
    sweep(parent);
    for (int i = 0; i < TRIES && !fault; i++) {
        *out = (struct folder){bb_path_join(parent, PREFIX "XXXXXX"), -1};
        if (!mkdtemp(out->path))
            fault = errno;
        else if ((out->lock_fd = lock_folder(out->path)) >= 0 &&
                 is_still_there(out->path, out->lock_fd))
            return NULL;
        if (out->lock_fd >= 0)
            close(out->lock_fd);
        free(out->path);
    }
    *out = (struct folder){0};
    return bb_err(BB_ERR_FILE_WRITE, parent, strerror(fault ? fault : EBUSY), NULL);
}

void folder_remove(struct folder *folder)
{
    if (!folder->path)
        return;
    empty_folder(folder->lock_fd, folder->path);
    close(folder->lock_fd);
    free(folder->path);
    *folder = (struct folder){0};
}

static const struct bb_err *fail_write(const struct part_file *file)
{
    return bb_err(BB_ERR_FILE_WRITE, file->path, strerror(errno ? errno : EIO), NULL);
}

const struct bb_err *part_begin(struct part_file *out, const char *folder, enum bb_member member)
{
    *out = (struct part_file){.path = bb_path_join(folder, bb_member_file(member))};
    out->file = fopen(out->path, "wxe");
    if (!out->file)
        return fail_write(out);
    bb_digest_begin(&out->sm3, BB_DIGEST_SM3);
    bb_digest_begin(&out->sha256, BB_DIGEST_SHA256);
    return NULL;
}

const struct bb_err *part_add(struct part_file *file, const void *bytes, size_t len)
{
    errno = 0;
    if (len && fwrite(bytes, 1, len, file->file) != len)
        return fail_write(file);
    bb_digest_add(&file->sm3, bytes, len);
    bb_digest_add(&file->sha256, bytes, len);
    file->bytes += (int64_t)len;
    return NULL;
}

const struct bb_err *part_end(struct part_file *file, struct part *out)
{
    const struct bb_err *err = NULL;
    errno = 0;
    if (fclose(file->file) != 0)
        err = fail_write(file);
    file->file = NULL;
    *out = (struct part){.present = true, .bytes = file->bytes};
    bb_digest_end(&file->sm3, out->sm3);
    bb_digest_end(&file->sha256, out->sha256);
    part_drop(file);
    return err;
}

void part_drop(struct part_file *file)
{
    if (file->file)
        fclose(file->file);
    bb_digest_end(&file->sm3, NULL);
    bb_digest_end(&file->sha256, NULL);
    free(file->path);
    *file = (struct part_file){0};
}

const struct bb_err *part_read(struct part *out, const char *folder, enum bb_member member)
{
    static unsigned char chunk[CHUNK_BYTES];
    char *path = bb_path_join(folder, bb_member_file(member));
    FILE *file = fopen(path, "re");
    const struct bb_err *err = NULL;
    struct bb_digest sm3, sha256;
    size_t got;
    *out = (struct part){.present = true};
    bb_digest_begin(&sm3, BB_DIGEST_SM3);
    bb_digest_begin(&sha256, BB_DIGEST_SHA256);
    while (file && (got = fread(chunk, 1, sizeof chunk, file)) > 0) {
        bb_digest_add(&sm3, chunk, got);
        bb_digest_add(&sha256, chunk, got);
        out->bytes += (int64_t)got;
    }
    if (!file || ferror(file))
        err = bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    bb_digest_end(&sm3, out->sm3);
    bb_digest_end(&sha256, out->sha256);
    if (file)
        fclose(file);
    free(path);
    return err;
}
