/* The main use cases on a disk whose power fails: what was said to be done is there after a cut
 * behind any act, and every act is whole or absent. */
#include "app/flows.h"

#include <unistd.h>

#include "store/power.h"

static struct office office;

static void up(void)
{
    office_up(&office);
}

static void down(void)
{
    office_down(&office);
}

START_TEST(a_power_cut_loses_no_act)
{
    static const char *const played[] = {"session", "issue", "step", "batch", "edit", "undo"};
    struct power_log log;
    int made;
    char *cut = bb_path_join(office.fx.dir, "cut.db"),
         *journal = bb_path_join(office.fx.dir, "bangban.db-journal");
    office_renew(&office);
    unlink(journal);
    power_record(&log, office.fx.path);
    for (size_t i = 0; i < sizeof played / sizeof *played; i++)
        for (int flow = 0; flow < flow_count; flow++)
            if (strcmp(flows[flow].name, played[i]) == 0) {
                ck_ok(flows[flow].run(&office));
                power_ack();
            }
    power.log = NULL;
    office_close(&office);
    int lost = power_broken(&log, cut, soak_count(2000), &made);
    soak_say("power cuts (use cases): %d of %zu acts, %d lost or damaged\n", made, log.count, lost);
    ck_assert_msg(lost == 0, "%d of %d cuts", lost, made);
    ck_assert_uint_gt(log.state_count, sizeof played / sizeof *played);
    free(cut);
    free(journal);
    power_log_done(&log);
}
END_TEST

Suite *suite_power(void);
Suite *suite_power(void)
{
    Suite *suite = suite_create("power");
    TCase *tcase = tcase_create("power");
    tcase_add_checked_fixture(tcase, up, down);
    tcase_set_timeout(tcase, soak_count(600));
    tcase_add_test(tcase, a_power_cut_loses_no_act);
    suite_add_tcase(suite, tcase);
    return suite;
}
