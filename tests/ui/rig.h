/* The screen in process: an app over a small database and a fake clock, curses on a pipe, libvterm
 * as the terminal. Keys go in as bytes, the text of the screen comes out. Nothing waits and nothing
 * sleeps. */
#ifndef TESTS_UI_RIG_H
#define TESTS_UI_RIG_H

#include "bangban/app/admin.h"
#include "bangban/ui/screen.h"
#include "suite.h"

struct rig {
    char *dir, *path;
    struct fake_clock fake;
    struct bb_config config;
    struct bb_app *app;
    struct bb_term term;
    struct bb_ui *ui;
    FILE *out;
    int from; /* what curses wrote */
    void *vterm, *screen;
    int rows, cols;
    long written; /* bytes since rig_count() */
    int writes, bells;
    bool asks; /* the secret is typed by the script; else the rig sits whoever is chosen */
};

/* Monday 2026-11-23 09:00; people 程亦诚 (staff, 3号窗口), 韦远娜 (volunteer, 咨询台), 丁彤
 * (supervisor, no desk); nobody is logged in. lang: "zh_CN" or "en". type: of the terminal; NULL is
 * xterm-256color. */
void rig_up(struct rig *rig, const char *lang, int rows, int cols, const char *type);
/* The same at another moment. */
void rig_up_at(struct rig *rig, const char *lang, int rows, int cols, const char *type,
               const char *moment);
void rig_down(struct rig *rig);
/* The program ends as by SIGTERM, and starts again. */
void rig_restart(struct rig *rig);
/* Another process opens the program, plays the scripts, lives one second more, and is killed with
 * SIGKILL; then it starts again here. */
void rig_crash(struct rig *rig, const char *keys, const char *more_keys);

/* Key names as in the action table ("F2", "C-s", "Enter", "M-2"), separated by spaces; any other
 * word is typed. The screen is drawn once, at the end. Returns the strokes. */
int rig_keys(struct rig *rig, const char *keys);
void rig_bytes(struct rig *rig, const char *bytes, size_t len); /* as they are, drawn once */
void rig_resize(struct rig *rig, int rows, int cols);
void rig_tick(struct rig *rig, int seconds); /* the clock goes on, then one tick */
void rig_count(struct rig *rig);

char *rig_screen(struct rig *rig); /* heap: the lines, without blanks at their ends, each with LF */
bool rig_sees(struct rig *rig, const char *text);
/* Compares with tests/ui/pictures/NAME.txt; writes it when BANGBAN_BLESS is set. The last line says
 * where the caret is. */
void rig_picture(struct rig *rig, const char *name);

/* Sessions and problems in several states; it is 09:42 then. */
void rig_fill(struct rig *rig);
/* The same, and the ledger half-way: 居住证 overdue with 程亦诚, 公租房 due on Friday and waiting
 * for an extension, 自助机 decided in two places, 取件柜 rectified and due to be looked back on. */
void rig_fill_ledger(struct rig *rig);
/* One step as by another program; heads NULL: knowing all. */
void rig_step(struct rig *rig, const char *by, const char *no, enum bb_event_kind step,
              const char *at, struct bb_issue *body);

/* What the file holds; the caller is done with the row. A session by its number, the newest one, a
 * problem by a word of its text; whether there is one. */
void rig_session(struct rig *rig, const char *no, struct bb_session *out);
void rig_newest(struct rig *rig, struct bb_session *out);
bool rig_issue(struct rig *rig, const char *text, struct bb_issue *out);
void rig_leader(struct rig *rig, const char *code, const char *name); /* one leader more */

#endif
