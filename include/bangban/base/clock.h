/* Where the time comes from. The program has one; tests put a fake one in its place. */
#ifndef BANGBAN_BASE_CLOCK_H
#define BANGBAN_BASE_CLOCK_H

#include <stdint.h>

struct bb_clock {
    int64_t (*now_ms)(void *ctx); /* milliseconds UTC since 1970 */
    void *ctx;
};

extern const struct bb_clock bb_clock_system;

int64_t bb_clock_now_ms(const struct bb_clock *clock);
int64_t bb_clock_now(const struct bb_clock *clock); /* whole seconds */

#endif
