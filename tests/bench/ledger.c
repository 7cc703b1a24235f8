/* Every list key of F4 in the store: each view in each order, first page and pages from anywhere,
 * of 100,000 lines that fall due on 30 dates against full pages of 1,000 lines. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/store/db.h"
#include "bench/bench.h"
#include "pty/pty.h"

enum { PAGE = 20, PLACES = 12, ROUNDS = 6, KEY_MAX = 400 };

/* As the screen asks for its views (ui/ledger_filter.c). */
static const struct view {
    const char *name;
    unsigned states;
    int due_from, due_to; /* days from today; NONE: open */
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

struct ledger {
    struct bb_db *db;
    struct place places[PLACES];
    int count;
    struct bench_samples us;
};

static void view_ask(const struct bench *bench, const struct view *view, enum bb_issue_sort sort,
                     struct bb_issue_query *out)
{
    *out = (struct bb_issue_query){.states = view->states,
                                   .waits = view->waits,
                                   .person = view->person,
                                   .sort = sort,
                                   .today = bench->today,
                                   .limit = PAGE};
    if (view->due_from)
        out->due_from = bench->today + view->due_from - 1;
    if (view->due_to)
        out->due_to = bench->today + view->due_to - (view->due_to > 0);
}

struct keeping {
    struct ledger *ledger;
    const struct bb_issue_query *query;
    int row;
};

/* Places spread over the first hundreds of rows of the view. */
static const struct bb_err *place_keep(void *ctx, void *row)
{
    struct keeping *keeping = ctx;
    const struct bb_issue *issue = row;
    struct ledger *ledger = keeping->ledger;
    if (keeping->row++ % 37 == 0 && ledger->count < PLACES) {
        struct place *place = &ledger->places[ledger->count++];
        struct bb_buf value = {0};
        place->key.value = bb_issue_query_day(keeping->query, issue);
        snprintf(place->key.id, sizeof place->key.id, "%s", issue->id);
        bb_issue_sort_value(&value, issue, keeping->query->sort);
        snprintf(place->sort, sizeof place->sort, "%s", bb_buf_text(&value));
        place->ended = !bb_issue_is_open(issue);
        bb_buf_done(&value);
    }
    return NULL;
}

static const struct bb_err *row_count(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

static void page(struct ledger *ledger, const struct bb_issue_query *from, int at)
{
    struct bb_issue_query query = *from;
    int rows = 0;
    if (at < ledger->count) { /* else the first page, or the last */
        const struct place *place = &ledger->places[at];
        query.has_key = true;
        query.key = place->key;
        query.key_sort = place->sort;
        query.key_ended = place->ended;
    }
    int64_t start = pty_now_ns();
    bench_ok(bb_db_issue_list(ledger->db, &query, &(struct bb_sink){row_count, &rows}));
    bench_add(&ledger->us, (double)(pty_now_ns() - start) / 1e3);
}

/* One view in one order; the slowest place counts, in both directions. */
static double measure(struct ledger *ledger, struct bb_issue_query *query)
{
    double worst = 0;
    for (int at = 0; at <= ledger->count; at++)
        for (int back = 0; back < 2; back++) {
            query->backwards = back;
            for (int round = 0; round < ROUNDS; round++)
                page(ledger, query, at);
            double median = bench_median(&ledger->us);
            worst = median > worst ? median : worst;
            bench_drop(&ledger->us);
        }
    return worst;
}

static void ledger_open(const struct bench *bench, enum bench_size size, struct ledger *out)
{
    char *path = bench_db(bench, size);
    *out = (struct ledger){0};
    bench_ok(bb_db_open(&out->db, path, BB_DB_READ));
    free(path);
}

static void places_find(struct ledger *ledger, const struct bb_issue_query *query)
{
    struct keeping keeping = {.ledger = ledger, .query = query};
    struct bb_issue_query some = *query;
    some.limit = 37 * PLACES;
    ledger->count = 0;
    bench_ok(bb_db_issue_list(ledger->db, &some, &(struct bb_sink){place_keep, &keeping}));
}

/* 1,000 lines do not fill a page of every view: then all open ones in that order are beside it. */
static void reference_ask(const struct bench *bench, struct ledger *small,
                          struct bb_issue_query *query)
{
    int rows = 0;
    struct bb_issue_query whole = *query;
    whole.limit = 2 * PAGE;
    bench_ok(bb_db_issue_list(small->db, &whole, &(struct bb_sink){row_count, &rows}));
    if (rows < whole.limit)
        view_ask(bench, &views[0], query->sort, query);
}

void bench_ledger(struct bench *bench)
{
    static const char *const orders[] = {"deadline", "unit",      "kind",   "state",
                                         "person",   "day found", "number", "description"};
    struct ledger big, small;
    ledger_open(bench, BENCH_DATES, &big);
    ledger_open(bench, BENCH_10K, &small);
    for (int v = 0; v < VIEWS; v++) {
        double worst = 0, beside = 0;
        char what[100], note[60] = "";
        for (int sort = 0; sort < BB_ISSUE_SORT__COUNT; sort++) {
            struct bb_issue_query query;
            view_ask(bench, &views[v], (enum bb_issue_sort)sort, &query);
            places_find(&big, &query);
            double figure = measure(&big, &query);
            reference_ask(bench, &small, &query);
            places_find(&small, &query);
            double reference = measure(&small, &query);
            fprintf(stderr, "\nbench: %s by %s: %.0f µs, small %.0f µs", views[v].name,
                    orders[sort], figure, reference);
            if (sort == 0 || figure > worst) {
                worst = figure;
                beside = reference;
                snprintf(note, sizeof note, "slowest of 8 orders: %s", orders[sort]);
            }
        }
        snprintf(what, sizeof what, "F4 %s, 100,000 lines against 1,000", views[v].name);
        bench_line(&(struct bench_line){.what = what,
                                        .unit = "µs",
                                        .figure = worst,
                                        .reference = beside,
                                        .goal = BENCH_RATIO_AT_MOST,
                                        .must = 1.2,
                                        .reach = 1,
                                        .note = note});
    }
    bb_db_close(big.db);
    bb_db_close(small.db);
}
