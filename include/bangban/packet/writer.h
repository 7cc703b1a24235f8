/*
 * Writing a packet (bangban-packet(5), data.md "The district format"). A sink: begin, push events
 * and rows, end.
 *
 *   bb_packet_begin(&packet, "outbox", &head);
 *   bb_packet_event(packet, line, len);            … every event after head.base, oldest first
 *   bb_packet_table(packet, &bb_session_record);   opens sessions.csv; closes the table before
 *   bb_packet_row(packet, &session);               … by id, ascending as strcmp() has it
 *   bb_packet_end(packet, key_path, &path);        or bb_packet_drop(packet)
 *
 * Memory does not grow with the packet: members are written to a private folder inside out_dir,
 * then zipped by the helper, and appear under the final name durable and whole or not at all. Same
 * input, same bytes: nothing here reads a clock, the language or the name of the machine. After an
 * error only bb_packet_drop() may follow; bb_packet_end() frees in every case.
 */
#ifndef BANGBAN_PACKET_WRITER_H
#define BANGBAN_PACKET_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "bangban/base/err.h"
#include "bangban/core/record.h"

struct bb_packet_head {
    const char
        *window; /* the desk's code, C1W03: letters, digits, '-'; it begins the file's name */
    const char *replica; /* label of this installation */
    const char *base;    /* hash before the first event; bb_hash_zero for a first packet */
    const char *head;    /* hash of the last event; equals base when there is none */
    const char *seen;    /* hash of the hub's event that was the newest at the last receipt;
                            bb_hash_zero: none yet */
    int64_t reference;   /* version of the hub's reference data that is here; 0: none */
    int64_t made_at;     /* `at` of the event that is head; never the wall clock */
    const char *program; /* "bangban 0.1.0" */
    const char *rules;   /* version of the rules in force; no spaces at the ends, no LF */
};

struct bb_packet;

const struct bb_err *bb_packet_begin(struct bb_packet **out, const char *out_dir,
                                     const struct bb_packet_head *head);
/* One event, the exact bytes without the LF; must link to the one before. */
const struct bb_err *bb_packet_event(struct bb_packet *packet, const char *line, size_t len_bytes);
/* The records that have a table are in packet/member.h; any other is a programming error. Each at
 * most once. */
const struct bb_err *bb_packet_table(struct bb_packet *packet, const struct bb_record *record);
const struct bb_err *bb_packet_row(struct bb_packet *packet, const void *row);
/* Writes codes.csv, datapackage.json, manifest and signature, zips, makes it durable. *out_path is
 * the caller's to free: out_dir/<window>-<first 16 digits of the manifest's SM3>.zip. Frees packet,
 * also on error, and leaves nothing else. */
const struct bb_err *bb_packet_end(struct bb_packet *packet, const char *private_key_path,
                                   char **out_path);
void bb_packet_drop(struct bb_packet *packet); /* NULL is fine */

#endif
