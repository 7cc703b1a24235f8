/* What somebody with a window's folder may lay down at the hub, and a disk that is full at each
 * step: nothing of it is in the tables, it is put aside, the sender hears why, and the next honest
 * packet goes through. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "hub/crash.h"
#include "hub/rig.h"
#include "soak.h"

#define NAME "C1W03-0123456789abcdef.zip"

struct pair {
    struct rig rig;
    struct node window;
};

static void pair_up(struct pair *pair)
{
    rig_up(&pair->rig, "JS");
    node_up(&pair->rig, &pair->window, "w.db", "C1W03");
    node_join(&pair->rig, &pair->window, NULL);
}

static void pair_down(struct pair *pair)
{
    node_down(&pair->window);
    rig_down(&pair->rig);
}

static void zip_put(zip_t *zip, const char *name, const void *bytes, size_t len)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, len, 0);
    ck_assert_int_ge(zip_file_add(zip, name, source, ZIP_FL_ENC_UTF_8), 0);
}

static zip_t *zip_new(const char *path)
{
    int fault;
    zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, &fault);
    ck_assert_ptr_nonnull(zip);
    return zip;
}

/* ---- what is laid down ---- */

static void put_bomb(struct pair *pair, const char *path)
{
    static char zeros[64 << 20];
    zip_t *zip = zip_new(path);
    (void)pair;
    zip_put(zip, "journal.jsonl", zeros, sizeof zeros);
    ck_assert_int_eq(zip_close(zip), 0);
}

static void put_absolute(struct pair *pair, const char *path)
{
    zip_t *zip = zip_new(path);
    (void)pair;
    zip_put(zip, "/tmp/bangban-evil", "x", 1);
    ck_assert_int_eq(zip_close(zip), 0);
}

static void put_parent(struct pair *pair, const char *path)
{
    zip_t *zip = zip_new(path);
    (void)pair;
    zip_put(zip, "../../sign.pub", "x", 1);
    ck_assert_int_eq(zip_close(zip), 0);
}

/* libzip writes no name twice: the second is given it afterwards. */
static void put_twice(struct pair *pair, const char *path)
{
    struct bb_buf bytes = {0};
    zip_t *zip = zip_new(path);
    (void)pair;
    zip_put(zip, "journal.jsonl", "x", 1);
    zip_put(zip, "journal.jsonX", "y", 1);
    ck_assert_int_eq(zip_close(zip), 0);
    ck_ok(bb_file_read(&bytes, path, 1 << 20));
    for (size_t i = 0; i + 13 <= bytes.len; i++)
        if (memcmp(bytes.data + i, "journal.jsonX", 13) == 0)
            bytes.data[i + 12] = 'l';
    ck_ok(bb_file_write(path, 0600, bytes.data, bytes.len));
    bb_buf_done(&bytes);
}

static void put_noise(struct pair *pair, const char *path)
{
    (void)pair;
    ck_ok(bb_file_write(path, 0600, "PK\003\004 and nothing else", 24));
}

/* The window's own packet, under its name, with its right signature; one letter of the journal is
 * another one. */
static void put_changed(struct pair *pair, const char *path)
{
    (void)path;
    int fault;
    session_add(&pair->window, "原");
    node_sync(&pair->window);
    carry_up(&pair->rig, &pair->window, "C1W03");
    char *in = hub_way(&pair->rig, "in", "C1W03");
    char *own = file_only(in, ".zip");
    zip_t *zip = zip_open(own, 0, &fault);
    ck_assert_ptr_nonnull(zip);
    zip_stat_t st;
    ck_assert_int_eq(zip_stat(zip, "journal.jsonl", 0, &st), 0);
    char *bytes = bb_alloc(st.size + 1);
    zip_file_t *file = zip_fopen(zip, "journal.jsonl", 0);
    ck_assert_int_eq(zip_fread(file, bytes, st.size), (zip_int64_t)st.size);
    zip_fclose(file);
    *strstr(bytes, "office") = 'x';
    ck_assert_int_ge(zip_file_add(zip, "journal.jsonl", zip_source_buffer(zip, bytes, st.size, 0),
                                  ZIP_FL_OVERWRITE),
                     0);
    ck_assert_int_eq(zip_close(zip), 0);
    free(bytes);
    free(own);
    free(in);
}

static const struct {
    void (*put)(struct pair *, const char *);
    const char *words;
} hostile[] = {
    {put_bomb, "a hundred times its size"},      {put_absolute, "does not belong in a packet"},
    {put_parent, "does not belong in a packet"}, {put_twice, "not a sound zip file"},
    {put_noise, "not a sound zip file"},         {put_changed, "it was changed"}};

/* But for the trace of the hub's own archiving. */
static int64_t hub_events(struct pair *pair)
{
    return sql_number(pair->rig.hub.path, "SELECT count(*) FROM event WHERE kind <> 'export'");
}

START_TEST(hostile_packets)
{
    struct pair pair;
    pair_up(&pair);
    int64_t before = hub_events(&pair);
    char *in = hub_way(&pair.rig, "in", "C1W03"), *path = bb_path_join(in, NAME);
    hostile[_i].put(&pair, path);
    struct bb_hub_report report = hub_round(&pair.rig);
    ck_assert_int_eq(report.refused, 1);
    ck_assert_int_eq(report.taken, 0);
    ck_assert_int_eq(hub_events(&pair), before);
    ck_assert(!bb_file_exists(path));
    ck_assert(!bb_file_exists("/tmp/bangban-evil"));
    struct bb_buf sql = {0};
    bb_buf_printf(&sql,
                  "SELECT count(*) FROM arrival WHERE status = 'refused' AND reason LIKE '%%%s%%'",
                  hostile[_i].words);
    ck_assert_msg(sql_number(pair.rig.hub.path, sql.data) == 1, "%s", sql.data);
    carry_down(&pair.rig, &pair.window, "C1W03");
    ck_assert_int_eq(node_sync(&pair.window).refused, 1);
    session_add(&pair.window, "后");
    node_sync(&pair.window);
    carry_up(&pair.rig, &pair.window, "C1W03");
    ck_assert_int_eq(hub_round(&pair.rig).taken, 1);
    ck_assert_int_gt(hub_events(&pair), before);
    bb_buf_done(&sql);
    free(path);
    free(in);
    pair_down(&pair);
}
END_TEST

/* ---- a full disk ---- */

/* A day and its night; at the hub or at the window the disk is full from the k-th call on that
 * would change a file. Whether it came to that. */
static bool full_night(struct pair *pair, long k, bool at_hub)
{
    struct bb_hub_report hub;
    struct bb_sync_report window = {0};
    const struct bb_err *err;
    session_add(&pair->window, "记");
    if (at_hub) {
        node_sync(&pair->window);
        carry_up(&pair->rig, &pair->window, "C1W03");
    }
    crash_arm(k, ENOSPC);
    err = at_hub ? bb_hub_ingest(pair->rig.hub.app, &hub, NULL, NULL)
                 : bb_app_sync(pair->window.app, NULL, &window);
    bb_sync_report_done(&window);
    bool full = crash_over();
    if (full && err)
        ck_assert_msg(bb_err_exit(err) == BB_EXIT_STORAGE, "at %ld: %s", k, err->text);
    else
        ck_assert_msg(!err, "at %ld: %s", k, err ? err->text : "");
    return full;
}

/* Whatever could not be written: said as a fault of storage, and with room again everything arrives
 * once. */
START_TEST(full_disk_at_each_step)
{
    struct pair pair;
    long k = 1, days = 1;
    pair_up(&pair);
    zip_in_process(true);
    while (full_night(&pair, k, _i)) {
        ck_assert_int_lt(k, 2000);
        k += soaking() ? 1 : 7;
        days++;
        node_close(_i ? &pair.rig.hub : &pair.window); /* an unknown outcome wants a new start */
        node_open(_i ? &pair.rig.hub : &pair.window);
    }
    for (int i = 0; i < 2; i++) {
        node_sync(&pair.window);
        carry_up(&pair.rig, &pair.window, "C1W03");
        hub_round(&pair.rig);
        carry_down(&pair.rig, &pair.window, "C1W03");
        node_sync(&pair.window);
    }
    zip_in_process(false);
    ck_assert_int_gt(k, 20);
    ck_assert_int_eq(sql_number(pair.rig.hub.path, "SELECT count(*) FROM session"), days);
    struct bb_check_result result;
    ck_ok(bb_app_check(pair.rig.hub.app, false, NULL, &result));
    ck_ok(bb_app_check(pair.window.app, false, NULL, &result));
    pair_down(&pair);
}
END_TEST

Suite *suite_hostile(void);
Suite *suite_hostile(void)
{
    Suite *suite = suite_create("hostile");
    TCase *tcase = tcase_create("hostile");
    tcase_set_timeout(tcase, 600);
    tcase_add_loop_test(tcase, hostile_packets, 0, sizeof hostile / sizeof *hostile);
    suite_add_tcase(suite, tcase);
    TCase *full = tcase_create("full");
    tcase_set_timeout(full, 600);
    tcase_add_loop_test(full, full_disk_at_each_step, 0, 2);
    suite_add_tcase(suite, full);
    return suite;
}
