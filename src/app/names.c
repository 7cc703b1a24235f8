/* The names of packets and receipts in a folder. Knows nothing of what is in them. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { DIGITS = 16 };

void bb_names_add(struct bb_names *names, const char *name)
{
    if (names->count == names->cap) {
        names->cap = names->cap ? names->cap * 2 : 16;
        names->rows = bb_realloc(names->rows, names->cap * sizeof *names->rows);
    }
    names->rows[names->count++] = bb_strdup(name);
}

void bb_names_done(struct bb_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->rows[i]);
    free(names->rows);
    *names = (struct bb_names){0};
}

/* <node>-<16 digits><suffix>; node NULL: of any. */
bool bb_name_fits(const char *name, const char *node, const char *suffix)
{
    const char *dash = strrchr(name, '-');
    if (!dash || dash == name ||
        (node && (strlen(node) != (size_t)(dash - name) || strncmp(name, node, strlen(node)) != 0)))
        return false;
    return strspn(dash + 1, "0123456789abcdef") == DIGITS && strcmp(dash + 1 + DIGITS, suffix) == 0;
}

const struct bb_err *bb_names_read(struct bb_names *out, const char *dir, const char *node,
                                   const char *suffix)
{
    struct dirent *entry;
    BB_TRY(bb_file_mkdir(dir));
    DIR *handle = opendir(dir);
    if (!handle)
        return bb_err(BB_ERR_FILE_OPEN, dir, strerror(errno), NULL);
    while ((entry = readdir(handle)))
        if (bb_name_fits(entry->d_name, node, suffix))
            bb_names_add(out, entry->d_name);
    closedir(handle);
    return NULL;
}
