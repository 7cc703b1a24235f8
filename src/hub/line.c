/* One end of the line to PostgreSQL: frames out, frames in, refusals as errors. */
#include "line.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bangban/base/i18n.h"
#include "bangban/base/mem.h"

enum { HEAD_BYTES = 5 };

static const struct bb_err *gone(struct pg_line *line)
{
    return bb_err(BB_ERR_HELPER_GONE, line->helper.path, _("it ended without a word"), NULL);
}

static bool send_all(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len) {
        ssize_t put = send(fd, at, len, MSG_NOSIGNAL);
        if (put < 0 && errno != EINTR)
            return false;
        if (put > 0) {
            at += put;
            len -= (size_t)put;
        }
    }
    return true;
}

static bool read_all(int fd, void *bytes, size_t len)
{
    char *at = bytes;
    while (len) {
        ssize_t got = read(fd, at, len);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        if (got > 0) {
            at += got;
            len -= (size_t)got;
        }
    }
    return true;
}

static const struct bb_err *put(struct pg_line *line, char letter, const struct bb_buf *bytes)
{
    char head[HEAD_BYTES] = {letter};
    uint32_t len = (uint32_t)bytes->len;
    memcpy(head + 1, &len, sizeof len);
    if (!send_all(line->helper.fd, head, sizeof head) ||
        !send_all(line->helper.fd, bytes->data, bytes->len))
        return gone(line);
    return NULL;
}

static const struct bb_err *get(struct pg_line *line, char *letter)
{
    char head[HEAD_BYTES];
    uint32_t len;
    bb_buf_clear(&line->frame);
    if (!read_all(line->helper.fd, head, sizeof head))
        return gone(line);
    *letter = head[0];
    memcpy(&len, head + 1, sizeof len);
    char *bytes = bb_alloc((size_t)len + 1);
    bool whole = read_all(line->helper.fd, bytes, len);
    bb_buf_add(&line->frame, bytes, len);
    free(bytes);
    return whole ? NULL : gone(line);
}

/* Reads up to the end of the answer. */
static const struct bb_err *answer(struct pg_line *line,
                                   void (*item)(void *ctx, const char *row, size_t len), void *ctx)
{
    char letter = 'D';
    while (letter == 'D') {
        BB_TRY(get(line, &letter));
        if (letter == 'D' && item)
            item(ctx, line->frame.data, line->frame.len);
    }
    if (letter == 'E') {
        const char *state = line->frame.data, *sentence = state + strlen(state) + 1;
        line->again = strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0;
        return bb_err(strcmp(state, "usage") == 0 ? BB_ERR_POSTGRES_URL : BB_ERR_POSTGRES, sentence,
                      NULL);
    }
    memcpy(&line->changed, line->frame.data, sizeof line->changed);
    line->at = sizeof line->changed + sizeof(int32_t);
    return NULL;
}

const struct bb_err *pg_open(struct pg_line *line, const char *url)
{
    *line = (struct pg_line){0};
    BB_TRY(bb_helper_start(&line->helper, "postgres", url));
    const struct bb_err *err = answer(line, NULL, NULL);
    if (err)
        pg_close(line);
    return err;
}

void pg_close(struct pg_line *line)
{
    bb_helper_stop(&line->helper);
    bb_buf_done(&line->frame);
}

static const struct bb_err *run(struct pg_line *line, enum bb_pg query, va_list params)
{
    struct bb_buf out = {0};
    const char *text = bb_pg_queries[query].text, *param;
    bb_buf_add(&out, text, strlen(text) + 1);
    while ((param = va_arg(params, const char *)))
        bb_buf_add(&out, param, strlen(param) + 1);
    const struct bb_err *err = put(line, 'Q', &out);
    bb_buf_done(&out);
    return err ? err : answer(line, NULL, NULL);
}

const struct bb_err *pg_run(struct pg_line *line, enum bb_pg query, ...)
{
    va_list params;
    va_start(params, query);
    const struct bb_err *err = run(line, query, params);
    va_end(params);
    return err;
}

bool pg_value(struct pg_line *line, const char **out, size_t *len)
{
    int32_t bytes;
    if (line->at + sizeof bytes > line->frame.len)
        return false;
    memcpy(&bytes, line->frame.data + line->at, sizeof bytes);
    line->at += sizeof bytes;
    *out = bytes < 0 ? NULL : line->frame.data + line->at;
    if (len)
        *len = bytes < 0 ? 0 : (size_t)bytes;
    line->at += bytes < 0 ? 0 : (size_t)bytes + 1;
    return true;
}

const struct bb_err *pg_number(struct pg_line *line, int64_t *out, enum bb_pg query, ...)
{
    const char *text = NULL;
    va_list params;
    va_start(params, query);
    const struct bb_err *err = run(line, query, params);
    va_end(params);
    if (!err)
        *out = pg_value(line, &text, NULL) && text ? strtoll(text, NULL, 10) : 0;
    return err;
}

const struct bb_err *pg_script(struct pg_line *line, const char *const *lines)
{
    struct bb_buf out = {0};
    for (; *lines; lines++)
        bb_buf_str(&out, *lines);
    const struct bb_err *err = put(line, 'S', &out);
    bb_buf_done(&out);
    return err ? err : answer(line, NULL, NULL);
}

const struct bb_err *pg_copy_in(struct pg_line *line, const char *statement,
                                const struct bb_buf *rows)
{
    struct bb_buf out = {0};
    bb_buf_add(&out, statement, strlen(statement) + 1);
    bb_buf_add(&out, bb_buf_text(rows), rows->len);
    const struct bb_err *err = put(line, 'C', &out);
    bb_buf_done(&out);
    return err ? err : answer(line, NULL, NULL);
}

const struct bb_err *pg_copy_out(struct pg_line *line, const char *statement,
                                 void (*item)(void *ctx, const char *row, size_t len), void *ctx)
{
    struct bb_buf out = {0};
    bb_buf_str(&out, statement);
    const struct bb_err *err = put(line, 'O', &out);
    bb_buf_done(&out);
    return err ? err : answer(line, item, ctx);
}
