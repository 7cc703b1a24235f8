/* The `/` line over the registers: which fields a register has follows from its columns. */
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/ui/register.h"

/* Cells by name (register_table.c) and the word they are looked for under. */
static const struct {
    enum bb_filter_field field;
    const char *cells;
} known[] = {
    {BB_FILTER_NO, "session_no short_no"},
    {BB_FILTER_STATE, "level case validity result milestone state"},
    {BB_FILTER_ITEM, "item"},
    {BB_FILTER_UNIT, "unit_name"},
    {BB_FILTER_PERSON, "person supervisor by agent owner"},
    {BB_FILTER_DESK, "desk load_desk"},
    {BB_FILTER_PHONE, "number"},
    {BB_FILTER_KIND, "staffing duty from"},
    {BB_FILTER_NOTE, "note cause topic enterprise"},
    {BB_FILTER_DATE, "day load_day from_at call_at milestone_on"},
    {BB_FILTER_DUE, "due task_due"},
};

static enum bb_filter_field field_of(const char *cell)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (bb_word_in(cell, known[i].cells))
            return known[i].field;
    return BB_FILTER_ANY;
}

unsigned bb_reg_fields(const struct bb_reg *reg)
{
    unsigned fields = 0;
    for (size_t i = 0; i < reg->count; i++)
        fields |= 1u << field_of(reg->cells[i]);
    return fields & ~1u;
}

struct filtered { /* what the filter is held against */
    struct bb_ui *ui;
    const struct bb_reg *reg;
    const struct bb_figures_of *of;
    const void *row;
    struct bb_buf *text;
};

/* Columns show days in short where there is little room. */
static bool day_in_full(const char *cell, const void *row, struct bb_buf *out)
{
    char day[BB_DAY_BYTES];
    int64_t value;
    if (strcmp(cell, "call_at") == 0)
        value = bb_day_of(((const struct bb_phone_call *)row)->happened_at);
    else if (strcmp(cell, "due") == 0)
        value = bb_rating_case_due(row);
    else if (strcmp(cell, "task_due") == 0)
        value = ((const struct bb_kb_duty *)row)->due_on;
    else
        return false;
    bb_buf_str(out, bb_day_format(day, value));
    return true;
}

static const char *filter_text(const void *opaque, enum bb_filter_field field)
{
    const struct filtered *at = opaque;
    bb_buf_clear(at->text);
    for (size_t i = 0; i < at->reg->count; i++) {
        enum bb_look look = BB_LOOK_PLAIN;
        const char *cell = at->reg->cells[i];
        if (field != BB_FILTER_ANY && field_of(cell) != field)
            continue;
        if (field == BB_FILTER_ANY || !day_in_full(cell, at->row, at->text))
            bb_reg_cell(at->ui, at->reg, at->of, i, at->row, at->text, &look);
        bb_buf_char(at->text, ' ');
    }
    return bb_buf_text(at->text);
}

bool bb_reg_passes(struct bb_ui *ui, const struct bb_reg *reg, const struct bb_figures_of *of,
                   const struct bb_filter *filter, const void *row)
{
    struct bb_buf text = {0};
    bool yes = bb_filter_matches(filter, filter_text, &(struct filtered){ui, reg, of, row, &text});
    bb_buf_done(&text);
    return yes;
}
