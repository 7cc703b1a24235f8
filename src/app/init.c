/* Setting up a new database: file, keys, reference data, the person of the office. */
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bangban/app/admin.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

/* Files of the data folder, in the order in which they refer to each other. */
static const struct {
    const char *what, *file;
    bool optional;
} files[] = {
    {"unit", "units.csv", false}, {"item", "items.csv", false},   {"kb", "kb.csv", false},
    {"desk", "desks.csv", true},  {"person", "people.csv", true},
};

static const struct bb_err *file_import(struct bb_app *app, const char *dir, const char *what,
                                        const char *file)
{
    struct bb_import_result result;
    char *path = bb_path_join(dir, file);
    const struct bb_err *err = bb_import_file(app, what, path, &result);
    free(path);
    return err;
}

static int is_year_file(const struct dirent *entry)
{
    return fnmatch("[0-9][0-9][0-9][0-9].csv", entry->d_name, 0) == 0;
}

static const struct bb_err *holidays_import(struct bb_app *app, const char *dir)
{
    struct dirent **entries = NULL;
    char *folder = bb_path_join(dir, "holidays");
    int count = scandir(folder, &entries, is_year_file, alphasort);
    const struct bb_err *err =
        count < 0 ? bb_err(BB_ERR_FILE_OPEN, folder, strerror(errno), NULL) : NULL;
    for (int i = 0; i < count; i++) {
        if (!err)
            err = file_import(app, folder, "calendar", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    free(folder);
    return err;
}

static const struct bb_err *all_import(struct bb_app *app, const char *dir)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        char *path = bb_path_join(dir, files[i].file);
        bool there = bb_file_exists(path);
        free(path);
        if (there || !files[i].optional)
            BB_TRY(file_import(app, dir, files[i].what, files[i].file));
    }
    return holidays_import(app, dir);
}

/* The person of the office: acts where nobody is named on the command line (bangban(1), --as). */
static const struct bb_err *office_add(struct bb_app *app)
{
    struct bb_person office = {.code = bb_strdup("office"),
                               .name = bb_strdup("值班员"),
                               .role = BB_ROLE_SUPERVISOR,
                               .initials = bb_strdup("zby")};
    const struct bb_err *err = bb_act_begin(app);
    if (!err) {
        err = bb_db_save(app->db, &bb_person_record, &office);
        if (!err)
            err = bb_account_service(app);
        if (!err)
            err = bb_audit_config(app, true);
        err = bb_act_end(app, err);
    }
    bb_record_done(&bb_person_record, &office);
    return err;
}

void bb_replica_make(char out[BB_REPLICA_BYTES])
{
    unsigned char random[(BB_REPLICA_BYTES - 1) / 2];
    bb_random_fill(random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(out + 2 * i, 3, "%02x", random[i]);
}

static const struct bb_err *database_make(const char *path)
{
    char replica[BB_REPLICA_BYTES];
    struct bb_db *db = NULL;
    bb_replica_make(replica);
    BB_TRY(bb_db_open(&db, path, BB_DB_CREATE));
    const struct bb_err *err = bb_db_begin(db);
    if (!err)
        err = bb_db_meta_save(db, "replica", replica);
    if (!err)
        err = bb_db_commit(db);
    bb_db_close(db);
    return err;
}

/* Takes away what a failed start left; every name in it was made by this call. */
static void undo_files(const char *path, const char *folder)
{
    static const char *const names[] = {"sign.pem",   "sign.pub",   "pseudonym.key", "draft.key",
                                        "pepper.key", "office.key", "drafts",        "backup"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *name = bb_path_join(folder, names[i]);
        remove(name);
        free(name);
    }
    rmdir(folder);
    unlink(path);
    struct bb_buf journal = {0};
    bb_buf_printf(&journal, "%s-journal", path);
    unlink(journal.data);
    bb_buf_clear(&journal);
    bb_buf_printf(&journal, "%s.lock", path);
    unlink(journal.data);
    bb_buf_done(&journal);
}

static const struct bb_err *fill(const struct bb_config *config, const char *path,
                                 const char *data_dir, struct bb_clock clock)
{
    struct bb_app *app = NULL;
    BB_TRY(database_make(path));
    BB_TRY(bb_app_open(&app, config, path, clock));
    const struct bb_err *err = all_import(app, data_dir);
    if (!err)
        err = office_add(app);
    bb_app_close(app);
    return err;
}

const struct bb_err *bb_app_init(const struct bb_config *config, const char *db_path,
                                 const char *data_dir, struct bb_clock clock)
{
    char *folder = bb_folder_of(db_path);
    const struct bb_err *err = NULL;
    if (bb_file_exists(db_path))
        err = bb_err(BB_ERR_EXISTS, db_path, NULL);
    else if (bb_file_exists(folder))
        err = bb_err(BB_ERR_EXISTS, folder, NULL);
    if (!err) {
        err = bb_keys_make(folder);
        if (!err)
            err = fill(config, db_path, data_dir, clock);
        if (err)
            undo_files(db_path, folder);
    }
    free(folder);
    return err;
}
