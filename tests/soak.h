/* How often: what runs in every suite is a part of what `make soak` runs, which prints its figures.
 */
#ifndef TESTS_SOAK_H
#define TESTS_SOAK_H

#include <stdio.h>
#include <stdlib.h>

/* 0 but under `make soak`: how many times as much. */
static inline int soaking(void)
{
    const char *times = getenv("BANGBAN_SOAK");
    return times ? atoi(times) : 0;
}
static inline int soak_count(int usual)
{
    return usual * (soaking() ? soaking() : 1);
}

#define soak_say(...)            \
    do {                         \
        if (soaking()) {         \
            printf(__VA_ARGS__); \
            fflush(stdout);      \
        }                        \
    } while (0)

#endif
