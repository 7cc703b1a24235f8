/* Rows that are few enough to be in memory, given to a view/list.h by id, those that pass. */
#ifndef BANGBAN_UI_SHELF_H
#define BANGBAN_UI_SHELF_H

#include <stddef.h>

#include "bangban/view/list.h"

struct bb_shelf {
    void *rows; /* the screen's; must outlive the list's use of them */
    size_t count, row_bytes;
    const char *(*id)(const void *row);
    bool (*passes)(void *ctx, const void *row); /* NULL: all do */
    void *ctx;
};

/* The source's fetch; its ctx is the shelf. */
const struct bb_err *bb_shelf_fetch(void *shelf, enum bb_list_ask ask, const char *id, int count,
                                    struct bb_list_rows *into);

#endif
