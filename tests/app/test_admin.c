/* The office's use cases: init, import, check and rebuild, export and verify, backup. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "app/fixture.h"
#include "bangban/app/safety.h"
#include "bangban/base/file.h"
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

static void some_records(void)
{
    for (int i = 0; i < 5; i++) {
        struct bb_session session = {0};
        struct bb_issue issue = {0};
        struct bb_problems problems = {0};
        bb_app_session_defaults(fx.app, &session);
        bb_strset(&session.item, "P031");
        bb_strset(&session.note, "缴费，\"分期\"\n第二行");
        ck_ok(bb_app_session_add(fx.app, &session, NULL, 0, &problems));
        bb_strset(&issue.description, "自助机缺纸");
        bb_strset(&issue.session, session.id);
        ck_ok(bb_app_issue_add(fx.app, &issue, false, 0, &problems));
        bb_session_done(&session);
        bb_issue_done(&issue);
    }
}

START_TEST(init_refuses_what_exists_and_leaves_nothing_when_it_fails)
{
    struct bb_clock clock = fake_clock_of(&fx.fake);
    char *other = bb_path_join(fx.dir, "other.db"), *folder = bb_path_join(fx.dir, "other.db.d");
    ck_err_is(bb_app_init(&fx.config, fx.path, "data", clock), BB_ERR_EXISTS);
    ck_err_is(bb_app_init(&fx.config, other, fx.dir, clock),
              BB_ERR_FILE_OPEN); /* no units.csv there */
    ck_assert(!bb_file_exists(other));
    ck_assert(!bb_file_exists(folder));
    free(other);
    free(folder);
}
END_TEST

START_TEST(secrets_are_0400_in_a_0700_folder)
{
    static const char *const names[] = {"sign.pem", "pseudonym.key", "draft.key"};
    struct stat st;
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.d", fx.path);
    ck_assert_int_eq(stat(path.data, &st), 0);
    ck_assert_uint_eq(st.st_mode & 07777, 0700);
    for (size_t i = 0; i < 3; i++) {
        char *file = bb_path_join(path.data, names[i]);
        ck_assert_int_eq(stat(file, &st), 0);
        ck_assert_uint_eq(st.st_mode & 07777, 0400);
        free(file);
    }
    bb_buf_done(&path);
}
END_TEST

START_TEST(a_bad_line_loads_nothing)
{
    static const struct {
        const char *what, *text, *says;
    } cases[] = {
        {"calendar", "date,kind,name\n2027-01-01,holiday,元旦\n2027-13-01,holiday,元旦\n",
         "line 3, column 1"},
        {"calendar", "date,kind,name\n2027-01-01,feast,元旦\n", "line 2, column 2"},
        {"calendar", "date,kind,name\n2027-01-04,workday,元旦\n", "line 2, column 1"},
        {"calendar", "date,kind\n2027-01-01,holiday\n", "line 1, column 3"},
        {"calendar", "date,kind,name,colour\n", "line 1, column 4"},
        {"calendar", "date,kind,name\n2027-01-01,holiday,元旦\n2027-01-01,holiday,元旦\n",
         "line 3, column 1"},
        {"calendar", "", "line 1"},
        {"item",
         "code,name,audience,unit_code\nX1,新事项,personal,310116D15\nX2,,personal,310116D15\n",
         "line 3, column 2"},
        {"item", "code,name,audience,unit_code\nX1,新事项,personal,999\n", "line 2, column 4"},
        {"item", "code,name,audience,unit_code\nX1,新事项,nobody,310116D15\n", "line 2, column 3"},
        {"unit", "code,name,kind\nX1,新单位\n", "line 2"},
        {"unit", "code,name,kind\nX1,\"新单位,bureau\n", "line 2"},
    };
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    const struct bb_item *items;
    size_t before, after;
    ck_ok(bb_app_items(fx.app, &items, &before));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct bb_import_result result;
        char *path = fixture_file(&fx, "bad.csv", cases[i].text);
        const struct bb_err *err = bb_app_import(fx.app, cases[i].what, path, &result);
        ck_assert_msg(err && err->code == BB_ERR_BAD_LINE, "case %zu: %s", i,
                      err ? err->text : "accepted");
        ck_assert_msg(strstr(err->text, cases[i].says) != NULL, "case %zu: %s", i, err->text);
        free(path);
    }
    ck_ok(bb_app_items(fx.app, &items, &after));
    ck_assert_uint_eq(before, after);
    const struct bb_calendar *cal;
    ck_ok(bb_app_calendar(fx.app, &cal));
    ck_assert(!bb_calendar_has_year(cal, 2027));
}
END_TEST

START_TEST(items_have_their_initials)
{
    const struct bb_item *item = bb_app_item(fx.app, "P020");
    ck_assert_ptr_nonnull(item);
    ck_assert_ptr_nonnull(strstr(item->initials, "/sbjf"));
}
END_TEST

START_TEST(what_a_file_has_no_column_for_stays)
{
    struct bb_import_result result;
    ck_ok(bb_app_login(fx.app, "M001", NULL));
    char *path = fixture_file(&fx, "units.csv",
                              "code,name,kind,office\n310116D15,市公安局金山分局,bureau,办公室\n");
    ck_ok(bb_app_import(fx.app, "unit", path, &result));
    free(path);
    const struct bb_unit *unit = bb_app_unit(fx.app, "310116D15");
    ck_assert_str_eq(unit->name, "市公安局金山分局");
    ck_assert_str_eq(unit->office, "办公室");
    ck_assert_str_eq(unit->short_name, "区公安分局");
}
END_TEST

START_TEST(check_finds_every_kind_of_tampering)
{
    static const struct {
        const char *sql;
        enum bb_err_code code;
    } damages[] = {
        {"UPDATE session SET note='改' WHERE rowid=1", BB_ERR_PROJECTION},
        {"DELETE FROM issue WHERE rowid=2", BB_ERR_PROJECTION},
        {"DROP TRIGGER event_no_update; UPDATE event SET line=replace(line,'P031','P001') WHERE "
         "kind='session.add'",
         BB_ERR_CHAIN_BROKEN},
        /* with the tables after it: only its hash tells */
        {"DROP TRIGGER event_no_update; UPDATE event SET line=replace(line,'P031','P001') WHERE "
         "kind='session.add'; UPDATE session SET item='P001'",
         BB_ERR_CHAIN_BROKEN},
        {"DROP TRIGGER event_no_update; UPDATE event SET lamport=lamport+1 WHERE seq=12",
         BB_ERR_DB_DAMAGED},
        {"DROP TRIGGER event_no_delete; DELETE FROM event WHERE seq=(SELECT max(seq)-2 FROM event)",
         BB_ERR_CHAIN_BROKEN},
    };
    struct bb_check_result result;
    some_records();
    ck_ok(bb_app_check(fx.app, false, NULL, &result));
    ck_assert_int_eq(result.sessions, 5);
    ck_assert_int_eq(result.issues, 5);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        char *copy = bb_path_join(fx.dir, "damaged.db");
        char *written = NULL;
        sqlite3 *raw;
        struct bb_app *app;
        ck_ok(bb_app_login(fx.app, "M001", NULL));
        ck_ok(bb_app_backup(fx.app, copy, NULL, &written));
        ck_assert_int_eq(sqlite3_open(copy, &raw), SQLITE_OK);
        char *why = NULL;
        ck_assert_msg(sqlite3_exec(raw, damages[i].sql, NULL, NULL, &why) == SQLITE_OK, "%s: %s",
                      damages[i].sql, why);
        sqlite3_close(raw);
        ck_ok(bb_app_open(&app, &fx.config, copy, fake_clock_of(&fx.fake)));
        const struct bb_err *err = bb_app_check(app, false, NULL, &result);
        ck_assert_msg(err && err->code == damages[i].code, "%s: %s", damages[i].sql,
                      err ? err->text : "not found");
        bb_app_close(app);
        remove(copy);
        free(copy);
        free(written);
    }
}
END_TEST

/* The event was appended when its row is refused: then neither is there. */
START_TEST(an_act_is_whole_or_not_at_all)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    struct bb_check_result before, after;
    sqlite3 *raw;
    some_records();
    ck_ok(bb_app_check(fx.app, false, NULL, &before));
    ck_assert_int_eq(sqlite3_open(fx.path, &raw), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(raw,
                                  "CREATE TRIGGER refuse BEFORE INSERT ON session BEGIN SELECT "
                                  "RAISE(ABORT, 'refused'); END",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    bb_app_session_defaults(fx.app, &session);
    bb_strset(&session.item, "P031");
    ck_err_is(bb_app_session_add(fx.app, &session, NULL, 0, &problems), BB_ERR_DB_REFUSED);
    ck_assert_int_eq(sqlite3_exec(raw, "DROP TRIGGER refuse", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(raw);
    ck_ok(bb_app_check(fx.app, false, NULL, &after));
    ck_assert_int_eq(after.events, before.events);
    ck_assert_int_eq(after.sessions, before.sessions);
    bb_session_done(&session);
}
END_TEST

START_TEST(rebuild_writes_the_projections_anew)
{
    struct bb_check_result result;
    sqlite3 *raw;
    some_records();
    ck_assert_int_eq(sqlite3_open(fx.path, &raw), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(raw, "UPDATE session SET note='改'", NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(raw);
    ck_err_is(bb_app_check(fx.app, false, NULL, &result), BB_ERR_PROJECTION);
    ck_ok(bb_app_check(fx.app, true, NULL, &result));
    ck_assert_int_eq(result.rebuilt, 10);
    ck_ok(bb_app_check(fx.app, false, NULL, &result));
}
END_TEST

START_TEST(export_is_the_same_twice_and_verifies)
{
    struct bb_verify_result result;
    char *out = bb_path_join(fx.dir, "out"), *first = NULL, *folder = bb_path_join(fx.dir, "again"),
         *second = NULL;
    some_records();
    ck_ok(bb_file_mkdir(out));
    ck_ok(bb_file_mkdir(folder));
    ck_ok(bb_app_export(fx.app, out, NULL, &first));
    ck_ok(bb_app_verify(fx.app, first, NULL, &result));
    ck_assert_str_eq(result.window, "C1");
    ck_assert(result.signature_checked);
    ck_assert_int_gt(result.events, 10);
    ck_ok(bb_app_verify(NULL, first, NULL, &result));
    ck_assert(!result.signature_checked);
    ck_ok(bb_app_export(fx.app, folder, NULL, &second));
    ck_ok(bb_app_verify(fx.app, second, NULL, &result));
    ck_assert_str_eq(strrchr(first, '/'), strrchr(second, '/')); /* same name, same bytes */
    free(first);
    free(second);
    free(out);
    free(folder);
}
END_TEST

START_TEST(volunteers_neither_export_nor_import)
{
    struct bb_import_result result;
    char *path = NULL;
    ck_ok(bb_app_login(fx.app, "V001", NULL));
    ck_err_is(bb_app_export(fx.app, fx.dir, NULL, &path), BB_ERR_NO_RIGHT);
    ck_err_is(bb_app_import(fx.app, "unit", "data/units.csv", &result), BB_ERR_NO_RIGHT);
    ck_err_is(bb_app_backup(fx.app, NULL, NULL, &path), BB_ERR_NO_RIGHT);
}
END_TEST

START_TEST(what_another_program_writes_is_seen)
{
    struct bb_app *other;
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    struct bb_import_result result;
    bool changed;
    const struct bb_item *items;
    size_t count, count_after;
    ck_ok(bb_app_items(fx.app, &items, &count));
    ck_ok(bb_app_refresh(fx.app, &changed));
    ck_ok(bb_app_open(&other, &fx.config, fx.path, fake_clock_of(&fx.fake)));
    ck_ok(bb_app_refresh(fx.app, &changed));
    ck_assert(!changed);
    ck_ok(bb_app_login(other, "M001", NULL));
    bb_app_session_defaults(other, &session);
    ck_ok(bb_app_session_add(other, &session, NULL, 0, &problems));
    ck_ok(bb_app_refresh(fx.app, &changed));
    ck_assert(changed);
    char *path = fixture_file(&fx, "items.csv",
                              "code,name,audience,unit_code\nP900,试行事项,personal,310116D15\n");
    ck_ok(bb_app_import(other, "item", path, &result));
    free(path);
    ck_ok(bb_app_refresh(fx.app, &changed));
    ck_ok(bb_app_items(fx.app, &items, &count_after));
    ck_assert_uint_eq(count_after, count + 1);
    bb_session_done(&session);
    bb_app_close(other);
}
END_TEST

START_TEST(configuration_says_file_line_and_keys)
{
    static const struct {
        const char *text;
        enum bb_err_code code;
        const char *says;
    } cases[] = {
        {"ui = {\n  langauge = \"en\";\n};\n", BB_ERR_CONFIG_KEY, "line 2"},
        {"ui = {\n  langauge = \"en\";\n};\n", BB_ERR_CONFIG_KEY, "ui.language"},
        {"light = {\n  yellow_days = \"three\";\n};\n", BB_ERR_CONFIG_VALUE, "light.yellow_days"},
        {"light = {\n  yellow_days = 99;\n};\n", BB_ERR_CONFIG_VALUE, "0 to 60"},
        {"deadline = { hard_point = \"soon\"; };\n", BB_ERR_CONFIG_VALUE, "line 1"},
        {"hours = { morning = \"11:30-09:00\"; };\n", BB_ERR_CONFIG_VALUE, "hours.morning"},
        {"ui = {\n", BB_ERR_CONFIG_SYNTAX, "line 2"},
    };
    struct bb_config config;
    bb_config_init(&config);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *path = fixture_file(&fx, "bangban.conf", cases[i].text);
        const struct bb_err *err = bb_config_load(&config, path);
        ck_assert_msg(err && err->code == cases[i].code, "case %zu: %s", i,
                      err ? err->text : "accepted");
        ck_assert_msg(strstr(err->text, cases[i].says) != NULL, "case %zu: %s", i, err->text);
        ck_assert_str_eq(config.language, "zh_CN"); /* nothing changed */
        free(path);
    }
    char *path = fixture_file(&fx, "bangban.conf",
                              "ui = { language = \"en\"; };\nlight = { yellow_days = 5; };\n");
    ck_ok(bb_config_load(&config, path));
    ck_assert_str_eq(config.language, "en");
    ck_assert_int_eq(config.yellow_days, 5);
    ck_assert_str_eq(config.due_hard, "15wd");
    free(path);
    bb_config_done(&config);
}
END_TEST

Suite *suite_admin(void)
{
    Suite *suite = suite_create("admin");
    TCase *tcase = tcase_create("admin");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, init_refuses_what_exists_and_leaves_nothing_when_it_fails);
    tcase_add_test(tcase, secrets_are_0400_in_a_0700_folder);
    tcase_add_test(tcase, a_bad_line_loads_nothing);
    tcase_add_test(tcase, items_have_their_initials);
    tcase_add_test(tcase, what_a_file_has_no_column_for_stays);
    tcase_add_test(tcase, check_finds_every_kind_of_tampering);
    tcase_add_test(tcase, an_act_is_whole_or_not_at_all);
    tcase_add_test(tcase, rebuild_writes_the_projections_anew);
    tcase_add_test(tcase, export_is_the_same_twice_and_verifies);
    tcase_add_test(tcase, volunteers_neither_export_nor_import);
    tcase_add_test(tcase, what_another_program_writes_is_seen);
    tcase_add_test(tcase, configuration_says_file_line_and_keys);
    suite_add_tcase(suite, tcase);
    return suite;
}
