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

#endif
