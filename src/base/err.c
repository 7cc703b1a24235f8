/* Builds error values from the table in err.h. Knows no output channel. */
#include "bangban/base/err.h"

#include <stdarg.h>
#include <string.h>

#include "bangban/base/buf.h"

static const struct {
    const char *sentence;
    enum bb_exit status;
} table[] = {
#define ROW(name, status, sentence) [BB_ERR_##name] = {sentence, BB_EXIT_##status},
    BB_ERR_LIST(ROW)
#undef ROW
};
_Static_assert(sizeof table / sizeof *table == BB_ERR__COUNT, "one row per error code");

enum { MAX_ARGS = 6 };

const struct bb_err *bb_err(enum bb_err_code code, ...)
{
    static struct bb_err ring[BB_ERR_RING];
    static unsigned next;
    const char *args[MAX_ARGS] = {0};
    va_list list;
    va_start(list, code);
    for (int i = 0; i < MAX_ARGS; i++) {
        args[i] = va_arg(list, const char *);
        if (!args[i])
            break;
    }
    va_end(list);

    struct bb_buf text = {0};
    for (const char *c = _(table[code].sentence); *c; c++) {
        if (c[0] == '{' && c[1] >= '1' && c[1] < '1' + MAX_ARGS && c[2] == '}') {
            bb_buf_str(&text, args[c[1] - '1']);
            c += 2;
        } else {
            bb_buf_char(&text, *c);
        }
    }
    struct bb_err *err = &ring[next++ % BB_ERR_RING];
    err->code = code;
    size_t len = text.len < sizeof err->text ? text.len : sizeof err->text - 1;
    while (len > 0 && len < text.len && ((unsigned char)text.data[len] & 0xC0) == 0x80)
        len--; /* never cut inside a character */
    memcpy(err->text, bb_buf_text(&text), len);
    err->text[len] = '\0';
    bb_buf_done(&text);
    return err;
}

enum bb_exit bb_err_exit(const struct bb_err *err)
{
    return err ? table[err->code].status : BB_EXIT_DONE;
}
