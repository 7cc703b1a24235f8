/* A centre's hub passes its windows' packets on to the district's, unchanged, until the district
 * has answered each: bangban sync carries them and reads the answers. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/store/sync.h"
#include "private.h"

struct relaying {
    struct bb_app *app;
    char *outbox;
    int64_t count;
};

static const struct bb_err *arrival_relay(void *ctx, void *row)
{
    struct relaying *relaying = ctx;
    const struct bb_arrival *arrival = row;
    char *from = hub_archive_path(relaying->app, arrival->serial, arrival->file);
    char *to = bb_path_join(relaying->outbox, arrival->file);
    const struct bb_err *err = NULL;
    if (!bb_file_exists(to)) {
        err = hub_file_copy(from, to);
        relaying->count += !err;
    }
    free(from);
    free(to);
    return err;
}

const struct bb_err *hub_relay(struct bb_app *app, int64_t *count)
{
    char *key = bb_path_join(bb_app_folder(app), "hub.pub");
    bool has_hub = bb_file_exists(key);
    free(key);
    if (!has_hub)
        return NULL; /* this is the district */
    struct relaying relaying = {.app = app, .outbox = bb_path_join(bb_app_folder(app), "outbox")};
    const struct bb_err *err = bb_file_mkdir(relaying.outbox);
    if (!err)
        err = bb_db_relay_due(bb_app_db(app), bb_app_config(app)->node,
                              &(struct bb_sink){arrival_relay, &relaying});
    *count += relaying.count;
    free(relaying.outbox);
    return err;
}
