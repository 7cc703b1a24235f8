/* The list of members: complete titles, nothing sealed. */
#include "suite.h"

#include <string.h>

#include "bangban/core/session.h"
#include "bangban/packet/member.h"

START_TEST(every_member_and_exported_field_has_a_chinese_title)
{
    for (int i = 0; i < BB_MEMBER__COUNT; i++) {
        const struct bb_record *record = bb_member_record((enum bb_member)i);
        ck_assert_ptr_nonnull(bb_member_title((enum bb_member)i));
        ck_assert_int_eq(bb_member_find(bb_member_file((enum bb_member)i)), i);
        for (size_t n = 0; record && n < record->count; n++)
            if (record->fields[n].flags & BB_FIELD_EXPORT)
                ck_assert_msg(bb_field_title(record, record->fields[n].name), "%s.%s has no title",
                              record->name, record->fields[n].name);
    }
    ck_assert_int_eq(bb_member_find("../journal.jsonl"), BB_MEMBER__COUNT);
    ck_assert_ptr_null(bb_field_title(&bb_session_record, "no such field"));
}
END_TEST

START_TEST(nothing_sealed_is_exported)
{
    for (int i = 0; i < BB_MEMBER__COUNT; i++) {
        const struct bb_record *record = bb_member_record((enum bb_member)i);
        for (size_t n = 0; record && n < record->count; n++)
            ck_assert_msg(!strstr(record->fields[n].name, "sealed") ||
                              !(record->fields[n].flags & BB_FIELD_EXPORT),
                          "%s.%s is exported", record->name, record->fields[n].name);
    }
}
END_TEST

Suite *suite_member(void);
Suite *suite_member(void)
{
    Suite *suite = suite_create("member");
    TCase *tcase = tcase_create("member");
    tcase_add_test(tcase, every_member_and_exported_field_has_a_chinese_title);
    tcase_add_test(tcase, nothing_sealed_is_exported);
    suite_add_tcase(suite, tcase);
    return suite;
}
