/*
 * Forms: a district's own tables (帮办记录, 问题台账 …) as export maps, one file each (libconfig,
 * bangban-form(5)): which records, which columns in which order under which headers, code words,
 * masks, encoding, kind of file. A new form is a new file. Source: data.md, "The district format".
 */
#ifndef BANGBAN_APP_FORM_H
#define BANGBAN_APP_FORM_H

#include "bangban/app/app.h"

/* clang-format off */
/* Kinds of file and encodings, as maps name them. */
#define BB_FORM_KIND_LIST(X) X(CSV, "csv") X(XLSX, "xlsx")
#define BB_FORM_ENCODING_LIST(X) X(UTF8, "utf-8") X(UTF8_BOM, "utf-8-bom") X(GB18030, "gb18030")
/* What a code in a column stands for: its name is written. */
#define BB_FORM_NAME_LIST(X) X(NONE, "") X(UNIT, "unit") X(PERSON, "person") X(ITEM, "item") X(DESK, "desk")
#define BB_FORM_MASK_LIST(X) X(NONE, "") X(NAME, "name") X(CODE, "code") X(PHONE, "phone")
/* What no field says and is computed. */
#define BB_FORM_VALUE_LIST(X) X(NONE, "") X(COUNT, "count") X(LIGHT, "light") X(LEFT, "days_left") X(ORGANISER, "organiser") X(UNIT, "unit")
/* clang-format on */

#define BB_FORM_ROW(prefix, name)        BB_FORM_##prefix##_##name
#define BB_FORM_KIND_ROW(name, word)     BB_FORM_ROW(KIND, name),
#define BB_FORM_ENCODING_ROW(name, word) BB_FORM_ROW(ENCODING, name),
#define BB_FORM_NAME_ROW(name, word)     BB_FORM_ROW(NAME, name),
#define BB_FORM_MASK_ROW(name, word)     BB_FORM_ROW(MASK, name),
#define BB_FORM_VALUE_ROW(name, word)    BB_FORM_ROW(VALUE, name),
enum bb_form_kind { BB_FORM_KIND_LIST(BB_FORM_KIND_ROW) BB_FORM_KIND__COUNT };
enum bb_form_encoding { BB_FORM_ENCODING_LIST(BB_FORM_ENCODING_ROW) BB_FORM_ENCODING__COUNT };
enum bb_form_name { BB_FORM_NAME_LIST(BB_FORM_NAME_ROW) BB_FORM_NAME__COUNT };
enum bb_form_mask { BB_FORM_MASK_LIST(BB_FORM_MASK_ROW) BB_FORM_MASK__COUNT };
enum bb_form_value { BB_FORM_VALUE_LIST(BB_FORM_VALUE_ROW) BB_FORM_VALUE__COUNT };

struct bb_form_column {
    char *header;
    const struct bb_field *field; /* NULL: computed */
    enum bb_form_value value;
    enum bb_form_name name;
    enum bb_form_mask mask;
    bool day;          /* of a moment only the day */
    char **words;      /* by code (BOOL: no, yes); NULL: the labels of the program's language */
    size_t word_count; /* a word that the map does not say is NULL */
};

struct bb_form {
    char *title; /* of sheet and file */
    const struct bb_record *record;
    enum bb_form_kind kind;
    enum bb_form_encoding encoding;
    const struct bb_field *period, *unit, *leader; /* what the filters compare; NULL: none */
    struct bb_form_column *columns;
    size_t count;
};

/* Reads and checks a map; an error names file and line. Done by bb_form_done(). */
const struct bb_err *bb_form_load(struct bb_form *out, const char *path);
void bb_form_done(struct bb_form *form);

struct bb_form_query {
    int64_t from_at, to_at; /* [from, to) of the map's period; 0: open */
    const char *unit;       /* NULL: all */
    const char *leader;     /* NULL: all */
    int64_t as_of;          /* rows as they stood then; 0: now */
};
/* Writes the form that the map describes into the folder, void records left out, from a private
 * snapshot; *path: heap. The file's name holds the title and the list number: same rows, same name.
 * BB_ERR_RULE when a filter is given that the map has no field for. */
const struct bb_err *bb_app_form(struct bb_app *app, const char *map_path,
                                 const struct bb_form_query *query, const char *dir, char **path);

#endif
