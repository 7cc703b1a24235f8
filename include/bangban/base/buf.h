/*
 * A growing byte string. Zero-initialise it; `data` is always NUL-terminated once something was
 * added (the NUL is not counted in `len`), and NULL before. bb_buf_done() frees it.
 */
#ifndef BANGBAN_BASE_BUF_H
#define BANGBAN_BASE_BUF_H

#include <stddef.h>

struct bb_buf {
    char *data;
    size_t len; /* bytes */
    size_t cap; /* bytes */
};

void bb_buf_add(struct bb_buf *buf, const void *bytes, size_t len);
void bb_buf_str(struct bb_buf *buf, const char *text); /* NULL adds nothing */
void bb_buf_char(struct bb_buf *buf, char c);
void bb_buf_printf(struct bb_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void bb_buf_clear(struct bb_buf *buf);             /* keeps the memory */
const char *bb_buf_text(const struct bb_buf *buf); /* "" when empty */
char *
bb_buf_take(struct bb_buf *buf); /* hands the string to the caller (never NULL); buf is empty */
void bb_buf_done(struct bb_buf *buf);
void bb_buf_wipe(struct bb_buf *buf); /* the same, and nothing of it stays in memory */

#endif
