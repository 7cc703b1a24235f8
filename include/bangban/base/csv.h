/*
 * CSV by RFC 4180, UTF-8. The reader takes LF and CRLF, refuses NUL, broken UTF-8 and broken quotes
 * with line and column; the writer ends lines with CRLF and quotes only where needed.
 */
#ifndef BANGBAN_BASE_CSV_H
#define BANGBAN_BASE_CSV_H

#include <stddef.h>
#include <stdio.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"

/* Called for every row, the header first (line 1). Fields belong to the reader, valid during the
 * call. */
typedef const struct bb_err *bb_csv_row(void *ctx, long line, size_t count, char *const *fields);

/* name is what errors call the file. separator is ',' or '\t' (TAB: no quoting). A UTF-8 BOM is
 * skipped. */
const struct bb_err *bb_csv_read(FILE *in, const char *name, char separator, bb_csv_row *row,
                                 void *ctx);

/* Appends one field, with the comma before it unless it is the first of the line. NULL is empty. */
void bb_csv_put(struct bb_buf *out, const char *field);
void bb_csv_end(struct bb_buf *out); /* CRLF */

#endif
