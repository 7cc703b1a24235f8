/* See rig.h. */
#include "hub/rig.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/packet/helper.h"

static void text_file(const char *dir, const char *name, const char *text)
{
    char *path = bb_path_join(dir, name);
    ck_ok(bb_file_write(path, 0600, text, strlen(text)));
    free(path);
}

void file_copy(const char *from, const char *to)
{
    struct bb_buf bytes = {0};
    ck_ok(bb_file_read(&bytes, from, 1 << 28));
    ck_ok(bb_file_write(to, 0600, bytes.data, bytes.len));
    bb_buf_done(&bytes);
}

void folder_drop(const char *path)
{
    struct dirent *entry;
    DIR *dir = opendir(path);
    while (dir && (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *name = bb_path_join(path, entry->d_name);
        if (unlink(name) != 0)
            folder_drop(name);
        free(name);
    }
    if (dir)
        closedir(dir);
    rmdir(path);
}

char *file_only(const char *dir, const char *ending)
{
    char *found = NULL;
    struct dirent *entry;
    DIR *handle = opendir(dir);
    while (handle && (entry = readdir(handle))) {
        size_t len = strlen(entry->d_name), end = strlen(ending);
        if (len > end && strcmp(entry->d_name + len - end, ending) == 0) {
            ck_assert_ptr_null(found);
            found = bb_path_join(dir, entry->d_name);
        }
    }
    closedir(handle);
    ck_assert_ptr_nonnull(found);
    return found;
}

void folder_copy(const char *from, const char *to)
{
    struct dirent *entry;
    struct stat st;
    folder_drop(to);
    ck_ok(bb_file_mkdir(to));
    DIR *dir = opendir(from);
    while (dir && (entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        char *source = bb_path_join(from, entry->d_name), *target = bb_path_join(to, entry->d_name);
        if (lstat(source, &st) == 0 && S_ISDIR(st.st_mode))
            folder_copy(source, target);
        else
            file_copy(source, target);
        free(source);
        free(target);
    }
    if (dir)
        closedir(dir);
}

void rig_up(struct rig *rig, const char *hub_code)
{
    memset(rig, 0, sizeof *rig);
    rig->dir = fixture_dir();
    rig->data = bb_path_join(rig->dir, "data");
    ck_ok(bb_file_mkdir(rig->data));
    text_file(rig->data, "units.csv", "code,name,kind\nU1,甲单位,bureau\n");
    text_file(rig->data, "items.csv", "code,name,audience,unit_code\nP001,事项,personal,U1\n");
    text_file(rig->data, "kb.csv", "id,question,answer\nK1,问,答\n");
    char *holidays = bb_path_join(rig->data, "holidays");
    ck_ok(bb_file_mkdir(holidays));
    for (int year = RIG_YEAR_FIRST; year <= RIG_YEAR_LAST; year++) { /* clocks are off by years */
        char file[16], text[64];
        snprintf(file, sizeof file, "%d.csv", year);
        snprintf(text, sizeof text, "date,kind,name\n%d-01-01,holiday,元旦\n", year);
        text_file(holidays, file, text);
    }
    free(holidays);
    node_up(rig, &rig->hub, "hub.db", hub_code);
    ck_ok(bb_hub_init(rig->hub.app));
}

void rig_down(struct rig *rig)
{
    node_down(&rig->hub);
    fixture_dir_done(rig->dir);
    free(rig->data);
}

void node_up(struct rig *rig, struct node *node, const char *file, const char *code)
{
    int64_t at;
    memset(node, 0, sizeof *node);
    ck_ok(bb_at_parse(&at, "2026-03-02 09:00"));
    node->clock.now_ms = at * 1000;
    node->path = bb_path_join(rig->dir, file);
    bb_config_init(&node->config);
    bb_strset(&node->config.node, code);
    ck_ok(bb_app_init(&node->config, node->path, rig->data, fake_clock_of(&node->clock)));
    node_open(node);
}

void node_join(struct rig *rig, struct node *node, const char *via)
{
    char *pub = node_folder(node, "sign.pub"), *pin = node_folder(node, "hub.pub");
    char *hub_pub = node_folder(&rig->hub, "sign.pub");
    struct bb_node row = {.node = bb_strdup(node->config.node), .via = bb_strdup(via)};
    ck_ok(bb_hub_node_add(rig->hub.app, &row, pub));
    bb_record_done(&bb_node_record, &row);
    if (!via && !bb_file_exists(pin))
        file_copy(hub_pub, pin);
    free(pub);
    free(pin);
    free(hub_pub);
}

void node_open(struct node *node)
{
    if (node->app)
        return;
    ck_ok(bb_app_open(&node->app, &node->config, node->path, fake_clock_of(&node->clock)));
    ck_ok(bb_app_sit(node->app, "office", NULL));
}

void node_close(struct node *node)
{
    bb_app_close(node->app);
    node->app = NULL;
}

void node_down(struct node *node)
{
    node_close(node);
    bb_config_done(&node->config);
    free(node->path);
    memset(node, 0, sizeof *node);
}

/* ---- acts ---- */

char *issue_add(struct node *node, const char *description)
{
    struct bb_issue issue = {.description = bb_strdup(description)};
    struct bb_problems problems = {0};
    issue.due_named = bb_app_today(node->app) + 20;
    ck_ok(bb_app_issue_add(node->app, &issue, false, 0, &problems));
    char *no = bb_strdup(issue.no);
    bb_issue_done(&issue);
    return no;
}

void session_add(struct node *node, const char *note)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(node->app, &session);
    bb_strset(&session.note, note);
    ck_ok(bb_app_session_add(node->app, &session, NULL, 0, &problems));
    bb_session_done(&session);
}

static bool step(struct node *node, const char *id_or_no, enum bb_event_kind kind,
                 struct bb_issue *body)
{
    struct bb_problems problems = {0};
    const struct bb_err *err = bb_app_issue_do(node->app, id_or_no, kind, body, 0, &problems, NULL);
    bb_issue_done(body);
    return !err;
}

bool issue_plan(struct node *node, const char *id_or_no)
{
    struct bb_issue body = {.plan = bb_strdup("方案"),
                            .measures = bb_strdup("措施"),
                            .lead_unit = bb_strdup("U1"),
                            .person = bb_strdup("office"),
                            .due_named = bb_app_today(node->app) + 10};
    return step(node, id_or_no, BB_EVENT_ISSUE_PLAN, &body);
}

bool issue_fix(struct node *node, const char *id_or_no)
{
    struct bb_issue body = {.evidence = bb_strdup("已改")};
    return step(node, id_or_no, BB_EVENT_ISSUE_FIX, &body);
}

/* ---- files ---- */

char *node_folder(const struct node *node, const char *name)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.d/%s", node->path, name);
    return bb_buf_take(&path);
}

char *hub_way(const struct rig *rig, const char *way, const char *code)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.d/hub/transfer/%s/%s", rig->hub.path, way, code);
    return bb_buf_take(&path);
}

/* Copies the finished files of that ending; those that are there already, also in done/, are passed
 * over. */
static int carry(const char *from, const char *to, const char *ending)
{
    int count = 0;
    struct dirent *entry;
    DIR *dir = opendir(from);
    ck_ok(bb_file_mkdir(to));
    char *done = bb_path_join(to, "done");
    while (dir && (entry = readdir(dir))) {
        size_t len = strlen(entry->d_name), end = strlen(ending);
        if (len < end || strcmp(entry->d_name + len - end, ending) != 0)
            continue;
        char *source = bb_path_join(from, entry->d_name), *target = bb_path_join(to, entry->d_name);
        char *known = bb_path_join(done, entry->d_name);
        if (!bb_file_exists(known)) {
            file_copy(source, target);
            count++;
        }
        free(source);
        free(target);
        free(known);
    }
    if (dir)
        closedir(dir);
    free(done);
    return count;
}

int carry_up(struct rig *rig, struct node *node, const char *folder_code)
{
    char *from = node_folder(node, "outbox"), *to = hub_way(rig, "in", folder_code);
    int count = carry(from, to, ".zip");
    free(from);
    free(to);
    return count;
}

int carry_down(struct rig *rig, struct node *node, const char *folder_code)
{
    char *from = hub_way(rig, "out", folder_code), *to = node_folder(node, "inbox");
    int count = carry(from, to, ".receipt");
    free(from);
    free(to);
    return count;
}

struct bb_sync_report node_sync(struct node *node)
{
    struct bb_sync_report report;
    ck_ok(bb_app_sync(node->app, NULL, &report));
    struct bb_sync_report copy = report;
    bb_sync_report_done(&report);
    copy.sentence = NULL;
    return copy;
}

struct bb_hub_report hub_round(struct rig *rig)
{
    struct bb_hub_report report;
    ck_ok(bb_hub_ingest(rig->hub.app, &report, NULL, NULL));
    return report;
}

int64_t sql_number(const char *path, const char *sql)
{
    sqlite3 *raw;
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_open_v2(path, &raw, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    int rc = sqlite3_prepare_v2(raw, sql, -1, &stmt, NULL);
    ck_assert_msg(rc == SQLITE_OK, "%s: %s", sql, sqlite3_errmsg(raw));
    int64_t number = sqlite3_step(stmt) == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    sqlite3_close(raw);
    return number;
}
