/* Who proves what: counting tries, comparing, locks. Accounts are made and changed in user.c. */
#include "bangban/app/account.h"

#include <stdlib.h>
#include <string.h>

#include "account.h"
#include "bangban/base/date.h"
#include "bangban/base/file.h"
#include "bangban/base/mem.h"

enum { TRIES = 5, LOCK_SECONDS = 15 * 60, LOCK_DOUBLINGS = 6 };

void bb_app_wipe(void *bytes, size_t len)
{
    bb_seal_wipe(bytes, len);
}

/* ---- the count ---- */

struct attempt {
    struct bb_account account; /* as it was when the try was counted */
    bool counted;
};

/* Counts the try before it is made. A key cannot be guessed and is not counted: its person may act
 * from several programs at once. */
static const struct bb_err *attempt_count(struct bb_app *app, struct attempt *try, const char *code,
                                          bool pin)
{
    struct bb_account *account = &try->account;
    char until[BB_AT_BYTES];
    bool found;
    const struct bb_err *err = bb_db_load(app->db, &bb_account_record, code, account, &found);
    if (err || !found || account->disabled || !account->secret)
        return err;
    if (!pin && account->locked_until > bb_app_now(app))
        return bb_err(BB_ERR_LOCKED_OUT, code, bb_at_format_minute(until, account->locked_until),
                      NULL);
    if (pin && account->pin_fails >= TRIES)
        return bb_err(BB_ERR_PIN_SPENT, NULL);
    try->counted = pin || !password_is_key(account->secret);
    if (!try->counted)
        return NULL;
    int64_t *fails = pin ? &account->pin_fails : &account->fails;
    if (++*fails % TRIES == 0 && !pin) {
        int64_t doublings = *fails / TRIES - 1;
        account->locked_until =
            bb_app_now(app) +
            ((int64_t)LOCK_SECONDS << (doublings < LOCK_DOUBLINGS ? doublings : LOCK_DOUBLINGS));
    }
    return bb_db_save(app->db, &bb_account_record, account);
}

static const struct bb_err *attempt_begin(struct bb_app *app, struct attempt *try, const char *code,
                                          bool pin)
{
    BB_TRY(bb_db_begin(app->db));
    const struct bb_err *err = attempt_count(app, try, code, pin);
    if (!err)
        err = bb_db_commit(app->db);
    if (err)
        bb_db_rollback(app->db);
    return err;
}

/* The count goes back to nothing, and a secret made at a lower cost is made anew. */
static const struct bb_err *attempt_right(struct bb_app *app, const struct attempt *try,
                                          const char *secret, bool pin,
                                          const unsigned char pepper[BB_SEAL_KEY_BYTES])
{
    struct bb_account now = {0};
    char fresh[PASSWORD_BYTES] = "";
    bool found;
    if (!try->counted)
        return NULL;
    if (password_is_cheap(pin ? try->account.pin : try->account.secret))
        password_make(fresh, secret, pepper);
    BB_TRY(bb_db_begin(app->db));
    const struct bb_err *err =
        bb_db_load(app->db, &bb_account_record, try->account.person, &now, &found);
    if (!err && found) {
        now.pin_fails = 0;
        if (!pin)
            now.fails = now.locked_until = 0;
        if (*fresh)
            bb_strset(pin ? &now.pin : &now.secret, fresh);
        err = bb_db_save(app->db, &bb_account_record, &now);
    }
    bb_record_done(&bb_account_record, &now);
    if (!err)
        err = bb_db_commit(app->db);
    if (err)
        bb_db_rollback(app->db);
    return err;
}

static const struct bb_err *attempt(struct bb_app *app, const char *code, const char *secret,
                                    bool pin)
{
    struct attempt try = {0};
    unsigned char pepper[BB_SEAL_KEY_BYTES];
    const struct bb_err *err = account_pepper(app, pepper);
    if (!err)
        err = attempt_begin(app, &try, code, pin);
    if (!err) {
        const struct bb_account *account = &try.account;
        bool open = account->person && !account->disabled;
        bool fits =
            password_fits(open ? pin ? account->pin : account->secret : NULL, secret, pepper);
        err = fits ? attempt_right(app, &try, secret, pin, pepper)
                   : bb_err(BB_ERR_LOGIN_WRONG, code, NULL);
    }
    bb_seal_wipe(pepper, sizeof pepper);
    bb_record_done(&bb_account_record, &try.account);
    return err;
}

/* ---- at the door ---- */

const struct bb_err *bb_secret_prove(struct bb_app *app, const char *code, const char *secret)
{
    const struct bb_err *err = attempt(app, code, secret, false);
    if (err && err->code == BB_ERR_LOGIN_WRONG)
        bb_login_failed(app, code, "not the secret");
    else if (err && err->code == BB_ERR_LOCKED_OUT)
        bb_login_failed(app, code, "locked");
    return err;
}

const struct bb_err *bb_app_secret_check(struct bb_app *app, const char *code, const char *secret)
{
    struct bb_account account = {0};
    bool found;
    BB_TRY(bb_secret_prove(app, code, secret));
    BB_TRY(bb_db_load(app->db, &bb_account_record, code, &account, &found));
    bool given = account.given;
    bb_record_done(&bb_account_record, &account);
    return given ? bb_err(BB_ERR_SECRET_GIVEN, code, NULL) : NULL;
}

const struct bb_err *bb_app_service_check(struct bb_app *app)
{
    struct bb_buf text = {0};
    char *path = bb_path_join(app->folder, ACCOUNT_SERVICE_KEY);
    const struct bb_err *err = bb_file_read(&text, path, BB_SECRET_BYTES);
    if (!err)
        err = bb_app_secret_check(app, BB_SERVICE_PERSON, bb_buf_text(&text));
    if (err && (err->code == BB_ERR_LOGIN_WRONG || err->code == BB_ERR_FILE_OPEN))
        err = bb_err(BB_ERR_NO_SERVICE, path, NULL);
    if (text.data)
        bb_seal_wipe(text.data, text.len);
    bb_buf_done(&text);
    free(path);
    return err;
}

const struct bb_err *bb_app_person_named(struct bb_app *app, const char *who,
                                         const struct bb_person **out)
{
    const struct bb_person *rows;
    size_t count = 0;
    *out = bb_app_person_of(app, who);
    if (*out)
        return NULL;
    BB_TRY(bb_app_people(app, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].name || strcmp(rows[i].name, who) != 0)
            continue;
        if (*out)
            return bb_err(BB_ERR_NAME_SHARED, who, NULL);
        *out = &rows[i];
    }
    return NULL;
}

/* ---- the locked screen ---- */

static bool is_pin(const char *text)
{
    size_t len = strlen(text);
    return len >= BB_PIN_LEAST && len <= BB_PIN_MOST && strspn(text, "0123456789") == len;
}

const struct bb_err *bb_app_unlock(struct bb_app *app, const char *text)
{
    struct bb_account account = {0};
    bool found;
    BB_TRY(bb_db_load(app->db, &bb_account_record, app->person.code, &account, &found));
    bool pin = found && account.pin && is_pin(text);
    bb_record_done(&bb_account_record, &account);
    const struct bb_err *err = pin ? attempt(app, app->person.code, text, true)
                                   : bb_secret_prove(app, app->person.code, text);
    if (pin && err && err->code != BB_ERR_BUSY)
        bb_login_failed(app, app->person.code, "not the PIN");
    BB_TRY(err);
    err = bb_audit_note(app, BB_EVENT_UNLOCK, app->person.code, "by", pin ? "pin" : "secret");
    return err && err->code == BB_ERR_CLOCK ? NULL : err; /* as at the login */
}

const struct bb_err *bb_app_relieve(struct bb_app *app, const char *who, const char *secret)
{
    const struct bb_person *person;
    BB_TRY(bb_app_person_named(app, who, &person));
    BB_TRY(bb_app_secret_check(app, person ? person->code : who, secret));
    if (!person)
        return bb_err(BB_ERR_LOGIN_WRONG, who, NULL);
    if (!bb_right_reach(person->role, BB_USE_USER_FREE))
        return bb_err(BB_ERR_NO_RIGHT, person->name, bb_right_label(BB_USE_USER_FREE), NULL);
    char *gone = bb_strdup(app->person.code);
    const struct bb_err *err = bb_app_sit(app, person->code, NULL);
    if (!err)
        err = bb_audit_note(app, BB_EVENT_LOGOUT, gone, "by", "at the screen");
    if (err && err->code == BB_ERR_CLOCK)
        err = NULL;
    if (!err)
        bb_app_stand_up(app);
    free(gone);
    return err;
}

const struct bb_err *bb_app_still_in(struct bb_app *app)
{
    struct bb_account account = {0};
    bool found;
    if (!app->person.code)
        return NULL;
    BB_TRY(bb_db_load(app->db, &bb_account_record, app->person.code, &account, &found));
    bool out = found && (account.outs != app->outs || account.disabled);
    bb_record_done(&bb_account_record, &account);
    return out ? bb_err(BB_ERR_LOGGED_OUT, app->person.name, NULL) : NULL;
}

const struct bb_err *bb_account_seat(struct bb_app *app)
{
    struct bb_account account = {0};
    bool found;
    BB_TRY(bb_db_load(app->db, &bb_account_record, app->person.code, &account, &found));
    app->outs = account.outs;
    const struct bb_err *err = NULL;
    if (found) {
        account.login_at = bb_app_now(app);
        bb_strset(&account.login_desk, app->desk.code);
        err = bb_db_save(app->db, &bb_account_record, &account);
    }
    bb_record_done(&bb_account_record, &account);
    return err;
}
