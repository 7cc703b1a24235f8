/* Ranking of knowledge entries by the rarity of what they share with the question. No index: a few
 * thousand entries are read through faster than one blinks. */
#include "bangban/core/question.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/bigram.h"
#include "bangban/core/pinyin.h"

enum {
    TOKENS_MAX = 64,
    WEIGHT = 1000,   /* of a token that one entry alone holds */
    ASKED = 4,       /* times as much in question, keywords, item as in the answer */
    LEAST_SHARE = 4, /* entries with less than a quarter of the best one's score are noise */
};

struct entry {
    char *asked, *answer; /* folded; asked: question, keywords, item */
    struct bb_pinyin_key key;
};

struct bb_questions {
    struct entry *rows;
    size_t count, cap;
};

struct ranked {
    size_t row;
    long score;
};

struct bb_questions *bb_questions_new(void)
{
    return bb_alloc(sizeof(struct bb_questions));
}

void bb_questions_free(struct bb_questions *questions)
{
    for (size_t i = 0; questions && i < questions->count; i++) {
        free(questions->rows[i].asked);
        free(questions->rows[i].answer);
        bb_pinyin_key_done(&questions->rows[i].key);
    }
    if (questions)
        free(questions->rows);
    free(questions);
}

static char *folded(const char *text)
{
    struct bb_buf out = {0};
    bb_pinyin_fold(&out, text ? text : "");
    return bb_buf_take(&out);
}

void bb_questions_add(struct bb_questions *questions, const struct bb_kb *entry,
                      const char *item_name)
{
    struct bb_buf asked = {0};
    if (questions->count == questions->cap) {
        questions->cap = questions->cap ? questions->cap * 2 : 64;
        questions->rows = bb_realloc(questions->rows, questions->cap * sizeof *questions->rows);
    }
    bb_buf_printf(&asked, "%s;%s;%s", entry->question ? entry->question : "",
                  entry->keywords ? entry->keywords : "", item_name ? item_name : "");
    struct entry *row = &questions->rows[questions->count++];
    *row = (struct entry){.asked = folded(asked.data), .answer = folded(entry->answer)};
    bb_pinyin_key_init(&row->key, asked.data);
    bb_buf_done(&asked);
}

/* The pairs of the question; a single ideograph asks for itself. */
static size_t split(char *tokens, const char *question, const char *out[TOKENS_MAX])
{
    size_t count = 0;
    char *rest = tokens;
    for (char *token; count < TOKENS_MAX && (token = strsep(&rest, " "));)
        if (*token)
            out[count++] = token;
    if (!count && *question)
        out[count++] = question;
    return count;
}

static void score_token(const struct bb_questions *questions, const char *token,
                        struct ranked *ranked)
{
    long holders = 0;
    for (size_t i = 0; i < questions->count; i++)
        holders +=
            strstr(questions->rows[i].asked, token) || strstr(questions->rows[i].answer, token);
    for (size_t i = 0; i < questions->count && holders; i++) {
        if (strstr(questions->rows[i].asked, token))
            ranked[i].score += ASKED * WEIGHT / holders;
        else if (strstr(questions->rows[i].answer, token))
            ranked[i].score += WEIGHT / holders;
    }
}

static bool is_latin(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text >= 0x80)
            return false;
    return true;
}

static int by_score(const void *a, const void *b)
{
    const struct ranked *left = a, *right = b;
    if (left->score != right->score)
        return left->score < right->score ? 1 : -1;
    return left->row < right->row ? -1 : 1;
}

size_t bb_questions_ask(const struct bb_questions *questions, const char *question, size_t *out,
                        size_t most)
{
    const char *tokens[TOKENS_MAX];
    struct bb_buf cut = {0};
    size_t count = 0;
    char *text = folded(question);
    struct ranked *ranked = bb_alloc((questions->count + 1) * sizeof *ranked);
    for (size_t i = 0; i < questions->count; i++)
        ranked[i].row = i;
    bb_bigram_tokens(&cut, text);
    size_t asked = split(cut.data, text, tokens);
    for (size_t i = 0; i < asked && !is_latin(text); i++)
        score_token(questions, tokens[i], ranked);
    for (size_t i = 0; i < questions->count && *text && is_latin(text); i++)
        ranked[i].score = bb_pinyin_key_match(&questions->rows[i].key, text);
    qsort(ranked, questions->count, sizeof *ranked, by_score);
    while (count < most && count < questions->count && ranked[count].score > 0 &&
           ranked[count].score * LEAST_SHARE >= ranked[0].score) {
        out[count] = ranked[count].row;
        count++;
    }
    free(ranked);
    free(text);
    bb_buf_done(&cut);
    return count;
}
