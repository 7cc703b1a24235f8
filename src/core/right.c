/* The table of rights. */
#include "bangban/core/right.h"

#include <string.h>

static const struct {
    const char *reaches, *word, *label;
} uses[] = {
#define USE_ROW(name, reaches, label) [BB_USE_##name] = {reaches, #name, label},
    BB_USE_LIST(USE_ROW)};
_Static_assert(sizeof uses / sizeof *uses == BB_USE__COUNT, "one row per use case");
#define USE_WIDTH(name, reaches, label) \
    _Static_assert(sizeof(reaches) == BB_ROLE__COUNT, "one letter for each role");
BB_USE_LIST(USE_WIDTH)

enum bb_reach bb_right_reach(int64_t role, enum bb_use use)
{
    static const char letters[] = "-oduc*"; /* in the order of enum bb_reach */
    if (role <= BB_ROLE_NONE || role >= BB_ROLE__COUNT)
        return BB_REACH_NONE;
    return (enum bb_reach)(strchr(letters, uses[use].reaches[role - 1]) - letters);
}

bool bb_right_is_high(int64_t role)
{
    return role == BB_ROLE_SUPERVISOR || role == BB_ROLE_ADMIN || role == BB_ROLE_AUDITOR;
}

const char *bb_right_label(enum bb_use use)
{
    return _(uses[use].label);
}

const char *bb_right_word(enum bb_use use)
{
    return uses[use].word;
}
