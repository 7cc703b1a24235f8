/* What reading (import.c) and writing (import_save.c) of reference files share. */
#ifndef BANGBAN_APP_IMPORT_H
#define BANGBAN_APP_IMPORT_H

#include "bangban/app/admin.h"
#include "private.h"

struct import_kind {
    const char *word; /* on the command line */
    const struct bb_record *record;
    const char *needs; /* columns that must be there and filled */
};

enum { COLUMNS_MAX = 32 };

struct import {
    struct bb_app *app;
    const struct import_kind *kind;
    const char *path;
    const struct bb_field *columns[COLUMNS_MAX]; /* of the header, in order */
    size_t column_count;
    char *rows;  /* count × record->bytes */
    long *lines; /* of each row, for errors found later */
    size_t count, cap;
};

/* Writes the rows inside the open transaction; *moved: open deadlines that a calendar moved. */
const struct bb_err *bb_import_save(struct import *import, const char *digest, long *moved);

#endif
