/* The field tables of what the protocol remembers, and why a packet is refused. */
#include "bangban/core/sync.h"

#include <string.h>

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

static const struct {
    const char *word, *sentence;
} refusals[] = {
#define ROW(name, word, sentence) [BB_REFUSAL_##name] = {word, sentence},
    BB_REFUSAL_LIST(ROW)
#undef ROW
};

void bb_refusal_put(struct bb_buf *out, enum bb_refusal why, const char *words)
{
    bb_buf_printf(out, "%s: %s", refusals[why].word, words);
}

void bb_refusal_show(struct bb_buf *out, const char *reason)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        size_t len = strlen(refusals[i].word);
        if (strncmp(reason, refusals[i].word, len) == 0 && strncmp(reason + len, ": ", 2) == 0) {
            bb_buf_printf(out, "%s (%s)", _(refusals[i].sentence), reason + len + 2);
            return;
        }
    }
    bb_buf_str(out, reason);
}
