/* What leaders owe: gathers the facts for core/quota and asks it; what is worth a visit. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

/* A growing array of one kind of fact. */
struct facts {
    void *rows;
    size_t count, cap, size;
};

static void *fact_new(struct facts *facts)
{
    if (facts->count == facts->cap) {
        facts->cap = facts->cap ? facts->cap * 2 : 64;
        facts->rows = bb_realloc(facts->rows, facts->cap * facts->size);
    }
    void *row = (char *)facts->rows + facts->count++ * facts->size;
    memset(row, 0, facts->size);
    return row;
}

struct gather {
    struct bb_app *app;
    struct facts posts, visits, waivers, volumes, texts; /* texts: char *, owned */
};

static const char *keep(struct gather *gather, const char *text)
{
    char **slot = fact_new(&gather->texts);
    *slot = bb_strdup(text);
    return *slot;
}

static const struct bb_err *visit_note(void *ctx, void *row)
{
    struct gather *gather = ctx;
    const struct bb_visit *visit = row;
    struct bb_quota_visit *fact = fact_new(&gather->visits);
    fact->day = bb_day_of(visit->happened_at);
    fact->person = keep(gather, visit->person);
    fact->item = visit->item ? keep(gather, visit->item) : NULL;
    return NULL;
}

static const struct bb_err *waiver_note(void *ctx, void *row)
{
    struct gather *gather = ctx;
    const struct bb_waiver *waiver = row;
    struct bb_quota_waiver *fact = fact_new(&gather->waivers);
    fact->person = keep(gather, waiver->person);
    fact->tier = (int)waiver->tier;
    fact->day = waiver->day;
    fact->reason = keep(gather, waiver->reason);
    return NULL;
}

static const struct bb_err *posts_note(struct gather *gather)
{
    const struct bb_post *posts;
    const struct bb_item *items;
    size_t post_count, item_count;
    BB_TRY(bb_app_posts(gather->app, &posts, &post_count));
    BB_TRY(bb_app_items(gather->app, &items, &item_count));
    for (size_t i = 0; i < post_count; i++) {
        struct bb_quota_post *fact = fact_new(&gather->posts);
        *fact = (struct bb_quota_post){posts[i].person, posts[i].unit, (int)posts[i].tier,
                                       posts[i].valid_from, posts[i].valid_to};
    }
    for (size_t i = 0; i < item_count; i++) {
        struct bb_quota_volume *fact = fact_new(&gather->volumes);
        *fact = (struct bb_quota_volume){items[i].unit_code, items[i].code, items[i].volume};
    }
    return NULL;
}

/* Two years back hold every period there is. */
enum { LOOK_BACK_DAYS = 2 * 366 };

static const struct bb_err *facts_gather(struct gather *gather, int64_t as_of)
{
    struct bb_db *db = gather->app->db;
    BB_TRY(posts_note(gather));
    BB_TRY(bb_db_visit_list(db, bb_at_make(as_of - LOOK_BACK_DAYS, 0), bb_at_make(as_of + 1, 0),
                            &(struct bb_sink){visit_note, gather}));
    return bb_db_all(db, &bb_waiver_record, &(struct bb_sink){waiver_note, gather});
}

static void gather_done(struct gather *gather)
{
    for (size_t i = 0; i < gather->texts.count; i++)
        free(((char **)gather->texts.rows)[i]);
    free(gather->texts.rows);
    free(gather->posts.rows);
    free(gather->visits.rows);
    free(gather->waivers.rows);
    free(gather->volumes.rows);
}

const struct bb_err *bb_app_quota(struct bb_app *app, int64_t as_of, bb_quota_item *item, void *ctx)
{
    struct gather gather = {.app = app,
                            .posts.size = sizeof(struct bb_quota_post),
                            .visits.size = sizeof(struct bb_quota_visit),
                            .waivers.size = sizeof(struct bb_quota_waiver),
                            .volumes.size = sizeof(struct bb_quota_volume),
                            .texts.size = sizeof(char *)};
    struct bb_quota_rule *rules = NULL;
    struct bb_quota_facts facts = {0};
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    BB_TRY(bb_app_calendar(app, &facts.cal));
    const struct bb_err *err =
        bb_quota_rules_parse(&rules, &facts.rule_count, app->config->quota_rules);
    if (!err)
        err = facts_gather(&gather, as_of);
    facts.rules = rules;
    facts.posts = gather.posts.rows;
    facts.post_count = gather.posts.count;
    facts.visits = gather.visits.rows;
    facts.visit_count = gather.visits.count;
    facts.waivers = gather.waivers.rows;
    facts.waiver_count = gather.waivers.count;
    facts.volumes = gather.volumes.rows;
    facts.volume_count = gather.volumes.count;
    if (!err)
        err = bb_quota_rows(&facts, as_of, item, ctx);
    free(rules);
    gather_done(&gather);
    return err;
}

/* ---- what is worth a visit (R37) ---- */

struct suggest {
    struct bb_suggestion *rows;
    size_t count;
};

static const struct bb_err *visited_note(void *ctx, void *row)
{
    struct suggest *suggest = ctx;
    const struct bb_visit *visit = row;
    for (size_t i = 0; visit->item && i < suggest->count; i++)
        if (strcmp(suggest->rows[i].item->code, visit->item) == 0 &&
            suggest->rows[i].last_visit_at < visit->happened_at)
            suggest->rows[i].last_visit_at = visit->happened_at;
    return NULL;
}

static int compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_suggestions(const void *a, const void *b)
{
    const struct bb_suggestion *left = a, *right = b;
    int order = compare_numbers(left->last_visit_at, right->last_visit_at);
    if (!order)
        order = compare_numbers(right->bad_ratings, left->bad_ratings);
    if (!order)
        order = compare_numbers(right->item->volume, left->item->volume);
    if (!order) /* rank 1 is the most; 0 is unknown */
        order = compare_numbers(left->item->volume_rank ? left->item->volume_rank : INT64_MAX,
                                right->item->volume_rank ? right->item->volume_rank : INT64_MAX);
    return order ? order : strcmp(left->item->code, right->item->code);
}

const struct bb_err *bb_app_suggest(struct bb_app *app, struct bb_suggestion **out, size_t *count)
{
    struct suggest suggest = {0};
    const struct bb_item *items;
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    BB_TRY(bb_app_items(app, &items, &suggest.count));
    suggest.rows = bb_alloc((suggest.count + 1) * sizeof *suggest.rows);
    for (size_t i = 0; i < suggest.count; i++) {
        suggest.rows[i].item = &items[i];
        const struct bb_err *err =
            bb_db_bad_ratings(app->db, items[i].code, &suggest.rows[i].bad_ratings);
        if (err) {
            free(suggest.rows);
            return err;
        }
    }
    const struct bb_err *err =
        bb_db_visit_list(app->db, 0, INT64_MAX, &(struct bb_sink){visited_note, &suggest});
    if (err) {
        free(suggest.rows);
        return err;
    }
    qsort(suggest.rows, suggest.count, sizeof *suggest.rows, compare_suggestions);
    *out = suggest.rows;
    *count = suggest.count;
    return NULL;
}
