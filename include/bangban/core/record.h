/*
 * Records described by tables. One row per field is the one place from which follow: the struct's
 * member, the key in an event's body, the SQL column and bind parameter, the CSV column, the JSON
 * key, the `key=value` of the command line. Members are `char *` (TEXT, owned by the record) or
 * `int64_t` (everything else).
 */
#ifndef BANGBAN_CORE_RECORD_H
#define BANGBAN_CORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"
#include "bangban/base/json.h"
#include "bangban/core/code.h"

enum bb_type {
    BB_TYPE_TEXT, /* char *, NULL when not stated */
    BB_TYPE_CODE, /* int64_t, place in the code list, 0 when not stated */
    BB_TYPE_INT,  /* int64_t */
    BB_TYPE_BOOL, /* int64_t, 0 or 1 */
    BB_TYPE_TIME, /* int64_t, seconds UTC, 0 when not stated */
    BB_TYPE_DAY   /* int64_t, civil day, 0 when not stated */
};

enum bb_field_flag {
    BB_FIELD_BODY =
        1, /* an event's body may carry it; fields without this are set by the fold alone */
    BB_FIELD_EXPORT = 2, /* stands in the district CSV */
    BB_FIELD_INPUT = 4,  /* a person may state it (form, key=value) */
    BB_FIELD_CLIENT = 8  /* sealed or masked personal data: not shown without the right */
};

struct bb_field {
    const char *name;  /* key, column, parameter */
    const char *label; /* N_() */
    enum bb_type type;
    enum bb_code_list codes;
    unsigned flags;
    size_t offset;
};

struct bb_record {
    const char *name; /* table name, subject kind */
    size_t bytes;
    size_t count;
    const struct bb_field *fields;
};

/* ---- building blocks for the X-macro lists of the records ---- */
#define BB_MEMBER_TEXT(name) char *name;
#define BB_MEMBER_CODE(name) int64_t name;
#define BB_MEMBER_INT(name)  int64_t name;
#define BB_MEMBER_BOOL(name) int64_t name;
#define BB_MEMBER_TIME(name) int64_t name;
#define BB_MEMBER_DAY(name)  int64_t name;
/* A row of a list: X(type, name, code list, flags, label). The flags in short: */
#define BB_F_FOLD   BB_FIELD_EXPORT                   /* set by the fold, exported */
#define BB_F_BODY   (BB_FIELD_BODY | BB_FIELD_EXPORT) /* set by the program in the body */
#define BB_F_TYPED  (BB_FIELD_BODY | BB_FIELD_EXPORT | BB_FIELD_INPUT) /* stated by a person */
#define BB_F_CLIENT (BB_F_TYPED | BB_FIELD_CLIENT)    /* about the client, kept masked */
#define BB_F_SEALED (BB_FIELD_BODY | BB_FIELD_CLIENT) /* cipher text, never exported */

#define BB_RECORD_MEMBER(type, name, codes, flags, label) BB_MEMBER_##type(name)
/* The struct's name is in BB_RECORD_STRUCT when a list is turned into its table (record.c of each).
 */
#define BB_RECORD_ROW(type, name, codes, flags, label) \
    {#name,          label,                            \
     BB_TYPE_##type, BB_CODES_##codes,                 \
     flags,          offsetof(struct BB_RECORD_STRUCT, name)},

const struct bb_field *bb_record_field(const struct bb_record *record, const char *name);

/* Typed access through the table. */
char **bb_field_text(const struct bb_field *field, void *row);
int64_t *bb_field_int(const struct bb_field *field, void *row);
void bb_field_copy(const struct bb_field *field, void *to, const void *from); /* texts are copied */
bool bb_field_same(const struct bb_field *field, const void *a, const void *b);
bool bb_field_is_set(const struct bb_field *field, const void *row); /* INT and BOOL: not 0 */

void bb_record_done(const struct bb_record *record, void *row); /* frees texts, zeroes */
void bb_record_copy(const struct bb_record *record, void *to,
                    const void *from); /* to: done or zeroed */
bool bb_record_equal(const struct bb_record *record, const void *a, const void *b,
                     const struct bb_field **differs);

/* The field as a machine reads it (code id, ISO day, UTC time): appends. */
void bb_field_format(const struct bb_field *field, const void *row, struct bb_buf *out);
/* The same for a person: label, local time. */
void bb_field_show(const struct bb_field *field, const void *row, struct bb_buf *out);
/* From a machine's or a person's text (code id or label, local or UTC time). "" clears. */
const struct bb_err *bb_field_parse(const struct bb_field *field, void *row, const char *text);

/* Body of an event: a JSON object of the BODY fields that are set. Appends. */
void bb_record_body_format(const struct bb_record *record, const void *row, struct bb_buf *out);
/* The same for the named BODY fields only (space separated), set or cleared (null). Appends. */
void bb_record_body_fields(const struct bb_record *record, const void *row, const char *fields,
                           struct bb_buf *out);
/* Whether word stands in a list of words separated by spaces or '|'. */
bool bb_word_in(const char *word, const char *words);
/* Lays the members of a body over the row; JSON null clears; unknown keys and keys without BODY are
 * an error. */
const struct bb_err *bb_record_body_apply(const struct bb_record *record, void *row,
                                          const struct bb_json *body);
/* The whole record as one JSON object (command line), all fields with the given flag, all when 0.
 * Appends. */
void bb_record_json(const struct bb_record *record, const void *row, unsigned flags,
                    struct bb_buf *out);

#endif
