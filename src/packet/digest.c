/* SM3 and SHA-256 through EVP. Reads no files. */
#include "bangban/packet/digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "crypto.h"

static const char *const algorithm[BB_DIGEST__COUNT] = {"SM3", "SHA256"};
static EVP_MD *fetched[BB_DIGEST__COUNT]; /* kept until the program ends */

static const EVP_MD *fetch(enum bb_digest_kind kind)
{
    if (!fetched[kind])
        fetched[kind] = EVP_MD_fetch(NULL, algorithm[kind], NULL);
    return fetched[kind];
}

const struct bb_err *bb_digest_check(void)
{
    for (int kind = 0; kind < BB_DIGEST__COUNT; kind++)
        if (!fetch((enum bb_digest_kind)kind))
            return crypto_fail(algorithm[kind]);
    EVP_CIPHER *cipher = EVP_CIPHER_fetch(NULL, "SM4-CTR", NULL);
    if (!cipher)
        return crypto_fail("SM4-CTR");
    EVP_CIPHER_free(cipher);
    return NULL;
}

/* A digest cannot fail on any input; when it does, libcrypto is broken or memory is gone, and going
 * on would write wrong hashes into an append-only file. */
static void insist(int good)
{
    if (!good)
        abort();
}

void bb_digest_begin(struct bb_digest *digest, enum bb_digest_kind kind)
{
    digest->ctx = EVP_MD_CTX_new();
    insist(digest->ctx && EVP_DigestInit_ex2(digest->ctx, fetch(kind), NULL));
}

void bb_digest_add(struct bb_digest *digest, const void *bytes, size_t len)
{
    if (len)
        insist(EVP_DigestUpdate(digest->ctx, bytes, len));
}

void bb_digest_end(struct bb_digest *digest, char out[BB_DIGEST_HEX_BYTES])
{
    static const char hex[] = "0123456789abcdef";
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    if (out && digest->ctx) {
        insist(EVP_DigestFinal_ex(digest->ctx, raw, &len) && len == BB_DIGEST_BYTES);
        for (unsigned i = 0; i < len; i++) {
            out[2 * i] = hex[raw[i] >> 4];
            out[2 * i + 1] = hex[raw[i] & 15];
        }
        out[2 * len] = '\0';
    }
    EVP_MD_CTX_free(digest->ctx);
    digest->ctx = NULL;
}

void bb_sm3_hex(char out[BB_DIGEST_HEX_BYTES], const void *bytes, size_t len)
{
    struct bb_digest digest;
    bb_digest_begin(&digest, BB_DIGEST_SM3);
    bb_digest_add(&digest, bytes, len);
    bb_digest_end(&digest, out);
}

void bb_event_hash(char out[BB_DIGEST_HEX_BYTES], const char *prev, const char *line, size_t len)
{
    struct bb_digest digest;
    bb_digest_begin(&digest, BB_DIGEST_SM3);
    bb_digest_add(&digest, prev, strlen(prev));
    bb_digest_add(&digest, "\n", 1);
    bb_digest_add(&digest, line, len);
    bb_digest_add(&digest, "\n", 1);
    bb_digest_end(&digest, out);
}
