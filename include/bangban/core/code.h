/*
 * Code lists (代码表): every closed set of words that a record may hold, in one table.
 *
 * A code is an int: its place in its list, 0 is "not stated". In files, events and on the command
 * line it is its id (glossary.md); on the screen its label, through gettext. Source of the words:
 * the policy and glossary.md.
 */
#ifndef BANGBAN_CORE_CODE_H
#define BANGBAN_CORE_CODE_H

#include <stddef.h>
#include <stdint.h>

#include "bangban/base/i18n.h"

/* clang-format off */
/* session.kind: who helps (R8–R10) */
#define BB_KIND_LIST(X)                                                                            \
    X(KIND, LEADER,     "leader",      N_("Leader assistance"))                                    \
    X(KIND, STAFF,      "staff",       N_("Staff assistance"))                                     \
    X(KIND, VOLUNTEER,  "volunteer",   N_("Volunteer assistance"))                                 \
    X(KIND, AGENCY,     "agency",      N_("Agency service"))
/* session.mode (data.md) */
#define BB_MODE_LIST(X)                                                                            \
    X(MODE, WINDOW,     "window",      N_("Window"))                                               \
    X(MODE, GUIDE,      "guide",       N_("Guiding"))                                              \
    X(MODE, ACT_FOR,    "act_for",     N_("Acting for"))                                           \
    X(MODE, DO_SELF,    "do_self",     N_("Do it oneself"))                                        \
    X(MODE, ACCOMPANY,  "accompany",   N_("Accompany"))                                            \
    X(MODE, WALK,       "walk_through", N_("Walk through"))
/* session.channel, the policy's 3+3 as seen at a counter (R4) */
#define BB_CHANNEL_LIST(X)                                                                         \
    X(CHANNEL, ON_SITE, "on_site",     N_("On site"))                                              \
    X(CHANNEL, PHONE,   "ch_phone",    N_("Phone"))                                                \
    X(CHANNEL, BOT,     "ch_bot",      N_("Xiaoshen"))                                             \
    X(CHANNEL, HUMAN,   "ch_human",    N_("Online human"))                                         \
    X(CHANNEL, VISIT,   "on_visit",    N_("Home visit"))
/* desk.zone, session.zone (R9) */
#define BB_ZONE_LIST(X)                                                                            \
    X(ZONE, WINDOW,     "window",      N_("Window"))                                               \
    X(ZONE, HELP_DESK,  "help_desk",   N_("Help desk"))                                            \
    X(ZONE, SELF,       "self_service_area", N_("Self-service area"))                              \
    X(ZONE, SPECIAL,    "special_area", N_("Special area"))                                        \
    X(ZONE, OTHER,      "other",       N_("Other"))
#define BB_CLIENT_LIST(X)                                                                          \
    X(CLIENT, PERSONAL, "personal",    N_("Individual"))                                           \
    X(CLIENT, ENTERPRISE, "enterprise", N_("Enterprise"))
#define BB_SOURCE_LIST(X)                                                                          \
    X(SOURCE, TICKET,   "ticket",      N_("Ticket on site"))                                       \
    X(SOURCE, BOOKED,   "booked",      N_("Appointment"))                                          \
    X(SOURCE, ARRANGED, "arranged",    N_("Arranged"))                                             \
    X(SOURCE, HANDED,   "handed_over", N_("Handed over"))
/* session.category, mandatory in the policy, these four and other (R24) */
#define BB_CATEGORY_LIST(X)                                                                        \
    X(CATEGORY, ONLINE,   "online_operation", N_("Online operation"))                              \
    X(CATEGORY, MATERIAL, "materials",  N_("Preparing papers"))                                    \
    X(CATEGORY, STANDARD, "standard",   N_("Business standard"))                                   \
    X(CATEGORY, PROCESS,  "process",    N_("Business process"))                                    \
    X(CATEGORY, OTHER,    "other",      N_("Other"))
#define BB_OUTCOME_LIST(X)                                                                         \
    X(OUTCOME, SOLVED,  "solved",      N_("Solved"))                                               \
    X(OUTCOME, PARTLY,  "partly_solved", N_("Partly solved"))                                      \
    X(OUTCOME, UNSOLVED, "unsolved",   N_("Unsolved"))                                             \
    X(OUTCOME, REFERRED, "handed_on",  N_("Handed on"))
/* rating 好差评, five official levels, only ever given by the client (R34) */
#define BB_RATING_LIST(X)                                                                          \
    X(RATING, VERY_DISSATISFIED, "very_dissatisfied", N_("Very dissatisfied"))                     \
    X(RATING, DISSATISFIED, "dissatisfied", N_("Dissatisfied"))                                    \
    X(RATING, BASICALLY_SATISFIED, "basically_satisfied", N_("Basically satisfied"))               \
    X(RATING, SATISFIED, "satisfied",  N_("Satisfied"))                                            \
    X(RATING, VERY_SATISFIED, "very_satisfied", N_("Very satisfied"))
/* why a rating is bad: the client's choice */
#define BB_DISLIKE_LIST(X)                                                                         \
    X(DISLIKE, ATTITUDE, "attitude",   N_("Attitude of the staff"))                                \
    X(DISLIKE, PAPERS,  "papers",      N_("Papers not explained all at once"))                     \
    X(DISLIKE, WAIT,    "waiting",     N_("Waited too long"))                                      \
    X(DISLIKE, TRIPS,   "trips",       N_("Had to come several times"))                            \
    X(DISLIKE, SYSTEM,  "system",      N_("Website or machine did not work"))                      \
    X(DISLIKE, UNSOLVED, "not_solved", N_("My matter was not solved"))                             \
    X(DISLIKE, OTHER,   "other",       N_("Other"))
/* where the client gave it */
#define BB_MEDIUM_LIST(X)                                                                          \
    X(MEDIUM, HANDED,   "handed",      N_("Screen handed over"))                                   \
    X(MEDIUM, TERMINAL, "terminal",    N_("Terminal of the client"))
/* how the call-back (回访) of a bad rating ended */
#define BB_CALLBACK_LIST(X)                                                                        \
    X(CALLBACK, CONTENT, "content",    N_("Content now"))                                          \
    X(CALLBACK, NOT,    "not_content", N_("Still not content"))                                    \
    X(CALLBACK, UNREACHED, "unreached", N_("Not reached"))
/* where those on duty come from (R23) */
#define BB_STAFFING_LIST(X)                                                                        \
    X(STAFFING, UNIT,   "competent_unit", N_("Competent unit"))                                    \
    X(STAFFING, CENTRE, "entrusted_centre", N_("Entrusted to the centre"))
/* how a call at the phone desk ended (R35) */
#define BB_CALL_LIST(X)                                                                            \
    X(CALL, SOLVED,     "solved",      N_("Answered, solved"))                                     \
    X(CALL, ANSWERED,   "answered",    N_("Answered, not solved"))                                 \
    X(CALL, MISSED,     "missed",      N_("Missed"))
/* agency service: where, what for, how far, and how it stands (R10, R52) */
#define BB_STATION_LIST(X)                                                                         \
    X(STATION, MAIN,    "agency_main", N_("Main station"))                                         \
    X(STATION, SUB,     "agency_sub",  N_("Sub-station"))
#define BB_SERVICE_LIST(X)                                                                         \
    X(SERVICE, GUIDE,   "guide",       N_("Guidance"))                                             \
    X(SERVICE, COORDINATE, "coordinate", N_("Coordination"))                                       \
    X(SERVICE, ACT_FOR, "act_for",     N_("Acting by entrustment"))
#define BB_MILESTONE_LIST(X)                                                                       \
    X(MILESTONE, APPROVAL, "project_approval", N_("Project approval"))                             \
    X(MILESTONE, LAND,  "land_planning", N_("Land planning permit"))                               \
    X(MILESTONE, WORKS, "works_planning", N_("Works planning permit"))                             \
    X(MILESTONE, BUILDING, "building_permit", N_("Building permit"))                               \
    X(MILESTONE, ACCEPTANCE, "acceptance", N_("Completion acceptance"))
#define BB_PROJECT_LIST(X)                                                                         \
    X(PROJECT, ACCEPTED, "accepted",   N_("Taken in"))                                             \
    X(PROJECT, IN_FORCE, "in_force",   N_("Entrustment in force"))                                 \
    X(PROJECT, PAUSED,  "paused",      N_("Suspended"))                                            \
    X(PROJECT, RESUMED, "resumed",     N_("Continued"))                                            \
    X(PROJECT, DONE,    "done",        N_("Concluded"))                                            \
    X(PROJECT, ENDED,   "ended",       N_("Terminated"))
/* what is owed to the knowledge base */
#define BB_KB_DUTY_LIST(X)                                                                         \
    X(KB_DUTY, ADD,     "add",         N_("Add an entry"))                                            \
    X(KB_DUTY, LINK,    "link",        N_("Link to items"))                                        \
    X(KB_DUTY, SHARE,   "share",       N_("Share"))                                                \
    X(KB_DUTY, GAPS,    "gaps",        N_("Look for gaps"))                                        \
    X(KB_DUTY, POLICY,  "policy",      N_("New policy"))
/* why a session names no item (R2) */
#define BB_NO_ITEM_LIST(X)                                                                         \
    X(NO_ITEM, GENERAL, "general",     N_("General inquiry"))                                      \
    X(NO_ITEM, NOT_LISTED, "not_listed", N_("Item not in the list"))                               \
    X(NO_ITEM, EQUIPMENT, "equipment", N_("Equipment or hall"))
/* phase of a session (period); closed ends it */
#define BB_PHASE_LIST(X)                                                                           \
    X(PHASE, WAITING,   "waiting",     N_("Waiting"))                                              \
    X(PHASE, SERVING,   "serving",     N_("In service"))                                           \
    X(PHASE, PARKED,    "parked",      N_("Parked"))                                               \
    X(PHASE, CLOSED,    "closed",      N_("Ended"))
/* out of scope: back to its own channel (R3) */
#define BB_SCOPE_LIST(X)                                                                           \
    X(SCOPE, LEGAL,     "legal",       N_("Legal matter"))                                         \
    X(SCOPE, LITIGATION, "litigation", N_("Litigation"))                                           \
    X(SCOPE, COMPLAINT, "complaint",   N_("Complaint"))
/* issue.kind (R1) */
#define BB_POINT_LIST(X)                                                                           \
    X(POINT, HARD,      "hard_point",  N_("Hard point"))                                           \
    X(POINT, BLOCK,     "block_point", N_("Block point"))                                          \
    X(POINT, PAIN,      "pain_point",  N_("Pain point"))
#define BB_ORIGIN_LIST(X)                                                                          \
    X(ORIGIN, STAFF,    "staff_assist", N_("Staff assistance"))                                    \
    X(ORIGIN, LEADER,   "leader_assist", N_("Leader assistance"))                                  \
    X(ORIGIN, AGENCY,   "agency",      N_("Agency service"))                                       \
    X(ORIGIN, RATING,   "rating",      N_("Bad rating"))                                           \
    X(ORIGIN, PHONE,    "hotline",     N_("12345 hotline"))                                        \
    X(ORIGIN, CHECK,    "supervise",   N_("Supervision"))
/* issue.state: the ledger's states (data.md) */
#define BB_STATE_LIST(X)                                                                           \
    X(STATE, FOUND,     "found",       N_("Registered"))                                           \
    X(STATE, RECTIFYING, "rectifying", N_("Rectifying"))                                           \
    X(STATE, FIXED,     "fixed",       N_("Rectified"))                                            \
    X(STATE, CLOSED,    "closed",      N_("Closed out"))                                           \
    X(STATE, REFERRED,  "referred",    N_("Back to its channel"))                                  \
    X(STATE, VOID,      "void",        N_("Void"))
/* how an issue ended (data.md, "Honest ends") */
#define BB_ENDING_LIST(X)                                                                          \
    X(ENDING, SOLVED,   "solved",      N_("Solved"))                                               \
    X(ENDING, PARTLY,   "partly_solved", N_("Partly solved"))                                      \
    X(ENDING, IMPOSSIBLE, "cannot_solve", N_("Cannot be solved"))                                  \
    X(ENDING, ELSEWHERE, "not_ours",   N_("Not of this district"))
/* light of an open issue, computed on reading, never stored */
#define BB_LIGHT_LIST(X)                                                                           \
    X(LIGHT, RED,       "red",         N_("Red"))                                                  \
    X(LIGHT, YELLOW,    "yellow",      N_("Yellow"))                                               \
    X(LIGHT, GREEN,     "green",       N_("Green"))                                                \
    X(LIGHT, GREY,      "grey",        N_("Grey"))
#define BB_LOOKBACK_LIST(X)                                                                        \
    X(LOOKBACK, HOLDS,  "holds",       N_("Holds"))                                                \
    X(LOOKBACK, RELAPSED, "relapsed",  N_("Relapsed"))
/* staged reminders of an overdue line, in this order */
#define BB_REMINDER_LIST(X)                                                                        \
    X(REMINDER, REMIND, "remind",      N_("Reminder"))                                             \
    X(REMINDER, URGE,   "urge",        N_("Urging"))                                               \
    X(REMINDER, ADMONISH, "admonish",  N_("Admonition"))                                           \
    X(REMINDER, CIRCULATE, "circulate", N_("Circular"))
/* a technical problem of the platform goes up, step by step (R33) */
#define BB_ESCALATION_LIST(X)                                                                      \
    X(ESCALATION, CENTRE, "centre",    N_("District service centre"))                              \
    X(ESCALATION, CITY, "city",        N_("City data centre"))
/* tiers of leaders (R18–R20); section heads are other districts' */
#define BB_TIER_LIST(X)                                                                            \
    X(TIER, DISTRICT,   "district_leader", N_("District leader"))                                  \
    X(TIER, TOWN,       "town_leader", N_("Town leader"))                                          \
    X(TIER, HEAD,       "unit_head",   N_("Unit head"))                                            \
    X(TIER, MEMBER,     "team_member", N_("Leading team member"))                                  \
    X(TIER, OWT,        "owt_lead",    N_("In charge of one-network service"))                     \
    X(TIER, SECTION,    "section_head", N_("Section head"))
/* how a quota stands */
#define BB_QUOTA_LIST(X)                                                                           \
    X(QUOTA, MET,       "met",         N_("Met"))                                                  \
    X(QUOTA, OPEN,      "open",        N_("Open"))                                                 \
    X(QUOTA, SHORT,     "short",       N_("Short"))                                                \
    X(QUOTA, NOTHING,   "none",        N_("Nothing owed"))
/* the sheet of a leader's visit (R8, R36–R41) */
#define BB_PLACE_LIST(X)                                                                           \
    X(PLACE, CENTRE,    "centre",      N_("Service centre"))                                       \
    X(PLACE, VILLAGE,   "village",     N_("Village or neighbourhood"))                             \
    X(PLACE, PARK,      "park",        N_("Park"))                                                 \
    X(PLACE, FIRM,      "enterprise",  N_("Enterprise"))                                           \
    X(PLACE, OTHER,     "other",       N_("Other"))
#define BB_FOCUS_LIST(X)                                                                           \
    X(FOCUS, PAPERS,    "no_resubmit", N_("Two exemptions from submission"))                       \
    X(FOCUS, WINDOW,    "general_window", N_("Integration of the general window"))                 \
    X(FOCUS, FUSION,    "integration", N_("Online and offline in one"))                            \
    X(FOCUS, OTHER,     "other",       N_("Other"))
#define BB_JUDGE_LIST(X)                                                                           \
    X(JUDGE, GOOD,      "good",        N_("Good"))                                                 \
    X(JUDGE, FAIR,      "fair",        N_("Fair"))                                                 \
    X(JUDGE, POOR,      "poor",        N_("Poor"))
#define BB_SHEET_LIST(X)                                                                           \
    X(SHEET, ONLINE,    "online",      N_("Online"))                                               \
    X(SHEET, OFFLINE,   "offline",     N_("Offline"))
/* service stages (policy 三(一)2; 现场核查 is this project's for items with a site visit) */
#define BB_STAGE_LIST(X)                                                                           \
    X(STAGE, CONSULT,   "consult",     N_("Consult"))                                              \
    X(STAGE, APPLY,     "apply",       N_("Apply"))                                                \
    X(STAGE, ACCEPT,    "accept",      N_("Accept"))                                               \
    X(STAGE, REVIEW,    "review",      N_("Review"))                                               \
    X(STAGE, SITE_CHECK, "site_check", N_("Site check"))                                           \
    X(STAGE, CONCLUDE,  "conclude",    N_("Conclude"))                                             \
    X(STAGE, FEEDBACK,  "feedback",    N_("Feedback"))
/* person.kind, who sits in front of the program (product.md) */
#define BB_ROLE_LIST(X)                                                                            \
    X(ROLE, STAFF,      "staff",       N_("Window staff"))                                         \
    X(ROLE, VOLUNTEER,  "volunteer",   N_("Volunteer"))                                            \
    X(ROLE, SUPERVISOR, "supervisor",  N_("Supervisor"))                                           \
    X(ROLE, LEADER,     "leader",      N_("Leader"))                                               \
    X(ROLE, ADMIN,      "admin",       N_("Administrator"))                                        \
    X(ROLE, AUDITOR,    "auditor",     N_("Auditor"))                                              \
    X(ROLE, AGENT,      "agent",       N_("Agency agent"))                                         \
    X(ROLE, RECORDER,   "recorder",    N_("Leaders' recorder"))                                    \
    X(ROLE, KIOSK,      "kiosk",       N_("Question screen"))

/* One row per list: enum prefix, name used in codes.csv, X-macro. */
#define BB_CODE_LISTS(L)                                                                           \
    L(KIND, "kind", BB_KIND_LIST)             L(MODE, "mode", BB_MODE_LIST)                        \
    L(CHANNEL, "channel", BB_CHANNEL_LIST)    L(ZONE, "zone", BB_ZONE_LIST)                        \
    L(CLIENT, "client_kind", BB_CLIENT_LIST)  L(SOURCE, "source", BB_SOURCE_LIST)                  \
    L(CATEGORY, "category", BB_CATEGORY_LIST) L(OUTCOME, "outcome", BB_OUTCOME_LIST)               \
    L(RATING, "rating", BB_RATING_LIST)       L(NO_ITEM, "no_item", BB_NO_ITEM_LIST)               \
    L(PHASE, "phase", BB_PHASE_LIST)          L(SCOPE, "scope", BB_SCOPE_LIST)                     \
    L(POINT, "point", BB_POINT_LIST)          L(ORIGIN, "origin", BB_ORIGIN_LIST)                  \
    L(STATE, "state", BB_STATE_LIST)          L(ENDING, "ending", BB_ENDING_LIST)                  \
    L(LIGHT, "light", BB_LIGHT_LIST)          L(LOOKBACK, "lookback", BB_LOOKBACK_LIST)            \
    L(STAGE, "stage", BB_STAGE_LIST)          L(ROLE, "role", BB_ROLE_LIST)                        \
    L(REMINDER, "reminder", BB_REMINDER_LIST) L(TIER, "tier", BB_TIER_LIST)                        \
    L(QUOTA, "quota", BB_QUOTA_LIST)          L(PLACE, "place_kind", BB_PLACE_LIST)                \
    L(FOCUS, "focus", BB_FOCUS_LIST)          L(JUDGE, "judgement", BB_JUDGE_LIST)                 \
    L(SHEET, "sheet", BB_SHEET_LIST)          L(ESCALATION, "escalation", BB_ESCALATION_LIST) \
    L(DISLIKE, "rating_cause", BB_DISLIKE_LIST) L(MEDIUM, "rating_medium", BB_MEDIUM_LIST)         \
    L(CALLBACK, "call_back", BB_CALLBACK_LIST) L(STAFFING, "staffing", BB_STAFFING_LIST) \
    L(CALL, "call_result", BB_CALL_LIST) \
    L(STATION, "station", BB_STATION_LIST)    L(SERVICE, "service", BB_SERVICE_LIST)               \
    L(MILESTONE, "milestone", BB_MILESTONE_LIST) L(PROJECT, "project_state", BB_PROJECT_LIST)      \
    L(KB_DUTY, "kb_duty", BB_KB_DUTY_LIST)
/* clang-format on */

enum bb_code_list {
    BB_CODES_NONE, /* a field that is not a code */
#define BB_CODE_LIST_ENUM(prefix, name, list) BB_CODES_##prefix,
    BB_CODE_LISTS(BB_CODE_LIST_ENUM)
#undef BB_CODE_LIST_ENUM
        BB_CODES__COUNT
};

/* enum bb_kind { BB_KIND_NONE, BB_KIND_LEADER, … }: one enum per list. */
#define BB_CODE_ENUM_ROW(prefix, code, id, label) BB_##prefix##_##code,
#define BB_CODE_ENUM(prefix, name, list) \
    enum { BB_##prefix##_NONE, list(BB_CODE_ENUM_ROW) BB_##prefix##__COUNT };
BB_CODE_LISTS(BB_CODE_ENUM)
#undef BB_CODE_ENUM

const char *bb_code_list_name(enum bb_code_list list);
int bb_code_count(enum bb_code_list list); /* codes run from 1 to this, inclusive */
const char *bb_code_id(enum bb_code_list list, int64_t code);    /* "" for 0 or out of range */
const char *bb_code_label(enum bb_code_list list, int64_t code); /* translated; "" likewise */
/* The label as it stands in the table above, whatever the language: for what must have the same
 * bytes everywhere. */
const char *bb_code_source_label(enum bb_code_list list, int64_t code);
/* By id or by label in the present language; 0 when there is none. */
int bb_code_find(enum bb_code_list list, const char *word);

#endif
