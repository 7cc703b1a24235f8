/* bangban item: see reference.c. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_item = {
    "item", N_("Service items (事项)."), {BB_REFERENCE_VERBS}, &bb_item_record};
