/* The shell recipe of bangban-packet(5): it accepts a packet, refuses changed ones, and stands in
 * the manual as it is here. Paths are from the top of the source tree, where the tests run. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/packet/helper.h"
#include "bangban/packet/member.h"
#include "small.h"

static struct small small;

static void up(void)
{
    small_init(&small);
}

static void down(void)
{
    small_done(&small);
}

static int recipe(const char *zip)
{
    char command[1024];
    snprintf(command, sizeof command,
             "sh tests/packet/recipe.sh '%s' '%s/window.pem' >/dev/null 2>&1", zip, small.dir);
    return system(command);
}

START_TEST(the_recipe_accepts_a_packet)
{
    char *zip = small_write(&small, small.out);
    ck_assert_int_eq(recipe(zip), 0);
    free(zip);
}
END_TEST

static const struct {
    const char *member, *from, *to;
    int reseal; /* 0: nothing, 1: manifest, 2: manifest and descriptor */
} changes[] = {
    {"manifest.sm3", "C1W03", "C1W04", 0},      {"sessions.csv", "staff", "agent", 0},
    {"journal.jsonl", "\"seq\"", "\"seQ\"", 2}, {"journal.jsonl", "P001", "P002", 2},
    {"codes.csv", "kind", "kinD", 1},
};

START_TEST(the_recipe_refuses_a_change)
{
    char *zip = small_write(&small, small.out), *folder = small_unzip(&small, zip, "x");
    struct bb_buf text = file_text(folder, changes[_i].member);
    memcpy(strstr(text.data, changes[_i].from), changes[_i].to, strlen(changes[_i].to));
    file_put(folder, changes[_i].member, text.data, text.len);
    if (changes[_i].reseal)
        folder_reseal(&small, folder, changes[_i].reseal == 2);
    const char *args[BB_MEMBER__COUNT + 4] = {"write", zip, folder};
    for (int i = 0; i < BB_MEMBER__COUNT; i++)
        args[i + 3] = bb_member_file((enum bb_member)i);
    unlink(zip);
    ck_ok(bb_helper_run("zip", args));
    ck_assert_int_ne(recipe(zip), 0);
    bb_buf_done(&text);
    free(zip), free(folder);
}
END_TEST

START_TEST(the_manual_holds_the_recipe_and_names_every_member)
{
    struct bb_buf page = {0};
    ck_assert_int_eq(system("sed -n '/begin recipe/,/end recipe/p' man/bangban-packet.5 | sed "
                            "'1,2d;$d' | sed '$d' |"
                            " sed 's/\\\\e/\\\\/g' | cmp - tests/packet/recipe.sh"),
                     0);
    ck_ok(bb_file_read(&page, "man/bangban-packet.5", 1 << 20));
    for (int i = 0; i < BB_MEMBER__COUNT; i++)
        ck_assert_msg(strstr(page.data, bb_member_file((enum bb_member)i)), "%s",
                      bb_member_file((enum bb_member)i));
    bb_buf_done(&page);
}
END_TEST

Suite *suite_recipe(void);
Suite *suite_recipe(void)
{
    Suite *suite = suite_create("recipe");
    TCase *tcase = tcase_create("recipe");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, the_recipe_accepts_a_packet);
    tcase_add_loop_test(tcase, the_recipe_refuses_a_change, 0, sizeof changes / sizeof *changes);
    tcase_add_test(tcase, the_manual_holds_the_recipe_and_names_every_member);
    suite_add_tcase(suite, tcase);
    return suite;
}
