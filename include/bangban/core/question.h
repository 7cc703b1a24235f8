/*
 * Which entries of the knowledge base answer a question that somebody typed in his own words: pairs
 * of characters that few entries hold count more than those that many hold (怎么, 可以); in the
 * question, the keywords and the item they count more than in the answer. Latin letters are taken
 * as initials or pinyin. Source: R6, R26; product.md, "bangban kiosk".
 */
#ifndef BANGBAN_CORE_QUESTION_H
#define BANGBAN_CORE_QUESTION_H

#include <stddef.h>

#include "bangban/core/reference.h"

struct bb_questions; /* the entries, made ready for many questions */

struct bb_questions *bb_questions_new(void);
void bb_questions_free(struct bb_questions *questions); /* NULL is fine */
/* item_name may be NULL. The entry is not kept. */
void bb_questions_add(struct bb_questions *questions, const struct bb_kb *entry,
                      const char *item_name);

/* Puts the numbers of the entries (in the order they were added, from 0) that fit into out, the
 * best first, at most `most`; returns how many. An empty question fits nothing. */
size_t bb_questions_ask(const struct bb_questions *questions, const char *question, size_t *out,
                        size_t most);

#endif
