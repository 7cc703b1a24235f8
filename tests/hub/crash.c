/* See crash.h. */
#include "hub/crash.h"

#include "app/faults.h"

void crash_arm(long calls, int what)
{
    fault.what = what;
    fault.for_good = true;
    fault.struck = 0;
    fault.countdown = calls;
}

bool crash_over(void)
{
    fault.countdown = 0;
    return fault.struck > 0;
}
