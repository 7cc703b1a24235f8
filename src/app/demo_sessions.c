/* The demo's counter: who helps whom, when, with what. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "demo.h"

/* Columns of data/demo/notes.csv and data/names.csv. */
enum { NOTE_DESK, NOTE_ITEM, NOTE_NO_ITEM, NOTE_CATEGORY, NOTE_OUTCOME, NOTE_TEXT };
enum { NAME_SEQ, NAME_KIND, NAME_NAME, NAME_CODE, NAME_VALID };

enum {
    DAY_LEAST = 26, /* sessions a day */
    DAY_SPREAD = 13,
    TODAY_COUNT = 14,
    LUNCH_FROM = 11 * 60 + 30,
    LUNCH_TO = 13 * 60,
    SHIFTS = 4
};

/* demo_act.flags */
enum {
    SESSION_PARKED = 1,
    SESSION_SERVING = 2,
    SESSION_OWING = 4,
    SESSION_LATE = 8,
    SESSION_VOIDED = 16,
    SESSION_BARE = 32
};

/* Who sits at a desk, in turn by half day. */
static const struct {
    const char *desk, *people[SHIFTS];
} seats[] = {
    {"C1W01", {"S001", "S001", "S001", "S001"}}, {"C1W02", {"S002", "S007", "S002", "S007"}},
    {"C1W03", {"S003", "S003", "S003", "S003"}}, {"C1W04", {"S004", "S008", "S004", "S008"}},
    {"C1W05", {"S005", "S005", "S005", "S005"}}, {"C1D01", {"S006", "V001", "S006", "V002"}},
    {"C1S01", {"V003", "V004", "V003", "V004"}}};

static const char *seated(const char *desk, uint32_t turn)
{
    for (size_t i = 0; i < sizeof seats / sizeof *seats; i++) {
        if (strcmp(seats[i].desk, desk) == 0)
            return seats[i].people[turn % SHIFTS];
    }
    return "S006";
}

/* ---- playing ---- */

struct visitor {
    struct bb_client client;
    char phone[16];
};

/* Two of three leave a name; enterprises their code, every second person the id number. */
static void visitor_make(struct demo *demo, bool enterprise, struct visitor *out)
{
    size_t row = bb_demo_random(demo, (uint32_t)demo->names.rows);
    const char *kind = enterprise ? "enterprise" : "person";
    while (strcmp(bb_demo_cell(&demo->names, row, NAME_KIND), kind) != 0 ||
           strcmp(bb_demo_cell(&demo->names, row, NAME_VALID), "Y") != 0)
        row = (row + 1) % demo->names.rows;
    memset(out, 0, sizeof *out);
    if (bb_demo_random(demo, 3) == 0)
        return;
    out->client.name = bb_demo_cell(&demo->names, row, NAME_NAME);
    if (enterprise || bb_demo_random(demo, 2))
        out->client.id = bb_demo_cell(&demo->names, row, NAME_CODE);
    snprintf(out->phone, sizeof out->phone, "13900%06u", bb_demo_random(demo, 1000000));
    out->client.phone = out->phone;
}

static void session_fill(struct demo *demo, const struct demo_act *act, struct bb_session *session)
{
    const struct demo_table *notes = &demo->notes;
    const char *item = bb_demo_cell(notes, act->row, NOTE_ITEM);
    bool owing = act->flags & SESSION_OWING, open = act->flags & (SESSION_PARKED | SESSION_SERVING);
    bb_strset(&session->item, *item && !(owing && act->row % 2) ? item : NULL);
    if (!*item)
        session->no_item =
            bb_code_find(BB_CODES_NO_ITEM, bb_demo_cell(notes, act->row, NOTE_NO_ITEM));
    session->client_kind = *item == 'E' ? BB_CLIENT_ENTERPRISE : BB_CLIENT_PERSONAL;
    session->category =
        owing ? 0 : bb_code_find(BB_CODES_CATEGORY, bb_demo_cell(notes, act->row, NOTE_CATEGORY));
    session->outcome = bb_code_find(BB_CODES_OUTCOME, bb_demo_cell(notes, act->row, NOTE_OUTCOME));
    if (!(act->flags & SESSION_BARE))
        bb_strset(&session->note, bb_demo_cell(notes, act->row, NOTE_TEXT));
    if (bb_demo_random(demo, 12) == 0)
        session->channel = BB_CHANNEL_PHONE;
    session->source = bb_demo_random(demo, 5) ? BB_SOURCE_TICKET : BB_SOURCE_BOOKED;
    if (open) {
        session->phase = act->flags & SESSION_PARKED ? BB_PHASE_PARKED : BB_PHASE_SERVING;
        session->outcome = 0;
    }
}

/* The same time on the working day before: entered late. */
static int64_t day_before(const struct demo *demo, int64_t at)
{
    do
        at -= BB_DAY_SECONDS;
    while (!bb_demo_is_workday(demo, bb_day_of(at)));
    return at;
}

static const struct bb_err *session_play(struct demo *demo, const struct demo_act *act)
{
    struct bb_app *app;
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    struct visitor visitor = {0};
    BB_TRY(bb_demo_person(demo, act->who, &app));
    demo->seed = act->seed; /* what was skipped or added before changes nothing here */
    bb_app_session_defaults(app, &session);
    session_fill(demo, act, &session);
    if (session.kind != BB_KIND_VOLUNTEER)
        visitor_make(demo, session.client_kind == BB_CLIENT_ENTERPRISE, &visitor);
    session.happened_at = act->at - act->number * 60;
    if (bb_day_of(session.happened_at) < bb_day_of(act->at))
        session.happened_at = act->at; /* just after midnight */
    int64_t late_at = act->flags & SESSION_LATE ? day_before(demo, session.happened_at) : 0;
    const struct bb_err *err =
        bb_app_session_add(app, &session, &visitor.client, late_at, &problems);
    if (!err && (act->flags & SESSION_VOIDED))
        err = bb_app_session_void(app, session.id, "重复登记");
    else if (!err && !late_at && session.phase == BB_PHASE_CLOSED)
        err = bb_demo_rate(demo, app, session.id);
    bb_session_done(&session);
    return err;
}

static const struct bb_err *referral_play(struct demo *demo, const struct demo_act *act)
{
    struct bb_app *app;
    struct bb_referral referral = {0};
    BB_TRY(bb_demo_person(demo, act->who, &app));
    const struct bb_err *err =
        bb_app_referral_add(app, bb_code_id(BB_CODES_SCOPE, act->number), &referral);
    bb_record_done(&bb_referral_record, &referral);
    return err;
}

/* ---- planning ---- */

static int opening_minute(struct demo *demo, int lasts)
{
    uint32_t room = (uint32_t)(DEMO_CLOSE - DEMO_OPEN - (LUNCH_TO - LUNCH_FROM) - lasts);
    int minute = DEMO_OPEN + lasts + (int)bb_demo_random(demo, room);
    return minute > LUNCH_FROM ? minute + LUNCH_TO - LUNCH_FROM : minute;
}

static void session_plan(struct demo *demo, int ago, int minute, int lasts, unsigned flags)
{
    size_t row = bb_demo_random(demo, (uint32_t)demo->notes.rows);
    const char *who =
        seated(bb_demo_cell(&demo->notes, row, NOTE_DESK), (uint32_t)ago * 3 + (minute > LUNCH_TO));
    if (bb_demo_random(demo, 3) == 0)
        flags |= SESSION_BARE;
    struct demo_act *act = bb_demo_act(demo, bb_demo_moment(demo, ago, minute), session_play);
    act->row = row;
    act->who = who;
    act->number = lasts;
    act->flags = flags;
    act->seed = demo->seed ^ (uint64_t)act->order << 20;
}

static void past_day_plan(struct demo *demo, int ago)
{
    demo->seed = UINT64_C(20260) + (uint64_t)ago; /* a day is the same whatever the others are */
    int count = DAY_LEAST + (int)bb_demo_random(demo, DAY_SPREAD);
    for (int i = 0; i < count; i++) {
        int lasts = 3 + (int)bb_demo_random(demo, 22);
        unsigned flags = bb_demo_random(demo, 60) == 0 ? SESSION_OWING : 0;
        flags |= bb_demo_random(demo, 150) == 0 ? SESSION_LATE : 0;
        flags |= bb_demo_random(demo, 180) == 0 ? SESSION_VOIDED : 0;
        session_plan(demo, ago, opening_minute(demo, lasts), lasts, flags);
    }
    if (ago % 4 == 1) {
        struct demo_act *act =
            bb_demo_act(demo, bb_demo_moment(demo, ago, opening_minute(demo, 0)), referral_play);
        act->who = ago % 8 == 1 ? "S006" : "S001";
        act->number = 1 + ago / 4 % bb_code_count(BB_CODES_SCOPE);
    }
}

/* Today has a fixed shape: two parked, one in service, three debts; its times end before now. */
static void today_plan(struct demo *demo)
{
    static const unsigned shape[TODAY_COUNT] = {
        [3] = SESSION_OWING,  [6] = SESSION_OWING,   [9] = SESSION_PARKED,
        [10] = SESSION_OWING, [11] = SESSION_PARKED, [13] = SESSION_SERVING};
    demo->seed = 7;
    for (int i = 0; i < TODAY_COUNT; i++)
        session_plan(demo, 0, DEMO_OPEN + 10 + i * (DEMO_CLOSE - DEMO_OPEN - 10) / TODAY_COUNT,
                     i % 2, shape[i]);
}

void bb_demo_plan_sessions(struct demo *demo)
{
    for (int ago = DEMO_DAYS; ago > 0; ago--)
        past_day_plan(demo, ago);
    today_plan(demo);
}
