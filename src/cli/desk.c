/* bangban desk: see reference.c. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_desk = {
    "desk", N_("Windows, help desks and areas (窗口)."), {BB_REFERENCE_VERBS}, &bb_desk_record};
