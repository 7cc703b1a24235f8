/* The main things that people do, each as one function over a prepared office, so that the same
 * ones meet faults, want of memory, kills and power cuts. */
#ifndef TESTS_APP_FLOWS_H
#define TESTS_APP_FLOWS_H

#include "app/fixture.h"

struct office {
    struct fixture fx; /* fx.path: the database that flows work on; fx.app NULL: not open */
    char *prepared;    /* folder with what office_renew() lays in its place */
    char *out;         /* folder for what flows write elsewhere */
    int64_t events;    /* that the prepared one holds */
};

struct flow {
    const char *name;
    /* Opens what it needs; fx.app stays open. */
    const struct bb_err *(*run)(struct office *office);
    bool parts; /* several transactions: some may be there and others not */
    bool again; /* what was broken off is run again before anything else */
};
extern const struct flow flows[];
extern const int flow_count;

void office_up(struct office *office);
void office_down(struct office *office);
void office_renew(struct office *office);
void office_close(struct office *office);
const struct bb_err *office_open(struct office *office, const char *person);
/* The file is sound, its chains hold, rows equal the fold of their events; how many events. `words`
 * say where we are when it is not so. */
int64_t office_events(struct office *office, const char *words);
/* What a flow wrote elsewhere (packets, copies) is whole wherever it has its name. */
void office_outputs_whole(struct office *office, const char *words);

#endif
