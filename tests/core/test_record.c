/* Table-described records, code lists, rights, events as lines. */
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/issue.h"
#include "bangban/core/reference.h"
#include "bangban/core/right.h"
#include "bangban/core/session.h"
#include "bangban/core/visit.h"
#include "suite.h"

static const struct bb_record *const records[] = {
    &bb_session_record,    &bb_issue_record, &bb_referral_record, &bb_unit_record,
    &bb_item_record,       &bb_desk_record,  &bb_person_record,   &bb_kb_record,
    &bb_notice_day_record, &bb_post_record,  &bb_visit_record,    &bb_waiver_record,
    &bb_vplan_record,
};

START_TEST(codes_have_ids_and_labels_and_are_found_by_both)
{
    for (int list = 1; list < BB_CODES__COUNT; list++)
        for (int code = 1; code <= bb_code_count((enum bb_code_list)list); code++) {
            const char *id = bb_code_id((enum bb_code_list)list, code);
            ck_assert(*id && *bb_code_label((enum bb_code_list)list, code));
            ck_assert_int_eq(bb_code_find((enum bb_code_list)list, id), code);
            ck_assert_int_ne(
                bb_code_find((enum bb_code_list)list, bb_code_label((enum bb_code_list)list, code)),
                0);
        }
    ck_assert_int_eq(bb_code_find(BB_CODES_STATE, "nonsense"), 0);
    ck_assert_str_eq(bb_code_id(BB_CODES_STATE, 0), "");
    ck_assert_str_eq(bb_code_id(BB_CODES_STATE, 99), "");
}
END_TEST

/* Fills every field with something that its type allows. */
static void fill(const struct bb_record *record, void *row)
{
    for (size_t i = 0; i < record->count; i++) {
        const struct bb_field *field = &record->fields[i];
        switch (field->type) {
        case BB_TYPE_TEXT:
            bb_strset(bb_field_text(field, row), "文 \"字\"\n\\");
            break;
        case BB_TYPE_TIME:
            *bb_field_int(field, row) = 1795400000 + (int64_t)i;
            break;
        case BB_TYPE_DAY:
            *bb_field_int(field, row) = 20780 + (int64_t)i;
            break;
        default:
            *bb_field_int(field, row) = 1;
        }
    }
}

START_TEST(every_field_survives_its_own_text)
{
    for (size_t r = 0; r < sizeof records / sizeof *records; r++) {
        const struct bb_record *record = records[r];
        void *row = bb_alloc(record->bytes), *again = bb_alloc(record->bytes);
        fill(record, row);
        for (size_t i = 0; i < record->count; i++) {
            struct bb_buf text = {0};
            bb_field_format(&record->fields[i], row, &text);
            ck_ok(bb_field_parse(&record->fields[i], again, bb_buf_text(&text)));
            bb_buf_done(&text);
        }
        const struct bb_field *differs = NULL;
        ck_assert_msg(bb_record_equal(record, row, again, &differs), "%s.%s", record->name,
                      differs ? differs->name : "");
        for (size_t i = 0; i < record->count; i++) {
            ck_ok(bb_field_parse(&record->fields[i], again, ""));
            ck_assert(!bb_field_is_set(&record->fields[i], again));
        }
        bb_record_done(record, row);
        bb_record_done(record, again);
        free(row);
        free(again);
    }
}
END_TEST

START_TEST(bodies_carry_body_fields_and_nothing_else)
{
    struct bb_issue issue = {0}, again = {0};
    struct bb_buf body = {0};
    struct bb_json_doc *doc;
    fill(&bb_issue_record, &issue);
    bb_record_body_format(&bb_issue_record, &issue, &body);
    ck_ok(bb_json_parse(&doc, body.data, body.len));
    ck_ok(bb_record_body_apply(&bb_issue_record, &again, bb_json_root(doc)));
    bb_json_free(doc);
    for (size_t i = 0; i < bb_issue_record.count; i++) {
        const struct bb_field *field = &bb_issue_record.fields[i];
        ck_assert_msg(bb_field_is_set(field, &again) == !!(field->flags & BB_FIELD_BODY), "%s",
                      field->name);
    }
    bb_buf_clear(&body);
    bb_record_body_fields(&bb_issue_record, &again, "plan reason", &body);
    ck_assert_ptr_nonnull(strstr(body.data, "\"plan\":"));
    ck_assert_ptr_null(strstr(body.data, "\"due_rule\":"));
    bb_issue_done(&issue);
    bb_issue_done(&again);
    bb_buf_done(&body);
}
END_TEST

START_TEST(bad_bodies_are_refused)
{
    static const char *const bodies[] = {
        "[]",           "{\"colour\":\"red\"}",     "{\"state\":\"closed\"}",
        "{\"plan\":3}", "{\"point\":\"nonsense\"}", "{\"due_named\":\"2026-02-30\"}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct bb_issue issue = {0};
        struct bb_json_doc *doc;
        ck_ok(bb_json_parse(&doc, bodies[i], strlen(bodies[i])));
        ck_assert_msg(bb_record_body_apply(&bb_issue_record, &issue, bb_json_root(doc)) != NULL,
                      "%s", bodies[i]);
        bb_json_free(doc);
        bb_issue_done(&issue);
    }
}
END_TEST

static struct bb_event event_make(void)
{
    struct bb_event event = {
        .seq = 7, .lamport = 9, .at = 1795400000, .kind = BB_EVENT_SESSION_ADD};
    bb_uuid_make(event.id, 1795400000000);
    strcpy(event.replica, "00112233445566778899aabbccddeeff");
    memset(event.prev, 'a', BB_HASH_BYTES - 1);
    event.by = bb_strdup("S001");
    event.subject = bb_strdup("某件");
    event.causes = bb_strdup("[]");
    event.body = bb_strdup("{\"note\":\"行\"}");
    bb_event_format(&event);
    return event;
}

START_TEST(lines_are_read_as_written)
{
    struct bb_event event = event_make(), again;
    ck_ok(bb_event_parse(&again, event.line, strlen(event.line)));
    ck_assert_str_eq(again.line, event.line);
    ck_assert_str_eq(again.id, event.id);
    ck_assert_str_eq(again.body, event.body);
    ck_assert_int_eq(again.at, event.at);
    ck_assert_int_eq(again.kind, event.kind);
    bb_event_format(&again);
    ck_assert_str_eq(again.line, event.line);
    bb_event_done(&event);
    bb_event_done(&again);
}
END_TEST

START_TEST(lines_of_any_other_form_are_refused)
{
    static const struct {
        const char *from, *to;
    } changes[] = {{"\"seq\":7", "\"seq\":0"},
                   {"\"seq\":7", "\"seq\":\"7\""},
                   {"\"lamport\":9", "\"lamport\":-1"},
                   {"\"id\":\"0", "\"id\":\"X"},
                   {"Z\"", "+08:00\""},
                   {"\"causes\":[]", "\"causes\":{}"},
                   {"\"body\":{", "\"more\":1,\"body\":{"},
                   {"aaaa", "AAAA"},
                   {"\"by\":\"S001\",", ""}};
    struct bb_event event = event_make(), again;
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        struct bb_buf line = {0};
        char *at = strstr(event.line, changes[i].from);
        ck_assert_ptr_nonnull(at);
        bb_buf_add(&line, event.line, (size_t)(at - event.line));
        bb_buf_str(&line, changes[i].to);
        bb_buf_str(&line, at + strlen(changes[i].from));
        ck_assert_msg(bb_event_parse(&again, line.data, line.len) != NULL, "%s", line.data);
        bb_buf_done(&line);
    }
    bb_event_done(&event);
}
END_TEST

START_TEST(rights_are_one_table)
{
    ck_assert(bb_right_reach(BB_ROLE_VOLUNTEER, BB_USE_SESSION_ADD));
    ck_assert(!bb_right_reach(BB_ROLE_VOLUNTEER, BB_USE_EXPORT));
    ck_assert(!bb_right_reach(BB_ROLE_STAFF, BB_USE_ISSUE_DECIDE));
    ck_assert(bb_right_reach(BB_ROLE_SUPERVISOR, BB_USE_ISSUE_DECIDE));
    ck_assert(!bb_right_reach(BB_ROLE_ADMIN, BB_USE_CLIENT_DATA));
    for (int use = 0; use < BB_USE__COUNT; use++) {
        ck_assert(!bb_right_reach(BB_ROLE_NONE, (enum bb_use)use));
        ck_assert(!bb_right_reach(BB_ROLE__COUNT, (enum bb_use)use));
        ck_assert(*bb_right_label((enum bb_use)use));
    }
}
END_TEST

Suite *suite_record(void)
{
    Suite *suite = suite_create("record");
    TCase *tcase = tcase_create("record");
    tcase_add_test(tcase, codes_have_ids_and_labels_and_are_found_by_both);
    tcase_add_test(tcase, every_field_survives_its_own_text);
    tcase_add_test(tcase, bodies_carry_body_fields_and_nothing_else);
    tcase_add_test(tcase, bad_bodies_are_refused);
    tcase_add_test(tcase, lines_are_read_as_written);
    tcase_add_test(tcase, lines_of_any_other_form_are_refused);
    tcase_add_test(tcase, rights_are_one_table);
    suite_add_tcase(suite, tcase);
    return suite;
}
