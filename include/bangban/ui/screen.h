/*
 * Screens and what holds them: a stack of open screens over one app. A screen is one const object;
 * it changes its own state and *returns* what must happen. The gate turns keys, resizing, ticks,
 * the line dropping and a test's script into one kind of event, struct bb_input.
 */
#ifndef BANGBAN_UI_SCREEN_H
#define BANGBAN_UI_SCREEN_H

#include "bangban/app/app.h"
#include "bangban/ui/paint.h"
#include "bangban/ui/term.h"
#include "bangban/view/action.h"

enum bb_input_kind {
    BB_INPUT_KEY,
    BB_INPUT_PASTE,
    BB_INPUT_RESIZE,
    BB_INPUT_TICK,
    BB_INPUT_HANGUP
};
struct bb_input {
    enum bb_input_kind kind;
    uint32_t key;     /* KEY */
    const char *text; /* PASTE */
    int rows, cols;   /* RESIZE; 0: ask the terminal */
};

/* What a handler wants done. */
enum bb_reaction {
    BB_REDRAW = 0, /* every input but a quiet tick draws */
    BB_RELOAD = 1, /* records changed: every open screen reads again */
    BB_POP = 2,    /* close this screen */
    BB_UNUSED = 4  /* the screen has no meaning for it: the general one applies */
};

struct bb_ui;

struct bb_screen {
    size_t state_bytes; /* zeroed before open */
    bool overlay;       /* draws a box over the screen beneath */
    size_t form_at;     /* of BB_ON_FIELDS: where the state's struct bb_form * stands */
    const struct bb_err *(*open)(struct bb_ui *ui, void *state,
                                 const void *arg); /* an error: not opened */
    void (*close)(struct bb_ui *ui, void *state);  /* NULL: nothing to free */
    const struct bb_err *(*reload)(
        struct bb_ui *ui, void *state); /* after open, and when records changed; may be NULL */
    void (*resize)(struct bb_ui *ui,
                   void *state); /* after open, and when ui->body changed; may be NULL */
    void (*draw)(struct bb_ui *ui, void *state); /* inside ui->body */
    unsigned (*handle)(struct bb_ui *ui, void *state, enum bb_action_id action,
                       const struct bb_input *input);
    bool (*typing)(const void *state); /* characters are text; NULL: never */
    const char *(*selected)(
        void *state); /* for BB_NEEDS_ROW; NULL: nothing is. The member may be NULL */
    /* Appends what the title line says behind the screen's name; may be NULL. */
    void (*title)(const void *state, struct bb_buf *out);
    void (*tick)(struct bb_ui *ui, void *state); /* once a second: write drafts; may be NULL */
    /* A time runs out here: it ticks and is drawn every second, however quiet all is; may be NULL.
     */
    bool (*runs_out)(const void *state);
};
extern const struct bb_screen *const bb_screens[BB_SCREEN__COUNT];
extern const struct bb_screen bb_screen_hand, bb_screen_audit, bb_screen_late, bb_screen_district,
    bb_screen_secret, bb_screen_lock;
extern const struct bb_screen bb_screen_login, bb_screen_desk, bb_screen_form, bb_screen_today,
    bb_screen_session, bb_screen_ledger, bb_screen_issue, bb_screen_why, bb_screen_raise,
    bb_screen_steps, bb_screen_batch, bb_screen_saved, bb_screen_step, bb_screen_refer,
    bb_screen_void, bb_screen_search, bb_screen_palette, bb_screen_help, bb_screen_leave,
    bb_screen_leaders, bb_screen_leader, bb_screen_visit, bb_screen_vplan, bb_screen_waive,
    bb_screen_suggest, bb_screen_kiosk, bb_screen_rate, bb_screen_register, bb_screen_entry,
    bb_screen_slip, bb_screen_board, bb_screen_unmask, bb_screen_personal;

/* The last place of the stack is the locked screen's. */
enum { BB_UI_DEPTH = 13, BB_CHROME_ROWS = 4 };

struct bb_open_screen {
    enum bb_screen_id id;
    void *state;
};

/* A draft of a form that is not open now. */
struct bb_kept {
    char *form, *text;
    struct bb_draft *draft;
    struct bb_kept *next;
};

/* The title line, the figures and the key bar as they were painted last, for as long as they are
 * about the same.
 */
struct bb_painted_title {
    int cols;
    int64_t minute;
    bool inside;         /* somebody has logged in */
    struct bb_buf about; /* what the screen calls itself */
    struct bb_buf pieces;
};
struct bb_painted_bar {
    int y, cols;
    enum bb_screen_id screen;
    bool typing;
    struct bb_buf pieces;
};
struct bb_painted_figures {
    int cols;
    bool tail_fault;
    struct bb_day_figures of;
    struct bb_buf pieces;
};

struct bb_ui {
    struct bb_app *app;
    struct bb_term *term;
    struct bb_open_screen open[BB_UI_DEPTH];
    int depth;
    struct bb_rect body; /* where a screen draws; rows 0: the terminal is too small */
    char *message;
    enum bb_look message_look;
    int caret_y, caret_x;
    struct bb_day_figures figures;
    bool figures_known, figures_stale;
    struct bb_painted_title title;
    struct bb_painted_bar bar;
    struct bb_painted_figures shown; /* when they are known */
    bool frame_stale;                /* other people or rights: title and bar are made anew */
    int64_t minute;                  /* that the clock shows */
    bool working;                    /* a screen does something by the tick: ticks come soon */
    bool stale;                      /* records changed in a tick: every open screen reads again */
    enum bb_action_id queued;        /* chosen in the palette, done after it has closed */
    struct bb_kept *kept;
    struct bb_session last; /* as saved last, for "as last" */
    bool has_last, quit;
    bool ticking;       /* seconds are shown: ticks come once a second, and draw */
    bool offered;       /* the text about to be saved was asked about: personal.h */
    char *before;       /* code of who sat here before */
    int64_t touched_at; /* the last key */
    int64_t handed_at;  /* of the hand-over to this desk that was announced last, and its session */
    char handed[BB_UUID_BYTES];
};

/* ---- for the screens ---- */
/* Says one sentence on the message line, until the next key. The second kind is NULL-safe and takes
 * errors. */
void bb_ui_say(struct bb_ui *ui, const char *sentence);
void bb_ui_warn(struct bb_ui *ui, const char *sentence);
void bb_ui_tell(struct bb_ui *ui, const struct bb_err *err);

void bb_ui_push(struct bb_ui *ui, enum bb_screen_id id, const void *arg); /* tells errors itself */
void bb_ui_go(struct bb_ui *ui, enum bb_screen_id id); /* one of the main screens, closing others */
void bb_ui_enter(struct bb_ui *ui); /* somebody has logged in: Today, with drafts taken over */
/* Who sits here already is logged in; false: that cannot be recorded, he is out again and told why.
 */
bool bb_ui_arrive(struct bb_ui *ui);
void bb_ui_out(struct bb_ui *ui);       /* nobody sits here: drafts stay, back to the log-in */
void bb_ui_lock(struct bb_ui *ui);      /* the locked screen, over everything as it stands */
bool bb_ui_lock_idle(struct bb_ui *ui); /* locks after ui.lock_minutes without a key; true: did */
bool bb_ui_check_in(struct bb_ui *ui);  /* goes out when somebody else logged the person out */
void bb_ui_close_to(struct bb_ui *ui, int depth);
void bb_ui_leave_drafts(struct bb_ui *ui); /* those of forms that are not open stay on the disk */
/* Whether the person's role lets him do this on that screen; the refusal says what to do. */
const struct bb_err *bb_ui_may(struct bb_ui *ui, enum bb_action_id id, enum bb_screen_id screen);
enum bb_screen_id bb_ui_top(const struct bb_ui *ui);
enum bb_screen_id bb_ui_beneath(const struct bb_ui *ui); /* of the top one */
void bb_ui_caret(struct bb_ui *ui, int y, int x);
/* A box of at most this size in the middle of the body; returns its inside. */
struct bb_rect bb_ui_box(struct bb_ui *ui, int rows, int cols, const char *title);

/* ---- drafts ---- */
/* Takes the kept draft of this form out of the list; NULL when there is none. The caller frees it
 * with text. */
struct bb_kept *bb_kept_take(struct bb_ui *ui, const char *form);
void bb_kept_put(struct bb_ui *ui, struct bb_kept *kept);
struct bb_kept *bb_kept_new(const char *form);
/* Writes text to the disk; a first write opens the draft. */
const struct bb_err *bb_kept_write(struct bb_ui *ui, struct bb_kept *kept, const char *text);
void bb_kept_free(struct bb_kept *kept,
                  bool discard); /* discard: the text was saved, the draft goes away */

/* ---- for the loop and the tests ---- */
/* term is open. Opens the first screen: Today when somebody is logged in, else the log-in. */
struct bb_ui *bb_ui_new(struct bb_app *app, struct bb_term *term);
struct bb_ui *bb_ui_new_kiosk(struct bb_app *app,
                              struct bb_term *term); /* the same with its one screen */
struct bb_ui *bb_ui_new_rate(struct bb_app *app,
                             struct bb_term *term); /* likewise, the client's rating screen */
void bb_ui_free(struct bb_ui *ui);                  /* typed text is kept as drafts on the disk */
void bb_ui_input(struct bb_ui *ui, const struct bb_input *input);
/* The keys that are whole in the terminal's decoder. */
void bb_ui_keys(struct bb_ui *ui, bool idle);
bool bb_ui_tick(struct bb_ui *ui);           /* once a second; whether something visible changed */
bool bb_ui_runs_out(const struct bb_ui *ui); /* a screen waits for a time to run out */
void bb_ui_draw(struct bb_ui *ui);           /* the whole screen, in one go */
void bb_ui_measure(struct bb_ui *ui);        /* frame.c: body from the terminal's size */

#endif
