/* A private folder that a packet is made or unpacked in, and the members written into it. */
#ifndef SRC_PACKET_FOLDER_H
#define SRC_PACKET_FOLDER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "bangban/base/err.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/member.h"

struct folder {
    char *path;  /* owned */
    int lock_fd; /* held while the folder is in use; what nobody holds was left by a crash */
};

/* Makes parent/.packet.XXXXXX, 0700; removes those of the same kind that a crash left in parent. */
const struct bb_err *folder_make(struct folder *out, const char *parent);
/* Removes it and all files in it. A zeroed struct is fine. */
void folder_remove(struct folder *folder);

/* What is known of one member: both digests and the length. */
struct part {
    bool present;
    int64_t bytes;
    char sm3[BB_DIGEST_HEX_BYTES];
    char sha256[BB_DIGEST_HEX_BYTES];
};

/* A member being written. Zero-initialise. */
struct part_file {
    FILE *file;
    char *path; /* owned */
    struct bb_digest sm3, sha256;
    int64_t bytes;
};

const struct bb_err *part_begin(struct part_file *out, const char *folder, enum bb_member member);
const struct bb_err *part_add(struct part_file *file, const void *bytes, size_t len);
const struct bb_err *part_end(struct part_file *file, struct part *out);
void part_drop(struct part_file *file);
/* Digests of a member that exists. */
const struct bb_err *part_read(struct part *out, const char *folder, enum bb_member member);

#endif
