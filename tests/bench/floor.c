/*
 * The floor: the least program that shows a list of Chinese rows paged by key from SQLite, with the
 * libraries of the counter process and nothing of its layers. Up, Down, PageUp, PageDown; other
 * characters go to a line at the bottom; Ctrl-X ends it. No undo, no colours, no clock, no rules:
 * what the real program takes beyond this is its own cost.
 *
 *     floor FILE      table row(due, id, no, text), index on (due, id): bench data makes it
 */
#include <curses.h>
#include <locale.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

enum { ROWS_MAX = 200, TEXT_BYTES = 400, KEY_CTRL_X = 24 };

struct row {
    int64_t due;
    char id[40], text[TEXT_BYTES];
};

static sqlite3 *db;
static struct row rows[ROWS_MAX], next[ROWS_MAX];
static int count, cursor;

/* Two seeks: the rest of the key's own day, then the days after (or before) it. */
static const char *const page_sql[2][2] = {
    {"SELECT due,id,no,text FROM row WHERE due=?1 AND id>?2 ORDER BY id LIMIT ?3",
     "SELECT due,id,no,text FROM row WHERE due>?1 AND ?2 IS NOT NULL ORDER BY due,id LIMIT ?3"},
    {"SELECT due,id,no,text FROM row WHERE due=?1 AND id<?2 ORDER BY id DESC LIMIT ?3",
     "SELECT due,id,no,text FROM row WHERE due<?1 AND ?2 IS NOT NULL ORDER BY due DESC,id DESC "
     "LIMIT ?3"}};
static sqlite3_stmt *page_stmt[2][2];

static int fetch(int backwards, int part, const struct row *key, int wanted, int got)
{
    sqlite3_stmt **slot = &page_stmt[backwards][part], *stmt;
    if (!*slot && sqlite3_prepare_v3(db, page_sql[backwards][part], -1, SQLITE_PREPARE_PERSISTENT,
                                     slot, NULL))
        return got;
    stmt = *slot;
    sqlite3_bind_int64(stmt, 1, key->due);
    sqlite3_bind_text(stmt, 2, key->id, -1, SQLITE_STATIC);
    sqlite3_bind_int(stmt, 3, wanted - got);
    while (got < wanted && sqlite3_step(stmt) == SQLITE_ROW) {
        struct row *row = &next[backwards ? wanted - 1 - got : got];
        row->due = sqlite3_column_int64(stmt, 0);
        snprintf(row->id, sizeof row->id, "%s", (const char *)sqlite3_column_text(stmt, 1));
        snprintf(row->text, sizeof row->text, "%lld %s %s", (long long)row->due,
                 (const char *)sqlite3_column_text(stmt, 2),
                 (const char *)sqlite3_column_text(stmt, 3));
        got++;
    }
    sqlite3_reset(stmt);
    return got;
}

static int page(int backwards, struct row key, int wanted)
{
    int got = fetch(backwards, 0, &key, wanted, 0);
    got = fetch(backwards, 1, &key, wanted, got);
    if (got == 0)
        return 0;
    int first = backwards ? wanted - got : 0;
    memcpy(rows, next + first, sizeof *rows * (size_t)got);
    count = got;
    if (cursor >= count)
        cursor = count - 1;
    return 1;
}

static void draw_row(int at)
{
    wchar_t wide[TEXT_BYTES];
    int cells = 0, end = 0, left = COLS - 1;
    attrset(at == cursor ? A_REVERSE : A_NORMAL);
    if (at < count) {
        mbstowcs(wide, rows[at].text, TEXT_BYTES - 1);
        for (; wide[end] && cells + wcwidth(wide[end]) <= left; end++)
            cells += wcwidth(wide[end]);
        mvaddnwstr(at + 1, 0, wide, end);
    } else {
        move(at + 1, 0);
    }
    if (at == cursor)
        for (; cells < left; cells++)
            addch(' ');
    attrset(A_NORMAL);
    clrtoeol();
}

static void draw(void)
{
    for (int i = 0; i < LINES - 4; i++)
        draw_row(i);
}

int main(int argc, char **argv)
{
    wchar_t typed[200] = L"";
    size_t typed_len = 0;
    setlocale(LC_ALL, "");
    if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL))
        return 2;
    initscr();
    raw();
    noecho();
    keypad(stdscr, TRUE);
    set_escdelay(25);
    int body = LINES - 4;
    page(0, (struct row){.due = 0}, body);
    mvaddstr(0, 0, "金山区行政服务中心 · 3号窗口 · 台账");
    mvaddstr(LINES - 1, 0, "F1 帮助  F2 登记  F3 今日  F4 台账  Ctrl-X 退出");
    draw();
    for (wint_t key = 0; key != KEY_CTRL_X;) {
        move(cursor + 1, 0);
        refresh();
        int kind = get_wch(&key), before = cursor;
        if (kind == KEY_CODE_YES && key == KEY_NPAGE && count > 0) {
            if (page(0, rows[count - 1], body))
                draw();
        } else if (kind == KEY_CODE_YES && key == KEY_PPAGE && count > 0) {
            if (page(1, rows[0], body))
                draw();
        } else if (kind == KEY_CODE_YES && (key == KEY_DOWN || key == KEY_UP)) {
            int step = key == KEY_DOWN ? 1 : -1, at = cursor + step;
            if (at >= 0 && at < count) {
                cursor = at;
                draw_row(before);
                draw_row(cursor);
            } else if (count > 0 && page(step < 0, rows[step < 0 ? 0 : count - 1], body)) {
                cursor = step < 0 ? count - 1 : 0;
                draw();
            }
        } else if (kind == OK && key >= ' ' && typed_len + 1 < sizeof typed / sizeof *typed) {
            typed[typed_len++] = (wchar_t)key;
            typed[typed_len] = L'\0';
            mvaddwstr(LINES - 2, 0, typed);
        } else if (kind == ERR) {
            break;
        }
    }
    endwin();
    sqlite3_close(db);
    return 0;
}
