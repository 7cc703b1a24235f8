/* Who sits here: a person, chosen by typing, then a desk where the person has none of his own. */
#include <stdlib.h>
#include <string.h>

#include "bangban/app/account.h"
#include "bangban/base/mem.h"
#include "bangban/ui/secret.h"
#include "bangban/ui/typelist.h"

/* ---- the person ---- */

static bool is_here(const struct bb_person *person, int64_t today)
{
    return (!person->valid_from || person->valid_from <= today) &&
           (!person->valid_to || today <= person->valid_to);
}

static void candidate_add(struct bb_ui *ui, struct bb_typelist *list,
                          const struct bb_person *person)
{
    const struct bb_desk *desk = person->desk ? bb_app_desk_of(ui->app, person->desk) : NULL;
    const struct bb_unit *unit = person->unit ? bb_app_unit(ui->app, person->unit) : NULL;
    struct bb_buf hint = {0};
    if (!is_here(person, bb_app_today(ui->app)))
        return;
    bb_buf_str(&hint, bb_code_label(BB_CODES_ROLE, person->role));
    if (desk)
        bb_buf_printf(&hint, " · %s", desk->name);
    else if (unit)
        bb_buf_printf(&hint, " · %s", unit->short_name ? unit->short_name : unit->name);
    bb_picker_add(list->picker, &(struct bb_picker_entry){.id = person->code,
                                                          .title = person->name,
                                                          .hint = bb_buf_text(&hint)});
    bb_buf_done(&hint);
}

/* Who came to this desk last, other than who has just left: he takes one key. */
struct relief {
    struct bb_ui *ui;
    char *code;
};

static const struct bb_err *relief_find(void *ctx, void *row)
{
    struct relief *relief = ctx;
    const struct bb_account *account = row;
    const char *desk = bb_app_config(relief->ui->app)->desk;
    bool here = !*desk || (account->login_desk && strcmp(account->login_desk, desk) == 0);
    bool left = relief->ui->before && strcmp(relief->ui->before, account->person) == 0;
    if (!relief->code && account->login_at && here && !left)
        relief->code = bb_strdup(account->person);
    return NULL;
}

static const struct bb_err *login_reload(struct bb_ui *ui, void *state)
{
    struct bb_typelist *list = state;
    struct relief relief = {.ui = ui};
    const struct bb_person *people;
    size_t count;
    BB_TRY(bb_app_people(ui->app, &people, &count));
    BB_TRY(bb_app_accounts(ui->app, &(struct bb_sink){relief_find, &relief}));
    bb_picker_free(list->picker);
    list->picker = bb_picker_new(BB_PICKER_MAX_SHOWN);
    const struct bb_person *first = relief.code ? bb_app_person_of(ui->app, relief.code) : NULL;
    if (first)
        candidate_add(ui, list, first);
    for (size_t i = 0; i < count; i++)
        if (&people[i] != first)
            candidate_add(ui, list, &people[i]);
    free(relief.code);
    bb_picker_type(list->picker, bb_edit_text(&list->line));
    return NULL;
}

static const struct bb_err *login_open(struct bb_ui *ui, void *state, const void *arg)
{
    (void)ui, (void)arg;
    bb_typelist_open(state);
    return NULL;
}

static void login_close(struct bb_ui *ui, void *state)
{
    (void)ui;
    bb_typelist_done(state);
}

static void login_draw(struct bb_ui *ui, void *state)
{
    struct bb_rect area = ui->body;
    bb_paint_some(
        area.y, area.x, area.cols,
        _("Welcome to bangban. Who sits here? Type the initials or the name; Enter logs in."),
        BB_LOOK_TITLE);
    area.y += 2;
    area.rows -= 2;
    bb_typelist_draw(ui, state, &area, _("Full name"));
}

void bb_login_seat(struct bb_ui *ui, const char *code)
{
    const struct bb_person *person = bb_app_person_of(ui->app, code);
    const char *desk = bb_app_config(ui->app)->desk;
    if (person && !person->desk && !(desk && *desk)) {
        bb_ui_push(ui, BB_SCREEN_DESK, code);
        return;
    }
    const struct bb_err *err = bb_app_login(ui->app, code, desk);
    bb_ui_tell(ui, err);
    if (!err)
        bb_ui_enter(ui);
}

static unsigned login_handle(struct bb_ui *ui, void *state, enum bb_action_id action,
                             const struct bb_input *input)
{
    struct bb_typelist *list = state;
    if (action == BB_ACTION_TAKE) {
        bool first = false;
        struct bb_secret_arg arg = {.person = bb_picker_selected(list->picker)->id};
        bb_ui_tell(ui, bb_app_is_first(ui->app, &first));
        arg.mode = first ? BB_SECRET_FIRST : BB_SECRET_LOGIN;
        bb_ui_push(ui, BB_SCREEN_SECRET, &arg);
        return BB_REDRAW;
    }
    return bb_typelist_handle(list, action, input);
}

static bool always_typing(const void *state)
{
    (void)state;
    return true;
}

static const char *list_selected(void *state)
{
    const struct bb_picker_entry *entry = bb_picker_selected(((struct bb_typelist *)state)->picker);
    return entry ? entry->id : NULL;
}

const struct bb_screen bb_screen_login = {
    .state_bytes = sizeof(struct bb_typelist),
    .open = login_open,
    .close = login_close,
    .reload = login_reload,
    .draw = login_draw,
    .handle = login_handle,
    .typing = always_typing,
    .selected = list_selected,
};

/* ---- the desk ---- */

struct desk_state {
    struct bb_typelist list; /* first, so that the functions above serve both */
    char *person;
};

static const struct bb_err *desk_open(struct bb_ui *ui, void *state, const void *arg)
{
    struct desk_state *desk = state;
    const struct bb_desk *desks;
    size_t count;
    BB_TRY(bb_app_desks(ui->app, &desks, &count));
    bb_typelist_open(&desk->list);
    desk->person = bb_strdup(arg);
    const struct bb_person *person = bb_app_person_of(ui->app, desk->person);
    if (person && person->role != BB_ROLE_STAFF && person->role != BB_ROLE_VOLUNTEER)
        bb_picker_add(desk->list.picker,
                      &(struct bb_picker_entry){.id = "", .title = _("Not at a window")});
    for (size_t i = 0; i < count; i++)
        bb_picker_add(desk->list.picker, &(struct bb_picker_entry){
                                             .id = desks[i].code,
                                             .code = desks[i].code,
                                             .title = desks[i].name,
                                             .hint = bb_code_label(BB_CODES_ZONE, desks[i].zone)});
    bb_picker_type(desk->list.picker, "");
    return NULL;
}

static void desk_close(struct bb_ui *ui, void *state)
{
    struct desk_state *desk = state;
    (void)ui;
    bb_typelist_done(&desk->list);
    free(desk->person);
}

static void desk_draw(struct bb_ui *ui, void *state)
{
    struct bb_rect area = ui->body;
    bb_paint_some(area.y, area.x, area.cols, _("At which desk do you sit today?"), BB_LOOK_TITLE);
    area.y += 2;
    area.rows -= 2;
    bb_typelist_draw(ui, &((struct desk_state *)state)->list, &area, _("Desk"));
}

static unsigned desk_handle(struct bb_ui *ui, void *state, enum bb_action_id action,
                            const struct bb_input *input)
{
    struct desk_state *desk = state;
    if (action == BB_ACTION_TAKE) {
        const struct bb_err *err =
            bb_app_login(ui->app, desk->person, bb_picker_selected(desk->list.picker)->id);
        bb_ui_tell(ui, err);
        if (!err)
            bb_ui_enter(ui);
        return BB_REDRAW;
    }
    return bb_typelist_handle(&desk->list, action, input);
}

const struct bb_screen bb_screen_desk = {
    .state_bytes = sizeof(struct desk_state),
    .open = desk_open,
    .close = desk_close,
    .draw = desk_draw,
    .handle = desk_handle,
    .typing = always_typing,
    .selected = list_selected,
};
