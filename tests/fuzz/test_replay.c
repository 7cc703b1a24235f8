/* Plays back what fuzzing has found worth keeping: every file of tests/fuzz/corpus through its
 * target, each target in a process of its own. */
#include "suite.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/file.h"
#include "fuzz/fuzz.h"

#ifndef FUZZ_CORPUS
#error "the Makefile says where the corpora are"
#endif

enum { SEED_MAX_BYTES = 1 << 20 };

static void play_file(const struct fuzz_target *target, const char *folder, const char *name)
{
    struct bb_buf bytes = {0};
    char *path = bb_path_join(folder, name);
    ck_ok(bb_file_read(&bytes, path, SEED_MAX_BYTES));
    target->run((const uint8_t *)bytes.data, bytes.len);
    bb_buf_done(&bytes);
    free(path);
}

START_TEST(the_corpus_goes_through)
{
    const struct fuzz_target *target = &fuzz_targets[_i];
    char *folder = bb_path_join(FUZZ_CORPUS, target->name);
    DIR *dir = opendir(folder);
    int played = 0;
    fuzz_begin();
    ck_assert_msg(dir != NULL, "no seeds in %s", folder);
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        play_file(target, folder, entry->d_name);
        played++;
    }
    closedir(dir);
    free(folder);
    ck_assert_int_gt(played, 0);
}
END_TEST

Suite *suite_replay(void);
Suite *suite_replay(void)
{
    int count = 0;
    while (fuzz_targets[count].name)
        count++;
    Suite *suite = suite_create("replay");
    TCase *tc = tcase_create("corpus");
    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, the_corpus_goes_through, 0, count);
    suite_add_tcase(suite, tc);
    return suite;
}
