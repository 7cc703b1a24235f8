/* SM2 keys as PEM files and detached signatures. Knows nothing of packets; who owns which key is
 * the hub's registry. */
#include "bangban/packet/sign.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <string.h>
#include <sys/stat.h>

#include "bangban/base/file.h"
#include "bangban/packet/digest.h"
#include "crypto.h"

enum { KEY_FILE_MAX_BYTES = 16384, NONCE_BYTES = 1024, SECRET_BYTES = 32 };

/* libcrypto's own callback would ask on the terminal for the pass phrase of an encrypted file. */
static int no_pass(char *buffer, int size, int writing, void *ctx)
{
    (void)buffer, (void)size, (void)writing, (void)ctx;
    return 0;
}

static const struct bb_err *load_private(EVP_PKEY **out, OSSL_LIB_CTX *lib, const char *path)
{
    struct bb_buf pem = {0};
    struct stat st;
    *out = NULL;
    BB_TRY(bb_file_read(&pem, path, KEY_FILE_MAX_BYTES));
    BIO *bio = BIO_new_mem_buf(bb_buf_text(&pem), (int)pem.len);
    EVP_PKEY *key = bio ? PEM_read_bio_PrivateKey_ex(bio, NULL, no_pass, NULL, lib, NULL) : NULL;
    BIO_free(bio);
    OPENSSL_cleanse(pem.data, pem.len);
    bb_buf_done(&pem);
    ERR_clear_error();
    const char *fault = !key ? _("no readable private key, or one under a pass phrase")
                        : !EVP_PKEY_is_a(key, "SM2") ? _("a key of another algorithm")
                                                     : NULL;
    if (!fault && stat(path, &st) == 0 && (st.st_mode & S_IRWXO))
        fault = _("everybody may read it; chmod 400");
    if (fault) {
        EVP_PKEY_free(key);
        return bb_err(BB_ERR_KEY_FILE, path, fault, NULL);
    }
    *out = key;
    return NULL;
}

static const struct bb_err *put_public(struct bb_buf *out, EVP_PKEY *key)
{
    char *text = NULL;
    BIO *bio = BIO_new(BIO_s_mem());
    bool good = bio && PEM_write_bio_PUBKEY(bio, key);
    long len = good ? BIO_get_mem_data(bio, &text) : 0;
    if (len > 0)
        bb_buf_add(out, text, (size_t)len);
    BIO_free(bio);
    return len > 0 ? NULL : crypto_fail("PEM");
}

static const struct bb_err *write_private(EVP_PKEY *key, const char *path)
{
    char *text = NULL;
    BIO *bio = BIO_new(BIO_s_secmem()); /* wiped when freed */
    bool good = bio && PEM_write_bio_PKCS8PrivateKey(bio, key, NULL, NULL, 0, NULL, NULL);
    long len = good ? BIO_get_mem_data(bio, &text) : 0;
    const struct bb_err *err =
        len > 0 ? bb_file_write(path, 0400, text, (size_t)len) : crypto_fail("PEM");
    BIO_free(bio);
    return err;
}

const struct bb_err *bb_sign_make(const char *private_path, const char *public_path)
{
    struct bb_buf pem = {0};
    if (bb_file_exists(private_path))
        return bb_err(BB_ERR_KEY_EXISTS, private_path, NULL);
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, "SM2");
    const struct bb_err *err = key ? put_public(&pem, key) : crypto_fail("SM2");
    if (!err)
        err = write_private(key, private_path);
    if (!err)
        err = bb_file_write(public_path, 0644, pem.data, pem.len);
    EVP_PKEY_free(key);
    bb_buf_done(&pem);
    return err;
}

const struct bb_err *bb_sign_public(struct bb_buf *out_pem, const char *private_path)
{
    EVP_PKEY *key;
    BB_TRY(load_private(&key, NULL, private_path));
    const struct bb_err *err = put_public(out_pem, key);
    EVP_PKEY_free(key);
    return err;
}

/* A digest context that signs or checks under our distid; both NULL on failure. */
static EVP_MD_CTX *context_of(EVP_PKEY_CTX **out_key_ctx, OSSL_LIB_CTX *lib, EVP_PKEY *key)
{
    EVP_MD_CTX *md = EVP_MD_CTX_new();
    EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_pkey(lib, key, NULL);
    if (md && ctx && EVP_PKEY_CTX_set1_id(ctx, BB_SIGN_DISTID, (int)strlen(BB_SIGN_DISTID)) > 0) {
        EVP_MD_CTX_set_pkey_ctx(md, ctx);
        *out_key_ctx = ctx;
        return md;
    }
    EVP_MD_CTX_free(md);
    EVP_PKEY_CTX_free(ctx);
    *out_key_ctx = NULL;
    return NULL;
}

/* A libcrypto of its own for signing: making one costs more than the signature, so it is kept. NULL
 * when it cannot be made. */
static OSSL_LIB_CTX *signing_lib(void)
{
    static OSSL_LIB_CTX *lib;
    OSSL_LIB_CTX *made = lib ? NULL : OSSL_LIB_CTX_new();
    if (made && RAND_set_DRBG_type(made, "TEST-RAND", NULL, NULL, NULL))
        lib = made;
    else
        OSSL_LIB_CTX_free(made);
    return lib;
}

/* Makes `lib` draw its random numbers from HKDF(private key, SM3(text)), from their beginning.
 * Unpredictable without the key, different for every text, the same for the same text. libcrypto
 * 3.0 has no other way to say where SM2's nonce comes from; `lib` makes nothing but signatures. */
static bool fix_nonce(OSSL_LIB_CTX *lib, EVP_PKEY *key, const void *bytes, size_t len)
{
    unsigned char secret[SECRET_BYTES], nonce[NONCE_BYTES];
    char text_hash[BB_DIGEST_HEX_BYTES];
    BIGNUM *number = NULL;
    bb_sm3_hex(text_hash, bytes, len);
    bool good =
        EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) &&
        BN_bn2binpad(number, secret, sizeof secret) == (int)sizeof secret &&
        crypto_hkdf(nonce, sizeof nonce, secret, sizeof secret, (const unsigned char *)text_hash,
                    strlen(text_hash), "bangban sm2 nonce");
    EVP_RAND_CTX *source = good ? RAND_get0_private(lib) : NULL;
    unsigned strength = 256;
    OSSL_PARAM params[] = {
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY, nonce, sizeof nonce),
        OSSL_PARAM_construct_uint(OSSL_RAND_PARAM_STRENGTH, &strength),
        OSSL_PARAM_construct_end(),
    };
    good = source && EVP_RAND_CTX_set_params(source, params);
    BN_clear_free(number);
    OPENSSL_cleanse(secret, sizeof secret);
    OPENSSL_cleanse(nonce, sizeof nonce);
    return good;
}

const struct bb_err *bb_sign(struct bb_buf *out_der, const char *private_path, const void *bytes,
                             size_t len)
{
    unsigned char der[256];
    size_t der_len = sizeof der;
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *ctx = NULL;
    EVP_MD_CTX *md = NULL;
    const struct bb_err *err = NULL;
    OSSL_LIB_CTX *lib = signing_lib();
    if (!lib)
        err = crypto_fail("RAND");
    if (!err)
        err = load_private(&key, lib, private_path);
    if (!err) {
        bool good = fix_nonce(lib, key, bytes, len) && (md = context_of(&ctx, lib, key)) &&
                    EVP_DigestSignInit_ex(md, NULL, "SM3", lib, NULL, key, NULL) == 1 &&
                    EVP_DigestSign(md, der, &der_len, bytes, len) == 1;
        if (good)
            bb_buf_add(out_der, der, der_len);
        else
            err = crypto_fail("SM2");
    }
    EVP_MD_CTX_free(md);
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(key);
    return err;
}

const struct bb_err *bb_sign_check(const char *public_pem, const void *bytes, size_t len,
                                   const void *der, size_t der_len)
{
    BIO *bio = BIO_new_mem_buf(public_pem, -1);
    EVP_PKEY *key = bio ? PEM_read_bio_PUBKEY(bio, NULL, no_pass, NULL) : NULL;
    BIO_free(bio);
    if (!key || !EVP_PKEY_is_a(key, "SM2")) {
        EVP_PKEY_free(key);
        ERR_clear_error();
        return bb_err(BB_ERR_KEY_FILE, _("the public key"), _("no SM2 key in PEM form"), NULL);
    }
    EVP_PKEY_CTX *ctx;
    EVP_MD_CTX *md = context_of(&ctx, NULL, key);
    bool ready = md && EVP_DigestVerifyInit_ex(md, NULL, "SM3", NULL, NULL, key, NULL) == 1;
    int verdict = ready ? EVP_DigestVerify(md, der, der_len, bytes, len) : 0;
    EVP_MD_CTX_free(md);
    EVP_PKEY_CTX_free(ctx);
    EVP_PKEY_free(key);
    if (!ready)
        return crypto_fail("SM2");
    ERR_clear_error(); /* a malformed signature leaves reasons behind */
    return verdict == 1 ? NULL
                        : bb_err(BB_ERR_SIGNATURE,
                                 _("the text was changed, or another key signed it"), NULL);
}
