/* Proving who one is: the secret at the login, the first administrator, one's own password and PIN,
 * the locked screen. Who then sits here is login.c's. */
#include "bangban/ui/secret.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/app/account.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"

enum { LINES_MOST = 3 };

struct line {
    const char *label; /* N_() */
    bool shown;        /* a name, no secret */
    char text[BB_SECRET_BYTES];
    size_t len;
};

struct secret {
    enum bb_secret_mode mode;
    char *person;
    struct line lines[LINES_MOST];
    int count, at;
    bool relieving; /* the locked screen: a supervisor is about to log its person out */
};

/* ---- the lines ---- */

static void lines_wipe(struct secret *state, int from)
{
    for (int i = from; i < LINES_MOST; i++) {
        bb_app_wipe(state->lines[i].text, sizeof state->lines[i].text);
        state->lines[i].len = 0;
    }
    state->at = from < state->count ? from : 0;
}

/* A wrong secret goes; a name that one sees stays. */
static void secrets_wipe(struct secret *state)
{
    int from = 0;
    while (from < state->count && state->lines[from].shown)
        from++;
    lines_wipe(state, from);
}

static void lines_set(struct secret *state, const char *const labels[LINES_MOST], int shown)
{
    lines_wipe(state, 0);
    state->count = 0;
    for (int i = 0; i < LINES_MOST && labels[i]; i++) {
        state->lines[i].label = labels[i];
        state->lines[i].shown = i < shown;
        state->count++;
    }
}

static void line_add(struct line *line, const char *bytes, size_t len)
{
    if (line->len + len >= sizeof line->text)
        return; /* longer than any secret: it will not fit anything */
    memcpy(line->text + line->len, bytes, len);
    line->len += len;
    line->text[line->len] = '\0';
}

static void line_erase(struct line *line)
{
    while (line->len > 0 && ((unsigned char)line->text[--line->len] & 0xc0) == 0x80)
        ;
    line->text[line->len] = '\0';
}

static bool line_input(struct secret *state, const struct bb_input *input)
{
    struct line *line = &state->lines[state->at];
    char bytes[4] = "";
    if (input->kind == BB_INPUT_PASTE) {
        line_add(line, input->text, strcspn(input->text, "\r\n"));
    } else if (input->kind != BB_INPUT_KEY) {
        return false;
    } else if (bb_key_is_text(input->key)) {
        size_t len = bb_text_encode(input->key, bytes);
        line_add(line, bytes, len);
    } else if (input->key == BB_KEY_BACKSPACE) {
        if (line->len == 0 && state->at > 0)
            state->at--;
        else
            line_erase(line);
    } else if (input->key == BB_KEY_CTRL('u')) {
        line->len = 0;
        bb_app_wipe(line->text, sizeof line->text);
    } else {
        return false;
    }
    return true;
}

static void lines_draw(struct bb_ui *ui, struct secret *state, struct bb_rect area)
{
    enum { LABEL_COLS = 24, STARS_MOST = 40 };
    for (int i = 0; i < state->count; i++, area.y += 2) {
        const struct line *line = &state->lines[i];
        struct bb_buf text = {0};
        uint32_t c;
        int stars = 0;
        if (line->shown) {
            bb_buf_str(&text, line->text);
        } else {
            for (const char *at = line->text, *end = at + line->len; at < end; stars++) {
                at += bb_text_next(at, end, &c);
                if (stars < STARS_MOST)
                    bb_buf_char(&text, '*');
            }
        }
        bb_paint_some(area.y, area.x, LABEL_COLS, _(line->label), BB_LOOK_LABEL);
        int used = bb_paint_some(area.y, area.x + LABEL_COLS, area.cols - LABEL_COLS - 1,
                                 bb_buf_text(&text), BB_LOOK_PLAIN);
        if (i == state->at)
            bb_ui_caret(ui, area.y, area.x + LABEL_COLS + used);
        bb_buf_done(&text);
    }
}

static const char *text_of(const struct secret *state, int line)
{
    return state->lines[line].text;
}

/* ---- at the login, and one's own ---- */

static const char *const lines_of_mode[][LINES_MOST] = {
    [BB_SECRET_LOGIN] = {N_("Password"), NULL, NULL},
    [BB_SECRET_FIRST] = {N_("Full name"), N_("Password"), N_("The same once more")},
    [BB_SECRET_CHOOSE] = {N_("Given password"), N_("New password"), N_("The same once more")},
    [BB_SECRET_PASSWORD] = {N_("Present password"), N_("New password"), N_("The same once more")},
    [BB_SECRET_PIN] = {N_("Present password"), N_("New PIN"), N_("The same once more")},
};

static const struct bb_err *secret_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct secret *state = opaque;
    const struct bb_secret_arg *what = arg;
    (void)ui;
    state->mode = what->mode;
    state->person = what->person ? bb_strdup(what->person) : NULL;
    lines_set(state, lines_of_mode[state->mode], state->mode == BB_SECRET_FIRST);
    return NULL;
}

static void secret_close(struct bb_ui *ui, void *opaque)
{
    struct secret *state = opaque;
    (void)ui;
    lines_wipe(state, 0);
    free(state->person);
}

static void secret_draw(struct bb_ui *ui, void *opaque)
{
    struct secret *state = opaque;
    const struct bb_person *person =
        state->person ? bb_app_person_of(ui->app, state->person) : NULL;
    struct bb_rect area = ui->body;
    struct bb_buf text = {0};
    char *demo = NULL;
    switch (state->mode) {
    case BB_SECRET_LOGIN:
        bb_buf_printf(&text, _("%s, type your password; Enter logs in, Esc goes back."),
                      person && person->name ? person->name : state->person);
        break;
    case BB_SECRET_FIRST:
        bb_buf_str(&text, _("Nobody has an account here yet. Make the administrator's first: your "
                            "name, then a password of your own. He gives the others theirs with: "
                            "bangban user add"));
        break;
    case BB_SECRET_CHOOSE:
        bb_buf_str(&text, _("Somebody else gave you this password and knows it. Choose your own: "
                            "at least 8 characters, letters and digits or signs."));
        break;
    case BB_SECRET_PASSWORD:
        bb_buf_str(&text, _("Another password: at least 8 characters, letters and digits or "
                            "signs. It drops the PIN."));
        break;
    case BB_SECRET_PIN:
        bb_buf_str(&text, _("A PIN of 6 to 8 digits unlocks your own locked screen, nothing else. "
                            "Left empty, there is none."));
        break;
    }
    int rows = bb_paint_wrapped(area.y, area.x, area.rows, area.cols, 0, bb_buf_text(&text),
                                BB_LOOK_TITLE);
    bb_buf_clear(&text);
    area.y += rows + 1;
    lines_draw(ui, state, area);
    if (state->mode == BB_SECRET_LOGIN && !bb_app_demo_secret(ui->app, &demo) && demo) {
        bb_buf_printf(&text, _("A made-up centre: everybody's password is %s"), demo);
        bb_paint_some(area.y + 2, area.x, area.cols, bb_buf_text(&text), BB_LOOK_QUIET);
    }
    free(demo);
    bb_buf_done(&text);
}

/* Nobody sits here before he has a password of his own. */
static const struct bb_err *choose(struct bb_ui *ui, struct secret *state)
{
    BB_TRY(bb_app_sit(ui->app, state->person, NULL));
    const struct bb_err *err = bb_app_own_secret(ui->app, text_of(state, 0), text_of(state, 1));
    bb_app_stand_up(ui->app);
    return err;
}

/* What was typed stays the first line of what is asked now. */
static void choose_begin(struct secret *state)
{
    struct line given = state->lines[0];
    state->mode = BB_SECRET_CHOOSE;
    lines_set(state, lines_of_mode[BB_SECRET_CHOOSE], 0);
    memcpy(state->lines[0].text, given.text, sizeof given.text);
    state->lines[0].len = given.len;
    state->at = 1;
    bb_app_wipe(&given, sizeof given);
}

static const struct bb_err *perform(struct bb_ui *ui, struct secret *state)
{
    if (state->mode != BB_SECRET_LOGIN && strcmp(text_of(state, 1), text_of(state, 2)) != 0)
        return bb_err(BB_ERR_SECRET_TWICE, NULL);
    switch (state->mode) {
    case BB_SECRET_LOGIN:
        return bb_app_secret_check(ui->app, state->person, text_of(state, 0));
    case BB_SECRET_FIRST:
        return bb_app_user_add(ui->app, "admin", text_of(state, 0), text_of(state, 1));
    case BB_SECRET_CHOOSE:
        return choose(ui, state);
    case BB_SECRET_PASSWORD:
        return bb_app_own_secret(ui->app, text_of(state, 0), text_of(state, 1));
    case BB_SECRET_PIN:
        return bb_app_own_pin(ui->app, text_of(state, 0), text_of(state, 1));
    }
    return NULL;
}

/* What follows when it was right; frees this screen where somebody sits down. */
static unsigned performed(struct bb_ui *ui, struct secret *state)
{
    char *person = NULL;
    switch (state->mode) {
    case BB_SECRET_LOGIN:
    case BB_SECRET_CHOOSE:
        person = bb_strdup(state->person);
        break;
    case BB_SECRET_FIRST:
        person = bb_strdup(bb_app_person(ui->app)->code);
        break;
    case BB_SECRET_PASSWORD:
        bb_ui_say(ui, _("The new password holds from now on."));
        return BB_POP;
    case BB_SECRET_PIN:
        bb_ui_say(ui, *text_of(state, 1) ? _("The PIN unlocks your screen from now on.")
                                         : _("There is no PIN any more."));
        return BB_POP;
    }
    bb_login_seat(ui, person);
    free(person);
    return BB_REDRAW;
}

static unsigned secret_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                              const struct bb_input *input)
{
    struct secret *state = opaque;
    if (action == BB_ACTION_NONE)
        return line_input(state, input) ? BB_REDRAW : BB_UNUSED;
    if (action == BB_ACTION_PREV || (action == BB_ACTION_NEXT && state->at + 1 == state->count)) {
        state->at -= state->at > 0 && action == BB_ACTION_PREV;
        return BB_REDRAW;
    }
    if (action != BB_ACTION_TAKE && action != BB_ACTION_NEXT)
        return BB_UNUSED;
    if (state->lines[state->at].shown && !state->lines[state->at].len) {
        bb_ui_warn(ui, _("Type your name first."));
        return BB_REDRAW;
    }
    if (state->at + 1 < state->count) {
        state->at++;
        return BB_REDRAW;
    }
    const struct bb_err *err = perform(ui, state);
    if (!err)
        return performed(ui, state);
    if (state->mode == BB_SECRET_LOGIN && err->code == BB_ERR_SECRET_GIVEN) {
        choose_begin(state);
        return BB_REDRAW;
    }
    secrets_wipe(state);
    bb_ui_tell(ui, err);
    return BB_REDRAW;
}

static bool always_typing(const void *state)
{
    (void)state;
    return true;
}

const struct bb_screen bb_screen_secret = {
    .state_bytes = sizeof(struct secret),
    .open = secret_open,
    .close = secret_close,
    .draw = secret_draw,
    .handle = secret_handle,
    .typing = always_typing,
};

/* ---- the locked screen ---- */

static const char *const lock_lines[LINES_MOST] = {N_("PIN or password"), NULL, NULL};
static const char *const relieve_lines[LINES_MOST] = {N_("Supervisor's code"), N_("Password"),
                                                      NULL};

static const struct bb_err *lock_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    (void)ui, (void)arg;
    lines_set(opaque, lock_lines, 0);
    return NULL;
}

static void lock_draw(struct bb_ui *ui, void *opaque)
{
    struct secret *state = opaque;
    const struct bb_person *person = bb_app_person(ui->app);
    struct bb_rect area = ui->body;
    struct bb_buf text = {0};
    bb_buf_printf(
        &text,
        state->relieving
            ? _("A supervisor logs %s out; what was typed stays as a draft. Esc goes back.")
            : _("Locked by %s. Everything stands as it was left."),
        person ? person->name : "");
    int rows = bb_paint_wrapped(area.y, area.x, area.rows, area.cols, 0, bb_buf_text(&text),
                                BB_LOOK_TITLE);
    bb_buf_done(&text);
    area.y += rows + 1;
    lines_draw(ui, state, area);
}

static unsigned lock_enter(struct bb_ui *ui, struct secret *state)
{
    const struct bb_err *err = state->relieving
                                   ? bb_app_relieve(ui->app, text_of(state, 0), text_of(state, 1))
                                   : bb_app_unlock(ui->app, text_of(state, 0));
    secrets_wipe(state);
    bb_ui_tell(ui, err);
    if (err)
        return BB_REDRAW;
    if (!state->relieving)
        return BB_POP | BB_RELOAD;
    bb_ui_out(ui); /* frees this screen */
    return BB_REDRAW;
}

static unsigned lock_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct secret *state = opaque;
    switch ((int)action) {
    case BB_ACTION_NONE:
        line_input(state, input);
        break;
    case BB_ACTION_TAKE:
        if (state->at + 1 < state->count)
            state->at++;
        else
            return lock_enter(ui, state);
        break;
    case BB_ACTION_RELIEVE:
    case BB_ACTION_BACK:
        state->relieving = action == BB_ACTION_RELIEVE;
        lines_set(state, state->relieving ? relieve_lines : lock_lines, state->relieving);
        break;
    case BB_ACTION_REDRAW:
        return BB_UNUSED;
    }
    return BB_REDRAW; /* nothing else has a meaning here */
}

const struct bb_screen bb_screen_lock = {
    .state_bytes = sizeof(struct secret),
    .open = lock_open,
    .close = secret_close,
    .draw = lock_draw,
    .handle = lock_handle,
    .typing = always_typing,
};
