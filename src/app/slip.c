/* The slip of a shift: what the desk did today, what it still owes, and where the journal stands;
 * on paper, with a line to sign. */
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/text.h"
#include "private.h"

enum { LABEL_COLS = 22, HEAD_DIGITS = 16, PAPER_COLS = 60 };

static void line(struct bb_buf *out, const char *label, const char *text)
{
    bb_buf_str(out, label);
    for (int cols = bb_text_cols(label); cols < LABEL_COLS; cols++)
        bb_buf_char(out, ' ');
    bb_buf_str(out, text);
    bb_buf_char(out, '\n');
}

static void figure(struct bb_buf *out, const char *label, int64_t number)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, "%lld", (long long)number);
    line(out, label, bb_buf_text(&text));
    bb_buf_done(&text);
}

static void rule(struct bb_buf *out)
{
    for (int i = 0; i < PAPER_COLS; i++)
        bb_buf_char(out, '-');
    bb_buf_char(out, '\n');
}

static const struct bb_err *debt_item(void *ctx, void *row)
{
    struct bb_buf *out = ctx, owing = {0};
    const struct bb_session *session = row;
    unsigned debts = bb_session_debts(session);
    if (!debts)
        return NULL;
    bb_session_debts_show(debts, &owing);
    line(out, session->no, bb_buf_text(&owing));
    bb_buf_done(&owing);
    return NULL;
}

const struct bb_err *bb_app_slip(struct bb_app *app, struct bb_buf *out)
{
    struct bb_day_figures figures;
    struct bb_chain chain;
    struct bb_buf debts = {0}, who = {0};
    char day[BB_DAY_BYTES], at[BB_AT_BYTES], head[HEAD_DIGITS + 1];
    int64_t today = bb_app_today(app);
    const char *desk = app->desk.code;
    BB_TRY(bb_act_may(app, BB_USE_SESSION_LIST));
    BB_TRY(bb_app_day_figures(app, &figures));
    BB_TRY(bb_db_chain_load(app->db, app->replica, &chain));
    struct bb_session_query query = {
        .from_at = bb_at_make(today, 0), .to_at = bb_at_make(today + 1, 0), .desk = desk};
    const struct bb_err *err =
        bb_app_session_list(app, &query, &(struct bb_sink){debt_item, &debts});
    if (!err) {
        memcpy(head, chain.hash, HEAD_DIGITS);
        head[HEAD_DIGITS] = '\0';
        bb_buf_printf(out, "%s  %s\n", bb_app_centre_name(app), _("Shift slip"));
        rule(out);
        line(out, _("Day"), bb_day_format(day, today));
        line(out, _("Desk"), desk ? desk : _("all"));
        bb_buf_printf(&who, "%s %s", app->person.code, app->person.name);
        line(out, _("By"), bb_buf_text(&who));
        line(out, _("As of"), bb_at_format_minute(at, bb_app_now(app)));
        rule(out);
        figure(out, _("Sessions"), figures.sessions);
        figure(out, _("Solved"), figures.solved);
        figure(out, _("Not ended"), figures.open);
        figure(out, _("Overdue problems"), figures.red);
        figure(out, _("Debts"), figures.debts);
        bb_buf_str(out, bb_buf_text(&debts));
        rule(out);
        figure(out, _("Events in the journal"), chain.seq);
        line(out, _("Head of the journal"), head);
        line(out, _("Signed"), "____________________");
    }
    bb_buf_done(&debts);
    bb_buf_done(&who);
    return err;
}
