/* What the files of this room share of libcrypto. Errors of libcrypto become ours here. */
#ifndef SRC_PACKET_CRYPTO_H
#define SRC_PACKET_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>

#include "bangban/base/err.h"

/* BB_ERR_CRYPTO with libcrypto's own reason, or `what` when it gives none. Empties its error queue.
 */
const struct bb_err *crypto_fail(const char *what);

/* HKDF-SM3 (RFC 5869); salt may be NULL. */
bool crypto_hkdf(unsigned char *out, size_t out_len, const unsigned char *key, size_t key_len,
                 const unsigned char *salt, size_t salt_len, const char *info);

#endif
