/* Writing: exact bytes, the same bytes, all or nothing. */
#include "suite.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/core/session.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/helper.h"
#include "small.h"

static struct small small;

static void up(void)
{
    small_init(&small);
}

static void down(void)
{
    small_done(&small);
}

static void ck_text(const char *folder, const char *name, const char *expected)
{
    struct bb_buf text = file_text(folder, name);
    ck_assert_str_eq(bb_buf_text(&text), expected);
    bb_buf_done(&text);
}

START_TEST(members_have_exact_bytes)
{
    struct bb_buf expected = {0}, hash = {0};
    char *zip = small_write(&small, small.out), *folder = small_unzip(&small, zip, "x");
    for (int i = 0; i < SMALL_EVENTS; i++)
        bb_buf_printf(&expected, "%s\n", small.lines[i]);
    ck_text(folder, "journal.jsonl", expected.data);
    struct bb_buf sessions = file_text(folder, "sessions.csv");
    const char *rows = strstr(sessions.data, "\r\n") + 2;
    ck_assert_int_eq(strncmp(sessions.data, "id,no,replica,kind,happened_at,", 31), 0);
    ck_assert_ptr_null(strstr(sessions.data, "sealed"));
    ck_assert_ptr_eq(strstr(rows, "019ab000-0000-7000-8000-0000000000a1,C1W03-261123-001,,staff,"
                                  "2026-11-23T01:30:00Z,,,0,"),
                     rows);
    ck_assert_ptr_nonnull(strstr(rows, ",\"=1+1, \"\"好\"\"\n第二行\","));
    ck_assert_str_eq(sessions.data + sessions.len - 2, "\r\n");
    ck_text(folder, "referrals.csv",
            "id,no,replica,scope,referred_to,happened_at,desk,recorded_by,recorded_at,voided\r\n"
            "019ab000-0000-7000-8000-0000000000c1,,,litigation,,,,,,0\r\n");
    struct bb_buf codes = file_text(folder, "codes.csv"),
                  manifest = file_text(folder, "manifest.sm3");
    ck_assert_int_eq(
        strncmp(codes.data, "list,code,label\r\nkind,leader,Leader assistance\r\n", 47), 0);
    bb_buf_clear(&expected);
    bb_buf_printf(&expected,
                  "bangban-district/1\nwindow: C1W03\nbase: %s\nhead: %s\nreplica: " SMALL_REPLICA
                  "\nseen: %s\nreference: 7\nmade_at: 2026-11-23T01:30:00Z\ndistid: "
                  "1234567812345678\nprogram: bangban 0.1.0\n"
                  "rules: 金政务办〔2022〕2号\n\n",
                  bb_hash_zero, small.head, bb_hash_zero);
    ck_assert_int_eq(strncmp(manifest.data, expected.data, expected.len), 0);
    /* the zip is named by the manifest */
    char hex[BB_DIGEST_HEX_BYTES];
    bb_sm3_hex(hex, manifest.data, manifest.len);
    bb_buf_printf(&hash, "%s/C1W03-%.16s.zip", small.out, hex);
    ck_assert_str_eq(zip, hash.data);
    bb_buf_done(&expected), bb_buf_done(&hash), bb_buf_done(&sessions), bb_buf_done(&codes);
    bb_buf_done(&manifest);
    free(zip), free(folder);
}
END_TEST

START_TEST(same_input_gives_same_bytes)
{
    struct stat st;
    char *other = bb_path_join(small.dir, "other");
    ck_ok(bb_file_mkdir(other));
    char *one = small_write(&small, small.out);
    setlocale(LC_ALL, "C");
    setenv("TZ", "America/New_York", 1);
    char *two = small_write(&small, other);
    struct bb_buf first = {0}, second = {0};
    ck_ok(bb_file_read(&first, one, 1 << 20));
    ck_ok(bb_file_read(&second, two, 1 << 20));
    ck_assert_str_eq(strrchr(one, '/'), strrchr(two, '/'));
    ck_assert_uint_eq(first.len, second.len);
    ck_assert_mem_eq(first.data, second.data, first.len);
    ck_assert_mem_eq(first.data + 10, "\0\0\x21\0", 4); /* the DOS time and date of 1980-01-01 */
    ck_assert_int_eq(stat(one, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0600);
    bb_buf_done(&first), bb_buf_done(&second);
    free(one), free(two), free(other);
}
END_TEST

START_TEST(nothing_but_the_zip_is_left)
{
    char *path = small_write(&small, small.out), *again = small_write(&small, small.out);
    ck_assert_str_eq(path, again);
    ck_assert_uint_eq(dir_count(small.out), 1);
    free(path), free(again);
}
END_TEST

START_TEST(a_failure_leaves_nothing)
{
    char *path;
    ck_err_is(bb_packet_end(small_fill(&small, small.out), "/nonexistent/key", &path),
              BB_ERR_FILE_OPEN);
    ck_assert_ptr_null(path);
    bb_helper_folder_set("/nonexistent");
    ck_err_is(bb_packet_end(small_fill(&small, small.out), small.key, &path), BB_ERR_HELPER_GONE);
    bb_helper_folder_set(NULL);
    bb_packet_drop(small_fill(&small, small.out));
    bb_packet_drop(NULL);
    ck_assert_uint_eq(dir_count(small.out), 0);
    struct bb_packet *packet;
    struct bb_packet_head head = small_head(&small);
    ck_err_is(bb_packet_begin(&packet, "/nonexistent", &head), BB_ERR_FILE_WRITE);
    ck_assert_ptr_null(packet);
}
END_TEST

static struct bb_packet *begin(void)
{
    struct bb_packet *packet;
    struct bb_packet_head head = small_head(&small);
    ck_ok(bb_packet_begin(&packet, small.out, &head));
    return packet;
}

START_TEST(a_broken_chain_is_refused)
{
    char *path;
    struct bb_packet *packet = begin();
    ck_err_is(bb_packet_event(packet, small.lines[1], strlen(small.lines[1])), BB_ERR_PACKET_WRITE);
    bb_packet_drop(packet);
    packet = begin();
    ck_err_is(bb_packet_event(packet, "{}", 2), BB_ERR_BAD_EVENT);
    bb_packet_drop(packet);
    packet = begin(); /* ends before the head */
    ck_ok(bb_packet_event(packet, small.lines[0], strlen(small.lines[0])));
    ck_err_is(bb_packet_end(packet, small.key, &path), BB_ERR_PACKET_WRITE);
    struct bb_packet_head head = small_head(&small);
    head.made_at++; /* the clock is not asked: the time must be the last event's */
    ck_ok(bb_packet_begin(&packet, small.out, &head));
    for (int i = 0; i < SMALL_EVENTS; i++)
        ck_ok(bb_packet_event(packet, small.lines[i], strlen(small.lines[i])));
    ck_err_is(bb_packet_end(packet, small.key, &path), BB_ERR_PACKET_WRITE);
    head.made_at--;
    head.head = head.base; /* the right time, but another hash */
    ck_ok(bb_packet_begin(&packet, small.out, &head));
    for (int i = 0; i < SMALL_EVENTS; i++)
        ck_ok(bb_packet_event(packet, small.lines[i], strlen(small.lines[i])));
    ck_err_is(bb_packet_end(packet, small.key, &path), BB_ERR_PACKET_WRITE);
    head.replica = "other";
    ck_ok(bb_packet_begin(&packet, small.out, &head));
    ck_err_is(bb_packet_event(packet, small.lines[0], strlen(small.lines[0])), BB_ERR_PACKET_WRITE);
    bb_packet_drop(packet);
    ck_assert_uint_eq(dir_count(small.out), 0);
}
END_TEST

START_TEST(rows_out_of_order_are_refused)
{
    struct bb_packet *packet = begin();
    struct bb_session *row = row_make(&bb_session_record, "id", "b", NULL);
    ck_ok(bb_packet_table(packet, &bb_session_record));
    ck_ok(bb_packet_row(packet, row));
    ck_err_is(bb_packet_row(packet, row), BB_ERR_PACKET_WRITE);
    bb_packet_drop(packet);
    packet = begin();
    ck_ok(bb_packet_table(packet, &bb_session_record));
    row->note = strdup("\xff");
    ck_err_is(bb_packet_row(packet, row), BB_ERR_BAD_UTF8);
    bb_packet_drop(packet);
    row_done(&bb_session_record, row);
}
END_TEST

START_TEST(a_head_that_cannot_stand_in_a_manifest_is_refused)
{
    struct bb_packet *packet;
    for (int i = 0; i < 6; i++) {
        struct bb_packet_head head = small_head(&small);
        *(const char **[]){&head.window, &head.replica, &head.base,
                           &head.head,   &head.program, &head.rules}[i] =
            (const char *[]){"../x", "a b", "12", "", "x\ny", " x"}[i];
        ck_err_is(bb_packet_begin(&packet, small.out, &head), BB_ERR_PACKET_WRITE);
    }
}
END_TEST

START_TEST(what_a_crash_left_goes_and_what_lives_stays)
{
    char *dead = bb_path_join(small.out, ".packet.dead"),
         *live = bb_path_join(small.out, ".packet.live");
    ck_ok(bb_file_mkdir(dead));
    ck_ok(bb_file_mkdir(live));
    file_put(dead, "journal.jsonl", "x", 1);
    int fd = open(live, O_RDONLY | O_DIRECTORY);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    bb_packet_drop(begin());
    ck_assert(!bb_file_exists(dead));
    ck_assert(bb_file_exists(live));
    close(fd);
    free(dead), free(live);
}
END_TEST

START_TEST(a_packet_without_events_or_tables_is_a_packet)
{
    char *path;
    struct bb_packet *packet;
    struct bb_packet_head head = small_head(&small);
    head.base = head.head;
    ck_ok(bb_packet_begin(&packet, small.out, &head));
    ck_ok(bb_packet_end(packet, small.key, &path));
    free(path);
}
END_TEST

Suite *suite_writer(void);
Suite *suite_writer(void)
{
    Suite *suite = suite_create("writer");
    TCase *tcase = tcase_create("writer");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, members_have_exact_bytes);
    tcase_add_test(tcase, same_input_gives_same_bytes);
    tcase_add_test(tcase, nothing_but_the_zip_is_left);
    tcase_add_test(tcase, a_failure_leaves_nothing);
    tcase_add_test(tcase, a_broken_chain_is_refused);
    tcase_add_test(tcase, rows_out_of_order_are_refused);
    tcase_add_test(tcase, a_head_that_cannot_stand_in_a_manifest_is_refused);
    tcase_add_test(tcase, what_a_crash_left_goes_and_what_lives_stays);
    tcase_add_test(tcase, a_packet_without_events_or_tables_is_a_packet);
    suite_add_tcase(suite, tcase);
    return suite;
}
