/* What the files of the demo share (demo.c, demo_sessions.c, demo_problems.c, demo_service.c). */
#ifndef BANGBAN_APP_DEMO_H
#define BANGBAN_APP_DEMO_H

#include "bangban/app/app.h"
#include "bangban/base/csv.h"
#include "bangban/base/date.h"

enum {
    DEMO_DAYS = 30,        /* working days before today */
    DEMO_DAYS_BEFORE = 60, /* civil days; more than DEMO_DAYS working days in any season */
    DEMO_OPEN = 9 * 60,    /* minutes of the day */
    DEMO_CLOSE = 16 * 60 + 30,
    DEMO_TODAY_SECONDS = 3 * 3600
};

struct demo;
struct demo_act;
typedef const struct bb_err *demo_play(struct demo *demo, const struct demo_act *act);

/* One thing that somebody does at a moment. What it is about: rows of the tables and small numbers.
 */
struct demo_act {
    int64_t at;
    size_t order;
    demo_play *play;
    size_t row;      /* of notes or problems */
    const char *who; /* person's code */
    int number;      /* minutes the session lasted; event kind of a step */
    unsigned flags;
    uint64_t seed;
};

struct demo_table { /* a CSV file as text */
    char **cells;
    size_t rows, columns;
};

struct demo_person {
    char *code;
    struct bb_app *app;
};

struct demo {
    const struct bb_config *config;
    const char *path;
    const struct bb_calendar *calendar; /* the office's */
    int64_t today, end_at;
    int64_t at; /* the clock everybody sees */
    int ms;
    uint64_t seed;
    struct demo_person *people;
    size_t person_count;
    struct demo_act *acts;
    size_t act_count, act_cap;
    struct demo_table names, notes, problems;
    char **line_ids; /* of the ledger lines made from `problems` */
};

uint32_t bb_demo_random(struct demo *demo, uint32_t below);
bool bb_demo_is_workday(const struct demo *demo, int64_t day);
/* The day `ago` working days before today (negative: after it); 0 is today, whatever day it is. */
int64_t bb_demo_day(const struct demo *demo, int ago);
/* A minute of that day; on today pressed into the time before now. */
int64_t bb_demo_moment(const struct demo *demo, int ago, int minute);
/* Adds an act; valid until the next one is added. */
struct demo_act *bb_demo_act(struct demo *demo, int64_t at, demo_play *play);
/* The program of this person, opened and logged in at the first call. */
const struct bb_err *bb_demo_person(struct demo *demo, const char *code, struct bb_app **out);
const char *bb_demo_cell(const struct demo_table *table, size_t row, size_t column);

void bb_demo_plan_sessions(struct demo *demo);
void bb_demo_plan_problems(struct demo *demo);
void bb_demo_plan_service(struct demo *demo);
/* Some clients say how it was, when their session has ended. */
const struct bb_err *bb_demo_rate(struct demo *demo, struct bb_app *app, const char *session);

#endif
