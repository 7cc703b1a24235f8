/* Sealing of single fields. Keeps no keys; where they lie and when they are destroyed is store's
 * and app's business. */
#include "bangban/packet/seal.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/uuid.h"
#include "bangban/packet/digest.h"
#include "crypto.h"

enum { IV_BYTES = 16, MAC_BYTES = 32, CIPHER_KEY_BYTES = 16, MAC_KEY_BYTES = 32 };

struct keys {
    unsigned char cipher[CIPHER_KEY_BYTES];
    unsigned char mac[MAC_KEY_BYTES];
};

static bool derive(struct keys *out, const unsigned char *key)
{
    return crypto_hkdf(out->cipher, sizeof out->cipher, key, BB_SEAL_KEY_BYTES, NULL, 0,
                       "bangban seal sm4-ctr") &&
           crypto_hkdf(out->mac, sizeof out->mac, key, BB_SEAL_KEY_BYTES, NULL, 0,
                       "bangban seal hmac-sm3");
}

/* CTR: the same both ways. */
static bool cipher(unsigned char *out, const struct keys *keys, const unsigned char *iv,
                   const unsigned char *bytes, size_t len)
{
    int got = 0;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    bool good = ctx && len <= INT_MAX &&
                EVP_EncryptInit_ex2(ctx, EVP_sm4_ctr(), keys->cipher, iv, NULL) &&
                EVP_EncryptUpdate(ctx, out, &got, bytes, (int)len) && (size_t)got == len;
    EVP_CIPHER_CTX_free(ctx);
    return good;
}

/* HMAC-SM3(iv ‖ cipher text ‖ context). The border before the context is not in the text; it needs
 * no mark because a context begins with an id of fixed length, so no context is the tail of
 * another. */
static bool authenticate(unsigned char out[MAC_BYTES], const struct keys *keys,
                         const unsigned char *sealed, size_t len, const char *context)
{
    struct bb_buf text = {0};
    unsigned out_len = 0;
    bb_buf_add(&text, sealed, len);
    bb_buf_str(&text, context);
    bool good = HMAC(EVP_sm3(), keys->mac, sizeof keys->mac, (const unsigned char *)text.data,
                     text.len, out, &out_len) &&
                out_len == MAC_BYTES;
    bb_buf_done(&text);
    return good;
}

static void put_hex(struct bb_buf *out, const unsigned char *bytes, size_t len)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < len; i++) {
        bb_buf_char(out, hex[bytes[i] >> 4]);
        bb_buf_char(out, hex[bytes[i] & 15]);
    }
}

static int hex_digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void bb_seal_key_make(unsigned char out[BB_SEAL_KEY_BYTES])
{
    bb_random_fill(out, BB_SEAL_KEY_BYTES);
}

void bb_seal_wipe(void *bytes, size_t len)
{
    OPENSSL_cleanse(bytes, len);
}

const struct bb_err *bb_seal(struct bb_buf *out_hex, const unsigned char key[BB_SEAL_KEY_BYTES],
                             const char *context, const void *bytes, size_t len)
{
    struct keys keys;
    unsigned char *sealed = bb_alloc(IV_BYTES + len + MAC_BYTES);
    bb_random_fill(sealed, IV_BYTES);
    bool good = derive(&keys, key) && cipher(sealed + IV_BYTES, &keys, sealed, bytes, len) &&
                authenticate(sealed + IV_BYTES + len, &keys, sealed, IV_BYTES + len, context);
    OPENSSL_cleanse(&keys, sizeof keys);
    if (good)
        put_hex(out_hex, sealed, IV_BYTES + len + MAC_BYTES);
    free(sealed);
    return good ? NULL : crypto_fail("SM4");
}

const struct bb_err *bb_unseal(struct bb_buf *out, const unsigned char key[BB_SEAL_KEY_BYTES],
                               const char *context, const char *hex)
{
    size_t len = strlen(hex) / 2;
    unsigned char mac[MAC_BYTES];
    struct keys keys;
    if (strlen(hex) % 2 || len < IV_BYTES + MAC_BYTES)
        return bb_err(BB_ERR_UNSEAL, NULL);
    unsigned char *sealed = bb_alloc(len);
    for (size_t i = 0; i < len; i++) {
        int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
        if (high < 0 || low < 0) {
            free(sealed);
            return bb_err(BB_ERR_UNSEAL, NULL);
        }
        sealed[i] = (unsigned char)(high << 4 | low);
    }
    size_t body = len - MAC_BYTES, clear_len = body - IV_BYTES;
    unsigned char *clear = bb_alloc(clear_len);
    bool ready = derive(&keys, key) && authenticate(mac, &keys, sealed, body, context);
    bool genuine = ready && CRYPTO_memcmp(mac, sealed + body, MAC_BYTES) == 0;
    bool good = genuine && cipher(clear, &keys, sealed, sealed + IV_BYTES, clear_len);
    if (good)
        bb_buf_add(out, clear, clear_len);
    OPENSSL_cleanse(&keys, sizeof keys);
    OPENSSL_cleanse(clear, clear_len);
    free(clear);
    free(sealed);
    return good ? NULL : ready && !genuine ? bb_err(BB_ERR_UNSEAL, NULL) : crypto_fail("SM4");
}

void bb_pseudonym(char out[BB_PSEUDONYM_BYTES], const unsigned char key[BB_SEAL_KEY_BYTES],
                  const char *text)
{
    struct bb_buf hex = {0};
    unsigned char mac[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (!HMAC(EVP_sm3(), key, BB_SEAL_KEY_BYTES, (const unsigned char *)text, strlen(text), mac,
              &len))
        abort(); /* as in digest.c: no input makes it fail */
    put_hex(&hex, mac, (BB_PSEUDONYM_BYTES - 1) / 2);
    memcpy(out, hex.data, BB_PSEUDONYM_BYTES);
    bb_buf_done(&hex);
}
