/* Sessions as a clerk makes them: logged, completed, voided, undone; client data; rights of
 * volunteers. */
#include <stdio.h>
#include <string.h>

#include "app/fixture.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"

static struct fixture fx;

static void up(void)
{
    fixture_up(&fx);
}

static void down(void)
{
    fixture_down(&fx);
}

static void session_make(struct bb_session *out, const char *item, const char *note)
{
    bb_app_session_defaults(fx.app, out);
    bb_strset(&out->item, item);
    bb_strset(&out->note, note);
}

static void session_add(struct bb_session *out, const char *item, const char *note)
{
    struct bb_problems problems = {0};
    session_make(out, item, note);
    ck_ok(bb_app_session_add(fx.app, out, NULL, 0, &problems));
}

START_TEST(defaults_come_from_person_and_desk)
{
    struct bb_session staff = {0}, volunteer = {0};
    bb_app_session_defaults(fx.app, &staff);
    ck_assert_int_eq(staff.kind, BB_KIND_STAFF);
    ck_assert_int_eq(staff.zone, BB_ZONE_WINDOW);
    ck_assert_int_eq(staff.mode, BB_MODE_WINDOW);
    ck_ok(bb_app_login(fx.app, "V001", NULL));
    bb_app_session_defaults(fx.app, &volunteer);
    ck_assert_int_eq(volunteer.kind, BB_KIND_VOLUNTEER);
    ck_assert_int_eq(volunteer.zone, BB_ZONE_HELP_DESK);
    ck_assert_str_eq(volunteer.desk, "C1D01");
    bb_session_done(&staff);
    bb_session_done(&volunteer);
}
END_TEST

START_TEST(numbers_run_by_desk_and_day)
{
    struct bb_session first = {0}, second = {0}, next_day = {0};
    session_add(&first, "P031", "缴费基数说明");
    session_add(&second, "P001", "居住证材料");
    ck_assert_str_eq(first.no, "C1W03-261123-001");
    ck_assert_str_eq(second.no, "C1W03-261123-002");
    fx.fake.now_ms += 86400000;
    session_add(&next_day, "P001", "");
    ck_assert_str_eq(next_day.no, "C1W03-261124-001");
    bb_session_done(&first);
    bb_session_done(&second);
    bb_session_done(&next_day);
}
END_TEST

START_TEST(late_entry_keeps_both_times)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    int64_t at;
    session_make(&session, "P031", "纸质登记补录");
    ck_ok(bb_at_parse(&at, "2026-11-20 15:10"));
    ck_ok(bb_app_session_add(fx.app, &session, NULL, at, &problems));
    ck_assert_int_eq(session.late, 1);
    ck_assert_int_eq(session.happened_at, at);
    ck_assert_int_eq(session.recorded_at, fx.fake.now_ms / 1000);
    ck_assert_str_eq(session.no, "C1W03-261120-001");
    bb_session_done(&session);
}
END_TEST

START_TEST(refusals_name_the_field)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    int64_t at;
    session_make(&session, "P031", "");
    ck_ok(bb_at_parse(&at, "2026-11-24 09:00"));
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, at, &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "happened_at");
    session.happened_at = 0;
    session.quantity = 0;
    problems.count = 0;
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, 0, &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "quantity");
    session.quantity = 1;
    bb_strset(&session.item, "P999");
    problems.count = 0;
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, 0, &problems), BB_ERR_NOT_FOUND);
    bb_session_done(&session);
}
END_TEST

START_TEST(client_data_is_masked_and_sealed)
{
    struct bb_session session = {0}, again = {0};
    struct bb_problems problems = {0};
    const struct bb_client client = {"欧阳晓明", "１１０１０５１９４９１２３１００２ｘ",
                                     "13812345678"};
    session_make(&session, "P031", "");
    ck_ok(bb_app_session_add(fx.app, &session, &client, 0, &problems));
    ck_assert_str_eq(session.client_name, "欧阳*");
    ck_assert_str_eq(session.client_id, "110***********002X");
    ck_assert_str_eq(session.client_phone, "138****5678");
    ck_assert(session.client_name_sealed && !strstr(session.client_name_sealed, "欧阳"));
    session_make(&again, "P001", "");
    ck_ok(bb_app_session_add(fx.app, &again, &(struct bb_client){.id = "11010519491231002X"}, 0,
                             &problems));
    ck_assert_str_eq(session.client_pseudonym, again.client_pseudonym);
    bb_session_done(&session);
    bb_session_done(&again);
}
END_TEST

START_TEST(clear_client_data_is_in_no_file)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    session_make(&session, "P031", "");
    ck_ok(bb_app_session_add(fx.app, &session,
                             &(struct bb_client){"钮祜禄标记", "11010519491231002X", "13987654321"},
                             0, &problems));
    bb_session_done(&session);
    FILE *in = fopen(fx.path, "rb");
    ck_assert_ptr_nonnull(in);
    static char bytes[16 * 1024 * 1024];
    size_t len = fread(bytes, 1, sizeof bytes, in);
    fclose(in);
    ck_assert(len > 4096 && len < sizeof bytes);
    ck_assert_ptr_null(memmem(bytes, len, "钮祜禄标记", strlen("钮祜禄标记")));
    ck_assert_ptr_null(memmem(bytes, len, "19491231002", 11));
    ck_assert_ptr_null(memmem(bytes, len, "13987654321", 11));
    ck_assert_ptr_nonnull(memmem(bytes, len, "139****4321", 11)); /* the search itself works */
}
END_TEST

START_TEST(volunteers_keep_no_client_data_and_see_their_own)
{
    struct bb_session staff = {0}, own = {0}, seen = {0};
    struct bb_problems problems = {0};
    session_add(&staff, "P031", "");
    ck_ok(bb_app_login(fx.app, "V001", NULL));
    session_make(&own, "P001", "自助机引导");
    ck_err_is(bb_app_session_add(fx.app, &own, &(struct bb_client){.name = "张三"}, 0, &problems),
              BB_ERR_RULE);
    problems.count = 0;
    ck_ok(bb_app_session_add(fx.app, &own, NULL, 0, &problems));
    ck_err_is(bb_app_session_load(fx.app, staff.id, &seen), BB_ERR_NOT_YOURS);
    ck_ok(bb_app_session_load(fx.app, own.no, &seen));
    ck_err_is(bb_app_session_void(fx.app, staff.id, "错"), BB_ERR_NOT_YOURS);
    bb_session_done(&staff);
    bb_session_done(&own);
    bb_session_done(&seen);
}
END_TEST

START_TEST(edit_void_and_undo_are_events)
{
    struct bb_session session = {0}, seen = {0}, change = {0};
    struct bb_problems problems = {0};
    struct bb_events history = {0};
    char *what = NULL;
    session_add(&session, NULL, "");
    ck_assert_uint_eq(bb_session_debts(&session), BB_DEBT_ITEM);
    bb_strset(&change.item, "P031");
    ck_ok(bb_app_session_edit(fx.app, session.id, &change, "item", NULL, NULL, &problems));
    ck_ok(bb_app_session_load(fx.app, session.id, &seen));
    ck_assert_str_eq(seen.item, "P031");
    ck_assert_uint_eq(bb_session_debts(&seen), 0);
    ck_err_is(bb_app_session_void(fx.app, session.id, ""), BB_ERR_RULE);
    ck_ok(bb_app_session_void(fx.app, session.id, "重复登记"));
    ck_ok(bb_app_undo(fx.app, &what));
    ck_assert_ptr_nonnull(strstr(what, session.no));
    free(what);
    bb_session_done(&seen);
    ck_ok(bb_app_session_load(fx.app, session.id, &seen));
    ck_assert_int_eq(seen.voided, 0);
    ck_ok(bb_app_undo(fx.app, &what)); /* the edit */
    free(what);
    bb_session_done(&seen);
    ck_ok(bb_app_session_load(fx.app, session.id, &seen));
    ck_assert_ptr_null(seen.item);
    ck_ok(bb_app_undo(fx.app, &what)); /* the session itself: void, never gone */
    free(what);
    bb_session_done(&seen);
    ck_ok(bb_app_session_load(fx.app, session.id, &seen));
    ck_assert_int_eq(seen.voided, 1);
    ck_err_is(bb_app_undo(fx.app, &what), BB_ERR_NOTHING_TO_UNDO);
    ck_ok(bb_app_history(fx.app, session.id, &history));
    ck_assert_uint_eq(history.count, 6);
    bb_events_done(&history);
    bb_session_done(&session);
    bb_session_done(&seen);
    bb_session_done(&change);
}
END_TEST

START_TEST(client_data_may_follow_later)
{
    struct bb_session session = {0}, seen = {0};
    struct bb_problems problems = {0};
    struct bb_client name = {.name = "欧阳晓明"}, phone = {.phone = "13812345678"};
    session_make(&session, "P031", "");
    ck_ok(bb_app_session_add(fx.app, &session, &name, 0, &problems));
    ck_ok(bb_app_session_edit(fx.app, session.id, &session, "", NULL, &phone, &problems));
    ck_ok(bb_app_session_load(fx.app, session.id, &seen));
    ck_assert_str_eq(seen.client_name, "欧阳*"); /* both under the session's one key */
    ck_assert_str_eq(seen.client_phone, "138****5678");
    ck_assert_str_eq(seen.client_name_sealed, session.client_name_sealed);
    bb_session_done(&session);
    bb_session_done(&seen);
}
END_TEST

START_TEST(undo_reaches_only_today_and_oneself)
{
    struct bb_session session = {0};
    char *what = NULL;
    session_add(&session, "P031", "");
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_err_is(bb_app_undo(fx.app, &what), BB_ERR_NOTHING_TO_UNDO);
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    fx.fake.now_ms += 86400000;
    ck_err_is(bb_app_undo(fx.app, &what), BB_ERR_NOTHING_TO_UNDO);
    bb_session_done(&session);
}
END_TEST

START_TEST(a_clock_that_went_back_is_refused_until_accepted)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    fx.fake.now_ms -= 3600000;
    session_make(&session, "P031", "");
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, 0, &problems), BB_ERR_CLOCK);
    ck_err_is(bb_app_clock_accept(fx.app), BB_ERR_NO_RIGHT);
    ck_ok(bb_app_login(fx.app, "M001", NULL)); /* reading goes on, and so does mending */
    problems.count = 0;
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, 0, &problems), BB_ERR_CLOCK);
    ck_ok(bb_app_clock_accept(fx.app));
    ck_ok(bb_app_session_add(fx.app, &session, NULL, 0, &problems));
    bb_session_done(&session);
}
END_TEST

START_TEST(out_of_scope_is_no_session)
{
    struct bb_referral referral = {0};
    struct bb_day_figures figures;
    ck_ok(bb_app_referral_add(fx.app, "complaint", &referral));
    ck_assert_str_eq(referral.no, "C1W03-Z261123-001");
    ck_assert_ptr_nonnull(strstr(referral.referred_to, "12345"));
    ck_ok(bb_app_day_figures(fx.app, &figures));
    ck_assert_int_eq(figures.sessions, 0);
    bb_record_done(&bb_referral_record, &referral);
}
END_TEST

START_TEST(who_left_may_not_log_in)
{
    ck_err_is(bb_app_login(fx.app, "S009", NULL), BB_ERR_NOT_FOUND);
    ck_err_is(bb_app_login(fx.app, "S001", "C9X99"), BB_ERR_NOT_FOUND);
    ck_assert_str_eq(bb_app_person(fx.app)->code, "S001");
    fixture_reopen(&fx);
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, 0, &problems), BB_ERR_NOBODY);
}
END_TEST

START_TEST(drafts_are_adopted_only_from_the_dead)
{
    struct bb_draft *draft, *second;
    char *form, *text;
    ck_ok(bb_app_draft_new(fx.app, "session", &draft));
    ck_ok(bb_app_draft_write(draft, "{\"note\":\"只填了一半\"}"));
    ck_ok(bb_app_draft_adopt(fx.app, &second, &form, &text));
    ck_assert_ptr_null(second); /* its owner lives */
    bb_app_draft_leave(draft);
    fixture_reopen(&fx);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(bb_app_draft_adopt(fx.app, &second, &form, &text));
    ck_assert_ptr_null(second); /* somebody else's */
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    ck_ok(bb_app_draft_adopt(fx.app, &second, &form, &text));
    ck_assert_ptr_nonnull(second);
    ck_assert_str_eq(form, "session");
    ck_assert_str_eq(text, "{\"note\":\"只填了一半\"}");
    free(form);
    free(text);
    bb_app_draft_discard(second);
    ck_ok(bb_app_draft_adopt(fx.app, &second, &form, &text));
    ck_assert_ptr_null(second);
}
END_TEST

/* One stretch: "phase minutes by". */
static void periods_text(const char *id, struct bb_buf *out)
{
    struct bb_stretch *rows;
    size_t count;
    bb_buf_clear(out);
    ck_ok(bb_app_session_periods(fx.app, id, &rows, &count));
    for (size_t i = 0; i < count; i++)
        bb_buf_printf(out, "%s %lld %s; ", bb_code_id(BB_CODES_PHASE, rows[i].phase),
                      rows[i].until_at ? (long long)(rows[i].until_at - rows[i].from_at) / 60 : -1,
                      rows[i].by);
    bb_session_periods_free(rows, count);
}

static void minutes_pass(int minutes)
{
    fx.fake.now_ms += minutes * 60000;
}

START_TEST(periods_follow_from_the_events)
{
    struct bb_session session = {0}, seen = {0}, change = {.phase = BB_PHASE_CLOSED};
    struct bb_problems problems = {0};
    struct bb_buf text = {0};
    char *what = NULL;
    session_make(&session, "P031", "");
    session.phase = BB_PHASE_WAITING;
    session.arrived_at = bb_app_now(fx.app) - 300;
    ck_ok(bb_app_session_add(fx.app, &session, NULL, 0, &problems));
    ck_assert_int_eq(session.served_at, 0);
    ck_assert_int_eq(bb_session_first_response(&session), -1);
    minutes_pass(4);
    ck_ok(bb_app_session_phase(fx.app, session.id, BB_PHASE_SERVING));
    ck_err_is(bb_app_session_phase(fx.app, session.id, BB_PHASE_SERVING), BB_ERR_SERVED_BY);
    minutes_pass(10);
    ck_ok(bb_app_session_phase(fx.app, session.id, BB_PHASE_PARKED));
    ck_err_is(bb_app_session_phase(fx.app, session.id, BB_PHASE_PARKED), BB_ERR_PARKED_BY);
    minutes_pass(30);
    ck_ok(bb_app_session_phase(fx.app, session.id, BB_PHASE_SERVING));
    ck_ok(bb_app_undo(fx.app, &what)); /* not yet: it stays parked */
    free(what);
    ck_ok(bb_app_session_phase(fx.app, session.id, BB_PHASE_SERVING));
    minutes_pass(2);
    ck_ok(bb_app_session_edit(fx.app, session.id, &change, "phase", NULL, NULL, &problems));
    periods_text(session.id, &text);
    ck_assert_str_eq(text.data,
                     "waiting 9 S001; serving 10 S001; parked 30 S001; serving 2 S001; ");
    ck_ok(bb_app_session_load(fx.app, session.id, &seen));
    ck_assert_int_eq(bb_session_first_response(&seen), 9 * 60);
    ck_assert_int_eq(seen.closed_at, bb_app_now(fx.app));
    ck_err_is(bb_app_session_phase(fx.app, session.id, BB_PHASE_SERVING), BB_ERR_RULE);
    bb_session_done(&seen);
    bb_session_done(&session);
    bb_buf_done(&text);
}
END_TEST

START_TEST(nobody_is_served_before_he_arrives)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    session_make(&session, "P031", "");
    session.arrived_at = bb_app_now(fx.app) + 60;
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, 0, &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "arrived_at");
    bb_session_done(&session);
}
END_TEST

START_TEST(another_desk_goes_on)
{
    struct bb_session session = {0}, seen = {0}, handed = {0};
    struct bb_problems problems = {0};
    struct bb_buf text = {0};
    session_make(&session, "P031", "");
    session.phase = BB_PHASE_SERVING;
    ck_ok(bb_app_session_add(fx.app, &session, NULL, 0, &problems));
    minutes_pass(3);
    ck_err_is(bb_app_session_hand(fx.app, session.id, "C9X99", "缺材料", &problems), BB_ERR_RULE);
    ck_assert_str_eq(problems.rows[0].field, "desk");
    problems.count = 0;
    ck_err_is(bb_app_session_hand(fx.app, session.id, "C1W03", "", &problems), BB_ERR_RULE);
    ck_assert_uint_eq(problems.count, 2); /* the same desk, and no reason */
    problems.count = 0;
    ck_ok(bb_app_session_hand(fx.app, session.id, "C1D01", "要打印凭证", &problems));
    ck_ok(bb_app_handed(fx.app, 0, "", &handed));
    ck_assert_ptr_null(handed.id); /* it went away from this desk */
    ck_ok(bb_app_login(fx.app, "M001", "C1D01"));
    ck_ok(bb_app_handed(fx.app, 0, "", &handed));
    ck_assert_str_eq(handed.id, session.id);
    ck_assert_str_eq(handed.handed_from, "C1W03");
    ck_assert_str_eq(handed.handed_why, "要打印凭证");
    int64_t at = handed.handed_at;
    bb_session_done(&handed);
    ck_ok(bb_app_handed(fx.app, at, session.id, &handed));
    ck_assert_ptr_null(handed.id); /* said once */
    minutes_pass(5);
    ck_ok(bb_app_session_phase(fx.app, session.id, BB_PHASE_SERVING));
    ck_ok(bb_app_session_load(fx.app, session.id, &seen));
    ck_assert_str_eq(seen.helper, "M001");
    ck_assert_str_eq(seen.desk, "C1D01");
    periods_text(session.id, &text);
    ck_assert_str_eq(text.data, "serving 3 S001; waiting 5 S001; serving -1 M001; ");
    bb_session_done(&seen);
    bb_session_done(&session);
    bb_buf_done(&text);
}
END_TEST

START_TEST(nobody_writes_over_what_he_has_not_seen)
{
    struct bb_session seen = {0}, mine = {0}, theirs = {0}, now = {0};
    struct bb_problems problems = {0};
    struct bb_app *other; /* a second program on the same file */
    session_add(&seen, "P031", "缴费");
    ck_ok(bb_app_open(&other, &fx.config, fx.path, fake_clock_of(&fx.fake)));
    ck_ok(bb_app_login(other, "M001", "C1W03"));
    ck_ok(bb_app_session_load(other, seen.id, &theirs));
    bb_strset(&theirs.note, "已补缴");
    theirs.outcome = BB_OUTCOME_PARTLY;
    ck_ok(bb_app_session_edit(other, seen.id, &theirs, "note outcome", &seen, NULL, &problems));

    bb_record_copy(&bb_session_record, &mine, &seen);
    bb_strset(&mine.note, "改天再来");
    mine.category = BB_CATEGORY_PROCESS;
    ck_err_is(bb_app_session_edit(fx.app, seen.id, &mine, "note category", &seen, NULL, &problems),
              BB_ERR_CHANGED);
    ck_assert_uint_eq(problems.count, 1); /* the field that both wrote, and no other */
    ck_assert_str_eq(problems.rows[0].field, "note");
    ck_ok(bb_app_session_load(fx.app, seen.id, &now));
    ck_assert_str_eq(now.note, "已补缴");
    ck_assert_int_eq(now.category, BB_CATEGORY_MATERIAL); /* nothing of it was saved */

    problems.count = 0; /* different fields do not meet */
    ck_ok(bb_app_session_edit(fx.app, seen.id, &mine, "category", &seen, NULL, &problems));
    bb_strset(&mine.note, "已补缴"); /* nor do those who wrote the same */
    ck_ok(bb_app_session_edit(fx.app, seen.id, &mine, "note", &seen, NULL, &problems));
    bb_strset(&mine.note, "改天再来"); /* once seen, it is a decision */
    ck_ok(bb_app_session_edit(fx.app, seen.id, &mine, "note", &now, NULL, &problems));
    bb_session_done(&now);
    ck_ok(bb_app_session_load(fx.app, seen.id, &now));
    ck_assert_str_eq(now.note, "改天再来");
    ck_assert_int_eq(now.outcome, BB_OUTCOME_PARTLY);
    ck_assert_int_eq(now.category, BB_CATEGORY_PROCESS);

    struct bb_client client = {.phone = "13900001234"}; /* client data likewise */
    ck_ok(bb_app_session_edit(other, seen.id, &theirs, "", &now, &client, &problems));
    ck_err_is(bb_app_session_edit(fx.app, seen.id, &mine, "", &now,
                                  &(struct bb_client){.phone = "13900005678"}, &problems),
              BB_ERR_CHANGED);
    ck_assert_str_eq(problems.rows[0].field, "client_phone");
    bb_app_close(other);
    bb_session_done(&seen);
    bb_session_done(&mine);
    bb_session_done(&theirs);
    bb_session_done(&now);
}
END_TEST

Suite *suite_session(void)
{
    Suite *suite = suite_create("session");
    TCase *tcase = tcase_create("session");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, defaults_come_from_person_and_desk);
    tcase_add_test(tcase, numbers_run_by_desk_and_day);
    tcase_add_test(tcase, late_entry_keeps_both_times);
    tcase_add_test(tcase, refusals_name_the_field);
    tcase_add_test(tcase, client_data_is_masked_and_sealed);
    tcase_add_test(tcase, clear_client_data_is_in_no_file);
    tcase_add_test(tcase, volunteers_keep_no_client_data_and_see_their_own);
    tcase_add_test(tcase, edit_void_and_undo_are_events);
    tcase_add_test(tcase, client_data_may_follow_later);
    tcase_add_test(tcase, undo_reaches_only_today_and_oneself);
    tcase_add_test(tcase, a_clock_that_went_back_is_refused_until_accepted);
    tcase_add_test(tcase, out_of_scope_is_no_session);
    tcase_add_test(tcase, who_left_may_not_log_in);
    tcase_add_test(tcase, drafts_are_adopted_only_from_the_dead);
    tcase_add_test(tcase, periods_follow_from_the_events);
    tcase_add_test(tcase, nobody_is_served_before_he_arrives);
    tcase_add_test(tcase, another_desk_goes_on);
    tcase_add_test(tcase, nobody_writes_over_what_he_has_not_seen);
    suite_add_tcase(suite, tcase);
    return suite;
}
