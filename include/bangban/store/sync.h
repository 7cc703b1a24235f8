/*
 * The store's part of the protocol: merging events of others, parking, what goes down to a node.
 * Nodes, arrivals, answers and branches are records (core/sync.h): bb_db_save(), bb_db_load(),
 * bb_db_all().
 */
#ifndef BANGBAN_STORE_SYNC_H
#define BANGBAN_STORE_SYNC_H

#include "bangban/core/sync.h"
#include "bangban/store/db.h"

enum bb_merged { BB_MERGED_NEW, BB_MERGED_KNOWN, BB_MERGED_CLASH /* the id has other bytes */ };
/* Inserts the event unless it is there. Its hash and line are set. Inside a transaction. */
const struct bb_err *bb_db_event_merge(struct bb_db *db, const struct bb_event *event,
                                       enum bb_merged *out);

struct bb_place { /* of an event in the file */
    bool found;
    int64_t arrival; /* rises with every event that this file took in */
    int64_t seq, at;
    char replica[BB_REPLICA_BYTES];
    char prev[BB_HASH_BYTES];
};
const struct bb_err *bb_db_event_place(struct bb_db *db, const char *hash, struct bb_place *out);
/* Hash of the event that came last; bb_hash_zero when there is none. */
const struct bb_err *bb_db_event_newest(struct bb_db *db, char out[BB_HASH_BYTES]);

/* The chain from the event after base up to head, oldest first (struct bb_event). Keeps the whole
 * in memory: for the rare label that has two branches. */
const struct bb_err *bb_db_branch_events(struct bb_db *db, const char *base, const char *head,
                                         const struct bb_sink *sink);
/* Every event but those of the replica after until_seq, in the order of the hashes: struct bb_event
 * with hash and line alone. */
const struct bb_err *bb_db_events_by_hash(struct bb_db *db, const char *replica, int64_t until_seq,
                                          const struct bb_sink *sink);
const struct bb_err *bb_db_branch_drop(struct bb_db *db, const char *label);
/* Whether the chain under this label is here without gaps: it is one's own or a node's. */
const struct bb_err *bb_db_replica_is_whole(struct bb_db *db, const char *replica, bool *out);
const struct bb_err *bb_db_node_replica_save(struct bb_db *db, const char *replica,
                                             const char *node);
/* Heap; NULL when the label is not known. */
const struct bb_err *bb_db_node_replica_load(struct bb_db *db, const char *replica, char **out);

const struct bb_err *bb_db_parked_save(struct bb_db *db, const struct bb_event *event);
const struct bb_err *bb_db_parked_drop(struct bb_db *db, const char *hash);
const struct bb_err *bb_db_parked_count(struct bb_db *db, int64_t *out);
/* Parked events whose predecessor is known now (struct bb_event, hash set); at most limit. */
const struct bb_err *bb_db_parked_ready(struct bb_db *db, int limit, const struct bb_sink *sink);

/* What node has not seen: events that came after the one at `after` (an arrival), of its own labels
 * and of cases it takes part in, but for the ancestors of head. Rows are struct bb_event with hash
 * and line alone, so that nothing is parsed; at most limit. */
const struct bb_err *bb_db_down_events(struct bb_db *db, const char *node, const char *head,
                                       int64_t after, int limit, const struct bb_sink *sink);

/* Whether a key of this node is registered here. */
const struct bb_err *bb_db_node_is_known(struct bb_db *db, const char *node, bool *out);
const struct bb_err *bb_db_arrival_last_serial(struct bb_db *db, int64_t *out);
/* The node's last packet that was taken; *found. */
const struct bb_err *bb_db_arrival_last(struct bb_db *db, const char *node, struct bb_arrival *out,
                                        bool *found);
/* The node's archived packets, oldest first (struct bb_arrival). */
const struct bb_err *bb_db_arrivals_of(struct bb_db *db, const char *node,
                                       const struct bb_sink *sink);
/* Packets that were taken into the archive after this number, oldest first (struct bb_arrival). */
const struct bb_err *bb_db_arrivals_after(struct bb_db *db, int64_t serial,
                                          const struct bb_sink *sink);
/* Packets of other nodes that a hub above has not answered yet, oldest first (struct bb_arrival).
 */
const struct bb_err *bb_db_relay_due(struct bb_db *db, const char *own_node,
                                     const struct bb_sink *sink);
/* Labels that two installations wrote under: rows are struct bb_fork, one for each number twice. */
struct bb_fork {
    char replica[BB_REPLICA_BYTES];
    int64_t seq, branches;
};
const struct bb_err *bb_db_forks(struct bb_db *db, const struct bb_sink *sink);
/* The last answer that was no refusal. */
const struct bb_err *bb_db_answer_last(struct bb_db *db, struct bb_answer *out, bool *found);

#endif
