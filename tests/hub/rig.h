/* A hub and its windows in one folder, small reference data, a clock that the test sets; files are
 * carried by the test. */
#ifndef TESTS_HUB_RIG_H
#define TESTS_HUB_RIG_H

#include <sqlite3.h>

#include "bangban/app/admin.h"
#include "bangban/app/sync.h"
#include "bangban/hub/hub.h"
#include "suite.h"

enum { RIG_YEAR_FIRST = 2023, RIG_YEAR_LAST = 2034 }; /* that the calendar knows; it begins 2026 */

struct node {
    char *path; /* of the database */
    struct bb_config config;
    struct fake_clock clock;
    struct bb_app *app; /* NULL: closed */
};

struct rig {
    char *dir, *data;
    struct node hub;
};

void rig_up(struct rig *rig, const char *hub_code);
void rig_down(struct rig *rig);
/* A database of its own; joined to the hub (its key there, the hub's here). */
void node_up(struct rig *rig, struct node *node, const char *file, const char *code);
void node_join(struct rig *rig, struct node *node, const char *via);
void node_down(struct node *node);
void node_open(struct node *node); /* office sits; again is fine */
void node_close(struct node *node);

/* Acts. */
char *issue_add(struct node *node, const char *description); /* number, heap */
void session_add(struct node *node, const char *note);
/* A step of the ledger; whether it was possible. */
bool issue_plan(struct node *node, const char *id_or_no);
bool issue_fix(struct node *node, const char *id_or_no);

/* Files: from outbox to the hub's in/, from out/ to inbox. Counts what was carried. */
int carry_up(struct rig *rig, struct node *node, const char *folder_code);
int carry_down(struct rig *rig, struct node *node, const char *folder_code);
char *node_folder(const struct node *node, const char *name);            /* F.d/NAME, heap */
char *hub_way(const struct rig *rig, const char *way, const char *code); /* heap */
void file_copy(const char *from, const char *to);
char *file_only(const char *dir, const char *ending); /* path of the one file so named, heap */
void folder_drop(const char *path);
void folder_copy(const char *from, const char *to); /* with what is in it; to is made anew */

/* sync_read and sync_write; the report is done. */
struct bb_sync_report node_sync(struct node *node);
struct bb_hub_report hub_round(struct rig *rig);

/* bangban-zip as a function call instead of a process, until it is turned off. */
void zip_in_process(bool on);

/* Random bytes and new keys follow from it from now on. */
void chance_seed(uint64_t seed);

/* SQL on a database that may be open elsewhere. */
int64_t sql_number(const char *path, const char *sql);

#endif
