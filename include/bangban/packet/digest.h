/*
 * Digests: SM3 (GB/T 32905-2016) for everything that is ours, SHA-256 for stock tools. Hex is
 * lower-case.
 *
 * libcrypto's algorithms are fetched once, at the first use, so that a program that digests nothing
 * pays nothing. A libcrypto without SM3 is a broken installation: bb_digest_check() says so in
 * words; the functions below it then end the program.
 */
#ifndef BANGBAN_PACKET_DIGEST_H
#define BANGBAN_PACKET_DIGEST_H

#include <stddef.h>

#include "bangban/base/err.h"

enum bb_digest_kind { BB_DIGEST_SM3, BB_DIGEST_SHA256, BB_DIGEST__COUNT };
enum {
    BB_DIGEST_BYTES = 32,
    BB_DIGEST_HEX_BYTES = 65
}; /* hex and the NUL; both kinds are 256 bits */

struct bb_digest { /* one being made */
    struct evp_md_ctx_st *ctx;
};

/* NULL when libcrypto has SM3, SHA-256 and SM4. Costs a few milliseconds the first time. */
const struct bb_err *bb_digest_check(void);

void bb_digest_begin(struct bb_digest *digest, enum bb_digest_kind kind);
void bb_digest_add(struct bb_digest *digest, const void *bytes, size_t len);
/* Writes the hex and frees; out may be NULL, to drop the digest. */
void bb_digest_end(struct bb_digest *digest, char out[BB_DIGEST_HEX_BYTES]);

void bb_sm3_hex(char out[BB_DIGEST_HEX_BYTES], const void *bytes, size_t len);
/* Hash of an event's line, given without its LF: SM3(prev ‖ LF ‖ line ‖ LF), see core/event.h. prev
 * is hex. */
void bb_event_hash(char out[BB_DIGEST_HEX_BYTES], const char *prev, const char *line, size_t len);

#endif
