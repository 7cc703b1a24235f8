/* A fresh database with the shipped reference data, one window, three people, and a clock that the
 * test sets. */
#ifndef TESTS_APP_FIXTURE_H
#define TESTS_APP_FIXTURE_H

#include "bangban/app/admin.h"
#include "suite.h"

struct fixture {
    char *dir;
    char *path;
    struct fake_clock fake;
    struct bb_config config;
    struct bb_app *app;
};

/* Monday 2026-11-23 09:30 in Shanghai; people S001 (staff, window C1W03), V001 (volunteer, help
 * desk C1D01), M001 (supervisor); S001 is logged in. */
void fixture_up(struct fixture *fixture);
void fixture_down(struct fixture *fixture);
/* Closes and opens again, as another program start would; nobody is logged in. */
void fixture_reopen(struct fixture *fixture);
/* Writes text into a file of the fixture's folder; heap path. */
char *fixture_file(struct fixture *fixture, const char *name, const char *text);

#endif
