/* Events as lines, and the order in which they are folded. Hashing is the caller's (packet/digest).
 */
#include "bangban/core/event.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"

const char bb_hash_zero[BB_HASH_BYTES] =
    "0000000000000000000000000000000000000000000000000000000000000000";

static const struct {
    const char *word, *subject, *label;
} kinds[] = {[BB_EVENT_NONE] = {"", "", ""},
#define KIND_ROW(name, word, subject, label) [BB_EVENT_##name] = {word, subject, label},
             BB_EVENT_LIST(KIND_ROW)};
_Static_assert(sizeof kinds / sizeof *kinds == BB_EVENT__COUNT, "one row per event kind");

const char *bb_event_word(enum bb_event_kind kind)
{
    return kinds[kind].word;
}

const char *bb_event_label(enum bb_event_kind kind)
{
    return kind == BB_EVENT_NONE ? "" : _(kinds[kind].label);
}

const char *bb_event_subject(enum bb_event_kind kind)
{
    return kinds[kind].subject;
}

enum bb_event_kind bb_event_find(const char *word)
{
    for (int kind = 1; kind < BB_EVENT__COUNT; kind++)
        if (strcmp(kinds[kind].word, word) == 0)
            return (enum bb_event_kind)kind;
    return BB_EVENT_NONE;
}

void bb_event_format(struct bb_event *event)
{
    struct bb_buf line = {0};
    char at[BB_AT_BYTES];
    bb_buf_char(&line, '{');
    bb_json_put_key(&line, "id");
    bb_json_put_string(&line, event->id);
    bb_json_put_key(&line, "replica");
    bb_json_put_string(&line, event->replica);
    bb_json_put_key(&line, "seq");
    bb_json_put_int(&line, event->seq);
    bb_json_put_key(&line, "prev");
    bb_json_put_string(&line, event->prev);
    bb_json_put_key(&line, "lamport");
    bb_json_put_int(&line, event->lamport);
    bb_json_put_key(&line, "at");
    bb_json_put_string(&line, bb_at_format_utc(at, event->at));
    bb_json_put_key(&line, "by");
    bb_json_put_string(&line, event->by);
    bb_json_put_key(&line, "kind");
    bb_json_put_string(&line, bb_event_word(event->kind));
    bb_json_put_key(&line, "subject");
    bb_json_put_string(&line, event->subject);
    bb_json_put_key(&line, "causes");
    bb_buf_str(&line, event->causes);
    bb_json_put_key(&line, "body");
    bb_buf_str(&line, event->body);
    if (event->clock_suspect) {
        bb_json_put_key(&line, "clock_suspect");
        bb_buf_str(&line, "true");
    }
    bb_buf_char(&line, '}');
    free(event->line);
    event->line = bb_buf_take(&line);
}

static bool is_hex(const char *text, size_t digits)
{
    return strlen(text) == digits && strspn(text, "0123456789abcdef") == digits;
}

static const struct bb_err *bad(const char *member)
{
    return bb_err(BB_ERR_BAD_EVENT, member, NULL);
}

/* Copies a string member of fixed form into the event. */
static const struct bb_err *fixed_member(char *out, size_t digits, const struct bb_json *line,
                                         const char *key)
{
    const char *text = bb_json_text(line, key);
    if (!text || !is_hex(text, digits))
        return bad(key);
    memcpy(out, text, digits + 1);
    return NULL;
}

static const struct bb_err *members_parse(struct bb_event *out, const struct bb_json *line)
{
    static const char *const keys[] = {"id", "replica", "seq",     "prev",   "lamport", "at",
                                       "by", "kind",    "subject", "causes", "body"};
    if (line->type != BB_JSON_OBJECT)
        return bad("{");
    const struct bb_json *member = line->child;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++, member = member->next)
        if (!member || strcmp(member->key, keys[i]) != 0)
            return bad(keys[i]);
    if (member && strcmp(member->key, "clock_suspect") == 0 && member->type == BB_JSON_BOOL &&
        member->number) {
        out->clock_suspect = true;
        member = member->next;
    }
    if (member)
        return bad(member->key);

    const char *id = bb_json_text(line, "id"), *at = bb_json_text(line, "at");
    const char *by = bb_json_text(line, "by"), *kind = bb_json_text(line, "kind");
    const char *subject = bb_json_text(line, "subject");
    const struct bb_json *causes = bb_json_get(line, "causes"), *body = bb_json_get(line, "body");
    if (!id || !bb_uuid_is_valid(id))
        return bad("id");
    memcpy(out->id, id, BB_UUID_BYTES);
    BB_TRY(fixed_member(out->replica, BB_REPLICA_BYTES - 1, line, "replica"));
    BB_TRY(fixed_member(out->prev, BB_HASH_BYTES - 1, line, "prev"));
    out->seq = bb_json_int(line, "seq", -1);
    out->lamport = bb_json_int(line, "lamport", -1);
    if (out->seq < 1)
        return bad("seq");
    if (out->lamport < 1)
        return bad("lamport");
    if (!at || strlen(at) != 20 || at[19] != 'Z')
        return bad("at");
    BB_TRY(bb_at_parse(&out->at, at));
    if (!by || !kind || !subject)
        return bad(!by ? "by" : !kind ? "kind" : "subject");
    if (causes->type != BB_JSON_ARRAY)
        return bad("causes");
    if (body->type != BB_JSON_OBJECT)
        return bad("body");
    out->kind = bb_event_find(kind);
    out->by = bb_strdup(by);
    out->subject = bb_strdup(subject);
    out->causes = bb_strndup(causes->source, causes->source_bytes);
    out->body = bb_strndup(body->source, body->source_bytes);
    return NULL;
}

const struct bb_err *bb_event_parse(struct bb_event *out, const char *line, size_t len_bytes)
{
    struct bb_json_doc *doc = NULL;
    memset(out, 0, sizeof *out);
    BB_TRY(bb_json_parse(&doc, line, len_bytes));
    const struct bb_err *err = members_parse(out, bb_json_root(doc));
    bb_json_free(doc);
    if (err)
        bb_event_done(out);
    else
        out->line = bb_strndup(line, len_bytes);
    return err;
}

void bb_event_done(struct bb_event *event)
{
    free(event->by);
    free(event->subject);
    free(event->causes);
    free(event->body);
    free(event->line);
    memset(event, 0, sizeof *event);
}

int bb_event_compare(const struct bb_event *a, const struct bb_event *b)
{
    if (a->lamport != b->lamport)
        return a->lamport < b->lamport ? -1 : 1;
    return strcmp(a->hash, b->hash);
}

void bb_events_add(struct bb_events *events, struct bb_event *event)
{
    if (events->count == events->cap) {
        events->cap = events->cap ? events->cap * 2 : 8;
        events->rows = bb_realloc(events->rows, events->cap * sizeof *events->rows);
    }
    events->rows[events->count++] = *event;
    memset(event, 0, sizeof *event);
}

static int compare_rows(const void *a, const void *b)
{
    return bb_event_compare(a, b);
}

void bb_events_sort(struct bb_events *events)
{
    if (events->count)
        qsort(events->rows, events->count, sizeof *events->rows, compare_rows);
}

void bb_events_done(struct bb_events *events)
{
    for (size_t i = 0; i < events->count; i++)
        bb_event_done(&events->rows[i]);
    free(events->rows);
    memset(events, 0, sizeof *events);
}

void bb_events_heads(const struct bb_events *events, struct bb_buf *out)
{
    size_t start = out->len + 1;
    bb_buf_char(out, '[');
    for (size_t i = 0; i < events->count; i++) {
        bool named = false;
        for (size_t j = 0; j < events->count && !named; j++)
            named = strstr(events->rows[j].causes, events->rows[i].hash) != NULL;
        if (named)
            continue;
        if (out->len > start)
            bb_buf_char(out, ',');
        bb_json_put_string(out, events->rows[i].hash);
    }
    bb_buf_char(out, ']');
}

bool *bb_events_known(const struct bb_events *events)
{
    size_t n = events->count;
    bool *known = bb_alloc(n * n * sizeof *known);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++) { /* causes come before, in fold order */
            if (!strstr(events->rows[i].causes, events->rows[j].hash))
                continue;
            known[i * n + j] = true;
            for (size_t k = 0; k < j; k++)
                known[i * n + k] |= known[j * n + k];
        }
    return known;
}

bool bb_event_undoes(const struct bb_event *event, const char *id)
{
    if (event->kind != BB_EVENT_UNDO)
        return false;
    struct bb_json_doc *doc = NULL;
    if (bb_json_parse(&doc, event->body, strlen(event->body)))
        return false;
    const char *undone = bb_json_text(bb_json_root(doc), "undoes");
    bool same = undone && strcmp(undone, id) == 0;
    bb_json_free(doc);
    return same;
}

bool bb_events_is_undone(const struct bb_events *events, size_t index)
{
    for (size_t i = index + 1; i < events->count; i++)
        if (bb_event_undoes(&events->rows[i], events->rows[index].id) &&
            !bb_events_is_undone(events, i))
            return true;
    return false;
}
