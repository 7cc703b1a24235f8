/* manifest.sm3 and datapackage.json as texts: written by the writer, read by the checker. */
#ifndef SRC_PACKET_MANIFEST_H
#define SRC_PACKET_MANIFEST_H

#include "bangban/base/buf.h"
#include "bangban/packet/verify.h"
#include "bangban/packet/writer.h"
#include "folder.h"

/* What must not stand in the head of a packet; NULL when all is well. Translated. */
const char *manifest_fault(const struct bb_packet_head *head);
bool manifest_is_hash(const char *text);

/* Appends. Members present in parts are listed, in the order of the zip. */
void manifest_format(struct bb_buf *out, const struct bb_packet_head *head,
                     const struct part *parts);
/* Reads what manifest_format() writes and nothing else. Fills the head's members of info, and
 * parts[].present and .sm3. On a fault says why. */
const char *manifest_parse(struct bb_packet_info *info, struct part *parts, const char *text,
                           size_t len);

/* datapackage.json. Appends. */
void package_format(struct bb_buf *out, const struct bb_packet_head *head,
                    const struct part *parts);
/* Compares it with what is there. NULL or why not. */
const char *package_fault(const char *text, size_t len, const struct part *parts);

#endif
