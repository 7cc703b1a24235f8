/* What the state of a district is, in digests that two stores can be compared by. */
#include <stdlib.h>
#include <string.h>

#include "bangban/packet/digest.h"
#include "bangban/store/sync.h"
#include "line.h"
#include "private.h"

struct summing {
    struct bb_digest digest;
    struct bb_buf text;
    const struct bb_record *record; /* NULL: events */
    struct bb_hub_sum sum;
};

static void sum_begin(struct summing *summing, const struct bb_record *record)
{
    summing->record = record;
    summing->sum = (struct bb_hub_sum){.table = record ? record->name : "event"};
    bb_digest_begin(&summing->digest, BB_DIGEST_SM3);
}

static void sum_add(void *ctx, const char *row, size_t len)
{
    struct summing *summing = ctx;
    bb_digest_add(&summing->digest, row, len);
    summing->sum.rows++;
}

static const struct bb_err *sum_row(void *ctx, void *row)
{
    struct summing *summing = ctx;
    const struct bb_event *event = row;
    bb_buf_clear(&summing->text);
    if (summing->record) {
        hub_row(&summing->text, summing->record, row);
    } else {
        bb_buf_printf(&summing->text, "%s\t", event->hash);
        hub_text(&summing->text, event->line);
        bb_buf_char(&summing->text, '\n');
    }
    sum_add(summing, summing->text.data, summing->text.len);
    return NULL;
}

/* What the archive has: one's own events since then are no packet yet. */
static const struct bb_err *events_sum(struct bb_app *app, const struct bb_sink *sink)
{
    struct bb_db *db = bb_app_db(app);
    struct bb_place place = {0};
    char *archived = NULL;
    BB_TRY(bb_db_meta_load(db, "archived", &archived));
    const struct bb_err *err = archived ? bb_db_event_place(db, archived, &place) : NULL;
    free(archived);
    return err ? err : bb_db_events_by_hash(db, bb_app_replica(app), place.seq, sink);
}

/* One table of this file, or of the database at the other end of the line. */
static const struct bb_err *table_sum(struct summing *summing, struct bb_app *app,
                                      struct pg_line *line)
{
    struct bb_db *db = bb_app_db(app);
    const struct bb_record *record = summing->record;
    struct bb_sink sink = {sum_row, summing};
    if (!line)
        return record ? bb_db_by_id(db, record, &sink) : events_sum(app, &sink);
    struct bb_buf names = {0}, copy = {0};
    const char *text = NULL;
    if (record)
        hub_names(&names, record, HUB_ALL);
    const struct bb_err *err =
        pg_run(line, BB_PG_ROWS_OUT, summing->sum.table, record ? names.data : "{hash,line}",
               bb_app_config(app)->node, NULL);
    if (!err && pg_value(line, &text, NULL)) {
        bb_buf_str(&copy, text);
        err = pg_copy_out(line, copy.data, sum_add, summing);
    }
    bb_buf_done(&names);
    bb_buf_done(&copy);
    return err;
}

static const struct bb_err *sums(struct bb_app *app, struct pg_line *line, bb_hub_sum_item *item,
                                 void *ctx)
{
    struct summing summing = {0};
    const struct bb_err *err = line ? pg_run(line, BB_PG_BEGIN_READ, NULL) : NULL;
    for (size_t i = 0; !err; i++) {
        sum_begin(&summing, i ? bb_folded_records[i - 1] : NULL);
        err = table_sum(&summing, app, line);
        bb_digest_end(&summing.digest, summing.sum.digest);
        if (!err)
            err = item(ctx, &summing.sum);
        if (!bb_folded_records[i])
            break;
    }
    bb_buf_done(&summing.text);
    return err;
}

const struct bb_err *bb_hub_digest(struct bb_app *app, const char *url, bb_hub_sum_item *item,
                                   void *ctx)
{
    struct pg_line line;
    BB_TRY(bb_hub_check(app));
    if (!url)
        return sums(app, NULL, item, ctx);
    BB_TRY(pg_open(&line, url));
    const struct bb_err *err = sums(app, &line, item, ctx);
    pg_close(&line);
    return err;
}
