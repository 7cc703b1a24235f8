/*
 * Memory. These never return NULL: when the machine is out of memory they call the one hook
 * (the screen restores the terminal there) and end the program with status 4.
 */
#ifndef BANGBAN_BASE_MEM_H
#define BANGBAN_BASE_MEM_H

#include <stddef.h>

void *bb_alloc(size_t bytes); /* zeroed; free() it */
void *bb_realloc(void *old, size_t bytes);
char *bb_strdup(const char *text); /* NULL stays NULL */
char *bb_strndup(const char *text, size_t bytes);

/* Replaces *slot by a copy of text; frees what was there. text may be NULL. */
void bb_strset(char **slot, const char *text);

void bb_mem_on_failure(void (*hook)(void));
/* The way out, for a library that ran out of memory where it cannot say so. */
void bb_mem_fail(void) __attribute__((noreturn));

#endif
