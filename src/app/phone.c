/* Consult phones (R5), single calls at the desk and calls by month (R35). */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "private.h"

/* ---- phones ---- */

const struct bb_err *bb_app_phone_add(struct bb_app *app, struct bb_phone *phone,
                                      struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_ROSTER));
    if (!phone->valid_from)
        phone->valid_from = bb_app_today(app);
    bb_phone_check(phone, problems);
    if (phone->unit && !bb_app_unit(app, phone->unit))
        bb_problem_add(problems, "unit", _("There is no such unit; see: bangban unit list"));
    if (phone->item && !bb_app_item(app, phone->item))
        bb_problem_add(problems, "item", _("There is no such item; see: bangban item search"));
    return bb_entry_add(app, &bb_phone_record, BB_EVENT_PHONE_ADD, phone, problems);
}

const struct bb_err *bb_app_phone_drop(struct bb_app *app, const char *id)
{
    return bb_entry_drop(app, BB_USE_ROSTER, &bb_phone_record, BB_EVENT_PHONE_DROP, id);
}

const struct bb_err *bb_app_phone_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ROSTER_LIST));
    return bb_db_all(app->db, &bb_phone_record, sink);
}

/* In an open transaction: the earlier count of the same month goes, this one comes. */
static const struct bb_err *count_put(struct bb_app *app, struct bb_phone_count *count)
{
    struct bb_phone_count before = {0};
    bool found;
    const struct bb_err *err =
        bb_db_phone_count_of(app->db, count->number, count->month, &before, &found);
    if (!err && found)
        err = bb_act_change(app, &bb_phone_count_record, BB_EVENT_PHONE_RECOUNT, "", &before);
    bb_record_done(&bb_phone_count_record, &before);
    BB_TRY(err);
    return bb_act_add(app, &bb_phone_count_record, BB_EVENT_PHONE_COUNT, count);
}

const struct bb_err *bb_app_phone_count_add(struct bb_app *app, struct bb_phone_count *count,
                                            struct bb_problems *problems)
{
    BB_TRY(bb_act_may(app, BB_USE_PHONE_COUNT));
    bb_phone_count_check(count, problems);
    BB_TRY(bb_phone_count_known(app, count, problems));
    BB_TRY(bb_problems_err(&bb_phone_count_record, problems));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, count_put(app, count));
}

const struct bb_err *bb_app_phone_count_list(struct bb_app *app, const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ROSTER_LIST));
    return bb_db_phone_months(app->db, sink);
}

const struct bb_err *bb_phone_counts_keep(struct bb_app *app, struct bb_phone_count *rows,
                                          size_t count)
{
    const struct bb_err *err = NULL;
    BB_TRY(bb_act_begin(app));
    for (size_t i = 0; !err && i < count; i++)
        err = count_put(app, &rows[i]);
    return bb_act_end(app, err);
}

/* ---- which phones there are ---- */

struct known {
    const char *number;
    int64_t from_day, to_day;
    bool is_known, is_valid;
};

static const struct bb_err *known_item(void *ctx, void *row)
{
    struct known *known = ctx;
    const struct bb_phone *phone = row;
    if (strcmp(phone->number, known->number) != 0)
        return NULL;
    known->is_known = true;
    known->is_valid |= bb_phone_is_valid(phone, known->from_day, known->to_day);
    return NULL;
}

static const struct bb_err *known_check(struct bb_app *app, struct known *known,
                                        struct bb_problems *problems)
{
    BB_TRY(bb_db_all(app->db, &bb_phone_record, &(struct bb_sink){known_item, known}));
    if (!known->is_known)
        bb_problem_add(
            problems, "number",
            _("This phone is not registered; a supervisor does it: bangban phone add, or "
              "the register Phones."));
    else if (!known->is_valid)
        bb_problem_add(problems, "number",
                       _("This phone was not valid then; name another, or have it registered "
                         "anew."));
    return NULL;
}

const struct bb_err *bb_phone_count_known(struct bb_app *app, const struct bb_phone_count *count,
                                          struct bb_problems *problems)
{
    struct known known = {.number = count->number};
    if (!count->number || !bb_month_is_valid(count->month))
        return NULL; /* said already */
    bb_month_days(count->month, &known.from_day, &known.to_day);
    if (known.from_day > bb_app_today(app))
        bb_problem_add(problems, "month", _("This month has not begun; write an earlier one."));
    return known_check(app, &known, problems);
}

struct today {
    int64_t day;
    const struct bb_sink *sink;
};

static const struct bb_err *today_item(void *ctx, void *row)
{
    const struct today *today = ctx;
    return bb_phone_is_valid(row, today->day, today->day) ? today->sink->item(today->sink->ctx, row)
                                                          : NULL;
}

const struct bb_err *bb_app_phones_today(struct bb_app *app, const struct bb_sink *sink)
{
    struct today today = {bb_app_today(app), sink};
    BB_TRY(bb_act_may(app, BB_USE_ROSTER_LIST));
    return bb_db_all(app->db, &bb_phone_record, &(struct bb_sink){today_item, &today});
}

/* ---- single calls ---- */

/* An answered call is a session, of whoever answered it. */
static const struct bb_err *session_of(struct bb_app *app, const struct bb_phone_call *call,
                                       int64_t at, struct bb_session *out,
                                       struct bb_problems *problems)
{
    bb_app_session_defaults(app, out);
    out->channel = BB_CHANNEL_PHONE;
    out->outcome = call->result == BB_CALL_SOLVED ? BB_OUTCOME_SOLVED : BB_OUTCOME_UNSOLVED;
    bb_strset(&out->item, call->item);
    bb_strset(&out->note, call->note);
    return bb_session_prepare(app, out, NULL, at, problems);
}

static const struct bb_err *call_insert(struct bb_app *app, struct bb_phone_call *call,
                                        struct bb_session *session)
{
    if (call->result != BB_CALL_MISSED) {
        BB_TRY(bb_session_insert(app, session, NULL));
        bb_strset(&call->session, session->id);
        bb_strset(&call->session_no, session->no);
        call->happened_at = session->happened_at;
        bb_strset(&call->note, NULL); /* the session's now */
    }
    return bb_act_add(app, &bb_phone_call_record, BB_EVENT_PHONE_CALL, call);
}

const struct bb_err *bb_app_call_add(struct bb_app *app, struct bb_phone_call *call, int64_t at,
                                     struct bb_problems *problems)
{
    struct bb_session session = {0};
    int64_t day = at ? bb_day_of(at) : bb_app_today(app);
    struct known known = {.number = call->number, .from_day = day, .to_day = day};
    BB_TRY(bb_act_may(app, BB_USE_PHONE_COUNT));
    bb_phone_call_check(call, problems);
    if (call->number)
        BB_TRY(known_check(app, &known, problems));
    if (call->item && !bb_app_item(app, call->item))
        bb_problem_add(problems, "item", _("There is no such item; see: bangban item search"));
    BB_TRY(bb_problems_err(&bb_phone_call_record, problems));
    const struct bb_err *err = session_of(app, call, at, &session, problems);
    call->happened_at = session.happened_at;
    bb_strset(&call->desk, app->desk.code);
    if (!err)
        err = bb_act_begin(app);
    if (!err) {
        bb_app_batch(app, true);
        app->batch.kept = 0;
        err = call_insert(app, call, &session);
        bb_app_batch(app, false);
        err = bb_act_end(app, err);
    }
    bb_session_done(&session);
    return err;
}

const struct bb_err *bb_app_call_drop(struct bb_app *app, const char *id)
{
    return bb_entry_drop(app, BB_USE_PHONE_COUNT, &bb_phone_call_record, BB_EVENT_PHONE_UNCALL, id);
}

const struct bb_err *bb_app_call_list(struct bb_app *app, int64_t from_at, int64_t to_at,
                                      const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_ROSTER_LIST));
    return bb_db_phone_call_list(app->db, from_at, to_at ? to_at : INT64_MAX, sink);
}

struct only {
    char *number; /* of the one phone; NULL when there are several */
    bool several;
};

static const struct bb_err *only_item(void *ctx, void *row)
{
    struct only *only = ctx;
    const struct bb_phone *phone = row;
    only->several |= only->number && strcmp(only->number, phone->number) != 0;
    bb_strset(&only->number, phone->number);
    return NULL;
}

const struct bb_err *bb_app_desk_phone(struct bb_app *app, char **number)
{
    struct bb_phone_call last = {0};
    struct only only = {0};
    bool found;
    *number = NULL;
    BB_TRY(bb_db_phone_call_last(app->db, app->desk.code, &last, &found));
    if (found)
        bb_strset(number, last.number);
    bb_record_done(&bb_phone_call_record, &last);
    if (found)
        return NULL;
    const struct bb_err *err = bb_app_phones_today(app, &(struct bb_sink){only_item, &only});
    if (!err && !only.several)
        bb_strset(number, only.number);
    free(only.number);
    return err;
}
