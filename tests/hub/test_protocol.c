/* One window or two, one hub: what each trouble leads to (trust.md §3). */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "hub/rig.h"

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

/* One whole night in good weather. */
static void night(struct pair *pair)
{
    node_sync(&pair->window);
    carry_up(&pair->rig, &pair->window, "C1W03");
    hub_round(&pair->rig);
    carry_down(&pair->rig, &pair->window, "C1W03");
    node_sync(&pair->window);
}

static int64_t unacked(struct node *node)
{
    struct bb_sync_state state;
    ck_ok(bb_app_sync_state(node->app, &state));
    return state.unacked;
}

static void same_state(struct pair *pair)
{
    struct bb_check_result result;
    ck_ok(bb_app_check(pair->window.app, false, NULL, &result));
    ck_ok(bb_app_check(pair->rig.hub.app, false, NULL, &result));
    struct bb_buf sql = {0};
    bb_buf_printf(&sql, "ATTACH '%s' AS h", pair->rig.hub.path);
    sqlite3 *raw;
    ck_assert_int_eq(sqlite3_open(pair->window.path, &raw), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(raw, sql.data, NULL, NULL, NULL), SQLITE_OK);
    static const char *const differs[] = {
        "SELECT 1 / (count(*) = 0) FROM (SELECT * FROM main.issue EXCEPT SELECT * FROM h.issue)",
        "SELECT 1 / (count(*) = 0) FROM (SELECT * FROM main.session EXCEPT SELECT * FROM "
        "h.session)"};
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *stmt;
        ck_assert_int_eq(sqlite3_prepare_v2(raw, differs[i], -1, &stmt, NULL), SQLITE_OK);
        ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
        ck_assert_msg(sqlite3_column_type(stmt, 0) == SQLITE_INTEGER, "%s", differs[i]);
        sqlite3_finalize(stmt);
    }
    sqlite3_close(raw);
    bb_buf_done(&sql);
}

START_TEST(up_and_down)
{
    struct pair pair;
    pair_up(&pair);
    session_add(&pair.window, "一");
    char *no = issue_add(&pair.window, "缺纸");
    ck_assert_int_gt(unacked(&pair.window), 0);
    night(&pair);
    ck_assert_int_eq(unacked(&pair.window), 0);
    ck_assert(issue_plan(pair.rig.hub.app ? &pair.rig.hub : NULL, no)); /* the supervisor decides */
    night(&pair);
    ck_assert_int_eq(
        sql_number(pair.window.path, "SELECT count(*) FROM issue WHERE state = 'rectifying'"), 1);
    ck_assert(issue_fix(&pair.window, no)); /* and the window goes on from there */
    night(&pair);
    ck_assert_int_eq(unacked(&pair.window), 0);
    ck_assert_int_eq(
        sql_number(pair.rig.hub.path, "SELECT count(*) FROM issue WHERE state = 'fixed'"), 1);
    same_state(&pair);
    free(no);
    pair_down(&pair);
}
END_TEST

/* A lost packet, a lost receipt, the same packet twice: nothing to do. */
START_TEST(lost_and_again)
{
    struct pair pair;
    pair_up(&pair);
    session_add(&pair.window, "一");
    node_sync(&pair.window); /* written, never carried */
    session_add(&pair.window, "二");
    node_sync(&pair.window);
    char *outbox = node_folder(&pair.window, "outbox");
    carry_up(&pair.rig, &pair.window, "C1W03");
    struct bb_hub_report first = hub_round(&pair.rig);
    ck_assert_int_eq(first.taken, 1);           /* the older packet went with the newer one */
    carry_up(&pair.rig, &pair.window, "C1W03"); /* the receipt was lost: the same again */
    struct bb_hub_report second = hub_round(&pair.rig);
    ck_assert_int_eq(second.taken, 0);
    ck_assert_int_eq(second.again, 1);
    ck_assert_int_eq(second.fresh, 0);
    carry_down(&pair.rig, &pair.window, "C1W03");
    node_sync(&pair.window);
    ck_assert_int_eq(unacked(&pair.window), 0);
    same_state(&pair);
    free(outbox);
    pair_down(&pair);
}
END_TEST

/* Restored from an old copy: its own past comes back, it goes on under a new label. */
START_TEST(window_restored)
{
    struct pair pair;
    char old_label[64];
    pair_up(&pair);
    session_add(&pair.window, "一");
    night(&pair);
    char *copy = bb_path_join(pair.rig.dir, "copy.db");
    ck_ok(bb_db_backup(bb_app_db(pair.window.app), copy, NULL));
    session_add(&pair.window, "二");
    night(&pair);
    session_add(&pair.window, "三");
    night(&pair);
    snprintf(old_label, sizeof old_label, "%s", bb_app_replica(pair.window.app));
    node_close(&pair.window);
    file_copy(copy, pair.window.path);
    node_open(&pair.window);
    session_add(&pair.window, "四"); /* before anybody knows */
    ck_assert_int_eq(sql_number(pair.window.path, "SELECT count(*) FROM session"), 2);
    night(&pair);
    ck_assert_int_eq(sql_number(pair.window.path, "SELECT count(*) FROM session"), 4);
    ck_assert_str_ne(bb_app_replica(pair.window.app), old_label);
    session_add(&pair.window, "五");
    night(&pair);
    night(&pair);
    ck_assert_int_eq(unacked(&pair.window), 0);
    ck_assert_int_eq(sql_number(pair.rig.hub.path, "SELECT count(*) FROM session"), 5);
    same_state(&pair);
    free(copy);
    pair_down(&pair);
}
END_TEST

/* The answer to what was sent before the restore comes after it. It leaves out what its packet had,
 * so it must not count as "seen so far": the window's own past would never come back. */
START_TEST(late_answer_after_restore)
{
    struct pair pair;
    pair_up(&pair);
    session_add(&pair.window, "一");
    night(&pair);
    char *copy = bb_path_join(pair.rig.dir, "copy.db");
    ck_ok(bb_db_backup(bb_app_db(pair.window.app), copy, NULL));
    char *no = issue_add(&pair.window, "缺纸");
    node_sync(&pair.window);
    carry_up(&pair.rig, &pair.window, "C1W03");
    hub_round(&pair.rig);
    node_close(&pair.window);
    file_copy(copy, pair.window.path);
    node_open(&pair.window);
    carry_down(&pair.rig, &pair.window, "C1W03");
    node_sync(&pair.window);
    night(&pair);
    ck_assert_int_eq(sql_number(pair.window.path, "SELECT count(*) FROM issue"), 1);
    ck_assert(issue_plan(&pair.rig.hub, no));
    night(&pair);
    ck_assert_int_eq(unacked(&pair.window), 0);
    same_state(&pair);
    free(copy);
    free(no);
    pair_down(&pair);
}
END_TEST

/* The hub restored from an old copy: the archive brings everything back, its own decisions too. */
START_TEST(hub_restored)
{
    struct pair pair;
    pair_up(&pair);
    char *no = issue_add(&pair.window, "缺纸");
    night(&pair);
    char *copy = bb_path_join(pair.rig.dir, "copy.db");
    ck_ok(bb_db_backup(bb_app_db(pair.rig.hub.app), copy, NULL));
    session_add(&pair.window, "一");
    ck_assert(issue_plan(&pair.rig.hub, no));
    night(&pair);
    night(&pair);
    node_close(&pair.rig.hub);
    file_copy(copy, pair.rig.hub.path);
    node_open(&pair.rig.hub);
    session_add(&pair.rig.hub, "在旧账上"); /* before anybody knows */
    night(&pair);
    ck_assert_int_eq(
        sql_number(pair.rig.hub.path, "SELECT count(*) FROM issue WHERE state = 'rectifying'"), 1);
    ck_assert_int_eq(sql_number(pair.rig.hub.path, "SELECT count(*) FROM session"), 2);
    session_add(&pair.window, "二");
    night(&pair);
    ck_assert_int_eq(unacked(&pair.window), 0);
    same_state(&pair);
    free(copy);
    free(no);
    pair_down(&pair);
}
END_TEST

/* The hub restored from an old copy, its archive gone with the disk: what comes waits until the
 * window has sent what was before it, and nothing waits longer than that. */
START_TEST(hub_restored_without_archive)
{
    struct pair pair;
    pair_up(&pair);
    char *copy = bb_path_join(pair.rig.dir, "copy.db"), *archive = NULL,
         *none = bb_path_join(pair.rig.dir, "none");
    ck_ok(bb_db_backup(bb_app_db(pair.rig.hub.app), copy, NULL));
    session_add(&pair.window, "一");
    night(&pair);
    ck_assert_int_eq(unacked(&pair.window), 0);
    node_close(&pair.rig.hub);
    file_copy(copy, pair.rig.hub.path);
    archive = node_folder(&pair.rig.hub, "hub/archive");
    ck_ok(bb_file_mkdir(none));
    folder_copy(none, archive);
    node_open(&pair.rig.hub);
    session_add(&pair.window, "二");
    night(&pair);
    ck_assert_int_gt(sql_number(pair.rig.hub.path, "SELECT count(*) FROM parked"), 0);
    ck_assert_int_eq(sql_number(pair.rig.hub.path, "SELECT count(*) FROM session"), 0);
    night(&pair);
    ck_assert_int_eq(sql_number(pair.rig.hub.path, "SELECT count(*) FROM parked"), 0);
    ck_assert_int_eq(sql_number(pair.rig.hub.path, "SELECT count(*) FROM session"), 2);
    ck_assert_int_eq(unacked(&pair.window), 0);
    same_state(&pair);
    free(copy);
    free(archive);
    free(none);
    pair_down(&pair);
}
END_TEST

static int64_t suspects(struct node *node)
{
    return sql_number(node->path, "SELECT count(*) FROM event WHERE kind <> 'export' AND line LIKE "
                                  "'%,\"clock_suspect\":true}'");
}

static void hours_pass(struct node *node, int hours)
{
    node->clock.now_ms += (int64_t)hours * 3600 * 1000;
}

/* Ahead of the hub, set back, right again: marked as long as it is in doubt, at both sides. */
START_TEST(clock_in_doubt)
{
    struct pair pair;
    struct bb_sync_state state;
    pair_up(&pair);
    hours_pass(&pair.window, 3);
    session_add(&pair.window, "一");
    night(&pair);
    ck_ok(bb_app_sync_state(pair.window.app, &state));
    ck_assert_int_eq(state.behind_s, -3 * 3600);
    ck_assert_int_eq(suspects(&pair.window), 0);
    session_add(&pair.window, "二"); /* the hub has said so, nobody has set it */
    ck_assert_int_eq(suspects(&pair.window), 1);
    hours_pass(&pair.window, -3);
    ck_ok(bb_app_clock_accept(pair.window.app));
    session_add(&pair.window, "三");
    ck_assert_int_eq(suspects(&pair.window), 3);
    hours_pass(&pair.window, 4);
    hours_pass(&pair.rig.hub, 4);
    session_add(&pair.window, "四");
    night(&pair);
    int64_t marked = suspects(&pair.window);
    ck_assert_int_eq(suspects(&pair.rig.hub), marked);
    session_add(&pair.window, "五");
    ck_assert_int_eq(suspects(&pair.window), marked);
    hours_pass(&pair.rig.hub, 24);
    night(&pair);
    ck_ok(bb_app_sync_state(pair.window.app, &state));
    ck_assert_int_eq(state.behind_s, 24 * 3600);
    same_state(&pair);
    pair_down(&pair);
}
END_TEST

/* The window corrects the words of a plan, the supervisor decides on another meanwhile: his holds,
 * whichever comes first in the order; what else was corrected holds too. */
START_TEST(decision_over_correction)
{
    struct pair pair;
    struct bb_problems problems = {0};
    struct bb_issue edit = {.measures = bb_strdup("窗口的"), .progress = bb_strdup("进展")};
    pair_up(&pair);
    char *no = issue_add(&pair.window, "缺纸");
    ck_assert(issue_plan(&pair.window, no));
    night(&pair);
    for (int i = 0; i < 3; i++) /* who comes later in the order */
        session_add(_i ? &pair.window : &pair.rig.hub, "记");
    ck_ok(bb_app_issue_do(pair.window.app, no, BB_EVENT_ISSUE_EDIT, &edit, 0, &problems, NULL));
    ck_assert(issue_plan(&pair.rig.hub, no));
    for (int i = 0; i < 2; i++)
        night(&pair);
    ck_assert_int_eq(sql_number(pair.window.path, "SELECT count(*) FROM issue WHERE measures = "
                                                  "'措施' AND progress = '进展'"),
                     1);
    same_state(&pair);
    bb_issue_done(&edit);
    free(no);
    pair_down(&pair);
}
END_TEST

/* Restored, and somebody decides on the old state before the archive is played back: the decision
 * stands before events that the window has seen already, and must go down all the same. */
START_TEST(decision_on_a_restored_hub)
{
    struct pair pair;
    pair_up(&pair);
    char *no = issue_add(&pair.window, "缺纸");
    night(&pair);
    char *copy = bb_path_join(pair.rig.dir, "copy.db");
    ck_ok(bb_db_backup(bb_app_db(pair.rig.hub.app), copy, NULL));
    for (int i = 0; i < 2; i++) {
        session_add(&pair.window, "记");
        night(&pair);
    }
    node_close(&pair.rig.hub);
    file_copy(copy, pair.rig.hub.path);
    node_open(&pair.rig.hub);
    ck_assert(issue_plan(&pair.rig.hub, no));
    for (int i = 0; i < 2; i++)
        night(&pair);
    ck_assert_int_eq(
        sql_number(pair.window.path, "SELECT count(*) FROM issue WHERE state = 'rectifying'"), 1);
    same_state(&pair);
    free(copy);
    free(no);
    pair_down(&pair);
}
END_TEST

/* Answered every minute for hours: old answers go, the newest is enough. */
START_TEST(old_receipts_go)
{
    struct pair pair;
    int64_t count;
    int kept = 0;
    pair_up(&pair);
    session_add(&pair.window, "一");
    node_sync(&pair.window);
    carry_up(&pair.rig, &pair.window, "C1W03");
    hub_round(&pair.rig);
    for (int i = 0; i < 150; i++) {
        pair.rig.hub.clock.now_ms += 60000;
        ck_ok(bb_hub_reply(pair.rig.hub.app, "C1W03", &count));
    }
    kept = carry_down(&pair.rig, &pair.window, "C1W03");
    ck_assert_int_ge(kept, 100);
    ck_assert_int_le(kept, 120);
    node_sync(&pair.window);
    ck_assert_int_eq(unacked(&pair.window), 0);
    same_state(&pair);
    pair_down(&pair);
}
END_TEST

/* A centre relays its windows' packets to the district and brings decisions back. */
START_TEST(hubs_chain)
{
    struct rig district, centre;
    struct node window;
    rig_up(&centre, "C1");
    rig_up(&district, "JS");
    node_up(&centre, &window, "w.db", "C1W03");
    node_join(&centre, &window, NULL);
    node_join(&district, &centre.hub, NULL);
    node_join(&district, &window, "C1");
    char *no = issue_add(&window, "缺纸");
    for (int i = 0; i < 2; i++) {
        node_sync(&window);
        carry_up(&centre, &window, "C1W03");
        hub_round(&centre);
        node_sync(&centre.hub);
        carry_up(&district, &centre.hub, "C1");
        hub_round(&district);
        if (i == 0)
            ck_assert(issue_plan(&district.hub, no));
        carry_down(&district, &centre.hub, "C1");
        node_sync(&centre.hub);
        ck_assert_int_eq(
            sql_number(centre.hub.path, "SELECT count(*) FROM answer WHERE status <> 'have'"), 0);
    }
    carry_down(&centre, &window, "C1W03");
    node_sync(&window);
    carry_up(&centre, &window, "C1W03");
    hub_round(&centre);
    carry_down(&centre, &window, "C1W03");
    node_sync(&window);
    ck_assert_int_eq(
        sql_number(window.path, "SELECT count(*) FROM issue WHERE state = 'rectifying'"), 1);
    struct bb_check_result result;
    ck_ok(bb_app_check(district.hub.app, false, NULL, &result));
    ck_ok(bb_app_check(centre.hub.app, false, NULL, &result));
    ck_ok(bb_app_check(window.app, false, NULL, &result));
    free(no);
    node_down(&window);
    rig_down(&district);
    rig_down(&centre);
}
END_TEST

Suite *suite_protocol(void)
{
    Suite *suite = suite_create("protocol");
    TCase *tcase = tcase_create("protocol");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, up_and_down);
    tcase_add_test(tcase, lost_and_again);
    tcase_add_test(tcase, window_restored);
    tcase_add_test(tcase, late_answer_after_restore);
    tcase_add_test(tcase, hub_restored);
    tcase_add_test(tcase, hub_restored_without_archive);
    tcase_add_test(tcase, clock_in_doubt);
    tcase_add_loop_test(tcase, decision_over_correction, 0, 2);
    tcase_add_test(tcase, decision_on_a_restored_hub);
    tcase_add_test(tcase, old_receipts_go);
    tcase_add_test(tcase, hubs_chain);
    suite_add_tcase(suite, tcase);
    return suite;
}
