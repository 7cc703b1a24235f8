/*
 * The scope gate (R3): kinds of matters that are no assistance, the channel each goes back to, and
 * the words that suggest it. They come from one setting: kinds separated by ;, of each
 * id | label | channel | words.
 */
#ifndef BANGBAN_CORE_SCOPE_H
#define BANGBAN_CORE_SCOPE_H

#include <stdbool.h>
#include <stddef.h>

enum { BB_SCOPES_MAX = 9 }; /* one digit chooses */

struct bb_scope {
    char *id, *label, *channel;
    char *words; /* with a space between */
};
struct bb_scopes { /* zero-initialise */
    struct bb_scope rows[BB_SCOPES_MAX];
    size_t count;
};

/* false: not of that form, or an id twice; out is empty then. */
bool bb_scopes_parse(struct bb_scopes *out, const char *text);
void bb_scopes_done(struct bb_scopes *scopes);
const struct bb_scope *bb_scope_of(const struct bb_scopes *scopes, const char *id); /* NULL: none */
/* The translated label of a kind that the policy names, else the one configured. */
const char *bb_scope_label(const struct bb_scope *scope);
/* The first kind one of whose words stands in the text, and that word (into *word, may be NULL);
 * NULL: none. */
const struct bb_scope *bb_scope_suggested(const struct bb_scopes *scopes, const char *text,
                                          const char **word);

#endif
