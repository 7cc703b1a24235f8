/* Leaders: visits with their sheet, what they owe, plans, waivers, suggestions. */
#include <stddef.h>
#include <string.h>

#include "app/fixture.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"

static struct fixture fx;

static void clock_set(const char *text)
{
    int64_t at;
    ck_ok(bb_at_parse(&at, text));
    fx.fake.now_ms = at * 1000;
}

static void person_add(const char *code, const char *name)
{
    struct bb_person person = {.role = BB_ROLE_LEADER};
    person.code = bb_strdup(code);
    person.name = bb_strdup(name);
    ck_ok(bb_app_reference_add(fx.app, "person", &person));
    bb_record_done(&bb_person_record, &person);
}

static void post_add(const char *person, int64_t tier, const char *from, const char *to)
{
    struct bb_post post = {.tier = tier};
    post.person = bb_strdup(person);
    post.unit = bb_strdup("310116D15");
    if (from)
        ck_ok(bb_day_parse(&post.valid_from, from));
    if (to)
        ck_ok(bb_day_parse(&post.valid_to, to));
    ck_ok(bb_app_reference_add(fx.app, "post", &post));
    bb_record_done(&bb_post_record, &post);
}

static void up(void)
{
    fixture_up(&fx);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    person_add("L001", "许文辉");
    person_add("L002", "石言茜");
    post_add("L001", BB_TIER_HEAD, "2022-01-01", NULL);
    post_add("L001", BB_TIER_OWT, "2022-01-01", NULL);
    post_add("L002", BB_TIER_DISTRICT, "2022-01-01", NULL);
}

static void down(void)
{
    fixture_down(&fx);
}

static void visit_fill(struct bb_visit *visit, const char *person)
{
    bb_app_visit_defaults(fx.app, visit);
    bb_strset(&visit->person, person);
    bb_strset(&visit->item, "P020");
    visit->identity_shown = visit->opinions_asked = 1;
    bb_strset(&visit->opinions, "希望材料再少一点");
}

static const struct bb_err *visit_save(struct bb_visit *visit, struct bb_problems *problems)
{
    struct bb_session session = {0};
    bb_app_session_defaults(fx.app, &session);
    const struct bb_err *err = bb_app_visit_add(fx.app, &session, visit, 0, problems);
    bb_session_done(&session);
    return err;
}

struct found {
    struct bb_quota_row rows[16];
    size_t count;
};

static const struct bb_err *row_note(void *ctx, const struct bb_quota_row *row)
{
    struct found *found = ctx;
    found->rows[found->count++] = *row;
    return NULL;
}

/* The row of person and tier as of now. Texts in it are gone. */
static struct bb_quota_row quota_of(int64_t tier)
{
    struct found found = {0};
    ck_ok(bb_app_quota(fx.app, bb_app_today(fx.app), row_note, &found));
    for (size_t i = 0; i < found.count; i++)
        if (found.rows[i].tier == tier)
            return found.rows[i];
    ck_abort_msg("no row of that tier");
}

START_TEST(a_visit_has_its_session_and_counts_for_both_tiers)
{
    struct bb_visit visit = {0};
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    ck_assert_int_eq(quota_of(BB_TIER_OWT).state, BB_QUOTA_OPEN);
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    ck_assert_str_eq(visit.no, "C1W03-L261123-001");
    ck_ok(bb_app_session_load(fx.app, visit.session, &session));
    ck_assert_int_eq(session.kind, BB_KIND_LEADER);
    ck_assert_str_eq(session.helper, "L001");
    ck_assert_int_eq(quota_of(BB_TIER_OWT).state, BB_QUOTA_MET);
    ck_assert_int_eq(quota_of(BB_TIER_HEAD).done, 1);
    ck_assert_int_eq(quota_of(BB_TIER_DISTRICT).done, 0);
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

START_TEST(void_visits_and_void_sessions_do_not_count)
{
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    char *what;
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    ck_ok(bb_app_undo(fx.app, &what));
    free(what);
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 0);
    bb_record_done(&bb_visit_record, &visit);
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 1);
    ck_ok(bb_app_session_void(fx.app, visit.session, "走过场"));
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 0);
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

START_TEST(the_ticks_and_the_post_are_asked_for)
{
    static const struct {
        const char *field;
        size_t offset;
    } ticks[] = {{"identity_shown", offsetof(struct bb_visit, identity_shown)},
                 {"opinions_asked", offsetof(struct bb_visit, opinions_asked)},
                 {"place_kind", offsetof(struct bb_visit, place_kind)}};
    for (size_t i = 0; i < sizeof ticks / sizeof *ticks; i++) {
        struct bb_visit visit = {0};
        struct bb_problems problems = {0};
        visit_fill(&visit, "L001");
        *(int64_t *)(void *)((char *)&visit + ticks[i].offset) = 0;
        ck_err_is(visit_save(&visit, &problems), BB_ERR_RULE);
        ck_assert_str_eq(problems.rows[0].field, ticks[i].field);
        bb_record_done(&bb_visit_record, &visit);
    }
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    visit_fill(&visit, "S001");
    ck_err_is(visit_save(&visit, &problems), BB_ERR_RULE); /* no post on that day */
    ck_assert_str_eq(problems.rows[0].field, "person");
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

START_TEST(what_a_supervisor_looks_at_is_flagged)
{
    struct bb_visit visit = {0};
    struct bb_buf words = {0};
    visit_fill(&visit, "L001");
    ck_assert_uint_eq(bb_visit_flags(&visit, 2), 0);
    visit.companions = 3;
    visit.source = BB_SOURCE_ARRANGED;
    visit.opinions_asked = 0;
    bb_visit_flags_show(bb_visit_flags(&visit, 2), &words);
    ck_assert_str_eq(words.data, "arranged beforehand, too many companions, no opinion asked");
    bb_buf_done(&words);
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

START_TEST(organisers_follow_the_three_rules)
{
    struct bb_unit resident = {.resident = 1}, outside = {0};
    ck_assert_int_eq(bb_organiser_of(BB_TIER_DISTRICT, &resident), BB_ORGANISER_DISTRICT);
    ck_assert_int_eq(bb_organiser_of(BB_TIER_HEAD, &resident), BB_ORGANISER_CENTRE);
    ck_assert_int_eq(bb_organiser_of(BB_TIER_HEAD, &outside), BB_ORGANISER_ITSELF);
    ck_assert_int_eq(bb_organiser_of(BB_TIER_HEAD, NULL), BB_ORGANISER_ITSELF);
}
END_TEST

START_TEST(a_waiver_needs_its_reason_and_a_supervisor)
{
    struct bb_waiver waiver = {.tier = BB_TIER_OWT, .day = bb_app_today(fx.app)};
    struct bb_problems problems = {0};
    waiver.person = bb_strdup("L001");
    ck_err_is(bb_app_waiver_add(fx.app, &waiver, &problems), BB_ERR_RULE);
    problems.count = 0;
    bb_strset(&waiver.reason, "长期出国");
    ck_ok(bb_app_login(fx.app, "S001", NULL));
    ck_err_is(bb_app_waiver_add(fx.app, &waiver, &problems), BB_ERR_NO_RIGHT);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(bb_app_waiver_add(fx.app, &waiver, &problems));
    ck_assert_int_eq(quota_of(BB_TIER_OWT).state, BB_QUOTA_NOTHING);
    ck_assert_int_eq(quota_of(BB_TIER_HEAD).state, BB_QUOTA_OPEN);
    bb_record_done(&bb_waiver_record, &waiver);
}
END_TEST

static const struct bb_err *count_one(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

START_TEST(plans_lie_ahead_and_can_be_dropped)
{
    struct bb_vplan plan = {.day = bb_app_today(fx.app) - 1};
    struct bb_problems problems = {0};
    int plans = 0;
    plan.person = bb_strdup("L001");
    ck_err_is(bb_app_vplan_add(fx.app, &plan, &problems), BB_ERR_RULE);
    problems.count = 0;
    plan.day += 8;
    ck_ok(bb_app_vplan_add(fx.app, &plan, &problems));
    ck_ok(bb_app_vplan_list(fx.app, &(struct bb_sink){count_one, &plans}));
    ck_assert_int_eq(plans, 1);
    ck_err_is(bb_app_vplan_drop(fx.app, plan.id, ""), BB_ERR_RULE);
    ck_ok(bb_app_vplan_drop(fx.app, plan.id, "改期"));
    plans = 0;
    ck_ok(bb_app_vplan_list(fx.app, &(struct bb_sink){count_one, &plans}));
    ck_assert_int_eq(plans, 0);
    bb_record_done(&bb_vplan_record, &plan);
}
END_TEST

START_TEST(what_was_not_visited_is_suggested_first)
{
    struct bb_suggestion *rows;
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    size_t count;
    visit_fill(&visit, "L001");
    bb_strset(&visit.item, "E001"); /* otherwise the first */
    ck_ok(bb_app_suggest(fx.app, &rows, &count));
    ck_assert_str_eq(rows[0].item->code, "E001");
    free(rows);
    ck_ok(visit_save(&visit, &problems));
    ck_ok(bb_app_suggest(fx.app, &rows, &count));
    ck_assert_str_eq(rows[0].item->code, "E002");
    ck_assert_str_eq(rows[count - 1].item->code, "E001");
    free(rows);
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

START_TEST(another_districts_rules_need_no_other_program)
{
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    bb_strset(&fx.config.quota_rules,
              "2026-01-01 unit_head 1 month; 2026-01-01 owt_lead 1 11-01..11-30 50%");
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    struct bb_quota_row head = quota_of(BB_TIER_HEAD), window = quota_of(BB_TIER_OWT);
    ck_assert_str_eq(head.period, "2026-11");
    ck_assert_int_eq(head.state, BB_QUOTA_MET);
    ck_assert_int_eq(window.done, 1);
    ck_assert_int_ne(window.state,
                     BB_QUOTA_MET); /* visited, but the share of cases is not covered */
    clock_set("2026-12-01 10:00");
    ck_assert_int_eq(quota_of(BB_TIER_HEAD).done, 0);
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

START_TEST(everything_follows_from_events)
{
    struct bb_visit visit = {0};
    struct bb_problems problems = {0};
    struct bb_check_result result;
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    ck_ok(bb_app_check(fx.app, false, NULL, &result));
    ck_ok(bb_app_check(fx.app, true, NULL, &result));
    ck_assert_int_eq(result.rebuilt, 2); /* session and visit */
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 1);
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

START_TEST(a_correction_is_an_event_and_the_session_follows)
{
    struct bb_visit visit = {0}, now = {0};
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    struct bb_events events = {0};
    char *what;
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    visit.mode = BB_MODE_WALK;
    bb_strset(&visit.item, NULL);
    bb_strset(&visit.person, "L002");
    bb_strset(&visit.place, "not stated, so not changed");
    ck_ok(bb_app_visit_edit(fx.app, visit.no, &visit, "mode item person", NULL, &problems));
    ck_ok(bb_app_visit_load(fx.app, visit.no, &now));
    ck_assert_int_eq(now.mode, BB_MODE_WALK);
    ck_assert_str_eq(now.person, "L002");
    ck_assert_ptr_null(now.item);
    ck_assert_ptr_null(now.place);
    ck_assert_str_eq(now.opinions, visit.opinions);
    ck_ok(bb_app_session_load(fx.app, visit.session, &session));
    ck_assert_int_eq(session.mode, BB_MODE_WALK);
    ck_assert_str_eq(session.helper, "L002");
    ck_assert_int_eq(session.no_item, BB_NO_ITEM_GENERAL);
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 0);
    ck_assert_int_eq(quota_of(BB_TIER_DISTRICT).done, 1);
    ck_ok(bb_app_history(fx.app, visit.id, &events));
    ck_assert_uint_eq(events.count, 2); /* what was said first is still there */
    ck_assert_int_eq(events.rows[1].kind, BB_EVENT_VISIT_EDIT);
    ck_assert_ptr_null(strstr(events.rows[1].body, "place"));
    ck_ok(bb_app_undo(fx.app, &what));
    free(what);
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 1);
    ck_assert_int_eq(quota_of(BB_TIER_DISTRICT).done, 0);
    bb_events_done(&events);
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
    bb_record_done(&bb_visit_record, &now);
}
END_TEST

START_TEST(a_correction_passes_the_same_checks)
{
    static const struct {
        const char *field, *value; /* NULL: emptied */
        enum bb_err_code err;
    } wrong[] = {{"person", "S001", BB_ERR_RULE},
                 {"person", NULL, BB_ERR_RULE},
                 {"opinions", NULL, BB_ERR_RULE},
                 {"item", "Z999", BB_ERR_NOT_FOUND}};
    struct bb_visit visit = {0}, now = {0};
    struct bb_problems problems = {0};
    struct bb_events events = {0};
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct bb_visit stated = {0};
        problems.count = 0;
        bb_record_copy(&bb_visit_record, &stated, &visit);
        bb_strset(bb_field_text(bb_record_field(&bb_visit_record, wrong[i].field), &stated),
                  wrong[i].value);
        ck_err_is(bb_app_visit_edit(fx.app, visit.id, &stated, wrong[i].field, NULL, &problems),
                  wrong[i].err);
        ck_assert(wrong[i].err != BB_ERR_RULE ||
                  strcmp(problems.rows[0].field, wrong[i].field) == 0);
        bb_record_done(&bb_visit_record, &stated);
    }
    problems.count = 0;
    ck_err_is(bb_app_visit_edit(fx.app, "L-404", &visit, "mode", NULL, &problems),
              BB_ERR_NOT_FOUND);
    ck_ok(bb_app_login(fx.app, "L002", NULL)); /* leaders correct their own */
    ck_err_is(bb_app_visit_edit(fx.app, visit.id, &visit, "mode", NULL, &problems),
              BB_ERR_NOT_YOURS);
    ck_err_is(bb_app_visit_void(fx.app, visit.id, "误登"), BB_ERR_NO_RIGHT);
    ck_ok(bb_app_login(fx.app, "L001", NULL));
    ck_ok(bb_app_visit_edit(fx.app, visit.id, &visit, "mode", NULL, &problems));
    ck_err_is(bb_app_visit_void(fx.app, visit.id, "误登"), BB_ERR_NO_RIGHT);
    ck_ok(bb_app_history(fx.app, visit.id, &events));
    ck_assert_uint_eq(events.count, 2); /* what was refused left nothing */
    ck_ok(bb_app_visit_load(fx.app, visit.id, &now));
    ck_assert_str_eq(now.person, "L001");
    bb_events_done(&events);
    bb_record_done(&bb_visit_record, &visit);
    bb_record_done(&bb_visit_record, &now);
}
END_TEST

START_TEST(a_void_visit_stays_with_its_reason)
{
    struct bb_visit visit = {0}, now = {0};
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    struct bb_check_result result;
    char *what;
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    ck_err_is(bb_app_visit_void(fx.app, visit.id, ""), BB_ERR_RULE);
    ck_ok(bb_app_visit_void(fx.app, visit.no, "登记重复"));
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 0);
    ck_ok(bb_app_visit_load(fx.app, visit.no, &now));
    ck_assert_int_eq(now.voided, 1);
    ck_assert_str_eq(now.void_reason, "登记重复");
    ck_ok(bb_app_session_load(fx.app, visit.session, &session));
    ck_assert_int_eq(session.voided, 1);
    ck_assert_str_eq(session.void_reason, "登记重复");
    ck_err_is(bb_app_visit_void(fx.app, visit.id, "再次"), BB_ERR_RULE);
    ck_err_is(bb_app_visit_edit(fx.app, visit.id, &visit, "mode", NULL, &problems), BB_ERR_RULE);
    ck_ok(bb_app_check(fx.app, true, NULL, &result));
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 0);
    bb_record_done(&bb_visit_record, &now);
    ck_ok(bb_app_visit_load(fx.app, visit.no, &now)); /* the fold says the same */
    ck_assert_str_eq(now.void_reason, "登记重复");
    ck_ok(bb_app_undo(fx.app, &what)); /* the visit and its session */
    free(what);
    ck_assert_int_eq(quota_of(BB_TIER_OWT).done, 1);
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
    bb_record_done(&bb_visit_record, &now);
}
END_TEST

/* One act is one undo, also for a program that was started anew in between. */
START_TEST(one_undo_takes_visit_and_session_back)
{
    static const struct {
        int acts;     /* 1: saved; 2: and corrected; 3: and taken back */
        bool restart; /* before the undo */
        int mode, voided;
    } cases[] = {
        {1, false, BB_MODE_ACCOMPANY, 1}, {1, true, BB_MODE_ACCOMPANY, 1},
        {2, false, BB_MODE_ACCOMPANY, 0}, {2, true, BB_MODE_ACCOMPANY, 0},
        {3, false, BB_MODE_WALK, 0},      {3, true, BB_MODE_WALK, 0},
    };
    struct bb_visit visit = {0}, now = {0};
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    char *what;
    visit_fill(&visit, "L001");
    visit.mode = BB_MODE_ACCOMPANY;
    ck_ok(visit_save(&visit, &problems));
    if (cases[_i].acts > 1) {
        struct bb_visit stated = {.mode = BB_MODE_WALK};
        ck_ok(bb_app_visit_edit(fx.app, visit.id, &stated, "mode", NULL, &problems));
    }
    if (cases[_i].acts > 2)
        ck_ok(bb_app_visit_void(fx.app, visit.id, "登记重复"));
    if (cases[_i].restart)
        fixture_reopen(&fx);
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    ck_ok(bb_app_undo(fx.app, &what));
    free(what);
    ck_ok(bb_app_visit_load(fx.app, visit.id, &now));
    ck_ok(bb_app_session_load(fx.app, visit.session, &session));
    ck_assert_int_eq(now.mode, cases[_i].mode);
    ck_assert_int_eq(session.mode, cases[_i].mode);
    ck_assert_int_eq(now.voided, cases[_i].voided);
    ck_assert_int_eq(session.voided, cases[_i].voided);
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
    bb_record_done(&bb_visit_record, &now);
}
END_TEST

/* What is not of the same act stays. */
START_TEST(an_undone_correction_leaves_the_session_alone)
{
    struct bb_visit visit = {0}, stated = {.companions = 2};
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    char *what;
    visit_fill(&visit, "L001");
    ck_ok(visit_save(&visit, &problems));
    ck_ok(bb_app_session_load(fx.app, visit.session, &session));
    bb_strset(&session.note, "由主管补记");
    ck_ok(bb_app_session_edit(fx.app, session.id, &session, "note", NULL, NULL, &problems));
    ck_ok(bb_app_visit_edit(fx.app, visit.id, &stated, "companions", NULL, &problems));
    ck_ok(bb_app_undo(fx.app, &what));
    free(what);
    bb_session_done(&session);
    ck_ok(bb_app_session_load(fx.app, visit.session, &session));
    ck_assert_str_eq(session.note, "由主管补记");
    bb_session_done(&session);
    bb_record_done(&bb_visit_record, &visit);
}
END_TEST

Suite *suite_visit(void)
{
    Suite *suite = suite_create("visit");
    TCase *tcase = tcase_create("visit");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, a_visit_has_its_session_and_counts_for_both_tiers);
    tcase_add_test(tcase, void_visits_and_void_sessions_do_not_count);
    tcase_add_test(tcase, the_ticks_and_the_post_are_asked_for);
    tcase_add_test(tcase, what_a_supervisor_looks_at_is_flagged);
    tcase_add_test(tcase, organisers_follow_the_three_rules);
    tcase_add_test(tcase, a_waiver_needs_its_reason_and_a_supervisor);
    tcase_add_test(tcase, plans_lie_ahead_and_can_be_dropped);
    tcase_add_test(tcase, what_was_not_visited_is_suggested_first);
    tcase_add_test(tcase, another_districts_rules_need_no_other_program);
    tcase_add_test(tcase, everything_follows_from_events);
    tcase_add_test(tcase, a_correction_is_an_event_and_the_session_follows);
    tcase_add_test(tcase, a_correction_passes_the_same_checks);
    tcase_add_test(tcase, a_void_visit_stays_with_its_reason);
    tcase_add_loop_test(tcase, one_undo_takes_visit_and_session_back, 0, 6);
    tcase_add_test(tcase, an_undone_correction_leaves_the_session_alone);
    suite_add_tcase(suite, tcase);
    return suite;
}
