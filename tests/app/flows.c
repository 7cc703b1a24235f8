/* See flows.h. */
#include "app/flows.h"

#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/app/account.h"
#include "bangban/app/safety.h"
#include "bangban/app/sync.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

/* ---- files ---- */

static void copy_file(const char *from, const char *to)
{
    struct bb_buf bytes = {0};
    struct stat st;
    ck_assert_int_eq(stat(from, &st), 0);
    ck_ok(bb_file_read(&bytes, from, 1 << 26));
    FILE *file = fopen(to, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes.data, 1, bytes.len, file), bytes.len);
    ck_assert_int_eq(fclose(file), 0);
    chmod(to, st.st_mode & 07777);
    bb_buf_done(&bytes);
}

static const char *copy_to;
static size_t copy_skip;

static int copy_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    char to[1024];
    (void)st, (void)ftw;
    snprintf(to, sizeof to, "%s%s", copy_to, path + copy_skip);
    if (flag == FTW_D)
        mkdir(to, 0700);
    else
        copy_file(path, to);
    return 0;
}
static void copy_tree(const char *from, const char *to)
{
    copy_to = to;
    copy_skip = strlen(from);
    ck_assert_int_eq(nftw(from, copy_one, 16, FTW_PHYS), 0);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}
static void remove_tree(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- the office ---- */

static const char plan[] = "{\"plan\":\"更新指南\",\"measures\":\"补充样表\",\"lead_unit\":"
                           "\"310116D15\",\"person\":\"S001\",\"due_rule\":\"5wd\"}";
static const char units[] = "code,name,kind,office\n310116D15,市公安局金山分局,bureau,办公室\n";
static char found_line[64], planned_line[64]; /* their numbers */

static const struct bb_err *step(struct office *office, const char *no, enum bb_event_kind kind,
                                 const char *json)
{
    struct bb_issue body = {0};
    struct bb_problems problems = {0};
    struct bb_json_doc *doc;
    ck_ok(bb_json_parse(&doc, json, strlen(json)));
    ck_ok(bb_record_body_apply(&bb_issue_record, &body, bb_json_root(doc)));
    bb_json_free(doc);
    const struct bb_err *err = bb_app_issue_do(office->fx.app, no, kind, &body, 0, &problems, NULL);
    bb_issue_done(&body);
    return err;
}

static const struct bb_err *session(struct office *office, const char *note)
{
    static const struct bb_client client = {"欧阳晓明", "11010519491231002X", "13800001234"};
    struct bb_session row = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(office->fx.app, &row);
    bb_strset(&row.item, "P031");
    bb_strset(&row.note, note);
    const struct bb_err *err = bb_app_session_add(office->fx.app, &row, &client, 0, &problems);
    bb_session_done(&row);
    return err;
}

static const struct bb_err *issue(struct office *office, const char *description, char *no)
{
    struct bb_issue row = {.point = BB_POINT_BLOCK};
    struct bb_problems problems = {0};
    bb_strset(&row.description, description);
    const struct bb_err *err = bb_app_issue_add(office->fx.app, &row, false, 0, &problems);
    if (!err)
        snprintf(no, sizeof found_line, "%s", row.no);
    bb_issue_done(&row);
    return err;
}

const struct bb_err *office_open(struct office *office, const char *person)
{
    struct fixture *fx = &office->fx;
    if (!fx->app)
        BB_TRY(bb_app_open(&fx->app, &fx->config, fx->path, fake_clock_of(&fx->fake)));
    return bb_app_sit(fx->app, person, NULL);
}

void office_close(struct office *office)
{
    if (office->fx.app)
        bb_app_close(office->fx.app);
    office->fx.app = NULL;
}

static void lay(const char *from, const char *to)
{
    char path[1024];
    static const char *const gone[] = {"-journal", ".lock", ".part"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        snprintf(path, sizeof path, "%s%s", to, gone[i]);
        unlink(path);
    }
    copy_file(from, to);
    snprintf(path, sizeof path, "%s.d", to);
    remove_tree(path);
    char folder[1024];
    snprintf(folder, sizeof folder, "%s.d", from);
    copy_tree(folder, path);
}

void office_up(struct office *office)
{
    char *key, *pub;
    fixture_up(&office->fx);
    struct bb_app *app = office->fx.app;
    office->prepared = bb_path_join(office->fx.dir, "prepared.db");
    office->out = bb_path_join(office->fx.dir, "out");
    ck_ok(session(office, "缴费基数说明"));
    ck_ok(issue(office, "窗口叫号屏看不清", found_line));
    ck_ok(issue(office, "系统间数据不通，材料要交两次", planned_line));
    ck_ok(bb_app_sit(app, "M001", NULL));
    ck_ok(step(office, planned_line, BB_EVENT_ISSUE_PLAN, plan));
    char *units_path = fixture_file(&office->fx, "units.csv", units);
    free(units_path);
    key = bb_path_join(bb_app_folder(app), "sign.pub"); /* any key makes it belong to a hub */
    pub = bb_path_join(bb_app_folder(app), "hub.pub");
    copy_file(key, pub);
    free(key);
    free(pub);
    office->events = office_events(office, "prepared");
    office_close(office);
    lay(office->fx.path, office->prepared);
}

void office_renew(struct office *office)
{
    office_close(office);
    lay(office->prepared, office->fx.path);
    remove_tree(office->out);
    ck_assert_int_eq(mkdir(office->out, 0700), 0);
}

void office_down(struct office *office)
{
    office_close(office);
    bb_config_done(&office->fx.config);
    free(office->prepared);
    free(office->out);
    free(office->fx.path);
    fixture_dir_done(office->fx.dir);
}

int64_t office_events(struct office *office, const char *words)
{
    struct bb_check_result result;
    const struct bb_err *err = office_open(office, "M001");
    if (!err)
        err = bb_app_check(office->fx.app, false, NULL, &result);
    ck_assert_msg(!err, "%s: %s", words, err ? err->text : "");
    return result.events;
}

static const char *outputs_words;
static struct office *outputs_of;

static int output_whole(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)ftw;
    const char *dot = strrchr(path, '.');
    const struct bb_err *err = NULL;
    if (flag != FTW_F || !dot)
        return 0;
    if (strcmp(dot, ".zip") == 0) {
        struct bb_verify_result result;
        err = bb_app_verify(outputs_of->fx.app, path, NULL, &result);
    } else if (strcmp(dot, ".db") == 0) {
        struct bb_db *db;
        err = bb_db_open(&db, path, BB_DB_READ);
        if (!err) {
            err = bb_db_integrity(db, true);
            bb_db_close(db);
        }
    }
    ck_assert_msg(!err, "%s: %s: %s", outputs_words, path, err ? err->text : "");
    return 0;
}

void office_outputs_whole(struct office *office, const char *words)
{
    outputs_words = words;
    outputs_of = office;
    const char *const folders[] = {"backup", "outbox"};
    nftw(office->out, output_whole, 16, FTW_PHYS);
    for (size_t i = 0; i < 2; i++) {
        char *folder = bb_path_join(bb_app_folder(office->fx.app), folders[i]);
        nftw(folder, output_whole, 16, FTW_PHYS);
        free(folder);
    }
}

/* ---- flows ---- */

static const struct bb_err *run_session(struct office *office)
{
    BB_TRY(office_open(office, "S001"));
    return session(office, "社保卡补办，材料不齐");
}

static const struct bb_err *run_edit(struct office *office)
{
    struct bb_session row = {0};
    struct bb_problems problems = {0};
    BB_TRY(office_open(office, "S001"));
    const struct bb_err *err = bb_app_session_load(office->fx.app, "C1W03-261123-001", &row);
    bb_strset(&row.note, "改为医保备案");
    if (!err)
        err = bb_app_session_edit(office->fx.app, row.id, &row, "note", NULL, NULL, &problems);
    bb_session_done(&row);
    return err;
}

static const struct bb_err *run_issue(struct office *office)
{
    BB_TRY(office_open(office, "S001"));
    char no[64];
    return issue(office, "自助机缺纸", no);
}

static const struct bb_err *run_step(struct office *office)
{
    BB_TRY(office_open(office, "M001"));
    return step(office, found_line, BB_EVENT_ISSUE_PLAN, plan);
}

static const struct bb_err *run_batch(struct office *office)
{
    const char *const lines[] = {found_line, planned_line};
    const struct bb_err *err = office_open(office, "M001");
    BB_TRY(err);
    bb_app_batch(office->fx.app, true);
    for (size_t i = 0; !err && i < 2; i++)
        err = step(office, lines[i], BB_EVENT_ISSUE_ASSIGN,
                   "{\"lead_unit\":\"310116D15\",\"person\":\"S001\"}");
    bb_app_batch(office->fx.app, false);
    return err;
}

static const struct bb_err *run_undo(struct office *office)
{
    char *what = NULL;
    BB_TRY(office_open(office, "M001"));
    const struct bb_err *err = bb_app_undo(office->fx.app, &what);
    free(what);
    return err;
}

static const struct bb_err *run_import(struct office *office)
{
    struct bb_import_result result;
    BB_TRY(office_open(office, "M001"));
    char *path = bb_path_join(office->fx.dir, "units.csv");
    const struct bb_err *err = bb_app_import(office->fx.app, "unit", path, &result);
    free(path);
    return err;
}

static const struct bb_err *run_export(struct office *office)
{
    char *path = NULL;
    BB_TRY(office_open(office, "M001"));
    const struct bb_err *err = bb_app_export(office->fx.app, office->out, NULL, &path);
    free(path);
    return err;
}

static const struct bb_err *run_sync(struct office *office)
{
    struct bb_sync_report report;
    BB_TRY(office_open(office, "M001"));
    const struct bb_err *err = bb_app_sync(office->fx.app, NULL, &report);
    bb_sync_report_done(&report);
    return err;
}

static const struct bb_err *run_backup(struct office *office)
{
    char *path = bb_path_join(office->out, "copy.db"), *written = NULL;
    const struct bb_err *err = office_open(office, "M001");
    if (!err)
        err = bb_app_backup(office->fx.app, path, NULL, &written);
    free(path);
    free(written);
    return err;
}

/* Over the sound file: the copy named is put in its place. */
static const struct bb_err *run_restore(struct office *office)
{
    struct bb_restored restored = {0};
    struct fixture *fx = &office->fx;
    office_close(office);
    const struct bb_err *err =
        bb_app_restore(&fx->config, fx->path, fake_clock_of(&fx->fake), BB_SERVICE_PERSON, NULL,
                       office->prepared, NULL, &restored);
    bb_restored_done(&restored);
    return err;
}

static const struct bb_err *run_draft(struct office *office)
{
    struct bb_draft *draft = NULL;
    BB_TRY(office_open(office, "S001"));
    BB_TRY(bb_app_draft_new(office->fx.app, "session", &draft));
    const struct bb_err *err = bb_app_draft_write(draft, "备注=社保卡补");
    if (!err)
        err = bb_app_draft_write(draft, "备注=社保卡补办");
    bb_app_draft_leave(draft);
    return err;
}

static const struct bb_err *run_start(struct office *office)
{
    BB_TRY(office_open(office, "S001"));
    return bb_app_check_start(office->fx.app, true);
}

const struct flow flows[] = {
    {"session", run_session, false, false}, {"edit", run_edit, false, false},
    {"issue", run_issue, false, false},     {"step", run_step, false, false},
    {"batch", run_batch, true, false},      {"undo", run_undo, false, false},
    {"import", run_import, false, false},   {"export", run_export, true, false},
    {"sync", run_sync, true, false},        {"backup", run_backup, true, false},
    {"restore", run_restore, true, true},   {"draft", run_draft, false, false},
    {"start", run_start, false, false},
};
const int flow_count = sizeof flows / sizeof *flows;
