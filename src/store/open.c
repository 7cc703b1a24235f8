/* Opening: the checks, the pragmas, each read back, and the migrations. No row is read or written
 * here. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

enum { APPLICATION_ID = 0x4242616E }; /* "BBan", also in 001.sql */

static const struct migrations shipped = {bb_sql_migrations, BB_SQL_MIGRATIONS};

static bool reads_only(const struct bb_db *db)
{
    return db->mode == BB_DB_READ || db->mode == BB_DB_LOOK;
}

/* What every connection says, and what SQLite must then answer (trust.md §2, "Every connection").
 */
static const struct {
    const char *name, *set, *answer;
} pragmas[] = {
    {"journal_mode", "PRAGMA journal_mode = TRUNCATE", "truncate"},
    {"synchronous", "PRAGMA synchronous = EXTRA", "3"},
    {"foreign_keys", "PRAGMA foreign_keys = ON", "1"},
    {"trusted_schema", "PRAGMA trusted_schema = OFF", "0"},
    {"cell_size_check", "PRAGMA cell_size_check = ON", "1"},
    {"recursive_triggers", "PRAGMA recursive_triggers = ON", "1"},
    {"secure_delete", "PRAGMA secure_delete = ON", "1"},
    {"mmap_size", "PRAGMA mmap_size = 0", "0"},
    {"temp_store", "PRAGMA temp_store = MEMORY", "2"},
};

static const struct {
    const char *name;
    int option, value;
} settings[] = {
    {"DEFENSIVE", SQLITE_DBCONFIG_DEFENSIVE, 1},
    {"ENABLE_LOAD_EXTENSION", SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {"DQS_DML", SQLITE_DBCONFIG_DQS_DML, 0},
    {"DQS_DDL", SQLITE_DBCONFIG_DQS_DDL, 0},
};

/* First column of the first row, as text; "" when there is none. */
static const struct bb_err *answer(struct bb_db *db, const char *question, char *out, size_t bytes)
{
    sqlite3_stmt *handle;
    int rc = sqlite3_prepare_v2(db->handle, question, -1, &handle, NULL);
    *out = '\0';
    if (rc == SQLITE_OK && sqlite3_step(handle) == SQLITE_ROW)
        sqlite3_snprintf((int)bytes, out, "%s", sqlite3_column_text(handle, 0));
    if (rc == SQLITE_OK)
        rc = sqlite3_finalize(handle);
    return rc == SQLITE_OK ? NULL : bb_db_fail(db, rc);
}

static const struct bb_err *answer_number(struct bb_db *db, const char *question, int64_t *out)
{
    char text[32];
    BB_TRY(answer(db, question, text, sizeof text));
    *out = strtoll(text, NULL, 10);
    return NULL;
}

static const struct bb_err *pragmas_set(struct bb_db *db)
{
    char text[64];
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        int now = -1;
        sqlite3_db_config(db->handle, settings[i].option, settings[i].value, &now);
        if (now != settings[i].value)
            return bb_err(BB_ERR_DB_PRAGMA, db->path, settings[i].name, NULL);
    }
    for (size_t i = 0; i < sizeof pragmas / sizeof *pragmas; i++) {
        char question[64];
        sqlite3_snprintf(sizeof question, question, "PRAGMA %s", pragmas[i].name);
        BB_TRY(answer(db, pragmas[i].set, text, sizeof text));
        BB_TRY(answer(db, question, text, sizeof text));
        if (i == 0 && strcmp(text, "wal") == 0)
            return bb_err(BB_ERR_DB_WAL, db->path, NULL);
        if (strcmp(text, pragmas[i].answer) != 0)
            return bb_err(BB_ERR_DB_PRAGMA, db->path, pragmas[i].set, NULL);
    }
    return NULL;
}

/* The first 100 bytes, through SQLite's own descriptor, before any lock is taken or a WAL is looked
 * at. */
static const struct bb_err *header_check(struct bb_db *db, bool *wal)
{
    unsigned char head[100] = {0};
    sqlite3_file *file = NULL;
    int rc = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    if (rc == SQLITE_OK && file && file->pMethods)
        rc = file->pMethods->xRead(file, head, sizeof head, 0);
    if (rc != SQLITE_OK && rc != SQLITE_IOERR_SHORT_READ)
        return bb_db_fail(db, rc);
    uint32_t id =
        (uint32_t)head[68] << 24 | (uint32_t)head[69] << 16 | (uint32_t)head[70] << 8 | head[71];
    if (memcmp(head, "SQLite format 3", 16) != 0 || id != APPLICATION_ID)
        return bb_err(BB_ERR_DB_OTHER, db->path, NULL);
    *wal = head[18] == 2 || head[19] == 2;
    return NULL;
}

/* A power cut may tear the first sector, too: what a journal stands beside is judged when SQLite
 * has mended it. */
static const struct bb_err *mended_header_check(struct bb_db *db, bool *wal)
{
    struct bb_buf journal = {0};
    struct stat st;
    char text[32];
    const struct bb_err *err = header_check(db, wal);
    if (!err || err->code != BB_ERR_DB_OTHER)
        return err;
    bb_buf_printf(&journal, "%s-journal", db->path);
    bool waits = lstat(journal.data, &st) == 0 && st.st_size > 0;
    bb_buf_done(&journal);
    if (!waits)
        return err;
    BB_TRY(answer(db, "SELECT count(*) FROM sqlite_schema", text, sizeof text));
    return header_check(db, wal);
}

/* Debian 12's library corrupts a WAL file that two connections use (trust.md §2): the file is taken
 * for us alone before its WAL is looked at, and given back in the mode that we use. */
static const struct bb_err *wal_convert(struct bb_db *db)
{
    char text[64];
    if (reads_only(db))
        return bb_err(BB_ERR_DB_WAL, db->path, NULL);
    BB_TRY(answer(db, "PRAGMA locking_mode = EXCLUSIVE", text, sizeof text));
    const struct bb_err *err = answer(db, "PRAGMA journal_mode = TRUNCATE", text, sizeof text);
    if (err || strcmp(text, "truncate") != 0)
        return bb_err(BB_ERR_DB_WAL, db->path, NULL);
    BB_TRY(answer(db, "PRAGMA locking_mode = NORMAL", text, sizeof text));
    return answer(db, "SELECT count(*) FROM sqlite_schema", text,
                  sizeof text); /* lets the lock go */
}

static const struct bb_err *identity_check(struct bb_db *db, const struct migrations *migrations)
{
    int64_t id, version;
    char text[32];
    BB_TRY(answer_number(db, "PRAGMA application_id", &id));
    BB_TRY(answer(db, "PRAGMA user_version", text, sizeof text));
    version = strtoll(text, NULL, 10);
    if (id != APPLICATION_ID)
        return bb_err(BB_ERR_DB_OTHER, db->path, NULL);
    if (version > migrations->count)
        return bb_err(BB_ERR_DB_NEWER, db->path, text, NULL);
    if (version < migrations->count && db->mode == BB_DB_READ)
        return bb_err(BB_ERR_DB_OLDER, db->path, text, NULL);
    return NULL;
}

static const struct bb_err *connect_steps(struct bb_db *db, const struct migrations *migrations)
{
    bool wal = false;
    /* One thread holds a connection: SQLite need not ask at every column whether it is alone. */
    int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX |
                (reads_only(db) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);
    BB_TRY(bb_db_path_check(db->path));
    int rc = sqlite3_open_v2(db->path, &db->handle, flags, NULL);
    if (rc != SQLITE_OK)
        return bb_db_fail(db, rc);
    sqlite3_busy_timeout(db->handle, db->busy_ms);
    if (!reads_only(db) && sqlite3_db_readonly(db->handle, "main") == 1)
        return bb_err(BB_ERR_DB_READONLY, db->path, NULL);
    if (db->mode != BB_DB_CREATE)
        BB_TRY(mended_header_check(db, &wal));
    if (wal)
        BB_TRY(wal_convert(db));
    BB_TRY(pragmas_set(db));
    if (db->mode != BB_DB_CREATE)
        BB_TRY(identity_check(db, migrations));
    return answer_number(db, "PRAGMA data_version", &db->data_version);
}

const struct bb_err *bb_db_connect(struct bb_db *db, const struct migrations *migrations)
{
    const struct bb_err *err = connect_steps(db, migrations ? migrations : &shipped);
    if (err)
        bb_db_disconnect(db);
    else
        bb_db_limit_apply(db);
    return err;
}

void bb_db_disconnect(struct bb_db *db)
{
    for (int i = 0; i < BB_SQL__COUNT; i++) {
        sqlite3_finalize(db->stmts[i].handle);
        free(db->stmts[i].param_field);
        free(db->stmts[i].column_field);
        db->stmts[i] = (struct stmt){0};
    }
    sqlite3_close(db->handle);
    db->handle = NULL;
}

/* F.d/backup/version-N.db, or the first such name that is free; heap. */
static const struct bb_err *backup_name(struct bb_db *db, int64_t version, char **out)
{
    struct bb_buf folder = {0}, name = {0};
    bb_buf_printf(&folder, "%s.d", db->path);
    const struct bb_err *err = bb_file_mkdir(folder.data);
    bb_buf_str(&folder, "/backup");
    if (!err)
        err = bb_file_mkdir(folder.data);
    bb_buf_printf(&name, "%s/version-%d.db", folder.data, (int)version);
    for (int i = 2; bb_file_exists(name.data); i++) {
        bb_buf_clear(&name);
        bb_buf_printf(&name, "%s/version-%d-%d.db", folder.data, (int)version, i);
    }
    bb_buf_done(&folder);
    *out = bb_buf_take(&name);
    return err;
}

static const struct bb_err *migrations_run(struct bb_db *db, const struct migrations *migrations)
{
    int64_t version; /* asked again inside: another process may have been quicker */
    BB_TRY(answer_number(db, "PRAGMA user_version", &version));
    for (int64_t i = version; i < migrations->count; i++) {
        struct bb_buf text = {0};
        for (const char *const *line = migrations->rows[i]; *line; line++)
            bb_buf_str(&text, *line);
        int rc = sqlite3_exec(db->handle, bb_buf_text(&text), NULL, NULL, NULL);
        bb_buf_done(&text);
        if (rc != SQLITE_OK)
            return bb_db_fail(db, rc);
    }
    return NULL;
}

const struct bb_err *bb_db_migrate(struct bb_db *db, const struct migrations *migrations)
{
    int64_t version;
    BB_TRY(answer_number(db, "PRAGMA user_version", &version));
    if (version == migrations->count)
        return NULL;
    if (version > 0) {
        char *copy;
        const struct bb_err *err = backup_name(db, version, &copy);
        if (!err)
            err = bb_db_backup(db, copy, NULL);
        free(copy);
        BB_TRY(err);
    }
    BB_TRY(bb_db_begin(db));
    const struct bb_err *err = migrations_run(db, migrations);
    if (!err)
        err = bb_db_commit(db);
    if (err)
        bb_db_rollback(db);
    return err;
}

/* The folder's real name and the file's own: NOFOLLOW then judges the file alone. Heap. */
static const struct bb_err *real_path(const char *path, char **out)
{
    const char *slash = strrchr(path, '/');
    char *folder = !slash          ? bb_strdup(".")
                   : slash == path ? bb_strdup("/")
                                   : bb_strndup(path, (size_t)(slash - path));
    char *real = realpath(folder, NULL);
    int fault = errno;
    free(folder);
    if (!real && (fault == ENOENT || fault == ENOTDIR))
        return bb_err(BB_ERR_DB_MISSING, path, NULL);
    if (!real)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(fault), NULL);
    *out = bb_path_join(real, slash ? slash + 1 : path);
    free(real);
    return NULL;
}

/* SQLite would play another file's journal into the new one. */
static const struct bb_err *no_leftover(const char *path, const char *suffix)
{
    struct bb_buf side = {0};
    struct stat st;
    bb_buf_printf(&side, "%s%s", path, suffix);
    const struct bb_err *err = lstat(side.data, &st) == 0 && st.st_size > 0
                                   ? bb_err(BB_ERR_DB_EXISTS, side.data, NULL)
                                   : NULL;
    bb_buf_done(&side);
    return err;
}

/* An empty file of ours, made before SQLite knows of it. */
static const struct bb_err *file_create(const char *path)
{
    BB_TRY(no_leftover(path, "-journal"));
    BB_TRY(no_leftover(path, "-wal"));
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0 && errno == EEXIST)
        return bb_err(BB_ERR_DB_EXISTS, path, NULL);
    if (fd < 0)
        return bb_err(BB_ERR_FILE_WRITE, path, strerror(errno), NULL);
    fchmod(fd, 0600); /* whatever the umask says */
    close(fd);
    return NULL;
}

const struct bb_err *bb_db_open_with(struct bb_db **out, const char *path, enum bb_db_mode mode,
                                     const struct migrations *migrations)
{
    char *real = NULL;
    *out = NULL;
    BB_TRY(real_path(path, &real));
    struct bb_db *db = bb_alloc(sizeof *db);
    *db = (struct bb_db){.path = real, .mode = mode, .busy_ms = 10000};
    const struct bb_err *err = mode == BB_DB_CREATE ? file_create(real) : NULL;
    bool made = mode == BB_DB_CREATE && !err;
    if (!err)
        err = bb_db_connect(db, migrations);
    if (!err && !reads_only(db))
        err = bb_db_migrate(db, migrations);
    if (!err) {
        if (mode == BB_DB_CREATE)
            db->mode = BB_DB_OPEN; /* when it must be opened again */
        *out = db;
        return NULL;
    }
    bb_db_disconnect(db);
    if (made) /* nothing was in it */
        unlink(db->path);
    bb_db_close(db);
    return err;
}

const struct bb_err *bb_db_open(struct bb_db **out, const char *path, enum bb_db_mode mode)
{
    return bb_db_open_with(out, path, mode, &shipped);
}

void bb_db_close(struct bb_db *db)
{
    if (!db)
        return;
    bb_db_disconnect(db);
    free(db->path);
    free(db);
}

void bb_db_busy_ms(struct bb_db *db, int ms)
{
    db->busy_ms = ms;
    if (db->handle)
        sqlite3_busy_timeout(db->handle, ms);
}
