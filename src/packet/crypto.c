/* The seam to libcrypto: its errors as ours, and the one key derivation that both seals and
 * signatures need. */
#include "crypto.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <string.h>

const struct bb_err *crypto_fail(const char *what)
{
    unsigned long fault = ERR_peek_last_error();
    const char *reason = fault ? ERR_reason_error_string(fault) : NULL;
    const struct bb_err *err = bb_err(BB_ERR_CRYPTO, reason ? reason : what, NULL);
    ERR_clear_error();
    return err;
}

bool crypto_hkdf(unsigned char *out, size_t out_len, const unsigned char *key, size_t key_len,
                 const unsigned char *salt, size_t salt_len, const char *info)
{
    OSSL_PARAM params[5], *p = params;
    char digest[] = "SM3";
    /* OSSL_PARAM takes what it only reads as writable */
    *p++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest, 0);
    *p++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)(size_t)key, key_len);
    *p++ =
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)(size_t)info, strlen(info));
    if (salt)
        *p++ =
            OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)(size_t)salt, salt_len);
    *p = OSSL_PARAM_construct_end();
    EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    EVP_KDF_CTX *ctx = kdf ? EVP_KDF_CTX_new(kdf) : NULL;
    bool good = ctx && EVP_KDF_derive(ctx, out, out_len, params) == 1;
    EVP_KDF_CTX_free(ctx);
    EVP_KDF_free(kdf);
    return good;
}
