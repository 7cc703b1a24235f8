/* The registers as a table: what each lists, in which columns, and what its cells say. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/register.h"
#include "bangban/ui/show.h"

/* ---- figures: rows of our own ---- */

struct rates_row {
    char *key; /* "" where the sessions state none */
    struct bb_rates rates;
};
struct load_row {
    char *key; /* day and desk */
    char *desk;
    struct bb_duty_load load;
};

const char *const bb_figures_by[] = {"channel", "unit", "item", "helper", "desk",
                                     "centre",  "day",  "all",  NULL};
const char *const bb_figures_label[] = {N_("by channel"), N_("by unit"), N_("by item"),
                                        N_("by helper"),  N_("by desk"), N_("by centre"),
                                        N_("by day"),     N_("all"),     NULL};

const char *bb_figures_period(int64_t today, struct bb_figures_of *of)
{
    static const char *const names[BB_FIGURES_PERIODS] = {N_("this month"), N_("last month"),
                                                          N_("this year"), N_("today")};
    struct bb_civil civil = bb_day_civil(today);
    int64_t month = bb_day_make(civil.year, civil.month, 1);
    of->to_day = today;
    switch (of->period) {
    case 0:
        of->from_day = month;
        break;
    case 1:
        of->to_day = month - 1;
        of->from_day = civil.month == 1 ? bb_day_make(civil.year - 1, 12, 1)
                                        : bb_day_make(civil.year, civil.month - 1, 1);
        break;
    case 2:
        of->from_day = bb_day_make(civil.year, 1, 1);
        break;
    default:
        of->from_day = today;
        break;
    }
    return _(names[of->period]);
}

static const struct bb_err *take_rates(void *ctx, void *row)
{
    const struct bb_sink *sink = ctx;
    const struct bb_rates *rates = row;
    struct rates_row *own = bb_alloc(sizeof *own);
    *own = (struct rates_row){bb_strdup(rates->key ? rates->key : ""), *rates};
    const struct bb_err *err = sink->item(sink->ctx, own);
    free(own);
    return err;
}

static const struct bb_err *rates_list(struct bb_app *app, const struct bb_figures_of *of,
                                       const struct bb_sink *sink)
{
    return bb_app_rates(app, bb_figures_by[of->by], bb_at_make(of->from_day, 0),
                        bb_at_make(of->to_day + 1, 0), &(struct bb_sink){take_rates, (void *)sink});
}

static const struct bb_err *take_load(void *ctx, void *row)
{
    const struct bb_sink *sink = ctx;
    const struct bb_duty_load *load = row;
    struct bb_buf key = {0};
    bb_buf_printf(&key, "%lld %s", (long long)load->day, load->desk);
    struct load_row *own = bb_alloc(sizeof *own);
    *own = (struct load_row){bb_buf_take(&key), bb_strdup(load->desk), *load};
    const struct bb_err *err = sink->item(sink->ctx, own);
    free(own);
    return err;
}

static const struct bb_err *load_list(struct bb_app *app, const struct bb_figures_of *of,
                                      const struct bb_sink *sink)
{
    return bb_app_duty_load(app, of->from_day, of->to_day,
                            &(struct bb_sink){take_load, (void *)sink});
}

/* ---- records ---- */

static const struct bb_err *bad_item(void *ctx, void *row)
{
    const struct bb_sink *sink = ctx;
    return bb_rating_case(row) == BB_CASE_NONE ? NULL : sink->item(sink->ctx, row);
}

static const struct bb_err *bad_ratings(struct bb_app *app, const struct bb_figures_of *of,
                                        const struct bb_sink *sink)
{
    (void)of;
    return bb_app_rating_list(app, 0, 0, &(struct bb_sink){bad_item, (void *)sink});
}

static const struct bb_err *calls(struct bb_app *app, const struct bb_figures_of *of,
                                  const struct bb_sink *sink)
{
    return bb_app_call_list(app, bb_at_make(of->from_day, 0), bb_at_make(of->to_day + 1, 0), sink);
}

#define WHOLE_LIST(name)                                                                         \
    static const struct bb_err *name##_whole(struct bb_app *app, const struct bb_figures_of *of, \
                                             const struct bb_sink *sink)                         \
    {                                                                                            \
        (void)of;                                                                                \
        return bb_app_##name##_list(app, sink);                                                  \
    }
WHOLE_LIST(shift)
WHOLE_LIST(duty)
WHOLE_LIST(phone)
WHOLE_LIST(phone_count)

#define RECORD(name) &bb_##name##_record, sizeof(struct bb_##name)
#define LEFT(title, least, most, grow)             \
    {                                              \
        title, least, most, grow, 0, BB_ALIGN_LEFT \
    }
#define RIGHT(title, cols)                      \
    {                                           \
        title, cols, cols, 0, 0, BB_ALIGN_RIGHT \
    }
#define SHARE(title) LEFT(title, 14, 15, 0)
static const struct bb_err *project_list(struct bb_app *app, const struct bb_figures_of *of,
                                         const struct bb_sink *sink)
{
    (void)of;
    return bb_app_project_list(app, sink);
}

static const struct bb_err *kb_duty_list(struct bb_app *app, const struct bb_figures_of *of,
                                         const struct bb_sink *sink)
{
    (void)of;
    return bb_app_kb_duty_list(app, sink);
}

const struct bb_reg bb_regs[BB_REGS] = {
    {N_("Bad ratings"),
     RECORD(rating),
     BB_USE_RATING_LIST,
     BB_USE__COUNT,
     bad_ratings,
     NULL,
     BB_ENTRY__COUNT,
     false,
     false,
     N_("No bad rating."),
     6,
     {LEFT(N_("No."), 17, 18, 0), LEFT(N_("Rating"), 12, 18, 0), LEFT(N_("Item"), 10, 24, 1),
      LEFT(N_("Why bad"), 10, 22, 0), LEFT(N_("Case"), 8, 12, 0), LEFT(N_("Due"), 5, 10, 0)},
     {"session_no", "level", "item", "cause", "case", "due"}},
    {N_("Shifts"),
     RECORD(shift),
     BB_USE_SHIFT_LIST,
     BB_USE_SHIFT_SIGN,
     shift_whole,
     NULL,
     BB_ENTRY_SIGN_IN,
     false,
     false,
     N_("No shift yet. A volunteer signs in with n, and out with Enter."),
     6,
     {LEFT(N_("Volunteer"), 8, 12, 0), LEFT(N_("Signed in"), 16, 16, 0),
      LEFT(N_("Signed out"), 16, 16, 0), RIGHT(N_("Hours"), 6), LEFT(N_("Supervised by"), 8, 13, 0),
      LEFT(N_("Note"), 6, 30, 1)},
     {"person", "from_at", "to_at", "hours", "supervisor", "note"}},
    {N_("Roster"),
     RECORD(duty),
     BB_USE_ROSTER_LIST,
     BB_USE_ROSTER,
     duty_whole,
     bb_app_duty_drop,
     BB_ENTRY_DUTY,
     false,
     false,
     N_("Nobody is on the roster. n puts somebody on duty."),
     5,
     {LEFT(N_("Day"), 10, 10, 0), LEFT(N_("Desk"), 8, 16, 0), LEFT(N_("On duty"), 8, 12, 0),
      LEFT(N_("From where"), 16, 24, 0), LEFT(N_("Note"), 6, 30, 1)},
     {"day", "desk", "person", "staffing", "note"}},
    {N_("Phones"),
     RECORD(phone),
     BB_USE_ROSTER_LIST,
     BB_USE_ROSTER,
     phone_whole,
     bb_app_phone_drop,
     BB_ENTRY_PHONE,
     false,
     false,
     N_("No consult phone yet. n registers one."),
     6,
     {LEFT(N_("Consult phone"), 14, 18, 0), LEFT(N_("Unit"), 10, 16, 0),
      LEFT(N_("Item"), 10, 30, 1), LEFT(N_("Valid from"), 10, 10, 0),
      LEFT(N_("Valid to"), 10, 10, 0), LEFT(N_("State"), 6, 10, 0)},
     {"number", "unit_name", "item", "valid_from", "valid_to", "validity"}},
    {N_("Call log"),
     RECORD(phone_call),
     BB_USE_ROSTER_LIST,
     BB_USE_PHONE_COUNT,
     calls,
     bb_app_call_drop,
     BB_ENTRY_CALL,
     true,
     false,
     N_("No call yet. n logs an answered one, m a missed one."),
     6,
     {LEFT(N_("Time"), 11, 11, 0), LEFT(N_("Consult phone"), 14, 16, 0),
      LEFT(N_("Call"), 10, 20, 0), LEFT(N_("Item"), 10, 30, 1), LEFT(N_("Session"), 8, 8, 0),
      LEFT(N_("By"), 6, 8, 0)},
     {"call_at", "number", "result", "item", "short_no", "by"}},
    {N_("Months"),
     RECORD(phone_count),
     BB_USE_ROSTER_LIST,
     BB_USE_PHONE_COUNT,
     phone_count_whole,
     NULL,
     BB_ENTRY_CALLS,
     false,
     false,
     N_("No calls counted yet. n counts a month; bangban phone import loads them."),
     7,
     {LEFT(N_("Month"), 7, 8, 0), LEFT(N_("Consult phone"), 13, 18, 1), RIGHT(N_("Calls"), 6),
      RIGHT(N_("Missed"), 6), SHARE(N_("Connect rate")), SHARE(N_("Solved rate")),
      LEFT(N_("Source"), 7, 8, 0)},
     {"month", "number", "offered", "missed", "connect", "solve", "from"}},
    {N_("Rates"),
     NULL,
     sizeof(struct rates_row),
     BB_USE_REPORT,
     BB_USE__COUNT,
     rates_list,
     NULL,
     BB_ENTRY__COUNT,
     true,
     true,
     N_("No session ended in these days. t shows other days."),
     7,
     {LEFT(N_("Of"), 10, 26, 1),
      {N_("Ended"), 6, 6, 0, 2, BB_ALIGN_RIGHT},
      SHARE(N_("Staff: solved")),
      SHARE(N_("Client: solved")),
      SHARE(N_("Praise")),
      SHARE(N_("In time")),
      {N_("Bad"), 4, 4, 0, 3, BB_ALIGN_RIGHT}},
     {"of", "ended", "staff", "client", "praise", "first", "bad"}},
    {N_("Load"),
     NULL,
     sizeof(struct load_row),
     BB_USE_ROSTER_LIST,
     BB_USE__COUNT,
     load_list,
     NULL,
     BB_ENTRY__COUNT,
     true,
     false,
     N_("Nobody was on the roster in these days. t shows other days."),
     6,
     {LEFT(N_("Day"), 10, 10, 0), LEFT(N_("Desk"), 8, 16, 1), RIGHT(N_("Heads"), 6),
      RIGHT(N_("Entrusted"), 9), RIGHT(N_("Sessions"), 8), RIGHT(N_("Per head"), 8)},
     {"load_day", "load_desk", "heads", "entrusted", "sessions", "per_head"}},
    {N_("Agency projects"),
     &bb_project_record,
     sizeof(struct bb_project),
     BB_USE_TASK_LIST,
     BB_USE_TASK,
     project_list,
     bb_app_project_drop,
     BB_ENTRY_PROJECT,
     false,
     false,
     N_("No agency project yet. n takes one in."),
     6,
     {LEFT(N_("Project"), 10, 24, 1), LEFT(N_("Enterprise"), 8, 20, 0), LEFT(N_("Agent"), 6, 8, 0),
      LEFT(N_("Milestone"), 8, 22, 0), LEFT(N_("Reached on"), 10, 10, 0),
      LEFT(N_("State"), 8, 20, 0)},
     {"name", "enterprise", "agent", "milestone", "milestone_on", "state"}},
    {N_("Knowledge tasks"),
     &bb_kb_duty_record,
     sizeof(struct bb_kb_duty),
     BB_USE_TASK_LIST,
     BB_USE_TASK,
     kb_duty_list,
     bb_app_kb_duty_drop,
     BB_ENTRY_KB_DUTY,
     false,
     false,
     N_("Nothing is owed to the knowledge base. n enters a task."),
     5,
     {LEFT(N_("Due"), 10, 10, 0), LEFT(N_("What is owed"), 8, 16, 0), LEFT(N_("About"), 10, 30, 1),
      LEFT(N_("Owner"), 6, 8, 0), LEFT(N_("Done on"), 10, 10, 0)},
     {"task_due", "duty", "topic", "owner", "done_on"}},
};

/* ---- cells ---- */

static void share_put(struct bb_share share, bool low, struct bb_buf *cell, enum bb_look *look)
{
    bb_share_show(share, cell);
    if (low) {
        bb_buf_str(cell, "↓");
        *look = BB_LOOK_RED;
    }
}

static void phone_share(struct bb_ui *ui, int64_t part, int64_t whole, int64_t percent,
                        struct bb_buf *cell, enum bb_look *look)
{
    struct bb_share share = {part, whole};
    share_put(share, bb_share_is_low(share, percent, bb_app_config(ui->app)->rating_least), cell,
              look);
}

static void number_put(struct bb_buf *cell, int64_t number)
{
    bb_buf_printf(cell, "%lld", (long long)number);
}

static void rates_cell(struct bb_ui *ui, const struct bb_figures_of *of, const char *name,
                       const struct rates_row *row, struct bb_buf *cell, enum bb_look *look)
{
    struct bb_rates_shares shares;
    bb_app_rates_shares(ui->app, &row->rates, &shares);
    if (strcmp(name, "of") == 0)
        bb_show_figures_key(ui, bb_figures_by[of->by], row->key, cell);
    else if (strcmp(name, "ended") == 0)
        number_put(cell, row->rates.closed);
    else if (strcmp(name, "staff") == 0)
        share_put(shares.staff, shares.staff_low, cell, look);
    else if (strcmp(name, "client") == 0)
        share_put(shares.client, shares.client_low, cell, look);
    else if (strcmp(name, "praise") == 0)
        share_put(shares.praise, shares.praise_low, cell, look);
    else if (strcmp(name, "bad") == 0)
        number_put(cell, row->rates.bad);
    else
        share_put(shares.first, false, cell, look);
}

static void load_cell(struct bb_ui *ui, const char *name, const struct load_row *row,
                      struct bb_buf *cell)
{
    char day[BB_DAY_BYTES];
    const struct bb_duty_load *load = &row->load;
    if (strcmp(name, "load_day") == 0)
        bb_buf_str(cell, bb_day_format(day, load->day));
    else if (strcmp(name, "load_desk") == 0)
        bb_buf_str(cell, bb_show_desk(ui, row->desk));
    else if (strcmp(name, "heads") == 0)
        number_put(cell, load->heads);
    else if (strcmp(name, "entrusted") == 0)
        number_put(cell, load->entrusted);
    else if (strcmp(name, "sessions") == 0)
        number_put(cell, load->sessions);
    else
        bb_buf_printf(cell, "%.1f", load->heads ? (double)load->sessions / (double)load->heads : 0);
}

/* Of calls by month. false: it is a field of the record, as below. */
static bool month_cell(struct bb_ui *ui, const char *name, const struct bb_phone_count *calls,
                       struct bb_buf *cell, enum bb_look *look)
{
    const struct bb_config *config = bb_app_config(ui->app);
    if (strcmp(name, "missed") == 0)
        number_put(cell, calls->offered - calls->answered);
    else if (strcmp(name, "connect") == 0)
        phone_share(ui, calls->answered, calls->offered, config->connect_percent, cell, look);
    else if (strcmp(name, "solve") == 0)
        phone_share(ui, calls->solved, calls->answered, config->solved_percent, cell, look);
    else if (strcmp(name, "from") == 0)
        bb_buf_str(cell, calls->recorded_at ? _("by count") : _("logged"));
    else
        return false;
    return true;
}

static void validity_cell(struct bb_ui *ui, const struct bb_phone *phone, struct bb_buf *cell,
                          enum bb_look *look)
{
    int64_t today = bb_app_today(ui->app);
    bool valid = bb_phone_is_valid(phone, today, today);
    bb_buf_str(cell, valid ? _("valid") : phone->valid_from > today ? _("later") : _("expired"));
    *look = valid ? BB_LOOK_PLAIN : BB_LOOK_GREY;
}

static bool record_cell(struct bb_ui *ui, const char *name, const void *row, struct bb_buf *cell,
                        enum bb_look *look)
{
    if (strcmp(name, "case") == 0) {
        bb_buf_str(cell, bb_rating_case_label(bb_rating_case(row)));
    } else if (strcmp(name, "due") == 0) {
        int64_t due = bb_rating_case_due(row);
        bb_show_day(ui, cell, due);
        if (due && due < bb_app_today(ui->app))
            *look = BB_LOOK_RED;
    } else if (strcmp(name, "hours") == 0) {
        bb_shift_hours(row, bb_app_now(ui->app), cell);
    } else if (strcmp(name, "supervisor") == 0) {
        bb_buf_str(cell, bb_show_person(ui, ((const struct bb_shift *)row)->supervisor));
    } else if (strcmp(name, "task_due") == 0) {
        const struct bb_kb_duty *duty = row;
        bb_show_day(ui, cell, duty->due_on);
        if (!duty->done_on && duty->due_on < bb_app_today(ui->app))
            *look = BB_LOOK_RED;
    } else if (strcmp(name, "agent") == 0) {
        bb_buf_str(cell, bb_show_person(ui, ((const struct bb_project *)row)->agent));
    } else if (strcmp(name, "owner") == 0) {
        bb_buf_str(cell, bb_show_person(ui, ((const struct bb_kb_duty *)row)->owner));
    } else if (strcmp(name, "unit_name") == 0) {
        bb_buf_str(cell, bb_show_unit(ui, ((const struct bb_phone *)row)->unit));
    } else if (strcmp(name, "validity") == 0) {
        validity_cell(ui, row, cell, look);
    } else if (strcmp(name, "call_at") == 0) {
        char at[BB_AT_BYTES];
        bb_buf_str(cell, bb_at_format_minute(at, ((const struct bb_phone_call *)row)->happened_at) +
                             sizeof "2026-" - 1);
    } else if (strcmp(name, "short_no") == 0) {
        const struct bb_phone_call *call = row;
        bb_buf_str(cell, call->session_no ? bb_show_short_no(call->session_no) : "");
    } else if (strcmp(name, "by") == 0) {
        bb_buf_str(cell, bb_show_person(ui, ((const struct bb_phone_call *)row)->recorded_by));
    } else {
        return false;
    }
    return true;
}

void bb_reg_cell(struct bb_ui *ui, const struct bb_reg *reg, const struct bb_figures_of *of,
                 size_t column, const void *row, struct bb_buf *cell, enum bb_look *look)
{
    const char *name = reg->cells[column];
    if (reg->grouped)
        rates_cell(ui, of, name, row, cell, look);
    else if (!reg->record)
        load_cell(ui, name, row, cell);
    else if (!(reg->record == &bb_phone_count_record ? month_cell(ui, name, row, cell, look)
                                                     : record_cell(ui, name, row, cell, look)))
        bb_show_field(ui, bb_record_field(reg->record, name), row, cell);
}

void bb_reg_row_done(const struct bb_reg *reg, void *row)
{
    if (reg->record) {
        bb_record_done(reg->record, row);
        return;
    }
    free(*(char **)row);
    if (!reg->grouped)
        free(((struct load_row *)row)->desk);
}
