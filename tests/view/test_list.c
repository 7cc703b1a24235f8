/* The list cursor over a fake table that can lose, gain and move rows, and that counts what it
 * hands out. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "bangban/view/list.h"

enum { MAX_ROWS = 100000 };

static struct {
    int rows[MAX_ROWS]; /* the ids in order */
    int count;
    int asked_most; /* rows of one fetch */
    int alive;      /* row data not yet freed */
    bool broken;
} table;

static void put(struct bb_list_rows *into, int from, int to)
{
    for (int i = from < 0 ? 0 : from; i < to && i < table.count; i++) {
        char id[16];
        snprintf(id, sizeof id, "%d", table.rows[i]);
        int *data = malloc(sizeof *data);
        *data = table.rows[i];
        table.alive++;
        bb_list_add(into, id, data);
    }
}

static const struct bb_err *fetch(void *ctx, enum bb_list_ask ask, const char *id, int count,
                                  struct bb_list_rows *into)
{
    (void)ctx;
    int at = 0;
    if (count > table.asked_most)
        table.asked_most = count;
    while (id && at < table.count && table.rows[at] != atoi(id))
        at++;
    switch (ask) {
    case BB_LIST_FIRST:
        put(into, 0, count);
        break;
    case BB_LIST_LAST:
        put(into, table.count - count, table.count);
        break;
    case BB_LIST_AFTER:
        put(into, at + 1, at + 1 + count);
        break;
    case BB_LIST_BEFORE:
        put(into, at - count, at);
        break;
    case BB_LIST_AT:
        put(into, at, at + 1);
        break;
    }
    return table.broken ? bb_err(BB_ERR_RULE, "broken", NULL) : NULL; /* also after some rows */
}

static void free_row(void *data)
{
    table.alive--;
    free(data);
}

static struct bb_list *list;

static void up(void)
{
    memset(&table, 0, sizeof table);
    list = bb_list_new((struct bb_list_source){fetch, free_row, NULL});
    bb_list_resize(list, 5);
}

static void down(void)
{
    bb_list_free(list);
    ck_assert_int_eq(table.alive, 0);
}

static void fill(int count)
{
    table.count = count;
    for (int i = 0; i < count; i++)
        table.rows[i] = i;
}

static void lose(int id)
{
    int kept = 0;
    for (int i = 0; i < table.count; i++) {
        if (table.rows[i] != id)
            table.rows[kept++] = table.rows[i];
    }
    table.count = kept;
}

/* "3 [4] 5": the rows in view, the selected one in brackets. */
static const char *shown(void)
{
    static char out[256];
    size_t len = 0;
    out[0] = '\0';
    for (int i = 0; i < bb_list_count(list); i++) {
        bool here = i == bb_list_cursor(list);
        const char *id = bb_list_row(list, i)->id;
        ck_assert_int_eq(*(int *)bb_list_row(list, i)->data, atoi(id));
        len += (size_t)snprintf(out + len, sizeof out - len, "%s%s%s%s", i ? " " : "",
                                here ? "[" : "", id, here ? "]" : "");
    }
    return out;
}

static void moves(enum bb_list_move move, const char *expected)
{
    ck_ok(bb_list_move(list, move));
    ck_assert_str_eq(shown(), expected);
}

START_TEST(moves_by_row_page_and_end)
{
    fill(12);
    ck_assert_int_eq(bb_list_cursor(list), -1);
    ck_assert_ptr_null(bb_list_selected(list));
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "[0] 1 2 3 4");
    moves(BB_LIST_UP, "[0] 1 2 3 4");
    moves(BB_LIST_DOWN, "0 [1] 2 3 4");
    moves(BB_LIST_PAGE_DOWN, "5 [6] 7 8 9");
    moves(BB_LIST_PAGE_DOWN, "7 8 9 10 [11]");
    moves(BB_LIST_PAGE_DOWN, "7 8 9 10 [11]");
    moves(BB_LIST_DOWN, "7 8 9 10 [11]");
    moves(BB_LIST_PAGE_UP, "2 3 4 5 [6]");
    moves(BB_LIST_HOME, "[0] 1 2 3 4");
    moves(BB_LIST_END, "7 8 9 10 [11]");
    for (int i = 0; i < 5; i++)
        ck_ok(bb_list_move(list, BB_LIST_UP));
    ck_assert_str_eq(shown(), "[6] 7 8 9 10");
    moves(BB_LIST_PAGE_UP, "[1] 2 3 4 5");
    moves(BB_LIST_PAGE_UP, "[0] 1 2 3 4");
    for (int i = 0; i < 5; i++)
        ck_ok(bb_list_move(list, BB_LIST_DOWN));
    ck_assert_str_eq(shown(), "1 2 3 4 [5]");
    ck_assert_ptr_null(bb_list_row(list, 5));
    ck_assert_ptr_null(bb_list_row(list, -1));
}
END_TEST

START_TEST(short_and_empty_lists)
{
    ck_ok(bb_list_reload(list));
    for (int move = BB_LIST_UP; move <= BB_LIST_END; move++)
        ck_ok(bb_list_move(list, (enum bb_list_move)move));
    ck_assert_int_eq(bb_list_count(list), 0);
    ck_assert_int_eq(bb_list_cursor(list), -1);
    fill(2);
    ck_ok(bb_list_reload(list));
    moves(BB_LIST_PAGE_DOWN, "0 [1]");
    moves(BB_LIST_PAGE_UP, "[0] 1");
    moves(BB_LIST_END, "0 [1]");
    fill(4); /* others add rows below */
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "0 [1] 2 3");
    table.count = 0;
    ck_ok(bb_list_reload(list));
    ck_assert_int_eq(bb_list_cursor(list), -1);
}
END_TEST

START_TEST(the_selected_record_stays_selected)
{
    fill(30);
    ck_ok(bb_list_reload(list));
    ck_ok(bb_list_select(list, "12"));
    ck_assert_str_eq(shown(), "10 11 [12] 13 14");
    lose(10), lose(11);
    ck_ok(bb_list_reload(list)); /* it stays on its screen row */
    ck_assert_str_eq(shown(), "8 9 [12] 13 14");
    for (int i = table.count++; i > 0; i--)
        table.rows[i] = table.rows[i - 1];
    table.rows[0] = 99;
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "8 9 [12] 13 14");
    lose(12);
    ck_ok(bb_list_reload(list)); /* gone: the one that took its place */
    ck_assert_str_eq(shown(), "8 9 [13] 14 15");
    table.rows[0] = 12; /* back, at another place */
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "[12] 0 1 2 3");
    lose(12);
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "[0] 1 2 3 4");
    moves(BB_LIST_DOWN, "0 [1] 2 3 4"); /* the user has gone on: 12 is forgotten */
    table.rows[table.count++] = 12;
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "0 [1] 2 3 4");
}
END_TEST

START_TEST(a_filter_and_back)
{
    fill(100);
    ck_ok(bb_list_reload(list));
    ck_ok(bb_list_select(list, "50"));
    table.count = 0;
    for (int i = 0; i < 3; i++)
        table.rows[table.count++] = i * 30; /* 0 30 60: nothing that was in view */
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "[0] 30 60");
    fill(100);
    ck_ok(bb_list_reload(list)); /* the filter is cleared */
    ck_assert_str_eq(bb_list_selected(list)->id, "50");
    ck_ok(bb_list_select(list, "12345"));
    ck_assert_str_eq(bb_list_selected(list)->id, "50");
    ck_ok(bb_list_move(list, BB_LIST_END));
    lose(99); /* the last one goes: its neighbour above */
    ck_ok(bb_list_reload(list));
    ck_assert_str_eq(shown(), "94 95 96 97 [98]");
}
END_TEST

START_TEST(resizing)
{
    fill(20);
    ck_ok(bb_list_reload(list));
    ck_ok(bb_list_move(list, BB_LIST_END));
    ck_ok(bb_list_resize(list, 3));
    ck_assert_str_eq(shown(), "17 18 [19]");
    ck_ok(bb_list_resize(list, 6));
    ck_assert_str_eq(shown(), "14 15 16 17 18 [19]");
    ck_ok(bb_list_resize(list, 0));
    ck_assert_str_eq(shown(), "[19]");
    moves(BB_LIST_UP, "[18]");
    ck_ok(bb_list_resize(list, 100));
    ck_assert_int_eq(bb_list_count(list), 20);
    ck_assert_str_eq(bb_list_selected(list)->id, "18");
}
END_TEST

START_TEST(an_error_changes_nothing)
{
    fill(20);
    ck_ok(bb_list_reload(list));
    ck_ok(bb_list_select(list, "10"));
    table.broken = true;
    ck_err_is(bb_list_reload(list), BB_ERR_RULE);
    ck_err_is(bb_list_move(list, BB_LIST_PAGE_DOWN), BB_ERR_RULE);
    ck_err_is(bb_list_move(list, BB_LIST_END), BB_ERR_RULE);
    ck_err_is(bb_list_select(list, "1"), BB_ERR_RULE);
    ck_err_is(bb_list_resize(list, 9), BB_ERR_RULE);
    ck_assert_str_eq(shown(), "8 9 [10] 11 12");
}
END_TEST

/* Random use of a long list: never more than a screenful is asked for, and the view is always a
 * true, full stretch of the table. */
START_TEST(a_hundred_thousand_rows)
{
    uint32_t seed = 5;
    fill(MAX_ROWS);
    ck_ok(bb_list_resize(list, 20));
    ck_ok(bb_list_reload(list));
    int position = 0;
    for (int round = 0; round < 400; round++) {
        seed = seed * 1664525u + 1013904223u;
        enum bb_list_move move = (enum bb_list_move)(seed >> 8) % 6;
        ck_ok(bb_list_move(list, move));
        static const int by[] = {-1, 1, -20, 20, -MAX_ROWS, MAX_ROWS};
        position += by[move];
        position = position < 0 ? 0 : position >= MAX_ROWS ? MAX_ROWS - 1 : position;
        ck_assert_int_eq(atoi(bb_list_selected(list)->id), position);
        ck_assert_int_eq(bb_list_count(list), 20);
        ck_assert_int_eq(atoi(bb_list_row(list, 19)->id) - atoi(bb_list_row(list, 0)->id), 19);
        ck_assert_int_le(table.alive, 20);
    }
    ck_assert_int_le(table.asked_most, 20);
}
END_TEST

Suite *suite_list(void);
Suite *suite_list(void)
{
    Suite *suite = suite_create("list");
    TCase *tcase = tcase_create("list");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_add_test(tcase, moves_by_row_page_and_end);
    tcase_add_test(tcase, short_and_empty_lists);
    tcase_add_test(tcase, the_selected_record_stays_selected);
    tcase_add_test(tcase, a_filter_and_back);
    tcase_add_test(tcase, resizing);
    tcase_add_test(tcase, an_error_changes_nothing);
    tcase_add_test(tcase, a_hundred_thousand_rows);
    suite_add_tcase(suite, tcase);
    return suite;
}
