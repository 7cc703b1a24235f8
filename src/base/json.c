/* JSON in. The reader builds a tree out of one chain of memory blocks; it takes
 * nothing that two readers could understand differently. */
#include "bangban/base/json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum { MAX_DEPTH = 16, BLOCK_BYTES = 4096 };

struct block {
    struct block *next;
    size_t used, size;
    max_align_t bytes[];
};

struct bb_json_doc {
    struct block *blocks;
    struct bb_json *root;
};

struct parser {
    struct bb_json_doc *doc;
    const char *text, *at, *end;
    struct bb_buf string; /* the string being unescaped */
};

static const struct bb_err *parse_value(struct parser *p, int depth, struct bb_json **out);

static void *take(struct bb_json_doc *doc, size_t bytes)
{
    const size_t unit = sizeof(max_align_t);
    bytes = (bytes + unit - 1) / unit * unit;
    struct block *block = doc->blocks;
    if (!block || block->size - block->used < bytes) {
        size_t size = bytes > BLOCK_BYTES ? bytes : BLOCK_BYTES;
        block = bb_alloc(sizeof *block + size);
        block->size = size;
        block->next = doc->blocks;
        doc->blocks = block;
    }
    void *memory = (char *)block->bytes + block->used;
    block->used += bytes;
    return memory;
}

static const char *keep(struct bb_json_doc *doc, const char *text, size_t len)
{
    char *copy = take(doc, len + 1);
    if (len)
        memcpy(copy, text, len);
    copy[len] = '\0';
    return copy;
}

static const struct bb_err *fail_at(const struct parser *p, const char *at, const char *why)
{
    char byte[24];
    snprintf(byte, sizeof byte, "%zu", (size_t)(at - p->text));
    return bb_err(BB_ERR_BAD_JSON, byte, why, NULL);
}

static const struct bb_err *fail(const struct parser *p, const char *why)
{
    return fail_at(p, p->at, why);
}

static void skip_space(struct parser *p)
{
    while (p->at < p->end && (*p->at == ' ' || *p->at == '\t' || *p->at == '\n' || *p->at == '\r'))
        p->at++;
}

static bool take_char(struct parser *p, char c)
{
    if (p->at >= p->end || *p->at != c)
        return false;
    p->at++;
    return true;
}

/* The four digits of \uXXXX; -1 when they are not there. */
static int32_t take_hex(struct parser *p)
{
    int32_t value = 0;
    if (p->end - p->at < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdefABCDEF";
        const char *digit = p->at[i] ? strchr(digits, p->at[i]) : NULL;
        if (!digit)
            return -1;
        value = value * 16 + (int32_t)(digit - digits < 16 ? digit - digits : digit - digits - 6);
    }
    p->at += 4;
    return value;
}

/* After the `\u`. */
static const struct bb_err *parse_unicode(struct parser *p)
{
    int32_t c = take_hex(p);
    if (c < 0)
        return fail(p, _("\\u needs four hexadecimal digits"));
    if (c == 0)
        return fail(p, _("\\u0000 is not allowed"));
    if (c >= 0xD800 && c <= 0xDFFF) {
        int32_t low = -1;
        if (c <= 0xDBFF && take_char(p, '\\') && take_char(p, 'u'))
            low = take_hex(p);
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(p, _("half of a surrogate pair"));
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    char utf8[4];
    bb_buf_add(&p->string, utf8, bb_text_encode((uint32_t)c, utf8));
    return NULL;
}

static const struct bb_err *parse_escape(struct parser *p)
{
    static const char names[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
    if (take_char(p, 'u'))
        return parse_unicode(p);
    const char *name = p->at < p->end && *p->at ? strchr(names, *p->at) : NULL;
    if (!name)
        return fail(p, _("unknown escape"));
    p->at++;
    bb_buf_char(&p->string, meanings[name - names]);
    return NULL;
}

static const struct bb_err *parse_string(struct parser *p, const char **out)
{
    if (!take_char(p, '"'))
        return fail(p, _("a string was expected"));
    bb_buf_clear(&p->string);
    for (;;) {
        const char *run = p->at;
        while (p->at < p->end && *p->at != '"' && *p->at != '\\' && (unsigned char)*p->at >= 0x20)
            p->at++;
        bb_buf_add(&p->string, run, (size_t)(p->at - run));
        if (take_char(p, '"'))
            break;
        if (!take_char(p, '\\'))
            return fail(p, p->at < p->end ? _("a bare control character in a string")
                                          : _("a string is not closed"));
        BB_TRY(parse_escape(p));
    }
    *out = keep(p->doc, p->string.data, p->string.len);
    return NULL;
}

static size_t skip_digits(struct parser *p)
{
    const char *start = p->at;
    while (p->at < p->end && *p->at >= '0' && *p->at <= '9')
        p->at++;
    return (size_t)(p->at - start);
}

static const struct bb_err *parse_number(struct parser *p, struct bb_json *value)
{
    const char *start = p->at;
    bool whole = true;
    take_char(p, '-');
    const char *digits = p->at;
    size_t count = skip_digits(p);
    if (count == 0)
        return fail(p, _("a value was expected"));
    if (count > 1 && *digits == '0')
        return fail_at(p, digits, _("a number starts with 0"));
    if (take_char(p, '.')) {
        whole = false;
        if (!skip_digits(p))
            return fail(p, _("a digit was expected"));
    }
    if (take_char(p, 'e') || take_char(p, 'E')) {
        whole = false;
        if (!take_char(p, '-'))
            take_char(p, '+');
        if (!skip_digits(p))
            return fail(p, _("a digit was expected"));
    }
    value->type = BB_JSON_REAL;
    value->text = keep(p->doc, start, (size_t)(p->at - start));
    errno = 0;
    intmax_t number = whole ? strtoimax(value->text, NULL, 10) : 0;
    if (whole && errno == 0) { /* a whole number too large for us stays REAL, with its text */
        value->type = BB_JSON_INT;
        value->number = number;
    }
    return NULL;
}

static int by_key(const void *a, const void *b)
{
    const struct bb_json *left = *(const struct bb_json *const *)a;
    const struct bb_json *right = *(const struct bb_json *const *)b;
    return strcmp(left->key, right->key);
}

/* Sorts instead of comparing all pairs: a hostile object may have a hundred thousand members. */
static const struct bb_err *check_keys(const struct parser *p, const struct bb_json *object,
                                       size_t count)
{
    if (count < 2)
        return NULL;
    const struct bb_json **members = bb_alloc(count * sizeof(const struct bb_json *));
    const struct bb_err *err = NULL;
    size_t n = 0;
    for (const struct bb_json *member = object->child; member; member = member->next)
        members[n++] = member;
    qsort(members, count, sizeof(const struct bb_json *), by_key);
    for (size_t i = 1; i < count && !err; i++) {
        if (strcmp(members[i - 1]->key, members[i]->key) == 0) {
            const struct bb_json *later =
                members[i]->source > members[i - 1]->source ? members[i] : members[i - 1];
            err = fail_at(p, later->source, _("the same key twice"));
        }
    }
    free(members);
    return err;
}

/* After the opening bracket; fills value->child. */
static const struct bb_err *parse_members(struct parser *p, int depth, struct bb_json *value)
{
    bool object = value->type == BB_JSON_OBJECT;
    char close = object ? '}' : ']';
    const struct bb_json **slot = &value->child;
    size_t count = 0;
    if (depth >= MAX_DEPTH)
        return fail(p, _("nested too deep"));
    skip_space(p);
    if (take_char(p, close))
        return NULL;
    for (;;) {
        const char *key = NULL;
        struct bb_json *member;
        skip_space(p);
        if (object) {
            BB_TRY(parse_string(p, &key));
            skip_space(p);
            if (!take_char(p, ':'))
                return fail(p, _("\":\" was expected"));
        }
        BB_TRY(parse_value(p, depth + 1, &member));
        member->key = key;
        *slot = member;
        slot = &member->next;
        count++;
        skip_space(p);
        if (take_char(p, close))
            return object ? check_keys(p, value, count) : NULL;
        if (!take_char(p, ','))
            return fail(p, object ? _("\",\" or \"}\" was expected")
                                  : _("\",\" or \"]\" was expected"));
    }
}

static bool take_word(struct parser *p, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(p->end - p->at) < len || memcmp(p->at, word, len) != 0)
        return false;
    p->at += len;
    return true;
}

static const struct bb_err *parse_value(struct parser *p, int depth, struct bb_json **out)
{
    skip_space(p);
    struct bb_json *value = take(p->doc, sizeof *value);
    *value = (struct bb_json){.source = p->at};
    if (take_char(p, '{')) {
        value->type = BB_JSON_OBJECT;
        BB_TRY(parse_members(p, depth, value));
    } else if (take_char(p, '[')) {
        value->type = BB_JSON_ARRAY;
        BB_TRY(parse_members(p, depth, value));
    } else if (p->at < p->end && *p->at == '"') {
        value->type = BB_JSON_STRING;
        BB_TRY(parse_string(p, &value->text));
    } else if (take_word(p, "true")) {
        value->type = BB_JSON_BOOL;
        value->number = 1;
    } else if (take_word(p, "false")) {
        value->type = BB_JSON_BOOL;
    } else if (take_word(p, "null")) {
        value->type = BB_JSON_NULL;
    } else {
        BB_TRY(parse_number(p, value));
    }
    value->source_bytes = (size_t)(p->at - value->source);
    *out = value;
    return NULL;
}

const struct bb_err *bb_json_parse(struct bb_json_doc **out, const char *text, size_t len_bytes)
{
    struct parser p = {.text = text, .at = text, .end = text + len_bytes};
    size_t bad;
    *out = NULL;
    if (!bb_text_is_utf8(text, len_bytes, &bad))
        return fail_at(&p, text + bad, _("not UTF-8 text"));
    p.doc = bb_alloc(sizeof *p.doc);
    bb_buf_str(&p.string, "");
    const struct bb_err *err = parse_value(&p, 0, &p.doc->root);
    skip_space(&p);
    if (!err && p.at < p.end)
        err = fail(&p, _("something stands after the value"));
    bb_buf_done(&p.string);
    if (err)
        bb_json_free(p.doc);
    else
        *out = p.doc;
    return err;
}

const struct bb_json *bb_json_root(const struct bb_json_doc *doc)
{
    return doc ? doc->root : NULL;
}

void bb_json_free(struct bb_json_doc *doc)
{
    if (!doc)
        return;
    for (struct block *block = doc->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    free(doc);
}

const struct bb_json *bb_json_get(const struct bb_json *object, const char *key)
{
    if (!object || object->type != BB_JSON_OBJECT)
        return NULL;
    const struct bb_json *member = object->child;
    while (member && strcmp(member->key, key) != 0)
        member = member->next;
    return member;
}

const char *bb_json_text(const struct bb_json *object, const char *key)
{
    const struct bb_json *value = bb_json_get(object, key);
    return value && value->type == BB_JSON_STRING ? value->text : NULL;
}

int64_t bb_json_int(const struct bb_json *object, const char *key, int64_t fallback)
{
    const struct bb_json *value = bb_json_get(object, key);
    return value && value->type == BB_JSON_INT ? value->number : fallback;
}
