/* A busy hour on four screens of one file: two windows, a volunteer, the phone desk; one is killed,
 * one resized. Afterwards the journal, read by SQL of its own, says what the script did, and the
 * tables and the program's figures say what the journal says. */
#include "suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "pty/office.h"

static struct office office;

static void setup(void)
{
    office_open(&office);
}

static void teardown(void)
{
    office_done(&office);
}

enum { WITHIN_MS = 1500 }; /* the tick of a second, and a busy machine */

/* ---- the journal ---- */

/* Every row as "a|b|c", one a line. */
static char *ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    struct bb_buf out = {0};
    ck_assert_int_eq(sqlite3_open_v2(office.db, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(stmt); i++) {
            const char *text = (const char *)sqlite3_column_text(stmt, i);
            bb_buf_printf(&out, "%s%s", i ? "|" : "", text ? text : "");
        }
        bb_buf_char(&out, '\n');
    }
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return bb_buf_take(&out);
}

static void says(const char *sql, const char *expected)
{
    char *got = ask(sql);
    ck_assert_msg(strcmp(got, expected) == 0, "%s\nsays\n%sand should say\n%s", sql, got, expected);
    free(got);
}

/* Of each session: what its events say of phases, desks and helpers, in their order. Numbers
 * without the day: no test depends on today. */
static const char paths[] =
    "SELECT substr(no, 1, 5) || substr(no, -3), (SELECT group_concat(step, ' ') FROM ("
    "  SELECT coalesce(json_extract(e.line, '$.body.phase'), '-') ||"
    "         coalesce('@' || json_extract(e.line, '$.body.desk'), '') ||"
    "         coalesce('=' || json_extract(e.line, '$.body.outcome'), '') AS step"
    "  FROM event AS e WHERE e.subject = s.id ORDER BY e.lamport, e.hash))"
    " FROM (SELECT subject AS id, json_extract(line, '$.body.no') AS no FROM event"
    "       WHERE kind = 'session.add') AS s ORDER BY 1";

/* The last word of the journal on each session, beside the row that the program keeps. */
static const char differing[] =
    "SELECT s.no FROM session AS s WHERE "
    "  s.phase IS NOT (SELECT json_extract(line, '$.body.phase') FROM event WHERE subject = s.id"
    "    AND json_extract(line, '$.body.phase') IS NOT NULL ORDER BY lamport DESC, hash DESC"
    "    LIMIT 1)"
    "  OR s.desk IS NOT (SELECT json_extract(line, '$.body.desk') FROM event WHERE subject = s.id"
    "    AND json_extract(line, '$.body.desk') IS NOT NULL ORDER BY lamport DESC, hash DESC LIMIT "
    "1)"
    "  OR s.helper IS NOT (SELECT json_extract(line, '$.body.helper') FROM event"
    "    WHERE subject = s.id AND json_extract(line, '$.body.helper') IS NOT NULL"
    "    ORDER BY lamport DESC, hash DESC LIMIT 1)"
    "  OR s.outcome IS NOT (SELECT json_extract(line, '$.body.outcome') FROM event"
    "    WHERE subject = s.id AND json_extract(line, '$.body.outcome') IS NOT NULL"
    "    ORDER BY lamport DESC, hash DESC LIMIT 1)";

/* ---- the hour ---- */

static void saved(struct pty *pty, const char *desk, const char *no)
{
    char text[60];
    snprintf(text, sizeof text, "已保存 %s-", desk);
    see(pty, text);
    snprintf(text, sizeof text, "-%s", no);
    see(pty, text);
}

/* Rings at a desk, or only shows, within a second, whatever is open there. */
static void handed(struct pty *from, const char *desk, const char *why, struct pty *to, long bells)
{
    long before = pty_bells(to);
    pty_keys(from, "h");
    see(from, "移交");
    pty_keys(from, desk);
    pty_keys(from, "Enter");
    pty_keys(from, why);
    pty_keys(from, "Ctrl-S");
    see(from, "等候");
    see_within(to, why, WITHIN_MS);
    for (int tries = 0; bells && pty_bells(to) == before && tries < 10; tries++)
        pty_pump(to, 50);
    ck_assert_int_eq(pty_bells(to), before + bells);
}

static struct pty *silent_sit(const char *initials)
{
    char path[600];
    snprintf(path, sizeof path, "%s/silent.conf", office.dir);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("ui: { bell = 0; };\n", file);
    fclose(file);
    office.config = path;
    struct pty *pty = office_sit(&office, initials);
    office.config = NULL;
    return pty;
}

/* A figure of the program's. */
static void has(const char *words, const char *figure)
{
    char line[200];
    snprintf(line, sizeof line, "--as S09 --secret-file S09.key %s", words);
    char *out = office_run(&office, 0, line);
    ck_assert_msg(strstr(out, figure) != NULL, "%s: no %s in\n%s", words, figure, out);
    free(out);
}

START_TEST(busy_hour)
{
    free(office_run(&office, 0,
                    "--as S09 --secret-file S09.key phone add number=021-57921111 unit=310116D15 "
                    "valid_from=2020-01-01"));
    struct pty *one = office_sit(&office, "cyc"), *two = office_sit(&office, "wyn");
    struct pty *help = office_sit(&office, "dt"), *phone = silent_sit("jw");

    pty_keys(help, "Ctrl-B n"); /* the volunteer signs in */
    see(help, "带班");
    pty_keys(help, "zh Enter Ctrl-S");
    see(help, "周海");

    pty_keys(one, "F2 sbjf Enter Ctrl-N"); /* somebody waits at one window … */
    saved(one, "C1W03", "001");
    pty_keys(two, "F2 sbjf Enter Ctrl-S"); /* … while others are helped everywhere */
    saved(two, "C1W04", "001");
    pty_keys(help, "F2 sbjf Enter Ctrl-S");
    saved(help, "C1H01", "001");
    pty_keys(phone, "Ctrl-B 5 m"); /* nobody answered; then somebody did */
    see(phone, "未接");
    pty_keys(phone, "n");
    see(phone, "咨询电话");
    pty_keys(phone, "sbjf Enter Ctrl-S");
    see(phone, "已保存");

    pty_keys(one, "F3 Home p"); /* taken up, put aside, taken up again */
    see(one, "服务中");
    pty_keys(one, "p");
    see(one, "挂起");
    pty_keys(one, "p");
    see(one, "服务中");

    pty_keys(two, "F2 sbjf Enter"); /* two is resized in the middle of typing */
    see(two, "灵活就业人员");
    pty_resize(two, 10, 40);
    see(two, "60×16");
    pty_resize(two, 40, 120);
    see(two, "灵活就业人员社会保险缴费");
    pty_keys(two, "Ctrl-S");
    saved(two, "C1W04", "002");

    pty_keys(one, "F2 sbjf Enter"); /* one is killed in the middle of typing */
    office_focus(one, "备注");
    office_type_draft(&office, one, "打到一半");
    pty_kill9(one);
    pty_keys(help, "F2 sbjf Enter Ctrl-S"); /* the others notice nothing */
    saved(help, "C1H01", "002");
    pty_end(one);
    one = office_sit(&office, "cyc");
    pty_keys(one, "F2");
    see(one, "打到一半");
    pty_keys(one, "Ctrl-S");
    saved(one, "C1W03", "002");

    pty_keys(two, "F2 居住"); /* two is busy when the hand-over rings there */
    see(two, "居住");
    pty_keys(one, "F3 Home");
    see(one, "服务中");
    handed(one, "4号窗口 ", "要打印凭证", two, 1);
    see(two, "居住"); /* what was typed stays */
    pty_keys(two, "Ctrl-X F3 Home p");
    see(two, "服务中");
    handed(two, "咨询电话 ", "改日电话答复", phone, 0); /* silent there, and seen */
    pty_keys(phone, "F3 Home p");
    see(phone, "服务中");
    pty_keys(phone, "e Ctrl-S");
    saved(phone, "C1W03", "001");

    pty_keys(help, "Ctrl-B Enter"); /* the volunteer signs out */
    see(help, "签退");
    pty_keys(help, "Ctrl-S");
    see(help, " 0:0"); /* the hours */

    pty_keys(one, "F3");
    see(one, "今日 1 件"); /* 002 of its own; 001 went on */
    pty_end(one);
    pty_end(two);
    pty_end(help);
    pty_end(phone);

    says(paths, "C1H01001|closed@C1H01=solved\n"
                "C1H01002|closed@C1H01=solved\n"
                "C1P01001|closed@C1P01=solved\n"
                "C1W03001|waiting@C1W03 serving parked serving waiting@C1W04 serving@C1W04 "
                "waiting@C1P01 serving@C1P01 closed=solved\n"
                "C1W03002|closed@C1W03=solved\n"
                "C1W04001|closed@C1W04=solved\n"
                "C1W04002|closed@C1W04=solved\n");
    says(differing, "");
    says("SELECT count(*), sum(phase = 'closed'), sum(outcome = 'solved') FROM session", "7|7|7\n");
    says("SELECT json_extract(line, '$.body.result') FROM event WHERE kind = 'phone_call.add' "
         "ORDER BY lamport",
         "missed\nsolved\n");
    says("SELECT person, supervisor, to_at >= from_at FROM shift", "V01|S09|1\n");
    has("report solved all --format tsv", "7\t100.0% (n=7)");
    has("phone counts --format tsv", "\t2\t1\t");
    has("shift list --format tsv", "V01");
    free(office_run(&office, 0, "check"));
}
END_TEST

Suite *suite_busy_hour(void);
Suite *suite_busy_hour(void)
{
    Suite *suite = suite_create("busy_hour");
    TCase *tcase = tcase_create("four screens");
    tcase_set_timeout(tcase, 120);
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, busy_hour);
    suite_add_tcase(suite, tcase);
    return suite;
}
