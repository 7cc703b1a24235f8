/* The field tables of what the protocol remembers. */
#include "bangban/core/sync.h"

#define RECORD(struct_name, table, list)                                         \
    static const struct bb_field struct_name##_fields[] = {list(BB_RECORD_ROW)}; \
    const struct bb_record struct_name##_record = {                              \
        table, sizeof(struct struct_name),                                       \
        sizeof struct_name##_fields / sizeof *struct_name##_fields, struct_name##_fields};

#define BB_RECORD_STRUCT bb_node
RECORD(bb_node, "node", BB_NODE_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_arrival
RECORD(bb_arrival, "arrival", BB_ARRIVAL_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_answer
RECORD(bb_answer, "answer", BB_ANSWER_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_branch
RECORD(bb_branch, "branch", BB_BRANCH_FIELDS)
#undef BB_RECORD_STRUCT
