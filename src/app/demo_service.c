/* The demo's registers: consult phones, the duty roster of these weeks, and what clients say of a
 * part of the sessions. */
#include "bangban/base/mem.h"
#include "demo.h"

enum { ROSTER_BEFORE = 5, ROSTER_AHEAD = 5, RATED_OF = 6 };

static const struct bb_err *phones_play(struct demo *demo, const struct demo_act *act)
{
    static const char *const phones[][3] = {
        {"021-57921234", "310116G03", NULL},
        {"021-57922345", "310116D04", "P020"},
        {"021-57923456", "310116D08", "P036"},
    };
    const struct bb_err *err = NULL;
    struct bb_app *app;
    BB_TRY(bb_demo_person(demo, act->who, &app));
    for (size_t i = 0; i < sizeof phones / sizeof *phones && !err; i++) {
        struct bb_phone phone = {.valid_from = bb_day_of(act->at)};
        struct bb_problems problems = {0};
        bb_strset(&phone.number, phones[i][0]);
        bb_strset(&phone.unit, phones[i][1]);
        bb_strset(&phone.item, phones[i][2]);
        err = bb_app_phone_add(app, &phone, &problems);
        bb_record_done(&bb_phone_record, &phone);
    }
    return err;
}

static const struct bb_err *roster_play(struct demo *demo, const struct demo_act *act)
{
    static const struct {
        const char *desk, *people[2]; /* by turns */
        int staffing;
    } turns[] = {
        {"C1D01", {"S006", "V001"}, BB_STAFFING_CENTRE},
        {"C1W02", {"S002", "S007"}, BB_STAFFING_UNIT},
        {"C1W04", {"S004", "S008"}, BB_STAFFING_UNIT},
    };
    const struct bb_err *err = NULL;
    struct bb_app *app;
    BB_TRY(bb_demo_person(demo, act->who, &app));
    for (int ago = ROSTER_BEFORE; ago >= -ROSTER_AHEAD; ago--)
        for (size_t i = 0; i < sizeof turns / sizeof *turns && !err; i++) {
            struct bb_duty duty = {.day = bb_demo_day(demo, ago), .staffing = turns[i].staffing};
            struct bb_problems problems = {0};
            bb_strset(&duty.desk, turns[i].desk);
            bb_strset(&duty.person, turns[i].people[(ago + ROSTER_BEFORE + (int)i) % 2 != 0]);
            err = bb_app_duty_add(app, &duty, &problems);
            bb_record_done(&bb_duty_record, &duty);
        }
    return err;
}

const struct bb_err *bb_demo_rate(struct demo *demo, struct bb_app *app, const char *session)
{
    static const int levels[] = {5, 5, 5, 4, 5, 5, 4, 5, 3, 5, 5, 2};
    if (bb_demo_random(demo, RATED_OF))
        return NULL;
    struct bb_rating rating = {.medium = BB_MEDIUM_HANDED,
                               .level =
                                   levels[bb_demo_random(demo, sizeof levels / sizeof *levels)],
                               .solved = BB_OUTCOME_SOLVED};
    if (bb_rating_is_bad(rating.level)) {
        rating.cause = 1;
        rating.solved = BB_OUTCOME_UNSOLVED;
    }
    const struct bb_err *err = bb_app_rating_add(app, session, &rating);
    bb_record_done(&bb_rating_record, &rating);
    return err;
}

void bb_demo_plan_service(struct demo *demo)
{
    bb_demo_act(demo, bb_demo_moment(demo, DEMO_DAYS, DEMO_OPEN), phones_play)->who = "M001";
    bb_demo_act(demo, bb_demo_moment(demo, ROSTER_BEFORE, DEMO_OPEN), roster_play)->who = "M001";
}
