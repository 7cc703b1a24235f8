/* The list of commands. Each entry stands in its own file. */
#include <string.h>

#include "bangban/cli/cli.h"

/* clang-format off */
#define COMMAND_LIST(X)                                                                            \
    X(ui) X(kiosk) X(init) X(session) X(referral) X(issue) X(calendar) X(item) X(unit) X(desk) X(person) X(user) X(kb) X(quota) X(visit) X(rate) X(rating) X(shift) X(duty) X(phone) X(report) \
    X(search) X(export) X(sync) X(hub) X(verify) X(check) X(backup) X(restore) X(retention) X(audit) X(clock) X(help) X(version)
/* clang-format on */

#define DECLARE(name) extern const struct bb_command bb_command_##name;
COMMAND_LIST(DECLARE)

#define ENTRY(name) &bb_command_##name,
const struct bb_command *const bb_commands[] = {COMMAND_LIST(ENTRY) NULL};

const struct bb_command *bb_command_find(const char *name)
{
    for (size_t i = 0; bb_commands[i]; i++) {
        if (strcmp(bb_commands[i]->name, name) == 0)
            return bb_commands[i];
    }
    return NULL;
}
