/*
 * JSON: a strict reader (RFC 8259, UTF-8, no duplicate keys, depth ≤ 16, integers only where
 * numbers are asked for) and the canonical writer that events and packets use: no white space, keys
 * in the order written, only
 * `"` `\` and control characters escaped. Own code because the counter process links no JSON
 * library and core may not call SQLite's.
 */
#ifndef BANGBAN_BASE_JSON_H
#define BANGBAN_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"

enum bb_json_type {
    BB_JSON_NULL,
    BB_JSON_BOOL,
    BB_JSON_INT,
    BB_JSON_REAL,
    BB_JSON_STRING,
    BB_JSON_ARRAY,
    BB_JSON_OBJECT
};

struct bb_json { /* one value; the tree belongs to its struct bb_json_doc */
    enum bb_json_type type;
    const char *key; /* inside an object, else NULL */
    const char
        *text; /* string: unescaped, NUL-terminated, holds no NUL; numbers: their source text */
    int64_t number;                     /* INT and BOOL */
    const char *source;                 /* where the value starts in the parsed text … */
    size_t source_bytes;                /* … and how long it is there */
    const struct bb_json *child, *next; /* first member / next sibling */
};

struct bb_json_doc;

/* text need not be terminated and must outlive the doc only if `source` is used. */
const struct bb_err *bb_json_parse(struct bb_json_doc **out, const char *text, size_t len_bytes);
const struct bb_json *bb_json_root(const struct bb_json_doc *doc);
void bb_json_free(struct bb_json_doc *doc);

/* All accept NULL and the wrong type, and then return NULL / the fallback. */
const struct bb_json *bb_json_get(const struct bb_json *object, const char *key);
const char *bb_json_text(const struct bb_json *object, const char *key); /* a string member */
int64_t bb_json_int(const struct bb_json *object, const char *key, int64_t fallback);

/* Writer: appends one value. */
void bb_json_put_string(struct bb_buf *out, const char *text);
void bb_json_put_int(struct bb_buf *out, int64_t number);
/* Appends `,` unless the buffer ends in `{` or `[`, then `"key":`. */
void bb_json_put_key(struct bb_buf *out, const char *key);

#endif
