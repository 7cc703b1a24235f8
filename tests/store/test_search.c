/* Search: every word that occurs is found, nothing else, newest first; entries follow their
 * records. */
#include "fixture.h"

static void put(struct bb_db *db, int n, int64_t at, const char *text)
{
    struct bb_session session = made_session(n, at);
    bb_strset(&session.note, text);
    session_put(db, &session);
}

/* struct bb_hit does not begin with the id. */
static const struct bb_err *note_hit(void *ctx, void *row)
{
    const struct bb_hit *hit = row;
    ck_assert(strcmp(hit->record, "session") == 0 || strcmp(hit->record, "issue") == 0);
    note(ctx, hit->id);
    return NULL;
}

static void search(struct bb_db *db, const char *word, int limit, struct noted *out)
{
    *out = (struct noted){0};
    ck_ok(bb_db_search(db, &(struct bb_search){.words = word, .limit = limit}, NULL,
                       &(struct bb_sink){note_hit, out}));
}

static void ids_are(const struct noted *noted, const int *ids)
{
    struct noted expected = {0};
    for (; *ids; ids++)
        note(&expected, made_id(*ids));
    ck_assert_str_eq(noted->text, expected.text);
}

START_TEST(words)
{
    struct store s;
    struct noted got;
    store_up(&s);
    put(s.db, 1, 3000, "居住证签注，材料齐");
    put(s.db, 2, 1000, "办理居住证");
    put(s.db, 3, 2000, "居住，证件遗失 ABC-12");
    put(s.db, 4, 2000, "公积金提取 A4纸 Ｈ５页面");
    struct bb_issue issue = made_issue(5, 0, BB_STATE_FOUND);
    bb_strset(&issue.description, "居住证窗口排队");
    bb_strset(&issue.plan, "增开窗口");
    issue.happened_at = 2500;
    issue_put(s.db, &issue);
    static const struct {
        const char *word;
        int limit;
        int ids[6];
    } rows[] = {
        {"居住证", 0, {1, 5, 2, 0}},
        {"居住", 0, {1, 5, 3, 2, 0}},
        {"居住", 2, {1, 5, 0}},
        {"住证", 0, {1, 5, 2, 0}}, /* not 3: the comma stands between */
        {"证 居住", 0, {1, 5, 3, 2, 0}},
        {"居住 证", 0, {1, 5, 3, 2, 0}},
        {"窗口 居住证", 0, {5, 0}},
        {"增开", 0, {5, 0}},
        {"abc", 0, {3, 0}},
        {"h5", 0, {4, 0}},
        {"a4纸", 0, {4, 0}},
        {"纸", 0, {4, 0}},
        {"证", 2, {1, 5, 0}},
        {"住居", 0, {0}},
        {"，", 0, {1, 3, 0}}, /* folded to half-width where there is one; else as it is */
        {"\"居住\" OR", 0, {0}},
        {"%", 0, {0}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        search(s.db, rows[i].word, rows[i].limit, &got);
        ids_are(&got, rows[i].ids);
    }
    store_down(&s);
}
END_TEST

START_TEST(entries_follow)
{
    struct store s;
    struct noted got;
    store_up(&s);
    put(s.db, 1, 1000, "社保卡补办");
    put(s.db, 2, 1000, "社保转移");
    put(s.db, 1, 1000, "医保转移"); /* the text */
    search(s.db, "社保", 0, &got);
    ids_are(&got, (const int[]){2, 0});
    put(s.db, 1, 1000, "社保转移");
    put(s.db, 1, 5000, "社保转移"); /* the place */
    search(s.db, "社保", 0, &got);
    ids_are(&got, (const int[]){1, 2, 0});
    put(s.db, 1, 500, "社保转移");
    search(s.db, "转移", 0, &got);
    ids_are(&got, (const int[]){2, 1, 0});
    ck_assert_int_eq(raw_number(s.db->handle, "SELECT count(*) FROM search_text"), 2);
    ck_ok(bb_db_integrity(s.db, true));
    ck_assert_int_eq(
        raw_try(s.db->handle, "INSERT INTO search (search) VALUES ('integrity-check')"), SQLITE_OK);
    store_down(&s);
}
END_TEST

/* Every pair of neighbours in random texts, against LIKE. */
START_TEST(as_exact_as_like)
{
    static const char *const characters[] = {"社", "保", "卡", "居", "住", "证", "税", "务",
                                             "局", "办", "理", "，", "。", "A",  "b",  "4",
                                             " ",  "、", "区", "人", "医", "保"};
    enum { CHARACTERS = sizeof characters / sizeof *characters, TEXTS = 120 };
    struct store s;
    struct noted got, expected;
    uint32_t seed = 20261123u + (uint32_t)_i;
    store_up(&s);
    ck_ok(bb_db_begin(s.db));
    for (int n = 1; n <= TEXTS; n++) {
        char text[256] = "";
        for (int k = 3 + (int)(chance(&seed) % 20); k > 0; k--)
            strcat(text, characters[chance(&seed) % CHARACTERS]);
        put(s.db, n, 1000 + n, text);
    }
    ck_ok(bb_db_commit(s.db));
    sqlite3_stmt *like;
    sqlite3_prepare_v2(
        s.db->handle,
        "SELECT subject FROM search_text WHERE instr(lower(text), ?) ORDER BY place DESC", -1,
        &like, NULL);
    int asked = 0;
    for (size_t a = 0; a < 11; a++) /* ideographs only: what the promise is about */
        for (size_t b = 0; b < 11; b++) {
            char word[16];
            snprintf(word, sizeof word, "%s%s", characters[a], characters[b]);
            expected = (struct noted){0};
            sqlite3_bind_text(like, 1, word, -1, SQLITE_STATIC);
            while (sqlite3_step(like) == SQLITE_ROW)
                note(&expected, (const char *)sqlite3_column_text(like, 0));
            sqlite3_reset(like);
            search(s.db, word, 0, &got);
            ck_assert_msg(strcmp(got.text, expected.text) == 0, "%s: %d, should be %d", word,
                          got.count, expected.count);
            asked += got.count;
        }
    ck_assert_int_gt(asked, 100);
    sqlite3_finalize(like);
    store_down(&s);
}
END_TEST

START_TEST(names_are_found)
{
    struct store s;
    struct noted got;
    store_up(&s);
    struct bb_item item = {0};
    bb_strset(&item.code, "P009");
    bb_strset(&item.name, "社会保障卡补领");
    bb_strset(&item.unit_name, "区人力资源社会保障局");
    ck_ok(bb_db_save(s.db, &bb_item_record, &item));
    bb_record_done(&bb_item_record, &item);
    struct bb_session session = made_session(1, 1000);
    bb_strset(&session.item, "P009");
    bb_strset(&session.no, "C1W03-261123-042");
    bb_strset(&session.client_name, "张*");
    session_put(s.db, &session);
    static const char *const found[] = {"保障卡", "人力资源", "261123-042", "社会保障 补领"};
    for (size_t i = 0; i < sizeof found / sizeof *found; i++) {
        search(s.db, found[i], 0, &got);
        ck_assert_msg(got.count == 1, "%s", found[i]);
    }
    search(s.db, "张*", 0, &got); /* clients are not searched for by name */
    ck_assert_int_eq(got.count, 0);
    store_down(&s);
}
END_TEST

Suite *suite_search(void);
Suite *suite_search(void)
{
    Suite *suite = suite_create("search");
    TCase *tcase = tcase_create("search");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, words);
    tcase_add_test(tcase, entries_follow);
    tcase_add_loop_test(tcase, as_exact_as_like, 0, 4);
    tcase_add_test(tcase, names_are_found);
    suite_add_tcase(suite, tcase);
    return suite;
}
