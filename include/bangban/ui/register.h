/* The registers beside the counter: the table of them, and what their list and their entry form
 * share. */
#ifndef BANGBAN_UI_REGISTER_H
#define BANGBAN_UI_REGISTER_H

#include "bangban/ui/rows.h"
#include "bangban/ui/screen.h"

/* What one entry form does: the arg of BB_SCREEN_ENTRY. */
enum bb_entry_kind {
    BB_ENTRY_CONTACT, /* a bad rating */
    BB_ENTRY_SETTLE,
    BB_ENTRY_CALL_BACK,
    BB_ENTRY_SIGN_IN,
    BB_ENTRY_SIGN_OUT,
    BB_ENTRY_DUTY,
    BB_ENTRY_PHONE,
    BB_ENTRY_CALL,
    BB_ENTRY_CALLS,
    BB_ENTRY_PROJECT,
    BB_ENTRY_PROJECT_STEP,
    BB_ENTRY_KB_DUTY,
    BB_ENTRY_KB_DONE,
    BB_ENTRY__COUNT
};
struct bb_entry_for {
    enum bb_entry_kind kind;
    const char *id; /* of the row it is about; NULL: a new one */
};

/* What figures are about: grouped by, in which days [from_day, to_day]. */
struct bb_figures_of {
    size_t by, period; /* into the lists below */
    int64_t from_day, to_day;
};
extern const char *const bb_figures_by[];    /* words of bb_app_rates(), NULL at the end */
extern const char *const bb_figures_label[]; /* N_(), likewise */
const char *bb_figures_period(int64_t today, struct bb_figures_of *of); /* fills the days; a name */
enum { BB_FIGURES_PERIODS = 4 };

enum { BB_REG_COLUMNS_MAX = 7 };
/* One register. Every row begins with its id. */
struct bb_reg {
    const char *title;              /* N_() */
    const struct bb_record *record; /* NULL: figures, whose rows are of the table's own making */
    size_t row_bytes;
    enum bb_use list_use, new_use;
    const struct bb_err *(*list)(struct bb_app *app, const struct bb_figures_of *of,
                                 const struct bb_sink *sink);
    const struct bb_err *(*drop)(struct bb_app *app, const char *id); /* NULL: nothing is dropped */
    enum bb_entry_kind entry; /* of `n`; BB_ENTRY__COUNT: none */
    bool dated;               /* of the days of bb_figures_of */
    bool grouped;             /* and grouped by something */
    const char *empty;        /* N_() */
    size_t count;
    struct bb_column columns[BB_REG_COLUMNS_MAX];
    const char *cells[BB_REG_COLUMNS_MAX]; /* a field's name, or one that is computed */
};
enum { BB_REGS = 10 };
extern const struct bb_reg bb_regs[BB_REGS];

/* One cell of a row. */
void bb_reg_cell(struct bb_ui *ui, const struct bb_reg *reg, const struct bb_figures_of *of,
                 size_t column, const void *row, struct bb_buf *cell, enum bb_look *look);
/* ---- finding in it (register_find.c) ---- */
unsigned bb_reg_fields(const struct bb_reg *reg); /* BB_BY() of its columns */
bool bb_reg_passes(struct bb_ui *ui, const struct bb_reg *reg, const struct bb_figures_of *of,
                   const struct bb_filter *filter, const void *row);

void bb_reg_row_done(const struct bb_reg *reg, void *row);

#endif
