/*
 * bangban-zip: the one program that knows zip files (libzip). Run by the others, never by people.
 *
 *   bangban-zip write OUT.zip FOLDER MEMBER…   packs these files, in this order, with fixed times:
 * same input, same bytes bangban-zip read IN.zip FOLDER             unpacks into FOLDER what may
 * come through the door, or nothing
 *
 * The door: only the names of a packet's members, each once, plain files, not encrypted, at most
 * 32, with the limits of packet/member.h on the sum and the ratio, counted while unpacking,
 * whatever the zip says of itself. One sentence on stderr; exit status as everywhere (base/err.h).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "bangban/base/err.h"
#include "bangban/base/file.h"
#include "bangban/packet/helper.h"
#include "bangban/packet/member.h"

enum { DOS_DATE_1980 = 0x21, LEVEL = 6, CHUNK_BYTES = 65536 };

/* ---- write ---- */

static const struct bb_err *add_member(zip_t *zip, const char *folder, const char *name)
{
    char *path = bb_path_join(folder, name);
    zip_source_t *source = zip_source_file(zip, path, 0, -1);
    zip_int64_t at = source ? zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8) : -1;
    if (source && at < 0)
        zip_source_free(source);
    bool good = at >= 0 &&
                zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_DEFLATE, LEVEL) == 0 &&
                zip_file_set_dostime(zip, (zip_uint64_t)at, 0, DOS_DATE_1980, 0) == 0 &&
                zip_file_set_external_attributes(zip, (zip_uint64_t)at, 0, ZIP_OPSYS_UNIX,
                                                 (zip_uint32_t)(S_IFREG | 0600) << 16) == 0;
    const struct bb_err *err =
        good ? NULL : bb_err(BB_ERR_FILE_OPEN, path, zip_strerror(zip), NULL);
    free(path);
    return err;
}

static const struct bb_err *write_zip(const char *path, const char *folder, char **names)
{
    int fault = 0;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_EXCL, &fault);
    if (!zip)
        return bb_err(BB_ERR_FILE_WRITE, path, strerror(errno ? errno : EIO), NULL);
    const struct bb_err *err = NULL;
    for (; *names && !err; names++)
        err = add_member(zip, folder, *names);
    if (!err && zip_close(zip) == 0)
        return NULL;
    if (!err)
        err = bb_err(BB_ERR_FILE_WRITE, path, zip_strerror(zip), NULL);
    zip_discard(zip);
    return err;
}

/* ---- read ---- */

struct door {
    const char *path; /* of the zip */
    zip_t *zip;
    const char *folder;
    bool seen[BB_MEMBER__COUNT];
    zip_uint64_t bytes; /* unpacked so far */
};

static const struct bb_err *bad(const struct door *door, const char *member, const char *why)
{
    const char *slash = strrchr(door->path, '/');
    return bb_err(BB_ERR_PACKET, slash ? slash + 1 : door->path, member, why, NULL);
}

/* Checks everything that can be known without unpacking. */
static const struct bb_err *check_entry(struct door *door, zip_uint64_t at, zip_stat_t *st)
{
    const zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE |
                                ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
    zip_uint8_t system;
    zip_uint32_t attributes;
    if (zip_stat_index(door->zip, at, ZIP_FL_ENC_RAW, st) != 0 || (st->valid & needed) != needed)
        return bad(door, "", _("an entry cannot be read"));
    enum bb_member member = bb_member_find(st->name);
    if (member == BB_MEMBER__COUNT)
        return bad(door, st->name, _("this file does not belong in a packet"));
    if (door->seen[member])
        return bad(door, st->name, _("it is in the zip twice"));
    door->seen[member] = true;
    if (st->encryption_method != ZIP_EM_NONE)
        return bad(door, st->name, _("it is encrypted"));
    if (st->comp_method != ZIP_CM_STORE && st->comp_method != ZIP_CM_DEFLATE)
        return bad(door, st->name, _("it is compressed in an unknown way"));
    if (zip_file_get_external_attributes(door->zip, at, 0, &system, &attributes) != 0)
        return bad(door, st->name, _("an entry cannot be read"));
    if (system == ZIP_OPSYS_UNIX && (attributes >> 16 & S_IFMT) && !S_ISREG(attributes >> 16))
        return bad(door, st->name, _("it is not a plain file"));
    if (st->size > BB_PACKET_UNPACKED_MAX_BYTES)
        return bad(door, st->name, _("it is too large"));
    if (st->size / BB_PACKET_RATIO_MAX > st->comp_size)
        return bad(door, st->name, _("it would unpack to more than a hundred times its size"));
    return NULL;
}

static const struct bb_err *copy_out(struct door *door, zip_file_t *in, const zip_stat_t *st,
                                     FILE *out)
{
    static char chunk[CHUNK_BYTES];
    zip_uint64_t got = 0;
    zip_int64_t step;
    while ((step = zip_fread(in, chunk, sizeof chunk)) > 0) {
        got += (zip_uint64_t)step;
        door->bytes += (zip_uint64_t)step;
        if (got > st->size || door->bytes > BB_PACKET_UNPACKED_MAX_BYTES)
            return bad(door, st->name, _("it is too large"));
        if (fwrite(chunk, 1, (size_t)step, out) != (size_t)step)
            return bb_err(BB_ERR_FILE_WRITE, door->folder, strerror(errno), NULL);
    }
    if (step < 0 || got != st->size)
        return bad(door, st->name, _("it is damaged"));
    return NULL;
}

static const struct bb_err *unpack(struct door *door, zip_uint64_t at, const zip_stat_t *st)
{
    zip_file_t *in = zip_fopen_index(door->zip, at, 0);
    if (!in)
        return bad(door, st->name, _("it is damaged"));
    char *path = bb_path_join(door->folder, st->name);
    FILE *out = fopen(path, "wxe");
    const struct bb_err *err = NULL;
    if (out)
        err = copy_out(door, in, st, out);
    if (!out || (fclose(out) != 0 && !err))
        err = bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    if (zip_fclose(in) != 0 && !err) /* the CRC is checked here */
        err = bad(door, st->name, _("it is damaged"));
    free(path);
    return err;
}

static void remove_all(const struct door *door)
{
    for (int member = 0; member < BB_MEMBER__COUNT; member++) {
        char *path = bb_path_join(door->folder, bb_member_file((enum bb_member)member));
        if (door->seen[member])
            unlink(path);
        free(path);
    }
}

static const struct bb_err *read_zip(const char *path, const char *folder)
{
    struct stat file;
    struct door door = {.path = path, .folder = folder};
    zip_stat_t entries[BB_PACKET_MEMBERS_MAX];
    const struct bb_err *err = NULL;
    int fault;
    if (stat(path, &file) != 0)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    if (!S_ISREG(file.st_mode) || file.st_size > BB_PACKET_UNPACKED_MAX_BYTES)
        return bad(&door, "zip", _("it is too large or not a file"));
    door.zip = zip_open(path, ZIP_RDONLY | ZIP_CHECKCONS, &fault);
    if (!door.zip)
        return bad(&door, "zip", _("it is not a sound zip file"));
    zip_int64_t count = zip_get_num_entries(door.zip, 0);
    if (count < 1 || count > BB_PACKET_MEMBERS_MAX)
        err = bad(&door, "zip", _("it holds too many files, or none"));
    for (zip_int64_t i = 0; i < count && !err; i++)
        err = check_entry(&door, (zip_uint64_t)i, &entries[i]);
    bool unpacking = !err;
    for (zip_int64_t i = 0; i < count && !err; i++)
        err = unpack(&door, (zip_uint64_t)i, &entries[i]);
    if (err && unpacking)
        remove_all(&door);
    zip_discard(door.zip);
    return err;
}

int main(int argc, char **argv)
{
    const struct bb_err *err;
    bb_helper_begin();
    if (argc >= 5 && strcmp(argv[1], "write") == 0)
        err = write_zip(argv[2], argv[3], argv + 4);
    else if (argc == 4 && strcmp(argv[1], "read") == 0)
        err = read_zip(argv[2], argv[3]);
    else
        err = bb_err(BB_ERR_USAGE, "bangban-zip write OUT.zip FOLDER MEMBER… | read IN.zip FOLDER",
                     "export", NULL);
    return bb_helper_end(err);
}
