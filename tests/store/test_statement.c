/* The statements and the schema: everything prepares, columns are fields, lists neither scan nor
 * sort. */
#include "fixture.h"

START_TEST(every_statement_prepares)
{
    struct store s;
    store_up(&s);
    for (int i = 0; i < BB_SQL__COUNT; i++) {
        struct stmt *stmt;
        const struct bb_err *err = bb_stmt_get(s.db, (enum bb_sql)i, &stmt);
        ck_assert_msg(!err, "%s: %s", bb_sql_queries[i].name, err ? err->text : "");
        ck_assert_msg(!sqlite3_stmt_isexplain(stmt->handle), "%s", bb_sql_queries[i].name);
    }
    store_down(&s);
}
END_TEST

static const struct bb_record *const records[] = {
    &bb_session_record,    &bb_issue_record, &bb_referral_record, &bb_unit_record,
    &bb_item_record,       &bb_desk_record,  &bb_person_record,   &bb_kb_record,
    &bb_notice_day_record, &bb_post_record,  &bb_visit_record,    &bb_waiver_record,
    &bb_vplan_record,
};
enum { RECORDS = sizeof records / sizeof *records };

START_TEST(columns_are_fields)
{
    struct store s;
    store_up(&s);
    const struct bb_record *record = records[_i];
    char question[64];
    snprintf(question, sizeof question, "PRAGMA table_info(%s)", record->name);
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_prepare_v2(s.db->handle, question, -1, &stmt, NULL), SQLITE_OK);
    size_t i = 0;
    for (; sqlite3_step(stmt) == SQLITE_ROW; i++) {
        const char *name = (const char *)sqlite3_column_text(stmt, 1),
                   *type = (const char *)sqlite3_column_text(stmt, 2);
        if (i >= record->count) { /* the store's own stand behind the fields */
            ck_assert_ptr_eq(record, &bb_issue_record);
            ck_assert_msg(strstr("haystack initials due_order", name), "%s", name);
            continue;
        }
        ck_assert_str_eq(name, record->fields[i].name);
        bool text =
            record->fields[i].type == BB_TYPE_TEXT || record->fields[i].type == BB_TYPE_CODE;
        ck_assert_str_eq(type, text ? "TEXT" : "INTEGER");
    }
    sqlite3_finalize(stmt);
    ck_assert_uint_eq(i, record->count + (record == &bb_issue_record ? 3 : 0));
    store_down(&s);
}
END_TEST

START_TEST(every_field_is_bound)
{
    struct store s;
    store_up(&s);
    const struct bb_record *record = records[_i];
    char name[64];
    snprintf(name, sizeof name, "%s_save", record->name);
    int query = 0;
    while (query < BB_SQL__COUNT && strcmp(bb_sql_queries[query].name, name) != 0)
        query++;
    struct stmt *stmt;
    ck_ok(bb_stmt_get(s.db, (enum bb_sql)query, &stmt));
    for (size_t i = 0; i < record->count; i++) {
        snprintf(name, sizeof name, ":%s", record->fields[i].name);
        ck_assert_msg(sqlite3_bind_parameter_index(stmt->handle, name) > 0, "%s", name);
    }
    store_down(&s);
}
END_TEST

START_TEST(all_tables_strict)
{
    struct store s;
    store_up(&s);
    ck_assert_int_eq(
        raw_number(s.db->handle,
                   "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = "
                   "'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"),
        0);
    store_down(&s);
}
END_TEST

/* What the plan must say: every page by its whole key, every question of a save by its own index.
 */
static const struct {
    enum bb_sql query;
    const char *must;
} plans[] = {
    {BB_SQL_SESSION_ON_SAME, "session_day (happened_at=? AND id<?)"},
    {BB_SQL_SESSION_ON_REST, "session_day (happened_at>? AND happened_at<?)"},
    {BB_SQL_SESSION_BACK_SAME, "session_day (happened_at=? AND id>?)"},
    {BB_SQL_SESSION_BACK_REST, "session_day (happened_at>? AND happened_at<?)"},
    {BB_SQL_SESSION_OPEN_ON_SAME, "session_open (happened_at=? AND id<?)"},
    {BB_SQL_SESSION_OPEN_ON_REST, "session_open (happened_at>? AND happened_at<?)"},
    {BB_SQL_SESSION_OPEN_BACK_SAME, "session_open (happened_at=? AND id>?)"},
    {BB_SQL_SESSION_OPEN_BACK_REST, "session_open (happened_at>? AND happened_at<?)"},
    {BB_SQL_ISSUE_ON_SAME, "issue_due (due_order=? AND id>?)"},
    {BB_SQL_ISSUE_ON_REST, "issue_due (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_BACK_SAME, "issue_due (due_order=? AND id<?)"},
    {BB_SQL_ISSUE_BACK_REST, "issue_due (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_OPEN_ON_SAME, "issue_open (due_order=? AND id>?)"},
    {BB_SQL_ISSUE_OPEN_ON_REST, "issue_open (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_OPEN_BACK_SAME, "issue_open (due_order=? AND id<?)"},
    {BB_SQL_ISSUE_OPEN_BACK_REST, "issue_open (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_PERSON_ON_SAME, "issue_person (person=? AND due_order=? AND id>?)"},
    {BB_SQL_ISSUE_PERSON_ON_REST, "issue_person (person=? AND due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_PERSON_BACK_SAME, "issue_person (person=? AND due_order=? AND id<?)"},
    {BB_SQL_ISSUE_PERSON_BACK_REST, "issue_person (person=? AND due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_LOOKBACK_ON_SAME, "issue_lookback (lookback_due=? AND id>?)"},
    {BB_SQL_ISSUE_LOOKBACK_ON_REST, "issue_lookback (lookback_due>? AND lookback_due<?)"},
    {BB_SQL_ISSUE_LOOKBACK_BACK_SAME, "issue_lookback (lookback_due=? AND id<?)"},
    {BB_SQL_ISSUE_LOOKBACK_BACK_REST, "issue_lookback (lookback_due>? AND lookback_due<?)"},
    {BB_SQL_ISSUE_ASKED_ON_SAME, "issue_asked (due_order=? AND id>?)"},
    {BB_SQL_ISSUE_ASKED_ON_REST, "issue_asked (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_ASKED_BACK_SAME, "issue_asked (due_order=? AND id<?)"},
    {BB_SQL_ISSUE_ASKED_BACK_REST, "issue_asked (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_CONTESTED_ON_SAME, "issue_contested (due_order=? AND id>?)"},
    {BB_SQL_ISSUE_CONTESTED_ON_REST, "issue_contested (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_CONTESTED_BACK_SAME, "issue_contested (due_order=? AND id<?)"},
    {BB_SQL_ISSUE_CONTESTED_BACK_REST, "issue_contested (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_OPEN_COUNT, "COVERING INDEX issue_open (due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_PERSON_COUNT,
     "COVERING INDEX issue_person (person=? AND due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_LOOKBACK_COUNT,
     "COVERING INDEX issue_lookback (lookback_due>? AND lookback_due<?)"},
    {BB_SQL_ISSUE_SORT_ON_ID, "(sort=? AND class=? AND value=? AND due_order=? AND id>?)"},
    {BB_SQL_ISSUE_SORT_ON_DUE, "(sort=? AND class=? AND value=? AND due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_SORT_ON_VALUE, "(sort=? AND class=? AND value>?)"},
    {BB_SQL_ISSUE_SORT_BACK_ID, "(sort=? AND class=? AND value=? AND due_order=? AND id<?)"},
    {BB_SQL_ISSUE_SORT_BACK_DUE,
     "(sort=? AND class=? AND value=? AND due_order>? AND due_order<?)"},
    {BB_SQL_ISSUE_SORT_BACK_VALUE, "(sort=? AND class=? AND value<?)"},
    {BB_SQL_ISSUE_SORT_ON_NEXT, "PRIMARY KEY (sort=? AND class=? AND value>?)"},
    {BB_SQL_ISSUE_SORT_BACK_NEXT, "PRIMARY KEY (sort=? AND class=? AND value<?)"},
    {BB_SQL_ISSUE_SORT_DROP, "PRIMARY KEY"},
    {BB_SQL_SESSION_LOAD, "(id=?)"},
    {BB_SQL_ISSUE_LOAD, "(id=?)"},
    {BB_SQL_SESSION_LOAD_NO, "session_no (no=?)"},
    {BB_SQL_ISSUE_LOAD_NO, "issue_no (no=?)"},
    {BB_SQL_REFERRAL_LOAD_NO, "referral_no (no=?)"},
    {BB_SQL_SESSION_LAST_NUMBER, "COVERING INDEX session_no (no>? AND no<?)"},
    {BB_SQL_ISSUE_LAST_NUMBER, "COVERING INDEX issue_no (no>? AND no<?)"},
    {BB_SQL_VISIT_LAST_NUMBER, "COVERING INDEX visit_no (no>? AND no<?)"},
    {BB_SQL_SUBJECT_EVENTS, "event_subject (subject=?)"},
    {BB_SQL_REPLICA_EVENTS, "event_chain (replica=? AND seq>? AND seq<?)"},
    {BB_SQL_REPLICA_NEXT, "COVERING INDEX"},
    {BB_SQL_CHAIN_END, "event_chain (replica=?)"},
    {BB_SQL_ACTS, "event_chain (replica=?)"},
    {BB_SQL_AUDIT_LIST, "USING INDEX event_audit"},
    {BB_SQL_SESSION_DEBTS, "session_debt (helper=?)"},
    {BB_SQL_SESSION_SAME_PERSON, "session_person (client_pseudonym=? AND happened_at>?)"},
    {BB_SQL_TOUCHED, "event_chain (replica=? AND seq>? AND seq<?)"},
    {BB_SQL_TOUCHED, "event_subject (subject=?)"}, /* quadratic without */
    {BB_SQL_VISIT_LIST, "visit_time (happened_at>? AND happened_at<?)"},
    {BB_SQL_BAD_RATINGS, "session_bad (item=?)"},
    {BB_SQL_EVENT_KNOWN, "(id=?)"},
    {BB_SQL_SEARCH_PLACE, "(subject=?)"},
    {BB_SQL_SEARCH_LAST_PLACE, "INTEGER PRIMARY KEY (rowid>? AND rowid<?)"},
    {BB_SQL_SEARCH_FIND, "INTEGER PRIMARY KEY (rowid=?)"},
    {BB_SQL_DAY_FIGURES, "session_day (happened_at>? AND happened_at<?)"},
    {BB_SQL_RED_COUNT, "COVERING INDEX issue_open (due_order<?)"},
    {BB_SQL_UNSYNCED_COUNT, "event_chain (replica=?)"},
    {BB_SQL_EVENT_HASH_OF, "(id=?)"},
    {BB_SQL_EVENT_PLACE, "(hash=?)"},
    {BB_SQL_ARRIVAL_LAST, "arrival_node (node=?)"},
};

/* Statements that may read a whole table or sort, each with its reason. Everything else, and what
 * is added tomorrow, may not. */
static const struct {
    enum bb_sql query;
    const char *why;
} exempt[] = {
    {BB_SQL_TABLE_NEXT, "sqlite_schema has a hundred rows"},
    {BB_SQL_EVENT_CROOKED, "the full check reads everything"},
    {BB_SQL_EVENTS_BY_HASH, "a digest reads everything, along the key"},
    {BB_SQL_AUDIT_LIST, "its own index holds the audit and nothing else"},
    {BB_SQL_SUBJECTS, "an export walks the index of subjects once, in their order"},
    {BB_SQL_FORKS, "status of a hub, asked by a person; the index alone is read"},
    {BB_SQL_BRANCH_EVENTS, "the recursion holds the branch; it is put in order once"},
    {BB_SQL_DOWN_EVENTS, "the scans are of the node's labels and of the recursion"},
    {BB_SQL_PARKED_COUNT, "what waits for its predecessor: few"},
    {BB_SQL_PARKED_READY, "what waits for its predecessor: few"},
    {BB_SQL_ISSUE_SORT_COUNT, "the full check reads everything"},
    {BB_SQL_SEARCH_COUNT, "the full check reads everything"},
    {BB_SQL_RATES, "a report groups the sessions of its period"},
    {BB_SQL_DUTY_HEADS, "a report groups the duties of its period"},
    {BB_SQL_RATING_WAITING, "one desk's sessions of today"},
    {BB_SQL_RATING_OF, "the ratings of one session"},
    {BB_SQL_SESSION_DEBTS, "what one person owes, from an index that holds nothing else"},
    {BB_SQL_ARRIVAL_OF_NODE, "one node's packets, for its own archive"},
    {BB_SQL_EVENT_LAST_PLACE, "the first row of a walk from the end"},
    {BB_SQL_ANSWER_LAST, "a walk from the end: one answer of many is a refusal"},
    {BB_SQL_RATING_ALL, "the check compares every row with its events"},
    {BB_SQL_WAIVER_ALL, "the leaders' year: some dozens"},
    {BB_SQL_VPLAN_ALL, "the leaders' plans: some dozens"},
    {BB_SQL_SHIFT_ALL, "a register of a centre, shown whole"},
    {BB_SQL_DUTY_ALL, "a register of a centre, shown whole"},
    {BB_SQL_PHONE_ALL, "a register of a centre, shown whole"},
    {BB_SQL_PHONE_COUNT_ALL, "a register of a centre, shown whole"},
    {BB_SQL_PHONE_CALL_ALL, "the check compares every row with its events"},
    {BB_SQL_PHONE_MONTHS, "a report groups the calls by month"},
    {BB_SQL_SESSION_DEBTS, "one person's debts, ended sessions before open ones"},
    {BB_SQL_PROJECT_ALL, "a register of a centre, shown whole"},
    {BB_SQL_KB_DUTY_ALL, "a register of a centre, shown whole"},
    {BB_SQL_UNIT_ALL, "reference data, kept in memory"},
    {BB_SQL_UNIT_NAMES, "reference data, kept in memory"},
    {BB_SQL_ITEM_ALL, "reference data, kept in memory"},
    {BB_SQL_DESK_ALL, "reference data, kept in memory"},
    {BB_SQL_PERSON_ALL, "reference data, kept in memory"},
    {BB_SQL_POST_ALL, "reference data, kept in memory"},
    {BB_SQL_KB_ALL, "reference data, kept in memory"},
    {BB_SQL_CALENDAR_DAY_ALL, "reference data, kept in memory"},
    {BB_SQL_NODE_ALL, "the nodes of a hub, listed whole"},
    {BB_SQL_ACCOUNT_ALL, "the accounts of a file, listed whole"},
    {BB_SQL_ARRIVAL_ALL, "status of a hub, asked by a person"},
    {BB_SQL_ANSWER_ALL, "the answers of the hub, listed by a person"},
    {BB_SQL_SESSION_KEYS_KEPT, "the night's run looks at every key that is left: three months"},
    {BB_SQL_SESSION_KEYS_DUE, "the night's run looks at every key that is left: three months"},
    {BB_SQL_BRANCH_ALL, "earlier labels of this installation: few"},
};
enum { EXEMPT = sizeof exempt / sizeof *exempt, PLANS = sizeof plans / sizeof *plans };

static void plan_of(struct bb_db *db, int query, struct bb_buf *out)
{
    struct bb_buf question = {0};
    sqlite3_stmt *stmt;
    bb_buf_printf(&question, "EXPLAIN QUERY PLAN %s", bb_sql_queries[query].text);
    ck_assert_int_eq(sqlite3_prepare_v2(db->handle, question.data, -1, &stmt, NULL), SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        bb_buf_printf(out, "%s\n", (const char *)sqlite3_column_text(stmt, 3));
    sqlite3_finalize(stmt);
    bb_buf_done(&question);
}

/* A table read from end to end, rows put in order apart, an index made for the question. What
 * another part of the plan bounds is none, nor the search's own table and a row without a table. */
static bool reads_too_much(const char *plan)
{
    static const char *const bounded[] = {"(subquery", "CONSTANT ROW", "pragma_"};
    if (strstr(plan, "TEMP B-TREE") || strstr(plan, "AUTOMATIC"))
        return true;
    for (const char *scan = plan; (scan = strstr(scan, "SCAN ")); scan++) {
        const char *end = strchr(scan, '\n'), *virtual = strstr(scan, "VIRTUAL TABLE");
        bool good = virtual && virtual < end;
        for (size_t i = 0; !good && i < sizeof bounded / sizeof *bounded; i++)
            good = strncmp(scan + 5, bounded[i], strlen(bounded[i])) == 0;
        if (!good)
            return true;
    }
    return false;
}

START_TEST(no_statement_reads_too_much)
{
    struct store s;
    store_up(&s);
    for (int query = 0; query < BB_SQL__COUNT; query++) {
        struct bb_buf plan = {0};
        const char *why = NULL;
        for (size_t i = 0; i < EXEMPT; i++)
            if ((int)exempt[i].query == query)
                why = exempt[i].why;
        plan_of(s.db, query, &plan);
        ck_assert_msg(why || !reads_too_much(bb_buf_text(&plan)), "%s:\n%s",
                      bb_sql_queries[query].name, bb_buf_text(&plan));
        ck_assert_msg(!why || reads_too_much(bb_buf_text(&plan)), "%s needs no exemption:\n%s",
                      bb_sql_queries[query].name, bb_buf_text(&plan));
        bb_buf_done(&plan);
    }
    store_down(&s);
}
END_TEST

/* What is read in pages is in the table below, or says why not. */
START_TEST(every_list_states_its_seek)
{
    for (int query = 0; query < BB_SQL__COUNT; query++) {
        bool stated = !strstr(bb_sql_queries[query].text, "LIMIT :limit");
        for (size_t i = 0; i < PLANS; i++)
            stated = stated || (int)plans[i].query == query;
        for (size_t i = 0; i < EXEMPT; i++)
            stated = stated || (int)exempt[i].query == query;
        ck_assert_msg(stated, "%s: name its seek in plans[]", bb_sql_queries[query].name);
    }
}
END_TEST

START_TEST(plans_hold)
{
    struct store s;
    struct bb_buf plan = {0};
    store_up(&s);
    plan_of(s.db, plans[_i].query, &plan);
    ck_assert_msg(strstr(bb_buf_text(&plan), plans[_i].must), "%s:\n%s",
                  bb_sql_queries[plans[_i].query].name, bb_buf_text(&plan));
    bb_buf_done(&plan);
    store_down(&s);
}
END_TEST

Suite *suite_statement(void);
Suite *suite_statement(void)
{
    Suite *suite = suite_create("statement");
    TCase *tcase = tcase_create("statement");
    tcase_add_test(tcase, every_statement_prepares);
    tcase_add_loop_test(tcase, columns_are_fields, 0, RECORDS);
    tcase_add_loop_test(tcase, every_field_is_bound, 0, RECORDS);
    tcase_add_test(tcase, all_tables_strict);
    tcase_add_test(tcase, no_statement_reads_too_much);
    tcase_add_test(tcase, every_list_states_its_seek);
    tcase_add_loop_test(tcase, plans_hold, 0, PLANS);
    suite_add_tcase(suite, tcase);
    return suite;
}
