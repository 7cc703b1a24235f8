/* The client's rating terminal beside a window: another program on the same file. */
#include "suite.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "pty/office.h"

static struct office office;

static void setup(void)
{
    office_open(&office);
}

static void teardown(void)
{
    office_done(&office);
}

enum { SECOND_MS = 1000, SLACK_MS = 500, TIMEOUT_MS = 10000 };

/* Ten seconds without a key are the least that may be set. */
static void timeout_set(void)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/rate.conf", office.dir);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("rating: { timeout = 10; };\n", file);
    fclose(file);
    ck_assert_int_eq(chmod(path, 0600), 0);
}

static struct pty *terminal_start(void)
{
    char config[PATH_MAX], home[PATH_MAX];
    snprintf(config, sizeof config, "%s/rate.conf", office.dir);
    snprintf(home, sizeof home, "HOME=%s", office.dir);
    const char *const argv[] = {office.program, "--config", config,  "--db", office.db,
                                "rate",         "--desk",   "C1W03", NULL};
    const char *const env[] = {home, "LANGUAGE=zh_CN", NULL};
    return pty_start(argv, env, 24, 80);
}

static int ratings_with(const char *text)
{
    int count = 0;
    char *out = office_run(&office, 0, "--as S09 --secret-file S09.key rating list --format tsv");
    for (const char *at = out; (at = strstr(at, text)); at++)
        count++;
    free(out);
    return count;
}

START_TEST(the_client_rates_beside_the_window)
{
    timeout_set();
    struct pty *client = terminal_start(), *window = office_sit(&office, "cyc");
    see(client, "请在这里评价我们的服务");
    pty_keys(window, "F2 sbjf Enter Ctrl-S");
    see_within(client, "C1W03-", SECOND_MS + SLACK_MS);
    pty_keys(client, "2 5"); /* not content; the reason; what is left is whether it was solved */
    see(client, "您的事情解决了吗");
    pty_kill9(client);
    pty_end(client);
    ck_assert_int_eq(ratings_with("-001"), 0); /* half a rating is none */
    client = terminal_start();
    see(client, "-001"); /* it asks again */
    pty_keys(client, "2 1 3");
    see(client, "谢谢");
    ck_assert_int_eq(ratings_with("dissatisfied"), 1);

    pty_keys(window, "F2 sbjf Enter Ctrl-S");
    see(window, "-002");
    pty_kill9(window); /* the window is gone, its client is not */
    pty_keys(client, "x");
    see(client, "-002");
    pty_keys(client, "5 1");
    see(client, "谢谢");
    ck_assert_int_eq(ratings_with("very_satisfied"), 1);
    pty_end(window);

    free(office_run(&office, 0, "--as S01 --secret-file S01.key session add item=P020"));
    pty_keys(client, "x");
    see(client, "-003");
    see_within(client, "谢谢", TIMEOUT_MS + SECOND_MS + SLACK_MS); /* nobody answered */
    ck_assert_int_eq(ratings_with("-003"), 1);
    ck_assert_int_eq(ratings_with("satisfied"), 2); /* and nothing was put in his mouth */
    free(office_run(&office, 0, "check --rebuild"));
    pty_end(client);
}
END_TEST

Suite *suite_rate(void);
Suite *suite_rate(void)
{
    Suite *suite = suite_create("rate");
    TCase *tc = tcase_create("rating terminal");
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_client_rates_beside_the_window);
    suite_add_tcase(suite, tc);
    return suite;
}
