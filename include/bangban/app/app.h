/*
 * Use cases: one function = one thing a user does = one transaction. Rights are asked here, once.
 * Screens, command line and tests call these and nothing below.
 *
 * What belongs to a database file F and is not in it stands in the folder F.d/: signing key,
 * pseudonym key, drafts, backups.
 */
#ifndef BANGBAN_APP_APP_H
#define BANGBAN_APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "bangban/app/config.h"
#include "bangban/base/clock.h"
#include "bangban/base/err.h"
#include "bangban/core/issue.h"
#include "bangban/core/rating.h"
#include "bangban/core/reference.h"
#include "bangban/core/right.h"
#include "bangban/core/scope.h"
#include "bangban/core/service.h"
#include "bangban/core/session.h"
#include "bangban/core/task.h"
#include "bangban/core/visit.h"
#include "bangban/store/db.h"

struct bb_app;

/* config is borrowed and must outlive the app. Opens the database; nobody is logged in. */
const struct bb_err *bb_app_open(struct bb_app **out, const struct bb_config *config,
                                 const char *db_path, struct bb_clock clock);
void bb_app_close(struct bb_app *app);

int64_t bb_app_now(const struct bb_app *app);   /* seconds UTC */
int64_t bb_app_today(const struct bb_app *app); /* civil day */
const struct bb_config *bb_app_config(const struct bb_app *app);

/* ---- who sits here ---- */
/* Chooses person and desk without a word in the journal: the command line, whose every act names
 * who did it. */
const struct bb_err *bb_app_sit(struct bb_app *app, const char *person, const char *desk);
/* Chooses person and desk ("" or NULL desk: the person's own). Records a login event. */
const struct bb_err *bb_app_login(struct bb_app *app, const char *person, const char *desk);
const struct bb_person *bb_app_person(const struct bb_app *app); /* NULL when nobody is logged in */
const struct bb_desk *bb_app_desk(const struct bb_app *app);     /* likewise */
/* Of the desk's centre; away from a desk, of the person's unit; "" when there is neither. */
const char *bb_app_centre_name(struct bb_app *app);
/* Whose a record is: codes, each perhaps NULL. */
struct bb_whose {
    const char *person, *second; /* who did it, who answers for it */
    const char *desk, *unit;
};
/* NULL when the person logged in may do this with a record of these (NULL: with any at all);
 * otherwise the refusal. The one place where rights are asked. */
const struct bb_err *bb_app_may_on(struct bb_app *app, enum bb_use use,
                                   const struct bb_whose *whose);
const struct bb_err *bb_app_may(struct bb_app *app, enum bb_use use); /* with any at all */
/* Nobody sits here, and the public asks. */
void bb_app_sit_public(struct bb_app *app);

/* Records are refused while the clock is more than 10 minutes before the last record (data.md, "The
 * protocol" 6). When the clock is right after all, a supervisor says so here, which is an event. */
const struct bb_err *bb_app_clock_accept(struct bb_app *app);

/* ---- reference data, read once and kept; renewed by bb_app_refresh() when another process loaded
 * newer ---- */
const struct bb_err *bb_app_items(struct bb_app *app, const struct bb_item **rows, size_t *count);
const struct bb_err *bb_app_people(struct bb_app *app, const struct bb_person **rows,
                                   size_t *count);
const struct bb_err *bb_app_desks(struct bb_app *app, const struct bb_desk **rows, size_t *count);
const struct bb_err *bb_app_units(struct bb_app *app, const struct bb_unit **rows, size_t *count);
const struct bb_err *bb_app_kb(struct bb_app *app, const struct bb_kb **rows, size_t *count);
const struct bb_err *bb_app_calendar(struct bb_app *app, const struct bb_calendar **out);
/* NULL when unknown. Pointers are valid until the next refresh. */
const struct bb_item *bb_app_item(struct bb_app *app, const char *code);
const struct bb_person *bb_app_person_of(struct bb_app *app, const char *code);
const struct bb_unit *bb_app_unit(struct bb_app *app, const char *code);
const struct bb_desk *bb_app_desk_of(struct bb_app *app, const char *code);

/* A descriptor that becomes readable when somebody writes to the database file, so that nobody need
 * ask once a second; -1 when the machine has none to give. The app's; reading it empty is the
 * caller's. */
int bb_app_watch(struct bb_app *app);
/* *changed: another process wrote to the file since the last call (cheap; call it on a tick). */
const struct bb_err *bb_app_refresh(struct bb_app *app, bool *changed);

/* ---- sessions ---- */
/* What a new session starts with: kind and place from person and desk, the commonest answers for
 * the rest. */
void bb_app_session_defaults(const struct bb_app *app, struct bb_session *out);
/* Clear text as typed; sealed and masked on the way in, never stored. Any may be NULL. */
struct bb_client {
    const char *name, *id, *phone;
};
/* Saves a new session. session: fields with INPUT, happened_at (0: now) and phase (NONE: closed);
 * filled with id, no and the rest on success. at: 0, or the time at which it happened (late entry
 * 补录). Refusals by rule come as problems (and BB_ERR_RULE with the first sentence). */
const struct bb_err *bb_app_session_add(struct bb_app *app, struct bb_session *session,
                                        const struct bb_client *client, int64_t at,
                                        struct bb_problems *problems);
/* Changes the fields in `fields` (space separated names) to their values in `session`, and what
 * client (may be NULL) states of name, id and phone. seen: the row that was looked at when this was
 * typed; where somebody else wrote something else since, nothing is saved: BB_ERR_CHANGED, with a
 * problem at each such field. NULL: whatever stands there. */
const struct bb_err *bb_app_session_edit(struct bb_app *app, const char *id,
                                         const struct bb_session *session, const char *fields,
                                         const struct bb_session *seen,
                                         const struct bb_client *client,
                                         struct bb_problems *problems);
const struct bb_err *bb_app_session_void(struct bb_app *app, const char *id, const char *reason);
const struct bb_err *bb_app_session_list(struct bb_app *app, const struct bb_session_query *query,
                                         const struct bb_sink *sink);
/* What the person logged in still owes, of any day, oldest first. */
const struct bb_err *bb_app_debts(struct bb_app *app, int limit, const struct bb_sink *sink);
/* The newest session of today with this id number or credit code (clear, as typed); out->id NULL:
 * none. Nothing of what is asked is kept. */
const struct bb_err *bb_app_same_person(struct bb_app *app, const char *id, struct bb_session *out);
/* Name and phone of a session's client in clear, for a reason that becomes an event. Refused
 * without the right, without a reason, and when the key was destroyed. Done by bb_clear_done(),
 * which wipes them; what shows them does so for privacy.unmask_seconds at most. */
struct bb_clear {
    char *name, *phone; /* heap; NULL: not stated */
};
const struct bb_err *bb_app_unmask(struct bb_app *app, const char *id_or_no, const char *reason,
                                   struct bb_clear *out);
void bb_clear_done(struct bb_clear *clear);
/* By id or number. */
const struct bb_err *bb_app_session_load(struct bb_app *app, const char *id_or_no,
                                         struct bb_session *out);
/* Serving: taken up, by whoever does it; parked: put aside. Refused where it stands so already. */
const struct bb_err *bb_app_session_phase(struct bb_app *app, const char *id, int64_t phase);
/* Goes on at another desk, where it waits until it is taken up. */
const struct bb_err *bb_app_session_hand(struct bb_app *app, const char *id, const char *desk,
                                         const char *reason, struct bb_problems *problems);
/* The newest session that was handed over to one's desk after this one and still waits; out->id
 * NULL: none. */
const struct bb_err *bb_app_handed(struct bb_app *app, int64_t after_at, const char *after_id,
                                   struct bb_session *out);
/* Freed by bb_session_periods_free(). */
const struct bb_err *bb_app_session_periods(struct bb_app *app, const char *id,
                                            struct bb_stretch **out, size_t *count);
/* Of one's desk for who sits at one, of the whole file for everybody else. */
const struct bb_err *bb_app_day_figures(struct bb_app *app, struct bb_day_figures *out);

/* ---- late entry from paper (补录) ---- */
/* A past session: as on the form, with happened_at (a moment) and the minutes it took, 0: not
 * known; kind NONE follows from who helped. Texts of client are borrowed. */
enum { BB_LATE_MINUTES_MAX = 720 };
struct bb_late {
    struct bb_session session;
    struct bb_client client;
    int64_t minutes;
};
/* What must be mended before this row can be saved ("closed_at" is about the minutes); BB_ERR_RULE
 * with the first of them. */
const struct bb_err *bb_app_late_check(struct bb_app *app, const struct bb_late *row,
                                       struct bb_problems *problems);
/* Saves all of them in one transaction, or none; each is filled as by bb_app_session_add(), *at is
 * the row of an error. One undo takes all back. progress may be NULL; cancelled, nothing is kept.
 */
const struct bb_err *bb_app_late_add(struct bb_app *app, struct bb_late *rows, size_t count,
                                     const struct bb_progress *progress, size_t *at,
                                     struct bb_problems *problems);
/* The same from a CSV file: columns are fields of the session by id or label, happened_at among
 * them, and minutes; items, people and desks by code or whole name. A bad line is named with its
 * column. */
const struct bb_err *bb_app_late_import(struct bb_app *app, const char *path,
                                        const struct bb_progress *progress, long *rows);

/* Out of scope (R3): records the referral of a kind of scope.kinds, by its id. */
const struct bb_err *bb_app_referral_add(struct bb_app *app, const char *scope,
                                         struct bb_referral *out);
const struct bb_err *bb_app_referral_load(struct bb_app *app, const char *no,
                                          struct bb_referral *out);
/* What the visitor takes along. Appends. */
void bb_app_referral_slip(struct bb_app *app, const struct bb_referral *referral,
                          struct bb_buf *out);
/* Writes text into F.d/print/NAME.txt and, to_printer, gives the file to print.command. *path: the
 * file, heap, also on error. */
const struct bb_err *bb_app_print(struct bb_app *app, const char *name, const char *text,
                                  bool to_printer, char **path);

/* ---- the ledger ---- */
/* New line: description and what else is known. on_spot: also fixed at once, with evidence. */
const struct bb_err *bb_app_issue_add(struct bb_app *app, struct bb_issue *issue, bool on_spot,
                                      int64_t at, struct bb_problems *problems);
/* Any later step of the ledger: body holds the fields the step states. out (may be NULL) gets the
 * new state. */
const struct bb_err *bb_app_issue_do(struct bb_app *app, const char *id_or_no,
                                     enum bb_event_kind step, const struct bb_issue *body,
                                     int64_t at, struct bb_problems *problems,
                                     struct bb_issue *out);
enum bb_use bb_app_issue_use(enum bb_event_kind step); /* what bb_app_may_on() is asked for it, */
struct bb_whose bb_issue_whose(const struct bb_issue *issue); /* and about whom */
/* Sends every reminder that is due now (opening hours only): *sent of *overdue_lines. */
const struct bb_err *bb_app_remind_due(struct bb_app *app, long *sent, long *overdue_lines);
const struct bb_err *bb_app_issue_list(struct bb_app *app, const struct bb_issue_query *query,
                                       const struct bb_sink *sink);
const struct bb_err *bb_app_issue_load(struct bb_app *app, const char *id_or_no,
                                       struct bb_issue *out);
/* The line as it stood at that moment, by what was recorded until then. false in *found: it was not
 * there yet. */
const struct bb_err *bb_app_issue_as_of(struct bb_app *app, const char *id, int64_t at,
                                        struct bb_issue *out, bool *found);
/* Number of a list that was printed: node, day, and the first digits of the digest of what it says,
 * so that the same list has the same number. Appends. */
void bb_app_list_number(const struct bb_app *app, int64_t day, const char *text, size_t len,
                        struct bb_buf *out);
int bb_app_issue_light(struct bb_app *app, const struct bb_issue *issue, int64_t *left);
/* Every day from finding to deadline, counted or skipped, and which notice made it so. Done by
 * bb_why_done(). */
const struct bb_err *bb_app_issue_why(struct bb_app *app, const struct bb_issue *issue,
                                      struct bb_why *out);
/* The ledger's filters that this person keeps, as the screen wrote them; heap, NULL when there are
 * none. */
const struct bb_err *bb_app_filters_load(struct bb_app *app, char **out);
const struct bb_err *bb_app_filters_save(struct bb_app *app, const char *text);
/* The subject's events in order (any record). */
const struct bb_err *bb_app_history(struct bb_app *app, const char *id, struct bb_events *out);

/* ---- leaders ---- */
/* What a new visit starts with: the desk's kind of place, on the way to accompany; what it is
 * about, the caller sets. */
void bb_app_visit_defaults(const struct bb_app *app, struct bb_visit *out);
/* Saves a leader's visit with its session (kind leader) in one transaction; both are filled on
 * success. at: as for sessions. */
const struct bb_err *bb_app_visit_add(struct bb_app *app, struct bb_session *session,
                                      struct bb_visit *visit, int64_t at,
                                      struct bb_problems *problems);
/* Visits that count in [from_at, to_at), newest first (struct bb_visit). */
const struct bb_err *bb_app_visit_list(struct bb_app *app, int64_t from_at, int64_t to_at,
                                       const struct bb_sink *sink);
const struct bb_err *bb_app_visit_load(struct bb_app *app, const char *id_or_no,
                                       struct bb_visit *out);
/* Whether the logged-in person may correct this visit. */
const struct bb_err *bb_app_visit_may_edit(struct bb_app *app, const struct bb_visit *visit);
/* Changes the fields in `fields` (space separated names) to their values in `visit`; the session
 * follows where it says the same. seen: what it was typed over; where
 * somebody else wrote in one of the fields since, CHANGED, and nothing is written; NULL: it does
 * not matter. */
const struct bb_err *bb_app_visit_edit(struct bb_app *app, const char *id_or_no,
                                       const struct bb_visit *visit, const char *fields,
                                       const struct bb_visit *seen, struct bb_problems *problems);
/* The visit and its session become void and count no more. */
const struct bb_err *bb_app_visit_void(struct bb_app *app, const char *id_or_no,
                                       const char *reason);
const struct bb_err *bb_app_posts(struct bb_app *app, const struct bb_post **rows, size_t *count);

/* Who owes visits in the periods that hold the day, and how it stands. The row belongs to the call.
 */
typedef const struct bb_err *bb_quota_item(void *ctx, const struct bb_quota_row *row);
const struct bb_err *bb_app_quota(struct bb_app *app, int64_t as_of_day, bb_quota_item *item,
                                  void *ctx);
/* person, tier, day (any of the period) and reason. */
const struct bb_err *bb_app_waiver_add(struct bb_app *app, struct bb_waiver *waiver,
                                       struct bb_problems *problems);
/* Plans of visits to come: person and day; who organises follows from post and unit (R57). */
const struct bb_err *bb_app_vplan_add(struct bb_app *app, struct bb_vplan *plan,
                                      struct bb_problems *problems);
const struct bb_err *bb_app_vplan_drop(struct bb_app *app, const char *id, const char *reason);
const struct bb_err *
bb_app_vplan_list(struct bb_app *app,
                  const struct bb_sink *sink); /* not dropped; struct bb_vplan */

/* Items worth a visit (R37): not visited yet first, then by bad ratings, then by case volume (rank
 * where no volume is known). */
struct bb_suggestion {
    const struct bb_item *item;
    int64_t bad_ratings, last_visit_at;
};
/* *out: heap. */
const struct bb_err *bb_app_suggest(struct bb_app *app, struct bb_suggestion **out, size_t *count);

/* ---- the audit ---- */
/* Where one works without bb_app_login(): an event when other rules are in force than were last. */
const struct bb_err *bb_app_config_note(struct bb_app *app);
/* Before a list goes on paper or into a file for it; list: its kind or number. */
const struct bb_err *bb_app_print_note(struct bb_app *app, const char *list);
/* On whom or what, and with what, for a reader; nothing where the kind says it all. Append. */
void bb_app_audit_on(struct bb_app *app, const struct bb_event *event, struct bb_buf *out);
void bb_app_audit_with(const struct bb_event *event, struct bb_buf *out);
/* Rows are struct bb_event. */
const struct bb_err *bb_app_audit_list(struct bb_app *app, const struct bb_audit_query *query,
                                       const struct bb_sink *sink);

/* ---- ratings (好差评, R34) ---- */
/* Sits at a desk without anybody: the client's own terminal. */
const struct bb_err *bb_app_bind(struct bb_app *app, const char *desk);
/* The session of this desk whose client is to be asked now: ended a short while ago, not asked yet.
 */
const struct bb_err *bb_app_rating_waiting(struct bb_app *app, struct bb_session *out, bool *found);
/* Whether the client of this session (id) may be asked now, by who hands the screen over. */
const struct bb_err *bb_app_rating_may_ask(struct bb_app *app, const char *session_id);
/* What the client said: medium, level (none: not rated), cause, solved. The one way a rating comes
 * to be; the rating screen alone calls it, and no person stands in its events. A bad one opens a
 * case. rating is filled. */
const struct bb_err *bb_app_rating_add(struct bb_app *app, const char *session_id,
                                       struct bb_rating *rating);
/* Somebody of the staff tries to type one: refused in a sentence of its own, and an event. */
const struct bb_err *bb_app_rating_type(struct bb_app *app);
/* Recorded in [from_at, to_at), newest first; struct bb_rating. */
const struct bb_err *bb_app_rating_list(struct bb_app *app, int64_t from_at, int64_t to_at,
                                        const struct bb_sink *sink);
/* By id, or by the number of its session. */
const struct bb_err *bb_app_rating_load(struct bb_app *app, const char *id_or_no,
                                        struct bb_rating *out);
/* RATING_CONTACT (contact_note, complex), RATING_SETTLE (measures), RATING_CALL (call_back,
 * call_note), in this order. */
const struct bb_err *bb_app_rating_step(struct bb_app *app, const char *id_or_no,
                                        enum bb_event_kind kind, const struct bb_rating *stated,
                                        struct bb_problems *problems);

/* Shares by the definitions of the settings (R14), and whether they are low. */
struct bb_rates_shares {
    struct bb_share staff, client, rated, praise, first;
    bool staff_low, client_low, praise_low;
};
/* Ended sessions by channel, unit, item, helper, desk, centre, day or all; rows are struct
 * bb_rates. */
const struct bb_err *bb_app_rates(struct bb_app *app, const char *by, int64_t from_at,
                                  int64_t to_at, const struct bb_sink *sink);
void bb_app_rates_shares(const struct bb_app *app, const struct bb_rates *rates,
                         struct bb_rates_shares *out);

/* How many open lines show which light today, by unit (that leads), centre or all. */
struct bb_lights {
    const char *key;             /* as of struct bb_light_group; valid during the call */
    int64_t of[BB_LIGHT__COUNT]; /* [BB_LIGHT_NONE]: no deadline yet */
};
const struct bb_err *bb_app_lights(struct bb_app *app, const char *by, const struct bb_sink *sink);

/* ---- agency projects (R10, R52, R53), what is owed to the knowledge base (R22) ---- */
const struct bb_err *bb_app_project_add(struct bb_app *app, struct bb_project *project,
                                        struct bb_problems *problems);
/* Lays the fields that step states over the project. */
const struct bb_err *bb_app_project_step(struct bb_app *app, const char *id,
                                         const struct bb_project *step,
                                         struct bb_problems *problems);
const struct bb_err *bb_app_project_drop(struct bb_app *app, const char *id);
const struct bb_err *bb_app_project_list(struct bb_app *app, const struct bb_sink *sink);
const struct bb_err *bb_app_kb_duty_add(struct bb_app *app, struct bb_kb_duty *duty,
                                        struct bb_problems *problems);
const struct bb_err *bb_app_kb_duty_done(struct bb_app *app, const char *id, const char *result,
                                         struct bb_problems *problems);
const struct bb_err *bb_app_kb_duty_drop(struct bb_app *app, const char *id);
const struct bb_err *bb_app_kb_duty_list(struct bb_app *app, const struct bb_sink *sink);

/* ---- volunteers' shifts (R49), duty (R23), consult phones (R5, R35) ---- */
/* The volunteer logged in begins a shift at his desk; supervisor (may be NULL) and note from shift.
 */
const struct bb_err *bb_app_shift_in(struct bb_app *app, struct bb_shift *shift,
                                     struct bb_problems *problems);
/* Ends his open shift; note (may be NULL) replaces the one before. */
const struct bb_err *bb_app_shift_out(struct bb_app *app, const char *note, struct bb_shift *out);
/* Newest first: a volunteer's own, everybody's for a supervisor. */
const struct bb_err *bb_app_shift_list(struct bb_app *app, const struct bb_sink *sink);

const struct bb_err *bb_app_duty_add(struct bb_app *app, struct bb_duty *duty,
                                     struct bb_problems *problems);
const struct bb_err *bb_app_duty_list(struct bb_app *app, const struct bb_sink *sink);
/* Days from … to (0: open); rows are struct bb_duty_load. */
const struct bb_err *bb_app_duty_load(struct bb_app *app, int64_t from_day, int64_t to_day,
                                      const struct bb_sink *sink);
const struct bb_err *bb_app_phone_add(struct bb_app *app, struct bb_phone *phone,
                                      struct bb_problems *problems);
const struct bb_err *bb_app_phone_list(struct bb_app *app, const struct bb_sink *sink);
/* Drops an entry of duty or phone by its id. */
const struct bb_err *bb_app_duty_drop(struct bb_app *app, const char *id);
const struct bb_err *bb_app_phone_drop(struct bb_app *app, const char *id);
/* One call at the desk, on a phone that is registered and valid then; at: as for sessions. An
 * answered one becomes a session of the channel phone in the same transaction; Ctrl-Z takes both
 * back. call is filled. */
const struct bb_err *bb_app_call_add(struct bb_app *app, struct bb_phone_call *call, int64_t at,
                                     struct bb_problems *problems);
const struct bb_err *bb_app_call_drop(struct bb_app *app, const char *id);
/* In [from_at, to_at), newest first; struct bb_phone_call. */
const struct bb_err *bb_app_call_list(struct bb_app *app, int64_t from_at, int64_t to_at,
                                      const struct bb_sink *sink);
/* The phone of this desk: of its last call, else the only one valid today; heap, NULL: none. */
const struct bb_err *bb_app_desk_phone(struct bb_app *app, char **number);
/* Phones valid today; struct bb_phone. */
const struct bb_err *bb_app_phones_today(struct bb_app *app, const struct bb_sink *sink);
/* The calls of one phone in one month; a second count of them takes the place of the first. */
const struct bb_err *bb_app_phone_count_add(struct bb_app *app, struct bb_phone_count *count,
                                            struct bb_problems *problems);
/* By phone and month; where nobody counted, what was logged at the desks (recorded_at 0). */
const struct bb_err *bb_app_phone_count_list(struct bb_app *app, const struct bb_sink *sink);
/* The hotline's monthly CSV by the map phone.columns, whole or not at all. */
const struct bb_err *bb_app_phone_import(struct bb_app *app, const char *path, long *rows);

/* The slip of a shift: figures, debts, head of the journal; text that lines up. Appends. */
const struct bb_err *bb_app_slip(struct bb_app *app, struct bb_buf *out);

/* ---- undo ---- */
/* Undoes the person's last act on this installation by a new event, a visit together with its
 * session. *what: one line saying what was undone, heap. */
const struct bb_err *bb_app_undo(struct bb_app *app, char **what);
/* What is done between true and false is one batch: undone together, as long as this program runs
 * and its last event is the person's last act. */
void bb_app_batch(struct bb_app *app, bool open);

/* ---- search over all days ---- */
/* Words and field terms (core/filter.h, fields BB_SEARCH_FIELDS) over items and people, which come
 * first, and over the texts of sessions and problems, newest first. Words match as text, or by
 * initials or full pinyin. Chinese words of two characters and more are looked up in all days; for
 * the rest texts are read, at most `look` (0: all). *left: as of bb_db_search(), NULL: not asked.
 * Rows are struct bb_hit. */
#define BB_SEARCH_FIELDS                                                                  \
    (BB_BY(STATE) | BB_BY(UNIT) | BB_BY(DATE) | BB_BY(ITEM) | BB_BY(PERSON) | BB_BY(NO) | \
     BB_BY(DESK))
const struct bb_err *bb_app_search(struct bb_app *app, const char *query, int limit, long look,
                                   int64_t *left, const struct bb_sink *sink);

/* ---- drafts: what was typed and not yet saved; kept in F.d/drafts, sealed, restored after a crash
 * ---- */
struct bb_draft; /* one open form */
const struct bb_err *bb_app_draft_new(struct bb_app *app, const char *form, struct bb_draft **out);
const struct bb_err *bb_app_draft_write(struct bb_draft *draft,
                                        const char *text); /* atomic, durable */
void bb_app_draft_discard(
    struct bb_draft *draft); /* the form was saved or left on purpose: removes and frees */
void bb_app_draft_leave(
    struct bb_draft *draft); /* the program ends: stays for the next start; frees */
/* Takes over one draft of this person whose program is gone; *out NULL when there is none. text and
 * form are heap. */
const struct bb_err *bb_app_draft_adopt(struct bb_app *app, struct bb_draft **out, char **form,
                                        char **text);

#endif
