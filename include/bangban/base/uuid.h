/* UUIDv7 (RFC 9562 §5.7): sortable by birth, made before the transaction that stores it. */
#ifndef BANGBAN_BASE_UUID_H
#define BANGBAN_BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

enum { BB_UUID_BYTES = 37 }; /* 36 characters and the NUL */

/* Monotonic within the process, also when now_ms steps back. Randomness from getrandom(). */
void bb_uuid_make(char out[BB_UUID_BYTES], int64_t now_ms);
bool bb_uuid_is_valid(const char *text); /* lower-case, version 7, RFC variant */
void bb_random_fill(void *out, unsigned bytes);

#endif
