/*
 * Checking a packet, in the order of the hub's door (trust.md, appendix B): member names →
 * signature → manifest → every event's form, link and hash → datapackage.json → every table. Stops
 * at the first fault and names the member and place.
 */
#ifndef BANGBAN_PACKET_VERIFY_H
#define BANGBAN_PACKET_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/err.h"
#include "bangban/core/event.h"

struct bb_packet_info { /* texts are owned */
    char *window, *replica, *program, *rules;
    char base[BB_HASH_BYTES], head[BB_HASH_BYTES];
    char manifest[BB_HASH_BYTES]; /* SM3 of manifest.sm3 */
    char seen[BB_HASH_BYTES];     /* the hub's event that the window saw last */
    int64_t reference;            /* version of the hub's reference data at the window */
    int64_t made_at;
    size_t events, rows, members; /* members: files in the packet */
    bool signature_checked;       /* false: no key was given, so who made the packet is not known */
};

/* path is a .zip or the folder of an unpacked one. public_pem is PEM text; NULL leaves the
 * signature unchecked, and everything else still is. A zip is unpacked by the helper into a private
 * temporary folder, removed afterwards. A zip's name, where it has the form <window>-<16
 * digits>.zip, must agree with what is in it. out is filled on success; zeroed on error. Faults are
 * BB_ERR_PACKET or BB_ERR_SIGNATURE, and BB_ERR_HELPER_INPUT when the zip itself is refused; a
 * fault of the machine keeps its own code. */
const struct bb_err *bb_packet_verify(struct bb_packet_info *out, const char *path,
                                      const char *public_pem);
void bb_packet_info_done(struct bb_packet_info *info);

/* ---- the hub's side: a packet that was checked, and then its events ---- */
struct bb_packet_in;
/* The n-th public key (PEM text) that a packet of this window may be signed with; NULL past the
 * last. The text must live until the next call. */
typedef const char *bb_packet_key(void *ctx, const char *window, size_t n);
/* Checks members, signature, digests and the whole journal; the tables are covered by their digests
 * and not read, so that packets of older versions stay good. No key fits: BB_ERR_SIGNATURE. *out is
 * closed by bb_packet_close(). name: what the packet was called when it came; NULL: as the path
 * ends. */
const struct bb_err *bb_packet_open(struct bb_packet_in **out, const char *path, const char *name,
                                    bb_packet_key *key, void *ctx);
const struct bb_packet_info *bb_packet_in_info(const struct bb_packet_in *packet);
/* Hands every event (line and hash set) to item, in order; the event is the reader's. */
const struct bb_err *
bb_packet_in_events(struct bb_packet_in *packet,
                    const struct bb_err *(*item)(void *ctx, struct bb_event *event), void *ctx);
void bb_packet_close(struct bb_packet_in *packet); /* NULL is fine */

#endif
