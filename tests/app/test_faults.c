/* The main use cases on a machine that fails: every call that changes a file answers an error, once
 * or from then on, or the process is killed there. Afterwards the file is sound, what was said to
 * be done is there, what was said not to be is not, and the refusal is one sentence. */
#include "app/flows.h"

#include <string.h>
#include <sys/wait.h>

#include "app/faults.h"
#include "bangban/app/safety.h"
#include "soak.h"

static struct office office;

static void up(void)
{
    office_up(&office);
}

static void down(void)
{
    office_down(&office);
}

/* How many events the flow adds on a sound machine, and how many calls it makes. */
static int64_t adds(const struct flow *flow, long *calls)
{
    office_renew(&office);
    fault.countdown = LONG_MAX;
    ck_ok(flow->run(&office));
    *calls = LONG_MAX - fault.countdown;
    fault.countdown = 0;
    return office_events(&office, flow->name) - office.events;
}

static void one_sentence(const struct bb_err *err, const char *words)
{
    ck_assert_msg(strlen(err->text) > 20 && !strchr(err->text, '\n') && !strchr(err->text, '{'),
                  "%s: \"%s\"", words, err->text);
}

/* After the fault: sound, and as much there as was said. */
static void judge(const struct flow *flow, bool done, bool unknown, int64_t added,
                  const char *words)
{
    office_close(&office);
    if (flow->again) {
        const struct bb_err *err = flow->run(&office);
        ck_assert_msg(!err, "%s: run again: %s", words, err ? err->text : "");
    }
    int64_t there = office_events(&office, words) - office.events;
    ck_assert_msg(there == 0 || there == added || (flow->parts && there > 0 && there < added),
                  "%s: %ld events of %ld", words, (long)there, (long)added);
    ck_assert_msg(!done || there == added, "%s: said to be done, and is not there", words);
    ck_assert_msg(done || unknown || flow->parts || added == 0 || there == 0,
                  "%s: said not to be done, and is there", words);
    office_outputs_whole(&office, words);
}

static const struct {
    const char *name;
    int what;
    bool for_good;
} kinds[] = {
    {"I/O error once", EIO, false},
    {"I/O error for good", EIO, true},
    {"disk full once", ENOSPC, false},
    {"disk full for good", ENOSPC, true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* Every call, but of what makes very many only every n-th is tried in each suite. */
static long stride(long calls)
{
    return soaking() ? 1 : calls / 50 + 1;
}

START_TEST(every_call_fails)
{
    const struct flow *flow = &flows[_i];
    long calls, points = 0, refused = 0;
    int64_t added = adds(flow, &calls);
    ck_assert_int_gt(calls, 0);
    for (long k = 1; k <= calls; k += stride(calls))
        for (int kind = 0; kind < KINDS; kind++) {
            char words[128];
            if (!soaking() && kind != (int)(k % KINDS))
                continue;
            snprintf(words, sizeof words, "%s, call %ld, %s", flow->name, k, kinds[kind].name);
            office_renew(&office);
            fault.what = kinds[kind].what;
            fault.for_good = kinds[kind].for_good;
            fault.struck = 0;
            fault.countdown = k;
            const struct bb_err *err = flow->run(&office);
            bool unknown =
                err && (err->code == BB_ERR_DB_UNKNOWN || err->code == BB_ERR_FILE_SETTLE);
            if (err) {
                one_sentence(err, words);
                refused++;
            }
            fault.countdown = 0;
            judge(flow, !err, unknown, added, words);
            points++;
        }
    soak_say("faults (%s): %ld calls, %ld faults, %ld refused\n", flow->name, calls, points,
             refused);
}
END_TEST

/* In a process of its own, which says on the pipe when it is done. */
static bool runs_until_killed(const struct flow *flow, long k, const char *words)
{
    int ends[2], status;
    char said = 0;
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        fault.what = FAULT_KILL;
        fault.countdown = k;
        const struct bb_err *err = flow->run(&office);
        fault.countdown = 0;
        if (!err && write(ends[1], "+", 1) != 1)
            _exit(3);
        _exit(err ? 2 : 0);
    }
    close(ends[1]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    bool done = read(ends[0], &said, 1) == 1;
    close(ends[0]);
    ck_assert_msg(WIFSIGNALED(status) || (WIFEXITED(status) && WEXITSTATUS(status) == 0),
                  "%s: ended with %d", words, status);
    return done;
}

START_TEST(killed_at_every_call)
{
    const struct flow *flow = &flows[_i], start = flows[flow_count - 1];
    long calls, again = 0;
    int64_t added = adds(flow, &calls);
    long step = stride(calls);
    for (long k = calls % step + 1; k <= calls + 1; k += step) {
        char words[128];
        snprintf(words, sizeof words, "%s, killed at call %ld", flow->name, k);
        office_renew(&office);
        bool done = runs_until_killed(flow, k, words);
        ck_assert_msg(done == (k > calls), "%s: the calls are not the same", words);
        /* The next start mends what is left; it is killed, too. */
        if (soaking() || k % 8 == 0)
            for (long inner = 1;; inner++, again++) {
                snprintf(words, sizeof words, "%s, killed at %ld, the next start at %ld",
                         flow->name, k, inner);
                if (runs_until_killed(flow->again ? flow : &start, inner, words))
                    break;
            }
        judge(flow, done, !done, added, words);
    }
    soak_say("kills (%s): %ld calls, %ld while starting again\n", flow->name, calls, again);
}
END_TEST

START_TEST(plain_files_are_on_the_disk_before_their_names)
{
    const struct flow *flow = &flows[_i];
    office_renew(&office);
    memset(&watched, 0, sizeof watched);
    watched.on = true;
    ck_ok(flow->run(&office));
    watched.on = false;
    ck_assert_int_eq(watched.early, 0);
    ck_assert_msg(watched.pending_count == 0, "%s: a name is said and not on the disk", flow->name);
    soak_say("plain files (%s): %d names given\n", flow->name, watched.renames);
    if (strcmp(flow->name, "draft") == 0)
        ck_assert_int_gt(watched.renames, 0);
}
END_TEST

Suite *suite_faults(void);
Suite *suite_faults(void)
{
    Suite *suite = suite_create("faults");
    const struct {
        const char *name;
        const TTest *test;
    } cases[] = {{"errors", every_call_fails},
                 {"names", plain_files_are_on_the_disk_before_their_names},
                 {"kills", killed_at_every_call}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        TCase *tcase = tcase_create(cases[i].name);
        tcase_add_checked_fixture(tcase, up, down);
        tcase_set_timeout(tcase, soak_count(1200));
        tcase_add_loop_test(tcase, cases[i].test, 0, flow_count);
        suite_add_tcase(suite, tcase);
    }
    return suite;
}
