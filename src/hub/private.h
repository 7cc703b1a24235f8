/* What the files of the hub's room share. */
#ifndef SRC_HUB_PRIVATE_H
#define SRC_HUB_PRIVATE_H

#include "bangban/app/sync.h"
#include "bangban/hub/hub.h"
#include "bangban/packet/verify.h"
#include "bangban/store/sync.h"

/* ---- folder.c ---- */
char *hub_folder(struct bb_app *app, const char *name);                    /* F.d/hub/NAME, heap */
char *hub_transfer(struct bb_app *app, const char *way, const char *node); /* …/in/NODE, heap */
/* <node>-<16 digits>.zip */
bool hub_is_packet_name(const char *name);
/* A durable copy; an existing file of that name is replaced. */
const struct bb_err *hub_file_copy(const char *from, const char *to);
/* Of the node's receipts in dir the youngest stay. What goes is not missed: each answer begins
 * where its window stands, and one that never came is made anew when the packet comes again. */
void hub_receipts_thin(const char *dir, const char *node);
const struct bb_err *hub_file_digest(const char *path, char out[BB_HASH_BYTES]);

/* ---- archive.c ---- */
/* Copies the packet under the next number, durable before it returns. */
const struct bb_err *hub_archive_put(struct bb_app *app, const char *path, int64_t *serial);
char *hub_archive_path(struct bb_app *app, int64_t serial, const char *file); /* heap */
/* Own events since the last time, as a packet of one's own. */
const struct bb_err *hub_archive_own(struct bb_app *app);
/* Packets that this file does not know: after a crash, or when it was restored. */
const struct bb_err *hub_archive_replay(struct bb_app *app, int64_t *count);
/* A restored file takes the archive in behind what was written on the old state, so what stands
 * before an event that a node saw may be news to it. begin: before one's own events are archived;
 * end: when all is played back. */
const struct bb_err *hub_replay_begin(struct bb_app *app);
const struct bb_err *hub_replay_end(struct bb_app *app);
/* From where on (an arrival) a node that saw this place is sent everything. */
const struct bb_err *hub_down_after(struct bb_app *app, const struct bb_place *seen, int64_t *out);
const struct bb_err *hub_quarantine(struct bb_app *app, const char *path);

/* ---- nodes.c ---- */
struct hub_keys { /* of a window, one after the other: the keys that may sign */
    struct bb_app *app;
    bool any; /* also those that hold no more: for what was archived when they did */
    struct bb_node *rows;
    size_t count;
    char *window;      /* whose they are */
    struct bb_buf own; /* this hub's own key */
};
const char *hub_key_next(void *ctx, const char *window, size_t n);
void hub_keys_done(struct hub_keys *keys);
/* Whether the window's packets may come through this transfer folder. */
const struct bb_err *hub_comes_through(struct bb_app *app, const char *window, const char *via,
                                       bool *out);
typedef const struct bb_err *hub_node_item(void *ctx, const struct bb_node *node);
const struct bb_err *hub_nodes(struct bb_app *app, const char *node, hub_node_item *item,
                               void *ctx);

/* ---- door.c ---- */
/* One archived packet into the tables: events, arrival. fresh counts new events. Fills arrival,
 * which is the caller's to free. */
const struct bb_err *hub_merge(struct bb_app *app, struct bb_packet_in *packet,
                               struct bb_arrival *arrival, int64_t *fresh);

/* ---- reply.c ---- */
/* Receipt for the arrival into out/<via or node>/. */
const struct bb_err *hub_reply(struct bb_app *app, const struct bb_arrival *arrival);

/* ---- rowtext.c ---- */
/* COPY's text form (PostgreSQL's documentation of COPY); appends. NULL: \N. */
void hub_text(struct bb_buf *out, const char *text);
void hub_row(struct bb_buf *out, const struct bb_record *record, const void *row); /* with LF */
/* "{a,b,c}": the names of a record's columns, all of them or those that are texts, numbers. */
enum hub_columns { HUB_ALL, HUB_TEXTS, HUB_NUMBERS };
void hub_names(struct bb_buf *out, const struct bb_record *record, enum hub_columns which);
/* The day on which an id was born, "1970-01-01" for what is no UUIDv7 of a sane year; its year. */
int hub_day_of(struct bb_buf *out, const char *id);

/* ---- relay.c ---- */
const struct bb_err *hub_relay(struct bb_app *app, int64_t *count);

#endif
