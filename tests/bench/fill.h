/* What stands in the generated databases: sessions and ledger lines, the same on every run for the
 * same days. */
#ifndef TESTS_BENCH_FILL_H
#define TESTS_BENCH_FILL_H

#include <stdint.h>

#include "bangban/store/db.h"

enum { FILL_PER_DAY = 1000 }; /* sessions a day */

/* Writes desks and people, then nothing else. */
/* Everybody's secret is the service person's, F.d/office.key. */
void fill_people(struct bb_db *db);
/* Writes `count` sessions, the first FILL_PER_DAY of them on first_day and so on, none later than
 * not_after, and a ledger line for each per_issue of them: events, rows, search entries, through
 * the store. due_dates: on how many days the lines fall due; 0: five to thirty-four days after they
 * were found. */
void fill_sessions(struct bb_db *db, int64_t first_day, long count, long per_issue, int due_dates,
                   int64_t not_after);

#endif
