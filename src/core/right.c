/* The table of rights. */
#include "bangban/core/right.h"

static const struct {
    unsigned roles;
    const char *word, *label;
} uses[] = {
#define USE_ROW(name, roles, label) [BB_USE_##name] = {roles, #name, label},
    BB_USE_LIST(USE_ROW)};
_Static_assert(sizeof uses / sizeof *uses == BB_USE__COUNT, "one row per use case");

bool bb_right_has(int64_t role, enum bb_use use)
{
    return role > BB_ROLE_NONE && role < BB_ROLE__COUNT && (uses[use].roles & (1u << role));
}

const char *bb_right_label(enum bb_use use)
{
    return _(uses[use].label);
}

const char *bb_right_word(enum bb_use use)
{
    return uses[use].word;
}
