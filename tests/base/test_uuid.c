/* Ids: shape, order, and the clocks they get their time from. */
#include "suite.h"

#include <string.h>

#include "bangban/base/uuid.h"

START_TEST(shape)
{
    char id[BB_UUID_BYTES];
    bb_uuid_make(id, 0x0123456789AB);
    ck_assert(bb_uuid_is_valid(id));
    ck_assert_int_eq(strncmp(id, "01234567-89ab-7", 15), 0);
    static const char *const bad[] = {"",
                                      "01234567-89ab-7000-8000-00000000000",
                                      "01234567-89ab-7000-8000-0000000000000",
                                      "01234567-89AB-7000-8000-000000000000",
                                      "01234567-89ab-4000-8000-000000000000",
                                      "01234567-89ab-7000-c000-000000000000",
                                      "0123456789ab--7000-8000-000000000000",
                                      "01234567-89ab-7000-8000-00000000000g"};
    ck_assert(!bb_uuid_is_valid(NULL));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!bb_uuid_is_valid(bad[i]), "%s", bad[i]);
    ck_assert(bb_uuid_is_valid("01234567-89ab-7000-b000-000000000000"));
}
END_TEST

START_TEST(order_survives_a_clock_that_steps_back)
{
    char before[BB_UUID_BYTES] = "", now[BB_UUID_BYTES];
    for (int i = 0; i < 20000; i++) {
        int64_t ms =
            i < 10000 ? 1700000000000 : 1600000000000 - i; /* stands still, then runs back */
        bb_uuid_make(now, ms);
        ck_assert(bb_uuid_is_valid(now));
        ck_assert_int_lt(strcmp(before, now), 0);
        memcpy(before, now, sizeof before);
    }
    bb_uuid_make(now, -5);
    ck_assert_int_lt(strcmp(before, now), 0);
}
END_TEST

START_TEST(clocks)
{
    struct fake_clock fake = {1700000000999};
    struct bb_clock clock = fake_clock_of(&fake);
    ck_assert_int_eq(bb_clock_now_ms(&clock), 1700000000999);
    ck_assert_int_eq(bb_clock_now(&clock), 1700000000);
    fake.now_ms = -1;
    ck_assert_int_eq(bb_clock_now(&clock), -1);
    ck_assert_int_gt(bb_clock_now(&bb_clock_system), 1700000000);
    unsigned char random[64] = {0}, zero[64] = {0};
    bb_random_fill(random, sizeof random);
    ck_assert_int_ne(memcmp(random, zero, sizeof zero), 0);
}
END_TEST

Suite *suite_uuid(void);
Suite *suite_uuid(void)
{
    Suite *suite = suite_create("uuid");
    TCase *tcase = tcase_create("uuid");
    tcase_add_test(tcase, shape);
    tcase_add_test(tcase, order_survives_a_clock_that_steps_back);
    tcase_add_test(tcase, clocks);
    suite_add_tcase(suite, tcase);
    return suite;
}
