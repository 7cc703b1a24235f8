/* Rows of every record, meta, keys, numbers. */
#include "fixture.h"

static const struct bb_record *const records[] = {
    &bb_session_record,    &bb_issue_record, &bb_referral_record, &bb_unit_record,
    &bb_item_record,       &bb_desk_record,  &bb_person_record,   &bb_kb_record,
    &bb_notice_day_record, &bb_post_record,  &bb_visit_record,    &bb_waiver_record,
    &bb_vplan_record,
};
enum { RECORDS = sizeof records / sizeof *records };

/* The first field is the key; a day for the calendar. */
static void fill(const struct bb_record *record, void *row, int n)
{
    if (record->fields[0].type == BB_TYPE_TEXT) {
        row_fill(record, row, n);
        return;
    }
    struct bb_notice_day *day = row;
    day->date = bb_day_make(2026, 10, n);
    bb_strset(&day->kind, "holiday");
    bb_strset(&day->name, "国庆节");
}

static void key_of(const struct bb_record *record, void *row, char out[64])
{
    if (record->fields[0].type == BB_TYPE_TEXT)
        snprintf(out, 64, "%s", *(char **)row);
    else
        bb_day_format(out, *(int64_t *)row);
}

START_TEST(roundtrip)
{
    const struct bb_record *record = records[_i];
    const struct bb_field *differs = NULL;
    struct store s;
    bool found;
    char key[64];
    store_up(&s);
    void *one = bb_alloc(record->bytes), *two = bb_alloc(record->bytes),
         *got = bb_alloc(record->bytes);
    fill(record, one, 1);
    fill(record, two, 2);
    ck_ok(bb_db_save(s.db, record, one));
    ck_ok(bb_db_save(s.db, record, two));
    key_of(record, one, key);
    ck_ok(bb_db_load(s.db, record, key, got, &found));
    ck_assert(found);
    ck_assert_msg(bb_record_equal(record, one, got, &differs), "%s", differs->name);
    bb_record_done(record, got);

    /* Saved again, everything but the key empty: an update. */
    bb_record_done(record, one);
    if (record->fields[0].type == BB_TYPE_TEXT)
        bb_strset(one, key);
    else
        ck_ok(bb_field_parse(&record->fields[0], one, key));
    ck_ok(bb_db_save(s.db, record, one));
    ck_ok(bb_db_load(s.db, record, key, got, &found));
    ck_assert_msg(bb_record_equal(record, one, got, &differs), "%s", differs->name);
    bb_record_done(record, got);
    key_of(record, two, key);
    ck_ok(bb_db_load(s.db, record, key, got, &found));
    ck_assert_msg(bb_record_equal(record, two, got, &differs), "%s", differs->name);
    bb_record_done(record, got);

    ck_ok(bb_db_load(s.db, record, record->fields[0].type == BB_TYPE_TEXT ? "none" : "2020-01-01",
                     got, &found));
    ck_assert(!found);
    bb_record_done(record, one);
    bb_record_done(record, two);
    free(one);
    free(two);
    free(got);
    store_down(&s);
}
END_TEST

START_TEST(unknown_code_reads_as_not_stated)
{
    struct store s;
    struct bb_session got, session = made_session(1, 1000);
    bool found;
    store_up(&s);
    session.outcome = BB_OUTCOME_SOLVED;
    session_put(s.db, &session);
    raw_run(s.path, "UPDATE session SET outcome = 'of_next_year'");
    ck_ok(bb_db_load(s.db, &bb_session_record, made_id(1), &got, &found));
    ck_assert_int_eq(got.outcome, 0);
    ck_assert_int_eq(got.phase, BB_PHASE_CLOSED);
    bb_session_done(&got);
    store_down(&s);
}
END_TEST

START_TEST(numbers)
{
    static const struct {
        const char *no;
        int64_t last; /* of "C1W03-261123-" after it was added */
    } rows[] = {{NULL, 0},
                {"C1W03-261122-900", 0},
                {"C1W04-261123-901", 0},
                {"C1W03-261123-001", 1},
                {"C1W03-261123-042", 42},
                {"C1W03-261123-007", 42},
                {"C1W03-261123-999", 999},
                {"C1W03-261123-1000", 1000},
                {"C1W03-261123-1001", 1001},
                {"C1W03-261123-998", 1001},
                {"C1W03-2611234-2000", 1001}};
    struct store s;
    int64_t last;
    bool found;
    store_up(&s);
    for (int i = 0; i < (int)(sizeof rows / sizeof *rows); i++) {
        struct bb_session session = made_session(i + 1, 1000), got;
        bb_strset(&session.no, rows[i].no);
        session_put(s.db, &session);
        ck_ok(bb_db_last_number(s.db, &bb_session_record, "C1W03-261123-", &last));
        ck_assert_int_eq(last, rows[i].last);
        ck_ok(bb_db_last_number(s.db, &bb_issue_record, "C1W03-261123-", &last));
        ck_assert_int_eq(last, 0);
        if (!rows[i].no)
            continue;
        ck_ok(bb_db_load_no(s.db, &bb_session_record, rows[i].no, &got, &found));
        ck_assert(found);
        ck_assert_str_eq(got.id, made_id(i + 1));
        bb_session_done(&got);
    }
    store_down(&s);
}
END_TEST

START_TEST(reference_lists)
{
    static const char *const codes[] = {"D2", "D1", "D9", "D10"};
    struct store s;
    struct noted noted = {0};
    store_up(&s);
    for (size_t i = 0; i < 4; i++) {
        struct bb_unit unit = {0};
        bb_strset(&unit.code, codes[i]);
        ck_ok(bb_db_save(s.db, &bb_unit_record, &unit));
        bb_record_done(&bb_unit_record, &unit);
    }
    ck_ok(bb_db_all(s.db, &bb_unit_record, &(struct bb_sink){note_id, &noted}));
    ck_assert_str_eq(noted.text, "D1\nD10\nD2\nD9\n");
    ck_ok(bb_db_clear(s.db, &bb_unit_record));
    ck_ok(bb_db_all(s.db, &bb_unit_record, &(struct bb_sink){note_id, &noted}));
    ck_assert_int_eq(noted.count, 4);
    store_down(&s);
}
END_TEST

static const struct bb_err *note_day(void *ctx, void *row)
{
    char text[BB_DAY_BYTES];
    note(ctx, bb_day_format(text, ((struct bb_notice_day *)row)->date));
    return NULL;
}

START_TEST(calendar_years)
{
    static const int days[][3] = {{2025, 12, 31}, {2026, 1, 1}, {2026, 12, 31}, {2027, 1, 1}};
    struct store s;
    struct noted noted = {0};
    store_up(&s);
    for (size_t i = 0; i < 4; i++) {
        struct bb_notice_day day = {.date = bb_day_make(days[i][0], days[i][1], days[i][2])};
        ck_ok(bb_db_save(s.db, &bb_notice_day_record, &day));
    }
    ck_ok(bb_db_calendar_clear(s.db, 2026));
    ck_ok(bb_db_all(s.db, &bb_notice_day_record, &(struct bb_sink){note_day, &noted}));
    ck_assert_str_eq(noted.text, "2025-12-31\n2027-01-01\n");
    store_down(&s);
}
END_TEST

START_TEST(meta_and_keys)
{
    struct store s;
    char *value;
    bool found;
    unsigned char key[BB_SESSION_KEY_BYTES] = {0, 1, 0, 255}, got[BB_SESSION_KEY_BYTES] = {0};
    store_up(&s);
    ck_ok(bb_db_meta_load(s.db, "desk", &value));
    ck_assert_ptr_null(value);
    ck_ok(bb_db_meta_save(s.db, "desk", "W03"));
    ck_ok(bb_db_meta_save(s.db, "desk", "W'04"));
    ck_ok(bb_db_meta_load(s.db, "desk", &value));
    ck_assert_str_eq(value, "W'04");
    free(value);
    ck_ok(bb_db_meta_save(s.db, "desk", NULL));
    ck_ok(bb_db_meta_load(s.db, "desk", &value));
    ck_assert_ptr_null(value);

    ck_ok(bb_db_session_key_load(s.db, made_id(1), got, &found));
    ck_assert(!found);
    ck_ok(bb_db_session_key_save(s.db, made_id(1), key));
    ck_ok(bb_db_session_key_load(s.db, made_id(1), got, &found));
    ck_assert(found);
    ck_assert_mem_eq(got, key, sizeof key);
    store_down(&s);
}
END_TEST

START_TEST(projections_can_be_built_anew)
{
    struct store s;
    struct noted noted = {0};
    store_up(&s);
    for (int round = 0; round < 2; round++) {
        ck_ok(bb_db_begin(s.db));
        ck_ok(bb_db_projections_clear(s.db));
        ck_assert_int_eq(
            raw_number(s.db->handle,
                       "SELECT (SELECT count(*) FROM session) + (SELECT count(*) FROM issue) "
                       "+ (SELECT count(*) FROM search_text)"),
            0);
        struct bb_session session = made_session(1, 1000);
        bb_strset(&session.note, "社保卡");
        session_put(s.db, &session);
        struct bb_issue issue = made_issue(2, 0, BB_STATE_FOUND);
        bb_strset(&issue.description, "社保卡");
        issue_put(s.db, &issue);
        ck_ok(bb_db_commit(s.db));
    }
    const struct bb_sink sink = {note_id, &noted};
    ck_ok(bb_db_session_list(s.db, &(struct bb_session_query){0}, &sink));
    ck_ok(bb_db_issue_list(s.db, &(struct bb_issue_query){0}, &sink));
    ck_assert_int_eq(noted.count, 2);
    store_down(&s);
}
END_TEST

Suite *suite_row(void);
Suite *suite_row(void)
{
    Suite *suite = suite_create("row");
    TCase *tcase = tcase_create("row");
    tcase_set_timeout(tcase, 30);
    tcase_add_loop_test(tcase, roundtrip, 0, RECORDS);
    tcase_add_test(tcase, unknown_code_reads_as_not_stated);
    tcase_add_test(tcase, numbers);
    tcase_add_test(tcase, reference_lists);
    tcase_add_test(tcase, calendar_years);
    tcase_add_test(tcase, meta_and_keys);
    tcase_add_test(tcase, projections_can_be_built_anew);
    suite_add_tcase(suite, tcase);
    return suite;
}
