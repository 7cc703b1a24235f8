/* The audit: what is about the program and not about a record is an event in the same chain. */
#include <stdlib.h>
#include <string.h>

#include "bangban/app/admin.h"
#include "bangban/base/json.h"
#include "private.h"

static void body_of(struct bb_buf *body, const char *key, const char *value)
{
    bb_buf_char(body, '{');
    bb_json_put_key(body, key);
    bb_json_put_string(body, value);
    bb_buf_char(body, '}');
}

const struct bb_err *bb_audit_note(struct bb_app *app, enum bb_event_kind kind, const char *subject,
                                   const char *key, const char *value)
{
    struct bb_buf body = {0};
    BB_TRY(bb_act_begin(app));
    body_of(&body, key, value);
    const struct bb_err *err = bb_act_end(app, bb_act_event(app, kind, subject, body.data));
    bb_buf_done(&body);
    return err;
}

const struct bb_err *bb_act_may(struct bb_app *app, enum bb_use use)
{
    return bb_act_may_on(app, use, NULL);
}

const struct bb_err *bb_act_may_on(struct bb_app *app, enum bb_use use,
                                   const struct bb_whose *whose)
{
    const struct bb_err *err = bb_app_may_on(app, use, whose);
    if (err && (err->code == BB_ERR_NO_RIGHT || err->code == BB_ERR_NOT_YOURS))
        bb_act_refuse(app, use);
    return err;
}

void bb_act_refuse(struct bb_app *app, enum bb_use use)
{
    if (bb_db_is_open_act(app->db))
        app->refused = use; /* noted when the act that is open has ended */
    else                    /* a refusal stands also where it cannot be written down */
        bb_audit_note(app, BB_EVENT_REFUSED, "right", "use", bb_right_word(use));
}

static const struct bb_err *rules_compare(struct bb_app *app, char digest[BB_DIGEST_HEX_BYTES],
                                          bool *same)
{
    char *known = NULL;
    struct bb_buf rules = {0};
    bb_config_rules(app->config, &rules);
    bb_sm3_hex(digest, bb_buf_text(&rules), rules.len);
    bb_buf_done(&rules);
    const struct bb_err *err = bb_db_meta_load(app->db, "config", &known);
    *same = known && strcmp(known, digest) == 0;
    free(known);
    return err;
}

const struct bb_err *bb_audit_config(struct bb_app *app, bool first)
{
    char digest[BB_DIGEST_HEX_BYTES];
    bool same;
    struct bb_buf body = {0};
    BB_TRY(rules_compare(app, digest, &same));
    if (same)
        return NULL;
    if (!first) {
        body_of(&body, "sm3", digest);
        BB_TRY(bb_act_event(app, BB_EVENT_CONFIG, "config", body.data));
        bb_buf_done(&body);
    }
    return bb_db_meta_save(app->db, "config", digest);
}

const struct bb_err *bb_app_config_note(struct bb_app *app)
{
    char digest[BB_DIGEST_HEX_BYTES];
    bool same;
    BB_TRY(rules_compare(app, digest, &same));
    if (same)
        return NULL;
    BB_TRY(bb_act_begin(app));
    return bb_act_end(app, bb_audit_config(app, false));
}

const struct bb_err *bb_app_print_note(struct bb_app *app, const char *list)
{
    BB_TRY(bb_act_may(app, BB_USE_ISSUE_LIST));
    return bb_audit_note(app, BB_EVENT_PRINT, "list", "list", list);
}

/* ---- in words ---- */

/* Members of the audit's bodies, and the values that are words of ours; the rest is shown as it is.
 */
static const struct {
    const char *member, *value, *words;
} said[] = {
    {"why", "unknown", N_("nobody of this code")},
    {"why", "not valid today, or no such desk", N_("not valid today, or no such desk")},
    {"why", "not the secret", N_("not the password")},
    {"why", "not the PIN", N_("not the PIN")},
    {"why", "locked", N_("locked after too many tries")},
    {"by", "pin", N_("by PIN")},
    {"by", "secret", N_("by password")},
    {"by", "at the screen", N_("at the locked screen")},
    {"what", "password", N_("new password")},
    {"what", "key", N_("new key")},
    {"what", "own password", N_("own password changed")},
    {"what", "own pin", N_("own PIN changed")},
    {"what", "unlock", N_("lock lifted")},
    {"what", "everywhere", N_("at every screen")},
    {"what", "disable", N_("account closed")},
    {"quarantine", NULL, N_("put aside in")},
    {"rows", NULL, N_("rows")},
};

static void member_put(const struct bb_json *member, struct bb_buf *out)
{
    const char *key = member->key, *text = member->text ? member->text : "";
    for (int use = 0; strcmp(key, "use") == 0 && use < BB_USE__COUNT; use++) {
        if (strcmp(bb_right_word((enum bb_use)use), text) == 0) {
            bb_buf_str(out, bb_right_label((enum bb_use)use));
            return;
        }
    }
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        if (strcmp(said[i].member, key) != 0 || (said[i].value && strcmp(said[i].value, text) != 0))
            continue;
        bb_buf_str(out, _(said[i].words));
        if (said[i].value)
            return;
        bb_buf_char(out, ' ');
    }
    bb_buf_str(out, text);
}

void bb_app_audit_with(const struct bb_event *event, struct bb_buf *out)
{
    struct bb_json_doc *doc = NULL;
    if (bb_json_parse(&doc, event->body, strlen(event->body)))
        return; /* of a newer program: the chain has it */
    for (const struct bb_json *at = bb_json_root(doc)->child; at; at = at->next) {
        if (!at->text || !*at->text || strcmp(at->key, "sm3") == 0)
            continue; /* digests are for machines */
        bb_buf_str(out, at == bb_json_root(doc)->child ? "" : " · ");
        member_put(at, out);
    }
    bb_json_free(doc);
}

void bb_app_audit_on(struct bb_app *app, const struct bb_event *event, struct bb_buf *out)
{
    const char *record = bb_event_subject(event->kind), *on = event->subject;
    const struct bb_person *person = NULL;
    struct bb_session row = {0};
    bool found;
    if (strcmp(on, record) == 0 || strcmp(on, event->by) == 0)
        return; /* the kind says it, or who did it */
    if (strcmp(record, "person") == 0 && (person = bb_app_person_of(app, on)))
        on = person->name;
    else if (strcmp(record, bb_session_record.name) == 0 &&
             !bb_db_load(app->db, &bb_session_record, on, &row, &found) && found)
        on = row.no;
    bb_buf_str(out, on);
    bb_session_done(&row);
}

const struct bb_err *bb_app_audit_list(struct bb_app *app, const struct bb_audit_query *query,
                                       const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_AUDIT));
    return bb_db_audit_list(app->db, query, sink);
}

const struct bb_err *bb_app_audit_chain(struct bb_app *app, const char *label,
                                        const struct bb_sink *sink)
{
    BB_TRY(bb_act_may(app, BB_USE_AUDIT));
    return bb_db_replica_events(app->db, label ? label : app->replica, 0, 0, sink);
}

const struct bb_err *bb_app_chains_verify(struct bb_app *app, const struct bb_progress *progress,
                                          struct bb_check_result *out, char head[BB_HASH_BYTES])
{
    struct bb_chain chain;
    memset(out, 0, sizeof *out);
    BB_TRY(bb_chains_check(app->db, progress, out));
    BB_TRY(bb_db_chain_load(app->db, app->replica, &chain));
    memcpy(head, chain.hash, BB_HASH_BYTES);
    return NULL;
}
