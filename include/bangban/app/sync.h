/*
 * The protocol (data.md): what hub and window share, and the window's three steps. Merging is a set
 * union keyed by hash; the fold decides the rest.
 */
#ifndef BANGBAN_APP_SYNC_H
#define BANGBAN_APP_SYNC_H

#include "bangban/app/app.h"
#include "bangban/core/sync.h"

/* ---- what the hub's room uses of an app ---- */
struct bb_db *bb_app_db(struct bb_app *app);
const char *bb_app_folder(const struct bb_app *app); /* PATH.d */
const char *bb_app_replica(const struct bb_app *app);

/* ---- merging, inside a transaction that is open ---- */
struct bb_merge;
struct bb_merge_result {
    int64_t fresh, known;
    bool copy; /* there was an event under this installation's label that it did not have */
};
const struct bb_err *bb_merge_begin(struct bb_app *app, struct bb_merge **out);
/* hash and line are set. The event may be taken over (moved out, zeroed). *clash (may be NULL):
 * its id is known with other bytes; it was not taken. */
const struct bb_err *bb_merge_event(struct bb_merge *merge, struct bb_event *event, bool *clash);
/* A line whose hash is made here, from its own prev. */
const struct bb_err *bb_merge_line(struct bb_merge *merge, const char *line, size_t len_bytes,
                                   bool *clash);
/* Folds what was touched; takes a new label when this installation turned out to be a copy. Frees,
 * also on error. */
const struct bb_err *bb_merge_end(struct bb_merge *merge, struct bb_merge_result *out);
void bb_merge_drop(struct bb_merge *merge); /* after an error: the transaction is rolled back */
/* The row that a subject's events, in order, make, and of which record it is: heap, the caller's.
 * NULL while its birth has not come, and for what is no record (logins, hand-overs). */
const struct bb_err *bb_events_fold(const struct bb_events *events, const struct bb_calendar *cal,
                                    const struct bb_record **record, void **row);
/* Takes a new label from the next event on; the chain so far stays, to be sent to its end. Inside a
 * transaction; app follows at its next act. */
const struct bb_err *bb_relabel(struct bb_app *app, const char *head);

/* ---- reference data as lines of a receipt ---- */
const struct bb_err *bb_reference_put(struct bb_app *app, struct bb_buf *out);
/* Their digest, into the open transaction; and whether they still have it. */
const struct bb_err *bb_reference_seal(struct bb_app *app);
const struct bb_err *bb_reference_check(struct bb_app *app);
struct bb_reference_in; /* being laid over this file's, inside a transaction */
const struct bb_err *bb_reference_begin(struct bb_app *app, struct bb_reference_in **out);
const struct bb_err *bb_reference_line(struct bb_reference_in *in, const char *line, size_t len);
/* Writes what changed, keeps it for bb_app_news(), moves open deadlines. Frees, also on error. */
const struct bb_err *bb_reference_end(struct bb_reference_in *in, int64_t version);
void bb_reference_drop(struct bb_reference_in *in);

/* ---- packets of one's own chains ---- */
/* Writes a packet of the chain after base (under the present label) into dir. *head receives its
 * head; *path is NULL, and nothing is written, when only_new and there is nothing after base. */
const struct bb_err *bb_chain_export(struct bb_app *app, const char *base, const char *dir,
                                     bool only_new, char head[BB_HASH_BYTES], char **path);

/* ---- the window's side ---- */
struct bb_sync_report {
    int64_t packets;  /* written into the outbox */
    int64_t receipts; /* read */
    int64_t refused;  /* packets that the hub refused */
    int64_t bad;      /* receipts put aside */
    int64_t fresh;    /* events that came down */
    int64_t unacked;  /* own events not yet acknowledged */
    int64_t behind_s; /* this clock is so far behind the hub's; < 0: ahead */
    bool relabelled, reference;
    char *sentence; /* why a receipt was put aside; owned, NULL: none was */
};
void bb_sync_report_done(struct bb_sync_report *report);
/* Receipts in → packet out → files to and fro → receipts in. Each step can be killed anywhere and
 * run again; progress (may be NULL) may cancel between them and while files are carried. */
const struct bb_err *bb_app_sync(struct bb_app *app, const struct bb_progress *progress,
                                 struct bb_sync_report *out);
/* The same a step at a time, for who has something else to do meanwhile: go until it is done; end
 * at any time, which cancels what is not done and frees, also on error. */
enum bb_sync_step { BB_SYNC_READ, BB_SYNC_WRITE, BB_SYNC_CARRY, BB_SYNC_TAKE, BB_SYNC_DONE };
struct bb_sync_run;
const struct bb_err *bb_sync_begin(struct bb_app *app, struct bb_sync_run **out);
/* Files are carried by a program of its own, which is waited for so long (-1: to its end). */
const struct bb_err *bb_sync_go(struct bb_sync_run *run, int wait_ms);
enum bb_sync_step bb_sync_at(const struct bb_sync_run *run); /* what comes next, or is being done */
const struct bb_err *bb_sync_end(struct bb_sync_run *run, struct bb_sync_report *out);
/* The single steps: of receipts in F.d/inbox; of the packets in F.d/outbox. */
const struct bb_err *bb_sync_read(struct bb_app *app, struct bb_sync_report *out);
const struct bb_err *bb_sync_write(struct bb_app *app, struct bb_sync_report *out);

struct bb_sync_state {
    bool joined;     /* a hub's key is pinned */
    int64_t last_at; /* hub's time in the last receipt that was no refusal; 0: none yet */
    int64_t nights;  /* since then; -1: none yet */
    int64_t unacked; /* events */
    int64_t seen_reference;
    int64_t behind_s; /* the same, at the last receipt; until it is right, events are marked */
};
const struct bb_err *bb_app_sync_state(struct bb_app *app, struct bb_sync_state *out);
/* Own events not yet acknowledged, oldest first (struct bb_event). */
const struct bb_err *bb_app_unacked(struct bb_app *app, const struct bb_sink *sink);
/* Receipts, newest first (struct bb_answer). */
const struct bb_err *bb_app_answers(struct bb_app *app, const struct bb_sink *sink);
/* Receipts that were put aside and did not come again whole: file, and reason why (struct
 * bb_answer). */
const struct bb_err *bb_app_bad_receipts(struct bb_app *app, const struct bb_sink *sink);

/* What the hub changed in the reference data: one row a table and receipt, kept for some days. */
struct bb_news {
    int64_t at;
    const char *table, *label; /* label: translated */
    int64_t added, changed;
    const char *names; /* the first of them */
};
typedef const struct bb_err *bb_news_item(void *ctx, const struct bb_news *news);
/* fresh: only what the person logged in has not been shown, and is counted as shown now. */
const struct bb_err *bb_app_news(struct bb_app *app, bool fresh, bb_news_item *item, void *ctx);

#endif
