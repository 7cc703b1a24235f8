/* bangban kb: loading the knowledge base; its screens come with their own issue. */
#include "bangban/cli/cli.h"

const struct bb_command bb_command_kb = {
    "kb", N_("The knowledge base (知识库)."), {BB_REFERENCE_IMPORT}, &bb_kb_record};
