/* Cuts text into tokens and words into queries. Knows FTS5's syntax, never calls it. */
#include "bangban/core/bigram.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "bangban/base/text.h"

enum class { BREAK, WORD, PAIRS };
enum { QUERY_TOKENS_MAX = 32 }; /* more narrow the search no further; FTS5 limits its expressions */

/* Characters that are cut into pairs. */
static const struct {
    uint32_t first, last;
} pair_ranges[] = {
    {0x3005, 0x3007},   {0x3041, 0x3096},   {0x30A1, 0x30FA},   {0x3400, 0x4DBF},
    {0x4E00, 0x9FFF},   {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0x20000, 0x2A6DF},
    {0x2A700, 0x2EBE0}, {0x2F800, 0x2FA1D}, {0x30000, 0x323AF},
};

struct run {
    enum class class;
    const char *start, *end;
    size_t chars;
};

static enum class class_of(uint32_t c) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return WORD;
    for (size_t i = 0; i < sizeof pair_ranges / sizeof *pair_ranges;
         i++) if (c >= pair_ranges[i].first && c <= pair_ranges[i].last) return PAIRS;
    return BREAK;
}

static void fold(struct bb_buf *out, const char *text)
{
    bb_text_fold(out, text ? text : "");
    for (size_t i = 0; i < out->len; i++)
        if (out->data[i] >= 'A' && out->data[i] <= 'Z')
            out->data[i] += 'a' - 'A';
}

/* The next run of one class at or after *at, breaks passed over; false at the end. */
static bool next_run(const char **at, const char *end, struct run *run)
{
    *run = (struct run){.class = BREAK};
    uint32_t c;
    size_t len;
    for (; (len = bb_text_next(*at, end, &c)) > 0; *at += len) {
        enum class class = class_of(c);
        if (run->class == BREAK) {
            run->start = *at;
            run->class = class;
        } else if (class != run->class) {
            break;
        }
        run->end = *at + len;
        run->chars++;
        if (class == BREAK)
            run->chars = 0;
    }
    return run->class != BREAK;
}

/* The pair that begins at *at inside the run; steps to the next character. */
static size_t next_pair(const char **at, const char *end)
{
    uint32_t c;
    size_t first = bb_text_next(*at, end, &c);
    size_t second = bb_text_next(*at + first, end, &c);
    *at += first;
    return second ? first + second : 0;
}

static void put(struct bb_buf *out, size_t *count, const char *token, size_t len)
{
    if ((*count)++)
        bb_buf_char(out, ' ');
    bb_buf_add(out, token, len);
}

void bb_bigram_tokens(struct bb_buf *out, const char *text)
{
    struct bb_buf folded = {0};
    fold(&folded, text);
    const char *at = bb_buf_text(&folded), *end = at + folded.len;
    struct run run;
    size_t count = 0, len;
    while (next_run(&at, end, &run)) {
        if (run.class == WORD || run.chars == 1) {
            put(out, &count, run.start, (size_t)(run.end - run.start));
            continue;
        }
        for (const char *pair = run.start, *from = pair; (len = next_pair(&pair, run.end)) > 0;
             from = pair)
            put(out, &count, from, len);
    }
    bb_buf_done(&folded);
}

static void ask(struct bb_buf *out, size_t *count, const char *token, size_t len, bool prefix)
{
    if (*count == QUERY_TOKENS_MAX)
        return;
    if ((*count)++)
        bb_buf_str(out, " AND ");
    bb_buf_char(out, '"');
    bb_buf_add(out, token, len);
    bb_buf_str(out, prefix ? "\"*" : "\"");
}

/* A run in the middle of the word is a whole run of the text. One at an end may go on there: open
 * to the right it is asked as a beginning, open to the left it can only be asked when it is pairs.
 */
static void ask_word(struct bb_buf *out, size_t *count, const char *begin, const char *end,
                     struct run *open)
{
    const char *at = begin;
    struct run run;
    size_t len;
    while (next_run(&at, end, &run)) {
        len = (size_t)(run.end - run.start);
        if (run.class == PAIRS && run.chars > 1) {
            for (const char *pair = run.start, *from = pair; (len = next_pair(&pair, run.end)) > 0;
                 from = pair)
                ask(out, count, from, len, false);
        } else if (run.start > begin) {
            ask(out, count, run.start, len, run.end == end);
        } else if (run.class == WORD) {
            *open = run;
        }
    }
}

bool bb_bigram_query(struct bb_buf *out, const char *words)
{
    struct bb_buf folded = {0};
    struct run open = {.class = BREAK}; /* asked only when nothing else can be */
    size_t count = 0;
    fold(&folded, words);
    for (const char *at = bb_buf_text(&folded); *at;) {
        const char *end = at + strcspn(at, " ");
        ask_word(out, &count, at, end, &open);
        at = end + strspn(end, " ");
    }
    if (!count && open.class == WORD)
        ask(out, &count, open.start, (size_t)(open.end - open.start), strchr(" ", *open.end));
    bb_buf_done(&folded);
    return count > 0;
}
