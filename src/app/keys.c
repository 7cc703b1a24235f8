/* Secrets that belong to a database file, in the folder F.d beside it: never in the file itself
 * (trust.md §5). */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/sign.h"
#include "private.h"

char *bb_folder_of(const char *db_path)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.d", db_path);
    return bb_buf_take(&path);
}

const struct bb_err *bb_key_make(const char *folder, const char *name)
{
    unsigned char key[BB_SEAL_KEY_BYTES];
    char *path = bb_path_join(folder, name);
    bb_seal_key_make(key);
    const struct bb_err *err = bb_file_write(path, 0400, key, sizeof key);
    bb_seal_wipe(key, sizeof key);
    free(path);
    return err;
}

const struct bb_err *bb_keys_make(const char *folder)
{
    char *private_path = bb_path_join(folder, "sign.pem");
    char *public_path = bb_path_join(folder, "sign.pub");
    const struct bb_err *err = bb_file_mkdir(folder);
    if (!err)
        err = bb_sign_make(private_path, public_path);
    if (!err)
        err = bb_key_make(folder, "pseudonym.key");
    if (!err)
        err = bb_key_make(folder, "draft.key");
    if (!err)
        err = bb_key_make(folder, "pepper.key");
    free(private_path);
    free(public_path);
    return err;
}

const struct bb_err *bb_key_load(const struct bb_app *app, const char *name,
                                 unsigned char out[BB_SEAL_KEY_BYTES])
{
    return bb_key_load_from(app->folder, name, out);
}

const struct bb_err *bb_key_load_from(const char *folder, const char *name,
                                      unsigned char out[BB_SEAL_KEY_BYTES])
{
    struct bb_buf bytes = {0};
    char *path = bb_path_join(folder, name);
    const struct bb_err *err = bb_file_read(&bytes, path, BB_SEAL_KEY_BYTES);
    if (err || bytes.len != BB_SEAL_KEY_BYTES)
        err = bb_err(BB_ERR_NO_KEY, path, NULL);
    else
        memcpy(out, bytes.data, BB_SEAL_KEY_BYTES);
    if (bytes.data)
        bb_seal_wipe(bytes.data, bytes.len);
    bb_buf_done(&bytes);
    free(path);
    return err;
}
