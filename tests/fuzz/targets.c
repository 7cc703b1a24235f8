/* The targets. A new parser of foreign bytes gets a function here and a folder with seeds. */
#include "fuzz/fuzz.h"

#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "../../src/packet/manifest.h"
#include "bangban/app/config.h"
#include "bangban/app/form.h"
#include "bangban/base/buf.h"
#include "bangban/base/csv.h"
#include "bangban/base/date.h"
#include "bangban/base/json.h"
#include "bangban/base/text.h"
#include "bangban/core/bigram.h"
#include "bangban/core/event.h"
#include "bangban/core/filter.h"
#include "bangban/core/idcode.h"
#include "bangban/core/issue.h"
#include "bangban/core/pinyin.h"
#include "bangban/core/visit.h"
#include "bangban/view/edit.h"
#include "bangban/view/keymap.h"

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* As a text; NUL cuts it off, as it does for every reader of lines. Heap. */
static char *text_of(const uint8_t *data, size_t size)
{
    struct bb_buf text = {0};
    bb_buf_add(&text, data, size);
    bb_buf_str(&text, "");
    return bb_buf_take(&text);
}

/* As a file in memory with a path. */
static int file_of(const uint8_t *data, size_t size, char path[64])
{
    int fd = memfd_create("fuzz", MFD_CLOEXEC);
    must(fd >= 0 && write(fd, data, size) == (ssize_t)size);
    lseek(fd, 0, SEEK_SET);
    snprintf(path, 64, "/proc/self/fd/%d", fd);
    return fd;
}

/* ---- csv: what is read and written again is read the same ---- */

static const struct bb_err *row_write(void *ctx, long line, size_t count, char *const *fields)
{
    struct bb_buf *out = ctx;
    (void)line;
    for (size_t i = 0; i < count; i++)
        bb_csv_put(out, fields[i]);
    bb_csv_end(out);
    return NULL;
}

static const struct bb_err *csv_again(const void *bytes, size_t size, struct bb_buf *out)
{
    FILE *in = size ? fmemopen((void *)(size_t)bytes, size, "r") : fopen("/dev/null", "re");
    must(in);
    const struct bb_err *err = bb_csv_read(in, "fuzz.csv", ',', row_write, out);
    fclose(in);
    return err;
}

static void csv(const uint8_t *data, size_t size)
{
    struct bb_buf once = {0}, twice = {0};
    const struct bb_err *err = csv_again(data, size, &once);
    /* U+FEFF is rightly taken for a BOM when it comes first */
    bool first_is_mark = once.len >= 3 && memcmp(once.data, "\xEF\xBB\xBF", 3) == 0;
    if (!err && once.len && !first_is_mark) {
        must(!csv_again(once.data, once.len, &twice));
        must(once.len == twice.len && memcmp(once.data, twice.data, once.len) == 0);
    }
    bb_buf_done(&once);
    bb_buf_done(&twice);
}

/* ---- json, events ---- */

static void json(const uint8_t *data, size_t size)
{
    struct bb_json_doc *doc = NULL;
    if (!bb_json_parse(&doc, (const char *)data, size)) {
        must(bb_json_root(doc));
        bb_json_free(doc);
    }
}

static void event(const uint8_t *data, size_t size)
{
    struct bb_event row = {0};
    if (!bb_event_parse(&row, (const char *)data, size)) {
        must(row.lamport > 0 && strlen(row.line) == size && memcmp(row.line, data, size) == 0);
    }
    bb_event_done(&row);
}

/* ---- the packet's members ---- */

static void manifest(const uint8_t *data, size_t size)
{
    struct bb_packet_info info = {0};
    struct part parts[BB_MEMBER__COUNT] = {0};
    manifest_parse(&info, parts, (const char *)data, size);
    bb_packet_info_done(&info);
}

static void package(const uint8_t *data, size_t size)
{
    struct part parts[BB_MEMBER__COUNT] = {0};
    package_fault((const char *)data, size, parts);
}

/* ---- export maps: what is read names a record and columns, and is given back whole ---- */

static void form(const uint8_t *data, size_t size)
{
    char path[64];
    struct bb_form read;
    int fd = file_of(data, size, path);
    if (!bb_form_load(&read, path)) {
        must(read.record && read.count > 0);
        for (size_t i = 0; i < read.count; i++)
            must(read.columns[i].header != NULL);
        bb_form_done(&read);
    }
    close(fd);
}

/* ---- configuration ---- */

static void config(const uint8_t *data, size_t size)
{
    char path[64];
    struct bb_config read;
    int fd = file_of(data, size, path);
    bb_config_init(&read);
    bb_config_load(&read, path);
    bb_config_done(&read);
    close(fd);
}

/* ---- words of settings, dates, codes ---- */

static void words(const uint8_t *data, size_t size)
{
    char *text = text_of(data, size);
    char day_text[BB_DAY_BYTES], at_text[BB_AT_BYTES];
    int64_t day, again;
    int seconds;
    struct bb_due_rule rule;
    struct bb_quota_rule *rules, period = {0};
    size_t count;
    if (!bb_day_parse(&day, text)) {
        must(!bb_day_parse(&again, bb_day_format(day_text, day)) && again == day);
        must(strcmp(day_text, text) == 0);
    }
    if (!bb_at_parse(&day, text))
        must(!bb_at_parse(&again, bb_at_format_utc(at_text, day)) && again == day);
    if (!bb_clock_parse(&seconds, text))
        must(seconds >= 0 && seconds <= BB_DAY_SECONDS);
    bb_due_rule_parse(&rule, text);
    bb_period_parse(&period, text);
    if (!bb_quota_rules_parse(&rules, &count, text))
        free(rules);
    free(text);
}

/* ---- text into cells ---- */

static void no_hostile(const char *text)
{
    const char *end = text + strlen(text);
    uint32_t c;
    for (size_t len; (len = bb_text_next(text, end, &c)) > 0; text += len)
        must(!bb_text_is_hostile(c));
}

static void cells(const uint8_t *data, size_t size)
{
    char *text = text_of(data, size);
    struct bb_buf out = {0};
    bb_text_show(&out, text);
    no_hostile(bb_buf_text(&out));
    must(bb_text_cols(bb_buf_text(&out)) == bb_text_cols(text));
    for (int cols = 1; cols <= 12; cols++) {
        bb_buf_clear(&out);
        bb_text_fit(&out, text, cols, cols % 2 ? BB_ALIGN_LEFT : BB_ALIGN_RIGHT);
        must(bb_text_cols(bb_buf_text(&out)) == cols);
        must(bb_text_cut_bytes(text, cols) <= strlen(text));
        must(bb_text_wrap(text, cols, NULL, NULL) >= 0);
    }
    bb_buf_clear(&out);
    bb_bigram_tokens(&out, text);
    bb_buf_clear(&out);
    bb_bigram_query(&out, text);
    bb_buf_done(&out);
    bb_pinyin_match(text, "灵活就业人员社会保险缴费");
    bb_pinyin_match("sbjf", text);
    free(text);
}

/* ---- keys: cut anywhere, the same keys ---- */

static void keys_of(const uint8_t *data, size_t size, size_t cut, struct bb_buf *out)
{
    struct bb_keys keys = {0};
    const size_t parts[] = {cut, size - cut};
    for (int part = 0; part < 2; part++) {
        bb_keys_feed(&keys, data, parts[part]);
        data += parts[part];
        for (uint32_t key; (key = bb_keys_next(&keys, part == 1)) != BB_KEY_NONE;) {
            bb_buf_printf(out, "%x ", key);
            if (key == BB_KEY_PASTE)
                bb_buf_str(out, bb_buf_text(&keys.paste));
        }
    }
    bb_keys_done(&keys);
}

static void keys(const uint8_t *data, size_t size)
{
    struct bb_buf whole = {0}, cut = {0};
    keys_of(data, size, 0, &whole);
    keys_of(data, size, size / 2, &cut);
    must(whole.len == cut.len && strcmp(bb_buf_text(&whole), bb_buf_text(&cut)) == 0);
    bb_buf_done(&whole);
    bb_buf_done(&cut);
}

/* ---- the `/` query ---- */

static const char *row_text(const void *row, enum bb_filter_field field)
{
    return field == BB_FILTER_STATE ? NULL : row;
}

static void filter(const uint8_t *data, size_t size)
{
    struct bb_filter parsed;
    char *text = text_of(data, size);
    bb_filter_parse(&parsed, text, BB_BY(STATE) | BB_BY(DATE), 20000);
    for (size_t i = 0; i < parsed.count; i++)
        must(*parsed.terms[i].value);
    bb_filter_matches(&parsed, row_text, "整改中 人社局");
    bb_filter_done(&parsed);
    free(text);
}

/* ---- the edit line: first byte the act, the rest what is typed ---- */

static void edit(const uint8_t *data, size_t size)
{
    struct bb_edit line;
    struct bb_buf out = {0};
    size_t bad;
    bb_edit_init(&line, 40);
    while (size) {
        uint8_t act = *data++;
        size--;
        size_t len = act / 16 < size ? act / 16 : size;
        switch (act % 5) {
        case 0:
            bb_edit_insert(&line, (const char *)data, len);
            data += len;
            size -= len;
            break;
        case 1:
            bb_edit_move(&line, (enum bb_edit_move)(act / 16 % (BB_EDIT_END + 1)));
            break;
        case 2:
            bb_edit_erase(&line, (enum bb_edit_erase)(act / 16 % (BB_EDIT_ALL + 1)));
            break;
        case 3:
            bb_edit_undo(&line);
            break;
        case 4:
            bb_edit_redo(&line);
            break;
        }
        const char *text = bb_edit_text(&line);
        must(bb_text_is_utf8(text, strlen(text), &bad) && line.caret_bytes <= strlen(text));
    }
    int caret = -1;
    bb_edit_draw(&line, 10, &out, &caret);
    must(caret >= 0 && caret <= 10);
    bb_buf_done(&out);
    bb_edit_done(&line);
}

/* ---- numbers of persons and firms ---- */

static void idcode(const uint8_t *data, size_t size)
{
    struct bb_buf out = {0};
    char *text = text_of(data, size);
    size_t bad;
    bb_idcode_normalise(&out, text);
    bb_idcode_check_resident(text, 20000);
    bb_idcode_check_credit(text);
    if (bb_text_is_utf8(text, strlen(text), &bad)) {
        must(bb_idcode_check_resident(text, 20000) ==
             bb_idcode_check_resident(bb_buf_text(&out), 20000));
        must(bb_idcode_check_credit(text) == bb_idcode_check_credit(bb_buf_text(&out)));
    }
    bb_buf_done(&out);
    free(text);
}

void fuzz_door(const uint8_t *data, size_t size); /* door.c */

const struct fuzz_target fuzz_targets[] = {
    {"csv", csv},         {"json", json},     {"event", event}, {"manifest", manifest},
    {"package", package}, {"config", config}, {"words", words}, {"cells", cells},
    {"keys", keys},       {"filter", filter}, {"edit", edit},   {"idcode", idcode},
    {"door", fuzz_door},  {"form", form},     {NULL, NULL}};

const struct fuzz_target *fuzz_target_find(const char *name)
{
    for (const struct fuzz_target *target = fuzz_targets; target->name; target++)
        if (strcmp(target->name, name) == 0)
            return target;
    return NULL;
}

void fuzz_begin(void)
{
    setlocale(LC_ALL, "C.UTF-8");
}
