/* bangban unit: see reference.c. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_unit = {
    "unit", N_("Units (单位)."), {BB_REFERENCE_VERBS}, &bb_unit_record};
