/* The table of actions: every key can be read, means one thing on a screen, and no command has only
 * one way. */
#include "bangban/view/action.h"

#include <string.h>

#include "bangban/base/text.h"
#include "bangban/view/keymap.h"
#include "suite.h"

START_TEST(keys_can_be_read)
{
    const struct bb_action *action = bb_action((enum bb_action_id)_i);
    const char *at = action->keys;
    int count = 0;
    while (bb_key_parse(&at) != BB_KEY_NONE)
        count++;
    ck_assert_msg(count > 0 && *at == '\0', "%s: %s", action->word, action->keys);
    ck_assert_ptr_nonnull(action->label);
    ck_assert_ptr_nonnull(action->help);
    ck_assert_msg(strchr(".:", action->help[strlen(action->help) - 1]), "%s", action->help);
    ck_assert_int_eq(bb_action_find(action->word), _i);
}
END_TEST

START_TEST(a_key_means_one_thing)
{
    for (int screen = 0; screen < BB_SCREEN__COUNT; screen++) {
        const char *at = bb_action((enum bb_action_id)_i)->keys;
        if (!bb_action_is_on((enum bb_action_id)_i, (enum bb_screen_id)screen))
            continue;
        for (uint32_t key; (key = bb_key_parse(&at)) != BB_KEY_NONE;)
            ck_assert_msg(bb_action_of_key((enum bb_screen_id)screen, key, false) ==
                              (enum bb_action_id)_i,
                          "%s on %s", bb_action((enum bb_action_id)_i)->word,
                          bb_screen_word((enum bb_screen_id)screen));
    }
}
END_TEST

/* Inside, every command stands in the palette; the ways there, and moving, have keys of two kinds
 * or none that a keyboard could lack. */
START_TEST(no_command_hangs_on_a_function_key)
{
    const char *at = bb_action((enum bb_action_id)_i)->keys;
    bool only_function_keys = true;
    for (uint32_t key; (key = bb_key_parse(&at)) != BB_KEY_NONE;)
        only_function_keys = only_function_keys && key > BB_KEY_F0 && key < BB_KEY_ALT_0;
    ck_assert_msg(!only_function_keys, "%s", bb_action((enum bb_action_id)_i)->word);
}
END_TEST

START_TEST(typing_hides_characters_only)
{
    ck_assert_int_eq(bb_action_of_key(BB_SCREEN_TODAY, '?', false), BB_ACTION_HELP);
    ck_assert_int_eq(bb_action_of_key(BB_SCREEN_TODAY, '?', true), BB_ACTION_NONE);
    ck_assert_int_eq(bb_action_of_key(BB_SCREEN_TODAY, BB_KEY_F(1), true), BB_ACTION_HELP);
    ck_assert_int_eq(bb_action_of_key(BB_SCREEN_FORM, BB_KEY_CTRL('s'), true), BB_ACTION_SAVE);
    ck_assert_int_eq(bb_action_of_key(BB_SCREEN_LOGIN, BB_KEY_F(2), true), BB_ACTION_NONE);
    ck_assert_uint_eq(bb_action_key(BB_ACTION_NEW, true), BB_KEY_INSERT);
}
END_TEST

START_TEST(bar_fits_and_marks_its_keys)
{
    for (int screen = 0; screen < BB_SCREEN__COUNT; screen++) {
        struct bb_bar_key keys[BB_BAR_MAX];
        struct bb_buf bar = {0};
        bb_action_bar(&bar, (enum bb_screen_id)screen, _i % 2, _i, keys);
        ck_assert_int_le(bb_text_cols(bb_buf_text(&bar)), _i);
        for (int i = 0; keys[i].cols; i++) {
            ck_assert_int_le(keys[i].col + keys[i].cols, _i);
            ck_assert_int_eq(bar.data[keys[i].col + keys[i].cols],
                             ' '); /* ASCII in the source language */
            ck_assert(keys[i].col == 0 || bar.data[keys[i].col - 1] == ' ');
        }
        bb_buf_done(&bar);
    }
}
END_TEST

START_TEST(table_has_every_row)
{
    struct bb_buf table = {0};
    int lines = 0;
    bb_action_table(&table);
    for (const char *at = bb_buf_text(&table); (at = strchr(at, '\n')); at++)
        lines++;
    ck_assert_int_eq(lines, BB_ACTION__COUNT - 1);
    ck_assert_ptr_nonnull(strstr(table.data, "F2 Alt-2\tlog\tLog\t"));
    bb_buf_done(&table);
}
END_TEST

Suite *suite_action(void)
{
    Suite *suite = suite_create("action");
    TCase *tests = tcase_create("action");
    tcase_add_loop_test(tests, keys_can_be_read, 1, BB_ACTION__COUNT);
    tcase_add_loop_test(tests, a_key_means_one_thing, 1, BB_ACTION__COUNT);
    tcase_add_loop_test(tests, no_command_hangs_on_a_function_key, 1, BB_ACTION__COUNT);
    tcase_add_test(tests, typing_hides_characters_only);
    tcase_add_loop_test(tests, bar_fits_and_marks_its_keys, 10, 120);
    tcase_add_test(tests, table_has_every_row);
    suite_add_tcase(suite, tests);
    return suite;
}
