/* The line to a PostgreSQL database, through bangban-postgres (libexec/postgres.c says the frames).
 */
#ifndef SRC_HUB_LINE_H
#define SRC_HUB_LINE_H

#include <stdbool.h>
#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"
#include "bangban/packet/helper.h"
#include "pg.h"

struct pg_line {
    struct bb_helper helper;
    struct bb_buf frame; /* the last answer: what pg_value() reads */
    size_t at;
    int64_t changed; /* rows of the last answer */
    bool again; /* the last refusal was one of two that stood in each other's way: roll back, do it
                   anew */
};

const struct bb_err *pg_open(struct pg_line *line, const char *url);
void pg_close(struct pg_line *line); /* what is not committed is rolled back */

/* Parameters: texts, none NULL, ended by NULL. */
const struct bb_err *pg_run(struct pg_line *line, enum bb_pg query, ...) __attribute__((sentinel));
/* The same for a statement that answers one number. */
const struct bb_err *pg_number(struct pg_line *line, int64_t *out, enum bb_pg query, ...)
    __attribute__((sentinel));
/* The next value of the answer; *out NULL for NULL. false: there is none. */
bool pg_value(struct pg_line *line, const char **out, size_t *len);

const struct bb_err *pg_script(struct pg_line *line, const char *const *lines);
/* statement: COPY … FROM STDIN; rows in COPY's text form. */
const struct bb_err *pg_copy_in(struct pg_line *line, const char *statement,
                                const struct bb_buf *rows);
/* statement: COPY … TO STDOUT; item gets every row with its LF. */
const struct bb_err *pg_copy_out(struct pg_line *line, const char *statement,
                                 void (*item)(void *ctx, const char *row, size_t len), void *ctx);

#endif
