/* One leader: posts, what is owed, plans, visits. And what the screens of leader assistance share.
 */
#include "bangban/ui/leaders.h"

#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"
#include "bangban/ui/show.h"
#include "bangban/ui/voiding.h"

/* ---- shared ---- */

static bool is_first_post(const struct bb_post *posts, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (strcmp(posts[i].person, posts[index].person) == 0)
            return false;
    }
    return true;
}

const struct bb_err *bb_show_leaders(struct bb_ui *ui, struct bb_picker **out)
{
    enum { SHOWN = 24 };
    const struct bb_post *posts;
    size_t count;
    BB_TRY(bb_app_posts(ui->app, &posts, &count));
    *out = bb_picker_new(SHOWN);
    for (size_t i = 0; i < count; i++) {
        if (is_first_post(posts, i))
            bb_picker_add(*out,
                          &(struct bb_picker_entry){.id = posts[i].person,
                                                    .title = bb_show_person(ui, posts[i].person),
                                                    .code = posts[i].person,
                                                    .hint = bb_show_unit(ui, posts[i].unit)});
    }
    return NULL;
}

const char *bb_show_quota(int64_t state)
{
    static const char *const marked[BB_QUOTA__COUNT] = {
        [BB_QUOTA_MET] = N_("✓ Met"),
        [BB_QUOTA_OPEN] = N_("○ Open"),
        [BB_QUOTA_SHORT] = N_("● Short"),
        [BB_QUOTA_NOTHING] = N_("· Nothing owed"),
    };
    return state > 0 && state < BB_QUOTA__COUNT ? _(marked[state]) : "";
}

enum bb_look bb_quota_look(const struct bb_quota_row *row)
{
    return row->state == BB_QUOTA_SHORT     ? BB_LOOK_RED
           : row->state == BB_QUOTA_MET     ? BB_LOOK_GREEN
           : row->state == BB_QUOTA_NOTHING ? BB_LOOK_GREY
           : row->will_miss                 ? BB_LOOK_YELLOW
                                            : BB_LOOK_PLAIN;
}

void bb_show_period(const char *period, struct bb_buf *out)
{
    bb_buf_str(out, strstr(period, "..") ? period + strlen("2026-") : period);
}

const struct bb_err *bb_show_organiser(struct bb_ui *ui, const char *person, struct bb_buf *out)
{
    const struct bb_post *posts;
    size_t count;
    BB_TRY(bb_app_posts(ui->app, &posts, &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(posts[i].person, person) != 0)
            continue;
        const struct bb_unit *unit = posts[i].unit ? bb_app_unit(ui->app, posts[i].unit) : NULL;
        bb_buf_str(out, bb_organiser_label(bb_organiser_of(posts[i].tier, unit)));
        break;
    }
    return NULL;
}

bool bb_leader_act(struct bb_ui *ui, enum bb_action_id action, const struct bb_visit_for *what)
{
    static const struct {
        enum bb_action_id action;
        enum bb_screen_id screen;
    } screens[] = {
        {BB_ACTION_VISIT, BB_SCREEN_VISIT},
        {BB_ACTION_VPLAN, BB_SCREEN_VPLAN},
        {BB_ACTION_WAIVE, BB_SCREEN_WAIVE},
        {BB_ACTION_SUGGEST, BB_SCREEN_SUGGEST},
    };
    for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
        if (screens[i].action == action) {
            bb_ui_push(ui, screens[i].screen, what);
            return true;
        }
    }
    return false;
}

/* ---- the screen ---- */

struct leader {
    struct bb_ui *ui;
    char *person;
    int64_t tier; /* of the first quota row, for a waiver */
    struct bb_reader reader;
    bool any; /* something stands under the present heading */
};

static const struct bb_err *leader_open(struct bb_ui *ui, void *opaque, const void *arg)
{
    struct leader *state = opaque;
    state->ui = ui;
    state->person = bb_strdup(arg);
    return NULL;
}

static void leader_close(struct bb_ui *ui, void *opaque)
{
    struct leader *state = opaque;
    (void)ui;
    bb_reader_done(&state->reader);
    free(state->person);
}

static void add(struct leader *state, struct bb_buf *label, struct bb_buf *text, enum bb_look look)
{
    bb_reader_add(&state->reader, bb_buf_text(label), bb_buf_text(text), look);
    bb_buf_done(label);
    bb_buf_done(text);
    state->any = true;
}

static void head(struct leader *state, const char *title)
{
    bb_reader_head(&state->reader, title);
    state->any = false;
}

static void none(struct leader *state)
{
    if (!state->any)
        bb_reader_add(&state->reader, NULL, _("none"), BB_LOOK_QUIET);
}

/* The record behind the line added last: its kind and its id, for the keys that act on it. */
enum { TAG_PLAN = 'p', TAG_VISIT = 'v' };
static void tag(struct leader *state, char kind, const char *id)
{
    struct bb_buf text = {0};
    bb_buf_printf(&text, "%c%s", kind, id);
    bb_reader_tag(&state->reader, text.data);
    bb_buf_done(&text);
}

/* Appends "  text" when there is one. */
static void also(struct bb_buf *out, const char *text)
{
    if (text && *text)
        bb_buf_printf(out, "%s%s", out->len ? "  " : "", text);
}

static const struct bb_err *show_posts(struct leader *state)
{
    const struct bb_post *posts;
    size_t count;
    BB_TRY(bb_app_posts(state->ui->app, &posts, &count));
    head(state, _("Posts"));
    for (size_t i = 0; i < count; i++) {
        struct bb_buf label = {0}, text = {0};
        char from[BB_DAY_BYTES], until[BB_DAY_BYTES];
        if (strcmp(posts[i].person, state->person) != 0)
            continue;
        bb_buf_str(&label, bb_code_label(BB_CODES_TIER, posts[i].tier));
        also(&text, bb_show_unit(state->ui, posts[i].unit));
        also(&text, posts[i].title);
        if (posts[i].valid_from || posts[i].valid_to)
            bb_buf_printf(&text, "  %s — %s", bb_day_format(from, posts[i].valid_from),
                          bb_day_format(until, posts[i].valid_to));
        add(state, &label, &text, BB_LOOK_PLAIN);
    }
    none(state);
    return NULL;
}

static const struct bb_err *show_quota(void *ctx, const struct bb_quota_row *row)
{
    struct leader *state = ctx;
    struct bb_buf label = {0}, text = {0};
    char from[BB_DAY_BYTES], until[BB_DAY_BYTES];
    if (strcmp(row->person, state->person) != 0)
        return NULL;
    if (!state->tier)
        state->tier = row->tier;
    const struct bb_unit *unit = row->unit ? bb_app_unit(state->ui->app, row->unit) : NULL;
    bb_buf_str(&label, bb_code_label(BB_CODES_TIER, row->tier));
    bb_buf_printf(&text, "%s  %d/%d", bb_show_quota(row->state), row->done, row->wanted);
    if (row->will_miss)
        also(&text, _("will miss"));
    if (row->state == BB_QUOTA_OPEN && row->days_left >= 0) {
        bb_buf_str(&text, "  ");
        bb_buf_printf(&text, _("%d working days left"), (int)row->days_left);
    }
    if (row->waived) {
        bb_buf_str(&text, "  ");
        bb_buf_printf(&text, _("waived: %s"), row->waived);
    }
    bb_buf_printf(&text, "  %s — %s", bb_day_format(from, row->start),
                  bb_day_format(until, row->end));
    if (row->coverage_bp >= 0) { /* cut, never rounded up: 79.99 is not 80 */
        bb_buf_str(&text, "  ");
        bb_buf_printf(&text, _("%d.%02d%% of the cases covered"), row->coverage_bp / 100,
                      row->coverage_bp % 100);
    }
    bb_buf_str(&text, "  ");
    bb_buf_printf(&text, _("organised by: %s"),
                  bb_organiser_label(bb_organiser_of(row->tier, unit)));
    add(state, &label, &text, bb_quota_look(row));
    return NULL;
}

static const struct bb_err *show_plan(void *ctx, void *row)
{
    struct leader *state = ctx;
    const struct bb_vplan *plan = row;
    struct bb_buf label = {0}, text = {0};
    char day[BB_DAY_BYTES];
    if (strcmp(plan->person, state->person) != 0)
        return NULL;
    bb_buf_str(&label, bb_day_format(day, plan->day));
    also(&text, bb_show_item(state->ui, plan->item));
    also(&text, plan->place);
    also(&text, plan->note);
    add(state, &label, &text, BB_LOOK_PLAIN);
    tag(state, TAG_PLAN, plan->id);
    return NULL;
}

static const struct bb_err *show_visit(void *ctx, void *row)
{
    struct leader *state = ctx;
    const struct bb_visit *visit = row;
    struct bb_buf label = {0}, text = {0};
    char day[BB_DAY_BYTES];
    unsigned flags = bb_visit_flags(visit, bb_app_config(state->ui->app)->companions);
    if (strcmp(visit->person, state->person) != 0)
        return NULL;
    bb_buf_str(&label, bb_day_format(day, bb_day_of(visit->happened_at)));
    also(&text, visit->no);
    also(&text, bb_code_label(BB_CODES_MODE, visit->mode));
    also(&text, bb_show_item(state->ui, visit->item));
    also(&text, visit->place ? visit->place : bb_code_label(BB_CODES_PLACE, visit->place_kind));
    add(state, &label, &text, BB_LOOK_PLAIN);
    tag(state, TAG_VISIT, visit->id);
    if (flags) { /* for the supervisor (R61) */
        bb_buf_str(&text, _("! to look at: "));
        bb_visit_flags_show(flags, &text);
        add(state, &label, &text, BB_LOOK_WARN);
    }
    if (visit->opinions) {
        bb_buf_printf(&text, _("Opinions: %s"), visit->opinions);
        add(state, &label, &text, BB_LOOK_PLAIN);
    }
    return NULL;
}

static const struct bb_err *leader_reload(struct bb_ui *ui, void *opaque)
{
    struct leader *state = opaque;
    struct bb_buf title = {0};
    const struct bb_person *person = bb_app_person_of(ui->app, state->person);
    bb_reader_clear(&state->reader);
    bb_buf_printf(&title, "%s  %s", bb_show_person(ui, state->person), state->person);
    also(&title, person ? person->post : NULL);
    bb_reader_head(&state->reader, bb_buf_text(&title));
    bb_buf_done(&title);
    BB_TRY(show_posts(state));
    head(state, _("Quotas of today's periods"));
    state->tier = 0;
    BB_TRY(bb_app_quota(ui->app, bb_app_today(ui->app), show_quota, state));
    none(state);
    head(state, _("Planned visits"));
    BB_TRY(bb_app_vplan_list(ui->app, &(struct bb_sink){show_plan, state}));
    none(state);
    head(state, _("Visits, newest first"));
    BB_TRY(bb_app_visit_list(ui->app, 0, 0, &(struct bb_sink){show_visit, state}));
    none(state);
    return NULL;
}

static void leader_draw(struct bb_ui *ui, void *opaque)
{
    bb_reader_draw(ui, &((struct leader *)opaque)->reader, &ui->body);
}

/* ---- the selected line ---- */

struct plan_of {
    const char *id;
    struct bb_vplan *out;
};

static const struct bb_err *keep_plan(void *ctx, void *row)
{
    const struct plan_of *wanted = ctx;
    if (strcmp(((const struct bb_vplan *)row)->id, wanted->id) == 0)
        bb_record_copy(&bb_vplan_record, wanted->out, row);
    return NULL;
}

static void plan_drop(struct bb_ui *ui, const char *id)
{
    struct bb_vplan plan = {0};
    struct bb_buf title = {0};
    char day[BB_DAY_BYTES];
    struct plan_of wanted = {id, &plan};
    bb_ui_tell(ui, bb_app_vplan_list(ui->app, &(struct bb_sink){keep_plan, &wanted}));
    if (plan.id) {
        also(&title, bb_show_person(ui, plan.person));
        also(&title, bb_show_item(ui, plan.item));
        also(&title, plan.place);
        bb_ui_push(ui, BB_SCREEN_VOID,
                   &(struct bb_voiding){BB_VOIDING_VPLAN, id, bb_day_format(day, plan.day),
                                        bb_buf_text(&title), NULL});
    }
    bb_record_done(&bb_vplan_record, &plan);
    bb_buf_done(&title);
}

static void visit_void(struct bb_ui *ui, const char *id)
{
    struct bb_visit visit = {0};
    struct bb_buf title = {0};
    const struct bb_err *err = bb_app_visit_load(ui->app, id, &visit);
    bb_ui_tell(ui, err);
    if (!err) {
        also(&title, bb_show_person(ui, visit.person));
        also(&title, bb_show_item(ui, visit.item));
        bb_ui_push(ui, BB_SCREEN_VOID,
                   &(struct bb_voiding){BB_VOIDING_VISIT, id, visit.no, bb_buf_text(&title), NULL});
    }
    bb_record_done(&bb_visit_record, &visit);
    bb_buf_done(&title);
}

/* e and V: about the visit or the plan under the cursor. */
static void selected_act(struct bb_ui *ui, struct leader *state, enum bb_action_id action)
{
    const char *selected = bb_reader_selected(&state->reader);
    if (!selected)
        bb_ui_warn(ui,
                   _("No visit and no plan is selected. Choose one with the arrow keys first."));
    else if (action == BB_ACTION_CORRECT && *selected == TAG_PLAN)
        bb_ui_warn(ui,
                   _("A plan is not corrected: drop it with V and plan the visit anew with p."));
    else if (action == BB_ACTION_CORRECT)
        bb_ui_push(ui, BB_SCREEN_VISIT,
                   &(struct bb_visit_for){.person = state->person, .visit = selected + 1});
    else if (*selected == TAG_PLAN)
        plan_drop(ui, selected + 1);
    else
        visit_void(ui, selected + 1);
}

static unsigned leader_handle(struct bb_ui *ui, void *opaque, enum bb_action_id action,
                              const struct bb_input *input)
{
    struct leader *state = opaque;
    (void)input;
    if (bb_leader_act(ui, action,
                      &(struct bb_visit_for){.person = state->person, .tier = state->tier}))
        return BB_REDRAW;
    if (action == BB_ACTION_CORRECT || action == BB_ACTION_VOID) {
        selected_act(ui, state, action);
        return BB_REDRAW;
    }
    return bb_reader_handle(&state->reader, action);
}

static const char *leader_selected(void *opaque)
{
    return ((struct leader *)opaque)->person;
}

const struct bb_screen bb_screen_leader = {
    .state_bytes = sizeof(struct leader),
    .open = leader_open,
    .close = leader_close,
    .reload = leader_reload,
    .draw = leader_draw,
    .handle = leader_handle,
    .selected = leader_selected,
};
