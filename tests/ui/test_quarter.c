/* A quarter of leaders and their problems, played at the screen; at the end every figure of F6 and
 * F4 is counted again by SQL from the events alone. tests/cli/quarter.sh plays one by command. */
#include "ui/rig.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

#define STAFF      "F10 c c y c Enter "
#define SUPERVISOR "F10 c d t Enter Down Enter "
#define VISIT(initials) \
    "F6 / C-u " initials " Enter n s b j f Enter Tab Tab Tab Tab Tab Tab 材料清单不清 "
/* from the note of 申请 to the ticks and the opinions */
#define SAID \
    "Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab Space Tab Space Tab Tab 希望延长服务时间 C-s"

static const struct {
    const char *clock, *keys, *sees;
} play[] = {
    {"10-15 09:30", SUPERVISOR VISIT("x w h") "C-t 清单与窗口要求不一 C-s " SAID, "已保存"},
    {"10-16 09:00",
     "F4 0 / C-u 清单与窗口 Enter s p 统一口径 Tab 重写清单 Tab r s j Enter c y c Enter C-u 10wd "
     "C-s",
     "10-30      10 整改中"},
    {"10-20 09:00", STAFF "F4 n 叫号太慢 C-s", "-T261020-001"},
    {"10-21 09:00",
     SUPERVISOR
     "F4 0 / C-u 叫号 Enter s p 加机器 Tab 加一台 Tab r s j Enter c y c Enter C-u 46wd C-s",
     "12-24      46 整改中"},
    {"10-22 09:00", STAFF "F4 n 不属本区 C-s", "-T261022-001"},
    {"10-22 09:10", "F4 n 误登一条 C-s", "-T261022-002"},
    {"10-22 09:20", "F4 n 引导牌缺一块 Tab Tab Tab Right Tab 当场补上 C-s", "整改到位"},
    {"10-22 10:00", SUPERVISOR "F4 0 / C-u 不属 Enter s t 12345 C-s", "转原渠道"},
    {"10-22 10:10", "F4 0 / C-u 误登 Enter s V 登错了 Tab 作废 C-s", "已作废"},
    {"10-26 09:00", STAFF "F4 0 / C-u 清单与窗口 Enter s k 2026-11-20 Tab 等批复 C-s", "申请延期"},
    {"10-27 09:00", SUPERVISOR "F4 p", "待审批 1"},
    {"10-27 09:10", "s n 先做一版 C-s", "待审批 0"},
    {"10-28 09:00", "F4 0 / C-u 清单与窗口 Enter x C-u 2026-11-06 Tab 补一周 C-s",
     "11-06       7 整改中"},
    {"10-29 09:00", "F4 0 / C-u 清单与窗口 Enter s z 等系统停机 C-s", "暂停"},
    {"10-30 09:00", "F4 0 / C-u 清单与窗口 Enter s m C-s", "11-06       5 整改中"},
    {"11-02 09:00", STAFF "F4 n 复印机常卡纸 C-s", "-T261102-001"},
    {"11-03 09:00", SUPERVISOR "F4 0 / C-u 复印机 Enter a r s j Enter c y c Enter C-s", "交办"},
    {"11-04 09:00", "F4 0 / C-u 复印机 Enter s p 换机器 Tab 报修 C-s", "整改中"},
    {"11-04 09:30", STAFF "F4 0 / C-u 清单与窗口 Enter f 新清单 C-s", "整改到位"},
    {"11-10 09:30", SUPERVISOR, NULL}, /* the calendar is corrected */
    {"11-10 10:00", SUPERVISOR "F4 0 / C-u 叫号 Enter", "12-25      32 整改中"},
    {"11-12 09:30", VISIT("x w h") SAID, "已保存"},
    {"11-19 09:00", STAFF "F4 0 / C-u 复印机 Enter f 已换新机 C-s", "整改到位"},
    {"11-25 09:30", SUPERVISOR VISIT("o y j g") SAID, "已保存"},
    {"11-30 09:00", STAFF "F4 n 取号机无纸 C-s", "-T261130-001"},
    {"12-03 09:30", SUPERVISOR VISIT("x w h") SAID, "已保存"},
    {"12-04 09:00", "F4 0 / C-u 清单与窗口 Enter b 2 Tab 仍有旧清单 C-s", "整改中"},
    {"12-07 09:00", STAFF "F4 0 / C-u 清单与窗口 Enter f 旧清单收回 C-s", "整改到位"},
    {"12-08 10:00", SUPERVISOR "F4 r * u 提醒 C-s", "已办 1 条，未办 0 条"},
    {"12-10 10:00", "Enter F4 r * u 提醒 C-s", "已办 1 条，未办 0 条"},
    {"12-21 09:00", "Enter F4 0 / C-u 清单与窗口 Enter b 1 Tab 抽查三件 C-s", "回头看"},
    {"12-21 09:10", STAFF "F4 0 / C-u 清单与窗口 Enter g C-s", "反馈"},
    {"12-21 09:20", SUPERVISOR "F4 0 / C-u 清单与窗口 Enter c C-s", "销号"},
    {"12-22 09:00", "F4 0 / C-u 清单与窗口 Enter s y 群众再反映 C-s", "整改中"},
    {"12-22 15:00", STAFF "F4 0 / C-u 清单与窗口 Enter f 又收回一批 C-s", "整改到位"},
    {"12-23 09:00", SUPERVISOR "F4 0 / C-u 清单与窗口 Enter b 1 Tab 再抽查 C-s", "回头看"},
    {"12-23 09:10", STAFF "F4 0 / C-u 清单与窗口 Enter g C-s", "反馈"},
    {"12-23 09:20", SUPERVISOR "F4 0 / C-u 清单与窗口 Enter c 2 Tab 只做了一半 C-s", "销号"},
    {"12-23 10:00", STAFF "F4 0 / C-u 叫号 Enter s k 2026-12-30 Tab 等设备 C-s", "申请延期"},
    {"12-23 11:00", SUPERVISOR "F4 0 / C-u 引导牌 Enter b 1 Tab 还在 C-s", "回头看"},
    {"12-24 09:00", STAFF "F4 n 空调太冷 C-s", "-T261224-001"},
    {"12-24 10:00", SUPERVISOR "F4 0", "未结"},
};

/* Check's own messages are too short for this screen. */
static void ck_seen(struct rig *rig, const char *when, const char *text)
{
    bool seen = rig_sees(rig, text);
    if (!seen) {
        char *screen = rig_screen(rig);
        printf("%s: no \"%s\" on\n%s", when, text, screen);
        fflush(stdout);
        free(screen);
    }
    ck_assert_msg(seen, "%s: %s", when, text);
}

static void set_clock(struct rig *rig, const char *clock)
{
    int64_t at;
    char moment[40];
    snprintf(moment, sizeof moment, "2026-%s", clock);
    ck_ok(bb_at_parse(&at, moment));
    rig->fake.now_ms = at * 1000;
}

static void post_add(struct rig *rig, const char *person, int64_t tier, const char *from)
{
    struct bb_post post = {.tier = tier};
    bb_strset(&post.person, person);
    bb_strset(&post.unit, "310116D15");
    ck_ok(bb_day_parse(&post.valid_from, from));
    ck_ok(bb_app_reference_add(rig->app, "post", &post));
    bb_record_done(&bb_post_record, &post);
}

/* Friday 11 December becomes a holiday. */
static void correct_calendar(struct rig *rig)
{
    struct bb_import_result result;
    struct bb_buf text = {0};
    char *path = bb_path_join(rig->dir, "2026.csv");
    ck_ok(bb_file_read(&text, "data/holidays/2026.csv", 1 << 20));
    bb_buf_str(&text, "2026-12-11,holiday,临时,测试通知\n");
    ck_ok(bb_file_write(path, 0600, text.data, text.len));
    ck_ok(bb_app_import(rig->app, "calendar", path, &result));
    free(path);
    bb_buf_done(&text);
}

/* ---- counted again ---- */

/* A connection of its own that sees the events and the calendar's file. */
static sqlite3 *events_open(struct rig *rig)
{
    sqlite3 *db;
    struct bb_buf text = {0};
    char date[16], kind[16], insert[120], *path = bb_path_join(rig->dir, "2026.csv");
    ck_assert_int_eq(sqlite3_open_v2(rig->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    ck_ok(bb_file_read(&text, "tests/ui/quarter.sql", 1 << 20));
    ck_assert_int_eq(sqlite3_exec(db, bb_buf_text(&text), NULL, NULL, NULL), SQLITE_OK);
    bb_buf_clear(&text);
    ck_ok(bb_file_read(&text, path, 1 << 20));
    for (const char *at = strchr(bb_buf_text(&text), '\n'); at && at[1];
         at = strchr(at + 1, '\n')) {
        ck_assert_int_eq(sscanf(at + 1, "%15[^,],%15[^,]", date, kind), 2);
        snprintf(insert, sizeof insert, "INSERT INTO rest VALUES ('%s', '%s')", date, kind);
        ck_assert_int_eq(sqlite3_exec(db, insert, NULL, NULL, NULL), SQLITE_OK);
    }
    free(path);
    bb_buf_done(&text);
    return db;
}

/* The screen with one blank where there are several, so that columns need not be counted. */
static bool sees_squeezed(struct rig *rig, const char *text)
{
    char *screen = rig_screen(rig), *to = screen;
    for (const char *at = screen; *at; at++)
        if (*at != ' ' || at[1] != ' ')
            *to++ = *at;
    *to = '\0';
    bool seen = strstr(screen, text) != NULL;
    if (!seen)
        printf("no \"%s\" on\n%s", text, screen);
    fflush(stdout);
    free(screen);
    return seen;
}

static const char *column(sqlite3_stmt *stmt, int i)
{
    return (const char *)sqlite3_column_text(stmt, i);
}

static int ck_rows(struct rig *rig, sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt;
    int rows = 0;
    ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; rows++)
        ck_assert(sees_squeezed(rig, column(stmt, 0)));
    sqlite3_finalize(stmt);
    return rows;
}

/* What is beyond the open lines' columns: every line's state and counts. */
static int ck_lines(struct rig *rig, sqlite3 *db)
{
    sqlite3_stmt *stmt;
    int rows = 0;
    ck_assert_int_eq(sqlite3_prepare_v2(
                         db, "SELECT no, state, extensions, relapses, reopens, reminders FROM line",
                         -1, &stmt, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; rows++) {
        struct bb_issue row = {0};
        ck_ok(bb_app_issue_load(rig->app, column(stmt, 0), &row));
        ck_assert_str_eq(bb_code_id(BB_CODES_STATE, (int)row.state), column(stmt, 1));
        ck_assert_int_eq(row.extensions, sqlite3_column_int(stmt, 2));
        ck_assert_int_eq(row.relapse_count, sqlite3_column_int(stmt, 3));
        ck_assert_int_eq(row.reopen_count, sqlite3_column_int(stmt, 4));
        ck_assert_int_eq(row.reminder, sqlite3_column_int(stmt, 5)); /* a stage each */
        bb_issue_done(&row);
    }
    sqlite3_finalize(stmt);
    return rows;
}

static int ck_titles(struct rig *rig, sqlite3 *db)
{
    sqlite3_stmt *stmt;
    int rows = 0;
    ck_assert_int_eq(sqlite3_prepare_v2(db, "SELECT key, title FROM ledger_title", -1, &stmt, NULL),
                     SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; rows++) {
        rig_keys(rig, column(stmt, 0));
        ck_assert(sees_squeezed(rig, column(stmt, 1)));
    }
    sqlite3_finalize(stmt);
    return rows;
}

START_TEST(a_quarter)
{
    struct rig rig;
    rig_up_at(&rig, "zh_CN", 40, 120, NULL, "2026-10-08 09:00");
    ck_ok(bb_app_login(rig.app, "office", NULL));
    rig_leader(&rig, "L001", "许文辉");
    rig_leader(&rig, "L002", "石言茜");
    rig_leader(&rig, "L003", "欧阳建国");
    post_add(&rig, "L001", BB_TIER_OWT, "2024-01-01");
    post_add(&rig, "L001", BB_TIER_HEAD, "2024-01-01");
    post_add(&rig, "L002", BB_TIER_DISTRICT, "2024-01-01");
    post_add(&rig, "L003", BB_TIER_MEMBER, "2026-11-20");
    rig_keys(&rig, "c y c Enter");
    for (size_t i = 0; i < sizeof play / sizeof *play; i++) {
        set_clock(&rig, play[i].clock);
        rig_tick(&rig, 1);
        rig_keys(&rig, play[i].keys);
        if (!play[i].sees)
            correct_calendar(&rig);
        else
            ck_seen(&rig, play[i].clock, play[i].sees);
    }
    sqlite3 *db = events_open(&rig);
    rig_keys(&rig, "F4 0");
    ck_assert_int_eq(ck_rows(&rig, db, "SELECT * FROM ledger_row"), 5);
    ck_assert_int_eq(ck_lines(&rig, db), 8);
    ck_assert_int_eq(ck_titles(&rig, db), 7);
    rig_keys(&rig, "F6");
    ck_assert_int_eq(ck_rows(&rig, db, "SELECT * FROM leader_row"), 4);
    sqlite3_close(db);
    rig_down(&rig);
}
END_TEST

Suite *suite_quarter(void);
Suite *suite_quarter(void)
{
    Suite *suite = suite_create("quarter");
    TCase *tests = tcase_create("quarter");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, a_quarter);
    suite_add_tcase(suite, tests);
    return suite;
}
