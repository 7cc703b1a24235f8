/* The runner behind every room's test program. */
#include "suite.h"

#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/mem.h"

int bb_suites_run(const char *room, bb_suite *const *suites, size_t count, int argc, char **argv)
{
    setlocale(LC_ALL, "C.UTF-8");
    (void)argc;
    SRunner *runner = srunner_create(NULL);
    for (size_t i = 0; i < count; i++)
        srunner_add_suite(runner, suites[i]());
    srunner_run(runner, argc > 1 ? argv[1] : NULL, argc > 2 ? argv[2] : NULL, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    printf("%s: %d passed, %d failed\n", room, srunner_ntests_run(runner) - failed, failed);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int64_t fake_now(void *ctx)
{
    return ((const struct fake_clock *)ctx)->now_ms;
}

struct bb_clock fake_clock_of(struct fake_clock *fake)
{
    return (struct bb_clock){fake_now, fake};
}

char *fixture_dir(void)
{
    const char *base = getenv("TMPDIR");
    char path[512];
    snprintf(path, sizeof path, "%s/bangban-test-XXXXXX", base ? base : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(path));
    return bb_strdup(path);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

void fixture_dir_done(char *dir)
{
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(dir);
}
