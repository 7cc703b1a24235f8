/*
 * Errors as values. A fallible function returns `const struct bb_err *`; NULL is success.
 *
 * Every sentence stands in the table below, once: code, exit status, sentence with {1} {2} {3} for
 * the arguments. A sentence says what is wrong and what to do next. Errors are never printed below
 * cli/ui. The value points into a small ring owned by this module: it stays valid until
 * BB_ERR_RING more errors were made, which is long enough to hand it up and print it; copy to keep.
 */
#ifndef BANGBAN_BASE_ERR_H
#define BANGBAN_BASE_ERR_H

#include "bangban/base/i18n.h"

/* Exit statuses of the command line (data.md, "Command line"). */
enum bb_exit {
    BB_EXIT_DONE,
    BB_EXIT_REFUSED,
    BB_EXIT_USAGE,
    BB_EXIT_INPUT,
    BB_EXIT_STORAGE,
    BB_EXIT_BUSY
};

/* clang-format off */
#define BB_ERR_LIST(X)                                                                             \
    /* base */                                                                                     \
    X(FILE_OPEN,    STORAGE, N_("Cannot open {1}: {2}. Check that the file exists and may be read."))  \
    X(FILE_WRITE,   STORAGE, N_("Cannot write {1}: {2}. Nothing was changed; free space or mend the folder, then try again.")) \
    X(BAD_LINE,     INPUT,   N_("{1}, line {2}, column {3}: {4}. Nothing was loaded; mend the line and run it again.")) \
    X(BAD_JSON,     INPUT,   N_("Not valid JSON at byte {1}: {2}."))                               \
    X(BAD_DATE,     INPUT,   N_("\"{1}\" is not a date. Write it as 2026-11-23."))                 \
    X(BAD_TIME,     INPUT,   N_("\"{1}\" is not a time. Write it as \"2026-11-23 09:30\"."))       \
    X(BAD_CLOCK,    INPUT,   N_("\"{1}\" is not a time of day. Write it as 09:30."))                 \
    X(FILE_SETTLE,  STORAGE, N_("{1} was written, but the disk did not confirm it: {2}. Check the disk, then do it again.")) \
    X(BAD_UTF8,     INPUT,   N_("{1} is not UTF-8 text at byte {2}. Convert it with iconv and try again.")) \
    /* core */                                                                                     \
    X(CALENDAR_YEAR, INPUT,  N_("No working-day calendar for {1}. Load it with: bangban calendar import {1}.csv")) \
    X(BAD_FIELD,    INPUT,   N_("{1}: \"{2}\" is not possible. {3}"))                              \
    X(NO_FIELD,     USAGE,   N_("There is no field \"{1}\". The fields are: {2}."))                \
    X(RULE,         REFUSED, N_("{1}"))                                                            \
    X(BAD_EVENT,    INPUT,   N_("An event line is not valid: {1}."))                               \
    /* store */                                                                                    \
    X(BUSY,         BUSY, N_("Another program holds {1}. Nothing was changed; try again in a moment.")) \
    X(CANCELLED,    REFUSED, N_("Cancelled. Nothing was kept; start again when you like.")) \
    X(SYNC_CANCELLED, REFUSED, N_("Stopped. What was done so far counts; begin again when you like.")) \
    X(DISK_FULL,    STORAGE, N_("The disk of {1} is full. Nothing was saved; free space, then try again.")) \
    X(DISK_FAULT,   STORAGE, N_("The disk of {1} reported a fault: {2}. Nothing was saved; check the disk, then try again.")) \
    X(DB_UNKNOWN,   STORAGE, N_("The disk of {1} failed at the last step; whether it was saved is not known: {2}. Check the disk, then look whether the record is there before you enter it again.")) \
    X(DB_NOT_SAVED, STORAGE, N_("The disk failed and nothing was saved in {1}: {2}. Check the disk, then save again.")) \
    X(DB_DAMAGED,   STORAGE, N_("{1} is damaged ({2}). Close bangban at every window, then run: bangban restore")) \
    X(DB_READONLY,  STORAGE, N_("{1} cannot be written. Check its rights and the rights of its folder, and that the disk is not read-only.")) \
    X(DB_REFUSED,   STORAGE, N_("{1} refused the record: {2}. Nothing was saved; run: bangban check")) \
    X(DB_MISSING,   STORAGE, N_("There is no {1}. Make it with: bangban init")) \
    X(DB_EXISTS,    STORAGE, N_("{1} exists already. Choose another name, or move it away first.")) \
    X(DB_NO_FILE,   STORAGE, N_("{1} is not a plain file. Name the database file itself.")) \
    X(DB_LINK,      STORAGE, N_("{1} is a link, or has a second name. Name the file itself and remove its other names.")) \
    X(DB_RIGHTS,    STORAGE, N_("{1} belongs to another user or can be read by others. As its owner, run: chmod 600 {1}")) \
    X(DB_NETWORK,   STORAGE, N_("{1} lies on a network file system, where locks are not sure. Move it to a disk of this machine.")) \
    X(DB_OTHER,     STORAGE, N_("{1} is not a bangban database. Name another file, or make one with: bangban init")) \
    X(DB_NEWER,     STORAGE, N_("{1} was written by a newer bangban (version {2}). Install that one here, too.")) \
    X(DB_OLDER,     STORAGE, N_("{1} is of an older bangban (version {2}). Open it once with writing allowed, so that it is brought up to date.")) \
    X(DB_WAL,       STORAGE, N_("{1} is in WAL mode, which is not safe here, and could not be brought back. Close every program that uses it, then try again.")) \
    X(DB_PRAGMA,    STORAGE, N_("The SQLite library did not accept {2} for {1}. Install the library of the distribution.")) \
    X(MEMORY,       STORAGE, N_("The machine is out of memory. Nothing was saved; close other programs, then try again.")) \
    /* packet */                                                                                   \
    X(CRYPTO,       STORAGE, N_("The cryptographic library failed: {1}. Install OpenSSL 3 with SM2, SM3 and SM4, then try again.")) \
    X(KEY_FILE,     STORAGE, N_("{1} does not hold the SM2 key it should: {2}. Make or register the key again.")) \
    X(KEY_EXISTS,   REFUSED, N_("{1} exists already. A lost key cannot be made again; move it away first if you mean it.")) \
    X(SIGNATURE,    INPUT,   N_("The signature does not fit: {1}. Do not use it; ask the sender for it again.")) \
    X(UNSEAL,       INPUT,   N_("A sealed field does not open: it was changed, moved, or sealed with another key. Restore it from a backup.")) \
    X(PACKET,       INPUT,   N_("Packet {1}: {2}: {3}. Do not use it; ask the sender for it again."))  \
    X(PACKET_WRITE, REFUSED, N_("The packet was not made: {1}: {2}."))                          \
    X(RECEIPT,      INPUT,   N_("Receipt {1}: {2}. It is put aside; the hub answers again.")) \
    X(HELPER,       STORAGE, N_("{1}"))                                                            \
    X(HELPER_INPUT, INPUT,   N_("{1}"))                                                            \
    X(HELPER_GONE,  STORAGE, N_("Cannot run {1}: {2}. Install bangban again."))                    \
    X(KEY_OPEN,     STORAGE, N_("{1} can be read by others. As its owner, run: chmod 600 {1}")) \
    X(TRANSPORT,    STORAGE, N_("{1} did not pass between here and {2}: {3}. Nothing is lost; mend it, then run again: bangban sync")) \
    /* app */                                                                                      \
    X(NO_RIGHT,     REFUSED, N_("{1} may not do this: {2}. Ask a supervisor."))                    \
    X(SECRET_GIVEN, REFUSED, N_("This password was given by somebody else. Choose your own first: bangban --as {1} user passwd")) \
    X(NOT_YOURS,    REFUSED, N_("{1} may not do this here: {2}. The record is another person's, desk's or unit's; ask there.")) \
    X(CLOCK,        REFUSED, N_("The clock shows {1}, but the last record is of {2}. Set the clock; if it is right, a supervisor runs: bangban clock accept")) \
    X(PRINT,        STORAGE, N_("{1} did not print it. The text is in {2}; print it from there, or mend print.command.")) \
    X(SERVED_BY,    REFUSED, N_("This session is in service already, with {1}; agree with him who goes on."))  \
    X(PARKED_BY,    REFUSED, N_("This session was parked meanwhile by {1}; p takes it up."))       \
    X(NOTHING_TO_UNDO, REFUSED, N_("There is nothing of yours today to undo."))                    \
    X(NOBODY,       REFUSED, N_("Nobody is logged in. Choose who you are first."))                 \
    X(CONFIG_SYNTAX, INPUT,  N_("{1}, line {2}: {3}. Mend the line; bangban.conf(5) shows the form.")) \
    X(CONFIG_KEY,   INPUT,   N_("{1}, line {2}: there is no setting \"{3}\". The settings are: {4}.")) \
    X(CONFIG_VALUE, INPUT,   N_("{1}, line {2}: {3} cannot be that. {4}"))                         \
    X(IN_USE,       BUSY,    N_("Somebody has {1} open. Close bangban at every window, then restore again.")) \
    X(RESTORING,    BUSY,    N_("{1} is being restored. Wait until that is done, then start again.")) \
    X(DB_MARKED,    STORAGE, N_("{1} is marked as damaged. {2}")) \
    X(NO_COPY,      STORAGE, N_("There is no good copy in {1}. Name one elsewhere: bangban restore FILE")) \
    X(COPY_BAD,     INPUT,   N_("{1} is no good copy: {2}")) \
    X(FORM,         INPUT,   N_("{1}, line {2}: {3} Mend the line; bangban-form(5) shows how.")) \
    X(FORM_FILTER,  REFUSED, N_("The map of {1} names no field for this filter. Leave the option out, or add a line to the map: {2} = \"…\";")) \
    X(NO_FORM,      INPUT,   N_("There is no form \"{1}\". The forms are: {2}. Or give the path of a map.")) \
    X(EXISTS,       REFUSED, N_("{1} exists already. Choose another name, or move it away first.")) \
    X(CHAIN_BROKEN, STORAGE, N_("Event {1} of installation {2}: {3}. Close bangban at every window, then run: bangban restore")) \
    X(PROJECTION,   STORAGE, N_("{1} {2}: \"{3}\" differs from what its events say. Run: bangban check --rebuild")) \
    X(NO_HUB,       REFUSED, N_("This installation belongs to no hub yet. Put the hub's public key at {1}, and give the hub this one's: bangban hub add-node")) \
    X(HUB_NODE,     INPUT,   N_("{1} is not registered at this hub. Register it with: bangban hub add-node {1} KEY")) \
    X(HUB_DOOR,     INPUT,   N_("{1}: {2}. It lies in the quarantine; the sender is told why."))   \
    X(HUB_CLASH,    INPUT,   N_("{1}: event {2} is known with other content. It lies in the quarantine; look at both."))   \
    X(HUB_NONE,     REFUSED, N_("{1} is no hub. Make it one with: bangban hub init"))              \
    X(TAIL,         STORAGE, N_("The second copy is not written: {1}: {2}. Everything is saved here; put the disk or stick back, or make room.")) \
    X(TAIL_AHEAD,   STORAGE, N_("The second copy in {1} has records that this file does not have. Close bangban at every window, then run: bangban restore")) \
    X(POSTGRES,     STORAGE, N_("PostgreSQL: {1}. What it has is whole; mend that, then run it again."))   \
    X(POSTGRES_URL, USAGE,   N_("This is no PostgreSQL address: {1}. It goes: --to postgresql://HOST/DATABASE")) \
    X(REFERENCE_DOWN, REFUSED, N_("Reference data comes from the district here (version {1}). Ask the district to change it.")) \
    X(CLOCK_AHEAD,  REFUSED, N_("The last record is of {1}, a month ago or more. Nothing was destroyed, the clock may be wrong; if it is right, a supervisor runs: bangban clock accept")) \
    X(NO_KEY,       STORAGE, N_("{1} is missing or damaged. Put it back from the copy of this folder.")) \
    X(CHANGED,      REFUSED, N_("Somebody else wrote in \"{1}\" meanwhile; nothing was saved. Compare, then save again.")) \
    X(NOT_FOUND,    INPUT,   N_("There is no {1} \"{2}\". List what exists with: bangban {1} list"))   \
    /* ui */                                                                                       \
    X(LOCALE,       INPUT,   N_("The screen needs a UTF-8 locale. Set one and start again: export LANG=C.UTF-8")) \
    X(TERMINAL,     INPUT,   N_("The terminal \"{1}\" cannot show a full screen. Use an ordinary one, for example: export TERM=xterm-256color")) \
    X(NO_TERMINAL,  INPUT,   N_("The screen needs a terminal for input and output. Without one, use the commands: bangban help")) \
    X(NOTHING_SELECTED, REFUSED, N_("No line is selected. Choose one with the arrow keys first.")) \
    X(VOID_WORD,    REFUSED, N_("To confirm, type the word \"{1}\" in the last field.")) \
    /* cli */                                                                                      \
    X(NO_COMMAND,   USAGE,   N_("There is no command \"{1}\". The commands are: {2}."))            \
    X(NO_VERB,      USAGE,   N_("bangban {1} has no \"{2}\". It has: {3}."))                       \
    X(VERB_MISSING, USAGE,   N_("Say what bangban {1} is to do: {2}."))                            \
    X(NO_OPTION,    USAGE,   N_("bangban {1} takes no --{2}. See: bangban help {1}"))              \
    X(OPTION_UNKNOWN, USAGE, N_("There is no option {1}. See: bangban help"))                      \
    X(OPTION_BARE,  USAGE,   N_("--{1} needs a value: --{1} {2}."))                                \
    X(OPTION_VALUE, USAGE,   N_("--{1} cannot be \"{2}\". It can be: {3}."))                       \
    X(OPTION_MISSING, USAGE, N_("--{1} {2} is missing. See: bangban help {3}"))                    \
    X(WORDS_FEW,    USAGE,   N_("Something is missing. It goes: {1}"))                             \
    X(WORDS_MANY,   USAGE,   N_("\"{1}\" is one word too many. It goes: {2}"))                     \
    X(NOT_PAIR,     USAGE,   N_("\"{1}\" is not field=value. The fields are: {2}."))               \
    X(NAME_SHARED,  USAGE,   N_("Several people are called {1}. Give the code; see: bangban person list")) \
    X(USAGE,        USAGE,   N_("{1}. See: bangban help {2}")) \
    /* accounts */                                                                                 \
    X(LOGIN_WRONG,  REFUSED, N_("That is not the secret of {1}, or {1} has no account here. Type it again; an administrator gives a new one: bangban user add {1}")) \
    X(LOCKED_OUT,   REFUSED, N_("Too many failed tries: {1} is locked until {2}. Wait, or ask a supervisor to run: bangban user unlock {1}")) \
    X(SECRET_WEAK,  REFUSED, N_("A password has at least 8 characters, of them letters and digits or signs, and is neither code nor name nor the one before. Choose another one.")) \
    X(SECRET_TWICE, REFUSED, N_("The two entries differ. Type the new one again, both times.")) \
    X(PIN_FORM,     REFUSED, N_("A PIN has 6 to 8 digits, not all the same and not in a row. Choose another one.")) \
    X(PIN_SPENT,    REFUSED, N_("The PIN was wrong 5 times and opens nothing now. Type the password.")) \
    X(LOGGED_OUT,   REFUSED, N_("Somebody else logged {1} out. What was typed stays as a draft; log in again.")) \
    X(NO_SECRET,    USAGE,   N_("{1} must prove who acts. Sit at a terminal, or name a file of mode 0400 with --secret-file, or a descriptor with --secret-fd.")) \
    X(NO_SERVICE,   REFUSED, N_("{1} does not hold the key of the service person. Name who acts with --as, or an administrator runs: bangban user key office {1}")) \
    X(FIRST_ADMIN,  REFUSED, N_("The first account is an administrator's. Name a person of that role, or a new code with name=…: bangban user add CODE name=NAME")) \
    X(NO_ACCOUNT,   REFUSED, N_("{1} has no account here. An administrator runs: bangban user add {1}")) \
    X(NO_DESCRIPTOR, INPUT,  N_("No secret can be read from {1}: {2}. Give one line for each that is asked for."))
/* clang-format on */

enum bb_err_code {
#define BB_ERR_ENUM(name, status, sentence) BB_ERR_##name,
    BB_ERR_LIST(BB_ERR_ENUM)
#undef BB_ERR_ENUM
        BB_ERR__COUNT
};

enum { BB_ERR_RING = 8, BB_ERR_TEXT_BYTES = 768 };

struct bb_err {
    enum bb_err_code code;
    char text[BB_ERR_TEXT_BYTES]; /* the whole sentence, translated, cut at a character */
};

/* Makes an error; the arguments are `const char *`, ended by NULL. */
const struct bb_err *bb_err(enum bb_err_code code, ...) __attribute__((sentinel));

enum bb_exit bb_err_exit(const struct bb_err *err); /* NULL gives BB_EXIT_DONE */

/* `return` when the expression is an error. */
#define BB_TRY(expr)                              \
    do {                                          \
        const struct bb_err *bb_try_err = (expr); \
        if (bb_try_err)                           \
            return bb_try_err;                    \
    } while (0)

#endif
