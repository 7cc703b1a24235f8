/* The checks of a packet in the order of the hub's door. Changes nothing and believes nothing that
 * it has not digested. */
#include "bangban/packet/verify.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bangban/base/csv.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/helper.h"
#include "bangban/packet/sign.h"
#include "folder.h"
#include "manifest.h"

struct check {
    const char *shown;  /* what errors call the packet: the last part of its path */
    const char *folder; /* the members */
    struct bb_packet_info *info;
    struct part parts[BB_MEMBER__COUNT];
    bb_packet_key *key; /* asked for keys; NULL: one is given, or none */
    void *key_ctx;
    struct bb_buf *hashes; /* of the events, one after the other; NULL: not kept */
};

static const struct bb_err *bad(const struct check *check, const char *member, const char *why)
{
    return bb_err(BB_ERR_PACKET, check->shown, member, why, NULL);
}

static const struct bb_err *bad_at(const struct check *check, const char *member, size_t line,
                                   const char *why)
{
    struct bb_buf place = {0};
    bb_buf_printf(&place, _("%s line %zu"), member, line);
    const struct bb_err *err = bad(check, place.data, why);
    bb_buf_done(&place);
    return err;
}

/* ---- members ---- */

static const struct bb_err *take_member(struct check *check, const char *name)
{
    struct stat st;
    enum bb_member member = bb_member_find(name);
    if (member == BB_MEMBER__COUNT)
        return bad(check, name, _("this file does not belong in a packet"));
    char *path = bb_path_join(check->folder, name);
    bool regular = lstat(path, &st) == 0 && S_ISREG(st.st_mode);
    free(path);
    if (!regular)
        return bad(check, name, _("it is not a plain file"));
    check->parts[member].present = true;
    check->info->members++;
    return NULL;
}

static const struct bb_err *check_members(struct check *check)
{
    static const enum bb_member needed[] = {BB_MEMBER_MANIFEST, BB_MEMBER_SIGNATURE,
                                            BB_MEMBER_JOURNAL, BB_MEMBER_CODES, BB_MEMBER_PACKAGE};
    const struct bb_err *err = NULL;
    struct dirent *entry;
    DIR *dir = opendir(check->folder);
    if (!dir)
        return bb_err(BB_ERR_FILE_OPEN, check->folder, strerror(errno), NULL);
    while (!err && (entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            err = take_member(check, entry->d_name);
    closedir(dir);
    for (size_t i = 0; i < sizeof needed / sizeof *needed && !err; i++)
        if (!check->parts[needed[i]].present)
            err = bad(check, bb_member_file(needed[i]), _("it is missing"));
    return err;
}

static const struct bb_err *read_small(const struct check *check, struct bb_buf *out,
                                       enum bb_member member)
{
    struct stat st;
    char *path = bb_path_join(check->folder, bb_member_file(member));
    bool large = stat(path, &st) == 0 && st.st_size > BB_PACKET_SMALL_MAX_BYTES;
    const struct bb_err *err = large ? bad(check, bb_member_file(member), _("it is too large"))
                                     : bb_file_read(out, path, BB_PACKET_SMALL_MAX_BYTES);
    free(path);
    return err;
}

/* ---- signature, manifest, digests ---- */

static const struct bb_err *check_signature(const struct check *check,
                                            const struct bb_buf *manifest, const char *public_pem)
{
    struct bb_buf der = {0};
    const struct bb_err *err = read_small(check, &der, BB_MEMBER_SIGNATURE);
    if (!err && public_pem)
        err = bb_sign_check(public_pem, manifest->data, manifest->len, der.data, der.len);
    check->info->signature_checked = !err && public_pem;
    bb_buf_done(&der);
    return err;
}

/* Any of the window's keys. The window is read from what is not believed yet: it only chooses. */
static const struct bb_err *check_keys(const struct check *check, const struct bb_buf *manifest)
{
    char window[64] = "";
    sscanf(bb_buf_text(manifest), BB_PACKET_FORMAT "\nwindow: %63[A-Za-z0-9-]", window);
    const struct bb_err *err =
        bb_err(BB_ERR_SIGNATURE, _("no valid key of this window is registered"), NULL);
    const char *pem;
    for (size_t n = 0; err && (pem = check->key(check->key_ctx, window, n)); n++)
        err = check_signature(check, manifest, pem);
    return err;
}

/* A name of the packet's form must tell the truth: it is how packets are compared and archived. */
static const struct bb_err *check_name(const struct check *check)
{
    size_t len = strlen(check->shown), window_len = strlen(check->info->window);
    if (len < 22 || strcmp(check->shown + len - 4, ".zip") != 0 || check->shown[len - 21] != '-' ||
        strspn(check->shown + len - 20, "0123456789abcdef") != 16)
        return NULL;
    if (len - 21 != window_len || strncmp(check->shown, check->info->window, window_len) != 0 ||
        strncmp(check->shown + len - 20, check->info->manifest, 16) != 0)
        return bad(check, "manifest.sm3", _("the packet's name is that of another packet"));
    return NULL;
}

static const struct bb_err *check_digests(struct check *check, const struct part *listed)
{
    for (int i = 0; i < BB_MEMBER_MANIFEST; i++) {
        enum bb_member member = (enum bb_member)i;
        const char *name = bb_member_file(member);
        if (!check->parts[i].present && !listed[i].present)
            continue;
        if (!check->parts[i].present)
            return bad(check, name, _("it is missing"));
        if (!listed[i].present)
            return bad(check, name, _("the manifest does not know it"));
        BB_TRY(part_read(&check->parts[i], check->folder, member));
        if (strcmp(check->parts[i].sm3, listed[i].sm3) != 0)
            return bad(check, name, _("it was changed"));
    }
    return NULL;
}

static const struct bb_err *check_manifest(struct check *check, const char *public_pem)
{
    struct part listed[BB_MEMBER__COUNT] = {0};
    struct bb_buf text = {0};
    const struct bb_err *err = read_small(check, &text, BB_MEMBER_MANIFEST);
    if (!err)
        err = check->key ? check_keys(check, &text) : check_signature(check, &text, public_pem);
    const char *fault =
        err ? NULL : manifest_parse(check->info, listed, bb_buf_text(&text), text.len);
    if (!err && fault)
        err = bad(check, "manifest.sm3", fault);
    if (!err) {
        bb_sm3_hex(check->info->manifest, text.data, text.len);
        err = check_name(check);
    }
    bb_buf_done(&text);
    return err ? err : check_digests(check, listed);
}

/* ---- journal ---- */

/* One line without its LF. 1: read, 0: end of file, -1: too long or without LF. */
static int read_line(FILE *file, struct bb_buf *line)
{
    int c;
    bb_buf_clear(line);
    while ((c = getc_unlocked(file)) != EOF && c != '\n' && line->len < BB_PACKET_LINE_MAX_BYTES)
        bb_buf_char(line, (char)c);
    return c == '\n' ? 1 : c == EOF && line->len == 0 ? 0 : -1;
}

static const struct bb_err *check_event(const struct check *check, const struct bb_buf *line,
                                        size_t number, char hash[BB_HASH_BYTES], int64_t *out_at)
{
    struct bb_event event;
    const struct bb_err *err = bb_event_parse(&event, bb_buf_text(line), line->len);
    if (err)
        return bad_at(check, "journal.jsonl", number, _("it is not an event"));
    if (strcmp(event.prev, hash) != 0)
        err = bad_at(check, "journal.jsonl", number, _("it does not follow the line before"));
    else if (strcmp(event.replica, check->info->replica) != 0)
        err = bad_at(check, "journal.jsonl", number, _("it is of another installation"));
    *out_at = event.at;
    bb_event_done(&event);
    bb_event_hash(hash, hash, line->data, line->len);
    if (check->hashes)
        bb_buf_add(check->hashes, hash, BB_HASH_BYTES);
    return err;
}

static const struct bb_err *check_journal(const struct check *check)
{
    struct bb_packet_info *info = check->info;
    struct bb_buf line = {0};
    char hash[BB_HASH_BYTES];
    char *path = bb_path_join(check->folder, "journal.jsonl");
    FILE *file = fopen(path, "re");
    const struct bb_err *err = file ? NULL : bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    int64_t at = info->made_at;
    int got = 0;
    memcpy(hash, info->base, sizeof hash);
    while (!err && (got = read_line(file, &line)) > 0)
        err = check_event(check, &line, ++info->events, hash, &at);
    if (!err && got < 0)
        err = bad_at(check, "journal.jsonl", info->events + 1, _("it is too long or cut off"));
    if (!err && (strcmp(hash, info->head) != 0 || at != info->made_at))
        err = bad_at(check, "journal.jsonl", info->events, _("the last line is not the head"));
    if (file)
        fclose(file);
    free(path);
    bb_buf_done(&line);
    return err;
}

static const struct bb_err *check_package(const struct check *check)
{
    struct bb_buf text = {0};
    BB_TRY(read_small(check, &text, BB_MEMBER_PACKAGE));
    const char *fault = package_fault(bb_buf_text(&text), text.len, check->parts);
    bb_buf_done(&text);
    return fault ? bad(check, "datapackage.json", fault) : NULL;
}

/* ---- tables ---- */

struct table {
    const struct check *check;
    enum bb_member member;
    bool has_header;
    void *row;      /* a scratch record */
    char *last_key; /* id, or list and code */
    struct bb_buf text;
};

/* The n-th column; NULL past the last. codes.csv has no record: its columns have only names. */
static const char *column(enum bb_member member, size_t n, const struct bb_field **out)
{
    static const char *const code_columns[] = {"list", "code", "label"};
    const struct bb_record *record = bb_member_record(member);
    *out = NULL;
    if (!record)
        return n < 3 ? code_columns[n] : NULL;
    for (size_t i = 0; i < record->count; i++)
        if ((record->fields[i].flags & BB_FIELD_EXPORT) && n-- == 0) {
            *out = &record->fields[i];
            return record->fields[i].name;
        }
    return NULL;
}

/* A value must be the one spelling that the writer uses. */
static bool is_exact(struct table *table, const struct bb_field *field, const char *value)
{
    if (!field)
        return true;
    bb_buf_clear(&table->text);
    if (bb_field_parse(field, table->row, value))
        return false;
    bb_field_format(field, table->row, &table->text);
    return strcmp(bb_buf_text(&table->text), value) == 0;
}

static const struct bb_err *check_row(void *ctx, long line, size_t count, char *const *fields)
{
    struct table *table = ctx;
    const char *name = bb_member_file(table->member), *title;
    const struct bb_field *field;
    size_t n = 0;
    for (; (title = column(table->member, n, &field)); n++) {
        if (n >= count)
            return bad_at(table->check, name, (size_t)line, _("a column is missing"));
        if (!table->has_header && strcmp(title, fields[n]) != 0)
            return bad_at(table->check, name, (size_t)line,
                          _("the header is not the one of this table"));
        if (table->has_header && !is_exact(table, field, fields[n]))
            return bad_at(table->check, name, (size_t)line, title);
    }
    if (n != count)
        return bad_at(table->check, name, (size_t)line, _("a column too many"));
    if (!table->has_header) {
        table->has_header = true;
        return NULL;
    }
    if (bb_member_record(table->member)) {
        if (!*fields[0] || (table->last_key && strcmp(fields[0], table->last_key) <= 0))
            return bad_at(table->check, name, (size_t)line,
                          _("the rows are not in the order of their ids"));
        bb_strset(&table->last_key, fields[0]);
        table->check->info->rows++;
    }
    return NULL;
}

static const struct bb_err *check_table(const struct check *check, enum bb_member member)
{
    const struct bb_record *record = bb_member_record(member);
    struct table table = {
        .check = check, .member = member, .row = bb_alloc(record ? record->bytes : 1)};
    char *path = bb_path_join(check->folder, bb_member_file(member));
    FILE *file = fopen(path, "re");
    const struct bb_err *err = file ? NULL : bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    int first = file ? getc(file) : EOF;
    if (!err && first == 0xEF)
        err = bad_at(check, bb_member_file(member), 1, _("a byte order mark"));
    if (!err) {
        ungetc(first, file);
        err = bb_csv_read(file, bb_member_file(member), ',', check_row, &table);
        if (err && err->code == BB_ERR_BAD_LINE)
            err = bad(check, bb_member_file(member), err->text);
    }
    if (!err && !table.has_header)
        err = bad(check, bb_member_file(member), _("it is empty"));
    if (file)
        fclose(file);
    if (record)
        bb_record_done(record, table.row);
    free(table.row);
    free(table.last_key);
    free(path);
    bb_buf_done(&table.text);
    return err;
}

/* ---- the whole ---- */

static const struct bb_err *check_folder(struct check *check, const char *public_pem)
{
    BB_TRY(check_members(check));
    BB_TRY(check_manifest(check, public_pem));
    BB_TRY(check_journal(check));
    if (check->hashes) /* the hub's door: the journal is what counts */
        return NULL;
    BB_TRY(check_package(check));
    for (int member = BB_MEMBER_JOURNAL + 1; member < BB_MEMBER_PACKAGE; member++)
        if (check->parts[member].present)
            BB_TRY(check_table(check, (enum bb_member)member));
    return NULL;
}

static const struct bb_err *unpack(struct folder *out, const char *path)
{
    const char *parent = getenv("TMPDIR");
    BB_TRY(folder_make(out, parent && *parent ? parent : "/tmp"));
    const char *args[] = {"read", path, out->path, NULL};
    return bb_helper_run("zip", args);
}

static const struct bb_err *check_zip(struct check *check, const char *path, const char *public_pem)
{
    struct folder folder = {0};
    const struct bb_err *err = unpack(&folder, path);
    check->folder = folder.path;
    if (!err)
        err = check_folder(check, public_pem);
    folder_remove(&folder);
    return err;
}

const struct bb_err *bb_packet_verify(struct bb_packet_info *out, const char *path,
                                      const char *public_pem)
{
    struct stat st;
    size_t len = strlen(path);
    *out = (struct bb_packet_info){0};
    if (stat(path, &st) != 0)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    while (len > 1 && path[len - 1] == '/')
        len--;
    char *copy = bb_strndup(path, len);
    const char *slash = strrchr(copy, '/');
    struct check check = {
        .shown = slash && slash[1] ? slash + 1 : copy, .folder = copy, .info = out};
    const struct bb_err *err = S_ISDIR(st.st_mode) ? check_folder(&check, public_pem)
                                                   : check_zip(&check, copy, public_pem);
    free(copy);
    if (err)
        bb_packet_info_done(out);
    return err;
}

void bb_packet_info_done(struct bb_packet_info *info)
{
    free(info->window);
    free(info->replica);
    free(info->program);
    free(info->rules);
    *info = (struct bb_packet_info){0};
}

/* ---- the hub's side ---- */

struct bb_packet_in {
    struct bb_packet_info info;
    struct folder folder;
    struct bb_buf hashes;
};

const struct bb_err *bb_packet_open(struct bb_packet_in **out, const char *path, const char *name,
                                    bb_packet_key *key, void *ctx)
{
    struct bb_packet_in *packet = bb_alloc(sizeof *packet);
    const char *slash = strrchr(path, '/');
    const struct bb_err *err = unpack(&packet->folder, path);
    struct check check = {.shown = name    ? name
                                   : slash ? slash + 1
                                           : path,
                          .folder = packet->folder.path,
                          .info = &packet->info,
                          .key = key,
                          .key_ctx = ctx,
                          .hashes = &packet->hashes};
    if (!err)
        err = check_folder(&check, NULL);
    if (err)
        bb_packet_close(packet);
    *out = err ? NULL : packet;
    return err;
}

const struct bb_packet_info *bb_packet_in_info(const struct bb_packet_in *packet)
{
    return &packet->info;
}

const struct bb_err *
bb_packet_in_events(struct bb_packet_in *packet,
                    const struct bb_err *(*item)(void *ctx, struct bb_event *event), void *ctx)
{
    struct bb_buf line = {0};
    char *path = bb_path_join(packet->folder.path, "journal.jsonl");
    FILE *file = fopen(path, "re");
    const struct bb_err *err = file ? NULL : bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    struct bb_event event;
    for (size_t i = 0; !err && i < packet->info.events && read_line(file, &line) > 0; i++) {
        err = bb_event_parse(&event, line.data, line.len);
        if (err)
            break;
        memcpy(event.hash, packet->hashes.data + i * BB_HASH_BYTES, BB_HASH_BYTES);
        err = item(ctx, &event);
        bb_event_done(&event);
    }
    if (file)
        fclose(file);
    free(path);
    bb_buf_done(&line);
    /* cppcheck-suppress returnDanglingLifetime */
    return err; /* the sink's, never the event */
}

void bb_packet_close(struct bb_packet_in *packet)
{
    if (!packet)
        return;
    bb_packet_info_done(&packet->info);
    folder_remove(&packet->folder);
    bb_buf_done(&packet->hashes);
    free(packet);
}
