/* What a person keeps for himself in the file, no record and no event: the ledger's saved filters.
 */
#include <stdlib.h>

#include "private.h"

static void key_of(const struct bb_app *app, struct bb_buf *out)
{
    bb_buf_printf(out, "filters %s", app->person.code);
}

const struct bb_err *bb_app_filters_load(struct bb_app *app, char **out)
{
    struct bb_buf key = {0};
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    key_of(app, &key);
    const struct bb_err *err = bb_db_meta_load(app->db, bb_buf_text(&key), out);
    bb_buf_done(&key);
    return err;
}

const struct bb_err *bb_app_filters_save(struct bb_app *app, const char *text)
{
    struct bb_buf key = {0};
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    key_of(app, &key);
    const struct bb_err *err = bb_act_begin(app);
    if (!err)
        err = bb_act_end(app, bb_db_meta_save(app->db, bb_buf_text(&key), text));
    bb_buf_done(&key);
    return err;
}
