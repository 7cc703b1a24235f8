/* Debts in words: which sessions, of which day and desk where that is not here and today. */
#include "bangban/ui/owing.h"

#include <string.h>

#include "bangban/base/date.h"
#include "bangban/ui/show.h"

enum { MOST = 99, YEAR_CHARS = 5 /* "2026-" */ };

static void name_put(struct bb_ui *ui, const struct bb_session *session, struct bb_buf *out)
{
    char day[BB_DAY_BYTES];
    const struct bb_desk *here = bb_app_desk(ui->app);
    int64_t at = bb_day_of(session->happened_at);
    if (at != bb_app_today(ui->app))
        bb_buf_printf(out, "%s ", bb_day_format(day, at) + YEAR_CHARS);
    if (session->desk && (!here || strcmp(here->code, session->desk) != 0))
        bb_buf_printf(out, "%s-", session->desk);
    bb_buf_str(out, bb_show_short_no(session->no));
}

void bb_owing_add(struct bb_ui *ui, struct bb_owing *owing, const struct bb_session *session)
{
    unsigned debts = bb_session_debts(session), missing = debts & ~(unsigned)BB_DEBT_OPEN;
    struct bb_buf *missed = &owing->missing_text, *open = &owing->open_text;
    if (missing) {
        bb_buf_str(missed, owing->missing++ ? _("; ") : "");
        name_put(ui, session, missed);
        bb_buf_char(missed, ' ');
        bb_session_debts_show(missing, missed);
    }
    if (debts & BB_DEBT_OPEN) {
        bb_buf_str(open, owing->open++ ? _("; ") : "");
        name_put(ui, session, open);
    }
}

struct adding {
    struct bb_ui *ui;
    struct bb_owing *owing;
};

static const struct bb_err *add_row(void *ctx, void *row)
{
    struct adding *adding = ctx;
    bb_owing_add(adding->ui, adding->owing, row);
    return NULL;
}

const struct bb_err *bb_owing_load(struct bb_ui *ui, struct bb_owing *out)
{
    struct bb_owing found = {0};
    const struct bb_err *err =
        bb_app_debts(ui->app, MOST, &(struct bb_sink){add_row, &(struct adding){ui, &found}});
    if (err) {
        bb_owing_done(&found);
        return err;
    }
    bb_owing_done(out);
    *out = found;
    return NULL;
}

void bb_owing_done(struct bb_owing *owing)
{
    bb_buf_done(&owing->missing_text);
    bb_buf_done(&owing->open_text);
    *owing = (struct bb_owing){0};
}
