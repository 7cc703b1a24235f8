/* The hub's folders and files. Nothing here knows what a packet means. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "private.h"

enum { DIGITS = 16, CHUNK_BYTES = 65536 };

char *hub_folder(struct bb_app *app, const char *name)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s/hub%s%s", bb_app_folder(app), *name ? "/" : "", name);
    return bb_buf_take(&path);
}

char *hub_transfer(struct bb_app *app, const char *way, const char *node)
{
    struct bb_buf path = {0};
    const char *folder = bb_app_config(app)->hub_folder;
    if (*folder)
        bb_buf_str(&path, folder);
    else
        bb_buf_printf(&path, "%s/hub/transfer", bb_app_folder(app));
    if (*way)
        bb_buf_printf(&path, "/%s", way);
    if (*node)
        bb_buf_printf(&path, "/%s", node);
    return bb_buf_take(&path);
}

bool hub_is_packet_name(const char *name)
{
    const char *dash = strrchr(name, '-');
    return dash && dash != name && strspn(dash + 1, "0123456789abcdef") == DIGITS &&
           strcmp(dash + 1 + DIGITS, ".zip") == 0;
}

/* ---- receipts ---- */

enum { RECEIPTS_KEPT = 100, RECEIPTS_OVER = 20 }; /* so many more before anything is done */

struct aged {
    char *path;
    struct timespec at;
};

static int compare_ages(const void *a, const void *b)
{
    const struct timespec *x = &((const struct aged *)a)->at, *y = &((const struct aged *)b)->at;
    if (x->tv_sec != y->tv_sec)
        return x->tv_sec > y->tv_sec ? -1 : 1;
    return (x->tv_nsec < y->tv_nsec) - (x->tv_nsec > y->tv_nsec);
}

static bool is_receipt_of(const char *name, const char *node)
{
    size_t len = strlen(node);
    return strncmp(name, node, len) == 0 && name[len] == '-' &&
           strspn(name + len + 1, "0123456789abcdef") == DIGITS &&
           strcmp(name + len + 1 + DIGITS, ".receipt") == 0;
}

void hub_receipts_thin(const char *dir, const char *node)
{
    struct aged *rows = NULL;
    size_t count = 0;
    struct dirent *entry;
    DIR *folder = opendir(dir);
    while (folder && (entry = readdir(folder))) {
        struct stat st;
        if (!is_receipt_of(entry->d_name, node) ||
            fstatat(dirfd(folder), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        rows = bb_realloc(rows, (count + 1) * sizeof *rows);
        rows[count++] = (struct aged){bb_path_join(dir, entry->d_name), st.st_mtim};
    }
    if (folder)
        closedir(folder);
    bool many = count > RECEIPTS_KEPT + RECEIPTS_OVER;
    if (many)
        qsort(rows, count, sizeof *rows, compare_ages);
    for (size_t i = 0; i < count; i++) {
        if (many && i >= RECEIPTS_KEPT)
            unlink(rows[i].path);
        free(rows[i].path);
    }
    free(rows);
}

/* Opens what was laid down by somebody else: a plain file, no link, nothing that blocks. */
static const struct bb_err *plain_open(const char *path, FILE **out)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(EINVAL), NULL);
    }
    *out = fdopen(fd, "r");
    return NULL;
}

const struct bb_err *hub_file_copy(const char *from, const char *to)
{
    static char chunk[CHUNK_BYTES];
    struct bb_file file;
    FILE *in;
    size_t got;
    BB_TRY(plain_open(from, &in));
    const struct bb_err *err = bb_file_begin(&file, to, 0600);
    if (!err) {
        while ((got = fread(chunk, 1, sizeof chunk, in)) > 0)
            fwrite(chunk, 1, got, file.stream); /* bb_file_end() reports a failure */
        if (ferror(in)) {
            err = bb_err(BB_ERR_FILE_OPEN, from, strerror(EIO), NULL);
            bb_file_drop(&file);
        } else {
            err = bb_file_end(&file);
        }
    }
    fclose(in);
    return err;
}

const struct bb_err *hub_file_digest(const char *path, char out[BB_HASH_BYTES])
{
    static char chunk[CHUNK_BYTES];
    struct bb_digest digest;
    FILE *in;
    size_t got;
    BB_TRY(plain_open(path, &in));
    bb_digest_begin(&digest, BB_DIGEST_SM3);
    while ((got = fread(chunk, 1, sizeof chunk, in)) > 0)
        bb_digest_add(&digest, chunk, got);
    bool failed = ferror(in) != 0;
    bb_digest_end(&digest, out);
    fclose(in);
    return failed ? bb_err(BB_ERR_FILE_OPEN, path, strerror(EIO), NULL) : NULL;
}
