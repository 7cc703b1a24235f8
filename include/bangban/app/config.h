/*
 * The configuration: one table of settings; the file (libconfig), bangban.conf(5), completion and
 * errors follow from it. A key that does not exist is refused with file, line and the keys that do.
 */
#ifndef BANGBAN_APP_CONFIG_H
#define BANGBAN_APP_CONFIG_H

#include <stdint.h>

#include "bangban/base/buf.h"
#include "bangban/base/err.h"
#include "bangban/base/i18n.h"

/* clang-format off */
/* type, C member, path in the file, default, least, most, help. Text: least/most unused. */
#define BB_SETTING_LIST(X)                                                                         \
    X(TEXT, database,     "database",             "~/.local/share/bangban/bangban.db", 0, 0, N_("The database file; a leading ~/ is the home folder.")) \
    X(TEXT, node,         "node.code",            "C1", 0, 0, N_("Name of this installation in packets: letters, digits and -.")) \
    X(TEXT, hub_folder,   "hub.folder",           "", 0, 0, N_("Where a hub exchanges files with its nodes: below it in/NODE for packets and out/NODE for receipts. Empty: the folder hub/transfer beside the database.")) \
    X(TEXT, language,     "ui.language",          "zh_CN", 0, 0, N_("Language of the screen: zh_CN or en."))     \
    X(TEXT, desk,         "ui.desk",              "", 0, 0, N_("Code of the desk this terminal stands on; empty: the person's own desk.")) \
    X(INT,  bell,         "ui.bell",              "1", 0, 1, N_("1: a session that is handed over to this desk rings; 0: it is only shown.")) \
    X(INT,  lock_minutes, "ui.lock_minutes",      "5", 1, 15, N_("Minutes without a key after which the screen locks itself; its person's PIN or password opens it as it was.")) \
    X(INT,  yellow_days,  "light.yellow_days",    "3", 0, 60, N_("A line is yellow when at most this many working days are left.")) \
    X(TEXT, due_hard,     "deadline.hard_point",  "15wd", 0, 0, N_("Deadline of a hard point (难点) whose plan names no day: amount and unit wd, day, hour or minute.")) \
    X(TEXT, due_block,    "deadline.block_point", "10wd", 0, 0, N_("The same for a block point (堵点).")) \
    X(TEXT, due_pain,     "deadline.pain_point",  "5wd", 0, 0, N_("The same for a pain point (痛点).")) \
    X(TEXT, extension_most, "extension.most",     "20wd", 0, 0, N_("An extension may go this far beyond the deadline in force and no further.")) \
    X(TEXT, extension_approver, "extension.approver", "supervisor", 0, 0, N_("Lowest rank that may approve an extension: supervisor or leader.")) \
    X(TEXT, lookback_days, "lookback.after_days", "30 90", 0, 0, N_("Look-backs are due so many natural days after rectification, in this order.")) \
    X(INT,  lookback_sample, "lookback.sample_percent", "20", 0, 100, N_("Of the problems fixed on the spot, this share is looked back at (drawn by the line's id).")) \
    X(INT,  remind_after, "reminder.remind_after", "1", 1, 250, N_("Working days overdue from which a reminder (提醒) is due.")) \
    X(INT,  urge_after, "reminder.urge_after",    "3", 1, 250, N_("The same for urging (督办).")) \
    X(INT,  admonish_after, "reminder.admonish_after", "5", 1, 250, N_("The same for an admonition (告诫).")) \
    X(INT,  circulate_after, "reminder.circulate_after", "10", 1, 250, N_("The same for a circular (通报).")) \
    X(TEXT, quota_rules,  "quota.rules",          "2022-02-21 district_leader 1 year; 2022-02-21 town_leader 1 half_year; 2022-02-21 unit_head 1 half_year; 2022-02-21 team_member 1 half_year; 2022-02-21 owt_lead 1 quarter", 0, 0, N_("Quotas of leader assistance, separated by ;: day from which it holds, tier, count, period (month, quarter, half_year, year or 10-01..10-31) and, if asked, the share of case volume to be covered (80%).")) \
    X(INT,  companions,   "visit.companions",     "2", 0, 99, N_("More companions than this are flagged (不搞层层陪同).")) \
    X(TEXT, hours_morning, "hours.morning",       "09:00-11:30", 0, 0, N_("Opening hours before the lunch break, on working days.")) \
    X(TEXT, hours_afternoon, "hours.afternoon",   "13:00-16:30", 0, 0, N_("Opening hours after the lunch break.")) \
    X(TEXT, scope_kinds,  "scope.kinds",          "legal | 涉法 | 区司法局 12348 公共法律服务热线 | 律师 法律援助 公证 仲裁 遗嘱; litigation | 涉诉 | 区人民法院诉讼服务中心 | 起诉 诉状 判决 上诉 开庭 立案庭; complaint | 投诉 | 12345 市民服务热线 | 投诉 举报 信访", 0, 0, N_("What is no assistance (涉法、涉诉、投诉): kinds separated by ;, of each id | label | channel it is sent to | words that suggest it.")) \
    X(TEXT, print_command, "print.command",       "lp", 0, 0, N_("Command that prints a text file, whose name is put behind it; empty: nothing is printed.")) \
    X(INT,  kiosk_idle,   "kiosk.idle",           "60", 10, 3600, N_("Seconds without a key after which the question screen starts over, at the next full minute.")) \
    X(INT,  rating_timeout, "rating.timeout",     "60", 10, 3600, N_("Seconds without a key after which the rating screen goes on: what was not answered stays not rated (未评价).")) \
    X(INT,  rating_ask,   "rating.ask_minutes",   "5", 1, 60, N_("The client's terminal asks about a session that ended at most so many minutes ago.")) \
    X(TEXT, rating_contact, "rating.contact",     "1wd", 0, 0, N_("A bad rating is talked over with the client within: amount and unit.")) \
    X(TEXT, rating_simple, "rating.simple",       "5wd", 0, 0, N_("The same for settling a simple one.")) \
    X(TEXT, rating_complex, "rating.complex",     "15wd", 0, 0, N_("The same for settling a complex one.")) \
    X(INT,  rating_least, "rating.least",         "30", 1, 10000, N_("A share is marked as low only from this number of cases on.")) \
    X(INT,  rating_praise, "rating.praise_percent", "90", 0, 100, N_("A praise rate (好评率) below this is marked.")) \
    X(TEXT, solved_counts, "solved.counts",       "solved", 0, 0, N_("What counts as solved (解决率): solved, or partly (partly solved too).")) \
    X(TEXT, solved_of,    "solved.of",            "closed", 0, 0, N_("Of which sessions: closed (all that ended), stated (those whose outcome is known), or own (closed ones that were not handed on).")) \
    X(INT,  solved_percent, "solved.percent",     "90", 0, 100, N_("A solved rate below this is marked.")) \
    X(INT,  first_seconds, "first_reply.seconds", "60", 1, 86400, N_("A first reply counts as in time within so many seconds after the visitor came (首次响应).")) \
    X(INT,  connect_percent, "phone.connect_percent", "90", 0, 100, N_("A connect rate (接通率) of a phone below this is marked.")) \
    X(TEXT, phone_columns, "phone.columns",       "number=电话 month=月份 offered=呼入 answered=接通 solved=解决", 0, 0, N_("Map of the hotline's monthly CSV: our name=its column, with spaces between.")) \
    X(TEXT, transport_url, "transport.url",       "", 0, 0, N_("Folder of the hub: https://host/path or sftp://user@host/path, below it in/NODE for packets and out/NODE for receipts. Empty: a tool of the operator's moves the files of outbox and inbox.")) \
    X(TEXT, transport_certificate, "transport.certificate", "", 0, 0, N_("This node's TLS certificate (PEM), for https.")) \
    X(TEXT, transport_key, "transport.key",       "", 0, 0, N_("Private key of this node for https (PEM) or sftp (OpenSSH), readable by nobody else.")) \
    X(TEXT, transport_authority, "transport.authority", "", 0, 0, N_("The authority that the hub's certificate must come from (PEM), for https; no other is trusted.")) \
    X(TEXT, transport_known_hosts, "transport.known_hosts", "", 0, 0, N_("File with the hub's host key in the form of ssh's known_hosts, for sftp; no other key is trusted.")) \
    X(INT,  keep_days,    "privacy.keep_days",    "90", 1, 3650, N_("Natural days after a case has ended (session, its problem, its bad rating) when the keys of the client's name and phone are destroyed by bangban retention.")) \
    X(INT,  unmask_seconds, "privacy.unmask_seconds", "60", 5, 600, N_("Seconds that client data are shown in clear after they were asked for with a reason.")) \
    X(TEXT, tail,         "backup.tail",          "", 0, 0, N_("Folder on another disk or a stick, of this database alone: every record is written there a second time, and bangban restore takes it from there. Empty: none."))
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
/* Every setting that decides a figure (not the terminal's: database, node, ui) as path=value lines.
 * Appends. */
void bb_config_rules(const struct bb_config *config, struct bb_buf *out);
void bb_config_done(struct bb_config *config);

#endif
