/* The system's clock behind the interface that tests replace. */
#include "bangban/base/clock.h"

#include <time.h>

static int64_t system_now_ms(void *ctx)
{
    (void)ctx;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

const struct bb_clock bb_clock_system = {system_now_ms, NULL};

int64_t bb_clock_now_ms(const struct bb_clock *clock)
{
    return clock->now_ms(clock->ctx);
}

int64_t bb_clock_now(const struct bb_clock *clock)
{
    int64_t ms = bb_clock_now_ms(clock);
    return ms / 1000 - (ms % 1000 < 0);
}
