/* bangban session unmask: client data in clear, for a reason. On a terminal they stand for a
 * bounded time and are taken away again. */
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

#include "bangban/base/json.h"
#include "bangban/base/text.h"
#include "bangban/cli/cli.h"

enum { LABEL_COLS = 12 };

static const struct {
    const char *field, *label;
} shown[] = {{"client_name", N_("Client name")}, {"client_phone", N_("Phone")}};

static void put_text(const struct bb_clear *clear, struct bb_buf *out)
{
    const char *values[] = {clear->name, clear->phone};
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        bb_text_fit(out, _(shown[i].label), LABEL_COLS, BB_ALIGN_LEFT);
        bb_buf_str(out, "  ");
        bb_text_show(out, values[i] ? values[i] : "—");
        bb_buf_char(out, '\n');
    }
}

static void put_json(const struct bb_clear *clear, struct bb_buf *out)
{
    const char *values[] = {clear->name, clear->phone};
    bb_buf_char(out, '{');
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        bb_json_put_key(out, shown[i].field);
        if (values[i])
            bb_json_put_string(out, values[i]);
        else
            bb_buf_str(out, "null");
    }
    bb_buf_str(out, "}\n");
}

/* Until Enter or until the time is over; then the lines are gone from the screen. */
static void stand_and_go(int64_t seconds)
{
    char byte;
    int lines = (int)(sizeof shown / sizeof *shown) + 1;
    struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
    fflush(stdout);
    fprintf(stderr, _("Gone again after %d seconds, or with Enter.\n"), (int)seconds);
    if (poll(&input, 1, (int)seconds * 1000) > 0) {
        while (read(STDIN_FILENO, &byte, 1) == 1 && byte != '\n')
            ;
        lines++;
    }
    fprintf(stderr, "\033[%dA\033[J", lines);
}

const struct bb_err *bb_cli_unmask(struct bb_cli *cli)
{
    const char *reason = cli->option[BB_OPTION_REASON];
    struct bb_clear clear;
    struct bb_buf out = {0};
    if (!reason || !*reason)
        return bb_err(BB_ERR_OPTION_MISSING, "reason", "TEXT", "session", NULL);
    BB_TRY(bb_app_unmask(cli->app, cli->words[0], reason, &clear));
    bool json = cli->format == BB_FORMAT_JSON;
    json ? put_json(&clear, &out) : put_text(&clear, &out);
    bb_clear_done(&clear);
    fputs(bb_buf_text(&out), stdout);
    bb_buf_wipe(&out);
    if (!json && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) && isatty(STDERR_FILENO))
        stand_and_go(cli->config->unmask_seconds);
    return bb_print_flush();
}
