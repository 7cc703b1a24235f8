/* Sealing, and libcrypto's SM4 and HMAC-SM3 behind it against published vectors: GB/T 32907-2016
 * example 1, and the HMAC-SM3 example of GM/T 0042-2015 with the key 01 02 … 20. */
#include "suite.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <string.h>

#include "bangban/packet/seal.h"

static unsigned char key[BB_SEAL_KEY_BYTES];

static void make_key(void)
{
    bb_seal_key_make(key);
}

START_TEST(sm4_gives_the_published_block)
{
    static const unsigned char text[16] = {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
                                           0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10};
    static const unsigned char expected[16] = {0x68, 0x1e, 0xdf, 0x34, 0xd2, 0x06, 0x96, 0x5e,
                                               0x86, 0xb3, 0xe9, 0x4f, 0x53, 0x6e, 0x42, 0x46};
    unsigned char out[32], zeros[16] = {0};
    int len = 0;
    EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
    ck_assert(EVP_EncryptInit_ex2(ctx, EVP_sm4_ecb(), text, NULL, NULL));
    ck_assert(EVP_EncryptUpdate(ctx, out, &len, text, sizeof text));
    ck_assert_mem_eq(out, expected, sizeof expected);
    /* CTR's first block of zeros is the cipher of the counter */
    ck_assert(EVP_EncryptInit_ex2(ctx, EVP_sm4_ctr(), text, text, NULL));
    ck_assert(EVP_EncryptUpdate(ctx, out, &len, zeros, sizeof zeros));
    ck_assert_mem_eq(out, expected, sizeof expected);
    EVP_CIPHER_CTX_free(ctx);
}
END_TEST

START_TEST(hmac_sm3_gives_the_published_code)
{
    unsigned char mac_key[32], mac[32];
    unsigned len = 0;
    static const char text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
                               "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
    static const unsigned char expected[32] = {0xca, 0x05, 0xe1, 0x44, 0xed, 0x05, 0xd1, 0x85,
                                               0x78, 0x40, 0xd1, 0xf3, 0x18, 0xa4, 0xa8, 0x66,
                                               0x9e, 0x55, 0x9f, 0xc8, 0x39, 0x1f, 0x41, 0x44,
                                               0x85, 0xbf, 0xdf, 0x7b, 0xb4, 0x08, 0x96, 0x3a};
    for (int i = 0; i < 32; i++)
        mac_key[i] = (unsigned char)(i + 1);
    ck_assert_ptr_nonnull(HMAC(EVP_sm3(), mac_key, sizeof mac_key, (const unsigned char *)text,
                               strlen(text), mac, &len));
    ck_assert_mem_eq(mac, expected, sizeof expected);
}
END_TEST

START_TEST(what_is_sealed_opens_only_unchanged)
{
    static const char text[] = "张三丰";
    struct bb_buf hex = {0}, clear = {0};
    ck_ok(bb_seal(&hex, key, "ctx", text, strlen(text)));
    ck_assert_uint_eq(hex.len, 2 * (16 + strlen(text) + 32));
    ck_ok(bb_unseal(&clear, key, "ctx", hex.data));
    ck_assert_str_eq(clear.data, text);
    bb_buf_clear(&clear);
    for (size_t i = 0; i < hex.len; i++) {
        char was = hex.data[i];
        hex.data[i] = was == '0' ? '1' : '0';
        ck_err_is(bb_unseal(&clear, key, "ctx", hex.data), BB_ERR_UNSEAL);
        hex.data[i] = 'g';
        ck_err_is(bb_unseal(&clear, key, "ctx", hex.data), BB_ERR_UNSEAL);
        hex.data[i] = was;
    }
    ck_err_is(bb_unseal(&clear, key, "cty", hex.data), BB_ERR_UNSEAL);
    for (size_t i = 0; i < sizeof key; i++) {
        key[i] ^= 0x80;
        ck_err_is(bb_unseal(&clear, key, "ctx", hex.data), BB_ERR_UNSEAL);
        key[i] ^= 0x80;
    }
    while (hex.len) {
        hex.data[--hex.len] = '\0';
        ck_err_is(bb_unseal(&clear, key, "ctx", hex.data), BB_ERR_UNSEAL);
    }
    ck_assert_uint_eq(clear.len, 0);
    bb_buf_done(&hex), bb_buf_done(&clear);
}
END_TEST

START_TEST(every_length_opens_and_no_two_seals_are_alike)
{
    char text[300];
    memset(text, 'a', sizeof text);
    for (size_t len = 0; len < sizeof text; len += 7) {
        struct bb_buf one = {0}, two = {0}, clear = {0};
        ck_ok(bb_seal(&one, key, NULL, text, len));
        ck_ok(bb_seal(&two, key, NULL, text, len));
        ck_assert_str_ne(one.data, two.data);
        ck_ok(bb_unseal(&clear, key, "", one.data));
        ck_assert_uint_eq(clear.len, len);
        ck_assert_mem_eq(bb_buf_text(&clear), text, len);
        bb_buf_done(&one), bb_buf_done(&two), bb_buf_done(&clear);
    }
}
END_TEST

START_TEST(a_pseudonym_depends_on_key_and_text)
{
    char one[BB_PSEUDONYM_BYTES], two[BB_PSEUDONYM_BYTES];
    bb_pseudonym(one, key, "310101188001010019");
    bb_pseudonym(two, key, "310101188001010019");
    ck_assert_uint_eq(strlen(one), 32);
    ck_assert_str_eq(one, two);
    bb_pseudonym(two, key, "110101189912310028");
    ck_assert_str_ne(one, two);
    key[0] ^= 1;
    bb_pseudonym(two, key, "310101188001010019");
    ck_assert_str_ne(one, two);
}
END_TEST

Suite *suite_seal(void);
Suite *suite_seal(void)
{
    Suite *suite = suite_create("seal");
    TCase *tcase = tcase_create("seal");
    tcase_add_checked_fixture(tcase, make_key, NULL);
    tcase_add_test(tcase, sm4_gives_the_published_block);
    tcase_add_test(tcase, hmac_sm3_gives_the_published_code);
    tcase_add_test(tcase, what_is_sealed_opens_only_unchanged);
    tcase_add_test(tcase, every_length_opens_and_no_two_seals_are_alike);
    tcase_add_test(tcase, a_pseudonym_depends_on_key_and_text);
    suite_add_tcase(suite, tcase);
    return suite;
}
