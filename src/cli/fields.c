/* field=value words into a record, by its table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"
#include "bangban/core/personal.h"

/* "kind, helper, …": what a person may state. */
static void input_names(const struct bb_record *record, struct bb_buf *out)
{
    for (size_t i = 0; i < record->count; i++) {
        if (!(record->fields[i].flags & BB_FIELD_INPUT))
            continue;
        bb_buf_str(out, out->len ? ", " : "");
        bb_buf_str(out, record->fields[i].name);
    }
}

static const struct bb_err *refuse(enum bb_err_code code, const struct bb_record *record,
                                   const char *what)
{
    struct bb_buf names = {0};
    input_names(record, &names);
    const struct bb_err *err = bb_err(code, what, bb_buf_text(&names), NULL);
    bb_buf_done(&names);
    return err;
}

/* The clear text of a client field has its own place; it never enters the record. */
static const char **client_slot(struct bb_client *client, const char *name)
{
    if (!client)
        return NULL;
    if (strcmp(name, "client_name") == 0)
        return &client->name;
    if (strcmp(name, "client_id") == 0)
        return &client->id;
    return strcmp(name, "client_phone") == 0 ? &client->phone : NULL;
}

/* Heap: the text masked; NULL: it stays as it is, with a warning where it holds something. */
static char *text_look(const struct bb_cli *cli, const char *name, const char *text)
{
    struct bb_personal one;
    struct bb_buf masked = {0}, span = {0};
    int64_t today = bb_app_today(cli->app);
    if (!bb_personal_find(text, 0, today, &one))
        return NULL;
    if (cli->option[BB_OPTION_MASK]) {
        bb_personal_mask(&masked, text, today);
        return bb_buf_take(&masked);
    }
    bb_buf_add(&span, text + one.from, one.to - one.from);
    bb_personal_mask(&masked, bb_buf_text(&span), today);
    fprintf(stderr,
            _("bangban: %s holds what identifies somebody (%s %s) and is kept as it is. To keep it "
              "masked, add --mask.\n"),
            name, bb_personal_label(one.kind), bb_buf_text(&masked));
    bb_buf_wipe(&span);
    bb_buf_done(&masked);
    return NULL;
}

void bb_cli_reason_look(struct bb_cli *cli)
{
    static char *kept; /* as long as the options: to the end of the program */
    const char *reason = cli->option[BB_OPTION_REASON];
    free(kept);
    kept = reason ? text_look(cli, "reason", reason) : NULL;
    if (kept)
        cli->option[BB_OPTION_REASON] = kept;
}

/* A register of phones holds phones: its number is no free text. */
static void field_look(const struct bb_cli *cli, const struct bb_field *field, void *row)
{
    if (field->type != BB_TYPE_TEXT || strcmp(field->name, "number") == 0)
        return;
    char **text = bb_field_text(field, row), *masked = text_look(cli, field->name, *text);
    if (masked)
        bb_strset(text, masked);
    free(masked);
}

/* What a client says of a session is in its record, and nobody's to state. */
static bool is_rating(const struct bb_record *record, const char *name)
{
    return (record == &bb_session_record && strcmp(name, "rating") == 0) ||
           (record == &bb_rating_record && strcmp(name, "level") == 0);
}

static const struct bb_err *read_word(const struct bb_cli *cli, const char *word,
                                      const struct bb_record *record, void *row,
                                      struct bb_client *client)
{
    const char *sign = strchr(word, '=');
    if (!sign)
        return refuse(BB_ERR_NOT_PAIR, record, word);
    char *name = bb_strndup(word, (size_t)(sign - word));
    const struct bb_field *field = bb_record_field(record, name);
    const char **slot = client_slot(client, name);
    const struct bb_err *err = NULL;
    if (is_rating(record, name))
        err = bb_app_rating_type(cli->app);
    else if (!field || !(field->flags & BB_FIELD_INPUT))
        err = refuse(BB_ERR_NO_FIELD, record, name);
    else if (slot)
        *slot = sign + 1;
    else
        err = bb_field_parse(field, row, sign + 1);
    if (!err && !slot)
        field_look(cli, field, row);
    free(name);
    return err;
}

const struct bb_err *bb_cli_fields(const struct bb_cli *cli, int first,
                                   const struct bb_record *record, void *row,
                                   struct bb_client *client)
{
    for (int i = first; i < cli->count; i++)
        BB_TRY(read_word(cli, cli->words[i], record, row, client));
    return NULL;
}

void bb_cli_problems(const struct bb_record *record, const struct bb_problems *problems)
{
    for (size_t i = 1; i < problems->count; i++) {
        const struct bb_field *field = bb_record_field(record, problems->rows[i].field);
        fprintf(stderr, "bangban: %s%s%s\n", field ? _(field->label) : problems->rows[i].field,
                _(": "), problems->rows[i].sentence);
    }
}
