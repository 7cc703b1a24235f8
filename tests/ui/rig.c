/* See rig.h. */
#include "ui/rig.h"

#include <curses.h>
#include <fcntl.h>
#include <libintl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vterm.h>

#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/secret.h"

static const char desks[] = "code,name,centre,zone,unit\n"
                            "C1W03,3号窗口,310116G03,window,\n"
                            "C1D01,咨询台,310116G03,help_desk,\n";
static const char people[] = "code,name,role,unit,post,desk\n"
                             "S001,程亦诚,staff,310116G03,,C1W03\n"
                             "V001,韦远娜,volunteer,310116G03,,C1D01\n"
                             "M001,丁彤,supervisor,310116G03,,\n";

static void load(struct rig *rig, const char *what, const char *name, const char *text)
{
    struct bb_import_result result;
    char *path = bb_path_join(rig->dir, name);
    ck_ok(bb_file_write(path, 0600, text, strlen(text)));
    ck_ok(bb_app_import(rig->app, what, path, &result));
    free(path);
}

static void speak(const char *lang)
{
    char program[512], *slash = NULL;
    ssize_t len = readlink("/proc/self/exe", program, sizeof program - 32);
    ck_assert_int_gt(len, 0);
    program[len] = '\0';
    for (int up = 0; up < 2 && (slash = strrchr(program, '/')); up++)
        *slash = '\0';
    strcat(program, "/share/locale");
    setenv("LANGUAGE", lang, 1);
    setlocale(LC_ALL, "C.UTF-8");
    bindtextdomain("bangban", program);
    bind_textdomain_codeset("bangban", "UTF-8");
    textdomain("bangban");
}

static void app_up(struct rig *rig, const char *moment)
{
    int64_t at;
    rig->dir = fixture_dir();
    rig->path = bb_path_join(rig->dir, "bangban.db");
    ck_ok(bb_at_parse(&at, moment));
    rig->fake.now_ms = at * 1000;
    bb_config_init(&rig->config);
    rig->config.lock_minutes = 1 << 20; /* hours pass in these tests; test_access.c locks */
    ck_ok(bb_app_init(&rig->config, rig->path, "data", fake_clock_of(&rig->fake)));
    ck_ok(bb_app_open(&rig->app, &rig->config, rig->path, fake_clock_of(&rig->fake)));
    ck_ok(bb_app_login(rig->app, "office", NULL));
    load(rig, "desk", "desks.csv", desks);
    load(rig, "person", "people.csv", people);
    bb_app_close(rig->app);
    ck_ok(bb_app_open(&rig->app, &rig->config, rig->path, fake_clock_of(&rig->fake)));
}

/* ---- the terminal ---- */

static void pump(struct rig *rig)
{
    char bytes[65536];
    ssize_t got;
    while ((got = read(rig->from, bytes, sizeof bytes)) > 0) {
        vterm_input_write(rig->vterm, bytes, (size_t)got);
        rig->written += got;
        for (ssize_t i = 0; i < got; i++)
            rig->bells += bytes[i] == '\a';
        rig->writes++;
    }
    vterm_screen_flush_damage(rig->screen);
}

static void terminal_up(struct rig *rig, const char *type)
{
    int ends[2];
    char number[16];
    snprintf(number, sizeof number, "%d", rig->rows);
    setenv("LINES", number, 1);
    snprintf(number, sizeof number, "%d", rig->cols);
    setenv("COLUMNS", number, 1);
    unsetenv("NO_COLOR");
    /* packets: one read gets what one write gave */
    ck_assert_int_eq(pipe2(ends, O_CLOEXEC | O_DIRECT), 0);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
    rig->from = ends[0];
    rig->out = fdopen(ends[1], "w");
    rig->vterm = vterm_new(rig->rows, rig->cols);
    vterm_set_utf8(rig->vterm, 1);
    rig->screen = vterm_obtain_screen(rig->vterm);
    vterm_screen_reset(rig->screen, 1);
    ck_ok(bb_term_open(&rig->term, STDIN_FILENO, rig->out, type ? type : "xterm-256color"));
    rig->term.in_fd = -1; /* keys come from the script alone */
    bb_paint_open(rig->term.color);
}

static void show(struct rig *rig)
{
    bb_ui_draw(rig->ui);
    pump(rig);
}

void rig_up(struct rig *rig, const char *lang, int rows, int cols, const char *type)
{
    rig_up_at(rig, lang, rows, cols, type, "2026-11-23 09:00");
}

void rig_up_at(struct rig *rig, const char *lang, int rows, int cols, const char *type,
               const char *moment)
{
    memset(rig, 0, sizeof *rig);
    speak(lang);
    app_up(rig, moment);
    rig->rows = rows;
    rig->cols = cols;
    terminal_up(rig, type);
    rig->ui = bb_ui_new(rig->app, &rig->term);
    show(rig);
}

void rig_down(struct rig *rig)
{
    bb_ui_free(rig->ui);
    bb_term_close(&rig->term);
    fclose(rig->out);
    close(rig->from);
    vterm_free(rig->vterm);
    bb_app_close(rig->app);
    bb_config_done(&rig->config);
    free(rig->path);
    fixture_dir_done(rig->dir);
}

static void start(struct rig *rig)
{
    ck_ok(bb_app_open(&rig->app, &rig->config, rig->path, fake_clock_of(&rig->fake)));
    rig->ui = bb_ui_new(rig->app, &rig->term);
    show(rig);
}

void rig_restart(struct rig *rig)
{
    bb_ui_free(rig->ui);
    bb_app_close(rig->app);
    start(rig);
}

void rig_crash(struct rig *rig, const char *keys, const char *more_keys)
{
    bb_ui_free(rig->ui);
    bb_app_close(rig->app);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        start(rig);
        rig_keys(rig, keys);
        rig_keys(rig, more_keys);
        rig_tick(rig, 1);
        raise(SIGKILL);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    rig->fake.now_ms += 1000; /* time went on there */
    start(rig);
}

/* ---- keys ---- */

static const struct {
    uint32_t key;
    const char *bytes;
} sequences[] = {
    {BB_KEY_UP, "\033[A"},        {BB_KEY_DOWN, "\033[B"},       {BB_KEY_RIGHT, "\033[C"},
    {BB_KEY_LEFT, "\033[D"},      {BB_KEY_HOME, "\033[H"},       {BB_KEY_END, "\033[F"},
    {BB_KEY_PAGE_UP, "\033[5~"},  {BB_KEY_PAGE_DOWN, "\033[6~"}, {BB_KEY_INSERT, "\033[2~"},
    {BB_KEY_DELETE, "\033[3~"},   {BB_KEY_SHIFT_TAB, "\033[Z"},  {BB_KEY_F0 + 1, "\033OP"},
    {BB_KEY_F0 + 2, "\033OQ"},    {BB_KEY_F0 + 3, "\033OR"},     {BB_KEY_F0 + 4, "\033OS"},
    {BB_KEY_F0 + 9, "\033[20~"},  {BB_KEY_F0 + 6, "\033[17~"},   {BB_KEY_ALT_0 + 6, "\0336"},
    {BB_KEY_F0 + 10, "\033[21~"}, {BB_KEY_ALT_0 + 2, "\0332"},   {BB_KEY_ALT_0 + 3, "\0333"},
};

/* Nobody in a picture types secrets: the rig sits whoever was chosen below the check
 * (test_access.c is about the check). */
static void pass(struct rig *rig)
{
    if (!rig->asks && bb_ui_top(rig->ui) == BB_SCREEN_SECRET &&
        bb_ui_beneath(rig->ui) == BB_SCREEN_LOGIN) {
        const struct bb_screen *login = bb_screens[BB_SCREEN_LOGIN];
        char *person = bb_strdup(login->selected(rig->ui->open[0].state));
        bb_login_seat(rig->ui, person);
        free(person);
    }
}

/* Feeds one word of a script; returns its strokes. */
static int feed(struct rig *rig, const char *word)
{
    const char *at = word;
    uint32_t key = bb_key_parse(&at);
    char byte = (char)key;
    if (key == ' ')
        word = " ";
    if (key == BB_KEY_NONE || bb_key_is_text(key)) {
        int strokes = 0;
        uint32_t c;
        const char *end = word + strlen(word);
        bb_keys_feed(&rig->term.keys, word, strlen(word));
        for (const char *p = word; p < end; strokes++)
            p += bb_text_next(p, end, &c);
        bb_ui_keys(rig->ui, false);
        return strokes;
    }
    if (key < 0x80) {
        bb_keys_feed(&rig->term.keys, &byte, 1);
    } else {
        for (size_t i = 0; i < sizeof sequences / sizeof *sequences; i++) {
            if (sequences[i].key == key)
                bb_keys_feed(&rig->term.keys, sequences[i].bytes, strlen(sequences[i].bytes));
        }
    }
    ck_assert_msg(bb_keys_pending(&rig->term.keys), "no bytes for the key %s", word);
    bb_ui_keys(rig->ui, true);
    return 1;
}

int rig_keys(struct rig *rig, const char *keys)
{
    char *copy = bb_strdup(keys), *at = NULL;
    int strokes = 0;
    for (char *word = strtok_r(copy, " ", &at); word; word = strtok_r(NULL, " ", &at))
        strokes += feed(rig, word), pass(rig);
    free(copy);
    if (!rig->ui->quit)
        show(rig);
    return strokes;
}

void rig_bytes(struct rig *rig, const char *bytes, size_t len)
{
    bb_keys_feed(&rig->term.keys, bytes, len);
    bb_ui_keys(rig->ui, true);
    show(rig);
}

void rig_resize(struct rig *rig, int rows, int cols)
{
    rig->rows = rows;
    rig->cols = cols;
    vterm_set_size(rig->vterm, rows, cols);
    bb_ui_input(rig->ui, &(struct bb_input){.kind = BB_INPUT_RESIZE, .rows = rows, .cols = cols});
    show(rig);
}

void rig_tick(struct rig *rig, int seconds)
{
    rig->fake.now_ms += seconds * 1000LL;
    if (bb_ui_tick(rig->ui))
        show(rig);
}

void rig_count(struct rig *rig)
{
    rig->written = 0;
    rig->writes = 0;
}

/* ---- pictures ---- */

char *rig_screen(struct rig *rig)
{
    struct bb_buf out = {0};
    for (int row = 0; row < rig->rows; row++) {
        struct bb_buf line = {0};
        VTermPos pos = {row, 0};
        while (pos.col < rig->cols) {
            VTermScreenCell cell;
            vterm_screen_get_cell(rig->screen, pos, &cell);
            for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++) {
                char bytes[4];
                bb_buf_add(&line, bytes, bb_text_encode(cell.chars[i], bytes));
            }
            if (!cell.chars[0])
                bb_buf_char(&line, ' ');
            pos.col += cell.width ? cell.width : 1;
        }
        while (line.len && line.data[line.len - 1] == ' ')
            line.data[--line.len] = '\0';
        bb_buf_printf(&out, "%s\n", bb_buf_text(&line));
        bb_buf_done(&line);
    }
    return bb_buf_take(&out);
}

bool rig_sees(struct rig *rig, const char *text)
{
    char *screen = rig_screen(rig);
    bool seen = strstr(screen, text) != NULL;
    free(screen);
    return seen;
}

void rig_picture(struct rig *rig, const char *name)
{
    struct bb_buf path = {0}, expected = {0}, seen = {0};
    char *screen = rig_screen(rig);
    VTermPos caret;
    vterm_state_get_cursorpos(vterm_obtain_state(rig->vterm), &caret);
    bb_buf_printf(&seen, "%scaret %d,%d\n", screen, caret.row, caret.col);
    free(screen);
    bb_buf_printf(&path, "tests/ui/pictures/%s.txt", name);
    if (getenv("BANGBAN_BLESS")) {
        ck_ok(bb_file_write(path.data, 0644, seen.data, seen.len));
    } else {
        ck_ok(bb_file_read(&expected, path.data, 1 << 20));
        bool same = strcmp(bb_buf_text(&expected), seen.data) == 0;
        if (!same) /* Check's own messages are too short for two screens */
            printf("%s is now:\n%s\nand was:\n%s\n", name, seen.data, bb_buf_text(&expected));
        ck_assert_msg(same, "%s differs (make bless takes it over)", name);
    }
    bb_buf_done(&path);
    bb_buf_done(&expected);
    bb_buf_done(&seen);
}

/* ---- records ---- */

static void set_clock(struct rig *rig, const char *clock)
{
    int64_t at;
    char moment[40];
    snprintf(moment, sizeof moment, "2026-11-23 %s", clock);
    ck_ok(bb_at_parse(&at, moment));
    rig->fake.now_ms = at * 1000;
}

static void add_session(struct rig *rig, const char *item, int64_t phase, const char *clock,
                        const char *note, const char *name)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    struct bb_client client = {.name = name, .phone = name ? "13800001234" : NULL};
    bb_app_session_defaults(rig->app, &session);
    bb_strset(&session.item, item);
    bb_strset(&session.note, note);
    session.phase = phase;
    set_clock(rig, clock);
    if (!item)
        session.category = BB_CATEGORY_NONE;
    ck_ok(bb_app_session_add(rig->app, &session, &client, 0, &problems));
    bb_session_done(&session);
}

static void add_issue(struct rig *rig, const char *description, int64_t point, const char *found,
                      bool on_spot)
{
    struct bb_issue issue = {0};
    struct bb_problems problems = {0};
    int64_t at;
    ck_ok(bb_at_parse(&at, found));
    bb_strset(&issue.description, description);
    bb_strset(&issue.item, "P020");
    bb_strset(&issue.lead_unit, "310116G03");
    issue.point = point;
    if (on_spot)
        bb_strset(&issue.evidence, "已更换");
    ck_ok(bb_app_issue_add(rig->app, &issue, on_spot, at, &problems));
    bb_issue_done(&issue);
}

void rig_fill(struct rig *rig)
{
    ck_ok(bb_app_login(rig->app, "S001", NULL));
    add_session(rig, "P001", BB_PHASE_CLOSED, "09:09", "补办居住登记", "王小明");
    add_session(rig, NULL, BB_PHASE_CLOSED, "09:17", "问路", NULL);
    add_session(rig, "P002", BB_PHASE_PARKED, "09:24", NULL, "欧阳兰");
    add_session(rig, "P020", BB_PHASE_CLOSED, "09:35", NULL, NULL);
    set_clock(rig, "09:42");
    add_issue(rig, "居住证积分材料目录与办事指南不一致", BB_POINT_HARD, "2026-10-19 10:00", false);
    add_issue(rig, "自助机不能打印缴费凭证", BB_POINT_PAIN, "2026-11-17 14:00", false);
    add_issue(rig, "公租房审核公示期与轮候系统衔接不畅", BB_POINT_BLOCK, "2026-11-20 09:30", false);
    add_issue(rig, "叫号屏字太小", BB_POINT_PAIN, "2026-11-20 15:10", true);
}

void rig_step(struct rig *rig, const char *by, const char *no, enum bb_event_kind step,
              const char *at, struct bb_issue *body)
{
    struct bb_app *other;
    struct bb_problems problems = {0};
    int64_t when = 0;
    if (at)
        ck_ok(bb_at_parse(&when, at));
    ck_ok(bb_app_open(&other, &rig->config, rig->path, fake_clock_of(&rig->fake)));
    ck_ok(bb_app_sit(other, by, NULL));
    const struct bb_err *err = bb_app_issue_do(other, no, step, body, when, &problems, NULL);
    ck_assert_msg(!err, "%s: %s", no, err ? err->text : "");
    bb_issue_done(body);
    bb_app_close(other);
}

static struct bb_issue planned(const char *unit, const char *due)
{
    struct bb_issue body = {0};
    bb_strset(&body.plan, "统一口径");
    bb_strset(&body.measures, "更新指南；窗口旧单作废");
    bb_strset(&body.lead_unit, unit);
    bb_strset(&body.person, "S001");
    ck_ok(bb_day_parse(&body.due_named, due));
    return body;
}

void rig_fill_ledger(struct rig *rig)
{
    struct bb_issue body, seen = {0};
    rig_fill(rig);
    body = planned("310116D15", "2026-11-09");
    rig_step(rig, "M001", "C1W03-T261019-001", BB_EVENT_ISSUE_PLAN, "2026-10-20 10:00", &body);
    body = planned("310116G03", "2026-11-27");
    rig_step(rig, "M001", "C1W03-T261120-001", BB_EVENT_ISSUE_PLAN, "2026-11-20 10:00", &body);
    body = (struct bb_issue){0};
    bb_strset(&body.reason, "等轮候系统升级");
    ck_ok(bb_day_parse(&body.asked_due, "2026-12-04"));
    rig_step(rig, "S001", "C1W03-T261120-001", BB_EVENT_ISSUE_ASK, NULL, &body);

    ck_ok(bb_app_issue_load(rig->app, "C1W03-T261117-001", &seen));
    body = planned("310116D15", "2026-11-25");
    rig_step(rig, "M001", "C1W03-T261117-001", BB_EVENT_ISSUE_PLAN, NULL, &body);
    body = planned("310116G03", "2026-11-26");
    bb_strset(&body.heads, seen.heads);
    rig_step(rig, "M001", "C1W03-T261117-001", BB_EVENT_ISSUE_PLAN, NULL, &body);
    bb_issue_done(&seen);

    add_issue(rig, "取件柜经常打不开", BB_POINT_PAIN, "2026-10-12 10:00", false);
    body = planned("310116G03", "2026-10-30");
    rig_step(rig, "M001", "C1W03-T261012-001", BB_EVENT_ISSUE_PLAN, "2026-10-13 10:00", &body);
    body = (struct bb_issue){0};
    bb_strset(&body.evidence, "换了锁，试开二十次");
    rig_step(rig, "S001", "C1W03-T261012-001", BB_EVENT_ISSUE_FIX, "2026-10-20 10:00", &body);
}

/* ---- what the file holds ---- */

void rig_session(struct rig *rig, const char *no, struct bb_session *out)
{
    memset(out, 0, sizeof *out);
    ck_ok(bb_app_session_load(rig->app, no, out));
}

static const struct bb_err *keep_session(void *ctx, void *row)
{
    struct bb_session *kept = ctx;
    if (!kept->id)
        bb_record_copy(&bb_session_record, kept, row);
    return NULL;
}

void rig_newest(struct rig *rig, struct bb_session *out)
{
    memset(out, 0, sizeof *out);
    ck_ok(bb_app_session_list(rig->app, &(struct bb_session_query){.limit = 1},
                              &(struct bb_sink){keep_session, out}));
    ck_assert_ptr_nonnull(out->id);
}

static const struct bb_err *keep_issue(void *ctx, void *row)
{
    struct bb_issue *kept = ctx;
    if (!kept->id)
        bb_record_copy(&bb_issue_record, kept, row);
    return NULL;
}

bool rig_issue(struct rig *rig, const char *text, struct bb_issue *out)
{
    struct bb_issue_query query = {.text = text, .limit = 1};
    memset(out, 0, sizeof *out);
    ck_ok(bb_app_issue_list(rig->app, &query, &(struct bb_sink){keep_issue, out}));
    return out->id != NULL;
}

void rig_leader(struct rig *rig, const char *code, const char *name)
{
    struct bb_person person = {.role = BB_ROLE_LEADER};
    bb_strset(&person.code, code);
    bb_strset(&person.name, name);
    ck_ok(bb_app_reference_add(rig->app, "person", &person));
    bb_record_done(&bb_person_record, &person);
}
