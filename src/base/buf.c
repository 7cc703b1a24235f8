/* Growing byte strings. */
#include "bangban/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"

static void reserve(struct bb_buf *buf, size_t more)
{
    size_t need = buf->len + more + 1;
    if (need <= buf->cap)
        return;
    size_t cap = buf->cap ? buf->cap : 64;
    while (cap < need)
        cap *= 2;
    buf->data = bb_realloc(buf->data, cap);
    buf->cap = cap;
}

void bb_buf_add(struct bb_buf *buf, const void *bytes, size_t len)
{
    reserve(buf, len);
    if (len)
        memcpy(buf->data + buf->len, bytes, len);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

void bb_buf_str(struct bb_buf *buf, const char *text)
{
    if (text)
        bb_buf_add(buf, text, strlen(text));
}

void bb_buf_char(struct bb_buf *buf, char c)
{
    bb_buf_add(buf, &c, 1);
}

void bb_buf_printf(struct bb_buf *buf, const char *format, ...)
{
    va_list args, again;
    reserve(buf, 0);
    size_t room = buf->cap - buf->len;
    va_start(args, format);
    va_copy(again, args);
    size_t len = (size_t)vsnprintf(buf->data + buf->len, room, format, args);
    va_end(args);
    if (len >= room) { /* seldom: most fits at once */
        reserve(buf, len);
        vsnprintf(buf->data + buf->len, len + 1, format, again);
    }
    va_end(again);
    buf->len += len;
}

void bb_buf_clear(struct bb_buf *buf)
{
    buf->len = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

const char *bb_buf_text(const struct bb_buf *buf)
{
    return buf->data ? buf->data : "";
}

char *bb_buf_take(struct bb_buf *buf)
{
    char *text = buf->data ? buf->data : bb_strdup("");
    *buf = (struct bb_buf){0};
    return text;
}

void bb_buf_done(struct bb_buf *buf)
{
    free(buf->data);
    *buf = (struct bb_buf){0};
}

void bb_buf_wipe(struct bb_buf *buf)
{
    if (buf->data)
        explicit_bzero(buf->data, buf->cap);
    bb_buf_done(buf);
}
