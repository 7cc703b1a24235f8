/* JSON out: canonical, one way to write each value. */
#include "bangban/base/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bangban/base/text.h"

void bb_json_put_string(struct bb_buf *out, const char *text)
{
    static const char escapes[] = "btn\0fr"; /* of \b … \r, which has no short form for \v */
    if (!text) {
        bb_buf_str(out, "null");
        return;
    }
    bb_buf_char(out, '"');
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        uint32_t c;
        size_t len = bb_text_next(at, end, &c);
        if (c == '"' || c == '\\') {
            bb_buf_char(out, '\\');
            bb_buf_char(out, (char)c);
        } else if (c >= '\b' && c <= '\r' && c != '\v') {
            bb_buf_char(out, '\\');
            bb_buf_char(out, escapes[c - '\b']);
        } else if (c < 0x20) {
            bb_buf_printf(out, "\\u%04x", (unsigned)c);
        } else {
            char utf8[4];
            bb_buf_add(out, utf8, bb_text_encode(c, utf8)); /* a broken byte becomes U+FFFD */
        }
        at += len;
    }
    bb_buf_char(out, '"');
}

void bb_json_put_int(struct bb_buf *out, int64_t number)
{
    bb_buf_printf(out, "%" PRId64, number);
}

void bb_json_put_key(struct bb_buf *out, const char *key)
{
    char last = out->len ? out->data[out->len - 1] : '{';
    if (last != '{' && last != '[')
        bb_buf_char(out, ',');
    bb_json_put_string(out, key);
    bb_buf_char(out, ':');
}
