/* bangban person: see reference.c. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_person = {
    "person", N_("People who help, lead and decide."), {BB_REFERENCE_VERBS}, &bb_person_record};
