/*
 * Keeping what was saved (trust.md §2, "Start-up, and a bad file"): verified copies in generations,
 * the check at start, restoring.
 *
 * Everybody who has a database open holds PATH.lock shared; restoring holds it alone.
 */
#ifndef BANGBAN_APP_SAFETY_H
#define BANGBAN_APP_SAFETY_H

#include "bangban/app/app.h"

/* A verified copy (integrity and every chain, in the copy) into path, or into F.d/backup/ under day
 * and time when NULL, beside it PATH.sm3 in the form of `openssl dgst -sm3 -r`. Of those named by
 * day, the newest of each of the last 7 days, 4 weeks and 12 months that have one are kept.
 * *written: heap. */
const struct bb_err *bb_app_backup(struct bb_app *app, const char *path,
                                   const struct bb_progress *progress, char **written);

struct bb_restored {
    bool whole;       /* the present file was sound and stayed */
    char *from;       /* copy that was put in its place; NULL when whole */
    char *quarantine; /* folder that holds what was there before; NULL: nothing was */
    int64_t tail;     /* events that came from the tail */
    char *tail_fault; /* why the tail could not be read; NULL: it was, or there is none */
    bool joined;      /* there is a hub, which gives back what it was given */
    int64_t events;   /* that the file holds now */
    int64_t last_at;  /* when the newest of them was recorded */
};
void bb_restored_done(struct bb_restored *restored);
/* Puts the newest good copy, or the one in file, in the place of a database that is not sound
 * (always, when file is given), adds what the tail has, takes a new label. who: code of a person
 * with the right, asked in the copy. BB_ERR_IN_USE while anybody has the database open. Killed
 * anywhere, it is run again. */
const struct bb_err *bb_app_restore(const struct bb_config *config, const char *db_path,
                                    struct bb_clock clock, const char *who, const char *secret,
                                    const char *file, const struct bb_progress *progress,
                                    struct bb_restored *out);

/* What a start checks: SQLite's quick check, table by table; at the first start of a day, and when
 * full, its whole check and every chain. A fault leaves F.d/damaged, which stops everybody's
 * writing. One at a time: returns at once while another process checks. */
const struct bb_err *bb_app_check_start(struct bb_app *app, bool full);
/* The same by a program of its own, with nothing to wait for: for screens, after their first
 * picture. Also notes that this program runs; one that ended without leaving asks for the full
 * check. */
const struct bb_err *bb_app_start_checking(struct bb_app *app);

/* ---- the tail: own events a second time, on another disk (setting backup.tail) ---- */
/* Why it does not go on, one sentence; NULL: it does, or none is set. Stops nobody. */
const char *bb_app_tail_fault(const struct bb_app *app);

#endif
