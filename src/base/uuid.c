/* UUIDv7: 48 bits of milliseconds, a 12-bit counter that keeps the order within one millisecond,
 * and 62 fresh random bits each time, so that forked processes cannot meet. */
#include "bangban/base/uuid.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

void bb_random_fill(void *out, unsigned bytes)
{
    unsigned char *at = out;
    while (bytes > 0) {
        ssize_t got = getrandom(at, bytes, 0);
        if (got < 0 && errno != EINTR)
            abort(); /* no randomness: ids would collide, better to stop */
        if (got > 0) {
            at += got;
            bytes -= (unsigned)got;
        }
    }
}

void bb_uuid_make(char out[BB_UUID_BYTES], int64_t now_ms)
{
    static uint64_t last_ms;
    static unsigned counter;
    struct {
        uint64_t tail;
        uint16_t start;
    } fresh;
    bb_random_fill(&fresh, sizeof fresh);

    uint64_t ms = now_ms > 0 ? (uint64_t)now_ms : 0;
    if (ms > last_ms) {
        last_ms = ms;
        counter = fresh.start & 0x7FF; /* the upper half stays free to count in */
    } else if (++counter > 0xFFF) {
        last_ms++;
        counter = fresh.start & 0x7FF;
    }
    snprintf(out, BB_UUID_BYTES, "%08x-%04x-7%03x-%04x-%012llx",
             (unsigned)(last_ms >> 16 & 0xFFFFFFFF), (unsigned)(last_ms & 0xFFFF), counter,
             0x8000 | (unsigned)(fresh.tail >> 48 & 0x3FFF),
             (unsigned long long)(fresh.tail & 0xFFFFFFFFFFFF));
}

bool bb_uuid_is_valid(const char *text)
{
    if (!text || strlen(text) != BB_UUID_BYTES - 1)
        return false;
    for (int i = 0; i < BB_UUID_BYTES - 1; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : !strchr("0123456789abcdef", text[i]))
            return false;
    }
    return text[14] == '7' && strchr("89ab", text[19]) != NULL;
}
