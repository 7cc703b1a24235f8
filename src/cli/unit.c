/* bangban unit: see reference.c. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_unit = {
    "unit",
    N_("Units (单位)."),
    {BB_REFERENCE_VERBS_WITH(BB_OPT(AS_OF)), /* under the names of then */
     {"gaps", "", 0, 0, BB_OPT(FORMAT) | BB_OPT(LIMIT), BB_NEED_DATABASE,
      N_("List the units that still have to name main leader, leader in charge or lead section."),
      bb_reference_gaps}},
    &bb_unit_record};
