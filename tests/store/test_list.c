/* Lists: pages in both directions equal the whole, filters equal a plain query, figures equal a
 * count by hand. */
#include "fixture.h"

enum { ROWS = 240 };
static const int64_t base_at = 1790000000; /* seconds */

/* days: on how many values the sort key falls (1: all the same). */
static void fill(struct bb_db *db, int days, uint32_t seed)
{
    ck_ok(bb_db_begin(db));
    for (int n = 1; n <= ROWS; n++) {
        int scrambled = (int)(n * 7919 % 10007); /* ids not in the order of the key */
        int64_t day = chance(&seed) % (unsigned)days;
        struct bb_session session = made_session(scrambled, base_at + day);
        session.phase = 1 + chance(&seed) % BB_PHASE_CLOSED;
        session.voided = chance(&seed) % 5 == 0;
        bb_strset(&session.desk, chance(&seed) % 2 ? "W01" : "W02");
        bb_strset(&session.helper, chance(&seed) % 3 ? "P1" : "P2");
        session.outcome = chance(&seed) % (BB_OUTCOME__COUNT);
        session.category = chance(&seed) % (BB_CATEGORY__COUNT);
        if (chance(&seed) % 2)
            bb_strset(&session.item, "P001");
        else
            session.no_item = chance(&seed) % (BB_NO_ITEM__COUNT);
        session_put(db, &session);

        bool unknown = chance(&seed) % 6 == 0;
        struct bb_issue issue = made_issue(scrambled, unknown ? 0 : 20000 + day,
                                           1 + (int)(chance(&seed) % BB_STATE_VOID));
        bb_strset(&issue.lead_unit, chance(&seed) % 2 ? "D01" : "D02");
        bb_strset(&issue.person, n % 3 ? "P1" : NULL);
        issue.point = n % BB_POINT__COUNT;
        issue.lookback_due = n % 5 ? 0 : 20000 + n % 7;
        issue.asked_due = n % 11 ? 0 : 20100;
        issue.contested = n % 13 == 0;
        bb_strset(&issue.description, chance(&seed) % 3 ? "排队时间太长" : "ABC 系统登不上");
        issue_put(db, &issue);
    }
    ck_ok(bb_db_commit(db));
}

/* What a plain query says. */
static void expect(struct bb_db *db, struct noted *out, const char *table, const char *where,
                   const char *order)
{
    struct bb_buf sql = {0};
    sqlite3_stmt *stmt;
    bb_buf_printf(&sql, "SELECT id FROM %s WHERE %s ORDER BY %s", table, where, order);
    *out = (struct noted){0};
    ck_assert_msg(sqlite3_prepare_v2(db->handle, sql.data, -1, &stmt, NULL) == SQLITE_OK, "%s",
                  sql.data);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        note(out, (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    bb_buf_done(&sql);
}

/* Notes ids and remembers the last row's key. */
struct page {
    struct noted noted;
    struct bb_key last;
    struct bb_issue_query query;
    struct bb_buf last_sort;
    bool last_ended;
    int rows;
};

static const struct bb_err *page_session(void *ctx, void *row)
{
    struct page *page = ctx;
    const struct bb_session *session = row;
    note(&page->noted, session->id);
    page->last.value = session->happened_at;
    snprintf(page->last.id, sizeof page->last.id, "%s", session->id);
    page->rows++;
    return NULL;
}

static const struct bb_err *page_issue(void *ctx, void *row)
{
    struct page *page = ctx;
    const struct bb_issue *issue = row;
    note(&page->noted, issue->id);
    page->last.value = bb_issue_query_day(&page->query, issue);
    page->last_ended = !bb_issue_is_open(issue);
    bb_buf_clear(&page->last_sort);
    bb_issue_sort_value(&page->last_sort, issue, page->query.sort);
    snprintf(page->last.id, sizeof page->last.id, "%s", issue->id);
    page->rows++;
    return NULL;
}

static void page_all_sessions(struct bb_db *db, struct bb_session_query query, struct page *page)
{
    *page = (struct page){0};
    do {
        page->rows = 0;
        ck_ok(bb_db_session_list(db, &query, &(struct bb_sink){page_session, page}));
        ck_assert_int_le(page->rows, query.limit ? query.limit : ROWS);
        query.key = page->last;
        query.has_key = true;
    } while (query.limit && page->rows == query.limit);
}

static void page_all_issues(struct bb_db *db, struct bb_issue_query query, struct page *page)
{
    *page = (struct page){.query = query};
    do {
        struct bb_buf asked = page->last_sort;
        page->rows = 0;
        page->last_sort = (struct bb_buf){0};
        ck_ok(bb_db_issue_list(db, &query, &(struct bb_sink){page_issue, page}));
        ck_assert_int_le(page->rows, query.limit ? query.limit : ROWS);
        query.key = page->last;
        query.key_sort = bb_buf_text(&page->last_sort);
        query.key_ended = page->last_ended;
        query.has_key = true;
        bb_buf_done(&asked);
    } while (query.limit && page->rows == query.limit);
    bb_buf_done(&page->last_sort);
}

static const int day_counts[] = {1, 3, 60, 1000}; /* 1: all fall due on one day */
static const int limits[] = {0, 1, 7, 22, ROWS};
enum { DAY_COUNTS = 4, LIMITS = 5 };

START_TEST(session_pages)
{
    static const struct {
        struct bb_session_query query;
        const char *where;
    } rows[] = {
        {{0}, "NOT voided"},
        {{.with_void = true}, "1"},
        {{.open_only = true}, "NOT voided AND phase <> 'closed'"},
        {{.desk = "W01"}, "NOT voided AND desk = 'W01'"},
        {{.helper = "P2", .open_only = true}, "NOT voided AND phase <> 'closed' AND helper = 'P2'"},
        {{.from_at = base_at + 1, .to_at = base_at + 2}, "NOT voided AND happened_at = 1790000001"},
        {{.from_at = base_at + 1, .desk = "W02", .with_void = true},
         "happened_at > 1790000000 AND desk = 'W02'"},
        {{.to_at = base_at + 2}, "NOT voided AND happened_at < 1790000002"},
        {{.desk = "none"}, "0"},
    };
    struct store s;
    struct noted expected;
    struct page page;
    store_up(&s);
    fill(s.db, day_counts[_i], 11u + (unsigned)_i);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int k = 0; k < LIMITS; k++)
            for (int backwards = 0; backwards < 2; backwards++) {
                struct bb_session_query query = rows[i].query;
                query.limit = limits[k];
                query.backwards = backwards;
                expect(s.db, &expected, "session", rows[i].where,
                       backwards ? "happened_at, id" : "happened_at DESC, id DESC");
                page_all_sessions(s.db, query, &page);
                ck_assert_msg(strcmp(page.noted.text, expected.text) == 0, "query %zu, limit %d", i,
                              limits[k]);
            }
    store_down(&s);
}
END_TEST

#define IS_OPEN    "state IN ('found', 'rectifying', 'fixed')"
#define IS_PENDING "state IN ('found', 'rectifying')"
#define PENDING    (BB_IN(FOUND) | BB_IN(RECTIFYING))
static const struct {
    struct bb_issue_query query;
    const char *where;
} issue_rows[] = {
    {{0}, "1"},
    {{.states = BB_IN_OPEN}, IS_OPEN},
    {{.states = BB_IN(FOUND)}, "state = 'found'"},
    {{.states = BB_IN(FOUND) | BB_IN(CLOSED)}, "state IN ('found', 'closed')"},
    {{.states = BB_IN_OPEN, .lead_unit = "D02"},
     "lead_unit = 'D02' AND state IN ('found', 'rectifying', 'fixed')"},
    {{.due_from = 20001, .due_to = 20002}, "due_day IN (20001, 20002)"},
    {{.due_from = 20001}, "due_day = 0 OR due_day > 20000"},
    {{.due_to = 20001, .states = BB_IN(CLOSED)},
     "due_day > 0 AND due_day <= 20001 AND state = 'closed'"},
    {{.text = "时间"}, "description LIKE '%时间%'"},
    {{.text = "pdsj"}, "description LIKE '%排队%'"},
    {{.text = "Ｂc"}, "description LIKE 'ABC%'"},
    {{.text = "没有"}, "0"},
    {{.text = ""}, "1"},
    {{.person = "P1", .states = BB_IN_OPEN},
     "person = 'P1' AND state IN ('found', 'rectifying', "
     "'fixed')"},
    {{.by_point = true}, "point IS NULL"},
    {{.by_point = true, .point = BB_POINT_BLOCK}, "point = 'block_point'"},
    {{.lead_unit = ""}, "lead_unit = 'D02'"},
    {{.waits = BB_WAITS_LOOKBACK, .today = 20003}, "lookback_due BETWEEN 1 AND 20003"},
    {{.waits = BB_WAITS_APPROVAL, .states = BB_IN(CLOSED)}, "asked_due > 0 AND state = 'closed'"},
    {{.waits = BB_WAITS_CHECK}, "contested = 1"},
    {{.waits = BB_WAITS_APPROVAL, .states = BB_IN_OPEN}, "asked_due > 0 AND " IS_OPEN},
    {{.states = PENDING, .due_to = 20010}, "due_day BETWEEN 1 AND 20010 AND " IS_PENDING},
    {{.states = PENDING, .due_from = 20002, .due_to = 20002}, "due_day = 20002 AND " IS_PENDING},
    {{.states = PENDING, .due_to = 20010, .person = "P1"},
     "due_day BETWEEN 1 AND 20010 AND person = 'P1' AND " IS_PENDING},
    {{.states = PENDING}, IS_PENDING},
};
enum { ISSUE_ROWS = sizeof issue_rows / sizeof *issue_rows };

/* The other unit is known to nobody. */
static void fill_units(struct bb_db *db)
{
    struct bb_unit unit = {0};
    bb_strset(&unit.code, "D01");
    bb_strset(&unit.name, "区人力资源社会保障局");
    ck_ok(bb_db_save(db, &bb_unit_record, &unit));
    bb_record_done(&bb_unit_record, &unit);
}

static void pages_equal(struct bb_db *db, size_t row, enum bb_issue_sort sort, int limit,
                        bool backwards, const char *order)
{
    struct noted expected;
    struct page page;
    struct bb_issue_query query = issue_rows[row].query;
    query.sort = sort;
    query.limit = limit;
    query.backwards = backwards;
    expect(db, &expected, "issue", issue_rows[row].where, order);
    page_all_issues(db, query, &page);
    ck_assert_msg(strcmp(page.noted.text, expected.text) == 0,
                  "query %zu, sort %d, limit %d, back %d\n%s\n%s", row, (int)sort, limit, backwards,
                  page.noted.text, expected.text);
}

static const char *day_order(size_t row, bool backwards)
{
    if (issue_rows[row].query.waits == BB_WAITS_LOOKBACK)
        return backwards ? "lookback_due DESC, id DESC" : "lookback_due, id";
    return backwards ? "due_day <> 0, due_day DESC, id DESC" : "due_day = 0, due_day, id";
}

START_TEST(issue_pages)
{
    struct store s;
    store_up(&s);
    fill(s.db, day_counts[_i], 77u + (unsigned)_i);
    fill_units(s.db);
    for (size_t i = 0; i < ISSUE_ROWS; i++)
        for (int k = 0; k < LIMITS; k++)
            for (int backwards = 0; backwards < 2; backwards++)
                pages_equal(s.db, i, BB_ISSUE_SORT_DUE, limits[k], backwards,
                            day_order(i, backwards));
    store_down(&s);
}
END_TEST

/* What a plain query would order by. */
static const char *const sort_columns[] = {
    [BB_ISSUE_SORT_UNIT] = "ifnull(lead_unit, '')",
    [BB_ISSUE_SORT_KIND] = "CASE point WHEN 'hard_point' THEN 1 WHEN 'block_point' THEN 2 WHEN "
                           "'pain_point' THEN 3 ELSE 0 END",
    [BB_ISSUE_SORT_STATE] = "CASE state WHEN 'found' THEN 1 WHEN 'rectifying' THEN 2 WHEN 'fixed' "
                            "THEN 3 WHEN 'closed' THEN 4 WHEN 'referred' THEN 5 ELSE 6 END",
    [BB_ISSUE_SORT_PERSON] = "ifnull(person, '')",
    [BB_ISSUE_SORT_FOUND] = "-happened_at",
    [BB_ISSUE_SORT_NO] = "ifnull(no, '')",
    [BB_ISSUE_SORT_DESCRIPTION] = "ifnull(description, '')",
};

static void order_of(char out[512], size_t row, enum bb_issue_sort sort, bool backwards)
{
    const char *down = backwards ? " DESC" : "";
    enum bb_issue_waits waits = issue_rows[row].query.waits; /* open or not stands mixed */
    const char *day = waits == BB_WAITS_LOOKBACK ? "lookback_due" : "due_day";
    snprintf(out, 512, "%s%s, %s%s, %s = 0%s, %s%s, id%s", waits ? "id IS NULL" : "NOT " IS_OPEN,
             down, sort_columns[sort], down, day, down, day, down, down);
}

START_TEST(issue_orders)
{
    enum bb_issue_sort sort = (enum bb_issue_sort)(_i + 1);
    char order[512];
    struct store s;
    store_up(&s);
    fill(s.db, 3, 91u + (unsigned)_i);
    fill_units(s.db);
    for (int again = 0; again < 2; again++) {
        for (size_t i = 0; i < ISSUE_ROWS; i++)
            for (int k = 0; k < LIMITS; k++)
                for (int backwards = 0; backwards < 2; backwards++) {
                    order_of(order, i, sort, backwards);
                    pages_equal(s.db, i, sort, limits[k], backwards, order);
                }
        fill(s.db, 60, 5u + (unsigned)_i); /* the same lines with other values: all move */
    }
    store_down(&s);
}
END_TEST

/* Reads on from a line that is in the view or has left it: what stands behind it in the order. */
static void reads_on_from(struct bb_db *db, size_t row, enum bb_issue_sort sort, bool backwards,
                          const char *id)
{
    char order[512], where[512];
    struct noted expected;
    struct bb_issue issue = {0};
    struct bb_issue_query query = issue_rows[row].query;
    struct page page = {.query = query};
    query.sort = page.query.sort = sort;
    query.backwards = backwards;
    bool found;
    ck_ok(bb_db_load(db, &bb_issue_record, id, &issue, &found));
    ck_ok(page_issue(&page, &issue));
    query.has_key = true;
    query.key = page.last;
    query.key_ended = page.last_ended;
    query.key_sort = bb_buf_text(&page.last_sort);
    struct page behind = {.query = page.query};
    ck_ok(bb_db_issue_list(db, &query, &(struct bb_sink){page_issue, &behind}));
    snprintf(where, sizeof where, "(%s) OR id = '%s'", issue_rows[row].where, id);
    order_of(order, row, sort, backwards);
    expect(db, &expected, "issue", where,
           sort == BB_ISSUE_SORT_DUE ? day_order(row, backwards) : order);
    const char *rest = strstr(expected.text, id) + strlen(id);
    ck_assert_msg(strcmp(behind.noted.text, rest + strspn(rest, "\n")) == 0,
                  "query %zu, sort %d, back %d, from %s\n%s\n%s", row, (int)sort, backwards, id,
                  behind.noted.text, rest);
    bb_buf_done(&page.last_sort);
    bb_buf_done(&behind.last_sort);
    bb_issue_done(&issue);
}

START_TEST(a_page_from_a_line_that_left_the_view)
{
    struct store s;
    struct noted open;
    char id[40];
    store_up(&s);
    fill(s.db, 60, 17u + (unsigned)_i);
    fill_units(s.db);
    expect(s.db, &open, "issue", IS_OPEN " AND lookback_due > 0 AND due_day > 0", "id");
    size_t width = strcspn(open.text, "\n");
    for (const char *at = open.text; *at; at += strspn(at, "\n")) {
        snprintf(id, sizeof id, "%.*s", (int)width, at);
        at += width;
        for (size_t i = 0; i < ISSUE_ROWS; i++)
            for (int backwards = 0; backwards < 2; backwards++)
                reads_on_from(s.db, i, (enum bb_issue_sort)_i, backwards, id);
    }
    store_down(&s);
}
END_TEST

/* More lines in a view than are put in order in memory. */
START_TEST(issue_orders_of_many)
{
    enum { LINES = 2000 };
    static const size_t views[] = {ISSUE_ROWS - 4, ISSUE_ROWS - 2, ISSUE_ROWS - 8};
    enum bb_issue_sort sort = (enum bb_issue_sort)(_i + 1);
    uint32_t seed = 3u + (unsigned)_i;
    char order[512];
    struct store s;
    store_up(&s);
    ck_ok(bb_db_begin(s.db));
    for (int n = 1; n <= LINES; n++) {
        struct bb_issue issue = made_issue(n * 7919 % 10007, 20000 + chance(&seed) % 12,
                                           1 + (int)(chance(&seed) % BB_STATE_FIXED));
        char unit[8];
        snprintf(unit, sizeof unit, "D%02u", (unsigned)(chance(&seed) % 9));
        bb_strset(&issue.lead_unit, unit);
        bb_strset(&issue.person, "P1");
        issue.point = n % BB_POINT__COUNT;
        issue.lookback_due = 20000 + n % 7;
        bb_strset(&issue.description, chance(&seed) % 3 ? "排队时间太长" : "ABC 系统登不上");
        issue_put(s.db, &issue);
    }
    ck_ok(bb_db_commit(s.db));
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        for (int backwards = 0; backwards < 2; backwards++) {
            order_of(order, views[i], sort, backwards);
            pages_equal(s.db, views[i], sort, 22, backwards, order);
        }
    store_down(&s);
}
END_TEST

/* All places, as one text. */
static char *places(struct bb_db *db)
{
    struct bb_buf out = {0};
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_prepare_v2(db->handle,
                                        "SELECT sort, class, value, due_order, id FROM issue_sort "
                                        "ORDER BY sort, class, value, due_order, id",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        for (int i = 0; i < 5; i++)
            bb_buf_printf(&out, "%s ", (const char *)sqlite3_column_text(stmt, i));
    sqlite3_finalize(stmt);
    return bb_buf_take(&out);
}

/* What the migration does from the line on that begins so. */
static void migrate_from(struct bb_db *db, int number, const char *begin)
{
    struct bb_buf sql = {0};
    for (const char *const *line = bb_sql_migrations[number - 1]; *line; line++)
        if (sql.len || strncmp(*line, begin, strlen(begin)) == 0)
            bb_buf_str(&sql, *line);
    ck_assert_int_eq(sqlite3_exec(db->handle, bb_buf_text(&sql), NULL, NULL, NULL), SQLITE_OK);
    bb_buf_done(&sql);
}

START_TEST(an_older_file_gets_the_same_places)
{
    struct store s;
    store_up(&s);
    fill(s.db, 60, 8u);
    char *written = places(s.db);
    ck_assert_uint_gt(strlen(written), 1000);
    ck_assert_int_eq(sqlite3_exec(s.db->handle, "DELETE FROM issue_sort", NULL, NULL, NULL),
                     SQLITE_OK);
    migrate_from(s.db, 3, "INSERT INTO issue_sort");
    migrate_from(s.db, 14, "DELETE FROM issue_sort");
    char *migrated = places(s.db);
    ck_assert_str_eq(written, migrated);
    free(written);
    free(migrated);
    store_down(&s);
}
END_TEST

START_TEST(filter_knows_names)
{
    struct store s;
    struct page page;
    store_up(&s);
    struct bb_item item = {0};
    bb_strset(&item.code, "P009");
    bb_strset(&item.name, "社会保障卡补领");
    bb_strset(&item.unit_name, "区人力资源社会保障局");
    ck_ok(bb_db_save(s.db, &bb_item_record, &item));
    bb_record_done(&bb_item_record, &item);
    struct bb_unit unit = {0};
    bb_strset(&unit.code, "D23");
    bb_strset(&unit.name, "区卫生健康委");
    ck_ok(bb_db_save(s.db, &bb_unit_record, &unit));
    bb_record_done(&bb_unit_record, &unit);
    struct bb_issue issue = made_issue(1, 0, BB_STATE_FOUND);
    bb_strset(&issue.no, "C1W03-261123-I01");
    bb_strset(&issue.item, "P009");
    bb_strset(&issue.lead_unit, "D23");
    bb_strset(&issue.support_units, "D77、X");
    bb_strset(&issue.description, "材料要跑两趟");
    issue_put(s.db, &issue);
    static const struct {
        const char *text;
        int rows;
    } rows[] = {{"保障卡", 1}, {"卫生健康", 1}, {"人力资源", 1}, {"shbz", 1},   {"wsjk", 1},
                {"i01", 1},    {"D77", 1},      {"跑两", 1},     {"领区人", 0}, {"P009", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        page = (struct page){0};
        struct bb_issue_query query = {.text = rows[i].text, .states = BB_IN_OPEN};
        ck_ok(bb_db_issue_list(s.db, &query, &(struct bb_sink){page_issue, &page}));
        ck_assert_msg(page.rows == rows[i].rows, "%s: %d", rows[i].text, page.rows);
        bb_buf_done(&page.last_sort);
    }
    store_down(&s);
}
END_TEST

START_TEST(day_figures)
{
    struct store s;
    struct bb_day_figures got;
    static const char *const desks[] = {NULL, "W01", "none"};
    store_up(&s);
    fill(s.db, 60, 5);
    ck_ok(bb_db_meta_save(s.db, "replica", REPLICA_A));
    for (int i = 1; i <= 9; i++)
        ck_ok(event_put(s.db, i, i < 8 ? REPLICA_A : REPLICA_B, BB_EVENT_LOGIN, "P1", "{}"));
    for (size_t d = 0; d < 3; d++) {
        const struct bb_session_query query = {
            .from_at = base_at + 10, .to_at = base_at + 30, .desk = desks[d]};
        struct page page = {0};
        ck_ok(bb_db_session_list(s.db, &query, &(struct bb_sink){page_session, &page}));
        ck_ok(bb_db_day_figures(s.db, query.from_at, query.to_at, desks[d], 20030, &got));
        ck_assert_int_eq(got.sessions, page.rows);
        int64_t solved = 0, debts = 0, open = 0;
        for (char *id = strtok(page.noted.text, "\n"); id; id = strtok(NULL, "\n")) {
            struct bb_session session;
            bool found;
            ck_ok(bb_db_load(s.db, &bb_session_record, id, &session, &found));
            unsigned owed = bb_session_debts(&session);
            solved += session.outcome == BB_OUTCOME_SOLVED && session.phase == BB_PHASE_CLOSED;
            open += (owed & BB_DEBT_OPEN) != 0;
            debts += (owed & ~(unsigned)BB_DEBT_OPEN) != 0;
            bb_session_done(&session);
        }
        ck_assert_int_eq(got.solved, solved);
        ck_assert_int_eq(got.debts, debts);
        ck_assert_int_eq(got.open, open);
        ck_assert_int_eq(got.unsynced, 7);
        ck_assert_int_eq(got.red,
                         raw_number(s.db->handle,
                                    "SELECT count(*) FROM issue WHERE due_day > 0 AND due_day < "
                                    "20030 AND state IN ('found', 'rectifying')"));
        ck_assert_int_gt(got.red, 0);
    }
    ck_ok(bb_db_meta_save(s.db, "acked_seq", "5"));
    ck_ok(bb_db_day_figures(s.db, 0, 1, NULL, 0, &got));
    ck_assert_int_eq(got.unsynced, 2);
    ck_assert_int_eq(got.sessions, 0);
    ck_assert_int_eq(got.red, 0);
    store_down(&s);
}
END_TEST

START_TEST(red_lights_are_counted_so_far)
{
    struct store s;
    struct bb_day_figures got;
    store_up(&s);
    ck_ok(bb_db_begin(s.db));
    for (int i = 1; i <= BB_RED_MAX + 3; i++) {
        struct bb_issue issue = made_issue(i, 20000, BB_STATE_FOUND);
        issue_put(s.db, &issue);
        if (i < BB_RED_MAX - 1)
            continue;
        ck_ok(bb_db_day_figures(s.db, 0, 1, NULL, 20001, &got));
        ck_assert_int_eq(got.red, i <= BB_RED_MAX ? i : BB_RED_MAX + 1);
    }
    ck_ok(bb_db_commit(s.db));
    store_down(&s);
}
END_TEST

static const struct bb_err *stop(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return bb_err(BB_ERR_CANCELLED, NULL);
}

START_TEST(a_stopped_list_lets_go)
{
    struct store s;
    int rows = 0;
    const struct bb_sink sink = {stop, &rows};
    store_up(&s);
    fill(s.db, 60, 3);
    ck_err_is(bb_db_session_list(s.db, &(struct bb_session_query){0}, &sink), BB_ERR_CANCELLED);
    ck_err_is(bb_db_issue_list(s.db, &(struct bb_issue_query){0}, &sink), BB_ERR_CANCELLED);
    ck_err_is(bb_db_search(s.db, &(struct bb_search){.words = "排队"}, NULL, &sink),
              BB_ERR_CANCELLED);
    ck_assert_int_eq(rows, 3);
    for (int i = 0; i < BB_SQL__COUNT; i++)
        ck_assert_msg(!s.db->stmts[i].handle || !sqlite3_stmt_busy(s.db->stmts[i].handle), "%s",
                      bb_sql_queries[i].name);
    raw_run(s.path, "INSERT INTO meta VALUES ('a', 'b')");
    store_down(&s);
}
END_TEST

Suite *suite_list(void);
Suite *suite_list(void)
{
    Suite *suite = suite_create("list");
    TCase *tcase = tcase_create("list");
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, session_pages, 0, DAY_COUNTS);
    tcase_add_loop_test(tcase, issue_pages, 0, DAY_COUNTS);
    tcase_add_loop_test(tcase, issue_orders, 0, BB_ISSUE_SORT__COUNT - 1);
    tcase_add_loop_test(tcase, a_page_from_a_line_that_left_the_view, 0, BB_ISSUE_SORT__COUNT);
    tcase_add_loop_test(tcase, issue_orders_of_many, 0, BB_ISSUE_SORT__COUNT - 1);
    tcase_add_test(tcase, an_older_file_gets_the_same_places);
    tcase_add_test(tcase, filter_knows_names);
    tcase_add_test(tcase, day_figures);
    tcase_add_test(tcase, red_lights_are_counted_so_far);
    tcase_add_test(tcase, a_stopped_list_lets_go);
    suite_add_tcase(suite, tcase);
    return suite;
}
