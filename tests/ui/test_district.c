/* F9: the district's page, the hand-over from it, and the news of reference data at the login. */
#include "ui/rig.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/helper.h"

static void put(struct rig *rig, const char *name, const char *text)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.d/%s", rig->path, name);
    ck_ok(bb_file_write(path.data, 0600, text, strlen(text)));
    bb_buf_done(&path);
}

static void folder(struct rig *rig, const char *name)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.d/%s", rig->path, name);
    ck_ok(bb_file_mkdir(path.data));
    bb_buf_done(&path);
}

/* This installation's own key is the hub's too: enough to be joined. */
static void join(struct rig *rig)
{
    struct bb_buf path = {0}, pem = {0};
    bb_buf_printf(&path, "%s.d/sign.pub", rig->path);
    ck_ok(bb_file_read(&pem, path.data, 4096));
    put(rig, "hub.pub", pem.data);
    bb_buf_done(&path);
    bb_buf_done(&pem);
}

static void answer(struct rig *rig, const char *id, const char *status, const char *reason,
                   const char *at, int64_t behind_s)
{
    struct bb_answer row = {.id = (char *)(size_t)id,
                            .file = bb_strdup("C1W03-0000000000000001.receipt"),
                            .packet = bb_strdup("C1W03-00000000000000aa.zip"),
                            .replica = bb_strdup("x"),
                            .status = (char *)(size_t)status,
                            .reason = (char *)(size_t)reason};
    ck_ok(bb_at_parse(&row.read_at, at));
    row.at = row.read_at + behind_s;
    ck_ok(bb_db_begin(bb_app_db(rig->app)));
    ck_ok(bb_db_save(bb_app_db(rig->app), &bb_answer_record, &row));
    if (behind_s) {
        char off[24];
        snprintf(off, sizeof off, "%lld", (long long)behind_s);
        ck_ok(bb_db_meta_save(bb_app_db(rig->app), "clock_off", off));
    }
    ck_ok(bb_db_commit(bb_app_db(rig->app)));
    free(row.file);
    free(row.packet);
    free(row.replica);
}

static void news(struct rig *rig, const char *at)
{
    int64_t moment;
    struct bb_buf text = {0};
    ck_ok(bb_at_parse(&moment, at));
    bb_buf_printf(
        &text, "%lld\titem\t2\t1\t灵活就业、居住证、公租房\n%lld\tcalendar_day\t0\t3\t2026-12-31\n",
        (long long)moment, (long long)moment);
    ck_ok(bb_db_begin(bb_app_db(rig->app)));
    ck_ok(bb_db_meta_save(bb_app_db(rig->app), "news", text.data));
    ck_ok(bb_db_commit(bb_app_db(rig->app)));
    bb_buf_done(&text);
}

/* Everything that the page can show. */
static void up(struct rig *rig, const char *lang, int rows, int cols)
{
    rig_up(rig, lang, rows, cols, NULL);
    rig_fill_ledger(rig);
    join(rig);
    answer(rig, "a1", "refused", "packet C1W03-00000000000000aa.zip: it was changed",
           "2026-11-20 22:31", 0);
    answer(rig, "a2", "have", "", "2026-11-21 22:31", 1500);
    answer(rig, "a3", "refused", "no valid key of this window is registered", "2026-11-22 22:40",
           0);
    folder(rig, "inbox");
    folder(rig, "inbox/bad");
    put(rig, "inbox/bad/C1W03-00000000000000bb.receipt", "cut");
    news(rig, "2026-11-22 22:40");
}

static const struct {
    const char *name, *keys;
} shots[] = {
    {"district", "c y c Enter F9"},
    {"district-find", "c y c Enter F9 / 拒收"},
    {"district-audit", "d t Enter Down Enter F9 Tab"},
    {"district-news", "c y c Enter"},
};
static const struct {
    const char *suffix, *lang;
    int rows, cols;
} views[] = {{"zh-80x24", "zh_CN", 24, 80},
             {"en-80x24", "en", 24, 80},
             {"zh-120x40", "zh_CN", 40, 120},
             {"en-120x40", "en", 40, 120}};
enum { SHOTS = sizeof shots / sizeof *shots, VIEWS = sizeof views / sizeof *views };

START_TEST(looks)
{
    struct rig rig;
    char name[80];
    up(&rig, views[_i / SHOTS].lang, views[_i / SHOTS].rows, views[_i / SHOTS].cols);
    rig_keys(&rig, shots[_i % SHOTS].keys);
    snprintf(name, sizeof name, "%s.%s", shots[_i % SHOTS].name, views[_i / SHOTS].suffix);
    rig_picture(&rig, name);
    rig_down(&rig);
}
END_TEST

START_TEST(lines_lead_to_their_records)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, "d t Enter Down Enter F9");
    ck_assert(rig_sees(&rig, "2 夜前"));
    ck_assert(rig_sees(&rig, "本机时钟比区里慢 25 分钟"));
    rig_keys(&rig, "Enter"); /* the line that was decided in two places */
    ck_assert(rig_sees(&rig, "C1W03-T261117-001"));
    ck_assert(rig_sees(&rig, "待核对"));
    rig_keys(&rig, "Esc Down Down Enter"); /* refused: the reason, whole */
    ck_assert(rig_sees(&rig, "no valid key of this window is registered"));
    rig_keys(&rig, "/ C-u 261123-001 Enter Enter"); /* a session that waits */
    ck_assert(rig_sees(&rig, "C1W03-261123-001"));
    ck_assert(rig_sees(&rig, "帮办记录"));
    rig_down(&rig);
}
END_TEST

/* Who may not hand over sees the audit, or nothing. */
START_TEST(pages_follow_rights)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, "c y c Enter F9 Tab"); /* staff: one page alone */
    ck_assert(rig_sees(&rig, "上次回执"));
    ck_assert(!rig_sees(&rig, "审计"));
    rig_keys(&rig, "F10 c w y n Enter F9");
    ck_assert(!rig_sees(&rig, "上次回执"));
    ck_assert(rig_sees(&rig, "请找主管办理"));
    rig_down(&rig);
}
END_TEST

START_TEST(handed_over_from_here)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, "c y c Enter F9 s");
    ck_assert(rig_sees(&rig, "正在交接，第 1 步（共 4 步）：读回执"));
    rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "第 2 步（共 4 步）：写数据包，1 秒"));
    for (int i = 0; i < 3; i++)
        rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "交接完成：写出数据包 1 个"));
    ck_assert(!rig_sees(&rig, "正在交接"));
    rig_down(&rig);
}
END_TEST

/* A carrier that never ends is stopped by Esc; what was written stays. */
START_TEST(handing_over_is_cancelled)
{
    struct rig rig;
    struct bb_buf script = {0};
    up(&rig, "zh_CN", 24, 80);
    char *dir = fixture_dir(), *path = bb_path_join(dir, "bangban-transport");
    char *pid_path = bb_path_join(dir, "pid");
    bb_buf_printf(&script, "#!/bin/sh\necho $$ >%s\nexec sleep 1000\n", pid_path);
    ck_ok(bb_file_write(path, 0700, script.data, script.len));
    rig_keys(&rig, "c y c Enter F9 s");
    rig_tick(&rig, 1);
    rig_tick(&rig, 1); /* written by the real helper */
    bb_strset(&rig.config.transport_url, "https://127.0.0.1:1/");
    bb_helper_folder_set(dir);
    for (int i = 0; i < 5; i++)
        rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "第 3 步（共 4 步）：传送文件，7 秒"));
    for (int i = 0; i < 5000 && !bb_file_exists(pid_path); i++)
        usleep(1000); /* until the other process has begun */
    rig_keys(&rig, "Esc");
    ck_assert(rig_sees(&rig, "已停止"));
    ck_assert(!rig_sees(&rig, "正在交接"));
    ck_assert(rig_sees(&rig, "区级交接"));
    rig_keys(&rig, "s F3"); /* leaving cancels too */
    rig_tick(&rig, 1);
    ck_assert(rig_sees(&rig, "今日"));
    bb_helper_folder_set(NULL);
    bb_buf_done(&script);
    free(path);
    free(pid_path);
    fixture_dir_done(dir);
    rig_down(&rig);
}
END_TEST

START_TEST(not_joined)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "c y c Enter F9");
    ck_assert(rig_sees(&rig, "尚未接入区级"));
    rig_keys(&rig, "s");
    ck_assert(rig_sees(&rig, "hub.pub"));
    rig_down(&rig);
}
END_TEST

START_TEST(news_is_said_once_to_everybody)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, "c y c Enter");
    ck_assert(
        rig_sees(&rig, "区里更新了基础数据：事项新增 2、变更 1（灵活就业、居住证、公租房）；"));
    ck_assert(rig_sees(&rig, "日历新增"));
    rig_keys(&rig, "F10 c c y c Enter");
    ck_assert(!rig_sees(&rig, "区里更新了基础数据"));
    rig_keys(&rig, "F10 c d t Enter Down Enter");
    ck_assert(rig_sees(&rig, "区里更新了基础数据"));
    rig_down(&rig);
}
END_TEST

Suite *suite_district(void)
{
    Suite *suite = suite_create("district");
    TCase *tests = tcase_create("district");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, looks, 0, SHOTS * VIEWS);
    tcase_add_test(tests, lines_lead_to_their_records);
    tcase_add_test(tests, pages_follow_rights);
    tcase_add_test(tests, handed_over_from_here);
    tcase_add_test(tests, handing_over_is_cancelled);
    tcase_add_test(tests, not_joined);
    tcase_add_test(tests, news_is_said_once_to_everybody);
    suite_add_tcase(suite, tests);
    return suite;
}
