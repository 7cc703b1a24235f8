/* The scope gate: its setting taken apart, and asked of a text. */
#include "bangban/core/scope.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/code.h"

/* Without the blanks around it; heap. */
static char *trimmed(const char *from, size_t len)
{
    while (len && from[0] == ' ') {
        from++;
        len--;
    }
    while (len && from[len - 1] == ' ')
        len--;
    return bb_strndup(from, len);
}

static bool is_id(const char *text)
{
    return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

/* One kind: four parts, the last may be empty. */
static bool parse_one(struct bb_scopes *out, const char *from, size_t len)
{
    struct bb_scope *row = &out->rows[out->count];
    char **const parts[] = {&row->id, &row->label, &row->channel, &row->words};
    if (out->count == BB_SCOPES_MAX)
        return false;
    out->count++;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *bar = memchr(from, '|', len);
        size_t bytes = bar ? (size_t)(bar - from) : len;
        *parts[i] = trimmed(from, bytes);
        if ((bar != NULL) != (i < 3))
            return false;
        from += bytes + (bar != NULL);
        len -= bytes + (bar != NULL);
    }
    return is_id(row->id) && *row->label && *row->channel && bb_scope_of(out, row->id) == row;
}

bool bb_scopes_parse(struct bb_scopes *out, const char *text)
{
    *out = (struct bb_scopes){0};
    for (;;) {
        size_t len = strcspn(text, ";");
        if (!parse_one(out, text, len)) {
            bb_scopes_done(out);
            return false;
        }
        if (!text[len])
            return true;
        text += len + 1;
    }
}

void bb_scopes_done(struct bb_scopes *scopes)
{
    for (size_t i = 0; i < scopes->count; i++) {
        free(scopes->rows[i].id);
        free(scopes->rows[i].label);
        free(scopes->rows[i].channel);
        free(scopes->rows[i].words);
    }
    *scopes = (struct bb_scopes){0};
}

const struct bb_scope *bb_scope_of(const struct bb_scopes *scopes, const char *id)
{
    for (size_t i = 0; i < scopes->count; i++)
        if (strcmp(scopes->rows[i].id, id) == 0)
            return &scopes->rows[i];
    return NULL;
}

const char *bb_scope_label(const struct bb_scope *scope)
{
    for (int code = 1; code <= bb_code_count(BB_CODES_SCOPE); code++)
        if (strcmp(bb_code_id(BB_CODES_SCOPE, code), scope->id) == 0)
            return bb_code_label(BB_CODES_SCOPE, code);
    return scope->label;
}

const struct bb_scope *bb_scope_suggested(const struct bb_scopes *scopes, const char *text,
                                          const char **word)
{
    const struct bb_scope *found = NULL;
    struct bb_buf folded = {0}, one = {0};
    bb_text_fold(&folded, text);
    for (size_t i = 0; i < scopes->count && folded.len && !found; i++) {
        const char *at = scopes->rows[i].words;
        while (*at && !found) {
            size_t len = strcspn(at, " ");
            bb_buf_clear(&one);
            bb_buf_add(&one, at, len);
            if (len && strstr(folded.data, bb_buf_text(&one))) {
                found = &scopes->rows[i];
                if (word)
                    *word = at;
            }
            at += len + strspn(at + len, " ");
        }
    }
    bb_buf_done(&folded);
    bb_buf_done(&one);
    return found;
}
