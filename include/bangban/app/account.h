/*
 * Who may sit down: accounts and their secrets (trust.md §5). A person proves who he is here, then
 * bb_app_login() or bb_app_sit() seats him.
 *
 * Tries are counted in the file before they are made, so that several programs together have no
 * more of them than one: after 5 in a row the account is locked for 15 minutes, after each further
 * 5 twice as long. A PIN opens nothing but the locked screen of its own person, and after 5 failed
 * tries nothing until the password was right. No file comes with an account that somebody could log
 * in with; the first one is an administrator's, made by whoever stands there.
 *
 * Texts with secrets belong to the caller, who wipes them with bb_app_wipe().
 */
#ifndef BANGBAN_APP_ACCOUNT_H
#define BANGBAN_APP_ACCOUNT_H

#include "bangban/app/app.h"
#include "bangban/core/account.h"

enum { BB_SECRET_BYTES = 256, BB_SECRET_LEAST = 8, BB_PIN_LEAST = 6, BB_PIN_MOST = 8 };
/* The service person, who acts where nobody is named on the command line; his key stands in F.d. */
#define BB_SERVICE_PERSON "office"

void bb_app_wipe(void *bytes, size_t len);

/* NULL when the secret is this person's; otherwise the refusal, which is an event. An unknown name
 * gets the same answer after the same time. BB_ERR_SECRET_GIVEN: it is, but somebody else gave it;
 * first comes bb_app_own_secret(). */
const struct bb_err *bb_app_secret_check(struct bb_app *app, const char *person,
                                         const char *secret);
/* The service person's own key. */
const struct bb_err *bb_app_service_check(struct bb_app *app);
/* The one with this code, or the only one with this whole name: *out NULL when there is none. */
const struct bb_err *bb_app_person_named(struct bb_app *app, const char *who,
                                         const struct bb_person **out);

void bb_app_stand_up(struct bb_app *app); /* nobody sits here any more */

/* ---- the locked screen of who sits here ---- */
/* By his PIN or his secret. */
const struct bb_err *bb_app_unlock(struct bb_app *app, const char *pin_or_secret);
/* A supervisor or administrator sends away who sits here: nobody does then. */
const struct bb_err *bb_app_relieve(struct bb_app *app, const char *who, const char *secret);
/* BB_ERR_LOGGED_OUT when somebody sent away, or disabled, who sits here. */
const struct bb_err *bb_app_still_in(struct bb_app *app);

/* ---- accounts ---- */
/* Whether nobody but the service person has a secret yet. */
const struct bb_err *bb_app_is_first(struct bb_app *app, bool *out);
/* Rows are struct bb_account without their secrets, who came last first. Anybody: it is what the
 * login screen shows. */
const struct bb_err *bb_app_accounts(struct bb_app *app, const struct bb_sink *sink);
/* What the made-up centre says about its secrets; heap, NULL in every other file. */
const struct bb_err *bb_app_demo_secret(struct bb_app *app, char **out);

/* Gives the person a secret, the first or another one, and opens the account. The first account of
 * a file is an administrator's: a person of that role, or (name not NULL) a new one. */
const struct bb_err *bb_app_user_add(struct bb_app *app, const char *person, const char *name,
                                     const char *secret);
/* The same with a key, written into a new file of mode 0400. */
const struct bb_err *bb_app_user_key(struct bb_app *app, const char *person, const char *name,
                                     const char *path);
const struct bb_err *bb_app_user_unlock(struct bb_app *app, const char *person);
const struct bb_err *bb_app_user_logout(struct bb_app *app, const char *person);
const struct bb_err *bb_app_user_disable(struct bb_app *app, const char *person);
/* Of who sits here; the present secret is asked again. pin "": none from now on. */
const struct bb_err *bb_app_own_secret(struct bb_app *app, const char *now, const char *secret);
const struct bb_err *bb_app_own_pin(struct bb_app *app, const char *now, const char *pin);

#endif
