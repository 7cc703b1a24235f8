/*
 * Drafts: what was typed and not yet saved. F.d/drafts/<id>.draft holds the sealed text; <id>.lock
 * is held (flock) by the program whose form it is, so a draft whose lock is free belongs to nobody
 * alive and may be adopted.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { DRAFT_MAX_BYTES = 1024 * 1024 };

struct bb_draft {
    char id[BB_UUID_BYTES];
    char *form, *person;
    char *path; /* of the .draft file */
    char *lock_path;
    int lock; /* file descriptor, locked */
    unsigned char key[BB_SEAL_KEY_BYTES];
};

static void draft_free(struct bb_draft *draft)
{
    if (draft->lock >= 0)
        close(draft->lock);
    bb_seal_wipe(draft->key, sizeof draft->key);
    free(draft->form);
    free(draft->person);
    free(draft->path);
    free(draft->lock_path);
    free(draft);
}

static char *drafts_folder(const struct bb_app *app)
{
    return bb_path_join(app->folder, "drafts");
}

/* Names the files and takes the lock; *taken false: somebody else holds it. */
static const struct bb_err *draft_lock(struct bb_draft *draft, const char *folder, bool *taken)
{
    struct bb_buf name = {0};
    bb_buf_printf(&name, "%s.draft", draft->id);
    draft->path = bb_path_join(folder, name.data);
    bb_buf_clear(&name);
    bb_buf_printf(&name, "%s.lock", draft->id);
    draft->lock_path = bb_path_join(folder, name.data);
    bb_buf_done(&name);
    draft->lock = open(draft->lock_path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (draft->lock < 0)
        return bb_err(BB_ERR_FILE_OPEN, draft->lock_path, strerror(errno), NULL);
    *taken = flock(draft->lock, LOCK_EX | LOCK_NB) == 0;
    return NULL;
}

static struct bb_draft *draft_alloc(void)
{
    struct bb_draft *draft = bb_alloc(sizeof *draft);
    draft->lock = -1;
    return draft;
}

const struct bb_err *bb_app_draft_new(struct bb_app *app, const char *form, struct bb_draft **out)
{
    bool taken = false;
    BB_TRY(app->person.code ? NULL : bb_err(BB_ERR_NOBODY, NULL));
    struct bb_draft *draft = draft_alloc();
    char *folder = drafts_folder(app);
    bb_uuid_make(draft->id, bb_clock_now_ms(&app->clock));
    draft->form = bb_strdup(form);
    draft->person = bb_strdup(app->person.code);
    const struct bb_err *err = bb_file_mkdir(folder);
    if (!err)
        err = bb_key_load(app, "draft.key", draft->key);
    if (!err)
        err = draft_lock(draft, folder, &taken);
    free(folder);
    if (err)
        draft_free(draft);
    else
        *out = draft;
    return err;
}

const struct bb_err *bb_app_draft_write(struct bb_draft *draft, const char *text)
{
    struct bb_buf clear = {0}, sealed = {0};
    bb_buf_char(&clear, '{');
    bb_json_put_key(&clear, "person");
    bb_json_put_string(&clear, draft->person);
    bb_json_put_key(&clear, "form");
    bb_json_put_string(&clear, draft->form);
    bb_json_put_key(&clear, "text");
    bb_json_put_string(&clear, text);
    bb_buf_char(&clear, '}');
    const struct bb_err *err = bb_seal(&sealed, draft->key, draft->id, clear.data, clear.len);
    if (!err)
        err = bb_file_write(draft->path, 0600, sealed.data, sealed.len);
    bb_seal_wipe(clear.data, clear.len);
    bb_buf_done(&clear);
    bb_buf_done(&sealed);
    return err;
}

void bb_app_draft_discard(struct bb_draft *draft)
{
    if (!draft)
        return;
    unlink(draft->path);
    unlink(draft->lock_path);
    draft_free(draft);
}

void bb_app_draft_leave(struct bb_draft *draft)
{
    if (draft)
        draft_free(draft); /* closing the lock frees the draft for the next start */
}

/* Opens the sealed file; sets person, form and *text when it belongs to this person. */
static const struct bb_err *draft_read(struct bb_draft *draft, const char *person, char **text)
{
    struct bb_buf sealed = {0}, clear = {0};
    struct bb_json_doc *doc = NULL;
    const struct bb_err *err = bb_file_read(&sealed, draft->path, DRAFT_MAX_BYTES);
    if (!err)
        err = bb_unseal(&clear, draft->key, draft->id, bb_buf_text(&sealed));
    if (!err)
        err = bb_json_parse(&doc, clear.data, clear.len);
    if (!err) {
        const struct bb_json *root = bb_json_root(doc);
        const char *whose = bb_json_text(root, "person"), *form = bb_json_text(root, "form");
        const char *typed = bb_json_text(root, "text");
        if (whose && form && typed && strcmp(whose, person) == 0) {
            draft->person = bb_strdup(whose);
            draft->form = bb_strdup(form);
            *text = bb_strdup(typed);
        }
    }
    bb_json_free(doc);
    if (clear.data)
        bb_seal_wipe(clear.data, clear.len);
    bb_buf_done(&clear);
    bb_buf_done(&sealed);
    return err;
}

/* One file of the folder: adopted when its program is gone and it is this person's. */
static struct bb_draft *draft_try(struct bb_app *app, const char *folder, const char *file,
                                  char **text)
{
    size_t len = strlen(file);
    if (len != BB_UUID_BYTES - 1 + strlen(".draft") ||
        strcmp(file + BB_UUID_BYTES - 1, ".draft") != 0)
        return NULL;
    struct bb_draft *draft = draft_alloc();
    memcpy(draft->id, file, BB_UUID_BYTES - 1);
    bool taken = false;
    const struct bb_err *err = bb_key_load(app, "draft.key", draft->key);
    if (!err)
        err = draft_lock(draft, folder, &taken);
    if (!err && taken)
        err = draft_read(draft, app->person.code, text);
    if (*text)
        return draft;
    draft_free(draft); /* alive, somebody else's, or damaged: stays where it is */
    return NULL;
}

const struct bb_err *bb_app_draft_adopt(struct bb_app *app, struct bb_draft **out, char **form,
                                        char **text)
{
    *out = NULL;
    *form = *text = NULL;
    BB_TRY(app->person.code ? NULL : bb_err(BB_ERR_NOBODY, NULL));
    char *folder = drafts_folder(app);
    DIR *dir = opendir(folder);
    struct dirent *entry;
    while (dir && !*out && (entry = readdir(dir)))
        *out = draft_try(app, folder, entry->d_name, text);
    if (dir)
        closedir(dir);
    if (*out)
        *form = bb_strdup((*out)->form);
    free(folder);
    return NULL;
}
