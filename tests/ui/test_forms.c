/* Every form has pictures in both languages and both sizes: the forms are counted from the tables
 * of the program, so a new one without pictures fails. */
#include "ui/rig.h"

#include <stdio.h>
#include <unistd.h>

#include "bangban/ui/register.h"

/* The pictures that show a form, without size and language. */
static const char *const of_screen[BB_SCREEN__COUNT] = {
    [BB_SCREEN_FORM] = "form",          [BB_SCREEN_LATE] = "late",
    [BB_SCREEN_RAISE] = "raise",        [BB_SCREEN_STEP] = "step-plan",
    [BB_SCREEN_HAND] = "hand",          [BB_SCREEN_ENTRY] = "call-new",
    [BB_SCREEN_VISIT] = "visit",        [BB_SCREEN_VPLAN] = "plan",
    [BB_SCREEN_WAIVE] = "waive",        [BB_SCREEN_VOID] = "void",
    [BB_SCREEN_BATCH] = "batch-assign", [BB_SCREEN_UNMASK] = "unmask",
};
static const char *const of_entry[BB_ENTRY__COUNT] = {
    [BB_ENTRY_CONTACT] = "rating-contact",
    [BB_ENTRY_SETTLE] = "rating-settle",
    [BB_ENTRY_CALL_BACK] = "rating-call-back",
    [BB_ENTRY_SIGN_IN] = "shift-in",
    [BB_ENTRY_SIGN_OUT] = "shift-out",
    [BB_ENTRY_DUTY] = "duty-new",
    [BB_ENTRY_PHONE] = "phone-new",
    [BB_ENTRY_CALL] = "call-new",
    [BB_ENTRY_CALLS] = "calls-new",
    [BB_ENTRY_PROJECT] = "project-new",
    [BB_ENTRY_PROJECT_STEP] = "project-step",
    [BB_ENTRY_KB_DUTY] = "kb-task-new",
    [BB_ENTRY_KB_DONE] = "kb-task-done",
};
/* What is no form, and shown at the counter all the same. */
static const char *const more[] = {"debts", "leave", "refer", "refer-slip", "rate"};

static void has_pictures(const char *what, int number, const char *name)
{
    static const char *const views[] = {"zh-80x24", "en-80x24", "zh-120x40", "en-120x40"};
    char path[120];
    ck_assert_msg(name != NULL, "%s %d has no picture: add one", what, number);
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        snprintf(path, sizeof path, "tests/ui/pictures/%s.%s.txt", name, views[i]);
        ck_assert_msg(access(path, R_OK) == 0, "%s %d: no %s", what, number, path);
    }
}

START_TEST(every_form_has_pictures)
{
    int forms = 0;
    for (int i = 0; i < BB_SCREEN__COUNT; i++) {
        bool is_form = (BB_ON_FIELDS >> i & 1) != 0;
        ck_assert_msg(is_form || !bb_screens[i]->form_at, "screen %d", i);
        if (is_form)
            has_pictures("screen", i, of_screen[i]);
        forms += is_form;
    }
    ck_assert_int_gt(forms, 10);
    for (int i = 0; i < BB_ENTRY__COUNT; i++)
        has_pictures("entry", i, of_entry[i]);
    for (size_t i = 0; i < sizeof more / sizeof *more; i++)
        has_pictures("other", (int)i, more[i]);
}
END_TEST

Suite *suite_forms(void);
Suite *suite_forms(void)
{
    Suite *suite = suite_create("forms");
    TCase *tests = tcase_create("forms");
    tcase_add_test(tests, every_form_has_pictures);
    suite_add_tcase(suite, tests);
    return suite;
}
