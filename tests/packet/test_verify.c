/* Checking: what is good passes, and every change of it is found and named. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/core/event.h"
#include "bangban/packet/member.h"
#include "bangban/packet/verify.h"
#include "small.h"

static struct small small;
static char *zip, *folder;

static void up(void)
{
    small_init(&small);
    zip = small_write(&small, small.out);
    folder = small_unzip(&small, zip, "unpacked");
}

static void down(void)
{
    free(zip), free(folder);
    small_done(&small);
}

static const struct bb_err *verify(const char *path, const char *pem)
{
    struct bb_packet_info info;
    const struct bb_err *err = bb_packet_verify(&info, path, pem);
    bb_packet_info_done(&info);
    return err;
}

/* Refused, and the sentence names the member. */
static void ck_refused(const char *member)
{
    const struct bb_err *err = verify(folder, small.pem);
    ck_assert_msg(err, "%s: accepted", member);
    ck_assert_msg(err->code == BB_ERR_PACKET && strstr(err->text, member), "%s: %s", member,
                  err->text);
}

START_TEST(a_good_packet_passes)
{
    const char *const paths[] = {zip, folder};
    for (int i = 0; i < 4; i++) {
        struct bb_packet_info info;
        ck_ok(bb_packet_verify(&info, paths[i % 2], i < 2 ? small.pem : NULL));
        ck_assert_str_eq(info.window, "C1W03");
        ck_assert_str_eq(info.replica, SMALL_REPLICA);
        ck_assert_str_eq(info.base, bb_hash_zero);
        ck_assert_str_eq(info.head, small.head);
        ck_assert_str_eq(info.program, "bangban 0.1.0");
        ck_assert_int_eq(info.made_at, SMALL_MADE_AT);
        ck_assert_uint_eq(info.events, SMALL_EVENTS);
        ck_assert_uint_eq(info.rows, SMALL_ROWS);
        ck_assert_uint_eq(info.members, BB_MEMBER__COUNT);
        ck_assert_int_eq(info.signature_checked, i < 2);
        bb_packet_info_done(&info);
    }
    ck_assert_uint_eq(dir_count(small.out), 1);
}
END_TEST

START_TEST(a_packet_of_nothing_passes)
{
    char *path;
    struct bb_packet *packet;
    struct bb_packet_head head = small_head(&small);
    head.base = head.head;
    ck_ok(bb_packet_begin(&packet, small.out, &head));
    ck_ok(bb_packet_end(packet, small.key, &path));
    ck_ok(verify(path, small.pem));
    free(path);
}
END_TEST

/* One test for each member. Manifest and signature need the key; the others the manifest catches,
 * which is quicker. */
START_TEST(every_changed_byte_is_found)
{
    enum bb_member member = (enum bb_member)_i;
    const char *pem = member >= BB_MEMBER_MANIFEST ? small.pem : NULL;
    struct bb_buf text = file_text(folder, bb_member_file(member));
    ck_assert_uint_gt(text.len, 60);
    for (size_t i = 0; i < text.len; i++) {
        text.data[i] ^= (char)(1 << i % 8);
        file_put(folder, bb_member_file(member), text.data, text.len);
        ck_assert_msg(verify(folder, pem), "%s: byte %zu changed, accepted", bb_member_file(member),
                      i);
        text.data[i] ^= (char)(1 << i % 8);
    }
    file_put(folder, bb_member_file(member), text.data, text.len - 1);
    ck_assert(verify(folder, pem));
    bb_buf_char(&text, '\n');
    file_put(folder, bb_member_file(member), text.data, text.len);
    ck_assert(verify(folder, pem));
    file_put(folder, bb_member_file(member), text.data, text.len - 1);
    ck_ok(verify(folder, small.pem));
    bb_buf_done(&text);
}
END_TEST

START_TEST(a_missing_or_added_file_is_named)
{
    for (int i = 0; i < BB_MEMBER__COUNT; i++) {
        struct bb_buf text = file_text(folder, bb_member_file((enum bb_member)i));
        char *path = bb_path_join(folder, bb_member_file((enum bb_member)i));
        unlink(path);
        ck_refused(bb_member_file((enum bb_member)i));
        ck_assert_int_eq(symlink("/etc/passwd", path), 0);
        ck_refused(bb_member_file((enum bb_member)i));
        unlink(path);
        ck_ok(bb_file_mkdir(path));
        ck_refused(bb_member_file((enum bb_member)i));
        rmdir(path);
        file_put(folder, bb_member_file((enum bb_member)i), text.data, text.len);
        free(path);
        bb_buf_done(&text);
    }
    ck_ok(verify(folder, small.pem));
    file_put(folder, "visits.exe", "x", 1);
    ck_refused("visits.exe");
}
END_TEST

START_TEST(another_key_is_refused)
{
    struct small other;
    small_init(&other);
    ck_err_is(verify(zip, other.pem), BB_ERR_SIGNATURE);
    ck_err_is(verify(zip, "no key"), BB_ERR_KEY_FILE);
    small_done(&other);
}
END_TEST

START_TEST(the_name_of_a_packet_is_checked)
{
    char *wrong_window = bb_path_join(small.dir, "C1W04-"), *wrong_hash,
         *own = bb_path_join(small.dir, "my.zip");
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s%s", wrong_window, strrchr(zip, '-') + 1);
    wrong_hash = bb_path_join(small.dir, "C1W03-0123456789abcdef.zip");
    ck_assert_int_eq(link(zip, path.data), 0);
    ck_assert_int_eq(link(zip, wrong_hash), 0);
    ck_assert_int_eq(link(zip, own), 0);
    ck_err_is(verify(path.data, small.pem), BB_ERR_PACKET);
    ck_err_is(verify(wrong_hash, small.pem), BB_ERR_PACKET);
    ck_ok(verify(own, small.pem)); /* a name of another form says nothing */
    ck_err_is(verify("/nonexistent.zip", small.pem), BB_ERR_FILE_OPEN);
    free(wrong_window), free(wrong_hash), free(own);
    bb_buf_done(&path);
}
END_TEST

/* ---- faults that the one who signs has made: the signature and the manifest are in order ---- */

static void put_lines(const char *a, const char *b, const char *c)
{
    struct bb_buf text = {0};
    const char *const lines[] = {a, b, c};
    for (int i = 0; i < 3; i++)
        if (lines[i])
            bb_buf_printf(&text, "%s\n", lines[i]);
    file_put(folder, "journal.jsonl", bb_buf_text(&text), text.len);
    folder_reseal(&small, folder, true);
    bb_buf_done(&text);
}

START_TEST(a_broken_chain_is_found_and_placed)
{
    char **line = small.lines;
    put_lines(line[0], line[1], line[2]);
    ck_ok(verify(folder, small.pem)); /* resealing alone harms nothing */
    put_lines(line[1], line[0], line[2]);
    ck_refused("journal.jsonl line 1");
    put_lines(line[0], line[2], line[1]);
    ck_refused("journal.jsonl line 2");
    put_lines(line[0], line[0], line[1]);
    ck_refused("journal.jsonl line 2");
    put_lines(line[0], line[1], NULL);
    ck_refused("journal.jsonl line 2"); /* not the head */
    put_lines(NULL, NULL, NULL);
    ck_refused("journal.jsonl");
    put_lines(line[0], "{\"no\":\"event\"}", line[2]);
    ck_refused("journal.jsonl line 2");
    put_lines(line[0], "", line[1]);
    ck_refused("journal.jsonl line 2");
    char *changed = strdup(line[2]); /* the last line changed: its link is right, the head is not */
    *strstr(changed, "排队久") = '\xE7';
    put_lines(line[0], line[1], changed);
    ck_refused("journal.jsonl line 3");
    free(changed);
}
END_TEST

/* Replaces the first `from` by `to` in a member. */
static void change(const char *name, const char *from, const char *to)
{
    struct bb_buf text = file_text(folder, name), new = {0};
    char *at = strstr(text.data, from);
    ck_assert_ptr_nonnull(at);
    bb_buf_add(&new, text.data, (size_t)(at - text.data));
    bb_buf_printf(&new, "%s%s", to, at + strlen(from));
    file_put(folder, name, new.data, new.len);
    bb_buf_done(&text), bb_buf_done(&new);
}

static const struct {
    const char *member, *from, *to, *named;
} faults[] = {
    {"sessions.csv", "id,no", "no,id", "sessions.csv line 1"},
    {"sessions.csv", "id,no", "\xEF\xBB\xBFid,no", "sessions.csv line 1"},
    {"sessions.csv", ",replica,", ",", "sessions.csv line 1"},
    {"sessions.csv", "void_reason", "void_reason,more", "sessions.csv line 1"},
    {"sessions.csv", ",staff,", ",Staff assistance,",
     "sessions.csv line 2"}, /* a label, not a code */
    {"sessions.csv", "2026-11-23T01:30:00Z", "2026-11-23 09:30", "sessions.csv line 2"},
    {"sessions.csv", "2026-11-23T01:30:00Z", "2026-11-31T01:30:00Z", "sessions.csv line 2"},
    {"sessions.csv", "\"好\"\"", "\"好\"", "sessions.csv"},                /* a quote too few */
    {"sessions.csv", "000000000a2", "000000000a1", "sessions.csv line 4"}, /* an id twice */
    {"issues.csv", "2026-12-07", "20261207", "issues.csv line 2"},
    {"referrals.csv", "litigation,,,,,,0", "litigation,,,,,,", "referrals.csv line 2"},
    {"codes.csv", "label", "name", "codes.csv line 1"},
};

START_TEST(events_of_another_installation_are_found)
{
    change("manifest.sm3", "replica: 0", "replica: 1");
    folder_reseal(&small, folder, false);
    ck_refused("journal.jsonl line 1");
}
END_TEST

START_TEST(a_resource_listed_twice_is_found)
{
    struct bb_buf text = file_text(folder, "datapackage.json"), new = {0};
    char *line = strstr(text.data, "\n{\"name\":\"codes\""), *end = strstr(text.data, "\n]}");
    bb_buf_add(&new, text.data, (size_t)(end - text.data));
    bb_buf_char(&new, ',');
    bb_buf_add(&new, line, (size_t)(end - line));
    bb_buf_str(&new, end);
    file_put(folder, "datapackage.json", new.data, new.len);
    folder_reseal(&small, folder, false);
    ck_refused("datapackage.json");
    bb_buf_done(&text), bb_buf_done(&new);
}
END_TEST

START_TEST(a_table_that_is_not_one_is_found_and_placed)
{
    change(faults[_i].member, faults[_i].from, faults[_i].to);
    folder_reseal(&small, folder, true);
    ck_refused(faults[_i].named);
}
END_TEST

static const struct {
    const char *from, *to;
} package_faults[] = {
    {"\"bytes\":", "\"bytes\":1"},
    {"sha256:", "sha256:0"},
    {"sha256:", "sm3:"},
    {"journal.jsonl", "../journal"},
    {"sessions.csv", "issues.csv"},
    {"\"resources\"", "\"resource\""},
    {"{", "["},
    {"\"path\":\"codes.csv\"", "\"path\":\"manifest.sm3\""},
};

START_TEST(a_descriptor_that_disagrees_is_found)
{
    change("datapackage.json", package_faults[_i].from, package_faults[_i].to);
    folder_reseal(&small, folder, false);
    ck_refused("datapackage.json");
}
END_TEST

static const struct {
    const char *from, *to;
} manifest_faults[] = {
    {"bangban-district/1", "bangban-district/2"},
    {"window: C1W03", "window: ../03"},
    {"window: ", "window:"},
    {"base: 0", "base: "},
    {"made_at: 2026-11-23T01:30:00Z", "made_at: 2026-11-23T01:30Z"},
    {"distid: 1", "distid: 2"},
    {"program: ", "program:  "},
    {"rules: ", "rule: "},
    {"\n\n", "\nmore: x\n\n"},
    {"head: ", "head: 0"},
};

START_TEST(a_manifest_has_one_spelling)
{
    change("manifest.sm3", manifest_faults[_i].from, manifest_faults[_i].to);
    folder_reseal(&small, folder, false);
    ck_refused("manifest.sm3");
}
END_TEST

START_TEST(a_member_that_the_manifest_does_not_list_is_found)
{
    struct bb_buf text = file_text(folder, "referrals.csv");
    char *path = bb_path_join(folder, "referrals.csv");
    unlink(path);
    folder_reseal(&small, folder, false);
    ck_refused("datapackage.json"); /* lists it still */
    file_put(folder, "referrals.csv", text.data, text.len);
    ck_refused("referrals.csv");
    free(path);
    bb_buf_done(&text);
}
END_TEST

Suite *suite_verify(void);
Suite *suite_verify(void)
{
    Suite *suite = suite_create("verify");
    TCase *tcase = tcase_create("verify");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, a_good_packet_passes);
    tcase_add_test(tcase, a_packet_of_nothing_passes);
    tcase_add_loop_test(tcase, every_changed_byte_is_found, 0, BB_MEMBER__COUNT);
    tcase_add_test(tcase, a_missing_or_added_file_is_named);
    tcase_add_test(tcase, another_key_is_refused);
    tcase_add_test(tcase, the_name_of_a_packet_is_checked);
    tcase_add_test(tcase, a_broken_chain_is_found_and_placed);
    tcase_add_test(tcase, events_of_another_installation_are_found);
    tcase_add_test(tcase, a_resource_listed_twice_is_found);
    tcase_add_loop_test(tcase, a_table_that_is_not_one_is_found_and_placed, 0,
                        sizeof faults / sizeof *faults);
    tcase_add_loop_test(tcase, a_descriptor_that_disagrees_is_found, 0,
                        sizeof package_faults / sizeof *package_faults);
    tcase_add_loop_test(tcase, a_manifest_has_one_spelling, 0,
                        sizeof manifest_faults / sizeof *manifest_faults);
    tcase_add_test(tcase, a_member_that_the_manifest_does_not_list_is_found);
    suite_add_tcase(suite, tcase);
    return suite;
}
