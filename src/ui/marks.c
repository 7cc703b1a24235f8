/* Which lines are marked: their ids, sorted. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/ui/batch.h"

/* Where the id stands, or would. */
static size_t place_of(const struct bb_marks *marks, const char *id)
{
    size_t low = 0, high = marks->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(marks->ids[middle], id) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool bb_marks_has(const struct bb_marks *marks, const char *id)
{
    size_t place = place_of(marks, id);
    return place < marks->count && strcmp(marks->ids[place], id) == 0;
}

void bb_marks_put(struct bb_marks *marks, const char *id, bool marked)
{
    size_t place = place_of(marks, id);
    if (bb_marks_has(marks, id) == marked)
        return;
    if (!marked) {
        free(marks->ids[place]);
        marks->count--;
        memmove(&marks->ids[place], &marks->ids[place + 1],
                (marks->count - place) * sizeof *marks->ids);
        return;
    }
    if (marks->count == marks->cap) {
        marks->cap = marks->cap ? marks->cap * 2 : 32;
        marks->ids = bb_realloc(marks->ids, marks->cap * sizeof *marks->ids);
    }
    memmove(&marks->ids[place + 1], &marks->ids[place],
            (marks->count - place) * sizeof *marks->ids);
    marks->ids[place] = bb_strdup(id);
    marks->count++;
}

void bb_marks_done(struct bb_marks *marks)
{
    for (size_t i = 0; i < marks->count; i++)
        free(marks->ids[i]);
    free(marks->ids);
    *marks = (struct bb_marks){0};
}
