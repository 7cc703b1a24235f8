/* Damaged files: a byte changed, a sector of zeros, a page of garbage, a page of before, two pages
 * in each other's place, an end cut off. The check finds it and says so in one sentence, or all
 * that can be read is as it was; whatever is read of it in between never ends the program. */
#include "app/flows.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/safety.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "soak.h"

enum { PAGE = 4096, SECTOR = 512 };

static struct office office;
static struct bb_buf sound, before; /* the file, and as it was some acts ago */

static void up(void)
{
    office_up(&office);
    ck_ok(bb_file_read(&before, office.prepared, 1 << 26));
    for (int i = 0; i < 5; i++) {
        ck_ok(flows[0].run(&office));
        ck_ok(flows[2].run(&office));
    }
    office_close(&office);
    ck_ok(bb_file_read(&sound, office.fx.path, 1 << 26));
}

static void down(void)
{
    bb_buf_done(&sound);
    bb_buf_done(&before);
    office_down(&office);
}

static uint32_t seed;
static uint32_t chance(size_t of)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((seed >> 4) % of);
}

static void one_byte(struct bb_buf *file)
{
    file->data[chance(file->len)] ^= (char)(1u << chance(8));
}
static void zero_sector(struct bb_buf *file)
{
    memset(file->data + chance(file->len / SECTOR) * SECTOR, 0, SECTOR);
}
static void garbage_page(struct bb_buf *file)
{
    char *page = file->data + chance(file->len / PAGE) * PAGE;
    for (int i = 0; i < PAGE; i++)
        page[i] = (char)chance(256);
}
static void stale_page(struct bb_buf *file)
{
    size_t at = chance(before.len / PAGE) * PAGE;
    memcpy(file->data + at, before.data + at, PAGE);
}
static void swapped_pages(struct bb_buf *file)
{
    char kept[PAGE], *one = file->data + chance(file->len / PAGE) * PAGE,
                     *other = file->data + chance(file->len / PAGE) * PAGE;
    memcpy(kept, one, PAGE);
    memmove(one, other, PAGE);
    memcpy(other, kept, PAGE);
}
static void cut_off(struct bb_buf *file)
{
    file->len = chance(file->len);
}

static const struct {
    const char *name;
    void (*damage)(struct bb_buf *file);
} kinds[] = {
    {"a byte", one_byte},
    {"a sector of zeros", zero_sector},
    {"a page of garbage", garbage_page},
    {"a page of before", stale_page},
    {"two pages swapped", swapped_pages},
    {"cut off", cut_off},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static const struct bb_err *count_row(void *ctx, void *row)
{
    (void)row;
    ++*(int *)ctx;
    return NULL;
}

/* As people do before anybody checks: lists, a record, a search, a save. Errors are allowed. */
static void use(struct bb_app *app)
{
    int rows = 0;
    const struct bb_sink sink = {count_row, &rows};
    const struct bb_session_query sessions = {.limit = 20};
    const struct bb_issue_query issues = {.states = BB_IN_OPEN, .limit = 20};
    struct bb_session session = {0};
    struct bb_day_figures figures;
    bb_app_session_list(app, &sessions, &sink);
    bb_app_issue_list(app, &issues, &sink);
    bb_app_search(app, "社保", 20, 0, NULL, &sink);
    bb_app_day_figures(app, &figures);
    bb_app_session_load(app, "C1W03-261123-001", &session);
    bb_session_done(&session);
}

/* Not what the filter and the search look into: the check
 * does not compare them with anything, check --rebuild writes them anew. */
#define RECORDS_OF_ISSUE                                                                        \
    "SELECT id, no, description, plan, measures, lead_unit, person, due_day, state FROM issue " \
    "ORDER BY id"

/* What is read of a file, as one text. */
static bool content(const char *path, struct bb_buf *out)
{
    static const char *const questions[] = {
        "SELECT * FROM event ORDER BY hash",
        "SELECT * FROM session ORDER BY id",
        RECORDS_OF_ISSUE,
        "SELECT * FROM issue_sort",
        "SELECT * FROM item ORDER BY code",
        "SELECT * FROM unit ORDER BY code",
        "SELECT * FROM person ORDER BY code",
        "SELECT * FROM calendar_day ORDER BY date",
        "SELECT id FROM session INDEXED BY session_day ORDER BY happened_at, id",
        "SELECT id FROM issue INDEXED BY issue_due ORDER BY due_order, id",
    };
    sqlite3 *raw;
    bool good = sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK;
    for (size_t i = 0; good && i < sizeof questions / sizeof *questions; i++) {
        sqlite3_stmt *stmt = NULL;
        int rc = sqlite3_prepare_v2(raw, questions[i], -1, &stmt, NULL);
        while (rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
            for (int c = 0; c < sqlite3_column_count(stmt); c++) {
                const char *text = (const char *)sqlite3_column_text(stmt, c);
                bb_buf_printf(out, "%s|", text ? text : "-");
            }
            rc = SQLITE_OK;
        }
        good = rc == SQLITE_DONE;
        sqlite3_finalize(stmt);
    }
    sqlite3_close(raw);
    return good;
}

static void lay(const struct bb_buf *bytes)
{
    office_renew(&office);
    FILE *file = fopen(office.fx.path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes->data, 1, bytes->len, file), bytes->len);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(damage_is_found_or_harmless)
{
    struct bb_buf whole = {0};
    int found = 0, harmless = 0, count = soak_count(40);
    lay(&sound);
    ck_assert(content(office.fx.path, &whole));
    for (int i = 0; i < count; i++) {
        struct bb_buf file = {0}, now = {0};
        struct bb_check_result result;
        seed = (uint32_t)(_i * 1000003 + i * 7919 + 1);
        bb_buf_add(&file, sound.data, sound.len);
        kinds[_i].damage(&file);
        lay(&file);
        const struct bb_err *err = office_open(&office, "M001");
        if (!err)
            use(office.fx.app);
        if (!err)
            err = bb_app_check(office.fx.app, false, NULL, &result);
        if (err) {
            found++;
            ck_assert_msg(!strchr(err->text, '\n') && strlen(err->text) > 20, "%s, %d: %s",
                          kinds[_i].name, i, err->text);
            ck_assert_int_eq(bb_err_exit(err) == BB_EXIT_DONE, false);
        } else {
            office_close(&office);
            harmless++;
            bool read = content(office.fx.path, &now);
            size_t at = 0;
            while (at < now.len && at < whole.len && now.data[at] == whole.data[at])
                at++;
            ck_assert_msg(read && now.len == whole.len && at == whole.len,
                          "%s, %d: another content, and the check found nothing: %.80s",
                          kinds[_i].name, i, whole.data + (at > 40 ? at - 40 : 0));
        }
        office_close(&office);
        bb_buf_done(&file);
        bb_buf_done(&now);
    }
    bb_buf_done(&whole);
    soak_say("damage (%s): %d files, %d found, %d without effect\n", kinds[_i].name, count, found,
             harmless);
    ck_assert_int_gt(found, 0);
}
END_TEST

Suite *suite_damage(void);
Suite *suite_damage(void)
{
    Suite *suite = suite_create("damage");
    TCase *tcase = tcase_create("damage");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, soak_count(600));
    tcase_add_loop_test(tcase, damage_is_found_or_harmless, 0, KINDS);
    suite_add_tcase(suite, tcase);
    return suite;
}
