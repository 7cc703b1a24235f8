/* See fixture.h. */
#include "app/fixture.h"

#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

static const char desks[] = "code,name,centre,zone,unit\n"
                            "C1W03,3号窗口,310116G03,window,\n"
                            "C1D01,咨询台,310116G03,help_desk,\n";
static const char people[] = "code,name,role,unit,post,desk,valid_from,valid_to\n"
                             "S001,程亦诚,staff,310116G03,,C1W03,,\n"
                             "V001,韦远娜,volunteer,310116G03,,C1D01,,\n"
                             "M001,丁彤,supervisor,310116G03,,C1W03,,\n"
                             "S009,单于沐旭,staff,310116G03,,C1W03,,2025-12-31\n";

char *fixture_file(struct fixture *fixture, const char *name, const char *text)
{
    char *path = bb_path_join(fixture->dir, name);
    ck_ok(bb_file_write(path, 0600, text, strlen(text)));
    return path;
}

static void load(struct fixture *fixture, const char *what, const char *name, const char *text)
{
    struct bb_import_result result;
    char *path = fixture_file(fixture, name, text);
    ck_ok(bb_app_import(fixture->app, what, path, &result));
    free(path);
}

void fixture_up(struct fixture *fixture)
{
    memset(fixture, 0, sizeof *fixture);
    fixture->dir = fixture_dir();
    fixture->path = bb_path_join(fixture->dir, "bangban.db");
    int64_t at;
    ck_ok(bb_at_parse(&at, "2026-11-23 09:30"));
    fixture->fake.now_ms = at * 1000;
    bb_config_init(&fixture->config);
    ck_ok(bb_app_init(&fixture->config, fixture->path, "data", fake_clock_of(&fixture->fake)));
    ck_ok(
        bb_app_open(&fixture->app, &fixture->config, fixture->path, fake_clock_of(&fixture->fake)));
    ck_ok(bb_app_login(fixture->app, "office", NULL));
    load(fixture, "desk", "desks.csv", desks);
    load(fixture, "person", "people.csv", people);
    ck_ok(bb_app_login(fixture->app, "S001", NULL));
}

void fixture_down(struct fixture *fixture)
{
    bb_app_close(fixture->app);
    bb_config_done(&fixture->config);
    free(fixture->path);
    fixture_dir_done(fixture->dir);
}

void fixture_reopen(struct fixture *fixture)
{
    bb_app_close(fixture->app);
    fixture->app = NULL;
    ck_ok(
        bb_app_open(&fixture->app, &fixture->config, fixture->path, fake_clock_of(&fixture->fake)));
}
