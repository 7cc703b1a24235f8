/* Files between this node's outbox and inbox and the hub's folders: one run of the helper that
 * knows how. */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bangban/app/admin.h"
#include "bangban/base/file.h"
#include "bangban/packet/helper.h"
#include "private.h"

/* A key that others can read is no key (trust.md §5). */
static const struct bb_err *key_check(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0 && (st.st_mode & 077) != 0)
        return bb_err(BB_ERR_KEY_OPEN, path, NULL);
    return NULL;
}

/* Sends what stands in F.d/outbox and fetches what is new into F.d/inbox, by the settings
 * transport.*. Removes nothing: only a signed receipt says that something arrived. */
const struct bb_err *bb_transport_start(struct bb_app *app, struct bb_helper_job **out)
{
    const struct bb_config *config = app->config;
    *out = NULL;
    if (!*config->transport_url)
        return NULL;
    BB_TRY(key_check(config->transport_key));
    char *outbox = bb_path_join(app->folder, "outbox");
    char *inbox = bb_path_join(app->folder, "inbox");
    const struct bb_err *err = bb_file_mkdir(outbox);
    if (!err)
        err = bb_file_mkdir(inbox);
    if (!err) {
        const char *const args[] = {config->transport_url,
                                    config->node,
                                    outbox,
                                    inbox,
                                    config->transport_certificate,
                                    config->transport_key,
                                    config->transport_authority,
                                    config->transport_known_hosts,
                                    NULL};
        err = bb_helper_job_start(out, "transport", args);
    }
    free(outbox);
    free(inbox);
    return err;
}
