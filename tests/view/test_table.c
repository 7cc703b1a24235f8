/* Column layout: who is dropped, who grows, and that rows line up. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "bangban/view/table.h"

static const struct bb_column columns[] = {
    {"No.", 4, 6, 0, 0, BB_ALIGN_RIGHT},
    {"Item", 10, 24, 2, 0, BB_ALIGN_LEFT},
    {"Unit", 6, 10, 1, 1, BB_ALIGN_LEFT},
    {"Due", 10, 10, 0, 2, BB_ALIGN_LEFT},
};
enum { COUNT = sizeof columns / sizeof *columns };

START_TEST(widths)
{
    static const struct {
        int cols;
        const char *widths;
    } cases[] = {
        {83, "6 44 20 10 "}, /* 30 over the ideal: shared 2 to 1 */
        {53, "6 24 10 10 "}, /* all ideal */
        {43, "5 17 8 10 "},  /* half of the way to ideal */
        {33, "4 10 6 10 "},  /* all at their least */
        {32, "5 17 8 0 "},   /* the least important goes, the others take its place */
        {21, "4 16 0 0 "},   {15, "4 10 0 0 "}, {14, "4 9 0 0 "}, {5, "5 0 0 0 "},
        {4, "4 0 0 0 "},     {2, "2 0 0 0 "},   {0, "0 0 0 0 "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int got[COUNT];
        char text[64] = "";
        bb_table_layout(columns, COUNT, cases[i].cols, got);
        for (int k = 0; k < COUNT; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%d ", got[k]);
        ck_assert_msg(strcmp(text, cases[i].widths) == 0, "%d cells: %s, not %s", cases[i].cols,
                      text, cases[i].widths);
    }
}
END_TEST

START_TEST(of_equals_the_rightmost_goes)
{
    static const struct bb_column equals[] = {{.title = "A", .min_cols = 4, .priority = 1},
                                              {.title = "B", .min_cols = 4, .priority = 1}};
    int got[2];
    bb_table_layout(equals, 2, 8, got);
    ck_assert_int_eq(got[0], 4);
    ck_assert_int_eq(got[1], 0);
}
END_TEST

START_TEST(rows_line_up)
{
    static const char *const cells[] = {"12", "灵活就业人员社会保险缴费", "人社", NULL};
    struct bb_buf out = {0};
    int got[COUNT];
    bb_table_layout(columns, COUNT, 43, got);
    bb_table_row(&out, columns, COUNT, got, 43, cells);
    ck_assert_str_eq(bb_buf_text(&out), "   12 灵活就业人员社会… 人社               ");
    bb_buf_clear(&out);
    bb_table_head(&out, columns, COUNT, got, 43);
    ck_assert_str_eq(bb_buf_text(&out), "  No. Item              Unit     Due       ");
    for (int cols = 0; cols < 120; cols++) {
        bb_buf_clear(&out);
        bb_table_layout(columns, COUNT, cols, got);
        bb_table_row(&out, columns, COUNT, got, cols, cells);
        ck_assert_int_eq(bb_text_cols(bb_buf_text(&out)), cols);
    }
    bb_buf_done(&out);
}
END_TEST

Suite *suite_table(void);
Suite *suite_table(void)
{
    Suite *suite = suite_create("table");
    TCase *tcase = tcase_create("table");
    tcase_add_test(tcase, widths);
    tcase_add_test(tcase, of_equals_the_rightmost_goes);
    tcase_add_test(tcase, rows_line_up);
    suite_add_tcase(suite, tcase);
    return suite;
}
