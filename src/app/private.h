/* What the files of app share and nobody else sees. */
#ifndef BANGBAN_APP_PRIVATE_H
#define BANGBAN_APP_PRIVATE_H

#include "bangban/app/app.h"
#include "bangban/core/fold.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/seal.h"

struct bb_lists { /* reference data as read; freed and read again when it changed */
    struct bb_item *items;
    struct bb_person *people;
    struct bb_desk *desks;
    struct bb_unit *units;
    struct bb_post *posts;
    struct bb_kb *kb;
    size_t item_count, person_count, desk_count, unit_count, post_count, kb_count;
    struct bb_calendar *calendar;
    char *version; /* meta "reference" they belong to */
};

/* The events between bb_app_batch(app, true) and false, in their order; undone together. */
struct bb_batch {
    bool open;
    size_t count, cap;
    size_t kept; /* of them committed */
    struct bb_batch_event {
        char id[BB_UUID_BYTES], subject[BB_UUID_BYTES];
    } * rows;
};

struct bb_app {
    struct bb_db *db; /* owned */
    const struct bb_config *config;
    struct bb_clock clock;
    char *path;   /* of the database */
    char *folder; /* PATH.d */
    int watch;    /* inotify on the file, -1: none */
    int lock;     /* PATH.lock, held shared; -1: none */
    int seat;     /* F.d/seats/…, held while a screen runs; -1: none */
    char *seat_path;
    char replica[BB_REPLICA_BYTES];
    struct bb_person person; /* who is logged in; code NULL: nobody */
    struct bb_desk desk;
    int64_t outs; /* of his account when he came */
    struct bb_lists lists;
    struct bb_chain chain; /* valid between bb_act_begin and bb_act_end */
    struct bb_batch batch;
    char *tail_fault; /* why the tail does not go on; NULL: it does, or there is none */
    int64_t
        clock_off; /* seconds that this clock is behind the hub's (< 0: ahead); valid in an act */
    int64_t clock_until; /* what is dated before this is in doubt: the clock went back from there */
    enum bb_use refused; /* within the act that is open; BB_USE__COUNT: none */
};

enum { BB_CLOCK_GRACE_SECONDS = 600 };

/* ---- one act = one transaction (act.c) ---- */
/* Whether the clock is in doubt, read and written inside a transaction: "clock_off" by an answer of
 * the hub, "clock_until" when somebody accepts a clock that went back. */
const struct bb_err *bb_clock_doubt_load(struct bb_app *app);
const struct bb_err *bb_clock_doubt_save(struct bb_app *app, const char *key, int64_t seconds);
/* Begins, reads where the chain ends, refuses a clock that went back. */
const struct bb_err *bb_act_begin(struct bb_app *app);
/* Appends one event with this body (a JSON object). */
const struct bb_err *bb_act_event(struct bb_app *app, enum bb_event_kind kind, const char *subject,
                                  const char *body);
/* The same, by somebody who knew only these heads (a JSON array of hashes); NULL: all there are. */
const struct bb_err *bb_act_event_knowing(struct bb_app *app, enum bb_event_kind kind,
                                          const char *subject, const char *body, const char *heads);
/* Folds the subject's events and saves its row. out: a struct of that record, zeroed before; the
 * caller's to free. */
const struct bb_err *bb_act_fold(struct bb_app *app, const struct bb_record *record,
                                 const char *subject, void *out);
/* Appends an event with the row's body for a new record and folds it; row becomes what it says. */
const struct bb_err *bb_act_add(struct bb_app *app, const struct bb_record *record,
                                enum bb_event_kind kind, void *row);
/* The same for a record that is there (row's id): the event says these fields of it (space
 * separated; "" none). */
const struct bb_err *bb_act_change(struct bb_app *app, const struct bb_record *record,
                                   enum bb_event_kind kind, const char *fields, void *row);
/* Commits, or rolls back when err is set; returns the error. */
const struct bb_err *bb_act_end(struct bb_app *app, const struct bb_err *err);

/* ---- the tail (tail.c) ---- */
/* Appends what the tail does not have yet. Never fails: what is in the way is told. */
void bb_tail_bring(struct bb_app *app);
/* Merges what the tail has and this file does not; *fresh: how many. Inside a transaction. */
const struct bb_err *bb_tail_replay(struct bb_app *app, int64_t *fresh);

/* ---- the audit (audit.c) ---- */
/* bb_app_may() where somebody tries: a refusal is an event. */
const struct bb_err *bb_act_may(struct bb_app *app, enum bb_use use);
const struct bb_err *bb_act_may_on(struct bb_app *app, enum bb_use use,
                                   const struct bb_whose *whose);
void bb_act_refuse(struct bb_app *app, enum bb_use use);
/* Whose a session is. */
struct bb_whose bb_session_whose(const struct bb_session *session);
/* One event of the audit as an act of its own, with one member in its body. */
const struct bb_err *bb_audit_note(struct bb_app *app, enum bb_event_kind kind, const char *subject,
                                   const char *key, const char *value);
/* An event when other rules are in force than at the last login; first: those one begins with.
 * Inside an act. */
const struct bb_err *bb_audit_config(struct bb_app *app, bool first);

/* ---- accounts (account.c, user.c) ---- */
/* Notes, inside an act, that the person sits here now, and since how many log-outs. */
const struct bb_err *bb_account_seat(struct bb_app *app);
/* The service person's account and its key in F.d. Inside an act. */
const struct bb_err *bb_account_service(struct bb_app *app);
/* The made-up centre's: everybody but the service person gets this secret, which it says itself. */
const struct bb_err *bb_account_demo(struct bb_app *app, const char *secret);
/* The event of a failed try. */
void bb_login_failed(struct bb_app *app, const char *code, const char *why);

/* What a record was at that moment, by what was recorded until then. out: as for bb_fold(). */
const struct bb_err *bb_fold_as_of(struct bb_db *db, const struct bb_record *record, const char *id,
                                   int64_t at, const struct bb_calendar *cal, void *out,
                                   bool *found);

/* No later save writes over what its writer has not seen: of the fields that he states, those that
 * are neither as he saw them nor as he wants them become problems. blind: names of fields that
 * cannot be compared with what he states, being sealed; NULL: none. */
const struct bb_err *bb_act_seen_check(const struct bb_record *record, const void *row,
                                       const void *seen, const void *stated, const char *fields,
                                       const char *blind, struct bb_problems *problems);
/* A fresh number: desk, day, running: C1W03-261123-042. infix is "" or "T" for the ledger, "Z" for
 * referrals. */
const struct bb_err *bb_act_number(struct bb_app *app, const struct bb_record *record,
                                   const char *infix, int64_t at, char **out);

/* The deadline rule that the settings give a kind of problem; an unstated kind has the pain
 * point's. */
const char *bb_issue_rule(const struct bb_app *app, int64_t point);
/* What the district's settings ask of a step beyond the gate in core: days that can be kept, ranks,
 * lengths, opening hours. Completes the body (look-backs planned, next reminder). issue_policy.c */
const struct bb_err *bb_issue_policy(struct bb_app *app, const struct bb_issue *issue,
                                     enum bb_event_kind step, struct bb_issue *body, int64_t at,
                                     struct bb_problems *out);

/* The first problem as an error of a rule; NULL when there is none. */
const struct bb_err *bb_problems_err(const struct bb_record *record,
                                     const struct bb_problems *problems);

/* The session's part of a transaction that is open (session.c). */
const struct bb_err *bb_session_prepare(struct bb_app *app, struct bb_session *session,
                                        const struct bb_client *client, int64_t at,
                                        struct bb_problems *problems);
/* The code in the row that names nothing; NULL: all are known. */
const struct bb_field *bb_session_unknown(struct bb_app *app, const struct bb_session *session);
const struct bb_err *bb_session_insert(struct bb_app *app, struct bb_session *session,
                                       const struct bb_client *client);

/* An entry of a register, checked already, as one act; one is dropped by who may (service.c). */
const struct bb_err *bb_entry_add(struct bb_app *app, const struct bb_record *record,
                                  enum bb_event_kind kind, void *row,
                                  const struct bb_problems *problems);
const struct bb_err *bb_entry_drop(struct bb_app *app, enum bb_use use,
                                   const struct bb_record *record, enum bb_event_kind kind,
                                   const char *id);
/* Its phone is registered and valid in that month, or a problem says so (phone.c). */
const struct bb_err *bb_phone_count_known(struct bb_app *app, const struct bb_phone_count *count,
                                          struct bb_problems *problems);
/* Counts of calls in one transaction (phone.c). */
const struct bb_err *bb_phone_counts_keep(struct bb_app *app, struct bb_phone_count *rows,
                                          size_t count);

/* One change of a row that is not void, as one act: begun, the row read and the right asked; then
 * its event and the end. row: as it is now, done by the caller; after an error there is nothing to
 * end and nothing to free. */
const struct bb_err *bb_session_change_begin(struct bb_app *app, const char *id,
                                             struct bb_session *row);
const struct bb_err *bb_session_change_end(struct bb_app *app, const struct bb_err *err,
                                           enum bb_event_kind kind, const char *id,
                                           const char *body);
/* What a change of phase says beside it: since when, when first served, when ended. changed: names
 * of fields, added to. */
const struct bb_err *bb_session_phase_follow(struct bb_app *app, const struct bb_session *row,
                                             struct bb_session *stated, struct bb_buf *changed);

/* ---- client data (client.c) ---- */
bool bb_client_is_given(const struct bb_client *client); /* NULL: not */
/* Names of the fields that it states. */
const char *bb_client_given(const struct bb_client *client);
void bb_client_check(const struct bb_session *session, const struct bb_client *client,
                     struct bb_problems *problems);
/* Seals and masks inside the transaction: key and cipher text are stored together or not at all. */
const struct bb_err *bb_client_keep(struct bb_app *app, struct bb_session *session,
                                    const struct bb_client *client);
void bb_client_hide(struct bb_session *session); /* for who may not see client data */

/* ---- lists (reference.c) ---- */
void bb_lists_drop(struct bb_lists *lists);
const struct bb_err *bb_calendar_load(struct bb_db *db, const struct bb_config *config,
                                      struct bb_calendar **out);

/* ---- a line of a file that is read in (line.c) ---- */
const struct bb_err *bb_line_err(const char *path, long line, const char *column, const char *why);
/* The same with a whole sentence: it stands inside another, without its full stop. */
const struct bb_err *bb_line_problem(const char *path, long line, const char *column,
                                     const char *sentence);

/* ---- keys in F.d (keys.c) ---- */
char *bb_folder_of(const char *db_path); /* PATH.d, heap */
const struct bb_err *bb_keys_make(const char *folder);
const struct bb_err *bb_key_make(const char *folder, const char *name); /* random, a new file */
const struct bb_err *bb_key_load(const struct bb_app *app, const char *name,
                                 unsigned char out[BB_SEAL_KEY_BYTES]);
const struct bb_err *bb_key_load_from(const char *folder, const char *name,
                                      unsigned char out[BB_SEAL_KEY_BYTES]);

/* F.d/session.keys: the keys of sealed fields, apart from the backups and as they are now, so that
 * what was destroyed does not come back with an older backup. One writer at a time: */
const struct bb_err *bb_session_keys_lock(struct bb_app *app, int *out);
/* Writes those that stay when the cases that ended before before_at (0: none) lose theirs. */
const struct bb_err *bb_session_keys_copy(struct bb_app *app, int64_t before_at);
/* Puts back into the file what the copy has. Inside a transaction. */
const struct bb_err *bb_session_keys_back(struct bb_app *app);

/* ---- import without asking for a right (import.c) ---- */
struct bb_import_result;
const struct bb_err *bb_import_file(struct bb_app *app, const char *what, const char *path,
                                    struct bb_import_result *out);

/* ---- the protocol (merge.c, reference_down.c, sync_*.c) ---- */
/* The label as the file has it now: a merge in another process may have changed it. */
const struct bb_err *bb_replica_load(struct bb_app *app);
/* Last event of the present label that the hub has; bb_hash_zero: none. */
const struct bb_err *bb_acked_load(struct bb_app *app, char out[BB_HASH_BYTES]);
const struct bb_err *bb_acked_save(struct bb_app *app, const char *hash, int64_t seq);
struct bb_branch;
/* A packet of a chain of an earlier label, after what is acknowledged of it. */
const struct bb_err *bb_branch_export(struct bb_app *app, const struct bb_branch *branch,
                                      const char *dir, char **path);
/* Folds a subject of any record and saves its row; nothing while its birth is not here. */
const struct bb_err *bb_subject_fold(struct bb_app *app, const char *subject);
/* A number in meta; 0 when it is not there. */
const struct bb_err *bb_number_load(struct bb_app *app, const char *key, int64_t *out);

/* Kept for everybody's next login, inside a transaction. news.c */
struct bb_news;
const struct bb_err *bb_news_add(struct bb_app *app, const struct bb_news *rows, size_t count);
/* What a table of reference data is called; NULL: it is none. reference_down.c */
const char *bb_reference_label(const char *table);
/* names.c */
struct bb_names {
    char **rows;
    size_t count, cap;
};
void bb_names_add(struct bb_names *names, const char *name);
void bb_names_done(struct bb_names *names);
/* <node>-<16 digits><suffix>; node NULL: of any. */
bool bb_name_fits(const char *name, const char *node, const char *suffix);
/* The names in the folder that fit; it is made when it is not there. */
const struct bb_err *bb_names_read(struct bb_names *out, const char *dir, const char *node,
                                   const char *suffix);
/* PEM of the hub's key; BB_ERR_NO_HUB when none is pinned. sync_read.c */
const struct bb_err *bb_hub_key_load(struct bb_app *app, struct bb_buf *out);
/* Chains of earlier labels that wait to be acknowledged; rows are freed by the second. sync_write.c
 */
struct bb_branches {
    struct bb_branch *rows;
    size_t count;
};
const struct bb_err *bb_branches_load(struct bb_app *app, struct bb_branches *out);
void bb_branches_done(struct bb_branches *branches);
struct bb_helper_job;
/* The helper on its way, carrying files; NULL: nobody is to be asked (no address is set).
 * transport.c */
const struct bb_err *bb_transport_start(struct bb_app *app, struct bb_helper_job **out);

/* ---- handing over (export.c) ---- */
/* The event of a hand-over, which comes first: one that leaves no trace must not exist. */
const struct bb_err *bb_export_note(struct bb_app *app, const char *subject);
/* A private copy to read from at leisure; closing removes it and frees its path. */
const struct bb_err *bb_snapshot_open(struct bb_app *app, struct bb_db **out, char **path);
void bb_snapshot_close(struct bb_db *snapshot, char *path);

/* bb_app_list_number() of a digest (hex) that is known. issue.c */
void bb_list_number(const struct bb_app *app, int64_t day, const char *digest, struct bb_buf *out);

/* ---- keeping what was saved (check.c, backup.c, restore.c) ---- */
struct bb_check_result;
struct dirent;
/* PATH.lock, made when it is missing, shared or alone, without waiting; -1 is never given. */
const struct bb_err *bb_lock_take(int *out, const char *db_path, bool alone);
void bb_lock_share(int lock); /* from alone to shared */
/* bb_app_open() under a lock that is held already; taken over, also on error. */
const struct bb_err *bb_app_open_locked(struct bb_app **out, const struct bb_config *config,
                                        const char *db_path, struct bb_clock clock, int lock);
/* BB_ERR_DB_MARKED when a check found the file damaged. */
const struct bb_err *bb_mark_check(const char *db_path);
const struct bb_err *bb_mark_set(const char *folder, const char *why);
bool bb_mark_is_set(const char *folder);
void bb_mark_clear(const char *folder);
void bb_replica_make(char out[BB_REPLICA_BYTES]); /* random */
void bb_seat_leave(struct bb_app *app);
/* Every chain of the file, linked and hashed anew; counts into *out. */
const struct bb_err *bb_chains_check(struct bb_db *db, const struct bb_progress *progress,
                                     struct bb_check_result *out);
const struct bb_err *bb_file_sm3(const char *path, char out[BB_DIGEST_HEX_BYTES]);
bool bb_copy_has_its_digest(const char *path); /* PATH.sm3 is there and right */
/* Integrity and chains of a file that nobody uses. */
const struct bb_err *bb_copy_check(const char *path, const struct bb_progress *progress);
/* Copies named by day, newest first, as scandir() gives them. */
int bb_copies_list(const char *folder, struct dirent ***out);

/* Whether forms can be made of this record (form.c). */
bool bb_form_can(const struct bb_record *record);

/* Version of the rules in force: settings and reference data. heap */
const struct bb_err *bb_rules_version(struct bb_app *app, char **out);

#endif
