/*
 * The demo centre: desks, people, six weeks of sessions, a ledger with lines in every state. All of
 * it is played through the same use cases as the screen, by the people concerned, on a clock that
 * runs from six weeks ago to now. The words stand in data/demo; a generator of its own makes the
 * rest, the same relative to today on every run.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "demo.h"
#include "private.h"

#define DEMO_SECRET "bangban1"

enum { STAGE_PEOPLE = 64 };

/* ---- a generator that is the same everywhere (splitmix64) ---- */

uint32_t bb_demo_random(struct demo *demo, uint32_t below)
{
    uint64_t z = demo->seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) >> 16) % below;
}

/* ---- time ---- */

static int64_t demo_now_ms(void *ctx)
{
    struct demo *demo = ctx;
    return demo->at * 1000 + demo->ms++ % 1000; /* two acts of one second still follow each other */
}

/* Years without a calendar count by the week: the demo shall open on any day. */
bool bb_demo_is_workday(const struct demo *demo, int64_t day)
{
    bool workday = false;
    if (bb_calendar_is_workday(&workday, demo->calendar, day))
        workday = bb_day_weekday(day) <= 5;
    return workday;
}

int64_t bb_demo_day(const struct demo *demo, int ago)
{
    int64_t day = demo->today;
    for (int left = ago; left != 0;) {
        day += ago > 0 ? -1 : 1;
        if (bb_demo_is_workday(demo, day))
            left -= ago > 0 ? 1 : -1;
    }
    return day;
}

int64_t bb_demo_moment(const struct demo *demo, int ago, int minute)
{
    if (ago > 0)
        return bb_at_make(bb_demo_day(demo, ago), minute * 60);
    /* Today is only as long as it has been: the morning's work is pressed into what there is. */
    int64_t span = demo->end_at - bb_at_make(demo->today, 0);
    if (span > DEMO_TODAY_SECONDS)
        span = DEMO_TODAY_SECONDS;
    return demo->end_at - span + span * (minute - DEMO_OPEN) / (DEMO_CLOSE - DEMO_OPEN);
}

/* ---- acts ---- */

struct demo_act *bb_demo_act(struct demo *demo, int64_t at, demo_play *play)
{
    if (demo->act_count == demo->act_cap) {
        demo->act_cap = demo->act_cap ? demo->act_cap * 2 : 1024;
        demo->acts = bb_realloc(demo->acts, demo->act_cap * sizeof *demo->acts);
    }
    struct demo_act *act = &demo->acts[demo->act_count];
    *act = (struct demo_act){.at = at, .order = demo->act_count++, .play = play};
    return act;
}

static int compare_acts(const void *a, const void *b)
{
    const struct demo_act *left = a, *right = b;
    if (left->at != right->at)
        return left->at < right->at ? -1 : 1;
    return left->order < right->order ? -1 : left->order > right->order;
}

static const struct bb_err *play_all(struct demo *demo, const struct bb_progress *progress)
{
    qsort(demo->acts, demo->act_count, sizeof *demo->acts, compare_acts);
    for (size_t i = 0; i < demo->act_count; i++) {
        if (progress && !progress->step(progress->ctx, (int64_t)i, (int64_t)demo->act_count))
            return bb_err(BB_ERR_CANCELLED, NULL);
        demo->at = demo->acts[i].at;
        BB_TRY(demo->acts[i].play(demo, &demo->acts[i]));
    }
    if (progress)
        progress->step(progress->ctx, (int64_t)demo->act_count, (int64_t)demo->act_count);
    return NULL;
}

/* ---- people: each sits before a program of his own, as in the centre ---- */

const struct bb_err *bb_demo_person(struct demo *demo, const char *code, struct bb_app **out)
{
    struct demo_person *person = demo->people;
    while (person < demo->people + demo->person_count && strcmp(person->code, code) != 0)
        person++;
    if (person == demo->people + demo->person_count) {
        struct bb_app *app = NULL;
        if (demo->person_count == STAGE_PEOPLE)
            return bb_err(BB_ERR_NOT_FOUND, "person", code, NULL);
        BB_TRY(bb_app_open(&app, demo->config, demo->path, (struct bb_clock){demo_now_ms, demo}));
        const struct bb_err *err = bb_app_login(app, code, NULL);
        if (err) {
            bb_app_close(app);
            return err;
        }
        person->code = bb_strdup(code);
        person->app = app;
        demo->person_count++;
    }
    *out = person->app;
    return NULL;
}

/* ---- tables ---- */

static const struct bb_err *cell_row(void *ctx, long line, size_t count, char *const *fields)
{
    struct demo_table *table = ctx;
    if (line == 1) {
        table->columns = count;
        return NULL;
    }
    table->cells =
        bb_realloc(table->cells, (table->rows + 1) * table->columns * sizeof *table->cells);
    for (size_t i = 0; i < table->columns; i++)
        table->cells[table->rows * table->columns + i] = bb_strdup(i < count ? fields[i] : "");
    table->rows++;
    return NULL;
}

static const struct bb_err *table_load(struct demo_table *table, const char *dir, const char *name)
{
    char *path = bb_path_join(dir, name);
    FILE *in = fopen(path, "re");
    const struct bb_err *err =
        in ? bb_csv_read(in, path, ',', cell_row, table) : bb_err(BB_ERR_FILE_OPEN, path, "", NULL);
    if (in)
        fclose(in);
    free(path);
    return err;
}

static void table_done(struct demo_table *table)
{
    for (size_t i = 0; i < table->rows * table->columns; i++)
        free(table->cells[i]);
    free(table->cells);
}

const char *bb_demo_cell(const struct demo_table *table, size_t row, size_t column)
{
    return table->cells[row * table->columns + column];
}

/* ---- the whole ---- */

static const struct bb_err *centre_import(struct demo *demo, const char *data_dir)
{
    static const char *const files[][2] = {
        {"desk", "demo/desks.csv"}, {"person", "demo/people.csv"}, {"post", "demo/posts.csv"}};
    struct bb_import_result result;
    struct bb_app *office;
    BB_TRY(bb_demo_person(demo, "office", &office));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = bb_path_join(data_dir, files[i][1]);
        const struct bb_err *err = bb_app_import(office, files[i][0], path, &result);
        free(path);
        BB_TRY(err);
    }
    BB_TRY(bb_account_demo(office, DEMO_SECRET));
    return bb_app_calendar(office, &demo->calendar);
}

static const struct bb_err *demo_fill(struct demo *demo, const char *data_dir,
                                      const struct bb_progress *progress)
{
    BB_TRY(centre_import(demo, data_dir));
    BB_TRY(table_load(&demo->names, data_dir, "names.csv"));
    BB_TRY(table_load(&demo->notes, data_dir, "demo/notes.csv"));
    BB_TRY(table_load(&demo->problems, data_dir, "demo/problems.csv"));
    bb_demo_plan_sessions(demo);
    bb_demo_plan_problems(demo);
    bb_demo_plan_service(demo);
    return play_all(demo, progress);
}

static void demo_done(struct demo *demo)
{
    for (size_t i = 0; i < demo->person_count; i++) {
        bb_app_close(demo->people[i].app);
        free(demo->people[i].code);
    }
    for (size_t i = 0; demo->line_ids && i < demo->problems.rows; i++)
        free(demo->line_ids[i]);
    free(demo->line_ids);
    free(demo->people);
    free(demo->acts);
    table_done(&demo->names);
    table_done(&demo->notes);
    table_done(&demo->problems);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

/* What was cancelled leaves no trace; all names were made by this call. */
static void demo_remove(const char *db_path)
{
    char *folder = bb_folder_of(db_path);
    struct bb_buf journal = {0};
    bb_buf_printf(&journal, "%s-journal",
                  db_path); /* the store leaves it empty, for the next write */
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    unlink(db_path);
    unlink(journal.data);
    bb_buf_done(&journal);
    free(folder);
}

const struct bb_err *bb_app_init_demo(const struct bb_config *config, const char *db_path,
                                      const char *data_dir, struct bb_clock clock,
                                      const struct bb_progress *progress)
{
    struct bb_config rules = *config; /* texts are borrowed */
    rules.lookback_sample = 0;        /* ids are random: no figure of the demo may hang on them */
    struct demo demo = {.config = &rules, .path = db_path, .end_at = bb_clock_now(&clock)};
    demo.today = bb_day_of(demo.end_at);
    demo.at = bb_at_make(demo.today - DEMO_DAYS_BEFORE, 8 * 3600);
    BB_TRY(bb_app_init(config, db_path, data_dir, (struct bb_clock){demo_now_ms, &demo}));
    demo.people = bb_alloc(STAGE_PEOPLE * sizeof *demo.people);
    const struct bb_err *err = demo_fill(&demo, data_dir, progress);
    demo_done(&demo);
    if (err)
        demo_remove(db_path);
    return err;
}
