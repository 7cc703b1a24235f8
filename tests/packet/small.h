/* A small packet for the tests of this room: three events, two sessions, one problem, one referral.
 */
#ifndef TESTS_PACKET_SMALL_H
#define TESTS_PACKET_SMALL_H

#include "bangban/base/buf.h"
#include "bangban/packet/writer.h"

enum { SMALL_EVENTS = 3, SMALL_ROWS = 14 };
#define SMALL_REPLICA "0123456789abcdef0123456789abcdef"
#define SMALL_MADE_AT 1795397400 /* 2026-11-23T01:30:00Z */

struct small {
    char *dir; /* everything below lies here; removed by small_done() */
    char *out; /* dir/outbox */
    char *key; /* private key */
    char *pem; /* public key, PEM text */
    char *lines[SMALL_EVENTS];
    char head[65];
};

void small_init(struct small *small);
void small_done(struct small *small);
struct bb_packet_head small_head(const struct small *small);
/* Everything up to bb_packet_end(). */
struct bb_packet *small_fill(const struct small *small, const char *out_dir);
char *small_write(const struct small *small, const char *out_dir); /* the zip's path, heap */
/* Unpacks with the stock tool into dir/<name>, heap. */
char *small_unzip(const struct small *small, const char *zip, const char *name);

/* A row of any record from "field", "value", … NULL; the caller frees it with row_done(). */
void *row_make(const struct bb_record *record, ...) __attribute__((sentinel));
void row_done(const struct bb_record *record, void *row);

struct bb_buf file_text(const char *dir, const char *name);
void file_put(const char *dir, const char *name, const void *bytes, size_t len);
size_t dir_count(const char *dir); /* entries, without . and .. */
/* Writes manifest (and datapackage.json, if asked) anew for what now lies in the folder, and signs
 * it: the work of somebody who has the key and means harm. */
void folder_reseal(const struct small *small, const char *folder, bool package);

#endif
