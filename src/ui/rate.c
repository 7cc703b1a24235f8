/* The rating screen (好差评, R34): the client's, in large figures. Staff hand it over, or it runs
 * on a terminal of its own that waits for the desk's sessions to end. It stands alone, as the
 * question screen does: no key of it leads anywhere, and what was pressed is nowhere to be seen
 * once it was sent. */
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/ui/screen.h"
#include "bangban/ui/show.h"

enum stage { WAITING, LEVEL, CAUSE, SOLVED, THANKS };
enum { THANKS_SECONDS = 10 };

struct rate {
    bool handed; /* by staff; else the client's own terminal */
    enum stage stage;
    struct bb_session session; /* the one asked about */
    struct bb_rating rating;
    int64_t touched_at;
};

/* ---- the way through ---- */

static void ask(struct bb_ui *ui, struct rate *state)
{
    bb_record_done(&bb_rating_record, &state->rating);
    state->rating.medium = state->handed ? BB_MEDIUM_HANDED : BB_MEDIUM_TERMINAL;
    state->touched_at = bb_app_now(ui->app);
    state->stage = LEVEL;
}

static const struct bb_err *look_out(struct bb_ui *ui, struct rate *state)
{
    bool found = false;
    bb_session_done(&state->session);
    state->stage = WAITING;
    BB_TRY(bb_app_rating_waiting(ui->app, &state->session, &found));
    if (found)
        ask(ui, state);
    return NULL;
}

/* Sends what was pressed, or that nothing was. */
static void send(struct bb_ui *ui, struct rate *state)
{
    const struct bb_err *err = bb_app_rating_add(ui->app, state->session.id, &state->rating);
    bb_record_done(&bb_rating_record, &state->rating);
    state->stage = THANKS;
    state->touched_at = bb_app_now(ui->app);
    bb_ui_tell(ui, err);
}

static unsigned leave(struct bb_ui *ui, struct rate *state)
{
    if (state->handed)
        return BB_POP | BB_RELOAD;
    bb_ui_tell(ui, look_out(ui, state));
    return BB_REDRAW;
}

static int choices(enum stage stage)
{
    return stage == LEVEL   ? BB_RATING__COUNT - 1
           : stage == CAUSE ? BB_DISLIKE__COUNT - 1
                            : BB_OUTCOME_UNSOLVED;
}

static void choose(struct bb_ui *ui, struct rate *state, int number)
{
    switch (state->stage) {
    case LEVEL:
        state->rating.level = number;
        state->stage = bb_rating_is_bad(number) ? CAUSE : SOLVED;
        break;
    case CAUSE:
        state->rating.cause = number;
        state->stage = SOLVED;
        break;
    default:
        state->rating.solved = number;
        send(ui, state);
        break;
    }
}

/* Esc: one step back, so that a slip of the finger can be mended; from the first, not rated. */
static void step_back(struct bb_ui *ui, struct rate *state)
{
    if (state->stage == LEVEL)
        send(ui, state);
    else if (state->stage == SOLVED && bb_rating_is_bad(state->rating.level))
        state->stage = CAUSE;
    else
        ask(ui, state);
}

static unsigned rate_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct rate *state = opaque;
    int number = input->kind == BB_INPUT_KEY && input->key >= '0' && input->key <= '9'
                     ? (int)(input->key - '0')
                     : -1;
    state->touched_at = bb_app_now(ui->app);
    if (state->stage == THANKS)
        return input->kind == BB_INPUT_KEY ? leave(ui, state) : BB_REDRAW;
    if (state->stage == WAITING)
        return BB_REDRAW;
    if (action == BB_ACTION_BACK)
        step_back(ui, state);
    else if (number == 0 && state->stage == CAUSE)
        choose(ui, state, BB_DISLIKE_NONE);
    else if (number == 0 && state->stage == SOLVED)
        choose(ui, state, BB_OUTCOME_NONE);
    else if (number >= 1 && number <= choices(state->stage))
        choose(ui, state, number);
    return BB_REDRAW;
}

static void rate_tick(struct bb_ui *ui, void *opaque)
{
    struct rate *state = opaque;
    int64_t idle = bb_app_now(ui->app) - state->touched_at;
    if (state->stage == WAITING)
        bb_ui_tell(ui, look_out(ui, state));
    else if (state->stage == THANKS && !state->handed && idle >= THANKS_SECONDS)
        bb_ui_tell(ui, look_out(ui, state));
    else if (state->stage != THANKS && idle >= bb_app_config(ui->app)->rating_timeout)
        send(ui, state);
}

/* ---- what it shows ---- */

enum { DIGIT_ROWS = 5, DIGIT_COLS = 5 };
static const char *const digits[][DIGIT_ROWS] = {
    {" ██  ", "  █  ", "  █  ", "  █  ", " ███ "}, {"████ ", "   █ ", "████ ", "█    ", "████ "},
    {"████ ", "   █ ", " ███ ", "   █ ", "████ "}, {"█  █ ", "█  █ ", "████ ", "   █ ", "   █ "},
    {"████ ", "█    ", "████ ", "   █ ", "████ "}, {"████ ", "█    ", "████ ", "█  █ ", "████ "},
    {"████ ", "   █ ", "  █  ", "  █  ", "  █  "},
};

/* In the middle of the columns. */
static void middle(int y, int x, int cols, const char *text, enum bb_look look)
{
    int width = bb_text_cols(text);
    int left = width < cols ? (cols - width) / 2 : 0;
    bb_paint_some(y, x + left, cols - left, text, look);
}

static void draw_digit(int y, int x, int cols, int number)
{
    for (int row = 0; row < DIGIT_ROWS; row++)
        middle(y + row, x, cols, digits[number - 1][row], BB_LOOK_TITLE);
}

static void draw_levels(struct bb_rect area)
{
    int count = BB_RATING__COUNT - 1, cols = area.cols / count;
    bool large = area.rows >= DIGIT_ROWS + 4;
    for (int number = 1; number <= count; number++) {
        int x = area.x + (number - 1) * cols, y = area.y;
        struct bb_buf stars = {0};
        if (large) {
            draw_digit(y, x, cols, number);
            y += DIGIT_ROWS + 1;
        } else {
            char figure[2] = {(char)('0' + number), 0};
            middle(y++, x, cols, figure, BB_LOOK_TITLE);
        }
        for (int star = 0; star < number; star++)
            bb_buf_str(&stars, "★");
        bb_paint_wrapped(y + 1, x + 1, 2, cols - 2, 0, bb_code_label(BB_CODES_RATING, number),
                         BB_LOOK_PLAIN);
        bb_paint_some(y, x + 1, cols - 1, bb_buf_text(&stars), BB_LOOK_KEY);
        bb_buf_done(&stars);
    }
}

static void draw_choices(struct bb_rect area, enum bb_code_list list, int count)
{
    int step = area.rows >= count * 2 + 2 ? 2 : 1;
    for (int number = 1; number <= count; number++) {
        char figure[8] = {' ', (char)('0' + number), ' ', 0};
        int y = area.y + (number - 1) * step;
        bb_paint_some(y, area.x + 4, 4, figure, BB_LOOK_FOCUS);
        bb_paint_some(y, area.x + 9, area.cols - 9, bb_code_label(list, number), BB_LOOK_PLAIN);
    }
    bb_paint_some(area.y + count * step, area.x + 4, 4, " 0 ", BB_LOOK_FOCUS);
    bb_paint_some(area.y + count * step, area.x + 9, area.cols - 9, _("I do not want to say"),
                  BB_LOOK_QUIET);
}

/* What the session was about, so that nobody rates another one's. */
static void draw_about(struct bb_ui *ui, const struct rate *state, int y)
{
    struct bb_buf text = {0};
    const struct bb_session *session = &state->session;
    bb_buf_printf(&text, _("Session %s   %s"), session->no ? session->no : "",
                  session->item ? bb_show_item(ui, session->item)
                                : bb_code_label(BB_CODES_NO_ITEM, session->no_item));
    middle(y, ui->body.x, ui->body.cols, bb_buf_text(&text), BB_LOOK_QUIET);
    bb_buf_done(&text);
}

static void rate_draw(struct bb_ui *ui, void *opaque)
{
    static const char *const questions[] = {
        [WAITING] = N_("When your matter is done, please rate our service here."),
        [LEVEL] = N_("How content are you with the service? Press a number."),
        [CAUSE] = N_("We are sorry. What was not good? Press a number."),
        [SOLVED] = N_("Was your matter solved? Press a number."),
        [THANKS] = N_("Thank you."),
    };
    const struct rate *state = opaque;
    struct bb_rect area = ui->body;
    int head = area.rows >= 16 ? 2 : 0;
    middle(area.y + head, area.x, area.cols, _(questions[state->stage]), BB_LOOK_TITLE);
    if (state->stage == THANKS) {
        if (state->handed)
            middle(area.y + head + 2, area.x, area.cols,
                   _("Press any key and give the screen back."), BB_LOOK_PLAIN);
        return;
    }
    if (state->stage == WAITING)
        return;
    draw_about(ui, state, area.y + head + 1);
    area.y += head + 3;
    area.rows -= head + 3;
    if (state->stage == LEVEL)
        draw_levels(area);
    else if (state->stage == CAUSE)
        draw_choices(area, BB_CODES_DISLIKE, choices(CAUSE));
    else
        draw_choices(area, BB_CODES_OUTCOME, choices(SOLVED));
    middle(ui->body.y + ui->body.rows - 1, ui->body.x, ui->body.cols,
           state->stage == LEVEL
               ? _("Esc: not rated. It is your own choice, and nobody sees it here.")
               : _("Esc: one step back."),
           BB_LOOK_QUIET);
}

/* ---- the screen ---- */

static const struct bb_err *rate_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct rate *state = opaque;
    state->handed = arg != NULL;
    if (!state->handed)
        return look_out(ui, state);
    BB_TRY(bb_app_rating_may_ask(ui->app, arg));
    BB_TRY(bb_app_session_load(ui->app, arg, &state->session));
    ask(ui, state);
    return NULL;
}

static void rate_close(struct bb_ui *ui, void *opaque)
{
    struct rate *state = opaque;
    (void)ui;
    bb_session_done(&state->session);
    bb_record_done(&bb_rating_record, &state->rating);
}

/* A terminal that waits looks whether a session ended. */
static const struct bb_err *rate_reload(struct bb_ui *ui, void *opaque)
{
    struct rate *state = opaque;
    return state->stage == WAITING ? look_out(ui, state) : NULL;
}

static bool rate_typing(const void *opaque)
{
    (void)opaque;
    return true;
}

static bool rate_runs_out(const void *opaque)
{
    const struct rate *state = opaque;
    return state->stage != WAITING && (state->stage != THANKS || !state->handed);
}

const struct bb_screen bb_screen_rate = {
    .state_bytes = sizeof(struct rate),
    .open = rate_open,
    .close = rate_close,
    .reload = rate_reload,
    .draw = rate_draw,
    .handle = rate_handle,
    .typing = rate_typing,
    .tick = rate_tick,
    .runs_out = rate_runs_out,
};
