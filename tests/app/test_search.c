/* Searching all days: exact against LIKE on random words of the data, initials, field terms, the
 * names of items and people, what is bad, and how far is looked. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "app/fixture.h"
#include "bangban/base/buf.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"

static struct fixture fx;
static uint32_t seed;

static void up(void)
{
    fixture_up(&fx);
}

static void down(void)
{
    fixture_down(&fx);
}

static unsigned below(unsigned n)
{
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % n;
}

static void log_one(const char *item, const char *note, const char *at)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    int64_t when = 0;
    if (at)
        ck_ok(bb_at_parse(&when, at));
    bb_app_session_defaults(fx.app, &session);
    bb_strset(&session.item, item);
    bb_strset(&session.note, note);
    ck_ok(bb_app_session_add(fx.app, &session, NULL, when, &problems));
    bb_session_done(&session);
}

struct found {
    struct bb_buf text; /* "record no;" each */
    int count;
};

static const struct bb_err *see(void *ctx, void *row)
{
    struct found *found = ctx;
    const struct bb_hit *hit = row;
    bool name = strcmp(hit->record, "item") == 0 || strcmp(hit->record, "person") == 0;
    bb_buf_printf(&found->text, "%s%s;", name ? "=" : "", name ? hit->id : hit->no);
    found->count++;
    return NULL;
}

static const struct bb_err *look(const char *query, int limit, long most, int64_t *left,
                                 struct found *found)
{
    bb_buf_clear(&found->text);
    found->count = 0;
    return bb_app_search(fx.app, query, limit, most, left, &(struct bb_sink){see, found});
}

static void finds(const char *query, const char *expected)
{
    struct found found = {0};
    ck_ok(look(query, 0, 0, NULL, &found));
    ck_assert_msg(strcmp(bb_buf_text(&found.text), expected) == 0, "%s: %s, not %s", query,
                  bb_buf_text(&found.text), expected);
    bb_buf_done(&found.text);
}

/* ---- against LIKE ---- */

/* Notes of pieces of the items' own names, with letters and digits between. */
static void fill(int count)
{
    static const char *const between[] = {"", "", "，", "A", "b4", " ", "Ｃ号", "ABC-12", "、x"};
    const struct bb_item *items;
    size_t item_count;
    ck_ok(bb_app_items(fx.app, &items, &item_count));
    for (int n = 0; n < count; n++) {
        struct bb_buf note = {0};
        for (unsigned part = 1 + below(4); part > 0; part--) {
            const char *name = items[below((unsigned)item_count)].name, *at = name;
            const char *end = name + strlen(name);
            uint32_t c;
            for (unsigned skip = below(6); skip > 0 && at < end; skip--)
                at += bb_text_next(at, end, &c);
            for (unsigned take = 1 + below(5); take > 0 && at < end; take--) {
                size_t len = bb_text_next(at, end, &c);
                bb_buf_add(&note, at, len);
                at += len;
            }
            bb_buf_str(&note, between[below(sizeof between / sizeof *between)]);
        }
        log_one(items[below((unsigned)item_count)].code, bb_buf_text(&note), NULL);
        fx.fake.now_ms += 1000 * below(3);
        bb_buf_done(&note);
    }
}

/* A word of 1 to 4 characters out of a text; NULL when it is none that one types as a word. */
static char *word_of(const char *text)
{
    const char *end = text + strlen(text), *at = text;
    uint32_t c;
    size_t chars = 0;
    for (const char *step = text; step < end; step += bb_text_next(step, end, &c))
        chars++;
    for (unsigned skip = below((unsigned)chars); skip > 0; skip--)
        at += bb_text_next(at, end, &c);
    const char *stop = at;
    for (unsigned take = 1 + below(4); take > 0 && stop < end; take--)
        stop += bb_text_next(stop, end, &c);
    char *word = bb_strndup(at, (size_t)(stop - at));
    if (strpbrk(word, " :%_") || strstr(word, "·")) {
        free(word);
        return NULL;
    }
    return word;
}

static void like(sqlite3 *db, const char *word, struct found *found)
{
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_prepare_v2(db,
                                        "SELECT no FROM search_text WHERE text LIKE '%'||?||'%' "
                                        "ORDER BY place DESC",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    sqlite3_bind_text(stmt, 1, word, -1, SQLITE_STATIC);
    bb_buf_clear(&found->text);
    found->count = 0;
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        bb_buf_printf(&found->text, "%s;", (const char *)sqlite3_column_text(stmt, 0));
        found->count++;
    }
    sqlite3_finalize(stmt);
}

static bool has_letter_only(const char *word)
{
    return word[strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                             "0123456789")] == '\0';
}

/* Every word: nothing LIKE finds is missed, nothing else is found, in the same order. Words of
 * letters are also initials, so there the program may find more, never less. */
START_TEST(as_exact_as_like)
{
    enum { SESSIONS = 250, WORDS = 400 };
    sqlite3 *db;
    sqlite3_stmt *texts;
    int asked = 0, singles = 0, mixed = 0;
    seed = 20261124u + (uint32_t)_i;
    fill(SESSIONS);
    ck_assert_int_eq(sqlite3_open_v2(fx.path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    sqlite3_prepare_v2(db, "SELECT text FROM search_text ORDER BY place LIMIT 1 OFFSET ?", -1,
                       &texts, NULL);
    while (asked < WORDS) {
        struct found expected = {0}, got = {0};
        sqlite3_bind_int(texts, 1, (int)below(SESSIONS));
        ck_assert_int_eq(sqlite3_step(texts), SQLITE_ROW);
        char *word = word_of((const char *)sqlite3_column_text(texts, 0));
        sqlite3_reset(texts);
        if (!word)
            continue;
        like(db, word, &expected);
        ck_ok(look(word, 0, 0, NULL, &got));
        const char *records = bb_buf_text(&got.text); /* names of items and people stand first */
        while (*records == '=')
            records = strchr(records, ';') + 1;
        ck_assert_int_gt(expected.count, 0);
        if (has_letter_only(word))
            for (char *no = strtok(expected.text.data, ";"); no; no = strtok(NULL, ";"))
                ck_assert_msg(strstr(records, no) != NULL, "%s misses %s", word, no);
        else
            ck_assert_msg(strcmp(records, bb_buf_text(&expected.text)) == 0,
                          "\"%s\": %s\nshould be %s", word, records, bb_buf_text(&expected.text));
        const char *second = word;
        uint32_t c;
        second += bb_text_next(word, word + strlen(word), &c);
        singles += *second == '\0';
        mixed += !has_letter_only(word) && strpbrk(word, "abcABC124x") != NULL;
        asked++;
        free(word);
        bb_buf_done(&expected.text);
        bb_buf_done(&got.text);
    }
    ck_assert_int_gt(singles, 30);
    ck_assert_int_gt(mixed, 10);
    sqlite3_finalize(texts);
    sqlite3_close(db);
}
END_TEST

/* ---- what else can be typed ---- */

static void some_days(void)
{
    log_one("P031", "缴费基数说明", "2026-11-19 10:00");
    log_one("P001", "居住证材料", "2026-11-20 10:00");
    log_one(NULL, "社保卡挂失", "2026-11-20 11:00");
    log_one("P031", "补缴", NULL);
}

START_TEST(initials_fields_and_names)
{
    some_days();
    finds("gssm", "");
    finds("jssm", "C1W03-261119-001;");  /* initials of a note */
    finds("sbkgs", "C1W03-261120-002;"); /* the whole note */
    finds("shebaokagua", "C1W03-261120-002;");
}
END_TEST

START_TEST(field_terms)
{
    some_days();
    finds("日期:11-20", "C1W03-261120-002;C1W03-261120-001;");
    finds("日期:11-20 居住", "C1W03-261120-001;");
    finds("date:..11-19", "C1W03-261119-001;");
    finds("date:11-21.. 事项:P031", "C1W03-261123-001;");
    finds("日期:11-20..11-21 日期:11-23", "");
    finds("事项:P031", "C1W03-261123-001;C1W03-261119-001;");
    finds("单位:人社", "C1W03-261123-001;C1W03-261119-001;");
    finds("单位:rs 缴费基数", "C1W03-261119-001;");
    finds("人员:程亦诚 编号:261120", "C1W03-261120-002;C1W03-261120-001;");
    finds("窗口:3号 事项:P001", "C1W03-261120-001;");
    finds("状态:solved 事项:P001", "C1W03-261120-001;");
    finds("state:Solved 事项:P001", "C1W03-261120-001;");
    finds("状态:unsolved", "");
    finds("状态:", "");
}
END_TEST

START_TEST(names_stand_first)
{
    some_days();
    finds("程亦诚", "=程亦诚;C1W03-261123-001;C1W03-261120-002;C1W03-261120-001;C1W03-261119-001;");
    finds("cyc", "=程亦诚;C1W03-261123-001;C1W03-261120-002;C1W03-261120-001;C1W03-261119-001;");
    struct found found = {0};
    ck_ok(look("社", 3, 0, NULL, &found));
    ck_assert_int_eq(found.count, 3);
    bb_buf_done(&found.text);
}
END_TEST

START_TEST(bad_terms_and_rights)
{
    struct found found = {0};
    some_days();
    ck_err_is(look("颜色:红", 0, 0, NULL, &found), BB_ERR_NO_FIELD);
    ck_err_is(look("日期:13-45", 0, 0, NULL, &found), BB_ERR_BAD_FIELD);
    ck_assert_int_eq(found.count, 0);
    ck_ok(bb_app_login(fx.app, "V001", NULL));
    ck_err_is(look("社保", 0, 0, NULL, &found), BB_ERR_NO_RIGHT);
    ck_assert_int_eq(found.count, 0);
    bb_buf_done(&found.text);
}
END_TEST

/* What can only be read ends at `most` texts, and says where; pairs and the beginnings of words of
 * ASCII go on. */
START_TEST(how_far_is_looked)
{
    struct found found = {0};
    int64_t left = 0;
    char at[BB_AT_BYTES];
    log_one(NULL, "XY99 轮椅", "2026-11-18 10:00");
    some_days();
    ck_ok(look("轮", 0, 2, &left, &found)); /* a single character */
    ck_assert_int_eq(found.count, 0);
    ck_assert_str_eq(bb_at_format_minute(at, left), "2026-11-20 11:00");
    ck_ok(look("轮椅", 0, 2, &left, &found));
    ck_assert_str_eq(bb_buf_text(&found.text), "C1W03-261118-001;");
    ck_assert_int_eq(left, 0);
    ck_ok(look("xy9", 0, 2, &left, &found));
    ck_assert_str_eq(bb_buf_text(&found.text), "C1W03-261118-001;");
    ck_ok(look("y99", 0, 2, &left, &found)); /* inside of a word: read for */
    ck_assert_int_eq(found.count, 0);
    ck_assert_int_ne(left, 0);
    ck_ok(look("y99", 0, 0, &left, &found));
    ck_assert_int_eq(found.count, 1);
    bb_buf_done(&found.text);
}
END_TEST

Suite *suite_search(void);
Suite *suite_search(void)
{
    Suite *suite = suite_create("search");
    TCase *tcase = tcase_create("search");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, as_exact_as_like, 0, 2);
    tcase_add_test(tcase, initials_fields_and_names);
    tcase_add_test(tcase, field_terms);
    tcase_add_test(tcase, names_stand_first);
    tcase_add_test(tcase, bad_terms_and_rights);
    tcase_add_test(tcase, how_far_is_looked);
    suite_add_tcase(suite, tcase);
    return suite;
}
