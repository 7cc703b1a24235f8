/* Which files may be opened at all, asked before SQLite sees them. Opens nothing itself: closing a
 * second descriptor would drop the locks that SQLite holds (trust.md §2). */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "private.h"

bool bb_db_is_network(uint32_t filesystem)
{
    static const uint32_t network[] = {
        0x6969,     /* NFS */
        0x517B,     /* SMB */
        0xFF534D42, /* CIFS */
        0xFE534D42, /* SMB2 */
        0x65735546, /* FUSE */
        0x01021997, /* 9p */
        0x00C36400, /* Ceph */
        0x5346414F, /* AFS */
        0x0BD00BD0, /* Lustre */
    };
    for (size_t i = 0; i < sizeof network / sizeof *network; i++)
        if (network[i] == filesystem)
            return true;
    return false;
}

const struct bb_err *bb_db_path_check(const char *path)
{
    struct stat st;
    struct statfs fs;
    if (lstat(path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return bb_err(BB_ERR_DB_MISSING, path, NULL);
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    }
    if (S_ISLNK(st.st_mode))
        return bb_err(BB_ERR_DB_LINK, path, NULL);
    if (!S_ISREG(st.st_mode))
        return bb_err(BB_ERR_DB_NO_FILE, path, NULL);
    if (st.st_nlink != 1)
        return bb_err(BB_ERR_DB_LINK, path, NULL);
    if (st.st_uid != geteuid() || (st.st_mode & 077))
        return bb_err(BB_ERR_DB_RIGHTS, path, NULL);
    if (statfs(path, &fs) != 0)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    if (bb_db_is_network((uint32_t)fs.f_type))
        return bb_err(BB_ERR_DB_NETWORK, path, NULL);
    return NULL;
}
