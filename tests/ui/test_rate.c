/* The client's rating screen, the registers, the shift slip: how they look and what they save. */
#include "ui/rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"

/* A bad rating stands there already; 程亦诚 sits there. */
static void up(struct rig *rig, const char *lang, int rows, int cols)
{
    struct bb_session session = {0};
    struct bb_rating rating = {.medium = BB_MEDIUM_TERMINAL,
                               .level = BB_RATING_DISSATISFIED,
                               .cause = BB_DISLIKE_TRIPS,
                               .solved = BB_OUTCOME_UNSOLVED};
    struct bb_problems problems = {0};
    struct bb_phone phones[] = {
        {.number = bb_strdup("021-57921111")},
        {.number = bb_strdup("021-57920000"), .valid_to = bb_day_make(2026, 10, 31)}};
    struct bb_duty duty = {.day = bb_day_make(2026, 11, 23), .staffing = BB_STAFFING_CENTRE};
    rig_up(rig, lang, rows, cols, NULL);
    ck_ok(bb_app_login(rig->app, "M001", NULL));
    for (size_t i = 0; i < 2; i++) {
        phones[i].valid_from = bb_day_make(2026, 1, 1);
        bb_strset(&phones[i].unit, "310116D15");
        ck_ok(bb_app_phone_add(rig->app, &phones[i], &problems));
        bb_record_done(&bb_phone_record, &phones[i]);
    }
    bb_strset(&duty.desk, "C1W03");
    bb_strset(&duty.person, "S001");
    ck_ok(bb_app_duty_add(rig->app, &duty, &problems));
    bb_record_done(&bb_duty_record, &duty);
    ck_ok(bb_app_login(rig->app, "S001", NULL));
    bb_app_session_defaults(rig->app, &session);
    bb_strset(&session.item, "P020");
    ck_ok(bb_app_session_add(rig->app, &session, NULL, 0, &problems));
    ck_ok(bb_app_rating_add(rig->app, session.id, &rating));
    bb_record_done(&bb_rating_record, &rating);
    bb_session_done(&session);
    bb_app_session_defaults(rig->app, &session);
    bb_strset(&session.item, "P001");
    ck_ok(bb_app_session_add(rig->app, &session, NULL, 0, &problems));
    bb_session_done(&session);
}

#define STAFF      "c y c Enter Enter F3"
#define VOLUNTEER  "w y n Enter Enter"
#define SUPERVISOR "d t Enter Enter"
#define CONTACTED  "C-b Enter 跑了三趟 C-s"
static const struct {
    const char *name, *who, *keys;
} shots[] = {
    {"rate", STAFF, "y"},
    {"rate-why", STAFF, "y 2"},
    {"rate-solved", STAFF, "y 5"},
    {"rate-thanks", STAFF, "y 5 1"},
    {"rate-again", STAFF, "Down y"},
    {"ratings-staff-new", STAFF, "C-b n"},
    {"ratings", SUPERVISOR, "C-b"},
    {"rating-contact", SUPERVISOR, "C-b Enter C-s"},
    {"rating-settle", SUPERVISOR, CONTACTED " Enter C-s"},
    {"rating-call-back", SUPERVISOR, CONTACTED " Enter 已更换窗口指引 C-s Enter C-s"},
    {"shifts", VOLUNTEER, "C-b"},
    {"shift-in", VOLUNTEER, "C-b n C-s"},
    {"shift-out", VOLUNTEER, "C-b n c y c Enter C-s Enter"},
    {"duty", SUPERVISOR, "C-b 3"},
    {"duty-new", SUPERVISOR, "C-b 3 n C-s"},
    {"phones", SUPERVISOR, "C-b 4"},
    {"phone-new", SUPERVISOR, "C-b 4 n 电话 C-s"},
    {"calls", STAFF, "C-b 5 m n s b j f Enter C-s"},
    {"call-new", STAFF, "C-b 5 n"},
    {"call-refused", STAFF, "C-b 5 n S-Tab S-Tab 9 C-s"},
    {"months", STAFF, "C-b 5 m 6"},
    {"calls-new", SUPERVISOR, "C-b 6 n 12345 Tab 2026-13 Tab 5 Tab 6 C-s"},
    {"rates", SUPERVISOR, "C-b 7"},
    {"rates-by-item", SUPERVISOR, "C-b 7 o o"},
    {"load", SUPERVISOR, "C-b 8"},
    {"project-new", STAFF, "C-b 8 Tab n 甲公司 C-s"},
    {"project-step", STAFF,
     "C-b 8 Tab n 甲公司 Tab 扩建 Tab Tab 1 Tab Tab c y c Enter 1 C-s Enter C-s"},
    {"kb-task-done", STAFF,
     "C-b 8 Tab Tab n 1 Tab 新办法问答 Tab Tab Tab c y c Enter 2026-12-01 C-s Enter C-s"},
    {"kb-task-new", STAFF, "C-b 8 Tab Tab n C-s"},
};
static const struct {
    const char *suffix, *lang;
    int rows, cols;
} views[] = {
    {"zh-80x24", "zh_CN", 24, 80},
    {"en-80x24", "en", 24, 80},
    {"zh-120x40", "zh_CN", 40, 120},
    {"en-120x40", "en", 40, 120},
};
enum { SHOTS = sizeof shots / sizeof *shots, VIEWS = sizeof views / sizeof *views };

START_TEST(looks)
{
    struct rig rig;
    char name[80];
    up(&rig, views[_i / SHOTS].lang, views[_i / SHOTS].rows, views[_i / SHOTS].cols);
    rig_keys(&rig, shots[_i % SHOTS].who);
    rig_keys(&rig, shots[_i % SHOTS].keys);
    snprintf(name, sizeof name, "%s.%s", shots[_i % SHOTS].name, views[_i / SHOTS].suffix);
    rig_picture(&rig, name);
    rig_down(&rig);
}
END_TEST

/* ---- what they do ---- */

static const struct bb_err *take_rating(void *ctx, void *row)
{
    struct bb_rating *newest = ctx;
    if (!newest->session_no) {
        *newest = *(struct bb_rating *)row;
        memset(row, 0, sizeof(struct bb_rating));
    }
    return NULL;
}

static struct bb_rating newest(struct rig *rig)
{
    struct bb_rating out = {0};
    ck_ok(bb_app_rating_list(rig->app, 0, 0, &(struct bb_sink){take_rating, &out}));
    return out;
}

START_TEST(the_client_says_it_in_three_keys)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, STAFF);
    rig_tick(&rig, 1);
    rig_keys(&rig, "y 1");
    rig_keys(&rig, "Esc 2 3 2 x");
    struct bb_rating rating = newest(&rig);
    ck_assert_int_eq(rating.level, BB_RATING_DISSATISFIED);
    ck_assert_int_eq(rating.cause, BB_DISLIKE_WAIT);
    ck_assert_int_eq(rating.solved, BB_OUTCOME_PARTLY);
    ck_assert_int_eq(rating.medium, BB_MEDIUM_HANDED);
    ck_assert(!rating.recorded_by); /* nobody of the staff */
    ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_TODAY);
    bb_record_done(&bb_rating_record, &rating);
    rig_down(&rig);
}
END_TEST

START_TEST(no_answer_is_not_rated)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, STAFF);
    rig_keys(&rig, "y");
    rig_tick(&rig, 61);
    struct bb_rating rating = newest(&rig);
    ck_assert_int_eq(rating.level, BB_RATING_NONE);
    ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_RATE);
    bb_record_done(&bb_rating_record, &rating);
    rig_down(&rig);
}
END_TEST

START_TEST(no_key_leads_from_the_client_to_the_counter)
{
    static const char *const keys[] = {"F1",    "F2",  "F3",  "F4",  "F6",  "F10",
                                       "C-b",   "C-p", "C-f", "C-z", "C-l", "Tab",
                                       "Enter", "?",   ":",   "/",   "q",   "V"};
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, STAFF);
    rig_keys(&rig, "y");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        rig_keys(&rig, keys[i]);
        ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_RATE);
    }
    rig_down(&rig);
}
END_TEST

START_TEST(a_volunteer_signs_in_and_out)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, VOLUNTEER);
    rig_keys(&rig, "C-b n c y c Enter C-s");
    ck_assert(rig_sees(&rig, "程亦诚"));
    rig_tick(&rig, 3660);
    rig_keys(&rig, "Enter 交班 C-s");
    ck_assert(rig_sees(&rig, "1:01"));
    ck_assert(rig_sees(&rig, "交班"));
    rig_down(&rig);
}
END_TEST

/* ---- the phone desk, and figures ---- */

static const struct bb_err *count_row(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

static int calls(struct rig *rig)
{
    int count = 0;
    ck_ok(bb_app_call_list(rig->app, 0, 0, &(struct bb_sink){count_row, &count}));
    return count;
}

START_TEST(a_call_is_one_entry_in_few_strokes)
{
    struct rig rig;
    struct bb_session row = {0};
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, STAFF);
    ck_assert_int_eq(rig_keys(&rig, "C-b 5 m"), 3); /* missed: one key once one is there */
    ck_assert(rig_sees(&rig, "已登记 021-57921111 未接来电"));
    ck_assert_int_eq(rig_keys(&rig, "n s b j f Enter C-s"), 7); /* answered and solved */
    ck_ok(bb_app_session_load(rig.app, "C1W03-261123-003", &row));
    ck_assert_int_eq(row.channel, BB_CHANNEL_PHONE);
    ck_assert_int_eq(row.outcome, BB_OUTCOME_SOLVED);
    bb_session_done(&row);
    rig_keys(&rig, "6");
    ck_assert(rig_sees(&rig, "50.0% (n=2)"));  /* connected */
    ck_assert(rig_sees(&rig, "100.0% (n=1)")); /* solved */
    rig_keys(&rig, "C-z");                     /* call and session together */
    ck_ok(bb_app_session_load(rig.app, "C1W03-261123-003", &row));
    ck_assert_int_eq(row.voided, 1);
    bb_session_done(&row);
    ck_assert_int_eq(calls(&rig), 1);
    rig_keys(&rig, "5 Home x"); /* the missed one was none */
    ck_assert_int_eq(calls(&rig), 0);
    rig_keys(&rig, "n Tab 3 C-s"); /* a missed one by the form */
    ck_assert_int_eq(calls(&rig), 1);
    rig_down(&rig);
}
END_TEST

START_TEST(a_low_share_is_marked_from_the_least_n_on)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, SUPERVISOR);
    rig_keys(&rig, "C-b 7");
    ck_assert(rig_sees(&rig, "0.0% (n=1)"));
    ck_assert(!rig_sees(&rig, "0.0% (n=1)↓"));
    rig.config.rating_least = 1;
    rig_keys(&rig, "C-l");
    ck_assert(rig_sees(&rig, "0.0% (n=1)↓"));
    rig_keys(&rig, "o o o");
    ck_assert(rig_sees(&rig, "程亦诚"));
    rig_keys(&rig, "t");
    ck_assert(rig_sees(&rig, "这段时间没有办结的帮办"));
    rig_down(&rig);
}
END_TEST

/* A printer that keeps what it is given beside the database. */
static void fake_printer(const struct rig *rig)
{
    struct bb_buf folders = {0};
    char path[300];
    snprintf(path, sizeof path, "%s/lp", rig->dir);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, "#!/bin/sh\ncat \"$1\" >>'%s/paper'\n", rig->dir);
    fclose(file);
    ck_assert_int_eq(chmod(path, 0700), 0);
    bb_buf_printf(&folders, "%s:%s", rig->dir, getenv("PATH"));
    ck_assert_int_eq(setenv("PATH", bb_buf_text(&folders), 1), 0); /* of this case: it is forked */
    bb_buf_done(&folders);
}

static bool paper_has(const struct rig *rig, const char *text)
{
    char path[300], paper[4000] = "";
    snprintf(path, sizeof path, "%s/paper", rig->dir);
    FILE *file = fopen(path, "r");
    if (!file)
        return false;
    paper[fread(paper, 1, sizeof paper - 1, file)] = '\0';
    fclose(file);
    return strstr(paper, text) != NULL;
}

START_TEST(slips_go_to_the_printer_and_into_files)
{
    struct rig rig;
    struct bb_buf file = {0};
    up(&rig, "zh_CN", 24, 80);
    fake_printer(&rig);
    rig_keys(&rig, STAFF);
    rig_keys(&rig, "P");
    ck_assert(!paper_has(&rig, "流水链头"));
    rig_keys(&rig, "P");
    ck_assert(rig_sees(&rig, "已送打印"));
    ck_assert(paper_has(&rig, "流水链头"));
    rig_keys(&rig, "F");
    bb_buf_printf(&file, "%s.d/print/slip-C1W03-2026-11-23-0900.txt", rig.path);
    ck_assert_int_eq(access(bb_buf_text(&file), R_OK), 0);
    bb_buf_done(&file);
    rig_keys(&rig, "Esc C-o Enter P");
    ck_assert(paper_has(&rig, "请到：区司法局"));
    bb_strset(&rig.config.print_command, "");
    rig_keys(&rig, "P");
    ck_assert(rig_sees(&rig, "没有打印"));
    rig_down(&rig);
}
END_TEST

/* No picture: the head of the journal is another one each time. */
START_TEST(the_slip_says_the_shift_and_the_head)
{
    struct rig rig;
    up(&rig, "zh_CN", 24, 80);
    rig_keys(&rig, STAFF);
    rig_keys(&rig, "P");
    ck_assert(rig_sees(&rig, "窗口                  C1W03"));
    ck_assert(rig_sees(&rig, "帮办                  2"));
    ck_assert(rig_sees(&rig, "流水链头"));
    rig_keys(&rig, "Esc");
    ck_assert(bb_ui_top(rig.ui) == BB_SCREEN_TODAY);
    rig_down(&rig);
}
END_TEST

Suite *suite_rate(void);
Suite *suite_rate(void)
{
    Suite *suite = suite_create("rate");
    TCase *tests = tcase_create("rate");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, looks, 0, SHOTS * VIEWS);
    tcase_add_test(tests, the_client_says_it_in_three_keys);
    tcase_add_test(tests, no_answer_is_not_rated);
    tcase_add_test(tests, no_key_leads_from_the_client_to_the_counter);
    tcase_add_test(tests, a_volunteer_signs_in_and_out);
    tcase_add_test(tests, a_call_is_one_entry_in_few_strokes);
    tcase_add_test(tests, a_low_share_is_marked_from_the_least_n_on);
    tcase_add_test(tests, slips_go_to_the_printer_and_into_files);
    tcase_add_test(tests, the_slip_says_the_shift_and_the_head);
    suite_add_tcase(suite, tests);
    return suite;
}
