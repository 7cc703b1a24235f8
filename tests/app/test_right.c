/* The table of rights against the same written down by hand: every role x use case x whose record,
 * asked of the one function, and again of the use cases themselves. */
#include "app/fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/account.h"
#include "bangban/base/mem.h"

/* Who may what, a word for each role: its letter (s staff, v volunteer, m supervisor, l leader, a
 * administrator, u auditor, g agent, r leaders' recorder, k kiosk), and with whose records (own,
 * desk, unit, centre, all). */
static const struct {
    enum bb_use use;
    const char *who;
} rights[] = {
    {BB_USE_SESSION_ADD, "s:centre v:own m:centre g:own"},
    {BB_USE_SESSION_LIST, "s:all v:own m:all l:all g:own r:own"},
    {BB_USE_SESSION_VOID, "s:desk v:own m:centre g:own"},
    {BB_USE_SESSION_EDIT, "s:desk v:own m:centre g:own"},
    {BB_USE_SEARCH, "s:all m:all l:all"},
    {BB_USE_REFERRAL_ADD, "s:all v:all m:all"},
    {BB_USE_ISSUE_ADD, "s:all v:all m:all l:all g:all r:all"},
    {BB_USE_ISSUE_LIST, "s:all v:all m:all l:all g:all r:all"},
    {BB_USE_ISSUE_STEP, "s:unit m:centre g:own"},
    {BB_USE_ISSUE_DECIDE, "m:centre"},
    {BB_USE_CLIENT_DATA, "s:all m:all"},
    {BB_USE_VISIT_ADD, "s:all m:all l:own r:unit"},
    {BB_USE_VISIT_VOID, "s:all m:all r:unit"},
    {BB_USE_QUOTA_DECIDE, "m:all"},
    {BB_USE_EXPORT, "s:all m:all"},
    {BB_USE_REFERENCE, "m:all a:all"},
    {BB_USE_CLOCK, "m:all a:all"},
    {BB_USE_RATING_LIST, "s:all m:all l:all"},
    {BB_USE_RATING_WORK, "m:centre"},
    {BB_USE_RATING_TYPE, ""},
    {BB_USE_SHIFT_SIGN, "v:own"},
    {BB_USE_SHIFT_LIST, "v:own m:all l:all"},
    {BB_USE_ROSTER_LIST, "s:all m:all l:all a:all"},
    {BB_USE_ROSTER, "m:all a:all"},
    {BB_USE_PHONE_COUNT, "s:all m:all"},
    {BB_USE_TASK_LIST, "s:all m:all l:all g:all"},
    {BB_USE_TASK, "s:all m:all g:own"},
    {BB_USE_REPORT, "s:all m:all l:all"},
    {BB_USE_BACKUP, "m:all a:all"},
    {BB_USE_AUDIT, "m:all a:all u:all"},
    {BB_USE_USER, "a:all"},
    {BB_USE_USER_FREE, "m:all a:all"},
    {BB_USE_UNMASK, "m:centre"},
    {BB_USE_RETENTION, "m:all a:all"},
    {BB_USE_ASK, "s:all v:all m:all l:all a:all u:all g:all r:all k:all"},
};

static const struct {
    int64_t role;
    char letter;
} roles[] = {{BB_ROLE_STAFF, 's'},  {BB_ROLE_VOLUNTEER, 'v'}, {BB_ROLE_SUPERVISOR, 'm'},
             {BB_ROLE_LEADER, 'l'}, {BB_ROLE_ADMIN, 'a'},     {BB_ROLE_AUDITOR, 'u'},
             {BB_ROLE_AGENT, 'g'},  {BB_ROLE_RECORDER, 'r'},  {BB_ROLE_KIOSK, 'k'}};
enum { ROLES = sizeof roles / sizeof *roles, USES = sizeof rights / sizeof *rights };

/* Whose the record is, and which words reach it; ME is who asks, of unit U-ME, at desk W-ME. */
static const struct whose_case {
    const char *name;
    const char *person, *second, *desk, *unit;
    const char *reached_by;
} cases[] = {
    {"mine, far away", "ME", NULL, "W-FAR", "U-FAR", "own desk unit centre all"},
    {"mine to answer for", "L001", "ME", "W-FAR", "U-FAR", "own desk unit centre all"},
    {"at my desk", "L001", NULL, "W-ME", "U-FAR", "desk unit centre all"},
    {"at another desk of my unit", "L001", NULL, "W-UNIT", NULL, "unit centre all"},
    {"of my unit, far away", "L001", NULL, "W-FAR", "U-ME", "unit centre all"},
    {"at another desk of my centre", "L001", NULL, "W-CENTRE", "U-FAR", "centre all"},
    {"at no desk", "L001", NULL, NULL, "U-FAR", "centre all"},
    {"far away", "L001", NULL, "W-FAR", "U-FAR", "all"},
};
enum { CASES = sizeof cases / sizeof *cases };

/* "s:centre v:own …": the word after the letter. */
static void reach_of(const char *who, char letter, char word[16])
{
    *word = '\0';
    for (const char *at = who; *at; at += strcspn(at, " "), at += strspn(at, " "))
        if (*at == letter && at[1] == ':')
            snprintf(word, 16, "%.*s", (int)strcspn(at + 2, " "), at + 2);
}

static bool may(enum bb_use use, char letter, const struct whose_case *whose)
{
    char word[16];
    for (size_t i = 0; i < USES; i++) {
        if (rights[i].use != use)
            continue;
        reach_of(rights[i].who, letter, word);
        return *word && (!whose || bb_word_in(word, whose->reached_by));
    }
    return false;
}

static const char units[] = "code,name,kind\nU-ME,我的单位,bureau\nU-FAR,别的单位,bureau\n"
                            "Z-ME,我的中心,bureau\nZ-FAR,别的中心,bureau\n"
                            "U-DISTRICT,区里,office\n";
static const char desks[] = "code,name,centre,zone,unit\n"
                            "W-ME,一号,Z-ME,window,U-ME\n"
                            "W-UNIT,二号,Z-ME,window,U-ME\n"
                            "W-CENTRE,三号,Z-ME,window,U-FAR\n"
                            "W-FAR,四号,Z-FAR,window,U-FAR\n";
static const char posts[] =
    "person,unit,title,tier,valid_from\nL001,U-FAR,局长,unit_head,2024-01-01\n"
    "ME,U-ME,局长,unit_head,2024-01-01\n"
    "L002,U-ME,局长,unit_head,2024-01-01\n";

static void load(struct fixture *fixture, const char *what, const char *text)
{
    struct bb_import_result result;
    char *path = fixture_file(fixture, "rows.csv", text);
    ck_ok(bb_app_import(fixture->app, what, path, &result));
    free(path);
}

static void person_load(struct fixture *fixture, const char *code, const char *role,
                        const char *unit, const char *desk)
{
    struct bb_buf text = {0};
    ck_ok(bb_app_sit(fixture->app, "office", NULL));
    bb_buf_printf(&text, "code,name,role,unit,desk\n%s,%s,%s,%s,%s\n", code, code, role, unit,
                  desk);
    load(fixture, "person", text.data);
    bb_buf_done(&text);
}

static void world_up(struct fixture *fixture)
{
    fixture_up(fixture);
    ck_ok(bb_app_sit(fixture->app, "office", NULL));
    load(fixture, "unit", units);
    load(fixture, "desk", desks);
    person_load(fixture, "L001", "leader", "U-FAR", "");
    person_load(fixture, "L002", "leader", "U-ME", "");
    person_load(fixture, "ME", "staff", "U-ME", "W-ME");
    load(fixture, "post", posts);
}

/* ME, in that role, at his desk. */
static void become(struct fixture *fixture, size_t role)
{
    if (roles[role].role == BB_ROLE_KIOSK) {
        bb_app_sit_public(fixture->app);
        return;
    }
    person_load(fixture, "ME", bb_code_id(BB_CODES_ROLE, roles[role].role), "U-ME", "W-ME");
    ck_ok(bb_app_sit(fixture->app, "ME", NULL));
}

START_TEST(every_role_use_case_and_condition)
{
    struct fixture fixture;
    int asked = 0;
    world_up(&fixture);
    ck_assert_int_eq(USES, BB_USE__COUNT);
    ck_assert_int_eq(ROLES, BB_ROLE__COUNT - 1);
    for (size_t r = 0; r < ROLES; r++) {
        become(&fixture, r);
        for (size_t i = 0; i < USES; i++) {
            enum bb_use use = rights[i].use;
            const struct bb_err *err = bb_app_may(fixture.app, use);
            ck_assert_msg(!err == may(use, roles[r].letter, NULL), "role %c, use case %s",
                          roles[r].letter, bb_right_word(use));
            ck_assert(!err || err->code == BB_ERR_NO_RIGHT);
            for (size_t c = 0; c < CASES; c++, asked++) {
                struct bb_whose whose = {cases[c].person, cases[c].second, cases[c].desk,
                                         cases[c].unit};
                err = bb_app_may_on(fixture.app, use, &whose);
                ck_assert_msg(!err == may(use, roles[r].letter, &cases[c]),
                              "role %c, use case %s, a record %s", roles[r].letter,
                              bb_right_word(use), cases[c].name);
            }
        }
    }
    bb_app_stand_up(fixture.app); /* nobody may anything */
    for (size_t i = 0; i < USES; i++)
        ck_err_is(bb_app_may(fixture.app, rights[i].use), BB_ERR_NOBODY);
    printf("# rights asked: %d (role, use case, whose), trust.md row 22\n", asked);
    fixture_down(&fixture);
}
END_TEST

/* Away from a desk it is the unit that says which centre is one's own: one, every one for the
 * district's offices, none for a bureau. */
START_TEST(a_supervisor_without_a_desk)
{
    static const struct {
        const char *unit, *desk;
        bool may;
    } rows[] = {{"Z-ME", "W-ME", true},       {"Z-ME", "W-FAR", false},
                {"U-DISTRICT", "W-ME", true}, {"U-DISTRICT", "W-FAR", true},
                {"U-FAR", "W-FAR", true},     {"U-FAR", "W-ME", false}};
    struct fixture fixture;
    world_up(&fixture);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        person_load(&fixture, "ME", "supervisor", rows[i].unit, "");
        ck_ok(bb_app_sit(fixture.app, "ME", NULL));
        const struct bb_err *err = bb_app_may_on(fixture.app, BB_USE_ISSUE_DECIDE,
                                                 &(struct bb_whose){.desk = rows[i].desk});
        ck_assert_msg(!err == rows[i].may, "%s, %s", rows[i].unit, rows[i].desk);
    }
    fixture_down(&fixture);
}
END_TEST

/* ---- the use cases themselves ---- */

struct world {
    struct fixture fixture;
    char *session, *issue, *visit, *project; /* ids of this round */
};

static void session_make(struct world *w, const struct whose_case *whose)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(w->fixture.app, &session);
    bb_strset(&session.item, "P031");
    bb_strset(&session.helper, whose->second ? whose->second : whose->person);
    bb_strset(&session.desk, whose->desk);
    ck_ok(bb_app_session_add(w->fixture.app, &session, &(struct bb_client){.name = "张三"}, 0,
                             &problems));
    bb_strset(&w->session, session.id);
    bb_session_done(&session);
}

static void issue_make(struct world *w, const struct whose_case *whose)
{
    struct bb_issue issue = {.point = BB_POINT_PAIN};
    struct bb_problems problems = {0};
    bb_strset(&issue.description, "排队太久");
    bb_strset(&issue.item, "P031");
    bb_strset(&issue.found_by, whose->person);
    bb_strset(&issue.person, whose->second ? whose->second : "L001");
    bb_strset(&issue.desk, whose->desk);
    bb_strset(&issue.lead_unit, whose->unit);
    ck_ok(bb_app_issue_add(w->fixture.app, &issue, false, 0, &problems));
    bb_strset(&w->issue, issue.id);
    bb_issue_done(&issue);
}

static void project_make(struct world *w, const struct whose_case *whose)
{
    struct bb_project project = {.station = 1, .service = 1};
    struct bb_problems problems = {0};
    bb_strset(&project.enterprise, "某公司");
    bb_strset(&project.name, "某项目");
    bb_strset(&project.agent, whose->second ? whose->second : whose->person);
    ck_ok(bb_app_project_add(w->fixture.app, &project, &problems));
    bb_strset(&w->project, project.id);
    bb_record_done(&bb_project_record, &project);
}

static const struct bb_err *try_load(struct world *w)
{
    struct bb_session row = {0};
    const struct bb_err *err = bb_app_session_load(w->fixture.app, w->session, &row);
    bb_session_done(&row);
    return err;
}

static const struct bb_err *try_history(struct world *w)
{
    struct bb_events events = {0};
    const struct bb_err *err = bb_app_history(w->fixture.app, w->session, &events);
    bb_events_done(&events);
    return err;
}

static const struct bb_err *try_phase(struct world *w)
{
    return bb_app_session_phase(w->fixture.app, w->session, BB_PHASE_PARKED);
}

static const struct bb_err *try_unmask(struct world *w)
{
    struct bb_clear clear;
    const struct bb_err *err = bb_app_unmask(w->fixture.app, w->session, "回访", &clear);
    if (!err)
        bb_clear_done(&clear);
    return err;
}

static const struct bb_err *try_void(struct world *w)
{
    return bb_app_session_void(w->fixture.app, w->session, "错");
}

static const struct bb_err *try_step(struct world *w, enum bb_event_kind kind)
{
    struct bb_issue body = {0};
    struct bb_problems problems = {0};
    return bb_app_issue_do(w->fixture.app, w->issue, kind, &body, 0, &problems, NULL);
}

static const struct bb_err *try_feedback(struct world *w)
{
    return try_step(w, BB_EVENT_ISSUE_FEEDBACK);
}

static const struct bb_err *try_close(struct world *w)
{
    return try_step(w, BB_EVENT_ISSUE_CLOSE);
}

static const struct bb_err *try_project(struct world *w)
{
    struct bb_project step = {0};
    struct bb_problems problems = {0};
    return bb_app_project_step(w->fixture.app, w->project, &step, &problems);
}

static const struct {
    const char *name;
    enum bb_use uses[2]; /* all must be had; the last repeated */
    const struct bb_err *(*act)(struct world *w);
} acts[] = {
    {"load", {BB_USE_SESSION_LIST, BB_USE_SESSION_LIST}, try_load},
    {"history", {BB_USE_SESSION_LIST, BB_USE_SESSION_LIST}, try_history},
    {"phase", {BB_USE_SESSION_EDIT, BB_USE_SESSION_EDIT}, try_phase},
    {"unmask", {BB_USE_UNMASK, BB_USE_SESSION_LIST}, try_unmask},
    {"void", {BB_USE_SESSION_VOID, BB_USE_SESSION_EDIT}, try_void},
    {"feedback", {BB_USE_ISSUE_STEP, BB_USE_ISSUE_LIST}, try_feedback},
    {"close", {BB_USE_ISSUE_DECIDE, BB_USE_ISSUE_LIST}, try_close},
    {"project", {BB_USE_TASK, BB_USE_TASK}, try_project},
};

/* What the record of an act knows of whose it is: a session no unit and one person, a project its
 * agent alone. */
static struct whose_case seen(const char *act, const struct whose_case *whose)
{
    struct whose_case out = *whose;
    bool mine = bb_word_in("own", whose->reached_by);
    if (strcmp(act, "project") == 0)
        out.reached_by = mine ? "own desk unit centre all" : "all";
    else if (strcmp(act, "feedback") != 0 && strcmp(act, "close") != 0 && whose->unit && !mine &&
             strcmp(whose->unit, "U-ME") == 0)
        out.reached_by = "all";
    return out;
}

START_TEST(the_use_cases_ask)
{
    struct world w = {0};
    int tried = 0;
    world_up(&w.fixture);
    for (size_t r = 0; r < ROLES; r++) {
        for (size_t c = 0; c < CASES; c++) {
            bb_app_stand_up(w.fixture.app); /* the public cannot call anybody else */
            ck_ok(bb_app_sit(w.fixture.app, "office", NULL));
            session_make(&w, &cases[c]);
            issue_make(&w, &cases[c]);
            project_make(&w, &cases[c]);
            become(&w.fixture, r);
            for (size_t a = 0; a < sizeof acts / sizeof *acts; a++, tried++) {
                struct whose_case whose = seen(acts[a].name, &cases[c]);
                bool right = may(acts[a].uses[0], roles[r].letter, &whose) &&
                             may(acts[a].uses[1], roles[r].letter, &whose);
                const struct bb_err *err = acts[a].act(&w);
                bool refused =
                    err && (err->code == BB_ERR_NO_RIGHT || err->code == BB_ERR_NOT_YOURS ||
                            err->code == BB_ERR_DB_REFUSED); /* the kiosk's engine */
                ck_assert_msg(refused == !right, "role %c: %s on a record %s: %s", roles[r].letter,
                              acts[a].name, cases[c].name, err ? err->text : "done");
            }
        }
    }
    free(w.session);
    free(w.issue);
    free(w.project);
    printf("# rights tried by acting: %d, trust.md row 22\n", tried);
    fixture_down(&w.fixture);
}
END_TEST

/* A visit is the leader's, and of his unit. */
START_TEST(visits_are_the_leaders_or_his_units)
{
    static const struct {
        const char *leader, *reached_by;
    } whose[] = {{"ME", "own unit all"}, {"L002", "unit all"}, {"L001", "all"}};
    struct fixture fixture;
    world_up(&fixture);
    for (size_t r = 0; r < ROLES; r++) {
        become(&fixture, r);
        for (size_t i = 0; i < sizeof whose / sizeof *whose; i++) {
            struct bb_session session = {0};
            struct bb_visit visit = {0};
            struct bb_problems problems = {0};
            struct whose_case row = {.reached_by = whose[i].reached_by};
            bb_app_session_defaults(fixture.app, &session);
            bb_app_visit_defaults(fixture.app, &visit);
            bb_strset(&session.desk, "W-ME");
            bb_strset(&visit.person, whose[i].leader);
            bb_strset(&visit.item, "P020");
            visit.identity_shown = visit.opinions_asked = 1;
            bb_strset(&visit.opinions, "希望材料再少一点");
            const struct bb_err *err =
                bb_app_visit_add(fixture.app, &session, &visit, 0, &problems);
            bool refused = err && (err->code == BB_ERR_NO_RIGHT || err->code == BB_ERR_NOT_YOURS);
            ck_assert_msg(refused != may(BB_USE_VISIT_ADD, roles[r].letter, &row),
                          "role %c, leader %s: %s", roles[r].letter, whose[i].leader,
                          err ? err->text : "done");
            bb_session_done(&session);
            bb_record_done(&bb_visit_record, &visit);
        }
    }
    fixture_down(&fixture);
}
END_TEST

/* ---- nobody raises himself ---- */

START_TEST(a_supervisor_makes_no_administrator)
{
    static const struct {
        const char *row;
        bool may;
    } tries[] = {
        {"M001,丁彤,admin,310116G03,C1W03,", false},      /* himself */
        {"M007,某人,admin,310116G03,C1W03,", false},      /* somebody new */
        {"M007,某人,auditor,310116G03,C1W03,", false},    /* who watches him */
        {"M007,某人,supervisor,310116G03,C1W03,", false}, /* another like him */
        {"admin,管理员,staff,,,", false},                 /* the administrator out of office */
        {"admin,管理员,admin,,,2026-01-01", false},       /* likewise, by the day */
        {"M001,丁彤,supervisor,310116G03,C1D01,", true},  /* sits elsewhere */
        {"S007,某人,staff,310116G03,C1W03,", true},
        {"V007,某人,volunteer,310116G03,C1W03,", true},
    };
    struct fixture fixture;
    struct bb_import_result result;
    fixture_up(&fixture);
    bb_app_stand_up(fixture.app);
    ck_ok(bb_app_user_add(fixture.app, "admin", "管理员", "office2026"));
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct bb_buf text = {0};
        bb_buf_printf(&text, "code,name,role,unit,desk,valid_to\n%s\n", tries[i].row);
        char *path = fixture_file(&fixture, "rows.csv", text.data);
        bb_buf_done(&text);
        ck_ok(bb_app_login(fixture.app, "M001", NULL));
        const struct bb_err *err = bb_app_import(fixture.app, "person", path, &result);
        ck_assert_msg(!err == tries[i].may, "%s: %s", tries[i].row, err ? err->text : "done");
        ck_assert(!err || err->code == BB_ERR_NO_RIGHT);
        struct bb_person row = {
            .code = bb_strdup("M001"), .name = bb_strdup("丁彤"), .role = BB_ROLE_ADMIN};
        ck_err_is(bb_app_reference_add(fixture.app, "person", &row), BB_ERR_NO_RIGHT);
        bb_record_done(&bb_person_record, &row);
        ck_ok(bb_app_login(fixture.app, "admin", NULL)); /* who keeps accounts may */
        if (!tries[i].may && strncmp(tries[i].row, "admin", 5) != 0 && i > 0)
            ck_ok(bb_app_import(fixture.app, "person", path, &result));
        free(path);
    }
    fixture_down(&fixture);
}
END_TEST

Suite *suite_right(void)
{
    Suite *suite = suite_create("right");
    TCase *tests = tcase_create("right");
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, every_role_use_case_and_condition);
    tcase_add_test(tests, a_supervisor_without_a_desk);
    tcase_add_test(tests, the_use_cases_ask);
    tcase_add_test(tests, visits_are_the_leaders_or_his_units);
    tcase_add_test(tests, a_supervisor_makes_no_administrator);
    suite_add_tcase(suite, tests);
    return suite;
}
