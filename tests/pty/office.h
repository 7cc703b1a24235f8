/* An office for the end-to-end tests: a database in a folder of its own, people who sit down, the
 * command line beside. */
#ifndef TESTS_PTY_OFFICE_H
#define TESTS_PTY_OFFICE_H

#include "pty/pty.h"

struct office {
    char *dir; /* removed by office_done() */
    char *db;
    const char *config; /* of the screens started from now on; NULL: the usual one */
    char program[600], share[600];
};

/* A centre with two windows and a help desk: 程亦诚 (S01) at C1W03, 韦远娜 (S02) at C1W04, 丁彤
 * (V01, volunteer) at C1H01, 江苇 (S03) at the phone desk C1P01, 周海 (S09, supervisor). Fails the
 * test when init does. */
void office_open(struct office *office);
void office_done(struct office *office);

/* Runs `bangban --db … WORDS` (words as for a shell) and fails the test unless it ends with this
 * status. Returns what it wrote to standard output; heap. It runs in the
 * office's folder, where CODE.key is everybody's secret. */
char *office_run(const struct office *office, int status, const char *words);
/* Starts the screen and logs this person in, by the initials of the name; waits for Today. */
struct pty *office_sit(const struct office *office, const char *initials);
/* Types the secret of this person, who was chosen just now. */
void office_secret(const struct office *office, struct pty *pty, const char *initials);
/* The same in two steps: the log-in screen only. */
struct pty *office_start(const struct office *office);
/* Types this text and waits until a draft has been written since. */
void office_type_draft(const struct office *office, struct pty *pty, const char *text);

/* Fails the test, showing the screen, unless the text comes (goes) within the limit. */
#define see(pty, text)                                                           \
    do {                                                                         \
        if (!pty_see(pty, text))                                                 \
            ck_abort_msg("no \"%s\" on the screen:\n%s", text, pty_screen(pty)); \
    } while (0)
#define see_within(pty, text, limit_ms)                                                   \
    do {                                                                                  \
        if (!pty_see_within(pty, text, limit_ms))                                         \
            ck_abort_msg("no \"%s\" within %d ms:\n%s", text, limit_ms, pty_screen(pty)); \
    } while (0)
#define see_not(pty, text)                                                             \
    do {                                                                               \
        if (!pty_lose(pty, text))                                                      \
            ck_abort_msg("\"%s\" is still on the screen:\n%s", text, pty_screen(pty)); \
    } while (0)

/* Presses Tab until the caret stands behind this label. */
void office_focus(struct pty *pty, const char *label);

#endif
