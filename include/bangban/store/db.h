/*
 * The store: the only room that knows SQLite. One file, two truths (data.md): the append-only
 * `event` table and the projections. Evidence for every choice: trust.md §2. Named statements:
 * data/sql/queries.sql, embedded.
 *
 * Rows go in and out as core records (core/record.h): a statement's parameters and columns carry
 * the fields' names. Every SELECT is read to its end or reset before a function returns, so no
 * reader blocks another process's commit.
 */
#ifndef BANGBAN_STORE_DB_H
#define BANGBAN_STORE_DB_H

#include <stdbool.h>
#include <stdint.h>

#include "bangban/base/err.h"
#include "bangban/core/event.h"
#include "bangban/core/fold.h"
#include "bangban/core/issue.h"
#include "bangban/core/rating.h"
#include "bangban/core/record.h"
#include "bangban/core/reference.h"
#include "bangban/core/service.h"
#include "bangban/core/session.h"
#include "bangban/core/task.h"
#include "bangban/core/visit.h"

struct bb_db; /* a connection; one per process */

enum bb_db_mode {
    BB_DB_OPEN,   /* must exist; migrated (after a backup) when older */
    BB_DB_CREATE, /* must not exist */
    BB_DB_READ,   /* read only, never migrated */
    BB_DB_LOOK    /* the same, also of an older version: to check and copy it */
};

/* Opens by the rules of trust.md §2: refuses links, network file systems, files of others or
 * readable by others, other programs' databases, newer versions; sets the pragmas and reads each
 * back; converts or refuses WAL. */
const struct bb_err *bb_db_open(struct bb_db **out, const char *path, enum bb_db_mode mode);
void bb_db_close(struct bb_db *db); /* NULL is fine */

/* What the connection may do from now on, by the engine's own authorizer: what is refused above is
 * refused here once more, should somebody find a way past it. BB_ERR_DB_REFUSED. */
enum bb_db_limit {
    BB_DB_FREE,
    BB_DB_HELPS, /* no reference data, no other registers, no keys of sealed fields */
    BB_DB_READS, /* likewise; writes nothing but that somebody was here */
    BB_DB_ASKS   /* reads what answers questions, and nothing else; writes nothing */
};
void bb_db_limit(struct bb_db *db, enum bb_db_limit limit);

/* BEGIN IMMEDIATE … COMMIT. BB_ERR_BUSY: another process is in the way; after commit the
 * transaction is still open: commit again or roll back. After a failed commit whose outcome is
 * unknown (I/O error) the connection is reopened and the last event saved in it looked up by id:
 * NULL is returned only when it is really there, BB_ERR_DB_NOT_SAVED when it is not,
 * BB_ERR_DB_UNKNOWN when the file cannot be asked or no event was saved. */
const struct bb_err *bb_db_begin(struct bb_db *db);
const struct bb_err *bb_db_commit(struct bb_db *db);
void bb_db_rollback(struct bb_db *db); /* harmless when no transaction is open */
bool bb_db_is_open_act(const struct bb_db *db);

/* Whether another connection changed the file since the last call (PRAGMA data_version), or it had
 * to be opened anew. */
const struct bb_err *bb_db_changed(struct bb_db *db, bool *out);

/* PRAGMA quick_check or integrity_check. */
const struct bb_err *bb_db_integrity(struct bb_db *db, bool full);
/* The same one table after the other, while others write. */
const struct bb_err *bb_db_integrity_by_table(struct bb_db *db, bool full);
/* A verified copy by the backup API, without the keys of sealed fields: written to PATH.part,
 * opened and checked, renamed, folder synced. progress may be NULL; it returns false to cancel,
 * which leaves nothing behind and gives BB_ERR_CANCELLED. */
struct bb_progress {
    bool (*step)(void *ctx, int64_t done, int64_t total);
    void *ctx;
};
const struct bb_err *bb_db_backup(struct bb_db *db, const char *path,
                                  const struct bb_progress *progress);

/* ---- meta: small named values (centre, desk code, replica …) ---- */
const struct bb_err *bb_db_meta_load(struct bb_db *db, const char *key,
                                     char **out); /* heap; NULL when unset */
/* The places of a line in the ledger's orders: adds how many are there and how many should be; and
 * how many there are of all lines. */
const struct bb_err *bb_db_issue_places(struct bb_db *db, const struct bb_issue *issue,
                                        int64_t *there, int64_t *due);
const struct bb_err *bb_db_issue_places_count(struct bb_db *db, int64_t *out);
/* What a session or a problem is found by: whether it is there, at its time, with the record's own
 * words in text, index, filter and initials; and of how many records it is there. */
const struct bb_err *bb_db_search_check(struct bb_db *db, const struct bb_record *record,
                                        const void *row, bool *good);
const struct bb_err *bb_db_search_count(struct bb_db *db, int64_t *out);
/* Reference data have no events that they follow from: their digest, sealed in the transaction that
 * changes them, tells damage. *digest: heap, NULL when this version of the tables is not sealed. */
bool bb_db_reference_changed(const struct bb_db *db);
const struct bb_err *bb_db_reference_seal(struct bb_db *db, const char *digest);
const struct bb_err *bb_db_reference_sealed(struct bb_db *db, char **digest);
const struct bb_err *bb_db_meta_save(struct bb_db *db, const char *key, const char *value);

/* ---- events ---- */
struct bb_chain {             /* where a replica's chain ends */
    int64_t seq;              /* 0 when it has no event */
    char hash[BB_HASH_BYTES]; /* bb_hash_zero likewise */
    int64_t at;               /* of the last event */
    int64_t lamport;          /* highest seen in the whole file */
};
const struct bb_err *bb_db_chain_load(struct bb_db *db, const char *replica, struct bb_chain *out);
/* The same without the hand-overs (export) at its end: handing over twice hands over the same. */
const struct bb_err *bb_db_chain_work_load(struct bb_db *db, const char *replica,
                                           struct bb_chain *out);
/* Inserts; the event's hash and line are set. An id that is known already is an error. Inside a
 * transaction. */
const struct bb_err *bb_db_event_save(struct bb_db *db, const struct bb_event *event);

/* A sink: called for each row, which belongs to the producer and is valid during the call; it may
 * take over a record's texts by moving the row and zeroing it. An error stops. A sink may ask the
 * store other things, but neither the function that feeds it nor a change of what is being listed.
 */
struct bb_sink {
    const struct bb_err *(*item)(void *ctx, void *row);
    void *ctx;
};
/* Events of one subject in fold order. */
const struct bb_err *bb_db_subject_events(struct bb_db *db, const char *subject,
                                          struct bb_events *out);
/* Events of one replica in chain order, after seq and up to until_seq (0: no end); rows are struct
 * bb_event. */
const struct bb_err *bb_db_replica_events(struct bb_db *db, const char *replica, int64_t after_seq,
                                          int64_t until_seq, const struct bb_sink *sink);
/* Events of the audit (logins, refusals, hand-overs, settings, copies …), newest first; rows are
 * struct bb_event. */
struct bb_audit_query {
    int64_t from_at, to_at; /* [from, to); 0: open */
    const char *by;         /* person's code; NULL: all */
    int limit;              /* 0: no end */
};
const struct bb_err *bb_db_audit_list(struct bb_db *db, const struct bb_audit_query *query,
                                      const struct bb_sink *sink);
/* All replicas' labels (rows are const char *). */
const struct bb_err *bb_db_replicas(struct bb_db *db, const struct bb_sink *sink);
/* This event of the subject if it stands; kind NONE when it was undone. */
const struct bb_err *bb_db_act_load(struct bb_db *db, const char *id, const char *subject,
                                    struct bb_event *out);
/* The last event that this person made on this replica since that moment and that is not undone;
 * kind NONE when there is none. Only kinds that can be undone are considered. */
const struct bb_err *bb_db_last_act(struct bb_db *db, const char *replica, const char *by,
                                    int64_t since_at, struct bb_event *out);
/* Subjects (rows are const char *) touched by a replica's events after_seq … until_seq, of one
 * record's name. */
const struct bb_err *bb_db_touched(struct bb_db *db, const char *replica, int64_t after_seq,
                                   int64_t until_seq, const char *record,
                                   const struct bb_sink *sink);

/* The same, in the order of the subjects' ids and without keeping any: for hand-overs. */
const struct bb_err *bb_db_subjects(struct bb_db *db, const char *replica, int64_t after_seq,
                                    int64_t until_seq, const char *record,
                                    const struct bb_sink *sink);

/* ---- rows: one pair of functions for every record ---- */
/* INSERT or UPDATE by id (code, date for reference records). Session and issue also renew their
 * search entry. */
const struct bb_err *bb_db_save(struct bb_db *db, const struct bb_record *record, const void *row);
/* By id / code. out is zeroed first; *found says whether there is such a row. */
const struct bb_err *bb_db_load(struct bb_db *db, const struct bb_record *record, const char *id,
                                void *out, bool *found);
/* By the number people read out (session, issue, referral). */
const struct bb_err *bb_db_load_no(struct bb_db *db, const struct bb_record *record, const char *no,
                                   void *out, bool *found);
/* All rows of a reference record, in code order. */
const struct bb_err *bb_db_all(struct bb_db *db, const struct bb_record *record,
                               const struct bb_sink *sink);
/* All rows of any record that has an id, in the order of the ids. */
const struct bb_err *bb_db_by_id(struct bb_db *db, const struct bb_record *record,
                                 const struct bb_sink *sink);
/* Empties a reference table before it is loaded anew (reference records only; their past is in
 * events). */
const struct bb_err *bb_db_clear(struct bb_db *db, const struct bb_record *record);
/* Calendar rows of one year are replaced as a whole. */
const struct bb_err *bb_db_calendar_clear(struct bb_db *db, int year);
/* Drops every row of session, issue, referral and their search entries: rebuild only, inside a
 * transaction. */
const struct bb_err *bb_db_projections_clear(struct bb_db *db);

/* Highest running number used in numbers that begin with prefix ("C1W03-261123-"): 0 when none. */
const struct bb_err *bb_db_last_number(struct bb_db *db, const struct bb_record *record,
                                       const char *prefix, int64_t *out);

/* ---- lists, paged by key ---- */
struct bb_key {    /* the row after or before which to go on; zero-initialised: from the end of the
                      order */
    int64_t value; /* happened_at or due_day */
    char id[BB_UUID_BYTES];
};

struct bb_session_query {
    int64_t from_at, to_at; /* [from, to); 0: open */
    const char *desk;       /* NULL: all */
    const char *helper;     /* NULL: all */
    bool open_only;         /* phase is not closed, not voided */
    bool with_void;
    struct bb_key key; /* set when has_key */
    bool has_key;
    bool backwards; /* rows before the key instead of after it, nearest first */
    int limit;      /* 0: no end */
};
/* Newest first (happened_at, id descending). Rows are struct bb_session. */
const struct bb_err *bb_db_session_list(struct bb_db *db, const struct bb_session_query *query,
                                        const struct bb_sink *sink);

enum bb_issue_waits {
    BB_WAITS_ANY,
    BB_WAITS_LOOKBACK, /* a look-back is due on `today` or before, also of a closed line */
    BB_WAITS_APPROVAL, /* an extension was asked for */
    BB_WAITS_CHECK     /* 待核对 */
};
struct bb_issue_query {
    unsigned states;       /* bits 1 << BB_STATE_…; 0: all */
    const char *lead_unit; /* NULL: all; "": lines that have none, or one unknown */
    const char *person;    /* responsible person; NULL: all */
    bool by_point;         /* only lines of this kind; 0: those without */
    int64_t point;
    int64_t due_from, due_to; /* [from, to] days of the deadline, or of the look-back with
                                 BB_WAITS_LOOKBACK; 0: open */
    const char *text; /* substring of number, description, item and unit names, or their initials;
                         NULL: all */
    enum bb_issue_waits waits;
    int64_t today; /* for BB_WAITS_LOOKBACK */
    enum bb_issue_sort sort;
    struct bb_key key;    /* value = bb_issue_query_day(); an unknown deadline sorts last */
    const char *key_sort; /* with a sort: the key's bb_issue_sort_value() … */
    bool key_ended;       /* … and whether its line is not open */
    bool has_key;
    bool backwards;
    int limit;
};
/* The day that the query orders by: the deadline, or that of the look-back. */
int64_t bb_issue_query_day(const struct bb_issue_query *query, const struct bb_issue *issue);
/* By that day, then id; with a sort by that first, open lines before the others. Rows are struct
 * bb_issue. Every order is one of an index. */
const struct bb_err *bb_db_issue_list(struct bb_db *db, const struct bb_issue_query *query,
                                      const struct bb_sink *sink);

/* The newest session of this pseudonym since from_at. Row: struct bb_session. */
const struct bb_err *bb_db_same_person(struct bb_db *db, const char *pseudonym, int64_t from_at,
                                       const struct bb_sink *sink);
/* What this helper's sessions still owe, of any day, oldest first. Rows are struct bb_session. */
const struct bb_err *bb_db_session_debts(struct bb_db *db, const char *helper, int limit,
                                         const struct bb_sink *sink);

/* Visits that count (neither they nor their sessions are void) in [from_at, to_at), newest first.
 * Rows are struct bb_visit. */
const struct bb_err *bb_db_visit_list(struct bb_db *db, int64_t from_at, int64_t to_at,
                                      const struct bb_sink *sink);

/* Keeps what a unit was called, before it is saved under another name. */
const struct bb_err *bb_db_unit_renamed(struct bb_db *db, const struct bb_unit *newer, int64_t at);
/* The names that held at that moment and hold no more, of each unit the oldest last: struct bb_unit
 * with code, name and short_name. */
const struct bb_err *bb_db_unit_names(struct bb_db *db, int64_t at, const struct bb_sink *sink);
/* Sessions of the item that the client rated bad. */
const struct bb_err *bb_db_bad_ratings(struct bb_db *db, const char *item, int64_t *out);

/* What the client said of a session, or that he was asked in vain. */
const struct bb_err *bb_db_rating_of(struct bb_db *db, const char *session, struct bb_rating *out,
                                     bool *found);
/* The session of this desk that began at from_at or later, ended last, since that moment, and whose
 * client was not asked yet; late entries apart. */
const struct bb_err *bb_db_rating_waiting(struct bb_db *db, const char *desk, int64_t from_at,
                                          int64_t since, struct bb_session *out, bool *found);
/* Recorded in [from_at, to_at), newest first; struct bb_rating. */
const struct bb_err *bb_db_rating_list(struct bb_db *db, int64_t from_at, int64_t to_at,
                                       const struct bb_sink *sink);
/* Sessions that began in [from_at, to_at) and ended, grouped by channel, unit, item, helper, desk,
 * centre, day or all; the largest group first, but days in their order. Rows are struct bb_rates.
 */
struct bb_rates {
    const char *key;                                     /* a code; NULL: not stated, or all */
    int64_t closed, stated, handed_on, solved, partly;   /* as staff say */
    int64_t client_stated, client_solved, client_partly; /* as clients say */
    int64_t asked, rated, bad;
    int64_t first_known, first_within; /* first replies whose time is known; within `seconds` */
};
const struct bb_err *bb_db_rates(struct bb_db *db, const char *by, int64_t seconds, int64_t from_at,
                                 int64_t to_at, const struct bb_sink *sink);

/* Open lines of the ledger by unit (that leads), centre (of the desk) or all, grouped further by
 * what their light follows from; by key. Rows are struct bb_light_group. */
struct bb_light_group {
    const char *key;      /* a code; NULL: not stated, or all */
    struct bb_issue line; /* state, due_day and paused_at alone */
    int64_t count;
};
const struct bb_err *bb_db_light_groups(struct bb_db *db, const char *by,
                                        const struct bb_sink *sink);

/* The shift this person has not ended. */
const struct bb_err *bb_db_shift_open(struct bb_db *db, const char *person, struct bb_shift *out,
                                      bool *found);
const struct bb_err *bb_db_phone_count_of(struct bb_db *db, const char *number, const char *month,
                                          struct bb_phone_count *out, bool *found);
/* Calls in [from_at, to_at), newest first; the one logged last at a desk (NULL: at none). */
const struct bb_err *bb_db_phone_call_list(struct bb_db *db, int64_t from_at, int64_t to_at,
                                           const struct bb_sink *sink);
const struct bb_err *bb_db_phone_call_last(struct bb_db *db, const char *desk,
                                           struct bb_phone_call *out, bool *found);
/* Calls by phone and month, newest month first: counts, and sums of what was logged where there is
 * no count (recorded_at 0). Rows are struct bb_phone_count. */
const struct bb_err *bb_db_phone_months(struct bb_db *db, const struct bb_sink *sink);
/* Heads on duty and sessions by day and desk, newest first. Rows are struct bb_duty_load. */
struct bb_duty_load {
    int64_t day;
    const char *desk;
    int64_t heads, entrusted, sessions;
};
const struct bb_err *bb_db_duty_load(struct bb_db *db, int64_t from_day, int64_t to_day,
                                     const struct bb_sink *sink);

/* Sessions and issues whose text contains every word, newest first. Texts hold the names behind
 * item, unit and helper, nothing of the client. What has a pair of ideographs is looked up (bigram
 * index, exact), also a word of ASCII, which is found at the beginning of words; a single
 * ideograph, or no word at all, by reading the texts from the newest on. Rows are struct bb_hit. */
struct bb_hit {
    const char *record; /* "session" or "issue"; of bb_app_search() also "item" and "person" */
    const char *id, *no, *text;
    int64_t happened_at;
};
struct bb_search {
    const char *words;                                   /* with spaces between; NULL: none */
    int64_t from_at, to_at;                              /* [from, to); 0: no end */
    bool (*passes)(void *ctx, const struct bb_hit *hit); /* NULL: all do */
    void *ctx;
    int limit; /* hits; 0: no end */
    long look; /* texts read at most; 0: no end */
};
/* *left (NULL: not asked): the moment before which nothing was looked at, because of `look`; 0:
 * everything was, or there were hits enough. Several texts of one second are read to their end. */
const struct bb_err *bb_db_search(struct bb_db *db, const struct bb_search *ask, int64_t *left,
                                  const struct bb_sink *sink);

/* Figures for the bottom line of the screen. sessions, solved, debts (sessions with any debt but
 * "not ended") and open are those of [from, to) and the desk (NULL: all), void ones apart; red:
 * open lines due before today that are not rectified yet, counted up to BB_RED_MAX + 1, which says
 * "more than BB_RED_MAX"; unsynced: events of meta `replica` after meta `acked_seq`. */
enum { BB_RED_MAX = 999 };
struct bb_day_figures {
    int64_t sessions, solved, debts, open, unsynced, red;
};
const struct bb_err *bb_db_day_figures(struct bb_db *db, int64_t from_at, int64_t to_at,
                                       const char *desk, int64_t today, struct bb_day_figures *out);

/* ---- keys of sealed fields: a table apart (trust.md §5) ---- */
enum { BB_SESSION_KEY_BYTES = 32 };
const struct bb_err *bb_db_session_key_save(struct bb_db *db, const char *session,
                                            const unsigned char key[BB_SESSION_KEY_BYTES]);
const struct bb_err *bb_db_session_key_load(struct bb_db *db, const char *session,
                                            unsigned char key[BB_SESSION_KEY_BYTES], bool *found);
struct bb_session_key {
    const char *session;
    const unsigned char *key;
};
/* All but those of cases that ended before before_at (0: all), in the order of their sessions. Rows
 * are struct bb_session_key. */
const struct bb_err *bb_db_session_keys(struct bb_db *db, int64_t before_at,
                                        const struct bb_sink *sink);
/* Sessions (rows are const char *) whose case ended before before_at, at most limit. A key goes by
 * its event (BB_EVENT_KEY_DESTROY), whoever saves it. */
const struct bb_err *bb_db_session_keys_due(struct bb_db *db, int64_t before_at, int limit,
                                            const struct bb_sink *sink);
/* Puts back a key that a copy had kept apart, unless it was destroyed or its session is not here.
 */
const struct bb_err *bb_db_session_key_back(struct bb_db *db, const struct bb_session_key *key);
const struct bb_err *bb_db_session_key_destroyed(struct bb_db *db, const char *session, bool *out);

#endif
