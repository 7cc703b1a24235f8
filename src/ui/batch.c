/* Assigning, reminding, printing several lines: says what and to how many, asks for a word, then
 * one transaction a line, which Esc stops between lines. Refusals are listed at the end. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "bangban/ui/batch.h"
#include "bangban/ui/formdraft.h"
#include "bangban/ui/formview.h"
#include "bangban/ui/reader.h"
#include "bangban/ui/show.h"
#include "bangban/ui/step.h"

enum { DRAW_EVERY = 8, NAMED = 4 };

struct batch {
    enum bb_event_kind kind;
    struct bb_marks *marks;
    char *range;              /* of a printed list */
    struct bb_step_form step; /* of a print only its form */
    struct bb_formdraft draft;
    struct bb_issue *rows; /* as shown when the batch began */
    size_t count, cap, at, done;
    bool running, finished;
    int64_t began_ms;
    struct bb_reader report;
};

static const char *english_of(const struct batch *state)
{
    return state->kind == BB_EVENT_ISSUE_ASSIGN ? N_("assign") : N_("remind");
}

static const char *word_of(const struct batch *state)
{
    return _(english_of(state));
}

static const struct bb_err *keep_row(void *ctx, void *row)
{
    struct batch *state = ctx;
    if (state->count == state->cap) {
        state->cap = state->cap ? state->cap * 2 : 64;
        state->rows = bb_realloc(state->rows, state->cap * sizeof *state->rows);
    }
    memset(&state->rows[state->count], 0, sizeof *state->rows);
    bb_record_copy(&bb_issue_record, &state->rows[state->count++], row);
    return NULL;
}

static const struct bb_err *keep_marked(struct bb_ui *ui, struct batch *state)
{
    for (size_t i = 0; i < state->marks->count; i++) {
        struct bb_issue row = {0};
        BB_TRY(bb_app_issue_load(ui->app, state->marks->ids[i], &row));
        keep_row(state, &row);
        bb_issue_done(&row);
    }
    return NULL;
}

static int by_due(const void *a, const void *b)
{
    const struct bb_issue *one = a, *other = b;
    if (one->due_day != other->due_day) /* unknown last */
        return !one->due_day ? 1 : !other->due_day ? -1 : one->due_day < other->due_day ? -1 : 1;
    return strcmp(one->no, other->no);
}

static const struct bb_field_spec file_spec[] = {
    {"file", N_("File"), BB_FIELD_TEXT, 0, 0, BB_CODES_NONE, NULL},
};

static const struct bb_err *open_form(struct bb_ui *ui, struct batch *state)
{
    const struct bb_issue several = {0};
    struct bb_buf text = {0};
    if (state->kind != BB_EVENT_NONE) {
        BB_TRY(bb_step_form_open(ui, &state->step, state->kind, true));
        bb_step_form_fill(ui, &state->step, &several);
        bb_buf_printf(&text, _("Type \"%s\" (or \"%s\"), then Ctrl-S."), word_of(state),
                      english_of(state));
        bb_form_set_hint(state->step.form, "word", bb_buf_text(&text));
    } else {
        char day[BB_DAY_BYTES];
        state->step.form = bb_form_new(file_spec, 1);
        bb_buf_printf(&text, "issues-%s.txt", bb_day_format(day, bb_app_today(ui->app)));
        bb_form_set_text(state->step.form, "file", bb_buf_text(&text));
        bb_form_set_hint(state->step.form, "file",
                         _("A name in the present folder, or a path; Ctrl-S writes it."));
    }
    bb_buf_clear(&text);
    bb_buf_printf(&text, "batch %s", state->kind ? bb_event_word(state->kind) : "print");
    bb_formdraft_open(ui, &state->draft, bb_buf_text(&text), state->step.form);
    if (state->kind != BB_EVENT_NONE) /* the word is asked for each time */
        bb_form_set_text(state->step.form, "word", NULL);
    bb_buf_done(&text);
    return NULL;
}

static void drop(struct batch *state)
{
    for (size_t i = 0; i < state->count; i++)
        bb_issue_done(&state->rows[i]);
    free(state->rows);
    free(state->range);
    bb_step_form_done(&state->step);
    bb_reader_done(&state->report);
}

static const struct bb_err *batch_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct batch *state = opaque;
    const struct bb_batch_ask *ask = arg;
    state->kind = ask->kind;
    state->marks = ask->marks;
    state->range = bb_strdup(ask->marks->count ? _("selected lines")
                                               : bb_ledger_view_label(ask->view->filter->view));
    const struct bb_err *err =
        state->marks->count
            ? keep_marked(ui, state)
            : bb_ledger_each(ask->view, BB_BATCH_MAX, &(struct bb_sink){keep_row, state});
    if (!err)
        err = open_form(ui, state);
    if (err) {
        drop(state);
        return err;
    }
    if (state->marks->count)
        qsort(state->rows, state->count, sizeof *state->rows, by_due);
    return NULL;
}

static void batch_close(struct bb_ui *ui, void *opaque)
{
    struct batch *state = opaque;
    bb_formdraft_close(ui, &state->draft, state->step.form,
                       _("Nothing was done. What you typed is kept: the same key goes on."));
    drop(state);
}

static void batch_tick(struct bb_ui *ui, void *opaque)
{
    struct batch *state = opaque;
    bb_formdraft_write(ui, &state->draft, state->step.form);
}

/* ---- what is seen ---- */

static void show_head(const struct batch *state, struct bb_buf *out)
{
    bb_buf_printf(out,
                  state->kind == BB_EVENT_ISSUE_ASSIGN ? _("Lines to assign: %d")
                  : state->kind == BB_EVENT_ISSUE_REMIND
                      ? _("Lines to remind, each by its next stage: %d")
                      : _("Lines to print as a problem list: %d"),
                  (int)state->count);
}

/* "T261019-001, T261026-001 …": the first of them. */
static void show_names(const struct batch *state, struct bb_buf *out)
{
    for (size_t i = 0; i < state->count && i < NAMED; i++)
        bb_buf_printf(out, "%s%s", i ? _(", ") : "", state->rows[i].no);
    if (state->count > NAMED)
        bb_buf_str(out, " …");
}

static int64_t monotonic_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void draw_progress(const struct batch *state, const struct bb_rect *area, int y)
{
    enum { BAR_COLS = 30 };
    struct bb_buf line = {0};
    int full = state->count ? (int)(state->at * BAR_COLS / state->count) : 0;
    for (int i = 0; i < BAR_COLS; i++)
        bb_buf_str(&line, i < full ? "█" : "·");
    bb_buf_printf(&line, "  %d / %d", (int)state->at, (int)state->count);
    int64_t spent = monotonic_ms() - state->began_ms;
    int64_t left = state->at ? spent * (int64_t)(state->count - state->at) / (int64_t)state->at : 0;
    if (left >= 1000)
        bb_buf_printf(&line, _("  about %d s left"), (int)(left / 1000));
    bb_paint_some(y, area->x, area->cols, bb_buf_text(&line), BB_LOOK_PLAIN);
    bb_paint_some(y + 1, area->x, area->cols, _("Esc stops after the present line."),
                  BB_LOOK_QUIET);
    bb_buf_done(&line);
}

static void batch_draw(struct bb_ui *ui, void *opaque)
{
    struct batch *state = opaque;
    struct bb_rect area = ui->body;
    struct bb_buf head = {0}, names = {0};
    show_head(state, &head);
    show_names(state, &names);
    bb_paint_some(area.y, area.x, area.cols, bb_buf_text(&head),
                  state->kind ? BB_LOOK_ERROR : BB_LOOK_TITLE);
    bb_paint_some(area.y + 1, area.x, area.cols, bb_buf_text(&names), BB_LOOK_PLAIN);
    bb_buf_done(&head);
    bb_buf_done(&names);
    area.y += 3;
    area.rows -= 3;
    if (state->finished)
        bb_reader_draw(ui, &state->report, &area);
    else if (state->running)
        draw_progress(state, &area, area.y);
    else
        bb_formview_draw(ui, state->step.form, &area);
}

/* ---- doing it ---- */

/* Esc, or the line dropped. What else is typed meanwhile is not meant for anything. */
static bool is_stopped(struct bb_ui *ui)
{
    bool stopped = false;
    enum bb_term_signal signal = bb_term_wait(ui->term, 0);
    if (signal == BB_TERM_HUNG_UP)
        ui->quit = stopped = true;
    if (signal == BB_TERM_RESIZED)
        bb_ui_input(ui, &(struct bb_input){.kind = BB_INPUT_RESIZE});
    for (uint32_t key;
         (key = bb_keys_next(&ui->term->keys, signal == BB_TERM_QUIET)) != BB_KEY_NONE;)
        stopped = stopped || key == BB_KEY_ESC;
    return stopped;
}

static void do_one(struct bb_ui *ui, struct batch *state, const struct bb_issue *row,
                   struct bb_issue *body)
{
    struct bb_problems problems = {0};
    bb_strset(&body->heads, row->heads);
    const struct bb_err *err =
        bb_app_issue_do(ui->app, row->id, state->kind, body, 0, &problems, NULL);
    if (err) {
        bb_reader_add(&state->report, row->no,
                      problems.count ? problems.rows[0].sentence : err->text, BB_LOOK_WARN);
    } else {
        state->done++;
        bb_marks_put(state->marks, row->id, false);
    }
}

static void finish(struct bb_ui *ui, struct batch *state, bool stopped)
{
    struct bb_buf text = {0};
    size_t refused = state->at - state->done;
    state->running = false;
    state->finished = true;
    bb_form_mark(state->step.form);
    bb_buf_printf(&text, _("Done %d, refused %d."), (int)state->done, (int)refused);
    if (stopped)
        bb_buf_printf(&text, _(" Stopped: %d are untouched."), (int)(state->count - state->at));
    if (state->done == 1)
        bb_buf_str(&text, _(" Ctrl-Z undoes it."));
    else if (state->done)
        bb_buf_printf(&text, _(" Ctrl-Z undoes all %d."), (int)state->done);
    bb_ui_say(ui, bb_buf_text(&text));
    bb_buf_clear(&text);
    bb_buf_str(&text, refused ? _("Refused, still marked. Enter goes back.")
                              : _("Nothing was refused. Enter goes back."));
    bb_reader_head(&state->report, bb_buf_text(&text));
    bb_buf_done(&text);
}

static unsigned run(struct bb_ui *ui, struct batch *state, struct bb_issue *body)
{
    bool stopped = false;
    state->running = true;
    state->began_ms = monotonic_ms();
    bb_app_batch(ui->app, true);
    for (state->at = 0; state->at < state->count && !stopped; state->at++) {
        if (state->at % DRAW_EVERY == 0)
            bb_ui_draw(ui);
        stopped = is_stopped(ui);
        if (stopped)
            break;
        do_one(ui, state, &state->rows[state->at], body);
    }
    bb_app_batch(ui->app, false);
    finish(ui, state, stopped);
    return BB_RELOAD;
}

static unsigned write_list(struct bb_ui *ui, struct batch *state)
{
    const char *path = bb_form_text(state->step.form, "file");
    struct bb_buf text = {0};
    bb_form_clear_errors(state->step.form);
    if (!*path || bb_file_exists(path)) {
        bb_form_set_error(state->step.form, "file",
                          *path ? _("This file exists already; choose another name.")
                                : _("Write the name of a file."));
        return BB_REDRAW;
    }
    const struct bb_err *err = bb_app_print_note(ui->app, state->range);
    if (!err) {
        bb_issue_print(ui, state->rows, state->count, state->range, &text);
        err = bb_file_write(path, 0600, bb_buf_text(&text), text.len);
    }
    bb_buf_clear(&text);
    if (err) {
        bb_form_set_error(state->step.form, "file", err->text);
    } else {
        bb_form_mark(state->step.form);
        bb_buf_printf(&text, _("Written: %s, lines: %d."), path, (int)state->count);
        bb_ui_say(ui, bb_buf_text(&text));
    }
    bb_buf_done(&text);
    return err ? BB_REDRAW : BB_POP;
}

/* What one line alone would be refused for is not known yet; what is missing in the form is. */
static bool is_complete(struct batch *state, const struct bb_issue *body)
{
    const char *typed = bb_form_text(state->step.form, "word"), *word = word_of(state);
    const char *english = english_of(state);
    if (state->kind == BB_EVENT_ISSUE_ASSIGN && !body->lead_unit)
        bb_form_set_error(state->step.form, "lead_unit", _("This step needs it; fill it in."));
    if (state->kind == BB_EVENT_ISSUE_ASSIGN && !body->person)
        bb_form_set_error(state->step.form, "person", _("This step needs it; fill it in."));
    if (strcmp(typed, word) != 0 && strcmp(typed, english) != 0)
        bb_form_set_error(state->step.form, "word", bb_err(BB_ERR_VOID_WORD, word, NULL)->text);
    return !bb_form_first_error(state->step.form);
}

static unsigned save(struct bb_ui *ui, struct batch *state)
{
    struct bb_issue body = {0};
    unsigned reaction = BB_REDRAW;
    if (state->kind == BB_EVENT_NONE)
        return write_list(ui, state);
    if (!bb_step_form_gather(ui, &state->step, &body))
        bb_form_first_error(state->step.form);
    else if (is_complete(state, &body))
        reaction = run(ui, state, &body);
    bb_issue_done(&body);
    return reaction;
}

static unsigned batch_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct batch *state = opaque;
    if (state->finished) {
        if (input->kind == BB_INPUT_KEY && input->key == BB_KEY_ENTER)
            return BB_POP;
        return bb_reader_handle(&state->report, action);
    }
    if (action == BB_ACTION_SAVE)
        return save(ui, state);
    if (action == BB_ACTION_UNDO) { /* never the last act: one is busy with this one */
        bb_formdraft_undo(ui, &state->draft, state->step.form);
        return BB_REDRAW;
    }
    unsigned reaction = bb_formview_handle(state->step.form, action, input);
    if (state->kind != BB_EVENT_NONE)
        bb_step_form_settle(ui, &state->step);
    return reaction;
}

static bool batch_typing(const void *opaque)
{
    return !((const struct batch *)opaque)->finished;
}

const struct bb_screen bb_screen_batch = {
    .state_bytes = sizeof(struct batch),
    .form_at = offsetof(struct batch, step.form),
    .open = batch_open,
    .close = batch_close,
    .draw = batch_draw,
    .handle = batch_handle,
    .typing = batch_typing,
    .tick = batch_tick,
};
