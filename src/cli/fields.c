/* field=value words into a record, by its table. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/cli/cli.h"

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

/* What a client says of a session is in its record, and nobody's to state. */
static bool is_rating(const struct bb_record *record, const char *name)
{
    return (record == &bb_session_record && strcmp(name, "rating") == 0) ||
           (record == &bb_rating_record && strcmp(name, "level") == 0);
}

static const struct bb_err *read_word(struct bb_app *app, const char *word,
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
        err = bb_app_rating_type(app);
    else if (!field || !(field->flags & BB_FIELD_INPUT))
        err = refuse(BB_ERR_NO_FIELD, record, name);
    else if (slot)
        *slot = sign + 1;
    else
        err = bb_field_parse(field, row, sign + 1);
    free(name);
    return err;
}

const struct bb_err *bb_cli_fields(const struct bb_cli *cli, int first,
                                   const struct bb_record *record, void *row,
                                   struct bb_client *client)
{
    for (int i = first; i < cli->count; i++)
        BB_TRY(read_word(cli->app, cli->words[i], record, row, client));
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
