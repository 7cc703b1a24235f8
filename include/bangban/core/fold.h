/*
 * What a record is after its events, in order: one fold for each kind of record. Sessions and
 * ledger lines have rules of their own (session.c, issue_fold.c); the rest is born, perhaps
 * corrected, perhaps taken back.
 */
#ifndef BANGBAN_CORE_FOLD_H
#define BANGBAN_CORE_FOLD_H

#include "bangban/core/calendar.h"
#include "bangban/core/event.h"
#include "bangban/core/record.h"

/* Every record that follows from events, ended by NULL. */
extern const struct bb_record *const bb_folded_records[];
const struct bb_record *bb_record_named(const char *name); /* "session" …; NULL when unknown */

/* out: a struct of that record, zeroed before; the caller's to free. cal may be NULL but for
 * issues. */
const struct bb_err *bb_fold(const struct bb_record *record, const struct bb_events *events,
                             const struct bb_calendar *cal, void *out);

#endif
