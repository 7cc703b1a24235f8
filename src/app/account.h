/* What account.c and user.c share. */
#ifndef SRC_APP_ACCOUNT_H
#define SRC_APP_ACCOUNT_H

#include "bangban/app/account.h"
#include "password.h"
#include "private.h"

#define ACCOUNT_SERVICE_KEY "office.key"

/* The pepper in F.d; a file of an older version has none until its first account is made. */
const struct bb_err *account_pepper(struct bb_app *app, unsigned char out[BB_SEAL_KEY_BYTES]);

/* Whether the secret is this person's, chosen or given; a refusal is an event. */
const struct bb_err *bb_secret_prove(struct bb_app *app, const char *code, const char *secret);

#endif
