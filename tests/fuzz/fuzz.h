/*
 * One target for each parser of what comes from outside: bytes in, no crash, and what was accepted
 * holds what the parser's header promises (abort() when it does not). `make fuzz` runs each with
 * libFuzzer; the committed corpora are played back by tests/fuzz/test_replay.c in `make test`.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

struct fuzz_target {
    const char *name; /* also of its folder in tests/fuzz/corpus */
    void (*run)(const uint8_t *data, size_t size);
};
extern const struct fuzz_target fuzz_targets[]; /* ended by a NULL name */

/* NULL when there is none. */
const struct fuzz_target *fuzz_target_find(const char *name);
void fuzz_begin(void); /* once: the locale */

#endif
