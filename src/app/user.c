/* Accounts: making, changing, freeing and disabling them, each change with its event in one
 * transaction. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "account.h"
#include "bangban/app/admin.h"
#include "bangban/base/file.h"
#include "bangban/base/json.h"
#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/pinyin.h"

/* ---- who has one ---- */

static const struct bb_err *has_secret(void *ctx, void *row)
{
    const struct bb_account *account = row;
    if (account->secret && strcmp(account->person, BB_SERVICE_PERSON) != 0)
        *(bool *)ctx = false;
    return NULL;
}

const struct bb_err *bb_app_is_first(struct bb_app *app, bool *out)
{
    *out = true;
    return bb_db_all(app->db, &bb_account_record, &(struct bb_sink){has_secret, out});
}

static const struct bb_err *show_account(void *ctx, void *row)
{
    const struct bb_sink *sink = ctx;
    struct bb_account *account = row;
    if (account->secret)
        bb_strset(&account->secret, password_is_key(account->secret) ? "key" : "password");
    if (account->pin)
        bb_strset(&account->pin, "pin");
    return sink->item(sink->ctx, account);
}

const struct bb_err *bb_app_accounts(struct bb_app *app, const struct bb_sink *sink)
{
    return bb_db_all(app->db, &bb_account_record,
                     &(struct bb_sink){show_account, (void *)(size_t)sink});
}

const struct bb_err *bb_app_demo_secret(struct bb_app *app, char **out)
{
    return bb_db_meta_load(app->db, "demo_secret", out);
}

static const struct bb_err *seen_secret(void *ctx, void *row)
{
    *(bool *)ctx |= ((const struct bb_account *)row)->secret != NULL;
    return NULL;
}

const struct bb_err *account_pepper(struct bb_app *app, unsigned char out[BB_SEAL_KEY_BYTES])
{
    char *path = bb_path_join(app->folder, "pepper.key");
    const struct bb_err *err = NULL;
    bool any = false;
    if (!bb_file_exists(path))
        err = bb_db_all(app->db, &bb_account_record, &(struct bb_sink){seen_secret, &any});
    if (!err && !any && !bb_file_exists(path))
        err = bb_key_make(app->folder, "pepper.key");
    free(path);
    return err ? err : bb_key_load(app, "pepper.key", out);
}

/* ---- what a secret must be ---- */

static const struct bb_err *secret_rules(const struct bb_person *person, const char *secret)
{
    bool letter = false, other = false;
    for (const char *at = secret; *at; at++) {
        bool is_letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at & 0x80;
        letter |= is_letter;
        other |= !is_letter;
    }
    size_t chars = 0;
    uint32_t c;
    for (const char *at = secret, *end = secret + strlen(secret); at < end; chars++)
        at += bb_text_next(at, end, &c);
    bool told = strcasecmp(secret, person->code) == 0 ||
                (person->name && strcmp(secret, person->name) == 0);
    return chars >= BB_SECRET_LEAST && letter && other && !told ? NULL
                                                                : bb_err(BB_ERR_SECRET_WEAK, NULL);
}

static const struct bb_err *pin_rules(const char *pin)
{
    size_t len = strlen(pin), same = 0, up = 0, down = 0;
    bool digits = strspn(pin, "0123456789") == len;
    for (size_t i = 1; i < len; i++) {
        same += pin[i] == pin[i - 1];
        up += pin[i] == pin[i - 1] + 1;
        down += pin[i] == pin[i - 1] - 1;
    }
    bool good = digits && len >= BB_PIN_LEAST && len <= BB_PIN_MOST && same < len - 1 &&
                up < len - 1 && down < len - 1;
    return good ? NULL : bb_err(BB_ERR_PIN_FORM, NULL);
}

/* ---- a change ---- */

struct change {
    enum bb_use use; /* BB_USE__COUNT: of one's own account */
    enum bb_event_kind kind;
    const char *what;   /* for the event */
    const char *secret; /* as stored; NULL: stays */
    const char *pin;    /* likewise; "": none from now on */
    bool frees, sends_away, disables;
    bool given; /* by somebody else, who knows it now */
};

static void change_apply(const struct change *change, struct bb_account *account)
{
    if (change->secret) {
        bb_strset(&account->secret, change->secret);
        account->given = change->given;
        bb_strset(&account->pin, NULL);
        account->disabled = 0;
    }
    if (change->pin)
        bb_strset(&account->pin, *change->pin ? change->pin : NULL);
    if (change->secret || change->frees)
        account->fails = account->pin_fails = account->locked_until = 0;
    if (change->sends_away || change->disables)
        account->outs++;
    if (change->disables)
        account->disabled = 1;
}

/* Inside an act. */
static const struct bb_err *change_write(struct bb_app *app, const char *code,
                                         const struct change *change)
{
    struct bb_account account = {0};
    struct bb_buf body = {0};
    bool found;
    const struct bb_err *err = bb_db_load(app->db, &bb_account_record, code, &account, &found);
    if (!err && !found && !change->secret)
        err = bb_err(BB_ERR_NO_ACCOUNT, code, NULL);
    if (!err) {
        bb_strset(&account.person, code);
        change_apply(change, &account);
        bb_buf_char(&body, '{');
        bb_json_put_key(&body, "what");
        bb_json_put_string(&body, change->what);
        bb_buf_char(&body, '}');
        err = bb_db_save(app->db, &bb_account_record, &account);
    }
    if (!err)
        err = bb_act_event(app, change->kind, code, bb_buf_text(&body));
    bb_buf_done(&body);
    bb_record_done(&bb_account_record, &account);
    return err;
}

static const struct bb_err *account_change(struct bb_app *app, const char *code,
                                           const struct change *change)
{
    if (change->use != BB_USE__COUNT)
        BB_TRY(bb_act_may(app, change->use));
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, change_write(app, code, change));
}

/* ---- giving a secret ---- */

/* The first account of a file: its person acts himself. */
static const struct bb_err *first_write(struct bb_app *app, struct bb_person *admin, bool is_new,
                                        const struct change *change)
{
    const struct bb_err *err = is_new ? bb_db_save(app->db, &bb_person_record, admin) : NULL;
    if (!err)
        err = bb_app_sit(app, admin->code, NULL);
    return err ? err : change_write(app, admin->code, change);
}

static const struct bb_err *first_make(struct bb_app *app, struct bb_person *admin, bool is_new,
                                       const struct change *change)
{
    if (admin->role != BB_ROLE_ADMIN)
        return bb_err(BB_ERR_FIRST_ADMIN, NULL);
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_act_end(app, first_write(app, admin, is_new, change));
    if (err)
        bb_app_stand_up(app);
    bb_lists_drop(&app->lists);
    return err;
}

static const struct bb_err *give(struct bb_app *app, struct bb_person *person, bool is_new,
                                 bool first, const char *stored, const char *what)
{
    struct change change = {
        .use = BB_USE_USER, .kind = BB_EVENT_USER, .what = what, .secret = stored};
    change.given = !first && !password_is_key(stored) &&
                   strcmp(person->code, app->person.code ? app->person.code : "") != 0;
    return first ? first_make(app, person, is_new, &change)
                 : account_change(app, person->code, &change);
}

/* Whom a secret is for; is_new: he is to be made. out: done by the caller. */
static const struct bb_err *person_for(struct bb_app *app, const char *code, const char *name,
                                       struct bb_person *out, bool *is_new, bool *first)
{
    bool found;
    BB_TRY(bb_app_is_first(app, first));
    if (!*first)
        BB_TRY(bb_act_may(app, BB_USE_USER));
    BB_TRY(bb_db_load(app->db, &bb_person_record, code, out, &found));
    *is_new = !found;
    if (found)
        return NULL;
    if (!*first || !name || !*name)
        return bb_err(*first ? BB_ERR_FIRST_ADMIN : BB_ERR_NOT_FOUND, "person", code, NULL);
    bb_strset(&out->code, code);
    bb_strset(&out->name, name);
    out->role = BB_ROLE_ADMIN;
    struct bb_buf initials = {0};
    bb_pinyin_name_initials(&initials, name);
    bb_strset(&out->initials, bb_buf_text(&initials));
    bb_buf_done(&initials);
    return NULL;
}

const struct bb_err *bb_app_user_add(struct bb_app *app, const char *code, const char *name,
                                     const char *secret)
{
    struct bb_person person = {0};
    unsigned char pepper[BB_SEAL_KEY_BYTES];
    char stored[PASSWORD_BYTES];
    bool is_new, first;
    const struct bb_err *err = person_for(app, code, name, &person, &is_new, &first);
    if (!err)
        err = secret_rules(&person, secret);
    if (!err)
        err = account_pepper(app, pepper);
    if (!err) {
        password_make(stored, secret, pepper);
        err = give(app, &person, is_new, first, stored, "password");
    }
    bb_seal_wipe(pepper, sizeof pepper);
    bb_record_done(&bb_person_record, &person);
    return err;
}

const struct bb_err *bb_app_user_key(struct bb_app *app, const char *code, const char *name,
                                     const char *path)
{
    struct bb_person person = {0};
    unsigned char pepper[BB_SEAL_KEY_BYTES];
    char stored[PASSWORD_BYTES], text[KEY_TEXT_BYTES];
    bool is_new, first;
    if (bb_file_exists(path))
        return bb_err(BB_ERR_DB_EXISTS, path, NULL);
    const struct bb_err *err = account_pepper(app, pepper);
    if (!err && strcmp(code, BB_SERVICE_PERSON) == 0)
        err = bb_act_may(app, BB_USE_USER); /* his is never the first */
    if (!err)
        err = person_for(app, code, name, &person, &is_new, &first);
    if (!err) {
        password_key_make(stored, text, pepper);
        err = bb_file_write(path, 0400, text, strlen(text));
        if (!err) {
            err = give(app, &person, is_new, first, stored, "key");
            if (err)
                unlink(path);
        }
    }
    bb_seal_wipe(pepper, sizeof pepper);
    bb_seal_wipe(text, sizeof text);
    bb_record_done(&bb_person_record, &person);
    return err;
}

const struct bb_err *bb_account_service(struct bb_app *app)
{
    struct bb_account account = {.person = bb_strdup(BB_SERVICE_PERSON)};
    unsigned char pepper[BB_SEAL_KEY_BYTES];
    char stored[PASSWORD_BYTES], text[KEY_TEXT_BYTES];
    char *path = bb_path_join(app->folder, ACCOUNT_SERVICE_KEY);
    const struct bb_err *err = account_pepper(app, pepper);
    if (!err) {
        password_key_make(stored, text, pepper);
        bb_strset(&account.secret, stored);
        err = bb_file_write(path, 0400, text, strlen(text));
    }
    if (!err)
        err = bb_db_save(app->db, &bb_account_record, &account);
    bb_seal_wipe(pepper, sizeof pepper);
    bb_seal_wipe(text, sizeof text);
    bb_record_done(&bb_account_record, &account);
    free(path);
    return err;
}

const struct bb_err *bb_account_demo(struct bb_app *app, const char *secret)
{
    const struct bb_person *people;
    unsigned char pepper[BB_SEAL_KEY_BYTES];
    char stored[PASSWORD_BYTES];
    size_t count;
    BB_TRY(bb_app_people(app, &people, &count));
    BB_TRY(account_pepper(app, pepper));
    password_make(stored, secret, pepper); /* one for all: it is no secret */
    BB_TRY(bb_act_begin(app));
    const struct bb_err *err = bb_db_meta_save(app->db, "demo_secret", secret);
    for (size_t i = 0; !err && i < count; i++) {
        struct bb_account account = {.person = people[i].code, .secret = stored};
        if (strcmp(account.person, BB_SERVICE_PERSON) != 0)
            err = bb_db_save(app->db, &bb_account_record, &account);
    }
    return bb_act_end(app, err);
}

/* ---- the rest ---- */

const struct bb_err *bb_app_user_unlock(struct bb_app *app, const char *code)
{
    return account_change(
        app, code,
        &(struct change){
            .use = BB_USE_USER_FREE, .kind = BB_EVENT_USER, .what = "unlock", .frees = true});
}

const struct bb_err *bb_app_user_logout(struct bb_app *app, const char *code)
{
    return account_change(app, code,
                          &(struct change){.use = BB_USE_USER_FREE,
                                           .kind = BB_EVENT_LOGOUT,
                                           .what = "everywhere",
                                           .sends_away = true});
}

const struct bb_err *bb_app_user_disable(struct bb_app *app, const char *code)
{
    return account_change(
        app, code,
        &(struct change){
            .use = BB_USE_USER, .kind = BB_EVENT_USER, .what = "disable", .disables = true});
}

static const struct bb_err *own(struct bb_app *app, const char *now, const char *text, bool pin)
{
    unsigned char pepper[BB_SEAL_KEY_BYTES];
    char stored[PASSWORD_BYTES] = "";
    BB_TRY(pin && !*text            ? NULL
           : pin                    ? pin_rules(text)
           : strcmp(now, text) == 0 ? bb_err(BB_ERR_SECRET_WEAK, NULL)
                                    : secret_rules(&app->person, text));
    BB_TRY(bb_secret_prove(app, app->person.code, now));
    BB_TRY(account_pepper(app, pepper));
    if (*text)
        password_make(stored, text, pepper);
    bb_seal_wipe(pepper, sizeof pepper);
    return account_change(app, app->person.code,
                          &(struct change){.use = BB_USE__COUNT,
                                           .kind = BB_EVENT_USER,
                                           .what = pin ? "own pin" : "own password",
                                           .secret = pin ? NULL : stored,
                                           .pin = pin ? stored : NULL});
}

const struct bb_err *bb_app_own_secret(struct bb_app *app, const char *now, const char *secret)
{
    return own(app, now, secret, false);
}

const struct bb_err *bb_app_own_pin(struct bb_app *app, const char *now, const char *pin)
{
    return own(app, now, pin, true);
}
