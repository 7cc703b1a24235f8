/*
 * The configuration: one table of settings; the file (libconfig), bangban.conf(5), completion and
 * errors follow from it. A key that does not exist is refused with file, line and the keys that do.
 */
#ifndef BANGBAN_APP_CONFIG_H
#define BANGBAN_APP_CONFIG_H

#include <stdint.h>

#include "bangban/base/err.h"
#include "bangban/base/i18n.h"

/* clang-format off */
/* type, C member, path in the file, default, least, most, help. Text: least/most unused. */
#define BB_SETTING_LIST(X)                                                                         \
    X(TEXT, database,     "database",             "~/.local/share/bangban/bangban.db", 0, 0, N_("The database file; a leading ~/ is the home folder.")) \
    X(TEXT, node,         "node.code",            "C1", 0, 0, N_("Name of this installation in packets: letters, digits and -.")) \
    X(TEXT, language,     "ui.language",          "zh_CN", 0, 0, N_("Language of the screen: zh_CN or en."))     \
    X(TEXT, desk,         "ui.desk",              "", 0, 0, N_("Code of the desk this terminal stands on; empty: the person's own desk.")) \
    X(INT,  yellow_days,  "light.yellow_days",    "3", 0, 60, N_("A line is yellow when at most this many working days are left.")) \
    X(TEXT, due_hard,     "deadline.hard_point",  "15wd", 0, 0, N_("Deadline of a hard point (难点) whose plan names no day: amount and unit wd, day, hour or minute.")) \
    X(TEXT, due_block,    "deadline.block_point", "10wd", 0, 0, N_("The same for a block point (堵点).")) \
    X(TEXT, due_pain,     "deadline.pain_point",  "5wd", 0, 0, N_("The same for a pain point (痛点).")) \
    X(TEXT, hours_morning, "hours.morning",       "09:00-11:30", 0, 0, N_("Opening hours before the lunch break, on working days.")) \
    X(TEXT, hours_afternoon, "hours.afternoon",   "13:00-16:30", 0, 0, N_("Opening hours after the lunch break.")) \
    X(TEXT, scope_legal,  "scope.legal",          "区司法局 12348 公共法律服务热线", 0, 0, N_("Where legal matters (涉法) are sent.")) \
    X(TEXT, scope_litigation, "scope.litigation", "区人民法院诉讼服务中心", 0, 0, N_("Where litigation (涉诉) is sent.")) \
    X(TEXT, scope_complaint, "scope.complaint",   "12345 市民服务热线", 0, 0, N_("Where complaints (投诉) are sent."))
/* clang-format on */

#define BB_SETTING_MEMBER_TEXT char *
#define BB_SETTING_MEMBER_INT  int64_t
struct bb_config {
#define BB_SETTING_MEMBER(type, member, path, preset, least, most, help) \
    BB_SETTING_MEMBER_##type member;
    BB_SETTING_LIST(BB_SETTING_MEMBER)
#undef BB_SETTING_MEMBER
};

struct bb_setting { /* the table, for the manual and completion */
    const char *path, *preset, *help;
};
const struct bb_setting *bb_config_settings(int *count);

/* Defaults. Done by bb_config_done(). */
void bb_config_init(struct bb_config *config);
/* Lays the file over the defaults; on error nothing is changed. */
const struct bb_err *bb_config_load(struct bb_config *config, const char *path);
void bb_config_done(struct bb_config *config);

#endif
