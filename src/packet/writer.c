/* The packet as a sink. Chooses nothing: which events and records go in is the caller's business.
 */
#include "bangban/packet/writer.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/csv.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/event.h"
#include "bangban/packet/helper.h"
#include "bangban/packet/sign.h"
#include "folder.h"
#include "manifest.h"

#define ZIP_NAME "packet.zip" /* inside the private folder; then renamed */

struct bb_packet {
    struct bb_packet_head head; /* texts are owned */
    char *out_dir;
    struct folder folder;
    struct part parts[BB_MEMBER__COUNT];
    struct part_file journal, table;
    enum bb_member table_member; /* BB_MEMBER__COUNT: none is open */
    char *last_id;               /* of the table's row before */
    char last_hash[BB_HASH_BYTES];
    int64_t last_at;
    size_t events;
    struct bb_buf text; /* a row, a file: kept for its memory */
};

static const struct bb_err *refuse(const char *what, const char *why)
{
    return bb_err(BB_ERR_PACKET_WRITE, what, why, NULL);
}

static void copy_head(struct bb_packet_head *to, const struct bb_packet_head *from)
{
    *to = (struct bb_packet_head){
        .window = bb_strdup(from->window),
        .replica = bb_strdup(from->replica),
        .base = bb_strdup(from->base),
        .head = bb_strdup(from->head),
        .seen = bb_strdup(from->seen),
        .reference = from->reference,
        .made_at = from->made_at,
        .program = bb_strdup(from->program),
        .rules = bb_strdup(from->rules),
    };
}

const struct bb_err *bb_packet_begin(struct bb_packet **out, const char *out_dir,
                                     const struct bb_packet_head *head)
{
    *out = NULL;
    const char *fault = manifest_fault(head);
    if (fault)
        return refuse(head->window ? head->window : "", fault);
    struct bb_packet *packet = bb_alloc(sizeof *packet);
    copy_head(&packet->head, head);
    packet->out_dir = bb_strdup(out_dir);
    packet->table_member = BB_MEMBER__COUNT;
    memcpy(packet->last_hash, head->base, BB_HASH_BYTES);
    const struct bb_err *err = folder_make(&packet->folder, out_dir);
    if (!err)
        err = part_begin(&packet->journal, packet->folder.path, BB_MEMBER_JOURNAL);
    if (err)
        bb_packet_drop(packet);
    else
        *out = packet;
    return err;
}

const struct bb_err *bb_packet_event(struct bb_packet *packet, const char *line, size_t len_bytes)
{
    struct bb_event event;
    BB_TRY(bb_event_parse(&event, line, len_bytes));
    bool links = strcmp(event.prev, packet->last_hash) == 0;
    bool ours = strcmp(event.replica, packet->head.replica) == 0;
    packet->last_at = event.at;
    bb_event_done(&event);
    if (!links || !ours || memchr(line, '\n', len_bytes) || len_bytes > BB_PACKET_LINE_MAX_BYTES)
        return refuse("journal.jsonl",
                      !links  ? _("an event does not link to the one before; run: bangban check")
                      : !ours ? _("an event is of another installation; run: bangban check")
                              : _("an event is too long or not one line; run: bangban check"));
    bb_event_hash(packet->last_hash, packet->last_hash, line, len_bytes);
    packet->events++;
    BB_TRY(part_add(&packet->journal, line, len_bytes));
    return part_add(&packet->journal, "\n", 1);
}

static const struct bb_err *close_table(struct bb_packet *packet)
{
    if (packet->table_member == BB_MEMBER__COUNT)
        return NULL;
    enum bb_member member = packet->table_member;
    packet->table_member = BB_MEMBER__COUNT;
    bb_strset(&packet->last_id, NULL);
    return part_end(&packet->table, &packet->parts[member]);
}

static const struct bb_err *open_table(struct bb_packet *packet, enum bb_member member)
{
    BB_TRY(close_table(packet));
    BB_TRY(part_begin(&packet->table, packet->folder.path, member));
    packet->table_member = member;
    return NULL;
}

static const struct bb_err *add_row(struct bb_packet *packet)
{
    bb_csv_end(&packet->text);
    const struct bb_err *err = part_add(&packet->table, packet->text.data, packet->text.len);
    bb_buf_clear(&packet->text);
    return err;
}

const struct bb_err *bb_packet_table(struct bb_packet *packet, const struct bb_record *record)
{
    int member = 0;
    while (member < BB_MEMBER__COUNT && bb_member_record((enum bb_member)member) != record)
        member++;
    BB_TRY(open_table(packet, (enum bb_member)member));
    for (size_t i = 0; i < record->count; i++)
        if (record->fields[i].flags & BB_FIELD_EXPORT)
            bb_csv_put(&packet->text, record->fields[i].name);
    return add_row(packet);
}

const struct bb_err *bb_packet_row(struct bb_packet *packet, const void *row)
{
    const struct bb_record *record = bb_member_record(packet->table_member);
    const struct bb_err *err = NULL;
    struct bb_buf value = {0};
    size_t bad;
    for (size_t i = 0; i < record->count && !err; i++) {
        const struct bb_field *field = &record->fields[i];
        if (!(field->flags & BB_FIELD_EXPORT))
            continue;
        bb_buf_clear(&value);
        bb_field_format(field, row, &value);
        const char *text = bb_buf_text(&value);
        if (!bb_text_is_utf8(text, value.len, &bad))
            err = bb_err(BB_ERR_BAD_UTF8, field->name, "0", NULL);
        if (!err && strcmp(field->name, "id") == 0) {
            if (!*text || (packet->last_id && strcmp(text, packet->last_id) <= 0))
                err = refuse(record->name,
                             _("its rows do not come in the order of their ids; this is a fault "
                               "of the program, report it"));
            bb_strset(&packet->last_id, text);
        }
        bb_csv_put(&packet->text, text);
    }
    bb_buf_done(&value);
    return err ? err : add_row(packet);
}

/* What the codes in the tables mean: every list in full, so that the file is the same in every
 * packet of a version. */
static const struct bb_err *write_codes(struct bb_packet *packet)
{
    BB_TRY(open_table(packet, BB_MEMBER_CODES));
    bb_csv_put(&packet->text, "list");
    bb_csv_put(&packet->text, "code");
    bb_csv_put(&packet->text, "label");
    BB_TRY(add_row(packet));
    for (int list = BB_CODES_NONE + 1; list < BB_CODES__COUNT; list++)
        for (int code = 1; code <= bb_code_count((enum bb_code_list)list); code++) {
            bb_csv_put(&packet->text, bb_code_list_name((enum bb_code_list)list));
            bb_csv_put(&packet->text, bb_code_id((enum bb_code_list)list, code));
            bb_csv_put(&packet->text, bb_code_source_label((enum bb_code_list)list, code));
            BB_TRY(add_row(packet));
        }
    return close_table(packet);
}

/* Writes packet->text as a member. */
static const struct bb_err *write_text(struct bb_packet *packet, enum bb_member member)
{
    BB_TRY(open_table(packet, member));
    BB_TRY(part_add(&packet->table, packet->text.data, packet->text.len));
    return close_table(packet);
}

static const struct bb_err *check_whole(const struct bb_packet *packet)
{
    int64_t bytes = 0;
    if (strcmp(packet->last_hash, packet->head.head) != 0 ||
        (packet->events && packet->last_at != packet->head.made_at))
        return refuse("journal.jsonl", _("its events do not end at the head; run: bangban check"));
    for (int member = 0; member < BB_MEMBER__COUNT; member++)
        bytes += packet->parts[member].bytes;
    if (bytes > BB_PACKET_UNPACKED_MAX_BYTES)
        return refuse(packet->head.window,
                      _("it would be larger than a hub accepts (512 MiB); fetch the "
                        "missing receipts first"));
    return NULL;
}

/* Everything but the zip. name receives <window>-<16 digits>. */
static const struct bb_err *write_members(struct bb_packet *packet, const char *key,
                                          struct bb_buf *name)
{
    char hash[BB_DIGEST_HEX_BYTES];
    BB_TRY(close_table(packet));
    BB_TRY(part_end(&packet->journal, &packet->parts[BB_MEMBER_JOURNAL]));
    BB_TRY(write_codes(packet));
    BB_TRY(check_whole(packet));
    package_format(&packet->text, &packet->head, packet->parts);
    BB_TRY(write_text(packet, BB_MEMBER_PACKAGE));
    bb_buf_clear(&packet->text);
    manifest_format(&packet->text, &packet->head, packet->parts);
    BB_TRY(write_text(packet, BB_MEMBER_MANIFEST));
    bb_sm3_hex(hash, packet->text.data, packet->text.len);
    bb_buf_printf(name, "%s-%.16s.zip", packet->head.window, hash);
    struct bb_buf der = {0};
    const struct bb_err *err = bb_sign(&der, key, packet->text.data, packet->text.len);
    bb_buf_clear(&packet->text);
    bb_buf_add(&packet->text, der.data, der.len);
    bb_buf_done(&der);
    return err ? err : write_text(packet, BB_MEMBER_SIGNATURE);
}

static const struct bb_err *zip(struct bb_packet *packet, const char *path)
{
    const char *args[BB_MEMBER__COUNT + 4];
    size_t count = 0;
    char *part = bb_path_join(packet->folder.path, ZIP_NAME);
    args[count++] = "write";
    args[count++] = part;
    args[count++] = packet->folder.path;
    for (int member = 0; member < BB_MEMBER__COUNT; member++)
        if (packet->parts[member].present)
            args[count++] = bb_member_file((enum bb_member)member);
    args[count] = NULL;
    const struct bb_err *err = bb_helper_run("zip", args);
    if (!err)
        err = bb_file_settle(part, path);
    free(part);
    return err;
}

const struct bb_err *bb_packet_end(struct bb_packet *packet, const char *private_key_path,
                                   char **out_path)
{
    struct bb_buf name = {0};
    *out_path = NULL;
    const struct bb_err *err = write_members(packet, private_key_path, &name);
    if (!err) {
        char *path = bb_path_join(packet->out_dir, name.data);
        err = zip(packet, path);
        if (err)
            free(path);
        else
            *out_path = path;
    }
    bb_buf_done(&name);
    bb_packet_drop(packet);
    return err;
}

void bb_packet_drop(struct bb_packet *packet)
{
    if (!packet)
        return;
    part_drop(&packet->journal);
    part_drop(&packet->table);
    folder_remove(&packet->folder);
    /* the head's texts were copied by copy_head(); its members are const for the caller's sake */
    const char *const owned[] = {packet->head.window, packet->head.replica, packet->head.base,
                                 packet->head.head,   packet->head.seen,    packet->head.program,
                                 packet->head.rules};
    for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
        free((void *)(size_t)owned[i]);
    free(packet->out_dir);
    free(packet->last_id);
    bb_buf_done(&packet->text);
    free(packet);
}
