/* The form: focus, values, errors, drafts. */
#include "suite.h"

#include <string.h>

#include "bangban/view/form.h"

static const char *const words[] = {"Yes", "No", NULL};
static const struct bb_field_spec specs[] = {
    {.key = "title", .label = "Title", .kind = BB_FIELD_READ, .row = 0},
    {.key = "item", .label = "Item", .kind = BB_FIELD_PICKER, .row = 1},
    {.key = "mode", .label = "Mode", .kind = BB_FIELD_CHOICE, .row = 2, .codes = BB_CODES_MODE},
    {.key = "zone", .label = "Place", .kind = BB_FIELD_CHOICE, .row = 2, .codes = BB_CODES_ZONE},
    {.key = "sure", .label = "Sure", .kind = BB_FIELD_CHOICE, .row = 2, .words = words},
    {.key = "name", .label = "Name", .kind = BB_FIELD_TEXT, .row = 3, .max_chars = 4},
    {.key = "note", .label = "Note", .kind = BB_FIELD_TEXT, .row = 3},
};
enum { COUNT = sizeof specs / sizeof *specs };

static struct bb_form *form;
static struct bb_picker *picker;

static struct bb_form *make(void)
{
    struct bb_form *made = bb_form_new(specs, COUNT);
    bb_form_set_picker(made, "item", picker);
    return made;
}

static void up(void)
{
    static const char *const aliases[] = {"社保缴费", NULL};
    picker = bb_picker_new(8);
    bb_picker_add(picker,
                  &(struct bb_picker_entry){.id = "P001", .title = "居住证办理", .code = "P001"});
    bb_picker_add(picker, &(struct bb_picker_entry){.id = "P020",
                                                    .title = "灵活就业人员社会保险缴费",
                                                    .code = "P020",
                                                    .aliases = aliases});
    form = make();
}

static void down(void)
{
    bb_form_free(form);
    bb_picker_free(picker);
}

static bool type(const char *text)
{
    return bb_form_insert(form, text, strlen(text));
}

static void focus_is(const char *key)
{
    ck_assert_ptr_nonnull(bb_form_focus(form));
    ck_assert_str_eq(bb_form_focus(form)->spec->key, key);
}

static void moves(enum bb_form_move move, const char *key)
{
    bb_form_move(form, move);
    focus_is(key);
}

START_TEST(focus_goes_round_and_by_rows)
{
    focus_is("item"); /* not the read-only one */
    static const char *const tabs[] = {"mode", "zone", "sure", "name", "note", "item"};
    for (size_t i = 0; i < sizeof tabs / sizeof *tabs; i++)
        moves(BB_FORM_NEXT, tabs[i]);
    moves(BB_FORM_PREV, "note");
    moves(BB_FORM_UP, "zone"); /* the second of its row, too */
    moves(BB_FORM_NEXT, "sure");
    moves(BB_FORM_DOWN, "note"); /* the row below has but two */
    moves(BB_FORM_DOWN, "note");
    moves(BB_FORM_UP, "zone");
    moves(BB_FORM_UP, "item");
    moves(BB_FORM_UP, "item");
    bb_form_hide(form, "mode", true);
    moves(BB_FORM_NEXT, "zone");
    bb_form_hide(form, "zone", true); /* the focus goes on */
    focus_is("sure");
    ck_assert(!bb_form_focus_on(form, "mode"));
    ck_assert(!bb_form_focus_on(form, "title"));
    ck_assert(bb_form_focus_on(form, "name"));
    moves(BB_FORM_UP, "sure");
    for (size_t i = 0; i < COUNT; i++)
        bb_form_hide(form, specs[i].key, true);
    ck_assert_ptr_null(bb_form_focus(form));
    ck_assert(!bb_form_move(form, BB_FORM_NEXT) && !type("x") && !bb_form_undo(form) &&
              !bb_form_pick(form));
    ck_assert(!bb_form_erase(form, BB_EDIT_BACK) && !bb_form_cycle(form, 1));
    bb_form_hide(form, "note", false);
    focus_is("note");
    moves(BB_FORM_NEXT, "note");
}
END_TEST

START_TEST(texts)
{
    bb_form_focus_on(form, "name");
    ck_assert(type("张三"));
    ck_assert(!type("李四王")); /* over four characters */
    ck_assert_str_eq(bb_form_text(form, "name"), "张三李四");
    ck_assert(bb_form_caret(form, BB_EDIT_HOME) && bb_form_erase(form, BB_EDIT_FORWARD));
    ck_assert_str_eq(bb_form_text(form, "name"), "三李四");
    ck_assert(bb_form_undo(form) && bb_form_undo(form));
    ck_assert_str_eq(bb_form_text(form, "name"), "张三");
    ck_assert(bb_form_redo(form));
    bb_form_set_text(form, "name", NULL);
    ck_assert_str_eq(bb_form_text(form, "name"), "");
    ck_assert(!bb_form_undo(form));
}
END_TEST

START_TEST(choices)
{
    bb_form_focus_on(form, "mode");
    ck_assert_int_eq(bb_form_choice(form, "mode"), 0);
    ck_assert_str_eq(bb_form_text(form, "mode"), "");
    ck_assert(bb_form_cycle(form, 1));
    ck_assert_int_eq(bb_form_choice(form, "mode"), BB_MODE_WINDOW);
    ck_assert(bb_form_cycle(form, -2));
    ck_assert_int_eq(bb_form_choice(form, "mode"), BB_MODE__COUNT - 1);
    ck_assert(bb_form_cycle(form, 1));
    ck_assert_int_eq(bb_form_choice(form, "mode"), 0);
    ck_assert(type("2"));
    ck_assert_int_eq(bb_form_choice(form, "mode"), BB_MODE_GUIDE);
    ck_assert(!type("2") && !type("9"));
    ck_assert(type("a")); /* "Acting for" and "Accompany" take turns */
    ck_assert_int_eq(bb_form_choice(form, "mode"), BB_MODE_ACT_FOR);
    ck_assert(type("A"));
    ck_assert_int_eq(bb_form_choice(form, "mode"), BB_MODE_ACCOMPANY);
    ck_assert(type("a"));
    ck_assert_int_eq(bb_form_choice(form, "mode"), BB_MODE_ACT_FOR);
    ck_assert(!type("x") && !type(" "));
    ck_assert(!bb_form_caret(form, BB_EDIT_LEFT) && !bb_form_undo(form));
    ck_assert(bb_form_erase(form, BB_EDIT_BACK) && !bb_form_erase(form, BB_EDIT_BACK));
    bb_form_set_choice(form, "mode", 99);
    ck_assert_int_eq(bb_form_choice(form, "mode"), 0);
    bb_form_focus_on(form, "sure");
    ck_assert_int_eq(bb_field_choices(bb_form_focus(form)), 2);
    ck_assert(type("n"));
    ck_assert_str_eq(bb_form_text(form, "sure"), "No");
}
END_TEST

START_TEST(picking)
{
    ck_assert(type("sbjf"));
    ck_assert_ptr_null(bb_form_picked(form, "item"));
    ck_assert(bb_form_pick(form));
    ck_assert_str_eq(bb_form_picked(form, "item"), "P020");
    ck_assert_str_eq(bb_form_text(form, "item"), "灵活就业人员社会保险缴费");
    ck_assert(!bb_form_pick(form)); /* Enter again goes on, it does not pick again */
    ck_assert(bb_form_undo(form));
    ck_assert_str_eq(bb_form_text(form, "item"), "sbjf");
    ck_assert_ptr_null(bb_form_picked(form, "item"));
    ck_assert_str_eq(bb_picker_selected(picker)->id, "P020"); /* and the candidates are back */
    ck_assert(bb_form_erase(form, BB_EDIT_ALL) && type("没有这个"));
    ck_assert(!bb_form_pick(form));
    bb_form_set_picked(form, "item", "P001", "居住证办理");
    ck_assert_str_eq(bb_form_picked(form, "item"), "P001");
    ck_assert(bb_form_erase(form, BB_EDIT_BACK));
    ck_assert_ptr_null(bb_form_picked(form, "item"));
}
END_TEST

START_TEST(fields_share_a_picker)
{
    static const struct bb_field_spec two[] = {
        {.key = "first", .kind = BB_FIELD_PICKER},
        {.key = "second", .kind = BB_FIELD_PICKER, .row = 1}};
    struct bb_form *pair = bb_form_new(two, 2);
    bb_form_set_picker(pair, "first", picker);
    bb_form_set_picker(pair, "second", picker);
    bb_form_insert(pair, "p001", 4);
    bb_form_set_text(pair, "second", "p020"); /* the focused field keeps its candidates */
    ck_assert_str_eq(bb_picker_selected(picker)->id, "P001");
    bb_form_move(pair, BB_FORM_NEXT);
    ck_assert_str_eq(bb_picker_selected(picker)->id, "P020");
    bb_form_move(pair, BB_FORM_NEXT);
    ck_assert_str_eq(bb_picker_selected(picker)->id, "P001");
    bb_form_free(pair);
}
END_TEST

START_TEST(errors_stand_at_their_fields)
{
    ck_assert(!bb_form_first_error(form));
    bb_form_set_error(form, "note", "too long");
    bb_form_set_error(form, "name", "no digits");
    bb_form_set_hint(form, "name", "as on the card");
    ck_assert(bb_form_first_error(form));
    focus_is("name");
    ck_assert(type("张"));
    ck_assert_ptr_null(bb_form_field(form, "name")->error);
    ck_assert_str_eq(bb_form_field(form, "name")->hint, "as on the card");
    ck_assert(bb_form_first_error(form));
    focus_is("note");
    bb_form_clear_errors(form);
    ck_assert(!bb_form_first_error(form));
    bb_form_set_error(form, "title", "not for the user to mend");
    ck_assert(!bb_form_first_error(form));
}
END_TEST

START_TEST(changes_are_counted)
{
    ck_assert(!bb_form_is_changed(form));
    bb_form_set_text(form, "note", "by the program");
    bb_form_move(form, BB_FORM_NEXT);
    ck_assert(!bb_form_is_changed(form));
    bb_form_cycle(form, 1);
    ck_assert(bb_form_is_changed(form));
    bb_form_mark(form);
    ck_assert(!bb_form_is_changed(form));
    unsigned before = bb_form_changes(form);
    bb_form_focus_on(form, "name");
    type("1234");
    type("5"); /* refused whole: nothing changed */
    ck_assert_uint_eq(bb_form_changes(form), before + 1);
}
END_TEST

START_TEST(drafts_come_back)
{
    struct bb_buf draft = {0}, again = {0};
    type("sbjf");
    bb_form_pick(form);
    bb_form_set_choice(form, "mode", BB_MODE_GUIDE);
    bb_form_set_choice(form, "sure", 2);
    bb_form_set_text(form, "note", "引号\" 和 \\");
    bb_form_set_text(form, "title", "not typed");
    bb_form_hide(form, "note", true); /* hidden text is kept as well */
    bb_form_save(form, &draft);
    ck_assert_str_eq(
        draft.data,
        "{\"item\":\"灵活就业人员社会保险缴费\",\"item.id\":\"P020\",\"mode\":\"guide\","
        "\"zone\":\"\",\"sure\":\"No\",\"name\":\"\",\"note\":\"引号\\\" 和 "
        "\\\\\",\"@caret\":\"item\"}");
    bb_form_free(form);
    form = make();
    bb_form_set_choice(form, "zone", BB_ZONE_WINDOW); /* a default that had been cleared */
    ck_ok(bb_form_restore(form, draft.data, draft.len));
    ck_assert(bb_form_is_changed(form));
    ck_assert_str_eq(bb_form_picked(form, "item"), "P020");
    ck_assert_int_eq(bb_form_choice(form, "zone"), 0);
    bb_form_save(form, &again);
    ck_assert_str_eq(again.data, draft.data);
    static const char older[] =
        "{\"gone\":\"x\",\"name\":\"王\",\"mode\":\"no such mode\",\"note\":7}";
    ck_ok(bb_form_restore(form, older, strlen(older)));
    ck_assert_str_eq(bb_form_text(form, "name"), "王");
    ck_assert_str_eq(bb_form_text(form, "note"), "引号\" 和 \\");
    ck_assert_int_eq(bb_form_choice(form, "mode"), 0);
    ck_err_is(bb_form_restore(form, "{\"name\":", 8), BB_ERR_BAD_JSON);
    ck_err_is(bb_form_restore(form, "[]", 2), BB_ERR_BAD_JSON);
    ck_assert_str_eq(bb_form_text(form, "name"), "王");
    bb_buf_done(&draft);
    bb_buf_done(&again);
}
END_TEST

Suite *suite_form(void);
Suite *suite_form(void)
{
    Suite *suite = suite_create("form");
    TCase *tcase = tcase_create("form");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_add_test(tcase, focus_goes_round_and_by_rows);
    tcase_add_test(tcase, texts);
    tcase_add_test(tcase, choices);
    tcase_add_test(tcase, picking);
    tcase_add_test(tcase, fields_share_a_picker);
    tcase_add_test(tcase, errors_stand_at_their_fields);
    tcase_add_test(tcase, changes_are_counted);
    tcase_add_test(tcase, drafts_come_back);
    suite_add_tcase(suite, tcase);
    return suite;
}
