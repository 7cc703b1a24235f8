/* The configuration file, by the table in config.h and nothing else. */
#include "bangban/app/config.h"

#include <errno.h>
#include <libconfig.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/buf.h"
#include "bangban/base/mem.h"
#include "bangban/core/issue.h"
#include "bangban/core/service.h"
#include "bangban/core/visit.h"

enum setting_type { TYPE_TEXT, TYPE_INT };

/* clang-format off */
static const struct {
    enum setting_type type;
    const char *path;
    size_t offset;
    const char *preset;
    long least, most;
} rows[] = {
#define ROW(type, member, path, preset, least, most, help) {TYPE_##type, path, offsetof(struct bb_config, member), preset, least, most},
    BB_SETTING_LIST(ROW)
};
static const struct bb_setting settings[] = {
#define SETTING(type, member, path, preset, least, most, help) {path, preset, help},
    BB_SETTING_LIST(SETTING)
};
/* clang-format on */
enum { COUNT = sizeof rows / sizeof *rows };

const struct bb_setting *bb_config_settings(int *count)
{
    *count = COUNT;
    return settings;
}

static void value_set(struct bb_config *config, int row, const char *text)
{
    char *slot = (char *)config + rows[row].offset;
    if (rows[row].type == TYPE_TEXT)
        bb_strset((char **)(void *)slot, text);
    else
        *(int64_t *)(void *)slot = strtoll(text, NULL, 10);
}

void bb_config_init(struct bb_config *config)
{
    memset(config, 0, sizeof *config);
    for (int row = 0; row < COUNT; row++)
        value_set(config, row, rows[row].preset);
}

void bb_config_done(struct bb_config *config)
{
    for (int row = 0; row < COUNT; row++)
        if (rows[row].type == TYPE_TEXT)
            free(*(char **)(void *)((char *)config + rows[row].offset));
    memset(config, 0, sizeof *config);
}

void bb_config_rules(const struct bb_config *config, struct bb_buf *out)
{
    for (int row = 0; row < COUNT; row++) {
        const char *path = rows[row].path;
        const char *slot = (const char *)config + rows[row].offset;
        if (!strchr(path, '.') || strncmp(path, "ui.", 3) == 0 || strncmp(path, "node.", 5) == 0 ||
            strncmp(path, "transport.", 10) == 0 || strncmp(path, "hub.", 4) == 0)
            continue;
        if (rows[row].type == TYPE_TEXT)
            bb_buf_printf(out, "%s=%s\n", path, *(char *const *)(const void *)slot);
        else
            bb_buf_printf(out, "%s=%lld\n", path, (long long)*(const int64_t *)(const void *)slot);
    }
}

/* ---- reading ---- */

struct place { /* of a setting in its file, for errors */
    const char *file;
    char line[16];
};

static struct place place_of(const char *file, const config_setting_t *setting)
{
    struct place place = {file, ""};
    snprintf(place.line, sizeof place.line, "%u", config_setting_source_line(setting));
    return place;
}

static size_t group_bytes(const char *path)
{
    return strcspn(path, ".");
}

/* Names the settings of its group; in no group that exists, the groups. */
static const struct bb_err *unknown(const struct place *place, const char *path)
{
    struct bb_buf keys = {0};
    for (int row = 0; row < COUNT; row++)
        if (strncmp(rows[row].path, path, group_bytes(path) + 1) == 0)
            bb_buf_printf(&keys, "%s%s", keys.len ? ", " : "", rows[row].path);
    bool name_groups = !keys.len;
    for (int row = 0; row < COUNT && name_groups; row++) {
        size_t len = group_bytes(rows[row].path);
        if (row == 0 || strncmp(rows[row].path, rows[row - 1].path, len + 1) != 0)
            bb_buf_printf(&keys, "%s%.*s", keys.len ? ", " : "", (int)len, rows[row].path);
    }
    const struct bb_err *err =
        bb_err(BB_ERR_CONFIG_KEY, place->file, place->line, path, keys.data, NULL);
    bb_buf_done(&keys);
    return err;
}

static const struct bb_err *refuse(const struct place *place, const char *path, const char *why)
{
    return bb_err(BB_ERR_CONFIG_VALUE, place->file, place->line, path, why, NULL);
}

static bool rules_problem(const char *text)
{
    struct bb_quota_rule *rules;
    size_t count;
    const struct bb_err *err = bb_quota_rules_parse(&rules, &count, text);
    free(rules);
    return err != NULL;
}

/* What the words of single settings must look like. */
static const char *text_problem(const char *path, const char *text)
{
    struct bb_due_rule rule;
    struct bb_phone_map map;
    int from_hour, from_minute, to_hour, to_minute;
    char more;
    bool due = strncmp(path, "deadline.", 9) == 0 || strcmp(path, "extension.most") == 0 ||
               strcmp(path, "rating.contact") == 0 || strcmp(path, "rating.simple") == 0 ||
               strcmp(path, "rating.complex") == 0;
    if (due && bb_due_rule_parse(&rule, text))
        return _("Write an amount and wd, day, hour or minute: 10wd.");
    if (strcmp(path, "solved.counts") == 0 && !bb_word_in(text, "solved partly"))
        return _("Possible are: solved partly.");
    if (strcmp(path, "solved.of") == 0 && !bb_word_in(text, "closed stated own"))
        return _("Possible are: closed stated own.");
    if (strcmp(path, "phone.columns") == 0 && bb_phone_map_parse(&map, text))
        return _("Write number=…, month=…, offered=…, answered=… and solved=… with the names of "
                 "the columns in the file.");
    if (strncmp(path, "hours.", 6) == 0 &&
        (sscanf(text, "%d:%d-%d:%d%c", &from_hour, &from_minute, &to_hour, &to_minute, &more) !=
             4 ||
         from_hour < 0 || to_hour > 23 || from_minute < 0 || from_minute > 59 || to_minute < 0 ||
         to_minute > 59 || from_hour * 60 + from_minute >= to_hour * 60 + to_minute))
        return _("Write opening hours as 09:00-11:30.");
    if (strcmp(path, "quota.rules") == 0 && rules_problem(text))
        return _("Write day, tier, count, period and, if asked, a share, rules separated by ;: "
                 "2026-01-01 unit_head 1 half_year 80%");
    if (strcmp(path, "extension.approver") == 0 && strcmp(text, "supervisor") != 0 &&
        strcmp(text, "leader") != 0)
        return _("Possible are: supervisor leader.");
    if (strcmp(path, "lookback.after_days") == 0 && (!*text || text[strspn(text, "0123456789 ")]))
        return _("Write numbers of days with spaces between them: 30 90.");
    if (strcmp(path, "transport.url") == 0 && *text && strncmp(text, "https://", 8) != 0 &&
        strncmp(text, "sftp://", 7) != 0)
        return _("Write https://host/path or sftp://user@host/path, or leave it empty.");
    if (strcmp(path, "ui.language") == 0 && strcmp(text, "zh_CN") != 0 && strcmp(text, "en") != 0)
        return _("Possible are: zh_CN en.");
    if (strcmp(path, "node.code") == 0 &&
        (!*text || strlen(text) > 16 ||
         text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")]))
        return _("Write 1 to 16 capital letters, digits or -.");
    return NULL;
}

static const struct bb_err *setting_apply(struct bb_config *config, const config_setting_t *setting,
                                          const char *path, const char *file)
{
    struct place place = place_of(file, setting);
    int row = 0;
    while (row < COUNT && strcmp(rows[row].path, path) != 0)
        row++;
    if (row == COUNT)
        return unknown(&place, path);
    if (rows[row].type == TYPE_TEXT) {
        if (config_setting_type(setting) != CONFIG_TYPE_STRING)
            return refuse(&place, path, _("Write a text in quotation marks."));
        const char *text = config_setting_get_string(setting);
        const char *problem = text_problem(path, text);
        if (problem)
            return refuse(&place, path, problem);
        value_set(config, row, text);
        return NULL;
    }
    char range[96], digits[24];
    int64_t value = config_setting_get_int64(setting);
    bool number = config_setting_type(setting) == CONFIG_TYPE_INT ||
                  config_setting_type(setting) == CONFIG_TYPE_INT64;
    snprintf(range, sizeof range, _("Write a whole number from %ld to %ld."), rows[row].least,
             rows[row].most);
    if (!number || value < rows[row].least || value > rows[row].most)
        return refuse(&place, path, range);
    snprintf(digits, sizeof digits, "%lld", (long long)value);
    value_set(config, row, digits);
    return NULL;
}

/* Walks one group; groups nest by their dotted path. */
static const struct bb_err *group_apply(struct bb_config *config, const config_setting_t *group,
                                        const char *prefix, const char *file)
{
    for (int i = 0; i < config_setting_length(group); i++) {
        const config_setting_t *setting = config_setting_get_elem(group, (unsigned)i);
        struct bb_buf path = {0};
        bb_buf_printf(&path, "%s%s%s", prefix, *prefix ? "." : "", config_setting_name(setting));
        const struct bb_err *err = config_setting_is_group(setting)
                                       ? group_apply(config, setting, path.data, file)
                                       : setting_apply(config, setting, path.data, file);
        bb_buf_done(&path);
        BB_TRY(err);
    }
    return NULL;
}

const struct bb_err *bb_config_load(struct bb_config *config, const char *path)
{
    config_t parsed;
    struct bb_config fresh;
    FILE *in = fopen(path, "re");
    if (!in)
        return bb_err(BB_ERR_FILE_OPEN, path, strerror(errno), NULL);
    config_init(&parsed);
    const struct bb_err *err = NULL;
    bb_config_init(&fresh);
    if (config_read(&parsed, in) != CONFIG_TRUE) {
        char line[16];
        snprintf(line, sizeof line, "%d", config_error_line(&parsed));
        err = bb_err(BB_ERR_CONFIG_SYNTAX, path, line, config_error_text(&parsed), NULL);
    } else {
        err = group_apply(&fresh, config_root_setting(&parsed), "", path);
    }
    fclose(in);
    config_destroy(&parsed);
    if (err) {
        bb_config_done(&fresh);
        return err;
    }
    bb_config_done(config);
    *config = fresh;
    return NULL;
}
