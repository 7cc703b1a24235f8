/* The field table of accounts. */
#include "bangban/core/account.h"

#define BB_RECORD_STRUCT bb_account
static const struct bb_field fields[] = {BB_ACCOUNT_FIELDS(BB_RECORD_ROW)};
const struct bb_record bb_account_record = {"account", sizeof(struct bb_account),
                                            sizeof fields / sizeof *fields, fields};
