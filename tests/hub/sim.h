/* A district in one process: what the simulation's files share. */
#ifndef TESTS_HUB_SIM_H
#define TESTS_HUB_SIM_H

#include "bangban/store/db.h"
#include "hub/rig.h"

enum { SIM_WINDOWS_MAX = 96, SIM_ISSUES = 6, SIM_LATE_MAX = 4, SIM_DAY_MS = 86400000 };

struct sim_window {
    struct node node;
    char issues[SIM_ISSUES][BB_UUID_BYTES]; /* its youngest problems, in a ring */
    unsigned born;
};

struct sim {
    struct rig rig;
    struct sim_window *windows;
    int count; /* windows now */
    uint64_t random, seed;
    sqlite3 *truth; /* must: hashes that have to be at the hub in the end, with their ids */
    long nights;    /* of windows, lived so far */
    long lost, late, twice, changed, forged, restored, copied, hub_restored, refused, died, clocks;
    long decided; /* steps that the hub took on windows' problems */
};

/* ---- chance (sim.c) ---- */
uint64_t sim_next(struct sim *sim);
bool sim_chance(struct sim *sim, int per_mille);
/* Runs from nothing to the checks; adds what happened to *sum. */
void sim_run(uint64_t seed, int windows, int nights, struct sim *sum);

/* ---- sim_way.c ---- */
/* Outbox to the hub, or the hub's answers to the inbox, through the weather or without. */
void sim_way(struct sim *sim, struct node *node, bool up, bool storm);

/* ---- sim_check.c ---- */
void sql_run(sqlite3 *raw, const char *format, const char *path);
void sim_note_acked(struct sim *sim, const struct node *node);
void sim_note_all(struct sim *sim, const struct node *node);
/* What the hub's tables say of themselves: equal before and after means that nothing changed. */
int64_t sim_hub_print(struct sim *sim);
void sim_check(struct sim *sim);

#endif
