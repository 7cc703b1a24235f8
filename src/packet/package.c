/* datapackage.json: one descriptor that is a Data Package of version 1 (profile) and of version 2
 * ($schema, type). Leaves out fieldsMatch, on which the published profile and the text of 2.0
 * disagree. */
#include "manifest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/json.h"

static void put(struct bb_buf *out, const char *key, const char *text)
{
    bb_json_put_key(out, key);
    bb_json_put_string(out, text);
}

static void put_field(struct bb_buf *out, const char *name, const char *title,
                      const struct bb_field *field, bool required, bool unique)
{
    static const char *const types[] = {
        [BB_TYPE_TEXT] = "string",  [BB_TYPE_CODE] = "string",   [BB_TYPE_INT] = "integer",
        [BB_TYPE_BOOL] = "boolean", [BB_TYPE_TIME] = "datetime", [BB_TYPE_DAY] = "date",
    };
    if (out->data[out->len - 1] != '[')
        bb_buf_char(out, ',');
    bb_buf_char(out, '{');
    put(out, "name", name);
    put(out, "title", title);
    put(out, "type", field ? types[field->type] : "string");
    if (field && field->type == BB_TYPE_BOOL)
        bb_buf_str(out, ",\"trueValues\":[\"1\"],\"falseValues\":[\"0\"]");
    if (required || (field && field->codes)) {
        bb_buf_str(out, ",\"constraints\":{");
        if (required)
            bb_buf_str(out, unique ? "\"required\":true,\"unique\":true" : "\"required\":true");
        if (field && field->codes) {
            bb_json_put_key(out, "enum");
            for (int code = 1; code <= bb_code_count(field->codes); code++) {
                bb_buf_char(out, code == 1 ? '[' : ',');
                bb_json_put_string(out, bb_code_id(field->codes, code));
            }
            bb_buf_char(out, ']');
        }
        bb_buf_char(out, '}');
    }
    bb_buf_char(out, '}');
}

static void put_schema(struct bb_buf *out, enum bb_member member)
{
    const struct bb_record *record = bb_member_record(member);
    bb_buf_str(
        out,
        ",\"dialect\":{\"delimiter\":\",\",\"lineTerminator\":\"\\r\\n\",\"quoteChar\":\"\\\"\","
        "\"doubleQuote\":true,\"header\":true},\"schema\":{\"fields\":[");
    for (size_t i = 0; record && i < record->count; i++)
        if (record->fields[i].flags & BB_FIELD_EXPORT) {
            bool is_id = strcmp(record->fields[i].name, "id") == 0;
            put_field(out, record->fields[i].name, bb_field_title(record, record->fields[i].name),
                      &record->fields[i], is_id, is_id);
        }
    if (!record) {
        put_field(out, "list", "代码表", NULL, true, false);
        put_field(out, "code", "代码", NULL, true, false);
        put_field(out, "label", "名称", NULL, true, false);
    }
    bb_buf_str(out, "],\"missingValues\":[\"\"],\"primaryKey\":");
    bb_buf_str(out, record ? "[\"id\"]}" : "[\"list\",\"code\"]}");
}

static void put_resource(struct bb_buf *out, enum bb_member member, const struct part *part)
{
    const char *file = bb_member_file(member);
    bool table = member != BB_MEMBER_JOURNAL;
    struct bb_buf text = {0};
    bb_buf_char(out, '{');
    bb_buf_add(&text, file, strcspn(file, "."));
    put(out, "name", text.data);
    put(out, "path", file);
    put(out, "title", bb_member_title(member));
    put(out, "profile", table ? "tabular-data-resource" : "data-resource");
    if (table)
        put(out, "type", "table");
    put(out, "format", table ? "csv" : "jsonl");
    put(out, "mediatype", table ? "text/csv" : "application/jsonl");
    put(out, "encoding", "utf-8");
    bb_json_put_key(out, "bytes");
    bb_json_put_int(out, part->bytes);
    bb_buf_clear(&text);
    bb_buf_printf(&text, "sha256:%s", part->sha256);
    put(out, "hash", text.data);
    if (table)
        put_schema(out, member);
    bb_buf_char(out, '}');
    bb_buf_done(&text);
}

void package_format(struct bb_buf *out, const struct bb_packet_head *head, const struct part *parts)
{
    char at[BB_AT_BYTES];
    struct bb_buf name = {0}, title = {0};
    bb_buf_printf(&name, "bangban-%s-%.16s", head->window, head->head);
    for (char *c = name.data; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    bb_buf_printf(&title, "帮办数据包 %s", head->window);
    bb_buf_char(out, '{');
    put(out, "$schema", "https://datapackage.org/profiles/2.0/datapackage.json");
    put(out, "profile", "data-package"); /* not tabular-data-package: the journal is a member too */
    put(out, "name", name.data);
    put(out, "title", title.data);
    put(out, "created", bb_at_format_utc(at, head->made_at));
    bb_json_put_key(out, "resources");
    bb_buf_char(out, '[');
    for (int member = 0; member < BB_MEMBER_PACKAGE; member++) { /* one on each line, for sed */
        if (!parts[member].present)
            continue;
        bb_buf_str(out, out->data[out->len - 1] == '[' ? "\n" : ",\n");
        put_resource(out, (enum bb_member)member, &parts[member]);
    }
    bb_buf_str(out, "\n]}\n");
    bb_buf_done(&name);
    bb_buf_done(&title);
}

static const char *resource_fault(const struct bb_json *resource, const struct part *parts,
                                  bool *seen)
{
    const char *path = bb_json_text(resource, "path"), *hash = bb_json_text(resource, "hash");
    enum bb_member member = path ? bb_member_find(path) : BB_MEMBER__COUNT;
    if (member >= BB_MEMBER_PACKAGE || !parts[member].present)
        return _("a resource is not a member of this packet");
    if (seen[member])
        return _("a resource stands twice");
    seen[member] = true;
    if (bb_json_int(resource, "bytes", -1) != parts[member].bytes)
        return _("`bytes` of a resource is not its length");
    if (!hash || strncmp(hash, "sha256:", 7) != 0 || strcmp(hash + 7, parts[member].sha256) != 0)
        return _("`hash` of a resource is not its SHA-256");
    return NULL;
}

const char *package_fault(const char *text, size_t len, const struct part *parts)
{
    struct bb_json_doc *doc;
    bool seen[BB_MEMBER_PACKAGE] = {false};
    if (bb_json_parse(&doc, text, len))
        return _("it is not JSON");
    const struct bb_json *list = bb_json_get(bb_json_root(doc), "resources");
    const char *fault =
        list && list->type == BB_JSON_ARRAY ? NULL : _("it has no list of resources");
    for (const struct bb_json *row = fault ? NULL : list->child; row && !fault; row = row->next)
        fault = resource_fault(row, parts, seen);
    for (int member = 0; member < BB_MEMBER_PACKAGE && !fault; member++)
        if (parts[member].present && !seen[member])
            fault = _("a member is not among the resources");
    bb_json_free(doc);
    return fault;
}
