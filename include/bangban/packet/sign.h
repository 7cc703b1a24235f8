/*
 * Signatures: SM2 with SM3 (GB/T 32918), detached, DER, distid 1234567812345678 (GM/T 0009-2012;
 * the plain `openssl dgst` default is an empty id, and the two do not cross). Stock tools check
 * ours: openssl dgst -sm3 -sigopt distid:1234567812345678 -verify pub.pem -signature F.sig F
 *
 * A signature is a function of key and text (its nonce is derived from both, as RFC 6979 does for
 * ECDSA), so the same packet has the same bytes whenever it is made.
 */
#ifndef BANGBAN_PACKET_SIGN_H
#define BANGBAN_PACKET_SIGN_H

#include <stddef.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"

#define BB_SIGN_DISTID "1234567812345678"

/* Makes a new key pair: private PKCS#8 PEM, mode 0400, and public PEM, 0644. An existing private
 * file is refused: a lost key cannot be made again. */
const struct bb_err *bb_sign_make(const char *private_path, const char *public_path);
/* The public PEM that belongs to a private one. Appends. */
const struct bb_err *bb_sign_public(struct bb_buf *out_pem, const char *private_path);
/* Appends the DER signature. */
const struct bb_err *bb_sign(struct bb_buf *out_der, const char *private_path, const void *bytes,
                             size_t len);
/* NULL when the signature is good, BB_ERR_SIGNATURE when not. public_pem is PEM text, not a path.
 */
const struct bb_err *bb_sign_check(const char *public_pem, const void *bytes, size_t len,
                                   const void *der, size_t der_len);

#endif
