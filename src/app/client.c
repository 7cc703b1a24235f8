/* What is known of a client: sealed and masked on the way in, hidden on the way out, known again by
 * a pseudonym. */
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/base/text.h"
#include "bangban/core/idcode.h"
#include "bangban/core/mask.h"
#include "private.h"

/* Name or phone: masked to be read, sealed to be called back. */
static const struct bb_err *client_field_seal(const char *clear,
                                              void (*mask)(struct bb_buf *, const char *),
                                              const unsigned char *key, const char *session,
                                              const char *field, char **masked, char **sealed)
{
    struct bb_buf folded = {0}, shown = {0}, hex = {0}, context = {0};
    bb_text_fold(&folded, clear ? clear : "");
    const struct bb_err *err = NULL;
    if (folded.len) {
        mask(&shown, folded.data);
        bb_buf_printf(&context, "%s/%s", session, field);
        err = bb_seal(&hex, key, context.data, folded.data, folded.len);
        bb_strset(masked, bb_buf_text(&shown));
        bb_strset(sealed, bb_buf_text(&hex));
        bb_seal_wipe(folded.data, folded.len);
    }
    bb_buf_done(&folded);
    bb_buf_done(&shown);
    bb_buf_done(&hex);
    bb_buf_done(&context);
    return err;
}

/* The number itself is not kept: masked text, and a pseudonym that knows the same person again. */
static const struct bb_err *client_id_mask(struct bb_app *app, struct bb_session *session,
                                           const char *clear)
{
    struct bb_buf normal = {0}, shown = {0};
    unsigned char key[BB_SEAL_KEY_BYTES];
    char pseudonym[BB_PSEUDONYM_BYTES];
    const struct bb_err *err = NULL;
    bb_idcode_normalise(&normal, clear ? clear : "");
    if (normal.len)
        err = bb_key_load(app, "pseudonym.key", key);
    if (normal.len && !err) {
        bb_mask_code(&shown, normal.data);
        bb_pseudonym(pseudonym, key, normal.data);
        bb_strset(&session->client_id, bb_buf_text(&shown));
        bb_strset(&session->client_pseudonym, pseudonym);
        bb_seal_wipe(key, sizeof key);
        bb_seal_wipe(normal.data, normal.len);
    }
    bb_buf_done(&normal);
    bb_buf_done(&shown);
    return err;
}

struct first {
    struct bb_session *out;
};

static const struct bb_err *first_item(void *ctx, void *row)
{
    const struct first *first = ctx;
    if (!first->out->id)
        bb_record_copy(&bb_session_record, first->out, row);
    return NULL;
}

const struct bb_err *bb_app_same_person(struct bb_app *app, const char *id, struct bb_session *out)
{
    struct bb_session asked = {0};
    struct first first = {out};
    memset(out, 0, sizeof *out);
    BB_TRY(bb_app_may(app, BB_USE_CLIENT_DATA));
    const struct bb_err *err = client_id_mask(app, &asked, id);
    if (!err && asked.client_pseudonym)
        err = bb_db_same_person(app->db, asked.client_pseudonym, bb_at_make(bb_app_today(app), 0),
                                &(struct bb_sink){first_item, &first});
    bb_session_done(&asked);
    return err;
}

static bool is_given(const char *text)
{
    return text && *text;
}

bool bb_client_is_given(const struct bb_client *client)
{
    return client && (is_given(client->name) || is_given(client->id) || is_given(client->phone));
}

const char *bb_client_given(const struct bb_client *client)
{
    static const char *const words[] = {"",
                                        "client_phone",
                                        "client_id",
                                        "client_id client_phone",
                                        "client_name",
                                        "client_name client_phone",
                                        "client_name client_id",
                                        "client_name client_id client_phone"};
    return words[is_given(client->name) << 2 | is_given(client->id) << 1 | is_given(client->phone)];
}

void bb_client_check(const struct bb_session *session, const struct bb_client *client,
                     struct bb_problems *problems)
{
    if (session->kind == BB_KIND_VOLUNTEER && bb_client_is_given(client))
        bb_problem_add(problems, "client_name",
                       _("Volunteers record no client data; leave these fields empty."));
}

static const struct bb_err *destroyed_check(struct bb_app *app, const char *session)
{
    bool destroyed;
    BB_TRY(bb_db_session_key_destroyed(app->db, session, &destroyed));
    return destroyed ? bb_err(BB_ERR_RULE,
                              _("The client data of this session were destroyed by rule; only the "
                                "masked text is left. Log a new session for a new visit."),
                              NULL)
                     : NULL;
}

const struct bb_err *bb_client_keep(struct bb_app *app, struct bb_session *session,
                                    const struct bb_client *client)
{
    unsigned char key[BB_SEAL_KEY_BYTES];
    if (!client)
        return NULL;
    BB_TRY(client_id_mask(app, session, client->id));
    if (session->client_kind == BB_CLIENT_ENTERPRISE && is_given(client->name)) {
        struct bb_buf name = {0};
        bb_text_fold(&name, client->name); /* a firm's name is public: kept as it is */
        bb_strset(&session->client_name, bb_buf_text(&name));
        bb_buf_done(&name);
        return bb_client_keep(app, session, &(struct bb_client){.phone = client->phone});
    }
    if (!is_given(client->name) && !is_given(client->phone))
        return NULL;
    bool found;
    BB_TRY(bb_db_session_key_load(app->db, session->id, key, &found));
    if (!found)
        BB_TRY(destroyed_check(app, session->id));
    if (!found)
        bb_seal_key_make(key);
    const struct bb_err *err =
        client_field_seal(client->name, bb_mask_name, key, session->id, "client_name",
                          &session->client_name, &session->client_name_sealed);
    if (!err)
        err = client_field_seal(client->phone, bb_mask_phone, key, session->id, "client_phone",
                                &session->client_phone, &session->client_phone_sealed);
    if (!err && !found)
        err = bb_db_session_key_save(app->db, session->id, key);
    bb_seal_wipe(key, sizeof key);
    return err;
}

void bb_client_hide(struct bb_session *session)
{
    for (size_t i = 0; i < bb_session_record.count; i++)
        if (bb_session_record.fields[i].flags & BB_FIELD_CLIENT)
            bb_strset(bb_field_text(&bb_session_record.fields[i], session), NULL);
}

/* ---- in clear, for a reason ---- */

void bb_clear_done(struct bb_clear *clear)
{
    char *texts[] = {clear->name, clear->phone};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (texts[i])
            bb_seal_wipe(texts[i], strlen(texts[i]));
        free(texts[i]);
    }
    *clear = (struct bb_clear){0};
}

static const struct bb_err *field_unseal(const char *sealed, const unsigned char *key,
                                         const char *session, const char *field, char **out)
{
    struct bb_buf clear = {0}, context = {0};
    if (!sealed)
        return NULL;
    bb_buf_printf(&context, "%s/%s", session, field);
    const struct bb_err *err = bb_unseal(&clear, key, context.data, sealed);
    if (!err)
        *out = bb_strndup(bb_buf_text(&clear), clear.len);
    bb_buf_wipe(&clear);
    bb_buf_done(&context);
    return err;
}

static const struct bb_err *clear_read(struct bb_app *app, const struct bb_session *row,
                                       struct bb_clear *out)
{
    unsigned char key[BB_SEAL_KEY_BYTES];
    bool found;
    if (!row->client_name_sealed && !row->client_phone_sealed)
        return bb_err(BB_ERR_RULE,
                      _("Nothing of this client is kept sealed; what is shown is all "
                        "there is."),
                      NULL);
    BB_TRY(bb_db_session_key_load(app->db, row->id, key, &found));
    if (!found)
        BB_TRY(destroyed_check(app, row->id));
    if (!found)
        return bb_err(BB_ERR_RULE,
                      _("The key of this session is not here: keys do not travel with packets and "
                        "backups. Ask where the session was logged."),
                      NULL);
    const struct bb_err *err =
        field_unseal(row->client_name_sealed, key, row->id, "client_name", &out->name);
    if (!err)
        err = field_unseal(row->client_phone_sealed, key, row->id, "client_phone", &out->phone);
    bb_seal_wipe(key, sizeof key);
    return err;
}

/* The event and the clear text in one act: nothing is shown that left no trace. */
static const struct bb_err *clear_note(struct bb_app *app, const struct bb_session *row,
                                       const char *reason, struct bb_clear *out)
{
    struct bb_buf body = {0};
    BB_TRY(bb_act_begin(app));
    bb_buf_char(&body, '{');
    bb_json_put_key(&body, "reason");
    bb_json_put_string(&body, reason);
    bb_buf_char(&body, '}');
    const struct bb_err *err = clear_read(app, row, out);
    if (!err)
        err = bb_act_event(app, BB_EVENT_UNMASK, row->id, body.data);
    bb_buf_done(&body);
    return bb_act_end(app, err);
}

const struct bb_err *bb_app_unmask(struct bb_app *app, const char *id_or_no, const char *reason,
                                   struct bb_clear *out)
{
    struct bb_session row = {0};
    struct bb_buf said = {0};
    *out = (struct bb_clear){0};
    BB_TRY(bb_act_may(app, BB_USE_UNMASK));
    BB_TRY(bb_app_session_load(app, id_or_no, &row));
    bb_text_fold(&said, reason ? reason : "");
    struct bb_whose whose = bb_session_whose(&row);
    const struct bb_err *err = bb_act_may_on(app, BB_USE_UNMASK, &whose);
    if (!err && !said.len)
        err = bb_err(BB_ERR_RULE,
                     _("Say why the client data must be seen in clear; the reason is kept."), NULL);
    if (!err)
        err = clear_note(app, &row, said.data, out);
    if (err)
        bb_clear_done(out);
    bb_session_done(&row);
    bb_buf_done(&said);
    return err;
}
