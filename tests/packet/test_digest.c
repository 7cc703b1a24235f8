/* Digests against published vectors: GB/T 32905-2016 examples 1 and 2, FIPS 180-4. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "bangban/core/event.h"
#include "bangban/packet/digest.h"

static const struct {
    const char *text;
    const char *sm3;
} vectors[] = {
    {"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
    {"abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd",
     "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"},
};

START_TEST(sm3_gives_the_published_digests)
{
    char hex[BB_DIGEST_HEX_BYTES];
    bb_sm3_hex(hex, vectors[_i].text, strlen(vectors[_i].text));
    ck_assert_str_eq(hex, vectors[_i].sm3);
}
END_TEST

START_TEST(streaming_gives_the_same_whatever_the_pieces)
{
    const char *text = vectors[1].text;
    for (size_t step = 1; step <= strlen(text); step++) {
        char hex[BB_DIGEST_HEX_BYTES];
        struct bb_digest digest;
        bb_digest_begin(&digest, BB_DIGEST_SM3);
        for (size_t at = 0; at < strlen(text); at += step)
            bb_digest_add(&digest, text + at, strlen(text + at) < step ? strlen(text + at) : step);
        bb_digest_end(&digest, hex);
        ck_assert_str_eq(hex, vectors[1].sm3);
    }
}
END_TEST

START_TEST(sha256_gives_the_published_digest)
{
    char hex[BB_DIGEST_HEX_BYTES];
    struct bb_digest digest;
    bb_digest_begin(&digest, BB_DIGEST_SHA256);
    bb_digest_add(&digest, "abc", 3);
    bb_digest_end(&digest, hex);
    ck_assert_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    bb_digest_begin(&digest, BB_DIGEST_SHA256);
    bb_digest_end(&digest, NULL); /* dropped: nothing leaks */
    ck_ok(bb_digest_check());
}
END_TEST

START_TEST(an_event_hash_is_that_of_two_lines)
{
    const char *line = "{\"id\":\"x\"}";
    char text[256], expected[BB_DIGEST_HEX_BYTES], hash[BB_DIGEST_HEX_BYTES];
    snprintf(text, sizeof text, "%s\n%s\n", bb_hash_zero, line);
    bb_sm3_hex(expected, text, strlen(text));
    bb_event_hash(hash, bb_hash_zero, line, strlen(line));
    ck_assert_str_eq(hash, expected);
    bb_event_hash(hash, hash, line, strlen(line)); /* out may be prev */
    snprintf(text, sizeof text, "%s\n%s\n", expected, line);
    bb_sm3_hex(expected, text, strlen(text));
    ck_assert_str_eq(hash, expected);
}
END_TEST

Suite *suite_digest(void);
Suite *suite_digest(void)
{
    Suite *suite = suite_create("digest");
    TCase *tcase = tcase_create("digest");
    tcase_add_loop_test(tcase, sm3_gives_the_published_digests, 0,
                        sizeof vectors / sizeof *vectors);
    tcase_add_test(tcase, streaming_gives_the_same_whatever_the_pieces);
    tcase_add_test(tcase, sha256_gives_the_published_digest);
    tcase_add_test(tcase, an_event_hash_is_that_of_two_lines);
    suite_add_tcase(suite, tcase);
    return suite;
}
