/* What ten thousand nights can do without, and what makes a seed play the same run again. Stands
 * before the libraries' own functions: keys that were read are kept (libcrypto 3.0 takes longer to
 * read one from PEM than to sign with it); after chance_seed() random bytes and new keys follow
 * from the seed, and zlib stores. One process, one thread. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <dlfcn.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zlib.h>

#include "hub/rig.h"

/* ISO C has no cast from an object to a function: POSIX asks for it this way. */
#define REAL(name) (real ? (void)0 : (void)(*(void **)&real = dlsym(RTLD_NEXT, name)))

static uint64_t state; /* of chance; 0: the system's own */

/* ---- keys ---- */

enum { KEPT = 256 };

static struct kept {
    char *pem;
    EVP_PKEY *key;
} kept[KEPT];

/* Where a text is or would be kept; NULL: no room. */
static struct kept *place_of(BIO *bio)
{
    char *pem = NULL;
    size_t len = (size_t)BIO_get_mem_data(bio, &pem);
    for (int i = 0; i < KEPT; i++) {
        if (!kept[i].pem)
            kept[i].pem = strndup(pem, len);
        if (strlen(kept[i].pem) == len && memcmp(kept[i].pem, pem, len) == 0)
            return &kept[i];
    }
    return NULL;
}

static EVP_PKEY *shared(EVP_PKEY *key)
{
    if (key)
        EVP_PKEY_up_ref(key);
    return key;
}

EVP_PKEY *PEM_read_bio_PUBKEY(BIO *bio, EVP_PKEY **out, pem_password_cb *pass, void *ctx)
{
    static EVP_PKEY *(*real)(BIO *, EVP_PKEY **, pem_password_cb *, void *);
    struct kept *place = place_of(bio);
    REAL("PEM_read_bio_PUBKEY");
    if (!place)
        return real(bio, out, pass, ctx);
    if (!place->key)
        place->key = real(bio, out, pass, ctx);
    return shared(place->key);
}

EVP_PKEY *PEM_read_bio_PrivateKey_ex(BIO *bio, EVP_PKEY **out, pem_password_cb *pass, void *ctx,
                                     OSSL_LIB_CTX *lib, const char *properties)
{
    static EVP_PKEY *(*real)(BIO *, EVP_PKEY **, pem_password_cb *, void *, OSSL_LIB_CTX *,
                             const char *);
    struct kept *place = lib ? place_of(bio) : NULL; /* the lib that signs is always the same */
    REAL("PEM_read_bio_PrivateKey_ex");
    if (!place)
        return real(bio, out, pass, ctx, lib, properties);
    if (!place->key)
        place->key = real(bio, out, pass, ctx, lib, properties);
    return shared(place->key);
}

/* ---- zlib ---- */

int deflateInit2_(z_streamp stream, int level, int method, int window, int memory, int strategy,
                  const char *version, int size)
{
    static int (*real)(z_streamp, int, int, int, int, int, const char *, int);
    REAL("deflateInit2_");
    return state ? real(stream, 0, method, -9, 5, strategy, version, size)
                 : real(stream, level, method, window, memory, strategy, version, size);
}

/* ---- chance ---- */

void chance_seed(uint64_t seed)
{
    state = seed | 1;
}

static int chance_fill(unsigned char *out, int count)
{
    for (int i = 0; i < count; i++) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        out[i] = (unsigned char)(state >> 56);
    }
    return 1;
}

ssize_t getrandom(void *out, size_t count, unsigned flags)
{
    if (!state)
        return syscall(SYS_getrandom, out, count, flags);
    chance_fill(out, (int)count);
    return (ssize_t)count;
}

EVP_PKEY *EVP_PKEY_Q_keygen(OSSL_LIB_CTX *lib, const char *properties, const char *type, ...)
{
    static EVP_PKEY *(*real)(OSSL_LIB_CTX *, const char *, const char *, ...);
    static const RAND_METHOD seeded = {.bytes = chance_fill};
    REAL("EVP_PKEY_Q_keygen");
    RAND_set_rand_method(state ? &seeded : NULL);
    EVP_PKEY *key = real(lib, properties, type); /* of SM2, which asks for nothing more */
    RAND_set_rand_method(NULL);
    return key;
}
