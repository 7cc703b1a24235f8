/* The registry: which keys a node may sign with, from when to when, and through which folder it
 * comes. Validity is judged by the hub's clock when a packet arrives: the sender's proves nothing.
 */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/digest.h"
#include "bangban/packet/sign.h"
#include "bangban/store/sync.h"
#include "private.h"

enum { PEM_MAX_BYTES = 4096, ID_DIGITS = 16 };

struct filter {
    const char *node;
    hub_node_item *item;
    void *ctx;
};

static const struct bb_err *filter_item(void *ctx, void *row)
{
    struct filter *filter = ctx;
    const struct bb_node *node = row;
    if (filter->node && strcmp(node->node, filter->node) != 0)
        return NULL;
    return filter->item(filter->ctx, node);
}

const struct bb_err *hub_nodes(struct bb_app *app, const char *node, hub_node_item *item, void *ctx)
{
    struct filter filter = {node, item, ctx};
    return bb_db_all(bb_app_db(app), &bb_node_record, &(struct bb_sink){filter_item, &filter});
}

/* ---- keys ---- */

static bool is_valid(struct bb_app *app, const struct bb_node *node)
{
    int64_t today = bb_app_today(app);
    return !node->revoked_at && (!node->valid_from || node->valid_from <= today) &&
           (!node->valid_to || today <= node->valid_to);
}

static const struct bb_err *key_note(void *ctx, const struct bb_node *node)
{
    struct hub_keys *keys = ctx;
    if (!keys->any && !is_valid(keys->app, node))
        return NULL;
    keys->rows = bb_realloc(keys->rows, (keys->count + 1) * sizeof *keys->rows);
    struct bb_node *slot = &keys->rows[keys->count++];
    *slot = (struct bb_node){0};
    bb_record_copy(&bb_node_record, slot, node);
    return NULL;
}

static void rows_drop(struct hub_keys *keys)
{
    for (size_t i = 0; i < keys->count; i++)
        bb_record_done(&bb_node_record, &keys->rows[i]);
    free(keys->rows);
    keys->rows = NULL;
    keys->count = 0;
}

static const char *own_key(struct hub_keys *keys)
{
    char *path = bb_path_join(bb_app_folder(keys->app), "sign.pub");
    bb_buf_clear(&keys->own);
    const struct bb_err *err = bb_file_read(&keys->own, path, PEM_MAX_BYTES);
    free(path);
    return err ? NULL : bb_buf_text(&keys->own);
}

const char *hub_key_next(void *ctx, const char *window, size_t n)
{
    struct hub_keys *keys = ctx;
    if (strcmp(window, bb_app_config(keys->app)->node) == 0 && keys->any)
        return n == 0 ? own_key(keys) : NULL; /* from the archive alone */
    if (n == 0) {
        rows_drop(keys);
        bb_strset(&keys->window, window);
        if (hub_nodes(keys->app, keys->window, key_note, keys))
            rows_drop(keys);
    }
    return n < keys->count ? keys->rows[n].pem : NULL;
}

void hub_keys_done(struct hub_keys *keys)
{
    rows_drop(keys);
    free(keys->window);
    bb_buf_done(&keys->own);
}

/* ---- who comes through where ---- */

struct through {
    const char *via;
    bool fits;
};

static const struct bb_err *through_note(void *ctx, const struct bb_node *node)
{
    struct through *through = ctx;
    through->fits |= strcmp(node->via ? node->via : node->node, through->via) == 0;
    return NULL;
}

const struct bb_err *hub_comes_through(struct bb_app *app, const char *window, const char *via,
                                       bool *out)
{
    struct through through = {.via = via};
    BB_TRY(hub_nodes(app, window, through_note, &through));
    *out = through.fits;
    return NULL;
}

/* ---- registering ---- */

static bool is_code(const char *text)
{
    size_t len = text ? strlen(text) : 0;
    return len >= 1 && len <= 16 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == len;
}

/* Whether the text holds an SM2 public key: a check of nothing fails for another reason. */
static const struct bb_err *pem_check(const char *path, const char *pem)
{
    const struct bb_err *err = bb_sign_check(pem, "", 0, "", 0);
    return err && err->code != BB_ERR_SIGNATURE
               ? bb_err(BB_ERR_KEY_FILE, path, _("it is no SM2 public key"), NULL)
               : NULL;
}

static const struct bb_err *folders_make(struct bb_app *app, const char *node)
{
    static const char *const ways[] = {"in", "out"};
    for (size_t i = 0; i < 2; i++) {
        char *parent = hub_transfer(app, ways[i], ""), *folder = hub_transfer(app, ways[i], node);
        const struct bb_err *err = bb_file_mkdir(parent);
        if (!err)
            err = bb_file_mkdir(folder);
        free(parent);
        free(folder);
        BB_TRY(err);
    }
    return NULL;
}

const struct bb_err *bb_hub_node_add(struct bb_app *app, struct bb_node *node, const char *key_path)
{
    struct bb_buf pem = {0}, id = {0};
    char digest[BB_DIGEST_HEX_BYTES];
    BB_TRY(bb_hub_check(app));
    if (!is_code(node->node))
        return bb_err(BB_ERR_BAD_FIELD, "node", node->node ? node->node : "",
                      _("Write 1 to 16 capital letters, digits or -."), NULL);
    if (node->via && !is_code(node->via))
        return bb_err(BB_ERR_BAD_FIELD, "via", node->via,
                      _("Write 1 to 16 capital letters, digits or -."), NULL);
    if (strcmp(node->node, bb_app_config(app)->node) == 0)
        return bb_err(BB_ERR_BAD_FIELD, "node", node->node,
                      _("That is this hub's own code (node.code)."), NULL);
    const struct bb_err *err = bb_file_read(&pem, key_path, PEM_MAX_BYTES);
    if (!err)
        err = pem_check(key_path, bb_buf_text(&pem));
    if (!err) {
        bb_sm3_hex(digest, pem.data, pem.len);
        bb_buf_printf(&id, "%s-%.*s", node->node, ID_DIGITS, digest);
        bb_strset(&node->id, id.data);
        bb_strset(&node->pem, pem.data);
        node->added_at = bb_app_now(app);
        node->revoked_at = 0;
        err = bb_db_begin(bb_app_db(app));
    }
    if (!err) {
        err = bb_db_save(bb_app_db(app), &bb_node_record, node);
        if (!err)
            err = bb_db_commit(bb_app_db(app));
        if (err)
            bb_db_rollback(bb_app_db(app));
    }
    bb_buf_done(&pem);
    bb_buf_done(&id);
    return err ? err : folders_make(app, node->via ? node->via : node->node);
}

struct revoking {
    const char *id;
    struct hub_keys keys;
};

static const struct bb_err *revoke_note(void *ctx, const struct bb_node *node)
{
    struct revoking *revoking = ctx;
    if (node->revoked_at || (revoking->id && strcmp(node->id, revoking->id) != 0))
        return NULL;
    return key_note(&revoking->keys, node);
}

const struct bb_err *bb_hub_revoke(struct bb_app *app, const char *node, const char *id,
                                   int64_t *count)
{
    struct revoking revoking = {.id = id, .keys = {.app = app, .any = true}};
    struct bb_db *db = bb_app_db(app);
    BB_TRY(bb_hub_check(app));
    BB_TRY(bb_db_begin(db));
    const struct bb_err *err = hub_nodes(app, node, revoke_note, &revoking);
    if (!err && !revoking.keys.count)
        err = bb_err(BB_ERR_HUB_NODE, id ? id : node, NULL);
    for (size_t i = 0; !err && i < revoking.keys.count; i++) {
        revoking.keys.rows[i].revoked_at = bb_app_now(app);
        err = bb_db_save(db, &bb_node_record, &revoking.keys.rows[i]);
    }
    *count = (int64_t)revoking.keys.count;
    hub_keys_done(&revoking.keys);
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    return err;
}
