/* Every list key of F4 in the store: each view in each order, the first page and pages from places
 * in the middle, of 100,000 lines against 1,000; every page that is measured is full on both sides.
 * Then what a view counts for its title, and what registering a problem costs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/app.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/store/db.h"
#include "bench/bench.h"
#include "pty/pty.h"

enum { PAGE = 20, PLACES = 12, ROUNDS = 15, KEY_MAX = 400, COUNTED = 199, SAVES = 60 };

/* As the screen asks for its views (ui/ledger_filter.c). */
static const struct view {
    const char *name;
    unsigned states;
    int due_from, due_to; /* days from today + 1; 0: open */
    int waits;
    const char *person;
} views[] = {
    {"all open (0)", BB_IN_OPEN, 0, 0, 0, NULL},
    {"red (r)", BB_IN(FOUND) | BB_IN(RECTIFYING), 0, -1, 0, NULL},
    {"red of one person (r)", BB_IN(FOUND) | BB_IN(RECTIFYING), 0, -1, 0, "B01"},
    {"due today (t)", BB_IN(FOUND) | BB_IN(RECTIFYING), 1, 1, 0, NULL},
    {"due this week (k)", BB_IN(FOUND) | BB_IN(RECTIFYING), 1, 6, 0, NULL},
    {"look-backs (l)", BB_IN(FIXED) | BB_IN(CLOSED), 0, 0, BB_WAITS_LOOKBACK, NULL},
    {"approvals (p)", BB_IN_OPEN, 0, 0, BB_WAITS_APPROVAL, NULL},
    {"to be checked (h)", 0, 0, 0, BB_WAITS_CHECK, NULL},
};
enum { VIEWS = sizeof views / sizeof *views };

struct place {
    struct bb_key key;
    char sort[KEY_MAX];
    bool ended;
};

/* One database, and places in the view that is measured; place 0 is none: from the end. */
struct ledger {
    struct bb_db *db;
    int64_t today; /* the newest line's day: the data may be older than the run */
    struct place places[PLACES];
    int count;
    struct bench_samples us[PLACES + 1][2]; /* [place][backwards] */
};

static void view_ask(const struct ledger *ledger, const struct view *view, enum bb_issue_sort sort,
                     struct bb_issue_query *out)
{
    *out = (struct bb_issue_query){.states = view->states,
                                   .waits = view->waits,
                                   .person = view->person,
                                   .sort = sort,
                                   .today = ledger->today,
                                   .brief = true,
                                   .limit = PAGE};
    if (view->due_from)
        out->due_from = ledger->today + view->due_from - 1;
    if (view->due_to)
        out->due_to = ledger->today + view->due_to - (view->due_to > 0);
}

static const struct bb_err *row_count(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

static int rows_of(struct ledger *ledger, const struct bb_issue_query *query)
{
    int rows = 0;
    bench_ok(bb_db_issue_list(ledger->db, query, &(struct bb_sink){row_count, &rows}));
    return rows;
}

/* ---- places ---- */

struct keeping {
    struct ledger *ledger;
    const struct bb_issue_query *query;
    int row, every;
};

/* Spread over the view, but a page from either end. */
static const struct bb_err *place_keep(void *ctx, void *row)
{
    struct keeping *keeping = ctx;
    const struct bb_issue *issue = row;
    struct ledger *ledger = keeping->ledger;
    int at = keeping->row++ - PAGE;
    if (at < 0 || at % keeping->every != 0 || ledger->count == PLACES)
        return NULL;
    struct place *place = &ledger->places[ledger->count++];
    struct bb_buf value = {0};
    place->key.value = bb_issue_query_day(keeping->query, issue);
    snprintf(place->key.id, sizeof place->key.id, "%s", issue->id);
    bb_issue_sort_value(&value, issue, keeping->query->sort);
    snprintf(place->sort, sizeof place->sort, "%s", bb_buf_text(&value));
    place->ended = !bb_issue_is_open(issue);
    bb_buf_done(&value);
    return NULL;
}

/* False: the view has no page on both sides of a place. */
static bool places_find(struct ledger *ledger, const struct bb_issue_query *query)
{
    struct keeping keeping = {.ledger = ledger, .query = query};
    struct bb_issue_query some = *query;
    some.limit = 37 * PLACES + 2 * PAGE;
    int rows = rows_of(ledger, &some);
    keeping.every = (rows - 2 * PAGE) / PLACES;
    ledger->count = 0;
    if (keeping.every < 1)
        return false;
    bench_ok(bb_db_issue_list(ledger->db, &some, &(struct bb_sink){place_keep, &keeping}));
    return true;
}

/* ---- pages ---- */

static void page(struct ledger *ledger, const struct bb_issue_query *from, int at, bool backwards)
{
    struct bb_issue_query query = *from;
    query.backwards = backwards;
    if (at > 0) {
        const struct place *place = &ledger->places[at - 1];
        query.has_key = true;
        query.key = place->key;
        query.key_sort = place->sort;
        query.key_ended = place->ended;
    }
    int64_t start = pty_now_ns();
    int rows = rows_of(ledger, &query);
    bench_add(&ledger->us[at][backwards], (double)(pty_now_ns() - start) / 1e3);
    if (rows != PAGE)
        bench_ok(bb_err(BB_ERR_RULE, "bench: a page of the ledger is not full", NULL));
}

/* The slowest place counts, in both directions. */
static double worst_of(struct ledger *ledger)
{
    double worst = 0;
    for (int at = 0; at <= PLACES; at++)
        for (int back = 0; back < 2; back++) {
            double median = bench_median(&ledger->us[at][back]);
            worst = median > worst ? median : worst;
            bench_drop(&ledger->us[at][back]);
        }
    return worst;
}

struct figures {
    double figure, reference;
};

/* One view in one order. False: it does not fill its pages. */
static bool measure(struct ledger *big, struct ledger *small, const struct view *view,
                    enum bb_issue_sort sort, struct figures *out)
{
    struct bb_issue_query of_big, of_small;
    view_ask(big, view, sort, &of_big);
    view_ask(small, view, sort, &of_small);
    if (!places_find(big, &of_big) || !places_find(small, &of_small))
        return false;
    for (int round = 0; round < ROUNDS; round++)
        for (int at = 0; at <= PLACES; at++)
            for (int back = 0; back < 2; back++) {
                page(big, &of_big, at, back);
                page(small, &of_small, at, back);
            }
    *out = (struct figures){worst_of(big), worst_of(small)};
    return true;
}

static void line_add(const char *what, const struct figures *figures, const char *note)
{
    bench_line(&(struct bench_line){.what = what,
                                    .unit = "µs",
                                    .figure = figures->figure,
                                    .reference = figures->reference,
                                    .goal = BENCH_RATIO_AT_MOST,
                                    .must = 1.2,
                                    .reach = 1,
                                    .note = note});
}

static void view_measure(struct ledger *big, struct ledger *small, const struct view *view)
{
    static const char *const orders[] = {"deadline", "unit",      "kind",   "state",
                                         "person",   "day found", "number", "description"};
    struct figures worst = {0};
    char what[100], note[60] = "";
    snprintf(what, sizeof what, "F4 %s, 100,000 lines against 1,000", view->name);
    for (int sort = 0; sort < BB_ISSUE_SORT__COUNT; sort++) {
        struct figures of;
        if (!measure(big, small, view, (enum bb_issue_sort)sort, &of)) {
            bench_missing(what, "does not fill its pages");
            return;
        }
        fprintf(stderr, "\nbench: %s by %s: %.0f µs, small %.0f µs", view->name, orders[sort],
                of.figure, of.reference);
        if (sort == 0 || of.figure > worst.figure) {
            worst = of;
            snprintf(note, sizeof note, "slowest of 8 orders: %s", orders[sort]);
        }
    }
    line_add(what, &worst, note);
}

/* The number in a view's title: so many lines are read. */
static void counts_measure(struct ledger *big, struct ledger *small)
{
    struct bench_samples us[2] = {0};
    struct ledger *of[2] = {big, small};
    for (int round = 0; round < ROUNDS; round++)
        for (int i = 0; i < 2; i++) {
            struct bb_issue_query query;
            view_ask(of[i], &views[0], BB_ISSUE_SORT_DUE, &query);
            query.limit = COUNTED;
            int64_t start = pty_now_ns();
            rows_of(of[i], &query);
            bench_add(&us[i], (double)(pty_now_ns() - start) / 1e3);
        }
    line_add("F4 the number in the title, 100,000 lines against 1,000",
             &(struct figures){bench_median(&us[0]), bench_median(&us[1])}, NULL);
    bench_drop(&us[0]);
    bench_drop(&us[1]);
}

/* ---- saving ---- */

static struct bb_app *app_open(const struct bench *bench, enum bench_size size,
                               struct bb_config *config)
{
    struct bb_app *app;
    char *path = bench_db_copy(bench, size);
    bb_config_init(config);
    bench_ok(bb_app_open(&app, config, path, bb_clock_system));
    bench_ok(bb_app_login(app, BENCH_PERSON, NULL));
    free(path);
    return app;
}

static double app_save(struct bb_app *app)
{
    struct bb_issue issue = {.point = BB_POINT_BLOCK, .stage = BB_STAGE_ACCEPT};
    struct bb_problems problems = {0};
    bb_strset(&issue.description, "系统提示信息不一致，电话联系后台科室，承诺两个工作日答复。");
    int64_t start = pty_now_ns();
    bench_ok(bb_app_issue_add(app, &issue, false, 0, &problems));
    double us = (double)(pty_now_ns() - start) / 1e3;
    bb_issue_done(&issue);
    return us;
}

static void saves_measure(const struct bench *bench)
{
    struct bench_samples us[2] = {0};
    struct bb_config config[2];
    struct bb_app *app[2] = {app_open(bench, BENCH_DATES, &config[0]),
                             app_open(bench, BENCH_DATES_1K, &config[1])};
    for (int round = 0; round < SAVES; round++)
        for (int i = 0; i < 2; i++)
            bench_add(&us[i], app_save(app[i]));
    line_add("registering a problem, durable, among 100,000 lines against 1,000",
             &(struct figures){bench_median(&us[0]), bench_median(&us[1])}, NULL);
    for (int i = 0; i < 2; i++) {
        bench_drop(&us[i]);
        bb_app_close(app[i]);
        bb_config_done(&config[i]);
    }
}

/* ---- all ---- */

static const struct bb_err *today_take(void *ctx, void *row)
{
    ((struct ledger *)ctx)->today = bb_day_of(((const struct bb_issue *)row)->happened_at);
    return NULL;
}

static void ledger_open(const struct bench *bench, enum bench_size size, struct ledger *out)
{
    char *path = bench_db(bench, size);
    struct bb_issue_query newest = {.states = BB_IN_OPEN, .sort = BB_ISSUE_SORT_FOUND, .limit = 1};
    *out = (struct ledger){0};
    bench_ok(bb_db_open(&out->db, path, BB_DB_READ));
    bench_ok(bb_db_issue_list(out->db, &newest, &(struct bb_sink){today_take, out}));
    free(path);
}

void bench_ledger(struct bench *bench)
{
    struct ledger big, small;
    ledger_open(bench, BENCH_DATES, &big);
    ledger_open(bench, BENCH_DATES_1K, &small);
    for (int v = 0; v < VIEWS; v++)
        view_measure(&big, &small, &views[v]);
    counts_measure(&big, &small);
    bb_db_close(big.db);
    bb_db_close(small.db);
    saves_measure(bench);
}
