/* See small.h. */
#include "small.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/core/event.h"
#include "bangban/core/issue.h"
#include "bangban/core/session.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/member.h"
#include "bangban/packet/sign.h"
#include "suite.h"

static void make_line(struct small *small, int number, enum bb_event_kind kind, const char *body)
{
    struct bb_event event = {.seq = number + 1, .lamport = number + 1, .kind = kind};
    event.at = SMALL_MADE_AT - 60 * (SMALL_EVENTS - 1 - number);
    snprintf(event.id, sizeof event.id, "019ab000-0000-7000-8000-00000000000%d", number);
    snprintf(event.replica, sizeof event.replica, "%s", SMALL_REPLICA);
    memcpy(event.prev, small->head, sizeof event.prev);
    event.by = bb_strdup("P001");
    event.subject = bb_strdup("019ab000-0000-7000-8000-0000000000a1");
    event.causes = bb_strdup("[]");
    event.body = bb_strdup(body);
    bb_event_format(&event);
    small->lines[number] = bb_strdup(event.line);
    bb_event_hash(small->head, small->head, event.line, strlen(event.line));
    bb_event_done(&event);
}

void small_init(struct small *small)
{
    *small = (struct small){.dir = fixture_dir()};
    struct bb_buf pem = {0};
    char *public_path = bb_path_join(small->dir, "window.pem");
    small->out = bb_path_join(small->dir, "outbox");
    small->key = bb_path_join(small->dir, "window.key");
    ck_ok(bb_file_mkdir(small->out));
    ck_ok(bb_sign_make(small->key, public_path));
    ck_ok(bb_file_read(&pem, public_path, 4096));
    small->pem = bb_buf_take(&pem);
    free(public_path);
    memcpy(small->head, bb_hash_zero, sizeof small->head);
    make_line(small, 0, BB_EVENT_SESSION_ADD,
              "{\"no\":\"C1W03-261123-001\",\"note\":\"他说“快一点”\"}");
    make_line(small, 1, BB_EVENT_SESSION_EDIT, "{\"outcome\":\"solved\"}");
    make_line(small, 2, BB_EVENT_ISSUE_ADD, "{\"description\":\"排队久\"}");
}

void small_done(struct small *small)
{
    for (int i = 0; i < SMALL_EVENTS; i++)
        free(small->lines[i]);
    free(small->out), free(small->key), free(small->pem);
    fixture_dir_done(small->dir);
}

struct bb_packet_head small_head(const struct small *small)
{
    return (struct bb_packet_head){
        .window = "C1W03",
        .replica = SMALL_REPLICA,
        .base = bb_hash_zero,
        .head = small->head,
        .seen = bb_hash_zero,
        .reference = 7,
        .made_at = SMALL_MADE_AT,
        .program = "bangban 0.1.0",
        .rules = "金政务办〔2022〕2号",
    };
}

void *row_make(const struct bb_record *record, ...)
{
    void *row = bb_alloc(record->bytes);
    const char *name;
    va_list list;
    va_start(list, record);
    while ((name = va_arg(list, const char *))) {
        const struct bb_field *field = bb_record_field(record, name);
        ck_assert_ptr_nonnull(field);
        ck_ok(bb_field_parse(field, row, va_arg(list, const char *)));
    }
    va_end(list);
    return row;
}

void row_done(const struct bb_record *record, void *row)
{
    bb_record_done(record, row);
    free(row);
}

static void put_row(struct bb_packet *packet, const struct bb_record *record, void *row)
{
    ck_ok(bb_packet_row(packet, row));
    row_done(record, row);
}

struct bb_packet *small_fill(const struct small *small, const char *out_dir)
{
    struct bb_packet *packet;
    struct bb_packet_head head = small_head(small);
    const struct bb_record *referral = bb_member_record(BB_MEMBER_REFERRALS);
    ck_ok(bb_packet_begin(&packet, out_dir, &head));
    ck_ok(bb_packet_event(packet, small->lines[0], strlen(small->lines[0])));
    ck_ok(bb_packet_table(packet, &bb_session_record));
    put_row(packet, &bb_session_record,
            row_make(&bb_session_record, "id", "019ab000-0000-7000-8000-0000000000a1", "no",
                     "C1W03-261123-001", "kind", "staff", "happened_at", "2026-11-23 09:30", "note",
                     "=1+1, \"好\"\n第二行", "quantity", "2", NULL));
    put_row(packet, &bb_session_record,
            row_make(&bb_session_record, "id", "019ab000-0000-7000-8000-0000000000a2", "late", "1",
                     NULL));
    ck_ok(bb_packet_table(packet, &bb_issue_record));
    put_row(packet, &bb_issue_record,
            row_make(&bb_issue_record, "id", "019ab000-0000-7000-8000-0000000000b1", "due_day",
                     "2026-12-07", "description", "排队久", NULL));
    for (int i = 1; i < SMALL_EVENTS; i++) /* events and tables may come mixed */
        ck_ok(bb_packet_event(packet, small->lines[i], strlen(small->lines[i])));
    ck_ok(bb_packet_table(packet, referral));
    put_row(packet, referral,
            row_make(referral, "id", "019ab000-0000-7000-8000-0000000000c1", "scope", "litigation",
                     NULL));
    for (int member = BB_MEMBER_VISITS; member <= BB_MEMBER_VPLANS; member++) {
        const struct bb_record *record = bb_member_record((enum bb_member)member);
        ck_ok(bb_packet_table(packet, record));
        put_row(
            packet, record,
            row_make(record, "id", "019ab000-0000-7000-8000-0000000000d1", "person", "L001", NULL));
    }
    for (int member = BB_MEMBER_RATINGS; member <= BB_MEMBER_CALLS; member++) {
        const struct bb_record *record = bb_member_record((enum bb_member)member);
        ck_ok(bb_packet_table(packet, record));
        put_row(packet, record,
                row_make(record, "id", "019ab000-0000-7000-8000-0000000000e1", "recorded_by",
                         "S001", NULL));
    }
    return packet;
}

char *small_write(const struct small *small, const char *out_dir)
{
    char *path;
    ck_ok(bb_packet_end(small_fill(small, out_dir), small->key, &path));
    return path;
}

char *small_unzip(const struct small *small, const char *zip, const char *name)
{
    char command[1024];
    char *folder = bb_path_join(small->dir, name);
    snprintf(command, sizeof command, "unzip -q '%s' -d '%s'", zip, folder);
    ck_assert_msg(system(command) == 0, "%s", command);
    return folder;
}

struct bb_buf file_text(const char *dir, const char *name)
{
    struct bb_buf text = {0};
    char *path = bb_path_join(dir, name);
    ck_ok(bb_file_read(&text, path, 1 << 24));
    free(path);
    return text;
}

void file_put(const char *dir, const char *name, const void *bytes, size_t len)
{
    char *path = bb_path_join(dir, name);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, len, file), len);
    fclose(file);
    free(path);
}

size_t dir_count(const char *dir)
{
    size_t count = 0;
    DIR *stream = opendir(dir);
    struct dirent *entry;
    ck_assert_ptr_nonnull(stream);
    while ((entry = readdir(stream)))
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(stream);
    return count;
}

static void reseal_package(const char *folder)
{
    struct bb_buf old = file_text(folder, "datapackage.json"), new = {0};
    for (char *line = old.data, *next; line && *line; line = next) {
        next = strchr(line, '\n') + 1;
        char *path = strstr(line, "\"path\":\""), *bytes = strstr(line, "\"bytes\":"),
             *hash = strstr(line, "sha256:");
        if (!path || path > next) {
            bb_buf_add(&new, line, (size_t)(next - line));
            continue;
        }
        char hex[BB_DIGEST_HEX_BYTES], *name = bb_strndup(path + 8, strcspn(path + 8, "\""));
        struct bb_buf text = file_text(folder, name);
        struct bb_digest digest;
        bb_digest_begin(&digest, BB_DIGEST_SHA256);
        bb_digest_add(&digest, text.data, text.len);
        bb_digest_end(&digest, hex);
        bb_buf_add(&new, line, (size_t)(bytes - line));
        bb_buf_printf(&new, "\"bytes\":%zu,\"hash\":\"sha256:%s", text.len, hex);
        bb_buf_add(&new, hash + 7 + 64, (size_t)(next - hash) - 7 - 64);
        bb_buf_done(&text);
        free(name);
    }
    file_put(folder, "datapackage.json", new.data, new.len);
    bb_buf_done(&old), bb_buf_done(&new);
}

void folder_reseal(const struct small *small, const char *folder, bool package)
{
    if (package)
        reseal_package(folder);
    struct bb_buf old = file_text(folder, "manifest.sm3"), new = {0}, der = {0};
    bb_buf_add(&new, old.data, (size_t)(strstr(old.data, "\n\n") + 2 - old.data));
    for (int member = 0; member < BB_MEMBER_MANIFEST; member++) {
        char *path = bb_path_join(folder, bb_member_file((enum bb_member)member)),
             hex[BB_DIGEST_HEX_BYTES];
        if (bb_file_exists(path)) {
            struct bb_buf text = file_text(folder, bb_member_file((enum bb_member)member));
            bb_sm3_hex(hex, text.data, text.len);
            bb_buf_printf(&new, "%s  %s\n", hex, bb_member_file((enum bb_member)member));
            bb_buf_done(&text);
        }
        free(path);
    }
    file_put(folder, "manifest.sm3", new.data, new.len);
    ck_ok(bb_sign(&der, small->key, new.data, new.len));
    file_put(folder, "manifest.sm3.sig", der.data, der.len);
    bb_buf_done(&old), bb_buf_done(&new), bb_buf_done(&der);
}
