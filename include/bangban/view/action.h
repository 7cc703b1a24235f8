/*
 * What a person can do on the screen: one table. The key bar, F1, the palette, the manual's key
 * table and the tests follow from it; so does what a key means on which screen.
 */
#ifndef BANGBAN_VIEW_ACTION_H
#define BANGBAN_VIEW_ACTION_H

#include <stdbool.h>
#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/i18n.h"
#include "bangban/core/right.h"

/* clang-format off */
/* Every screen: enum, English word, title on the frame. */
#define BB_SCREEN_LIST(X)                                                                          \
    X(LOGIN,    "login",    N_("Log in"))                                                          \
    X(DESK,     "desk",     N_("Desk"))                                                            \
    X(FORM,     "form",     N_("Log a session"))                                                   \
    X(TODAY,    "today",    N_("Today"))                                                           \
    X(SESSION,  "session",  N_("Session"))                                                         \
    X(LEDGER,   "ledger",   N_("Ledger"))                                                          \
    X(ISSUE,    "issue",    N_("Problem"))                                                         \
    X(WHY,      "why",      N_("Why this deadline"))                                               \
    X(RAISE,    "raise",    N_("Register a problem"))                                              \
    X(STEPS,    "steps",    N_("Next step"))                                                       \
    X(STEP,     "step",     N_("Step"))                                                            \
    X(BATCH,    "batch",    N_("Several lines"))                                                   \
    X(SAVED,    "saved",    N_("Kept filters"))                                                    \
    X(REFER,    "refer",    N_("Out of scope"))                                                    \
    X(HAND,     "hand",     N_("Hand over"))                                                       \
    X(VOID,     "void",     N_("Void"))                                                            \
    X(SEARCH,   "search",   N_("Search"))                                                          \
    X(PALETTE,  "palette",  N_("Commands"))                                                        \
    X(HELP,     "help",     N_("Help"))                                                            \
    X(LEAVE,    "leave",    N_("Leave"))                                                           \
    X(LEADERS,  "leaders",  N_("Leader assistance"))                                               \
    X(LEADER,   "leader",   N_("Leader"))                                                          \
    X(VISIT,    "visit",    N_("Leader's visit"))                                                  \
    X(VPLAN,    "vplan",    N_("Plan a visit"))                                                    \
    X(WAIVE,    "waive",    N_("Waive a quota"))                                                   \
    X(SUGGEST,  "suggest",  N_("Worth a visit"))                                                   \
    X(KIOSK,    "kiosk",    N_("Ask here"))                                                        \
    X(RATE,     "rate",     N_("Your rating"))                                                     \
    X(REGISTER, "register", N_("Registers"))                                                       \
    X(ENTRY,    "entry",    N_("Entry"))                                                           \
    X(SLIP,     "slip",     N_("Shift slip"))                                                      \
    X(AUDIT,    "audit",    N_("Audit"))                                                           \
    X(BOARD,    "board",    N_("Board"))                                                           \
    X(UNMASK,   "unmask",   N_("Client data in clear"))                                            \
    X(PERSONAL, "personal", N_("Personal data in the text"))                                       \
    X(LATE,     "late",     N_("Late entry"))                                                      \
    X(DISTRICT, "district", N_("Hand-over to the district"))                                       \
    X(SECRET,   "secret",   N_("Password"))                                                        \
    X(LOCK,     "lock",     N_("Locked"))
/* clang-format on */

enum bb_screen_id {
#define BB_SCREEN_ENUM(name, word, title) BB_SCREEN_##name,
    BB_SCREEN_LIST(BB_SCREEN_ENUM)
#undef BB_SCREEN_ENUM
        BB_SCREEN__COUNT
};

_Static_assert(BB_SCREEN__COUNT < 64, "a screen is one bit of BB_ON()");

/* Where an action applies. */
#define BB_ON(screen) (UINT64_C(1) << BB_SCREEN_##screen)
#define BB_ON_VISITS  (BB_ON(VISIT) | BB_ON(VPLAN) | BB_ON(WAIVE))
#define BB_ON_FORMS                                                                        \
    (BB_ON(FORM) | BB_ON(LATE) | BB_ON(RAISE) | BB_ON(STEP) | BB_ON(HAND) | BB_ON(ENTRY) | \
     BB_ON_VISITS)
#define BB_ON_FIELDS                            \
    (BB_ON_FORMS | BB_ON(VOID) | BB_ON(BATCH) | \
     BB_ON(UNMASK))                                  /* fields one types into, saved with Ctrl-S */
#define BB_ON_LINE    (BB_ON(LEDGER) | BB_ON(ISSUE)) /* one line of the ledger */
#define BB_ON_RECORDS (BB_ON(TODAY) | BB_ON(LEDGER))
#define BB_ON_LISTS   (BB_ON_RECORDS | BB_ON(LEADERS) | BB_ON(REGISTER) | BB_ON(DISTRICT))
#define BB_ON_LEADERS (BB_ON(LEADERS) | BB_ON(LEADER))
#define BB_ON_DETAILS (BB_ON(SESSION) | BB_ON(ISSUE))
#define BB_ON_TYPED                                                \
    (BB_ON(LOGIN) | BB_ON(DESK) | BB_ON(SEARCH) | BB_ON(PALETTE) | \
     BB_ON(SAVED)) /* a line above a list */
#define BB_ON_READ                                                                           \
    (BB_ON(WHY) | BB_ON(HELP) | BB_ON_DETAILS | BB_ON(LEADER) | BB_ON(SLIP) | BB_ON(AUDIT) | \
     BB_ON(BOARD))
/* The clients' screens have no key but those that name them: nothing leads away from them. */
#define BB_ON_CLIENTS (BB_ON(KIOSK) | BB_ON(RATE))
/* Nor from the locked screen, but through its secret. */
#define BB_ON_EVERY  (((UINT64_C(1) << BB_SCREEN__COUNT) - 1) & ~(BB_ON_CLIENTS | BB_ON(LOCK)))
#define BB_ON_DOOR   (BB_ON(LOGIN) | BB_ON(DESK) | BB_ON(SECRET))
#define BB_ON_INSIDE (BB_ON_EVERY & ~BB_ON_DOOR) /* somebody is logged in */
#define BB_ON_MOVING                                                                       \
    (BB_ON_LISTS | BB_ON_TYPED | BB_ON_READ | BB_ON(REFER) | BB_ON(LEAVE) | BB_ON(STEPS) | \
     BB_ON(SUGGEST) | BB_ON(KIOSK))

/* What it needs. */
enum bb_action_need { BB_NEEDS_NONE, BB_NEEDS_ROW /* something is selected */ };
#define BB_USE_ANYBODY BB_USE__COUNT

/* clang-format off */
/* Enum, English word, keys (the first is shown; single characters do not count while one types), screens, need,
 * right, place on the key bar (0: not there; lower is further left), label, sentence of the help. */
#define BB_ACTION_LIST(X)                                                                          \
    X(LOG,     "log",     "F2 M-2",    BB_ON_INSIDE,  NONE, SESSION_ADD, 30,                       \
      N_("Log"),      N_("Log a session: what was typed and not saved is still there."))           \
    X(TODAY,   "today",   "F3 M-3",    BB_ON_INSIDE,  NONE, SESSION_LIST, 31,                      \
      N_("Today"),    N_("Today's sessions: open ones on top, debts of the shift below."))         \
    X(LEDGER,  "ledger",  "F4 M-4",    BB_ON_INSIDE,  NONE, ISSUE_LIST, 32,                        \
      N_("Ledger"),   N_("The problem ledger, what is due first on top."))                         \
    X(LEADERS, "leaders", "F6 M-6",    BB_ON_INSIDE,  NONE, ISSUE_LIST, 33,                        \
      N_("Leaders"),  N_("Leader assistance: who must still come this period, who will miss it, what is planned.")) \
    X(BOARD,   "board",   "F8 M-8",    BB_ON_INSIDE, NONE, REPORT, 0,                              \
      N_("Board"),    N_("Figures of the district, by unit, centre or channel: sessions a day, shares, lights of the ledger, quotas of leaders.")) \
    X(SYSTEM,  "system",  "F9 M-9",    BB_ON_INSIDE, NONE, ANYBODY, 0,                             \
      N_("System"),   N_("The hand-over to the district: last receipt, what is not acknowledged, what was refused. Tab: the audit.")) \
    X(NEXT_PAGE, "next-page", "Tab",   BB_ON(DISTRICT) | BB_ON(AUDIT), NONE, ANYBODY, 11,          \
      N_("Next page"), N_("Show the next page: the district, or the audit: who logged in, was refused, printed, copied or changed the settings.")) \
    X(SYNC,    "sync",    "s",         BB_ON(DISTRICT), NONE, EXPORT, 12,                          \
      N_("Hand over now"), N_("Read receipts, write the packet of everything not acknowledged, carry files, read what came back. Esc cancels.")) \
    X(OPEN,    "open",    "Enter",     BB_ON_LISTS | BB_ON(SEARCH), ROW, ANYBODY, 10,              \
      N_("View"),     N_("Open the selected record with all its fields and its history."))         \
    X(TAKE,    "take",    "Enter",     BB_ON(LOGIN) | BB_ON(DESK) | BB_ON(PALETTE) | BB_ON(REFER) | BB_ON(STEPS) | BB_ON(SAVED) | BB_ON(SUGGEST) | BB_ON(KIOSK) | BB_ON(SECRET) | BB_ON(LOCK), ROW, ANYBODY, 10, \
      N_("Take"),     N_("Take the selected line."))                                               \
    X(SAVE,    "save",    "C-s",       BB_ON_FIELDS | BB_ON(SAVED), NONE, ANYBODY, 10,               \
      N_("Save"),     N_("Save what was typed. What is missing becomes a debt and can follow later.")) \
    X(NEXT,    "next",    "Tab",       BB_ON_FIELDS | BB_ON(SECRET), NONE, ANYBODY, 12,               \
      N_("Next field"), N_("Go to the next field. Enter does the same; in a list of candidates it takes the candidate first.")) \
    X(PREV,    "prev",    "S-Tab",     BB_ON_FIELDS | BB_ON(SECRET), NONE, ANYBODY, 0,                \
      N_("Field before"), N_("Go to the field before."))                                           \
    X(PROBLEM, "problem", "C-t",       BB_ON(FORM) | BB_ON(SESSION) | BB_ON(VISIT), NONE, ISSUE_ADD, 40, \
      N_("Problem"),  N_("Register a problem that came up in this session; it is saved with it.")) \
    X(NEW,     "new",     "n Ins",     BB_ON(LEDGER), NONE, ISSUE_ADD, 17,                         \
      N_("New problem"), N_("Register a problem that belongs to no session."))                     \
    X(VISIT,   "visit",   "n Ins",     BB_ON_LEADERS, NONE, VISIT_ADD, 17,                         \
      N_("New visit"), N_("Record a visit of this leader, together with him."))                    \
    X(CORRECT, "correct", "e",         BB_ON(LEADER), ROW,  VISIT_ADD, 14,                         \
      N_("Correct"),  N_("Correct the selected visit: the form opens with what was saved."))       \
    X(VPLAN,   "plan-visit", "p",      BB_ON_LEADERS, ROW,  QUOTA_DECIDE, 18,                      \
      N_("Plan visit"), N_("Plan a visit of this leader: day, item and place."))                   \
    X(SUGGEST, "suggest", "s",         BB_ON_LEADERS, NONE, ISSUE_LIST, 19,                        \
      N_("Suggestions"), N_("Items worth a visit: not visited yet first, then by bad ratings and by volume.")) \
    X(WAIVE,   "waive",   "x",         BB_ON_LEADERS, ROW,  QUOTA_DECIDE, 49,                      \
      N_("Waive"),    N_("Waive the quota of this leader for the period, with the reason."))       \
    X(REFER,   "refer",   "C-o",       BB_ON(FORM) | BB_ON(TODAY), NONE, REFERRAL_ADD, 50,         \
      N_("Out of scope"), N_("Legal matter, litigation or complaint: record that it went to its own channel.")) \
    X(REFER_SLIP, "print-slip", "P", BB_ON(REFER) | BB_ON(SLIP), NONE, ANYBODY, 11,                \
      N_("Print slip"), N_("Print the slip that is shown here (setting print.command)."))         \
    X(REFER_FILE, "slip-to-file", "F", BB_ON(REFER) | BB_ON(SLIP),  NONE, ANYBODY, 12,                           \
      N_("Slip to file"), N_("Write the slip into a file."))                                       \
    X(PARK,    "park",    "C-k",       BB_ON(FORM),   NONE, SESSION_ADD, 42,                       \
      N_("Park"),     N_("Put the session aside, still open; it waits on top of Today."))          \
    X(QUEUE,   "queue",   "C-n",       BB_ON(FORM),   NONE, SESSION_ADD, 43,                       \
      N_("Let wait"), N_("The visitor waits; the session stands on top of Today until it is taken up.")) \
    X(TURN,    "turn",    "p",         BB_ON(TODAY) | BB_ON(SESSION), ROW, SESSION_EDIT, 13,        \
      N_("Park/serve"), N_("One key: puts a session in service aside, takes up one that waits or is parked.")) \
    X(HAND,    "hand-over", "h",       BB_ON(TODAY) | BB_ON(SESSION), ROW, SESSION_EDIT, 45,        \
      N_("Hand over"), N_("Hand an open session over to another desk, with the reason.")) \
    X(SAME,    "same",    "C-r",       BB_ON(FORM),   NONE, SESSION_ADD, 48,                       \
      N_("As last"),  N_("The same item and answers as the session saved last, for the next person.")) \
    X(AGAIN,   "again",   "C-e",       BB_ON(FORM),   NONE, CLIENT_DATA, 55,                       \
      N_("Same person"), N_("Item and answers of the session that the same person had today."))    \
    X(DEBTS,   "debts",   "d",         BB_ON(TODAY) | BB_ON(LEAVE), NONE, SESSION_ADD, 47,         \
      N_("Debts"),    N_("The oldest session of yours that still lacks something, in the form; again for the next.")) \
    X(EMPTY,   "empty",   "C-x",       BB_ON_FORMS,   NONE, ANYBODY, 56,                           \
      N_("Empty"),    N_("Empty the form. Ctrl-Z brings the text back."))                          \
    X(FIND,    "find",    "/",         BB_ON_LISTS | BB_ON(SUGGEST), NONE, ANYBODY, 15,            \
      N_("Find"),     N_("Show only the lines that match while you type: Chinese, initials, or a field such as state:rectifying unit:rs date:11-20..; a field that the list lacks is answered with those it has.")) \
    X(SEARCH,  "search",  "C-f",       BB_ON_INSIDE & ~BB_ON(PALETTE), NONE, SESSION_LIST, 52,     \
      N_("Search all"), N_("Search items, people, sessions and problems of all days by words, initials and fields such as unit:rs date:11-20..11-23."))                 \
    X(EDIT,    "edit",    "e",         BB_ON(TODAY) | BB_ON(SESSION), ROW, SESSION_EDIT, 14,        \
      N_("Complete"), N_("Take the session up in the form: fill in what is missing, end a parked one.")) \
    X(WHY,     "why",     "w",         BB_ON(LEDGER) | BB_ON(ISSUE), ROW, ISSUE_LIST, 16,          \
      N_("Why then"), N_("Why the deadline is that day: every day counted or skipped, and by which notice.")) \
    X(RED,     "red",     "r",         BB_ON_RECORDS,  NONE, ISSUE_LIST, 18,                        \
      N_("Red lights"), N_("What is overdue: the lines you answer for; for a supervisor all.")) \
    X(DUE_TODAY, "due-today", "t",     BB_ON(LEDGER), NONE, ISSUE_LIST, 19,                        \
      N_("Due today"), N_("What falls due today."))                                                \
    X(DUE_WEEK, "due-week", "k",       BB_ON(LEDGER), NONE, ISSUE_LIST, 20,                        \
      N_("This week"), N_("What falls due up to Sunday, unit by unit."))                           \
    X(CHECKS,  "look-backs", "l",      BB_ON(LEDGER), NONE, ISSUE_LIST, 21,                        \
      N_("Look-backs"), N_("What is due to be looked back on, closed lines too."))                 \
    X(APPROVALS, "approvals", "p",     BB_ON(LEDGER), NONE, ISSUE_LIST, 22,                        \
      N_("Approvals"), N_("Lines for which an extension was asked."))                              \
    X(TO_CHECK, "to-check", "h",       BB_ON(LEDGER), NONE, ISSUE_LIST, 23,                        \
      N_("To be checked"), N_("Lines that were decided in two places."))                           \
    X(ALL_OPEN, "all-open", "0",       BB_ON(LEDGER), NONE, ISSUE_LIST, 24,                        \
      N_("All open"), N_("Every open line, what is due first on top."))                            \
    X(ORDER,   "order",   "o",         BB_ON(LEDGER), NONE, ISSUE_LIST, 66,                        \
      N_("Order"),    N_("Order the lines by deadline, unit, kind, state, person, day found, number, description; again for the next."))   \
    X(SAVED,   "kept-filters", "S",    BB_ON(LEDGER), NONE, ISSUE_LIST, 70,                        \
      N_("Kept filters"), N_("Keep this view with its filter and order under a name, or show one that is kept.")) \
    X(STEPS,   "steps",   "s",         BB_ON_LINE,    ROW, ISSUE_STEP, 11,                         \
      N_("Next step"), N_("The steps that are possible now for this line; a letter chooses one.")) \
    X(ASSIGN,  "assign",  "a",         BB_ON_LINE,    ROW, ISSUE_DECIDE, 60,                       \
      N_("Assign"),   N_("Name lead unit, responsible person and deadline."))                      \
    X(EXTEND,  "extend",  "x",         BB_ON_LINE,    ROW, ISSUE_DECIDE, 61,                       \
      N_("Extend"),   N_("Grant a later deadline, with reason and approver."))                     \
    X(FIXED,   "fixed",   "f",         BB_ON_LINE,    ROW, ISSUE_STEP, 62,                         \
      N_("Rectified"), N_("The problem is put right; say how one sees it."))                       \
    X(FEEDBACK, "feedback", "g",       BB_ON_LINE,    ROW, ISSUE_STEP, 63,                         \
      N_("Give feedback"), N_("The finder or the client was told."))                               \
    X(LOOKBACK, "lookback", "b",       BB_ON_LINE,    ROW, ISSUE_STEP, 64,                         \
      N_("Look back"), N_("Check whether it stays right: holds or relapsed, with what was seen.")) \
    X(CLOSE,   "close",   "c",         BB_ON_LINE,    ROW, ISSUE_DECIDE, 65,                       \
      N_("Close out"), N_("Close the line out, with its ending."))                                 \
    X(REMIND,  "remind",  "u",         BB_ON(LEDGER), ROW, ISSUE_DECIDE, 67,                       \
      N_("Remind"),   N_("Send the next reminder of an overdue line, or of all marked ones."))     \
    X(MARK,    "mark",    "Space",     BB_ON(LEDGER), ROW, ISSUE_LIST, 25,                         \
      N_("Mark"),     N_("Mark the line and go on; assigning, reminding, printing then take all marked ones.")) \
    X(MARK_ALL, "mark-all", "*",       BB_ON(LEDGER), ROW, ISSUE_LIST, 68,                         \
      N_("Mark all"), N_("Mark every line of this view; again unmarks them all."))                 \
    X(PRINT,   "print",   "P",         BB_ON(LEDGER), ROW, ISSUE_LIST, 69,                         \
      N_("Print"),    N_("Write the marked lines, or all of this view, as a problem list into a text file.")) \
    X(RATE,    "rate",    "y",         BB_ON(TODAY) | BB_ON(SESSION), ROW, SESSION_ADD, 41,        \
      N_("Ask for rating"), N_("Hand the screen over: the client of this ended session rates it, and nobody else can.")) \
    X(REGISTERS, "registers", "C-b",   BB_ON_INSIDE, NONE, ANYBODY, 53,                          \
      N_("Registers"), N_("Ratings, shifts, duty roster, consult phones and their calls, rates and load.")) \
    X(NEXT_REGISTER, "next-register", "Tab", BB_ON(REGISTER), NONE, ANYBODY, 11,                    \
      N_("Next register"), N_("Show the next register."))                                          \
    X(NEW_ENTRY, "new-entry", "n Ins", BB_ON(REGISTER), NONE, ANYBODY, 12,                         \
      N_("New entry"), N_("A new entry of this register; for a volunteer: sign in."))              \
    X(DROP_ENTRY, "drop-entry", "x",   BB_ON(REGISTER), ROW, ANYBODY, 13,                          \
      N_("Drop entry"), N_("Drop the selected entry of the roster, the phones or the calls; it stays in the journal.")) \
    X(PICK_REGISTER, "register-number", "1 2 3 4 5 6 7 8", BB_ON(REGISTER), NONE, ANYBODY, 0,       \
      N_("This register"), N_("Show the register with this number."))                              \
    X(MISSED_CALL, "missed-call", "m", BB_ON(REGISTER), NONE, PHONE_COUNT, 14,                     \
      N_("Missed call"), N_("One key: a call to the phone of this desk that nobody answered."))    \
    X(GROUP,   "group-by", "o",        BB_ON(REGISTER) | BB_ON(BOARD), NONE, REPORT, 16,                          \
      N_("Group by"), N_("Figures by another thing: channel, unit, item, helper, desk, centre, day, or all together; on the board by unit, centre or channel."))        \
    X(DAYS,    "days",    "t",         BB_ON(REGISTER) | BB_ON(BOARD), NONE, ANYBODY, 17,                         \
      N_("Days"),     N_("Calls and figures of this month, last month, this year, today."))        \
    X(SLIP,    "slip",    "P",         BB_ON(TODAY),  NONE, SESSION_LIST, 57,                      \
      N_("Shift slip"), N_("The figures and debts of the shift and the head of the journal, to print and sign.")) \
    X(VOID,    "void",    "V",         BB_ON_RECORDS | BB_ON_DETAILS | BB_ON(LEADER), ROW, SESSION_VOID, 54,              \
      N_("Void"),     N_("Declare the record void. Asks for the reason and for a word; nothing is deleted.")) \
    X(UNMASK,  "unmask",  "u",         BB_ON(SESSION), ROW, UNMASK, 58,                            \
      N_("In clear"), N_("Show the client's name and phone in clear for a minute. Asks for the reason, which is kept.")) \
    X(MASK,    "mask-text", "y",       BB_ON(PERSONAL), NONE, ANYBODY, 10,                         \
      N_("Mask"),     N_("Mask the id numbers, phones and bank cards in the text, then save it.")) \
    X(AS_IT_IS, "as-it-is", "n",       BB_ON(PERSONAL), NONE, ANYBODY, 11,                         \
      N_("As it is"), N_("Save the text as it is."))                                               \
    X(UNDO,    "undo",    "C-z",       BB_ON_INSIDE & ~(BB_ON(PALETTE) | BB_ON(SEARCH)), NONE, ANYBODY, 34, \
      N_("Undo"),     N_("Undo: in a field the last typing, otherwise your last act, by a new event.")) \
    X(LOCK,    "lock",    "l",         BB_ON(LEAVE),  NONE, ANYBODY, 10,                           \
      N_("Lock"),     N_("Lock the screen: your PIN or password opens it as it was."))             \
    X(SWITCH,  "change-person", "c",   BB_ON(LEAVE),  NONE, ANYBODY, 12,                           \
      N_("Change person"), N_("Let somebody else sit here; who was here before stands on top."))   \
    X(PASSWORD, "password", "w",       BB_ON(LEAVE),  NONE, ANYBODY, 13,                           \
      N_("Password"), N_("Another password of your own."))                                         \
    X(PIN,     "pin",     "i",         BB_ON(LEAVE),  NONE, ANYBODY, 14,                           \
      N_("PIN"),      N_("A PIN that unlocks your own screen."))                                   \
    X(RELIEVE, "log-out", "F10 M-0",   BB_ON(LOCK),   NONE, ANYBODY, 11,                           \
      N_("Log out"),  N_("A supervisor logs out the person who locked the screen."))               \
    X(QUIT,    "quit",    "q",         BB_ON(LEAVE),  NONE, ANYBODY, 11,                           \
      N_("Quit"),     N_("End the program. Typed text stays as a draft."))                         \
    X(BACK,    "back",    "Esc",       (BB_ON_EVERY & ~BB_ON(LOGIN)) | BB_ON_CLIENTS | BB_ON(LOCK), NONE, ANYBODY, 36,             \
      N_("Back"),     N_("One step back. Typed text stays as a draft."))                           \
    X(HELP,    "help",    "F1 ? M-1",  BB_ON_EVERY & ~BB_ON(HELP), NONE, ANYBODY, 38,              \
      N_("Help"),     N_("The keys of this screen."))                                              \
    X(PALETTE, "palette", "C-p :",     BB_ON_INSIDE & ~BB_ON(PALETTE), NONE, ANYBODY, 44,          \
      N_("Commands"), N_("All commands, found by Chinese, initials or English word."))             \
    X(LEAVE,   "leave",   "F10 M-0",   BB_ON_EVERY & ~BB_ON(LEAVE), NONE, ANYBODY, 46,             \
      N_("Leave"),    N_("Debts of the shift; then leave or lock."))                               \
    X(REDRAW,  "redraw",  "C-l",       BB_ON_EVERY | BB_ON(LOCK),   NONE, ANYBODY, 0,                            \
      N_("Redraw"),   N_("Read everything again and paint the whole screen anew."))                \
    X(UP,      "up",      "Up",        BB_ON_MOVING,  NONE, ANYBODY,      0,                       \
      N_("Up"),       N_("One line up."))                                                          \
    X(DOWN,    "down",    "Down",      BB_ON_MOVING,  NONE, ANYBODY,      0,                       \
      N_("Down"),     N_("One line down."))                                                        \
    X(PAGE_UP, "page-up", "PgUp",      BB_ON_MOVING,  NONE, ANYBODY,      0,                       \
      N_("Page up"),  N_("One page up."))                                                          \
    X(PAGE_DOWN, "page-down", "PgDn",  BB_ON_MOVING,  NONE, ANYBODY,      0,                       \
      N_("Page down"), N_("One page down."))                                                       \
    X(PAGE_ON, "page-on", "Space",     BB_ON(TODAY) | BB_ON_READ | BB_ON(LEAVE) | BB_ON(LEADERS) | BB_ON(SUGGEST), NONE, ANYBODY, 0, \
      N_("Page down"), N_("One page down."))                                                       \
    X(FIRST,   "first",   "Home",      BB_ON_LISTS | BB_ON_READ | BB_ON(SUGGEST), NONE, ANYBODY, 0, \
      N_("First"),    N_("To the first line."))                                                    \
    X(LAST,    "last",    "End",       BB_ON_LISTS | BB_ON_READ | BB_ON(SUGGEST), NONE, ANYBODY, 0, \
      N_("Last"),     N_("To the last line."))                                                     \
    X(LATE,    "late",    "b",         BB_ON(TODAY),  NONE, SESSION_ADD, 51,                       \
      N_("Late entry"), N_("Enter past sessions from paper, row by row."))                         \
    X(NEXT_ROW, "next-row", "C-n",     BB_ON(LATE),   NONE, ANYBODY, 11,                           \
      N_("Next row"), N_("This row is done: check it and go on with the next one. Enter behind the note does the same.")) \
    X(SAVE_ROW, "save-row", "C-k",     BB_ON(LATE),   NONE, ANYBODY, 13,                           \
      N_("Save row"), N_("Save this row alone, at once; Ctrl-S saves all of them."))               \
    X(ROW_UP,  "row-up",  "PgUp",      BB_ON(LATE),   NONE, ANYBODY, 14,                           \
      N_("Row before"), N_("Go back to the row before, to change it."))                            \
    X(ROW_DOWN, "row-down", "PgDn",    BB_ON(LATE),   NONE, ANYBODY, 0,                            \
      N_("Row after"), N_("Go to the row after; behind the last is a new one."))                   \
    X(THEIRS,  "theirs",  "C-g",       BB_ON(FORM),   NONE, SESSION_ADD, 0,                        \
      N_("Take theirs"), N_("Somebody else completed the same session meanwhile: take over what he wrote where you differ."))
/* clang-format on */

enum bb_action_id {
    BB_ACTION_NONE, /* not a command: typing, or nothing */
#define BB_ACTION_ENUM(name, word, keys, on, need, use, bar, label, help) BB_ACTION_##name,
    BB_ACTION_LIST(BB_ACTION_ENUM)
#undef BB_ACTION_ENUM
        BB_ACTION__COUNT
};

struct bb_action {
    const char *word, *keys;
    uint64_t on; /* bits BB_ON() */
    enum bb_action_need need;
    int use; /* enum bb_use, or BB_USE_ANYBODY */
    int bar;
    const char *label, *help; /* N_() */
};

/* NULL for BB_ACTION_NONE. */
const struct bb_action *bb_action(enum bb_action_id id);
enum bb_action_id bb_action_find(const char *word);
/* What the key does there. typing: characters are text, not commands. */
enum bb_action_id bb_action_of_key(enum bb_screen_id screen, uint32_t key, bool typing);
bool bb_action_is_on(enum bb_action_id id, enum bb_screen_id screen);
/* Moving the cursor is no command worth a line in the palette. */
bool bb_action_is_motion(enum bb_action_id id);
/* The first key that works there (typing or not), BB_KEY_NONE when there is none. */
uint32_t bb_action_key(enum bb_action_id id, bool typing);
/* "F1 ? Alt-1": appends. */
void bb_action_keys_show(enum bb_action_id id, struct bb_buf *out);

const char *bb_screen_word(enum bb_screen_id screen);
const char *bb_screen_title(enum bb_screen_id screen); /* translated */

/* Appends the key bar of a screen, at most cols cells: "Ctrl-S Save  Tab Next field …", as many as
 * fit. *keys gets, for each key name, its place (cell) and width, so that the screen can make it
 * stand out; ended by cols 0. */
enum { BB_BAR_MAX = 24 };
struct bb_bar_key {
    int col, cols;
};
void bb_action_bar(struct bb_buf *out, enum bb_screen_id screen, bool typing, int cols,
                   struct bb_bar_key keys[BB_BAR_MAX]);

/* The key table as text for the manual and `bangban help keys`: "keys TAB command TAB label TAB
 * sentence" lines, in the present language. Appends. */
void bb_action_table(struct bb_buf *out);

#endif
