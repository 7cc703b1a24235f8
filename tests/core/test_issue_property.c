/*
 * The ledger's laws over random histories of several installations, each of which does only what
 * the gate permits on what it knows: in any order of merging they fold to the same line, and that
 * line is the one of a second, plain reading of data.md ("The ledger's states"). Seeds are fixed.
 * The controls at the end break the order and the gate and must be noticed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bangban/base/mem.h"
#include "bangban/core/issue.h"
#include "suite.h"

enum { HISTORIES = 400, STEPS = 26, EVENTS = STEPS + 1, REPLICAS = 3, BEFORE_ALL = 1795400000 };

static unsigned long long seed;

static unsigned random_below(unsigned limit)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % limit;
}

/* ---- what is done ---- */

/* "%02d": from the act's place in the history; "%s": the stage that is next. */
static const struct act {
    enum bb_event_kind kind;
    const char *body;
} acts[] = {
    {BB_EVENT_ISSUE_EDIT, "{\"progress\":\"p\"}"},
    {BB_EVENT_ISSUE_SPOT, "{\"evidence\":\"e\"}"},
    {BB_EVENT_ISSUE_SPOT, "{\"evidence\":\"e\",\"lookback_plan\":\"2026-12-20\"}"},
    {BB_EVENT_ISSUE_PLAN, "{\"plan\":\"p\",\"measures\":\"m\",\"lead_unit\":\"U\",\"person\":\"P\","
                          "\"due_rule\":\"5wd\"}"},
    {BB_EVENT_ISSUE_PLAN, "{\"plan\":\"q\"}"},
    {BB_EVENT_ISSUE_ASSIGN, "{\"lead_unit\":\"V\",\"person\":\"Q\"}"},
    {BB_EVENT_ISSUE_ASK, "{\"asked_due\":\"2027-02-%02d\",\"reason\":\"r\"}"},
    {BB_EVENT_ISSUE_EXTEND, "{\"due_named\":\"2027-01-%02d\",\"reason\":\"r\",\"approver\":\"M\"}"},
    {BB_EVENT_ISSUE_REFUSE, "{\"reason\":\"r\"}"},
    {BB_EVENT_ISSUE_PAUSE, "{\"reason\":\"r\"}"},
    {BB_EVENT_ISSUE_RESUME, "{}"},
    {BB_EVENT_ISSUE_REMIND, "{\"reminder\":\"%s\"}"},
    {BB_EVENT_ISSUE_ESCALATE, "{\"escalated\":\"%s\"}"},
    {BB_EVENT_ISSUE_FIX, "{\"evidence\":\"e\",\"lookback_plan\":\"2026-12-20 2027-01-20\"}"},
    {BB_EVENT_ISSUE_FIX, "{\"evidence\":\"e\"}"},
    {BB_EVENT_ISSUE_FEEDBACK, "{\"feedback_to\":\"f\"}"},
    {BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"holds\",\"evidence\":\"e\"}"},
    {BB_EVENT_ISSUE_LOOKBACK, "{\"lookback\":\"relapsed\",\"evidence\":\"e\"}"},
    {BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"solved\"}"},
    {BB_EVENT_ISSUE_CLOSE, "{\"ending\":\"cannot_solve\",\"cause\":\"c\",\"approver\":\"M\"}"},
    {BB_EVENT_ISSUE_REOPEN, "{\"reason\":\"r\"}"},
    {BB_EVENT_ISSUE_REFER, "{\"referred_to\":\"12345\"}"},
    {BB_EVENT_ISSUE_VOID, "{\"reason\":\"r\"}"},
    {BB_EVENT_ISSUE_SETTLE, "{\"reason\":\"r\"}"},
};
enum { ACTS = sizeof acts / sizeof *acts };

/* Ways out of the loop are rare and the ways round it frequent, so that histories get somewhere. */
static const struct act *act_draw(void)
{
    for (;;) {
        const struct act *act = &acts[random_below(ACTS)];
        bool out = act->kind == BB_EVENT_ISSUE_REFER || act->kind == BB_EVENT_ISSUE_VOID;
        bool round = act->kind == BB_EVENT_ISSUE_FIX || act->kind == BB_EVENT_ISSUE_FEEDBACK ||
                     act->kind == BB_EVENT_ISSUE_LOOKBACK || act->kind == BB_EVENT_ISSUE_CLOSE;
        if (round || random_below(out ? 24 : 3) == 0)
            return act;
    }
}

static void body_make(char out[200], const struct act *act, const struct bb_issue *line, int step)
{
    int64_t stage = act->kind == BB_EVENT_ISSUE_REMIND ? line->reminder + 1 : line->escalated + 1;
    enum bb_code_list codes =
        act->kind == BB_EVENT_ISSUE_REMIND ? BB_CODES_REMINDER : BB_CODES_ESCALATION;
    bool staged = act->kind == BB_EVENT_ISSUE_REMIND || act->kind == BB_EVENT_ISSUE_ESCALATE;
    const char *day = strstr(act->body, "%02d");
    if (staged && stage < (act->kind == BB_EVENT_ISSUE_REMIND ? (int)BB_REMINDER__COUNT
                                                              : (int)BB_ESCALATION__COUNT))
        snprintf(out, 200, "{\"%s\":\"%s\"}",
                 act->kind == BB_EVENT_ISSUE_REMIND ? "reminder" : "escalated",
                 bb_code_id(codes, stage));
    else if (staged)
        snprintf(out, 200, "{}");
    else if (day)
        snprintf(out, 200, "%.*s%02d%s", (int)(day - act->body), act->body, step + 1, day + 4);
    else
        snprintf(out, 200, "%s", act->body);
}

/* ---- several installations ---- */

struct world {
    struct bb_events all; /* in the order in which they were made */
    bool knows[REPLICAS][EVENTS];
    bool undone; /* somebody took something back */
};

static void event_copy(struct bb_events *to, const struct bb_event *from)
{
    struct bb_event event = *from;
    event.by = bb_strdup(from->by);
    event.subject = bb_strdup(from->subject);
    event.causes = bb_strdup(from->causes);
    event.body = bb_strdup(from->body);
    event.line = NULL;
    bb_events_add(to, &event);
}

/* What a replica knows, in the order of the fold. */
static void view(const struct world *world, int replica, struct bb_events *out)
{
    for (size_t i = 0; i < world->all.count; i++)
        if (world->knows[replica][i])
            event_copy(out, &world->all.rows[i]);
    bb_events_sort(out);
}

static void event_make(struct world *world, int replica, const struct bb_events *seen,
                       enum bb_event_kind kind, const char *by, const char *body)
{
    struct bb_buf heads = {0};
    struct bb_event event = {.kind = kind, .lamport = 1};
    bb_events_heads(seen, &heads);
    for (size_t i = 0; i < seen->count; i++)
        if (seen->rows[i].lamport >= event.lamport)
            event.lamport = seen->rows[i].lamport + 1;
    event.at = BEFORE_ALL + (int64_t)world->all.count * 3600;
    snprintf(event.id, sizeof event.id, "e%zu", world->all.count);
    snprintf(event.hash, sizeof event.hash, "%08x%056zx", random_below(1U << 31),
             world->all.count + 1);
    event.by = bb_strdup(by);
    event.subject = bb_strdup("s");
    event.causes = bb_buf_take(&heads);
    event.body = bb_strdup(body);
    world->knows[replica][world->all.count] = true;
    bb_events_add(&world->all, &event);
}

static bool is_permitted(const struct bb_issue *line, enum bb_event_kind kind, const char *body,
                         const char *by)
{
    struct bb_json_doc *doc = NULL;
    struct bb_issue stated = {0};
    struct bb_problems problems = {0};
    ck_ok(bb_json_parse(&doc, body, strlen(body)));
    ck_ok(bb_record_body_apply(&bb_issue_record, &stated, bb_json_root(doc)));
    bb_json_free(doc);
    if (kind == BB_EVENT_ISSUE_REMIND && !stated.reminder)
        return false;
    bb_issue_check(line, kind, &stated, by, &problems);
    bb_issue_done(&stated);
    return problems.count == 0;
}

/* Takes back the person's last act, as Ctrl-Z does; false: there is none. */
static bool take_back(struct world *world, int replica, const struct bb_events *seen,
                      const char *by)
{
    char body[80];
    for (size_t i = seen->count; i-- > 1;) {
        const struct bb_event *event = &seen->rows[i];
        if (strcmp(event->by, by) != 0 || event->kind == BB_EVENT_UNDO ||
            bb_events_is_undone(seen, i))
            continue;
        snprintf(body, sizeof body, "{\"undoes\":\"%s\"}", event->id);
        event_make(world, replica, seen, BB_EVENT_UNDO, by, body);
        world->undone = true;
        return true;
    }
    return false;
}

/* One replica does one thing that the gate permits on what it knows. */
static void step(struct world *world, int replica, const struct bb_calendar *cal)
{
    static const char *const people[] = {"A", "B", "C"};
    struct bb_events seen = {0};
    struct bb_issue line = {0};
    const char *by = people[random_below(3)];
    char body[200];
    bool done = false;
    view(world, replica, &seen);
    ck_ok(bb_issue_fold(&line, &seen, cal));
    if (random_below(20) == 0)
        done = take_back(world, replica, &seen, by);
    for (int tries = 0; !done && tries < 60; tries++) {
        const struct act *act = act_draw();
        body_make(body, act, &line, (int)world->all.count);
        if (!is_permitted(&line, act->kind, body, by))
            continue;
        event_make(world, replica, &seen, act->kind, by, body);
        done = true;
    }
    bb_issue_done(&line);
    bb_events_done(&seen);
}

static void merge(struct world *world, int to, int from)
{
    for (size_t i = 0; i < world->all.count; i++)
        world->knows[to][i] |= world->knows[from][i];
}

static void history_make(struct world *world, const struct bb_calendar *cal)
{
    static const char birth[] =
        "{\"description\":\"d\",\"due_rule\":\"3wd\",\"happened_at\":\"2026-11-23T01:00:00Z\"}";
    struct bb_events none = {0};
    *world = (struct world){0};
    event_make(world, 0, &none, BB_EVENT_ISSUE_ADD, "A", birth);
    for (int i = 1; i < REPLICAS; i++)
        merge(world, i, 0);
    for (int i = 0; i < STEPS; i++) {
        if (random_below(3) == 0)
            merge(world, (int)random_below(REPLICAS), (int)random_below(REPLICAS));
        step(world, (int)random_below(REPLICAS), cal);
    }
}

/* Everything, as it arrived at one installation: in any order. */
static void arrive(const struct world *world, struct bb_events *out)
{
    size_t order[EVENTS];
    for (size_t i = 0; i < world->all.count; i++) {
        size_t j = random_below((unsigned)i + 1);
        order[i] = order[j];
        order[j] = i;
    }
    for (size_t i = 0; i < world->all.count; i++)
        event_copy(out, &world->all.rows[order[i]]);
}

/* ---- the second reading ---- */

struct model {
    int state, rounds, planned, reminder, escalated, extensions, relapses, reopenings;
    long long
        named; /* last two digits of what a person named, later than any rule's day; 0: a rule */
    int64_t first_closed_at;
    const char *fixer, *checker;
    bool measures, spot, fed, asked, paused, contested;
    bool effective[EVENTS];
};

static int count_days(const char *body)
{
    const char *plan = strstr(body, "lookback_plan");
    return plan ? 1 + (strstr(plan, "2027-01-20") != NULL) : 0;
}

static int day_in(const char *body)
{
    const char *month = strstr(body, "2027-0");
    return month ? atoi(month + strlen("2027-0")) * 100 + atoi(month + strlen("2027-01-")) : 0;
}

static void model_open(struct model *m)
{
    m->state = BB_STATE_RECTIFYING;
    m->spot = m->fed = false;
    m->rounds = m->planned = m->reminder = 0;
    m->named = 0; /* the rule's day, counted anew */
    m->fixer = m->checker = NULL;
}

static void model_fixed(struct model *m, const struct bb_event *event)
{
    m->state = BB_STATE_FIXED;
    m->fixer = event->by;
    m->checker = NULL;
    m->planned = count_days(event->body);
    m->rounds = 0;
    m->fed = m->asked = m->paused = false;
}

static int stage_in(const char *body, enum bb_code_list codes, const char *key)
{
    const char *at = strstr(body, key);
    char id[40] = "";
    if (at)
        sscanf(at + strlen(key) + 3, "%39[a-z_]", id);
    return (int)bb_code_find(codes, id);
}

/* One event as data.md tells it. false: not possible where the line stands. */
static bool model_step(struct model *m, const struct bb_event *event)
{
    bool found = m->state == BB_STATE_FOUND, rectifying = m->state == BB_STATE_RECTIFYING;
    bool fixed = m->state == BB_STATE_FIXED, closed = m->state == BB_STATE_CLOSED;
    bool open = found || rectifying || fixed;
    switch (event->kind) {
    case BB_EVENT_ISSUE_EDIT:
        return open;
    case BB_EVENT_ISSUE_SPOT:
        if (found) {
            model_fixed(m, event);
            m->spot = true;
        }
        return found;
    case BB_EVENT_ISSUE_PLAN: {
        bool full = strstr(event->body, "measures") != NULL;
        if (!(found || rectifying) || (!full && !m->measures))
            return false;
        m->measures = true;
        m->state = BB_STATE_RECTIFYING;
        m->named = full ? 0 : m->named;
        return true;
    }
    case BB_EVENT_ISSUE_ASSIGN:
        return found || rectifying;
    case BB_EVENT_ISSUE_ASK:
        if (!rectifying || day_in(event->body) <= m->named)
            return false;
        return m->asked = true;
    case BB_EVENT_ISSUE_EXTEND:
        if (!rectifying || day_in(event->body) <= m->named)
            return false;
        m->named = day_in(event->body);
        m->extensions++;
        m->asked = false;
        return true;
    case BB_EVENT_ISSUE_REFUSE:
        if (!rectifying || !m->asked)
            return false;
        m->asked = false;
        return true;
    case BB_EVENT_ISSUE_PAUSE:
        if (!rectifying || m->paused)
            return false;
        return m->paused = true;
    case BB_EVENT_ISSUE_RESUME:
        if (!rectifying || !m->paused)
            return false;
        m->paused = false;
        return true;
    case BB_EVENT_ISSUE_REMIND:
        if (!(found || rectifying) ||
            stage_in(event->body, BB_CODES_REMINDER, "reminder") != m->reminder + 1)
            return false;
        m->reminder++;
        return true;
    case BB_EVENT_ISSUE_ESCALATE:
        if (!(found || rectifying) ||
            stage_in(event->body, BB_CODES_ESCALATION, "escalated") != m->escalated + 1)
            return false;
        m->escalated++;
        return true;
    case BB_EVENT_ISSUE_FIX:
        if (rectifying)
            model_fixed(m, event);
        return rectifying;
    case BB_EVENT_ISSUE_FEEDBACK:
        m->fed |= fixed;
        return fixed;
    case BB_EVENT_ISSUE_LOOKBACK:
        if (!(fixed || (closed && m->rounds < m->planned)) || strcmp(event->by, m->fixer) == 0)
            return false;
        if (strstr(event->body, "relapsed")) {
            m->relapses++;
            model_open(m);
        } else {
            m->rounds++;
            m->checker = event->by;
        }
        return true;
    case BB_EVENT_ISSUE_CLOSE:
        if (!fixed || !m->fed || (!m->rounds && (!m->spot || m->planned)))
            return false;
        m->state = BB_STATE_CLOSED;
        m->first_closed_at = m->first_closed_at ? m->first_closed_at : event->at;
        return true;
    case BB_EVENT_ISSUE_REOPEN:
        if (!closed)
            return false;
        model_open(m);
        m->reopenings++;
        return true;
    case BB_EVENT_ISSUE_REFER:
        m->state = found ? BB_STATE_REFERRED : m->state;
        return found;
    case BB_EVENT_ISSUE_VOID: {
        bool may = open || m->state == BB_STATE_REFERRED;
        m->state = may ? BB_STATE_VOID : m->state;
        return may;
    }
    case BB_EVENT_ISSUE_SETTLE: {
        bool was = m->contested;
        m->contested = false;
        return was;
    }
    default:
        return false;
    }
}

/* The events in order. knows[i][j]: whoever made i knew j. */
static void model_run(struct model *m, const struct bb_events *events, bool knows[EVENTS][EVENTS])
{
    *m = (struct model){.state = BB_STATE_FOUND};
    m->effective[0] = true;
    for (size_t i = 1; i < events->count; i++) {
        enum bb_event_kind kind = events->rows[i].kind;
        if (kind == BB_EVENT_UNDO || bb_events_is_undone(events, i))
            continue;
        m->effective[i] = model_step(m, &events->rows[i]);
        m->contested |= !m->effective[i];
        if (kind == BB_EVENT_ISSUE_EDIT || kind == BB_EVENT_ISSUE_REMIND ||
            kind == BB_EVENT_ISSUE_SETTLE)
            continue;
        for (size_t j = 0; j < i; j++) {
            enum bb_event_kind other = events->rows[j].kind;
            if (!knows[i][j] && other != BB_EVENT_ISSUE_EDIT && other != BB_EVENT_ISSUE_REMIND &&
                other != BB_EVENT_ISSUE_SETTLE && other != BB_EVENT_UNDO &&
                !bb_events_is_undone(events, j))
                m->contested = true;
        }
    }
}

/* Who knew what, from the causes, by walking back from each event: not the fold's way. */
static void mark_known(const struct bb_events *events, size_t of, bool out[EVENTS])
{
    for (size_t j = 0; j < events->count; j++) {
        if (out[j] || !strstr(events->rows[of].causes, events->rows[j].hash))
            continue;
        out[j] = true;
        mark_known(events, j, out);
    }
}

static void known_make(const struct bb_events *events, bool knows[EVENTS][EVENTS])
{
    memset(knows, 0, EVENTS * sizeof *knows);
    for (size_t i = 0; i < events->count; i++)
        mark_known(events, i, knows[i]);
}

/* 销号 only behind feedback and a look-back that held, by somebody else than who rectified; the
 * look-back may be missing where it was fixed on the spot and not drawn as a sample. Read from the
 * events that counted, back from the last close. */
static bool law_holds(const struct model *m, const struct bb_events *events, int state)
{
    const char *checker = NULL;
    bool fed = false;
    if (state != BB_STATE_CLOSED)
        return true;
    for (size_t i = events->count; i-- > 0;) {
        const struct bb_event *event = &events->rows[i];
        if (!m->effective[i])
            continue;
        if (event->kind == BB_EVENT_ISSUE_CLOSE) {
            fed = false; /* what came after the closing does not count */
            checker = NULL;
        }
        if (event->kind == BB_EVENT_ISSUE_FEEDBACK)
            fed = true;
        if (event->kind == BB_EVENT_ISSUE_LOOKBACK)
            checker = event->by;
        if (event->kind == BB_EVENT_ISSUE_FIX)
            return fed && checker && strcmp(checker, event->by) != 0;
        if (event->kind == BB_EVENT_ISSUE_SPOT)
            return fed && (checker ? strcmp(checker, event->by) != 0 : !count_days(event->body));
    }
    return false;
}

static bool is_same(const struct model *m, const struct bb_issue *line)
{
    return line->state == m->state && line->relapse_count == m->relapses &&
           line->reopen_count == m->reopenings && line->extensions == m->extensions &&
           line->first_closed_at == m->first_closed_at && line->reminder == m->reminder &&
           line->on_spot == m->spot && (line->contested != 0) == m->contested;
}

/* ---- the laws ---- */

struct tally {
    int closed, relapsed, reopened, contested, settled, undone, spot_closed;
};

static void law_of_history(const struct world *world, const struct bb_calendar *cal,
                           struct tally *tally)
{
    static bool knows[EVENTS][EVENTS];
    struct bb_events events = {0};
    struct bb_issue line = {0};
    struct model m;
    arrive(world, &events);
    bb_events_sort(&events);
    ck_ok(bb_issue_fold(&line, &events, cal));
    known_make(&events, knows);
    model_run(&m, &events, knows);
    ck_assert_msg(is_same(&m, &line), "state %d/%d contested %d/%d", (int)line.state, m.state,
                  (int)line.contested, m.contested);
    ck_assert(law_holds(&m, &events, (int)line.state));
    tally->closed += line.state == BB_STATE_CLOSED;
    tally->spot_closed += line.state == BB_STATE_CLOSED && line.on_spot;
    tally->relapsed += line.relapse_count > 0;
    tally->reopened += line.reopen_count > 0;
    tally->contested += line.contested != 0;
    for (size_t i = 0; i < events.count; i++)
        tally->settled += m.effective[i] && events.rows[i].kind == BB_EVENT_ISSUE_SETTLE;
    tally->undone += world->undone;
    bb_issue_done(&line);
    bb_events_done(&events);
}

static struct bb_calendar *calendar_make(void)
{
    struct bb_calendar *cal = bb_calendar_new();
    bb_calendar_add_year(cal, 2026);
    return cal;
}

START_TEST(every_step_of_the_table_is_played)
{
    for (int kind = 1; kind < BB_EVENT__COUNT; kind++) {
        bool played = kind == BB_EVENT_ISSUE_ADD;
        for (size_t i = 0; i < ACTS; i++)
            played |= acts[i].kind == (enum bb_event_kind)kind;
        ck_assert_msg(played == (bb_issue_step((enum bb_event_kind)kind) != NULL), "%s",
                      bb_event_word((enum bb_event_kind)kind));
    }
}
END_TEST

START_TEST(permitted_steps_fold_as_the_states_are_told)
{
    struct bb_calendar *cal = calendar_make();
    struct tally tally = {0};
    seed = 2026 + (unsigned)_i;
    for (int i = 0; i < HISTORIES; i++) {
        struct world world;
        history_make(&world, cal);
        law_of_history(&world, cal, &tally);
        bb_events_done(&world.all);
    }
    ck_assert_int_gt(tally.closed, HISTORIES / 20); /* they reach what they are to test */
    ck_assert_int_gt(tally.spot_closed, 0);
    ck_assert_int_gt(tally.relapsed, HISTORIES / 20);
    ck_assert_int_gt(tally.reopened, HISTORIES / 40);
    ck_assert_int_gt(tally.contested, HISTORIES / 4);
    ck_assert_int_gt(tally.settled, HISTORIES / 20);
    ck_assert_int_gt(tally.undone, HISTORIES / 4);
    bb_calendar_free(cal);
}
END_TEST

/* Folds what arrived in two orders; sorted: as the store does it. */
static bool folds_alike(const struct world *world, const struct bb_calendar *cal, bool sorted)
{
    struct bb_events one = {0}, other = {0};
    struct bb_issue first = {0}, second = {0};
    const struct bb_field *differs = NULL;
    arrive(world, &one);
    arrive(world, &other);
    if (sorted) {
        bb_events_sort(&one);
        bb_events_sort(&other);
    }
    const struct bb_err *err = bb_issue_fold(&first, &one, cal);
    if (!err)
        err = bb_issue_fold(&second, &other, cal);
    bool alike = !err && bb_record_equal(&bb_issue_record, &first, &second, &differs);
    bb_issue_done(&first);
    bb_issue_done(&second);
    bb_events_done(&one);
    bb_events_done(&other);
    return alike;
}

START_TEST(any_order_of_merging_gives_the_same_line)
{
    struct bb_calendar *cal = calendar_make();
    int unsorted_alike = 0;
    seed = 99 + (unsigned)_i;
    for (int i = 0; i < HISTORIES; i++) {
        struct world world;
        history_make(&world, cal);
        ck_assert(folds_alike(&world, cal, true));
        unsorted_alike += folds_alike(&world, cal, false);
        bb_events_done(&world.all);
    }
    ck_assert_int_lt(unsorted_alike,
                     HISTORIES / 4); /* the control: without the order they differ */
    bb_calendar_free(cal);
}
END_TEST

/* Event by event: what a line has been through is never forgotten, however often it is opened. */
START_TEST(first_closing_and_counts_are_kept)
{
    struct bb_calendar *cal = calendar_make();
    int reopened = 0;
    seed = 3 + (unsigned)_i;
    for (int i = 0; i < HISTORIES; i++) {
        struct world world;
        struct bb_events all = {0}, some = {0};
        int64_t first_closed_at = 0, relapses = 0, reopenings = 0, extensions = 0;
        history_make(&world, cal);
        arrive(&world, &all);
        bb_events_sort(&all);
        for (size_t n = 0; n < all.count && !world.undone; n++) {
            struct bb_issue line = {0};
            event_copy(&some, &all.rows[n]);
            ck_ok(bb_issue_fold(&line, &some, cal));
            ck_assert(!first_closed_at || line.first_closed_at == first_closed_at);
            ck_assert_int_ge(line.relapse_count, relapses);
            ck_assert_int_ge(line.reopen_count, reopenings);
            ck_assert_int_ge(line.extensions, extensions);
            first_closed_at = line.first_closed_at;
            relapses = line.relapse_count;
            reopenings = line.reopen_count;
            extensions = line.extensions;
            bb_issue_done(&line);
        }
        reopened += first_closed_at && reopenings + relapses > 1;
        bb_events_done(&some);
        bb_events_done(&all);
        bb_events_done(&world.all);
    }
    ck_assert_int_gt(reopened, 5);
    bb_calendar_free(cal);
}
END_TEST

/* ---- the controls: a gate that was broken is noticed ---- */

enum broken { FIXER_MAY_CHECK, NO_FEEDBACK, NO_LOOKBACK, BROKEN__COUNT };

/* What such a gate would let through: the fold is shown events in which the rule is met. */
static void event_forge(struct bb_events *out, const struct bb_event *event, enum broken broken)
{
    struct bb_events pair = {0};
    if (event->kind == BB_EVENT_ISSUE_CLOSE && broken != FIXER_MAY_CHECK) {
        event_copy(&pair, event);
        pair.rows[0].kind =
            broken == NO_FEEDBACK ? BB_EVENT_ISSUE_FEEDBACK : BB_EVENT_ISSUE_LOOKBACK;
        bb_strset(&pair.rows[0].body, broken == NO_FEEDBACK
                                          ? "{\"feedback_to\":\"f\"}"
                                          : "{\"lookback\":\"holds\",\"evidence\":\"e\"}");
        bb_strset(&pair.rows[0].by, "Z");
        event_copy(out, &pair.rows[0]);
        bb_events_done(&pair);
    }
    event_copy(out, event);
    if (event->kind == BB_EVENT_ISSUE_LOOKBACK && broken == FIXER_MAY_CHECK)
        bb_strset(&out->rows[out->count - 1].by, "Z");
}

/* An attempt to close at random: whoever, whatever was done before. */
static void attempts_make(struct world *world)
{
    static const enum bb_event_kind order[] = {BB_EVENT_ISSUE_PLAN, BB_EVENT_ISSUE_FIX,
                                               BB_EVENT_ISSUE_FEEDBACK, BB_EVENT_ISSUE_LOOKBACK,
                                               BB_EVENT_ISSUE_CLOSE};
    static const char *const people[] = {"A", "B"};
    *world = (struct world){0};
    event_make(world, 0, &world->all, BB_EVENT_ISSUE_ADD, "A", "{\"description\":\"d\"}");
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        bool may_lack = order[i] == BB_EVENT_ISSUE_FEEDBACK || order[i] == BB_EVENT_ISSUE_LOOKBACK;
        for (size_t n = 0; n < ACTS; n++) {
            if (acts[n].kind != order[i] || (may_lack && random_below(2)))
                continue;
            event_make(world, 0, &world->all, order[i], people[random_below(2)], acts[n].body);
            break;
        }
    }
}

START_TEST(a_broken_gate_is_noticed)
{
    struct bb_calendar *cal = calendar_make();
    int noticed = 0, sound = 0;
    seed = 11;
    for (int i = 0; i < HISTORIES; i++) {
        static bool knows[EVENTS][EVENTS];
        struct world world;
        struct bb_events forged = {0};
        struct bb_issue line = {0}, broken = {0};
        struct model m;
        attempts_make(&world);
        bb_events_sort(&world.all);
        known_make(&world.all, knows);
        model_run(&m, &world.all, knows);
        for (size_t n = 0; n < world.all.count; n++)
            event_forge(&forged, &world.all.rows[n], (enum broken)_i);
        ck_ok(bb_issue_fold(&line, &world.all, cal));
        ck_ok(bb_issue_fold(&broken, &forged, cal));
        sound += is_same(&m, &line) && law_holds(&m, &world.all, (int)line.state);
        noticed += broken.state != m.state && !law_holds(&m, &world.all, (int)broken.state);
        bb_issue_done(&line);
        bb_issue_done(&broken);
        bb_events_done(&forged);
        bb_events_done(&world.all);
    }
    ck_assert_int_eq(sound, HISTORIES);
    ck_assert_int_gt(noticed, HISTORIES / 20);
    bb_calendar_free(cal);
}
END_TEST

/* ---- two supervisors on one line ---- */

START_TEST(two_decisions_at_once_are_both_kept)
{
    static const struct {
        enum bb_event_kind kinds[2];
        const char *bodies[2];
        int state; /* whichever of the two comes first */
    } pairs[] = {
        {{BB_EVENT_ISSUE_EXTEND, BB_EVENT_ISSUE_EXTEND},
         {"{\"due_named\":\"2027-01-10\",\"reason\":\"r\",\"approver\":\"M\"}",
          "{\"due_named\":\"2027-01-20\",\"reason\":\"s\",\"approver\":\"M\"}"},
         BB_STATE_RECTIFYING},
        {{BB_EVENT_ISSUE_VOID, BB_EVENT_ISSUE_EXTEND},
         {"{\"reason\":\"r\"}",
          "{\"due_named\":\"2027-01-20\",\"reason\":\"s\",\"approver\":\"M\"}"},
         BB_STATE_VOID},
        {{BB_EVENT_ISSUE_ASSIGN, BB_EVENT_ISSUE_ASSIGN},
         {"{\"lead_unit\":\"U\",\"person\":\"P\"}", "{\"lead_unit\":\"V\",\"person\":\"Q\"}"},
         BB_STATE_RECTIFYING},
    };
    struct bb_calendar *cal = calendar_make();
    struct world world = {0};
    seed = 5;
    event_make(&world, 0, &world.all, BB_EVENT_ISSUE_ADD, "A", "{\"description\":\"d\"}");
    event_make(&world, 0, &world.all, BB_EVENT_ISSUE_PLAN, "A", acts[3].body);
    merge(&world, 1, 0);
    for (int replica = 0; replica < 2; replica++) {
        struct bb_events seen = {0};
        view(&world, replica, &seen);
        event_make(&world, replica, &seen, pairs[_i].kinds[replica], replica ? "B" : "A",
                   pairs[_i].bodies[replica]);
        bb_events_done(&seen);
    }
    merge(&world, 0, 1);
    merge(&world, 1, 0);
    for (int round = 0; round < 2; round++) { /* contradicting, then settled */
        struct bb_events seen = {0};
        for (int replica = 0; replica < 2; replica++) {
            struct bb_issue line = {0};
            bb_events_done(&seen);
            view(&world, replica, &seen);
            ck_assert_int_eq(seen.count, 4 + round);
            ck_ok(bb_issue_fold(&line, &seen, cal));
            ck_assert_int_eq(line.contested, round == 0);
            ck_assert_int_eq(line.state, pairs[_i].state);
            bb_issue_done(&line);
        }
        event_make(&world, 0, &seen, BB_EVENT_ISSUE_SETTLE, "M", "{\"reason\":\"r\"}");
        merge(&world, 1, 0);
        bb_events_done(&seen);
    }
    bb_events_done(&world.all);
    bb_calendar_free(cal);
}
END_TEST

Suite *suite_issue_property(void)
{
    Suite *suite = suite_create("issue_property");
    TCase *tcase = tcase_create("issue_property");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, every_step_of_the_table_is_played);
    tcase_add_loop_test(tcase, permitted_steps_fold_as_the_states_are_told, 0, 3);
    tcase_add_loop_test(tcase, any_order_of_merging_gives_the_same_line, 0, 2);
    tcase_add_test(tcase, first_closing_and_counts_are_kept);
    tcase_add_loop_test(tcase, a_broken_gate_is_noticed, 0, BROKEN__COUNT);
    tcase_add_loop_test(tcase, two_decisions_at_once_are_both_kept, 0, 3);
    suite_add_tcase(suite, tcase);
    return suite;
}
