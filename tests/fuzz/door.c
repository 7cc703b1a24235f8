/* The door of zip files, taken from the helper itself: what it lets in lies in the folder, what it
 * refuses leaves nothing there. */
#define main zip_main
#include "../../src/libexec/zip.c"
#undef main

#include <dirent.h>
#include <sys/mman.h>

#include "fuzz/fuzz.h"

void fuzz_door(const uint8_t *data, size_t size);

static size_t files_in(const char *folder, bool unlink_them)
{
    size_t count = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        count++;
        if (unlink_them)
            unlinkat(dirfd(dir), entry->d_name, 0);
    }
    if (dir)
        closedir(dir);
    return count;
}

void fuzz_door(const uint8_t *data, size_t size)
{
    char path[64], folder[] = "/dev/shm/bangban-fuzz-XXXXXX";
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != (ssize_t)size || !mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    const struct bb_err *err = read_zip(path, folder);
    size_t left = files_in(folder, true);
    if ((err && left) || (!err && !left) || left > BB_PACKET_MEMBERS_MAX)
        abort();
    rmdir(folder);
    close(fd);
}
