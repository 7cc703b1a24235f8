/* Which files are opened, and how: refusals one by one, pragmas, migration. */
#include "fixture.h"

static void refuse(const char *path, enum bb_db_mode mode, enum bb_err_code code)
{
    struct bb_db *db = (struct bb_db *)1;
    ck_err_is(bb_db_open(&db, path, mode), code);
    ck_assert_ptr_null(db);
}

/* A closed database. */
static void made(struct store *s)
{
    store_up(s);
    bb_db_close(s->db);
    s->db = NULL;
}

START_TEST(creates_private_file)
{
    struct store s;
    struct stat st;
    umask(0);
    store_up(&s);
    ck_assert_int_eq(stat(s.path, &st), 0);
    ck_assert_int_eq(st.st_mode & 07777, 0600);
    refuse(s.path, BB_DB_CREATE, BB_ERR_DB_EXISTS);
    /* Another file's journal must not be played into a new one. */
    char *other = bb_path_join(s.dir, "other.db"),
         *journal = bb_path_join(s.dir, "other.db-journal");
    ck_ok(bb_file_write(journal, 0600, "hot", 3));
    refuse(other, BB_DB_CREATE, BB_ERR_DB_EXISTS);
    ck_assert(!bb_file_exists(other));
    free(other);
    free(journal);
    store_down(&s);
}
END_TEST

START_TEST(refuses_missing)
{
    struct store s;
    made(&s);
    char *missing = bb_path_join(s.dir, "none.db"), *nowhere = bb_path_join(s.dir, "none/none.db");
    refuse(missing, BB_DB_OPEN, BB_ERR_DB_MISSING);
    refuse(nowhere, BB_DB_OPEN, BB_ERR_DB_MISSING);
    refuse(nowhere, BB_DB_CREATE, BB_ERR_DB_MISSING);
    refuse(s.dir, BB_DB_OPEN, BB_ERR_DB_NO_FILE);
    ck_assert(!bb_file_exists(missing));
    free(missing);
    free(nowhere);
    store_down(&s);
}
END_TEST

START_TEST(refuses_links)
{
    struct store s;
    made(&s);
    char *other = bb_path_join(s.dir, "other.db");
    ck_assert_int_eq(symlink(s.path, other), 0);
    refuse(other, BB_DB_OPEN, BB_ERR_DB_LINK);
    unlink(other);
    ck_assert_int_eq(link(s.path, other), 0);
    refuse(other, BB_DB_OPEN, BB_ERR_DB_LINK);
    refuse(s.path, BB_DB_READ, BB_ERR_DB_LINK);
    unlink(other);
    ck_ok(bb_db_open(&s.db, s.path, BB_DB_OPEN));
    free(other);
    store_down(&s);
}
END_TEST

START_TEST(accepts_linked_folder) /* the link to the folder is the owner's business */
{
    struct store s;
    made(&s);
    char *folder = bb_path_join(s.dir, "folder"), *path = bb_path_join(folder, "bangban.db");
    ck_assert_int_eq(symlink(s.dir, folder), 0);
    ck_ok(bb_db_open(&s.db, path, BB_DB_OPEN));
    free(folder);
    free(path);
    store_down(&s);
}
END_TEST

START_TEST(refuses_rights)
{
    static const mode_t modes[] = {0644, 0640, 0604, 0660, 0601};
    struct store s;
    made(&s);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        chmod(s.path, modes[i]);
        refuse(s.path, BB_DB_OPEN, BB_ERR_DB_RIGHTS);
    }
    chmod(s.path, 0600);
    if (geteuid() == 0) {
        ck_assert_int_eq(chown(s.path, 1, 1), 0);
        refuse(s.path, BB_DB_OPEN, BB_ERR_DB_RIGHTS);
    } else { /* root may write everything */
        chmod(s.path, 0400);
        refuse(s.path, BB_DB_OPEN, BB_ERR_DB_READONLY);
    }
    store_down(&s);
}
END_TEST

START_TEST(knows_network_systems)
{
    ck_assert(bb_db_is_network(0x6969));
    ck_assert(bb_db_is_network(0xFF534D42));
    ck_assert(bb_db_is_network(0xFE534D42));
    ck_assert(bb_db_is_network(0x65735546));
    ck_assert(bb_db_is_network(0x01021997));
    ck_assert(!bb_db_is_network(0xEF53));     /* ext4 */
    ck_assert(!bb_db_is_network(0x58465342)); /* xfs */
    ck_assert(!bb_db_is_network(0x01021994)); /* tmpfs */
    ck_assert(!bb_db_is_network(0x794C7630)); /* overlay */
}
END_TEST

START_TEST(refuses_others)
{
    struct store s;
    made(&s);
    char *other = bb_path_join(s.dir, "other.db");
    umask(077);
    ck_ok(bb_file_write(other, 0600, "", 0));
    refuse(other, BB_DB_OPEN, BB_ERR_DB_OTHER); /* empty: a creation that was cut */
    unlink(other);
    raw_run(other, "CREATE TABLE t (x)");
    refuse(other, BB_DB_OPEN, BB_ERR_DB_OTHER);
    raw_run(other,
            "PRAGMA application_id = 5; PRAGMA journal_mode = WAL; INSERT INTO t VALUES (1)");
    refuse(other, BB_DB_OPEN, BB_ERR_DB_OTHER);
    sqlite3 *raw = raw_open(other); /* and it was left as it was */
    ck_assert_int_eq(raw_number(raw, "PRAGMA journal_mode = WAL"), 0);
    ck_assert_int_eq(raw_number(raw, "SELECT x FROM t"), 1);
    sqlite3_close(raw);
    raw_run(s.path, "PRAGMA user_version = 99");
    refuse(s.path, BB_DB_OPEN, BB_ERR_DB_NEWER);
    refuse(s.path, BB_DB_READ, BB_ERR_DB_NEWER);
    free(other);
    store_down(&s);
}
END_TEST

static void damage(const char *path, long at, const char *bytes, size_t len)
{
    FILE *file = fopen(path, "r+b");
    ck_assert_ptr_nonnull(file);
    fseek(file, at, SEEK_SET);
    fwrite(bytes, 1, len, file);
    fclose(file);
}

START_TEST(refuses_damage)
{
    struct store s;
    made(&s);
    damage(s.path, 16, "\0\0", 2); /* page size 0 */
    refuse(s.path, BB_DB_OPEN, BB_ERR_DB_DAMAGED);
    damage(s.path, 0, "garbage", 7);
    refuse(s.path, BB_DB_OPEN, BB_ERR_DB_OTHER);
    store_down(&s);
}
END_TEST

START_TEST(integrity_finds_damage)
{
    struct store s;
    store_up(&s);
    ck_ok(bb_db_begin(s.db));
    for (int i = 0; i < 500; i++) {
        struct bb_session session = made_session(i, 1000 + i);
        bb_strset(&session.note, "一段不短的备注文字，用来占满页面");
        session_put(s.db, &session);
    }
    ck_ok(bb_db_commit(s.db));
    ck_ok(bb_db_integrity(s.db, false));
    ck_ok(bb_db_integrity(s.db, true));
    bb_db_close(s.db);
    struct stat st;
    stat(s.path, &st);
    static char zeros[4096];
    long pages = (long)st.st_size / 4096; /* the last ones hold rows, whatever tables there are */
    for (long page = pages - 40; page < pages - 10; page++)
        damage(s.path, page * 4096, zeros, sizeof zeros);
    ck_ok(bb_db_open(&s.db, s.path, BB_DB_OPEN));
    ck_err_is(bb_db_integrity(s.db, false), BB_ERR_DB_DAMAGED);
    ck_err_is(bb_db_integrity(s.db, true), BB_ERR_DB_DAMAGED);
    store_down(&s);
}
END_TEST

START_TEST(converts_wal)
{
    struct store s;
    made(&s);
    char *wal = bb_path_join(s.dir, "bangban.db-wal");
    sqlite3 *raw = raw_open(s.path);
    ck_assert_int_eq(raw_try(raw, "PRAGMA journal_mode = WAL; INSERT INTO meta VALUES ('a', 'b')"),
                     SQLITE_OK);
    ck_assert(bb_file_exists(wal));
    /* Somebody is in it: refused, nothing touched. (A short wait: WAL has its own locks.) */
    ck_err_is(bb_db_open(&s.db, s.path, BB_DB_OPEN), BB_ERR_DB_WAL);
    ck_err_is(bb_db_open(&s.db, s.path, BB_DB_READ), BB_ERR_DB_WAL);
    /* Left behind by a crash, with rows that stand in the -wal only. */
    char *copy = bb_path_join(s.dir, "copy.db"), *copy_wal = bb_path_join(s.dir, "copy.db-wal");
    struct bb_buf bytes = {0};
    ck_ok(bb_file_read(&bytes, wal, 1 << 24));
    ck_ok(bb_file_write(copy_wal, 0600, bytes.data, bytes.len));
    bb_buf_clear(&bytes);
    sqlite3_close(raw);
    raw_run(s.path, "PRAGMA journal_mode = WAL");
    ck_ok(bb_file_read(&bytes, s.path, 1 << 24));
    ck_ok(bb_file_write(copy, 0600, bytes.data, bytes.len));
    bb_buf_done(&bytes);
    char *value;
    ck_ok(bb_db_open(&s.db, copy, BB_DB_OPEN));
    ck_ok(bb_db_meta_load(s.db, "a", &value));
    ck_assert_str_eq(value, "b");
    free(value);
    ck_assert(!bb_file_exists(copy_wal));
    raw = raw_open(copy); /* and our lock is gone */
    ck_assert_int_eq(raw_try(raw, "INSERT INTO meta VALUES ('c', 'd')"), SQLITE_OK);
    sqlite3_close(raw);
    free(copy);
    free(copy_wal);
    free(wal);
    store_down(&s);
}
END_TEST

START_TEST(pragmas_hold)
{
    static const struct {
        const char *question;
        int64_t number;
        const char *text;
    } rows[] = {{"PRAGMA synchronous", 3, NULL},
                {"PRAGMA foreign_keys", 1, NULL},
                {"PRAGMA trusted_schema", 0, NULL},
                {"PRAGMA cell_size_check", 1, NULL},
                {"PRAGMA recursive_triggers", 1, NULL},
                {"PRAGMA secure_delete", 1, NULL},
                {"PRAGMA mmap_size", 0, NULL},
                {"PRAGMA temp_store", 2, NULL},
                {"PRAGMA busy_timeout", 10000, NULL},
                {"PRAGMA application_id", 0x4242616E, NULL},
                {"PRAGMA user_version", BB_SQL_MIGRATIONS, NULL},
                {"PRAGMA journal_mode", 0, "truncate"}};
    static const enum bb_db_mode modes[] = {BB_DB_OPEN, BB_DB_READ};
    struct store s;
    store_up(&s); /* the connection that created, then both others */
    for (int m = -1; m < 2; m++) {
        if (m >= 0) {
            bb_db_close(s.db);
            ck_ok(bb_db_open(&s.db, s.path, modes[m]));
        }
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            sqlite3_stmt *stmt;
            ck_assert_int_eq(sqlite3_prepare_v2(s.db->handle, rows[i].question, -1, &stmt, NULL),
                             SQLITE_OK);
            ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
            if (rows[i].text)
                ck_assert_str_eq((const char *)sqlite3_column_text(stmt, 0), rows[i].text);
            else
                ck_assert_msg(sqlite3_column_int64(stmt, 0) == rows[i].number, "%s",
                              rows[i].question);
            sqlite3_finalize(stmt);
        }
        int defensive = -1, extensions = -1;
        sqlite3_db_config(s.db->handle, SQLITE_DBCONFIG_DEFENSIVE, -1, &defensive);
        sqlite3_db_config(s.db->handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, -1, &extensions);
        ck_assert_int_eq(defensive, 1);
        ck_assert_int_eq(extensions, 0);
    }
    ck_err_is(bb_db_meta_save(s.db, "a", "b"), BB_ERR_DB_READONLY);
    store_down(&s);
}
END_TEST

static const char *deaf_to; /* the pragma that the library below does not obey */

static int deafen(void *ctx, int action, const char *name, const char *value, const char *database,
                  const char *trigger)
{
    (void)ctx, (void)database, (void)trigger;
    return action == SQLITE_PRAGMA && value && strcmp(name, deaf_to) == 0 ? SQLITE_IGNORE
                                                                          : SQLITE_OK;
}

static int deafen_each(sqlite3 *handle, char **why, const void *api)
{
    (void)why, (void)api;
    return sqlite3_set_authorizer(handle, deafen, NULL);
}

/* A library that does not do as it is told is not worked with (trust.md §2). */
START_TEST(pragmas_are_read_back)
{
    static const char *const names[] = {"journal_mode",   "synchronous",     "foreign_keys",
                                        "trusted_schema", "cell_size_check", "recursive_triggers",
                                        "temp_store"};
    struct store s;
    store_up(&s);
    bb_db_close(s.db);
    s.db = NULL;
    sqlite3_auto_extension((void (*)(void))deafen_each);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct bb_db *db = NULL;
        deaf_to = names[i];
        const struct bb_err *err = bb_db_open(&db, s.path, BB_DB_OPEN);
        ck_assert_msg(err && err->code == BB_ERR_DB_PRAGMA, "%s", names[i]);
        ck_assert_ptr_nonnull(strstr(err->text, names[i]));
        ck_assert_ptr_null(db);
    }
    sqlite3_reset_auto_extension();
    store_down(&s);
}
END_TEST

/* ---- migrations: the shipped ones and one more ---- */
static const struct migrations *one_more(const char *statement)
{
    static char version[64];
    static const char *lines[4];
    static const char *const *rows[BB_SQL_MIGRATIONS + 1];
    static struct migrations all = {rows, BB_SQL_MIGRATIONS + 1};
    snprintf(version, sizeof version, "PRAGMA user_version = %d;\n", BB_SQL_MIGRATIONS + 1);
    lines[0] = "CREATE TABLE later (id TEXT NOT NULL PRIMARY KEY) STRICT;\n";
    lines[1] = statement;
    lines[2] = version;
    for (int i = 0; i < BB_SQL_MIGRATIONS; i++)
        rows[i] = bb_sql_migrations[i];
    rows[BB_SQL_MIGRATIONS] = lines;
    return &all;
}

/* F.d/backup/version-N<end>.db of the shipped version. */
static void opens_as_shipped(const struct store *s, const char *end)
{
    struct bb_db *old;
    char name[64];
    snprintf(name, sizeof name, "bangban.db.d/backup/version-%d%s.db", BB_SQL_MIGRATIONS, end);
    char *path = bb_path_join(s->dir, name);
    ck_ok(bb_db_open(&old, path, BB_DB_READ));
    bb_db_close(old);
    free(path);
}

START_TEST(migrates_after_backup)
{
    struct store s;
    char *value;
    store_up(&s);
    ck_ok(bb_db_meta_save(s.db, "desk", "W03"));
    bb_db_close(s.db);

    ck_err_is(bb_db_open_with(&s.db, s.path, BB_DB_READ, one_more("")), BB_ERR_DB_OLDER);
    /* One that fails changes nothing: it opens as it was. */
    ck_assert_ptr_nonnull(
        bb_db_open_with(&s.db, s.path, BB_DB_OPEN, one_more("INSERT INTO nowhere VALUES (1);\n")));
    ck_ok(bb_db_open(&s.db, s.path, BB_DB_OPEN));
    ck_assert_int_eq(
        raw_number(s.db->handle, "SELECT count(*) FROM sqlite_schema WHERE name = 'later'"), 0);
    bb_db_close(s.db);

    ck_ok(bb_db_open_with(&s.db, s.path, BB_DB_OPEN, one_more("")));
    ck_assert_int_eq(
        raw_number(s.db->handle, "SELECT count(*) FROM sqlite_schema WHERE name = 'later'"), 1);
    ck_ok(bb_db_meta_load(s.db, "desk", &value));
    ck_assert_str_eq(value, "W03");
    free(value);
    bb_db_close(s.db);
    ck_err_is(bb_db_open(&s.db, s.path, BB_DB_OPEN), BB_ERR_DB_NEWER);

    /* Both tries left a copy of the older file. */
    opens_as_shipped(&s, "");
    opens_as_shipped(&s, "-2");
    s.db = NULL;
    store_down(&s);
}
END_TEST

Suite *suite_open(void);
Suite *suite_open(void)
{
    Suite *suite = suite_create("open");
    TCase *tcase = tcase_create("open");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, creates_private_file);
    tcase_add_test(tcase, refuses_missing);
    tcase_add_test(tcase, refuses_links);
    tcase_add_test(tcase, accepts_linked_folder);
    tcase_add_test(tcase, refuses_rights);
    tcase_add_test(tcase, knows_network_systems);
    tcase_add_test(tcase, refuses_others);
    tcase_add_test(tcase, refuses_damage);
    tcase_add_test(tcase, integrity_finds_damage);
    tcase_add_test(tcase, converts_wal);
    tcase_add_test(tcase, pragmas_hold);
    tcase_add_test(tcase, pragmas_are_read_back);
    tcase_add_test(tcase, migrates_after_backup);
    suite_add_tcase(suite, tcase);
    return suite;
}
