/* Days, misfortunes and nights of the simulated district. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "bangban/base/file.h"
#include "bangban/base/mem.h"
#include "hub/crash.h"
#include "hub/sim.h"

enum { QUIET_NIGHTS = 8, CALLS_UNTIL_DEATH = 90 };

uint64_t sim_next(struct sim *sim)
{
    sim->random ^= sim->random << 13;
    sim->random ^= sim->random >> 7;
    sim->random ^= sim->random << 17;
    return sim->random;
}

bool sim_chance(struct sim *sim, int per_mille)
{
    return (int)(sim_next(sim) % 1000) < per_mille;
}

/* ---- dying: at any call that changes a file, so also inside a transaction ---- */

static void may_die(struct sim *sim, int per_mille)
{
    if (sim_chance(sim, per_mille))
        crash_arm(1 + (long)(sim_next(sim) % CALLS_UNTIL_DEATH), EIO);
}

/* Whether it has died; then it is started again. What failed without it is a failure. */
static bool has_died(struct sim *sim, struct node *node, const struct bb_err *err)
{
    bool struck = crash_over();
    ck_assert_msg(struck || !err, "seed %llu: %s: %s", (unsigned long long)sim->seed, node->path,
                  err ? err->text : "");
    if (!struck)
        return false;
    crash_arm(1, EIO); /* its end must not write either */
    node_close(node);
    crash_over();
    sim->died++;
    node_open(node);
    return true;
}

/* ---- a day ---- */

/* A rule may refuse; a clock that went back is accepted by whoever may. */
static const struct bb_err *settled(struct node *node, const struct bb_err *err)
{
    if (err && err->code == BB_ERR_CLOCK)
        err = bb_app_clock_accept(node->app);
    return err && bb_err_exit(err) == BB_EXIT_REFUSED ? NULL : err;
}

static const struct bb_err *session_write(struct node *node)
{
    struct bb_session session = {0};
    struct bb_problems problems = {0};
    bb_app_session_defaults(node->app, &session);
    bb_strset(&session.note, "记录");
    const struct bb_err *err = bb_app_session_add(node->app, &session, NULL, 0, &problems);
    bb_session_done(&session);
    return settled(node, err);
}

static const struct bb_err *problem_write(struct sim_window *window)
{
    struct node *node = &window->node;
    struct bb_issue issue = {.description = bb_strdup("问题")};
    struct bb_problems problems = {0};
    issue.due_named = bb_app_today(node->app) + 20;
    const struct bb_err *err = bb_app_issue_add(node->app, &issue, false, 0, &problems);
    if (!err)
        snprintf(window->issues[window->born++ % SIM_ISSUES], BB_UUID_BYTES, "%s", issue.id);
    bb_issue_done(&issue);
    return settled(node, err);
}

/* *took: whether it was possible. */
static const struct bb_err *problem_step(struct sim *sim, struct node *node,
                                         const struct sim_window *of, enum bb_event_kind kind,
                                         bool *took)
{
    struct bb_problems problems = {0};
    const char *id = of->issues[sim_next(sim) % SIM_ISSUES];
    struct bb_issue body = {0};
    *took = false;
    if (!*id)
        return NULL;
    if (kind == BB_EVENT_ISSUE_PLAN) {
        body.plan = bb_strdup("方案");
        body.measures = bb_strdup("措施");
        body.lead_unit = bb_strdup("U1");
        body.person = bb_strdup("office");
        body.due_named = bb_app_today(node->app) + 10;
    } else if (kind == BB_EVENT_ISSUE_EXTEND) {
        body.reason = bb_strdup("延期");
        body.approver = bb_strdup("office");
        body.due_named = bb_app_today(node->app) + 30;
    } else {
        body.evidence = bb_strdup("已改");
    }
    const struct bb_err *err = bb_app_issue_do(node->app, id, kind, &body, 0, &problems, NULL);
    bb_issue_done(&body);
    *took = !err;
    return settled(node, err && err->code == BB_ERR_NOT_FOUND ? NULL : err);
}

static void day(struct sim *sim, struct sim_window *window)
{
    struct node *node = &window->node;
    const struct bb_err *err = NULL;
    bool took;
    may_die(sim, 40);
    for (int acts = (int)(sim_next(sim) % 3); acts > 0 && !err; acts--)
        err = session_write(node);
    if (!err && sim_chance(sim, 250))
        err = problem_write(window);
    if (!err && sim_chance(sim, 200))
        err = problem_step(sim, node, window, BB_EVENT_ISSUE_PLAN, &took);
    if (!err && sim_chance(sim, 150))
        err = problem_step(sim, node, window, BB_EVENT_ISSUE_FIX, &took);
    has_died(sim, node, err);
}

/* ---- misfortunes ---- */

static char *copy_of(const struct node *node)
{
    struct bb_buf path = {0};
    bb_buf_printf(&path, "%s.copy", node->path);
    return bb_buf_take(&path);
}

static void copy_make(struct node *node)
{
    char *copy = copy_of(node);
    node_close(node);
    file_copy(node->path, copy);
    free(copy);
}

static void copy_back(struct node *node)
{
    char *copy = copy_of(node);
    node_close(node);
    if (bb_file_exists(copy))
        file_copy(copy, node->path);
    free(copy);
}

/* A second machine with the same disk: same code, same keys, same label. */
static void disk_copy(struct sim *sim, struct sim_window *from)
{
    char name[32];
    if (sim->count == SIM_WINDOWS_MAX)
        return;
    struct sim_window *to = &sim->windows[sim->count];
    *to = *from;
    to->node = (struct node){.clock = from->node.clock};
    snprintf(name, sizeof name, "copy%d.db", sim->count++);
    to->node.path = bb_path_join(sim->rig.dir, name);
    bb_config_init(&to->node.config);
    bb_strset(&to->node.config.node, from->node.config.node);
    node_close(&from->node);
    file_copy(from->node.path, to->node.path);
    char *source = node_folder(&from->node, ""), *target = node_folder(&to->node, "");
    folder_copy(source, target);
    free(source);
    free(target);
    sim->copied++;
}

/* Three years back to eight on, from the hub's. */
static void clock_move(struct sim *sim, struct node *node)
{
    node->clock.now_ms =
        sim->rig.hub.clock.now_ms + ((int64_t)(sim_next(sim) % 3650) - 1000) * SIM_DAY_MS;
    sim->clocks++;
}

static void misfortune(struct sim *sim, struct sim_window *window)
{
    struct node *node = &window->node;
    if (sim_chance(sim, 80))
        copy_make(node);
    if (sim_chance(sim, 25)) {
        sim_note_acked(sim, node);
        copy_back(node);
        sim->restored++;
    }
    if (sim_chance(sim, 8))
        disk_copy(sim, window);
    if (sim_chance(sim, 10)) /* an empty battery, a slip of the finger: years to and fro */
        clock_move(sim, node);
    if (sim_chance(sim, 100))
        node_close(node);
}

/* ---- a night ---- */

/* The evening's half of a hand-over, until files are carried, or the morning's after it. */
static const struct bb_err *half(struct node *node, bool evening)
{
    struct bb_sync_run *run;
    struct bb_sync_report report = {0};
    const struct bb_err *err = NULL;
    if (evening) {
        BB_TRY(bb_sync_begin(node->app, &run));
        while (!err && bb_sync_at(run) < BB_SYNC_CARRY)
            err = bb_sync_go(run, -1);
        const struct bb_err *ended = bb_sync_end(run, &report);
        err = err ? err : ended;
    } else {
        err = bb_sync_read(node->app, &report);
    }
    bb_sync_report_done(&report);
    return err;
}

/* The same; where the clock went back, somebody looks at it first. */
static const struct bb_err *hand_over(struct node *node, bool evening)
{
    const struct bb_err *err = half(node, evening);
    if (!err || err->code != BB_ERR_CLOCK)
        return err;
    BB_TRY(bb_app_clock_accept(node->app));
    return half(node, evening);
}

static void window_sync(struct sim *sim, struct node *node, bool evening, bool storm)
{
    if (storm)
        may_die(sim, 80);
    const struct bb_err *err = hand_over(node, evening);
    if (has_died(sim, node, err) && sim_chance(sim, 500))
        ck_ok(hand_over(node, evening)); /* else not before tomorrow */
}

static void window_night(struct sim *sim, struct sim_window *window, bool storm)
{
    struct node *node = &window->node;
    if (storm)
        misfortune(sim, window);
    node_open(node);
    if (storm)
        day(sim, window);
    if (!storm || !sim_chance(sim, 250)) /* else switched off before the hour came */
        window_sync(sim, node, true, storm);
    sim_way(sim, node, true, storm);
}

/* A packet that was changed on the way comes while nothing else does: it must change nothing. */
static void bad_alone(struct sim *sim, struct bb_hub_report *report, int64_t before)
{
    if (report->refused && !report->taken && !report->replayed)
        ck_assert_msg(sim_hub_print(sim) == before, "seed %llu: a bad packet changed a table",
                      (unsigned long long)sim->seed);
}

/* The round ends at any of its calls; then it is begun again, or tomorrow. */
static bool hub_round_or_death(struct sim *sim, bool storm)
{
    struct node *hub = &sim->rig.hub;
    struct bb_hub_report report = {0};
    int64_t before = sim_hub_print(sim);
    if (storm)
        may_die(sim, 200);
    const struct bb_err *err = bb_hub_ingest(hub->app, &report, NULL, NULL);
    sim->refused += report.refused;
    if (has_died(sim, hub, err)) {
        if (sim_chance(sim, 500))
            return false;
        report = hub_round(&sim->rig);
        sim->refused += report.refused;
        return true;
    }
    bad_alone(sim, &report, before);
    return true;
}

static void decide(struct sim *sim)
{
    struct node *hub = &sim->rig.hub;
    const struct sim_window *of = &sim->windows[sim_next(sim) % (uint64_t)sim->count];
    enum bb_event_kind kind = sim_chance(sim, 500) ? BB_EVENT_ISSUE_PLAN : BB_EVENT_ISSUE_EXTEND;
    bool took;
    ck_ok(problem_step(sim, hub, of, kind, &took));
    sim->decided += took;
}

/* A forged or changed file alone, before the others come: the hub's tables stay as they are. */
static void hub_night(struct sim *sim, bool storm)
{
    struct node *hub = &sim->rig.hub;
    node_open(hub);
    for (int decisions = storm ? 4 : 0; decisions > 0; decisions--)
        decide(sim);
    if (!hub_round_or_death(sim, storm))
        return;
    if (storm && sim_chance(sim, 100))
        copy_make(hub);
    if (storm && sim_chance(sim, 40)) {
        sim_note_all(sim, hub); /* all is in the archive: the round has just ended */
        copy_back(hub);
        sim->hub_restored++;
    }
    node_open(hub);
}

static void night(struct sim *sim, bool storm)
{
    int count = sim->count; /* who is copied tonight goes along from tomorrow on */
    for (int i = 0; i < count; i++)
        window_night(sim, &sim->windows[i], storm);
    hub_night(sim, storm);
    for (int i = 0; i < count; i++) {
        struct node *node = &sim->windows[i].node;
        sim_way(sim, node, false, storm);
        node_open(node);
        window_sync(sim, node, false, storm);
    }
    for (int i = 0; i < sim->count; i++)
        sim->windows[i].node.clock.now_ms += SIM_DAY_MS;
    sim->rig.hub.clock.now_ms += SIM_DAY_MS;
    sim->nights += count;
}

/* ---- a run ---- */

static void district_up(struct sim *sim, int windows)
{
    rig_up(&sim->rig, "JS");
    ck_assert_int_eq(sqlite3_open(":memory:", &sim->truth), SQLITE_OK);
    sql_run(sim->truth, "CREATE TABLE must (hash TEXT PRIMARY KEY, id TEXT)%.0s", "");
    sim->windows = bb_alloc(SIM_WINDOWS_MAX * sizeof *sim->windows);
    sim->count = windows;
    for (int i = 0; i < windows; i++) {
        char file[32], code[16];
        struct node *node = &sim->windows[i].node;
        snprintf(file, sizeof file, "w%02d.db", i);
        snprintf(code, sizeof code, "C1W%02d", i);
        node_up(&sim->rig, node, file, code);
        node_join(&sim->rig, node, NULL);
        if (sim_chance(sim, 150)) /* a clock that is off by years from the beginning */
            clock_move(sim, node);
    }
}

static void district_down(struct sim *sim)
{
    for (int i = 0; i < sim->count; i++)
        node_down(&sim->windows[i].node);
    free(sim->windows);
    sqlite3_close(sim->truth);
    rig_down(&sim->rig);
}

static void sum_up(struct sim *sum, const struct sim *sim)
{
    sum->nights += sim->nights;
    sum->lost += sim->lost;
    sum->late += sim->late;
    sum->twice += sim->twice;
    sum->changed += sim->changed;
    sum->forged += sim->forged;
    sum->restored += sim->restored;
    sum->copied += sim->copied;
    sum->hub_restored += sim->hub_restored;
    sum->refused += sim->refused;
    sum->died += sim->died;
    sum->clocks += sim->clocks;
    sum->decided += sim->decided;
}

void sim_run(uint64_t seed, int windows, int nights, struct sim *sum)
{
    struct sim *sim = bb_alloc(sizeof *sim);
    sim->seed = seed;
    sim->random = seed * 0x9E3779B97F4A7C15u + 1;
    district_up(sim, windows);
    for (int i = 0; i < nights; i++)
        night(sim, true);
    for (int i = 0; i < QUIET_NIGHTS; i++)
        night(sim, false);
    sim_check(sim);
    sum_up(sum, sim);
    district_down(sim);
    free(sim);
}
