/*
 * Secrets as they are stored (trust.md §5). A password or a PIN: PBKDF2-HMAC-SM3 over
 * HMAC-SM3(pepper, text), "pbkdf2-sm3$COST$SALT$DIGEST". A key (made here, 256 random bits, for a
 * file that a timer reads) cannot be guessed, so it is not stretched: "key-sm3$DIGEST", the digest
 * HMAC-SM3(pepper, text).
 */
#ifndef SRC_APP_PASSWORD_H
#define SRC_APP_PASSWORD_H

#include <stdbool.h>

#include "bangban/base/err.h"
#include "bangban/packet/seal.h"

enum {
    PASSWORD_COST = 300000,
    PASSWORD_BYTES = 192, /* of the stored string */
    KEY_TEXT_BYTES = 65   /* 64 hex digits and the NUL */
};

void password_make(char out[PASSWORD_BYTES], const char *text,
                   const unsigned char pepper[BB_SEAL_KEY_BYTES]);
/* text: the new key, to be wiped by the caller. */
void password_key_make(char out[PASSWORD_BYTES], char text[KEY_TEXT_BYTES],
                       const unsigned char pepper[BB_SEAL_KEY_BYTES]);
/* NULL or a broken string fits nothing and takes as long as a password. */
bool password_fits(const char *stored, const char *text,
                   const unsigned char pepper[BB_SEAL_KEY_BYTES]);
bool password_is_key(const char *stored);
bool password_is_cheap(const char *stored); /* made when the cost was lower */

#endif
