/* Allocation that cannot fail: one hook, one way out. */
#include "bangban/base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/err.h"

static void (*failure_hook)(void);

void bb_mem_on_failure(void (*hook)(void))
{
    failure_hook = hook;
}

void bb_mem_fail(void)
{
    if (failure_hook)
        failure_hook();
    fputs("bangban: out of memory; close other programs and start again\n", stderr);
    exit(BB_EXIT_STORAGE);
}

static void *checked(void *memory)
{
    if (!memory)
        bb_mem_fail();
    return memory;
}

void *bb_alloc(size_t bytes)
{
    return checked(calloc(1, bytes ? bytes : 1));
}

void *bb_realloc(void *old, size_t bytes)
{
    return checked(realloc(old, bytes ? bytes : 1));
}

char *bb_strndup(const char *text, size_t bytes)
{
    char *copy = bb_alloc(bytes + 1);
    memcpy(copy, text, bytes);
    return copy;
}

char *bb_strdup(const char *text)
{
    return text ? bb_strndup(text, strlen(text)) : NULL;
}

void bb_strset(char **slot, const char *text)
{
    char *copy = bb_strdup(text);
    free(*slot);
    *slot = copy;
}
