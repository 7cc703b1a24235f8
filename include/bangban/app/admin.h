/* Use cases of the office: setting up, reference data, checking, handing over, keeping copies. */
#ifndef BANGBAN_APP_ADMIN_H
#define BANGBAN_APP_ADMIN_H

#include "bangban/app/app.h"

/* Creates the database, its keys in F.d/, and loads reference data from the folder (units.csv,
 * items.csv, kb.csv, holidays/YYYY.csv; people.csv and desks.csv where they exist). */
const struct bb_err *bb_app_init(const struct bb_config *config, const char *db_path,
                                 const char *data_dir, struct bb_clock clock);
/* The same, with a demo centre: five windows, a help desk, a self-service area, people from the
 * synthetic names, six weeks of sessions and problems in every state, the same relative to today on
 * every run. */
const struct bb_err *bb_app_init_demo(const struct bb_config *config, const char *db_path,
                                      const char *data_dir, struct bb_clock clock,
                                      const struct bb_progress *progress);

/* Loads a reference file ("calendar", "item", "unit", "desk", "person", "kb") whole or not at all.
 */
struct bb_import_result {
    long rows;
    long moved; /* open deadlines that a newer calendar moved */
};
const struct bb_err *bb_app_import(struct bb_app *app, const char *what, const char *path,
                                   struct bb_import_result *out);

/* Adds or changes one row of reference data ("person", "post", …); row: the record's struct,
 * completed on success. */
const struct bb_err *bb_app_reference_add(struct bb_app *app, const char *what, void *row);

/* Verifies integrity, every chain, and that the projections equal the fold; rebuild: writes them
 * anew. Gives the first bad place as an error. */
struct bb_check_result {
    int64_t events, replicas, sessions, issues, rebuilt;
};
const struct bb_err *bb_app_check(struct bb_app *app, bool rebuild,
                                  const struct bb_progress *progress, struct bb_check_result *out);

/* Every event of one installation in chain order (struct bb_event); label NULL: of this one. */
const struct bb_err *bb_app_audit_chain(struct bb_app *app, const char *label,
                                        const struct bb_sink *sink);
/* Only the chains; asks nobody who he is. The error names the first bad line; head: of this
 * installation's chain. */
const struct bb_err *bb_app_chains_verify(struct bb_app *app, const struct bb_progress *progress,
                                          struct bb_check_result *out, char head[BB_HASH_BYTES]);

/* Writes the packet of everything not yet acknowledged (no receipts yet: of the whole chain) into
 * dir. *path: heap. */
const struct bb_err *bb_app_export(struct bb_app *app, const char *dir,
                                   const struct bb_progress *progress, char **path);
/* Verifies a packet (zip or unpacked folder) and says which member is wrong. key_path: PEM file of
 * the sender's public key; NULL: this database's own when app is given, otherwise the signature
 * stays unchecked (signature_checked). */
struct bb_verify_result {
    int64_t events, members;
    bool signature_checked;
    char head[BB_HASH_BYTES];
    char window[32];
};
const struct bb_err *bb_app_verify(struct bb_app *app, const char *path, const char *key_path,
                                   struct bb_verify_result *out);

/* Destroys the keys of client data whose case ended more than privacy.keep_days ago, each by an
 * event, and takes them out of the copy beside the backups. What is destroyed stays so after a
 * restore. Refused when the clock jumped ahead. Killed anywhere, it is run again. */
struct bb_retention {
    int64_t destroyed, left; /* sessions */
    int64_t quarantined;     /* folders of F.d/quarantine as old: they may still hold keys */
};
const struct bb_err *bb_app_retention(struct bb_app *app, struct bb_retention *out);

#endif
