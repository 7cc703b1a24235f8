/* F8: the figures of the board are those of the tables, by whatever they are grouped. */
#include "ui/rig.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/mem.h"

static const struct {
    const char *name, *lang;
    int rows, cols;
} views[] = {
    {"board.zh-80x24", "zh_CN", 24, 80},   {"board.en-80x24", "en", 24, 80},
    {"board.zh-120x40", "zh_CN", 40, 120}, {"board.en-120x40", "en", 40, 120},
    {"board.zh-60x16", "zh_CN", 16, 60},
};

static const char supervisor[] = "d t Enter Down Enter F8";

static void up(struct rig *rig, const char *lang, int rows, int cols)
{
    rig_up(rig, lang, rows, cols, NULL);
    rig_fill_ledger(rig);
    rig_keys(rig, supervisor);
}

START_TEST(shown_with_bars)
{
    struct rig rig;
    up(&rig, views[_i].lang, views[_i].rows, views[_i].cols);
    rig_picture(&rig, views[_i].name);
    rig_keys(&rig, "Esc");
    rig_down(&rig);
}
END_TEST

static int64_t number(struct rig *rig, const char *sql)
{
    sqlite3 *raw;
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_open(rig->path, &raw), SQLITE_OK);
    ck_assert_int_eq(sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
    int64_t out = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(raw);
    return out;
}

static const struct bb_err *light_count(void *ctx, void *row)
{
    struct {
        struct bb_app *app;
        int of[BB_LIGHT__COUNT];
    } *counts = ctx;
    const struct bb_issue *issue = row;
    if (bb_issue_is_open(issue) && issue->lead_unit && strcmp(issue->lead_unit, "310116D15") == 0)
        counts->of[bb_app_issue_light(counts->app, issue, NULL)]++;
    return NULL;
}

/* Sessions against SQL of the test's own, lights against the lines one by one. */
START_TEST(figures_are_those_of_the_tables)
{
    struct rig rig;
    char line[160];
    struct {
        struct bb_app *app;
        int of[BB_LIGHT__COUNT];
    } counts = {0};
    up(&rig, "zh_CN", 40, 120);
    snprintf(line, sizeof line, " %5lld  解决",
             (long long)number(&rig, "SELECT count(*) FROM session JOIN item ON item.code = "
                                     "session.item WHERE phase = 'closed' AND voided = 0 AND "
                                     "unit_code = '310116D15' AND happened_at >= 1793462400"));
    ck_assert_msg(rig_sees(&rig, line), "%s", line);
    counts.app = rig.app;
    ck_ok(bb_app_issue_list(rig.app, &(struct bb_issue_query){0},
                            &(struct bb_sink){light_count, &counts}));
    ck_assert_int_gt(counts.of[BB_LIGHT_RED] + counts.of[BB_LIGHT_YELLOW], 0);
    snprintf(line, sizeof line, "区公安分局      ● 红 %-5d◐ 黄 %-5d○ 绿 %-5d· 灰 %d",
             counts.of[BB_LIGHT_RED], counts.of[BB_LIGHT_YELLOW], counts.of[BB_LIGHT_GREEN],
             counts.of[BB_LIGHT_GREY]);
    ck_assert_msg(rig_sees(&rig, line), "%s", line);
    rig_down(&rig);
}
END_TEST

START_TEST(other_groups_and_other_days)
{
    struct rig rig;
    up(&rig, "zh_CN", 40, 120);
    ck_assert(rig_sees(&rig, "本月  2026-11-01 – 2026-11-23  ·  按单位"));
    rig_keys(&rig, "o");
    ck_assert(rig_sees(&rig, "·  按中心"));
    ck_assert(rig_sees(&rig, "区行政服务中心  ━"));
    rig_keys(&rig, "o");
    ck_assert(rig_sees(&rig, "·  按渠道"));
    ck_assert(rig_sees(&rig, "现场            ━"));
    ck_assert(rig_sees(&rig, "全部            ●"));
    rig_keys(&rig, "o t");
    ck_assert(rig_sees(&rig, "上月  2026-10-01 – 2026-10-31  ·  按单位"));
    ck_assert(rig_sees(&rig, "按 t 换"));
    rig_keys(&rig, "t t");
    ck_assert(rig_sees(&rig, "今日  2026-11-23 – 2026-11-23"));
    rig_down(&rig);
}
END_TEST

START_TEST(volunteers_are_refused)
{
    struct rig rig;
    rig_up(&rig, "zh_CN", 24, 80, NULL);
    rig_fill(&rig);
    rig_keys(&rig, "w y n Enter F8");
    ck_assert(rig_sees(&rig, "无权查看统计"));
    rig_down(&rig);
}
END_TEST

Suite *suite_board(void);
Suite *suite_board(void)
{
    Suite *suite = suite_create("board");
    TCase *tcase = tcase_create("board");
    tcase_add_loop_test(tcase, shown_with_bars, 0, (int)(sizeof views / sizeof *views));
    tcase_add_test(tcase, figures_are_those_of_the_tables);
    tcase_add_test(tcase, other_groups_and_other_days);
    tcase_add_test(tcase, volunteers_are_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
