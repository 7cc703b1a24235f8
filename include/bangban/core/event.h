/*
 * Events: the truth (data.md, "Two truths, one file").
 *
 * An event is one line of canonical JSON, stored and hashed as the exact bytes that were written:
 *   {"id","replica","seq","prev","lamport","at","by","kind","subject","causes":[…],"body":{…}}
 * hash = SM3(prev ‖ LF ‖ line), where a line ends with its LF, as lines do; so
 * `printf '%s\n%s\n' "$prev" "$line" | openssl dgst -sm3` gives it. Order everywhere is (lamport,
 * hash).
 */
#ifndef BANGBAN_CORE_EVENT_H
#define BANGBAN_CORE_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"
#include "bangban/base/json.h"
#include "bangban/base/uuid.h"

enum { BB_HASH_BYTES = 65, BB_REPLICA_BYTES = 33 }; /* hex and the NUL */
extern const char bb_hash_zero[BB_HASH_BYTES];      /* prev of a replica's first event */

/* clang-format off */
/* Every kind of event: enum, word in the line, subject's record, what the history calls it. */
#define BB_EVENT_LIST(X)                                                                           \
    X(SESSION_ADD,   "session.add",    "session",  N_("Logged"))                                   \
    X(SESSION_EDIT,  "session.edit",   "session",  N_("Completed"))                                \
    X(SESSION_VOID,  "session.void",   "session",  N_("Voided"))                                   \
    X(SESSION_HAND,  "session.hand",   "session",  N_("Handed over"))                              \
    X(REFERRAL_ADD,  "referral.add",   "referral", N_("Referred to its channel"))                  \
    X(ISSUE_ADD,     "issue.add",      "issue",    N_("Registered"))                               \
    X(ISSUE_EDIT,    "issue.edit",     "issue",    N_("Corrected"))                                \
    X(ISSUE_SPOT,    "issue.spot",     "issue",    N_("Fixed on the spot"))                        \
    X(ISSUE_PLAN,    "issue.plan",     "issue",    N_("Planned"))                                  \
    X(ISSUE_ASSIGN,  "issue.assign",   "issue",    N_("Assigned"))                                 \
    X(ISSUE_ASK,     "issue.ask",      "issue",    N_("Extension asked"))                          \
    X(ISSUE_EXTEND,  "issue.extend",   "issue",    N_("Extended"))                                 \
    X(ISSUE_REFUSE,  "issue.refuse",   "issue",    N_("Extension refused"))                        \
    X(ISSUE_PAUSE,   "issue.pause",    "issue",    N_("Paused"))                                   \
    X(ISSUE_RESUME,  "issue.resume",   "issue",    N_("Resumed"))                                  \
    X(ISSUE_REMIND,  "issue.remind",   "issue",    N_("Reminded"))                                 \
    X(ISSUE_ESCALATE, "issue.escalate", "issue",   N_("Escalated"))                                \
    X(ISSUE_FIX,     "issue.fix",      "issue",    N_("Rectified"))                                \
    X(ISSUE_FEEDBACK, "issue.feedback", "issue",   N_("Feedback given"))                           \
    X(ISSUE_LOOKBACK, "issue.lookback", "issue",   N_("Looked back"))                              \
    X(ISSUE_CLOSE,   "issue.close",    "issue",    N_("Closed out"))                               \
    X(ISSUE_REOPEN,  "issue.reopen",   "issue",    N_("Reopened"))                                 \
    X(ISSUE_REFER,   "issue.refer",    "issue",    N_("Sent to its channel"))                      \
    X(ISSUE_VOID,    "issue.void",     "issue",    N_("Voided"))                                   \
    X(ISSUE_SETTLE,  "issue.settle",   "issue",    N_("Contradiction settled"))                    \
    X(ISSUE_MOVED,   "issue.moved",    "issue",    N_("Deadline moved by a newer calendar"))       \
    X(VISIT_ADD,     "visit.add",      "visit",    N_("Visit recorded"))                           \
    X(VISIT_EDIT,    "visit.edit",     "visit",    N_("Visit corrected"))                          \
    X(VISIT_VOID,    "visit.void",     "visit",    N_("Visit voided"))                             \
    X(WAIVER_ADD,    "waiver.add",     "waiver",   N_("Quota waived"))                             \
    X(VPLAN_ADD,     "vplan.add",      "vplan",    N_("Visit planned"))                            \
    X(VPLAN_DROP,    "vplan.void",     "vplan",    N_("Visit plan dropped"))                       \
    X(SESSION_RATE,  "session.rate",   "session",  N_("Rated by the client"))                      \
    X(RATING_ADD,    "rating.add",     "rating",   N_("Rated by the client"))                      \
    X(RATING_CONTACT, "rating.contact", "rating",  N_("Client contacted"))                         \
    X(RATING_SETTLE, "rating.settle",  "rating",   N_("Bad rating settled"))                       \
    X(RATING_CALL,   "rating.call",    "rating",   N_("Called back"))                              \
    X(SHIFT_ADD,     "shift.add",      "shift",    N_("Signed in"))                                \
    X(SHIFT_END,     "shift.end",      "shift",    N_("Signed out"))                               \
    X(DUTY_ADD,      "duty.add",       "duty",     N_("Put on duty"))                              \
    X(DUTY_DROP,     "duty.void",      "duty",     N_("Taken off duty"))                           \
    X(PHONE_ADD,     "phone.add",      "phone",    N_("Phone registered"))                         \
    X(PHONE_DROP,    "phone.void",     "phone",    N_("Phone dropped"))                            \
    X(PHONE_COUNT,   "phone_count.add", "phone_count", N_("Calls counted"))                        \
    X(PHONE_RECOUNT, "phone_count.void", "phone_count", N_("Count replaced"))                      \
    X(PHONE_CALL,    "phone_call.add", "phone_call", N_("Call logged"))                            \
    X(PHONE_UNCALL,  "phone_call.void", "phone_call", N_("Call dropped"))                          \
    X(UNDO,          "undo",           "",         N_("Undone"))                                   \
    X(REFERENCE,     "reference.import", "reference", N_("Reference data loaded"))                 \
    X(PROJECT_ADD,   "project.add",    "project",  N_("Project taken in"))                         \
    X(PROJECT_STEP,  "project.step",   "project",  N_("Project carried on"))                       \
    X(PROJECT_DROP,  "project.void",   "project",  N_("Project dropped"))                          \
    X(KB_DUTY_ADD,   "kb_duty.add",    "kb_duty",  N_("Knowledge owed"))                           \
    X(KB_DUTY_DONE,  "kb_duty.done",   "kb_duty",  N_("Knowledge delivered"))                      \
    X(KB_DUTY_DROP,  "kb_duty.void",   "kb_duty",  N_("Knowledge no longer owed"))                 \
    X(LOGIN,         "login",          "person",   N_("Logged in"))                                \
    X(RESTORE,       "restore",        "database", N_("Restored from a copy"))                     \
    X(EXPORT,        "export",         "packet",   N_("Exported"))                                 \
    X(CLOCK,         "clock.accept",   "clock",    N_("Clock accepted"))                           \
    X(LOGIN_FAIL,    "login.fail",     "person",   N_("Login failed"))                             \
    X(REFUSED,       "refused",        "right",    N_("Refused for want of a right"))        \
    X(PRINT,         "print",          "list",     N_("Printed"))                                  \
    X(CONFIG,        "config",         "config",   N_("Other settings in force"))                  \
    X(BACKUP,        "backup",         "database", N_("Copied"))   \
    X(USER,          "user",           "person",   N_("Account changed"))                          \
    X(UNLOCK,        "unlock",         "person",   N_("Screen unlocked"))                          \
    X(LOGOUT,        "logout",         "person",   N_("Logged out by somebody else")) \
    X(UNMASK,        "unmask",         "session",  N_("Client data seen in clear"))                \
    X(KEY_DESTROY,   "key.destroy",    "session",  N_("Client data destroyed"))
/* clang-format on */

enum bb_event_kind {
    BB_EVENT_NONE,
#define BB_EVENT_ENUM(name, word, subject, label) BB_EVENT_##name,
    BB_EVENT_LIST(BB_EVENT_ENUM)
#undef BB_EVENT_ENUM
        BB_EVENT__COUNT
};

const char *bb_event_word(enum bb_event_kind kind);
const char *bb_event_label(enum bb_event_kind kind); /* translated */
const char *
bb_event_subject(enum bb_event_kind kind);          /* name of the subject's record, "" for any */
enum bb_event_kind bb_event_find(const char *word); /* BB_EVENT_NONE when unknown */

struct bb_event {
    char id[BB_UUID_BYTES];
    char replica[BB_REPLICA_BYTES];
    int64_t seq; /* informative */
    char prev[BB_HASH_BYTES];
    char hash[BB_HASH_BYTES]; /* of the line; not in it */
    int64_t lamport;
    int64_t at;              /* wall clock, data only */
    enum bb_event_kind kind; /* NONE: written by a newer program; kept, not folded */
    char *by;                /* person code; owned, as all texts here */
    char *subject;           /* id of the record */
    char *causes;            /* JSON array of hashes */
    char *body;              /* JSON object */
    bool clock_suspect;      /* `at` was written under a clock that is in doubt */
    char *line;              /* the exact bytes, without the LF at the end */
};

/* Writes event->line from the other members (hash apart). */
void bb_event_format(struct bb_event *event);
/* Reads a line (without LF); checks every member's form; line is copied. hash is left empty. */
const struct bb_err *bb_event_parse(struct bb_event *out, const char *line, size_t len_bytes);
void bb_event_done(struct bb_event *event);
/* (lamport, hash): the order in which everything is folded. */
int bb_event_compare(const struct bb_event *a, const struct bb_event *b);

/* The events of one subject, in order. Zero-initialise. */
struct bb_events {
    struct bb_event *rows; /* owned */
    size_t count, cap;
};
void bb_events_add(struct bb_events *events,
                   struct bb_event *event); /* takes over; event is zeroed */
void bb_events_sort(struct bb_events *events);
void bb_events_done(struct bb_events *events);
/* Appends the subject's heads, its events that no other of its events names as a cause, as a JSON
 * array: the causes of whoever acts on what these events say. */
void bb_events_heads(const struct bb_events *events, struct bb_buf *out);
/* known[i * count + j]: event i was made by somebody who knew event j. Heap; events in fold order.
 */
bool *bb_events_known(const struct bb_events *events);
/* Whether this is an `undo` that names the event `id`. */
bool bb_event_undoes(const struct bb_event *event, const char *id);
/* True when a later, itself not undone, `undo` names this event: the folds skip it. */
bool bb_events_is_undone(const struct bb_events *events, size_t index);

#endif
