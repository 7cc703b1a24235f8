/* F9, the district's page: when its last receipt came, what it does not have yet, record by record,
 * what it refused, what somebody must decide; and the hand-over now, a step a tick. */
#include <stdlib.h>
#include <string.h>

#include "bangban/app/sync.h"
#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/core/filter.h"
#include "bangban/ui/rows.h"
#include "bangban/ui/shelf.h"
#include "bangban/ui/show.h"
#include "bangban/ui/system.h"

enum { SILENT_NIGHTS = 2, REFUSED_MAX = 20, HEAD_ROWS = 3 };

/* In the order in which the lines stand. */
enum kind { CONTESTED, BAD, REFUSED, CHANGED, WAITING };

struct line {
    char *id;      /* of the record, the file or the table */
    char *text;    /* NULL: not read yet */
    char *subject; /* what the id is one of; NULL: no record */
    char *no;
    enum kind kind;
    enum bb_event_kind last; /* WAITING: the last event */
    int64_t at, count;
    bool past; /* refused, and came through since */
};

struct district {
    struct bb_ui *ui;
    struct bb_rows rows;
    struct bb_shelf shelf; /* of struct line */
    size_t cap;
    struct bb_filter filter;
    struct bb_sync_state state;
    struct bb_sync_run *run; /* NULL: none */
    int64_t began_at;
};

/* ---- the lines ---- */

static struct line *line_add(struct district *state, enum kind kind, const char *id)
{
    struct bb_shelf *shelf = &state->shelf;
    if (shelf->count == state->cap) {
        state->cap = state->cap ? state->cap * 2 : 64;
        shelf->rows = bb_realloc(shelf->rows, state->cap * sizeof(struct line));
    }
    struct line *line = &((struct line *)shelf->rows)[shelf->count++];
    *line = (struct line){.id = bb_strdup(id), .kind = kind};
    return line;
}

static void forget(struct bb_shelf *shelf)
{
    struct line *lines = shelf->rows;
    for (size_t i = 0; i < shelf->count; i++) {
        free(lines[i].id);
        free(lines[i].text);
        free(lines[i].subject);
        free(lines[i].no);
    }
    free(lines);
}

static const struct bb_err *take_contested(void *ctx, void *row)
{
    const struct bb_issue *issue = row;
    struct line *line = line_add(ctx, CONTESTED, issue->id);
    line->subject = bb_strdup("issue");
    line->no = bb_strdup(issue->no);
    line->text = bb_strdup(issue->description);
    line->at = issue->acted_at;
    return NULL;
}

static const struct bb_err *take_bad(void *ctx, void *row)
{
    const struct bb_answer *answer = row;
    struct line *line = line_add(ctx, BAD, answer->file);
    line->no = bb_strdup(answer->file);
    line->text = bb_strdup(answer->reason);
    return NULL;
}

struct answering { /* newest first */
    struct district *state;
    bool through; /* a later packet was taken */
    int refused;
};

static const struct bb_err *take_answer(void *ctx, void *row)
{
    struct answering *answering = ctx;
    const struct bb_answer *answer = row;
    struct bb_buf reason = {0};
    if (strcmp(answer->status, "refused") != 0)
        answering->through = true;
    else if (answering->refused++ < REFUSED_MAX) {
        struct line *line = line_add(answering->state, REFUSED, answer->id);
        line->no = bb_strdup(answer->packet);
        bb_refusal_show(&reason, answer->reason);
        line->text = bb_buf_take(&reason);
        line->at = answer->read_at;
        line->past = answering->through;
    }
    return NULL;
}

static const struct bb_err *take_news(void *ctx, const struct bb_news *news)
{
    struct bb_buf text = {0};
    struct line *line = line_add(ctx, CHANGED, news->table);
    bb_buf_printf(&text, _("%lld new, %lld changed: %s"), (long long)news->added,
                  (long long)news->changed, news->names);
    line->no = bb_strdup(news->label);
    line->text = bb_buf_take(&text);
    line->at = news->at;
    return NULL;
}

static const struct bb_err *take_waiting(void *ctx, void *row)
{
    const struct bb_event *event = row;
    struct line *line = line_add(ctx, WAITING, event->subject);
    line->subject = bb_strdup(bb_event_subject(event->kind));
    line->last = event->kind;
    line->at = event->at;
    line->count = 1;
    return NULL;
}

static int compare_subjects(const void *a, const void *b)
{
    const struct line *left = a, *right = b;
    int order = strcmp(left->id, right->id);
    return order ? order : (left->at > right->at) - (left->at < right->at);
}

static int compare_lines(const void *a, const void *b)
{
    const struct line *left = a, *right = b;
    int order = (int)left->kind - (int)right->kind;
    if (!order)
        order = (left->at < right->at) - (left->at > right->at); /* newest first */
    return order ? order : strcmp(left->id, right->id);
}

/* Events of one record become one line. */
static void waiting_fold(struct bb_shelf *shelf, size_t from)
{
    struct line *lines = shelf->rows;
    size_t kept = from;
    if (shelf->count == from)
        return;
    qsort(lines + from, shelf->count - from, sizeof *lines, compare_subjects);
    for (size_t i = from + 1; i < shelf->count; i++) {
        if (strcmp(lines[i].id, lines[kept].id) != 0) {
            lines[++kept] = lines[i];
            continue;
        }
        lines[kept].count++;
        lines[kept].at = lines[i].at;
        lines[kept].last = lines[i].last;
        free(lines[i].id);
        free(lines[i].subject);
    }
    shelf->count = kept + 1;
}

static const struct bb_err *lines_read(struct district *state)
{
    struct bb_app *app = state->ui->app;
    struct bb_issue_query contested = {.waits = BB_WAITS_CHECK};
    struct answering answering = {.state = state};
    BB_TRY(bb_app_sync_state(app, &state->state));
    if (!bb_app_may(app, BB_USE_ISSUE_LIST))
        BB_TRY(bb_app_issue_list(app, &contested, &(struct bb_sink){take_contested, state}));
    BB_TRY(bb_app_bad_receipts(app, &(struct bb_sink){take_bad, state}));
    BB_TRY(bb_app_answers(app, &(struct bb_sink){take_answer, &answering}));
    BB_TRY(bb_app_news(app, false, take_news, state));
    size_t from = state->shelf.count;
    BB_TRY(bb_app_unacked(app, &(struct bb_sink){take_waiting, state}));
    waiting_fold(&state->shelf, from);
    if (state->shelf.count)
        qsort(state->shelf.rows, state->shelf.count, sizeof(struct line), compare_lines);
    return NULL;
}

static const struct bb_err *district_reload(struct bb_ui *ui, void *opaque)
{
    struct district *state = opaque;
    struct bb_shelf before = state->shelf;
    (void)ui;
    state->shelf.rows = NULL;
    state->shelf.count = state->cap = 0;
    const struct bb_err *err = lines_read(state);
    if (err) { /* what was seen stays */
        forget(&state->shelf);
        state->shelf = before;
        state->cap = before.count;
        return err;
    }
    err = bb_list_reload(state->rows.list);
    forget(&before);
    return err;
}

/* ---- words ---- */

/* Number and first words of a record; read when its line is first shown. */
static void line_complete(struct bb_ui *ui, struct line *line)
{
    struct bb_buf text = {0};
    struct bb_session session = {0};
    struct bb_issue issue = {0};
    if (line->text)
        return;
    if (strcmp(line->subject, "session") == 0 &&
        !bb_app_session_load(ui->app, line->id, &session)) {
        line->no = bb_strdup(session.no);
        if (session.item)
            bb_buf_printf(&text, "%s ", bb_show_item(ui, session.item));
    } else if (strcmp(line->subject, "issue") == 0 &&
               !bb_app_issue_load(ui->app, line->id, &issue)) {
        line->no = bb_strdup(issue.no);
        bb_buf_printf(&text, "%s ", issue.description);
    }
    bb_session_done(&session);
    bb_issue_done(&issue);
    bb_buf_printf(&text, "%s", bb_event_label(line->last));
    if (line->count > 1)
        bb_buf_printf(&text, " ×%lld", (long long)line->count);
    line->text = bb_buf_take(&text);
}

static const char *kind_label(const struct line *line)
{
    switch (line->kind) {
    case CONTESTED:
        return _("To be checked");
    case BAD:
        return _("Receipt put aside");
    case REFUSED:
        return line->past ? _("Refused, came since") : _("Packet refused");
    case CHANGED:
        return _("From the district");
    case WAITING:
        break;
    }
    return _("Not acknowledged");
}

enum { WHAT, WHEN, NO, TEXT, COLUMNS };
static const struct bb_column columns[] = {
    {N_("State"), 19, 20, 0, 0, BB_ALIGN_LEFT},
    {N_("When"), 11, 11, 0, 1, BB_ALIGN_LEFT},
    {N_("Record"), 16, 20, 0, 0, BB_ALIGN_LEFT},
    {N_("Content"), 10, 30, 1, 0, BB_ALIGN_LEFT},
};
_Static_assert(sizeof columns / sizeof *columns == COLUMNS, "one row per column");

static void district_cells(struct bb_ui *ui, const void *data, struct bb_buf *cells,
                           enum bb_look *looks)
{
    struct line *line = (struct line *)(size_t)data; /* its words are read late */
    char at[BB_AT_BYTES], clock[BB_AT_BYTES];
    line_complete(ui, line);
    bb_buf_str(&cells[WHAT], kind_label(line));
    if (line->at) {
        bb_at_format_minute(at, line->at);
        bb_buf_printf(&cells[WHEN], "%.5s %s", at + sizeof "2026-" - 1,
                      bb_at_format_clock(clock, line->at));
    }
    bb_buf_str(&cells[NO], line->no ? line->no : "");
    bb_buf_str(&cells[TEXT], line->text);
    if (line->kind <= REFUSED && !line->past)
        looks[WHAT] = line->kind == CONTESTED ? BB_LOOK_YELLOW : BB_LOOK_RED;
}

static const unsigned fields = BB_BY(KIND) | BB_BY(DATE) | BB_BY(NO);

struct filtered { /* what the filter is held against */
    const struct line *line;
    struct bb_buf *text;
};

static const char *filter_text(const void *row, enum bb_filter_field field)
{
    const struct filtered *at = row;
    char day[BB_DAY_BYTES];
    bb_buf_clear(at->text);
    if (field == BB_FILTER_DATE)
        bb_buf_str(at->text, bb_day_format(day, at->line->at ? bb_day_of(at->line->at) : 0));
    if (field == BB_FILTER_KIND || field == BB_FILTER_ANY)
        bb_buf_printf(at->text, "%s ", kind_label(at->line));
    if (field == BB_FILTER_NO || field == BB_FILTER_ANY)
        bb_buf_printf(at->text, "%s ", at->line->no ? at->line->no : "");
    if (field == BB_FILTER_ANY)
        bb_buf_str(at->text, at->line->text);
    return bb_buf_text(at->text);
}

static bool passes(void *ctx, const void *row)
{
    struct district *state = ctx;
    struct line *line = (struct line *)(size_t)row;
    struct bb_buf text = {0};
    if (!state->filter.count)
        return true;
    line_complete(state->ui, line);
    bool yes = bb_filter_matches(&state->filter, filter_text, &(struct filtered){line, &text});
    bb_buf_done(&text);
    return yes;
}

static const char *line_id(const void *row)
{
    return ((const struct line *)row)->id;
}

/* ---- the hand-over now ---- */

static const char *const steps[] = {N_("reading receipts"), N_("writing the packet"),
                                    N_("carrying files"), N_("reading receipts")};

static void report_say(struct bb_ui *ui, const struct bb_sync_report *report)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text,
                  _("Handed over: %lld packets written, %lld receipts read; %lld events are "
                    "not acknowledged yet."),
                  (long long)report->packets, (long long)report->receipts,
                  (long long)report->unacked);
    if (report->refused || report->bad)
        bb_ui_warn(ui, _("The district refused a packet, or a receipt was put aside: see the first "
                         "lines."));
    else
        bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_done(&text);
}

/* err: why it ends early; NULL: it is done. */
static void run_end(struct bb_ui *ui, struct district *state, const struct bb_err *err)
{
    struct bb_sync_report report;
    struct bb_buf why = {0};
    if (err)
        bb_buf_str(&why, err->text); /* errors live in a ring */
    const struct bb_err *ended = bb_sync_end(state->run, &report);
    state->run = NULL;
    ui->working = false;
    ui->stale = true; /* what came down shows on the screens beneath too */
    if (err)
        bb_ui_warn(ui, why.data);
    else if (ended)
        bb_ui_tell(ui, ended);
    else
        report_say(ui, &report);
    bb_sync_report_done(&report);
    bb_buf_done(&why);
}

static void run_begin(struct bb_ui *ui, struct district *state)
{
    if (state->run)
        return;
    const struct bb_err *err = bb_sync_begin(ui->app, &state->run);
    bb_ui_tell(ui, err);
    ui->working = !err;
    state->began_at = bb_app_now(ui->app);
}

static void district_tick(struct bb_ui *ui, void *opaque)
{
    struct district *state = opaque;
    if (!state->run)
        return;
    const struct bb_err *err = bb_sync_go(state->run, 0);
    if (err || bb_sync_at(state->run) == BB_SYNC_DONE)
        run_end(ui, state, err);
}

/* ---- the screen ---- */

static struct bb_rect list_area(const struct bb_rect *body)
{
    struct bb_rect area = *body;
    area.y += HEAD_ROWS + 2;
    area.rows -= HEAD_ROWS + 2;
    return area;
}

static void district_resize(struct bb_ui *ui, void *opaque)
{
    struct bb_rect area = list_area(&ui->body);
    bb_rows_resize(ui, &((struct district *)opaque)->rows, &area);
}

static const struct bb_err *district_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct district *state = opaque;
    (void)arg;
    BB_TRY(bb_app_may(ui->app, BB_USE_EXPORT));
    state->ui = ui;
    state->shelf = (struct bb_shelf){
        .row_bytes = sizeof(struct line), .id = line_id, .passes = passes, .ctx = state};
    state->rows = (struct bb_rows){
        .columns = columns, .column_count = COLUMNS, .key_column = NO, .cells = district_cells};
    bb_rows_open(&state->rows,
                 (struct bb_list_source){.fetch = bb_shelf_fetch, .ctx = &state->shelf});
    return NULL;
}

static void district_close(struct bb_ui *ui, void *opaque)
{
    struct district *state = opaque;
    struct bb_sync_report report;
    if (state->run) { /* whoever leaves cancels: the next one goes on from there */
        ui->working = false;
        bb_sync_end(state->run, &report);
        bb_sync_report_done(&report);
    }
    bb_rows_done(&state->rows);
    bb_filter_done(&state->filter);
    forget(&state->shelf);
}

/* "2 nights ago (2026-11-22 22:41)". */
static void show_last(const struct bb_sync_state *state, struct bb_buf *out)
{
    char at[BB_AT_BYTES];
    if (!state->joined)
        bb_buf_str(out, _("not joined to a district; bangban-sync(1) says how"));
    else if (state->nights < 0)
        bb_buf_str(out, _("none yet"));
    else if (state->nights == 0)
        bb_buf_printf(out, _("today (%s)"), bb_at_format_minute(at, state->last_at));
    else
        bb_buf_printf(out, _("%lld nights ago (%s)"), (long long)state->nights,
                      bb_at_format_minute(at, state->last_at));
}

static void show_run(struct bb_ui *ui, const struct district *state, struct bb_buf *out)
{
    enum bb_sync_step at = bb_sync_at(state->run);
    bb_buf_printf(out, _("Handing over, step %d of %d: %s, %lld s. Esc cancels."), (int)at + 1,
                  (int)BB_SYNC_DONE, _(steps[at]),
                  (long long)(bb_app_now(ui->app) - state->began_at));
}

static void head_draw(struct bb_ui *ui, const struct district *state, const struct bb_rect *body)
{
    struct bb_buf text = {0};
    const struct bb_sync_state *now = &state->state;
    bool silent = now->joined && (now->nights < 0 || now->nights >= SILENT_NIGHTS);
    int label = bb_paint_some(body->y, body->x, body->cols, _("Last receipt: "), BB_LOOK_LABEL);
    show_last(now, &text);
    bb_paint_some(body->y, body->x + label, body->cols - label, bb_buf_text(&text),
                  silent ? BB_LOOK_RED : BB_LOOK_PLAIN);
    bb_buf_clear(&text);
    bb_buf_printf(&text, _("Not acknowledged: %lld events · reference data: version %lld"),
                  (long long)now->unacked, (long long)now->seen_reference);
    bb_paint_some(body->y + 1, body->x, body->cols, bb_buf_text(&text), BB_LOOK_PLAIN);
    bb_buf_clear(&text);
    if (state->run)
        show_run(ui, state, &text);
    else if (now->behind_s)
        bb_buf_printf(&text,
                      now->behind_s > 0
                          ? _("This clock is %lld minutes behind the district's. Set it.")
                          : _("This clock is %lld minutes ahead of the district's. Set it."),
                      llabs(now->behind_s) / 60);
    bb_paint_some(body->y + 2, body->x, body->cols, bb_buf_text(&text),
                  state->run ? BB_LOOK_TITLE : BB_LOOK_WARN);
    bb_buf_done(&text);
}

static void district_draw(struct bb_ui *ui, void *opaque)
{
    struct district *state = opaque;
    struct bb_rect body = bb_system_head(ui), area = list_area(&ui->body);
    head_draw(ui, state, &body);
    bb_rows_draw(ui, &state->rows, &area, _("Everything is acknowledged, and nothing is refused."));
}

static void line_open(struct bb_ui *ui, const struct line *line)
{
    bool is_issue = line->subject && strcmp(line->subject, "issue") == 0;
    bool is_session = line->subject && strcmp(line->subject, "session") == 0;
    if (is_issue || is_session)
        bb_ui_push(ui, is_issue ? BB_SCREEN_ISSUE : BB_SCREEN_SESSION, line->id);
    else if (line->text)
        bb_ui_say(ui, line->text);
}

static unsigned district_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                                const struct bb_input *input)
{
    struct district *state = opaque;
    bool refilter;
    unsigned reaction = bb_rows_handle(ui, &state->rows, action, input, &refilter);
    if (refilter) {
        bb_rows_refilter(ui, &state->rows, &state->filter, fields);
        district_resize(ui, state);
        bb_ui_tell(ui, bb_list_reload(state->rows.list));
    }
    if (!(reaction & BB_UNUSED))
        return reaction;
    if (action == BB_ACTION_OPEN) {
        line_open(ui, bb_rows_selected(&state->rows));
        return BB_REDRAW;
    }
    if (action == BB_ACTION_SYNC) {
        run_begin(ui, state);
        return BB_REDRAW;
    }
    if (action == BB_ACTION_BACK && state->run) {
        run_end(ui, state, bb_err(BB_ERR_SYNC_CANCELLED, NULL));
        return BB_RELOAD;
    }
    return BB_UNUSED;
}

static bool district_typing(const void *opaque)
{
    return ((const struct district *)opaque)->rows.finding;
}

static const char *district_selected(void *opaque)
{
    return bb_rows_selected_id(&((struct district *)opaque)->rows);
}

const struct bb_screen bb_screen_district = {
    .state_bytes = sizeof(struct district),
    .open = district_open,
    .close = district_close,
    .reload = district_reload,
    .resize = district_resize,
    .draw = district_draw,
    .handle = district_handle,
    .typing = district_typing,
    .selected = district_selected,
    .tick = district_tick,
};
