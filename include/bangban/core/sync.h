/*
 * What the two sides of the protocol remember (data.md, "The protocol"), as records: the hub its
 * nodes' keys and the packets that came; a window the receipts it read and its chains.
 */
#ifndef BANGBAN_CORE_SYNC_H
#define BANGBAN_CORE_SYNC_H

#include "bangban/core/record.h"

/* clang-format off */
/* one public key of a node; a node may have several, one after the other */
#define BB_NODE_FIELDS(X)                                                                          \
    X(TEXT, id,          NONE, 0,               N_("Key"))                                         \
    X(TEXT, node,        NONE, 0,               N_("Node"))                                        \
    X(TEXT, via,         NONE, BB_FIELD_INPUT,  N_("Comes through"))                               \
    X(TEXT, pem,         NONE, 0,               N_("Public key"))                                  \
    X(DAY,  valid_from,  NONE, BB_FIELD_INPUT,  N_("Valid from"))                                  \
    X(DAY,  valid_to,    NONE, BB_FIELD_INPUT,  N_("Valid to"))                                    \
    X(TIME, revoked_at,  NONE, 0,               N_("Revoked"))                                     \
    X(TIME, added_at,    NONE, 0,               N_("Registered"))
/* a packet that came to this hub; id: SM3 of its file */
#define BB_ARRIVAL_FIELDS(X)                                                                        \
    X(TEXT, id,          NONE, 0,               N_("Digest"))                                      \
    X(TEXT, file,        NONE, 0,               N_("File"))                                        \
    X(TEXT, manifest,    NONE, 0,               N_("Manifest"))                                    \
    X(TEXT, node,        NONE, 0,               N_("Node"))                                        \
    X(TEXT, via,         NONE, 0,               N_("Comes through"))                               \
    X(TEXT, replica,     NONE, 0,               N_("Installation"))                                \
    X(TEXT, base,        NONE, 0,               N_("Base"))                                        \
    X(TEXT, head,        NONE, 0,               N_("Head"))                                        \
    X(TEXT, seen,        NONE, 0,               N_("Seen"))                                        \
    X(INT,  reference,   NONE, 0,               N_("Reference data"))                              \
    X(INT,  events,      NONE, 0,               N_("Events"))                                      \
    X(TIME, made_at,     NONE, 0,               N_("Made"))                                        \
    X(TIME, arrived_at,  NONE, 0,               N_("Arrived"))                                     \
    X(TEXT, status,      NONE, 0,               N_("Answer"))                                      \
    X(TEXT, reason,      NONE, 0,               N_("Reason"))                                      \
    X(INT,  serial,      NONE, 0,               N_("Archive no."))
/* an answer of the hub that this window has read; id: SM3 of its file */
#define BB_ANSWER_FIELDS(X)                                                                       \
    X(TEXT, id,          NONE, BB_FIELD_EXPORT, N_("Digest"))                                      \
    X(TEXT, file,        NONE, BB_FIELD_EXPORT, N_("File"))                                        \
    X(TEXT, packet,      NONE, BB_FIELD_EXPORT, N_("Packet"))                                      \
    X(TEXT, replica,     NONE, BB_FIELD_EXPORT, N_("Installation"))                                \
    X(TEXT, status,      NONE, BB_FIELD_EXPORT, N_("Answer"))                                      \
    X(TEXT, reason,      NONE, BB_FIELD_EXPORT, N_("Reason"))                                      \
    X(TIME, at,          NONE, BB_FIELD_EXPORT, N_("Hub's time"))                                  \
    X(TIME, read_at,     NONE, BB_FIELD_EXPORT, N_("Read"))
/* a chain that this installation wrote under an earlier label; id: the label */
#define BB_BRANCH_FIELDS(X)                                                                        \
    X(TEXT, id,          NONE, 0,               N_("Installation"))                                \
    X(TEXT, head,        NONE, 0,               N_("Head"))                                        \
    X(TEXT, acked,       NONE, 0,               N_("Acknowledged"))
/* clang-format on */

struct bb_node {
    BB_NODE_FIELDS(BB_RECORD_MEMBER)
};
struct bb_arrival {
    BB_ARRIVAL_FIELDS(BB_RECORD_MEMBER)
};
struct bb_answer {
    BB_ANSWER_FIELDS(BB_RECORD_MEMBER)
};
struct bb_branch {
    BB_BRANCH_FIELDS(BB_RECORD_MEMBER)
};

/* Why a hub refuses a packet: the word that begins the reason in its receipt, so that whoever reads
 * it sees why in his own language, before the hub's own words. */
/* clang-format off */
#define BB_REFUSAL_LIST(X)                                                                         \
    X(SIGNATURE, "signature", N_("No valid key of this window signed it."))                        \
    X(PACKET,    "packet",    N_("It does not hold what its manifest says, or breaks a limit."))   \
    X(FOLDER,    "folder",    N_("It came through the folder of another node."))                   \
    X(CLASH,     "clash",     N_("The hub knows one of its events with other content."))
/* clang-format on */
enum bb_refusal {
#define BB_REFUSAL_ENUM(name, word, sentence) BB_REFUSAL_##name,
    BB_REFUSAL_LIST(BB_REFUSAL_ENUM)
#undef BB_REFUSAL_ENUM
};
/* "signature: what the hub says", and that for a person. A reason that begins with no such word is
 * shown as it is. Both append. */
void bb_refusal_put(struct bb_buf *out, enum bb_refusal why, const char *words);
void bb_refusal_show(struct bb_buf *out, const char *reason);

extern const struct bb_record bb_node_record;
extern const struct bb_record bb_arrival_record;
extern const struct bb_record bb_answer_record;
extern const struct bb_record bb_branch_record;

#endif
