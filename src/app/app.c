/* The application's context: opening, who sits here, the one question for rights, what others
 * changed. */
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "bangban/app/account.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "private.h"

const struct bb_err *bb_app_open(struct bb_app **out, const struct bb_config *config,
                                 const char *db_path, struct bb_clock clock)
{
    int lock = -1;
    if (bb_file_exists(db_path))
        BB_TRY(bb_lock_take(&lock, db_path, false));
    const struct bb_err *err = bb_mark_check(db_path);
    if (!err)
        return bb_app_open_locked(out, config, db_path, clock, lock);
    if (lock >= 0)
        close(lock);
    return err;
}

const struct bb_err *bb_app_open_locked(struct bb_app **out, const struct bb_config *config,
                                        const char *db_path, struct bb_clock clock, int lock)
{
    struct bb_app *app = bb_alloc(sizeof *app);
    app->config = config;
    app->watch = app->seat = -1;
    app->refused = BB_USE__COUNT;
    app->lock = lock;
    app->clock = clock;
    app->path = bb_strdup(db_path);
    app->folder = bb_folder_of(db_path);
    const struct bb_err *err = bb_db_open(&app->db, db_path, BB_DB_OPEN);
    if (!err)
        err = bb_replica_load(app);
    if (err)
        bb_app_close(app);
    else
        *out = app;
    return err;
}

void bb_app_close(struct bb_app *app)
{
    if (!app)
        return;
    bb_lists_drop(&app->lists);
    bb_record_done(&bb_person_record, &app->person);
    bb_record_done(&bb_desk_record, &app->desk);
    bb_db_close(app->db);
    bb_seat_leave(app);
    if (app->watch >= 0)
        close(app->watch);
    if (app->lock >= 0)
        close(app->lock);
    free(app->path);
    free(app->folder);
    free(app->batch.rows);
    free(app->tail_fault);
    free(app);
}

int64_t bb_app_now(const struct bb_app *app)
{
    return bb_clock_now(&app->clock);
}

int64_t bb_app_today(const struct bb_app *app)
{
    return bb_day_of(bb_app_now(app));
}

const struct bb_config *bb_app_config(const struct bb_app *app)
{
    return app->config;
}

/* A person counts on the days between valid_from and valid_to. */
static bool is_valid_on(const struct bb_person *person, int64_t day)
{
    return (!person->valid_from || person->valid_from <= day) &&
           (!person->valid_to || day <= person->valid_to);
}

static const struct bb_err *seat_load(struct bb_app *app, const char *code,
                                      struct bb_person *person, const char *desk_code,
                                      struct bb_desk *desk)
{
    bool found;
    BB_TRY(bb_db_load(app->db, &bb_person_record, code, person, &found));
    if (!found || person->role == BB_ROLE_KIOSK || !is_valid_on(person, bb_app_today(app)))
        return bb_err(BB_ERR_NOT_FOUND, "person", code, NULL); /* the kiosk is no person */
    if (!desk_code || !*desk_code)
        desk_code = *app->config->desk ? app->config->desk : person->desk;
    if (!desk_code)
        return NULL; /* leaders and the office have none */
    BB_TRY(bb_db_load(app->db, &bb_desk_record, desk_code, desk, &found));
    return found ? NULL : bb_err(BB_ERR_NOT_FOUND, "desk", desk_code, NULL);
}

/* While the clock is refused nothing can be dated: one may come in, read, and a supervisor may
 * accept the clock; that event then names who did. */
static const struct bb_err *login_record(struct bb_app *app)
{
    const struct bb_err *err = bb_act_begin(app);
    if (err && err->code == BB_ERR_CLOCK)
        return NULL;
    if (!err) {
        err = bb_act_event(app, BB_EVENT_LOGIN, app->person.code, "{}");
        if (!err)
            err = bb_account_seat(app);
        if (!err)
            err = bb_audit_config(app, false);
        err = bb_act_end(app, err);
    }
    return err;
}

/* Whoever sits here keeps sitting: the event is nobody's. What was typed is not written down, it
 * may be a secret in the wrong field. */
void bb_login_failed(struct bb_app *app, const char *code, const char *why)
{
    struct bb_person sitting = app->person, known = {0};
    bool found = false;
    const struct bb_err *err = bb_db_load(app->db, &bb_person_record, code, &known, &found);
    app->person = (struct bb_person){0};
    if (!err)
        bb_audit_note(app, BB_EVENT_LOGIN_FAIL, found ? code : "person", "why",
                      found ? why : "unknown");
    app->person = sitting;
    bb_record_done(&bb_person_record, &known);
}

const struct bb_err *bb_app_sit(struct bb_app *app, const char *code, const char *desk_code)
{
    struct bb_person person = {0};
    struct bb_desk desk = {0};
    const struct bb_err *err = seat_load(app, code, &person, desk_code, &desk);
    if (err) {
        bb_record_done(&bb_person_record, &person);
        bb_record_done(&bb_desk_record, &desk);
        return err;
    }
    bb_record_done(&bb_person_record, &app->person);
    bb_record_done(&bb_desk_record, &app->desk);
    app->person = person;
    app->desk = desk;
    bb_db_limit(app->db, person.role == BB_ROLE_VOLUNTEER ? BB_DB_HELPS
                         : person.role == BB_ROLE_AUDITOR ? BB_DB_READS
                                                          : BB_DB_FREE);
    return NULL;
}

void bb_app_sit_public(struct bb_app *app)
{
    bb_app_stand_up(app);
    app->person.role = BB_ROLE_KIOSK;
    bb_db_limit(app->db, BB_DB_ASKS);
}

const struct bb_err *bb_app_bind(struct bb_app *app, const char *desk_code)
{
    const struct bb_desk *desk = bb_app_desk_of(app, desk_code);
    if (!desk)
        return bb_err(BB_ERR_NOT_FOUND, "desk", desk_code, NULL);
    bb_record_copy(&bb_desk_record, &app->desk, desk);
    return NULL;
}

const struct bb_err *bb_app_login(struct bb_app *app, const char *code, const char *desk_code)
{
    const struct bb_err *err = bb_app_sit(app, code, desk_code);
    if (err && err->code == BB_ERR_NOT_FOUND) {
        bb_login_failed(app, code, "not valid today, or no such desk");
        return err;
    }
    BB_TRY(err);
    err = login_record(app);
    if (err) /* a login that leaves no trace must not exist */
        bb_app_stand_up(app);
    return err;
}

void bb_app_stand_up(struct bb_app *app)
{
    bb_record_done(&bb_person_record, &app->person);
    bb_record_done(&bb_desk_record, &app->desk);
    bb_db_limit(app->db, BB_DB_FREE); /* for whoever comes next, and the client's rating */
}

const struct bb_person *bb_app_person(const struct bb_app *app)
{
    return app->person.code ? &app->person : NULL;
}

const struct bb_desk *bb_app_desk(const struct bb_app *app)
{
    return app->desk.code ? &app->desk : NULL;
}

/* The office's own person has neither desk nor unit: he is of the centre whose file it is. */
static const char *own_centre(const struct bb_app *app)
{
    return app->desk.centre ? app->desk.centre : app->person.unit;
}

const char *bb_app_centre_name(struct bb_app *app)
{
    const char *code = own_centre(app);
    const struct bb_unit *unit = code ? bb_app_unit(app, code) : NULL;
    if (!unit)
        return "";
    return unit->short_name ? unit->short_name : unit->name;
}

static bool is_same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* The district's own offices watch over every centre. */
static bool is_of_district(struct bb_app *app)
{
    const struct bb_unit *unit = app->person.unit ? bb_app_unit(app, app->person.unit) : NULL;
    return unit && is_same(unit->kind, "office");
}

static bool is_of_centre(struct bb_app *app, const struct bb_desk *desk)
{
    const char *centre = own_centre(app);
    return !desk || !centre || is_same(desk->centre, centre) || is_of_district(app);
}

static bool reaches(struct bb_app *app, enum bb_reach reach, const struct bb_whose *whose)
{
    const struct bb_person *me = &app->person;
    const struct bb_desk *desk = whose->desk ? bb_app_desk_of(app, whose->desk) : NULL;
    if (reach == BB_REACH_ALL || (reach == BB_REACH_CENTRE && is_of_centre(app, desk)) ||
        is_same(whose->person, me->code) || is_same(whose->second, me->code))
        return true;
    return (reach >= BB_REACH_DESK && is_same(whose->desk, app->desk.code)) ||
           (reach >= BB_REACH_UNIT &&
            (is_same(whose->unit, me->unit) || (desk && is_same(desk->unit, me->unit))));
}

const struct bb_err *bb_app_may_on(struct bb_app *app, enum bb_use use,
                                   const struct bb_whose *whose)
{
    enum bb_reach reach = bb_right_reach(app->person.role, use);
    if (!app->person.code && app->person.role != BB_ROLE_KIOSK)
        return bb_err(BB_ERR_NOBODY, NULL);
    if (reach && (!whose || reaches(app, reach, whose)))
        return NULL;
    return bb_err(reach ? BB_ERR_NOT_YOURS : BB_ERR_NO_RIGHT,
                  app->person.name ? app->person.name : "", bb_right_label(use), NULL);
}

const struct bb_err *bb_app_may(struct bb_app *app, enum bb_use use)
{
    return bb_app_may_on(app, use, NULL);
}

int bb_app_watch(struct bb_app *app)
{
    if (app->watch < 0)
        app->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (app->watch >= 0 && inotify_add_watch(app->watch, app->path, IN_MODIFY) < 0) {
        close(app->watch);
        app->watch = -1;
    }
    return app->watch;
}

const struct bb_err *bb_app_refresh(struct bb_app *app, bool *changed)
{
    char *version = NULL;
    BB_TRY(bb_mark_check(app->path));
    BB_TRY(bb_db_changed(app->db, changed));
    if (!*changed)
        return NULL;
    BB_TRY(bb_db_meta_load(app->db, "reference", &version));
    if (app->lists.version && version && strcmp(version, app->lists.version) != 0)
        bb_lists_drop(&app->lists);
    free(version);
    return NULL;
}

const struct bb_err *bb_app_clock_accept(struct bb_app *app)
{
    BB_TRY(bb_act_may(app, BB_USE_CLOCK));
    BB_TRY(bb_db_begin(app->db)); /* not bb_act_begin: it is the one that refuses */
    const struct bb_err *err = bb_replica_load(app);
    if (!err)
        err = bb_db_chain_load(app->db, app->replica, &app->chain);
    if (!err)
        err = bb_clock_doubt_load(app);
    if (!err && app->chain.at - BB_CLOCK_GRACE_SECONDS > bb_app_now(app) &&
        app->chain.at > app->clock_until) {
        app->clock_until = app->chain.at;
        err = bb_clock_doubt_save(app, "clock_until", app->clock_until);
    }
    if (!err)
        err = bb_act_event(app, BB_EVENT_CLOCK, "clock", "{}");
    return bb_act_end(app, err);
}
