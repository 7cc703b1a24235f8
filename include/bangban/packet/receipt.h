/*
 * Receipts: the hub's signed answer to one packet (bangban-packet(5)). One text file:
 *
 *   bangban-receipt/1
 *   key: value                … the head, in this order and no other
 *   body: SM3 of everything after the line `signature:` and the empty line behind it
 *   signature: DER in hex, over all bytes above this line
 *   (empty line)
 *   one JSON value a line: events of others as objects, reference data as arrays
 *
 * Named <node>-<first 16 digits of the signed text's SM3>.receipt: same name, same bytes.
 */
#ifndef BANGBAN_PACKET_RECEIPT_H
#define BANGBAN_PACKET_RECEIPT_H

#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"
#include "bangban/core/event.h"

#define BB_RECEIPT_FORMAT "bangban-receipt/1"

struct bb_receipt {           /* texts are owned */
    char *hub;                /* code of the hub */
    char *node;               /* whose packet is answered */
    char *packet;             /* its file name */
    char *replica;            /* its label; "" when it could not be read */
    char *status;             /* have, gap or refused */
    char *reason;             /* one line; "" unless refused */
    char have[BB_HASH_BYTES]; /* with have: the head, which the hub holds with all before it */
    char from[BB_HASH_BYTES]; /* the down-part holds what came to the hub after this event … */
    char seen[BB_HASH_BYTES]; /* … up to this one; the next packet names it */
    int64_t at;               /* the hub's clock */
    int64_t reference;        /* version of the reference data in the body; 0: none in it */
};

/* Writes it into dir, signed and durable. *path: heap. */
const struct bb_err *bb_receipt_write(const struct bb_receipt *receipt, const struct bb_buf *body,
                                      const char *private_key_path, const char *dir, char **path);
/* Reads and checks it; body is what stands behind the head. Faults are BB_ERR_RECEIPT or
 * BB_ERR_SIGNATURE. out is zeroed on error. */
const struct bb_err *bb_receipt_read(struct bb_receipt *out, struct bb_buf *body, const char *path,
                                     const char *public_pem);
void bb_receipt_done(struct bb_receipt *receipt);

#endif
