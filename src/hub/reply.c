/* The signed answer to a packet, and what goes down with it. Derived anew whenever it is asked for:
 * a lost receipt is not missed. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/receipt.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { DOWN_EVENTS_MAX = 100000 }; /* the rest with the next receipt */

struct down {
    struct bb_buf *body;
    int64_t count;
    char last[BB_HASH_BYTES];
};

static const struct bb_err *event_down(void *ctx, void *row)
{
    struct down *down = ctx;
    const struct bb_event *event = row;
    bb_buf_str(down->body, event->line);
    bb_buf_char(down->body, '\n');
    memcpy(down->last, event->hash, sizeof down->last);
    down->count++;
    return NULL;
}

/* Where the node stands is what its packet says; a place that this file does not know (it was
 * restored) means: from the beginning. */
static const struct bb_err *events_down(struct bb_app *app, const struct bb_arrival *arrival,
                                        struct bb_receipt *receipt, struct bb_buf *body)
{
    struct bb_db *db = bb_app_db(app);
    struct bb_place seen, head;
    struct down down = {.body = body};
    int64_t after;
    BB_TRY(bb_db_event_place(db, arrival->seen, &seen));
    BB_TRY(bb_db_event_place(db, arrival->head, &head));
    BB_TRY(bb_db_event_newest(db, receipt->seen));
    BB_TRY(hub_down_after(app, &seen, &after));
    memcpy(receipt->from, seen.found ? arrival->seen : bb_hash_zero, BB_HASH_BYTES);
    BB_TRY(bb_db_down_events(db, arrival->node, head.found ? arrival->head : bb_hash_zero, after,
                             DOWN_EVENTS_MAX, &(struct bb_sink){event_down, &down}));
    if (down.count == DOWN_EVENTS_MAX)
        memcpy(receipt->seen, down.last, BB_HASH_BYTES);
    return NULL;
}

static const struct bb_err *reference_down(struct bb_app *app, const struct bb_arrival *arrival,
                                           struct bb_receipt *receipt, struct bb_buf *body)
{
    char *text = NULL;
    BB_TRY(bb_db_meta_load(bb_app_db(app), "reference", &text));
    int64_t version = text ? strtoll(text, NULL, 10) : 0;
    free(text);
    if (version <= arrival->reference)
        return NULL;
    receipt->reference = version;
    return bb_reference_put(app, body);
}

static bool is_relayed(const struct bb_arrival *arrival)
{
    return arrival->via && strcmp(arrival->via, arrival->node) != 0;
}

static const struct bb_err *receipt_fill(struct bb_app *app, const struct bb_arrival *arrival,
                                         struct bb_receipt *receipt, struct bb_buf *body)
{
    struct bb_place head;
    bool refused = strcmp(arrival->status, "refused") == 0;
    *receipt = (struct bb_receipt){.hub = bb_strdup(bb_app_config(app)->node),
                                   .node = bb_strdup(arrival->node),
                                   .packet = bb_strdup(arrival->file),
                                   .replica = bb_strdup(arrival->replica ? arrival->replica : ""),
                                   .reason = bb_strdup(""),
                                   .at = bb_app_now(app)};
    memcpy(receipt->have, bb_hash_zero, BB_HASH_BYTES);
    memcpy(receipt->from, bb_hash_zero, BB_HASH_BYTES);
    memcpy(receipt->seen, bb_hash_zero, BB_HASH_BYTES);
    if (refused) {
        receipt->status = bb_strdup("refused");
        bb_strset(&receipt->reason, arrival->reason);
        for (char *c = receipt->reason; c && *c; c++) /* one line */
            if ((unsigned char)*c < ' ')
                *c = ' ';
        return NULL;
    }
    BB_TRY(bb_db_event_place(bb_app_db(app), arrival->head, &head));
    bool have = head.found || strcmp(arrival->head, bb_hash_zero) == 0;
    receipt->status = bb_strdup(have ? "have" : "gap");
    if (have)
        memcpy(receipt->have, arrival->head, BB_HASH_BYTES);
    if (is_relayed(arrival))
        return NULL; /* what goes down goes with the relaying node's own packet */
    BB_TRY(events_down(app, arrival, receipt, body));
    return reference_down(app, arrival, receipt, body);
}

const struct bb_err *hub_reply(struct bb_app *app, const struct bb_arrival *arrival)
{
    struct bb_receipt receipt = {0};
    struct bb_buf body = {0};
    char *path = NULL;
    char *key = bb_path_join(bb_app_folder(app), "sign.pem");
    char *out = hub_transfer(app, "out", arrival->via ? arrival->via : arrival->node);
    const struct bb_err *err = receipt_fill(app, arrival, &receipt, &body);
    if (!err)
        err = bb_receipt_write(&receipt, &body, key, out, &path);
    if (!err)
        hub_receipts_thin(out, arrival->node);
    bb_receipt_done(&receipt);
    bb_buf_done(&body);
    free(path);
    free(key);
    free(out);
    return err;
}

struct replying {
    struct bb_app *app;
    const char *last; /* node answered before: a node may have several keys */
    int64_t count;
};

static const struct bb_err *node_reply(void *ctx, const struct bb_node *node)
{
    struct replying *replying = ctx;
    struct bb_arrival arrival = {0};
    bool found = false, again = replying->last && strcmp(replying->last, node->node) == 0;
    if (again || node->revoked_at)
        return NULL;
    bb_strset((char **)(void *)&replying->last, node->node);
    const struct bb_err *err =
        bb_db_arrival_last(bb_app_db(replying->app), node->node, &arrival, &found);
    if (!err && found) {
        err = hub_reply(replying->app, &arrival);
        replying->count++;
    }
    bb_record_done(&bb_arrival_record, &arrival);
    return err;
}

const struct bb_err *bb_hub_reply(struct bb_app *app, const char *node, int64_t *count)
{
    struct replying replying = {.app = app};
    bool known = true;
    BB_TRY(bb_hub_check(app));
    if (node)
        BB_TRY(bb_db_node_is_known(bb_app_db(app), node, &known));
    if (!known)
        return bb_err(BB_ERR_HUB_NODE, node, NULL);
    const struct bb_err *err = hub_nodes(app, node, node_reply, &replying);
    free((void *)(size_t)replying.last);
    *count = replying.count;
    return err;
}
