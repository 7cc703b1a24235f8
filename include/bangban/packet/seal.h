/*
 * Sealed fields (trust.md §4): iv 16 ‖ SM4-CTR ‖ HMAC-SM3(iv ‖ cipher text ‖ context) 32, encrypt
 * then MAC, as hex. The cipher's and the MAC's keys come from one 32-byte key by HKDF-SM3. The
 * context (event id + field name) ties a cipher text to its place: moved elsewhere it does not
 * open. Key material is wiped after use; the caller wipes its own copy.
 */
#ifndef BANGBAN_PACKET_SEAL_H
#define BANGBAN_PACKET_SEAL_H

#include <stddef.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"

enum { BB_SEAL_KEY_BYTES = 32, BB_PSEUDONYM_BYTES = 33 }; /* hex and the NUL */

void bb_seal_key_make(unsigned char out[BB_SEAL_KEY_BYTES]); /* random */
void bb_seal_wipe(void *bytes, size_t len);                  /* never optimised away */

/* Appends hex; NULL context is "". */
const struct bb_err *bb_seal(struct bb_buf *out_hex, const unsigned char key[BB_SEAL_KEY_BYTES],
                             const char *context, const void *bytes, size_t len);
/* Appends the clear bytes. Any change of text, key or context gives BB_ERR_UNSEAL and appends
 * nothing. */
const struct bb_err *bb_unseal(struct bb_buf *out, const unsigned char key[BB_SEAL_KEY_BYTES],
                               const char *context, const char *hex);

/* First 16 bytes of HMAC-SM3(key, text) in hex: "same person again" without saying who. A plain
 * digest of an id number could be reversed by trying all of them; without the centre's key this
 * cannot. */
void bb_pseudonym(char out[BB_PSEUDONYM_BYTES], const unsigned char key[BB_SEAL_KEY_BYTES],
                  const char *text);

#endif
