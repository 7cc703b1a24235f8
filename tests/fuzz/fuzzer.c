/* What libFuzzer (and AFL++ with its libFuzzer driver) calls; -DFUZZ_TARGET="csv" chooses. */
#include <stdlib.h>

#include "fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

const char *__lsan_default_suppressions(void);

static const struct fuzz_target *target;

/* The library of Debian 12 forgets a buffer when a file ends inside a string. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libconfig.so\n";
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    fuzz_begin();
    target = fuzz_target_find(FUZZ_TARGET);
    if (!target)
        abort();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    target->run(data, size);
    return 0;
}
