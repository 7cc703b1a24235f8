/* The sheet of a leader's visit: what it must say, what a supervisor should look at, who organises
 * it. */
#include "bangban/core/visit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/date.h"
#include "bangban/base/mem.h"

#define TABLE(struct_name, table, list)                                          \
    static const struct bb_field struct_name##_fields[] = {list(BB_RECORD_ROW)}; \
    const struct bb_record struct_name##_record = {                              \
        table, sizeof(struct struct_name),                                       \
        sizeof struct_name##_fields / sizeof *struct_name##_fields, struct_name##_fields};

#define BB_RECORD_STRUCT bb_visit
TABLE(bb_visit, "visit", BB_VISIT_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_waiver
TABLE(bb_waiver, "waiver", BB_WAIVER_FIELDS)
#undef BB_RECORD_STRUCT
#define BB_RECORD_STRUCT bb_vplan
TABLE(bb_vplan, "vplan", BB_VPLAN_FIELDS)
#undef BB_RECORD_STRUCT

unsigned bb_visit_flags(const struct bb_visit *visit, int64_t companions_limit)
{
    unsigned flags = 0;
    if (visit->source == BB_SOURCE_ARRANGED)
        flags |= 1u << BB_VISIT_FLAG_ARRANGED;
    if (visit->companions > companions_limit)
        flags |= 1u << BB_VISIT_FLAG_COMPANIONS;
    if (!visit->opinions_asked)
        flags |= 1u << BB_VISIT_FLAG_NO_OPINION;
    return flags;
}

void bb_visit_flags_show(unsigned flags, struct bb_buf *out)
{
    static const char *const labels[] = {
#define FLAG_LABEL(name, label) label,
        BB_VISIT_FLAG_LIST(FLAG_LABEL)
#undef FLAG_LABEL
    };
    const char *comma = "";
    for (int i = 0; i < BB_VISIT_FLAG__COUNT; i++) {
        if (!(flags & (1u << i)))
            continue;
        bb_buf_str(out, comma);
        bb_buf_str(out, _(labels[i]));
        comma = _(", ");
    }
}

void bb_visit_check(const struct bb_visit *visit, struct bb_problems *out)
{
    bool leaders_way = visit->mode == BB_MODE_DO_SELF || visit->mode == BB_MODE_ACCOMPANY ||
                       visit->mode == BB_MODE_WALK;
    if (!visit->person)
        bb_problem_add(out, "person", _("Name the leader who came."));
    if (!leaders_way)
        bb_problem_add(out, "mode",
                       _("Say how the leader helped: did it, accompanied, or walked through."));
    if (!visit->place_kind)
        bb_problem_add(out, "place_kind", _("Say what kind of place it was."));
    if (!visit->identity_shown)
        bb_problem_add(out, "identity_shown",
                       _("Leaders say who they are; tick it when it was done."));
    if (!visit->opinions_asked)
        bb_problem_add(out, "opinions_asked",
                       _("Opinions are to be asked for; ask now and tick it."));
    if (!visit->opinions && !visit->none_offered)
        bb_problem_add(out, "opinions",
                       _("Write down the opinions, or tick that none was offered."));
    if (visit->opinions && visit->none_offered)
        bb_problem_add(out, "none_offered", _("Opinions are written down; take this tick off."));
    if (visit->companions < 0)
        bb_problem_add(out, "companions", _("Write how many came along, 0 or more."));
}

const char *bb_visit_check_label(int64_t sheet, int n)
{
    static const char *const labels[][3] = {
        [BB_SHEET_ONLINE] = {N_("Smooth from login on"), N_("Page friendly"), N_("Guide accurate")},
        [BB_SHEET_OFFLINE] = {N_("Staff skilled"), N_("Attitude kind"), N_("Process lean")},
    };
    return sheet > BB_SHEET_NONE && sheet < BB_SHEET__COUNT ? _(labels[sheet][n]) : "";
}

enum bb_organiser bb_organiser_of(int64_t tier, const struct bb_unit *unit)
{
    if (tier == BB_TIER_DISTRICT)
        return BB_ORGANISER_DISTRICT;
    return unit && unit->resident ? BB_ORGANISER_CENTRE : BB_ORGANISER_ITSELF;
}

const char *bb_organiser_label(enum bb_organiser organiser)
{
    static const char *const labels[] = {
#define ORGANISER_LABEL(name, label) label,
        BB_ORGANISER_LIST(ORGANISER_LABEL)
#undef ORGANISER_LABEL
    };
    return _(labels[organiser]);
}

void bb_post_name(struct bb_post *post)
{
    struct bb_buf id = {0};
    char day[BB_DAY_BYTES];
    if (post->id)
        return;
    bb_buf_printf(&id, "%s/%s/%s", post->person, bb_code_id(BB_CODES_TIER, post->tier),
                  bb_day_format(day, post->valid_from));
    bb_strset(&post->id, bb_buf_text(&id));
    bb_buf_done(&id);
}

/* ---- rules ---- */

static const struct bb_err *bad_rule(const char *rule)
{
    return bb_err(BB_ERR_BAD_FIELD, "quota.rules", rule,
                  _("Write day, tier, count, period and, if asked, a share: 2026-01-01 unit_head 1 "
                    "half_year 80%"),
                  NULL);
}

static const struct bb_err *rule_parse(struct bb_quota_rule *out, const char *text)
{
    char day[16], tier[24], period[24], share[8] = "", more;
    memset(out, 0, sizeof *out);
    int words =
        sscanf(text, " %15s %23s %d %23s %7s %c", day, tier, &out->count, period, share, &more);
    out->tier = words >= 4 ? bb_code_find(BB_CODES_TIER, tier) : 0;
    if (words < 4 || words > 5 || !out->tier || out->count < 0 || out->count > 366)
        return bad_rule(text);
    if (bb_day_parse(&out->valid_from, day) || bb_period_parse(out, period))
        return bad_rule(text);
    if (words == 5 && (sscanf(share, "%d%c%c", &out->coverage_percent, &more, &more) != 2 ||
                       more != '%' || out->coverage_percent < 1 || out->coverage_percent > 100))
        return bad_rule(text);
    return NULL;
}

const struct bb_err *bb_quota_rules_parse(struct bb_quota_rule **out, size_t *count,
                                          const char *text)
{
    char *copy = bb_strdup(text), *rest = NULL;
    struct bb_quota_rule *rules = NULL;
    const struct bb_err *err = NULL;
    *count = 0;
    for (char *rule = strtok_r(copy, ";", &rest); rule && !err; rule = strtok_r(NULL, ";", &rest)) {
        if (!rule[strspn(rule, " \t\n")])
            continue;
        rules = bb_realloc(rules, (*count + 1) * sizeof *rules);
        err = rule_parse(&rules[*count], rule);
        ++*count;
    }
    free(copy);
    if (err) {
        free(rules);
        rules = NULL;
        *count = 0;
    }
    *out = rules;
    return err;
}
