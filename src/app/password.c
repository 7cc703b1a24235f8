/* Stored secrets: making and comparing them. Reads no file and counts nothing. */
#include "password.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/uuid.h"

enum { SALT_BYTES = 16, DIGEST_BYTES = 32, COST_MOST = 100000000 };
static const char stretched[] = "pbkdf2-sm3", plain[] = "key-sm3";

static void hex_put(char *out, const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

static bool hex_get(unsigned char *out, size_t len, const char *hex)
{
    for (size_t i = 0; i < len; i++) {
        unsigned byte;
        if (strspn(hex + 2 * i, "0123456789abcdef") < 2 || sscanf(hex + 2 * i, "%2x", &byte) != 1)
            return false;
        out[i] = (unsigned char)byte;
    }
    return hex[2 * len] == '\0';
}

static void peppered(unsigned char out[DIGEST_BYTES], const char *text, const unsigned char *pepper)
{
    unsigned len = 0;
    if (!HMAC(EVP_sm3(), pepper, BB_SEAL_KEY_BYTES, (const unsigned char *)text, strlen(text), out,
              &len) ||
        len != DIGEST_BYTES)
        abort(); /* as in packet/digest.c: no input makes it fail */
}

static void stretch(unsigned char out[DIGEST_BYTES], const char *text, const unsigned char *pepper,
                    const unsigned char salt[SALT_BYTES], int cost)
{
    unsigned char start[DIGEST_BYTES];
    peppered(start, text, pepper);
    if (PKCS5_PBKDF2_HMAC((const char *)start, sizeof start, salt, SALT_BYTES, cost, EVP_sm3(),
                          DIGEST_BYTES, out) != 1)
        abort();
    OPENSSL_cleanse(start, sizeof start);
}

void password_make(char out[PASSWORD_BYTES], const char *text,
                   const unsigned char pepper[BB_SEAL_KEY_BYTES])
{
    unsigned char salt[SALT_BYTES], digest[DIGEST_BYTES];
    bb_random_fill(salt, sizeof salt);
    stretch(digest, text, pepper, salt, PASSWORD_COST);
    int len = snprintf(out, PASSWORD_BYTES, "%s$%d$", stretched, PASSWORD_COST);
    hex_put(out + len, salt, sizeof salt);
    len += 2 * SALT_BYTES;
    out[len++] = '$';
    hex_put(out + len, digest, sizeof digest);
}

void password_key_make(char out[PASSWORD_BYTES], char text[KEY_TEXT_BYTES],
                       const unsigned char pepper[BB_SEAL_KEY_BYTES])
{
    unsigned char random[(KEY_TEXT_BYTES - 1) / 2], digest[DIGEST_BYTES];
    bb_random_fill(random, sizeof random);
    hex_put(text, random, sizeof random);
    OPENSSL_cleanse(random, sizeof random);
    peppered(digest, text, pepper);
    int len = snprintf(out, PASSWORD_BYTES, "%s$", plain);
    hex_put(out + len, digest, sizeof digest);
}

bool password_is_key(const char *stored)
{
    return stored && strncmp(stored, plain, sizeof plain - 1) == 0;
}

struct parts {
    int cost;
    unsigned char salt[SALT_BYTES], digest[DIGEST_BYTES];
};

static bool read_parts(struct parts *out, const char *stored)
{
    char name[sizeof stretched] = "", salt[2 * SALT_BYTES + 1] = "",
                     digest[2 * DIGEST_BYTES + 1] = "", end;
    return stored &&
           sscanf(stored, "%10[a-z0-9-]$%9d$%32[0-9a-f]$%64[0-9a-f]%c", name, &out->cost, salt,
                  digest, &end) == 4 &&
           strcmp(name, stretched) == 0 && out->cost > 0 && out->cost <= COST_MOST &&
           hex_get(out->salt, SALT_BYTES, salt) && hex_get(out->digest, DIGEST_BYTES, digest);
}

bool password_is_cheap(const char *stored)
{
    struct parts parts;
    return read_parts(&parts, stored) && parts.cost < PASSWORD_COST;
}

bool password_fits(const char *stored, const char *text,
                   const unsigned char pepper[BB_SEAL_KEY_BYTES])
{
    struct parts parts = {.cost = PASSWORD_COST};
    unsigned char digest[DIGEST_BYTES];
    bool known;
    if (password_is_key(stored)) {
        known = hex_get(parts.digest, DIGEST_BYTES, stored + sizeof plain);
        peppered(digest, text, pepper);
    } else {
        known = read_parts(&parts, stored);
        stretch(digest, text, pepper, parts.salt, known ? parts.cost : PASSWORD_COST);
    }
    return CRYPTO_memcmp(digest, parts.digest, DIGEST_BYTES) == 0 && known;
}
