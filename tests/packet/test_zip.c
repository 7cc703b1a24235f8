/* The door of zip files: hostile ones, made here byte by byte, are refused and leave nothing
 * unpacked. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/packet/helper.h"
#include "bangban/packet/member.h"
#include "bangban/packet/verify.h"
#include "small.h"

enum { SYMLINK = 0120777, PLAIN = 0100600, ENCRYPTED = 1 };

static char *dir, *path, *out;

static void up(void)
{
    setenv("LC_ALL", "C.UTF-8", 1); /* the helper's sentences in the words of this file */
    dir = fixture_dir();
    path = bb_path_join(dir, "hostile.zip");
    out = bb_path_join(dir, "out");
    ck_ok(bb_file_mkdir(out));
}

static void down(void)
{
    free(path), free(out);
    fixture_dir_done(dir);
}

static const struct bb_err *read_zip(void)
{
    return bb_helper_run("zip", (const char *const[]){"read", path, out, NULL});
}

static void ck_refused(const char *why)
{
    ck_err_is(read_zip(), BB_ERR_HELPER_INPUT);
    ck_assert_msg(strstr(read_zip()->text, why), "%s", read_zip()->text);
    ck_assert_uint_eq(dir_count(out), 0);
}

/* ---- a writer of stored zips that believes anything ---- */

struct entry {
    const char *name;
    const char *text;
    unsigned mode;         /* of Unix, 0: none */
    unsigned flags;        /* general purpose bits */
    unsigned long claimed; /* unpacked size; 0: the true one */
};

static uint32_t crc32_of(const char *text, size_t len)
{
    uint32_t crc = ~0u;
    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned char)text[i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    return ~crc;
}

static void put(struct bb_buf *buf, unsigned long value, int bytes)
{
    for (; bytes; bytes--, value >>= 8)
        bb_buf_char(buf, (char)(value & 255));
}

/* What the local and the central header share. */
static void put_common(struct bb_buf *buf, const struct entry *entry)
{
    size_t len = strlen(entry->text);
    put(buf, 20, 2), put(buf, entry->flags, 2), put(buf, 0, 2), put(buf, 0, 2), put(buf, 0x21, 2);
    put(buf, crc32_of(entry->text, len), 4), put(buf, len, 4);
    put(buf, entry->claimed ? entry->claimed : len, 4), put(buf, strlen(entry->name), 2),
        put(buf, 0, 2);
}

static void make_zip(const struct entry *entries, size_t count)
{
    struct bb_buf zip = {0}, central = {0};
    for (size_t i = 0; i < count; i++) {
        size_t at = zip.len;
        put(&zip, 0x04034b50, 4), put_common(&zip, &entries[i]);
        bb_buf_str(&zip, entries[i].name), bb_buf_str(&zip, entries[i].text);
        put(&central, 0x02014b50, 4), put(&central, 3 << 8 | 20, 2),
            put_common(&central, &entries[i]);
        put(&central, 0, 2), put(&central, 0, 2), put(&central, 0, 2);
        put(&central, (unsigned long)entries[i].mode << 16, 4), put(&central, at, 4);
        bb_buf_str(&central, entries[i].name);
    }
    size_t start = zip.len;
    bb_buf_add(&zip, central.data, central.len);
    put(&zip, 0x06054b50, 4), put(&zip, 0, 4), put(&zip, count, 2), put(&zip, count, 2);
    put(&zip, central.len, 4), put(&zip, start, 4), put(&zip, 0, 2);
    file_put(dir, "hostile.zip", zip.data, zip.len);
    bb_buf_done(&zip), bb_buf_done(&central);
}

/* ---- the tests ---- */

START_TEST(an_honest_zip_made_elsewhere_passes)
{
    make_zip((struct entry[]){{.name = "journal.jsonl", .text = "x\n", .mode = PLAIN},
                              {.name = "codes.csv", .text = "list\r\n"}},
             2);
    ck_ok(read_zip());
    ck_assert_uint_eq(dir_count(out), 2);
}
END_TEST

static const struct {
    struct entry entry;
    const char *why;
} hostile[] = {
    {{.name = "../journal.jsonl", .text = "x"}, "does not belong"},
    {{.name = "/tmp/journal.jsonl", .text = "x"}, "does not belong"},
    {{.name = "a/journal.jsonl", .text = "x"}, "does not belong"},
    {{.name = "./journal.jsonl", .text = "x"}, "does not belong"},
    {{.name = "journal.jsonl/", .text = ""}, "does not belong"},
    {{.name = "JOURNAL.JSONL", .text = "x"}, "does not belong"},
    {{.name = "..\\codes.csv", .text = "x"}, "does not belong"},
    {{.name = "run.sh", .text = "x"}, "does not belong"},
    {{.name = "journal.jsonl", .text = "/etc/passwd", .mode = SYMLINK}, "not a plain file"},
    {{.name = "journal.jsonl", .text = "x", .mode = 040700}, "not a plain file"},
    {{.name = "journal.jsonl", .text = "xxxxxxxxxxxxx", .flags = ENCRYPTED}, "encrypted"},
    {{.name = "journal.jsonl", .text = "x", .claimed = 101 * 100}, "hundred times"},
    {{.name = "journal.jsonl", .text = "xxxxx", .claimed = 600ul * 1024 * 1024}, "too large"},
};

START_TEST(a_hostile_entry_is_refused)
{
    make_zip((struct entry[]){{.name = "codes.csv", .text = "fine"}, hostile[_i].entry}, 2);
    ck_refused(hostile[_i].why);
}
END_TEST

START_TEST(a_name_twice_is_refused)
{
    make_zip(
        (struct entry[]){{.name = "codes.csv", .text = "a"}, {.name = "codes.csv", .text = "b"}},
        2);
    ck_refused("");
}
END_TEST

START_TEST(too_many_or_no_entries_are_refused)
{
    struct entry many[BB_PACKET_MEMBERS_MAX + 1];
    char names[BB_PACKET_MEMBERS_MAX + 1][16];
    for (int i = 0; i <= BB_PACKET_MEMBERS_MAX; i++) {
        snprintf(names[i], sizeof names[i], "%d.csv", i);
        many[i] = (struct entry){.name = names[i], .text = "x"};
    }
    make_zip(many, BB_PACKET_MEMBERS_MAX + 1);
    ck_refused("too many");
    make_zip(many, 0);
    ck_refused("");
    file_put(dir, "hostile.zip", "no zip", 6);
    ck_refused("not a sound zip");
    unlink(path);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_refused("not a file");
}
END_TEST

/* 60 MB of zeros pack to 60 kB. */
START_TEST(a_bomb_is_refused)
{
    char *folder = bb_path_join(dir, "bomb"), *member;
    ck_ok(bb_file_mkdir(folder));
    file_put(folder, "journal.jsonl", "", 0);
    member = bb_path_join(folder, "journal.jsonl");
    ck_assert_int_eq(truncate(member, 60 * 1000 * 1000), 0);
    ck_ok(
        bb_helper_run("zip", (const char *const[]){"write", path, folder, "journal.jsonl", NULL}));
    ck_refused("hundred times");
    /* the same, but the zip lies about the size: the counting while unpacking finds it */
    struct bb_buf text = file_text(dir, "hostile.zip");
    for (size_t i = 0; i + 4 < text.len; i++)
        if (memcmp(text.data + i, "\x00\x87\x93\x03", 4) == 0) /* 60,000,000 */
            memcpy(text.data + i, "\x00\x00\x01\x00", 4);
    file_put(dir, "hostile.zip", text.data, text.len);
    ck_refused("");
    bb_buf_done(&text);
    free(folder), free(member);
}
END_TEST

/* Cut or changed anywhere, a packet's zip is refused, or what comes out of it is what went in. */
START_TEST(a_damaged_zip_never_passes_as_another_packet)
{
    struct small small;
    struct bb_packet_info info;
    small_init(&small);
    char *zip = small_write(&small, small.out);
    struct bb_buf text = {0};
    ck_ok(bb_file_read(&text, zip, 1 << 20));
    for (size_t i = 0; i < text.len; i += 41) {
        const struct bb_err *err;
        text.data[i] ^= 0x10;
        file_put(dir, "hostile.zip", text.data, text.len);
        err = bb_packet_verify(&info, path, small.pem);
        ck_assert(err || strcmp(info.head, small.head) == 0);
        bb_packet_info_done(&info);
        text.data[i] ^= 0x10;
        file_put(dir, "hostile.zip", text.data, i);
        ck_assert_ptr_nonnull(bb_packet_verify(&info, path, small.pem));
    }
    bb_buf_done(&text);
    free(zip);
    small_done(&small);
}
END_TEST

START_TEST(a_helper_speaks_for_itself)
{
    ck_err_is(bb_helper_run("zip", (const char *const[]){"dance", NULL}), BB_ERR_HELPER);
    ck_err_is(bb_helper_run("nothing", (const char *const[]){"x", NULL}), BB_ERR_HELPER_GONE);
    ck_err_is(bb_helper_run("zip", (const char *const[]){"read", "/nonexistent", out, NULL}),
              BB_ERR_HELPER);
    bb_helper_folder_set(dir);
    file_put(dir, "bangban-dies", "#!/bin/sh\nkill -9 $$\n", 21);
    file_put(dir, "bangban-mute", "#!/bin/sh\nexit 3\n", 17);
    file_put(dir, "bangban-loud", "#!/bin/sh\nyes | head -c 300000 >&2; exit 3\n", 43);
    file_put(dir, "bangban-bare", "#!/bin/sh\n[ -z \"$SECRET\" ] && [ ! -e /dev/fd/9 ]\n", 50);
    for (int i = 0; i < 4; i++) {
        char *script = bb_path_join(dir, (const char *[]){"bangban-dies", "bangban-mute",
                                                          "bangban-loud", "bangban-bare"}[i]);
        chmod(script, 0700);
        free(script);
    }
    const char *const none[] = {NULL};
    ck_err_is(bb_helper_run("dies", none), BB_ERR_HELPER_GONE);
    ck_err_is(bb_helper_run("mute", none), BB_ERR_HELPER_GONE);
    ck_err_is(bb_helper_run("loud", none), BB_ERR_HELPER_INPUT);
    setenv("SECRET", "x", 1);
    ck_assert_int_eq(dup2(0, 9), 9);
    ck_ok(bb_helper_run("bare", none));
    bb_helper_folder_set(NULL);
}
END_TEST

Suite *suite_zip(void);
Suite *suite_zip(void)
{
    Suite *suite = suite_create("zip");
    TCase *tcase = tcase_create("zip");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, an_honest_zip_made_elsewhere_passes);
    tcase_add_loop_test(tcase, a_hostile_entry_is_refused, 0, sizeof hostile / sizeof *hostile);
    tcase_add_test(tcase, a_name_twice_is_refused);
    tcase_add_test(tcase, too_many_or_no_entries_are_refused);
    tcase_add_test(tcase, a_bomb_is_refused);
    tcase_add_test(tcase, a_damaged_zip_never_passes_as_another_packet);
    tcase_add_test(tcase, a_helper_speaks_for_itself);
    suite_add_tcase(suite, tcase);
    return suite;
}
