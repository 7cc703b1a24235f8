/* What the hub changed in the reference data, for the first login of everybody: lines in meta
 * "news", kept for some days; up to where a person was shown them in meta "news_seen CODE". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { KEPT_SECONDS = 3 * 86400 };

/* One line, its members apart by tabs; cut up in place. false: it is none. */
static bool line_read(char *line, struct bb_news *out)
{
    char *part[5];
    for (int i = 0; i < 5; i++)
        if (!(part[i] = strsep(&line, "\t")))
            return false;
    *out = (struct bb_news){.at = strtoll(part[0], NULL, 10),
                            .table = part[1],
                            .label = bb_reference_label(part[1]),
                            .added = strtoll(part[2], NULL, 10),
                            .changed = strtoll(part[3], NULL, 10),
                            .names = part[4]};
    return out->label != NULL;
}

const struct bb_err *bb_news_add(struct bb_app *app, const struct bb_news *rows, size_t count)
{
    struct bb_buf text = {0};
    char *before = NULL;
    BB_TRY(bb_db_meta_load(app->db, "news", &before));
    char *rest = before;
    for (char *line; (line = strsep(&rest, "\n"));)
        if (strtoll(line, NULL, 10) > bb_app_now(app) - KEPT_SECONDS)
            bb_buf_printf(&text, "%s\n", line);
    for (size_t i = 0; i < count; i++)
        bb_buf_printf(&text, "%lld\t%s\t%lld\t%lld\t%s\n", (long long)bb_app_now(app),
                      rows[i].table, (long long)rows[i].added, (long long)rows[i].changed,
                      rows[i].names);
    const struct bb_err *err = bb_db_meta_save(app->db, "news", bb_buf_text(&text));
    bb_buf_done(&text);
    free(before);
    return err;
}

static const struct bb_err *seen_save(struct bb_app *app, const char *key, int64_t at)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%lld", (long long)at);
    BB_TRY(bb_db_begin(app->db));
    const struct bb_err *err = bb_db_meta_save(app->db, key, digits);
    if (!err)
        err = bb_db_commit(app->db);
    if (err)
        bb_db_rollback(app->db);
    return err;
}

const struct bb_err *bb_app_news(struct bb_app *app, bool fresh, bb_news_item *item, void *ctx)
{
    struct bb_buf key = {0};
    struct bb_news news;
    char *text = NULL;
    int64_t seen = 0, newest = 0;
    bb_buf_printf(&key, "news_seen %s", app->person.code ? app->person.code : "");
    const struct bb_err *err = fresh ? bb_number_load(app, key.data, &seen) : NULL;
    if (!err)
        err = bb_db_meta_load(app->db, "news", &text);
    char *rest = text;
    for (char *line; !err && (line = strsep(&rest, "\n"));) {
        if (!line_read(line, &news) || news.at <= seen)
            continue;
        newest = news.at > newest ? news.at : newest;
        err = item(ctx, &news);
    }
    if (!err && fresh && newest > seen)
        err = seen_save(app, key.data, newest);
    bb_buf_done(&key);
    free(text);
    return err;
}
