/*
 * The hub: the district's side, or a centre's (data.md, "The protocol"). A hub is a bangban file
 * like any other, so the same screens open it; beside it, in F.d/hub, lie the archive of every
 * packet as it came and the quarantine. Files come and go in the transfer folder (setting
 * hub.folder): in/NODE/ and out/NODE/, plain folders that nginx, sshd or a stick fill.
 */
#ifndef BANGBAN_HUB_HUB_H
#define BANGBAN_HUB_HUB_H

#include "bangban/app/app.h"
#include "bangban/core/sync.h"

/* Makes this database a hub: folders, and that it says so. Harmless when it is one. */
const struct bb_err *bb_hub_init(struct bb_app *app);
/* NULL when it is one. */
const struct bb_err *bb_hub_check(struct bb_app *app);

/* Registers a key (PEM file) of a node: node, via (a node whose transfer folder its packets come
 * through; NULL: its own), valid_from, valid_to. id is set. Makes the node's folders. */
const struct bb_err *bb_hub_node_add(struct bb_app *app, struct bb_node *node,
                                     const char *key_path);
/* Packets that arrive from now on are refused under every key of the node (id NULL) or that one.
 * *count: how many. */
const struct bb_err *bb_hub_revoke(struct bb_app *app, const char *node, const char *id,
                                   int64_t *count);

/* What became of each file, for the report. outcome: have, gap, refused, again (was known). */
struct bb_hub_arrival {
    const char *node, *file, *outcome, *reason;
    int64_t events;
};
typedef const struct bb_err *bb_hub_item(void *ctx, const struct bb_hub_arrival *arrival);

struct bb_hub_report {
    int64_t taken, again, refused; /* packets */
    int64_t fresh;                 /* events that were new */
    int64_t replayed;              /* packets of the archive that this file did not know */
    int64_t relayed;               /* packets put into the outbox for the hub above */
};
/* Own events into the archive → archive replayed where this file is older → every packet through
 * the door → receipts out → relay. One at a time; BB_ERR_BUSY when another is at it. item may be
 * NULL. */
const struct bb_err *bb_hub_ingest(struct bb_app *app, struct bb_hub_report *out, bb_hub_item *item,
                                   void *ctx);
/* What the archive holds and the PostgreSQL database at url does not, goes there: the same events,
 * folded by the same code. As many processes at once as one likes, also killed ones. */
struct bb_hub_filled {
    int64_t packets, fresh; /* merged by this process; events that were new */
    int64_t refused;        /* packets of the archive that are no longer what they were */
    int64_t parked;         /* events that wait for what is before them */
};
const struct bb_err *bb_hub_fill(struct bb_app *app, const char *url, struct bb_hub_filled *out);

/* What the district's state is, table by table: rows, and SM3 over them in the order of their ids
 * (of events: hashes), each as COPY … TO STDOUT writes it. Equal state, equal digests. url NULL:
 * of this file, without own events that are not in the archive yet. */
struct bb_hub_sum {
    const char *table;
    int64_t rows;
    char digest[BB_HASH_BYTES];
};
typedef const struct bb_err *bb_hub_sum_item(void *ctx, struct bb_hub_sum *sum);
const struct bb_err *bb_hub_digest(struct bb_app *app, const char *url, bb_hub_sum_item *item,
                                   void *ctx);

/* Answers the node's last packet again, with what came since; NULL: of every node. *count: how
 * many. */
const struct bb_err *bb_hub_reply(struct bb_app *app, const char *node, int64_t *count);

struct bb_hub_line { /* one node */
    char *node, *via;
    int64_t nights;  /* since its last packet; -1: none yet */
    int64_t last_at; /* when that came */
    int64_t ahead_s; /* its clock is so far ahead of the hub's */
    int64_t packets, refused;
    char *reason;  /* of the last refusal, when that was after the last packet */
    int64_t forks; /* of its labels that two installations wrote under */
    bool valid;    /* a key of it holds today */
};
typedef const struct bb_err *bb_hub_line_item(void *ctx, struct bb_hub_line *line);
/* Every node in the order of its code. *parked: events that wait for what is before them. */
const struct bb_err *bb_hub_status(struct bb_app *app, bb_hub_line_item *item, void *ctx,
                                   int64_t *parked);
/* Copies the archived packets of a node (NULL: of all), as they came, into dir; *count. */
const struct bb_err *bb_hub_export(struct bb_app *app, const char *node, const char *dir,
                                   int64_t *count);

#endif
